/* text_condense.c: 長体. A condensed line is a natural one that is drawn narrower: it is broken, spaced and adjusted
 * in its own em, so that every rule holds in it, and then all that stands on it moves together along it. Glyphs are
 * drawn as much narrower by the painter; objects, which are no type, keep their width. */
#include "text/text_int.h"

static int
thousandths_of(const text_style *style)
{
    return style->condensed && !style->vertical ? style->condensed : 1000;
}

unit
condense_undone(const text_style *style, unit u)
{
    const int by = thousandths_of(style);
    return by == 1000 ? u : unit_scale(u, 1000, by);
}

unit
condense_length(const text_style *style, unit u)
{
    const int by = thousandths_of(style);
    return by == 1000 ? u : unit_scale(u, by, 1000);
}

/* Each glyph from where it stands on the line, so that no rounding adds up. */
static text_run
condense_run(arena *a, const text_style *style, const text_run *run)
{
    text_run out = *run;
    out.x = condense_length(style, run->x);
    out.advance = condense_length(style, run->x + run->advance) - out.x;
    out.condensed = style->condensed;
    text_glyph *glyphs = arena_copy(a, run->glyphs, sizeof *glyphs * run->glyph_count);
    for (size_t i = 0; i < run->glyph_count; i++)
        glyphs[i].x = condense_length(style, run->x + run->glyphs[i].x) - out.x;
    out.glyphs = glyphs;
    return out;
}

void
condense_line(arena *a, const text_style *style, text_line *line)
{
    if (thousandths_of(style) == 1000)
        return;
    text_run *runs = ARENA_ARRAY(a, text_run, line->run_count + 1);
    for (size_t i = 0; i < line->run_count; i++)
        runs[i] = condense_run(a, style, &line->runs[i]);
    text_object *objects = arena_copy(a, line->objects, sizeof *objects * line->object_count);
    for (size_t i = 0; i < line->object_count; i++)
        objects[i] = (text_object){objects[i].span, condense_length(style, objects[i].x), objects[i].span->width};
    text_mark *marks = arena_copy(a, line->marks, sizeof *marks * line->mark_count);
    for (size_t i = 0; i < line->mark_count; i++)
        marks[i].x = condense_length(style, marks[i].x);
    const unit x = line->x;
    line->x = condense_length(style, x);
    line->width = condense_length(style, x + line->width) - line->x;
    line->natural = condense_length(style, line->natural);
    line->tail = condense_length(style, line->tail);
    line->hang = condense_length(style, line->hang);
    line->runs = runs;
    line->objects = objects;
    line->marks = marks;
}
