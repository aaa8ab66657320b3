/* twin_draw.c: draws that come out the same for the same key and words, and the rows of four letters that must not come
 * out again. See twin_int.h. */
#include "twin/twin_int.h"

#include <string.h>

twin_draw
twin_draw_for(const digest *key, const char *what, unsigned salt, const char *text)
{
    digest_sum *s = digest_sum_new();
    digest_sum_add_digest(s, key);
    digest_sum_add_text(s, what);
    digest_sum_add(s, &salt, sizeof salt);
    digest_sum_add_text(s, text);
    const digest sum = digest_sum_close(s);
    twin_draw w = {0};
    for (size_t i = 0; i < sizeof w.state; i++)
        w.state = w.state << 8 | sum.bytes[i];
    return w;
}

/* splitmix64; what is lost by the remainder is of no weight for counts like these. */
size_t
twin_draw_below(twin_draw *w, size_t count)
{
    g_assert(count > 0);
    w->state += 0x9E3779B97F4A7C15u;
    uint64_t z = w->state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (size_t)((z ^ z >> 31) % count);
}

/* Two rows with one number are no harm: one that need not be avoided is. */
static gint64
gram_number(const gunichar four[4])
{
    uint64_t sum = 0xCBF29CE484222325u;
    for (int i = 0; i < 4; i++)
        sum = (sum ^ four[i]) * 0x100000001B3u;
    return (gint64)sum;
}

void
twin_grams_add(twin *t, const char *text)
{
    gunichar four[4] = {0};
    size_t run = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        memmove(four, four + 1, 3 * sizeof *four);
        four[3] = g_utf8_get_char(p);
        run = twin_is_letter(four[3]) ? run + 1 : 0;
        if (run < 4)
            continue;
        const gint64 number = gram_number(four);
        if (!g_hash_table_contains(t->grams, &number))
            g_hash_table_add(t->grams, g_memdup2(&number, sizeof number));
    }
}

bool
twin_grams_has(const twin *t, const gunichar four[4])
{
    const gint64 number = gram_number(four);
    return g_hash_table_contains(t->grams, &number);
}

bool
twin_grams_inside(const twin *t, const char *text)
{
    glong count;
    gunichar *letters = g_utf8_to_ucs4_fast(text, -1, &count);
    bool inside = false;
    for (glong i = 0; i + 4 <= count && !inside; i++) {
        bool all = true;
        for (glong n = i; n < i + 4; n++)
            all = all && twin_is_letter(letters[n]);
        inside = all && twin_grams_has(t, letters + i);
    }
    g_free(letters);
    return inside;
}
