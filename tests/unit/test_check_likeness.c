/* test_check_likeness.c: which texts are alike. What is done with sorted numbers gives what counting gives, of any two
 * texts; and what an office does with last month's text is found, while what was written anew is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "check/check_int.h"

static const rule_likeness usual = {.least = 40, .near = 90, .whole = 75};

static bool
are_alike(const char *x, const char *y)
{
    arena *a = arena_new();
    rule_print one, two;
    size_t looks = 0;
    rule_print_take(a, &one, x);
    rule_print_take(a, &two, y);
    const bool alike = rule_print_is_like(a, &one, &two, &usual, &looks);
    if (one.weight != two.weight) /* else the first is looked for in the second */
        assert_int_equal(rule_print_is_like(a, &two, &one, &usual, &looks), alike);
    arena_drop(a);
    return alike;
}

/* ---- by counting ---- */

/* Its sentences, each between ends. */
static char **
sentences_of(arena *a, const char *text)
{
    return g_strsplit(check_bare_letters(a, text, true), "\n", -1);
}

static glong
letters_in(char **sentences)
{
    glong count = 0;
    for (; *sentences; sentences++)
        count += g_utf8_strlen(*sentences, -1);
    return count;
}

/* The letters of sentences that stand in the other, each as often as it stands there. */
static glong
common_letters(char **small, char **large)
{
    GPtrArray *left = g_ptr_array_new();
    glong count = 0;
    guint at;
    for (char **s = large; *s; s++)
        g_ptr_array_add(left, *s);
    for (char **s = small; *s; s++)
        if (**s && g_ptr_array_find_with_equal_func(left, *s, g_str_equal, &at)) {
            count += g_utf8_strlen(*s, -1);
            g_ptr_array_remove_index(left, at);
        }
    g_ptr_array_unref(left);
    return count;
}

static char *
join_with_ends(char **sentences)
{
    GString *out = g_string_new("|");
    for (char **s = sentences; *s; s++)
        if (**s)
            g_string_append_printf(out, "%s|", *s);
    return g_string_free(out, FALSE);
}

/* Whether the letter is one of three in a row that stand in the text somewhere. */
static bool
stands_there(const char *in, const char *letter, const char *text)
{
    const char *p = letter;
    for (int back = 0; back < 3; back++) {
        const char *end = p;
        for (int n = 0; n < 3 && *end; n++)
            end = g_utf8_next_char(end);
        char *three = g_strndup(p, (gsize)(end - p));
        const bool found = g_utf8_strlen(three, -1) == 3 && strstr(text, three);
        g_free(three);
        if (found)
            return true;
        if (p == in)
            return false;
        p = g_utf8_prev_char(p);
    }
    return false;
}

static glong
lost_letters(char **small, char **large)
{
    char *in = join_with_ends(small), *text = join_with_ends(large);
    glong lost = 0;
    for (const char *p = in; *p; p = g_utf8_next_char(p))
        lost += *p != '|' && !stands_there(in, p, text);
    g_free(in);
    g_free(text);
    return lost;
}

static bool
are_alike_by_counting(const char *x, const char *y)
{
    arena *a = arena_new();
    char **one = sentences_of(a, x), **two = sentences_of(a, y);
    const bool more = letters_in(one) > letters_in(two);
    char **small = more ? two : one, **large = more ? one : two;
    const glong weight = letters_in(small);
    const bool alike = weight >= 20 &&
                       (common_letters(small, large) * 100 >= weight * 75 || lost_letters(small, large) <= weight / 10);
    g_strfreev(one);
    g_strfreev(two);
    arena_drop(a);
    return alike;
}

static const char *const pieces[] = {
    "週に2回登校し、別室で担任と1時間過ごした。",
    "週に3回登校し、別室で担任と2時間過ごした。",
    "国語のプリントに取り組み、わからない所を自分から尋ねた。",
    "算数のプリントに取り組み、わからない所を自分から尋ねた！",
    "休み時間は友だちと折り紙をして笑顔が見られた。",
    "休み時間は友だちと折り紙をして、笑顔が見られた",
    "帰りの会には出ず、昼前に母の迎えで帰った。",
    "帰りの会には出て、昼過ぎに父の迎えで帰った。",
    "給食は別室で半分ほど食べ、昼休みに図書室へ行った。",
    "変わりなく過ごした。変わりなく過ごした。",
    "ああああああああああああああああああああああああああああああ。",
    "3回。2回。（月）。",
};

static char *
any_text(GRand *g)
{
    GString *out = g_string_new(NULL);
    for (int left = g_rand_int_range(g, 2, 6); left > 0; left--)
        g_string_append(out, pieces[g_rand_int_range(g, 0, G_N_ELEMENTS(pieces))]);
    return g_string_free(out, FALSE);
}

static bool
is_long(const char *text)
{
    glong count = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        count++;
    return count >= (glong)usual.least;
}

static void
numbers_give_what_counting_gives(void **state)
{
    GRand *g = g_rand_new_with_seed(26);
    unsigned alike = 0, others = 0;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char *x = any_text(g), *y = any_text(g);
        if (is_long(x) && is_long(y)) {
            const bool expected = are_alike_by_counting(x, y);
            if (are_alike(x, y) != expected)
                fail_msg("%s\n%s", x, y);
            alike += expected;
            others += !expected;
        }
        g_free(x);
        g_free(y);
    }
    g_rand_free(g);
    assert_true(alike > 200 && others > 200);
}

/* ---- what is done with a text ---- */

#define A "4月は週に2回登校し、別室で担任の山田先生と1時間過ごした"
#define B "国語のプリントに取り組み、わからない所を自分から尋ねた"
#define C "休み時間は友だちと折り紙をして笑顔が見られた"
#define D "帰りの会には出ず、昼前に母の迎えで帰った"
#define TEXT A "。" B "。" C "。" D "。"

static void
what_was_pasted_is_alike(void **state)
{
    static const char *const pasted[] = {
        TEXT,
        C "。" A "。" D "。" B "。", /* another order */
        "５月は週に三回登校し、別室で担任の佐藤先生と2時間過ごした。" B "。" C "。" D "。",
        "令和6年5月は週に2回登校し、別室で担任の山田先生と1時間過ごした。" B "。" C "。" D "。",
        "R6.5は週に2回登校し、別室で担任の山田先生と1時間過ごした。" B "。" C "。" D "。",
        C "。5月は週に2回登校し、別室で担任の佐藤先生と1時間過ごした。" D "。" B "。",
        A "。算数のプリントに取り組み、わからない所を自分から尋ねた。" C "。" D "。",
        A "。" B "。" C "。", /* cut */
        A "。" C "。" D "。",
        "体育は校庭で見学した。" TEXT, /* added to */
        TEXT "給食は別室で半分ほど食べ、昼休みに図書室へ行った。放課後は事業所で宿題を済ませ、みんなと工作をした。",
        A "。" B "。" C "。給食は別室で半分ほど食べた。", /* one of four anew */
        A "、" B "、" C "、" D "、",                      /* marks */
        A "．" B "．" C "．" D "．",
        "・" A "\n・" B "\n・" C "\n・" D,
        A "！\n\n　" B "！\n\n　" C "…\n" D,
        "4月は週に２回登校し、別室で担任（たんにん）の山田（やまだ）先生と1時間過ごした。" B "。" C "。" D "。",
        A "。国語のﾌﾟﾘﾝﾄに取り組み、わからない所を自分から尋ねた。" C "。" D "。",
        A "。わからない所を自分から尋ね、国語のプリントに取り組んだ。" C "。" D "。",
        A "。「国語」の『プリント』に取り組み、 わからない所を\u200b自分から尋ねた。" C "。" D "。",
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(pasted); i++)
        if (!are_alike(TEXT, pasted[i]))
            fail_msg("not found: %s", pasted[i]);
}

static void
what_was_written_anew_is_not(void **state)
{
    static const char *const anew[] = {
        "5月は週に3回登校した。教室で過ごす日が増え、理科の実験では班の友だちと話し合って記録を書いた。",
        A "。" B "。給食は別室で半分ほど食べ、昼休みに図書室へ行った。帰りは一人で歩き、家で母に楽しかったと話した。",
        "4月は週に2回登校し、教室で担任の山田先生と1時間過ごした。国語のプリントに取り組み、最後まで一人で解いて丸付け"
        "もした。"
        "休み時間は友だちと折り紙をして自分から遊びに誘った。" D "。",
        "5月は週に3回登校し、別室で担任の山田先生と2時間過ごした。算数のプリントに取り組み、わからない所を自分から尋ね"
        "た。"
        "休み時間は友だちとトランプをして笑顔が見られた。帰りの会には出て、昼過ぎに父の迎えで帰った。",
        A "。"
          "特になし。変わりなし。前回と同じ。5月は教室で過ごす日が増え、班の友だちと話し合って記録を書いた。",
        "特になし",
        "変わりなし。",
        "前回と同じ。",
        "",
        "。",
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(anew); i++)
        if (are_alike(TEXT, anew[i]))
            fail_msg("found: %s", anew[i]);
}

/* Of the letters of a text of one sentence, so many of a hundred may be others. */
static void
a_word_may_differ_and_not_more(void **state)
{
    static const char letters[] =
        "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす";
    const glong count = g_utf8_strlen(letters, -1);
    (void)state;
    for (glong changed = 0; changed <= 10; changed++)
        for (glong at = 0; at + changed <= count; at++) {
            char *before = g_utf8_substring(letters, 0, at), *behind = g_utf8_substring(letters, at + changed, count);
            char *new = g_strnfill((gsize)changed, 'x'), *other = g_strconcat(before, new, behind, NULL);
            const bool expected = are_alike_by_counting(letters, other);
            assert_int_equal(are_alike(letters, other), expected);
            if (at > 3 && at + changed + 3 < count)
                assert_int_equal(expected, changed <= count / 10);
            g_free(before);
            g_free(behind);
            g_free(new);
            g_free(other);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_give_what_counting_gives),
        cmocka_unit_test(what_was_pasted_is_alike),
        cmocka_unit_test(what_was_written_anew_is_not),
        cmocka_unit_test(a_word_may_differ_and_not_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
