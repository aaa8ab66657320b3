/* aids.h: what helps to read a document: furigana, plain words (やさしい日本語), glosses in another language.
 *
 * In: a bound document and tables of words. Out: the same document, whose own words are dressed: the words of the form
 * (labels, sentences), and with AIDS_ALL what the data says too, have their readings over them (ruby); labels are in
 * plain Japanese; beside or below each stands what it is in another language. Only what is bound is changed: whoever
 * composes, paints, archives it needs to know nothing of it. Data is never put in other words.
 *
 * The tables are files of templates/words, words.xml beside a form, and *.xml of a folder of the user's own (grammar:
 * words.rng; files gloss-…, plain… and readings… are read where they are asked for; the own one goes before the form's,
 * and that before the others). Nothing is silent: a kanji of the form's own words that no table reads is an error
 * (`words-reading`); own words without a gloss are told (`words-gloss`); what the data says and no table reads stays as
 * it is and is told (`words-unread`).
 *
 * Order: glosses are found by the form's own words, then those are put plainly, then read. */
#ifndef RENKEI_AIDS_AIDS_H
#define RENKEI_AIDS_AIDS_H

#include "aids/aids_wish.h"
#include "base/arena.h"
#include "base/diag.h"
#include "bind/bind.h"
#include "casefile/casefile.h"
#include "xml/xml.h"

/* The tables that a form's document asks for. */
typedef struct aids aids;

/* `words`: folder templates/words; `schema_dir`: where words.rng is; `form_file`: path of the form's file, of whose
 * folder words.xml is read if it is there. NULL after diagnostics. */
aids *aids_read(arena *a, xml_store *s, const aids_wish *w, const char *words, const char *schema_dir,
                const char *form_file, diag *d);

void aids_drop(aids *t); /* takes NULL; what was dressed stays */

/* Readings of the names of a case, which its data has (kana): for the words of the data, after the tables are read. A
 * name that two people read otherwise is not read; one that is a word as well is read where it stands alone. */
void aids_add_names(aids *t, const casefile *c);
void aids_add_names_of(aids *t, const xml_node *people); /* below an element */

/* NULL after diagnostics. `b` itself is left as it was. */
const bound *aids_dress(const aids *t, const bound *b, diag *d);

/* What of a text of a form no table reads: from its first kanji without a reading to the end of the run of kanji; NULL:
 * all is read. For whoever looks through forms as they are written. */
const char *aids_unread(const aids *t, const char *text);
/* Whether there is a gloss for a text of a form, its values as {1}, {2}, or none is needed. */
bool aids_has_gloss(const aids *t, const char *text);

#endif
