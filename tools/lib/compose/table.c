#include "compose/compose_int.h"

#include <string.h>

typedef struct table_builder {
    composer *c;
    const setting *s;
    flow *out;
    table *t;
    GPtrArray *rows;          /* of row, head and body in order, then the foot at its end */
    GPtrArray *later, *going; /* of row: those of its pages' own */
    GPtrArray *parts;         /* of const bound_node *: its feet, and heads of later pages */
    size_t head_count;
    size_t *busy; /* per column: rows still covered from above */
    bool has_foot;
} table_builder;

/* Something is wrong with the table's form. */
static void
add_fault(table_builder *b, diag_code code, const bound_node *n)
{
    const char *kind = code == DIAG_COMPOSE_PLACE ? form_kind_name(n->kind) : NULL;
    flow_add_flaw(b->c, b->out, code, n->origin->form, PLACE_NONE, kind);
}

/* The cell, or one of the row, of which the data says how large it is; NULL: none. */
static const bound_node *
sized_by_data(const bound_node *n)
{
    if (n->kind == FORM_CELL)
        return n->form->sized_by_data ? n : NULL;
    const bound_node *found = NULL;
    for (const bound_node *x = n->first; x && !found; x = x->next)
        found = sized_by_data(x);
    return found;
}

/* So much is asked for, and so much is there. */
static void
add_mismatch(table_builder *b, diag_code code, const bound_node *n, size_t need, size_t has)
{
    const bound_node *sized = sized_by_data(n);
    const diag_message m = {.code = sized ? DIAG_COMPOSE_SPAN : code,
                            .form = n->origin->form,
                            .data = sized ? sized->origin->data : PLACE_NONE,
                            .args = {arena_printf(b->c->a, "%zu", need), arena_printf(b->c->a, "%zu", has)}};
    flow_add_flaws(b->out, (flaws){arena_copy(b->c->a, &m, sizeof m), 1});
}

/* Columns that the cells of a row take, with those that reach down from above: more than there are also where one of
 * several columns has no room between those. */
static size_t
columns_needed(const table_builder *b, const bound_node *n, size_t column)
{
    const size_t most = b->t->column_count;
    for (const bound_node *x = n->first; x; x = x->next) {
        const size_t span = x->kind == FORM_CELL ? (size_t)MAX(x->form->span, 1) : 0;
        size_t run = 0; /* free columns from `column` on */
        while (span && run < span) {
            if (column + run < most && b->busy[column + run]) {
                column += run + 1;
                run = 0;
            } else {
                run++;
            }
        }
        column += span;
    }
    while (column < most && b->busy[column])
        column++;
    return column;
}

static void
column_edges(const form_node *f, table *t)
{
    unit used = 0;
    int64_t rest = 0;
    for (size_t i = 0; i < f->column_count; i++) {
        if (f->columns[i].kind == COLUMN_LENGTH)
            used = unit_add(used, f->columns[i].length);
        else if (f->columns[i].kind == COLUMN_SHARE)
            used = unit_add(used, unit_scale(t->width, f->columns[i].share, 1000));
        else
            rest += f->columns[i].share;
    }
    /* Edges are rounded from running sums, so that the last one is the table's own. */
    unit x = 0;
    int64_t shares = 0;
    unit rest_given = 0;
    for (size_t i = 0; i < f->column_count; i++) {
        t->column_x[i] = x;
        if (f->columns[i].kind == COLUMN_LENGTH) {
            x = unit_add(x, f->columns[i].length);
        } else if (f->columns[i].kind == COLUMN_SHARE) {
            x = unit_add(x, unit_scale(t->width, f->columns[i].share, 1000));
        } else {
            shares += f->columns[i].share;
            const unit to = unit_scale(t->width - used, shares, rest);
            x = unit_add(x, to - rest_given);
            rest_given = to;
        }
    }
    /* Shares that make 100 % may miss the edge by a rounding: the last column takes it. */
    const unit off = t->width - x;
    if (rest == 0 && off != 0 && off > -UNIT_PT / 16 && off < UNIT_PT / 16)
        x = t->width;
    t->column_x[f->column_count] = x;
}

/* What the columns of a stated width need; shares of what is left need something more. */
static unit
widest_edge(const table *t)
{
    unit widest = 0;
    for (size_t i = 0; i <= t->column_count; i++)
        widest = MAX(widest, t->column_x[i]);
    return widest;
}

static unit
span_width(const table *t, size_t column, size_t span)
{
    return t->column_x[column + span] - t->column_x[column];
}

/* Puts a cell into the next free columns of its row; false when there are none. */
static bool
place_cell(table_builder *b, const bound_node *n, bool repeats, size_t *column, cell *out)
{
    const table *t = b->t;
    while (*column < t->column_count && b->busy[*column] > 0)
        (*column)++;
    *out = (cell){.node = n,
                  .field = n->form->field ? n->form->field : form_kind_name(n->kind),
                  .column = *column,
                  .span = (size_t)MAX(n->form->span, 1),
                  .rows = (size_t)MAX(n->form->rows, 1),
                  .repeats = repeats || n->form->repeat};
    if (*column + out->span > t->column_count)
        return false;
    for (size_t i = 0; i < out->span; i++)
        if (b->busy[*column + i])
            return false;
    *column += out->span;
    compose_cell(b->c, b->s, out, span_width(t, out->column, out->span), b->out->sheets);
    b->out->sheets += cell_sheets(out);
    return true;
}

unit
compose_row_height(const row *r)
{
    unit height = r->node->min_height;
    for (size_t i = 0; i < r->cell_count; i++) {
        const cell *box = &r->cells[i];
        if (box->rows > 1)
            continue;
        height = MAX(height, cell_height(box));
        height = MAX(height, MAX(box->node->form->height, box->node->min_height));
    }
    return height;
}

static void
add_row(table_builder *b, const bound_node *n, const group *g)
{
    table *t = b->t;
    row *r = ARENA_NEW(b->c->a, row);
    GArray *cells = g_array_sized_new(FALSE, TRUE, sizeof(cell), (guint)t->column_count);
    size_t column = g ? g->label.span : 0;
    const size_t needed = columns_needed(b, n, column);
    bool told = false;
    r->node = n;
    r->group = g;
    for (const bound_node *x = n->first; x; x = x->next) {
        cell one;
        if (x->kind != FORM_CELL) {
            add_fault(b, DIAG_COMPOSE_PLACE, x);
            continue;
        }
        if (!place_cell(b, x, false, &column, &one)) {
            add_mismatch(b, DIAG_COMPOSE_COLUMNS, x, needed, t->column_count);
            told = true;
            break;
        }
        g_array_append_val(cells, one);
    }
    while (column < t->column_count && b->busy[column] > 0)
        column++;
    if (column != t->column_count && !told)
        add_mismatch(b, DIAG_COMPOSE_COLUMNS, n, needed, t->column_count);
    for (size_t i = 0; i < t->column_count; i++)
        if (b->busy[i] > 0)
            b->busy[i]--;
    for (guint i = 0; i < cells->len; i++) {
        const cell *one = &g_array_index(cells, cell, i);
        for (size_t k = 0; k < one->span; k++)
            b->busy[one->column + k] = one->rows - 1;
    }
    r->cell_count = cells->len;
    r->cells = arena_copy(b->c->a, cells->data, sizeof(cell) * cells->len);
    g_array_free(cells, TRUE);
    compose_level_readings(b->c, r->cells, r->cell_count);
    r->height = compose_row_height(r);
    g_ptr_array_add(b->rows, r);
}

/* What the label needs and the rows do not give is shared among them. */
static void
share_height(const GPtrArray *rows, guint from, unit need)
{
    int64_t have = 0;
    for (guint i = from; i < rows->len; i++)
        have += ((row *)g_ptr_array_index(rows, i))->height;
    int64_t lack = need - have;
    for (guint i = from; i < rows->len && lack > 0; i++) {
        const int64_t part = lack / (rows->len - i);
        ((row *)g_ptr_array_index(rows, i))->height += (unit)part;
        lack -= part;
    }
}

/* A group: its first cell is merged over all its rows, which together are as tall as it. Where a page parts them, each
 * part is (split.c). */
static void
add_group(table_builder *b, const bound_node *n)
{
    const bound_node *label = n->first;
    group *g = ARENA_NEW(b->c->a, group);
    size_t column = 0;
    if (!label || label->kind != FORM_CELL) {
        add_fault(b, DIAG_COMPOSE_GROUP, n);
        return;
    }
    if (!place_cell(b, label, true, &column, &g->label)) {
        add_mismatch(b, DIAG_COMPOSE_COLUMNS, label, (size_t)MAX(label->form->span, 1), b->t->column_count);
        return;
    }
    const guint from = b->rows->len;
    for (const bound_node *x = label->next; x; x = x->next) {
        if (x->kind == FORM_ROW)
            add_row(b, x, g);
        else
            add_fault(b, DIAG_COMPOSE_PLACE, x);
    }
    if (b->rows->len == from) {
        add_fault(b, DIAG_COMPOSE_GROUP, n);
        return;
    }
    share_height(b->rows, from, MAX(group_need(g, true), MAX(label->form->height, label->min_height)));
    ((row *)g_ptr_array_index(b->rows, from))->begins_group = true;
}

/* No cell reaches below the last row. */
static void
check_below(table_builder *b, const bound_node *n, const GPtrArray *rows)
{
    size_t below = 0;
    for (size_t i = 0; i < b->t->column_count; i++)
        below = MAX(below, b->busy[i]);
    if (below > 0)
        add_mismatch(b, DIAG_COMPOSE_ROWS, n, rows->len + below, rows->len);
    memset(b->busy, 0, sizeof *b->busy * b->t->column_count);
}

/* Rows of a foot, or of a head of later pages: with sums as wide as they may become. */
static void
add_part(table_builder *b, const bound_node *part, GPtrArray *rows)
{
    GPtrArray *before = b->rows;
    b->rows = rows;
    for (const bound_node *n = part->first; n; n = n->next) {
        if (n->kind != FORM_ROW) {
            add_fault(b, DIAG_COMPOSE_PLACE, n);
            continue;
        }
        const bool own = rows != before || sums_are_in(n->first);
        add_row(b, own ? sums_fill(b->c, b->t, n, true) : n, NULL);
        row *r = g_ptr_array_index(rows, rows->len - 1);
        r->source = own ? n : NULL;
        r->is_foot = rows == before;
        for (size_t i = 0; own && i < r->cell_count; i++)
            if (cell_sheets(&r->cells[i]))
                add_fault(b, DIAG_COMPOSE_PLACE, r->cells[i].node); /* a 別紙 of every page */
    }
    b->rows = before;
    if (rows != before)
        check_below(b, part, rows);
}

/* Only a table that pages part has pages of its own. */
static void
add_parts(table_builder *b, bool at_end)
{
    for (guint i = 0; i < b->parts->len; i++) {
        const bound_node *n = g_ptr_array_index(b->parts, i);
        const bool is_head = n->kind == FORM_TABLE_HEAD;
        const form_part_on on = n->form->on;
        if (b->s->is_nested && (on != PART_ON_DEFAULT || sums_are_in(n->first))) {
            if (at_end)
                add_fault(b, DIAG_COMPOSE_PLACE, n);
        } else if (at_end) {
            if (!is_head && on != PART_ON_CONTINUED)
                add_part(b, n, b->rows);
        } else if (on != PART_ON_DEFAULT) {
            add_part(b, n, is_head ? b->later : b->going);
        }
    }
}

static void
add_children(table_builder *b, const bound_node *first)
{
    for (const bound_node *n = first; n; n = n->next) {
        const bool is_foot = n->kind == FORM_TABLE_FOOT;
        if (is_foot || (n->kind == FORM_TABLE_HEAD && n->form->on == PART_ON_LATER)) {
            g_ptr_array_add(b->parts, (gpointer)n);
            b->has_foot = b->has_foot || is_foot;
        } else if (b->has_foot) {
            add_fault(b, DIAG_COMPOSE_PLACE, n); /* a foot stands behind all rows */
        } else if (n->kind == FORM_TABLE_HEAD && b->rows->len > b->head_count) {
            add_fault(b, DIAG_COMPOSE_LATE_HEAD, n); /* what stands above would be repeated with it */
        } else if (n->kind == FORM_TABLE_HEAD) {
            add_children(b, n->first);
            b->head_count = b->rows->len;
        } else if (n->kind == FORM_ROW) {
            add_row(b, n, NULL);
        } else if (n->kind == FORM_GROUP) {
            add_group(b, n);
        } else {
            add_fault(b, DIAG_COMPOSE_PLACE, n);
        }
    }
}

void
compose_stretch_rows(GPtrArray *rows)
{
    for (guint i = 0; i < rows->len; i++) {
        const row *r = g_ptr_array_index(rows, i);
        for (size_t k = 0; k < r->cell_count; k++) {
            const cell *box = &r->cells[k];
            int64_t have = 0;
            guint last = i;
            if (box->rows < 2)
                continue;
            for (guint j = i; j < rows->len && j < i + box->rows; j++) {
                have += ((row *)g_ptr_array_index(rows, j))->height;
                last = j;
            }
            const unit need = MAX(cell_height(box), MAX(box->node->form->height, box->node->min_height));
            if (need > have)
                ((row *)g_ptr_array_index(rows, last))->height += (unit)(need - have);
        }
    }
}

/* A box that was refused is wrong as a whole, however wide its lines are. */
static size_t
row_overfull(const row *r)
{
    size_t n = 0;
    if (r->begins_group && r->group->label.outcome != FITS_REFUSED)
        n += r->group->label.content.overfull;
    for (size_t i = 0; i < r->cell_count; i++)
        if (r->cells[i].outcome != FITS_REFUSED)
            n += r->cells[i].content.overfull;
    return n;
}

static void
align_columns(table_builder *b)
{
    GPtrArray *all = g_ptr_array_new();
    const GPtrArray *const lists[] = {b->rows, b->later, b->going};
    for (size_t k = 0; k < G_N_ELEMENTS(lists); k++)
        for (guint i = 0; i < lists[k]->len; i++)
            g_ptr_array_add(all, lists[k]->pdata[i]);
    b->t->tails = ARENA_ARRAY(b->c->a, unit, b->t->column_count + 1);
    for (size_t i = 1; i <= b->t->column_count; i++)
        b->t->tails[i] = compose_align_decimals(b->c, all, i);
    g_ptr_array_free(all, TRUE);
}

row *
table_row_again(composer *c, const table *t, const row *of, const bound_node *node)
{
    row *r = arena_copy(c->a, of, sizeof *of);
    size_t k = 0;
    r->node = node;
    r->cells = arena_copy(c->a, of->cells, sizeof(cell) * of->cell_count);
    for (const bound_node *x = node->first; x && k < r->cell_count; x = x->next) {
        cell *box = &r->cells[k++];
        box->node = x;
        compose_cell(c, t->in, box, span_width(t, box->column, box->span), 0);
        const unit tail = t->tails[box->column + box->span];
        if (tail >= 0)
            compose_move_tails(c, box, tail);
    }
    compose_level_readings(c, r->cells, r->cell_count);
    r->need = compose_row_height(r);
    r->overfull = row_overfull(r);
    return r;
}

/* Whether a page may end before row i of a group: its label has room on either side. */
static bool
parts_well(const GPtrArray *rows, guint i)
{
    const row *here = g_ptr_array_index(rows, i);
    unit above = 0, below = 0;
    if (!here->group || here->begins_group)
        return true;
    const unit need = group_need(here->group, true), again = group_need(here->group, false);
    for (guint k = i; above < need && k-- > 0 && ((row *)g_ptr_array_index(rows, k))->group == here->group;)
        above += ((row *)g_ptr_array_index(rows, k))->height;
    for (guint k = i; below < again && k < rows->len && ((row *)g_ptr_array_index(rows, k))->group == here->group; k++)
        below += ((row *)g_ptr_array_index(rows, k))->height;
    return above >= need && below >= again;
}

/* Rows that one cell covers are not parted. */
static void
append_rows(table_builder *b)
{
    size_t covered = 0;
    bool keep_next = false;
    for (guint i = 0; i < b->rows->len; i++) {
        row *r = g_ptr_array_index(b->rows, i);
        atom a = {.kind = ATOM_ROW,
                  .node = r->node,
                  .height = r->height,
                  .x = b->t->x,
                  .width = b->t->width,
                  .table = b->t,
                  .row = r,
                  .overfull = row_overfull(r),
                  .bookmark = r->node->form->bookmark};
        if (r->node->anchor)
            compose_add_anchor(b->c, &a, r->node->anchor);
        if (covered > 0 || (i > 0 && i < b->head_count))
            a.hold = HOLD_NEVER;
        else if (i > 0 && (i == b->head_count || r->is_foot || keep_next || b->t->node->form->keep_together ||
                           !parts_well(b->rows, i)))
            a.hold = HOLD_KEEP; /* a head is never alone at the foot of a page */
        covered = covered ? covered - 1 : 0;
        for (size_t k = 0; k < r->cell_count; k++)
            covered = MAX(covered, r->cells[k].rows - 1);
        keep_next = r->node->form->keep_next;
        g_array_append_val(b->out->items, a);
    }
}

static void
keep_pages_rows(table_builder *b)
{
    table *t = b->t;
    t->later_count = b->later->len;
    t->going_count = b->going->len;
    t->later = arena_copy(b->c->a, b->later->pdata, sizeof(row *) * t->later_count);
    t->going = arena_copy(b->c->a, b->going->pdata, sizeof(row *) * t->going_count);
    for (size_t i = 0; i < t->going_count; i++)
        t->going_height = unit_add(t->going_height, t->going[i]->height);
}

void
compose_table(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out)
{
    const form_node *f = n->form;
    table *t = ARENA_NEW(c->a, table);
    if (f->column_count == 0)
        return; /* the form reader has reported it */
    t->node = n;
    t->x = x;
    t->width = f->width > 0 ? f->width : width;
    t->column_count = f->column_count;
    t->column_x = ARENA_ARRAY(c->a, unit, f->column_count + 1);
    column_edges(f, t);
    for (size_t i = 0; i < f->column_count; i++)
        if (t->column_x[i + 1] <= t->column_x[i] || t->column_x[i + 1] > width) {
            flow_add_narrow(c, out, n, "表の列の幅の合計", "the sum of the columns' widths", widest_edge(t) + 1,
                            MIN(width, f->width > 0 ? MAX(f->width, 1) : width));
            return;
        }
    t->width = t->column_x[f->column_count];
    table_builder b = {.c = c, .s = s, .out = out, .t = t, .rows = g_ptr_array_new()};
    b.later = g_ptr_array_new();
    b.going = g_ptr_array_new();
    b.parts = g_ptr_array_new();
    b.busy = g_new0(size_t, f->column_count);
    sums_collect(c, t);
    t->in = arena_copy(c->a, s, sizeof *s);
    add_children(&b, n->first);
    add_parts(&b, true);
    check_below(&b, n, b.rows);
    add_parts(&b, false);
    compose_stretch_rows(b.rows);
    compose_stretch_rows(b.later);
    compose_stretch_rows(b.going);
    align_columns(&b);
    t->head_count = b.head_count;
    t->head = arena_copy(c->a, b.rows->pdata, sizeof(row *) * b.head_count);
    keep_pages_rows(&b);
    append_rows(&b);
    g_free(b.busy);
    g_ptr_array_free(b.rows, TRUE);
    g_ptr_array_free(b.later, TRUE);
    g_ptr_array_free(b.going, TRUE);
    g_ptr_array_free(b.parts, TRUE);
}
