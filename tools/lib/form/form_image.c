/* form_image.c: pictures that a form has of its own, and how large they are printed. */
#include "form/form_int.h"

#include <string.h>

#include "image/image_read.h"

void
form_fit_image(const image *i, unit width, unit height, unit *w, unit *h)
{
    g_assert(i && w && h && (width > 0 || height > 0));
    const bool by_width = height <= 0 || (width > 0 && (int64_t)width * i->height <= (int64_t)height * i->width);
    const unit across = by_width ? width : unit_scale(height, i->width, i->height);
    const unit down = by_width ? unit_scale(width, i->height, i->width) : height;
    *w = MAX(across, 1);
    *h = MAX(down, 1);
}

/* A file is read once, however often it stands in the form. */
static const image *
read_once(form_reader *r, const char *path, place where)
{
    gpointer known = NULL;
    char *whole = g_canonicalize_filename(path, NULL);
    if (!r->images)
        r->images = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (g_hash_table_lookup_extended(r->images, whole, NULL, &known)) {
        g_free(whole);
        return known;
    }
    GByteArray *bytes = image_bytes_of_form(path, where, r->d);
    const image_asked by = {XML_FORM, where};
    const image *read = bytes ? image_read(r->a, path, bytes->data, bytes->len, &by, r->d) : NULL;
    xml_store_note_file(r->s, path, bytes ? bytes->data : NULL, bytes ? bytes->len : 0);
    g_ptr_array_add(r->file_list, (gpointer)path);
    if (bytes)
        g_byte_array_unref(bytes);
    g_hash_table_insert(r->images, whole, (gpointer)read);
    return read;
}

static const image *
read_source(form_reader *r, xml_node *e, const char *attribute)
{
    const place where = xml_place(r->a, e, false);
    const char *name = attr_text(r, e, attribute);
    const char *path = name ? image_path_of_form(r->a, where.file, name, where, r->d) : NULL;
    return path ? read_once(r, path, where) : NULL;
}

static void
bad_measure(form_reader *r, xml_node *e, const char *name)
{
    diag_add(r->d, DIAG_FORM_ATTRIBUTE, xml_place(r->a, e, false), PLACE_NONE, xml_name(e), name, NULL);
}

/* No measure of it is of type: a large-print edition has it as large as any other. */
void
form_image_read(form_reader *r, xml_node *e, form_node *n, unit em)
{
    n->width = attr_length(r, e, "width", em, 0);
    n->height = attr_length(r, e, "height", em, 0);
    n->text = attr_text(r, e, "alt");
    n->extra = attr_expr(r, e, "alt-select");
    n->field = attr_text(r, e, "name");
    n->decorative = attr_yes(r, e, "decorative");
    n->picture = read_source(r, e, "src");
    if (n->width <= 0 && n->height <= 0)
        bad_measure(r, e, n->width < 0 || !attr_text(r, e, "height") ? "width" : "height");
    if (n->text && xml_is_blank(n->text))
        bad_measure(r, e, "alt");
}

/* In the middle of the box that is asked for, of the whole page where none is. */
static form_background
place_background(form_reader *r, xml_node *e, const form_page *page, const image *picture)
{
    const unit em = r->base->size, left = attr_length(r, e, "left", em, 0), top = attr_length(r, e, "top", em, 0);
    const unit width = attr_length(r, e, "width", em, page->width - left),
               height = attr_length(r, e, "height", em, page->height - top);
    form_background b = {.picture = picture, .where = xml_place(r->a, e, false)};
    if (width <= 0 || height <= 0 || left + width > page->width || top + height > page->height) {
        bad_measure(r, e, left + width > page->width || width <= 0 ? "width" : "height");
        b.picture = NULL;
    } else if (picture) {
        form_fit_image(picture, width, height, &b.w, &b.h);
        b.x = left + (width - b.w) / 2;
        b.y = top + (height - b.h) / 2;
    }
    return b;
}

void
form_background_read(form_reader *r, xml_node *e, form_page *page)
{
    const form_background b = place_background(r, e, page, read_source(r, e, "src"));
    const bool first = !attr_is(r, e, "on", "later"), later = !attr_is(r, e, "on", "first");
    form_background *const places[] = {first ? &page->background_first : NULL, later ? &page->background_later : NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        if (!places[i])
            continue;
        if (places[i]->where.file)
            diag_add(r->d, DIAG_FORM_TWICE, b.where, PLACE_NONE, "background", attr_text(r, e, "src"), NULL);
        *places[i] = b;
    }
}
