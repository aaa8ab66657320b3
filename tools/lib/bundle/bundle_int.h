/* bundle_int.h: shared by the sources of the bundle room only. */
#ifndef RENKEI_BUNDLE_BUNDLE_INT_H
#define RENKEI_BUNDLE_BUNDLE_INT_H

#include <qpdf/qpdf-c.h>

#include "bundle/bundle.h"

/* A PDF that is read: its bytes must stay until the bundle is written, as streams are copied then. */
typedef struct bundle_source {
    qpdf_data pdf;
    GMappedFile *map; /* NULL: the bytes are the caller's */
    int pages;
} bundle_source;

/* False after a library's error, which is left in `q` for bundle_words. */
bool bundle_source_open(bundle_source *s, const char *name, const void *bytes, size_t length);
void bundle_source_close(bundle_source *s);
/* What the library says is wrong with `q`, once; never NULL. */
/* In Japanese what kind of error it is, in English what the library says; borrowed, until `q` goes. */
void bundle_words(qpdf_data q, const char **ja, const char **en);
/* A handle that says nothing on stderr and repairs nothing. */
qpdf_data bundle_library(void);

/* ---- bundle_object.c ---- */
qpdf_oh bundle_new_object(qpdf_data q); /* a dictionary that others point to */
/* An indirect stream; what its dictionary says is added by the caller. */
qpdf_oh bundle_new_stream(qpdf_data q, const void *bytes, size_t length);
/* What a source says, with all that it leads to, as an object of `out` that others point to: only such a one can be
 * copied. Null of what is neither dictionary, array nor stream: the library's own answer to it is no object at all, and
 * to be rid of a file that holds one ends the process. */
qpdf_oh bundle_object_copy(qpdf_data out, const bundle_source *s, qpdf_oh object);
void bundle_set_text(qpdf_data q, qpdf_oh d, const char *key, const char *text);
void bundle_set_name(qpdf_data q, qpdf_oh d, const char *key, const char *name);

/* ---- bundle_page.c ---- */
/* A page of a stamp, as an object that any page of the bundle can draw. */
typedef struct bundle_mark {
    qpdf_oh object;
    double right, bottom, top; /* of its sheet, in pt */
    bundle_corner corner;
} bundle_mark;

/* False when the page is not one that can be a stamp: no upright sheet. */
bool bundle_mark_make(qpdf_data out, const bundle_source *stamp, int index, bundle_corner corner, bundle_mark *m);
/* Draws the marks over a page of `out`. False when it is not an upright sheet. */
bool bundle_page_draw(qpdf_data out, qpdf_oh page, const bundle_mark *marks, size_t count);
/* Adds an empty page of the size that the page `like` of `out` has. */
bool bundle_page_add_empty(qpdf_data out, size_t like);

/* ---- bundle_link.c ---- */
/* Takes what leads from the pages of a part off them, before they are copied: it would lead to pages that are no copies
 * yet. An array of each page's annotations, or null. */
qpdf_oh *bundle_links_take(const bundle_source *s);
/* Puts it on the copies, once all of them are there; drops it. */
void bundle_links_put(qpdf_data out, const bundle_source *s, int first, qpdf_oh *links);

/* ---- bundle_structure.c ---- */
/* The structure of the bundle in the making. */
typedef struct bundle_structure {
    qpdf_oh root, top, parts, pages;
    qpdf_oh links; /* pairs of the tree, as `pages`: of annotations, which come after all pages */
    int first_link, link_count;
    qpdf_oh names; /* pairs of the tree from names to elements */
} bundle_structure;
/* The part says what its text is, and which gray it means: it is a record. */
bool bundle_structure_has(const bundle_source *s);
void bundle_structure_begin(bundle_structure *b, qpdf_data out, int pages);
/* Of a part whose pages are in `out`, from `first` on. */
void bundle_structure_add(bundle_structure *b, qpdf_data out, const bundle_source *s, int first);
/* whole: of every part; else what there is of some of them is no claim. */
void bundle_structure_write(const bundle_structure *b, qpdf_data out, int pages, bool whole);

/* ---- bundle_record.c ---- */
/* Information, metadata and, if it claims to be a record, the output intent. */
void bundle_record_write(qpdf_data out, const bundle_job *job, const bundle_source *parts, bool claims);

/* ---- bundle_catalog.c ---- */
/* Language, page labels and one bookmark for the first page of each part; `plain` pages come before the first
 * that is counted. */
void bundle_catalog_write(qpdf_data out, const bundle_job *job, int plain);
/* How many pages at the beginning of what was written so have no number; 0 of any other PDF. */
int bundle_catalog_plain(const bundle_source *s);

#endif
