/* paint_cairo_status.c: what cairo says went wrong, kept in the painter. */
#include "paint/paint_cairo_int.h"

bool
cairo_painter_good(cairo_painter *c, cairo_status_t status)
{
    if (status != CAIRO_STATUS_SUCCESS)
        painter_fail(&c->base, DIAG_PAINT_CAIRO, cairo_status_to_string(status), NULL);
    return status == CAIRO_STATUS_SUCCESS;
}
