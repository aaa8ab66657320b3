/* What a browser, or whoever else reaches the port, may send to renkei-preview: any bytes over a connection, taken by
 * the server as it is, with its sources, a session of one form and the gallery. No editor is started.
 *
 * In the bytes @ stands for /TOKEN/, which nobody else can know, and $ for the server's own address, so that requests
 * that are let in are found, too. Who does not have the token gets nothing but a refusal. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "preview/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { TURNS = 40, MOST_TURNS = 4000 };

typedef struct shop {
    session *session;
    server *server;
    char *host, *token; /* 127.0.0.1:PORT; /TOKEN/ */
    int port;
} shop;

static void
look_away(void *data)
{
    (void)data;
}

/* As long as the program; held here, so that it is no leak. */
static const shop *
open_shop(void)
{
    static shop s;
    static const preview_options options = {.form = "templates/envelope/form.xml"};
    static render_paths paths;
    if (s.server)
        return &s;
    signal(SIGPIPE, SIG_IGN);
    diag *d = diag_new();
    paths = (render_paths){.forms = g_strdup("templates/envelope"),
                           .schema = g_strdup("templates/schema"),
                           .fonts = g_strdup("fonts"),
                           .preview = g_strdup("tools/preview")};
    s.session = session_open(&paths, &options, look_away, look_away, NULL, d);
    g_assert(s.session);
    const assets *files = assets_read(paths.preview, d);
    s.server = server_open(0, routes_answer, routes_new(s.session, review_new(s.session), files), d);
    g_assert(s.server);
    const char *host = server_url(s.server) + strlen("http://");
    s.token = g_strdup(strchr(host, '/'));
    s.host = g_strndup(host, strcspn(host, "/"));
    s.port = (int)g_ascii_strtoll(strchr(s.host, ':') + 1, NULL, 10);
    diag_drop(d);
    return &s;
}

static GString *
fill_in(const shop *s, const uint8_t *bytes, size_t length)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '@')
            g_string_append(out, s->token);
        else if (bytes[i] == '$')
            g_string_append(out, s->host);
        else
            g_string_append_c(out, (char)bytes[i]);
    }
    return out;
}

/* What is answered until the server has no more to do with it. */
static GString *
ask_server(const shop *s, const GString *asked)
{
    const struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)s->port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    /* Who ends a connection first keeps its port for a minute: each of some ten thousand has an address of its own. */
    static uint32_t asker;
    const struct sockaddr_in from = {.sin_family = AF_INET,
                                     .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK + asker++ % 65533)}};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    GString *got = g_string_new(NULL);
    g_assert(fd >= 0 && bind(fd, (const struct sockaddr *)&from, sizeof from) == 0);
    g_assert_cmpint(connect(fd, (const struct sockaddr *)&at, sizeof at) == 0 ? 0 : errno, ==, 0);
    g_assert(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
    size_t sent = 0;
    int idle = 0;
    for (int turn = 0; idle < TURNS && turn < MOST_TURNS; turn++) {
        char block[65536];
        const ssize_t written = sent < asked->len ? write(fd, asked->str + sent, asked->len - sent) : 0;
        sent += written > 0 ? (size_t)written : 0;
        if (sent == asked->len)
            shutdown(fd, SHUT_WR);
        const bool turned = g_main_context_iteration(NULL, FALSE);
        const ssize_t n = read(fd, block, sizeof block);
        if (n == 0 || (n < 0 && errno != EAGAIN))
            break;
        if (n > 0)
            g_string_append_len(got, block, n);
        idle = turned || n > 0 || written > 0 ? 0 : idle + 1;
    }
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &(const struct linger){.l_onoff = 1}, sizeof(struct linger));
    close(fd);
    return got;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const shop *s = open_shop();
    GString *asked = fill_in(s, bytes, length), *got = ask_server(s, asked);
    if (got->len > 0)
        g_assert(g_str_has_prefix(got->str, "HTTP/1."));
    if (!memchr(bytes, '@', length)) { /* nothing is let in, and nothing is let out */
        g_assert(got->len < strlen("HTTP/1.1 400") || got->str[strlen("HTTP/1.1 ")] >= '4');
        g_assert(!strstr(got->str, s->token));
    }
    session_each_stream(s->session, stream_beat); /* finds that it has gone */
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_string_free(asked, TRUE);
    g_string_free(got, TRUE);
    return 0;
}
