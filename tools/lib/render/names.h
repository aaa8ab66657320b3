/* names.h: the name report: can the names of a case be printed as they are written?
 *
 * Names are what the schema calls so (r:text: people, offices, schools, and their readings), in the case and in its
 * masters. Each is set as a document would set it. A line of the report is a name: where it stands, never what it is;
 * characters are told by code point, and what cannot be printed with what to do about it. */
#ifndef RENKEI_RENDER_NAMES_H
#define RENKEI_RENDER_NAMES_H

#include "render/render.h"

typedef enum names_verdict {
    NAMES_EXACT,    /* in the faces of the family */
    NAMES_FALLBACK, /* some characters in a declared fallback (fonts/families.ini) */
    NAMES_HIDDEN,   /* there are invisible characters in it, which are not printed */
    NAMES_REFUSED   /* a document with this name would not be made */
} names_verdict;

/* Appends the report of one case, a line a name in the order of the documents, as text or (json) as JSON objects:
 * {"v":1,"verdict":"exact|fallback|hidden|refused","characters":["U+1EC5",…],"faces":["FreeSerif Regular",…],
 * "data":{"file","line","path"}}; text ends with a line that counts. False after diagnostics: the case cannot be read.
 * `worst` is raised to the worst verdict. */
bool render_names(render_environment *e, const char *case_path, bool json, diag_language language, GString *out,
                  names_verdict *worst, diag *d);

#endif
