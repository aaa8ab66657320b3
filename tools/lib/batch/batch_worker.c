/* batch_worker.c: a process that makes the things of a task, one after another, until its socket is closed. It knows
 * the plan and the environment from its parent; what it does to itself ends with it. */
#include "batch/batch_int.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

typedef struct worker {
    const batch_job *job;
    int fd;
    void *unit;     /* what the task keeps for the things of one unit; NULL: nothing yet */
    int64_t before; /* addresses that were taken when the document began */
} worker;

static volatile sig_atomic_t told_to_stop;

static void
take_signal(int number)
{
    (void)number;
    told_to_stop = 1;
}

static double
clock_seconds(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- memory ---- */

#if defined(__SANITIZE_ADDRESS__)
static const bool limits_memory = false; /* the sanitizer reserves terabytes of addresses */
#else
static const bool limits_memory = true;
#endif

/* Bytes of addresses that are taken now. */
static int64_t
taken_addresses(void)
{
    char text[64] = "";
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && !fgets(text, sizeof text, f))
        *text = '\0';
    if (f)
        fclose(f);
    return g_ascii_strtoll(text, NULL, 10) * sysconf(_SC_PAGESIZE);
}

/* The most that were ever taken. */
static int64_t
most_addresses(void)
{
    static const char field[] = "VmPeak:";
    char line[128];
    int64_t kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (g_str_has_prefix(line, field))
            kib = g_ascii_strtoll(line + strlen(field), NULL, 10);
    if (f)
        fclose(f);
    return kib * 1024;
}

/* How near to the limit one must be to have met it: what did not fit was not taken. */
static int64_t crash_level;

/* With so many bytes more. Only what a signal handler may do. */
static bool
is_at_limit(int64_t more)
{
    char text[64] = "";
    const int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    int64_t pages = 0;
    if (fd >= 0 && read(fd, text, sizeof text - 1) > 0)
        for (const char *p = text; *p >= '0' && *p <= '9'; p++)
            pages = pages * 10 + (*p - '0');
    if (fd >= 0)
        close(fd);
    return crash_level && pages * sysconf(_SC_PAGESIZE) > crash_level - more;
}

/* No library hears that there is no memory (base/memory.h); the supervisor tells it of the document. */
static void
end_short(size_t wanted)
{
    _exit(is_at_limit((int64_t)MIN(wanted, INT64_MAX / 2)) ? WORKER_OUT_OF_MEMORY : WORKER_MEMORY_SHORT);
}

/* A stack that cannot grow, a mapping that was not had. */
static void
take_crash(int number)
{
    if (is_at_limit(0))
        _exit(WORKER_OUT_OF_MEMORY);
    signal(number, SIG_DFL);
    raise(number);
}

static void
limit_memory(worker *w)
{
    const int64_t most = w->job->settings->memory_limit;
    if (!most || !limits_memory)
        return;
    w->before = taken_addresses();
    crash_level = w->before + most / 2;
    setrlimit(RLIMIT_AS, &(struct rlimit){(rlim_t)(w->before + most), RLIM_INFINITY});
}

/* A library may survive that there is no memory, say something else instead, or leave something out: what was made
 * then is not to be trusted, whatever it looks like. */
static bool
met_limit(const worker *w)
{
    const int64_t most = w->job->settings->memory_limit;
    return most && limits_memory && most_addresses() - w->before > most / 10 * 9;
}

/* ---- one document ---- */

ledger_status
batch_status_of(const diag *messages)
{
    ledger_status status = LEDGER_MADE;
    for (size_t i = 0; i < diag_length(messages); i++) {
        const diag_code code = diag_at(messages, i)->code;
        if (diag_severity_of(code) != DIAG_ERROR)
            continue;
        if (code == DIAG_RENDER_FORBIDDEN || code == DIAG_BIND_FORBIDDEN || code == DIAG_EDITION_NO_CONSENT ||
            code == DIAG_EDITION_SCOPE || code == DIAG_EDITION_ASKED || code == DIAG_RENDER_WITHHELD)
            status = LEDGER_BLOCKED;
        else if (code != DIAG_BIND_NO_SUBJECT)
            return LEDGER_FAILED;
        else if (status == LEDGER_MADE)
            status = LEDGER_ABSENT;
    }
    return status;
}

static void
tell_memory(const worker *w, batch_outcome *out)
{
    char *mib = g_strdup_printf("%" PRId64, w->job->settings->memory_limit >> 20);
    diag_drop(out->messages);
    out->messages = diag_new();
    diag_add(out->messages, DIAG_BATCH_MEMORY, PLACE_NONE, PLACE_NONE, mib, NULL);
    g_clear_pointer(&out->result, g_free);
    g_free(mib);
}

/* 0, or errno of what stops the whole run. A name that cannot be had is told, and is this document's alone. */
static int
put_file(const batch_job *job, size_t index, const GByteArray *bytes, diag *messages)
{
    const char *file = job->task->file(job->task->of, index);
    bool alone;
    const int error = batch_place_prepare(job->place, file, &alone);
    if (error && alone) {
        batch_place_report(file, error, messages);
        return 0;
    }
    return error ? error : batch_place_write(job->place, index, bytes->data, bytes->len);
}

/* 0, or errno of what stops the whole run. *spent: this worker has no memory for another. */
static int
make_one(worker *w, size_t index, batch_outcome *out, bool *spent)
{
    const batch_job *job = w->job;
    GByteArray *bytes = job->task->make(job, &w->unit, index, out);
    int error = 0;
    *spent = met_limit(w);
    if (*spent) {
        tell_memory(w, out);
    } else if (bytes) {
        out->output = digest_of(bytes->data, bytes->len);
        out->bytes = bytes->len;
        if (job->task->compare)
            job->task->compare(job, index, out);
        error = job->place && !out->there ? put_file(job, index, bytes, out->messages) : 0;
    }
    if (bytes)
        g_byte_array_unref(bytes);
    out->status = batch_status_of(out->messages);
    out->same = out->same && out->status == LEDGER_MADE;
    out->there = out->there && out->same;
    if (error)
        batch_place_report(job->task->file(job->task->of, index), error, out->messages);
    return error;
}

static bool
is_unchanged(const worker *w, size_t index, batch_outcome *out)
{
    const batch_job *job = w->job;
    return job->folder >= 0 && !job->settings->force && job->task->is_unchanged(job, index, out);
}

/* False: the worker cannot go on. */
static bool
serve_one(worker *w, size_t index)
{
    batch_outcome out = {.messages = diag_new()};
    if (!batch_wire_send(w->fd, FRAME_START, index, NULL))
        return false;
    const double wall = clock_seconds(CLOCK_MONOTONIC), cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    int error = 0;
    bool spent = false;
    limit_memory(w);
    out.unchanged = is_unchanged(w, index, &out);
    if (!out.unchanged)
        error = make_one(w, index, &out, &spent);
    out.cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    out.wall = clock_seconds(CLOCK_MONOTONIC) - wall;
    const bool sent = batch_wire_send(w->fd, error ? FRAME_STOPPED : FRAME_DONE, index, &out);
    batch_outcome_clear(&out);
    return sent && !error && !spent;
}

/* ---- the process ---- */

static bool
receive_unit(int fd, batch_unit *u)
{
    char *p = (char *)u;
    for (size_t rest = sizeof *u; rest > 0;) {
        const ssize_t n = read(fd, p, rest);
        if (n == 0 || (n < 0 && (errno != EINTR || told_to_stop)))
            return false;
        if (n > 0) {
            p += n;
            rest -= (size_t)n;
        }
    }
    return true;
}

/* A worker never outlives its supervisor, and never holds what is the supervisor's. */
static void
set_up(const batch_job *job)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != job->supervisor)
        _exit(0);
    struct sigaction act = {.sa_handler = take_signal};
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGINT, &act, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that must not grow is an error of write */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    static char stack[64 * 1024]; /* a crash may be that there is no stack */
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    struct sigaction crash = {.sa_handler = take_crash, .sa_flags = SA_ONSTACK | SA_NODEFER};
    if (limits_memory) {
        sigaction(SIGSEGV, &crash, NULL);
        sigaction(SIGABRT, &crash, NULL);
    }
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* it would hold personal data */
    memory_end_by(end_short);
    if (job->place)
        batch_place_leave_locks(job->place);
}

/* What cannot be given up is told as what stops the run, with the first thing that is to be made. */
static bool
give_up(const worker *w, batch_unit first)
{
    batch_outcome out = {.messages = diag_new()};
    const bool good = batch_confine_worker(w->job, out.messages);
    if (!good)
        (void)(batch_wire_send(w->fd, FRAME_START, first.first, NULL) &&
               batch_wire_send(w->fd, FRAME_STOPPED, first.first, &out));
    batch_outcome_clear(&out);
    return good;
}

_Noreturn void
batch_worker_run(const batch_job *job, int fd)
{
    g_assert(job && job->task && job->settings && fd >= 0);
    worker w = {.job = job, .fd = fd};
    batch_unit u;
    bool good = true;
    set_up(job);
    for (bool given = false; good && !told_to_stop && receive_unit(fd, &u); given = true) {
        good = given || give_up(&w, u);
        for (uint32_t i = u.first; good && !told_to_stop && i < u.end; i++)
            good = serve_one(&w, i);
        if (w.unit)
            job->task->drop_unit(w.unit);
        w.unit = NULL;
    }
    _exit(0);
}
