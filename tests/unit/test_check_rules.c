/* test_check_rules.c: the rules of templates/rules themselves: the samples bring about exactly what the domain guide
 * says of them (section 7), and every row of tests/rules/…tsv does what it claims:
 *
 *   id  breaks|keeps|unknown|silent  sample  as-of  edits  expected  [clause]
 *
 * tab-separated; edits as rule_edits.h has them; expected: what the edited case has beyond the sample as it is on that
 * day (+N5.1d:E@2024-06) or has no longer (-K6.1:A@2024-07-11), spaces between them, - for no difference. clause: of
 * tests/rules/CLAUSES.tsv, the clauses of the two source documents that are easily judged too lightly or too hard:
 *
 *   clause  source  what it asks  by
 *
 * by: `rows`, at least one that breaks it and one that keeps it; `field FORM LABEL`, a row of tests/fields/FORM.tsv; or
 * `unit FILE TEST`, a test of tests/unit/FILE.
 *
 * While one works on a file: RULES_DIR=folder judges by the rules there, RULES_FILE=practice.tsv runs that file only.
 */
#include "rule_world.h"

#define CLAUSES "tests/rules/CLAUSES.tsv"

/* ---- the samples ---- */

typedef struct expectation {
    const char *sample, *as_of;
    const char *findings; /* id:severity, each once, in any order */
} expectation;

static const expectation samples[] = {
    {"hodei-futoukou", "2024-08-01", "K6.1:A"},
    {"jihatsu-houmon", "2026-02-27", ""},
    {"koukou-jiritsu", "2027-06-01", ""},
    {"kyotaku-houmon", "2024-05-01", ""},
    {"gaikoku-houdei", "2025-12-01", "G12:W"},
    {"tokushi-iryou", "2026-02-25", ""},
    {"satooya-houmon", "2026-02-25", ""},
    {"kyoudai-ani", "2026-01-20", ""},
    {"kyoudai-imouto", "2026-01-20", ""},
    {"futatsu-jigyousho", "2026-02-13", ""},
    {"ihan-mihon", "2024-07-10",
     "N3.2:E N3.3:E N5.1a:E N3.4:E N3.6:E N5.1b:E N5.1c:E G2:E N9.2:E N9.3:E N9.5:E N5.2a:E N5.1h:E N5.1e:E N5.1g:E "
     "N5.1f:E N5.1i:E N5.1d:E N5.2b:E N5.2c:E N8.3:E N8.3:W N8.4:E G6:E N5.3:E K3.1b:E K3.3:E K3.3:W K3.3:A K7.1:E "
     "K7.1:W "
     "N6.2:W N6.3:W N6.4:W N6.4:A N7.1:W N7.3:W N7.4:W K5.2:W K5.3:W K5.4:W K6.2:W K6.4:W K6.5:W N2.1:W N4.3:W G12:W "
     "K3.10:A K6.1:A K7.2:A K7.3:A N6.1:A N6.5:A"},
};

static int
compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The words of a text as a sorted list. */
static GPtrArray *
sorted_words(const char *text)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    char **all = g_strsplit(text, " ", -1);
    for (char **w = all; *w; w++)
        if (**w)
            g_ptr_array_add(words, g_strdup(*w));
    g_strfreev(all);
    if (words->len)
        qsort(words->pdata, words->len, sizeof *words->pdata, compare_strings);
    return words;
}

/* What is in one sorted list and not in the other, as "+word" and "-word". */
static char *
difference(const GPtrArray *before, const GPtrArray *after)
{
    GString *out = g_string_new(NULL);
    guint i = 0, j = 0;
    while (i < before->len || j < after->len) {
        const char *x = i < before->len ? g_ptr_array_index(before, i) : NULL;
        const char *y = j < after->len ? g_ptr_array_index(after, j) : NULL;
        const int order = !x ? 1 : !y ? -1 : strcmp(x, y);
        if (order != 0)
            g_string_append_printf(out, "%s%c%s", out->len ? " " : "", order < 0 ? '-' : '+', order < 0 ? x : y);
        i += order <= 0;
        j += order >= 0;
    }
    return g_string_free(out, FALSE);
}

static void
print_findings(const check_result *r)
{
    for (size_t i = 0; i < r->count; i++) {
        char *name = rule_finding_name(&r->findings[i]);
        print_message("    %s%s line %d: %s\n", name, r->findings[i].undetermined ? " (undetermined)" : "",
                      r->findings[i].where.line, r->findings[i].text);
        g_free(name);
    }
}

/* id:severity of each finding, once. */
static GPtrArray *
kinds_of(const check_result *r)
{
    GPtrArray *kinds = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < r->count; i++) {
        char *kind = g_strdup_printf("%s:%c", r->findings[i].id, check_severity_letter(r->findings[i].severity));
        if (g_ptr_array_find_with_equal_func(kinds, kind, g_str_equal, NULL))
            g_free(kind);
        else
            g_ptr_array_add(kinds, kind);
    }
    if (kinds->len)
        qsort(kinds->pdata, kinds->len, sizeof *kinds->pdata, compare_strings);
    return kinds;
}

static void
the_samples_bring_about_what_the_guide_says(void **state)
{
    (void)state;
    size_t wrong = 0;
    xml_prove_walks(true);
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        rule_case c;
        rule_case_open(&c, samples[i].sample);
        const check_result *r = rule_case_check(&world, &c, day_of(samples[i].as_of));
        if (!r)
            rule_print_messages(c.d);
        assert_non_null(r);
        GPtrArray *expected = sorted_words(samples[i].findings), *got = kinds_of(r);
        char *differs = difference(expected, got);
        if (*differs) {
            wrong++;
            print_message("%s as of %s: %s\n", samples[i].sample, samples[i].as_of, differs);
            print_findings(r);
        }
        g_free(differs);
        g_ptr_array_free(expected, TRUE);
        g_ptr_array_free(got, TRUE);
        rule_case_close(&c);
    }
    xml_prove_walks(false);
    assert_null(xml_store_unwalked(world.s));
    assert_int_equal(wrong, 0);
}

/* ---- the rows ---- */

typedef struct row {
    char *id, *kind, *sample, *as_of, *edits, *expected;
    const char *file;
    int line;
} row;

static GHashTable *base_findings; /* "sample as-of": GPtrArray of names */

/* Sorted names of a result. */
static GPtrArray *
names_of(const check_result *r)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < r->count; i++)
        g_ptr_array_add(names, rule_finding_name(&r->findings[i]));
    if (names->len)
        qsort(names->pdata, names->len, sizeof *names->pdata, compare_strings);
    return names;
}

static void
drop_names(void *names)
{
    g_ptr_array_free(names, TRUE);
}

static const GPtrArray *
base_of(const row *t)
{
    char *key = g_strdup_printf("%s %s", t->sample, t->as_of);
    GPtrArray *names = g_hash_table_lookup(base_findings, key);
    if (!names) {
        rule_case c;
        rule_case_open(&c, t->sample);
        const check_result *r = rule_case_check(&world, &c, day_of(t->as_of));
        assert_non_null(r);
        names = names_of(r);
        g_hash_table_insert(base_findings, g_strdup(key), names);
        rule_case_close(&c);
    }
    g_free(key);
    return names;
}

/* How many of the differences begin so: "+N5.1d:". */
static bool
adds_finding(const char *differences, const char *id)
{
    char *mark = g_strdup_printf("+%s:", id);
    const bool found = strstr(differences, mark) != NULL;
    g_free(mark);
    return found;
}

static bool
has_undetermined(const check_result *r, const char *id)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->findings[i].undetermined && strcmp(r->findings[i].id, id) == 0)
            return true;
    return false;
}

/* Does the row do what its second column says? */
static bool
fits_kind(const row *t, const check_result *r, const char *differences)
{
    const bool adds = adds_finding(differences, t->id);
    if (strcmp(t->kind, "breaks") == 0)
        return adds;
    if (strcmp(t->kind, "unknown") == 0)
        return adds && has_undetermined(r, t->id);
    return (strcmp(t->kind, "keeps") == 0 || strcmp(t->kind, "silent") == 0) && !adds;
}

static bool
check_edited(const row *t, rule_case *c)
{
    const check_result *r = rule_edits(c, t->edits) ? rule_case_check(&world, c, day_of(t->as_of)) : NULL;
    if (!r) {
        print_message("%s:%d: %s\n", t->file, t->line, c->why ? c->why : "the edited case is not valid");
        if (c->d)
            rule_print_messages(c->d);
        return false;
    }
    GPtrArray *after = names_of(r), *expected = sorted_words(strcmp(t->expected, "-") == 0 ? "" : t->expected);
    char *found = difference(base_of(t), after);
    GPtrArray *differences = sorted_words(found);
    char *wrong = difference(expected, differences);
    const bool fits = fits_kind(t, r, found);
    if (*wrong || !fits) {
        print_message("%s:%d: %s %s: got %s; against the row: %s\n", t->file, t->line, t->id, t->kind,
                      *found ? found : "-", *wrong ? wrong : "it is not of its kind");
        print_findings(r);
    }
    const bool good = !*wrong && fits;
    g_free(found);
    g_free(wrong);
    g_ptr_array_free(after, TRUE);
    g_ptr_array_free(expected, TRUE);
    g_ptr_array_free(differences, TRUE);
    return good;
}

static bool
check_row(const row *t)
{
    rule_case c;
    rule_case_open(&c, t->sample);
    const bool good = check_edited(t, &c);
    rule_case_close(&c);
    return good;
}

/* A row in which its rule finds nothing. */
static bool
is_good_case(const char *kind)
{
    return strcmp(kind, "keeps") == 0 || strcmp(kind, "silent") == 0;
}

/* Rows that were met: "id kind", and "clause NAME<tab>breaks" or "…keeps". */
static void
check_file(const char *path, GHashTable *met, size_t *rows, size_t *failed)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char **lines = g_strsplit(text, "\n", -1);
    for (int i = 0; lines[i]; i++) {
        if (*lines[i] == '\0' || *lines[i] == '#')
            continue;
        char **f = g_strsplit(lines[i], "\t", -1);
        if (g_strv_length(f) != 6 && g_strv_length(f) != 7)
            fail_msg("%s:%d: %u fields instead of 6 or 7", path, i + 1, g_strv_length(f));
        const row t = {f[0], f[1], f[2], f[3], f[4], f[5], path, i + 1};
        const bool good = check_row(&t);
        print_message("%s %s %s %s:%d\n", good ? "ok  " : "FAIL", t.id, t.kind, path, t.line);
        g_hash_table_add(met, g_strdup_printf("%s %s", t.id, t.kind));
        if (f[6])
            g_hash_table_add(met, g_strdup_printf("clause %s\t%s", f[6], is_good_case(t.kind) ? "keeps" : "breaks"));
        (*rows)++;
        *failed += !good;
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_free(text);
}

/* A rule that is judged has a row that breaks it and one that keeps it; one that needs data, one without. */
static size_t
count_missing(GHashTable *met)
{
    GString *list = g_string_new(NULL);
    size_t missing = 0;
    rule_world_list(&world, DIAG_JA, list);
    char **lines = g_strsplit(list->str, "\n", -1);
    for (char **l = lines; *l && **l; l++) {
        static const char *const kinds[] = {"breaks", "keeps"};
        char **f = g_strsplit(*l, "\t", -1);
        for (size_t i = 0; i < G_N_ELEMENTS(kinds) && strcmp(f[1], "-") != 0; i++) {
            char *key = g_strdup_printf("%s %s", f[0], kinds[i]);
            if (!g_hash_table_contains(met, key)) {
                print_message("no row: %s\n", key);
                missing++;
            }
            g_free(key);
        }
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_string_free(list, TRUE);
    return missing;
}

/* ---- the clauses ---- */

static bool
file_holds(const char *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL), *bytes = NULL;
    const bool holds = g_file_get_contents(path, &bytes, NULL, NULL) && strstr(bytes, text);
    g_free(bytes);
    g_free(path);
    return holds;
}

/* `field FORM LABEL` and `unit FILE TEST`. */
static bool
stands_elsewhere(const char *by)
{
    char **words = g_strsplit(by, " ", 3);
    bool stands = false;
    if (g_strv_length(words) == 3 && strcmp(words[0], "field") == 0) {
        char *name = g_strconcat(words[1], ".tsv", NULL), *label = g_strdup_printf("\n%s\t", words[2]);
        stands = file_holds("tests/fields", name, label);
        g_free(name);
        g_free(label);
    } else if (g_strv_length(words) == 3 && strcmp(words[0], "unit") == 0) {
        char *test = g_strdup_printf("(%s)", words[2]);
        stands = file_holds("tests/unit", words[1], test);
        g_free(test);
    }
    g_strfreev(words);
    return stands;
}

/* Takes the rows of a clause out of those that were met. */
static size_t
count_missing_of_clause(GHashTable *met, char *const *f)
{
    static const char *const kinds[] = {"breaks", "keeps"};
    const bool rows = strcmp(f[3], "rows") == 0;
    size_t missing = 0;
    if (!rows && !stands_elsewhere(f[3])) {
        print_message("no such test: %s: %s\n", f[0], f[3]);
        missing++;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        char *key = g_strdup_printf("clause %s\t%s", f[0], kinds[i]);
        if (!g_hash_table_remove(met, key) && rows) {
            print_message("no row: %s\n", key);
            missing++;
        }
        g_free(key);
    }
    return missing;
}

/* Every clause has its cases, and every case names a clause. */
static size_t
count_missing_clauses(GHashTable *met)
{
    char *text = NULL;
    assert_true(g_file_get_contents(CLAUSES, &text, NULL, NULL));
    char **lines = g_strsplit(text, "\n", -1);
    size_t missing = 0;
    for (int i = 0; lines[i]; i++) {
        if (*lines[i] == '\0' || *lines[i] == '#')
            continue;
        char **f = g_strsplit(lines[i], "\t", -1);
        if (g_strv_length(f) != 4)
            fail_msg("%s:%d: %u fields instead of 4", CLAUSES, i + 1, g_strv_length(f));
        missing += count_missing_of_clause(met, f);
        g_strfreev(f);
    }
    GHashTableIter left;
    gpointer key;
    g_hash_table_iter_init(&left, met);
    while (g_hash_table_iter_next(&left, &key, NULL))
        if (g_str_has_prefix(key, "clause ")) {
            print_message("no such clause: %s\n", (const char *)key);
            missing++;
        }
    g_strfreev(lines);
    g_free(text);
    return missing;
}

static void
every_row_does_what_it_claims(void **state)
{
    (void)state;
    const char *only = g_getenv("RULES_FILE");
    size_t rows = 0, failed = 0;
    GHashTable *met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GDir *dir = g_dir_open("tests/rules", 0, NULL);
    assert_non_null(dir);
    base_findings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, drop_names);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename("tests/rules", name, NULL);
        if (g_str_has_suffix(name, ".tsv") && strcmp(path, CLAUSES) != 0 && (!only || strcmp(only, name) == 0))
            check_file(path, met, &rows, &failed);
        g_free(path);
    }
    g_dir_close(dir);
    g_hash_table_destroy(base_findings);
    const size_t missing = only ? 0 : count_missing(met) + count_missing_clauses(met);
    g_hash_table_destroy(met);
    print_message("%zu rows, %zu failed, %zu missing\n", rows, failed, missing);
    assert_true(rows > 0);
    assert_int_equal(failed + missing, 0);
}

/* A form that no template has would forbid nothing. */
static void
documents_are_forms(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL), *list = g_string_new(NULL);
    rule_world_list(&world, DIAG_JA, list);
    char **lines = g_strsplit(list->str, "\n", -1);
    for (char **l = lines; *l && **l; l++) {
        *strchr(*l, '\t') = '\0';
        g_string_truncate(text, 0);
        assert_true(rule_world_explain(&world, *l, DIAG_EN, text));
        static const char mark[] = "Forms that must not leave the office with an E: ";
        for (const char *p = text->str; (p = strstr(p, mark));) {
            p += strlen(mark);
            char *names = g_strndup(p, strcspn(p, "\n"));
            char **forms = g_strsplit(names, " ", -1);
            for (char **f = forms; *f; f++) {
                char *path = g_build_filename("templates", *f, "form.xml", NULL);
                if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
                    fail_msg("%s forbids a form that is not there: %s", *l, *f);
                g_free(path);
            }
            g_strfreev(forms);
            g_free(names);
        }
    }
    g_strfreev(lines);
    g_string_free(text, TRUE);
    g_string_free(list, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_samples_bring_about_what_the_guide_says),
        cmocka_unit_test(every_row_does_what_it_claims),
        cmocka_unit_test(documents_are_forms),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
