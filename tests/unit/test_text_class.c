/* test_text_class.c: the character tables. */
#include "text_support.h"

#include "text/text_int.h"

static int
open_table(void **state)
{
    *state = class_table_new();
    return 0;
}

static int
close_table(void **state)
{
    class_table_drop(*state);
    return 0;
}

static void
assert_class(const class_table *t, char_class class, const char *characters)
{
    for (const char *p = characters; *p; p = g_utf8_next_char(p))
        if (class_of(t, g_utf8_get_char(p)).class != class)
            fail_msg("U+%04X has class %d, not %d", (unsigned)g_utf8_get_char(p), class_of(t, g_utf8_get_char(p)).class,
                     class);
}

static void
members_have_their_class(void **state)
{
    assert_class(*state, CLASS_OB, "（〔［｛〈《「『【〘〖｟〝");
    assert_class(*state, CLASS_CB, "）〕］｝〉》」』】〙〗｠〟");
    assert_class(*state, CLASS_HY, "‐–〜゠～");
    assert_class(*state, CLASS_DV, "！？‼⁇⁈⁉");
    assert_class(*state, CLASS_MD, "・：；･");
    assert_class(*state, CLASS_FS, "。．｡");
    assert_class(*state, CLASS_CM, "、，､");
    assert_class(*state, CLASS_IN, "—―…‥〳〴〵");
    assert_class(*state, CLASS_IT, "々〻ゝゞヽヾ");
    assert_class(*state, CLASS_PL, "ーｰ");
    assert_class(*state, CLASS_SK, "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇿｧｯ");
    assert_class(*state, CLASS_PF, "￥¥＄$￡£＃#€№");
    assert_class(*state, CLASS_PS, "％%‰℃°′″￠¢ℓ㎏㎜㎝㎞㎡㏄㌔㌢㍍㌘㌧㌫㌦");
    assert_class(*state, CLASS_MA, "×÷±＋－＝≠＜＞≦≧∞");
    assert_class(*state, CLASS_JA, "あア亜Ａ１①㈱㋿○□→\xF0\xA0\xAE\xB7㍻㏠");
    assert_class(*state, CLASS_IS, "　");
    assert_class(*state, CLASS_WE, "A0,.αЯé\"'!?:;/-");
    assert_class(*state, CLASS_SP, " \xC2\xA0");
}

static void
levels_say_what_may_start_a_line(void **state)
{
    static const struct {
        uint32_t character;
        line_start start;
    } rows[] = {{0x3042, START_STRICT}, {0x30FC, START_NORMAL}, {0x3063, START_NORMAL}, {0xFF70, START_NORMAL},
                {0x3005, START_LOOSE},  {0x30FB, START_LOOSE},  {0x301C, START_LOOSE},  {0xFF5E, START_LOOSE},
                {0xFF1A, START_NEVER},  {0x3002, START_NEVER},  {0x3001, START_NEVER},  {0x300D, START_NEVER},
                {0xFF01, START_NEVER},  {0xFF08, START_STRICT}, {0x2014, START_STRICT}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_int_equal(class_of(*state, rows[i].character).start, rows[i].start);
}

static void
figures_are_known(void **state)
{
    for (const char *p = "0９〇一十百千万億"; *p; p = g_utf8_next_char(p))
        assert_true(class_is_figure(*state, g_utf8_get_char(p)));
    for (const char *p = "Aあ①年"; *p; p = g_utf8_next_char(p))
        assert_false(class_is_figure(*state, g_utf8_get_char(p)));
}

static void
the_longest_counter_matches(void **state)
{
    const uint32_t kagetsu[] = {0x304B, 0x6708, 0x9593, 0x3067}, year[] = {0x5E74, 0x306E}, none[] = {0x306E};
    assert_int_equal(class_match_counter(*state, kagetsu, 4), 3);
    assert_int_equal(class_match_counter(*state, kagetsu, 2), 2);
    assert_int_equal(class_match_counter(*state, kagetsu, 1), 0);
    assert_int_equal(class_match_counter(*state, year, 2), 1);
    assert_int_equal(class_match_counter(*state, none, 1), 0);
    const uint32_t km[] = {'k', 'm'};
    assert_int_equal(class_match_unit(*state, km, 2), 2);
}

static void
pairs_know_their_other_half(void **state)
{
    (void)state;
    bool opening;
    assert_int_equal(class_pair_of('(', &opening), ')');
    assert_true(opening);
    assert_int_equal(class_pair_of(0x2019, &opening), 0x2018);
    assert_false(opening);
    assert_int_equal(class_pair_of('"', &opening), 0);
}

static void
invisible_characters_are_bad(void **state)
{
    (void)state;
    static const uint32_t bad[] = {0x00,    0x09,    0x0A,    0x7F,    0x85,    0x34F,  0x180E, 0x2028,
                                   0x2029,  0x3164,  0xFFA0,  0xFFF9,  0xFFFE,  0xFFFF, 0xFE0D, 0xFDD0,
                                   0xE0001, 0xE0020, 0xE0100, 0x1FFFE, 0x1D173, 0x2061};
    static const uint32_t good[] = {0xAD, 0x61C,  0x200C, 0x200D, 0x200E, 0x202A, 0x202E,  0x2066, 0xFEFF, 0x20,
                                    0xA0, 0x200B, 0x2060, 0x202F, 0x3000, 0x3042, 0x20BB7, 0x301,  0x3099, 'A'};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        if (!class_is_bad(bad[i]))
            fail_msg("U+%04X passes", (unsigned)bad[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
        if (class_is_bad(good[i]))
            fail_msg("U+%04X is refused", (unsigned)good[i]);
}

static void
hidden_characters_are_a_class(void **state)
{
    for (uint32_t c = 0; c < 0x10000; c++)
        if (class_is_hidden(c) != (class_of(*state, c).class == CLASS_ZW))
            fail_msg("U+%04X", (unsigned)c);
}

/* JLREQ T1 as typesetting guides print it, in thousandths of an em: rows OB, CB, FS, CM, MD, DV, JA,
 * U+3000, WE; columns OB, CB, MD, DV, IN, PF, JA, WE. */
static void
spacing_is_the_table(void **state)
{
    (void)state;
    static const char_class row_class[] = {CLASS_OB, CLASS_CB, CLASS_FS, CLASS_CM, CLASS_MD, CLASS_DV,
                                           CLASS_HY, CLASS_IN, CLASS_PF, CLASS_PS, CLASS_JA, CLASS_IT,
                                           CLASS_PL, CLASS_SK, CLASS_IS, CLASS_WE};
    static const char_class columns[] = {CLASS_OB, CLASS_CB, CLASS_FS, CLASS_CM, CLASS_MD, CLASS_DV,
                                         CLASS_IN, CLASS_PF, CLASS_PS, CLASS_JA, CLASS_SK, CLASS_WE};
    static const int wanted[16][12] = {
        {0, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 0},                       /* OB */
        {500, 0, 0, 0, 250, 500, 500, 500, 500, 500, 500, 500},       /* CB */
        {500, 0, 0, 0, 750, 500, 500, 500, 500, 500, 500, 500},       /* FS */
        {500, 0, 0, 0, 750, 500, 500, 500, 500, 500, 500, 500},       /* CM */
        {250, 250, 250, 250, 500, 250, 250, 250, 250, 250, 250, 250}, /* MD */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 250},                   /* DV */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 0},                     /* HY */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 0},                     /* IN */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 0},                     /* PF */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 0},                     /* PS */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 250},                   /* JA */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 250},                   /* IT */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 250},                   /* PL */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 250},                   /* SK */
        {0, 0, 0, 0, 250, 0, 0, 0, 0, 0, 0, 0},                       /* U+3000 */
        {500, 0, 0, 0, 250, 0, 0, 0, 0, 250, 250, 0},                 /* WE */
    };
    for (size_t r = 0; r < G_N_ELEMENTS(row_class); r++)
        for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
            const cluster a = {.class = row_class[r], .size = 1000, .flags = CLUSTER_ALNUM};
            const cluster b = {.class = columns[c], .size = 1000, .flags = CLUSTER_ALNUM};
            joint j = {0};
            spacing_set(&j, &a, &b);
            if (joint_natural(&j) != wanted[r][c])
                fail_msg("row %zu column %zu: %d, not %d", r, c, joint_natural(&j), wanted[r][c]);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_have_their_class),
        cmocka_unit_test(levels_say_what_may_start_a_line),
        cmocka_unit_test(figures_are_known),
        cmocka_unit_test(the_longest_counter_matches),
        cmocka_unit_test(pairs_know_their_other_half),
        cmocka_unit_test(invisible_characters_are_bad),
        cmocka_unit_test(hidden_characters_are_a_class),
        cmocka_unit_test(spacing_is_the_table),
    };
    return cmocka_run_group_tests(tests, open_table, close_table);
}
