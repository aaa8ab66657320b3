/* asked.h: a file that somebody named, on the command line or in a file of theirs, and that cannot be had: whose
 * mistake that is, what is wrong with it, and what was meant.
 *
 * A file of the installation that cannot be had is another matter (`file-read`, fault.h). */
#ifndef RENKEI_BASE_ASKED_H
#define RENKEI_BASE_ASKED_H

#include "base/diag.h"

/* Why a file cannot be read, as an errno: that of stat or access, EISDIR of a folder, ENODEV of a pipe or a device; 0:
 * it can. */
int asked_file_error(const char *path);
/* The same of a folder: ENOTDIR of what is none. */
int asked_folder_error(const char *path);

/* The fault in words, and advice: the file of that folder, or the folder on the way, whose name is near, or which XML
 * files a folder holds. A sentence each, without the path itself; g_free them. */
void asked_words(const char *path, int error, char **ja, char **en);

/* Adds a message of a code whose {1} is the path, {2} and {3} these words: DIAG_FILE_ASKED where no other code has more
 * to say, which is `xml-not-a-file` of a folder, a pipe or a device, and `file-read` where the machine failed, whoever
 * named the file. `where` is the place that names the file, of a
 * code of forms one in a form; PLACE_NONE: the command line does. */
void asked_report(diag *d, diag_code code, place where, const char *path, int error);

#endif
