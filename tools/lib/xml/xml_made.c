/* xml_made.c: what is put into a tree in memory, beside what its file says. */
#include "xml/xml_int.h"

#include <string.h>

static arena *
memory_of(const xml_node *at)
{
    const xml_info *info = xml_info_of(at);
    g_assert(info);
    return info->doc->memory;
}

static void
place_made(xml_node *n, const xml_node *at)
{
    const xml_info *from = xml_info_of(at);
    g_assert(from);
    arena *memory = from->doc->memory;
    xml_info *info = ARENA_NEW(memory, xml_info);
    *info = (xml_info){.doc = from->doc, .line = from->line, .made = true, .path = xml_place(memory, at, true).path};
    n->_private = info;
}

xml_node *
xml_make_attribute(xml_node *n, const char *name, const char *value, const xml_node *at)
{
    g_assert(xml_is_element(n) && !xml_has_attribute(n, name) && value && at);
    xml_node *made = xml_tree_attribute(memory_of(at), n, name, value);
    place_made(made, at);
    return made;
}

xml_node *
xml_make_element(xml_node *parent, xml_node *before, const char *name, const char *text, const xml_node *at)
{
    g_assert(xml_is_element(parent) && (!before || before->parent == parent) && at);
    if (parent->children)
        xml_path(xml_first_element(parent)); /* the numbers of its brothers are those in the file */
    arena *memory = memory_of(at);
    xml_node *made = xml_tree_element(memory, parent->doc, name);
    made->ns = parent->ns;
    place_made(made, at);
    if (text) {
        xml_node *words = xml_tree_text(memory, parent->doc, text);
        xml_tree_append(made, words);
        place_made(words, at);
    }
    if (before)
        xmlAddPrevSibling(before, made);
    else
        xml_tree_append(parent, made);
    return made;
}

/* ---- line breaks ---- */

/* The end of a line in the file beside a break lays the file out: it is the same break. */
static void
trim_beside(xml_node *text, bool behind)
{
    if (!text || !xml_is_text(text))
        return;
    char *all = (char *)xmlNodeGetContent(text), *from = all, *to = all + strlen(all);
    if (behind) {
        char *p = from + strspn(from, " \t\r\n");
        from = memchr(from, '\n', (size_t)(p - from)) ? p : from;
    } else {
        char *p = to;
        while (p > from && strchr(" \t\r\n", p[-1]))
            p--;
        *(strchr(p, '\n') ? p : to) = '\0';
    }
    xml_set_text(text, from);
    xmlFree(all);
}

static void
break_line(xml_node *br)
{
    xml_node *end = xml_tree_text(memory_of(br), br->doc, "\n");
    trim_beside(br->prev, false);
    trim_beside(br->next, true);
    xml_tree_append(br, end);
    place_made(end, br);
}

static void
break_lines_below(xml_node *n)
{
    for (xml_node *e = xml_first_element(n); e; e = xml_next_element(e)) {
        if (xml_named(e, "br") && !e->children)
            break_line(e);
        else
            break_lines_below(e);
    }
}

void
xml_make_breaks(xml_doc *doc)
{
    break_lines_below(xml_root(doc));
    xml_number_again(doc);
}

bool
xml_is_made(const xml_node *n)
{
    const xml_info *info = xml_info_of(n);
    return info && info->made;
}

void
xml_number_again(xml_doc *doc)
{
    xml_number_nodes(xml_root(doc));
}
