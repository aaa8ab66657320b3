#include "preview/preview.h"

#include <assert.h>
#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>

#include "preview/session.h"

enum { BEAT_S = 15, GRACE_S = 3 };

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
    session_on_change(p->session); /* first: a worker composes it while the list is made anew */
    gallery_on_change(p->session);
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
    if (p->session)
        session_end_work(p->session);
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

/* ---- signals that end it ---- */

static volatile sig_atomic_t asked; /* the first of them, that came */
static int asked_pipe[2];           /* which wakes the loop */

/* Nothing should keep the loop from turning; whatever it is, the program ends as the signal would have ended it. */
static void
end_at_once(int number)
{
    (void)number;
    signal((int)asked, SIG_DFL);
    raise((int)asked);
    sigset_t none;
    sigemptyset(&none);
    sigaddset(&none, (int)asked);
    sigprocmask(SIG_UNBLOCK, &none, NULL);
}

static void
ask_to_end(int number)
{
    if (asked)
        end_at_once(number); /* a second time */
    asked = number;
    alarm(GRACE_S);
    if (write(asked_pipe[1], "", 1) < 0) /* then the alarm ends it */
        return;
}

static gboolean
on_asked(gint fd, GIOCondition condition, gpointer data)
{
    (void)fd, (void)condition;
    preview_stop(data);
    return G_SOURCE_CONTINUE;
}

static void
heed_signals(void (*int_and_term)(int), void (*at_alarm)(int))
{
    signal(SIGINT, int_and_term);
    signal(SIGTERM, int_and_term);
    signal(SIGALRM, at_alarm);
}

void
preview_run(preview *p)
{
    g_assert(p);
    asked = 0;
    if (!g_unix_open_pipe(asked_pipe, FD_CLOEXEC, NULL))
        g_error("pipe: none");
    const guint source = g_unix_fd_add(asked_pipe[0], G_IO_IN, on_asked, p);
    heed_signals(ask_to_end, end_at_once);
    signal(SIGPIPE, SIG_IGN); /* a browser that has gone */
    g_main_loop_run(p->loop);
    heed_signals(SIG_DFL, SIG_DFL);
    alarm(0);
    g_source_remove(source);
    close(asked_pipe[0]);
    close(asked_pipe[1]);
}

void
preview_stop(preview *p)
{
    g_assert(p);
    g_main_loop_quit(p->loop);
}
