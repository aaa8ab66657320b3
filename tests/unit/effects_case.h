/* effects_case.h: a case whose values can be changed: where its positions are, the moments to ask about, and what else
 * may stand in a place. */
#ifndef RENKEI_TEST_EFFECTS_CASE_H
#define RENKEI_TEST_EFFECTS_CASE_H

#include "effects_observe.h"

/* A place of a case where a position is. */
typedef struct instance {
    position *p;
    xml_node *n;
    const xml_node *pattern;
    const schema_grammar *schema;
} instance;

/* ---- a case ---- */

typedef struct collecting {
    const grammar_walk *w;
    arena *a;
    const schema_grammar *schema;
    GArray *instances;                /* of instance */
    GHashTable *as_of, *months, *ids; /* ids: element name → GPtrArray of const char * */
} collecting;

static inline bool
node_is_shallow(const xml_node *n)
{
    const xml_node *up = xml_parent(xml_parent(n));
    return up && xml_is_element(up) && !xml_is_element(xml_parent(up));
}

static inline void
collect_node(void *data, const xml_node *pattern, xml_node *n)
{
    collecting *k = data;
    position *p = grammar_position_of(k->w, n);
    if (!p)
        return; /* says nothing itself */
    const instance i = {p, n, pattern, k->schema};
    g_array_append_val(k->instances, i);
    const char *text = casefile_own_text(k->a, n);
    date day;
    year_month ym;
    if (node_is_shallow(n) && date_parse(text, &day))
        g_hash_table_add(k->as_of, (char *)text);
    if (node_is_shallow(n) && year_month_parse(text, &ym))
        g_hash_table_add(k->months, (char *)text);
    if (p->is_id) {
        const char *name = xml_name(xml_parent(n));
        GPtrArray *ids = g_hash_table_lookup(k->ids, name);
        if (!ids)
            g_hash_table_insert(k->ids, (char *)name, ids = g_ptr_array_new());
        g_ptr_array_add(ids, (char *)text);
    }
}

static inline int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted; g_ptr_array_unref it. */
static inline GPtrArray *
keys_of(GHashTable *table)
{
    GPtrArray *keys = g_ptr_array_new();
    GHashTableIter i;
    void *key;
    g_hash_table_iter_init(&i, table);
    while (g_hash_table_iter_next(&i, &key, NULL))
        g_ptr_array_add(keys, key);
    g_ptr_array_sort(keys, compare_texts);
    return keys;
}

/* All days for the forms, some of them for the rules, which look back; the latest first. */
static inline void
add_moments(const observer *o, subject *s, const collecting *k)
{
    enum { DAYS = 4 };
    GPtrArray *as_of = keys_of(k->as_of), *months = keys_of(k->months);
    s->moments = g_array_new(FALSE, TRUE, sizeof(moment));
    s->days = g_ptr_array_new();
    g_array_set_size(s->moments, 1);
    for (guint i = as_of->len; i-- > 0;) {
        const moment m = {.as_of = g_ptr_array_index(as_of, i)};
        date *day = ARENA_NEW(o->a, date);
        assert_true(date_parse(m.as_of, day));
        g_array_append_val(s->moments, m);
        if ((as_of->len - 1 - i) % (1 + as_of->len / DAYS) == 0)
            g_ptr_array_add(s->days, day);
    }
    for (guint i = months->len; i-- > 0;) {
        const moment m = {.month = g_ptr_array_index(months, i)};
        g_array_append_val(s->moments, m);
    }
    g_ptr_array_unref(as_of);
    g_ptr_array_unref(months);
}

static inline collecting
collecting_open(const grammar_walk *w, arena *a)
{
    return (collecting){.w = w,
                        .a = a,
                        .instances = g_array_new(FALSE, FALSE, sizeof(instance)),
                        .as_of = g_hash_table_new(g_str_hash, g_str_equal),
                        .months = g_hash_table_new(g_str_hash, g_str_equal),
                        .ids = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref)};
}

static inline void
collecting_close(collecting *k)
{
    g_array_free(k->instances, TRUE);
    g_hash_table_destroy(k->as_of);
    g_hash_table_destroy(k->months);
    g_hash_table_destroy(k->ids);
}

static inline void
collect_case(const casefile *c, collecting *k)
{
    for (size_t i = 0; i < c->source_count; i++) {
        k->schema = c->sources[i].schema;
        schema_walk(k->schema, c->sources[i].doc, collect_node, k);
    }
}

static inline void
open_subject(const observer *o, const grammar_walk *w, const char *path, subject *s, collecting *k)
{
    *s = (subject){.path = path, .c = casefile_read_with(o->a, o->s, path, o->schemas, o->d)};
    if (!s->c) {
        diag_print(o->d, stderr, DIAG_JA);
        fail_msg("%s is not valid", path);
    }
    *k = collecting_open(w, o->a);
    collect_case(s->c, k);
    add_moments(o, s, k);
    s->seen = g_array_new(FALSE, FALSE, sizeof(digest));
    for (guint f = 0; f < o->forms->len; f++)
        for (guint m = 0; m < s->moments->len; m++) {
            const digest looks = form_looks(o, s, f, &g_array_index(s->moments, moment, m));
            g_array_append_val(s->seen, looks);
        }
    s->findings = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_destroy);
    for (guint i = 0; i < s->days->len; i++)
        g_ptr_array_add(s->findings, rules_find(o, s, g_ptr_array_index(s->days, i)));
}

static inline void
close_subject(subject *s)
{
    g_array_free(s->moments, TRUE);
    g_array_free(s->seen, TRUE);
    g_ptr_array_unref(s->days);
    g_ptr_array_unref(s->findings);
}

/* ---- other values ---- */

static inline void
add_valid(const instance *i, const char *was, const char *value, GPtrArray *out)
{
    if (strcmp(was, value) == 0 || !schema_accepts(i->schema, i->pattern, value))
        return;
    for (guint k = 0; k < out->len; k++)
        if (strcmp(g_ptr_array_index(out, k), value) == 0)
            return;
    g_ptr_array_add(out, (char *)value);
}

static inline void
add_days(arena *a, const instance *i, const char *was, date d, GPtrArray *out)
{
    static const int days[] = {1, -1, 45, 400, -400, 4000};
    for (size_t k = 0; k < G_N_ELEMENTS(days); k++) {
        GDate g;
        g_date_clear(&g, 1);
        g_date_set_dmy(&g, (GDateDay)d.day, (GDateMonth)d.month, (GDateYear)d.year);
        if (days[k] > 0)
            g_date_add_days(&g, (guint)days[k]);
        else
            g_date_subtract_days(&g, (guint)-days[k]);
        add_valid(i, was,
                  arena_printf(a, "%04d-%02d-%02d", g_date_get_year(&g), (int)g_date_get_month(&g), g_date_get_day(&g)),
                  out);
    }
}

/* Another last digit: of a number, a time, a month, a telephone number. */
static inline void
add_digits(arena *a, const instance *i, const char *was, GPtrArray *out)
{
    for (size_t k = strlen(was); k-- > 0;) {
        if (!g_ascii_isdigit(was[k]))
            continue;
        char *other = arena_strdup(a, was);
        other[k] = was[k] == '9' ? '1' : (char)(was[k] + 1);
        add_valid(i, was, other, out);
        other = arena_strdup(a, was);
        other[k] = '0';
        add_valid(i, was, other, out);
    }
}

static inline void
add_times(arena *a, const instance *i, const char *was, GPtrArray *out)
{
    static const int shifts[] = {30, -30, 1, 150, -150, 300, 600};
    int hour, minute;
    if (sscanf(was, "%2d:%2d", &hour, &minute) != 2)
        return;
    for (size_t k = 0; k < G_N_ELEMENTS(shifts); k++) {
        const int m = (hour * 60 + minute + shifts[k] + 24 * 60) % (24 * 60);
        add_valid(i, was, arena_printf(a, "%02d:%02d", m / 60, m % 60), out);
    }
}

/* What may stand there instead, the likeliest first. */
static inline GPtrArray *
other_values(arena *a, const collecting *k, const instance *i)
{
    GPtrArray *out = g_ptr_array_new();
    const char *was = casefile_own_text(a, i->n);
    date d;
    if (!*was)
        return out; /* an element of which only the parts are there */
    for (guint v = 0; v < i->p->listed->len; v++)
        add_valid(i, was, g_ptr_array_index(i->p->listed, v), out);
    if (i->p->refers) {
        char **names = g_strsplit(i->p->refers, " ", 0);
        for (char **name = names; *name; name++) {
            const GPtrArray *ids = g_hash_table_lookup(k->ids, *name);
            for (guint n = 0; ids && n < ids->len; n++)
                add_valid(i, was, g_ptr_array_index(ids, n), out);
        }
        g_strfreev(names);
    } else if (date_parse(was, &d)) {
        add_days(a, i, was, d, out);
    } else if (out->len == 0) {
        add_times(a, i, was, out);
        add_digits(a, i, was, out);
        add_valid(i, was, arena_printf(a, "%s改", was), out);
        add_valid(i, was, arena_printf(a, "%sx", was), out);
    }
    return out;
}

/* The text of an element or attribute itself, without what stands below it. */
static inline void
set_own_text(arena *a, xml_node *n, const char *text)
{
    if (xml_is_attribute(n) || !xml_first_element(n)) {
        xml_set_text(n, text);
        return;
    }
    for (xml_node *c = xml_first_child(n); c; c = xml_next(c))
        if (xml_is_text(c) && !xml_is_blank(xml_text(a, c))) {
            xml_set_text(c, text);
            text = "";
        }
}

#endif
