/* bind.c: the document: its subject, its properties, its heads, feet and body. */
#include "bind/bind_int.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "functions/functions.h"

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
        if (!b->keeps) /* else the paper is for the first one */
            bind_lacks_subject(b, at);
        return NULL;
    }
    if (!f->subject_order && v.count > 1 && !b->keeps) {
        bind_tell_many(b, f->subject_where, f->subject, &v);
        return NULL;
    }
    xml_node *newest = f->subject_order ? v.nodes[0] : v.nodes[v.count - 1];
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
    if (!e || (b->blank && !bind_is_kept(b, at, e)) || !bind_eval(b, at, e, b->f->info.where, &v))
        return NULL;
    const char *s = xml_value_string(b->a, &v);
    if (v.type == XML_NUMBER ? !isfinite(v.number) : v.type == XML_STRING && xml_wrote_no_number(b->xpath, s)) {
        bind_tell_no_number(b, at, b->f->info.where, e);
        return NULL;
    }
    return *s ? s : NULL;
}

/* Whether the expression gives a day. Text that is none is told, and so is a day that is needed and missing. */
static bool
bind_day(binder *b, const bind_at *at, const xml_expr *e, bool needed, date *out)
{
    const place where = b->f->info.where;
    xml_value v;
    if (!e || b->blank || !bind_eval(b, at, e, where, &v))
        return false;
    const char *text = xml_value_string(b->a, &v);
    const bool has = date_parse(text, out);
    if (xml_is_blank(text) && needed)
        bind_lacks_value(b, at, where, DIAG_BIND_MISSING, e);
    else if (!xml_is_blank(text) && !has)
        bind_tell_refused(b, where, v.type == XML_NODES ? v.nodes[0] : at->node, e, text, "date",
                          XML_REFUSAL("日付（YYYY-MM-DD）ではありません", "not a date YYYY-MM-DD"));
    return has;
}

static void
bind_date(binder *b, const bind_at *at, bound *out)
{
    out->has_date = bind_day(b, at, b->f->info.date, true, &out->made);
}

static void
bind_info(binder *b, const bind_at *at, bound *out)
{
    const form_info *i = &b->f->info;
    out->title = info_text(b, at, i->title);
    if (!out->title)
        out->title = b->f->title;
    if (b->f->large)
        out->title = arena_printf(b->a, "%s（拡大版）", out->title);
    out->title = bind_copy_title(b, out->title);
    out->author = info_text(b, at, i->author);
    out->subject = info_text(b, at, i->subject);
    const bool given = b->copy && b->copy->given; /* ids find a file within the office alone */
    out->keywords = given ? NULL : info_text(b, at, i->keywords);
    if (!out->keywords)
        out->keywords = b->f->edition;
    bind_date(b, at, out);
    out->has_consented = bind_day(b, at, i->consented, false, &out->consented);
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
        else if (piece->kind == INLINE_IMAGE)
            diag_add(b->d, DIAG_BIND_BLOCK_IN_LINE, piece->origin->form, PLACE_NONE, "image", NULL);
    }
    out->watermark = text->len ? arena_strdup(b->a, text->str) : NULL;
    out->watermark_origin = bind_origin(b, p->watermark_where, at->node);
    g_string_free(text, TRUE);
    g_array_free(inlines, TRUE);
}

/* One that was not asked for is of the data, as far as a blank form goes. */
static void
set_global(binder *b, const char *name, const char *text)
{
    (text ? bind_push : bind_push_data)(b, name, xml_value_of_string(text ? text : ""));
}

/* <options digits="全角"/> of a case: the one preference that no form can keep for itself, as it is about all values.
 */
static bool
wants_wide_figures(const binder *b)
{
    const xml_node *n = b->c ? xml_element_named(casefile_root(b->c), "options") : NULL;
    const char *digits = n ? xml_attribute(b->a, n, "digits") : NULL;
    return digits && strcmp(digits, "全角") == 0;
}

static void
set_root(binder *b, const char *name, xml_node *root)
{
    xml_node **nodes = ARENA_ARRAY(b->a, xml_node *, 1);
    *nodes = root;
    bind_push_data(b, name, (xml_value){.type = XML_NODES, .nodes = nodes, .count = root != NULL});
}

static void
set_own(binder *b, const form_own *own)
{
    xml_node **nodes = ARENA_ARRAY(b->a, xml_node *, 1);
    *nodes = own->root;
    bind_push_kept(b, own->name, (xml_value){.type = XML_NODES, .nodes = nodes, .count = 1});
}

static void
set_globals(binder *b, const bind_options *o)
{
    b->wide_figures = wants_wide_figures(b);
    b->as_of = o->as_of;
    b->month = o->month;
    set_global(b, "as-of", o->as_of);
    set_global(b, "month", o->month);
    set_global(b, "form-name", b->f->name);
    set_global(b, "form-title", b->f->title);
    bind_push(b, "draft", xml_value_of_boolean(o->draft));
    bind_push(b, "given", xml_value_of_boolean(o->copy && o->copy->given));
    set_root(b, "judged", o->judged);
    set_root(b, "enclosed", o->enclosed);
    for (size_t i = 0; i < b->f->beside_count; i++)
        set_root(b, b->f->beside[i].name, b->c ? casefile_beside_root(b->c, b->f->beside[i].name) : NULL);
    for (size_t i = 0; i < b->f->own_count; i++)
        set_own(b, &b->f->own[i]);
}

/* Where a document begins: at the root of its data, with what every expression may ask for. */
static bind_at
begin_at_root(binder *b, const bind_options *o)
{
    xml_node **root = ARENA_ARRAY(b->a, xml_node *, 1);
    *root = b->c ? casefile_root(b->c) : NULL;
    set_globals(b, o);
    const xml_value whole = {.type = XML_NODES, .nodes = root, .count = 1};
    if (!b->blank)
        bind_push_data(b, "case", whole);
    else if (b->keeps)
        bind_push(b, "case", whole);
    return (bind_at){.node = *root, .position = 1, .size = 1, .style = b->f->base};
}

/* The subject, with what the form's expressions may ask for there; NULL when there is none. */
static xml_node *
begin_at_subject(binder *b, const bind_at *root)
{
    bind_at at = *root;
    if (!b->blank) {
        xml_node *subject = find_subject(b, &at);
        if (!subject)
            return NULL;
        at.node = subject;
        xml_value v = {.type = XML_NODES, .nodes = &subject, .count = 1};
        bind_push_data(b, "subject", v);
    } else if (b->keeps) {
        xml_node **subject = ARENA_ARRAY(b->a, xml_node *, 1);
        at.node = *subject = find_subject(b, &at);
        bind_push(b, "subject", (xml_value){.type = XML_NODES, .nodes = subject, .count = at.node != NULL});
    }
    for (const form_node *n = b->f->lets; n; n = n->next)
        bind_let(b, &at, n);
    return at.node;
}

static bound_running
bind_running(binder *b, const bind_at *at, const form_running *of)
{
    bound_running out = {.has = {false}};
    for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++) {
        out.has[on] = of->has[on];
        out.nodes[on] = bind_blocks(b, *at, of->nodes[on]);
    }
    return out;
}

static void
bind_masters(binder *b, const bind_at *at, bound *out)
{
    out->master_count = b->f->other_count + 1;
    bound_master *masters = ARENA_ARRAY(b->a, bound_master, out->master_count);
    for (size_t i = 0; i < out->master_count; i++) {
        masters[i].page = form_page_of(b->f, i);
        masters[i].head = bind_running(b, at, &masters[i].page->head);
        masters[i].foot = bind_running(b, at, &masters[i].page->foot);
        bind_copy_feet(b, at, &masters[i].foot);
    }
    out->masters = masters;
}

static void
bind_document(binder *b, const bind_options *o, bound *out)
{
    bind_at at = begin_at_root(b, o);
    at.node = begin_at_subject(b, &at);
    if (!at.node && !b->blank)
        return;
    out->about = at.node;
    bind_recipients(b, &at, out);
    bind_info(b, &at, out);
    if (!(o->as_of && date_parse(o->as_of, &b->day)) && out->has_date)
        b->day = out->made;
    bind_watermark(b, &at, out);
    bind_masters(b, &at, out);
    b->in_body = true;
    out->body = bind_copy_body(b, &at, bind_blocks(b, at, b->f->body));
    b->in_body = false;
    out->notes = b->notes;
    bind_references(b, out);
}

bound *
bind_case(arena *a, xml_store *s, const form *f, const casefile *c, const bind_options *options, diag *d)
{
    assert(a && s && f && f->base && options && d);
    assert(c || options->blank); /* only a blank form needs no data */
    const size_t errors = diag_count(d, DIAG_ERROR);
    binder b = {.a = a, .d = d, .f = f, .c = c, .blank = options->blank};
    b.s = s;
    b.copy = options->copy;
    b.keeps = options->blank && c;
    b.labels = b.keeps ? casefile_labels_open(c) : NULL;
    b.ticked = options->ticked && !options->blank;
    b.ticks = options->ticks;
    b.fillable = options->fillable;
    b.trial = options->trial;
    b.yields = options->yields;
    b.xpath = xml_xpath_new(s);
    xml_xpath_set_labeller(b.xpath, bind_label, &b);
    b.scopes = g_array_new(FALSE, TRUE, sizeof(bind_scope));
    functions_add(b.xpath, a, c);
    bind_add_values(&b, options);
    bound *out = ARENA_NEW(a, bound);
    out->form = f;
    out->again = f->again;
    out->blank = options->blank;
    out->fillable = options->fillable;
    bind_document(&b, options, out);
    assert(b.depth == 0); /* every way down came up again */
    out->has_data_images = b.images != NULL;
    g_clear_pointer(&b.images, g_hash_table_destroy);
    g_clear_pointer(&b.spare, g_ptr_array_unref);
    g_array_free(b.scopes, TRUE);
    casefile_labels_close(b.labels);
    xml_xpath_drop(b.xpath);
    return diag_count(d, DIAG_ERROR) == errors + b.let_pass ? out : NULL;
}

/* A look at a case without a document, nothing of which is told. */
static void
open_look(binder *b, xml_store *s, const form *f, const casefile *c, const bind_options *o)
{
    *b = (binder){.a = arena_new(), .d = diag_new(), .f = f, .c = c};
    b->xpath = xml_xpath_new(s);
    b->scopes = g_array_new(FALSE, TRUE, sizeof(bind_scope));
    functions_add(b->xpath, b->a, c);
    bind_add_values(b, o);
}

static void
close_look(binder *b)
{
    g_array_free(b->scopes, TRUE);
    casefile_labels_close(b->labels);
    xml_xpath_drop(b->xpath);
    diag_drop(b->d);
    arena_drop(b->a);
}

bool
bind_finds_subject(xml_store *s, const form *f, const casefile *c, const bind_options *options)
{
    assert(s && f && c && options);
    binder b;
    open_look(&b, s, f, c, options);
    const bind_at at = begin_at_root(&b, options);
    const bool found = find_subject(&b, &at) != NULL;
    close_look(&b);
    return found;
}

bool
bind_finds_date(xml_store *s, const form *f, const casefile *c, const bind_options *options, date *out)
{
    assert(s && f && c && options && out);
    binder b;
    open_look(&b, s, f, c, options);
    bind_at at = begin_at_root(&b, options);
    bound probe = {0};
    at.node = begin_at_subject(&b, &at);
    if (at.node)
        bind_date(&b, &at, &probe);
    close_look(&b);
    *out = probe.made;
    return probe.has_date;
}
