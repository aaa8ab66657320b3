/* text_boxes.c: a text cut into what stands in boxes of one character each (マス目). */
#include <string.h>

#include "text/text.h"

enum { MARK_VOICED = 0x3099, MARK_PLOSIVE = 0x309A, HALF_VOICED = 0xFF9E, HALF_PLOSIVE = 0xFF9F };

/* Stands on what is before it. */
static bool
is_mark(gunichar c)
{
    const GUnicodeType type = g_unichar_type(c);
    return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK || type == G_UNICODE_SPACING_MARK;
}

static const char *
sign_of(gunichar mark)
{
    return mark == MARK_VOICED ? "\xE3\x82\x9B" : "\xE3\x82\x9C";
}

/* カ of ガ, which is two boxes; 0: it is none of them. */
static gunichar
bare_of(gunichar c, gunichar *mark)
{
    gunichar bare;
    return g_unichar_decompose(c, &bare, mark) && (*mark == MARK_VOICED || *mark == MARK_PLOSIVE) ? bare : 0;
}

static const char *
end_of_box(const char *p, bool split)
{
    for (p = g_utf8_next_char(p); *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        const bool is_half = c == HALF_VOICED || c == HALF_PLOSIVE, is_voice = c == MARK_VOICED || c == MARK_PLOSIVE;
        if (split ? !is_mark(c) || is_voice : !is_mark(c) && !is_half)
            break;
    }
    return p;
}

size_t
text_boxes(arena *a, const char *utf8, bool split, text_box **out)
{
    text_box *boxes = ARENA_ARRAY(a, text_box, 2 * (size_t)g_utf8_strlen(utf8, -1) + 1);
    size_t count = 0;
    for (const char *p = utf8; *p;) {
        const char *end = end_of_box(p, split);
        const gunichar first = g_utf8_get_char(p);
        gunichar mark = 0;
        const gunichar bare = split ? bare_of(first, &mark) : 0;
        text_box *box = &boxes[count++];
        *box = (text_box){.source = p, .length = (size_t)(end - p)};
        if (bare) {
            char *shown = arena_alloc(a, 8);
            shown[g_unichar_to_utf8(bare, shown)] = '\0';
            box->shown = shown;
            boxes[count++] = (text_box){.source = end, .shown = sign_of(mark)};
        } else if (split && (first == MARK_VOICED || first == MARK_PLOSIVE)) {
            box->shown = sign_of(first);
        } else {
            box->shown = arena_strndup(a, p, box->length);
        }
        p = end;
    }
    *out = boxes;
    return count;
}
