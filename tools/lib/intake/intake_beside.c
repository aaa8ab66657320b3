/* intake_beside.c: what a cell shows beside an id (`K-0001　相原 湊`) is for people, and what they look at when they
 * choose or copy: where it is what another record is known by, the id alone does not say what was meant. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/blank.h"
#include "intake/intake_map_int.h"

/* "": nothing stands there. */
static const char *
beside_of(const in_reading *r, int field)
{
    const book_entry *e = r->cells[field];
    size_t length;
    if (!e || e->kind != BOOK_ENTRY_TEXT || r->map)
        return "";
    const char *id = blank_trim(e->text, &length), *p = id;
    while (*p && !blank_is_char(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    const char *beside = blank_trim(p, &length);
    return arena_strndup(r->k->a, beside, length);
}

static const char *
known_by(intake *k, in_target *t)
{
    if (!t->beside)
        t->beside = t->row ? layout_beside(k->a, t->row) : "";
    return t->beside;
}

static bool
is_same(arena *a, const char *x, const char *y)
{
    return strcmp(x, y) == 0 || strcmp(map_fold(a, x), map_fold(a, y)) == 0;
}

/* A name that nobody has was right once, or is a slip: the id says enough. */
static bool
is_of_another(intake *k, const layout_column *c, const char *beside)
{
    for (guint i = 0; i < k->in_order->len; i++) {
        in_target *t = g_ptr_array_index(k->in_order, i);
        if (t->row && layout_column_means(c, t->record) && is_same(k->a, known_by(k, t), beside))
            return true;
    }
    return false;
}

static bool
judge_beside(in_reading *r, int field, const char *own, diag_code code)
{
    const char *beside = own && *own ? beside_of(r, field) : "";
    if (!*beside || is_same(r->k->a, own, beside) || !is_of_another(r->k, r->columns[field], beside))
        return true;
    in_tell(r, field, code, r->columns[field]->field, NULL, NULL);
    return false;
}

bool
in_judge_key(in_reading *r, int field, in_target *t)
{
    return judge_beside(r, field, known_by(r->k, t), DIAG_SHEET_BESIDE);
}

bool
in_judge_reference(in_reading *r, const in_target *t, int field, bool changes)
{
    const char *value = r->values[field];
    if (r->columns[field]->kind != LAYOUT_REFERENCE || !value || strcmp(value, LAYOUT_REMOVED) == 0)
        return true;
    return judge_beside(r, field, layout_names_find(r->k->names, in_scope(t->document), value),
                        changes ? DIAG_SHEET_BESIDE : DIAG_SHEET_BESIDE_KEPT);
}
