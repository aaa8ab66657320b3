/* batch_deeds.h: the verbs about what is issued, as somebody asks for them: release, print, reprint, index, withdraw,
 * hold, unhold, expire. What is asked for is looked at, the deed is done, and its account goes to `out`. */
#ifndef RENKEI_BATCH_BATCH_DEEDS_H
#define RENKEI_BATCH_BATCH_DEEDS_H

#include "batch/batch_issue.h"
#include "confine/starter.h"

/* What was typed; NULL, or NULL-ended, where nothing was. */
typedef struct batch_asked {
    const char *const *words; /* after the verb: RUN.xml, keys */
    const char *const *forms, *const *bundles;
    const char *month, *reason, *who, *before, *pdf, *output;
    int version;
    bool all_bundles, again, dry_run, json;
    render_paths *paths;
    const starter *by;      /* of batch_spool_asked, for print; else NULL */
    bool local_rules_named; /* by an option, which comes before a run file */
    diag_language language;
} batch_asked;

/* What looks at a run that was must not make the folder of one: false after a `usage` when it is not there. */
bool batch_is_run_there(const char *output, diag *d);

/* Whether it says anything: what is decided is kept with its reason for years. Of text that is not UTF-8: no. */
bool batch_reason_is_given(const char *reason);

/* The exit status beside that of what is reported. */
typedef int batch_deed_verb(const batch_asked *x, GString *out, diag *d);
batch_deed_verb batch_do_release, batch_do_reprint, batch_do_index, batch_do_withdraw, batch_do_hold, batch_do_unhold,
    batch_do_expire, batch_do_print;

#endif
