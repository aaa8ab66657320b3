/* bind_copy.c: says on the paper whose copy it is, and that it does not tell all. */
#include "bind/bind_int.h"

static bound_inline
words_at(binder *b, const bind_at *at, place where, const char *text)
{
    return (bound_inline){
        .kind = INLINE_TEXT, .style = at->style, .text = text, .origin = bind_origin(b, where, at->node)};
}

/* （学校用） behind the words of the title of each section: each is a paper that may lie alone. */
void
bind_copy_heading(binder *b, const bind_at *at, const form_node *n, GArray *inlines)
{
    if (!b->copy || b->titled || at->style->heading != 1 || !inlines->len)
        return;
    const bound_inline mark = words_at(b, at, n->where, arena_printf(b->a, "（%s）", b->copy->mark));
    g_array_append_val(inlines, mark);
    b->titled = true;
}

const char *
bind_copy_title(binder *b, const char *title)
{
    return b->copy ? arena_printf(b->a, "%s（%s）", title, b->copy->mark) : title;
}

/* From the bracket before a word to the one behind it; the whole text when it stands in none. */
static void
find_brackets(const char *text, const char *word, const char **from, const char **end)
{
    static const char opens[] = "（", closes[] = "）";
    const char *open = g_strrstr_len(text, word - text, opens), *close = strstr(word, closes);
    const bool within = open && close && !g_strstr_len(open, word - open, closes);
    *from = within ? open : text;
    *end = within ? close + strlen(closes) : text + strlen(text);
}

const char *
bind_copy_text(binder *b, const char *text)
{
    for (const char *const *word = b->copy ? b->copy->office_words : NULL; word && *word; word++)
        for (const char *at; (at = strstr(text, *word));) {
            const char *from, *end;
            find_brackets(text, at, &from, &end);
            text = arena_printf(b->a, "%.*s%s%s", (int)(from - text), text, b->copy->blank, end);
        }
    return text;
}

static bound_node *
make_paragraph(binder *b, const bind_at *at, const char *text)
{
    const bound_inline inline_text = words_at(b, at, b->f->where, text);
    bound_node *p = ARENA_NEW(b->a, bound_node);
    p->kind = FORM_PARA;
    p->style = at->style;
    p->align = at->style->align;
    p->valign = at->style->valign;
    p->inlines = arena_copy(b->a, &inline_text, sizeof inline_text);
    p->inline_count = 1;
    p->origin = inline_text.origin;
    return p;
}

/* The nodes of a list are copied up to its end: a head or foot may be that of two pages. */
static const bound_node *
with_last(binder *b, const bound_node *list, bound_node *last)
{
    bound_node *first = last, **tail = &first;
    for (; list; list = list->next) {
        *tail = arena_copy(b->a, list, sizeof *list);
        tail = &(*tail)->next;
    }
    *tail = last;
    return first;
}

void
bind_copy_feet(binder *b, const bind_at *at, bound_running *feet)
{
    if (!b->copy)
        return;
    const char *text =
        b->copy->left_out ? arena_printf(b->a, "%s　%s", b->copy->mark, b->copy->left_out) : b->copy->mark;
    feet->has[ON_ALL] = true;
    for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++)
        if (feet->has[on])
            feet->nodes[on] = with_last(b, feet->nodes[on], make_paragraph(b, at, text));
}

/* What stands behind a table touches its last rule: half a line keeps it away. */
static bound_node *
make_space(binder *b, const bind_at *at)
{
    form_node *measures = ARENA_NEW(b->a, form_node);
    *measures = (form_node){.kind = FORM_SPACE, .where = b->f->where, .height = at->style->pitch / 2};
    bound_node *n = ARENA_NEW(b->a, bound_node);
    n->form = measures;
    n->kind = FORM_SPACE;
    n->style = at->style;
    n->origin = bind_origin(b, b->f->where, at->node);
    return n;
}

const bound_node *
bind_copy_body(binder *b, const bind_at *at, const bound_node *body)
{
    const char *const *text = b->copy ? b->copy->paragraphs : NULL;
    if (text && *text)
        body = with_last(b, body, make_space(b, at));
    for (; text && *text; text++)
        body = with_last(b, body, make_paragraph(b, at, *text));
    return body;
}
