/* cli_int.h: between the files of the room. A table of options here holds those of all commands, too. */
#ifndef RENKEI_CLI_INT_H
#define RENKEI_CLI_INT_H

#include "cli/cli.h"

/* The half of CLI_BOTH in this language; a string of one half is both. g_free it. */
char *cli_half(const char *both, diag_language language);

/* --help: usage, summary, options, details; lines of at most 80 columns where the text allows it. */
void cli_print_help(const GArray *options, const char *summary, const char *details, diag_language language,
                    GString *out);

/* Before GLib reads them: a value behind an option that takes none, an option for one value given twice. False after
 * `usage`. */
bool cli_check_words(const GArray *options, int argc, char **argv, diag *d);

/* Before them: blanks at the ends of a value are no part of it, unless it is the path of a file or a folder. A word
 * that has some is another string then, which lives on. */
void cli_trim_values(const GArray *options, int argc, char **argv);
/* The same of one value; it lives on. */
const char *cli_trimmed(const char *value);

/* The argument of an option names a file or a folder, and nothing else. */
bool cli_takes_path(const GOptionEntry *o);

/* --completion: a script for bash, zsh or fish that completes options and their arguments; false: another shell. */
bool cli_print_completion(const GArray *options, const char *shell, diag_language language, GString *out);

/* What was reported, on stderr, each with the line of the data that it is of. */
void cli_print_values(const diag *d, cli_speech speech);

#endif
