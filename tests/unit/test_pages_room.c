/* test_pages_room.c: pages of every form with every sample are full before another begins, and there is room for a hand
 * on them: to sign, to stamp, to write a date. Lengths: domain guide 5.3 (署名欄, 印, 確認印) and what two figures by
 * hand take. */
#include "geometry_support.h"

static const double SIGN_WIDE_MM = 60, SIGN_TALL_MM = 10, SEAL_MM = 10, STAMP_MM = 15, GAP_MM = 5.5;

/* ---- lines to sign on, and seals ---- */

/* What stands within a box, its edges left out; the lines that it is drawn by end on these. */
static const ink *
find_ink_within(const GArray *all, const display_box *box)
{
    const double off = MM(0.1);
    for (guint i = 0; i < all->len; i++) {
        const ink *on = &g_array_index(all, ink, i);
        if (!on->is_light && overlaps(on->left, on->right, box->x + off, box->x + box->w - off) &&
            overlaps(on->top, on->bottom, box->y + off, box->y + box->h - MM(0.5)))
            return on;
    }
    return NULL;
}

static void
check_figure(paper *p, const GArray *all, const display_node *n)
{
    const double wide = in_mm(n->box.w), tall = in_mm(n->box.h);
    if (g_str_has_prefix(n->alt, "署名欄")) {
        if (wide < SIGN_WIDE_MM - 0.01 || tall < SIGN_TALL_MM - 0.01)
            add_fault(p, n->page, "%s is %.1f × %.1f mm", n->alt, wide, tall);
        const ink *on = find_ink_within(all, &n->box);
        if (on)
            add_fault(p, n->page, "%s is not free: 「%s」", n->alt, words_of(on));
    } else if (g_str_has_prefix(n->alt, "押印欄") && (wide < SEAL_MM - 0.01 || tall < SEAL_MM - 0.01)) {
        add_fault(p, n->page, "%s is %.1f × %.1f mm", n->alt, wide, tall);
    }
}

static void
check_figure_rooms(paper *p)
{
    for (guint i = 0; i < p->m.l->pages->len; i++) {
        GArray *all = ink_of_page(page_of(p, i));
        for (guint k = 1; k <= p->m.l->nodes->len; k++) {
            const display_node *n = display_node_at(p->m.l, k);
            if (n->role == DISPLAY_FIGURE && n->page == i && n->alt)
                check_figure(p, all, n);
        }
        g_array_free(all, TRUE);
    }
}

/* ---- cells to sign or stamp in ---- */

static void
append_words_of_cell(GString *out, const atoms *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == ATOM_LINE) {
            const text_lines *lines = list->items[i].para->lines;
            GString *s = text_of_line(&lines->lines[list->items[i].line]);
            g_string_append(out, s->str);
            g_string_free(s, TRUE);
        }
}

/* No words, no table and nothing drawn: it is for a hand. */
static bool
is_for_hand(const cell *box)
{
    GString *words = g_string_new(NULL);
    append_words_of_cell(words, &box->content);
    bool is_empty = display_is_blank(words->str, words->len) && !box->node->form->diagonal;
    for (size_t i = 0; i < box->content.count; i++) {
        const atom *a = &box->content.items[i];
        is_empty &= a->kind == ATOM_SPACE || (a->kind == ATOM_LINE && !a->para->lines->lines[a->line].object_count);
    }
    g_string_free(words, TRUE);
    return is_empty;
}

static double
width_of(const table *t, const cell *box)
{
    return in_mm(t->column_x[box->column + box->span] - t->column_x[box->column]);
}

/* The label to the left of an empty cell asks for a name in a hand's own writing. */
static void
check_signed_cells(paper *p, size_t index, const table *t, const row *r)
{
    for (size_t i = 0; i + 1 < r->cell_count; i++) {
        const cell *label = &r->cells[i], *box = &r->cells[i + 1];
        GString *words = g_string_new(NULL);
        append_words_of_cell(words, &label->content);
        if (strstr(words->str, "署名") && box->column == label->column + label->span && is_for_hand(box) &&
            (width_of(t, box) < SIGN_WIDE_MM || in_mm(r->height) < SIGN_TALL_MM))
            add_fault(p, index, "the cell of 「%s」 is %.1f × %.1f mm", words->str, width_of(t, box), in_mm(r->height));
        g_string_free(words, TRUE);
    }
}

/* Below the name of who stamps stands an empty cell. */
static void
check_stamped_cells(paper *p, size_t index, const table *t, const row *names, const row *below)
{
    for (size_t i = 0; i < names->cell_count; i++) {
        GString *words = g_string_new(NULL);
        append_words_of_cell(words, &names->cells[i].content);
        const bool stamps = !strcmp(words->str, "管理者") || !strcmp(words->str, "児発管") ||
                            !strcmp(words->str, "印") || !strcmp(words->str, "確認印");
        for (size_t k = 0; stamps && k < below->cell_count; k++) {
            const cell *box = &below->cells[k];
            if (box->column == names->cells[i].column && is_for_hand(box) &&
                (width_of(t, box) < STAMP_MM || in_mm(below->height) < STAMP_MM))
                add_fault(p, index, "%s stamps in %.1f × %.1f mm", words->str, width_of(t, box), in_mm(below->height));
        }
        g_string_free(words, TRUE);
    }
}

static void check_list(paper *p, size_t index, const atoms *list);

static void
check_row(paper *p, size_t index, const atom *a, const atom *next)
{
    check_signed_cells(p, index, a->table, a->row);
    if (next && next->kind == ATOM_ROW && next->table == a->table)
        check_stamped_cells(p, index, a->table, a->row, next->row);
    for (size_t i = 0; i < a->row->cell_count; i++)
        check_list(p, index, &a->row->cells[i].content);
}

static void
check_list(paper *p, size_t index, const atoms *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == ATOM_ROW)
            check_row(p, index, &list->items[i], i + 1 < list->count ? &list->items[i + 1] : NULL);
}

static void
check_cells(paper *p)
{
    for (size_t i = 0; i < p->m.pages->page_count; i++) {
        const page *of = &p->m.pages->pages[i];
        for (size_t k = 0; k < of->count; k++)
            if (of->items[k].atom->kind == ATOM_ROW)
                check_row(p, i, of->items[k].atom, k + 1 < of->count ? of->items[k + 1].atom : NULL);
        check_list(p, i, &of->head);
        check_list(p, i, &of->foot);
    }
}

/* ---- gaps for figures: 令和　　年　　月　　日 ---- */

static gunichar
char_of(const display_text *t, size_t glyph)
{
    return glyph < t->glyph_count ? g_utf8_get_char(t->utf8 + t->glyphs[glyph].cluster) : 0;
}

static void
check_gaps(paper *p, size_t index, const display_text *t)
{
    for (size_t i = 1; i < t->glyph_count; i++) {
        size_t end = i;
        while (char_of(t, end) == 0x3000)
            end++;
        const gunichar before = char_of(t, i - 1), after = char_of(t, end);
        if (end > i && after && g_utf8_strchr("年月日時分", -1, after) && g_utf8_strchr("和成年月～（時", -1, before)) {
            const double wide = in_mm(t->glyphs[end].x - t->glyphs[i].x);
            if (wide < GAP_MM)
                add_fault(
                    p, index, "the room before %.*s of 「%s」 is %.1f mm wide",
                    (int)(g_utf8_next_char(t->utf8 + t->glyphs[end].cluster) - (t->utf8 + t->glyphs[end].cluster)),
                    t->utf8 + t->glyphs[end].cluster, t->utf8, wide);
        }
        i = MAX(end, i);
    }
}

static void
check_dates(paper *p)
{
    for (guint i = 0; i < p->m.l->pages->len; i++)
        for (guint k = 0; k < page_of(p, i)->ops->len; k++) {
            const display_op *op = &g_array_index(page_of(p, i)->ops, display_op, k);
            if (op->kind == DISPLAY_TEXT && !op->text.turned)
                check_gaps(p, i, &op->text);
        }
}

/* ---- pages ---- */

enum { LEAST_FILL = 55, LEAST_LAST = 8 }; /* per cent of the body */

/* Lines of text that a page adds to those before it: not those of heads that are shown again. */
static void
count_line(paper *p, const line_spot *at, const atom *line)
{
    (void)line;
    size_t *counts = p->data;
    if (!at->of || !is_head_row(at->in, at->of))
        counts[at->page]++;
}

/* Nothing but one line goes on to another page, and no ※ stands at its top, away from what it is a note to. */
static void
check_lonely(paper *p)
{
    const size_t pages = p->m.pages->page_count;
    size_t *lines = p->data = g_new0(size_t, pages);
    each_body_line(p, count_line);
    for (size_t i = 1; i < pages; i++) {
        const page *of = &p->m.pages->pages[i];
        const atom *first = of->count ? of->items[0].atom : NULL;
        if (lines[i] == 1 && of[-1].ends > PAGE_ENDS_ASKED)
            add_fault(p, i, "one line stands alone on the page");
        GString *words =
            first && first->kind == ATOM_LINE ? text_of_line(&first->para->lines->lines[first->line]) : NULL;
        if (words && g_str_has_prefix(words->str, "※") && of[-1].ends > PAGE_ENDS_ASKED)
            add_fault(p, i, "a note begins the page: %s", words->str);
        if (words)
            g_string_free(words, TRUE);
    }
    g_free(lines);
}

/* The page ended for want of room, with nothing kept. On what a form asks to be kept, or to begin a page, it has its
 * reasons; on the last page the rest stands as it comes. */
static void
check_fill(paper *p)
{
    for (size_t i = 0; i < p->m.pages->page_count; i++) {
        const page *of = &p->m.pages->pages[i];
        const double fill = 100.0 * page_filled(of) / MAX(of->foot_y - of->body_y, 1);
        if (fill < LEAST_FILL && of->ends == PAGE_ENDS_FULL)
            add_fault(p, i, "%.0f %% of the page is full, and the next begins without a keep", fill);
    }
}

/* A row of a table alone on a page is a sheet of paper for two lines: the form has room for it before. Of the samples
 * as they are; other data ends where it ends. */
static void
check_last_page(paper *p)
{
    for (size_t i = 1; i < p->m.pages->page_count; i++) {
        const page *of = &p->m.pages->pages[i];
        const double fill = 100.0 * page_filled(of) / MAX(of->foot_y - of->body_y, 1);
        if (fill < LEAST_LAST && of->ends <= PAGE_ENDS_ASKED && of[-1].ends > PAGE_ENDS_ASKED)
            add_fault(p, i, "%.0f %% of the page is all that is left for it", fill);
    }
}

/* What a page shows but heads that are shown again, and white. */
static size_t
count_of_own(const page *of)
{
    size_t own = 0;
    for (size_t i = 0; i < of->count; i++) {
        const atom *a = of->items[i].atom;
        own += a->kind == ATOM_ROW ? !is_head_row(a->table, a->row) : a->kind != ATOM_SPACE && a->kind != ATOM_CUT_LINE;
    }
    return own;
}

/* The last row of a table is no page of its own (a box for who received the paper), where the one above it could go
 * with it and leave its page full enough. */
static void
check_lonely_rows(paper *p)
{
    for (size_t i = 1; i < p->m.pages->page_count; i++) {
        const page *of = &p->m.pages->pages[i], *above = of - 1;
        const atom *alone = of->count ? of->items[of->count - 1].atom : NULL;
        const placed *last = above->count ? &above->items[above->count - 1] : NULL;
        if (!alone || !last || alone->kind != ATOM_ROW || last->atom->kind != ATOM_ROW ||
            alone->table != last->atom->table || count_of_own(of) > 1 || alone->hold == HOLD_NEVER ||
            last->atom->hold > alone->hold || is_head_row(last->atom->table, last->atom->row) ||
            above->ends <= PAGE_ENDS_FOOT)
            continue;
        if (alone->height * 5.0 <= above->foot_y - above->body_y &&
            last->y - above->body_y >= 0.56 * (above->foot_y - above->body_y) && above->count > 1 &&
            !(above->items[above->count - 2].atom->kind == ATOM_ROW &&
              is_head_row(above->items[above->count - 2].atom->table, above->items[above->count - 2].atom->row)))
            add_fault(p, i, "one row stands alone on the page");
    }
}

static void
check_room(paper *p)
{
    check_fill(p);
    if (strcmp(p->variant, variants[0].name) == 0)
        check_last_page(p);
    check_lonely(p);
    check_lonely_rows(p);
    check_figure_rooms(p);
    check_cells(p);
    check_dates(p);
}

static void
there_is_room_for_a_hand(void **state)
{
    check_papers(*state, check_room);
}

/* ---- the checks themselves ---- */

static void
pages_that_are_not_full_are_found(void **state)
{
    fixture *f = *state;
#define LINES "あ<br/>あ<br/>あ<br/>あ<br/>あ<br/>あ<br/>あ<br/>"
#define ROW(mm) "<row min-height='" mm "mm'><cell>あ</cell></row>"
    expect_faults(f, check_fill, "", "<table columns='*'>" ROW("140") ROW("160") "</table>",
                  "52 % of the page is full");
    expect_faults(f, check_fill, "",
                  "<table columns='*'>" ROW("140") "<row min-height='5mm' keep='next'><cell>あ</cell></row>" ROW(
                      "160") "</table>",
                  NULL);
    expect_faults(f, check_fill, "", "<table columns='*'>" ROW("40") "</table><page-break/><p>あ</p>", NULL);
    /* A row of 49 % is parted rather than leave more than 45 % empty. */
    expect_faults(f, check_fill, "",
                  "<table columns='*'>" ROW("145") "<row><cell>" LINES LINES LINES LINES "あ</cell></row></table>",
                  NULL);
    /* Within one table the row above would go with it. */
    expect_faults(f, check_last_page, "",
                  "<table columns='*'>" ROW("140") ROW("100")
                      ROW("24") "</table><table columns='*'>" ROW("20") "</table>",
                  "7 % of the page is all");
    expect_faults(f, check_last_page, "", "<table columns='*'>" ROW("140") ROW("100") ROW("24") ROW("20") "</table>",
                  NULL);
    expect_faults(f, check_last_page, "", "<table columns='*'>" ROW("140") ROW("110") ROW("40") "</table>", NULL);
    expect_faults(f, check_last_page, "", "<table columns='*'>" ROW("140") "</table><page-break/><p>あ</p>", NULL);
    expect_faults(f, check_lonely, "", "<table columns='*'>" ROW("250") "</table><space height='14mm'/><p>あ</p>",
                  "one line stands alone");
    expect_faults(f, check_lonely, "",
                  "<table columns='*'>" ROW("250") "</table><space height='14mm'/><p>※あ</p><p>い</p>",
                  "a note begins the page");
}

/* As the composer makes them: none. */
static void
no_row_stands_alone(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_lonely_rows, "",
                  "<table columns='*'>" ROW("100") ROW("60") ROW("60") ROW("40") ROW("12") "</table>", NULL);
    expect_faults(f, check_lonely_rows, "",
                  "<block keep='together'><table columns='*'>" ROW("100") ROW("60") ROW("60") ROW("40")
                      ROW("12") "</table>"
                                "</block><page-break/><p>あ</p>",
                  NULL);
}

static void
what_is_too_small_to_sign_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_room, "",
                  "<space height='9mm'/><p>保護者<sign width='60mm' height='10mm' name='保護者'/></p>", NULL);
    expect_faults(f, check_room, "", "<p><sign width='50mm' height='10mm' name='保護者'/></p>", "50.0 × 10.0 mm");
    expect_faults(f, check_room, "", "<p><sign width='60mm' height='8mm' name='保護者'/></p>", "60.0 × 8.0 mm");
    expect_faults(f, check_room, "",
                  "<table columns='80mm *'><row><cell><sign width='70mm' height='12mm' name='保護者'/></cell><cell/>"
                  "</row></table>",
                  NULL);
    expect_faults(f, check_room, "",
                  "<table columns='30mm 50mm *'><row min-height='12mm'><label>保護者署名</label><cell/><cell/></row>"
                  "</table>",
                  "50.0 × 12.0 mm");
    expect_faults(f, check_room, "",
                  "<table columns='30mm 70mm *'><row min-height='7mm'><label>保護者署名</label><cell/><cell/></row>"
                  "</table>",
                  "70.0 × 7.0 mm");
    expect_faults(f, check_room, "",
                  "<table columns='30mm 70mm *'><row min-height='12mm'><label>保護者署名</label><cell/><cell/></row>"
                  "</table>",
                  NULL);
}

static void
what_is_too_small_to_stamp_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_room, "", "<p><seal width='7mm' name='保護者'/></p>", "押印欄（保護者） is 7.0");
    expect_faults(f, check_room, "", "<p><seal width='10mm' name='保護者'/></p>", NULL);
    expect_faults(f, check_room, "",
                  "<table columns='18mm 14mm'><row><cell>管理者</cell><cell>児発管</cell></row><row min-height='18mm'>"
                  "<cell/><cell/></row></table>",
                  "児発管 stamps in 14.0 × 18.0");
    expect_faults(f, check_room, "",
                  "<table columns='18mm 18mm'><row><cell>管理者</cell><cell>児発管</cell></row><row min-height='18mm'>"
                  "<cell/><cell/></row></table>",
                  NULL);
}

static void
what_is_too_narrow_for_a_date_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_room, "", "<p>令和　　年　　月　　日</p>", NULL);
    expect_faults(f, check_room, "", "<p>令和　年　月　日</p>", "the room before 年");
    expect_faults(f, check_room, "<style name='s' like='base' size='7pt'/>", "<p style='s'>令和　　年　　月　　日</p>",
                  "the room before 月");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_that_are_not_full_are_found),      cmocka_unit_test(no_row_stands_alone),
        cmocka_unit_test(what_is_too_small_to_sign_is_found),     cmocka_unit_test(what_is_too_small_to_stamp_is_found),
        cmocka_unit_test(what_is_too_narrow_for_a_date_is_found), cmocka_unit_test(there_is_room_for_a_hand),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
