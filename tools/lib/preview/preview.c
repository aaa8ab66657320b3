#include "preview/preview.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib-unix.h>

#include "preview/session.h"

enum { BEAT_S = 15 };

struct preview {
    session *session;
    assets *assets;
    review *review;
    routes *routes;
    server *server;
    char *url;
    GMainLoop *loop;
    guint beat; /* source: stream_beat */
};

static void
on_change(void *data)
{
    const preview *p = data;
    gallery_on_change(p->session);
    session_on_change(p->session);
    review_begin(p->review);
}

static void
on_lapse(void *data)
{
    const preview *p = data;
    GPtrArray *all = session_streams(p->session);
    for (guint i = 0; i < all->len; i++)
        session_tell_watch(p->session, g_ptr_array_index(all, i));
    g_ptr_array_free(all, TRUE);
}

static gboolean
beat_streams(gpointer data)
{
    session_each_stream(data, stream_beat);
    return G_SOURCE_CONTINUE;
}

preview *
preview_open(const render_paths *paths, const preview_options *o, diag *d)
{
    assert(paths && o && d);
    preview *p = g_new0(preview, 1);
    const bool good = (!o->editor || editor_check(o->editor, d)) && (p->assets = assets_read(paths->preview, d)) &&
                      (p->session = session_open(paths, o, on_change, on_lapse, p, d));
    if (good) {
        p->review = review_new(p->session);
        p->routes = routes_new(p->session, p->review, p->assets);
    }
    if (!good || !(p->server = server_open(o->port, routes_answer, p->routes, d))) {
        preview_close(p);
        return NULL;
    }
    p->url = g_strconcat(server_url(p->server), o->form ? "" : "gallery.html", NULL);
    p->loop = g_main_loop_new(NULL, FALSE);
    p->beat = g_timeout_add_seconds(BEAT_S, beat_streams, p->session);
    return p;
}

void
preview_close(preview *p)
{
    if (!p)
        return;
    if (p->server)
        session_each_stream(p->session, stream_end);
    server_close(p->server);
    if (p->beat)
        g_source_remove(p->beat);
    routes_drop(p->routes);
    review_drop(p->review);
    session_close(p->session);
    assets_drop(p->assets);
    g_free(p->url);
    if (p->loop)
        g_main_loop_unref(p->loop);
    g_free(p);
}

const char *
preview_url(const preview *p)
{
    g_assert(p);
    return p->url;
}

/* ---- signals, which have a thread of their own: the loop may be composing, and no form is to keep the program ---- */

/* So long what is at hand may still take. */
enum { GRACE_MS = 3000 };

typedef struct listener {
    preview *p;
    GMainContext *context;
    GMainLoop *loop;
    GThread *thread;
} listener;

/* Nothing of a preview is to be put away but memory: what it wrote, it wrote to sockets. */
static gboolean
end_at_once(gpointer data)
{
    (void)data;
    _exit(EXIT_SUCCESS);
}

static void
attach_to(const listener *l, GSource *source, GSourceFunc f, gpointer data)
{
    g_source_set_callback(source, f, data, NULL);
    g_source_attach(source, l->context);
    g_source_unref(source);
}

static gboolean
on_signal(gpointer data)
{
    const listener *l = data;
    preview_stop(l->p);
    attach_to(l, g_timeout_source_new(GRACE_MS), end_at_once, NULL);
    return G_SOURCE_CONTINUE;
}

static gpointer
listen_on(gpointer data)
{
    const listener *l = data;
    g_main_loop_run(l->loop);
    return NULL;
}

static void
listen_begin(listener *l, preview *p)
{
    *l = (listener){.p = p, .context = g_main_context_new()};
    l->loop = g_main_loop_new(l->context, FALSE);
    attach_to(l, g_unix_signal_source_new(SIGINT), on_signal, l);
    attach_to(l, g_unix_signal_source_new(SIGTERM), on_signal, l);
    l->thread = g_thread_new("signals", listen_on, l);
}

static void
listen_end(listener *l)
{
    while (!g_main_loop_is_running(l->loop)) /* it has just been begun */
        g_thread_yield();
    g_main_loop_quit(l->loop);
    g_thread_join(l->thread);
    g_main_loop_unref(l->loop);
    g_main_context_unref(l->context); /* with its sources */
}

void
preview_run(preview *p)
{
    g_assert(p);
    listener signals;
    signal(SIGPIPE, SIG_IGN); /* a browser that has gone */
    listen_begin(&signals, p);
    g_main_loop_run(p->loop);
    listen_end(&signals);
}

void
preview_stop(preview *p)
{
    g_assert(p);
    g_main_loop_quit(p->loop);
}
