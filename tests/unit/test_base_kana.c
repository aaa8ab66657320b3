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
                {"ヶ", 'K'},       {"ァ", 'A'},     {"ゐのうえ", 'I'}, {"ヱビス", 'E'},   {"ヺルガ", 'V'}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (kana_initial(rows[i].kana) != rows[i].initial)
            fail_msg("%s: '%c'", rows[i].kana, kana_initial(rows[i].kana));
}

/* Every kana with a small one after it that names of other languages are written with. */
static void
two_kana_that_are_one_sound_have_one_initial(void **state)
{
    static const struct {
        char initial;
        const char *kana[10];
    } rows[] = {{'W', {"ウィリアム", "ウェンディ", "ウォン", "うぃりあむ", "ウァン"}},
                {'Y', {"イェジ", "いぇじ"}},
                {'V', {"ヴァン", "ヴィクトル", "ヴェラ", "ヴォルフ", "ヴュルツ"}},
                {'F', {"ファティマ", "フィン", "フェリペ", "フォン", "フュネス"}},
                {'C', {"チェ", "チャン", "チュオン", "チョウ"}},
                {'S', {"シェーン", "シャオ", "シュウ", "ショーン", "スィ"}},
                {'J', {"ジェニファー", "ジャン", "ジュリア", "ジョン", "ヂェ"}},
                {'T', {"ティナ", "トゥイ", "テュ", "ツァオ", "ツェン", "ツォン"}},
                {'D', {"ディエゴ", "ドゥク", "デュラン", "ドゥオン"}},
                {'K', {"クァン", "クィン", "クエンティン", "クォン", "キャシー", "キム"}},
                {'G', {"グァン", "グエン", "ギャビン", "グウェン"}},
                {'Z', {"ズィ", "ヅ"}},
                {'N', {"ニャット", "ンゴ", "ヌグ"}},
                {'R', {"リュウ", "リー"}},
                {'H', {"ヒョン", "ホアン"}},
                {'U', {"ウー", "ウルスラ"}},
                {'I', {"イ", "イー", "イエ"}},
                {'P', {"ッパ", "ーピ", "・プ", "　ペ"}}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; rows[i].kana[k]; k++)
            if (kana_initial(rows[i].kana[k]) != rows[i].initial)
                fail_msg("%s: '%c'", rows[i].kana[k], kana_initial(rows[i].kana[k]));
}

static void
a_name_in_latin_has_its_own_letter(void **state)
{
    static const struct {
        const char *name;
        gunichar letter;
    } rows[] = {{"JHON MICHAEL", 'J'},
                {"angelo", 'A'},
                {"Ｍａｒｉａ", 'M'},
                {"đặng", 0x110},
                {"Émile", 0xC9},
                {"’Aisha", 'A'},
                {"O'Brien", 'O'},
                {"湊", 0},
                {"みなと", 0},
                {"ミナト", 0},
                {"Иван", 0},
                {"김", 0},
                {"", 0},
                {"123", 0},
                {"-", 0},
                {"湊 Minato", 0},
                {"Nguyễn", 'N'},
                {"\xff", 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (kana_own_letter(rows[i].name) != rows[i].letter)
            fail_msg("%s: U+%04X", rows[i].name, kana_own_letter(rows[i].name));
}

/* Every kana that a name can begin with has a letter: none is forgotten in the table. */
static void
no_kana_is_forgotten(void **state)
{
    (void)state;
    for (unsigned c = 0x3041; c <= 0x3096; c++) {
        if (c == 0x3063) /* っ is no sound of its own */
            continue;
        const char kana[] = {(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f)), '\0'};
        if (!kana_initial(kana))
            fail_msg("%s has no initial", kana);
    }
}

static void
what_begins_with_no_kana_has_none(void **state)
{
    static const char *const rows[] = {"", "湊", "Minato", "ー", "・", "っ", "っー", "ゝ", "ﾐﾅﾄ", "\xe3\x81", "\xff"};
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
        cmocka_unit_test(two_kana_that_are_one_sound_have_one_initial),
        cmocka_unit_test(a_name_in_latin_has_its_own_letter),
        cmocka_unit_test(no_kana_is_forgotten),
        cmocka_unit_test(what_begins_with_no_kana_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
