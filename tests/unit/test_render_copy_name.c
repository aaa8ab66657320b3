/* test_render_copy_name.c: a form's name may say whose copy is meant; whoever takes a form takes such a name, and a
 * copy is for its reader alone. */
#include "environment_support.h"

#include "render/document.h"

static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};

/* As a batch has it: what is read is kept. */
static render_environment *
open_kept(diag *d)
{
    render_environment *e = render_open(&paths, RENDER_KEEP, d);
    assert_non_null(e);
    return e;
}

static void
test_names_are_split(void **state)
{
    (void)state;
    static const struct {
        const char *copy, *name, *edition;
    } rows[] = {{"plan@school", "plan", "school"},
                {"plan@blank", "plan", "blank"},
                {"plan@学校", "plan", "学校"},
                {"plan", "plan", NULL},
                {"plan@", "plan@", NULL},
                {"@school", "@school", NULL},
                {"a@b@school", "a@b", "school"},
                {"forms@work/plan", "forms@work/plan", NULL},
                {"forms@work/plan@school", "forms@work/plan", "school"},
                {"plan@2.xml", "plan@2.xml", NULL},
                {"./plan/form.xml@guardian", "./plan/form.xml", "guardian"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *name;
        const char *edition = render_copy_split(rows[i].copy, &name);
        assert_string_equal(name, rows[i].name);
        assert_string_equal(edition ? edition : "-", rows[i].edition ? rows[i].edition : "-");
        g_free(name);
    }
}

static void
test_names_are_made(void **state)
{
    (void)state;
    diag *d = diag_new();
    const place where = {"run.xml", 7, NULL};
    char *by_word = render_copy_name("templates/schema", "plan", "学校", where, d);
    char *by_name = render_copy_name("templates/schema", "plan", "school", where, d);
    assert_string_equal(by_word, "plan@school");
    assert_string_equal(by_name, "plan@school");
    assert_int_equal(diag_length(d), 0);
    assert_null(render_copy_name("templates/schema", "plan", "父", where, d));
    assert_int_equal(diag_at(d, 0)->code, DIAG_USAGE);
    assert_int_equal(diag_at(d, 0)->form.line, 7);
    g_free(by_word);
    g_free(by_name);
    diag_drop(d);
}

static void
test_copies_have_titles_and_readers(void **state)
{
    (void)state;
    static const struct {
        const char *copy, *title, *to;
    } rows[] = {{"plan@school", "個別支援計画書（学校用）", "partner"},
                {"plan@guardian", "個別支援計画書（保護者用）", "household"},
                {"plan@archive", "個別支援計画書（控え）", "office"},
                {"plan", "個別支援計画書", "household"}};
    diag *d = diag_new();
    render_environment *e = open_kept(d);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *kinds[4];
        assert_true(render_warm(e, rows[i].copy, d));
        assert_string_equal(render_form_title(e, rows[i].copy, d), rows[i].title);
        assert_int_equal(render_form_recipients(e, rows[i].copy, kinds, G_N_ELEMENTS(kinds)), 1);
        assert_string_equal(kinds[0], rows[i].to);
    }
    assert_int_equal(diag_length(d), 0);
    assert_false(render_warm(e, "year-overview@school", d)); /* its author allows none */
    assert_int_equal(diag_at(d, 0)->code, DIAG_EDITION_NOT_FOR);
    assert_false(render_warm(e, "plan@nobody", d));
    assert_int_equal(diag_at(d, 1)->code, DIAG_USAGE);
    render_close(e);
    diag_drop(d);
}

/* Every form that may be copied, of every sample: the envelope is the reader's, whomever else the form goes to. */
static void
test_copies_go_to_their_readers(void **state)
{
    (void)state;
    static const char *const forms[] = {"plan", "schedule", "consent", "school-sharing", "monitoring", "visit-letter"};
    static const struct {
        const char *edition, *to;
    } readers[] = {
        {"guardian", "household"}, {"school", "partner"}, {"consultation", "partner"}, {"archive", "office"}};
    diag *d = diag_new();
    render_environment *e = open_kept(d);
    size_t made = 0, addressed = 0;
    for (size_t s = 0; s < G_N_ELEMENTS(samples); s++) {
        char *path = g_build_filename("samples", samples[s], "case.xml", NULL);
        render_case *c = render_case_new(e, path);
        for (size_t i = 0; i < G_N_ELEMENTS(forms) * G_N_ELEMENTS(readers); i++) {
            const size_t of = i / G_N_ELEMENTS(readers), by = i % G_N_ELEMENTS(readers);
            char *copy = g_strdup_printf("%s@%s", forms[of], readers[by].edition);
            const render_request r = {.form = copy, .backend = PAINT_RENKEI, .format = PAINT_PDF};
            render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_BOUND);
            for (size_t k = 0; x->bound && k < x->bound->recipient_count; k++, addressed++)
                assert_string_equal(x->bound->recipients[k].to, readers[by].to);
            made += x->bound ? 1 : 0;
            if (x->bound && readers[by].to[0] != 'o') /* nobody is left without it */
                assert_true(x->bound->recipient_count > 0);
            render_document_drop(x);
            g_free(copy);
        }
        render_case_drop(c);
        g_free(path);
    }
    assert_true(made > 20 && addressed > 10);
    render_close(e);
    diag_drop(d);
}

static void
test_a_blank_form_has_a_name_of_its_own(void **state)
{
    (void)state;
    static const char *const words[] = {"blank", "用紙"}, *const others[] = {"school", "Blank", "blank2", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        assert_true(render_copy_is_blank(words[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        assert_false(render_copy_is_blank(others[i]));
    assert_false(render_copy_is_blank(NULL));
    char *name = render_copy_name_blank("forms/plan/form.xml"), *of;
    assert_true(render_copy_is_blank(render_copy_split(name, &of)));
    assert_string_equal(of, "forms/plan/form.xml");
    g_free(of);
    g_free(name);
    const place nowhere = PLACE_NONE;
    diag *d = diag_new();
    assert_null(render_copy_name("templates/schema", "plan", "blank", nowhere, d)); /* it is no edition */
    assert_int_equal(diag_at(d, 0)->code, DIAG_USAGE);
    diag_drop(d);
}

/* What a document is for, as "kind:key kind:key". */
static char *
recipients_of(render_case *c, const char *named)
{
    const render_request r = {.form = named, .backend = PAINT_RENKEI, .format = PAINT_PDF};
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
    GString *out = g_string_new(render_document_is_good(x) ? "" : "-");
    for (size_t i = 0; x->bound && i < x->bound->recipient_count; i++)
        g_string_append_printf(out, "%s%s:%s", i ? " " : "", x->bound->recipients[i].to, x->bound->recipients[i].key);
    render_document_drop(x);
    return g_string_free(out, FALSE);
}

/* Every form of cases and every sample: the blank one is made whatever rules say, goes to the household or the office
 * where the filled one does, to nobody else, and the form says beforehand to whom it may. */
static void
test_blank_forms_stay_at_home_and_in_the_office(void **state)
{
    (void)state;
    diag *d = diag_new();
    render_environment *e = open_kept(d);
    GPtrArray *forms = render_find_forms(&paths, d);
    size_t addressed = 0;
    for (size_t s = 0; s < G_N_ELEMENTS(samples); s++) {
        char *path = g_build_filename("samples", samples[s], "case.xml", NULL);
        render_case *c = render_case_new(e, path);
        for (guint i = 0; i < forms->len; i++) {
            const render_form_entry *f = g_ptr_array_index(forms, i);
            char *blank = render_copy_name_blank(f->name);
            const char *kinds[4];
            char *to = f->takes_any ? g_strdup("") : recipients_of(c, blank);
            const size_t n = render_form_recipients(e, blank, kinds, G_N_ELEMENTS(kinds));
            assert_string_not_equal(to, "-");
            assert_null(strstr(to, "partner:"));
            assert_null(strstr(to, "municipality:"));
            for (size_t k = 0; k < n; k++)
                assert_true(strcmp(kinds[k], "household") == 0 || strcmp(kinds[k], "office") == 0);
            assert_true(!*to || n > 0);
            addressed += strstr(to, "household:") != NULL;
            g_free(to);
            g_free(blank);
        }
        render_case_drop(c);
        g_free(path);
    }
    assert_true(addressed >= 3 * G_N_ELEMENTS(samples));
    assert_string_equal(render_form_title(e, "consent@blank", d),
                        "学校等との情報共有及び連携支援に関する同意書（用紙）");
    g_ptr_array_free(forms, TRUE);
    render_close(e);
    diag_drop(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_split),
        cmocka_unit_test(test_names_are_made),
        cmocka_unit_test(test_copies_have_titles_and_readers),
        cmocka_unit_test(test_copies_go_to_their_readers),
        cmocka_unit_test(test_a_blank_form_has_a_name_of_its_own),
        cmocka_unit_test(test_blank_forms_stay_at_home_and_in_the_office),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
