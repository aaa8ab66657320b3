/* diag.h: what went wrong, where, and what to do about it.
 *
 * Every condition is one row of diag.def: a name (stable, part of the interface), a severity, the exit
 * class it belongs to, and its wording in Japanese and English. A message has up to two ends: a place in
 * the form and a place in the data, because our errors have two ends. Rooms report and go on, so that
 * one run shows every mistake; only main prints.
 *
 * Arguments never hold personal data: element names, paths, ids, lines, code points and counts only.
 * (A value from a case must never reach a log.) */
#ifndef RENKEI_BASE_DIAG_H
#define RENKEI_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <glib.h>

/* Exit status of the programs. EXIT_AGAIN (sysexits' EX_TEMPFAIL): nothing is wrong with what was given; the same may
 * be tried again. Of several the worst wins, by diag_worse_exit and not by the number. */
enum {
    EXIT_DONE = 0,
    EXIT_SOME = 1, /* of many documents some failed */
    EXIT_USAGE = 2,
    EXIT_DATA = 3,
    EXIT_FORM = 4,
    EXIT_ENVIRONMENT = 5,
    EXIT_FORBIDDEN = 6, /* of many documents none failed, and some are forbidden by rules */
    EXIT_MISSING = 7,   /* what an earlier run covered is not covered any more, and nobody decided so */
    EXIT_DIFFERS = 8,   /* what is there is not what the account says */
    EXIT_DAMAGED = 9,   /* the account itself cannot be trusted */
    EXIT_AGAIN = 75
};
/* The one that a program with both ends with: 75, then 5 to 2 (nothing can be told of the rest), 9, 8, 7, 1, 6, 0. */
int diag_worse_exit(int a, int b);

typedef enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR } diag_severity;

typedef enum diag_code {
#define DIAG(code, name, severity, exit_class, ja, en) code,
#include "base/diag.def"
#undef DIAG
    DIAG_CODE_COUNT
} diag_code;

/* A place in a source. file NULL: no such end. path: a location path inside the data, or NULL. */
typedef struct place {
    const char *file;
    int line;
    const char *path;
} place;

#define PLACE_NONE ((place){NULL, 0, NULL})

typedef struct diag_message {
    diag_code code;
    place form, data;    /* either may be PLACE_NONE */
    const char *args[4]; /* owned by the diag; NULL from the first that is not there */
} diag_message;

typedef struct diag diag;
typedef enum diag_language { DIAG_JA, DIAG_EN } diag_language;

diag *diag_new(void);
void diag_drop(diag *d);

/* Adds a message. The strings (at most 4, ended by NULL) fill {1}…{4} of the wording; they and the
 * places are copied. The same message at the same places is kept once. Past 1,000 messages only a few of each code are,
 * and one more says how many were left out. */
void diag_add(diag *d, diag_code code, place form, place data, ...) __attribute__((sentinel));
/* The same of a message that is there already, of another diag or put together; it is copied whole. */
void diag_append(diag *d, const diag_message *m);
/* All messages of `from`; what was left out there is here, too, and counts. Takes NULL. */
void diag_append_all(diag *d, const diag *from);
/* The same of what a file asked for, at a place in it: what is said of the use (EXIT_USAGE) and has no place gets this
 * one. PLACE_NONE: it was typed. */
void diag_append_all_at(diag *d, const diag *from, place where);

/* Makes one of all messages of a code whose {1} is words parted by spaces: at the first one's place, with each word
 * once, and {2}: at how many places, of which each has its own number there. For what would be told too often to be
 * read. */
void diag_gather(diag *d, diag_code code);

size_t diag_count(const diag *d, diag_severity at_least);
size_t diag_count_of(const diag *d, diag_code code); /* also of those that were left out */
int diag_exit_status(const diag *d);                 /* from the errors only */
/* In the order they were added. */
size_t diag_length(const diag *d);
const diag_message *diag_at(const diag *d, size_t i);

const char *diag_name(diag_code code); /* e.g. "bind-missing" */
/* As diag.def has it, with {1}…{4}. Static. */
const char *diag_wording(diag_code code, diag_language language);
diag_severity diag_severity_of(diag_code code);
int diag_exit_class_of(diag_code code);
/* Whose mistake it is, and so which of two places comes first: the form's where the code says so (EXIT_FORM) or no data
 * had a part in it, the data's otherwise. An error of class EXIT_DATA that has a place in a form alone is the form's
 * own words: it ends as EXIT_FORM. One of class EXIT_USAGE is of what was typed, unless a place in the data says it (a
 * run file, the masters of a case): it ends as EXIT_DATA. */
bool diag_is_of_data(const diag_message *m);
int diag_exit_class(const diag_message *m);
diag_code diag_find(const char *name); /* DIAG_CODE_COUNT when there is none */
/* The wording with its arguments; g_free it. */
char *diag_text(const diag_message *m, diag_language language);

/* "FILE:LINE: error: TEXT [name]" at the place of whose mistake it is; then, each on a line of its own, where in the
 * data that is, and the other place. File names, places
 * and wording are shown (base/shown.h); the file names are as the user gave them, - is <標準入力> or <stdin>. */
void diag_print(const diag *d, FILE *to, diag_language language);
/* A file as messages name it: what was read from - is none. */
const char *diag_file_name(const char *file, diag_language language);
/* One JSON object a line: {"v":1,"code":…,"severity":…,"message":…,"form":{"file","line"},
 * "data":{"file","line","path"},"of":"form" or "data" (which end is to be mended),"args":[…]}; absent ends are left
 * out. */
void diag_print_json(const diag *d, FILE *to, diag_language language);
/* One of them, without the end of the line. */
void diag_append_json(GString *out, const diag_message *m, diag_language language);

#endif
