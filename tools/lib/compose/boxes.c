#include <string.h>

#include "compose/compose_int.h"

/* マス目: what stands in boxes of one character each. The text of all is one: the ops that draw it tell the source,
 * however it is cut. */

/* Type is set smaller to fit its box, but no smaller than can be read, and no smaller than it was. */
enum { LEAST_SIZE = 8 * UNIT_PT, STEP = UNIT_PT / 4 };

typedef struct piece {
    const char *shown, *source;
    size_t length;    /* of source */
    unit left, width; /* of where it is centred */
    text_lines *lines;
} piece;

/* The boxes, and what is printed in the gaps between groups. */
static GArray *
pieces_of(composer *c, const bound_inline *p)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(piece));
    text_box *boxes;
    const size_t count = text_boxes(c->a, p->text, p->box_split, &boxes);
    for (int i = 0; i < p->box_count; i++) {
        const unit left = bound_boxes_left(p, i);
        if (i >= p->box_first && (size_t)(i - p->box_first) < count) {
            const text_box *b = &boxes[i - p->box_first];
            const piece in_box = {b->shown, b->source, b->length, left, p->box_width, NULL};
            g_array_append_val(all, in_box);
        }
        if (p->box_mark && i + 1 < p->box_count && bound_boxes_end_group(p, i)) {
            const piece mark = {p->box_mark, p->box_mark, strlen(p->box_mark), left + p->box_width, p->box_gap, NULL};
            g_array_append_val(all, mark);
        }
    }
    return all;
}

static unit
set_piece(composer *c, const text_span *s, unit size, piece *x)
{
    const text_span own = {
        .kind = TEXT_CHARS, .utf8 = x->shown, .family = s->family, .size = size, .origin = s->origin};
    const text_paragraph t = {.style = {.family = s->family, .size = size, .pitch = size, .align = TEXT_START},
                              .spans = &own,
                              .span_count = 1};
    const unit far = 1000 * size;
    c->effort++;
    x->lines = text_compose(c->engine, c->a, &t, far, c->heard);
    return x->lines->lines[0].width;
}

/* Width that a piece lacks of its place: 0, and less where it has more. */
static unit
set_all(composer *c, const text_span *s, unit size, GArray *all)
{
    unit lack = G_MININT32;
    for (guint i = 0; i < all->len; i++) {
        piece *x = &g_array_index(all, piece, i);
        lack = MAX(lack, set_piece(c, s, size, x) - x->width);
    }
    return all->len ? lack : 0;
}

static void
tell_narrow(composer *c, const bound_inline *p, unit need, unit has)
{
    diag_add(c->heard, DIAG_COMPOSE_WIDTHS, p->origin->form, PLACE_NONE, "マス目（boxes）の字",
             "a character in its box", compose_mm_needed(c->a, need), compose_mm_there(c->a, has), NULL);
}

/* A missing glyph is told once, however many sizes were tried. */
static unit
fit_all(composer *c, const bound_inline *p, const text_span *s, GArray *all)
{
    const unit least = MIN(s->size, LEAST_SIZE), height = p->height;
    unit size = MAX(MIN(s->size, height), least), lack;
    while ((lack = set_all(c, s, size, all)) > 0 && size > least)
        size = MAX(size - STEP, least);
    if (size > height)
        tell_narrow(c, p, size, height);
    else if (lack > 0)
        tell_narrow(c, p, p->box_width + lack, p->box_width);
    return size;
}

/* Runs of one face that follow one another are one text. */
typedef struct joined {
    GString *utf8;
    GArray *glyphs; /* of text_glyph */
    const font_face *face;
    unit size;
} joined;

static void
end_text(composer *c, joined *j, GArray *out)
{
    if (j->glyphs->len) {
        const box_text t = {.face = j->face,
                            .size = j->size,
                            .utf8 = arena_strdup(c->a, j->utf8->str),
                            .glyphs = arena_copy(c->a, j->glyphs->data, sizeof(text_glyph) * j->glyphs->len),
                            .glyph_count = j->glyphs->len};
        g_array_append_val(out, t);
        g_string_truncate(j->utf8, 0);
        g_array_set_size(j->glyphs, 0);
    }
}

/* What has no glyph (a space) is told with what comes next. */
static void
add_piece(composer *c, joined *j, const piece *x, GArray *out)
{
    const text_line *line = &x->lines->lines[0];
    const unit off = x->left + (x->width - line->width) / 2;
    bool told = x->length == 0; /* with the box before it */
    size_t from = j->utf8->len;
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *r = &line->runs[i];
        if (r->is_ruby || !r->glyph_count)
            continue;
        if (j->glyphs->len && (r->face != j->face || r->size != j->size)) {
            end_text(c, j, out);
            from = 0;
        }
        j->face = r->face;
        j->size = r->size;
        if (told)
            from = j->glyphs->len ? g_array_index(j->glyphs, text_glyph, j->glyphs->len - 1).cluster : 0;
        for (size_t k = 0; k < r->glyph_count; k++) {
            text_glyph g = r->glyphs[k];
            g.cluster = (uint32_t)from; /* a box is one cluster */
            g.x += off + r->x;
            g.y += r->y;
            g_array_append_val(j->glyphs, g);
        }
        if (told && !j->utf8->len)
            g_string_append(j->utf8, x->shown); /* its box stands in another face: it tells itself */
        else if (!told)
            g_string_append_len(j->utf8, x->source, (gssize)x->length);
        told = true;
    }
    if (!told)
        g_string_append_len(j->utf8, x->source, (gssize)x->length);
}

mark_text
compose_boxes(composer *c, const bound_inline *p, const text_span *s)
{
    GArray *all = pieces_of(c, p), *out = g_array_new(FALSE, TRUE, sizeof(box_text));
    joined j = {.utf8 = g_string_new(NULL), .glyphs = g_array_new(FALSE, TRUE, sizeof(text_glyph))};
    mark_text m = {.face = s->family->kanji};
    m.size = fit_all(c, p, s, all);
    for (guint i = 0; i < all->len; i++)
        add_piece(c, &j, &g_array_index(all, piece, i), out);
    end_text(c, &j, out);
    m.boxes = arena_copy(c->a, out->data, sizeof(box_text) * out->len);
    m.box_count = out->len;
    g_string_free(j.utf8, TRUE);
    g_array_free(j.glyphs, TRUE);
    g_array_free(out, TRUE);
    g_array_free(all, TRUE);
    return m;
}
