#include "compose/compose_int.h"

/* Marks that an item begins with: the lines after the first hang under its text (domain guide 5.3). */
static bool
begins_item(const char *text)
{
    const gunichar ch = g_utf8_get_char(text);
    return (ch >= 0x2460 && ch <= 0x2473) /* ① … ⑳ */ || (ch && g_utf8_strchr("・○●◎■□◆◇※", -1, ch));
}

/* A measure of a style as it is set here: smaller in a cell that shrinks, and in a document that shrinks to
 * keep its promise of pages. */
static unit
scale_measure(const setting *s, const form_style *style, unit u)
{
    const unit size = compose_style_size(s, style);
    if (size != style->size)
        u = unit_scale(u, size, style->size);
    return s->as.scale == 1000 ? u : unit_scale(u, s->as.scale, 1000);
}

/* Heads and feet know their page; in the body it is known once all has been set before. In a link it would be the
 * number of where that leads. */
static const char *
number_text(composer *c, const setting *s, const bound_inline *p, size_t n)
{
    if (!s->page_number && p->to && !p->link)
        return compose_number_at(c, p);
    if (!s->page_number)
        diag_add(c->heard, DIAG_COMPOSE_PLACE, p->origin->form, PLACE_NONE,
                 p->kind == INLINE_PAGE_NUMBER ? "page-number" : "page-count", NULL);
    return n ? arena_printf(c->a, "%zu", n) : "0"; /* which is never printed */
}

/* Superscripts touch the top of the em box of their base; subscripts stand an eighth of an em lower than it. */
static void
raise_span(text_span *s, int direction)
{
    const unit base = s->size;
    s->size = unit_scale(base, 60, 100);
    s->raise = direction > 0 ? text_ascent(base) - text_ascent(s->size) : -(base / 8);
}

/* What may not stand in a note or in a combined span, by its element. */
static const char *
kind_in_text(const bound_inline *p)
{
    static const form_kind kinds[] = {[INLINE_TEXT] = FORM_RUBY,
                                      [INLINE_NEWLINE] = FORM_BREAK,
                                      [INLINE_TICK] = FORM_TICK,
                                      [INLINE_BLANK] = FORM_BLANK,
                                      [INLINE_SIGN] = FORM_SIGN,
                                      [INLINE_SEAL] = FORM_SEAL,
                                      [INLINE_PAGE_NUMBER] = FORM_PAGE_NUMBER,
                                      [INLINE_PAGE_COUNT] = FORM_PAGE_COUNT,
                                      [INLINE_BOXES] = FORM_BOXES,
                                      [INLINE_PAGE_SUM] = FORM_PAGE_SUM,
                                      [INLINE_CODE] = FORM_CODE,
                                      [INLINE_IMAGE] = FORM_IMAGE,
                                      [INLINE_PAGE_REF] = FORM_PAGE_REF,
                                      [INLINE_LEADER] = FORM_LEADER,
                                      [INLINE_FOOTNOTE] = FORM_FOOTNOTE};
    const form_kind kind = p->ring                                   ? FORM_CIRCLE
                           : p->raised && p->kind != INLINE_FOOTNOTE ? (p->raised > 0 ? FORM_SUP : FORM_SUB)
                                                                     : kinds[p->kind];
    return form_kind_name(kind);
}

static text_span
span_of(composer *c, const setting *in, const bound_inline *p)
{
    text_span s = {.kind = TEXT_CHARS,
                   .utf8 = p->text,
                   .family = font_find_family(c->fonts, p->style->family),
                   .size = scale_measure(in, p->style, p->style->size),
                   .unbreakable = p->unbreakable || p->ring,
                   .glued = p->glued,
                   .joined = p->joined,
                   .ruby = p->ruby,
                   .origin = p->origin};
    s.ruby_kind = p->ruby_kind;
    s.emphasis = p->emphasis;
    s.is_note = p->note != NULL;
    s.combined = p->combined && in->is_vertical && !s.is_note;
    if (p->kind == INLINE_BOXES && (in->is_vertical || p->raised || p->ring))
        diag_add(c->heard, DIAG_COMPOSE_PLACE, p->origin->form, PLACE_NONE, form_kind_name(FORM_BOXES), NULL);
    if ((s.is_note || s.combined) && (p->kind != INLINE_TEXT || p->ruby || p->raised || p->ring))
        diag_add(c->heard, DIAG_COMPOSE_PLACE, p->origin->form, p->origin->data, kind_in_text(p), NULL);
    if (p->raised)
        raise_span(&s, p->raised);
    if (!s.family)
        diag_add(c->heard, DIAG_COMPOSE_FAMILY, p->origin->form, PLACE_NONE, p->style->family, p->style->name, NULL);
    switch (p->kind) {
    case INLINE_TEXT:
    case INLINE_NEWLINE:
        break;
    case INLINE_PAGE_SUM: /* its table would have set it */
        diag_add(c->heard, DIAG_COMPOSE_PLACE, p->origin->form, PLACE_NONE, form_kind_name(FORM_PAGE_SUM), NULL);
        s.utf8 = "0";
        break;
    case INLINE_FOOTNOTE:
        if (in->is_flowing) /* no column has a foot */
            diag_add(c->heard, DIAG_COMPOSE_PLACE, p->origin->form, PLACE_NONE, "footnote", NULL);
        break;
    case INLINE_PAGE_NUMBER:
        s.utf8 = number_text(c, in, p, in->page_number);
        break;
    case INLINE_PAGE_COUNT:
        s.utf8 = number_text(c, in, p, in->page_count);
        break;
    case INLINE_PAGE_REF:
        s.utf8 = compose_number_at(c, p);
        break;
    case INLINE_LEADER:
        s.kind = TEXT_OBJECT;
        s.width = 2 * s.size; /* at least */
        s.utf8 = "";
        s.object = (void *)p;
        break;
    case INLINE_TICK:
        s.kind = TEXT_OBJECT;
        s.width = unit_scale(s.size, 115, 100); /* the box is an em; the rest parts it from its words */
        s.utf8 = p->checked ? "☑" : "☐";
        s.object = (void *)p;
        break;
    case INLINE_IMAGE:
        if (in->is_vertical)
            diag_add(c->heard, DIAG_COMPOSE_PLACE, p->origin->form, PLACE_NONE, "image", NULL);
        /* fall through */
    case INLINE_BLANK:
    case INLINE_SIGN:
    case INLINE_BOXES:
        s.kind = TEXT_OBJECT;
        s.width = p->width;
        s.utf8 = "";
        s.object = (void *)p;
        break;
    case INLINE_CODE:
        c->has_codes = true;
        s.kind = TEXT_OBJECT;
        s.width = p->width;
        s.utf8 = "";
        s.object = (void *)p;
        break;
    case INLINE_SEAL:
        s.kind = TEXT_OBJECT;
        s.width = p->width ? p->width : s.size * 3 / 2;
        s.utf8 = p->text ? p->text : "印";
        s.object = (void *)p;
        break;
    }
    return s;
}

/* Of the family's own face: a mark's text is set by nobody else. A tick has no glyphs: it is drawn. */
static mark_text
mark_text_of(composer *c, const bound_inline *p, const text_span *s)
{
    if (p->kind == INLINE_BOXES)
        return compose_boxes(c, p, s);
    const char *shown = p->kind == INLINE_TICK ? "" : s->utf8;
    uint32_t *glyphs = ARENA_ARRAY(c->a, uint32_t, g_utf8_strlen(shown, -1) + 1);
    mark_text m = {.face = s->family->kanji, .glyphs = glyphs};
    for (const char *ch = shown; *ch; ch = g_utf8_next_char(ch))
        glyphs[m.count++] = font_face_glyph(m.face, g_utf8_get_char(ch), 0);
    return m;
}

static const mark_text *
marks_of(composer *c, const bound_inline *inlines, const text_span *spans, size_t count)
{
    mark_text *marks = NULL;
    for (size_t i = 0; i < count; i++) {
        const bound_inline_kind kind = inlines[i].kind;
        if ((kind != INLINE_TICK && kind != INLINE_SEAL && kind != INLINE_BOXES) || !spans[i].family)
            continue;
        marks = marks ? marks : ARENA_ARRAY(c->a, mark_text, count);
        marks[i] = mark_text_of(c, &inlines[i], &spans[i]);
    }
    return marks;
}

/* Not what is more than its words: that is told (span_of), as nothing of it would be left. */
static bool
is_bare_text(const bound_inline *p)
{
    return p->kind == INLINE_TEXT && p->text && !p->ruby && !p->raised && !p->ring;
}

/* One note, or what one span combines. */
static bool
is_one_text(const setting *s, const bound_inline *a, const bound_inline *b)
{
    return is_bare_text(a) && is_bare_text(b) &&
           ((a->note && a->note == b->note) || (s->is_vertical && a->combined && a->combined == b->combined));
}

/* A note, and what one span combines, is one piece of text; gives how many pieces there are then. */
static size_t
copy_inlines(const composer *c, const setting *s, const bound_inline *inlines, size_t count, bound_inline *own)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        bound_inline *last = used ? &own[used - 1] : NULL;
        if (last && is_one_text(s, last, &inlines[i])) {
            last->text = arena_printf(c->a, "%s%s", last->text, inlines[i].text);
            last->from_data = last->from_data || inlines[i].from_data;
        } else {
            own[used++] = inlines[i];
        }
    }
    return used;
}

/* Whether the form's own words have readings over them (aids.h). */
static bool
reads_own_words(const bound_inline *inlines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (inlines[i].ruby && !inlines[i].from_data)
            return true;
    return false;
}

/* （続き）, as one piece; where labels are read, its kanji is. Gives how many pieces there are then. */
static size_t
append_suffix(composer *c, const bound_node *n, const char *suffix, bool is_read, bound_inline *own, size_t count)
{
    static const char kanji[] = "続", reading[] = "つづ";
    const char *at = is_read ? strstr(suffix, kanji) : NULL;
    const bound_inline piece = {.kind = INLINE_TEXT,
                                .text = suffix,
                                .style = n->style,
                                .origin = n->origin,
                                .unbreakable = true,
                                .glued = true};
    own[count] = piece;
    own[count].glued = false;
    if (!at)
        return count + 1;
    own[count++].text = arena_printf(c->a, "%.*s", (int)(at - suffix), suffix);
    own[count] = piece;
    own[count].text = kanji;
    own[count++].ruby = reading;
    own[count] = piece;
    own[count++].text = at + strlen(kanji);
    return count;
}

/* Choices beside one another. Where one has no room it begins a line, and the line above it is not spread for that: its
 * words would stand apart as if each were a choice. */
static bool
is_choices(const bound_inline *inlines, size_t count)
{
    size_t ticks = 0;
    for (size_t i = 0; i < count; i++)
        ticks += inlines[i].kind == INLINE_TICK;
    return ticks > 1;
}

/* Spans of one forced line: inlines[0..count). */
static paragraph *
paragraph_new(composer *c, const setting *s, const bound_node *n, const bound_inline *inlines, size_t count,
              const char *suffix)
{
    paragraph *p = ARENA_NEW(c->a, paragraph);
    const form_style *style = n->style;
    p->node = n;
    text_span *spans = ARENA_ARRAY(c->a, text_span, count + 4);
    bound_inline *own = ARENA_ARRAY(c->a, bound_inline, count + 4);
    const bool is_read = reads_own_words(inlines, count);
    count = copy_inlines(c, s, inlines, count, own);
    p->span_count = suffix ? append_suffix(c, n, suffix, is_read, own, count) : count;
    for (size_t i = 0; i < p->span_count; i++)
        spans[i] = span_of(c, s, &own[i]);
    p->inlines = own;
    p->spans = spans;
    p->marks = marks_of(c, own, spans, count);
    p->size = scale_measure(s, style, style->size);
    p->pitch = scale_measure(s, style, style->pitch);
    p->align = n->align == TEXT_JUSTIFY && is_choices(own, count) ? TEXT_START : n->align;
    return p;
}

static text_paragraph
text_of(const composer *c, const setting *s, const paragraph *p)
{
    const form_style *style = p->node->style;
    text_paragraph t = {.style = {.family = font_find_family(c->fonts, style->family),
                                  .size = p->size,
                                  .pitch = p->pitch,
                                  .align = p->align,
                                  .level = style->level,
                                  .indent_first = scale_measure(s, style, style->indent_first),
                                  .indent_rest = scale_measure(s, style, style->indent_rest),
                                  .tracking = scale_measure(s, style, style->tracking),
                                  .hangs = style->hangs && !s->is_nested, /* a cell has no margin */
                                  .total_fit = style->total_fit,
                                  .last_pair = style->last_pair,
                                  .head_half = style->head_half,
                                  .keeps_phrases = !s->as.dense,
                                  .vertical = s->is_vertical,
                                  .combine = style->combine,
                                  .condensed = s->as.condensed == 1000 ? 0 : s->as.condensed},
                        .spans = p->spans,
                        .span_count = p->span_count};
    const bool flows = p->align == TEXT_START || p->align == TEXT_JUSTIFY;
    if (flows && !style->indent_first && !style->indent_rest && p->span_count && p->spans[0].kind == TEXT_CHARS &&
        p->spans[0].utf8 && begins_item(p->spans[0].utf8))
        t.style.indent_rest = p->size;
    return t;
}

const text_origin *
paragraph_origin(const paragraph *p)
{
    for (size_t i = 0; i < p->span_count; i++)
        if (p->inlines[i].from_data)
            return p->inlines[i].origin;
    return p->span_count ? p->inlines[0].origin : p->node->origin;
}

/* What a ring takes above and below the words in it, and the readings over them: the pitch of lines has it, but where
 * readings or glosses (aids.h) stand between the lines. */
static unit
ring_room(const paragraph *p, const text_line *line, unit size)
{
    bool ringed = false, dressed = false;
    for (size_t i = 0; i < line->run_count; i++) {
        const bound_inline *of = &p->inlines[line->runs[i].span - p->spans];
        ringed = ringed || of->ring || of->unset;
        dressed = dressed || line->runs[i].is_ruby || of->language;
    }
    return ringed && dressed ? size * 3 / 10 : 0;
}

/* Glosses (aids.h) in Latin letters have more below the baseline than an em box, and often no line of ours under them.
 */
static unit
foreign_descent(const paragraph *p, const text_line *line)
{
    unit most = 0;
    for (size_t i = 0; i < line->run_count; i++)
        if (p->inlines[line->runs[i].span - p->spans].language)
            most = MAX(most, line->runs[i].size / 4);
    return most;
}

/* How far a line reaches above and below its baseline: the largest em box on it, ruby and a ring round it, tall
 * objects. */
static void
line_extent(const paragraph *p, const text_line *line, unit *above, unit *below)
{
    unit size = p->size;
    for (size_t i = 0; i < line->run_count; i++)
        if (!line->runs[i].is_ruby && line->runs[i].size > size)
            size = line->runs[i].size;
    *above = text_ascent(size);
    if (p->lines->vertical) /* in the middle of the column */
        *above = text_ascent(p->size) + (size - p->size) / 2;
    *below = size - *above;
    *below = MAX(*below, foreign_descent(p, line));
    if (line->has_ruby)
        *above += size / 2;
    *above += ring_room(p, line, size);
    *below += ring_room(p, line, size);
    for (size_t i = 0; i < line->object_count; i++) {
        const bound_inline *o = line->objects[i].span->object;
        if (o->kind == INLINE_SEAL || o->kind == INLINE_BOXES) { /* centred on the em box */
            const unit half = (o->height ? o->height : line->objects[i].width) / 2;
            const unit middle = text_ascent(p->size) - p->size / 2;
            *above = MAX(*above, middle + half);
            *below = MAX(*below, half - middle);
        } else if (o->height - *below > *above) {
            *above = o->height - *below;
        }
    }
}

static bool
is_underlined(const atom *a)
{
    if (a->kind != ATOM_LINE)
        return false;
    const paragraph *p = a->para;
    const text_line *line = &p->lines->lines[a->line];
    for (size_t i = 0; i < line->run_count; i++)
        if (p->inlines[line->runs[i].span - p->spans].underline)
            return true;
    for (size_t i = 0; i < line->object_count; i++)
        if (p->inlines[line->objects[i].span - p->spans].underline)
            return true;
    return false;
}

/* Horizontal lines have it below, vertical ones on the side of the line before. */
unit
paragraph_room(const atom *above, const atom *below)
{
    const atom *underlined = below->kind == ATOM_LINE && below->para->lines->vertical ? below : above;
    return above && is_underlined(underlined) ? UNDERLINE_ROOM : 0;
}

unit
paragraph_room_under(const atoms *list)
{
    return list->count > 0 && is_underlined(&list->items[list->count - 1]) ? UNDERLINE_ROOM : 0;
}

static void
append_lines(const paragraph *p, unit x, flow *out)
{
    unit below_before = 0;
    const size_t count = p->lines->count;
    for (size_t i = 0; i < count; i++) {
        unit above, below;
        line_extent(p, &p->lines->lines[i], &above, &below);
        atom line = {.kind = ATOM_LINE, .x = x, .width = p->measure, .node = p->node, .para = p, .line = i};
        line.height = above + below;
        line.baseline = above;
        line.overfull = p->lines->lines[i].overfull;
        if (i > 0) { /* fixed pitch, unless the lines would touch */
            const unit gap = p->pitch - below_before - above;
            line.before = MAX(gap, paragraph_room(&g_array_index(out->items, atom, out->items->len - 1), &line));
        }
        /* At least two lines of a paragraph stay on either side of a page break (JLREQ, widows). */
        if (i == 1 || (i > 1 && i + 1 == count))
            line.hold = HOLD_NEVER;
        below_before = below;
        g_array_append_val(out->items, line);
    }
}

/* The next of its forced lines: inlines from *from to *to. False after the last. */
static bool
next_part(const bound_node *n, size_t *from, size_t *to, bool *begun)
{
    if (*begun && *to >= n->inline_count)
        return false;
    *from = *begun ? *to + 1 : 0;
    *begun = true;
    for (*to = *from; *to < n->inline_count && n->inlines[*to].kind != INLINE_NEWLINE;)
        (*to)++;
    return true;
}

/* A picture that is wider than its place is told by its measures, and set as narrow as that is. */
static void
narrow_images(composer *c, paragraph *p, unit width, flow *out)
{
    text_span *spans = (text_span *)p->spans;
    for (size_t i = 0; i < p->span_count; i++) {
        if (p->inlines[i].kind != INLINE_IMAGE || spans[i].width <= width)
            continue;
        const bound_node at = {.origin = p->inlines[i].origin};
        flow_add_narrow(c, out, &at, "画像（image）", "the image", spans[i].width, width);
        spans[i].width = MAX(width, 1);
    }
}

/* The span of the first leader; NULL: there is none. */
static text_span *
find_leader(const paragraph *p)
{
    for (size_t i = 0; i < p->span_count; i++)
        if (p->inlines[i].kind == INLINE_LEADER)
            return (text_span *)&p->spans[i];
    return NULL;
}

/* What its line leaves over. */
static unit
room_of_leader(const paragraph *p, const text_span *leader)
{
    for (size_t i = 0; i < p->lines->count; i++)
        for (size_t k = 0; k < p->lines->lines[i].object_count; k++)
            if (p->lines->lines[i].objects[k].span == leader)
                return p->measure - p->lines->lines[i].x - p->lines->lines[i].width;
    return 0;
}

/* A paragraph of a few words costs as much as some bytes more, and so does a line of a few words. */
enum { WORK_OF_A_PARAGRAPH = 64, WORK_OF_A_LINE = 16 };

static size_t
work_of(const text_paragraph *t)
{
    size_t work = WORK_OF_A_PARAGRAPH;
    for (size_t i = 0; i < t->span_count; i++)
        work += 8 + (t->spans[i].utf8 ? strlen(t->spans[i].utf8) : 0);
    return work;
}

/* A leader takes all that its line has left; where lines would break elsewhere then, it stays as it is. */
static void
stretch_leader(composer *c, const text_paragraph *t, paragraph *p)
{
    text_span *leader = find_leader(p);
    const unit room = leader ? room_of_leader(p, leader) : 0;
    if (room <= 0)
        return;
    const text_lines *before = p->lines;
    leader->width += room;
    p->lines = text_compose(c->engine, c->a, t, p->measure, c->heard);
    c->effort++;
    if (p->lines->count == before->count && !p->lines->overfull)
        return;
    leader->width -= room;
    p->lines = before;
}

static void
set_part(composer *c, const setting *s, paragraph *p, unit x, unit width, flow *out)
{
    narrow_images(c, p, width, out);
    const text_paragraph t = text_of(c, s, p);
    p->measure = width;
    if (t.style.family && compose_spend(c, p->node, work_of(&t))) {
        p->lines = text_compose(c->engine, c->a, &t, width, c->heard);
        c->effort++;
        compose_spend(c, p->node, WORK_OF_A_LINE * p->lines->count);
        stretch_leader(c, &t, p);
        append_lines(p, x, out);
        p->flaws = compose_take_heard(c);
    } else {
        flow_add_flaws(out, compose_take_heard(c));
    }
}

/* A paragraph node is cut at its forced breaks: each line of the writer's begins anew (and its item mark
 * hangs on its own). */
void
compose_paragraph(composer *c, const setting *s, const bound_node *n, unit x, unit width, const char *suffix, flow *out)
{
    const guint start = out->items->len;
    size_t from = 0, to = 0;
    for (bool begun = false; next_part(n, &from, &to, &begun);) {
        const guint part = out->items->len;
        paragraph *p = paragraph_new(c, s, n, n->inlines + from, to - from, to == n->inline_count ? suffix : NULL);
        set_part(c, s, p, x, width, out);
        if (part > start && out->items->len > part) {
            atom *first = &g_array_index(out->items, atom, part);
            first->before = MAX(p->pitch - p->size, paragraph_room(first - 1, first));
        }
    }
}

/* What is wrong with it is heard when it is set. */
unit
compose_paragraph_width(composer *c, const setting *s, const bound_node *n)
{
    unit widest = 0;
    size_t from = 0, to = 0;
    for (bool begun = false; next_part(n, &from, &to, &begun);) {
        paragraph *p = paragraph_new(c, s, n, n->inlines + from, to - from, NULL);
        p->align = TEXT_START;
        const text_paragraph t = text_of(c, s, p);
        const bool goes_on = compose_spend(c, n, work_of(&t));
        const unit w = t.style.family && goes_on ? text_natural_width(c->engine, c->a, &t, c->heard) : 0;
        c->effort++;
        widest = MAX(widest, w);
    }
    compose_take_heard(c);
    return widest;
}
