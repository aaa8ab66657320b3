#include "code_lengths.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 15 };

void
code_count(void *data, unsigned length, unsigned value)
{
    guint64 *counts = data;
    if (length == 0) {
        counts[value]++;
        return;
    }
    counts[pack_length_symbol(length).symbol]++;
    counts[PACK_LITERALS + pack_distance_symbol(value).symbol]++;
}

/* ---- code lengths: package-merge (Larmore and Hirschberg, 1990) ---- */

typedef struct package {
    guint64 weight;
    guint8 uses[PACK_LITERALS]; /* of each symbol */
} package;

static gint
by_weight(gconstpointer a, gconstpointer b)
{
    const package *x = a, *y = b;
    return x->weight < y->weight ? -1 : x->weight > y->weight;
}

static void
find_lengths(const guint64 *weights, size_t count, guint8 *lengths)
{
    GArray *level = g_array_new(FALSE, TRUE, sizeof(package));
    for (int bits = 0; bits < LONGEST; bits++) {
        GArray *next = g_array_new(FALSE, TRUE, sizeof(package));
        for (guint i = 0; i + 1 < level->len; i += 2) {
            package both = g_array_index(level, package, i);
            const package *other = &g_array_index(level, package, i + 1);
            both.weight += other->weight;
            for (size_t k = 0; k < count; k++)
                both.uses[k] = (guint8)(both.uses[k] + other->uses[k]);
            g_array_append_val(next, both);
        }
        for (size_t k = 0; k < count; k++) {
            package one = {.weight = weights[k]};
            one.uses[k] = 1;
            g_array_append_val(next, one);
        }
        g_array_sort(next, by_weight);
        g_array_free(level, TRUE);
        level = next;
    }
    memset(lengths, 0, count);
    for (guint i = 0; i < 2 * count - 2; i++)
        for (size_t k = 0; k < count; k++)
            lengths[k] = (guint8)(lengths[k] + g_array_index(level, package, i).uses[k]);
    g_array_free(level, TRUE);
}

static void
print_lengths(const char *title, const guint8 *lengths, size_t count)
{
    printf("/* %s */\n", title);
    for (size_t i = 0; i < count; i++)
        printf("%2u,%s", lengths[i], i % 16 == 15 || i + 1 == count ? "\n" : " ");
}

void
code_print(guint64 *counts)
{
    guint8 lengths[CODE_SYMBOLS];
    for (size_t i = 0; i < CODE_SYMBOLS; i++)
        counts[i]++; /* every symbol must have a code */
    find_lengths(counts, PACK_LITERALS, lengths);
    find_lengths(counts + PACK_LITERALS, PACK_DISTANCES, lengths + PACK_LITERALS);
    print_lengths("literals and lengths, by 16", lengths, PACK_LITERALS);
    print_lengths("distances", lengths + PACK_LITERALS, PACK_DISTANCES);
}
