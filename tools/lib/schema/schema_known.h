/* schema_known.h: which names stand where, by grammars that are only looked through: for whoever judges the names of
 * expressions, and has no document. A name is that of an element or an attribute, of a namespace {namespace}name. What
 * it knows is a little more than what the grammars allow (one name is one kind of element, wherever it is declared), so
 * that nothing is called wrong that is right. */
#ifndef RENKEI_SCHEMA_SCHEMA_KNOWN_H
#define RENKEI_SCHEMA_SCHEMA_KNOWN_H

#include "schema/schema.h"

typedef struct schema_known schema_known;
schema_known *schema_known_open(arena *a);
void schema_known_close(schema_known *k); /* takes NULL */

/* Looks through the text of one of our own files, as these are written: a tenth of the time that reading it takes.
 * False after `file-read`. */
bool schema_known_add_file(schema_known *k, const char *path, diag *d);
/* All sources of a grammar that was read, or of an author's own fields alone. */
void schema_known_add_grammar(schema_known *k, const schema_grammar *g, bool own_alone);
/* Names that stand beside documents, each of them in each of these elements. Both end in NULL. */
void schema_known_add_names(schema_known *k, const char *const *elements, const char *const *attributes);

/* Whether nothing is to be judged: some grammar allows names that it does not list. */
bool schema_known_is_open(const schema_known *k);
bool schema_known_has(const schema_known *k, const char *name, bool is_attribute);
/* Whether all of these elements are known; `parent` here and below may be several names, with ", " between them. */
bool schema_known_all(const schema_known *k, const char *names);
/* Whether some element called `parent` may have such a child or attribute. */
bool schema_known_holds(const schema_known *k, const char *parent, const char *name, bool is_attribute);
/* Whether a name of that namespace is known. */
bool schema_known_has_namespace(const schema_known *k, const char *ns, size_t length);

/* What may have been meant, with @ before an attribute: in `parent`, or (NULL) anywhere; NULL: nothing is near. */
const char *schema_known_meant(const schema_known *k, const char *parent, const char *name, bool is_attribute);
/* In which elements such a one may stand, as in plan, row; NULL: in none. */
const char *schema_known_parents(const schema_known *k, const char *name, bool is_attribute);

#endif
