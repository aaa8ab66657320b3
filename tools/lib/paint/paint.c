/* paint.c: which painter paints what. It alone knows all of them. */
#include "paint/paint_int.h"

#include <math.h>

const char *const paint_backend_names[PAINT_BACKENDS + 1] = {
    [PAINT_RENKEI] = "renkei", [PAINT_CAIRO] = "cairo", [PAINT_HARU] = "haru"};

static bool
check_list(const display *l, diag *d)
{
    if (l->is_sound)
        return true;
    arena *a = arena_new();
    const char *fault = display_check(l, a);
    if (fault)
        diag_add(d, DIAG_PAINT_LIST, PLACE_NONE, PLACE_NONE, display_fault_place(a, fault), fault, NULL);
    arena_drop(a);
    return !fault;
}

static void
print_list(const display *l, GPtrArray *outputs)
{
    GString *text = g_string_new(NULL);
    display_print(l, false, text);
    g_ptr_array_add(outputs, g_byte_array_append(g_byte_array_new(), (const guint8 *)text->str, (guint)text->len));
    g_string_free(text, TRUE);
}

struct paint_kit {
    const font_set *fonts;
    struct cairo_faces *cairo_faces; /* NULL until used, as is the other */
    struct pdf_sources *pdf_sources;
};

paint_kit *
paint_kit_new(const font_set *fonts)
{
    g_assert(fonts);
    paint_kit *k = g_new0(paint_kit, 1);
    k->fonts = fonts;
    return k;
}

void
paint_kit_drop(paint_kit *k)
{
    if (!k)
        return;
    paint_cairo_faces_drop(k->cairo_faces);
    paint_pdf_sources_drop(k->pdf_sources);
    g_free(k);
}

static painter *
open_painter(paint_kit *k, const display *l, paint_backend backend, paint_format format, int dpi)
{
    if (backend == PAINT_HARU)
        return paint_haru_open(l, k->fonts);
    if (backend == PAINT_RENKEI && format == PAINT_PDF) {
        if (!k->pdf_sources)
            k->pdf_sources = paint_pdf_sources_new(k->fonts);
        return paint_pdf_open(l, k->fonts, k->pdf_sources);
    }
    if (!k->cairo_faces)
        k->cairo_faces = paint_cairo_faces_new(k->fonts);
    return paint_cairo_open(l, k->fonts, k->cairo_faces, format, dpi);
}

/* Pixels of a page: 560 MB while it is painted. All of A4 at 1,200 dots per inch has as many. */
#define MOST_PIXELS 140e6

static bool
is_too_fine(const display *l, int dpi, diag *d)
{
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = g_ptr_array_index(l->pages, i);
        const double across = (double)p->width / UNIT_PT / 72, down = (double)p->height / UNIT_PT / 72;
        if (across * down * dpi * dpi <= MOST_PIXELS)
            continue;
        char page[16], most[16];
        g_snprintf(page, sizeof page, "%u", i + 1);
        g_snprintf(most, sizeof most, "%d", (int)sqrt(MOST_PIXELS / (across * down)));
        diag_add(d, DIAG_PAINT_TOO_FINE, PLACE_NONE, PLACE_NONE, page, most, NULL);
        return true;
    }
    return false;
}

bool
paint_document_with(paint_kit *k, const display *l, paint_backend backend, paint_format format, int dpi,
                    GPtrArray *outputs, diag *d)
{
    g_assert(k && l && outputs && d);
    if (backend == PAINT_HARU && format != PAINT_PDF) {
        diag_add(d, DIAG_PAINT_NO_FORMAT, PLACE_NONE, PLACE_NONE, NULL);
        return false;
    }
    if (!check_list(l, d))
        return false;
    if (format == PAINT_TEXT) {
        print_list(l, outputs);
        return true;
    }
    if (format == PAINT_PNG && is_too_fine(l, dpi, d))
        return false;
    return painter_run(open_painter(k, l, backend, format, dpi), outputs, d);
}

GByteArray *
paint_page_region(paint_kit *k, const display *l, size_t page, const paint_region *region, int dpi, diag *d)
{
    g_assert(k && l && page < l->pages->len && region && region->box.w > 0 && region->box.h > 0 && d);
    if (!check_list(l, d))
        return NULL;
    if (!k->cairo_faces)
        k->cairo_faces = paint_cairo_faces_new(k->fonts);
    GPtrArray *only = g_ptr_array_new(), *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    g_ptr_array_add(only, g_ptr_array_index(l->pages, page));
    display one = *l;
    one.pages = only;
    GByteArray *picture = NULL;
    if (painter_run(paint_cairo_open_region(&one, k->fonts, k->cairo_faces, region, dpi), outputs, d))
        picture = g_byte_array_ref(g_ptr_array_index(outputs, 0));
    g_ptr_array_free(outputs, TRUE);
    g_ptr_array_free(only, TRUE);
    return picture;
}

bool
paint_document(const display *l, const font_set *fonts, paint_backend backend, paint_format format, int dpi,
               GPtrArray *outputs, diag *d)
{
    g_assert(l && fonts && outputs && d);
    paint_kit *k = paint_kit_new(fonts);
    const bool done = paint_document_with(k, l, backend, format, dpi, outputs, d);
    paint_kit_drop(k);
    return done;
}

bool
paint_screen(const display *l, const font_set *fonts, paint_outlines *outlines, GPtrArray *outputs, diag *d)
{
    g_assert(l && fonts && outlines && outputs && d);
    if (!check_list(l, d))
        return false;
    return painter_run(paint_screen_open(l, fonts, outlines), outputs, d);
}

GByteArray *
paint_screen_page(const display *l, const font_set *fonts, paint_outlines *outlines, size_t page, diag *d)
{
    g_assert(l && fonts && outlines && page < l->pages->len && d);
    GPtrArray *only = g_ptr_array_new(), *outputs = g_ptr_array_new();
    g_ptr_array_add(only, g_ptr_array_index(l->pages, page));
    display one = *l;
    one.pages = only;
    GByteArray *picture = NULL;
    if (painter_run(paint_screen_open(&one, fonts, outlines), outputs, d))
        picture = g_ptr_array_index(outputs, 0);
    g_ptr_array_free(outputs, TRUE);
    g_ptr_array_free(only, TRUE);
    return picture;
}
