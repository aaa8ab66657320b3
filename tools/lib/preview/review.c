/* review.c: the form is reviewed after its pages were shown, by a worker of its own, so that no picture comes later for
 * it. */
#include "preview/session.h"

#include <string.h>

enum { REST_MS = 250 }; /* after a save, until the pictures have been fetched */

struct review {
    session *session;
    task *now; /* NULL: none is under way */
    guint source;
    guint number;
    char *event; /* what was found last; NULL: nothing yet */
};

review *
review_new(session *s)
{
    g_assert(s);
    review *r = g_new0(review, 1);
    r->session = s;
    return r;
}

static void
stop_review(review *r)
{
    if (r->source)
        g_source_remove(r->source);
    r->source = 0;
    if (r->now)
        task_forget(r->now);
    r->now = NULL;
}

void
review_drop(review *r)
{
    if (!r)
        return;
    stop_review(r);
    g_free(r->event);
    g_free(r);
}

/* A form that cannot be read has its messages with the pages; nothing is found on it. */
static void
tell_review(review *r, const char *messages)
{
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "{%s,\"files\":", messages);
    files_append_json(r->session->files, out);
    g_string_append_c(out, '}');
    g_free(r->event);
    r->event = g_string_free(out, FALSE);
    r->number++;
    for (guint i = 0; i < r->session->views->len; i++) {
        const view *v = g_ptr_array_index(r->session->views, i);
        for (guint k = 0; !v->group && k < v->streams->len; k++) /* the gallery shows other forms */
            review_tell(r, g_ptr_array_index(v->streams, k));
    }
}

static void
on_found(void *data, const char *word, GVariant *with)
{
    if (strcmp(word, "found") == 0 && g_variant_is_of_type(with, G_VARIANT_TYPE_STRING))
        tell_review(data, g_variant_get_string(with, NULL));
}

static void
on_reviewed(void *data, worker_end end)
{
    review *r = data;
    r->now = NULL;
    if (end == WORKER_DONE || r->session->closing)
        return;
    diag *d = diag_new();
    GString *out = g_string_new(NULL);
    view_add_end(d, end, r->session->options->form);
    files_append_messages(out, d, r->session->files);
    tell_review(r, out->str);
    g_string_free(out, TRUE);
    diag_drop(d);
}

static gboolean
begin_rested(gpointer data)
{
    review *r = data;
    r->source = 0;
    r->now = pool_begin(r->session->pool, "review", "review", g_variant_new("()"),
                        (task_listener){on_found, on_reviewed, r});
    return G_SOURCE_REMOVE;
}

void
review_begin(review *r)
{
    g_assert(r);
    stop_review(r);
    if (r->session->options->form) /* else there is only a gallery */
        r->source = g_timeout_add_full(G_PRIORITY_LOW, REST_MS, begin_rested, r, NULL);
}

void
review_tell(review *r, stream *s)
{
    g_assert(r && s);
    if (r->event)
        stream_send(s, "review", r->number, r->event);
    else if (!r->source && !r->now)
        review_begin(r);
}
