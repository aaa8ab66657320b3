/* render.h: the whole pipeline as calls: case → bind → compose → display list → painter.
 *
 * An environment is opened once (fonts, composer) and serves any number of documents, one at a time. Each
 * document is made in a store and an arena of its own and leaves nothing behind. */
#ifndef RENKEI_RENDER_RENDER_H
#define RENKEI_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/diag.h"
#include "paint/paint.h"

/* Where forms, schemas and fonts are: beside the program when it runs from its build folder, under
 * PREFIX/share/renkei when it is installed. */
typedef struct render_paths {
    char *forms, *schema, *fonts;
} render_paths;

/* Finds them from the running program's own place. `forms` (may be NULL) overrides. False after
 * `install-missing` (exit 5). */
bool render_paths_find(render_paths *p, const char *forms, diag *d);
void render_paths_clear(render_paths *p);

typedef struct render_environment render_environment;
render_environment *render_open(const render_paths *paths, diag *d); /* NULL after a diagnostic */
void render_close(render_environment *e);                            /* takes NULL */

typedef enum render_stage { STAGE_NONE, STAGE_CASE, STAGE_BIND, STAGE_COMPOSE, STAGE_DISPLAY } render_stage;

typedef struct render_request {
    const char *case_path; /* NULL only with blank */
    const char *form;      /* a form's name, or the path of a form file */
    const char *as_of, *month;
    bool draft, blank; /* a draft (案) may break rules; any other document must not */
    paint_backend backend;
    paint_format format;
    int dpi;                /* PNG; 0: 110 */
    diag_language language; /* of a rule's message */
    render_stage print;     /* not STAGE_NONE: `text` gets this stage as text, nothing is painted */
} render_request;

/* Seconds of CPU spent in each stage, for the bench. */
typedef struct render_times {
    double form, data, bind, check, compose, display, paint;
} render_times;

/* Makes one document. True: `outputs` holds GByteArrays, one a file (pages for PNG and SVG), or `text`
 * holds the stage asked for. False: diagnostics, and no outputs at all. times may be NULL. */
bool render_document(render_environment *e, const render_request *r, GPtrArray *outputs, GString *text,
                     render_times *times, diag *d);

/* Every form under the forms folder, sorted: "name<TAB>title" a line. With a case (r->case_path) each line goes
 * on with "<TAB>可" or "<TAB>不可：why" (in English "yes", "no: why"): what this case can fill and
 * may let out, as of r->as_of, r->month. The case's own mistakes are reported in `d`. */
bool render_list_forms(const render_paths *paths, const render_request *r, GString *out, diag *d);

/* "plan" → FORMS/plan/form.xml; anything with a slash or ending in .xml is a path already. g_free it. */
char *render_form_path(const render_paths *paths, const char *form);

#endif
