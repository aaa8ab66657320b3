/* batch_handover.h: what was issued is handed over to the printer (verb print): the bytes of the issue store and no
 * others, so that no paper can be printed that the journal does not know. Each is taken down in the journal once the
 * spooler has it, and is not handed over a second time unless that is asked for. */
#ifndef RENKEI_BATCH_BATCH_HANDOVER_H
#define RENKEI_BATCH_BATCH_HANDOVER_H

#include "batch/batch_issue.h"
#include "batch/batch_spool.h"

typedef struct batch_handover_order {
    const char *const *keys;    /* NULL-ended: what stands of the documents of these cases … */
    const char *form, *month;   /* … of this form and month; NULL: any. The month is that of envelopes, too */
    const char *const *bundles; /* NULL-ended: envelopes by their names */
    const batch_order *wished;  /* else the envelopes of its kinds of recipients; NULL: none */
    bool all_bundles;           /* or those of all kinds */
    bool again;                 /* what was handed over before, too */
    batch_spooler spooler;
    batch_deed deed; /* a reason need not be given */
} batch_handover_order;

typedef enum batch_handing {
    BATCH_TO_HAND, /* not yet: of a dry run, or after a failure */
    BATCH_HANDED,
    BATCH_HANDED_BEFORE,
    BATCH_NOT_HANDED,  /* an envelope with a paper in it that was withdrawn since: not even again */
    BATCH_REPLACED,    /* one with a paper in it that another version has replaced since: nor that */
    BATCH_GONE,        /* one that is none any more: nobody gets it, or others are in it; nor that */
    BATCH_WITHHELD,    /* it may tell an address that is withheld by now: nor that */
    BATCH_UNCONSENTED, /* a copy, or one in it, that the consents do not cover by now: nor that */
    BATCH_HANDINGS
} batch_handing;

typedef struct batch_handover_line {
    bool bundle;
    const char *key, *form, *month; /* of an envelope: its name, kind of recipient, series */
    batch_handing handing;
    const char *before; /* when it was handed over last, UTC; NULL: never */
    int version, pages;
} batch_handover_line;

typedef struct batch_handed {
    GArray *lines; /* batch_handover_line: documents by key, form, month, then envelopes */
    size_t count[BATCH_HANDINGS];
    arena *a;
} batch_handed;

/* Hands over one after the other, and stops at the first that the spooler does not take; what it took before stays
 * taken down. What was named and does not stand keeps all back; an envelope with a paper in it that was withdrawn or
 * replaced is told (`batch-print-withdrawn`, `batch-print-replaced`), so is
 * one that a run has taken away (`batch-print-gone`), and what may tell a withheld address too
 * (`batch-issued-withheld`), a copy that the consents do not cover any more (`batch-issued-no-consent`), and the others
 * go. False after a diagnostic; *out is filled in any case, to be cleared. */
bool batch_hand_over(const batch_handover_order *o, const char *output, batch_handed *out, diag *d);
void batch_handed_clear(batch_handed *x);
void batch_handed_print(const batch_handed *x, diag_language language, GString *out);
void batch_handed_print_json(const batch_handed *x, bool dry_run, GString *out);

#endif
