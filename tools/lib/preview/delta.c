/* delta.c: what changed from one picture of a page to the next. A save changes a few marks and moves some; a page
 * of outlines is the better part of a megabyte, and a browser takes longer to read it than we to make it. */
#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

enum { MOST_BYTES = 128 * 1024 };

/* A line of a picture: one element, `<name transform="…"rest`. */
typedef struct element {
    const char *name, *transform, *rest;
    size_t name_length, transform_length, rest_length;
    guint number;
} element;

/* The lines between <svg …> and </svg>. */
static GArray *
elements_of(GBytes *svg)
{
    static const char mark[] = " transform=\"";
    GArray *list = g_array_new(FALSE, FALSE, sizeof(element));
    gsize n = 0;
    const char *line = g_bytes_get_data(svg, &n), *const end = line + n;
    line = (const char *)memchr(line, '\n', n) + 1;
    for (const char *next; (next = memchr(line, '\n', (size_t)(end - line))) && line[1] != '/'; line = next + 1) {
        const char *at = g_strstr_len(line, next - line, mark), *from = at + strlen(mark);
        const char *to = memchr(from, '"', (size_t)(next - from));
        const element e = {line, from, to, (size_t)(at - line), (size_t)(to - from), (size_t)(next - to), list->len};
        g_array_append_val(list, e);
    }
    return list;
}

/* All of it, as glyphs differ in one number somewhere; eight bytes at a time, as there are very many. */
static guint64
hash_bytes(guint64 hash, const char *bytes, size_t length)
{
    for (guint64 piece = 0; length > 0; piece = 0) {
        const size_t n = MIN(length, sizeof piece);
        memcpy(&piece, bytes, n);
        hash = (hash ^ piece) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
        bytes += n;
        length -= n;
    }
    return hash;
}

static guint
hash_element(gconstpointer p)
{
    const element *e = p;
    return (guint)hash_bytes(hash_bytes(e->rest_length, e->name, e->name_length), e->rest, e->rest_length);
}

/* The same mark, wherever it stands. */
static gboolean
same_element(gconstpointer a, gconstpointer b)
{
    const element *x = a, *y = b;
    return x->name_length == y->name_length && x->rest_length == y->rest_length &&
           memcmp(x->name, y->name, x->name_length) == 0 && memcmp(x->rest, y->rest, x->rest_length) == 0;
}

/* Element → GQueue of the old ones that are the same, first to last. */
static GHashTable *
index_of(const GArray *list)
{
    GHashTable *index = g_hash_table_new_full(hash_element, same_element, NULL, (GDestroyNotify)g_queue_free);
    for (guint i = 0; i < list->len; i++) {
        element *e = &g_array_index(list, element, i);
        GQueue *alike = g_hash_table_lookup(index, e);
        if (!alike)
            g_hash_table_insert(index, e, alike = g_queue_new());
        g_queue_push_tail(alike, e);
    }
    return index;
}

/* The old elements and how far they are used up. */
typedef struct matcher {
    GArray *olds;
    bool *taken;
    guint next;        /* after the last that was taken */
    GHashTable *index; /* NULL until something is not where it was */
} matcher;

/* The old one that becomes `e`: the next, as a rule; NULL: there is none. */
static const element *
take_old(matcher *m, const element *e)
{
    element *found = NULL;
    if (m->next < m->olds->len) {
        found = &g_array_index(m->olds, element, m->next);
        if (m->taken[m->next] || !same_element(found, e))
            found = NULL;
    }
    if (!found) {
        if (!m->index)
            m->index = index_of(m->olds);
        GQueue *alike = g_hash_table_lookup(m->index, e);
        do
            found = alike ? g_queue_pop_head(alike) : NULL;
        while (found && m->taken[found->number]);
    }
    if (found) {
        m->taken[found->number] = true;
        m->next = found->number + 1;
    }
    return found;
}

static void
append_change(GString *out, const element *e, const element *before)
{
    if (!before) {
        g_string_append_c(out, '+');
        g_string_append_len(out, e->name, e->rest + e->rest_length - e->name);
    } else if (before->transform_length == e->transform_length &&
               memcmp(before->transform, e->transform, e->transform_length) == 0) {
        g_string_append_printf(out, "=%u", before->number);
    } else {
        g_string_append_printf(out, "~%u ", before->number);
        g_string_append_len(out, e->transform, (gssize)e->transform_length);
    }
    g_string_append_c(out, '\n');
}

char *
delta_between(GBytes *before, GBytes *after)
{
    assert(before && after);
    GArray *news = elements_of(after);
    matcher m = {.olds = elements_of(before)};
    m.taken = g_new0(bool, m.olds->len + 1);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < news->len && out->len <= MOST_BYTES; i++) {
        const element *e = &g_array_index(news, element, i);
        append_change(out, e, take_old(&m, e));
    }
    g_clear_pointer(&m.index, g_hash_table_destroy);
    g_free(m.taken);
    g_array_free(m.olds, TRUE);
    g_array_free(news, TRUE);
    return g_string_free(out, out->len > MOST_BYTES);
}
