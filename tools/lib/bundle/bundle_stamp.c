#include "bundle/bundle.h"

static GString *
begin_stamps(const char *mark, int count)
{
    GString *xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    char *safe = g_markup_escape_text(mark, -1);
    g_string_append_printf(xml, "<stamps mark=\"%s\" count=\"%d\">\n", safe, count);
    g_free(safe);
    return xml;
}

GString *
bundle_stamp_data(const char *mark, int count)
{
    g_assert(mark && count > 0);
    const bundle_part all = {.pages = count};
    const bundle_job job = {.parts = &all, .part_count = 1};
    return bundle_stamp_data_of(mark, &job);
}

GString *
bundle_stamp_data_of(const char *mark, const bundle_job *job)
{
    g_assert(mark && job && job->part_count > 0);
    const int plain = bundle_plain_pages(job);
    GString *xml = begin_stamps(mark, bundle_first_page(job, job->part_count) - plain);
    for (size_t i = plain ? 1 : 0; i < job->part_count; i++) {
        const int first = bundle_first_page(job, i), next = bundle_first_page(job, i + 1);
        for (int n = first; n < next; n++)
            g_string_append_printf(xml, "  <page number=\"%d\"%s/>\n", n + 1 - plain,
                                   n < first + job->parts[i].pages ? "" : " empty=\"yes\"");
    }
    g_string_append(xml, "</stamps>\n");
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
