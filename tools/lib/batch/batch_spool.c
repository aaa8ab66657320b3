#include "batch/batch_spool.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"

#include <glib.h>

/* ---- the call ---- */

char **
batch_spool_words(const batch_spooler *s, const char *title)
{
    g_assert(s && title);
    GPtrArray *words = g_ptr_array_new();
    g_ptr_array_add(words, g_strdup("lp"));
    if (s->printer) {
        g_ptr_array_add(words, g_strdup("-d"));
        g_ptr_array_add(words, g_strdup(s->printer));
    }
    char **options = g_strsplit_set(s->options ? s->options : "", " \t\n", -1);
    for (size_t i = 0; options[i]; i++) {
        if (!*options[i])
            continue;
        g_ptr_array_add(words, g_strdup("-o"));
        g_ptr_array_add(words, g_strdup(options[i]));
    }
    g_strfreev(options);
    g_ptr_array_add(words, g_strdup("-t"));
    g_ptr_array_add(words, g_strdup(title));
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

char **
batch_spool_asked(const void *data, const char *const *asked)
{
    (void)data;
    if (g_strv_length((char **)asked) != 4)
        return NULL;
    const batch_spooler s = {.printer = *asked[1] ? asked[2] : NULL, .options = asked[3]};
    return batch_spool_words(&s, asked[0]);
}

/* ---- files that only the two of us know ---- */

/* A pipe would need somebody who fills it while lp is waited for. -1, and errno. */
static int
file_of(const void *bytes, size_t length)
{
    const int file = memfd_create("renkei", MFD_CLOEXEC);
    const char *from = bytes;
    size_t left = length;
    while (file >= 0 && left) {
        const ssize_t n = write(file, from, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            const int error = n ? errno : EIO;
            close(file);
            errno = error;
            return -1;
        }
        from += n;
        left -= (size_t)n;
    }
    if (file >= 0)
        lseek(file, 0, SEEK_SET);
    return file;
}

/* The first line of what lp said, fit for a message; "" nothing. g_free it. */
static char *
read_said(int file)
{
    char text[400];
    const ssize_t n = pread(file, text, sizeof text - 1, 0);
    text[MAX(n, 0)] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    char *valid = g_utf8_make_valid(text, -1);
    return g_strstrip(valid);
}

/* ---- what came of it ---- */

static void
tell_failure(const char *title, const char *ja, const char *en, diag *d)
{
    diag_add(d, DIAG_BATCH_SPOOLER, PLACE_NONE, PLACE_NONE, title, ja, en, NULL);
}

static void
tell_errno(const char *title, const char *what, int error, diag *d)
{
    char *ja = g_strdup_printf("%s: %s", what, fault_words(error, DIAG_JA));
    char *en = g_strdup_printf("%s: %s", what, fault_words(error, DIAG_EN));
    tell_failure(title, ja, en, d);
    g_free(ja);
    g_free(en);
}

static bool
judge_status(const char *title, int status, int said, diag *d)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    const bool ended = WIFEXITED(status);
    const int number = ended ? WEXITSTATUS(status) : WTERMSIG(status);
    char *words = read_said(said);
    const char *colon = *words ? "：" : "", *en_colon = *words ? ": " : "";
    char *ja = g_strdup_printf(ended ? "lp が終了コード%dで終わりました%s%s" : "lp が合図%dで止まりました%s%s", number,
                               colon, words);
    char *en = g_strdup_printf(ended ? "lp ended with status %d%s%s" : "lp was stopped by signal %d%s%s", number,
                               en_colon, words);
    tell_failure(title, ja, en, d);
    g_free(words);
    g_free(ja);
    g_free(en);
    return false;
}

/* An lp that ends well may be anything on PATH: what it did not read to its end nobody prints. Its standard input is
 * our open file, so that its place is ours. */
static bool
was_read(const char *title, int bytes, size_t length, diag *d)
{
    if (lseek(bytes, 0, SEEK_CUR) == (off_t)length)
        return true;
    tell_failure(title, "lp は終了コード0で終わりましたが、書類を終わりまで読みませんでした",
                 "lp ended with status 0 and did not read the document to its end", d);
    return false;
}

/* Waits for lp. What it prints (the number of its request) is ours: standard output has the account. */
static bool
call_lp(const batch_spooler *s, const char *title, int bytes, int said, diag *d)
{
    const char *const asked[] = {title, s->printer ? "-d" : "", s->printer ? s->printer : "",
                                 s->options ? s->options : "", NULL};
    const int fds[] = {bytes, said, said};
    int status;
    switch (starter_call(s->by, asked, fds, &status)) {
    case STARTER_DONE:
        return judge_status(title, status, said, d);
    case STARTER_NOT_FOUND:
        tell_failure(title, "lp が見つかりません（PATH）", "there is no lp on PATH", d);
        return false;
    default:
        tell_failure(title, "lp を始められません", "lp cannot be started", d);
        return false;
    }
}

bool
batch_spool_bytes(const batch_spooler *s, const char *title, const void *bytes, size_t length, diag *d)
{
    g_assert(s && s->by && title && bytes && d);
    const int in = file_of(bytes, length), said = in < 0 ? -1 : file_of("", 0);
    bool good = in >= 0 && said >= 0;
    if (good)
        good = call_lp(s, title, in, said, d) && was_read(title, in, length, d);
    else
        tell_errno(title, "memfd", errno, d);
    if (in >= 0)
        close(in);
    if (said >= 0)
        close(said);
    return good;
}
