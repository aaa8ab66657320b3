/* test_render_show.c: the pages of a document on their way to a screen, with what is known of them. */
#include "environment_support.h"

#include "render/document.h"

#include "emit/notes.h"

typedef struct seen {
    guint calls, pages, notes, refused;
} seen;

static void
see(seen *s, const render_document *x)
{
    s->calls++;
    s->pages = x->list->pages->len;
    s->notes = x->notes->len;
    for (guint i = 0; i < x->notes->len; i++)
        s->refused += g_array_index(x->notes, emit_note, i).outcome == FITS_REFUSED;
}

static seen
show(world *w, const char *form_path, const char *data, GPtrArray *files, bool *good)
{
    seen s = {0};
    const render_request r = {.form = form_path};
    render_case *c = render_case_new(environment, data);
    render_document *x = render_document_new(c, &r, &render_to_screen, RENDER_DRAWN);
    if (x->list)
        see(&s, x);
    *good = render_document_is_good(x);
    render_document_form_files(x, files);
    diag_append_all(w->d, x->messages);
    render_document_drop(x);
    render_case_asked_files(c, files);
    render_case_drop(c);
    return s;
}

static void
a_document_is_shown_with_its_notes_and_its_files(void **state)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    bool good;
    const seen s = show(*state, "plan", "samples/hodei-futoukou/case.xml", files, &good);
    assert_true(good);
    assert_int_equal(s.calls, 1);
    assert_int_equal(s.pages, 3);
    assert_true(s.notes > 300);
    static const char *const wanted[] = {"templates/plan/form.xml", "templates/plan/../shared/base.xml",
                                         "samples/hodei-futoukou/case.xml",
                                         "samples/hodei-futoukou/../masters/office.xml"};
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
        assert_true(g_ptr_array_find_with_equal_func(files, wanted[i], g_str_equal, NULL));
    g_ptr_array_free(files, TRUE);
}

/* An author sees the box that refused; a form that cannot be read shows nothing, and its file is still named. */
static void
what_is_wrong_is_shown_as_far_as_there_are_pages(void **state)
{
    world *w = *state;
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    bool good;
    const seen refused = show(w, "tests/forms/fit-refuse/form.xml", "tests/forms/fit-refuse/data.xml", files, &good);
    assert_false(good);
    check_codes(w, "compose-no-fit");
    assert_int_equal(refused.calls, 1);
    assert_int_equal(refused.refused, 1);
    const seen none = show(w, "tests/forms/no-such-form.xml", NULL, files, &good);
    assert_false(good);
    assert_int_equal(none.calls, 0);
    assert_true(g_ptr_array_find_with_equal_func(files, "tests/forms/no-such-form.xml", g_str_equal, NULL));
    g_ptr_array_free(files, TRUE);
}

/* As -T display has it. */
static char *
altered(world *w, const char *form_name, render_alteration how, bool *good)
{
    GString *text = g_string_new(NULL);
    const render_request r = {.form = form_name};
    render_case *c = render_case_new_altered(environment, "samples/hodei-futoukou/case.xml", how);
    render_document *x = render_document_new(c, &r, &render_to_screen, RENDER_DRAWN);
    if (x->list)
        display_print(x->list, false, text);
    *good = render_document_is_good(x);
    diag_append_all(w->d, x->messages);
    render_document_drop(x);
    render_case_drop(c);
    return g_string_free(text, FALSE);
}

static void
check_altered(world *w, const char *form_name, render_alteration how, const char *wanted, bool is_good)
{
    bool good;
    char *as_it_is = altered(w, form_name, RENDER_AS_IT_IS, &good);
    assert_true(good);
    assert_null(strstr(as_it_is, wanted));
    char *other = altered(w, form_name, how, &good);
    assert_int_equal(good, is_good);
    assert_non_null(strstr(other, wanted));
    g_free(as_it_is);
    g_free(other);
}

static void
an_altered_case_is_shown(void **state)
{
    world *w = *state;
    check_altered(w, "plan", RENDER_NAMES, "龍之介左衛門", true);
    check_altered(w, "plan", RENDER_KANJI, "𠮷之進", true);
    char *marks = altered(w, "consent", RENDER_TICKS, &(bool){0});
    assert_non_null(strstr(marks, "☑"));
    assert_null(strstr(marks, "☐"));
    g_free(marks);
    check_codes(w, "");
    bool good;
    g_free(altered(w, "plan", RENDER_EMPTY, &good));
    assert_false(good);
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_BIND_MISSING);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_document_is_shown_with_its_notes_and_its_files),
        TEST(an_altered_case_is_shown),
        TEST(what_is_wrong_is_shown_as_far_as_there_are_pages),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
