#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>

typedef struct arena_block {
    struct arena_block *next;
    alignas(max_align_t) unsigned char bytes[];
} arena_block;

/* What is larger than OWN gets a block of its own, so that the rest of one is never larger than that. */
enum { BLOCK_SIZE = 64 * 1024, OWN = BLOCK_SIZE / 4 };

arena *
arena_new(void)
{
    return g_new0(arena, 1);
}

void
arena_drop(arena *a)
{
    if (!a)
        return;
    for (arena_block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        g_free(b);
    }
    g_free(a);
}

/* Newest first; one of its own stands behind the current one, which is filled further. */
static unsigned char *
add_block(arena *a, size_t size, bool own)
{
    arena_block *b = g_malloc(sizeof *b + size);
    a->held += sizeof *b + size;
    arena_block **at = own && a->blocks ? &a->blocks->next : &a->blocks;
    b->next = *at;
    *at = b;
    return b->bytes;
}

/* Not cleared: what is copied there, or zeros, comes at once. Clearing whole blocks would write what is never handed
 * out. */
void *
arena_take_more(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > PTRDIFF_MAX / 2)
        g_error("arena: no machine has %zu bytes", size);
    size = (size + align - 1) & ~(align - 1);
    a->used += size;
    if (size > OWN)
        return add_block(a, size, true);
    unsigned char *p = add_block(a, BLOCK_SIZE, false);
    a->free = p + size;
    a->end = p + BLOCK_SIZE;
    return p;
}

void *
arena_alloc_many(arena *a, size_t n, size_t size)
{
    if (size && n > PTRDIFF_MAX / size)
        g_error("arena: no machine has %zu times %zu bytes", n, size);
    return arena_alloc(a, n * size);
}

void *
arena_copy(arena *a, const void *from, size_t size)
{
    void *p = arena_take(a, size);
    if (size)
        memcpy(p, from, size);
    return p;
}

char *
arena_strndup(arena *a, const char *s, size_t n)
{
    char *p = arena_take(a, n < SIZE_MAX ? n + 1 : n);
    if (n)
        memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *
arena_strdup(arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

char *
arena_join(arena *a, const char *first, const char *second, const char *third)
{
    const size_t lengths[] = {strlen(first), strlen(second), strlen(third)};
    char *p = arena_take(a, lengths[0] + lengths[1] + lengths[2] + 1);
    memcpy(p, first, lengths[0]);
    memcpy(p + lengths[0], second, lengths[1]);
    memcpy(p + lengths[0] + lengths[1], third, lengths[2] + 1);
    return p;
}

char *
arena_printf(arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *s = g_strdup_vprintf(format, args);
    va_end(args);
    char *p = arena_strdup(a, s);
    g_free(s);
    return p;
}

size_t
arena_used(const arena *a)
{
    return a->used;
}

size_t
arena_held(const arena *a)
{
    return a->held;
}
