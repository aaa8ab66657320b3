/* grammar.h: what the grammars (templates/schema, RELAX NG) allow, for whoever makes documents up: which elements and
 * attributes stand where, and values of every type, usual and extreme. It reads the grammars with libxml2 alone, so
 * that what the rooms of the program make of them is not taken for granted here.
 *
 * A grammar lives as long as the process. */
#ifndef RENKEI_TESTS_FUZZ_GRAMMAR_H
#define RENKEI_TESTS_FUZZ_GRAMMAR_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>
#include <libxml/tree.h>

/* A stream of numbers that is the same for the same seed, on every machine. */
typedef struct chance {
    uint64_t state;
} chance;
uint32_t chance_next(chance *c);
/* 0 … below-1; 0 where below is 0. */
uint32_t chance_below(chance *c, uint32_t below);
bool chance_one_in(chance *c, uint32_t n);

typedef struct grammar grammar;

/* What may stand in an element. The elements are in the order in which the grammar names them. */
typedef struct grammar_parts {
    GPtrArray *elements, *attributes; /* xmlNode: <element> and <attribute> of the grammar */
    bool has_text;
} grammar_parts;

/* From its file; NULL when it is not there. */
grammar *grammar_read(const char *path);
/* The pattern of the outermost element of that name; NULL: no document of the grammar begins so. */
xmlNode *grammar_root(const grammar *g, const char *name);
/* Any that a document may begin with. */
xmlNode *grammar_any_root(const grammar *g, chance *c);
const grammar_parts *grammar_parts_of(grammar *g, xmlNode *pattern);
/* The pattern by which the element stands where it does; NULL: by none. */
xmlNode *grammar_pattern_of(grammar *g, const xmlNode *element);
/* The part of that name, and its number in parts->elements; NULL. */
xmlNode *grammar_part_named(const GPtrArray *patterns, const char *name, guint *at);

/* A new element by its pattern, with all that it must have and some of what it may. Of no document yet. */
xmlNode *grammar_make(grammar *g, chance *c, xmlNode *pattern, const xmlDoc *of);
/* A value of an attribute or the text of an element, by its pattern. g_free it. */
char *grammar_value(grammar *g, chance *c, xmlNode *pattern, const xmlDoc *of);

/* ---- values.c ---- */

/* Appends a text that the pattern (of XML Schema) takes. */
void values_append_pattern(GString *out, chance *c, const char *pattern);
/* Appends a value of a datatype within the bounds (NULL: none), or, now and then, beyond them. */
void values_append_typed(GString *out, chance *c, const char *type, const char *lowest, const char *highest);
void values_append_text(GString *out, chance *c);
/* Appends what no author means: huge numbers and lengths, days that are none, long ids. */
void values_append_extreme(GString *out, chance *c);
/* Appends an XPath expression put together of our functions, XPath's own, and names of this document (NULL: none). */
void values_append_expression(GString *out, chance *c, const xmlDoc *of, int depth);

#endif
