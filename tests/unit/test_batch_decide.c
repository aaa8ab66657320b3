/* test_batch_decide.c: what is decided about what was issued, and what is repeated of it. */
#include "issue_support.h"

static const batch_release_order all = {0};

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
    batch_reprinted copy = {.file = g_string_new(NULL)};
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, &copy, w->d));
    assert_codes(w, "batch-withdrawn");
    assert_true(is_kept(w, "one")); /* the record of it stays */
    assert_releases(w, &all,
                    "K-1\tplan\t-\t取下げのまま（第1版）\n"
                    "取下げのまま：1件（発行し直すときは --again）\n"
                    "発行していない：新しく出る0件、差替え0件（同じ内容0件、対象外0件、発行できない0件）\n");
    assert_int_equal(entries(w), 2);
    g_string_free(copy.file, TRUE);
}

static const char *const first_key[] = {"K-1", NULL};

static void
make_plan(world *w, const char *text)
{
    const made m = {"K-1", "plan", NULL, text, LEDGER_MADE, "", NULL};
    night(w, &m, 1);
}

static void
withdraw_all(world *w)
{
    assert_int_equal(batch_withdraw(&(batch_choice){.key = "K-1"}, &deed, w->folder, w->d), 1);
}

/* What issuing the plan of K-1 comes to, as the word of JSON; dry runs say the same before. */
static void
assert_goes(world *w, const batch_release_order *o, const char *issue, int version)
{
    for (int dry = 1; dry >= 0; dry--) {
        batch_release_order order = *o;
        order.deed = (batch_deed){.reason = "定例", .who = "係", .dry_run = dry};
        batch_released x;
        const int64_t before = entries(w);
        batch_release(&order, &w->paths, w->folder, &x, w->d);
        assert_int_equal(x.lines->len, 1);
        const batch_release_line *l = &g_array_index(x.lines, batch_release_line, 0);
        const bool goes = l->going == BATCH_NEW_ISSUE || l->going == BATCH_REPLACES;
        assert_string_equal(batch_going_name(l->going), issue);
        assert_int_equal(l->version, version);
        assert_int_equal(entries(w), before + (!dry && goes));
        batch_released_clear(&x);
    }
}

/* Whatever was issued since, and whatever night made the bytes again: only who asks for it issues them. */
static void
what_was_withdrawn_stays_withdrawn(void **state)
{
    world *w = *state;
    const batch_release_order again = {.keys = first_key, .again = true};
    make_plan(w, "one");
    assert_goes(w, &all, "new", 1);
    withdraw_all(w);
    for (int nights = 0; nights < 3; nights++) { /* no night undoes it */
        make_plan(w, "one");
        assert_goes(w, &all, "withdrawn", 1);
    }
    make_plan(w, "two"); /* other bytes are another paper */
    assert_goes(w, &all, "new", 2);
    make_plan(w, "one"); /* an edit that goes back to what was withdrawn */
    assert_goes(w, &all, "withdrawn", 1);
    assert_goes(w, &again, "replaces", 3); /* decided: it stands again … */
    make_plan(w, "two");
    assert_goes(w, &all, "replaces", 4);
    make_plan(w, "one"); /* … for good: two was issued after it, and it comes back as any other does */
    assert_goes(w, &all, "replaces", 5);
    withdraw_all(w);
    assert_goes(w, &all, "withdrawn", 5);
    assert_goes(w, &again, "new", 6);
    assert_goes(w, &again, "same", 6); /* nothing is decided twice */
    assert_codes(w, "");
}

/* Who names a paper that stays withdrawn is refused; who names the case hears of it, and the others go. */
static void
a_withdrawn_paper_that_is_named_is_refused(void **state)
{
    world *w = *state;
    const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", NULL},
                         {"K-1", "consent", NULL, "two", LEDGER_MADE, "", NULL}};
    const batch_choice plan = {.key = "K-1", .form = "plan"};
    night(w, list, 1);
    g_free(release(w, &all));
    assert_int_equal(batch_withdraw(&plan, &deed, w->folder, w->d), 1);
    night(w, list, 2);
    g_free(release(w, &(batch_release_order){.keys = first_key, .form = "plan"}));
    assert_codes(w, "batch-not-released batch-none-released");
    assert_releases(w, &(batch_release_order){.keys = first_key},
                    "K-1\tconsent\t-\t新しく出る（第1版）\n"
                    "K-1\tplan\t-\t取下げのまま（第1版）\n"
                    "取下げのまま：1件（発行し直すときは --again）\n"
                    "発行した：新しく出る1件、差替え0件（同じ内容0件、対象外0件、発行できない0件）\n");
    assert_codes(w, "");
}

/* A dry run of every decision says what would be, and writes nothing. */
static void
a_dry_decision_decides_nothing(void **state)
{
    world *w = *state;
    const batch_deed dry = {.reason = "定例", .who = "係", .dry_run = true};
    const batch_choice c = {.key = "K-1"};
    make_plan(w, "one");
    g_free(release(w, &all));
    assert_int_equal(batch_withdraw(&c, &dry, w->folder, w->d), 1);
    assert_int_equal(batch_withdraw(&c, &dry, w->folder, w->d), 1);
    assert_true(batch_hold_key("K-1", true, &dry, w->folder, w->d));
    assert_false(batch_hold_key("K-1", false, &dry, w->folder, w->d));
    assert_codes(w, "batch-not-held");
    assert_int_equal(entries(w), 1);
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
    batch_reprinted copy = {.file = g_string_new(NULL)};
    batch_choice c = {.key = "K-1"};
    night(w, list, 2);
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, &copy, w->d));
    assert_codes(w, "batch-not-issued");
    g_free(release(w, &all));
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, &copy, w->d));
    assert_codes(w, "batch-several");
    c.form = "plan";
    c.version = 2;
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, &copy, w->d));
    assert_codes(w, "batch-no-version");
    c.version = 0;
    char *store = g_build_filename(w->folder, ".renkei", "issued", NULL);
    remove_tree(store);
    assert_false(batch_reprint(&c, &deed, &w->paths, w->folder, &copy, w->d));
    assert_codes(w, "batch-issued-missing");
    assert_int_equal(entries(w), 2);
    g_free(store);
    g_string_free(copy.file, TRUE);
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

/* What was signed is the paper, not the number of its version: issued again after all with the same bytes, it is
 * signed; with others between, it is as well, and they are not. */
static void
the_same_bytes_are_signed_as_they_were(void **state)
{
    world *w = *state;
    static const char *const signed_at[] = {"yes", "yes", "no", "yes"};
    made m = {"K-1", "plan", NULL, "one", LEDGER_MADE, "2024-04-12", NULL};
    night(w, &m, 1);
    g_free(release(w, &all));
    withdraw_all(w);
    g_free(release(w, &(batch_release_order){.keys = first_key, .again = true}));
    m.text = "two";
    night(w, &m, 1);
    g_free(release(w, &all));
    m.text = "one";
    night(w, &m, 1);
    g_free(release(w, &all));
    batch_index *x = batch_index_new(w->folder, "K-1", w->d);
    GString *out = g_string_new(NULL);
    batch_index_print(x, DIAG_JA, out);
    char **lines = g_strsplit(out->str, "\n", -1);
    for (size_t i = 0; i < G_N_ELEMENTS(signed_at); i++)
        if (!strstr(lines[i + 1], "2024-04-12") != (strcmp(signed_at[i], "no") == 0))
            fail_msg("version %zu: %s", i + 1, lines[i + 1]);
    g_strfreev(lines);
    g_string_free(out, TRUE);
    batch_index_drop(x);
    assert_codes(w, "");
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_withdrawn_version_does_not_stand),
                                       TEST(what_was_withdrawn_stays_withdrawn),
                                       TEST(a_withdrawn_paper_that_is_named_is_refused),
                                       TEST(a_dry_decision_decides_nothing),
                                       TEST(a_hold_is_kept_until_it_is_ended),
                                       TEST(only_what_was_issued_is_repeated),
                                       TEST(a_consent_is_of_the_version_that_was_signed),
                                       TEST(the_same_bytes_are_signed_as_they_were),
                                       TEST(copies_of_old_ledgers_count_on)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
