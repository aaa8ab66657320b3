/* bind_lack.c: what the data has not, in words for whoever writes the data. Nothing here costs a document that lacks
 * nothing: the schema is asked for its names, and an expression taken apart, when there is an error to tell. */
#include "bind/bind_int.h"

#include <string.h>

enum { MOST_NAMED = 3, MOST_VARIABLES = 16 };

typedef struct lack {
    GString *ja, *en; /* what is lacking, with 、 and commas between */
    const xml_node *at;
    size_t count;
    guint depth; /* of variables that were followed */
} lack;

/* The same message twice is one error. */
void
bind_lacks(binder *b, const xml_node *at, place where, diag_code code, const char *ja, const char *en)
{
    const size_t errors = diag_count(b->d, DIAG_ERROR);
    diag_add(b->d, code, where, at ? xml_place(b->a, at, true) : PLACE_NONE, ja, en, NULL);
    if (b->trial && code != DIAG_BIND_NO_SUBJECT) /* of nothing there is nothing to try */
        b->let_pass += diag_count(b->d, DIAG_ERROR) - errors;
}

static casefile_labels *
labels_of(binder *b)
{
    if (!b->labels)
        b->labels = casefile_labels_open(b->c);
    return b->labels;
}

/* What no node says: an option, or a value on the way to another. Nobody vouches for either. */
static bool
label_computed(const binder *b, const char *text, const char **ja, const char **en)
{
    *ja = b->as_of && strcmp(text, b->as_of) == 0   ? "--as-of"
          : b->month && strcmp(text, b->month) == 0 ? "--month"
                                                    : "計算の途中";
    *en = **ja == '-' ? *ja : "an intermediate result";
    return false;
}

bool
bind_label(void *data, const xml_node *n, const char *text, const char **ja, const char **en)
{
    binder *b = data;
    if (!n)
        return label_computed(b, text, ja, en);
    return casefile_label(labels_of(b), b->a, n, NULL, false, ja, en);
}

static void
name_one(lack *l, const xml_node *at, const char *ja, const char *en)
{
    if (strstr(l->ja->str, ja))
        return;
    g_string_append_printf(l->ja, "%s%s", l->count ? "、" : "", ja);
    g_string_append_printf(l->en, "%s%s", l->count ? ", " : "", en);
    if (!l->count++)
        l->at = at;
}

/* What the run was not given. */
static const char *
option_of(const char *variable)
{
    return strcmp(variable, "month") == 0 ? "--month" : strcmp(variable, "as-of") == 0 ? "--as-of" : NULL;
}

static void find_lacks(binder *b, const xml_expr *e, xml_node *node, size_t position, size_t size, lack *l);

/* What a variable holds nothing of is what its own expression did not find. */
static void
follow_variable(binder *b, const xml_absence *one, lack *l)
{
    const char *option = option_of(one->variable);
    for (guint i = b->scopes->len; i-- > 0;) {
        const bind_scope *s = &g_array_index(b->scopes, bind_scope, i);
        if (strcmp(s->name, one->variable) != 0)
            continue;
        if (s->from && l->depth++ < MOST_VARIABLES)
            find_lacks(b, s->from, s->node, s->position, s->size, l);
        break;
    }
    if (!l->count && option)
        name_one(l, one->at, option, option);
}

/* master('municipality') of a case that names none. */
static bool
name_master(binder *b, const xml_absence *one, lack *l)
{
    const xml_node *masters = casefile_masters(b->c);
    const char *quote = g_str_has_prefix(one->call, "master(") ? strpbrk(one->call, "'\"") : NULL;
    const char *close = quote ? strchr(quote + 1, *quote) : NULL;
    if (!masters || !close)
        return false;
    const char *ja, *en, *kind = arena_strndup(b->a, quote + 1, (size_t)(close - quote - 1));
    casefile_label(labels_of(b), b->a, masters, kind, true, &ja, &en);
    name_one(l, masters, ja, en);
    return true;
}

static void
name_absence(binder *b, const xml_absence *one, lack *l)
{
    const char *ja, *en;
    if (one->variable) {
        follow_variable(b, one, l);
        return;
    }
    if ((one->call && (!b->c || name_master(b, one, l))) || !one->at)
        return;
    casefile_label(labels_of(b), b->a, one->at, one->name, one->is_attribute, &ja, &en);
    if (one->is_condition) {
        ja = arena_printf(b->a, "条件に合う%s", ja);
        en = arena_printf(b->a, "%s that meets the condition", en);
    }
    name_one(l, one->at, ja, en);
}

static void
find_lacks(binder *b, const xml_expr *e, xml_node *node, size_t position, size_t size, lack *l)
{
    xml_absence found[MOST_NAMED];
    const size_t n = xml_find_absences(b->xpath, b->a, e, node, position, size, found, MOST_NAMED);
    for (size_t i = 0; i < n; i++)
        name_absence(b, &found[i], l);
}

/* What the expression lacks; what it computes of what is there is nothing of the data's. */
static void
find_all_lacks(binder *b, const bind_at *at, const xml_expr *e, lack *l)
{
    *l = (lack){.ja = g_string_new(NULL), .en = g_string_new(NULL)};
    find_lacks(b, e, at->node, at->position, at->size, l);
    if (!l->count)
        name_one(l, at->node, "様式が計算する値", "a value that the form computes");
}

static void
drop_lack(lack *l)
{
    g_string_free(l->ja, TRUE);
    g_string_free(l->en, TRUE);
}

void
bind_lacks_value(binder *b, const bind_at *at, place where, diag_code code, const xml_expr *e)
{
    lack l;
    find_all_lacks(b, at, e, &l);
    bind_lacks(b, l.at ? l.at : at->node, where, code, l.ja->str, l.en->str);
    drop_lack(&l);
}

/* In the form's own words, where it has some. */
void
bind_lacks_subject(binder *b, const bind_at *at)
{
    const form *f = b->f;
    const char *ja = f->subject_missing, *en = f->subject_missing_en;
    lack l;
    if (ja && en) {
        bind_lacks(b, at->node, f->subject_where, DIAG_BIND_NO_SUBJECT, ja, en);
        return;
    }
    find_all_lacks(b, at, f->subject, &l);
    bind_lacks(b, !ja && l.at ? l.at : at->node, f->subject_where, DIAG_BIND_NO_SUBJECT, ja ? ja : l.ja->str,
               en ? en : l.en->str);
    drop_lack(&l);
}

void
bind_tell_many(binder *b, place where, const xml_expr *e, const xml_value *v)
{
    const char *ja, *en;
    char count[24];
    bind_label(b, v->nodes[1], NULL, &ja, &en);
    g_snprintf(count, sizeof count, "%zu", v->count);
    diag_add(b->d, DIAG_BIND_MANY, where, xml_place(b->a, v->nodes[1], true), xml_expr_text(e), count, ja, en, NULL);
}

void
bind_tell_refused(binder *b, place where, const xml_node *from, const xml_expr *e, const char *value,
                  const char *function, const char *reason)
{
    const char *ja, *en, *label_ja, *label_en;
    xml_refusal_words(b->a, reason, &ja, &en);
    label_ja = label_en = xml_expr_text(e);
    bool is_form = !from || xml_expr_says(e, value);
    if (!is_form) /* what a schema vouches for is right as it is: the form prints it as what it is not */
        is_form = bind_label(b, from, NULL, &label_ja, &label_en);
    diag_add(b->d, DIAG_BIND_AS, where, is_form ? PLACE_NONE : xml_place(b->a, from, true), function,
             arena_printf(b->a, "%s：%s", label_ja, ja), arena_printf(b->a, "%s: %s", label_en, en), NULL);
}

/* Also what the variables that it reads were computed of. */
static const xml_node *
find_no_number(binder *b, const xml_expr *e, xml_node *node, size_t position, size_t size, guint depth)
{
    const xml_node *found = xml_find_no_number(b->xpath, b->a, e, node, position, size);
    for (guint i = b->scopes->len; !found && depth < MOST_VARIABLES && i-- > 0;) {
        const bind_scope *s = &g_array_index(b->scopes, bind_scope, i);
        if (s->from && s->from != e && (s->value.type == XML_NUMBER || s->value.type == XML_STRING) &&
            strstr(xml_expr_text(e), s->name))
            found = find_no_number(b, s->from, s->node, s->position, s->size, depth + 1);
    }
    return found;
}

bool
bind_tell_no_number(binder *b, const bind_at *at, place where, const xml_expr *e)
{
    const char *ja, *en;
    const xml_node *n = at->node ? find_no_number(b, e, at->node, at->position, at->size, 0) : NULL;
    if (!n)
        return false;
    bind_label(b, n, NULL, &ja, &en);
    diag_add(b->d, DIAG_FORM_XPATH_VALUE, where, xml_place(b->a, n, true), ja, en, "数ではありません", "not a number",
             NULL);
    return true;
}
