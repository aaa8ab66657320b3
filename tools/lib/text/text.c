/* text.c: the engine and the way of a paragraph through the room. */
#include "text/text_int.h"

#include <pango/pango.h>

text_engine *
text_engine_new(const font_set *fonts)
{
    g_assert(fonts);
    text_engine *e = g_new0(text_engine, 1);
    e->fonts = fonts;
    e->classes = class_table_new();
    e->glyphs = glyph_store_new(fonts);
    e->work.clusters = g_array_new(FALSE, FALSE, sizeof(cluster));
    e->work.joints = g_array_new(FALSE, TRUE, sizeof(joint));
    e->work.segments = g_array_new(FALSE, FALSE, sizeof(size_t));
    e->work.pool = g_array_new(FALSE, FALSE, sizeof(pool_glyph));
    e->work.ruby = g_array_new(FALSE, FALSE, sizeof(cluster));
    e->work.groups = g_array_new(FALSE, FALSE, sizeof(ruby_group));
    e->attributes = g_array_new(FALSE, FALSE, sizeof(PangoLogAttr));
    e->characters = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    e->open_pairs = g_array_new(FALSE, FALSE, sizeof(size_t));
    e->positions = g_array_new(FALSE, FALSE, sizeof(unit));
    e->tails = g_array_new(FALSE, FALSE, sizeof(size_t));
    e->extra = g_array_new(FALSE, FALSE, sizeof(unit));
    e->lines = g_array_new(FALSE, FALSE, sizeof(line_choice));
    e->text = g_string_new(NULL);
    e->visible = g_string_new(NULL);
    e->quiet = diag_new();
    e->pieces = g_array_new(FALSE, FALSE, sizeof(note_piece));
    e->cuts = g_array_new(FALSE, FALSE, sizeof(ruby_cut));
    return e;
}

void
text_engine_drop(text_engine *e)
{
    if (!e)
        return;
    GArray *const arrays[] = {e->work.clusters, e->work.joints, e->work.segments, e->work.pool,  e->work.ruby,
                              e->work.groups,   e->attributes,  e->characters,    e->open_pairs, e->positions,
                              e->tails,         e->extra,       e->lines,         e->pieces,     e->cuts};
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_free(arrays[i], TRUE);
    g_string_free(e->text, TRUE);
    g_string_free(e->visible, TRUE);
    text_engine_drop(e->notes);
    diag_drop(e->quiet);
    glyph_store_drop(e->glyphs);
    class_table_drop(e->classes);
    g_free(e);
}

static void
prepare_text(text_engine *e, const text_paragraph *p, diag *d)
{
    cluster_prepare(e, p, d);
    joint_prepare(e);
    ruby_prepare(e);
    if (p->style.head_half)
        spacing_keep_heads(e->work.clusters);
}

static line_input
segment_input(text_engine *e, size_t first, size_t end, unit measure)
{
    const guint count = e->work.clusters->len + 1;
    g_array_set_size(e->positions, count);
    g_array_set_size(e->tails, count);
    unit *at = (unit *)(void *)e->positions->data;
    size_t *tail = (size_t *)(void *)e->tails->data;
    const line_input in = {.clusters = (const cluster *)(const void *)e->work.clusters->data,
                           .joints = (const joint *)(const void *)e->work.joints->data,
                           .at = at,
                           .tail = tail,
                           .first = first,
                           .end = end,
                           .style = &e->work.paragraph->style,
                           .measure = measure,
                           .words = e->work.has_compounds ? &e->work : NULL};
    line_measure(in.clusters, in.joints, first, end, at, tail);
    return in;
}

/* The lines of one segment become set lines before the next is measured: positions are shared. False: one of them ends
 * within ruby, which is to be cut. */
static bool
compose_segment(text_engine *e, arena *a, const line_input *in, bool first_line, GArray *out)
{
    g_array_set_size(e->lines, 0);
    line_break(in, first_line, e->lines);
    if (reading_cut(e, e->lines))
        return false;
    for (guint i = 0; i < e->lines->len; i++) {
        text_line line;
        set_line(e, a, in, &g_array_index(e->lines, line_choice, i), &line);
        condense_line(a, in->style, &line);
        g_array_append_val(out, line);
    }
    return true;
}

static text_lines *
finish_lines(arena *a, const text_style *style, const GArray *lines)
{
    text_lines *l = ARENA_NEW(a, text_lines);
    l->lines = arena_copy(a, lines->data, lines->len * sizeof(text_line));
    l->count = lines->len;
    l->pitch = style->pitch;
    l->size = style->size;
    l->condensed = style->vertical ? 0 : style->condensed;
    l->vertical = style->vertical;
    for (size_t i = 0; i < l->count; i++) {
        l->widest = MAX(l->widest, l->lines[i].width);
        l->emergencies += l->lines[i].emergency;
        l->overfull += l->lines[i].overfull;
    }
    return l;
}

/* Is a note to be parted or joined in one of the segments, filled to this measure? */
static bool
part_notes(text_engine *e, unit measure)
{
    size_t first = 0;
    for (guint i = 0; i < e->work.segments->len; i++) {
        const size_t end = g_array_index(e->work.segments, size_t, i);
        const line_input in = segment_input(e, first, end, measure);
        g_array_set_size(e->lines, 0);
        line_break(&in, i == 0, e->lines);
        if (note_part(e, &in, e->lines))
            return true;
        first = end;
    }
    return false;
}

/* A paragraph with notes: one that is filled line by line, its notes parted where lines end. */
static text_paragraph
prepare_notes(text_engine *e, const text_paragraph *p, unit measure, diag *d)
{
    text_paragraph greedy = *p;
    greedy.style.total_fit = greedy.style.last_pair = false;
    e->work.paragraph = &greedy;
    prepare_text(e, &greedy, d);
    while (part_notes(e, measure))
        prepare_text(e, &greedy, e->quiet);
    return greedy;
}

static bool
compose_segments(text_engine *e, arena *a, unit measure, GArray *lines)
{
    size_t first = 0;
    g_array_set_size(lines, 0);
    for (guint i = 0; i < e->work.segments->len; i++) {
        const size_t end = g_array_index(e->work.segments, size_t, i);
        const line_input in = segment_input(e, first, end, measure);
        if (!compose_segment(e, a, &in, i == 0, lines))
            return false;
        first = end;
    }
    return true;
}

text_lines *
text_compose(text_engine *e, arena *a, const text_paragraph *p, unit measure, diag *d)
{
    g_assert(p->style.family && p->style.size > 0 && (p->spans || p->span_count == 0));
    measure = condense_undone(&p->style, measure);
    g_array_set_size(e->cuts, 0);
    note_prepare(e, a, p, d);
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(text_line));
    text_paragraph greedy;
    do {
        diag *told = e->cuts->len ? e->quiet : d; /* once */
        if (e->pieces->len > 0) {
            greedy = prepare_notes(e, p, measure, told);
            e->work.paragraph = &greedy;
        } else {
            prepare_text(e, p, told);
        }
    } while (!compose_segments(e, a, measure, lines)); /* of so many characters, only so many cuts */
    text_lines *l = finish_lines(a, &p->style, lines);
    g_array_free(lines, TRUE);
    return l;
}

unit
text_natural_width(text_engine *e, arena *a, const text_paragraph *p, diag *d)
{
    g_assert(p->style.family && p->style.size > 0 && (p->spans || p->span_count == 0));
    g_array_set_size(e->cuts, 0);
    note_prepare(e, a, p, d);
    prepare_text(e, p, d);
    unit widest = 0;
    size_t first = 0;
    for (guint i = 0; i < e->work.segments->len; i++) {
        const size_t end = g_array_index(e->work.segments, size_t, i);
        const line_input in = segment_input(e, first, end, 0);
        const unit indent = i == 0 ? p->style.indent_first : p->style.indent_rest;
        widest = MAX(widest, indent + line_width(&in, first, MAX(in.tail[end], first)));
        first = end;
    }
    const unit condensed = condense_length(&p->style, widest);
    return condense_undone(&p->style, condensed) < widest ? condensed + 1 : condensed;
}

unit
text_ascent(unit size)
{
    return unit_scale(size, 88, 100);
}

unit
text_stack_height(size_t lines, unit size, unit pitch)
{
    return lines == 0 ? 0 : size + (unit)(lines - 1) * pitch;
}
