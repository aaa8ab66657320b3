/* text_support.h: what the tests of the text room share: fonts, an engine, and paragraphs written as text.
 *
 * Markup of the text: {ruby|五月雨|さみだれ} {mono|東京|とう・きょう} {jukugo|…} {dot|marked} {sesame|marked}
 * {sup|2} {sub|2} (at 60 %) {note|割注} {tcy|12} (縦中横) {keep|unbreakable} {glue|no break before} {join|joined}
 * {box|2} (an object of 2 em) {size|14|text} {U+2060}; a line end is TEXT_NEWLINE. */
#ifndef RENKEI_TEST_TEXT_SUPPORT_H
#define RENKEI_TEST_TEXT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

typedef struct fixture {
    font_set *fonts;
    text_engine *engine;
    arena *memory;
    diag *diag;
} fixture;

static inline int
open_fixture(void **state)
{
    fixture *f = g_new0(fixture, 1);
    f->diag = diag_new();
    f->fonts = font_set_open("fonts", f->diag);
    assert_non_null(f->fonts);
    f->engine = text_engine_new(f->fonts);
    f->memory = arena_new();
    *state = f;
    return 0;
}

static inline int
close_fixture(void **state)
{
    fixture *f = *state;
    arena_drop(f->memory);
    text_engine_drop(f->engine);
    font_set_close(f->fonts);
    diag_drop(f->diag);
    g_free(f);
    return 0;
}

/* "2.5" em at a size, without the locale. */
static inline unit
em(const char *number, unit size)
{
    return (unit)(g_ascii_strtod(number, NULL) * size + (*number == '-' ? -0.5 : 0.5));
}

static inline text_style
plain_style(const fixture *f, unit size)
{
    return (text_style){.family = font_find_family(f->fonts, "mincho"), .size = size, .pitch = size * 2};
}

static inline void
add_span(GArray *spans, arena *a, text_span span, const char *text, size_t length)
{
    GString *plain = g_string_new(NULL);
    for (const char *p = text; p < text + length;) {
        const bool code = g_str_has_prefix(p, "{U+");
        g_string_append_unichar(plain, code ? (gunichar)g_ascii_strtoull(p + 3, NULL, 16) : g_utf8_get_char(p));
        p = code ? strchr(p, '}') + 1 : g_utf8_next_char(p);
    }
    span.utf8 = arena_strdup(a, plain->str);
    g_string_free(plain, TRUE);
    if (length > 0 || span.kind == TEXT_OBJECT)
        g_array_append_val(spans, span);
}

/* The markup between braces. */
static inline void
add_marked(GArray *spans, arena *a, const char *marked, size_t length)
{
    char *copy = g_strndup(marked, length);
    char **part = g_strsplit(copy, "|", 3);
    text_span span = {.kind = TEXT_CHARS};
    const char *text = part[1];
    if (strcmp(part[0], "note") == 0) {
        span.is_note = true;
    } else if (strcmp(part[0], "ruby") == 0) {
        span.ruby = arena_strdup(a, part[2]);
    } else if (strcmp(part[0], "mono") == 0 || strcmp(part[0], "jukugo") == 0) {
        span.ruby = arena_strdup(a, part[2]);
        span.ruby_kind = *part[0] == 'm' ? TEXT_RUBY_MONO : TEXT_RUBY_JUKUGO;
    } else if (strcmp(part[0], "dot") == 0 || strcmp(part[0], "sesame") == 0) {
        span.emphasis = *part[0] == 'd' ? TEXT_DOT : TEXT_SESAME;
    } else if (strcmp(part[0], "sup") == 0 || strcmp(part[0], "sub") == 0) {
        span.size = 6 * UNIT_PT;
        span.raise = part[0][2] == 'p' ? 3 * UNIT_PT : -UNIT_PT;
    } else if (strcmp(part[0], "tcy") == 0) {
        span.combined = true;
    } else if (strcmp(part[0], "keep") == 0) {
        span.unbreakable = true;
    } else if (strcmp(part[0], "glue") == 0) {
        span.glued = true;
    } else if (strcmp(part[0], "join") == 0) {
        span.joined = true;
    } else if (strcmp(part[0], "size") == 0) {
        span.size = em(part[1], UNIT_PT);
        text = part[2];
    } else {
        assert_string_equal(part[0], "box");
        span = (text_span){.kind = TEXT_OBJECT, .width = em(part[1], 10 * UNIT_PT)};
        text = "";
    }
    add_span(spans, a, span, text, strlen(text));
    g_strfreev(part);
    g_free(copy);
}

static inline text_paragraph
read_paragraph(arena *a, text_style style, const char *text)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(text_span));
    const char *p = text;
    while (*p) {
        size_t plain = 0;
        while (p[plain] && p[plain] != '\n' &&
               !(p[plain] == '{' && !g_str_has_prefix(p + plain, "{U+") && strchr(p + plain, '|') &&
                 strchr(p + plain, '}')))
            plain++;
        add_span(spans, a, (text_span){.kind = TEXT_CHARS}, p, plain);
        p += plain;
        if (*p == '\n') {
            const text_span newline = {.kind = TEXT_NEWLINE};
            g_array_append_val(spans, newline);
            p++;
        } else if (*p == '{') {
            const char *end = strchr(p, '}');
            add_marked(spans, a, p + 1, (size_t)(end - p - 1));
            p = end + 1;
        }
    }
    const text_paragraph paragraph = {style, arena_copy(a, spans->data, spans->len * sizeof(text_span)), spans->len};
    g_array_free(spans, TRUE);
    return paragraph;
}

#endif
