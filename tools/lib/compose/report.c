#include "compose/compose_int.h"

/* Of a base of 7 pt (typesetting guide §6), to within what the thousandths that boxes shrink by leave over. */
enum { LEAST_RUBY = 7 * UNIT_PT / 2 - UNIT_PT / 64 };

static void report_atom(composer *c, const atom *a);

static void
report_atoms(composer *c, const atoms *list)
{
    for (size_t i = 0; i < list->count; i++)
        report_atom(c, &list->items[i]);
}

static void
report_line(composer *c, const text_line *line)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *r = &line->runs[i];
        const text_origin *o = r->span->origin;
        if (r->is_ruby && r->glyph_count && r->size < LEAST_RUBY)
            diag_add(c->d, DIAG_COMPOSE_RUBY_SMALL, o ? o->form : PLACE_NONE, o ? o->data : PLACE_NONE, NULL);
    }
}

static void
report_atom(composer *c, const atom *a)
{
    if (a->para)
        report_line(c, &a->para->lines->lines[a->line]);
    if (a->columns)
        report_atoms(c, &a->columns->content);
    if (!a->row)
        return;
    if (a->row->group)
        report_atoms(c, &a->row->group->label.content);
    for (size_t i = 0; i < a->row->cell_count; i++)
        report_atoms(c, &a->row->cells[i].content);
}

void
compose_report(composer *c, const composed *of)
{
    for (size_t i = 0; i < of->page_count; i++) {
        const page *p = &of->pages[i];
        report_atoms(c, &p->head);
        for (size_t k = 0; k < p->count; k++)
            report_atom(c, p->items[k].atom);
        report_atoms(c, &p->foot);
    }
}
