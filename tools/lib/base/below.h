/* below.h: what lies below an open folder, and nothing else.
 *
 * A name here is steps parted by '/', none of them empty, "." or ".."; each step is opened by itself below the one
 * before and never through a symbolic link, so that whoever can put a link into the folder cannot have another place
 * written, renamed or emptied. A link on the way, or at its end, is ELOOP; a name that is none, EINVAL.
 *
 * The mount of another file system on the way is not a link: only an administrator can put one there. */
#ifndef RENKEI_BASE_BELOW_H
#define RENKEI_BASE_BELOW_H

#include <sys/stat.h>
#include <sys/types.h>

#include "base/digest.h"

/* The folder that a user names, the only one that is opened by its name: links on the way to it, and itself, are
 * followed, once. `make` as below. */
int below_root(const char *path, mode_t make);

/* Descriptors are the caller's to close (close-on-exec); -1, with errno, where they cannot be had. */

/* The folder itself. `make` (0: it must be there) is the mode of those that are missing and are made. */
int below_folder(int folder, const char *name, mode_t make);
/* The folder that the last step is in, and *last, that step, in `name`. */
int below_parent(int folder, const char *name, mode_t make, const char **last);
/* As open, the folders on the way being there. What is opened to be read does not wait (a FIFO without a writer). */
int below_open(int folder, const char *name, int flags, mode_t mode);

/* Each 0, or errno. */
int below_look(int folder, const char *name, struct stat *is); /* of the link itself, at the end */
/* The same of many names in turn: the folders that the last of them are in stay open until below_looker_close, so that
 * the way to each is gone once. One that is renamed or put in another's place meanwhile is still the one it was. */
typedef struct below_looker {
    int folder;  /* the caller's */
    char *in[2]; /* NULL: none yet */
    int at[2];
    unsigned next;
} below_looker;
int below_look_near(below_looker *l, const char *name, struct stat *is);
void below_looker_close(below_looker *l);

/* Reads a file from its beginning. *is: as it was when it was opened; EISDIR, EINVAL (no file), ELOOP. */
int below_sum(int folder, const char *name, struct stat *is, digest *sum);
/* Both names below the folder; the folders of `to` are made where `make` is not 0. What has the name `to` is replaced
 * as rename does it: a link of that name is, not what it leads to. */
int below_rename(int folder, const char *from, const char *to, mode_t make);
int below_unlink(int folder, const char *name, int flags);

/* For a library that opens files by name alone: a path of a name in the folder itself that leads there whatever
 * became of the folder's own name, as long as the folder is open; where there is no /proc, `named`/`name`. g_free it.
 */
char *below_path(int folder, const char *named, const char *name);

#endif
