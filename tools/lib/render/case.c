/* case.c: a case and what is known of it, kept for all of its documents. */
#include "render/render_int.h"

#include <string.h>

struct render_case {
    render_environment *e;
    arena *a;
    xml_store *s;
    const char *path;
    const char *bytes; /* of one in memory; NULL: it is a file */
    size_t length;
    render_alteration how;
    size_t altered, ticks; /* values that became others; what was ticked for that alone by the last document */
    size_t bound_count;
    const char *fields; /* the grammar of own fields that the case names, also one that cannot be read; NULL: none */
    const casefile *read[2]; /* as a case of our schema, as any XML; NULL until it was read well */
};

static render_case *
new_case(render_environment *e, const char *path)
{
    render_case *c = g_new0(render_case, 1);
    c->e = e;
    c->a = arena_new();
    c->s = xml_store_new();
    xml_store_sum_files(c->s, e->sum);
    xml_store_read_once(c->s);
    c->path = path ? arena_strdup(c->a, path) : NULL;
    return c;
}

render_case *
render_case_new(render_environment *e, const char *path)
{
    g_assert(e);
    return new_case(e, path);
}

render_case *
render_case_new_altered(render_environment *e, const char *path, render_alteration how)
{
    g_assert(how == RENDER_AS_IT_IS || e->keep == RENDER_FRESH);
    render_case *c = new_case(e, path);
    c->how = how;
    return c;
}

render_case *
render_case_new_memory(render_environment *e, const char *name, const char *bytes, size_t length)
{
    g_assert(e && name && (bytes || length == 0));
    render_case *c = new_case(e, name);
    c->bytes = arena_copy(c->a, bytes, length);
    c->length = length;
    return c;
}

void
render_case_drop(render_case *c)
{
    if (!c || render_leave(c->e, c))
        return;
    xml_store_drop(c->s);
    arena_drop(c->a);
    g_free(c);
}

render_environment *
render_case_environment(const render_case *c)
{
    return c->e;
}

render_alteration
render_case_alteration(const render_case *c)
{
    return c->how;
}

void
render_case_count_bound(render_case *c)
{
    c->bound_count++;
}

size_t
render_case_bound_count(const render_case *c)
{
    return c->bound_count;
}

size_t *
render_case_ticks(render_case *c)
{
    c->ticks = 0;
    return &c->ticks;
}

size_t
render_case_altered(const render_case *c)
{
    g_assert(c);
    return c->how == RENDER_TICKS ? c->ticks : c->altered;
}

bool
render_case_is_any(const render_case *c)
{
    g_assert(c);
    return c->read[true] != NULL;
}

static casefile *
alter_case(render_case *c, casefile *data)
{
    static const casefile_alteration alterations[] = {[RENDER_EMPTY] = ALTER_EMPTY,
                                                      [RENDER_LONG] = ALTER_LONG,
                                                      [RENDER_NAMES] = ALTER_NAMES,
                                                      [RENDER_KANJI] = ALTER_KANJI,
                                                      [RENDER_TICKS] = ALTER_NOTHING};
    if (data)
        c->altered = casefile_alter(data, alterations[c->how]);
    return data;
}

static const casefile *
read_case(render_case *c, diag *d)
{
    casefile *data = casefile_read_with(c->a, c->s, c->path, c->e->schemas, d);
    const char *fields = casefile_schemas_fields(c->e->schemas);
    c->fields = fields ? arena_strdup(c->a, fields) : NULL;
    return alter_case(c, data);
}

casefile *
render_case_again(const render_case *c, arena *a, xml_store *s, diag *d)
{
    g_assert(c && c->path && !c->bytes);
    const casefile *read = c->read[false];
    xml_store_supply_all(s, c->s);
    return (read && casefile_has_own_in_masters(read) ? casefile_read_apart : casefile_read_with)(
        a, s, c->path, c->e->schemas, d);
}

const casefile *
render_case_data(render_case *c, bool any, diag *d)
{
    const casefile **read = &c->read[any];
    if (*read || !c->path)
        return *read;
    if (any && c->bytes)
        *read = casefile_read_any_memory(c->a, c->s, c->path, c->bytes, c->length, d);
    else if (any)
        *read = alter_case(c, casefile_read_any(c->a, c->s, c->path, d));
    else
        *read = read_case(c, d);
    return *read;
}

bool
render_case_is_case(const render_case *c)
{
    g_assert(c);
    return c->read[false] != NULL;
}

const char *
render_case_key(const render_case *c)
{
    g_assert(c);
    const casefile *read = c->read[false] ? c->read[false] : c->read[true];
    return read ? xml_attribute(c->a, casefile_root(read), "id") : NULL;
}

size_t
render_case_sums(const render_case *c, render_file_sum *out, size_t most)
{
    g_assert(c && out);
    const casefile *read = c->read[false] ? c->read[false] : c->read[true];
    size_t n = 0;
    for (; read && n < casefile_document_count(read) && n < most; n++) {
        const xml_doc *doc = casefile_document(read, n);
        const digest *sum = xml_doc_sum(doc);
        if (!sum)
            return 0;
        out[n] = (render_file_sum){xml_doc_file(doc), *sum};
    }
    const char *fields = read ? casefile_fields(read) : NULL;
    const digest *sum = fields ? casefile_schemas_sum(c->e->schemas, fields) : NULL;
    if (fields && (!sum || n == most))
        return 0;
    if (fields)
        out[n++] = (render_file_sum){fields, *sum};
    return n;
}

void
render_case_asked_files(const render_case *c, GPtrArray *paths)
{
    g_assert(c && paths);
    for (size_t i = 0; i < xml_store_file_count(c->s); i++)
        g_ptr_array_add(paths, g_strdup(xml_store_file(c->s, i)));
    if (c->fields)
        g_ptr_array_add(paths, g_strdup(c->fields));
}
