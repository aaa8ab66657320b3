/* bind_reference.c: what refers to something else in the document, once all of it is bound: texts of headings, tables
 * of contents, page numbers of the body. Which page something stands on is for composition to say. */
#include "bind/bind_int.h"

#include <string.h>

typedef struct references {
    binder *b;
    GHashTable *anchors; /* by name: bound_node; `twice` of a name that several have */
    GPtrArray *headings; /* of bound_node, in order */
    unsigned names;      /* given so far */
} references;

static bound_node twice;

/* A name that no form can give. */
static const char *
new_name(references *r)
{
    return arena_printf(r->b->a, "#%u", ++r->names);
}

/* Each page number of the body is where its own line stands. */
static void
name_numbers(references *r, bound_node *n)
{
    for (size_t i = 0; i < n->inline_count; i++) {
        bound_inline *p = (bound_inline *)&n->inlines[i];
        if ((p->kind == INLINE_PAGE_NUMBER || p->kind == INLINE_PAGE_COUNT) && !p->link)
            p->to = new_name(r);
    }
}

static void
collect_nodes(references *r, bound_node *first)
{
    for (bound_node *n = first; n; n = n->next) {
        if (n->anchor)
            g_hash_table_insert(r->anchors, (gpointer)n->anchor,
                                g_hash_table_contains(r->anchors, n->anchor) ? &twice : n);
        if (n->kind == FORM_CONTENTS || (n->kind == FORM_PARA && n->style->heading > 0 && !n->is_note))
            g_ptr_array_add(r->headings, n);
        name_numbers(r, n);
        collect_nodes(r, n->first);
    }
}

/* ---- texts ---- */

static void append_text(references *r, const bound_node *n, int depth, GString *out);

/* What it is called by; NULL after a message. */
static const bound_node *
node_named(references *r, const char *name, place where)
{
    const bound_node *n = g_hash_table_lookup(r->anchors, name);
    if (!n || n == &twice)
        diag_add(r->b->d, n ? DIAG_BIND_ANCHOR_TWICE : DIAG_BIND_ANCHOR, where, PLACE_NONE, name, NULL);
    return n == &twice ? NULL : n;
}

static bool
is_text_ref(const bound_inline *p)
{
    return p->kind == INLINE_TEXT && p->link == p->origin && p->to && !*p->text;
}

/* A text that refers to a text that refers back is no text. */
enum { MOST_DEPTH = 8 };

/* It says what its own page or table does, which its text alone does not; NULL: it does not. */
static const char *
number_word(const bound_inline *p)
{
    return p->kind == INLINE_PAGE_NUMBER  ? "page-number"
           : p->kind == INLINE_PAGE_COUNT ? "page-count"
           : p->kind == INLINE_PAGE_REF   ? "page-ref"
           : p->kind == INLINE_PAGE_SUM   ? "page-sum"
                                          : NULL;
}

static void
append_text(references *r, const bound_node *n, int depth, GString *out)
{
    for (size_t i = 0; i < n->inline_count; i++)
        if (n->inlines[i].ring) { /* it would be lost */
            diag_add(r->b->d, DIAG_COMPOSE_PLACE, n->inlines[i].origin->form, PLACE_NONE, "circle", NULL);
            break;
        }
    for (size_t i = 0; i < n->inline_count; i++) {
        const bound_inline *p = &n->inlines[i];
        if (number_word(p))
            diag_add(r->b->d, DIAG_BIND_ANCHOR_NUMBER, p->origin->form, PLACE_NONE, number_word(p), NULL);
        const bound_node *to = is_text_ref(p) ? g_hash_table_lookup(r->anchors, p->to) : NULL;
        if (to && depth < MOST_DEPTH)
            append_text(r, to, depth + 1, out);
        else if (p->kind == INLINE_TEXT || p->kind == INLINE_BOXES)
            g_string_append(out, p->text);
        else if (p->kind == INLINE_TICK)
            g_string_append(out, p->checked ? "☑" : "☐");
        else if (p->kind == INLINE_NEWLINE)
            g_string_append(out, "　");
    }
    if (n->kind != FORM_PARA && n->first) /* of a block its first paragraph */
        append_text(r, n->first, depth, out);
}

static const char *
text_of(references *r, const bound_node *n)
{
    GString *s = g_string_new(NULL);
    append_text(r, n, 0, s);
    g_strstrip(s->str);
    const char *text = arena_strdup(r->b->a, s->str);
    g_string_free(s, TRUE);
    return text;
}

static void
resolve_inline(references *r, bound_inline *p)
{
    if (!p->to || *p->to == '#')
        return;
    const bound_node *to = node_named(r, p->to, p->origin->form);
    if (!to || !is_text_ref(p))
        return;
    p->text = text_of(r, to);
    if (!*p->text && !r->b->blank)
        bind_lacks(r->b, NULL, p->origin->form, DIAG_BIND_ANCHOR, p->to, p->to);
}

static void
resolve_nodes(references *r, const bound_node *first)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            resolve_inline(r, (bound_inline *)&n->inlines[i]);
        resolve_nodes(r, n->first);
    }
}

/* ---- contents ---- */

static bound_inline
entry_piece(const bound_node *entry, bound_inline_kind kind, const char *to)
{
    return (bound_inline){
        .kind = kind, .style = entry->style, .link = entry->origin, .to = to, .origin = entry->origin};
}

/* 見出し……3, which leads there. */
static bound_node *
new_entry(references *r, const bound_node *contents, const bound_node *heading, const form_style *style,
          const char *text)
{
    bound_node *p = ARENA_NEW(r->b->a, bound_node);
    bound_inline *pieces = ARENA_ARRAY(r->b->a, bound_inline, 3);
    p->kind = FORM_PARA;
    p->style = style;
    p->align = TEXT_START;
    p->valign = contents->valign;
    p->origin = bind_origin(r->b, contents->origin->form, NULL);
    p->entry_of = contents;
    p->inlines = pieces;
    p->inline_count = 3;
    pieces[0] = entry_piece(p, INLINE_TEXT, heading->anchor);
    pieces[0].text = text;
    pieces[1] = entry_piece(p, INLINE_LEADER, heading->anchor);
    pieces[2] = entry_piece(p, INLINE_PAGE_REF, heading->anchor);
    return p;
}

/* Each level stands an em further in than the one above it that is listed, and what does not fit its line an em more.
 */
static const form_style *
style_at_depth(references *r, const form_style *style, int depth)
{
    form_style *own = arena_copy(r->b->a, style, sizeof *own);
    own->indent_first += depth * style->size;
    own->indent_rest += (depth + 1) * style->size;
    return own;
}

/* By which tables of contents lead there, however many there are; its own may be another's as well. */
static const char *
name_of(references *r, const bound_node *heading)
{
    const char *known = heading->anchor;
    return known && (*known == '#' || g_hash_table_lookup(r->anchors, known) == heading) ? known : new_name(r);
}

static void
fill_contents(references *r, guint at)
{
    bound_node *contents = g_ptr_array_index(r->headings, at), **tail = &contents->first;
    const int levels = contents->form->levels;
    const form_style *styles[3] = {NULL};
    for (guint i = at + 1; i < r->headings->len; i++) {
        bound_node *heading = g_ptr_array_index(r->headings, i);
        const int level = heading->style->heading;
        const bool listed = heading->kind == FORM_PARA && (levels & 1 << level);
        const char *text = listed ? text_of(r, heading) : "";
        int depth = 0;
        if (!*text || !bind_made_one(r->b, contents->origin->form))
            continue;
        for (int above = 1; above < level; above++)
            depth += (levels & 1 << above) != 0;
        heading->anchor = name_of(r, heading);
        styles[depth] = styles[depth] ? styles[depth] : style_at_depth(r, contents->style, depth);
        *tail = new_entry(r, contents, heading, styles[depth], text);
        tail = &(*tail)->next;
    }
}

void
bind_references(binder *b, bound *out)
{
    references r = {.b = b, .anchors = g_hash_table_new(g_str_hash, g_str_equal), .headings = g_ptr_array_new()};
    collect_nodes(&r, (bound_node *)out->body);
    collect_nodes(&r, (bound_node *)out->notes);
    for (guint i = 0; i < r.headings->len; i++)
        if (((bound_node *)g_ptr_array_index(r.headings, i))->kind == FORM_CONTENTS)
            fill_contents(&r, i);
    for (size_t i = 0; i < bound_part_count(out); i++)
        resolve_nodes(&r, bound_part(out, i));
    g_hash_table_destroy(r.anchors);
    g_ptr_array_free(r.headings, TRUE);
}
