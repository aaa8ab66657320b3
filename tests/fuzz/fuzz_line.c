/* What composition hands to the text room: any characters in any style. Whatever they are, each is set once, no line is
 * wider than its measure but where it says so, and no length runs over. A paragraph that is an error is told.
 *
 * The first bytes are the style and the measure, then come spans: a byte that says which kind, one with its switches,
 * those for its lengths, and text up to the next zero. Text that is no UTF-8 is what a reader would make of it: U+FFFD
 * in place of each byte. */
#include <stdint.h>
#include <string.h>

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST_SPANS = 24, MOST_USES = 1000 /* of the fonts, which keep something of each size */ };

typedef struct source {
    const uint8_t *at, *end;
    arena *memory;
} source;

static unsigned
next_byte(source *s)
{
    return s->at < s->end ? *s->at++ : 0;
}

/* Small ones, usual ones and the largest there are: the byte says which. */
static unit
next_length(source *s, bool negative)
{
    const unsigned how = next_byte(s);
    const unit u = (unit)(next_byte(s) | next_byte(s) << 8);
    const unit most = UNIT_MAX_LENGTH - u, kinds[] = {u & 63, u, u * 16, u * 79, most, UNIT_MAX_LENGTH, 10 * UNIT_PT};
    const unit taken = kinds[(how & 127) % G_N_ELEMENTS(kinds)];
    return negative && how & 128 ? -taken : taken;
}

static const char *
next_text(source *s)
{
    const uint8_t *zero = s->at < s->end ? memchr(s->at, 0, (size_t)(s->end - s->at)) : NULL;
    const uint8_t *stop = zero ? zero : s->end;
    char *text = g_utf8_make_valid((const char *)s->at, stop - s->at);
    for (char *c = text; *c; c++) /* as TEXT_CHARS asks */
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    const char *kept = arena_strdup(s->memory, text);
    g_free(text);
    s->at = zero ? zero + 1 : s->end;
    return kept;
}

static text_style
next_style(source *s, const font_set *fonts)
{
    static const char *const families[] = {"mincho", "gothic", "gothic-bold"};
    text_style style = {.family = font_find_family(fonts, families[next_byte(s) % 3])};
    const unit size = next_length(s, false);
    style.size = MAX(size, 1);
    style.pitch = next_length(s, false);
    style.align = (text_align)(next_byte(s) % (TEXT_DECIMAL + 1));
    style.level = (text_level)(next_byte(s) % (TEXT_LOOSE + 1));
    style.indent_first = next_length(s, true);
    style.indent_rest = next_length(s, true);
    style.tracking = next_length(s, true);
    const unsigned switches = next_byte(s);
    style.hangs = switches & 1;
    style.total_fit = switches & 2;
    style.last_pair = switches & 4;
    style.head_half = switches & 8;
    style.vertical = switches & 16;
    style.keeps_phrases = switches & 32;
    style.combine = (int)(next_byte(s) % 6);
    const unsigned condensed = next_byte(s);
    style.condensed = condensed < 128 ? 0 : 800 + (int)(condensed - 128);
    return style;
}

static text_span
next_span(source *s)
{
    const unsigned kind = next_byte(s), switches = next_byte(s);
    text_span span = {.kind = kind % 8 == 7 ? TEXT_NEWLINE : kind % 8 == 6 ? TEXT_OBJECT : TEXT_CHARS};
    span.unbreakable = switches & 1;
    span.glued = switches & 2;
    span.joined = switches & 4;
    span.is_note = kind % 8 == 5;
    span.combined = switches & 8;
    span.emphasis = (text_emphasis)((switches >> 4) % 3);
    if (switches & 64)
        span.size = next_length(s, false);
    if (switches & 128)
        span.raise = next_length(s, true);
    if (span.kind == TEXT_OBJECT)
        span.width = next_length(s, false);
    span.utf8 = span.kind == TEXT_NEWLINE ? "" : next_text(s);
    if (kind % 8 >= 2 && kind % 8 <= 4) {
        span.ruby_kind = (text_ruby)(kind % 8 - 2);
        span.ruby = next_text(s);
    }
    return span;
}

/* ---- what holds ---- */

static void
check_bytes(const text_paragraph *p, const text_lines *l)
{
    for (size_t i = 0; i < p->span_count; i++) {
        const text_span *span = &p->spans[i];
        size_t at = 0, objects = 0;
        for (size_t k = 0; k < l->count; k++) {
            for (size_t r = 0; r < l->lines[k].run_count; r++) {
                const text_run *run = &l->lines[k].runs[r];
                if (run->span != span || run->is_ruby)
                    continue;
                const size_t n = strlen(run->utf8);
                g_assert(span->kind == TEXT_CHARS && strncmp(span->utf8 + at, run->utf8, n) == 0);
                at += n;
            }
            for (size_t o = 0; o < l->lines[k].object_count; o++)
                objects += l->lines[k].objects[o].span == span;
        }
        g_assert(objects == (span->kind == TEXT_OBJECT));
        g_assert(span->kind != TEXT_CHARS || !span->utf8[at]);
    }
}

static void
check_run(const text_run *run)
{
    const size_t length = strlen(run->utf8);
    uint32_t before = 0;
    g_assert(run->face && run->size >= 0 && run->condensed >= 0 && run->condensed <= 1000);
    g_assert(g_utf8_validate(run->utf8, -1, NULL) && run->glyph_count > 0);
    for (size_t i = 0; i < run->glyph_count; i++) {
        const uint32_t at = run->glyphs[i].cluster;
        g_assert(at < length && at >= before && ((unsigned char)run->utf8[at] & 0xC0) != 0x80 && run->glyphs[i].id);
        before = at;
    }
}

static void
check_line(const text_line *line, int64_t measure, unit least)
{
    g_assert(line->x >= least || line->x == 0);
    /* A unit, by which condensed places are rounded. */
    g_assert(line->overfull || (int64_t)line->x + line->width <= measure + 1 || line->width == 0);
    for (size_t r = 0; r < line->run_count; r++)
        check_run(&line->runs[r]);
}

static bool
has_refusals(const diag *d)
{
    return diag_count_of(d, DIAG_TEXT_TOO_LONG) > 0;
}

static void
compose_all(const font_set *fonts, text_engine *engine, source *s)
{
    diag *d = diag_new();
    text_span spans[MOST_SPANS];
    text_paragraph p = {next_style(s, fonts), spans, 0};
    const unit measure = next_length(s, true);
    while (s->at < s->end && p.span_count < MOST_SPANS)
        spans[p.span_count++] = next_span(s);
    const text_lines *l = text_compose(engine, s->memory, &p, measure, d);
    g_assert(l->count > 0 && l->lines[l->count - 1].forced);
    if (!has_refusals(d)) {
        check_bytes(&p, l);
        for (size_t i = 0; i < l->count; i++) {
            const unit indent = i == 0 ? p.style.indent_first : p.style.indent_rest;
            check_line(&l->lines[i], measure, MIN(indent, 0));
        }
    }
    g_assert(l->widest >= 0);
    text_natural_width(engine, s->memory, &p, d);
    GString *printed = g_string_new(NULL);
    text_print(l, printed);
    g_string_free(printed, TRUE);
    diag_drop(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    /* As long as the program; held here, so that they are no leak. */
    static font_set *fonts;
    static text_engine *engine;
    static size_t used;
    if (!fonts || used++ > MOST_USES) {
        diag *d = diag_new();
        text_engine_drop(engine);
        font_set_close(fonts);
        fonts = font_set_open("fonts", d);
        g_assert(fonts);
        engine = text_engine_new(fonts);
        used = 0;
        diag_drop(d);
    }
    source s = {bytes, bytes + length, arena_new()};
    compose_all(fonts, engine, &s);
    arena_drop(s.memory);
    return 0;
}
