/* fail.c: a library for tests alone, to be preloaded into a program of renkei: the n-th call of a kind fails.
 *
 * Loaded and linked once, the program stops before main and is told from a pipe what to try; each try is a fork of that
 * moment (fail_serve.h, tests/failures.py). What asks for memory is found at the door of the C library's allocator,
 * which our programs alone call (tools/lib/base/memory.h). What asks the kernel is found at the kernel: a filter sends
 * each call of the kind here as a signal, whoever makes it, the C library itself as well. Calls are counted over all
 * processes of the try. A call that is to succeed is made here, from the one place that the filter lets through. A step
 * of SQLite is found at its own door, as the programs find it; it fails before it does anything, with one of SQLite's
 * codes. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#define REGISTER(u, n) (u)->uc_mcontext.gregs[(const int[]){REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9}[n]]
#define RESULT(u) (u)->uc_mcontext.gregs[REG_RAX]
__asm__(".text\n.balign 16\nfail_call:\n"
        "mov %rdi,%rax\nmov %rsi,%rdi\nmov %rdx,%rsi\nmov %rcx,%rdx\nmov %r8,%r10\nmov %r9,%r8\nmov 8(%rsp),%r9\n"
        "syscall\nfail_called: ret\n");
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#define REGISTER(u, n) (u)->uc_mcontext.regs[n]
#define RESULT(u) (u)->uc_mcontext.regs[0]
__asm__(".text\n.balign 16\nfail_call:\n"
        "mov x8,x0\nmov x0,x1\nmov x1,x2\nmov x2,x3\nmov x3,x4\nmov x4,x5\nmov x5,x6\n"
        "svc #0\nfail_called: ret\n");
#else
#error "fail.c: how does this machine call its kernel?"
#endif
/* A call of the kernel that the filter lets through, and where it comes back. */
extern long fail_call(long number, long a, long b, long c, long d, long e, long f);
extern const char fail_called[];

/* ---- the kinds ---- */

#define NONE (-1)
#ifndef SYS_open
#define SYS_open NONE
#define SYS_rename NONE
#define SYS_link NONE
#define SYS_symlink NONE
#define SYS_mkdir NONE
#define SYS_unlink NONE
#define SYS_rmdir NONE
#define SYS_stat NONE
#define SYS_lstat NONE
#define SYS_access NONE
#define SYS_chmod NONE
#define SYS_getdents NONE
#define SYS_readlink NONE
#define SYS_pipe NONE
#define SYS_fork NONE
#endif

enum { MOST_CALLS = 8 };
static const struct kind {
    const char *name;
    int calls[MOST_CALLS]; /* ended by 0 or NONE */
} kinds[] = {
    {"memory", {0}},
    {"open", {SYS_openat, SYS_openat2, SYS_open}},
    {"read", {SYS_pread64, SYS_readv, SYS_preadv, SYS_read}},
    {"write", {SYS_write, SYS_pwrite64, SYS_writev, SYS_pwritev, SYS_sendto, SYS_sendmsg}},
    {"sync", {SYS_fsync, SYS_fdatasync}},
    {"rename", {SYS_renameat, SYS_renameat2, SYS_rename}},
    {"link", {SYS_linkat, SYS_symlinkat, SYS_link, SYS_symlink}},
    {"mkdir", {SYS_mkdirat, SYS_mkdir}},
    {"unlink", {SYS_unlinkat, SYS_unlink, SYS_rmdir}},
    {"truncate", {SYS_ftruncate, SYS_truncate, SYS_fallocate}},
    {"mmap", {SYS_mmap, SYS_mremap, SYS_brk}},
    {"readdir", {SYS_getdents64, SYS_getdents}},
    {"stat", {SYS_newfstatat, SYS_fstat, SYS_statx, SYS_faccessat, SYS_faccessat2, SYS_access, SYS_stat, SYS_lstat}},
    {"mode", {SYS_fchmod, SYS_fchmodat, SYS_chmod}},
    {"lock", {SYS_fcntl, SYS_flock}},
    {"close", {SYS_close}},
    {"process", {SYS_clone, SYS_clone3, SYS_pipe2, SYS_socketpair, SYS_fork, SYS_pipe}},
    {"step", {0}},
};
enum { MEMORY, KINDS = sizeof kinds / sizeof *kinds, STEP = KINDS - 1 };

/* Errors that are none of an errno: the call does less than asked, as it may. */
enum { SHORT = 1000 };

/* ---- what is tried ---- */

/* Shared by all processes of a try. */
typedef struct account {
    atomic_long calls;  /* of the kind, so far */
    atomic_long hits;   /* that failed */
    atomic_long number; /* of the call that failed first, where it was of the kernel */
} account;
static account *counted;

static struct {
    int kind, error;
    long at;    /* which call fails, from 1; 0: none, they are counted */
    bool from;  /* and all behind it */
    bool shows; /* where it was asked, on stderr */
} now = {.kind = NONE};

static void
show_caller(void)
{
    void *frames[60];
    if (now.shows)
        backtrace_symbols_fd(frames, backtrace(frames, 60), STDERR_FILENO);
}

static bool
is_failing(long number)
{
    const long n = atomic_fetch_add(&counted->calls, 1) + 1;
    if (!now.at || n < now.at || (n > now.at && !now.from))
        return false;
    if (atomic_fetch_add(&counted->hits, 1) == 0)
        atomic_store(&counted->number, number);
    return true;
}

/* ---- memory ---- */

/* What this library stands before. */
#define REAL(name)                                                                                                     \
    static __typeof__(&(name)) real;                                                                                   \
    if (!real)                                                                                                         \
    real = (__typeof__(real))(uintptr_t)dlsym(RTLD_NEXT, #name)

static bool
lacks_memory(void)
{
    if (now.kind != MEMORY || !is_failing(0))
        return false;
    const int kind = now.kind;
    now.kind = NONE;
    show_caller();
    now.kind = kind;
    errno = ENOMEM;
    return true;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void *
__libc_malloc(size_t size)
{
    REAL(__libc_malloc);
    return lacks_memory() ? NULL : real(size);
}

void *
__libc_calloc(size_t count, size_t size)
{
    REAL(__libc_calloc);
    return lacks_memory() ? NULL : real(count, size);
}

void *
__libc_realloc(void *p, size_t size)
{
    REAL(__libc_realloc);
    return size && lacks_memory() ? NULL : real(p, size);
}

void *
__libc_memalign(size_t alignment, size_t size)
{
    REAL(__libc_memalign);
    return lacks_memory() ? NULL : real(alignment, size);
}

/* ---- SQLite ---- */

/* Of the call that failed last, until another is made. */
static int step_error;

int sqlite3_step(void *statement);
int sqlite3_exec(void *connection, const char *sql, int (*row)(void *, int, char **, char **), void *of,
                 char **message);
int sqlite3_backup_step(void *backup, int pages);
int sqlite3_errcode(void *connection);
int sqlite3_extended_errcode(void *connection);

static bool
fails_step(void)
{
    step_error = now.kind == STEP && is_failing(0) ? now.error : 0;
    if (step_error)
        show_caller();
    return step_error != 0;
}

/* What SQLite calls of itself it forgets the answer of: a statement says when it is ended how it went. */
static bool
is_of_sqlite(const void *caller)
{
    Dl_info of;
    return dladdr(caller, &of) && of.dli_fname && strstr(of.dli_fname, "libsqlite3");
}

int
sqlite3_step(void *statement)
{
    REAL(sqlite3_step);
    return !is_of_sqlite(__builtin_return_address(0)) && fails_step() ? step_error : real(statement);
}

int
sqlite3_exec(void *connection, const char *sql, int (*row)(void *, int, char **, char **), void *of, char **message)
{
    REAL(sqlite3_exec);
    if (message)
        *message = NULL;
    return fails_step() ? step_error : real(connection, sql, row, of, message);
}

int
sqlite3_backup_step(void *backup, int pages)
{
    REAL(sqlite3_backup_step);
    return fails_step() ? step_error : real(backup, pages);
}

int
sqlite3_errcode(void *connection)
{
    REAL(sqlite3_errcode);
    return step_error ? step_error & 0xff : real(connection);
}

int
sqlite3_extended_errcode(void *connection)
{
    REAL(sqlite3_extended_errcode);
    return step_error ? step_error : real(connection);
}

/* ---- the kernel ---- */

/* What is said on stderr is how a failure is told; calls that are no request of the kind are none. */
static bool
counts(int number, const long a[6])
{
    switch (number) {
    case SYS_write:
    case SYS_writev:
        return a[0] != STDERR_FILENO;
    case SYS_fcntl:
        return a[1] == F_SETLK || a[1] == F_SETLKW || a[1] == F_OFD_SETLK || a[1] == F_OFD_SETLKW;
    default:
        return true;
    }
}

/* Reads or writes a part: of one that is too small for parts, all. */
static long
do_less(int number, const long a[6])
{
    const bool one = number == SYS_read || number == SYS_write || number == SYS_pread64 || number == SYS_pwrite64;
    return fail_call(number, a[0], a[1], one && a[2] > 1 ? a[2] / 2 : a[2], a[3], a[4], a[5]);
}

static void
take_call(int signal, siginfo_t *info, void *context)
{
    ucontext_t *u = context;
    const int error = errno, number = info->si_syscall;
    long a[6];
    (void)signal;
    for (int i = 0; i < 6; i++)
        a[i] = (long)REGISTER(u, i);
    const bool fails = counts(number, a) && is_failing(number);
    if (fails)
        show_caller();
    if (fails && number == SYS_close)
        fail_call(number, a[0], 0, 0, 0, 0, 0); /* it is closed, whatever the answer */
    const long result = !fails               ? fail_call(number, a[0], a[1], a[2], a[3], a[4], a[5])
                        : now.error == SHORT ? do_less(number, a)
                        : number == SYS_brk  ? fail_call(number, 0, 0, 0, 0, 0, 0)
                                             : -now.error;
    RESULT(u) = result;
    errno = error;
}

static void
filter_calls(const int *calls)
{
    struct sock_filter code[16 + 2 * MOST_CALLS];
    const uint64_t here = (uint64_t)(uintptr_t)fail_called;
    unsigned short n = 0;
#define PUT(...) code[n++] = (struct sock_filter)__VA_ARGS__
    PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)));
    PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)here, 0, 3));
    PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4));
    PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(here >> 32), 0, 1));
    PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    PUT(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    for (int i = 0; i < MOST_CALLS && calls[i] > 0; i++) {
        PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i], 0, 1));
        PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    }
#ifdef __x86_64__
    if (calls[0] == SYS_pread64) { /* its number is 0 */
        PUT(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_read, 0, 1));
        PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    }
#endif
    PUT(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sigaction act = {.sa_sigaction = take_call, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART};
    sigaction(SIGSYS, &act, NULL);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &(struct sock_fprog){.len = n, .filter = code}) != 0)
        _exit(126);
}

/* ---- tries ---- */

static const char *
name_of(long number)
{
    static char text[24];
    snprintf(text, sizeof text, "%ld", number);
    return number ? text : "-";
}

/* In the fork: what it says goes into the files `out` and `err` of this folder. */
static void
begin_try(const char *said)
{
    char path[4096];
    setpgid(0, 0);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        snprintf(path, sizeof path, "%s/%s", said, fd == STDOUT_FILENO ? "out" : "err");
        const int to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(to, fd);
        close(to);
    }
    void *frames[1];
    if (now.shows)
        backtrace(frames, 1); /* loads what it needs */
    if (now.kind > MEMORY && now.kind < STEP)
        filter_calls(kinds[now.kind].calls);
}

/* Its status as wait has it, or -1: it does not end. Nothing of it is left. */
static int
await_try(pid_t child, int seconds)
{
    int status = -1;
    struct timespec nap = {0, 200 * 1000};
    const time_t began = time(NULL);
    while (waitpid(child, &status, WNOHANG) == 0) {
        nanosleep(&nap, NULL);
        nap.tv_nsec = nap.tv_nsec < 5000000 ? nap.tv_nsec * 3 / 2 : nap.tv_nsec;
        if (time(NULL) - began > seconds) {
            kill(-child, SIGKILL);
            waitpid(child, &status, 0);
            status = -1;
            break;
        }
    }
    kill(-child, SIGKILL);
    return status;
}

static bool
read_order(FILE *from)
{
    char kind[32], mode[32];
    if (fscanf(from, "%31s %d %ld %31s", kind, &now.error, &now.at, mode) != 4)
        return false;
    now.from = strchr(mode, 'f');
    now.shows = strchr(mode, 's');
    for (now.kind = 0; now.kind < KINDS && strcmp(kinds[now.kind].name, kind) != 0; now.kind++)
        ;
    return now.kind < KINDS;
}

/* Comes back in each fork alone. */
static void
serve_tries(const char *said, int orders, int answers)
{
    FILE *from = fdopen(orders, "r"), *to = fdopen(answers, "w");
    while (from && to && read_order(from)) {
        const int kind = now.kind;
        now.kind = NONE;
        *counted = (account){0};
        const pid_t child = fork();
        now.kind = kind;
        if (child == 0) {
            close(orders);
            close(answers);
            begin_try(said);
            return;
        }
        now.kind = NONE;
        const int status = child > 0 ? await_try(child, 120) : -1;
        fprintf(to, "%d %ld %ld %s\n", status, atomic_load(&counted->calls), atomic_load(&counted->hits),
                name_of(atomic_load(&counted->number)));
        fflush(to);
    }
    _exit(0);
}

static int (*main_of_program)(int, char **, char **);

static int
main_behind(int argc, char **argv, char **environment)
{
    const char *said = getenv("RENKEI_FAIL"), *orders = getenv("RENKEI_FAIL_ORDERS"),
               *answers = getenv("RENKEI_FAIL_ANSWERS");
    if (said && orders && answers) {
        counted = mmap(NULL, sizeof *counted, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (counted == MAP_FAILED)
            return 126;
        unsetenv("LD_PRELOAD");
        serve_tries(said, atoi(orders), atoi(answers));
    }
    return main_of_program(argc, argv, environment);
}

int __libc_start_main(int (*program)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*linker)(void), void *stack);
int
__libc_start_main(int (*program)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
                  void (*linker)(void), void *stack)
{
    REAL(__libc_start_main);
    main_of_program = program;
    return real(main_behind, argc, argv, init, fini, linker, stack);
}
