#include "bundle/bundle_int.h"

#include <string.h>

#include "base/fault.h"

qpdf_data
bundle_library(void)
{
    const qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
    return q;
}

void
bundle_words(qpdf_data q, const char **ja, const char **en)
{
    static const char *const words[] = {
        [qpdf_e_internal] = "ライブラリーの内部の誤り",  [qpdf_e_system] = "読み書きかメモリーの誤り",
        [qpdf_e_unsupported] = "扱えない種類のPDF",      [qpdf_e_password] = "パスワードの付いたPDF",
        [qpdf_e_damaged_pdf] = "PDFが壊れています",      [qpdf_e_pages] = "PDFのページの構造が壊れています",
        [qpdf_e_object] = "PDFの中の値の種類が違います",
    };
    qpdf_error e = qpdf_has_error(q) ? qpdf_get_error(q) : qpdf_more_warnings(q) ? qpdf_next_warning(q) : NULL;
    const size_t code = e ? (size_t)qpdf_get_error_code(q, e) : 0;
    const char *detail = e ? qpdf_get_error_message_detail(q, e) : "";
    *ja = code < G_N_ELEMENTS(words) && words[code] ? words[code] : "PDFとして扱えません";
    *en = detail && *detail ? detail : "not usable as a PDF";
}

/* Reports a library's error after the name of a file, or (NULL) alone. */
static void
tell_library(diag *d, diag_code code, const char *file, qpdf_data q)
{
    const char *ja, *en;
    bundle_words(q, &ja, &en);
    if (file)
        diag_add(d, code, PLACE_NONE, PLACE_NONE, file, ja, en, NULL);
    else
        diag_add(d, code, PLACE_NONE, PLACE_NONE, ja, en, NULL);
}

/* Nothing wrong so far, and nothing that libqpdf had to guess. */
static bool
is_sound(qpdf_data q)
{
    return !qpdf_has_error(q) && !qpdf_more_warnings(q);
}

bool
bundle_source_open(bundle_source *s, const char *name, const void *bytes, size_t length)
{
    s->pdf = bundle_library();
    qpdf_read_memory(s->pdf, name, bytes, length, NULL);
    if (!is_sound(s->pdf))
        return false;
    qpdf_push_inherited_attributes_to_page(s->pdf);
    s->pages = qpdf_get_num_pages(s->pdf);
    return is_sound(s->pdf);
}

void
bundle_source_close(bundle_source *s)
{
    if (s->pdf)
        qpdf_cleanup(&s->pdf);
    if (s->map)
        g_mapped_file_unref(s->map);
}

/* One bundle in the making. */
typedef struct binding {
    const bundle_job *job;
    diag *d;
    qpdf_data out;
    bundle_source *parts, *stamps;
    bundle_mark **marks; /* of each stamp, its pages */
    int pages;           /* of the bundle */
    int plain;           /* of them, the first, that are not counted */
    bool is_record;      /* all parts are */
    bundle_structure structure;
} binding;

static bool
open_part(const bundle_part *p, bundle_source *s, diag *d)
{
    g_assert(p->path && p->bookmark);
    const void *bytes = p->bytes;
    size_t length = p->length;
    if (!bytes) {
        GError *error = NULL;
        s->map = g_mapped_file_new(p->path, FALSE, &error);
        if (!s->map) {
            fault_report(d, DIAG_FILE_READ, PLACE_NONE, p->path, fault_take(error));
            return false;
        }
        bytes = g_mapped_file_get_contents(s->map);
        length = g_mapped_file_get_length(s->map);
    }
    const digest sum = digest_of(bytes ? bytes : "", length);
    const bool same = digest_equal(&sum, &p->sum);
    if (!same || !bundle_source_open(s, p->path, bytes, length)) {
        if (same)
            tell_library(d, DIAG_BUNDLE_PART_DAMAGED, p->path, s->pdf);
        else
            diag_add(d, DIAG_BUNDLE_PART_DAMAGED, PLACE_NONE, PLACE_NONE, p->path, "SHA-256", "SHA-256", NULL);
        return false;
    }
    if (s->pages != p->pages) {
        char *found = g_strdup_printf("%d", s->pages), *expected = g_strdup_printf("%d", p->pages);
        diag_add(d, DIAG_BUNDLE_PART_PAGES, PLACE_NONE, PLACE_NONE, p->path, found, expected, NULL);
        g_free(expected);
        g_free(found);
        return false;
    }
    return true;
}

static bool
open_parts(binding *b)
{
    bool good = true;
    for (size_t i = 0; i < b->job->part_count; i++) {
        good = open_part(&b->job->parts[i], &b->parts[i], b->d) && good;
    }
    b->pages = bundle_first_page(b->job, b->job->part_count);
    b->plain = bundle_plain_pages(b->job);
    if (good && !b->plain)
        b->plain = bundle_catalog_plain(&b->parts[0]);
    return good;
}

static bool
open_stamp(binding *b, size_t i)
{
    const bundle_stamp *stamp = &b->job->stamps[i];
    bundle_source *s = &b->stamps[i];
    if (!bundle_source_open(s, "stamp", stamp->bytes, stamp->length)) {
        tell_library(b->d, DIAG_BUNDLE_STAMP, NULL, s->pdf);
        return false;
    }
    const int counted = b->pages - b->plain;
    if (s->pages != 1 && s->pages != counted) {
        char *why = g_strdup_printf("%d/%d", s->pages, counted);
        diag_add(b->d, DIAG_BUNDLE_STAMP, PLACE_NONE, PLACE_NONE, why, why, NULL);
        g_free(why);
        return false;
    }
    b->marks[i] = g_new0(bundle_mark, s->pages);
    for (int n = 0; n < s->pages; n++) {
        if (!bundle_mark_make(b->out, s, n, stamp->corner, &b->marks[i][n])) {
            tell_library(b->d, DIAG_BUNDLE_STAMP, NULL, b->out);
            return false;
        }
    }
    return true;
}

static bool
draw_marks(binding *b, int at)
{
    const size_t count = at < b->plain ? 0 : b->job->stamp_count;
    bundle_mark *marks = g_new0(bundle_mark, count);
    for (size_t k = 0; k < count; k++)
        marks[k] = b->marks[k][b->stamps[k].pages == 1 ? 0 : at - b->plain];
    const bool good = bundle_page_draw(b->out, qpdf_get_page_n(b->out, (size_t)at), marks, count);
    g_free(marks);
    return good && !qpdf_has_error(b->out);
}

static bool
add_part(binding *b, size_t i, int *at)
{
    const bundle_source *s = &b->parts[i];
    bool good = true;
    qpdf_oh *links = bundle_links_take(s);
    for (int n = 0; n < s->pages && good; n++) {
        qpdf_add_page(b->out, s->pdf, qpdf_get_page_n(s->pdf, (size_t)n), QPDF_FALSE);
        good = draw_marks(b, (*at)++) && !qpdf_has_error(s->pdf);
    }
    if (good)
        bundle_links_put(b->out, s, *at - s->pages, links);
    else
        g_free(links);
    if (good)
        bundle_structure_add(&b->structure, b->out, s, *at - s->pages);
    if (good && *at < bundle_first_page(b->job, i + 1))
        good = bundle_page_add_empty(b->out, (size_t)*at - 1) && draw_marks(b, (*at)++);
    return good;
}

/* The parts' pages, one after the other, with the marks of each. */
static bool
add_pages(binding *b)
{
    const bundle_job *j = b->job;
    bool good = true;
    int at = 0;
    b->is_record = true;
    bundle_structure_begin(&b->structure, b->out, b->pages);
    for (size_t i = 0; i < j->part_count && good; i++) {
        const bundle_source *s = &b->parts[i];
        b->is_record = b->is_record && bundle_structure_has(s);
        good = add_part(b, i, &at);
        if (!good)
            tell_library(b->d, DIAG_BUNDLE_PART_DAMAGED, j->parts[i].path, qpdf_has_error(s->pdf) ? s->pdf : b->out);
    }
    return good;
}

/* Streams are read from their sources only when they are written: what is wrong with them is told there. */
static qpdf_data
find_unsound(const binding *b)
{
    for (size_t i = 0; i < b->job->part_count; i++)
        if (!is_sound(b->parts[i].pdf))
            return b->parts[i].pdf;
    for (size_t i = 0; i < b->job->stamp_count; i++)
        if (!is_sound(b->stamps[i].pdf))
            return b->stamps[i].pdf;
    return is_sound(b->out) ? NULL : b->out;
}

static GByteArray *
write_out(binding *b)
{
    bundle_catalog_write(b->out, b->job, b->plain);
    bundle_structure_write(&b->structure, b->out, b->pages, b->is_record);
    bundle_record_write(b->out, b->job, b->parts, b->is_record);
    qpdf_init_write_memory(b->out);
    qpdf_set_deterministic_ID(b->out, QPDF_TRUE);
    qpdf_set_object_stream_mode(b->out, qpdf_o_generate);
    qpdf_set_newline_before_endstream(b->out, QPDF_TRUE); /* ISO 19005-2, 6.1.7.1 */
    qpdf_set_minimum_pdf_version(b->out, "1.7");
    qpdf_write(b->out);
    const qpdf_data wrong = find_unsound(b);
    if (wrong) {
        tell_library(b->d, DIAG_BUNDLE_WRITE, NULL, wrong);
        return NULL;
    }
    const size_t length = qpdf_get_buffer_length(b->out);
    if (length == 0 || length > G_MAXUINT) {
        diag_add(b->d, DIAG_BUNDLE_WRITE, PLACE_NONE, PLACE_NONE, "4 GB", "4 GB", NULL);
        return NULL;
    }
    return g_byte_array_append(g_byte_array_sized_new((guint)length), qpdf_get_buffer(b->out), (guint)length);
}

GByteArray *
bundle_merge(const bundle_job *job, diag *d)
{
    g_assert(job->title && job->part_count > 0 && job->parts && (job->stamp_count == 0 || job->stamps));
    binding b = {.job = job, .d = d};
    GByteArray *bytes = NULL;
    b.out = bundle_library();
    qpdf_empty_pdf(b.out);
    b.parts = g_new0(bundle_source, job->part_count);
    b.stamps = g_new0(bundle_source, job->stamp_count);
    b.marks = g_new0(bundle_mark *, job->stamp_count);
    bool good = open_parts(&b);
    for (size_t i = 0; i < job->stamp_count && good; i++)
        good = open_stamp(&b, i);
    if (good && add_pages(&b))
        bytes = write_out(&b);
    qpdf_cleanup(&b.out); /* before the sources whose streams it refers to */
    for (size_t i = 0; i < job->part_count; i++)
        bundle_source_close(&b.parts[i]);
    for (size_t i = 0; i < job->stamp_count; i++) {
        bundle_source_close(&b.stamps[i]);
        g_free(b.marks[i]);
    }
    g_free(b.marks);
    g_free(b.stamps);
    g_free(b.parts);
    return bytes;
}
