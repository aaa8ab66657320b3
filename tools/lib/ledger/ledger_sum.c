/* ledger_sum.c: the sum of a whole ledger, in a file beside it that sha256sum can check, while nobody writes to it.
 *
 * The bytes of a data base have room between its rows, and a row may be damaged so that it cannot be read: the sum sees
 * both, before SQLite has read a byte. */
#include "ledger/ledger_int.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/outfile.h"

static char *
sum_path(const char *path)
{
    return g_strconcat(path, ".sum", NULL);
}

/* The line that is in it, or NULL: one without an end is that of a writer who was killed. What is no file is none: a
 * pipe would be waited for. */
static char *
read_sum(const char *path)
{
    char *name = sum_path(path), *text = NULL;
    if (g_file_test(name, G_FILE_TEST_IS_REGULAR) && g_file_get_contents(name, &text, NULL, NULL) &&
        !g_str_has_suffix(text, "\n")) {
        g_free(text);
        text = NULL;
    }
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

int
ledger_sum_remove(const char *path)
{
    char *name = sum_path(path);
    const int error = outfile_remove(name);
    g_free(name);
    return error;
}

/* In its place at once: a file written beside it would stay behind a killed process, and a line that is not whole is
 * none. */
static void
write_line(const char *name, const char *text)
{
    const size_t length = strlen(text);
    const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    const bool good = fd >= 0 && write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (!good)
        outfile_remove(name); /* without it the next reader reads every row */
}

void
ledger_sum_write(const char *path)
{
    digest found;
    char sum[DIGEST_TEXT], *name = sum_path(path), *base = g_path_get_basename(path);
    if (!ledger_sum_has_log(path) && digest_file(path, &found, NULL, 0, NULL)) {
        char *text = g_strdup_printf("%s  %s\n", digest_text(&found, sum), base);
        write_line(name, text);
        g_free(text);
    }
    g_free(name);
    g_free(base);
}
