/* bind_eval.c: expressions and variables of one binding; calls no other source of the room. */
#include "bind/bind_int.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "functions/functions.h"

/* A loop in a loop in a loop over a large case must end: 200,000 pieces are some thousand pages. */
enum { MOST_PIECES = 200000 };
/* In steps of expressions (xml_spend): to look at a piece of the form, and to compose a byte of text. A document of
 * five million pieces, or of 25 MB of text, ends there. */
enum { STEPS_OF_A_PIECE = 20, STEPS_OF_A_BYTE = 4 };

const text_origin *
bind_origin(binder *b, place where, xml_node *node)
{
    text_origin *o = ARENA_NEW(b->a, text_origin);
    o->form = where;
    if (node && node != b->placed) {
        b->placed = node;
        b->placed_at = xml_place(b->a, node, true);
    }
    o->data = node ? b->placed_at : PLACE_NONE;
    return o;
}

GArray *
bind_take_pieces(binder *b)
{
    if (b->spare && b->spare->len)
        return g_ptr_array_steal_index_fast(b->spare, b->spare->len - 1);
    return g_array_new(FALSE, TRUE, sizeof(bound_inline));
}

static void
drop_pieces(gpointer pieces)
{
    g_array_free(pieces, TRUE);
}

void
bind_give_pieces(binder *b, GArray *pieces)
{
    if (!b->spare)
        b->spare = g_ptr_array_new_with_free_func(drop_pieces);
    g_array_set_size(pieces, 0);
    g_ptr_array_add(b->spare, pieces);
}

bool
bind_made_one(binder *b, place where)
{
    if (++b->made <= MOST_PIECES)
        return true;
    if (b->made == MOST_PIECES + 1)
        diag_add(b->d, DIAG_BIND_TOO_LARGE, where, PLACE_NONE, NULL);
    return false;
}

bool
bind_goes_on(binder *b, place where)
{
    if (!bind_is_full(b) && !xml_spend(b->xpath, STEPS_OF_A_PIECE)) {
        b->made = MOST_PIECES;
        bind_made_one(b, where);
    }
    return !bind_is_full(b);
}

void
bind_spend_text(binder *b, place where, const char *text)
{
    if (!xml_spend(b->xpath, strlen(text) * STEPS_OF_A_BYTE))
        bind_goes_on(b, where);
}

bool
bind_is_full(const binder *b)
{
    return b->made > MOST_PIECES;
}

static bool
says_something(const xml_value *v)
{
    return v->type == XML_NODES    ? v->count > 0
           : v->type == XML_STRING ? !xml_is_blank(v->string)
           : v->type == XML_NUMBER ? !isnan(v->number)
                                   : true;
}

static void
note_yield(const binder *b, const xml_expr *e, const xml_value *v)
{
    guint yield = GPOINTER_TO_UINT(g_hash_table_lookup(b->yields, e)) | YIELD_ASKED;
    yield |= says_something(v) ? YIELD_SOMETHING : 0u;
    g_hash_table_insert(b->yields, (gpointer)e, GUINT_TO_POINTER(yield));
}

/* A comparison does not hold for what is no number, and would print as if there were none. */
static void
tell_compared(binder *b, const xml_expr *e, const xml_node *n, place where)
{
    const char *ja, *en;
    if (bind_label(b, n, NULL, &ja, &en)) { /* right as it is, as a schema says: a day, a word of a list */
        diag_add(b->d, DIAG_FORM_XPATH_EVAL, where, xml_place(b->a, n, true), xml_expr_text(e),
                 arena_printf(b->a, "%s は数ではないので、大きさを比べられません", ja),
                 arena_printf(b->a, "%s is no number and cannot be compared by size", en), NULL);
        return;
    }
    diag_add(b->d, DIAG_FORM_XPATH_VALUE, where, xml_place(b->a, n, true), ja, en,
             "数と比べられません（数ではありません）", "it is compared with a number and is none", NULL);
}

/* The same of a text that a function made, or that the form says. */
static bool
tell_compared_text(binder *b, const bind_at *at, const xml_expr *e, place where)
{
    if (!xml_compared_text(b->xpath))
        return false;
    diag_add(b->d, DIAG_FORM_XPATH_EVAL, where, at->node ? xml_place(b->a, at->node, true) : PLACE_NONE,
             xml_expr_text(e), "数ではない文は、大きさを比べられません。日付は days() で数にします",
             "a text that is no number cannot be compared by size; days() makes a number of a date", NULL);
    return true;
}

bool
bind_eval(binder *b, const bind_at *at, const xml_expr *e, place where, xml_value *v)
{
    const bool good = xml_eval(b->xpath, b->a, e, at->node, at->position, at->size, where, b->d, v);
    const xml_node *no_number = good ? xml_compared_no_number(b->xpath) : NULL;
    if (good && b->yields)
        note_yield(b, e, v);
    if (no_number)
        tell_compared(b, e, no_number, where);
    const bool is_text = good && !no_number && tell_compared_text(b, at, e, where);
    return good && !no_number && !is_text && !(xml_compared_none(b->xpath) && bind_tell_no_number(b, at, where, e));
}

/* ---- what stays ---- */

/* NULL: there is no such variable. */
static const bind_scope *
scope_named(const binder *b, const char *name)
{
    for (guint i = b->scopes->len; i-- > 0;)
        if (strcmp(g_array_index(b->scopes, bind_scope, i).name, name) == 0)
            return &g_array_index(b->scopes, bind_scope, i);
    return NULL;
}

/* A round that fills a paper has variables of its data, too. */
static bool
chose_variable(void *data, const char *name)
{
    const binder *b = data;
    const bind_scope *s = scope_named(b, name);
    return s && (b->filling ? s->is_kept : !s->is_data);
}

static bool
is_variable_kept(void *data, const char *name)
{
    const bind_scope *s = scope_named(data, name);
    return s && s->is_kept;
}

static bool
is_plain_function(void *data, const char *name)
{
    (void)data;
    return functions_is_plain(name) || strcmp(name, "join") == 0;
}

static bool
picks_of_arguments(void *data, const char *name)
{
    static const char *const names[] = {"latest", "earliest", "either", NULL};
    (void)data;
    return g_strv_contains(names, name);
}

/* It is of the form's own data: the same with every case. */
static bool
is_of_form(const binder *b, const xml_node *n)
{
    const xml_doc *doc = b->f->own_count ? xml_doc_of(n) : NULL;
    for (size_t i = 0; i < b->f->own_count; i++)
        if (xml_doc_of(b->f->own[i].root) == doc)
            return true;
    return false;
}

static bool
does_node_stay(void *data, const xml_node *n)
{
    const binder *b = data;
    return is_of_form(b, n) || (b->keeps && casefile_stays(b->labels, b->a, n, NULL, false) &&
                                !casefile_refers_back(b->labels, b->a, n, b->as_of));
}

static bool
would_part_stay(void *data, const xml_node *n, const char *name, bool is_attribute)
{
    const binder *b = data;
    return is_of_form(b, n) || (b->keeps && casefile_stays(b->labels, b->a, n, name, is_attribute));
}

/* Of data: an expression that reads none is the form's own. */
static xml_lasts
lasts_of_data(binder *b, const bind_at *at, const xml_expr *e)
{
    const xml_lasting lasting = {
        chose_variable, is_variable_kept, is_plain_function, picks_of_arguments, does_node_stay, would_part_stay, b};
    bool reads = false;
    if (!b->blank || (!b->keeps && !b->f->own_count))
        return XML_VARIES;
    const xml_lasts lasts =
        xml_expr_lasts(b->xpath, b->a, e, at->node, MAX(at->position, 1), MAX(at->size, 1), &lasting, &reads);
    return reads ? lasts : XML_VARIES;
}

bool
bind_is_settled(binder *b, const bind_at *at, const xml_expr *e)
{
    return bind_is_own(b, e) || lasts_of_data(b, at, e) == XML_LASTS;
}

bool
bind_is_kept(binder *b, const bind_at *at, const xml_expr *e)
{
    xml_value v;
    return bind_is_own(b, e) ||
           (bind_is_settled(b, at, e) && bind_eval(b, at, e, b->f->info.where, &v) && says_something(&v));
}

/* ---- tests ---- */

static bool
is_decided(binder *b, const bind_at *at, const form_node *n)
{
    return !b->blank || (b->keeps && n->blank_asks) || (n->test && lasts_of_data(b, at, n->test) == XML_LASTS);
}

/* Tests are false in a blank form: nothing is known, so nothing is ticked, but for what stays. */
bool
bind_test(binder *b, const bind_at *at, const form_node *n)
{
    xml_value v;
    bind_at here = *at;
    if (!n->test || !is_decided(b, at, n))
        return false;
    if (b->keeps && !here.node) /* there is no such record yet */
        here = (bind_at){.node = casefile_root(b->c), .position = 1, .size = 1};
    return bind_eval(b, &here, n->test, n->where, &v) && xml_value_holds(&v);
}

bool
bind_is_there(binder *b, const bind_at *at, const form_node *n)
{
    return is_decided(b, at, n) ? bind_test(b, at, n) : !n->blank_skip;
}

bool
bind_is_set(binder *b, const bind_at *at, const form_node *n)
{
    const bool is_so = bind_test(b, at, n); /* also what is set anyway must be right */
    if (!is_so && b->ticked && b->ticks)
        ++*b->ticks;
    return is_so || b->ticked;
}

/* ---- variables ---- */

static void
push_scope(binder *b, const bind_scope *scope)
{
    g_array_append_vals(b->scopes, scope, 1);
    xml_xpath_set_variable(b->xpath, scope->name, &scope->value);
}

void
bind_push(binder *b, const char *name, xml_value value)
{
    const bind_scope scope = {.name = name, .value = value};
    push_scope(b, &scope);
}

void
bind_push_kept(binder *b, const char *name, xml_value value)
{
    const bind_scope scope = {.name = name, .value = value, .is_kept = true};
    push_scope(b, &scope);
}

void
bind_push_data(binder *b, const char *name, xml_value value)
{
    const bind_scope scope = {.name = name, .value = value, .is_data = true};
    push_scope(b, &scope);
}

/* Back to `length` variables; one that was hidden is seen again. */
void
bind_pop_to(binder *b, guint length)
{
    assert(length <= b->scopes->len);
    while (b->scopes->len > length) {
        const char *name = g_array_index(b->scopes, bind_scope, b->scopes->len - 1).name;
        g_array_set_size(b->scopes, b->scopes->len - 1);
        xml_xpath_unset_variable(b->xpath, name);
        for (guint i = b->scopes->len; i-- > 0;) {
            const bind_scope *s = &g_array_index(b->scopes, bind_scope, i);
            if (strcmp(s->name, name) == 0) {
                xml_xpath_set_variable(b->xpath, name, &s->value);
                break;
            }
        }
    }
}

/* A blank form knows no day of its own: that of --as-of counts, and without one a value that is the same on all days.
 * One that changes is for whoever fills the form in. */
static const char *
find_value(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    const binder *b = data;
    if (!b->blank || count != 2)
        return b->values->parameter(b->values->rules, a, args, count, result);
    const xml_value day[2] = {args[0], xml_value_of_string(b->as_of ? b->as_of : "")};
    const char *refusal = b->values->parameter(b->values->rules, a, day, count, result);
    const char *lasting = refusal || b->as_of ? NULL : b->values->lasting(b->values->rules, xml_value_string(a, args));
    if (lasting)
        *result = xml_value_of_string(lasting);
    return refusal;
}

void
bind_add_values(binder *b, const bind_options *o)
{
    b->values = o->values;
    if (b->values)
        xml_xpath_add_function(b->xpath, "parameter", find_value, b);
}

/* In a blank form: what an expression makes of the values of the rules without any data, but for the day. */
const char *
bind_value_of_rules(binder *b, const xml_expr *e, place where)
{
    const bind_at nowhere = {.position = 1, .size = 1};
    const char *text = xml_expr_text(e);
    xml_value v;
    if (!b->values || !strstr(text, "parameter(") || strchr(text, '$') || !bind_eval(b, &nowhere, e, where, &v))
        return NULL;
    const char *word = xml_value_string(b->a, &v);
    return xml_is_blank(word) || (v.type == XML_NUMBER && isnan(v.number)) ? NULL : word;
}

/* ---- what is the form's own ---- */

/* The variables that an expression may read: those below a place of the scopes. */
typedef struct own_scope {
    const binder *b;
    guint limit;
    guint given; /* those up to here are known, whatever they are of */
} own_scope;

static bool knows_function(void *data, const char *name);
static bool knows_variable(void *data, const char *name);

/* A paper that is filled up has variables of data too: whether one is such follows from what it was evaluated by. */
static bool
is_own_variable(const binder *b, guint i)
{
    const bind_scope *s = &g_array_index(b->scopes, bind_scope, i);
    if (s->value.type == XML_NODES) /* which these are may be known, not what they say */
        return false;
    if (!b->filling || s->is_data || !s->from)
        return !s->is_data;
    own_scope below = {b, i, 0};
    const xml_known known = {knows_variable, knows_function, &below};
    return xml_expr_is_fixed(s->from, &known);
}

static bool
knows_variable(void *data, const char *name)
{
    const own_scope *own = data;
    for (guint i = own->limit; i-- > 0;)
        if (strcmp(g_array_index(own->b->scopes, bind_scope, i).name, name) == 0)
            return i < own->given || is_own_variable(own->b, i);
    return false;
}

static bool
knows_function(void *data, const char *name)
{
    const binder *b = ((const own_scope *)data)->b;
    return functions_is_plain(name) || (b->values && strcmp(name, "parameter") == 0);
}

bool
bind_is_own(binder *b, const xml_expr *e)
{
    own_scope all = {b, b->scopes->len, 0};
    const xml_known known = {knows_variable, knows_function, &all};
    return xml_expr_is_fixed(e, &known);
}

bool
bind_is_known(binder *b, const xml_expr *e)
{
    own_scope all = {b, b->scopes->len, b->filling ? b->filling_from : 0};
    const xml_known known = {knows_variable, knows_function, &all};
    return !b->blank || xml_expr_is_fixed(e, &known);
}

/* A variable of a blank form that would hold data hides one of the same name all the same. */
static void
push_blank_let(binder *b, const form_node *n)
{
    const char *word = bind_value_of_rules(b, n->select, n->where);
    const bind_scope scope = {
        .name = n->text, .value = word ? xml_value_of_string(word) : (xml_value){.type = XML_NODES}, .is_data = !word};
    push_scope(b, &scope);
}

/* Nodes that were chosen by what stays are known, whatever they say, and even when there are none. */
static bool
is_known_let(binder *b, const bind_at *at, const xml_expr *e, place where, xml_value *v)
{
    return e && (bind_is_own(b, e) || lasts_of_data(b, at, e) != XML_VARIES) && bind_eval(b, at, e, where, v);
}

static void
let_blank(binder *b, const bind_at *at, const form_node *n)
{
    xml_value v, instead;
    bool is_known = is_known_let(b, at, n->select, n->where, &v), is_kept = is_known;
    if ((!is_known || !says_something(&v)) && is_known_let(b, at, n->blank_select, n->where, &instead)) {
        v = instead;
        is_known = true;
        is_kept = !bind_is_own(b, n->blank_select);
    }
    const bind_scope scope = {.name = n->text, .value = v, .is_kept = is_kept};
    if (is_known)
        push_scope(b, &scope);
    else
        push_blank_let(b, n);
}

void
bind_let(binder *b, const bind_at *at, const form_node *n)
{
    assert(n->kind == FORM_LET);
    xml_value v;
    if (b->blank && !bind_is_own(b, n->select)) {
        let_blank(b, at, n);
    } else if (bind_eval(b, at, n->select, n->where, &v)) {
        const bind_scope scope = {.name = n->text,
                                  .value = v,
                                  .from = n->select,
                                  .node = at->node,
                                  .position = at->position,
                                  .size = at->size};
        push_scope(b, &scope);
    }
}
