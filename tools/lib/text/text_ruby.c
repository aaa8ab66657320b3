/* text_ruby.c: group ruby (JLREQ 3.3.6). Base and ruby are wholes; the shorter of the two is spread over
 * the longer with its outer gaps half as wide as its inner ones. Latin words are never spaced. Where the ruby
 * is the longer, what it has beyond either end of the spread base may hang over the neighbours (3.3.8). */
#include "text/text_int.h"

/* A word of Latin letters counts as one block. */
static bool
begins_block(const cluster *clusters, size_t i)
{
    return i == 0 || clusters[i].class != CLASS_WE || clusters[i - 1].class != CLASS_WE;
}

static size_t
count_blocks(const cluster *clusters, size_t count)
{
    size_t blocks = 0;
    for (size_t i = 0; i < count; i++)
        blocks += begins_block(clusters, i);
    return blocks;
}

/* The base is wider by `slack`: 1/2 share before its first block, which it gives, 1 between blocks, 1/2 after the
 * last. */
static unit
spread_base(cluster *base, size_t count, unit slack)
{
    const int64_t shares = 2 * (int64_t)count_blocks(base, count);
    int64_t share = 1;
    unit given = 0;
    for (size_t i = 0; i < count; i++) {
        const bool ends_block = i + 1 == count || begins_block(base, i + 1);
        if (i == 0) {
            given = unit_scale(slack, share, shares);
            base[0].shift += given;
            base[0].advance += given;
        }
        if (!ends_block)
            continue;
        share += i + 1 == count ? 1 : 2;
        const unit upto = unit_scale(slack, share, shares);
        base[i].advance += upto - given;
        given = upto;
    }
    return unit_scale(slack, 1, shares);
}

static unit
base_width(const prepared *w, const ruby_group *g)
{
    unit width = 0;
    for (size_t i = g->first; i < g->first + g->count; i++) {
        width += cluster_at(w, i)->advance;
        if (i + 1 < g->first + g->count)
            width += joint_natural(joint_at(w, i));
    }
    return width;
}

/* What a base could be closed up by is kept where its reading would then be wider than it. */
static void
hold_base(prepared *w, const ruby_group *g)
{
    int64_t white = 0; /* with the sizes of its spaces, it may be longer than the line */
    for (size_t i = g->first; i < g->first + g->count; i++) {
        const bool inside = i + 1 < g->first + g->count;
        const joint *j = joint_at(w, i);
        white += j->word + (inside ? j->half + j->middle + j->western : 0);
    }
    if (white == 0 || g->ruby_width + white <= base_width(w, g))
        return;
    for (size_t i = g->first; i < g->first + g->count; i++) {
        joint *j = joint_at(w, i);
        j->held = true;
        if (i + 1 < g->first + g->count) {
            j->fixed = joint_natural(j);
            j->half = j->middle = j->western = 0;
        }
    }
}

static void
prepare_group(prepared *w, ruby_group *g)
{
    const unit slack = g->ruby_width - base_width(w, g);
    if (slack <= 0)
        return;
    cluster *base = cluster_at(w, g->first), *last = base + g->count - 1;
    const unit outer = spread_base(base, g->count, slack);
    const unit before = MIN(outer, hang_before(w, g, false)), after = MIN(outer, hang_after(w, g, false));
    base->shift -= before;
    base->advance -= before;
    last->advance -= after;
    hang_set(w, g, g, before, after);
}

static void
measure_ruby(const prepared *w, ruby_group *g)
{
    g->ruby_width = 0;
    for (size_t i = 0; i < g->ruby_count; i++)
        g->ruby_width += g_array_index(w->ruby, cluster, g->ruby_first + i).advance;
}

void
ruby_prepare(text_engine *e)
{
    prepared *w = &e->work;
    w->has_compounds = false;
    for (guint k = 0; k < w->groups->len; k++) {
        measure_ruby(w, &g_array_index(w->groups, ruby_group, k));
        hold_base(w, &g_array_index(w->groups, ruby_group, k));
    }
    for (guint k = 0; k < w->groups->len; k++) {
        ruby_group *g = &g_array_index(w->groups, ruby_group, k);
        if (g->solid) { /* all of its span follow one another */
            const guint first = k;
            const uint32_t span = cluster_at(w, g->first)->span;
            while (k + 1 < w->groups->len &&
                   cluster_at(w, g_array_index(w->groups, ruby_group, k + 1).first)->span == span)
                k++;
            mono_prepare(e, g, k - first + 1);
            continue;
        }
        prepare_group(w, g);
    }
}

void
ruby_spread(const cluster *ruby, const ruby_group *g, unit width, unit *x)
{
    const size_t count = g->ruby_count;
    const int64_t blocks = (int64_t)count_blocks(ruby, count);
    const unit hung = g->before + g->after;
    const unit slack = MAX(width + hung - g->ruby_width, 0);
    unit edge = unit_scale(slack, 1, 2 * blocks);
    if (blocks > 1 && edge > ruby[0].size)
        edge = ruby[0].size; /* at most one em of ruby beyond its ends */
    const unit inner = slack - 2 * edge;
    unit pen = edge - g->before;
    int64_t block = -1;
    for (size_t i = 0; i < count; i++) {
        block += begins_block(ruby, i);
        x[i] = pen + (blocks > 1 ? unit_scale(inner, block, blocks - 1) : 0);
        pen += ruby[i].advance;
    }
}
