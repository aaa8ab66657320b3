#include "emit/emit_int.h"

#include <string.h>

/* Watermark: outlined, so that what stands on it can be read and a FAX keeps it thin. */
enum { WATERMARK_GRAY = 150 };

static void
emit_cut_line(emitter *e, const atom *a, unit x, unit y)
{
    const text_line *line = &a->para->lines->lines[a->line];
    const unit middle = y + a->baseline - text_ascent(a->para->size) + a->para->size / 2;
    const unit gap = line->width ? a->para->size / 2 : 0;
    const unit from = x + a->x, to = from + a->width;
    const unit left = from + line->x - gap, right = from + line->x + line->width + gap;
    const unit ends[][2] = {{from, left}, {right, to}};
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        display_op op = {.kind = DISPLAY_LINE, .origin = a->node->origin};
        op.line = (display_line){.x1 = ends[i][0],
                                 .y1 = middle,
                                 .x2 = ends[i][1],
                                 .y2 = middle,
                                 .width = form_rule_width(RULE_THIN),
                                 .dash = DISPLAY_DASHED};
        display_add(e->page, op);
    }
    emit_line(e, a, x, y);
}

/* Two lines and a wave stand in their room, one line on its edge. */
static unit
rule_middle(const atom *a)
{
    return a->node->form->top > RULE_HEAVY ? a->height / 2 : 0;
}

static void
note_bookmark(emitter *e, const placed *p, unit y)
{
    if (!p->atom->bookmark)
        return;
    const display_bookmark mark = {.title = p->atom->bookmark, .level = 1, .page = e->page_index, .y = y + p->y};
    g_array_append_val(e->l->bookmarks, mark);
}

/* The first place of a name holds, and heads and feet have none. */
static void
note_anchors(emitter *e, const atom *a, unit y)
{
    for (const anchor_list *one = a->anchors; one; one = one->next) {
        const display_anchor anchor = {.name = one->name, .page = e->page_index, .y = y};
        if (!display_find_anchor(e->l, one->name))
            g_array_append_val(e->l->anchors, anchor);
    }
}

/* From the right edge to the left. */
static void
emit_columns(emitter *e, const atom *box, unit x, unit y)
{
    const atoms *content = &box->columns->content;
    unit right = x + box->x + box->width;
    for (size_t i = 0; i < content->count; i++) {
        const atom *a = &content->items[i];
        right -= i ? a->before : 0;
        note_bookmark(e, &(placed){a, 0}, y);
        note_anchors(e, a, y);
        if (a->kind == ATOM_LINE)
            emit_line(e, a, right, y);
        else if (a->kind == ATOM_RULE) {
            const int colour = colour_begin(e, a->node->style);
            emit_rule(e, right - rule_middle(a), y + a->x, right - rule_middle(a), y + a->x + a->width,
                      a->node->form->top, a->node->origin);
            colour_end(e, colour);
        }
        right -= a->height;
    }
}

static void
emit_one(emitter *e, const placed *p, unit x, unit y)
{
    const atom *a = p->atom;
    const int colour = e->page->colour;
    switch (a->kind) {
    case ATOM_LINE:
        emit_line(e, a, x, y + p->y);
        break;
    case ATOM_CUT_LINE:
        colour_begin(e, a->node->style);
        emit_cut_line(e, a, x, y + p->y);
        break;
    case ATOM_RULE:
        colour_begin(e, a->node->style);
        emit_rule(e, x + a->x, y + p->y + rule_middle(a), x + a->x + a->width, y + p->y + rule_middle(a),
                  a->node->form->top, a->node->origin);
        break;
    case ATOM_COLUMNS:
        emit_columns(e, a, x, y + p->y);
        break;
    case ATOM_CHART:
        colour_begin(e, a->node->style);
        emit_chart(e, a, x, y + p->y);
        break;
    case ATOM_GUTTER:
        colour_begin(e, a->node->style);
        emit_rule(e, x + a->x, y + p->y, x + a->x, y + p->y + a->height, a->node->form->top, a->node->origin);
        break;
    case ATOM_SPACE:
    case ATOM_ROW:
    case ATOM_CORNER: /* of its cell (emit_corners) */
    case ATOM_PAGE_BREAK:
    case ATOM_FLAW:
        break;
    }
    colour_end(e, colour);
}

void
emit_placed(emitter *e, const placed *items, size_t count, unit x, unit y)
{
    for (size_t i = 0; i < count;) {
        note_bookmark(e, &items[i], y);
        note_anchors(e, items[i].atom, y + items[i].y);
        if (items[i].atom->kind != ATOM_ROW) {
            emit_one(e, &items[i], x, y);
            i++;
            continue;
        }
        size_t rows = 1;
        while (i + rows < count && items[i + rows].atom->kind == ATOM_ROW &&
               items[i + rows].atom->table == items[i].atom->table) {
            note_bookmark(e, &items[i + rows], y);
            note_anchors(e, items[i + rows].atom, y + items[i + rows].y);
            rows++;
        }
        emit_table(e, &items[i], rows, x, y);
        i += rows;
    }
}

/* Atoms one under the other, as in a cell, a head or a foot. */
void
emit_atoms(emitter *e, const atoms *list, unit x, unit y)
{
    placed *items = ARENA_ARRAY(e->a, placed, list->count + 1);
    unit down = 0;
    for (size_t i = 0; i < list->count; i++) {
        down += i ? list->items[i].before : 0;
        items[i] = (placed){&list->items[i], down};
        down += list->items[i].height;
    }
    emit_placed(e, items, list->count, x, y);
}

static void
emit_watermark(emitter *e, const composed *c, const watermark *mark)
{
    const text_line *line = &mark->lines->lines[0];
    const guint before = element_begin(
        e, e->page_index > 0 ? 0 : element_of(e, e->within, c->bound->watermark, (display_node){.role = DISPLAY_P}));
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *r = &line->runs[i];
        display_op op = {.kind = DISPLAY_TEXT, .origin = c->bound->watermark_origin};
        op.text = (display_text){.face = r->face,
                                 .size = r->size,
                                 .x = r->x,
                                 .y = mark->baseline,
                                 .ink = DISPLAY_OUTLINE,
                                 .gray = WATERMARK_GRAY,
                                 .stroke = UNIT_PT,
                                 .utf8 = r->utf8,
                                 .glyphs = r->glyphs,
                                 .glyph_count = r->glyph_count};
        display_add(e->page, op);
    }
    element_end(e, before);
}

/* The ops since the zone before it ended. */
static void
end_zone(emitter *e, display_zone *z, guint first, unit top, unit bottom)
{
    *z = (display_zone){.first = first, .end = e->page->ops->len, .top = top, .bottom = bottom};
}

/* What stands at the end of a section alone is part of the text, in its head or its foot. */
static bool
is_ending(const bound_running *of, const bound_node *list, const page *p)
{
    return p->last && list && of->has[ON_LAST] && of->nodes[ON_LAST] == list;
}

/* So is what stands first in a section, once: its title is there. */
static bool
is_head_text(const emitter *e, const page *p)
{
    const bool opens = e->page_index == 0 || (p->first && p->head_of && !g_hash_table_contains(e->heads, p->head_of));
    g_hash_table_add(e->heads, (gpointer)p->head_of);
    return opens || is_ending(&p->master->head, p->head_of, p);
}

static bool
is_foot_text(const page *p)
{
    return is_ending(&p->master->foot, p->foot_of, p);
}

/* Other heads and feet are of the pages, not of the text; so is a watermark after its first. */
static void
emit_page(emitter *e, const composed *c, const page *p)
{
    const form_page *master = p->master->page;
    const watermark *mark = &c->marks[p->master - c->bound->masters];
    e->page->is_trial = p->is_flawed;
    e->page->head_of = p->head_of;
    e->page->foot_of = p->foot_of;
    emit_background(e, p->first ? &master->background_first : &master->background_later);
    if (mark->lines)
        emit_watermark(e, c, mark);
    const guint first = e->page->ops->len;
    const bool head_is_text = is_head_text(e, p), foot_is_text = is_foot_text(p);
    e->shown_again += !head_is_text;
    emit_atoms(e, &p->head, master->left, p->head_y);
    e->shown_again -= !head_is_text;
    end_zone(e, &e->page->head, first, p->head_y, p->body_y);
    note_keeps(e, p->items, p->count, master->left, p->body_y, master->width - master->left - master->right);
    emit_placed(e, p->items, p->count, master->left, p->body_y);
    end_zone(e, &e->page->body, e->page->head.end, p->body_y, p->foot_y);
    e->shown_again += !foot_is_text;
    emit_atoms(e, &p->foot, master->left, p->foot_y);
    e->shown_again -= !foot_is_text;
    end_zone(e, &e->page->foot, e->page->body.end, p->foot_y, p->foot_y + p->foot.height);
}

/* A record has one (ISO 14289-1, 7.1), and who hears it alone hears of the watermark. */
static const char *
title_of(arena *a, const bound *b)
{
    const char *title = b->title ? b->title : b->form->title;
    if (!b->watermark)
        return title;
    const char *mark = arena_printf(a, "【%s】", b->watermark);
    return strstr(title, mark) ? title
                               : arena_printf(a, "%s%s", mark, title); /* 事業所の案内 is no draft by its name */
}

display *
emit_document(arena *a, const composed *c, GArray *notes)
{
    g_assert(c->page_count > 0);
    const bound *b = c->bound;
    display *l = display_new(a);
    l->title = title_of(a, b);
    l->author = b->author;
    l->subject = b->subject;
    l->keywords = b->keywords;
    l->form_name = b->form->name;
    l->language = "ja";
    l->created = b->made;
    l->has_date = b->has_date;
    const display_bookmark top = {.title = b->form->title, .level = 0, .page = 0, .y = 0};
    g_array_append_val(l->bookmarks, top);
    emitter e = {.a = a,
                 .l = l,
                 .composed = c,
                 .notes = notes,
                 .elements = g_hash_table_new(NULL, NULL),
                 .rows = g_hash_table_new(NULL, NULL),
                 .heads = g_hash_table_new(NULL, NULL),
                 .names = g_hash_table_new(g_str_hash, g_str_equal),
                 .within = 1};
    for (e.page_index = 0; e.page_index < c->page_count; e.page_index++) {
        const page *p = &c->pages[e.page_index];
        e.page =
            display_add_page(l, a, p->master->page->width, p->master->page->height, arena_printf(a, "%zu", p->number));
        emit_page(&e, c, p);
    }
    g_hash_table_destroy(e.elements);
    g_hash_table_destroy(e.rows);
    g_hash_table_destroy(e.heads);
    g_hash_table_destroy(e.names);
    return l;
}
