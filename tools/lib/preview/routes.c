#include "preview/session.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "base/json.h"

struct routes {
    session *session;
    review *review;
    const assets *assets;
};

/* ---- replies ---- */

static reply
answer_file(const routes *r, const char *name)
{
    GBytes *file = assets_file(r->assets, name);
    return file ? reply_bytes(file, assets_type(name)) : reply_status(MHD_HTTP_NOT_FOUND);
}

/* What does not change while the program runs: of a form, and the views of it. */
static reply
answer_session(session *s, const ask *a)
{
    const view *asked = session_view(s, ask_argument(a, "view"));
    if (!asked)
        return reply_status(MHD_HTTP_NOT_FOUND);
    GString *out = g_string_new("{\"form\":");
    char *path = files_short_path(asked->request.form);
    json_append(out, path);
    g_free(path);
    g_string_append(out, ",\"views\":[");
    const char *between = "";
    for (guint i = 0; i < s->views->len; i++) {
        const view *v = g_ptr_array_index(s->views, i);
        const bool gone = v != asked && v->group && !gallery_find(s->gallery, v->key);
        if (gone || g_strcmp0(v->group, asked->group) != 0 || v->how != RENDER_AS_IT_IS)
            continue;
        g_string_append_printf(out, "%s{\"key\":\"%s\",\"name\":", between, v->key);
        json_append(out, v->name);
        g_string_append_c(out, '}');
        between = ",";
    }
    g_string_append(out, "],\"alterations\":[");
    for (guint i = 1; !asked->group && session_alterations[i]; i++) /* the gallery shows cases as they are */
        g_string_append_printf(out, "%s\"%s\"", i > 1 ? "," : "", session_alterations[i]);
    g_string_append_printf(out, "],\"underlays\":%u,\"editor\":%s,\"released\":%s}", underlays_count(s->underlays),
                           s->options->starter ? "true" : "false", s->options->released ? "true" : "false");
    return reply_text(out, "application/json");
}

/* The state as it is, and every one that follows. A browser that lost its connection asks again and has missed
 * nothing: a state is told whole. A page that was loaded (&anew) is made anew, whatever is known of its files. */
static reply
answer_events(const routes *r, const ask *a)
{
    view *v = session_view(r->session, ask_argument(a, "view"));
    if (!v)
        return reply_status(MHD_HTTP_NOT_FOUND);
    const reply opened = stream_open(a, v->streams);
    stream *s = g_ptr_array_index(v->streams, v->streams->len - 1);
    session_tell_watch(r->session, s);
    session_look_at(r->session, v, ask_argument(a, "anew") && !ask_header(a, "Last-Event-ID"), s);
    if (!v->group)
        review_tell(r->review, s);
    return opened;
}

/* pages/ID, marks/ID. Those of a state that has passed are gone. */
static reply
answer_page(const session *s, const char *id, bool marks)
{
    for (guint i = 0; i < s->views->len; i++) {
        GBytes *body = view_body(g_ptr_array_index(s->views, i), id);
        if (body)
            return reply_bytes(body, marks ? "application/json" : "image/svg+xml");
    }
    return reply_status(MHD_HTTP_NOT_FOUND);
}

static reply
answer_underlay(const session *s, const char *number)
{
    char *end;
    const unsigned long n = strtoul(number, &end, 10);
    GBytes *picture = end != number && !*end && n < G_MAXUINT ? underlays_picture(s->underlays, (guint)n) : NULL;
    return picture ? reply_bytes(picture, underlays_type(picture)) : reply_status(MHD_HTTP_NOT_FOUND);
}

/* "FILE LINE": a number of a file that was read, so that no other can be named. */
static reply
answer_edit(const session *s, const char *body)
{
    char *end, *last;
    const unsigned long file = strtoul(body, &end, 10);
    const long line = strtol(end, &last, 10);
    const char *path = end != body && last != end && !*last && file < G_MAXUINT && line > 0 && line < G_MAXINT
                           ? files_path(s->files, (guint)file)
                           : NULL;
    if (!s->options->starter || !path)
        return reply_status(MHD_HTTP_BAD_REQUEST);
    return reply_status(editor_open(s->options->starter, path, (int)line) ? MHD_HTTP_NO_CONTENT
                                                                          : MHD_HTTP_INTERNAL_SERVER_ERROR);
}

/* Somebody waits for what became of a view. */
typedef struct comparing {
    view *view;
    bool saved;    /* with the last save; else with the form in use */
    later *answer; /* NULL: it has it */
} comparing;

static gboolean
is_not_in(gpointer id, gpointer picture, gpointer list)
{
    (void)picture;
    return !g_strv_contains(list, id);
}

static void
on_compared(void *data, const char *word, GVariant *with)
{
    comparing *c = data;
    if (strcmp(word, "body") == 0 && g_variant_is_of_type(with, G_VARIANT_TYPE("(ss)"))) {
        char *id;
        GVariant *svg;
        g_variant_get(with, "(s@s)", &id, &svg);
        g_hash_table_replace(c->view->released, id, worker_text(svg));
        g_variant_unref(svg);
    } else if (c->answer && strcmp(word, "compared") == 0 && g_variant_is_of_type(with, G_VARIANT_TYPE("(sas)"))) {
        const char *told;
        const char **kept;
        g_variant_get(with, "(&s^a&s)", &told, &kept);
        if (!c->saved)
            g_hash_table_foreach_remove(c->view->released, is_not_in, kept);
        later_answer(c->answer, reply_text(g_string_new(told), "application/json"));
        c->answer = NULL;
        g_free(kept);
    }
}

static void
on_compare_ended(void *data, worker_end end)
{
    (void)end;
    comparing *c = data;
    if (c->answer)
        later_answer(c->answer, reply_status(MHD_HTTP_SERVICE_UNAVAILABLE));
    g_free(c);
}

/* compare?view=KEY&with=saved or released. Who compares with the form in use needs its pages until it is asked again.
 */
static reply
answer_compare(session *s, const ask *a)
{
    view *v = session_view(s, ask_argument(a, "view"));
    const char *with = ask_argument(a, "with");
    const bool saved = g_strcmp0(with, "saved") == 0;
    if (!v || (!saved && g_strcmp0(with, "released") != 0))
        return reply_status(MHD_HTTP_NOT_FOUND);
    if (v->pages->len == 0) {
        GString *none = g_string_new(NULL);
        g_string_printf(none, "{\"n\":%u,\"with\":\"%s\",\"none\":\"no-pages\"}", v->number, with);
        return reply_text(none, "application/json");
    }
    comparing *c = g_new0(comparing, 1);
    c->view = v;
    c->saved = saved;
    const reply waits = later_new(a, &c->answer);
    GVariant *asked = g_variant_new("(@" SIGHT_ASKED "bu)", sight_ask(&v->request, v->how), saved, v->number);
    pool_begin(s->pool, v->key, "compare", asked, (task_listener){on_compared, on_compare_ended, c});
    return waits;
}

/* seen?view=KEY&page=N: what somebody looks at is made first. */
static reply
answer_seen(session *s, const ask *a)
{
    view *v = session_view(s, ask_argument(a, "view"));
    const char *page = ask_argument(a, "page");
    if (!v || !page)
        return reply_status(MHD_HTTP_NOT_FOUND);
    v->seen = (guint)CLAMP(atoi(page), 0, 1 << 20);
    if (v->task)
        task_tell(v->task, "seen", g_variant_new_uint32(v->seen));
    return reply_status(MHD_HTTP_NO_CONTENT);
}

static const char *
path_behind(const char *path, const char *head)
{
    return g_str_has_prefix(path, head) ? path + strlen(head) : NULL;
}

routes *
routes_new(session *s, review *r, const assets *a)
{
    assert(s && r && a);
    routes *out = g_new0(routes, 1);
    *out = (routes){s, r, a};
    return out;
}

void
routes_drop(routes *r)
{
    g_free(r);
}

reply
routes_answer(void *routes_of_it, const ask *a)
{
    assert(routes_of_it && a->path && (a->body || !a->post));
    const routes *r = routes_of_it;
    session *s = r->session;
    const char *rest;
    if (a->post)
        return strcmp(a->path, "edit") == 0 ? answer_edit(s, a->body) : reply_status(MHD_HTTP_METHOD_NOT_ALLOWED);
    if ((rest = path_behind(a->path, "pages/")))
        return answer_page(s, rest, false);
    if ((rest = path_behind(a->path, "marks/")))
        return answer_page(s, rest, true);
    if ((rest = path_behind(a->path, "underlay/")))
        return answer_underlay(s, rest);
    if ((rest = path_behind(a->path, "gallery/")))
        return gallery_answer(s, rest, a);
    if (strcmp(a->path, "gallery-data.js") == 0)
        return gallery_answer_data(s);
    if (strcmp(a->path, "events") == 0)
        return answer_events(r, a);
    if (strcmp(a->path, "compare") == 0)
        return answer_compare(s, a);
    if (strcmp(a->path, "seen") == 0)
        return answer_seen(s, a);
    if (strcmp(a->path, "session") == 0)
        return answer_session(s, a);
    return answer_file(r, a->path[0] ? a->path : "index.html");
}
