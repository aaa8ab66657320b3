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

HPDF_REAL
haru_gray(int gray)
{
    return (HPDF_REAL)(gray / 255.0);
}

HPDF_Binary
haru_string(haru_painter *h, const char *utf8)
{
    GByteArray *text = paint_utf16(utf8, strlen(utf8));
    HPDF_Binary string = HPDF_Binary_New(h->doc->mmgr, text->data, text->len);
    g_byte_array_unref(text);
    return string;
}
