/* schema.h: RELAX NG schemas (XML syntax): judges documents, with messages a clerk can act on, and tells whoever knows
 * a schema's foreign annotations which pattern allows a node.
 *
 * One judge: derivatives of patterns (James Clark, "An algorithm for RELAX NG validation"), with whole elements as
 * letters. The datatypes are libxml2's, and libxml2's own RELAX NG is the tests' oracle
 * (tests/unit/test_schema_judge.c). Left out is what our schemas do not use: externalRef, parentRef, nested grammars,
 * and the data types ID and IDREF of the DTD compatibility annotations.
 *
 * Ownership: a grammar belongs to the xml_store that it was read into, and goes with it. Within a store every schema
 * file is read once, however many grammars include it. */
#ifndef RENKEI_SCHEMA_SCHEMA_H
#define RENKEI_SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "xml/xml.h"

typedef struct schema_grammar schema_grammar;

/* The namespace of our annotations in a schema (templates/schema/types.rng). */
#define SCHEMA_NOTES "urn:renkei:schema:1"

/* A broken schema is `schema-broken`, exit 5: it is ours. <include> takes relative paths. */
schema_grammar *schema_read(xml_store *s, const char *path, diag *d);

/* The same for whoever judges by it documents that are known to be good (proven/proven.h): those that have `verdict`
 * are not judged, and as long as there is no other the grammar is not even read. That holds in a store that takes
 * verdicts (xml_store_take_proven), if the grammars in the folder are those of the verdicts; else it is as schema_read.
 * Of what is returned only schema_validate, schema_folder and schema_is_proven may be asked. */
schema_grammar *schema_read_later(xml_store *s, const char *path, unsigned verdict, diag *d);
/* Whether documents with the verdict are not judged, and the verdicts of all grammars beside it hold, too. */
bool schema_is_proven(const schema_grammar *g);

/* The same with an author's own fields: a grammar of theirs (one file) defines anew some of the places that ours leave
 * open (<define name="own.child"> …, types.rng), with elements under a namespace of their own. NULL after `own-grammar`
 * (exit 4, theirs); *error (an errno): their file cannot be had, which whoever named it is told. The file is read anew
 * each time. */
schema_grammar *schema_read_own(xml_store *s, const char *path, const char *own, int *error, diag *d);
/* Whether the author's grammar says the pattern. */
bool schema_is_own(const schema_grammar *g, const xml_node *pattern);

/* Whether the document is valid. If it is not, the schema is walked beside the document and *every* violation is
 * reported with file:line and what to repair, in the words of the schema's a:documentation where there is one (xml:lang
 * ja and en): unknown element, element missing, element in the wrong place or too often, unknown attribute, attribute
 * missing, text where none belongs, value outside the list, value of the wrong form (date, time, number, pattern). An
 * invalid document never passes without a message (an element of another namespace, too: of which there is no grammar,
 * which is a slip for one of the author's, or which stands elsewhere): where the walk finds nothing (two patterns of
 * one name, of which the wrong one is satisfied) it is `xml-invalid` at the element that does not fit. */
bool schema_validate(const schema_grammar *g, const xml_doc *doc, diag *d);

/* The same for data as people write it, and in memory the values become what they say, so that nobody compares how they
 * were written: a value has no blanks (base/blank.h) at its ends, a listed word is as in the list, a list has one space
 * between its words, a number is written in one way (+10 and 0010 are 10, -0 is 0), and what is of one line (a name,
 * a code, what has a form) has a space where the file has a line end or a tab. A text of blanks alone is empty: an
 * error where the schema wants something; an attribute or element that says nothing else and may be left out is not
 * there, also where a blank would not be its value. Free text (<text/>) keeps what is between its ends, with \n for
 * line ends of every kind; in one of several lines the first may begin with ideographic spaces. Of an invalid document
 * only such blanks are gone. */
bool schema_take(const schema_grammar *g, xml_doc *doc, diag *d);
/* The second half of it, for a valid document that was altered in memory. */
void schema_tidy(const schema_grammar *g, xml_doc *doc);

/* Whether the outermost element of the document is one that the schema begins with; in another document nothing is
 * found. */
bool schema_begins(const schema_grammar *g, const xml_doc *doc);
/* Whether a document with this outermost element is one of those that messages know by name (`xml-wrong-kind`). */
bool schema_knows_kind(const char *root);

/* Walks the schema beside the document and calls back for every element and attribute, in document
 * order, with the <element> or <attribute> pattern of the schema that allows it: whoever knows the
 * schema's foreign annotations reads them there. In an invalid document what no pattern allows is left
 * out. `pattern` belongs to the schema; its xml_place is in the .rng file that holds it. */
typedef void (*schema_visit)(void *data, const xml_node *pattern, xml_node *n);
void schema_walk(const schema_grammar *g, const xml_doc *doc, schema_visit visit, void *data);

/* The <grammar> elements it was read from: its own file's first, then those it includes, each once. */
size_t schema_source_count(const schema_grammar *g);
const xml_node *schema_source(const schema_grammar *g, size_t i);

/* Puts the names of all elements and attributes that it knows anywhere into two sets (of strings that live as long as
 * the grammar). False when some may have any name, so that the sets do not say all. */
bool schema_add_names(const schema_grammar *g, GHashTable *elements, GHashTable *attributes);
/* The folder of its own file. */
const char *schema_folder(arena *a, const schema_grammar *g);

/* The name of the datatype (date, gYearMonth, integer …) by which the <element> or <attribute> pattern accepts the
 * value, or NULL. */
const char *schema_datatype(arena *a, const schema_grammar *g, const xml_node *pattern, const char *value);
/* The <data> or <value> of the pattern by which it accepts the text; NULL: none does, as free text does. */
const xml_node *schema_said_by(const schema_grammar *g, const xml_node *pattern, const char *value);
/* Whether the pattern allows this text as its value, whatever attributes and elements stand beside it. */
bool schema_accepts(const schema_grammar *g, const xml_node *pattern, const char *value);

/* How messages call the node that a pattern allows, in Japanese and English: its name with the first sentence of the
 * pattern's a:documentation, as in <note>（留意事項）; the name alone where there is none. */
void schema_label(arena *a, const xml_node *pattern, const char **ja, const char **en);
/* Of the pattern that allows such an element, or attribute, in what `pattern` allows; NULL: there is none. */
const xml_node *schema_part(const schema_grammar *g, const xml_node *pattern, const char *name, bool is_attribute);
/* Of the pattern that a document may begin with, by the name of its element; NULL: none is called that. */
const xml_node *schema_root(const schema_grammar *g, const char *name);

/* Where among the elements called `names`, which stand in what `pattern` allows, in this order, a new one called `name`
 * belongs: before names[*at] (count: behind all). Behind the last of its own name where it may, else where the fewest
 * others would have to be put before or between, as late as that can be. False: nowhere. What is missing yet does not
 * matter; elements that fit nowhere themselves are passed over. */
bool schema_order_place(const schema_grammar *g, const xml_node *pattern, const char *const *names, size_t count,
                        const char *name, size_t *at);

#endif
