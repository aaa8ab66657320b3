/* work.c: how much a document asks for. A short form may ask for more than any machine has: text that is set again for
 * each size that is tried, heads of a thousand words on ten thousand pages, waves as long as the paper. What is counted
 * does not depend on the machine, so that the same form is refused everywhere. */
#include "compose/compose_int.h"

/* In what it takes to set a byte of text: 16 to 40 bytes of memory, which lives until the document is made, and a tenth
 * of a microsecond. 32 million of them are five hundred pages in large print with furigana and glosses, some two
 * thousand without. What is tried again counts again. */
enum { MOST_WORK = 32 * 1000 * 1000 };

/* What else is painted, and how many bytes it is in a document. */
enum {
    WORK_OF_A_PLACE = 32,
    WORK_OF_A_RUN = 16,
    WORK_OF_A_RULE = 8,
    WORK_OF_A_WAVE = 16,
    WAVE = 4 * UNIT_PT /* as long as one is */
};

bool
compose_spend(composer *c, const bound_node *at, size_t work)
{
    c->work += work;
    if (c->work > MOST_WORK && !c->is_spent) {
        c->is_spent = true;
        c->spent = at;
    }
    return !c->is_spent;
}

static size_t
work_of_rule(form_rule rule, unit length)
{
    return rule == RULE_WAVY ? WORK_OF_A_WAVE * (1 + (size_t)MAX(length, 0) / WAVE) : WORK_OF_A_RULE;
}

static size_t
work_of_line(const atom *a)
{
    size_t work = 0;
    if (!a->para || !a->para->lines || a->line >= a->para->lines->count)
        return work;
    const text_line *line = &a->para->lines->lines[a->line];
    for (size_t i = 0; i < line->run_count; i++)
        work += WORK_OF_A_RUN + line->runs[i].glyph_count;
    return work + WORK_OF_A_RUN * (line->object_count + line->mark_count);
}

static size_t
work_of_box(const cell *box, unit width, unit height)
{
    const form_node *f = box->node->form;
    return work_of_rule(f->top, width) + work_of_rule(f->bottom, width) + work_of_rule(f->left, height) +
           work_of_rule(f->right, height) + compose_work_of(box->shown_again ? &box->content_again : &box->content);
}

static size_t
work_of_row(const atom *a)
{
    const table *t = a->table;
    const form_node *f = t->node->form;
    size_t work = work_of_rule(f->frame, t->width) + work_of_rule(f->inner_rows, t->width) +
                  work_of_rule(a->row->node->form->top, t->width) + work_of_rule(a->row->node->form->bottom, t->width);
    for (size_t i = 0; i < a->row->cell_count; i++) {
        const cell *box = &a->row->cells[i];
        const unit width = t->column_x[box->column + box->span] - t->column_x[box->column];
        work += work_of_rule(f->inner_columns, a->height) + work_of_box(box, width, a->height);
    }
    if (a->row->begins_group)
        work += compose_work_of(&a->row->group->label.content);
    return work;
}

size_t
compose_work_of_one(const atom *a)
{
    const size_t work = WORK_OF_A_PLACE;
    switch (a->kind) {
    case ATOM_LINE:
    case ATOM_CUT_LINE:
        return work + work_of_line(a);
    case ATOM_RULE:
    case ATOM_GUTTER:
        return work + work_of_rule(a->node->form->top, MAX(a->width, a->height));
    case ATOM_ROW:
        return work + work_of_row(a);
    case ATOM_COLUMNS:
    case ATOM_CORNER:
        return work + compose_work_of(&a->columns->content);
    case ATOM_CHART:
        return work + WORK_OF_A_RUN * (a->chart->text_count + a->chart->amount_count + a->chart->mark_count);
    default:
        return work;
    }
}

size_t
compose_work_of(const atoms *list)
{
    size_t work = 0;
    for (size_t i = 0; i < list->count; i++)
        work += compose_work_of_one(&list->items[i]);
    return work;
}
