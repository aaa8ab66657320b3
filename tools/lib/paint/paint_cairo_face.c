#include "paint/paint_cairo_int.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cairo-ft.h>
#include <ft2build.h>
#include FT_FREETYPE_H

/* cairo keeps scaled fonts for a while after the document is done, and with them the face: each face brings
 * its own library and its own mapping of the file, and all go when cairo lets go. */
typedef struct ft_owner {
    FT_Library library;
    FT_Face face;
    unsigned char *bytes;
    size_t length;
} ft_owner;

static void
ft_owner_free(void *data)
{
    ft_owner *o = data;
    if (o->face)
        FT_Done_Face(o->face);
    if (o->library)
        FT_Done_FreeType(o->library);
    if (o->bytes)
        munmap(o->bytes, o->length);
    g_free(o);
}

/* A private mapping: what is changed in it is seen by nobody else. */
static bool
map_file(ft_owner *o, const char *path)
{
    struct stat is;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (fstat(fd, &is) == 0 && is.st_size > 0) {
        void *p = mmap(NULL, (size_t)is.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED) {
            o->bytes = p;
            o->length = (size_t)is.st_size;
        }
    }
    close(fd);
    return o->bytes != NULL;
}

/* Takes the character map out of the table directory (OpenType, "Table Directory": 12 bytes, then 16 a
 * table). We name glyphs by their ids and give cairo their characters; but cairo 1.16 searches the whole
 * map backwards for each glyph that a document uses for the first time, which was a third of the time of
 * a document. A collection is left as it is: right, only slower. */
static void
hide_character_map(ft_owner *o)
{
    static const unsigned char plain[4] = {0, 1, 0, 0};
    if (o->length < 12 || memcmp(o->bytes, plain, 4) != 0)
        return;
    const size_t tables = (size_t)o->bytes[4] << 8 | o->bytes[5];
    for (size_t i = 0; i < tables && 12 + (i + 1) * 16 <= o->length; i++) {
        unsigned char *tag = o->bytes + 12 + i * 16;
        if (memcmp(tag, "cmap", 4) == 0)
            tag[0] = 'x';
    }
}

static FT_Error
open_owner(ft_owner *o, const font_face *f)
{
    if (!map_file(o, font_face_file(f)))
        return FT_Err_Cannot_Open_Resource;
    hide_character_map(o);
    const FT_Error error = FT_Init_FreeType(&o->library);
    if (error)
        return error;
    return FT_New_Memory_Face(o->library, o->bytes, (FT_Long)o->length, font_face_index(f), &o->face);
}

static cairo_font_face_t *
open_face(cairo_painter *c, const font_face *f)
{
    static const cairo_user_data_key_t key;
    ft_owner *o = g_new0(ft_owner, 1);
    const FT_Error error = open_owner(o, f);
    if (error) {
        char code[32];
        g_snprintf(code, sizeof code, "FreeType 0x%02x", (unsigned)error);
        painter_fail(&c->base, DIAG_PAINT_FONT, font_face_name(f), code);
        ft_owner_free(o);
        return NULL;
    }
    cairo_font_face_t *face = cairo_ft_font_face_create_for_ft_face(o->face, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
    const cairo_status_t status = cairo_font_face_set_user_data(face, &key, o, ft_owner_free);
    if (!cairo_painter_good(c, status)) {
        cairo_font_face_destroy(face);
        ft_owner_free(o);
        return NULL;
    }
    return face;
}

/* ---- of a kit ---- */

struct cairo_faces {
    size_t count;
    cairo_font_face_t *items[]; /* by font_face_number; NULL until used */
};

struct cairo_faces *
paint_cairo_faces_new(const font_set *fonts)
{
    const size_t count = font_face_count(fonts);
    struct cairo_faces *f = g_malloc0(sizeof *f + count * sizeof f->items[0]);
    f->count = count;
    return f;
}

void
paint_cairo_faces_drop(struct cairo_faces *f)
{
    for (size_t i = 0; f && i < f->count; i++)
        cairo_font_face_destroy(f->items[i]); /* takes NULL */
    g_free(f);
}

/* A face that fails is given back, so that the next document begins with a new one. */
cairo_font_face_t *
cairo_face_of(cairo_painter *c, const font_face *f)
{
    cairo_font_face_t **face = &c->faces->items[font_face_number(f)];
    if (!*face)
        *face = open_face(c, f);
    if (*face && !cairo_painter_good(c, cairo_font_face_status(*face))) {
        cairo_font_face_destroy(*face);
        *face = NULL;
    }
    return *face;
}
