/* paint_cairo_status.c: what cairo says went wrong, kept in the painter. */
#include "paint/paint_cairo_int.h"

/* cairo's own words are English; of what can happen here most is one of these. */
static const char *
status_words(cairo_status_t status)
{
    switch (status) {
    case CAIRO_STATUS_NO_MEMORY:
        return "メモリーが足りません";
    case CAIRO_STATUS_WRITE_ERROR:
        return "書き込みの誤り";
    case CAIRO_STATUS_INVALID_SIZE:
        return "大きさが扱える範囲にありません";
    case CAIRO_STATUS_FREETYPE_ERROR:
    case CAIRO_STATUS_FONT_TYPE_MISMATCH:
        return "書体の誤り";
    case CAIRO_STATUS_INVALID_CLUSTERS:
    case CAIRO_STATUS_INVALID_STRING:
        return "文字の並びの誤り";
    case CAIRO_STATUS_TAG_ERROR:
        return "しおりやタグの誤り";
    default:
        return NULL;
    }
}

bool
cairo_painter_good(cairo_painter *c, cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    char *number = g_strdup_printf("エラー番号%d", (int)status);
    const char *words = status_words(status);
    painter_fail(&c->base, DIAG_PAINT_CAIRO, words ? words : number, cairo_status_to_string(status));
    g_free(number);
    return false;
}
