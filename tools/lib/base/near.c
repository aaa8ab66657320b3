#include "base/near.h"

#include <string.h>

/* Damerau–Levenshtein over characters: a swapped pair is one slip. Names are short; long ones are not compared. */
enum { LONGEST_NAME = 63, MOST_LISTED = 150 };

static size_t
edit_distance(const gunichar *x, glong n, const gunichar *y, glong m)
{
    size_t d[LONGEST_NAME + 1][LONGEST_NAME + 1];
    for (glong i = 0; i <= n; i++)
        d[i][0] = (size_t)i;
    for (glong j = 0; j <= m; j++)
        d[0][j] = (size_t)j;
    for (glong i = 1; i <= n; i++) {
        for (glong j = 1; j <= m; j++) {
            d[i][j] = MIN(MIN(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

char *
near_fold(const char *name)
{
    g_assert(name);
    char *valid = g_utf8_make_valid(name, -1), *plain = g_utf8_normalize(valid, -1, G_NORMALIZE_ALL_COMPOSE);
    char *folded = g_utf8_casefold(plain, -1);
    g_free(plain);
    g_free(valid);
    return folded;
}

static gunichar *
folded_characters(const char *name, glong *length)
{
    char *folded = near_fold(name);
    gunichar *characters = g_utf8_to_ucs4_fast(folded, -1, length);
    g_free(folded);
    return characters;
}

const char *
near_find(const char *name, const GPtrArray *candidates)
{
    g_assert(name && candidates);
    glong n, m;
    gunichar *written = folded_characters(name, &n);
    const size_t most = n <= 3 ? 1 : 1 + (size_t)n / 4;
    const char *nearest = NULL;
    size_t least = most + 1;
    for (guint i = 0; n <= LONGEST_NAME && i < candidates->len; i++) {
        const char *candidate = g_ptr_array_index(candidates, i);
        gunichar *other = folded_characters(candidate, &m);
        const size_t away = m <= LONGEST_NAME ? edit_distance(written, n, other, m) : least;
        if (away < least && away < (size_t)m && away < (size_t)n) { /* of one letter all is another */
            least = away;
            nearest = candidate;
        }
        g_free(other);
    }
    g_free(written);
    return nearest;
}

char *
near_advice(const char *name, const GPtrArray *candidates, diag_language language)
{
    g_assert(name && candidates);
    const bool en = language == DIAG_EN;
    const char *meant = near_find(name, candidates);
    GString *advice = g_string_new(NULL);
    if (meant)
        g_string_append_printf(advice, en ? "did you mean %s? " : "%s のことですか。", meant);
    g_string_append(advice, candidates->len == 0 ? (en ? "there are none" : "一つもありません")
                            : en                 ? "there are"
                                                 : "あるのは");
    for (guint i = 0; i < candidates->len && i < MOST_LISTED; i++)
        g_string_append_printf(advice, " %s", (const char *)g_ptr_array_index(candidates, i));
    if (candidates->len > MOST_LISTED)
        g_string_append_printf(advice, en ? " and %u more" : " ほか%u件", candidates->len - MOST_LISTED);
    return g_string_free(advice, FALSE);
}
