/* casefile_alter.c: the same case with other texts, to see what a form does with them. */
#include "test_xml_check.h"

#include "casefile/casefile.h"
#include "schema/schema.h"

static const char *const samples[] = {"samples/hodei-futoukou/case.xml", "samples/jihatsu-houmon/case.xml",
                                      "samples/ihan-mihon/case.xml", "samples/koukou-jiritsu/case.xml",
                                      "samples/kyotaku-houmon/case.xml"};

static casefile *
altered(world *w, const char *path, casefile_alteration how)
{
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    casefile *c = casefile_read_with(w->a, w->s, path, schemas, w->d);
    assert_non_null(c);
    casefile_alter(c, how);
    casefile_schemas_close(schemas);
    return c;
}

static char **
lines_of(const casefile *c)
{
    GString *text = g_string_new(NULL);
    casefile_print(c, text);
    char **lines = g_strsplit(text->str, "\n", -1);
    g_string_free(text, TRUE);
    return lines;
}

/* The lines of -T case that are others, without their places; no line comes or goes. */
static char *
changes(world *w, const char *path, casefile_alteration how)
{
    char **before = lines_of(altered(w, path, ALTER_NOTHING)), **after = lines_of(altered(w, path, how));
    GString *out = g_string_new(NULL);
    assert_int_equal(g_strv_length(before), g_strv_length(after));
    for (guint i = 0; before[i]; i++)
        if (strcmp(before[i], after[i]) != 0)
            g_string_append_printf(out, "%s\n", strstr(after[i], ": "));
    g_strfreev(before);
    g_strfreev(after);
    return g_string_free(out, FALSE);
}

static void
check_changes(world *w, const char *path, casefile_alteration how, const char *const *wanted, const char *const *never)
{
    char *got = changes(w, path, how);
    for (; *wanted; wanted++)
        if (!strstr(got, *wanted))
            fail_msg("no %s in:\n%s", *wanted, got);
    for (; *never; never++)
        if (strstr(got, *never))
            fail_msg("%s in:\n%s", *never, got);
    g_free(got);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define CASE "tests/golden/casefile/minimal.xml"

static void
nothing_is_altered_unless_asked(void **state)
{
    char *got = changes(*state, samples[0], ALTER_NOTHING);
    assert_string_equal(got, "");
    g_free(got);
}

/* The two parts of a name and its reading are of one person; the next person has another name. */
static void
names_become_long(void **state)
{
    check_changes(*state, CASE, ALTER_NAMES,
                  LIST("      family \"勘解由小路\"\n:       given \"龍之介左衛門\"\n:       family \"かでのこうじ\"\n"
                       ":       given \"りゅうのすけざえもん\"\n:       family \"左衛門三郎\"\n",
                       " family \"フェルナンデス・デ・ラ・クルス\"",
                       "name \"社会福祉法人東海青葉野ひがしおか福祉会　多機能型"),
                  LIST("phone", "address", "occupation", " @relation=\"勘"));
}

static void
names_become_rare(void **state)
{
    check_changes(*state, CASE, ALTER_KANJI,
                  LIST("family \"葛\U000E0100城\"\n", "given \"𠮷之進\"", "family \"渡邉\U000E0100\"",
                       "family \"かつらぎ\"",
                       "contact-window @fy=\"2024\" @role=\"特別支援教育コーディネーター\" @means=\"メール\""),
                  LIST("法人", "phone"));
}

static void
texts_become_three_times_as_long(void **state)
{
    check_changes(*state, samples[0], ALTER_LONG, LIST("allergies \"なしなしなし\"\n"),
                  LIST("phone", "family \"", " id=", "masters"));
}

/* Ids, dates, numbers, choices and words that may not be empty stay. */
static void
texts_that_may_be_empty_are(void **state)
{
    /* as a case that was read: what may be left out is not there, what may not is empty */
    static const char *const gone[] = {" allergies", " emergency"};
    static const char *const kept[] = {" phone\n", " policy\n", " family \"", "masters"};
    static const char *const never[] = {" family\n", "relation=\"\"", "id=\"\"", "kind=\"\""};
    char **before = lines_of(altered(*state, samples[0], ALTER_NOTHING)), *was = g_strjoinv("\n", before);
    char **after = lines_of(altered(*state, samples[0], ALTER_EMPTY)), *is = g_strjoinv("\n", after);
    for (size_t i = 0; i < G_N_ELEMENTS(gone); i++)
        if (!strstr(was, gone[i]) || strstr(is, gone[i]))
            fail_msg("%s is not taken away:\n%s", gone[i], is);
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
        if (!strstr(is, kept[i]))
            fail_msg("no %s in:\n%s", kept[i], is);
    for (size_t i = 0; i < G_N_ELEMENTS(never); i++)
        if (strstr(is, never[i]))
            fail_msg("%s in:\n%s", never[i], is);
    g_free(is);
    g_free(was);
    g_strfreev(after);
    g_strfreev(before);
}

/* Whatever is done to a case, it stays one. */
static void
an_altered_case_is_valid(void **state)
{
    static const char *const kinds[] = {"case", "office", "partners", "municipality", "calendar"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++)
        for (int how = ALTER_EMPTY; how <= ALTER_KANJI; how++) {
            const casefile *c = altered(w, samples[i], (casefile_alteration)how);
            for (size_t n = 0; n < casefile_document_count(c); n++) {
                const xml_doc *doc = casefile_document(c, n);
                char *kind = NULL;
                for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
                    if (g_str_has_prefix(xml_name(xml_root(doc)), kinds[k]) ||
                        (strcmp(kinds[k], "partners") == 0 && xml_named(xml_root(doc), "partner-master")))
                        kind = g_strdup_printf("templates/schema/%s.rng", kinds[k]);
                assert_non_null(kind);
                assert_true(schema_validate(schema_read(w->s, kind, w->d), doc, w->d));
                g_free(kind);
            }
        }
    check_messages(w, "");
}

static void
the_file_keeps_what_it_has(void **state)
{
    char *before = NULL, *after = NULL;
    assert_true(g_file_get_contents(samples[0], &before, NULL, NULL));
    altered(*state, samples[0], ALTER_EMPTY);
    assert_true(g_file_get_contents(samples[0], &after, NULL, NULL));
    assert_string_equal(before, after);
    g_free(before);
    g_free(after);
}

/* Neither is found, nor its id, and what was kept of the whole case is set aside; then all is as it was. */
static void
what_is_hidden_is_not_there_until_it_is_shown(void **state)
{
    world *w = *state;
    casefile *c = casefile_read(w->a, w->s, "samples/hodei-futoukou/case.xml", "templates/schema", w->d);
    assert_non_null(c);
    int thing = 0, other = 0;
    casefile_keep_thing(c, "thing", &thing);
    GString *whole = g_string_new(NULL), *part = g_string_new(NULL), *again = g_string_new(NULL);
    casefile_print(c, whole);
    xml_node *last = NULL, *brother = casefile_find(c, "consent-sharing"), *nobody[1] = {NULL};
    for (xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n))
        last = n;
    assert_non_null(brother);
    xml_node *hidden[] = {brother, xml_next_element(brother), last}; /* two in a row, and the last of all */
    const char *office = xml_attribute(w->a, xml_first_element(casefile_master(c, "office")), "id");
    casefile_hidden *h = casefile_hide(c, hidden, G_N_ELEMENTS(hidden));
    assert_null(casefile_find(c, "consent-sharing"));
    assert_null(casefile_kept_thing(c, "thing"));
    assert_true(!office || casefile_find(c, office));
    casefile_keep_thing(c, "thing", &other);
    casefile_print(c, part);
    casefile_show(c, h);
    casefile_print(c, again);
    assert_true(part->len < whole->len);
    assert_string_equal(whole->str, again->str);
    assert_ptr_equal(casefile_find(c, "consent-sharing"), brother);
    assert_ptr_equal(casefile_kept_thing(c, "thing"), &thing);
    casefile_show(c, casefile_hide(c, nobody, 0));
    assert_ptr_equal(casefile_kept_thing(c, "thing"), &thing);
    g_string_free(whole, TRUE);
    g_string_free(part, TRUE);
    g_string_free(again, TRUE);
}

int
main(void)
{
#define ALONE(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        ALONE(nothing_is_altered_unless_asked),
        ALONE(names_become_long),
        ALONE(names_become_rare),
        ALONE(texts_become_three_times_as_long),
        ALONE(texts_that_may_be_empty_are),
        ALONE(an_altered_case_is_valid),
        ALONE(the_file_keeps_what_it_has),
        ALONE(what_is_hidden_is_not_there_until_it_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
