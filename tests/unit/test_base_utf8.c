/* test_base_utf8.c: where a text stops being UTF-8, by the answer of another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>

#include "base/utf8.h"

static void
check_end(const char *bytes, size_t length)
{
    const char *end;
    g_utf8_validate_len(bytes, length, &end);
    const char *found = utf8_end(bytes, length);
    if (found != end)
        fail_msg("%02x %02x %02x …: %td, not %td", (guchar)bytes[0], (guchar)bytes[1], (guchar)bytes[2], found - bytes,
                 end - bytes);
}

/* Every first byte, with what can and cannot follow it, before, between and after other characters, so that it is
 * looked at alone and together with its neighbours. */
static void
the_end_of_utf8_is_found_wherever_it_is(void **state)
{
    static const guchar next[] = {0x01, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xe3, 0xff};
    static const char *const before[] = {"", "a", "あ", "あい", "あaい", "12345678", "あいう"};
    static const char *const behind[] = {"", "b", "う", "うえ", "うえb", "うえおか"};
    (void)state;
    for (guint first = 1; first <= 0xff; first++)
        for (size_t i = 0; i < G_N_ELEMENTS(next) * G_N_ELEMENTS(next); i++)
            for (size_t k = 0; k < G_N_ELEMENTS(before) * G_N_ELEMENTS(behind); k++) {
                const guchar middle[] = {(guchar)first, next[i % G_N_ELEMENTS(next)], next[i / G_N_ELEMENTS(next)], 0};
                char text[64];
                const int n = g_snprintf(text, sizeof text, "%s%s%s", before[k % G_N_ELEMENTS(before)],
                                         (const char *)middle, behind[k / G_N_ELEMENTS(before)]);
                check_end(text, (size_t)n);
            }
}

/* Cut anywhere, also in the middle of a character. */
static void
what_is_cut_ends_with_its_last_character(void **state)
{
    static const char text[] = "<あ>いaう é €𠮷か゚\xEF\xBF\xBDきくけこ</あ>";
    (void)state;
    for (size_t from = 0; from < sizeof text; from++)
        for (size_t to = from; to < sizeof text; to++) {
            char *part = g_memdup2(text + from, MAX(to - from, 1)); /* so that whoever reads beyond it is found */
            check_end(part, to - from);
            g_free(part);
        }
}

static void
a_text_is_valid_or_it_is_not(void **state)
{
    static const char *const texts[] = {"", "a", "相原　湊", "相原\xE3\x81", "\x80", "あ\xED\xA0\x80い", "𠮷野"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        assert_int_equal(utf8_is_valid(texts[i]), g_utf8_validate(texts[i], -1, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_utf8_is_found_wherever_it_is),
        cmocka_unit_test(what_is_cut_ends_with_its_last_character),
        cmocka_unit_test(a_text_is_valid_or_it_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
