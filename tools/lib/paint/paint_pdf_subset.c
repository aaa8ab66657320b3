/* paint_pdf_subset.c: a font from outlines: which glyphs, the six tables, and the file around them. */
#include "paint/paint_pdf_subset_int.h"

/* ---- which glyphs ---- */

static inline bool
is_used(const subset_font *f, guint32 glyph)
{
    return f->used[glyph / 64] >> glyph % 64 & 1;
}

unsigned
subset_number(const subset_font *f, guint32 glyph)
{
    const guint64 below = f->used[glyph / 64] & (((guint64)1 << glyph % 64) - 1);
    return f->before[glyph / 64] + (unsigned)__builtin_popcountll(below);
}

static void
use_glyph(subset_font *f, guint32 glyph, GArray *composites, const outline *o)
{
    f->used[glyph / 64] |= (guint64)1 << glyph % 64;
    f->count++;
    if (o->is_composite)
        g_array_append_val(composites, o);
}

static bool
ask_glyph(subset_font *f, subset_source *s, guint32 glyph, GArray *composites)
{
    const outline *o = outline_of(s, glyph);
    if (o && !is_used(f, glyph))
        use_glyph(f, glyph, composites, o);
    return o != NULL;
}

/* Components of components too: each composite is looked at once. */
static bool
ask_components(subset_font *f, subset_source *s, GArray *composites)
{
    for (guint i = 0; i < composites->len; i++) {
        const outline *o = g_array_index(composites, const outline *, i);
        component c = {0, 0, 0, 0};
        while (outline_next_component(o->bytes, o->length, &c))
            if (!ask_glyph(f, s, c.glyph, composites))
                return false;
    }
    return true;
}

static void
number_glyphs(subset_font *f, const subset_source *s)
{
    f->glyphs = g_new(guint32, f->count + 1);
    f->marks = g_new(guint32, f->count + 1);
    guint32 number = 0;
    for (size_t word = 0; word <= s->count / 64; word++) {
        f->before[word] = (guint16)number;
        for (guint64 bits = f->used[word]; bits; bits &= bits - 1)
            f->glyphs[number++] = (guint32)(word * 64 + (size_t)__builtin_ctzll(bits));
    }
}

static bool
choose_glyphs(subset_font *f, subset_source *s, const guint32 *glyphs, size_t count)
{
    GArray *composites = g_array_new(FALSE, FALSE, sizeof(const outline *));
    f->used = g_new0(guint64, s->count / 64 + 1);
    f->before = g_new(guint16, s->count / 64 + 1);
    bool good = ask_glyph(f, s, 0, composites);
    for (size_t i = 0; good && i < count; i++)
        good = ask_glyph(f, s, glyphs[i], composites);
    good = good && ask_components(f, s, composites);
    g_array_free(composites, TRUE);
    if (good)
        number_glyphs(f, s);
    return good;
}

/* ---- tables ---- */

/* A table of the font; in the order of FACE_…, which is that of the directory. */
typedef struct table {
    guint8 *bytes;
    size_t size;
    guint32 sum;
} table;

/* A font in the making. */
typedef struct making {
    subset_source *s;
    subset_font *font;
    const subset_twin *twins;
    size_t twin_count;
    table tables[FACE_TABLES];
    bool is_long; /* how loca is written */
} making;

static const guint8 *
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
    return m->s->tables[which].bytes;
}

/* Sums of bytes that stand at `at` of their table, an even place. */
static void
add_sums(guint32 *sum, size_t at, half_sums sums)
{
    *sum += at % 4 ? sums.even + (sums.odd << 16) : (sums.even << 16) + sums.odd;
}

static size_t
padding_of(const making *m, size_t length)
{
    return m->is_long ? 0 : length % 2;
}

/* Components get the numbers of this font. */
static half_sums
renumber_components(const making *m, guint8 *bytes, size_t length)
{
    component c = {0, 0, 0, 0};
    while (outline_next_component(bytes, length, &c))
        put_number(bytes + c.at + COMPONENT_GLYPH, subset_number(m->font, c.glyph), 2);
    return half_sums_of(bytes, length);
}

/* Gives where the glyphs of the face end. */
static size_t
append_outlines(making *m, guint8 *out)
{
    size_t at = 0;
    for (size_t i = 0; i < m->font->count; i++) {
        const outline *o = outline_of(m->s, m->font->glyphs[i]);
        m->font->marks[i] = (guint32)at;
        memcpy(out + at, o->bytes, o->length);
        add_sums(&m->tables[FACE_GLYF].sum, at,
                 o->is_composite ? renumber_components(m, out + at, o->length) : o->sums);
        at += o->length;
        if (padding_of(m, o->length))
            out[at++] = 0;
    }
    return m->font->marks[m->font->count] = (guint32)at;
}

enum { TWIN = 16 };

/* One component, where it is; nothing of a glyph without ink. Gives the bytes it takes. */
static size_t
put_twin(const making *m, guint32 of, guint8 *at)
{
    enum { ARGS_ARE_XY = 2, BOX = 8 };
    const outline *o = outline_of(m->s, of);
    if (o->length == 0)
        return 0;
    put_number(at, 0xFFFF, 2);
    memcpy(at + 2, o->bytes + 2, BOX);
    put_number(at + 10, ARGS_ARE_XY, 2);
    put_number(at + 12, subset_number(m->font, of), 2);
    put_number(at + 14, 0, 2);
    return TWIN;
}

/* Offsets of loca go up to 131,070 when they are halves; glyphs then begin at even places. */
static size_t
size_of_outlines(making *m)
{
    size_t padded = 0, whole = 0;
    for (size_t i = 0; i < m->font->count; i++) {
        const size_t length = outline_of(m->s, m->font->glyphs[i])->length;
        whole += length;
        padded += length + length % 2;
    }
    m->is_long = padded >= 0x1FFFF;
    return m->is_long ? whole : padded;
}

/* With loca. A glyf table is never empty: there are readers that refuse it. */
static void
make_glyf(making *m)
{
    const size_t size = size_of_outlines(m), all = m->font->count + m->twin_count;
    table *glyf = &m->tables[FACE_GLYF];
    add_table(m, FACE_GLYF, NULL, size + m->twin_count * TWIN);
    glyf->bytes[0] = 0;
    size_t at = append_outlines(m, glyf->bytes);
    guint32 *begins = g_new(guint32, all + 1);
    memcpy(begins, m->font->marks, (m->font->count + 1) * sizeof *begins);
    for (size_t i = 0; i < m->twin_count; i++) {
        const size_t taken = put_twin(m, m->twins[i].of, glyf->bytes + at);
        if (!m->is_long)
            add_sums(&glyf->sum, at, half_sums_of(glyf->bytes + at, taken));
        begins[m->font->count + i + 1] = (guint32)(at += taken);
    }
    glyf->size = at || m->twin_count ? at : 1;
    const bool was_long = m->is_long;
    m->is_long = was_long || at / 2 > G_MAXUINT16;
    const size_t width = m->is_long ? 4 : 2;
    add_table(m, FACE_LOCA, NULL, (all + 1) * width);
    for (size_t i = 0; i <= all; i++)
        put_number(m->tables[FACE_LOCA].bytes + i * width, m->is_long ? begins[i] : begins[i] / 2, width);
    g_free(begins);
    if (was_long) { /* at any places */
        glyf->sum = 0;
        add_sums(&glyf->sum, 0, half_sums_of(glyf->bytes, glyf->size));
    }
}

static guint32
advance_of(const making *m, guint32 glyph)
{
    return read_number(face_bytes(m, FACE_HMTX) + MIN(glyph, m->s->metrics - 1) * 4, 2);
}

static const guint8 *
bearing_of(const making *m, guint32 glyph)
{
    const guint8 *hmtx = face_bytes(m, FACE_HMTX);
    const size_t metrics = m->s->metrics;
    return glyph < metrics ? hmtx + glyph * 4 + 2 : hmtx + metrics * 4 + (glyph - metrics) * 2;
}

/* The last advance stands for all behind it; with twins each has its own. */
static size_t
metrics_of(const making *m)
{
    size_t n = m->font->count;
    while (m->twin_count == 0 && n > 1 &&
           advance_of(m, m->font->glyphs[n - 2]) == advance_of(m, m->font->glyphs[m->font->count - 1]))
        n--;
    return n;
}

/* With hhea. */
static void
make_hmtx(making *m)
{
    const size_t metrics = metrics_of(m), count = m->font->count;
    add_table(m, FACE_HMTX, NULL, (metrics + m->twin_count) * 4 + (count - metrics) * 2);
    guint8 *at = m->tables[FACE_HMTX].bytes;
    for (size_t i = 0; i < count + m->twin_count; i++) {
        const subset_twin twin = i < count ? (subset_twin){m->font->glyphs[i], 0} : m->twins[i - count];
        if (i < metrics || i >= count) {
            put_number(at, advance_of(m, twin.of) + (guint32)twin.room, 2);
            at += 2;
        }
        memcpy(at, bearing_of(m, twin.of), 2);
        at += 2;
    }
    add_table(m, FACE_HHEA, face_bytes(m, FACE_HHEA), m->s->tables[FACE_HHEA].size);
    guint8 *hhea = m->tables[FACE_HHEA].bytes;
    guint32 widest = read_number(hhea + 10, 2);
    for (size_t i = 0; i < m->twin_count; i++)
        widest = MAX(widest, advance_of(m, m->twins[i].of) + (guint32)m->twins[i].room);
    put_number(hhea + 10, widest, 2);
    put_number(hhea + 34, (guint32)(metrics + m->twin_count), 2);
}

/* What a twin is made of is no more than what the largest glyph is made of, one step deeper. Fields from the number of
 * zones on are for hints. */
static void
make_maxp(making *m)
{
    enum { GLYPHS = 4, POINTS = 6, CONTOURS = 8, OF_PARTS = 4, ZONES = 14, LAST_OF_HINTS = 26, PARTS = 28, DEPTH = 30 };
    add_table(m, FACE_MAXP, face_bytes(m, FACE_MAXP), 32);
    guint8 *p = m->tables[FACE_MAXP].bytes;
    put_number(p + GLYPHS, (guint32)(m->font->count + m->twin_count), 2);
    memset(p + ZONES, 0, LAST_OF_HINTS + 2 - ZONES);
    put_number(p + ZONES, 1, 2);
    if (m->twin_count == 0)
        return;
    for (int i = POINTS; i <= CONTOURS; i += 2)
        put_number(p + i + OF_PARTS, MAX(read_number(p + i, 2), read_number(p + i + OF_PARTS, 2)), 2);
    put_number(p + PARTS, MAX(1, read_number(p + PARTS, 2)), 2);
    put_number(p + DEPTH, read_number(p + DEPTH, 2) + 1, 2);
}

static void
make_head(making *m)
{
    add_table(m, FACE_HEAD, face_bytes(m, FACE_HEAD), m->s->tables[FACE_HEAD].size);
    put_number(m->tables[FACE_HEAD].bytes + 8, 0, 4); /* the sum of the file: write_font */
    put_number(m->tables[FACE_HEAD].bytes + 50, m->is_long, 2);
}

/* ---- the file ---- */

/* HarfBuzz's order, the smallest first; with twins that of their names. */
static void
order_tables(const making *m, int order[FACE_TABLES])
{
    for (int i = 0; i < FACE_TABLES; i++) {
        int at = i;
        for (; m->twin_count == 0 && at > 0 && m->tables[order[at - 1]].size > m->tables[i].size; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static void
write_table(const making *m, int which, guint8 *out, size_t at)
{
    static const char *const tags[FACE_TABLES] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    const table *t = &m->tables[which];
    guint8 *entry = out + 12 + which * 16;
    memcpy(entry, tags[which], 4);
    put_number(entry + 4, t->sum, 4);
    put_number(entry + 8, (guint32)at, 4);
    put_number(entry + 12, (guint32)t->size, 4);
    memcpy(out + at, t->bytes, t->size);
    memset(out + at + t->size, 0, (4 - t->size % 4) % 4);
}

static guint32
sum_of(const guint8 *bytes, size_t length)
{
    guint32 sum = 0;
    add_sums(&sum, 0, half_sums_of(bytes, length));
    return sum;
}

static void
write_font(making *m)
{
    enum { BEGIN = 12 + FACE_TABLES * 16 };
    static const guint8 directory[12] = {0, 1, 0, 0, 0, FACE_TABLES, 0, 64, 0, 2, 0, FACE_TABLES * 16 - 64};
    int order[FACE_TABLES];
    size_t size = BEGIN, head = 0;
    guint32 sum = 0;
    for (int i = 0; i < FACE_TABLES; i++) {
        table *t = &m->tables[i];
        t->sum = i == FACE_GLYF ? t->sum : sum_of(t->bytes, t->size);
        sum += t->sum;
        size += t->size + (4 - t->size % 4) % 4;
    }
    m->font->bytes = g_byte_array_sized_new((guint)size);
    g_byte_array_set_size(m->font->bytes, (guint)size);
    guint8 *out = m->font->bytes->data;
    memcpy(out, directory, sizeof directory);
    order_tables(m, order);
    for (size_t i = 0, at = BEGIN; i < FACE_TABLES; i++) {
        const table *t = &m->tables[order[i]];
        write_table(m, order[i], out, at);
        head = order[i] == FACE_HEAD ? at : head;
        for (size_t k = 0; order[i] == FACE_GLYF && k <= m->font->count; k++)
            m->font->marks[k] += (guint32)at;
        at += t->size + (4 - t->size % 4) % 4;
    }
    put_number(out + head + 8, 0xB1B0AFBA - sum - sum_of(out, BEGIN), 4);
}

static bool
has_twins_glyphs(const making *m)
{
    for (size_t i = 0; i < m->twin_count; i++)
        if (m->twins[i].of >= m->s->count || !is_used(m->font, m->twins[i].of))
            return false;
    return m->font->count + m->twin_count <= G_MAXUINT16;
}

subset_font *
subset_font_new(subset_source *s, const guint32 *glyphs, size_t glyph_count, const subset_twin *twins,
                size_t twin_count)
{
    making m = {.s = s, .font = g_new0(subset_font, 1), .twins = twins, .twin_count = twin_count};
    if (!choose_glyphs(m.font, s, glyphs, glyph_count) || !has_twins_glyphs(&m)) {
        subset_font_drop(m.font);
        return NULL;
    }
    make_glyf(&m);
    make_hmtx(&m);
    make_maxp(&m);
    make_head(&m);
    write_font(&m);
    for (int i = 0; i < FACE_TABLES; i++)
        g_free(m.tables[i].bytes);
    return m.font;
}

void
subset_font_drop(subset_font *f)
{
    if (!f)
        return;
    if (f->bytes)
        g_byte_array_unref(f->bytes);
    g_free(f->glyphs);
    g_free(f->marks);
    g_free(f->used);
    g_free(f->before);
    g_free(f);
}
