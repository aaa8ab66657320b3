#include "base/arena.h"

#include <stdalign.h>
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
    size_t total;
};

enum { BLOCK_SIZE = 64 * 1024 };

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

void *
arena_alloc(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    size = (size + align - 1) / align * align;
    if (!a->blocks || a->blocks->size - a->blocks->used < size) {
        const size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        block *b = g_malloc0(sizeof *b + room);
        b->size = room;
        if (size > BLOCK_SIZE / 4 && a->blocks) { /* keep filling the current block */
            b->next = a->blocks->next;
            a->blocks->next = b;
        } else {
            b->next = a->blocks;
            a->blocks = b;
        }
        b->used = size;
        a->total += size;
        return b->bytes;
    }
    void *p = a->blocks->bytes + a->blocks->used;
    a->blocks->used += size;
    a->total += size;
    return p;
}

void *
arena_copy(arena *a, const void *from, size_t size)
{
    void *p = arena_alloc(a, size);
    if (size)
        memcpy(p, from, size);
    return p;
}

char *
arena_strndup(arena *a, const char *s, size_t n)
{
    char *p = arena_alloc(a, n + 1);
    if (n)
        memcpy(p, s, n);
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
    return a->total;
}
