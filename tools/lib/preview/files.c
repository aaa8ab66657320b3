#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"

struct preview_files {
    GPtrArray *paths;    /* of char *, shortened */
    GHashTable *numbers; /* path as it was named → number + 1 */
    desk *asked;         /* in a worker: who knows the numbers */
};

preview_files *
files_new(void)
{
    preview_files *f = g_new0(preview_files, 1);
    f->paths = g_ptr_array_new_with_free_func(g_free);
    f->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return f;
}

preview_files *
files_new_asking(desk *k)
{
    preview_files *f = files_new();
    f->asked = k;
    return f;
}

void
files_drop(preview_files *f)
{
    if (!f)
        return;
    g_ptr_array_free(f->paths, TRUE);
    g_hash_table_destroy(f->numbers);
    g_free(f);
}

char *
files_short_path(const char *path)
{
    char *whole = g_canonicalize_filename(path, NULL), *here = g_get_current_dir();
    const size_t n = strlen(here);
    char *out = g_str_has_prefix(whole, here) && whole[n] == '/' ? g_strdup(whole + n + 1) : g_strdup(whole);
    g_free(whole);
    g_free(here);
    return out;
}

guint
files_number(preview_files *f, const char *path)
{
    assert(f && path);
    const guint known = GPOINTER_TO_UINT(g_hash_table_lookup(f->numbers, path));
    if (known)
        return known - 1;
    if (f->asked) {
        const guint told = desk_number(f->asked, path);
        g_hash_table_insert(f->numbers, g_strdup(path), GUINT_TO_POINTER(told + 1));
        return told;
    }
    char *shown = files_short_path(path);
    guint n = 0;
    while (n < f->paths->len && strcmp(g_ptr_array_index(f->paths, n), shown) != 0)
        n++;
    if (n == f->paths->len)
        g_ptr_array_add(f->paths, shown);
    else
        g_free(shown);
    g_hash_table_insert(f->numbers, g_strdup(path), GUINT_TO_POINTER(n + 1));
    return n;
}

const char *
files_path(const preview_files *f, guint n)
{
    return n < f->paths->len ? g_ptr_array_index(f->paths, n) : NULL;
}

void
files_append_json(const preview_files *f, GString *out)
{
    g_string_append_c(out, '[');
    for (guint i = 0; i < f->paths->len; i++) {
        if (i)
            g_string_append_c(out, ',');
        json_append(out, g_ptr_array_index(f->paths, i));
    }
    g_string_append_c(out, ']');
}

static void
append_language(GString *out, const diag *d, diag_language language, preview_files *files)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < diag_length(d); i++) {
        diag_message m = *diag_at(d, i);
        char *shown[] = {m.form.file ? files_short_path(m.form.file) : NULL,
                         m.data.file ? files_short_path(m.data.file) : NULL};
        if (shown[0])
            files_number(files, m.form.file);
        if (shown[1])
            files_number(files, m.data.file);
        m.form.file = shown[0];
        m.data.file = shown[1];
        if (i)
            g_string_append_c(out, ',');
        diag_append_json(out, &m, language);
        g_free(shown[0]);
        g_free(shown[1]);
    }
    g_string_append_c(out, ']');
}

void
files_append_messages(GString *out, const diag *d, preview_files *files)
{
    g_string_append(out, "\"messages\":{\"ja\":");
    append_language(out, d, DIAG_JA, files);
    g_string_append(out, ",\"en\":");
    append_language(out, d, DIAG_EN, files);
    g_string_append_c(out, '}');
}
