/* test_paint_vertical.c: turned, condensed and upright glyphs in both PDF writers, and a text layer that reads on. */
#include "paint_support.h"

enum { SIZE_PT = 40 };

static int
setup_small(void **state)
{
    return open_painting(state, 300 * UNIT_PT, 400 * UNIT_PT);
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

/* Of the ink on the page, in points from its top left. */
typedef struct box {
    int left, top, right, bottom;
} box;

static box
ink_of(fixture *f, paint_backend backend)
{
    const char *file = paint_file(f, backend), *picture = arena_printf(f->a, "%s.page.pgm", file);
    char *data;
    gsize length;
    ask(f, 0, "pdftoppm -r 72 -gray -singlefile %s %s.page", file, file);
    assert_true(g_file_get_contents(picture, &data, &length, NULL));
    int width, height;
    assert_int_equal(sscanf(data, "P5 %d %d 255", &width, &height), 2);
    const unsigned char *pixels = (const unsigned char *)data + length - (gsize)(width * height);
    box b = {width, height, 0, 0};
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            if (pixels[y * width + x] < 128)
                b = (box){MIN(b.left, x), MIN(b.top, y), MAX(b.right, x + 1), MAX(b.bottom, y + 1)};
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
    const box plain = ink_of(f, PAINT_CAIRO);
    assert_true(plain.right - plain.left > plain.bottom - plain.top);
    g_array_set_size(f->page->ops, 0);
    add(f, turned(f, 100, 200, "LB"));
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_box(ink_of(f, b), (box){100 + 200 - plain.bottom, 200 + plain.left - 100, 100 + 200 - plain.top,
                                       200 + plain.right - 100});
}

static void
condensed_glyphs_are_as_tall_as_others(void **state)
{
    fixture *f = *state;
    add(f, run(f, 100, 200, "8"));
    const box plain = ink_of(f, PAINT_CAIRO);
    g_array_index(f->page->ops, display_op, 0).text.condensed = 500;
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_box(ink_of(f, b),
                   (box){100 + (plain.left - 100) / 2, plain.top, 100 + (plain.right - 100) / 2, plain.bottom});
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
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, b)), "葛\U000E0100城のPTA会\n次の行\n\f");
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
    g_array_index(f->page->ops, display_op, 0).text.layer = "A";
    assert_null(display_check(f->list, f->a));
    g_array_index(f->page->ops, display_op, 0).text.layer = "\xFF";
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: text layer is not UTF-8");
    g_array_index(f->page->ops, display_op, 0).text.layer = NULL;
    g_array_index(f->page->ops, display_op, 0).text.condensed = 1001;
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: condensed to more than 1000");
}

/* 長体: many glyphs on one line, as compose places them. */
static void
a_condensed_line_is_the_same_in_all_writers(void **state)
{
    fixture *f = *state;
    display_text t = run(f, 20, 200, "日語A8国");
    text_glyph *glyphs = arena_copy(f->a, t.glyphs, t.glyph_count * sizeof *glyphs);
    for (size_t i = 0; i < t.glyph_count; i++)
        glyphs[i].x = unit_scale(t.glyphs[i].x, 830, 1000);
    add(f, t);
    const box plain = ink_of(f, PAINT_CAIRO);
    t.glyphs = glyphs;
    t.condensed = 830;
    g_array_index(f->page->ops, display_op, 0).text = t;
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        assert_box(ink_of(f, b), (box){20 + (plain.left - 20) * 83 / 100, plain.top, 20 + (plain.right - 20) * 83 / 100,
                                       plain.bottom});
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, b)), "日語A8国\n\f");
    }
}

/* What a reader of the file is told is what is printed. */
static void
a_layer_that_leaves_something_out_is_not_painted(void **state)
{
    fixture *f = *state;
    display_text first = stacked(f, 200, 60, "日本"), second = stacked(f, 200, 160, "語");
    first.layer = "日本";
    second.layer = "";
    add(f, first);
    add(f, second);
    assert_string_equal(display_check(f->list, f->a), "page 1: the text layer is not what the texts hold");
    g_array_index(f->page->ops, display_op, 0).text.layer = "日本語";
    assert_null(display_check(f->list, f->a));
    g_array_index(f->page->ops, display_op, 1).text.layer = "語";
    assert_string_equal(display_check(f->list, f->a), "page 1: the text layer is not what the texts hold");
}

#define SMALL(name) cmocka_unit_test_setup_teardown(name, setup_small, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(turned_glyphs_lie_on_their_side),
        SMALL(condensed_glyphs_are_as_tall_as_others),
        SMALL(a_line_reads_as_one_text),
        SMALL(the_trace_tells_how_glyphs_stand),
        SMALL(a_condensed_line_is_the_same_in_all_writers),
        SMALL(a_layer_that_leaves_something_out_is_not_painted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
