/* paint_pdf_subset.c: a font from outlines: which glyphs, the six tables, and the file around them. */
#include "paint/paint_pdf_subset_int.h"

/* A glyph of the font. */
typedef struct item {
    guint32 glyph; /* as the face numbers it … */
    int room;      /* … and so much further it goes on */
    bool is_twin;
    outline *o;          /* of the glyph */
    const guint8 *bytes; /* how it is drawn */
    guint32 length;
} item;

struct subset_font {
    subset_source *s;
    item *items;
    size_t count, room, twin_count;
    guint8 *own;                /* bytes of twins and composites: their parts have numbers of this font */
    bool is_long;               /* how loca is written */
    GByteArray *before, *after; /* the file, but for the table of outlines between the two, which has … */
    size_t length;              /* … so many bytes */
};

static inline item *
item_at(const subset_font *f, size_t i)
{
    return &f->items[i];
}

/* ---- which glyphs ---- */

static bool
add_item(subset_font *f, guint32 glyph, int room)
{
    outline *o = outline_of(f->s, glyph);
    if (!o || f->count == G_MAXUINT16)
        return false;
    const bool is_twin = room != 0 || f->s->numbers[glyph] != 0;
    if (f->count == f->room)
        f->items = g_renew(item, f->items, f->room *= 2);
    f->items[f->count++] = (item){glyph, room, is_twin, o, o->bytes, o->length};
    if (!is_twin)
        f->s->numbers[glyph] = (guint16)f->count;
    f->twin_count += is_twin;
    return true;
}

static bool
need_glyph(subset_font *f, guint32 glyph)
{
    return glyph < f->s->count && (f->s->numbers[glyph] != 0 || add_item(f, glyph, 0));
}

/* Components of components too: each composite is looked at once. */
static bool
need_components(subset_font *f, const outline *o)
{
    component c = {0, 0, 0, 0};
    while (outline_next_component(o->bytes, o->length, &c))
        if (!need_glyph(f, c.glyph))
            return false;
    return true;
}

static bool
choose_glyphs(subset_font *f, const subset_slot *slots, size_t count)
{
    bool good = count > 0 && slots[0].glyph == 0 && slots[0].room == 0;
    for (size_t i = 0; good && i < count; i++)
        good = slots[i].glyph < f->s->count && add_item(f, slots[i].glyph, slots[i].room);
    for (size_t i = 0; good && i < f->count; i++) {
        const item one = *item_at(f, i);
        good = one.is_twin ? need_glyph(f, one.glyph) : !one.o->is_composite || need_components(f, one.o);
    }
    return good;
}

static unsigned
number_of(const subset_font *f, guint32 glyph)
{
    return f->s->numbers[glyph] - 1u;
}

/* ---- outlines of this font ---- */

enum { TWIN = 16 };

/* One component, where it is. */
static void
put_twin(const subset_font *f, const item *of, guint8 *at)
{
    enum { ARGS_ARE_XY = 2, BOX = 8 };
    put_number(at, 0xFFFF, 2);
    memcpy(at + 2, of->o->bytes + 2, BOX);
    put_number(at + 10, ARGS_ARE_XY, 2);
    put_number(at + 12, number_of(f, of->glyph), 2);
    put_number(at + 14, 0, 2);
}

static void
renumber_components(const subset_font *f, guint8 *bytes, size_t length)
{
    component c = {0, 0, 0, 0};
    while (outline_next_component(bytes, length, &c))
        put_number(bytes + c.at + COMPONENT_GLYPH, number_of(f, c.glyph), 2);
}

static bool
is_own(const item *i)
{
    return i->length > 0 && (i->is_twin || i->o->is_composite);
}

/* A twin of a glyph without ink has none, too. */
static void
make_own(subset_font *f)
{
    size_t size = 0;
    for (size_t i = 0; i < f->count; i++)
        size += is_own(item_at(f, i)) ? MAX(TWIN, item_at(f, i)->length) : 0;
    guint8 *at = f->own = g_malloc(size + 1);
    for (size_t i = 0; i < f->count; i++) {
        item *one = item_at(f, i);
        if (!is_own(one))
            continue;
        if (one->is_twin) {
            put_twin(f, one, at);
            one->length = TWIN;
        } else {
            memcpy(at, one->bytes, one->length);
            renumber_components(f, at, one->length);
        }
        one->bytes = at;
        at += one->length;
    }
}

/* Offsets of loca go up to 131,070 when they are halves; glyphs then begin at even places. */
static bool
needs_long(const subset_font *f)
{
    size_t padded = 0;
    for (size_t i = 0; i < f->count; i++)
        padded += item_at(f, i)->length + item_at(f, i)->length % 2;
    return padded >= 0x1FFFF;
}

static size_t
padding_of(const subset_font *f, size_t length)
{
    return f->is_long ? 0 : length % 2;
}

/* ---- tables ---- */

/* A table of the font; in the order of FACE_…, which is that of the directory. */
typedef struct table {
    guint8 *bytes; /* of FACE_GLYF none */
    size_t size;
    guint32 sum;
} table;

/* A font in the making. */
typedef struct making {
    subset_font *f;
    table tables[FACE_TABLES];
} making;

static guint8 *
add_table(making *m, int which, const guint8 *bytes, size_t size)
{
    m->tables[which].bytes = g_malloc(size + 1);
    m->tables[which].size = size;
    if (bytes)
        memcpy(m->tables[which].bytes, bytes, size);
    return m->tables[which].bytes;
}

static const guint8 *
face_bytes(const making *m, int which)
{
    return m->f->s->tables[which].bytes;
}

/* With loca. A glyf table is never empty: there are readers that refuse it. */
static void
make_glyf(making *m)
{
    subset_font *f = m->f;
    const size_t count = f->count, width = (f->is_long = needs_long(f)) ? 4 : 2;
    guint8 *loca = add_table(m, FACE_LOCA, NULL, (count + 1) * width);
    guint32 sum = 0;
    size_t at = 0;
    for (size_t i = 0; i < count; i++, loca += width) {
        const item *one = item_at(f, i);
        put_number(loca, (guint32)(f->is_long ? at : at / 2), width);
        byte_sums_add(&sum, at, is_own(one) ? byte_sums_of(one->bytes, one->length) : one->o->sums);
        at += one->length + padding_of(f, one->length);
    }
    put_number(loca, (guint32)(f->is_long ? at : at / 2), width);
    f->length = MAX(at, 1);
    m->tables[FACE_GLYF].size = f->length;
    m->tables[FACE_GLYF].sum = sum;
}

static guint32
advance_of(const subset_font *f, const item *i)
{
    return read_number(f->s->tables[FACE_HMTX].bytes + MIN(i->glyph, f->s->metrics - 1) * 4, 2) + (guint32)i->room;
}

static const guint8 *
bearing_of(const subset_font *f, guint32 glyph)
{
    const guint8 *hmtx = f->s->tables[FACE_HMTX].bytes;
    const size_t metrics = f->s->metrics;
    return glyph < metrics ? hmtx + glyph * 4 + 2 : hmtx + metrics * 4 + (glyph - metrics) * 2;
}

/* The last advance stands for all behind it. */
static size_t
metrics_of(const subset_font *f)
{
    size_t n = f->count;
    const guint32 last = advance_of(f, item_at(f, n - 1));
    while (n > 1 && advance_of(f, item_at(f, n - 2)) == last)
        n--;
    return n;
}

/* With hhea. */
static void
make_hmtx(making *m)
{
    const subset_font *f = m->f;
    const size_t metrics = metrics_of(f), count = f->count;
    guint8 *at = add_table(m, FACE_HMTX, NULL, metrics * 4 + (count - metrics) * 2);
    guint8 *hhea = add_table(m, FACE_HHEA, face_bytes(m, FACE_HHEA), f->s->tables[FACE_HHEA].size);
    guint32 widest = read_number(hhea + 10, 2);
    for (size_t i = 0; i < count; i++) {
        const item *one = item_at(f, i);
        const guint32 advance = advance_of(f, one);
        if (i < metrics) {
            put_number(at, advance, 2);
            at += 2;
        }
        memcpy(at, bearing_of(f, one->glyph), 2);
        at += 2;
        widest = one->room ? MAX(widest, advance) : widest;
    }
    put_number(hhea + 10, widest, 2);
    put_number(hhea + 34, (guint32)metrics, 2);
}

/* What a twin is made of is no more than what the largest glyph is made of, one step deeper. Fields from the number of
 * zones on are for hints. */
static void
make_maxp(making *m)
{
    enum { GLYPHS = 4, POINTS = 6, CONTOURS = 8, OF_PARTS = 4, ZONES = 14, LAST_OF_HINTS = 26, PARTS = 28, DEPTH = 30 };
    guint8 *p = add_table(m, FACE_MAXP, face_bytes(m, FACE_MAXP), 32);
    put_number(p + GLYPHS, (guint32)m->f->count, 2);
    memset(p + ZONES, 0, LAST_OF_HINTS + 2 - ZONES);
    put_number(p + ZONES, 1, 2);
    if (m->f->twin_count == 0)
        return;
    for (int i = POINTS; i <= CONTOURS; i += 2)
        put_number(p + i + OF_PARTS, MAX(read_number(p + i, 2), read_number(p + i + OF_PARTS, 2)), 2);
    put_number(p + PARTS, MAX(1, read_number(p + PARTS, 2)), 2);
    put_number(p + DEPTH, read_number(p + DEPTH, 2) + 1, 2);
}

static void
make_head(making *m)
{
    guint8 *head = add_table(m, FACE_HEAD, face_bytes(m, FACE_HEAD), m->f->s->tables[FACE_HEAD].size);
    put_number(head + 8, 0, 4); /* the sum of the file: write_font */
    put_number(head + 50, m->f->is_long, 2);
}

/* ---- the file ---- */

/* HarfBuzz's order, the smallest first. */
static void
order_tables(const making *m, int order[FACE_TABLES])
{
    for (int i = 0; i < FACE_TABLES; i++) {
        int at = i;
        for (; at > 0 && m->tables[order[at - 1]].size > m->tables[i].size; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static size_t
gap_behind(size_t size)
{
    return (4 - size % 4) % 4;
}

enum { BEGIN = 12 + FACE_TABLES * 16 };

static void
write_directory(making *m, const int order[FACE_TABLES])
{
    static const char *const tags[FACE_TABLES] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    static const guint8 directory[12] = {0, 1, 0, 0, 0, FACE_TABLES, 0, 64, 0, 2, 0, FACE_TABLES * 16 - 64};
    guint8 out[BEGIN];
    memcpy(out, directory, sizeof directory);
    guint32 all = 0, own = 0;
    for (size_t i = 0, at = BEGIN; i < FACE_TABLES; i++) {
        table *t = &m->tables[order[i]];
        guint8 *entry = out + 12 + order[i] * 16;
        if (t->bytes)
            byte_sums_add(&t->sum, 0, byte_sums_of(t->bytes, t->size));
        memcpy(entry, tags[order[i]], 4);
        put_number(entry + 4, t->sum, 4);
        put_number(entry + 8, (guint32)at, 4);
        put_number(entry + 12, (guint32)t->size, 4);
        all += t->sum;
        at += t->size + gap_behind(t->size);
    }
    byte_sums_add(&own, 0, byte_sums_of(out, BEGIN));
    put_number(m->tables[FACE_HEAD].bytes + 8, 0xB1B0AFBA - all - own, 4);
    g_byte_array_append(m->f->before, out, BEGIN);
}

static void
write_font(making *m)
{
    static const guint8 zeros[4] = {0};
    int order[FACE_TABLES];
    order_tables(m, order);
    GByteArray *out = m->f->before;
    write_directory(m, order);
    for (size_t i = 0; i < FACE_TABLES; i++) {
        const table *t = &m->tables[order[i]];
        if (order[i] == FACE_GLYF)
            out = m->f->after;
        else
            g_byte_array_append(out, t->bytes, (guint)t->size);
        g_byte_array_append(out, zeros, (guint)gap_behind(t->size));
    }
}

subset_font *
subset_font_new(subset_source *s, const subset_slot *slots, size_t count)
{
    subset_font *f = g_new0(subset_font, 1);
    *f = (subset_font){.s = s, .items = g_new(item, count + 1), .room = count + 1};
    f->before = g_byte_array_new();
    f->after = g_byte_array_new();
    making m = {.f = f};
    const bool good = choose_glyphs(f, slots, count);
    if (good) {
        make_own(f);
        make_glyf(&m);
        make_hmtx(&m);
        make_maxp(&m);
        make_head(&m);
        write_font(&m);
    }
    for (int i = 0; i < FACE_TABLES; i++)
        g_free(m.tables[i].bytes);
    for (size_t i = 0; i < f->count; i++)
        s->numbers[item_at(f, i)->glyph] = 0;
    if (good)
        return f;
    subset_font_drop(f);
    return NULL;
}

void
subset_font_drop(subset_font *f)
{
    if (!f)
        return;
    g_free(f->items);
    g_byte_array_unref(f->before);
    g_byte_array_unref(f->after);
    g_free(f->own);
    g_free(f);
}

size_t
subset_font_count(const subset_font *f)
{
    return f->count;
}

size_t
subset_font_length(const subset_font *f)
{
    return f->before->len + f->length + f->after->len;
}

GByteArray *
subset_font_bytes(const subset_font *f)
{
    static const guint8 zero = 0;
    GByteArray *out = g_byte_array_sized_new((guint)subset_font_length(f));
    g_byte_array_append(out, f->before->data, f->before->len);
    for (size_t i = 0; i < f->count; i++) {
        const item *one = item_at(f, i);
        g_byte_array_append(out, one->bytes, one->length);
        g_byte_array_append(out, &zero, (guint)padding_of(f, one->length));
    }
    if (out->len == f->before->len) /* no glyph has ink */
        g_byte_array_append(out, &zero, 1);
    g_byte_array_append(out, f->after->data, f->after->len);
    return out;
}

static void
pack_item(const subset_font *f, pack_writer *w, const item *i)
{
    static const guint8 zero = 0;
    if (is_own(i)) {
        pack_plain(w, i->bytes, i->length);
    } else if (i->length) {
        if (!i->o->piece)
            i->o->piece = pack_piece_new(f->s->a, i->bytes, i->length);
        pack_put(w, i->o->piece);
    }
    if (padding_of(f, i->length))
        pack_plain(w, &zero, 1);
}

/* Pieces lie anywhere: one is on its way from memory while those before it are copied. */
static inline void
fetch_piece(const subset_font *f, size_t i)
{
    enum { LINE = 64, LINES = 4 };
    const pack_piece *piece = i < f->count ? item_at(f, i)->o->piece : NULL;
    for (size_t k = 0; piece && k < LINES; k++)
        __builtin_prefetch((const char *)piece + k * LINE);
}

guint8 *
subset_font_pack(const subset_font *f, size_t *size)
{
    static const guint8 zero = 0;
    pack_writer w;
    pack_begin(&w, PACK_OUTLINES, subset_font_length(f));
    pack_plain(&w, f->before->data, f->before->len);
    size_t inked = 0;
    for (size_t i = 0; i < f->count; i++) {
        fetch_piece(f, i + 2);
        pack_item(f, &w, item_at(f, i));
        inked += item_at(f, i)->length;
    }
    if (inked == 0)
        pack_plain(&w, &zero, 1);
    pack_plain(&w, f->after->data, f->after->len);
    return pack_end(&w, size);
}
