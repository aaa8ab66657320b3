/* batch_pool.c: the supervisor: hands out cases, hears of documents, replaces workers that die. */
#include "batch/batch_int.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"

enum {
    IN_HAND = 8,  /* cases a worker holds, so that it has work while the supervisor waits for the disk */
    TICK_MS = 100 /* at least so often hooks->tick is called */
};

typedef struct worker {
    pid_t pid; /* 0: none */
    int fd;
    GByteArray *heard;
    batch_unit units[IN_HAND]; /* what it has; first moves on as documents are done */
    size_t unit_count;
    bool busy;      /* with the first document of the first unit */
    bool fed;       /* it was given something */
    bool alone;     /* it has a thing that a worker died of: nothing else until that is done */
    gint64 started; /* µs */
    bool overdue;   /* killed for it */
    struct rusage used;
} worker;

typedef struct pool {
    const batch_job *job;
    const batch_pool_hooks *hooks;
    diag *d;
    worker *workers;
    size_t count;
    uint32_t next;       /* document not yet given to anyone */
    GArray *again;       /* batch_unit: taken back from workers that died */
    GArray *alone;       /* uint32_t: what a worker died of, each to be tried once more, in a fresh one by itself */
    GHashTable *tried;   /* the same, for ever */
    size_t done, barren; /* barren: workers that died in turn without a document */
    bool stopping, told;
} pool;

/* Set by SIGTERM and SIGINT. Only what happens while a pool runs counts. */
static volatile sig_atomic_t interrupted;

static void
take_signal(int number)
{
    (void)number;
    interrupted = 1;
}

static sigset_t
stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

void
batch_signals_hold(sigset_t *before)
{
    const sigset_t set = stop_signals();
    sigprocmask(SIG_BLOCK, &set, before);
}

void
batch_signals_release(const sigset_t *before)
{
    const sigset_t set = stop_signals();
    while (sigtimedwait(&set, NULL, &(struct timespec){0, 0}) > 0)
        ;
    sigprocmask(SIG_SETMASK, before, NULL);
}

/* ---- workers ---- */

static void
become_worker(pool *p, int fd)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->workers[i].pid)
            close(p->workers[i].fd); /* else the others' sockets would never be at an end */
    batch_worker_run(p->job, fd);
}

static bool
start_worker(pool *p, worker *w)
{
    int pair[2] = {-1, -1};
    pid_t pid = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0 && (fflush(NULL), pid = fork()) == 0) {
        close(pair[0]);
        become_worker(p, pair[1]);
    }
    if (pid < 0) {
        const int error = errno;
        diag_add(p->d, DIAG_BATCH_WORKER, PLACE_NONE, PLACE_NONE, fault_words(error, DIAG_JA),
                 fault_words(error, DIAG_EN), NULL);
        if (pair[0] >= 0) {
            close(pair[0]);
            close(pair[1]);
        }
        return false;
    }
    close(pair[1]);
    *w = (worker){.pid = pid, .fd = pair[0], .heard = w->heard};
    g_byte_array_set_size(w->heard, 0);
    return true;
}

/* What is next to be made; false when all is given out. */
static bool
next_unit(pool *p, batch_unit *u)
{
    if (p->again->len) {
        *u = g_array_index(p->again, batch_unit, p->again->len - 1);
        g_array_set_size(p->again, p->again->len - 1);
        return true;
    }
    if (p->next >= p->job->task->length)
        return false;
    u->first = p->next;
    u->end = p->next = (uint32_t)p->job->task->unit_end(p->job->task->of, u->first);
    return true;
}

/* To a worker that has just died it goes nowhere; it is taken back when its end is heard. One that cannot be told would
 * wait for ever, and is waited for: it ends, too. */
static void
hand_unit(worker *w, batch_unit u)
{
    ssize_t n;
    w->units[w->unit_count++] = u;
    while ((n = send(w->fd, &u, sizeof u, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        ;
    if (n != sizeof u)
        kill(w->pid, SIGKILL);
}

/* A worker that has not begun anything takes what another one died of before all else: whether that was the thing's
 * fault is seen by itself. */
static void
feed_worker(pool *p, worker *w, size_t in_hand)
{
    batch_unit u;
    if (!w->fed && p->alone->len && !p->stopping) {
        const uint32_t index = g_array_index(p->alone, uint32_t, p->alone->len - 1);
        g_array_set_size(p->alone, p->alone->len - 1);
        w->alone = true;
        hand_unit(w, (batch_unit){index, index + 1});
    }
    w->fed = true;
    while (!p->stopping && !w->alone && w->unit_count < in_hand && next_unit(p, &u))
        hand_unit(w, u);
}

static bool
has_work(const pool *p)
{
    return !p->stopping && (p->again->len || p->alone->len || p->next < p->job->task->length);
}

static void
feed_all(pool *p)
{
    /* Nobody gets a second before everybody has a first. */
    for (size_t in_hand = 1; in_hand <= IN_HAND; in_hand++) {
        for (size_t i = 0; i < p->count; i++) {
            worker *w = &p->workers[i];
            if (!w->pid && has_work(p) && !start_worker(p, w))
                p->stopping = true;
            if (w->pid)
                feed_worker(p, w, in_hand);
        }
    }
}

/* ---- what is heard ---- */

/* The first thing that the worker has is none of its any more. */
static void
pass_first(worker *w)
{
    w->busy = false;
    if (++w->units[0].first < w->units[0].end)
        return;
    memmove(w->units, w->units + 1, --w->unit_count * sizeof *w->units);
    w->alone = false;
}

static void
document_done(pool *p, worker *w, size_t index, batch_outcome *x)
{
    p->barren = 0;
    p->done++;
    if (!p->hooks->done(p->hooks->data, index, x))
        p->stopping = true;
    pass_first(w);
}

/* A worker speaks of its next document or not at all; another number would be a defect. */
static bool
is_expected(const worker *w, const batch_frame *f)
{
    return w->unit_count && w->units[0].first == f->index && (f->kind == FRAME_START || w->busy);
}

static void
stop_for(pool *p, const batch_outcome *x)
{
    diag_append_all(p->d, x->messages);
    p->stopping = true;
}

static void
take_frames(pool *p, worker *w)
{
    batch_frame f;
    batch_outcome x;
    while (batch_wire_take(w->heard, &f, &x)) {
        if (!is_expected(w, &f)) {
            kill(w->pid, SIGKILL);
            batch_outcome_clear(&x);
        } else if (f.kind == FRAME_START) {
            w->busy = true;
            w->started = g_get_monotonic_time();
        } else if (f.kind == FRAME_DONE) {
            document_done(p, w, f.index, &x);
        } else {
            stop_for(p, &x);
            w->busy = false;
            batch_outcome_clear(&x);
        }
    }
}

/* ---- a worker's end ---- */

static bool
ended_with(int status, int wanted)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == wanted;
}

static bool
ended_at_limit(const pool *p, const worker *w, int status)
{
    const batch_settings *s = p->job->settings;
    /* The allocator says that it has none; a library may stumble over what else it is not given. What the worker got
     * from the fork is not its. */
    struct rusage own = {0};
    getrusage(RUSAGE_SELF, &own);
    const int64_t grown = ((int64_t)w->used.ru_maxrss - (int64_t)own.ru_maxrss) * 1024;
    return ended_with(status, WORKER_OUT_OF_MEMORY) || (s->memory_limit && grown > s->memory_limit / 10 * 9);
}

static void
describe_end(const pool *p, const worker *w, int status, diag *d)
{
    const batch_settings *s = p->job->settings;
    char *ja, *en;
    if (w->overdue) {
        char limit[G_ASCII_DTOSTR_BUF_SIZE];
        diag_add(d, DIAG_BATCH_TIME, PLACE_NONE, PLACE_NONE, g_ascii_formatd(limit, sizeof limit, "%g", s->time_limit),
                 NULL);
        return;
    }
    if (ended_with(status, WORKER_MEMORY_SHORT)) {
        diag_add(d, DIAG_MEMORY_SHORT, PLACE_NONE, PLACE_NONE, NULL);
        return;
    }
    if (ended_at_limit(p, w, status)) {
        ja = g_strdup_printf("%" PRId64, s->memory_limit >> 20);
        diag_add(d, DIAG_BATCH_MEMORY, PLACE_NONE, PLACE_NONE, ja, NULL);
        g_free(ja);
        return;
    }
    if (WIFSIGNALED(status)) {
        ja = g_strdup_printf("シグナル %d", WTERMSIG(status));
        en = g_strdup_printf("signal %d", WTERMSIG(status));
    } else {
        ja = g_strdup_printf("終了コード %d", WEXITSTATUS(status));
        en = g_strdup_printf("exit status %d", WEXITSTATUS(status));
    }
    diag_add(d, DIAG_BATCH_CRASHED, PLACE_NONE, PLACE_NONE, ja, en, NULL);
    g_free(ja);
    g_free(en);
}

/* A limit that was met would be met again; what killed the worker may have come from outside. Once a thing. */
static bool
may_try_again(const pool *p, const worker *w, int status)
{
    return !p->stopping && !w->overdue && !ended_at_limit(p, w, status) &&
           g_hash_table_add(p->tried, GUINT_TO_POINTER(w->units[0].first));
}

/* Workers that die before they begin anything would be replaced for ever. */
enum { MOST_BARREN = 20 };

static void
bury_worker(pool *p, worker *w)
{
    int status = 0;
    while (wait4(w->pid, &status, 0, &w->used) < 0 && errno == EINTR)
        ;
    if (w->busy && may_try_again(p, w, status)) {
        g_array_append_val(p->alone, w->units[0].first);
        pass_first(w);
    } else if (w->busy) {
        batch_outcome x = {.status = LEDGER_FAILED, .messages = diag_new()};
        x.wall = (double)(g_get_monotonic_time() - w->started) / 1e6;
        describe_end(p, w, status, x.messages);
        document_done(p, w, w->units[0].first, &x);
    } else if (!p->stopping && ++p->barren > MOST_BARREN) {
        diag_add(p->d, DIAG_BATCH_WORKER, PLACE_NONE, PLACE_NONE, "起きるとすぐに終わります",
                 "workers end before they begin", NULL);
        p->stopping = true;
    }
    while (w->unit_count)
        g_array_append_val(p->again, w->units[--w->unit_count]);
    close(w->fd);
    w->pid = 0;
}

static void
hear_worker(pool *p, worker *w)
{
    guint8 bytes[16 * 1024];
    const ssize_t n = read(w->fd, bytes, sizeof bytes);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n > 0)
        g_byte_array_append(w->heard, bytes, (guint)n);
    take_frames(p, w);
    if (n < 0)
        kill(w->pid, SIGKILL); /* it cannot be heard any more */
    if (n <= 0)
        bury_worker(p, w);
}

/* ---- the loop ---- */

static void
kill_overdue(pool *p)
{
    const gint64 limit = (gint64)(p->job->settings->time_limit * 1e6), now = g_get_monotonic_time();
    for (size_t i = 0; i < p->count; i++) {
        worker *w = &p->workers[i];
        if (w->pid && w->busy && !w->overdue && now - w->started > limit) {
            w->overdue = true;
            kill(w->pid, SIGKILL);
        }
    }
}

/* No more is given out; who has begun a document ends it, within its limits. */
static void
tell_workers_to_stop(pool *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (!p->workers[i].pid)
            continue;
        kill(p->workers[i].pid, SIGTERM);
        shutdown(p->workers[i].fd, SHUT_WR);
    }
    p->told = true;
}

/* False when no worker is left. */
static bool
wait_and_hear(pool *p, const sigset_t *mask)
{
    struct pollfd *fds = g_new0(struct pollfd, p->count);
    worker **whose = g_new0(worker *, p->count);
    nfds_t n = 0;
    for (size_t i = 0; i < p->count; i++) {
        if (!p->workers[i].pid)
            continue;
        fds[n] = (struct pollfd){.fd = p->workers[i].fd, .events = POLLIN};
        whose[n++] = &p->workers[i];
    }
    const struct timespec tick = {0, TICK_MS * 1000000L};
    if (n && ppoll(fds, n, &tick, mask) > 0)
        for (nfds_t i = 0; i < n; i++)
            if (fds[i].revents)
                hear_worker(p, whose[i]);
    g_free(fds);
    g_free(whose);
    return n > 0;
}

static bool
has_idle_end(const pool *p)
{
    return p->done == p->job->task->length || p->stopping;
}

static void
run_loop(pool *p, const sigset_t *mask)
{
    for (bool alive = true; alive;) {
        p->stopping = p->stopping || interrupted;
        feed_all(p);
        if (has_idle_end(p) && !p->told)
            tell_workers_to_stop(p);
        alive = wait_and_hear(p, mask);
        kill_overdue(p);
        if (!p->hooks->tick(p->hooks->data))
            p->stopping = true;
    }
}

size_t
batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d)
{
    g_assert(job && job->task && job->settings && hooks && hooks->done && hooks->tick && d);
    const size_t length = job->task->length;
    pool p = {.job = job, .hooks = hooks, .d = d, .count = MIN((size_t)MAX(job->settings->jobs, 1), MAX(length, 1))};
    p.workers = g_new0(worker, p.count);
    p.again = g_array_new(FALSE, FALSE, sizeof(batch_unit));
    p.alone = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    p.tried = g_hash_table_new(NULL, NULL);
    for (size_t i = 0; i < p.count; i++)
        p.workers[i].heard = g_byte_array_new();
    /* Signals are taken only while waiting, so that none is missed between a look and a wait. */
    sigset_t before, waiting;
    struct sigaction act = {.sa_handler = take_signal}, old_term, old_int;
    interrupted = 0;
    batch_signals_hold(&before);
    waiting = before;
    sigdelset(&waiting, SIGTERM);
    sigdelset(&waiting, SIGINT);
    sigaction(SIGTERM, &act, &old_term);
    sigaction(SIGINT, &act, &old_int);
    if (length)
        run_loop(&p, &waiting);
    sigaction(SIGTERM, &old_term, NULL);
    sigaction(SIGINT, &old_int, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (interrupted) {
        char *left = g_strdup_printf("%zu", length - p.done);
        diag_add(d, DIAG_BATCH_INTERRUPTED, PLACE_NONE, PLACE_NONE, left, NULL);
        g_free(left);
    }
    for (size_t i = 0; i < p.count; i++)
        g_byte_array_unref(p.workers[i].heard);
    g_array_free(p.again, TRUE);
    g_array_free(p.alone, TRUE);
    g_hash_table_destroy(p.tried);
    g_free(p.workers);
    return length - p.done;
}
