/* test_confine_starter.c: programs are started for who may start none, those that were meant and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "confine/confine.h"
#include "confine/starter.h"

/* "say WORDS": a shell that says them; "none": a program that is not there; else nothing is started. */
static char **
words_of(const void *data, const char *const *asked)
{
    if (strcmp(asked[0], "none") == 0)
        return g_strsplit("renkei-no-such-program", " ", -1);
    if (strcmp(asked[0], "shell") != 0 || !asked[1])
        return NULL;
    const char *words[] = {"sh", "-c", asked[1], data, NULL};
    return g_strdupv((char **)words);
}

static char *
read_all_of(int fd)
{
    char text[256] = {0};
    assert_true(pread(fd, text, sizeof text - 1, 0) >= 0);
    return g_strdup(text);
}

typedef struct heard {
    starter_answer answer;
    int status;
    char *said;
} heard;

static heard
call_shell(const starter *s, const char *input, const char *script)
{
    const int in = memfd_create("in", MFD_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC), fds[] = {in, out, out};
    heard h;
    assert_int_equal(write(in, input, strlen(input)), strlen(input));
    assert_int_equal(lseek(in, 0, SEEK_SET), 0);
    h.answer = starter_call(s, (const char *const[]){"shell", script, NULL}, fds, &h.status);
    h.said = read_all_of(out);
    close(in);
    close(out);
    return h;
}

static void
it_reads_and_writes_what_it_is_given(void **state)
{
    (void)state;
    starter *s = starter_new(words_of, "named");
    for (int i = 0; i < 300; i++) { /* and keeps none of it open */
        const heard h = call_shell(s, "abc", "cat; echo \" $0\"; echo wrong >&2; exit 7");
        assert_int_equal(h.answer, STARTER_DONE);
        assert_true(WIFEXITED(h.status) && WEXITSTATUS(h.status) == 7);
        assert_string_equal(h.said, "abc named\nwrong\n");
        g_free(h.said);
    }
    const heard killed = call_shell(s, "", "kill -9 $$");
    assert_true(killed.answer == STARTER_DONE && WIFSIGNALED(killed.status) && WTERMSIG(killed.status) == SIGKILL);
    g_free(killed.said);
    starter_drop(s);
}

static void
what_is_not_meant_is_not_started(void **state)
{
    (void)state;
    starter *s = starter_new(words_of, "x");
    assert_int_equal(starter_begin(s, (const char *const[]){"ls", NULL}), STARTER_FAILED);
    assert_int_equal(starter_begin(s, (const char *const[]){"", NULL}), STARTER_FAILED);
    assert_int_equal(starter_begin(s, (const char *const[]){"shell", NULL}), STARTER_FAILED);
    assert_int_equal(starter_begin(s, (const char *const[]){"none", NULL}), STARTER_NOT_FOUND);
    char *long_one = g_strnfill(1 << 20, 'x');
    assert_int_equal(starter_begin(s, (const char *const[]){"shell", long_one, NULL}), STARTER_FAILED);
    g_free(long_one);
    const heard h = call_shell(s, "", "echo still there");
    assert_string_equal(h.said, "still there\n");
    g_free(h.said);
    starter_drop(s);
}

/* It goes on when its maker is gone. */
static void
nobody_waits_for_what_is_begun(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("renkei-starter-XXXXXX", NULL), *file = g_build_filename(folder, "made", NULL);
    char *script = g_strdup_printf("sleep 0.3; echo done >'%s.new'; mv '%s.new' '%s'", file, file, file);
    starter *s = starter_new(words_of, "x");
    assert_int_equal(starter_begin(s, (const char *const[]){"shell", script, NULL}), STARTER_DONE);
    starter_drop(s);
    while (access(file, F_OK) != 0)
        g_usleep(10000);
    assert_int_equal(unlink(file) | rmdir(folder), 0);
    g_free(script);
    g_free(file);
    g_free(folder);
}

/* What interrupts whoever made it does not end it, but what it starts. */
static void
signals_are_its_makers(void **state)
{
    (void)state;
    starter *s = starter_new(words_of, "x");
    const heard before = call_shell(s, "", "kill -INT $PPID; kill -TERM $PPID; kill -INT $$; echo not seen");
    assert_true(before.answer == STARTER_DONE && WIFSIGNALED(before.status) && WTERMSIG(before.status) == SIGINT);
    g_free(before.said);
    const heard after = call_shell(s, "", "echo there");
    assert_string_equal(after.said, "there\n");
    g_free(after.said);
    /* Gone all the same: that is told, and ends nobody. */
    const heard killed = call_shell(s, "", "kill -9 $PPID");
    assert_int_equal(killed.answer, STARTER_FAILED);
    g_free(killed.said);
    assert_int_equal(starter_begin(s, (const char *const[]){"shell", "true", NULL}), STARTER_FAILED);
    starter_drop(s);
}

static bool
has_ended_well(pid_t pid)
{
    int status;
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The maker cannot start the program itself, nor make a socket; what is started for it can. */
static void
who_gave_all_up_still_has_it(void **state)
{
    (void)state;
    if (!confine_filters())
        return;
    const pid_t pid = fork();
    if (pid == 0) {
        starter *s = starter_new(words_of, "x");
        diag *d = diag_new();
        confine *c = confine_new();
        g_setenv("RENKEI_CONFINE", "on", TRUE);
        const bool confined = confine_enter(c, CONFINE_WORKERS, d) && confine_enter_reading(c, d);
        char *const none[] = {(char *)"true", NULL};
        const bool cannot = execv("/bin/true", none) < 0 && (errno == EPERM || errno == EACCES);
        const heard h = call_shell(s, "", "exec cat /etc/passwd");
        const bool can = h.answer == STARTER_DONE && h.status == 0 && strstr(h.said, "root:");
        starter_drop(s);
        _exit(confined && cannot && can ? 0 : 1);
    }
    assert_true(has_ended_well(pid));
}

/* Whoever is taken over may send anything. */
static void
any_bytes_are_survived(void **state)
{
    (void)state;
    starter *s = starter_new(words_of, "x");
    const int fd = *(const int *)(const void *)s; /* its first member is its end of the pair */
    static const char *const orders[] = {"x", "b", "w", "b\0", "wshell\0true", "bshell", "w\0\0\0"};
    for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
        int answer[2] = {0};
        assert_true(send(fd, orders[i], 1 + strlen(orders[i] + 1) + (i % 2), MSG_NOSIGNAL) > 0);
        assert_int_equal(recv(fd, answer, sizeof answer, 0), sizeof answer);
        assert_int_equal(answer[0], STARTER_FAILED);
    }
    const heard h = call_shell(s, "", "echo there");
    assert_string_equal(h.said, "there\n");
    g_free(h.said);
    starter_drop(s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_reads_and_writes_what_it_is_given), cmocka_unit_test(what_is_not_meant_is_not_started),
        cmocka_unit_test(nobody_waits_for_what_is_begun),       cmocka_unit_test(signals_are_its_makers),
        cmocka_unit_test(who_gave_all_up_still_has_it),         cmocka_unit_test(any_bytes_are_survived)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
