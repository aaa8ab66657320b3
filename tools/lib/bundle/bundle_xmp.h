/* bundle_xmp.h: what a PDF says of itself in its metadata (XMP, ISO 16684-1), in whichever of its ways of writing the
 * program chose that wrote it last: as elements, as attributes, with words in a list of one. */
#ifndef RENKEI_BUNDLE_BUNDLE_XMP_H
#define RENKEI_BUNDLE_BUNDLE_XMP_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* What it says by these names (dc:title …), each as one string: name to text, both its own; what it does not say is not
 * there. NULL: it is no XMP, or has other prefixes than everybody. */
GHashTable *bundle_xmp_read(const char *bytes, size_t length);

#endif
