/* paint_pdf_outline.c: a face as it is read for subsets, and its outlines without hints (OpenType, "glyf"). */
#include "paint/paint_pdf_subset_int.h"

/* By FACE_…, with the least sizes of what is read there. */
static const struct {
    hb_tag_t tag;
    unsigned least;
} wanted[FACE_TABLES] = {
    [FACE_GLYF] = {HB_TAG('g', 'l', 'y', 'f'), 1},  [FACE_HEAD] = {HB_TAG('h', 'e', 'a', 'd'), 54},
    [FACE_HHEA] = {HB_TAG('h', 'h', 'e', 'a'), 36}, [FACE_HMTX] = {HB_TAG('h', 'm', 't', 'x'), 4},
    [FACE_LOCA] = {HB_TAG('l', 'o', 'c', 'a'), 2},  [FACE_MAXP] = {HB_TAG('m', 'a', 'x', 'p'), 32},
};

static bool
read_face(subset_source *s, hb_face_t *face)
{
    for (int i = 0; i < FACE_TABLES; i++) {
        face_table *t = &s->tables[i];
        t->blob = hb_face_reference_table(face, wanted[i].tag);
        t->bytes = (const guint8 *)hb_blob_get_data(t->blob, &t->size);
        if (t->size < wanted[i].least)
            return false;
    }
    s->count = read_number(s->tables[FACE_MAXP].bytes + 4, 2);
    s->metrics = read_number(s->tables[FACE_HHEA].bytes + 34, 2);
    s->is_long = read_number(s->tables[FACE_HEAD].bytes + 50, 2) != 0;
    return s->count > 0 && s->metrics > 0 && s->metrics <= s->count &&
           s->tables[FACE_LOCA].size >= (s->count + 1) * (s->is_long ? 4 : 2) &&
           s->tables[FACE_HMTX].size >= s->metrics * 4 + (s->count - s->metrics) * 2;
}

subset_source *
subset_source_new(hb_face_t *face)
{
    subset_source *s = g_new0(subset_source, 1);
    s->a = arena_new();
    if (!read_face(s, face)) {
        subset_source_drop(s);
        return NULL;
    }
    s->outlines = g_new0(outline **, s->count / OUTLINE_BLOCK + 1);
    s->numbers = g_new0(guint16, s->count);
    return s;
}

void
subset_source_drop(subset_source *s)
{
    if (!s)
        return;
    for (int i = 0; i < FACE_TABLES; i++)
        hb_blob_destroy(s->tables[i].blob); /* takes NULL */
    g_free(s->outlines);
    g_free(s->numbers);
    arena_drop(s->a);
    g_free(s);
}

size_t
subset_source_count(const subset_source *s)
{
    return s->count;
}

byte_sums
byte_sums_of(const guint8 *bytes, size_t length)
{
    byte_sums sums = {{0, 0, 0, 0}};
    size_t i = 0;
    for (; i + 4 <= length; i += 4)
        for (size_t k = 0; k < 4; k++)
            sums.at[k] += bytes[i + k];
    for (; i < length; i++)
        sums.at[i % 4] += bytes[i];
    return sums;
}

void
byte_sums_add(guint32 *sum, size_t at, byte_sums sums)
{
    for (size_t k = 0; k < 4; k++)
        *sum += sums.at[k] << 8 * (3 - (at + k) % 4);
}

/* ---- glyphs of contours ---- */

enum { HEADER = 10 }; /* number of contours, and the box */

/* Bytes of the coordinates that so many flags tell of; `at` goes behind the flags. False: they go beyond the end. */
static bool
read_flags(const guint8 *glyph, size_t length, size_t points, size_t *at, size_t *coordinates)
{
    enum { X_SHORT = 2, Y_SHORT = 4, REPEAT = 8, X_SAME = 16, Y_SAME = 32 };
    *coordinates = 0;
    for (size_t seen = 0; seen < points;) {
        if (*at >= length)
            return false;
        const unsigned flag = glyph[(*at)++];
        size_t times = 1;
        if (flag & REPEAT) {
            if (*at >= length)
                return false;
            times += glyph[(*at)++];
        }
        seen += times;
        if (seen > points)
            return false;
        *coordinates += times * ((flag & X_SHORT  ? 1u
                                  : flag & X_SAME ? 0u
                                                  : 2u) +
                                 (flag & Y_SHORT  ? 1u
                                  : flag & Y_SAME ? 0u
                                                  : 2u));
    }
    return true;
}

/* Puts what is left without hints and padding; 0: it does not end as it says. */
static size_t
strip_contours(const guint8 *glyph, size_t length, size_t contours, guint8 *out)
{
    const size_t hints = HEADER + contours * 2;
    if (hints + 2 > length)
        return 0;
    const size_t points = read_number(glyph + hints - 2, 2) + 1, begin = hints + 2 + read_number(glyph + hints, 2);
    size_t at = begin, coordinates;
    if (!read_flags(glyph, length, points, &at, &coordinates) || coordinates > length - at)
        return 0;
    memcpy(out, glyph, hints);
    put_number(out + hints, 0, 2);
    memcpy(out + hints + 2, glyph + begin, at - begin + coordinates);
    return hints + 2 + at - begin + coordinates;
}

/* ---- glyphs of glyphs ---- */

enum { WORDS = 1, SCALE = 8, MORE = 0x20, TWO_SCALES = 0x40, MATRIX = 0x80, HINTS = 0x100 };

bool
component_is_last(const component *c)
{
    return c->next > 0 && !(c->flags & MORE);
}

bool
outline_next_component(const guint8 *bytes, size_t length, component *c)
{
    const size_t at = c->next ? c->next : HEADER;
    if (component_is_last(c) || at + 4 > length)
        return false;
    const guint32 flags = read_number(bytes + at, 2);
    const size_t size = 4 + (flags & WORDS ? 4u : 2u) +
                        (flags & SCALE        ? 2u
                         : flags & TWO_SCALES ? 4u
                         : flags & MATRIX     ? 8u
                                              : 0u);
    if (size > length - at)
        return false;
    *c = (component){at, at + size, flags, read_number(bytes + at + COMPONENT_GLYPH, 2)};
    return true;
}

/* As strip_contours. Hints stand behind the last component. */
static size_t
strip_components(const subset_source *s, const guint8 *glyph, size_t length, guint8 *out)
{
    component c = {0, 0, 0, 0};
    memcpy(out, glyph, length);
    while (outline_next_component(glyph, length, &c)) {
        if (c.glyph >= s->count)
            return 0;
        put_number(out + c.at, c.flags & ~(guint32)HINTS, 2);
    }
    return !component_is_last(&c) ? 0 : c.flags & HINTS ? c.next : length;
}

/* ---- any glyph ---- */

static bool
find_glyph(const subset_source *s, guint32 glyph, const guint8 **bytes, size_t *length)
{
    const size_t width = s->is_long ? 4 : 2, unit = s->is_long ? 1 : 2;
    const guint8 *at = s->tables[FACE_LOCA].bytes + glyph * width;
    const size_t begin = read_number(at, width) * unit, end = read_number(at + width, width) * unit;
    *bytes = s->tables[FACE_GLYF].bytes + begin;
    *length = end - begin;
    return begin <= end && end <= s->tables[FACE_GLYF].size && (begin == end || end - begin >= HEADER);
}

static outline *
read_outline(subset_source *s, guint32 glyph)
{
    const guint8 *bytes;
    size_t length;
    if (!find_glyph(s, glyph, &bytes, &length))
        return NULL;
    outline *o = arena_alloc(s->a, sizeof *o + length);
    const int contours = length ? (gint16)read_number(bytes, 2) : 0;
    *o = (outline){.is_composite = contours < 0};
    if (contours == 0)
        return o;
    o->length = (guint32)(contours < 0 ? strip_components(s, bytes, length, o->bytes)
                                       : strip_contours(bytes, length, (size_t)contours, o->bytes));
    o->sums = byte_sums_of(o->bytes, o->length);
    return o->length ? o : NULL;
}

outline *
outline_of(subset_source *s, guint32 glyph)
{
    if (glyph >= s->count)
        return NULL;
    outline ***block = &s->outlines[glyph / OUTLINE_BLOCK];
    if (!*block)
        *block = ARENA_ARRAY(s->a, outline *, OUTLINE_BLOCK);
    outline **own = &(*block)[glyph % OUTLINE_BLOCK];
    if (!*own)
        *own = read_outline(s, glyph);
    return *own;
}
