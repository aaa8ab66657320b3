/* server.c: HTTP for one reader on this machine.
 *
 * Listens on 127.0.0.1 alone. Every address begins with a token of 128 random bits, so that no page of another site
 * and no other user can guess one. The Host must be this very address (a name of another site that resolves to
 * 127.0.0.1 is refused), and so must the Origin, where there is one; what is posted must have it. Only GET, HEAD and
 * POST; heads and bodies are bounded. Replies forbid the page to load anything from elsewhere. */
#include "preview/preview_int.h"

#include <assert.h>
#include <arpa/inet.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <microhttpd.h>

enum {
    TOKEN_BYTES = 16,
    MOST_URL = 200,
    MOST_BODY = 64,        /* "FILE LINE" */
    MOST_HEAD = 16 * 1024, /* with everything else that a connection keeps */
    MOST_CONNECTIONS = 128,
    MOST_IDLE = 32, /* of them, which ask nothing: the one that does so longest makes room for the next */
    PATIENCE_S = 60
};

struct server {
    struct MHD_Daemon *daemon;
    GSource *source;
    char *token, *url;
    char *hosts[2], *origins[2]; /* 127.0.0.1:PORT and localhost:PORT */
    server_answer answer;
    void *data;
    GQueue idle; /* of struct MHD_Connection, the oldest first */
};

/* ---- who may ask ---- */

static char *
token_new(void)
{
    unsigned char bytes[TOKEN_BYTES];
    GString *out = g_string_new(NULL);
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        g_error("getrandom: no random numbers");
    for (size_t i = 0; i < sizeof bytes; i++)
        g_string_append_printf(out, "%02x", bytes[i]);
    return g_string_free(out, FALSE);
}

/* Takes the same time wherever they differ. */
static bool
has_token(const server *s, const char *url)
{
    const size_t n = TOKEN_BYTES * 2;
    unsigned char differ = 0;
    if (url[0] != '/' || strlen(url) < n + 2 || url[n + 1] != '/')
        return false;
    for (size_t i = 0; i < n; i++)
        differ |= (unsigned char)(url[i + 1] ^ s->token[i]);
    return differ == 0;
}

static bool
is_one_of(const char *value, char *const of[2])
{
    return strcmp(value, of[0]) == 0 || strcmp(value, of[1]) == 0;
}

/* 0: may ask. */
static unsigned
refusal_of(const server *s, struct MHD_Connection *c, const char *url, const char *method, bool *post)
{
    const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
    const char *origin = MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_ORIGIN);
    *post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    if (!host || !is_one_of(host, s->hosts))
        return MHD_HTTP_FORBIDDEN;
    if (origin ? !is_one_of(origin, s->origins) : *post)
        return MHD_HTTP_FORBIDDEN;
    if (strlen(url) > MOST_URL)
        return MHD_HTTP_URI_TOO_LONG;
    if (!has_token(s, url))
        return MHD_HTTP_NOT_FOUND;
    if (!*post && strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return MHD_HTTP_METHOD_NOT_ALLOWED;
    return 0;
}

/* ---- replies ---- */

reply
reply_bytes(GBytes *body, const char *type)
{
    assert(body && type);
    return (reply){.status = MHD_HTTP_OK, .body = g_bytes_ref(body), .type = type};
}

reply
reply_text(GString *text, const char *type)
{
    return (reply){.status = MHD_HTTP_OK, .body = g_string_free_to_bytes(text), .type = type};
}

reply
reply_status(unsigned status)
{
    return (reply){.status = status, .body = g_bytes_new_static("", 0), .type = "text/plain"};
}

static void
drop_bytes(void *bytes)
{
    g_bytes_unref(bytes);
}

static enum MHD_Result
send_reply(struct MHD_Connection *c, reply r)
{
    static const char *const headers[][2] = {
        {"Cache-Control", "no-store"},
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"}};
    struct MHD_Response *response = r.response;
    if (!response) {
        gsize n = 0;
        const void *bytes = g_bytes_get_data(r.body, &n);
        response = MHD_create_response_from_buffer_with_free_callback_cls(n, (void *)bytes, drop_bytes, r.body);
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, r.type);
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    const enum MHD_Result sent = MHD_queue_response(c, r.status, response);
    MHD_destroy_response(response);
    return sent;
}

/* ---- requests ---- */

const char *
ask_argument(const ask *a, const char *name)
{
    return MHD_lookup_connection_value(a->connection, MHD_GET_ARGUMENT_KIND, name);
}

const char *
ask_header(const ask *a, const char *name)
{
    return MHD_lookup_connection_value(a->connection, MHD_HEADER_KIND, name);
}

/* ---- connections that ask nothing ---- */

/* Whoever holds connections without a request, or never ends one, keeps nobody else from being served. */
static void
add_idle(server *s, struct MHD_Connection *c)
{
    g_queue_push_tail(&s->idle, c);
    if (s->idle.length <= MOST_IDLE)
        return;
    struct MHD_Connection *oldest = g_queue_pop_head(&s->idle);
    shutdown(MHD_get_connection_info(oldest, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd, SHUT_RDWR);
}

static void
on_connection(void *data, struct MHD_Connection *c, void **own, enum MHD_ConnectionNotificationCode what)
{
    (void)own;
    server *s = data;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        add_idle(s, c);
    else
        g_queue_remove(&s->idle, c);
}

/* One for each request. */
typedef struct request {
    GString *body; /* what was posted so far */
    later *waits;  /* NULL: the answer is not being waited for */
} request;

/* The connection is suspended until the answer is there. */
struct later {
    server *server;
    struct MHD_Connection *connection;
    reply answer;
    bool answered;
};

reply
later_new(const ask *a, later **l)
{
    g_assert(a && l);
    *l = g_new0(later, 1);
    **l = (later){.server = a->server, .connection = a->connection};
    return (reply){.later = *l};
}

void
later_answer(later *l, reply r)
{
    g_assert(l && !l->answered);
    l->answer = r;
    l->answered = true;
    MHD_resume_connection(l->connection);
    server_go_on(l->server);
}

static void
request_done(void *data, struct MHD_Connection *c, void **own, enum MHD_RequestTerminationCode why)
{
    server *s = data;
    request *r = *own;
    if (r && r->waits) { /* resumed, and gone before it could be sent */
        g_clear_pointer(&r->waits->answer.body, g_bytes_unref);
        g_free(r->waits);
    }
    if (r)
        g_string_free(r->body, TRUE);
    g_free(r);
    *own = NULL;
    g_queue_remove(&s->idle, c);
    if (why == MHD_REQUEST_TERMINATED_COMPLETED_OK) /* it may ask again */
        add_idle(s, c);
}

static enum MHD_Result
send_late(struct MHD_Connection *c, request *r)
{
    later *l = r->waits;
    if (!l->answered)
        return MHD_YES;
    r->waits = NULL;
    const reply answer = l->answer;
    g_free(l);
    return send_reply(c, answer);
}

static enum MHD_Result
on_request(void *data, struct MHD_Connection *c, const char *url, const char *method, const char *version,
           const char *upload, size_t *upload_size, void **own)
{
    (void)version;
    server *s = data;
    request *r = *own;
    if (r && r->waits)
        return send_late(c, r);
    bool post;
    const unsigned refused = refusal_of(s, c, url, method, &post);
    if (refused)
        return send_reply(c, reply_status(refused));
    if (!r) { /* the head has come, the body is yet to come */
        *own = r = g_new0(request, 1);
        r->body = g_string_new(NULL);
        g_queue_remove(&s->idle, c);
        return MHD_YES;
    }
    GString *body = r->body;
    if (*upload_size) {
        if (body->len <= MOST_BODY)
            g_string_append_len(body, upload, (gssize)MIN(*upload_size, MOST_BODY + 1));
        *upload_size = 0;
        return MHD_YES;
    }
    if (body->len > MOST_BODY)
        return send_reply(c, reply_status(MHD_HTTP_CONTENT_TOO_LARGE));
    const ask a = {
        .path = url + 1 + TOKEN_BYTES * 2 + 1, .body = body->str, .post = post, .server = s, .connection = c};
    const reply answer = s->answer(s->data, &a);
    if (!answer.later)
        return send_reply(c, answer);
    r->waits = answer.later;
    MHD_suspend_connection(c);
    return MHD_YES;
}

/* ---- in GLib's main loop ---- */

typedef struct server_source {
    GSource base;
    struct MHD_Daemon *daemon;
} server_source;

static gboolean
prepare_source(GSource *source, gint *timeout)
{
    MHD_UNSIGNED_LONG_LONG ms;
    *timeout = -1;
    if (MHD_get_timeout(((server_source *)source)->daemon, &ms) == MHD_YES)
        *timeout = (gint)MIN(ms, (MHD_UNSIGNED_LONG_LONG)G_MAXINT);
    return *timeout == 0;
}

static gboolean
run_source(GSource *source, GSourceFunc callback, gpointer data)
{
    (void)callback, (void)data;
    g_source_set_ready_time(source, -1);
    MHD_run(((server_source *)source)->daemon);
    return G_SOURCE_CONTINUE;
}

static void
attach_source(server *s)
{
    static GSourceFuncs funcs = {.prepare = prepare_source, .dispatch = run_source};
    const int fd = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    s->source = g_source_new(&funcs, sizeof(server_source));
    ((server_source *)s->source)->daemon = s->daemon;
    g_source_add_unix_fd(s->source, fd, G_IO_IN);
    g_source_attach(s->source, NULL);
}

server *
server_open(int port, server_answer answer, void *data, diag *d)
{
    assert(port >= 0 && port <= 65535 && answer && d);
    const struct sockaddr_in here = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    server *s = g_new0(server, 1);
    s->answer = answer;
    s->data = data;
    g_queue_init(&s->idle);
    s->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, s,
                                 MHD_OPTION_SOCK_ADDR, &here, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MOST_HEAD, MHD_OPTION_CONNECTION_TIMEOUT,
                                 (unsigned)PATIENCE_S, MHD_OPTION_NOTIFY_COMPLETED, request_done, s,
                                 MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
    if (!s->daemon) {
        char number[16];
        g_snprintf(number, sizeof number, "%d", port);
        diag_add(d, DIAG_PREVIEW_PORT, PLACE_NONE, PLACE_NONE, number, NULL);
        g_free(s);
        return NULL;
    }
    const unsigned bound = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    static const char *const names[] = {"127.0.0.1", "localhost"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        s->hosts[i] = g_strdup_printf("%s:%u", names[i], bound);
        s->origins[i] = g_strconcat("http://", s->hosts[i], NULL);
    }
    s->token = token_new();
    s->url = g_strdup_printf("%s/%s/", s->origins[0], s->token);
    attach_source(s);
    return s;
}

void
server_close(server *s)
{
    if (!s)
        return;
    MHD_run(s->daemon); /* streams that were ended say so */
    g_source_destroy(s->source);
    g_source_unref(s->source);
    MHD_stop_daemon(s->daemon);
    g_queue_clear(&s->idle);
    for (size_t i = 0; i < G_N_ELEMENTS(s->hosts); i++) {
        g_free(s->hosts[i]);
        g_free(s->origins[i]);
    }
    g_free(s->token);
    g_free(s->url);
    g_free(s);
}

/* Not within MHD_run, which may be what calls this: in the next turn of the loop. */
void
server_go_on(server *s)
{
    g_source_set_ready_time(s->source, 0);
}

const char *
server_url(const server *s)
{
    return s->url;
}
