#include "bundle/bundle_apart.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/outfile.h"

/* The first byte of what the process says. */
enum { MADE = '+', FAILED = '-' };

static void
limit_use(int what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(what, &now) == 0 && now.rlim_max > most) {
        now.rlim_cur = now.rlim_max = most;
        setrlimit(what, &now);
    }
}

/* What is said of it, the parent says. */
static void
end_short(size_t wanted)
{
    (void)wanted;
    _exit(1);
}

/* In the other process; does not come back. */
static void
work_and_end(bundle_work *work, const void *data, int fd)
{
    limit_use(RLIMIT_CORE, 0); /* a password is on no disk */
    limit_use(RLIMIT_CPU, BUNDLE_APART_SECONDS);
#ifndef __SANITIZE_ADDRESS__ /* which asks for terabytes */
    limit_use(RLIMIT_AS, (rlim_t)BUNDLE_APART_MEGABYTES << 20);
#endif
    memory_end_by(end_short);
    signal(SIGPIPE, SIG_IGN);
    GByteArray *out = g_byte_array_new();
    const char *ja = "", *en = "";
    bool told;
    if (work(data, out, &ja, &en))
        told = outfile_write_open(fd, &(char){MADE}, 1) && outfile_write_open(fd, out->data, out->len);
    else
        told = outfile_write_open(fd, &(char){FAILED}, 1) && outfile_write_open(fd, ja, strlen(ja) + 1) &&
               outfile_write_open(fd, en, strlen(en));
    _exit(told ? 0 : 1);
}

/* All that is said until the other end is closed. */
static GByteArray *
read_all(int fd)
{
    GByteArray *said = g_byte_array_new();
    guint8 piece[16 * 1024];
    for (;;) {
        const ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return said;
        g_byte_array_append(said, piece, (guint)n);
    }
}

static bool
has_ended_well(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
tell_both(char **ja, char **en, const char *in_japanese, const char *in_english)
{
    *ja = g_strdup(in_japanese);
    *en = g_strdup(in_english);
}

static pid_t
start_work(bundle_work *work, const void *data, int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    const pid_t child = fork();
    if (child == 0)
        work_and_end(work, data, ends[1]);
    close(ends[1]);
    if (child < 0)
        close(ends[0]);
    return child;
}

GByteArray *
bundle_apart(bundle_work *work, const void *data, char **ja, char **en)
{
    g_assert(work && ja && en);
    int ends[2];
    const pid_t child = start_work(work, data, ends);
    if (child < 0) {
        tell_both(ja, en, "プロセスを始められません", "no process can be started");
        return NULL;
    }
    GByteArray *said = read_all(ends[0]);
    close(ends[0]);
    const bool good = has_ended_well(child) && said->len > 0;
    if (good && said->data[0] == MADE) {
        g_byte_array_remove_index(said, 0);
        return said;
    }
    g_byte_array_append(said, (const guint8 *)"\0", 2); /* both texts end */
    const char *first = (const char *)said->data + 1;
    if (good)
        tell_both(ja, en, first, first + strlen(first) + 1);
    else
        tell_both(ja, en, "途中で止まりました。メモリーか時間が足りません",
                  "it was broken off; it had too little memory or time");
    g_byte_array_unref(said);
    return NULL;
}
