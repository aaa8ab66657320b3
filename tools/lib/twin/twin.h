/* twin.h: a fictional case of the same shape as a real one, for whoever tells of a fault and may not show the case:
 * other people, places and words, in as many letters of the same kind, which are set as wide and broken at the same
 * places, in files that have the same tags in the same lines.
 *
 * What a value is says the grammar (r:text, r:id, r:twin; types.rng): words that no grammar knows are other words, too.
 * What is kept and what is not is in templates/README.md (匿名の双子). A name is one name everywhere in the case, its
 * masters and its comments, and so is a sentence; two texts that differ in their numbers alone still do. Words that
 * rules look for in texts stay, so that they find what they found.
 *
 * Nothing is kept by which a twin could be undone: letters are drawn by a sum over all the files together (and a seed).
 * Whoever has the files finds the twin again; who guesses a name has nothing to try it with but all the rest. */
#ifndef RENKEI_TWIN_TWIN_H
#define RENKEI_TWIN_TWIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* TWIN.xml ends with .xml. */
typedef struct twin_order {
    const char *const *cases; /* files; at least one */
    size_t count;
    const char *output; /* TWIN.xml, beside which its masters are put (TWIN-office.xml), of one case; or … */
    bool folder;        /* … a folder: ID/case.xml for each case, and masters/office.xml */
    const char *seed;   /* another twin of the same case; NULL: none */
    const char *schema, *rules, *fonts; /* folders */
    const char *local;                  /* of local rules; NULL: none */
} twin_order;

/* Writes the twins of the cases, of the masters that they name and of the grammar of own fields: all, or nothing. No
 * file that is there is written over (draft-there). What could not be read as XML is told, and nothing written; what is
 * wrong in a case otherwise is wrong in its twin, at the same place. What was found in the twin by the rules is
 * compared with what was found in the case: twin-differs. */
bool twin_write(const twin_order *order, diag *d);

#endif
