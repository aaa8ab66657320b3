/* test_pages_parents.c: on the pages of the editions for parents (aids.h), what stands beside one another in a row
 * begins on one line, readings or not; words of a form are read also where a variable or a function gives them; and
 * choices that stand in columns are of one size. */
#include "geometry_support.h"

/* ---- number, label and text on one line ---- */

/* What tells more than readings over some of them: they are meant to stand apart. */
static const double SAME_MM = 0.1, MEANT_MM = 4;

static bool
has_reading(const paper *p, const emit_note *box)
{
    for (size_t i = box->first; i < box->end; i++) {
        const display_op *op = &g_array_index(page_of(p, box->page)->ops, display_op, i);
        if (op->kind == DISPLAY_TEXT && op->text.is_ruby)
            return true;
    }
    return false;
}

/* The baseline of the first line of the cell; -1: it begins with none, or not at its top. */
static unit
baseline_of(const paper *p, guint at)
{
    const emit_note *box = &g_array_index(p->notes, emit_note, at);
    if (!box->style || box->style->valign != VALIGN_TOP)
        return -1;
    for (guint k = at + 1; k < p->notes->len; k++) {
        const emit_note *n = &g_array_index(p->notes, emit_note, k);
        if (n->depth <= box->depth || n->kind == NOTE_TABLE)
            return -1;
        if (n->kind == NOTE_LINE)
            return n->vertical ? -1 : n->baseline;
    }
    return -1;
}

static void
check_levels(paper *p)
{
    const emit_note *last = NULL; /* of the same row: its top is where this one's is */
    unit last_baseline = -1;
    for (guint i = 0; i < p->notes->len; i++) {
        const emit_note *n = &g_array_index(p->notes, emit_note, i);
        const unit baseline = n->kind == NOTE_CELL ? baseline_of(p, i) : -1;
        if (baseline < 0)
            continue;
        const bool beside = last && last->page == n->page && last->depth == n->depth && last->y == n->y;
        const double by = in_mm(ABS(baseline - last_baseline));
        if (beside && by > SAME_MM && by < MEANT_MM && (has_reading(p, n) || has_reading(p, last)))
            add_fault(p, n->page, "a cell of the row begins %.2f mm off the one before", by);
        last = n;
        last_baseline = baseline;
    }
}

static void
what_stands_in_a_row_begins_on_one_line(void **state)
{
    static const char *const forms[] = {"visit-letter", "cover-letter", NULL};
    check_editions(*state, forms, check_levels);
}

/* ---- words that a variable or a function gives ---- */

static void
check_node(paper *p, const bound_node *n)
{
    static const char *const chosen[] = {"事業所控", "保護者控", "学校", "園", "説明日", "作成日", "拝啓"};
    for (; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline *one = &n->inlines[i];
            if (one->kind != INLINE_TEXT || !one->from_data || one->ruby || !one->text)
                continue;
            if (g_str_has_suffix(one->text, "の候"))
                add_fault(p, 0, "%s is not read", one->text);
            for (size_t k = 0; k < G_N_ELEMENTS(chosen); k++) {
                const char *behind = g_str_has_prefix(one->text, chosen[k]) ? one->text + strlen(chosen[k]) : "-";
                if (!*behind || g_str_has_prefix(behind, "　"))
                    add_fault(p, 0, "%s is not read", chosen[k]);
            }
        }
        check_node(p, n->first);
    }
}

static void
check_read(paper *p)
{
    if (strstr(p->variant, "gloss,"))
        return; /* without readings */
    for (size_t i = 0; i < bound_part_count(p->m.b); i++)
        check_node(p, bound_part(p->m.b, i));
}

static void
words_that_are_chosen_are_read(void **state)
{
    static const char *const forms[] = {"consent", "pickup", "visit-letter", NULL};
    check_editions(*state, forms, check_read);
}

/* ---- choices ---- */

typedef struct choice {
    unit size;
    size_t page;
    char *text;
} choice;

static const bound_inline *
inline_of(const paragraph *para, const text_run *r)
{
    return &para->inlines[r->span - para->spans];
}

/* Words of the form in the columns of choices, without readings and glosses. */
static void
collect_choices(paper *p, const line_spot *at, const atom *line)
{
    const text_line *set = &line->para->lines->lines[line->line];
    for (size_t i = 0; at->in && at->in->node->form->layout && i < set->run_count; i++) {
        const text_run *r = &set->runs[i];
        const bound_inline *of = inline_of(line->para, r);
        if (r->is_ruby || of->kind != INLINE_TEXT || of->language || strcmp(line->para->node->style->name, "scope") ||
            display_is_blank(r->utf8, strlen(r->utf8)))
            continue;
        const choice one = {r->size, at->page, g_strdup(r->utf8)};
        g_array_append_val((GArray *)p->data, one);
    }
}

static void
drop_choice(void *one)
{
    g_free(((choice *)one)->text);
}

static void
check_choices(paper *p)
{
    GArray *all = p->data = g_array_new(FALSE, TRUE, sizeof(choice));
    g_array_set_clear_func(all, drop_choice);
    each_body_line(p, collect_choices);
    for (guint i = 1; i < all->len; i++) {
        const choice *a = &g_array_index(all, choice, i - 1), *b = &g_array_index(all, choice, i);
        if (a->size != b->size)
            add_fault(p, b->page, "%s is of %.2f pt, and %s of %.2f pt", a->text, (double)a->size / UNIT_PT, b->text,
                      (double)b->size / UNIT_PT);
    }
    if (!all->len)
        add_fault(p, 0, "there are no choices");
    g_array_free(all, TRUE);
}

static void
choices_are_of_one_size(void **state)
{
    static const char *const forms[] = {"consent", NULL};
    check_editions(*state, forms, check_choices);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_in_a_row_begins_on_one_line),
        cmocka_unit_test(words_that_are_chosen_are_read),
        cmocka_unit_test(choices_are_of_one_size),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
