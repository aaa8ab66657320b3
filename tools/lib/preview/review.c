/* review.c: the form is reviewed after its pages were shown: a document at a time, when nothing else is waiting, so
 * that no picture comes later for it. */
#include "preview/session.h"

enum { REST_MS = 250 }; /* after a save, until the pictures have been fetched */

struct review {
    session *session;
    render_review *now; /* NULL: none is under way */
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
    g_clear_pointer(&r->now, render_review_drop);
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
tell_review(review *r)
{
    diag *d = diag_new();
    GString *out = g_string_new("{");
    if (r->now)
        render_review_tell(r->now, d);
    view_append_messages(out, d, r->session->maker.files);
    g_string_append_c(out, '}');
    g_free(r->event);
    r->event = g_string_free(out, FALSE);
    r->number++;
    diag_drop(d);
    for (guint i = 0; i < r->session->views->len; i++) {
        const view *v = g_ptr_array_index(r->session->views, i);
        for (guint k = 0; !v->group && k < v->streams->len; k++) /* the gallery shows other forms */
            review_tell(r, g_ptr_array_index(v->streams, k));
    }
}

static gboolean
step_review(gpointer data)
{
    review *r = data;
    if (r->now && render_review_step(r->now))
        return G_SOURCE_CONTINUE;
    tell_review(r);
    r->source = 0;
    g_clear_pointer(&r->now, render_review_drop);
    return G_SOURCE_REMOVE;
}

static gboolean
begin_rested(gpointer data)
{
    review *r = data;
    const preview_options *o = r->session->options;
    const render_request request = {.form = o->form, .as_of = o->as_of, .month = o->month};
    diag *unread = diag_new();
    r->now = render_review_new(r->session->maker.environment, &request, o->gallery_cases, unread);
    diag_drop(unread);
    r->source = g_idle_add_full(G_PRIORITY_LOW, step_review, r, NULL);
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
    else if (!r->source)
        review_begin(r);
}
