#include "compose/compose_int.h"

/* Of a base of 7 pt (typesetting guide §6), to within what the thousandths that boxes shrink by leave over. */
enum { LEAST_RUBY = 7 * UNIT_PT / 2 - UNIT_PT / 64 };

typedef struct report {
    diag *d;
    const char *field; /* of the box that is looked into; NULL: none, or it has no name */
    char *label;       /* as printed before the box in its row, words of the form alone; NULL: none */
    bool is_refused;   /* in a box that is told as a whole: how wide its lines are is not */
    bool told;
} report;

static void
tell_flaw(report *r, diag_code code, place in_form, place in_data, const char *one, const char *two)
{
    diag_add(r->d, code, in_form, in_data, one, two, NULL);
    r->told = r->told || diag_severity_of(code) == DIAG_ERROR;
}

static void
tell_flaws(report *r, flaws list)
{
    for (size_t i = 0; i < list.count; i++) {
        const diag_message *m = &list.items[i];
        diag_add(r->d, m->code, m->form, m->data, m->args[0], m->args[1], m->args[2], m->args[3], NULL);
        r->told = r->told || diag_severity_of(m->code) == DIAG_ERROR;
    }
}

/* How much there should be, and how much there is; both 0: that is not known. Of a box of so many lines: how many it
 * would take, and how many it may have. */
typedef struct measures {
    unit need, has;
    size_t lines, most_lines;
} measures;

/* By the name of the box, or by its label as printed; the places tell of one that has neither. */
static void
tell_box(report *r, diag_code code, place in_form, place in_data, measures m)
{
    arena *a = arena_new();
    const char *name = r->field ? r->field : r->label, *ja = "", *en = "";
    if (m.lines > m.most_lines) {
        ja = arena_printf(a, "（%zu行になりますが、%zu行までです）", m.lines, m.most_lines);
        en = arena_printf(a, " (it takes %zu lines and may have %zu)", m.lines, m.most_lines);
    } else if (m.need > m.has && m.has >= 0) {
        const char *need = compose_mm_needed(a, m.need), *has = compose_mm_there(a, m.has);
        ja = arena_printf(a, "（%s要りますが、%sしかありません）", need, has);
        en = arena_printf(a, " (it needs %s and has %s)", need, has);
    }
    tell_flaw(r, code, in_form, in_data, arena_printf(a, "%s%s", name ? arena_printf(a, "欄「%s」", name) : "欄", ja),
              arena_printf(a, "%s%s", name ? arena_printf(a, "the box 「%s」", name) : "its box", en));
    arena_drop(a);
}

static void
tell_overfull(report *r, place in_form, place in_data, measures m)
{
    if (!r->is_refused)
        tell_box(r, DIAG_COMPOSE_OVERFULL, in_form, in_data, m);
}

/* Of a line; one that was moved to the left of its box for a decimal point starts before it. */
static measures
width_of_line(const atom *a)
{
    const text_line *line = &a->para->lines->lines[a->line];
    const unit has = a->para->measure;
    return (measures){.need = MAX(MAX(line->width, line->natural), has - a->x - line->x), .has = has};
}

/* The first that is too wide, whatever it stands in. */
static measures
width_in(const atoms *list)
{
    measures m = {0};
    for (size_t i = 0; i < list->count && !m.need; i++) {
        const atom *a = &list->items[i];
        if (a->kind == ATOM_LINE && a->overfull)
            m = width_of_line(a);
        else if (a->kind == ATOM_CORNER)
            m = width_in(&a->columns->content);
        else if (a->kind == ATOM_COLUMNS && a->columns->content.overfull)
            m = width_in(&a->columns->content);
        else if (a->kind == ATOM_COLUMNS && a->overfull)
            m = (measures){.need = a->columns->content.height, .has = a->width};
        for (size_t k = 0; a->kind == ATOM_ROW && !m.need && k < a->row->cell_count; k++)
            m = width_in(&a->row->cells[k].content);
    }
    return m;
}

/* Of a box that refuses its text: too tall for it, or too wide. */
static measures
what_box_needs(const cell *box)
{
    const unit height = box->node->form ? box->node->form->height : 0;
    const size_t lines = atoms_line_count(&box->content);
    if (box->most_lines && lines > box->most_lines)
        return (measures){.lines = lines, .most_lines = box->most_lines};
    return height && cell_height(box) > height ? (measures){.need = cell_height(box), .has = height}
                                               : width_in(&box->content);
}

static void
append_words(GString *out, const form_node *n)
{
    for (; n; n = n->next) {
        if (n->kind == FORM_TEXT && n->text)
            g_string_append(out, n->text);
        append_words(out, n->first);
    }
}

/* A label whose words are the form's: no value of the case gets into a message. */
static void
read_label(report *r, const cell *box)
{
    const form_node *f = box->node->form;
    if (!f || !f->repeat) /* as labels do */
        return;
    GString *words = g_string_new(NULL);
    append_words(words, f->first);
    g_free(r->label);
    g_strstrip(words->str);
    r->label = g_string_free(words, *words->str == '\0');
}

/* `before`: the atom above it; NULL: none. */
static void report_atom(report *r, const atom *a, const atom *before);

static void
report_atoms(report *r, const atoms *list)
{
    for (size_t i = 0; i < list->count; i++)
        report_atom(r, &list->items[i], i ? &list->items[i - 1] : NULL);
}

/* The room of a code is the form's, whatever it holds. True: this is what is too wide on its line. */
static bool
report_wide_code(report *r, const text_line *line, unit has)
{
    for (size_t i = 0; i < line->object_count; i++) {
        const bound_inline *p = line->objects[i].span->object;
        if (p->kind != INLINE_CODE || p->width <= has)
            continue;
        arena *a = arena_new();
        const char *kind = code_kind_name(p->code->wish.kind);
        diag_add(r->d, DIAG_COMPOSE_WIDTHS, p->origin->form, PLACE_NONE, kind, kind, compose_mm_needed(a, p->width),
                 compose_mm_there(a, has), NULL);
        arena_drop(a);
        r->told = true;
        return true;
    }
    return false;
}

static void
report_line(report *r, const atom *a)
{
    const text_line *line = &a->para->lines->lines[a->line];
    const text_origin *whole = paragraph_origin(a->para);
    if (a->overfull && !report_wide_code(r, line, a->para->measure))
        tell_overfull(r, whole->form, whole->data, width_of_line(a));
    tell_flaws(r, a->para->flaws);
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *run = &line->runs[i];
        const text_origin *o = run->span->origin;
        if (run->is_ruby && run->glyph_count && run->size < LEAST_RUBY)
            tell_flaw(r, DIAG_COMPOSE_RUBY_SMALL, o ? o->form : PLACE_NONE, o ? o->data : PLACE_NONE, NULL, NULL);
    }
}

static void
report_cell(report *r, const cell *box, const atoms *shown)
{
    const bool was_refused = r->is_refused;
    const char *outer = r->field;
    const form_node *f = box->node->form;
    r->field = f && f->field ? f->field : outer;
    if (box->outcome == FITS_REFUSED) {
        const bound_node *first = box->node->first;
        const place data = first && first->inline_count ? first->inlines[0].origin->data : box->node->origin->data;
        tell_box(r, DIAG_COMPOSE_NO_FIT, box->node->origin->form, data, what_box_needs(box));
        r->is_refused = true;
    }
    report_atoms(r, shown);
    r->is_refused = was_refused;
    r->field = outer;
}

/* （続き） is the form's: it is too wide for what the form says, not for the data. */
static void
report_again(report *r, const cell *box, const atoms *shown)
{
    if (box->content_again.overfull)
        tell_overfull(r, box->node->origin->form, PLACE_NONE, width_in(&box->content_again));
    const bool was_refused = r->is_refused;
    r->is_refused = true;
    report_atoms(r, shown);
    r->is_refused = was_refused;
}

/* A group that goes on from elsewhere shows its label with （続き）. */
static void
report_row(report *r, const row *here, const atom *before)
{
    const group *g = here->group;
    char *outer = g_steal_pointer(&r->label);
    if (g)
        read_label(r, &g->label);
    if (g && here->begins_group)
        report_cell(r, &g->label, &g->label.content);
    else if (g && !(before && before->kind == ATOM_ROW && before->row->group == g))
        report_again(r, &g->label, &g->label.content_again);
    for (size_t i = 0; i < here->cell_count; i++) {
        const cell *box = &here->cells[i];
        if (box->shown_again)
            report_again(r, box, &box->content);
        else
            report_cell(r, box, &box->content);
        read_label(r, box);
    }
    g_free(r->label);
    r->label = outer;
}

static void
report_atom(report *r, const atom *a, const atom *before)
{
    switch (a->kind) {
    case ATOM_LINE:
    case ATOM_CUT_LINE:
        report_line(r, a);
        break;
    case ATOM_ROW:
        report_row(r, a->row, before);
        break;
    case ATOM_COLUMNS:
        if (a->overfull > a->columns->content.overfull)
            tell_overfull(r, a->node->origin->form, a->node->origin->data,
                          (measures){.need = a->columns->content.height, .has = a->width});
        report_atoms(r, &a->columns->content);
        break;
    case ATOM_CHART:
        for (size_t i = 0; i < a->chart->text_count; i++)
            report_atoms(r, &a->chart->texts[i].text);
        break;
    case ATOM_CORNER:
        report_atoms(r, &a->columns->content);
        break;
    case ATOM_FLAW:
        tell_flaws(r, (flaws){a->flaw, 1});
        break;
    case ATOM_SPACE:
    case ATOM_RULE:
    case ATOM_PAGE_BREAK:
    case ATOM_GUTTER:
        break;
    }
}

static void
report_page(report *r, const page *p)
{
    report_atoms(r, &p->head);
    for (size_t i = 0; i < p->count; i++)
        report_atom(r, p->items[i].atom, i ? p->items[i - 1].atom : NULL);
    if (p->too_tall) {
        const text_origin *o = p->too_tall->node->origin;
        arena *a = arena_new();
        tell_flaw(r, DIAG_COMPOSE_TOO_TALL, o->form, o->data, compose_mm_needed(a, p->too_tall->height),
                  compose_mm_there(a, p->foot_y - p->body_y));
        arena_drop(a);
    }
    report_atoms(r, &p->foot);
    tell_flaws(r, p->code_flaws);
}

static void
report_promise(report *r, const composed *of)
{
    const form *f = of->bound->form;
    char promised[16], made[32];
    const int most = MAX(f->pages, f->at_most);
    if (f->pages <= 0 || of->page_count <= (size_t)most)
        return;
    g_snprintf(promised, sizeof promised, "%d", most);
    g_snprintf(made, sizeof made, "%zu", of->page_count);
    /* Words of data are too many; a form that is too long without any is its author's. */
    const bound_node *first = of->bound->body;
    tell_flaw(r, DIAG_COMPOSE_TOO_MANY_PAGES, f->body_where, first ? first->origin->data : PLACE_NONE, promised, made);
}

void
compose_report(composed *of, diag *d)
{
    report r = {.d = d};
    if (of->is_spent) {
        const bool blamed = of->spent && of->spent->origin;
        tell_flaw(&r, DIAG_COMPOSE_TOO_LARGE, blamed ? of->spent->origin->form : of->bound->form->body_where,
                  blamed ? of->spent->origin->data : PLACE_NONE, NULL, NULL);
    }
    if (of->no_room) {
        char number[24];
        g_snprintf(number, sizeof number, "%zu", of->no_room);
        tell_flaw(&r, DIAG_COMPOSE_NO_ROOM, of->bound->form->subject_where, PLACE_NONE, number, NULL);
    }
    for (size_t i = 0; i < of->page_count; i++) {
        r.told = false;
        report_page(&r, &of->pages[i]);
        of->pages[i].is_flawed = r.told;
    }
    if (of->torn)
        tell_flaw(&r, DIAG_COMPOSE_PLACE, of->torn->origin->form, PLACE_NONE,
                  of->torn->kind == INLINE_PAGE_COUNT ? "page-count" : "page-number", NULL);
    if (of->lost)
        tell_flaw(&r, DIAG_BIND_ANCHOR, of->lost->origin->form, of->lost->origin->data, of->lost->to, NULL);
    if (of->unsettled)
        tell_flaw(&r, DIAG_COMPOSE_UNSETTLED, of->bound->form->subject_where, PLACE_NONE, NULL, NULL);
    for (size_t i = 0; i < of->bound->master_count; i++)
        tell_flaws(&r, of->marks[i].flaws);
    report_promise(&r, of);
}
