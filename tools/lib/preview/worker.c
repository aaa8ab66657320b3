/* worker.c: composing in a process of its own.
 *
 * A process, not a thread: what runs away can be ended at any moment, what crashes takes nothing with it, and its time
 * and memory can be bounded; and the libraries that compose (fonts, XML, outlines) serve one thread each.
 *
 * It is a fork of the server, which opened fonts, schemas and rules and composes nothing itself: a new worker
 * costs a few milliseconds. The server has a second thread, GLib's own, which hears of files: a worker therefore uses
 * no main loop and no file monitor, and closes all that it did not open. It gives up programs, sockets and
 * signals; it ends when the server does, however that ends.
 *
 * What is said: a length, then a GVariant (usv): the number of a task, a word, what belongs to it. Whatever is no such
 * thing ends the worker. */
#include "preview/preview_int.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <glib-unix.h>

#include "base/memory.h"
#include "confine/confine.h"

enum {
    MOST_SAID = 1 << 28,   /* bytes of one message */
    MOST_UNSAID = 1 << 22, /* bytes that wait for a worker to listen */
    ENDED_SHORT = 77,      /* the status of a worker without memory */
    BLOCK = 1 << 18
};
#define SAID_TYPE G_VARIANT_TYPE("(usv)")

/* ---- what is said ---- */

static GBytes *
pack_said(guint number, const char *word, GVariant *with)
{
    GVariant *all = g_variant_ref_sink(g_variant_new("(usv)", number, word, with ? with : g_variant_new("()")));
    const guint32 length = (guint32)g_variant_get_size(all);
    GByteArray *out = g_byte_array_sized_new((guint)sizeof length + length);
    g_byte_array_append(out, (const guint8 *)&length, sizeof length);
    g_byte_array_append(out, g_variant_get_data(all), length);
    g_variant_unref(all);
    return g_byte_array_free_to_bytes(out);
}

/* The first whole message, taken off; NULL: there is none yet. *bad: there will never be. */
static GVariant *
take_said(GByteArray *heard, bool *bad)
{
    guint32 length;
    if (heard->len < sizeof length)
        return NULL;
    memcpy(&length, heard->data, sizeof length);
    *bad = length > MOST_SAID;
    if (*bad || heard->len < sizeof length + length)
        return NULL;
    GBytes *bytes = g_bytes_new(heard->data + sizeof length, length);
    GVariant *all = g_variant_ref_sink(g_variant_new_from_bytes(SAID_TYPE, bytes, FALSE));
    g_bytes_unref(bytes);
    g_byte_array_remove_range(heard, 0, (guint)sizeof length + length);
    *bad = !g_variant_is_normal_form(all);
    if (*bad)
        g_clear_pointer(&all, g_variant_unref);
    return all;
}

/* ---- in the worker ---- */

struct desk {
    int fd;
    guint task;
    GByteArray *heard;
    GQueue waiting; /* of GVariant: heard while something else was waited for */
    worker_bounds bounds;
};

static bool
read_more(desk *k, bool wait)
{
    guint8 block[BLOCK];
    for (;;) {
        const ssize_t n = recv(k->fd, block, sizeof block, wait ? 0 : MSG_DONTWAIT);
        if (n > 0)
            g_byte_array_append(k->heard, block, (guint)n);
        if (n > 0)
            return true;
        if (n == 0 || (errno != EINTR && errno != EAGAIN))
            _exit(0); /* the server has gone */
        if (errno == EAGAIN)
            return false;
    }
}

static GVariant *
next_said(desk *k, bool wait)
{
    for (;;) {
        bool bad = false;
        GVariant *said = take_said(k->heard, &bad);
        if (bad)
            abort();
        if (said || !read_more(k, wait))
            return said;
    }
}

void
desk_tell(desk *k, const char *word, GVariant *with)
{
    GBytes *bytes = pack_said(k->task, word, with);
    gsize left = 0;
    for (const guint8 *at = g_bytes_get_data(bytes, &left); left > 0;) {
        const ssize_t n = send(k->fd, at, left, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            _exit(0);
        at += MAX(n, 0);
        left -= (gsize)MAX(n, 0);
    }
    g_bytes_unref(bytes);
}

GVariant *
desk_text(GBytes *text)
{
    gsize length = 0;
    const char *start = text ? g_bytes_get_data(text, &length) : NULL;
    return g_variant_new_take_string(g_strndup(start ? start : "", length));
}

GBytes *
worker_text(GVariant *told)
{
    GBytes *whole = g_variant_get_data_as_bytes(told), *text;
    gsize length;
    g_variant_get_string(told, &length);
    text = g_bytes_new_from_bytes(whole, 0, length);
    g_bytes_unref(whole);
    return text;
}

/* From here on it may use so many seconds of a processor. */
static void
bound_time(const desk *k)
{
    struct rusage used;
    struct rlimit now;
    getrusage(RUSAGE_SELF, &used);
    if (getrlimit(RLIMIT_CPU, &now) != 0)
        return;
    now.rlim_cur = MIN(now.rlim_max, (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + k->bounds.seconds + 1);
    setrlimit(RLIMIT_CPU, &now);
}

GVariant *
desk_next(desk *k, const char **word)
{
    GVariant *said = k->waiting.length ? g_queue_pop_head(&k->waiting) : next_said(k, true);
    GVariant *with;
    g_variant_get(said, "(u&sv)", &k->task, word, &with);
    *word = g_intern_string(*word);
    g_variant_unref(said);
    bound_time(k);
    return with;
}

/* What is none of the present task's waits. */
static bool
heard_word(desk *k, GVariant *said, const char *wanted, guint *value)
{
    guint of;
    const char *word;
    g_variant_get(said, "(u&sv)", &of, &word, NULL);
    if (of != k->task || strcmp(word, wanted) != 0)
        return false;
    GVariant *with = NULL;
    g_variant_get(said, "(usv)", NULL, NULL, &with);
    if (value && g_variant_is_of_type(with, G_VARIANT_TYPE_UINT32))
        *value = g_variant_get_uint32(with);
    g_variant_unref(with);
    return true;
}

bool
desk_is_stopped(desk *k, guint *seen)
{
    bool stopped = false;
    for (GVariant *said; (said = next_said(k, false));) {
        if (heard_word(k, said, "stop", NULL))
            stopped = true;
        else if (!heard_word(k, said, "seen", seen)) {
            guint of;
            g_variant_get_child(said, 0, "u", &of);
            if (of != k->task) {
                g_queue_push_tail(&k->waiting, said);
                continue;
            }
        }
        g_variant_unref(said);
    }
    return stopped;
}

guint
desk_number(desk *k, const char *path)
{
    guint number = 0;
    desk_tell(k, "file", g_variant_new_bytestring(path));
    for (;;) {
        GVariant *said = next_said(k, true);
        const bool is = heard_word(k, said, "number", &number);
        if (!is) {
            g_queue_push_tail(&k->waiting, said);
            continue;
        }
        g_variant_unref(said);
        return number;
    }
}

guint
desk_task(const desk *k)
{
    return k->task;
}

static void
end_short(size_t wanted)
{
    (void)wanted;
    _exit(ENDED_SHORT);
}

static void
bound_memory(guint megabytes)
{
    (void)megabytes;
#ifndef __SANITIZE_ADDRESS__ /* which asks for terabytes */
    const rlim_t most = (rlim_t)megabytes << 20;
    struct rlimit now;
    if (getrlimit(RLIMIT_AS, &now) == 0 && now.rlim_max > most)
        setrlimit(RLIMIT_AS, &(const struct rlimit){most, most});
#endif
    memory_end_by(end_short);
}

static void
become_worker(int fd, pid_t parent, desk_work work, void *data, worker_bounds bounds)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    signal(SIGINT, SIG_IGN); /* a terminal sends it to both: the server ends both */
    signal(SIGTERM, SIG_DFL);
    signal(SIGALRM, SIG_DFL);
    alarm(0);
    if (dup2(fd, STDERR_FILENO + 1) < 0)
        _exit(1);
    close_range(STDERR_FILENO + 2, ~0U, 0); /* connections end when the server ends them */
    desk k = {.fd = STDERR_FILENO + 1, .heard = g_byte_array_new(), .bounds = bounds};
    g_queue_init(&k.waiting);
    bound_memory(bounds.megabytes);
    diag *d = diag_new();
    if (!confine_enter_calls(0, d))
        _exit(1);
    diag_drop(d);
    work(&k, data);
    _exit(0);
}

/* ---- in the server ---- */

struct worker {
    pid_t pid;
    int fd;
    guint source, writing; /* writing: 0 unless something is unsaid */
    GByteArray *heard, *unsaid;
    bool killed;
    worker_heard said;
    worker_gone gone;
    void *data;
};

static worker_end
reap_worker(worker *w)
{
    int status = 0;
    kill(w->pid, SIGKILL); /* one that is ending already has its status */
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    w->pid = 0;
    if (w->killed)
        return WORKER_KILLED;
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXCPU ? WORKER_LATE : WORKER_CRASHED;
    return WEXITSTATUS(status) == ENDED_SHORT ? WORKER_SHORT : WORKER_CRASHED;
}

static void
end_worker(worker *w)
{
    const worker_end end = reap_worker(w);
    w->source = 0;
    w->gone(w->data, w, end);
}

static bool
hand_on(worker *w)
{
    bool bad = false;
    for (GVariant *all; (all = take_said(w->heard, &bad)); g_variant_unref(all)) {
        guint of;
        const char *word;
        GVariant *with;
        g_variant_get(all, "(u&sv)", &of, &word, &with);
        w->said(w->data, w, of, word, with);
        g_variant_unref(with);
    }
    return !bad;
}

/* What has come, but not so much that everybody else would wait. */
static gboolean
hear_worker(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    enum { MOST_BLOCKS = 16 };
    worker *w = data;
    static guint8 block[BLOCK];
    for (int i = 0; i < MOST_BLOCKS; i++) {
        const ssize_t n = read(fd, block, sizeof block);
        if (n > 0)
            g_byte_array_append(w->heard, block, (guint)n);
        if (n > 0 || (n < 0 && errno == EINTR))
            continue;
        if (n < 0 && errno == EAGAIN)
            break;
        hand_on(w);
        end_worker(w);
        return G_SOURCE_REMOVE;
    }
    if (hand_on(w))
        return G_SOURCE_CONTINUE;
    end_worker(w);
    return G_SOURCE_REMOVE;
}

worker *
worker_start(desk_work work, void *of_work, worker_bounds bounds, worker_heard said, worker_gone gone, void *data)
{
    g_assert(work && said && gone);
    int pair[2];
    const pid_t self = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return NULL;
    const pid_t pid = fork();
    if (pid == 0)
        become_worker(pair[1], self, work, of_work, bounds);
    close(pair[1]);
    if (pid < 0 || !g_unix_set_fd_nonblocking(pair[0], TRUE, NULL)) {
        close(pair[0]);
        return NULL;
    }
    worker *w = g_new0(worker, 1);
    *w = (worker){.pid = pid, .fd = pair[0], .said = said, .gone = gone, .data = data};
    w->heard = g_byte_array_new();
    w->unsaid = g_byte_array_new();
    w->source = g_unix_fd_add(w->fd, G_IO_IN, hear_worker, w);
    return w;
}

/* What it takes now; true as long as something is left. */
static gboolean
say_more(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    worker *w = data;
    ssize_t n = 0;
    while (w->unsaid->len && (n = send(fd, w->unsaid->data, w->unsaid->len, MSG_NOSIGNAL | MSG_DONTWAIT)) > 0)
        g_byte_array_remove_range(w->unsaid, 0, (guint)n);
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        g_byte_array_set_size(w->unsaid, 0); /* it is gone, which is heard of */
    if (!w->unsaid->len)
        w->writing = 0;
    return w->unsaid->len > 0;
}

void
worker_tell(worker *w, guint number, const char *word, GVariant *with)
{
    GBytes *bytes = pack_said(number, word, with);
    if (!w->killed)
        g_byte_array_append(w->unsaid, g_bytes_get_data(bytes, NULL), (guint)g_bytes_get_size(bytes));
    g_bytes_unref(bytes);
    if (w->unsaid->len > MOST_UNSAID)
        worker_kill(w); /* it has not listened for a very long time */
    else if (!w->writing && say_more(w->fd, G_IO_OUT, w))
        w->writing = g_unix_fd_add(w->fd, G_IO_OUT, say_more, w);
}

gint64
worker_time(const worker *w)
{
    clockid_t clock;
    struct timespec used = {0};
    if (clock_getcpuclockid(w->pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return G_MAXINT64;
    return (gint64)used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

void
worker_kill(worker *w)
{
    w->killed = true;
    kill(w->pid, SIGKILL);
}

void
worker_drop(worker *w)
{
    if (!w)
        return;
    if (w->source)
        g_source_remove(w->source);
    if (w->writing)
        g_source_remove(w->writing);
    if (w->pid)
        reap_worker(w);
    close(w->fd);
    g_byte_array_unref(w->heard);
    g_byte_array_unref(w->unsaid);
    g_free(w);
}
