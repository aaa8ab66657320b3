/* bind_filled_int.h: what writing and reading of a filled form share: which word of XML is which member. */
#ifndef RENKEI_BIND_BIND_FILLED_INT_H
#define RENKEI_BIND_BIND_FILLED_INT_H

#include "bind/bind_filled.h"

typedef enum filled_kind {
    FILLED_TEXT,   /* const char *; NULL is left out */
    FILLED_FLAG,   /* bool: yes */
    FILLED_NUMBER, /* int or unit, from least to most */
    FILLED_WORD    /* an enum, by the words in its order */
} filled_kind;

typedef struct filled_word {
    const char *name;
    filled_kind kind;
    size_t offset;
    int otherwise; /* what is left out */
    int least, most;
    const char *const *words; /* NULL-ended */
} filled_word;

typedef struct filled_words {
    const filled_word *rows;
    size_t count;
} filled_words;

/* Of a form_style, a form_page, a form_node, a bound_node and a bound_inline; what is not in them is written and read
 * by name: styles, columns, policies, the places of circles, notes and combined spans. */
extern const filled_words filled_style, filled_page, filled_node, filled_bound, filled_inline;
/* Of a bound_code, whose pieces stand in its element. */
extern const filled_words filled_code;

/* Elements of inlines, in the order of their kinds; NULL-ended. */
extern const char *const filled_inlines[];
/* Policies and columns, as words before their numbers. */
extern const char *const filled_fits[], *const filled_columns[];

/* What a reader may be asked for: no measure is larger than a wall. */
enum { FILLED_MOST = 4000 * UNIT_PT, FILLED_MOST_SIZE = 400 * UNIT_PT, FILLED_MOST_COUNT = 9999 };

/* ---- bind_filled_image.c: pictures, which are written once, before what they stand in ---- */

/* The number of a picture among those of the document, from 1. */
typedef struct filled_pictures {
    GPtrArray *in_order; /* of image */
    GHashTable *numbers; /* its sum and its turn: its number */
} filled_pictures;
void filled_pictures_open(filled_pictures *p);
void filled_pictures_close(filled_pictures *p);
guint filled_picture_number(filled_pictures *p, const image *i);
void filled_pictures_write(const filled_pictures *p, GString *out);
/* NULL: it is not as we write it, or is no picture. */
const image *filled_picture_read(arena *a, const xml_node *e);

#endif
