/* font_int.h: inside the font room. */
#ifndef RENKEI_FONT_FONT_INT_H
#define RENKEI_FONT_FONT_INT_H

#include <glib.h>
#include <hb.h>

#include "base/arena.h"
#include "font/font.h"

/* What a face gains when it is first used. The face itself never changes, so it can be const. */
typedef struct face_state {
    GMutex lock;
    hb_face_t *hb;    /* over the mapped file */
    hb_font_t *plain; /* at the scale of the design, for questions about glyphs */
    GArray *sized;    /* of sized_font */
} face_state;

typedef struct sized_font {
    unit size;
    hb_font_t *font;
} sized_font;

/* A file, which several faces may be in. */
typedef struct font_file {
    const char *path;
    GMutex lock;
    bool tried;
    int error;        /* why it cannot be read, as an errno */
    GMappedFile *map; /* NULL: not yet, or it cannot be read */
    font_bytes bytes;
} font_file;

struct font_face {
    size_t number;
    const char *name;
    font_file *file;
    int index;
    face_state *state;
};

struct font_set {
    arena *memory;
    GPtrArray *faces; /* of font_face */
    GPtrArray *files; /* of font_file */
    GArray *families; /* of font_family */
    GKeyFile *ini;    /* families.ini while it is read, NULL after */
    const char *folder;
};

/* Mapped when it is first asked for: when the set is opened. */
const font_bytes *font_file_bytes(font_file *f);
void font_file_drop(font_file *f); /* the thing itself is its set's memory */

face_state *face_state_new(void);
void face_state_drop(face_state *s);

/* Where an exact face lives: file (in `a`) and index in it. */
typedef struct font_place {
    const char *file;
    int index;
} font_place;

/* The faces of a private fontconfig configuration. */
typedef struct font_finder font_finder;
font_finder *font_finder_open(const char *conf_file, diag *d); /* NULL after a diagnostic */
void font_finder_close(font_finder *f);                        /* takes NULL */
/* `name` is family and style, "BIZ UDMincho Regular". */
bool font_finder_find(const font_finder *f, arena *a, const char *name, font_place *out);

#endif
