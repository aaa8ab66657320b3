/* edit_change.c: what is there, and what becomes of it. See edit.h. */
#include "edit/edit_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/blank.h"

/* ---- what is there ---- */

edit_node *
edit_root(const edit *e)
{
    return e->root;
}

edit_node *
edit_parent(const edit_node *n)
{
    return n->parent;
}

static edit_node *
first_kept(edit_node *n)
{
    while (n && n->removed)
        n = n->next;
    return n;
}

edit_node *
edit_first(const edit_node *n)
{
    return first_kept(n->first);
}

edit_node *
edit_next(const edit_node *n)
{
    return first_kept(n->next);
}

static edit_node *
first_named(edit_node *n, const char *name)
{
    while (n && (n->removed || strcmp(n->tag, name) != 0))
        n = n->next;
    return n;
}

edit_node *
edit_first_named(const edit_node *n, const char *name)
{
    return first_named(n->first, name);
}

edit_node *
edit_next_named(const edit_node *n, const char *name)
{
    return first_named(n->next, name);
}

const char *
edit_tag(const edit_node *n)
{
    return n->tag;
}

int
edit_line(const edit_node *n)
{
    return n->line;
}

const char *
edit_namespace(const edit_node *n, const char *prefix)
{
    return n->xml ? xml_prefix_namespace(n->xml, prefix) : NULL;
}

const char *
edit_attribute_at(const edit_node *n, size_t i, const char **value)
{
    for (const edit_attr *one = n->attributes; one; one = one->next)
        if (one->value && i-- == 0) {
            *value = one->value;
            return one->name;
        }
    return NULL;
}

static edit_attr *
attribute_called(const edit_node *n, const char *name)
{
    edit_attr *attr = n->attributes;
    while (attr && strcmp(attr->name, name) != 0)
        attr = attr->next;
    return attr;
}

const char *
edit_attribute(const edit_node *n, const char *name)
{
    const edit_attr *attr = attribute_called(n, name);
    return attr ? attr->value : NULL;
}

const char *
edit_text(const edit_node *n)
{
    return n->text ? n->text : n->was;
}

const char *
edit_source(const edit_node *n, size_t *length)
{
    g_assert(n->span);
    *length = n->span->end - n->span->begin;
    return n->e->written.text + n->span->begin;
}

/* ---- paths ---- */

const char *
edit_path(const edit_node *n)
{
    if (!n)
        return "";
    size_t number = 0, count = 0;
    for (const edit_node *s = n->parent ? edit_first_named(n->parent, n->tag) : n; s; s = edit_next_named(s, n->tag)) {
        count++;
        if (s == n)
            number = count;
    }
    const char *above = edit_path(n->parent);
    return count > 1 ? arena_printf(n->e->a, "%s/%s[%zu]", above, n->tag, number)
                     : arena_printf(n->e->a, "%s/%s", above, n->tag);
}

/* The child (or the root) that a step NAME or NAME[2] means. */
static edit_node *
find_step(edit_node *first, const char *step, size_t length)
{
    const char *bracket = memchr(step, '[', length);
    char *name = g_strndup(step, bracket ? (size_t)(bracket - step) : length);
    unsigned long number = bracket ? strtoul(bracket + 1, NULL, 10) : 1;
    edit_node *n = first_named(first, name);
    while (n && number > 1) {
        n = first_named(n->next, name);
        number--;
    }
    g_free(name);
    return number == 1 ? n : NULL;
}

edit_node *
edit_find(const edit *e, const char *path)
{
    edit_node *n = NULL, *first = e->root;
    while (*path == '/' && path[1] != '@') {
        const size_t length = strcspn(++path, "/");
        n = find_step(first, path, length);
        if (!n)
            return NULL;
        first = n->first;
        path += length;
    }
    return *path == '\0' || *path == '/' ? n : NULL;
}

bool
edit_locate(const edit *e, const char *path, int *line, int *column)
{
    const edit_node *n = edit_find(e, path);
    if (!n || !n->span)
        return false;
    const char *name = strstr(path, "/@");
    const edit_attr *attr = name ? attribute_called(n, name + 2) : NULL;
    const char *text = e->written.text, *at = text + (attr && attr->span ? attr->span->begin : n->span->begin);
    *line = 1;
    *column = 1;
    for (const char *p = text; p < at; p = g_utf8_next_char(p)) {
        const bool ends = *p == '\n' || (*p == '\r' && p[1] != '\n');
        *line += ends;
        *column = ends ? 1 : *column + 1;
    }
    return true;
}

static edit_node *
find_id_below(edit_node *n, const char *id)
{
    const char *own = edit_attribute(n, "id");
    if (own) { /* a value has no blanks at its ends */
        size_t length;
        const char *plain = blank_trim(own, &length);
        if (strlen(id) == length && strncmp(plain, id, length) == 0)
            return n;
    }
    edit_node *found = NULL;
    for (edit_node *c = edit_first(n); c && !found; c = edit_next(c))
        found = find_id_below(c, id);
    return found;
}

edit_node *
edit_find_id(const edit *e, const char *id)
{
    return find_id_below(e->root, id);
}

/* ---- values ---- */

void
edit_set_attribute(edit_node *n, const char *name, const char *value)
{
    g_assert(n && !n->removed && !n->source && name && *name);
    edit_attr **at = &n->attributes;
    while (*at && strcmp((*at)->name, name) != 0)
        at = &(*at)->next;
    if (!*at && value) {
        *at = ARENA_NEW(n->e->a, edit_attr);
        (*at)->name = arena_strdup(n->e->a, name);
    }
    if (*at)
        (*at)->value = value ? arena_strdup(n->e->a, value) : NULL;
}

void
edit_set_text(edit_node *n, const char *text)
{
    g_assert(n && !n->removed && !n->source && text && (!*text || !edit_first(n)));
    n->text = strcmp(text, n->was) == 0 ? NULL : arena_strdup(n->e->a, text);
}

/* ---- elements ---- */

static edit_node *
link_after(edit_node *parent, edit_node *after, const char *tag)
{
    g_assert(parent && !parent->removed && !parent->source && (!after || after->parent == parent));
    edit *e = parent->e;
    edit_node *n = ARENA_NEW(e->a, edit_node);
    *n = (edit_node){.e = e, .parent = parent, .tag = arena_strdup(e->a, tag), .was = "", .prev = after};
    n->next = after ? after->next : parent->first;
    *(n->next ? &n->next->prev : &parent->last) = n;
    *(after ? &after->next : &parent->first) = n;
    return n;
}

edit_node *
edit_insert_after(edit_node *parent, edit_node *after, const char *name)
{
    return link_after(parent, after, name);
}

edit_node *
edit_insert_source(edit_node *parent, edit_node *after, const char *source, size_t length)
{
    g_assert(length > 1 && source[0] == '<');
    const char *text = arena_strndup(parent->e->a, source, length);
    edit_node *n = link_after(parent, after, arena_strndup(parent->e->a, text + 1, strcspn(text + 1, " \t\r\n/>")));
    n->source = text;
    return n;
}

/* The pattern that allows the element, found by the names on the way to it; NULL: none does. */
static const xml_node *
pattern_of(const edit_node *n, const schema_grammar *g)
{
    if (!n->parent)
        return schema_root(g, n->tag);
    const xml_node *above = pattern_of(n->parent, g);
    return above ? schema_part(g, above, n->tag, false) : NULL;
}

edit_node *
edit_insert(edit_node *parent, const schema_grammar *g, const char *name)
{
    const xml_node *pattern = pattern_of(parent, g);
    if (!pattern)
        return NULL;
    GPtrArray *nodes = g_ptr_array_new(), *names = g_ptr_array_new();
    for (edit_node *c = edit_first(parent); c; c = edit_next(c)) {
        g_ptr_array_add(nodes, c);
        g_ptr_array_add(names, (gpointer)c->tag);
    }
    size_t at;
    edit_node *n = NULL;
    if (schema_order_place(g, pattern, (const char *const *)names->pdata, names->len, name, &at)) {
        while (at && strchr(g_ptr_array_index(names, at - 1), ':')) /* an author's own stand behind all of ours */
            at--;
        n = link_after(parent, at ? g_ptr_array_index(nodes, at - 1) : NULL, name);
    }
    g_ptr_array_free(nodes, TRUE);
    g_ptr_array_free(names, TRUE);
    return n;
}

void
edit_comment(edit_node *n, const char *text)
{
    g_assert(n && !strstr(text, "--"));
    edit_note **last = &n->notes;
    while (*last)
        last = &(*last)->next;
    *last = ARENA_NEW(n->e->a, edit_note);
    (*last)->text = arena_strdup(n->e->a, text);
}

void
edit_remove(edit_node *n)
{
    g_assert(n && n->parent);
    n->removed = true;
    if (n->span)
        return;
    *(n->prev ? &n->prev->next : &n->parent->first) = n->next; /* as if it had never been put in */
    *(n->next ? &n->next->prev : &n->parent->last) = n->prev;
}
