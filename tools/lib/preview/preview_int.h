/* preview_int.h: the parts of the preview room that know nothing of a session. Each source knows only what stands
 * above it here:
 *
 *   files, assets, delta, bounded ← underlay, editor, look, watch, server
 *   stream   event                   →  every browser that looks (over server)
 *   marks    a page                  →  what is to be known of its ops
 *   view     form × case             →  pages and marks, an event that tells of them
 *   compare  a view and what it was           →  what moved, in pages and words
 *   gallery  every form × every case →  states and pictures (gallery.h), a folder of them (once.c)
 *   session  what is looked at, and which of it is stale (session.h)
 *   review   what is found on the form;  gallery_routes, routes   /TOKEN/… →  a reply out of memory
 *   preview  watch and server        →  all of these, in GLib's main loop */
#ifndef RENKEI_PREVIEW_PREVIEW_INT_H
#define RENKEI_PREVIEW_PREVIEW_INT_H

#include <glib.h>

#include "base/diag.h"
#include "base/digest.h"
#include "display/display_compare.h"
#include "emit/notes.h"
#include "paint/paint.h"
#include "preview/preview.h"

/* ---- files.c: every file that was read, by number ---- */
/* Paths as messages and origins name them, shortened; a number stays with its path as long as the session lives, so
 * that a browser can speak of a file without naming it. */
typedef struct preview_files preview_files;
preview_files *files_new(void);
void files_drop(preview_files *f);
guint files_number(preview_files *f, const char *path);  /* adds it when it is new */
const char *files_path(const preview_files *f, guint n); /* NULL: none */
void files_append_json(const preview_files *f, GString *out);
/* Below the working directory relative, else absolute; without . and .. in it. g_free it. */
char *files_short_path(const char *path);

/* ---- look.c: what stands at a path ---- */
typedef struct look {
    bool there, folder, summed; /* summed: of a file that is not too large */
    guint64 device, number;
    gint64 size, written, changed; /* bytes; nanoseconds */
    digest sum;
} look;
look look_at(const char *path, bool with_sum); /* follows links */
gint64 look_clock(void); /* as files are dated, by a system that may lag behind it by a tick, a few ms */
/* The same file, of the same size and time; and nothing else of it has changed, nor its bytes, where both were summed.
 */
bool look_is_alike(const look *a, const look *b);
bool look_is_same(const look *a, const look *b);

/* ---- watch.c: GLib's file monitors on the folders of some files, and a look at each of them every second ---- */
/* Folders, not files: an editor that saves by renaming puts another file in the place. `changed` comes when a
 * file is whole again: while it is being written or is away for a moment nothing is said. `lapsed` comes when
 * watch_seconds is another. */
typedef struct watch watch;
typedef void (*watch_changed)(void *data);
watch *watch_new(watch_changed changed, watch_changed lapsed, void *data);
void watch_drop(watch *w);
/* Of char *, files and folders; of a folder what comes and goes in it. Those that are near are looked at each second,
 * the others as many as may cost little. since: when they began to be read (look_clock), as one that was saved
 * since then has changed; 0: they were not. */
void watch_add_files(watch *w, const GPtrArray *paths, bool near, gint64 since);
/* 0: the system tells of changes; else it does not, of some, and all are looked at once in so many seconds. */
guint watch_seconds(const watch *w);
/* Looks at all of them now. */
void watch_look(watch *w);
/* A watched file is being written, or has changed, and `changed` has not yet been called for it. */
bool watch_is_busy(const watch *w);
/* Within `changed`: whether one of these files has. */
bool watch_has_changed(const watch *w, const GPtrArray *paths);

/* ---- view.c ---- */
typedef enum view_state {
    VIEW_NEW,   /* nothing composed yet */
    VIEW_GOOD,  /* the document can be made */
    VIEW_TRIAL, /* the pages are of this save, but have errors: a box refused its text … */
    VIEW_BROKEN /* no pages came of this save; those of the last good one stay */
} view_state;

typedef struct view_page {
    char *id;      /* of the picture: another picture, another id */
    char *mark_id; /* of the marks */
    GBytes *svg, *marks;
    char *since, *delta; /* id of the picture before, and the changes since; NULL: none, or more than is worth it */
    unit width, height;
    char *label;
} view_page;

/* What was made once. */
typedef struct view_version {
    GPtrArray *pages; /* of view_page */
    display_trace *trace;
} view_version;

typedef struct view view;
struct view {
    char *key, *name; /* in addresses; for people */
    render_request request;
    render_alteration how; /* of the case */
    view_state state;
    guint number;                       /* counts what was told */
    guint made;                         /* counts pages and marks, for ids */
    GPtrArray *pages;                   /* of view_page */
    GPtrArray *form_files, *case_files; /* of char *: what this view was made of */
    render_case *data;                  /* as read; NULL: to be read. A save of the form does not read it again */
    char *event;                        /* JSON that tells its state; NULL before the first */
    GPtrArray *streams;                 /* of stream: who looks at it */
    bool stale;
    diag *failure;        /* of the last save, when nothing came of it */
    guint doubt;          /* source: the failure will be told if nothing changes */
    char *group;          /* the gallery opened it: key of its form; NULL: one of the command line's */
    display_trace *trace; /* of pages; NULL: nothing was made yet */
    view_version *before; /* the save that looked otherwise, last; NULL: none yet */
    view *released;       /* with the form that is in use; NULL: not asked for, or there is none */
    char *released_form;
};

/* What views are made with. */
typedef struct view_maker {
    render_environment *environment;
    paint_outlines *outlines;
    preview_files *files;
} view_maker;

view *view_new(const char *key, const char *name, render_request r);
void view_drop(view *v);
/* Composes and tells. False: no pages came of it; `failure` says why, and nothing is told: a file may be
 * half-written, and the caller waits a moment before view_tell_broken. */
bool view_compose(view *v, const view_maker *m);
/* "messages":{"ja":[…],"en":[…]},"files":[…] */
void view_append_messages(GString *out, const diag *d, preview_files *files);
void view_tell_broken(view *v, const view_maker *m);
void view_forget_case(view *v); /* its files have changed */
/* Of its pages, those before, and those with the form in use. */
const view_page *view_find_page(const view *v, const char *id, bool marks);
/* "id":…,"width":…,"height":… */
void view_append_page(GString *out, const view_page *p);

/* ---- compare.c ---- */
typedef enum compare_with { COMPARE_SAVED, COMPARE_RELEASED } compare_with;
/* As JSON, what became of its pages since the last save that looked otherwise; or from the form in use, which
 * `released` (a folder of forms; NULL: none is known) has, made of the same case. */
char *compare_told(view *v, compare_with with, const char *released, const view_maker *m);

/* ---- marks.c ---- */
/* What is to be known about every op of a page, as JSON. */
GBytes *marks_of_page(const render_document *v, size_t page, preview_files *files);

/* ---- delta.c ---- */
/* How to make one picture of a page from another, an element a line: "=N" is the old one's N, "~N TRANSFORM" the same
 * moved, "+…" a new one. NULL when it would be long: then the picture itself is better. g_free it. */
char *delta_between(GBytes *before, GBytes *after);

/* ---- bounded.c: other programs, for what came from outside ---- */
/* What it writes; NULL when it cannot be run, fails, or would take more than 5 s of a processor, 1 GiB, or 64 MiB of
 * output. */
GBytes *bounded_output(const char *const *words);

/* ---- underlay.c: the official form below the page ---- */
typedef struct underlays underlays;
/* NULL after `preview-underlay`. */
underlays *underlays_read(const char *const *paths, diag *d);
void underlays_drop(underlays *u);
guint underlays_count(const underlays *u);
GBytes *underlays_picture(const underlays *u, guint page); /* borrowed; NULL: none, or it takes too much to make */
const char *underlays_type(GBytes *picture);

/* ---- editor.c ---- */
/* A command with %f and %l, run without a shell. False after `preview-editor`: no command, or no %f in it. */
bool editor_check(const char *command, diag *d);
bool editor_open(const char *command, const char *path, int line);

/* ---- server.c: HTTP ---- */
typedef struct server server;
struct MHD_Connection;
struct MHD_Response;

typedef struct reply {
    unsigned status;
    const char *type;
    GBytes *body;                  /* a reference of its own */
    struct MHD_Response *response; /* not NULL: instead of a body */
} reply;

/* `path` is what stands behind /TOKEN/; `body` what was posted. */
typedef struct ask {
    const char *path, *body;
    bool post;
    server *server;
    struct MHD_Connection *connection;
} ask;
typedef reply (*server_answer)(void *data, const ask *a);

/* NULL after `preview-port`. */
server *server_open(int port, server_answer answer, void *data, diag *d);
void server_close(server *s); /* takes NULL; every stream must have been ended */
const char *server_url(const server *s);
void server_go_on(server *s); /* a connection was resumed */
const char *ask_argument(const ask *a, const char *name);
const char *ask_header(const ask *a, const char *name);
reply reply_bytes(GBytes *body, const char *type);
reply reply_text(GString *text, const char *type); /* takes the text */
reply reply_status(unsigned status);

/* ---- stream.c: server-sent events ---- */
typedef struct stream stream;
/* A reply that goes on: events come as they are sent. `list` (of stream) holds it while the browser listens. */
reply stream_open(const ask *a, GPtrArray *list);
void stream_send(stream *s, const char *event, guint id, const char *json);
void stream_beat(stream *s); /* a comment: finds out who has gone */
void stream_end(stream *s);

/* ---- assets.c: the page's own files ---- */
typedef struct assets assets;
/* From `folder` (PREFIX/share/renkei/preview), whole. NULL after `install-missing`. */
assets *assets_read(const char *folder, diag *d);
void assets_drop(assets *a);                            /* takes NULL */
GBytes *assets_file(const assets *a, const char *name); /* borrowed; NULL: none */
const char *assets_type(const char *name);              /* by its ending; NULL: none of the page's */

#endif
