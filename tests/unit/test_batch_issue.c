/* test_batch_issue.c: what is made is issued, all of it or nothing, and for good. The working state here is written by
 * hand (bytes that are no PDF), so that thousands of nights and kills take no time; tests/batch_issue.sh does the same
 * with documents. */
#include "issue_support.h"
#include "issue_support.h"

static const batch_release_order all = {0};

/* ---- releasing ---- */

static void
what_is_made_is_issued_once(void **state)
{
    world *w = *state;
    const made first[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL},
                          {"K-1", "school-sharing", "2024-06", "two", LEDGER_MADE, "", NULL},
                          {"K-2", "plan", NULL, NULL, LEDGER_ABSENT, "", NULL},
                          {"K-3", "plan", NULL, NULL, LEDGER_BLOCKED, "", NULL}};
    night(w, first, G_N_ELEMENTS(first));
    assert_releases(w, &(batch_release_order){.deed = {.dry_run = true}},
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
    save_envelope(w, "household/K-1", "2024-06", "envelope", members, 3);
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
    save_envelope(w, "household/K-1", "2024-06", "envelope", NULL, 0);
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
    save_envelope(w, "household/K-1", "", "first", old, 2);
    save_envelope(w, "household/K-2", "", "second", good, 1);
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
    save_envelope(w, "household/K-1", "", "first", now, 1);
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
                                       TEST(nothing_that_was_issued_is_ever_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
