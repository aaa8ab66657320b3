#include "compose/compose_int.h"

/* ---- which there are ---- */

static void
collect_sheet(void *data, const cell *box)
{
    GArray *sheets = data;
    if (box->outcome != FITS_CONTINUED)
        return;
    const sheet one = {.box = box};
    g_assert(box->attachment == sheets->len + 1);
    g_array_append_val(sheets, one);
}

static void
collect_sheets(const atoms *from, GArray *sheets)
{
    for (size_t i = 0; i < from->count; i++)
        atom_each_cell(&from->items[i], collect_sheet, sheets);
}

GArray *
compose_sheets(composer *c, const setting *s, const GArray *sections, unit width)
{
    GArray *sheets = g_array_new(FALSE, TRUE, sizeof(sheet));
    for (guint i = 0; i < sections->len; i++)
        collect_sheets(&g_array_index(sections, section, i).body, sheets);
    for (guint i = 0; i < sheets->len; i++) {
        const bound_node *text = g_array_index(sheets, sheet, i).box->node->first;
        const atoms own = compose_atoms(c, s, text, width, NULL, sheets->len);
        g_array_index(sheets, sheet, i).text = own;
        collect_sheets(&own, sheets);
    }
    return sheets;
}

/* ---- how they are set ---- */

/* Where pages are counted anew a number may be that of two. */
static const char *
page_words(arena *a, const sheet *s)
{
    return s->nth ? arena_printf(a, "%zuページ（初めから%zu枚目）", s->page, s->nth)
                  : arena_printf(a, "%zuページ", s->page);
}

atoms
compose_sheets_body(composer *c, const setting *s, const GArray *sheets, unit width)
{
    flow all = {.items = g_array_new(FALSE, TRUE, sizeof(atom))};
    for (guint i = 0; i < sheets->len; i++) {
        const sheet *one = &g_array_index(sheets, sheet, i);
        const unit pitch = one->box->node->style->pitch;
        const char *heading =
            arena_printf(c->a, "別紙%u　%s（%sから続く）", i + 1, one->box->field, page_words(c->a, one));
        const atoms head = compose_atoms(c, s, compose_words(c, one->box->node, heading), width, NULL, 0);
        const guint from = all.items->len;
        g_array_append_vals(all.items, head.items, (guint)head.count);
        if (i > 0)
            g_array_index(all.items, atom, from).before = pitch;
        if (one->text.count) {
            g_array_append_vals(all.items, one->text.items, (guint)one->text.count);
            atom *first_line = &g_array_index(all.items, atom, from + (guint)head.count);
            first_line->hold = HOLD_KEEP;
            first_line->before = pitch / 2;
        }
    }
    const atoms out = flow_atoms(c, &all, 0);
    g_array_free(all.items, TRUE);
    return out;
}

/* ---- where their boxes stand ---- */

typedef struct search {
    GArray *sheets;
    size_t *found; /* page of each, from 1; 0: none yet */
    size_t page;
} search;

static void
find_sheet(void *data, const cell *box)
{
    search *s = data;
    if (box->outcome == FITS_CONTINUED && s->found[box->attachment - 1] == 0)
        s->found[box->attachment - 1] = s->page;
}

static bool
is_number_of_two(const GArray *pages, size_t number)
{
    size_t count = 0;
    for (guint i = 0; i < pages->len; i++)
        count += g_array_index(pages, page, i).number == number;
    return count > 1;
}

/* False when it is not where it was. The sheets' own pages are counted once they are there, and what has been named
 * apart stays so: it would go to and fro. */
static bool
find_one(sheet *s, const GArray *pages, size_t nth)
{
    const size_t number = g_array_index(pages, page, nth - 1).number,
                 named = s->nth || is_number_of_two(pages, number) ? nth : 0;
    const bool same = s->page == number && s->nth == named;
    s->page = number;
    s->nth = named;
    return same;
}

bool
compose_find_sheets(GArray *sheets, const GArray *pages)
{
    search s = {.sheets = sheets, .found = g_new0(size_t, sheets->len + 1)};
    for (guint i = 0; i < pages->len; i++) {
        const page *p = &g_array_index(pages, page, i);
        s.page = i + 1;
        for (size_t k = 0; k < p->count; k++)
            atom_each_cell(p->items[k].atom, find_sheet, &s);
    }
    bool same = true;
    for (guint i = 0; i < sheets->len; i++)
        if (s.found[i])
            same = find_one(&g_array_index(sheets, sheet, i), pages, s.found[i]) && same;
    g_free(s.found);
    return same;
}
