#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/unit.h"

static void
millimetres_are_rounded_half_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(unit_from_um(0), 0);
    assert_int_equal(unit_from_um(1000), 2903); /* 2902.677… */
    assert_int_equal(unit_from_um(-1000), -2903);
    assert_int_equal(unit_from_um(25400), 72 * UNIT_PT);
    assert_int_equal(unit_from_um(210000), 609562); /* A4: 609562.2… */
    assert_int_equal(unit_from_um(297000), 862095); /* 862095.1… */
}

static void
scaling_keeps_64_bits_and_rounds_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(unit_scale(1, 1, 2), 1);
    assert_int_equal(unit_scale(-1, 1, 2), -1);
    assert_int_equal(unit_scale(1, 1, 3), 0);
    assert_int_equal(unit_scale(2, 1, 3), 1);
    assert_int_equal(unit_scale(UNIT_MAX_LENGTH, 1000, 1000), UNIT_MAX_LENGTH);
    assert_int_equal(unit_scale(2000000000, UNIT_FAR, 2000000000), UNIT_FAR);
}

/* At, below and above what a unit holds, and beyond 64 bits, on both sides. */
static void
what_is_too_far_stays_far(void **state)
{
    static const struct {
        int64_t value, num, den;
        unit expected;
    } rows[] = {{UNIT_FAR, 1, 1, UNIT_FAR},
                {UNIT_FAR - 1, 1, 1, UNIT_FAR - 1},
                {(int64_t)UNIT_FAR + 1, 1, 1, UNIT_FAR},
                {-(int64_t)UNIT_FAR - 1, 1, 1, -UNIT_FAR},
                {41943100, 102400, 1000, UNIT_FAR}, /* 41943.1em of 100pt */
                {INT64_MAX, 1, 1, UNIT_FAR},
                {INT64_MAX, 2, INT64_MAX, UNIT_FAR}, /* which 64 bits do not hold on the way */
                {INT64_MIN, 1, 1, -UNIT_FAR},
                {INT64_MIN, -1, 1, UNIT_FAR},
                {INT64_MAX, -3, 2, -UNIT_FAR},
                {INT64_MIN, 0, 5, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (unit_scale(rows[i].value, rows[i].num, rows[i].den) != rows[i].expected)
            fail_msg("row %zu is %d", i, (int)unit_scale(rows[i].value, rows[i].num, rows[i].den));
    assert_int_equal(unit_add(UNIT_FAR - 1, 1), UNIT_FAR);
    assert_int_equal(unit_add(UNIT_FAR, 1), UNIT_FAR);
    assert_int_equal(unit_add(-UNIT_FAR, -1), -UNIT_FAR);
    assert_int_equal(unit_add(INT32_MAX, INT32_MAX), UNIT_FAR);
    assert_int_equal(unit_add(INT32_MIN, INT32_MIN), -UNIT_FAR);
    assert_int_equal(unit_add(UNIT_MAX_LENGTH, -UNIT_MAX_LENGTH), 0);
    unit sum = 0;
    for (int i = 0; i < 200000; i++)
        sum = unit_add(sum, UNIT_MAX_LENGTH);
    assert_int_equal(sum, UNIT_FAR);
    assert_int_equal(unit_from_um(INT64_MAX), UNIT_FAR);
    assert_true((int64_t)UNIT_FAR * 4 <= INT32_MAX);
}

/* Whatever the size of the type: a length is read or refused, never another one. */
static void
ems_of_any_size_are_refused_beyond_the_most(void **state)
{
    static const unit sizes[] = {1, UNIT_PT, 10 * UNIT_PT, 100 * UNIT_PT, UNIT_MAX_LENGTH};
    static const char *const texts[] = {"0.001em", "1em", "50em", "100em", "41943.1em", "99999.999em", "-41943.1em"};
    static const double ems[] = {0.001, 1, 50, 100, 41943.1, 99999.999, -41943.1};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            unit u = 0;
            const double meant = ems[k] * sizes[i];
            const bool read = unit_parse(texts[k], sizes[i], &u);
            if (read != (meant <= UNIT_MAX_LENGTH + 0.5 && meant >= -UNIT_MAX_LENGTH - 0.5) ||
                (read && (u > meant + 1 || u < meant - 1)))
                fail_msg("%s of %d is %d", texts[k], (int)sizes[i], (int)u);
        }
    }
}

static void
lengths_of_each_unit_are_read(void **state)
{
    static const struct {
        const char *text;
        unit em, expected;
    } rows[] = {{"12mm", 0, 34832},
                {"1cm", 0, 29027},
                {"10pt", 0, 10 * UNIT_PT},
                {"0.35pt", 0, 358},
                {"9.5pt", 0, 9728},
                {"-3pt", 0, -3 * UNIT_PT},
                {"0mm", 0, 0},
                {"0.001pt", 0, 1},
                {"1.5em", 10 * UNIT_PT, 15 * UNIT_PT},
                {"-1em", UNIT_PT, -UNIT_PT},
                {".5pt", 0, 512},
                {"5000pt", 0, UNIT_MAX_LENGTH}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u = 12345;
        if (!unit_parse(rows[i].text, rows[i].em, &u))
            fail_msg("%s is refused", rows[i].text);
        if (u != rows[i].expected)
            fail_msg("%s is %d, not %d", rows[i].text, (int)u, (int)rows[i].expected);
    }
}

static void
anything_else_is_refused_and_leaves_the_result(void **state)
{
    static const char *const rows[] = {"",
                                       "mm",
                                       "12",
                                       "12 mm",
                                       " 12mm",
                                       "12mm ",
                                       "12MM",
                                       "1,5mm",
                                       "1e3mm",
                                       "0x10mm",
                                       "+1mm",
                                       "--1mm",
                                       "1.mm5",
                                       "1.2.3mm",
                                       "1.2345mm",
                                       "-",
                                       ".mm",
                                       "-mm",
                                       "5000.001pt",
                                       "-5001pt",
                                       "1800mm",
                                       "180cm",
                                       "99999999999999999999mm",
                                       "12px",
                                       "１２mm",
                                       "1in",
                                       "nanmm",
                                       "infpt",
                                       "1em"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u = 12345;
        if (unit_parse(rows[i], 0, &u))
            fail_msg("\"%s\" is read as %d", rows[i], (int)u);
        assert_int_equal(u, 12345);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(millimetres_are_rounded_half_away_from_zero),
        cmocka_unit_test(scaling_keeps_64_bits_and_rounds_away_from_zero),
        cmocka_unit_test(what_is_too_far_stays_far),
        cmocka_unit_test(ems_of_any_size_are_refused_beyond_the_most),
        cmocka_unit_test(lengths_of_each_unit_are_read),
        cmocka_unit_test(anything_else_is_refused_and_leaves_the_result),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
