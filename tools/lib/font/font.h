/* font.h: the faces a document may use, and nothing else that is on the machine.
 *
 * fonts/fonts.conf is a private fontconfig configuration (folders of the Debian font packages);
 * fonts/families.ini names the families of the form language and, for each, its faces by name and the
 * package that brings them:
 *   [mincho] kanji=…  figures=…  latin=…  fallback=…;…
 * A face that is not there is `font-missing` (exit 5) naming the package. Face order of a cluster:
 * figures or latin for those characters, kanji, then the fallbacks in order, then an error. */
#ifndef RENKEI_FONT_FONT_H
#define RENKEI_FONT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include <hb.h>

#include "base/diag.h"
#include "base/unit.h"

typedef struct font_set font_set;
typedef struct font_face font_face;

typedef struct font_family {
    const char *name; /* mincho, gothic, gothic-bold */
    const font_face *kanji, *figures, *latin;
    const font_face *const *fallback; /* NULL-terminated */
} font_family;

/* Opens fonts_dir/fonts.conf and families.ini. Faces are found now (by fontconfig, exact family and
 * style), and their files mapped. NULL after a diagnostic. Nothing of the environment
 * (FONTCONFIG_FILE, user fonts, locale) has any effect. */
font_set *font_set_open(const char *fonts_dir, diag *d);
void font_set_close(font_set *s); /* takes NULL */

const font_family *font_find_family(const font_set *s, const char *name); /* NULL */

size_t font_face_count(const font_set *s);
const font_face *font_face_at(const font_set *s, size_t i);
size_t font_face_number(const font_face *f);    /* its index in the set: small and stable */
const char *font_face_name(const font_face *f); /* "BIZ UDMincho Regular" */
const char *font_face_file(const font_face *f);
/* The file of a face as it was mapped when the set was opened: nothing else is read of it, whatever becomes of the
 * name. */
typedef struct font_bytes {
    const void *data;
    size_t length;
    struct stat is;         /* of the file that was mapped … */
    struct timespec looked; /* … and when that was looked at */
} font_bytes;
/* Owned by the set. */
const font_bytes *font_face_bytes(const font_face *f);
/* For who has looked at all of them: they need stand in no memory until they are asked for again. They stay mapped, and
 * the same. */
void font_face_rest(const font_face *f);
int font_face_index(const font_face *f); /* in a collection; 0 otherwise */
int font_face_upem(const font_face *f);
/* A HarfBuzz font scaled so that positions come in units at this size. Owned by the set, made once. */
hb_font_t *font_face_hb(const font_face *f, unit size);
/* Where the ink of a glyph lies: from its origin to the right and upwards. */
typedef struct font_ink {
    unit left, bottom, right, top;
} font_ink;
/* False when it leaves none. */
bool font_face_ink(const font_face *f, unit size, uint32_t glyph, font_ink *out);
/* How far a glyph moves on in a horizontal line, in 1/upem. */
int font_face_advance(const font_face *f, uint32_t glyph);
/* The glyph of a character, or of a character with a variation selector (vs 0: none); 0 = the face does
 * not have it. A pair counts only if the face's cmap format 14 lists it (default or not). */
uint32_t font_face_glyph(const font_face *f, uint32_t character, uint32_t vs);

#endif
