/* xml_xpath.c: XPath 1.0, walked (xml_walk.h) or by libxml2, with complaints turned into diagnostics. */
#include "xml/xml_walk.h"

#include <string.h>

#include <libxml/xpathInternals.h>

struct xml_expr {
    char *text;
    const walk_tree *tree;      /* NULL: libxml2 evaluates it */
    xmlXPathCompExpr *compiled; /* NULL: nobody has asked for it yet */
    bool is_path;
};

typedef struct function {
    xml_function call;
    void *data;
} function;

typedef struct variable {
    bool is_set;
    xml_value value; /* owned */
} variable;

struct xml_xpath {
    xml_store *store;
    xmlXPathContext *context;
    size_t number;         /* of all that this process makes, from 1 */
    GHashTable *variables; /* name: variable, which stays where it is */
    GHashTable *functions; /* name: function, likewise */
    /* of the evaluation under way */
    arena *a;
    xmlError error;
    char *unknown;       /* name of the function or variable that is not there */
    char *called;        /* function that refused its arguments, */
    const char *refusal; /* and why */
    xml_value refused;   /* which, where it is the value of one */
    bool telling;        /* what is evaluated meanwhile, to find it, is not told */
    xml_labeller label;
    void *label_data;
    bool namespace_node;
    size_t steps; /* of all evaluations */
    walker walker;
};

/* An evaluation by libxml2 that needs more steps does not end in reasonable time: a second or so. */
enum { MOST_STEPS = 20000000 };

static const char *const core_functions[] = {
    "boolean",
    "ceiling",
    "concat",
    "contains",
    "count",
    "false",
    "floor",
    "id",
    "lang",
    "last",
    "local-name",
    "name",
    "namespace-uri",
    "not",
    "normalize-space",
    "number",
    "position",
    "round",
    "starts-with",
    "string",
    "string-length",
    "substring",
    "substring-after",
    "substring-before",
    "sum",
    "translate",
    "true",
};

static bool
is_core_function(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(core_functions); i++)
        if (strcmp(core_functions[i], name) == 0)
            return true;
    return false;
}

/* ---- reasons ---- */

typedef struct reason {
    int code;
    const char *ja, *en;
} reason;

static const reason reasons[] = {
    {XPATH_NUMBER_ERROR, "数の書き方が違います", "malformed number"},
    {XPATH_UNFINISHED_LITERAL_ERROR, "引用符が閉じていません", "a quotation mark is not closed"},
    {XPATH_START_LITERAL_ERROR, "引用符で始まっていません", "a quotation mark is missing"},
    {XPATH_VARIABLE_REF_ERROR, "$ の後に変数の名前がありません", "no variable name after $"},
    {XPATH_INVALID_PREDICATE_ERROR, "[…] の中が違います", "wrong predicate […]"},
    {XPATH_EXPR_ERROR, "式の書き方が違います", "malformed expression"},
    {XPATH_UNCLOSED_ERROR, "括弧が閉じていません", "a bracket is not closed"},
    {XPATH_INVALID_OPERAND, "計算できない種類の値です", "a value of a type that cannot be used here"},
    {XPATH_INVALID_TYPE, "値の種類が違います", "a value of the wrong type"},
    {XPATH_INVALID_ARITY, "関数の引数の数が違います", "wrong number of arguments"},
    {XPATH_INVALID_CTXT_SIZE, "last() を使える所ではありません", "last() has no meaning here"},
    {XPATH_INVALID_CTXT_POSITION, "position() を使える所ではありません", "position() has no meaning here"},
    {XPATH_UNDEF_PREFIX_ERROR, "名前空間の接頭辞が宣言されていません", "a namespace prefix is not declared"},
    {XPATH_INVALID_CHAR_ERROR, "使えない文字があります", "a character that is not allowed"},
    {XPATH_STACK_ERROR, "式が壊れています", "the expression is broken"},
    {XPATH_OP_LIMIT_EXCEEDED, "計算が長くかかりすぎます", "the evaluation takes too many steps"},
    {XPATH_RECURSION_LIMIT_EXCEEDED, "括弧の入れ子が深すぎます", "brackets are nested too deeply"},
};

/* libxml2 counts its XPath errors from XML_XPATH_EXPRESSION_OK in an xmlError. */
static const reason *
reason_of(int code)
{
    static const reason none = {0, "式を処理できません", "the expression cannot be processed"};
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (reasons[i].code == code - XML_XPATH_EXPRESSION_OK)
            return &reasons[i];
    return &none;
}

static void
take_error(void *data, xmlError *e)
{
    xmlError *first = data;
    if (first->code == 0) {
        first->code = e->code;
        first->int1 = e->int1;
    }
}

/* ---- expressions ---- */

void
xml_expr_drop(void *p)
{
    xml_expr *e = p;
    xmlXPathFreeCompExpr(e->compiled);
    g_free(e->text);
    g_free(e);
}

static void
report_unreadable(const char *text, const xmlError *e, place where, diag *d)
{
    const reason *r = reason_of(e->code);
    /* int1 is a byte offset; people count characters. */
    const size_t at = e->int1 > 0 && (size_t)e->int1 <= strlen(text) ? (size_t)e->int1 : 0;
    const long column = g_utf8_strlen(text, (gssize)at) + 1;
    char *ja = g_strdup_printf("%ld文字目：%s", column, r->ja),
         *en = g_strdup_printf("character %ld: %s", column, r->en);
    diag_add(d, DIAG_FORM_XPATH, where, PLACE_NONE, text, ja, en, NULL);
    g_free(ja);
    g_free(en);
}

/* NULL after `error` is filled. */
static xmlXPathCompExpr *
compile_text(xml_store *s, const char *text, xmlError *error)
{
    if (!s->compiling)
        s->compiling = xmlXPathNewContext(NULL);
    s->compiling->error = take_error;
    s->compiling->userData = error;
    s->compiling->depth = 0; /* a broken expression leaves it where it broke */
    xmlXPathCompExpr *compiled = xmlXPathCtxtCompile(s->compiling, (const xmlChar *)text);
    s->compiling->userData = NULL;
    s->compiling->error = NULL;
    return compiled;
}

xml_expr *
xml_expr_compile(xml_store *s, const char *text, place where, diag *d)
{
    g_assert(text);
    xmlError error = {0};
    const walk_tree *tree = walk_read(s->memory, text);
    xmlXPathCompExpr *compiled = tree ? NULL : compile_text(s, text, &error);
    if (!tree && !compiled) {
        report_unreadable(text, &error, where, d);
        return NULL;
    }
    xml_expr *e = g_new0(xml_expr, 1);
    e->text = g_strdup(text);
    e->tree = tree;
    e->compiled = compiled;
    e->is_path = xpath_is_path(text);
    g_ptr_array_add(s->exprs, e);
    return e;
}

const char *
xml_expr_text(const xml_expr *e)
{
    return e->text;
}

bool
xml_expr_is_walked(const xml_expr *e)
{
    return e->tree;
}

const xml_expr *
xml_store_unwalked(const xml_store *s)
{
    for (guint i = 0; i < s->exprs->len; i++) {
        const xml_expr *e = g_ptr_array_index(s->exprs, i);
        if (!e->tree)
            return e;
    }
    return NULL;
}

bool
xml_expr_is_path(const xml_expr *e)
{
    return e->is_path;
}

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
    g_assert(!is_core_function(name));
    function *entry = g_hash_table_lookup(x->functions, name);
    if (!entry) {
        entry = g_new(function, 1);
        g_hash_table_insert(x->functions, g_strdup(name), entry);
    }
    *entry = (function){f, data};
}

/* found: what the expression knows of the name since it was asked last, or NULL. */
static const void *
find_name(const xml_xpath *x, GHashTable *table, const char *name, walk_found *found)
{
    if (found && found->by == x->number)
        return found->what;
    const void *what = g_hash_table_lookup(table, name);
    if (found && what)
        *found = (walk_found){x->number, what};
    return what;
}

static bool
is_of_value(const char *refusal)
{
    return *refusal == '\v' || *refusal == '\f';
}

void
xml_xpath_set_labeller(xml_xpath *x, xml_labeller label, void *data)
{
    x->label = label;
    x->label_data = data;
}

void
xml_refusal_words(arena *a, const char *refusal, const char **ja, const char **en)
{
    refusal += is_of_value(refusal);
    const char *part = strchr(refusal, '\n');
    g_assert(part);
    *ja = arena_strndup(a, refusal, (size_t)(part - refusal));
    *en = part + 1;
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
    const variable *v = find_name(x, x->variables, name, found);
    if (v && v->is_set)
        return &v->value;
    note_unknown(x, "$%s", name);
    return NULL;
}

static xmlXPathObject *
look_up_variable(void *data, const xmlChar *name, const xmlChar *uri)
{
    const xml_value *v = uri ? NULL : xml_variable(data, (const char *)name, NULL);
    return v ? give_object(v) : NULL;
}

bool
xml_call(xml_xpath *x, const char *name, walk_found *found, const xml_value *args, size_t count, xml_value *result)
{
    const function *f = find_name(x, x->functions, name, found);
    if (!f) {
        note_unknown(x, "%s()", name);
        return false;
    }
    const char *refusal = f->call(f->data, x->a, args, count, result);
    if (!refusal)
        return true;
    g_free(x->called);
    x->called = g_strdup(name);
    x->refusal = refusal;
    x->refused = is_of_value(refusal) && result->count < count ? args[result->count] : xml_value_of_string("");
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
    if (!uri && g_hash_table_contains(x->functions, name))
        return call_function;
    if (uri || !is_core_function((const char *)name))
        note_unknown(x, "%s()", (const char *)name);
    return NULL; /* of XPath's own libxml2 has a table */
}

static void
take_eval_error(void *data, xmlError *e)
{
    take_error(&((xml_xpath *)data)->error, e);
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
    x->context = xmlXPathNewContext(NULL);
    xmlXPathContextSetCache(x->context, 1, -1, 0); /* results are used again: a tenth of the time of the rules */
    x->context->error = take_eval_error;
    x->context->userData = x;
    x->context->opLimit = MOST_STEPS;
    xmlXPathRegisterVariableLookup(x->context, look_up_variable, x);
    xmlXPathRegisterFuncLookup(x->context, look_up_function, x);
    return x;
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
    g_free(x->unknown);
    g_free(x->called);
    g_free(x->walker.nodes);
    g_free(x);
}

/* ---- evaluation ---- */

static void
forget_last(xml_xpath *x, arena *a)
{
    x->a = a;
    x->error = (xmlError){0};
    g_clear_pointer(&x->unknown, g_free);
    g_clear_pointer(&x->called, g_free);
    x->refusal = NULL;
    x->namespace_node = false;
}

/* The node that a refused value is of: itself, where it should be, or one with that text that the expression selects.
 * NULL: it was computed, or (false in *is_data) is of words of the expression alone. */
static const xml_node *
find_refused(xml_xpath *x, const xml_expr *e, xml_node *context, size_t position, size_t size, bool *is_data)
{
    const xml_value v = x->refused;
    xml_absence lack;
    *is_data = true;
    if (v.type == XML_NODES && v.count > 0)
        return v.nodes[0];
    if (v.type == XML_NODES)
        return xml_find_absences(x, x->a, e, context, position, size, &lack, 1) ? lack.at : NULL;
    const char *text = xml_value_string(x->a, &v);
    if (!xml_expr_says(e, text))
        return xml_find_text(x, x->a, e, context, position, size, text, is_data);
    *is_data = false;
    return NULL;
}

/* What the data says is refused, not how the expression is written; false when it is that. */
static bool
report_value(xml_xpath *x, const xml_expr *e, place where, xml_node *context, size_t position, size_t size, diag *d)
{
    arena *a = x->a;
    const char *called = arena_strdup(a, x->called), *refusal = x->refusal, *ja, *en, *label_ja, *label_en;
    xml_refusal_words(a, refusal, &ja, &en);
    bool is_data;
    x->telling = true;
    const xml_node *n = find_refused(x, e, context, position, size, &is_data);
    x->telling = false;
    bool is_vouched_for = !x->label;
    label_ja = label_en = n ? arena_printf(a, xml_is_attribute(n) ? "@%s" : "<%s>", xml_name(n)) : e->text;
    if (x->label)
        is_vouched_for = x->label(x->label_data, n, xml_value_string(a, &x->refused), &label_ja, &label_en);
    if (!is_data || (*refusal == '\v' && is_vouched_for))
        return false;
    diag_add(d, DIAG_FORM_XPATH_VALUE, where, xml_place(a, n ? n : context, true), label_ja, label_en,
             arena_printf(a, "%s()：%s", called, ja), arena_printf(a, "%s(): %s", called, en), NULL);
    return true;
}

static void
report_eval(xml_xpath *x, const xml_expr *e, place where, xml_node *context, size_t position, size_t size, diag *d)
{
    arena *a = x->a;
    const char *ja, *en, *called = x->called ? arena_strdup(a, x->called) : NULL, *refusal = x->refusal;
    if (x->telling)
        return;
    if (x->called && is_of_value(x->refusal) && context && report_value(x, e, where, context, position, size, d))
        return;
    if (called) {
        xml_refusal_words(a, refusal, &ja, &en);
        ja = arena_printf(a, "%s() の引数：%s", called, ja);
        en = arena_printf(a, "arguments of %s(): %s", called, en);
    } else if (x->unknown) {
        ja = arena_printf(a, "%s は定義されていません", x->unknown);
        en = arena_printf(a, "%s is not defined", x->unknown);
    } else if (x->namespace_node) {
        ja = "名前空間の節点は扱えません";
        en = "namespace nodes cannot be used";
    } else {
        const reason *r = reason_of(x->error.code);
        ja = r->ja;
        en = r->en;
    }
    diag_add(d, DIAG_FORM_XPATH_EVAL, where, xml_place(a, context, true), e->text, ja, en, NULL);
}

/* A registered function may itself evaluate: what belongs to the outer evaluation is put back. */
static bool
eval_by_libxml2(xml_xpath *x, xml_expr *e, walk_spot at, xml_value *v)
{
    xmlXPathContext *c = x->context;
    const xmlXPathContext outer = *c;
    if (!e->compiled)
        e->compiled = compile_text(x->store, e->text, &x->error);
    if (!e->compiled)
        return false;
    c->doc = at.node ? at.node->doc : NULL;
    c->node = at.node;
    c->contextSize = (int)at.size;
    c->proximityPosition = (int)at.position;
    xmlXPathObject *object = xmlXPathCompiledEval(e->compiled, c);
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

static bool proving;

void
xml_prove_walks(bool on)
{
    proving = on;
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
        return a->number == b->number || (a->number != a->number && b->number != b->number);
    case XML_BOOLEAN:
        return a->boolean == b->boolean;
    default:
        return strcmp(a->string, b->string) == 0;
    }
}

static void
prove_walk(xml_xpath *x, xml_expr *e, walk_spot at, const xml_value *walked)
{
    xml_value v;
    if (!eval_by_libxml2(x, e, at, &v) || !is_same(walked, &v))
        g_error("walked to another value than libxml2's: %s", e->text);
}

bool
xml_eval(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size, place where,
         diag *d, xml_value *result)
{
    g_assert(e && position >= 1 && position <= size);
    arena *outer_arena = x->a;
    const bool nested = outer_arena != NULL; /* what the outer one counts holds it */
    const walk_spot at = {context, position, size};
    forget_last(x, a);
    if (!nested)
        x->context->opCount = x->walker.steps = 0;
    const walk_end end = eval_by_walk(x, e, at, result);
    const bool good = end == WALK_DONE || (end == WALK_DECLINED && eval_by_libxml2(x, (xml_expr *)e, at, result));
    if (proving && end == WALK_DONE)
        prove_walk(x, (xml_expr *)e, at, result);
    if (!nested)
        x->steps += x->context->opCount + x->walker.steps;
    if (!good || x->namespace_node)
        report_eval(x, e, where, context, position, size, d);
    const bool done = good && !x->namespace_node;
    forget_last(x, outer_arena);
    return done;
}
