#include "emit/emit_int.h"

#include <string.h>

/* The part of a table that stands on one page: which cell covers which place of the grid, and what rule
 * runs along each edge. */
typedef struct grid {
    const table *t;
    const placed *rows;
    size_t row_count;
    const cell **covers; /* row_count × column_count */
    unit *row_y;         /* row_count + 1 edges */
} grid;

static const row *
row_at(const grid *g, size_t r)
{
    return g->rows[r].atom->row;
}

static const cell *
cell_at(const grid *g, size_t r, size_t column)
{
    return g->covers[r * g->t->column_count + column];
}

static void
cover_grid(grid *g, const cell *box, size_t r)
{
    for (size_t i = r; i < r + box->rows && i < g->row_count; i++)
        for (size_t k = box->column; k < box->column + box->span; k++)
            g->covers[i * g->t->column_count + k] = box;
}

/* A group's label is one cell over all rows of the group on this page. */
static void
fill_grid(emitter *e, grid *g, unit y)
{
    g->covers = ARENA_ARRAY(e->a, const cell *, g->row_count * g->t->column_count);
    g->row_y = ARENA_ARRAY(e->a, unit, g->row_count + 1);
    const group *current = NULL;
    const cell *label = NULL;
    for (size_t r = 0; r < g->row_count; r++) {
        const row *row_here = row_at(g, r);
        g->row_y[r] = y + g->rows[r].y;
        g->row_y[r + 1] = g->row_y[r] + row_here->height;
        for (size_t i = 0; i < row_here->cell_count; i++)
            cover_grid(g, &row_here->cells[i], r);
        if (!row_here->group) {
            current = NULL;
            continue;
        }
        if (row_here->group != current) {
            current = row_here->group;
            cell *shown = arena_copy(e->a, &current->label, sizeof *shown);
            if (!row_here->begins_group)
                shown->content = shown->content_again;
            label = shown;
        }
        for (size_t k = label->column; k < label->column + label->span; k++)
            g->covers[r * g->t->column_count + k] = label;
    }
}

/* ---- rules ---- */

static form_rule
firmer_rule(form_rule a, form_rule b)
{
    return a > b ? a : b;
}

/* The first row of a split row's second part looks like the middle of the row: its own top counts not. */
static form_rule
horizontal_rule(const grid *g, size_t edge, size_t column)
{
    const form_node *f = g->t->node->form;
    const cell *above = edge > 0 ? cell_at(g, edge - 1, column) : NULL;
    const cell *below = edge < g->row_count ? cell_at(g, edge, column) : NULL;
    form_rule rule = RULE_UNSET;
    if (above && above == below)
        return RULE_NONE;
    if (above)
        rule = firmer_rule(above->node->form->bottom, row_at(g, edge - 1)->node->form->bottom);
    if (below)
        rule = firmer_rule(rule, firmer_rule(below->node->form->top, row_at(g, edge)->node->form->top));
    if (edge == 0 || edge == g->row_count)
        return rule == RULE_NONE ? rule : firmer_rule(rule, f->frame);
    return rule != RULE_UNSET ? rule : f->inner_rows;
}

static form_rule
vertical_rule(const grid *g, size_t r, size_t edge)
{
    const form_node *f = g->t->node->form;
    const cell *before = edge > 0 ? cell_at(g, r, edge - 1) : NULL;
    const cell *after = edge < g->t->column_count ? cell_at(g, r, edge) : NULL;
    form_rule rule = RULE_UNSET;
    if (before && before == after)
        return RULE_NONE;
    if (before)
        rule = before->node->form->right;
    if (after)
        rule = firmer_rule(rule, after->node->form->left);
    if (edge == 0 || edge == g->t->column_count)
        return rule == RULE_NONE ? rule : firmer_rule(rule, f->frame);
    return rule != RULE_UNSET ? rule : f->inner_columns;
}

/* ---- where rules meet ---- */

static bool
is_double(form_rule rule)
{
    return rule == RULE_DOUBLE;
}

/* The rule of a column's or a row's edge that leaves a node of the grid: up, down, to the left, to the right. */
typedef enum way { WAY_UP, WAY_DOWN, WAY_LEFT, WAY_RIGHT } way;

static form_rule
rule_from(const grid *g, size_t r, size_t column, way to)
{
    switch (to) {
    case WAY_UP:
        return r > 0 ? vertical_rule(g, r - 1, column) : RULE_NONE;
    case WAY_DOWN:
        return r < g->row_count ? vertical_rule(g, r, column) : RULE_NONE;
    case WAY_LEFT:
        return column > 0 ? horizontal_rule(g, r, column - 1) : RULE_NONE;
    case WAY_RIGHT:
        return column < g->t->column_count ? horizontal_rule(g, r, column) : RULE_NONE;
    }
    return RULE_NONE;
}

/* How far a rule goes on at its end: a frame's line half its width past the corner, so that corners are square; any
 * other ends at the nearer line of a double one, which is not crossed. `on`: what goes on beyond. */
static unit
past_end(form_rule rule, form_rule on, form_rule one_side, form_rule other_side)
{
    const bool ends_at_double = (is_double(one_side) || is_double(other_side)) && on <= RULE_NONE;
    return ends_at_double ? -emit_double_off() : rule == RULE_HEAVY ? form_rule_width(rule) / 2 : 0;
}

/* A line of a double rule on the side of `near`, at a node where the rule ends (or, `goes_on`, does not): it turns into
 * a double one there, inside, or goes round the corner outside. */
static unit
double_end(form_rule near, form_rule far, bool goes_on)
{
    return is_double(near) ? -emit_double_off() : !goes_on && is_double(far) ? emit_double_off() : 0;
}

/* Both lines of a double rule from node to node; `near` is the way to the side of the line at hand. */
static void
emit_double(emitter *e, const grid *g, unit x, size_t row_from, size_t column_from, size_t row_to, size_t column_to)
{
    const bool across = row_from == row_to;
    for (int side = -1; side <= 1; side += 2) {
        const way near = across ? (side < 0 ? WAY_UP : WAY_DOWN) : (side < 0 ? WAY_LEFT : WAY_RIGHT);
        const way far = across ? (side < 0 ? WAY_DOWN : WAY_UP) : (side < 0 ? WAY_RIGHT : WAY_LEFT);
        const size_t last = across ? column_to : row_to;
        size_t from = across ? column_from : row_from;
        const size_t first = from;
        while (from < last) {
            size_t to = from + 1;
            while (to < last &&
                   !is_double(across ? rule_from(g, row_from, to, near) : rule_from(g, to, column_from, near)))
                to++;
            const size_t r1 = across ? row_from : from, r2 = across ? row_from : to;
            const size_t c1 = across ? from : column_from, c2 = across ? to : column_from;
            const unit begin = double_end(rule_from(g, r1, c1, near), rule_from(g, r1, c1, far), from > first),
                       end = double_end(rule_from(g, r2, c2, near), rule_from(g, r2, c2, far), to < last);
            const unit off = side * emit_double_off(), x1 = x + g->t->column_x[c1], x2 = x + g->t->column_x[c2];
            if (across)
                emit_rule(e, x1 - begin, g->row_y[r1] + off, x2 + end, g->row_y[r1] + off, RULE_THIN,
                          g->t->node->origin);
            else
                emit_rule(e, x1 + off, g->row_y[r1] - begin, x1 + off, g->row_y[r2] + end, RULE_THIN,
                          g->t->node->origin);
            from = to;
        }
    }
}

static void
emit_horizontal(emitter *e, const grid *g, unit x, size_t edge)
{
    const table *t = g->t;
    size_t from = 0;
    while (from < t->column_count) {
        const form_rule rule = horizontal_rule(g, edge, from);
        size_t to = from + 1;
        while (to < t->column_count && horizontal_rule(g, edge, to) == rule)
            to++;
        const unit y = g->row_y[edge];
        const unit before = past_end(rule, rule_from(g, edge, from, WAY_LEFT), rule_from(g, edge, from, WAY_UP),
                                     rule_from(g, edge, from, WAY_DOWN)),
                   past = past_end(rule, rule_from(g, edge, to, WAY_RIGHT), rule_from(g, edge, to, WAY_UP),
                                   rule_from(g, edge, to, WAY_DOWN));
        if (is_double(rule))
            emit_double(e, g, x, edge, from, edge, to);
        else
            emit_rule(e, x + t->column_x[from] - before, y, x + t->column_x[to] + past, y, rule, t->node->origin);
        from = to;
    }
}

static void
emit_vertical(emitter *e, const grid *g, unit x, size_t edge)
{
    size_t from = 0;
    while (from < g->row_count) {
        const form_rule rule = vertical_rule(g, from, edge);
        size_t to = from + 1;
        while (to < g->row_count && vertical_rule(g, to, edge) == rule)
            to++;
        const unit at = x + g->t->column_x[edge];
        const unit before = past_end(rule, rule_from(g, from, edge, WAY_UP), rule_from(g, from, edge, WAY_LEFT),
                                     rule_from(g, from, edge, WAY_RIGHT)),
                   past = past_end(rule, rule_from(g, to, edge, WAY_DOWN), rule_from(g, to, edge, WAY_LEFT),
                                   rule_from(g, to, edge, WAY_RIGHT));
        if (is_double(rule))
            emit_double(e, g, x, from, edge, to, edge);
        else
            emit_rule(e, at, g->row_y[from] - before, at, g->row_y[to] + past, rule, g->t->node->origin);
        from = to;
    }
}

/* ---- cells ---- */

static bool
is_head(const table *t, const row *r)
{
    for (size_t i = 0; i < t->head_count; i++)
        if (t->head[i] == r)
            return true;
    return false;
}

static void
emit_fill(emitter *e, const cell *box, unit x, unit y, unit width, unit height)
{
    if (box->node->form->fill < 0)
        return;
    display_op op = {.kind = DISPLAY_RECT, .origin = box->node->origin};
    op.rect = (display_rect){.x = x, .y = y, .w = width, .h = height, .fill = box->node->form->fill};
    display_add(e->page, op);
}

/* All of the cell within its rules and paddings. */
static void
emit_cell_field(emitter *e, const cell *box, display_box room)
{
    const unit pad_x = MAX(box->pad_x, UNIT_PT),
               pad_y = MIN(MAX(box->pad_y, UNIT_PT), (room.h - box->node->style->size) / 2);
    const display_box inner = {room.x + pad_x, room.y + MAX(pad_y, 0), room.w - 2 * pad_x, room.h - 2 * MAX(pad_y, 0)};
    emit_field(e, e->within, box->node->entry,
               (display_field){.kind = FIELD_TEXT,
                               .box = inner,
                               .size = box->node->style->size,
                               .many_lines = inner.h >= box->node->style->size + box->node->style->pitch},
               e->in_cell);
}

/* The last rows of a cell, of a table that fills it, share what is left of its height; a head stays as it is. */
static atoms
fill_height(emitter *e, const atoms *list, unit slack)
{
    const atom *last = list->count ? &list->items[list->count - 1] : NULL;
    if (slack <= 0 || !last || last->kind != ATOM_ROW || !last->table->node->form->fills)
        return *list;
    atoms filled = *list;
    size_t from = list->count;
    while (from > 0 && list->items[from - 1].kind == ATOM_ROW && list->items[from - 1].table == last->table &&
           !is_head(last->table, list->items[from - 1].row))
        from--;
    if (from == list->count)
        return *list;
    filled.items = arena_copy(e->a, list->items, sizeof(atom) * list->count);
    filled.height += slack;
    for (size_t i = from; i < list->count; i++) {
        const unit part = slack / (unit)(list->count - i);
        row *taller = arena_copy(e->a, filled.items[i].row, sizeof *taller);
        taller->height += part;
        slack -= part;
        filled.items[i].row = taller;
        filled.items[i].height = taller->height;
    }
    return filled;
}

static void
emit_cell_ink(emitter *e, const grid *g, const cell *box, size_t first, size_t last, unit x)
{
    const unit left = x + g->t->column_x[box->column];
    const unit width = g->t->column_x[box->column + box->span] - g->t->column_x[box->column];
    const unit top = g->row_y[first], height = g->row_y[last + 1] - top;
    const guint note = note_begin(e);
    const int colour = colour_begin(e, box->node->style);
    emit_fill(e, box, left, top, width, height);
    if (box->node->entry)
        emit_cell_field(e, box, (display_box){left, top, width, height});
    const atoms content = fill_height(e, &box->content, height - cell_height(box));
    const unit slack = height - 2 * box->pad_y - content.height;
    unit down = 0;
    if (slack > 0 && box->node->valign == VALIGN_MIDDLE)
        down = slack / 2;
    else if (slack > 0 && box->node->valign == VALIGN_BOTTOM)
        down = slack;
    if (box->node->form->diagonal)
        emit_corners(e, box, (display_box){left, top, width, height});
    emit_atoms(e, &content, left + box->pad_x, top + box->pad_y + down);
    emit_diagonals(e, box->node, (display_box){left, top, width, height});
    colour_end(e, colour);
    note_end(e, note,
             (emit_note){.kind = NOTE_CELL,
                         .x = left,
                         .y = top,
                         .w = width,
                         .h = height,
                         .pad_x = box->pad_x,
                         .pad_y = box->pad_y,
                         .outcome = box->outcome,
                         .natural = box->node->style->size,
                         .shrunk_to = box->shrunk_to,
                         .condensed_to = box->condensed_to,
                         .attachment = box->attachment,
                         .field = box->field,
                         .style = box->node->style,
                         .origin = box->node->origin});
}

static void
note_rows(emitter *e, const grid *g, unit x)
{
    const table *t = g->t;
    for (size_t r = 0; r < g->row_count; r++)
        note_end(e, note_begin(e),
                 (emit_note){.kind = NOTE_ROW,
                             .x = x,
                             .y = g->row_y[r],
                             .w = t->column_x[t->column_count],
                             .h = g->row_y[r + 1] - g->row_y[r],
                             .origin = row_at(g, r)->node->origin});
}

/* How many rows a group's label covers on all pages. */
static int
rows_under(const cell *label)
{
    int rows = 0;
    for (const bound_node *n = label->node->next; n; n = n->next)
        rows += n->kind == FORM_ROW;
    return rows;
}

/* Rows of nothing but labels say what the columns below are; also one label across the table. */
static bool
are_all_labels(const grid *g, size_t first, size_t last)
{
    for (size_t r = first; r <= last; r++)
        for (size_t k = 0; k < g->t->column_count; k++)
            if (row_at(g, r)->group || !cell_at(g, r, k) || !cell_at(g, r, k)->node->form->header)
                return false;
    return true;
}

static void
append_own_words(GString *out, const bound_node *list)
{
    for (const bound_node *n = list; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].kind == INLINE_TEXT && !n->inlines[i].from_data && !n->inlines[i].language)
                g_string_append(out, n->inlines[i].text);
        append_own_words(out, n->first);
    }
}

/* A cell by its name in the form, or by the labels beside and above it: 第1希望・午前. NULL: nothing names it. */
static const char *
name_of_cell(emitter *e, const grid *g, const cell *box, size_t r)
{
    if (!e->composed->bound->fillable)
        return NULL;
    if (box->node->form->field)
        return box->node->form->field;
    GString *s = g_string_new(NULL);
    const row *here = row_at(g, r);
    if (here->group && here->group->label.node != box->node)
        append_own_words(s, here->group->label.node->first);
    for (size_t i = 0; i < here->cell_count && here->cells[i].column < box->column; i++)
        if (here->cells[i].node->form->header) {
            g_string_append(s, s->len ? "・" : "");
            append_own_words(s, here->cells[i].node->first);
        }
    const row *head = g->t->head_count && !is_head(g->t, here) ? g->t->head[g->t->head_count - 1] : NULL;
    for (size_t i = 0; head && i < head->cell_count; i++)
        if (head->cells[i].column <= box->column && box->column < head->cells[i].column + head->cells[i].span) {
            g_string_append(s, s->len ? "・" : "");
            append_own_words(s, head->cells[i].node->first);
        }
    const char *name = s->len ? arena_strdup(e->a, s->str) : e->in_cell;
    g_string_free(s, TRUE);
    return name;
}

/* A head on later pages, a label on later pages or in the rest of a split row: shown again. */
static void
emit_cell(emitter *e, const grid *g, const cell *box, size_t first, size_t last, unit x, guint element)
{
    const row *r = row_at(g, first);
    const bool is_label = r->group && box->node == r->group->label.node, in_head = is_head(g->t, r);
    const bool again = is_label ? !r->begins_group : box->shown_again || (r->continues && box->repeats);
    const display_role role = in_head || is_label || box->node->form->header ? DISPLAY_TH : DISPLAY_TD;
    const guint before = e->within;
    e->shown_again += again;
    e->within = element_of_cell(e, element, box, role, in_head || are_all_labels(g, first, last),
                                is_label ? rows_under(box) : MAX(box->node->form->rows, 1));
    const char *around = e->in_cell;
    e->in_cell = name_of_cell(e, g, box, first);
    emit_cell_ink(e, g, box, first, last, x);
    e->in_cell = around;
    e->within = before;
    e->shown_again -= again;
}

static void
emit_row_cells(emitter *e, const grid *g, size_t r, unit x, guint element)
{
    for (size_t k = 0; k < g->t->column_count; k++) {
        const cell *box = cell_at(g, r, k);
        if (!box || k != box->column || (r > 0 && cell_at(g, r - 1, k) == box))
            continue;
        size_t last = r;
        while (last + 1 < g->row_count && cell_at(g, last + 1, k) == box)
            last++;
        emit_cell(e, g, box, r, last, x, element);
    }
}

static void
emit_cells(emitter *e, const grid *g, unit x)
{
    for (size_t r = 0; r < g->row_count; r++) {
        const row *here = row_at(g, r);
        const bool again = is_head(g->t, here) && !g_hash_table_add(e->rows, (gpointer)here);
        e->shown_again += again;
        emit_row_cells(e, g, r, x, element_of_row(e, g->t, here));
        e->shown_again -= again;
    }
}

/* Consecutive rows of one table, as placed on a page or in a cell. */
void
emit_table(emitter *e, const placed *rows, size_t count, unit x, unit y)
{
    grid g = {.t = rows[0].atom->table, .rows = rows, .row_count = count};
    x += g.t->x;
    fill_grid(e, &g, y);
    const guint note = note_begin(e);
    note_rows(e, &g, x);
    emit_cells(e, &g, x);
    const int colour = colour_begin(e, g.t->node->style);
    for (size_t i = 0; i <= g.row_count; i++)
        emit_horizontal(e, &g, x, i);
    for (size_t i = 0; i <= g.t->column_count; i++)
        emit_vertical(e, &g, x, i);
    colour_end(e, colour);
    note_end(e, note,
             (emit_note){.kind = NOTE_TABLE,
                         .x = x,
                         .y = g.row_y[0],
                         .w = g.t->column_x[g.t->column_count],
                         .h = g.row_y[count] - g.row_y[0],
                         .origin = g.t->node->origin});
}
