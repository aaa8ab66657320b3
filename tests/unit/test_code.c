/* test_code.c: the modules of QR, NW-7 and Code 128. What a scanner reads of them is tests/codes.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "code/code.h"

static const code_symbol *
made(arena *a, code_kind kind, const char *text)
{
    const code_wish wish = {.kind = kind, .ends = "AA"};
    return code_make(a, &wish, text, 0);
}

/* Widths of what is dark and light in turn, in columns. */
static char *
widths(const code_symbol *s)
{
    GString *out = g_string_new(NULL);
    for (int x = 0, from = 0; x < s->columns; from = x) {
        while (x < s->columns && s->dark[x] == s->dark[from])
            x++;
        g_string_append_printf(out, "%d", x - from);
    }
    return g_string_free(out, FALSE);
}

static void
assert_bars(arena *a, code_kind kind, const char *text, const char *expected)
{
    char *got = widths(made(a, kind, text));
    assert_string_equal(got, expected);
    g_free(got);
}

/* By hand, from the tables of the standards. */
static void
test_bars(void **state)
{
    (void)state;
    arena *a = arena_new();
    /* A 0 A, gaps of 2 between */
    assert_bars(a, CODE_NW7, "0", "22552522222225522255252");
    /* start B, A (33), check 34 = (104 + 33) mod 103 */
    assert_bars(a, CODE_128, "A",
                "211214111323131123"
                "2331112");
    /* start C, 12, 34, check (105 + 12 + 68) mod 103 = 82 */
    assert_bars(a, CODE_128, "1234",
                "211232112232131123121241"
                "2331112");
    assert_int_equal(made(a, CODE_128, "K1234")->columns, 11 * 6 + 13); /* B K, to C, 12 34, check */
    assert_int_equal(made(a, CODE_128, "K123")->columns, 11 * 6 + 13);  /* B all along: C would take as many */
    assert_int_equal(made(a, CODE_128, "12345")->columns, 11 * 6 + 13);
    arena_drop(a);
}

/* All characters of a kind are told from one another, and all figures are as wide as each other. */
static void
test_characters(void **state)
{
    (void)state;
    static const char *const all[] = {[CODE_NW7] = "0123456789-$:/.+",
                                      [CODE_128] = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                                                   "abcdefghijklmnopqrstuvwxyz{|}~"};
    for (code_kind kind = CODE_NW7; kind <= CODE_128; kind++) {
        arena *a = arena_new();
        GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        const int columns = made(a, kind, "0")->columns;
        for (const char *p = all[kind]; *p; p++) {
            const char text[] = {*p, '\0'};
            const code_symbol *s = made(a, kind, text);
            assert_true(g_hash_table_add(seen, widths(s)));
            assert_true(s->columns >= columns);
            assert_true(!g_ascii_isdigit(*p) || s->columns == columns);
            assert_true(s->dark[0] && s->dark[s->columns - 1]);
        }
        g_hash_table_destroy(seen);
        arena_drop(a);
    }
}

static void
test_check_digits(void **state)
{
    (void)state;
    static const struct {
        code_check check;
        const char *ends, *text, *shown;
    } rows[] = {
        {CODE_CHECK_NONE, "AA", "123", "123"},
        {CODE_CHECK_MOD_16, "AA", "0", "00"},
        {CODE_CHECK_MOD_16, "AB", "123456", "123456-"},
        {CODE_CHECK_MOD_16, "DD", "-$:/.+", "-$:/.++"},
        {CODE_CHECK_7DR, "AA", "7", "70"},
        {CODE_CHECK_7DR, "AA", "1234567", "12345675"},
        {CODE_CHECK_7DR, "AA", "99999999999999999999999", "999999999999999999999994"},
        {CODE_CHECK_LUHN, "AA", "7992739871", "79927398713"},
        {CODE_CHECK_LUHN, "AA", "0", "00"},
    };
    arena *a = arena_new();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const code_wish wish = {.kind = CODE_NW7, .check = rows[i].check, .ends = rows[i].ends};
        assert_string_equal(code_make(a, &wish, rows[i].text, 0)->shown, rows[i].shown);
    }
    arena_drop(a);
}

static void
test_refused(void **state)
{
    (void)state;
    static const struct {
        code_wish wish;
        const char *text, *refused;
    } rows[] = {
        {{.kind = CODE_QR}, "日本語\n𠮷 a", NULL},
        {{.kind = CODE_QR}, "a\tb", "\tb"},
        {{.kind = CODE_QR}, "a\x7F", "\x7F"},
        {{.kind = CODE_NW7}, "12-$:/.+", NULL},
        {{.kind = CODE_NW7}, "12A", "A"},
        {{.kind = CODE_NW7}, "１", "１"},
        {{.kind = CODE_NW7, .check = CODE_CHECK_LUHN}, "1-2", "-2"},
        {{.kind = CODE_NW7, .check = CODE_CHECK_7DR}, "1.2", ".2"},
        {{.kind = CODE_NW7, .check = CODE_CHECK_MOD_16}, "1.2", NULL},
        {{.kind = CODE_128}, " ~Az", NULL},
        {{.kind = CODE_128}, "1\n2", "\n2"},
        {{.kind = CODE_128}, "¥1", "¥1"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *refused = code_refused(&rows[i].wish, rows[i].text);
        assert_true(!refused == !rows[i].refused);
        if (refused)
            assert_string_equal(refused, rows[i].refused);
    }
}

/* Versions by ISO/IEC 18004, table 7: the last text that a version holds, and the first that it does not. */
static void
test_qr_versions(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        int count, version;
        code_level level;
    } rows[] = {
        {"0", 34, 1, CODE_LEVEL_M},    {"0", 35, 2, CODE_LEVEL_M},
        {"0", 41, 1, CODE_LEVEL_L},    {"A", 20, 1, CODE_LEVEL_M},
        {"A", 21, 2, CODE_LEVEL_M},    {"a", 14, 1, CODE_LEVEL_M},
        {"a", 15, 2, CODE_LEVEL_M},    {"a", 7, 1, CODE_LEVEL_H},
        {"a", 8, 2, CODE_LEVEL_H},     {"漢", 8, 1, CODE_LEVEL_M},
        {"漢", 9, 2, CODE_LEVEL_M},    {"漢", 1817, 40, CODE_LEVEL_L},
        {"0", 7089, 40, CODE_LEVEL_L}, {"a", 2953, 40, CODE_LEVEL_L},
        {"漢", 1818, 0, CODE_LEVEL_L}, {"0", 7090, 0, CODE_LEVEL_L},
        {"a", 2954, 0, CODE_LEVEL_L},  {"é", 5, 1, CODE_LEVEL_M}, /* UTF-8 and its ECI */
        {"é", 7, 2, CODE_LEVEL_M},     {"漢", 30000, 0, CODE_LEVEL_L},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        arena *a = arena_new();
        GString *text = g_string_new(NULL);
        for (int k = 0; k < rows[i].count; k++)
            g_string_append(text, rows[i].unit);
        const code_wish wish = {.kind = CODE_QR, .level = rows[i].level};
        const code_symbol *s = code_make(a, &wish, text->str, 0);
        if ((s ? s->version : 0) != rows[i].version)
            fail_msg("%d times %s: %d", rows[i].count, rows[i].unit, s ? s->version : 0);
        if (s) {
            assert_int_equal(s->columns, 17 + 4 * s->version);
            assert_int_equal(s->rows, s->columns);
        }
        g_string_free(text, TRUE);
        arena_drop(a);
    }
}

/* As large as another page's: the version is one at least. */
static void
test_qr_at_least(void **state)
{
    (void)state;
    arena *a = arena_new();
    const code_wish wish = {.kind = CODE_QR};
    assert_int_equal(code_make(a, &wish, "1", 5)->version, 5);
    assert_int_equal(code_make(a, &wish, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1)->version, 3);
    const code_symbol *one = code_make(a, &wish, "連携", 0), *again = code_make(a, &wish, "連携", 0);
    assert_memory_equal(one->dark, again->dark, (size_t)(one->columns * one->rows));
    arena_drop(a);
}

/* Longer bars than any paper. */
static void
test_long_bars(void **state)
{
    (void)state;
    arena *a = arena_new();
    char text[CODE_MOST_BARS + 2];
    memset(text, '1', sizeof text);
    text[CODE_MOST_BARS + 1] = '\0';
    assert_null(made(a, CODE_NW7, text));
    assert_null(made(a, CODE_128, text));
    text[CODE_MOST_BARS] = '\0';
    assert_non_null(made(a, CODE_NW7, text));
    assert_non_null(made(a, CODE_128, text));
    arena_drop(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bars),      cmocka_unit_test(test_characters),  cmocka_unit_test(test_check_digits),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_qr_versions), cmocka_unit_test(test_qr_at_least),
        cmocka_unit_test(test_long_bars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
