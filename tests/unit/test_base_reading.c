#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib.h>

#include "base/blank.h"
#include "base/kana.h"
#include "base/reading.h"

static reading_fault
judge(const char *text)
{
    size_t at;
    uint32_t point;
    return reading_judge(text, &at, &point);
}

static void
a_reading_is_of_kana(void **state)
{
    static const char *const rows[] = {"みなと",
                                       "ミナト",
                                       "ヴィクトリア",
                                       "みなと　まる",
                                       "ジュリー・アン マリア",
                                       "ジャン゠ポール",
                                       "ジャン＝ポール",
                                       "マリア･ルイサ",
                                       "みすゞ",
                                       "バヽ",
                                       "か\u3099く", /* が as some systems write it */
                                       "\u3000みなと\u00a0",
                                       "ほうかごとうデイサービスこもれび",
                                       "ンゴロ",
                                       "ーみ",
                                       "・み",
                                       "\u3000"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (judge(rows[i]) != READING_GOOD)
            fail_msg("%s is refused", rows[i]);
    char *lengthy = g_strnfill(3 * 400 + 1, '\0');
    for (int i = 0; i < 400; i++)
        memcpy(lengthy + 3 * i, "ア", 3);
    assert_int_equal(judge(lengthy), READING_GOOD);
    g_free(lengthy);
}

static void
what_is_none_is_told_by_its_kind_and_place(void **state)
{
    static const struct {
        const char *text;
        reading_fault fault;
        size_t at;
        uint32_t point;
    } rows[] = {{"ﾐﾅﾄ", READING_HALF_WIDTH, 1, 0xff90},     {"みなとﾞ", READING_HALF_WIDTH, 4, 0xff9e},
                {"ジュリｰ", READING_HALF_WIDTH, 4, 0xff70}, {"Minato", READING_LATIN, 1, 'M'},
                {"みなとｍ", READING_LATIN, 4, 0xff4d},     {"Éva", READING_LATIN, 1, 0xc9},
                {"みなと2", READING_FIGURE, 4, '2'},        {"２ごう", READING_FIGURE, 1, 0xff12},
                {"みなと①", READING_FIGURE, 4, 0x2460},     {"湊", READING_KANJI, 1, 0x6e4a},
                {"みな人", READING_KANJI, 3, 0x4eba},       {"ジュリ-", READING_DASH, 4, '-'},
                {"ジュリ―", READING_DASH, 4, 0x2015},       {"ジュリ一", READING_DASH, 4, 0x4e00},
                {"ー", READING_NO_SOUND, 1, 0x30fc},        {"\u3000・ ー", READING_NO_SOUND, 2, 0x30fb},
                {"ゝ", READING_NO_SOUND, 1, 0x309d},        {"みなと（ミナト）", READING_OTHER, 4, 0xff08},
                {"みなと、", READING_OTHER, 4, 0x3001},     {"민준", READING_OTHER, 1, 0xbbfc},
                {"Иван", READING_OTHER, 1, 0x418}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t at = 0;
        uint32_t point = 0;
        const reading_fault fault = reading_judge(rows[i].text, &at, &point);
        if (fault != rows[i].fault || at != rows[i].at || point != rows[i].point)
            fail_msg("%s: %d at %zu, U+%04X", rows[i].text, (int)fault, at, point);
    }
}

/* Whoever has a reading that was let in has an initial as well: a form may ask for it. */
static void
every_reading_has_an_initial(void **state)
{
    (void)state;
    for (gunichar c = 1; c < 0x20000; c++) {
        char kana[8] = {0};
        if (!g_unichar_validate(c))
            continue;
        g_unichar_to_utf8(c, kana);
        if (judge(kana) == READING_GOOD && !blank_is_text(kana) && !kana_initial(kana))
            fail_msg("U+%04X is a reading without an initial", c);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reading_is_of_kana),
        cmocka_unit_test(what_is_none_is_told_by_its_kind_and_place),
        cmocka_unit_test(every_reading_has_an_initial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
