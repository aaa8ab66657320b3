/* xml_xpath.c: evaluates XPath 1.0, by the walk (xml_walk.h) or by libxml2. */
#include "xml/xml_xpath.h"

#include <math.h>
#include <string.h>

#include <libxml/xpathInternals.h>

typedef struct function {
    xml_function call;
    void *data;
} function;

typedef struct function_table {
    xml_function_finder find;
    xml_function call;
    void *table;
} function_table;

typedef struct variable {
    bool is_set;
    xml_value value; /* owned */
} variable;

/* ---- values in and out ---- */

int
xml_compare_nodes(const xml_node *x, const xml_node *y)
{
    const xml_info *a = xml_info_of(x), *b = xml_info_of(y);
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    if (a->doc != b->doc)
        return a->doc->index < b->doc->index ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int
compare_nodes(const void *x, const void *y)
{
    return xml_compare_nodes(*(xml_node *const *)x, *(xml_node *const *)y);
}

static xml_value
take_nodes(xml_xpath *x, const xmlNodeSet *set)
{
    xml_value v = {.type = XML_NODES};
    const size_t n = set ? (size_t)set->nodeNr : 0;
    v.nodes = ARENA_ARRAY(x->a, xml_node *, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (set->nodeTab[i]->type == XML_NAMESPACE_DECL)
            x->namespace_node = true;
        else
            v.nodes[v.count++] = set->nodeTab[i];
    }
    qsort(v.nodes, v.count, sizeof *v.nodes, compare_nodes);
    return v;
}

static xml_value
take_object(xml_xpath *x, const xmlXPathObject *object)
{
    switch (object->type) {
    case XPATH_NODESET:
    case XPATH_XSLT_TREE:
        return take_nodes(x, object->nodesetval);
    case XPATH_NUMBER:
        return xml_value_of_number(object->floatval);
    case XPATH_BOOLEAN:
        return xml_value_of_boolean(object->boolval);
    default:
        return xml_value_of_string(arena_strdup(x->a, object->stringval ? (const char *)object->stringval : ""));
    }
}

static xmlXPathObject *
give_object(const xml_value *v)
{
    switch (v->type) {
    case XML_NUMBER:
        return xmlXPathNewFloat(v->number);
    case XML_BOOLEAN:
        return xmlXPathNewBoolean(v->boolean);
    case XML_STRING:
        return xmlXPathNewString((const xmlChar *)(v->string ? v->string : ""));
    default: {
        xmlXPathObject *object = xmlXPathNewNodeSet(NULL);
        for (size_t i = 0; i < v->count; i++)
            xmlXPathNodeSetAddUnique(object->nodesetval, v->nodes[i]);
        return object;
    }
    }
}

/* ---- variables and functions ---- */

static void
forget_value(variable *v)
{
    if (v->value.type == XML_STRING)
        g_free((char *)v->value.string);
    g_free(v->value.nodes);
    *v = (variable){.is_set = false};
}

static void
drop_variable(void *p)
{
    forget_value(p);
    g_free(p);
}

void
xml_xpath_set_variable(xml_xpath *x, const char *name, const xml_value *value)
{
    variable *v = g_hash_table_lookup(x->variables, name);
    xml_value copy = *value;
    copy.string = value->type == XML_STRING ? g_strdup(value->string) : NULL;
    copy.nodes = value->type == XML_NODES ? g_memdup2(value->nodes, value->count * sizeof *value->nodes) : NULL;
    if (!v) {
        v = g_new0(variable, 1);
        g_hash_table_insert(x->variables, g_strdup(name), v);
    }
    forget_value(v);
    *v = (variable){.is_set = true, .value = copy};
}

void
xml_xpath_unset_variable(xml_xpath *x, const char *name)
{
    variable *v = g_hash_table_lookup(x->variables, name);
    if (v)
        forget_value(v);
}

void
xml_xpath_add_function(xml_xpath *x, const char *name, xml_function f, void *data)
{
    g_assert(!walk_is_core(name));
    function *entry = g_hash_table_lookup(x->functions, name);
    if (!entry) {
        entry = g_new(function, 1);
        g_hash_table_insert(x->functions, g_strdup(name), entry);
    }
    *entry = (function){f, data};
}

void
xml_xpath_add_functions(xml_xpath *x, xml_function_finder find, xml_function f, void *table)
{
    const function_table t = {find, f, table};
    g_array_append_val(x->tables, t);
}

static const function *
find_function(xml_xpath *x, const char *name, walk_found *found)
{
    if (found && found->by == x->number)
        return found->what;
    const function *known = g_hash_table_lookup(x->functions, name);
    for (guint i = x->tables->len; !known && i-- > 0;) {
        const function_table *t = &g_array_index(x->tables, function_table, i);
        void *data = t->find(t->table, name);
        if (data) {
            xml_xpath_add_function(x, name, t->call, data);
            known = g_hash_table_lookup(x->functions, name);
        }
    }
    if (found && known)
        *found = (walk_found){x->number, known};
    return known;
}

/* found: what the expression knows of the name since it was asked last, or NULL. */
static const variable *
find_variable(const xml_xpath *x, const char *name, walk_found *found)
{
    if (found && found->by == x->number)
        return found->what;
    const variable *v = g_hash_table_lookup(x->variables, name);
    if (found && v)
        *found = (walk_found){x->number, v};
    return v;
}

static void
note_unknown(xml_xpath *x, const char *format, const char *name)
{
    if (!x->unknown)
        x->unknown = g_strdup_printf(format, name);
}

const xml_value *
xml_variable(xml_xpath *x, const char *name, walk_found *found)
{
    const variable *v = find_variable(x, name, found);
    if (v && v->is_set)
        return &v->value;
    note_unknown(x, "$%s", name);
    return NULL;
}

static xmlXPathObject *
look_up_variable(void *data, const xmlChar *name, const xmlChar *uri)
{
    xml_xpath *x = data;
    const xml_value *v = uri ? NULL : xml_variable(x, (const char *)name, NULL);
    if (v && v->type == XML_STRING && !walk_takes_text(&x->walker, strlen(v->string))) {
        x->error.code = XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED; /* libxml2 counts no bytes */
        return NULL;
    }
    return v ? give_object(v) : NULL;
}

/* What our own function has read and made. */
static bool
takes_their_texts(xml_xpath *x, const xml_value *args, size_t count, const xml_value *result)
{
    size_t bytes = result->type == XML_STRING ? strlen(result->string) : 0;
    for (size_t i = 0; i < count; i++)
        bytes += args[i].type == XML_STRING ? strlen(args[i].string) : 0;
    if (walk_takes_text(&x->walker, bytes))
        return true;
    x->error.code = XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED;
    return false;
}

bool
xml_call(xml_xpath *x, const char *name, walk_found *found, const xml_value *args, size_t count, xml_value *result)
{
    const function *f = find_function(x, name, found);
    if (!f) {
        note_unknown(x, "%s()", name);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (args[i].type == XML_NUMBER && isfinite(args[i].number) && fabs(args[i].number) > XML_MOST_EXACT)
            x->walker.wrote_large = true;
    const char *refusal = f->call(f->data, x->a, args, count, result);
    if (!refusal && !takes_their_texts(x, args, count, result))
        return false;
    if (!refusal)
        return true;
    g_free(x->called);
    x->called = g_strdup(name);
    x->refusal = refusal;
    x->refused = xpath_is_of_value(refusal) && result->count < count ? args[result->count] : xml_value_of_string("");
    x->given_count = *refusal == '\f' ? count : 0;
    x->given = x->given_count ? arena_copy(x->a, args, count * sizeof *args) : NULL;
    return false;
}

/* Stands in libxml2's table for each of our functions, and finds the one that is called by its name. A
 * compiled expression keeps the pointer, so it has to be the same for every xml_xpath. */
static void
call_function(xmlXPathParserContext *ctxt, int count)
{
    xml_xpath *x = ctxt->context->userData;
    const char *name = (const char *)ctxt->context->function;
    xml_value *args = ARENA_ARRAY(x->a, xml_value, count + 1);
    for (int i = count; i > 0; i--) {
        xmlXPathObject *object = valuePop(ctxt);
        if (!object) {
            xmlXPathErr(ctxt, XPATH_STACK_ERROR);
            return;
        }
        args[i - 1] = take_object(x, object);
        x->steps += 1 + args[i - 1].count;
        xmlXPathFreeObject(object);
    }
    xml_value result = {.type = XML_STRING, .string = ""};
    if (!xml_call(x, name, NULL, args, (size_t)count, &result)) {
        xmlXPathErr(ctxt, x->refusal ? XPATH_INVALID_OPERAND : XPATH_UNKNOWN_FUNC_ERROR);
        return;
    }
    x->steps += 1 + result.count;
    valuePush(ctxt, give_object(&result));
}

static xmlXPathFunction
look_up_function(void *data, const xmlChar *name, const xmlChar *uri)
{
    xml_xpath *x = data;
    if (!uri && find_function(x, (const char *)name, NULL))
        return call_function;
    if (uri || !walk_is_core((const char *)name))
        note_unknown(x, "%s()", (const char *)name);
    return NULL; /* of XPath's own libxml2 has a table */
}

static void
take_eval_error(void *data, xmlError *e)
{
    xpath_take_error(&((xml_xpath *)data)->error, e);
}

xml_xpath *
xml_xpath_new(xml_store *s)
{
    static size_t made; /* an address may be another's later; a number is not */
    xml_xpath *x = g_new0(xml_xpath, 1);
    x->number = ++made;
    x->store = s;
    x->walker.x = x;
    x->variables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, drop_variable);
    x->functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    x->tables = g_array_new(FALSE, FALSE, sizeof(function_table));
    return x;
}

bool
xml_spend(xml_xpath *x, size_t steps)
{
    x->steps += MIN(steps, SIZE_MAX - x->steps);
    return x->steps <= WALK_MOST_IN_ALL;
}

size_t
xml_xpath_steps(const xml_xpath *x)
{
    return x->steps;
}

xml_store *
xml_xpath_store(const xml_xpath *x)
{
    return x->store;
}

void
xml_xpath_drop(xml_xpath *x)
{
    if (!x)
        return;
    xmlXPathFreeContext(x->context);
    g_hash_table_destroy(x->variables);
    g_hash_table_destroy(x->functions);
    g_array_free(x->tables, TRUE);
    g_free(x->unknown);
    g_free(x->called);
    g_free(x->walker.nodes);
    g_free(x);
}

void
xml_xpath_set_labeller(xml_xpath *x, xml_labeller label, void *data)
{
    x->label = label;
    x->label_data = data;
}

/* ---- evaluation ---- */

void
xpath_forget_last(xml_xpath *x, arena *a)
{
    x->a = a;
    x->error = (xmlError){0};
    g_clear_pointer(&x->unknown, g_free);
    g_clear_pointer(&x->called, g_free);
    x->refusal = NULL;
    x->namespace_node = false;
}

/* Most expressions are walked, so that many never need it. */
static xmlXPathContext *
context_of(xml_xpath *x)
{
    if (!x->context) {
        x->context = xmlXPathNewContext(NULL);
        xmlXPathContextSetCache(x->context, 1, -1, 0); /* results are used again: a tenth of the time of the rules */
        x->context->error = take_eval_error;
        x->context->userData = x;
        xmlXPathRegisterVariableLookup(x->context, look_up_variable, x);
        xmlXPathRegisterFuncLookup(x->context, look_up_function, x);
    }
    return x->context;
}

static void
register_prefix(void *data, const char *prefix, const char *ns)
{
    xmlXPathRegisterNs(data, (const xmlChar *)prefix, (const xmlChar *)ns);
}

static bool proving;

/* A registered function may itself evaluate: what belongs to the outer evaluation is put back. */
static bool
eval_by_libxml2(xml_xpath *x, const xml_expr *e, walk_spot at, xml_value *v)
{
    xmlXPathContext *c = context_of(x);
    x->prefixes = xpath_each_prefix(x->prefixes, register_prefix, c);
    const xmlXPathContext outer = *c;
    xmlXPathCompExpr *compiled = xpath_compiled(x->store, e, &x->error);
    if (!compiled)
        return false;
    c->opLimit = proving ? WALK_MOST_STEPS : WALK_MOST_FOREIGN;
    c->doc = at.node ? at.node->doc : NULL;
    c->node = at.node;
    c->contextSize = (int)at.size;
    c->proximityPosition = (int)at.position;
    xmlXPathObject *object = xmlXPathCompiledEval(compiled, c);
    const bool good = object && !x->refusal && x->error.code == 0;
    if (good)
        *v = take_object(x, object);
    xmlXPathFreeObject(object);
    c->doc = outer.doc;
    c->node = outer.node;
    c->contextSize = outer.contextSize;
    c->proximityPosition = outer.proximityPosition;
    c->function = outer.function;
    c->functionURI = outer.functionURI;
    return good;
}

static walk_end
eval_by_walk(xml_xpath *x, const xml_expr *e, walk_spot at, xml_value *v)
{
    if (!e->tree)
        return WALK_DECLINED;
    const walk_end end = walk_eval(&x->walker, x->a, e->tree, at, v);
    if (end == WALK_FAILED && x->walker.is_endless)
        x->error.code = XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED;
    return end;
}

void
xml_prove_walks(bool on)
{
    proving = on;
}

/* But for the digits that its arithmetic has too much (xml_decimal.c). */
static bool
is_same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-14 * (1 + fabs(a));
}

static bool
is_same(const xml_value *a, const xml_value *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case XML_NODES:
        return a->count == b->count && memcmp(a->nodes, b->nodes, a->count * sizeof *a->nodes) == 0;
    case XML_NUMBER:
        return is_same_number(a->number, b->number);
    case XML_BOOLEAN:
        return a->boolean == b->boolean;
    default:
        return strcmp(a->string, b->string) == 0;
    }
}

static void
prove_walk(xml_xpath *x, const xml_expr *e, walk_spot at, const xml_value *walked)
{
    xml_value v;
    if (!eval_by_libxml2(x, e, at, &v) || !is_same(walked, &v))
        g_error("walked to another value than libxml2's: %s", e->text);
}

bool
xml_wrote_no_number(const xml_xpath *x, const char *text)
{
    return x->walker.wrote_no_number && (strstr(text, "NaN") || strstr(text, "Infinity"));
}

bool
xml_wrote_large(const xml_xpath *x)
{
    return x->walker.wrote_large;
}

bool
xml_compared_none(const xml_xpath *x)
{
    return x->walker.compared_none;
}

bool
xml_compared_text(const xml_xpath *x)
{
    return x->walker.compared_text;
}

const xml_node *
xml_compared_no_number(const xml_xpath *x)
{
    return x->walker.not_a_number;
}

bool
xml_eval(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size, place where,
         diag *d, xml_value *result)
{
    g_assert(e && position >= 1 && position <= size);
    arena *outer_arena = x->a;
    const bool nested = outer_arena != NULL; /* what the outer one counts holds it */
    const walk_spot at = {context, position, size};
    xpath_forget_last(x, a);
    if (!nested) {
        x->walker.steps = 0;
        x->walker.wrote_large = false;
        x->walker.not_a_number = NULL;
        x->walker.compared_none = false;
        x->walker.compared_text = false;
    }
    if (!nested && x->context)
        x->context->opCount = 0;
    walk_end end = WALK_FAILED;
    if (nested || xml_spend(x, 1))
        end = eval_by_walk(x, e, at, result);
    else
        x->error.code = XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED;
    const bool good = end == WALK_DONE || (end == WALK_DECLINED && eval_by_libxml2(x, e, at, result));
    if (proving && end == WALK_DONE)
        prove_walk(x, e, at, result);
    const size_t foreign = x->context ? x->context->opCount : 0;
    if (!nested)
        x->steps += foreign * (proving ? 1 : WALK_STEPS_OF_A_FOREIGN) + x->walker.steps;
    if (!good || x->namespace_node)
        xpath_tell(x, e, where, at, d);
    const bool done = good && !x->namespace_node;
    xpath_forget_last(x, outer_arena);
    return done;
}
