/* gallery_routes.c: the gallery in the browser. A pair is composed when it is asked for, and again after one of its
 * files changed; a browser that shows the gallery is told which. */
#include "preview/session.h"

#include <string.h>

#include <microhttpd.h>

#include "base/json.h"

/* Somebody waits for a pair. */
typedef struct waiting {
    session *session;
    char *key;
    later *answer; /* NULL: it has it */
    gint64 since;
} waiting;

static void
answer_waiting(waiting *w, const gallery_pair *pair)
{
    GString *out = g_string_new(NULL);
    gallery_append_pair(out, pair);
    later_answer(w->answer, reply_text(out, "application/json"));
    w->answer = NULL;
}

static void
on_pair(void *data, const char *word, GVariant *with)
{
    waiting *w = data;
    gallery_pair *pair = gallery_find(w->session->gallery, w->key);
    if (!pair || !w->answer || strcmp(word, "pair") != 0 || !g_variant_is_of_type(with, G_VARIANT_TYPE("(usaays)")))
        return;
    guint state;
    GVariant *files, *picture;
    gallery_forget_outcome(pair);
    g_variant_get(with, "(us@aay@s)", &state, &pair->told, &files, &picture);
    pair->state = MIN(state, GALLERY_ERRORS);
    GVariantIter all;
    const char *path;
    g_variant_iter_init(&all, files);
    while (g_variant_iter_next(&all, "^&ay", &path))
        g_ptr_array_add(pair->files, g_strdup(path));
    if (g_variant_get_string(picture, NULL)[0])
        pair->first_page = worker_text(picture);
    g_variant_unref(files);
    g_variant_unref(picture);
    watch_add_files(w->session->watch, pair->files, false, w->since);
    answer_waiting(w, pair);
}

static void tell_changed(const gallery *g, const GString *keys);

/* A file of it was saved while it was made. */
static void
make_again(const gallery *g, gallery_pair *pair)
{
    pair->again = false;
    pair->state = GALLERY_NEW;
    GString *key = g_string_new(NULL);
    g_string_append_printf(key, "[\"%s\"]", pair->key);
    tell_changed(g, key);
    g_string_free(key, TRUE);
}

/* A worker that died is told as what became of the pair. */
static void
on_pair_ended(void *data, worker_end end)
{
    waiting *w = data;
    gallery *g = w->session->gallery;
    gallery_pair *pair = gallery_find(g, w->key);
    if (pair)
        pair->making--;
    if (w->answer && pair && !w->session->closing) {
        gallery_forget_outcome(pair);
        view_add_end(pair->messages, end, pair->form->path);
        pair->state = GALLERY_ERRORS;
        g_ptr_array_add(pair->files, g_strdup(pair->form->path));
        answer_waiting(w, pair);
    } else if (w->answer) {
        later_answer(w->answer, reply_status(MHD_HTTP_NOT_FOUND));
    }
    if (pair && pair->again && !w->session->closing)
        make_again(g, pair);
    g_free(w->key);
    g_free(w);
}

static reply
compose_pair(session *s, gallery_pair *pair, const ask *a)
{
    waiting *w = g_new0(waiting, 1);
    *w = (waiting){s, g_strdup(pair->key), NULL, look_clock()};
    const reply waits = later_new(a, &w->answer);
    pair->making++;
    GVariant *asked =
        g_variant_new(GALLERY_ASKED, pair->form->key, pair->form->path, pair->sample->key, pair->sample->path);
    pool_begin(s->pool, "gallery", "pair", asked, (task_listener){on_pair, on_pair_ended, w});
    return waits;
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

static void
tell_changed(const gallery *g, const GString *keys)
{
    for (guint i = 0; i < g->streams->len; i++)
        stream_send(g_ptr_array_index(g->streams, i), "state", g->told, keys->str);
}

void
gallery_on_change(session *s)
{
    gallery *g = s->gallery;
    list_anew(s);
    GString *keys = g_string_new("[");
    for (guint i = 0; i < g->pairs->len; i++) {
        gallery_pair *pair = g_ptr_array_index(g->pairs, i);
        if ((pair->state == GALLERY_NEW && !pair->making) || !watch_has_changed(s->watch, pair->files))
            continue;
        pair->again = pair->making > 0;
        if (pair->again)
            continue;
        pair->state = GALLERY_NEW;
        g_string_append_printf(keys, "%s\"%s\"", keys->len > 1 ? "," : "", pair->key);
    }
    g_string_append_c(keys, ']');
    g->told++;
    if (keys->len > 2)
        tell_changed(g, keys);
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
    if (picture)
        return reply_bytes(pair->first_page, "image/svg+xml");
    if (pair->state == GALLERY_NEW)
        return compose_pair(s, pair, a);
    GString *out = g_string_new(NULL);
    gallery_append_pair(out, pair);
    return reply_text(out, "application/json");
}
