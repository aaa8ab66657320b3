/* xml_prefix.c: prefixes of names in expressions. The text of an expression is compiled again, whole or in parts, where
 * nobody knows the element that it stands at (an absence, a key): so a prefix means one namespace in the whole process,
 * and one that two files declare differently is another word in the second. */
#include "xml/xml_int.h"

#include <string.h>

typedef struct binding {
    char *prefix, *ns;
} binding;

static GArray *bindings; /* of binding; they stay */
G_LOCK_DEFINE_STATIC(bindings);

static const char *
find_namespace(const char *prefix, size_t length)
{
    for (guint i = 0; bindings && i < bindings->len; i++) {
        const binding *b = &g_array_index(bindings, binding, i);
        if (strlen(b->prefix) == length && strncmp(b->prefix, prefix, length) == 0)
            return b->ns;
    }
    return NULL;
}

static const char *
find_prefix(const char *ns, const char *wanted)
{
    const char *any = NULL;
    for (guint i = 0; i < bindings->len; i++) {
        const binding *b = &g_array_index(bindings, binding, i);
        if (strcmp(b->ns, ns) == 0 && strcmp(b->prefix, wanted) == 0)
            return b->prefix;
        if (strcmp(b->ns, ns) == 0 && !any)
            any = b->prefix;
    }
    return any;
}

static const char *
bind_new(const char *prefix, const char *ns)
{
    binding b = {g_strdup(prefix), g_strdup(ns)};
    for (unsigned n = 2; find_namespace(b.prefix, strlen(b.prefix)); n++) {
        g_free(b.prefix);
        b.prefix = g_strdup_printf("%s_%u", prefix, n);
    }
    g_array_append_val(bindings, b);
    return b.prefix;
}

/* By which prefix expressions know the namespace: the wanted one, unless it is another's. */
static const char *
bind_prefix(const char *prefix, const char *ns)
{
    G_LOCK(bindings);
    if (!bindings)
        bindings = g_array_new(FALSE, FALSE, sizeof(binding));
    const char *known = find_namespace(prefix, strlen(prefix)) ? find_prefix(ns, prefix) : NULL;
    if (!known)
        known = bind_new(prefix, ns);
    G_UNLOCK(bindings);
    return known;
}

const char *
xpath_prefix_namespace(const char *prefix, size_t length)
{
    G_LOCK(bindings);
    const char *ns = find_namespace(prefix, length);
    G_UNLOCK(bindings);
    return ns;
}

size_t
xpath_each_prefix(size_t from, void (*visit)(void *data, const char *prefix, const char *ns), void *data)
{
    G_LOCK(bindings);
    const size_t count = bindings ? bindings->len : 0;
    for (size_t i = from; i < count; i++)
        visit(data, g_array_index(bindings, binding, i).prefix, g_array_index(bindings, binding, i).ns);
    G_UNLOCK(bindings);
    return count;
}

/* ---- the text of an expression ---- */

/* Whether a prefix ends at `end`: a name behind one colon follows, not an axis. */
static bool
ends_prefix(const char *end)
{
    return end[0] == ':' && (xpath_starts_name(end[1]) || end[1] == '*');
}

/* What is quoted may be an expression, too: the arguments of key(). Only a prefix that the file declares is one. */
static const char *
copy_quoted(const char *p, const xml_node *at, GString *out, const char **clash)
{
    const char *end = strchr(p + 1, *p);
    end = end ? end + 1 : p + strlen(p);
    for (const char *q = p + 1; q < end;) {
        const char *stop = xpath_starts_name(*q) ? xpath_skip_name(q) : q + 1;
        char *prefix = g_strndup(q, (gsize)(stop - q));
        const char *ns = xpath_starts_name(*q) && ends_prefix(stop) ? xml_prefix_namespace(at, prefix) : NULL;
        if (ns && strcmp(bind_prefix(prefix, ns), prefix) != 0)
            *clash = q;
        g_free(prefix);
        q = stop;
    }
    g_string_append_len(out, p, end - p);
    return end;
}

char *
xpath_settle_prefixes(const char *text, const xml_node *at, const char **unknown, const char **clash)
{
    GString *out = g_string_new(NULL);
    *unknown = *clash = NULL;
    for (const char *p = text; *p;) {
        if (*p == '"' || *p == '\'') {
            p = copy_quoted(p, at, out, clash);
            continue;
        }
        const char *end = xpath_starts_name(*p) ? xpath_skip_name(p) : p + 1;
        char *word = g_strndup(p, (gsize)(end - p));
        if (xpath_starts_name(*p) && ends_prefix(end)) {
            const char *ns = xml_prefix_namespace(at, word);
            if (!ns && !*unknown)
                *unknown = p;
            g_string_append(out, ns ? bind_prefix(word, ns) : word);
            g_string_append_c(out, ':');
            p = end + 1;
            end = xpath_starts_name(*p) ? xpath_skip_name(p) : p;
            g_string_append_len(out, p, end - p);
        } else {
            g_string_append(out, word);
        }
        g_free(word);
        p = end;
    }
    return g_string_free(out, FALSE);
}
