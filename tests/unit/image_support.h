/* image_support.h: files of pictures, made as a test wants them. */
#ifndef RENKEI_TESTS_IMAGE_SUPPORT_H
#define RENKEI_TESTS_IMAGE_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <jpeglib.h>
#include <png.h>

/* ---- PNG ---- */

typedef struct made_png {
    int width, height;
    int kind;  /* PNG_COLOR_TYPE_… */
    int depth; /* 1 to 16 */
    bool interlaced;
    double gamma;   /* 0: not said */
    bool has_notes; /* a text, and a time */
    bool flat;      /* every pixel is the first one */
} made_png;

static void
made_png_bytes(png_structp png, png_bytep bytes, size_t length)
{
    g_byte_array_append(png_get_io_ptr(png), bytes, (guint)length);
}

static void
made_png_flush(png_structp png)
{
    (void)png;
}

/* A sample of 16 bits: red grows to the right, green down, blue is the rest, alpha is a disc. */
static inline unsigned
made_sample(const made_png *m, int x, int y, int channel, bool is_alpha)
{
    if (m->flat)
        x = y = 0;
    if (is_alpha) {
        const int dx = 2 * x - m->width, dy = 2 * y - m->height, r = MIN(m->width, m->height);
        return dx * dx + dy * dy <= r * r ? 65535u : 0u;
    }
    const unsigned across = (unsigned)(65535 * x / MAX(m->width - 1, 1)),
                   down = (unsigned)(65535 * y / MAX(m->height - 1, 1));
    return channel == 0 ? across : channel == 1 ? down : 65535u - across;
}

static inline void
made_row(const made_png *m, int y, int channels, uint8_t *row)
{
    const bool alpha = m->kind & PNG_COLOR_MASK_ALPHA;
    int bit = 0;
    for (int x = 0; x < m->width; x++)
        for (int c = 0; c < channels; c++, bit += m->depth) {
            const unsigned value = made_sample(m, x, y, c, alpha && c == channels - 1);
            if (m->depth == 16) {
                row[bit / 8] = (uint8_t)(value >> 8);
                row[bit / 8 + 1] = (uint8_t)value;
            } else {
                row[bit / 8] = (uint8_t)(row[bit / 8] | value >> (16 - m->depth) << (8 - m->depth - bit % 8));
            }
        }
}

static inline GByteArray *
made_png_new(const made_png *m)
{
    GByteArray *out = g_byte_array_new();
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, out, made_png_bytes, made_png_flush);
    png_set_IHDR(png, info, (png_uint_32)m->width, (png_uint_32)m->height, m->depth, m->kind,
                 m->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_color palette[256];
    png_byte opacity[256];
    for (int i = 0; i < 256; i++) {
        palette[i] = (png_color){(png_byte)i, (png_byte)(255 - i), (png_byte)(i / 2)};
        opacity[i] = (png_byte)(i < 8 ? 0 : 255);
    }
    if (m->kind == PNG_COLOR_TYPE_PALETTE) {
        png_set_PLTE(png, info, palette, 1 << m->depth);
        png_set_tRNS(png, info, opacity, MIN(1 << m->depth, 256), NULL);
    }
    if (m->gamma > 0)
        png_set_gAMA(png, info, m->gamma);
    png_text text = {
        .compression = PNG_TEXT_COMPRESSION_NONE, .key = (char *)"Author", .text = (char *)"/home/himitsu"};
    if (m->has_notes)
        png_set_text(png, info, &text, 1);
    png_write_info(png, info);
    const int channels = png_get_channels(png, info);
    const size_t size = png_get_rowbytes(png, info);
    uint8_t *row = g_malloc0(size);
    const int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < m->height; y++) {
            memset(row, 0, size);
            made_row(m, y, channels, row);
            png_write_row(png, row);
        }
    png_write_end(png, info);
    g_free(row);
    png_destroy_write_struct(&png, &info);
    return out;
}

/* ---- JPEG ---- */

typedef struct made_jpeg {
    int width, height;
    int components; /* 1, 3 or 4 */
    bool progressive, stored_rgb;
    int turn;    /* 0: no Exif */
    bool little; /* the byte order of the Exif */
} made_jpeg;

static inline void
made_exif(j_compress_ptr j, const made_jpeg *m)
{
    uint8_t exif[80] = "Exif\0\0";
    const bool l = m->little;
    memcpy(exif + 6, l ? "II*\0\x08\0\0\0\x01\0" : "MM\0*\0\0\0\x08\0\x01", 10);
    memcpy(exif + 16, l ? "\x12\x01\x03\0\x01\0\0\0" : "\x01\x12\0\x03\0\0\0\x01", 8);
    exif[l ? 24 : 25] = (uint8_t)m->turn;
    memcpy(exif + 40, "himitsu no basho", 16);
    jpeg_write_marker(j, 0xE1, exif, sizeof exif);
}

static inline GByteArray *
made_jpeg_new(const made_jpeg *m)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    unsigned long length = 0;
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &bytes, &length);
    j.image_width = (JDIMENSION)m->width;
    j.image_height = (JDIMENSION)m->height;
    j.input_components = m->components;
    j.in_color_space = m->components == 1 ? JCS_GRAYSCALE : m->components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&j);
    if (m->stored_rgb)
        jpeg_set_colorspace(&j, JCS_RGB);
    if (m->progressive)
        jpeg_simple_progression(&j);
    jpeg_set_quality(&j, 85, TRUE);
    jpeg_start_compress(&j, TRUE);
    if (m->turn)
        made_exif(&j, m);
    jpeg_write_marker(&j, 0xFE, (const JOCTET *)"himitsu", 7);
    uint8_t *row = g_malloc0((size_t)m->width * (size_t)m->components);
    for (int y = 0; y < m->height; y++) {
        for (int x = 0; x < m->width; x++)
            for (int c = 0; c < m->components; c++)
                row[x * m->components + c] = (uint8_t)(c == 0   ? 255 * x / MAX(m->width - 1, 1)
                                                       : c == 1 ? 255 * y / MAX(m->height - 1, 1)
                                                                : 128);
        JSAMPROW line = row;
        jpeg_write_scanlines(&j, &line, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    g_free(row);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, bytes, (guint)length);
    free(bytes);
    return out;
}

static inline void
made_file(const char *path, GByteArray *bytes)
{
    g_assert(g_file_set_contents(path, (const char *)bytes->data, (gssize)bytes->len, NULL));
    g_byte_array_unref(bytes);
}

#endif
