/* bundle_structure.c: what the parts say of their text becomes what the bundle says (ISO 32000-1, 14.7): one document
 * of parts, with one tree from the content of each page to its elements. */
#include "bundle/bundle_int.h"

static qpdf_oh
key_of(qpdf_data q, qpdf_oh d, const char *key)
{
    return qpdf_oh_is_dictionary(q, d) ? qpdf_oh_get_key(q, d, key) : qpdf_oh_new_null(q);
}

static qpdf_oh
tree_of(const bundle_source *s)
{
    return key_of(s->pdf, qpdf_get_root(s->pdf), "/StructTreeRoot");
}

/* The one element that all others are in; null of what has no such tree: it was made when there was none. */
static qpdf_oh
top_of(const bundle_source *s)
{
    const qpdf_oh top = key_of(s->pdf, tree_of(s), "/K");
    return qpdf_oh_is_dictionary(s->pdf, top) ? top : qpdf_oh_new_null(s->pdf);
}

bool
bundle_structure_has(const bundle_source *s)
{
    const qpdf_oh intents = key_of(s->pdf, qpdf_get_root(s->pdf), "/OutputIntents");
    return qpdf_oh_is_dictionary(s->pdf, top_of(s)) && qpdf_oh_is_array(s->pdf, intents) &&
           qpdf_oh_get_array_n_items(s->pdf, intents) > 0 &&
           qpdf_oh_is_array(s->pdf, key_of(s->pdf, key_of(s->pdf, tree_of(s), "/ParentTree"), "/Nums"));
}

void
bundle_structure_begin(bundle_structure *b, qpdf_data out, int pages)
{
    *b = (bundle_structure){.root = bundle_new_object(out),
                            .top = bundle_new_object(out),
                            .parts = qpdf_oh_new_array(out),
                            .pages = qpdf_oh_new_array(out),
                            .links = qpdf_oh_new_array(out),
                            .names = qpdf_oh_new_array(out),
                            .first_link = pages};
}

/* Where in the pairs of a tree each number has its elements. */
static GHashTable *
read_numbers(qpdf_data out, qpdf_oh pairs)
{
    const int count = qpdf_oh_is_array(out, pairs) ? qpdf_oh_get_array_n_items(out, pairs) : 0;
    GHashTable *places = g_hash_table_new(NULL, NULL);
    for (int i = 0; i + 1 < count; i += 2) {
        const int number = qpdf_oh_get_int_value_as_int(out, qpdf_oh_get_array_item(out, pairs, i));
        g_hash_table_insert(places, GINT_TO_POINTER(number), GINT_TO_POINTER(i + 1));
    }
    return places;
}

/* The number under which a thing has its elements; 0: it has none. */
static int
find_place(qpdf_data out, qpdf_oh of, const char *key, GHashTable *places)
{
    const qpdf_oh old = key_of(out, of, key);
    const int number = qpdf_oh_is_integer(out, old) ? qpdf_oh_get_int_value_as_int(out, old) : -1;
    return GPOINTER_TO_INT(g_hash_table_lookup(places, GINT_TO_POINTER(number)));
}

/* Links are counted after all pages of the bundle. */
static void
add_links(bundle_structure *b, qpdf_data out, qpdf_oh page, qpdf_oh pairs, GHashTable *places)
{
    const qpdf_oh links = key_of(out, page, "/Annots");
    const int count = qpdf_oh_is_array(out, links) ? qpdf_oh_get_array_n_items(out, links) : 0;
    for (int i = 0; i < count; i++) {
        const qpdf_oh link = qpdf_oh_get_array_item(out, links, i);
        const int found = find_place(out, link, "/StructParent", places), number = b->first_link + b->link_count;
        qpdf_oh_remove_key(out, link, "/StructParent");
        if (!found)
            continue;
        b->link_count++;
        qpdf_oh_append_item(out, b->links, qpdf_oh_new_integer(out, number));
        qpdf_oh_append_item(out, b->links, qpdf_oh_get_array_item(out, pairs, found));
        qpdf_oh_replace_key(out, link, "/StructParent", qpdf_oh_new_integer(out, number));
    }
}

/* The number of a page in the tree from content to elements is its place in the bundle; one that led nowhere is gone,
 * as it would lead to another's. */
static void
add_pages(bundle_structure *b, qpdf_data out, qpdf_oh parents, int first, int pages)
{
    const qpdf_oh pairs = key_of(out, parents, "/Nums");
    GHashTable *places = read_numbers(out, pairs);
    for (int n = 0; n < pages; n++) {
        const qpdf_oh page = qpdf_get_page_n(out, (size_t)(first + n));
        const int found = find_place(out, page, "/StructParents", places);
        add_links(b, out, page, pairs, places);
        qpdf_oh_remove_key(out, page, "/StructParents");
        if (!found)
            continue;
        qpdf_oh_append_item(out, b->pages, qpdf_oh_new_integer(out, first + n));
        qpdf_oh_append_item(out, b->pages, qpdf_oh_get_array_item(out, pairs, found));
        qpdf_oh_replace_key(out, page, "/StructParents", qpdf_oh_new_integer(out, first + n));
    }
    g_hash_table_destroy(places);
}

/* What has a name has one that no other part gives. */
static void
add_names(bundle_structure *b, qpdf_data out, const bundle_source *s)
{
    const qpdf_oh pairs = key_of(s->pdf, key_of(s->pdf, tree_of(s), "/IDTree"), "/Names");
    const int count = qpdf_oh_is_array(s->pdf, pairs) ? qpdf_oh_get_array_n_items(s->pdf, pairs) : 0;
    for (int i = 0; i + 1 < count; i += 2) {
        const qpdf_oh element = bundle_object_copy(out, s, qpdf_oh_get_array_item(s->pdf, pairs, i + 1));
        if (!qpdf_oh_is_dictionary(out, element))
            continue;
        char name[24];
        g_snprintf(name, sizeof name, "note-%08d", qpdf_oh_get_array_n_items(out, b->names) / 2 + 1);
        qpdf_oh_append_item(out, b->names, qpdf_oh_new_string(out, name));
        qpdf_oh_append_item(out, b->names, element);
        qpdf_oh_replace_key(out, element, "/ID", qpdf_oh_new_string(out, name));
    }
}

/* What the elements say of pages is about the copies: they are there already. */
void
bundle_structure_add(bundle_structure *b, qpdf_data out, const bundle_source *s, int first)
{
    const qpdf_oh theirs = top_of(s);
    if (!qpdf_oh_is_dictionary(s->pdf, theirs)) {
        add_pages(b, out, qpdf_oh_new_null(out), first, s->pages);
        return;
    }
    qpdf_oh_remove_key(s->pdf, theirs, "/P"); /* the way up, to all that the file has */
    const qpdf_oh top = bundle_object_copy(out, s, theirs);
    add_pages(b, out, bundle_object_copy(out, s, key_of(s->pdf, tree_of(s), "/ParentTree")), first, s->pages);
    add_names(b, out, s);
    bundle_set_name(out, top, "/S", "/Part");
    qpdf_oh_replace_key(out, top, "/P", b->top);
    qpdf_oh_append_item(out, b->parts, top);
}

void
bundle_structure_write(const bundle_structure *b, qpdf_data out, int pages, bool whole)
{
    for (int i = 0; i < qpdf_oh_get_array_n_items(out, b->links); i++)
        qpdf_oh_append_item(out, b->pages, qpdf_oh_get_array_item(out, b->links, i));
    const qpdf_oh catalog = qpdf_get_root(out), mark = qpdf_oh_new_dictionary(out), tree = qpdf_oh_new_dictionary(out);
    bundle_set_name(out, b->top, "/S", "/Document");
    qpdf_oh_replace_key(out, b->top, "/P", b->root);
    qpdf_oh_replace_key(out, b->top, "/K", b->parts);
    qpdf_oh_replace_key(out, tree, "/Nums", b->pages);
    if (qpdf_oh_get_array_n_items(out, b->names) > 0) {
        const qpdf_oh names = qpdf_oh_new_dictionary(out);
        qpdf_oh_replace_key(out, names, "/Names", b->names);
        qpdf_oh_replace_key(out, b->root, "/IDTree", names);
    }
    bundle_set_name(out, b->root, "/Type", "/StructTreeRoot");
    qpdf_oh_replace_key(out, b->root, "/K", b->top);
    qpdf_oh_replace_key(out, b->root, "/ParentTree", qpdf_make_indirect_object(out, tree));
    qpdf_oh_replace_key(out, b->root, "/ParentTreeNextKey", qpdf_oh_new_integer(out, pages + b->link_count));
    qpdf_oh_replace_key(out, mark, "/Marked", qpdf_oh_new_bool(out, whole ? QPDF_TRUE : QPDF_FALSE));
    qpdf_oh_replace_key(out, catalog, "/MarkInfo", mark);
    qpdf_oh_replace_key(out, catalog, "/StructTreeRoot", b->root);
}
