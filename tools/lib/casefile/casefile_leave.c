/* casefile_leave.c: a case for a reader who may not know all of it. */
#include "casefile/casefile_int.h"

#include <assert.h>
#include <string.h>

struct left_out {
    const xml_node *parent; /* NULL: of one that has an id */
    const char *name;       /* or the id */
    struct left_out *before;
};

static void
note_taken(casefile *c, const xml_node *parent, const char *name)
{
    struct left_out *one = ARENA_NEW(c->a, struct left_out);
    *one = (struct left_out){parent, arena_strdup(c->a, name), c->left_out};
    c->left_out = one;
}

static bool
is_within(const xml_node *n, const xml_node *of)
{
    while (n && n != of)
        n = xml_parent(n);
    return n != NULL;
}

/* Nothing but a text: there is something to read there, and so something to say instead. An author's own may be a date
 * or a number, of which words make none. */
static bool
is_text(const xml_node *n)
{
    const char *text = xml_first_attribute(n) || *xml_namespace(n) ? NULL : xml_borrow_text(n);
    return text && !xml_is_blank(text);
}

/* Whoever asks for what has such an id finds nothing. */
static void
forget_ids(casefile *c, const xml_node *n)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->id_count; i++) {
        if (is_within(c->ids[i].element, n))
            note_taken(c, NULL, c->ids[i].id);
        else
            c->ids[kept++] = c->ids[i];
    }
    c->id_count = kept;
}

/* One in another goes with that. */
static GPtrArray *
find_outermost(xml_node *const *elements, size_t count)
{
    GHashTable *all = g_hash_table_new(NULL, NULL);
    GPtrArray *out = g_ptr_array_new();
    for (size_t i = 0; i < count; i++)
        g_hash_table_add(all, elements[i]);
    for (size_t i = 0; i < count; i++) {
        const xml_node *above = xml_parent(elements[i]);
        while (above && !g_hash_table_contains(all, above))
            above = xml_parent(above);
        if (!above)
            g_ptr_array_add(out, elements[i]);
    }
    g_hash_table_destroy(all);
    return out;
}

void
casefile_leave_out(casefile *c, xml_node *const *elements, size_t count, const char *words)
{
    assert(c && (elements || !count) && words);
    GPtrArray *all = find_outermost(elements, count);
    for (guint i = 0; i < all->len; i++) {
        xml_node *n = g_ptr_array_index(all, i);
        if (is_text(n)) {
            xml_set_text(n, words);
            continue;
        }
        note_taken(c, xml_parent(n), xml_name(n));
        forget_ids(c, n);
        xml_remove(n);
    }
    g_ptr_array_free(all, TRUE);
    casefile_forget_things(c);
}

bool
casefile_leaves_out(const casefile *c, const xml_node *parent, const char *name)
{
    assert(c && name);
    const char *colon = strchr(name, ':'); /* the form has its own prefix for it */
    name = colon ? colon + 1 : name;
    for (const struct left_out *one = c->left_out; one; one = one->before)
        if (one->parent == parent && strcmp(one->name, name) == 0)
            return true;
    return false;
}
