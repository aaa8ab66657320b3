/* ledger_way.c: SQLite opens by name, and what a name leads to may change between two calls: a ledger, its log and what
 * else lies beside it are opened in the folder that was opened once, and never through a link. */
#include "ledger/ledger_int.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/below.h"

static const char descriptors[] = "/proc/self/fd/";

/* /proc/self/fd/7/ledger.sqlite, as below_path makes it: the name in the folder. NULL: it is another path. */
static const char *
name_in_folder(const char *path)
{
    const size_t before = strlen(descriptors);
    if (strncmp(path, descriptors, before) != 0)
        return NULL;
    const char *slash = strchr(path + before, '/');
    return slash && slash[1] ? slash + 1 : NULL;
}

static int
open_unlinked(const char *path, int flags, int mode)
{
    return open(path, flags | (name_in_folder(path) ? O_NOFOLLOW : 0) | O_CLOEXEC, (mode_t)mode);
}

/* SQLite would put in the place of each link what it leads to, and have a name again. */
static int
look_whole(const char *path, struct stat *is)
{
    const bool way = strcmp(path, "/proc/self") == 0 || (g_str_has_prefix(path, descriptors) && !name_in_folder(path));
    return way ? stat(path, is) : lstat(path, is);
}

void
ledger_way_begin(void)
{
    static gsize done = 0;
    if (!g_once_init_enter(&done))
        return;
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    if (system && system->iVersion >= 3 && system->xSetSystemCall) {
        system->xSetSystemCall(system, "open", (sqlite3_syscall_ptr)open_unlinked);
        system->xSetSystemCall(system, "lstat", (sqlite3_syscall_ptr)look_whole);
    }
    g_once_init_leave(&done, 1);
}

void
ledger_way_find(ledger *l, int folder, const char *name)
{
    char *named = g_path_get_dirname(l->path);
    l->folder = folder < 0 ? -1 : fcntl(folder, F_DUPFD_CLOEXEC, 0);
    l->at = below_path(l->folder, named, name);
    g_free(named);
}
