/* book_paper.c: the words of a sheet that is printed, and all of it as text. */
#include <string.h>

#include "book/book_paper.h"

static const char *const line_names[BOOK_LINE_COUNT] = {
    "none",         "hair",          "dotted",       "dashDotDot", "dashDot", "dashed", "thin", "mediumDashDotDot",
    "slantDashDot", "mediumDashDot", "mediumDashed", "medium",     "thick",   "double"};

book_line
book_line_find(const char *name)
{
    for (int i = 0; name && i < BOOK_LINE_COUNT; i++)
        if (!strcmp(line_names[i], name))
            return (book_line)i;
    return BOOK_LINE_NONE;
}

const char *
book_line_name(book_line line)
{
    return line_names[line];
}

static void
print_font(const book_font *f, GString *out)
{
    g_string_append_printf(out, " %s %g%s%s%s%s%s", f->name, f->size, f->bold ? " bold" : "",
                           f->italic ? " italic" : "", f->underline ? " underline" : "", f->struck ? " struck" : "",
                           f->raised > 0   ? " sup"
                           : f->raised < 0 ? " sub"
                                           : "");
    if (f->color != BOOK_NO_COLOR)
        g_string_append_printf(out, " #%06x", (guint)f->color);
}

static void
print_look(const book_look *l, GString *out)
{
    static const char *const aligns[] = {"",      " left",    " center", " right",
                                         " fill", " justify", " across", " distributed"},
                             *const rises[] = {"", " top", " middle", " justify-up", " distributed-up"},
                             *const edges[] = {"top", "right", "bottom", "left", "rising", "falling"};
    print_font(&l->font, out);
    g_string_append_printf(out, "%s%s", aligns[l->align], rises[l->rise]);
    if (l->indent)
        g_string_append_printf(out, " indent %d", l->indent);
    if (l->rotation)
        g_string_append_printf(out, " rotation %d", l->rotation);
    g_string_append_printf(out, "%s%s", l->wrap ? " wrap" : "", l->shrink ? " shrink" : "");
    if (l->fill != BOOK_NO_COLOR)
        g_string_append_printf(out, " fill #%06x%s", (guint)l->fill, l->patterned ? " patterned" : "");
    for (int i = 0; i < BOOK_EDGE_COUNT; i++)
        if (l->lines[i])
            g_string_append_printf(out, " %s %s", edges[i], line_names[l->lines[i]]);
}

static void
print_spans(const char *what, const book_span *s, size_t count, GString *out)
{
    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(out, "%s %d-%d %g%s", what, s[i].from, s[i].to, s[i].size, s[i].hidden ? " hidden" : "");
        if (s[i].look)
            print_look(s[i].look, out);
        g_string_append_c(out, '\n');
    }
}

static void
print_page(const book_paper *p, GString *out)
{
    g_string_append_printf(out, "page %d %s scale %d", p->paper, p->landscape ? "landscape" : "portrait", p->scale);
    if (p->own_width > 0)
        g_string_append_printf(out, " of %gx%g", p->own_width, p->own_height);
    if (p->fit)
        g_string_append_printf(out, " fit %dx%d", p->fit_x, p->fit_y);
    g_string_append_printf(out, " margins %g %g %g %g head %g foot %g%s%s%s%s\n", p->margins[0], p->margins[1],
                           p->margins[2], p->margins[3], p->margins[4], p->margins[5], p->center_x ? " center-x" : "",
                           p->center_y ? " center-y" : "", p->grid ? " grid" : "", p->headings ? " headings" : "");
    static const char *const on[] = {"odd", "first", "even"};
    for (int i = 0; i < 3; i++) {
        if (p->head[i])
            g_string_append_printf(out, "head %s %s\n", on[i], p->head[i]);
        if (p->foot[i])
            g_string_append_printf(out, "foot %s %s\n", on[i], p->foot[i]);
    }
    for (size_t i = 0; i < p->row_break_count; i++)
        g_string_append_printf(out, "break row %d\n", p->row_breaks[i]);
    for (size_t i = 0; i < p->column_break_count; i++)
        g_string_append_printf(out, "break column %d\n", p->column_breaks[i]);
}

static void
print_range(const char *what, const book_range *r, GString *out)
{
    char from[BOOK_ADDRESS], to[BOOK_ADDRESS];
    g_string_append_printf(out, "%s %s:%s\n", what, book_address(r->row, r->column, from),
                           book_address(r->last_row, r->last_column, to));
}

static void
print_thing(const book_thing *t, GString *out)
{
    static const char *const kinds[BOOK_THING_KIND_COUNT] = {
        "picture", "shape",     "line",       "chart",      "control",   "object", "comment",
        "link",    "condition", "validation", "background", "sparkline", "unread"};
    char at[BOOK_ADDRESS] = "-";
    if (t->row)
        book_address(t->row, t->column, at);
    g_string_append_printf(out, "thing %s %s", kinds[t->kind], t->range ? t->range : at);
    if (t->text)
        g_string_append_printf(out, " “%s”", t->text);
    g_string_append_c(out, '\n');
}

void
book_paper_print(const book_paper *p, GString *out)
{
    char at[BOOK_ADDRESS];
    g_string_append_printf(out, "paper %s\nusual", p->sheet);
    print_font(&p->usual, out);
    g_string_append_printf(out, " width %g height %g\n", p->usual_width, p->usual_height);
    print_page(p, out);
    for (size_t i = 0; i < p->area_count; i++)
        print_range("area", &p->areas[i], out);
    print_spans("columns", p->columns, p->column_count, out);
    print_spans("rows", p->rows, p->row_count, out);
    for (size_t i = 0; i < p->merge_count; i++)
        print_range("merge", &p->merges[i], out);
    for (size_t i = 0; i < p->place_count; i++) {
        g_string_append_printf(out, "%s", book_address(p->places[i].row, p->places[i].column, at));
        print_look(p->places[i].look, out);
        g_string_append_c(out, '\n');
    }
    for (size_t i = 0; i < p->value_count; i++) {
        const book_value *v = &p->values[i];
        g_string_append_printf(out, "%s %s “%s” %s\n", book_address(v->row, v->column, at),
                               book_entry_kind_name(v->kind), v->text ? v->text : "", v->format);
        for (size_t k = 0; k < v->run_count; k++) {
            g_string_append_printf(out, "  run “%s”", v->runs[k].text);
            print_font(&v->runs[k].font, out);
            g_string_append_c(out, '\n');
        }
    }
    for (size_t i = 0; i < p->thing_count; i++)
        print_thing(&p->things[i], out);
}
