/* layout_name.c: what the sheets of a workbook are called. */
#include "layout/layout_int.h"

#include <string.h>

enum { NAME_LENGTH = 31 }; /* as long as a spreadsheet lets it be, in units of UTF-16 */

/* What such a name must not hold, and what stands for it. */
static const char *
plain_name(arena *a, const char *name)
{
    GString *s = g_string_new(NULL);
    for (const char *p = name; *p; p = g_utf8_next_char(p)) {
        if (strchr("[]:*?/\\'", *p))
            g_string_append(s, "・");
        else
            g_string_append_len(s, p, g_utf8_next_char(p) - p);
    }
    if (g_utf8_strlen(s->str, -1) > NAME_LENGTH)
        g_string_truncate(s, (gsize)(g_utf8_offset_to_pointer(s->str, NAME_LENGTH) - s->str));
    const char *copy = arena_strdup(a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

/* The record's name with those of the `levels` records above it. */
static const char *
name_with(arena *a, const layout_record *r, size_t levels)
{
    const char *name = r->spot->label;
    for (const schema_spot *s = r->spot->parent; s && levels; s = s->parent, levels--)
        name = arena_printf(a, "%s・%s", s->label, name);
    return plain_name(a, name);
}

static bool
is_taken(const layout_sheet *sheets, size_t count, size_t but)
{
    for (size_t i = 0; i < count; i++)
        if (i != but && strcmp(sheets[i].name, sheets[but].name) == 0)
            return true;
    return false;
}

void
layout_name_sheets(arena *a, layout_sheet *sheets, size_t count)
{
    enum { LEVELS = 4 };
    for (size_t i = 0; i < count; i++)
        sheets[i].name = name_with(a, sheets[i].record, 0);
    for (size_t level = 1; level < LEVELS; level++) {
        bool *taken = ARENA_ARRAY(a, bool, count);
        for (size_t i = 0; i < count; i++)
            taken[i] = is_taken(sheets, count, i);
        for (size_t i = 0; i < count; i++)
            if (taken[i])
                sheets[i].name = name_with(a, sheets[i].record, level);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t n = 2; is_taken(sheets, i + 1, i); n++) {
            const char *whole = sheets[i].name;
            const glong room = NAME_LENGTH - 3, length = g_utf8_strlen(whole, -1);
            const char *end = g_utf8_offset_to_pointer(whole, MIN(room, length));
            sheets[i].name = arena_printf(a, "%.*s%zu", (int)(end - whole), whole, n);
        }
}
