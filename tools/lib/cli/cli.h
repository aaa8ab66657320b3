/* cli.h: what the commands of renkei do alike around their own options: how they speak, how a wrong use is
 * told, where the cases of a folder are.
 *
 * Only the mains in tools/ use this room. */
#ifndef RENKEI_CLI_CLI_H
#define RENKEI_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "base/diag.h"

/* How messages are told. Known before the options are read: a wrong option is told in the way asked for, too. */
typedef struct cli_speech {
    diag_language language; /* --messages en */
    bool json;              /* --json */
} cli_speech;

cli_speech cli_speech_asked(int argc, char **argv);

/* For every command's table of options. All strings are G_OPTION_ARG_FILENAME: no locale decides how they are read. */
#define CLI_SPEECH_OPTIONS(json, messages)                                                                             \
    {"json", 0, 0, G_OPTION_ARG_NONE, json, "JSON で（一行に一件）/ as JSON lines", NULL},                             \
    {                                                                                                                  \
        "messages", 0, 0, G_OPTION_ARG_FILENAME, messages, "メッセージの言葉 ja（初め）か en", "ja|en"                 \
    }

/* Reads argv by `entries` (NULL-ended); before any file is opened. False after `usage`. Does not come back from
 * --help, which is said with a summary above and details below, in UTF-8 whatever the locale, nor from --version (of
 * every command: the program's and the layout's edition, render/edition.h). */
bool cli_parse(const GOptionEntry *entries, const char *summary, const char *details, int *argc, char ***argv, diag *d);

/* Reports `usage`: what is wrong with the options. */
void cli_usage(diag *d, const char *what);
/* ja, en or not given; another word is a `usage`. */
void cli_check_messages(const char *word, diag *d);
/* --as-of and --month, NULL when not given; false after `usage`. */
bool cli_check_dates(const char *as_of, const char *month, diag *d);
/* Index of `word` in a NULL-ended list, or -1. NULL is the first. */
int cli_choice(const char *word, const char *const *words);

/* Appends the path of every case.xml below a folder, sorted within it; links to folders are not followed. A folder
 * that cannot be read is `file-read`. */
void cli_find_cases(const char *folder, GPtrArray *paths, diag *d);

/* The end of every command: closes stdout (`file-write` when something printed did not get there), prints what was
 * reported, drops `d` and returns the exit status of its worst. */
int cli_finish(diag *d, cli_speech speech);

#endif
