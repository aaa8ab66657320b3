#include "ledger/ledger_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/fault.h"

enum {
    PATIENCE_MS = 10000, /* a reader waits this long for a writer's commit, and the reverse */
    CLOSING_MS = 1000,   /* and a writer that ends, for readers */
};

/* Every commit is on the disk before it is said to be (FULL): a batch says what exists, and a power cut must not make
 * it a lie. */
static bool
prepare_for_writing(ledger *l)
{
    return ledger_execute(l, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                             "PRAGMA cache_size = -512;");
}

/* Its version, or 0 after a report. */
static int
version_of(ledger *l)
{
    int64_t application, version;
    if (!ledger_read_number(l, "PRAGMA application_id", &application) ||
        !ledger_read_number(l, "PRAGMA user_version", &version))
        return 0;
    if (application == LEDGER_APPLICATION && version >= 1 && version <= LEDGER_VERSION)
        return (int)version;
    diag_add(l->d, DIAG_LEDGER_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, "この版の renkei の台帳ではありません",
             "not a ledger of this edition of renkei", NULL);
    return 0;
}

/* A reader of a ledger of an earlier version reads a copy in memory, of this version: the file stays as it is. */
static bool
read_copy(ledger *l)
{
    sqlite3 *copy = NULL;
    bool good = sqlite3_open(":memory:", &copy) == SQLITE_OK && ledger_copy_pages(l->db, copy);
    if (!good)
        ledger_fail(l);
    sqlite3_close(good ? l->db : copy);
    if (good)
        l->db = copy;
    return good && ledger_seal_functions(l);
}

/* A ledger of an earlier version becomes one of this, at once or not at all. From before version 3 it has no seals: its
 * pages are looked at. Later ones must be whole. */
static bool
bring_forward(ledger *l, int version)
{
    return ledger_check_pages(l, l->d) && (l->writes || read_copy(l)) && ledger_execute(l, "BEGIN IMMEDIATE") &&
           ledger_schema_migrate(l, version) && (version < 3 || ledger_check(l, l->d)) && ledger_execute(l, "COMMIT");
}

static bool
is_fresh(ledger *l)
{
    int64_t tables, application;
    return ledger_read_number(l, "SELECT count(*) FROM sqlite_schema", &tables) && tables == 0 &&
           ledger_read_number(l, "PRAGMA application_id", &application) && application == 0;
}

/* A closed ledger on a file system that is mounted read-only: nobody writes it, and SQLite could not make the -shm that
 * it would read it with. */
static bool
is_beyond_change(const ledger *l)
{
    struct statvfs system;
    return !l->writes && statvfs(l->at, &system) == 0 && (system.f_flag & ST_RDONLY) && !ledger_sum_has_log(l->at);
}

static char *
name_beyond_change(const ledger *l)
{
    char *whole = g_canonicalize_filename(l->at, NULL), *uri = g_filename_to_uri(whole, NULL, NULL);
    char *name = g_strconcat(uri, "?immutable=1", NULL);
    g_free(whole);
    g_free(uri);
    return name;
}

static bool
open_base(ledger *l)
{
    const int flags = l->writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const bool fixed = is_beyond_change(l);
    char *name = fixed ? name_beyond_change(l) : g_strdup(l->at);
    const bool opened =
        sqlite3_open_v2(name, &l->db, flags | (fixed ? SQLITE_OPEN_URI : 0) | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    g_free(name);
    if (!opened)
        return ledger_fail(l);
    sqlite3_busy_timeout(l->db, PATIENCE_MS);
    ledger_check_begin(l);
    /* What it sorts, or may have to take back, is personal: no file of it in a folder for everybody. */
    return ledger_execute(l, "PRAGMA temp_store = MEMORY;") && ledger_seal_functions(l) &&
           (!l->writes || prepare_for_writing(l));
}

static bool
open_tables(ledger *l, bool known)
{
    /* A maker may also have been killed after the journal's mode was set: then the file has a page and no table. */
    if (l->writes && is_fresh(l))
        return ledger_schema_make(l);
    const int version = version_of(l);
    if (version == LEDGER_VERSION)
        return (known || ledger_check(l, l->d)) && (!l->writes || ledger_seal_watch(l));
    return version && bring_forward(l, version);
}

/* The file is not the one that was closed: what is wrong with it, as far as it can be read. */
static bool
tell_damage(ledger *l)
{
    static const char *const words[][2] = {
        {"台帳がなくなり、.sum や -wal だけが残っています。新しく始めるなら、それもどけます",
         "it is gone and its .sum or -wal is there: to begin anew, move these away, too"},
        {"閉じた台帳に、-wal か -journal が残されています",
         "it was closed, and there is a -wal or a -journal beside it"},
        {"閉じたときのファイルではありません（.sum と合いません）",
         "not the file that was closed: it does not agree with its .sum"},
    };
    const size_t before = diag_length(l->d);
    const int fault = !g_file_test(l->at, G_FILE_TEST_EXISTS) ? 0 : ledger_sum_has_log(l->at) ? 1 : 2;
    l->writes = false;
    if (fault == 2 && open_base(l) && version_of(l) == LEDGER_VERSION)
        ledger_check(l, l->d);
    if (diag_length(l->d) == before)
        diag_add(l->d, DIAG_LEDGER_DAMAGED, PLACE_NONE, PLACE_NONE, l->path, words[fault][0], words[fault][1], NULL);
    return false;
}

static bool
is_file_there(const char *path)
{
    struct stat is;
    return lstat(path, &is) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

bool
ledger_is_there(const char *path)
{
    g_assert(path);
    struct stat is;
    char *sum = g_strconcat(path, ".sum", NULL);
    const bool there = is_file_there(path) || lstat(sum, &is) == 0 || ledger_sum_has_log(path);
    g_free(sum);
    return there;
}

/* While it is written it has none. */
static bool
take_sum(ledger *l)
{
    const int error = l->writes ? ledger_sum_remove(l->at) : 0;
    if (error) {
        char *sum = g_strconcat(l->path, ".sum", NULL);
        fault_report(l->d, DIAG_FILE_WRITE, PLACE_NONE, sum, error);
        g_free(sum);
    }
    return error == 0;
}

static bool
open_whole(ledger *l)
{
    const ledger_sum sum = ledger_sum_look(l->at);
    if (sum == LEDGER_SUM_BAD || (!is_file_there(l->at) && ledger_is_there(l->at)))
        return tell_damage(l);
    const bool good = take_sum(l) && open_base(l) && open_tables(l, sum == LEDGER_SUM_GOOD) &&
                      ledger_execute(l, "PRAGMA foreign_keys = ON");
    if (l->db)
        ledger_check_end(l);
    return good;
}

/* SQLite would wait for ever where a pipe has the name. What lies beside it is opened as it is, and no link is
 * followed: -shm is a pipe, and it cannot be read. */
static bool
is_file_or_none(const ledger *l)
{
    struct stat is;
    if (lstat(l->at, &is) != 0 || S_ISREG(is.st_mode))
        return true;
    diag_add(l->d, DIAG_LEDGER_DAMAGED, PLACE_NONE, PLACE_NONE, l->path,
             "ファイルではありません（フォルダー、リンクなど）", "not a file: a folder, a link …", NULL);
    return false;
}

static void
drop_ledger(ledger *l)
{
    if (l->folder >= 0)
        close(l->folder);
    g_string_chunk_free(l->strings);
    g_free(l->path);
    g_free(l->at);
    g_free(l);
}

ledger *
ledger_open_in(int folder, const char *path, ledger_mode mode, diag *d)
{
    g_assert(path && d);
    ledger_way_begin();
    ledger *l = g_new0(ledger, 1);
    *l = (ledger){.path = g_strdup(path), .d = d, .strings = g_string_chunk_new(256), .writes = mode == LEDGER_WRITE};
    char *name = g_path_get_basename(path);
    ledger_way_find(l, folder, name);
    g_free(name);
    const bool missing = !l->writes && !ledger_is_there(l->at);
    if (missing)
        diag_add(d, DIAG_LEDGER_MISSING, PLACE_NONE, PLACE_NONE, path, NULL);
    if (missing || !is_file_or_none(l)) {
        drop_ledger(l);
        return NULL;
    }
    if (!open_whole(l)) {
        l->writes = false; /* nothing is to be said of it that is not known */
        ledger_close(l);
        return NULL;
    }
    return l;
}

ledger *
ledger_open(const char *path, ledger_mode mode, diag *d)
{
    g_assert(path && d);
    char *above = g_path_get_dirname(path);
    const int folder = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ledger *l = ledger_open_in(folder, path, mode, d);
    if (folder >= 0)
        close(folder);
    g_free(above);
    return l;
}

void
ledger_report_to(ledger *l, diag *d)
{
    g_assert(l && d);
    l->d = d;
}

/* The log becomes part of the file, that its sum is of all. */
static void
finish_log(ledger *l)
{
    if (!sqlite3_get_autocommit(l->db))
        sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_busy_timeout(l->db, CLOSING_MS);
    sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

/* A reader needs -wal and -shm to know of writers, and SQLite lets only the last one that may write take them away.
 * Where there is nothing in the log it is asked to: by its own locks, so that a writer keeps them. The ledger itself
 * stays as it is, and so does the log of a writer that was killed. */
static void
leave_nothing_beside(const char *path)
{
    char *log = g_strconcat(path, "-wal", NULL), *shared = g_strconcat(path, "-shm", NULL);
    const bool there = g_file_test(log, G_FILE_TEST_EXISTS) || g_file_test(shared, G_FILE_TEST_EXISTS);
    sqlite3 *db = NULL;
    if (there && !ledger_sum_has_log(path)) {
        if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
            sqlite3_exec(db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL); /* that it looks at the log */
        sqlite3_close(db);
    }
    g_free(log);
    g_free(shared);
}

void
ledger_close(ledger *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(l->statements[i]);
    if (l->writes)
        finish_log(l);
    sqlite3_close(l->db);
    if (l->writes)
        ledger_sum_write(l->at);
    leave_nothing_beside(l->at);
    drop_ledger(l);
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
