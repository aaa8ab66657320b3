/* display_structure.c: the structure of a list, as text. */
#include "display/display.h"

const char *
display_role_name(display_role role)
{
    static const char *const names[] = {[DISPLAY_DOCUMENT] = "Document",
                                        [DISPLAY_H1] = "H1",
                                        [DISPLAY_H2] = "H2",
                                        [DISPLAY_H3] = "H3",
                                        [DISPLAY_P] = "P",
                                        [DISPLAY_TABLE] = "Table",
                                        [DISPLAY_TR] = "TR",
                                        [DISPLAY_TH] = "TH",
                                        [DISPLAY_TD] = "TD",
                                        [DISPLAY_SPAN] = "Span",
                                        [DISPLAY_RUBY] = "Ruby",
                                        [DISPLAY_RB] = "RB",
                                        [DISPLAY_RT] = "RT",
                                        [DISPLAY_FIGURE] = "Figure",
                                        [DISPLAY_LINK] = "Link",
                                        [DISPLAY_TOC] = "TOC",
                                        [DISPLAY_TOCI] = "TOCI",
                                        [DISPLAY_NOTE] = "Note"};
    return names[role];
}

static void
print_head(const display_node *n, GString *out)
{
    g_string_append(out, display_role_name(n->role));
    if (n->role == DISPLAY_TH)
        g_string_append(out, n->heads_column ? " column" : " row");
    if (n->columns > 1)
        g_string_append_printf(out, " columns %d", n->columns);
    if (n->rows > 1)
        g_string_append_printf(out, " rows %d", n->rows);
    if (n->box.w)
        g_string_append_printf(out, " box %d,%d %dx%d", n->box.x, n->box.y, n->box.w, n->box.h);
    if (n->language)
        g_string_append_printf(out, " lang %s", n->language);
    if (n->alt)
        g_string_append_printf(out, " alt \"%s\"", n->alt);
    g_string_append_c(out, '\n');
}

/* One piece of content: an element by its number, or the text of ops that follow each other. */
typedef struct held {
    guint parent, node; /* node 0: text */
    GString *text;
} held;

static void
print_node(const display *l, const GArray *all, guint number, int depth, GString *out)
{
    g_string_append_printf(out, "%*s", depth * 2, "");
    print_head(display_node_at(l, number), out);
    for (guint i = 0; i < all->len; i++) {
        const held *h = &g_array_index(all, held, i);
        if (h->parent != number)
            continue;
        if (h->node)
            print_node(l, all, h->node, depth + 1, out);
        else
            g_string_append_printf(out, "%*s\"%s\"\n", depth * 2 + 2, "", h->text->str);
    }
}

static void
hold_text(GArray *all, guint parent, const char *text)
{
    held *last = all->len ? &g_array_index(all, held, all->len - 1) : NULL;
    if (last && last->parent == parent && !last->node) {
        g_string_append(last->text, text);
        return;
    }
    const held h = {parent, 0, g_string_new(text)};
    g_array_append_val(all, h);
}

/* Elements that were added before op `op` of page `page`. */
static void
hold_nodes(const display *l, GArray *all, guint *next, guint page, guint op)
{
    for (; *next <= l->nodes->len; (*next)++) {
        const display_node *n = display_node_at(l, *next);
        if (n->page > page || (n->page == page && n->op > op))
            return;
        const held h = {n->parent, *next, NULL};
        g_array_append_val(all, h);
    }
}

void
display_print_structure(const display *l, GString *out)
{
    g_assert(l && out);
    GArray *all = g_array_new(FALSE, FALSE, sizeof(held));
    guint next = 2; /* the document is nobody's */
    for (guint p = 0; p < l->pages->len; p++) {
        const GArray *ops = ((display_page *)g_ptr_array_index(l->pages, p))->ops;
        for (guint i = 0; i < ops->len; i++) {
            const display_op *op = &g_array_index(ops, display_op, i);
            hold_nodes(l, all, &next, p, i);
            if (op->node)
                hold_text(all, op->node, display_text_of(op) ? display_text_of(op) : "");
        }
        hold_nodes(l, all, &next, p, ops->len);
    }
    print_node(l, all, 1, 0, out);
    for (guint i = 0; i < all->len; i++)
        if (g_array_index(all, held, i).text)
            g_string_free(g_array_index(all, held, i).text, TRUE);
    g_array_free(all, TRUE);
}
