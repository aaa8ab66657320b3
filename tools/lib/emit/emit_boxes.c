#include "emit/emit_int.h"

/* マス目: the lines of the boxes, then what stands in them as one text. */

static void
emit_group(emitter *e, const bound_inline *p, display_box at, int first, int last)
{
    const unit from = at.x + bound_boxes_left(p, first), to = at.x + bound_boxes_left(p, last) + p->box_width;
    const unit half = form_rule_width(p->box_rule) / 2;
    for (int i = first + 1; i <= last; i++)
        emit_rule(e, at.x + bound_boxes_left(p, i), at.y, at.x + bound_boxes_left(p, i), at.y + at.h, p->box_inner,
                  p->origin);
    emit_rule(e, from - half, at.y, to + half, at.y, p->box_rule, p->origin);
    emit_rule(e, from - half, at.y + at.h, to + half, at.y + at.h, p->box_rule, p->origin);
    emit_rule(e, from, at.y, from, at.y + at.h, p->box_rule, p->origin);
    emit_rule(e, to, at.y, to, at.y + at.h, p->box_rule, p->origin);
}

/* Each group is a field of its own, as what is typed stands in boxes of one width; false: they are for a hand. */
static bool
emit_fields(emitter *e, const bound_inline *p, unit size, display_box at)
{
    bool any = false;
    const char *name = p->name ? p->name : e->in_cell;
    for (int i = 0, first = 0, nth = 1; p->entry && i < p->box_count; i++)
        if (bound_boxes_end_group(p, i)) {
            const unit from = bound_boxes_left(p, first);
            const bool is_one = first == 0 && i + 1 == p->box_count;
            const form_entry comb = {
                .kind = ENTRY_TEXT, .most = i + 1 - first, .comb = true, .required = p->entry->required};
            const display_field f = {.kind = FIELD_TEXT,
                                     .size = MIN(size, MIN(p->box_width, at.h)),
                                     .box = {at.x + from, at.y, bound_boxes_left(p, i) + p->box_width - from, at.h}};
            any |= emit_field(e, e->page->node, &comb, f,
                              is_one ? name : arena_printf(e->a, "%s・%d", name ? name : "記入欄", nth));
            nth++;
            first = i + 1;
        }
    return any;
}

/* Where nothing stands in them they are room for a hand. */
void
emit_boxes(emitter *e, const bound_inline *p, const mark_text *text, unit size, display_box at)
{
    const guint before = element_begin(e, *p->text || emit_fields(e, p, size, at) ? 0 : element_of_room(e, p, at));
    for (int i = 0, first = 0; i < p->box_count; i++)
        if (bound_boxes_end_group(p, i)) {
            emit_group(e, p, at, first, i);
            first = i + 1;
        }
    element_end(e, before);
    for (size_t i = 0; text && i < text->box_count; i++) {
        const box_text *t = &text->boxes[i];
        display_op op = {.kind = DISPLAY_TEXT, .origin = p->origin, .goes_on = i > 0};
        op.text = (display_text){.face = t->face,
                                 .size = t->size,
                                 .x = at.x,
                                 .y = at.y + (at.h - t->size) / 2 + text_ascent(t->size),
                                 .utf8 = t->utf8,
                                 .glyphs = t->glyphs,
                                 .glyph_count = t->glyph_count};
        display_add(e->page, op);
    }
}
