/* casefile_head.c: whose case it is and which masters and grammar it names, from its first bytes. */
#include "casefile/casefile_int.h"

#include <assert.h>
#include <string.h>

typedef struct head_reader {
    arena *a;
    const char *path;
    casefile_head *head;
    bool good;
} head_reader;

static const char *
head_attribute(arena *a, const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return casefile_trimmed(a, attributes[1]);
    return NULL;
}

/* The schema wants <masters> to be the first element of <case>. */
static bool
visit_head(void *data, const char *name, int depth, const char *const *attributes)
{
    head_reader *r = data;
    if (depth == 0) {
        const char *id = head_attribute(r->a, attributes, "id");
        r->head->id = id;
        return strcmp(name, "case") == 0 && id && *id;
    }
    r->good = strcmp(name, "masters") == 0;
    for (size_t i = 0; r->good && i < CASEFILE_NAMED; i++) {
        const char *kind = i < CASEFILE_MASTERS ? casefile_master_kinds[i] : "fields";
        const char *master = head_attribute(r->a, attributes, kind);
        char *path = master ? casefile_master_path(r->path, master) : NULL;
        r->head->masters[i] = path ? arena_strdup(r->a, path) : NULL;
        g_free(path);
    }
    return false;
}

bool
casefile_head_read(arena *a, const char *path, const char *bytes, size_t length, casefile_head *out)
{
    assert(a && path && out && (bytes || length == 0));
    *out = (casefile_head){0};
    head_reader r = {.a = a, .path = path, .head = out};
    return xml_peek(bytes, length, visit_head, &r) && r.good;
}
