#include "base/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

/* Whatever an id or a file name is made of, a line of a log stays one line, in one direction, and nothing in it is
 * unseen. */
static void
a_foreign_text_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } rows[] = {{"K-0001", "K-0001"},
                {"日本 ｶﾅ 𠮷　辻\U000e0100<&>\\", "日本 ｶﾅ 𠮷　辻\U000e0100<&>\\"},
                {"a\nb\tc\rd", "a<U+000A>b<U+0009>c<U+000D>d"},
                {"\x1b[2J", "<U+001B>[2J"},
                {"\xc2\x9b"
                 "31m",
                 "<U+009B>31m"},
                {"\u202e1", "<U+202E>1"},
                {"\u2066\u2069\u200f\u061c", "<U+2066><U+2069><U+200F><U+061C>"},
                {"\u2028\u2029\xc2\x85", "<U+2028><U+2029><U+0085>"},
                {"a\u200bb\ufeff\xc2\xad\u3164\u2800", "a<U+200B>b<U+FEFF><U+00AD><U+3164><U+2800>"},
                {"\xc2\xa0\u2003", "<U+00A0><U+2003>"},
                {"\ue000\u0378\U000e0041", "<U+E000><U+0378><U+E0041>"},
                {"\xff\xc3", "\\xFF\\xC3"},
                {"\xed\xa0\x80", "\\xED\\xA0\\x80"},
                {"", ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *shown = shown_text(rows[i].text);
        assert_string_equal(shown, rows[i].shown);
        char *again = shown_text(shown);
        assert_string_equal(again, shown);
        g_free(again);
        g_free(shown);
    }
}

static void
a_list_keeps_its_own_lines(void **state)
{
    (void)state;
    GString *out = g_string_new(NULL);
    shown_append_lines(out, "a\tb\r\nc\rd\n\x1b\u202e\n");
    assert_string_equal(out->str, "a\tb\r\nc<U+000D>d\n<U+001B><U+202E>\n");
    g_string_free(out, TRUE);
}

/* Of every character there is: shown and JSON have none that is not plain, and JSON gives it back. */
static void
no_character_is_forgotten(void **state)
{
    (void)state;
    GString *shown = g_string_new(NULL), *json = g_string_new(NULL);
    for (gunichar c = 1; c < 0x110000; c++) {
        if (!g_unichar_validate(c))
            continue;
        char text[7] = {0};
        g_unichar_to_utf8(c, text);
        g_string_truncate(shown, 0);
        g_string_truncate(json, 0);
        shown_append(shown, text);
        json_append(json, text);
        const GString *both[] = {shown, json};
        for (size_t i = 0; i < G_N_ELEMENTS(both); i++)
            for (const char *p = both[i]->str; *p; p = g_utf8_next_char(p))
                if (!shown_is_plain(g_utf8_get_char(p)) || g_unichar_iscntrl(g_utf8_get_char(p)))
                    fail_msg("U+%04X is let through", (unsigned)c);
    }
    g_string_truncate(json, 0);
    json_append(json, "\u202e\U000e0041\xc2\x9b\xff\"\\");
    assert_string_equal(json->str, "\"\\u202e\\udb40\\udc41\\u009b\ufffd\\\"\\\\\"");
    g_string_free(json, TRUE);
    g_string_free(shown, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_foreign_text_is_shown),
        cmocka_unit_test(a_list_keeps_its_own_lines),
        cmocka_unit_test(no_character_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
