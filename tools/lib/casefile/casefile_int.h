/* casefile_int.h: what the sources of the casefile room share; nobody else includes it. */
#ifndef RENKEI_CASEFILE_CASEFILE_INT_H
#define RENKEI_CASEFILE_CASEFILE_INT_H

#include "casefile/casefile.h"
#include "schema/schema.h"

/* What r:text says that a text is. */
typedef enum words_kind {
    WORDS_FAMILY,
    WORDS_GIVEN,
    WORDS_FAMILY_KANA,
    WORDS_GIVEN_KANA,
    WORDS_PERSON,
    WORDS_PLACE,
    WORDS_PLACE_KANA,
    WORDS_CODE,
    WORDS_COUNT
} words_kind;
/* What an element says itself, without what stands in elements below it; an attribute's value. */
const char *casefile_own_text(arena *a, const xml_node *n);

/* ---- casefile_alter_names.c, casefile_alter_any.c: other texts ---- */
typedef struct casefile_person {
    const char *family, *given, *family_kana, *given_kana;
} casefile_person;
extern const char casefile_long_place[];
/* ALTER_NAMES, ALTER_KANJI: one of a few, in turn. */
const casefile_person *casefile_other_person(casefile_alteration how, size_t number);
/* Below an element of data without a grammar; people: name → number (g_free keys). How many values became others. */
size_t casefile_alter_any(arena *a, xml_node *element, casefile_alteration how, GHashTable *people);

words_kind casefile_words_find(const char *name); /* WORDS_COUNT: none is called that */
bool casefile_words_are_reading(words_kind kind);

/* An honorific as it is written, and in Latin letters. */
typedef struct honorific {
    const char *written, *latin;
    bool ends_surnames; /* 鵜殿, 源氏: of a family's name it is a part */
    bool ends_names;    /* 真君: only behind a space it is none */
} honorific;
/* The one that a name of this kind seems to end in, with something before it; NULL: none. Of a reading or a place's
 * name: none. */
const honorific *casefile_honorific(words_kind kind, const char *name);

/* An element of the author's own namespace, and whose copies may tell it (r:audience of its pattern or of one above
 * it), as in 保護者・学校; NULL: none but the office's. */
typedef struct own_element {
    xml_node *element;
    const char *audience;
} own_element;

/* A master that is in order, and what it says to other documents: so that it need not be read and walked again. */
typedef struct kept_master {
    const char *kind, *path;
    const char *fields; /* the grammar of own fields that it was judged by; NULL: none */
    xml_doc *doc;
    schema_grammar *schema;
    GArray *ids;        /* of xml_node *: what holds an id */
    GArray *references; /* of reference, casefile_check.c */
    GArray *owns;       /* of own_element */
} kept_master;

struct casefile_schemas {
    arena *a;
    xml_store *s;
    const char *dir;
    bool keep_masters;
    GHashTable *schemas;     /* kind: schema_grammar */
    GHashTable *annotations; /* pattern node: casefile_rule */
    GHashTable *annotated;   /* files of schemas whose annotations were all read, and are in order */
    GPtrArray *masters;      /* of kept_master */
    char *fields;            /* of the case that was read last; NULL: it names none */
};

/* The case or one of its masters. */
typedef struct source {
    const char *kind;       /* "case", "office", …: also the name of its schema file */
    const char *path;       /* canonical, so that two spellings of one file are one */
    xml_doc *doc;           /* NULL when it could not be read */
    schema_grammar *schema; /* NULL when it could not be read, or there is none */
    bool valid;
    const kept_master *kept; /* NULL: the document is to be walked */
} source;

enum { SOURCES = 5 }; /* the case and its four masters */

typedef struct id_entry {
    const char *id;
    xml_node *element;
} id_entry;

/* What another room has hung on a case. */
typedef struct kept_thing {
    const char *what;
    void *thing;
    struct kept_thing *next;
} kept_thing;

/* A home that is withheld, with what its element said. */
typedef struct withheld_home {
    xml_node *at;
    casefile_home home;
} withheld_home;

struct casefile {
    arena *a;            /* that it lives in */
    kept_thing **things; /* the first of them; what is kept is no part of what the case says */
    bool *hides;         /* some elements are hidden */
    source sources[SOURCES];
    size_t source_count;
    const xml_doc *documents[SOURCES]; /* each file once */
    size_t document_count;
    id_entry *ids; /* sorted by id */
    size_t id_count;
    holiday_overrides holidays;
    const xml_node **homes; /* in the order of the case; none before it is judged valid */
    size_t home_count;
    withheld_home *withheld;
    size_t withheld_count;
    const char *fields;      /* the file of the grammar of own fields; NULL: the case names none */
    const own_element *owns; /* in all documents, in their order */
    size_t own_count;
    bool own_in_masters;
    bool apart;                                /* its masters are its own */
    const char *beside_names[CASEFILE_BESIDE]; /* of data that is no case; NULL: none */
    const xml_doc *beside[CASEFILE_BESIDE];
    struct left_out *left_out; /* the last of them; NULL: none is */
    bool filled;               /* something stands in it that was made of a meeting */
};

casefile *casefile_new(arena *a);
extern const char *const casefile_master_kinds[CASEFILE_MASTERS];
/* A value as the schema would have it, for what is read before the schema has its say. */
const char *casefile_trimmed(arena *a, const char *value);
/* Where a master is that a case names; g_free it. */
char *casefile_master_path(const char *case_path, const char *name);

/* The annotations of one pattern, as casefile_rules.c has them. */
typedef struct casefile_rule {
    bool id, schooling, home;
    words_kind text;                              /* WORDS_COUNT: words as they come */
    char **refers, **ordered, **unique, **shares; /* NULL: there are none; ordered: two of each pair */
    char *parts;
    char *audience;
    xml_expr *exactly_one;
} casefile_rule;
GHashTable *casefile_annotations_new(void);
/* Reads every rule of a schema, so that a mistyped annotation is found even where no data meets it; false after a
 * report. */
bool casefile_rules_read(casefile_schemas *schemas, const schema_grammar *schema, arena *scratch, diag *d);
/* An annotation says nothing that can be understood. */
void casefile_rule_broken(arena *a, const xml_node *at, bool is_own, const char *annotation, diag *d);
/* Words between spaces, without empty ones; g_strfreev them. */
char **casefile_split_words(const char *text);
const kept_master *casefile_kept(const casefile_schemas *schemas, const char *kind, const char *path,
                                 const char *fields);

/* What r:shares may name: what a record can take from a meeting. */
typedef enum shared_part {
    SHARED_DATE,
    SHARED_MEANS,
    SHARED_HOW, /* the means, by the name that some records have for it */
    SHARED_WHO,
    SHARED_SCHOOL_WHO,
    SHARED_OFFICE_WHO,
    SHARED_PARTY,
    SHARED_COUNT
} shared_part;
extern const char *const casefile_shared_names[SHARED_COUNT];
/* Of a word of r:shares; SHARED_COUNT: it names none. optional: it ends with ?. */
shared_part casefile_shared_find(const char *word, bool *optional);
/* Puts into the records of the case what the meetings say that they name, whether or not it is valid; false after a
 * report of what the two say differently, or neither says. What is made is not judged by itself: its meeting is. */
bool casefile_fill_meetings(casefile *c, casefile_schemas *schemas, diag *d);
/* Fills c->ids and judges all documents by the annotations of their schemas; false after a report.
 * whole: all that the case names could be read. Otherwise an id that is not found may stand in what could not, and is
 * not reported; of what is not valid, one that is nowhere is. Masters that are in order are kept, where that is asked
 * for. */
bool casefile_check(casefile *c, bool whole, bool valid, casefile_schemas *schemas, arena *a, xml_store *s, diag *d);
void casefile_keep_owns(casefile *c, arena *a, const GArray *owns);
void casefile_sort_ids(casefile *c, arena *a, const GArray *entries);
void casefile_read_holidays(casefile *c, arena *a);
/* Keeps the homes (of xml_node *, in the order of the case), and empties those that are withheld, once the case is
 * judged. */
void casefile_withhold(casefile *c, arena *a, const GPtrArray *homes);

#endif
