/* review.c: what the author of a form would do well to look at. */
#include "render/render_int.h"

#include <string.h>

#include "form/form.h"

struct render_review {
    render_environment *e;
    render_request r;
    const char *const *cases; /* those that are still to be made; then the blank form */
    bool has_data;
    arena *a;
    xml_store *s;
    const form *f;
    GHashTable *yields; /* of bind_options */
    diag *weak;         /* what was found on pages */
};

render_review *
render_review_new(render_environment *e, const render_request *r, const char *const *cases, diag *d)
{
    g_assert(e && r && r->form && d);
    static const char *const none[] = {NULL};
    render_review *v = g_new0(render_review, 1);
    v->e = e;
    v->r = *r;
    v->cases = cases ? cases : none;
    v->a = arena_new();
    v->s = xml_store_new();
    v->yields = g_hash_table_new(NULL, NULL);
    v->weak = diag_new();
    v->f = render_form(e, v->a, v->s, r->form, d);
    if (v->f)
        return v;
    render_review_drop(v);
    return NULL;
}

void
render_review_drop(render_review *v)
{
    if (!v)
        return;
    diag_drop(v->weak);
    g_hash_table_destroy(v->yields);
    xml_store_drop(v->s);
    arena_drop(v->a);
    g_free(v);
}

/* ---- pages ---- */

static void
note_weakness(diag *d, arena *a, const display_op *op)
{
    static const diag_code codes[] = {[DISPLAY_SMALL] = DIAG_REVIEW_SMALL,
                                      [DISPLAY_THIN] = DIAG_REVIEW_THIN,
                                      [DISPLAY_PALE] = DIAG_REVIEW_PALE,
                                      [DISPLAY_DARK] = DIAG_REVIEW_DARK,
                                      [DISPLAY_COARSE] = DIAG_REVIEW_COARSE};
    const display_weakness w = display_weakness_of(op);
    if (w == DISPLAY_SOUND)
        return;
    if (w == DISPLAY_COARSE) {
        const int dpi = image_dpi(op->image.picture, op->image.w, op->image.h);
        diag_add(d, codes[w], op->origin ? op->origin->form : PLACE_NONE, PLACE_NONE, arena_printf(a, "%d", dpi),
                 arena_printf(a, "%d", DISPLAY_LEAST_DPI), NULL);
        return;
    }
    const char *limit = w == DISPLAY_SMALL  ? arena_printf(a, "%d", DISPLAY_LEAST_SIZE / UNIT_PT)
                        : w == DISPLAY_DARK ? arena_printf(a, "%d", DISPLAY_DARKEST_FILL)
                                            : arena_printf(a, "%.1f", (double)DISPLAY_LEAST_RULE / UNIT_PT);
    const char *size = w == DISPLAY_SMALL ? arena_printf(a, "%.4g", (double)op->text.size / UNIT_PT) : NULL;
    diag_add(d, codes[w], op->origin ? op->origin->form : PLACE_NONE, PLACE_NONE, limit, size, NULL);
}

/* ---- what is read aloud ---- */

static bool
has_rules(const form_node *table)
{
    return table->frame > RULE_NONE || table->inner_rows > RULE_NONE || table->inner_columns > RULE_NONE;
}

static void
note_room(diag *d, const bound_inline *p)
{
    const bool is_room = p->kind == INLINE_SIGN || p->kind == INLINE_SEAL || (p->kind == INLINE_BLANK && p->underline);
    const form_kind kind = p->kind == INLINE_SIGN ? FORM_SIGN : p->kind == INLINE_SEAL ? FORM_SEAL : FORM_BLANK;
    if (is_room && !p->name && !p->is_left)
        diag_add(d, DIAG_REVIEW_ROOM, p->origin->form, PLACE_NONE, form_kind_name(kind), NULL);
}

static void
note_nodes(diag *d, const bound_node *first)
{
    for (const bound_node *n = first; n; n = n->next) {
        if (n->kind == FORM_TABLE && n->form->column_count > 1 && !n->form->layout && has_rules(n->form) &&
            bound_table_is_layout(n))
            diag_add(d, DIAG_REVIEW_TABLE, n->origin->form, PLACE_NONE, NULL);
        for (size_t i = 0; i < n->inline_count; i++)
            note_room(d, &n->inlines[i]);
        note_nodes(d, n->first);
    }
}

/* What is wrong with the document itself is dropped. */
static void
look_at_document(render_review *v, const char *case_path)
{
    render_request r = v->r;
    r.blank = !case_path;
    const render_manner m = {.trial = true, .lenient = true, .form = v->f, .yields = case_path ? v->yields : NULL};
    render_case *c = render_case_new(v->e, case_path);
    render_document *x = render_document_new(c, &r, &m, RENDER_DRAWN);
    for (guint p = 0; x->list && p < x->list->pages->len; p++) {
        const display_page *page = g_ptr_array_index(x->list->pages, p);
        for (guint i = 0; i < page->ops->len; i++)
            note_weakness(v->weak, x->a, &g_array_index(page->ops, display_op, i));
    }
    if (x->bound) {
        note_nodes(v->weak, bound_first_head(x->bound));
        note_nodes(v->weak, x->bound->body);
    }
    v->has_data = v->has_data || (x->bound && case_path);
    render_document_drop(x);
    render_case_drop(c);
}

bool
render_review_step(render_review *v)
{
    g_assert(v);
    const char *case_path = *v->cases;
    look_at_document(v, case_path);
    v->cases += case_path != NULL;
    return case_path != NULL;
}

/* ---- expressions ---- */

typedef struct teller {
    const render_review *v;
    diag *d;
    GHashTable *seen; /* parts, which several calls share */
} teller;

/* A condition that did not hold is none of it: a guard is there for the case that does not come. */
static void
tell_expression(const teller *t, const form_node *n, const xml_expr *e)
{
    if (e && GPOINTER_TO_UINT(g_hash_table_lookup(t->v->yields, e)) == YIELD_ASKED &&
        strcmp(n->where.file, t->v->f->file) == 0)
        diag_add(t->d, DIAG_REVIEW_NOTHING, n->where, PLACE_NONE, xml_expr_text(e), NULL);
}

/* What stands inside something that was never reached was not asked for, and is left out. */
static void
tell_nodes(const teller *t, const form_node *first)
{
    for (const form_node *n = first; n; n = n->next) {
        tell_expression(t, n, n->select);
        tell_expression(t, n, n->extra);
        /* an empty box is as good as a full one */
        if (n->test && xml_expr_is_path(n->test) && n->kind != FORM_TICK && n->kind != FORM_CIRCLE)
            tell_expression(t, n, n->test);
        tell_nodes(t, n->first);
        if (n->part && g_hash_table_add(t->seen, (gpointer)n->part))
            tell_nodes(t, n->part);
    }
}

static void
tell_expressions(const render_review *v, diag *d)
{
    const teller t = {v, d, g_hash_table_new(NULL, NULL)};
    const form_page *p;
    tell_nodes(&t, v->f->lets);
    for (size_t i = 0; (p = form_page_of(v->f, i)); i++) {
        for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++)
            tell_nodes(&t, p->head.nodes[on]);
        for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++)
            tell_nodes(&t, p->foot.nodes[on]);
        tell_nodes(&t, p->watermark);
    }
    tell_nodes(&t, v->f->body);
    g_hash_table_destroy(t.seen);
}

static void
find_all(const render_review *v, diag *d)
{
    static const diag_code codes[] = {
        [NAMED_STYLE] = DIAG_REVIEW_STYLE, [NAMED_PART] = DIAG_REVIEW_PART, [NAMED_LET] = DIAG_REVIEW_LET};
    for (size_t i = 0; i < v->f->unused_count; i++)
        diag_add(d, codes[v->f->unused[i].kind], v->f->unused[i].where, PLACE_NONE, v->f->unused[i].name, NULL);
    for (size_t i = 0; i < diag_length(v->weak); i++) {
        diag_message m = *diag_at(v->weak, i);
        m.data = PLACE_NONE;
        diag_append(d, &m);
    }
    if (v->has_data)
        tell_expressions(v, d);
}

/* What the reader of the page loses, then what its author may have meant otherwise, then what is too much. */
static guint
rank_of(diag_code code)
{
    static const diag_code worst_first[] = {DIAG_REVIEW_ROOM, DIAG_REVIEW_TABLE, DIAG_REVIEW_SMALL,   DIAG_REVIEW_DARK,
                                            DIAG_REVIEW_PALE, DIAG_REVIEW_THIN,  DIAG_REVIEW_NOTHING, DIAG_REVIEW_STYLE,
                                            DIAG_REVIEW_PART, DIAG_REVIEW_LET};
    guint rank = 0;
    while (rank < G_N_ELEMENTS(worst_first) && worst_first[rank] != code)
        rank++;
    return rank;
}

static int
by_rank(const void *a, const void *b)
{
    const diag_message *const x = *(const diag_message *const *)a, *const y = *(const diag_message *const *)b;
    const int order[] = {(int)diag_severity_of(y->code) - (int)diag_severity_of(x->code),
                         (int)rank_of(x->code) - (int)rank_of(y->code), g_strcmp0(x->form.file, y->form.file),
                         x->form.line - y->form.line};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        if (order[i])
            return order[i];
    return 0;
}

void
render_review_tell(const render_review *v, diag *d)
{
    g_assert(v && d);
    diag *found = diag_new();
    find_all(v, found);
    GPtrArray *sorted = g_ptr_array_new();
    for (size_t i = 0; i < diag_length(found); i++)
        g_ptr_array_add(sorted, (gpointer)diag_at(found, i));
    g_ptr_array_sort(sorted, by_rank); /* GLib's keeps the order of equals */
    for (guint i = 0; i < sorted->len; i++)
        diag_append(d, g_ptr_array_index(sorted, i));
    diag_append_all(d, found); /* how many were left out; what is there already is not added again */
    g_ptr_array_free(sorted, TRUE);
    diag_drop(found);
}
