/* bundle_envelope.h: which documents go into one bundle, and in which order. Pure: no file is read or written.
 *
 * A document goes to whom its form says (<recipient>), and into no other bundle. What goes to households is together
 * when it goes to one home: the papers of siblings whose home is the same are one envelope's. Everything else is a
 * bundle for a recipient and, unless it is asked for otherwise, for one case: whoever opens the envelope of one child
 * finds nothing of another. Bundles come in the order in which they are put into a mail bag (by kind of recipient, then
 * by key), their documents by case and by the order of the forms. */
#ifndef RENKEI_BUNDLE_BUNDLE_ENVELOPE_H
#define RENKEI_BUNDLE_BUNDLE_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* One document and one of its recipients: a document with two is given twice. */
typedef struct bundle_letter {
    const char *to, *recipient; /* kind ("household", "partner", "municipality", "office") and id; see render.h */
    const char *household;      /* key of the case it was made from */
    const char *home;           /* of a household: equal for those that share an envelope; "" it is shared with none */
    int form;                   /* place of its form in the run file */
    const char *file;           /* where it is; by this, documents of one form and household are in order */
    int pages;
    const char *gap; /* NULL, or why there is no such document, though there should be: then it has no pages */
    void *data;      /* the caller's */
} bundle_letter;

typedef struct bundle_envelope {
    const char *to, *recipient, *household; /* household NULL: several may be in it */
    /* What the stamp says: of a household its key, of siblings all of theirs (K-0001・K-0002, or K-0001ほか3); else
     * wakabadai／K-0001. */
    char *mark;
    /* Unique among the envelopes of a run, "partner/wakabadai/K-0001", fit for a file's name; of siblings the first's.
     */
    char *name;
    const bundle_letter **letters; /* gaps too, in their places */
    size_t count;
    size_t gaps; /* how many of them are none */
    int pages;
} bundle_envelope;

/* Which kinds of recipients get bundles, and whether one may hold several cases. */
typedef struct bundle_wish {
    const char *to;
    bool together;
} bundle_wish;

/* The bundles of these documents: a letter whose kind nobody wishes for is in none. What they point to is the caller's
 * and must live as long. Drop with bundle_envelopes_drop. */
GPtrArray *bundle_envelopes_make(const bundle_letter *letters, size_t count, const bundle_wish *wishes,
                                 size_t wish_count);
void bundle_envelopes_drop(GPtrArray *envelopes);

#endif
