/* paint_pdf.c: the document: pages, what is said of it, bookmarks (ISO 32000-1, 7.7, 12.3, 14.3). */
#include "paint/paint_pdf_int.h"

#include <string.h>

static void
begin_page(painter *base, const display_page *page)
{
    pdf_painter *p = (pdf_painter *)base;
    p->height = page->height;
    p->fill = p->stroke = -1;
    p->width = -1;
    p->font = NULL;
    p->content->len = 0;
    g_array_set_size(p->pieces, 0);
    p->piece = 0;
    p->blends = false;
    pdf_begin_structure(p);
}

static void
end_page(painter *base)
{
    pdf_painter *p = (pdf_painter *)base;
    pdf_file *f = &p->file;
    const display_page *page = g_ptr_array_index(base->list->pages, p->page_objects->len);
    const unsigned number = pdf_reserve(f), content = pdf_reserve(f);
    pdf_end_structure(p);
    pdf_text_stream(f, content, "", p->content->data, p->content->len);
    pdf_buffer *box = pdf_buffer_new();
    pdf_append_points(box, page->width);
    pdf_append_points(box, page->height);
    pdf_reserve_links(p, page);
    char *fields = pdf_write_fields(p, number);
    pdf_begin(f, number);
    pdf_format(f,
               "<</Type/Page/Parent %u 0 R/Resources %u 0 R/MediaBox[0 0 %.*s]/Contents %u 0 R/StructParents %u/Tabs/S",
               p->pages, p->resources, (int)box->len - 1, (const char *)box->data, content, p->page_objects->len);
    if (p->blends) /* else colours would be mixed as the intent has them: in gray */
        pdf_format(f, "/Group<</Type/Group/S/Transparency/CS[/ICCBased %u 0 R]>>", pdf_colours(p));
    pdf_append_annotations(p, page, fields);
    pdf_write(f, ">>");
    pdf_end(f);
    g_free(fields);
    pdf_buffer_drop(box);
    g_array_append_val(p->page_objects, number);
}

/* ---- the document ---- */

static void
write_string(pdf_file *f, const char *utf8)
{
    pdf_write(f, "<");
    pdf_append_utf16(f->out, utf8, strlen(utf8), true);
    pdf_write(f, ">");
}

static void
write_info(pdf_painter *p)
{
    pdf_file *f = &p->file;
    const display *l = p->base.list;
    const struct {
        const char *key, *value;
    } rows[] = {{"Title", l->title}, {"Author", l->author}, {"Subject", l->subject}, {"Keywords", l->keywords}};
    pdf_begin(f, p->info);
    pdf_write(f, "<<");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!rows[i].value)
            continue;
        pdf_format(f, "/%s", rows[i].key);
        write_string(f, rows[i].value);
    }
    const date day = paint_date(l);
    char when[32];
    g_snprintf(when, sizeof when, "D:%04d%02d%02d000000+09'00", day.year, day.month, day.day);
    pdf_format(f, "/Creator(renkei)/Producer(renkei)/CreationDate(%s)/ModDate(%s)>>", when, when);
    pdf_end(f);
}

static void
write_pages(pdf_painter *p)
{
    pdf_file *f = &p->file;
    pdf_begin(f, p->pages);
    pdf_format(f, "<</Type/Pages/Count %u/Kids[", p->page_objects->len);
    for (guint i = 0; i < p->page_objects->len; i++)
        pdf_format(f, "%s%u 0 R", i ? " " : "", g_array_index(p->page_objects, unsigned, i));
    pdf_write(f, "]>>");
    pdf_end(f);
    pdf_begin(f, p->resources);
    pdf_write(f, "<</Font<<");
    for (size_t i = 0; i < font_face_count(p->base.fonts); i++)
        if (p->faces[i].face)
            pdf_format(f, "/F%zu %u 0 R", i, p->faces[i].object);
    if (p->sign_font)
        pdf_format(f, "/S %u 0 R", p->sign_font);
    pdf_write(f, ">>");
    pdf_append_image_resources(p);
    pdf_write(f, ">>");
    pdf_end(f);
}

/* ---- bookmarks ---- */

static int
level_of(const GArray *b, int i)
{
    return i < 0 ? -1 : g_array_index(b, display_bookmark, i).level;
}

/* The next bookmark below the same parent that is no child of `i`, or -1. A level may have been skipped. */
static int
next_sibling(const GArray *b, int i, int parent)
{
    for (int k = i + 1; k < (int)b->len && level_of(b, k) > level_of(b, parent); k++)
        if (level_of(b, k) <= level_of(b, i))
            return k;
    return -1;
}

static int
first_child(const GArray *b, int i)
{
    return i + 1 < (int)b->len && level_of(b, i + 1) > level_of(b, i) ? i + 1 : -1;
}

/* All that is below is shown: bookmarks are open. */
static int
count_below(const GArray *b, int i)
{
    int n = 0;
    for (int k = i + 1; k < (int)b->len && level_of(b, k) > level_of(b, i); k++)
        n++;
    return n;
}

static void
write_bookmark(pdf_painter *p, unsigned root, int i, int parent, int before)
{
    pdf_file *f = &p->file;
    const GArray *b = p->base.list->bookmarks;
    const display_bookmark *mark = &g_array_index(b, display_bookmark, i);
    const display_page *page = g_ptr_array_index(p->base.list->pages, (guint)mark->page);
    const int next = next_sibling(b, i, parent), below = count_below(b, i);
    pdf_begin(f, root + 1 + (unsigned)i);
    pdf_write(f, "<</Title");
    write_string(f, mark->title);
    pdf_format(f, "/Parent %u 0 R/Dest[%u 0 R/XYZ 0 ", parent < 0 ? root : root + 1 + (unsigned)parent,
               g_array_index(p->page_objects, unsigned, mark->page));
    pdf_append_points(f->out, page->height - mark->y);
    pdf_write(f, "null]");
    if (before >= 0)
        pdf_format(f, "/Prev %u 0 R", root + 1 + (unsigned)before);
    if (next >= 0)
        pdf_format(f, "/Next %u 0 R", root + 1 + (unsigned)next);
    if (below > 0) {
        int last = first_child(b, i);
        for (int k; (k = next_sibling(b, last, i)) >= 0;)
            last = k;
        pdf_format(f, "/First %u 0 R/Last %u 0 R/Count %d", root + 2 + (unsigned)i, root + 1 + (unsigned)last, below);
    }
    pdf_write(f, ">>");
    pdf_end(f);
    int previous = -1;
    for (int k = first_child(b, i); k >= 0; previous = k, k = next_sibling(b, k, i))
        write_bookmark(p, root, k, i, previous);
}

/* The number of the outline's root; 0 when there are no bookmarks. */
static unsigned
write_bookmarks(pdf_painter *p)
{
    pdf_file *f = &p->file;
    const GArray *b = p->base.list->bookmarks;
    if (b->len == 0)
        return 0;
    const unsigned root = pdf_reserve(f);
    for (guint i = 0; i < b->len; i++)
        pdf_reserve(f);
    int last = 0, previous = -1;
    for (int k = 0; k >= 0; previous = k, last = k, k = next_sibling(b, k, -1))
        write_bookmark(p, root, k, -1, previous);
    pdf_begin(f, root);
    pdf_format(f, "<</Type/Outlines/First %u 0 R/Last %u 0 R/Count %u>>", root + 1, root + 1 + (unsigned)last, b->len);
    pdf_end(f);
    return root;
}

static void
write_document(pdf_painter *p)
{
    pdf_file *f = &p->file;
    pdf_write_fonts(p);
    pdf_write_signs(p);
    pdf_write_form(p);
    write_pages(p);
    pdf_write_colours(p);
    write_info(p);
    pdf_write_links(p);
    const unsigned outlines = write_bookmarks(p), metadata = pdf_reserve(f), intent = pdf_reserve(f);
    const unsigned structure = pdf_write_structure(p);
    pdf_write_metadata(p, metadata);
    pdf_write_intent(p, intent);
    const unsigned attached = pdf_write_attached(p);
    char *entries = paint_catalog_entries(p->base.list);
    pdf_begin(f, p->root);
    pdf_format(f,
               "<</Type/Catalog/Pages %u 0 R/Metadata %u 0 R/OutputIntents[%u 0 R]/StructTreeRoot %u 0 R"
               "/MarkInfo<</Marked true>>\n%s",
               p->pages, metadata, intent, structure, entries);
    if (outlines)
        pdf_format(f, "/Outlines %u 0 R", outlines);
    if (p->form)
        pdf_format(f, "/AcroForm %u 0 R", p->form);
    if (attached)
        pdf_format(f, "/AF[%u 0 R]/Names<</EmbeddedFiles<</Names[(" DISPLAY_ATTACHED ")%u 0 R]>>>>", attached,
                   attached);
    pdf_write(f, ">>");
    pdf_end(f);
    g_free(entries);
}

static void
close_painter(painter *base, GPtrArray *outputs)
{
    pdf_painter *p = (pdf_painter *)base;
    if (!base->failed)
        write_document(p);
    if (!base->failed)
        g_ptr_array_add(outputs, pdf_close(&p->file, p->root, p->info));
    pdf_drop(&p->file);
    pdf_drop_faces(p);
    g_array_free(p->page_objects, TRUE);
    g_array_free(p->pieces, TRUE);
    g_array_free(p->signs, TRUE);
    g_array_free(p->stretches, TRUE);
    g_array_free(p->images, TRUE);
    g_array_free(p->links, TRUE);
    g_array_free(p->inks, TRUE);
    pdf_buffer_drop(p->content);
}

static const painter_slots pdf_slots = {begin_page,  pdf_node, pdf_text,  pdf_mark, pdf_line,      pdf_rect,
                                        pdf_ellipse, pdf_path, pdf_tiles, end_page, close_painter, pdf_image};

painter *
paint_pdf_open(const display *l, const font_set *fonts, struct pdf_sources *sources)
{
    pdf_painter *p = (pdf_painter *)painter_new(sizeof *p, &pdf_slots, l, fonts);
    p->sources = sources;
    pdf_open(&p->file, pdf_kept_packer(sources));
    p->content = pdf_buffer_new();
    pdf_open_pieces(p);
    pdf_open_signs(p);
    pdf_open_structure(p);
    pdf_open_images(p);
    p->links = g_array_new(FALSE, FALSE, sizeof(pdf_link));
    p->page_objects = g_array_new(FALSE, FALSE, sizeof(unsigned));
    p->faces = g_new0(pdf_face, font_face_count(fonts));
    p->root = pdf_reserve(&p->file);
    p->info = pdf_reserve(&p->file);
    p->pages = pdf_reserve(&p->file);
    p->resources = pdf_reserve(&p->file);
    pdf_open_fields(p);
    return &p->base;
}
