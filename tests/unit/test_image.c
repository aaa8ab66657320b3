/* test_image.c: files of pixels: what is read of them, what is kept of them, and what is refused. */
#include "image/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "image/image_read.h"
#include "image_support.h"

typedef struct world {
    arena *a;
    diag *d;
} world;

static int
open_world(void **state)
{
    world *w = g_new0(world, 1);
    w->a = arena_new();
    w->d = diag_new();
    *state = w;
    return 0;
}

static int
close_world(void **state)
{
    world *w = *state;
    diag_drop(w->d);
    arena_drop(w->a);
    g_free(w);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)

static const image *
read_bytes(world *w, const void *bytes, size_t length)
{
    static const image_asked by = {XML_DATA, {"case.xml", 7, NULL}};
    return image_read(w->a, "folder/picture", bytes, length, &by, w->d);
}

/* Takes the bytes. */
static const image *
read_made(world *w, GByteArray *bytes)
{
    const image *i = read_bytes(w, bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    return i;
}

static void
forget(world *w)
{
    diag_drop(w->d);
    w->d = diag_new();
}

/* ---- PNG ---- */

static void
every_kind_of_png_is_read(void **state)
{
    world *w = *state;
    static const struct {
        int kind, depth;
        bool gray, alpha;
    } rows[] = {{PNG_COLOR_TYPE_GRAY, 1, true, false},       {PNG_COLOR_TYPE_GRAY, 2, true, false},
                {PNG_COLOR_TYPE_GRAY, 4, true, false},       {PNG_COLOR_TYPE_GRAY, 8, true, false},
                {PNG_COLOR_TYPE_GRAY, 16, true, false},      {PNG_COLOR_TYPE_RGB, 8, false, false},
                {PNG_COLOR_TYPE_RGB, 16, false, false},      {PNG_COLOR_TYPE_PALETTE, 1, false, true},
                {PNG_COLOR_TYPE_PALETTE, 2, false, true},    {PNG_COLOR_TYPE_PALETTE, 4, false, true},
                {PNG_COLOR_TYPE_PALETTE, 8, false, true},    {PNG_COLOR_TYPE_GRAY_ALPHA, 8, true, true},
                {PNG_COLOR_TYPE_GRAY_ALPHA, 16, true, true}, {PNG_COLOR_TYPE_RGB_ALPHA, 8, false, true},
                {PNG_COLOR_TYPE_RGB_ALPHA, 16, false, true}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++)
        for (int interlaced = 0; interlaced < 2; interlaced++) {
            const made_png m = {
                .width = 31, .height = 17, .kind = rows[k].kind, .depth = rows[k].depth, .interlaced = interlaced};
            const image *i = read_made(w, made_png_new(&m));
            image_pixels p;
            assert_non_null(i);
            assert_int_equal(i->kind, IMAGE_PIXELS);
            assert_int_equal(i->width, 31);
            assert_int_equal(i->height, 17);
            assert_int_equal(i->is_gray, rows[k].gray);
            assert_int_equal(i->has_alpha, rows[k].alpha);
            assert_true(image_decode(i, &p));
            assert_int_equal(p.samples, rows[k].gray ? 1 : 3);
            assert_int_equal(p.alpha != NULL, rows[k].alpha);
            if (rows[k].kind == PNG_COLOR_TYPE_RGB) { /* the corners: red to the right, green down */
                assert_int_equal(p.colours[0], 0);
                assert_int_equal(p.colours[30 * 3], 255);
                assert_int_equal(p.colours[16 * 31 * 3 + 1], 255);
            }
            image_pixels_clear(&p);
        }
    assert_int_equal(diag_length(w->d), 0);
}

/* A colour picture of grays, and an alpha that hides nothing, are what they look like. */
static void
what_is_gray_and_opaque_is_said_to_be(void **state)
{
    world *w = *state;
    const made_png m = {.width = 40, .height = 40, .kind = PNG_COLOR_TYPE_RGB_ALPHA, .depth = 8, .flat = true};
    const image *i = read_made(w, made_png_new(&m));
    assert_true(i->has_alpha); /* its corner is outside of the disc */
    assert_false(i->is_gray);
    const made_png gray = {.width = 40, .height = 40, .kind = PNG_COLOR_TYPE_GRAY_ALPHA, .depth = 8};
    assert_true(read_made(w, made_png_new(&gray))->is_gray);
}

static void
gamma_is_told_apart(void **state)
{
    world *w = *state;
    made_png m = {.width = 64, .height = 4, .kind = PNG_COLOR_TYPE_GRAY, .depth = 8};
    image_pixels plain, linear, usual;
    assert_true(image_decode(read_made(w, made_png_new(&m)), &plain));
    m.gamma = 1.0;
    assert_true(image_decode(read_made(w, made_png_new(&m)), &linear));
    m.gamma = 1 / 2.2;
    assert_true(image_decode(read_made(w, made_png_new(&m)), &usual));
    assert_memory_equal(plain.colours, usual.colours, 64 * 4);
    assert_int_equal(linear.colours[0], 0);
    assert_int_equal(linear.colours[63], 255);
    assert_in_range(linear.colours[32], 184, 190); /* half the light is three quarters of the way */
    image_pixels_clear(&plain);
    image_pixels_clear(&linear);
    image_pixels_clear(&usual);
}

/* ---- what is kept ---- */

static bool
holds(const image *i, const char *word)
{
    return memmem(i->bytes, i->length, word, strlen(word)) != NULL;
}

static void
nothing_but_the_picture_is_kept(void **state)
{
    world *w = *state;
    const made_png png = {.width = 20, .height = 20, .kind = PNG_COLOR_TYPE_RGB, .depth = 8, .has_notes = true},
                   bare = {.width = 20, .height = 20, .kind = PNG_COLOR_TYPE_RGB, .depth = 8};
    const image *a = read_made(w, made_png_new(&png)), *b = read_made(w, made_png_new(&bare));
    assert_false(holds(a, "himitsu"));
    assert_string_equal(a->sum, b->sum);
    const made_jpeg jpeg = {.width = 20, .height = 10, .components = 3, .turn = 6};
    const image *j = read_made(w, made_jpeg_new(&jpeg));
    assert_false(holds(j, "himitsu"));
    assert_false(holds(j, "Exif"));
    assert_true(holds(j, "JFIF"));
}

/* What was kept gives the same again: an archive holds no more. */
static void
what_is_kept_is_read_as_the_same(void **state)
{
    world *w = *state;
    const made_png png = {
        .width = 20, .height = 30, .kind = PNG_COLOR_TYPE_RGB_ALPHA, .depth = 16, .has_notes = true, .gamma = 1};
    const made_jpeg jpeg = {.width = 20, .height = 10, .components = 3, .progressive = true};
    const image *all[] = {read_made(w, made_png_new(&png)), read_made(w, made_jpeg_new(&jpeg))};
    for (size_t k = 0; k < G_N_ELEMENTS(all); k++) {
        const image *again = read_bytes(w, all[k]->bytes, all[k]->length);
        assert_non_null(again);
        assert_string_equal(again->sum, all[k]->sum);
        assert_int_equal(again->width, all[k]->width);
        assert_int_equal(again->is_gray, all[k]->is_gray);
        assert_int_equal(again->has_alpha, all[k]->has_alpha);
    }
}

/* ---- JPEG ---- */

static void
every_kind_of_jpeg_is_read(void **state)
{
    world *w = *state;
    for (int components = 1; components <= 3; components += 2)
        for (int progressive = 0; progressive < 2; progressive++) {
            const made_jpeg m = {.width = 33, .height = 17, .components = components, .progressive = progressive};
            const image *i = read_made(w, made_jpeg_new(&m));
            image_pixels p;
            assert_non_null(i);
            assert_int_equal(i->kind, IMAGE_JPEG);
            assert_int_equal(i->is_gray, components == 1);
            assert_false(i->is_rgb);
            assert_true(image_decode(i, &p));
            assert_in_range(p.colours[0], 0, 30);
            assert_in_range(p.colours[32 * components], 225, 255);
            image_pixels_clear(&p);
        }
    const made_jpeg stored = {.width = 16, .height = 16, .components = 3, .stored_rgb = true};
    assert_true(read_made(w, made_jpeg_new(&stored))->is_rgb);
}

static void
exif_says_how_it_is_turned(void **state)
{
    world *w = *state;
    for (int turn = 1; turn <= 8; turn++)
        for (int little = 0; little < 2; little++) {
            const made_jpeg m = {.width = 40, .height = 20, .components = 3, .turn = turn, .little = little};
            const image *i = read_made(w, made_jpeg_new(&m));
            assert_int_equal(i->turn, turn);
            assert_int_equal(i->width, turn > 4 ? 20 : 40);
            assert_int_equal(i->height, turn > 4 ? 40 : 20);
        }
}

/* Where the four corners of the stored picture are seen (Exif 2.3, 4.6.4 Orientation). */
static void
each_turn_puts_the_corners_where_exif_says(void **state)
{
    (void)state;
    /* top left, top right, bottom left of what is stored: x, y of where they are seen */
    static const int8_t corners[8][6] = {{0, 0, 1, 0, 0, 1}, {1, 0, 0, 0, 1, 1}, {1, 1, 0, 1, 1, 0},
                                         {0, 1, 1, 1, 0, 0}, {0, 0, 0, 1, 1, 0}, {1, 0, 1, 1, 0, 0},
                                         {1, 1, 1, 0, 0, 1}, {0, 1, 0, 0, 1, 1}};
    for (int turn = 1; turn <= 8; turn++) {
        const int8_t *t = image_turned(turn), *c = corners[turn - 1];
        for (int k = 0; k < 3; k++) {
            const int u = k == 1, v = k == 2;
            assert_int_equal(t[0] + u * t[1] + v * t[2], c[2 * k]);
            assert_int_equal(t[3] + u * t[4] + v * t[5], c[2 * k + 1]);
        }
    }
}

/* ---- what is refused ---- */

static void
check_refused(world *w, const void *bytes, size_t length, const char *words)
{
    assert_null(read_bytes(w, bytes, length));
    assert_int_equal(diag_length(w->d), 1);
    const diag_message *m = diag_at(w->d, 0);
    assert_int_equal(m->code, DIAG_IMAGE_BROKEN);
    assert_int_equal(m->data.line, 7);
    assert_string_equal(m->args[0], "folder/picture");
    if (words && !strstr(m->args[2], words))
        fail_msg("\"%s\" does not say \"%s\"", m->args[2], words);
    forget(w);
}

/* At every place where a file may break off: never half a picture. */
static void
a_file_that_breaks_off_is_refused(void **state)
{
    world *w = *state;
    const made_png png = {.width = 64, .height = 64, .kind = PNG_COLOR_TYPE_RGB, .depth = 8},
                   laced = {.width = 64, .height = 64, .kind = PNG_COLOR_TYPE_GRAY, .depth = 8, .interlaced = true};
    const made_jpeg jpeg = {.width = 64, .height = 64, .components = 3, .turn = 3},
                    progressive = {.width = 64, .height = 64, .components = 3, .progressive = true};
    GByteArray *files[] = {made_png_new(&png), made_png_new(&laced), made_jpeg_new(&jpeg), made_jpeg_new(&progressive)};
    for (size_t k = 0; k < G_N_ELEMENTS(files); k++) {
        assert_non_null(read_bytes(w, files[k]->data, files[k]->len));
        for (size_t cut = 0; cut < files[k]->len; cut += 50)
            check_refused(w, files[k]->data, cut, NULL);
        check_refused(w, files[k]->data, files[k]->len - 1, NULL);
        g_byte_array_unref(files[k]);
    }
}

/* Never a crash; whatever is taken can be painted. */
static void
damaged_bytes_never_harm(void **state)
{
    world *w = *state;
    const made_png png = {.width = 24, .height = 24, .kind = PNG_COLOR_TYPE_RGB_ALPHA, .depth = 8},
                   pal = {.width = 24, .height = 24, .kind = PNG_COLOR_TYPE_PALETTE, .depth = 4, .interlaced = true};
    const made_jpeg jpeg = {.width = 24, .height = 24, .components = 3, .turn = 6},
                    progressive = {.width = 24, .height = 24, .components = 3, .progressive = true};
    GByteArray *files[] = {made_png_new(&png), made_png_new(&pal), made_jpeg_new(&jpeg), made_jpeg_new(&progressive)};
    GRand *r = g_rand_new_with_seed(17);
    for (int round = 0; round < 2000; round++) {
        const GByteArray *from = files[round % 4];
        uint8_t *bytes = g_memdup2(from->data, from->len);
        for (int k = g_rand_int_range(r, 1, 6); k > 0; k--)
            bytes[g_rand_int_range(r, 8, (gint32)from->len)] = (uint8_t)g_rand_int_range(r, 0, 256);
        const image *i = read_bytes(w, bytes, from->len);
        image_pixels p;
        if (i) {
            assert_true(image_decode(i, &p));
            image_pixels_clear(&p);
        }
        g_free(bytes);
        forget(w);
    }
    g_rand_free(r);
    for (size_t k = 0; k < G_N_ELEMENTS(files); k++)
        g_byte_array_unref(files[k]);
}

static void
what_no_paper_carries_is_refused_by_name(void **state)
{
    world *w = *state;
    const made_jpeg cmyk = {.width = 16, .height = 16, .components = 4};
    GByteArray *four = made_jpeg_new(&cmyk);
    check_refused(w, four->data, four->len, "CMYK");
    g_byte_array_unref(four);
    check_refused(w, "GIF89a……", 12, "GIF");
    check_refused(w, "BM1234567890", 12, "BMP");
    check_refused(w, "RIFF1234WEBP", 12, "WebP");
    check_refused(w,
                  "\0\0\0\x18"
                  "ftypheic....",
                  16, "HEIC");
    check_refused(w, "%PDF-1.7\n", 9, "PDF");
    check_refused(w, "", 0, "empty");
    check_refused(w, "just words", 10, "no PNG");
}

/* A few bytes that would become gigabytes. */
static void
more_pixels_than_a_page_needs_are_refused(void **state)
{
    world *w = *state;
    const made_png m = {.width = 16, .height = 16, .kind = PNG_COLOR_TYPE_GRAY, .depth = 1};
    GByteArray *bytes = made_png_new(&m);
    static const struct {
        uint32_t width, height;
    } rows[] = {{30000, 30000}, {32768, 1}, {1, 40000}, {0x7FFFFFFF, 0x7FFFFFFF}, {0xFFFFFFFF, 1}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        const uint32_t sizes[] = {GUINT32_TO_BE(rows[k].width), GUINT32_TO_BE(rows[k].height)};
        memcpy(bytes->data + 16, sizes, 8);
        check_refused(w, bytes->data, bytes->len, "pixels");
    }
    g_byte_array_set_size(bytes, IMAGE_MOST_BYTES + 1);
    check_refused(w, bytes->data, bytes->len, "20 MB");
    g_byte_array_unref(bytes);
}

static void
dots_an_inch_are_those_of_the_coarser_side(void **state)
{
    world *w = *state;
    const made_png m = {.width = 300, .height = 200, .kind = PNG_COLOR_TYPE_GRAY, .depth = 8};
    const image *i = read_made(w, made_png_new(&m));
    assert_int_equal(image_dpi(i, 72 * 1024, 48 * 1024), 300);
    assert_int_equal(image_dpi(i, 144 * 1024, 48 * 1024), 150);
    assert_int_equal(image_dpi(i, 72 * 1024, 96 * 1024), 150);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_of_png_is_read),
        TEST(what_is_gray_and_opaque_is_said_to_be),
        TEST(gamma_is_told_apart),
        TEST(nothing_but_the_picture_is_kept),
        TEST(what_is_kept_is_read_as_the_same),
        TEST(every_kind_of_jpeg_is_read),
        TEST(exif_says_how_it_is_turned),
        TEST(each_turn_puts_the_corners_where_exif_says),
        TEST(a_file_that_breaks_off_is_refused),
        TEST(damaged_bytes_never_harm),
        TEST(what_no_paper_carries_is_refused_by_name),
        TEST(more_pixels_than_a_page_needs_are_refused),
        TEST(dots_an_inch_are_those_of_the_coarser_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
