/* check_int.h: a rule file as it is after reading, and what the sources of the check room share. */
#ifndef RENKEI_CHECK_CHECK_INT_H
#define RENKEI_CHECK_CHECK_INT_H

#include <glib.h>

#include "check/check.h"
#include "functions/functions_call.h"

/* An expression with the line of the rule file it stands on, for our own mistakes. */
typedef struct rule_expr {
    const char *text;  /* NULL: there is none */
    const xml_expr *e; /* NULL until its check is compiled */
    place where;
} rule_expr;

/* A message: text and values in turn. */
typedef struct word_piece {
    const char *text; /* NULL: a value */
    rule_expr value;
} word_piece;

typedef struct rule_words {
    word_piece *pieces;
    size_t count;
} rule_words;

typedef struct rule_assert {
    rule_expr test, when, at;
    check_severity severity, open;                 /* open: while the month of `when` is not over */
    const char *repair, *documents, *until_signed; /* of check_finding */
    const char *repair_en;                         /* NULL: the names in `repair` will do */
    rule_words message[2];                         /* by diag_language */
} rule_assert;

typedef enum step_kind { STEP_LET, STEP_APPLIES, STEP_NEEDS } step_kind;

typedef struct rule_step {
    step_kind kind;
    rule_expr e;
    const char *name; /* of the variable, or of the field that is needed */
} rule_step;

typedef struct rule_check {
    rule_expr context, when, until; /* of check_finding */
    rule_step *steps;
    rule_assert *asserts;
    size_t step_count, assert_count;
    bool compiled;
} rule_check;

typedef struct rule {
    const char *id, *source, *documents, *until_signed;
    bool has_from, has_to;
    date from, to;
    bool follows;               /* another version of this id was in force before `from`: it judges the days before */
    const char *title[2];       /* by diag_language */
    const char *explain[2];     /* the same, as the file has it: rule_tidy when it is asked for */
    const char *not_computable; /* the reason; NULL when there are checks */
    rule_check *checks;
    size_t check_count;
    place where;
} rule;

struct check_rules {
    xml_store *s; /* of the expressions */
    rule *items;  /* sorted by id as the guide counts (K3.9 before K3.10), then by from */
    size_t count;
    const char *const *left_out; /* ids of rules that were seen and not read, NULL-ended; NULL: none */
};

/* K before N before G, then by number and letter. */
int rule_compare_ids(const char *a, const char *b);
/* Compiles the expressions of a check, once. False after diagnostics in `own` (as of a form's). */
bool rule_compile(xml_store *s, rule_check *c, diag *own);
/* The rule of that id, the newest version; NULL. */
const rule *rule_find(const check_rules *rules, const char *id);
/* An assert of the check names the form among those that it forbids. */
bool rule_can_forbid(const rule_check *c, const char *form);
/* There is a rule of that id, read or left out. */
bool rule_is_known(const check_rules *rules, const char *id);
/* Line ends and indentation of the file out of a text: nothing between Japanese characters, else one space. */
const char *rule_tidy(arena *a, const char *text);

/* ---- check_sieve.c: the rules that can keep one form in the office ---- */

typedef enum rule_reading { RULES_WHOLE, RULES_LEAN, RULES_NONE } rule_reading;
typedef struct rule_sieve rule_sieve;
/* `form` must outlive it; paths of rule files. */
rule_sieve *rule_sieve_new(const char *form, const GPtrArray *paths);
void rule_sieve_drop(rule_sieve *sieve); /* takes NULL */
/* How a file is to be read; whole without a sieve. */
rule_reading rule_sieve_of(const rule_sieve *sieve, guint file);
/* The ids of which no rule is kept, NULL-ended. */
const char *const *rule_sieve_left_out(const rule_sieve *sieve, arena *a);
/* What is left out of a file that is read lean. */
xml_lean rule_lean(const rule_sieve *sieve);

/* A mistake of ours in a rule file, in both languages; exit 5. */
void rule_report(diag *d, diag_code code, place where, place data, const char *id, const diag *details);

/* ---- the functions of rules only, beside those of the functions room ---- */

void check_add_functions(xml_xpath *x, arena *a, const casefile *c);
extern const function_row rule_day_functions[]; /* check_days.c; ended by a row without a name */

/* The names of elements and attributes in what is to be repaired, without what they are called in Japanese; itself when
 * it has none. */
const char *check_repair_names(arena *a, const char *repair);

#endif
