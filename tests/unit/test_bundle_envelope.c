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
    {"partner", "wakaba", "K-2", PICKUP, "K-2/pickup", 1, NULL},
    {"household", "K-1", "K-1", SCHEDULE, "K-1/schedule", 2, NULL},
    {"household", "K-1", "K-1", PLAN, "K-1/plan", 3, NULL},
    {"office", "komorebi", "K-1", RECORD, "K-1/record-05", 1, NULL},
    {"office", "komorebi", "K-1", RECORD, "K-1/record-04", 1, NULL},
    {"partner", "midori", "K-2", LETTER, "K-2/letter", 1, NULL},
    {"household", "K-2", "K-2", PLAN, "K-2/plan", 4, NULL},
    {"partner", "wakaba", "K-1", PICKUP, "K-1/pickup", 1, NULL},
    {"partner", "wakaba", "K-1", LETTER, "K-1/letter", 2, NULL},
    {"municipality", "aobano", "K-1", REPLY, "K-1/reply", 2, NULL},
};

static void
append_envelope(GString *out, const bundle_envelope *e)
{
    g_string_append_printf(out, "%s:", e->mark);
    for (size_t i = 0; i < e->count; i++)
        g_string_append_printf(out, " %s", e->letters[i]->file);
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
        cmocka_unit_test(kinds_and_files_are_in_order), cmocka_unit_test(no_order_mixes_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
