/* pdf_text.h: a PDF as text that is ours alone. Streams are unpacked; what libraries make of them (a font's program,
 * how long what is packed is and so where it lies, a document's ID) is shown as *. */
#ifndef RENKEI_TESTS_PDF_TEXT_H
#define RENKEI_TESTS_PDF_TEXT_H

#include <stdbool.h>
#include <string.h>

#include <glib.h>
#include <libdeflate.h>

static inline GByteArray *
pdf_unpack(const char *packed, size_t length)
{
    enum { MOST = 1 << 20 };
    struct libdeflate_decompressor *unpacker = libdeflate_alloc_decompressor();
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, MOST);
    size_t used, made = 0;
    g_assert(libdeflate_zlib_decompress_ex(unpacker, packed, length, out->data, MOST, &used, &made) ==
             LIBDEFLATE_SUCCESS);
    g_byte_array_set_size(out, (guint)made);
    libdeflate_free_decompressor(unpacker);
    return out;
}

/* As it is, or in hexadecimal when it is no text. */
static inline void
pdf_append_stream(const char *bytes, size_t length, GString *out)
{
    bool is_text = g_utf8_validate_len(bytes, length, NULL);
    for (size_t i = 0; i < length; i++)
        is_text = is_text && (bytes[i] == '\n' || (guchar)bytes[i] >= ' ');
    for (size_t i = 0; i < length; i++)
        if (is_text)
            g_string_append_c(out, bytes[i]);
        else
            g_string_append_printf(out, "%02x%s", (guchar)bytes[i], i % 32 == 31 ? "\n" : "");
}

static inline void
pdf_replace(GString *text, const char *pattern, const char *by)
{
    GRegex *regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_DOTALL, 0, NULL);
    char *done = g_regex_replace(regex, text->str, (gssize)text->len, 0, by, 0, NULL);
    g_assert(done);
    g_string_assign(text, done);
    g_free(done);
    g_regex_unref(regex);
}

/* g_free it. */
static inline char *
pdf_text_of(const void *pdf, size_t length)
{
    static const char begin[] = "\nstream\n", end[] = "\nendstream";
    const char *at = pdf, *stop = at + length;
    GString *out = g_string_new(NULL);
    for (const char *stream; (stream = memmem(at, (size_t)(stop - at), begin, strlen(begin)));) {
        const size_t from = out->len;
        g_string_append_len(out, at, stream + (gssize)strlen(begin) - at);
        const char *dictionary = g_strrstr(out->str + from, " 0 obj\n");
        stream += strlen(begin);
        at = memmem(stream, (size_t)(stop - stream), end, strlen(end));
        g_assert(dictionary && at);
        if (strstr(dictionary, "/Length1") || strstr(dictionary, "/Type/XRef")) {
            g_string_append_c(out, '*');
        } else if (strstr(dictionary, "/FlateDecode")) {
            GByteArray *plain = pdf_unpack(stream, (size_t)(at - stream));
            pdf_append_stream((const char *)plain->data, plain->len, out);
            g_byte_array_unref(plain);
        } else {
            pdf_append_stream(stream, (size_t)(at - stream), out);
        }
    }
    g_string_append_len(out, at, stop - at);
    pdf_replace(out, "/Length(1?) [0-9]++(?! 0 R)", "/Length\\1 *");
    pdf_replace(out, "( 0 obj\n)[0-9]+(\nendobj)", "\\1*\\2");
    pdf_replace(out, "\nxref\n.*trailer", "\nxref *\ntrailer");
    pdf_replace(out, "startxref\n[0-9]+", "startxref\n*");
    pdf_replace(out, "/ID *\\[ *<[0-9a-f]+> *<[0-9a-f]+> *\\]", "/ID *");
    char *valid = g_utf8_make_valid(out->str, (gssize)out->len);
    g_string_free(out, TRUE);
    return valid;
}

#endif
