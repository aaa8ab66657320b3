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

atoms
compose_sheets_body(composer *c, const setting *s, const GArray *sheets, unit width)
{
    flow all = {.items = g_array_new(FALSE, TRUE, sizeof(atom))};
    for (guint i = 0; i < sheets->len; i++) {
        const sheet *one = &g_array_index(sheets, sheet, i);
        const unit pitch = one->box->node->style->pitch;
        const char *heading = arena_printf(c->a, "別紙%u　%s（%zuページから続く）", i + 1, one->box->field, one->page);
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
    size_t *found; /* page of each, 0: none yet */
    size_t page;
} search;

static void
find_sheet(void *data, const cell *box)
{
    search *s = data;
    if (box->outcome == FITS_CONTINUED && s->found[box->attachment - 1] == 0)
        s->found[box->attachment - 1] = s->page;
}

bool
compose_find_sheets(GArray *sheets, const GArray *pages)
{
    search s = {.sheets = sheets, .found = g_new0(size_t, sheets->len + 1)};
    for (guint i = 0; i < pages->len; i++) {
        const page *p = &g_array_index(pages, page, i);
        s.page = p->number;
        for (size_t k = 0; k < p->count; k++)
            atom_each_cell(p->items[k].atom, find_sheet, &s);
    }
    bool same = true;
    for (guint i = 0; i < sheets->len; i++) {
        size_t *at = &g_array_index(sheets, sheet, i).page;
        same = same && (s.found[i] == 0 || s.found[i] == *at);
        *at = s.found[i] ? s.found[i] : *at;
    }
    g_free(s.found);
    return same;
}
