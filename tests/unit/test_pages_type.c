/* test_pages_type.c: in every form with every sample, what is filled into a table is of one size of type. */
#include "geometry_support.h"

/* A piece of what is filled into a table. */
typedef struct sized {
    unit size;
    const table *in;
    size_t page;
    const char *style;
} sized;

static const bound_inline *
inline_of_run(const paragraph *para, const text_run *r)
{
    return &para->inlines[r->span - para->spans];
}

/* Styles that are meant to be of another size than the rest of their table. */
static const struct {
    const char *name, *why;
} apart[] = {
    {"name", "the child's name in the head of a record is what a reader looks for"},
    {"who", "the same on the slips of 送迎連絡票"},
    {"note", "what explains an entry is smaller than the entry: 8 pt everywhere"},
    {"caption", "the same above a table"},
    {"above", "the same"},
    {"below", "the same under a table"},
    {"day-note", "the same under a day"},
    {"programme", "up to ten programmes of a plan with their dates and conditions: a list of notes"},
    {"programme-name", "the same"},
    {"code", "ids, sums and names of files: not words, and long"},
    {"hash", "the same"},
    {"mark", "○ × △ and boxes to tick are seen from afar"},
};

static bool
stands_apart(const char *style)
{
    for (size_t i = 0; i < G_N_ELEMENTS(apart); i++)
        if (!strcmp(style, apart[i].name))
            return true;
    return false;
}

/* One that only puts things side by side has no cells to a reader. */
static bool
is_seen(const table *t)
{
    const form_node *f = t->node->form;
    return !f->layout && (f->frame > RULE_NONE || f->inner_rows > RULE_NONE || f->inner_columns > RULE_NONE);
}

static void
collect_sizes(paper *p, const line_spot *at, const atom *line)
{
    GArray *all = p->data;
    const text_line *set = &line->para->lines->lines[line->line];
    if (!at->in || !is_seen(at->in) || at->is_label || at->box->outcome == FITS_SQUEEZED)
        return;
    for (size_t i = 0; i < set->run_count; i++) {
        const text_run *r = &set->runs[i];
        if (r->is_ruby || r->note || inline_of_run(line->para, r)->raised || display_is_blank(r->utf8, strlen(r->utf8)))
            continue;
        if (stands_apart(inline_of_run(line->para, r)->style->name))
            continue;
        const sized one = {r->size, at->in, at->page, inline_of_run(line->para, r)->style->name};
        g_array_append_val(all, one);
    }
}

/* What the data made too long for its box may be smaller (fit), and labels may have a size of their own. */
static void
check_type(paper *p)
{
    GArray *all = p->data = g_array_new(FALSE, TRUE, sizeof(sized));
    each_body_line(p, collect_sizes);
    for (guint i = 0; i < all->len; i++) {
        const sized *a = &g_array_index(all, sized, i);
        for (guint k = 0; k < i; k++) {
            const sized *b = &g_array_index(all, sized, k);
            if (b->in->node->form == a->in->node->form && b->size != a->size) {
                add_fault(p, a->page, "in the table of line %d, %s is of %.2f pt and %s of %.2f pt",
                          a->in->node->form->where.line, b->style, (double)b->size / UNIT_PT, a->style,
                          (double)a->size / UNIT_PT);
                break;
            }
        }
    }
    g_array_free(all, TRUE);
}

static void
a_table_is_of_one_size(void **state)
{
    check_papers(*state, check_type);
}

static void
two_sizes_in_a_table_are_found(void **state)
{
    fixture *f = *state;
    static const char *const styles = "<style name='small' like='base' size='8pt'/><style name='note' like='small'/>";
#define TABLE(attributes, second)                                                                                      \
    "<table columns='30mm 30mm *' " attributes "><row><label style='small'>あ</label><cell>あ</cell>" second           \
    "</row></table>"
    expect_faults(f, check_type, styles, TABLE("frame='thin'", "<cell style='small'>い</cell>"),
                  "base is of 9.00 pt and small of 8.00 pt");
    expect_faults(f, check_type, styles, TABLE("frame='thin'", "<cell><span style='small'>い</span></cell>"),
                  "base is of 9.00 pt and small of 8.00 pt");
    expect_faults(f, check_type, styles, TABLE("frame='thin'", "<cell>い</cell>"), NULL);
    expect_faults(f, check_type, styles, TABLE("frame='thin'", "<cell style='note'>い</cell>"), NULL);
    expect_faults(f, check_type, styles, TABLE("frame='thin'", "<cell>い<sup>2</sup></cell>"), NULL);
    expect_faults(f, check_type, styles, TABLE("frame='none'", "<cell style='small'>い</cell>"), NULL);
    expect_faults(f, check_type, styles,
                  TABLE("frame='thin'", "<cell max-lines='1' fit='shrink(8pt)'>いいいいいいいいいい</cell>"), NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sizes_in_a_table_are_found),
        cmocka_unit_test(a_table_is_of_one_size),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
