#include "preview/gallery.h"

#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "base/json.h"

/* The page's own files, by name. */
struct routes {
    GHashTable *files; /* name → GBytes */
};

static const char *
type_of(const char *name)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"}};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (g_str_has_suffix(name, types[i][0]))
            return types[i][1];
    return NULL;
}

routes *
routes_read(const char *folder, diag *d)
{
    routes *r = g_new0(routes, 1);
    r->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    GDir *dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL), *bytes = NULL;
        gsize n = 0;
        if (type_of(name) && g_file_get_contents(path, &bytes, &n, NULL))
            g_hash_table_insert(r->files, g_strdup(name), g_bytes_new_take(bytes, n));
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    if (g_hash_table_contains(r->files, "index.html"))
        return r;
    diag_add(d, DIAG_INSTALL_MISSING, PLACE_NONE, PLACE_NONE, NULL);
    routes_drop(r);
    return NULL;
}

void
routes_drop(routes *r)
{
    if (!r)
        return;
    g_hash_table_destroy(r->files);
    g_free(r);
}

GBytes *
routes_file(const routes *r, const char *name)
{
    return g_hash_table_lookup(r->files, name);
}

/* ---- replies ---- */

static reply
answer_file(preview *p, const char *name)
{
    GBytes *file = routes_file(p->routes, name);
    return file ? reply_bytes(file, type_of(name)) : reply_status(MHD_HTTP_NOT_FOUND);
}

static view *
find_view(preview *p, const char *key)
{
    view *v = preview_find_view(p, key);
    return v || !key ? v : gallery_view(p, key);
}

/* What does not change while the program runs: of a form, and the views of it. */
static reply
answer_session(preview *p, const ask *a)
{
    const view *asked = find_view(p, ask_argument(a, "view"));
    if (!asked)
        return reply_status(MHD_HTTP_NOT_FOUND);
    GString *out = g_string_new("{\"form\":");
    char *path = files_short_path(asked->request.form);
    json_append(out, path);
    g_free(path);
    g_string_append(out, ",\"views\":[");
    const char *between = "";
    for (guint i = 0; i < p->views->len; i++) {
        const view *v = g_ptr_array_index(p->views, i);
        if (g_strcmp0(v->group, asked->group) != 0 || v->how != RENDER_AS_IT_IS)
            continue;
        g_string_append_printf(out, "%s{\"key\":\"%s\",\"name\":", between, v->key);
        json_append(out, v->name);
        g_string_append_c(out, '}');
        between = ",";
    }
    g_string_append(out, "],\"alterations\":[");
    for (guint i = 1; !asked->group && preview_alterations[i]; i++) /* the gallery shows cases as they are */
        g_string_append_printf(out, "%s\"%s\"", i > 1 ? "," : "", preview_alterations[i]);
    g_string_append_printf(out, "],\"underlays\":%u,\"editor\":%s}", underlays_count(p->underlays),
                           p->options->editor ? "true" : "false");
    return reply_text(out, "application/json");
}

/* The state as it is, and every one that follows. A browser that lost its connection asks again and has missed
 * nothing: a state is told whole. */
static reply
answer_events(preview *p, const ask *a)
{
    view *v = find_view(p, ask_argument(a, "view"));
    if (!v)
        return reply_status(MHD_HTTP_NOT_FOUND);
    const reply r = stream_open(a, v->streams);
    stream *s = g_ptr_array_index(v->streams, v->streams->len - 1);
    const guint told = v->number;
    preview_look_at(p, v);
    if (v->number == told && v->event)
        stream_send(s, "state", v->number, v->event);
    if (!v->group)
        review_tell(p->review, s);
    return r;
}

/* pages/ID, marks/ID. Those of a state that has passed are gone. */
static reply
answer_page(const preview *p, const char *id, bool marks)
{
    for (guint i = 0; i < p->views->len; i++) {
        const view_page *page = view_find_page(g_ptr_array_index(p->views, i), id, marks);
        if (page)
            return marks ? reply_bytes(page->marks, "application/json") : reply_bytes(page->svg, "image/svg+xml");
    }
    return reply_status(MHD_HTTP_NOT_FOUND);
}

static reply
answer_underlay(preview *p, const char *number)
{
    char *end;
    const unsigned long n = strtoul(number, &end, 10);
    GBytes *picture = end != number && !*end && n < G_MAXUINT ? underlays_picture(p->underlays, (guint)n) : NULL;
    return picture ? reply_bytes(picture, underlays_type(picture)) : reply_status(MHD_HTTP_NOT_FOUND);
}

/* "FILE LINE": a number of a file that was read, so that no other can be named. */
static reply
answer_edit(preview *p, const char *body)
{
    char *end, *last;
    const unsigned long file = strtoul(body, &end, 10);
    const long line = strtol(end, &last, 10);
    const char *path = end != body && last != end && !*last && file < G_MAXUINT && line > 0 && line < G_MAXINT
                           ? files_path(p->maker.files, (guint)file)
                           : NULL;
    if (!p->options->editor || !path)
        return reply_status(MHD_HTTP_BAD_REQUEST);
    return reply_status(editor_open(p->options->editor, path, (int)line) ? MHD_HTTP_NO_CONTENT
                                                                         : MHD_HTTP_INTERNAL_SERVER_ERROR);
}

static const char *
behind(const char *path, const char *head)
{
    return g_str_has_prefix(path, head) ? path + strlen(head) : NULL;
}

reply
routes_answer(void *data, const ask *a)
{
    preview *p = data;
    const char *rest;
    if (a->post)
        return strcmp(a->path, "edit") == 0 ? answer_edit(p, a->body) : reply_status(MHD_HTTP_METHOD_NOT_ALLOWED);
    if ((rest = behind(a->path, "pages/")))
        return answer_page(p, rest, false);
    if ((rest = behind(a->path, "marks/")))
        return answer_page(p, rest, true);
    if ((rest = behind(a->path, "underlay/")))
        return answer_underlay(p, rest);
    if ((rest = behind(a->path, "gallery/")))
        return gallery_answer(p, rest, a);
    if (strcmp(a->path, "gallery-data.js") == 0)
        return gallery_answer_data(p);
    if (strcmp(a->path, "events") == 0)
        return answer_events(p, a);
    if (strcmp(a->path, "session") == 0)
        return answer_session(p, a);
    return answer_file(p, a->path[0] ? a->path : "index.html");
}
