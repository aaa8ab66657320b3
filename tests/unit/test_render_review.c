/* review.c, form_unused.c, display_weak.c: what the author of a form would do well to look at. */
#include "environment_support.h"

#include <glob.h>

#include "folder_support.h"

/* All findings on a form with these lines, as "code form.xml:line {1}" lines. */
static const char *
review(world *w, const char *before_page, const char *body, const char *data)
{
    const char *form_path = own_file(w, "form.xml", form_text(w, before_page, body));
    const char *const cases[] = {data ? own_file(w, "data.xml", data) : NULL, NULL};
    const render_request r = {.form = form_path};
    forget(w);
    render_review *v = render_review_new(environment, &r, cases, w->d);
    assert_non_null(v);
    size_t steps = 1;
    while (render_review_step(v))
        steps++;
    assert_int_equal(steps, data ? 2 : 1); /* a case a step, and the blank form */
    render_review_tell(v, w->d);
    render_review_drop(v);
    GString *out = g_string_new(NULL);
    bool bad = false;
    for (size_t i = 0; i < diag_length(w->d); i++) {
        const diag_message *m = diag_at(w->d, i);
        g_string_append_printf(out, "%s%s %d %s", i ? "\n" : "", diag_name(m->code), m->form.line,
                               m->args[0] ? m->args[0] : "");
        bad = bad || m->code == DIAG_REVIEW_TABLE || m->code == DIAG_REVIEW_ROOM;
    }
    assert_int_equal(diag_exit_status(w->d), bad ? EXIT_FORM : EXIT_DONE);
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
check_review(world *w, const char *before_page, const char *body, const char *data, const char *expected)
{
    assert_string_equal(review(w, before_page, body, data), expected);
}

static void
a_good_form_has_no_findings(void **state)
{
    check_review(*state, "<style name='big' size='12pt' pitch='16pt'/><part name='a'><p style='big'>あ</p></part>",
                 "<call part='a'/><let name='x' select='n'/><p><value select='$x'/></p>", "<d><n>い</n></d>", "");
}

/* A table with rules and no heads, and a room for a hand that nothing names, mean nothing to who hears the page: an
 * error for the author, while the form of an office that has them prints as before. */
static void
what_nobody_hears_is_told(void **state)
{
    world *w = *state;
    static const char plain[] = "<row><cell>あ</cell><cell>い</cell></row></table>";
    const struct {
        const char *body, *expected;
    } rows[] = {
        {"<table columns='* *' frame='thin'>%s", "review-table-heads 4 "},
        {"<table columns='*' frame='thin'><row><cell>囲み</cell></row></table>", ""},
        {"<table columns='* *' row-rules='dotted'>%s", "review-table-heads 4 "},
        {"<table columns='* *' frame='thin' layout='yes'>%s", ""},
        {"<table columns='* *' frame='none'>%s", ""},
        {"<table columns='* *'>%s", ""},
        {"<table columns='* *' frame='thin'><table-head><row><cell>い</cell><cell>う</cell></row></table-head>%s", ""},
        {"<p><seal/></p>", "review-unnamed 4 seal"},
        {"<p><seal name='施設長'/></p>", ""},
        {"<p><sign width='60mm'/></p>", "review-unnamed 4 sign"},
        {"<p><sign width='60mm' name='保護者'/></p>", ""},
        {"<p><blank width='20mm' line='yes'/><blank width='20mm'/></p>", "review-unnamed 4 blank"},
        {"<table columns='*'><row><cell field='施設長'><seal/></cell></row></table>", ""},
        {"<p><span underline='yes'>氏名　<value select='n' blank-width='20mm'/></span></p>", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char **parts = g_strsplit(rows[i].body, "%s", 2);
        const char *body = arena_printf(w->a, "%s%s", parts[0], parts[1] ? plain : "");
        g_strfreev(parts);
        check_review(w, "", body, NULL, rows[i].expected);
    }
}

/* With every sample and blank. */
static void
the_shipped_forms_are_heard(void **state)
{
    world *w = *state;
    glob_t forms, cases;
    assert_int_equal(glob("templates/*/form.xml", 0, NULL, &forms), 0);
    assert_int_equal(glob("samples/*/case.xml", 0, NULL, &cases), 0);
    assert_true(forms.gl_pathc > 20 && cases.gl_pathc > 3);
    for (size_t i = 0; i < forms.gl_pathc; i++) {
        const render_request r = {.form = forms.gl_pathv[i]};
        forget(w);
        render_review *v = render_review_new(environment, &r, (const char *const *)cases.gl_pathv, w->d);
        assert_non_null(v);
        while (render_review_step(v))
            ;
        render_review_tell(v, w->d);
        render_review_drop(v);
        if (diag_exit_status(w->d) != EXIT_DONE)
            fail_msg("%s: %s", forms.gl_pathv[i], messages(w));
    }
    globfree(&forms);
    globfree(&cases);
}

static void
names_that_nothing_uses_are_told(void **state)
{
    world *w = *state;
    check_review(w, "<style name='big' size='12pt' pitch='16pt'/>\n<part name='a'><p>あ</p></part>",
                 "<let name='x' select='1'/><let name='xy' select='2'/><p><value select='$xy'/></p>", NULL,
                 "review-style-unused 2 big\nreview-part-unused 3 a\nreview-let-unused 5 x");
    /* a style that another is like is used; so is a parameter that the part reads */
    check_review(w,
                 "<style name='a' size='12pt' pitch='16pt'/><style name='b' like='a'/><part name='p'><p><value "
                 "select='$q'/></p></part>",
                 "<p style='b'>あ</p><call part='p'><let name='q' select='1'/></call>", NULL, "");
}

/* Whoever does what is told still has a form. */
static void
what_is_used_without_its_name_is_not_called_unused(void **state)
{
    world *w = *state;
    const char *label = "<style name='label' size='12pt' pitch='16pt'/>";
    const char *table = "<table columns='20mm *'><row><label>あ</label><cell>い</cell></row></table>";
    check_review(w, "<style name='base' size='12pt' pitch='16pt'/>", "<p>あ</p>", NULL, "");
    check_review(w, label, table, NULL, "");
    check_review(w, arena_printf(w->a, "%s<part name='t'>%s</part>", label, table), "<call part='t'/>", NULL, "");
    check_review(w, label, "<table columns='20mm *'><group><label>あ</label><row><cell>い</cell></row></group></table>",
                 NULL, "");
    check_review(w, arena_printf(w->a, "<style name='l' size='12pt' pitch='16pt'/>%s", label),
                 "<table columns='20mm *'><row><label style='l'>あ</label><cell>い</cell></row></table>", NULL,
                 "review-style-unused 2 label"); /* all have one of their own */
}

static void
expressions_that_find_nothing_are_told(void **state)
{
    world *w = *state;
    const char *data = "<d><n>い</n><m on='no'/></d>";
    check_review(w, "", "<p><value select='nn' missing='—'/></p>", data, "review-nothing-selected 4 nn");
    check_review(w, "", "<for-each select='q'><p><value select='zz'/></p></for-each>", data,
                 "review-nothing-selected 4 q");
    check_review(w, "", "<if test='q'><p>あ</p></if><if test='not(n)'><p>あ</p></if>", data,
                 "review-nothing-selected 4 q");
    check_review(w, "", "<p><tick test='q'>あ</tick></p>", data, "");
    check_review(w, "", "<p><value select='nn' missing='—'/></p>", NULL, ""); /* no case, no word of it */
}

/* What is wrong with a document is told when it is made; the rest is looked at all the same. */
static void
a_case_that_lacks_something_is_looked_at(void **state)
{
    check_review(*state, "", "<p><value select='gone'/></p><p><value select='n'/></p>", "<d><n>い</n></d>",
                 "review-nothing-selected 4 gone");
}

static void
what_no_fax_keeps_is_told(void **state)
{
    world *w = *state;
    check_review(w, "<style name='tiny' size='6pt' pitch='8pt'/>", "<p style='tiny'>あ</p>", NULL,
                 "review-small-text 4 8");
    check_review(
        w, "",
        "<table columns='*'><row><cell fill='150'>あ</cell></row>\n<row><cell fill='235'>あ</cell></row></table>", NULL,
        "review-dark-area 4 229");
}

static void
each_weakness_of_an_op(void **state)
{
    (void)state;
    const display_op sound[] = {{.kind = DISPLAY_TEXT, .text = {.size = 8 * UNIT_PT}},
                                {.kind = DISPLAY_TEXT, .text = {.size = 4 * UNIT_PT, .is_ruby = true}},
                                {.kind = DISPLAY_LINE, .line = {.width = UNIT_PT / 2}},
                                {.kind = DISPLAY_RECT, .rect = {.fill = -1}},
                                {.kind = DISPLAY_RECT, .rect = {.fill = 230}}};
    for (size_t i = 0; i < G_N_ELEMENTS(sound); i++)
        assert_int_equal(display_weakness_of(&sound[i]), DISPLAY_SOUND);
    /* review-thin-line, review-pale-line: no form of today makes such a line. */
    const display_op thin[] = {{.kind = DISPLAY_LINE, .line = {.width = UNIT_PT / 4}},
                               {.kind = DISPLAY_RECT, .rect = {.width = UNIT_PT / 4, .fill = -1}},
                               {.kind = DISPLAY_ELLIPSE, .ellipse = {.width = UNIT_PT / 4}},
                               {.kind = DISPLAY_PATH, .path = {.width = UNIT_PT / 4}}};
    for (size_t i = 0; i < G_N_ELEMENTS(thin); i++)
        assert_int_equal(display_weakness_of(&thin[i]), DISPLAY_THIN);
    const display_op pale = {.kind = DISPLAY_LINE, .line = {.width = UNIT_PT, .gray = 60}};
    assert_int_equal(display_weakness_of(&pale), DISPLAY_PALE);
}

/* What the page loses comes first, of a kind together and by line; names that are too much come last. */
static void
the_worst_is_told_first(void **state)
{
    check_review(*state,
                 "<style name='zebra' size='9pt' pitch='12pt'/><style name='small' size='6pt' pitch='9pt'/>"
                 "<part name='b'><p>い</p></part>",
                 "<p><value select='nothing' missing='あ'/></p>\n<p style='small'>あ</p>\n<p><sign width='60mm'/></p>"
                 "<p style='small'>い</p>",
                 "<d/>",
                 "review-unnamed 6 sign\nreview-small-text 5 8\nreview-small-text 6 8\n"
                 "review-style-unused 2 zebra\nreview-part-unused 2 b\nreview-nothing-selected 4 nothing");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_form_has_no_findings),
        TEST(what_nobody_hears_is_told),
        TEST(the_shipped_forms_are_heard),
        TEST(names_that_nothing_uses_are_told),
        TEST(what_is_used_without_its_name_is_not_called_unused),
        TEST(expressions_that_find_nothing_are_told),
        TEST(a_case_that_lacks_something_is_looked_at),
        TEST(what_no_fax_keeps_is_told),
        TEST(the_worst_is_told_first),
        TEST(each_weakness_of_an_op),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
