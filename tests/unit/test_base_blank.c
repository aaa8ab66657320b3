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
                                     0x2066, 0x2067, 0x2068, 0x2069, 0x2800, 0x3164, 0xFEFF, 0xFFA0};

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
        const bool filler = c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
        const bool ink = type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_UNASSIGNED &&
                         type != G_UNICODE_SPACE_SEPARATOR && type != G_UNICODE_LINE_SEPARATOR &&
                         type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_SURROGATE;
        if (ink && !filler && blank_is_char(c))
            fail_msg("U+%04X has ink", c);
    }
    assert_false(blank_is_char(0xFE00));
    assert_false(blank_is_char(0xE0100));
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_white_space_of_unicode_is_blank),
        cmocka_unit_test(what_has_neither_ink_nor_width_is_blank),
        cmocka_unit_test(what_has_ink_is_not_blank),
        cmocka_unit_test(a_text_without_ink_is_blank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
