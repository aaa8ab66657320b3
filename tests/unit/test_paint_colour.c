/* test_paint_colour.c: a black that is a colour on a screen: the same in every painter, and black on paper. */
#include "paint_support.h"

#include <stdlib.h>

enum { BLUE = 0x0000A0, RED = 0x900000 };

static void
fill_page(fixture *f)
{
    f->page->colour = BLUE;
    add_run(f->page, f->a, f->gothic, 30, 50, 80, DISPLAY_FILL, "画面では青");
    add_run(f->page, f->a, f->gothic, 60, 50, 180, DISPLAY_OUTLINE, "見本");
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {51200, 204800, 409600, 204800, 4096, DISPLAY_SOLID, 0}});
    f->page->colour = RED;
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {51200, 224800, 202400, 51200, 2048, 0, 230}});
    display_add(f->page, (display_op){.kind = DISPLAY_ELLIPSE, .ellipse = {356000, 250000, 40000, 20000, 4096, 0}});
    f->page->colour = 0;
    add_run(f->page, f->a, f->gothic, 30, 50, 330, DISPLAY_FILL, "黒は黒のまま");
}

/* Of one page the samples that are about a colour; edges are smoothed by each in its way. */
static size_t
count_colour(fixture *f, paint_backend b, int colour)
{
    char *file = NULL;
    gsize length = 0;
    const char *name = arena_printf(f->a, "%s/%s", f->folder, paint_backend_names[b]);
    ask(f, 0, "pdftoppm -r 50 -singlefile %s %s", paint_file(f, b), name);
    assert_true(g_file_get_contents(arena_printf(f->a, "%s.ppm", name), &file, &length, NULL));
    const char *p = file;
    for (int lines = 0; lines < 3; lines++)
        p = strchr(p, '\n') + 1;
    size_t n = 0;
    for (; p + 2 < file + length; p += 3) {
        bool near = true;
        for (int k = 0; k < 3; k++)
            near = near && abs((uint8_t)p[k] - (colour >> (16 - 8 * k) & 255)) < 14;
        n += near;
    }
    g_free(file);
    return n;
}

static void
every_painter_shows_the_colours(void **state)
{
    fixture *f = *state;
    fill_page(f);
    static const int colours[] = {BLUE, RED, 0x000000, 0xF4E6E6 /* a tenth of the red */};
    for (size_t k = 0; k < G_N_ELEMENTS(colours); k++) {
        const size_t ours = count_colour(f, PAINT_RENKEI, colours[k]);
        assert_true(ours > 100);
        for (paint_backend b = PAINT_CAIRO; b < PAINT_BACKENDS; b++) {
            const size_t theirs = count_colour(f, b, colours[k]);
            if (theirs < ours / 2 || theirs > ours * 2)
                fail_msg("#%06x: %zu by ours, %zu by %s", colours[k], ours, theirs, paint_backend_names[b]);
        }
    }
}

/* Nothing of it is a colour of its own: it is the black of whoever has one, and so much of it. */
static void
on_paper_it_is_black(void **state)
{
    fixture *f = *state;
    fill_page(f);
    const char *plain = arena_printf(f->a, "%s/plain.pdf", f->folder);
    ask(f, 0, "qpdf --qdf --object-streams=disable %s %s", paint_file(f, PAINT_RENKEI), plain);
    char *text = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(plain, &text, &length, NULL));
    static const char *const parts[] = {"/N0 cs 1 scn", "/N0 CS 1 SCN", "/N1 CS 1 SCN",    "/N1 cs 0.098 scn",
                                        "/DeviceN",     "/Black",       "/FunctionType 2", "0.565"};
    for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
        if (!memmem(text, length, parts[k], strlen(parts[k])))
            fail_msg("%s is not in the file", parts[k]);
    assert_null(memmem(text, length, "/Separation", 11)); /* of that name there could be but one */
    g_free(text);
}

/* A page without one is as it ever was. */
static void
black_alone_asks_for_no_profile(void **state)
{
    fixture *f = *state;
    add_run(f->page, f->a, f->gothic, 30, 50, 80, DISPLAY_FILL, "黒");
    const GByteArray *pdf = paint(f, PAINT_RENKEI, PAINT_PDF);
    assert_null(memmem(pdf->data, pdf->len, "/N 3", 4));
}

static void
a_gray_is_so_much_of_the_colour(void **state)
{
    (void)state;
    assert_int_equal(display_on_screen(0, 0), 0);
    assert_int_equal(display_on_screen(230, 0), 0xE6E6E6);
    assert_int_equal(display_on_screen(0, BLUE), BLUE);
    assert_int_equal(display_on_screen(255, BLUE), 0xFFFFFF);
    assert_int_equal(display_on_screen(128, 0x0000FF), 0x8080FF);
}

static void
a_colour_that_is_none_is_a_fault(void **state)
{
    fixture *f = *state;
    f->page->colour = 0x1000000;
    add_run(f->page, f->a, f->gothic, 30, 50, 80, DISPLAY_FILL, "黒");
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: colour is not 0 to 0xFFFFFF");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_painter_shows_the_colours),  TEST(on_paper_it_is_black),
        TEST(black_alone_asks_for_no_profile),  TEST(a_gray_is_so_much_of_the_colour),
        TEST(a_colour_that_is_none_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
