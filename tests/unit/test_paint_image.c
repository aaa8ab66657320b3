/* test_paint_image.c: pictures by every painter: the same ink, once in a file, and what a record needs. */
#include "paint_support.h"

#include <stdlib.h>

#include "image/image_read.h"
#include "image_support.h"

static const char drawing[] =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 30'><rect x='1' y='1' width='38' height='28' rx='4'"
    " fill='#0a7' stroke='navy' stroke-width='2'/><path d='M5 25L20 5L35 25z' fill='#fff' fill-rule='evenodd'/>"
    "<circle cx='20' cy='18' r='6' fill='none' stroke='#c00' stroke-width='1.5'/><path d='M-20 0L60 10' "
    "stroke='black'/>"
    "</svg>";

static const image *
read_bytes(fixture *f, const void *bytes, size_t length)
{
    static const image_asked by = {XML_FORM, {"form.xml", 1, NULL}};
    const image *i = image_read(f->a, "picture", bytes, length, &by, f->d);
    assert_non_null(i);
    return i;
}

static const image *
png_of(fixture *f, int kind)
{
    const made_png m = {.width = 60, .height = 40, .kind = kind, .depth = 8};
    GByteArray *bytes = made_png_new(&m);
    const image *i = read_bytes(f, bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    return i;
}

static const image *
jpeg_of(fixture *f, int components, int turn)
{
    const made_jpeg m = {.width = 60, .height = 40, .components = components, .turn = turn};
    GByteArray *bytes = made_jpeg_new(&m);
    const image *i = read_bytes(f, bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    return i;
}

static void
put(fixture *f, display_page *page, const image *i, double x, double y, double width)
{
    const unit w = pt(width);
    display_add(page,
                (display_op){.kind = DISPLAY_IMAGE, .image = {i, pt(x), pt(y), w, unit_scale(w, i->height, i->width)}});
    (void)f;
}

/* Every kind of picture, and every turn. */
static void
fill_page(fixture *f)
{
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_RGB), 40, 40, 120);
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_GRAY), 200, 40, 120);
    add_run(f->page, f->a, f->mincho, 30, 40, 190, DISPLAY_FILL, "氏名");
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_RGB_ALPHA), 40, 150, 120);
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_GRAY_ALPHA), 200, 150, 120);
    put(f, f->page, jpeg_of(f, 1, 0), 360, 40, 120);
    for (int turn = 1; turn <= 8; turn++)
        put(f, f->page, jpeg_of(f, 3, turn), 40 + (turn - 1) % 4 * 130, 280 + (turn - 1) / 4 * 140, 80);
    put(f, f->page, read_bytes(f, drawing, strlen(drawing)), 360, 150, 160);
}

/* ---- ink ---- */

typedef struct ink {
    char *file;
    const uint8_t *pixels;
    size_t length;
} ink;

/* A PPM of one page. */
static ink
ink_of(fixture *f, paint_backend b)
{
    ink out = {0};
    const char *name = arena_printf(f->a, "%s/%s", f->folder, paint_backend_names[b]);
    ask(f, 0, "pdftoppm -r 40 -singlefile %s %s", paint_file(f, b), name);
    assert_true(g_file_get_contents(arena_printf(f->a, "%s.ppm", name), &out.file, &out.length, NULL));
    const char *p = out.file;
    for (int lines = 0; lines < 3; lines++)
        p = strchr(p, '\n') + 1;
    out.pixels = (const uint8_t *)p;
    out.length -= (size_t)(p - out.file);
    return out;
}

/* Edges are smoothed by whoever shows the page, and libharu's colours have no profile: no more. */
static void
all_painters_draw_the_same(void **state)
{
    fixture *f = *state;
    fill_page(f);
    ink first = ink_of(f, PAINT_RENKEI);
    size_t inked = 0;
    for (size_t i = 0; i < first.length; i++)
        inked += first.pixels[i] < 250;
    assert_true(inked > first.length / 20);
    for (paint_backend b = PAINT_CAIRO; b < PAINT_BACKENDS; b++) {
        ink other = ink_of(f, b);
        size_t far = 0;
        assert_int_equal(other.length, first.length);
        for (size_t i = 0; i < first.length; i++)
            far += abs(first.pixels[i] - other.pixels[i]) > 40;
        if (far > first.length / 150)
            fail_msg("%s: %zu of %zu samples are another colour", paint_backend_names[b], far, first.length);
        g_free(other.file);
    }
    g_free(first.file);
}

/* A seal stands on the name: what is under it is seen through it. */
static void
what_is_transparent_shows_what_is_below(void **state)
{
    fixture *f = *state;
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {0, 0, pt(400), pt(400), 0, 0, 0}});
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_RGB_ALPHA), 40, 40, 120);
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        ink i = ink_of(f, b);
        const size_t width = 331, at = (45 * 40 / 72) * width + 45 * 40 / 72; /* a corner of the picture */
        assert_true(i.pixels[3 * at] < 10);
        g_free(i.file);
    }
}

/* ---- the file ---- */

static size_t
count_of(const GByteArray *pdf, const char *what)
{
    size_t n = 0;
    const char *p = (const char *)pdf->data, *end = p + pdf->len;
    while ((p = memmem(p, (size_t)(end - p), what, strlen(what)))) {
        n++;
        p += strlen(what);
    }
    return n;
}

static void
a_picture_is_once_in_the_file(void **state)
{
    fixture *f = *state;
    display_page *second = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, "2");
    for (int k = 0; k < 5; k++) {
        put(f, f->page, png_of(f, PNG_COLOR_TYPE_RGB), 40, 40 + 100 * k, 60); /* read anew each time */
        put(f, second, png_of(f, PNG_COLOR_TYPE_RGB), 40, 40 + 100 * k, 80);
        put(f, second, jpeg_of(f, 3, 0), 240, 40 + 100 * k, 80);
        put(f, f->page, jpeg_of(f, 3, 6), 240, 40 + 100 * k, 50); /* the same bytes, turned */
        put(f, second, read_bytes(f, drawing, strlen(drawing)), 400, 40 + 100 * k, 50);
    }
    const GByteArray *pdf = paint(f, PAINT_RENKEI, PAINT_PDF);
    assert_int_equal(count_of(pdf, "/Subtype/Image"), 2);
    assert_int_equal(count_of(pdf, "/Subtype/Form"), 1);
    assert_int_equal(count_of(pdf, "/DCTDecode"), 1);
    assert_int_equal(count_of(pdf, "/N 3"), 1); /* one profile */
    assert_contains(ask(f, 0, "qpdf --check %s", paint_file(f, PAINT_RENKEI)), "No syntax");
    const GByteArray *cairo = paint(f, PAINT_CAIRO, PAINT_PDF);
    assert_int_equal(count_of(cairo, "/Subtype /Image"), 2);
}

/* A page of gray alone is as it ever was: no profile, no group. */
static void
colours_are_of_a_profile_and_grays_of_none(void **state)
{
    fixture *f = *state;
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_GRAY_ALPHA), 40, 40, 60);
    put(f, f->page, jpeg_of(f, 1, 0), 40, 140, 60);
    const GByteArray *pdf = paint(f, PAINT_RENKEI, PAINT_PDF);
    assert_int_equal(count_of(pdf, "/ICCBased"), 0);
    assert_int_equal(count_of(pdf, "/N 3"), 0);
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_RGB), 240, 40, 60);
    const char *file = paint_file(f, PAINT_RENKEI), *plain = arena_printf(f->a, "%s/plain.pdf", f->folder);
    ask(f, 0, "qpdf --qdf --object-streams=disable %s %s", file, plain);
    ask(f, 1, "grep -a -c /Transparency %s", plain);
    put(f, f->page, png_of(f, PNG_COLOR_TYPE_RGB_ALPHA), 240, 240, 60);
    ask(f, 0, "qpdf --qdf --object-streams=disable %s %s", paint_file(f, PAINT_RENKEI), plain);
    assert_contains(ask(f, 0, "grep -a -c /Transparency %s", plain), "1");
}

static void
the_same_list_gives_the_same_bytes(void **state)
{
    fixture *f = *state;
    fill_page(f);
    static const struct {
        paint_backend backend;
        paint_format format;
    } rows[] = {{PAINT_RENKEI, PAINT_PDF}, {PAINT_CAIRO, PAINT_PDF}, {PAINT_CAIRO, PAINT_PNG},
                {PAINT_CAIRO, PAINT_SVG},  {PAINT_HARU, PAINT_PDF},  {PAINT_RENKEI, PAINT_TEXT}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        const GByteArray *one = paint(f, rows[k].backend, rows[k].format);
        GBytes *kept = g_bytes_new(one->data, one->len);
        const GByteArray *two = paint(f, rows[k].backend, rows[k].format);
        assert_int_equal(two->len, g_bytes_get_size(kept));
        assert_memory_equal(two->data, g_bytes_get_data(kept, NULL), two->len);
        g_bytes_unref(kept);
    }
}

/* A machine without memory, or a file of a form that was kept and is no more what it was: paint-image. */
static void
a_picture_that_cannot_be_decoded_is_told(void **state)
{
    fixture *f = *state;
    image broken = *png_of(f, PNG_COLOR_TYPE_RGB);
    broken.length /= 2;
    put(f, f->page, &broken, 40, 40, 60);
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        assert_false(paint_document(f->list, f->fonts, b, PAINT_PDF, 0, f->outputs, f->d));
        assert_string_equal(diag_name(diag_at(f->d, 0)->code), "paint-image");
        diag_drop(f->d);
        f->d = diag_new();
    }
}

/* ---- the list ---- */

static void
a_picture_out_of_shape_is_a_fault(void **state)
{
    fixture *f = *state;
    const image *i = png_of(f, PNG_COLOR_TYPE_GRAY);
    display_add(f->page, (display_op){.kind = DISPLAY_IMAGE, .image = {i, 0, 0, pt(60), pt(60)}});
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: picture out of shape");
}

static void
few_pixels_are_a_weakness(void **state)
{
    fixture *f = *state;
    const image *i = png_of(f, PNG_COLOR_TYPE_GRAY);
    const display_op fine = {.kind = DISPLAY_IMAGE, .image = {i, 0, 0, pt(28), pt(18.7)}},
                     coarse = {.kind = DISPLAY_IMAGE, .image = {i, 0, 0, pt(30), pt(20)}};
    assert_int_equal(display_weakness_of(&fine), DISPLAY_SOUND);
    assert_int_equal(display_weakness_of(&coarse), DISPLAY_COARSE);
    const display_op shapes = {.kind = DISPLAY_IMAGE,
                               .image = {read_bytes(f, drawing, strlen(drawing)), 0, 0, pt(400), pt(300)}};
    assert_int_equal(display_weakness_of(&shapes), DISPLAY_SOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_painters_draw_the_same),         TEST(what_is_transparent_shows_what_is_below),
        TEST(a_picture_is_once_in_the_file),      TEST(colours_are_of_a_profile_and_grays_of_none),
        TEST(the_same_list_gives_the_same_bytes), TEST(a_picture_that_cannot_be_decoded_is_told),
        TEST(a_picture_out_of_shape_is_a_fault),  TEST(few_pixels_are_a_weakness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
