/* text_reading.c: which part of a reading stands over which part of its base.
 *
 * Mono and jukugo: each over its own character. Group ruby: the whole over the whole; but where base and reading are of
 * as many words (山田 太郎, JHON MICHAEL), each over its own, so that a line may end between them as anywhere else. A
 * group that no line can hold is cut where the line had to end, between two words of its base if that can be, and its
 * reading with it, in proportion: of one of kana over kana each keeps its own. */
#include "text/text_int.h"

static bool
parts_readings(uint32_t character)
{
    return character == 0x30FB || character == ' ' || character == 0x3000;
}

/* One group for each base character and its reading; false, and nothing done, when their numbers differ. */
static bool
add_readings(prepared *w, const ruby_group *whole)
{
    const size_t end = whole->ruby_first + whole->ruby_count;
    size_t parts = 1;
    for (size_t i = whole->ruby_first; i < end; i++)
        parts += parts_readings(g_array_index(w->ruby, cluster, i).character);
    if (parts != whole->count)
        return false;
    size_t from = whole->ruby_first;
    for (size_t k = whole->first; k < whole->first + whole->count; k++) {
        size_t to = from;
        while (to < end && !parts_readings(g_array_index(w->ruby, cluster, to).character))
            to++;
        const ruby_group group = {.first = k, .count = 1, .ruby_first = from, .ruby_count = to - from, .solid = true};
        if (to > from)
            cluster_at(w, k)->flags |= CLUSTER_RUBY_BASE;
        g_array_append_val(w->groups, group);
        from = to + 1;
    }
    return true;
}

/* ---- group ruby ---- */

static bool
is_cut(const text_engine *e, const cluster *c)
{
    for (guint i = 0; i < e->cuts->len; i++) {
        const ruby_cut *cut = &g_array_index(e->cuts, ruby_cut, i);
        if (cut->span == c->span && cut->start == c->start)
            return true;
    }
    return false;
}

bool
reading_parts_words(const cluster *c)
{
    switch (c->character) {
    case 0x30FB:
    case 0xFF65:
    case 0x30A0:
    case 0xFF1D:
    case '=':
    case '-':
    case 0x2010:
    case 0x2011:
        return true;
    default:
        return c->class == CLASS_SP || c->class == CLASS_IS;
    }
}

static size_t
count_letters(const prepared *w, size_t first, size_t count)
{
    size_t letters = 0;
    for (size_t i = first; i < first + count; i++)
        letters += !reading_parts_words(cluster_at(w, i));
    return letters;
}

/* Of a group's reading the clusters over its first `bases`, by the letters of the base: what stands between words has
 * no sound. What may not begin a line stays with what it follows. */
static size_t
share_of(const prepared *w, const ruby_group *g, size_t bases)
{
    const size_t letters = MAX(count_letters(w, g->first, g->count), 1), before = count_letters(w, g->first, bases);
    size_t share = (2 * g->ruby_count * before + letters) / (2 * letters);
    while (share > 0 && share < g->ruby_count &&
           g_array_index(w->ruby, cluster, g->ruby_first + share).start_level != START_STRICT)
        share++;
    return share;
}

static void
add_group(text_engine *e, ruby_group g)
{
    prepared *w = &e->work;
    while (g.count > 0) {
        ruby_group part = g;
        for (part.count = 1; part.count < g.count && !is_cut(e, cluster_at(w, g.first + part.count));)
            part.count++;
        if (part.count < g.count)
            part.ruby_count = share_of(w, &g, part.count);
        for (size_t k = 0; k < part.count; k++)
            cluster_at(w, part.first + k)->flags |= CLUSTER_RUBY_BASE | (k + 1 < part.count ? CLUSTER_RUBY_GOES_ON : 0);
        g_array_append_val(w->groups, part);
        g.first += part.count;
        g.count -= part.count;
        g.ruby_first += part.ruby_count;
        g.ruby_count -= part.ruby_count;
    }
}

/* The next word of clusters[*from … end - 1]: *from is its first, and what is given its length; 0: there is none. */
static size_t
next_word(const GArray *clusters, size_t *from, size_t end)
{
    const cluster *all = (const cluster *)(const void *)clusters->data;
    while (*from < end && reading_parts_words(&all[*from]))
        (*from)++;
    size_t to = *from;
    while (to < end && !reading_parts_words(&all[to]))
        to++;
    return to - *from;
}

static size_t
count_words(const GArray *clusters, size_t from, size_t count)
{
    const size_t end = from + count;
    size_t words = 0;
    for (size_t length; (length = next_word(clusters, &from, end)) > 0; from += length)
        words++;
    return words;
}

static void
add_words(text_engine *e, const ruby_group *whole)
{
    const prepared *w = &e->work;
    size_t base = whole->first, ruby = whole->ruby_first;
    const size_t base_end = base + whole->count, ruby_end = ruby + whole->ruby_count;
    for (;;) {
        ruby_group g = {.count = next_word(w->clusters, &base, base_end)};
        if (g.count == 0)
            return;
        g.ruby_count = next_word(w->ruby, &ruby, ruby_end);
        g.first = base;
        g.ruby_first = ruby;
        base += g.count;
        ruby += g.ruby_count;
        add_group(e, g);
    }
}

bool
reading_part(text_engine *e, text_ruby kind, const ruby_group *whole)
{
    const prepared *w = &e->work;
    if (kind != TEXT_RUBY_GROUP)
        return add_readings(&e->work, whole);
    const size_t words = count_words(w->clusters, whole->first, whole->count);
    if (words > 1 && words == count_words(w->ruby, whole->ruby_first, whole->ruby_count))
        add_words(e, whole);
    else
        add_group(e, *whole);
    return true;
}

bool
reading_cut(text_engine *e, const GArray *lines)
{
    const guint before = e->cuts->len;
    for (guint i = 0; i < lines->len; i++) {
        const size_t end = g_array_index(lines, line_choice, i).end;
        const cluster *c = end > 0 && end < e->work.clusters->len ? cluster_at(&e->work, end) : NULL;
        if (c && (c[-1].flags & CLUSTER_RUBY_GOES_ON)) {
            const ruby_cut cut = {c->span, c->start};
            g_array_append_val(e->cuts, cut);
        }
    }
    return e->cuts->len > before;
}
