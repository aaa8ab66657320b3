/* impact_words.c: whether two lists say the same, and what only one of them says.
 *
 * What is said is what the structure holds, an element after the other, so that neither lines nor pages matter, nor a
 * head that a table repeats. Blanks are looks. Furigana are told apart from what they stand over: a reading that is
 * added changes no sentence. */
#include "impact/impact_int.h"

#include <string.h>

enum { MOST_CELLS = 1500 * 1500 };

static void
append_dense(GString *out, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c))
            g_string_append_unichar(out, c);
    }
}

/* The paragraph or the cell that an element is part of: what is inside a line is no piece of its own. */
static guint
piece_of(const display *l, guint node)
{
    while (node) {
        const display_node *n = display_node_at(l, node);
        const bool inside =
            n->role == DISPLAY_SPAN || n->role == DISPLAY_RUBY || n->role == DISPLAY_RB || n->role == DISPLAY_LINK;
        if (!inside)
            break;
        node = n->parent;
    }
    return node;
}

static bool
is_reading(const display *l, const display_op *op)
{
    return display_node_at(l, op->node)->role == DISPLAY_RT;
}

typedef struct saying {
    GPtrArray *order;  /* GString *: a piece each */
    GHashTable *piece; /* node → GString */
} saying;

static GString *
piece_for(saying *s, guint node)
{
    GString *text = g_hash_table_lookup(s->piece, GUINT_TO_POINTER(node));
    if (!text) {
        text = g_string_new(NULL);
        g_hash_table_insert(s->piece, GUINT_TO_POINTER(node), text);
        g_ptr_array_add(s->order, text);
    }
    return text;
}

static void
say_page(saying *s, const display *l, const display_page *p)
{
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        const char *text = op->node ? display_text_of(op) : NULL;
        if (text && !is_reading(l, op))
            append_dense(piece_for(s, piece_of(l, op->node)), text);
    }
}

/* What is told in place of a picture. */
static void
say_alternatives(saying *s, const display *l)
{
    for (guint i = 1; i <= l->nodes->len; i++)
        if (display_node_at(l, i)->alt)
            append_dense(piece_for(s, i), display_node_at(l, i)->alt);
}

/* Where a link leads outside: a line that is pressed on a screen says it, too. */
static void
say_links(saying *s, const display *l)
{
    for (guint i = 0; i < l->pages->len; i++) {
        const GArray *links = ((const display_page *)g_ptr_array_index(l->pages, i))->links;
        for (guint k = 0; k < links->len; k++) {
            const display_link *link = &g_array_index(links, display_link, k);
            const bool goes_on = k > 0 && g_array_index(links, display_link, k - 1).node == link->node;
            if (link->uri && !goes_on)
                g_ptr_array_add(s->order, g_string_append(g_string_new("→"), link->uri));
        }
    }
}

GPtrArray *
impact_words_of(arena *a, const display *l)
{
    saying s = {g_ptr_array_new(), g_hash_table_new(NULL, NULL)};
    for (guint i = 0; i < l->pages->len; i++)
        say_page(&s, l, g_ptr_array_index(l->pages, i));
    say_alternatives(&s, l);
    say_links(&s, l);
    GPtrArray *out = g_ptr_array_new();
    for (guint i = 0; i < s.order->len; i++) {
        GString *text = g_ptr_array_index(s.order, i);
        if (text->len)
            g_ptr_array_add(out, arena_strdup(a, text->str));
        g_string_free(text, TRUE);
    }
    g_ptr_array_free(s.order, TRUE);
    g_hash_table_destroy(s.piece);
    return out;
}

/* The same whole, however it is cut into paragraphs and cells. */
static bool
is_same_whole(const GPtrArray *x, const GPtrArray *y)
{
    GString *all[2] = {g_string_new(NULL), g_string_new(NULL)};
    const GPtrArray *both[2] = {x, y};
    for (int i = 0; i < 2; i++)
        for (guint k = 0; k < both[i]->len; k++)
            g_string_append(all[i], g_ptr_array_index(both[i], k));
    const bool same = g_string_equal(all[0], all[1]);
    g_string_free(all[0], TRUE);
    g_string_free(all[1], TRUE);
    return same;
}

/* ---- what only one says ---- */

static bool
is_equal_piece(const GPtrArray *x, guint i, const GPtrArray *y, guint k)
{
    return strcmp(g_ptr_array_index(x, i), g_ptr_array_index(y, k)) == 0;
}

/* Marks what both say in the same order: the longest common part, between what is the same at both ends. */
static void
mark_common(const GPtrArray *x, const GPtrArray *y, bool *in_x, bool *in_y)
{
    guint first = 0, m = x->len, n = y->len;
    while (first < m && first < n && is_equal_piece(x, first, y, first))
        in_x[first] = in_y[first] = true, first++;
    while (m > first && n > first && is_equal_piece(x, m - 1, y, n - 1))
        in_x[--m] = in_y[--n] = true;
    const size_t rows = m - first, row = n - first + 1;
    if (rows * row > MOST_CELLS)
        return;
    guint16 *length = g_new0(guint16, (rows + 1) * row);
    for (guint i = m; i-- > first;)
        for (guint k = n; k-- > first;) {
            guint16 *at = &length[(i - first) * row + (k - first)];
            *at = is_equal_piece(x, i, y, k) ? (guint16)(at[row + 1] + 1) : MAX(at[row], at[1]);
        }
    for (guint i = first, k = first; i < m && k < n;) {
        const guint16 *at = &length[(i - first) * row + (k - first)];
        if (is_equal_piece(x, i, y, k))
            in_x[i++] = in_y[k++] = true;
        else if (at[row] >= at[1])
            i++;
        else
            k++;
    }
    g_free(length);
}

static const char *const *
take_unmarked(arena *a, const GPtrArray *pieces, const bool *marked, size_t *count, size_t *left)
{
    const char **out = ARENA_ARRAY(a, const char *, IMPACT_MOST_WORDS);
    for (guint i = 0; i < pieces->len; i++) {
        if (marked[i])
            continue;
        if (*count < IMPACT_MOST_WORDS)
            out[(*count)++] = g_ptr_array_index(pieces, i);
        else
            ++*left;
    }
    return out;
}

void
impact_compare_words(arena *a, const display *before, const display *after, impact_comparison *out)
{
    GPtrArray *x = impact_words_of(a, before), *y = impact_words_of(a, after);
    if (!is_same_whole(x, y)) {
        bool *in_x = g_new0(bool, x->len + 1), *in_y = g_new0(bool, y->len + 1);
        mark_common(x, y, in_x, in_y);
        out->words = true;
        out->gone = take_unmarked(a, x, in_x, &out->gone_count, &out->words_left);
        out->come = take_unmarked(a, y, in_y, &out->come_count, &out->words_left);
        g_free(in_x);
        g_free(in_y);
    }
    g_ptr_array_free(x, TRUE);
    g_ptr_array_free(y, TRUE);
}
