/* test_batch_roster.c: property of the roster. A small town lives through many nights that nobody planned: children
 * leave and come back, forms are taken off and put on, runs go over one child or under other names, somebody accepts
 * what is missing or nobody does. Whatever happens, no document disappears without a line that tells it, and none that
 * a run does not cover without a decision in the journal; and no envelope by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch.h"
#include "folder_support.h"

enum { CHILDREN = 4, FORMS = 3, TOWNS = IS_SANITIZED ? 2 : 4, NIGHTS = 8 };

static const char *const forms[FORMS] = {"consent", "plan", "school-sharing"};
static const char *const months[] = {"2024-06", "2024-07"};

typedef struct town {
    char *folder, *output;
    render_paths paths;
    GRand *random;
    GHashTable *told;   /* char *, "key form month" of which a line says that it is not made */
    GString *withdrawn; /* what notes say is withdrawn */
} town;

/* What a night is like; every bit of it by chance. */
typedef struct night {
    bool here[CHILDREN], asked[FORMS];
    const char *month, *roster;
    bool accepts, bundles;
    int share; /* -1: none */
} night;

static void
write_child(const town *t, int child)
{
    char *text, *folder = g_strdup_printf("%s/child-%d", t->folder, child);
    char *path = g_build_filename(folder, "case.xml", NULL), *id = g_strdup_printf("\"T-%d\"", child);
    assert_true(g_file_get_contents("samples/hodei-futoukou/case.xml", &text, NULL, NULL));
    GString *s = g_string_new(text);
    char *home = g_strdup_printf("三丁目14番地%d<", child);
    g_string_replace(s, "\"K-0001\"", id, 1);
    g_string_replace(s, "三丁目14番地2<", home, 0);
    g_free(home);
    g_mkdir(folder, 0700);
    assert_true(write_file_anew(path, s->str, (gssize)s->len));
    g_string_free(s, TRUE);
    g_free(text);
    g_free(id);
    g_free(path);
    g_free(folder);
}

static void
copy_masters(const town *t)
{
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    char *folder = g_build_filename(t->folder, "masters", NULL);
    g_mkdir(folder, 0700);
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *text, *from = g_strdup_printf("samples/masters/%s.xml", masters[i]);
        char *to = g_strdup_printf("%s/%s.xml", folder, masters[i]);
        gsize length;
        assert_true(g_file_get_contents(from, &text, &length, NULL) && write_file_anew(to, text, (gssize)length));
        g_free(text);
        g_free(from);
        g_free(to);
    }
    g_free(folder);
}

static void
open_town(town *t, guint32 seed)
{
    t->folder = g_dir_make_tmp("renkei-town-XXXXXX", NULL);
    t->output = g_build_filename(t->folder, "out", NULL);
    t->paths = (render_paths){
        .forms = g_strdup("templates"), .schema = g_strdup("templates/schema"), .fonts = g_strdup("fonts")};
    t->random = g_rand_new_with_seed(seed);
    t->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    t->withdrawn = g_string_new(NULL);
    copy_masters(t);
    for (int i = 0; i < CHILDREN; i++)
        write_child(t, i);
}

static void
close_town(town *t)
{
    remove_tree(t->folder);
    render_paths_clear(&t->paths);
    g_rand_free(t->random);
    g_hash_table_destroy(t->told);
    g_string_free(t->withdrawn, TRUE);
    g_free(t->output);
    g_free(t->folder);
}

/* ---- a night ---- */

static bool
by_chance(const town *t, int percent)
{
    return g_rand_int_range(t->random, 0, 100) < percent;
}

static night
make_night(const town *t)
{
    night n = {.month = months[by_chance(t, 20)],
               .roster = by_chance(t, 75) ? "nightly" : "other",
               .accepts = by_chance(t, 25),
               .share = by_chance(t, 20) ? 40 : -1,
               .bundles = by_chance(t, 80)};
    const bool one = by_chance(t, 15);
    const int first = g_rand_int_range(t->random, 0, CHILDREN), form = g_rand_int_range(t->random, 0, FORMS);
    for (int i = 0; i < CHILDREN; i++)
        n.here[i] = i == first || (!one && by_chance(t, 80));
    for (int i = 0; i < FORMS; i++)
        n.asked[i] = i == form || by_chance(t, 80);
    return n;
}

static void
take_line(void *data, const batch_plan *p, size_t index, const batch_outcome *x)
{
    town *t = data;
    const batch_document *d = batch_plan_at(p, index);
    const batch_form *f = batch_plan_form(p, d);
    if (x->status != LEDGER_MADE)
        g_hash_table_add(t->told, g_strdup_printf("%s %s %s", batch_plan_case(p, d)->key, f->form, f->month));
}

/* The exit status. */
static int
live_through(town *t, const night *n)
{
    batch_order *o = batch_order_new();
    batch_counts counts;
    diag *d = diag_new();
    const batch_settings s = {
        .jobs = 1, .time_limit = 60, .accept_missing = n->accepts, .reason = n->accepts ? "decided" : NULL};
    o->output = g_strdup(t->output);
    o->roster = g_strdup(n->roster);
    o->month = g_strdup(n->month);
    o->missing = n->share;
    if (n->bundles)
        assert_true(batch_order_add_wishes(o, "household"));
    for (int i = 0; i < CHILDREN; i++) {
        char *path = g_strdup_printf("%s/child-%d/case.xml", t->folder, i);
        if (n->here[i])
            assert_true(batch_order_add_cases(o, path, NULL, PLACE_NONE, d));
        g_free(path);
    }
    for (int i = 0; i < FORMS; i++)
        if (n->asked[i])
            batch_order_add_form(o, forms[i], NULL, NULL, PLACE_NONE);
    g_hash_table_remove_all(t->told);
    g_string_truncate(t->withdrawn, 0);
    const int status = batch_run(o, &t->paths, &s, take_line, t, &counts, d);
    for (size_t i = 0; i < diag_length(d); i++) {
        const diag_message *m = diag_at(d, i);
        if (m->code == DIAG_BATCH_ROSTER_WITHDRAWN)
            g_string_append_printf(t->withdrawn, "\n%s: %s ", m->args[0], m->args[1]);
    }
    assert_int_equal(counts.missing > 0, status == EXIT_MISSING);
    diag_drop(d);
    batch_order_drop(o);
    return status;
}

/* ---- what there is ---- */

typedef struct account {
    const town *t;
    GHashTable *made;    /* char *, "key form month": its file */
    GHashTable *bundles; /* char *, "name series" of envelopes */
    GHashTable *unmade;  /* the same of those that are held or failed */
    GHashTable *decided; /* char *, all of these of entries that withdraw */
} account;

static void
take_document(void *data, const ledger_document *x)
{
    account *a = data;
    if (x->status != LEDGER_MADE)
        return;
    char *path = g_build_filename(a->t->output, x->file, NULL);
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
        fail_msg("%s is made, and not there", x->file);
    g_hash_table_insert(a->made, g_strdup_printf("%s %s %s", x->key, x->form, x->month), path);
}

static void
take_bundle(void *data, const ledger_bundle *x)
{
    account *a = data;
    char *path = g_build_filename(a->t->output, x->file, NULL);
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
        fail_msg("%s is made, and not there", x->file);
    g_free(path);
    g_hash_table_add(a->bundles, g_strdup_printf("%s %s", x->name, x->series));
}

static void
take_unmade(void *data, const ledger_unmade *x)
{
    g_hash_table_add(((account *)data)->unmade, g_strdup_printf("%s %s", x->name, x->series));
}

static void
take_entry(void *data, const ledger_entry *x)
{
    account *a = data;
    assert_true(*x->reason && *x->who && *x->host && *x->on);
    if (x->act == LEDGER_WITHDRAW && x->bundle)
        g_hash_table_add(a->decided, g_strdup_printf("%s %s", x->key, x->month));
    else if (x->act == LEDGER_WITHDRAW)
        g_hash_table_add(a->decided, g_strdup_printf("%s %s %s", x->key, x->form, x->month));
}

static account
look_at(const town *t)
{
    diag *d = diag_new();
    account a = {t, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    char *path = batch_ledger_path(t->output, (batch_shard){0, 0});
    ledger *l = g_file_test(path, G_FILE_TEST_EXISTS) ? ledger_open(path, LEDGER_READ, d) : NULL;
    if (l)
        assert_true(ledger_each(l, 0, false, take_document, &a) && ledger_each_entry(l, NULL, take_entry, &a) &&
                    ledger_each_bundle(l, 0, take_bundle, &a) && ledger_each_unmade(l, 0, take_unmade, &a) &&
                    ledger_check(l, d));
    ledger_close(l);
    assert_int_equal(diag_length(d), 0);
    g_free(path);
    diag_drop(d);
    return a;
}

static void
clear_account(account *a)
{
    g_hash_table_destroy(a->made);
    g_hash_table_destroy(a->bundles);
    g_hash_table_destroy(a->unmade);
    g_hash_table_destroy(a->decided);
}

/* Whether a note says of a document that it was withdrawn. */
static bool
is_withdrawal_told(const town *t, const char *name)
{
    char **words = g_strsplit(name, " ", 3), *key = g_strdup_printf("\n%s: ", words[0]);
    char *form = g_strdup_printf(" %s ", words[1]);
    const char *line = strstr(t->withdrawn->str, key);
    const char *end = line ? strchr(line + 1, '\n') : NULL;
    const char *at = line ? strstr(line, form) : NULL;
    const bool told = at && (!end || at < end);
    g_free(form);
    g_free(key);
    g_strfreev(words);
    return told;
}

static void
check_nothing_is_lost(const town *t, const night *n, const account *before, const account *after)
{
    GHashTableIter each;
    gpointer name;
    g_hash_table_iter_init(&each, before->made);
    while (g_hash_table_iter_next(&each, &name, NULL)) {
        if (g_hash_table_contains(after->made, name))
            continue;
        if (g_hash_table_contains(t->told, name))
            continue; /* the run covers it, and says why it is not made */
        if (!is_withdrawal_told(t, name))
            fail_msg("%s disappears without a line", (const char *)name);
        if (!g_hash_table_contains(after->decided, name))
            fail_msg("%s disappears without a decision", (const char *)name);
        if (!n->accepts && n->share < 0)
            fail_msg("%s is withdrawn, and nobody decided so", (const char *)name);
    }
}

static void
check_no_envelope_is_lost(const account *before, const account *after)
{
    GHashTableIter each;
    gpointer name;
    g_hash_table_iter_init(&each, before->bundles);
    while (g_hash_table_iter_next(&each, &name, NULL))
        if (!g_hash_table_contains(after->bundles, name) && !g_hash_table_contains(after->unmade, name) &&
            !g_hash_table_contains(after->decided, name))
            fail_msg("the envelope %s disappears by itself", (const char *)name);
}

/* ---- many nights ---- */

static void
nothing_disappears_by_itself(void **state)
{
    (void)state;
    size_t withdrawn = 0, missing = 0;
    for (guint32 seed = 1; seed <= TOWNS; seed++) {
        town t;
        open_town(&t, seed);
        account before = look_at(&t);
        for (int i = 0; i < NIGHTS; i++) {
            const night n = make_night(&t);
            missing += live_through(&t, &n) == EXIT_MISSING;
            account after = look_at(&t);
            check_nothing_is_lost(&t, &n, &before, &after);
            check_no_envelope_is_lost(&before, &after);
            withdrawn += t.withdrawn->len > 0;
            clear_account(&before);
            before = after;
        }
        clear_account(&before);
        close_town(&t);
    }
    assert_true(withdrawn && missing >= TOWNS); /* else nothing was tried */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_disappears_by_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
