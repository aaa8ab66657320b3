/* test_paint_vertical.c: turned, condensed and upright glyphs in both PDF writers, and a text layer that reads on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "paint/paint.h"
#include "test_display_page.h"

enum { SIZE_PT = 40 };

typedef struct fixture {
    arena *a;
    diag *d;
    font_set *fonts;
    const font_face *mincho;
    display *list;
    display_page *page;
    char *file;
} fixture;

static const paint_backend backends[] = {PAINT_RENKEI, PAINT_CAIRO, PAINT_HARU};

static int
setup(void **state)
{
    fixture *f = g_new0(fixture, 1);
    f->a = arena_new();
    f->d = diag_new();
    f->fonts = font_set_open("fonts", f->d);
    if (!f->fonts)
        return -1;
    f->mincho = face_named(f->fonts, "BIZ UDMincho Regular");
    f->list = display_new(f->a);
    f->page = display_add_page(f->list, f->a, 300 * UNIT_PT, 400 * UNIT_PT, "1");
    const int fd = g_file_open_tmp("renkei-vertical-XXXXXX.pdf", &f->file, NULL);
    assert_true(fd >= 0);
    close(fd);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    g_unlink(f->file);
    g_free(f->file);
    display_drop(f->list);
    font_set_close(f->fonts);
    diag_drop(f->d);
    arena_drop(f->a);
    g_free(f);
    return 0;
}

static void
add(fixture *f, display_text t)
{
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT, .text = t});
}

static display_text
run(fixture *f, double x, double y, const char *utf8)
{
    return run_of(f->a, f->mincho, SIZE_PT, x, y, DISPLAY_FILL, utf8);
}

/* The same glyphs one under the other. */
static display_text
stacked(fixture *f, double x, double y, const char *utf8)
{
    display_text t = run(f, x, y, utf8);
    text_glyph *glyphs = arena_copy(f->a, t.glyphs, t.glyph_count * sizeof *glyphs);
    for (size_t i = 0; i < t.glyph_count; i++)
        glyphs[i] = (text_glyph){glyphs[i].id, glyphs[i].cluster, 0, (unit)i * SIZE_PT * UNIT_PT};
    t.glyphs = glyphs;
    return t;
}

/* … along the line, each turned. */
static display_text
turned(fixture *f, double x, double y, const char *utf8)
{
    display_text t = run(f, x, y, utf8);
    text_glyph *glyphs = arena_copy(f->a, t.glyphs, t.glyph_count * sizeof *glyphs);
    for (size_t i = 0; i < t.glyph_count; i++)
        glyphs[i] = (text_glyph){glyphs[i].id, glyphs[i].cluster, 0, glyphs[i].x};
    t.glyphs = glyphs;
    t.turned = true;
    return t;
}

static char *
ask(const char *const *argv)
{
    char *out = NULL;
    int wait = -1;
    assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &wait, NULL));
    assert_true(g_spawn_check_wait_status(wait, NULL));
    return out;
}

static void
paint(const fixture *f, paint_backend backend)
{
    GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    if (!paint_document(f->list, f->fonts, backend, PAINT_PDF, 0, out, f->d))
        diag_print(f->d, stderr, DIAG_EN);
    assert_int_equal(out->len, 1);
    const GByteArray *pdf = g_ptr_array_index(out, 0);
    assert_true(g_file_set_contents(f->file, (const char *)pdf->data, (gssize)pdf->len, NULL));
    g_ptr_array_free(out, TRUE);
}

static char *
extracted(const fixture *f)
{
    return ask((const char *const[]){"pdftotext", "-raw", f->file, "-", NULL});
}

/* Of the ink on the page, in points from its top left. */
typedef struct box {
    int left, top, right, bottom;
} box;

static box
ink_of(const fixture *f)
{
    char *root = g_strconcat(f->file, ".page", NULL), *picture = g_strconcat(root, ".pgm", NULL), *data;
    gsize length;
    g_free(ask((const char *const[]){"pdftoppm", "-r", "72", "-gray", "-singlefile", f->file, root, NULL}));
    assert_true(g_file_get_contents(picture, &data, &length, NULL));
    int width, height;
    assert_int_equal(sscanf(data, "P5 %d %d 255", &width, &height), 2);
    const unsigned char *pixels = (const unsigned char *)data + length - (gsize)(width * height);
    box b = {width, height, 0, 0};
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            if (pixels[y * width + x] < 128)
                b = (box){MIN(b.left, x), MIN(b.top, y), MAX(b.right, x + 1), MAX(b.bottom, y + 1)};
    g_unlink(picture);
    g_free(picture);
    g_free(root);
    g_free(data);
    return b;
}

static void
assert_box(box got, box wanted)
{
    enum { OFF = 2 };
    if (ABS(got.left - wanted.left) > OFF || ABS(got.top - wanted.top) > OFF || ABS(got.right - wanted.right) > OFF ||
        ABS(got.bottom - wanted.bottom) > OFF)
        fail_msg("ink is %d,%d to %d,%d and not %d,%d to %d,%d", got.left, got.top, got.right, got.bottom, wanted.left,
                 wanted.top, wanted.right, wanted.bottom);
}

/* What stands at x to x + w and y - h to y over its origin stands, turned, h to the right of it and w below. */
static void
turned_glyphs_lie_on_their_side(void **state)
{
    fixture *f = *state;
    add(f, run(f, 100, 200, "LB"));
    paint(f, PAINT_CAIRO);
    const box plain = ink_of(f);
    assert_true(plain.right - plain.left > plain.bottom - plain.top);
    g_array_set_size(f->page->ops, 0);
    add(f, turned(f, 100, 200, "LB"));
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        paint(f, backends[i]);
        assert_box(ink_of(f), (box){100 + 200 - plain.bottom, 200 + plain.left - 100, 100 + 200 - plain.top,
                                    200 + plain.right - 100});
    }
}

static void
condensed_glyphs_are_as_tall_as_others(void **state)
{
    fixture *f = *state;
    add(f, run(f, 100, 200, "8"));
    paint(f, PAINT_CAIRO);
    const box plain = ink_of(f);
    g_array_index(f->page->ops, display_op, 0).text.condensed = 500;
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        paint(f, backends[i]);
        assert_box(ink_of(f),
                   (box){100 + (plain.left - 100) / 2, plain.top, 100 + (plain.right - 100) / 2, plain.bottom});
    }
}

/* Without the layer every upright character would be a line. */
static void
a_line_reads_as_one_text(void **state)
{
    fixture *f = *state;
    display_text first = stacked(f, 200, 60, "葛\U000E0100城の"), second = turned(f, 205, 150, "PTA"),
                 third = stacked(f, 200, 260, "会");
    first.layer = "葛\U000E0100城のPTA会";
    second.layer = third.layer = "";
    add(f, first);
    add(f, second);
    add(f, third);
    display_text next = stacked(f, 140, 60, "次の行");
    next.layer = "次の行";
    add(f, next);
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        paint(f, backends[i]);
        char *text = extracted(f);
        assert_string_equal(text, "葛\U000E0100城のPTA会\n次の行\n\f");
        g_free(text);
    }
}

static void
the_trace_tells_how_glyphs_stand(void **state)
{
    fixture *f = *state;
    display_text t = turned(f, 10, 20, "A");
    t.condensed = 500;
    t.layer = "A\\";
    add(f, t);
    GString *out = g_string_new(NULL);
    display_print(f->list, false, out);
    char *wanted =
        g_strdup_printf("  text \"BIZ UDMincho Regular\" 40960 at 10240,20480 fill gray 0 turned condensed 500 "
                        "\"A\" layer \"A\\\\\" [%u=0@0,0]\n",
                        t.glyphs[0].id);
    assert_non_null(strstr(out->str, wanted));
    g_free(wanted);
    g_string_free(out, TRUE);
    assert_null(display_check(f->list, f->a));
    g_array_index(f->page->ops, display_op, 0).text.layer = "\xFF";
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: text layer is not UTF-8");
    g_array_index(f->page->ops, display_op, 0).text.layer = NULL;
    g_array_index(f->page->ops, display_op, 0).text.condensed = 1001;
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: condensed to more than 1000");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(turned_glyphs_lie_on_their_side),
        TEST(condensed_glyphs_are_as_tall_as_others),
        TEST(a_line_reads_as_one_text),
        TEST(the_trace_tells_how_glyphs_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
