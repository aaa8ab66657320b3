/* xlsx_relations.c: which part of a workbook is what to another. */
#include <string.h>

#include "xlsx/xlsx_int.h"

typedef struct relationship {
    const char *id, *type, *part; /* type: its last word */
} relationship;

struct xlsx_relations {
    xlsx_reading *reading;
    const char *base; /* the folder that targets are told from: "xl/" */
    GArray *all;      /* of relationship; strings in the arena */
};

/* "/xl/a.xml" and "../a.xml" as the archive names them. */
static const char *
resolve_part(arena *a, const char *base, const char *target)
{
    char *joined = *target == '/' ? g_strdup(target + 1) : g_strconcat(base, target, NULL);
    char **steps = g_strsplit(joined, "/", -1);
    GPtrArray *kept = g_ptr_array_new();
    for (char **s = steps; *s; s++) {
        if (!strcmp(*s, "..") && kept->len)
            g_ptr_array_set_size(kept, (gint)kept->len - 1);
        else if (**s && strcmp(*s, ".") != 0 && strcmp(*s, "..") != 0)
            g_ptr_array_add(kept, *s);
    }
    g_ptr_array_add(kept, NULL);
    char *path = g_strjoinv("/", (char **)kept->pdata);
    const char *part = arena_strdup(a, path);
    g_free(path);
    g_ptr_array_free(kept, TRUE);
    g_strfreev(steps);
    g_free(joined);
    return part;
}

static bool
meet_relationship(void *data, const char *name, const char *const *attributes)
{
    xlsx_relations *r = data;
    const char *id = xml_stream_attribute(attributes, "Id"), *type = xml_stream_attribute(attributes, "Type"),
               *target = xml_stream_attribute(attributes, "Target"),
               *mode = xml_stream_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target || (mode && !strcmp(mode, "External")))
        return true;
    if (r->all->len >= r->reading->limits->entries)
        return xlsx_too_large(r->reading, "_rels", "部分が多すぎます", "it has too many parts");
    const char *slash = strrchr(type, '/');
    arena *a = r->reading->memory;
    relationship one = {arena_strdup(a, id), arena_strdup(a, slash ? slash + 1 : type),
                        resolve_part(a, r->base, target)};
    g_array_append_val(r->all, one);
    return true;
}

xlsx_relations *
xlsx_relations_new(xlsx_reading *r)
{
    xlsx_relations *all = ARENA_NEW(r->memory, xlsx_relations);
    *all = (xlsx_relations){.reading = r, .all = g_array_new(FALSE, FALSE, sizeof(relationship))};
    return all;
}

void
xlsx_relations_drop(xlsx_relations *r)
{
    g_array_free(r->all, TRUE);
}

bool
xlsx_relations_read(xlsx_relations *r, const char *part)
{
    static const xml_stream_visitor visitor = {meet_relationship, NULL, NULL};
    const char *slash = strrchr(part, '/');
    arena *a = r->reading->memory;
    r->base = slash ? arena_strndup(a, part, (size_t)(slash + 1 - part)) : "";
    g_array_set_size(r->all, 0);
    const char *own = arena_printf(a, "%s_rels/%s.rels", r->base, slash ? slash + 1 : part);
    return xlsx_part_stream(r->reading, own, &visitor, r);
}

bool
xlsx_relations_read_any(xlsx_relations *r, const char *part)
{
    const char *slash = strrchr(part, '/');
    const char *folder = slash ? arena_strndup(r->reading->memory, part, (size_t)(slash + 1 - part)) : "";
    const char *own = arena_printf(r->reading->memory, "%s_rels/%s.rels", folder, slash ? slash + 1 : part);
    g_array_set_size(r->all, 0);
    return !xlsx_archive_has(r->reading->archive, own) || xlsx_relations_read(r, part);
}

const char *
xlsx_relations_part(const xlsx_relations *r, const char *id, const char *type)
{
    for (guint i = 0; i < r->all->len; i++) {
        const relationship *one = &g_array_index(r->all, relationship, i);
        if ((!id || !strcmp(one->id, id)) && !strcmp(one->type, type))
            return one->part;
    }
    return NULL;
}
