/* casefile.h: one child's case with its masters, checked.
 *
 * A case file names its masters (office, partners, municipality, calendar) by paths relative to itself.
 * After reading: every document is valid against its schema, every date is a real date, every ref
 * resolves to an element of the kind it must name, every id is unique over all documents, every range is
 * ordered. All violations are reported (exit 3), each with file:line, location path and what to repair.
 * Values are what they say, however they are padded, and optional parts that say nothing are not there (schema_take,
 * schema/schema.h): nobody after this room compares what was typed.
 * The model is section 6 of the domain guide, written down in templates/schema/. What a schema language
 * cannot say stands there as annotations (r:id, r:refers, r:ordered, r:unique, r:exactly-one; see
 * r:text; types.rng); this room knows no field by name but masters/@office … and the calendar's holidays. */
#ifndef RENKEI_CASEFILE_CASEFILE_H
#define RENKEI_CASEFILE_CASEFILE_H

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "calendar/calendar.h"
#include "schema/schema.h"
#include "xml/xml.h"

typedef struct casefile casefile;

/* What stands where a text is still to be written (renkei-case new): a document that says so anywhere is refused. */
#define CASEFILE_UNWRITTEN "（ここに書く）"

/* schema_dir holds case.rng and the masters' schemas. NULL when anything is wrong. The result lives in
 * `a` and `s`. */
casefile *casefile_read(arena *a, xml_store *s, const char *path, const char *schema_dir, diag *d);

/* For whoever reads many cases: the schemas of a folder, read when first needed and kept. With keep_masters a master
 * is read and judged once as well: its file must not change meanwhile. Serves one thread; must outlive the cases. */
typedef struct casefile_schemas casefile_schemas;
casefile_schemas *casefile_schemas_open(const char *schema_dir, bool keep_masters);
void casefile_schemas_close(casefile_schemas *schemas); /* takes NULL */
/* From now on the grammars that are known to be good are taken to be (xml_store_take_proven). */
void casefile_schemas_take_proven(casefile_schemas *schemas);
/* Reads all schemas beforehand. False after diagnostics. */
bool casefile_schemas_warm(casefile_schemas *schemas, diag *d);
/* From now on schemas and kept masters are summed as they are parsed (xml_store_sum_files). */
void casefile_schemas_sum_files(casefile_schemas *schemas, xml_summer sum);
/* The sum of one of them; NULL: none of that path was. */
const digest *casefile_schemas_sum(const casefile_schemas *schemas, const char *path);
casefile *casefile_read_with(arena *a, xml_store *s, const char *path, casefile_schemas *schemas, diag *d);
/* The grammar of own fields that the case named which was read last, well or not: for whoever watches files. NULL: it
 * named none. */
const char *casefile_schemas_fields(const casefile_schemas *schemas);

/* The same with masters that are read for this case alone: something is to be taken off them. */
casefile *casefile_read_apart(arena *a, xml_store *s, const char *path, casefile_schemas *schemas, diag *d);

/* ---- an author's own fields ---- */
/* <masters fields="…"/> of a case names a grammar (schema_read_own); it holds for the masters, too. */
const char *casefile_fields(const casefile *c); /* the file; NULL: the case names none */
/* Every element of theirs in the case and its masters, with whose copies may tell it, as in 保護者・学校; NULL: none
 * but the office's. */
typedef void (*casefile_own_visit)(void *data, xml_node *n, const char *audience);
void casefile_each_own(const casefile *c, casefile_own_visit visit, void *data);
bool casefile_has_own_in_masters(const casefile *c);

/* A document that is not a case (form data="any"): no schema but that of its form (NULL: the form names none), by which
 * it is taken as a case is by ours; no masters, no refs. */
casefile *casefile_read_any_by(arena *a, xml_store *s, const char *path, const schema_grammar *grammar, diag *d);
casefile *casefile_read_any(arena *a, xml_store *s, const char *path, diag *d); /* by none */
/* The same with files beside it, seen from it: masters, checked as those of cases are and found by casefile_master and
 * their ids, and any XML. What is wrong with one is told where the form names it, or in the file. */
enum { CASEFILE_BESIDE = 4 };
typedef struct casefile_beside {
    const char *name, *file;
    const char *kind; /* of a master; NULL: any XML */
    place where;
} casefile_beside;
casefile *casefile_read_any_beside(arena *a, xml_store *s, const char *path, const schema_grammar *grammar,
                                   const casefile_beside *beside, size_t count, casefile_schemas *schemas, diag *d);
/* Its outermost element; NULL: none of that name was read. */
xml_node *casefile_beside_root(const casefile *c, const char *name);
/* The same from memory: what a program made itself. `name` stands for the file in messages. */
casefile *casefile_read_any_memory(arena *a, xml_store *s, const char *name, const char *bytes, size_t length, diag *d);

/* What stands at the head of a case, from the first bytes of its file: for whoever must know thousands of cases before
 * the first is read. Nothing is judged; values are without the blanks at their ends, as in the case itself. */
enum { CASEFILE_MASTERS = 4, CASEFILE_NAMED };
typedef struct casefile_head {
    const char *id;
    const char *masters[CASEFILE_NAMED]; /* paths, in the order of the kinds, then the grammar of own fields; NULL:
                                            names none of this kind */
} casefile_head;
/* False when the head is not that of a case. */
bool casefile_head_read(arena *a, const char *path, const char *bytes, size_t length, casefile_head *out);

xml_node *casefile_root(const casefile *c);
/* The element with this id attribute in the case or a master; NULL. */
xml_node *casefile_find(const casefile *c, const char *id);
/* All ids, sorted, each once; they belong to the case. */
void casefile_list_ids(const casefile *c, GPtrArray *out);
/* What may be printed of what stands where an id should be: the id; or "?", as it may be anything, a name too. */
const char *casefile_printable_id(const char *id);
bool casefile_is_master_kind(const char *kind);
/* Root of a master by kind ("office", "partners", "municipality", "calendar"); NULL when the case
 * names none. */
xml_node *casefile_master(const casefile *c, const char *kind);
/* <masters> of a case, which names them; NULL: a document that is not a case has none. */
xml_node *casefile_masters(const casefile *c);
/* <holiday on="…">name</holiday> and <not-holiday on="…"/> of the calendar master, for the calendar room. */
const holiday_overrides *casefile_holidays(const casefile *c);
/* The months (YYYY-MM) that dates and months in the case fall in, each once, in order; the masters' are not asked. Of
 * char *, in `a`; free the array. */
GPtrArray *casefile_months(arena *a, const casefile *c);
/* All documents that were read: the case first, then its masters. */
size_t casefile_document_count(const casefile *c);
const xml_doc *casefile_document(const casefile *c, size_t i);

/* ---- homes ---- */
/* Where somebody lives (r:home), as the file says it. An address that is withheld from papers (@withheld of
 * DV等支援措置), and any other of the case that is the same place, is empty in the case, so that no form can print it
 * and no rule can tell it; only whoever addresses an envelope to that very home asks here. `address` NULL: an empty
 * one. The texts live in `a` or as long as the case. */
typedef struct casefile_home {
    const char *text, *postal_code; /* "": none */
    bool withheld;
} casefile_home;
casefile_home casefile_home_of(arena *a, const casefile *c, const xml_node *address);
bool casefile_has_withheld(const casefile *c); /* any home of the case is */
size_t casefile_home_count(const casefile *c); /* 0 of a case that is not valid */
casefile_home casefile_home_at(arena *a, const casefile *c, size_t i);
/* An address in one spelling, to see whether two are one place: of widths, blanks, dashes and 丁目・番地・番・号, of
 * kanji and other digits before those. 青葉野市西町三丁目14番地2 and 青葉野市西町３－１４－２ are one; a name of a
 * house or its room that only one has parts them. Never printed. */
const char *casefile_plain_address(arena *a, const char *text);

/* The memory that the case lives in. */
arena *casefile_arena(const casefile *c);
/* What another room makes of a case once and asks for often may hang on it, under a name of that room's, in that
 * memory. */
void casefile_keep_thing(const casefile *c, const char *what, void *thing);
void *casefile_kept_thing(const casefile *c, const char *what); /* NULL: there is none */
/* After its nodes were altered in memory: it is made anew when it is asked for. */
void casefile_forget_things(const casefile *c);

/* For a while the case is one without these elements, in memory: none of them is found, neither by its id, and what
 * other rooms keep is set aside. casefile_show gives the case back as it was; one is shown before another is hidden.
 * Meanwhile no path is asked of the nodes (xml_hide). `elements` must outlive it. */
typedef struct casefile_hidden casefile_hidden;
casefile_hidden *casefile_hide(const casefile *c, xml_node *const *elements, size_t count);
void casefile_show(const casefile *c, casefile_hidden *hidden);

/* Takes these elements off the case for good, for a reader who may not know them: a text (an element of nothing else)
 * says `words` instead, since something is told there; any other goes with all that is in it. What was taken, and whose
 * it was, stays known (casefile_leaves_out), so that a form can say it and does not take it for something that nobody
 * wrote. Only of a case that is read for that reader alone: rules judge the whole one. */
void casefile_leave_out(casefile *c, xml_node *const *elements, size_t count, const char *words);
/* Whether one of that name was taken from there; parent NULL: whether one with that id was. */
bool casefile_leaves_out(const casefile *c, const xml_node *parent, const char *name);

/* Another text in many places, for whoever tries a form: what a case must never be stored as. */
typedef enum casefile_alteration {
    ALTER_NOTHING,
    ALTER_EMPTY, /* texts that may be empty are, and so what they stand in may not be there */
    ALTER_LONG,  /* texts are three times as long */
    ALTER_NAMES, /* names of people and places are the longest there might be */
    ALTER_KANJI  /* names of people are written with characters that few fonts have */
} casefile_alteration;
/* Alters case and masters in memory; the files keep what they have. Which text is a name says r:text, which may be
 * empty says the schema, and the case stays valid against it. Ids, dates, numbers, choices and r:text="code" stay
 * (ALTER_EMPTY takes a code away, too). The case must have been read by casefile_read_with: the schemas are still
 * open, and keep no masters. In data of a form's own, which no schema knows, texts and names are told by their length
 * and signs. How many values became others. */
size_t casefile_alter(casefile *c, casefile_alteration how);

/* Calls `visit` for every name of a person or a place and every reading (r:text) that is not blank, in the order of the
 * documents. `text` lives in `a`. The schemas that the case was read with must still be open. */
typedef void (*casefile_name_visit)(void *data, const xml_node *n, const char *text);
void casefile_each_name(arena *a, const casefile *c, casefile_name_visit visit, void *data);

/* The title behind a name (佐伯 亮 先生), as it is written there: who prints it would put another behind it. `words` is
 * its r:text; NULL: there is none, or it is no name of a person. */
const char *casefile_title_of(const char *words, const char *name);

/* How messages call what stands, or is missing, in a case: opened when there is something to tell, as it walks all
 * documents. The schemas that the case was read with must still be open; a document without a schema has names only. */
typedef struct casefile_labels casefile_labels;
casefile_labels *casefile_labels_open(const casefile *c);
void casefile_labels_close(casefile_labels *labels); /* takes NULL */
/* Of the node, or (part) of its element or attribute of that name, which need not be there: in Japanese and English, as
 * in <note>（留意事項） and <note> (Notes), or the bare name where no schema knows more: false then, and also of a node
 * whose text an author's grammar leaves free: nobody vouches for what it says. */
bool casefile_label(casefile_labels *labels, arena *a, const xml_node *n, const char *part, bool is_attribute,
                    const char **ja, const char **en);

/* Whether what the node says, or (part) its element or attribute of that name would say, stays as it is while plans,
 * months and records come and go: r:stays of the schema (types.rng) at its pattern, or at the nearest above it. False
 * of what no schema knows, of an author's own field that does not say so itself, and of what is not for all readers
 * (@audience): a blank form is for whoever it will be. */
bool casefile_stays(casefile_labels *labels, arena *a, const xml_node *n, const char *part, bool is_attribute);

/* Whether the node is of a record and names, by its id, what is over (r:refers, and the days of r:ordered): of a
 * master, staff who have left on the day, or (NULL: no day is known) whose last day is written; of the case, what is
 * over on the day while another of its kind goes on, or (NULL) what another has followed: a use that ended; or what the
 * child has left: a school of before, the staff of an office that is no longer used. It does not stay, whatever the
 * schema says of it. Or it is of a master and names such staff: an office's manager who left. */
bool casefile_refers_back(casefile_labels *labels, arena *a, const xml_node *n, const char *day);

/* -T case: every element with its file:line and value, as indented text. */
void casefile_print(const casefile *c, GString *out);

#endif
