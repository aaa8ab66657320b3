/* test_bind_lack.c: what the data has not is told in the words of the schema, at the place in the data where it
 * belongs: whatever way the form's expression looks for it. */
#include "test_pipeline.h"

#define CASE "samples/ihan-mihon/case.xml"

/* One error of a form with this before its page and this body, on a sample: "place: what". */
static const char *
lack_of(world *w, const casefile *c, const char *before, const char *body, diag_language language)
{
    const form *f = read_form(w, own_file(w, "form.xml", form_text(w, before, body)));
    if (!f)
        return messages(w);
    if (bind_case(w->a, w->s, f, c, &w->options, w->d) || diag_length(w->d) != 1 || diag_exit_status(w->d) != EXIT_DATA)
        fail_msg("%s%s: not one error of the data: %s", before, body, messages(w));
    const diag_message *m = diag_at(w->d, 0);
    assert_true(diag_is_of_data(m));
    const char *told = arena_printf(w->a, "%s %s: %s", diag_name(m->code), m->data.path, m->args[language]);
    forget(w);
    return told;
}

static casefile *
read_sample(world *w, const char *path, casefile_schemas *schemas)
{
    casefile *c = casefile_read_with(w->a, w->s, path, schemas, w->d);
    assert_non_null(c);
    return c;
}

static void
what_is_missing_has_the_name_of_the_schema(void **state)
{
    static const struct {
        const char *before, *body, *told;
    } rows[] = {
        {"", "<p><value select='child/@handedness'/></p>", "/case/child: @handedness"}, /* no schema knows it */
        {"", "<p><value select='child/allergies'/></p>", "/case/child: <allergies>（アレルギー）"},
        {"", "<p><value select='string(child/allergies)'/></p>", "/case/child: <allergies>（アレルギー）"},
        {"", "<p><value select='child/phone' as='halfwidth'/></p>", "/case/child: <phone>"},
        {"<subject select='child'/>", "<p><value select='allergies'/></p>", "/case/child: <allergies>（アレルギー）"},
        {"<subject select='child'/>", "<p><value select='$case/transition/@on'/></p>",
         "/case: <transition>（移行支援）"},
        {"<let name='who' select='child'/><let name='of' select='$who/allergies'/>", "<p><value select='$of'/></p>",
         "/case/child: <allergies>（アレルギー）"},
        {"", "<for-each select='child'><p><ruby base='name/given' text='nick'/></p></for-each>", "/case/child: <nick>"},
        {"", "<p><value select=\"guardian[@relation = '叔父']/phone\"/></p>", "/case: 条件に合う<guardian>（保護者）"},
        {"", "<p><value select='child/allergies | child/nick'/></p>", "/case/child: <allergies>（アレルギー）、<nick>"},
        {"", "<p><value select=\"ref(child/@school)/name\"/></p>", "/case/child: @school"},
        {"", "<p><value select='$month'/></p>", "/case: --month"},
        {"", "<p><value select='era-month($month)'/></p>", "/case: --month"},
        {"", "<p><value select='count(child) - number(child/@weight)'/></p>", "/case/child: @weight"},
        {"", "<p><value select=\"substring('x', 2)\"/></p>", "/case: 様式が計算する値"},
        {"<info date='child/@none'/>", "<p>あ</p>", "/case/child: @none"},
    };
    world *w = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_sample(w, CASE, schemas);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *got = lack_of(w, c, rows[i].before, rows[i].body, DIAG_JA);
        const char *expected = arena_printf(w->a, "bind-missing %s", rows[i].told);
        if (strcmp(got, expected) != 0)
            fail_msg("%s%s: \"%s\" instead of \"%s\"", rows[i].before, rows[i].body, got, expected);
    }
    assert_string_equal(lack_of(w, c, "", rows[1].body, DIAG_EN),
                        "bind-missing /case/child: <allergies> (Allergies and what to do)");
    assert_string_equal(lack_of(w, c, "<subject select='transition'/>", "<p>あ</p>", DIAG_JA),
                        "bind-no-subject /case: <transition>（移行支援）");
    casefile_schemas_close(schemas);
}

/* Of a master, too, and of one that a case does not name. */
static void
masters_are_named_as_well(void **state)
{
    world *w = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_sample(w, "tests/golden/casefile/minimal.xml", schemas);
    assert_string_equal(lack_of(w, c, "", "<p><value select=\"master('calendar')/holiday\"/></p>", DIAG_JA),
                        "bind-missing /case/masters: @calendar（暦マスター）");
    assert_string_equal(lack_of(w, c, "", "<p><value select=\"master('office')/corporation[1]/motto\"/></p>", DIAG_JA),
                        "bind-missing /office-master/corporation[1]: <motto>");
    casefile_schemas_close(schemas);
}

/* Data that is no case has no schema: its own names are all there is. */
static void
data_without_a_schema_has_its_own_names(void **state)
{
    world *w = *state;
    assert_null(bind_line(w, "<for-each select='child'><p><value select='note'/></p></for-each>",
                          "<d><child><note/></child><child><note>はい</note></child><child/></d>"));
    assert_string_equal(messages(w), "bind-missing form.xml:4 data.xml:1\nbind-missing form.xml:4 data.xml:1");
    assert_string_equal(diag_at(w->d, 0)->data.path, "/d/child[1]/note");
    assert_string_equal(diag_at(w->d, 1)->data.path, "/d/child[3]");
    assert_string_equal(diag_at(w->d, 0)->args[0], "<note>");
    assert_string_equal(diag_at(w->d, 1)->args[0], "<note>");
}

/* Several where one is wanted is the form's mistake, told with what they are. */
static void
several_values_are_told_by_their_name_and_number(void **state)
{
    world *w = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_sample(w, CASE, schemas);
    const form *f = read_form(
        w, own_file(w, "form.xml", form_text(w, "", "<p><value select='service-use/use-day/@weekday'/></p>")));
    assert_null(bind_case(w->a, w->s, f, c, &w->options, w->d));
    assert_string_equal(codes(w), "bind-many");
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    const diag_message *m = diag_at(w->d, 0);
    assert_false(diag_is_of_data(m));
    assert_true(atoi(m->args[1]) > 1);
    assert_string_equal(m->args[2], "@weekday（曜日）");
    casefile_schemas_close(schemas);
}

/* A value that a function cannot take: the data's, with its name, or a word of the form's own. */
static void
a_value_that_cannot_be_printed_so_is_told_at_its_own_end(void **state)
{
    world *w = *state;
    assert_null(bind_line(w, "<p><value select='a/@on' as='era-date'/></p>", "<d><a on='2024-13-01'/></d>"));
    const diag_message *m = diag_at(w->d, 0);
    assert_string_equal(codes(w), "bind-as");
    assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    assert_string_equal(m->data.path, "/d/a/@on");
    assert_string_equal(m->args[1], "@on：日付（YYYY-MM-DD）ではありません");
    assert_string_equal(m->args[2], "@on: not a date YYYY-MM-DD");
    forget(w);
    assert_null(bind_line(w, "<p><value select=\"'2024-13-01'\" as='era-date'/></p>", "<d/>"));
    assert_string_equal(messages(w), "bind-as form.xml:4");
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
}

/* The schema has accepted the value: it is the form that asks of it what it is not. Two good dates may contradict. */
static void
a_value_that_a_schema_vouches_for_is_not_to_blame(void **state)
{
    static const struct {
        const char *body, *messages;
        int exit_status;
    } rows[] = {
        {"<p><value select='child/name/family' as='era-date'/></p>", "bind-as form.xml:4", EXIT_FORM},
        {"<p><value select='era-date(child/name/family)'/></p>", "form-xpath-eval form.xml:4 case.xml:6", EXIT_FORM},
        {"<p><value select=\"age(child/@birth-date, 'x')\"/></p>", "form-xpath-eval form.xml:4 case.xml:6", EXIT_FORM},
        {"<p><value select='age(service-use/@start, child/@birth-date)'/></p>",
         "form-xpath-value form.xml:4 case.xml:9", EXIT_DATA},
        /* whichever of the two the form says itself */
        {"<p><value select=\"age(child/@birth-date, '2001-01-01')\"/></p>", "form-xpath-value form.xml:4 case.xml:9",
         EXIT_DATA},
        {"<p><value select=\"age(string(child/@birth-date), '2001-01-01')\"/></p>",
         "form-xpath-value form.xml:4 case.xml:9", EXIT_DATA},
        {"<p><value select=\"age('2099-01-01', child/@birth-date)\"/></p>", "form-xpath-value form.xml:4 case.xml:9",
         EXIT_DATA},
        {"<p><value select=\"age('2002-01-01', '2001-01-01')\"/></p>", "form-xpath-eval form.xml:4 case.xml:6",
         EXIT_FORM},
    };
    world *w = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_sample(w, CASE, schemas);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const form *f = read_form(w, own_file(w, "form.xml", form_text(w, "", rows[i].body)));
        bind_case(w->a, w->s, f, c, &w->options, w->d);
        if (strcmp(messages(w), rows[i].messages) != 0 || diag_exit_status(w->d) != rows[i].exit_status)
            fail_msg("%s: %s", rows[i].body, messages(w));
        forget(w);
    }
    casefile_schemas_close(schemas);
}

/* A trial of a form goes on without what is missing, but not without its subject. */
static void
a_trial_needs_a_subject(void **state)
{
    world *w = *state;
    w->options.trial = true;
    assert_non_null(bind_line(w, "<p><value select='x'/></p>", "<d/>"));
    assert_string_equal(codes(w), "bind-missing");
    forget(w);
    assert_null(bind_form(w, "<subject select='x'/>", "<p>あ</p>", "<d/>"));
    assert_string_equal(codes(w), "bind-no-subject");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_missing_has_the_name_of_the_schema),
        TEST(masters_are_named_as_well),
        TEST(data_without_a_schema_has_its_own_names),
        TEST(several_values_are_told_by_their_name_and_number),
        TEST(a_value_that_cannot_be_printed_so_is_told_at_its_own_end),
        TEST(a_value_that_a_schema_vouches_for_is_not_to_blame),
        TEST(a_trial_needs_a_subject),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
