/* PDFs that others hand in: parts of a bundle, archive editions that a document is read out of, PDFs that are copied
 * behind a password or held against what was made. Any bytes are used or refused with a message.
 *
 * The first byte says what for: B bundle, S bundle with stamp, A what is attached, C compared with itself, E encrypted;
 * small letters: the others are not a file but its objects from 1 on, parted by lines of %%, which get the rest of a
 * PDF around them, so that what is found lies behind the table of its objects. Object 1 is the catalog.
 *
 * What renkei does in a process of its own is done here in this one: bundle_apart is this file's. */
#include <stdint.h>
#include <string.h>

#include "bundle/bundle.h"
#include "bundle/bundle_apart.h"
#include "bundle/bundle_copy.h"
#include "bundle/bundle_lazy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST_OBJECTS = 200 };

/* ---- work in this process, and what it leaves open ---- */

static GPtrArray *left_open; /* of qpdf_data */

static qpdf_data
note_init(void)
{
    const qpdf_data pdf = qpdf_init();
    g_ptr_array_add(left_open, pdf);
    return pdf;
}

GByteArray *
bundle_apart(bundle_work *work, const void *data, char **ja, char **en)
{
    bundle_calls *calls = (bundle_calls *)bundle_load();
    g_assert(calls);
    calls->init = note_init;
    left_open = g_ptr_array_new();
    GByteArray *out = g_byte_array_new();
    const char *in_japanese = "", *in_english = "";
    const bool good = work(data, out, &in_japanese, &in_english);
    if (!good) {
        g_assert(*in_japanese && *in_english);
        *ja = g_strdup(in_japanese);
        *en = g_strdup(in_english);
        g_clear_pointer(&out, g_byte_array_unref);
    }
    for (guint i = 0; i < left_open->len; i++) {
        qpdf_data pdf = g_ptr_array_index(left_open, i);
        qpdf_cleanup(&pdf);
    }
    g_ptr_array_free(left_open, TRUE);
    return out;
}

/* ---- a PDF round its objects ---- */

static GByteArray *
make_pdf(const uint8_t *bytes, size_t length)
{
    static const char parting[] = "\n%%\n";
    GString *out = g_string_new("%PDF-1.7\n");
    gsize places[MOST_OBJECTS];
    unsigned count = 0;
    for (size_t at = 0; at < length && count < MOST_OBJECTS; count++) {
        const uint8_t *line = memmem(bytes + at, length - at, parting, strlen(parting));
        const size_t n = line ? (size_t)(line - bytes) - at : length - at;
        places[count] = out->len;
        g_string_append_printf(out, "%u 0 obj\n", count + 1);
        g_string_append_len(out, (const char *)bytes + at, (gssize)n);
        g_string_append(out, "\nendobj\n");
        at += n + strlen(parting);
    }
    const gsize table = out->len;
    g_string_append_printf(out, "xref\n0 %u\n0000000000 65535 f \n", count + 1);
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(out, "%010zu 00000 n \n", places[i]);
    g_string_append_printf(out, "trailer\n<</Root 1 0 R/Info<</Producer(renkei)>>/Size %u>>\nstartxref\n%zu\n%%%%EOF\n",
                           count + 1, table);
    const gsize all = out->len;
    return g_byte_array_new_take((guint8 *)g_string_free(out, FALSE), all);
}

/* ---- what it is used for ---- */

static bool
merge_it(const GByteArray *pdf, bool stamped, diag *d)
{
    /* A part whose pages are another number is refused before anything else: most have one. */
    const bundle_part part = {.path = "x.pdf",
                              .bytes = pdf->data,
                              .length = pdf->len,
                              .sum = digest_of(pdf->data, pdf->len),
                              .pages = 1,
                              .bookmark = "x"};
    const bundle_stamp stamp = {pdf->data, pdf->len, BUNDLE_TOP_RIGHT};
    const bundle_job job = {.title = "x",
                            .prefix = "K",
                            .parts = &part,
                            .part_count = 1,
                            .stamps = &stamp,
                            .stamp_count = stamped,
                            .duplex = stamped};
    GByteArray *out = bundle_merge(&job, d);
    const bool good = out != NULL;
    if (out)
        g_byte_array_unref(out);
    return good;
}

static bool
use_it(char how, const GByteArray *pdf, diag *d)
{
    const bundle_original original = {"x.pdf", pdf->data, pdf->len};
    GByteArray *out;
    switch (how) {
    case 'B':
    case 'S':
        return merge_it(pdf, how == 'S', d);
    case 'C':
        return bundle_check_same("x.pdf", pdf->data, pdf->len, pdf, d);
    case 'E':
        out = bundle_encrypt(&original, "password", d);
        break;
    default:
        out = bundle_attached("x.pdf", pdf->data, pdf->len, "filled.xml", d);
        g_assert(!out || out->len <= BUNDLE_MOST_ATTACHED);
    }
    const bool good = out != NULL;
    if (out)
        g_byte_array_unref(out);
    return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length < 2)
        return 0;
    diag *d = diag_new();
    const char how = (char)*bytes;
    GByteArray *pdf = g_ascii_islower(how) ? make_pdf(bytes + 1, length - 1)
                                           : g_byte_array_append(g_byte_array_new(), bytes + 1, (guint)length - 1);
    const bool good = use_it(g_ascii_toupper(how), pdf, d);
    g_assert(good || diag_count(d, DIAG_ERROR) > 0); /* what is not used is told */
    g_byte_array_unref(pdf);
    diag_drop(d);
    return 0;
}
