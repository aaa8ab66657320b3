/* bounded.c: another program reads what came from outside, and what it may take is bounded: of a few bytes it could
 * make gigabytes, or go on for ever. */
#include "preview/preview_int.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MOST_CPU_S = 5,
    MOST_WAIT_S = 60, /* however busy the machine is */
    MOST_OUTPUT = 64 * 1024 * 1024,
    MOST_MEMORY = 1024 * 1024 * 1024
};

/* In the child. It ends when this program does. */
static void
bind_child(gpointer data)
{
    (void)data;
    const struct {
        __rlimit_resource_t what;
        rlim_t most;
    } bounds[] = {{RLIMIT_AS, MOST_MEMORY}, {RLIMIT_CPU, MOST_CPU_S}, {RLIMIT_FSIZE, 0}, {RLIMIT_CORE, 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(bounds); i++)
        setrlimit(bounds[i].what, &(const struct rlimit){bounds[i].most, bounds[i].most});
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* All that comes until the end; false when that is too much or too late. */
static bool
read_all(int fd, GByteArray *out)
{
    guint8 block[65536];
    const gint64 end = g_get_monotonic_time() + (gint64)MOST_WAIT_S * G_USEC_PER_SEC;
    while (out->len <= MOST_OUTPUT) {
        const gint64 left = (end - g_get_monotonic_time()) / 1000;
        struct pollfd on = {.fd = fd, .events = POLLIN};
        const int ready = left > 0 ? poll(&on, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        const ssize_t n = ready > 0 ? read(fd, block, sizeof block) : -1;
        if (n <= 0)
            return n == 0;
        g_byte_array_append(out, block, (guint)n);
    }
    return false;
}

GBytes *
bounded_output(const char *const *words)
{
    g_assert(words && words[0]);
    GPid child;
    int fd, status = 0;
    if (!g_spawn_async_with_pipes(NULL, (char **)words, NULL,
                                  G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                                  bind_child, NULL, &child, NULL, &fd, NULL, NULL))
        return NULL;
    GByteArray *out = g_byte_array_new();
    bool good = read_all(fd, out);
    if (!good)
        kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    close(fd);
    good = good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    GBytes *bytes = g_byte_array_free_to_bytes(out);
    if (!good)
        g_clear_pointer(&bytes, g_bytes_unref);
    return bytes;
}
