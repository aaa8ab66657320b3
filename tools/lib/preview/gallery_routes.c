/* gallery_routes.c: the gallery in the browser. A pair is composed when it is asked for, and again after one of its
 * files changed; a browser that shows the gallery is told which. */
#include "preview/session.h"

#include <string.h>

#include <microhttpd.h>

#include "base/json.h"

static void
compose_anew(session *s, gallery_pair *pair)
{
    GPtrArray *pictures = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    const gint64 since = look_clock();
    gallery_compose(s->gallery, pair, &s->maker, pictures);
    g_clear_pointer(&pair->first_page, g_bytes_unref);
    if (pictures->len)
        pair->first_page = g_byte_array_free_to_bytes(g_ptr_array_steal_index(pictures, 0));
    g_ptr_array_free(pictures, TRUE);
    watch_add_files(s->watch, pair->files, false, since);
}

/* Where forms and cases come and go. Not near: there may be very many. */
static void
watch_folders(session *s)
{
    watch_add_files(s->watch, s->gallery->folders, false, 0);
}

static bool
form_has_changed(const session *s)
{
    bool found = false;
    for (guint i = 0; i < s->gallery->forms->len && !found; i++) {
        const gallery_form *f = g_ptr_array_index(s->gallery->forms, i);
        gpointer path = f->path;
        const GPtrArray one = {.pdata = &path, .len = 1};
        found = watch_has_changed(s->watch, &one);
    }
    return found;
}

/* What there is, where something came, went or got another title. */
static void
list_anew(session *s)
{
    gallery *g = s->gallery;
    if (!watch_has_changed(s->watch, g->folders) && !form_has_changed(s))
        return;
    const bool other = gallery_list(g);
    watch_folders(s);
    for (guint i = 0; other && i < g->streams->len; i++)
        stream_send(g_ptr_array_index(g->streams, i), "list", 0, "{}");
}

void
gallery_on_change(session *s)
{
    gallery *g = s->gallery;
    list_anew(s);
    GString *keys = g_string_new("[");
    for (guint i = 0; i < g->pairs->len; i++) {
        gallery_pair *pair = g_ptr_array_index(g->pairs, i);
        if (pair->state == GALLERY_NEW || !watch_has_changed(s->watch, pair->files))
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
gallery_answer_data(session *s)
{
    watch_look(s->watch); /* a page is loaded: it shall not depend on what was told */
    gallery_list(s->gallery);
    watch_folders(s);
    GString *out = g_string_new("const galleryData = ");
    gallery_append(out, s->gallery, true);
    g_string_append(out, ";\n");
    return reply_text(out, "text/javascript; charset=utf-8");
}

static reply
answer_pair(session *s, gallery_pair *pair)
{
    if (pair->state == GALLERY_NEW)
        compose_anew(s, pair);
    GString *out = g_string_new(NULL);
    gallery_append_pair(out, pair);
    return reply_text(out, "application/json");
}

reply
gallery_answer(session *s, const char *rest, const ask *a)
{
    g_assert(s && rest && a);
    const bool picture = g_str_has_suffix(rest, ".svg");
    if (strcmp(rest, "list") == 0) {
        GString *out = g_string_new(NULL);
        gallery_append(out, s->gallery, true);
        return reply_text(out, "application/json");
    }
    if (strcmp(rest, "changes") == 0) {
        const reply opened = stream_open(a, s->gallery->streams);
        session_tell_watch(s, g_ptr_array_index(s->gallery->streams, s->gallery->streams->len - 1));
        return opened;
    }
    char *key = g_strndup(rest, strlen(rest) - (picture ? strlen(".svg") : 0));
    gallery_pair *pair = gallery_find(s->gallery, key);
    g_free(key);
    if (!pair || (picture && !pair->first_page))
        return reply_status(MHD_HTTP_NOT_FOUND);
    return picture ? reply_bytes(pair->first_page, "image/svg+xml") : answer_pair(s, pair);
}
