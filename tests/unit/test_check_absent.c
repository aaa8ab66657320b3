/* test_check_absent.c: nothing that a rule reads can be left out of a case in silence.
 *
 * Whatever the schema does not demand is deleted from a sample or its masters, all of one kind at a time, and the case
 * is judged again: something must be told that was not told of the whole sample (a finding of any severity, or what
 * could not be judged), or the kind stands in tests/effects/silent.tsv with the reason why its absence says nothing
 * wrong. What no rule reads at all (tests/golden/effects.tsv) needs no reason. A kind that is told, or that no sample
 * has, may not stand in the table. ABSENT_SHOW=1 prints what every deletion brings about. */
#include "check_mutations.h"

#define EFFECTS "tests/golden/effects.tsv"
#define SILENT "tests/effects/silent.tsv"
enum { LEAST_DELETIONS = 250, LEAST_TOLD = 80 };

static rule_world world;

typedef struct tally {
    size_t deletions, told, wrong;
    GHashTable *reasons;          /* kind: reason */
    GHashTable *silent, *noticed; /* kinds, of all samples */
} tally;

static date
day_of(const char *text)
{
    date d = {0};
    assert_true(date_parse(text, &d));
    return d;
}

/* ---- the kinds of a sample ---- */

/* "month/claim/addition-iii/@service": names from below the root; in a master with its root before it. */
static void
add_kinds(const xmlNode *n, const char *above, GPtrArray *kinds_found)
{
    for (const xmlNode *e = n->children; e; e = e->next) {
        if (e->type != XML_ELEMENT_NODE)
            continue;
        char *path = g_strdup_printf("%s%s%s", above, *above ? "/" : "", (const char *)e->name);
        if (!g_ptr_array_find_with_equal_func(kinds_found, path, g_str_equal, NULL))
            g_ptr_array_add(kinds_found, g_strdup(path));
        for (const xmlAttr *a = e->properties; a; a = a->next) {
            char *own = g_strdup_printf("%s/@%s", path, (const char *)a->name);
            if (g_ptr_array_find_with_equal_func(kinds_found, own, g_str_equal, NULL))
                g_free(own);
            else
                g_ptr_array_add(kinds_found, own);
        }
        add_kinds(e, path, kinds_found);
        g_free(path);
    }
}

/* ---- what rules read ---- */

/* Each line of a table: its first two columns. */
static GHashTable *
read_table(const char *file)
{
    char *text;
    assert_true(g_file_get_contents(file, &text, NULL, NULL));
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    char **lines = g_strsplit(text, "\n", -1);
    for (char **l = lines; *l; l++) {
        char *tab = strchr(*l, '\t');
        if (**l != '#' && tab)
            g_hash_table_insert(table, g_strndup(*l, (gsize)(tab - *l)), g_strdup(tab + 1));
    }
    g_strfreev(lines);
    g_free(text);
    return table;
}

static bool
is_of_master(const char *kind_name)
{
    char *root = g_strndup(kind_name, strcspn(kind_name, "/"));
    const bool found = g_str_has_suffix(root, "-master");
    g_free(root);
    return found;
}

/* The kind itself, or anything inside it. */
static bool
is_read_by_rules(GHashTable *effects, const char *kind_name)
{
    char *path = g_strdup_printf("%s%s", is_of_master(kind_name) ? "" : "case/", kind_name),
         *inside = g_strdup_printf("%s/", path);
    GHashTableIter i;
    void *position, *readers;
    bool found = false;
    g_hash_table_iter_init(&i, effects);
    while (!found && g_hash_table_iter_next(&i, &position, &readers))
        found = (strcmp(position, path) == 0 || g_str_has_prefix(position, inside)) &&
                (strstr(readers, "rule ") || strstr(readers, "check"));
    g_free(path);
    g_free(inside);
    return found;
}

/* ---- judging ---- */

/* A repair names an element or attribute of the data: 署名日（plan/@signed-on）. In English the names stand alone. */
static bool
names_data(const char *const repair[2])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz@";
    return repair[DIAG_JA] && strpbrk(repair[DIAG_JA], letters) && repair[DIAG_EN] && *repair[DIAG_EN];
}

/* Whoever is told that something cannot be judged is told where, and what to write. */
static void
hold_places(const check_result *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        if (f->undetermined && !(f->where.file && f->where.line > 0 && names_data(f->repair)))
            fail_msg("%s cannot be judged, and it is not told where or what to write", f->id);
    }
    for (size_t i = 0; i < r->gap_count; i++) {
        const check_gap *g = &r->gaps[i];
        if (!(g->where.file && g->where.line > 0 && names_data(g->repair)))
            fail_msg("the gap %s is not told with a place and what to write", g->kind);
    }
}

/* Findings and gaps, each as a line. */
static GHashTable *
all_told(const check_result *r)
{
    GHashTable *told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < r->count; i++)
        g_hash_table_add(told,
                         g_strdup_printf("%s %s %s", r->findings[i].id, r->findings[i].when, r->findings[i].text));
    for (size_t i = 0; i < r->gap_count; i++)
        g_hash_table_add(told, g_strdup_printf("%s %s", r->gaps[i].kind, r->gaps[i].texts[DIAG_JA]));
    return told;
}

static bool
has_more(GHashTable *told, GHashTable *whole, const char *kind_name)
{
    GHashTableIter i;
    void *line;
    bool more = false;
    g_hash_table_iter_init(&i, told);
    while (g_hash_table_iter_next(&i, &line, NULL)) {
        if (g_hash_table_contains(whole, line))
            continue;
        if (g_getenv("ABSENT_SHOW"))
            print_message("%s: %s\n", kind_name, (char *)line);
        more = true;
    }
    return more;
}

/* Whether the case is still valid without it, and then what is told. */
static void
delete_kind(int base, int document, const char *kind_name, GHashTable *whole, tally *t)
{
    rule_case c;
    char *edit = document == 0 ? g_strdup_printf("delete %s", kind_name)
                               : g_strdup_printf("%s:delete /%s", rule_documents[document], kind_name);
    rule_case_open(&c, bases[base].sample);
    assert_true(rule_edits(&c, edit));
    const check_result *r = rule_case_check(&world, &c, day_of(bases[base].as_of));
    if (r) {
        GHashTable *told = all_told(r);
        hold_places(r);
        const bool more = has_more(told, whole, kind_name);
        t->deletions++;
        t->told += more;
        g_hash_table_add(more ? t->noticed : t->silent, g_strdup(kind_name));
        g_hash_table_destroy(told);
    }
    rule_case_close(&c);
    g_free(edit);
}

static void
delete_all(int base, tally *t)
{
    rule_case c;
    rule_case_open(&c, bases[base].sample);
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    const check_result *r = rule_case_check(&world, &c, day_of(bases[base].as_of));
    assert_non_null(r);
    GHashTable *whole = all_told(r);
    for (int document = 0; document < RULE_DOCUMENTS; document++) {
        const xmlNode *root = xmlDocGetRootElement(c.docs[document]);
        g_ptr_array_set_size(found, 0);
        add_kinds(root, document == 0 ? "" : (const char *)root->name, found);
        for (guint i = 0; i < found->len; i++)
            delete_kind(base, document, g_ptr_array_index(found, i), whole, t);
    }
    g_hash_table_destroy(whole);
    g_ptr_array_free(found, TRUE);
    rule_case_close(&c);
}

/* ---- the test ---- */

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In order, so that a failure reads the same every time. */
static GPtrArray *
sorted_names(GHashTable *names)
{
    GPtrArray *sorted = g_ptr_array_new();
    GHashTableIter i;
    void *name;
    g_hash_table_iter_init(&i, names);
    while (g_hash_table_iter_next(&i, &name, NULL))
        g_ptr_array_add(sorted, name);
    g_ptr_array_sort(sorted, compare_names);
    return sorted;
}

/* Told in one sample is told: in another it may be of no consequence. */
static void
hold_silence(tally *t, GHashTable *effects)
{
    GPtrArray *silent = sorted_names(t->silent), *reasons = sorted_names(t->reasons);
    for (guint i = 0; i < silent->len; i++) {
        const char *name = g_ptr_array_index(silent, i);
        if (g_hash_table_contains(t->noticed, name) || g_hash_table_contains(t->reasons, name) ||
            !is_read_by_rules(effects, name))
            continue;
        print_message("%s: rules read it, and its absence is not told\n", name);
        t->wrong++;
    }
    for (guint i = 0; i < reasons->len; i++) {
        const char *name = g_ptr_array_index(reasons, i);
        if (g_hash_table_contains(t->silent, name) && !g_hash_table_contains(t->noticed, name) &&
            is_read_by_rules(effects, name))
            continue;
        print_message("%s: %s has a reason for what is told, demanded, read by no rule or in no sample\n", name,
                      SILENT);
        t->wrong++;
    }
    g_ptr_array_free(silent, TRUE);
    g_ptr_array_free(reasons, TRUE);
}

static void
nothing_that_rules_read_is_left_out_in_silence(void **state)
{
    (void)state;
    GHashTable *effects = read_table(EFFECTS);
    tally t = {.reasons = read_table(SILENT),
               .silent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
               .noticed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    rule_world_open(&world, "templates/rules");
    for (int i = 0; i < BASES; i++)
        delete_all(i, &t);
    hold_silence(&t, effects);
    print_message("%zu deletions, %zu told, %u kinds silent for a reason, %zu wrong\n", t.deletions, t.told,
                  g_hash_table_size(t.reasons), t.wrong);
    assert_int_equal(t.wrong, 0);
    assert_true(t.deletions >= LEAST_DELETIONS && t.told >= LEAST_TOLD);
    rule_world_close(&world);
    g_hash_table_destroy(t.silent);
    g_hash_table_destroy(t.noticed);
    g_hash_table_destroy(t.reasons);
    g_hash_table_destroy(effects);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_that_rules_read_is_left_out_in_silence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
