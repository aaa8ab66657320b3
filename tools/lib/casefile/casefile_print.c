/* casefile_print.c: the case as text, for the eye and for goldens. */
#include "casefile/casefile_int.h"

#include <assert.h>
#include <string.h>

static void
append_quoted(GString *out, const char *s)
{
    g_string_append_c(out, '"');
    for (; *s; s++) {
        switch (*s) {
        case '\n':
            g_string_append(out, "\\n");
            break;
        case '\r':
            g_string_append(out, "\\r");
            break;
        case '\t':
            g_string_append(out, "\\t");
            break;
        case '"':
        case '\\':
            g_string_append_c(out, '\\');
            /* fall through */
        default:
            g_string_append_c(out, *s);
        }
    }
    g_string_append_c(out, '"');
}

static void
append_start(arena *a, const xml_node *n, int depth, const char *text, GString *out)
{
    const place at = xml_place(a, n, false);
    g_string_append_printf(out, "%s:%d: %*s%s", at.file, at.line, 2 * depth, "", xml_name(n));
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr)) {
        g_string_append_printf(out, " @%s=", xml_name(attr));
        append_quoted(out, xml_text(a, attr));
    }
    if (text) {
        g_string_append_c(out, ' ');
        append_quoted(out, text);
    }
    g_string_append_c(out, '\n');
}

/* Text between elements, which only documents without a schema can have, stands on lines of its own. */
static void
append_element(arena *a, const xml_node *n, int depth, GString *out)
{
    const bool leaf = !xml_first_element(n);
    const char *text = leaf ? xml_text(a, n) : NULL;
    append_start(a, n, depth, text && *text ? text : NULL, out);
    for (const xml_node *c = leaf ? NULL : xml_first_child(n); c; c = xml_next(c)) {
        if (xml_is_element(c)) {
            append_element(a, c, depth + 1, out);
        } else if (xml_is_text(c) && !xml_is_blank(xml_text(a, c))) {
            const place at = xml_place(a, c, false);
            g_string_append_printf(out, "%s:%d: %*s", at.file, at.line, 2 * (depth + 1), "");
            append_quoted(out, xml_text(a, c));
            g_string_append_c(out, '\n');
        }
    }
}

void
casefile_print(const casefile *c, GString *out)
{
    assert(c && out);
    arena *a = arena_new();
    for (size_t i = 0; i < c->document_count; i++)
        append_element(a, xml_root(c->documents[i]), 0, out);
    arena_drop(a);
}
