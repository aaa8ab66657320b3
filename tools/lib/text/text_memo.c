/* text_memo.c: paragraphs that were composed before: the labels of every document, the same line tried at one size
 * after another, a page that is laid out again.
 *
 * Two generations: the younger is filled until it has its share, and then is the elder; what the elder had is
 * forgotten, but for what was asked for again in the meantime. So there is never more than twice a share, and what is
 * asked for stays. The key says all that a paragraph is composed from, byte for byte, so a hash never decides. Faces
 * are those of the engine's own set, which outlives it: a family stands for what it holds. */
#include "text/text_int.h"

#include <string.h>

enum { SHARE = 2 * 1024 * 1024, BUCKETS = 4096, LARGEST = SHARE / 64 };

typedef struct kept {
    struct kept *next; /* of the bucket */
    uint64_t hash;
    size_t key_words, size;
    const void *was;        /* where the lines stood when they were packed … */
    const text_span *spans; /* … and their spans: both long gone, only distances are taken from them */
    uint64_t bytes[];       /* the key, and the lines behind it */
} kept;

typedef struct generation {
    arena *memory;
    kept *buckets[BUCKETS];
} generation;

struct text_memo {
    generation *young, *old;
    uint64_t *key; /* of what was asked for last */
    size_t words, room;
    uint64_t hash;
};

static generation *
open_generation(void)
{
    generation *g = g_new0(generation, 1);
    g->memory = arena_new();
    return g;
}

static void
drop_generation(generation *g)
{
    arena_drop(g->memory);
    g_free(g);
}

text_memo *
memo_new(void)
{
    text_memo *m = g_new0(text_memo, 1);
    m->young = open_generation();
    m->old = open_generation();
    return m;
}

void
memo_drop(text_memo *m)
{
    if (!m)
        return;
    drop_generation(m->young);
    drop_generation(m->old);
    g_free(m->key);
    g_free(m);
}

/* ---- the key ---- */

static uint64_t *
key_room(text_memo *m, size_t words)
{
    if (m->words + words > m->room) {
        m->room = 2 * (m->words + words);
        m->key = g_renew(uint64_t, m->key, m->room);
    }
    uint64_t *at = m->key + m->words;
    m->words += words;
    return at;
}

static uint64_t
two_of(int32_t high, int32_t low)
{
    return (uint64_t)(uint32_t)high << 32 | (uint32_t)low;
}

static void
add_chars(text_memo *m, const char *s, size_t length)
{
    const size_t words = (length + 7) / 8;
    if (words == 0)
        return; /* there may be no ruby at all */
    uint64_t *at = key_room(m, words);
    at[words - 1] = 0;
    memcpy(at, s, length);
}

/* A field more is a part of the key, or is carried as `object` and `origin` are. */
G_STATIC_ASSERT(sizeof(text_style) == 56 && sizeof(text_span) == 80);

static void
add_style(text_memo *m, const text_style *s, unit measure)
{
    uint64_t *at = key_room(m, 7);
    at[0] = (uintptr_t)s->family;
    at[1] = two_of(s->size, s->pitch);
    at[2] = two_of(s->indent_first, s->indent_rest);
    at[3] = two_of(s->tracking, measure);
    at[4] = two_of((int32_t)s->align, (int32_t)s->level);
    at[5] = two_of(s->combine, s->condensed);
    at[6] = (unsigned)s->hangs | (unsigned)s->total_fit << 1 | (unsigned)s->head_half << 2 |
            (unsigned)s->last_pair << 3 | (unsigned)s->vertical << 4 | (unsigned)s->keeps_phrases << 5;
}

/* Whose text is of data is told more of it: what has nothing to tell there may have in a form, and the other way. */
static void
add_span(text_memo *m, const text_span *s)
{
    const size_t length = s->kind == TEXT_CHARS ? strlen(s->utf8) : 0;
    const size_t over = s->kind == TEXT_CHARS && s->ruby ? strlen(s->ruby) : 0;
    const bool of_data = s->origin && s->origin->data.file;
    uint64_t *at = key_room(m, 6);
    at[0] = (uintptr_t)s->family;
    at[1] = two_of(s->size, s->raise);
    at[2] = two_of(s->width, (int32_t)s->kind);
    at[3] = two_of((int32_t)s->ruby_kind, (int32_t)s->emphasis);
    at[4] = (unsigned)s->unbreakable | (unsigned)s->glued << 1 | (unsigned)s->joined << 2 | (unsigned)s->combined << 3 |
            (unsigned)of_data << 4;
    at[5] = (uint64_t)length << 32 | over;
    add_chars(m, s->utf8, length);
    add_chars(m, s->ruby, over);
}

static void
make_key(text_memo *m, const text_paragraph *p, unit measure)
{
    m->words = 0;
    add_style(m, &p->style, measure);
    for (size_t i = 0; i < p->span_count; i++)
        add_span(m, &p->spans[i]);
    uint64_t hash = m->words;
    for (size_t i = 0; i < m->words; i++) {
        hash = (hash ^ m->key[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    m->hash = hash;
}

/* Notes are composed by an engine of their own, of pieces that are not in the key. */
static bool
is_kept(const text_paragraph *p)
{
    size_t length = 0;
    for (size_t i = 0; i < p->span_count; i++) {
        if (p->spans[i].is_note)
            return false;
        if (p->spans[i].kind == TEXT_CHARS)
            length += strnlen(p->spans[i].utf8, LARGEST);
        if (length >= LARGEST)
            return false;
    }
    return true;
}

/* ---- what is kept ---- */

static kept *
find_in(const generation *g, const text_memo *m)
{
    kept *k = g->buckets[m->hash % BUCKETS];
    while (k &&
           (k->hash != m->hash || k->key_words != m->words || memcmp(k->bytes, m->key, m->words * sizeof *m->key) != 0))
        k = k->next;
    return k;
}

static void
make_way(text_memo *m, size_t bytes)
{
    if (arena_used(m->young->memory) + bytes <= SHARE)
        return;
    drop_generation(m->old);
    m->old = m->young;
    m->young = open_generation();
}

text_lines *
memo_find(text_memo *m, arena *a, const text_paragraph *p, unit measure)
{
    m->words = 0;
    if (!is_kept(p))
        return NULL;
    make_key(m, p, measure);
    const kept *young = find_in(m->young, m), *k = young ? young : find_in(m->old, m);
    if (!k)
        return NULL;
    const size_t size = k->size;
    text_lines *l = arena_copy(a, k->bytes + k->key_words, size);
    pack_move(l, (ptrdiff_t)((uintptr_t)l - (uintptr_t)k->was), (ptrdiff_t)((uintptr_t)p->spans - (uintptr_t)k->spans));
    if (!young)
        memo_keep(m, p, l, size);
    return l;
}

void
memo_keep(text_memo *m, const text_paragraph *p, const text_lines *l, size_t size)
{
    const size_t key = m->words * sizeof *m->key, all = sizeof(kept) + key + size;
    if (m->words == 0 || all > LARGEST)
        return;
    make_way(m, all);
    kept **bucket = &m->young->buckets[m->hash % BUCKETS];
    kept *k = arena_alloc(m->young->memory, all);
    *k = (kept){*bucket, m->hash, m->words, size, l, p->spans};
    memcpy(k->bytes, m->key, key);
    memcpy(k->bytes + m->words, l, size);
    *bucket = k;
}

size_t
memo_held(const text_memo *m)
{
    return 2 * sizeof(generation) + arena_held(m->young->memory) + arena_held(m->old->memory);
}
