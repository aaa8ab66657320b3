/* test_check_parameters.c: each value of templates/rules/parameters.xml is judged by as it is on the day that matters.
 *
 * A reform is a second value from a day. For every value an edited sample of tests/rules/…tsv is looked for of which a
 * rule finds something else with another value; then the last day is sought from which that other value still makes a
 * difference. That is the day whose value the rule reads: tests/golden/parameters.tsv has them (UPDATE=1 writes it),
 *
 *   name  rule  sample  day */
#include "rule_world.h"

#include "check/check_int.h"

/* ---- which rules read a value ---- */

static GPtrArray *
rule_texts(void)
{
    static const char *const files[] = {"additions.xml", "cfa-notice-2024.xml", "kariya-handbook.xml", "practice.xml"};
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = g_build_filename("templates/rules", files[i], NULL), *text;
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        g_ptr_array_add(texts, text);
        g_free(path);
    }
    return texts;
}

static bool
reads_value(const GPtrArray *texts, const char *id, const char *name)
{
    char *open = g_strdup_printf("<rule id=\"%s\"", id), *wanted = g_strdup_printf("parameter('%s'", name);
    bool found = false;
    for (guint i = 0; i < texts->len && !found; i++) {
        const char *begin = strstr(texts->pdata[i], open), *end = begin ? strstr(begin, "</rule>") : NULL;
        found = end && g_strstr_len(begin, end - begin, wanted);
    }
    g_free(wanted);
    g_free(open);
    return found;
}

static void
every_name_is_in_the_table(void **state)
{
    (void)state;
    GPtrArray *texts = rule_texts();
    size_t calls = 0;
    for (guint i = 0; i < texts->len; i++)
        for (const char *p = texts->pdata[i]; (p = strstr(p, "parameter('")); calls++) {
            p += strlen("parameter('");
            char *name = g_strndup(p, strcspn(p, "'"));
            if (!rule_find_parameter(world.rules, name, (date){2024, 4, 1}))
                fail_msg("%s: not in parameters.xml", name);
            g_free(name);
        }
    assert_true(calls > world.rules->parameter_count);
    g_ptr_array_free(texts, TRUE);
}

/* ---- another value from a day ---- */

typedef struct trial {
    const char *name, *id; /* of the value, of the rule */
    rule_case c;
    const casefile *read;
    date as_of;
} trial;

/* What the rule finds with `value` (NULL: as it is) from the day on. */
static char *
findings_from(const trial *t, const char *value, date from)
{
    arena *a = arena_new();
    diag *d = diag_new();
    check_rules *rules = (check_rules *)world.rules;
    const check_rules shipped = *rules;
    rule_parameter *values = g_new0(rule_parameter, shipped.parameter_count + 1);
    memcpy(values + 1, shipped.parameters, shipped.parameter_count * sizeof *values);
    values[0] = (rule_parameter){
        .name = t->name, .value = value, .has_from = true, .from = from, .local = true, .replaces = true};
    rules->parameters = value ? values : shipped.parameters;
    rules->parameter_count += value ? 1 : 0;
    GString *out = g_string_new(NULL);
    const check_result *r = check_case(a, t->c.s, rules, t->read, t->as_of, DIAG_JA, d);
    for (size_t i = 0; r && i < r->count; i++)
        if (strcmp(r->findings[i].id, t->id) == 0)
            g_string_append_printf(out, "%c@%s ", check_severity_letter(r->findings[i].severity), r->findings[i].when);
    if (!r)
        rule_print_messages(d);
    assert_non_null(r);
    *rules = shipped;
    g_free(values);
    diag_drop(d);
    arena_drop(a);
    return g_string_free(out, FALSE);
}

static bool
differs_from(const trial *t, const char *base, const char *value, date from)
{
    char *found = findings_from(t, value, from);
    const bool differs = strcmp(found, base) != 0;
    g_free(found);
    return differs;
}

/* The last day from which it makes a difference, between two of which the first does and the last does not. */
static date
last_day_that_matters(const trial *t, const char *base, const char *value, date first, date last)
{
    long yes = date_serial(first), no = date_serial(last);
    while (no - yes > 1) {
        const long middle = yes + (no - yes) / 2;
        if (differs_from(t, base, value, date_from_serial(middle)))
            yes = middle;
        else
            no = middle;
    }
    return date_from_serial(yes);
}

/* Tries values that no sample keeps to; a line of the golden when one makes a difference. */
static bool
try_values(const trial *t, const char *value_now, const char *sample, GString *out)
{
    static const char *const numbers[] = {"0", "500"}, *const days[] = {"1995-01-01", "2045-01-01"};
    const date first = {1995, 1, 1}, last = {2045, 1, 1};
    char *base = findings_from(t, NULL, first);
    bool found = false;
    for (size_t i = 0; i < 2 && !found; i++) {
        const char *value = strchr(value_now, '-') ? days[i] : numbers[i];
        found = differs_from(t, base, value, first);
        if (!found)
            continue;
        assert_false(differs_from(t, base, value, last));
        const date day = last_day_that_matters(t, base, value, first, last);
        g_string_append_printf(out, "%s\t%s\t%s\t%04d-%02d-%02d\n", t->name, t->id, sample, day.year, day.month,
                               day.day);
    }
    g_free(base);
    return found;
}

/* ---- the rows ---- */

/* id, kind, sample, as-of, edits, expected */
static bool
try_row(const rule_parameter *p, char **row, GString *out)
{
    trial t = {.name = p->name, .id = row[0]};
    bool found = false;
    assert_true(date_parse(row[3], &t.as_of));
    rule_case_open(&t.c, row[2]);
    if (rule_edits(&t.c, row[4]) && rule_case_check(&world, &t.c, t.as_of)) {
        char *path = rule_path(world.folder, "case", 0);
        t.read = casefile_read_with(t.c.a, t.c.s, path, world.schemas, t.c.d);
        assert_non_null(t.read);
        found = try_values(&t, p->value, row[2], out);
        g_free(path);
    }
    rule_case_close(&t.c);
    return found;
}

static GPtrArray *
all_rows(void)
{
    static const char *const files[] = {"additions.tsv", "cfa-notice-2024.tsv", "kariya-handbook.tsv", "practice.tsv"};
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = g_build_filename("tests/rules", files[i], NULL), *text;
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        char **lines = g_strsplit(text, "\n", -1);
        for (char **line = lines; *line; line++) {
            char **row = **line && **line != '#' ? g_strsplit(*line, "\t", -1) : NULL;
            if (row && g_strv_length(row) >= 6)
                g_ptr_array_add(rows, row);
            else
                g_strfreev(row);
        }
        g_strfreev(lines);
        g_free(text);
        g_free(path);
    }
    return rows;
}

static bool
try_rows(const rule_parameter *p, const GPtrArray *rows, const GPtrArray *texts, GString *out)
{
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        if (reads_value(texts, row[0], p->name) && try_row(p, row, out))
            return true;
    }
    return false;
}

/* A rule reads it beside what it says of it ($day is of titles and explanations). */
static bool
is_judged_by(const char *name, const GPtrArray *texts)
{
    char *read = g_strdup_printf("parameter('%s'", name), *said = g_strdup_printf("%s, $day)", read);
    bool judged = false;
    for (guint t = 0; t < texts->len; t++)
        for (const char *p = texts->pdata[t]; (p = strstr(p, read)); p++)
            judged = judged || !g_str_has_prefix(p, said);
    g_free(said);
    g_free(read);
    return judged;
}

/* Told by titles and explanations, and judged by nothing: why. */
static const struct {
    const char *name, *why;
} told_alone[] = {
    {"behaviour-second-least-score", "（Ⅰ）か（Ⅱ）かはデータにない"},
    {"class-one-most-minutes", "区分1と2のどちらでも、要件は変わらない"},
    {"record-years", "保存しているかどうかは、データにない"},
};

/* A value that no rule and no deadline judges by would be a mistake, but for these. */
static void
a_value_is_judged_by_or_told_alone(void **state)
{
    (void)state;
    GPtrArray *texts = rule_texts();
    char *deadlines = NULL;
    assert_true(g_file_get_contents("templates/rules/deadlines.xml", &deadlines, NULL, NULL));
    g_ptr_array_add(texts, deadlines);
    for (size_t i = 0; i < world.rules->parameter_count; i++) {
        const char *name = world.rules->parameters[i].name;
        bool alone = false;
        for (size_t t = 0; t < G_N_ELEMENTS(told_alone); t++)
            alone = alone || strcmp(told_alone[t].name, name) == 0;
        if (alone == is_judged_by(name, texts))
            fail_msg("%s: %s", name, alone ? "is judged by" : "nothing is judged by it");
    }
    g_ptr_array_free(texts, TRUE);
}

static void
a_rule_judges_by_the_value_of_the_day(void **state)
{
    (void)state;
    GPtrArray *rows = all_rows(), *texts = rule_texts();
    GString *out = g_string_new("# The day whose value a rule reads (tests/unit/test_check_parameters.c).\n");
    size_t unread = 0;
    char *deadlines = NULL;
    assert_true(g_file_get_contents("templates/rules/deadlines.xml", &deadlines, NULL, NULL));
    for (size_t i = 0; i < world.rules->parameter_count; i++)
        if (is_judged_by(world.rules->parameters[i].name, texts) &&
            !try_rows(&world.rules->parameters[i], rows, texts, out) &&
            !strstr(deadlines, world.rules->parameters[i].name)) { /* these are asked of in test_check_due.c */
            print_message("%s: no row of tests/rules shows that a rule judges by it\n",
                          world.rules->parameters[i].name);
            unread++;
        }
    char *golden = NULL;
    if (g_getenv("UPDATE"))
        assert_true(g_file_set_contents("tests/golden/parameters.tsv", out->str, -1, NULL));
    assert_true(g_file_get_contents("tests/golden/parameters.tsv", &golden, NULL, NULL));
    assert_string_equal(out->str, golden);
    assert_int_equal(unread, 0);
    g_free(golden);
    g_free(deadlines);
    g_string_free(out, TRUE);
    g_ptr_array_free(texts, TRUE);
    g_ptr_array_free(rows, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_in_the_table),
        cmocka_unit_test(a_value_is_judged_by_or_told_alone),
        cmocka_unit_test(a_rule_judges_by_the_value_of_the_day),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
