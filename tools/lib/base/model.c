#include "base/model.h"

#include <string.h>

char *
path_between(const char *from, const char *to)
{
    char *folder = g_path_get_dirname(from), *base = g_canonicalize_filename(folder, NULL);
    char *target = g_canonicalize_filename(to, NULL);
    char **down = g_strsplit(base, "/", -1), **up = g_strsplit(target, "/", -1);
    size_t same = 0;
    while (down[same] && up[same] && strcmp(down[same], up[same]) == 0)
        same++;
    GString *path = g_string_new(NULL);
    for (size_t i = same; down[i]; i++)
        if (*down[i])
            g_string_append(path, "../");
    for (size_t i = same; up[i]; i++)
        g_string_append_printf(path, "%s%s", i > same ? "/" : "", up[i]);
    g_strfreev(down);
    g_strfreev(up);
    g_free(target);
    g_free(base);
    g_free(folder);
    return g_string_free(path, FALSE);
}

void
model_append_head(GString *out, const char *file, const char *schema_dir, const char *grammar)
{
    g_assert(out && grammar);
    g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    if (file && schema_dir && strcmp(file, "-") != 0) {
        char *path = g_strdup_printf("%s/%s.rng", schema_dir, grammar), *between = path_between(file, path);
        /* A reference is a URI: blanks, quotes and what is no ASCII are escaped. */
        char *href = g_uri_escape_string(between, "/", FALSE);
        g_string_append_printf(out, "<?xml-model href=\"%s\" schematypens=\"http://relaxng.org/ns/structure/1.0\"?>",
                               href);
        g_free(href);
        g_free(between);
        g_free(path);
    }
    g_string_append_c(out, '\n');
}
