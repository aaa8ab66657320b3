#include "base/outfolder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/below.h"
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

struct outfolder {
    char *folder;      /* as it was asked for */
    char *name, *way;  /* in the folder that it stands in; for whoever fills it */
    char *beside;      /* its name until it has that one */
    int parent, inner; /* the folder that it stands in; itself */
};

enum { TRIES = 100 }; /* for a name that nobody has */

static int
open_inner(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Its files and, `depth` deep, its folders, and never what a link leads to. */
static void
empty_folder(int folder, int depth)
{
    const int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = again < 0 ? NULL : fdopendir(again);
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        const int inner = depth > 0 ? open_inner(folder, e->d_name) : -1;
        if (inner >= 0) {
            empty_folder(inner, depth - 1);
            close(inner);
        }
        unlinkat(folder, e->d_name, inner >= 0 ? AT_REMOVEDIR : 0);
    }
    if (dir)
        closedir(dir);
}

/* Only of a folder that this program filled. */
static void
remove_folder(const outfolder *o)
{
    const int inner = open_inner(o->parent, o->beside);
    if (inner >= 0) {
        empty_folder(inner, 1);
        close(inner);
    }
    unlinkat(o->parent, o->beside, AT_REMOVEDIR);
}

static bool
is_there(const outfolder *o)
{
    struct stat is;
    return fstatat(o->parent, o->name, &is, AT_SYMLINK_NOFOLLOW) == 0;
}

/* A file system that cannot exchange two folders has the old one moved away first. */
static bool
exchange_folders(const outfolder *o)
{
    const int at = o->parent;
    if (renameat2(at, o->beside, at, o->name, RENAME_EXCHANGE) == 0)
        return true;
    char *away = g_strconcat(o->beside, ".old", NULL);
    const bool done = renameat(at, o->name, at, away) == 0 && renameat(at, o->beside, at, o->name) == 0 &&
                      renameat(at, away, at, o->beside) == 0;
    if (!done && !is_there(o))
        renameat(at, away, at, o->name);
    g_free(away);
    return done;
}

/* Afterwards `beside` is what was there before, if anything. */
static bool
put_in_place(const outfolder *o, diag *d)
{
    if (renameat(o->parent, o->beside, o->parent, o->name) == 0)
        return true;
    if ((errno == ENOTEMPTY || errno == EEXIST) && exchange_folders(o))
        return true;
    fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, o->folder, errno);
    return false;
}

static void
drop_folder(outfolder *o)
{
    if (o->inner >= 0)
        close(o->inner);
    if (o->parent >= 0)
        close(o->parent);
    g_free(o->folder);
    g_free(o->name);
    g_free(o->way);
    g_free(o->beside);
    g_free(o);
}

/* A new one, for its owner alone. 0, or errno. */
static int
make_beside(outfolder *o)
{
    int error = EEXIST;
    for (int i = 0; error == EEXIST && i < TRIES; i++) {
        g_free(o->beside);
        o->beside = g_strdup_printf("%s.%06x", o->name, g_random_int() & 0xFFFFFF);
        error = mkdirat(o->parent, o->beside, 0700) == 0 ? 0 : errno;
    }
    if (error)
        return error;
    o->inner = open_inner(o->parent, o->beside);
    return o->inner < 0 ? errno : 0;
}

outfolder *
outfolder_begin(const char *folder, diag *d)
{
    g_assert(folder && d);
    char *whole = g_canonicalize_filename(folder, NULL), *above = g_path_get_dirname(whole);
    outfolder *o = g_new0(outfolder, 1);
    *o = (outfolder){.folder = g_strdup(folder), .name = g_path_get_basename(whole), .inner = -1};
    o->parent = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int error = o->parent < 0 ? errno : make_beside(o);
    if (error) {
        fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, folder, error);
        drop_folder(o);
        o = NULL;
    } else {
        char *named = g_build_filename(above, o->beside, NULL);
        o->way = below_path(o->inner, named, "");
        g_free(named);
    }
    g_free(above);
    g_free(whole);
    return o;
}

const char *
outfolder_way(const outfolder *o)
{
    g_assert(o);
    return o->way;
}

bool
outfolder_add(const outfolder *o, const char *name, diag *d)
{
    g_assert(o && name && d);
    if (mkdirat(o->inner, name, 0700) == 0)
        return true;
    fault_report(d, DIAG_FILE_WRITE, PLACE_NONE, o->folder, errno);
    return false;
}

bool
outfolder_end(outfolder *o, bool good, diag *d)
{
    g_assert(o && d);
    const bool done = good && put_in_place(o, d);
    remove_folder(o);
    drop_folder(o);
    return done;
}
