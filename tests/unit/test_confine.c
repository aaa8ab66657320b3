/* What a program can still do that has given up the rest: each deed is tried in a process of its own, which enters as
 * the tools do. What this kernel has not cannot be checked, and is told as skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "confine/confine.h"

typedef struct place_of {
    char *folder, *in, *out, *secret; /* a folder; below it one to be read, one to be written, and a file beside */
} place_of;

static place_of
make_places(void)
{
    place_of p = {.folder = g_dir_make_tmp("renkei-confine-XXXXXX", NULL)};
    p.in = g_build_filename(p.folder, "in", NULL);
    p.out = g_build_filename(p.folder, "out", NULL);
    p.secret = g_build_filename(p.folder, "secret.xml", NULL);
    char *readable = g_build_filename(p.in, "case.xml", NULL);
    assert_int_equal(mkdir(p.in, 0700) | mkdir(p.out, 0700), 0);
    assert_true(g_file_set_contents(readable, "<case/>", -1, NULL));
    assert_true(g_file_set_contents(p.secret, "secret", -1, NULL));
    g_free(readable);
    return p;
}

static void
drop_places(place_of *p)
{
    char *words[] = {(char *)"rm", (char *)"-rf", p->folder, NULL};
    assert_true(g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
    g_free(p->folder);
    g_free(p->in);
    g_free(p->out);
    g_free(p->secret);
}

/* 0, or errno of what was tried. */
typedef int deed(const place_of *p);

static bool
enter_all(const place_of *p, unsigned may)
{
    diag *d = diag_new();
    confine *c = confine_new();
    confine_read_system(c);
    confine_read(c, p->in);
    confine_read(c, p->out);
    confine_write_all(c, p->out);
    const bool good = confine_enter(c, may, d) && confine_enter_reading(c, d);
    confine_drop(c);
    diag_drop(d);
    return good;
}

/* In another process: what came of it there. */
static int
try_apart(const place_of *p, bool confined, unsigned may, deed *act)
{
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        g_setenv("RENKEI_CONFINE", confined ? "on" : "off", TRUE);
        confine_begin();
        if (!enter_all(p, may))
            _exit(255);
        _exit(act(p));
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int
result(long r)
{
    return r < 0 ? errno : 0;
}

static int
open_file(const char *path, int flags)
{
    const int fd = open(path, flags | O_CLOEXEC, 0600);
    const int error = result(fd);
    if (fd >= 0)
        close(fd);
    return error;
}

static int
open_below(const char *folder, const char *name, int flags)
{
    char *path = g_build_filename(folder, name, NULL);
    const int error = open_file(path, flags);
    g_free(path);
    return error;
}

/* ---- what goes on ---- */

static int
read_input(const place_of *p)
{
    return open_below(p->in, "case.xml", O_RDONLY);
}

/* As a document is written: without a name first, then over another. */
static int
write_output(const place_of *p)
{
    char open_name[64], *path = g_build_filename(p->out, "document.pdf", NULL);
    char *beside = g_build_filename(p->out, "beside", NULL), *folder = g_build_filename(p->out, "K-0001", NULL);
    char *final = g_build_filename(folder, "document.pdf", NULL);
    const int fd = open(p->out, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
    int error = result(fd);
    g_snprintf(open_name, sizeof open_name, "/proc/self/fd/%d", fd);
    if (!error)
        error = result(write(fd, "x", 1));
    if (!error)
        error = result(fchmod(fd, 0640));
    if (!error)
        error = result(linkat(AT_FDCWD, open_name, AT_FDCWD, path, AT_SYMLINK_FOLLOW));
    if (!error)
        error = open_file(beside, O_WRONLY | O_CREAT | O_EXCL);
    if (!error)
        error = result(rename(beside, path));
    if (!error)
        error = result(mkdir(folder, 0700));
    if (!error)
        error = result(rename(path, final));
    if (!error)
        error = result(truncate(final, 0));
    if (!error)
        error = result(unlink(final));
    return error ? error : result(rmdir(folder));
}

static int
use_system(const place_of *p)
{
    (void)p;
    int error = open_file("/proc/self/status", O_RDONLY);
    if (!error)
        error = open_file("/usr", O_RDONLY | O_DIRECTORY);
    if (!error)
        error = open_file("/dev/null", O_WRONLY);
    if (!error)
        error = g_file_test("/etc/localtime", G_FILE_TEST_EXISTS) ? open_file("/etc/localtime", O_RDONLY) : 0;
    GIConv to = g_iconv_open("UTF-8", "CP932"); /* a library that is loaded late */
    if (!error && to == (GIConv)-1)
        error = errno;
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    return error || child < 0 || waitpid(child, NULL, 0) != child ? (error ? error : ECHILD) : 0;
}

static int
say_to_oneself(const place_of *p)
{
    (void)p;
    signal(SIGUSR1, SIG_IGN);
    return raise(SIGUSR1) ? errno : result(kill(getpid(), SIGUSR1));
}

/* ---- what does not: files ---- */

static int
read_passwd(const place_of *p)
{
    (void)p;
    return open_file("/etc/passwd", O_RDONLY);
}

static int
read_beside(const place_of *p)
{
    return open_file(p->secret, O_RDONLY);
}

static int
read_by_climbing(const place_of *p)
{
    return open_below(p->in, "../secret.xml", O_RDONLY);
}

static int
read_through_link(const place_of *p)
{
    char *link = g_build_filename(p->out, "link", NULL);
    const int made = symlink(p->secret, link), error = made ? errno : open_file(link, O_RDONLY);
    g_free(link);
    return error;
}

static int
list_home(const place_of *p)
{
    (void)p;
    return open_file("/root", O_RDONLY | O_DIRECTORY);
}

static int
write_beside(const place_of *p)
{
    return open_below(p->folder, "new", O_WRONLY | O_CREAT);
}

static int
write_input(const place_of *p)
{
    return open_below(p->in, "case.xml", O_WRONLY);
}

static int
truncate_input(const place_of *p)
{
    return result(truncate(p->secret, 0));
}

static int
remove_input(const place_of *p)
{
    return result(unlink(p->secret));
}

static int
move_out(const place_of *p)
{
    char *mine = g_build_filename(p->out, "mine", NULL), *theirs = g_build_filename(p->in, "theirs", NULL);
    int error = open_file(mine, O_WRONLY | O_CREAT);
    error = error ? 0 : result(rename(mine, theirs));
    g_free(mine);
    g_free(theirs);
    return error;
}

static int
make_socket_file(const place_of *p)
{
    char *path = g_build_filename(p->out, "fifo", NULL);
    const int error = result(mkfifo(path, 0600));
    g_free(path);
    return error;
}

static deed *const file_deeds[] = {read_passwd,  read_beside,  read_by_climbing, read_through_link,
                                   list_home,    write_beside, write_input,      truncate_input,
                                   remove_input, move_out,     make_socket_file};

/* ---- what does not: calls ---- */

static int
open_network(const place_of *p)
{
    (void)p;
    return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int
open_local_socket(const place_of *p)
{
    (void)p;
    return result(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
open_pair(const place_of *p)
{
    int pair[2];
    (void)p;
    return result(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
}

static int
start_program(const place_of *p)
{
    (void)p;
    execl("/bin/true", "true", (char *)NULL);
    return errno;
}

static int
start_shell(const place_of *p)
{
    (void)p;
    const pid_t child = vfork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
        _exit(errno);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

static int
trace_parent(const place_of *p)
{
    (void)p;
    return result(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int
read_parent(const place_of *p)
{
    char byte;
    struct iovec own = {&byte, 1}, theirs = {(void *)&result, 1};
    (void)p;
    return result(process_vm_readv(getppid(), &own, 1, &theirs, 1, 0));
}

static int
signal_parent(const place_of *p)
{
    (void)p;
    return result(kill(getppid(), 0));
}

static int
new_world(const place_of *p)
{
    (void)p;
    return result(unshare(CLONE_NEWUSER));
}

static int
clone_world(const place_of *p)
{
    (void)p;
    const long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0)
        _exit(0);
    return result(child);
}

static int
mount_something(const place_of *p)
{
    return result(mount("none", p->out, "tmpfs", 0, NULL));
}

static int
give_away(const place_of *p)
{
    return result(chown(p->out, 1, 1));
}

static int
open_others_files(const place_of *p)
{
    (void)p;
    return result(chmod("/etc/passwd", 0644));
}

static int
type_for_somebody(const place_of *p)
{
    (void)p;
    return result(ioctl(0, TIOCSTI, "x"));
}

static int
queue_calls(const place_of *p)
{
    (void)p;
    return result(syscall(SYS_io_uring_setup, 1, NULL));
}

static deed *const call_deeds[] = {open_network, open_local_socket, open_pair,   start_program,     start_shell,
                                   trace_parent, read_parent,       new_world,   clone_world,       mount_something,
                                   give_away,    open_others_files, queue_calls, type_for_somebody, signal_parent};

/* ---- the tests ---- */

static void
goes_on_as_before(void **state)
{
    (void)state;
    place_of p = make_places();
    for (int confined = 0; confined < 2; confined++) {
        assert_int_equal(try_apart(&p, confined, 0, read_input), 0);
        assert_int_equal(try_apart(&p, confined, 0, write_output), 0);
        assert_int_equal(try_apart(&p, confined, 0, use_system), 0);
        assert_int_equal(try_apart(&p, confined, 0, say_to_oneself), 0);
    }
    drop_places(&p);
}

static void
files_elsewhere_are_closed(void **state)
{
    (void)state;
    if (!confine_landlock()) {
        print_message("skipped: this kernel has no Landlock\n");
        skip();
    }
    place_of p = make_places();
    for (size_t i = 0; i < G_N_ELEMENTS(file_deeds); i++) {
        const int error = try_apart(&p, true, 0, file_deeds[i]);
        if (error != EACCES && error != EXDEV && error != EPERM)
            fail_msg("deed %zu of files: error %d", i, error);
    }
    /* They are what a process can do that gives up nothing. */
    assert_int_equal(try_apart(&p, false, 0, read_passwd), 0);
    assert_int_equal(try_apart(&p, false, 0, read_through_link), 0);
    assert_int_equal(try_apart(&p, false, 0, write_beside), 0);
    assert_int_equal(try_apart(&p, false, 0, move_out), 0);
    drop_places(&p);
}

static void
calls_fail(void **state)
{
    (void)state;
    if (!confine_filters()) {
        print_message("skipped: this kernel filters no system calls\n");
        skip();
    }
    place_of p = make_places();
    for (size_t i = 0; i < G_N_ELEMENTS(call_deeds); i++) {
        const int error = try_apart(&p, true, 0, call_deeds[i]);
        if (error != EPERM)
            fail_msg("deed %zu of calls: error %d", i, error);
    }
    assert_int_equal(try_apart(&p, false, 0, open_network), 0);
    assert_int_equal(try_apart(&p, false, 0, start_shell), 0);
    assert_int_equal(try_apart(&p, false, 0, signal_parent), 0);
    drop_places(&p);
}

static int
call_new(const place_of *p)
{
    (void)p;
    return result(syscall(1023));
}

static int
find_limits(const place_of *p)
{
    struct rlimit core, files;
    (void)p;
    getrlimit(RLIMIT_CORE, &core);
    getrlimit(RLIMIT_NOFILE, &files);
    return core.rlim_cur || core.rlim_max || files.rlim_cur != files.rlim_max || prctl(PR_GET_DUMPABLE) ||
           prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1;
}

static void
leaves_no_core(void **state)
{
    (void)state;
    place_of p = make_places();
    assert_int_equal(try_apart(&p, true, 0, find_limits), 0);
    assert_int_equal(try_apart(&p, true, 0, call_new), ENOSYS);
    drop_places(&p);
}

/* Each kind of program has what it needs, and no more for it. */
static void
keeps_what_it_needs(void **state)
{
    (void)state;
    if (!confine_filters()) {
        print_message("skipped: this kernel filters no system calls\n");
        skip();
    }
    place_of p = make_places();
    assert_int_equal(try_apart(&p, true, CONFINE_PROGRAMS, start_shell), 0);
    assert_int_equal(try_apart(&p, true, CONFINE_PROGRAMS, open_network), EPERM);
    assert_int_equal(try_apart(&p, true, CONFINE_WORKERS, open_pair), 0);
    assert_int_equal(try_apart(&p, true, CONFINE_WORKERS, open_network), EPERM);
    assert_int_equal(try_apart(&p, true, CONFINE_WORKERS, start_shell), EPERM);
    drop_places(&p);
}

/* ---- a server ---- */

static int
listening_socket(void)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return fd >= 0 && bind(fd, (const struct sockaddr *)&here, sizeof here) == 0 && listen(fd, 1) == 0 ? fd : -1;
}

static int
connect_to(int fd)
{
    struct sockaddr_in there;
    socklen_t n = sizeof there;
    getsockname(fd, (struct sockaddr *)&there, &n);
    const int own = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return own < 0 ? errno : result(connect(own, (const struct sockaddr *)&there, n));
}

/* 0: as it should be; else a number that tells which was not. */
static int
serve(const place_of *p)
{
    (void)p;
    diag *d = diag_new();
    const int fd = listening_socket();
    if (fd < 0)
        return 1;
    if (connect_to(fd) != EPERM)
        return 2;
    if (!confine_listen_no_more(d))
        return 3;
    diag_drop(d);
    if (listening_socket() >= 0 || errno != EPERM)
        return 4;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return accept4(fd, NULL, NULL, SOCK_CLOEXEC) < 0 && errno == EAGAIN ? 0 : 5;
}

static void
a_server_listens_and_no_more(void **state)
{
    (void)state;
    if (!confine_filters()) {
        print_message("skipped: this kernel filters no system calls\n");
        skip();
    }
    place_of p = make_places();
    assert_int_equal(try_apart(&p, true, CONFINE_LISTEN, serve), 0);
    drop_places(&p);
}

/* ---- what cannot be had ---- */

/* No descriptor is left for what Landlock wants: it is told, and not passed over. */
static void
a_failure_is_told(void **state)
{
    (void)state;
    if (!confine_landlock()) {
        print_message("skipped: this kernel has no Landlock\n");
        skip();
    }
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        diag *d = diag_new();
        confine *c = confine_new();
        g_setenv("RENKEI_CONFINE", "on", TRUE);
        confine_read(c, "/usr");
        setrlimit(RLIMIT_NOFILE, &(struct rlimit){3, 3});
        const bool entered = confine_enter_reading(c, d);
        _exit(!entered && diag_length(d) == 1 && diag_at(d, 0)->code == DIAG_CONFINE_FAILED &&
                      diag_exit_status(d) == EXIT_ENVIRONMENT
                  ? 0
                  : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void
is_told_as_it_is(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    char abi[32];
    g_setenv("RENKEI_CONFINE", "off", TRUE);
    confine_print(DIAG_EN, text);
    assert_string_equal(text->str, "confinement by the kernel: off");
    g_setenv("RENKEI_CONFINE", "on", TRUE);
    g_string_truncate(text, 0);
    confine_print(DIAG_JA, text);
    g_snprintf(abi, sizeof abi, confine_landlock() ? "Landlock ABI %d、" : "Landlock なし、", confine_landlock());
    assert_non_null(strstr(text->str, abi));
    assert_non_null(strstr(text->str, confine_filters() ? "seccomp あり" : "seccomp なし"));
    g_string_free(text, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_on_as_before),   cmocka_unit_test(files_elsewhere_are_closed),
        cmocka_unit_test(calls_fail),          cmocka_unit_test(leaves_no_core),
        cmocka_unit_test(keeps_what_it_needs), cmocka_unit_test(a_server_listens_and_no_more),
        cmocka_unit_test(a_failure_is_told),   cmocka_unit_test(is_told_as_it_is)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
