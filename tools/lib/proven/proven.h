/* proven.h: the files of the installation that were found good when the program was built.
 *
 * To judge our own grammars, forms and rules is a quarter of what one document costs, and the verdict on the same bytes
 * is the same. So the program that judges them when everything is built (tools/prove) leaves their bytes and its
 * verdicts in a table, which the programs that make one document hold (proven_table.c). A file is known by its name,
 * and only by the very bytes: whatever differs by one is judged as ever, and so is everything in a program that has no
 * table. Nothing is found good that was not: a file of which anything was told has no verdict.
 *
 * The name is that of the file and of the folder it is in (plan/form.xml). Files name others by their place beside
 * them, so that of a file with these bytes the names of those others are these, too; and of a name there are only these
 * bytes. Whoever goes by a verdict must have met all files that it is about. */
#ifndef RENKEI_PROVEN_PROVEN_H
#define RENKEI_PROVEN_PROVEN_H

#include <stddef.h>
#include <stdint.h>

enum {
    PROVEN_GRAMMAR = 1, /* a .rng file, by itself: it is made of what the room schema knows */
    PROVEN_FORM = 2,    /* valid by form.rng: a form, or parts of forms */
    PROVEN_NAMES = 4,   /* a form: its expressions name what cases and masters have; with what it includes */
    PROVEN_RULES = 8,   /* valid by rules.rng, whole and as any form of ours reads it */
    PROVEN_START = 16,  /* a .rng file that is read by itself, and has, with what it includes, all that it names */
};

/* What is known of a file of these bytes: the verdicts above; 0: nothing. */
unsigned proven_verdicts(const char *path, const void *bytes, size_t length);

/* The names (form.rng) of the grammars of the table, one after the other; NULL: there are no more. A verdict that is of
 * a grammar holds where all of them are as they were. */
const char *proven_grammar(size_t i);

/* ---- the table, for whoever makes it ---- */

typedef struct proven_row {
    char name[56];           /* plan/form.xml, ended by zeros; rows are in the order of strcmp */
    uint32_t offset, length; /* of its bytes, from the beginning of the table */
    uint32_t verdicts, zero;
} proven_row;

typedef struct proven_head {
    uint32_t count, length; /* rows behind it; of the whole table */
} proven_head;

/* The name by which a file is known; "" where it would be none. `name` has the room of proven_row. */
void proven_name(const char *path, char name[56]);

#endif
