/* bind_numbers.c: numbers in kanji. A line is broken between any two kanji, and a number of a house would be read as
 * two: 一／二号棟. */
#include "bind/bind_int.h"

#include <string.h>

static bool
is_number(gunichar ch)
{
    static const char numbers[] = "〇一二三四五六七八九十百千万";
    return ch && g_utf8_strchr(numbers, -1, ch) != NULL;
}

/* － and ・ are what is left of - and . between two figures. */
static const char *
number_end(const char *p)
{
    while (is_number(g_utf8_get_char(p))) {
        p = g_utf8_next_char(p);
        const bool goes_on = g_str_has_prefix(p, "－") || g_str_has_prefix(p, "・");
        if (goes_on && is_number(g_utf8_get_char(g_utf8_next_char(p))))
            p = g_utf8_next_char(p);
    }
    return p;
}

/* With the first character of what is counted: 三〇四号. */
static const char *
counted_end(const char *p)
{
    return g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_HAN ? g_utf8_next_char(p) : p;
}

static void
append_piece(binder *b, const bound_inline *of, const char *from, const char *end, bool is_number, GArray *out)
{
    bound_inline p = *of;
    if (end == from)
        return;
    p.text = arena_strndup(b->a, from, (size_t)(end - from));
    if (from > of->text) { /* that it is not parted holds between its pieces as well */
        p.glued = of->unbreakable;
        p.joined = false;
        p.before = g_utf8_get_char(g_utf8_prev_char(from));
    }
    p.behind = *end ? g_utf8_get_char(end) : of->behind;
    p.unbreakable = of->unbreakable || is_number;
    g_array_append_val(out, p);
}

static void
hold_numbers(binder *b, const bound_inline *of, GArray *out)
{
    const char *from = of->text, *p = from;
    while (*p) {
        const char *end = number_end(p);
        if (end == p) {
            p = g_utf8_next_char(p);
            continue;
        }
        end = counted_end(end);
        append_piece(b, of, from, p, false, out);
        append_piece(b, of, p, end, true, out);
        from = p = end;
    }
    append_piece(b, of, from, p, false, out);
}

void
bind_hold_numbers(binder *b, GArray *inlines, guint from)
{
    GArray *held = bind_take_pieces(b);
    for (guint i = from; i < inlines->len; i++) {
        const bound_inline *p = &g_array_index(inlines, bound_inline, i);
        if (p->kind == INLINE_TEXT && p->text && !p->joined)
            hold_numbers(b, p, held);
        else
            g_array_append_val(held, *p);
    }
    g_array_set_size(inlines, from);
    g_array_append_vals(inlines, held->data, held->len);
    g_array_set_size(held, 0);
    bind_give_pieces(b, held);
}
