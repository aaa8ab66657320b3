/* xml_proven.c: what is known of the files that a store reads. */
#include "xml/xml_int.h"

#include "proven/proven.h"

void
xml_store_take_proven(xml_store *s)
{
    g_assert(s && !s->sum);
    s->proven = true;
}

static bool
are_proven(xml_store *s, const char *folder)
{
    GByteArray *bytes = g_byte_array_new();
    const char *name;
    size_t i = 0;
    for (; (name = proven_grammar(i)); i++) {
        char *path = g_build_filename(folder, name, NULL);
        g_byte_array_set_size(bytes, 0);
        const int error = xml_store_bytes(s, path, &xml_limits_schema, bytes);
        const bool same = !error && bytes->len && (proven_verdicts(path, bytes->data, bytes->len) & PROVEN_GRAMMAR);
        g_free(path);
        if (!same)
            break;
    }
    g_byte_array_free(bytes, TRUE);
    return i > 0 && !name;
}

bool
xml_grammars_are_proven(xml_store *s, const char *folder)
{
    g_assert(s && folder);
    if (s->proven && g_strcmp0(s->grammars, folder) != 0) {
        s->grammars = arena_strdup(s->memory, folder);
        s->grammars_proven = are_proven(s, folder);
    }
    return s->proven && s->grammars_proven;
}

unsigned
xml_doc_verdicts(const xml_doc *doc)
{
    g_assert(doc);
    return doc->verdicts;
}
