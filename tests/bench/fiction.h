/* fiction.h: chance and words for the generators of the bench. The same seed gives the same bytes on any machine. */
#ifndef RENKEI_BENCH_FICTION_H
#define RENKEI_BENCH_FICTION_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

typedef struct fiction {
    uint64_t state;
} fiction;

fiction fiction_of(uint64_t seed, uint64_t number); /* a source of its own for every document */
unsigned fiction_below(fiction *f, unsigned count); /* 0 … count - 1 */
bool fiction_chance(fiction *f, unsigned percent);

#define FICTION_PICK(f, table) ((table)[fiction_below(f, G_N_ELEMENTS(table))])

/* Appends the text with {n} (2-5), {m} (10-30) and {k} (5-10) as numbers. */
void fiction_fill(fiction *f, GString *out, const char *text);
/* `count` different ones of the texts, in their order, filled. */
void fiction_fill_some(fiction *f, GString *out, const char *const *texts, unsigned length, unsigned count);

/* Writes bytes to FOLDER/NAME; false after a message. */
bool fiction_write(const char *folder, const char *name, const GString *text);
/* Reads the words of a command: a folder, how many, and a seed (1). False after a message. */
bool fiction_arguments(int count, char **words, char **folder, unsigned *documents, uint64_t *seed);

#endif
