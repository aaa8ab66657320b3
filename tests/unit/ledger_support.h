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
