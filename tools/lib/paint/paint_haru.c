#include "paint/paint_haru_int.h"

#include <string.h>

#include <hpdf_catalog.h>
#include <hpdf_destination.h>

/* ---- small things ---- */

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *self)
{
    char code[32], more[32];
    g_snprintf(code, sizeof code, "0x%04lX", (unsigned long)error);
    g_snprintf(more, sizeof more, "%ld", (long)detail);
    painter_fail(self, DIAG_PAINT_HARU, code, more);
}

static HPDF_REAL
haru_points(unit u)
{
    return (HPDF_REAL)paint_pt(u);
}

static void
set_stroke(haru_painter *h, unit width, int gray)
{
    HPDF_Page_SetLineWidth(h->page, haru_points(width));
    haru_set_stroke(h, gray);
}

/* ---- ops ---- */

static void
draw_line(painter *p, const display_line *l)
{
    haru_painter *h = (haru_painter *)p;
    set_stroke(h, l->width, l->gray);
    if (l->dash != DISPLAY_SOLID) {
        /* HPDF_Page_SetDash of libharu 2.3 knows whole points only. */
        const paint_dashes dashes = paint_dashes_of(l);
        char on[G_ASCII_DTOSTR_BUF_SIZE], off[G_ASCII_DTOSTR_BUF_SIZE];
        char *content = g_strdup_printf("[%s %s] 0 d\n", g_ascii_formatd(on, sizeof on, "%.5f", dashes.on),
                                        g_ascii_formatd(off, sizeof off, "%.5f", dashes.off));
        haru_write(h, content);
        g_free(content);
    }
    HPDF_Page_MoveTo(h->page, haru_points(l->x1), haru_y(h, l->y1));
    HPDF_Page_LineTo(h->page, haru_points(l->x2), haru_y(h, l->y2));
    HPDF_Page_Stroke(h->page);
    if (l->dash != DISPLAY_SOLID)
        haru_write(h, "[] 0 d\n");
}

static void
draw_rect(painter *p, const display_rect *r)
{
    haru_painter *h = (haru_painter *)p;
    if (r->fill >= 0)
        haru_set_fill(h, r->fill);
    if (r->width > 0)
        set_stroke(h, r->width, r->gray);
    HPDF_Page_Rectangle(h->page, haru_points(r->x), haru_y(h, (int64_t)r->y + r->h), haru_points(r->w),
                        haru_points(r->h));
    if (r->fill >= 0 && r->width > 0)
        HPDF_Page_FillStroke(h->page);
    else if (r->fill >= 0)
        HPDF_Page_Fill(h->page);
    else
        HPDF_Page_Stroke(h->page);
}

static void
draw_ellipse(painter *p, const display_ellipse *e)
{
    haru_painter *h = (haru_painter *)p;
    set_stroke(h, e->width, e->gray);
    HPDF_Page_Ellipse(h->page, haru_points(e->cx), haru_y(h, e->cy), haru_points(e->rx), haru_points(e->ry));
    HPDF_Page_ClosePathStroke(h->page);
}

static void
draw_path(painter *p, const display_path *path)
{
    haru_painter *h = (haru_painter *)p;
    set_stroke(h, path->width, path->gray);
    HPDF_Page_SetLineJoin(h->page, HPDF_ROUND_JOIN);
    HPDF_Page_SetLineCap(h->page, HPDF_ROUND_END);
    HPDF_Page_MoveTo(h->page, haru_points(path->points[0].x), haru_y(h, path->points[0].y));
    for (size_t i = 1; i < path->count; i++)
        HPDF_Page_LineTo(h->page, haru_points(path->points[i].x), haru_y(h, path->points[i].y));
    if (path->closed)
        HPDF_Page_ClosePathStroke(h->page);
    else
        HPDF_Page_Stroke(h->page);
    HPDF_Page_SetLineJoin(h->page, HPDF_MITER_JOIN);
    HPDF_Page_SetLineCap(h->page, HPDF_BUTT_END);
}

static void
draw_tiles(painter *p, const display_tiles *t)
{
    haru_painter *h = (haru_painter *)p;
    haru_set_fill(h, t->gray);
    for (size_t i = 0; i < t->count; i++) {
        const display_box *b = &t->boxes[i];
        HPDF_Page_Rectangle(h->page, haru_points(b->x), haru_y(h, (int64_t)b->y + b->h), haru_points(b->w),
                            haru_points(b->h));
    }
    HPDF_Page_Fill(h->page);
}

static void
begin_page(painter *p, const display_page *page)
{
    haru_painter *h = (haru_painter *)p;
    h->page = HPDF_AddPage(h->doc);
    h->height = page->height;
    if (!h->page)
        return; /* the error handler has told */
    HPDF_Page_SetWidth(h->page, haru_points(page->width));
    HPDF_Page_SetHeight(h->page, haru_points(page->height));
}

static void
end_page(painter *p)
{
    (void)p; /* libharu ends a page when the document is saved */
}

/* ---- the document ---- */

static void
set_info(haru_painter *h)
{
    const display *l = h->base.list;
    const struct {
        const char *key, *value;
    } rows[] = {{"Title", l->title},
                {"Author", l->author},
                {"Subject", l->subject},
                {"Keywords", l->keywords},
                {"Creator", "renkei"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].value)
            HPDF_Dict_Add(h->doc->info, rows[i].key, haru_string(h, rows[i].value));
    const date day = paint_date(l);
    const HPDF_Date when = {day.year, day.month, day.day, 0, 0, 0, '+', 9, 0};
    HPDF_SetInfoDateAttr(h->doc, HPDF_INFO_CREATION_DATE, when);
    HPDF_SetInfoDateAttr(h->doc, HPDF_INFO_MOD_DATE, when);
}

static void
set_catalog(haru_painter *h)
{
    const HPDF_MMgr memory = h->doc->mmgr;
    const display *l = h->base.list;
    HPDF_Dict_Add(h->doc->catalog, "Lang", HPDF_String_New(memory, l->language, NULL));
    HPDF_Dict viewer = HPDF_Dict_New(memory);
    HPDF_Dict_Add(h->doc->catalog, "ViewerPreferences", viewer);
    HPDF_Dict_AddBoolean(viewer, "DisplayDocTitle", HPDF_TRUE);
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *page = g_ptr_array_index(l->pages, i);
        HPDF_Dict label = HPDF_Dict_New(memory);
        HPDF_Catalog_AddPageLabel(h->doc->catalog, i, label);
        HPDF_Dict_Add(label, "P", haru_string(h, page->label ? page->label : ""));
    }
}

static HPDF_Outline
add_bookmark(haru_painter *h, HPDF_Outline parent, const display_bookmark *b)
{
    HPDF_Outline outline = HPDF_CreateOutline(h->doc, parent, "", NULL);
    HPDF_Page page = HPDF_GetPageByIndex(h->doc, (HPDF_UINT)b->page);
    HPDF_Destination target = page ? HPDF_Page_CreateDestination(page) : NULL;
    if (!outline || !target)
        return NULL;
    const display_page *shown = g_ptr_array_index(h->base.list->pages, (guint)b->page);
    HPDF_Destination_SetXYZ(target, 0, (HPDF_REAL)paint_pt(shown->height - b->y), 1);
    /* Zoom 0, "as it is", which HPDF_Destination_SetXYZ refuses. */
    HPDF_Real zoom = HPDF_Array_GetItem(target, 4, HPDF_OCLASS_REAL);
    if (zoom)
        HPDF_Real_SetValue(zoom, 0);
    HPDF_Outline_SetDestination(outline, target);
    HPDF_Outline_SetOpened(outline, HPDF_TRUE);
    HPDF_Dict_Add(outline, "Title", haru_string(h, b->title));
    return outline;
}

static void
add_bookmarks(haru_painter *h)
{
    const GArray *bookmarks = h->base.list->bookmarks;
    HPDF_Outline *last = g_new0(HPDF_Outline, bookmarks->len + 1); /* of each level */
    for (guint i = 0; i < bookmarks->len && !h->base.failed; i++) {
        const display_bookmark *b = &g_array_index(bookmarks, display_bookmark, i);
        last[b->level] = add_bookmark(h, b->level > 0 ? last[b->level - 1] : NULL, b);
    }
    g_free(last);
}

static GByteArray *
save_document(haru_painter *h)
{
    if (HPDF_SaveToStream(h->doc) != HPDF_OK)
        return NULL;
    HPDF_UINT32 left = HPDF_GetStreamSize(h->doc);
    GByteArray *bytes = g_byte_array_sized_new(left);
    g_byte_array_set_size(bytes, left);
    if (HPDF_ReadFromStream(h->doc, bytes->data, &left) != HPDF_OK || left != bytes->len) {
        painter_fail(&h->base, DIAG_PAINT_HARU, "HPDF_SaveToStream", "0");
        g_byte_array_unref(bytes);
        return NULL;
    }
    return bytes;
}

static void
close_painter(painter *p, GPtrArray *outputs)
{
    haru_painter *h = (haru_painter *)p;
    if (!p->failed)
        add_bookmarks(h);
    if (!p->failed)
        haru_settle_fonts(h);
    GByteArray *bytes = p->failed ? NULL : save_document(h);
    if (h->doc)
        HPDF_Free(h->doc);
    haru_drop_faces(h);
    g_clear_pointer(&h->images, g_hash_table_destroy);
    if (bytes && p->failed)
        g_byte_array_unref(bytes);
    else if (bytes)
        g_ptr_array_add(outputs, bytes);
}

static const painter_slots haru_slots = {begin_page, paint_no_structure, haru_text,     paint_mark_in_parts,
                                         draw_line,  draw_rect,          draw_ellipse,  draw_path,
                                         draw_tiles, end_page,           close_painter, haru_image};

painter *
paint_haru_open(const display *l, const font_set *fonts)
{
    haru_painter *h = (haru_painter *)painter_new(sizeof *h, &haru_slots, l, fonts);
    h->faces = g_new0(haru_face, font_face_count(fonts) + 1);
    h->doc = HPDF_New(on_error, h);
    if (!h->doc) {
        painter_fail(&h->base, DIAG_PAINT_HARU, "HPDF_New", "0");
        return &h->base;
    }
    HPDF_UseUTFEncodings(h->doc);
    HPDF_SetCompressionMode(h->doc, HPDF_COMP_ALL);
    h->doc->pdf_version = HPDF_VER_15; /* /ActualText on marked content */
    set_info(h);
    set_catalog(h);
    return &h->base;
}
