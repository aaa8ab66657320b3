/* What looks like nothing: every character of the kind, and none that has ink. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "base/blank.h"

/* Without those that Unicode itself calls white space. */
static const uint32_t invisible[] = {0x00AD, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
                                     0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064,
                                     0x2066, 0x2067, 0x2068, 0x2069, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0x1D159};

static void
check_blank(uint32_t c)
{
    char one[8] = "", text[32];
    g_unichar_to_utf8(c, one);
    size_t length;
    if (!blank_is_char(c) || !blank_is_text(one))
        fail_msg("U+%04X is blank", c);
    g_snprintf(text, sizeof text, "%s%sa%sb%s", one, one, one, one);
    const char *begin = blank_trim(text, &length);
    if (begin != text + 2 * strlen(one) || length != 2 + strlen(one))
        fail_msg("U+%04X: trimmed at the ends only", c);
}

static void
every_white_space_of_unicode_is_blank(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++)
        if (g_unichar_isspace(c) || g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR || c == 0x85 || c == 0x0B ||
            g_unichar_type(c) == G_UNICODE_LINE_SEPARATOR || g_unichar_type(c) == G_UNICODE_PARAGRAPH_SEPARATOR)
            check_blank(c);
}

/* Default_Ignorable_Code_Point (DerivedCoreProperties.txt of Unicode 15). */
static const uint32_t ignorable[][2] = {
    {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

/* A text of these, of marks without a letter, or of both: each alone, twice, and between spaces. */
static void
check_says_nothing(uint32_t c)
{
    char one[8] = "", text[64];
    g_unichar_to_utf8(c, one);
    static const char *const shapes[] = {"%s", "%s%s", "\u3000%s", "%s ", "\n%s\u200B%s\uFE0F"};
    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
        char **parts = g_strsplit(shapes[i], "%s", -1);
        char *joined = g_strjoinv(one, parts);
        size_t length;
        blank_trim(joined, &length);
        if (!blank_is_text(joined) || length != 0)
            fail_msg("U+%04X says nothing (%zu)", c, i);
        g_free(joined);
        g_strfreev(parts);
    }
    g_snprintf(text, sizeof text, "a%s", one);
    const char *begin;
    size_t length;
    assert_false(blank_is_text(text));
    begin = blank_trim(text, &length);
    assert_true(begin == text);
    if (!blank_is_char(c) && length != strlen(text))
        fail_msg("U+%04X belongs to the letter before it", c);
}

static void
what_has_no_letter_says_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(ignorable); i++)
        for (uint32_t c = ignorable[i][0]; c <= ignorable[i][1]; c++)
            check_says_nothing(c);
    for (uint32_t c = 1; c <= 0x10FFFF; c++)
        if (g_unichar_ismark(c))
            check_says_nothing(c);
}

static void
what_has_neither_ink_nor_width_is_blank(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(invisible); i++)
        check_blank(invisible[i]);
}

/* Letters, marks, digits, signs: what someone wrote. A variation selector belongs to the character before it. */
static void
what_has_ink_is_not_blank(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        const GUnicodeType type = g_unichar_type(c);
        const bool filler = c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800 || c == 0x1D159;
        const bool ink = type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_UNASSIGNED &&
                         type != G_UNICODE_SPACE_SEPARATOR && type != G_UNICODE_LINE_SEPARATOR &&
                         type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_SURROGATE;
        if (ink && !filler && blank_is_char(c))
            fail_msg("U+%04X has ink", c);
    }
    assert_false(blank_is_char(0x301));
    assert_false(blank_is_char(0xFE00));
    assert_false(blank_is_char(0xE0100));
}

/* Whatever is known of characters beforehand, alone and before another. */
static void
a_text_is_blank_by_each_of_its_characters(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        char text[16] = "";
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        const int n = g_unichar_to_utf8(c, text);
        const bool is_blank = blank_is_char(c) || g_unichar_ismark(c);
        if (blank_is_text(text) != is_blank)
            fail_msg("U+%04X", c);
        text[n] = 'x';
        assert_false(blank_is_text(text));
    }
}

/* Character by character. */
static char *
plain_lines_of(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        const bool ends = c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
        if (c != '\r' || p[1] != '\n')
            g_string_append_unichar(out, ends ? '\n' : c);
    }
    return g_string_free(out, FALSE);
}

static void
lines_end_in_one_way_by_chance(void **state)
{
    static const char *const pieces[] = {"a",      "あ", "\r",     "\n",     "\r\n",   "\t", "\xC2\x85",
                                         "\u00A2", "é",  "\u2013", "\u2028", "\u2029", "　", "𠮷"};
    (void)state;
    GRand *r = g_rand_new_with_seed(20);
    arena *a = arena_new();
    for (int i = 0; i < 3000; i++) {
        GString *text = g_string_new(NULL);
        for (int k = g_rand_int_range(r, 0, 9); k > 0; k--)
            g_string_append(text, pieces[g_rand_int_range(r, 0, G_N_ELEMENTS(pieces))]);
        char *expected = plain_lines_of(text->str);
        assert_string_equal(blank_plain_lines(a, text->str), expected);
        g_free(expected);
        g_string_free(text, TRUE);
    }
    arena_drop(a);
    g_rand_free(r);
}

/* What is left between blanks, character by character; of a text of marks alone nothing is. */
static char *
trimmed_of(const char *text)
{
    glong from = 0, to = g_utf8_strlen(text, -1);
    while (from < to && blank_is_char(g_utf8_get_char(g_utf8_offset_to_pointer(text, from))))
        from++;
    if (blank_is_text(g_utf8_offset_to_pointer(text, from)))
        return g_strdup("");
    while (blank_is_char(g_utf8_get_char(g_utf8_offset_to_pointer(text, to - 1))))
        to--;
    return g_utf8_substring(text, from, to);
}

static void
ends_are_trimmed_by_chance(void **state)
{
    static const char *const pieces[] = {"a", "~",      "あ",     "゙",   "漢", "　",     " ",      "\n",
                                         "é", "\u0301", "\uFF21", "𠮷", "𝅙",  "\u3164", "\uFE0F", "\x7f"};
    (void)state;
    GRand *r = g_rand_new_with_seed(21);
    for (int i = 0; i < 5000; i++) {
        GString *text = g_string_new(NULL);
        for (int k = g_rand_int_range(r, 0, 7); k > 0; k--)
            g_string_append(text, pieces[g_rand_int_range(r, 0, G_N_ELEMENTS(pieces))]);
        size_t length;
        const char *begin = blank_trim(text->str, &length);
        char *trimmed = g_strndup(begin, length), *expected = trimmed_of(text->str);
        assert_string_equal(trimmed, expected);
        g_free(expected);
        g_free(trimmed);
        g_string_free(text, TRUE);
    }
    g_rand_free(r);
}

static void
a_text_without_ink_is_blank(void **state)
{
    (void)state;
    assert_true(blank_is_text(""));
    assert_true(blank_is_text(" \t\r\n\u3000\u200B\uFEFF"));
    assert_false(blank_is_text("\u3000x\u3000"));
    size_t length;
    assert_string_equal(blank_trim("", &length), "");
    assert_int_equal(length, 0);
    blank_trim("\u3000\u3000", &length);
    assert_int_equal(length, 0);
}

static void
white_space_is_left_out(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""}, {" \t\n　", ""}, {"相原　 湊\n", "相原湊"}, {"a\u2003b c", "abc"}, {"相原\u200b湊", "相原\u200b湊"}};
    arena *a = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(blank_left_out(a, rows[i][0]), rows[i][1]);
    arena_drop(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_white_space_of_unicode_is_blank),
        cmocka_unit_test(what_has_neither_ink_nor_width_is_blank),
        cmocka_unit_test(what_has_ink_is_not_blank),
        cmocka_unit_test(what_has_no_letter_says_nothing),
        cmocka_unit_test(a_text_is_blank_by_each_of_its_characters),
        cmocka_unit_test(lines_end_in_one_way_by_chance),
        cmocka_unit_test(ends_are_trimmed_by_chance),
        cmocka_unit_test(a_text_without_ink_is_blank),
        cmocka_unit_test(white_space_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
