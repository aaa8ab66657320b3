/* check.h: what an auditor would say, months earlier: the rules of the notice, the handbook and practice,
 * evaluated over a case.
 *
 * Rules are data: the files of templates/rules/ (templates/schema/rules.rng), in Schematron's manner: a context, lets,
 * asserts with messages, XPath 1.0 and the functions room. A rule is dated; a fee reform is a new file. A municipality
 * switches a rule or changes its severity by rule-option in its master (K7.3).
 *
 * Evaluation (domain guide 3.4): always as of a given day, of the case as it was then: what was done later is not there
 * (check_until.c), what is planned or agreed ahead is; a month is closed when as-of is after its last day; silent
 * when not applicable; 判定できません (W) when data is missing; never silently passed. */
#ifndef RENKEI_CHECK_CHECK_H
#define RENKEI_CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "calendar/calendar.h"
#include "casefile/casefile.h"
#include "xml/xml.h"

typedef enum check_severity { CHECK_ADVICE, CHECK_WARNING, CHECK_ERROR } check_severity; /* A W E */
char check_severity_letter(check_severity s);

typedef struct check_rules check_rules;

/* Where rules are from, and what will be asked of them. */
typedef struct check_source {
    const char *rules;  /* the folder of those that come with renkei: what is wrong in them is our mistake (exit 5), */
    bool named;         /* or the user's (exit 4), who named a folder of such rules */
    const char *local;  /* a folder of the user's own beside it (templates/rules/README.md), whose mistakes are the
                           user's (exit 4); NULL: none */
    const char *schema; /* the folder of grammars */
    const char *form;   /* as of check_rules_open_for; NULL: all rules */
    bool values;        /* with a form: it reads values, so that all of them are needed */
    bool compile;       /* as of check_rules_read */
} check_source;
/* NULL after diagnostics. Lives in `a` and `s`. */
check_rules *check_rules_load(arena *a, xml_store *s, const check_source *from, diag *d);

/* The three that follow read without a local folder. All rule files of a folder, compiled once, checked against the
 * schema; ids are unique over dates. NULL after diagnostics (exit 5: they are ours). Lives in `a` and `s`. */
check_rules *check_rules_read(arena *a, xml_store *s, const char *rules_dir, const char *schema_dir, diag *d);
/* The same, but a check is compiled when it is first needed: for whoever asks about single forms (check_case_for). */
check_rules *check_rules_open(arena *a, xml_store *s, const char *rules_dir, const char *schema_dir, diag *d);
/* The same for whoever will ask about one form and nothing else: rules that cannot keep it in the office, and the words
 * that explain a rule, are not even parsed. What is wrong in them is for check_rules_read to tell. */
check_rules *check_rules_open_for(arena *a, xml_store *s, const char *rules_dir, const char *schema_dir,
                                  const char *form, diag *d);

/* The values of the rules (parameters.xml, and what a local folder has in their place), for forms that print them. */
/* parameter('name', day or month) of expressions; `rules` is of check_rules, and is only read. */
const char *check_parameter(void *rules, arena *a, const xml_value *args, size_t count, xml_value *result);
/* The value of that name when it is the same on every day; NULL: it is not, or there is none of the name. */
const char *check_lasting_value(const void *rules, const char *name);

typedef struct check_finding {
    const char *id; /* N5.1d */
    check_severity severity;
    bool undetermined;     /* 判定できません */
    bool lowered;          /* a municipality has made an advice of what the rule calls more */
    const char *when;      /* "2024-06-12", "2024-06" or "": what it is sorted and grouped by */
    const char *until;     /* the same: it is about the claims of the months after `when` to here, too; "": of none */
    const char *months;    /* those of the claims it is about, "2024-05 2024-07"; NULL: all with 加算Ⅲ to `until` */
    const char *text;      /* the message in the language asked for, without id and child */
    const char *texts[2];  /* the same in both, by diag_language: nothing is judged again for the other one */
    const char *repair[2]; /* by diag_language: the field that repairs it */
    const char *source;    /* section of the notice or handbook, in the language asked for */
    const char *sources[2];   /* the same in both */
    const char *documents;    /* forms that must not leave the office with an E, space-separated; "" */
    const char *until_signed; /* the same of papers that bear no signature: a signed one is a record; "" */
    const xml_node *node;     /* where it stands in the data */
    place where;              /* the same */
    const xml_node *other;    /* what it was compared with (the text of last month); NULL: nothing */
    place other_where;        /* the same */
} check_finding;

/* What nobody can judge, for want of data: days on which a service is used (service-use) and that something is not on
 * record for which its claim needs (timeline_gaps). No finding: it has no severity. */
typedef struct check_gap {
    const char *kind;         /* that of timeline_lack_name */
    const char *name;         /* what is lacking, in a word: 個別支援計画 */
    const char *when, *until; /* the first and the last day: "2023-04-03" */
    const char *texts[2];     /* by diag_language, the days included */
    const char *repair[2];    /* by diag_language: the field to fill in */
    const xml_node *node;     /* the service-use or the programme */
    place where;              /* the same */
} check_gap;

/* A rule that was not judged, as a local folder (switch-off) or a municipality that pays, or paid, for the child
 * (rule-option off) says: that nothing was found is no comfort there. */
typedef struct check_off {
    const char *id;
    const char *texts[2]; /* by diag_language: the title, with the reason and the days in brackets */
} check_off;

/* A rule, or a value, that comes with renkei and in whose place a local folder has its own: what was found, and not
 * found, is by that one. */
typedef struct check_replaced {
    const char *id; /* of the rule, or the name of the value */
    bool value;     /* it is one */
    const char
        *texts[2]; /* by diag_language: the title of the rule; of a value, too, what it was and is, and its days */
    place where;   /* of the local one */
} check_replaced;

/* The words by which rules know of which side somebody is whom a record names (担任, 母), what stands between two of
 * them and behind them: for whoever writes other words in the place of a text and leaves what is read in it. */
typedef void (*check_word_visit)(void *data, const char *word);
void check_each_role_word(check_word_visit visit, void *data);
/* Figures in kanji, and what stands behind a number that counts something, each a character: two texts that differ in
 * nothing else are one (pasted-text). */
extern const char check_figures[], check_counted[];

/* How much a check of a rule has looked at, in steps that do not depend on the machine (xml_xpath_steps,
 * timeline_looks): for whoever asks how the work grows with the case. */
typedef struct check_cost {
    const char *id; /* of the rule */
    place where;    /* of the check */
    size_t steps;
} check_cost;

typedef struct check_result {
    const char *child; /* case/@id: never a name */
    const char *file;  /* of the case */
    date as_of;
    size_t later; /* what was done after it (records, claims, judgements …), and was not judged */
    const check_finding *findings;
    size_t count;
    check_severity worst; /* of the findings; CHECK_ADVICE when there is none */
    /* Of check_case alone; of check_case_for none is looked for. By service, kind and day. Not one about days between
     * two periods of which a finding tells. */
    const check_gap *gaps;
    size_t gap_count;
    const check_off *offs; /* of check_case alone; by rule */
    size_t off_count;
    const check_replaced *replaced; /* the same; rules before values */
    size_t replaced_count;
    size_t services;         /* in use up to as_of */
    date since;              /* the first day of their use that was looked at; none when services is 0 */
    const check_cost *costs; /* of the checks that were judged, in the order of the rules */
    size_t cost_count;
} check_result;

/* Evaluates the rules over the case: those in force on `as_of` or before; of several versions of an id, the one in
 * force on the day of a finding judges it, and the first judges earlier days too. Sorted as a clerk works: errors
 * first, then by date, then by id. NULL after a diagnostic (a rule that cannot be evaluated is our mistake). */
const check_result *check_case(arena *a, xml_store *s, const check_rules *rules, const casefile *c, date as_of,
                               diag_language language, diag *d);

/* The same, of the rules alone that can forbid this form: what check_forbids asks for. */
const check_result *check_case_for(arena *a, xml_store *s, const check_rules *rules, const casefile *c, date as_of,
                                   diag_language language, const char *form, diag *d);

/* The number of what could not be judged: gaps, and findings that say 判定できません. 0: the chain of every day of use
 * is complete, and no E means that there is none. */
size_t check_undetermined(const check_result *r);

/* The first finding that forbids this form to leave the office (severity E, form among its documents), or NULL. Not
 * one that stands in another one of what the paper is about (`subject`; NULL: not known): a fault of last year's plan
 * keeps no new plan back. */
const check_finding *check_forbids(const check_result *r, const char *form, const xml_node *subject);

/* A line a finding: FILE:LINE: N5.1d E [K-0001] 令和6年6月：… — 直す欄：…（根拠：…）, a line a gap, and one with the
 * counts: E 0件（確かめられた範囲で）… when something could not be judged, and what was left out as later than the day;
 * before it a line with the rules that were switched off, when there are any. The place of what the finding was
 * compared with stands behind its message: （比べた所：FILE:LINE）. `language` is that of check_case. */
void check_print(const check_result *r, diag_language language, GString *out);
/* One JSON object a line: {"v":1,"rule","severity","undetermined","child","when","until","message","repair","source",
 * "documents":[…],"until-signed":[…],"data":{"file","line","path"}}, with "other":{"file","line","path"} where it was
 * compared with something else in the data; then one a gap, without "rule":
 * {"v":1,"gap":KIND,"child","when","until","message","repair","data"}; then one a rule that was switched off:
 * {"v":1,"off":RULE,"child","message"}; then one a rule or value that a local one stands in for:
 * {"v":1,"replaced":RULE or NAME,"child","message","by":{"file","line"}}. */
void check_print_json(const check_result *r, diag_language language, GString *out);

/* The twelve months of the fiscal year of as_of, tab-separated: month, days claimed, 情報共有, 相談援助, 判定, ids,
 * kinds of gaps. ○: in order · ×: E · △: W · 途中: not over yet · 不明: something could not be judged, or a gap has a
 * day of it · －: nothing claimed, nothing there. Then a line a rule that was switched off, or that a local one
 * stands in for. */
void check_print_months(const check_result *r, const casefile *c, diag_language language, GString *out);
/* {"v":1,"child","month","claims","school-sharing","family-support","verdict","rules":[…],"gaps":[kind…]} a month;
 * then the lines of offs and replaced, as of check_print_json. */
void check_print_months_json(const check_result *r, const casefile *c, diag_language language, GString *out);

/* All that was judged, as XML, for forms ($judged in templates/README.md): <judged as-of> with a <month ym open claims
 * sharing support verdict errors warnings undetermined gaps rules> for each month of the fiscal years of the case and
 * of the day, the marks as in the table, then a <finding rule severity undetermined lowered when until month source>
 * each, its text in Japanese without the names of elements, a <gap kind when until> each, an <off rule> each, and a
 * <replaced rule> each. */
void check_print_judged(const check_result *r, const casefile *c, GString *out);
/* The same as nodes: the root, in `s`. */
xml_node *check_judged(xml_store *s, const check_result *r, const casefile *c);

/* Many children: a line a child: how many E, W, A, how much could not be judged, and a column a rule that any of them
 * breaks; those with errors first. */
typedef struct check_table check_table;
check_table *check_table_new(void);
void check_table_drop(check_table *t); /* takes NULL */
void check_table_add(check_table *t, const check_result *r);
/* Below the table: the rules that were switched off, for how many; and unread, cases that could not be judged. */
void check_table_print(const check_table *t, size_t unread, diag_language language, GString *out);

/* What is to be done by which day, of many cases (renkei-check --due): the deadlines of the rule files, those overdue
 * and those within `days` of `as_of`, and those whose day is not known. The list keeps copies of all it tells. */
typedef struct check_dues check_dues;
check_dues *check_dues_new(date as_of, int days);
void check_dues_drop(check_dues *l); /* takes NULL */
/* False after a diagnostic (a deadline that cannot be evaluated). */
bool check_dues_add(check_dues *l, xml_store *s, const check_rules *rules, const casefile *c, diag *d);
void check_dues_miss(check_dues *l); /* a case that could not be read is told in the totals */
size_t check_dues_count(const check_dues *l);
/* Sorted by day, parted by tabs: day, days left, id of the case, what, the fields to mend, file:line, number; then a
 * line a deadline that is not asked for, a line one that a local one stands in for, and one with the totals. No names.
 */
void check_dues_print(check_dues *l, diag_language language, GString *out);
/* {"v":1,"deadline","due","left","child","message","repair","source","data":{"file","line","path"}} a line;
 * then, as of check_print_json and without a child, what is not listed, and what a local one stands in for. */
void check_dues_print_json(check_dues *l, diag_language language, GString *out);
/* The data of templates/batch/deadlines.xml (templates/schema/deadlines.rng), with the children's names. */
void check_dues_print_xml(check_dues *l, GString *out);

/* id, severity, what it checks, source; a line a rule; ids without a computable check say so, and those that a local
 * folder has added, replaced or switched off, with its file and line. Values are those of
 * `day`, here and below; titles that cannot be said (a mistake in a rule file) are diagnostics. */
void check_list_rules(const check_rules *rules, date day, diag_language language, GString *out, diag *d);
/* The meaning of one rule in plain words; false when there is no such id. */
bool check_explain(const check_rules *rules, const char *id, date day, diag_language language, GString *out, diag *d);
/* The ids there are, each once, as they are listed; they belong to the rules. g_ptr_array_free it. */
GPtrArray *check_rule_ids(const check_rules *rules);

#endif
