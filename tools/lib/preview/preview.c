#include "preview/gallery.h"

#include <signal.h>
#include <string.h>

#include <glib-unix.h>

enum {
    DOUBT_MS = 60, /* a form that cannot be read may be half-written: this long nothing is said of it */
    BEAT_S = 15
};

/* ---- composing ---- */

static gboolean
tell_failure(gpointer data)
{
    view *v = data;
    preview *p = v->owner;
    v->doubt = 0;
    if (v->failure && !watch_is_busy(p->watch)) /* else the change that is on its way decides */
        view_tell_broken(v, &p->maker);
    return G_SOURCE_REMOVE;
}

static void
compose(preview *p, view *v)
{
    v->stale = false;
    if (v->doubt)
        g_source_remove(v->doubt);
    v->doubt = 0;
    const bool done = view_compose(v, &p->maker);
    watch_add_files(p->watch, v->form_files);
    watch_add_files(p->watch, v->case_files);
    if (!done && v->state == VIEW_NEW)
        view_tell_broken(v, &p->maker);
    else if (!done)
        v->doubt = g_timeout_add(DOUBT_MS, tell_failure, v);
}

void
preview_look_at(preview *p, view *v)
{
    if (v->stale)
        compose(p, v);
}

static void
on_change(void *data)
{
    preview *p = data;
    gallery_on_change(p);
    for (guint i = 0; i < p->views->len; i++) {
        view *v = g_ptr_array_index(p->views, i);
        v->stale = true;
        if (watch_has_changed(p->watch, v->case_files))
            view_forget_case(v);
        if (v->streams->len)
            compose(p, v);
    }
    review_begin(p->review);
}

view *
preview_find_view(const preview *p, const char *key)
{
    for (guint i = 0; i < p->views->len; i++) {
        view *v = g_ptr_array_index(p->views, i);
        if (!key || strcmp(v->key, key) == 0)
            return v;
    }
    return NULL;
}

/* ---- opening and closing ---- */

const char *const preview_alterations[] = {
    [RENDER_EMPTY] = "empty", [RENDER_LONG] = "long",   [RENDER_NAMES] = "names",
    [RENDER_KANJI] = "kanji", [RENDER_TICKS] = "ticks", [RENDER_TICKS + 1] = NULL};

static view *
add_view(preview *p, const char *key, const char *name, render_request r)
{
    view *v = view_new(key, name, r);
    v->owner = p;
    g_ptr_array_add(p->views, v);
    return v;
}

/* A case as it is: "0", and altered: "0.long". */
static void
add_case_views(preview *p, const char *key, const char *name, render_request r)
{
    add_view(p, key, name, r);
    for (int how = RENDER_EMPTY; how <= RENDER_TICKS; how++) {
        char *own = g_strdup_printf("%s.%s", key, preview_alterations[how]);
        add_view(p, own, name, r)->how = (render_alteration)how;
        g_free(own);
    }
}

static void
add_views(preview *p)
{
    const preview_options *o = p->options;
    if (!o->form)
        return;
    render_request r = {.form = o->form, .as_of = o->as_of, .month = o->month, .draft = o->draft};
    for (guint i = 0; o->cases && o->cases[i]; i++) {
        char key[16], *name = files_short_path(o->cases[i]);
        g_snprintf(key, sizeof key, "%u", i);
        r.case_path = o->cases[i];
        add_case_views(p, key, name, r);
        g_free(name);
    }
    r.case_path = NULL;
    r.blank = true;
    add_view(p, "blank", "", r);
}

static void
each_stream(const preview *p, void (*act)(stream *s))
{
    for (guint i = 0; i < p->views->len; i++) {
        const view *v = g_ptr_array_index(p->views, i);
        for (guint k = 0; k < v->streams->len; k++)
            act(g_ptr_array_index(v->streams, k));
    }
    for (guint k = 0; p->gallery && k < p->gallery->streams->len; k++)
        act(g_ptr_array_index(p->gallery->streams, k));
}

static gboolean
beat(gpointer data)
{
    each_stream(data, stream_beat);
    return G_SOURCE_CONTINUE;
}

preview *
preview_open(const render_paths *paths, const preview_options *o, diag *d)
{
    preview *p = g_new0(preview, 1);
    p->options = o;
    p->views = g_ptr_array_new_with_free_func((GDestroyNotify)view_drop);
    p->maker.files = files_new();
    p->maker.outlines = paint_outlines_new();
    p->watch = watch_new(on_change, p);
    p->review = review_new(p);
    add_views(p);
    const bool good = (!o->editor || editor_check(o->editor, d)) && (p->routes = routes_read(paths->preview, d)) &&
                      (p->gallery = gallery_new(paths, o, d)) && (p->underlays = underlays_read(o->underlays, d)) &&
                      (p->maker.environment = render_open(paths, RENDER_FRESH, d)) &&
                      (p->server = server_open(o->port, routes_answer, p, d));
    if (!good) {
        preview_close(p);
        return NULL;
    }
    p->url = g_strconcat(server_url(p->server), o->form ? "" : "gallery.html", NULL);
    p->loop = g_main_loop_new(NULL, FALSE);
    p->beat = g_timeout_add_seconds(BEAT_S, beat, p);
    return p;
}

void
preview_close(preview *p)
{
    if (!p)
        return;
    if (p->server)
        each_stream(p, stream_end);
    server_close(p->server);
    if (p->beat)
        g_source_remove(p->beat);
    g_ptr_array_free(p->views, TRUE);
    gallery_drop(p->gallery);
    g_free(p->url);
    review_drop(p->review);
    watch_drop(p->watch);
    render_close(p->maker.environment);
    underlays_drop(p->underlays);
    routes_drop(p->routes);
    paint_outlines_drop(p->maker.outlines);
    files_drop(p->maker.files);
    if (p->loop)
        g_main_loop_unref(p->loop);
    g_free(p);
}

const char *
preview_url(const preview *p)
{
    return p->url;
}

static gboolean
on_signal(gpointer data)
{
    preview_stop(data);
    return G_SOURCE_CONTINUE;
}

void
preview_run(preview *p)
{
    const guint sources[] = {g_unix_signal_add(SIGINT, on_signal, p), g_unix_signal_add(SIGTERM, on_signal, p)};
    signal(SIGPIPE, SIG_IGN); /* a browser that has gone */
    g_main_loop_run(p->loop);
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
        g_source_remove(sources[i]);
}

void
preview_stop(preview *p)
{
    g_main_loop_quit(p->loop);
}
