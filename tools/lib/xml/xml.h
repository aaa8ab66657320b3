/* xml.h: the only room that knows libxml2. Reads XML safely, tells where each node stands, judges values by the
 * datatypes of XML Schema, and evaluates XPath 1.0.
 *
 * Safety: no network, no DTD, no entities but the five of XML, no XInclude. A document with a DOCTYPE is
 * refused. Limits on bytes, depth, nodes, text length, and of every document: attributes of an element, namespaces that
 * are declared where it stands, and the length of a name. UTF-8 is checked to the last byte; after this room
 * text is trusted to be valid UTF-8 and is never normalised. A byte order mark may stand before it. UTF-16 with a
 * byte order mark is read too; other encodings are refused, as their tables differ in just the characters that
 * names need, and so is a text that is in another encoding than its XML declaration says. Comments and processing
 * instructions are dropped, CDATA is text.
 *
 * Ownership: documents and expressions belong to an xml_store and go with it. Strings returned
 * are copies in the arena given. Nodes are borrowed from their document and live as long as the store. */
#ifndef RENKEI_XML_XML_H
#define RENKEI_XML_XML_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"

typedef struct xml_store xml_store;
typedef struct xml_doc xml_doc;
typedef struct _xmlNode xml_node; /* libxml2's; opaque outside this room */

typedef struct xml_limits {
    size_t bytes;      /* of the file */
    size_t nodes;      /* elements + attributes + text nodes */
    int depth;         /* of elements */
    size_t text_bytes; /* of one text node or attribute value */
    bool no_blanks;    /* spaces between elements make no text: where none can mean anything, as in a schema */
    bool any_root;     /* what kind of XML it is the caller judges: a picture */
} xml_limits;

/* What libxml2 and we ourselves look through for each of them. No document that anybody writes comes near. */
enum {
    XML_MOST_ATTRIBUTES = 256, /* of an element, with the namespaces that it declares */
    XML_MOST_NAMESPACES = 64,  /* declared by an element and those it stands in */
    XML_MOST_NAME = 255        /* bytes of a name or a prefix */
};

extern const xml_limits xml_limits_case; /* 16 MiB, 400,000 nodes, depth 64, 256 KiB a text */
extern const xml_limits xml_limits_form;
extern const xml_limits xml_limits_schema;

/* Which end of a diagnostic a document's places are: a form's mistakes exit 4, data's exit 3. The codes
 * come in pairs for that: xml-malformed and form-xml-malformed. */
typedef enum xml_role { XML_DATA, XML_FORM } xml_role;

xml_store *xml_store_new(void);
void xml_store_drop(xml_store *s); /* takes NULL */
/* Where the store's own memory is: what lives as long as its documents. */
arena *xml_store_arena(xml_store *s);
/* What another room makes of the documents of a store may hang on it, under a name of that room's, and goes before
 * them. */
void xml_store_keep(xml_store *s, const char *what, void *thing, void (*drop)(void *thing));
void *xml_store_kept(const xml_store *s, const char *what); /* NULL: there is none */
/* The paths of all files that xml_read_file was asked for, whether or not it could read them, in that order: what to
 * watch for changes. */
size_t xml_store_file_count(const xml_store *s);
const char *xml_store_file(const xml_store *s, size_t i);
/* A file that another room has read for the store, a picture: it is one of these files, and summed as they are. `bytes`
 * NULL: it could not be read. */
void xml_store_note_file(xml_store *s, const char *path, const void *bytes, size_t length);

/* A file of this path (as it is named, or another spelling of it) is from now on these bytes, whether or not it is
 * there: what a program is about to write is read, and judged with all that it names, before it is. They are copied; of
 * two for one path the later stands. Masters that casefile_schemas keep are read into a store of their own. */
void xml_store_supply(xml_store *s, const char *path, const void *bytes, size_t length);
/* From now on a file is read once: asked for again, it is the bytes that it was, whatever somebody wrote meanwhile.
 * Also standard input, which nobody can read twice. */
void xml_store_read_once(xml_store *s);
/* The same across two stores: what `other` was supplied or has read once is from now on what `s` reads, too. */
void xml_store_supply_all(xml_store *s, const xml_store *other);

/* From now on the bytes of every file that is read are summed: the very ones that are parsed. By a function of the
 * caller's (digest_of): a program that sums nothing does not load the library that does. */
typedef digest (*xml_summer)(const void *bytes, size_t length);
void xml_store_sum_files(xml_store *s, xml_summer sum);
/* The sum of a document's file; NULL where its store did not sum, or when it is of memory. */
const digest *xml_doc_sum(const xml_doc *doc);
/* The same of a file by the path that it was asked for; NULL when none of that path was read well. */
const digest *xml_store_file_sum(const xml_store *s, const char *path);

/* From now on what is known of files of the installation (proven/proven.h) is known of what is read here: for who makes
 * one document, and does not go by the sums of files. */
void xml_store_take_proven(xml_store *s);
/* The verdicts on a document of these bytes; 0: nothing is known. */
unsigned xml_doc_verdicts(const xml_doc *doc);
/* Whether all grammars in the folder are those that the verdicts are of. They are not parsed; asked again of one
 * folder, the answer is the same. */
bool xml_grammars_are_proven(xml_store *s, const char *folder);

/* Reads a file. NULL after reporting every parse error with file and line. `path` is kept as the name
 * that messages print. The file must be a regular file; - is standard input, which must be no folder. */
xml_doc *xml_read_file(xml_store *s, const char *path, xml_role role, const xml_limits *limits, diag *d);
/* The same of a file that somebody named: one that cannot be had is not reported. *error is then why not (an errno,
 * EISDIR of a folder, ENODEV of a pipe or a device), and 0 otherwise: the caller knows who named it (base/asked.h). */
xml_doc *xml_read_asked(xml_store *s, const char *path, xml_role role, const xml_limits *limits, int *error, diag *d);
/* The bytes of a regular file, or (-) of standard input, behind those that `into` has: all, or one more than `most`. 0,
 * or why not, as above. */
int xml_file_bytes(const char *path, size_t most, GByteArray *into);
/* What need not be parsed. Only for files of the installation, which their own tests read whole: what is left out is
 * not judged. Comments between tags are left out, too. A file with CDATA or a DOCTYPE is read whole. */
typedef struct xml_lean {
    const char *removed; /* elements of this (qualified) name that hold text alone: xml_whole finds them again; NULL */
    bool packed;         /* blanks between tags are left out, too: nothing in it is mixed content */
    const char *emptied[8]; /* elements of text and empty elements, which are left out; NULL-ended */
    const char *sifted;     /* elements of which only some are kept (they hold none of their own name); NULL */
    bool (*keeps)(const void *data, const char *bytes, size_t length); /* from its `<` to its last `>` */
    const void *data;
} xml_lean;
xml_doc *xml_read_lean(xml_store *s, const char *path, xml_role role, const xml_limits *limits, const xml_lean *lean,
                       diag *d);
/* The element with what was removed, as the file had it when it was read; itself when nothing was. */
const xml_node *xml_whole(const xml_node *n);
/* The same from memory, for tests and fuzzing. */
xml_doc *xml_read_memory(xml_store *s, const char *name, const char *bytes, size_t length, xml_role role,
                         const xml_limits *limits, diag *d);

/* The start tags at the beginning of a document, for whoever needs two values of thousands of files: calls back with
 * name, depth (0: the root) and attributes without a prefix (names and values in turn, NULL-ended) until `visit`
 * returns false. Nothing is judged but what is read: whoever uses the document reads it whole, later. True when `visit`
 * ended it; false when the bytes ended first or are not well-formed up to there, at a DOCTYPE, or after 256 KiB. */
typedef bool (*xml_peek_visit)(void *data, const char *name, int depth, const char *const *attributes);
bool xml_peek(const char *bytes, size_t length, xml_peek_visit visit, void *data);

/* What kind of file these bytes are, in words of a message (PDF, Excelのブック（.xls） …), for whoever wanted another
 * kind. Words that live for ever. */
void xml_foreign_kind(const char *bytes, size_t length, const char **ja, const char **en);

xml_node *xml_root(const xml_doc *doc);
const char *xml_doc_file(const xml_doc *doc);
xml_role xml_doc_role(const xml_doc *doc);
const xml_doc *xml_doc_of(const xml_node *n);

/* Nothing but characters that look like nothing (base/blank.h): what every room means by a value that is not there. */
bool xml_is_blank(const char *text);

/* ---- nodes ---- */
bool xml_is_element(const xml_node *n);
bool xml_is_text(const xml_node *n); /* text or CDATA */
bool xml_is_attribute(const xml_node *n);
bool xml_is_blank_text(const xml_node *n);    /* a text of nothing but spaces, tabs and line ends */
const char *xml_name(const xml_node *n);      /* local name; borrowed */
const char *xml_namespace(const xml_node *n); /* "" for none; borrowed */
const char *xml_prefix(const xml_node *n);    /* as it is written; "" for none; borrowed */
/* An element of that name, in the namespace of its document's outermost element: what an author has added to a case
 * under a namespace of their own is never taken for ours, whatever it is called. */
bool xml_named(const xml_node *n, const char *name);
xml_node *xml_parent(const xml_node *n);
xml_node *xml_first_child(const xml_node *n); /* of any kind */
xml_node *xml_next(const xml_node *n);        /* sibling of any kind, or the next attribute */
/* In document order; those that no one read come first. */
int xml_compare_nodes(const xml_node *a, const xml_node *b);
xml_node *xml_first_element(const xml_node *n);
xml_node *xml_element_named(const xml_node *n, const char *name); /* the first child of that name; NULL */
xml_node *xml_next_element(const xml_node *n);
xml_node *xml_first_attribute(const xml_node *n); /* then xml_next */
xml_node *xml_attribute_node(const xml_node *n, const char *name);
/* The attribute's value as a copy in `a`, or NULL when the element does not have it. */
const char *xml_attribute(arena *a, const xml_node *n, const char *name);
bool xml_has_attribute(const xml_node *n, const char *name);
const char *xml_attribute_ns(arena *a, const xml_node *n, const char *ns, const char *name);
/* XPath string value: all text below the node, unchanged. */
const char *xml_text(arena *a, const xml_node *n);
/* The same, borrowed, of an attribute or of an element that holds nothing but text; NULL when there are elements. */
const char *xml_borrow_text(const xml_node *n);
/* The same of any node: of a text, too; NULL also of what is none of these. */
const char *xml_borrow_value(const xml_node *n);
/* The prefix by which an element knows a namespace; NULL: by none. */
const char *xml_namespace_prefix(const xml_node *n, const char *ns);
/* The namespace that a prefix stands for at this element; NULL when it stands for none. */
const char *xml_prefix_namespace(const xml_node *n, const char *prefix);
/* Puts another text in the place of an attribute's value, of a text node or of all text of an element that has some and
 * no elements, in memory only: the file keeps what it has, and the node its place. */
void xml_set_text(xml_node *n, const char *text);
/* Takes an attribute or an element out of its document, in memory only. The others keep their places. */
void xml_remove(xml_node *n);
/* Takes an element or an attribute out of its document for a while; xml_show puts it back where it stood. Of several
 * the one that was hidden last comes back first. Meanwhile no path may be asked of its brothers (xml_place), as these
 * are numbered in the file. */
typedef struct xml_hidden {
    xml_node *n, *parent, *next; /* next: of any kind; NULL: it was the last */
} xml_hidden;
xml_hidden xml_hide(xml_node *n);
void xml_show(xml_hidden hidden);
/* Puts an attribute that is not there, or an element (before a child; NULL: behind all) with a text (NULL: none), into
 * its document, in memory only. They have the place of `at`, which is of the file: what is said of them is to be
 * repaired there. The others keep their places. Then the nodes are to be numbered again. */
xml_node *xml_make_attribute(xml_node *n, const char *name, const char *value, const xml_node *at);
xml_node *xml_make_element(xml_node *parent, xml_node *before, const char *name, const char *text, const xml_node *at);
bool xml_is_made(const xml_node *n);
/* An empty element <br/> holds the end of a line from now on, in memory only: text goes on behind it in a new one. */
void xml_make_breaks(xml_doc *doc);
void xml_number_again(xml_doc *doc);
/* File, line, and (with_path) a location path such as /case/plan[2]/row[3]/content. */
place xml_place(arena *a, const xml_node *n, bool with_path);

/* Reports at the end of a diagnostic that the role says. Where the code of a data file has a twin for forms
 * (xml-… and form-xml-…: the same mistake, another exit class), a form gets the twin. */
void xml_report(diag *d, xml_role role, diag_code code, place p, const char *const args[4]);

/* ---- datatypes of XML Schema, as libxml2 has them ---- */
typedef struct xml_datatype xml_datatype;
/* NULL when there is no type of that name (date, gYearMonth, NCName …). */
xml_datatype *xml_datatype_new(const char *type);
void xml_datatype_drop(xml_datatype *t); /* takes NULL */
/* Adds a facet (pattern, minLength, maxInclusive …); false when there is none of that name, or not with that value. */
bool xml_datatype_restrict(xml_datatype *t, const char *facet, const char *value);
/* `n` is where the value stands, for the prefixes in it; may be NULL. */
bool xml_datatype_accepts(const xml_datatype *t, const char *value, const xml_node *n);

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
/* The same of an expression that stands at an element, whose declarations say what the prefixes of its names stand for.
 * Without an element a prefix is what it was in the file that declared it. */
xml_expr *xml_expr_compile_at(xml_store *s, const char *text, const xml_node *at, place where, diag *d);
const char *xml_expr_text(const xml_expr *e);
/* A plain location path: steps joined by / or //, predicates allowed; no operator, call, literal or
 * variable outside the predicates. */
bool xml_expr_is_path(const xml_expr *e);
/* Whether the text is a literal of the expression ('text', "text", a number): its author's word, and no datum. */
bool xml_expr_says(const xml_expr *e, const char *text);

/* Whether it gives the same whatever the data is: of literals, operators, position() and last() (which whoever
 * evaluates it says), the functions of XPath and others of which it is known, and variables that are known. */
typedef struct xml_known {
    bool (*variable)(void *data, const char *name);
    bool (*function)(void *data, const char *name); /* one that is not XPath's gives the same for the same arguments */
    void *data;
} xml_known;
bool xml_expr_is_fixed(const xml_expr *e, const xml_known *known);

/* Whether what an expression gives is made of data that lasts alone, as whoever asks knows it of nodes: what predicates
 * ask only chooses among them and does not count, nor what the nodes say of which a function picks some (latest). */
typedef struct xml_lasting {
    bool (*variable)(void *data, const char *name); /* what it holds was chosen by what lasts */
    bool (*of_data)(void *data, const char *name);  /* and is of the data, also where it is no nodes */
    bool (*plain)(void *data, const char *name);    /* the function gives the same for the same arguments */
    bool (*picks)(void *data, const char *name);    /* it gives nodes of those that are its arguments */
    bool (*node)(void *data, const xml_node *n);
    bool (*part)(void *data, const xml_node *n, const char *name, bool is_attribute); /* of what `n` has not */
    void *data;
} xml_lasting;
typedef enum xml_lasts {
    XML_VARIES,
    XML_CHOSEN, /* nodes that may say anything, which what lasts has chosen */
    XML_LASTS   /* of nodes that are not there: they would last */
} xml_lasts;

/* Every element and attribute that its steps name, in predicates and arguments, too; one with a prefix as
 * {namespace}name. An expression that is not walked (xml_expr_is_walked) tells none. `name` lives as long as the
 * expression. */
typedef void (*xml_name_visit)(void *data, const char *name, bool is_attribute);
void xml_expr_names(const xml_expr *e, xml_name_visit visit, void *data);
/* The same with what the elements are called that each name is asked of, as a child or an attribute: names with ", "
 * between them, of which each may be the one; NULL: the expression does not tell. */
typedef void (*xml_step_visit)(void *data, const char *parents, const char *name, bool is_attribute);
/* What the elements are called, in the same way, that a variable ($name) selects, or a function ("name", the text of
 * its first argument where that is a literal, or NULL). */
typedef const char *(*xml_value_names)(void *data, const char *name, const char *argument);
typedef struct xml_namer {
    arena *a;
    xml_step_visit visit;  /* NULL: nobody hears */
    xml_value_names value; /* NULL: nothing is known of any */
    void *data;
} xml_namer;
/* `context`: what the nodes may be called that it is evaluated at, or NULL. Gives what the elements are called that the
 * expression selects, or NULL. */
const char *xml_expr_steps(const xml_expr *e, const char *context, const xml_namer *namer);
/* The names of both; NULL: one is not known. */
const char *xml_names_joined(arena *a, const char *one, const char *other);

/* What an expression gives whatever the data is. Of one that reads no data that is its value; of others what its
 * operators and functions, and conditions that stand in it twice, leave no choice about. */
typedef enum xml_truth { XML_OPEN, XML_ALWAYS, XML_NEVER } xml_truth;
typedef struct xml_bounds {
    bool fixed;       /* it reads no data */
    xml_truth truth;  /* as a condition; of an expression that selects nodes, NEVER: it selects none */
    bool is_number;   /* it is one, and none but those from low to high */
    bool is_blank;    /* fixed: the empty text */
    bool is_joined;   /* of conditions, each of which has been looked at */
    double low, high; /* may be infinite */
} xml_bounds;
typedef struct xml_facts {
    const char *const *plain;  /* functions whose value depends on their arguments alone, NULL-ended */
    const char *const *counts; /* whose value is a number of at least 0; XPath's own are known */
    GHashTable *variables;     /* name: xml_bounds *; NULL: none is known */
    bool (*evaluate)(void *data, const char *text, xml_value *v); /* what is fixed; false: it cannot be */
    void *data;
} xml_facts;
/* The expression is one that compiles. */
xml_bounds xml_expr_bounds(arena *a, const char *text, const xml_facts *facts);

xml_xpath *xml_xpath_new(xml_store *s);
void xml_xpath_drop(xml_xpath *x);
/* Variables: set or replaced; the value is copied. Functions without prefix. */
void xml_xpath_set_variable(xml_xpath *x, const char *name, const xml_value *value);
void xml_xpath_unset_variable(xml_xpath *x, const char *name);
/* A function fills *result from arena memory and returns NULL, or what is wrong with its arguments, a short phrase
 * without values in both languages, which becomes the diagnostic:
 *
 *   XML_REFUSAL          of how it is called: the mistake of whoever wrote the expression
 *   XML_VALUE_REFUSAL    of a value that is not of the kind it should be (a date that is none)
 *   XML_CONFLICT_REFUSAL of values that contradict one another (an end before its start)
 *
 * Of the last two *result then tells in `count` which argument it is. The value is the data's (`form-xpath-value`),
 * unless it is a literal of the expression, or of the wrong kind where a schema vouches for it: then the expression
 * selects what it should not. */
#define XML_REFUSAL(ja, en) ja "\n" en
#define XML_VALUE_REFUSAL(ja, en) "\v" ja "\n" en
#define XML_CONFLICT_REFUSAL(ja, en) "\f" ja "\n" en
/* Its two wordings. */
void xml_refusal_words(arena *a, const char *refusal, const char **ja, const char **en);
typedef const char *(*xml_function)(void *data, arena *a, const xml_value *args, size_t count, xml_value *result);
void xml_xpath_add_function(xml_xpath *x, const char *name, xml_function f, void *data);
/* Many at once, of which few are called: `find` is asked for a name when an expression first calls it, and gives what
 * `f` is called with, or NULL: not one of them. What was added by its own name comes first, then the latest table. */
typedef void *(*xml_function_finder)(void *table, const char *name);
void xml_xpath_add_functions(xml_xpath *x, xml_function_finder find, xml_function f, void *table);

/* How messages call a node, in Japanese and English, where there is more to say than its name; true when a schema
 * vouches for what it says. Without one, all nodes are vouched for. n NULL: a value that no node has, which is this
 * text. */
typedef bool (*xml_labeller)(void *data, const xml_node *n, const char *text, const char **ja, const char **en);
void xml_xpath_set_labeller(xml_xpath *x, xml_labeller label, void *data);

/* Evaluates with `context` as the context node (position and size as given, 1-based). False after
 * `form-xpath-eval` (unknown function or variable, wrong arguments) or `form-xpath-value` at `where`. Steps are
 * bounded. */
bool xml_eval(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size, place where,
              diag *d, xml_value *result);

/* Evaluated there, of the variables and functions of `x`. An expression that is not walked varies, and so does one that
 * asks for a context node where there is none. *reads: it is made of data at all. Nothing is told. */
xml_lasts xml_expr_lasts(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size,
                         const xml_lasting *lasting, bool *reads);

/* Nearly every expression is walked over the nodes by this room itself (xml_walk.h), the others are libxml2's. For
 * tests: from now on, or no longer, libxml2 evaluates what is walked, too, and the program stops where they differ. */
void xml_prove_walks(bool on);
bool xml_expr_is_walked(const xml_expr *e);
/* The first expression of the store that is not walked; NULL: there is none. */
const xml_expr *xml_store_unwalked(const xml_store *s);

/* How much all evaluations have looked at: nodes, parts and values (or libxml2's steps), and the values that our
 * functions took and gave. It does not depend on the machine, so that a test can see how the work grows with the
 * data. */
size_t xml_xpath_steps(const xml_xpath *x);
/* What a caller does beside evaluating counts among them: so many steps more. False: all that this document may need
 * are spent, and what is evaluated from now on fails (form-xpath-eval): a form or a rule runs away. */
bool xml_spend(xml_xpath *x, size_t steps);

/* Why an expression gives nothing: a location path in it that selects no node, or nodes that say nothing. */
typedef struct xml_absence {
    xml_node *at;     /* how far the path goes: what lacks the next step, or (no name) says nothing itself; NULL */
    const char *name; /* of the step that finds nothing; NULL: it has no plain name */
    bool is_attribute;
    bool is_condition;    /* there are such nodes, but none that the predicate wants */
    const char *variable; /* the path begins with this variable ($ left out), which holds nothing; NULL */
    const char *call;     /* the path begins with this call of a function, which gives nothing; NULL */
} xml_absence;
/* Up to `most` of them, in the order of the expression. Evaluates the paths step by step, so it is for errors only. */
size_t xml_find_absences(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position, size_t size,
                         xml_absence *out, size_t most);

/* Why an expression of numbers gives none: the first node of those it adds or multiplies that says something else;
 * NULL: there is none. For errors only, too. */
const xml_node *xml_find_no_number(xml_xpath *x, arena *a, const xml_expr *e, xml_node *context, size_t position,
                                   size_t size);

/* Whether "NaN" or "Infinity" in a text that an expression gives is a number of which there is none (concat() writes it
 * so), and no word of the data: some number was written that way. */
bool xml_wrote_no_number(const xml_xpath *x, const char *text);

/* Of the last evaluation: whether a number became text that has more digits than are calculated exactly (2^53), and the
 * first node that says something and no number, and was compared by size (@x > 1000, of "1,200"), or with a number, and
 * says one in a way that XPath does not read; NULL: there is none. Such a comparison does not hold, and no XPath says
 * so. What number() makes of a node is asked for by name: nothing is told of that. */
#define XML_MOST_EXACT 9007199254740991.0
bool xml_wrote_large(const xml_xpath *x);
bool xml_compared_none(const xml_xpath *x); /* a number of which there is none (sum() of "1,200") */
const xml_node *xml_compared_no_number(const xml_xpath *x);
bool xml_compared_text(const xml_xpath *x); /* by size: what is neither a node nor a number ('2024-04' < '2024-05') */

/* XPath's own conversions; numbers are decimals of 15 digits, and their text has no exponent. */
const char *xml_value_string(arena *a, const xml_value *v);
bool xml_value_boolean(const xml_value *v);
double xml_value_number(const xml_value *v);
/* What a test of a form or a rule asks: as xml_value_boolean, but a string must not be blank, and of nodes one must say
 * something. An element with a blank text and nothing else says nothing; one without any content is there by its name
 * alone. */
bool xml_value_holds(const xml_value *v);
xml_value xml_value_of_string(const char *s);
xml_value xml_value_of_number(double n);
xml_value xml_value_of_boolean(bool b);

#endif
