#include "image/image_int.h"

#include <string.h>

const int8_t *
image_turned(int turn)
{
    static const int8_t turns[8][6] = {{0, 1, 0, 0, 0, 1},   {1, -1, 0, 0, 0, 1}, {1, -1, 0, 1, 0, -1},
                                       {0, 1, 0, 1, 0, -1},  {0, 0, 1, 0, 1, 0},  {1, 0, -1, 0, 1, 0},
                                       {1, 0, -1, 1, -1, 0}, {0, 0, 1, 1, -1, 0}};
    g_assert(turn >= 1 && turn <= 8);
    return turns[turn - 1];
}

int
image_dpi(const image *i, int32_t width, int32_t height)
{
    g_assert(i && width > 0 && height > 0);
    enum { INCH = 72 * 1024 };
    if (i->kind == IMAGE_SHAPES)
        return 0;
    const int64_t across = (int64_t)i->width * INCH / width, down = (int64_t)i->height * INCH / height;
    return (int)MIN(MIN(across, down), G_MAXINT);
}

static bool
is_gray_colour(int colour)
{
    return colour == IMAGE_NONE || ((colour >> 16 & 255) == (colour & 255) && (colour >> 8 & 255) == (colour & 255));
}

bool
image_is_gray(const image *i)
{
    g_assert(i);
    if (i->kind != IMAGE_SHAPES)
        return i->is_gray;
    for (size_t k = 0; k < i->shape_count; k++)
        if (!is_gray_colour(i->shapes[k].fill) || !is_gray_colour(i->shapes[k].stroke))
            return false;
    return true;
}

bool
image_decode(const image *i, image_pixels *out)
{
    g_assert(i && out && i->kind != IMAGE_SHAPES);
    *out = (image_pixels){0};
    const bool done = i->kind == IMAGE_JPEG ? image_jpeg_decode(i, out) : image_png_decode(i, out);
    if (!done)
        image_pixels_clear(out);
    return done;
}

void
image_pixels_clear(image_pixels *p)
{
    g_free(p->colours);
    g_free(p->alpha);
    *p = (image_pixels){0};
}

/* ---- what kind of file it is ---- */

static bool
begins_with(const uint8_t *bytes, size_t length, const char *head, size_t size)
{
    return length >= size && memcmp(bytes, head, size) == 0;
}

static bool
looks_like_xml(const uint8_t *bytes, size_t length)
{
    size_t i = begins_with(bytes, length, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (i < length && g_ascii_isspace(bytes[i]))
        i++;
    return (i < length && bytes[i] == '<') || begins_with(bytes, length, "\xFF\xFE", 2) ||
           begins_with(bytes, length, "\xFE\xFF", 2);
}

/* In words of a message. */
static image_fault
foreign_kind(arena *a, const uint8_t *bytes, size_t length)
{
    const char *ja = NULL, *en = NULL;
    if (begins_with(bytes, length, "GIF8", 4))
        return IMAGE_FAULT("GIF です。PNG に変えてください", "it is a GIF; make it a PNG");
    if (length >= 12 && memcmp(bytes + 4, "ftyp", 4) == 0)
        return IMAGE_FAULT("HEIC か動画です。JPEG に変えてください", "it is a HEIC or a film; make it a JPEG");
    if (begins_with(bytes, length, "RIFF", 4))
        return IMAGE_FAULT("WebP です。PNG か JPEG に変えてください", "it is a WebP; make it a PNG or a JPEG");
    if (begins_with(bytes, length, "BM", 2))
        return IMAGE_FAULT("BMP です。PNG に変えてください", "it is a BMP; make it a PNG");
    xml_foreign_kind((const char *)bytes, length, &ja, &en);
    if (length == 0 || !ja)
        return IMAGE_FAULT(length ? "PNG・JPEG・SVG のどれでもありません" : "空のファイルです",
                           length ? "it is no PNG, JPEG or SVG" : "the file is empty");
    return IMAGE_FAULT(arena_printf(a, "PNG・JPEG・SVG ではなく、%sです", ja),
                       arena_printf(a, "it is no PNG, JPEG or SVG but %s", en));
}

static bool
read_kind(arena *a, const char *file, const uint8_t *bytes, size_t length, image *out, image_fault *fault)
{
    if (length > IMAGE_MOST_BYTES) {
        *fault = IMAGE_FAULT("大きすぎます（20MBまで）", "it is too large (20 MB at most)");
        return false;
    }
    if (begins_with(bytes, length, "\x89PNG\r\n\x1A\n", 8))
        return image_png_read(a, bytes, length, out, fault);
    if (begins_with(bytes, length, "\xFF\xD8\xFF", 3))
        return image_jpeg_read(a, bytes, length, out, fault);
    if (looks_like_xml(bytes, length))
        return image_svg_read(a, file, bytes, length, out, fault);
    *fault = foreign_kind(a, bytes, length);
    return false;
}

const image *
image_read(arena *a, const char *file, const void *bytes, size_t length, const image_asked *by, diag *d)
{
    g_assert(a && file && (bytes || length == 0) && by && d);
    image *out = ARENA_NEW(a, image);
    image_fault fault = {0};
    char *name = g_path_get_basename(file);
    out->file = arena_strdup(a, name);
    out->turn = 1;
    g_free(name);
    if (!read_kind(a, file, bytes, length, out, &fault)) {
        xml_report(d, by->role, DIAG_IMAGE_BROKEN, by->where, (const char *const[4]){file, fault.ja, fault.en});
        return NULL;
    }
    if (out->turn > 4) {
        const int32_t width = out->width;
        out->width = out->height;
        out->height = width;
    }
    /* GLib's sum: libcrypto would be loaded for it (tests/rooms.sh). */
    char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, out->bytes, out->length);
    out->sum = arena_strdup(a, sum);
    g_free(sum);
    return out;
}
