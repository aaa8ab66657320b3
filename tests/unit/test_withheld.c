/* test_withheld.c: an address that is withheld (支援措置) is on no paper: of every sample, every form, of every month
 * and as of each, whoever of the case is said to live there and however it is spelled. What keeps a whole paper back is
 * said by rules alone. */
#include "effects_observe.h"
#include "values_support.h"

#include "rule_edits.h"

/* One place in two spellings, and what both have of it; the second says nothing of being withheld. */
#define SECRET                                                                                                         \
    "set child/address=東海県秘町一丁目9番地4 ;; set guardian/address=東海県秘町１－９－４ ;; "    \
    "set child/address/@postal-code=987-6543 ;; set guardian/address/@postal-code=987-6543"
#define PLACE "秘町"
#define CODE "987-6543"
#define WITHHELD " ;; set child/address/@withheld=yes"

typedef struct looking {
    observer o;
    size_t asked, found;
} looking;

static const casefile *
read_edited(const observer *o, const char *sample, const char *edits)
{
    rule_world files = {.folder = g_dir_make_tmp("renkei-withheld-XXXXXX", NULL)};
    rule_case c;
    rule_case_open(&c, sample);
    if (!rule_edits(&c, edits))
        fail_msg("%s", c.why);
    rule_write(&files, &c);
    rule_case_close(&c);
    char *path = rule_path(files.folder, "case", 0);
    const casefile *read = casefile_read_with(o->a, o->s, path, o->schemas, o->d);
    assert_non_null(read);
    g_free(path);
    remove_tree(files.folder);
    g_free(files.folder);
    return read;
}

static bool
tells_place(const char *text)
{
    return strstr(text, PLACE) || strstr(text, CODE);
}

/* What is bound, and what is said when it is not. */
static void
look_at_form(looking *l, const casefile *c, guint number, const char *as_of, const char *month)
{
    arena *a = arena_new();
    diag *d = diag_new();
    GString *out = g_string_new(NULL);
    const bind_options options = {.as_of = as_of, .month = month, .values = shipped_values(), .trial = true};
    const bound *b = bind_case(a, l->o.s, g_ptr_array_index(l->o.forms, number), c, &options, d);
    if (b)
        append_document(b, out);
    for (size_t i = 0; i < diag_length(d); i++) {
        char *text = diag_text(diag_at(d, i), DIAG_JA);
        g_string_append(out, text);
        g_free(text);
    }
    l->asked++;
    l->found += tells_place(out->str);
    g_string_free(out, TRUE);
    diag_drop(d);
    arena_drop(a);
}

static void
look_at_all(looking *l, const casefile *c)
{
    GPtrArray *months = casefile_months(l->o.a, c);
    for (guint f = 0; f < l->o.forms->len; f++) {
        look_at_form(l, c, f, NULL, NULL);
        for (guint m = 0; m < months->len; m++) {
            const char *month = g_ptr_array_index(months, m);
            look_at_form(l, c, f, NULL, month);
            look_at_form(l, c, f, arena_printf(l->o.a, "%s-15", month), NULL);
        }
    }
    g_ptr_array_free(months, TRUE);
    GString *printed = g_string_new(NULL);
    casefile_print(c, printed);
    l->found += tells_place(printed->str);
    g_string_free(printed, TRUE);
}

static size_t
found_with(looking *l, const char *edits)
{
    l->asked = l->found = 0;
    for (guint i = 0; i < l->o.samples->len; i++)
        look_at_all(l, read_edited(&l->o, g_ptr_array_index(l->o.samples, i), edits));
    assert_true(l->asked > 500);
    return l->found;
}

static void
no_paper_tells_a_withheld_address(void **state)
{
    (void)state;
    looking l = {.found = 0};
    observer_open(&l.o);
    assert_true(found_with(&l, SECRET) > 20); /* they do print it */
    assert_int_equal(found_with(&l, SECRET WITHHELD), 0);
    assert_int_equal(found_with(&l, SECRET " ;; set guardian[1]/address/@withheld=yes"), 0);
    observer_close(&l.o);
}

/* The rule of visits at home asks for an address, not for one that may be seen. */
static void
no_rule_misses_a_withheld_address(void **state)
{
    (void)state;
    observer o;
    observer_open(&o);
    const casefile *c = read_edited(&o, "kyotaku-houmon", SECRET WITHHELD);
    date day;
    assert_true(date_parse("2024-05-01", &day));
    const check_result *r = check_case(o.a, o.s, o.rules, c, day, DIAG_JA, o.d);
    assert_non_null(r);
    for (size_t i = 0; i < r->count; i++) {
        assert_string_not_equal(r->findings[i].id, "K1.4");
        assert_false(tells_place(r->findings[i].text));
    }
    observer_close(&o);
}

/* What rules keep back no form asks again: a rule that is switched off or dated would not be the only word. */
static void
no_form_keeps_a_paper_back_by_itself(void **state)
{
    (void)state;
    char **names = forms_of_cases();
    for (char **name = names; *name; name++) {
        char *path = g_build_filename("templates", *name, "form.xml", NULL), *text = NULL;
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        if (strstr(text, "\"forbidden\""))
            fail_msg("%s: a fail of kind forbidden; a rule should say it (documents)", path);
        g_free(text);
        g_free(path);
    }
    g_strfreev(names);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_paper_tells_a_withheld_address),
                                       cmocka_unit_test(no_rule_misses_a_withheld_address),
                                       cmocka_unit_test(no_form_keeps_a_paper_back_by_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
