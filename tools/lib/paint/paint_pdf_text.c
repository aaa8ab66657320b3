/* paint_pdf_text.c: runs of glyphs as text (ISO 32000-1, 9.4).
 *
 * What stands apart on a line but is one text (a quarter em between kanji and figures, a stretched line, a tracked
 * title) would be read with spaces: readers take a gap for one, and few look for an /ActualText (14.9.4). So a glyph
 * before such a gap is one that takes the room: no reader sees a gap. */
#include "paint/paint_pdf_int.h"

#include <string.h>

/* ---- what stands on a line ---- */

/* A cluster of a text, or a mark. */
typedef struct piece {
    guint op; /* of the page */
    const char *utf8;
    size_t length, first, count; /* glyphs of the op; of a mark none */
    int room;                    /* to the next, which is the same text, in 1/10,000 em */
} piece;

void
pdf_open_pieces(pdf_painter *p)
{
    p->pieces = g_array_sized_new(FALSE, FALSE, sizeof(piece), 64);
}

/* Parts of an em that no reader takes for a space. */
enum { NARROW = 12 };

static const display_op *
op_at(const pdf_painter *p, guint at)
{
    return &g_array_index(p->base.page->ops, display_op, at);
}

static piece *
piece_at(const pdf_painter *p, guint i)
{
    return &g_array_index(p->pieces, piece, i);
}

/* Only such text goes on in its neighbours. */
static bool
can_join(const display_op *op)
{
    if (op->kind == DISPLAY_MARK)
        return !op->mark.layer;
    return op->kind == DISPLAY_TEXT && op->text.ink == DISPLAY_FILL && !op->text.layer && !op->text.turned;
}

/* Where the line has come to, while its pieces are seen. */
typedef struct line_end {
    unit x, y;             /* behind the last piece, on its baseline */
    unit size;             /* of its text … */
    unit em;               /* … as wide as it is drawn */
    const font_face *face; /* NULL: it is a mark */
    bool can_join;
    guint node;
} line_end;

static bool
goes_on(const line_end *end, const display_op *op)
{
    return op->goes_on && can_join(op) && end->can_join && end->node == op->node;
}

/* What comes is the same text, so far from the last piece: which takes the room. */
static int
room_for(const line_end *end, unit gap)
{
    const int64_t in_em = ((int64_t)gap * 10000 + end->em / 2) / end->em;
    return pdf_room_of(end->face, in_em);
}

static void
see_mark(pdf_painter *p, guint at, line_end *end)
{
    const display_op *op = op_at(p, at);
    const display_mark *m = &op->mark;
    const char *sign = display_sign_text(m->sign);
    if (goes_on(end, op) && end->y == m->baseline && m->from - end->x > MIN(m->size, end->size) / NARROW)
        piece_at(p, p->pieces->len - 1)->room = room_for(end, m->from - end->x);
    g_array_append_val(p->pieces, ((piece){.op = at, .utf8 = sign, .length = strlen(sign)}));
    *end = (line_end){m->from + m->advance, m->baseline, m->size, m->size, NULL, can_join(op), op->node};
}

static void
see_text(pdf_painter *p, guint at, line_end *end)
{
    const display_op *op = op_at(p, at);
    const display_text *t = &op->text;
    const pdf_face *face = t->glyph_count > 0 ? pdf_use_face(p, t->face) : NULL;
    if (!face)
        return;
    const unit wide = t->condensed ? unit_scale(t->size, t->condensed, 1000) : t->size;
    const bool joinable = can_join(op);
    const unit narrow = t->size / NARROW;
    const guint before = p->pieces->len;
    g_array_set_size(p->pieces, before + (guint)t->glyph_count); /* no more than these */
    piece *next = piece_at(p, before);
    bool joins = goes_on(end, op);
    unit least = MIN(narrow, end->size / NARROW);
    size_t glyph = 0;
    for (display_cluster k; display_next_cluster(t, &glyph, &k); joins = joinable, least = narrow) {
        const text_glyph *g = &t->glyphs[k.first], *last = g + k.count - 1;
        if (joins && t->x + g->x - end->x > least && t->y + g->y == end->y)
            next[-1].room = room_for(end, t->x + g->x - end->x);
        *next++ = (piece){at, k.utf8, k.length, k.first, k.count, 0};
        const int advance = pdf_advance_in(p, face, last->id);
        *end = (line_end){.x = t->x + last->x + (advance == 10000 ? wide : unit_scale(advance, wide, 10000)),
                          .y = t->y + g->y,
                          .size = t->size,
                          .em = wide,
                          .face = t->face,
                          .can_join = joinable,
                          .node = op->node};
    }
    g_array_set_size(p->pieces, (guint)(next - piece_at(p, 0)));
}

/* The next op that has text, if it goes on with what stands before it; else the number of ops. An underline may be in
 * between, which no reader of text sees. */
static guint
next_of_line(const pdf_painter *p, guint at)
{
    const guint count = p->base.page->ops->len;
    while (at < count && !display_text_of(op_at(p, at)))
        at++;
    return at < count && op_at(p, at)->goes_on ? at : count;
}

/* The pieces of the op being painted, and of what goes on with it. */
static void
see_line(pdf_painter *p)
{
    line_end end = {.can_join = false};
    g_array_set_size(p->pieces, 0);
    p->piece = 0;
    for (guint at = p->base.at; !p->base.failed && at < p->base.page->ops->len; at = next_of_line(p, at + 1)) {
        if (op_at(p, at)->kind == DISPLAY_MARK)
            see_mark(p, at, &end);
        else
            see_text(p, at, &end);
    }
}

/* ---- glyphs of one text ---- */

/* Glyphs of one op on one line, which runs to the right or, turned, down. Within it a glyph is placed by the advance of
 * the one before and, where that is not enough, by a number in the array of TJ. Everything is counted in 1/10,000 em,
 * as the file says it, so that nothing adds up. */
typedef struct run {
    pdf_painter *p;
    pdf_face *face;
    const display_text *text;
    int64_t em;    /* as wide as the glyphs are drawn, in 1/1000 units */
    bool begun;    /* a text object (BT) */
    bool placed;   /* it is no longer where it began: the origin of the page */
    bool open;     /* a string, and perhaps an array round it … */
    size_t opened; /* … for which there is room here */
    bool parted;   /* there are numbers in it */
    unit x, y;     /* of the first glyph, relative to the op */
    int64_t pen;   /* behind the last glyph, from x */
} run;

static void
end_array(run *r)
{
    if (r->open && r->parted)
        r->p->content->data[r->opened] = '[';
    if (r->open)
        pdf_append(r->p->content, r->parted ? ">]TJ\n" : ">Tj\n");
    r->open = false;
}

/* Text positioning is relative to the line before, which a text object begins at the origin: the shortest way to say
 * where the first run stands. Those behind it say all of it, so that every run is by itself. */
static void
append_place(run *r, const text_glyph *g)
{
    pdf_buffer *out = r->p->content;
    const display_text *t = r->text;
    const int width = t->condensed ? t->condensed : 1000;
    const bool moved = !t->turned && width == 1000 && !r->placed;
    if (t->turned) {
        pdf_append(out, "0 ");
        pdf_append_number(out, -width);
        pdf_append(out, "1 0 ");
    } else if (!moved) {
        pdf_append_number(out, width);
        pdf_append(out, "0 0 1 ");
    }
    pdf_append_points(out, (int64_t)t->x + g->x);
    pdf_append_points(out, r->p->height - ((int64_t)t->y + g->y));
    pdf_append(out, moved ? "Td" : "Tm");
    r->placed = true;
}

static void
begin_array(run *r, const text_glyph *g)
{
    append_place(r, g);
    r->opened = r->p->content->len;
    pdf_append(r->p->content, " <");
    r->open = true;
    r->parted = false;
    r->x = g->x;
    r->y = g->y;
    r->pen = 0;
}

static inline int64_t
in_em(const run *r, int64_t u)
{
    const int64_t scaled = u * 10000 * 1000;
    return (scaled + (scaled < 0 ? -(r->em / 2) : r->em / 2)) / r->em;
}

static void
add_glyph(run *r, const text_glyph *g, unsigned code)
{
    pdf_buffer *out = r->p->content;
    const bool turned = r->text->turned;
    if (r->open && (turned ? g->x != r->x : g->y != r->y))
        end_array(r);
    if (!r->open)
        begin_array(r, g);
    const int64_t wanted = in_em(r, turned ? (int64_t)g->y - r->y : (int64_t)g->x - r->x), back = r->pen - wanted;
    if (back != 0) {
        pdf_append(out, ">");
        pdf_append_number(out, back * 100);
        out->data[out->len - 1] = '<';
        r->parted = true;
    }
    pdf_append_code(out, code);
    r->pen = wanted + g_array_index(r->face->codes, pdf_code, code).advance;
}

/* A font stays in force on its page. */
static void
begin_text(run *r)
{
    pdf_painter *p = r->p;
    pdf_buffer *out = p->content;
    const display_text *t = r->text;
    if (r->begun)
        return;
    pdf_append(out, "BT");
    if (p->font != t->face || p->font_size != t->size) {
        pdf_append(out, "/F");
        pdf_append_number(out, (int64_t)font_face_number(t->face) * 1000);
        pdf_append_points(out, t->size);
        pdf_append(out, "Tf");
        p->font = t->face;
        p->font_size = t->size;
    }
    pdf_append(out, t->ink == DISPLAY_FILL ? " " : t->ink == DISPLAY_OUTLINE ? " 1 Tr\n" : " 3 Tr\n");
    r->begun = true;
}

static void
end_text(run *r)
{
    end_array(r);
    if (r->begun)
        pdf_append(r->p->content, r->text->ink == DISPLAY_FILL ? "ET\n" : "0 Tr ET\n");
    r->begun = false;
}

/* ---- what they tell ---- */

static void
begin_actual_text(pdf_buffer *out, const char *utf8, size_t length)
{
    pdf_append(out, "/Span<</ActualText<");
    pdf_append_utf16(out, utf8, length, true);
    pdf_append(out, ">>>BDC\n");
}

/* A code for each glyph: the characters of a cluster go to its glyphs one by one, to the last all that are left. A
 * glyph beyond the characters stands for no width. */
static void
add_glyphs(run *r, const piece *k)
{
    const char *from = k->utf8, *end = k->utf8 + k->length;
    for (size_t i = 0; i < k->count; i++) {
        const text_glyph *g = &r->text->glyphs[k->first + i];
        const bool last = i + 1 == k->count, none = from == end && i > 0;
        const char *to = last || from == end ? end : g_utf8_next_char(from);
        const unsigned code = pdf_code_of(r->p, r->face, g->id, none ? "\xE2\x80\x8B" : from,
                                          none ? 3 : (size_t)(to - from), last ? k->room : 0);
        if (code == 0)
            return;
        add_glyph(r, g, code);
        from = to;
    }
}

/* Several glyphs are bracketed with their text, as no code can say that the others belong to it. */
static void
add_cluster(run *r, guint i)
{
    const piece *k = piece_at(r->p, i);
    const bool bracketed = k->count > 1 && !r->text->layer;
    begin_text(r);
    if (bracketed) {
        end_array(r);
        begin_actual_text(r->p->content, k->utf8, k->length);
    }
    add_glyphs(r, k);
    if (bracketed) {
        end_array(r);
        pdf_append(r->p->content, "EMC\n");
    }
}

/* The first piece of the op being painted. */
static guint
first_piece(pdf_painter *p)
{
    if (p->piece >= p->pieces->len || piece_at(p, p->piece)->op != p->base.at)
        see_line(p);
    return p->piece;
}

static bool
is_of_op(const pdf_painter *p, guint i)
{
    return i < p->pieces->len && piece_at(p, i)->op == p->base.at;
}

void
pdf_text(painter *base, const display_text *t)
{
    pdf_painter *p = (pdf_painter *)base;
    pdf_face *face = t->glyph_count > 0 ? pdf_use_face(p, t->face) : NULL;
    if (!face)
        return;
    if (t->ink == DISPLAY_OUTLINE) {
        pdf_set_stroke(p, t->gray, t->stroke);
        pdf_append(p->content, "1 j ");
    } else if (t->ink == DISPLAY_FILL) {
        pdf_set_fill(p, t->gray);
    }
    run r = {.p = p, .face = face, .text = t, .em = (int64_t)t->size * (t->condensed ? t->condensed : 1000)};
    if (t->layer)
        begin_actual_text(p->content, t->layer, strlen(t->layer));
    guint i = first_piece(p);
    for (; !base->failed && is_of_op(p, i); i++)
        add_cluster(&r, i);
    p->piece = i;
    end_text(&r);
    if (t->layer)
        pdf_append(p->content, "EMC\n");
    if (t->ink == DISPLAY_OUTLINE)
        pdf_append(p->content, "0 j\n");
}

void
pdf_mark(painter *base, const display_mark *m)
{
    pdf_painter *p = (pdf_painter *)base;
    const guint i = first_piece(p);
    if (m->layer)
        begin_actual_text(p->content, m->layer, strlen(m->layer));
    pdf_show_sign(p, m, piece_at(p, i)->room);
    if (m->layer)
        pdf_append(p->content, "EMC\n");
    p->piece = i + 1;
}
