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
static void
condense_run(const text_style *style, text_run *run)
{
    text_glyph *glyphs = (text_glyph *)run->glyphs; /* pack.c's own */
    const unit x = condense_length(style, run->x);
    for (size_t i = 0; i < run->glyph_count; i++)
        glyphs[i].x = condense_length(style, run->x + glyphs[i].x) - x;
    run->advance = condense_length(style, run->x + run->advance) - x;
    run->x = x;
    run->condensed = style->condensed;
}

void
condense_line(const text_style *style, text_line *line)
{
    if (thousandths_of(style) == 1000)
        return;
    text_run *runs = (text_run *)line->runs;
    for (size_t i = 0; i < line->run_count; i++)
        condense_run(style, &runs[i]);
    text_object *objects = (text_object *)line->objects;
    for (size_t i = 0; i < line->object_count; i++)
        objects[i] = (text_object){objects[i].span, condense_length(style, objects[i].x), objects[i].span->width};
    text_mark *marks = (text_mark *)line->marks;
    for (size_t i = 0; i < line->mark_count; i++)
        marks[i].x = condense_length(style, marks[i].x);
    const unit x = line->x;
    line->x = condense_length(style, x);
    line->width = condense_length(style, x + line->width) - line->x;
    line->natural = condense_length(style, line->natural);
    line->tail = condense_length(style, line->tail);
    line->hang = condense_length(style, line->hang);
}
