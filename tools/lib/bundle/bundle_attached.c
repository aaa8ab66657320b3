/* bundle_attached.c: takes out of a PDF what was attached to it. */
#include "bundle/bundle_copy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#include "bundle/bundle_apart.h"
#include "bundle/bundle_lazy.h"

typedef struct taking {
    const void *bytes;
    size_t length;
    const char *name;
} taking;

typedef struct open_pdf {
    const bundle_calls *l;
    qpdf_data pdf;
} open_pdf;

/* ---- what is packed: no more is unpacked than there may be ---- */

static bool
unpack_into(GByteArray *out, const void *packed, size_t length)
{
    GConverter *z = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
    GConverterResult result = G_CONVERTER_CONVERTED;
    const guint8 *from = packed;
    guint8 piece[32 * 1024];
    while (result == G_CONVERTER_CONVERTED && out->len <= BUNDLE_MOST_ATTACHED) {
        gsize read = 0, written = 0;
        result =
            g_converter_convert(z, from, length, piece, sizeof piece, G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
        from += read;
        length -= read;
        g_byte_array_append(out, piece, (guint)written);
    }
    g_object_unref(z);
    return result == G_CONVERTER_FINISHED;
}

static bool
refuse_stream(const char **ja, const char **en, const char *in_japanese, const char *in_english)
{
    *ja = in_japanese;
    *en = in_english;
    return false;
}

static bool
read_stream(const open_pdf *p, qpdf_oh stream, GByteArray *out, const char **ja, const char **en)
{
    const qpdf_oh filter = p->l->oh_get_key(p->pdf, p->l->oh_get_dict(p->pdf, stream), "/Filter");
    const bool is_packed = p->l->oh_is_name_and_equals(p->pdf, filter, "/FlateDecode");
    if (!is_packed && p->l->oh_is_name(p->pdf, filter))
        return refuse_stream(ja, en, "知らない方法で縮められています", "it is packed in an unknown way");
    unsigned char *raw = NULL;
    size_t size = 0;
    QPDF_BOOL decoded;
    p->l->oh_get_stream_data(p->pdf, stream, qpdf_dl_none, &decoded, &raw, &size);
    bool good = raw && !p->l->has_error(p->pdf);
    if (good && is_packed)
        good = unpack_into(out, raw, size);
    else if (good && (good = size <= BUNDLE_MOST_ATTACHED))
        g_byte_array_append(out, raw, (guint)size);
    free(raw);
    if (out->len > BUNDLE_MOST_ATTACHED)
        return refuse_stream(ja, en, "大きすぎます", "it is too large");
    return good || refuse_stream(ja, en, "壊れています", "it is damaged");
}

/* ---- where it is ---- */

static bool
is_named(const open_pdf *p, qpdf_oh file, const char *name)
{
    if (!p->l->oh_is_dictionary(p->pdf, file))
        return false;
    const qpdf_oh own = p->l->oh_get_key(p->pdf, file, "/UF");
    return p->l->oh_is_string(p->pdf, own) && strcmp(p->l->oh_get_utf8_value(p->pdf, own), name) == 0;
}

/* The bytes of a file that the catalog is associated with (ISO 19005-3, 6.8). */
static bool
find_attached(const open_pdf *p, const char *name, qpdf_oh *out)
{
    const qpdf_oh files = p->l->oh_get_key(p->pdf, p->l->get_root(p->pdf), "/AF");
    const int count = p->l->oh_is_array(p->pdf, files) ? p->l->oh_get_array_n_items(p->pdf, files) : 0;
    for (int i = 0; i < count; i++) {
        const qpdf_oh file = p->l->oh_get_array_item(p->pdf, files, i);
        if (!is_named(p, file, name))
            continue;
        const qpdf_oh held = p->l->oh_get_key(p->pdf, file, "/EF");
        *out = p->l->oh_is_dictionary(p->pdf, held) ? p->l->oh_get_key(p->pdf, held, "/F") : held;
        return p->l->oh_is_stream(p->pdf, *out);
    }
    return false;
}

/* A bundle_work. */
static bool
take_attached(const void *data, GByteArray *out, const char **ja, const char **en)
{
    const taking *t = data;
    open_pdf p = {.l = bundle_load()};
    if (!p.l)
        return refuse_stream(ja, en, "libqpdf を読み込めません", "libqpdf cannot be loaded");
    p.pdf = p.l->init();
    p.l->silence_errors(p.pdf);
    p.l->set_suppress_warnings(p.pdf, QPDF_TRUE);
    p.l->set_attempt_recovery(p.pdf, QPDF_FALSE);
    p.l->read_memory(p.pdf, "archive", t->bytes, t->length, NULL);
    if (p.l->has_error(p.pdf))
        return refuse_stream(ja, en, "PDF として読めません（壊れているか、パスワードが付いています）",
                             "it cannot be read as a PDF (damaged, or with a password)");
    qpdf_oh stream;
    if (!find_attached(&p, t->name, &stream))
        return refuse_stream(ja, en, "付いていません", "there is none");
    return read_stream(&p, stream, out, ja, en);
}

GByteArray *
bundle_attached(const char *path, const void *bytes, size_t length, const char *name, diag *d)
{
    g_assert(path && (bytes || length == 0) && name && d);
    const taking t = {bytes ? bytes : "", length, name};
    char *ja = NULL, *en = NULL;
    GByteArray *out = bundle_apart(take_attached, &t, &ja, &en);
    if (!out)
        diag_add(d, DIAG_BUNDLE_NO_ARCHIVE, PLACE_NONE, PLACE_NONE, path, ja, en, NULL);
    g_free(en);
    g_free(ja);
    return out;
}
