#include "emit/emit_int.h"

#include <string.h>

/* Lines of text with their marks: ticks, circles, blanks, signature lines. A vertical line is the same, turned a
 * quarter clockwise: what is under a horizontal one is on its left; underlines alone are on its right, where
 * Japanese has them (傍線). */

/* A line on the page: where it starts on its baseline. */
typedef struct line_place {
    const paragraph *para;
    bool vertical, has_ruby;
    unit x, y;
} line_place;

static display_point
point_on(const line_place *l, unit along, unit across)
{
    return l->vertical ? (display_point){l->x - across, l->y + along} : (display_point){l->x + along, l->y + across};
}

/* From the baseline up to the middle of the em box. */
static unit
middle_of(unit size)
{
    return text_ascent(size) - size / 2;
}

/* Left end of the baseline of an upright em box at `along`; in a column it stands in the middle. */
static display_point
box_on(const line_place *l, unit along, unit size, unit length)
{
    if (!l->vertical)
        return (display_point){l->x + along, l->y};
    return (display_point){l->x + middle_of(l->para->size) - length / 2, l->y + along + length / 2 + middle_of(size)};
}

static const text_glyph *
glyphs_on(emitter *e, const line_place *l, const text_run *r)
{
    if (!l->vertical)
        return r->glyphs;
    text_glyph *glyphs = arena_copy(e->a, r->glyphs, sizeof *glyphs * r->glyph_count);
    for (size_t i = 0; i < r->glyph_count; i++) {
        glyphs[i].x = -r->glyphs[i].y;
        glyphs[i].y = r->glyphs[i].x;
    }
    return glyphs;
}

static void
emit_run(emitter *e, const line_place *l, const text_run *r)
{
    display_op op = {.kind = DISPLAY_TEXT, .origin = r->span->origin};
    const display_point at = point_on(l, r->x, r->y);
    op.text = (display_text){.face = r->face,
                             .size = r->size,
                             .x = at.x,
                             .y = at.y,
                             .ink = DISPLAY_FILL,
                             .utf8 = r->utf8,
                             .glyphs = glyphs_on(e, l, r),
                             .glyph_count = r->glyph_count,
                             .is_ruby = r->is_ruby,
                             .turned = l->vertical && r->stance == TEXT_ALONG,
                             .condensed = r->condensed};
    display_add(e->page, op);
}

static void
emit_rule_on(emitter *e, const line_place *l, unit from, unit to, unit across, const text_origin *origin)
{
    const display_point a = point_on(l, from, across), b = point_on(l, to, across);
    emit_rule(e, a.x, a.y, b.x, b.y, RULE_THIN, origin);
}

/* Beside the em box of the paragraph, in a vertical line beside the ruby that stands on the same side. */
static void
emit_underline(emitter *e, const line_place *l, unit from, unit width, const text_origin *origin)
{
    const unit size = l->para->size, ascent = text_ascent(size), ruby = l->has_ruby ? size / 2 : 0;
    emit_rule_on(e, l, from, from + width, l->vertical ? -ascent - ruby - UNDERLINE_OFF : size - ascent + UNDERLINE_OFF,
                 origin);
}

static const mark_text *
mark_text_of(const paragraph *para, const text_span *span)
{
    return &para->marks[span - para->spans];
}

static const bound_inline *
inline_of(const paragraph *para, const text_span *span)
{
    return &para->inlines[span - para->spans];
}

/* What the ops since note_begin stand for: `length` of the line from `along`, of a size, `across` off its baseline. */
static void
note_piece(emitter *e, const line_place *l, guint note, const bound_inline *p, unit size, unit along, unit length,
           unit across)
{
    const unit ascent = text_ascent(size);
    const display_point from = point_on(l, along, across - ascent),
                        to = point_on(l, along + length, across - ascent + size);
    note_end(e, note,
             (emit_note){.kind = NOTE_TEXT,
                         .x = MIN(from.x, to.x),
                         .y = MIN(from.y, to.y),
                         .w = ABS(to.x - from.x),
                         .h = ABS(to.y - from.y),
                         .style = p->style,
                         .origin = p->origin});
}

static void
emit_object(emitter *e, const line_place *l, const text_object *o)
{
    const guint note = note_begin(e);
    const bound_inline *p = o->span->object;
    const unit size = o->span->size, own = l->para->size;
    display_point box = box_on(l, o->x, size, size);
    switch (p->kind) {
    case INLINE_TICK:
        emit_tick(e, p, mark_text_of(l->para, o->span), size, box.x, box.y);
        break;
    case INLINE_SEAL:
        box = box_on(l, o->x, size, o->width);
        emit_seal(e, o, mark_text_of(l->para, o->span), size, box.x, box.y);
        break;
    case INLINE_SIGN:
        emit_rule_on(e, l, o->x, o->x + o->width, l->vertical ? -text_ascent(own) : own - text_ascent(own), p->origin);
        break;
    case INLINE_BLANK:
        if (p->underline)
            emit_underline(e, l, o->x, o->width, p->origin);
        break;
    default:
        break;
    }
    note_piece(e, l, note, p, size, o->x, o->width, 0);
}

/* 丸囲み: an ellipse round the words of a choice (typesetting guide §8). */
static void
emit_circle(emitter *e, const line_place *l, const bound_inline *p, unit size, unit from, unit to)
{
    display_op op = {.kind = DISPLAY_ELLIPSE, .origin = p->origin};
    const display_point middle = point_on(l, (from + to) / 2, -middle_of(l->vertical ? l->para->size : size));
    const unit along = (to - from) / 2 + unit_scale(size, 22, 100), across = size / 2 + unit_scale(size, 14, 100);
    op.ellipse = (display_ellipse){.cx = middle.x,
                                   .cy = middle.y,
                                   .rx = l->vertical ? across : along,
                                   .ry = l->vertical ? along : across,
                                   .width = UNIT_PT * 7 / 10};
    display_add(e->page, op);
}

/* One ellipse round all that stands in one circle element, over all runs of the span. */
static void
emit_circles(emitter *e, const line_place *l, const text_line *line)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const bound_inline *p = inline_of(l->para, line->runs[i].span);
        if (!p->ring || line->runs[i].is_ruby)
            continue;
        unit from = line->runs[i].x, to = from + line->runs[i].advance, size = line->runs[i].size;
        while (i + 1 < line->run_count && inline_of(l->para, line->runs[i + 1].span)->ring == p->ring &&
               !line->runs[i + 1].is_ruby) {
            i++;
            to = line->runs[i].x + line->runs[i].advance;
            size = MAX(size, line->runs[i].size);
        }
        const guint note = note_begin(e);
        emit_circle(e, l, p, size, from, to);
        note_piece(e, l, note, p, size, from, to - from, 0);
    }
}

static void
emit_run_and_line(emitter *e, const line_place *l, const text_run *r)
{
    const guint note = note_begin(e);
    if (r->glyph_count)
        emit_run(e, l, r);
    if (inline_of(l->para, r->span)->underline && !r->is_ruby && r->note != 2)
        emit_underline(e, l, r->x, r->advance, r->span->origin);
    note_piece(e, l, note, inline_of(l->para, r->span), r->size, r->x, r->advance, r->y);
}

/* 圏点, above what it stands by. */
static void
emit_emphasis(emitter *e, const line_place *l, const text_mark *m)
{
    const guint note = note_begin(e);
    const display_point at = point_on(l, m->x, m->y);
    emit_mark(e, m, at.x, at.y);
    note_piece(e, l, note, inline_of(l->para, m->span), m->size, m->x - m->size / 2, m->size, 0);
}

/* Runs and marks in the order they stand, so that the text layer reads ☑訪問 and not 訪問☑. */
static void
emit_text(emitter *e, const line_place *l, const text_line *line)
{
    size_t next = 0;
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *r = &line->runs[i];
        while (next < line->object_count && !r->is_ruby && line->objects[next].x <= r->x)
            emit_object(e, l, &line->objects[next++]);
        if (r->is_ruby)
            while (next < line->object_count)
                emit_object(e, l, &line->objects[next++]);
        emit_run_and_line(e, l, r);
    }
    while (next < line->object_count)
        emit_object(e, l, &line->objects[next++]);
}

/* The ops from `first` on are one vertical line: the first that is no ruby tells what all of them read, each ruby
 * its own reading. Blanks tell nothing: a painter may leave out what has no ink. */
static void
tell_layers(emitter *e, guint first)
{
    GString *all = g_string_new(NULL);
    display_text *teller = NULL;
    for (guint i = first; i < e->page->ops->len; i++) {
        display_op *op = &g_array_index(e->page->ops, display_op, i);
        if (op->kind != DISPLAY_TEXT)
            continue;
        if (op->text.is_ruby) {
            op->text.layer = op->text.utf8;
            continue;
        }
        g_string_append(all, op->text.utf8);
        op->text.layer = "";
        if (!teller || display_is_blank(teller->utf8, strlen(teller->utf8)))
            teller = &op->text;
    }
    if (teller)
        teller->layer = arena_strdup(e->a, all->str);
    g_string_free(all, TRUE);
}

/* The line as a whole; x, y as emit_line has them. */
static void
note_line(emitter *e, guint note, const line_place *l, const atom *a, const text_line *line, unit x, unit y)
{
    note_end(e, note,
             (emit_note){.kind = NOTE_LINE,
                         .x = l->vertical ? x - a->height : l->x + line->x,
                         .y = l->vertical ? l->y + line->x : y,
                         .w = l->vertical ? a->height : line->width,
                         .h = l->vertical ? line->width : a->height,
                         .vertical = l->vertical,
                         .baseline = l->vertical ? l->x : l->y,
                         .style = l->para->node->style,
                         .origin = l->para->node->origin});
}

/* x, y: the corner of the atom where its lines begin: top left, or top right of a column. */
void
emit_line(emitter *e, const atom *a, unit x, unit y)
{
    const text_lines *lines = a->para->lines;
    const text_line *line = &lines->lines[a->line];
    const line_place l = {.para = a->para,
                          .vertical = lines->vertical,
                          .has_ruby = line->has_ruby,
                          .x = lines->vertical ? x - a->baseline : x + a->x,
                          .y = lines->vertical ? y + a->x : y + a->baseline};
    const guint first = e->page->ops->len, note = note_begin(e);
    emit_text(e, &l, line);
    for (size_t i = 0; i < line->mark_count; i++)
        emit_emphasis(e, &l, &line->marks[i]);
    emit_circles(e, &l, line);
    if (l.vertical)
        tell_layers(e, first);
    note_line(e, note, &l, a, line, x, y);
}
