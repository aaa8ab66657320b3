/* text_note.c: 割注 (JLREQ 3.4): a note in two lines of half the size, one over the other in the line it stands in.
 *
 * A note is set by an engine of its own, as a paragraph of two lines as nearly equal as the rules of line breaking
 * allow, the first no shorter than the second. In its line it is a body like any other, one for each piece: where a
 * line has room for some of a note, the note is parted and the rest begins the next line, both lines of each piece
 * full. Paragraphs with notes are filled line by line. */
#include "text/text_int.h"

#include <string.h>

enum { LEAST = 2 }; /* characters on a line of a piece at the end of a line */

static unit
size_of(const text_engine *e, const text_span *span)
{
    const unit size = span->size ? span->size : e->work.paragraph->style.size;
    return glyph_half(size);
}

/* The bytes from … to of the note in lines of a measure. */
static const text_lines *
set_part(text_engine *e, const note_piece *p, uint32_t from, uint32_t to, unit measure, diag *d)
{
    const text_style *style = &e->work.paragraph->style;
    const text_span *note = &e->work.paragraph->spans[p->span];
    const unit size = size_of(e, note);
    text_span *span = ARENA_NEW(e->memory, text_span);
    *span = (text_span){.kind = TEXT_CHARS,
                        .utf8 = arena_strndup(e->memory, note->utf8 + from, to - from),
                        .family = note->family,
                        .origin = note->origin};
    const text_paragraph inner = {.style = {.family = style->family,
                                            .size = size,
                                            .pitch = size,
                                            .level = style->level,
                                            .vertical = style->vertical,
                                            .combine = style->combine},
                                  .spans = span,
                                  .span_count = 1};
    if (e->effort > TEXT_MOST_EFFORT)
        span->utf8 = ""; /* it is not set: whoever prepares the paragraph next gives it up */
    const text_lines *l = text_compose(e->notes, e->memory, &inner, measure, d);
    e->effort += e->notes->effort;
    return l;
}

/* Two lines or one in their natural spacing; `falling`: the first no shorter than the second. */
static bool
is_good(const text_lines *l, bool falling)
{
    if (l->count > 2 || l->overfull || l->emergencies)
        return false;
    for (size_t k = 0; k < l->count; k++)
        if (l->lines[k].width < l->lines[k].natural)
            return false;
    return !falling || l->count < 2 || l->lines[0].width >= l->lines[1].width;
}

/* The least measure up to `limit` that gives good lines. */
static unit
narrowest_measure(text_engine *e, const note_piece *p, unit limit, bool falling)
{
    unit low = 0, high = limit;
    while (low < high) {
        const unit middle = low + (high - low) / 2;
        if (is_good(set_part(e, p, p->start, p->end, middle, e->quiet), falling))
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

/* Sets a piece, no wider than there is room: two lines that are nearly equal, the first the longer one unless a long
 * word at the end does not let it. */
static void
balance_lines(text_engine *e, note_piece *p, unit room)
{
    arena *kept = e->memory;
    e->memory = arena_new(); /* for what is only tried */
    const unit limit = MIN(set_part(e, p, p->start, p->end, UNIT_MAX_LENGTH, e->quiet)->widest, room);
    unit measure = narrowest_measure(e, p, limit, true);
    if (measure == limit)
        measure = narrowest_measure(e, p, limit, false);
    arena_drop(e->memory);
    e->memory = kept;
    p->lines = set_part(e, p, p->start, p->end, measure, e->quiet);
    p->width = p->lines->widest;
}

/* It keeps nothing: how much work its paragraphs are is counted. */
static text_engine *
open_notes(const text_engine *e)
{
    text_engine *notes = text_engine_new(e->fonts);
    text_engine_keep_nothing(notes);
    return notes;
}

void
note_prepare(text_engine *e, arena *a, const text_paragraph *p, diag *d)
{
    g_array_set_size(e->pieces, 0);
    for (size_t i = 0; i < p->span_count; i++) {
        const text_span *span = &p->spans[i];
        if (span->kind != TEXT_CHARS || !span->is_note || !*span->utf8)
            continue;
        if (!e->notes)
            e->notes = open_notes(e);
        e->memory = a;
        e->work.paragraph = p;
        note_piece piece = {.span = (uint32_t)i, .end = (uint32_t)strlen(span->utf8)};
        set_part(e, &piece, 0, piece.end, UNIT_MAX_LENGTH, d); /* tells what it has to tell, once */
        balance_lines(e, &piece, UNIT_MAX_LENGTH);
        g_array_append_val(e->pieces, piece);
    }
}

/* ---- parting ---- */

static note_piece *
piece_at(const text_engine *e, guint i)
{
    return &g_array_index(e->pieces, note_piece, i);
}

static uint32_t
bytes_of(const text_line *line)
{
    size_t bytes = 0;
    for (size_t i = 0; i < line->run_count; i++)
        bytes += strlen(line->runs[i].utf8);
    return (uint32_t)bytes;
}

/* As much of a piece as two lines of a width hold; the rest is a piece of its own. */
static bool
part_piece(text_engine *e, guint index, unit room)
{
    note_piece *first = piece_at(e, index);
    if (first->whole || room < LEAST * size_of(e, &e->work.paragraph->spans[first->span]))
        return false;
    const text_lines *l = set_part(e, first, first->start, first->end, room, e->quiet);
    if (l->count <= 2 || l->lines[0].emergency || l->lines[1].emergency)
        return false;
    note_piece rest = *first;
    rest.start = first->end = first->start + bytes_of(&l->lines[0]) + bytes_of(&l->lines[1]);
    balance_lines(e, first, room);
    balance_lines(e, &rest, UNIT_MAX_LENGTH);
    g_array_insert_val(e->pieces, index + 1, rest);
    return true;
}

/* Two pieces of one note came to stand on one line after all: they are one, and stay so. */
static void
join_pieces(text_engine *e, guint index)
{
    note_piece *first = piece_at(e, index);
    first->end = piece_at(e, index + 1)->end;
    first->whole = true;
    balance_lines(e, first, UNIT_MAX_LENGTH);
    g_array_remove_index(e->pieces, index + 1);
}

/* The piece that a line could hold some of: one too wide for it, or the one that begins the next, behind its
 * bracket. Gives the cluster, in->end: none. */
static size_t
next_piece(const line_input *in, const line_choice *line)
{
    size_t i = line->first;
    for (; i < line->end; i++)
        if ((in->clusters[i].flags & CLUSTER_NOTE) &&
            line_width(in, line->first, i + 1) - in->clusters[i].advance <= line->available &&
            line_width(in, line->first, i + 1) > line->available)
            return i;
    while (i < in->end && in->clusters[i].class == CLASS_OB)
        i++;
    return i < in->end && (in->clusters[i].flags & CLUSTER_NOTE) ? i : in->end;
}

static bool
try_line(text_engine *e, const line_input *in, const line_choice *line)
{
    for (size_t i = line->first; i + 1 < line->end; i++)
        if ((in->clusters[i].flags & CLUSTER_NOTE) && (in->clusters[i + 1].flags & CLUSTER_NOTE) &&
            in->clusters[i].span == in->clusters[i + 1].span) {
            join_pieces(e, in->clusters[i].glyph);
            return true;
        }
    const size_t i = next_piece(in, line);
    if (i == in->end)
        return false;
    const unit before = in->clusters[line->first].head + in->at[i] - in->at[line->first];
    return part_piece(e, in->clusters[i].glyph, line->available - before);
}

bool
note_part(text_engine *e, const line_input *in, const GArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        if (try_line(e, in, &g_array_index(lines, line_choice, i)))
            return true;
    return false;
}
