/* confine_int.h: between the files of the room. */
#ifndef RENKEI_CONFINE_INT_H
#define RENKEI_CONFINE_INT_H

#include "confine/confine.h"

#include <stdint.h>

/* How a path is needed. */
typedef enum confine_use {
    USE_READ,
    USE_READ_NAMED,  /* by a file */
    USE_READ_SYSTEM, /* it is there or not */
    USE_READ_MADE,   /* it may be made first */
    USE_LIST,        /* what there is in it, and not what is in that */
    USE_WRITE_FILES,
    USE_WRITE_ALL,
    USE_STREAM, /* a device or a pipe, itself */
    USES
} confine_use;

typedef struct confine_path {
    char *path;
    confine_use use;
} confine_path;

struct confine {
    GArray *paths;     /* confine_path */
    GHashTable *known; /* the same, as text: each is told once */
};

/* Each 0, or errno; what the kernel has not is none. Privileges are given up already. */
int confine_files_write(const confine *c, unsigned may);
int confine_files_read(const confine *c);
int confine_calls(unsigned may);
int confine_calls_listening(void);

#endif
