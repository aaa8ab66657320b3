/* font_face.c: what a face can answer, from its file, which is mapped. */
#include "font/font_int.h"

#include <errno.h>
#include <fcntl.h>
#include <hb-ot.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fault.h"

/* ---- the file ---- */

/* A file that grows shorter under a map is a fault of whoever writes it in place; a package puts another in its place,
 * and the map stays what it was. */
static void
map_file(font_file *f)
{
    const int fd = open(f->path, O_RDONLY | O_CLOEXEC);
    clock_gettime(CLOCK_REALTIME, &f->bytes.looked);
    f->tried = true;
    GError *error = NULL;
    if (fd >= 0 && fstat(fd, &f->bytes.is) == 0)
        f->map = g_mapped_file_new_from_fd(fd, FALSE, &error);
    f->error = f->map ? 0 : error ? fault_take(error) : errno;
    if (fd >= 0)
        close(fd);
    if (!f->map)
        return;
    f->bytes.data = g_mapped_file_get_contents(f->map);
    f->bytes.length = g_mapped_file_get_length(f->map);
}

const font_bytes *
font_file_bytes(font_file *f)
{
    g_assert(f);
    g_mutex_lock(&f->lock);
    if (!f->tried)
        map_file(f);
    g_mutex_unlock(&f->lock);
    return &f->bytes;
}

void
font_file_drop(font_file *f)
{
    if (f->map)
        g_mapped_file_unref(f->map);
    g_mutex_clear(&f->lock);
}

const font_bytes *
font_face_bytes(const font_face *f)
{
    g_assert(f);
    return font_file_bytes(f->file);
}

void
font_face_rest(const font_face *f)
{
    g_assert(f);
    const font_bytes *b = font_file_bytes(f->file);
    /* A private map of a file that nobody writes to: what is let go comes back from the file. */
    if (b->data)
        madvise((void *)b->data, b->length, MADV_DONTNEED);
}

/* ---- the face ---- */

/* Whoever still has a font of a face that is dropped has its bytes, too. */
static void
drop_map(void *map)
{
    if (map)
        g_mapped_file_unref(map);
}

face_state *
face_state_new(void)
{
    face_state *s = g_new0(face_state, 1);
    g_mutex_init(&s->lock);
    s->sized = g_array_new(FALSE, FALSE, sizeof(sized_font));
    return s;
}

void
face_state_drop(face_state *s)
{
    for (guint i = 0; i < s->sized->len; i++)
        hb_font_destroy(g_array_index(s->sized, sized_font, i).font);
    g_array_free(s->sized, TRUE);
    hb_font_destroy(s->plain);
    hb_face_destroy(s->hb);
    g_mutex_clear(&s->lock);
    g_free(s);
}

/* The font at design scale; the lock is held. */
static hb_font_t *
plain_font(const font_face *f)
{
    face_state *s = f->state;
    if (!s->plain) {
        const font_bytes *b = font_file_bytes(f->file);
        hb_blob_t *blob = hb_blob_create(b->data, (unsigned)b->length, HB_MEMORY_MODE_READONLY,
                                         b->data ? g_mapped_file_ref(f->file->map) : NULL, drop_map);
        s->hb = hb_face_create(blob, (unsigned)f->index);
        hb_blob_destroy(blob);
        hb_face_make_immutable(s->hb);
        s->plain = hb_font_create(s->hb);
        hb_font_make_immutable(s->plain);
    }
    return s->plain;
}

static hb_font_t *
locked_plain_font(const font_face *f)
{
    g_mutex_lock(&f->state->lock);
    hb_font_t *font = plain_font(f);
    g_mutex_unlock(&f->state->lock);
    return font;
}

hb_font_t *
font_face_hb(const font_face *f, unit size)
{
    g_assert(size > 0);
    face_state *s = f->state;
    g_mutex_lock(&s->lock);
    hb_font_t *font = NULL;
    for (guint i = 0; i < s->sized->len && !font; i++) {
        const sized_font *known = &g_array_index(s->sized, sized_font, i);
        if (known->size == size)
            font = known->font;
    }
    if (!font) {
        plain_font(f);
        font = hb_font_create(s->hb);
        hb_font_set_scale(font, size, size);
        hb_font_make_immutable(font);
        const sized_font made = {size, font};
        g_array_append_val(s->sized, made);
    }
    g_mutex_unlock(&s->lock);
    return font;
}

bool
font_face_ink(const font_face *f, unit size, uint32_t glyph, font_ink *out)
{
    hb_glyph_extents_t e;
    if (!hb_font_get_glyph_extents(font_face_hb(f, size), glyph, &e) || e.width == 0 || e.height == 0)
        return false;
    *out = (font_ink){e.x_bearing, e.y_bearing + e.height, e.x_bearing + e.width, e.y_bearing};
    return true;
}

int
font_face_upem(const font_face *f)
{
    return (int)hb_face_get_upem(hb_font_get_face(locked_plain_font(f)));
}

uint32_t
font_face_glyph(const font_face *f, uint32_t character, uint32_t vs)
{
    g_assert(character <= 0x10FFFF && vs <= 0x10FFFF);
    hb_font_t *font = locked_plain_font(f);
    hb_codepoint_t glyph = 0;
    const hb_bool_t found = vs ? hb_font_get_variation_glyph(font, character, vs, &glyph)
                               : hb_font_get_nominal_glyph(font, character, &glyph);
    return found ? glyph : 0;
}

int
font_face_advance(const font_face *f, uint32_t glyph)
{
    hb_font_t *font = font_face_hb(f, font_face_upem(f));
    return (int)hb_font_get_glyph_h_advance(font, glyph);
}

size_t
font_face_number(const font_face *f)
{
    return f->number;
}

const char *
font_face_name(const font_face *f)
{
    return f->name;
}

const char *
font_face_file(const font_face *f)
{
    return f->file->path;
}

int
font_face_index(const font_face *f)
{
    return f->index;
}
