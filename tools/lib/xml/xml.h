/* xml.h: the only room that knows libxml2. Reads XML safely, tells where each node stands, validates
 * against a RELAX NG schema with messages a clerk can act on, and evaluates XPath 1.0.
 *
 * Safety: no network, no DTD, no entities but the five of XML, no XInclude. A document with a DOCTYPE is
 * refused. Limits on bytes, depth, nodes, text length. UTF-8 is checked to the last byte; after this room
 * text is trusted to be valid UTF-8 and is never normalised. UTF-16 with a byte order mark is read too;
 * other encodings are refused, as their tables differ in just the characters that names need. Comments
 * and processing instructions are dropped, CDATA is text.
 *
 * Ownership: documents, schemas and expressions belong to an xml_store and go with it. Strings returned
 * are copies in the arena given. Nodes are borrowed from their document and live as long as the store. */
#ifndef RENKEI_XML_XML_H
#define RENKEI_XML_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

typedef struct xml_store xml_store;
typedef struct xml_doc xml_doc;
typedef struct _xmlNode xml_node; /* libxml2's; opaque outside this room */

typedef struct xml_limits {
    size_t bytes;      /* of the file */
    size_t nodes;      /* elements + attributes + text nodes */
    int depth;         /* of elements */
    size_t text_bytes; /* of one text node or attribute value */
} xml_limits;

extern const xml_limits xml_limits_case; /* 16 MiB, 400,000 nodes, depth 64, 256 KiB a text */
extern const xml_limits xml_limits_form;

/* Which end of a diagnostic a document's places are: a form's mistakes exit 4, data's exit 3. The codes
 * come in pairs for that: xml-malformed and form-xml-malformed. */
typedef enum xml_role { XML_DATA, XML_FORM } xml_role;

xml_store *xml_store_new(void);
void xml_store_drop(xml_store *s); /* takes NULL */
/* The paths of all files that xml_read_file was asked for, whether or not it could read them, in that order: what to
 * watch for changes. */
size_t xml_store_file_count(const xml_store *s);
const char *xml_store_file(const xml_store *s, size_t i);

/* Reads a file. NULL after reporting every parse error with file and line. `path` is kept as the name
 * that messages print. The file must be a regular file. */
xml_doc *xml_read_file(xml_store *s, const char *path, xml_role role, const xml_limits *limits, diag *d);
/* The same from memory, for tests and fuzzing. */
xml_doc *xml_read_memory(xml_store *s, const char *name, const char *bytes, size_t length, xml_role role,
                         const xml_limits *limits, diag *d);

/* The start tags at the beginning of a document, for whoever needs two values of thousands of files: calls back with
 * name, depth (0: the root) and attributes without a prefix (names and values in turn, NULL-ended) until `visit`
 * returns false. Nothing is judged but what is read: whoever uses the document reads it whole, later. True when `visit`
 * ended it; false when the bytes ended first or are not well-formed up to there, or at a DOCTYPE. */
typedef bool (*xml_peek_visit)(void *data, const char *name, int depth, const char *const *attributes);
bool xml_peek(const char *bytes, size_t length, xml_peek_visit visit, void *data);

xml_node *xml_root(const xml_doc *doc);
const char *xml_doc_file(const xml_doc *doc);
const xml_doc *xml_doc_of(const xml_node *n);

/* ---- nodes ---- */
bool xml_is_element(const xml_node *n);
bool xml_is_text(const xml_node *n); /* text or CDATA */
bool xml_is_attribute(const xml_node *n);
const char *xml_name(const xml_node *n);             /* local name; borrowed */
const char *xml_namespace(const xml_node *n);        /* "" for none; borrowed */
bool xml_named(const xml_node *n, const char *name); /* element of that name */
xml_node *xml_parent(const xml_node *n);
xml_node *xml_first_child(const xml_node *n); /* of any kind */
xml_node *xml_next(const xml_node *n);        /* sibling of any kind, or the next attribute */
xml_node *xml_first_element(const xml_node *n);
xml_node *xml_next_element(const xml_node *n);
xml_node *xml_first_attribute(const xml_node *n); /* then xml_next */
xml_node *xml_attribute_node(const xml_node *n, const char *name);
/* The attribute's value as a copy in `a`, or NULL when the element does not have it. */
const char *xml_attribute(arena *a, const xml_node *n, const char *name);
bool xml_has_attribute(const xml_node *n, const char *name);
const char *xml_attribute_ns(arena *a, const xml_node *n, const char *ns, const char *name);
/* XPath string value: all text below the node, unchanged. */
const char *xml_text(arena *a, const xml_node *n);
/* Puts another text in the place of an attribute's value or of a text node, in memory only: the file keeps what it has,
 * and the node its place. */
void xml_set_text(xml_node *n, const char *text);
/* File, line, and (with_path) a location path such as /case/plan[2]/row[3]/content. */
place xml_place(arena *a, const xml_node *n, bool with_path);

/* ---- schema ---- */
typedef struct xml_schema xml_schema;
/* A RELAX NG schema (XML syntax). A broken schema is `schema-broken`, exit 5: it is ours. <include> takes
 * relative paths; externalRef and nested grammars are not used. A <choice> between two <element> patterns
 * of one name can make libxml2 refuse good documents (xml-invalid): put the choice inside the element. */
xml_schema *xml_schema_read(xml_store *s, const char *path, diag *d);
/* Whether the document is valid. Most good ones are known as such from their names; any other libxml2 judges. If it is
 * not valid, the schema is walked beside the document and *every* violation is reported with file:line and what to
 * repair, in the words of the schema's a:documentation where there is one (xml:lang ja and en): unknown element,
 * element missing, element in the wrong place or too often, unknown attribute, attribute missing, text where none
 * belongs, value outside the list, value of the wrong form (date, time, number, pattern). An invalid document never
 * passes without a message. */
bool xml_validate(const xml_schema *schema, const xml_doc *doc, diag *d);

/* Walks the schema beside the document and calls back for every element and attribute, in document
 * order, with the <element> or <attribute> pattern of the schema that allows it: whoever knows the
 * schema's foreign annotations reads them there. In an invalid document what no pattern allows is left
 * out. `pattern` belongs to the schema; its xml_place is in the .rng file that holds it. */
typedef void (*xml_visit)(void *data, const xml_node *pattern, xml_node *n);
void xml_schema_walk(const xml_schema *schema, const xml_doc *doc, xml_visit visit, void *data);
/* The schema's <grammar> with its included files in place. */
const xml_node *xml_schema_root(const xml_schema *schema);
/* The name of the datatype (date, gYearMonth, integer …) by which the pattern accepts the value, or NULL. */
const char *xml_pattern_datatype(arena *a, const xml_schema *schema, const xml_node *pattern, const char *value);
/* Whether the pattern allows this text as its value, whatever attributes and elements stand beside it. */
bool xml_pattern_accepts(const xml_schema *schema, const xml_node *pattern, const char *value);

/* ---- XPath 1.0 ---- */
typedef enum xml_type { XML_NODES, XML_STRING, XML_NUMBER, XML_BOOLEAN } xml_type;
typedef struct xml_value {
    xml_type type;
    const char *string; /* in the arena of the evaluation */
    double number;
    bool boolean;
    xml_node **nodes; /* document order */
    size_t count;
} xml_value;

typedef struct xml_expr xml_expr;   /* compiled once, evaluated often */
typedef struct xml_xpath xml_xpath; /* variables and functions; one per document run */

/* NULL after `form-xpath` at `where` (exit 4). */
xml_expr *xml_expr_compile(xml_store *s, const char *text, place where, diag *d);
const char *xml_expr_text(const xml_expr *e);
/* A plain location path: steps joined by / or //, predicates allowed; no operator, call, literal or
 * variable outside the predicates. */
bool xml_expr_is_path(const xml_expr *e);

xml_xpath *xml_xpath_new(xml_store *s);
void xml_xpath_drop(xml_xpath *x);
/* Variables: set or replaced; the value is copied. Functions without prefix. */
void xml_xpath_set_variable(xml_xpath *x, const char *name, const xml_value *value);
void xml_xpath_unset_variable(xml_xpath *x, const char *name);
/* A function fills *result from arena memory and returns NULL, or returns a message code for what is
 * wrong with its arguments (a short English phrase, without values), which becomes the diagnostic. */
typedef const char *(*xml_function)(void *data, arena *a, const xml_value *args, size_t count, xml_value *result);
void xml_xpath_add_function(xml_xpath *x, const char *name, xml_function f, void *data);

/* Evaluates with `context` as the context node (position and size as given, 1-based). False after
 * `form-xpath-eval` (unknown function or variable, wrong arguments) at `where`. Steps are bounded. */
bool xml_eval(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size, place where,
              diag *d, xml_value *result);

/* XPath's own conversions. */
const char *xml_value_string(arena *a, const xml_value *v);
bool xml_value_boolean(const xml_value *v);
double xml_value_number(const xml_value *v);
xml_value xml_value_of_string(const char *s);
xml_value xml_value_of_number(double n);
xml_value xml_value_of_boolean(bool b);

#endif
