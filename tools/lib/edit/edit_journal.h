/* edit_journal.h: what is being written in a folder, so that whoever comes next can finish or undo it.
 *
 * .renkei-edit.prepare is there while files are written beside their targets: whoever finds it takes them away.
 * Renamed to .renkei-edit.commit, it says that all of them are written and synced: whoever finds it renames them.
 * Lines, with fields between tabs and escaped as in C: "folder PATH" of a folder that is made, "file WRITTEN TARGET
 * SUM" (the sum of what the target was; "-": it was not there), "end". Paths are relative to the folder where they are
 * below it, so that it may be moved.
 *
 * A folder with such a file in it may be anybody's: what is written lies beside its target, under a name that only this
 * program gives; a folder that is made lies below the journal's; and no link is followed on the way. A journal that
 * says otherwise is none of ours, and nothing is done. */
#ifndef RENKEI_EDIT_EDIT_JOURNAL_H
#define RENKEI_EDIT_EDIT_JOURNAL_H

#include <stdbool.h>

#include <glib.h>

#include "base/digest.h"

typedef struct journal_file {
    char *written, *target; /* absolute */
    bool is_new;            /* the target was not there */
    digest was;
} journal_file;

typedef struct journal {
    char *folder;           /* absolute */
    int at;                 /* the same, open; -1: it cannot be */
    char *prepare, *commit; /* its two names */
    GArray *files;          /* of journal_file */
    GPtrArray *folders;     /* that are made, outer ones first */
} journal;

journal *journal_new(const char *folder);
void journal_drop(journal *j);
void journal_add(journal *j, const char *written, const char *target, const digest *was); /* NULL: it was not there */
void journal_add_folder(journal *j, const char *folder);

/* Each 0, or errno. ENOENT: there is none of that name; EBADMSG: it is none of ours. One that was cut off is no fault
 * where `whole` is not asked for. */
int journal_read(journal *j, const char *path, bool whole);
int journal_write(const journal *j); /* as prepare */

/* The folder of a file of the journal, to be closed, and *last, its name in it; of what is made below it, the folder
 * itself, with those on the way. -1, with errno: ELOOP where a link is on the way. */
int journal_open_beside(const journal *j, const char *path, const char **last);
int journal_make_folder(const journal *j, const char *path);

/* Takes away what was written, the folders and the journal. */
void journal_undo(const journal *j);

#endif
