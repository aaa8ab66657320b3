/* layout_int.h: what the sources of the layout room share; nobody else includes it. */
#ifndef RENKEI_LAYOUT_LAYOUT_INT_H
#define RENKEI_LAYOUT_LAYOUT_INT_H

#include "layout/layout.h"

/* What becomes of an element in its record. */
typedef enum layout_place {
    PLACE_RECORD,  /* a row of its own, in a sheet of its own */
    PLACE_FOLDED,  /* columns of the record that it is in */
    PLACE_TICKS,   /* a column for each word */
    PLACE_NUMBERED /* columns 1, 2, 3 */
} layout_place;
layout_place layout_place_of(arena *a, const schema_spot *element);
/* The only thing that a tick or a number says: the element's attribute, or itself. */
const schema_spot *layout_only_value(const schema_spot *element);
/* Whether a value can be but one, and is always there. */
bool layout_is_fixed(const schema_spot *s);

/* The columns of a record, keys first; of layout_column. first: only those of はじめ. */
GArray *layout_columns(arena *a, const layout_record *r, bool first);
/* Whether the record is of はじめ, with all that it is in. */
bool layout_is_first(arena *a, const layout_record *r);
/* Names for the sheets of one workbook, each once. */
void layout_name_sheets(arena *a, layout_sheet *sheets, size_t count);

/* ---- layout_own.c ---- */
typedef struct layout_owned {
    size_t grammar;
    const char *fields;
    const schema_grammar *with;
    const struct layout_owned *next;
} layout_owned;
struct layout_owns {
    arena *a;
    xml_store *s;
    const char *schema_dir;
    const layout_owned *first;
};
void layout_owns_begin(arena *a, layout *l, xml_store *s, const char *schema_dir);

#endif
