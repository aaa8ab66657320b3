/* edit_open.c: a file's elements, each with what it says and where that is written. See edit.h. */
#include "edit/edit_int.h"

#include <string.h>

#include "base/asked.h"

static const xml_span *
span_at(const edit *e, int i)
{
    return &g_array_index(e->spans, xml_span, i);
}

/* ---- the tree ---- */

const xml_node *
edit_attribute_node(arena *a, const xml_node *n, const char *name)
{
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr)) {
        const char *prefix = xml_prefix(attr);
        const char *written = *prefix ? arena_printf(a, "%s:%s", prefix, xml_name(attr)) : xml_name(attr);
        if (strcmp(written, name) == 0)
            return attr;
    }
    return NULL;
}

static const char *
own_text(arena *a, const xml_node *n)
{
    const char *borrowed = xml_borrow_text(n);
    if (borrowed)
        return arena_strdup(a, borrowed);
    GString *text = g_string_new(NULL);
    for (const xml_node *c = xml_first_child(n); c; c = xml_next(c))
        if (xml_is_text(c))
            g_string_append(text, xml_text(a, c));
    const char *copy = arena_strdup(a, text->str);
    g_string_free(text, TRUE);
    return copy;
}

static void
add_attributes(edit_node *n, int at)
{
    edit *e = n->e;
    edit_attr **last = &n->attributes;
    for (; at < (int)e->spans->len && span_at(e, at)->kind == XML_SPAN_ATTRIBUTE; at++) {
        const xml_span *s = span_at(e, at);
        const char *name = arena_strndup(e->a, e->written.text + s->begin, s->name_end - s->begin);
        const xml_node *node = edit_attribute_node(e->a, n->xml, name);
        if (!node)
            continue;
        *last = ARENA_NEW(e->a, edit_attr);
        **last = (edit_attr){.name = name, .was = xml_text(e->a, node), .span = s};
        (*last)->value = (*last)->was;
        last = &(*last)->next;
    }
}

static edit_node *
new_node(edit *e, edit_node *parent, const xml_node *from, int at)
{
    const xml_span *s = span_at(e, at);
    edit_node *n = ARENA_NEW(e->a, edit_node);
    *n = (edit_node){.e = e, .parent = parent, .span = s, .xml = from, .at = at, .was = own_text(e->a, from)};
    n->tag = arena_strndup(e->a, e->written.text + s->begin + 1, s->name_end - s->begin - 1);
    n->line = xml_place(e->a, from, false).line;
    if (!parent)
        return n;
    n->prev = parent->last;
    *(parent->last ? &parent->last->next : &parent->first) = n;
    parent->last = n;
    return n;
}

/* Elements come in the same order in both. */
edit_node *
edit_build(edit *e, const xml_node *root)
{
    edit_node *n = NULL, *first = NULL;
    for (int i = 0; i < (int)e->spans->len; i++) {
        const xml_span *s = span_at(e, i);
        if (s->kind != XML_SPAN_ELEMENT)
            continue;
        while (n && n->at != s->parent) /* out of what has ended */
            n = n->parent;
        const xml_node *from = !n ? root : n->last ? xml_next_element(n->last->xml) : xml_first_element(n->xml);
        g_assert(from);
        n = new_node(e, n, from, i);
        first = first ? first : n;
        add_attributes(n, i + 1);
    }
    return first;
}

/* ---- the file ---- */

static const char *
newline_of(const xml_written *w)
{
    const char *cr = memchr(w->text, '\r', w->length), *lf = memchr(w->text, '\n', w->length);
    if (!cr || (lf && lf < cr))
        return "\n";
    return cr + 1 < w->text + w->length && cr[1] == '\n' ? "\r\n" : "\r";
}

const char *
edit_indent(const edit *e, size_t at, size_t *length, bool *alone)
{
    const char *text = e->written.text, *p = text + at;
    while (p > text && p[-1] != '\n' && p[-1] != '\r')
        p--;
    *length = strspn(p, " \t");
    *alone = p + *length >= text + at;
    if (*alone)
        *length = (size_t)(text + at - p);
    return p;
}

/* By how much the first element that stands alone is indented more than what it is in. */
static const char *
step_of(const edit *e)
{
    for (const edit_node *n = e->root; n && n->first; n = n->first) {
        size_t own, above;
        bool alone, alone_above;
        const char *indent = edit_indent(e, n->first->span->begin, &own, &alone);
        edit_indent(e, n->span->begin, &above, &alone_above);
        if (alone && alone_above && own > above)
            return arena_strndup(e->a, indent + above, own - above);
    }
    return "  ";
}

edit *
edit_open(const char *name, const void *bytes, size_t length, diag *d)
{
    g_assert(name && (bytes || length == 0) && d);
    xml_store *s = xml_store_new();
    const xml_doc *doc = xml_read_memory(s, name, bytes ? bytes : "", length, XML_DATA, &xml_limits_case, d);
    if (!doc) {
        xml_store_drop(s);
        return NULL;
    }
    edit *e = g_new0(edit, 1);
    e->a = arena_new();
    e->s = s;
    e->name = arena_strdup(e->a, name);
    e->was = g_memdup2(bytes, length);
    e->was_length = length;
    const bool is_text = xml_written_open(e->was, length, &e->written);
    g_assert(is_text);
    e->spans = xml_spans(e->written.text, e->written.length);
    e->newline = newline_of(&e->written);
    e->root = edit_build(e, xml_root(doc));
    e->step = step_of(e);
    return e;
}

edit *
edit_open_file(const char *path, diag *d)
{
    g_assert(path && d);
    GByteArray *bytes = g_byte_array_new();
    const int error = xml_file_bytes(path, xml_limits_case.bytes, bytes);
    edit *e = NULL;
    if (error)
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
    else
        e = edit_open(path, bytes->data, bytes->len, d);
    g_byte_array_unref(bytes);
    return e;
}

void
edit_close(edit *e)
{
    if (!e)
        return;
    g_array_unref(e->spans);
    xml_written_close(&e->written);
    xml_store_drop(e->s);
    g_free(e->was);
    arena_drop(e->a);
    g_free(e);
}

const char *
edit_name(const edit *e)
{
    return e->name;
}

const void *
edit_was(const edit *e, size_t *length)
{
    *length = e->was_length;
    return e->was;
}
