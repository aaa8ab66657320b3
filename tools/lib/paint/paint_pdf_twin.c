/* paint_pdf_twin.c: glyphs with room behind them. A twin draws what its glyph draws, as that is its one component, but
 * goes on further (OpenType, "glyf", "hmtx"): what the file says of its width is true of the font in it
 * (ISO 19005-2, 6.2.11.5). */
#include "paint/paint_pdf_int.h"

#include <string.h>

/* ---- reading ---- */

guint32
pdf_read_number(const guint8 *p, size_t bytes)
{
    guint32 v = 0;
    while (bytes-- > 0)
        v = v << 8 | *p++;
    return v;
}

/* Its place in the directory; NULL: there is none. */
static const guint8 *
find_entry(const guint8 *font, size_t length, const char *tag)
{
    const size_t tables = length >= 12 ? pdf_read_number(font + 4, 2) : 0;
    for (size_t i = 0; i < tables && 28 + i * 16 <= length; i++)
        if (memcmp(font + 12 + i * 16, tag, 4) == 0)
            return font + 12 + i * 16;
    return NULL;
}

bool
pdf_find_table(const guint8 *font, size_t length, const char *tag, size_t *at, size_t *size)
{
    const guint8 *entry = find_entry(font, length, tag);
    if (!entry)
        return false;
    *at = pdf_read_number(entry + 8, 4);
    *size = pdf_read_number(entry + 12, 4);
    return *at <= length && *size <= length - *at;
}

/* A table that is read. */
typedef struct table {
    const guint8 *bytes;
    size_t size;
} table;

/* The font that is read, and what is behind the twins. */
typedef struct twinned {
    table glyf, head, hhea, hmtx, loca, maxp;
    guint32 glyf_sum;      /* as the directory has it */
    size_t count, metrics; /* glyphs; those with an advance of their own */
    GArray *begins;        /* of each glyph in glyf, of the twins too, and where the last ends */
    const pdf_twin *twins;
    size_t twin_count;
    bool is_long; /* how loca is written */
} twinned;

static bool
read_table(const guint8 *font, size_t length, const char *tag, size_t least, table *t)
{
    size_t at;
    if (!pdf_find_table(font, length, tag, &at, &t->size) || t->size < least)
        return false;
    t->bytes = font + at;
    return true;
}

static guint32
begin_of(const twinned *f, size_t glyph)
{
    return g_array_index(f->begins, guint32, glyph);
}

static bool
read_begins(const twinned *f)
{
    const bool is_long = pdf_read_number(f->head.bytes + 50, 2) != 0;
    if (f->loca.size < (f->count + 1) * (is_long ? 4 : 2))
        return false;
    guint32 begin = 0;
    for (size_t i = 0; i <= f->count; i++) {
        const guint8 *at = f->loca.bytes + i * (is_long ? 4 : 2);
        const guint32 next = is_long ? pdf_read_number(at, 4) : pdf_read_number(at, 2) * 2;
        if (next < begin || next > f->glyf.size)
            return false;
        begin = next;
        g_array_append_val(f->begins, begin);
    }
    return true;
}

/* Glyphs of the font itself as they lie in it, and twins of them. */
static bool
reads_well(const twinned *f)
{
    if (f->metrics == 0 || f->metrics > f->count || f->hmtx.size < f->metrics * 4 + (f->count - f->metrics) * 2 ||
        f->count + f->twin_count > G_MAXUINT16 || !read_begins(f))
        return false;
    for (size_t i = 0; i < f->twin_count; i++) {
        const size_t of = f->twins[i].of, size = of < f->count ? begin_of(f, of + 1) - begin_of(f, of) : 1;
        if (size > 0 && size < 10)
            return false;
    }
    return true;
}

static bool
read_font(const guint8 *font, size_t length, twinned *f)
{
    if (!read_table(font, length, "glyf", 0, &f->glyf) || !read_table(font, length, "head", 54, &f->head) ||
        !read_table(font, length, "hhea", 36, &f->hhea) || !read_table(font, length, "hmtx", 4, &f->hmtx) ||
        !read_table(font, length, "loca", 2, &f->loca) || !read_table(font, length, "maxp", 32, &f->maxp))
        return false;
    f->glyf_sum = pdf_read_number(find_entry(font, length, "glyf") + 4, 4);
    f->count = pdf_read_number(f->maxp.bytes + 4, 2);
    f->metrics = pdf_read_number(f->hhea.bytes + 34, 2);
    return reads_well(f);
}

/* ---- writing ---- */

static void
put_number(guint8 *at, guint32 number, size_t bytes)
{
    while (bytes-- > 0)
        *at++ = (guint8)(number >> bytes * 8);
}

/* Room for so many bytes more. */
static guint8 *
add_bytes(GByteArray *out, size_t bytes)
{
    const guint from = out->len;
    g_byte_array_set_size(out, from + (guint)bytes);
    return out->data + from;
}

static void
append_number(GByteArray *out, guint32 number, size_t bytes)
{
    put_number(add_bytes(out, bytes), number, bytes);
}

/* One component, where it is; nothing of a glyph without ink. */
static void
append_twin(const twinned *f, size_t of, GByteArray *out)
{
    enum { ARGS_ARE_XY = 2, BOX = 8 };
    if (begin_of(f, of + 1) == begin_of(f, of))
        return;
    append_number(out, 0xFFFF, 2);
    g_byte_array_append(out, f->glyf.bytes + begin_of(f, of) + 2, BOX);
    append_number(out, ARGS_ARE_XY, 2);
    append_number(out, (guint32)of, 2);
    append_number(out, 0, 2);
}

static void
append_glyf(twinned *f, GByteArray *out)
{
    g_byte_array_append(out, f->glyf.bytes, begin_of(f, f->count));
    for (size_t i = 0; i < f->twin_count; i++) {
        append_twin(f, f->twins[i].of, out);
        g_array_append_val(f->begins, out->len);
    }
    f->is_long = pdf_read_number(f->head.bytes + 50, 2) || out->len / 2 > G_MAXUINT16;
}

static void
append_loca(const twinned *f, GByteArray *out)
{
    const size_t width = f->is_long ? 4 : 2;
    guint8 *at = add_bytes(out, f->begins->len * width);
    for (guint i = 0; i < f->begins->len; i++, at += width)
        put_number(at, f->is_long ? begin_of(f, i) : begin_of(f, i) / 2, width);
}

static void
put_metric(const twinned *f, size_t glyph, int room, guint8 *at)
{
    const guint8 *bearing =
        glyph < f->metrics ? f->hmtx.bytes + glyph * 4 + 2 : f->hmtx.bytes + f->metrics * 4 + (glyph - f->metrics) * 2;
    put_number(at, pdf_read_number(f->hmtx.bytes + MIN(glyph, f->metrics - 1) * 4, 2) + (guint32)room, 2);
    memcpy(at + 2, bearing, 2);
}

static void
append_hmtx(const twinned *f, GByteArray *out)
{
    guint8 *at = add_bytes(out, (f->count + f->twin_count) * 4);
    memcpy(at, f->hmtx.bytes, f->metrics * 4);
    for (size_t i = f->metrics; i < f->count; i++)
        put_metric(f, i, 0, at + i * 4);
    for (size_t i = 0; i < f->twin_count; i++)
        put_metric(f, f->twins[i].of, f->twins[i].room, at + (f->count + i) * 4);
}

static void
append_hhea(const twinned *f, GByteArray *out)
{
    guint32 widest = pdf_read_number(f->hhea.bytes + 10, 2);
    for (size_t i = 0; i < f->twin_count; i++) {
        const size_t of = MIN(f->twins[i].of, f->metrics - 1);
        widest = MAX(widest, pdf_read_number(f->hmtx.bytes + of * 4, 2) + (guint32)f->twins[i].room);
    }
    g_byte_array_append(out, f->hhea.bytes, (guint)f->hhea.size);
    put_number(out->data + 10, widest, 2);
    put_number(out->data + 34, (guint32)(f->count + f->twin_count), 2);
}

/* What a twin is made of is no more than what the largest glyph is made of, one step deeper. */
static void
append_maxp(const twinned *f, GByteArray *out)
{
    enum {
        GLYPHS = 4,
        POINTS = 6,
        CONTOURS = 8,
        COMPOSITE_POINTS = 10,
        COMPOSITE_CONTOURS = 12,
        PARTS = 28,
        DEPTH = 30
    };
    const guint8 *p = f->maxp.bytes;
    g_byte_array_append(out, p, (guint)f->maxp.size);
    put_number(out->data + GLYPHS, (guint32)(f->count + f->twin_count), 2);
    put_number(out->data + COMPOSITE_POINTS,
               MAX(pdf_read_number(p + POINTS, 2), pdf_read_number(p + COMPOSITE_POINTS, 2)), 2);
    put_number(out->data + COMPOSITE_CONTOURS,
               MAX(pdf_read_number(p + CONTOURS, 2), pdf_read_number(p + COMPOSITE_CONTOURS, 2)), 2);
    put_number(out->data + PARTS, MAX(1, pdf_read_number(p + PARTS, 2)), 2);
    put_number(out->data + DEPTH, pdf_read_number(p + DEPTH, 2) + 1, 2);
}

static guint32
sum_of(const guint8 *bytes, size_t length)
{
    guint32 sum = 0, word;
    size_t i = 0;
    for (; i + 4 <= length; i += 4) {
        memcpy(&word, bytes + i, 4);
        sum += GUINT32_FROM_BE(word);
    }
    return i < length ? sum + (pdf_read_number(bytes + i, length - i) << (4 - (length - i)) * 8) : sum;
}

/* The glyphs are most of a font, and the sum of those that were there stands in its directory. */
static guint32
sum_of_glyf(const twinned *f, const GByteArray *bytes)
{
    const size_t old = f->glyf.size;
    if (old % 4 || old != begin_of(f, f->count))
        return sum_of(bytes->data, bytes->len);
    return f->glyf_sum + sum_of(bytes->data + old, bytes->len - old);
}

/* A table at the end, and its entry; gives its sum. */
static guint32
write_table(GByteArray *font, size_t entry, const char *tag, const GByteArray *bytes, guint32 sum)
{
    guint8 *at = font->data + 12 + entry * 16;
    memcpy(at, tag, 4);
    put_number(at + 4, sum, 4);
    put_number(at + 8, font->len, 4);
    put_number(at + 12, bytes->len, 4);
    g_byte_array_append(font, bytes->data, bytes->len);
    while (font->len % 4)
        append_number(font, 0, 1);
    return sum;
}

GByteArray *
pdf_add_twins(const guint8 *font, size_t length, const pdf_twin *twins, size_t count)
{
    /* As a directory has them, in the order of their names. */
    enum { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP, TABLES, HEAD_SUM = 8 };
    static const char *const tags[TABLES] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    static const guint8 directory[12 + TABLES * 16] = {0, 1, 0, 0, 0, TABLES, 0, 64, 0, 2, 0, TABLES * 16 - 64};
    twinned f = {.twins = twins, .twin_count = count, .begins = g_array_new(FALSE, FALSE, sizeof(guint32))};
    if (!read_font(font, length, &f)) {
        g_array_free(f.begins, TRUE);
        return NULL;
    }
    GByteArray *tables[TABLES], *out = g_byte_array_sized_new((guint)(length + count * 32));
    for (int i = 0; i < TABLES; i++)
        tables[i] = g_byte_array_new();
    append_glyf(&f, tables[GLYF]);
    g_byte_array_append(tables[HEAD], f.head.bytes, (guint)f.head.size);
    put_number(tables[HEAD]->data + HEAD_SUM, 0, 4);
    put_number(tables[HEAD]->data + 50, f.is_long, 2);
    append_hhea(&f, tables[HHEA]);
    append_hmtx(&f, tables[HMTX]);
    append_loca(&f, tables[LOCA]);
    append_maxp(&f, tables[MAXP]);
    g_byte_array_append(out, directory, sizeof directory);
    guint32 head = 0, sum = 0;
    for (int i = 0; i < TABLES; i++) {
        head = i == HEAD ? out->len : head;
        const guint32 own = i == GLYF ? sum_of_glyf(&f, tables[i]) : sum_of(tables[i]->data, tables[i]->len);
        sum += write_table(out, (size_t)i, tags[i], tables[i], own);
        g_byte_array_unref(tables[i]);
    }
    put_number(out->data + head + HEAD_SUM, 0xB1B0AFBA - sum - sum_of(out->data, sizeof directory), 4);
    g_array_free(f.begins, TRUE);
    return out;
}
