/* preview.h: a form beside its pages, live: what the author of a form sees in a browser while writing it.
 *
 * The server is one process and one thread: GLib's main loop turns file monitors and the HTTP server (libmicrohttpd,
 * which only this room knows). It composes nothing. On a save a worker (worker.c says why a process) composes the form
 * again by the walk that makes the PDF (render_document), paints its pages as SVG (paint_screen_page), that which is
 * looked at first, and the page in the browser hears of each (server-sent events).
 *
 * A `view` is what can be looked at: the form with one case, or blank. It is composed while somebody looks at it.
 * Whatever the browser asks for is found in memory by a name that this program made; no request names a file.
 * Safety is told in server.c: loopback, token, Host, Origin, bounded requests. */
#ifndef RENKEI_PREVIEW_PREVIEW_H
#define RENKEI_PREVIEW_PREVIEW_H

#include "base/diag.h"
#include "confine/starter.h"
#include "render/render.h"

typedef struct preview_options {
    const char *form;                 /* the path of a form file; NULL: the gallery is what one looks at first */
    const char *const *cases;         /* NULL-ended; NULL or empty: the blank form */
    const char *const *gallery_cases; /* NULL-ended: the cases of the gallery; NULL or empty: blank forms */
    /* Or (not NULL) they are found: g_strdup'ed paths of cases, in order, and folders where some may come or go. Asked
     * anew when something did. */
    void (*find_cases)(void *data, GPtrArray *cases, GPtrArray *folders);
    void *find_data;
    const char *const *underlays; /* NULL-ended; PNG or PDF, a picture for each page in turn; may be NULL */
    const char *released;         /* a folder of forms: those in use; NULL: not known */
    const char *editor;           /* a command with %f and %l; NULL: none */
    const starter *starter;       /* of preview_editor_words, which starts it (confine/starter.h); NULL: no editor */
    const char *as_of, *month;
    bool draft; /* with the watermark 案 */
    int port;   /* 0: any that is free */
} preview_options;

typedef struct preview preview;

/* A starter_words: of the command `data` that is said, the call for a path and a line. */
char **preview_editor_words(const void *data, const char *const *asked);

/* Opens fonts, reads the page's own files and listens; composes nothing yet. `paths` and `o` must live on. NULL
 * after a diagnostic (preview-port, preview-underlay, preview-editor, install-missing, …). */
preview *preview_open(const render_paths *paths, const preview_options *o, diag *d);
void preview_close(preview *p); /* takes NULL */

/* Where to look: http://127.0.0.1:PORT/TOKEN/, of the gallery when there is no form. */
const char *preview_url(const preview *p);
/* Serves until preview_stop, SIGINT or SIGTERM. One of these that has to wait 3 s, or comes a second time, ends the
 * program, as it would have without this. No worker outlives it, however it ends. */
void preview_run(preview *p);
void preview_stop(preview *p);

/* Writes the gallery into a folder, to be looked at without a server: index.html, the pages as SVG, gallery.json. The
 * folder appears whole or not at all; it must be new, empty, or hold a gallery and nothing else (`preview-folder`).
 * The same files give the same bytes. `summary` gets a line a pair, the worst first: state, form, case, pages,
 * fits and why, between tabs. False after a diagnostic; what is wrong with forms and cases is told in the gallery. */
bool preview_once(const render_paths *paths, const preview_options *o, const char *folder, GString *summary, diag *d);

#endif
