/* formin_seen.c: the cells of a form that was made of a sheet, by the addresses that stand in them. */
#include <string.h>

#include "formin/formin_seen.h"

/* ---- an element as it is written ---- */

/* Behind the > of its start tag. */
static size_t
end_of_tag(const char *source, size_t length)
{
    char quote = '\0';
    for (size_t i = 0; i < length; i++) {
        if (quote)
            quote = source[i] == quote ? '\0' : quote;
        else if (source[i] == '"' || source[i] == '\'')
            quote = source[i];
        else if (source[i] == '>')
            return i + 1;
    }
    return length;
}

const char *
seen_tag(arena *a, const edit_node *n)
{
    size_t length;
    const char *source = edit_source(n, &length);
    return arena_strndup(a, source, end_of_tag(source, length));
}

const char *
seen_inner(arena *a, const edit_node *n)
{
    size_t length;
    const char *source = edit_source(n, &length);
    const size_t from = end_of_tag(source, length);
    if (from >= 2 && source[from - 2] == '/')
        return "";
    size_t to = length;
    while (to > from && source[to - 1] != '<')
        to--;
    return arena_strndup(a, source + from, MAX(to, from + 1) - 1 - from);
}

const char *
seen_source(arena *a, const edit_node *n)
{
    size_t length;
    const char *source = edit_source(n, &length);
    return arena_strndup(a, source, length);
}

/* ---- cells ---- */

/* "<!-- C7 氏名 -->" at its beginning; what is behind it is what stands in the cell. */
static void
read_comment(arena *a, seen_cell *c)
{
    const char *p = c->inner;
    while (g_ascii_isspace(*p))
        p++;
    const char *end = g_str_has_prefix(p, "<!-- ") ? strstr(p, " -->") : NULL;
    if (!end)
        return;
    char *text = g_strndup(p + 5, (gsize)(end - p - 5));
    char *blank = strchr(text, ' ');
    if (blank)
        *blank++ = '\0';
    char *page = strchr(text, '@'); /* the cell stands on an earlier page, too */
    char *first = page ? g_strndup(text, (gsize)(page - text)) : g_strdup(text);
    if (book_address_read(first, &c->row, &c->column)) {
        c->address = arena_strdup(a, text);
        c->page = page ? c->address + (page - text) : "";
        c->label = blank && *blank ? arena_strdup(a, blank) : NULL;
        c->inner = arena_strdup(a, end + 4);
    }
    g_free(first);
    g_free(text);
}

/* Without its tags, where no value is among them. */
static const char *
words_of(arena *a, const char *inner)
{
    if (strstr(inner, "<value") || strstr(inner, "<image") || strstr(inner, "<tick") || strstr(inner, "<circle") ||
        strstr(inner, "<ruby"))
        return inner;
    GString *out = g_string_new(NULL);
    bool tag = false;
    for (const char *p = inner; *p; p++) {
        tag |= *p == '<';
        if (!tag)
            g_string_append_c(out, *p);
        tag &= *p != '>';
    }
    const char *words = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    return words;
}

static void
see_cell(seen_form *f, edit_node *n)
{
    seen_cell *c = ARENA_NEW(f->a, seen_cell);
    *c = (seen_cell){.node = n, .inner = seen_inner(f->a, n), .page = "", .at = f->cells->len};
    read_comment(f->a, c);
    c->key = c->label ? arena_printf(f->a, "=%s", c->label) : *c->inner ? words_of(f->a, c->inner) : NULL;
    if (c->key && *c->page)
        c->key = arena_printf(f->a, "%s%s", c->page, c->key);
    g_ptr_array_add(f->cells, c);
    if (c->address)
        g_hash_table_insert(f->by_address, (void *)c->address, c);
    if (c->key) {
        const guint count = GPOINTER_TO_UINT(g_hash_table_lookup(f->keys, c->key));
        g_hash_table_insert(f->keys, (void *)c->key, GUINT_TO_POINTER(count + 1));
    }
}

static void
see_below(seen_form *f, edit_node *n)
{
    for (edit_node *k = edit_first(n); k; k = edit_next(k)) {
        if (!strcmp(edit_tag(k), "cell") || !strcmp(edit_tag(k), "label"))
            see_cell(f, k);
        else
            see_below(f, k);
    }
}

bool
seen_open(arena *a, const char *name, const char *text, size_t length, seen_form *f, diag *d)
{
    *f = (seen_form){.a = a, .e = edit_open(name, text, length, d)};
    if (!f->e)
        return false;
    f->cells = g_ptr_array_new();
    f->by_address = g_hash_table_new(g_str_hash, g_str_equal);
    f->keys = g_hash_table_new(g_str_hash, g_str_equal);
    edit_node *body = edit_first_named(edit_root(f->e), "body");
    if (body)
        see_below(f, body);
    return true;
}

void
seen_close(seen_form *f)
{
    if (!f->e)
        return;
    edit_close(f->e);
    g_ptr_array_free(f->cells, TRUE);
    g_hash_table_destroy(f->by_address);
    g_hash_table_destroy(f->keys);
}
