/* text_refuse.c: which characters are not set although a face may have them, what is advised where no face has one, and
 * what is told of hidden ones. */
#include "text/text_int.h"

#include <string.h>

/* Set a cluster at a time, from left to right; each other script has rules of its own, or runs the other way. A
 * script that GLib does not know yet is left to the faces. */
static bool
is_set_script(GUnicodeScript script)
{
    switch (script) {
    case G_UNICODE_SCRIPT_COMMON:
    case G_UNICODE_SCRIPT_INHERITED:
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_GREEK:
    case G_UNICODE_SCRIPT_CYRILLIC:
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_UNKNOWN:
    case G_UNICODE_SCRIPT_INVALID_CODE:
        return true;
    default:
        return false;
    }
}

enum { OBJECT_PLACE = 0xFFFC, REPLACEMENT = 0xFFFD };

diag_code
refuse_code(uint32_t c)
{
    if (c == OBJECT_PLACE || c == REPLACEMENT)
        return DIAG_TEXT_LOST;
    if (c < 0x0530 || (c >= 0x2FF0 && c < 0xA000) || (c >= 0xFF00 && c < 0xFFF0))
        return DIAG_CODE_COUNT;
    if (c >= 0x2E80 && c <= 0x2FDF)
        return DIAG_TEXT_RADICAL;
    if (g_unichar_type(c) == G_UNICODE_PRIVATE_USE)
        return DIAG_TEXT_PRIVATE;
    return is_set_script(g_unichar_get_script(c)) ? DIAG_CODE_COUNT : DIAG_TEXT_SCRIPT;
}

/* Of the blocks that hold little else. */
static bool
is_emoji(uint32_t c)
{
    return (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) || (c >= 0x1F000 && c <= 0x1FAFF);
}

diag_code
refuse_missing(uint32_t c)
{
    return is_emoji(c) ? DIAG_TEXT_EMOJI : DIAG_TEXT_MISSING_GLYPH;
}

static const uint32_t radicals[][2] = {
#define RADICAL(radical, kanji) {radical, kanji},
#include "text/radicals.def"
#undef RADICAL
};

uint32_t
refuse_substitute(uint32_t character)
{
    for (size_t i = 0; i < G_N_ELEMENTS(radicals); i++)
        if (radicals[i][0] == character)
            return radicals[i][1];
    gunichar plain[2];
    return g_unichar_fully_decompose(character, TRUE, plain, 2) == 1 && plain[0] != character ? plain[0] : 0;
}

static void
append_points(GString *points, diag_code code, uint32_t character)
{
    if (code == DIAG_TEXT_BAD_CHARACTER && !class_is_bad(character))
        return;
    g_string_append_printf(points, "%sU+%04X", points->len ? " " : "", (unsigned)character);
    const uint32_t plain =
        code == DIAG_TEXT_RADICAL || code == DIAG_TEXT_MISSING_GLYPH ? refuse_substitute(character) : 0;
    if (plain) {
        g_string_append(points, " → ");
        g_string_append_unichar(points, plain);
        g_string_append_printf(points, " U+%04X", (unsigned)plain);
    }
}

/* The character that the script is told of: a mark in the cluster may be of all scripts. */
static uint32_t
first_refused(const char *utf8, size_t length)
{
    for (const char *p = utf8; p < utf8 + length; p = g_utf8_next_char(p))
        if (refuse_code(g_utf8_get_char(p)) == DIAG_TEXT_SCRIPT)
            return g_utf8_get_char(p);
    return g_utf8_get_char(utf8);
}

enum { MOST_TOLD = 400 }; /* bytes of code points: of what is longer, the beginning says it */

void
refuse_report(diag *d, diag_code code, const text_origin *origin, const char *utf8, size_t length)
{
    GString *points = g_string_new(NULL);
    const char *p = utf8;
    for (; p < utf8 + length && points->len < MOST_TOLD; p = g_utf8_next_char(p))
        append_points(points, code, g_utf8_get_char(p));
    if (p < utf8 + length)
        g_string_append(points, " …");
    if (code == DIAG_TEXT_SCRIPT)
        script_tell(d, origin, first_refused(utf8, length), points->str);
    else
        diag_add(d, code, origin ? origin->form : PLACE_NONE, origin ? origin->data : PLACE_NONE, points->str, NULL);
    g_string_free(points, TRUE);
}

void
refuse_tell_hidden(diag *d, const text_origin *origin, const char *utf8)
{
    const bool of_data = origin && origin->data.file;
    GArray *seen = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    GString *points = g_string_new(NULL);
    for (const char *p = utf8; *p; p = g_utf8_next_char(p)) {
        const uint32_t c = g_utf8_get_char(p);
        guint i = 0;
        while (i < seen->len && g_array_index(seen, uint32_t, i) != c)
            i++;
        if (i < seen->len || !class_is_hidden(c) || (!of_data && (c == 0x200B || c == 0x2060)))
            continue;
        g_array_append_val(seen, c);
        append_points(points, DIAG_TEXT_HIDDEN, c);
    }
    if (points->len)
        diag_add(d, DIAG_TEXT_HIDDEN, origin ? origin->form : PLACE_NONE, origin ? origin->data : PLACE_NONE,
                 points->str, "1", NULL);
    g_string_free(points, TRUE);
    g_array_free(seen, TRUE);
}
