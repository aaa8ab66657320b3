/* xml_tree.c: trees of libxml2's kind in the memory of a store. Nothing of them is let go before it, so that a node
 * costs what its bytes cost: no library may free one (xmlFreeNode, xmlNodeSetContent, xmlSetProp …). */
#include "xml/xml_int.h"

#include <libxml/parserInternals.h>

static xmlNode *
make_node(arena *a, xmlDoc *tree, xmlElementType type, const xmlChar *name)
{
    xmlNode *n = ARENA_NEW(a, xmlNode);
    n->type = type;
    n->name = name;
    n->doc = tree;
    return n;
}

xml_node *
xml_tree_text(arena *a, xmlDoc *tree, const char *text)
{
    xmlNode *n = make_node(a, tree, XML_TEXT_NODE, xmlStringText);
    n->content = (xmlChar *)arena_strdup(a, text ? text : "");
    return n;
}

xml_node *
xml_tree_element(arena *a, xmlDoc *tree, const char *name)
{
    return make_node(a, tree, XML_ELEMENT_NODE, (const xmlChar *)arena_strdup(a, name));
}

void
xml_tree_append(xml_node *parent, xml_node *n)
{
    n->parent = parent;
    n->prev = parent->last;
    *(parent->last ? &parent->last->next : &parent->children) = n;
    parent->last = n;
}

xml_node *
xml_tree_attribute(arena *a, xml_node *n, const char *name, const char *value)
{
    xmlAttr *attr = ARENA_NEW(a, xmlAttr), *last = n->properties;
    while (last && last->next)
        last = last->next;
    attr->type = XML_ATTRIBUTE_NODE;
    attr->name = (const xmlChar *)arena_strdup(a, name);
    attr->doc = n->doc;
    attr->parent = n;
    attr->prev = last;
    *(last ? &last->next : &n->properties) = attr;
    xml_tree_append((xml_node *)attr, xml_tree_text(a, n->doc, value));
    return (xml_node *)attr;
}

void
xml_tree_drop(xmlDoc *tree)
{
    if (!tree)
        return;
    tree->children = tree->last = NULL;
    xmlFreeDoc(tree);
}
