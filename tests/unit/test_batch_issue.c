/* test_batch_issue.c: what is made is issued, all of it or nothing, and for good. The working state here is written by
 * hand (bytes that are no PDF), so that thousands of nights and kills take no time; tests/batch_issue.sh does the same
 * with documents. */
#include "issue_support.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

/* ---- releasing ---- */

static void
assert_releases(world *w, const batch_release_order *o, const char *expected)
{
    char *text = release(w, o);
    assert_string_equal(text, expected);
    g_free(text);
}

static int64_t
entries(const world *w)
{
    char *path = batch_ledger_path(w->folder, (batch_shard){0, 0});
    ledger *l = ledger_open(path, LEDGER_READ, w->d);
    int64_t number = 0;
    digest hash;
    assert_non_null(l);
    assert_true(ledger_check(l, w->d) && ledger_head(l, &number, &hash));
    ledger_close(l);
    g_free(path);
    return number;
}

static bool
is_kept(const world *w, const char *text)
{
    batch_place p = {.folder = open(w->folder, O_RDONLY | O_DIRECTORY)};
    const digest sum = digest_of(text, strlen(text));
    const bool kept = batch_store_has(&p, &sum);
    close(p.folder);
    return kept;
}

static size_t
count_files(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    size_t n = 0;
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        n += g_file_test(path, G_FILE_TEST_IS_DIR) ? count_files(path) : 1;
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    return n;
}

static size_t
kept_files(const world *w)
{
    char *path = g_build_filename(w->folder, ".renkei", "issued", NULL);
    const size_t n = count_files(path);
    g_free(path);
    return n;
}

static const batch_release_order all = {0};

static void
what_is_made_is_issued_once(void **state)
{
    world *w = *state;
    const made first[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL},
                          {"K-1", "school-sharing", "2024-06", "two", LEDGER_MADE, "", NULL},
                          {"K-2", "plan", NULL, NULL, LEDGER_ABSENT, "", NULL},
                          {"K-3", "plan", NULL, NULL, LEDGER_BLOCKED, "", NULL}};
    night(w, first, G_N_ELEMENTS(first));
    assert_releases(w, &(batch_release_order){.dry_run = true},
                    "K-1\tplan\t-\t新しく出る（第1版）\n"
                    "K-1\tschool-sharing\t2024-06\t新しく出る（第1版）\n"
                    "K-2\tplan\t-\t対象外\n"
                    "K-3\tplan\t-\t発行できない：要件が禁じています\n"
                    "発行するもの：新しく出る2件、差替え0件（同じ内容0件、対象外1件、発行できない1件）\n");
    assert_int_equal(entries(w), 0);
    assert_int_equal(kept_files(w), 0);
    char *text = release(w, &all);
    assert_non_null(strstr(text, "発行した：新しく出る2件、差替え0件"));
    g_free(text);
    assert_int_equal(entries(w), 2);
    assert_true(is_kept(w, "one") && is_kept(w, "two"));
    text = release(w, &all);
    assert_non_null(strstr(text, "発行していない：新しく出る0件、差替え0件（同じ内容2件"));
    g_free(text);
    assert_int_equal(entries(w), 2);
    const made second[] = {{"K-1", "plan", NULL, "changed", LEDGER_MADE, "", NULL}};
    night(w, second, 1);
    assert_releases(w, &(batch_release_order){.form = "plan"},
                    "K-1\tplan\t-\t差替え（第1版→第2版）\n"
                    "発行した：新しく出る0件、差替え1件（同じ内容0件、対象外0件、発行できない0件）\n");
    assert_true(is_kept(w, "one") && is_kept(w, "changed"));
    /* Back to what it was is a change, too: the paper that stands is another one. */
    const made third[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL}};
    night(w, third, 1);
    text = release(w, &(batch_release_order){.keys = (const char *const[]){"K-1", NULL}});
    assert_non_null(strstr(text, "差替え（第2版→第3版）"));
    g_free(text);
    assert_int_equal(kept_files(w), 3);
    assert_codes(w, "");
}

/* A plan goes out with the papers of every month; it is one paper. */
static void
a_form_without_a_month_is_one_paper(void **state)
{
    world *w = *state;
    const made june[] = {{"K-1", "plan", "2024-06", "one", LEDGER_MADE, "", NULL},
                         {"K-1", "school-sharing", "2024-06", "june", LEDGER_MADE, "", NULL}};
    const made july[] = {{"K-1", "plan", "2024-07", "one", LEDGER_MADE, "", NULL},
                         {"K-1", "school-sharing", "2024-07", "july", LEDGER_MADE, "", NULL}};
    const made august[] = {{"K-1", "plan", "2024-08", "two", LEDGER_MADE, "", NULL}};
    night(w, june, 2);
    g_free(release(w, &all));
    night(w, july, 2);
    assert_releases(w, &all,
                    "K-1\tplan\t-\t同じ内容（第1版）\n"
                    "K-1\tschool-sharing\t2024-06\t同じ内容（第1版）\n"
                    "K-1\tschool-sharing\t2024-07\t新しく出る（第1版）\n"
                    "発行した：新しく出る1件、差替え0件（同じ内容2件、対象外0件、発行できない0件）\n");
    night(w, august, 1);
    g_free(release(w, &all));
    char *text = release(w, &all); /* what lies there of June is older than what was issued, and not issued again */
    assert_non_null(strstr(text, "K-1\tplan\t-\t同じ内容（第2版）\n"));
    assert_non_null(strstr(text, "発行していない"));
    g_free(text);
}

/* Of each kind of what must not go: nothing goes at all, and nothing is left of it. */
static void
what_must_not_go_keeps_all_back(void **state)
{
    static const struct {
        const char *what;
        made bad;
        bool named;
        const char *damage, *says;
    } rows[] = {
        {"forbidden", {"K-2", "plan", NULL, NULL, LEDGER_BLOCKED, "", NULL}, true, NULL, "要件が禁じています"},
        {"failed", {"K-2", "plan", NULL, NULL, LEDGER_FAILED, "", NULL}, true, NULL, "作れていません"},
        {"changed", {"K-2", "plan", NULL, "two", LEDGER_MADE, "", NULL}, false, "odd", "作ったときのものと違います"},
        {"gone", {"K-2", "plan", NULL, "two", LEDGER_MADE, "", NULL}, false, "", "ファイルがありません"},
        {"a link", {"K-2", "plan", NULL, "two", LEDGER_MADE, "", NULL}, false, "->", "ファイルがありません"},
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        void *inner = NULL;
        begin(&inner);
        world *w = inner;
        const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL}, rows[i].bad};
        const char *const keys[] = {"K-1", "K-2", NULL};
        night(w, list, 2);
        char *path = g_build_filename(w->folder, "K-2", "plan.pdf", NULL);
        if (rows[i].damage) {
            g_unlink(path);
            if (strcmp(rows[i].damage, "->") == 0) {
                write_made(w, "two", "two");
                assert_int_equal(symlink("../two", path), 0);
            } else if (*rows[i].damage) {
                write_made(w, "K-2/plan.pdf", rows[i].damage);
            }
        }
        char *text = release(w, &(batch_release_order){.keys = rows[i].named ? keys : NULL});
        if (!strstr(text, rows[i].says) || !strstr(text, "発行していない"))
            fail_msg("%s: %s", rows[i].what, text);
        assert_codes(w, "batch-not-released batch-none-released");
        assert_int_equal(entries(w), 0);
        assert_int_equal(kept_files(w), 0);
        g_free(text);
        g_free(path);
        end(&inner);
    }
}

static void
an_absent_document_counts_when_it_is_named(void **state)
{
    world *w = *state;
    const made list[] = {{"K-1", "plan", NULL, NULL, LEDGER_ABSENT, "", NULL},
                         {"K-1", "schedule", NULL, "one", LEDGER_MADE, "", NULL}};
    const char *const keys[] = {"K-1", NULL};
    night(w, list, 2);
    g_free(release(w, &(batch_release_order){.keys = keys, .form = "plan"}));
    assert_codes(w, "batch-not-released batch-none-released");
    g_free(release(w, &(batch_release_order){.keys = keys}));
    assert_codes(w, "");
    assert_int_equal(entries(w), 1);
    g_free(release(w, &(batch_release_order){.keys = (const char *const[]){"K-2", NULL}}));
    assert_codes(w, "batch-unknown");
}

/* ---- envelopes ---- */

static void
save_envelope(world *w, const char *key, const char *series, const char *text, const ledger_member *members,
              size_t count)
{
    ledger *l = begin_night(w, 0);
    char *name = g_strdup_printf("household/%s", key), *file = g_strdup_printf("bundles/%s.pdf", name);
    write_made(w, file, text);
    const ledger_bundle b = {.name = name,
                             .series = series,
                             .to = "household",
                             .mark = key,
                             .documents = (int)count,
                             .file = file,
                             .output = digest_of(text, strlen(text)),
                             .bytes = (int64_t)strlen(text),
                             .pages = 2,
                             .members = members,
                             .member_count = count};
    assert_true(ledger_save_bundle(l, w->run, &b));
    end_night(w, l);
    g_free(name);
    g_free(file);
}

static void
an_envelope_goes_whole_with_its_documents(void **state)
{
    world *w = *state;
    const char *const names[] = {"household/K-1", NULL};
    const made list[] = {{"K-1", "plan", "2024-06", "one", LEDGER_MADE, "", NULL},
                         {"K-1", "school-sharing", "2024-06", "two", LEDGER_MADE, "", NULL},
                         {"K-2", "plan", "2024-06", "three", LEDGER_MADE, "", NULL}};
    const ledger_member members[] = {{"K-1", "plan", "2024-06", 0, digest_of("one", 3), 1, ""},
                                     {"K-1", "school-sharing", "2024-06", 0, digest_of("two", 3), 1, ""},
                                     {"K-1", "consent", "2024-06", 0, {{0}}, 0, "blocked"}};
    night(w, list, 3);
    save_envelope(w, "K-1", "2024-06", "envelope", members, 3);
    const batch_release_order o = {.bundles = names, .month = "2024-06"};
    assert_releases(w, &o,
                    "K-1\tplan\t-\t新しく出る（第1版）\n"
                    "K-1\tschool-sharing\t2024-06\t新しく出る（第1版）\n"
                    "household/K-1\thousehold\t2024-06\t新しく出る（第1版）\n"
                    "発行した：新しく出る3件、差替え0件（同じ内容0件、対象外0件、発行できない0件）\n");
    assert_true(is_kept(w, "envelope"));
    assert_int_equal(entries(w), 3);
    char *text = release(w, &(batch_release_order){.all_bundles = true, .month = "2024-06"});
    assert_non_null(strstr(text, "同じ内容3件"));
    g_free(text);
    const char *const kinds[] = {"household", NULL};
    text = release(w, &(batch_release_order){.bundles = kinds, .month = "2024-06"});
    assert_non_null(strstr(text, "同じ内容3件"));
    g_free(text);
    /* Of the series of the last run, which has none, unless a month is said. */
    g_free(release(w, &(batch_release_order){.bundles = kinds}));
    assert_codes(w, "batch-unknown");
    /* A document that was made anew is not the one in the envelope. */
    const made later[] = {{"K-1", "plan", "2024-06", "changed", LEDGER_MADE, "", NULL}};
    night(w, later, 1);
    text = release(w, &o);
    assert_non_null(strstr(text, "作り直されたか"));
    g_free(text);
    assert_codes(w, "batch-not-released batch-none-released");
    assert_int_equal(entries(w), 3);
    g_free(release(w, &(batch_release_order){.bundles = (const char *const[]){"household/K-9", NULL}}));
    assert_codes(w, "batch-unknown");
    save_envelope(w, "K-1", "2024-06", "envelope", NULL, 0);
    text = release(w, &o);
    assert_non_null(strstr(text, "束の中身が台帳にありません"));
    g_free(text);
}

static void
an_envelope_that_was_held_does_not_go(void **state)
{
    world *w = *state;
    ledger *l = begin_night(w, 0);
    const ledger_unmade u = {.name = "household/K-1", .series = "", .to = "household", .mark = "K-1", .why = "held"};
    assert_true(ledger_save_unmade(l, w->run, &u));
    end_night(w, l);
    g_free(release(w, &(batch_release_order){.bundles = (const char *const[]){"household/K-1", NULL}}));
    assert_codes(w, "batch-not-released batch-none-released");
    assert_releases(w, &(batch_release_order){.all_bundles = true},
                    "household/K-1\thousehold\t-\t発行できない：束を作れていません\n"
                    "発行していない：新しく出る0件、差替え0件（同じ内容0件、対象外0件、発行できない1件）\n");
}

/* One envelope of many is an old one: it stays behind with those of its documents that are in no other, and the others
 * go. A file that somebody changed keeps all of them back. */
static void
an_old_envelope_stays_behind(void **state)
{
    world *w = *state;
    const char *const names[] = {"household/K-1", NULL};
    const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL},
                         {"K-1", "schedule", NULL, "two", LEDGER_MADE, "", NULL},
                         {"K-2", "plan", NULL, "three", LEDGER_MADE, "", NULL}};
    const ledger_member old[] = {{"K-1", "plan", "", 0, digest_of("one", 3), 1, ""},
                                 {"K-1", "schedule", "", 0, digest_of("before", 6), 1, ""}};
    const ledger_member good[] = {{"K-2", "plan", "", 0, digest_of("three", 5), 1, ""}};
    night(w, list, 3);
    save_envelope(w, "K-1", "", "first", old, 2);
    save_envelope(w, "K-2", "", "second", good, 1);
    assert_releases(
        w, &(batch_release_order){.all_bundles = true},
        "K-2\tplan\t-\t新しく出る（第1版）\n"
        "household/K-1\thousehold\t-\t発行できない：中の書類が、束のあとで作り直されたか、作れなくなりました。"
        "run をもう一度実行してください\n"
        "household/K-2\thousehold\t-\t新しく出る（第1版）\n"
        "発行した：新しく出る2件、差替え0件（同じ内容0件、対象外0件、発行できない1件）\n");
    assert_int_equal(kept_files(w), 2);
    g_free(release(w, &(batch_release_order){.bundles = names}));
    assert_codes(w, "batch-not-released batch-none-released");
    const ledger_member now[] = {{"K-1", "plan", "", 0, digest_of("one", 3), 1, ""}};
    save_envelope(w, "K-1", "", "first", now, 1);
    write_made(w, "K-1/plan.pdf", "odd");
    g_free(release(w, &(batch_release_order){.all_bundles = true}));
    assert_codes(w, "batch-not-released batch-not-released batch-none-released");
    assert_int_equal(kept_files(w), 2);
    assert_int_equal(entries(w), 2);
}

/* ---- 60 nights ---- */

enum { KEYS = 3, FORMS = 2, NIGHTS = 60 };

typedef struct model {
    int version;
    char now[32];
} model;

/* Every byte sequence that was ever issued is there after any number of nights, whatever was made over it, and each
 * version says which it was. */
static void
nothing_that_was_issued_is_ever_lost(void **state)
{
    static const char *const forms[FORMS] = {"plan", "school-sharing"};
    world *w = *state;
    GRand *random = g_rand_new_with_seed(60);
    model models[KEYS][FORMS] = {{{0, ""}}};
    GPtrArray *issued = g_ptr_array_new_with_free_func(g_free);
    int64_t expected = 0;
    for (int n = 0; n < NIGHTS; n++) {
        char keys[KEYS][16], texts[KEYS][FORMS][32];
        made list[KEYS * FORMS];
        for (int k = 0; k < KEYS; k++)
            for (int f = 0; f < FORMS; f++) {
                snprintf(keys[k], sizeof keys[k], "K-%d", k);
                /* As it is, as it once was, or new. */
                snprintf(texts[k][f], sizeof texts[k][f], "%d %d %d", k, f,
                         g_rand_int_range(random, 0, 3) ? 0 : g_rand_int_range(random, 0, 12));
                list[k * FORMS + f] =
                    (made){keys[k], forms[f], f ? "2024-06" : NULL, texts[k][f], LEDGER_MADE, "", NULL};
            }
        night(w, list, G_N_ELEMENTS(list));
        if (g_rand_int_range(random, 0, 4) == 0)
            continue; /* what is only made goes under with the next night */
        for (int k = 0; k < KEYS; k++)
            for (int f = 0; f < FORMS; f++)
                if (strcmp(models[k][f].now, texts[k][f]) != 0) {
                    models[k][f].version++;
                    g_strlcpy(models[k][f].now, texts[k][f], sizeof models[k][f].now);
                    g_ptr_array_add(issued, g_strdup(texts[k][f]));
                    expected++;
                }
        g_free(release(w, &all));
        assert_int_equal(entries(w), expected);
    }
    for (guint i = 0; i < issued->len; i++)
        assert_true(is_kept(w, g_ptr_array_index(issued, i)));
    for (int k = 0; k < KEYS; k++) {
        char key[16];
        snprintf(key, sizeof key, "K-%d", k);
        batch_index *x = batch_index_new(w->folder, key, w->d);
        GString *json = g_string_new(NULL);
        batch_index_print_json(x, json);
        for (int f = 0; f < FORMS; f++) {
            char *last = g_strdup_printf("\"form\":\"%s\",%s\"version\":%d,\"state\":\"current\"", forms[f],
                                         f ? "\"month\":\"2024-06\"," : "", models[k][f].version);
            assert_non_null(strstr(json->str, last));
            g_free(last);
        }
        g_string_free(json, TRUE);
        batch_index_drop(x);
    }
    assert_true(expected > KEYS * FORMS * 3);
    assert_codes(w, "");
    g_ptr_array_free(issued, TRUE);
    g_rand_free(random);
}

/* ---- kills ---- */

enum { MANY = 120, KILLS = 10 };

static void
many_documents(world *w, int round)
{
    ledger *l = begin_night(w, MANY);
    for (int i = 0; i < MANY; i++) {
        char key[16], text[48];
        snprintf(key, sizeof key, "K-%04d", i);
        snprintf(text, sizeof text, "round %d key %d", round, i);
        save_made(w, l, &(made){key, "plan", NULL, text, LEDGER_MADE, "", NULL});
    }
    end_night(w, l);
}

/* Killed at any moment a release has issued all or nothing; what it left is cleared by the next, which issues all. */
static void
a_killed_release_leaves_all_or_nothing(void **state)
{
    world *w = *state;
    GRand *random = g_rand_new_with_seed(9);
    int64_t before = 0;
    int none = 0;
    for (int round = 0; round < KILLS; round++) {
        many_documents(w, round);
        const pid_t child = fork();
        if (child == 0) {
            g_free(release(w, &all));
            _exit(0);
        }
        g_usleep((gulong)g_rand_int_range(random, 0, 25000 * (1 + 4 * IS_SANITIZED)));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        const int64_t now = entries(w);
        assert_true(now == before || now == before + MANY);
        none += now == before;
        char first[32], last[32];
        snprintf(first, sizeof first, "round %d key 0", round);
        snprintf(last, sizeof last, "round %d key %d", round, MANY - 1);
        assert_true(now == before || (is_kept(w, first) && is_kept(w, last)));
        /* The order that comes next, of one key, takes back what nobody issued. */
        const char *const one[] = {"K-0000", NULL};
        g_free(release(w, &(batch_release_order){.keys = one}));
        assert_int_equal(kept_files(w), (size_t)entries(w));
        g_free(release(w, &all));
        before += MANY;
        assert_int_equal(entries(w), before);
        assert_true(is_kept(w, first) && is_kept(w, last));
    }
    assert_codes(w, "");
    assert_true(none > 0 || IS_SANITIZED);
    g_rand_free(random);
}

/* ---- decisions ---- */

static void
a_withdrawn_version_does_not_stand(void **state)
{
    world *w = *state;
    const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL}};
    const batch_choice c = {.key = "K-1"};
    night(w, list, 1);
    assert_int_equal(batch_withdraw(&c, &deed, w->folder, w->d), 0);
    assert_codes(w, "batch-not-issued"); /* only made */
    g_free(release(w, &all));
    assert_int_equal(batch_withdraw(&c, &deed, w->folder, w->d), 1);
    assert_int_equal(batch_withdraw(&c, &deed, w->folder, w->d), 0);
    assert_codes(w, "batch-withdrawn");
    GString *file = g_string_new(NULL);
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, file, w->d));
    assert_codes(w, "batch-withdrawn");
    assert_true(is_kept(w, "one")); /* the record of it stays */
    assert_releases(w, &all,
                    "K-1\tplan\t-\t新しく出る（第2版）\n"
                    "発行した：新しく出る1件、差替え0件（同じ内容0件、対象外0件、発行できない0件）\n");
    g_string_free(file, TRUE);
}

static void
a_hold_is_kept_until_it_is_ended(void **state)
{
    world *w = *state;
    const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL}};
    night(w, list, 1);
    assert_false(batch_hold_key("K-1", true, &deed, w->folder, w->d));
    assert_codes(w, "batch-not-issued");
    g_free(release(w, &all));
    assert_false(batch_hold_key("K-1", false, &deed, w->folder, w->d));
    assert_codes(w, "batch-not-held");
    assert_true(batch_hold_key("K-1", true, &deed, w->folder, w->d));
    assert_false(batch_hold_key("K-1", true, &deed, w->folder, w->d));
    assert_codes(w, "batch-held-already");
    assert_true(batch_hold_key("K-1", false, &deed, w->folder, w->d));
    assert_int_equal(entries(w), 3);
}

/* ---- what nobody issued, and what is gone ---- */

static void
only_what_was_issued_is_repeated(void **state)
{
    world *w = *state;
    const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL},
                         {"K-1", "schedule", NULL, "two", LEDGER_MADE, "", NULL}};
    GString *file = g_string_new(NULL);
    batch_choice c = {.key = "K-1"};
    night(w, list, 2);
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, file, w->d));
    assert_codes(w, "batch-not-issued");
    g_free(release(w, &all));
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, file, w->d));
    assert_codes(w, "batch-several");
    c.form = "plan";
    c.version = 2;
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, file, w->d));
    assert_codes(w, "batch-no-version");
    c.version = 0;
    char *store = g_build_filename(w->folder, ".renkei", "issued", NULL);
    remove_tree(store);
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, file, w->d));
    assert_codes(w, "batch-issued-missing");
    assert_int_equal(entries(w), 2);
    g_free(store);
    g_string_free(file, TRUE);
}

/* Papers are signed after they were issued; what is changed after that nobody has signed. */
static void
a_consent_is_of_the_version_that_was_signed(void **state)
{
    world *w = *state;
    made m = {"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL};
    night(w, &m, 1);
    g_free(release(w, &all));
    m.consented = "2024-04-12";
    night(w, &m, 1);
    char *text = release(w, &all);
    if (!strstr(text, "同意の記録：1件\n"))
        fail_msg("%s", text);
    g_free(text);
    text = release(w, &all);
    assert_null(strstr(text, "同意の記録"));
    g_free(text);
    assert_int_equal(entries(w), 2);
    m.text = "two";
    night(w, &m, 1);
    g_free(release(w, &all));
    batch_index *x = batch_index_new(w->folder, "K-1", w->d);
    GString *out = g_string_new(NULL);
    batch_index_print(x, DIAG_JA, out);
    char **lines = g_strsplit(out->str, "\n", -1);
    assert_non_null(strstr(lines[1], "\t2024-04-12\t"));
    assert_non_null(strstr(lines[2], "\t2\t有効\t"));
    assert_null(strstr(lines[2], "2024-04-12"));
    g_strfreev(lines);
    g_string_free(out, TRUE);
    batch_index_drop(x);
    assert_null(batch_index_new(w->folder, "K-2", w->d));
    assert_codes(w, "batch-not-issued");
}

/* A ledger that is older than the journal counts its reissues from the first issue on: its third is the second copy. */
static void
copies_of_old_ledgers_count_on(void **state)
{
    world *w = *state;
    const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL}};
    night(w, list, 1);
    ledger *l = begin_night(w, 0);
    for (int number = 2; number <= 3; number++) {
        char file[40];
        snprintf(file, sizeof file, "K-1/plan-reissue-%d.pdf", number);
        const ledger_reissue again = {.key = "K-1",
                                      .form = "plan",
                                      .month = "",
                                      .number = number,
                                      .reason = "汚損",
                                      .on = "2026-01-01T00:00:00Z",
                                      .first = digest_of("one", 3),
                                      .file = file,
                                      .output = digest_of(file, strlen(file)),
                                      .bytes = 1,
                                      .pages = 1};
        assert_true(ledger_save_reissue(l, &again));
    }
    end_night(w, l);
    g_free(release(w, &all));
    char *path = batch_ledger_path(w->folder, (batch_shard){0, 0});
    l = ledger_open(path, LEDGER_READ, w->d);
    batch_issued *issued = batch_issued_read(l);
    const batch_paper *p = batch_issued_find(issued, false, "K-1", "plan", "");
    assert_int_equal(batch_paper_next_copy(p, batch_paper_current(p)), 3);
    batch_issued_drop(issued);
    ledger_close(l);
    g_free(path);
    /* Of the next version nothing was repeated. */
    const made changed[] = {{"K-1", "plan", NULL, "two", LEDGER_MADE, "", NULL}};
    night(w, changed, 1);
    g_free(release(w, &all));
    path = batch_ledger_path(w->folder, (batch_shard){0, 0});
    l = ledger_open(path, LEDGER_READ, w->d);
    issued = batch_issued_read(l);
    p = batch_issued_find(issued, false, "K-1", "plan", "");
    assert_int_equal(batch_paper_next_copy(p, batch_paper_current(p)), 1);
    batch_issued_drop(issued);
    ledger_close(l);
    g_free(path);
}

/* ---- the end ---- */

enum { CHILDREN = 6, ENDS = 8 };

/* Cases whose service ended in 2020, with their papers issued. */
static void
children_that_left(world *w)
{
    char *text = NULL;
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *from = g_strdup_printf("samples/masters/%s.xml", masters[i]), *to = g_path_get_basename(from), *master;
        char *name = g_build_filename("cases", "masters", to, NULL);
        assert_true(g_file_get_contents(from, &master, NULL, NULL));
        write_made(w, name, master);
        g_free(master);
        g_free(name);
        g_free(from);
        g_free(to);
    }
    assert_true(g_file_get_contents("samples/hodei-futoukou/case.xml", &text, NULL, NULL));
    ledger *l = begin_night(w, CHILDREN);
    for (int i = 0; i < CHILDREN; i++) {
        char key[16], *name, *path;
        snprintf(key, sizeof key, "K-%d", i);
        name = g_build_filename("cases", key, "case.xml", NULL);
        path = g_build_filename(w->folder, name, NULL);
        GString *s = g_string_new(text);
        g_string_replace(s, "K-0001", key, 0);
        g_string_replace(s, "start=\"2022-06-01\"", "start=\"2022-06-01\" end=\"2022-06-30\"", 0);
        write_made(w, name, s->str);
        save_made(w, l, &(made){key, "plan", NULL, key, LEDGER_MADE, "", path});
        g_string_free(s, TRUE);
        g_free(name);
        g_free(path);
    }
    end_night(w, l);
    g_free(release(w, &all));
    l = begin_night(w, 0); /* the last run covers none of them */
    end_night(w, l);
    g_free(text);
}

/* What was made, and taken out of the working state by a decision before it was issued. */
static void
withdraw_draft(world *w, const char *key, const char *text)
{
    const digest sum = digest_of(text, strlen(text));
    char hex[DIGEST_TEXT], *file = g_strdup_printf(".renkei/withdrawn/%s.pdf", digest_text(&sum, hex));
    ledger *l = begin_night(w, 0);
    const ledger_entry e = {.act = LEDGER_WITHDRAW,
                            .on = "2026-01-01T00:00:00Z",
                            .who = "係",
                            .host = "pc1",
                            .reason = "退所",
                            .key = key,
                            .form = "schedule",
                            .month = "",
                            .output = sum};
    write_made(w, file, text);
    assert_true(ledger_append(l, &e, NULL));
    end_night(w, l);
    g_free(file);
}

static size_t
drafts(const world *w)
{
    char *path = g_build_filename(w->folder, ".renkei", "withdrawn", NULL);
    const size_t n = count_files(path);
    g_free(path);
    return n;
}

static size_t
expire(world *w)
{
    batch_expired x;
    const batch_expiry o = {.deed = deed};
    batch_expire(&o, &w->paths, w->folder, &x, w->d);
    const size_t destroyed = x.destroyed;
    batch_expired_clear(&x);
    return destroyed;
}

/* Killed at any moment: no bytes are gone without a tombstone, and the next one ends what was begun. */
static void
a_killed_end_is_ended_by_the_next(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(5);
    g_setenv("SOURCE_DATE_EPOCH", "1893456000", TRUE); /* 2030 */
    for (int round = 0; round < ENDS; round++) {
        void *inner = NULL;
        begin(&inner);
        world *w = inner;
        g_setenv("SOURCE_DATE_EPOCH", "1893456000", TRUE);
        children_that_left(w);
        withdraw_draft(w, "K-0", "a draft");
        const pid_t child = fork();
        if (child == 0) {
            expire(w);
            _exit(0);
        }
        g_usleep((gulong)g_rand_int_range(random, 0, 60000 * (1 + 4 * IS_SANITIZED)));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        const int64_t now = entries(w);
        assert_true(now == CHILDREN + 1 || now == 2 * CHILDREN + 1);
        assert_true(now == 2 * CHILDREN + 1 || kept_files(w) == CHILDREN);
        assert_int_equal(expire(w), now == CHILDREN + 1 ? CHILDREN : 0);
        assert_int_equal(entries(w), 2 * CHILDREN + 1);
        assert_int_equal(kept_files(w), 0);
        assert_int_equal(drafts(w), 0);
        char *plan = g_build_filename(w->folder, "K-0", "plan.pdf", NULL);
        assert_false(g_file_test(plan, G_FILE_TEST_EXISTS));
        g_free(plan);
        assert_codes(w, "");
        end(&inner);
    }
    g_unsetenv("SOURCE_DATE_EPOCH");
    g_rand_free(random);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(what_is_made_is_issued_once),
                                       TEST(a_form_without_a_month_is_one_paper),
                                       TEST(what_must_not_go_keeps_all_back),
                                       TEST(an_absent_document_counts_when_it_is_named),
                                       TEST(an_envelope_goes_whole_with_its_documents),
                                       TEST(an_envelope_that_was_held_does_not_go),
                                       TEST(an_old_envelope_stays_behind),
                                       TEST(nothing_that_was_issued_is_ever_lost),
                                       TEST(a_killed_release_leaves_all_or_nothing),
                                       TEST(a_withdrawn_version_does_not_stand),
                                       TEST(a_hold_is_kept_until_it_is_ended),
                                       TEST(only_what_was_issued_is_repeated),
                                       TEST(a_consent_is_of_the_version_that_was_signed),
                                       TEST(copies_of_old_ledgers_count_on),
                                       TEST(a_killed_end_is_ended_by_the_next)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
