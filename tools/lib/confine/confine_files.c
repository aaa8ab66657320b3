/* confine_files.c: Landlock (landlock(7)): two layers, of which the first is about writing and the second about
 * reading, as the second can only be told when something has been read. */
#include "confine/confine_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "base/fault.h"

/* The headers of the oldest system that we build on know ABI 2; the numbers never change. */
#define FS_TRUNCATE (UINT64_C(1) << 14)     /* ABI 3 */
#define FS_IOCTL_DEVICE (UINT64_C(1) << 15) /* ABI 5 */
#define NET_BIND_TCP (UINT64_C(1) << 0)     /* ABI 4 */
#define NET_CONNECT_TCP (UINT64_C(1) << 1)
#define SCOPE_ABSTRACT (UINT64_C(1) << 0) /* ABI 6 */
#define SCOPE_SIGNAL (UINT64_C(1) << 1)
#define CREATE_IS_VERSION (UINT32_C(1) << 0)

/* An older kernel is given as much of it as it knows. */
typedef struct ruleset {
    uint64_t files, net, scoped;
} ruleset;

/* Before ABI 2 nothing can be renamed into another folder. */
enum { LEAST_ABI = 2, NET_ABI = 4, SCOPE_ABI = 6 };

#define READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE)
#define WRITES_OF_FILES                                                                                                \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |                    \
     LANDLOCK_ACCESS_FS_REFER | FS_TRUNCATE)
#define WRITES_OF_ALL (WRITES_OF_FILES | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR)
#define WRITES                                                                                                         \
    (WRITES_OF_ALL | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |      \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | FS_IOCTL_DEVICE)
/* What a file may have that is no folder. */
#define OF_ONE_FILE                                                                                                    \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | FS_TRUNCATE |         \
     FS_IOCTL_DEVICE)

static const uint64_t accesses[USES] = {[USE_READ] = READS,
                                        [USE_READ_NAMED] = READS,
                                        [USE_READ_SYSTEM] = READS,
                                        [USE_READ_MADE] = READS,
                                        [USE_LIST] = LANDLOCK_ACCESS_FS_READ_DIR,
                                        [USE_WRITE_FILES] = WRITES_OF_FILES,
                                        [USE_WRITE_ALL] = WRITES_OF_ALL,
                                        [USE_STREAM] = LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE | FS_IOCTL_DEVICE};

int
confine_landlock(void)
{
    const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_IS_VERSION);
    return abi < LEAST_ABI ? 0 : (int)abi;
}

static uint64_t
known_files(int abi)
{
    return abi >= 5 ? UINT64_MAX : abi >= 3 ? ~FS_IOCTL_DEVICE : ~(FS_IOCTL_DEVICE | FS_TRUNCATE);
}

/* How far above what is not there a rule may be for it: who is told that a file is not there is also told what is near
 * to it, which is looked for where it would be; and where folders are made, that one is made there. Never for /, below
 * which everything is. */
static const struct {
    int steps;
    uint64_t access;
} above[USES] = {[USE_READ] = {64, LANDLOCK_ACCESS_FS_READ_DIR},
                 [USE_READ_NAMED] = {1, LANDLOCK_ACCESS_FS_READ_DIR},
                 [USE_READ_MADE] = {64, READS},
                 [USE_WRITE_ALL] = {64, WRITES_OF_ALL}};

static int
open_nearest(const confine_path *p, bool *there)
{
    char *name = g_strdup(p->path);
    int fd = open(name, O_PATH | O_CLOEXEC);
    *there = fd >= 0;
    for (int step = 0; fd < 0 && (errno == ENOENT || errno == ENOTDIR) && step < above[p->use].steps; step++) {
        char *up = g_path_get_dirname(name);
        const bool ends = strcmp(up, name) == 0 || strcmp(up, "/") == 0;
        g_free(name);
        name = up;
        if (ends)
            break;
        fd = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
    const int error = errno;
    g_free(name);
    errno = error;
    return fd;
}

/* 0, or errno. */
static int
allow_path(int rules, const confine_path *p, uint64_t handled)
{
    struct stat is;
    bool there;
    const int fd = open_nearest(p, &there);
    if (fd < 0)
        return fault_is_of_machine(errno) ? errno : 0;
    struct landlock_path_beneath_attr rule = {.allowed_access = handled, .parent_fd = fd};
    int error = fstat(fd, &is) != 0 ? errno : 0;
    rule.allowed_access &= there ? accesses[p->use] : above[p->use].access;
    if (!S_ISDIR(is.st_mode))
        rule.allowed_access &= OF_ONE_FILE;
    if (!error && rule.allowed_access &&
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        error = errno == EBADFD ? 0 : errno; /* a pipe or a socket, of which Landlock knows nothing */
    close(fd);
    return error;
}

static int
allow_moves(int rules)
{
    const int fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    const struct landlock_path_beneath_attr rule = {.allowed_access = LANDLOCK_ACCESS_FS_REFER, .parent_fd = fd};
    const bool good = fd >= 0 && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    const int error = good ? 0 : errno;
    if (fd >= 0)
        close(fd);
    return error;
}

static int
enter_rules(const confine *c, const ruleset *r, int abi, bool moves)
{
    const size_t size = abi >= SCOPE_ABI ? sizeof *r : abi >= NET_ABI ? sizeof r->files * 2 : sizeof r->files;
    const int rules = (int)syscall(SYS_landlock_create_ruleset, r, size, 0);
    if (rules < 0)
        return errno;
    int error = moves ? allow_moves(rules) : 0;
    for (guint i = 0; i < c->paths->len && !error; i++) {
        const confine_path *p = &g_array_index(c->paths, confine_path, i);
        error = accesses[p->use] & r->files ? allow_path(rules, p, r->files) : 0;
    }
    if (!error && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        error = errno;
    close(rules);
    return error;
}

int
confine_files_write(const confine *c, unsigned may)
{
    const int abi = confine_landlock();
    if (!abi)
        return 0;
    const ruleset r = {.files = WRITES & known_files(abi),
                       .net = may & CONFINE_LISTEN ? NET_CONNECT_TCP : NET_CONNECT_TCP | NET_BIND_TCP,
                       .scoped = SCOPE_ABSTRACT | SCOPE_SIGNAL};
    return enter_rules(c, &r, abi, false);
}

int
confine_files_read(const confine *c)
{
    const int abi = confine_landlock();
    /* To move from folder to folder is refused by every layer that does not say otherwise: the first is about that. */
    const ruleset r = {.files = READS | LANDLOCK_ACCESS_FS_REFER};
    return abi ? enter_rules(c, &r, abi, true) : 0;
}
