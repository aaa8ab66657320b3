/* bundle.h: many finished PDFs become one print-ready PDF, each page stamped. The only room that knows libqpdf.
 *
 * A bundle is what goes into one envelope, or one pile of the print room. Its pages are those of the parts in the
 * order given, not composed again: content, fonts and text layer stay as they are, and what the stamps say is drawn
 * over them. The result depends on its input alone: no clock, no locale, no file name, a document ID derived from the
 * content. It carries the title given and nothing of the parts' own properties and bookmarks, which may hold names.
 *
 * A part must be, byte for byte, what was made: its SHA-256 and its pages are those that the ledger knows. What
 * differs is never repaired: it is an error, and then there is no bundle at all. Time grows with the pages; memory, for
 * a while, to five times the size of the bundle. */
#ifndef RENKEI_BUNDLE_BUNDLE_H
#define RENKEI_BUNDLE_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/diag.h"
#include "base/digest.h"

/* One document, with what the ledger knows of it. `bytes` or, when NULL, the file `path`, which must not be written to
 * meanwhile (one that is renamed over is safe). `path` is what messages call it in either case. */
typedef struct bundle_part {
    const char *path;
    const void *bytes;
    size_t length;
    digest sum;           /* of its bytes */
    int pages;            /* that it has */
    const char *bookmark; /* in the outline of the bundle: the form's title and the case's key, never a name */
    bool plain; /* it is neither stamped nor counted: the envelope that the others are put into. Only the first
                   may be, and not alone */
} bundle_part;

/* Where a stamp's page is laid over the page of a part: that corner of both meets. Stamps are drawn on A4 whatever the
 * size of the pages below (forms batch/stamp.xml, batch/reissue.xml); forms with recipients leave the place of both
 * free (`form-recipient-margin`). */
typedef enum bundle_corner { BUNDLE_BOTTOM_RIGHT, BUNDLE_TOP_RIGHT } bundle_corner;

/* A PDF with one page for each page of the bundle that is counted, or with one page that goes on all of these. */
typedef struct bundle_stamp {
    const void *bytes;
    size_t length;
    bundle_corner corner;
} bundle_stamp;

typedef struct bundle_job {
    const char *title; /* property of the PDF: a key, never a name */
    /* Page labels are PREFIX-1, PREFIX-2 …, as the stamp counts; NULL: 1, 2 … A page that is not counted has the label
     * 封筒, without a number; by this such a page of a bundle that is a part itself (a reissue) is known and left
     * plain. */
    const char *prefix;
    const bundle_part *parts;
    size_t part_count; /* at least one */
    const bundle_stamp *stamps;
    size_t stamp_count;
    /* For paper printed on both sides: every part begins on a front. Where one before it ends on a front, its back is
     * an empty page of the same size, counted and stamped as any other (behind a plain part: plain). */
    bool duplex;
} bundle_job;

/* The index of the first page of a part, from 0; of part_count: how many pages the bundle has. */
int bundle_first_page(const bundle_job *job, size_t part);
/* How many pages of it come before the first that is counted. */
int bundle_plain_pages(const bundle_job *job);

/* NULL after `bundle-part-damaged`, `bundle-part-pages`, `bundle-stamp`, `bundle-write` or `file-read` (exit 5 all of
 * them). The caller owns the bytes (g_byte_array_unref). */
GByteArray *bundle_merge(const bundle_job *job, diag *d);

/* ---- what the stamps say ---- */

/* Data for the form batch/stamp.xml: `count` pages marked with the key of whom the envelope is for and the running
 * number n／N. Owned by the caller; g_string_free it. */
GString *bundle_stamp_data(const char *mark, int count);
/* The same for the pages of a bundle; of an empty one the stamp says that it is meant to be, so that whoever fills the
 * envelope looks for no lost page. */
GString *bundle_stamp_data_of(const char *mark, const bundle_job *job);
/* Data for the form batch/reissue.xml, one page: 再発行, the number of the copy (1 is the first) and of the version;
 * standing: words for a version that does not stand any more, NULL: it does. */
GString *bundle_reissue_data(int version, int copy, const char *standing);

#endif
