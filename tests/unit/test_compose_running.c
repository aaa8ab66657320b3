/* test_compose_running.c: running.c, compose.c: heads and feet are measured as they are printed, with the number that
 * their page has and the number of pages that there are.
 *
 * Pages whose head, body and foot are 100 pt tall in all. A line of the body is 10 pt, on a pitch of 15 pt; a foot of
 * one line leaves room for six of them, one of two lines for five. The foot is n／N in a narrow box, so that it is for
 * its figures to say where it needs two lines. */
#include "test_pipeline.h"

enum { LINES_OVER_LOW_FOOT = 6, LINES_OVER_TALL_FOOT = 5 };

static size_t
figures_of(size_t n)
{
    size_t count = 1;
    while (n >= 10) {
        n /= 10;
        count++;
    }
    return count;
}

/* In half ems: figures are half an em, ／ is one with a quarter on either side. */
static bool
foot_wraps(size_t n, size_t count, int box_halves)
{
    return (int)(figures_of(n) + figures_of(count) + 3) > box_halves;
}

/* Pages that so many lines fill when their feet are those of `count` pages. */
static size_t
pages_filled(size_t lines, size_t count, int box_halves)
{
    size_t n = 0;
    while (lines > 0) {
        const size_t room = foot_wraps(++n, count, box_halves) ? LINES_OVER_TALL_FOOT : LINES_OVER_LOW_FOOT;
        lines -= MIN(room, lines);
    }
    return n;
}

/* Lines that fill these pages to the last. */
static size_t
lines_filling(size_t count, int box_halves)
{
    size_t lines = 0;
    for (size_t n = 1; n <= count; n++)
        lines += foot_wraps(n, count, box_halves) ? LINES_OVER_TALL_FOOT : LINES_OVER_LOW_FOOT;
    return lines;
}

static const char *
lines_of_data(world *w, size_t lines)
{
    GString *s = g_string_new("<d>");
    for (size_t i = 0; i < lines; i++)
        g_string_append(s, "<x/>");
    g_string_append(s, "</d>");
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

/* Under these heads and over these feet, a line for each x of the data. */
static const bound *
bind_running_with(world *w, const char *running_parts, const char *bottom, size_t lines)
{
    const char *text = arena_printf(w->a,
                                    "<form name='t' title='t' data='any'><style name='base' size='10pt' pitch='15pt'/>"
                                    "<style name='large' size='40pt' pitch='40pt'/>"
                                    "<page size='A5' margin='20mm 20mm %s 20mm'>%s</page>"
                                    "<body><for-each select='x'><p>行</p></for-each></body></form>",
                                    bottom, running_parts);
    return bind_files(w, own_file(w, "form.xml", text), own_file(w, "data.xml", lines_of_data(w, lines)));
}

static const bound *
bind_running(world *w, const char *running_parts, size_t lines)
{
    return bind_running_with(w, running_parts, "438.5pt", lines);
}

static const char *
counting_foot(world *w, int box_halves)
{
    return arena_printf(w->a, "<foot><block width='%d.%dem'><p><page-number/>／<page-count/></p></block></foot>",
                        box_halves / 2, box_halves % 2 ? 6 : 1);
}

/* ---- looking at pages ---- */

static bool
is_body_text(const display_text *t)
{
    return strcmp(t->utf8, "行") == 0;
}

/* Each page's body stands between what is printed above and under it, and the foot is n／N. */
static void
check_pages(world *w, const display *l, size_t lines)
{
    size_t body_lines = 0;
    for (guint i = 0; i < l->pages->len; i++) {
        GString *others = g_string_new(NULL);
        unit lowest = 0, foot_top = UNIT_MAX_LENGTH;
        const display_op *op;
        for (size_t k = 0; (op = op_at(l, i, DISPLAY_TEXT, k)); k++) {
            const unit top = op->text.y - text_ascent(op->text.size);
            if (is_body_text(&op->text)) {
                lowest = top + op->text.size;
                body_lines++;
            } else if (lowest > 0) {
                foot_top = MIN(foot_top, top);
                g_string_append(others, op->text.utf8);
            }
        }
        if (lowest > foot_top)
            fail_msg("page %u: the body ends at %d, the foot begins at %d", i + 1, (int)lowest, (int)foot_top);
        assert_string_equal(others->str, arena_printf(w->a, "%u／%u", i + 1, l->pages->len));
        g_string_free(others, TRUE);
    }
    assert_int_equal(body_lines, lines);
}

/* The lowest line that is drawn in the head is above the first line of the body, whatever it belongs to. */
static void
an_underline_of_the_head_is_not_in_the_body(void **state)
{
    static const char *const lasts[] = {
        "<p>頭<span underline='yes'>語</span></p>", "<p>頭<blank width='20mm' line='yes'/></p>",
        "<p>頭<value select='x[1]' missing='無' underline='yes'/></p>",
        "<p>頭</p><p><span underline='yes'>一</span><br/><span underline='yes'>二</span></p>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(lasts); i++) {
        const char *head = arena_printf(w->a, "<head>%s</head>", lasts[i]);
        const display *l = display_composed(w, compose_bound(w, bind_running_with(w, head, "20mm", 2)));
        assert_non_null(l);
        const display_op *op;
        unit lowest = 0;
        for (size_t k = 0; (op = op_at(l, 0, DISPLAY_LINE, k)); k++)
            lowest = MAX(lowest, op->line.y1 + op->line.width / 2);
        const display_text *body = text_op(l, 0, "行");
        assert_true(lowest > 0 && lowest < body->y - text_ascent(body->size));
    }
}

/* ---- feet that settle ---- */

/* Documents that their feet make one page longer, just so and just not, where the number of pages gets a figure more.
 */
static void
feet_settle_on_the_number_of_pages_that_is_printed(void **state)
{
    static const size_t counts[] = {9, 10, 99, 100, 1000};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        bool reached = false;
        for (int halves = 4 + (int)figures_of(counts[i]); halves <= 10; halves++) { /* two lines will do */
            const size_t lines = lines_filling(counts[i], halves);
            const display *l = display_composed(w, compose_bound(w, bind_running(w, counting_foot(w, halves), lines)));
            if (!l)
                fail_msg("%zu pages, %d half ems: %s", counts[i], halves, messages(w));
            const size_t made = l->pages->len;
            if (made > counts[i] || pages_filled(lines, made, halves) != made)
                fail_msg("%zu lines, %d half ems: %zu pages, not %zu", lines, halves, made, counts[i]);
            check_pages(w, l, lines);
            reached = reached || made == counts[i];
        }
        assert_true(reached);
    }
}

/* A line more than nine pages hold: the tenth page's feet need two lines, and take a line from each page. */
static void
a_page_more_takes_room_from_all(void **state)
{
    world *w = *state;
    const size_t lines = 9 * LINES_OVER_LOW_FOOT;
    const char *foot = counting_foot(w, 5);
    assert_int_equal(display_composed(w, compose_bound(w, bind_running(w, foot, lines)))->pages->len, 9);
    const display *l = display_composed(w, compose_bound(w, bind_running(w, foot, lines + 1)));
    assert_int_equal(l->pages->len, 11);
    check_pages(w, l, lines + 1);
}

static void
heads_that_differ_are_measured_each_with_its_own_page(void **state)
{
    world *w = *state;
    const char *parts = arena_printf(w->a,
                                     "<head><p>表</p><p>題</p></head><head on='later'><block width='1.1em'><p>"
                                     "<page-number/></p></block></head>%s",
                                     counting_foot(w, 6));
    for (size_t lines = 1; lines < 700; lines += 53) {
        const display *l = display_composed(w, compose_bound(w, bind_running(w, parts, lines)));
        if (!l)
            fail_msg("%zu lines: %s", lines, messages(w));
        check_pages(w, l, lines);
    }
}

/* A foot that shrinks to stay on its line is lower in a document of ten pages than in one of nine: nine pages hold 36
 * lines, ten hold 50. What needs ten pages of the first needs but eight of the second. */
static void
a_foot_that_would_go_to_and_fro_settles(void **state)
{
    world *w = *state;
    const char *foot = "<foot><table columns='101pt'><row><cell pad='0mm 0mm' max-lines='1' fit='shrink(5pt)' "
                       "style='large'><p><page-number/>／<page-count/></p></cell></row></table></foot>";
    for (size_t lines = 30; lines < 60; lines++) {
        const display *l = display_composed(w, compose_bound(w, bind_running_with(w, foot, "431.5pt", lines)));
        if (!l)
            fail_msg("%zu lines: %s", lines, messages(w));
        const size_t expected = lines <= 36 ? (lines + 3) / 4 : lines <= 40 ? 10 : 0;
        if (expected && l->pages->len != expected)
            fail_msg("%zu lines: %u pages", lines, l->pages->len);
        check_pages(w, l, lines);
    }
}

/* ---- feet that do not ---- */

/* Ten pages' feet leave no body; nine pages' do. */
static void
a_foot_that_leaves_no_body_from_some_page_on_is_refused(void **state)
{
    world *w = *state;
    const char *foot = "<foot><block width='2.6em'><p>ああああああああ<page-number/>／<page-count/></p></block></foot>";
    const composed *c = compose_bound(w, bind_running(w, foot, 18));
    if (!c)
        fail_msg("%s", messages(w));
    assert_int_equal(composed_page_count(c), 9);
    assert_null(compose_bound(w, bind_running(w, foot, 19)));
    assert_string_equal(messages(w), "compose-no-room form.xml:1");
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
}

/* A page that is never made may have no room. */
static void
only_pages_that_are_made_need_room(void **state)
{
    world *w = *state;
    const char *parts = "<head><p>表題</p></head><head on='later'><space height='100pt'/></head>";
    assert_int_equal(composed_page_count(compose_bound(w, bind_running(w, parts, 3))), 1);
    assert_null(compose_bound(w, bind_running(w, parts, 30)));
    assert_string_equal(messages(w), "compose-no-room form.xml:1");
    assert_string_equal(diag_at(w->d, 0)->args[0], "2");
}

/* ---- sheets ---- */

/* A box on a sheet may continue on another: each names the page it comes from. */
static void
a_sheet_of_a_sheet_names_its_page(void **state)
{
    world *w = *state;
    GString *s = g_string_new("<table columns='*'><row><cell height='6mm' fit='continue' field='外'>"
                              "<table columns='*'><row><cell height='6mm' fit='continue' field='内'>");
    for (int i = 0; i < 60; i++)
        g_string_append(s, "こもれびの部屋で、");
    g_string_append(s, "</cell></row></table></cell></row></table>");
    const composed *c = compose_bound(w, bind_line(w, s->str, "<d/>"));
    g_string_free(s, TRUE);
    if (!c)
        fail_msg("%s", messages(w));
    check_has(w->text->str, "\"別紙1　外（1ページから続く）\"");
    check_has(w->text->str, "\"別紙2　内（2ページから続く）\"");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_underline_of_the_head_is_not_in_the_body),
        TEST(feet_settle_on_the_number_of_pages_that_is_printed),
        TEST(a_page_more_takes_room_from_all),
        TEST(heads_that_differ_are_measured_each_with_its_own_page),
        TEST(a_foot_that_would_go_to_and_fro_settles),
        TEST(a_foot_that_leaves_no_body_from_some_page_on_is_refused),
        TEST(only_pages_that_are_made_need_room),
        TEST(a_sheet_of_a_sheet_names_its_page),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
