/* xml_plain.c: a document of the kind that nearly all are, in one pass and in place.
 *
 * What is taken here is the tree that libxml2 makes of the same bytes, at a sixth of the cost: tests/unit/
 * test_xml_plain.c compares the two. Whatever is written in an unusual way, and whatever is wrong, is not taken:
 * libxml2 reads it then, from its beginning, and tells what there is to tell. So nothing is reported here. */
#include "xml/xml_plain_int.h"

#include <string.h>

#include <libxml/parserInternals.h>

/* ---- letters ---- */

enum { NAME_FIRST = 1, NAME_NEXT = 2, VALUE_STOP = 4 };

#define LETTER (NAME_FIRST | NAME_NEXT)
static const unsigned char kinds[256] = {
    [0 ... 0x1f] = VALUE_STOP, ['"'] = VALUE_STOP,     ['\''] = VALUE_STOP,
    ['&'] = VALUE_STOP,        ['<'] = VALUE_STOP,     [0xef] = VALUE_STOP,
    ['a' ... 'z'] = LETTER,    ['A' ... 'Z'] = LETTER, ['_'] = LETTER,
    ['0' ... '9'] = NAME_NEXT, ['-'] = NAME_NEXT,      ['.'] = NAME_NEXT,
};

static inline bool
is_kind(const char *p, int kind)
{
    return kinds[(unsigned char)*p] & kind;
}

/* ---- names ---- */

/* A name at k->p, with a prefix or without; k->p is behind it. */
static bool
take_name(plain *k, plain_name *name)
{
    char *p = k->p;
    name->whole = name->local = p;
    if (!is_kind(p, NAME_FIRST))
        return false;
    while (is_kind(p, NAME_NEXT))
        p++;
    if (*p == ':') {
        name->local = ++p;
        if (!is_kind(p, NAME_FIRST))
            return false;
        while (is_kind(p, NAME_NEXT))
            p++;
    }
    k->p = p;
    name->length = (size_t)(p - name->whole);
    return name->length <= XML_MOST_NAME;
}

static size_t
prefix_length(const plain_name *name)
{
    return name->local == name->whole ? 0 : (size_t)(name->local - name->whole) - 1;
}

static bool
has_prefix(const plain_name *name, const char *prefix)
{
    const size_t n = prefix_length(name);
    return strlen(prefix) == n && memcmp(name->whole, prefix, n) == 0;
}

/* What is declared where it stands; the empty prefix may have nothing. */
static bool
find_namespace(plain *k, const plain_name *name, xmlNs **ns)
{
    const size_t n = prefix_length(name);
    *ns = NULL;
    for (size_t i = k->declared; i > 0; i--) {
        xmlNs *one = k->spaces[i - 1];
        const char *prefix = one->prefix ? (const char *)one->prefix : "";
        if (strncmp(prefix, name->whole, n) == 0 && prefix[n] == '\0') {
            *ns = one;
            return true;
        }
    }
    return n == 0;
}

/* ---- attributes ---- */

/* Behind the quote that ends it; the value is then a string. */
static bool
take_value(plain *k, char **value)
{
    const char quote = *k->p++;
    char *p = k->p, *from = p, *to = p;
    *value = p;
    for (;; p++) {
        while (!is_kind(p, VALUE_STOP))
            p++;
        if (*p == quote)
            break;
        if (*p == '\n' || *p == '\t') {
            k->line += *p == '\n';
            *p = ' ';
        } else if (*p == '&') {
            size_t length;
            const char letter = plain_entity(p, &length);
            if (!letter)
                return false;
            to = plain_keep(to, from, p);
            *to++ = letter;
            from = p + length;
            p += length - 1;
        } else if (*p == '"' || *p == '\'') {
            continue;
        } else if ((unsigned char)*p != 0xef || plain_is_no_letter(p)) {
            return false;
        }
    }
    to = plain_keep(to, from, p);
    const bool fits = (size_t)(p - *value) <= k->limits->text_bytes;
    *to = '\0';
    k->p = p + 1;
    return fits;
}

/* The attributes of a tag, up to its > or />. */
static bool
take_attributes(plain *k)
{
    k->count = 0;
    for (;;) {
        const bool apart = plain_is_blank(*k->p);
        plain_skip_blanks(k);
        if (*k->p == '>' || *k->p == '/')
            return true;
        plain_attribute *a = &k->attributes[k->count];
        a->line = k->line;
        if (!apart || k->count++ == PLAIN_ATTRIBUTES || !take_name(k, &a->name) || *k->p != '=')
            return false;
        *k->p++ = '\0';
        if ((*k->p != '"' && *k->p != '\'') || !take_value(k, &a->value))
            return false;
    }
}

/* A name that libxml2 looks at no further: a scheme, and letters that every URI may have. */
static bool
is_plain_uri(const char *uri)
{
    const char *p = uri;
    if (!g_ascii_isalpha(*p))
        return false;
    while (g_ascii_isalnum(*p))
        p++;
    const bool has_host = strncmp(p, "://", 3) == 0;
    p += has_host ? 3 : *p == ':';
    if (!g_ascii_isalnum(*p) && *p)
        return false;
    while (g_ascii_isalnum(*p) || (*p && strchr("-._/", *p)) || (*p == ':' && !has_host))
        p++;
    return *p == '\0' && !g_str_has_prefix(uri, "http://www.w3.org/XML/1998/namespace") &&
           !g_str_has_prefix(uri, "http://www.w3.org/2000/xmlns");
}

static bool
is_declaration(const plain_attribute *a)
{
    const bool bare = a->name.local == a->name.whole;
    return bare ? a->name.length == 5 && memcmp(a->name.whole, "xmlns", 5) == 0 : has_prefix(&a->name, "xmlns");
}

static bool
declare_namespace(plain *k, xmlNs ***last, const plain_attribute *a)
{
    const char *prefix = a->name.local == a->name.whole ? NULL : a->name.local;
    if (k->declared == XML_MOST_NAMESPACES || !is_plain_uri(a->value) ||
        (prefix && g_ascii_strncasecmp(prefix, "xml", 3) == 0))
        return false;
    xmlNs *ns = ARENA_NEW(k->memory, xmlNs);
    ns->type = XML_LOCAL_NAMESPACE;
    ns->href = (const xmlChar *)a->value;
    ns->prefix = (const xmlChar *)prefix;
    **last = ns;
    *last = &ns->next;
    k->spaces[k->declared++] = ns;
    return true;
}

/* Two attributes of one local name may be one: that is for libxml2 to say. */
static bool
is_met_before(const plain *k, size_t i)
{
    const char *name = k->attributes[i].name.local;
    for (size_t j = 0; j < i; j++) {
        const char *other = k->attributes[j].name.local;
        if (*other == *name && strcmp(other, name) == 0)
            return true;
    }
    return false;
}

static bool
find_attribute_namespace(plain *k, xmlNode *n, const plain_attribute *a, xmlNs **ns)
{
    *ns = NULL;
    if (a->name.local == a->name.whole)
        return true;
    if (!has_prefix(&a->name, "xml"))
        return find_namespace(k, &a->name, ns);
    if (strcmp(a->name.local, "lang") != 0)
        return false;
    *ns = xmlSearchNs(k->tree, n, (const xmlChar *)"xml");
    return *ns != NULL;
}

static bool
make_attribute(plain *k, xmlNode *n, xmlAttr **last, const plain_attribute *a)
{
    typedef struct whole_attribute {
        xmlAttr attr;
        xmlNode text;
        xml_info info;
    } whole_attribute;
    xmlNs *ns;
    if (!find_attribute_namespace(k, n, a, &ns))
        return false;
    whole_attribute *w = ARENA_NEW(k->memory, whole_attribute);
    w->attr = (xmlAttr){._private = &w->info,
                        .type = XML_ATTRIBUTE_NODE,
                        .name = (const xmlChar *)a->name.local,
                        .children = &w->text,
                        .last = &w->text,
                        .parent = n,
                        .prev = *last,
                        .doc = k->tree,
                        .ns = ns};
    w->info = (xml_info){.doc = k->doc, .line = a->line, .order = ++k->order};
    plain_set_text(&w->text, k->tree, (xmlNode *)&w->attr, a->value);
    *(*last ? &(*last)->next : &n->properties) = &w->attr;
    *last = &w->attr;
    return true;
}

/* ---- elements ---- */

static bool
make_attributes(plain *k, xmlNode *n)
{
    xmlNs **space = &n->nsDef;
    xmlAttr *last = NULL;
    for (size_t i = 0; i < k->count; i++) {
        if (is_met_before(k, i) ||
            (is_declaration(&k->attributes[i]) && !declare_namespace(k, &space, &k->attributes[i])))
            return false;
    }
    for (size_t i = 0; i < k->count; i++)
        if (!is_declaration(&k->attributes[i])) {
            k->nodes++;
            if (!make_attribute(k, n, &last, &k->attributes[i]))
                return false;
        }
    return true;
}

static void
close_element(plain *k)
{
    k->declared = k->open[--k->depth].declared;
}

/* A start tag at k->p. */
static bool
take_start(plain *k)
{
    plain_name name;
    const int line = k->line;
    k->p++;
    if (k->depth == k->limits->depth || !take_name(k, &name))
        return false;
    char *const end = k->p;
    if (!take_attributes(k))
        return false;
    plain_node *w = ARENA_NEW(k->memory, plain_node);
    w->info = (xml_info){.doc = k->doc, .line = line, .order = ++k->order};
    w->node._private = &w->info;
    w->node.type = XML_ELEMENT_NODE;
    w->node.name = (const xmlChar *)name.local;
    w->node.line = (unsigned short)MIN(line, 65535);
    plain_hang(k, &w->node);
    k->open[k->depth++] = (plain_open){&w->node, name, k->declared};
    if (++k->nodes > k->limits->nodes || !make_attributes(k, &w->node) || !find_namespace(k, &name, &w->node.ns) ||
        k->nodes > k->limits->nodes)
        return false;
    const bool is_empty = *k->p == '/';
    k->p += is_empty;
    if (*k->p != '>')
        return false;
    k->p++;
    *end = '\0'; /* where one of those stood that end a name, which have all been looked at */
    if (is_empty)
        close_element(k);
    return true;
}

static bool
take_end(plain *k)
{
    const plain_name *name = &k->open[k->depth - 1].name;
    k->p += 2;
    if (strncmp(k->p, name->whole, name->length) != 0)
        return false;
    k->p += name->length;
    plain_skip_blanks(k);
    if (*k->p++ != '>')
        return false;
    close_element(k);
    return true;
}

/* ---- the document ---- */

bool
plain_take_content(plain *k)
{
    if (k->lean && xml_lean_cuts(k->lean, k->p, k->end, &k->cut))
        return false;
    for (;;) {
        if (k->p[1] == '/' && k->depth) {
            if (!take_end(k))
                return false;
        } else {
            if (!take_start(k))
                return false;
        }
        if (k->depth == 0)
            return true;
        if (!plain_take_text(k))
            return false;
    }
}

/* An instruction to a program, as <?xml-model …?>: it is none to us. */
static bool
skip_instruction(plain *k)
{
    plain_name name;
    k->p += 2;
    if (!take_name(k, &name) || name.local != name.whole ||
        (name.length == 3 && g_ascii_strncasecmp(name.whole, "xml", 3) == 0) || !plain_is_blank(*k->p))
        return false;
    char *const from = k->p, *const end = strstr(from, "?>");
    if (!end || memchr(from, '<', (size_t)(end - from)) || !plain_pass_letters(k, end))
        return false;
    k->p = end + 2;
    return true;
}

/* Comments, instructions and blanks outside the outermost element. */
bool
plain_take_outside(plain *k)
{
    for (;;) {
        plain_skip_blanks(k);
        if (strncmp(k->p, "<!--", 4) != 0 && strncmp(k->p, "<?", 2) != 0)
            return true;
        if (k->p[1] == '!' ? !plain_skip_comment(k) : !skip_instruction(k))
            return false;
    }
}
