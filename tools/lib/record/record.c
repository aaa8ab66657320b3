#include "record/record.h"

#include <stdbool.h>
#include <string.h>

/* ---- metadata ---- */

static void
append_escaped(GString *out, const char *text)
{
    char *escaped = g_markup_escape_text(text, -1);
    g_string_append(out, escaped);
    g_free(escaped);
}

/* One property; `open` and `close` are what stands round its value inside of it. */
static void
append_property(GString *out, const char *name, const char *open, const char *value, const char *close)
{
    if (!value)
        return;
    g_string_append_printf(out, "<%s>%s", name, open);
    append_escaped(out, value);
    g_string_append_printf(out, "%s</%s>\n", close, name);
}

/* PDF/A knows the schemas of XMP and its own alone: of any other it wants to be told (ISO 19005-2, 6.6.2.3). */
static const char ua_schema[] =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n";

char *
record_when(const char *information)
{
    g_assert(information);
    static const char like[] = "D:00000000000000+09'00";
    if (strlen(information) != strlen(like))
        return NULL;
    for (size_t i = 0; like[i]; i++)
        if (i < 16 && like[i] == '0' ? !g_ascii_isdigit(information[i]) : like[i] != information[i])
            return NULL;
    const char *d = information + 2;
    return g_strdup_printf("%.4s-%.2s-%.2sT%.2s:%.2s:%.2s+09:00", d, d + 4, d + 6, d + 8, d + 10, d + 12);
}

#define ALTERNATIVE "<rdf:Alt><rdf:li xml:lang=\"x-default\">"
#define END_ALTERNATIVE "</rdf:li></rdf:Alt>"

GString *
record_metadata(const record *r)
{
    g_assert(r && r->title && r->when);
    GString *out = g_string_new("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
    const bool is_kept = r->claims == RECORD_KEPT || r->claims == RECORD_ARCHIVE;
    if (is_kept)
        g_string_append(out, ua_schema);
    g_string_append(out, "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                         " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                         " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
                         " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n");
    append_property(out, "dc:title", ALTERNATIVE, r->title, END_ALTERNATIVE);
    append_property(out, "dc:creator", "<rdf:Seq><rdf:li>", r->author, "</rdf:li></rdf:Seq>");
    append_property(out, "dc:description", ALTERNATIVE, r->subject, END_ALTERNATIVE);
    append_property(out, "dc:language", "<rdf:Bag><rdf:li>", r->language, "</rdf:li></rdf:Bag>");
    append_property(out, "pdf:Keywords", "", r->keywords, "");
    append_property(out, "pdf:Producer", "", RECORD_PRODUCER, "");
    append_property(out, "xmp:CreatorTool", "", RECORD_PRODUCER, "");
    append_property(out, "xmp:CreateDate", "", r->when, "");
    append_property(out, "xmp:ModifyDate", "", r->when, "");
    if (is_kept) {
        append_property(out, "pdfaid:part", "", r->claims == RECORD_ARCHIVE ? "3" : "2", "");
        append_property(out, "pdfaid:conformance", "", "A", "");
    }
    if (r->claims != RECORD_NOTHING)
        append_property(out, "pdfuaid:part", "", "1", "");
    g_string_append(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    return out;
}

/* ---- what gray means ---- */

static void
append_text(GByteArray *out, const char *four)
{
    g_byte_array_append(out, (const guint8 *)four, (guint)strlen(four));
}

static void
append_number(GByteArray *out, guint32 value, int bytes)
{
    while (bytes-- > 0) {
        const guint8 byte = (guint8)(value >> 8 * bytes);
        g_byte_array_append(out, &byte, 1);
    }
}

static void
append_zeros(GByteArray *out, guint count)
{
    for (guint i = 0; i < count; i++)
        append_number(out, 0, 1);
}

/* The white of print, D50, as numbers with 16 bits behind the point. */
static void
append_white(GByteArray *out)
{
    append_number(out, 0xF6D6, 4);
    append_number(out, 0x10000, 4);
    append_number(out, 0xD32D, 4);
}

static const char rights[] = "No copyright";

/* textDescriptionType: in ASCII alone. */
static void
append_description(GByteArray *out, const char *words)
{
    const guint length = (guint)strlen(words) + 1;
    append_text(out, "desc");
    append_number(out, 0, 4);
    append_number(out, length, 4);
    g_byte_array_append(out, (const guint8 *)words, length);
    append_zeros(out, 4 + 4 + 2 + 1 + 67);
}

static void
append_gray_description(GByteArray *out)
{
    append_description(out, RECORD_GRAY);
}

static void
append_colour_description(GByteArray *out)
{
    append_description(out, RECORD_COLOUR);
}

static void
append_rights(GByteArray *out)
{
    append_text(out, "text");
    append_number(out, 0, 4);
    g_byte_array_append(out, (const guint8 *)rights, sizeof rights);
}

static void
append_white_point(GByteArray *out)
{
    append_text(out, "XYZ ");
    append_number(out, 0, 4);
    append_white(out);
}

/* curveType of one entry: the exponent with 8 bits behind the point. */
static void
append_curve(GByteArray *out)
{
    append_text(out, "curv");
    append_number(out, 0, 4);
    append_number(out, 1, 4);
    append_number(out, 0x0233, 2);
}

/* XYZType: one of the primaries of sRGB (IEC 61966-2-1), seen under the white of print. */
static void
append_primary(GByteArray *out, guint32 x, guint32 y, guint32 z)
{
    append_text(out, "XYZ ");
    append_number(out, 0, 4);
    append_number(out, x, 4);
    append_number(out, y, 4);
    append_number(out, z, 4);
}

static void
append_red(GByteArray *out)
{
    append_primary(out, 0x6FA2, 0x38F5, 0x0390);
}

static void
append_green(GByteArray *out)
{
    append_primary(out, 0x6299, 0xB785, 0x18DA);
}

static void
append_blue(GByteArray *out)
{
    append_primary(out, 0x24A0, 0x0F84, 0xB6CF);
}

typedef struct profile_tag {
    const char *name;
    void (*append)(GByteArray *out);
} profile_tag;

/* A profile for a screen (ICC.1:2001-04, version 2.1): a header of 128 bytes, the table of tags, the tags. */
static GByteArray *
make_profile(const char *space, const profile_tag *tags, guint count)
{
    enum { HEADER = 128, ENTRY = 12 };
    GByteArray *data = g_byte_array_new(), *table = g_byte_array_new(), *out = g_byte_array_new();
    const guint begin = HEADER + 4 + ENTRY * count;
    append_number(table, count, 4);
    for (guint i = 0; i < count; i++) {
        const guint at = data->len;
        tags[i].append(data);
        append_text(table, tags[i].name);
        append_number(table, begin + at, 4);
        append_number(table, data->len - at, 4);
        append_zeros(data, (4 - data->len % 4) % 4);
    }
    append_number(out, begin + data->len, 4);
    append_zeros(out, 4);
    append_number(out, 0x02100000, 4); /* version */
    append_text(out, "mntr");
    append_text(out, space);
    append_text(out, "XYZ ");
    append_number(out, 2000 << 16 | 1, 4); /* made on 2000-01-01: of every file the same */
    append_number(out, 1 << 16, 4);
    append_zeros(out, 4);
    append_text(out, "acsp");
    append_zeros(out, 4 + 4 + 4 + 4 + 8 + 4);
    append_white(out);
    append_zeros(out, HEADER - out->len);
    g_byte_array_append(out, table->data, table->len);
    g_byte_array_append(out, data->data, data->len);
    g_byte_array_unref(table);
    g_byte_array_unref(data);
    return out;
}

GByteArray *
record_gray_profile(void)
{
    static const profile_tag tags[] = {{"desc", append_gray_description},
                                       {"cprt", append_rights},
                                       {"wtpt", append_white_point},
                                       {"kTRC", append_curve}};
    return make_profile("GRAY", tags, G_N_ELEMENTS(tags));
}

GByteArray *
record_colour_profile(void)
{
    static const profile_tag tags[] = {{"desc", append_colour_description},
                                       {"cprt", append_rights},
                                       {"wtpt", append_white_point},
                                       {"rXYZ", append_red},
                                       {"gXYZ", append_green},
                                       {"bXYZ", append_blue},
                                       {"rTRC", append_curve},
                                       {"gTRC", append_curve},
                                       {"bTRC", append_curve}};
    return make_profile("RGB ", tags, G_N_ELEMENTS(tags));
}
