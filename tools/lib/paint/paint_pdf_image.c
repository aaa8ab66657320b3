/* paint_pdf_image.c: pictures as external objects (ISO 32000-1, 8.9 and 8.10): each once in the file, however often and
 * on however many pages it stands. Gray ones are DeviceGray, as all text is; the others have a profile of their own
 * (8.6.5.5), as the file's intent is of gray. */
#include "paint/paint_pdf_int.h"

#include <string.h>

#include "record/record.h"

typedef struct pdf_image_used {
    const char *sum;
    unsigned object;
} pdf_image_used;

void
pdf_open_images(pdf_painter *p)
{
    p->images = g_array_new(FALSE, FALSE, sizeof(pdf_image_used));
}

unsigned
pdf_colours(pdf_painter *p)
{
    if (!p->colours)
        p->colours = pdf_reserve(&p->file);
    return p->colours;
}

void
pdf_write_colours(pdf_painter *p)
{
    if (!p->colours)
        return;
    GByteArray *bytes = record_colour_profile();
    pdf_stream(&p->file, p->colours, "/N 3", bytes->data, bytes->len);
    g_byte_array_unref(bytes);
}

void
pdf_append_image_resources(pdf_painter *p)
{
    pdf_file *f = &p->file;
    if (!p->images->len)
        return;
    pdf_write(f, "/XObject<<");
    for (guint i = 0; i < p->images->len; i++)
        pdf_format(f, "/I%u %u 0 R", i, g_array_index(p->images, pdf_image_used, i).object);
    pdf_write(f, ">>");
}

/* ---- pixels ---- */

static char *
entries_of(pdf_painter *p, int32_t width, int32_t height, bool gray, const char *more)
{
    char *space = gray ? g_strdup("/DeviceGray") : g_strdup_printf("[/ICCBased %u 0 R]", pdf_colours(p));
    char *entries = g_strdup_printf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%s%s",
                                    width, height, space, more);
    g_free(space);
    return entries;
}

/* Of each row the filter of PNG (7.4.4.4) that leaves the least: none, the pixel before, the row above. A smooth
 * picture becomes a tenth as large. */
static void
filter_row(const uint8_t *row, const uint8_t *above, size_t length, size_t pixel, uint8_t *out)
{
    size_t left[3] = {0, 0, 0};
    for (size_t i = 0; i < length; i++) {
        const uint8_t values[] = {row[i], (uint8_t)(row[i] - (i < pixel ? 0 : row[i - pixel])),
                                  (uint8_t)(row[i] - (above ? above[i] : 0))};
        for (int k = 0; k < 3; k++)
            left[k] += values[k] < 128 ? values[k] : 256u - values[k];
    }
    const uint8_t filter = left[1] < left[0] && left[1] <= left[2] ? 1 : left[2] < left[0] ? 2 : 0;
    *out++ = filter;
    for (size_t i = 0; i < length; i++)
        *out++ = (uint8_t)(row[i] - (filter == 1            ? (i < pixel ? 0 : row[i - pixel])
                                     : filter == 2 && above ? above[i]
                                                            : 0));
}

static void
write_filtered(pdf_painter *p, unsigned number, const char *entries, const uint8_t *samples, int32_t width,
               int32_t height, int channels)
{
    const size_t length = (size_t)width * (size_t)channels, whole = (length + 1) * (size_t)height;
    uint8_t *rows = g_try_malloc(whole);
    if (!rows) {
        painter_fail(&p->base, DIAG_PAINT_IMAGE, "", NULL);
        return;
    }
    for (int32_t y = 0; y < height; y++)
        filter_row(samples + (size_t)y * length, y ? samples + (size_t)(y - 1) * length : NULL, length,
                   (size_t)channels, rows + (size_t)y * (length + 1));
    char *all = g_strdup_printf("%s/DecodeParms<</Predictor 15/Colors %d/Columns %d>>", entries, channels, width);
    pdf_stream(&p->file, number, all, rows, whole);
    g_free(all);
    g_free(rows);
}

static void
write_pixels(pdf_painter *p, const image *i, unsigned number)
{
    pdf_file *f = &p->file;
    image_pixels pixels;
    char more[32] = "";
    if (!image_decode(i, &pixels)) {
        painter_fail(&p->base, DIAG_PAINT_IMAGE, i->file, NULL);
        return;
    }
    if (pixels.alpha) {
        const unsigned mask = pdf_reserve(f);
        char *entries = entries_of(p, pixels.width, pixels.height, true, "");
        write_filtered(p, mask, entries, pixels.alpha, pixels.width, pixels.height, 1);
        g_snprintf(more, sizeof more, "/SMask %u 0 R", mask);
        g_free(entries);
    }
    char *entries = entries_of(p, pixels.width, pixels.height, i->is_gray, more);
    write_filtered(p, number, entries, pixels.colours, pixels.width, pixels.height, pixels.samples);
    g_free(entries);
    image_pixels_clear(&pixels);
}

/* As the file has it: nothing of a photograph is lost by printing it. */
static void
write_jpeg(pdf_painter *p, const image *i, unsigned number)
{
    const bool turned = i->turn > 4;
    char *entries = entries_of(p, turned ? i->height : i->width, turned ? i->width : i->height, i->is_gray,
                               i->is_rgb ? "/Filter/DCTDecode/DecodeParms<</ColorTransform 0>>" : "/Filter/DCTDecode");
    pdf_plain_stream(&p->file, number, entries, i->bytes, i->length);
    g_free(entries);
}

/* ---- shapes: a form of 1000 units a side, so that a step of the grid is a thousandth ---- */

static void
append_colour(pdf_buffer *out, int colour, bool stroke)
{
    const int parts[] = {colour >> 16 & 255, colour >> 8 & 255, colour & 255};
    const bool gray = parts[0] == parts[1] && parts[1] == parts[2];
    if (!gray)
        pdf_append(out, stroke ? "/C CS " : "/C cs ");
    for (int k = 0; k < (gray ? 1 : 3); k++)
        pdf_append_number(out, (parts[k] * 1000 + 127) / 255);
    pdf_append(out, gray ? (stroke ? "G\n" : "g\n") : stroke ? "SC\n" : "sc\n");
}

static void
append_outline(pdf_buffer *out, const image *i, const image_shape *s)
{
    static const char *const operators[] = {"h\n", "m\n", "l\n", "c\n"};
    const image_point *at = s->points;
    for (size_t k = 0; k < s->step_count; k++) {
        const size_t count = image_step_points(s->steps[k]);
        for (size_t n = 0; n < count; n++, at++) {
            pdf_append_number(out, at->x);
            pdf_append_number(out, (int64_t)i->height - at->y);
        }
        pdf_append(out, operators[s->steps[k]]);
    }
}

static void
append_shape(pdf_buffer *out, const image *i, const image_shape *s)
{
    static const char *const operators[2][2][2] = {{{"n\n", "n\n"}, {"S\n", "S\n"}},
                                                   {{"f\n", "f*\n"}, {"B\n", "B*\n"}}};
    const bool fills = s->fill != IMAGE_NONE, strokes = s->stroke != IMAGE_NONE;
    if (fills)
        append_colour(out, s->fill, false);
    if (strokes) {
        append_colour(out, s->stroke, true);
        pdf_append_number(out, s->width);
        pdf_append(out, "w ");
        pdf_append_number(out, (int64_t)s->cap * 1000);
        pdf_append(out, "J ");
        pdf_append_number(out, (int64_t)s->join * 1000);
        pdf_append(out, "j ");
        pdf_append_number(out, (int64_t)s->miter * 10);
        pdf_append(out, "M\n");
    }
    append_outline(out, i, s);
    pdf_append(out, operators[fills][strokes][s->even_odd]);
}

static void
write_shapes(pdf_painter *p, const image *i, unsigned number)
{
    pdf_buffer *content = pdf_buffer_new(), *entries = pdf_buffer_new();
    for (size_t k = 0; k < i->shape_count; k++)
        append_shape(content, i, &i->shapes[k]);
    pdf_append(entries, "/Type/XObject/Subtype/Form/BBox[0 0 ");
    pdf_append_number(entries, i->width);
    pdf_append_number(entries, i->height);
    pdf_append(entries, "]/Resources<<");
    if (!image_is_gray(i)) {
        char *space = g_strdup_printf("/ColorSpace<</C[/ICCBased %u 0 R]>>", pdf_colours(p));
        pdf_append(entries, space);
        g_free(space);
    }
    pdf_append_bytes(entries, ">>", 3); /* with its end */
    pdf_stream(&p->file, number, (const char *)entries->data, content->data, content->len);
    pdf_buffer_drop(entries);
    pdf_buffer_drop(content);
}

/* ---- on the page ---- */

/* Its place among the resources. */
static guint
use_image(pdf_painter *p, const image *i)
{
    for (guint k = 0; k < p->images->len; k++)
        if (strcmp(g_array_index(p->images, pdf_image_used, k).sum, i->sum) == 0)
            return k;
    const pdf_image_used used = {i->sum, pdf_reserve(&p->file)};
    g_array_append_val(p->images, used);
    if (i->kind == IMAGE_JPEG)
        write_jpeg(p, i, used.object);
    else if (i->kind == IMAGE_PIXELS)
        write_pixels(p, i, used.object);
    else
        write_shapes(p, i, used.object);
    return p->images->len - 1;
}

/* A number with six decimals, `millionths` being 1/1,000,000, and a space. */
static void
append_fine(pdf_buffer *out, int64_t millionths)
{
    char text[32];
    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT ".%06d ", millionths / 1000000, (int)(millionths % 1000000));
    pdf_append(out, text);
}

static void
append_shapes_matrix(pdf_painter *p, const display_image *i)
{
    const int64_t across = (int64_t)i->w * 1000000000 / (UNIT_PT * (int64_t)i->picture->width),
                  down = (int64_t)i->h * 1000000000 / (UNIT_PT * (int64_t)i->picture->height);
    pdf_buffer *out = p->content;
    append_fine(out, across);
    pdf_append(out, "0 0 ");
    append_fine(out, down);
    pdf_append_points(out, i->x);
    pdf_append_points(out, (int64_t)p->height - i->y - i->h);
}

/* The unit square of the picture, whose y runs up, to its box. */
static void
append_pixels_matrix(pdf_painter *p, const display_image *i)
{
    const int8_t *t = image_turned(i->picture->turn);
    pdf_buffer *out = p->content;
    pdf_append_points(out, (int64_t)i->w * t[1]);
    pdf_append_points(out, -(int64_t)i->h * t[4]);
    pdf_append_points(out, -(int64_t)i->w * t[2]);
    pdf_append_points(out, (int64_t)i->h * t[5]);
    pdf_append_points(out, i->x + (int64_t)i->w * (t[0] + t[2]));
    pdf_append_points(out, (int64_t)p->height - i->y - (int64_t)i->h * (t[3] + t[5]));
}

void
pdf_image(painter *base, const display_image *i)
{
    pdf_painter *p = (pdf_painter *)base;
    const guint number = use_image(p, i->picture);
    char name[24];
    p->blends = p->blends || (i->picture->has_alpha && !i->picture->is_gray);
    pdf_append(p->content, "q ");
    if (i->picture->kind == IMAGE_SHAPES)
        append_shapes_matrix(p, i);
    else
        append_pixels_matrix(p, i);
    g_snprintf(name, sizeof name, "cm/I%u Do Q\n", number);
    pdf_append(p->content, name);
}
