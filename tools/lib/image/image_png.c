/* image_png.c: PNG (ISO/IEC 15948) by libpng. Pixels come out in eight bits a sample, whatever they are stored in. */
#include "image/image_int.h"

#include <string.h>

#include <png.h>

/* ---- what is kept of the file ---- */

/* Chunks that make the pixels. A profile is not kept: then a gamma beside it means nothing, either. */
static bool
is_kept(const char *name, bool has_profile)
{
    static const char *const always[] = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"};
    for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
        if (memcmp(name, always[i], 4) == 0)
            return true;
    return memcmp(name, "gAMA", 4) == 0 && !has_profile;
}

static uint32_t
number_at(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* From one chunk to the next; false at the end, or where the file breaks off. */
static bool
next_chunk(const uint8_t *bytes, size_t length, size_t *at, const uint8_t **chunk, size_t *size)
{
    if (*at > length || length - *at < 12)
        return false;
    *chunk = bytes + *at;
    const uint32_t data = number_at(*chunk);
    if (data > length - *at - 12)
        return false;
    *size = (size_t)data + 12;
    *at += *size;
    return true;
}

/* NULL: there is no end. */
static GByteArray *
keep_chunks(const uint8_t *bytes, size_t length)
{
    const uint8_t *chunk;
    size_t size, at = 8;
    bool has_profile = false, ended = false;
    while (!ended && next_chunk(bytes, length, &at, &chunk, &size)) {
        has_profile = has_profile || memcmp(chunk + 4, "iCCP", 4) == 0 || memcmp(chunk + 4, "sRGB", 4) == 0;
        ended = memcmp(chunk + 4, "IEND", 4) == 0;
    }
    if (!ended)
        return NULL;
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, bytes, 8);
    at = 8;
    for (ended = false; !ended && next_chunk(bytes, length, &at, &chunk, &size);) {
        if (is_kept((const char *)chunk + 4, has_profile))
            g_byte_array_append(out, chunk, (guint)size);
        ended = memcmp(chunk + 4, "IEND", 4) == 0;
    }
    return out;
}

/* ---- decoding ---- */

typedef struct png_source {
    const uint8_t *bytes;
    size_t length, at;
} png_source;

static void
take_bytes(png_structp png, png_bytep to, size_t count)
{
    png_source *s = png_get_io_ptr(png);
    if (count > s->length - s->at)
        png_error(png, "end of file");
    memcpy(to, s->bytes + s->at, count);
    s->at += count;
}

static void
refuse_png(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

/* Of the chunks that are left none may be doubtful. */
static void
refuse_doubt(png_structp png, png_const_charp message)
{
    png_error(png, message);
}

/* What libpng gives: one to four samples a pixel. */
typedef struct png_rows {
    png_structp png;
    png_infop info;
    uint8_t *samples;
    png_bytep *rows;
    uint32_t width, height;
    int channels;
} png_rows;

static void
clear_rows(png_rows *r)
{
    png_destroy_read_struct(&r->png, r->info ? &r->info : NULL, NULL);
    g_free(r->rows);
    g_free(r->samples);
}

static void
ask_for_bytes(png_rows *r)
{
    double gamma = 0;
    png_set_expand(r->png);
    png_set_scale_16(r->png);
    if (png_get_gAMA(r->png, r->info, &gamma) && (gamma < 0.45 || gamma > 0.46))
        png_set_gamma(r->png, 2.2, gamma);
    png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
}

/* False also when the memory is too little. In a function of its own, as nothing of it outlives the jump. */
static bool
read_rows(png_rows *r)
{
    if (setjmp(png_jmpbuf(r->png)))
        return false;
    png_read_info(r->png, r->info);
    r->width = png_get_image_width(r->png, r->info);
    r->height = png_get_image_height(r->png, r->info);
    if ((uint64_t)r->width * r->height > IMAGE_MOST_PIXELS)
        return false;
    ask_for_bytes(r);
    r->channels = png_get_channels(r->png, r->info);
    const size_t row = png_get_rowbytes(r->png, r->info);
    r->samples = g_try_malloc(row * r->height);
    r->rows = g_try_new(png_bytep, r->height);
    if (!r->samples || !r->rows || row != (size_t)r->width * (size_t)r->channels)
        return false;
    for (uint32_t y = 0; y < r->height; y++)
        r->rows[y] = r->samples + y * row;
    png_read_image(r->png, r->rows);
    png_read_end(r->png, NULL);
    return true;
}

static bool
open_rows(png_rows *r, png_source *s)
{
    *r = (png_rows){.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, refuse_png, refuse_doubt)};
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    if (!r->info)
        return false;
    png_set_read_fn(r->png, s, take_bytes);
    png_set_user_limits(r->png, 32767, 32767);
    png_set_chunk_malloc_max(r->png, 1 << 20);
    return read_rows(r);
}

/* ---- what the pixels are ---- */

static bool
all_gray(const png_rows *r)
{
    const size_t count = (size_t)r->width * r->height;
    if (r->channels < 3)
        return true;
    const uint8_t *p = r->samples;
    for (size_t i = 0; i < count; i++, p += r->channels)
        if (p[0] != p[1] || p[1] != p[2])
            return false;
    return true;
}

static bool
has_alpha(const png_rows *r)
{
    const size_t count = (size_t)r->width * r->height;
    if (r->channels % 2)
        return false;
    const uint8_t *p = r->samples + r->channels - 1;
    for (size_t i = 0; i < count; i++, p += r->channels)
        if (*p != 255)
            return true;
    return false;
}

bool
image_png_read(arena *a, const uint8_t *bytes, size_t length, image *out, image_fault *fault)
{
    GByteArray *kept = keep_chunks(bytes, length);
    *fault = IMAGE_FAULT("PNG が壊れているか、途中で切れています", "the PNG is damaged, or ends too early");
    if (!kept)
        return false;
    png_source source = {kept->data, kept->len, 0};
    png_rows r;
    bool good = false;
    if (kept->len >= 24 && memcmp(kept->data + 12, "IHDR", 4) == 0 && number_at(kept->data + 16) &&
        number_at(kept->data + 20) &&
        !image_size_is_good(a, number_at(kept->data + 16), number_at(kept->data + 20), fault)) {
        g_byte_array_unref(kept);
        return false;
    }
    if (open_rows(&r, &source)) {
        out->kind = IMAGE_PIXELS;
        out->width = (int32_t)r.width;
        out->height = (int32_t)r.height;
        out->is_gray = all_gray(&r);
        out->has_alpha = has_alpha(&r);
        out->bytes = arena_copy(a, kept->data, kept->len);
        out->length = kept->len;
        good = true;
    }
    clear_rows(&r);
    g_byte_array_unref(kept);
    return good;
}

static void
part_pixels(const png_rows *r, const image *i, image_pixels *out)
{
    const size_t count = (size_t)r->width * r->height;
    const uint8_t *p = r->samples;
    uint8_t *colour = out->colours, *alpha = out->alpha;
    for (size_t k = 0; k < count; k++, p += r->channels) {
        for (int c = 0; c < out->samples; c++)
            *colour++ = p[r->channels < 3 ? 0 : c];
        if (i->has_alpha)
            *alpha++ = p[r->channels - 1];
    }
}

bool
image_png_decode(const image *i, image_pixels *out)
{
    png_source source = {i->bytes, i->length, 0};
    png_rows r;
    bool good = open_rows(&r, &source);
    if (good) {
        const size_t count = (size_t)r.width * r.height;
        out->width = (int32_t)r.width;
        out->height = (int32_t)r.height;
        out->samples = i->is_gray ? 1 : 3;
        out->colours = g_try_malloc(count * (size_t)out->samples);
        out->alpha = i->has_alpha ? g_try_malloc(count) : NULL;
        good = out->colours && (out->alpha || !i->has_alpha);
    }
    if (good)
        part_pixels(&r, i, out);
    clear_rows(&r);
    return good;
}
