/* batch_own.c: OUT/.renkei: which names are ours there. */
#include "batch/batch_int.h"

#include <stdio.h>
#include <string.h>

/* ---- names ---- */

/* "-2-of-8" or nothing; what follows. NULL: neither. */
static const char *
after_shard(const char *text)
{
    unsigned number, count;
    int length = 0;
    if (*text != '-')
        return text;
    if (sscanf(text, "-%u-of-%u%n", &number, &count, &length) != 2 || length == 0 || number < 1 || number > count)
        return NULL;
    return text + length;
}

static bool
is_of(const char *name, const char *stem, const char *const *endings)
{
    const char *rest = g_str_has_prefix(name, stem) ? after_shard(name + strlen(stem)) : NULL;
    return rest && g_strv_contains(endings, rest);
}

bool
batch_own_sum_of(const char *name, digest *sum)
{
    char text[DIGEST_TEXT] = "";
    if (strlen(name) != DIGEST_TEXT - 1 + strlen(".pdf") || !g_str_has_suffix(name, ".pdf"))
        return false;
    memcpy(text, name, DIGEST_TEXT - 1);
    return digest_parse(text, sum);
}

/* 17.pdf, as batch_place_write names it. */
static bool
is_number_name(const char *name)
{
    const size_t digits = strspn(name, "0123456789");
    return digits > 0 && strcmp(name + digits, ".pdf") == 0;
}

/* issued/ab, of the sums that begin so. */
static bool
is_shelf(const char *own)
{
    static const char digits[] = "0123456789abcdef";
    const char *shelf = g_str_has_prefix(own, "issued/") ? own + strlen("issued/") : "";
    return strlen(shelf) == 2 && strchr(digits, shelf[0]) && strchr(digits, shelf[1]);
}

/* What a process that was killed left of a file of its own (base/outfile.c): .renkei.XXXXXX. */
static bool
is_half_written(const char *own)
{
    return g_str_has_prefix(own, ".renkei.") && strlen(own) == strlen(".renkei.XXXXXX");
}

static const char *
below_own(const char *name)
{
    return g_str_has_prefix(name, BATCH_OWN "/") ? name + strlen(BATCH_OWN "/") : NULL;
}

bool
batch_own_is_folder(const char *name)
{
    static const char *const none[] = {"", NULL};
    const char *own = below_own(name);
    if (!own)
        return strcmp(name, BATCH_OWN) == 0;
    return strcmp(own, "withdrawn") == 0 || strcmp(own, "issued") == 0 || strcmp(own, "issued/new") == 0 ||
           is_shelf(own) || is_of(own, "tmp", none);
}

bool
batch_own_is_waiting(const char *name)
{
    digest sum;
    const char *own = below_own(name);
    return own && g_str_has_prefix(own, "issued/new/") && batch_own_sum_of(own + strlen("issued/new/"), &sum);
}

bool
batch_own_is_sum(const char *name, digest *sum)
{
    const char *own = below_own(name);
    const char *last = own ? strrchr(own, '/') : NULL;
    return last && (g_str_has_prefix(own, "withdrawn/") || g_str_has_prefix(own, "issued/new/")) &&
           batch_own_sum_of(last + 1, sum);
}

char *
batch_withdrawn_name(const digest *sum)
{
    char text[DIGEST_TEXT];
    return g_strdup_printf(BATCH_OWN "/withdrawn/%s.pdf", digest_text(sum, text));
}

bool
batch_own_is_withdrawn(const char *name)
{
    return g_str_has_prefix(name, BATCH_OWN "/withdrawn/");
}

bool
batch_own_is_file(const char *name)
{
    static const char *const none[] = {"", NULL};
    static const char *const of_ledger[] = {".sqlite", ".sqlite-wal", ".sqlite-shm", ".sqlite.sum", NULL};
    const char *own = below_own(name), *slash = own ? strchr(own, '/') : NULL;
    if (!own)
        return false;
    if (!slash)
        return strcmp(own, "beside") == 0 || strcmp(own, "night") == 0 || is_half_written(own) ||
               is_of(own, "lock", none) || is_of(own, "ledger", of_ledger);
    char *folder = g_strndup(own, (gsize)(slash - own));
    /* What a killed process left half-made; the next one removes it. */
    digest sum;
    const bool known = is_of(folder, "tmp", none) ? is_number_name(slash + 1) || batch_own_sum_of(slash + 1, &sum)
                                                  : batch_own_is_sum(name, &sum);
    g_free(folder);
    return known;
}
