/* text_fit.c: line breaking for a whole segment at once (after Knuth and Plass, with the adjustments of JLREQ
 * 3.8 for glue). Among the ways that need the fewest lines it takes the one whose lines are together nearest to
 * their natural spacing. Integers only, so that every machine breaks alike.
 *
 * Works on clusters and joints alone. */
#include "text/text_int.h"

enum {
    RATIO = 1000,   /* a line at the limit of its shrinking, or of its first round of stretching */
    AT_LIMIT = 100, /* badness there */
    WORST = 10000,  /* of a line with nothing to open */
    PER_LINE = 10,
    HANGING = 20,
    LONELY = 1000000000 /* a last line of one character, where that is not wanted */
};

/* The best way to a break; no_way: none is known. */
typedef struct way {
    size_t from;
    int64_t cost;
    size_t count;
    bool known, hangs;
} way;

typedef struct fitter {
    const line_input *in;
    unit *shrink, *stretch; /* sums over the joints before a cluster, from in->first on */
    way *ways;              /* of each cluster */
    bool first_line;
} fitter;

static void
sum_joints(fitter *f)
{
    const line_input *in = f->in;
    for (size_t i = in->first; i < in->end; i++) {
        const size_t k = i - in->first;
        f->shrink[k + 1] = f->shrink[k] + adjust_joint_shrink(&in->joints[i]);
        f->stretch[k + 1] = f->stretch[k] + adjust_joint_stretch(&in->clusters[i], &in->joints[i]);
    }
}

/* Of the joints between the clusters first … inside - 1. */
static unit
room(const fitter *f, const unit *sums, size_t first, size_t inside)
{
    return inside > first ? sums[inside - 1 - f->in->first] - sums[first - f->in->first] : 0;
}

/* Grows with the cube of the share that is used up. */
static int64_t
badness(unit used, unit most)
{
    if (used <= 0)
        return 0;
    if (most <= 0)
        return WORST;
    const int64_t ratio = MIN((int64_t)used * RATIO / most, 5 * RATIO);
    return MIN(AT_LIMIT * ratio * ratio * ratio / ((int64_t)RATIO * RATIO * RATIO), WORST);
}

static unit
available(const fitter *f, size_t first)
{
    const text_style *style = f->in->style;
    const bool is_first = f->first_line && first == f->in->first;
    return f->in->measure - (is_first ? style->indent_first : style->indent_rest);
}

/* Closing up is nearer to the rules than opening: it weighs half. */
static int64_t
line_badness(const fitter *f, size_t first, size_t end, size_t inside, bool hangs)
{
    const line_input *in = f->in;
    unit slack = available(f, first) - line_width(in, first, inside);
    if (slack < 0)
        return badness(-slack, room(f, f->shrink, first, inside)) / 2;
    if (end == in->end)
        return 0;
    const unit kept = hangs || inside == first ? 0 : spacing_line_end(&in->clusters[inside - 1]);
    if (slack >= kept)
        slack -= kept;
    return badness(slack, room(f, f->stretch, first, inside));
}

static void
relax(fitter *f, size_t first, size_t end, size_t visible, bool hangs)
{
    const way *before = &f->ways[first - f->in->first];
    way *after = &f->ways[end - f->in->first];
    const int64_t b = PER_LINE + line_badness(f, first, end, visible - hangs, hangs) + (hangs ? HANGING : 0);
    int64_t cost = before->cost + b * b;
    if (end == f->in->end && f->in->style->last_pair && line_is_lonely(f->in, first, end))
        cost += LONELY;
    const size_t count = before->count + 1;
    if (!after->known || count < after->count || (count == after->count && cost < after->cost))
        *after = (way){first, cost, count, true, hangs};
}

/* All lines that begin at a break. */
static void
try_lines(fitter *f, size_t first)
{
    const line_input *in = f->in;
    const unit measure = available(f, first);
    for (size_t end = first + 1; end <= in->end; end++) {
        const size_t visible = line_visible(in, first, end);
        const bool fits = line_width(in, first, visible) - room(f, f->shrink, first, visible) <= measure;
        const bool hangs = !fits && line_hangs(in, first, visible, measure);
        if (!fits && !hangs)
            return;
        if (line_breaks(in, end))
            relax(f, first, end, visible, hangs);
    }
}

static void
append_ways(const fitter *f, GArray *lines)
{
    const line_input *in = f->in;
    const guint from = lines->len;
    const size_t count = f->ways[in->end - in->first].count;
    g_array_set_size(lines, from + (guint)count);
    size_t end = in->end;
    for (size_t k = count; k-- > 0;) {
        const way *w = &f->ways[end - in->first];
        line_choice *line = &g_array_index(lines, line_choice, from + k);
        *line = (line_choice){.first = w->from, .end = end, .forced = end == in->end, .hangs = w->hangs};
        line->visible = line_visible(in, w->from, end);
        line->available = available(f, w->from);
        line->indent = in->measure - line->available;
        end = w->from;
    }
}

bool
fit_break(const line_input *in, bool first_line, GArray *lines)
{
    const size_t count = in->end - in->first;
    if (count == 0)
        return false;
    fitter f = {.in = in, .first_line = first_line};
    f.shrink = g_new0(unit, 2 * (count + 1));
    f.stretch = f.shrink + count + 1;
    f.ways = g_new0(way, count + 1);
    sum_joints(&f);
    f.ways[0].known = true;
    for (size_t first = in->first; first < in->end; first++)
        if (f.ways[first - in->first].known)
            try_lines(&f, first);
    const bool found = f.ways[count].known;
    if (found)
        append_ways(&f, lines);
    g_free(f.ways);
    g_free(f.shrink);
    return found;
}
