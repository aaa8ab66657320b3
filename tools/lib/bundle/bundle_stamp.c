#include "bundle/bundle.h"

GString *
bundle_stamp_data(const char *mark, int count)
{
    g_assert(mark && count > 0);
    GString *xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    char *safe = g_markup_escape_text(mark, -1);
    g_string_append_printf(xml, "<stamps mark=\"%s\" count=\"%d\">\n", safe, count);
    for (int n = 1; n <= count; n++)
        g_string_append_printf(xml, "  <page number=\"%d\"/>\n", n);
    g_string_append(xml, "</stamps>\n");
    g_free(safe);
    return xml;
}

GString *
bundle_reissue_data(int version, int copy, const char *standing)
{
    g_assert(version >= 1 && copy >= 1);
    GString *xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    g_string_append_printf(xml, "<reissue version=\"%d\" copy=\"%d\"", version, copy);
    if (standing)
        g_string_append_printf(xml, " standing=\"%s\"", standing);
    g_string_append(xml, "/>\n");
    return xml;
}
