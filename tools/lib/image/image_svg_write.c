#include "image/image_int.h"

static void
append_outline(const image_shape *s, GString *out)
{
    static const char letters[] = "ZMLC";
    const image_point *at = s->points;
    for (size_t i = 0; i < s->step_count; i++) {
        g_string_append_c(out, letters[s->steps[i]]);
        for (size_t k = 0; k < image_step_points(s->steps[i]); k++, at++)
            g_string_append_printf(out, "%s%d %d", k ? " " : "", at->x, at->y);
    }
}

static void
append_shape(const image_shape *s, GString *out)
{
    static const char *const caps[] = {"butt", "round", "square"}, *const joins[] = {"miter", "round", "bevel"};
    g_string_append(out, "<path");
    if (s->fill == IMAGE_NONE)
        g_string_append(out, " fill=\"none\"");
    else
        g_string_append_printf(out, " fill=\"#%06x\"", (unsigned)s->fill);
    if (s->even_odd)
        g_string_append(out, " fill-rule=\"evenodd\"");
    if (s->stroke != IMAGE_NONE)
        g_string_append_printf(out,
                               " stroke=\"#%06x\" stroke-width=\"%d\" stroke-linecap=\"%s\" stroke-linejoin=\"%s\""
                               " stroke-miterlimit=\"%d.%02d\"",
                               (unsigned)s->stroke, s->width, caps[s->cap], joins[s->join], s->miter / 100,
                               s->miter % 100);
    g_string_append(out, " d=\"");
    append_outline(s, out);
    g_string_append(out, "\"/>\n");
}

void
svg_write(const image *i, GString *out)
{
    g_string_append_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n", i->width,
                           i->height);
    for (size_t k = 0; k < i->shape_count; k++)
        append_shape(&i->shapes[k], out);
    g_string_append(out, "</svg>\n");
}
