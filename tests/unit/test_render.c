/* test_render.c: the pipeline as one call: each stage, nothing after an error, the same bytes twice. The command
 * line itself is tested by tests/bad/run.sh. */
#include "environment_support.h"

#include "render/document.h"

#define HEADS "tests/forms/heads-and-feet"

typedef struct result {
    bool done;
    guint outputs;
    char *bytes; /* of the first output, or the text */
    gsize length;
} result;

static result
run(world *w, render_request r)
{
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    GString *text = g_string_new(NULL);
    result out = {.done = render_make(environment, &r, outputs, text, NULL, w->d), .outputs = outputs->len};
    if (outputs->len) {
        const GByteArray *first = g_ptr_array_index(outputs, 0);
        out.bytes = arena_copy(w->a, first->data, first->len);
        out.length = first->len;
    } else {
        out.bytes = arena_strdup(w->a, text->str);
        out.length = text->len;
    }
    g_ptr_array_free(outputs, TRUE);
    g_string_free(text, TRUE);
    return out;
}

static render_request
heads(void)
{
    return (render_request){.case_path = HEADS "/data.xml", .form = HEADS "/form.xml"};
}

/* Nothing comes out, and this is what is said. */
static void
check_refused(world *w, render_request r, const char *expected, int status)
{
    const result got = run(w, r);
    assert_false(got.done);
    assert_int_equal(got.outputs, 0);
    assert_int_equal(got.length, 0);
    if (strcmp(messages(w), expected) != 0)
        fail_msg("\"%s\" instead of \"%s\"", messages(w), expected);
    assert_int_equal(diag_exit_status(w->d), status);
    forget(w);
}

static void
every_stage_can_be_printed(void **state)
{
    static const char *const begins[] = {[STAGE_CASE] = "",
                                         [STAGE_JUDGED] = "nothing was judged\n", /* it is no case */
                                         [STAGE_BIND] = "form heads-and-feet\n",
                                         [STAGE_COMPOSE] = "page 1/3\n",
                                         [STAGE_DISPLAY] = "document\n"};
    world *w = *state;
    for (int stage = STAGE_CASE; stage <= STAGE_DISPLAY; stage++) {
        render_request r = heads();
        r.print = (render_stage)stage;
        const result got = run(w, r);
        assert_true(got.done);
        assert_int_equal(got.outputs, 0);
        assert_true(got.length > 0);
        assert_true(g_str_has_prefix(got.bytes, begins[stage]));
    }
    assert_int_equal(diag_length(w->d), 0);
}

/* Of a form that asks the rules and of one that does not; a draft too; as of the day of the paper when none is given.
 */
static void
what_the_rules_find_can_be_printed(void **state)
{
    static const struct {
        const char *form, *as_of, *expected;
        bool draft;
    } rows[] = {{"year-overview", NULL, "<judged as-of=\"2024-07-01\">\n<month ym=\"2024-04\"", false},
                {"year-overview", NULL, "<judged as-of=\"2024-07-01\">\n<month ym=\"2024-04\"", true},
                {"plan", "2024-10-10", "<judged as-of=\"2024-10-10\">\n<month ym=\"2024-04\"", false},
                {"envelope", NULL, "nothing was judged\n", false}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const result got = run(w, (render_request){.case_path = "samples/ihan-mihon/case.xml",
                                                   .form = rows[i].form,
                                                   .as_of = rows[i].as_of,
                                                   .draft = rows[i].draft,
                                                   .print = STAGE_JUDGED});
        assert_true(got.done);
        if (!g_str_has_prefix(got.bytes, rows[i].expected))
            fail_msg("%s: %.80s", rows[i].form, got.bytes);
    }
    const result blank = run(w, (render_request){.form = "year-overview", .blank = true, .print = STAGE_JUDGED});
    assert_true(blank.done);
    assert_string_equal(blank.bytes, "nothing was judged\n");
}

static void
every_format_has_its_outputs(void **state)
{
    static const struct {
        paint_format format;
        guint outputs;
        const char *begins;
    } rows[] = {{PAINT_PDF, 1, "%PDF-"}, {PAINT_PNG, 3, "\x89PNG"}, {PAINT_SVG, 3, "<?xml"}, {PAINT_TEXT, 1, ""}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        render_request r = heads();
        r.format = rows[i].format;
        const result got = run(w, r);
        assert_true(got.done);
        assert_int_equal(got.outputs, rows[i].outputs);
        assert_memory_equal(got.bytes, rows[i].begins, strlen(rows[i].begins));
    }
}

static void
the_same_input_gives_the_same_bytes(void **state)
{
    world *w = *state;
    for (int backend = PAINT_RENKEI; backend <= PAINT_HARU; backend++) {
        render_request r = heads();
        r.backend = (paint_backend)backend;
        const result first = run(w, r), second = run(w, r);
        assert_true(first.done && second.done);
        assert_int_equal(first.length, second.length);
        assert_memory_equal(first.bytes, second.bytes, first.length);
    }
}

/* A document that was refused leaves nothing behind for the next. */
static void
a_document_after_an_error_is_as_before(void **state)
{
    world *w = *state;
    const result first = run(w, heads());
    run(w, (render_request){.case_path = "tests/forms/fit-refuse/data.xml", .form = "tests/forms/fit-refuse/form.xml"});
    forget(w);
    const result second = run(w, heads());
    assert_true(second.done);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
}

static void
a_blank_form_needs_no_case(void **state)
{
    world *w = *state;
    const result got = run(w, (render_request){.form = HEADS "/form.xml", .blank = true});
    assert_true(got.done);
    assert_int_equal(got.outputs, 1);
}

static void
no_stage_gives_output_after_an_error(void **state)
{
    world *w = *state;
    const char *missing = own_file(w, "missing.xml", form_text(w, "", "<p><value select='x'/></p>"));
    const char *wide = own_file(w, "wide.xml",
                                "<form name='t' title='t' data='any'><page size='A5' margin='0mm'/>"
                                "<body><p><circle test='true()'>可</circle></p></body></form>");
    const char *data = own_file(w, "data.xml", "<d/>");
    for (int stage = STAGE_NONE; stage <= STAGE_DISPLAY; stage++) {
        if (stage == STAGE_CASE || stage == STAGE_JUDGED)
            continue;
        check_refused(w, (render_request){.form = missing, .case_path = data, .print = (render_stage)stage},
                      "bind-missing missing.xml:4 data.xml:1", EXIT_DATA);
    }
    check_refused(w, (render_request){.form = wide, .case_path = data}, "compose-outside wide.xml:1", EXIT_FORM);
    check_refused(w, (render_request){.form = wide, .case_path = data, .print = STAGE_DISPLAY},
                  "compose-outside wide.xml:1", EXIT_FORM);
}

/* Asked for the case, with a form that cannot be read: an error, and so no output. */
static void
the_case_is_not_printed_after_an_error_in_the_form(void **state)
{
    world *w = *state;
    const char *path = own_file(w, "form.xml", form_text(w, "", "<p style='none'>あ</p>"));
    const result got =
        run(w, (render_request){.form = path, .case_path = "samples/hodei-futoukou/case.xml", .print = STAGE_CASE});
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    assert_false(got.done);
    assert_int_equal(got.length, 0);
}

/* What kind of data a form wants is not known when the form cannot be read: nothing is said of the data. */
static void
a_form_that_cannot_be_read_says_nothing_of_the_data(void **state)
{
    world *w = *state;
    const char *path = own_file(w, "form.xml", form_text(w, "", "<p style='none'>あ</p>"));
    check_refused(w, (render_request){.form = path, .case_path = own_file(w, "data.xml", "<d/>")},
                  "form-style-unknown form.xml:4", EXIT_FORM);
}

static void
files_that_are_not_there_are_told(void **state)
{
    world *w = *state;
    render_request r = heads();
    r.case_path = own_file(w, "none.xml", NULL);
    check_refused(w, r, "file-asked", EXIT_USAGE);
    r = heads();
    r.form = "no-such-form";
    check_refused(w, r, "form-unknown", EXIT_USAGE);
}

static void
haru_writes_pdf_only(void **state)
{
    render_request r = heads();
    r.backend = PAINT_HARU;
    r.format = PAINT_PNG;
    check_refused(*state, r, "paint-no-format", EXIT_USAGE);
}

static void
times_are_counted(void **state)
{
    world *w = *state;
    render_times t = {0};
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    GString *text = g_string_new(NULL);
    const render_request r = heads();
    assert_true(render_make(environment, &r, outputs, text, &t, w->d));
    assert_true(t.form > 0 && t.data > 0 && t.bind > 0 && t.compose > 0 && t.display > 0 && t.paint > 0);
    g_string_free(text, TRUE);
    g_ptr_array_free(outputs, TRUE);
}

/* ---- paths and the list of forms ---- */

static void
a_name_is_a_form_of_the_folder_and_a_path_is_itself(void **state)
{
    static const char *const rows[][2] = {
        {"plan", "F/plan/form.xml"}, {"./plan", "./plan"}, {"a/b.xml", "a/b.xml"}, {"b.xml", "b.xml"}};
    const render_paths p = {.forms = (char *)"F"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = render_form_path(&p, rows[i][0]);
        assert_string_equal(path, rows[i][1]);
        g_free(path);
    }
}

/* This program stands in the build folder, which may be anywhere: either all is found or it is told. */
static void
paths_are_found_or_told(void **state)
{
    world *w = *state;
    render_paths p = {0};
    if (render_paths_find(&p, "own/forms", w->d)) {
        assert_string_equal(p.forms, "own/forms");
        assert_true(g_file_test(p.schema, G_FILE_TEST_IS_DIR));
        assert_true(g_file_test(p.fonts, G_FILE_TEST_IS_DIR));
    } else {
        check_codes(w, "install-missing");
        assert_int_equal(diag_exit_status(w->d), EXIT_ENVIRONMENT);
    }
    render_paths_clear(&p);
    assert_null(p.forms);
}

/* The forms of a folder, listed into w->text. */
static bool
list_folder(world *w, const char *folder)
{
    const render_paths p = {.forms = (char *)folder, .schema = (char *)"templates/schema", .fonts = (char *)"fonts"};
    render_environment *e = render_open(&p, RENDER_FRESH, w->d);
    const bool done = render_list_forms(e, &(render_request){0}, w->text, w->d);
    render_close(e);
    return done;
}

static void
forms_are_listed_in_order(void **state)
{
    world *w = *state;
    g_mkdir(own_file(w, "b", NULL), 0700);
    g_mkdir(own_file(w, "a", NULL), 0700);
    g_mkdir(own_file(w, "empty", NULL), 0700);
    own_file(w, "b/form.xml", "<form name='b' title='乙'/>");
    own_file(w, "a/form.xml", "<form name='a' title='甲'/>");
    assert_true(list_folder(w, w->folder));
    assert_string_equal(w->text->str, "a\t甲\nb\t乙\n");
    own_file(w, "a/form.xml", "<parts/>");
    assert_false(list_folder(w, w->folder));
    check_codes(w, "form-not-a-form");
}

static void
a_folder_of_forms_that_is_not_there_is_told(void **state)
{
    world *w = *state;
    assert_false(list_folder(w, own_file(w, "none", NULL)));
    check_codes(w, "file-read");
}

static void
fonts_that_are_not_there_are_told(void **state)
{
    world *w = *state;
    const render_paths p = {.forms = (char *)"templates", .schema = (char *)"templates/schema", .fonts = w->folder};
    assert_null(render_open(&p, RENDER_FRESH, w->d));
    assert_int_equal(diag_exit_status(w->d), EXIT_ENVIRONMENT);
    render_close(NULL);
}

/* Many documents of kept cases and forms, in turn, give the bytes that each gives alone. */
static void
what_is_kept_changes_no_byte(void **state)
{
    static const char *const forms[] = {"plan", "schedule", "consent"};
    static const char *const cases[] = {"samples/hodei-futoukou/case.xml", "samples/jihatsu-houmon/case.xml"};
    world *w = *state;
    render_environment *e = render_open(&paths, RENDER_KEEP, w->d);
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
        render_case *c = render_case_new(e, cases[i % G_N_ELEMENTS(cases)]);
        for (size_t k = 0; k < G_N_ELEMENTS(forms); k++) {
            const render_request r = {.case_path = cases[i % 2], .form = forms[k]};
            GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
            size_t pages = 0;
            assert_true(render_case_document(c, &r, outputs, w->text, &pages, NULL, w->d));
            assert_true(pages > 0);
            const result alone = run(w, r);
            const GByteArray *kept = g_ptr_array_index(outputs, 0);
            assert_int_equal(kept->len, alone.length);
            assert_memory_equal(kept->data, alone.bytes, alone.length);
            g_ptr_array_free(outputs, TRUE);
        }
        render_case_drop(c);
    }
    assert_string_equal(render_form_files(e, "plan", w->d)[0], "templates/plan/form.xml");
    assert_null(render_form_files(e, "no-such-form", w->d));
    assert_false(render_warm(e, "no-such-form", w->d));
    check_codes(w, "form-unknown");
    render_close(e);
}

static void
data_may_be_in_memory(void **state)
{
    world *w = *state;
    char *bytes;
    gsize length;
    assert_true(g_file_get_contents(HEADS "/data.xml", &bytes, &length, NULL));
    render_case *c = render_case_new_memory(environment, HEADS "/data.xml", bytes, length);
    g_free(bytes);
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    size_t pages = 0;
    render_request r = heads();
    assert_true(render_case_document(c, &r, outputs, w->text, &pages, NULL, w->d));
    assert_int_equal(pages, 3);
    const result alone = run(w, heads());
    assert_memory_equal(((GByteArray *)g_ptr_array_index(outputs, 0))->data, alone.bytes, alone.length);
    g_ptr_array_free(outputs, TRUE);
    render_case_drop(c);
}

static void
what_all_documents_depend_on_is_named(void **state)
{
    world *w = *state;
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    render_common_files(environment, files, w->d);
    assert_int_equal(diag_length(w->d), 0);
    bool font = false, rules = false, schema = false;
    for (guint i = 0; i < files->len; i++) {
        const char *path = g_ptr_array_index(files, i);
        assert_true(g_file_test(path, G_FILE_TEST_IS_REGULAR));
        assert_true(i == 0 || strcmp(g_ptr_array_index(files, i - 1), path) <= 0);
        font = font || g_str_has_suffix(path, ".ttf");
        rules = rules || g_str_has_suffix(path, "practice.xml");
        schema = schema || g_str_has_suffix(path, "case.rng");
    }
    assert_true(font && rules && schema);
    g_ptr_array_free(files, TRUE);
}

static void
a_form_tells_whom_its_document_is_for(void **state)
{
    static const struct {
        const char *form, *to, *key;
    } expected[] = {{"plan", "household", "K-0002"},
                    {"visit-letter", "partner", "chuo-daini"},
                    {"transition", "partner", "midori"},
                    {"evaluation-result", "office", "kizahashi"}};
    world *w = *state;
    render_case *c = render_case_new(environment, "samples/jihatsu-houmon/case.xml");
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        const render_request r = {.form = expected[i].form};
        render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_BOUND);
        assert_true(render_document_is_good(x));
        assert_int_equal(x->bound->recipient_count, 1);
        assert_string_equal(x->bound->recipients[0].to, expected[i].to);
        assert_string_equal(x->bound->recipients[0].key, expected[i].key);
        render_document_drop(x);
    }
    render_document *none =
        render_document_new(c, &(render_request){.form = "year-overview"}, &render_to_leave, RENDER_BOUND);
    assert_false(render_document_is_good(none));
    diag_append_all(w->d, none->messages);
    assert_string_equal(codes(w), "bind-no-subject");
    render_document_drop(none);
    render_case_drop(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_stage_can_be_printed),
        TEST(what_the_rules_find_can_be_printed),
        TEST(every_format_has_its_outputs),
        TEST(the_same_input_gives_the_same_bytes),
        TEST(a_document_after_an_error_is_as_before),
        TEST(a_blank_form_needs_no_case),
        TEST(no_stage_gives_output_after_an_error),
        TEST(the_case_is_not_printed_after_an_error_in_the_form),
        TEST(a_form_that_cannot_be_read_says_nothing_of_the_data),
        TEST(files_that_are_not_there_are_told),
        TEST(haru_writes_pdf_only),
        TEST(times_are_counted),
        TEST(a_name_is_a_form_of_the_folder_and_a_path_is_itself),
        TEST(paths_are_found_or_told),
        TEST(forms_are_listed_in_order),
        TEST(a_folder_of_forms_that_is_not_there_is_told),
        TEST(fonts_that_are_not_there_are_told),
        TEST(what_is_kept_changes_no_byte),
        TEST(data_may_be_in_memory),
        TEST(what_all_documents_depend_on_is_named),
        TEST(a_form_tells_whom_its_document_is_for),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
