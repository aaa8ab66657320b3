/* codes.c: QR and bar codes as they stand on each page. Their rooms are the same whatever they hold, so that nothing
 * of the layout goes by it: they are made last, when it is known which page of how many each of them stands on. */
#include "compose/compose_int.h"

/* The least module of a QR and the least narrow bar that an office's printer and a hand scanner keep. */
enum { LEAST_MODULE_UM = 330, LEAST_BAR_UM = 190 };

typedef struct making {
    composer *c;
    size_t page, page_count; /* as printed on that at hand */
    size_t largest;          /* of all that are printed */
    GHashTable *widest;      /* of bound_code: code_symbol */
    GArray *codes, *flaws;   /* of that page: page_code, diag_message */
} making;

static bool
has_number(const bound_code *code)
{
    for (size_t i = 0; i < code->piece_count; i++)
        if (code->pieces[i].kind == INLINE_PAGE_NUMBER || code->pieces[i].kind == INLINE_PAGE_COUNT)
            return true;
    return false;
}

static const char *
text_on(const making *m, const bound_code *code, size_t number, size_t page_count)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < code->piece_count; i++) {
        const bound_inline *p = &code->pieces[i];
        if (p->kind == INLINE_PAGE_NUMBER || p->kind == INLINE_PAGE_COUNT)
            g_string_append_printf(s, "%zu", p->kind == INLINE_PAGE_NUMBER ? number : page_count);
        else
            g_string_append(s, p->kind == INLINE_NEWLINE ? "\n" : p->text);
    }
    const char *text = arena_strdup(m->c->a, s->str);
    g_string_free(s, TRUE);
    return text;
}

/* All figures are as wide as each other in each kind, so only how many a number has counts. NULL: it is too long. */
static const code_symbol *
widest_of(making *m, const bound_code *code)
{
    const code_symbol *known = g_hash_table_lookup(m->widest, code);
    for (size_t number = 1; !known || number <= m->largest; number *= 10) {
        const code_symbol *s = code_make(m->c->a, &code->wish, text_on(m, code, number, number), 0);
        if (!s)
            return NULL;
        if (!known || s->columns > known->columns)
            known = s;
        if (!has_number(code))
            break;
    }
    g_hash_table_insert(m->widest, (gpointer)code, (gpointer)known);
    return known;
}

static void
tell_flaw(making *m, const bound_inline *p, diag_code of, const char *two, const char *three)
{
    const diag_message flaw = {.code = of,
                               .form = p->origin->form,
                               .data = p->from_data ? p->origin->data : PLACE_NONE,
                               .args = {code_kind_name(p->code->wish.kind), two, three}};
    g_array_append_val(m->flaws, flaw);
}

static bool
is_large_enough(making *m, const bound_inline *p, const code_symbol *s)
{
    const code_kind kind = p->code->wish.kind;
    const int64_t shared = s->columns + 2 * code_quiet(kind);
    const unit need =
        unit_from_um((int32_t)(shared * (kind == CODE_QR ? LEAST_MODULE_UM : LEAST_BAR_UM) / code_grain(kind)));
    if (p->width >= need)
        return true;
    tell_flaw(m, p, p->from_data ? DIAG_COMPOSE_CODE_NO_FIT : DIAG_COMPOSE_CODE_SMALL, compose_mm_needed(m->c->a, need),
              compose_mm_there(m->c->a, p->width));
    return false;
}

/* The words under bars, in the middle of them. */
static const text_lines *
set_shown(making *m, const bound_inline *p, const char *words)
{
    const text_span span = {.kind = TEXT_CHARS, .utf8 = words, .unbreakable = true, .origin = p->origin};
    const text_paragraph t = {.style = {.family = font_find_family(m->c->fonts, p->style->family),
                                        .size = p->style->size,
                                        .pitch = p->style->size,
                                        .align = TEXT_CENTER},
                              .spans = arena_copy(m->c->a, &span, sizeof span),
                              .span_count = 1};
    const text_lines *lines = t.style.family ? text_compose(m->c->engine, m->c->a, &t, p->width, m->c->heard) : NULL;
    m->c->effort++;
    const flaws heard = compose_take_heard(m->c);
    g_array_append_vals(m->flaws, heard.items, (guint)heard.count);
    if (lines && lines->overfull)
        tell_flaw(m, p, DIAG_COMPOSE_CODE_NO_FIT, compose_mm_needed(m->c->a, lines->widest),
                  compose_mm_there(m->c->a, p->width));
    return lines;
}

static void
make_code(making *m, const bound_inline *p)
{
    const bound_code *code = p->code;
    /* To find its size, and that of its words; each dark module may be a box of its own on the page. */
    enum { WORK_OF_A_CODE = 4000, WORK_OF_A_MODULE = 2 };
    if (!code->piece_count || !compose_spend(m->c, NULL, WORK_OF_A_CODE + 4 * strlen(text_on(m, code, 1, 1))))
        return;
    const code_symbol *widest = widest_of(m, code);
    const char *text = text_on(m, code, m->page, m->page_count);
    const code_symbol *s = widest && has_number(code) ? code_make(m->c->a, &code->wish, text, widest->version) : widest;
    if (!s) {
        tell_flaw(m, p, DIAG_COMPOSE_CODE_LONG, arena_printf(m->c->a, "%ld", g_utf8_strlen(text, -1)), NULL);
        return;
    }
    if (!is_large_enough(m, p, widest))
        return;
    if (!compose_spend(m->c, NULL, (size_t)s->columns * (size_t)s->rows * WORK_OF_A_MODULE))
        return;
    const page_code made = {.code = code,
                            .symbol = s,
                            .text = text,
                            .columns = widest->columns + 2 * code_quiet(code->wish.kind),
                            .shown = code->shown ? set_shown(m, p, s->shown) : NULL};
    g_array_append_val(m->codes, made);
}

static void make_in_atoms(making *m, const atoms *list);

static void
make_in_line(making *m, const atom *a)
{
    const text_line *line = &a->para->lines->lines[a->line];
    for (size_t i = 0; i < line->object_count; i++) {
        const bound_inline *p = line->objects[i].span->object;
        if (p->kind == INLINE_CODE)
            make_code(m, p);
    }
}

/* Labels of groups go on from page to page; which of the two is shown is all one, as one code is made once a page. */
static void
make_in_atom(making *m, const atom *a)
{
    if (a->kind == ATOM_LINE || a->kind == ATOM_CUT_LINE)
        make_in_line(m, a);
    else if (a->kind == ATOM_COLUMNS)
        make_in_atoms(m, &a->columns->content);
    else if (a->kind == ATOM_ROW) {
        if (a->row->group)
            make_in_atoms(m, &a->row->group->label.content);
        for (size_t i = 0; i < a->row->cell_count; i++)
            make_in_atoms(m, &a->row->cells[i].content);
    }
}

static void
make_in_atoms(making *m, const atoms *list)
{
    for (size_t i = 0; i < list->count; i++)
        make_in_atom(m, &list->items[i]);
}

static void
make_on_page(making *m, page *p)
{
    m->page = p->number;
    make_in_atoms(m, &p->head);
    for (size_t i = 0; i < p->count; i++)
        make_in_atom(m, p->items[i].atom);
    make_in_atoms(m, &p->foot);
    p->code_count = m->codes->len;
    p->codes = arena_copy(m->c->a, m->codes->data, sizeof(page_code) * m->codes->len);
    p->code_flaws = (flaws){arena_copy(m->c->a, m->flaws->data, sizeof(diag_message) * m->flaws->len), m->flaws->len};
    g_array_set_size(m->codes, 0);
    g_array_set_size(m->flaws, 0);
}

/* The last number of the pages that are counted on with pages[i]. */
static size_t
count_at(const page *pages, size_t count, size_t i)
{
    while (i + 1 < count && pages[i + 1].run == pages[i].run)
        i++;
    return pages[i].number;
}

void
compose_codes(composer *c, page *pages, size_t count)
{
    if (!c->has_codes)
        return;
    making m = {.c = c,
                .widest = g_hash_table_new(NULL, NULL),
                .codes = g_array_new(FALSE, TRUE, sizeof(page_code)),
                .flaws = g_array_new(FALSE, TRUE, sizeof(diag_message))};
    for (size_t i = 0; i < count; i++)
        m.largest = MAX(m.largest, pages[i].number);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || pages[i].run != pages[i - 1].run)
            m.page_count = count_at(pages, count, i);
        make_on_page(&m, &pages[i]);
    }
    g_hash_table_destroy(m.widest);
    g_array_free(m.codes, TRUE);
    g_array_free(m.flaws, TRUE);
}
