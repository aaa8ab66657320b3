/* bind_image.c: pictures that data names: beside the file of the data, and never out of its folder. */
#include "bind/bind_int.h"

#include "image/image_read.h"

/* Of one document, together: a loop over a folder of photographs must end. */
enum { MOST_MEGABYTES = 64 };

static const image *
read_picture(binder *b, const char *path, const GByteArray *bytes, place where)
{
    const image_asked by = {XML_DATA, where};
    if (b->image_bytes + bytes->len > (size_t)MOST_MEGABYTES << 20) {
        diag_add(b->d, DIAG_BIND_IMAGES, PLACE_NONE, where, arena_printf(b->a, "%d", MOST_MEGABYTES), NULL);
        return NULL;
    }
    b->image_bytes += bytes->len;
    return image_read(b->a, path, bytes->data, bytes->len, &by, b->d);
}

const image *
bind_data_image(binder *b, xml_node *from, const char *name)
{
    const place where = xml_place(b->a, from, true);
    const char *path;
    gpointer known = NULL;
    char *key = g_strconcat(where.file, "\n", name, NULL);
    if (!b->images)
        b->images = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (g_hash_table_lookup_extended(b->images, key, NULL, &known)) {
        g_free(key);
        return known;
    }
    GByteArray *bytes = image_bytes_of_data(b->a, where.file, name, &path, where, b->d);
    const image *read = bytes ? read_picture(b, path, bytes, where) : NULL;
    xml_store_note_file(b->s, path, bytes ? bytes->data : NULL, bytes ? bytes->len : 0);
    g_hash_table_insert(b->images, key, (gpointer)read);
    if (bytes)
        g_byte_array_unref(bytes);
    return read;
}

/* Of a box of one measure nobody knows the other: it is a square. */
void
bind_size_image(const form_node *n, bound_inline *p)
{
    if (p->picture)
        form_fit_image(p->picture, n->width, n->height, &p->width, &p->height);
    else
        p->width = n->width > 0 ? n->width : n->height;
    if (!p->picture)
        p->height = n->height > 0 ? n->height : n->width;
}
