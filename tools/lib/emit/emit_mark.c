#include "emit/emit_int.h"

/* Ticks, seals, 圏点. */

/* One character of a seal's words. */
static void
emit_character(emitter *e, const mark_text *text, size_t i, unit size, unit x, unit baseline, const char *utf8,
               int gray, const text_origin *origin)
{
    const text_glyph glyph = {.id = text->glyphs[i]};
    display_op op = {.kind = DISPLAY_TEXT, .origin = origin};
    op.text = (display_text){.face = text->face,
                             .size = size,
                             .x = x,
                             .y = baseline,
                             .gray = gray,
                             .utf8 = utf8,
                             .glyphs = arena_copy(e->a, &glyph, sizeof glyph),
                             .glyph_count = 1};
    display_add(e->page, op);
}

static void
emit_path(emitter *e, const display_point *points, size_t count, unit width, bool closed, const text_origin *origin)
{
    display_op op = {.kind = DISPLAY_PATH, .origin = origin};
    op.path = (display_path){
        .points = arena_copy(e->a, points, sizeof *points * count), .count = count, .width = width, .closed = closed};
    display_add(e->page, op);
}

/* The box is 0.84 em, on the em box's centre (typesetting guide §8). */
void
emit_tick(emitter *e, const bound_inline *p, const mark_text *text, unit size, unit x, unit baseline)
{
    const unit side = unit_scale(size, 84, 100), off = (size - side) / 2;
    display_op op = {.kind = DISPLAY_MARK, .origin = p->origin};
    op.mark = (display_mark){.sign = p->checked ? DISPLAY_TICKED_BOX : DISPLAY_EMPTY_BOX,
                             .x = x + off,
                             .y = baseline - text_ascent(size) + off,
                             .w = side,
                             .h = side,
                             .width = unit_scale(size, 6, 100),
                             .face = text->face,
                             .size = size,
                             .baseline = baseline,
                             .from = x,
                             .advance = size};
    display_add(e->page, op);
}

/* 印: light, so that a seal over it can be read; the circle shows how large a seal may be. More words than
 * one are set smaller, side by side. */
void
emit_seal(emitter *e, const text_object *o, const mark_text *text, unit size, unit x, unit baseline)
{
    enum { LIGHT = 128 };
    const unit diameter = o->width;
    const unit middle = baseline - text_ascent(size) + size / 2;
    const text_origin *origin = o->span->origin;
    const unit each = MIN(size, unit_scale(diameter, 80, (int64_t)100 * (int64_t)MAX(text->count, 1)));
    display_op op = {.kind = DISPLAY_ELLIPSE, .origin = origin};
    op.ellipse = (display_ellipse){.cx = x + diameter / 2,
                                   .cy = middle,
                                   .rx = diameter / 2 - UNIT_PT / 4,
                                   .ry = diameter / 2 - UNIT_PT / 4,
                                   .width = form_rule_width(RULE_DOTTED),
                                   .gray = LIGHT};
    display_add(e->page, op);
    unit left = x + (diameter - (unit)text->count * each) / 2;
    const char *ch = o->span->utf8;
    for (size_t i = 0; i < text->count; i++, ch = g_utf8_next_char(ch), left += each)
        emit_character(e, text, i, each, left, middle - each / 2 + text_ascent(each),
                       arena_strndup(e->a, ch, (size_t)(g_utf8_next_char(ch) - ch)), LIGHT, origin);
}

void
emit_image(emitter *e, const bound_inline *p, display_box box)
{
    const guint before = element_begin(e, element_of_picture(e, p, box));
    display_op op = {.kind = DISPLAY_IMAGE, .origin = p->origin};
    /* One that is wider than its place has been told, and keeps its shape. */
    const unit tall = box.w < p->width ? MAX(unit_scale(p->height, box.w, p->width), 1) : p->height;
    op.image = (display_image){p->picture, box.x, box.y + box.h - tall, box.w, tall};
    if (!p->picture) { /* its line stands within */
        const unit width = form_rule_width(RULE_THIN);
        op.kind = DISPLAY_RECT;
        op.rect = (display_rect){.x = box.x + width / 2,
                                 .y = box.y + width / 2,
                                 .w = MAX(box.w - width, 1),
                                 .h = MAX(box.h - width, 1),
                                 .width = width,
                                 .fill = -1};
    }
    display_add(e->page, op);
    element_end(e, before);
}

void
emit_background(emitter *e, const form_background *b)
{
    if (!b->picture)
        return;
    const text_origin origin = {.form = b->where};
    display_op op = {.kind = DISPLAY_IMAGE, .origin = arena_copy(e->a, &origin, sizeof origin)};
    op.image = (display_image){b->picture, b->x, b->y, b->w, b->h};
    const guint before = element_begin(e, 0);
    display_add(e->page, op);
    element_end(e, before);
}

/* 圏点 as vectors: a round dot, or a drop from a thin to a thick end. They have no text of their own. */
void
emit_mark(emitter *e, const text_mark *m, unit cx, unit cy)
{
    const unit radius = unit_scale(m->size, 9, 100);
    if (m->span->emphasis == TEXT_DOT) {
        display_op op = {.kind = DISPLAY_ELLIPSE, .origin = m->span->origin};
        op.ellipse = (display_ellipse){.cx = cx, .cy = cy, .rx = radius / 2, .ry = radius / 2, .width = radius};
        display_add(e->page, op);
        return;
    }
    const display_point whole[] = {{cx - radius, cy - radius}, {cx + radius / 2, cy + radius / 2}};
    const display_point end[] = {{cx, cy}, {cx + radius / 2, cy + radius / 2}};
    emit_path(e, whole, G_N_ELEMENTS(whole), radius * 2 / 3, false, m->span->origin);
    emit_path(e, end, G_N_ELEMENTS(end), radius * 4 / 3, false, m->span->origin);
}
