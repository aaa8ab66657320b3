#include "render/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/asked.h"
#include "base/folder.h"

/* As short as it can be said: messages name these files. Below the working directory it is relative. */
static char *
said_shortly(const char *folder, const char *root)
{
    char *joined = g_build_filename(folder, root, NULL);
    char *whole = g_canonicalize_filename(joined, NULL);
    char *here = g_get_current_dir();
    const size_t n = strlen(here);
    char *out = NULL;
    if (strcmp(whole, here) == 0)
        out = g_strdup(".");
    else if (strncmp(whole, here, n) == 0 && whole[n] == '/')
        out = g_strdup(whole + n + 1);
    g_free(here);
    g_free(joined);
    if (!out)
        return whole;
    g_free(whole);
    return out;
}

static char *
path_below(const char *root, const char *name)
{
    return strcmp(root, ".") == 0 ? g_strdup(name) : g_build_filename(root, name, NULL);
}

static bool
try_root(render_paths *p, const char *folder, const char *root)
{
    char *base = said_shortly(folder, root);
    char *forms = path_below(base, "templates");
    char *schema = g_build_filename(forms, "schema", NULL);
    char *fonts = path_below(base, "fonts");
    char *preview = path_below(base, "preview"); /* as installed; in the sources it is among the tools */
    if (!g_file_test(preview, G_FILE_TEST_IS_DIR)) {
        g_free(preview);
        preview = path_below(base, "tools/preview");
    }
    g_free(base);
    char *probe = g_build_filename(fonts, "fonts.conf", NULL);
    const bool there = g_file_test(schema, G_FILE_TEST_IS_DIR) && g_file_test(probe, G_FILE_TEST_IS_REGULAR);
    g_free(probe);
    if (there) {
        *p = (render_paths){forms, schema, fonts, preview, NULL};
    } else {
        g_free(forms);
        g_free(schema);
        g_free(fonts);
        g_free(preview);
    }
    return there;
}

bool
render_paths_find(render_paths *p, const char *forms, diag *d)
{
    g_assert(p && d);
    static const char *const roots[] = {"../share/renkei", "..", "../..", "../../.."};
    char *self = g_file_read_link("/proc/self/exe", NULL);
    char *folder = g_path_get_dirname(self ? self : ".");
    bool found = false;
    for (size_t i = 0; !found && i < G_N_ELEMENTS(roots); i++)
        found = try_root(p, folder, roots[i]);
    g_free(folder);
    g_free(self);
    if (!found) {
        diag_add(d, DIAG_INSTALL_MISSING, PLACE_NONE, PLACE_NONE, NULL);
        return false;
    }
    if (forms) {
        g_free(p->forms);
        p->forms = g_strdup(forms);
    }
    return true;
}

/* *error: it cannot be read. */
static bool
has_rule_files(const char *folder, int *error)
{
    bool has = false;
    GPtrArray *names = folder_names(folder, error);
    for (guint i = 0; names && !has && i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        has = g_str_has_suffix(name, ".xml") && *name != '.';
    }
    if (names)
        g_ptr_array_unref(names);
    return has;
}

bool
render_paths_local(render_paths *p, const char *asked, place where, diag *d)
{
    g_assert(p && d);
    const char *folder = asked ? asked : getenv("RENKEI_LOCAL_RULES");
    if (!folder || (!asked && !*folder))
        return true;
    int error = asked_folder_error(folder);
    const bool has = !error && has_rule_files(folder, &error);
    if (error)
        asked_report(d, DIAG_FOLDER_ASKED, where, folder, error);
    else if (!has)
        diag_add(d, DIAG_CHECK_NO_LOCAL, PLACE_NONE, where, folder, NULL);
    g_free(p->local);
    p->local = g_strdup(folder);
    return has;
}

void
render_paths_clear(render_paths *p)
{
    g_assert(p);
    g_free(p->forms);
    g_free(p->schema);
    g_free(p->fonts);
    g_free(p->preview);
    g_free(p->local);
    *p = (render_paths){0};
}

char *
render_form_path(const render_paths *paths, const char *form)
{
    g_assert(paths && paths->forms && form);
    if (strchr(form, '/') || g_str_has_suffix(form, ".xml"))
        return g_strdup(form);
    return g_build_filename(paths->forms, form, "form.xml", NULL);
}
