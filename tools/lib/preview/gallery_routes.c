/* gallery_routes.c: the gallery in the browser. A pair is composed when it is asked for, and again after one of its
 * files changed; a browser that shows the gallery is told which. */
#include "preview/gallery.h"

#include <string.h>

#include <microhttpd.h>

#include "base/json.h"

static void
compose(preview *p, gallery_pair *pair)
{
    GPtrArray *pictures = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    gallery_compose(p->gallery, pair, &p->maker, pictures);
    g_clear_pointer(&pair->first_page, g_bytes_unref);
    if (pictures->len)
        pair->first_page = g_byte_array_free_to_bytes(g_ptr_array_steal_index(pictures, 0));
    g_ptr_array_free(pictures, TRUE);
    watch_add_files(p->watch, pair->files);
}

void
gallery_on_change(preview *p)
{
    gallery *g = p->gallery;
    GString *keys = g_string_new("[");
    for (guint i = 0; i < g->pairs->len; i++) {
        gallery_pair *pair = g_ptr_array_index(g->pairs, i);
        if (pair->state == GALLERY_NEW || !watch_has_changed(p->watch, pair->files))
            continue;
        pair->state = GALLERY_NEW;
        g_string_append_printf(keys, "%s\"%s\"", keys->len > 1 ? "," : "", pair->key);
    }
    g_string_append_c(keys, ']');
    g->told++;
    for (guint i = 0; keys->len > 2 && i < g->streams->len; i++)
        stream_send(g_ptr_array_index(g->streams, i), "state", g->told, keys->str);
    g_string_free(keys, TRUE);
}

reply
gallery_answer_data(preview *p)
{
    GString *out = g_string_new("const galleryData = ");
    gallery_append(out, p->gallery, true);
    g_string_append(out, ";\n");
    return reply_text(out, "text/javascript; charset=utf-8");
}

static reply
answer_pair(preview *p, gallery_pair *pair)
{
    if (pair->state == GALLERY_NEW)
        compose(p, pair);
    GString *out = g_string_new(NULL);
    gallery_append_pair(out, pair);
    return reply_text(out, "application/json");
}

reply
gallery_answer(preview *p, const char *rest, const ask *a)
{
    const bool picture = g_str_has_suffix(rest, ".svg");
    if (strcmp(rest, "changes") == 0)
        return stream_open(a, p->gallery->streams);
    char *key = g_strndup(rest, strlen(rest) - (picture ? strlen(".svg") : 0));
    gallery_pair *pair = gallery_find(p->gallery, key);
    g_free(key);
    if (!pair || (picture && !pair->first_page))
        return reply_status(MHD_HTTP_NOT_FOUND);
    return picture ? reply_bytes(pair->first_page, "image/svg+xml") : answer_pair(p, pair);
}

view *
gallery_view(preview *p, const char *key)
{
    const gallery_pair *wanted = gallery_find(p->gallery, key);
    if (!wanted)
        return NULL;
    for (guint i = 0; i < p->gallery->pairs->len; i++) {
        const gallery_pair *pair = g_ptr_array_index(p->gallery->pairs, i);
        if (pair->form != wanted->form)
            continue;
        render_request r;
        gallery_pair_request(p->gallery, pair, &r);
        view *v = view_new(pair->key, pair->sample->path ? pair->sample->path : "", r);
        v->owner = p;
        v->group = g_strdup(pair->form->key);
        g_ptr_array_add(p->views, v);
    }
    return preview_find_view(p, key);
}
