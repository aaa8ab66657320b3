/* geometry_support.h: what the tests of the pages' geometry share: every paper that the samples make, with every kind
 * of data that tries it, as pages and as display list; where the ink of a page lies; and faults, told together at the
 * end.
 *
 * A paper is a form with a sample (or none: blank), in a variant. What a variant makes impossible (a name so long that
 * the form refuses it) is another test's; here it is only left out. */
#ifndef RENKEI_TEST_GEOMETRY_SUPPORT_H
#define RENKEI_TEST_GEOMETRY_SUPPORT_H

#include "samples_support.h"

#include "aids/aids.h"
#include "emit/notes.h"

#include "compose/composed.h" /* whose short names would hide those of the helpers */

#define MM(n) ((n)*72.0 * UNIT_PT / 25.4)

static inline double
in_mm(double u)
{
    return u * 25.4 / 72 / UNIT_PT;
}

typedef struct paper {
    const char *form, *sample, *variant;
    made m;
    GArray *notes; /* of emit_note */
    GPtrArray *faults;
    aids *aids; /* of an edition for parents; NULL: it is none */
    void *data; /* a check's own */
} paper;

/* What is asked of a paper; it adds faults. */
typedef void (*paper_check)(paper *p);

/* ---- faults ---- */

static inline void G_GNUC_PRINTF(3, 4) add_fault(paper *p, size_t page_index, const char *words, ...)
{
    va_list list;
    va_start(list, words);
    char *what = g_strdup_vprintf(words, list);
    va_end(list);
    g_ptr_array_add(p->faults, g_strdup_printf("%s %s %s, page %zu: %s", p->form, p->sample ? p->sample : "blank",
                                               p->variant, page_index + 1, what));
    g_free(what);
}

/* Each kind of fault of a form once, whatever sample and variant it is in; fails when there is one. */
static inline void
tell_faults(const GPtrArray *faults)
{
    GHashTable *told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint count = 0;
    for (guint i = 0; i < faults->len; i++) {
        const char *fault = g_ptr_array_index(faults, i), *form_end = strchr(fault, ' ');
        const char *kind = strstr(fault, ": ");
        if (g_hash_table_add(told, g_strdup_printf("%.*s%s", (int)(form_end - fault), fault, kind))) {
            fprintf(stderr, "%s\n", fault);
            count++;
        }
    }
    g_hash_table_destroy(told);
    if (count)
        fail_msg("%u faults of geometry, of %u in all", count, faults->len);
}

/* ---- papers ---- */

typedef struct variant {
    const char *name;
    casefile_alteration how;
    bool large, ticked, draft;
    const aids_wish *wish; /* NULL: none */
} variant;

static const variant variants[] = {
    {.name = "as it is"},
    {.name = "draft", .draft = true},
    {.name = "large", .large = true},
    {.name = "ticked", .ticked = true},
    {.name = "empty", .how = ALTER_EMPTY},
    {.name = "long", .how = ALTER_LONG},
    {.name = "names", .how = ALTER_NAMES},
    {.name = "kanji", .how = ALTER_KANJI},
};

/* Editions for parents (aids.h). */
static const aids_wish wish_furigana = {.furigana = AIDS_LABELS},
                       wish_for_parents = {.furigana = AIDS_LABELS, .plain = true}, wish_gloss = {.gloss = "vi"},
                       wish_all = {.furigana = AIDS_LABELS, .plain = true, .gloss = "pt"};
static const variant editions[] = {
    {.name = "furigana", .wish = &wish_furigana},
    {.name = "furigana, ticked", .wish = &wish_furigana, .ticked = true},
    {.name = "for parents", .wish = &wish_for_parents, .large = true},
    {.name = "gloss, ticked", .wish = &wish_gloss, .ticked = true},
    {.name = "gloss for parents", .wish = &wish_all, .large = true},
};

typedef struct paper_world {
    casefile_schemas *cases;
    const schema_grammar *forms;
    xml_store *s;
} paper_world;

static inline void
dress_paper(paper *p, const char *form_file, const aids_wish *wish)
{
    made *m = &p->m;
    p->aids = aids_read(m->a, m->s, wish, "templates/words", "templates/schema", form_file, m->d);
    assert_non_null(p->aids);
    m->b = (bound *)aids_dress(p->aids, m->b, m->d); /* it stays as it is from here on */
}

static inline bool
make_paper(fixture *f, const paper_world *w, const variant *v, paper *p)
{
    made *m = &p->m;
    *m = open_made();
    p->notes = g_array_new(FALSE, TRUE, sizeof(emit_note));
    const char *path = arena_printf(m->a, strchr(p->form, '/') ? "templates/%s.xml" : "templates/%s/form.xml", p->form);
    form *read = (v->large  ? form_read_large
                  : v->wish ? form_read_roomy
                            : form_read_with)(m->a, m->s, path, w->forms, m->d);
    assert_non_null(read);
    if (p->sample) {
        m->c = casefile_read_with(m->a, m->s, arena_printf(m->a, "samples/%s/case.xml", p->sample), w->cases, m->d);
        assert_non_null(m->c);
        casefile_alter(m->c, v->how);
    }
    bind_options o = {.blank = p->sample == NULL, .ticked = v->ticked, .draft = v->draft};
    o.judged = judged_for(read, m, &o);
    o.values = shipped_values();
    m->b = bind_case(m->a, m->s, read, m->c, &o, m->d);
    if (v->wish && m->b)
        dress_paper(p, path, v->wish);
    m->pages = m->b ? compose_document(m->a, f->engine, f->fonts, m->b, m->d) : NULL;
    m->l = m->pages ? emit_document(m->a, m->pages, p->notes) : NULL;
    return m->l != NULL;
}

static inline void
drop_paper(paper *p)
{
    g_array_free(p->notes, TRUE);
    aids_drop(p->aids);
    drop(&p->m);
}

static inline bool
check_paper(fixture *f, const paper_world *w, const variant *v, paper_check check, paper *p)
{
    const bool done = make_paper(f, w, v, p);
    if (done)
        check(p);
    else if ((v == variants || v == editions) && !diag_exit_status(p->m.d))
        fail_msg("%s of %s is not done", p->form, p->sample ? p->sample : "nothing");
    drop_paper(p);
    return done;
}

/* A form with every sample and blank, in every variant; how many papers. */
static inline size_t
check_form(fixture *f, const paper_world *w, const char *form_name, const variant *in, size_t variant_count,
           paper_check check, GPtrArray *faults)
{
    size_t count = 0;
    const bool takes_case = !strchr(form_name, '/');
    for (char **sample = takes_case ? f->samples : f->samples + g_strv_length(f->samples);; sample++) {
        for (size_t v = 0; v < (IS_SANITIZED ? 1 : variant_count); v++) {
            paper p = {.form = form_name, .sample = *sample, .variant = in[v].name, .faults = faults};
            if (*sample || (!in[v].how && !in[v].ticked))
                count += check_paper(f, w, &in[v], check, &p);
        }
        if (!*sample)
            return count;
    }
}

static inline paper_world
open_papers(void)
{
    paper_world w = {.cases = casefile_schemas_open("templates/schema", false), .s = xml_store_new()};
    diag *d = diag_new();
    w.forms = form_schema_read(w.s, "templates/schema", d);
    assert_non_null(w.forms);
    diag_drop(d);
    return w;
}

static inline void
close_papers(paper_world *w)
{
    casefile_schemas_close(w->cases);
    xml_store_drop(w->s);
}

/* All papers but those for which a sample has nothing, and what renkei-batch and renkei-check print, blank. Fails when
 * there are faults. */
static inline void
check_papers(fixture *f, paper_check check)
{
    static const char *const others[] = {"batch/cover", "batch/deadlines", "batch/envelope", "batch/index",
                                         "batch/report"};
    GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
    paper_world w = open_papers();
    size_t count = 0;
    for (char **name = f->forms; *name; name++)
        count += check_form(f, &w, *name, variants, G_N_ELEMENTS(variants), check, faults);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        assert_true(check_form(f, &w, others[i], variants, G_N_ELEMENTS(variants), check, faults) > 0);
    assert_true(count > (IS_SANITIZED ? 1 : 5) * g_strv_length(f->forms));
    close_papers(&w);
    tell_faults(faults);
    g_ptr_array_free(faults, TRUE);
}

/* The same of these forms in the editions for parents. */
static inline void
check_editions(fixture *f, const char *const *forms, paper_check check)
{
    GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
    paper_world w = open_papers();
    for (; *forms; forms++)
        assert_true(check_form(f, &w, *forms, editions, G_N_ELEMENTS(editions), check, faults) > 0);
    close_papers(&w);
    tell_faults(faults);
    g_ptr_array_free(faults, TRUE);
}

/* A small form of the tests' own, with this body: `find` is in one of its faults; NULL: it has none. */
static inline void
expect_faults(fixture *f, paper_check check, const char *styles, const char *body, const char *find)
{
    paper p = {.form = "small", .variant = "", .faults = g_ptr_array_new_with_free_func(g_free)};
    p.notes = g_array_new(FALSE, TRUE, sizeof(emit_note));
    p.m = open_made();
    char *path = g_build_filename(f->folder, "form.xml", NULL);
    char *text = g_strdup_printf(
        "<form name='small' title='small' data='any'><style name='base' size='9pt' pitch='12.5pt' pad='1.2mm 1.3mm'/>"
        "<style name='label' like='base' family='gothic'/>%s<page margin='15mm'/><body>%s</body></form>",
        styles, body);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    const form *read = form_read_file(p.m.a, p.m.s, path, "templates/schema", p.m.d);
    const bind_options o = {.blank = false};
    p.m.c = casefile_read_any_memory(p.m.a, p.m.s, "data.xml", "<d/>", strlen("<d/>"), p.m.d);
    p.m.b = read && p.m.c ? bind_case(p.m.a, p.m.s, read, p.m.c, &o, p.m.d) : NULL;
    p.m.pages = p.m.b ? compose_document(p.m.a, f->engine, f->fonts, p.m.b, p.m.d) : NULL;
    p.m.l = p.m.pages ? emit_document(p.m.a, p.m.pages, p.notes) : NULL;
    if (!p.m.l) {
        diag_print(p.m.d, stderr, DIAG_JA);
        fail_msg("not made: %s", body);
    }
    check(&p);
    bool found = false;
    for (guint i = 0; i < p.faults->len; i++)
        found |= !find || strstr(g_ptr_array_index(p.faults, i), find);
    if (find ? !found : p.faults->len > 0)
        fail_msg("%s\nexpected: %s\ntold: %s", body, find ? find : "nothing",
                 p.faults->len ? (const char *)g_ptr_array_index(p.faults, 0) : "nothing");
    g_ptr_array_free(p.faults, TRUE);
    g_free(text);
    g_free(path);
    drop_paper(&p);
}

/* ---- where the ink lies ---- */

typedef enum ink_kind { INK_GLYPH, INK_TICK, INK_RING, INK_RULE, INK_SLANT, INK_CIRCLE } ink_kind;

/* A glyph, a mark or a rule: what it covers. */
typedef struct ink {
    ink_kind kind;
    double left, top, right, bottom;
    const display_op *op;
    const char *utf8; /* GLYPH: `length` bytes */
    size_t length;
    bool is_light; /* what is to be printed or written over */
} ink;

static inline ink
ink_of_box(ink_kind kind, const display_op *op, double left, double top, double right, double bottom)
{
    return (ink){.kind = kind, .op = op, .left = left, .top = top, .right = right, .bottom = bottom};
}

static inline void
append_glyphs(GArray *to, const display_op *op)
{
    const display_text *t = &op->text;
    size_t glyph = 0;
    for (display_cluster c; display_next_cluster(t, &glyph, &c);)
        for (size_t i = c.first; i < c.first + c.count; i++) {
            font_ink in;
            if (!font_face_ink(t->face, t->size, t->glyphs[i].id, &in))
                continue;
            if (t->condensed) {
                in.left = unit_scale(in.left, t->condensed, 1000);
                in.right = unit_scale(in.right, t->condensed, 1000);
            }
            const double x = t->x + t->glyphs[i].x, y = t->y + t->glyphs[i].y;
            ink one = t->turned ? ink_of_box(INK_GLYPH, op, x + in.bottom, y + in.left, x + in.top, y + in.right)
                                : ink_of_box(INK_GLYPH, op, x + in.left, y - in.top, x + in.right, y - in.bottom);
            one.utf8 = c.utf8;
            one.length = c.length;
            one.is_light = t->gray > 0;
            g_array_append_val(to, one);
        }
}

static inline void
append_edges(GArray *to, const display_op *op)
{
    const display_rect *r = &op->rect;
    const double half = r->width / 2, x = r->x, y = r->y, right = x + r->w, bottom = y + r->h;
    const ink edges[] = {ink_of_box(INK_RULE, op, x - half, y - half, right + half, y + half),
                         ink_of_box(INK_RULE, op, x - half, bottom - half, right + half, bottom + half),
                         ink_of_box(INK_RULE, op, x - half, y - half, x + half, bottom + half),
                         ink_of_box(INK_RULE, op, right - half, y - half, right + half, bottom + half)};
    g_array_append_vals(to, edges, G_N_ELEMENTS(edges));
}

/* Lines end where they end: they have no caps. */
static inline void
trim_ends(ink *line)
{
    const double half = line->op->kind == DISPLAY_LINE ? line->op->line.width / 2 : 0;
    if (line->kind == INK_RULE && line->right - line->left >= line->bottom - line->top) {
        line->left += half;
        line->right -= half;
    } else if (line->kind == INK_RULE) {
        line->top += half;
        line->bottom -= half;
    }
}

/* All of it on a page but fills, pictures and the watermark. GArray of ink. */
static inline GArray *
ink_of_page(const display_page *of)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(ink));
    for (guint i = 0; i < of->ops->len; i++) {
        const display_op *op = &g_array_index(of->ops, display_op, i);
        const display_box box = display_box_of(op);
        ink one = ink_of_box(INK_RULE, op, box.x, box.y, (double)box.x + box.w, (double)box.y + box.h);
        if (op->kind == DISPLAY_TEXT && op->text.ink == DISPLAY_FILL) {
            append_glyphs(all, op);
        } else if (op->kind == DISPLAY_RECT && op->rect.width > 0) {
            append_edges(all, op);
        } else if (op->kind == DISPLAY_MARK) {
            const double half = op->mark.width / 2;
            one = ink_of_box(op->mark.sign == DISPLAY_RING ? INK_RING : INK_TICK, op, one.left - half, one.top - half,
                             one.right + half, one.bottom + half);
            g_array_append_val(all, one);
        } else if (op->kind == DISPLAY_LINE || op->kind == DISPLAY_PATH) {
            one.kind = op->kind == DISPLAY_LINE && op->line.x1 != op->line.x2 && op->line.y1 != op->line.y2 ? INK_SLANT
                                                                                                            : INK_RULE;
            trim_ends(&one);
            g_array_append_val(all, one);
        } else if (op->kind == DISPLAY_ELLIPSE) {
            one.kind = INK_CIRCLE;
            one.is_light = op->ellipse.gray > 0;
            g_array_append_val(all, one);
        }
    }
    return all;
}

static inline bool
is_flat(const ink *rule) /* it runs across */
{
    return rule->right - rule->left >= rule->bottom - rule->top;
}

static inline bool
overlaps(double a, double a_end, double b, double b_end)
{
    return a < b_end && b < a_end;
}

/* Of two boxes; 0: they touch. Apart in both directions counts as the larger of the two. */
static inline double
gap_between(const ink *a, const ink *b)
{
    const double across = MAX(b->left - a->right, a->left - b->right),
                 down = MAX(b->top - a->bottom, a->top - b->bottom);
    return MAX(MAX(across, down), 0);
}

static inline const display_page *
page_of(const paper *p, size_t i)
{
    return g_ptr_array_index(p->m.l->pages, i);
}

/* What stands there, for people: the text of the op. */
static inline const char *
words_of(const ink *i)
{
    const char *text = display_text_of(i->op);
    return text ? text : "a line";
}

/* ---- as composed ---- */

/* Where a line of text stands. */
typedef struct line_spot {
    size_t page;
    const table *in; /* the innermost; NULL: none */
    const row *of;
    const cell *box;
    bool is_label; /* a label, a head or the first cell of a group: it says what others are */
} line_spot;

typedef void (*line_check)(paper *p, const line_spot *at, const atom *line);

static inline void see_atom(paper *p, line_spot at, const atom *a, line_check see);

static inline void
see_atoms(paper *p, line_spot at, const atoms *list, line_check see)
{
    for (size_t i = 0; i < list->count; i++)
        see_atom(p, at, &list->items[i], see);
}

static inline void
see_cell(paper *p, line_spot at, const cell *box, bool is_label, line_check see)
{
    at.box = box;
    at.is_label = is_label;
    see_atoms(p, at, &box->content, see);
}

static inline bool
is_head_row(const table *t, const row *r)
{
    for (size_t i = 0; i < t->head_count; i++)
        if (t->head[i] == r)
            return true;
    return false;
}

static inline void
see_atom(paper *p, line_spot at, const atom *a, line_check see)
{
    if (a->kind == ATOM_LINE) {
        see(p, &at, a);
    } else if (a->kind == ATOM_COLUMNS || a->kind == ATOM_CORNER) {
        see_atoms(p, at, &a->columns->content, see);
    } else if (a->kind == ATOM_ROW) {
        at.in = a->table;
        at.of = a->row;
        if (a->row->begins_group)
            see_cell(p, at, &a->row->group->label, true, see);
        for (size_t i = 0; i < a->row->cell_count; i++) {
            const cell *box = &a->row->cells[i];
            see_cell(p, at, box, box->node->form->header || is_head_row(a->table, a->row), see);
        }
    }
}

/* Every line of the bodies, boxes within boxes too. */
static inline void
each_body_line(paper *p, line_check see)
{
    for (size_t i = 0; i < p->m.pages->page_count; i++)
        for (size_t k = 0; k < p->m.pages->pages[i].count; k++)
            see_atom(p, (line_spot){.page = i}, p->m.pages->pages[i].items[k].atom, see);
}

/* Those of heads and feet, too. */
static inline void
each_line(paper *p, line_check see)
{
    each_body_line(p, see);
    for (size_t i = 0; i < p->m.pages->page_count; i++) {
        see_atoms(p, (line_spot){.page = i}, &p->m.pages->pages[i].head, see);
        see_atoms(p, (line_spot){.page = i}, &p->m.pages->pages[i].foot, see);
    }
}

/* What a line says, furigana left out. g_string_free it. */
static inline GString *
text_of_line(const text_line *line)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < line->run_count; i++)
        if (!line->runs[i].is_ruby)
            g_string_append(s, line->runs[i].utf8);
    return s;
}

#endif
