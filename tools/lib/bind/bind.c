#include "bind/bind_int.h"

#include "functions/functions.h"

#include <math.h>
#include <string.h>

/* A loop in a loop in a loop over a large case must end: 200,000 pieces are some thousand pages. */
enum { MOST_PIECES = 200000, MOST_DEPTH = 128 };

const text_origin *
bind_origin(binder *b, place where, xml_node *node)
{
    text_origin *o = ARENA_NEW(b->a, text_origin);
    o->form = where;
    o->data = node ? xml_place(b->a, node, true) : PLACE_NONE;
    return o;
}

bool
bind_made_one(binder *b, place where)
{
    if (++b->made <= MOST_PIECES)
        return true;
    if (b->made == MOST_PIECES + 1)
        diag_add(b->d, DIAG_BIND_TOO_LARGE, where, PLACE_NONE, NULL);
    return false;
}

static void
note_yield(const binder *b, const xml_expr *e, const xml_value *v)
{
    guint yield = GPOINTER_TO_UINT(g_hash_table_lookup(b->yields, e)) | YIELD_ASKED;
    const bool is_something = v->type == XML_NODES    ? v->count > 0
                              : v->type == XML_STRING ? v->string[strspn(v->string, " \t\r\n")] != '\0'
                              : v->type == XML_NUMBER ? !isnan(v->number)
                                                      : true;
    yield |= is_something ? YIELD_SOMETHING : 0u;
    g_hash_table_insert(b->yields, (gpointer)e, GUINT_TO_POINTER(yield));
}

bool
bind_eval(binder *b, const bind_at *at, const xml_expr *e, place where, xml_value *v)
{
    const bool good = xml_eval(b->xpath, b->a, e, at->node, at->position, at->size, where, b->d, v);
    if (good && b->yields)
        note_yield(b, e, v);
    return good;
}

/* Tests are false in a blank form: nothing is known, so nothing is ticked. */
bool
bind_test(binder *b, const bind_at *at, const form_node *n)
{
    xml_value v;
    return !b->blank && n->test && bind_eval(b, at, n->test, n->where, &v) && xml_value_boolean(&v);
}

bool
bind_is_set(binder *b, const bind_at *at, const form_node *n)
{
    const bool is_so = bind_test(b, at, n); /* also what is set anyway must be right */
    return is_so || b->ticked;
}

/* The same message twice is one error. */
void
bind_lacks(binder *b, const bind_at *at, place where, diag_code code, const char *what)
{
    const size_t errors = diag_count(b->d, DIAG_ERROR);
    diag_add(b->d, code, where, at->node ? xml_place(b->a, at->node, true) : PLACE_NONE, what, NULL);
    if (b->trial)
        b->let_pass += diag_count(b->d, DIAG_ERROR) - errors;
}

/* ---- variables ---- */

static void
scope_push(binder *b, const char *name, xml_value value)
{
    const bind_scope scope = {name, value};
    g_array_append_val(b->scopes, scope);
    xml_xpath_set_variable(b->xpath, name, &value);
}

/* Back to `length` variables; one that was hidden is seen again. */
static void
scope_pop_to(binder *b, guint length)
{
    while (b->scopes->len > length) {
        const char *name = g_array_index(b->scopes, bind_scope, b->scopes->len - 1).name;
        g_array_set_size(b->scopes, b->scopes->len - 1);
        xml_xpath_unset_variable(b->xpath, name);
        for (guint i = b->scopes->len; i-- > 0;) {
            const bind_scope *s = &g_array_index(b->scopes, bind_scope, i);
            if (strcmp(s->name, name) == 0) {
                xml_xpath_set_variable(b->xpath, name, &s->value);
                break;
            }
        }
    }
}

/* 'word': the form's own word, known without any data. */
static const char *
literal_of(binder *b, const xml_expr *e)
{
    const char *text = xml_expr_text(e);
    const size_t n = strlen(text);
    if (n < 2 || (text[0] != '\'' && text[0] != '"') || strchr(text + 1, text[0]) != text + n - 1)
        return NULL;
    return arena_strndup(b->a, text + 1, n - 2);
}

/* In a blank form only the form's own words have a value. */
static void
bind_let(binder *b, const bind_at *at, const form_node *n)
{
    xml_value v;
    if (b->blank) {
        const char *word = literal_of(b, n->select);
        if (word)
            scope_push(b, n->text, xml_value_of_string(word));
    } else if (bind_eval(b, at, n->select, n->where, &v)) {
        scope_push(b, n->text, v);
    }
}

const char *
bind_own_word(const binder *b, const xml_expr *e)
{
    const char *text = xml_expr_text(e);
    for (guint i = b->scopes->len; text[0] == '$' && i-- > 0;) {
        const bind_scope *s = &g_array_index(b->scopes, bind_scope, i);
        if (strcmp(s->name, text + 1) == 0)
            return s->value.type == XML_STRING && *s->value.string ? s->value.string : NULL;
    }
    return NULL;
}

/* ---- control ---- */

static void
bind_choose(binder *b, bind_at at, const form_node *choose, bind_visit *visit, void *data)
{
    for (const form_node *n = choose->first; n; n = n->next) {
        const bool chosen = n->kind == FORM_OTHERWISE || (b->blank ? !n->blank_skip : bind_test(b, &at, n));
        if (chosen) {
            bind_children(b, at, n->first, visit, data);
            return;
        }
    }
}

static void
join_text(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    form_node *text = ARENA_NEW(b->a, form_node);
    text->kind = FORM_TEXT;
    text->where = loop->where;
    text->text = loop->join;
    visit(b, at, text, data);
}

static void
bind_for_each(binder *b, bind_at at, const form_node *loop, bind_visit *visit, void *data)
{
    if (b->blank) {
        for (int i = 0; i < loop->blank_count; i++)
            bind_children(b, at, loop->first, visit, data);
        return;
    }
    xml_value v;
    if (!bind_eval(b, &at, loop->select, loop->where, &v))
        return;
    if (v.type != XML_NODES) {
        diag_add(b->d, DIAG_BIND_NOT_NODES, loop->where, PLACE_NONE, xml_expr_text(loop->select), NULL);
        return;
    }
    bind_at inside = at;
    inside.size = v.count;
    for (size_t i = 0; i < v.count; i++) {
        inside.node = v.nodes[i];
        inside.position = i + 1;
        if (i > 0 && loop->join)
            join_text(b, at, loop, visit, data);
        if (!bind_made_one(b, loop->where))
            return;
        bind_children(b, inside, loop->first, visit, data);
    }
}

static void
bind_fail(binder *b, const bind_at *at, const form_node *n)
{
    if (!b->blank)
        bind_lacks(b, at, n->where, DIAG_BIND_FAIL, n->text);
}

void
bind_children(binder *b, bind_at at, const form_node *first, bind_visit *visit, void *data)
{
    const guint scope = b->scopes->len;
    if (++b->depth > MOST_DEPTH) {
        if (first)
            diag_add(b->d, DIAG_FORM_DEEP, first->where, PLACE_NONE, NULL);
        b->depth--;
        return;
    }
    for (const form_node *n = first; n; n = n->next) {
        switch (n->kind) {
        case FORM_IF:
            if (b->blank ? !n->blank_skip : bind_test(b, &at, n))
                bind_children(b, at, n->first, visit, data);
            break;
        case FORM_CHOOSE:
            bind_choose(b, at, n, visit, data);
            break;
        case FORM_FOR_EACH:
            bind_for_each(b, at, n, visit, data);
            break;
        case FORM_LET:
            bind_let(b, &at, n);
            break;
        case FORM_CALL: {
            const guint inner = b->scopes->len;
            for (const form_node *with = n->first; with; with = with->next)
                if (with->kind == FORM_LET)
                    bind_let(b, &at, with);
            bind_children(b, at, n->part, visit, data);
            scope_pop_to(b, inner);
            break;
        }
        case FORM_FAIL:
            bind_fail(b, &at, n);
            break;
        default:
            if (bind_made_one(b, n->where))
                visit(b, at, n, data);
        }
    }
    scope_pop_to(b, scope);
    b->depth--;
}

/* ---- blocks ---- */

typedef struct block_list {
    bound_node *first, **tail;
    GArray *loose; /* inlines that stand between blocks: they become a paragraph */
    place loose_where;
} block_list;

static bound_node *bind_block_list(binder *b, bind_at at, const form_node *first);

static void
append_block(block_list *list, bound_node *n)
{
    *list->tail = n;
    list->tail = &n->next;
}

static void
end_loose(binder *b, const bind_at *at, block_list *list)
{
    if (!list->loose->len)
        return;
    bound_node *p = ARENA_NEW(b->a, bound_node);
    p->kind = FORM_PARA;
    p->style = at->style;
    p->align = at->style->align;
    p->valign = at->style->valign;
    p->inline_count = list->loose->len;
    p->inlines = arena_copy(b->a, list->loose->data, sizeof(bound_inline) * list->loose->len);
    p->origin = bind_origin(b, list->loose_where, at->node);
    g_array_set_size(list->loose, 0);
    append_block(list, p);
}

static void
bind_paragraph(binder *b, bind_at at, const form_node *n, bound_node *p)
{
    GArray *inlines = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    bind_inlines(b, at, n->first, inlines);
    p->inline_count = inlines->len;
    p->inlines = arena_copy(b->a, inlines->data, sizeof(bound_inline) * inlines->len);
    g_array_free(inlines, TRUE);
}

static void
visit_block(binder *b, bind_at at, const form_node *n, void *data)
{
    block_list *list = data;
    if (bind_is_inline(n->kind)) {
        if (!list->loose->len)
            list->loose_where = n->where;
        bind_inline_one(b, at, n, list->loose);
        return;
    }
    end_loose(b, &at, list);
    if (n->style)
        at.style = n->style;
    bound_node *block = ARENA_NEW(b->a, bound_node);
    block->form = n;
    block->kind = n->kind;
    block->style = at.style;
    block->align = n->has_align ? n->align : at.style->align;
    block->valign = n->valign != VALIGN_UNSET ? n->valign : at.style->valign;
    block->min_height = b->blank && n->blank_height > n->min_height ? n->blank_height : n->min_height;
    block->origin = bind_origin(b, n->where, at.node);
    if (n->kind == FORM_PARA) {
        bind_paragraph(b, at, n, block);
    } else {
        if (n->has_align) { /* an alignment of a cell or block is that of what stands in it */
            form_style *own = arena_copy(b->a, at.style, sizeof *own);
            own->align = n->align;
            at.style = own;
        }
        block->first = bind_block_list(b, at, n->first);
    }
    append_block(list, block);
}

static bound_node *
bind_block_list(binder *b, bind_at at, const form_node *first)
{
    block_list list = {.loose = g_array_new(FALSE, TRUE, sizeof(bound_inline))};
    list.tail = &list.first;
    bind_children(b, at, first, visit_block, &list);
    end_loose(b, &at, &list);
    g_array_free(list.loose, TRUE);
    return list.first;
}

/* ---- the document ---- */

/* The node the form is about: the only one, or the newest (by date text, which sorts as it reads). */
static xml_node *
find_subject(binder *b, const bind_at *at)
{
    const form *f = b->f;
    xml_value v;
    if (!f->subject)
        return at->node;
    if (!bind_eval(b, at, f->subject, f->subject_where, &v))
        return NULL;
    if (v.type != XML_NODES || v.count == 0) {
        diag_add(b->d, DIAG_BIND_NO_SUBJECT, f->subject_where, xml_place(b->a, at->node, true),
                 f->subject_missing ? f->subject_missing : xml_expr_text(f->subject), NULL);
        return NULL;
    }
    if (!f->subject_order && v.count > 1) {
        diag_add(b->d, DIAG_BIND_MANY, f->subject_where, xml_place(b->a, v.nodes[1], true), xml_expr_text(f->subject),
                 NULL);
        return NULL;
    }
    xml_node *newest = v.nodes[0];
    const char *greatest = NULL;
    for (size_t i = 0; f->subject_order && i < v.count; i++) {
        const bind_at here = {.node = v.nodes[i], .position = i + 1, .size = v.count};
        xml_value order;
        if (!bind_eval(b, &here, f->subject_order, f->subject_where, &order))
            return NULL;
        const char *key = xml_value_string(b->a, &order);
        if (!greatest || strcmp(key, greatest) >= 0) {
            greatest = key;
            newest = v.nodes[i];
        }
    }
    return newest;
}

static const char *
info_text(binder *b, const bind_at *at, const xml_expr *e)
{
    xml_value v;
    if (!e || b->blank || !bind_eval(b, at, e, b->f->info.where, &v))
        return NULL;
    const char *s = xml_value_string(b->a, &v);
    return *s ? s : NULL;
}

static void
bind_info(binder *b, const bind_at *at, bound *out)
{
    const form_info *i = &b->f->info;
    out->title = info_text(b, at, i->title);
    if (!out->title)
        out->title = b->f->title;
    out->author = info_text(b, at, i->author);
    out->subject = info_text(b, at, i->subject);
    out->keywords = info_text(b, at, i->keywords);
    if (!out->keywords)
        out->keywords = b->f->edition;
    const char *made = info_text(b, at, i->date);
    out->has_date = made && date_parse(made, &out->made);
    if (i->date && !b->blank && !out->has_date)
        bind_lacks(b, at, i->where, DIAG_BIND_MISSING, xml_expr_text(i->date));
}

static void
bind_watermark(binder *b, const bind_at *at, bound *out)
{
    const form_page *p = &b->f->page;
    const form_node probe = {.test = p->watermark_test, .where = p->watermark_where};
    if (!p->watermark || (p->watermark_test && !bind_test(b, at, &probe))) /* a blank form holds no test */
        return;
    GArray *inlines = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    bind_inlines(b, *at, p->watermark, inlines);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < inlines->len; i++) {
        const bound_inline *piece = &g_array_index(inlines, bound_inline, i);
        if (piece->kind == INLINE_TEXT)
            g_string_append(text, piece->text);
    }
    out->watermark = text->len ? arena_strdup(b->a, text->str) : NULL;
    out->watermark_origin = bind_origin(b, p->watermark_where, at->node);
    g_string_free(text, TRUE);
    g_array_free(inlines, TRUE);
}

static void
set_global(binder *b, const char *name, const char *text)
{
    scope_push(b, name, xml_value_of_string(text ? text : ""));
}

static void
bind_document(binder *b, const bind_options *o, bound *out)
{
    bind_at at = {.node = b->c ? casefile_root(b->c) : NULL, .position = 1, .size = 1, .style = b->f->base};
    set_global(b, "as-of", o->as_of);
    set_global(b, "month", o->month);
    set_global(b, "form-name", b->f->name);
    set_global(b, "form-title", b->f->title);
    scope_push(b, "draft", xml_value_of_boolean(o->draft));
    if (!b->blank) {
        xml_value root = {.type = XML_NODES, .nodes = &at.node, .count = 1};
        scope_push(b, "case", root);
        xml_node *subject = find_subject(b, &at);
        if (!subject)
            return;
        at.node = subject;
        xml_value v = {.type = XML_NODES, .nodes = &subject, .count = 1};
        scope_push(b, "subject", v);
    }
    for (const form_node *n = b->f->lets; n; n = n->next)
        bind_let(b, &at, n);
    bind_recipients(b, &at, out);
    bind_info(b, &at, out);
    if (!(o->as_of && date_parse(o->as_of, &b->day)) && out->has_date)
        b->day = out->made;
    if (o->recipients_only)
        return;
    bind_watermark(b, &at, out);
    const form_page *p = &b->f->page;
    out->head_first = bind_block_list(b, at, p->head_first);
    out->head_later = p->head_later == p->head_first ? out->head_first : bind_block_list(b, at, p->head_later);
    out->foot_first = bind_block_list(b, at, p->foot_first);
    out->foot_later = p->foot_later == p->foot_first ? out->foot_first : bind_block_list(b, at, p->foot_later);
    out->body = bind_block_list(b, at, b->f->body);
}

bound *
bind_case(arena *a, xml_store *s, const form *f, const casefile *c, const bind_options *options, diag *d)
{
    const size_t errors = diag_count(d, DIAG_ERROR);
    binder b = {.a = a, .d = d, .f = f, .c = c, .blank = options->blank};
    b.ticked = options->ticked && !options->blank;
    b.trial = options->trial;
    b.yields = options->yields;
    b.xpath = xml_xpath_new(s);
    b.scopes = g_array_new(FALSE, TRUE, sizeof(bind_scope));
    functions_add(b.xpath, a, c);
    bound *out = ARENA_NEW(a, bound);
    out->form = f;
    out->blank = options->blank;
    bind_document(&b, options, out);
    g_array_free(b.scopes, TRUE);
    xml_xpath_drop(b.xpath);
    return diag_count(d, DIAG_ERROR) == errors + b.let_pass ? out : NULL;
}
