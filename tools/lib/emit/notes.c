#include "emit/emit_int.h"

guint
note_begin(emitter *e)
{
    if (!e->notes)
        return 0;
    const emit_note n = {.page = e->page_index, .first = e->page->ops->len, .depth = e->note_depth++};
    g_array_append_val(e->notes, n);
    return e->notes->len - 1;
}

void
note_end(emitter *e, guint at, emit_note n)
{
    if (!e->notes)
        return;
    emit_note *begun = &g_array_index(e->notes, emit_note, at);
    n.page = begun->page;
    n.first = begun->first;
    n.depth = begun->depth;
    n.end = e->page->ops->len;
    *begun = n;
    e->note_depth--;
}

static unit
bottom_of(const placed *p)
{
    return p->y + p->atom->height;
}

/* The longest stretches of at least two atoms in which each holds to the one before it. */
static void
note_stretches(emitter *e, const placed *items, size_t count, unit x, unit y, unit width, hold least)
{
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && items[to].atom->hold >= least; to++)
            ;
        if (to - from > 1)
            note_end(e, note_begin(e),
                     (emit_note){.kind = NOTE_KEEP,
                                 .x = x,
                                 .y = y + items[from].y,
                                 .w = width,
                                 .h = bottom_of(&items[to - 1]) - items[from].y,
                                 .firm = least == HOLD_NEVER,
                                 .origin = items[from].atom->node->origin});
    }
}

void
note_keeps(emitter *e, const placed *items, size_t count, unit x, unit y, unit width)
{
    if (!e->notes)
        return;
    note_stretches(e, items, count, x, y, width, HOLD_KEEP);
    note_stretches(e, items, count, x, y, width, HOLD_NEVER);
}

/* ---- as text ---- */

static void
print_outcome(const emit_note *n, GString *out)
{
    g_string_append_printf(out, " pad %d,%d", n->pad_x, n->pad_y);
    if (n->shrunk_to)
        g_string_append_printf(out, " shrunk %d to %d", n->natural, n->shrunk_to);
    if (n->condensed_to)
        g_string_append_printf(out, " condensed to %d", n->condensed_to);
    if (n->outcome == FITS_CONTINUED)
        g_string_append_printf(out, " continued on 別紙%zu", n->attachment);
    if (n->outcome == FITS_REFUSED)
        g_string_append(out, " refused");
    g_string_append_printf(out, " field %s", n->field);
}

void
emit_notes_print(const GArray *notes, GString *out)
{
    g_assert(notes && out);
    static const char *const names[] = {"table", "row", "cell", "line", "text", "keep"};
    for (guint i = 0; i < notes->len; i++) {
        const emit_note *n = &g_array_index(notes, emit_note, i);
        if (i == 0 || n->page != g_array_index(notes, emit_note, i - 1).page)
            g_string_append_printf(out, "page %zu\n", n->page + 1);
        g_string_append_printf(out, "%*s%s %d,%d %dx%d", n->depth * 2 + 2, "", names[n->kind], n->x, n->y, n->w, n->h);
        if (n->end > n->first)
            g_string_append_printf(out, " ops %zu-%zu", n->first, n->end - 1);
        if (n->kind == NOTE_CELL)
            print_outcome(n, out);
        if (n->kind == NOTE_LINE)
            g_string_append_printf(out, "%s baseline %d", n->vertical ? " vertical" : "", n->baseline);
        if (n->kind == NOTE_KEEP && n->firm)
            g_string_append(out, " firm");
        if (n->style)
            g_string_append_printf(out, " style %s", n->style->name);
        if (n->origin)
            display_print_origin(n->origin, out);
        g_string_append_c(out, '\n');
    }
}
