/* test_bind_attribute.c: attributes that are computed (columns, span, rows, fill), rows whose cells go round a loop,
 * and what a blank form and rows that fill a paper have in their place. */
#include "bind_support.h"

#define MONTH "<d days='3' two='2' bad='1,2' none=''><day/><day/><day/><k n='青木'/><k n='石田'/></d>"

static const form_node *
first_of(const bound_node *n, form_kind kind)
{
    const form_node *found = NULL;
    for (; n && !found; n = n->next)
        found = n->kind == kind ? n->form : first_of(n->first, kind);
    return found;
}

static void
check_attributes(world *w, const char *body, const char *data, size_t columns, int span, int rows, int fill)
{
    const bound *b = bind_line(w, body, data);
    if (!b)
        fail_msg("%s: %s", body, messages(w));
    const form_node *table = first_of(b->body, FORM_TABLE), *cell = first_of(b->body, FORM_CELL);
    if (table->column_count != columns || cell->span != span || cell->rows != rows || cell->fill != fill)
        fail_msg("%s: %zu columns, span %d, rows %d, fill %d", body, table->column_count, cell->span, cell->rows,
                 cell->fill);
}

static void
attributes_are_computed(void **state)
{
    static const struct {
        const char *body;
        size_t columns;
        int span, rows, fill;
    } rows[] = {
        {"<table columns='{1}mm'><row><cell/></row></table>", 1, 1, 1, -1},
        {"<table columns='5mm repeat({count(day)}, 4mm) *'><row><cell span='{@days}'/></row></table>", 5, 3, 1, -1},
        {"<table columns='repeat(3, 5mm 10%)'><row><cell span='{@two * 3}'/></row></table>", 6, 6, 1, -1},
        {"<table columns='repeat(2,*) repeat(0, 5mm)'><row><cell rows='{@two}'/></row></table>", 2, 1, 2, -1},
        {"<table columns='{concat(@days, &quot;mm }&quot;, &quot;&quot;)}'><row><cell/></row></table>", 0, 1, 1, -1},
        {"<table columns='repeat({@two}, {@days}mm)'><row><cell fill='{255 - 10 * @two}'/></row></table>", 2, 1, 1,
         235},
        {"<table columns='*'><row><cell fill='{  @days  }'/></row></table>", 1, 1, 1, 3},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].columns)
            check_attributes(w, rows[i].body, MONTH, rows[i].columns, rows[i].span, rows[i].rows, rows[i].fill);
    assert_null(bind_line(w, rows[4].body, MONTH)); /* a brace in a literal ends nothing */
    assert_string_equal(messages(w), "bind-attribute form.xml:4 data.xml:1");
}

static void
what_is_no_such_value_is_a_fault_of_the_data(void **state)
{
    static const struct {
        const char *attribute, *message;
    } rows[] = {
        {"span='{@bad}'", "bind-attribute"},
        {"span='{0}'", "bind-attribute"},
        {"span='{@two div 4}'", "bind-attribute"},
        {"rows='{-1}'", "bind-attribute"},
        {"rows='{10000}'", "bind-attribute"},
        {"fill='{256}'", "bind-attribute"},
        {"fill='{1 div 0}'", "bind-attribute"},
        {"fill='2{3}x'", NULL},
        {"span='{@missing}'", "bind-missing"},
        {"span='{@none}'", "bind-missing"},
        {"span='{@bad * 2}'", "form-xpath-value"},
        {"fill='{day/@no}'", "bind-missing"},
        {"fill='{k/@n}'", "bind-many"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *body =
            arena_printf(w->a, "<table columns='* * *'><row><cell %s/></row></table>", rows[i].attribute);
        assert_null(bind_line(w, body, MONTH));
        if (rows[i].message &&
            strcmp(messages(w), arena_printf(w->a, "%s form.xml:4 data.xml:1", rows[i].message)) != 0)
            fail_msg("%s: %s", body, messages(w));
        forget(w);
    }
    static const char *const columns[] = {"repeat({@bad}, 5mm)", "repeat({201}, 5mm)", "repeat(3, {@days})", "{@bad}",
                                          "repeat({@days} 5mm)", "repeat({-1}, 5mm)"};
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
        assert_null(bind_line(w, arena_printf(w->a, "<table columns='%s'/>", columns[i]), MONTH));
        if (strcmp(messages(w), "bind-attribute form.xml:4 data.xml:1") != 0)
            fail_msg("%s: %s", columns[i], messages(w));
        forget(w);
    }
}

static void
what_is_written_wrong_is_a_fault_of_the_form(void **state)
{
    static const char *const bodies[] = {
        "<table columns='repeat(3 5mm)'/>",
        "<table columns='repeat(201, 5mm)'/>",
        "<table columns='repeat(0, 5mm)'/>",
        "<table columns='{1'/>",
        "<table columns='*'><row><cell span='{1'/></row></table>",
        "<table columns='*'><row><cell span='1{2}'/></row></table>",
        "<table columns='*'><row><cell span='{1 +}'/></row></table>",
        "<table columns='*'><row><cell max-lines='{1}'/></row></table>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        assert_null(bind_line(w, bodies[i], MONTH));
        if (!g_str_has_prefix(messages(w), "form-"))
            fail_msg("%s: %s", bodies[i], messages(w));
        forget(w);
    }
}

/* Cells by a loop, in a table of as many columns. */
#define DAYS                                                                                                           \
    "<let name='days' select='count(day)' blank-select='5'/><table columns='9mm repeat({$days}, 5mm)'>"                \
    "<row><cell span='{$days + 1}'>題</cell></row>"                                                                   \
    "<for-each select='k' blank-count='1' fill-to='3'><row><cell><value select='@n'/></cell><for-each "                \
    "select='$days'><cell><value select='position()'/></cell></for-each></row></for-each></table>"

static void
rows_have_as_many_cells_as_there_are_columns(void **state)
{
    world *w = *state;
    check_text(w, DAYS, MONTH, "題/青木/1/2/3/石田/1/2/3//1/2/3");
    assert_non_null(compose_bound(w, bind_line(w, DAYS, MONTH)));
    check_text(w, DAYS, NULL, "題//1/2/3/4/5//1/2/3/4/5//1/2/3/4/5");
    assert_non_null(compose_bound(w, bind_line(w, DAYS, NULL)));
}

/* The days themselves, not how many: a row that fills the paper has a cell for each, and nothing in it. */
static void
rows_that_fill_a_paper_have_a_cell_for_each(void **state)
{
    world *w = *state;
    check_text(w,
               "<let name='all' select='day'/><table columns='repeat({count($all)}, 5mm)'><for-each select='k[1]' "
               "fill-to='2'><row><for-each select='$all'><cell>あ<value select='count(.)'/></cell></for-each></row>"
               "</for-each></table>",
               MONTH, "あ1/あ1/あ1/あ/あ/あ");
}

static void
a_blank_form_asks_for_its_own_columns(void **state)
{
    world *w = *state;
    assert_null(bind_line(w, "<table columns='repeat({count(day)}, 5mm)'/>", NULL));
    assert_string_equal(messages(w), "bind-attribute-blank form.xml:4");
    forget(w);
    check_attributes(w, "<table columns='* *'><row><cell span='{@two}' fill='{@days}'/><cell/></row></table>", NULL, 2,
                     1, 1, -1);
    check_attributes(w, "<table columns='repeat({1 + 1}, *)'><row><cell span='{2}'/></row></table>", NULL, 2, 2, 1, -1);
    check_text(w, "<let name='x' select='@a' blank-select='@b'/><p>［<value select='$x'/>］</p>", NULL, "［］");
}

static void
a_mismatch_is_told_with_both_numbers(void **state)
{
    static const struct {
        const char *body, *need, *has;
    } rows[] = {
        {"<table columns='* *'><row><cell/></row></table>", "1", "2"},
        {"<table columns='* *'><row><for-each select='day'><cell/></for-each></row></table>", "3", "2"},
        {"<table columns='* * *'><row><cell/><cell rows='2'/><cell/></row><row><cell span='2'/></row></table>", "4",
         "3"},
        {"<table columns='* *'><group><label span='3'/><row/></group></table>", "3", "2"},
        {"<table columns='* *'><row><cell rows='3'/><cell/></row></table>", "3", "1"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_null(compose_bound(w, bind_form(w, "<style name='label'/>", rows[i].body, MONTH)));
        const diag_message *m = diag_at(w->d, 0);
        if (strcmp(m->args[0], rows[i].need) != 0 || strcmp(m->args[1], rows[i].has) != 0)
            fail_msg("%s: needs %s, has %s", rows[i].body, m->args[0], m->args[1]);
        forget(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(attributes_are_computed),
        TEST(what_is_no_such_value_is_a_fault_of_the_data),
        TEST(what_is_written_wrong_is_a_fault_of_the_form),
        TEST(rows_have_as_many_cells_as_there_are_columns),
        TEST(rows_that_fill_a_paper_have_a_cell_for_each),
        TEST(a_blank_form_asks_for_its_own_columns),
        TEST(a_mismatch_is_told_with_both_numbers),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
