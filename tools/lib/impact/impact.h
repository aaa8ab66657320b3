/* impact.h: what a change of forms does to documents.
 *
 *   compare  two display lists of one document: which pages are the same, which are new, gone, moved or different, and
 *            where on them; whether it says the same. Pages are paired by what is on them, so that one inserted page
 *            does not make all that follow different; heads and feet that differ by the numbers of pages alone are the
 *            same head and foot.
 *   account  a line a document, of any number of documents; what it comes to, form by form, the worst first
 *   telling  the account as a table for a terminal, as JSON, as pages of HTML (no script, nothing from elsewhere)
 *
 * Nothing here reads a case or writes a file. */
#ifndef RENKEI_IMPACT_IMPACT_H
#define RENKEI_IMPACT_IMPACT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "display/display.h"

/* ---- compare ---- */

typedef enum impact_page_kind {
    IMPACT_PAGE_SAME,
    IMPACT_PAGE_RENUMBERED, /* but for the numbers of pages in its head and foot */
    IMPACT_PAGE_CHANGED,
    IMPACT_PAGE_ADDED,
    IMPACT_PAGE_REMOVED,
    IMPACT_PAGE_MOVED_FROM, /* it is elsewhere now … */
    IMPACT_PAGE_MOVED_TO    /* … here */
} impact_page_kind;
/* A letter for each, of which impact_record.pages is made. */
#define IMPACT_PAGE_LETTERS "=#~+-<>"

/* A part of a page that is worth showing, and what in it differs. */
typedef struct impact_crop {
    display_box box;
    const display_box *frames;
    size_t frame_count;
} impact_crop;

typedef struct impact_page {
    impact_page_kind kind;
    int before, after; /* from 0; -1: none */
    /* Of a changed page: the same places on the old and on the new one. */
    const impact_crop *crops;
    size_t crop_count;
    unit shifted; /* what is the same has moved by as much at most; 0: it stands where it stood */
} impact_page;

typedef struct impact_comparison {
    const impact_page *pages; /* in the order of reading, what is gone before what is there in its place */
    size_t page_count;
    bool is_same; /* every page is, to the last op */
    bool words;   /* it says something else: in the body, or in heads and feet beyond numbers of pages */
    /* What only the one or only the other says, in order, each a paragraph or a cell; cut after IMPACT_MOST_WORDS. */
    const char *const *gone, *const *come;
    size_t gone_count, come_count, words_left; /* words_left: how many were cut */
} impact_comparison;
enum { IMPACT_MOST_WORDS = 30 };

/* Everything lives in `a`. */
const impact_comparison *impact_compare(arena *a, const display *before, const display *after);

/* ---- account ---- */

/* From bad to good. */
typedef enum impact_state {
    IMPACT_LOST,    /* it could be made, and cannot be now */
    IMPACT_UNKNOWN, /* nobody could look: it took too long, or the program failed */
    IMPACT_WORDS,   /* it says something else */
    IMPACT_LOOK,    /* it looks different */
    IMPACT_BYTES,   /* it looks the same, and is another file (title, structure, bookmarks) */
    IMPACT_GAINED,  /* it could not be made, and can be now */
    IMPACT_SAME,
    IMPACT_NEITHER /* neither form makes it of this case */
} impact_state;
enum { IMPACT_STATES = IMPACT_NEITHER + 1 };

/* One document. */
typedef struct impact_record {
    const char *key; /* of its case */
    impact_state state;
    bool consent;         /* what is consented to on this paper says something else … */
    char consented[11];   /* … and the case has a consent to what it said, of this day; "" none */
    int before, after;    /* pages; 0: it could not be made */
    const char *pages;    /* of IMPACT_PAGE_LETTERS, in order; "" */
    const diag *messages; /* why it cannot be made, or could not; NULL: nothing is to be told */
    bool pictured;
} impact_record;

/* What became of a form. */
typedef enum impact_form_state {
    IMPACT_FORM_BOTH,
    IMPACT_FORM_NEW,      /* the new folder alone has it */
    IMPACT_FORM_VANISHED, /* the old one alone */
    IMPACT_FORM_BROKEN,   /* the new one cannot be read */
    IMPACT_FORM_MENDED    /* the old one could not be read */
} impact_form_state;

typedef struct impact_form {
    const char *name, *title;
    impact_form_state state;
    const char *scope_before, *scope_after; /* the item of a consent that its copies need, "" none */
    GArray *records;                        /* of impact_record */
    size_t count[IMPACT_STATES];            /* set by impact_settle, as what follows */
    size_t ask_again;                       /* cases with a consent to what the paper said */
    size_t pages_before, pages_after;       /* of documents that both make */
} impact_form;

/* Whose texts live in `a`. */
typedef struct impact_account {
    arena *a;
    const char *from, *to; /* folders, as they were given */
    GPtrArray *forms;      /* of impact_form */
    size_t cases;
} impact_account;

impact_account *impact_account_new(const char *from, const char *to);
void impact_account_drop(impact_account *x); /* takes NULL; not the messages */
impact_form *impact_add_form(impact_account *x, const char *name, const char *title, impact_form_state state);
/* Counts, and sorts: forms and documents, the worst first, then by name and key. */
void impact_settle(impact_account *x);
/* Of a settled account, by form: which documents are worth a picture, at most `most`: of each way in which documents
 * change one, then the worst. Sets `pictured`; how many. */
size_t impact_choose_pictures(impact_form *f, size_t most);
bool impact_changes_anything(const impact_account *x);
bool impact_state_is_change(impact_state s);

/* ---- telling ---- */

const char *impact_state_word(impact_state s, diag_language language);
/* Aligned also where full-width characters stand; at most `most` documents of a form, and how many more there are. */
void impact_print(const impact_account *x, size_t most, diag_language language, GString *out);
/* An object a line: documents that change, then forms, then the whole. */
void impact_print_json(const impact_account *x, diag_language language, GString *out);

/* What is shown of one document beside its record. The names of pictures are below the folder of the pages. */
typedef struct impact_shown {
    int before, after; /* page, from 1; 0: there is none */
    impact_page_kind kind;
    unit shifted;
    const char *before_picture, *after_picture; /* NULL: none */
} impact_shown;
/* The sections of a document's pictures and words, as HTML to be kept beside them until the pages are written. */
void impact_append_shown(const impact_shown *s, GString *html);
void impact_append_words(const impact_comparison *c, GString *html);

/* The names of files of the pages. */
#define IMPACT_INDEX "index.html"
#define IMPACT_JSON "impact.json"
char *impact_form_file(const char *form); /* g_free it, as the next */
char *impact_file_stem(const char *form, const char *key);
/* The first page, and that of a form. `section` gives what is shown of a document (may be NULL: nothing), to be freed
 * here. */
void impact_append_index(const impact_account *x, GString *html);
typedef char *(*impact_section)(void *data, const impact_form *f, const impact_record *r);
void impact_append_form(const impact_account *x, const impact_form *f, impact_section section, void *data,
                        GString *html);

#endif
