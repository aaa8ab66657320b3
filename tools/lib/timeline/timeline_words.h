/* timeline_words.h: how a conclusion is read (timeline_conclusion.c): a sentence, and the words that stand in it. Only
 * that and timeline_denial.c include it. */
#ifndef RENKEI_TIMELINE_TIMELINE_WORDS_H
#define RENKEI_TIMELINE_TIMELINE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* A list of words, with how many they are. */
#define ANY(list) list, G_N_ELEMENTS(list)

/* A sentence, or what is left of it. */
typedef struct stretch {
    const char *text;
    size_t length;
} stretch;

/* As whom a child may be named. */
enum { TIMELINE_PERSONS = 3 };
extern const char *const timeline_persons[TIMELINE_PERSONS];

bool timeline_ends_with(stretch s, const char *word);
/* Takes the first of the words that it ends with off its end. */
bool timeline_take_off(stretch *s, const char *const *words, size_t count);
bool timeline_mentions(stretch s, const char *const *words, size_t count);
bool timeline_is_one(stretch s, const char *const *words, size_t count);
/* One of the words stands at `at`; how long the first of them is, 0. */
size_t timeline_word_at(const char *at, const char *const *words, size_t count);

/* ---- timeline_denial.c: what is denied, anywhere in a sentence ---- */

/* That the child is eligible. */
bool timeline_denies_eligibility(const char *text);
/* That support is needed, given or claimed. */
bool timeline_denies_support(const char *text);

#endif
