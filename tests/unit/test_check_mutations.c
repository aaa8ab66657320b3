/* test_check_mutations.c: one fact of a clean case is changed, and the rules notice.
 *
 * A kind of mutation is an edit with places {1} {2} {3}, which the seed fills: the month, the record, the row, the
 * day it is shifted to. Each names the findings it must bring about (id:severity), which the clean case has not got,
 * and those it may bring about with some values; any other is a failure as well. The edited case must stay valid. The
 * seed is fixed: a failure comes again, and its line shows the edit, which can be copied into tests/rules/…tsv.
 *
 * For a longer search: MUTATIONS_SEED=number, MUTATIONS_DRAWS=number of each kind; MUTATIONS_SHOW=1 prints them all. */
#include "check_mutations.h"
#include "rule_edits.h"

enum { DRAWS = 2, TRIES_A_DRAW = 4, LEAST_MUTATIONS = 200, LEAST_KINDS = 30 };

/* ---- judging ---- */

static rule_world world;
static GHashTable *clean[BASES]; /* names of findings: id:severity@when */
static GHashTable *met;          /* ids that a mutation raised as it must */

static date
day_of(const char *text)
{
    date d = {0};
    assert_true(date_parse(text, &d));
    return d;
}

static GHashTable *
names_of(const check_result *r)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < r->count; i++)
        g_hash_table_add(names, rule_finding_name(&r->findings[i]));
    return names;
}

/* What the clean case has not got: "N5.1d:E@2024-06 …"; g_free it. */
static char *
news_of(const check_result *r, int base)
{
    GString *news = g_string_new(" ");
    for (size_t i = 0; i < r->count; i++) {
        char *name = rule_finding_name(&r->findings[i]);
        if (!g_hash_table_contains(clean[base], name))
            g_string_append_printf(news, "%s ", name);
        g_free(name);
    }
    return g_string_free(news, FALSE);
}

/* Is there a finding of that id and severity ("N5.1d:E"), on whatever day? */
static bool
has_news(const char *news, const char *id)
{
    char *dated = g_strdup_printf(" %s@", id), *undated = g_strdup_printf(" %s ", id);
    const bool found = strstr(news, dated) || strstr(news, undated);
    g_free(dated);
    g_free(undated);
    return found;
}

static bool
raises_all(const kind *k, const char *edits, const char *news)
{
    char **must = g_strsplit(k->findings, " ", -1);
    bool all = true;
    for (char **m = must; *m; m++) {
        if (g_str_has_suffix(*m, "?"))
            continue;
        if (has_news(news, *m)) {
            g_hash_table_add(met, g_strndup(*m, strcspn(*m, ":")));
            continue;
        }
        print_message("%s: %s\n    does not raise %s, but%s\n", bases[k->base].sample, edits, *m, news);
        all = false;
    }
    g_strfreev(must);
    return all;
}

/* Is a finding ("N5.1d:E@2024-06") among those of the kind? */
static bool
is_listed(const kind *k, const char *name)
{
    char **all = g_strsplit(k->findings, " ", -1), *id = g_strndup(name, strcspn(name, "@"));
    bool listed = false;
    for (char **f = all; *f; f++) {
        if (g_str_has_suffix(*f, "?"))
            (*f)[strlen(*f) - 1] = '\0';
        listed |= strcmp(*f, id) == 0;
    }
    g_free(id);
    g_strfreev(all);
    return listed;
}

static bool
raises_nothing_else(const kind *k, const char *edits, const char *news)
{
    char **names = g_strsplit(news, " ", -1);
    bool good = true;
    for (char **n = names; *n; n++) {
        if (!**n || is_listed(k, *n))
            continue;
        print_message("%s: %s\n    raises %s besides\n", bases[k->base].sample, edits, *n);
        good = false;
    }
    g_strfreev(names);
    return good;
}

static bool
check_mutation(const kind *k, const char *edits)
{
    rule_case c;
    rule_case_open(&c, bases[k->base].sample);
    const check_result *r = rule_edits(&c, edits) ? rule_case_check(&world, &c, day_of(bases[k->base].as_of)) : NULL;
    bool good = r != NULL;
    if (r) {
        char *news = news_of(r, k->base);
        good = raises_all(k, edits, news);
        good &= raises_nothing_else(k, edits, news);
        if (g_getenv("MUTATIONS_SHOW"))
            print_message("%s [%s]:%s\n", edits, k->findings, news);
        g_free(news);
    } else {
        print_message("%s: %s\n    %s\n", bases[k->base].sample, edits, c.why ? c.why : "the edited case is not valid");
        if (c.d)
            rule_print_messages(c.d);
    }
    rule_case_close(&c);
    return good;
}

/* ---- the tests ---- */

static int
open_world(void **state)
{
    (void)state;
    rule_world_open(&world, "templates/rules");
    met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i < BASES; i++) {
        rule_case c;
        rule_case_open(&c, bases[i].sample);
        const check_result *r = rule_case_check(&world, &c, day_of(bases[i].as_of));
        if (!r)
            rule_print_messages(c.d);
        assert_non_null(r);
        clean[i] = names_of(r);
        rule_case_close(&c);
    }
    return 0;
}

static int
close_world(void **state)
{
    (void)state;
    for (int i = 0; i < BASES; i++)
        g_hash_table_destroy(clean[i]);
    g_hash_table_destroy(met);
    rule_world_close(&world);
    return 0;
}

static void
the_cases_are_clean(void **state)
{
    (void)state;
    for (int i = 0; i < BASES; i++)
        assert_int_equal(g_hash_table_size(clean[i]), i == FUTOUKOU ? 1 : 0);
    assert_true(g_hash_table_contains(clean[FUTOUKOU], "K6.1:A@2024-07-11"));
}

static void
a_changed_fact_is_noticed(void **state)
{
    (void)state;
    const size_t draws = (size_t)number_of("MUTATIONS_DRAWS", DRAWS);
    size_t mutations = 0, failed = 0;
    mutation_chance = number_of("MUTATIONS_SEED", 20240422);
    GHashTable *done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        for (size_t drawn = 0, tries = 0; drawn < draws && tries < draws * TRIES_A_DRAW; tries++) {
            char *edits = draw_edits(&kinds[i]), *key = g_strdup_printf("%d %s", kinds[i].base, edits);
            if (g_hash_table_add(done, key)) {
                failed += !check_mutation(&kinds[i], edits);
                mutations++;
                drawn++;
            }
            g_free(edits);
        }
    g_hash_table_destroy(done);
    print_message("%zu mutations of %zu kinds, %u rules raised, %zu failed\n", mutations, G_N_ELEMENTS(kinds),
                  g_hash_table_size(met), failed);
    assert_int_equal(failed, 0);
    assert_true(mutations >= LEAST_MUTATIONS);
    assert_true(G_N_ELEMENTS(kinds) >= LEAST_KINDS);
}

/* Every rule that is computed is raised by some mutation. */
static void
no_rule_is_left_out(void **state)
{
    (void)state;
    size_t missing = 0;
    GString *list = g_string_new(NULL);
    rule_world_list(&world, DIAG_EN, list);
    char **lines = g_strsplit(list->str, "\n", -1);
    for (char **l = lines; *l && **l; l++) {
        char **f = g_strsplit(*l, "\t", -1);
        if (strcmp(f[1], "-") != 0 && !g_hash_table_contains(met, f[0])) {
            print_message("no mutation raises %s\n", f[0]);
            missing++;
        }
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_string_free(list, TRUE);
    assert_int_equal(missing, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cases_are_clean),
        cmocka_unit_test(a_changed_fact_is_noticed),
        cmocka_unit_test(no_rule_is_left_out),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
