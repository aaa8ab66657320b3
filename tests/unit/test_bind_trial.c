/* What is bound for whoever mends a form and is never printed: every mark set; a document in which something is
 * missing. */
#include "bind_support.h"

#define MARKS                                                                                                          \
    "<p><tick test=\"false()\">甲</tick><tick test=\"true()\">乙</tick><circle test=\"e\">丙</circle>"              \
    "<circle test=\"zzz\">丁</circle></p>"

static void
every_mark_can_be_set(void **state)
{
    world *w = *state;
    check_text(w, MARKS, STAFF, "[ ]甲[x]乙(丙)丁");
    w->options.ticked = true;
    check_text(w, MARKS, STAFF, "[x]甲[x]乙(丙)(丁)");
    assert_null(bind_line(w, "<p><tick test=\"$none\">甲</tick></p>", STAFF)); /* its test must be right */
    assert_string_equal(messages(w), "form-xpath-eval form.xml:4 data.xml:1");
}

static void
a_blank_form_has_no_mark_set(void **state)
{
    world *w = *state;
    w->options.ticked = true;
    check_text(w, MARKS, NULL, "[ ]甲[ ]乙丙丁");
}

/* The same value may be missing twice. */
static void
a_trial_goes_on_without_what_is_missing(void **state)
{
    world *w = *state;
    const char *line = "<p>［<value select=\"x\"/>］</p><for-each select=\"n\"><fail message=\"ない\"/></for-each>"
                       "<p><value select=\"x\"/></p>";
    assert_null(bind_line(w, line, STAFF));
    forget(w);
    w->options.trial = true;
    const bound *b = bind_line(w, line, STAFF);
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "［］/");
    assert_true(diag_count(w->d, DIAG_ERROR) >= 2);
}

/* Other errors keep it back as ever. */
static void
a_trial_forgives_nothing_else(void **state)
{
    world *w = *state;
    w->options.trial = true;
    assert_null(bind_line(w, "<p><value select=\"x\"/><value select=\"n\"/></p>", STAFF));
    assert_string_equal(messages(w), "bind-missing form.xml:4 data.xml:1\nbind-many form.xml:4 data.xml:1");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_mark_can_be_set),
        TEST(a_blank_form_has_no_mark_set),
        TEST(a_trial_goes_on_without_what_is_missing),
        TEST(a_trial_forgives_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
