/* formin_told.c: what a form cannot have of a sheet, told by sheet and cell. */
#include <string.h>

#include "formin/formin_int.h"

void
formin_tell(const formin_grid *g, const char *address, const char *ja, const char *en, diag *d)
{
    const char *where = address ? arena_printf(g->arena, "%s!%s", g->paper->sheet, address) : g->paper->sheet;
    diag_add(d, DIAG_FORMIN_LEFT, PLACE_NONE, (place){g->paper->file, 0, NULL}, where, ja, en, NULL);
}

/* ---- gathered ---- */

typedef struct told_fault {
    const char *ja, *en;
    GArray *cells; /* of book_range, one cell each, or several in a row */
} told_fault;

struct formin_told {
    const formin_grid *g;
    diag *d;
    GPtrArray *faults;
};

formin_told *
formin_told_new(const formin_grid *g, diag *d)
{
    formin_told *t = g_new0(formin_told, 1);
    *t = (formin_told){g, d, g_ptr_array_new()};
    return t;
}

void
formin_told_cell(formin_told *t, int row, int column, const char *ja, const char *en)
{
    told_fault *f = NULL;
    for (guint i = 0; !f && i < t->faults->len; i++) {
        told_fault *one = g_ptr_array_index(t->faults, i);
        f = !strcmp(one->ja, ja) ? one : NULL;
    }
    if (!f) {
        f = g_new0(told_fault, 1);
        *f = (told_fault){arena_strdup(t->g->arena, ja), arena_strdup(t->g->arena, en),
                          g_array_new(FALSE, FALSE, sizeof(book_range))};
        g_ptr_array_add(t->faults, f);
    }
    if (f->cells->len) {
        book_range *last = &g_array_index(f->cells, book_range, f->cells->len - 1);
        if (last->row == row && column >= last->column && column <= last->last_column + 1) {
            last->last_column = MAX(last->last_column, column);
            return;
        }
    }
    const book_range one = {row, column, row, column};
    g_array_append_val(f->cells, one);
}

/* How far back a row above is looked for, and how many places are told one by one: the others are counted. */
enum { NEAR_BY = 1000, TOLD = 200 };

/* Rows of one width, one under the other, are one block. */
static void
join_rows(GArray *cells)
{
    guint kept = 0;
    for (guint i = 0; i < cells->len; i++) {
        const book_range r = g_array_index(cells, book_range, i);
        bool joined = false;
        for (guint k = kept; k-- > 0 && !joined && kept - k < NEAR_BY;) {
            book_range *above = &g_array_index(cells, book_range, k);
            joined = above->column == r.column && above->last_column == r.last_column && above->last_row == r.row - 1;
            if (joined)
                above->last_row = r.last_row;
        }
        if (!joined)
            g_array_index(cells, book_range, kept++) = r;
    }
    g_array_set_size(cells, kept);
}

/* "B3:F3,C7". */
static char *
list_cells(GArray *cells)
{
    char at[2][BOOK_ADDRESS];
    GString *out = g_string_new(NULL);
    join_rows(cells);
    for (guint i = 0; i < cells->len; i++) {
        const book_range *r = &g_array_index(cells, book_range, i);
        if (i == TOLD) {
            g_string_append_printf(out, " … +%u", cells->len - i);
            break;
        }
        g_string_append_printf(out, "%s%s", i ? "," : "", book_address(r->row, r->column, at[0]));
        if (r->last_column > r->column || r->last_row > r->row)
            g_string_append_printf(out, ":%s", book_address(r->last_row, r->last_column, at[1]));
    }
    return g_string_free(out, FALSE);
}

void
formin_told_end(formin_told *t)
{
    for (guint i = 0; i < t->faults->len; i++) {
        told_fault *f = g_ptr_array_index(t->faults, i);
        const book_range *first = &g_array_index(f->cells, book_range, 0);
        char *cells = first->row ? list_cells(f->cells) : NULL;
        formin_tell(t->g, cells, f->ja, f->en, t->d);
        g_free(cells);
        g_array_free(f->cells, TRUE);
        g_free(f);
    }
    g_ptr_array_free(t->faults, TRUE);
    g_free(t);
}

/* ---- things ---- */

static const struct {
    const char *ja, *en;
} thing_words[BOOK_THING_KIND_COUNT] = {
    [BOOK_THING_PICTURE] = {"画像（様式の image で置き直す）", "a picture (put it in again as image)"},
    [BOOK_THING_SHAPE] = {"図形かテキストボックス", "a shape or a text box"},
    [BOOK_THING_LINE] = {"線（図形）", "a line that is a shape"},
    [BOOK_THING_CHART] = {"グラフか、ほかの枠", "a chart or another frame"},
    [BOOK_THING_CONTROL] = {"フォームコントロール（チェックボックスなら tick に）",
                            "a form control (a check box: use tick)"},
    [BOOK_THING_OBJECT] = {"埋め込まれたオブジェクト", "an embedded object"},
    [BOOK_THING_COMMENT] = {"コメント（印刷されない）", "a comment, which is not printed"},
    [BOOK_THING_LINK] = {"リンク（文は写した）", "a link; its text is carried over"},
    [BOOK_THING_CONDITION] = {"条件付き書式", "a conditional format"},
    [BOOK_THING_VALIDATION] = {"入力規則（印刷されない）", "a rule of what may be typed, which is not printed"},
    [BOOK_THING_BACKGROUND] = {"背景の画像（印刷されない）", "a picture behind the sheet, which is not printed"},
    [BOOK_THING_SPARKLINE] = {"スパークライン", "a sparkline"},
    [BOOK_THING_UNREAD] = {"読めない部分", "a part that cannot be read"},
};

void
formin_tell_things(formin_told *t, const formin_grid *g)
{
    const book_paper *p = g->paper;
    for (size_t i = 0; i < p->thing_count; i++) {
        const book_thing *k = &p->things[i];
        if (k->picture)
            continue; /* formin_picture.c */
        const char *ja = thing_words[k->kind].ja, *en = thing_words[k->kind].en;
        char at[BOOK_ADDRESS];
        if (k->text && k->kind != BOOK_THING_COMMENT) {
            ja = arena_printf(g->arena, "%s「%s」", ja, k->text);
            en = arena_printf(g->arena, "%s, “%s”", en, k->text);
        }
        if (k->range || !k->row)
            formin_tell(g, k->range, ja, en, t->d);
        else if (k->text && k->kind != BOOK_THING_COMMENT)
            formin_tell(g, book_address(k->row, k->column, at), ja, en, t->d);
        else
            formin_told_cell(t, k->row, k->column, ja, en);
    }
}

/* ---- looks ---- */

/* Which rules the language has no word for; what is drawn in their stead is formin_rule_word's. */
static void
tell_lines(formin_told *t, int row, int column, const book_look *k)
{
    static const struct {
        book_line line;
        const char *ja, *en;
    } lines[] = {
        {BOOK_LINE_HAIR, "極細線（点線にした）", "a hairline (made dotted)"},
        {BOOK_LINE_DASHED, "破線（点線にした）", "a dashed rule (made dotted)"},
        {BOOK_LINE_DASH_DOT, "一点鎖線（点線にした）", "a rule of dashes and dots (made dotted)"},
        {BOOK_LINE_DASH_DOT_DOT, "二点鎖線（点線にした）", "a rule of dashes and two dots (made dotted)"},
        {BOOK_LINE_MEDIUM_DASHED, "太い破線（太線にした）", "a firm dashed rule (made heavy)"},
        {BOOK_LINE_MEDIUM_DASH_DOT, "太い一点鎖線（太線にした）", "a firm rule of dashes and dots (made heavy)"},
        {BOOK_LINE_MEDIUM_DASH_DOT_DOT, "太い二点鎖線（太線にした）",
         "a firm rule of dashes and two dots (made heavy)"},
        {BOOK_LINE_SLANT_DASH_DOT, "斜めの一点鎖線（太線にした）", "a slanted rule of dashes and dots (made heavy)"},
        {BOOK_LINE_THICK, "極太線（太線にした）", "a very thick rule (made heavy)"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        for (int e = 0; e < 4; e++)
            if (k->lines[e] == lines[i].line) {
                formin_told_cell(t, row, column, lines[i].ja, lines[i].en);
                break;
            }
    if (k->lines[BOOK_RISING] > BOOK_LINE_THIN || k->lines[BOOK_FALLING] > BOOK_LINE_THIN)
        formin_told_cell(t, row, column, "細線でない斜線（細線にした）", "a diagonal that is not thin (made thin)");
}

static void
tell_place(formin_told *t, int row, int column, const book_look *k)
{
    if (k->rotation && k->rotation != BOOK_STACKED)
        formin_told_cell(t, row, column, "回転した文字（90度なら縦書きに、ほかは横書きにした）",
                         "turned letters (of 90 degrees made vertical lines, others level)");
    if (k->align == BOOK_ALIGN_FILL)
        formin_told_cell(t, row, column, "くり返して埋める配置（一度だけ書いた）",
                         "a text that fills its cell (written once)");
    if (k->rise == BOOK_RISE_JUSTIFY || k->rise == BOOK_RISE_DISTRIBUTED)
        formin_told_cell(t, row, column, "上下の両端揃え・均等割付（中央にした）",
                         "lines spread over the height (put in the middle)");
}

static void
tell_font(formin_told *t, int row, int column, const book_font *f)
{
    if (f->italic)
        formin_told_cell(t, row, column, "斜体", "italics");
    if (f->struck)
        formin_told_cell(t, row, column, "取り消し線", "a line through letters");
    if (f->color != BOOK_NO_COLOR && f->color != 0)
        formin_told_cell(t, row, column, "文字の色（黒にした）", "the colour of letters (made black)");
}

void
formin_tell_look(formin_told *t, int row, int column, const book_look *k, bool has_text)
{
    tell_lines(t, row, column, k);
    if (k->patterned)
        formin_told_cell(t, row, column, "網目や階調の塗りつぶし（網にした）", "a patterned ground (made grey)");
    else if (k->fill != BOOK_NO_COLOR &&
             ((k->fill >> 16 & 0xff) != (k->fill & 0xff) || (k->fill >> 8 & 0xff) != (k->fill & 0xff)))
        formin_told_cell(t, row, column, "塗りつぶしの色（同じ濃さの網にした）",
                         "the colour of a ground (made a grey as dark)");
    if (has_text) {
        tell_place(t, row, column, k);
        tell_font(t, row, column, &k->font);
    }
}
