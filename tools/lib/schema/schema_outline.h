/* schema_outline.h: what a schema allows, as a tree: for whoever makes something else of it than a judgement (sheets
 * and columns, a skeleton). Every element and attribute that a document may have stands in it once, below the element
 * that holds it: attributes first, then elements, in the order of the schema. What a choice offers stands side by side.
 *
 * An outline lives in the arena that it was made in, and borrows from the grammar. An element that is in itself
 * is not gone into again. */
#ifndef RENKEI_SCHEMA_SCHEMA_OUTLINE_H
#define RENKEI_SCHEMA_SCHEMA_OUTLINE_H

#include "schema/schema.h"

typedef enum schema_value {
    SCHEMA_NO_VALUE, /* an element of parts alone */
    SCHEMA_WORDS,    /* one of a list of words */
    SCHEMA_DATA,     /* of a datatype */
    SCHEMA_TEXT      /* free text: several lines in an element */
} schema_value;

typedef struct schema_spot schema_spot;
struct schema_spot {
    const xml_node *rng; /* the <element> or <attribute> */
    const schema_spot *parent;
    const char *name;
    const char *label, *help; /* the first sentence of its Japanese documentation; what follows it ("": nothing) */
    bool is_attribute;
    bool required;            /* whenever its parent is there */
    bool usual;               /* the same, or an attribute that is, unless another of its parent's says what it would */
    bool many;                /* more than once */
    const schema_spot *other; /* the part of its parent beside which it may be left out, but not both; NULL */
    /* what its text is: an attribute's value, what an element says itself */
    schema_value value;
    bool may_be_blank;
    const char *datatype;         /* SCHEMA_DATA: date, string, nonNegativeInteger … */
    const char *pattern;          /* its facets: NULL where it has none of that kind */
    const char *lowest, *highest; /* minInclusive, maxInclusive */
    const char *form;             /* how a value is written, as messages say it; NULL */
    const char *const *words;     /* SCHEMA_WORDS */
    size_t word_count;
    const schema_spot *const *parts;
    size_t part_count;
};

/* Of the first element that the schema begins with. */
const schema_spot *schema_outline(arena *a, const schema_grammar *g);
/* Its part of that name; NULL. */
const schema_spot *schema_spot_part(const schema_spot *s, const char *name, bool is_attribute);
/* Our annotation (r:workbook …) at the spot's pattern; NULL. */
const char *schema_spot_note(arena *a, const schema_spot *s, const char *name);
/* The same, or the nearest above that has it. */
const char *schema_spot_inherited(arena *a, const schema_spot *s, const char *name);

#endif
