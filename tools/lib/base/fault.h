/* fault.h: what the system says went wrong, in the words of the message it stands in.
 *
 * strerror and GLib know the language of the locale alone, and our messages none of it: the faults that files and
 * processes usually have are worded here, the others by their number. Nothing else may put words of strerror or of a
 * GError into a message (tests/lint.sh). */
#ifndef RENKEI_BASE_FAULT_H
#define RENKEI_BASE_FAULT_H

#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"

/* Of an errno. Static. */
const char *fault_words(int error, diag_language language);

/* The errno that a GError of GLib's file functions came from. What is wrong with a file's contents (a GKeyFile, a
 * character) is EBADMSG. Takes the error away. */
int fault_take(GError *error);

/* Whether a file that cannot be had for it may be had another time: nothing is wrong with its name, but with the
 * machine, which has no more of something or fails. */
bool fault_is_of_machine(int error);

/* Adds a message about a file: {1} is the file, {2} the fault in Japanese, {3} in English. */
void fault_report(diag *d, diag_code code, place form, const char *file, int error);

#endif
