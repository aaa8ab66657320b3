/* document.h: one document as a value.
 *
 * One walk makes it, as deep as is asked: form → data → findings → bound → judged → composed → drawn. Whoever prints,
 * lists, reviews, shows or makes thousands of documents asks this value, and walks nowhere else, so that none of them
 * can find what another does not. */
#ifndef RENKEI_RENDER_DOCUMENT_H
#define RENKEI_RENDER_DOCUMENT_H

#include "bind/bind.h"
#include "casefile/casefile.h"
#include "check/check.h"
#include "compose/compose.h"
#include "render/render.h"

/* How far a document is taken; each includes those before it. */
typedef enum render_depth {
    RENDER_FORM,     /* the form was read */
    RENDER_READ,     /* and the data */
    RENDER_FOUND,    /* what the rules find in the data is known, where the form prints it ($judged) */
    RENDER_BOUND,    /* its values stand in it; whom it is for is known */
    RENDER_JUDGED,   /* no rule keeps it in the office (only where the manner judges) */
    RENDER_COMPOSED, /* its pages are made */
    RENDER_DRAWN     /* and its display list, which has passed display_check */
} render_depth;

/* What it is made for. Zeroed: for a screen, as strict as for paper. */
typedef struct render_manner {
    bool judged;        /* a rule may keep it back; the walk ends there */
    bool trial;         /* pages also when a box refused its text, so that an author sees where (compose_trial) */
    bool lenient;       /* what is missing is told, and the rest bound (bind_options) */
    bool noted;         /* notes are taken of what is drawn */
    const form *form;   /* one that was read already; NULL: the request's */
    GHashTable *yields; /* of bind_options; NULL */
} render_manner;

extern const render_manner render_to_leave;  /* paper: judged, strict */
extern const render_manner render_to_screen; /* a trial, with notes; no rule keeps it back */

/* One document, made by one walk: form → data → findings → bound → judged → composed → drawn. A member is NULL when the
 * walk did not get there; then `messages` has the error that ended it, or a rule forbids it, or nobody asked.
 * Everything in it is its own, or the case's, which must outlive it. */
struct render_document {
    render_case *of_case;
    render_request request;
    render_manner manner;
    render_depth wanted, reached;
    bool ended_early; /* before the depth that was wanted */
    arena *a;
    xml_store *s;
    const form *form;
    const casefile *data;       /* NULL in a blank form */
    const check_result *judged; /* NULL: the form does not ask, or nothing can be judged */
    const bound *bound;         /* with its recipients */
    const bound *whole;         /* of a copy (request.edition): the same document with all in it, which rules judge */
    const check_finding
        *forbids; /* the rule that keeps it in the office, in both languages; NULL: none, or not judged */
    const composed *pages;
    display *list; /* only one that may be painted */
    GArray *notes; /* of emit_note, of `list`; NULL unless noted */
    const font_set *fonts;
    diag *messages; /* all that was found on the way; a rule that forbids is one of them */
    render_times times;
};

/* Never NULL. */
render_document *render_document_new(render_case *c, const render_request *r, const render_manner *m,
                                     render_depth depth);
void render_document_drop(render_document *x); /* takes NULL */
/* It got as far as was asked, without an error. */
bool render_document_is_good(const render_document *x);
/* `outputs` gets GByteArrays, one a file (pages for PNG and SVG), by the request's backend and format; only of a good
 * document that was drawn to leave, from a case as it is. False after an error in `messages`. */
bool render_document_paint(render_document *x, GPtrArray *outputs);
/* A picture of a part of a page (paint_page_region), for whoever shows where something is; of what was drawn. NULL
 * after diagnostics. */
GByteArray *render_document_region(render_document *x, size_t page, const paint_region *region, int dpi, diag *d);
/* The request's stage (not STAGE_NONE) as text; of a good document that was taken there. */
void render_document_print_stage(const render_document *x, GString *out);
/* What it is in a few lines: how far it got, whom it is for, what forbids it, pages, ops and messages. */
void render_document_print(const render_document *x, GString *out);
/* How far the walk must go for a stage to be printed; STAGE_NONE: for painting. */
render_depth render_depth_of(render_stage stage);
/* Appends the paths of all files of the form that were read, or could not be; to be g_free'd. */
void render_document_form_files(const render_document *x, GPtrArray *paths);

#endif
