/* test_check_due.c: the deadlines of templates/rules/deadlines.xml. Every row of tests/deadlines/deadlines.tsv says
 * what one of them lists of an edited sample, within 30 days:
 *
 *   id  due|silent|unknown  sample  as-of  edits  days
 *
 * tab-separated; edits as rule_edits.h has them; days: of the entries of that id, in the list's order (unknown: of a
 * day not known), - for none. The samples as they are stand in tests/golden/due.txt (UPDATE=1 writes it anew). */
#include "rule_world.h"
#include "schema/schema.h"

/* ---- rows ---- */

/* The days of the entries of one id, out of the list as a clerk reads it. */
static char *
days_of(check_dues *l, const char *id)
{
    GString *list = g_string_new(NULL), *days = g_string_new(NULL);
    check_dues_print(l, DIAG_EN, list);
    char **lines = g_strsplit(list->str, "\n", -1);
    for (char **line = lines; *line; line++) {
        char **f = g_strsplit(*line, "\t", -1);
        if (g_strv_length(f) == 7 && strcmp(f[6], id) == 0)
            g_string_append_printf(days, "%s%s", days->len ? " " : "",
                                   strcmp(f[0], "not known") == 0 ? "unknown" : f[0]);
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_string_free(list, TRUE);
    if (!days->len)
        g_string_append_c(days, '-');
    return g_string_free(days, FALSE);
}

static bool
fits_kind(const char *kind, const char *days)
{
    if (strcmp(kind, "silent") == 0)
        return strcmp(days, "-") == 0;
    return strcmp(days, "-") != 0 && (strcmp(kind, "unknown") == 0) == (strcmp(days, "unknown") == 0);
}

static bool
check_row(char **f, const char *path, int line)
{
    rule_case c;
    rule_case_open(&c, f[2]);
    const casefile *read = rule_edits(&c, f[4]) ? rule_case_read(&world, &c) : NULL;
    check_dues *l = check_dues_new(day_of(f[3]), 30);
    const bool judged = read && check_dues_add(l, c.s, world.rules, read, c.d);
    char *days = days_of(l, f[0]);
    const bool good = judged && strcmp(days, f[5]) == 0 && fits_kind(f[1], days);
    if (!good)
        print_message("%s:%d: %s %s: %s\n", path, line, f[0], f[1], judged ? days : c.why ? c.why : "not judged");
    if (!judged && c.d)
        rule_print_messages(c.d);
    g_free(days);
    check_dues_drop(l);
    rule_case_close(&c);
    return good;
}

static size_t
check_file(const char *path, GHashTable *met)
{
    char *text = NULL;
    size_t failed = 0;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char **lines = g_strsplit(text, "\n", -1);
    for (int i = 0; lines[i]; i++) {
        if (*lines[i] == '\0' || *lines[i] == '#')
            continue;
        char **f = g_strsplit(lines[i], "\t", -1);
        if (g_strv_length(f) != 6)
            fail_msg("%s:%d: %u fields instead of 6", path, i + 1, g_strv_length(f));
        failed += !check_row(f, path, i + 1);
        g_hash_table_add(met, g_strdup_printf("%s %s", f[0], f[1]));
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_free(text);
    return failed;
}

/* Every deadline has a row that lists it and one that does not. */
static size_t
count_missing(GHashTable *met)
{
    static const char *const kinds[] = {"due", "silent"};
    size_t missing = 0;
    GPtrArray *ids = check_rule_ids(world.rules);
    for (guint i = 0; i < ids->len; i++)
        for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
            const char *id = g_ptr_array_index(ids, i);
            char *key = g_strdup_printf("%s %s", id, kinds[k]);
            if (*id == 'D' && !g_hash_table_contains(met, key)) {
                print_message("no row: %s\n", key);
                missing++;
            }
            g_free(key);
        }
    g_ptr_array_free(ids, TRUE);
    return missing;
}

static void
every_row_lists_what_it_says(void **state)
{
    (void)state;
    GHashTable *met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const size_t failed = check_file("tests/deadlines/deadlines.tsv", met), missing = count_missing(met);
    assert_true(g_hash_table_size(met) > 20);
    g_hash_table_destroy(met);
    assert_int_equal(failed + missing, 0);
}

/* ---- the list ---- */

static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};

/* All samples in the order given, as of a day. */
static check_dues *
list_samples(const char *as_of, int days, bool backwards)
{
    check_dues *l = check_dues_new(day_of(as_of), days);
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        arena *a = arena_new();
        xml_store *s = xml_store_new();
        diag *d = diag_new();
        char *path = rule_path("samples", samples[backwards ? G_N_ELEMENTS(samples) - 1 - i : i], 0);
        const casefile *c = casefile_read(a, s, path, "templates/schema", d);
        assert_non_null(c);
        assert_true(check_dues_add(l, s, world.rules, c, d));
        g_free(path);
        diag_drop(d);
        xml_store_drop(s);
        arena_drop(a);
    }
    return l;
}

static void
the_samples_are_listed_as_text_json_and_data(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    check_dues *l = list_samples("2024-07-10", 90, false);
    check_dues_miss(l);
    check_dues_print(l, DIAG_JA, text);
    check_dues_print(l, DIAG_EN, text);
    check_dues_print_json(l, DIAG_JA, text);
    check_dues_print_json(l, DIAG_EN, text);
    check_dues_print_xml(l, text);
    check_dues_drop(l);
    char *expected = NULL;
    if (g_getenv("UPDATE"))
        assert_true(g_file_set_contents("tests/golden/due.txt", text->str, -1, NULL));
    assert_true(g_file_get_contents("tests/golden/due.txt", &expected, NULL, NULL));
    assert_string_equal(text->str, expected);
    g_free(expected);
    g_string_free(text, TRUE);
}

/* The order of the cases is not the list's; a day earlier is a day more; what is overdue stays. */
static void
the_list_is_by_day_and_keeps_what_is_overdue(void **state)
{
    (void)state;
    GString *one = g_string_new(NULL), *other = g_string_new(NULL);
    check_dues *l = list_samples("2024-07-10", 90, false), *m = list_samples("2024-07-10", 90, true);
    check_dues_print(l, DIAG_JA, one);
    check_dues_print(m, DIAG_JA, other);
    assert_int_equal(check_dues_count(l), check_dues_count(m));
    assert_string_equal(one->str, other->str);
    check_dues_drop(l);
    check_dues_drop(m);
    size_t former = 0;
    for (int days = 0; days <= 120; days += 30) {
        l = list_samples("2024-07-10", days, false);
        assert_true(check_dues_count(l) >= former);
        former = check_dues_count(l);
        assert_true(former >= 4);
        check_dues_drop(l);
    }
    g_string_free(one, TRUE);
    g_string_free(other, TRUE);
}

/* Names are for the printed list alone. */
static void
text_and_json_tell_no_name(void **state)
{
    (void)state;
    static const char *const names[] = {"相原", "湊", "古川", "蓮"};
    GString *text = g_string_new(NULL);
    check_dues *l = list_samples("2024-07-10", 90, false);
    check_dues_print(l, DIAG_JA, text);
    check_dues_print_json(l, DIAG_JA, text);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        assert_null(strstr(text->str, names[i]));
    check_dues_print_xml(l, text);
    assert_non_null(strstr(text->str, " name=\"古川　蓮\""));
    check_dues_drop(l);
    g_string_free(text, TRUE);
}

/* The data of the printed list is of its grammar, whatever the list has: nothing, a day not known. */
static void
the_data_of_the_form_fits_its_grammar(void **state)
{
    (void)state;
    static const char *const days[] = {"2024-07-10", "2020-01-01", "2027-12-31"};
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        arena *a = arena_new();
        xml_store *s = xml_store_new();
        diag *d = diag_new();
        GString *text = g_string_new(NULL);
        check_dues *l = list_samples(days[i], 90, false);
        check_dues_print_xml(l, text);
        schema_grammar *schema = schema_read(s, "templates/schema/deadlines.rng", d);
        xml_doc *doc = xml_read_memory(s, "due", text->str, text->len, XML_DATA, &xml_limits_case, d);
        if (!doc || !schema_validate(schema, doc, d))
            rule_print_messages(d);
        assert_int_equal(diag_count(d, DIAG_ERROR), 0);
        check_dues_drop(l);
        g_string_free(text, TRUE);
        diag_drop(d);
        xml_store_drop(s);
        arena_drop(a);
    }
}

/* A folder of one's own adds deadlines, replaces one, and switches one off; a mistake in it is told as the user's. */
static void
a_local_folder_has_deadlines_of_its_own(void **state)
{
    (void)state;
#define DEADLINE(id, attributes, day)                                                                                  \
    "<deadline id='" id "' source='s' " attributes "><title>t</title><title-en>t</title-en><explain>e</explain>"       \
    "<explain-en>e</explain-en><due context='child' day=\"" day "\" repair='r'><message>m</message><message-en>m"      \
    "</message-en></due></deadline>"
    static const struct {
        const char *local, *id, *days;
        int status;
        const char *told; /* in the list beside the deadlines; NULL: nothing */
    } rows[] = {
        {DEADLINE("L1", "", "'2024-07-20'"), "L1", "2024-07-20", EXIT_DONE, NULL},
        {DEADLINE("L1", "", "'2024-08'"), "L1", "-", EXIT_DONE, NULL}, /* the last day of the month: 52 days */
        {DEADLINE("L1", "", "'2024-07'"), "L1", "2024-07-31", EXIT_DONE, NULL},
        {DEADLINE("D7", "replaces='yes'", "'2024-07-11'"), "D7", "2024-07-11", EXIT_DONE, "手元のもの：D7 "},
        {DEADLINE("D7", "replaces='yes' from='2024-08-01'", "'2024-07-11'"), "D7", "-", EXIT_DONE,
         "一覧にしていない期限：D7 "},
        {"<switch-off rule='D7'>w</switch-off>", "D7", "-", EXIT_DONE, "（w）"},
        {"<switch-off rule='D8'>w</switch-off>", "D7", "2024-07-31", EXIT_DONE, "一覧にしていない期限：D8 "},
        {"<parameter name='consent-days' value='20' replaces='yes' source='s'><title>t</title><title-en>t</title-en>"
         "</parameter>",
         "D7", "2024-07-31", EXIT_DONE, "手元のもの：consent-days t 14 → 20（"},
        {DEADLINE("D7", "", "'2024-07-11'"), "D7", NULL, 4, NULL},
        {DEADLINE("L1", "", "'July'"), "L1", NULL, 4, NULL},
        {DEADLINE("L1", "", "no-such('July')"), "L1", NULL, 4, NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *folder = g_dir_make_tmp("renkei-due-XXXXXX", NULL), *file = g_build_filename(folder, "l.xml", NULL);
        char *text = g_strdup_printf("<rules version='1' title='t'>%s</rules>", rows[i].local);
        assert_true(g_file_set_contents(file, text, -1, NULL));
        arena *a = arena_new();
        xml_store *s = xml_store_new();
        diag *d = diag_new();
        const check_source from = {
            .rules = "templates/rules", .local = folder, .schema = "templates/schema", .compile = true};
        const check_rules *rules = check_rules_load(a, s, &from, d);
        const casefile *c =
            rules ? casefile_read(a, s, "samples/hodei-futoukou/case.xml", "templates/schema", d) : NULL;
        /* Who asks about a form reads none of them, and still knows them. */
        const check_source for_plan = {
            .rules = "templates/rules", .local = folder, .schema = "templates/schema", .form = "plan"};
        diag *of_form = diag_new();
        const check_rules *of_plan = check_rules_load(a, s, &for_plan, of_form);
        assert_int_equal(diag_exit_status(of_form), EXIT_DONE);
        if (c)
            assert_non_null(check_case_for(a, s, of_plan, c, day_of("2024-07-10"), DIAG_JA, "plan", of_form));
        assert_int_equal(diag_count(of_form, DIAG_WARNING), 0);
        diag_drop(of_form);
        check_dues *l = check_dues_new(day_of("2024-07-10"), 30);
        const bool judged = c && check_dues_add(l, s, rules, c, d);
        assert_int_equal(judged, rows[i].days != NULL);
        assert_int_equal(diag_exit_status(d), rows[i].status);
        char *days = days_of(l, rows[i].id);
        if (judged)
            assert_string_equal(days, rows[i].days);
        GString *list = g_string_new(NULL), *data = g_string_new(NULL);
        check_dues_print(l, DIAG_JA, list);
        check_dues_print_xml(l, data);
        assert_int_equal(strstr(list->str, "していない期限") || strstr(list->str, "代えた"), rows[i].told != NULL);
        assert_int_equal(strstr(data->str, "<off ") || strstr(data->str, "<replaced "), rows[i].told != NULL);
        if (rows[i].told)
            assert_non_null(strstr(list->str, rows[i].told));
        g_string_free(list, TRUE);
        g_string_free(data, TRUE);
        g_free(days);
        check_dues_drop(l);
        diag_drop(d);
        xml_store_drop(s);
        arena_drop(a);
        remove_tree(folder);
        g_free(text);
        g_free(file);
        g_free(folder);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_lists_what_it_says),
        cmocka_unit_test(the_samples_are_listed_as_text_json_and_data),
        cmocka_unit_test(the_list_is_by_day_and_keeps_what_is_overdue),
        cmocka_unit_test(text_and_json_tell_no_name),
        cmocka_unit_test(the_data_of_the_form_fits_its_grammar),
        cmocka_unit_test(a_local_folder_has_deadlines_of_its_own),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
