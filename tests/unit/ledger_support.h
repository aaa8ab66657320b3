/* ledger_support.h: a folder with a ledger in it, and rows to write. After cmocka.h and ledger/ledger.h. */
#ifndef RENKEI_TEST_LEDGER_SUPPORT_H
#define RENKEI_TEST_LEDGER_SUPPORT_H

#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

typedef struct world {
    char *folder, *path;
    diag *d;
    GString *said;
} world;

static inline int
world_begin(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-ledger-XXXXXX", NULL);
    w->path = g_build_filename(w->folder, "ledger.sqlite", NULL);
    w->d = diag_new();
    w->said = g_string_new(NULL);
    *state = w;
    return 0;
}

static inline int
world_end(void **state)
{
    world *w = *state;
    GDir *dir = g_dir_open(w->folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(w->folder, name, NULL);
        g_unlink(path);
        g_free(path);
    }
    g_dir_close(dir);
    g_rmdir(w->folder);
    g_free(w->folder);
    g_free(w->path);
    diag_drop(w->d);
    g_string_free(w->said, TRUE);
    g_free(w);
    return 0;
}

static inline ledger *
ledger_of_world(world *w)
{
    ledger *l = ledger_open(w->path, LEDGER_WRITE, w->d);
    assert_non_null(l);
    return l;
}

static inline int64_t
start_run(ledger *l, int64_t planned)
{
    int64_t run;
    const ledger_run r = {.started = "2024-07-01T20:00:00Z", .shard = "", .edition = "layout 1", .planned = planned};
    assert_true(ledger_start_run(l, &r, &run));
    return run;
}

static inline ledger_document
made(const char *key, const char *form)
{
    return (ledger_document){.key = key,
                             .form = form,
                             .month = "2024-06",
                             .as_of = "",
                             .case_path = "case.xml",
                             .case_sum = digest_of(key, strlen(key)),
                             .masters = digest_of("m", 1),
                             .kit = digest_of(form, strlen(form)),
                             .inputs = digest_of("i", 1),
                             .status = LEDGER_MADE,
                             .file = "a/b.pdf",
                             .output = digest_of("o", 1),
                             .bytes = 123456789012,
                             .pages = 3,
                             .cpu = 0.25,
                             .wall = 0.5};
}

/* What sqlite3 prints of it, by a command or an SQL text; g_free it. */
static inline char *
ask_sqlite(const world *w, const char *text)
{
    char *said = NULL, *command = g_strdup_printf("sqlite3 '%s' '%s'", w->path, text);
    int status = -1;
    assert_true(g_spawn_command_line_sync(command, &said, NULL, &status, NULL));
    assert_int_equal(status, 0);
    g_free(command);
    return said;
}

/* Rows in every table; the journal has three entries, of one envelope. */
static inline void
fill_ledger(world *w, int documents)
{
    ledger *l = ledger_of_world(w);
    const ledger_recipient to = {"household", "K-1", "f00d"};
    const ledger_input input = {"office.xml", digest_of("1", 1)};
    const ledger_file file = {"case.xml", "1 2 3", {{1}}, "K-1"};
    const ledger_member member = {"K-1", "plan", "2024-06", 1, {{7}}, 3, ""};
    const ledger_bundle bundle = {.name = "a",
                                  .series = "",
                                  .to = "household",
                                  .mark = "K-1",
                                  .file = "a.pdf",
                                  .members = &member,
                                  .member_count = 1};
    const ledger_unmade unmade = {"b", "", "household", "K-2", true, "bind-missing", "household+", ""};
    const ledger_roster_row row = {"", "K-1", "plan", "", ""};
    ledger_entry entry = {
        .act = LEDGER_ISSUE, .on = "t", .key = "a", .bundle = true, .members = &member, .member_count = 1};
    const ledger_reissue again = {
        .key = "K-1", .form = "plan", .month = "", .number = 2, .reason = "r", .on = "t", .file = "r.pdf"};
    diag *messages = diag_new();
    diag_add(messages, DIAG_BIND_MISSING, PLACE_NONE, PLACE_NONE, "goal", NULL);
    assert_true(ledger_begin(l));
    const int64_t run = start_run(l, 2);
    for (int i = 1; i <= documents; i++) {
        char key[16];
        g_snprintf(key, sizeof key, "K-%d", i);
        ledger_document x = made(key, "plan");
        x.messages = messages;
        x.recipients = &to;
        x.recipient_count = 1;
        assert_true(ledger_save(l, run, &x));
    }
    for (entry.version = 1; entry.version <= 3; entry.version++)
        assert_true(ledger_append(l, &entry, NULL));
    const digest set = made("K-1", "plan").masters;
    assert_true(ledger_save_set(l, &set, &input, 1) && ledger_save_file(l, &file));
    assert_true(ledger_save_bundle(l, run, &bundle) && ledger_save_unmade(l, run, &unmade));
    assert_true(ledger_save_roster(l, "m", run, &row, 1) && ledger_save_reissue(l, &again) && ledger_commit(l));
    assert_true(ledger_check(l, w->d));
    ledger_close(l);
    diag_drop(messages);
}

/* With its sum. */
static inline void
remove_ledger(const world *w)
{
    char *sum = g_strconcat(w->path, ".sum", NULL);
    g_unlink(w->path);
    g_unlink(sum);
    g_free(sum);
}

#endif
