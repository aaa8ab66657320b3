/* xml_int.h: what the sources of the xml room share; nobody else includes it. */
#ifndef RENKEI_XML_XML_INT_H
#define RENKEI_XML_XML_INT_H

#include <glib.h>
#include <libxml/tree.h>
#include <libxml/relaxng.h>
#include <libxml/xpath.h>

#include "xml/xml.h"

struct xml_store {
    arena *memory;
    GPtrArray *docs, *schemas, *exprs;
    GPtrArray *files;           /* of const char *, in memory */
    xmlXPathContext *compiling; /* for all expressions: making one costs more than what it is made for */
};

struct xml_doc {
    xmlDoc *tree;
    const char *file;
    xml_role role;
    unsigned index; /* in the store; orders nodes of different documents */
    arena *memory;  /* the store's */
};

/* Before libxml2 is used: what it would print or load by itself, it does not. */
void xml_keep_quiet(void);

/* Hangs on _private of every element, attribute and text node that was read. libxml2's own line is an
 * unsigned short and, for a start tag over several lines, the last of them. */
typedef struct xml_info {
    const xml_doc *doc;
    int line;
    bool blank;       /* a text with nothing but spaces */
    unsigned order;   /* document order; attributes between their element and its children */
    const char *path; /* of an element; NULL until asked for */
} xml_info;

const xml_info *xml_info_of(const xml_node *n); /* NULL for a node that no one read */
int xml_line(const xml_node *n);
/* The text of an attribute or of an element that holds nothing else; borrowed. NULL when it is in several pieces or
 * there are elements. */
const char *xml_value_of(const xml_node *n);

/* Reports at the end of a diagnostic that the role says. Where the code of a data file has a twin for forms
 * (xml-… and form-xml-…: the same mistake, another exit class), a form gets the twin. */
void xml_report(diag *d, xml_role role, diag_code code, place p, const char *const args[4]);

/* Explains a libxml2 parser error without the text that it is about. */
void xml_reason(const xmlError *e, arena *a, const char **ja, const char **en);

/* ---- patterns: a RELAX NG schema as an algebra (James Clark, "An algorithm for RELAX NG validation"),
 * with whole child elements as its letters. Equal patterns are one object. ---- */
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
    xmlNode *rng;          /* element, attribute, data, value: where the schema says it */
    const char *name, *ns; /* element, attribute: what it is called; name NULL when a name class says it */
    bool nullable;
};

struct xml_schema {
    xml_store *store;
    const xml_doc *doc;  /* the schema's main file, with the included files in place */
    xmlRelaxNG *relaxng; /* libxml2's compiled form; it decides */
    GHashTable *defines; /* name: GPtrArray of xmlNode */
    GPtrArray *starts;
    GHashTable *patterns;    /* all that were made, each once */
    GHashTable *contents;    /* element or attribute pattern: its content */
    GHashTable *data;        /* data or value node: what xml_datatype.c knows of it */
    GHashTable *directories; /* element pattern: what xml_walk.c knows of it */
    GHashTable *steps;       /* derivatives that xml_walk.c has made */
};

#define XML_RNG_NS "http://relaxng.org/ns/structure/1.0"
#define XML_DOC_NS "http://relaxng.org/ns/compatibility/annotations/1.0"

bool rng_named(const xmlNode *n, const char *name);
/* The attribute without namespace, trimmed, or NULL; g_free it. */
char *rng_attribute(const xmlNode *n, const char *name);
/* `ns` or `datatypeLibrary`, from the nearest element that has it; "" when none; g_free it. */
char *rng_inherited(const xmlNode *n, const char *name);

void schema_patterns_init(xml_schema *s);
void schema_patterns_drop(xml_schema *s);
const pattern *pattern_start(xml_schema *s);
/* What stands inside an element or attribute pattern. */
const pattern *pattern_content(xml_schema *s, const pattern *p);
const pattern *pattern_of_rng(xml_schema *s, xmlNode *rng);
const pattern *pattern_simple(xml_schema *s, pattern_kind kind); /* one without parts */
const pattern *pattern_make(xml_schema *s, pattern_kind kind, const pattern *a, const pattern *b, xmlNode *rng);
bool pattern_matches_name(const pattern *p, const xmlNode *n);
/* What may follow after the child element `n`; not-allowed when it may not stand here. */
const pattern *pattern_after_child(xml_schema *s, const pattern *p, const xmlNode *n);
/* The same after an attribute; without check_value only the name must fit. */
const pattern *pattern_after_attribute(xml_schema *s, const pattern *p, const xmlNode *n, const char *value,
                                       bool check_value);
/* What may follow after text that is no value: in mixed content. */
const pattern *pattern_after_text(xml_schema *s, const pattern *p);
/* With every attribute that was not met taken as not allowed, or (lenient) as met. */
const pattern *pattern_close_attributes(xml_schema *s, const pattern *p, bool lenient);
bool pattern_matches_value(xml_schema *s, const pattern *p, const char *value, xmlNode *n);
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
/* As pattern_after_child, but steps over what is missing before `n` and adds it to `needs`. */
const pattern *pattern_skip_to_child(xml_schema *s, const pattern *p, const xmlNode *n, GArray *needs);

/* ---- datatypes: the same library calls that libxml2's own RELAX NG makes ---- */
bool datatype_accepts(xml_schema *s, const xmlNode *data, const char *value, xmlNode *n);

/* True: the document is valid. False: it may be, ask libxml2. Never true for a document that RELAX NG refuses: where
 * every name has one pattern within its parent, a derivative by the name is the derivative by the element. */
bool schema_surely_allows(xml_schema *s, const xml_doc *doc);

/* ---- explanation ---- */
/* Reports every violation found; returns how many. */
size_t schema_explain(xml_schema *s, const xml_doc *doc, diag *d);

/* ---- expressions ---- */
void xml_expr_drop(void *expr);
bool xpath_is_path(const char *text);

/* ---- words ---- */
/* <name>（日本語の名） and <name> (English name), or @name…; from the pattern's a:documentation. */
void pattern_label(arena *a, const pattern *p, const char **ja, const char **en);
/* How a <data> wants its value: its documentation, its definition's, else its pattern or type. */
void value_form(arena *a, const xmlNode *data, const char **ja, const char **en);
const char *pattern_name(arena *a, const pattern *p); /* without marks; "*" for any name */
/* The name among `candidates` that is near enough to be a slip of the pen, or NULL. */
const char *near_name(const char *name, const GPtrArray *candidates);

#endif
