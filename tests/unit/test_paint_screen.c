/* test_paint_screen.c: pages as SVG for a screen: an element an op, moved by its transform alone, with the text that
 * was its source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "paint/paint_int.h"
#include "test_display_page.h"

static paint_outlines *outlines;

static int
setup(void **state)
{
    if (open_page(state, A4_WIDTH, A4_HEIGHT))
        return -1;
    ((fixture *)*state)->outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    outlines = paint_outlines_new();
    return 0;
}

static int
teardown(void **state)
{
    paint_outlines_drop(outlines);
    g_ptr_array_free(((fixture *)*state)->outputs, TRUE);
    return close_page(state);
}

/* The lines of the first page. */
static char **
paint_lines(fixture *f)
{
    g_ptr_array_set_size(f->outputs, 0);
    assert_true(paint_screen(f->list, f->fonts, outlines, f->outputs, f->d));
    assert_int_equal(f->outputs->len, f->list->pages->len);
    const GByteArray *svg = g_ptr_array_index(f->outputs, 0);
    char *text = g_strndup((const char *)svg->data, svg->len);
    char **lines = g_strsplit(text, "\n", -1);
    g_free(text);
    return lines;
}

static void
check_has(const char *line, const char *part)
{
    if (!strstr(line, part))
        fail_msg("\"%s\" is not in: %.300s", part, line);
}

static void
op_n_is_line_n(void **state)
{
    fixture *f = *state;
    const display_point tick[] = {{pt(10), pt(10)}, {pt(12), pt(14)}};
    add_run(f->page, f->a, f->mincho, 10, 20, 30, DISPLAY_FILL, "様式");
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {pt(20), pt(40), pt(80), pt(40), 512, DISPLAY_DOTTED, 0}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {pt(20), pt(50), pt(9), pt(8), 0, 0, 230}});
    display_add(f->page, (display_op){.kind = DISPLAY_ELLIPSE, .ellipse = {pt(90), pt(90), pt(9), pt(8), 512, 128}});
    display_add(f->page, (display_op){.kind = DISPLAY_PATH, .path = {tick, 2, 1024, true, 0}});
    char **lines = paint_lines(f);
    assert_int_equal(g_strv_length(lines), 1 + 5 + 1 + 1);
    check_has(lines[0], "viewBox=\"0 0 609449 861732\"");
    check_has(lines[1], "<g transform=\"translate(20480 30720)scale(16)\">");
    check_has(lines[2], "<g transform=\"translate(20480 40960)\">");
    check_has(lines[2], "d=\"M0 0l61440 0\" stroke-dasharray=");
    check_has(lines[3], "<rect width=\"9216\" height=\"8192\" fill=\"#e6e6e6\"/>");
    check_has(lines[4], "<ellipse rx=\"9216\" ry=\"8192\" fill=\"none\" stroke=\"#808080\" stroke-width=\"512\"/>");
    check_has(lines[5], "d=\"M0 0L2048 4096z\"");
    assert_string_equal(lines[6], "</svg>");
    g_strfreev(lines);
}

/* What can be pointed at is wider than a thin line, and no narrower than a thick one. */
static void
thin_lines_can_be_pointed_at(void **state)
{
    fixture *f = *state;
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {0, pt(40), pt(80), pt(40), 358, DISPLAY_SOLID, 0}});
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {0, pt(60), pt(80), pt(60), pt(20), DISPLAY_SOLID, 0}});
    char **lines = paint_lines(f);
    check_has(lines[1], "class=\"near\" fill=\"none\" stroke=\"transparent\" stroke-width=\"6144\"/>");
    check_has(lines[2], "class=\"near\" fill=\"none\" stroke=\"transparent\" stroke-width=\"20480\"/>");
    g_strfreev(lines);
}

static void
text_is_outlines_and_its_source(void **state)
{
    fixture *f = *state;
    add_run(f->page, f->a, f->mincho, 10, 20, 30, DISPLAY_FILL, "あ<&");
    add_run(f->page, f->a, f->names, 10, 20, 50, DISPLAY_FILL, "辻\U000E0102様𠮷");
    add_run(f->page, f->a, f->mincho, 10, 20, 70, DISPLAY_INVISIBLE, "☑");
    char **lines = paint_lines(f);
    check_has(lines[1], "<path d=\"M");
    check_has(lines[1], "<text fill=\"transparent\" font-size=\"640\"><tspan x=\"0 640 ");
    check_has(lines[1], ">あ&lt;&amp;</tspan>");
    check_has(lines[2], "<tspan x=\"0\">辻\U000E0102</tspan><tspan x=\"640\">様</tspan><tspan x=\"1280\">𠮷</tspan>");
    check_has(lines[3], "<text fill=\"transparent\" font-size=\"640\"><tspan x=\"0\">☑</tspan></text>");
    assert_null(strstr(lines[3], "<path"));
    g_strfreev(lines);
}

/* Moving an op changes its transform and nothing else. */
static void
what_moves_keeps_its_body(void **state)
{
    fixture *f = *state;
    add_run(f->page, f->a, f->mincho, 10.5, 20, 30, DISPLAY_FILL, "動く");
    display_op moved = g_array_index(f->page->ops, display_op, 0);
    moved.text.x += 777;
    moved.text.y += 12345;
    display_add(f->page, moved);
    char **lines = paint_lines(f);
    const char *a = strstr(lines[1], ")scale"), *b = strstr(lines[2], ")scale");
    assert_string_equal(a, b);
    assert_string_not_equal(lines[1], lines[2]);
    g_strfreev(lines);
}

/* Least and greatest ends of a path's segments: M and relative commands. */
static void
ends_of_path(const char *d, int box[4])
{
    int x = 0, y = 0, start_x = 0, start_y = 0;
    box[0] = box[1] = G_MAXINT;
    box[2] = box[3] = G_MININT;
    while (*d && *d != '"') {
        const char command = *d++;
        const int pairs = command == 'q' ? 2 : command == 'c' ? 3 : command == 'z' ? 0 : 1;
        const int from_x = x, from_y = y;
        for (int i = 0; i < pairs; i++) { /* the last pair is the end */
            x = (int)strtol(d, (char **)&d, 10) + (command == 'M' ? 0 : from_x);
            y = (int)strtol(d, (char **)&d, 10) + (command == 'M' ? 0 : from_y);
        }
        if (command == 'z') {
            x = start_x;
            y = start_y;
        } else if (command == 'M' || command == 'm') {
            start_x = x;
            start_y = y;
        }
        box[0] = MIN(box[0], x);
        box[1] = MIN(box[1], y);
        box[2] = MAX(box[2], x);
        box[3] = MAX(box[3], y);
    }
}

/* Within 1/64 pt, the outline of a dash is as large as HarfBuzz says of the face. */
static void
outlines_have_the_size_of_the_text(void **state)
{
    fixture *f = *state;
    int box[4];
    hb_glyph_extents_t is;
    add_run(f->page, f->a, f->mincho, 64, 30, 100, DISPLAY_FILL, "―");
    char **lines = paint_lines(f);
    ends_of_path(strstr(lines[1], " d=\"M") + 4, box);
    assert_true(hb_font_get_glyph_extents(font_face_hb(f->mincho, pt(64)), font_face_glyph(f->mincho, 0x2015, 0), &is));
    const int wanted[] = {is.x_bearing, -is.y_bearing, is.x_bearing + is.width, -is.y_bearing - is.height};
    for (int i = 0; i < 4; i++)
        assert_true(ABS(box[i] * 16 - wanted[i]) <= 16);
    g_strfreev(lines);
}

/* 縦書き: a turned glyph lies on its side, a condensed one is narrower; the text layer is turned with them. */
static void
turned_and_condensed_text_is_drawn_so(void **state)
{
    fixture *f = *state;
    int plain[4], turned[4], narrow[4];
    for (int i = 0; i < 3; i++) {
        display_text t = run_of(f->a, f->mincho, 64, 30, 100, DISPLAY_FILL, "―");
        t.turned = i == 1;
        t.condensed = i == 2 ? 500 : 0;
        display_add(f->page, (display_op){.kind = DISPLAY_TEXT, .text = t});
    }
    char **lines = paint_lines(f);
    ends_of_path(strstr(lines[1], " d=\"M") + 4, plain);
    ends_of_path(strstr(lines[2], " d=\"M") + 4, turned);
    ends_of_path(strstr(lines[3], " d=\"M") + 4, narrow);
    assert_int_equal(turned[1], plain[0]); /* what ran right runs down, what was up is to the right */
    assert_int_equal(turned[3], plain[2]);
    assert_int_equal(turned[0], -plain[3]);
    assert_int_equal(turned[2], -plain[1]);
    assert_true(ABS(narrow[2] * 2 - plain[2]) <= 2);
    assert_int_equal(narrow[1], plain[1]);
    check_has(lines[2], "rotate=\"90\">―");
    assert_null(strstr(lines[3], "rotate"));
    g_strfreev(lines);
}

/* What no check has seen: a width that is a unit is drawn with dashes as long as they must be. */
static void
the_widest_marks_are_drawn(void **state)
{
    fixture *f = *state;
    painter *p = paint_screen_open(f->list, f->fonts, outlines);
    p->slots->page_begin(p, f->page);
    for (int dash = DISPLAY_SOLID; dash <= DISPLAY_DASHED; dash++)
        p->slots->line(p, &(display_line){0, 0, 9, 9, G_MAXINT, (display_dash)dash, 0});
    display_text t = run_of(f->a, f->mincho, 10, 20, 30, DISPLAY_OUTLINE, "様");
    t.stroke = G_MAXINT;
    p->slots->text(p, &t);
    p->slots->page_end(p);
    p->slots->close(p, f->outputs);
    g_free(p);
    const GByteArray *svg = g_ptr_array_index(f->outputs, 0);
    const char *text = arena_strndup(f->a, (const char *)svg->data, svg->len);
    check_has(text, "stroke-dasharray=\"2147483647 4294967294\"");
    check_has(text, "stroke-dasharray=\"8589934588 6442450941\"");
    check_has(text, "stroke-width=\"134217728\"");
}

static void
the_same_page_gives_the_same_bytes(void **state)
{
    fixture *f = *state;
    add_run(f->page, f->a, f->mincho, 9, 20, 30, DISPLAY_FILL, "同じ紙面は同じ");
    char **first = paint_lines(f), **second = paint_lines(f);
    for (guint i = 0; first[i]; i++)
        assert_string_equal(first[i], second[i]);
    g_strfreev(first);
    g_strfreev(second);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(op_n_is_line_n),
        TEST(thin_lines_can_be_pointed_at),
        TEST(text_is_outlines_and_its_source),
        TEST(what_moves_keeps_its_body),
        TEST(outlines_have_the_size_of_the_text),
        TEST(turned_and_condensed_text_is_drawn_so),
        TEST(the_widest_marks_are_drawn),
        TEST(the_same_page_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
