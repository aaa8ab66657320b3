/* intake_map_find.c: records by what a row of a CSV says of them: a name, a number, fields that tell them apart. What
 * there is is looked through once for each of these; two that a value means are none. */
#include "intake/intake_map_int.h"

#include <string.h>

typedef struct map_hit {
    in_target *target;
    const char *several; /* their keys; NULL: there is but one */
} map_hit;

static void
keep_hit(intake *k, char *key, in_target *t)
{
    map_hit *hit = g_hash_table_lookup(k->found, key);
    if (!hit) {
        hit = ARENA_NEW(k->a, map_hit);
        hit->target = t;
        g_hash_table_insert(k->found, key, hit);
        return;
    }
    g_free(key);
    const char *all = hit->several ? hit->several : hit->target->key;
    char **keys = g_strsplit(all, "、", -1);
    const bool known = g_strv_contains((const char *const *)keys, t->key);
    if (hit->target != t && (!known || hit->several == NULL))
        hit->several = arena_printf(k->a, "%s、%s", all, t->key);
    g_strfreev(keys);
}

/* Whether this is looked through already; from now on it is. */
static bool
is_looked_through(intake *k, const void *what)
{
    char *key = g_strdup_printf("%p", what);
    if (g_hash_table_contains(k->found, key)) {
        g_free(key);
        return true;
    }
    g_hash_table_insert(k->found, key, ARENA_NEW(k->a, map_hit));
    return false;
}

/* ---- other records ---- */

static char *
record_key(const map_to *to, const char *scope, const char *value)
{
    return g_strdup_printf("%p\n%s\n%s", (const void *)to, scope, value);
}

static const char *
said_of(intake *k, const map_to *to, const in_target *t)
{
    if (!to->by)
        return layout_beside(k->a, t->row);
    return t->record == to->within ? layout_value_of(k->a, to->by, t->row) : NULL;
}

static void
look_through(intake *k, const map_to *to)
{
    for (guint i = 0; i < k->in_order->len; i++) {
        in_target *t = g_ptr_array_index(k->in_order, i), *up = t;
        if (!t->row || (to->by ? t->record != to->within : !layout_column_means(to->column, t->record)))
            continue;
        const char *value = said_of(k, to, t);
        while (up && !layout_column_means(to->column, up->record))
            up = up->parent;
        if (value && *value && up)
            keep_hit(k,
                     record_key(to, map_is_outermost(to->column) ? "" : in_scope(t->document), map_fold(k->a, value)),
                     up);
    }
}

static const map_hit *
hit_in(intake *k, const map_to *to, const char *scope, const char *value)
{
    char *key = record_key(to, scope, map_fold(k->a, value));
    const map_hit *hit = g_hash_table_lookup(k->found, key);
    g_free(key);
    return hit;
}

const char *
map_find_record(in_reading *r, int field, const map_to *to, const char *scope, const char *value)
{
    intake *k = r->k;
    if (!is_looked_through(k, to))
        look_through(k, to);
    const map_hit *hit = hit_in(k, to, map_is_outermost(to->column) ? "" : scope, value);
    if (!hit)
        hit = hit_in(k, to, "", value); /* a master's */
    if (hit && !hit->several)
        return hit->target->key;
    const char *name = *to->from->name ? to->from->name : to->column->field;
    if (hit)
        in_tell(r, field, DIAG_MAP_SEVERAL, name, to->column->field, hit->several);
    else
        in_tell(r, field, DIAG_MAP_NONE, name, to->column->field, NULL);
    return NULL;
}

/* ---- the row's own ---- */

static void
append_said(GString *key, const char *value)
{
    g_string_append_printf(key, "\n%zu:%s", value ? strlen(value) : 0, value ? value : "");
}

static char *
own_key(const in_reading *r, const in_target *parent, const in_target *t)
{
    GString *key = g_string_new(NULL);
    g_string_append_printf(key, "%p\n%p", (const void *)r->map, (const void *)parent);
    for (size_t i = 0; i < r->map->count; i++)
        if (r->map->to[i].key)
            append_said(key, t ? layout_value_of(r->k->a, r->map->to[i].column, t->row) : r->values[i + 1]);
    return g_string_free(key, FALSE);
}

in_target *
map_find_own(in_reading *r, const in_target *parent, bool *good)
{
    intake *k = r->k;
    if (!is_looked_through(k, r->map))
        for (guint i = 0; i < k->in_order->len; i++) {
            in_target *t = g_ptr_array_index(k->in_order, i);
            if (t->row && t->record == r->sheet->record)
                keep_hit(k, own_key(r, t->parent, t), t);
        }
    char *key = own_key(r, parent, NULL);
    const map_hit *hit = g_hash_table_lookup(k->found, key);
    g_free(key);
    *good = !hit || !hit->several;
    if (!*good)
        in_tell(r, 0, DIAG_MAP_OWN_SEVERAL, r->sheet->record->spot->label, hit->several, NULL);
    return hit && *good ? hit->target : NULL;
}

void
map_note_own(in_reading *r, in_target *t)
{
    keep_hit(r->k, own_key(r, t->parent, NULL), t);
}
