/* ledger_sum.c: the sum of a whole ledger, in a file beside it that sha256sum can check, while nobody writes to it.
 *
 * The bytes of a data base have room between its rows, and a row may be damaged so that it cannot be read: the sum sees
 * both, before SQLite has read a byte. */
#include "ledger/ledger_int.h"

#include <string.h>
#include <sys/stat.h>

#include "base/outfile.h"

static char *
sum_path(const char *path)
{
    return g_strconcat(path, ".sum", NULL);
}

/* What is written in it, or NULL. */
static char *
read_sum(const char *path)
{
    char *name = sum_path(path), *text = NULL;
    g_file_get_contents(name, &text, NULL, NULL);
    g_free(name);
    return text;
}

bool
ledger_sum_has_log(const char *path)
{
    static const char *const endings[] = {"-wal", "-journal"};
    bool found = false;
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        struct stat is;
        char *name = g_strconcat(path, endings[i], NULL);
        found = found || (stat(name, &is) == 0 && is.st_size > 0);
        g_free(name);
    }
    return found;
}

static bool
is_of(const char *path, const char *text)
{
    digest found;
    char sum[DIGEST_TEXT];
    return digest_file(path, &found, NULL, 0, NULL) && g_str_has_prefix(text, digest_text(&found, sum)) &&
           text[DIGEST_TEXT - 1] == ' ' && !ledger_sum_has_log(path);
}

ledger_sum
ledger_sum_look(const char *path)
{
    char *text = read_sum(path);
    if (!text)
        return LEDGER_SUM_NONE;
    const bool good = is_of(path, text);
    /* Whoever begins to write takes the sum away first: then it says nothing of what was read. */
    char *after = read_sum(path);
    const ledger_sum found = !after || strcmp(after, text) != 0 ? LEDGER_SUM_NONE
                             : good                             ? LEDGER_SUM_GOOD
                                                                : LEDGER_SUM_BAD;
    g_free(text);
    g_free(after);
    return found;
}

bool
ledger_sum_remove(const char *path, diag *d)
{
    char *name = sum_path(path);
    const bool good = outfile_remove(name, d);
    g_free(name);
    return good;
}

void
ledger_sum_write(const char *path)
{
    digest found;
    char sum[DIGEST_TEXT], *name = sum_path(path), *base = g_path_get_basename(path);
    if (!ledger_sum_has_log(path) && digest_file(path, &found, NULL, 0, NULL)) {
        char *text = g_strdup_printf("%s  %s\n", digest_text(&found, sum), base);
        diag *d = diag_new();
        outfile_write(name, text, strlen(text), d); /* without it the next reader reads every row */
        diag_drop(d);
        g_free(text);
    }
    g_free(name);
    g_free(base);
}
