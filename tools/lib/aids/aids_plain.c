/* aids_plain.c: the form's own words in plain Japanese. */
#include "aids/aids_int.h"

#include <string.h>

void
aids_plain_add(aids *t, const aids_plain *p)
{
    const gpointer first = GUINT_TO_POINTER(g_utf8_get_char(p->text));
    GPtrArray *list = g_hash_table_lookup(t->plains, first);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(t->plains, first, list);
    }
    guint i = 0;
    while (i < list->len && ((const aids_plain *)g_ptr_array_index(list, i))->length >= p->length)
        i++;
    g_ptr_array_insert(list, (gint)i, arena_copy(t->a, p, sizeof *p));
}

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

static const aids_plain *
plain_at(const aids *t, const char *at, size_t length, bool whole)
{
    const GPtrArray *list = g_hash_table_lookup(t->plains, GUINT_TO_POINTER(g_utf8_get_char(at)));
    for (guint i = 0; list && i < list->len; i++) {
        const aids_plain *p = g_ptr_array_index(list, i);
        const bool fits = whole ? p->length == length : p->within && p->length <= length;
        if (fits && strncmp(at, p->text, p->length) == 0)
            return p;
    }
    return NULL;
}

const char *
aids_plain_of(const aids *t, const char *text)
{
    const char *end = text + strlen(text), *from = skip_signs(text, end), *to = drop_signs(from, end);
    const aids_plain *whole = NULL;
    if (from < to && !(whole = plain_at(t, text, (size_t)(end - text), true)))
        whole = plain_at(t, from, (size_t)(to - from), true);
    else if (whole)
        return whole->plain;
    if (whole)
        return arena_printf(t->a, "%.*s%s%s", (int)(from - text), text, whole->plain, to);
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p;) {
        const aids_plain *within = plain_at(t, p, (size_t)(end - p), false);
        const char *next = within ? p + within->length : g_utf8_next_char(p);
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
