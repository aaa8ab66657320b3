/* draft_plan.c: the plan of the next period, from the last one. See draft.h. */
#include "draft/draft_int.h"

#include <string.h>

#include "calendar/calendar.h"

typedef struct copying {
    arena *a;
    const edit *whole;       /* the file */
    GHashTable *ids;         /* that are given in the copy: old → new */
    const schema_spot *plan; /* of the whole copy */
} copying;

/* The plan with the id, or the one that ends last. */
static edit_node *
find_plan(edit *e, const char *id)
{
    edit_node *found = NULL;
    for (edit_node *n = edit_first_named(edit_root(e), "plan"); n; n = edit_next_named(n, "plan")) {
        const char *to = edit_attribute(n, "to"), *best = found ? edit_attribute(found, "to") : NULL;
        if (id ? g_strcmp0(edit_attribute(n, "id"), id) == 0 : !found || g_strcmp0(to, best) > 0)
            found = n;
    }
    return found;
}

/* It tells of what happened on a day of its own, or of what somebody said then: another plan has others. */
static bool
is_event(const schema_spot *s)
{
    bool dated = false;
    if (schema_spot_part(s, "from", true)) /* a period */
        return false;
    for (size_t i = 0; i < s->part_count; i++) {
        if (!draft_is_date(s->parts[i]))
            continue;
        if (s->parts[i]->usual)
            return true;
        dated = true;
    }
    return dated && s->many && s->value == SCHEMA_TEXT;
}

/* Optional parts that are events, or are made of events alone. */
static bool
is_left_out(arena *a, const schema_spot *s)
{
    if (s->required)
        return false;
    size_t events = 0, others = 0;
    for (size_t i = 0; i < s->part_count; i++) {
        if (!s->parts[i]->is_attribute && is_event(s->parts[i]))
            events++;
        else if (!draft_is_meeting(a, s->parts[i]))
            others++;
    }
    return is_event(s) || (events && others == 0);
}

static void
renew_attributes(copying *k, const schema_spot *s, edit_node *n)
{
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *p = s->parts[i];
        const char *value = p->is_attribute ? edit_attribute(n, p->name) : NULL;
        if (!value)
            continue;
        if (draft_is_id(k->a, p)) {
            const char *id = draft_new_id(k->a, k->whole, value);
            g_hash_table_insert(k->ids, (gpointer)arena_strdup(k->a, value), (gpointer)id);
            edit_set_attribute(n, p->name, id);
        } else if (draft_is_date(p)) {
            edit_set_attribute(n, p->name, p->usual ? CASEFILE_UNWRITTEN : NULL);
        } else if (draft_refers(k->a, p) && g_hash_table_lookup(k->ids, value)) {
            edit_set_attribute(n, p->name, g_hash_table_lookup(k->ids, value));
        }
    }
}

/* What is to be looked at anew, once for a row of one name. */
static void
remark_once(copying *k, const schema_spot *s, edit_node *n, const edit_node *before)
{
    if (s->parent != k->plan || (before && strcmp(edit_tag(before), s->name) == 0))
        return;
    edit_comment(n, arena_printf(k->a, "見直す：%s（前の計画の写し）", draft_remark(k->a, s->label)));
}

/* ---- an author's own fields: they are copied, and are to be looked at ---- */

static void
renew_own(copying *k, edit_node *n)
{
    const char *value;
    for (size_t i = 0; edit_attribute_at(n, i, &value); i++) {
        const char *name = edit_attribute_at(n, i, &value);
        const char *renewed = g_hash_table_lookup(k->ids, value);
        if (!renewed && strcmp(name, "id") == 0) {
            renewed = draft_new_id(k->a, k->whole, value);
            g_hash_table_insert(k->ids, (gpointer)arena_strdup(k->a, value), (gpointer)renewed);
        }
        if (renewed)
            edit_set_attribute(n, name, renewed);
    }
    for (edit_node *c = edit_first(n); c; c = edit_next(c))
        renew_own(k, c);
}

static bool
is_own(const edit_node *n)
{
    return strchr(edit_tag(n), ':') != NULL;
}

static void
renew_owns_below(copying *k, edit_node *n)
{
    for (edit_node *c = edit_first(n); c; c = edit_next(c)) {
        if (!is_own(c)) {
            renew_owns_below(k, c);
            continue;
        }
        renew_own(k, c);
        edit_comment(c, arena_printf(k->a, "見直す：自分の項目 %s（前の計画の写し）", edit_tag(c)));
    }
}

/* Declarations of the prefixes that tags of a part have and the part itself does not declare, as they are at the case:
 * the part is read by itself. */
static GString *
declarations_for(const edit *e, const char *source)
{
    GString *out = g_string_new(NULL);
    for (const char *p = strchr(source, '<'); p; p = strchr(p + 1, '<')) {
        const size_t length = strcspn(p + 1, ":/ \t\r\n>!?");
        char *prefix = p[1 + length] == ':' ? g_strndup(p + 1, length) : NULL;
        char *declared = prefix ? g_strdup_printf(" xmlns:%s=", prefix) : NULL;
        const char *ns = prefix ? edit_namespace(edit_root(e), prefix) : NULL;
        if (ns && !strstr(out->str, declared) && !strstr(source, declared + 1)) {
            char *escaped = g_markup_escape_text(ns, -1);
            g_string_append_printf(out, "%s\"%s\"", declared, escaped);
            g_free(escaped);
        }
        g_free(declared);
        g_free(prefix);
    }
    return out;
}

/* A part of a file as a file of its own. */
static edit *
open_part(const edit *e, const char *source, size_t length, const char *declarations, diag *d)
{
    const size_t name = strcspn(source, " \t\r\n/>");
    GString *whole = g_string_new_len(source, (gssize)name);
    g_string_append(whole, declarations);
    g_string_append_len(whole, source + name, (gssize)(length - name));
    edit *part = edit_open(edit_name(e), whole->str, whole->len, d);
    g_string_free(whole, TRUE);
    return part;
}

/* Its bytes without them, as they go back to where they are declared. */
static GString *
part_source(const edit *part, const char *declarations)
{
    GByteArray *bytes = edit_bytes(part);
    GString *out = g_string_new_len((const char *)bytes->data, (gssize)bytes->len);
    g_byte_array_unref(bytes);
    const char *at = *declarations ? strstr(out->str, declarations) : NULL;
    if (at)
        g_string_erase(out, at - out->str, (gssize)strlen(declarations));
    return out;
}

static void
renew_parts(copying *k, const schema_spot *s, edit_node *n)
{
    renew_attributes(k, s, n);
    const edit_node *before = NULL;
    for (edit_node *c = edit_first(n), *next; c; c = next) {
        next = edit_next(c);
        const schema_spot *p = schema_spot_part(s, edit_tag(c), false);
        if (!p)
            continue;
        if (is_left_out(k->a, p)) {
            edit_remove(c);
            continue;
        }
        remark_once(k, p, c, before);
        renew_parts(k, p, c);
        before = c;
    }
}

/* The period that follows: from the next day on, as many months long where the old one was of whole months. */
static void
shift_period(arena *a, edit_node *n, const char *was_from, const char *was_to)
{
    date from, to;
    if (!was_from || !was_to || !date_parse(was_from, &from) || !date_parse(was_to, &to))
        return;
    const date next = date_from_serial(date_serial(to) + 1);
    const int months = (next.year - from.year) * 12 + next.month - from.month;
    const date end = from.day == next.day && months > 0
                         ? date_from_serial(date_serial(date_add_months(next, months)) - 1)
                         : date_from_serial(date_serial(next) + date_serial(to) - date_serial(from));
    edit_set_attribute(n, "from", arena_printf(a, "%04d-%02d-%02d", next.year, next.month, next.day));
    edit_set_attribute(n, "to", arena_printf(a, "%04d-%02d-%02d", end.year, end.month, end.day));
}

edit_node *
draft_copy_plan(arena *a, edit *e, const schema_grammar *g, const schema_spot *root, const char *id, diag *d)
{
    g_assert(a && e && g && root && d);
    edit_node *old = find_plan(e, id);
    const schema_spot *spot = schema_spot_part(root, "plan", false);
    if (!old || !spot) {
        diag_add(d, DIAG_DRAFT_NO_PLAN, PLACE_NONE, (place){edit_name(e), edit_line(edit_root(e)), NULL},
                 id ? casefile_printable_id(id) : "-", NULL);
        return NULL;
    }
    size_t length;
    const char *source = edit_source(old, &length);
    char *text = g_strndup(source, length);
    GString *declarations = declarations_for(e, text);
    edit *part = open_part(e, text, length, declarations->str, d);
    g_free(text);
    if (!part) {
        g_string_free(declarations, TRUE);
        return NULL;
    }
    copying k = {a, e, g_hash_table_new(g_str_hash, g_str_equal), spot};
    renew_parts(&k, spot, edit_root(part));
    renew_owns_below(&k, edit_root(part));
    shift_period(a, edit_root(part), edit_attribute(old, "from"), edit_attribute(old, "to"));
    GString *bytes = part_source(part, declarations->str);
    edit_node *new = edit_insert_source(edit_root(e), old, bytes->str, bytes->len);
    g_string_free(declarations, TRUE);
    edit_comment(new,
                 "次の期間の計画。前の計画の写しなので、意向・方針・目標・支援内容を一つずつ見直す。" CASEFILE_UNWRITTEN
                 "の日付を埋め、会議と連携の記録を新しく書く。署名と交付は、済んでから書く");
    g_string_free(bytes, TRUE);
    g_hash_table_destroy(k.ids);
    edit_close(part);
    return new;
}
