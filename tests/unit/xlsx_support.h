/* xlsx_support.h: workbooks as tests make them, part by part, and what is read of one as text. */
#ifndef RENKEI_TESTS_XLSX_SUPPORT_H
#define RENKEI_TESTS_XLSX_SUPPORT_H

#include <string.h>

#include <glib.h>
#include <zip.h>

#include "xlsx/xlsx.h"

typedef struct made_part {
    const char *name, *text; /* name NULL: the end; text NULL: the part is not there */
} made_part;

#define OOXML "http://schemas.openxmlformats.org/"
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define RELS(body) XML_HEAD "<Relationships xmlns=\"" OOXML "package/2006/relationships\">" body "</Relationships>"
#define REL(id, type, target)                                                                                          \
    "<Relationship Id=\"" id "\" Type=\"" OOXML "officeDocument/2006/relationships/" type "\" Target=\"" target "\"/>"
#define MAIN "xmlns=\"" OOXML "spreadsheetml/2006/main\" xmlns:r=\"" OOXML "officeDocument/2006/relationships\""

static const char *
usual_part(const char *name)
{
    static const made_part usual[] = {
        {"[Content_Types].xml", XML_HEAD "<Types xmlns=\"" OOXML "package/2006/content-types\"/>"},
        {"_rels/.rels", RELS(REL("rId1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", XML_HEAD "<workbook " MAIN "><sheets><sheet name=\"児童\" sheetId=\"1\" "
                                     "r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         RELS(REL("rId1", "worksheet", "worksheets/sheet1.xml") REL("rId2", "sharedStrings", "sharedStrings.xml")
                  REL("rId3", "styles", "styles.xml"))},
        {"xl/styles.xml",
         XML_HEAD "<styleSheet " MAIN "><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
                  "<numFmt numFmtId=\"165\" formatCode=\"m&quot;月&quot;d&quot;日&quot;\"/></numFmts>"
                  "<fonts><font><sz val=\"11\"/></font><font><strike/></font></fonts>"
                  "<cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\"/><xf numFmtId=\"20\"/>"
                  "<xf numFmtId=\"22\"/><xf numFmtId=\"0\" fontId=\"1\"/><xf numFmtId=\"165\"/>"
                  "<xf numFmtId=\"46\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
        {"xl/sharedStrings.xml", XML_HEAD "<sst " MAIN "><si><t>相原 湊</t></si></sst>"},
        {"xl/worksheets/sheet1.xml", XML_HEAD "<worksheet " MAIN "><sheetData/></worksheet>"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(usual); i++)
        if (!strcmp(usual[i].name, name))
            return usual[i].text;
    return NULL;
}

static inline void
add_zip_part(zip_t *zip, const char *name, const char *text)
{
    zip_source_t *source = zip_source_buffer(zip, text, strlen(text), 0);
    const zip_int64_t at = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    g_assert(source && at >= 0);
}

/* The usual parts, of which those that are given stand in their place; others are added. g_free it. */
static inline char *
make_workbook(const made_part *parts, size_t *length)
{
    static const char *const names[] = {"[Content_Types].xml",        "_rels/.rels",   "xl/workbook.xml",
                                        "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml",
                                        "xl/worksheets/sheet1.xml"};
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const made_part *own = parts;
        while (own->name && strcmp(own->name, names[i]) != 0)
            own++;
        if (!own->name || own->text)
            add_zip_part(zip, names[i], own->name ? own->text : usual_part(names[i]));
    }
    for (const made_part *p = parts; p->name; p++)
        if (!usual_part(p->name) && p->text)
            add_zip_part(zip, p->name, p->text);
    g_assert(zip_close(zip) == 0);
    zip_stat_t stat;
    g_assert(zip_source_stat(source, &stat) == 0 && zip_source_open(source) == 0);
    char *bytes = g_malloc(stat.size);
    g_assert(zip_source_read(source, bytes, stat.size) == (zip_int64_t)stat.size);
    zip_source_close(source);
    zip_source_free(source);
    *length = stat.size;
    return bytes;
}

/* ---- what is read, a line a thing ---- */

static inline bool
record_begin(void *data, const book_sheet_entry *s)
{
    static const char *const visibilities[] = {"shown", "hidden", "very-hidden"};
    g_string_append_printf(data, "sheet %d %s %s%s\n", s->number, s->sheet, visibilities[s->visibility],
                           s->date1904 ? " 1904" : "");
    return true;
}

static inline bool
record_cell(void *data, const book_entry *e)
{
    GString *out = data;
    char address[BOOK_ADDRESS];
    g_string_append_printf(out, "%s %s ", book_address(e->row, e->column, address), book_entry_kind_name(e->kind));
    for (const char *p = e->text ? e->text : "(none)"; *p; p++)
        g_string_append_printf(out, *p == '\n' ? "\\n" : "%c", *p);
    if (strcmp(e->format, "General") != 0 && strcmp(e->format, "@") != 0)
        g_string_append_printf(out, " as %s", e->format);
    if (e->phonetic)
        g_string_append_printf(out, " read %s", e->phonetic);
    g_string_append_printf(out, "%s%s%s\n", e->formula ? " formula" : "", e->rich ? " rich" : "",
                           e->struck ? " struck" : "");
    return true;
}

static inline bool
record_end(void *data, const book_sheet_entry *s, const book_range *merges, size_t count)
{
    (void)s;
    char from[BOOK_ADDRESS], to[BOOK_ADDRESS];
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(data, "merge %s:%s\n", book_address(merges[i].row, merges[i].column, from),
                               book_address(merges[i].last_row, merges[i].last_column, to));
    return true;
}

static const book_visitor record_visitor = {record_begin, record_cell, record_end};

/* What is read; where it fails, the name of the message, its first and its third argument. g_free it. */
static inline char *
read_as_text(const char *bytes, size_t length, const xlsx_limits *limits)
{
    GString *out = g_string_new(NULL);
    diag *d = diag_new();
    const bool good = xlsx_read_memory("b.xlsx", bytes, length, limits, &record_visitor, out, d);
    g_assert(good == (diag_length(d) == 0));
    for (size_t i = 0; i < diag_length(d); i++) {
        const diag_message *m = diag_at(d, i);
        g_string_append_printf(out, "%s: %s: %s\n", diag_name(m->code), m->args[0] ? m->args[0] : "",
                               m->args[0] ? m->args[2] : "");
    }
    diag_drop(d);
    return g_string_free(out, FALSE);
}

#endif
