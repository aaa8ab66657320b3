/* xml_int.h: what the sources of the xml room share; nobody else includes it. */
#ifndef RENKEI_XML_XML_INT_H
#define RENKEI_XML_XML_INT_H

#include <glib.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

#include "base/digest.h"
#include "xml/xml.h"

struct xml_store {
    arena *memory;
    GPtrArray *docs, *exprs;
    GPtrArray *kept;            /* what other rooms made of them */
    GPtrArray *files;           /* of const char *, in memory */
    GHashTable *noted;          /* path: digest *, of files that other rooms read; NULL: none */
    GHashTable *supplied;       /* canonical path: GBytes, instead of the file; NULL: none */
    bool once;                  /* what is read is supplied from then on */
    bool proven;                /* what is read has its verdicts */
    const char *grammars;       /* the folder that was asked for last (xml_grammars_are_proven); NULL: none … */
    bool grammars_proven;       /* … and what was found */
    xml_summer sum;             /* of what is read; NULL: nobody asks */
    xmlXPathContext *compiling; /* for all expressions: making one costs more than what it is made for */
};

struct xml_doc {
    xmlDoc *tree;
    const char *file;
    xml_role role;
    unsigned index; /* in the store; orders nodes of different documents */
    arena *memory;  /* the store's */
    xml_store *store;
    unsigned verdicts;
    bool summed;
    digest sum; /* of the bytes of its file */
    /* Of a document that was read lean. */
    const char *removed; /* the element that was left out; NULL: none */
    const xml_limits *limits;
    GBytes *bytes;  /* of the file: it is not read again, which might fail */
    xml_doc *whole; /* of them; NULL until asked for */
};

/* Bytes as UTF-8 without a byte order mark: those given, or ones made of UTF-16. */
typedef struct xml_decoded {
    const char *bytes;
    size_t length;
    char *made;                                           /* g_free it, whatever came of it; NULL: nothing was made */
    enum { XML_UTF8, XML_UTF16LE, XML_UTF16BE } encoding; /* of what was given */
} xml_decoded;
/* Why bytes are no text, in words of the arena or for ever. */
typedef struct xml_misread {
    size_t at; /* in the bytes of xml_decoded, which are there then, too */
    const char *ja, *en;
    bool is_cut; /* they end within a character */
} xml_misread;
/* False: they are in no encoding that is read. */
bool xml_decode(const char *bytes, size_t length, xml_decoded *text, xml_misread *why);
/* False: they are not what their encoding or their XML declaration says. */
bool xml_check_text(arena *memory, const xml_decoded *text, xml_misread *why);

/* What was supplied for a path; NULL: the file is read. Borrowed. */
GBytes *xml_store_supplied(const xml_store *s, const char *path);
/* Takes the bytes. */
void xml_store_supply_bytes(xml_store *s, const char *path, GBytes *bytes);

/* Adds the bytes of a file, or what was supplied for it. 0, or why not (xml_file_bytes). */
int xml_store_bytes(xml_store *s, const char *path, const xml_limits *limits, GByteArray *bytes);

/* ---- xml_door.c: before the parser ---- */
/* The state of a scan that begins with zeros, but for `line`, which begins with 1. */
typedef struct xml_door {
    int line, tag_line; /* where it is; where the tag began that it is in */
    size_t attributes;  /* of this tag, declarations of namespaces among them */
    int state;
    char quote, last[2];
    size_t passed; /* bytes of what ends with `ending` */
    const char *ending;
} xml_door;
/* Goes on over these bytes, which are UTF-8 or another code that has ASCII in it. False: a start tag in them has more
 * than XML_MOST_ATTRIBUTES. Of what is not well-formed it may count other than the parser would: that refuses it. */
bool xml_door_takes(xml_door *door, const char *bytes, size_t length);

/* Takes away what is left out, in place; every line stays where it is. Returns the new length. */
size_t xml_thin(char *bytes, size_t length, const xml_lean *lean);
/* Whether anything may be left out of them. Whether they are UTF-8 is not asked. */
bool xml_lean_may(const char *bytes, size_t length);
/* What is left out of the element whose `<` is at `tag`. False: nothing. */
typedef struct xml_cut {
    char *from, *to;
    bool whole; /* the element; else what is in it */
} xml_cut;
bool xml_lean_cuts(const xml_lean *lean, char *tag, const char *end, xml_cut *cut);

/* ---- xml_plain.c, xml_plain_read.c ---- */
/* Makes doc->tree of a document as nearly all are written. False: of another, and nothing was told. */
bool xml_plain_take(xml_doc *doc, const char *bytes, size_t length, const xml_limits *limits, const xml_lean *lean);
/* As xml_read_lean, from memory (lean may be NULL), and never plainly: what that is compared with. */
xml_doc *xml_read_parsed(xml_store *s, const char *name, const char *bytes, size_t length, xml_role role,
                         const xml_limits *limits, const xml_lean *lean, diag *d);

/* ---- xml_tree.c: nodes in the memory of a store ---- */
xml_node *xml_tree_element(arena *a, xmlDoc *tree, const char *name);
xml_node *xml_tree_text(arena *a, xmlDoc *tree, const char *text); /* NULL: "" */
/* The last of the element's; of no namespace. */
xml_node *xml_tree_attribute(arena *a, xml_node *n, const char *name, const char *value);
/* A node that hangs nowhere, as the last child. */
void xml_tree_append(xml_node *parent, xml_node *n);
/* A copy of what libxml2 has read, which it takes. */
xmlDoc *xml_tree_settle(arena *a, xmlDoc *from);
void xml_tree_drop(xmlDoc *tree); /* takes NULL */

/* Whether the bytes are those of another kind of file, and which: told by `xml-not-xml`. First by the signatures of
 * formats, then (is_text) of what is text without its byte order mark, in UTF-8 or an encoding that has ASCII in it. */
bool xml_report_foreign(xml_doc *doc, const char *bytes, size_t length, bool is_text, diag *d);

/* Whether what is text is of another kind of file, or XML of another program: xml_report_foreign would tell it. */
bool xml_is_foreign(const char *bytes, size_t length);

/* Before libxml2 is used: what it would print or load by itself, it does not. */
void xml_keep_quiet(void);

/* Hangs on _private of every element, attribute and text node that was read. libxml2's own line is an
 * unsigned short and, for a start tag over several lines, the last of them. */
typedef struct xml_info {
    const xml_doc *doc;
    int line;
    bool blank;       /* a text with nothing but spaces */
    unsigned order;   /* document order; attributes between their element and its children */
    const char *path; /* of an element, or of where what was made has its place; NULL until asked for */
    bool made;        /* in memory, by xml_make_… */
} xml_info;

const xml_info *xml_info_of(const xml_node *n); /* NULL for a node that no one read */
int xml_line(const xml_node *n);
/* The location path of an element; "" of what has none. */
const char *xml_path(const xml_node *n);
/* Numbers all nodes in document order: comparing two nodes is then comparing two numbers. */
void xml_number_nodes(xmlNode *root);
/* Explains a libxml2 parser error without the text that it is about. False: the file ends there, and what else the
 * parser says of that is no news. */
bool xml_reason(const xmlError *e, arena *a, const char **ja, const char **en);

/* ---- expressions ---- */
void xml_expr_drop(void *expr);
/* A node with this text, without blanks at its ends, among those that location paths of the expression select; NULL.
 * *selects tells whether it has any path or variable at all. */
const xml_node *xml_find_text(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position,
                              size_t size, const char *text, bool *selects);
xml_store *xml_xpath_store(const xml_xpath *x);
bool xpath_is_path(const char *text);
/* Past what stands at p, where it stands there; the expression is one that libxml2 has compiled. */
bool xpath_starts_name(char c);
const char *xpath_skip_space(const char *p);
const char *xpath_skip_name(const char *p);
const char *xpath_skip_brackets(const char *p); /* (…) or […], with what is quoted in it; NULL when it does not end */
const char *xpath_skip_predicates(const char *p); /* […][…], if there are any; NULL: takes and gives it */
const char *xpath_skip_step(const char *p);       /* with its predicates; NULL: there is none */

/* ---- xml_prefix.c: prefixes in expressions ---- */
/* What a prefix stands for in the expressions of this process; NULL: nothing. It lives for ever. */
const char *xpath_prefix_namespace(const char *prefix, size_t length);
/* All of them from that one on; returns how many there are. */
size_t xpath_each_prefix(size_t from, void (*visit)(void *data, const char *prefix, const char *ns), void *data);
/* The expression with prefixes that mean here what they mean at `at`; g_free it. *unknown: where one stands that is not
 * declared there, *clash: a quoted one that other files use for something else; NULL: none. */
char *xpath_settle_prefixes(const char *text, const xml_node *at, const char **unknown, const char **clash);

/* ---- xml_decimal.c: arithmetic and words of numbers ---- */
double decimal_sum(double a, double b);
double decimal_product(double a, double b);
double decimal_quotient(double a, double b);
double decimal_rest(double a, double b);
const char *decimal_text(arena *a, double n);

/* ---- xml_bounds_value.c: what is known of values, for xml_expr_bounds ---- */
extern const xml_bounds bounds_unknown;
xml_truth bounds_inverse(xml_truth t);
xml_bounds bounds_condition(xml_truth t, bool fixed);
xml_bounds bounds_joined(xml_truth t); /* of parts that have been looked at */
xml_bounds bounds_between(double low, double high);
/* Of two numbers; op is one of + - * and d, m for div and mod. */
xml_bounds bounds_calculate(char op, xml_bounds a, xml_bounds b);
/* Of something that is compared with itself: `former` is its text, with the operator behind. */
xml_truth bounds_of_the_same(const char *op, xml_bounds b, const char *former, const char *latter);
/* Of two numbers; op is one of <=, <, = and !=. */
xml_truth bounds_compare(const char *op, xml_bounds a, xml_bounds b);

#endif
