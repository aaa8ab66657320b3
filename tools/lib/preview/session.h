/* session.h: what one run of the program looks at, and what is told of it. The session is the ground: it knows no
 * browser, no route and no review; these know it. */
#ifndef RENKEI_PREVIEW_SESSION_H
#define RENKEI_PREVIEW_SESSION_H

#include "preview/gallery.h"

/* ---- session.c: the views, and which of them are stale ---- */
typedef struct session {
    const preview_options *options;
    work_ground ground; /* what workers begin with */
    preview_files *files;
    pool *pool;
    GPtrArray *views; /* of view */
    gallery *gallery;
    watch *watch;
    underlays *underlays;
    bool closing;
} session;

/* Composes nothing yet. `changed` comes when a file of a view or a pair has, `lapsed` as a watch's. NULL after a
 * diagnostic. */
session *session_open(const render_paths *paths, const preview_options *o, watch_changed changed, watch_changed lapsed,
                      void *data, diag *d);
void session_close(session *s); /* takes NULL; no stream may be left */
/* NULL key: the first. The views of a form that the gallery opens are added when they are first asked for. NULL: no
 * such key. */
view *session_view(session *s, const char *key);
/* Somebody looks at it: composed if that is due, and told when it is there; else told as it is. anew: composed in any
 * case, from its files. */
void session_look_at(session *s, view *v, bool anew, stream *one);
/* No worker is left, and whoever waits for one has an answer. Nothing is begun any more. */
void session_end_work(session *s);
/* An event "watch": whether the system tells of changes. */
void session_tell_watch(const session *s, stream *one);
/* Within `changed`: every view that was made of what has changed is stale, and composed at once where somebody looks.
 */
void session_on_change(session *s);
/* Of every view, and of the gallery. */
GPtrArray *session_streams(const session *s);
void session_each_stream(const session *s, void (*act)(stream *one));
/* What a case can be altered to, by render_alteration; the first is NULL, as is the end. */
extern const char *const session_alterations[];

/* ---- review.c: what is found on the form, when there is nothing else to do ---- */
typedef struct review review;
review *review_new(session *s);
void review_drop(review *r);            /* takes NULL; before the session is closed */
void review_begin(review *r);           /* anew: something was saved, or somebody looks */
void review_tell(review *r, stream *s); /* what was found last, if anything was looked for; else begins */

/* ---- gallery_routes.c: the gallery in the browser ---- */
/* Within `changed`: composed anew when it is next asked for, and every browser told of it, if one of its files has. */
void gallery_on_change(session *s);
/* gallery-data.js; gallery/KEY, gallery/KEY.svg and gallery/changes. */
reply gallery_answer_data(session *s);
reply gallery_answer(session *s, const char *rest, const ask *a);

/* ---- routes.c: what each address gives ---- */
typedef struct routes routes;
routes *routes_new(session *s, review *r, const assets *a);
void routes_drop(routes *r); /* takes NULL */
/* A server_answer. */
reply routes_answer(void *routes_of_it, const ask *a);

#endif
