/* test_display_page.h: display lists built by hand, as composition would build them, with real glyphs. */
#ifndef RENKEI_TESTS_TEST_DISPLAY_PAGE_H
#define RENKEI_TESTS_TEST_DISPLAY_PAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "display/display.h"

#define A4_WIDTH 609449
#define A4_HEIGHT 861732

static inline unit
pt(double points)
{
    return (unit)(points * UNIT_PT);
}

static inline const font_face *
face_named(const font_set *fonts, const char *name)
{
    for (size_t i = 0; i < font_face_count(fonts); i++)
        if (strcmp(font_face_name(font_face_at(fonts, i)), name) == 0)
            return font_face_at(fonts, i);
    return NULL;
}

/* One test's display list of one empty page. */
typedef struct fixture {
    arena *a;
    diag *d;
    font_set *fonts;
    const font_face *mincho, *gothic, *names;
    display *list;
    display_page *page;
    /* of tests that paint (paint_support.h) */
    GPtrArray *outputs;
    char *folder; /* for the PDFs that other programs look at */
} fixture;

static inline int
open_page(void **state, unit width, unit height)
{
    fixture *f = g_new0(fixture, 1);
    f->a = arena_new();
    f->d = diag_new();
    f->fonts = font_set_open("fonts", f->d);
    if (!f->fonts)
        return -1;
    f->mincho = face_named(f->fonts, "BIZ UDMincho Regular");
    f->gothic = face_named(f->fonts, "BIZ UDGothic Regular");
    f->names = face_named(f->fonts, "IPAmjMincho Regular");
    f->list = display_new(f->a);
    f->page = display_add_page(f->list, f->a, width, height, "1");
    *state = f;
    return 0;
}

static inline int
close_page(void **state)
{
    fixture *f = *state;
    display_drop(f->list);
    font_set_close(f->fonts);
    diag_drop(f->d);
    arena_drop(f->a);
    g_free(f);
    return 0;
}

/* A run set solid: a glyph a character, one glyph for a character and its variation selector; the blank
 * U+3000 for every character of an invisible run. */
static inline display_text
run_of(arena *a, const font_face *face, double size, double x, double y, display_ink ink, const char *utf8)
{
    text_glyph *glyphs = ARENA_ARRAY(a, text_glyph, strlen(utf8));
    size_t count = 0;
    unit pen = 0;
    for (const char *c = utf8; *c;) {
        const char *start = c;
        const gunichar base = g_utf8_get_char(c);
        c = g_utf8_next_char(c);
        const gunichar next = *c ? g_utf8_get_char(c) : 0;
        const bool is_pair = next >= 0xE0100 && next <= 0xE01EF;
        if (is_pair)
            c = g_utf8_next_char(c);
        const uint32_t id = ink == DISPLAY_INVISIBLE ? font_face_glyph(face, 0x3000, 0)
                                                     : font_face_glyph(face, base, is_pair ? next : 0);
        glyphs[count++] = (text_glyph){id, (uint32_t)(start - utf8), pen, 0};
        pen += hb_font_get_glyph_h_advance(font_face_hb(face, pt(size)), id);
    }
    return (display_text){.face = face,
                          .size = pt(size),
                          .x = pt(x),
                          .y = pt(y),
                          .ink = ink,
                          .gray = ink == DISPLAY_OUTLINE ? 200 : 0,
                          .stroke = pt(0.5),
                          .utf8 = arena_strdup(a, utf8),
                          .glyphs = glyphs,
                          .glyph_count = count};
}

static inline void
add_run(display_page *p, arena *a, const font_face *face, double size, double x, double y, display_ink ink,
        const char *utf8)
{
    display_add(p, (display_op){.kind = DISPLAY_TEXT, .text = run_of(a, face, size, x, y, ink, utf8)});
}

static inline guint
add_node(fixture *f, guint parent, display_node n)
{
    n.parent = parent;
    return display_add_node(f->list, n);
}

/* A run of 10 pt that is an element's; goes_on: in the text of the op before. */
static inline void
add_words(fixture *f, guint node, double x, double y, bool goes_on, const char *text)
{
    f->page->node = node;
    add_run(f->page, f->a, f->mincho, 10, x, y, DISPLAY_FILL, text);
    g_array_index(f->page->ops, display_op, f->page->ops->len - 1).goes_on = goes_on;
    f->page->node = 0;
}

static inline void
add_mark(fixture *f, guint node, display_sign sign, double x, double y, double advance)
{
    const unit size = pt(10);
    f->page->node = node;
    display_add(f->page, (display_op){.kind = DISPLAY_MARK,
                                      .mark = {.sign = sign,
                                               .x = pt(x + .8),
                                               .y = pt(y) - pt(8),
                                               .w = pt(8.4),
                                               .h = pt(8.4),
                                               .width = pt(.6),
                                               .face = f->mincho,
                                               .size = size,
                                               .baseline = pt(y),
                                               .from = pt(x),
                                               .advance = pt(advance)}});
    f->page->node = 0;
}

#endif
