/* utf8.c: UTF-8 by several characters at a time. */
#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

/* Whether two characters of three bytes each begin here, of those whose first byte is 0xe1 to 0xec: all that can follow
 * such a byte is right then. At least eight bytes are there. */
static inline bool
is_two_of_three(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    word = GUINT64_FROM_LE(word);
    if ((word & UINT64_C(0xc0c0f0c0c0f0)) != UINT64_C(0x8080e08080e0))
        return false;
    const uint64_t low = word & UINT64_C(0x00000f00000f), over = UINT64_C(0x000010000010);
    return ((low + UINT64_C(0x00000f00000f)) & over) == over && ((low + UINT64_C(0x000003000003)) & over) == 0;
}

/* One such character; three bytes are there. */
static inline bool
is_three(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return u[0] >= 0xe1 && u[0] <= 0xec && (((u[1] ^ 0x80) | (u[2] ^ 0x80)) & 0xc0) == 0;
}

static const char *
skip_ascii(const char *p, const char *end)
{
    uint64_t eight;
    while (end - p >= (ptrdiff_t)sizeof eight && (memcpy(&eight, p, sizeof eight), (eight & 0x8080808080808080) == 0))
        p += sizeof eight;
    while (p < end && (unsigned char)*p < 0x80)
        p++;
    return p;
}

/* Of three bytes, as nearly all that is not ASCII is here; no surrogate, and not written longer than need be. */
static const char *
skip_threes(const char *p, const char *end)
{
    while (end - p >= (ptrdiff_t)sizeof(uint64_t) && is_two_of_three(p))
        p += 6;
    while (end - p >= 3 && is_three(p))
        p += 3;
    return p;
}

/* The first byte that does not belong to UTF-8, or the end. Most bytes are looked at by eights or by sixes. */
const char *
utf8_end(const char *bytes, size_t length)
{
    const char *p = bytes, *const end = bytes + length;
    while (p < end) {
        if ((unsigned char)*p < 0x80) {
            p = skip_ascii(p, end);
            continue;
        }
        const char *const behind = skip_threes(p, end);
        if (behind > p) {
            p = behind;
            continue;
        }
        const gunichar c = g_utf8_get_char_validated(p, end - p);
        if (c == (gunichar)-1 || c == (gunichar)-2)
            return p;
        p = g_utf8_next_char(p);
    }
    return end;
}

bool
utf8_is_valid(const char *text)
{
    const size_t length = strlen(text);
    return utf8_end(text, length) == text + length;
}
