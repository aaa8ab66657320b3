/* batch_bundle.h: what the sources of the bundles of a run share; nobody else includes it.
 *
 *   letters    the working state of a series as letters and gaps (batch_letter.c)
 *   envelopes  whose they are (room bundle)
 *   items      those of them that the run concerns, with what the ledger has of them (batch_envelope.c)
 *   bundles    made in workers, outside and cover first (batch_cover.c), and accounted for (batch_bundle.c) */
#ifndef RENKEI_BATCH_BATCH_BUNDLE_H
#define RENKEI_BATCH_BATCH_BUNDLE_H

#include "batch/batch_int.h"
#include "bundle/bundle.h"
#include "bundle/bundle_envelope.h"

/* A document, beside what the bundle room wants to know. */
typedef struct batch_paper {
    const char *id; /* of key, form and month */
    const char *key, *form, *month, *series, *case_path, *file, *title, *bookmark;
    digest sum, case_sum, masters;
    int place, pages;
    ledger_status status;
    bool touched, changed; /* accounted for in this run; and made anew by it */
    bool tells;            /* an address that a case withholds */
    bool renamed;          /* its case has another id by now, and nobody has decided about its papers */
    const ledger_recipient *recipients;
    size_t recipient_count;
} batch_paper;

/* A bundle as the ledger has it. */
typedef struct batch_old_bundle {
    const char *name, *series, *to, *wish, *file;
    digest inputs, output;
    int64_t bytes;
    int pages;
    char **members;              /* ids */
    digest *outputs;             /* of each, as it is in it; none: it is a gap */
    bool touched, changed, gone; /* any member was; every one is no more */
    bool met;                    /* an envelope of now has its name */
    const batch_paper *renamed;  /* of its members, one of a case that has another id by now; NULL: none. It stays as it
                                    is until the roster's missing are decided about */
} batch_old_bundle;

/* One that could not be made: it is made as soon as it can be, whoever asks. */
typedef struct batch_waiting {
    const char *name, *series, *wish;
    const char *why; /* as of a ledger_unmade */
} batch_waiting;

typedef struct batch_item {
    const bundle_envelope *envelope;
    const batch_wish *wish;
    const char *series, *file;
    digest inputs;
    batch_old_bundle *old; /* NULL: there was none */
    const char *why;       /* held: a diagnostic's name; NULL */
} batch_item;

struct batch_bundles {
    arena *a;
    const char *output, *own_series, *as_of;
    const char *stamp, *cover, *outside; /* forms' paths; outside: the envelope itself */
    digest kit;                          /* of all three */
    const batch_order *order;
    batch_withheld *withheld;
    GHashTable *touched;  /* ids of documents of this run */
    GPtrArray *papers;    /* batch_paper */
    GHashTable *by_id;    /* id: batch_paper */
    GPtrArray *old;       /* batch_old_bundle */
    GArray *waiting;      /* batch_waiting, of those whose wish is known */
    size_t left_alone;    /* envelopes that are not made, as one of their names waits for a decision */
    GPtrArray *rounds;    /* GPtrArray of bundle_envelope, one a series: to be dropped */
    GPtrArray *wishes;    /* GArray of batch_wish, one a series */
    GHashTable *looked;   /* "series kind" that envelopes were looked for of, and "series name" of those there are */
    GArray *items, *held; /* batch_item */
    render_environment *e;
    diag *d;
};

/* ---- batch_letter.c ---- */
/* Key, form and month of a batch_paper's id; g_strfreev it. */
char **batch_paper_id_split(const char *id);
/* Reads what the run touched, all papers and all bundles. False after a diagnostic. */
bool batch_letters_read(batch_bundles *b, ledger *l, int64_t run);
/* The letters (bundle_letter) of a series, and its gaps; their data is a batch_paper. */
GArray *batch_letters_of_series(batch_bundles *b, const char *series, const GArray *wishes);

/* ---- batch_envelope.c ---- */
/* The envelopes of a series that the run concerns become items, or held. */
void batch_envelopes_add(batch_bundles *b, const char *series);

/* ---- batch_cover.c ---- */
/* Whether a page of it tells the addressee. */
bool batch_cover_is_told(const batch_item *x);
/* Fills `form`, the cover letter or the outside, for an envelope; NULL after messages, also when a case is not the one
 * that its papers are of. */
GByteArray *batch_cover_make(const batch_bundles *b, const batch_item *x, const char *form, size_t *pages, diag *d);

#endif
