#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/kana.h"

static void
a_name_has_its_hepburn_initial(void **state)
{
    static const struct {
        const char *kana;
        char initial;
    } rows[] = {{"あいはら", 'A'}, {"いしだ", 'I'}, {"うえはら", 'U'}, {"えんどう", 'E'}, {"おおつか", 'O'},
                {"をの", 'O'},     {"かな", 'K'},   {"がく", 'G'},     {"しおり", 'S'},   {"ざいぜん", 'Z'},
                {"じゅん", 'J'},   {"ぢ", 'J'},     {"づ", 'Z'},       {"たろう", 'T'},   {"ちひろ", 'C'},
                {"つばさ", 'T'},   {"だいち", 'D'}, {"どうもん", 'D'}, {"なぎさ", 'N'},   {"ふみ", 'F'},
                {"ひの", 'H'},     {"ぶん", 'B'},   {"ぴあ", 'P'},     {"みなと", 'M'},   {"ゆい", 'Y'},
                {"りく", 'R'},     {"わたる", 'W'}, {"ミナト", 'M'},   {"ヴィ", 'V'},     {"ゔぃ", 'V'},
                {"ヶ", 'K'},       {"ァ", 'A'}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (kana_initial(rows[i].kana) != rows[i].initial)
            fail_msg("%s: '%c'", rows[i].kana, kana_initial(rows[i].kana));
}

/* Every kana that a name can begin with has a letter: none is forgotten in the table. */
static void
no_kana_is_forgotten(void **state)
{
    (void)state;
    for (unsigned c = 0x3041; c <= 0x3096; c++) {
        if (c == 0x3063) /* っ: no name begins with it */
            continue;
        const char kana[] = {(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f)), '\0'};
        if (!kana_initial(kana))
            fail_msg("%s has no initial", kana);
    }
}

static void
what_begins_with_no_kana_has_none(void **state)
{
    static const char *const rows[] = {"",   "湊", "Minato", " みなと",  "ー",  "・",
                                       "っ", "ゝ", "ﾐﾅﾄ",    "\xe3\x81", "\xff"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (kana_initial(rows[i]))
            fail_msg("\"%s\": '%c'", rows[i], kana_initial(rows[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_has_its_hepburn_initial),
        cmocka_unit_test(no_kana_is_forgotten),
        cmocka_unit_test(what_begins_with_no_kana_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
