/* cli.h: what the commands of renkei do alike around their own options: how they speak, how a wrong use is
 * told, help and completions from the table of options, where the cases of a folder are.
 *
 * Only the mains in tools/ use this room. */
#ifndef RENKEI_CLI_CLI_H
#define RENKEI_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "base/diag.h"
#include "render/render.h"

/* How messages are told. Known before the options are read: a wrong option is told in the way asked for, too. */
typedef struct cli_speech {
    diag_language language; /* --messages en */
    bool json;              /* --json */
    bool values;            /* --show-values: with the line of the data that a message is of */
} cli_speech;

/* From then on the end for want of memory (base/memory.h) is told that way, too. */
cli_speech cli_speech_asked(int argc, char **argv);

/* Words in both languages as one string, of which one half is shown: for descriptions, summary and details. */
#define CLI_BOTH(ja, en) ja "\x1f" en

/* For every command's table of options. All strings are G_OPTION_ARG_FILENAME: no locale decides how they are read.
 * A description is CLI_BOTH. The description of an argument lists what may stand there, separated by |: words in small
 * letters stand for themselves, DIR is a folder, FORM the name of a form, ID of a rule, DOCUMENT a file with the ending
 * of an output, PICTURE one to put beneath, NAME.xml, NAME.pdf a file with this ending, FILE any. Completions are made
 * of it. */
#define CLI_SPEECH_OPTIONS(json, messages)                                                                             \
    {"json", 0, 0, G_OPTION_ARG_NONE, json, CLI_BOTH("JSON で（一行に一件）", "as JSON lines"), NULL},                 \
    {                                                                                                                  \
        "messages", 0, 0, G_OPTION_ARG_FILENAME, messages,                                                             \
            CLI_BOTH("メッセージの言葉（初めは ja）", "language of messages (ja)"), "ja|en"                            \
    }

/* Of commands whose messages are of lines of data; not of renkei-batch, whose words are the log of a night. */
#define CLI_VALUES_OPTION(values)                                                                                      \
    {                                                                                                                  \
        "show-values", 0, 0, G_OPTION_ARG_NONE, values,                                                                \
            CLI_BOTH("メッセージに、データのその行も（個人情報）", "messages with the line of the data (personal)"),   \
            NULL                                                                                                       \
    }

/* Blanks at the ends of a value are no part of it, unless it is a path alone (its description names DIR, FILE,
 * DOCUMENT, PICTURE or endings).
 *
 * Reads argv by `entries` (NULL-ended); before any file is opened. False after `usage`. Does not come back from
 * --help, which is said with a summary above and details below, in UTF-8 whatever the locale and in the language of the
 * messages, nor from --version (of every command: the program's and the layout's edition, render/edition.h), nor from
 * --completion SHELL. */
bool cli_parse(const GOptionEntry *entries, const char *summary, const char *details, int *argc, char ***argv, diag *d);

/* Reports `usage`: what is wrong with the options. */
void cli_usage(diag *d, const char *ja, const char *en);
/* ja, en or not given; another word is a `usage`. */
void cli_check_messages(const char *word, diag *d);
/* --as-of and --month, NULL when not given; false after `usage`. */
bool cli_check_dates(const char *as_of, const char *month, diag *d);
/* Index of `word` in a NULL-ended list, or -1. NULL is the first. */
int cli_choice(const char *word, const char *const *words);

/* Index of a path's ending in a NULL-ended list (without dots, small letters; the path's may be large ones); -1 when it
 * has none, as - has none; -2 after `usage`, when it is another. */
enum { CLI_NO_ENDING = -1, CLI_OTHER_ENDING = -2 };
int cli_ending(const char *option, const char *path, const char *const *endings, diag *d);

/* What --form says as the name or path of a form: a name of one of paths->forms or a title that one of them alone has,
 * however it is written (near_fold), or a file: what has a slash or ends in .xml is always one, another ending if it is
 * there. NULL after `form-unknown`, which says what was meant and lists the names, `file-asked`, or `usage` when
 * several have the title. g_free it. */
char *cli_form(const render_paths *paths, const char *word, diag *d);
/* Whether --month can mean anything to one of the forms (as cli_form gives them); false after `usage`, which names the
 * forms that it can. */
bool cli_check_month(const render_paths *paths, const char *const *forms, size_t count, diag *d);
/* Reports a `usage` about a word that is none of `names`: what was meant (`near_find`, by `folded`), and all names. */
void cli_unknown(diag *d, const char *option, const char *word, const char *folded, const GPtrArray *names);
/* A name of letters, figures and points as it is written in tables: full-width letters made narrow, small ones large.
 * g_free it. */
char *cli_fold_id(const char *word);

/* Whether a file or a folder that was named can be read; false after `file-asked`, `xml-not-a-file` or `folder-asked`,
 * which says what is near to it. A folder may be NULL: not named. */
bool cli_check_file(const char *path, diag *d);
bool cli_check_folder(const char *path, diag *d);

/* By whatever names: what is read is never written over. */
bool cli_is_same_file(const char *a, const char *b);

/* Whether a file can be made there at all (NULL and - can): its folder is there and its name is one; false after
 * `usage` or `folder-asked`. That it may not be written, or the disk is full, is found out then (`file-write`). */
bool cli_check_output(const char *option, const char *path, diag *d);

/* The same of a folder that is to be made, or written into (NULL can): what it is in is there, and it is no file. */
bool cli_check_new_folder(const char *path, diag *d);

/* Appends the path of every case.xml below a folder, sorted within it; links to folders are not followed. A folder
 * that cannot be read is `folder-asked`. */
void cli_find_cases(const char *folder, GPtrArray *paths, diag *d);
/* The same; folders (may be NULL) gets each folder that was looked into, itself first. */
void cli_find_cases_within(const char *folder, GPtrArray *paths, GPtrArray *folders, diag *d);

/* Prints a list or a report on stdout, to be read by somebody or, as JSON, by a program: what stands in it is shown
 * (base/shown.h), whoever wrote it. `file-write`. */
void cli_say(const char *text, diag *d);

/* The end of every command: closes stdout (`file-write` when something printed did not get there), prints what was
 * reported (--show-values: and below each the line of the data, if that is a line of a file: "source" as JSON), drops
 * `d` and returns the exit status of its worst. */
int cli_finish(diag *d, cli_speech speech);

#endif
