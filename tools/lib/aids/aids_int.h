/* aids_int.h: shared by the sources of the aids room only. */
#ifndef RENKEI_AIDS_AIDS_INT_H
#define RENKEI_AIDS_AIDS_INT_H

#include "aids/aids.h"

/* A part of a word: kanji under one reading (or readings, one a kanji), or kana as they are. */
typedef struct aids_part {
    const char *text;
    const char *ruby; /* NULL: none */
    text_ruby kind;
} aids_part;

/* Where a word is read so: right behind a number or room for one, 月, 月 and a number; alone: no letter and no figure
 * stands beside it. The later go first. */
typedef enum aids_after { AFTER_ANY, AFTER_ALONE, AFTER_NUMBER, AFTER_MONTH, AFTER_DATE } aids_after;

/* A number and what it counts, read as one word (2日). */
typedef struct aids_counted {
    size_t figures;          /* bytes of the number; 0: the word is none … */
    const char *number, *by; /* … what is read of it, and of what it counts */
} aids_counted;

typedef struct aids_word {
    const char *text;
    size_t length; /* bytes */
    aids_after after;
    const char *ending; /* last figures of the number before it; NULL: any */
    aids_counted counted;
    bool name;     /* of the case … */
    bool doubtful; /* … where another has it too and reads it otherwise … */
    bool common;   /* … or which is a word as well (未来) */
    bool sure;     /* also among the words of the data, where nobody looks at each */
    const aids_part *parts;
    size_t part_count;
} aids_word;

typedef struct aids_plain {
    const char *whole;   /* as the table has it … */
    const char *text;    /* … and without the signs around it */
    size_t length, lead; /* of that, and of the signs before it, in bytes */
    const char *plain;
    bool within;
} aids_plain;

typedef struct aids_language {
    const char *tag, *name, *name_ja, *notice, *family;
} aids_language;

typedef struct aids_mask {
    GPatternSpec *of;
    const char *gloss;
} aids_mask;

struct aids {
    arena *a;
    aids_wish wish;
    GHashTable *words;   /* first character: GPtrArray of aids_word, the longest first */
    GHashTable *plains;  /* first character: GPtrArray of aids_plain, the longest first */
    GHashTable *glosses; /* key: translation, "" where none is needed */
    GPtrArray *masks;    /* aids_mask: glosses of all that a key with * fits, the first that fits */
    aids_language language;
};

bool aids_is_kanji(gunichar ch);

/* word.c: false when the reading does not fit the word. */
bool aids_word_make(arena *a, const char *text, const char *reading, aids_word *out);
void aids_word_add(aids *t, const aids_word *w, bool first); /* first: before others of its length */
/* Among which words one is looked for: those of the form, which are no names; those of the form with values among them;
 * those of the data, where only what is sure is read. */
typedef enum aids_among { AMONG_LABELS, AMONG_MIXED, AMONG_DATA } aids_among;

/* The longest that stands at `at` and is of `text` up to `end`; NULL: none. */
const aids_word *aids_word_at(const aids *t, const char *text, const char *at, const char *end, aids_among among);
/* The counted thing whose number ends at `end`, where another inline begins: it is all the number; NULL: none. */
const aids_word *aids_word_counted(const aids *t, const char *text, const char *at, const char *end);
/* The same figures in full width. */
const char *aids_wide_figures(arena *a, const char *text);
/* The name of the case that is all of `text`, when all who have it read it so; NULL: none. */
const aids_word *aids_word_named(const aids *t, const char *text);
/* Whether the kanji from `at` on are all of sure words. */
bool aids_run_is_sure(const aids *t, const char *text, const char *at, const char *end);

/* plain.c: `text` in plain words, or itself. */
void aids_plain_add(aids *t, const char *of, const char *is, bool within);
const char *aids_plain_of(const aids *t, const char *text);

/* found.c: what a gloss is found by: without spaces, a number before it or brackets around it; an era, or several that
 * are offered (平成・令和), is 元号. */
char *aids_gloss_key(const char *text); /* g_free it */
/* From a table: `of` may have * for any words, also at its ends. What is there already stays. */
void aids_gloss_add(aids *t, const char *of, const char *gloss);
void aids_gloss_drop(aids *t);
/* "": none is needed; NULL: there is none. */
const char *aids_gloss_find(const aids *t, const char *text);
bool aids_gloss_is_asked(const char *text); /* it has words in Japanese */
/* The paragraph with the glosses that stand within it, and (`*below`, NULL: there is none) the one that stands
 * below; without `below` (lines run down, and a narrow column has no room for one more) all stand within. */
void aids_gloss_paragraph(const aids *t, bound_node *n, unit most, bound_node **below, diag *d);
/* Type of a gloss to words of a style: smaller, and no larger than `most`. */
const form_style *aids_gloss_style(const aids *t, const form_style *of, unit most);

/* ruby.c: furigana over the words of a paragraph. Without it (plain words alone) they are held together all the same:
 * plain words are longer than those that a form parts by <br/>. */
void aids_ruby_paragraph(const aids *t, bound_node *n, diag *d);

/* The form's own words; with values among them they are `mixed`, and never in a message. */
static inline bool
aids_is_own(const bound_inline *p)
{
    return p->kind == INLINE_TEXT && (!p->from_data || p->mixed) && !p->language && p->text;
}

/* The same, and what is one of their values: it is read as they are and put plainly. */
static inline bool
aids_is_said(const bound_inline *p)
{
    return aids_is_own(p) || (p->kind == INLINE_TEXT && p->said && p->text);
}

#endif
