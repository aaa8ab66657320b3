#include "base/near.h"

#include <string.h>

/* Damerau–Levenshtein: a swapped pair is one slip. Names are short; long ones are not compared. */
enum { LONGEST_NAME = 63, MOST_LISTED = 150 };

static size_t
edit_distance(const char *x, const char *y)
{
    const size_t n = strlen(x), m = strlen(y);
    if (n > LONGEST_NAME || m > LONGEST_NAME)
        return LONGEST_NAME;
    size_t d[LONGEST_NAME + 1][LONGEST_NAME + 1];
    for (size_t i = 0; i <= n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            d[i][j] = MIN(MIN(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

const char *
near_find(const char *name, const GPtrArray *candidates)
{
    g_assert(candidates);
    const size_t most = strlen(name) <= 3 ? 1 : 1 + strlen(name) / 4;
    const char *nearest = NULL;
    size_t least = most + 1;
    for (guint i = 0; i < candidates->len; i++) {
        const char *candidate = g_ptr_array_index(candidates, i);
        const size_t away = edit_distance(name, candidate);
        if (away < least && away < strlen(candidate)) {
            least = away;
            nearest = candidate;
        }
    }
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
