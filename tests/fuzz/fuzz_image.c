/* Pictures that forms and cases name: PNG, JPEG, SVG. What is kept of one reads again as the same picture. */
#include "mutate.h"

#include <string.h>

#include <libdeflate.h>

#include "image/image_read.h"

#include "grammar.h"
#include "world.h"

FUZZ_SEEDS("tests/record/pictures/*", "tests/bad/*/logo.svg", "tests/bad/*/photo.jpg", "*/*.png", "tests/bad/*/*.svg",
           "tests/bad/*/*.jpg", "tests/forms/*/*.png", "tests/forms/*/*.svg", "tests/forms/*/*.jpg",
           "tests/golden/*/*/*.png", "templates/pictures/align-1.png")

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t most) __attribute__((weak));

/* Above it libpng and libjpeg decode for seconds what is but a few bytes: that there is a bound is for the tests of the
 * room. */
enum { MOST_SIDE = 2000 };

static uint32_t
read_big(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void
write_big(uint8_t *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* ---- PNG: a change within one chunk, whose sum is then right ---- */

static bool
is_png(const uint8_t *bytes, size_t length)
{
    return length > 45 && !memcmp(bytes, "\x89PNG\r\n\x1a\n", 8);
}

static void
mend_sums(uint8_t *bytes, size_t length)
{
    for (size_t at = 8; at + 12 <= length;) {
        const uint32_t size = read_big(bytes + at);
        if (size > length - at - 12)
            return;
        write_big(bytes + at + 8 + size, libdeflate_crc32(0, bytes + at + 4, size + 4));
        at += 12 + size;
    }
}

/* Other rows: as many bytes as the old ones may have been, compressed. */
static size_t
compress_rows(chance *c, uint8_t *out, size_t most)
{
    uint8_t rows[2000];
    const size_t length = chance_below(c, sizeof rows);
    for (size_t i = 0; i < length; i++)
        rows[i] = (uint8_t)(chance_one_in(c, 3) ? chance_next(c) : chance_below(c, 6));
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(1);
    const size_t size = libdeflate_zlib_compress(z, rows, length, out, most);
    libdeflate_free_compressor(z);
    return size;
}

static size_t
mutate_png(chance *c, uint8_t *bytes, size_t length, size_t most)
{
    size_t at = 8;
    for (uint32_t along = chance_below(c, 6); along > 0; along--) {
        const uint32_t size = read_big(bytes + at);
        if (size > length - at - 12 || length - at - 12 - size < 12)
            break;
        at += 12 + size;
    }
    const size_t size = MIN(read_big(bytes + at), length - at - 12), behind = length - at - 12 - size;
    uint8_t *rest = g_memdup2(bytes + at + 8 + size, behind + 4);
    const size_t room = most - at - 12 - behind;
    const bool rows = !memcmp(bytes + at + 4, "IDAT", 4) && chance_one_in(c, 2);
    const size_t now = rows ? compress_rows(c, bytes + at + 8, room) : LLVMFuzzerMutate(bytes + at + 8, size, room);
    write_big(bytes + at, (uint32_t)now);
    memcpy(bytes + at + 8 + now, rest, behind + 4);
    g_free(rest);
    mend_sums(bytes, at + 12 + now + behind);
    return at + 12 + now + behind;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t most, unsigned int seed)
{
    static const char *const none[] = {NULL};
    chance c = {seed};
    if (!LLVMFuzzerMutate || length == 0)
        return length;
    if (is_png(bytes, length) && !chance_one_in(&c, 8))
        return mutate_png(&c, bytes, length, most);
    if (*bytes == '<')
        return mutate_document(none, bytes, length, most, seed);
    return LLVMFuzzerMutate(bytes, length, most);
}

/* ---- reading ---- */

static bool
is_large(const uint8_t *bytes, size_t length)
{
    if (is_png(bytes, length))
        return read_big(bytes + 16) > MOST_SIDE || read_big(bytes + 20) > MOST_SIDE;
    for (size_t i = 0; length > 10 && bytes[0] == 0xff && i + 9 < length; i++) /* SOF */
        if (bytes[i] == 0xff && bytes[i + 1] >= 0xc0 && bytes[i + 1] <= 0xcf &&
            (bytes[i + 5] >= MOST_SIDE >> 8 || bytes[i + 7] >= MOST_SIDE >> 8))
            return true;
    return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (is_large(bytes, length))
        return 0;
    arena *a = arena_new();
    diag *d = diag_new();
    const image_asked by = {XML_FORM, PLACE_NONE};
    const image *i = image_read(a, "picture", bytes, length, &by, d);
    world_check_told(i != NULL, d);
    if (i) {
        diag *again = diag_new();
        const image *same = image_read(a, "picture", i->bytes, i->length, &by, again);
        g_assert(same && same->kind == i->kind && same->length == i->length &&
                 !memcmp(same->bytes, i->bytes, i->length));
        diag_drop(again);
    }
    diag_drop(d);
    arena_drop(a);
    return 0;
}
