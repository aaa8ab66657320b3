/* bundle_apart.h: work on a PDF in a process of its own, which ends with it: what a library kept of a password is gone
 * then, and a file made to do harm gets no more memory and time than that process has. */
#ifndef RENKEI_BUNDLE_BUNDLE_APART_H
#define RENKEI_BUNDLE_BUNDLE_APART_H

#include <stdbool.h>

#include <glib.h>

/* Appends what was made to `out`; false: it could not be, and why is set, in both languages. */
typedef bool bundle_work(const void *data, GByteArray *out, const char **ja, const char **en);

enum { BUNDLE_APART_SECONDS = 60, BUNDLE_APART_MEGABYTES = 2048 };

/* What the work made, g_byte_array_unref it; NULL: why not is in *ja and *en, both to be g_free'd. */
GByteArray *bundle_apart(bundle_work *work, const void *data, char **ja, char **en);

#endif
