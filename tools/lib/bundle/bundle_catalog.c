#include "bundle/bundle_int.h"

#include <string.h>

/* [page /Fit] */
static qpdf_oh
page_destination(qpdf_data q, int page)
{
    const qpdf_oh a = qpdf_oh_new_array(q);
    qpdf_oh_append_item(q, a, qpdf_get_page_n(q, (size_t)page));
    qpdf_oh_append_item(q, a, qpdf_oh_new_name(q, "/Fit"));
    return a;
}

static qpdf_oh
make_outline(qpdf_data q, const bundle_job *job)
{
    const qpdf_oh top = bundle_new_object(q);
    qpdf_oh *items = g_new0(qpdf_oh, job->part_count);
    for (size_t i = 0; i < job->part_count; i++) {
        items[i] = bundle_new_object(q);
        bundle_set_text(q, items[i], "/Title", job->parts[i].bookmark);
        qpdf_oh_replace_key(q, items[i], "/Parent", top);
        qpdf_oh_replace_key(q, items[i], "/Dest", page_destination(q, bundle_first_page(job, i)));
        if (i > 0) {
            qpdf_oh_replace_key(q, items[i], "/Prev", items[i - 1]);
            qpdf_oh_replace_key(q, items[i - 1], "/Next", items[i]);
        }
    }
    bundle_set_name(q, top, "/Type", "/Outlines");
    qpdf_oh_replace_key(q, top, "/First", items[0]);
    qpdf_oh_replace_key(q, top, "/Last", items[job->part_count - 1]);
    qpdf_oh_replace_key(q, top, "/Count", qpdf_oh_new_integer(q, (long long)job->part_count));
    g_free(items);
    return top;
}

/* The labels from the page `from` on: style NULL: the prefix alone. */
static void
add_range(qpdf_data q, qpdf_oh ranges, int from, const char *style, const char *prefix)
{
    const qpdf_oh label = qpdf_oh_new_dictionary(q);
    if (style)
        bundle_set_name(q, label, "/S", style);
    if (prefix)
        bundle_set_text(q, label, "/P", prefix);
    qpdf_oh_append_item(q, ranges, qpdf_oh_new_integer(q, from));
    qpdf_oh_append_item(q, ranges, label);
}

static const char plain_label[] = "封筒";

/* 封筒 of those that are not counted; then one range: PREFIX-1, PREFIX-2 … */
static qpdf_oh
page_labels(qpdf_data q, const char *prefix, int plain)
{
    const qpdf_oh tree = qpdf_oh_new_dictionary(q), ranges = qpdf_oh_new_array(q);
    char *text = prefix ? g_strdup_printf("%s-", prefix) : NULL;
    if (plain)
        add_range(q, ranges, 0, NULL, plain_label);
    add_range(q, ranges, plain, "/D", text);
    g_free(text);
    qpdf_oh_replace_key(q, tree, "/Nums", ranges);
    return tree;
}

int
bundle_catalog_plain(const bundle_source *s)
{
    const qpdf_oh labels = qpdf_oh_get_key(s->pdf, qpdf_get_root(s->pdf), "/PageLabels");
    if (!qpdf_oh_is_dictionary(s->pdf, labels))
        return 0;
    const qpdf_oh ranges = qpdf_oh_get_key(s->pdf, labels, "/Nums");
    if (!qpdf_oh_is_array(s->pdf, ranges) || qpdf_oh_get_array_n_items(s->pdf, ranges) != 4)
        return 0;
    const qpdf_oh first = qpdf_oh_get_array_item(s->pdf, ranges, 1), next = qpdf_oh_get_array_item(s->pdf, ranges, 2);
    if (!qpdf_oh_is_dictionary(s->pdf, first) || qpdf_oh_has_key(s->pdf, first, "/S") ||
        !qpdf_oh_is_integer(s->pdf, next))
        return 0;
    const qpdf_oh label = qpdf_oh_get_key(s->pdf, first, "/P"); /* documents have labels of their own */
    if (!qpdf_oh_is_string(s->pdf, label) || strcmp(qpdf_oh_get_utf8_value(s->pdf, label), plain_label) != 0)
        return 0;
    return CLAMP(qpdf_oh_get_int_value_as_int(s->pdf, next), 0, s->pages - 1);
}

void
bundle_catalog_write(qpdf_data out, const bundle_job *job, int plain)
{
    const qpdf_oh root = qpdf_get_root(out), view = qpdf_oh_new_dictionary(out);
    bundle_set_text(out, root, "/Lang", "ja");
    qpdf_oh_replace_key(out, root, "/Outlines", make_outline(out, job));
    qpdf_oh_replace_key(out, root, "/PageLabels", page_labels(out, job->prefix, plain));
    qpdf_oh_replace_key(out, view, "/DisplayDocTitle", qpdf_oh_new_bool(out, QPDF_TRUE));
    qpdf_oh_replace_key(out, root, "/ViewerPreferences", view);
}
