#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

#include <microhttpd.h>

/* A connection that has nothing to send is suspended; while it is, it neither times out nor notices that the
 * browser has gone: stream_beat does. */
struct stream {
    server *server;
    struct MHD_Connection *connection;
    GString *pending;
    GPtrArray *list;
    bool suspended, ended;
};

static ssize_t
read_pending(void *data, uint64_t at, char *buffer, size_t room)
{
    (void)at;
    stream *s = data;
    if (s->pending->len) {
        const size_t n = MIN(room, s->pending->len);
        memcpy(buffer, s->pending->str, n);
        g_string_erase(s->pending, 0, (gssize)n);
        return (ssize_t)n;
    }
    if (s->ended)
        return MHD_CONTENT_READER_END_OF_STREAM;
    s->suspended = true;
    MHD_suspend_connection(s->connection);
    return 0;
}

static void
forget_stream(void *data)
{
    stream *s = data;
    g_ptr_array_remove(s->list, s);
    g_string_free(s->pending, TRUE);
    g_free(s);
}

static void
wake_stream(stream *s)
{
    if (!s->suspended)
        return;
    s->suspended = false;
    MHD_resume_connection(s->connection);
    server_go_on(s->server);
}

reply
stream_open(const ask *a, GPtrArray *list)
{
    assert(a && a->connection && list);
    enum { BLOCK = 4096 };
    stream *s = g_new0(stream, 1);
    s->server = a->server;
    s->connection = a->connection;
    s->pending = g_string_new("retry: 300\n\n");
    s->list = list;
    g_ptr_array_add(list, s);
    return (reply){.status = MHD_HTTP_OK,
                   .type = "text/event-stream; charset=utf-8",
                   .response =
                       MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_pending, s, forget_stream)};
}

void
stream_send(stream *s, const char *event, guint id, const char *json)
{
    assert(!strchr(json, '\n')); /* it would end the event */
    g_string_append_printf(s->pending, "id: %u\nevent: %s\ndata: %s\n\n", id, event, json);
    wake_stream(s);
}

void
stream_beat(stream *s)
{
    g_string_append(s->pending, ":\n\n");
    wake_stream(s);
}

void
stream_end(stream *s)
{
    s->ended = true;
    wake_stream(s);
}
