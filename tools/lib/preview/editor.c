#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

bool
editor_check(const char *command, diag *d)
{
    char **words = NULL;
    bool good = false;
    if (g_shell_parse_argv(command, NULL, &words, NULL))
        for (guint i = 1; words[i]; i++)
            good = good || strstr(words[i], "%f");
    g_strfreev(words);
    if (!good)
        diag_add(d, DIAG_PREVIEW_EDITOR, PLACE_NONE, PLACE_NONE, command, NULL);
    return good;
}

/* %f, %l and %% in one word of the command. */
static char *
fill_in(const char *word, const char *path, int line)
{
    GString *out = g_string_new(NULL);
    for (; *word; word++) {
        const char what = word[0] == '%' ? word[1] : '\0';
        if (what == 'f')
            g_string_append(out, path);
        else if (what == 'l')
            g_string_append_printf(out, "%d", line);
        else
            g_string_append_c(out, *word);
        if (what == 'f' || what == 'l' || what == '%')
            word++;
    }
    return g_string_free(out, FALSE);
}

/* The path is given absolute, so that no name is taken for an option. */
bool
editor_open(const char *command, const char *path, int line)
{
    assert(command && path && line > 0);
    char **words = NULL;
    if (!g_shell_parse_argv(command, NULL, &words, NULL))
        return false;
    char *whole = g_canonicalize_filename(path, NULL);
    for (guint i = 0; words[i]; i++) {
        char *filled = fill_in(words[i], whole, line);
        g_free(words[i]);
        words[i] = filled;
    }
    const bool done =
        g_spawn_async(NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, NULL, NULL);
    g_free(whole);
    g_strfreev(words);
    return done;
}
