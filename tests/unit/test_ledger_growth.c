/* test_ledger_growth.c: a ledger of a thousand nights is as large as one of two hundred, but for its journal; and what
 * is forgotten is what nothing stands on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "ledger/ledger_int.h"

#include "ledger_support.h"

enum { CHILDREN = 150, FORMS = 3, NIGHTS = 1000, EARLY = 200 };

static const char *const forms[FORMS] = {"plan", "schedule", "consent"};

/* One document of a night: children come and go, cases and masters are edited, papers fail and are mended. */
static void
make_document(ledger *l, int64_t run, int night, int child, int form)
{
    /* The oldest child leaves every third night, and a new one comes. */
    const int which = child + CHILDREN * ((night + 3 * (CHILDREN - child)) / (3 * CHILDREN));
    char *key = g_strdup_printf("K-%05d", which), *path = g_strdup_printf("cases/%s/case.xml", key);
    char *master = g_strdup_printf("%d", night / 20), *state = g_strdup_printf("%d %d", which, (night + child) / 15);
    const ledger_recipient to[] = {{.to = "household", .key = key}, {.to = "office", .key = "O-1"}};
    const bool fails = (night + 7 * child) % 50 == form;
    diag *messages = diag_new();
    for (int i = 0; fails && i < 3; i++)
        diag_add(messages, DIAG_BIND_MISSING, PLACE_NONE, (place){path, night, "/case/plan"}, "goal", NULL);
    ledger_document x = made(key, forms[form]);
    x.case_path = path;
    x.case_sum = digest_of(state, strlen(state));
    x.masters = digest_of(master, strlen(master));
    x.status = fails ? LEDGER_FAILED : LEDGER_MADE;
    x.messages = messages;
    x.recipients = to;
    x.recipient_count = fails ? 0 : 2;
    const ledger_file file = {path, state, x.case_sum, key};
    if ((night + child) % 15 == 0 || fails || night % 20 == 0 || night == 3 * (which - CHILDREN))
        assert_true(ledger_save(l, run, &x) && ledger_save_file(l, &file));
    else
        assert_true(ledger_keep(l, run, key, forms[form], "2024-06", form));
    if (child == 0 && form == 0)
        assert_true(ledger_save_set(l, &x.masters, &(ledger_input){"masters/office.xml", x.masters}, 1));
    g_free(key);
    g_free(path);
    g_free(master);
    g_free(state);
    diag_drop(messages);
}

/* Who left is taken out by somebody's decision, which the journal keeps. */
static void
drop_left(ledger *l, int night)
{
    if (night % 3 != 0 || night == 0)
        return;
    char *key = g_strdup_printf("K-%05d", night / 3);
    const ledger_entry x = {.act = LEDGER_WITHDRAW, .on = "2024-06-01T00:00:00Z", .key = key, .reason = "退所"};
    for (int f = 0; f < FORMS; f++)
        assert_true(ledger_drop(l, key, forms[f], "2024-06"));
    assert_true(ledger_append(l, &x, NULL));
    g_free(key);
}

static void
spend_night(ledger *l, int night)
{
    assert_true(ledger_begin(l));
    const int64_t run = start_run(l, CHILDREN * FORMS);
    for (int child = 0; child < CHILDREN; child++)
        for (int form = 0; form < FORMS; form++)
            make_document(l, run, night, child, form);
    drop_left(l, night);
    assert_true(ledger_end_run(l, run, "2024-07-01T20:05:00Z", 0) && ledger_commit(l));
}

/* Closing it every night would wait for the disk most of the time. */
static void
spend_nights(world *w, int from, int to)
{
    for (int night = from; night < to;) {
        ledger *l = ledger_of_world(w);
        assert_true(ledger_execute(l, "PRAGMA synchronous = OFF"));
        for (int end = MIN(night + 20, to); night < end; night++)
            spend_night(l, night);
        ledger_close(l);
    }
}

/* Bytes of the file that are no journal. */
static int64_t
size_of_state(world *w)
{
    ledger *l = ledger_open(w->path, LEDGER_READ, w->d);
    int64_t pages, free_pages, of_journal;
    assert_non_null(l);
    assert_true(ledger_read_number(l, "PRAGMA page_count", &pages));
    assert_true(ledger_read_number(l, "PRAGMA freelist_count", &free_pages));
    assert_true(ledger_read_number(l, "SELECT sum(length(who) + length(reason) + length(key) + 240) FROM journal",
                                   &of_journal));
    assert_true(ledger_check(l, w->d));
    ledger_close(l);
    return pages * 4096 - of_journal;
}

static void
a_thousand_nights_take_no_more_room_than_two_hundred(void **state)
{
    world *w = *state;
    spend_nights(w, 0, EARLY);
    const int64_t early = size_of_state(w);
    spend_nights(w, EARLY, NIGHTS);
    const int64_t late = size_of_state(w);
    if (late > early + early / 10)
        fail_msg("%" G_GINT64_FORMAT " bytes after %d nights, %" G_GINT64_FORMAT " after %d", (gint64)early, EARLY,
                 (gint64)late, NIGHTS);
    ledger *l = ledger_open(w->path, LEDGER_READ, w->d);
    int64_t runs, entries, documents, sets, files;
    assert_true(ledger_read_number(l, "SELECT count(*) FROM run", &runs));
    assert_true(ledger_read_number(l, "SELECT count(*) FROM journal", &entries));
    assert_true(ledger_read_number(l, "SELECT count(*) FROM document", &documents));
    assert_true(ledger_read_number(l, "SELECT count(DISTINCT set_sum) FROM input", &sets));
    assert_true(ledger_read_number(l, "SELECT count(*) FROM file", &files));
    assert_in_range(runs, LEDGER_RUNS_KEPT, LEDGER_RUNS_KEPT + 1);
    assert_true(entries == (NIGHTS - 1) / 3 && documents == CHILDREN * FORMS);
    assert_true(sets < 30 && files <= CHILDREN);
    ledger_close(l);
}

static void
count_inputs(void *data, const digest *set, const ledger_input *input)
{
    (void)set;
    (void)input;
    ++*(int *)data;
}

static void
count_messages(void *data, const ledger_document *x)
{
    *(size_t *)data += diag_length(x->messages);
}

/* A document that no kept run accounts for keeps its row and its run, not what was said of it. */
static void
what_stands_on_an_old_run_stays(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    diag *messages = diag_new();
    diag_add(messages, DIAG_BIND_MISSING, PLACE_NONE, PLACE_NONE, "goal", NULL);
    ledger_document x = made("K-1", "plan"), y = made("K-2", "plan");
    x.messages = y.messages = messages;
    y.masters = digest_of("other", 5);
    const ledger_input input = {"office.xml", digest_of("1", 1)};
    assert_true(ledger_begin(l));
    const int64_t first = start_run(l, 1), second = start_run(l, 1), third = start_run(l, 1);
    assert_true(ledger_save(l, first, &x) && ledger_save(l, third, &y));
    assert_true(ledger_save_set(l, &x.masters, &input, 1) && ledger_save_set(l, &y.masters, &input, 1));
    assert_true(ledger_trim(l, 1) && ledger_commit(l));
    int64_t found;
    int inputs = 0;
    size_t told = 0;
    assert_true(ledger_read_number(l, "SELECT group_concat(id, '') FROM (SELECT id FROM run ORDER BY id)", &found));
    assert_int_equal(found, first * 10 + third);
    assert_true(second == 2 && ledger_each_input(l, 0, count_inputs, &inputs) && inputs == 1);
    assert_true(ledger_each(l, 0, true, count_messages, &told) && told == 1);
    assert_true(ledger_check(l, w->d));
    ledger_close(l);
    diag_drop(messages);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_thousand_nights_take_no_more_room_than_two_hundred, world_begin, world_end),
        cmocka_unit_test_setup_teardown(what_stands_on_an_old_run_stays, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
