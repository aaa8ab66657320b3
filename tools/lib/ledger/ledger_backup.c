/* ledger_backup.c: a copy of a ledger, checked before it has its name. */
#include "ledger/ledger_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/below.h"
#include "base/fault.h"
#include "base/outfile.h"

/* In one file, as a copy has no log. `told`: its path in a report. */
static bool
fill_copy(ledger *l, const char *path, const char *told, diag *d)
{
    sqlite3 *copy = NULL;
    const int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    const bool good = code == SQLITE_OK && ledger_copy_pages(l->db, copy) &&
                      sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK;
    if (!good) {
        ledger into = {.writes = true, .db = copy, .path = (char *)told, .d = d};
        ledger_fail(&into);
    }
    sqlite3_close(copy);
    return good;
}

/* Opening one that has no sum looks at every row. */
static bool
is_whole(int folder, const char *told, diag *d)
{
    ledger *copy = ledger_open_in(folder, told, LEDGER_READ, d);
    ledger_close(copy);
    return copy != NULL;
}

/* ---- what a backup that was killed left ---- */

/* SQLite opens by name, so that a copy has one before it is whole. No other file is called so. */
#define COPY ".renkei-copy."

/* Of a copy in the making, or of what SQLite puts beside it. */
static bool
is_copy(const char *name)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm", NULL};
    const size_t length = strlen(COPY "XXXXXX");
    return g_str_has_prefix(name, COPY) && strlen(name) >= length && g_strv_contains(endings, name + length);
}

static void
remove_left(int folder)
{
    const int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = again < 0 ? NULL : fdopendir(again);
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        struct stat is;
        if (is_copy(e->d_name) && fstatat(folder, e->d_name, &is, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(is.st_mode) &&
            is.st_uid == geteuid())
            unlinkat(folder, e->d_name, 0);
    }
    if (dir)
        closedir(dir);
}

/* Everybody who makes a copy has the folder's lock shared with others; who can have it alone is the only one there, and
 * what copies there are, nobody makes any more. To be closed when the copy has its name. */
static int
hold_folder(const char *name)
{
    enum { TRIES = 50, PAUSE = 20000 /* µs */ };
    const int folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) == 0)
        remove_left(folder);
    for (int i = 0; folder >= 0 && i < TRIES && flock(folder, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK; i++)
        g_usleep(PAUSE);
    return folder;
}

/* ---- a copy ---- */

/* The folder is opened once: the copy is made in it, and gets its name in it. */
bool
ledger_backup(ledger *l, const char *path, diag *d)
{
    g_assert(l && path && d);
    char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
    const int held = hold_folder(folder);
    char *beside = below_path(held, folder, COPY "XXXXXX"), *to = below_path(held, folder, name);
    const int fd = g_mkstemp_full(beside, O_RDWR | O_CLOEXEC, 0600);
    int error = fd < 0 ? errno : 0;
    char *made = g_path_get_basename(beside), *told = g_build_filename(folder, made, NULL);
    bool good = !error && fill_copy(l, beside, told, d) && is_whole(held, told, d);
    g_free(made);
    g_free(told);
    if (good && fsync(fd) != 0)
        error = errno;
    if (fd >= 0)
        close(fd);
    if (good && !error)
        error = outfile_place(beside, to);
    else if (fd >= 0)
        outfile_remove(beside);
    if (held >= 0)
        close(held);
    if (error)
        fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, path, error);
    g_free(folder);
    g_free(name);
    g_free(beside);
    g_free(to);
    return good && !error;
}
