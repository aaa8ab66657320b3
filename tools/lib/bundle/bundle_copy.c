#include "bundle/bundle_copy.h"

#include <stdbool.h>
#include <string.h>

#include "bundle/bundle_apart.h"
#include "bundle/bundle_lazy.h"
#include "record/record.h"

/* A PDF that is read. */
typedef struct copying {
    const bundle_calls *l;
    qpdf_data pdf;
} copying;

static bool
is_sound(const copying *c)
{
    return !c->l->has_error(c->pdf) && !c->l->more_warnings(c->pdf);
}

static bool
open_pdf(copying *c, const void *bytes, size_t length, const char *password)
{
    c->pdf = c->l->init();
    c->l->silence_errors(c->pdf);
    c->l->set_suppress_warnings(c->pdf, QPDF_TRUE);
    c->l->set_attempt_recovery(c->pdf, QPDF_FALSE);
    c->l->read_memory(c->pdf, "copy", bytes, length, password);
    return is_sound(c);
}

/* What the library says is wrong. */
static bool
say_fault(const copying *c, const char **ja, const char **en)
{
    qpdf_error e = c->l->has_error(c->pdf)       ? c->l->get_error(c->pdf)
                   : c->l->more_warnings(c->pdf) ? c->l->next_warning(c->pdf)
                                                 : NULL;
    const char *detail = e ? c->l->get_error_message_detail(c->pdf, e) : "";
    *ja = "PDFとして扱えません";
    *en = *detail ? detail : "not usable as a PDF";
    return false;
}

/* ---- what it says of itself ---- */

/* g_free it; NULL: it says none. */
static char *
text_of(const copying *c, qpdf_oh dictionary, const char *key)
{
    if (!c->l->oh_is_dictionary(c->pdf, dictionary))
        return NULL;
    const qpdf_oh value = c->l->oh_get_key(c->pdf, dictionary, key);
    return c->l->oh_is_string(c->pdf, value) ? g_strdup(c->l->oh_get_utf8_value(c->pdf, value)) : NULL;
}

static void
replace_metadata(const copying *c, const GString *xmp)
{
    const bundle_calls *l = c->l;
    const qpdf_oh stream = l->oh_new_stream(c->pdf), none = l->oh_new_null(c->pdf);
    l->oh_replace_stream_data(c->pdf, stream, (const unsigned char *)xmp->str, xmp->len, none, none);
    const qpdf_oh d = l->oh_get_dict(c->pdf, stream);
    l->oh_replace_key(c->pdf, d, "/Type", l->oh_new_name(c->pdf, "/Metadata"));
    l->oh_replace_key(c->pdf, d, "/Subtype", l->oh_new_name(c->pdf, "/XML"));
    l->oh_replace_key(c->pdf, l->get_root(c->pdf), "/Metadata", stream);
}

/* The title says that it is a copy; what else there is stays, but for the claim to be a record that is kept. */
static void
say_encrypted(const copying *c)
{
    const bundle_calls *l = c->l;
    const qpdf_oh root = l->get_root(c->pdf), info = l->oh_get_key(c->pdf, l->get_trailer(c->pdf), "/Info");
    char *was = text_of(c, info, "/Title"), *made = text_of(c, info, "/CreationDate");
    char *title = g_strconcat(was ? was : RECORD_PRODUCER, BUNDLE_ENCRYPTED, NULL);
    char *author = text_of(c, info, "/Author"), *subject = text_of(c, info, "/Subject");
    char *keywords = text_of(c, info, "/Keywords"), *language = text_of(c, root, "/Lang");
    char *when = made ? record_when(made) : NULL;
    if (l->oh_is_dictionary(c->pdf, info))
        l->oh_replace_key(c->pdf, info, "/Title", l->oh_new_unicode_string(c->pdf, title));
    const record r = {.title = title,
                      .author = author,
                      .subject = subject,
                      .keywords = keywords,
                      .language = language,
                      .when = when ? when : "2000-01-01T00:00:00+09:00",
                      .claims = l->oh_has_key(c->pdf, root, "/StructTreeRoot") ? RECORD_HEARD : RECORD_NOTHING};
    GString *xmp = record_metadata(&r);
    replace_metadata(c, xmp);
    g_string_free(xmp, TRUE);
    char *strings[] = {was, made, title, author, subject, keywords, language, when};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
}

/* ---- the copy ---- */

static bool
write_encrypted(copying *c, const char *password, GByteArray *out)
{
    const bundle_calls *l = c->l;
    l->init_write_memory(c->pdf);
    l->set_r6_encryption_parameters2(c->pdf, password, password, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
                                     QPDF_TRUE, qpdf_r3p_full, QPDF_TRUE);
    l->set_object_stream_mode(c->pdf, qpdf_o_generate);
    l->set_newline_before_endstream(c->pdf, QPDF_TRUE);
    l->write(c->pdf);
    const size_t size = is_sound(c) ? l->get_buffer_length(c->pdf) : 0;
    if (size == 0 || size > G_MAXUINT)
        return false;
    g_byte_array_append(out, l->get_buffer(c->pdf), (guint)size);
    return true;
}

static bool
opens_again(const bundle_calls *l, const GByteArray *copy, const char *password, int pages)
{
    copying c = {.l = l};
    return open_pdf(&c, copy->data, copy->len, password) && l->get_num_pages(c.pdf) == pages && is_sound(&c);
}

typedef struct encrypting {
    const bundle_original *of;
    const char *password;
} encrypting;

/* Of another program's file there might be more to say than is known here. */
static bool
is_ours(const copying *c)
{
    char *producer = text_of(c, c->l->oh_get_key(c->pdf, c->l->get_trailer(c->pdf), "/Info"), "/Producer");
    const bool ours = producer && strcmp(producer, RECORD_PRODUCER) == 0;
    g_free(producer);
    return ours;
}

/* A bundle_work: what it leaves open ends with its process. */
static bool
make_encrypted(const void *data, GByteArray *out, const char **ja, const char **en)
{
    const encrypting *e = data;
    copying c = {.l = bundle_load()};
    if (!c.l) {
        *ja = "libqpdf を読み込めません";
        *en = "it cannot be loaded";
        return false;
    }
    if (!open_pdf(&c, e->of->bytes, e->of->length, NULL))
        return say_fault(&c, ja, en);
    if (e->of->path && !is_ours(&c)) {
        *ja = "renkei の作った PDF ではありません";
        *en = "renkei did not make it";
        return false;
    }
    if (c.l->oh_has_key(c.pdf, c.l->get_root(c.pdf), "/AcroForm")) {
        *ja = "書き込み欄のある PDF（--fillable）です。書き込んだものを、閲覧ソフトで暗号化してください";
        *en = "it has fields (--fillable); encrypt what was filled in by a reader";
        return false;
    }
    const int pages = c.l->get_num_pages(c.pdf);
    say_encrypted(&c);
    if (!write_encrypted(&c, e->password, out))
        return say_fault(&c, ja, en);
    *ja = "書いたものを開けません";
    *en = "what was written cannot be opened";
    return opens_again(c.l, out, e->password, pages);
}

GByteArray *
bundle_encrypt(const bundle_original *of, const char *password, diag *d)
{
    g_assert(of && (of->bytes || of->length == 0) && password && *password && d);
    const encrypting e = {of, password};
    char *ja = NULL, *en = NULL;
    GByteArray *copy = bundle_apart(make_encrypted, &e, &ja, &en);
    if (!copy && of->path)
        diag_add(d, DIAG_BUNDLE_COPY_OF, PLACE_NONE, PLACE_NONE, of->path, ja, en, NULL);
    else if (!copy)
        diag_add(d, DIAG_BUNDLE_COPY, PLACE_NONE, PLACE_NONE, ja, en, NULL);
    g_free(en);
    g_free(ja);
    return copy;
}
