/* bundle_record.c: what a bundle says of itself (record.h). It is as old as the newest of its parts, and whose they all
 * are. */
#include "bundle/bundle_int.h"

#include <string.h>

#include "record/record.h"

/* A text of a part's information; "" when there is none. Borrowed, until its file is asked again. */
static const char *
text_of_info(const bundle_source *s, const char *key)
{
    const qpdf_oh info = qpdf_oh_get_key(s->pdf, qpdf_get_trailer(s->pdf), "/Info");
    const qpdf_oh value = qpdf_oh_is_dictionary(s->pdf, info) ? qpdf_oh_get_key(s->pdf, info, key) : info;
    return qpdf_oh_is_string(s->pdf, value) ? qpdf_oh_get_utf8_value(s->pdf, value) : "";
}

/* g_free it. */
static char *
newest_date(const bundle_source *parts, size_t count)
{
    char *newest = g_strdup("D:20000101000000+09'00");
    for (size_t i = 0; i < count; i++) {
        const char *made = text_of_info(&parts[i], "/CreationDate");
        char *when = record_when(made);
        if (when && strcmp(made, newest) > 0) {
            g_free(newest);
            newest = g_strdup(made);
        }
        g_free(when);
    }
    return newest;
}

/* g_free it; "" when they have several, or none. */
static char *
common_author(const bundle_source *parts, size_t count)
{
    char *author = g_strdup(text_of_info(&parts[0], "/Author"));
    for (size_t i = 1; i < count; i++)
        if (strcmp(author, text_of_info(&parts[i], "/Author")) != 0)
            *author = '\0';
    return author;
}

static void
write_metadata(qpdf_data out, const record *r)
{
    GString *xmp = record_metadata(r);
    const qpdf_oh stream = bundle_new_stream(out, xmp->str, xmp->len), d = qpdf_oh_get_dict(out, stream);
    bundle_set_name(out, d, "/Type", "/Metadata");
    bundle_set_name(out, d, "/Subtype", "/XML");
    qpdf_oh_replace_key(out, qpdf_get_root(out), "/Metadata", stream);
    g_string_free(xmp, TRUE);
}

/* All parts mean the same gray: the first's intent is everybody's. */
static void
write_intent(qpdf_data out, const bundle_source *s)
{
    const qpdf_oh intents = qpdf_oh_get_key(s->pdf, qpdf_get_root(s->pdf), "/OutputIntents");
    const qpdf_oh first = qpdf_make_indirect_object(s->pdf, qpdf_oh_get_array_item(s->pdf, intents, 0));
    const qpdf_oh own = qpdf_oh_new_array(out);
    qpdf_oh_append_item(out, own, bundle_object_copy(out, s, first));
    qpdf_oh_replace_key(out, qpdf_get_root(out), "/OutputIntents", own);
}

void
bundle_record_write(qpdf_data out, const bundle_job *job, const bundle_source *parts, bool claims)
{
    const qpdf_oh info = bundle_new_object(out);
    char *made = newest_date(parts, job->part_count), *author = common_author(parts, job->part_count);
    char *when = record_when(made);
    const record r = {.title = job->title,
                      .author = *author ? author : NULL,
                      .language = "ja",
                      .when = when,
                      .claims = claims ? RECORD_KEPT : RECORD_NOTHING};
    bundle_set_text(out, info, "/Title", job->title);
    if (*author)
        bundle_set_text(out, info, "/Author", author);
    bundle_set_text(out, info, "/Creator", RECORD_PRODUCER);
    bundle_set_text(out, info, "/Producer", RECORD_PRODUCER);
    bundle_set_text(out, info, "/CreationDate", made);
    bundle_set_text(out, info, "/ModDate", made);
    qpdf_oh_replace_key(out, qpdf_get_trailer(out), "/Info", info);
    write_metadata(out, &r);
    if (claims)
        write_intent(out, &parts[0]);
    g_free(when);
    g_free(author);
    g_free(made);
}
