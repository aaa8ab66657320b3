#include "preview/session.h"

#include <assert.h>
#include <string.h>

enum {
    DOUBT_MS = 60,     /* a form that cannot be read may be half-written: this long nothing is said of it */
    SIGN_MS = 250,     /* what takes longer is told to be on its way */
    MOST_SECONDS = 60, /* of a processor, for one document; what may be composed takes some */
    MOST_MEGABYTES = 4096
};

/* ---- composing ---- */

/* A view that is being made, or whose failure will be told if nothing changes. */
typedef struct making {
    session *session;
    view *view;
} making;

static making *
making_new(session *s, view *v)
{
    making *of = g_new(making, 1);
    *of = (making){s, v};
    return of;
}

static gboolean
tell_failure(gpointer data)
{
    const making *of = data;
    view *v = of->view;
    v->doubt = 0;
    if (v->failure && !watch_is_busy(of->session->watch)) /* else the change that is on its way decides */
        view_tell_broken(v, of->session->files);
    return G_SOURCE_REMOVE;
}

/* What there is may be looked at until there is a newer one. */
static gboolean
tell_late(gpointer data)
{
    const making *of = data;
    view *v = of->view;
    v->sign = 0;
    if (!v->awaited || v->pending)
        return G_SOURCE_REMOVE;
    v->late = true;
    for (guint i = 0; i < v->streams->len; i++) {
        stream *one = g_ptr_array_index(v->streams, i);
        view_tell(v, one, of->session->files);
        view_tell_late(v, one);
    }
    return G_SOURCE_REMOVE;
}

static void
stop_sources(view *v)
{
    guint *const sources[] = {&v->doubt, &v->sign};
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        if (*sources[i])
            g_source_remove(*sources[i]);
        *sources[i] = 0;
    }
}

static void
on_heard(void *data, const char *word, GVariant *with)
{
    const making *of = data;
    view *v = of->view;
    if (!view_hear(v, word, with, of->session->files) || strcmp(word, "state") != 0)
        return;
    watch_add_files(of->session->watch, v->form_files, true, v->since);
    watch_add_files(of->session->watch, v->case_files, true, v->since);
}

static void compose_anew(session *s, view *v);

static void
on_ended(void *data, worker_end end)
{
    making *of = data;
    view *v = of->view;
    v->task = NULL;
    if (of->session->closing) {
        g_free(of);
        return;
    }
    stop_sources(v);
    v->awaited = false;
    if (v->again)
        compose_anew(of->session, v);
    else if (end != WORKER_DONE || (!v->failure && !v->whole))
        view_fail(v, end, of->session->files);
    else if (v->failure && v->state == VIEW_NEW)
        view_tell_broken(v, of->session->files);
    else if (v->failure)
        v->doubt = g_timeout_add_full(G_PRIORITY_DEFAULT, DOUBT_MS, tell_failure, making_new(of->session, v), g_free);
    g_free(of);
}

/* So that a save is heard of before it is known what else the view is made of. */
static void
watch_named(session *s, view *v)
{
    const char *const named[] = {v->request.form, v->request.case_path};
    GPtrArray *const lists[] = {v->form_files, v->case_files};
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        if (lists[i]->len == 0 && named[i])
            g_ptr_array_add(lists[i], g_strdup(named[i]));
        watch_add_files(s->watch, lists[i], true, v->since);
    }
}

static void
compose_anew(session *s, view *v)
{
    v->stale = false;
    v->again = v->task != NULL;
    if (v->again) {
        task_hurry(v->task);
        return;
    }
    stop_sources(v);
    v->since = look_clock();
    watch_named(s, v);
    v->pending = false;
    v->awaited = true;
    v->sign = g_timeout_add_full(G_PRIORITY_DEFAULT, SIGN_MS, tell_late, making_new(s, v), g_free);
    v->task = pool_begin(s->pool, v->key, "view", view_ask(v), (task_listener){on_heard, on_ended, making_new(s, v)});
}

void
session_look_at(session *s, view *v, bool anew, stream *one)
{
    g_assert(s && v && one);
    v->forget = v->forget || anew;
    if (v->stale || anew)
        compose_anew(s, v);
    if (!v->awaited || v->late)
        view_tell(v, one, s->files);
    if (v->late)
        view_tell_late(v, one);
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
            v->forget = true;
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
    s->files = files_new();
    s->watch = watch_new(changed, lapsed, data);
    add_views(s);
    if ((s->gallery = gallery_new(paths, o, d)) && (s->underlays = underlays_read(o->underlays, d)) &&
        (s->ground.environment = render_open(paths, RENDER_FRESH, d))) {
        s->ground.options = o;
        s->pool = pool_new(work_serve, &s->ground, (worker_bounds){MOST_SECONDS, MOST_MEGABYTES}, s->files);
        return s;
    }
    session_close(s);
    return NULL;
}

void
session_end_work(session *s)
{
    g_assert(s);
    s->closing = true;
    g_clear_pointer(&s->pool, pool_drop);
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
    session_end_work(s);
    g_ptr_array_free(s->views, TRUE);
    gallery_drop(s->gallery);
    watch_drop(s->watch);
    render_close(s->ground.environment);
    underlays_drop(s->underlays);
    files_drop(s->files);
    g_free(s);
}
