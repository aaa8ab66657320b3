/* schema_int.h: what the sources of the schema room share; nobody else includes it.
 *
 * A schema is an algebra of patterns with whole elements and attributes as its letters. Equal patterns are one object,
 * so that to compare two is to compare pointers, and a derivative is made once in a schema's life. */
#ifndef RENKEI_SCHEMA_SCHEMA_INT_H
#define RENKEI_SCHEMA_SCHEMA_INT_H

#include <glib.h>

#include "schema/schema.h"

/* ---- the source: what a .rng file says ---- */

typedef enum rng_kind {
    RNG_FOREIGN, /* an annotation, or no element */
    RNG_UNKNOWN, /* of RELAX NG's namespace, but none of these */
    RNG_GRAMMAR,
    RNG_START,
    RNG_DEFINE,
    RNG_INCLUDE,
    RNG_DIV,
    RNG_ELEMENT,
    RNG_ATTRIBUTE,
    RNG_DATA,
    RNG_VALUE,
    RNG_LIST,
    RNG_TEXT,
    RNG_EMPTY,
    RNG_NOT_ALLOWED,
    RNG_REF,
    RNG_CHOICE,
    RNG_GROUP,
    RNG_INTERLEAVE,
    RNG_OPTIONAL,
    RNG_ONE_OR_MORE,
    RNG_ZERO_OR_MORE,
    RNG_MIXED,
    RNG_NAME,
    RNG_ANY_NAME,
    RNG_NS_NAME,
    RNG_EXCEPT,
    RNG_PARAM
} rng_kind;

#define RNG_NS "http://relaxng.org/ns/structure/1.0"
#define RNG_DOCUMENTATION_NS "http://relaxng.org/ns/compatibility/annotations/1.0"
#define RNG_XML_NS "http://www.w3.org/XML/1998/namespace"

rng_kind rng_kind_of(const xml_node *n);
/* The attribute without namespace, trimmed, or NULL. */
const char *rng_attribute(arena *a, const xml_node *n, const char *name);
/* `ns` or `datatypeLibrary`, from the nearest element that has it; "" when none. */
const char *rng_inherited(arena *a, const xml_node *n, const char *name);
/* The name class of an <element> or <attribute> without a name attribute: its first child; NULL. */
const xml_node *rng_name_class(const xml_node *n);

/* Whether a file is made of what this room knows; reports what is not (schema_check.c). `refs` gets its <ref>s. */
bool rng_check_file(const xml_node *root, GPtrArray *refs, arena *a, diag *d);
/* Whether all <ref>s of a grammar have their definitions, and none of these comes back to itself outside an element. */
bool rng_check_refs(const schema_grammar *g, diag *d);
/* `schema-broken` at a node of a schema, or (NULL) at a file. */
void rng_broken(const xml_node *at, const char *file, const char *ja, const char *en, diag *d);

/* What an element or attribute of a document is called. */
typedef struct tag {
    const char *name, *ns;
} tag;

/* ---- an author's own fields (schema_own.c) ---- */

/* Reads their grammar into one of ours. *error: the file cannot be had, and nothing was told. */
bool own_read(xml_store *s, schema_grammar *g, const char *path, int *error, diag *d);
/* Whether an element is declared in that namespace. */
bool own_knows_namespace(const schema_grammar *g, const char *ns);
/* Ours in which such an element may stand, as in <child>, <plan>; NULL: there is none. */
const char *own_places_of(schema_grammar *g, arena *a, tag t);

/* ---- patterns ---- */

typedef enum pattern_kind {
    PATTERN_NOT_ALLOWED,
    PATTERN_EMPTY,
    PATTERN_TEXT,
    PATTERN_ELEMENT,
    PATTERN_ATTRIBUTE,
    PATTERN_DATA,
    PATTERN_VALUE,
    PATTERN_LIST,       /* a: what the tokens must be */
    PATTERN_CHOICE,     /* a or b */
    PATTERN_GROUP,      /* a, then b */
    PATTERN_INTERLEAVE, /* a and b mixed */
    PATTERN_ONE_OR_MORE /* a */
} pattern_kind;

typedef struct pattern pattern;
struct pattern {
    pattern_kind kind;
    const pattern *a, *b;
    const xml_node *rng;   /* element, attribute, data, value: where the schema says it */
    const char *name, *ns; /* element, attribute: what it is called; name NULL when a name class says it */
    bool nullable;
    int turn; /* of the last pattern_collect that came here */
    /* What has been found out of it, by the tables of the grammar; NULL: nothing yet. */
    const pattern *content;            /* element, attribute */
    const struct directory *directory; /* element: schema_judge.c */
    const struct datum *datum;         /* data, value: schema_value.c */
};

struct schema_grammar {
    arena *memory;       /* the store's */
    GPtrArray *roots;    /* of const xml_node *: the <grammar>s, its own first */
    GPtrArray *refs;     /* of the <ref>s in all of them */
    GHashTable *defines; /* name: GPtrArray of const xml_node * */
    GPtrArray *starts;
    const pattern *start;
    const xml_node *own; /* the <grammar> of an author's own fields, which is the last of roots; NULL: there is none */
    GPtrArray *own_spaces; /* of const char *: their namespaces */
    const char *unread;    /* the path of one that is to be read when it is needed; NULL: it is read */
    xml_store *store;      /* into which */
    unsigned verdict;      /* what a document that it need not judge has (schema_read_later); 0: it judges all */
    bool padded;           /* blanks at the ends of a value are no part of it: see schema_take */
    GHashTable *patterns;  /* all that were made, each once */
    const pattern *simple[PATTERN_TEXT + 1];
    GHashTable *joined;     /* definitions of one name: what they are together */
    GHashTable *data;       /* data or value node: what schema_value.c knows of it */
    GPtrArray *directories; /* what schema_judge.c knows of element patterns */
    GHashTable *steps;      /* derivatives that schema_judge.c has made */
};

tag tag_of(const xml_node *n);

void pattern_tables_open(schema_grammar *g);
void pattern_tables_close(schema_grammar *g);
/* What the <start>s allow. */
const pattern *pattern_start(schema_grammar *g);
/* What stands inside an element or attribute pattern. */
const pattern *pattern_content(schema_grammar *g, const pattern *p);
const pattern *pattern_of_rng(schema_grammar *g, const xml_node *rng);
const pattern *pattern_simple(schema_grammar *g, pattern_kind kind); /* one without parts */
const pattern *pattern_make(schema_grammar *g, pattern_kind kind, const pattern *a, const pattern *b,
                            const xml_node *rng);
bool pattern_matches_name(const pattern *p, tag t);

/* ---- derivatives ---- */

/* What a content is derived by: one element, attribute or text. Elements and attributes are told by the pattern that
 * they were found to fit, or (is NULL) by their name. */
typedef struct letter {
    pattern_kind kind; /* PATTERN_ELEMENT, PATTERN_ATTRIBUTE, PATTERN_TEXT (that is no value: in mixed content) */
    const pattern *is;
    tag called;
    const char *value; /* of an attribute told by its name: it must fit, too; NULL: any will do */
    const xml_node *node;
} letter;
letter letter_named(pattern_kind kind, const xml_node *n);
/* What may follow after the letter; not-allowed when it may not stand here. Attributes have no order. */
const pattern *pattern_after(schema_grammar *g, const pattern *p, const letter *l);
/* With every attribute that was not met taken as not allowed, or (lenient) as met. */
const pattern *pattern_close_attributes(schema_grammar *g, const pattern *p, bool lenient);
bool pattern_has_kind(const pattern *p, pattern_kind kind);
/* Every element (or attribute) pattern in it, in schema order. */
void pattern_collect(const pattern *p, pattern_kind kind, GPtrArray *into);

/* One thing that must be there and is not: any of the alternatives would do. */
enum { NEED_ALTERNATIVES = 6 };
typedef struct pattern_need {
    const pattern *any[NEED_ALTERNATIVES];
    size_t count;
} pattern_need;
/* The least that must still come before p is satisfied: elements or attributes. GArray of pattern_need. */
void pattern_needs(const pattern *p, pattern_kind kind, GArray *needs);
/* As pattern_after, but steps over the elements that are missing before the letter and adds them to `needs`. */
const pattern *pattern_skip_to(schema_grammar *g, const pattern *p, const letter *l, GArray *needs);

/* ---- values ---- */

/* Whether the pattern, without attributes, allows the text as its whole content. `n` is where it stands; may be NULL.
 */
bool pattern_matches_value(schema_grammar *g, const pattern *p, const char *value, const xml_node *n);
/* Nothing but spaces, tabs and line ends; while g->padded, nothing but what looks like nothing. */
bool value_is_blank(const schema_grammar *g, const char *value);
/* Whether that is all that a text between elements is. */
bool text_is_blank(schema_grammar *g, const xml_node *text);
/* The text of an element or an attribute, borrowed where that can be. */
const char *value_of(arena *a, const xml_node *n);
/* A value that a <value> or <list> accepts, as the schema has it: with single spaces. */
const char *value_collapsed(arena *a, const schema_grammar *g, const pattern *p, const char *value);

/* ---- the judgement ---- */

/* Whether the document is valid; if not, *failed is the innermost element at which that was found. */
bool schema_judge(schema_grammar *g, const xml_doc *doc, const xml_node **failed);

/* Whether the element fits the pattern without one of its attributes or children; NULL: as it is. By names: what stands
 * in its parts is not asked. */
bool schema_judge_without(schema_grammar *g, const pattern *p, const xml_node *element, const xml_node *part,
                          bool by_names);

/* ---- what says nothing ---- */

/* Takes the blank texts of a valid element away that may be left out: nobody need ask whether one is there, and then
 * whether it says something. */
void blank_leave_out(arena *a, schema_grammar *g, const pattern *p, xml_node *n);
/* Of an invalid document, the blank parts that fit nothing and may be left out: an export writes all of its columns. */
void blank_leave_out_misfits(schema_grammar *g, xml_doc *doc);

/* ---- explanation ---- */

/* Reports every violation found; returns how many. */
size_t schema_explain(schema_grammar *g, const xml_doc *doc, diag *d);

/* ---- words ---- */
/* <name>（日本語の名） and <name> (English name), or @name…; from the pattern's a:documentation. */
void pattern_label(arena *a, const pattern *p, const char **ja, const char **en);
/* The first sentence of its Japanese documentation, or its name; and what follows that. */
void pattern_documentation(arena *a, const xml_node *rng, const char **label, const char **help);
/* How a <data> wants its value: its documentation, its definition's, else its pattern or type. */
void value_form(arena *a, const xml_node *data, const char **ja, const char **en);
const char *pattern_name(arena *a, const pattern *p); /* without marks; "*" for any name */

#endif
