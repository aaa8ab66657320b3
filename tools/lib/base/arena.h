/* arena.h: memory that lives and dies together.
 *
 * One arena per document run: case, form, bound tree, pages and display list live in it and go in one
 * call. Nothing in it needs a destructor. Memory comes zeroed. When the machine has none left, or more is asked for
 * than any has (a count that went wrong), the process ends with one line on stderr (GLib does the same), so no caller
 * checks for NULL. */
#ifndef RENKEI_BASE_ARENA_H
#define RENKEI_BASE_ARENA_H

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

typedef struct arena {
    unsigned char *free, *end; /* of the block that is being filled; the rest is arena.c's */
    struct arena_block *blocks;
    size_t used, held;
} arena;

arena *arena_new(void);
void arena_drop(arena *a); /* takes NULL */

/* Not zeroed, of whole units of alignment: for whoever fills it at once. */
void *arena_take_more(arena *a, size_t size);
static inline void *
arena_take(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t), left = (size_t)(a->end - a->free);
    if (size >= left) /* nothing at all has a place, too */
        return arena_take_more(a, size);
    unsigned char *p = a->free;
    size = (size + align - 1) & ~(align - 1); /* what is left is of whole units, too */
    a->free = p + size;
    a->used += size;
    return p;
}

static inline void *
arena_alloc(arena *a, size_t size)
{
    void *p = arena_take(a, size);
    return size ? memset(p, 0, size) : p;
}
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
/* `n` pieces of `size` bytes, one behind the other. */
void *arena_alloc_many(arena *a, size_t n, size_t size);
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc_many((a), (size_t)(n), sizeof(type)))

char *arena_strdup(arena *a, const char *s);
char *arena_strndup(arena *a, const char *s, size_t n);
char *arena_join(arena *a, const char *first, const char *second, const char *third);
char *arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
void *arena_copy(arena *a, const void *from, size_t size);

/* Bytes handed out so far; for the bench. */
size_t arena_used(const arena *a);
/* Bytes taken from the machine for them: at most a third more, and one block. */
size_t arena_held(const arena *a);

#endif
