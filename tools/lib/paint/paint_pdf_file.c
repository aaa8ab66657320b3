/* paint_pdf_file.c: objects, streams and the cross-reference stream (ISO 32000-1, 7.3 to 7.5). */
#include "paint/paint_pdf_int.h"
#include "paint/paint_pdf_pack.h"

#include <string.h>

#include <libdeflate.h>

/* libdeflate's quickest: a subset of outlines gets 4 % smaller at its default, for twice the time. */
enum { PACKING = 1 };

/* What a document and its parts need mostly; more is asked for as it comes. */
enum { USUAL_DOCUMENT = 1 << 18, USUAL_TEXT = 1 << 14, USUAL_OBJECTS = 256 };

/* In one object stream: an index in it has two bytes in the cross-reference stream. */
enum { MOST_OBJECTS = 0x10000 };

/* Where an object is. */
typedef struct pdf_where {
    enum { NOWHERE, IN_FILE, IN_OBJECTS } kind;
    gsize at;       /* IN_FILE: from its beginning; IN_OBJECTS: from the beginning of `objects` */
    unsigned index; /* IN_OBJECTS: among those of its stream … */
    unsigned of;    /* … which has this number, when it is written */
} pdf_where;

/* How a number below a thousand is written: as it is, and behind a decimal point, without the zeros at its end. Four
 * bytes are copied at once. */
typedef struct three_digits {
    guint8 whole[4], part[4];
    guint8 whole_length, part_length;
} three_digits;
static three_digits digits[1000]; /* made with the first buffer */

static void
make_digits(void)
{
    static gsize made;
    if (!g_once_init_enter(&made))
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(digits); i++) {
        const guint8 d[] = {(guint8)('0' + i / 100), (guint8)('0' + i / 10 % 10), (guint8)('0' + i % 10)};
        const unsigned zeros = i < 10 ? 2 : i < 100 ? 1 : 0;
        three_digits *t = &digits[i];
        t->whole_length = (guint8)(3 - zeros);
        memcpy(t->whole, d + zeros, t->whole_length);
        t->part_length = i == 0 ? 0 : i % 100 == 0 ? 1 : i % 10 == 0 ? 2 : 3;
        memcpy(t->part, d, t->part_length);
    }
    g_once_init_leave(&made, 1);
}

pdf_buffer *
pdf_buffer_new(void)
{
    make_digits();
    pdf_buffer *b = g_new0(pdf_buffer, 1);
    pdf_buffer_grow(b, USUAL_TEXT);
    return b;
}

void
pdf_buffer_drop(pdf_buffer *b)
{
    g_free(b->data);
    g_free(b);
}

void
pdf_buffer_grow(pdf_buffer *b, size_t more)
{
    b->room = MAX(b->room * 2, b->len + more);
    b->data = g_realloc(b->data, b->room);
}

struct libdeflate_compressor *
pdf_packer_new(void)
{
    return libdeflate_alloc_compressor(PACKING);
}

void
pdf_open(pdf_file *f, struct libdeflate_compressor *packer)
{
    *f = (pdf_file){.bytes = pdf_buffer_new(),
                    .objects = pdf_buffer_new(),
                    .where = g_array_sized_new(FALSE, FALSE, sizeof(pdf_where), USUAL_OBJECTS),
                    .order = g_array_sized_new(FALSE, FALSE, sizeof(unsigned), USUAL_OBJECTS),
                    .packer = packer,
                    .content = g_checksum_new(G_CHECKSUM_MD5)};
    f->out = f->bytes;
    pdf_buffer_grow(f->bytes, USUAL_DOCUMENT);
    /* The second line says that the file is binary (7.5.2). */
    pdf_write(f, "%PDF-1.7\n%\xE9\x80\xA3\xE6\x90\xBA\n");
}

void
pdf_drop(pdf_file *f)
{
    g_checksum_free(f->content);
    g_array_free(f->where, TRUE);
    g_array_free(f->order, TRUE);
    pdf_buffer_drop(f->objects);
    pdf_buffer_drop(f->bytes);
}

unsigned
pdf_reserve(pdf_file *f)
{
    const pdf_where none = {NOWHERE, 0, 0, 0};
    g_array_append_val(f->where, none);
    return f->where->len;
}

void
pdf_write(pdf_file *f, const char *text)
{
    pdf_append(f->out, text);
}

void
pdf_format(pdf_file *f, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = g_strdup_vprintf(format, args);
    va_end(args);
    pdf_write(f, text);
    g_free(text);
}

/* It is reserved, and written once. */
static pdf_where *
where_of(pdf_file *f, unsigned number)
{
    g_assert(number >= 1 && number <= f->where->len);
    pdf_where *w = &g_array_index(f->where, pdf_where, number - 1);
    g_assert(w->kind == NOWHERE);
    return w;
}

void
pdf_begin(pdf_file *f, unsigned number)
{
    g_assert(f->out == f->bytes);
    f->out = f->objects;
    *where_of(f, number) = (pdf_where){IN_OBJECTS, f->objects->len, f->order->len % MOST_OBJECTS, 0};
    g_array_append_val(f->order, number);
}

void
pdf_end(pdf_file *f)
{
    g_assert(f->out == f->objects);
    pdf_write(f, "\n");
    f->out = f->bytes;
}

static void
place_stream(pdf_file *f, unsigned number)
{
    g_assert(f->out == f->bytes);
    *where_of(f, number) = (pdf_where){IN_FILE, f->bytes->len, 0, 0};
}

/* `entries` begin the dictionary. */
static void
write_stream(pdf_file *f, unsigned number, const char *entries, const char *filter, const void *bytes, size_t size)
{
    pdf_format(f, "%u 0 obj\n<<%s%s/Length %zu>>\nstream\n", number, entries, filter, size);
    pdf_append_bytes(f->bytes, bytes, size);
    pdf_write(f, "\nendstream\nendobj\n");
}

void
pdf_packed_stream(pdf_file *f, unsigned number, const char *entries, const void *packed, size_t size)
{
    place_stream(f, number);
    write_stream(f, number, entries, "/Filter/FlateDecode", packed, size);
}

void
pdf_plain_stream(pdf_file *f, unsigned number, const char *entries, const void *bytes, size_t length)
{
    g_checksum_update(f->content, bytes, (gssize)length);
    place_stream(f, number);
    write_stream(f, number, entries, "", bytes, length);
}

GByteArray *
pdf_pack(const pdf_file *f, const void *bytes, size_t length)
{
    const size_t most = libdeflate_zlib_compress_bound(f->packer, length);
    void *packed = g_malloc(most);
    return g_byte_array_new_take(packed, libdeflate_zlib_compress(f->packer, bytes, length, packed, most));
}

void
pdf_kept_stream(pdf_file *f, unsigned number, const char *entries, const GByteArray *packed)
{
    g_checksum_update(f->content, packed->data, (gssize)packed->len);
    pdf_packed_stream(f, number, entries, packed->data, packed->len);
}

void
pdf_stream(pdf_file *f, unsigned number, const char *entries, const void *bytes, size_t length)
{
    GByteArray *packed = pdf_pack(f, bytes, length);
    pdf_kept_stream(f, number, entries, packed);
    g_byte_array_unref(packed);
}

void
pdf_text_stream(pdf_file *f, unsigned number, const char *entries, const void *bytes, size_t length)
{
    pack_writer w;
    size_t size;
    pack_begin(&w, PACK_TEXT, length * 2 + 64); /* as much as pack_plain asks for */
    pack_plain(&w, bytes, length);
    guint8 *packed = pack_end(&w, &size);
    g_checksum_update(f->content, packed, (gssize)size);
    pdf_packed_stream(f, number, entries, packed, size);
    g_free(packed);
}

static pdf_where *
where_in_order(const pdf_file *f, guint i)
{
    return &g_array_index(f->where, pdf_where, g_array_index(f->order, unsigned, i) - 1);
}

/* Objects that are no streams, as one stream (7.5.7): numbers and places first. */
static void
write_some_objects(pdf_file *f, guint begin, guint end)
{
    pdf_buffer *all = pdf_buffer_new();
    const unsigned stream = pdf_reserve(f);
    const gsize from = begin < end ? where_in_order(f, begin)->at : 0;
    const gsize to = end < f->order->len ? where_in_order(f, end)->at : f->objects->len;
    for (guint i = begin; i < end; i++) {
        pdf_where *w = where_in_order(f, i);
        w->of = stream;
        pdf_append_number(all, (int64_t)g_array_index(f->order, unsigned, i) * 1000);
        pdf_append_number(all, (int64_t)(w->at - from) * 1000);
    }
    char entries[64];
    g_snprintf(entries, sizeof entries, "/Type/ObjStm/N %u/First %zu", end - begin, all->len);
    pdf_append_bytes(all, f->objects->data + from, to - from);
    pdf_text_stream(f, stream, entries, all->data, all->len);
    pdf_buffer_drop(all);
}

static void
write_objects(pdf_file *f)
{
    for (guint begin = 0; begin < f->order->len; begin += MOST_OBJECTS)
        write_some_objects(f, begin, MIN(begin + MOST_OBJECTS, f->order->len));
}

static void
append_value(pdf_buffer *out, gsize value, int bytes)
{
    while (bytes-- > 0) {
        const guint8 byte = (guint8)(value >> 8 * bytes);
        pdf_append_bytes(out, &byte, 1);
    }
}

/* One entry: its kind in one byte, a place or the object stream in four, an index in two (7.5.8.3). */
static void
append_entry(pdf_buffer *out, unsigned kind, gsize at, unsigned index)
{
    append_value(out, kind, 1);
    append_value(out, at, 4);
    append_value(out, index, 2);
}

/* The ID is the sum of what was written but for the programs of fonts, whose names say which glyphs they hold; it tells
 * files apart and proves nothing (14.4, which names MD5). */
static void
append_id(pdf_file *f, GString *out)
{
    const char *sum = g_checksum_get_string(f->content);
    g_string_append_printf(out, "/ID[<%s><%s>]", sum, sum);
}

GByteArray *
pdf_close(pdf_file *f, unsigned catalog, unsigned info)
{
    write_objects(f);
    const unsigned table = pdf_reserve(f);
    const gsize at = f->bytes->len;
    place_stream(f, table);
    pdf_buffer *entries = pdf_buffer_new();
    append_entry(entries, 0, 0, 0xFFFF);
    for (guint i = 0; i < f->where->len; i++) {
        const pdf_where *w = &g_array_index(f->where, pdf_where, i);
        g_assert(w->kind != NOWHERE);
        if (w->kind == IN_FILE)
            append_entry(entries, 1, w->at, 0);
        else
            append_entry(entries, 2, w->of, w->index);
    }
    GString *trailer = g_string_new(NULL);
    g_string_printf(trailer, "/Type/XRef/Size %u/W[1 4 2]/Root %u 0 R/Info %u 0 R", f->where->len + 1, catalog, info);
    append_id(f, trailer);
    GByteArray *packed = pdf_pack(f, entries->data, entries->len);
    write_stream(f, table, trailer->str, "/Filter/FlateDecode", packed->data, packed->len);
    pdf_format(f, "startxref\n%zu\n%%%%EOF\n", at);
    g_string_free(trailer, TRUE);
    g_byte_array_unref(packed);
    pdf_buffer_drop(entries);
    g_assert(f->bytes->len <= G_MAXUINT);
    GByteArray *out = g_byte_array_new_take(g_realloc(f->bytes->data, f->bytes->len), f->bytes->len);
    *f->bytes = (pdf_buffer){0};
    return out;
}

/* ---- values ---- */

/* By itself, so that the short ones need no frame. */
static __attribute__((noinline)) guint8 *
put_many(guint8 *at, uint64_t v)
{
    guint8 many[20];
    size_t first = sizeof many;
    do
        many[--first] = (guint8)('0' + v % 10);
    while (v /= 10);
    memcpy(at, many + first, sizeof many - first);
    return at + sizeof many - first;
}

/* There is room for four bytes, and for all digits. */
static inline guint8 *
put_whole(guint8 *at, uint64_t v)
{
    if (v >= G_N_ELEMENTS(digits))
        return put_many(at, v);
    memcpy(at, digits[v].whole, sizeof digits[v].whole);
    return at + digits[v].whole_length;
}

/* Room for what the two below write. */
static inline guint8 *
number_room(pdf_buffer *out)
{
    enum { LONGEST = 32 };
    if (out->len + LONGEST > out->room)
        pdf_buffer_grow(out, LONGEST);
    return out->data + out->len;
}

void
pdf_append_whole(pdf_buffer *out, uint64_t number)
{
    guint8 *at = put_whole(number_room(out), number);
    *at++ = ' ';
    out->len = (size_t)(at - out->data);
}

void
pdf_append_number(pdf_buffer *out, int64_t thousandths)
{
    guint8 *at = number_room(out);
    const uint64_t v = thousandths < 0 ? -(uint64_t)thousandths : (uint64_t)thousandths;
    const three_digits *part = &digits[v % 1000];
    if (thousandths < 0)
        *at++ = '-';
    at = put_whole(at, v / 1000);
    if (part->part_length)
        *at++ = '.';
    memcpy(at, part->part, sizeof part->part);
    at += part->part_length;
    *at++ = ' ';
    out->len = (size_t)(at - out->data);
}

void
pdf_append_utf16(pdf_buffer *out, const char *utf8, size_t length, bool with_mark)
{
    if (with_mark)
        pdf_append_code(out, 0xFEFF);
    for (const char *c = utf8; c < utf8 + length; c = g_utf8_next_char(c)) {
        const gunichar u = g_utf8_get_char(c);
        if (u >= 0x10000)
            pdf_append_code(out, 0xD800 + ((u - 0x10000) >> 10));
        pdf_append_code(out, u < 0x10000 ? u : 0xDC00 + ((u - 0x10000) & 0x3FF));
    }
}
