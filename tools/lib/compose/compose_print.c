#include "compose/compose_int.h"

static double
in_mm(unit u)
{
    return (double)u * 25.4 / 72 / UNIT_PT;
}

static void
print_mm(GString *out, const char *label, unit u)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(out, " %s%s", label, g_ascii_formatd(buffer, sizeof buffer, "%.2f", in_mm(u)));
}

static void
print_line_text(const atom *a, GString *out)
{
    const text_line *line = &a->para->lines->lines[a->line];
    g_string_append(out, " \"");
    for (size_t i = 0; i < line->run_count; i++)
        if (!line->runs[i].is_ruby)
            g_string_append(out, line->runs[i].utf8);
    g_string_append(out, "\"");
    if (line->emergency)
        g_string_append(out, " emergency");
}

static void print_atoms(const atom *items, size_t count, int indent, GString *out);

static void
print_cell(const cell *box, int indent, GString *out)
{
    g_string_append_printf(out, "%*scell %zu", indent, "", box->column + 1);
    if (box->span > 1)
        g_string_append_printf(out, " span %zu", box->span);
    if (box->rows > 1)
        g_string_append_printf(out, " rows %zu", box->rows);
    if (box->shrunk_to)
        print_mm(out, "shrunk to ", box->shrunk_to);
    if (box->condensed_to)
        g_string_append_printf(out, " condensed to %d%%", box->condensed_to / 10);
    if (box->outcome == FITS_CONTINUED)
        g_string_append_printf(out, " continued on 別紙%zu", box->attachment);
    if (box->outcome == FITS_REFUSED)
        g_string_append(out, " refused");
    g_string_append_c(out, '\n');
    print_atoms(box->content.items, box->content.count, indent + 2, out);
}

static void
print_row(const row *r, int indent, GString *out)
{
    if (r->begins_group)
        print_cell(&r->group->label, indent, out);
    for (size_t i = 0; i < r->cell_count; i++)
        print_cell(&r->cells[i], indent, out);
}

static void
print_chart(const chart *of, int indent, GString *out)
{
    for (size_t i = 0; i < of->amount_count; i++) {
        const chart_amount *a = &of->amounts[i];
        g_string_append_printf(out, "%*samount of point %zu series %zu", indent, "", a->point + 1, a->series + 1);
        print_mm(out, "h ", of->plot.y + of->plot.h - a->y);
        g_string_append_c(out, '\n');
    }
    for (size_t i = 0; i < of->text_count; i++)
        print_atoms(of->texts[i].text.items, of->texts[i].text.count, indent, out);
}

static void
print_atom(const atom *a, int indent, GString *out)
{
    static const char *const names[] = {"line",    "space", "rule",   "cut-line", "row", "page-break",
                                        "columns", "chart", "corner", "gutter",   "flaw"};
    g_string_append_printf(out, "%*s%s", indent, "", names[a->kind]);
    print_mm(out, "h ", a->height);
    if (a->x)
        print_mm(out, "x ", a->x);
    if (a->hold)
        g_string_append(out, a->hold == HOLD_KEEP ? " keep" : " never-break");
    if (a->kind == ATOM_LINE)
        print_line_text(a, out);
    if (a->kind == ATOM_ROW && a->row->continues)
        g_string_append(out, " continues");
    if (a->kind == ATOM_COLUMNS || a->kind == ATOM_CORNER)
        print_mm(out, "w ", a->width);
    if (a->kind == ATOM_CHART)
        print_mm(out, "w ", a->width);
    if (a->kind == ATOM_FLAW)
        g_string_append_printf(out, " %s", diag_name(a->flaw->code));
    g_string_append_c(out, '\n');
    if (a->kind == ATOM_ROW)
        print_row(a->row, indent + 2, out);
    if (a->kind == ATOM_COLUMNS || a->kind == ATOM_CORNER)
        print_atoms(a->columns->content.items, a->columns->content.count, indent + 2, out);
    if (a->kind == ATOM_CHART)
        print_chart(a->chart, indent + 2, out);
}

static void
print_atoms(const atom *items, size_t count, int indent, GString *out)
{
    for (size_t i = 0; i < count; i++)
        print_atom(&items[i], indent, out);
}

/* Of a page after which more of its section follows: why it does not stand here, and how much of the body is full. */
static void
print_end(const page *p, GString *out)
{
    static const char *const names[] = {
        [PAGE_ENDS_ASKED] = "asked", [PAGE_ENDS_FOOT] = "foot", [PAGE_ENDS_FULL] = "full", [PAGE_ENDS_KEPT] = "kept"};
    if (p->ends == PAGE_ENDS_ALL)
        return;
    g_string_append_printf(out, "  ends %s", names[p->ends]);
    print_mm(out, "at ", page_filled(p));
    print_mm(out, "of ", p->foot_y - p->body_y);
    g_string_append_c(out, '\n');
}

void
composed_print(const composed *c, GString *out)
{
    g_assert(c && out);
    if (c->page_scale != 1000)
        g_string_append_printf(out, "shrunk to %d/1000 for %d pages\n", c->page_scale, c->bound->form->pages);
    for (size_t i = 0; i < c->page_count; i++) {
        const page *p = &c->pages[i];
        g_string_append_printf(out, "page %zu/%zu\n  head\n", p->number, c->page_count);
        print_atoms(p->head.items, p->head.count, 4, out);
        g_string_append(out, "  body");
        print_mm(out, "y ", p->body_y);
        g_string_append_c(out, '\n');
        for (size_t k = 0; k < p->count; k++) {
            print_mm(out, "   y ", p->items[k].y);
            print_atom(p->items[k].atom, 1, out);
        }
        g_string_append(out, "  foot\n");
        print_atoms(p->foot.items, p->foot.count, 4, out);
        print_end(p, out);
    }
}
