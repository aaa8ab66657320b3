/* test_bundle_envelope.c: who gets which document, in which order. An envelope is written as
 * "mark: document document (pages)". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bundle/bundle_envelope.h"

enum { PLAN, SCHEDULE, LETTER, PICKUP, REPLY, RECORD };

static const bundle_letter letters[] = {
    {"partner", "wakaba", "K-2", "", PICKUP, "K-2/pickup", 1, NULL, NULL},
    {"household", "K-1", "K-1", "", SCHEDULE, "K-1/schedule", 2, NULL, NULL},
    {"household", "K-1", "K-1", "", PLAN, "K-1/plan", 3, NULL, NULL},
    {"office", "komorebi", "K-1", "", RECORD, "K-1/record-05", 1, NULL, NULL},
    {"office", "komorebi", "K-1", "", RECORD, "K-1/record-04", 1, NULL, NULL},
    {"partner", "midori", "K-2", "", LETTER, "K-2/letter", 1, NULL, NULL},
    {"household", "K-2", "K-2", "", PLAN, "K-2/plan", 4, NULL, NULL},
    {"partner", "wakaba", "K-1", "", PICKUP, "K-1/pickup", 1, NULL, NULL},
    {"partner", "wakaba", "K-1", "", LETTER, "K-1/letter", 2, NULL, NULL},
    {"municipality", "aobano", "K-1", "", REPLY, "K-1/reply", 2, NULL, NULL},
};

static void
append_envelope(GString *out, const bundle_envelope *e)
{
    g_string_append_printf(out, "%s:", e->mark);
    for (size_t i = 0; i < e->count; i++)
        g_string_append_printf(out, " %s", e->letters[i]->gap ? e->letters[i]->gap : e->letters[i]->file);
    g_string_append_printf(out, " (%d)\n", e->pages);
}

static void
check(const bundle_letter *from, size_t count, const bundle_wish *wishes, size_t wish_count, const char *expected)
{
    GPtrArray *all = bundle_envelopes_make(from, count, wishes, wish_count);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < all->len; i++)
        append_envelope(out, g_ptr_array_index(all, i));
    assert_string_equal(out->str, expected);
    g_string_free(out, TRUE);
    bundle_envelopes_drop(all);
}

static void
a_family_gets_its_own_papers(void **state)
{
    (void)state;
    static const bundle_wish household[] = {{"household", false}};
    check(letters, G_N_ELEMENTS(letters), household, 1, "K-1: K-1/plan K-1/schedule (5)\nK-2: K-2/plan (4)\n");
}

/* Two children of one school: two envelopes, unless the run file wants one. */
static void
a_school_gets_a_bundle_a_household(void **state)
{
    (void)state;
    static const bundle_wish apart[] = {{"partner", false}}, together[] = {{"partner", true}};
    check(letters, G_N_ELEMENTS(letters), apart, 1,
          "midori／K-2: K-2/letter (1)\n"
          "wakaba／K-1: K-1/letter K-1/pickup (3)\n"
          "wakaba／K-2: K-2/pickup (1)\n");
    check(letters, G_N_ELEMENTS(letters), together, 1,
          "midori: K-2/letter (1)\nwakaba: K-1/letter K-1/pickup K-2/pickup (4)\n");
}

/* Children of one home: one envelope, with the papers of one child after those of the other; a guardian living apart
 * has an own one, together with what the other child's papers bring to the same home. */
static void
siblings_share_an_envelope(void **state)
{
    (void)state;
    static const bundle_wish household[] = {{"household", false}}, plus[] = {{"household", true}};
    static const bundle_letter family[] = {
        {"household", "K-2", "K-2", "mother", PLAN, "K-2/plan", 2, NULL, NULL},
        {"household", "K-1", "K-1", "mother", SCHEDULE, "K-1/schedule", 1, NULL, NULL},
        {"household", "K-1", "K-1", "mother", PLAN, "K-1/plan", 3, NULL, NULL},
        {"household", "K-1+g2", "K-1", "father", PLAN, "K-1/plan", 3, NULL, NULL},
        {"household", "K-2+g3", "K-2", "father", PLAN, "K-2/plan", 2, NULL, NULL},
        {"household", "K-3", "K-3", "", PLAN, "K-3/plan", 1, NULL, NULL},
        {"household", "K-4", "K-4", "", PLAN, "K-4/plan", 1, NULL, NULL},
        {"household", "K-4+g2", "K-4", "", PLAN, "K-4/plan", 1, NULL, NULL},
    };
    static const char expected[] = "K-1・K-2: K-1/plan K-1/schedule K-2/plan (6)\n"
                                   "K-1+g2・K-2+g3: K-1/plan K-2/plan (5)\n"
                                   "K-3: K-3/plan (1)\nK-4: K-4/plan (1)\nK-4+g2: K-4/plan (1)\n";
    check(family, G_N_ELEMENTS(family), household, 1, expected);
    check(family, G_N_ELEMENTS(family), plus, 1, expected);
    GPtrArray *all = bundle_envelopes_make(family, G_N_ELEMENTS(family), household, 1);
    const bundle_envelope *siblings = g_ptr_array_index(all, 0), *father = g_ptr_array_index(all, 1);
    assert_string_equal(siblings->name, "household/K-1");
    assert_null(siblings->household);
    assert_string_equal(father->name, "household/K-1+g2");
    bundle_envelopes_drop(all);
}

/* What is missing keeps its place, and makes an envelope where there is nothing else. */
static void
a_gap_is_in_its_place(void **state)
{
    (void)state;
    static const bundle_wish household[] = {{"household", false}};
    static const bundle_letter gaps[] = {
        {"household", "K-1", "K-1", "", SCHEDULE, "K-1/schedule", 1, NULL, NULL},
        {"household", "K-1", "K-1", "", PLAN, NULL, 3, "blocked", NULL},
        {"household", "K-2", "K-2", "", PLAN, NULL, 0, "failed", NULL},
    };
    check(gaps, G_N_ELEMENTS(gaps), household, 1, "K-1: blocked K-1/schedule (1)\nK-2: failed (0)\n");
    GPtrArray *all = bundle_envelopes_make(gaps, G_N_ELEMENTS(gaps), household, 1);
    assert_int_equal(((const bundle_envelope *)g_ptr_array_index(all, 0))->gaps, 1);
    bundle_envelopes_drop(all);
}

static void
many_siblings_are_counted(void **state)
{
    (void)state;
    static const bundle_wish household[] = {{"household", false}};
    static const char *const keys[] = {"K-1", "K-2", "K-3", "K-4"};
    bundle_letter family[4];
    for (size_t i = 0; i < 4; i++)
        family[i] = (bundle_letter){"household", keys[i], keys[i], "home", PLAN, "x", 1, NULL, NULL};
    check(family, 3, household, 1, "K-1・K-2・K-3: x x x (3)\n");
    check(family, 4, household, 1, "K-1ほか3: x x x x (4)\n");
}

static void
kinds_and_files_are_in_order(void **state)
{
    (void)state;
    static const bundle_wish all[] = {
        {"office", true}, {"municipality", false}, {"partner", true}, {"household", false}};
    check(letters, G_N_ELEMENTS(letters), all, 4,
          "K-1: K-1/plan K-1/schedule (5)\nK-2: K-2/plan (4)\n"
          "midori: K-2/letter (1)\nwakaba: K-1/letter K-1/pickup K-2/pickup (4)\n"
          "aobano／K-1: K-1/reply (2)\n"
          "komorebi: K-1/record-04 K-1/record-05 (2)\n");
    check(letters, G_N_ELEMENTS(letters), NULL, 0, "");
    check(NULL, 0, all, 4, "");
}

/* Whatever the order of the documents: the same envelopes; each document in one; none with another recipient's, none
 * with another household's; names and marks all different. */
static void
no_order_mixes_them(void **state)
{
    (void)state;
    static const bundle_wish all[] = {
        {"household", false}, {"partner", false}, {"municipality", false}, {"office", false}};
    static const char *const ids[] = {"a", "b", "A", "a-1", "a.1"};
    enum { COUNT = 400 };
    bundle_letter *many = g_new0(bundle_letter, COUNT);
    GRand *rand = g_rand_new_with_seed(6);
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < COUNT; i++)
            many[i] = (bundle_letter){.to = all[g_rand_int_range(rand, 0, 4)].to,
                                      .recipient = ids[g_rand_int_range(rand, 0, 5)],
                                      .household = ids[g_rand_int_range(rand, 0, 5)],
                                      .home = "",
                                      .form = g_rand_int_range(rand, 0, 6),
                                      .file = "x",
                                      .pages = 1};
        GPtrArray *envelopes = bundle_envelopes_make(many, COUNT, all, 4);
        GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
        int pages = 0;
        for (guint i = 0; i < envelopes->len; i++) {
            const bundle_envelope *e = g_ptr_array_index(envelopes, i);
            assert_true(g_hash_table_add(names, e->name));
            for (size_t k = 0; k < e->count; k++) {
                assert_string_equal(e->letters[k]->to, e->to);
                assert_string_equal(e->letters[k]->recipient, e->recipient);
                assert_string_equal(e->letters[k]->household, e->household);
                assert_true(k == 0 || e->letters[k - 1]->form <= e->letters[k]->form);
            }
            pages += e->pages;
        }
        assert_int_equal(pages, COUNT);
        g_hash_table_destroy(names);
        bundle_envelopes_drop(envelopes);
    }
    g_rand_free(rand);
    g_free(many);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_family_gets_its_own_papers), cmocka_unit_test(a_school_gets_a_bundle_a_household),
        cmocka_unit_test(kinds_and_files_are_in_order), cmocka_unit_test(no_order_mixes_them),
        cmocka_unit_test(siblings_share_an_envelope),   cmocka_unit_test(a_gap_is_in_its_place),
        cmocka_unit_test(many_siblings_are_counted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
