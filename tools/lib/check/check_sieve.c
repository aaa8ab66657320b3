/* check_sieve.c: which rules can keep a form in the office, told from the bytes of the rule files. When in doubt, a
 * rule can. All versions of an id stay together. */
#include "check/check_int.h"

#include <string.h>

struct rule_sieve {
    const char *form;
    GHashTable *ids; /* of all rules: whether one of that id names the form */
    GArray *files;   /* of rule_reading */
};

/* The next `name="…"` or `name='…'` in [*p, end): its value. False when there is none, or when it is spelled in a way
 * that is not understood; then *p is NULL. */
static bool
next_attribute(const char **p, const char *end, const char *name, const char **value, size_t *length)
{
    const size_t n = strlen(name);
    while ((*p = memmem(*p, (size_t)(end - *p), name, n))) {
        const bool begins = strchr(" \t\r\n", (*p)[-1]);
        const char *q = *p + n;
        *p = q;
        while (q < end && strchr(" \t\r\n", *q))
            q++;
        if (!begins || q == end || *q++ != '=')
            continue;
        while (q < end && strchr(" \t\r\n", *q))
            q++;
        const char *const close =
            q < end && (*q == '"' || *q == '\'') ? memchr(q + 1, *q, (size_t)(end - q - 1)) : NULL;
        if (!close)
            continue;
        *value = q + 1;
        *length = (size_t)(close - q - 1);
        *p = close;
        return true;
    }
    return false;
}

/* A list of names, separated by spaces; with a character reference in it, it may be any. */
static bool
holds_name(const char *list, size_t length, const char *name)
{
    char *copy = g_strndup(list, length), **words = g_strsplit_set(copy, " \t\r\n", -1);
    bool holds = strchr(copy, '&');
    for (char **w = words; *w; w++)
        holds = holds || strcmp(*w, name) == 0;
    g_strfreev(words);
    g_free(copy);
    return holds;
}

static bool
names_form(const char *rule_bytes, size_t length, const char *form)
{
    const char *const end = rule_bytes + length, *value;
    size_t n;
    for (const char *p = rule_bytes; p && next_attribute(&p, end, "documents", &value, &n);)
        if (holds_name(value, n, form))
            return true;
    return false;
}

/* g_free it; NULL when it is not found. */
static char *
id_of_rule(const char *rule_bytes, size_t length)
{
    const char *p = rule_bytes, *value;
    size_t n;
    return next_attribute(&p, rule_bytes + length, "id", &value, &n) ? g_strndup(value, n) : NULL;
}

static bool
keeps_rule(const void *data, const char *bytes, size_t length)
{
    const rule_sieve *sieve = data;
    char *id = id_of_rule(bytes, length);
    const bool keeps = !id || g_hash_table_lookup(sieve->ids, id);
    g_free(id);
    return keeps;
}

/* Calls back for every rule of a file, as the reader cuts it out. */
static bool
visit_rules(const char *bytes, const char *end, bool (*visit)(const void *sieve, const char *rule_bytes, size_t length),
            const rule_sieve *sieve)
{
    static const char open[] = "<rule", close[] = "</rule>";
    bool any = false;
    for (const char *p = bytes; (p = memmem(p, (size_t)(end - p), open, strlen(open)));) {
        const char *const last = memmem(p, (size_t)(end - p), close, strlen(close));
        if (!last)
            return true; /* it will be told by the parser */
        if (strchr(" \t\r\n", p[strlen(open)]))
            any = visit(sieve, p, (size_t)(last + strlen(close) - p)) || any;
        p = strchr(" \t\r\n", p[strlen(open)]) ? last : p + 1;
    }
    return any;
}

static bool
note_rule(const void *data, const char *bytes, size_t length)
{
    const rule_sieve *sieve = data;
    char *id = id_of_rule(bytes, length);
    if (id) {
        const bool named = g_hash_table_lookup(sieve->ids, id) || names_form(bytes, length, sieve->form);
        g_hash_table_insert(sieve->ids, id, GINT_TO_POINTER(named));
    }
    return id;
}

static bool
holds_bytes(const char *bytes, size_t length, const char *wanted)
{
    return memmem(bytes, length, wanted, strlen(wanted));
}

/* Whether the rules can be told from the bytes: not where a `<` need not begin a tag, or a rule is in a comment. */
static bool
is_plain(const char *bytes, size_t length)
{
    const char *const end = bytes + length;
    if (holds_bytes(bytes, length, "<![CDATA[") || holds_bytes(bytes, length, "<!DOCTYPE") ||
        memchr(bytes, '\0', length))
        return false;
    for (const char *p = bytes; (p = memmem(p, (size_t)(end - p), "<!--", 4));) {
        const char *const close = memmem(p, (size_t)(end - p), "-->", 3);
        if (!close || holds_bytes(p, (size_t)(close - p), "<rule"))
            return false;
        p = close;
    }
    return true;
}

/* One that cannot be read is left to the reader, which tells it. */
static GBytes *
read_plain(const char *path)
{
    char *bytes = NULL;
    gsize length = 0;
    if (g_file_get_contents(path, &bytes, &length, NULL) && is_plain(bytes, length))
        return g_bytes_new_take(bytes, length);
    g_free(bytes);
    return NULL;
}

rule_sieve *
rule_sieve_new(const char *form, const GPtrArray *paths)
{
    rule_sieve *sieve = g_new0(rule_sieve, 1);
    sieve->form = form;
    sieve->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    sieve->files = g_array_new(FALSE, TRUE, sizeof(rule_reading));
    GBytes **contents = g_new0(GBytes *, paths->len);
    gsize length;
    for (guint i = 0; i < paths->len; i++) {
        contents[i] = read_plain(g_ptr_array_index(paths, i));
        const char *bytes = contents[i] ? g_bytes_get_data(contents[i], &length) : NULL;
        if (bytes)
            visit_rules(bytes, bytes + length, note_rule, sieve);
    }
    for (guint i = 0; i < paths->len; i++) {
        const char *bytes = contents[i] ? g_bytes_get_data(contents[i], &length) : NULL;
        const rule_reading how = !bytes                                                  ? RULES_WHOLE
                                 : visit_rules(bytes, bytes + length, keeps_rule, sieve) ? RULES_LEAN
                                                                                         : RULES_NONE;
        g_array_append_val(sieve->files, how);
        if (contents[i])
            g_bytes_unref(contents[i]);
    }
    g_free(contents);
    return sieve;
}

rule_reading
rule_sieve_of(const rule_sieve *sieve, guint file)
{
    return sieve ? g_array_index(sieve->files, rule_reading, file) : RULES_WHOLE;
}

const char *const *
rule_sieve_left_out(const rule_sieve *sieve, arena *a)
{
    const char **ids = ARENA_ARRAY(a, const char *, g_hash_table_size(sieve->ids) + 1);
    size_t count = 0;
    GHashTableIter i;
    gpointer id, named;
    g_hash_table_iter_init(&i, sieve->ids);
    while (g_hash_table_iter_next(&i, &id, &named))
        if (!named)
            ids[count++] = arena_strdup(a, id);
    ids[count] = NULL;
    return ids;
}

void
rule_sieve_drop(rule_sieve *sieve)
{
    if (!sieve)
        return;
    g_hash_table_destroy(sieve->ids);
    g_array_free(sieve->files, TRUE);
    g_free(sieve);
}

xml_lean
rule_lean(const rule_sieve *sieve)
{
    return (xml_lean){.emptied = {"title", "title-en", "explain", "explain-en", "not-computable", NULL},
                      .sifted = "rule",
                      .keeps = keeps_rule,
                      .data = sieve};
}
