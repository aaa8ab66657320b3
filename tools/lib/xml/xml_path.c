/* xml_path.c: is an XPath expression a plain location path? libxml2 keeps its compiled form to itself, so
 * the text is looked at once more (XPath 1.0, 2 Location Paths). */
#include "xml/xml_int.h"

#include <string.h>

const char *
xpath_skip_space(const char *p)
{
    while (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')
        p++;
    return p;
}

bool
xpath_starts_name(char c)
{
    return g_ascii_isalpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

const char *
xpath_skip_name(const char *p)
{
    while (xpath_starts_name(*p) || g_ascii_isdigit(*p) || *p == '-' || *p == '.')
        p++;
    return p;
}

const char *
xpath_skip_brackets(const char *p)
{
    int depth = 0;
    for (; *p; p++) {
        if (*p == '"' || *p == '\'') {
            p = strchr(p + 1, *p);
            if (!p)
                return NULL;
        } else if (*p == '[' || *p == '(') {
            depth++;
        } else if ((*p == ']' || *p == ')') && --depth == 0) {
            return p + 1;
        }
    }
    return NULL;
}

/* A name, *, prefix:name, prefix:*, or one of the node type tests. */
static const char *
skip_node_test(const char *p)
{
    static const char *const types[] = {"node", "text", "comment", "processing-instruction"};
    if (*p == '*')
        return p + 1;
    if (!xpath_starts_name(*p))
        return NULL;
    const char *end = xpath_skip_name(p), *open = xpath_skip_space(end);
    if (*open == '(') {
        const char *close = xpath_skip_space(open + 1);
        for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
            if (strlen(types[i]) == (size_t)(end - p) && strncmp(p, types[i], (size_t)(end - p)) == 0 && *close == ')')
                return close + 1;
        return NULL;
    }
    if (end[0] == ':' && end[1] == '*')
        return end + 2;
    if (end[0] == ':' && xpath_starts_name(end[1]))
        return xpath_skip_name(end + 1);
    return end;
}

const char *
xpath_skip_predicates(const char *p)
{
    while (p && *xpath_skip_space(p) == '[')
        p = xpath_skip_brackets(xpath_skip_space(p));
    return p;
}

const char *
xpath_skip_step(const char *p)
{
    p = xpath_skip_space(p);
    if (p[0] == '.')
        return p + (p[1] == '.' ? 2 : 1);
    if (*p == '@') {
        p = xpath_skip_space(p + 1);
    } else if (xpath_starts_name(*p)) {
        const char *colons = xpath_skip_space(xpath_skip_name(p));
        if (colons[0] == ':' && colons[1] == ':')
            p = xpath_skip_space(colons + 2);
    }
    return xpath_skip_predicates(skip_node_test(p));
}

bool
xpath_is_path(const char *text)
{
    const char *p = xpath_skip_space(text);
    if (*p == '/') {
        p += p[1] == '/' ? 2 : 1;
        if (*xpath_skip_space(p) == '\0')
            return true;
    }
    for (;;) {
        p = xpath_skip_step(p);
        if (!p)
            return false;
        p = xpath_skip_space(p);
        if (*p == '\0')
            return true;
        if (*p != '/')
            return false;
        p += p[1] == '/' ? 2 : 1;
    }
}
