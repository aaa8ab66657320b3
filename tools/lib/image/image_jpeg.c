/* image_jpeg.c: JPEG (ISO/IEC 10918-1) by libjpeg: what of a file is its picture, and whether that is whole. */
#include "image/image_int.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

/* ---- what is kept of the file ---- */

enum { MARK_SOI = 0xD8, MARK_EOI = 0xD9, MARK_SOS = 0xDA, MARK_COM = 0xFE };

static bool
is_alone(uint8_t mark)
{
    return mark == 0x01 || (mark >= 0xD0 && mark <= MARK_EOI);
}

/* JFIF and Adobe say which colours the samples are; the other APPn (Exif, XMP, thumbnails, other pictures) and comments
 * say nothing of the picture. */
static bool
is_kept(uint8_t mark)
{
    return mark != MARK_COM && (mark < 0xE0 || mark > 0xEF || mark == 0xE0 || mark == 0xEE);
}

/* Coded samples up to the next mark. */
static size_t
skip_samples(const uint8_t *bytes, size_t length, size_t at)
{
    while (at + 1 < length) {
        const uint8_t *p = memchr(bytes + at, 0xFF, length - at - 1);
        if (!p)
            return length;
        at = (size_t)(p - bytes);
        const uint8_t next = bytes[at + 1];
        if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7))
            return at;
        at += next == 0xFF ? 1 : 2;
    }
    return length;
}

static unsigned
two_bytes(const uint8_t *p, bool little)
{
    return little ? p[0] | (unsigned)p[1] << 8 : (unsigned)p[0] << 8 | p[1];
}

/* Of Exif's first table the entry 0x0112; 1 when it says nothing. */
static int
turn_of(const uint8_t *segment, size_t length)
{
    if (length < 14 || memcmp(segment, "Exif\0\0", 6) != 0)
        return 1;
    const uint8_t *tiff = segment + 6;
    const size_t size = length - 6;
    const bool little = tiff[0] == 'I';
    const size_t table = little ? two_bytes(tiff + 4, true) | (size_t)two_bytes(tiff + 6, true) << 16
                                : (size_t)two_bytes(tiff + 4, false) << 16 | two_bytes(tiff + 6, false);
    if (table > size || size - table < 2)
        return 1;
    const unsigned count = two_bytes(tiff + table, little);
    for (unsigned i = 0; i < count && table + 2 + (size_t)(i + 1) * 12 <= size; i++) {
        const uint8_t *entry = tiff + table + 2 + (size_t)i * 12;
        if (two_bytes(entry, little) != 0x0112)
            continue;
        const unsigned turn = two_bytes(entry + 8, little);
        return turn >= 1 && turn <= 8 ? (int)turn : 1;
    }
    return 1;
}

/* NULL: it breaks off before its end. */
static GByteArray *
keep_segments(const uint8_t *bytes, size_t length, int *turn)
{
    GByteArray *out = g_byte_array_new();
    size_t at = 2;
    bool has_turn = false;
    g_byte_array_append(out, bytes, 2);
    while (at + 1 < length) {
        const uint8_t mark = bytes[at + 1];
        if (bytes[at] != 0xFF || mark == 0xFF) { /* fill before a mark */
            at++;
            continue;
        }
        if (is_alone(mark)) {
            g_byte_array_append(out, bytes + at, 2);
            if (mark == MARK_EOI)
                return out;
            at += 2;
            continue;
        }
        const size_t size = length - at >= 4 ? two_bytes(bytes + at + 2, false) : 0;
        if (size < 2 || size > length - at - 2)
            break;
        if (mark == 0xE1 && !has_turn && size >= 8 && memcmp(bytes + at + 4, "Exif\0\0", 6) == 0) {
            *turn = turn_of(bytes + at + 4, size - 2);
            has_turn = true;
        }
        size_t end = at + 2 + size;
        if (mark == MARK_SOS)
            end = skip_samples(bytes, length, end);
        if (is_kept(mark))
            g_byte_array_append(out, bytes + at, (guint)(end - at));
        at = end;
    }
    g_byte_array_unref(out);
    return NULL;
}

/* ---- decoding ---- */

typedef struct jpeg_reader {
    struct jpeg_decompress_struct j;
    struct jpeg_error_mgr errors;
    jmp_buf jump;
    bool is_doubtful;
    long scans;
} jpeg_reader;

static void
refuse_jpeg(j_common_ptr j)
{
    longjmp(((jpeg_reader *)j->client_data)->jump, 1);
}

/* Cameras leave bytes between segments, and marks of their own; anything else that libjpeg only warns of is a picture
 * of which a part is made up. */
static void
hear_warning(j_common_ptr j, int level)
{
    const int code = j->err->msg_code;
    if (level < 0 && code != JWRN_EXTRANEOUS_DATA && code != JWRN_ADOBE_XFORM && code != JWRN_JFIF_MAJOR)
        ((jpeg_reader *)j->client_data)->is_doubtful = true;
}

static void
say_nothing(j_common_ptr j)
{
    (void)j;
}

/* A picture of thousands of scans is a trap: each takes as long as a whole one. */
enum { MOST_SCANS = 200 };

static void
count_scans(j_common_ptr j)
{
    if (((j_decompress_ptr)j)->input_scan_number > MOST_SCANS)
        longjmp(((jpeg_reader *)j->client_data)->jump, 1);
}

static void
open_reader(jpeg_reader *r, struct jpeg_progress_mgr *progress)
{
    memset(r, 0, sizeof *r);
    r->j.err = jpeg_std_error(&r->errors);
    r->j.client_data = r;
    r->errors.error_exit = refuse_jpeg;
    r->errors.emit_message = hear_warning;
    r->errors.output_message = say_nothing;
    *progress = (struct jpeg_progress_mgr){.progress_monitor = count_scans};
}

/* All up to the first row. */
static bool
read_head(jpeg_reader *r, const void *bytes, size_t length)
{
    if (setjmp(r->jump))
        return false;
    jpeg_create_decompress(&r->j);
    jpeg_mem_src(&r->j, bytes, (unsigned long)length);
    return jpeg_read_header(&r->j, TRUE) == JPEG_HEADER_OK;
}

/* Every row, into `to`; NULL: to see whether they are there. */
static bool
read_rows(jpeg_reader *r, struct jpeg_progress_mgr *progress, uint8_t *to)
{
    uint8_t *volatile room = NULL;
    if (setjmp(r->jump)) {
        g_free(room);
        return false;
    }
    r->j.progress = progress;
    r->j.dct_method = JDCT_ISLOW;
    r->j.out_color_space = r->j.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&r->j);
    const size_t row = (size_t)r->j.output_width * (size_t)r->j.output_components;
    room = to ? NULL : g_malloc(row);
    while (r->j.output_scanline < r->j.output_height) {
        JSAMPROW line = to ? to + r->j.output_scanline * row : room;
        jpeg_read_scanlines(&r->j, &line, 1);
    }
    jpeg_finish_decompress(&r->j);
    g_free(room);
    return !r->is_doubtful;
}

static bool
take_facts(arena *a, const jpeg_reader *r, image *out, image_fault *fault)
{
    const struct jpeg_decompress_struct *j = &r->j;
    if (j->num_components != 1 && j->num_components != 3) {
        *fault = IMAGE_FAULT("CMYK の JPEG です。RGB か白黒で保存し直してください",
                             "it is a JPEG in CMYK; save it again in RGB or gray");
        return false;
    }
    if (j->data_precision != 8 || j->arith_code) {
        *fault =
            IMAGE_FAULT("この方式の JPEG（8ビットでないか、算術符号）は印刷できません。保存し直してください",
                        "a JPEG of this kind (not of 8 bits, or arithmetic coding) cannot be printed; save it again");
        return false;
    }
    out->kind = IMAGE_JPEG;
    out->width = (int32_t)j->image_width;
    out->height = (int32_t)j->image_height;
    out->is_gray = j->num_components == 1;
    out->is_rgb = j->jpeg_color_space == JCS_RGB;
    return image_size_is_good(a, j->image_width, j->image_height, fault);
}

bool
image_jpeg_read(arena *a, const uint8_t *bytes, size_t length, image *out, image_fault *fault)
{
    GByteArray *kept = keep_segments(bytes, length, &out->turn);
    const image_fault broken =
        IMAGE_FAULT("JPEG が壊れているか、途中で切れています", "the JPEG is damaged, or ends too early");
    *fault = broken;
    if (!kept)
        return false;
    jpeg_reader r;
    struct jpeg_progress_mgr progress;
    open_reader(&r, &progress);
    bool good = read_head(&r, kept->data, kept->len);
    if (good && (good = take_facts(a, &r, out, fault))) {
        *fault = broken;
        good = read_rows(&r, &progress, NULL);
    }
    jpeg_destroy_decompress(&r.j);
    if (good) {
        out->bytes = arena_copy(a, kept->data, kept->len);
        out->length = kept->len;
    }
    g_byte_array_unref(kept);
    return good;
}

bool
image_jpeg_decode(const image *i, image_pixels *out)
{
    jpeg_reader r;
    struct jpeg_progress_mgr progress;
    open_reader(&r, &progress);
    bool good = read_head(&r, i->bytes, i->length);
    if (good) {
        out->width = (int32_t)r.j.image_width;
        out->height = (int32_t)r.j.image_height;
        out->samples = i->is_gray ? 1 : 3;
        out->colours = g_try_malloc((size_t)out->width * (size_t)out->height * (size_t)out->samples);
        good = out->colours && read_rows(&r, &progress, out->colours);
    }
    jpeg_destroy_decompress(&r.j);
    return good;
}
