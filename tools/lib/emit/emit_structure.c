#include "emit/emit_int.h"

guint
element_of(emitter *e, guint parent, const void *what, display_node n)
{
    if (e->shown_again || !parent)
        return 0;
    const guint known = GPOINTER_TO_UINT(g_hash_table_lookup(e->elements, what));
    if (known)
        return known;
    n.parent = parent;
    const guint made = display_add_node(e->l, n);
    g_hash_table_insert(e->elements, (gpointer)what, GUINT_TO_POINTER(made));
    return made;
}

/* Of a line of a table of contents, in which its paragraph is. */
static guint
element_of_entry(emitter *e, const bound_node *n)
{
    const guint whole = element_of(e, e->within, n->entry_of, (display_node){.role = DISPLAY_TOC});
    return element_of(e, whole, &n->entry_of, (display_node){.role = DISPLAY_TOCI});
}

static bool
is_on_page_before(const emitter *e, const bound_node *n)
{
    const guint known = GPOINTER_TO_UINT(g_hash_table_lookup(e->elements, n));
    return known && display_node_at(e->l, known)->page != e->page_index;
}

/* No level of headings is skipped (ISO 14289-1, 7.4.2). */
guint
element_of_paragraph(emitter *e, const bound_node *n, bool goes_on)
{
    if (n->is_note && !goes_on && is_on_page_before(e, n)) /* with the head of a table, its mark is on several */
        return 0;
    static const display_role roles[] = {DISPLAY_P, DISPLAY_H1, DISPLAY_H2, DISPLAY_H3};
    const int level = n->is_note ? 0 : MIN(CLAMP(n->style->heading, 0, 3), e->heading + 1);
    if (level > 0 && !e->shown_again)
        e->heading = level;
    const guint in = n->is_note    ? element_of(e, e->within, n->anchor, (display_node){.role = DISPLAY_NOTE})
                     : n->entry_of ? element_of_entry(e, n)
                                   : e->within;
    return element_of(e, in, n, (display_node){.role = roles[level]});
}

guint
element_of_row(emitter *e, const table *t, const row *r)
{
    if (bound_table_is_layout(t->node))
        return e->within;
    const guint whole = element_of(e, e->within, t->node, (display_node){.role = DISPLAY_TABLE});
    return element_of(e, whole, r->node, (display_node){.role = DISPLAY_TR});
}

guint
element_of_cell(emitter *e, guint in_row, const cell *box, display_role role, bool heads_column, int rows)
{
    if (in_row == e->within)
        return in_row;
    const guint element =
        element_of(e, in_row, box->node,
                   (display_node){.role = role, .rows = rows, .columns = (int)box->span, .heads_column = heads_column});
    const bound_node *only = box->node->first;
    if (element && only && !only->next && only->kind == FORM_PARA && only->style->heading == 0)
        g_hash_table_insert(e->elements, (gpointer)only, GUINT_TO_POINTER(element));
    return element;
}

guint
element_of_room(emitter *e, const bound_inline *p, display_box box)
{
    const char *what = p->kind == INLINE_SIGN ? "署名欄" : p->kind == INLINE_SEAL ? "押印欄" : "記入欄";
    const char *alt = p->name ? arena_printf(e->a, "%s（%s）", what, p->name) : what;
    return element_of(e, e->page->node, p, (display_node){.role = DISPLAY_FIGURE, .alt = alt, .box = box});
}

/* What it holds is told unless it is text on the page as well. */
guint
element_of_code(emitter *e, const bound_inline *p, const page_code *c, display_box box)
{
    const code_kind of = c->code->wish.kind;
    const char *kind = of == CODE_QR ? "QRコード" : arena_printf(e->a, "バーコード（%s）", code_kind_name(of));
    const char *alt = c->code->alt ? c->code->alt : c->shown ? kind : arena_printf(e->a, "%s：%s", kind, c->text);
    return element_of(e, e->page->node, p, (display_node){.role = DISPLAY_FIGURE, .alt = alt, .box = box});
}

guint
element_of_picture(emitter *e, const bound_inline *p, display_box box)
{
    if (p->picture && !p->text)
        return 0;
    const char *alt = p->picture ? p->text : p->name ? arena_printf(e->a, "画像の欄（%s）", p->name) : "画像の欄";
    return element_of(e, e->page->node, p, (display_node){.role = DISPLAY_FIGURE, .alt = alt, .box = box});
}

guint
element_of_choice(emitter *e, const void *mark, bool chosen)
{
    return element_of(e, e->page->node, mark, (display_node){.role = DISPLAY_SPAN, .alt = chosen ? "選択" : "非選択"});
}

guint
element_of_ruby(emitter *e, const bound_inline *p, bool is_reading)
{
    const guint whole = element_of(e, e->page->node, p, (display_node){.role = DISPLAY_RUBY});
    return is_reading ? element_of(e, whole, &p->ruby, (display_node){.role = DISPLAY_RT})
                      : element_of(e, whole, &p->text, (display_node){.role = DISPLAY_RB});
}

guint
element_of_link(emitter *e, const bound_inline *p)
{
    const guint link = p->link ? element_of(e, e->page->node, p->link, (display_node){.role = DISPLAY_LINK}) : 0;
    return link ? link : e->page->node;
}

guint
element_of_run(emitter *e, guint parent, const text_run *r, const char *said)
{
    const char *language = said ? said : text_language(r->utf8);
    return language ? element_of(e, parent, r, (display_node){.role = DISPLAY_SPAN, .language = language}) : parent;
}

guint
element_begin(emitter *e, guint element)
{
    const guint before = e->page->node;
    e->page->node = element;
    return before;
}

void
element_end(emitter *e, guint before)
{
    e->page->node = before;
}

int
colour_begin(emitter *e, const form_style *style)
{
    const int before = e->page->colour;
    e->page->colour = style->screen;
    return before;
}

void
colour_end(emitter *e, int before)
{
    e->page->colour = before;
}
