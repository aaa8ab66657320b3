#include "bundle/bundle_int.h"

/* A dictionary that others point to. */
static qpdf_oh
new_object(qpdf_data q)
{
    return qpdf_make_indirect_object(q, qpdf_oh_new_dictionary(q));
}

static void
set_text(qpdf_data q, qpdf_oh d, const char *key, const char *text)
{
    qpdf_oh_replace_key(q, d, key, qpdf_oh_new_unicode_string(q, text));
}

static void
set_name(qpdf_data q, qpdf_oh d, const char *key, const char *name)
{
    qpdf_oh_replace_key(q, d, key, qpdf_oh_new_name(q, name));
}

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
    const qpdf_oh top = new_object(q);
    qpdf_oh *items = g_new0(qpdf_oh, job->part_count);
    for (size_t i = 0; i < job->part_count; i++) {
        items[i] = new_object(q);
        set_text(q, items[i], "/Title", job->parts[i].bookmark);
        qpdf_oh_replace_key(q, items[i], "/Parent", top);
        qpdf_oh_replace_key(q, items[i], "/Dest", page_destination(q, bundle_first_page(job, i)));
        if (i > 0) {
            qpdf_oh_replace_key(q, items[i], "/Prev", items[i - 1]);
            qpdf_oh_replace_key(q, items[i - 1], "/Next", items[i]);
        }
    }
    set_name(q, top, "/Type", "/Outlines");
    qpdf_oh_replace_key(q, top, "/First", items[0]);
    qpdf_oh_replace_key(q, top, "/Last", items[job->part_count - 1]);
    qpdf_oh_replace_key(q, top, "/Count", qpdf_oh_new_integer(q, (long long)job->part_count));
    g_free(items);
    return top;
}

/* One range from the first page on: PREFIX-1, PREFIX-2 … */
static qpdf_oh
page_labels(qpdf_data q, const char *prefix)
{
    const qpdf_oh tree = qpdf_oh_new_dictionary(q), ranges = qpdf_oh_new_array(q), label = qpdf_oh_new_dictionary(q);
    set_name(q, label, "/S", "/D");
    if (prefix) {
        char *text = g_strdup_printf("%s-", prefix);
        set_text(q, label, "/P", text);
        g_free(text);
    }
    qpdf_oh_append_item(q, ranges, qpdf_oh_new_integer(q, 0));
    qpdf_oh_append_item(q, ranges, label);
    qpdf_oh_replace_key(q, tree, "/Nums", ranges);
    return tree;
}

void
bundle_catalog_write(qpdf_data out, const bundle_job *job)
{
    const qpdf_oh root = qpdf_get_root(out), info = new_object(out), view = qpdf_oh_new_dictionary(out);
    set_text(out, root, "/Lang", "ja");
    qpdf_oh_replace_key(out, root, "/Outlines", make_outline(out, job));
    qpdf_oh_replace_key(out, root, "/PageLabels", page_labels(out, job->prefix));
    qpdf_oh_replace_key(out, view, "/DisplayDocTitle", qpdf_oh_new_bool(out, QPDF_TRUE));
    qpdf_oh_replace_key(out, root, "/ViewerPreferences", view);
    set_text(out, info, "/Title", job->title);
    qpdf_oh_replace_key(out, qpdf_get_trailer(out), "/Info", info);
}
