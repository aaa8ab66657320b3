/* layout_book_int.h: what the sources that fill a workbook share; nobody else includes it. */
#ifndef RENKEI_LAYOUT_LAYOUT_BOOK_INT_H
#define RENKEI_LAYOUT_LAYOUT_BOOK_INT_H

#include "layout/layout_book.h"
#include "layout/layout_int.h"

/* Records that there is room for beside those that there are. */
enum { LAYOUT_SPARE_ROWS = 500, LAYOUT_SPARE_ACROSS = 12 };

typedef struct filling {
    arena *a;
    const layout_content *c;
    book *b;
    GPtrArray *rows;   /* of const layout_row *, of all documents */
    GHashTable *names; /* what people know ids by (layout_names_new) */
    GPtrArray *lists;  /* what is chosen from: layout_rules.c */
    GArray *base;      /* of const char *, three a line of 控え */
} filling;

typedef struct sheet_filling {
    filling *f;
    const layout_sheet *s;
    book_sheet *out;
    GArray *columns; /* of layout_column, with numbers */
    int places;      /* records that there is room for */
} sheet_filling;

book_kind layout_kind_in_book(const layout_column *c);
/* What may be typed, and chosen, into the records of a sheet. */
void layout_add_rules(sheet_filling *k);
void layout_put_lists(filling *f);
void layout_drop_lists(filling *f);

#endif
