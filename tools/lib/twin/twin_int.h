/* twin_int.h: what the sources of the twin room share; nobody else includes it. */
#ifndef RENKEI_TWIN_TWIN_INT_H
#define RENKEI_TWIN_TWIN_INT_H

#include <stdint.h>

#include <glib.h>

#include "base/arena.h"
#include "base/digest.h"
#include "calendar/calendar.h"
#include "edit/edit.h"
#include "font/font.h"
#include "twin/twin.h"

/* ---- twin_draw.c: numbers that follow from the key and what they are drawn for ---- */
typedef struct twin_draw {
    uint64_t state;
} twin_draw;
twin_draw twin_draw_for(const digest *key, const char *what, unsigned salt, const char *text);
size_t twin_draw_below(twin_draw *w, size_t count);

/* ---- twin_letters.c: which letters are like a letter ---- */
typedef struct twin_letters twin_letters;
twin_letters *twin_letters_open(const font_set *fonts);
void twin_letters_close(twin_letters *t); /* takes NULL */
/* It stands in the place of no other: it would say something to whoever looks for words. */
void twin_letters_spare(twin_letters *t, gunichar c);
/* Those of the same kind, which are set in the same faces and as wide; before `next` (a mark, a variation selector; 0)
 * too. Of gunichar, itself among them. NULL: it stays as it is. */
const GArray *twin_letters_like(twin_letters *t, gunichar c, gunichar next);
/* Of the same kind, but as wide as can be: for a letter that is like no other. */
const GArray *twin_letters_near(twin_letters *t, gunichar c);
/* A letter, by which somebody could be known: no mark of length or repetition. */
bool twin_is_letter(gunichar c);
bool twin_is_selector(gunichar c);

/* ---- twin_words.c: what is looked for in texts ---- */
typedef enum twin_word_kind {
    TWIN_WORD_NAME, /* has its twin everywhere */
    TWIN_WORD_CODE, /* the same in codes alone: it is too short for texts */
    TWIN_WORD_KEPT, /* stays in texts: rules look for it */
    TWIN_WORD_ROLE, /* stays in roles */
    TWIN_WORD_PART, /* stays in names and texts: a line may end behind it, where it could not behind other letters */
    TWIN_WORD_LIST /* of a list of the grammar: stays in names of places, as 小学校 does, by which a grade is said */
} twin_word_kind;
typedef struct twin_word {
    twin_word_kind kind;
    gunichar *text, *twin; /* twin: filled in when it is first met; NULL until then */
    size_t length;
    bool is_place;
} twin_word;
typedef struct twin_words twin_words;
twin_words *twin_words_open(void);
void twin_words_close(twin_words *w);                                            /* takes NULL */
twin_word *twin_words_add(twin_words *w, const char *text, twin_word_kind kind); /* the first of a kind stays */
/* The longest that begins there of the kinds that `kinds` has the bits of (1 << kind); NULL. */
twin_word *twin_words_at(const twin_words *w, const gunichar *at, size_t left, unsigned kinds);
/* All words that rules, forms and the program look for in texts: of the rule files in the folders (local may be NULL),
 * of the forms beside the first, eras, roles. */
void twin_words_read(twin_words *w, const char *rules, const char *local);
void twin_words_each(const twin_words *w, void (*visit)(void *data, const twin_word *word), void *data);

/* ---- the whole ---- */
typedef enum twin_kind {
    TWIN_TEXT,
    TWIN_NAME, /* of a person or a place, and readings */
    TWIN_CODE,
    TWIN_ID,
    TWIN_ROLE,
    TWIN_PLACE, /* an address */
    TWIN_CONCLUSION
} twin_kind;

/* A file that <masters> of a case names. */
typedef struct twin_source twin_source;
typedef struct twin_named {
    const char *kind;
    twin_source *of;  /* NULL: it is not there */
    const char *says; /* what the twin of the case says */
} twin_named;

struct twin_source {
    const char *path, *real; /* as it was named; canonical */
    edit *e;
    const schema_grammar *grammar; /* NULL: none of ours */
    GHashTable *patterns;          /* node of the document: its pattern */
    bool is_case;
    GHashTable *named; /* of a case: attribute of <masters>: the twin_named */
    const char *kind;  /* "case", "office" …, "fields" */
    const char *twin;  /* path of its twin */
};

typedef struct twin {
    const twin_order *order;
    arena *a;
    xml_store *s;
    diag *d;
    digest key;
    uint8_t figures[10]; /* of one place or two: what stands for each */
    font_set *fonts;
    twin_letters *letters;
    twin_words *words;
    GHashTable *grams;    /* of gint64: four letters in a row of the files */
    GHashTable *ids;      /* id: its twin */
    GPtrArray *met;       /* of char *: ids, in the order in which they are met */
    GHashTable *taken;    /* those, and their twins */
    GHashTable *listed;   /* all words of lists */
    GPtrArray *sources;   /* of twin_source; cases first of each */
    GArray *days;         /* of date: what the cases speak of */
    GRegex *untouched[4]; /* what of a text stays as it is */
} twin;

/* ---- twin_grams.c ---- */
void twin_grams_add(twin *t, const char *text);
bool twin_grams_has(const twin *t, const gunichar four[4]);
bool twin_grams_inside(const twin *t, const char *text); /* one of them is in it */

/* ---- twin_tell.c ---- */
/* Another text of the same shape; g_free it. `salt`: another one. */
char *twin_tell(twin *t, const char *text, twin_kind kind, unsigned salt);
const char *twin_id(twin *t, const char *id);
void twin_tell_open(twin *t);
void twin_tell_close(twin *t);

/* ---- twin_days.c ---- */
/* The day of birth in another place of its month: of as many digits, and of the same age and grade on all days that the
 * cases speak of; itself where there is none. `free`: a day that nobody's age depends on. In t->a. */
const char *twin_day_moved(twin *t, const char *day, bool free);

/* ---- twin_pieces.c ---- */
/* Notes names, ids, days and what was written; before the first is told. */
void twin_meet(twin *t, twin_source *s);
GByteArray *twin_bytes(twin *t, twin_source *s);

/* ---- twin_files.c ---- */
/* Reads all files. False after a report. */
bool twin_files_open(twin *t);
void twin_source_drop(void *s);
/* Finds where their twins go, when ids are known. False after a report: one is there already. */
bool twin_files_place(twin *t);

/* ---- twin_judge.c ---- */
void twin_judge(twin *t, const twin_source *s);

#endif
