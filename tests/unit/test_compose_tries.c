/* test_compose_tries.c: cell.c: how much work it is to find how boxes fit that stand in boxes that do not fit either.
 * Counted in paragraphs set, not in time. */
#include "test_pipeline.h"

static const char *const words = "こもれびの部屋では、ひと息ついてから自分で今日の活動を選び、終わりの時刻を確かめる。";

/* `depth` boxes in one another, each with a text of its own that is too long for it; `fit` and the height are theirs.
 * With `sizes` each has a style of another size. */
static const char *
nested_boxes(world *w, int depth, const char *fit, const char *height, bool sizes)
{
    GString *s = g_string_new(NULL);
    for (int i = 0; i < depth; i++)
        g_string_append_printf(
            s, "<table columns='*'><row><cell height='%s' fit='%s' pad='0mm 0mm' field='欄'%s><p>%s</p>", height, fit,
            sizes ? arena_printf(w->a, " style='s%d'", i) : "", words);
    for (int i = 0; i < depth; i++)
        g_string_append(s, "</cell></row></table>");
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

static const char *
styles(world *w, int depth)
{
    GString *s = g_string_new(NULL);
    for (int i = 0; i < depth; i++)
        g_string_append_printf(s, "<style name='s%d' size='%d.%dpt' pitch='15pt'/>", i, 9 + i / 10, i % 10);
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

/* Paragraphs set for a document, which may be refused. */
static size_t
effort_of(world *w, const char *before_page, const char *body)
{
    forget(w);
    const bound *b = bind_form(w, before_page, body, "<d/>");
    if (!b)
        fail_msg("%s", messages(w));
    const composed *c = compose_trial(w->a, engine, fonts, b, w->d);
    assert_non_null(c);
    return composed_effort(c);
}

/* Each box is set once in each size that it or a box around it tries, 13 from 9 to 6 pt, and once with its lines filled
 * before any of them is smaller. */
static void
boxes_of_one_size_are_set_once_a_size(void **state)
{
    world *w = *state;
    for (int depth = 1; depth <= 8; depth++) {
        const size_t n = effort_of(w, "", nested_boxes(w, depth, "shrink(6pt)", "3mm", false));
        if (n > (size_t)depth * 14)
            fail_msg("%zu paragraphs set at depth %d", n, depth);
    }
}

static void
boxes_of_other_sizes_are_set_once_a_size_of_those_around(void **state)
{
    world *w = *state;
    for (int depth = 1; depth <= 8; depth++) {
        const size_t n = effort_of(w, styles(w, 8), nested_boxes(w, depth, "shrink(6pt)", "3mm", true));
        if (n > (size_t)(depth * (depth + 1) / 2) * 16)
            fail_msg("%zu paragraphs set at depth %d", n, depth);
    }
}

/* Whatever they try: the work grows with the square of the depth at most, where it grew with its power. */
static void
no_kind_of_try_multiplies(void **state)
{
    static const char *const fits[] = {"condense(80%)",
                                       "shrink(6pt) condense(80%)",
                                       "condense(80%) shrink(6pt)",
                                       "shrink(6pt) continue",
                                       "condense(80%) grow",
                                       "continue",
                                       "grow"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(fits); i++) {
        const size_t four = effort_of(w, styles(w, 8), nested_boxes(w, 4, fits[i], "3mm", true));
        const size_t eight = effort_of(w, styles(w, 8), nested_boxes(w, 8, fits[i], "3mm", true));
        if (eight > four * 5 + 100)
            fail_msg("%s: %zu paragraphs set at depth 4, %zu at depth 8", fits[i], four, eight);
    }
}

/* A shrinking box around tables whose groups, labels and cells try as well. */
static const char *
nested_groups(world *w, int depth)
{
    GString *s = g_string_new(NULL);
    for (int i = 0; i < depth; i++)
        g_string_append_printf(s,
                               "<table columns='20mm *'><group><label height='9mm' fit='condense(80%%) shrink(6pt)'>"
                               "%s</label><row><cell height='9mm' fit='shrink(6pt)'><p>%s</p>",
                               words, words);
    for (int i = 0; i < depth; i++)
        g_string_append(s, "</cell></row></group></table>");
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

static void
groups_in_boxes_do_not_multiply(void **state)
{
    world *w = *state;
    const size_t two = effort_of(w, "<style name='label'/>", nested_groups(w, 2)),
                 four = effort_of(w, "<style name='label'/>", nested_groups(w, 4));
    if (four > two * 5)
        fail_msg("%zu paragraphs set at depth 2, %zu at depth 4", two, four);
}

/* Each step of a promise of pages composes all anew, and no more than that. */
static void
a_promise_of_pages_does_not_multiply(void **state)
{
    world *w = *state;
    const char *boxes = nested_boxes(w, 6, "shrink(6pt)", "3mm", false);
    const size_t once = effort_of(w, "", boxes);
    const char *text = arena_printf(w->a,
                                    "<form name='t' title='t' data='any'>"
                                    "<style name='base' size='9pt' pitch='13pt' shrink-to='6pt'/>"
                                    "<page size='A5' margin='20mm'/><body pages='1'>%s<page-break/>%s</body></form>",
                                    boxes, boxes);
    const bound *b = bind_files(w, own_file(w, "form.xml", text), own_file(w, "data.xml", "<d/>"));
    const composed *c = compose_trial(w->a, engine, fonts, b, w->d);
    if (composed_effort(c) > 2 * once * 15) /* 1000, 975 … 650 */
        fail_msg("%zu paragraphs set, %zu by one", composed_effort(c), once);
}

/* ---- what was tried leaves nothing behind ---- */

/* A box that is refused at one size of the box around it, and fits at the one that is printed, is no error. */
static void
what_is_refused_on_the_way_is_not_told(void **state)
{
    world *w = *state;
    const char *body =
        "<table columns='*'><row><cell height='10mm' fit='shrink(6pt)' pad='0mm 0mm'>"
        "<p>こもれびの部屋では、ひと息ついてから自分で今日の活動を選び、終わりの時刻を時計の絵カードで確かめる。</p>"
        "<table columns='*'><row><cell height='3mm' pad='0mm 0mm'>あ</cell></row></table>"
        "</cell></row></table>";
    compose_bound(w, bind_form(w, "<style name='base' size='10pt' pitch='15pt'/>", body, "<d/>"));
    assert_string_equal(messages(w), "");
    check_has(w->text->str, "shrunk to");
}

/* One message for what is printed, whatever sizes found it too. */
static void
a_missing_glyph_is_told_once(void **state)
{
    world *w = *state;
    const char *body = "<table columns='*'><row><cell height='5mm' fit='shrink(6pt)'><value select='n'/></cell></row>"
                       "</table>";
    char *data = g_strdup_printf("<d><n>青\U0001B11F%s</n></d>", words);
    assert_null(compose_bound(w, bind_form(w, "", body, data)));
    g_free(data);
    assert_string_equal(messages(w), "text-missing-glyph form.xml:4 data.xml:1");
}

/* Sheets are numbered as they stand, however often their boxes were tried. */
static void
sheets_of_boxes_in_boxes_are_numbered_in_order(void **state)
{
    world *w = *state;
    GString *s = g_string_new("<table columns='*'><row><cell height='30mm' fit='shrink(6pt)' pad='0mm 0mm'>");
    for (int i = 0; i < 3; i++)
        g_string_append_printf(
            s,
            "<table columns='*'><row><cell height='5mm' pad='0mm 0mm' fit='continue' field='欄%d'>%s%s"
            "</cell></row></table>",
            i, words, words);
    g_string_append(s, "<p>あ</p><p>い</p><p>う</p><p>え</p></cell></row></table>");
    const composed *c = compose_bound(w, bind_form(w, "", s->str, "<d/>"));
    g_string_free(s, TRUE);
    if (!c)
        fail_msg("%s", messages(w));
    check_has(w->text->str, "shrunk to");
    for (int n = 1; n <= 3; n++) {
        assert_int_equal(count_of(w->text->str, arena_printf(w->a, "（別紙%dのとおり）", n)), 1);
        assert_int_equal(count_of(w->text->str, arena_printf(w->a, "\"別紙%d　欄%d（1ページから続く）\"", n, n - 1)),
                         1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(boxes_of_one_size_are_set_once_a_size),
        TEST(boxes_of_other_sizes_are_set_once_a_size_of_those_around),
        TEST(no_kind_of_try_multiplies),
        TEST(groups_in_boxes_do_not_multiply),
        TEST(a_promise_of_pages_does_not_multiply),
        TEST(what_is_refused_on_the_way_is_not_told),
        TEST(a_missing_glyph_is_told_once),
        TEST(sheets_of_boxes_in_boxes_are_numbered_in_order),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
