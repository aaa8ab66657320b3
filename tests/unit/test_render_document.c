/* test_render_document.c: a document is a value that one walk makes, and all who ask find the same in it. */
#include "environment_support.h"

#include <unistd.h>

#include "base/order.h"
#include "folder_support.h"
#include "render/document.h"

#define SAMPLE "samples/hodei-futoukou/case.xml"

/* ---- as text ---- */

static void
check_printed(const char *case_path, render_request r, const render_manner *m, render_depth depth, const char *expected)
{
    GString *text = g_string_new(NULL);
    render_case *c = render_case_new(environment, case_path);
    render_document *x = render_document_new(c, &r, m, depth);
    render_document_print(x, text);
    assert_string_equal(text->str, expected);
    render_document_drop(x);
    render_case_drop(c);
    g_string_free(text, TRUE);
}

static void
each_depth_tells_what_it_made(void **state)
{
    (void)state;
    const render_request r = {.form = "envelope"};
    check_printed(SAMPLE, r, &render_to_leave, RENDER_FORM, "document envelope, wanted form\n");
    check_printed(SAMPLE, r, &render_to_leave, RENDER_READ, "document envelope, wanted read\n");
    check_printed("samples/jihatsu-houmon/case.xml", (render_request){.form = "visit-letter"}, &render_to_leave,
                  RENDER_JUDGED,
                  "document visit-letter, wanted judged\n"
                  "bound 1 times, filled, made 2025-05-23\n"
                  "recipient partner chuo-daini\n"
                  "forbidden by no rule\n");
}

static void
what_ended_the_walk_is_told(void **state)
{
    (void)state;
    check_printed("tests/forms/fit-refuse/data.xml", (render_request){.form = "tests/forms/fit-refuse/form.xml"},
                  &render_to_leave, RENDER_DRAWN,
                  "document fit-refuse, wanted drawn, ended before\n"
                  "bound 1 times, filled\n"
                  "forbidden by no rule\n"
                  "message compose-no-fit\n");
    check_printed(NULL, (render_request){.form = "no-such-form", .blank = true}, &render_to_leave, RENDER_DRAWN,
                  "document -, wanted drawn, ended before\nmessage form-unknown\n");
}

/* A screen shows the pages all the same, and no rule is asked. */
static void
a_screen_gets_pages_with_what_is_wrong(void **state)
{
    (void)state;
    check_printed("tests/forms/fit-refuse/data.xml", (render_request){.form = "tests/forms/fit-refuse/form.xml"},
                  &render_to_screen, RENDER_DRAWN,
                  "document fit-refuse, wanted drawn\n"
                  "bound 1 times, filled\n"
                  "composed 1 pages\n"
                  "list 1 pages, 4 ops, 1 bookmarks, 11 notes\n"
                  "message compose-no-fit\n");
}

/* A list is looked at once, by whoever drew it; painting changes nothing of it, with what is attached, too. */
static void
what_is_painted_was_found_sound_and_still_is(void **state)
{
    static const char *const forms[] = {"plan", "schedule", "consent", "envelope"};
    (void)state;
    render_case *c = render_case_new(environment, SAMPLE);
    arena *a = arena_new();
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(forms); i++) {
        const render_request r = {.form = forms[i / 2], .archive = i % 2};
        GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
        render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_DRAWN);
        assert_true(x->list && x->list->is_sound);
        assert_true(render_document_paint(x, outputs));
        assert_null(display_check(x->list, a));
        render_document_drop(x);
        g_ptr_array_free(outputs, TRUE);
    }
    arena_drop(a);
    render_case_drop(c);
}

/* Whom it is for, what forbids it and its pages come from the values that were bound once. */
static void
a_document_that_is_painted_was_bound_once(void **state)
{
    (void)state;
    render_case *c = render_case_new(environment, SAMPLE);
    GString *text = g_string_new(NULL);
    static const char *const forms[] = {"plan", "schedule"};
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        const render_request r = {.form = forms[i]};
        GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
        render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_DRAWN);
        assert_true(render_document_paint(x, outputs));
        assert_int_equal(outputs->len, 1);
        assert_true(x->bound->recipient_count > 0);
        g_string_truncate(text, 0);
        render_document_print(x, text);
        char *line = g_strdup_printf("\nbound %zu times, ", i + 1);
        assert_non_null(strstr(text->str, line));
        g_free(line);
        render_document_drop(x);
        g_ptr_array_free(outputs, TRUE);
    }
    g_string_free(text, TRUE);
    render_case_drop(c);
}

/* ---- all who ask find the same ---- */

static char *
codes_of(const diag *d)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(d); i++) {
        char *text = diag_text(diag_at(d, i), DIAG_JA);
        g_string_append_printf(out, "%s %s\n", diag_name(diag_at(d, i)->code), text);
        g_free(text);
    }
    return g_string_free(out, FALSE);
}

/* The answer of the list: "可", or why not; "" for a form that takes no case. */
static char *
listed_answer(const char *list, const char *form_name)
{
    char *begin = g_strdup_printf("%s\t", form_name);
    const char *line = g_str_has_prefix(list, begin) ? list : NULL;
    for (const char *p = list; !line && (p = strchr(p, '\n')); p++)
        if (g_str_has_prefix(p + 1, begin))
            line = p + 1;
    assert_non_null(line);
    const char *answer = strchr(strchr(line, '\t') + 1, '\t') + 1;
    g_free(begin);
    return g_strndup(answer, strcspn(answer, "\n"));
}

static void
check_pair(render_case *c, const char *form_name, const char *list)
{
    const render_request r = {.form = form_name};
    render_document *paper = render_document_new(c, &r, &render_to_leave, RENDER_DRAWN);
    render_document *judged = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
    render_document *screen = render_document_new(c, &r, &render_to_screen, RENDER_DRAWN);
    char *on_paper = codes_of(paper->messages), *when_judged = codes_of(judged->messages),
         *on_screen = codes_of(screen->messages), *answer = listed_answer(list, form_name);
    assert_int_equal(strcmp(answer, "可") == 0, render_document_is_good(paper));
    assert_true(g_str_has_prefix(on_paper, when_judged)); /* what was told before composing is told the same */
    const bool asks_edition =
        strstr(on_paper, "edition-asked") != NULL; /* a screen hands nothing over, and is not asked */
    if (!paper->forbids && !asks_edition)
        assert_string_equal(on_paper, on_screen);
    if (asks_edition)
        assert_non_null(screen->list);
    if (paper->forbids) {
        assert_non_null(strstr(answer, paper->forbids->id));
        assert_null(paper->list);
        assert_non_null(screen->list);
    }
    char *strings[] = {on_paper, when_judged, on_screen, answer};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    render_document_drop(paper);
    render_document_drop(judged);
    render_document_drop(screen);
}

/* How many forms were asked about; `refused` counts the answers that are not 可. */
static size_t
check_pairs(world *w, const char *path, size_t *refused)
{
    diag *own = diag_new();
    GPtrArray *forms = render_find_forms(&paths, own);
    GString *list = g_string_new(NULL);
    render_case *c = render_case_new(environment, path);
    size_t pairs = 0;
    assert_true(render_list_forms(environment, &(render_request){.case_path = path}, list, w->d));
    for (guint i = 0; i < forms->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i);
        if (entry->takes_any)
            continue;
        char *answer = listed_answer(list->str, entry->name);
        *refused += strcmp(answer, "可") != 0;
        g_free(answer);
        check_pair(c, entry->name, list->str);
        pairs++;
    }
    render_case_drop(c);
    g_string_free(list, TRUE);
    g_ptr_array_free(forms, TRUE);
    diag_drop(own);
    return pairs;
}

static void
paper_list_and_screen_find_the_same_in_every_sample(void **state)
{
    GDir *dir = g_dir_open("samples", 0, NULL);
    size_t pairs = 0, refused = 0;
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_strdup_printf("samples/%s/case.xml", name);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            pairs += check_pairs(*state, path, &refused);
        g_free(path);
    }
    assert_true(pairs >= 5 * 14);
    g_dir_close(dir);
}

static char *
text_of_file(const char *path)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

/* Every value is there and no rule is broken; that a character has no glyph is found when lines are made. */
static void
they_find_the_same_of_pages_that_cannot_be_made(void **state)
{
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    world *w = *state;
    size_t before = 0, refused = 0;
    check_pairs(w, "samples/hodei-futoukou/case.xml", &before);
    g_mkdir(own_file(w, "masters", NULL), 0700);
    g_mkdir(own_file(w, "case", NULL), 0700);
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *master = text_of_file(arena_printf(w->a, "samples/masters/%s.xml", masters[i]));
        own_file(w, arena_printf(w->a, "masters/%s.xml", masters[i]), master);
        g_free(master);
    }
    char *text = text_of_file("samples/hodei-futoukou/case.xml");
    char **parts = g_strsplit(text, "</policy>", -1), *strange = g_strjoinv("\uE000</policy>", parts);
    check_pairs(w, own_file(w, "case/case.xml", strange), &refused);
    assert_true(refused > before);
    g_free(strange);
    g_strfreev(parts);
    g_free(text);
}

/* A process for one document reads less; what it says of it is the same. */
static void
a_process_for_one_document_finds_the_same(void **state)
{
    (void)state;
    static const char *const cases[] = {"samples/hodei-futoukou/case.xml", "samples/ihan-mihon/case.xml"};
    diag *own = diag_new();
    GPtrArray *forms = render_find_forms(&paths, own);
    size_t forbidden = 0;
    for (guint i = 0; i < forms->len * G_N_ELEMENTS(cases); i++) {
        const render_form_entry *entry = g_ptr_array_index(forms, i / G_N_ELEMENTS(cases));
        const char *case_path = cases[i % G_N_ELEMENTS(cases)];
        const render_request r = {.form = entry->name};
        if (entry->takes_any)
            continue;
        render_environment *once = render_open(&paths, RENDER_ONCE, own);
        render_case *c = render_case_new(once, case_path), *usual = render_case_new(environment, case_path);
        render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
        render_document *y = render_document_new(usual, &r, &render_to_leave, RENDER_JUDGED);
        char *one = codes_of(x->messages), *other = codes_of(y->messages);
        assert_string_equal(one, other);
        forbidden += y->forbids != NULL;
        g_free(one);
        g_free(other);
        render_document_drop(y);
        render_document_drop(x);
        render_case_drop(usual);
        render_case_drop(c);
        render_close(once);
    }
    assert_true(forbidden >= 3);
    g_ptr_array_free(forms, TRUE);
    diag_drop(own);
}

/* A rule of ours that cannot be evaluated keeps paper back; whoever looks at a screen sees the pages, and is told. */
static void
a_rule_that_cannot_be_evaluated_hides_no_page(void **state)
{
    world *w = *state;
    g_mkdir(own_file(w, "rules", NULL), 0700);
    own_file(
        w, "rules/a.xml",
        "<rules version='1' title='試験'><rule id='K1.1' source='根拠' documents='plan'><title>題</title>"
        "<title-en>t</title-en><explain>意味</explain><explain-en>m</explain-en><check context='child'>"
        "<assert test='no-such-function()' severity='E' repair='欄'><message>文</message><message-en>en</message-en>"
        "</assert></check></rule></rules>");
    char *schema = g_canonicalize_filename("templates/schema", NULL);
    assert_int_equal(symlink(schema, own_file(w, "schema", NULL)), 0);
    const render_paths own = {
        .forms = (char *)"templates", .schema = (char *)own_file(w, "schema", NULL), .fonts = (char *)"fonts"};
    render_environment *e = render_open(&own, RENDER_FRESH, w->d);
    render_case *c = render_case_new(e, SAMPLE);
    const render_request r = {.form = "plan"};
    render_manner judged = render_to_screen;
    judged.judged = true;
    render_document *paper = render_document_new(c, &r, &render_to_leave, RENDER_DRAWN);
    render_document *screen = render_document_new(c, &r, &judged, RENDER_DRAWN);
    assert_true(diag_count(paper->messages, DIAG_ERROR) > 0);
    assert_null(paper->list);
    assert_true(diag_count(screen->messages, DIAG_ERROR) > 0);
    assert_non_null(screen->list);
    render_document_drop(screen);
    render_document_drop(paper);
    render_case_drop(c);
    render_close(e);
    g_free(schema);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_depth_tells_what_it_made),
        TEST(what_ended_the_walk_is_told),
        TEST(a_screen_gets_pages_with_what_is_wrong),
        TEST(what_is_painted_was_found_sound_and_still_is),
        TEST(a_document_that_is_painted_was_bound_once),
        TEST(paper_list_and_screen_find_the_same_in_every_sample),
        TEST(they_find_the_same_of_pages_that_cannot_be_made),
        TEST(a_process_for_one_document_finds_the_same),
        TEST(a_rule_that_cannot_be_evaluated_hides_no_page),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
