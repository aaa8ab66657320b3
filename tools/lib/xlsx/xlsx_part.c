/* xlsx_part.c: one part of a workbook, and what is said of it. */
#include "xlsx/xlsx_int.h"

static bool
report_once(xlsx_reading *r, diag_code code, const char *where, const char *ja, const char *en)
{
    if (!r->failed)
        diag_add(r->d, code, PLACE_NONE, (place){r->name, 0, NULL}, where, ja, en, NULL);
    r->failed = true;
    return false;
}

bool
xlsx_damaged(xlsx_reading *r, const char *where, const char *ja, const char *en)
{
    return report_once(r, DIAG_XLSX_DAMAGED, where, ja, en);
}

bool
xlsx_too_large(xlsx_reading *r, const char *where, const char *ja, const char *en)
{
    return report_once(r, DIAG_XLSX_TOO_LARGE, where, ja, en);
}

static bool
report_malformed(xlsx_reading *r, const char *part, const xml_stream_fault *fault)
{
    return xlsx_damaged(r, part, arena_printf(r->memory, "%d行目：%s", fault->line, fault->ja),
                        arena_printf(r->memory, "line %d: %s", fault->line, fault->en));
}

bool
xlsx_part_stream(xlsx_reading *r, const char *part, const xml_stream_visitor *visitor, void *data)
{
    xlsx_part *p = xlsx_part_open(r->archive, part);
    if (!p)
        return xlsx_archive_has(r->archive, part)
                   ? xlsx_damaged(r, part, "展開できません", "it cannot be expanded")
                   : xlsx_damaged(r, part, "あるはずの部分がありません", "a part that must be there is missing");
    const xml_stream_limits limits = {r->limits->part_bytes, r->limits->depth};
    xml_stream_fault fault = {0, "", ""};
    const xml_stream_end how = xml_stream(r->memory, xlsx_part_read, p, &limits, visitor, data, &fault);
    xlsx_part_close(p);
    switch (how) {
    case XML_STREAM_WHOLE:
        return true;
    case XML_STREAM_LEFT:
        return false;
    case XML_STREAM_UNREAD:
        return xlsx_damaged(r, part, "途中から展開できません", "it cannot be expanded to its end");
    case XML_STREAM_LARGE:
        return xlsx_too_large(r, part, "展開すると大きすぎます", "it expands to too many bytes");
    case XML_STREAM_DEEP:
        return xlsx_too_large(r, part, "要素の入れ子が深すぎます", "its elements are nested too deeply");
    case XML_STREAM_CROWDED:
        return xlsx_too_large(r, part, "一つの要素の属性が多すぎます", "an element of it has too many attributes");
    case XML_STREAM_DOCTYPE:
        return xlsx_damaged(r, part, "DOCTYPEがあります。表計算ソフトは書きません",
                            "it has a DOCTYPE, which no spreadsheet program writes");
    case XML_STREAM_MALFORMED:
        break;
    }
    return report_malformed(r, part, &fault);
}
