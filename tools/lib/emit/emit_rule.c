#include "emit/emit_int.h"

#include <stdlib.h>

/* Rules: a line, two (二重線) or a wave (波線), and the diagonals of cells with what stands beside them. */

/* From the middle of a double rule to that of either line. */
unit
emit_double_off(void)
{
    return (form_rule_width(RULE_DOUBLE) - form_rule_width(RULE_THIN)) / 2;
}

static void
emit_straight(emitter *e, unit x1, unit y1, unit x2, unit y2, form_rule rule, const text_origin *origin)
{
    display_op op = {.kind = DISPLAY_LINE, .origin = origin};
    op.line = (display_line){.x1 = x1,
                             .y1 = y1,
                             .x2 = x2,
                             .y2 = y2,
                             .width = form_rule_width(rule),
                             .dash = rule == RULE_DOTTED ? DISPLAY_DOTTED : DISPLAY_SOLID};
    display_add(e->page, op);
}

/* Whole waves of about this length, which begin and end in the middle. */
enum { WAVE = 4 * UNIT_PT, WAVE_POINTS = 8 };

static void
emit_wave(emitter *e, unit x1, unit y1, unit x2, unit y2, const text_origin *origin)
{
    static const int heights[WAVE_POINTS] = {0, 707, 1000, 707, 0, -707, -1000, -707}; /* sine */
    const bool across = y1 == y2;
    const unit from = across ? MIN(x1, x2) : MIN(y1, y2), length = across ? abs(x2 - x1) : abs(y2 - y1);
    const unit line = form_rule_width(RULE_THIN), high = (form_rule_width(RULE_WAVY) - line) / 2;
    const int waves = MAX(1, (length + WAVE / 2) / WAVE), count = waves * WAVE_POINTS + 1;
    display_point *points = ARENA_ARRAY(e->a, display_point, (size_t)count);
    for (int i = 0; i < count; i++) {
        const unit along = from + (unit)((int64_t)length * i / (count - 1)),
                   off = unit_scale(high, heights[i % WAVE_POINTS], 1000);
        points[i] = across ? (display_point){along, CLAMP(y1 - off, 0, e->page->height)}
                           : (display_point){CLAMP(x1 - off, 0, e->page->width), along};
    }
    display_op op = {.kind = DISPLAY_PATH, .origin = origin};
    op.path = (display_path){.points = points, .count = (size_t)count, .width = line};
    display_add(e->page, op);
}

void
emit_rule(emitter *e, unit x1, unit y1, unit x2, unit y2, form_rule rule, const text_origin *origin)
{
    const unit off = emit_double_off(), right = x1 == x2 ? off : 0, down = x1 == x2 ? 0 : off;
    if (rule == RULE_UNSET || rule == RULE_NONE)
        return;
    if (rule == RULE_WAVY) {
        emit_wave(e, x1, y1, x2, y2, origin);
    } else if (rule == RULE_DOUBLE) {
        emit_straight(e, MAX(x1 - right, 0), MAX(y1 - down, 0), MAX(x2 - right, 0), MAX(y2 - down, 0), RULE_THIN,
                      origin);
        emit_straight(e, x1 + right, y1 + down, x2 + right, y2 + down, RULE_THIN, origin);
    } else {
        emit_straight(e, x1, y1, x2, y2, rule, origin);
    }
}

/* 斜線: not applicable (domain guide 5.3), or between two heads. */
void
emit_diagonals(emitter *e, const bound_node *n, display_box at)
{
    const form_diagonal line = n->form->diagonal;
    if (line == DIAGONAL_UP || line == DIAGONAL_BOTH)
        emit_rule(e, at.x, at.y + at.h, at.x + at.w, at.y, RULE_THIN, n->origin);
    if (line == DIAGONAL_DOWN || line == DIAGONAL_BOTH)
        emit_rule(e, at.x, at.y, at.x + at.w, at.y + at.h, RULE_THIN, n->origin);
}

void
emit_corners(emitter *e, const cell *box, display_box at)
{
    for (size_t i = 0; i < box->content.count; i++) {
        const atom *a = &box->content.items[i];
        if (a->kind != ATOM_CORNER)
            continue;
        const form_corner corner = a->node->form->corner;
        const bool right = corner == CORNER_UPPER_RIGHT || corner == CORNER_LOWER_RIGHT,
                   low = corner == CORNER_LOWER_LEFT || corner == CORNER_LOWER_RIGHT;
        emit_atoms(e, &a->columns->content, right ? at.x + at.w - box->pad_x - a->width : at.x + box->pad_x,
                   low ? at.y + at.h - box->pad_y - a->columns->content.height : at.y + box->pad_y);
    }
}
