/* xml_walk.h: XPath 1.0 as forms and rules use it, read into a tree once and walked over libxml2's nodes. Of the same
 * expression libxml2's own evaluator makes and frees a list of nodes at each step and an object for each value, and
 * that was most of what a case costs to judge.
 *
 * What is not walked is libxml2's: an expression that walk_read does not know (prefix:*, the axes following,
 * preceding and namespace, id(), lang() …), and one that asks at run time for what the types forbid (walk_eval says
 * WALK_DECLINED): then libxml2 evaluates the whole, and words what is wrong. It is the measure, too: a test evaluates
 * every expression both ways (tests/unit/test_xml_walk.c). Only the xml room includes this. */
#ifndef RENKEI_XML_XML_WALK_H
#define RENKEI_XML_XML_WALK_H

#include "xml/xml_int.h"

/* An evaluation that needs more steps does not end in reasonable time: a second or so; nor do all of a document that
 * need as many as WALK_MOST_IN_ALL: some seconds. So many bytes that are read or made of texts are a step; a text of
 * more than WALK_MOST_TEXT is none that anybody prints. Parts: arguments of a call, steps of a path, predicates of a
 * step. */
enum {
    WALK_MOST_STEPS = 20000000,
    WALK_MOST_IN_ALL = 100000000,
    /* Of libxml2's, which joins sets of nodes by comparing each with each, and does not count that. */
    WALK_MOST_FOREIGN = 300000,
    WALK_STEPS_OF_A_FOREIGN = 20,
    WALK_BYTES_A_STEP = 16,
    WALK_MOST_TEXT = 2 << 20,
    WALK_MOST_PARTS = 64
};

/* ---- the tree of an expression ---- */

typedef enum walk_kind {
    WALK_LITERAL,  /* text */
    WALK_NUMBER,   /* number */
    WALK_VARIABLE, /* text: its name */
    WALK_CALL,     /* text: the name of the function; parts: arguments */
    WALK_OR,
    WALK_AND,
    WALK_EQUAL, /* from here to WALK_AT_LEAST: comparisons of parts[0] and parts[1] */
    WALK_UNEQUAL,
    WALK_LESS,
    WALK_AT_MOST,
    WALK_MORE,
    WALK_AT_LEAST,
    WALK_PLUS,
    WALK_MINUS,
    WALK_TIMES,
    WALK_DIV,
    WALK_MOD,
    WALK_NEGATE, /* parts[0] */
    WALK_UNION,
    WALK_FILTER, /* parts[0], and the predicates behind it */
    WALK_PATH    /* steps, from parts[0]; no parts: from the context node, or (from_root) its document */
} walk_kind;

/* Functions of XPath itself; WALK_OURS: one that the program has registered. */
typedef enum walk_core {
    WALK_OURS,
    WALK_BOOLEAN,
    WALK_CEILING,
    WALK_CONCAT,
    WALK_CONTAINS,
    WALK_COUNT,
    WALK_FALSE,
    WALK_FLOOR,
    WALK_LAST,
    WALK_LOCAL_NAME,
    WALK_NAME,
    WALK_NORMALIZE_SPACE,
    WALK_NOT,
    WALK_TO_NUMBER,
    WALK_POSITION,
    WALK_ROUND,
    WALK_STARTS_WITH,
    WALK_STRING,
    WALK_STRING_LENGTH,
    WALK_SUBSTRING,
    WALK_SUBSTRING_AFTER,
    WALK_SUBSTRING_BEFORE,
    WALK_SUM,
    WALK_TRANSLATE,
    WALK_TRUE
} walk_core;

typedef enum walk_axis {
    WALK_CHILD,
    WALK_ATTRIBUTE,
    WALK_SELF,
    WALK_PARENT,
    WALK_DESCENDANT,
    WALK_DESCENDANT_OR_SELF,
    WALK_ANCESTOR,
    WALK_ANCESTOR_OR_SELF,
    WALK_FOLLOWING_SIBLING,
    WALK_PRECEDING_SIBLING
} walk_axis;

typedef enum walk_test {
    WALK_NAMED,    /* name: an element, or on the attribute axis an attribute, in the namespace ns, or (NULL) in none */
    WALK_ANY_NAME, /* * */
    WALK_ANY_NODE, /* node() */
    WALK_TEXT      /* text() */
} walk_test;

typedef struct walk_tree walk_tree;

typedef struct walk_step {
    walk_axis axis;
    walk_test test;
    const char *name, *ns;
    const char *full; /* {ns}name; of one without ns its name */
    const walk_tree *const *predicates;
    size_t predicate_count;
} walk_step;

/* What a name was found to mean, and by whom (0: nobody): an expression is evaluated thousands of times in a row. */
typedef struct walk_found {
    size_t by;
    const void *what;
} walk_found;

struct walk_tree {
    walk_kind kind;
    walk_core core;
    const char *text;
    walk_found *found; /* of WALK_VARIABLE and WALK_CALL */
    double number;
    const walk_tree *const *parts;
    size_t part_count;
    const walk_tree *const *predicates; /* of WALK_FILTER */
    size_t predicate_count;
    const walk_step *steps;
    size_t step_count;
    bool from_root;
    bool is_condition; /* its value is a boolean, or nodes, whatever the data says: as a predicate it is no position */
    bool asks_place;   /* position() or last() stands somewhere in it */
};

/* In memory of `a`. NULL: it is not one that is walked, or none at all. */
const walk_tree *walk_read(arena *a, const char *text);
/* A function of XPath itself, and how many arguments it takes. */
typedef struct walk_function {
    const char *name;
    walk_core core;
    size_t least, most;
    bool is_condition; /* as in walk_tree */
} walk_function;
const walk_function *walk_core_named(const char *name); /* NULL: none is walked of that name */
/* Whether XPath itself has one of that name, walked or not. */
bool walk_is_core(const char *name);

/* ---- walking it ---- */

/* Nodes lie on a stack of the walker's: those of a value are nodes[first] to nodes[first + count - 1], and the last
 * ones there. The stack may move while anything is evaluated. */
typedef struct walk_value {
    xml_type type;
    const char *string; /* of the arena of the evaluation, of the expression or of a document */
    double number;
    bool boolean;
    size_t first, count;
} walk_value;

typedef struct walk_spot {
    xml_node *node; /* may be NULL */
    size_t position, size;
} walk_spot;

typedef struct walker {
    xml_xpath *x;
    arena *a; /* of the evaluation under way */
    xml_node **nodes;
    size_t top, room;
    size_t steps;         /* nodes looked at, values compared, parts evaluated, of the outermost evaluation under way */
    bool declined;        /* why an evaluation ended: it is libxml2's; */
    bool wrote_no_number; /* in any evaluation: xml_wrote_no_number */
    bool wrote_large;     /* in the outermost one: a number of more digits than are exact became text */
    const xml_node *not_a_number; /* in that, too: what was compared with a number, or by size; NULL: all were some */
    bool compared_none;           /* in that, too: a number of which there is none was compared */
    bool compared_text;           /* in that, too: a text that is no number was compared by size */
    bool is_endless; /* or it takes too many steps, or makes too long a text; or neither: what xml_call or xml_variable
                        has noted */
} walker;

typedef enum walk_end { WALK_DONE, WALK_FAILED, WALK_DECLINED } walk_end;
/* The nodes of *v are in `a`, its string, too. */
walk_end walk_eval(walker *w, arena *a, const walk_tree *t, walk_spot at, xml_value *v);

/* ---- between the sources of the walk ---- */

/* False: the evaluation is over. */
bool walk_part(walker *w, const walk_tree *t, walk_spot at, walk_value *v);
/* As boolean(): of nodes, without looking for more than one. */
bool walk_holds(walker *w, const walk_tree *t, walk_spot at, bool *holds);
bool walk_call_core(walker *w, const walk_tree *t, walk_spot at, walk_value *v);
/* Takes so many steps more. False: there are too many. */
bool walk_takes(walker *w, size_t steps);
/* Takes what it costs to read or to make so many bytes of texts. False: there are too many. */
bool walk_takes_text(walker *w, size_t bytes);
bool walk_decline(walker *w); /* false */

void walk_push(walker *w, xml_node *n);
void walk_make_room(walker *w); /* for more nodes, or for the first */
/* Pushes what a step selects of one node, before its predicates, nearest first. `most`: when there are so many. */
void walk_step_from(walker *w, const walk_step *step, xml_node *n, size_t most);
bool walk_is_reverse(walk_axis axis);
/* Puts the nodes from `first` on into document order, each of them once. */
void walk_put_in_order(walker *w, size_t first);

/* Conversions; strings are borrowed where they can be. */
const char *walk_text(walker *w, const xml_node *n);
const char *walk_string(walker *w, const walk_value *v);
double walk_number(walker *w, const walk_value *v);
bool walk_boolean(const walk_value *v);
bool walk_compare(walker *w, walk_kind operator, const walk_value * l, const walk_value *r, bool *holds);

/* ---- of xml_xpath.c ---- */
/* False: there is none, or it refuses its arguments; that is noted. found may be NULL. */
bool xml_call(xml_xpath *x, const char *name, walk_found *found, const xml_value *args, size_t count,
              xml_value *result);
const xml_value *xml_variable(xml_xpath *x, const char *name, walk_found *found); /* NULL likewise */

#endif
