/* paint_haru_content.c: what the libharu painter writes by itself, and in whose measures. */
#include "paint/paint_haru_int.h"

#include <string.h>

void
haru_write(haru_painter *h, const char *content)
{
    HPDF_Stream_WriteStr(((HPDF_PageAttr)h->page->attr)->stream, content);
}

HPDF_REAL
haru_y(const haru_painter *h, int64_t y)
{
    return (HPDF_REAL)paint_pt(h->height - y);
}

static HPDF_REAL
part_of(int colour, int shift)
{
    return (HPDF_REAL)((colour >> shift & 255) / 255.0);
}

void
haru_set_fill(haru_painter *h, int gray)
{
    const int seen = display_on_screen(gray, h->base.colour);
    if (h->base.colour)
        HPDF_Page_SetRGBFill(h->page, part_of(seen, 16), part_of(seen, 8), part_of(seen, 0));
    else
        HPDF_Page_SetGrayFill(h->page, part_of(gray, 0));
}

void
haru_set_stroke(haru_painter *h, int gray)
{
    const int seen = display_on_screen(gray, h->base.colour);
    if (h->base.colour)
        HPDF_Page_SetRGBStroke(h->page, part_of(seen, 16), part_of(seen, 8), part_of(seen, 0));
    else
        HPDF_Page_SetGrayStroke(h->page, part_of(gray, 0));
}

HPDF_Binary
haru_string(haru_painter *h, const char *utf8)
{
    GByteArray *text = paint_utf16(utf8, strlen(utf8));
    HPDF_Binary string = HPDF_Binary_New(h->doc->mmgr, text->data, text->len);
    g_byte_array_unref(text);
    return string;
}
