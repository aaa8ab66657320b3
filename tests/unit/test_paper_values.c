/* test_paper_values.c: a paper prints the values of the rules of its own day, those of a local folder and of the
 * municipality too. */
#include "paper_support.h"

/* Of two days, and one of every day. */
static const char local_values[] =
    "<rules version='1' title='手元の値'>\n"
    "<parameter name='record-years' replaces='yes' value='10' to='2023-12-31' source='市の定め'><title>年数</title>"
    "<title-en>years</title-en></parameter>\n"
    "<parameter name='record-years' replaces='yes' value='7' from='2024-01-01' source='市の定め'><title>年数</title>"
    "<title-en>years</title-en></parameter>\n"
    "<parameter name='extension-least-minutes' replaces='yes' value='90' from='2024-09-01' source='市の定め'>"
    "<title>延長</title><title-en>extension</title-en></parameter>\n"
    "<parameter name='class-one-most-minutes' replaces='yes' value='130' from='2024-09-01' source='市の定め'>"
    "<title>区分1</title><title-en>class 1</title-en></parameter>\n"
    "</rules>\n";

static char *
words_of(render_environment *e, const render_request *r, const char *path)
{
    render_case *c = render_case_new(e, r->blank ? NULL : path);
    render_document *x = render_document_new(c, r, &render_to_leave, RENDER_BOUND);
    if (!x->bound) {
        diag_print(x->messages, stderr, DIAG_JA);
        fail_msg("%s is not bound", r->form);
    }
    GString *words = g_string_new(NULL);
    paper_append_words(x->bound->body, words);
    render_document_drop(x);
    render_case_drop(c);
    return g_string_free(words, FALSE);
}

static render_environment *
open_local(render_paths *with, const char *values, diag *d)
{
    char *folder = g_build_filename(world.folder, "local", NULL), *file = g_build_filename(folder, "v.xml", NULL);
    g_mkdir_with_parents(folder, 0700);
    assert_true(g_file_set_contents(file, values, -1, NULL));
    *with = paths;
    with->local = folder;
    g_free(file);
    render_environment *e = render_open(with, RENDER_FRESH, d);
    assert_non_null(e);
    return e;
}

typedef struct paper_row {
    const char *form, *as_of;
    bool blank;
    const char *has;   /* words, parted by | */
    const char *lacks; /* likewise */
} paper_row;

static void
hold_papers(render_environment *e, const paper_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const render_request r = {.form = rows[i].form, .as_of = rows[i].as_of, .blank = rows[i].blank};
        char *words = words_of(e, &r, "samples/hodei-futoukou/case.xml");
        char **has = g_strsplit(rows[i].has, "|", -1), **lacks = g_strsplit(rows[i].lacks, "|", -1);
        for (char **word = has; *word; word++)
            if (!strstr(words, *word))
                fail_msg("row %zu: %s does not say %s:\n%s", i, rows[i].form, *word, words);
        for (char **word = lacks; *word; word++)
            if (strstr(words, *word))
                fail_msg("row %zu: %s says %s:\n%s", i, rows[i].form, *word, words);
        g_strfreev(has);
        g_strfreev(lacks);
        g_free(words);
    }
}

/* The sample's consents were explained on 2023-11-13 and 2024-04-08; its schedules begin in August and September. */
static void
a_paper_prints_the_local_values_of_its_day(void **state)
{
    (void)state;
    static const paper_row rows[] = {
        {"consent", "2024-03-31", false, "保管期間10年）", "保管期間7年|保管期間5年"},
        {"consent", NULL, false, "保管期間7年）", "保管期間10年|保管期間5年"},
        {"schedule", NULL, false, "それぞれ1時間以上から|それぞれ1時間30分以上から|（区分1）", "1時間00分以上"},
        /* of no day: what changes is for handwriting */
        {"consent", NULL, true, "保管期間　　年）|日から　　年間", "5年|7年|10年"},
        {"schedule", NULL, true, "それぞれ　　時間以上から", "1時間"},
        {"consent", "2023-12-01", true, "保管期間10年）|日から10年間", "5年|7年"},
        {"consent", "2024-12-01", true, "保管期間7年）|日から7年間", "5年|10年"},
        {"schedule", "2024-12-01", true, "それぞれ1時間30分以上から", "1時間以上"},
    };
    diag *d = diag_new();
    render_paths with;
    render_environment *e = open_local(&with, local_values, d);
    hold_papers(e, rows, G_N_ELEMENTS(rows));
    render_close(e);
    g_free(with.local);
    diag_drop(d);
}

static void
a_local_value_of_every_day_is_on_the_blank_form(void **state)
{
    (void)state;
    static const paper_row rows[] = {{"consent", NULL, true, "保管期間8年）|日から8年間", "5年"},
                                     {"consent", NULL, false, "保管期間8年）", "保管期間5年"}};
    diag *d = diag_new();
    render_paths with;
    render_environment *e = open_local(
        &with,
        "<rules version='1' title='手元の値'><parameter name='record-years' replaces='yes' value='8' source='市の定め'>"
        "<title>年数</title><title-en>years</title-en></parameter></rules>",
        d);
    hold_papers(e, rows, G_N_ELEMENTS(rows));
    render_close(e);
    g_free(with.local);
    diag_drop(d);
}

static void
without_a_local_folder_the_shipped_values_are_printed(void **state)
{
    (void)state;
    static const paper_row rows[] = {
        {"consent", NULL, false, "保管期間5年）", "保管期間7年"},
        {"consent", NULL, true, "保管期間5年）|日から5年間", "期間　　"},
        {"schedule", NULL, false, "それぞれ1時間以上から|（区分2）", "（区分1）"},
        {"schedule", NULL, true, "それぞれ1時間以上から", "　時間以上"},
    };
    hold_papers(environment, rows, G_N_ELEMENTS(rows));
}

/* municipality/@record-years: the longer of the two is promised. */
static void
a_consent_promises_the_years_of_the_municipality(void **state)
{
    (void)state;
    static const struct {
        const char *edits, *says;
    } rows[] = {{"municipality:set municipality/@record-years=10", "保管期間10年）"},
                {"municipality:set municipality/@record-years=5", "保管期間5年）"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        if (!rule_edits(&c, rows[i].edits))
            fail_msg("%s", c.why);
        rule_write(&world, &c);
        char *words = paper_words("consent", NULL, true);
        if (!strstr(words, rows[i].says))
            fail_msg("%s: %s", rows[i].edits, words);
        g_free(words);
        rule_case_close(&c);
    }
}

/* ---- forms of the user's own ---- */

static void
a_form_that_asks_wrongly_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *select, *code;
        bool blank;
    } rows[] = {{"parameter('none', '2024-04-01')", "form-xpath-eval", false},
                {"parameter('none', '')", "form-xpath-eval", true},
                {"parameter('record-years')", "form-xpath-eval", false},
                {"parameter('record-years', '4月')", "form-xpath-eval", false},
                {"parameter('record-years', @none)", "bind-missing", false}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *own = g_build_filename(world.folder, "asks.xml", NULL),
             *data = g_build_filename(world.folder, "d.xml", NULL);
        char *text = g_strdup_printf("<form name='asks' title='試験' data='any'><page size='A5' margin='20mm'/>"
                                     "<body><p><value select=\"%s\"/></p></body></form>",
                                     rows[i].select);
        assert_true(g_file_set_contents(own, text, -1, NULL) && g_file_set_contents(data, "<d/>", -1, NULL));
        render_case *c = render_case_new(environment, rows[i].blank ? NULL : data);
        const render_request r = {.form = own, .blank = rows[i].blank};
        render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_BOUND);
        assert_null(x->bound);
        assert_true(diag_length(x->messages) >= 1);
        assert_string_equal(diag_name(diag_at(x->messages, 0)->code), rows[i].code);
        render_document_drop(x);
        render_case_drop(c);
        g_free(text);
        g_free(own);
        g_free(data);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_prints_the_local_values_of_its_day),
        cmocka_unit_test(a_local_value_of_every_day_is_on_the_blank_form),
        cmocka_unit_test(without_a_local_folder_the_shipped_values_are_printed),
        cmocka_unit_test(a_consent_promises_the_years_of_the_municipality),
        cmocka_unit_test(a_form_that_asks_wrongly_is_told),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
