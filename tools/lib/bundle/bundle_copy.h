/* bundle_copy.h: copies of one finished PDF for other uses. The PDF itself stays the record.
 *
 * libqpdf is loaded when the first copy is asked for (bundle_lazy.h): who makes none does not pay for it. */
#ifndef RENKEI_BUNDLE_BUNDLE_COPY_H
#define RENKEI_BUNDLE_BUNDLE_COPY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/diag.h"

/* What the title of an encrypted copy ends in. */
#define BUNDLE_ENCRYPTED "（暗号化した写し）"

/* A PDF that is copied. */
typedef struct bundle_original {
    const char *path; /* that somebody named: then it must be one that renkei made; NULL: it was made just now */
    const void *bytes;
    size_t length;
} bundle_original;

/* The same pages behind a password: AES-256, revision 6 (ISO 32000-2, 7.6). Nothing is left readable without it, the
 * properties and the XMP included. One password opens it and allows all: a promise of readers not to print or copy
 * keeps nobody out, and who hears the page needs its text. It says in its title that it is a copy, and claims PDF/UA-1
 * as far as the original does, but not PDF/A, which forbids encryption. Keys are random: no two copies are equal.
 *
 * `password` as cli_secret.h gives it. NULL after `bundle-copy` or (of a path)
 * `bundle-copy-of`; the copy was opened again and has as many pages. All
 * of it is done in a process of its own (bundle_apart.h): nothing of the password stays but the caller's. */
GByteArray *bundle_encrypt(const bundle_original *of, const char *password, diag *d);

/* What is attached to an archive edition under this name, as its writer meant it to be data of the page (PDF/A-3,
 * AFRelationship). `path` is what messages call the PDF. NULL after `bundle-no-archive`: there is none, it is not XML,
 * it is damaged, or unpacks to more than a form could be. A file made to do harm is read in a process of its own. */
GByteArray *bundle_attached(const char *path, const void *bytes, size_t length, const char *name, diag *d);

/* Whether a PDF shows, tells of itself and reads aloud what `made` does, whoever packed it, signed it or laid notes
 * upon it since. false after `bundle-other-pages`. In a process of its own. */
bool bundle_check_same(const char *path, const void *bytes, size_t length, const GByteArray *made, diag *d);

/* Larger files are not read: an archive edition of a hundred pages is a tenth of it. */
enum { BUNDLE_MOST_READ = 64 << 20, BUNDLE_MOST_ATTACHED = 16 << 20 };

#endif
