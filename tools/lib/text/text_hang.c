/* text_hang.c: how far ruby may hang over what stands beside its base (JLREQ 3.3.8; hang.def).
 *
 * White space that is hung over is no longer closed up. At a line edge there is nothing to hang over:
 * cluster.head and .tail are the room the ruby needs there; but a paragraph's first line may be hung over as far as
 * it is indented (table 1, note 8). */
#include "text/text_int.h"

static const uint8_t halves_of[CLASS_COUNT] = {
#define HANG(name, halves) [CLASS_##name] = halves,
#define KANA(first, last)
#include "text/hang.def"
#undef HANG
#undef KANA
};

static const uint32_t kana[][2] = {
#define HANG(name, halves)
#define KANA(first, last) {first, last},
#include "text/hang.def"
#undef HANG
#undef KANA
};

enum { WHOLE = 2 }; /* halves of an em of ruby */

static bool
is_segment_start(const prepared *w, size_t i)
{
    for (guint k = 0; k < w->segments->len; k++)
        if (g_array_index(w->segments, size_t, k) == i)
            return true;
    return i == 0;
}

static bool
is_kana(const cluster *c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kana); i++)
        if (c->class == CLASS_JA && c->character >= kana[i][0] && c->character <= kana[i][1])
            return true;
    return false;
}

/* Of a neighbour's own body. What has something above it, or stands higher than the base, is never covered. */
static unit
cover_ruby(const prepared *w, const cluster *base, const cluster *beside)
{
    const text_span *span = &w->paragraph->spans[beside->span];
    if ((beside->flags & CLUSTER_RUBY_BASE) || beside->size > base->size || span->raise ||
        span->emphasis != TEXT_NO_EMPHASIS)
        return 0;
    const uint8_t halves = is_kana(beside) ? WHOLE : halves_of[beside->class];
    return MIN(base->size / 4 * halves, beside->advance / 2);
}

static unit
reach_over(const prepared *w, const cluster *base, const cluster *beside, unit white)
{
    return CLAMP(white + cover_ruby(w, base, beside), 0, base->size / 2);
}

/* The one before a group that has a reading; NULL: none. */
static const ruby_group *
reading_before(const prepared *w, const ruby_group *g)
{
    const ruby_group *begin = (const ruby_group *)(const void *)w->groups->data;
    while (g > begin)
        if ((--g)->ruby_count > 0)
            return g;
    return NULL;
}

/* Beside the reading before it: between two bases that have one character between them stays one em of ruby, else
 * their readings would look like one (3.3.8 note). The first of the two hangs over as it likes. */
static unit
room_beside_last(const prepared *w, const ruby_group *g)
{
    const ruby_group *last = reading_before(w, g);
    if (!last)
        return UNIT_MAX_LENGTH;
    const size_t between = last->first + last->count;
    const unit joint_before = joint_natural(joint_at(w, between - 1));
    if (between == g->first)
        return MAX(joint_before - last->after, 0);
    if (between + 1 != g->first || is_segment_start(w, between))
        return UNIT_MAX_LENGTH;
    const unit gap = joint_before + cluster_at(w, between)->advance + joint_natural(joint_at(w, between));
    return MAX(gap - last->after - cluster_at(w, g->first)->size / 2, 0);
}

unit
hang_before(const prepared *w, const ruby_group *g, bool held)
{
    const cluster *base = cluster_at(w, g->first);
    const bool in_first_line = g->first == 0 && g_array_index(w->segments, size_t, 0) > 0;
    if (in_first_line)
        return CLAMP(w->paragraph->style.indent_first, 0, base->size / 2);
    if (is_segment_start(w, g->first))
        return 0;
    const joint *j = joint_at(w, g->first - 1);
    const unit most = reach_over(w, base, base - 1, held ? j->fixed : joint_natural(j));
    return MIN(most, room_beside_last(w, g));
}

unit
hang_after(const prepared *w, const ruby_group *g, bool held)
{
    const size_t last = g->first + g->count - 1;
    if (last + 1 == w->clusters->len || is_segment_start(w, last + 1))
        return 0;
    const cluster *base = cluster_at(w, last);
    const joint *j = joint_at(w, last);
    return reach_over(w, base, base + 1, held ? j->fixed : joint_natural(j));
}

/* The half and the quarter around punctuation give way wholly, the quarter beside Latin by half. */
static void
keep_white(joint *j, unit amount)
{
    unit need = amount - j->fixed;
    if (need <= 0)
        return;
    const unit half = MIN(j->half, need), middle = MIN(j->middle, need - half);
    need -= half + middle;
    const unit western = CLAMP(2 * need - j->western, 0, j->western);
    j->half -= half;
    j->middle -= middle;
    j->western -= western;
    j->fixed += half + middle + western;
}

/* Of the white before a base, what the reading that ends there hangs over. */
static unit
taken_before(const prepared *w, const ruby_group *g)
{
    const ruby_group *last = reading_before(w, g);
    return last && last->first + last->count == g->first ? last->after : 0;
}

void
hang_set(prepared *w, ruby_group *first, ruby_group *last, unit before, unit after)
{
    first->before = before;
    last->after = after;
    cluster *base = cluster_at(w, first->first), *end = cluster_at(w, last->first + last->count - 1);
    if (before > 0 && first->first > 0) { /* else it hangs over the indent of the first line */
        base->head = before;
        keep_white(joint_at(w, first->first - 1), before - cover_ruby(w, base, base - 1) + taken_before(w, first));
    }
    if (after > 0) {
        end->tail = after;
        keep_white(joint_at(w, last->first + last->count - 1), after - cover_ruby(w, end, end + 1));
    }
}
