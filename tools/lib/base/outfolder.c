#include "base/outfolder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/fault.h"

bool
outfolder_is_plain(const char *folder, const char *name, GFileTest kind)
{
    char *path = g_build_filename(folder, name, NULL);
    const bool is = !g_file_test(path, G_FILE_TEST_IS_SYMLINK) && g_file_test(path, kind);
    g_free(path);
    return is;
}

bool
outfolder_all(const char *folder, outfolder_is_part pass)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    bool good = dir != NULL;
    for (const char *name; good && (name = g_dir_read_name(dir));)
        good = pass(folder, name);
    if (dir)
        g_dir_close(dir);
    return good;
}

static bool
pass_none(const char *folder, const char *name)
{
    (void)folder, (void)name;
    return false;
}

bool
outfolder_may_become(const char *folder, const char *mark, outfolder_is_part is_part)
{
    g_assert(folder && mark && is_part);
    if (g_file_test(folder, G_FILE_TEST_IS_SYMLINK))
        return false;
    if (!g_file_test(folder, G_FILE_TEST_EXISTS))
        return true;
    return outfolder_all(folder, pass_none) ||
           (outfolder_is_plain(folder, mark, G_FILE_TEST_IS_REGULAR) && outfolder_all(folder, is_part));
}

/* ---- into its place ---- */

static bool
remove_file(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, NULL);
    const bool gone = g_remove(path) == 0;
    g_free(path);
    return gone;
}

/* A file, or a folder of files. */
static bool
remove_entry(const char *folder, const char *name)
{
    if (outfolder_is_plain(folder, name, G_FILE_TEST_IS_DIR)) {
        char *path = g_build_filename(folder, name, NULL);
        outfolder_all(path, remove_file);
        g_free(path);
    }
    return remove_file(folder, name);
}

/* Only of a folder that this program filled. */
static void
remove_folder(const char *folder)
{
    outfolder_all(folder, remove_entry);
    g_rmdir(folder);
}

/* A file system that cannot exchange two folders has the old one moved away first. */
static bool
exchange_folders(const char *beside, const char *folder)
{
    if (renameat2(AT_FDCWD, beside, AT_FDCWD, folder, RENAME_EXCHANGE) == 0)
        return true;
    char *away = g_strconcat(beside, ".old", NULL);
    const bool done = rename(folder, away) == 0 && rename(beside, folder) == 0 && rename(away, beside) == 0;
    if (!done && !g_file_test(folder, G_FILE_TEST_EXISTS))
        rename(away, folder);
    g_free(away);
    return done;
}

/* Afterwards `beside` is what was there before, if anything. */
static bool
put_in_place(const char *beside, const char *folder, diag *d)
{
    if (rename(beside, folder) == 0)
        return true;
    if ((errno == ENOTEMPTY || errno == EEXIST) && exchange_folders(beside, folder))
        return true;
    fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, folder, errno);
    return false;
}

char *
outfolder_begin(const char *folder, diag *d)
{
    g_assert(folder && d);
    char *whole = g_canonicalize_filename(folder, NULL), *beside = g_strconcat(whole, ".XXXXXX", NULL);
    g_free(whole);
    if (g_mkdtemp_full(beside, 0700))
        return beside;
    fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, folder, errno);
    g_free(beside);
    return NULL;
}

bool
outfolder_end(char *beside, const char *folder, bool good, diag *d)
{
    g_assert(beside && folder && d);
    char *whole = g_canonicalize_filename(folder, NULL);
    const bool done = good && put_in_place(beside, whole, d);
    remove_folder(beside);
    g_free(beside);
    g_free(whole);
    return done;
}
