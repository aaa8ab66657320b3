#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>

typedef struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} block;

struct arena {
    block *blocks; /* newest first */
    size_t used, held;
};

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
    for (block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        g_free(b);
    }
    g_free(a);
}

static block *
add_block(arena *a, size_t size)
{
    const bool own = size > OWN;
    block *b = g_malloc(sizeof *b + (own ? size : BLOCK_SIZE));
    b->size = own ? size : BLOCK_SIZE;
    b->used = 0;
    a->held += sizeof *b + b->size;
    block **at = own && a->blocks ? &a->blocks->next : &a->blocks; /* the current one is filled further */
    b->next = *at;
    *at = b;
    return b;
}

/* Not cleared: what is copied there, or zeros, comes at once. Clearing whole blocks would write what is never handed
 * out. */
static void *
take_bytes(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > PTRDIFF_MAX / 2)
        g_error("arena: no machine has %zu bytes", size);
    size = (size + align - 1) / align * align;
    block *b = a->blocks && a->blocks->size - a->blocks->used >= size ? a->blocks : add_block(a, size);
    void *p = b->bytes + b->used;
    b->used += size;
    a->used += size;
    return p;
}

void *
arena_alloc(arena *a, size_t size)
{
    void *p = take_bytes(a, size);
    return size ? memset(p, 0, size) : p;
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
    void *p = take_bytes(a, size);
    if (size)
        memcpy(p, from, size);
    return p;
}

char *
arena_strndup(arena *a, const char *s, size_t n)
{
    char *p = take_bytes(a, n < SIZE_MAX ? n + 1 : n);
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
