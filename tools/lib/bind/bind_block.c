/* bind_block.c: blocks, tables and cells; lines between them become paragraphs. */
#include "base/blank.h"
#include "bind/bind_int.h"

typedef struct block_list {
    bound_node *first, **tail;
    GArray *loose; /* inlines that stand between blocks: they become a paragraph; NULL: there were none yet */
    place loose_where;
} block_list;

static void
append_block(block_list *list, bound_node *n)
{
    *list->tail = n;
    list->tail = &n->next;
}

static void
end_loose(binder *b, const bind_at *at, block_list *list)
{
    if (!list->loose || !list->loose->len)
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
    GArray *inlines = bind_take_pieces(b);
    bind_inlines(b, at, n->first, inlines);
    bind_copy_heading(b, &at, n, inlines);
    p->inline_count = inlines->len;
    p->inlines = arena_copy(b->a, inlines->data, sizeof(bound_inline) * inlines->len);
    bind_give_pieces(b, inlines);
}

/* Ink, or room that is a field of its own. */
static bool
has_ink(const bound_node *list)
{
    for (const bound_node *n = list; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline *p = &n->inlines[i];
            if (p->kind != INLINE_NEWLINE && !(p->kind == INLINE_TEXT && blank_is_text(p->text)))
                return true;
        }
        if (n->kind == FORM_TABLE || has_ink(n->first))
            return true;
    }
    return false;
}

/* A cell that is empty for a hand: values are left out of it, or it is called by a name. A label is one only where
 * values are left out: the name of a row that the form does not know. */
static const form_entry *
entry_of_cell(const form_node *n, const bound_node *content, bool is_left)
{
    const bool is_room = n->entry.kind != ENTRY_NONE && !n->diagonal && (is_left || (n->field && !n->header));
    return is_room && !has_ink(content) ? &n->entry : NULL;
}

/* Empty cells behind a label of their row. */
static void
find_entries(bound_node *row)
{
    bool is_labelled = false;
    for (bound_node *n = row->first; n; n = n->next) {
        if (n->kind != FORM_CELL)
            continue;
        if (is_labelled && !n->entry && !n->form->header)
            n->entry = entry_of_cell(n->form, n->first, true);
        is_labelled = is_labelled || n->form->header;
    }
}

static void
visit_block(binder *b, bind_at at, const form_node *n, void *data)
{
    block_list *list = data;
    if (bind_is_inline(n->kind)) {
        if (!list->loose)
            list->loose = bind_take_pieces(b);
        if (!list->loose->len)
            list->loose_where = n->where;
        bind_inline_one(b, at, n, list->loose);
        return;
    }
    end_loose(b, &at, list);
    if (n->style)
        at.style = n->style;
    if (n->kind == FORM_CELL && n->field)
        at.field = n->field;
    bound_node *block = ARENA_NEW(b->a, bound_node);
    block->form = n->computed ? bind_attributes(b, &at, n) : n;
    block->kind = n->kind;
    block->style = at.style;
    block->align = n->has_align ? n->align : at.style->align;
    block->valign = n->valign != VALIGN_UNSET ? n->valign : at.style->valign;
    block->min_height = b->blank && n->blank_height > n->min_height ? n->blank_height : n->min_height;
    block->origin = bind_origin(b, n->where, at.node);
    block->anchor = block->form->anchor;
    if (form_begins_section(n)) /* with a title of its own */
        b->titled = false;
    if (n->kind == FORM_PARA) {
        bind_paragraph(b, at, n, block);
    } else if (n->kind == FORM_AMOUNT) {
        bind_chart_amount(b, at, n, block);
    } else {
        if (n->has_align) { /* an alignment of a cell or block is that of what stands in it */
            form_style *own = arena_copy(b->a, at.style, sizeof *own);
            own->align = n->align;
            at.style = own;
        }
        const size_t left = b->left;
        block->first = bind_blocks(b, at, n->first);
        if (n->kind == FORM_CHART)
            bind_chart(b, block);
        if (n->kind == FORM_CELL && b->fillable)
            block->entry = entry_of_cell(n, block->first, b->left != left);
        if (n->kind == FORM_ROW && b->fillable)
            find_entries(block);
    }
    append_block(list, block);
}

bound_node *
bind_blocks(binder *b, bind_at at, const form_node *first)
{
    block_list list = {0};
    list.tail = &list.first;
    bind_children(b, at, first, visit_block, &list);
    end_loose(b, &at, &list);
    if (list.loose)
        bind_give_pieces(b, list.loose);
    return list.first;
}
