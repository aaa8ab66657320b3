/* xml_plain_read.c: which bytes are tried as a plain document, and the tree of one that libxml2 read, in the memory
 * that a plain one has. */
#include "base/utf8.h"
#include "xml/xml_plain_int.h"

#include <string.h>

/* ---- plain documents ---- */

/* Behind the XML declaration, where there is one. NULL: it says more than that this is XML 1.0 in UTF-8. */
static const char *
skip_declaration(const char *p)
{
    static const char begin[] = "<?xml version=\"1.0\"", encoding[] = " encoding=\"UTF-8\"";
    if (strncmp(p, "<?", 2) != 0)
        return p;
    if (strncmp(p, begin, sizeof begin - 1) != 0)
        return NULL;
    p += sizeof begin - 1;
    if (g_ascii_strncasecmp(p, encoding, sizeof encoding - 1) == 0)
        p += sizeof encoding - 1;
    return strncmp(p, "?>", 2) == 0 ? p + 2 : NULL;
}

/* What is well-formed and of another kind is told before it is parsed. */
static bool
may_be_plain(const char *bytes, size_t length, const xml_limits *limits, const xml_lean *lean)
{
    return length > 0 && *bytes == '<' && length <= limits->bytes && !memchr(bytes, '\0', length) &&
           (limits->any_root || !xml_is_foreign(bytes, length)) && (!lean || xml_lean_may(bytes, length)) &&
           utf8_end(bytes, length) == bytes + length;
}

static bool
take_document(plain *k)
{
    if (!plain_take_outside(k) || *k->p != '<' || !plain_take_content(k) || !plain_take_outside(k))
        return false;
    return k->p == k->end;
}

bool
xml_plain_take(xml_doc *doc, const char *bytes, size_t length, const xml_limits *limits, const xml_lean *lean)
{
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (!may_be_plain(bytes, length, limits, lean))
        return false;
    char *const copy = arena_strndup(doc->memory, bytes, length);
    plain k = {.doc = doc,
               .tree = xmlNewDoc((const xmlChar *)"1.0"),
               .memory = doc->memory,
               .limits = limits,
               .lean = lean,
               .p = (char *)skip_declaration(copy),
               .end = copy + length,
               .line = 1};
    k.open = ARENA_ARRAY(doc->memory, plain_open, limits->depth);
    if (k.p && take_document(&k)) {
        doc->tree = k.tree;
        return true;
    }
    xml_tree_drop(k.tree);
    return false;
}

/* ---- what libxml2 has read ---- */

/* An element and its copy, and those they stand in. */
typedef struct settled {
    const xmlNode *from;
    xmlNode *to;
    const struct settled *above;
} settled;

static xmlNs *
settle_namespace(const settled *at, const xmlNs *wanted)
{
    for (; wanted && at; at = at->above) {
        xmlNs *to = at->to->nsDef;
        for (const xmlNs *from = at->from->nsDef; from; from = from->next, to = to->next)
            if (from == wanted)
                return to;
        if (!at->above)
            return xmlSearchNs(at->to->doc, at->to, wanted->prefix); /* xml:lang */
    }
    return NULL;
}

static const xmlChar *
settle_string(arena *a, const xmlChar *s)
{
    return s ? (const xmlChar *)arena_strdup(a, (const char *)s) : NULL;
}

static void
settle_namespaces(arena *a, const settled *at)
{
    xmlNs **last = &at->to->nsDef;
    for (const xmlNs *from = at->from->nsDef; from; from = from->next) {
        xmlNs *ns = ARENA_NEW(a, xmlNs);
        ns->type = XML_LOCAL_NAMESPACE;
        ns->href = settle_string(a, from->href);
        ns->prefix = settle_string(a, from->prefix);
        *last = ns;
        last = &ns->next;
    }
}

static void
settle_attributes(arena *a, const settled *at)
{
    for (const xmlAttr *from = at->from->properties; from; from = from->next) {
        xml_node *attr = xml_tree_attribute(a, at->to, (const char *)from->name, xml_text(a, (const xml_node *)from));
        ((xmlAttr *)attr)->ns = settle_namespace(at, from->ns);
        attr->_private = from->_private;
    }
}

static void
settle_children(arena *a, const settled *at)
{
    for (const xmlNode *from = at->from->children; from; from = from->next) {
        if (!xml_is_element(from) && !xml_is_text(from))
            continue;
        xmlNode *to = xml_is_element(from) ? xml_tree_element(a, at->to->doc, (const char *)from->name)
                                           : xml_tree_text(a, at->to->doc, (const char *)from->content);
        to->_private = from->_private;
        to->line = from->line;
        xml_tree_append((xmlNode *)at->to, to);
        if (!xml_is_element(from))
            continue;
        const settled inner = {from, to, at->from->type == XML_ELEMENT_NODE ? at : NULL};
        settle_namespaces(a, &inner);
        to->ns = settle_namespace(&inner, from->ns);
        settle_attributes(a, &inner);
        settle_children(a, &inner);
    }
}

xmlDoc *
xml_tree_settle(arena *a, xmlDoc *from)
{
    xmlDoc *to = xmlNewDoc((const xmlChar *)"1.0");
    const settled at = {(const xmlNode *)from, (xmlNode *)to, NULL};
    settle_children(a, &at);
    xmlFreeDoc(from);
    return to;
}
