/* paint_pdf_link.c: links, as annotations (ISO 32000-1, 12.5.6.5; ISO 14289-1, 7.18). */
#include "paint/paint_pdf_int.h"

void
pdf_append_annotations(pdf_painter *p, const display_page *page)
{
    pdf_file *f = &p->file;
    const guint first = p->links->len - page->links->len;
    for (guint i = 0; i < page->links->len; i++)
        pdf_format(f, "%s%u 0 R", i ? " " : "/Annots[", g_array_index(p->links, pdf_link, first + i).object);
    if (page->links->len)
        pdf_write(f, "]");
}

void
pdf_reserve_links(pdf_painter *p, const display_page *page)
{
    for (guint i = 0; i < page->links->len; i++) {
        const pdf_link one = {&g_array_index(page->links, display_link, i), p->page_objects->len,
                              pdf_reserve(&p->file)};
        g_array_append_val(p->links, one);
    }
}

static void
write_text(pdf_file *f, const char *text)
{
    pdf_write(f, "<");
    pdf_append_utf16(f->out, text, strlen(text), true);
    pdf_write(f, ">");
}

/* In brackets: it is printable ASCII (form_link_is_safe), but brackets and the sign that guards them. */
static void
write_address(pdf_file *f, const char *uri)
{
    pdf_write(f, "(");
    for (const char *c = uri; *c; c++)
        pdf_format(f, "%s%c", strchr("()\\", *c) ? "\\" : "", *c);
    pdf_write(f, ")");
}

static void
write_target(pdf_painter *p, const display_link *link)
{
    pdf_file *f = &p->file;
    if (link->uri) {
        pdf_write(f, "/Contents");
        write_text(f, link->uri);
        pdf_write(f, "/A<</S/URI/URI");
        write_address(f, link->uri);
        pdf_write(f, ">>");
        return;
    }
    const display_anchor *to = display_find_anchor(p->base.list, link->to); /* display_check has found it */
    const display_page *page = g_ptr_array_index(p->base.list->pages, (guint)to->page);
    char *words = g_strdup_printf("%sページへ", page->label ? page->label : "");
    pdf_write(f, "/Contents");
    write_text(f, words);
    pdf_format(f, "/Dest[%u 0 R/XYZ 0 ", g_array_index(p->page_objects, unsigned, to->page));
    pdf_append_points(f->out, page->height - to->y);
    pdf_write(f, "null]");
    g_free(words);
}

/* Printed with the page (ISO 19005-2, 6.3.2), and nothing of its own to be seen. */
static void
write_link(pdf_painter *p, guint i)
{
    pdf_file *f = &p->file;
    const pdf_link *one = &g_array_index(p->links, pdf_link, i);
    const display_page *page = g_ptr_array_index(p->base.list->pages, one->page);
    const display_box *b = &one->link->box;
    pdf_begin(f, one->object);
    pdf_write(f, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
    pdf_append_points(f->out, b->x);
    pdf_append_points(f->out, (int64_t)page->height - b->y - b->h);
    pdf_append_points(f->out, (int64_t)b->x + b->w);
    pdf_append_points(f->out, (int64_t)page->height - b->y);
    pdf_format(f, "]/P %u 0 R/StructParent %u", g_array_index(p->page_objects, unsigned, one->page),
               p->page_objects->len + i);
    write_target(p, one->link);
    pdf_write(f, ">>");
    pdf_end(f);
}

void
pdf_write_links(pdf_painter *p)
{
    for (guint i = 0; i < p->links->len; i++)
        write_link(p, i);
}
