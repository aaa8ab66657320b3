/* gallery.h: every form × every case, and how each pair comes out: what `--once` writes, what the gallery in the
 * browser shows, and what a test can ask without a browser.
 *
 * A pair is composed as the live view composes it (render_to_screen), and judged by the rules as the print is; one that
 * a rule keeps in the office is shown as a draft (案) with the rule beside it. Pairs depend on nothing but their files:
 * no clock, no order of composing. */
#ifndef RENKEI_PREVIEW_GALLERY_H
#define RENKEI_PREVIEW_GALLERY_H

#include "preview/preview_int.h"

/* From the best to the worst: the worst stands first. */
typedef enum gallery_state {
    GALLERY_NEW,       /* not composed yet */
    GALLERY_CLEAN,     /* nothing to say */
    GALLERY_UNFILLED,  /* the case has nothing for this form (bind-no-subject) */
    GALLERY_WARNINGS,  /* can be made; read the warnings */
    GALLERY_FORBIDDEN, /* complete, but a rule keeps it in the office */
    GALLERY_ERRORS     /* cannot be made */
} gallery_state;

/* Boxes that were squeezed alike. */
typedef struct gallery_squeeze {
    unit size;     /* of the type; 0: not smaller */
    int condensed; /* width of the type in thousandths; 0: not condensed */
    guint count;
} gallery_squeeze;

/* How the boxes of all pages fitted. */
typedef struct gallery_fits {
    guint natural, continued, refused;
    GArray *squeezed; /* of gallery_squeeze, the smallest type first, then the narrowest */
} gallery_fits;

typedef struct gallery_form {
    char *name, *key, *path, *title; /* title NULL: the form cannot be read */
} gallery_form;

typedef struct gallery_case {
    char *name, *key, *path; /* path NULL: the blank form */
} gallery_case;

typedef struct gallery_pair {
    const gallery_form *form;
    const gallery_case *sample;
    char *key; /* FORM.CASE of letters, digits, - and _: names a file and an address */
    gallery_state state;
    GArray *sheets; /* of gallery_sheet: the pages */
    gallery_fits fits;
    diag *messages;     /* of the composition; NULL: new */
    diag *forbids[2];   /* by diag_language: render-forbidden, or empty */
    GPtrArray *files;   /* of char *: what it was made of */
    GBytes *first_page; /* its picture; NULL: all pictures were asked for */
    char *told;         /* as a worker told it, JSON; NULL: it was made here */
    guint making;       /* so many workers make it */
    bool again;         /* and a file of it has changed meanwhile */
} gallery_pair;

typedef struct gallery_sheet {
    unit width, height;
} gallery_sheet;

typedef struct gallery {
    const render_paths *paths;
    const preview_options *options;
    GPtrArray *forms;   /* of gallery_form */
    GPtrArray *cases;   /* of gallery_case */
    GPtrArray *pairs;   /* of gallery_pair: form by form */
    GPtrArray *streams; /* of stream: who looks at it */
    GPtrArray *folders; /* of char *: where forms and cases may come and go */
    GPtrArray *gone_forms, *gone_cases;
    GHashTable *form_keys, *case_keys; /* all that were ever given */
    guint told;
} gallery;

/* The forms of the forms folder that take a case, and o->form if it is another; the cases of o->gallery_cases, or
 * the blank form where there are none. Composes nothing. NULL after `file-read`. */
gallery *gallery_new(const render_paths *paths, const preview_options *o, diag *d);
/* Looks what there is now: what is new comes in, what is not there any more goes, what stays keeps what is known of it.
 * Whether anything is other than before, a form's title, too. */
bool gallery_list(gallery *g);
void gallery_drop(gallery *g); /* takes NULL */
gallery_pair *gallery_pair_new(const gallery_form *of, const gallery_case *sample);
void gallery_pair_drop(gallery_pair *p);
void gallery_forget_outcome(gallery_pair *p);
gallery_pair *gallery_find(const gallery *g, const char *key);
void gallery_pair_request(const gallery *g, const gallery_pair *p, render_request *r);

/* Composes a pair anew. `pictures` gets its pages, a GByteArray each; NULL: the first is kept with the pair. */
void gallery_compose(const gallery *g, gallery_pair *p, const view_maker *m, GPtrArray *pictures);

/* Form (key, path) and case (key, path) of a pair, as a worker is asked for it. */
#define GALLERY_ASKED "(s^aysm^ay)"
/* "clean", "unfilled", … */
const char *gallery_state_name(gallery_state state);
/* Id of the rule that forbids it, or NULL. */
const char *gallery_rule(const gallery_pair *p);

/* Pairs, the worst first: by state, then by how badly the boxes fit, then by form and case. g_ptr_array_unref it. */
GPtrArray *gallery_sorted(const gallery *g);
/* One pair a line, the worst first: state, form, case, pages, fits and why, between tabs. */
void gallery_print(const gallery *g, GString *out);
void gallery_append_pair(GString *out, const gallery_pair *p);
/* The whole of it. `live`: states are asked for one by one (gallery/KEY). */
void gallery_append(GString *out, const gallery *g, bool live);

#endif
