/* batch_options.h: the command line of renkei-batch: its options, and what --help says. */
#ifndef RENKEI_BATCH_BATCH_OPTIONS_H
#define RENKEI_BATCH_BATCH_OPTIONS_H

#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"
#include "cli/cli.h"

enum { BATCH_MOST_JOBS = 1024, BATCH_NO_VERSION = G_MININT };

/* What was typed, as it was typed; NULL, or as batch_options_read says, where nothing was. */
typedef struct batch_options {
    char *month, *as_of, *name, *output, *reason, *who, *before, *roster, *shard, *pdf, *forms_folder, *local_rules;
    char *messages, *head, *status, *metrics;
    char *from, *to;                           /* of impact: folders of forms */
    char **cases, **forms, **bundles, **files; /* files: the verb, then RUN.xml or KEY */
    char **blanks;                             /* as forms, to be blank */
    char **all_forms; /* forms, then blanks by the names that they have as documents (plan@blank) */
    int jobs, memory_limit, shards, version;
    double time_limit;
    gboolean force, json, dry_run, again, all_bundles, accept_missing;
    cli_speech speech;
} batch_options;

/* Takes the options out of the arguments. False after `usage`, or when it said what was asked for (--help). Always to
 * be cleared. */
bool batch_options_read(batch_options *o, int *argc, char ***argv, diag *d);
/* What would narrow or widen what a verb is about, and it knows nothing of, is a `usage`: `expire` of one key would be
 * one of all, and `run --bundles` would make none. */
void batch_options_check_verb(const batch_options *o, const char *verb, diag *d);
void batch_options_clear(batch_options *o);

#endif
