/* form_unused.c: styles, parts and variables of a form's own file that nothing uses. */
#include "form/form_int.h"

#include <string.h>

void
form_unused_begin(form_reader *r)
{
    r->named = g_array_new(FALSE, FALSE, sizeof(form_unused));
    r->used = g_hash_table_new(g_str_hash, g_str_equal);
    r->exprs = g_ptr_array_new();
}

void
form_unused_end(form_reader *r)
{
    g_array_free(r->named, TRUE);
    g_hash_table_destroy(r->used);
    g_ptr_array_free(r->exprs, TRUE);
    if (r->variables)
        g_hash_table_destroy(r->variables);
}

/* A style and a part may have one name: then the one speaks for the other, and nothing good is ever called unused. */
void
form_unused_name(form_reader *r, form_named kind, const char *name, const xml_node *e)
{
    const form_unused one = {kind, name, xml_place(r->a, e, false)};
    g_array_append_val(r->named, one);
}

static bool
is_in_name(char c)
{
    return g_ascii_isalnum(c) || (c && strchr("_.-", c)) || (unsigned char)c >= 0x80;
}

/* $name, wherever it means another variable of that name too. */
static GHashTable *
variables_of(const form_reader *r)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < r->exprs->len; i++)
        for (const char *p = g_ptr_array_index(r->exprs, i); (p = strchr(p, '$'));) {
            const char *from = ++p;
            while (is_in_name(*p))
                p++;
            g_hash_table_add(names, g_strndup(from, (gsize)(p - from)));
        }
    return names;
}

bool
form_reads_variable(form_reader *r, const char *name)
{
    if (!r->variables)
        r->variables = variables_of(r);
    return g_hash_table_contains(r->variables, name);
}

/* The word, with a bracket behind it: a text in quotes that says so counts as well, and costs no more than a look. */
bool
form_calls(const form_reader *r, const char *function)
{
    for (guint i = 0; i < r->exprs->len; i++)
        for (const char *p = g_ptr_array_index(r->exprs, i); (p = strstr(p, function));) {
            p += strlen(function);
            if (p[strspn(p, " \t\r\n")] == '(')
                return true;
        }
    return false;
}

static int
compare_lines(const void *x, const void *y)
{
    return ((const form_unused *)x)->where.line - ((const form_unused *)y)->where.line;
}

void
form_unused_find(form_reader *r, form *f)
{
    guint n = 0;
    form_unused *all = (form_unused *)(void *)r->named->data;
    for (guint i = 0; i < r->named->len; i++)
        if (strcmp(all[i].where.file, f->file) == 0 &&
            !(all[i].kind == NAMED_LET ? form_reads_variable(r, all[i].name)
                                       : g_hash_table_contains(r->used, all[i].name)))
            all[n++] = all[i];
    if (n == 0)
        return;
    qsort(all, n, sizeof *all, compare_lines);
    f->unused = arena_copy(r->a, all, n * sizeof *all);
    f->unused_count = n;
}
