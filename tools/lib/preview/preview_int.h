/* preview_int.h: the parts of the preview room that know nothing of a session. Each source knows only what stands
 * above it here:
 *
 *   files, assets, delta, bounded, worker ← underlay, editor, look, watch, server, pool
 *   stream   event                   →  every browser that looks (over server)
 *   marks    a page                  →  what is to be known of its ops
 *   sight    form × case             →  pages and marks, a page at a time, in a worker
 *   compare  a sight and what it was →  what moved, in pages and words, in a worker
 *   work     what a worker is asked for: sights, comparisons, pairs of the gallery, the review
 *   view     what a worker tells     →  events
 *   gallery  every form × every case →  states and pictures (gallery.h), a folder of them (once.c)
 *   session  what is looked at, and which of it is stale (session.h)
 *   review   what is found on the form;  gallery_routes, routes   /TOKEN/… →  a reply out of memory
 *   preview  watch and server        →  all of these, in GLib's main loop */
#ifndef RENKEI_PREVIEW_PREVIEW_INT_H
#define RENKEI_PREVIEW_PREVIEW_INT_H

#include <glib.h>

#include "base/diag.h"
#include "base/digest.h"
#include "confine/starter.h"
#include "display/display_compare.h"
#include "emit/notes.h"
#include "paint/paint.h"
#include "preview/preview.h"

typedef struct stream stream;

/* ---- files.c: every file that was read, by number ---- */
/* Paths as messages and origins name them, shortened; a number stays with its path as long as the session lives, so
 * that a browser can speak of a file without naming it. */
typedef struct preview_files preview_files;
preview_files *files_new(void);
void files_drop(preview_files *f);
guint files_number(preview_files *f, const char *path); /* adds it when it is new */
/* "messages":{"ja":[…],"en":[…]}; the files they name get their numbers. */
void files_append_messages(GString *out, const diag *d, preview_files *files);
const char *files_path(const preview_files *f, guint n); /* NULL: none */
void files_append_json(const preview_files *f, GString *out);
/* In a worker: numbers are asked for (desk_number), so that all workers have the same. */
struct desk;
preview_files *files_new_asking(struct desk *k);
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

/* ---- worker.c: a process of our own, which can be ended at any moment ---- */
typedef enum worker_end {
    WORKER_DONE,   /* what was asked for is done */
    WORKER_KILLED, /* by us, as it was not wanted any more */
    WORKER_LATE,   /* it took too much time of a processor */
    WORKER_SHORT,  /* or memory */
    WORKER_CRASHED /* or ended in another way */
} worker_end;

typedef struct worker_bounds {
    guint seconds;   /* of a processor, for each task */
    guint megabytes; /* of addresses, with what the server had */
} worker_bounds;

/* In the worker. */
typedef struct desk desk;
typedef void (*desk_work)(desk *k, void *data);            /* what it does; it ends when this comes back */
GVariant *desk_next(desk *k, const char **word);           /* waits for the next task; g_variant_unref it */
void desk_tell(desk *k, const char *word, GVariant *with); /* of the task; NULL: nothing more */
/* A text to be told, and how the server gets it back; none and an empty one are the same. As a string: whether bytes
 * are bytes is looked at one by one, which is most of a save where a page has two hundred thousand. */
GVariant *desk_text(GBytes *text);
GBytes *worker_text(GVariant *told); /* g_bytes_unref it */
/* Whether the task is wanted no longer; *seen: the page that is looked at, if another was told. */
bool desk_is_stopped(desk *k, guint *seen);
guint desk_number(desk *k, const char *path); /* as the server counts files */
guint desk_task(const desk *k);

/* In the server. */
typedef struct worker worker;
typedef void (*worker_heard)(void *data, worker *w, guint task, const char *word, GVariant *with);
typedef void (*worker_gone)(void *data, worker *w, worker_end end); /* to be dropped then */
/* NULL: the system has no process for it. */
worker *worker_start(desk_work work, void *of_work, worker_bounds bounds, worker_heard said, worker_gone gone,
                     void *data);
void worker_tell(worker *w, guint task, const char *word, GVariant *with);
gint64 worker_time(const worker *w); /* µs of a processor that it has used */
void worker_kill(worker *w);         /* it is gone soon */
void worker_drop(worker *w);         /* takes NULL; it is no more when this comes back */

/* ---- pool.c: who of some workers does what ---- */
typedef struct pool pool;
typedef struct task task;
typedef struct task_listener {
    void (*heard)(void *data, const char *word, GVariant *with);
    void (*ended)(void *data, worker_end end); /* once; the task is no more */
    void *data;
} task_listener;

/* `files` has the numbers that workers ask for. */
pool *pool_new(desk_work work, void *data, worker_bounds bounds, preview_files *files);
void pool_drop(pool *p); /* takes NULL; every task is ended (WORKER_KILLED), no process is left */
/* `word` and what belongs to it as desk_next gives them: (bsv), whether this worker did not make the last one `of`
 * this, `of`, `with`. */
task *pool_begin(pool *p, const char *of, const char *word, GVariant *with, task_listener to);
void task_tell(task *t, const char *word, GVariant *with); /* once somebody is doing it */
/* It is not wanted any more: it may be done within a moment, else its worker is killed. Another `of` the same comes
 * after it. */
void task_hurry(task *t);
void task_forget(task *t); /* the same, and nothing more is heard of it */

/* ---- sight.c: a form with one case, in a worker ---- */
/* What views are made with. */
typedef struct view_maker {
    render_environment *environment;
    paint_outlines *outlines;
    preview_files *files;
} view_maker;

enum { SIGHT_ID = 96 };
/* A page as it was painted last; a name is kept as long as the bytes are the same, so that only what changed is told.
 */
typedef struct sight_page {
    char id[SIGHT_ID], mark_id[SIGHT_ID];
    GBytes *svg, *marks;
    unit width, height;
} sight_page;

typedef struct sight_shown {
    char id[SIGHT_ID];
    unit width, height;
} sight_shown;

/* What was made once, whole. */
typedef struct sight_version {
    GArray *pages; /* of sight_shown */
    display_trace *trace;
} sight_version;

typedef struct sight sight;
struct sight {
    char *key;
    GVariant *asked; /* has the strings of the request */
    render_request request;
    render_alteration how;
    render_case *data;           /* as read; NULL: to be read. A save of the form does not read it again */
    GArray *pages;               /* of sight_page */
    sight_version *now, *before; /* before: the save that looked otherwise, last; NULL: none yet */
    sight *released;             /* with the form that is in use; NULL: not asked for, or there is none */
    char *released_form;
    guint task, made; /* for names of pages */
};

/* A request as it is told: form, case, as_of, month, draft, blank, how the case is altered. */
#define SIGHT_ASKED "(aymaymsmsbbi)"
GVariant *sight_ask(const render_request *r, render_alteration how);
render_request sight_request(GVariant *asked, render_alteration *how); /* its strings are those of `asked` */

sight *sight_new(const char *key, GVariant *asked);
void sight_drop(sight *v); /* takes NULL */
void sight_version_drop(sight_version *x);
void sight_forget_case(sight *v); /* its files have changed */
/* Composes and tells (view_hear); `seen`: the page that is looked at. False: no pages came of it. aside: only pictures
 * are told ("body"), and `why` gets the messages when there are none. */
bool sight_compose(sight *v, guint seen, bool aside, GString *why, const view_maker *m, desk *k);

/* ---- view.c: what the server knows of a sight, and tells ---- */
typedef enum view_state {
    VIEW_NEW,   /* nothing composed yet */
    VIEW_GOOD,  /* the document can be made */
    VIEW_TRIAL, /* the pages are of this save, but have errors: a box refused its text … */
    VIEW_BROKEN /* no pages came of this save; those of the last good one stay */
} view_state;

typedef struct view_page {
    char *id;            /* of the picture: another picture, another id; NULL: none yet */
    char *mark_id;       /* of the marks */
    char *since, *delta; /* id of the picture before, and the changes since; NULL: none, or more than is worth it */
    bool fresh, known;   /* the picture, the marks are of this state */
    unit width, height;
    char *label;
} view_page;

typedef struct view view;
struct view {
    char *key, *name; /* in addresses; for people */
    render_request request;
    render_alteration how; /* of the case */
    view_state state;
    guint number;                       /* counts what was told */
    GPtrArray *pages;                   /* of view_page */
    GHashTable *bodies;                 /* id → view_body: pictures and marks, of what is and what was lately */
    GHashTable *released;               /* id → GBytes: pictures of the form in use */
    GPtrArray *form_files, *case_files; /* of char *: what this view was made of */
    char *messages, *altered;           /* JSON: members of the event */
    bool good, whole;                   /* whole: all of this state is there */
    bool pending;                       /* composed, but no page of it is there yet */
    GPtrArray *streams;                 /* of stream: who looks at it */
    bool stale;
    guint seen;        /* the page that somebody looks at */
    task *task;        /* it is being made; NULL: it is not */
    bool again;        /* and is to be made once more */
    bool forget;       /* the case is to be read again */
    bool awaited;      /* a state is being made that has not yet been told */
    bool late;         /* browsers were told that a newer one is on its way */
    gint64 since;      /* when it began to be read */
    char *failure;     /* messages of the last save, when nothing came of it */
    guint doubt, sign; /* sources: the failure will be told if nothing changes; that it takes long */
    char *group;       /* the gallery opened it: key of its form; NULL: one of the command line's */
};

view *view_new(const char *key, const char *name, render_request r);
void view_drop(view *v);
GVariant *view_ask(view *v); /* for a worker */
/* What a worker tells; false: it is none of a view's. */
bool view_hear(view *v, const char *word, GVariant *with, preview_files *files);
/* The failure, as it stands. */
void view_tell_broken(view *v, preview_files *files);
/* The worker ended before it was done. */
void view_fail(view *v, worker_end end, preview_files *files);
/* A diagnostic of a worker that ended so, of a form. */
void view_add_end(diag *d, worker_end end, const char *path);
/* The state as it is, to who comes now; nothing when there is none. */
void view_tell(const view *v, stream *one, preview_files *files);
void view_tell_late(const view *v, stream *one);  /* a newer one is on its way */
GBytes *view_body(const view *v, const char *id); /* borrowed; NULL: none */

/* ---- compare.c: in a worker ---- */
/* As JSON, what became of its pages since the last save that looked otherwise; or from the form in use, which
 * `released` (a folder of forms; NULL: none is known) has, made of the same case. `kept` gets the names of the pages of
 * the form in use (as). */
char *compare_told(sight *v, guint number, bool saved, const char *released, GVariantBuilder *kept, const view_maker *m,
                   desk *k);

/* ---- work.c: all that a worker can do ---- */
/* A desk_work; `data`: a work_ground. */
typedef struct work_ground {
    const preview_options *options;
    render_environment *environment;
} work_ground;
void work_serve(desk *k, void *data);

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
bool editor_open(const starter *s, const char *path, int line);

/* ---- server.c: HTTP ---- */
typedef struct server server;
struct MHD_Connection;
struct MHD_Response;

typedef struct reply {
    unsigned status;
    const char *type;
    GBytes *body;                  /* a reference of its own */
    struct MHD_Response *response; /* not NULL: instead of a body */
    struct later *later;           /* not NULL: it comes later, and nobody else waits for it */
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
/* A reply that is made later: exactly once, and before the server is closed. Not within the answer itself. */
typedef struct later later;
reply later_new(const ask *a, later **l);
void later_answer(later *l, reply r);

/* ---- stream.c: server-sent events ---- */
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
