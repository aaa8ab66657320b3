/* bind_filled.h: a filled form as XML: what was printed, and nothing else, from which the same pages are made again.
 *
 * The bound document is written as composition sees it: every value as the text that stands on the page, with the name
 * of the field that it came from; measures in 1/1024 pt. Of the case there is nothing in it that no page shows: no
 * recipient, no consent, no expression, no number of a record among its like. Whoever is given the page may be given
 * this. It is attached to the archive edition (PDF/A-3a). Words of XML and values of C are joined by one table
 * (bind_filled_words.c), for writing and for reading.
 *
 * Reading trusts nothing: a word that is not in the table, a measure that no form could ask for, a missing style are
 * `bind-archive`. */
#ifndef RENKEI_BIND_BIND_FILLED_H
#define RENKEI_BIND_BIND_FILLED_H

#include "bind/bind.h"

/* A face that the pages are set in, and the SHA-256 of its file in hexadecimal. */
typedef struct bind_filled_font {
    const char *name, *sum;
} bind_filled_font;

/* By what the pages were made. */
typedef struct bind_filled_made {
    int edition;         /* of the layout */
    const char *program; /* its version */
    const bind_filled_font *fonts;
    size_t font_count;
} bind_filled_made;

/* `printed`: heads and feet (const bound_node *) that stand on a page; the others are left out. */
void bind_filled_write(const bound *b, const bind_filled_made *made, GHashTable *printed, GString *out);

/* What such a file may be: with pictures it is larger than data is. */
extern const xml_limits bind_filled_limits;
/* As of bind_case, with a form of its own; NULL after `bind-archive` or what is wrong with it as XML. */
bound *bind_filled_read(arena *a, const xml_doc *doc, bind_filled_made *made, diag *d);

#endif
