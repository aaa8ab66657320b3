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
    const xml_node *at; /* the element that has it */
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
    rule_expr test, when, at;                      /* no test: it never holds (a deadline) */
    rule_expr other;                               /* of check_finding */
    check_severity severity, open;                 /* open: while the month of `when` is not over */
    const char *repair, *documents, *until_signed; /* of check_finding */
    const char *repair_en;                         /* NULL: the names in `repair` will do */
    rule_words message[2];                         /* by diag_language */
    bool undetermined;                             /* its message says that it cannot be judged */
} rule_assert;

typedef enum step_kind { STEP_LET, STEP_APPLIES, STEP_NEEDS } step_kind;

typedef struct rule_step {
    step_kind kind;
    rule_expr e;
    const char *name; /* of the variable, or of the field that is needed */
} rule_step;

typedef struct rule_check {
    rule_expr context, when, until; /* of check_finding */
    rule_expr claims;               /* the days claimed that it is about; `until` is the last of them */
    rule_step *steps;
    rule_assert *asserts;
    size_t step_count, assert_count;
    bool compiled;
} rule_check;

typedef struct rule {
    const char *id, *documents, *until_signed;
    const char *source[2]; /* by diag_language; the Japanese one where the file has no other */
    bool has_from, has_to;
    date from, to;
    bool follows;              /* another version of this id was in force before `from`: it judges the days before */
    rule_words title[2];       /* by diag_language; rule_say says them */
    rule_words explain[2];     /* the same */
    const char *uncomputed[2]; /* the reason, of a rule without checks; [DIAG_EN] NULL: not said */
    rule_check *checks;
    size_t check_count;
    place where;
    xml_node *node;                /* the element */
    bool deadline;                 /* judged by check_dues alone: `when` is the day */
    bool local;                    /* of the local folder */
    bool own;                      /* of it, or of a folder that the user named: its mistakes are the user's */
    bool replaces;                 /* it says so; only a local one may */
    const struct rule *stands_for; /* the newest shipped one that left the table for it; NULL: none */
    const char *off;               /* why the local folder switched it off; NULL: it did not */
    place off_where;               /* where it says so */
    bool idle, idle_known;         /* rule_is_idle, of one day */
    date idle_on;
} rule;

/* A value of the table, on its days. */
typedef struct rule_parameter {
    const char *name, *value; /* a number or a day */
    const char *unit;         /* 日, 分 …; NULL: none */
    const char *title[2];     /* by diag_language; of a local one */
    bool has_from, has_to;
    date from, to;
    bool local, own, replaces; /* as of a rule */
    place where;
} rule_parameter;

/* A local file switches a rule off. */
typedef struct rule_off {
    const char *id, *reason;
    bool local, own; /* as of a rule */
    place where;
} rule_off;

/* The checks that may keep a form in the office, in the order of the rules. */
typedef struct rule_form {
    const char *name;
    rule_check **checks;
    const rule **rules; /* of each */
    size_t count;
} rule_form;

struct check_rules {
    xml_store *s; /* of the expressions */
    rule *items;  /* sorted by id as the guide counts (K3.9 before K3.10), then by from */
    size_t count;
    const rule_parameter *parameters; /* by name, the local ones first, then by from */
    size_t parameter_count;
    const char *const *left_out; /* ids of rules that were seen and not read, NULL-ended; NULL: none */
    const rule_form *forms;      /* rule_list_forms */
    size_t form_count;
};

/* K before N before G before D, then by number and letter. */
int rule_compare_ids(const char *a, const char *b);
/* Compiles the expressions of words, or of a check, once. False after diagnostics in `own` (as of a form's). */
bool rule_compile_words(xml_store *s, const rule_words *w, diag *own);
bool rule_compile(xml_store *s, rule_check *c, diag *own);
/* The rule of that id, the newest version; NULL. */
const rule *rule_find(const check_rules *rules, const char *id);
/* Fills the table of forms that rules name: every document of a batch asks it. */
void rule_list_forms(arena *a, check_rules *rules);
/* NULL: no rule names it. */
const rule_form *rule_form_of(const check_rules *rules, const char *form);
/* There is a rule of that id, read or left out. */
bool rule_is_known(const check_rules *rules, const char *id);
/* Line ends and indentation of the file out of a text: nothing between Japanese characters, else one space. */
const char *rule_tidy(arena *a, const char *text);

/* ---- check_words.c: titles and explanations, which know no case ---- */

/* Their words as of a day: an expression in them has the functions of rules, $day (the day judged) and no case. NULL
 * after a diagnostic. */
const char *rule_say(arena *a, const check_rules *rules, const rule *of, const rule_words *w, date day, diag *d);

/* ---- check_run.c ---- */

typedef enum rule_choice { RULES_OF_FORM, RULES_OF_DEADLINES } rule_choice;
/* check_case_for (form NULL: all rules), or the deadlines alone. */
const check_result *rule_run(arena *a, xml_store *s, const check_rules *rules, const casefile *c, date as_of,
                             diag_language language, rule_choice choice, const char *form, diag *d);

/* ---- check_parameters.c: values with their days ---- */

/* from, to: an attribute that is a day. False when it is not there; one that is no day is told in `own`. */
bool rule_read_date(arena *a, const xml_node *n, const char *name, date *out, diag *own);
/* A day, or the last day of a month; false for anything else. */
bool rule_last_day(const char *text, date *out);
rule_parameter rule_read_parameter(arena *a, const xml_node *n, diag *own);
/* Sorts the values and parts their days, or tells which do not part. */
void rule_join_parameters(GArray *parameters, diag *d);
/* In force on the day: a local one, else the shipped one, of which the first judges earlier days too. NULL: no such
 * name. */
const rule_parameter *rule_find_parameter(const check_rules *rules, const char *name, date day);
/* The same without local values. */
const rule_parameter *rule_find_shipped_parameter(const check_rules *rules, const char *name, date day);
/* check_parameter */
void rule_add_parameter_function(xml_xpath *x, const check_rules *rules);

/* ---- check_local.c: what a local folder says of the rules that come with renkei ---- */

/* Replaced rules leave the table, those that are switched off say so; what may not be is told. `left_out`: ids of
 * rules that were seen and not read; NULL: none. */
void rule_apply_local(arena *a, GArray *rules, GArray *parameters, const GArray *offs, const char *const *left_out,
                      diag *d);
/* Which code tells a mistake in a rule file: own: it is the user's. */
diag_code rule_code(bool own, diag_code shipped);

/* ---- check_municipality.c: what a municipality has decided ---- */

/* That of the newest certificate that holds on the day, else of the newest of all; of the master's only municipality
 * when the case has no certificate. NULL: none. */
const xml_node *rule_municipality(arena *a, const casefile *c, date day);
/* Of the rule-options of a rule that hold on the day (from, to; an end that is missing is open) the newest; NULL. */
const char *rule_option_level(arena *a, const xml_node *municipality, const char *id, date day);
/* The element is a rule-option that switches its rule off, and began by the day. */
bool rule_option_is_off(arena *a, const xml_node *n, date as_of);
/* A certificate of the child names it; `now`, the one that pays on the day, does without one too. */
bool rule_municipality_is_asked(arena *a, const casefile *c, const xml_node *municipality, const xml_node *now);
/* Of two levels (NULL: none is said, the rule's own counts) the one that lets less pass: of a month in which the
 * municipality changed. */
const char *rule_stricter_level(const char *one, const char *other);
/* handbook="no": what a handbook alone advises is no advice there. Its errors stay, as the law has them, too. */
bool rule_is_foreign(arena *a, const xml_node *municipality, const rule *x);
/* An option for a rule that is not there would be heeded by nobody: it is told, of all municipalities that pay or have
 * paid. */
void rule_check_options(arena *a, const check_rules *rules, const casefile *c, date as_of, diag *d);

/* ---- check_sieve.c: the rules that can keep one form in the office ---- */

/* RULES_LEAN: the rules that can keep the form, and all else; RULES_VALUES: the values that those rules read. */
typedef enum rule_reading { RULES_WHOLE, RULES_LEAN, RULES_VALUES, RULES_NONE } rule_reading;
typedef struct rule_sieve rule_sieve;
/* `form` must outlive it; `values`: it reads some itself, and all are kept; paths of rule files. */
rule_sieve *rule_sieve_new(const char *form, bool values, const GPtrArray *paths);
void rule_sieve_drop(rule_sieve *sieve); /* takes NULL */
/* How a file is to be read; whole without a sieve. */
rule_reading rule_sieve_of(const rule_sieve *sieve, guint file);
/* The ids of which no rule is kept, NULL-ended. */
const char *const *rule_sieve_left_out(const rule_sieve *sieve, arena *a);
/* What is left out of a file that is read so. */
xml_lean rule_lean(const rule_sieve *sieve, rule_reading how);

/* ---- check_keys.c: records looked up by what they say ---- */

/* Functions whose expressions are texts, evaluated from /case once a run: they know no variables. A node whose value is
 * empty is never found; each is given once.
 *
 *   key(select)                          $case/select
 *   key(select, by, value)               $case/select[by = value]; of a set of nodes as value, any of them
 *   key-before(select, by, value)        of those with by < value (days, months) the ones with the greatest
 *   key-within(select, by, first, last)  first <= by <= last
 *   key-last(select, by, value)          of key(…) the last in the order of the document
 *   key-last(select, by, value, node)    the last of those that stand before the node: of records that say the same,
 *                                        the one before, without going through all of them again
 *
 * `functions` adds what these expressions may call to an evaluator of their own. */
typedef struct rule_keys rule_keys;
typedef void rule_functions(void *data, xml_xpath *x);
rule_keys *rule_keys_new(arena *a, xml_store *s, xml_node *root, rule_functions *functions, void *data);
void rule_keys_add(rule_keys *keys, xml_xpath *x); /* the functions; `x` is used no longer than `keys` */
size_t rule_keys_steps(const rule_keys *keys);     /* of their expressions */
void rule_keys_drop(rule_keys *keys);              /* takes NULL */
/* For tables of others: an expression for rule_keys_eval (NULL: it is none); the value at a node; the nodes that one
 * selects from /case. False: it is no expression, or selects none. */
const xml_expr *rule_keys_compile(rule_keys *keys, const char *text);
bool rule_keys_eval(rule_keys *keys, const xml_expr *e, xml_node *context, xml_value *v); /* false for NULL */
bool rule_keys_select(rule_keys *keys, const char *select, xml_value *nodes);

/* ---- check_likeness.c: how much of a text is another's ---- */

typedef struct rule_sentence {
    guint64 number; /* equal for equal letters, and for others as good as never */
    size_t weight;  /* letters */
} rule_sentence;

/* What a text is recognized by. */
typedef struct rule_print {
    size_t length;            /* of the text as it is written, without blanks */
    const char *said;         /* as bare-text */
    gunichar *letters;        /* of `said`; 0 before the first sentence and behind each */
    size_t count, weight;     /* with these ends, and without */
    rule_sentence *sentences; /* sorted */
    size_t sentence_count;
    guint64 *triples; /* each three of `letters` in a row, sorted; NULL until they are needed */
    size_t triple_count;
} rule_print;

/* When two texts of at least so many letters are alike: where of the smaller one so many hundredths are sentences of
 * the other (whole), or letters that stand beside the same letters in the other (near). Of two of one size the first
 * is the smaller. */
typedef struct rule_likeness {
    size_t least, near, whole;
} rule_likeness;

void rule_print_take(arena *a, rule_print *made, const char *text);
/* `looks` counts what was compared. */
bool rule_print_is_like(arena *a, rule_print *x, rule_print *y, const rule_likeness *asked, size_t *looks);

/* ---- check_copied.c: the text of before from which a text was copied ---- */

/* copied-from(select, by, node, least, near, whole): of the texts that `select` gives, evaluated as key() does, the
 * last one from which that of `node` was copied; `by` says when and of which group a text is ("2024-05 progress"):
 * those of one group are compared, by period, in one period in the order of the document. The same but for numbers
 * (bare-text): of `least` letters or more whenever it was, else in the same period or that of the group before it.
 * Alike (rule_likeness): among the nearest before, and those that share a sentence. */
typedef struct rule_copies rule_copies;
rule_copies *rule_copies_new(arena *a, rule_keys *keys); /* keys: borrowed, outlive it */
void rule_copies_add(rule_copies *c, xml_xpath *x);
size_t rule_copies_looks(const rule_copies *c);
void rule_copies_drop(rule_copies *c); /* takes NULL */

/* A mistake in a rule file, in both languages; with DIAG_CHECK_LOCAL it is the user's (exit 4), else ours (exit 5). */
void rule_report(diag *d, diag_code code, place where, place data, const char *id, const diag *details);

/* ---- check_until.c ---- */

/* What was done after the day (records, claims, judgements …), in the order of the case: rules are judged as if it were
 * not there. Of xml_node *; g_ptr_array_free it. */
GPtrArray *rule_find_later(const casefile *c, date as_of);

/* ---- check_gaps.c ---- */

/* Fills in gaps, services and since; after the findings. */
void check_find_gaps(arena *a, const casefile *c, check_result *r);

/* ---- check_off.c ---- */

/* Fills in offs and replaced, of rules or of deadlines. False after a diagnostic: a title cannot be said. */
bool check_find_offs(arena *a, const check_rules *rules, const casefile *c, rule_choice choice, check_result *r,
                     diag *d);

/* ---- check_idle.c ---- */

/* It has checks, and finds nothing in any case, whatever stands there: as far as its expressions tell that by
 * themselves (xml_expr_bounds). */
bool rule_is_idle(const check_rules *rules, rule *of, date as_of);

/* ---- the functions of rules only, beside those of the functions room ---- */

void check_add_functions(xml_xpath *x, arena *a, const casefile *c);
void check_add_plain_functions(xml_xpath *x, arena *a); /* those that ask no case */
const char *check_f_pasted_text(call *k);               /* check_pasted.c */
const char *check_f_bare_text(call *k);
/* What is left of a text where numbers, weekdays, blanks and marks are no part of it; `ends`: with a line end behind
 * each sentence. */
const char *check_bare_letters(arena *a, const char *text, bool ends);
extern const function_row rule_day_functions[];    /* check_days.c; ended by a row without a name */
extern const function_row rule_person_functions[]; /* check_persons.c; likewise */

/* ---- check_print.c ---- */

/* {"v":1,"off":…} and {"v":1,"replaced":…} a line; child NULL: of none. */
void check_append_off_json(GString *out, const check_off *off, const char *child, diag_language language);
void check_append_replaced_json(GString *out, const check_replaced *x, const char *child, diag_language language);
/* K1.1 title（file:line） */
void check_append_replaced(GString *out, const check_replaced *x, diag_language language);
/* ,"data":{"file","line","path"} */
void check_append_data(GString *out, const char *member, place where);

/* The names of elements and attributes in what is to be repaired, without what they are called in Japanese; itself when
 * it has none. */
const char *check_repair_names(arena *a, const char *repair);

/* ---- check_names.c ---- */
/* Tells each name of the rules of one file (of somebody's own), as far as they are compiled, that no case or master
 * has, or never there. */
void rule_judge_names(arena *a, xml_store *s, const xml_node *root, const char *schema_dir, const rule *rules,
                      size_t count, diag *d);

#endif
