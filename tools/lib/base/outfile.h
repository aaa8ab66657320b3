/* outfile.h: a file appears whole or not at all.
 *
 * The bytes are written and synced before they have a name, so that a process that is killed leaves nothing of them;
 * where the file system knows of no files without one (NFS), beside the target as .renkei.XXXXXX. On any failure the
 * temporary file is gone, the target stays as it was, and `file-write` is reported.
 *
 * The folder of a path is opened once, and whatever has its name afterwards, all is done in the one that was opened. A
 * link that a user named on the way is followed; one in the file's own place is replaced, not written through, and so
 * is one of several names of a file: the others keep what they have. */
#ifndef RENKEI_BASE_OUTFILE_H
#define RENKEI_BASE_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/diag.h"

/* path "-" is stdout. The file is readable by its owner only (0600): what it holds is personal. A stream (below) is
 * written to and stays what it is. */
bool outfile_write(const char *path, const void *bytes, size_t length, diag *d);

/* Whether it is no file that could be replaced: "-", a device, a pipe, or the name of a descriptor that is open here
 * (/dev/stdout, /dev/stderr, /dev/fd/N, /proc/self/fd/N), wherever that leads. */
bool outfile_is_stream(const char *path);

/* The same of a name below an open folder, where no link is followed (base/below.h), and whatever has the name, a file
 * takes its place. `told`: how a report names it. */
bool outfile_write_below(int folder, const char *name, const char *told, const void *bytes, size_t length, diag *d);

/* That a file is gone is on the disk when this returns; that it was not there is no fault. 0, or errno. */
int outfile_remove(const char *path);

/* Gives a file that is written and synced its name, where nothing has that name yet: 0, or errno (EEXIST), and then the
 * file is gone. */
int outfile_place(const char *written, const char *path);

/* Writes and syncs a file that is not there yet: 0, or errno, and then there is none. Its folder is not synced. */
int outfile_write_new(const char *path, mode_t mode, const void *bytes, size_t length);
/* All of it into what is open. False: errno says why, and some of it may be there. */
bool outfile_write_open(int fd, const void *bytes, size_t length);
/* What was renamed, made or removed beside `path` is on the disk when this returns. */
void outfile_sync_beside(const char *path);

/* Several files that belong together (the pages of a document): none appears before all are written and
 * synced; and where one cannot be given its name, those that have theirs are taken back. */
typedef struct outfile_part {
    const char *path;
    const void *bytes;
    size_t length;
    bool everybody; /* may read it (0644): nothing personal is in it */
} outfile_part;
bool outfile_write_all(const outfile_part *parts, size_t count, diag *d);

/* What waits for its name under another one is gone, as this process ends in their midst. Does only what a signal
 * handler may. */
void outfile_drop_waiting(void);

#endif
