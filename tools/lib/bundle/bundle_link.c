/* bundle_link.c: links of a part lead to its own pages in the bundle. libqpdf copies a page without what it says of
 * others that are no copies yet: so what leads from page to page is copied after all pages. */
#include "bundle/bundle_int.h"

qpdf_oh *
bundle_links_take(const bundle_source *s)
{
    qpdf_oh *links = g_new0(qpdf_oh, s->pages);
    for (int n = 0; n < s->pages; n++) {
        const qpdf_oh page = qpdf_get_page_n(s->pdf, (size_t)n), own = qpdf_oh_get_key(s->pdf, page, "/Annots");
        links[n] = qpdf_oh_is_array(s->pdf, own) ? qpdf_make_indirect_object(s->pdf, own) : qpdf_oh_new_null(s->pdf);
        qpdf_oh_remove_key(s->pdf, page, "/Annots");
    }
    return links;
}

void
bundle_links_put(qpdf_data out, const bundle_source *s, int first, qpdf_oh *links)
{
    for (int n = 0; n < s->pages; n++)
        if (qpdf_oh_is_array(s->pdf, links[n]))
            qpdf_oh_replace_key(out, qpdf_get_page_n(out, (size_t)(first + n)), "/Annots",
                                bundle_object_copy(out, s, links[n]));
    g_free(links);
}
