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

/* From `from` to `to` on the line, from `above` to `below` of the baseline. */
static display_box
box_over(const line_place *l, unit from, unit to, unit above, unit below)
{
    const display_point a = point_on(l, from, above), b = point_on(l, to, below);
    return (display_box){MIN(a.x, b.x), MIN(a.y, b.y), ABS(a.x - b.x), ABS(a.y - b.y)};
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
    if (width <= 0) /* of a space that a line's end swallows */
        return;
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
    if (!e->notes) /* nearly always */
        return;
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

static bound_inline_kind
object_kind(const text_object *o)
{
    return ((const bound_inline *)o->span->object)->kind;
}

/* A quarter of an em off what stands on either side, in the middle of the em box. */
static void
emit_leader(emitter *e, const line_place *l, const text_object *o)
{
    const unit size = o->span->size, off = size / 4, across = -middle_of(size);
    const display_point from = point_on(l, o->x + off, across), to = point_on(l, o->x + o->width - off, across);
    display_op op = {.kind = DISPLAY_LINE, .origin = ((const bound_inline *)o->span->object)->origin};
    op.line = (display_line){
        .x1 = from.x, .y1 = from.y, .x2 = to.x, .y2 = to.y, .width = UNIT_PT * 6 / 10, .dash = DISPLAY_DOTTED};
    display_add(e->page, op);
}

/* What is typed in stands as large as the text around it; a field on a line reaches beyond it, as readers leave
 * room around what they set. */
static bool
emit_room_field(emitter *e, const bound_inline *p, display_box box, unit size)
{
    if (!p->entry)
        return false;
    const unit more = MIN(MAX(size * 3 / 2 - box.h, 0) / 2, box.y);
    box.y -= more;
    box.h += 2 * more;
    const display_field f = {.kind = p->kind == INLINE_SIGN ? FIELD_SIGN : FIELD_TEXT,
                             .box = box,
                             .size = size,
                             .many_lines = box.h >= 3 * size};
    return emit_field(e, e->page->node, p->entry, f, p->name ? p->name : e->in_cell);
}

/* A box that is ticked by whoever fills it in. */
static bool
emit_tick_field(emitter *e, const bound_inline *p, unit size, display_point at)
{
    if (!p->entry)
        return false;
    const unit side = unit_scale(size, 84, 100), off = (size - side) / 2;
    display_field f = {.kind = FIELD_CHECK, .size = size};
    f.box = (display_box){at.x + off, at.y - text_ascent(size) + off, side, side};
    const display_mark mark = {.sign = DISPLAY_TICKED_BOX,
                               .x = f.box.x,
                               .y = f.box.y,
                               .w = side,
                               .h = side,
                               .width = unit_scale(size, 6, 100)};
    display_tick_of(&mark, f.tick, &f.tick_width);
    const char *name = !p->name ? e->in_cell : e->in_cell ? arena_printf(e->a, "%s：%s", e->in_cell, p->name) : p->name;
    return emit_field(e, e->page->node, p->entry, f, name);
}

/* No room for a hand, which may be a field, and none of its picture's height in between. */
static bool
is_next_to(const display_box *a, const display_box *b, bool vertical)
{
    return vertical ? a->x == b->x && a->w == b->w && b->y - (a->y + a->h) <= a->w / 2
                    : a->y == b->y && a->h == b->h && b->x - (a->x + a->w) <= a->h / 2;
}

/* What leads to one place on one line is one place to lead there from. */
static void
add_link(emitter *e, const line_place *l, const bound_inline *p, display_box box, guint node)
{
    display_link one = {.box = box, .to = p->uri ? NULL : p->to, .uri = p->uri, .node = node};
    GArray *links = e->page->links;
    display_link *last = links->len ? &g_array_index(links, display_link, links->len - 1) : NULL;
    if (!one.box.w || !one.box.h)
        return;
    if (last && last->node == node && is_next_to(&last->box, &one.box, l->vertical)) {
        const unit right = MAX(last->box.x + last->box.w, one.box.x + one.box.w),
                   bottom = MAX(last->box.y + last->box.h, one.box.y + one.box.h);
        last->box.x = MIN(last->box.x, one.box.x);
        last->box.y = MIN(last->box.y, one.box.y);
        last->box.w = right - last->box.x;
        last->box.h = bottom - last->box.y;
        return;
    }
    g_array_append_val(links, one);
}

/* Objects in a link lead where its words do, and their elements are within that of the link. A field is filled in. */
static void
emit_object_link(emitter *e, const line_place *l, const bound_inline *p, display_box room)
{
    const bool is_seen = p->kind == INLINE_BLANK  ? p->underline
                         : p->kind == INLINE_CODE ? emit_code_of(e, p) != NULL
                                                  : p->kind != INLINE_LEADER;
    if (!p->link || p->entry || !is_seen)
        return;
    const guint outer = e->page->node, link = element_of_link(e, p);
    element_begin(e, link);
    if (link != outer)
        add_link(e, l, p, room, link);
}

/* The words under bars are text of the paragraph, as any other. */
static void
emit_code_on(emitter *e, const line_place *l, const text_object *o, display_box room)
{
    const bound_inline *p = o->span->object;
    const page_code *c = emit_code_of(e, p);
    if (!c)
        return;
    const guint before = element_begin(e, element_of_code(e, p, c, room));
    emit_code(e, c, &room, l->vertical, p->origin);
    element_end(e, before);
    const text_line *words = c->shown ? &c->shown->lines[0] : NULL;
    const unit own = l->para->size, size = p->style->size;
    line_place under = *l;
    const display_point at = point_on(l, o->x, own - text_ascent(own) - (size - text_ascent(size)));
    under.x = at.x;
    under.y = at.y;
    for (size_t i = 0; words && i < words->run_count; i++)
        emit_run(e, &under, &words->runs[i]);
}

static void
emit_object(emitter *e, const line_place *l, const text_object *o)
{
    const guint note = note_begin(e), before = e->page->node;
    const bound_inline *p = o->span->object;
    const int colour = colour_begin(e, p->style);
    const unit size = o->span->size, own = l->para->size, ascent = text_ascent(own);
    display_point box = box_on(l, o->x, size, size);
    const bool centred = p->kind == INLINE_SEAL || p->kind == INLINE_BOXES;
    const unit below = own - ascent, tall = p->kind == INLINE_SEAL    ? o->width
                                            : p->kind == INLINE_BOXES ? p->height
                                                                      : MAX(p->height, own);
    const unit foot = centred ? tall / 2 - middle_of(own) : below;
    const display_box room = box_over(l, o->x, o->x + o->width, foot - tall, foot);
    emit_object_link(e, l, p, room);
    switch (p->kind) {
    case INLINE_TICK:
        element_begin(
            e, emit_tick_field(e, p, size, (display_point){box.x, box.y}) ? 0 : element_of_choice(e, p, p->checked));
        emit_tick(e, p, mark_text_of(l->para, o->span), size, box.x, box.y);
        break;
    case INLINE_SEAL:
        box = box_on(l, o->x, size, o->width);
        element_begin(e, element_of_room(e, p, room));
        emit_seal(e, o, mark_text_of(l->para, o->span), size, box.x, box.y);
        break;
    case INLINE_BOXES:
        emit_boxes(e, p, mark_text_of(l->para, o->span), size, room);
        break;
    case INLINE_SIGN:
        element_begin(e, emit_room_field(e, p, room, size) ? 0 : element_of_room(e, p, room));
        emit_rule_on(e, l, o->x, o->x + o->width, l->vertical ? -ascent : below, p->origin);
        break;
    case INLINE_IMAGE:
        emit_image(e, p, room);
        break;
    case INLINE_LEADER:
        element_begin(e, 0);
        emit_leader(e, l, o);
        break;
    case INLINE_BLANK:
        element_begin(e, emit_room_field(e, p, room, size) || !p->underline ? 0 : element_of_room(e, p, room));
        if (p->underline)
            emit_underline(e, l, o->x, o->width, p->origin);
        break;
    case INLINE_CODE:
        emit_code_on(e, l, o, room);
        break;
    default:
        break;
    }
    element_end(e, before);
    colour_end(e, colour);
    note_piece(e, l, note, p, size, o->x, o->width, 0);
}

/* 丸囲み: a ring round the words of a choice (typesetting guide §8), so far from their em boxes that it cuts no corner
 * of a kanji and none of what stands a narrow gap further on. Furigana over them stands in it too. It is read before
 * them. In a vertical line it stands as a character where they begin. */
static display_mark
ring_round(const line_place *l, const text_run *first, unit size, unit to, bool has_ruby)
{
    const unit from = first->x, past = unit_scale(size, 26, 100), over = has_ruby ? size / 4 : 0;
    const unit across = display_ring_radius(size) + over;
    const unit along = (to - from) / 2 + past, rx = l->vertical ? across : along, ry = l->vertical ? along : across;
    const display_point middle = point_on(l, (from + to) / 2, -middle_of(l->vertical ? l->para->size : size) - over);
    const display_point begin = point_on(l, from - past, first->y);
    return (display_mark){.sign = DISPLAY_RING,
                          .x = middle.x - rx,
                          .y = middle.y - ry,
                          .w = 2 * rx,
                          .h = 2 * ry,
                          .width = UNIT_PT * 7 / 10,
                          .face = first->face,
                          .size = size,
                          .from = begin.x,
                          .baseline = begin.y,
                          .advance = past};
}

static void
emit_ring(emitter *e, const line_place *l, const text_run *first, unit size, unit to, bool has_ruby)
{
    display_op op = {.kind = DISPLAY_MARK, .origin = inline_of(l->para, first->span)->origin};
    op.mark = ring_round(l, first, size, to, has_ruby);
    display_add(e->page, op);
}

static const text_origin *
ring_of(const line_place *l, const text_run *r)
{
    return r->is_ruby ? NULL : inline_of(l->para, r->span)->ring;
}

/* Whether furigana stands over what is in one circle element. */
static bool
is_ring_read(const line_place *l, const text_line *line, const text_origin *ring)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const bound_inline *p = inline_of(l->para, line->runs[i].span);
        if (line->runs[i].is_ruby && (p->ring == ring || p->unset == ring))
            return true;
    }
    return false;
}

/* Words that are ringed by whoever fills it in: the field is as large as its ring. */
static const text_origin *
unset_of(const line_place *l, const text_run *r)
{
    return r->is_ruby ? NULL : inline_of(l->para, r->span)->unset;
}

static void
emit_ring_field(emitter *e, const line_place *l, const text_line *line, size_t i)
{
    const text_run *first = &line->runs[i];
    const text_origin *unset = unset_of(l, first);
    if (!unset || (i > 0 && unset_of(l, first - 1) == unset))
        return;
    GString *words = g_string_new(NULL);
    unit to = first->x + first->advance;
    for (; i < line->run_count && unset_of(l, &line->runs[i]) == unset; i++) {
        to = line->runs[i].x + line->runs[i].advance;
        g_string_append(words, line->runs[i].utf8);
    }
    const display_mark ring = ring_round(l, first, first->size, to, is_ring_read(l, line, unset));
    const display_field f = {.kind = FIELD_CHECK,
                             .size = first->size,
                             .box = {ring.x, ring.y, ring.w, ring.h},
                             .ring = true,
                             .tick_width = ring.width};
    static const form_entry plain = {.kind = ENTRY_TEXT};
    emit_field(e, e->page->node, &plain, f,
               e->in_cell ? arena_printf(e->a, "%s：%s", e->in_cell, words->str) : arena_strdup(e->a, words->str));
    g_string_free(words, TRUE);
}

/* One ring round all that stands in one circle element, over all runs of the span: before the first of them. */
static void
emit_ring_before(emitter *e, const line_place *l, const text_line *line, size_t i)
{
    const text_run *first = &line->runs[i];
    const text_origin *ring = ring_of(l, first);
    if (!ring || (i > 0 && ring_of(l, first - 1) == ring))
        return;
    unit to = first->x + first->advance, size = first->size;
    while (i + 1 < line->run_count && ring_of(l, &line->runs[i + 1]) == ring) {
        i++;
        to = line->runs[i].x + line->runs[i].advance;
        size = MAX(size, line->runs[i].size);
    }
    const guint note = note_begin(e), before = element_begin(e, element_of_choice(e, ring, true));
    const int colour = colour_begin(e, inline_of(l->para, first->span)->style);
    emit_ring(e, l, first, size, to, is_ring_read(l, line, ring));
    colour_end(e, colour);
    element_end(e, before);
    note_piece(e, l, note, inline_of(l->para, first->span), size, first->x, to - first->x, 0);
}

/* The characters before which a gap is for a hand, and how that is called: 令和　　年　　月　　日, 　　：　　. */
static bool
is_written_before(gunichar ch)
{
    return ch && g_utf8_strchr("年月日時分：歳号回名人円", -1, ch);
}

static gunichar
char_at(const text_run *r, size_t glyph)
{
    return glyph < r->glyph_count ? g_utf8_get_char(r->utf8 + r->glyphs[glyph].cluster) : 0;
}

/* What a date in words is of: 記入日 of 「記入日　令和　　年」; NULL: nothing before its era says so. */
static const char *
words_before_era(emitter *e, const text_run *r)
{
    size_t gap = 0;
    while (gap + 1 < r->glyph_count && !(char_at(r, gap) == 0x3000 && char_at(r, gap + 1) == 0x3000))
        gap++;
    char *before = g_strndup(r->utf8, gap < r->glyph_count ? r->glyphs[gap].cluster : 0);
    char **words = g_strsplit(before, "　", 0);
    const guint count = g_strv_length(words);
    const char *name = count >= 2 && *words[count - 2] ? arena_strdup(e->a, words[count - 2]) : NULL;
    g_strfreev(words);
    g_free(before);
    return name;
}

static void
emit_gap_field(emitter *e, const line_place *l, const text_run *r, size_t from, size_t to, gunichar unit_char)
{
    const bound_inline *p = inline_of(l->para, r->span);
    const char *before = words_before_era(e, r), *called = p->name ? p->name : before ? before : e->in_cell;
    char word[16] = "";
    word[g_unichar_to_utf8(unit_char == 0xFF1A ? 0x6642 : unit_char ? unit_char : 0x5206, word)] = '\0'; /* 時, 分 */
    if (unit_char == 0xFF09)
        g_strlcpy(word, "（　）", sizeof word);
    const unit begin = r->x + r->glyphs[from].x, end = to < r->glyph_count ? r->x + r->glyphs[to].x : r->x + r->advance;
    const unit ascent = text_ascent(r->size);
    bound_inline field = *p;
    field.kind = INLINE_BLANK;
    field.name = called ? arena_printf(e->a, "%s・%s", called, word) : arena_printf(e->a, "日付・%s", word);
    emit_room_field(e, &field, box_over(l, begin, end, -ascent, r->size - ascent), r->size);
}

/* Room in a text: two ideographic spaces or more. */
static void
emit_gaps(emitter *e, const line_place *l, const text_run *r)
{
    const bound_inline *p = inline_of(l->para, r->span);
    for (size_t i = 0; p->kind == INLINE_TEXT && p->entry && !r->is_ruby && i < r->glyph_count;) {
        size_t end = i;
        while (char_at(r, end) == 0x3000)
            end++;
        const gunichar behind = end < r->glyph_count ? char_at(r, end) : p->behind,
                       before = i > 0 ? char_at(r, i - 1) : p->before;
        if (end >= i + 2 &&
            ((is_written_before(behind) && (before || p->is_left || behind == 0xFF1A)) || before == 0xFF1A))
            emit_gap_field(e, l, r, i, end, is_written_before(behind) ? behind : 0);
        i = MAX(end, i + 1);
    }
}

static void
emit_run_in(emitter *e, const line_place *l, const text_run *r)
{
    const bound_inline *p = inline_of(l->para, r->span);
    const guint whole = p->ruby ? element_of_ruby(e, p, r->is_ruby) : e->page->node;
    const guint before = element_begin(e, element_of_run(e, whole, r, p->language));
    emit_run(e, l, r);
    element_end(e, before);
    emit_gaps(e, l, r);
}

/* Within the element of its link. */
static void
emit_run_in_link(emitter *e, const line_place *l, const text_run *r)
{
    const bound_inline *p = inline_of(l->para, r->span);
    const guint outer = e->page->node, link = element_of_link(e, p), before = element_begin(e, link);
    emit_run_in(e, l, r);
    if (link != outer && !r->is_ruby && !p->unset) /* words of a ring are a field */
        add_link(e, l, p, box_over(l, r->x, r->x + r->advance, -text_ascent(r->size), r->size - text_ascent(r->size)),
                 link);
    element_end(e, before);
}

static void
emit_run_and_line(emitter *e, const line_place *l, const text_run *r)
{
    const guint note = note_begin(e);
    const int colour = colour_begin(e, inline_of(l->para, r->span)->style);
    if (r->glyph_count)
        emit_run_in_link(e, l, r);
    const guint before = element_begin(e, 0);
    if (inline_of(l->para, r->span)->underline && !r->is_ruby && r->note != 2)
        emit_underline(e, l, r->x, r->advance, r->span->origin);
    element_end(e, before);
    colour_end(e, colour);
    note_piece(e, l, note, inline_of(l->para, r->span), r->size, r->x, r->advance, r->y);
}

/* 圏点, above what it stands by. */
static void
emit_emphasis(emitter *e, const line_place *l, const text_mark *m)
{
    const guint note = note_begin(e);
    const display_point at = point_on(l, m->x, m->y);
    const int colour = colour_begin(e, inline_of(l->para, m->span)->style);
    emit_mark(e, m, at.x, at.y);
    colour_end(e, colour);
    note_piece(e, l, note, inline_of(l->para, m->span), m->size, m->x - m->size / 2, m->size, 0);
}

/* The first op since `first` that has text is of one text with what stands before it. */
static void
join_text(emitter *e, guint first)
{
    for (guint i = first; i < e->page->ops->len; i++) {
        display_op *op = &g_array_index(e->page->ops, display_op, i);
        if (display_text_of(op)) {
            op->goes_on = true;
            return;
        }
    }
}

/* Runs and marks in the order they stand, so that the text layer reads ☑訪問 and not 訪問☑. Room for handwriting parts
 * the text; what is filled up to the line's width does not. */
static void
emit_text(emitter *e, const line_place *l, const text_line *line)
{
    size_t next = 0;
    bool on = false;
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *r = &line->runs[i];
        while (next < line->object_count && (r->is_ruby || line->objects[next].x <= r->x)) {
            const guint first = e->page->ops->len;
            const bool is_tick = object_kind(&line->objects[next]) == INLINE_TICK;
            emit_object(e, l, &line->objects[next++]);
            if (on && is_tick)
                join_text(e, first);
            on = is_tick;
        }
        const guint first = e->page->ops->len;
        const bool ringed = ring_of(l, r) && inline_of(l->para, r->span)->link;
        const guint before = ringed ? element_begin(e, element_of_link(e, inline_of(l->para, r->span))) : 0;
        emit_ring_before(e, l, line, i);
        if (ringed)
            element_end(e, before);
        emit_ring_field(e, l, line, i);
        emit_run_and_line(e, l, r);
        if (on && !r->is_ruby)
            join_text(e, first);
        on = !r->is_ruby;
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
    const char **teller = NULL, *tells = NULL;
    for (guint i = first; i < e->page->ops->len; i++) {
        display_op *op = &g_array_index(e->page->ops, display_op, i);
        const char *text = display_text_of(op);
        if (!text)
            continue;
        const char **layer = op->kind == DISPLAY_TEXT ? &op->text.layer : &op->mark.layer;
        if (op->kind == DISPLAY_TEXT && op->text.is_ruby) {
            *layer = text;
            continue;
        }
        g_string_append(all, text);
        *layer = "";
        if (!teller || display_is_blank(tells, strlen(tells))) {
            teller = layer;
            tells = text;
        }
    }
    if (teller)
        *teller = arena_strdup(e->a, all->str);
    g_string_free(all, TRUE);
}

/* The line as a whole; x, y as emit_line has them. */
static void
note_line(emitter *e, guint note, const line_place *l, const atom *a, const text_line *line, unit x, unit y)
{
    if (!e->notes)
        return;
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

static bool
is_decoration(const bound_inline *p)
{
    return p->kind == INLINE_IMAGE && p->picture && !p->text;
}

static bool
has_decoration(const text_line *line)
{
    for (size_t i = 0; i < line->object_count; i++)
        if (is_decoration(line->objects[i].span->object))
            return true;
    return false;
}

/* Of an empty line nobody hears, nor of room for a hand that has no line of its own. */
static bool
is_heard(const text_line *line)
{
    for (size_t i = 0; i < line->object_count; i++) {
        const bound_inline *p = line->objects[i].span->object;
        if (p->kind == INLINE_CODE ? p->code->piece_count > 0
                                   : !is_decoration(p) && (p->kind != INLINE_BLANK || p->underline || p->entry))
            return true;
    }
    return line->run_count > 0;
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
    const bool heard = is_heard(line);
    if (heard || has_decoration(line)) {
        const guint before = element_begin(e, heard ? element_of_paragraph(e, a->para->node, a->goes_on) : 0);
        emit_text(e, &l, line);
        element_end(e, before);
    }
    for (size_t i = 0; i < line->mark_count; i++)
        emit_emphasis(e, &l, &line->marks[i]);
    if (l.vertical)
        tell_layers(e, first);
    note_line(e, note, &l, a, line, x, y);
}
