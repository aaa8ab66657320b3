#include "preview/session.h"

#include <assert.h>
#include <string.h>

/* A form that cannot be read may be half-written: this long nothing is said of it. */
enum { DOUBT_MS = 60 };

/* ---- composing ---- */

/* A failure that will be told if nothing changes. */
typedef struct doubt {
    session *session;
    view *view;
} doubt;

static gboolean
tell_failure(gpointer data)
{
    const doubt *of = data;
    view *v = of->view;
    v->doubt = 0;
    if (v->failure && !watch_is_busy(of->session->watch)) /* else the change that is on its way decides */
        view_tell_broken(v, &of->session->maker);
    return G_SOURCE_REMOVE;
}

static void
compose_anew(session *s, view *v)
{
    v->stale = false;
    if (v->doubt)
        g_source_remove(v->doubt);
    v->doubt = 0;
    const gint64 since = look_clock();
    const bool done = view_compose(v, &s->maker);
    watch_add_files(s->watch, v->form_files, true, since);
    watch_add_files(s->watch, v->case_files, true, since);
    if (!done && v->state == VIEW_NEW) {
        view_tell_broken(v, &s->maker);
    } else if (!done) {
        doubt *of = g_new(doubt, 1);
        *of = (doubt){s, v};
        v->doubt = g_timeout_add_full(G_PRIORITY_DEFAULT, DOUBT_MS, tell_failure, of, g_free);
    }
}

void
session_look_at(session *s, view *v, bool anew)
{
    g_assert(s && v);
    if (anew)
        view_forget_case(v);
    if (v->stale || anew)
        compose_anew(s, v);
}

void
session_tell_watch(const session *s, stream *one)
{
    g_assert(s && one);
    char json[32];
    g_snprintf(json, sizeof json, "{\"seconds\":%u}", watch_seconds(s->watch));
    stream_send(one, "watch", 0, json);
}

void
session_on_change(session *s)
{
    g_assert(s);
    for (guint i = 0; i < s->views->len; i++) {
        view *v = g_ptr_array_index(s->views, i);
        const bool by_case = watch_has_changed(s->watch, v->case_files);
        if (!by_case && !watch_has_changed(s->watch, v->form_files))
            continue;
        v->stale = true;
        if (by_case)
            view_forget_case(v);
        if (v->streams->len)
            compose_anew(s, v);
    }
}

/* ---- views ---- */

const char *const session_alterations[] = {
    [RENDER_EMPTY] = "empty", [RENDER_LONG] = "long",   [RENDER_NAMES] = "names",
    [RENDER_KANJI] = "kanji", [RENDER_TICKS] = "ticks", [RENDER_TICKS + 1] = NULL};

static view *
add_view(session *s, const char *key, const char *name, render_request r)
{
    view *v = view_new(key, name, r);
    g_ptr_array_add(s->views, v);
    return v;
}

/* A case as it is: "0", and altered: "0.long". */
static void
add_case_views(session *s, const char *key, const char *name, render_request r)
{
    add_view(s, key, name, r);
    for (int how = RENDER_EMPTY; how <= RENDER_TICKS; how++) {
        char *own = g_strdup_printf("%s.%s", key, session_alterations[how]);
        add_view(s, own, name, r)->how = (render_alteration)how;
        g_free(own);
    }
}

static void
add_views(session *s)
{
    const preview_options *o = s->options;
    if (!o->form)
        return;
    render_request r = {.form = o->form, .as_of = o->as_of, .month = o->month, .draft = o->draft};
    for (guint i = 0; o->cases && o->cases[i]; i++) {
        char key[16], *name = files_short_path(o->cases[i]);
        g_snprintf(key, sizeof key, "%u", i);
        r.case_path = o->cases[i];
        add_case_views(s, key, name, r);
        g_free(name);
    }
    r.case_path = NULL;
    r.blank = true;
    add_view(s, "blank", "", r);
}

static view *
find_view(const session *s, const char *key)
{
    for (guint i = 0; i < s->views->len; i++) {
        view *v = g_ptr_array_index(s->views, i);
        if (!key || strcmp(v->key, key) == 0)
            return v;
    }
    return NULL;
}

/* Views of every case with the form of this pair. */
static void
add_gallery_views(session *s, const gallery_pair *wanted)
{
    for (guint i = 0; i < s->gallery->pairs->len; i++) {
        const gallery_pair *pair = g_ptr_array_index(s->gallery->pairs, i);
        if (pair->form != wanted->form || find_view(s, pair->key))
            continue;
        render_request r;
        gallery_pair_request(s->gallery, pair, &r);
        add_view(s, pair->key, pair->sample->path ? pair->sample->path : "", r)->group = g_strdup(pair->form->key);
    }
}

view *
session_view(session *s, const char *key)
{
    g_assert(s);
    const gallery_pair *pair = key ? gallery_find(s->gallery, key) : NULL;
    if (pair)
        add_gallery_views(s, pair);
    return find_view(s, key);
}

GPtrArray *
session_streams(const session *s)
{
    g_assert(s);
    GPtrArray *all = g_ptr_array_new();
    for (guint i = 0; i < s->views->len; i++)
        g_ptr_array_extend(all, ((const view *)g_ptr_array_index(s->views, i))->streams, NULL, NULL);
    if (s->gallery)
        g_ptr_array_extend(all, s->gallery->streams, NULL, NULL);
    return all;
}

void
session_each_stream(const session *s, void (*act)(stream *one))
{
    g_assert(act);
    GPtrArray *all = session_streams(s);
    for (guint i = 0; i < all->len; i++)
        act(g_ptr_array_index(all, i));
    g_ptr_array_free(all, TRUE);
}

/* ---- opening and closing ---- */

session *
session_open(const render_paths *paths, const preview_options *o, watch_changed changed, watch_changed lapsed,
             void *data, diag *d)
{
    assert(paths && o && changed && lapsed && d);
    session *s = g_new0(session, 1);
    s->options = o;
    s->views = g_ptr_array_new_with_free_func((GDestroyNotify)view_drop);
    s->maker.files = files_new();
    s->maker.outlines = paint_outlines_new();
    s->watch = watch_new(changed, lapsed, data);
    add_views(s);
    if ((s->gallery = gallery_new(paths, o, d)) && (s->underlays = underlays_read(o->underlays, d)) &&
        (s->maker.environment = render_open(paths, RENDER_FRESH, d)))
        return s;
    session_close(s);
    return NULL;
}

/* Its lists of streams go with it: every reader must have been told of the end before. */
static void
forbid_stream(stream *one)
{
    (void)one;
    assert(!"a stream is left");
}

void
session_close(session *s)
{
    if (!s)
        return;
    session_each_stream(s, forbid_stream);
    g_ptr_array_free(s->views, TRUE);
    gallery_drop(s->gallery);
    watch_drop(s->watch);
    render_close(s->maker.environment);
    underlays_drop(s->underlays);
    paint_outlines_drop(s->maker.outlines);
    files_drop(s->maker.files);
    g_free(s);
}
