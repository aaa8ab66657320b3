/* text.c: the engine and the way of a paragraph through the room. */
#include "text/text_phrase.h"

#include <pango/pango.h>

/* Its elements stand somewhere even while there are none: they are walked from the first on. */
static GArray *
roomy_array(guint size)
{
    return g_array_sized_new(FALSE, FALSE, size, 1);
}

text_engine *
text_engine_new(const font_set *fonts)
{
    g_assert(fonts);
    text_engine *e = g_new0(text_engine, 1);
    e->fonts = fonts;
    e->classes = class_table_new();
    e->glyphs = glyph_store_new(fonts);
    e->work.clusters = roomy_array(sizeof(cluster));
    e->work.joints = g_array_sized_new(FALSE, TRUE, sizeof(joint), 1);
    e->work.segments = roomy_array(sizeof(size_t));
    e->work.pool = roomy_array(sizeof(pool_glyph));
    e->work.ruby = roomy_array(sizeof(cluster));
    e->work.groups = roomy_array(sizeof(ruby_group));
    e->traits = g_new0(char_traits, 0x10000);
    e->attributes = roomy_array(sizeof(PangoLogAttr));
    e->characters = roomy_array(sizeof(uint32_t));
    e->open_pairs = roomy_array(sizeof(size_t));
    e->positions = roomy_array(sizeof(unit));
    e->tails = roomy_array(sizeof(size_t));
    e->shrinks = roomy_array(sizeof(unit));
    e->extra = roomy_array(sizeof(unit));
    e->lines = roomy_array(sizeof(line_choice));
    e->set =
        (set_lines){roomy_array(sizeof(text_line)),   roomy_array(sizeof(text_run)),  roomy_array(sizeof(text_glyph)),
                    roomy_array(sizeof(text_object)), roomy_array(sizeof(text_mark)), g_string_new(NULL)};
    e->memo = memo_new();
    e->text = g_string_new(NULL);
    e->visible = g_string_new(NULL);
    e->quiet = diag_new();
    e->pieces = roomy_array(sizeof(note_piece));
    e->cuts = roomy_array(sizeof(ruby_cut));
    return e;
}

void
text_engine_drop(text_engine *e)
{
    if (!e)
        return;
    GArray *const arrays[] = {
        e->work.clusters, e->work.joints, e->work.segments, e->work.pool, e->work.ruby,  e->work.groups, e->attributes,
        e->characters,    e->open_pairs,  e->positions,     e->tails,     e->shrinks,    e->extra,       e->lines,
        e->pieces,        e->cuts,        e->set.lines,     e->set.runs,  e->set.glyphs, e->set.objects, e->set.marks};
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_free(arrays[i], TRUE);
    g_free(e->traits);
    g_string_free(e->set.chars, TRUE);
    memo_drop(e->memo);
    g_string_free(e->text, TRUE);
    g_string_free(e->visible, TRUE);
    text_engine_drop(e->notes);
    diag_drop(e->quiet);
    glyph_store_drop(e->glyphs);
    class_table_drop(e->classes);
    g_free(e);
}

void
text_engine_keep_nothing(text_engine *e)
{
    memo_drop(e->memo);
    e->memo = NULL;
}

/* How long the paragraph and its ruby would be on one line, at most: with what its joints may be opened by. */
static int64_t
whole_extent(const prepared *w)
{
    int64_t all = 0;
    for (guint i = 0; i < w->clusters->len; i++) {
        const cluster *c = cluster_at(w, i);
        all += MAX(ABS((int64_t)c->advance) + ABS((int64_t)joint_natural(joint_at(w, i))), c->size / 4);
    }
    for (guint i = 0; i < w->ruby->len; i++)
        all += ABS((int64_t)g_array_index(w->ruby, cluster, i).advance);
    return all;
}

/* What has no place on a line that can be counted in units is told, and nothing is set. */
static void
tell_too_long(const text_paragraph *p, diag *d)
{
    const text_origin *origin = NULL;
    for (size_t i = 0; i < p->span_count && !origin; i++)
        origin = p->spans[i].origin;
    diag_add(d, DIAG_TEXT_TOO_LONG, origin ? origin->form : PLACE_NONE, origin ? origin->data : PLACE_NONE, NULL);
}

/* False: it is longer than can be set. */
static bool
prepare_text(text_engine *e, const text_paragraph *p, diag *d)
{
    cluster_prepare(e, p, d);
    joint_prepare(e);
    e->effort += e->work.clusters->len + e->work.ruby->len;
    if (e->effort > TEXT_MOST_EFFORT || whole_extent(&e->work) > TEXT_MOST_EXTENT)
        return false;
    ruby_prepare(e);
    if (p->style.head_half)
        spacing_keep_heads(e->work.clusters);
    return true;
}

static line_input
segment_input(text_engine *e, size_t first, size_t end, unit measure)
{
    const guint count = e->work.clusters->len + 1;
    g_array_set_size(e->positions, count);
    g_array_set_size(e->tails, 2 * count);
    g_array_set_size(e->shrinks, count);
    unit *at = (unit *)(void *)e->positions->data;
    size_t *tail = (size_t *)(void *)e->tails->data, *next = tail + count;
    unit *shrink = (unit *)(void *)e->shrinks->data;
    const line_input in = {.clusters = (const cluster *)(const void *)e->work.clusters->data,
                           .joints = (const joint *)(const void *)e->work.joints->data,
                           .at = at,
                           .tail = tail,
                           .shrink = shrink,
                           .next = next,
                           .first = first,
                           .end = end,
                           .style = &e->work.paragraph->style,
                           .measure = measure,
                           .words = e->work.has_compounds ? &e->work : NULL};
    line_measure(in.clusters, in.joints, first, end, at, tail);
    line_sum(in.joints, first, end, shrink, next);
    return in;
}

/* Most are one line: nothing of them is parted. */
static void
mark_phrases(text_engine *e, const line_input *in)
{
    const text_style *style = in->style;
    if (style->keeps_phrases && in->end > in->first && !e->pieces->len && style->align != TEXT_DISTRIBUTE &&
        line_width(in, in->first, line_visible(in, in->first, in->end)) >
            in->measure - MAX(style->indent_first, style->indent_rest))
        phrase_mark(&e->work, in->first, in->end);
}

/* The lines of one segment become set lines before the next is measured: positions are shared. False: one of them ends
 * within ruby, which is to be cut. */
static bool
compose_segment(text_engine *e, const line_input *in, bool first_line)
{
    g_array_set_size(e->lines, 0);
    mark_phrases(e, in);
    line_break(in, first_line, e->lines);
    if (reading_cut(e, e->lines))
        return false;
    for (guint i = 0; i < e->lines->len; i++)
        set_line(e, in, &g_array_index(e->lines, line_choice, i));
    return true;
}

static void
forget_lines(set_lines *s)
{
    GArray *const lists[] = {s->lines, s->runs, s->glyphs, s->objects, s->marks};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_array_set_size(lists[i], 0);
    g_string_truncate(s->chars, 0);
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
static bool
prepare_notes(text_engine *e, const text_paragraph *p, unit measure, diag *d, text_paragraph *greedy)
{
    *greedy = *p;
    greedy->style.total_fit = greedy->style.last_pair = false;
    bool good = prepare_text(e, greedy, d);
    while (good && part_notes(e, measure))
        good = prepare_text(e, greedy, e->quiet);
    return good;
}

static bool
compose_segments(text_engine *e, unit measure)
{
    size_t first = 0;
    forget_lines(&e->set);
    for (guint i = 0; i < e->work.segments->len; i++) {
        const size_t end = g_array_index(e->work.segments, size_t, i);
        const line_input in = segment_input(e, first, end, measure);
        if (!compose_segment(e, &in, i == 0))
            return false;
        first = end;
    }
    return true;
}

/* False: it is longer than can be set. Otherwise it is in e->set. */
static bool
compose_paragraph(text_engine *e, arena *a, const text_paragraph *p, unit measure, diag *d)
{
    const unit inside = condense_undone(&p->style, measure);
    e->effort = 0;
    e->told = false;
    g_array_set_size(e->cuts, 0);
    note_prepare(e, a, p, d);
    text_paragraph greedy;
    bool good;
    do {
        diag *told = e->cuts->len ? e->quiet : d; /* once */
        good = e->pieces->len ? prepare_notes(e, p, inside, told, &greedy) : prepare_text(e, p, told);
    } while (good && !compose_segments(e, inside)); /* of so many characters, only so many cuts */
    return good;
}

text_lines *
text_compose(text_engine *e, arena *a, const text_paragraph *p, unit measure, diag *d)
{
    g_assert(p->style.family && p->style.size > 0 && (p->spans || p->span_count == 0));
    text_lines *l = e->memo ? memo_find(e->memo, a, p, measure) : NULL;
    if (l)
        return l;
    if (!compose_paragraph(e, a, p, measure, d)) {
        tell_too_long(p, d);
        return text_compose(e, a, &(const text_paragraph){.style = p->style}, measure, d);
    }
    size_t size;
    l = pack_lines(a, &p->style, &e->set, &size);
    if (e->memo && !e->told)
        memo_keep(e->memo, p, l, size);
    return l;
}

unit
text_natural_width(text_engine *e, arena *a, const text_paragraph *p, diag *d)
{
    g_assert(p->style.family && p->style.size > 0 && (p->spans || p->span_count == 0));
    e->effort = 0;
    g_array_set_size(e->cuts, 0);
    note_prepare(e, a, p, d);
    if (!prepare_text(e, p, d)) {
        tell_too_long(p, d);
        return UNIT_MAX_LENGTH;
    }
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
    return lines == 0 ? 0 : (unit)MIN(size + (int64_t)MIN(lines - 1, INT32_MAX) * pitch, INT32_MAX);
}
