/* test_text_fit.c: lines chosen for a whole paragraph: what is not followed, as it costs too much, would not have been
 * chosen. */
#include "line_support.h"

enum { CASES = 3000 };

static bool
is_one_of(GRand *r, int n)
{
    return g_rand_int_range(r, 0, n) == 0;
}

static cluster
random_cluster(GRand *r)
{
    static const uint8_t classes[] = {CLASS_JA, CLASS_JA, CLASS_JA, CLASS_JA, CLASS_WE, CLASS_WE,
                                      CLASS_SP, CLASS_IS, CLASS_FS, CLASS_CM, CLASS_CB, CLASS_OB};
    cluster c = {.class = classes[g_rand_int_range(r, 0, (gint32)G_N_ELEMENTS(classes))], .size = EM};
    c.advance = c.class == CLASS_JA || c.class == CLASS_IS ? EM : c.class == CLASS_SP ? EM / 3 : EM / 2;
    if (is_one_of(r, 40))
        c.advance = g_rand_int_range(r, 0, 5 * EM); /* an object, a letter of another size */
    if (is_one_of(r, 40))
        c.head = g_rand_int_range(r, 0, EM);
    if (is_one_of(r, 40))
        c.tail = g_rand_int_range(r, 0, EM);
    return c;
}

static joint
random_joint(GRand *r, const cluster *a, const cluster *b, unit tracking, int unbroken)
{
    joint j = {.fixed = tracking};
    spacing_set(&j, a, b);
    const bool to_space = b->class == CLASS_SP || b->class == CLASS_IS;
    const bool kinsoku = a->class == CLASS_OB || b->class == CLASS_FS || b->class == CLASS_CM || b->class == CLASS_CB;
    j.breaks = !to_space && !kinsoku && !(a->class == CLASS_WE && b->class == CLASS_WE) && !is_one_of(r, unbroken);
    j.reserve = to_space ? RESERVE_NEVER : kinsoku ? RESERVE_KINSOKU : RESERVE_FREE;
    j.word = a->class == CLASS_SP ? EM : 0;
    j.stretch = (uint8_t)(j.word ? STRETCH_WORD : is_one_of(r, 3) ? STRETCH_NONE : STRETCH_IDEOGRAPH);
    return j;
}

static void
write_case(line_case *k, GRand *r)
{
    const size_t count = (size_t)g_rand_int_range(r, 1, MOST);
    const unit tracking = is_one_of(r, 6) ? g_rand_int_range(r, -EM / 2, EM / 4) : 0;
    const int unbroken = g_rand_int_range(r, 2, 12);
    memset(k, 0, sizeof *k);
    for (size_t i = 0; i < count; i++)
        k->clusters[i] = random_cluster(r);
    for (size_t i = 0; i + 1 < count; i++)
        k->joints[i] = random_joint(r, &k->clusters[i], &k->clusters[i + 1], tracking, unbroken);
    k->style = (text_style){.size = EM,
                            .align = TEXT_JUSTIFY,
                            .hangs = is_one_of(r, 2),
                            .indent_first = is_one_of(r, 3) ? EM : 0,
                            .indent_rest = is_one_of(r, 3) ? EM : 0};
    line_case_close(k, count, g_rand_int_range(r, 2 * EM, 30 * EM));
}

static GArray *
greedy_lines(const line_case *k, bool first_line)
{
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(line_choice));
    line_break(&k->in, first_line, lines); /* no total_fit: as fit_break finds them */
    return lines;
}

static void
check_lines(const GArray *a, const GArray *b)
{
    assert_int_equal(a->len, b->len);
    for (guint i = 0; i < a->len; i++) {
        const line_choice *x = &g_array_index(a, line_choice, i), *y = &g_array_index(b, line_choice, i);
        assert_int_equal(x->first, y->first);
        assert_int_equal(x->end, y->end);
        assert_int_equal(x->visible, y->visible);
        assert_int_equal(x->hangs, y->hangs);
        assert_int_equal(x->forced, y->forced);
        assert_int_equal(x->indent, y->indent);
        assert_int_equal(x->available, y->available);
    }
}

static void
test_bound_changes_nothing(void **state)
{
    (void)state;
    GRand *r = g_rand_new_with_seed(38);
    line_case *k = g_new0(line_case, 1);
    size_t chosen = 0, given_up = 0;
    for (int i = 0; i < CASES; i++) {
        const bool first_line = is_one_of(r, 2);
        write_case(k, r);
        GArray *lines = greedy_lines(k, first_line), *others = greedy_lines(k, first_line);
        k->style.last_pair = is_one_of(r, 2); /* not before: greedy lines would be mended by it */
        const bool found = fit_break(&k->in, first_line, lines, 0, true);
        assert_int_equal(found, fit_break(&k->in, first_line, others, 0, false));
        check_lines(lines, others);
        chosen += found && lines->len > 1;
        given_up += !found;
        g_array_free(lines, TRUE);
        g_array_free(others, TRUE);
    }
    assert_true(chosen > CASES / 4 && given_up > CASES / 50);
    g_free(k);
    g_rand_free(r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bound_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
