/* test_batch_parts.c: the parts of a batch by themselves: shares of the keys, names of files, what passes between
 * supervisor and worker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "batch/batch_int.h"

/* ---- shards ---- */

static void
every_key_is_in_one_shard(void **state)
{
    (void)state;
    for (unsigned n = 1; n <= 7; n += 3) {
        size_t sizes[8] = {0};
        for (int i = 0; i < 700; i++) {
            char *key = g_strdup_printf("K-%04d", i);
            unsigned found = 0;
            for (unsigned k = 1; k <= n; k++) {
                const bool has = batch_shard_has((batch_shard){k, n}, key);
                found += has;
                sizes[k] += has;
            }
            assert_int_equal(found, 1);
            assert_true(batch_shard_has((batch_shard){0, 0}, key));
            g_free(key);
        }
        for (unsigned k = 1; k <= n; k++)
            assert_in_range(sizes[k], 700 / n / 2, 700 / n * 2);
    }
}

static void
a_shard_is_read(void **state)
{
    (void)state;
    batch_shard s = {9, 9};
    assert_true(batch_shard_parse("2/8", &s));
    assert_int_equal(s.number, 2);
    assert_int_equal(s.count, 8);
    static const char *const bad[] = {"", "2", "0/8", "9/8", "2/0", "a/8", "2/8/1", "-1/8", "2/", "/8", "2 /8"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_false(batch_shard_parse(bad[i], &s));
    assert_int_equal(s.number, 2);
}

static void
forget_schedulers(void)
{
    static const char *const names[] = {"SLURM_ARRAY_TASK_ID",   "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT",
                                        "SLURM_ARRAY_TASK_STEP", "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        unsetenv(names[i]);
}

static void
check_scheduler(const char *const *names_values, unsigned shards, unsigned number, unsigned count)
{
    diag *d = diag_new();
    batch_shard s;
    forget_schedulers();
    for (size_t i = 0; names_values[i]; i += 2)
        setenv(names_values[i], names_values[i + 1], 1);
    const bool good = batch_shard_of_scheduler(&s, shards, d);
    assert_int_equal(good, diag_length(d) == 0);
    assert_int_equal(good, number != UINT_MAX);
    if (good) {
        assert_int_equal(s.number, number);
        assert_int_equal(s.count, count);
    }
    forget_schedulers();
    diag_drop(d);
}

#define ENV(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
a_scheduler_says_the_shard(void **state)
{
    (void)state;
    const unsigned bad = UINT_MAX;
    check_scheduler((const char *const[]){NULL}, 0, 0, 0);
    check_scheduler((const char *const[]){NULL}, 4, bad, 0); /* --shards alone says no number */
    check_scheduler(ENV("SLURM_ARRAY_TASK_ID", "12", "SLURM_ARRAY_TASK_MIN", "11", "SLURM_ARRAY_TASK_COUNT", "3"), 0, 2,
                    3);
    check_scheduler(ENV("SLURM_ARRAY_TASK_ID", "0", "SLURM_ARRAY_TASK_MIN", "0", "SLURM_ARRAY_TASK_COUNT", "1"), 0, 1,
                    1);
    check_scheduler(ENV("SLURM_ARRAY_TASK_ID", "6", "SLURM_ARRAY_TASK_MIN", "2", "SLURM_ARRAY_TASK_COUNT", "4",
                        "SLURM_ARRAY_TASK_STEP", "2"),
                    0, 3, 4);
    check_scheduler(ENV("SLURM_ARRAY_TASK_ID", "14", "SLURM_ARRAY_TASK_MIN", "11", "SLURM_ARRAY_TASK_COUNT", "3"), 0,
                    bad, 0);
    check_scheduler(ENV("SLURM_ARRAY_TASK_ID", "12"), 0, bad, 0);
    check_scheduler(ENV("JOB_COMPLETION_INDEX", "0"), 8, 1, 8);
    check_scheduler(ENV("JOB_COMPLETION_INDEX", "7", "JOB_COMPLETIONS", "8"), 0, 8, 8);
    check_scheduler(ENV("JOB_COMPLETION_INDEX", "8"), 8, bad, 0);
    check_scheduler(ENV("JOB_COMPLETION_INDEX", "1"), 0, bad, 0);
}

/* ---- names ---- */

static void
names_hold_keys_only(void **state)
{
    (void)state;
    arena *a = arena_new();
    char form[] = "../forms/plan/form.xml", month[] = "2024-06", day[] = "2024-07-10";
    const batch_form f = {form, month, day, PLACE_NONE};
    assert_string_equal(batch_name_make(a, "{month}/{key}-{form}_{as-of}.pdf", "K-1", &f),
                        "2024-06/K-1-plan_2024-07-10.pdf");
    /* A key cannot leave its folder, hide, or begin another. */
    assert_string_equal(batch_name_make(a, "{key}.pdf", "../x", &f), "%2E.%2Fx.pdf");
    assert_string_equal(batch_name_make(a, "a/{key}.pdf", ".renkei", &f), "a/%2Erenkei.pdf");
    assert_string_equal(batch_name_make(a, "{key}.pdf", "\xe7\x9b\xb8{form}", &f), "%E7%9B%B8%7Bform%7D.pdf");
    arena_drop(a);
    static const char *const forms[][2] = {
        {"plan", "plan"}, {"a/b/letter.xml", "letter"}, {"a/visit/form.xml", "visit"}};
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        char *name = batch_form_name(forms[i][0]);
        assert_string_equal(name, forms[i][1]);
        g_free(name);
    }
}

/* ---- homes ---- */

static void
a_home_is_known_by_its_sum(void **state)
{
    (void)state;
    char *sum = batch_home_sum("西町1-9", "架空花子");
    assert_string_equal(sum, "6cb9fd888237e61c4f1046630bfcefd88ab8934d4552615a58284aa8de81b7b1");
    static const char *const others[][2] = {{"西町1-9", "架空次郎"}, {"東町2", "架空花子"}, {"西町1-9架空", "花子"}};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        char *other = batch_home_sum(others[i][0], others[i][1]);
        assert_int_equal(strlen(other), DIGEST_TEXT - 1);
        assert_string_not_equal(other, sum);
        g_free(other);
    }
    g_free(sum);
    sum = batch_home_sum("", "架空花子");
    assert_string_equal(sum, "");
    g_free(sum);
}

/* ---- frames ---- */

static batch_outcome
an_outcome(void)
{
    static const char *const to[] = {"household", "K-1", "f00d", "partner", "w", "", NULL};
    static const char *const parsed[] = {"a\xff.xml", "01", "masters/office.xml", "02", NULL};
    batch_outcome x = {.status = LEDGER_BLOCKED,
                       .output = digest_of("o", 1),
                       .bytes = 5000000000,
                       .pages = 7,
                       .cpu = 0.125,
                       .wall = 2.5,
                       .messages = diag_new(),
                       .recipients = g_strdupv((char **)to),
                       .parsed = g_strdupv((char **)parsed),
                       .places = g_strdup("a!1 g.2")};
    diag_add(x.messages, DIAG_BIND_MISSING, (place){"form.xml", 3, NULL}, (place){"a\xff.xml", 7, "/case"}, "目標",
             NULL);
    diag_add(x.messages, DIAG_USAGE, PLACE_NONE, PLACE_NONE, "", "b", "c", "d", NULL);
    return x;
}

/* Byte by byte: a frame counts when it is whole, and not before. */
static void
an_outcome_comes_over_the_wire(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    batch_outcome sent = an_outcome(), got;
    assert_true(batch_wire_send(ends[1], FRAME_START, 41, NULL));
    assert_true(batch_wire_send(ends[1], FRAME_DONE, 41, &sent));
    close(ends[1]);
    GByteArray *bytes = g_byte_array_new();
    batch_frame f;
    size_t frames = 0;
    for (guint8 byte; read(ends[0], &byte, 1) == 1;) {
        g_byte_array_append(bytes, &byte, 1);
        if (!batch_wire_take(bytes, &f, &got))
            continue;
        assert_int_equal(f.index, 41);
        assert_int_equal(f.kind, frames++ ? FRAME_DONE : FRAME_START);
        assert_int_equal(bytes->len, 0);
        if (f.kind == FRAME_DONE)
            break;
    }
    assert_int_equal(frames, 2);
    assert_int_equal(got.status, LEDGER_BLOCKED);
    assert_true(digest_equal(&got.output, &sent.output));
    assert_true(got.bytes == 5000000000 && got.pages == 7 && got.cpu == 0.125 && got.wall == 2.5);
    assert_int_equal(diag_length(got.messages), 2);
    const diag_message *m = diag_at(got.messages, 0), *n = diag_at(got.messages, 1);
    assert_string_equal(m->data.file, "a\xff.xml");
    assert_string_equal(m->form.file, "form.xml");
    assert_int_equal(m->data.line, 7);
    assert_string_equal(m->args[0], "目標");
    assert_null(m->args[1]);
    assert_null(n->data.file);
    assert_string_equal(n->args[3], "d");
    assert_int_equal(g_strv_length(got.recipients), 6);
    assert_string_equal(got.recipients[4], "w");
    assert_int_equal(g_strv_length(got.parsed), 4);
    assert_string_equal(got.parsed[0], "a\xff.xml");
    assert_string_equal(got.parsed[3], "02");
    assert_string_equal(got.places, "a!1 g.2");
    batch_outcome_clear(&sent);
    batch_outcome_clear(&got);
    g_byte_array_unref(bytes);
    close(ends[0]);
}

/* A worker that has gone mad must not take the supervisor with it. */
static void
rubbish_is_borne(void **state)
{
    (void)state;
    GRand *r = g_rand_new_with_seed(7);
    for (int i = 0; i < 2000; i++) {
        const batch_frame f = {FRAME_DONE, 3, (uint32_t)g_rand_int_range(r, 1, 400)};
        GByteArray *bytes = g_byte_array_new();
        g_byte_array_append(bytes, (const guint8 *)&f, sizeof f);
        for (uint32_t k = 0; k < f.length; k++) {
            const guint8 byte = (guint8)g_rand_int(r);
            g_byte_array_append(bytes, &byte, 1);
        }
        batch_frame got;
        batch_outcome x;
        assert_true(batch_wire_take(bytes, &got, &x));
        assert_in_range(x.status, LEDGER_MADE, LEDGER_FAILED);
        batch_outcome_clear(&x);
        g_byte_array_unref(bytes);
    }
    g_rand_free(r);
}

static void
too_many_messages_are_counted(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    batch_outcome x = {.status = LEDGER_FAILED, .messages = diag_new()}, got;
    for (int i = 0; i < 60; i++)
        diag_add(x.messages, DIAG_USAGE, PLACE_NONE, (place){"x", i, NULL}, NULL);
    assert_true(batch_wire_send(ends[1], FRAME_DONE, 0, &x));
    guint8 buffer[65536];
    const ssize_t n = read(ends[0], buffer, sizeof buffer);
    GByteArray *bytes = g_byte_array_new();
    g_byte_array_append(bytes, buffer, (guint)n);
    batch_frame f;
    assert_true(batch_wire_take(bytes, &f, &got));
    assert_int_equal(diag_length(got.messages), 51);
    assert_int_equal(diag_at(got.messages, 50)->code, DIAG_TOO_MANY);
    assert_string_equal(diag_at(got.messages, 50)->args[0], "10");
    batch_outcome_clear(&x);
    batch_outcome_clear(&got);
    g_byte_array_unref(bytes);
    close(ends[0]);
    close(ends[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_in_one_shard),      cmocka_unit_test(a_shard_is_read),
        cmocka_unit_test(a_scheduler_says_the_shard),     cmocka_unit_test(names_hold_keys_only),
        cmocka_unit_test(an_outcome_comes_over_the_wire), cmocka_unit_test(rubbish_is_borne),
        cmocka_unit_test(too_many_messages_are_counted),  cmocka_unit_test(a_home_is_known_by_its_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
