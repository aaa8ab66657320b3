/* paint_pdf_record.c: what makes the file a record that is kept (record.h). */
#include "paint/paint_pdf_int.h"

#include "record/record.h"

void
pdf_write_metadata(pdf_painter *p, unsigned number)
{
    const display *l = p->base.list;
    const date day = paint_date(l);
    char when[32];
    g_snprintf(when, sizeof when, "%04d-%02d-%02dT00:00:00+09:00", day.year, day.month, day.day);
    const record r = {.title = l->title       ? l->title
                               : l->form_name ? l->form_name
                                              : RECORD_PRODUCER,
                      .author = l->author,
                      .subject = l->subject,
                      .keywords = l->keywords,
                      .language = l->language,
                      .when = when,
                      .claims = l->attached ? RECORD_ARCHIVE : RECORD_KEPT};
    GString *xmp = record_metadata(&r);
    pdf_plain_stream(&p->file, number, "/Type/Metadata/Subtype/XML", xmp->str, xmp->len);
    g_string_free(xmp, TRUE);
}

/* An associated file (ISO 19005-3, 6.8): XML, the data of what is printed. */
unsigned
pdf_write_attached(pdf_painter *p)
{
    const display *l = p->base.list;
    pdf_file *f = &p->file;
    if (!l->attached)
        return 0;
    const unsigned bytes = pdf_reserve(f), number = pdf_reserve(f);
    const date day = paint_date(l);
    char entries[160];
    g_snprintf(entries, sizeof entries,
               "/Type/EmbeddedFile/Subtype/application#2Fxml/Params<</Size %zu/ModDate(D:%04d%02d%02d000000+09'00)>>",
               strlen(l->attached), day.year, day.month, day.day);
    pdf_stream(f, bytes, entries, l->attached, strlen(l->attached));
    pdf_begin(f, number);
    pdf_format(f,
               "<</Type/Filespec/F(" DISPLAY_ATTACHED ")/UF(" DISPLAY_ATTACHED ")/AFRelationship/Data"
               "/Desc(The form as printed)/EF<</F %u 0 R/UF %u 0 R>>>>",
               bytes, bytes);
    pdf_end(f);
    return number;
}

void
pdf_write_intent(pdf_painter *p, unsigned number)
{
    pdf_file *f = &p->file;
    const unsigned profile = pdf_reserve(f);
    GByteArray **kept = pdf_kept_gray(p->sources);
    if (!*kept) {
        GByteArray *bytes = record_gray_profile();
        *kept = pdf_pack(f, bytes->data, bytes->len);
        g_byte_array_unref(bytes);
    }
    pdf_kept_stream(f, profile, "/N 1", *kept);
    pdf_begin(f, number);
    pdf_write(f, "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(" RECORD_GRAY ")/Info(" RECORD_GRAY ")");
    pdf_format(f, "/DestOutputProfile %u 0 R>>", profile);
    pdf_end(f);
}
