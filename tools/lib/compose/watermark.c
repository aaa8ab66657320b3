#include "compose/compose_int.h"

enum { MOST_POINTS = 150 };

/* As large as the page's width allows. */
watermark
compose_watermark(composer *c, const form_page *master)
{
    const bound *b = c->b;
    if (!b->watermark)
        return (watermark){0};
    const text_span span = {.kind = TEXT_CHARS, .utf8 = b->watermark, .origin = b->watermark_origin};
    const unit size = MIN(MOST_POINTS * UNIT_PT,
                          unit_scale(master->width, 80, (int64_t)100 * MAX(g_utf8_strlen(b->watermark, -1), 1)));
    text_paragraph p = {.style = {.family = font_find_family(c->fonts, "gothic-bold"),
                                  .size = size,
                                  .pitch = size,
                                  .align = TEXT_CENTER},
                        .spans = arena_copy(c->a, &span, sizeof span),
                        .span_count = 1};
    if (!p.style.family)
        p.style.family = font_find_family(c->fonts, b->form->base->family);
    const text_lines *lines = text_compose(c->engine, c->a, &p, master->width, c->heard);
    c->effort++;
    return (watermark){lines, (master->height - size) / 2 + text_ascent(size), compose_take_heard(c)};
}
