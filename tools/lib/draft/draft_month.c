/* draft_month.c: the records of a new month, with nothing of the last one that was written in it. See draft.h. */
#include "draft/draft_int.h"

#include <string.h>

#include "calendar/calendar.h"

typedef struct month_draft {
    arena *a;
    edit *e;
    const schema_grammar *g;
    const char *was, *is; /* 2024-05, 2024-06 */
} month_draft;

static edit_node *
find_month(const edit *e, const char *ym)
{
    edit_node *found = NULL;
    for (edit_node *n = edit_first_named(edit_root(e), "month"); n; n = edit_next_named(n, "month")) {
        const char *own = edit_attribute(n, "ym");
        if (ym ? g_strcmp0(own, ym) == 0 : !found || g_strcmp0(own, edit_attribute(found, "ym")) > 0)
            found = n;
    }
    return found;
}

static const char *
next_month(arena *a, const char *ym)
{
    year_month m;
    if (!ym || !year_month_parse(ym, &m))
        return NULL;
    return m.month == 12 ? arena_printf(a, "%04d-01", m.year + 1) : arena_printf(a, "%04d-%02d", m.year, m.month + 1);
}

/* As the old one, with the new month in it, or a higher number. */
static const char *
id_of_month(const month_draft *k, const char *old)
{
    char **parts = g_strsplit(old, k->was, -1), *id = g_strjoinv(k->is, parts);
    const char *copy = edit_find_id(k->e, id) ? draft_new_id(k->a, k->e, id) : arena_strdup(k->a, id);
    g_free(id);
    g_strfreev(parts);
    return copy;
}

/* An author's own fields were of last month, too. */
static void
add_owns(const edit_node *old, GString *others)
{
    for (const edit_node *c = edit_first(old); c; c = edit_next(c))
        if (strchr(edit_tag(c), ':'))
            g_string_append_printf(others, "%s%s（自分の項目）", others->len ? "、" : "", edit_tag(c));
}

/* References stay, and what a record is counted for; all else was of last month. What the grammar wants is empty. */
static void
begin_record(const month_draft *k, const schema_spot *s, const edit_node *old, edit_node *new)
{
    GString *others = g_string_new(NULL);
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *p = s->parts[i];
        const char *was = p->is_attribute ? edit_attribute(old, p->name) : NULL;
        if (was && draft_is_id(k->a, p))
            edit_set_attribute(new, p->name, id_of_month(k, was));
        else if (was && draft_refers(k->a, p) && !draft_is_meeting(k->a, p))
            edit_set_attribute(new, p->name, was);
        else if (p->is_attribute && p->usual)
            edit_set_attribute(new, p->name, CASEFILE_UNWRITTEN);
        else if (p->is_attribute ? was != NULL : edit_first_named(old, p->name) != NULL)
            g_string_append_printf(others, "%s%s%s %s", others->len ? "、" : "", p->is_attribute ? "@" : "", p->name,
                                   draft_remark(k->a, p->label));
    }
    add_owns(old, others);
    for (size_t i = 0; i < s->part_count; i++)
        if (!s->parts[i]->is_attribute && s->parts[i]->required) {
            edit_node *part = edit_insert(new, k->g, s->parts[i]->name);
            if (part && s->parts[i]->value == SCHEMA_TEXT)
                edit_set_text(part, CASEFILE_UNWRITTEN);
        }
    edit_comment(new, arena_printf(k->a, "%s。%s%s", draft_remark(k->a, s->label),
                                   others->len ? "先月ほかに書いたもの：" : "", others->str));
    g_string_free(others, TRUE);
}

/* A record that has an id is one that people write; days of use, claims and numbers come from elsewhere. */
static bool
is_record(arena *a, const schema_spot *s)
{
    for (size_t i = 0; i < s->part_count; i++)
        if (draft_is_id(a, s->parts[i]))
            return s->many;
    return false;
}

static edit_node *
begin_month(const month_draft *k, const schema_spot *s, const edit_node *old)
{
    edit_node *month = edit_insert(edit_root(k->e), k->g, "month");
    g_assert(month);
    edit_set_attribute(month, "ym", k->is);
    GString *owns = g_string_new(NULL);
    add_owns(old, owns);
    edit_comment(month, arena_printf(k->a, "%s の記録。" CASEFILE_UNWRITTEN "を埋める。なかったものは、要素ごと消す%s%s",
                                     k->is, owns->len ? "。先月ほかに書いたもの：" : "", owns->str));
    g_string_free(owns, TRUE);
    for (const edit_node *c = edit_first(old); c; c = edit_next(c)) {
        const schema_spot *p = schema_spot_part(s, edit_tag(c), false);
        if (p && is_record(k->a, p))
            begin_record(k, p, c, edit_insert(month, k->g, p->name));
    }
    return month;
}

edit_node *
draft_copy_month(arena *a, edit *e, const schema_grammar *g, const schema_spot *root, const char *month, diag *d)
{
    g_assert(a && e && g && root && d);
    const edit_node *old = find_month(e, NULL);
    const schema_spot *spot = schema_spot_part(root, "month", false);
    const char *was = old ? edit_attribute(old, "ym") : NULL, *is = month ? month : next_month(a, was);
    const place where = {edit_name(e), edit_line(old ? old : edit_root(e)), NULL};
    if (!old || !spot || !was || !is) {
        diag_add(d, DIAG_DRAFT_NO_MONTH, PLACE_NONE, where, NULL);
        return NULL;
    }
    if (find_month(e, is)) {
        diag_add(d, DIAG_DRAFT_MONTH_THERE, PLACE_NONE, (place){edit_name(e), edit_line(find_month(e, is)), NULL}, is,
                 NULL);
        return NULL;
    }
    const month_draft k = {a, e, g, was, is};
    return begin_month(&k, spot, old);
}
