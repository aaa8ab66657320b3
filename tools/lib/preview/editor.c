#include "preview/preview_int.h"

#include <assert.h>
#include <stdlib.h>
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

char **
preview_editor_words(const void *data, const char *const *asked)
{
    char **words = NULL;
    char *end;
    const long line = asked[0] && asked[1] && !asked[2] ? strtol(asked[1], &end, 10) : 0;
    if (line < 1 || line > G_MAXINT || *end || *asked[0] != '/' || !g_shell_parse_argv(data, NULL, &words, NULL))
        return NULL;
    for (guint i = 0; words[i]; i++) {
        char *filled = fill_in(words[i], asked[0], (int)line);
        g_free(words[i]);
        words[i] = filled;
    }
    return words;
}

/* The path is given absolute, so that no name is taken for an option. */
bool
editor_open(const starter *s, const char *path, int line)
{
    assert(s && path && line > 0);
    char *whole = g_canonicalize_filename(path, NULL), *number = g_strdup_printf("%d", line);
    const bool done = starter_begin(s, (const char *const[]){whole, number, NULL}) == STARTER_DONE;
    g_free(whole);
    g_free(number);
    return done;
}
