#include "test_calendar_check.h"

#include <limits.h>

/* The names of the guide that a careless mapping would spoil: compatibility kanji, kanji outside the BMP,
 * variation selectors, and the two signs of the iteration and the long vowel. */
#define NAMES "髙﨑　凜桜 德永 栁瀨 𠮷田 葛\U000E0100城 辻\U000E0100 濵田 \uFA19\uFA1B\uFA26 𣘺 佐々木 ー々〆"

static void
thousands_are_grouped(void **state)
{
    (void)state;
    SAYS("0", number_append_grouped, 0);
    SAYS("7", number_append_grouped, 7);
    SAYS("999", number_append_grouped, 999);
    SAYS("1,000", number_append_grouped, 1000);
    SAYS("1,234", number_append_grouped, 1234);
    SAYS("12,345", number_append_grouped, 12345);
    SAYS("123,456", number_append_grouped, 123456);
    SAYS("1,234,567", number_append_grouped, 1234567);
    SAYS("-999", number_append_grouped, -999);
    SAYS("-1,234", number_append_grouped, -1234);
    SAYS("-100,000", number_append_grouped, -100000);
#if LONG_MAX == 9223372036854775807
    SAYS("9,223,372,036,854,775,807", number_append_grouped, LONG_MAX);
    SAYS("-9,223,372,036,854,775,808", number_append_grouped, LONG_MIN);
#endif
}

static void
full_width_takes_digits_letters_and_six_signs(void **state)
{
    (void)state;
    SAYS("０１２３４５６７８９", text_append_fullwidth, "0123456789");
    SAYS("ＡＺａｚ", text_append_fullwidth, "AZaz");
    SAYS("，．－％（）", text_append_fullwidth, ",.-%()");
    SAYS("１，２３４．５％", text_append_fullwidth, "1,234.5%");
    SAYS("令和６年４月１日", text_append_fullwidth, "令和6年4月1日");
    SAYS("", text_append_fullwidth, "");
}

static void
half_width_is_the_way_back(void **state)
{
    (void)state;
    SAYS("0123456789", text_append_halfwidth, "０１２３４５６７８９");
    SAYS("AZaz", text_append_halfwidth, "ＡＺａｚ");
    SAYS(",.-%()", text_append_halfwidth, "，．－％（）");
    SAYS("0566-00-0000", text_append_halfwidth, "０５６６－００－００００");
    SAYS("already 1/2", text_append_halfwidth, "already 1/2");
    SAYS("", text_append_halfwidth, "");
}

static void
all_else_is_untouched(void **state)
{
    (void)state;
    SAYS(" !\"#$&'*+/:;<=>?@[\\]^_`{|}~\t\n", text_append_fullwidth, " !\"#$&'*+/:;<=>?@[\\]^_`{|}~\t\n");
    SAYS("　！＂＃＄＆＇＊＋／：；＜＝＞？＠［＼］＾＿｀｛｜｝～", text_append_halfwidth,
         "　！＂＃＄＆＇＊＋／：；＜＝＞？＠［＼］＾＿｀｛｜｝～");
    SAYS("‐−–—ー〜・、。「」Ⅲ①㈱ｱｲｳ｡￥", text_append_halfwidth, "‐−–—ー〜・、。「」Ⅲ①㈱ｱｲｳ｡￥");
    SAYS("‐−–—ー〜・、。「」Ⅲ①㈱ｱｲｳ｡￥", text_append_fullwidth, "‐−–—ー〜・、。「」Ⅲ①㈱ｱｲｳ｡￥");
    SAYS("\uFF00\uFF5F\uFF60\u3001\uFEFF", text_append_halfwidth, "\uFF00\uFF5F\uFF60\u3001\uFEFF");
}

static void
names_keep_every_byte(void **state)
{
    (void)state;
    SAYS(NAMES, text_append_fullwidth, NAMES);
    SAYS(NAMES, text_append_halfwidth, NAMES);
}

/* Each character of the BMP but NUL and the surrogates, through both ways: only those of the list change. */
static void
no_other_character_changes(void **state)
{
    (void)state;
    GString *from = g_string_new(NULL), *to = g_string_new(NULL);
    int widened = 0, narrowed = 0;

    for (gunichar c = 1; c <= 0xFFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        g_string_assign(from, "");
        g_string_append_unichar(from, c);
        g_string_assign(to, "");
        text_append_fullwidth(to, from->str);
        if (!g_string_equal(from, to)) {
            assert_int_equal(g_utf8_get_char(to->str), c + 0xFEE0);
            widened++;
        }
        g_string_assign(to, "");
        text_append_halfwidth(to, from->str);
        if (!g_string_equal(from, to)) {
            assert_int_equal(g_utf8_get_char(to->str), c - 0xFEE0);
            narrowed++;
        }
    }
    assert_int_equal(widened, 10 + 26 + 26 + 6);
    assert_int_equal(narrowed, 10 + 26 + 26 + 6);
    g_string_free(from, TRUE);
    g_string_free(to, TRUE);
}

/* UTF-8 is checked at the door; a cut end must still not be read past. */
static void
a_cut_character_is_passed_on(void **state)
{
    (void)state;
    SAYS("\xEF", text_append_halfwidth, "\xEF");
    SAYS("\xEF\xBC", text_append_halfwidth, "\xEF\xBC");
    SAYS("1\xEF\xBD", text_append_halfwidth, "１\xEF\xBD");
}

static void
figures_become_kanji_place_by_place(void **state)
{
    (void)state;
    SAYS("一－二－三", text_append_kanji_figures, "1-2-3");
    SAYS("東町一－二－三〇　コーポＡ棟二〇三号", text_append_kanji_figures, "東町1-2-30　コーポA棟203号");
    SAYS("一－二", text_append_kanji_figures, "１－２");
    SAYS("三・五", text_append_kanji_figures, "3.5");
    SAYS("一、二〇〇円", text_append_kanji_figures, "1,200円");
    SAYS("Ａ－１", text_append_fullwidth, "A-1");
    SAYS("Ａ－一", text_append_kanji_figures, "A-1");
    SAYS("一、", text_append_kanji_figures, "1、");
    SAYS("一－", text_append_kanji_figures, "1-");
    SAYS(NAMES, text_append_kanji_figures, NAMES);
    SAYS("", text_append_kanji_figures, "");
    SAYS("一\xEF\xBC", text_append_kanji_figures, "1\xEF\xBC");
}

static void
numbers_become_kanji_with_tens(void **state)
{
    (void)state;
    SAYS("令和六年十二月一日", text_append_kanji_numbers, "令和6年12月1日");
    SAYS("二〇", text_append_kanji_figures, "20");
    SAYS("二十", text_append_kanji_numbers, "20");
    SAYS("十、十一、百、百一、千、二千二十四", text_append_kanji_numbers, "10、11、100、101、1000、2024");
    SAYS("一万", text_append_kanji_numbers, "10000");
    SAYS("一万二千三百四十五", text_append_kanji_numbers, "12,345");
    SAYS("千二百三十四万五千六百七十八円", text_append_kanji_numbers, "12,345,678円");
    SAYS("百万一", text_append_kanji_numbers, "1000001");
    SAYS("一二三四五六七八九", text_append_kanji_numbers, "123456789");
    SAYS("〇", text_append_kanji_numbers, "0");
    SAYS("〇一二〇", text_append_kanji_numbers, "0120");
    SAYS("三・一四", text_append_kanji_numbers, "3.14");
    SAYS("一－二－三十", text_append_kanji_numbers, "1-2-30");
    SAYS("一、二", text_append_kanji_numbers, "1,2");
    SAYS("二千二十四、百", text_append_kanji_numbers, "2024,100");
    SAYS("〇、百", text_append_kanji_numbers, "0,100");
    SAYS("十二", text_append_kanji_numbers, "１２");
    SAYS("Ａ棟", text_append_kanji_numbers, "A棟");
    SAYS(NAMES, text_append_kanji_numbers, NAMES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thousands_are_grouped),
        cmocka_unit_test(full_width_takes_digits_letters_and_six_signs),
        cmocka_unit_test(half_width_is_the_way_back),
        cmocka_unit_test(all_else_is_untouched),
        cmocka_unit_test(names_keep_every_byte),
        cmocka_unit_test(no_other_character_changes),
        cmocka_unit_test(a_cut_character_is_passed_on),
        cmocka_unit_test(figures_become_kanji_place_by_place),
        cmocka_unit_test(numbers_become_kanji_with_tens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
