/* text_mono.c: ruby for each character of a word: mono (JLREQ 3.3.5) and jukugo (3.3.7, appendix F).
 *
 * A reading stands solid and centred over its character. A longer one may reach over what stands beside: kana
 * and the white half of punctuation, at most one em of ruby, never another kanji (3.3.8); jukugo ruby also over
 * its own word, first over the character that follows. What is left makes the base wider. At a line edge there
 * is nothing to reach over: cluster.head and .tail are the room the ruby needs there. */
#include "text/text_int.h"

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
    const uint32_t ch = c->character;
    return c->class == CLASS_PL || c->class == CLASS_SK || c->class == CLASS_IN ||
           (c->class == CLASS_JA &&
            ((ch >= 0x3041 && ch <= 0x3096) || (ch >= 0x30A1 && ch <= 0x30FA) || (ch >= 0xFF66 && ch <= 0xFF9D)));
}

/* How far ruby of a size may reach over a neighbour beyond a joint. */
static unit
reach(const joint *j, const cluster *beside, bool white, unit ruby_size)
{
    if (white && j->half + j->fixed + j->middle > 0)
        return MIN(ruby_size, j->half + j->fixed + j->middle);
    if (!is_kana(beside) || (beside->flags & CLUSTER_RUBY_BASE) || joint_natural(j) != 0)
        return 0;
    return MIN(ruby_size, beside->advance / 2);
}

static unit
reach_before(const prepared *w, size_t i, unit ruby_size)
{
    if (is_segment_start(w, i))
        return 0;
    const cluster *c = cluster_at(w, i - 1);
    const bool white = c->class == CLASS_CB || c->class == CLASS_FS || c->class == CLASS_CM || c->class == CLASS_MD;
    return reach(joint_at(w, i - 1), c, white, ruby_size);
}

static unit
reach_after(const prepared *w, size_t i, unit ruby_size)
{
    if (i + 1 == w->clusters->len || is_segment_start(w, i + 1))
        return 0;
    const cluster *c = cluster_at(w, i + 1);
    return reach(joint_at(w, i), c, c->class == CLASS_OB || c->class == CLASS_MD, ruby_size);
}

/* White space under ruby is no longer closed up. */
static void
keep_white(joint *j, unit amount)
{
    const unit half = MIN(j->half, amount), middle = MIN(j->middle, amount - half);
    j->half -= half;
    j->middle -= middle;
    j->fixed += half + middle;
}

static void
widen(prepared *w, size_t i, unit left, unit right)
{
    cluster *c = cluster_at(w, i);
    c->shift += left;
    c->advance += left + right;
}

/* Its ruby reaches over the neighbours by so much. */
static void
stand_out(prepared *w, size_t i, unit before, unit after)
{
    if (before > 0) {
        cluster_at(w, i)->head = before;
        keep_white(joint_at(w, i - 1), before);
    }
    if (after > 0) {
        cluster_at(w, i)->tail = after;
        keep_white(joint_at(w, i), after);
    }
}

static void
prepare_mono(prepared *w, ruby_group *g)
{
    const cluster *c = cluster_at(w, g->first);
    const unit over = g->ruby_width - c->advance, em = c->size / 2;
    if (over <= 0 || g->ruby_count == 0) {
        g->offset = -over / 2;
        return;
    }
    const unit left = over / 2, right = over - left;
    const unit before = MIN(left, reach_before(w, g->first, em)), after = MIN(right, reach_after(w, g->first, em));
    g->offset = -before;
    widen(w, g->first, left - before, right - after);
    stand_out(w, g->first, before, after);
}

/* ---- jukugo ---- */

/* A word being laid out: positions from the start of its first base with its padding. */
typedef struct word {
    prepared *w;
    ruby_group *groups;
    size_t count;
    unit em, before, after;         /* one em of ruby; what may be reached over on either side */
    unit *base, *least, *most, *at; /* of each base's body; bounds and place of each reading */
} word;

static unit
body(const word *o, size_t i)
{
    return cluster_at(o->w, o->groups[i].first)->advance;
}

/* With `pad` on both sides of every base, do the readings find room? Fills least and most. */
static bool
has_room(word *o, unit pad)
{
    unit x = pad;
    for (size_t i = 0; i < o->count; i++) {
        o->base[i] = x;
        x += body(o, i) + (i + 1 < o->count ? joint_natural(joint_at(o->w, o->groups[i].first)) : 0) + 2 * pad;
    }
    const unit end = x - pad;
    for (size_t i = 0; i < o->count; i++) {
        const unit lean = i ? o->base[i - 1] + body(o, i - 1) - o->em : -o->before;
        o->least[i] = i ? MAX(lean, o->least[i - 1] + o->groups[i - 1].ruby_width) : lean;
    }
    for (size_t i = o->count; i-- > 0;) {
        const unit lean = i + 1 < o->count ? o->base[i + 1] + o->em : end + o->after;
        const unit limit = i + 1 < o->count ? MIN(lean, o->most[i + 1]) : lean;
        o->most[i] = limit - o->groups[i].ruby_width;
        if (o->most[i] < o->least[i])
            return false;
    }
    return true;
}

static unit
least_padding(word *o)
{
    unit low = 0, high = 0;
    if (has_room(o, 0))
        return 0;
    for (size_t i = 0; i < o->count; i++)
        high = MAX(high, o->groups[i].ruby_width);
    while (high - low > 1) {
        const unit middle = low + (high - low) / 2;
        if (has_room(o, middle))
            high = middle;
        else
            low = middle;
    }
    has_room(o, high);
    return high;
}

/* Centred when it is short; a long one leans on what follows, the last one on what is before. */
static void
place_readings(word *o)
{
    unit pen = o->least[0];
    for (size_t i = 0; i < o->count; i++) {
        const unit over = o->groups[i].ruby_width - body(o, i);
        const unit wanted = o->base[i] - (over <= 0 ? over / 2 : i + 1 < o->count ? 0 : over);
        o->at[i] = CLAMP(wanted, MAX(pen, o->least[i]), o->most[i]);
        pen = o->at[i] + o->groups[i].ruby_width;
    }
}

/* A word may be parted where no reading leans over to the other side. */
static void
set_word(word *o, unit pad)
{
    for (size_t i = 0; i < o->count; i++) {
        const unit start = o->base[i] - pad, end = o->base[i] + body(o, i) + pad;
        o->groups[i].offset = o->at[i] - start;
        if (i + 1 < o->count && (o->at[i] + o->groups[i].ruby_width > end || o->at[i + 1] < o->base[i + 1] - pad)) {
            joint_at(o->w, o->groups[i].first)->breaks = false;
            joint_at(o->w, o->groups[i].first)->reserve = RESERVE_NEVER;
        }
    }
    const size_t last = o->count - 1;
    const unit after = o->at[last] + o->groups[last].ruby_width - (o->base[last] + body(o, last) + pad);
    const unit before = -o->at[0];
    for (size_t i = 0; i < o->count; i++)
        widen(o->w, o->groups[i].first, pad, pad);
    stand_out(o->w, o->groups[0].first, MAX(before, 0), 0);
    stand_out(o->w, o->groups[last].first, 0, MAX(after, 0));
}

static void
prepare_jukugo(prepared *w, ruby_group *groups, size_t count)
{
    const size_t first = groups[0].first, last = groups[count - 1].first;
    const unit em = cluster_at(w, first)->size / 2;
    word o = {.w = w, .groups = groups, .count = count, .em = em};
    o.before = reach_before(w, first, em);
    o.after = reach_after(w, last, em);
    o.base = g_new0(unit, 4 * count);
    o.least = o.base + count;
    o.most = o.least + count;
    o.at = o.most + count;
    const unit pad = least_padding(&o);
    place_readings(&o);
    set_word(&o, pad);
    g_free(o.base);
}

void
mono_prepare(text_engine *e, ruby_group *groups, size_t count)
{
    prepared *w = &e->work;
    const text_span *span = &w->paragraph->spans[cluster_at(w, groups[0].first)->span];
    bool is_long = false;
    for (size_t i = 0; i < count; i++)
        is_long = is_long || groups[i].ruby_width > cluster_at(w, groups[i].first)->advance;
    if (span->ruby_kind == TEXT_RUBY_JUKUGO && is_long) {
        prepare_jukugo(w, groups, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        prepare_mono(w, &groups[i]);
}
