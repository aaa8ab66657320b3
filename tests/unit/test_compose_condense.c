/* test_compose_condense.c: 長体 as the last resort of a box, and ruby that has become too small to be read. */
#include "test_pipeline.h"

static void
type_is_condensed_no_more_than_it_must(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "fit-condense");
    check_codes(w, "");
    check_has(w->text->str, "cell 1 condensed to 94%"); /* 60 pt of label in 20 mm */
    check_has(w->text->str, "cell 2 condensed to 85%"); /* 100 pt of name in 30 mm */
    check_has(w->text->str, "cell 3 condensed to 90%"); /* … in 32 mm */
    check_has_not(w->text->str, "shrunk");
    for (size_t i = 0; op_at(l, 0, DISPLAY_TEXT, i); i++) {
        const display_text *t = &op_at(l, 0, DISPLAY_TEXT, i)->text;
        assert_true(t->condensed == 940 || t->condensed == 850 || t->condensed == 900);
        assert_int_equal(t->size, t->is_ruby ? 5 * UNIT_PT : 10 * UNIT_PT);
    }
}

static void
type_is_never_condensed_below_its_floor(void **state)
{
    world *w = *state;
    assert_null(compose_form(w, "fit-condense-floor"));
    assert_string_equal(messages(w), "compose-no-fit form.xml:10 data.xml:1");
    assert_string_equal(diag_at(w->d, 0)->args[0], "欄「氏名」（2行になりますが、1行までです）");
}

static void
type_is_condensed_where_shrinking_ended(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "fit-shrink-then-condense");
    check_codes(w, "");
    check_has(w->text->str, "shrunk to 3.35 condensed to 95%"); /* 9.5 pt */
    assert_int_equal(count_of(w->text->str, " line "), 3);
    for (size_t i = 0; op_at(l, 0, DISPLAY_TEXT, i); i++) {
        assert_int_equal(op_at(l, 0, DISPLAY_TEXT, i)->text.size, 9 * UNIT_PT + UNIT_PT / 2);
        assert_int_equal(op_at(l, 0, DISPLAY_TEXT, i)->text.condensed, 950);
    }
}

/* The body is set in 9 pt. */
static const char *
cell_of(world *w, const char *attributes, const char *content)
{
    return arena_printf(w->a, "<table columns='45pt'><row><cell pad='0mm' field='欄' %s>%s</cell></row></table>",
                        attributes, content);
}

static void
policies_go_on_from_one_another(void **state)
{
    world *w = *state;
    static const struct {
        const char *fit, *outcome;
    } rows[] = {{"condense(80%)", "condensed to 83%"},
                {"condense(90%) shrink(8pt)", "shrunk to 2.91 condensed to 90%"},
                {"shrink(8.5pt) condense(80%)", "shrunk to 3.00 condensed to 88%"},
                {"shrink(7pt) condense(80%)", "shrunk to 2.65\n"},
                {"condense(90%) grow", "cell 1\n"},
                {"refuse condense(80%)", NULL},
                {"condense(84%)", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++, forget(w)) {
        const char *attributes = arena_printf(w->a, "max-lines='1' fit='%s'", rows[i].fit);
        const display *l = display_line_of(w, cell_of(w, attributes, "日本語学校国"), "<d/>");
        if (!rows[i].outcome) {
            assert_null(l);
            check_codes(w, "compose-no-fit");
            continue;
        }
        assert_non_null(l);
        check_has(w->text->str, rows[i].outcome);
        if (strcmp(rows[i].outcome, "cell 1\n") == 0)
            assert_int_equal(text_op(l, 0, "日")->condensed, 0);
    }
}

static void
what_fits_is_left_as_it_is(void **state)
{
    world *w = *state;
    const display *l = display_line_of(w, cell_of(w, "max-lines='1' fit='condense(80%)'", "日本語学校"), "<d/>");
    assert_int_equal(text_op(l, 0, "日")->condensed, 0);
    check_has_not(w->text->str, "condensed");
    forget(w);
    l = display_line_of(w, cell_of(w, "fit='condense(80%)'", "日本語学校国"), "<d/>"); /* there is another line */
    assert_int_equal(text_op(l, 0, "日")->condensed, 0);
}

static void
a_table_in_a_box_is_condensed_with_it(void **state)
{
    world *w = *state;
    const char *inner =
        "<p>国</p><table columns='45pt'><row><cell pad='0mm' style='one'>日本語学校国</cell></row></table>";
    const char *path = own_file(
        w, "form.xml",
        form_text(w, "<style name='one' like='base' align='distribute'/>", cell_of(w, "fit='condense(80%)'", inner)));
    const display *l = display_composed(w, compose_bound(w, bind_files(w, path, own_file(w, "data.xml", "<d/>"))));
    assert_non_null(l);
    assert_int_equal(text_op(l, 0, "日")->condensed, 830);
    assert_int_equal(text_op(l, 0, "国")->condensed, 830);
}

/* They would become flat, not narrow. */
static void
columns_in_a_box_are_not_condensed(void **state)
{
    world *w = *state;
    static const char content[] = "<block writing='vertical' height='27pt'><p>日本語学校国</p></block>";
    const char *body = arena_printf(
        w->a, "<table columns='20pt'><row><cell pad='0mm' field='宛名' fit='condense(80%%)'>%s</cell></row></table>",
        content);
    assert_null(display_line_of(w, body, "<d/>"));
    check_codes(w, "compose-no-fit");
}

/* ---- ruby that nobody can read ---- */

static const char *
ruby_line(world *w, const char *size)
{
    const char *style = arena_printf(w->a, "<style name='own' like='base' size='%s' pitch='20pt'/>", size);
    return own_file(w, "form.xml", form_text(w, style, "<p style='own'><ruby base='n' text='k'/></p>"));
}

static void
ruby_over_less_than_7pt_is_an_error(void **state)
{
    world *w = *state;
    const char *data = own_file(w, "data.xml", "<d>\n<n>相原</n><k>あいはら</k></d>");
    display_composed(w, compose_bound(w, bind_files(w, ruby_line(w, "7pt"), data)));
    check_codes(w, "");
    display_composed(w, compose_bound(w, bind_files(w, ruby_line(w, "6.95pt"), data)));
    assert_string_equal(messages(w), "compose-ruby-small form.xml:4 data.xml:2");
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
}

/* 7 pt of 11 pt is 636 thousandths, and those are less than 7 pt. */
static void
ruby_may_be_as_small_as_a_floor_of_7pt(void **state)
{
    world *w = *state;
    const bound *b = bind_form(w, "<style name='own' like='base' size='11pt' pitch='20pt'/>",
                               "<table columns='42.5pt'><row><cell style='own' pad='0mm' field='氏名' max-lines='1' "
                               "fit='shrink(7pt)'><ruby base='n' text='k'/></cell></row></table>",
                               "<d><n>日本語学校国</n><k>にほんご</k></d>");
    const display *l = display_composed(w, compose_bound(w, b));
    check_codes(w, "");
    assert_true(text_op(l, 0, "日")->size < 7 * UNIT_PT);
}

static void
ruby_may_become_too_small_where_its_box_shrinks(void **state)
{
    world *w = *state;
    static const char body[] = "<table columns='42.5pt'><row><cell pad='0mm' field='氏名' max-lines='1' fit='%s'>"
                               "<ruby base='n' text='k'/></cell></row></table>";
    static const char data[] = "<d><n>日本語学校国</n><k>にほんごがっこうこく</k></d>";
    display_line_of(w, arena_printf(w->a, body, "shrink(7pt)"), data);
    check_codes(w, "");
    check_has(w->text->str, "shrunk to 2.47");
    forget(w);
    display_line_of(w, arena_printf(w->a, body, "shrink(6pt)"), "<d><n>日本語学校国語</n><k>にほんご</k></d>");
    check_codes(w, "compose-ruby-small");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(type_is_condensed_no_more_than_it_must),
        TEST(type_is_never_condensed_below_its_floor),
        TEST(type_is_condensed_where_shrinking_ended),
        TEST(policies_go_on_from_one_another),
        TEST(what_fits_is_left_as_it_is),
        TEST(a_table_in_a_box_is_condensed_with_it),
        TEST(columns_in_a_box_are_not_condensed),
        TEST(ruby_over_less_than_7pt_is_an_error),
        TEST(ruby_may_be_as_small_as_a_floor_of_7pt),
        TEST(ruby_may_become_too_small_where_its_box_shrinks),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
