/* test_ledger.c: what is committed is there, what is not is lost; a document is one row that is written over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "ledger/ledger_int.h"

#include "ledger_support.h"

static void
say(void *data, const ledger_document *x)
{
    GString *said = data;
    char sum[DIGEST_TEXT];
    g_string_append_printf(said, "%s %s %s %s %s %d %" G_GINT64_FORMAT " %.4s %.2f", x->key, x->form, x->month,
                           ledger_status_name(x->status), x->file, x->pages, (gint64)x->bytes,
                           digest_is_none(&x->output) ? "none" : digest_text(&x->output, sum), x->cpu);
    for (size_t i = 0; x->messages && i < diag_length(x->messages); i++) {
        const diag_message *m = diag_at(x->messages, i);
        g_string_append_printf(said, " [%s %s:%d %s %s]", diag_name(m->code), m->data.file, m->data.line, m->data.path,
                               m->args[0]);
    }
    g_string_append_c(said, '\n');
}

static const char *
all(world *w, ledger *l, int64_t run)
{
    g_string_truncate(w->said, 0);
    assert_true(ledger_each(l, run, true, say, w->said));
    return w->said->str;
}

static void
a_document_comes_back_as_it_went(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    diag *messages = diag_new();
    diag_add(messages, DIAG_BIND_MISSING, PLACE_NONE, (place){"case.xml", 7, "/case/plan"}, "goal", NULL);
    assert_true(ledger_begin(l));
    const int64_t run = start_run(l, 2);
    ledger_document good = made("K-2", "plan"), bad = made("K-1", "plan");
    bad.status = LEDGER_FAILED;
    bad.file = "";
    bad.output = (digest){{0}};
    bad.messages = messages;
    assert_true(ledger_save(l, run, &good));
    assert_true(ledger_save(l, run, &bad));
    assert_true(ledger_commit(l));
    ledger_close(l);
    diag_drop(messages);

    l = ledger_open(w->path, LEDGER_READ, w->d);
    assert_non_null(l);
    assert_string_equal(all(w, l, run),
                        "K-1 plan 2024-06 failed  3 123456789012 none 0.25 [bind-missing case.xml:7 /case/plan goal]\n"
                        "K-2 plan 2024-06 made a/b.pdf 3 123456789012 65c7 0.25\n");
    ledger_close(l);
    assert_int_equal(diag_length(w->d), 0);
}

static void
a_document_is_written_over(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    diag *messages = diag_new();
    diag_add(messages, DIAG_BIND_MISSING, PLACE_NONE, PLACE_NONE, "goal", NULL);
    int64_t run = start_run(l, 1);
    ledger_document x = made("K-1", "plan");
    x.messages = messages;
    x.status = LEDGER_FAILED;
    assert_true(ledger_save(l, run, &x));
    const int64_t first = run;
    run = start_run(l, 1);
    x.messages = NULL;
    x.status = LEDGER_MADE;
    assert_true(ledger_save(l, run, &x));
    assert_string_equal(all(w, l, 0), "K-1 plan 2024-06 made a/b.pdf 3 123456789012 65c7 0.25\n");
    assert_string_equal(all(w, l, first), "");
    const int64_t third = start_run(l, 1);
    assert_true(ledger_keep(l, third, "K-1", "plan", "2024-06", 0));
    assert_string_equal(all(w, l, run), "");
    assert_string_equal(all(w, l, third), "K-1 plan 2024-06 made a/b.pdf 3 123456789012 65c7 0.25\n");
    ledger_close(l);
    diag_drop(messages);
}

static void
what_is_not_committed_is_lost(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const int64_t run = start_run(l, 2);
    ledger_document x = made("K-1", "plan"), y = made("K-2", "plan");
    assert_true(ledger_begin(l));
    assert_true(ledger_save(l, run, &x));
    assert_true(ledger_commit(l));
    assert_true(ledger_begin(l));
    assert_true(ledger_save(l, run, &y));
    ledger_close(l);
    l = ledger_of_world(w);
    assert_string_equal(all(w, l, 0), "K-1 plan 2024-06 made a/b.pdf 3 123456789012 65c7 0.25\n");
    ledger_close(l);
}

static void
the_last_run_is_known(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    ledger_run r;
    assert_true(ledger_last_run(l, &r));
    assert_int_equal(r.id, 0);
    assert_string_equal(r.order, "");
    start_run(l, 5);
    const int64_t run = start_run(l, 7);
    assert_true(ledger_last_run(l, &r));
    assert_int_equal(r.id, run);
    assert_int_equal(r.planned, 7);
    assert_null(r.ended);
    assert_true(ledger_end_run(l, run, "2024-07-01T20:05:00Z", 1));
    assert_true(ledger_last_run(l, &r));
    assert_string_equal(r.ended, "2024-07-01T20:05:00Z");
    assert_int_equal(r.exit_status, 1);
    assert_string_equal(r.edition, "layout 1");
    ledger_close(l);
}

static void
say_input(void *data, const digest *set, const ledger_input *input)
{
    char a[DIGEST_TEXT], b[DIGEST_TEXT];
    g_string_append_printf(data, "%.4s %s %.4s\n", digest_text(set, a), input->path, digest_text(&input->sum, b));
}

/* A set that no document needs is not told. */
/* Nobody may take a ledger that cannot be asked for one without runs: a first night would begin. */
static void
an_answer_that_fails_is_no_answer(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    ledger_run r;
    start_run(l, 5);
    assert_false(ledger_has_failed(l));
    assert_true(ledger_execute(l, "ALTER TABLE run RENAME TO run_away"));
    assert_false(ledger_last_run(l, &r));
    assert_int_equal(r.id, 0);
    assert_string_equal(r.series, "");
    assert_true(ledger_has_failed(l));
    assert_int_equal(diag_exit_status(w->d), 9);
    ledger_close(l);
}

static void
inputs_are_those_of_the_documents(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const int64_t run = start_run(l, 1);
    const ledger_document x = made("K-1", "plan");
    const digest other = digest_of("z", 1);
    const ledger_input inputs[] = {{"office.xml", digest_of("1", 1)}, {"calendar.xml", digest_of("2", 1)}};
    assert_true(ledger_save_set(l, &x.masters, inputs, 2));
    assert_true(ledger_save_set(l, &x.masters, inputs, 2));
    assert_true(ledger_save_set(l, &other, inputs, 1));
    assert_true(ledger_save(l, run, &x));
    assert_true(ledger_end_run(l, run, "2024-07-01T20:05:00Z", 0));
    g_string_truncate(w->said, 0);
    assert_true(ledger_each_input(l, run, say_input, w->said));
    assert_string_equal(w->said->str, "62c6 calendar.xml d473\n62c6 office.xml 6b86\n");
    ledger_close(l);
}

static void
say_reissue(void *data, const ledger_reissue *x)
{
    char a[DIGEST_TEXT], b[DIGEST_TEXT];
    g_string_append_printf(data, "%s %s %s %d %s %s %.4s %.4s %d\n", x->key, x->form, x->month, x->number, x->reason,
                           x->file, digest_text(&x->first, a), digest_text(&x->output, b), x->pages);
}

static void
an_issue_is_linked_to_the_first(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const int64_t run = start_run(l, 1);
    ledger_document x = made("K-1", "plan");
    assert_true(ledger_save(l, run, &x));
    ledger_reissue again = {.key = "K-1",
                            .form = "plan",
                            .month = "2024-06",
                            .number = 2,
                            .reason = "汚損",
                            .on = "2024-07-02T01:00:00Z",
                            .first = x.output,
                            .file = "a/b-2.pdf",
                            .output = digest_of("p", 1),
                            .pages = 3};
    assert_true(ledger_save_reissue(l, &again));
    assert_true(ledger_save(l, run, &x)); /* the document made again keeps its link */
    assert_true(ledger_each_reissue(l, say_reissue, w->said));
    assert_string_equal(w->said->str, "K-1 plan 2024-06 2 汚損 a/b-2.pdf 65c7 148d 3\n");
    /* Nor does it go with the document. */
    assert_true(ledger_drop(l, "K-1", "plan", "2024-06"));
    assert_string_equal(all(w, l, 0), "");
    assert_true(ledger_each_reissue(l, say_reissue, w->said));
    assert_string_equal(w->said->str, "K-1 plan 2024-06 2 汚損 a/b-2.pdf 65c7 148d 3\n");
    ledger_close(l);
}

static void
what_is_no_ledger_is_refused(void **state)
{
    world *w = *state;
    assert_null(ledger_open(w->path, LEDGER_READ, w->d));
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_LEDGER_MISSING);
    assert_int_equal(diag_exit_status(w->d), EXIT_USAGE);
    assert_true(g_file_set_contents(w->path, "this is not a data base at all, whatever it may be called", -1, NULL));
    assert_null(ledger_open(w->path, LEDGER_WRITE, w->d));
    assert_int_equal(diag_at(w->d, diag_length(w->d) - 1)->code, DIAG_LEDGER_DAMAGED);
    /* Nor what is no file; whoever only looks is not made to wait for it. */
    const char *const kinds[] = {"folder", "pipe", "link"};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        assert_int_equal(g_remove(w->path), 0);
        assert_int_equal(i == 0   ? mkdir(w->path, 0700)
                         : i == 1 ? mkfifo(w->path, 0600)
                                  : symlink("nowhere", w->path),
                         0);
        for (int mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
            assert_null(ledger_open(w->path, (ledger_mode)mode, w->d));
            assert_int_equal(diag_at(w->d, diag_length(w->d) - 1)->code, DIAG_LEDGER_DAMAGED);
        }
    }
    assert_int_equal(g_remove(w->path), 0);
    /* What lies beside one tells of it. */
    char *log = g_strconcat(w->path, "-wal", NULL), *unread = g_strconcat(w->path, "-shm", NULL);
    assert_false(ledger_is_there(w->path));
    assert_true(g_file_set_contents(log, "x", 1, NULL));
    assert_true(ledger_is_there(w->path));
    for (int mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
        assert_null(ledger_open(w->path, (ledger_mode)mode, w->d));
        assert_int_equal(diag_at(w->d, diag_length(w->d) - 1)->code, DIAG_LEDGER_DAMAGED);
    }
    assert_int_equal(g_remove(log), 0);
    /* One that cannot be read says so, and not to come again: 75 of verify is a run at work. */
    ledger_close(ledger_of_world(w));
    assert_int_equal(mkfifo(unread, 0600), 0);
    assert_null(ledger_open(w->path, LEDGER_READ, w->d));
    assert_int_equal(diag_at(w->d, diag_length(w->d) - 1)->code, DIAG_LEDGER_UNREADABLE);
    assert_int_equal(g_remove(unread), 0);
    assert_int_equal(g_remove(w->path), 0);
    char *sum = g_strconcat(w->path, ".sum", NULL);
    assert_int_equal(g_remove(sum), 0);
    g_free(sum);
    g_free(log);
    g_free(unread);
    /* One whose maker was killed at once is like none. */
    assert_true(g_file_set_contents(w->path, "", 0, NULL));
    ledger_close(ledger_of_world(w));
}

/* ---- bundles that were not made ---- */

static void
count_bundle(void *data, const ledger_bundle *x)
{
    (void)x;
    ++*(size_t *)data;
}

static void
count_unmade(void *data, const ledger_unmade *x)
{
    (void)x;
    ++*(size_t *)data;
}

/* documents, bundles made, bundles not made */
static void
check_counts(world *w, ledger *l, const char *expected)
{
    size_t bundles = 0, unmade = 0, lines = 0;
    for (const char *p = all(w, l, 0); *p; p++)
        lines += *p == '\n';
    assert_true(ledger_each_bundle(l, 0, count_bundle, &bundles));
    assert_true(ledger_each_unmade(l, 0, count_unmade, &unmade));
    char *found = g_strdup_printf("%zu %zu %zu", lines, bundles, unmade);
    assert_string_equal(found, expected);
    g_free(found);
}

static void
what_is_not_made_is_said_anew_by_series(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    assert_true(ledger_begin(l));
    const int64_t run = start_run(l, 1);
    const ledger_unmade held = {"a", "2024-06", "household", "K-1", false, "batch-bundle-held", "household", ""},
                        other = {"a", "2024-07", "household", "K-1", true, "bind-missing", "", ""};
    assert_true(ledger_save_unmade(l, run, &held) && ledger_save_unmade(l, run, &other));
    check_counts(w, l, "0 0 2");
    assert_true(ledger_drop_unmade(l, "2024-06", NULL));
    check_counts(w, l, "0 0 1");
    assert_true(ledger_commit(l));
    ledger_close(l);
}

static void
say_unmade(void *data, const ledger_unmade *x)
{
    g_string_append_printf(data, "%s %s %s %s %s %s\n", x->series, x->name, x->to, x->mark,
                           x->failed ? "failed" : "held", x->why);
}

static const char *
unmade_of(world *w, ledger *l, int64_t run)
{
    g_string_truncate(w->said, 0);
    assert_true(ledger_each_unmade(l, run, say_unmade, w->said));
    return w->said->str;
}

static void
what_is_not_made_is_that_of_a_run(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    assert_true(ledger_begin(l));
    const int64_t one = start_run(l, 1), two = start_run(l, 1);
    const ledger_unmade held = {"b", "2024-06", "school", "S-1", false, "batch-bundle-held", "household", ""},
                        failed = {"a", "2024-06", "household", "K-1", true, "bind-missing", "", ""};
    assert_true(ledger_save_unmade(l, one, &held) && ledger_save_unmade(l, two, &failed) && ledger_commit(l));
    assert_string_equal(unmade_of(w, l, one), "2024-06 b school S-1 held batch-bundle-held\n");
    assert_string_equal(unmade_of(w, l, two), "2024-06 a household K-1 failed bind-missing\n");
    assert_string_equal(unmade_of(w, l, 0), "2024-06 a household K-1 failed bind-missing\n"
                                            "2024-06 b school S-1 held batch-bundle-held\n");
    ledger_close(l);
}

/* A later edition may have written what this one would not see; another program's file is not to be written to. */
static void
another_version_or_program_is_refused(void **state)
{
    static const struct {
        const char *name;
        int value;
    } changes[] = {{"user_version", LEDGER_VERSION + 1},
                   {"user_version", 0},
                   {"user_version", -1},
                   {"application_id", 7},
                   {"application_id", -7}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        ledger_close(ledger_of_world(w));
        char *change = g_strdup_printf("PRAGMA %s = %d", changes[i].name, changes[i].value);
        g_free(ask_sqlite(w, change));
        g_free(change);
        for (ledger_mode mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
            diag *d = diag_new();
            assert_null(ledger_open(w->path, mode, d));
            assert_int_equal(diag_length(d), 1);
            assert_int_equal(diag_at(d, 0)->code, DIAG_LEDGER_DAMAGED);
            diag_drop(d);
        }
        remove_ledger(w);
    }
    assert_int_equal(diag_length(w->d), 0);
}

/* Trying again does not bring it back. */
static void
a_ledger_that_lacks_a_table_is_damaged(void **state)
{
    world *w = *state;
    ledger_close(ledger_of_world(w));
    g_free(ask_sqlite(w, "DROP TABLE run"));
    assert_null(ledger_open(w->path, LEDGER_WRITE, w->d));
    assert_int_equal(diag_at(w->d, 0)->code, DIAG_LEDGER_ROW_DAMAGED);
    assert_string_equal(diag_at(w->d, 0)->args[1], "sqlite_schema");
    assert_string_equal(diag_at(w->d, 0)->args[2], "run");
    assert_int_equal(diag_exit_status(w->d), EXIT_DAMAGED);
}

/* Else the account of years would keep every edition of every form. */
static void
inputs_of_no_document_go_with_the_run(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const ledger_document x = made("K-1", "plan");
    const ledger_input file = {"f.xml", digest_of("f", 1)};
    const digest unused = digest_of("u", 1);
    assert_true(ledger_begin(l));
    const int64_t run = start_run(l, 1);
    assert_true(ledger_save_set(l, &x.kit, &file, 1) && ledger_save_set(l, &unused, &file, 1));
    assert_true(ledger_save(l, run, &x) && ledger_commit(l));
    char *before = ask_sqlite(w, "SELECT count(*) FROM input");
    assert_string_equal(before, "2\n");
    assert_true(ledger_begin(l) && ledger_end_run(l, run, "2024-07-01T20:01:00Z", 0) && ledger_commit(l));
    char *after = ask_sqlite(w, "SELECT count(*) FROM input");
    assert_string_equal(after, "1\n");
    g_free(before);
    g_free(after);
    ledger_close(l);
}

static void
take_places(void *data, const char *key, const char *places)
{
    g_string_append_printf(data, "%s=%s ", key, places);
}

static const char *
places_of(world *w, ledger *l)
{
    g_string_truncate(w->said, 0);
    assert_true(ledger_each_places(l, take_places, w->said));
    return w->said->str;
}

static void
see_places(void *data, const ledger_document *x)
{
    g_string_append_printf(data, "%s %zu %s ", x->key, x->recipient_count, x->places);
}

/* What a paper was made from stays known while nobody knows better; without a mark in all of them none is of use. */
static void
places_are_kept_while_nobody_knows_better(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const int64_t run = start_run(l, 2);
    static const ledger_recipient to = {"household", "K-1", "f00d"};
    ledger_document one = made("K-1", "plan"), two = made("K-2", "plan");
    one.recipients = &to;
    one.recipient_count = 1;
    one.places = two.places = "a.1 g.2";
    assert_true(ledger_begin(l) && ledger_save(l, run, &one) && ledger_save(l, run, &two));
    assert_string_equal(places_of(w, l), "");
    two.places = "a!1";
    assert_true(ledger_save(l, run, &two));
    two.form = "consent";
    assert_true(ledger_save(l, run, &two));
    assert_string_equal(places_of(w, l), "K-1=a.1 g.2 K-2=a!1 ");
    one.status = two.status = LEDGER_FAILED;
    one.recipient_count = 0;
    one.places = two.places = "";
    assert_true(ledger_save(l, run, &one) && ledger_save(l, run, &two));
    assert_string_equal(places_of(w, l), "K-1=a.1 g.2 K-2=a!1 ");
    one.places = "a.3";
    assert_true(ledger_save(l, run, &one));
    g_string_truncate(w->said, 0);
    assert_true(ledger_each(l, run, true, see_places, w->said));
    assert_string_equal(w->said->str, "K-1 1 a.3 K-2 0 a!1 K-2 0 a!1 ");
    assert_true(ledger_commit(l) && ledger_check(l, w->d));
    ledger_close(l);
}

/* A case of which no document is left still says where it may not be found: once, until it says something else itself,
 * or its file does under another id. */
static void
places_outlive_the_documents(void **state)
{
    world *w = *state;
    ledger *l = ledger_of_world(w);
    const int64_t run = start_run(l, 2);
    ledger_document one = made("K-1", "plan"), two = made("K-2", "plan");
    one.places = "a.1";
    two.places = "a!1";
    one.case_path = "1.xml";
    two.case_path = "2.xml";
    assert_true(ledger_begin(l) && ledger_save(l, run, &one) && ledger_save(l, run, &two));
    two.form = "consent";
    assert_true(ledger_save(l, run, &two));
    assert_true(ledger_drop(l, "K-2", "plan", "2024-06") && ledger_drop(l, "K-2", "consent", "2024-06"));
    assert_true(ledger_trim(l, 1));
    assert_string_equal(places_of(w, l), "K-1=a.1 K-2=a!1 ");
    g_string_truncate(w->said, 0);
    assert_true(ledger_each(l, 0, true, see_places, w->said));
    assert_string_equal(w->said->str, "K-1 0 a.1 ");
    assert_true(ledger_commit(l) && ledger_check(l, w->d));
    char *left = ask_sqlite(w, "SELECT key, form, case_path, file, output, case_sum FROM document WHERE id > 1");
    assert_string_equal(left, "K-2|consent|2.xml|||\n");
    g_free(left);

    assert_true(ledger_begin(l));
    one.key = "K-9"; /* another id of the same file: it withholds, too, and what K-2 withheld it may have told */
    one.case_path = "2.xml";
    one.places = "a!1";
    assert_true(ledger_save(l, run, &one) && ledger_trim(l, 1));
    assert_string_equal(places_of(w, l), "K-1=a.1 K-2=a!1 K-9=a!1 ");
    one.places = "a.1";
    assert_true(ledger_save(l, run, &one) && ledger_trim(l, 1));
    assert_string_equal(places_of(w, l), ""); /* nobody withholds anything */
    two.form = "plan";
    assert_true(ledger_save(l, run, &two) && ledger_drop(l, "K-2", "plan", "2024-06"));
    two.form = "consent"; /* it is back, and withholds another */
    two.places = "a!2";
    assert_true(ledger_save(l, run, &two) && ledger_trim(l, 1));
    assert_string_equal(places_of(w, l), "K-1=a.1 K-2=a!2 K-9=a.1 ");
    assert_true(ledger_drop(l, "K-2", "consent", "2024-06") && ledger_forget_places(l, "K-2"));
    assert_string_equal(places_of(w, l), "");
    assert_true(ledger_commit(l) && ledger_check(l, w->d));
    ledger_close(l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_document_comes_back_as_it_went, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_document_is_written_over, world_begin, world_end),
        cmocka_unit_test_setup_teardown(what_is_not_committed_is_lost, world_begin, world_end),
        cmocka_unit_test_setup_teardown(the_last_run_is_known, world_begin, world_end),
        cmocka_unit_test_setup_teardown(an_answer_that_fails_is_no_answer, world_begin, world_end),
        cmocka_unit_test_setup_teardown(inputs_are_those_of_the_documents, world_begin, world_end),
        cmocka_unit_test_setup_teardown(an_issue_is_linked_to_the_first, world_begin, world_end),
        cmocka_unit_test_setup_teardown(what_is_no_ledger_is_refused, world_begin, world_end),
        cmocka_unit_test_setup_teardown(what_is_not_made_is_said_anew_by_series, world_begin, world_end),
        cmocka_unit_test_setup_teardown(what_is_not_made_is_that_of_a_run, world_begin, world_end),
        cmocka_unit_test_setup_teardown(another_version_or_program_is_refused, world_begin, world_end),
        cmocka_unit_test_setup_teardown(a_ledger_that_lacks_a_table_is_damaged, world_begin, world_end),
        cmocka_unit_test_setup_teardown(inputs_of_no_document_go_with_the_run, world_begin, world_end),
        cmocka_unit_test_setup_teardown(places_are_kept_while_nobody_knows_better, world_begin, world_end),
        cmocka_unit_test_setup_teardown(places_outlive_the_documents, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
