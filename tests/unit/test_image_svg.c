/* test_image_svg.c: SVG as shapes: what is taken, and that all else is refused by its name. */
#include "image/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "image/image_read.h"

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
read_text(world *w, const char *text)
{
    static const image_asked by = {XML_FORM, {"form.xml", 3, NULL}};
    return image_read(w->a, "x.svg", text, strlen(text), &by, w->d);
}

static const char *
svg(world *w, const char *inner)
{
    return arena_printf(w->a,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                        " viewBox=\"0 0 10 10\">%s</svg>",
                        inner);
}

/* Steps and points of the first shape, on a grid of 10 a side for reading. */
static const char *
outline(world *w, const image *i)
{
    const image_shape *s = &i->shapes[0];
    const image_point *at = s->points;
    GString *out = g_string_new(NULL);
    for (size_t k = 0; k < s->step_count; k++) {
        g_string_append_c(out, "ZMLC"[s->steps[k]]);
        for (size_t n = 0; n < image_step_points(s->steps[k]); n++, at++)
            g_string_append_printf(out, "%s%.4g,%.4g", n ? " " : "", at->x / 1e5, at->y / 1e5);
    }
    const char *kept = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return kept;
}

static void
every_command_of_an_outline_is_read(void **state)
{
    world *w = *state;
    static const struct {
        const char *inner, *expected;
    } rows[] = {
        {"<path d='M1 2L3 4'/>", "M1,2L3,4"},
        {"<path d='m1 2 3 4'/>", "M1,2L4,6"},
        {"<path d='M1,2,3,4 5 6z'/>", "M1,2L3,4L5,6Z"},
        {"<path d='M1 1h2v3H0V0'/>", "M1,1L3,1L3,4L0,4L0,0"},
        {"<path d='M0 0C1 1 2 1 3 0S5-1 6 0'/>", "M0,0C1,1 2,1 3,0C4,-1 5,-1 6,0"},
        {"<path d='M0 0Q3 3 6 0T9 0'/>", "M0,0C2,2 4,2 6,0C8,-2 9,-2 9,0"},
        {"<path d='M1 1zl2 2'/>", "M1,1ZM1,1L3,3"},
        {"<path d='M.5.5-1e0-1'/>", "M0.5,0.5L-1,-1"},
        {"<path d='M0 5a5 5 0 0110 0'/>", "M0,5C0,2.239 2.239,0 5,0C7.761,0 10,2.239 10,5"},
        {"<path d='M0 0A0 5 0 0 0 3 3'/>", "M0,0L3,3"},
        {"<line x1='1' y1='2' x2='3' y2='4' stroke='red'/>", "M1,2L3,4"},
        {"<polyline points='1,2 3,4 5 6'/>", "M1,2L3,4L5,6"},
        {"<polygon points='1,2 3,4 5 6'/>", "M1,2L3,4L5,6Z"},
        {"<rect x='1' y='2' width='3' height='4'/>", "M1,2L4,2L4,6L1,6L1,2Z"},
        {"<g transform='translate(1 2) scale(2)'><path d='M1 1L2 2'/></g>", "M3,4L5,6"},
        {"<path transform='rotate(90 5 5)' d='M5 0L10 5'/>", "M10,5L5,10"},
        {"<path transform='matrix(1 0 0 -1 0 10)' d='M0 0L1 1'/>", "M0,10L1,9"},
    };
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        const image *i = read_text(w, svg(w, rows[k].inner));
        if (!i)
            fail_msg("%s: %s", rows[k].inner, diag_at(w->d, 0)->args[2]);
        assert_int_equal(i->shape_count, 1);
        if (strcmp(outline(w, i), rows[k].expected) != 0)
            fail_msg("%s: %s instead of %s", rows[k].inner, outline(w, i), rows[k].expected);
    }
}

static void
paint_is_by_attributes_and_style(void **state)
{
    world *w = *state;
    static const struct {
        const char *attributes;
        int fill, stroke, width;
    } rows[] = {
        {"", 0x000000, -1, 0},
        {"fill='none' stroke='#123'", -1, 0x112233, 100000},
        {"fill='#abcdef'", 0xABCDEF, -1, 0},
        {"style='fill: rgb(1, 2, 3); stroke:RED;stroke-width:.5'", 0x010203, 0xFF0000, 50000},
        {"fill='red' style='fill:blue'", 0x0000FF, -1, 0},
        {"color='teal' fill='currentColor'", 0x008080, -1, 0},
        {"fill='rgb(100%,0%,50%)'", 0xFF0080, -1, 0},
        {"style='font-family:x;-inkscape-font-specification:y;fill-opacity:1;opacity:1.0;marker:none'", 0, -1, 0},
        {"class='a' data-x='1' aria-label='x'", 0, -1, 0},
        {"stroke='black' stroke-width='0'", 0, -1, 0},
    };
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        const image *i = read_text(w, svg(w, arena_printf(w->a, "<path d='M0 0L1 1L2 0z' %s/>", rows[k].attributes)));
        if (!i)
            fail_msg("%s: %s", rows[k].attributes, diag_at(w->d, 0)->args[2]);
        assert_int_equal(i->shapes[0].fill, rows[k].fill);
        assert_int_equal(i->shapes[0].stroke, rows[k].stroke);
        assert_int_equal(i->shapes[0].width, rows[k].width);
    }
}

/* English words of the refusal; nothing of a drawing is left out without one. */
static void
what_is_no_shape_is_refused_by_name(void **state)
{
    world *w = *state;
    static const char *const rows[][2] = {
        {"<text x='1' y='2'>文字</text>", "<text>"},
        {"<use xlink:href='#a'/>", "<use>"},
        {"<image xlink:href='http://example.org/x.png'/>", "<image>"},
        {"<script>alert(1)</script>", "<script>"},
        {"<style>path{fill:red}</style>", "<style>"},
        {"<a xlink:href='x'><path d='M0 0L1 1z'/></a>", "<a>"},
        {"<switch><path d='M0 0L1 1z'/></switch>", "<switch>"},
        {"<foreignObject/>", "<foreignObject>"},
        {"<svg/>", "<svg>"},
        {"<path d='M0 0L1 1z'><animate/></path>", "<animate>"},
        {"<path d='M0 0L1 1z' fill='url(#g)'/>", "fill=\"url(#g)\""},
        {"<path d='M0 0L1 1z' style='stroke:url(#g)'/>", "stroke:url(#g)"},
        {"<g opacity='.5'><path d='M0 0L1 1z'/></g>", "opacity"},
        {"<path d='M0 0L1 1z' fill-opacity='0.5'/>", "fill-opacity"},
        {"<path d='M0 0L1 1z' filter='url(#f)'/>", "filter"},
        {"<path d='M0 0L1 1z' mask='url(#f)'/>", "mask"},
        {"<path d='M0 0L1 1z' clip-path='url(#f)'/>", "clip-path"},
        {"<path d='M0 0L1 1z' stroke='red' stroke-dasharray='1 2'/>", "stroke-dasharray"},
        {"<path d='M0 0L1 1z' onclick='x()'/>", "onclick"},
        {"<path d='M0 0L1 1z' fill='chartreuse2'/>", "chartreuse2"},
        {"<path d='M0 0L1 1z' transform='perspective(3)'/>", "transform"},
        {"<path d='M0 0X1 1z'/>", "d of <path>"},
        {"<path d='L1 1'/>", "d of <path>"},
        {"<path d='M0 0L1'/>", "d of <path>"},
        {"<path d='M0 0L1 nan'/>", "d of <path>"},
        {"<polygon points='1 2 3'/>", "points"},
        {"<rect width='50%' height='1'/>", "width"},
        {"<g transform='scale(1 3)'><path d='M0 0L1 1' stroke='red'/></g>", "unevenly"},
        {"<path d='M0 0L1e8 1e8'/>", "far out"},
        {"<defs><path d='M0 0L1 1z'/></defs>", "nothing to draw"},
    };
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        diag_drop(w->d);
        w->d = diag_new();
        if (read_text(w, svg(w, rows[k][0])))
            fail_msg("%s was taken", rows[k][0]);
        const diag_message *m = diag_at(w->d, 0);
        assert_int_equal(m->code, DIAG_FORM_IMAGE_BROKEN);
        assert_int_equal(m->form.line, 3);
        if (!strstr(m->args[2], rows[k][1]))
            fail_msg("%s: \"%s\" does not say %s", rows[k][0], m->args[2], rows[k][1]);
    }
}

static void
what_draws_nothing_is_passed_over(void **state)
{
    world *w = *state;
    static const char *const rows[] = {
        "<title>t</title><desc>d</desc><metadata><x/></metadata>",
        "<defs><linearGradient id='g'/><filter/></defs>",
        "<x:namedview xmlns:x='http://sodipodi' x:y='1'/>",
        "<g display='none'><text>x</text></g>",
        "<text style='display: none'>x</text>",
        "<path d='M0 0L1 1z' visibility='hidden'/>",
        "<path d='M0 0L1 1z' fill='none'/>",
        "<rect width='0' height='5'/>",
    };
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        const image *i = read_text(w, svg(w, arena_printf(w->a, "%s<circle r='1'/>", rows[k])));
        if (!i)
            fail_msg("%s: %s", rows[k], diag_at(w->d, 0)->args[2]);
        assert_int_equal(i->shape_count, 1);
    }
}

static void
its_size_is_its_own(void **state)
{
    world *w = *state;
    static const struct {
        const char *root;
        int width, height, x, y; /* of the end of a line from 0,0 to 10,10 */
    } rows[] = {{"viewBox='0 0 20 10'", 1000000, 500000, 500000, 500000},
                {"width='20mm' height='40mm'", 500000, 1000000, 66146, 66146},
                {"viewBox='0 0 10 10' width='20' height='10'", 1000000, 500000, 750000, 500000},
                {"viewBox='-10 -10 20 20' width='100%' height='100%'", 1000000, 1000000, 1000000, 1000000}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        const image *i = read_text(w, arena_printf(w->a,
                                                   "<svg xmlns='http://www.w3.org/2000/svg' %s>"
                                                   "<path d='M0 0L10 10' stroke='red'/></svg>",
                                                   rows[k].root));
        assert_non_null(i);
        assert_int_equal(i->width, rows[k].width);
        assert_int_equal(i->height, rows[k].height);
        assert_in_range(i->shapes[0].points[1].x, rows[k].x - 1, rows[k].x + 1);
        assert_in_range(i->shapes[0].points[1].y, rows[k].y - 1, rows[k].y + 1);
    }
    assert_null(read_text(w, "<svg xmlns='http://www.w3.org/2000/svg'><circle r='1'/></svg>"));
    assert_null(read_text(w, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1' preserveAspectRatio='none'>"
                             "<circle r='1'/></svg>"));
    assert_null(read_text(w, "<html><body/></html>"));
}

/* What is kept is an SVG of shapes alone, and the very same drawing. */
static void
what_is_kept_is_read_as_the_same(void **state)
{
    world *w = *state;
    const image *i = read_text(
        w, svg(w, "<!-- /home/himitsu --><g id='himitsu' stroke='#123456' stroke-width='.3' stroke-linejoin='round'"
                  " stroke-linecap='square' stroke-miterlimit='2.5' fill-rule='evenodd'><circle cx='5' cy='5' r='3'/>"
                  "<path fill='none' d='M1 1q3 3 6 0'/></g>"));
    assert_non_null(i);
    assert_null(memmem(i->bytes, i->length, "himitsu", 7));
    static const image_asked by = {XML_DATA, PLACE_NONE};
    const image *again = image_read(w->a, "x", i->bytes, i->length, &by, w->d);
    assert_non_null(again);
    assert_string_equal(again->sum, i->sum);
    assert_int_equal(again->shape_count, 2);
    assert_int_equal(again->shapes[0].width, i->shapes[0].width);
    assert_int_equal(again->shapes[0].miter, 250);
    assert_memory_equal(again->shapes[0].points, i->shapes[0].points, i->shapes[0].point_count * sizeof(image_point));
}

static void
a_file_that_breaks_off_or_swells_is_refused(void **state)
{
    world *w = *state;
    const char *whole = svg(w, "<path d='M0 0L1 1L2 0z'/><circle r='2'/>");
    assert_non_null(read_text(w, whole));
    for (size_t cut = 1; cut < strlen(whole); cut += 7)
        assert_null(read_text(w, arena_strndup(w->a, whole, cut)));
    GString *many = g_string_new("<path d='M0 0");
    for (int k = 0; k <= IMAGE_MOST_STEPS; k++)
        g_string_append(many, "l1 1");
    g_string_append(many, "'/>");
    assert_null(read_text(w, svg(w, many->str)));
    g_string_assign(many, "");
    for (int k = 0; k <= IMAGE_MOST_SHAPES; k++)
        g_string_append(many, "<circle r='1'/>");
    assert_null(read_text(w, svg(w, many->str)));
    g_string_free(many, TRUE);
    assert_null(read_text(w, "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg xmlns='http://www.w3.org/2000/svg'"
                             " viewBox='0 0 1 1'><circle r='1'/></svg>"));
    assert_non_null(read_text(w, "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\">"
                                 "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><circle r='1'/></svg>"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_command_of_an_outline_is_read),
        TEST(paint_is_by_attributes_and_style),
        TEST(what_is_no_shape_is_refused_by_name),
        TEST(what_draws_nothing_is_passed_over),
        TEST(its_size_is_its_own),
        TEST(what_is_kept_is_read_as_the_same),
        TEST(a_file_that_breaks_off_or_swells_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
