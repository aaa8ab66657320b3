/* paint_pdf_file.c: objects, streams and the cross-reference table (ISO 32000-1, 7.3 to 7.5). */
#include "paint/paint_pdf_int.h"

#include <string.h>

#include <libdeflate.h>

unsigned
pdf_reserve(pdf_file *f)
{
    const gsize none = 0;
    g_array_append_val(f->offsets, none);
    return f->offsets->len;
}

void
pdf_append(GByteArray *out, const char *text)
{
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

void
pdf_write(pdf_file *f, const char *text)
{
    pdf_append(f->bytes, text);
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

void
pdf_begin(pdf_file *f, unsigned number)
{
    gsize *offset = &g_array_index(f->offsets, gsize, number - 1);
    g_assert(number >= 1 && number <= f->offsets->len && *offset == 0); /* reserved, and written once */
    *offset = f->bytes->len;
    pdf_format(f, "%u 0 obj\n", number);
}

void
pdf_end(pdf_file *f)
{
    pdf_write(f, "\nendobj\n");
}

void
pdf_packed_stream(pdf_file *f, unsigned number, const char *entries, const void *packed, size_t size)
{
    pdf_begin(f, number);
    pdf_format(f, "<</Length %zu/Filter/FlateDecode%s>>\nstream\n", size, entries);
    g_byte_array_append(f->bytes, packed, (guint)size);
    pdf_write(f, "\nendstream");
    pdf_end(f);
}

void
pdf_stream(pdf_file *f, unsigned number, const char *entries, const void *bytes, size_t length)
{
    const size_t most = libdeflate_zlib_compress_bound(f->packer, length);
    void *packed = g_malloc(most);
    pdf_packed_stream(f, number, entries, packed, libdeflate_zlib_compress(f->packer, bytes, length, packed, most));
    g_free(packed);
}

void
pdf_close(pdf_file *f, unsigned catalog, unsigned info)
{
    const gsize table = f->bytes->len;
    pdf_format(f, "xref\n0 %u\n0000000000 65535 f \n", f->offsets->len + 1);
    for (guint i = 0; i < f->offsets->len; i++)
        pdf_format(f, "%010zu 00000 n \n", g_array_index(f->offsets, gsize, i));
    pdf_format(f, "trailer\n<</Size %u/Root %u 0 R/Info %u 0 R>>\nstartxref\n%zu\n%%%%EOF\n", f->offsets->len + 1,
               catalog, info, table);
}

/* ---- values ---- */

void
pdf_append_number(GByteArray *out, int64_t thousandths)
{
    char text[32];
    size_t at = sizeof text;
    const uint64_t v = thousandths < 0 ? (uint64_t)-thousandths : (uint64_t)thousandths;
    uint64_t whole = v / 1000, part = v % 1000;
    text[--at] = ' ';
    if (part) {
        int digits = 3;
        for (; part % 10 == 0; part /= 10)
            digits--;
        for (; digits > 0; digits--, part /= 10)
            text[--at] = (char)('0' + part % 10);
        text[--at] = '.';
    }
    do
        text[--at] = (char)('0' + whole % 10);
    while (whole /= 10);
    if (thousandths < 0)
        text[--at] = '-';
    g_byte_array_append(out, (const guint8 *)text + at, (guint)(sizeof text - at));
}

void
pdf_append_code(GByteArray *out, unsigned v)
{
    static const char digits[] = "0123456789ABCDEF";
    const guint8 text[4] = {(guint8)digits[v >> 12 & 15], (guint8)digits[v >> 8 & 15], (guint8)digits[v >> 4 & 15],
                            (guint8)digits[v & 15]};
    g_byte_array_append(out, text, sizeof text);
}

void
pdf_append_utf16(GByteArray *out, const char *utf8, size_t length, bool with_mark)
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
