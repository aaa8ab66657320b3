/* batch_issued.h: what the journal says was issued, version by version; shared by those who issue, repeat, list and
 * destroy. A value that is read once and changes nothing.
 *
 *   paper    a document (key × form × month) or an envelope (name × kind of recipient × series) that was ever issued.
 *            The month counts where the form reads one: the plan that goes out with the papers of June and of July is
 *            one paper
 *   version  1, 2, …: what went out, each with bytes of its own or issued again after a withdrawal
 *   copy     of a version: 1 is the first reprint */
#ifndef RENKEI_BATCH_BATCH_ISSUED_H
#define RENKEI_BATCH_BATCH_ISSUED_H

#include "batch/batch_int.h"

typedef enum batch_standing {
    STANDING_CURRENT,
    STANDING_SUPERSEDED, /* a later version was issued */
    STANDING_WITHDRAWN,  /* by a decision */
    STANDING_DESTROYED,  /* its retention has ended: only the journal knows it */
} batch_standing;

/* That a version was handed over to the printer. */
typedef struct batch_printing {
    const char *on, *who, *reason; /* reason: "" none was said */
} batch_printing;

/* A reissue: the n-th copy of a version. */
typedef struct batch_copy {
    int copy;
    const char *on, *who, *reason, *name;
    digest output; /* of the marked pages */
} batch_copy;

/* A version that an envelope was issued with. */
typedef struct batch_enclosed {
    const char *key, *form, *month;
    int version; /* 0: it had not been issued by itself */
    digest output;
} batch_enclosed;

typedef struct batch_version {
    int version;
    batch_standing standing;
    int64_t entry;                                /* its number in the journal */
    const char *on, *who, *host, *reason;         /* of the issue */
    const char *name, *consented;                 /* as when it was issued; consented "": not then */
    const char *ended_on, *ended_who, *ended_why; /* not CURRENT: when, by whom, why; NULL else */
    bool withdrawn;                               /* by a decision, whatever became of it since */
    int next;                                     /* SUPERSEDED: the version that followed */
    digest output;
    int64_t bytes;
    int pages;
    GArray *copies;   /* batch_copy */
    GArray *prints;   /* batch_printing, in turn */
    GPtrArray *keys;  /* of an envelope: const char *, whose documents are in it, each once */
    GArray *enclosed; /* of an envelope: batch_enclosed, what lies in it (gaps do not) */
} batch_version;

typedef struct batch_paper {
    bool bundle;
    const char *key, *form, *month; /* as in a ledger_entry */
    GArray *versions;               /* batch_version: version i + 1 at i */
    int copies_before;              /* reissues that a ledger before version 3 knows: copies of version 1 count on */
} batch_paper;

/* A hold, or its end. */
typedef struct batch_hold {
    const char *on, *who, *reason;
    bool held;
} batch_hold;

/* What was made and taken out of the working state, by a decision or by a run (forbidden, failed, held, none any more),
 * and lies in OUT/.renkei/withdrawn; it need never have been issued. */
typedef struct batch_withdrawn {
    bool bundle;
    const char *key, *form, *month, *name; /* as in a ledger_entry */
    GPtrArray *keys;                       /* of an envelope: const char *, whose documents are in it */
    digest output;
    int64_t bytes; /* 0: it was not there to be kept, or is not known to have been */
    int pages;
    bool destroyed; /* it has a tombstone */
} batch_withdrawn;

typedef struct batch_issued {
    GPtrArray *papers;    /* batch_paper, by bundle, key, form, month */
    GPtrArray *withdrawn; /* batch_withdrawn, in turn */
    int64_t head;         /* of the journal: entries, and the hash of the last */
    digest hash;
    const char *last;                   /* when the last entry was written; "" none */
    GHashTable *drafts;                 /* of each of `withdrawn`, by whose it is and its sum */
    GHashTable *by_name, *holds, *live; /* name: paper; key: GArray of batch_hold; sums of what is kept: how often */
    GStringChunk *strings;
} batch_issued;

/* NULL after a report of the ledger. */
batch_issued *batch_issued_read(ledger *l);
void batch_issued_drop(batch_issued *i); /* takes NULL */
/* NULL: never issued. */
const batch_paper *batch_issued_find(const batch_issued *i, bool bundle, const char *key, const char *form,
                                     const char *month);
bool batch_issued_is_held(const batch_issued *i, const char *key);
/* Whether something was issued for a key, and all of it is destroyed. */
bool batch_issued_is_gone(const batch_issued *i, const char *key);
const GArray *batch_issued_holds(const batch_issued *i, const char *key); /* batch_hold, in turn; NULL: none */
/* The month of the paper that a document is: its own, or "" where the form reads none (forms: a folder's, and for each
 * form whether it does, to be asked once). */
typedef struct batch_months {
    const render_paths *paths;
    GHashTable *takes; /* char *: whether, + 1 */
} batch_months;
const char *batch_months_of(const batch_months *m, const char *form, const char *month);
/* Whether that is the month that was asked for: of a paper without one any is. */
bool batch_paper_is_of(const batch_paper *p, const char *form, const char *month);
/* Whether a version or a copy with these bytes was issued and not destroyed (batch_store_recover). */
bool batch_issued_has(const void *issued, const digest *output);

/* Reports `batch-not-issued`, or `batch-several`, with what was issued of this key, or of any. */
void batch_issued_tell_none(const batch_issued *i, const char *key, bool bundle, diag *d);
void batch_issued_tell_several(const batch_issued *i, const char *key, bool bundle, size_t found, diag *d);

/* The files that must be there, below the output folder: kept in the store, and copies that lie ready; one of the store
 * may come more than once. */
typedef void (*batch_issued_visit)(void *data, const char *file, bool kept, const digest *sum);
void batch_issued_each_file(const batch_issued *i, batch_issued_visit visit, void *data);

/* batch_verify_withdrawn.c: names what must and what may lie in .renkei/withdrawn, by the journal of all, and where it
 * does not know a file by those of the shards that are not merged yet. */
void batch_verify_withdrawn(batch_tree *t, const batch_issued *issued, const char *output);

/* The version that stands; NULL: all were withdrawn or destroyed. */
const batch_version *batch_paper_current(const batch_paper *p);
/* What lies in this version of an envelope and was withdrawn or destroyed since, and stands in no later version of the
 * same bytes; NULL: nothing. */
const batch_enclosed *batch_version_enclosed_ended(const batch_issued *i, const batch_version *v);
/* What lies in it and was replaced since: another version, with other bytes, was issued after this envelope and stands.
 * NULL: nothing. */
const batch_enclosed *batch_version_enclosed_replaced(const batch_issued *i, const batch_version *v);
/* When it was handed over to the printer last; NULL: never. */
const char *batch_version_printed(const batch_version *v);
/* The withdrawn version that had these bytes, unless they were issued again since: they stay withdrawn until somebody
 * decides otherwise. NULL: there is none. */
const batch_version *batch_paper_withdrawn(const batch_paper *p, const digest *output);
/* The day on which this version was consented to, "" none. `known` (or ""): what the case says by now of a paper with
 * these bytes, as papers are signed after they are issued. A day that an earlier version has is that one's: what was
 * changed afterwards nobody has signed; of the same bytes, issued again, it is as well. */
const char *batch_paper_consent(const batch_paper *p, const batch_version *v, const char *known);
/* The number of the next copy of a version. */
int batch_paper_next_copy(const batch_paper *p, const batch_version *v);

/* What issuing these bytes would be (never NOTHING or REFUSED), and which version: that it has, had or would get. p
 * NULL: never issued. again: what was withdrawn goes, too. */
batch_going batch_paper_going(const batch_paper *p, const digest *output, bool again, int *version);

#endif
