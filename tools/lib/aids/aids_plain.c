/* aids_plain.c: the form's own words in plain Japanese. */
#include "aids/aids_int.h"

#include <string.h>

/* Spaces, numbers and brackets around the words of a label are none of them. */
static const char *
skip_signs(const char *p, const char *end)
{
    while (p < end && !g_unichar_isalpha(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    return p;
}

static const char *
drop_signs(const char *from, const char *end)
{
    while (end > from && !g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(end))))
        end = g_utf8_prev_char(end);
    return end;
}

/* The longest first; of one length the one that was added first. */
void
aids_plain_add(aids *t, const char *of, const char *is, bool within)
{
    const char *end = of + strlen(of), *from = skip_signs(of, end), *to = drop_signs(from, end);
    const aids_plain own = {.whole = of,
                            .text = within ? of : arena_printf(t->a, "%.*s", (int)(to - from), from),
                            .length = (size_t)(to - from),
                            .lead = (size_t)(from - of),
                            .plain = is,
                            .within = within};
    const gpointer first = GUINT_TO_POINTER(g_utf8_get_char(own.text));
    GPtrArray *list = g_hash_table_lookup(t->plains, first);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(t->plains, first, list);
    }
    guint i = 0;
    while (i < list->len && strlen(((const aids_plain *)g_ptr_array_index(list, i))->text) >= strlen(own.text))
        i++;
    g_ptr_array_insert(list, (gint)i, arena_copy(t->a, &own, sizeof own));
}

/* Longest first. Whole: all that a label says, whatever signs stand around it; those that the table has are of it. */
static const aids_plain *
whole_at(const aids *t, const char *text, const char *from, const char *to)
{
    const GPtrArray *list = g_hash_table_lookup(t->plains, GUINT_TO_POINTER(g_utf8_get_char(from)));
    for (guint i = 0; list && i < list->len; i++) {
        const aids_plain *p = g_ptr_array_index(list, i);
        if (p->length == (size_t)(to - from) && strncmp(from, p->text, p->length) == 0 &&
            (size_t)(from - text) >= p->lead && strncmp(from - p->lead, p->whole, p->lead) == 0 &&
            g_str_has_prefix(to, p->whole + p->lead + p->length))
            return p;
    }
    return NULL;
}

static const aids_plain *
within_at(const aids *t, const char *at)
{
    const GPtrArray *list = g_hash_table_lookup(t->plains, GUINT_TO_POINTER(g_utf8_get_char(at)));
    for (guint i = 0; list && i < list->len; i++) {
        const aids_plain *p = g_ptr_array_index(list, i);
        if (p->within && g_str_has_prefix(at, p->text))
            return p;
    }
    return NULL;
}

/* A heading that is shown again. */
static const char *
plain_again(const aids *t, const char *text)
{
    static const char again[] = "（続き）";
    const char *at = strstr(text, again);
    if (!at || at == text)
        return NULL;
    const char *from = skip_signs(text, at), *to = drop_signs(from, at),
               *first = arena_printf(t->a, "%.*s", (int)(at - text), text);
    const aids_plain *whole = from < to ? whole_at(t, first, first + (from - text), first + (to - text)) : NULL;
    if (!whole)
        return NULL;
    return arena_printf(t->a, "%s%s%s", aids_plain_of(t, first), again, aids_plain_of(t, at + strlen(again)));
}

const char *
aids_plain_of(const aids *t, const char *text)
{
    const char *end = text + strlen(text), *from = skip_signs(text, end), *to = drop_signs(from, end);
    const aids_plain *whole = from < to ? whole_at(t, text, from, to) : NULL;
    if (whole)
        return arena_printf(t->a, "%.*s%s%s", (int)(from - text - (ptrdiff_t)whole->lead), text, whole->plain,
                            to + strlen(whole->whole) - whole->lead - whole->length);
    const char *shown_again = plain_again(t, text);
    if (shown_again)
        return shown_again;
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p;) {
        const aids_plain *within = within_at(t, p);
        const char *next = within ? p + strlen(within->text) : g_utf8_next_char(p);
        if (within)
            g_string_append(s, within->plain);
        else
            g_string_append_len(s, p, next - p);
        p = next;
    }
    const char *plain = strcmp(s->str, text) == 0 ? text : arena_strdup(t->a, s->str);
    g_string_free(s, TRUE);
    return plain;
}
