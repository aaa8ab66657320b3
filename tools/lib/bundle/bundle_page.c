#include "bundle/bundle_int.h"

#include <stdlib.h>
#include <string.h>

/* The corners of an upright sheet: left, bottom, right, top in pt. */
static bool
read_sheet(qpdf_data q, qpdf_oh page, double box[4])
{
    const qpdf_oh media = qpdf_oh_get_key(q, page, "/MediaBox"), rotate = qpdf_oh_get_key(q, page, "/Rotate");
    if (!qpdf_oh_is_array(q, media) || qpdf_oh_get_array_n_items(q, media) != 4)
        return false;
    if (qpdf_oh_is_integer(q, rotate) && qpdf_oh_get_int_value(q, rotate) % 360 != 0)
        return false;
    for (int i = 0; i < 4; i++)
        box[i] = qpdf_oh_get_numeric_value(q, qpdf_oh_get_array_item(q, media, i));
    return box[0] < box[2] && box[1] < box[3];
}

/* A stamp is no part of the text below it: what its own page calls an element's is an artifact here. One operator is
 * one line, as its writer has it. A page without content has NULL. g_string_free it. */
static GString *
as_artifact(const unsigned char *content, size_t length)
{
    GString *out = g_string_sized_new(length), *line = g_string_new(NULL);
    for (const char *at = length > 0 ? (const char *)content : "", *end = at + length, *next; at < end; at = next) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        next = stop ? stop + 1 : end;
        g_string_truncate(line, 0);
        g_string_append_len(line, at, next - at);
        g_string_append(out, strstr(line->str, "<</MCID ") && g_str_has_suffix(line->str, ">>BDC\n") ? "/Artifact BMC\n"
                                                                                                     : line->str);
    }
    g_string_free(line, TRUE);
    return out;
}

bool
bundle_mark_make(qpdf_data out, const bundle_source *stamp, int index, bundle_corner corner, bundle_mark *m)
{
    const qpdf_oh page = qpdf_get_page_n(stamp->pdf, (size_t)index);
    double box[4];
    unsigned char *content = NULL;
    size_t length = 0;
    if (!read_sheet(stamp->pdf, page, box) ||
        qpdf_oh_get_page_content_data(stamp->pdf, page, &content, &length) != QPDF_SUCCESS)
        return false;
    GString *drawn = as_artifact(content, length);
    const qpdf_oh object = bundle_new_stream(out, drawn->str, drawn->len), d = qpdf_oh_get_dict(out, object);
    g_string_free(drawn, TRUE);
    free(content);
    const qpdf_oh media = qpdf_oh_get_key(stamp->pdf, page, "/MediaBox");
    bundle_set_name(out, d, "/Type", "/XObject");
    bundle_set_name(out, d, "/Subtype", "/Form");
    qpdf_oh_replace_key(out, d, "/BBox", qpdf_oh_parse(out, qpdf_oh_unparse_resolved(stamp->pdf, media)));
    /* Its fonts are copied once for all pages. */
    const qpdf_oh resources = qpdf_oh_get_key(stamp->pdf, page, "/Resources");
    qpdf_oh_replace_key(out, d, "/Resources",
                        bundle_object_copy(out, stamp, qpdf_make_indirect_object(stamp->pdf, resources)));
    *m = (bundle_mark){.object = object, .right = box[2], .bottom = box[1], .top = box[3], .corner = corner};
    return !qpdf_has_error(out) && !qpdf_has_error(stamp->pdf);
}

/* A dictionary of one's own with the same entries: several pages may share one. */
static qpdf_oh
copy_dictionary(qpdf_data q, qpdf_oh from)
{
    const qpdf_oh to = qpdf_oh_new_dictionary(q);
    if (!qpdf_oh_is_dictionary(q, from))
        return to;
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    qpdf_oh_begin_dict_key_iter(q, from);
    while (qpdf_oh_dict_more_keys(q))
        g_ptr_array_add(keys, g_strdup(qpdf_oh_dict_next_key(q)));
    for (guint i = 0; i < keys->len; i++) {
        const char *key = g_ptr_array_index(keys, i);
        qpdf_oh_replace_key(q, to, key, qpdf_oh_get_key(q, from, key));
    }
    g_ptr_array_free(keys, TRUE);
    return to;
}

static void
append_number(GString *s, double value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(s, g_ascii_formatd(digits, sizeof digits, "%.4f", value));
    g_string_append_c(s, ' ');
}

/* A name that no object of the page has: a page of a bundle, issued again, has the stamps of then. */
static char *
free_name(qpdf_data q, qpdf_oh objects)
{
    for (unsigned i = 0;; i++) {
        char *name = g_strdup_printf("/RenkeiStamp%u", i);
        if (!qpdf_oh_has_key(q, objects, name))
            return name;
        g_free(name);
    }
}

/* The page's own content leaves its matrix behind: it is shut in, then the marks are drawn on the plain sheet. */
static void
set_contents(qpdf_data out, qpdf_oh page, const GString *after)
{
    const qpdf_oh own = qpdf_oh_get_key(out, page, "/Contents"), all = qpdf_oh_new_array(out);
    qpdf_oh_append_item(out, all, bundle_new_stream(out, "q\n", 2));
    if (qpdf_oh_is_array(out, own)) {
        for (int i = 0; i < qpdf_oh_get_array_n_items(out, own); i++)
            qpdf_oh_append_item(out, all, qpdf_oh_get_array_item(out, own, i));
    } else if (qpdf_oh_is_stream(out, own)) {
        qpdf_oh_append_item(out, all, own);
    }
    qpdf_oh_append_item(out, all, bundle_new_stream(out, after->str, after->len));
    qpdf_oh_replace_key(out, page, "/Contents", all);
}

bool
bundle_page_draw(qpdf_data out, qpdf_oh page, const bundle_mark *marks, size_t count)
{
    double box[4];
    if (!read_sheet(out, page, box))
        return false;
    if (count == 0)
        return true;
    const qpdf_oh resources = copy_dictionary(out, qpdf_oh_get_key(out, page, "/Resources"));
    const qpdf_oh objects = copy_dictionary(out, qpdf_oh_get_key(out, resources, "/XObject"));
    GString *after = g_string_new("\nQ\n");
    for (size_t i = 0; i < count; i++) {
        const bundle_mark *m = &marks[i];
        char *name = free_name(out, objects);
        qpdf_oh_replace_key(out, objects, name, m->object);
        g_string_append(after, "q 1 0 0 1 ");
        append_number(after, box[2] - m->right);
        append_number(after, m->corner == BUNDLE_TOP_RIGHT ? box[3] - m->top : box[1] - m->bottom);
        g_string_append_printf(after, "cm %s Do Q\n", name);
        g_free(name);
    }
    qpdf_oh_replace_key(out, resources, "/XObject", objects);
    qpdf_oh_replace_key(out, page, "/Resources", resources);
    set_contents(out, page, after);
    g_string_free(after, TRUE);
    return true;
}

bool
bundle_page_add_empty(qpdf_data out, size_t like)
{
    const qpdf_oh page = qpdf_oh_new_dictionary(out);
    const qpdf_oh media = qpdf_oh_get_key(out, qpdf_get_page_n(out, like), "/MediaBox");
    bundle_set_name(out, page, "/Type", "/Page");
    qpdf_oh_replace_key(out, page, "/MediaBox", qpdf_oh_parse(out, qpdf_oh_unparse_resolved(out, media)));
    qpdf_oh_replace_key(out, page, "/Resources", qpdf_oh_new_dictionary(out));
    qpdf_add_page(out, out, qpdf_make_indirect_object(out, page), QPDF_FALSE);
    return !qpdf_has_error(out);
}
