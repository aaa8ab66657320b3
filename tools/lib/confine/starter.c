/* starter.c: an order is one packet: 'w' (to wait) or 'b', and the texts, each with its end; the three descriptors go
 * beside it. One answer comes back for each. */
#include "confine/starter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

enum { STREAMS = 3, MOST_ORDER = 64 * 1024 };

struct starter {
    int socket;
    pid_t pid;
};

typedef struct answer {
    starter_answer what;
    int status;
} answer;

/* Room for three descriptors beside a packet, aligned as the kernel wants it. */
typedef union beside {
    struct cmsghdr head;
    char room[CMSG_SPACE(STREAMS * sizeof(int))];
} beside;

/* ---- in its process ---- */

typedef struct order {
    char bytes[MOST_ORDER];
    size_t length;
    int fds[STREAMS];
    bool has_fds;
} order;

/* False: whoever asks is gone, or nothing can be heard any more. */
static bool
hear_order(int from, order *o)
{
    beside with;
    struct iovec iov = {o->bytes, sizeof o->bytes};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &with, .msg_controllen = sizeof with};
    ssize_t n;
    while ((n = recvmsg(from, &m, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        continue;
    if (n <= 0)
        return false;
    const struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    o->has_fds =
        c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof o->fds);
    if (o->has_fds)
        memcpy(o->fds, CMSG_DATA(c), sizeof o->fds);
    o->length = m.msg_flags & (MSG_TRUNC | MSG_CTRUNC) ? 0 : (size_t)n;
    return true;
}

/* The texts of an order, borrowed from it, NULL-ended; NULL: it is none. g_free the array. */
static const char **
texts_of(const order *o)
{
    if (o->length < 2 || o->bytes[o->length - 1])
        return NULL;
    GPtrArray *texts = g_ptr_array_new();
    for (const char *p = o->bytes + 1; p < o->bytes + o->length; p += strlen(p) + 1)
        g_ptr_array_add(texts, (void *)p);
    g_ptr_array_add(texts, NULL);
    return (const char **)g_ptr_array_free(texts, FALSE);
}

/* What goes on when its maker is interrupted is in no group of the terminal's that is. */
static void
stand_alone(void *data)
{
    (void)data;
    setsid();
}

static answer
start_program(char **words, const order *o)
{
    const bool waits = o->bytes[0] == 'w';
    answer said = {STARTER_DONE, 0};
    GError *error = NULL;
    GPid pid = 0;
    const int none[STREAMS] = {-1, -1, -1}, *fds = waits ? o->fds : none;
    const GSpawnFlags quiet = G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;
    if (!g_spawn_async_with_fds(NULL, words, NULL, G_SPAWN_SEARCH_PATH | (waits ? G_SPAWN_DO_NOT_REAP_CHILD : quiet),
                                waits ? NULL : stand_alone, NULL, waits ? &pid : NULL, fds[0], fds[1], fds[2],
                                &error)) {
        said.what = g_error_matches(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT) ? STARTER_NOT_FOUND : STARTER_FAILED;
        g_error_free(error);
        return said;
    }
    while (waits && waitpid(pid, &said.status, 0) < 0)
        if (errno != EINTR)
            return (answer){STARTER_FAILED, 0};
    return said;
}

static answer
follow_order(const order *o, starter_words *words_of, const void *data)
{
    const char **texts = texts_of(o);
    const bool sound = texts && (o->bytes[0] == 'w') == o->has_fds;
    char **words = sound ? words_of(data, texts) : NULL;
    const answer said = words && words[0] ? start_program(words, o) : (answer){STARTER_FAILED, 0};
    g_strfreev(words);
    g_free(texts);
    return said;
}

static void
stay_deaf(int number)
{
    (void)number;
}

/* Does not come back. What interrupts its maker ends what was started, and is its maker's to judge; a program that is
 * started has its own way with it again, as a handler does not outlive it. */
static void
serve_orders(int from, starter_words *words_of, const void *data)
{
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    for (int fd = 0; nothing >= 0 && fd < STREAMS; fd++)
        dup2(nothing, fd); /* whoever reads what its maker says is to hear its end */
    signal(SIGINT, stay_deaf);
    signal(SIGTERM, stay_deaf);
    signal(SIGHUP, stay_deaf);
    static order o;
    while (hear_order(from, &o)) {
        const answer said = follow_order(&o, words_of, data);
        for (int i = 0; o.has_fds && i < STREAMS; i++)
            close(o.fds[i]);
        if (send(from, &said, sizeof said, MSG_NOSIGNAL) != sizeof said)
            break;
    }
    _exit(0);
}

/* ---- in its maker's ---- */

starter *
starter_new(starter_words *words, const void *data)
{
    g_assert(words);
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return NULL;
    const pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        serve_orders(ends[1], words, data);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return NULL;
    }
    starter *s = g_new(starter, 1);
    *s = (starter){ends[0], pid};
    return s;
}

void
starter_drop(starter *s)
{
    if (!s)
        return;
    close(s->socket);
    while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    g_free(s);
}

static bool
send_order(const starter *s, const GString *bytes, const int *fds)
{
    beside with = {.room = {0}};
    struct iovec iov = {bytes->str, bytes->len};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
    if (fds) {
        m.msg_control = &with;
        m.msg_controllen = sizeof with;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(STREAMS * sizeof *fds);
        memcpy(CMSG_DATA(c), fds, STREAMS * sizeof *fds);
    }
    ssize_t n = -1;
    while (bytes->len <= MOST_ORDER && (n = sendmsg(s->socket, &m, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        continue;
    return n == (ssize_t)bytes->len;
}

static answer
give_order(const starter *s, char how, const char *const *asked, const int *fds)
{
    g_assert(s && asked && asked[0]);
    GString *bytes = g_string_new(NULL);
    g_string_append_c(bytes, how);
    for (; *asked; asked++)
        g_string_append_len(bytes, *asked, (gssize)strlen(*asked) + 1);
    answer said = {STARTER_FAILED, 0};
    ssize_t n = -1;
    if (send_order(s, bytes, fds))
        while ((n = recv(s->socket, &said, sizeof said, 0)) < 0 && errno == EINTR)
            continue;
    g_string_free(bytes, TRUE);
    return n == sizeof said ? said : (answer){STARTER_FAILED, 0};
}

starter_answer
starter_begin(const starter *s, const char *const *asked)
{
    return give_order(s, 'b', asked, NULL).what;
}

starter_answer
starter_call(const starter *s, const char *const *asked, const int fds[3], int *status)
{
    g_assert(fds && status);
    const answer said = give_order(s, 'w', asked, fds);
    *status = said.status;
    return said.what;
}
