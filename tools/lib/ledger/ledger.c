#include "ledger/ledger_int.h"

#include <string.h>
#include <sys/stat.h>

/* A reader waits this long for a writer's commit, and the reverse. */
enum { PATIENCE_MS = 10000 };

static bool
execute_text(ledger *l, const char *text)
{
    return sqlite3_exec(l->db, text, NULL, NULL, NULL) == SQLITE_OK || ledger_fail(l);
}

/* One number, of whatever sign; false after a report. */
static bool
read_number(ledger *l, const char *text, int *number)
{
    sqlite3_stmt *s = NULL;
    const bool good = sqlite3_prepare_v2(l->db, text, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    if (good)
        *number = sqlite3_column_int(s, 0);
    else
        ledger_fail(l);
    sqlite3_finalize(s);
    return good;
}

static bool
make_tables(ledger *l)
{
    char *text = g_strdup_printf("BEGIN IMMEDIATE; PRAGMA application_id = %d; PRAGMA user_version = %d; %s COMMIT;",
                                 LEDGER_APPLICATION, LEDGER_VERSION, ledger_tables);
    const bool good = execute_text(l, text);
    g_free(text);
    return good;
}

/* Every commit is on the disk before it is said to be (FULL): a batch says what exists, and a power cut must not make
 * it a lie. */
static bool
prepare_for_writing(ledger *l)
{
    return execute_text(l, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                           "PRAGMA foreign_keys = ON; PRAGMA cache_size = -512;");
}

static bool
is_ours(ledger *l)
{
    int application;
    if (!read_number(l, "PRAGMA application_id", &application) || !read_number(l, "PRAGMA user_version", &l->version))
        return false;
    if (application == LEDGER_APPLICATION && l->version >= 1 && l->version <= LEDGER_VERSION)
        return true;
    diag_add(l->d, DIAG_LEDGER_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, "この版の renkei の台帳ではありません",
             "not a ledger of this edition of renkei", NULL);
    return false;
}

/* A ledger of an earlier version becomes one of this, at once or not at all. A reader reads it as it is. */
static bool
migrate_tables(ledger *l)
{
    bool good = true;
    for (; good && l->version < LEDGER_VERSION; l->version++) {
        char *text = g_strdup_printf("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
                                     ledger_migrations[l->version - 1], l->version + 1);
        good = execute_text(l, text);
        g_free(text);
    }
    return good;
}

/* A file of no length is one whose maker was killed before the first table. */
static bool
is_new(const char *path)
{
    struct stat is;
    return stat(path, &is) != 0 || is.st_size == 0;
}

static bool
is_fresh(ledger *l)
{
    int tables, application;
    return read_number(l, "SELECT count(*) FROM sqlite_schema", &tables) && tables == 0 &&
           read_number(l, "PRAGMA application_id", &application) && application == 0;
}

ledger *
ledger_open(const char *path, ledger_mode mode, diag *d)
{
    g_assert(path && d);
    if (mode == LEDGER_READ && !g_file_test(path, G_FILE_TEST_EXISTS)) {
        diag_add(d, DIAG_LEDGER_MISSING, PLACE_NONE, PLACE_NONE, path, NULL);
        return NULL;
    }
    ledger *l = g_new0(ledger, 1);
    l->path = g_strdup(path);
    l->d = d;
    l->strings = g_string_chunk_new(256);
    const bool write = mode == LEDGER_WRITE, make = write && is_new(path);
    const int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    bool good = sqlite3_open_v2(path, &l->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK || ledger_fail(l);
    if (good)
        sqlite3_busy_timeout(l->db, PATIENCE_MS);
    if (good && write)
        good = prepare_for_writing(l);
    /* A maker may also have been killed after the journal's mode was set: then the file has a page and no table. */
    if (good && (make || (write && is_fresh(l))))
        good = make_tables(l);
    if (!good || !is_ours(l) || (write && !migrate_tables(l))) {
        ledger_close(l);
        return NULL;
    }
    return l;
}

void
ledger_close(ledger *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(l->statements[i]);
    sqlite3_close(l->db);
    g_string_chunk_free(l->strings);
    g_free(l->path);
    g_free(l);
}

bool
ledger_begin(ledger *l)
{
    g_assert(l);
    return ledger_run_statement(l, ledger_prepare(l, STATEMENT_BEGIN));
}

bool
ledger_commit(ledger *l)
{
    g_assert(l);
    return ledger_run_statement(l, ledger_prepare(l, STATEMENT_COMMIT));
}

/* ---- runs ---- */

bool
ledger_start_run(ledger *l, const ledger_run *r, int64_t *id)
{
    g_assert(l && r && r->started && id);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_START_RUN);
    if (!s)
        return false;
    ledger_bind_text(s, 1, r->started);
    ledger_bind_text(s, 2, r->shard);
    ledger_bind_text(s, 3, r->edition);
    ledger_bind_text(s, 4, r->bundles);
    sqlite3_bind_int64(s, 5, r->planned);
    ledger_bind_text(s, 6, r->series);
    ledger_bind_text(s, 7, r->order);
    ledger_bind_text(s, 8, r->month);
    ledger_bind_text(s, 9, r->as_of);
    const bool good = ledger_run_statement(l, s);
    *id = sqlite3_last_insert_rowid(l->db);
    return good;
}

bool
ledger_end_run(ledger *l, int64_t id, const char *ended, int exit_status)
{
    g_assert(l && ended);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_END_RUN);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, id);
    ledger_bind_text(s, 2, ended);
    sqlite3_bind_int(s, 3, exit_status);
    return ledger_run_statement(l, s) && ledger_run_statement(l, ledger_prepare(l, STATEMENT_DROP_INPUTS));
}

bool
ledger_last_run(ledger *l, ledger_run *out)
{
    g_assert(l && out);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_LAST_RUN);
    bool good;
    if (!s || !ledger_step(l, s, &good))
        return false;
    g_string_chunk_clear(l->strings);
    *out = (ledger_run){.id = sqlite3_column_int64(s, 0),
                        .started = g_string_chunk_insert(l->strings, ledger_column_text(s, 1)),
                        .shard = g_string_chunk_insert(l->strings, ledger_column_text(s, 3)),
                        .edition = g_string_chunk_insert(l->strings, ledger_column_text(s, 4)),
                        .bundles = g_string_chunk_insert(l->strings, ledger_column_text(s, 5)),
                        .planned = sqlite3_column_int64(s, 6),
                        .exit_status = sqlite3_column_int(s, 7),
                        .series = g_string_chunk_insert(l->strings, ledger_column_text(s, 8)),
                        .order = g_string_chunk_insert(l->strings, ledger_column_text(s, 9)),
                        .month = g_string_chunk_insert(l->strings, ledger_column_text(s, 10)),
                        .as_of = g_string_chunk_insert(l->strings, ledger_column_text(s, 11))};
    if (sqlite3_column_type(s, 2) != SQLITE_NULL)
        out->ended = g_string_chunk_insert(l->strings, ledger_column_text(s, 2));
    sqlite3_reset(s);
    return true;
}

/* ---- inputs ---- */

bool
ledger_save_set(ledger *l, const digest *set, const ledger_input *inputs, size_t count)
{
    g_assert(l && set && (inputs || count == 0));
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_INPUT);
        if (!s)
            return false;
        ledger_bind_digest(s, 1, set);
        ledger_bind_text(s, 2, inputs[i].path);
        ledger_bind_digest(s, 3, &inputs[i].sum);
        good = ledger_run_statement(l, s);
    }
    return good;
}

bool
ledger_each_input(ledger *l, int64_t run, ledger_input_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_INPUT);
    if (!s)
        return false;
    bool good = true;
    sqlite3_bind_int64(s, 1, run);
    while (ledger_step(l, s, &good)) {
        const digest set = ledger_column_digest(s, 0);
        const ledger_input input = {ledger_column_text(s, 1), ledger_column_digest(s, 2)};
        visit(data, &set, &input);
    }
    return good;
}
