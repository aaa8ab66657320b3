/* test_pages_align.c: on every page of every form with every sample, what is to be in line is in line, and all ink is
 * within the margins. What differs by more than a hand's breadth of the eye but less than a step that is meant looks
 * like a mistake. */
#include "geometry_support.h"

static const double SAME_MM = 0.1, MEANT_MM = 1.2;

/* Neither the same nor meant to differ. */
static bool
is_off(double a, double b)
{
    const double by = in_mm(ABS(a - b));
    return by > SAME_MM && by < MEANT_MM;
}

/* ---- tables against each other ---- */

/* A table with a frame, as it is seen. */
typedef struct block {
    double left, right, top, bottom;
    size_t first, end; /* its ops */
    int line;          /* of the form */
} block;

static bool
has_frame(const paper *p, const emit_note *n)
{
    const display_page *of = page_of(p, n->page);
    for (size_t i = n->first; i < n->end; i++) {
        const display_op *op = &g_array_index(of->ops, display_op, i);
        if (op->kind == DISPLAY_LINE && op->line.x1 == op->line.x2 && ABS(op->line.x1 - n->x) < UNIT_PT / 4)
            return true;
    }
    return false;
}

static GArray *
blocks_of_page(const paper *p, size_t page_index)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(block));
    for (guint k = 0; k < p->notes->len; k++) {
        const emit_note *n = &g_array_index(p->notes, emit_note, k);
        if (n->kind != NOTE_TABLE || n->page != page_index || !has_frame(p, n))
            continue;
        const block b = {n->x, n->x + n->w, n->y, n->y + n->h, n->first, n->end, n->origin ? n->origin->form.line : 0};
        g_array_append_val(all, b);
    }
    return all;
}

static void
check_pair(paper *p, size_t i, const block *a, const block *b)
{
    const bool within = (a->first <= b->first && b->end <= a->end) || (b->first <= a->first && a->end <= b->end);
    if (within)
        return;
    if (overlaps(a->top, a->bottom, b->top, b->bottom)) {
        if (is_off(a->top, b->top))
            add_fault(p, i, "the tables of lines %d and %d begin %.2f mm apart", a->line, b->line,
                      in_mm(ABS(a->top - b->top)));
        if (is_off(a->bottom, b->bottom))
            add_fault(p, i, "the tables of lines %d and %d end %.2f mm apart", a->line, b->line,
                      in_mm(ABS(a->bottom - b->bottom)));
        return;
    }
    if (is_off(a->left, b->left) || is_off(a->right, b->right))
        add_fault(p, i, "the sides of the tables of lines %d and %d are %.2f and %.2f mm apart", a->line, b->line,
                  in_mm(ABS(a->left - b->left)), in_mm(ABS(a->right - b->right)));
}

static void
check_blocks(paper *p)
{
    for (size_t i = 0; i < p->m.l->pages->len; i++) {
        GArray *all = blocks_of_page(p, i);
        for (guint a = 0; a < all->len; a++)
            for (guint b = 0; b < a; b++)
                check_pair(p, i, &g_array_index(all, block, b), &g_array_index(all, block, a));
        g_array_free(all, TRUE);
    }
}

/* ---- cells of a column ---- */

static bool
starts_at_edge(const cell *box)
{
    for (size_t i = 0; i < box->content.count; i++)
        if (box->content.items[i].kind == ATOM_LINE &&
            (box->content.items[i].para->align == TEXT_START || box->content.items[i].para->align == TEXT_JUSTIFY))
            return true;
    return false;
}

/* Entries that begin at the edge of a column begin at one edge. */
typedef struct edge {
    const form_node *of;
    size_t column;
    unit pad;
} edge;

static void
check_entries(paper *p, size_t index, GArray *edges, const atom *a)
{
    for (size_t i = 0; i < a->row->cell_count; i++) {
        const cell *box = &a->row->cells[i];
        for (size_t k = 0; k < box->content.count; k++)
            if (box->content.items[k].kind == ATOM_ROW)
                check_entries(p, index, edges, &box->content.items[k]);
        if (box->node->form->header || is_head_row(a->table, a->row) || !starts_at_edge(box))
            continue;
        const edge here = {a->table->node->form, box->column, box->pad_x};
        for (guint k = 0; k < edges->len; k++) {
            const edge *other = &g_array_index(edges, edge, k);
            if (other->of == here.of && other->column == here.column && is_off(other->pad, here.pad))
                add_fault(p, index, "entries of column %zu of the table of line %d begin %.2f mm apart",
                          box->column + 1, here.of->where.line, in_mm(ABS(other->pad - here.pad)));
        }
        g_array_append_val(edges, here);
    }
}

static void
check_columns(paper *p)
{
    for (size_t i = 0; i < p->m.pages->page_count; i++) {
        GArray *edges = g_array_new(FALSE, TRUE, sizeof(edge));
        for (size_t k = 0; k < p->m.pages->pages[i].count; k++)
            if (p->m.pages->pages[i].items[k].atom->kind == ATOM_ROW)
                check_entries(p, i, edges, p->m.pages->pages[i].items[k].atom);
        g_array_free(edges, TRUE);
    }
}

/* ---- margins ---- */

static void
check_margins(paper *p)
{
    for (size_t i = 0; i < p->m.l->pages->len; i++) {
        const form_page *of = p->m.pages->pages[i].master->page;
        GArray *all = ink_of_page(page_of(p, i));
        const double off = MM(0.3); /* half a heavy rule */
        for (guint k = 0; k < all->len; k++) {
            const ink *on = &g_array_index(all, ink, k);
            if (on->left < of->left - off || on->right > of->width - of->right + off || on->top < of->top - off ||
                on->bottom > of->height - of->bottom + off)
                add_fault(p, i, "%.*s of 「%s」 stands in the margin", (int)on->length, on->utf8 ? on->utf8 : "",
                          words_of(on));
        }
        g_array_free(all, TRUE);
    }
}

static void
check_places(paper *p)
{
    check_blocks(p);
    check_columns(p);
    check_margins(p);
}

static void
what_is_to_be_in_line_is(void **state)
{
    check_papers(*state, check_places);
}

/* ---- what renkei-batch lays over the pages of an envelope ---- */

static const form *
read_form(made *m, const char *path)
{
    const form *read = form_read_file(m->a, m->s, path, "templates/schema", m->d);
    assert_non_null(read);
    return read;
}

/* It stands beside the body of every form that goes to somebody, and not farther right. */
static void
stamps_are_within_the_right_margin(void **state)
{
    const fixture *f = *state;
    made m = open_made();
    const form *stamps[] = {read_form(&m, "templates/batch/stamp.xml"), read_form(&m, "templates/batch/reissue.xml")};
    for (char **name = f->forms; *name; name++) {
        const form *read = read_form(&m, arena_printf(m.a, "templates/%s/form.xml", *name));
        for (size_t i = 0; read->recipient_count && i < G_N_ELEMENTS(stamps); i++)
            if (read->page.right > stamps[i]->page.right || read->page.bottom < MM(FORM_STAMP_BOTTOM_MM) - 1 ||
                read->page.top < MM(FORM_STAMP_TOP_MM) - 1)
                fail_msg("%s: %s stands in the margin or on the body", *name, stamps[i]->name);
    }
    drop(&m);
}

/* ---- the checks themselves ---- */

#define TABLE(attributes, cell)                                                                                        \
    "<table columns='*' frame='thin' " attributes "><row min-height='10mm'><cell>" cell "</cell></row></table>"

static void
what_is_nearly_in_line_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_places, "", TABLE("", "あ") "<space height='3mm'/>" TABLE("", "い"), NULL);
    expect_faults(f, check_places, "",
                  TABLE("", "あ") "<space height='3mm'/><block inset-end='0.8mm'>" TABLE("", "い") "</block>",
                  "0.00 and 0.80 mm apart");
    expect_faults(f, check_places, "",
                  TABLE("", "あ") "<space height='3mm'/><block inset-start='0.5mm'>" TABLE("", "い") "</block>",
                  "0.50 and 0.00 mm apart");
    expect_faults(f, check_places, "",
                  TABLE("", "あ") "<space height='3mm'/><block inset-end='8mm'>" TABLE("", "い") "</block>", NULL);
    static const char *const beside = "<table columns='50mm * 50mm'><row><cell pad='0mm' valign='top'>%s</cell><cell/>"
                                      "<cell pad='0mm' valign='top'>%s%s</cell></row></table>";
    static const struct {
        const char *first, *space, *second, *find;
    } tried[] = {
        {TABLE("", "あ"), "", TABLE("", "い"), NULL},
        {TABLE("", "あ"), "<space height='0.6mm'/>", TABLE("", "い"), "begin 0.60 mm apart"},
        {TABLE("", "あ"), "", "<table columns='*' frame='thin'><row min-height='10.9mm'><cell>い</cell></row></table>",
         "end 0.90 mm apart"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tried); i++) {
        char *body = g_strdup_printf(beside, tried[i].first, tried[i].space, tried[i].second);
        expect_faults(f, check_places, "", body, tried[i].find);
        g_free(body);
    }
}

static void
entries_that_begin_apart_are_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_places, "",
                  "<table columns='30mm *'><row><label>あ</label><cell>い</cell></row><row><label>う</label><cell "
                  "pad='1.2mm 1.8mm'>え</cell></row></table>",
                  "entries of column 2 of the table of line 1 begin 0.50 mm apart");
    expect_faults(f, check_places, "",
                  "<table columns='30mm *'><row><label>あ</label><cell>い</cell></row><row><label>う</label><cell "
                  "pad='1.2mm 1.8mm' align='center'>え</cell></row></table>",
                  NULL);
}

static void
what_stands_in_the_margin_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_places, "", "<p>あ</p>", NULL);
    expect_faults(f, check_places, "", "<p><circle test='true()'>あ</circle></p>", "stands in the margin");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_nearly_in_line_is_found),    cmocka_unit_test(entries_that_begin_apart_are_found),
        cmocka_unit_test(what_stands_in_the_margin_is_found), cmocka_unit_test(stamps_are_within_the_right_margin),
        cmocka_unit_test(what_is_to_be_in_line_is),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
