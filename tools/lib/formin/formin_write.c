/* formin_write.c: the grid as a form: styles, page, and a table of rows for each page. */
#include <math.h>
#include <string.h>

#include "formin/formin_int.h"

#define PT_PER_MM (72 / 25.4)

enum { FORM_BYTES = 4 << 20 }; /* a form is not read when it is larger */

typedef struct writing {
    const formin_grid *g;
    formin_told *t;
    GString *styles, *body;
    GHashTable *names; /* of styles that are written: name → itself */
} writing;

static const char *
number_text(char room[32], double n, int decimals)
{
    char format[8];
    g_snprintf(format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd(room, 32, format, n);
    char *end = room + strlen(room);
    while (strchr(room, '.') && end[-1] == '0')
        *--end = '\0';
    if (end > room && end[-1] == '.')
        end[-1] = '\0';
    return room;
}

static void
append_length(GString *out, const char *name, double n, const char *unit)
{
    char room[32];
    g_string_append_printf(out, " %s=\"%s%s\"", name, number_text(room, n, unit[0] == 'm' ? 3 : 2), unit);
}

/* ---- styles ---- */

/* Fonts of a sheet as those that we have; what is bold is Gothic. */
static const char *
family_of(const book_font *f)
{
    static const char *const serifs[] = {"明朝",     "Mincho",  "Ming",   "Times", "Cambria", "Century",     "Serif",
                                         "Garamond", "Georgia", "教科書", "楷書",  "行書",    "Book Antiqua"};
    if (f->bold)
        return "gothic-bold";
    for (size_t i = 0; i < G_N_ELEMENTS(serifs); i++)
        if (strstr(f->name, serifs[i]) && !strstr(f->name, "Sans"))
            return "mincho";
    return "gothic";
}

static double
size_of(const writing *w, const book_font *f)
{
    return round((f->size > 0 ? f->size : w->g->paper->usual.size) * w->g->scale * 20) / 20;
}

/* "gothic-10-5" is written when it is first asked for. indent: pt. */
static const char *
style_name(writing *w, const book_font *f, double pt, double pitch, double indent)
{
    char size[32], other[32];
    GString *name = g_string_new(family_of(f));
    g_string_append_printf(name, "-%s", number_text(size, pt, 2));
    if (fabs(pitch - pt * 1.2) > 0.01)
        g_string_append_printf(name, "-pitch-%s", number_text(other, pitch, 2));
    if (indent > 0)
        g_string_append_printf(name, "-indent-%s", number_text(other, indent, 2));
    for (char *p = name->str; *p; p++)
        if (*p == '.')
            *p = '-';
    const char *known = g_hash_table_lookup(w->names, name->str);
    if (!known) {
        known = arena_strdup(w->g->arena, name->str);
        g_hash_table_add(w->names, (void *)known);
        g_string_append_printf(w->styles, "  <style name=\"%s\" like=\"base\" family=\"%s\"", known, family_of(f));
        append_length(w->styles, "size", pt, "pt");
        append_length(w->styles, "pitch", pitch, "pt");
        if (indent > 0) {
            append_length(w->styles, "indent", indent, "pt");
            append_length(w->styles, "hang", indent, "pt");
        }
        g_string_append(w->styles, "/>\n");
    }
    g_string_free(name, TRUE);
    return known;
}

static void
write_base(writing *w)
{
    const book_font *f = &w->g->paper->usual;
    const double pt = size_of(w, f);
    g_string_append_printf(w->styles, "  <style name=\"base\" family=\"%s\"", family_of(f));
    append_length(w->styles, "size", pt, "pt");
    append_length(w->styles, "pitch", pt * 1.2, "pt");
    g_string_append(w->styles, " pad=\"0mm 0.4mm\"/>\n");
    if (formin_has_head(w->g->paper, w->g->paper->head) || formin_has_head(w->g->paper, w->g->paper->foot))
        g_string_append_printf(
            w->styles,
            "  <style name=\"head\" like=\"base\" family=\"%s\" size=\"10pt\" pitch=\"12pt\" pad=\"0mm\"/>\n",
            family_of(f));
}

/* ---- rules ---- */

/* The word of the form language for a rule; formin_told.c says where it is not the same. */
static const char *
rule_word(book_line line)
{
    static const char *const words[BOOK_LINE_COUNT] = {
        [BOOK_LINE_HAIR] = "dotted",
        [BOOK_LINE_DOTTED] = "dotted",
        [BOOK_LINE_DASH_DOT_DOT] = "dotted",
        [BOOK_LINE_DASH_DOT] = "dotted",
        [BOOK_LINE_DASHED] = "dotted",
        [BOOK_LINE_THIN] = "thin",
        [BOOK_LINE_MEDIUM_DASH_DOT_DOT] = "heavy",
        [BOOK_LINE_SLANT_DASH_DOT] = "heavy",
        [BOOK_LINE_MEDIUM_DASH_DOT] = "heavy",
        [BOOK_LINE_MEDIUM_DASHED] = "heavy",
        [BOOK_LINE_MEDIUM] = "heavy",
        [BOOK_LINE_THICK] = "heavy",
        [BOOK_LINE_DOUBLE] = "double",
    };
    return words[line];
}

static void
append_rules(GString *out, const formin_cell *c)
{
    static const char *const sides[] = {"top", "right", "bottom", "left"};
    for (int i = 0; i < 4; i++)
        if (rule_word(c->lines[i]))
            g_string_append_printf(out, " %s=\"%s\"", sides[i], rule_word(c->lines[i]));
    if (c->lines[BOOK_RISING] || c->lines[BOOK_FALLING])
        g_string_append_printf(out, " diagonal=\"%s\"",
                               !c->lines[BOOK_FALLING]  ? "yes"
                               : !c->lines[BOOK_RISING] ? "down"
                                                        : "both");
}

/* Letters that are larger than their cell are cut off by a spreadsheet; here they are as large as it is. */
static bool
is_too_small(const writing *w, const formin_cell *c)
{
    const double pt = size_of(w, c->look ? &c->look->font : &w->g->paper->usual);
    return c->piece_count && (c->width * PT_PER_MM < pt + 2 || c->height * PT_PER_MM < pt / 2);
}

/* pt: what still fits between its edges. */
static double
largest_size(const formin_cell *c)
{
    return MAX(1, floor(MIN(c->width, c->height) * PT_PER_MM * 18) / 20);
}

static double
cell_size(const writing *w, const formin_cell *c)
{
    const double pt = size_of(w, c->look ? &c->look->font : &w->g->paper->usual);
    if (!is_too_small(w, c))
        return pt;
    return MIN(largest_size(c), pt);
}

/* ---- what stands in a cell ---- */

static bool
has_more_than_a_value(const formin_cell *c)
{
    return c->piece_count > 1;
}

static void
append_value(const formin_cell *c, const formin_piece *p, GString *out)
{
    g_string_append(out, "<value select=\"");
    formin_append_escaped(out, p->text, true);
    g_string_append(out, "\" missing=\"\"");
    if (has_more_than_a_value(c))
        g_string_append(out, " blank-text=\"　　\"");
    g_string_append(out, "/>");
}

static void
append_piece(const formin_cell *c, const formin_piece *p, GString *out)
{
    switch (p->kind) {
    case FORMIN_TEXT:
        formin_append_escaped(out, p->text, false);
        break;
    case FORMIN_BREAK:
        g_string_append(out, "<br/>");
        break;
    case FORMIN_VALUE:
        append_value(c, p, out);
        break;
    case FORMIN_COUNT:
        g_string_append(out, "<value select=\"position()");
        if (strcmp(p->text, "0") != 0)
            g_string_append_printf(out, " + %s", p->text);
        g_string_append(out, "\"/>");
        break;
    }
}

/* What differs from its cell is a span. */
static void
append_pieces(writing *w, const formin_cell *c, GString *out)
{
    const book_font *own = c->look ? &c->look->font : &w->g->paper->usual;
    for (size_t i = 0; i < c->piece_count; i++) {
        const formin_piece *p = &c->pieces[i];
        const book_font *f = p->font ? p->font : own;
        const bool raised = f->raised != 0;
        const bool span =
            f->underline || (p->font && (strcmp(family_of(f), family_of(own)) != 0 || f->size != own->size));
        if (p->kind == FORMIN_BREAK || (!span && !raised)) {
            append_piece(c, p, out);
            continue;
        }
        if (span) {
            const double pt = MIN(size_of(w, f), MAX(cell_size(w, c), largest_size(c)));
            g_string_append(out, "<span");
            if (p->font && !raised)
                g_string_append_printf(out, " style=\"%s\"", style_name(w, f, pt, pt * 1.2, 0));
            g_string_append_printf(out, "%s>", f->underline ? " underline=\"yes\"" : "");
        }
        g_string_append(out, f->raised > 0 ? "<sup>" : raised ? "<sub>" : "");
        append_piece(c, p, out);
        g_string_append(out, f->raised > 0 ? "</sup>" : raised ? "</sub>" : "");
        g_string_append(out, span ? "</span>" : "");
    }
}

static bool
is_upright(const formin_cell *c)
{
    return c->look && (c->look->rotation == BOOK_STACKED || c->look->rotation == 90 || c->look->rotation == 180);
}

/* Lines that it has at least: more where it is wrapped. */
static int
count_lines(const writing *w, const formin_cell *c)
{
    double line = 0;
    int lines = 1;
    const double size = c->look ? c->look->font.size : w->g->paper->usual.size;
    const double room = MAX(c->width * PT_PER_MM / w->g->scale - 3, size);
    for (size_t i = 0; i < c->piece_count; i++) {
        const formin_piece *p = &c->pieces[i];
        if (p->kind == FORMIN_BREAK) {
            lines++;
            line = 0;
            continue;
        }
        line += p->kind == FORMIN_TEXT ? formin_text_width(p->text, p->font && p->font->size > 0 ? p->font->size : size)
                                       : 0;
        while (line > room && c->look && c->look->wrap) {
            lines++;
            line -= room;
        }
    }
    return lines;
}

/* Lines come as close as they must to have room, not closer than letters are high. */
static double
pitch_of(const writing *w, const formin_cell *c)
{
    const double pt = cell_size(w, c), high = c->height * PT_PER_MM;
    const int lines = count_lines(w, c);
    if (lines < 2 || is_upright(c) || lines * pt * 1.2 <= high)
        return pt * 1.2;
    return MAX(pt, floor(high / lines * 20) / 20);
}

static double
indent_of(const writing *w, const formin_cell *c)
{
    return c->look ? c->look->indent * 0.9 * w->g->paper->usual.size * w->g->scale : 0;
}

static void
append_style(writing *w, const formin_cell *c, GString *out)
{
    const book_font *f = c->look ? &c->look->font : &w->g->paper->usual;
    const double pt = cell_size(w, c), pitch = pitch_of(w, c);
    const double indent = c->align == BOOK_ALIGN_LEFT || c->align == BOOK_ALIGN_JUSTIFY ? indent_of(w, c) : 0;
    const bool usual = pt == size_of(w, &w->g->paper->usual) && !strcmp(family_of(f), family_of(&w->g->paper->usual));
    if (!usual || indent > 0 || fabs(pitch - pt * 1.2) > 0.01)
        g_string_append_printf(out, " style=\"%s\"", style_name(w, f, pt, pitch, indent));
}

static const char *
align_word(book_align align)
{
    static const char *const words[] = {[BOOK_ALIGN_LEFT] = "start",
                                        [BOOK_ALIGN_CENTER] = "center",
                                        [BOOK_ALIGN_RIGHT] = "end",
                                        [BOOK_ALIGN_FILL] = "start",
                                        [BOOK_ALIGN_JUSTIFY] = "start",
                                        [BOOK_ALIGN_ACROSS] = "center",
                                        [BOOK_ALIGN_DISTRIBUTED] = "distribute",
                                        [BOOK_ALIGN_GENERAL] = "start"};
    return words[align];
}

static const char *
rise_word(const formin_cell *c)
{
    static const char *const words[] = {"bottom", "top", "middle", "middle", "middle"};
    return words[c->look ? c->look->rise : BOOK_RISE_BOTTOM];
}

static double
upright_letters(const formin_cell *c)
{
    double count = 0;
    for (size_t i = 0; i < c->piece_count; i++)
        count += c->pieces[i].kind == FORMIN_TEXT ? (double)g_utf8_strlen(c->pieces[i].text, -1) : 1;
    return count;
}

/* A box keeps its size: letters become narrower, then smaller, and only then does it grow. */
static void
append_fit(writing *w, const formin_cell *c, GString *out)
{
    char least[32];
    const double pt = cell_size(w, c);
    if (c->height * PT_PER_MM < 2)
        return; /* no letter is as low as that: the row grows */
    append_length(out, "height", floor(c->height * 1000) / 1000, "mm");
    double floor_size = pt / 2;
    if (is_upright(c)) /* all of it in one line */
        floor_size = MIN(floor_size, c->height * PT_PER_MM / MAX(upright_letters(c), 1) * 0.9);
    number_text(least, MAX(1, floor(floor_size * 20) / 20), 2);
    if (is_upright(c))
        g_string_append_printf(out, " fit=\"shrink(%spt) grow\"", least);
    else if (c->look && c->look->shrink)
        g_string_append_printf(out, " max-lines=\"1\" fit=\"shrink(%spt) condense(80%%) grow\"", least);
    else if ((c->look && c->look->wrap) || count_lines(w, c) > 1)
        g_string_append_printf(out, " fit=\"condense(80%%) shrink(%spt) grow\"", least);
    else
        g_string_append_printf(out, " max-lines=\"1\" fit=\"condense(80%%) shrink(%spt) grow\"", least);
}

static void
append_upright(writing *w, const formin_cell *c, GString *out)
{
    char room[32];
    static const char *const places[] = {"end", "start", "center", "center", "center"};
    const char *align = places[c->look->rise];
    g_string_append_printf(out,
                           "<block writing=\"vertical\" height=\"%smm\" size=\"fit\" place=\"%s\"><p align=\"%s\">",
                           number_text(room, MAX(floor(c->height * 100) / 100, cell_size(w, c) * 1.2 / PT_PER_MM), 2),
                           c->align == BOOK_ALIGN_LEFT    ? "start"
                           : c->align == BOOK_ALIGN_RIGHT ? "end"
                                                          : "center",
                           align);
    append_pieces(w, c, out);
    g_string_append(out, "</p></block>");
}

/* Where it comes from, and what it is called: by this it is found again. */
static void
append_comment(const formin_cell *c, GString *out)
{
    GString *text = g_string_new(c->address);
    if (c->label)
        g_string_append_printf(text, " %s", c->label);
    for (char *p = text->str; *p; p++) /* no -- in a comment */
        if (p[0] == '-' && p[1] == '-')
            p[1] = '_';
    g_string_append_printf(out, "<!-- %s -->", text->str);
    g_string_free(text, TRUE);
}

static bool
is_framed_somehow(const formin_cell *c)
{
    return c->lines[BOOK_TOP] || c->lines[BOOK_RIGHT] || c->lines[BOOK_BOTTOM] || c->lines[BOOK_LEFT];
}

static void
tell_too_small(writing *w, const formin_cell *c)
{
    int row, column;
    if (is_too_small(w, c) && book_address_read(c->address, &row, &column))
        formin_told_cell(w->t, row, column, "セルより大きい文字（セルに入る大きさにした）",
                         "letters that are larger than their cell (made as large as it is)");
}

static void
write_cell(writing *w, const formin_cell *c, bool of_group)
{
    GString *out = w->body;
    const bool upright = is_upright(c);
    tell_too_small(w, c);
    g_string_append(out, "        <cell");
    if (c->piece_count)
        append_style(w, c, out);
    if (c->columns > 1)
        g_string_append_printf(out, " span=\"%d\"", c->columns);
    if (c->rows > 1 && !of_group)
        g_string_append_printf(out, " rows=\"%d\"", c->rows);
    append_rules(out, c);
    if (c->fill >= 0)
        g_string_append_printf(out, " fill=\"%d\"", c->fill);
    if (c->piece_count) {
        if (c->align != BOOK_ALIGN_LEFT && !upright)
            g_string_append_printf(out, " align=\"%s\"", align_word(c->align));
        g_string_append_printf(out, " valign=\"%s\"", upright ? "top" : rise_word(c));
        append_fit(w, c, out);
        if (is_too_small(w, c))
            g_string_append(out, " pad=\"0mm\"");
        else if (c->align == BOOK_ALIGN_RIGHT || c->align == BOOK_ALIGN_DISTRIBUTED) {
            char pad[32];
            const double indent = indent_of(w, c);
            if (indent > 0)
                g_string_append_printf(out, " pad=\"0mm %spt\"", number_text(pad, indent, 2));
        }
    }
    if (c->label && formin_has_value(c)) {
        g_string_append(out, " field=\"");
        formin_append_escaped(out, c->label, true);
        g_string_append_c(out, '"');
    }
    if (c->picture)
        g_string_append_printf(out, " align=\"%s\" valign=\"%s\"", c->picture_align, c->picture_rise);
    if (!c->piece_count && !c->picture && !is_framed_somehow(c)) {
        g_string_append(out, "/>\n");
        return;
    }
    g_string_append_c(out, '>');
    append_comment(c, out);
    if (c->picture)
        formin_write_picture(c, out);
    if (upright && c->piece_count)
        append_upright(w, c, out);
    else
        append_pieces(w, c, out);
    g_string_append(out, "</cell>\n");
}

/* ---- rows ---- */

static void
write_row(writing *w, const formin_page *p, int row, size_t *cell)
{
    g_string_append(w->body, "      <row");
    append_length(w->body, "min-height", p->rows[row], "mm");
    g_string_append(w->body, ">\n");
    for (; *cell < p->cell_count && p->cells[*cell].row == row; (*cell)++)
        write_cell(w, &p->cells[*cell], false);
    g_string_append(w->body, "      </row>\n");
}

/* The first cell of a group. */
static bool
is_lead(const formin_page *p, const formin_cell *c)
{
    const formin_group *g = formin_group_at(p, c->row);
    return g && c->column == 0 && c->rows == g->rows && c->row == g->row;
}

/* At the edge of a table no other row has the rules with which rows that are repeated begin or end. */
static void
write_edge(writing *w, const formin_page *p, int row, book_edge edge)
{
    g_string_append(w->body, "      <row min-height=\"0mm\">");
    for (size_t i = 0; i < p->cell_count; i++) {
        const formin_cell *c = &p->cells[i];
        if (c->row != row || is_lead(p, c))
            continue;
        g_string_append(w->body, "<cell");
        if (c->columns > 1)
            g_string_append_printf(w->body, " span=\"%d\"", c->columns);
        if (rule_word(c->lines[edge]))
            g_string_append_printf(w->body, " %s=\"%s\"", edge == BOOK_TOP ? "bottom" : "top",
                                   rule_word(c->lines[edge]));
        g_string_append(w->body, "/>");
    }
    g_string_append(w->body, "</row>\n");
}

static bool
has_edge_of_its_own(const formin_page *p, int row, book_edge edge, int inside)
{
    for (size_t i = 0; i < p->cell_count; i++)
        if (p->cells[i].row == row && !is_lead(p, &p->cells[i]))
            for (size_t k = 0; k < p->cell_count; k++)
                if (p->cells[k].row == inside && p->cells[k].column == p->cells[i].column &&
                    p->cells[k].lines[BOOK_BOTTOM] != p->cells[i].lines[edge])
                    return true;
    return false;
}

static void
write_loop(writing *w, const formin_page *p, const formin_loop *l, size_t *cell)
{
    const int last = l->row + l->rows - 1;
    if (l->row == 0 && has_edge_of_its_own(p, 0, BOOK_TOP, 0))
        write_edge(w, p, 0, BOOK_TOP);
    if (l->select) {
        g_string_append(w->body, "      <for-each select=\"");
        formin_append_escaped(w->body, l->select, true);
        g_string_append_printf(w->body, "\" fill-to=\"%d\" blank-count=\"%d\">\n", l->rows, l->rows);
    } else
        g_string_append_printf(w->body, "      <for-each select=\"%d\">\n", l->rows);
    for (size_t i = *cell; i < p->cell_count && p->cells[i].row == l->row; i++)
        p->cells[i].lines[BOOK_TOP] = p->cells[i].lines[BOOK_BOTTOM];
    write_row(w, p, l->row, cell);
    g_string_append(w->body, "      </for-each>\n");
    while (*cell < p->cell_count && p->cells[*cell].row <= last)
        (*cell)++;
    if (last + 1 == p->row_count && has_edge_of_its_own(p, last, BOOK_BOTTOM, l->row))
        write_edge(w, p, last, BOOK_BOTTOM);
}

static void
write_page(writing *w, const formin_page *p)
{
    char room[32];
    double width = 0;
    size_t cell = 0;
    GString *columns = g_string_new(NULL);
    for (int i = 0; i < p->column_count; i++) {
        g_string_append_printf(columns, "%s%smm", i ? " " : "", number_text(room, p->columns[i], 3));
        width += g_ascii_strtod(room, NULL);
    }
    if (w->g->paper->center_x)
        g_string_append_printf(w->body, "    <block place=\"center\" width=\"%smm\">\n", number_text(room, width, 3));
    g_string_append_printf(w->body, "    <table columns=\"%s\" layout=\"yes\">\n", columns->str);
    g_string_free(columns, TRUE);
    for (int row = 0; row < p->row_count; row++) {
        if (row == 0 && p->head_rows)
            g_string_append(w->body, "      <table-head>\n");
        if (row > 0 && row == p->head_rows)
            g_string_append(w->body, "      </table-head>\n");
        const formin_loop *l = formin_loop_at(p, row);
        const formin_group *group = formin_group_at(p, row);
        if (group && row == group->row) {
            g_string_append(w->body, "      <group>\n");
            write_cell(w, &p->cells[cell++], true);
        }
        if (l) {
            write_loop(w, p, l, &cell);
            row = l->row + l->rows - 1;
        } else
            write_row(w, p, row, &cell);
        if (group && row == group->row + group->rows - 1)
            g_string_append(w->body, "      </group>\n");
    }
    g_string_append_printf(w->body, "    </table>\n%s", w->g->paper->center_x ? "    </block>\n" : "");
}

/* ---- the whole ---- */

static void
write_page_master(writing *w, GString *out)
{
    const formin_grid *g = w->g;
    const book_paper *p = g->paper;
    const bool head = formin_has_head(p, p->head), foot = formin_has_head(p, p->foot);
    const double top = head ? MIN(g->margins[4], g->margins[BOOK_TOP]) : g->margins[BOOK_TOP],
                 bottom = foot ? MIN(g->margins[5], g->margins[BOOK_BOTTOM]) : g->margins[BOOK_BOTTOM];
    char room[4][32];
    g_string_append_printf(out, "  <page size=\"%s\"%s margin=\"%smm %smm %smm %smm\"", g->size,
                           g->landscape ? " orientation=\"landscape\"" : "", number_text(room[0], top, 3),
                           number_text(room[1], floor(g->margins[BOOK_RIGHT] * 100) / 100, 2),
                           number_text(room[2], bottom, 3), number_text(room[3], g->margins[BOOK_LEFT], 3));
    GString *heads = g_string_new(NULL);
    formin_write_heads(g, heads, w->t);
    formin_write_backgrounds(g, heads);
    if (heads->len)
        g_string_append_printf(out, ">\n%s  </page>\n", heads->str);
    else
        g_string_append(out, "/>\n");
    g_string_free(heads, TRUE);
}

GString *
formin_write(const formin_grid *g, diag *d)
{
    writing w = {.g = g,
                 .t = formin_told_new(g, d),
                 .styles = g_string_new(NULL),
                 .body = g_string_new(NULL),
                 .names = g_hash_table_new(g_str_hash, g_str_equal)};
    GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<form name=\"");
    g_string_append_printf(out, "%s\" title=\"", g->order->name);
    formin_append_escaped(out, g->order->title ? g->order->title : g->paper->sheet, true);
    g_string_append(out, "\" data=\"any\">\n");
    write_base(&w);
    for (size_t i = 0; i < g->page_count; i++) {
        if (i)
            g_string_append(w.body, "    <page-break/>\n");
        write_page(&w, &g->pages[i]);
    }
    g_string_append(out, w.styles->str);
    write_page_master(&w, out);
    g_string_append_printf(out, "  <body>\n%s  </body>\n</form>\n", w.body->str);
    formin_told_end(w.t);
    g_hash_table_destroy(w.names);
    g_string_free(w.styles, TRUE);
    g_string_free(w.body, TRUE);
    if (out->len > FORM_BYTES)
        diag_add(d, DIAG_FORMIN_LARGE, PLACE_NONE, (place){g->paper->file, 0, NULL}, g->paper->sheet,
                 arena_printf(g->arena, "form.xml: %zu MiB", out->len >> 20), NULL);
    return out;
}
