/* test_batch_release.c: a release touches what it was asked for: of envelopes those of the cases, keys, kinds and month
 * that were named, whole or not at all; what was withdrawn goes in no envelope. */
#include "issue_support.h"

static ledger_member
member_of(const made *m)
{
    return (ledger_member){m->key, m->form, m->month ? m->month : "", 0, digest_of(m->text, strlen(m->text)), 1, ""};
}

/* Three families, two of them siblings of one envelope; a partner that has all; another month; one that was held. */
static void
make_town(world *w)
{
    static const made list[] = {{"K-1", "plan", NULL, "one", LEDGER_MADE, "", "c/1.xml"},
                                {"K-2", "plan", NULL, "two", LEDGER_MADE, "", "c/2.xml"},
                                {"K-3", "plan", NULL, "three", LEDGER_MADE, "", "c/3.xml"},
                                {"K-4", "plan", NULL, "four", LEDGER_MADE, "", "c/4.xml"},
                                {"K-5", "plan", NULL, NULL, LEDGER_BLOCKED, "", "c/5.xml"},
                                {"K-1", "schedule", "2024-06", "june", LEDGER_MADE, "", "c/1.xml"}};
    ledger_member all[4];
    for (size_t i = 0; i < 4; i++)
        all[i] = member_of(&list[i]);
    const ledger_member june = member_of(&list[5]);
    night(w, list, G_N_ELEMENTS(list));
    save_envelope(w, "household/K-1", "", NULL, all, 1);
    save_envelope(w, "household/K-2", "", NULL, &all[1], 2); /* K-2 and K-3 */
    save_envelope(w, "household/K-4", "", NULL, &all[3], 1);
    save_envelope(w, "partner/town", "", NULL, all, 4);
    save_envelope(w, "household/K-1", "2024-06", NULL, &june, 1);
    ledger *l = begin_night(w, 0);
    const ledger_unmade held[] = {{"household/K-5", "", "household", "K-5+2", false, "held", "", ""},
                                  {"partner/school/K-5", "", "partner", "school／K-5", false, "held", "", ""}};
    assert_true(ledger_save_unmade(l, w->run, &held[0]) && ledger_save_unmade(l, w->run, &held[1]));
    end_night(w, l);
}

typedef struct asking {
    const char *what;
    const char *cases, *wishes, *month; /* of a run file, parted by blanks; cases NULL: none */
    const char *keys, *bundles, *asked_month;
    const char *goes, *refused; /* envelopes, in the order of their names */
} asking;

static batch_order *
order_of(const asking *a)
{
    batch_order *o = a->cases ? batch_order_new() : NULL;
    char **cases = g_strsplit(a->cases ? a->cases : "", " ", -1);
    for (char **c = cases; o && *c; c++)
        g_ptr_array_add(o->cases, g_strdup(*c));
    if (o && a->wishes)
        assert_true(batch_order_add_wishes(o, a->wishes));
    if (o)
        o->month = g_strdup(a->month);
    g_strfreev(cases);
    return o;
}

static void
assert_asks(world *w, const asking *a)
{
    batch_order *order = order_of(a);
    char **keys = a->keys ? g_strsplit(a->keys, " ", -1) : NULL;
    char **bundles = a->bundles ? g_strsplit(a->bundles, " ", -1) : NULL;
    const batch_release_order o = {.keys = (const char *const *)keys,
                                   .bundles = (const char *const *)bundles,
                                   .all_bundles = !bundles,
                                   .month = a->asked_month,
                                   .order = order,
                                   .deed = {.reason = "定例", .dry_run = true}};
    batch_released x;
    GString *goes = g_string_new(NULL), *refused = g_string_new(NULL);
    batch_release(&o, &w->paths, w->folder, &x, w->d);
    for (guint i = 0; i < x.lines->len; i++) {
        const batch_release_line *l = &g_array_index(x.lines, batch_release_line, i);
        GString *into = l->going == BATCH_REFUSED ? refused : goes;
        if (l->bundle)
            g_string_append_printf(into, "%s%s", into->len ? " " : "", l->key);
    }
    if (strcmp(goes->str, a->goes) != 0 || strcmp(refused->str, a->refused) != 0)
        fail_msg("%s: %s go, %s are refused", a->what, goes->str, refused->str);
    forget(w);
    batch_released_clear(&x);
    g_string_free(goes, TRUE);
    g_string_free(refused, TRUE);
    g_strfreev(keys);
    g_strfreev(bundles);
    batch_order_drop(order);
}

static void
envelopes_are_of_what_was_asked_for(void **state)
{
    world *w = *state;
    static const asking table[] = {
        {"all there is", NULL, NULL, NULL, NULL, NULL, NULL, "household/K-1 household/K-2 household/K-4 partner/town",
         "household/K-5 partner/school/K-5"},
        {"one case", "c/1.xml", NULL, NULL, NULL, NULL, NULL, "household/K-1", "partner/town"},
        {"the case by another way", "./c/../c/1.xml", NULL, NULL, NULL, NULL, NULL, "household/K-1", "partner/town"},
        {"one of two siblings", "c/2.xml", NULL, NULL, NULL, NULL, NULL, "", "household/K-2 partner/town"},
        {"both siblings", "c/2.xml c/3.xml", NULL, NULL, NULL, NULL, NULL, "household/K-2", "partner/town"},
        {"every case", "c/1.xml c/2.xml c/3.xml c/4.xml c/5.xml", NULL, NULL, NULL, NULL, NULL,
         "household/K-1 household/K-2 household/K-4 partner/town", "household/K-5 partner/school/K-5"},
        {"kinds of the run file", "c/1.xml c/2.xml c/3.xml c/4.xml", "household", NULL, NULL, NULL, NULL,
         "household/K-1 household/K-2 household/K-4", ""},
        {"a held one", "c/5.xml", NULL, NULL, NULL, NULL, NULL, "", "household/K-5 partner/school/K-5"},
        {"no case at all", "c/9.xml", NULL, NULL, NULL, NULL, NULL, "", ""},
        {"the month of the run file", "c/1.xml", NULL, "2024-06", NULL, NULL, NULL, "household/K-1", ""},
        {"another month", "c/1.xml", NULL, "2024-07", NULL, NULL, NULL, "", ""},
        {"the month that is typed", "c/1.xml", NULL, "2024-07", NULL, NULL, "2024-06", "household/K-1", ""},
        {"a key", NULL, NULL, NULL, "K-4", NULL, NULL, "household/K-4", "partner/town"},
        {"a key of another month", NULL, NULL, NULL, "K-1", NULL, "2024-06", "household/K-1", ""},
        {"a key beside the cases", "c/1.xml", NULL, NULL, "K-4", NULL, NULL, "", ""},
        {"a key of the cases", "c/1.xml c/4.xml", NULL, NULL, "K-4", NULL, NULL, "household/K-4", "partner/town"},
        {"a kind", "c/1.xml", NULL, NULL, NULL, "household", NULL, "household/K-1", ""},
        {"a kind that the run file has not", "c/1.xml", "household", NULL, NULL, "partner", NULL, "", "partner/town"},
        {"a name", NULL, NULL, NULL, NULL, "household/K-2", NULL, "household/K-2", ""},
        {"a name of other cases", "c/1.xml", NULL, NULL, NULL, "household/K-4", NULL, "", "household/K-4"},
    };
    make_town(w);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        assert_asks(w, &table[i]);
    assert_int_equal(entries(w), 0);
}

/* What stays behind keeps nothing back, and none of its documents goes either. */
static void
what_is_not_asked_for_is_not_issued(void **state)
{
    world *w = *state;
    const asking one = {.cases = "c/1.xml"};
    batch_order *order = order_of(&one);
    make_town(w);
    g_free(release(w, &(batch_release_order){.all_bundles = true, .order = order}));
    assert_int_equal(entries(w), 2); /* the plan of K-1, and its envelope */
    assert_true(is_kept(w, "one"));
    assert_false(is_kept(w, "two") || is_kept(w, "three") || is_kept(w, "four"));
    assert_codes(w, "");
    batch_order_drop(order);
}

static const char *const first_key[] = {"K-1", NULL};
static const char *const first_envelope[] = {"household/K-1", NULL};
static const batch_release_order envelopes = {.all_bundles = true};

static char *
line_of(const char *text, const char *key)
{
    char *head = g_strdup_printf("%s\t", key);
    const char *at = g_str_has_prefix(text, head) ? text : strstr(text, head);
    char *line = at ? g_strndup(at, strcspn(at, "\n")) : g_strdup("");
    g_free(head);
    return line;
}

static void
assert_line(world *w, const batch_release_order *o, const char *key, const char *says)
{
    char *text = release(w, o), *line = line_of(text, key);
    if (!strstr(line, says))
        fail_msg("%s: not %s", text, says);
    g_free(text);
    g_free(line);
}

/* An envelope does not carry out what was withdrawn, and one that was withdrawn itself leaves its documents where they
 * are. The rest of the night goes. */
static void
no_envelope_holds_what_was_withdrawn(void **state)
{
    world *w = *state;
    make_town(w);
    g_free(release(w, &(batch_release_order){.keys = first_key}));
    forget(w);
    assert_int_equal(batch_withdraw(&(batch_choice){.key = "K-1", .form = "plan"}, &deed, w->folder, w->d), 1);
    assert_line(w, &envelopes, "household/K-1", "取り下げた書類が入っています");
    assert_line(w, &envelopes, "partner/town", "取り下げた書類が入っています");
    assert_line(w, &envelopes, "household/K-2", "同じ内容");
    assert_false(is_kept(w, "bundles/household/K-1.pdf") || is_kept(w, "bundles/partner/town.pdf"));
    assert_codes(w, "");
    assert_line(w, &(batch_release_order){.bundles = first_envelope}, "household/K-1", "取り下げた書類が入っています");
    assert_codes(w, "batch-not-released batch-none-released");
    assert_line(w, &(batch_release_order){.bundles = first_envelope, .again = true}, "household/K-1", "新しく出る");
    assert_codes(w, "");
    /* Now the envelope: its plan stands. */
    const batch_choice c = {.key = "household/K-1", .bundle = true};
    assert_int_equal(batch_withdraw(&c, &deed, w->folder, w->d), 1);
    assert_line(w, &envelopes, "household/K-1", "取下げのまま（第1版）");
    assert_codes(w, "");
    assert_line(w, &(batch_release_order){.bundles = first_envelope}, "household/K-1", "取り下げたときのままです");
    assert_codes(w, "batch-not-released batch-none-released");
    assert_line(w, &(batch_release_order){.bundles = first_envelope, .again = true}, "household/K-1",
                "新しく出る（第2版）");
    assert_codes(w, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(envelopes_are_of_what_was_asked_for),
                                       TEST(what_is_not_asked_for_is_not_issued),
                                       TEST(no_envelope_holds_what_was_withdrawn)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
