/* xml_node.c: how the rest of the program sees a tree of libxml2. */
#include "xml/xml_int.h"

#include <string.h>

const xml_info *
xml_info_of(const xml_node *n)
{
    return n && (n->type == XML_ELEMENT_NODE || n->type == XML_ATTRIBUTE_NODE || n->type == XML_TEXT_NODE) ? n->_private
                                                                                                           : NULL;
}

int
xml_line(const xml_node *n)
{
    const xml_info *info = xml_info_of(n);
    return info ? info->line : 0;
}

xml_node *
xml_root(const xml_doc *doc)
{
    return xmlDocGetRootElement(doc->tree);
}

const char *
xml_doc_file(const xml_doc *doc)
{
    return doc->file;
}

xml_role
xml_doc_role(const xml_doc *doc)
{
    return doc->role;
}

const xml_doc *
xml_doc_of(const xml_node *n)
{
    const xml_info *info = xml_info_of(n);
    return info ? info->doc : NULL;
}

bool
xml_is_element(const xml_node *n)
{
    return n && n->type == XML_ELEMENT_NODE;
}

bool
xml_is_text(const xml_node *n)
{
    return n && (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE);
}

bool
xml_is_attribute(const xml_node *n)
{
    return n && n->type == XML_ATTRIBUTE_NODE;
}

bool
xml_is_blank_text(const xml_node *n)
{
    const xml_info *info = xml_is_text(n) ? xml_info_of(n) : NULL;
    return info && info->blank;
}

const char *
xml_name(const xml_node *n)
{
    return (const char *)n->name;
}

const char *
xml_namespace(const xml_node *n)
{
    return n->ns && n->ns->href ? (const char *)n->ns->href : "";
}

const char *
xml_prefix(const xml_node *n)
{
    return n->ns && n->ns->prefix ? (const char *)n->ns->prefix : "";
}

/* Asked for tens of thousands of times, most often of another name: the first letter tells nearly always. */
static inline bool
is_name(const xmlChar *own, const char *name)
{
    return (char)*own == *name && strcmp((const char *)own, name) == 0;
}

/* In the namespace of its document. */
static bool
is_at_home(const xml_node *n)
{
    const xml_node *root = xmlDocGetRootElement(n->doc);
    return !root || root == n || (root->ns && strcmp((const char *)root->ns->href, (const char *)n->ns->href) == 0);
}

bool
xml_named(const xml_node *n, const char *name)
{
    return xml_is_element(n) && is_name(n->name, name) && (!n->ns || is_at_home(n));
}

xml_node *
xml_parent(const xml_node *n)
{
    return n && xml_is_element(n->parent) ? n->parent : NULL;
}

/* Comments and processing instructions are dropped on reading, so what is left is elements, text, or, in
 * a list of attributes, attributes. */
xml_node *
xml_first_child(const xml_node *n)
{
    return xml_is_element(n) ? n->children : NULL;
}

xml_node *
xml_next(const xml_node *n)
{
    return n ? n->next : NULL;
}

static xml_node *
element_from(xml_node *n)
{
    while (n && n->type != XML_ELEMENT_NODE)
        n = n->next;
    return n;
}

xml_node *
xml_first_element(const xml_node *n)
{
    return xml_is_element(n) ? element_from(n->children) : NULL;
}

xml_node *
xml_next_element(const xml_node *n)
{
    return n ? element_from(n->next) : NULL;
}

xml_node *
xml_element_named(const xml_node *n, const char *name)
{
    xml_node *c = xml_first_element(n);
    while (c && !xml_named(c, name))
        c = xml_next_element(c);
    return c;
}

xml_node *
xml_first_attribute(const xml_node *n)
{
    return xml_is_element(n) ? (xml_node *)n->properties : NULL;
}

static xmlAttr *
attribute_of(const xml_node *n, const char *ns, const char *name)
{
    if (!xml_is_element(n))
        return NULL;
    for (xmlAttr *attr = n->properties; attr; attr = attr->next)
        if (is_name(attr->name, name) && (attr->ns ? strcmp(xml_namespace((const xml_node *)attr), ns) == 0 : !*ns))
            return attr;
    return NULL;
}

xml_node *
xml_attribute_node(const xml_node *n, const char *name)
{
    return (xml_node *)attribute_of(n, "", name);
}

const char *
xml_attribute_ns(arena *a, const xml_node *n, const char *ns, const char *name)
{
    const xmlAttr *attr = attribute_of(n, ns, name);
    return attr ? xml_text(a, (const xml_node *)attr) : NULL;
}

const char *
xml_attribute(arena *a, const xml_node *n, const char *name)
{
    return xml_attribute_ns(a, n, "", name);
}

bool
xml_has_attribute(const xml_node *n, const char *name)
{
    return attribute_of(n, "", name);
}

const char *
xml_borrow_text(const xml_node *n)
{
    if (!n->children)
        return "";
    return xml_is_text(n->children) && !n->children->next ? (const char *)n->children->content : NULL;
}

const char *
xml_borrow_value(const xml_node *n)
{
    if (xml_is_text(n))
        return n->content ? (const char *)n->content : "";
    return xml_is_element(n) || xml_is_attribute(n) ? xml_borrow_text(n) : NULL;
}

const char *
xml_text(arena *a, const xml_node *n)
{
    const char *value = xml_borrow_value(n);
    if (value)
        return arena_strdup(a, value);
    xmlChar *content = n ? xmlNodeGetContent(n) : NULL;
    const char *copy = arena_strdup(a, content ? (const char *)content : "");
    xmlFree(content);
    return copy;
}

const char *
xml_namespace_prefix(const xml_node *n, const char *ns)
{
    const xmlNs *found = xmlSearchNsByHref(n->doc, (xml_node *)n, (const xmlChar *)ns);
    return found && found->prefix ? (const char *)found->prefix : NULL;
}

const char *
xml_prefix_namespace(const xml_node *n, const char *prefix)
{
    const xmlNs *ns = xmlSearchNs(n->doc, (xml_node *)n, (const xmlChar *)prefix);
    return ns ? (const char *)ns->href : NULL;
}

void
xml_set_text(xml_node *n, const char *text)
{
    xml_node *t = xml_is_text(n) ? n : n->children;
    g_assert(xml_is_text(t));
    xml_info *info = (xml_info *)xml_info_of(xml_is_attribute(n) ? n : t);
    g_assert(info);
    t->content = (xmlChar *)arena_strdup(info->doc->memory, text);
    if (t->_private)
        info->blank = text[strspn(text, " \t\r\n")] == '\0';
    for (t = xml_is_text(n) ? NULL : t->next; t; t = t->next) /* CDATA beside text */
        xml_set_text(t, "");
}

/* How many elements of a family have a name, and how many of them have been met. */
typedef struct name_count {
    const xmlChar *name;
    size_t count, met;
} name_count;

/* Nearly all families know a few names; looking through many would take the square of their number. */
enum { FEW_NAMES = 16 };
typedef struct name_counts {
    name_count few[FEW_NAMES];
    size_t used;
    GHashTable *others; /* name: name_count; NULL: none */
} name_counts;

static name_count *
count_of(name_counts *c, const xmlChar *name)
{
    for (size_t i = 0; i < c->used; i++)
        if (c->few[i].name == name || is_name(c->few[i].name, (const char *)name)) /* a parser has one of each */
            return &c->few[i];
    if (c->used < FEW_NAMES) {
        c->few[c->used] = (name_count){.name = name};
        return &c->few[c->used++];
    }
    if (!c->others)
        c->others = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    name_count *found = g_hash_table_lookup(c->others, name);
    if (!found) {
        found = g_new0(name_count, 1);
        g_hash_table_insert(c->others, (void *)name, found);
    }
    return found;
}

/* above/name, or (number > 0) above/name[number]. */
static const char *
join_step(arena *memory, const char *above, size_t length, const char *name, size_t number)
{
    char digits[3 * sizeof number + 2], *d = digits + sizeof digits; /* written from the end */
    if (number) {
        for (*--d = ']'; number; number /= 10)
            *--d = (char)('0' + number % 10);
        *--d = '[';
    }
    const size_t n = strlen(name), behind = (size_t)(digits + sizeof digits - d);
    char *path = ARENA_ARRAY(memory, char, length + 1 + n + behind + 1);
    memcpy(path, above, length);
    path[length] = '/';
    memcpy(path + length + 1, name, n);
    memcpy(path + length + 1 + n, d, behind);
    return path;
}

/* A family's paths are made at once: looking at all brothers for each would take the square of their number. The
 * step's number is given only where the name alone would be ambiguous. */
static void
make_paths(const xml_node *first, const char *above)
{
    const size_t length = strlen(above);
    name_counts counts;
    counts.used = 0;
    counts.others = NULL;
    for (const xml_node *s = first; s; s = s->next)
        if (xml_is_element(s))
            count_of(&counts, s->name)->count++;
    for (const xml_node *s = first; s; s = s->next) {
        xml_info *info = xml_is_element(s) ? (xml_info *)xml_info_of(s) : NULL;
        if (!info)
            continue;
        name_count *c = count_of(&counts, s->name);
        c->met++;
        info->path = join_step(info->doc->memory, above, length, xml_name(s), c->count > 1 ? c->met : 0);
    }
    if (counts.others)
        g_hash_table_destroy(counts.others);
}

const char *
xml_path(const xml_node *n)
{
    const xml_info *info = xml_info_of(n);
    if (!xml_is_element(n) || !info)
        return "";
    if (!info->path) {
        const xml_node *first = n;
        while (first->prev)
            first = first->prev;
        make_paths(first, xml_path(n->parent));
    }
    return info->path;
}

void
xml_remove(xml_node *n)
{
    g_assert(xml_is_attribute(n) || (xml_is_element(n) && n->parent));
    xml_path(xml_is_element(n) ? n : n->parent); /* the numbers of its brothers are those in the file */
    xmlUnlinkNode(n);                            /* it goes with its document */
}

xml_hidden
xml_hide(xml_node *n)
{
    g_assert((xml_is_element(n) || xml_is_attribute(n)) && n->parent);
    const xml_hidden hidden = {n, n->parent, n->next};
    xmlUnlinkNode(n);
    return hidden;
}

void
xml_show(xml_hidden hidden)
{
    g_assert(hidden.n && hidden.parent && !hidden.n->parent);
    if (hidden.next)
        xmlAddPrevSibling(hidden.next, hidden.n);
    else
        xmlAddChild(hidden.parent, hidden.n);
}

place
xml_place(arena *a, const xml_node *n, bool with_path)
{
    const xml_info *info = xml_info_of(n);
    if (!info)
        return PLACE_NONE;
    place p = {info->doc->file, info->line, NULL};
    if (!with_path)
        return p;
    const char *path = info->made ? info->path : xml_path(xml_is_element(n) ? n : n->parent);
    p.path = xml_is_attribute(n) && !info->made ? arena_join(a, path, "/@", xml_name(n)) : arena_strdup(a, path);
    return p;
}

void
xml_number_nodes(xmlNode *root)
{
    unsigned order = 0;
    for (xmlNode *n = root; n;) {
        if (n->_private)
            ((xml_info *)n->_private)->order = ++order;
        if (n->type == XML_ELEMENT_NODE)
            for (xmlAttr *attr = n->properties; attr; attr = attr->next)
                ((xml_info *)attr->_private)->order = ++order;
        if (n->type == XML_ELEMENT_NODE && n->children) {
            n = n->children;
            continue;
        }
        while (n != root && !n->next)
            n = n->parent;
        n = n == root ? NULL : n->next;
    }
}
