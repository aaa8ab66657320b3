/* confine.h: a program that has been told what it is to do gives up, for good, whatever it does not need for that: what
 * a file from outside might make of it then can do no more than the work itself.
 *
 * Two helps of the kernel, each where the kernel has it: Landlock (from ABI 2 on: files) and a seccomp filter (system
 * calls). What is refused fails with an errno (EACCES, EPERM), which is told as any other fault is; nothing is passed
 * over in silence. Where the kernel has neither, all goes on as it would without this room; confine_print says which of
 * them there are.
 *
 * Both hold for the calling thread, and for threads and processes that it starts from then on, programs too: enter
 * before the first thread. They are never taken back; entering again only takes more away.
 *
 * RENKEI_CONFINE=off in the environment leaves all of it out, for debuggers and for valgrind, which know nothing of
 * it; in builds that write or trace beside their work (sanitizers, coverage: RENKEI_UNCONFINED) it is left out unless
 * RENKEI_CONFINE=on. */
#ifndef RENKEI_CONFINE_CONFINE_H
#define RENKEI_CONFINE_CONFINE_H

#include <stdbool.h>

#include <glib.h>

#include "base/diag.h"

/* What is still needed; whoever has it adds to it before entering. */
typedef struct confine confine;

confine *confine_new(void);
void confine_drop(confine *c); /* takes NULL */

/* Of files: the path as it is when it is entered; a link is followed. What cannot be opened then is passed over: its
 * turn comes when it is asked for. NULL paths are, too. */

/* A file, or a folder with all below it, may be read; of one that is not there the nearest folder above it that there
 * is may be looked into, for what is near to its name. */
void confine_read(confine *c, const char *path);
/* The same of what a file names, and not somebody: of what is not there, the folder that it would be in alone. */
void confine_read_named(confine *c, const char *path);
/* A folder that is made first where it is not there, and what is made in it: then what the nearest folder above it that
 * there is holds may be read. */
void confine_read_made(confine *c, const char *folder);
/* What there is in a folder, and below it, may be known; no file of it be read. */
void confine_list(confine *c, const char *folder);
/* The folder that a file is in, with all below it. */
void confine_read_beside(confine *c, const char *file);
/* What the system's own libraries open late: libraries, locales and character sets, time zones, fonts. */
void confine_read_system(confine *c);
/* In a folder, and below it, files may be made, written, renamed and removed; read only what confine_read says. */
void confine_write_files(confine *c, const char *folder);
/* The same, and folders; one that is not there may be made. */
void confine_write_all(confine *c, const char *folder);
/* Where a file that is written goes: the folder that it is in; of a device or a pipe, itself. "-": nowhere. */
void confine_write_file(confine *c, const char *path);

/* What is left open of the rest. Without any of them: no program is started, no socket is made, no signal is sent to
 * another process, no process is looked into, and nothing of the machine itself is changed. */
enum {
    CONFINE_PROGRAMS = 1, /* programs may be started; they are confined alike */
    CONFINE_WORKERS = 2,  /* processes of its own, with a socket between them, and signals to them */
    CONFINE_LISTEN = 4,   /* one may listen at a port of TCP, until confine_listen_no_more */
};

/* From here on nothing is written but what is said (standard output and whatever is open already go on). False after
 * `confine-failed`: the kernel has it, and it could not be had. */
bool confine_enter(const confine *c, unsigned may, diag *d);
/* The part of it that is no matter of files, for who does not know yet where it will write. */
bool confine_enter_calls(unsigned may, diag *d);
/* From here on nothing is read but what is said, either: once what the files themselves name is known. */
bool confine_enter_reading(const confine *c, diag *d);
/* Whoever listens has its sockets: none is made, bound or connected any more, by any thread. */
bool confine_listen_no_more(diag *d);

/* For every command, before anything is read: it leaves no core, which would hold what is personal, and nobody looks
 * into it. (Who enters cannot have that back, nor more open files than it was given; a program that is started by who
 * does not, can.) */
void confine_begin(void);

/* What is in force here, as --version says it: a line for each language, without its end. */
void confine_print(diag_language language, GString *out);
/* Of this kernel, whatever RENKEI_CONFINE says: the ABI of Landlock, 0: none (that we can use); whether it filters. */
int confine_landlock(void);
bool confine_filters(void);

#endif
