/* test_text_line.c: breaking and adjustment alone, on clusters without fonts or text. */
#include "line_support.h"

/* A line of letters: J kanji, o ( and c ) and , of half a body, w Latin of half an em, s word space, u U+3000.
 * Spaces between follow T1; a break is allowed but within Latin and beside brackets. */
static cluster
letter(char c)
{
    switch (c) {
    case 'o':
        return (cluster){.class = CLASS_OB, .size = EM, .advance = EM / 2};
    case 'c':
        return (cluster){.class = CLASS_CB, .size = EM, .advance = EM / 2, .start_level = START_NEVER};
    case '.':
        return (cluster){.class = CLASS_FS, .size = EM, .advance = EM / 2, .start_level = START_NEVER};
    case 'w':
        return (cluster){.class = CLASS_WE, .size = EM, .advance = EM / 2, .flags = CLUSTER_ALNUM};
    case 's':
        return (cluster){.class = CLASS_SP, .size = EM, .advance = EM / 3};
    case 'u':
        return (cluster){.class = CLASS_IS, .size = EM, .advance = EM};
    default:
        return (cluster){.class = CLASS_JA, .size = EM, .advance = EM};
    }
}

static void
write_case(line_case *k, const char *letters, text_align align, unit measure)
{
    memset(k, 0, sizeof *k);
    const size_t count = strlen(letters);
    for (size_t i = 0; i < count; i++)
        k->clusters[i] = letter(letters[i]);
    for (size_t i = 0; i + 1 < count; i++) {
        const cluster *a = &k->clusters[i], *b = a + 1;
        joint *j = &k->joints[i];
        spacing_set(j, a, b);
        const bool to_space = b->class == CLASS_SP || b->class == CLASS_IS;
        const bool kinsoku = a->class == CLASS_OB || b->start_level == START_NEVER;
        j->breaks = !to_space && !kinsoku && !(a->class == CLASS_WE && b->class == CLASS_WE);
        j->reserve = to_space ? RESERVE_NEVER : kinsoku ? RESERVE_KINSOKU : RESERVE_FREE;
        j->word = a->class == CLASS_SP ? EM : 0;
        j->stretch = j->word                                        ? STRETCH_WORD
                     : j->western                                   ? STRETCH_WESTERN
                     : a->class == CLASS_JA && b->class == CLASS_JA ? STRETCH_IDEOGRAPH
                                                                    : STRETCH_NONE;
        j->spreads = !kinsoku;
    }
    k->style = (text_style){.size = EM, .align = align};
    line_case_close(k, count, measure);
}

/* Ends of the lines as "3 5! 8*": ! emergency, * overfull. */
static void
assert_ends(const char *letters, text_align align, unit measure, const char *wanted)
{
    line_case k;
    write_case(&k, letters, align, measure);
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(line_choice));
    line_break(&k.in, true, lines);
    GString *got = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++) {
        const line_choice *l = &g_array_index(lines, line_choice, i);
        g_string_append_printf(got, "%s%zu%s%s", i ? " " : "", l->end, l->emergency ? "!" : "", l->overfull ? "*" : "");
        assert_int_equal(l->forced, i + 1 == lines->len);
    }
    assert_string_equal(got->str, wanted);
    g_string_free(got, TRUE);
    g_array_free(lines, TRUE);
}

static void
lines_end_where_they_must(void **state)
{
    (void)state;
    assert_ends("JJJJJ", TEXT_START, 2 * EM, "2 4 5");
    assert_ends("JJJcJ", TEXT_START, 3 * EM, "2 5");    /* JcJ: 1 + 1/2 + 1/2 + 1 */
    assert_ends("JJoJJ", TEXT_START, 3 * EM, "2 5");    /* the bracket may not stay behind */
    assert_ends("JJ.J", TEXT_START, 5 * EM / 2, "3 4"); /* its body fits, its space need not */
    assert_ends("JJuuJ", TEXT_START, 2 * EM, "4 5");
    assert_ends("wwwwww", TEXT_START, 2 * EM, "4! 6");
    assert_ends("Jwwwwww", TEXT_START, 2 * EM, "1 5! 7");
    assert_ends("JJJ", TEXT_DISTRIBUTE, 2 * EM, "3*");
    assert_ends("", TEXT_START, 2 * EM, "0");
}

static void
no_measure_is_too_small(void **state)
{
    (void)state;
    assert_ends("JJ", TEXT_START, EM / 2, "1* 2*");
    assert_ends("JJ", TEXT_JUSTIFY, 0, "1* 2*");
    assert_ends("JJ", TEXT_JUSTIFY, -5 * EM, "1* 2*");
    assert_ends("uuuJ", TEXT_START, 0, "3 4*"); /* spaces fill a line of their own, without width */
    assert_ends("occc", TEXT_START, 0, "1!* 2!* 3!* 4*");
}

static void
closing_up_takes_more_in(void **state)
{
    (void)state;
    /* JoJcJJ.: 1 + ½ + ½ + 1 + ½ + ½ + 1 + 1 + ½ = 6½ */
    assert_ends("JoJcJJ.JJJ", TEXT_JUSTIFY, 6 * EM, "7 10");
    assert_ends("JoJcJJ.JJJ", TEXT_START, 6 * EM, "5 10");
    assert_ends("JoJcJJ.", TEXT_START, 6 * EM, "7");         /* the whole rest comes in */
    assert_ends("JJ.JJJ.JJJ", TEXT_JUSTIFY, 6 * EM, "5 10"); /* 6½ em with ½ after a full stop: nothing gives */
}

/* The extra space of each joint, " " between. */
static void
assert_extra(const char *letters, text_align align, unit measure, bool forced, const char *wanted, unit width)
{
    line_case k;
    write_case(&k, letters, align, measure);
    const size_t count = strlen(letters);
    const line_choice line = {.end = count, .visible = k.tail[count], .available = measure, .forced = forced};
    unit extra[MOST];
    const unit got_width = adjust_line(&k.in, &line, extra);
    GString *got = g_string_new(NULL);
    for (size_t i = 0; i + 1 < line.visible; i++)
        g_string_append_printf(got, "%s%d", i ? " " : "", extra[i]);
    assert_string_equal(got->str, wanted);
    assert_int_equal(got_width, width);
    g_string_free(got, TRUE);
}

static void
stretching_follows_its_order(void **state)
{
    (void)state;
    assert_extra("JJJ", TEXT_JUSTIFY, 3300, false, "150 150", 3300);
    assert_extra("JJJ", TEXT_JUSTIFY, 3301, false, "151 150", 3301); /* to the unit */
    assert_extra("JJJ", TEXT_JUSTIFY, 3300, true, "0 0", 3000);
    assert_extra("JJJ", TEXT_START, 3300, false, "0 0", 3000);
    assert_extra("JwJ", TEXT_JUSTIFY, 3400, false, "200 200", 3400);
    assert_extra("JwJJ", TEXT_JUSTIFY, 4600, false, "250 250 100", 4600); /* Latin first, to 1/2 */
    assert_extra("JwJJ", TEXT_JUSTIFY, 5050, false, "350 350 350", 5050); /* then 1/4, then evenly */
    assert_extra("wswJJ", TEXT_JUSTIFY, 3700, false, "0 117 0 0", 3700);
    assert_extra("ww", TEXT_JUSTIFY, 3000, false, "0", 1000);
    assert_extra("JcJ.J", TEXT_JUSTIFY, 7000, false, "0 0 0 0", 5000);
}

static void
shrinking_follows_its_order(void **state)
{
    (void)state;
    assert_extra("JoJcJ", TEXT_JUSTIFY, 4800, true, "-100 0 0 -100", 4800);
    assert_extra("J.JcJ", TEXT_JUSTIFY, 4600, true, "0 0 0 -400", 4600); /* not after the full stop */
    assert_extra("wswJcJ", TEXT_JUSTIFY, 4483, true, "0 -83 0 0 -17", 4483);
    assert_extra("JwJcJ", TEXT_JUSTIFY, 4350, true, "-75 -75 0 -500", 4350); /* Latin last */
}

static void
the_line_end_is_kept_or_dropped(void **state)
{
    (void)state;
    assert_extra("JJ.", TEXT_JUSTIFY, 3000, false, "0 0", 2500);      /* 1/2 kept: full */
    assert_extra("JJ.", TEXT_JUSTIFY, 3100, false, "100 0", 2600);    /* kept, and the rest stretched */
    assert_extra("JJ.", TEXT_JUSTIFY, 2900, false, "400 0", 2900);    /* dropped */
    assert_extra("wsJ.", TEXT_JUSTIFY, 2783, false, "0 -50 0", 2283); /* the word space pays for it */
}

static void
labels_are_spread(void **state)
{
    (void)state;
    assert_extra("JJ", TEXT_DISTRIBUTE, 5000, true, "3000", 5000);
    assert_extra("J", TEXT_DISTRIBUTE, 5000, true, "", 1000);
    assert_extra("JoJc", TEXT_DISTRIBUTE, 5000, true, "1500 0 0", 5000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_where_they_must),   cmocka_unit_test(no_measure_is_too_small),
        cmocka_unit_test(closing_up_takes_more_in),    cmocka_unit_test(stretching_follows_its_order),
        cmocka_unit_test(shrinking_follows_its_order), cmocka_unit_test(the_line_end_is_kept_or_dropped),
        cmocka_unit_test(labels_are_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
