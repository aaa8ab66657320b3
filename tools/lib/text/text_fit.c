/* text_fit.c: line breaking for a whole segment at once (after Knuth and Plass, with the adjustments of JLREQ
 * 3.8 for glue): the lines that are together nearest to their natural spacing, in no more of them than greedy
 * breaking needs. Integers only, so that every machine breaks alike.
 *
 * Works on clusters and joints alone. */
#include "text/text_phrase.h"

#include <string.h>

enum {
    STIFF = 16,  /* a line without room is taken to have a 16th of an em of it */
    HANGING = 64 /* a mark that hangs costs a 64th of an em of strain */
};
static const int64_t lonely = INT64_C(1) << 40; /* a last line of one character, where that is not wanted */

/* The best known way to a break. */
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
    bool fewest;  /* as few lines as can be, whatever they look like */
    int64_t most; /* what costs more is no part of the best way: that of greedy breaking is known */
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
room_of(const fitter *f, const unit *sums, size_t first, size_t inside)
{
    return inside > first ? sums[inside - 1 - f->in->first] - sums[first - f->in->first] : 0;
}

/* As of a spring: the square of what is taken over what there is to take, in units. A sum of these is least when
 * all lines give way alike. */
static int64_t
strain_of(unit used, unit most, unit size)
{
    return used <= 0 ? 0 : (int64_t)used * used / MAX(MAX(most, size / STIFF), 1);
}

static unit
width_available(const fitter *f, size_t first)
{
    const text_style *style = f->in->style;
    const bool is_first = f->first_line && first == f->in->first;
    return f->in->measure - (is_first ? style->indent_first : style->indent_rest);
}

/* Closing up is nearer to the rules than opening: it weighs half. */
static int64_t
line_strain(const fitter *f, size_t first, size_t end, size_t inside, bool hangs)
{
    const line_input *in = f->in;
    unit slack = width_available(f, first) - line_width(in, first, inside);
    if (slack < 0)
        return strain_of(-slack, room_of(f, f->shrink, first, inside), in->style->size) / 2;
    if (end == in->end)
        return 0;
    const unit kept = hangs || inside == first ? 0 : spacing_line_end(&in->clusters[inside - 1]);
    if (slack >= kept)
        slack -= kept;
    return strain_of(slack, room_of(f, f->stretch, first, inside), in->style->size);
}

static int64_t
line_cost(const fitter *f, size_t first, size_t end, size_t visible, bool hangs)
{
    const bool is_left = !hangs && phrase_is_left(f->in, first, end, width_available(f, first));
    int64_t cost = is_left ? f->in->style->size * 3 / 4 : line_strain(f, first, end, visible - hangs, hangs);
    cost += phrase_price(f->in, end);
    if (hangs)
        cost += f->in->style->size / HANGING;
    if (end == f->in->end && f->in->style->last_pair && line_is_lonely(f->in, first, end))
        cost += lonely;
    return cost;
}

static void
relax_node(fitter *f, size_t first, size_t end, size_t visible, bool hangs)
{
    const way *before = &f->ways[first - f->in->first];
    way *after = &f->ways[end - f->in->first];
    const int64_t cost = before->cost + line_cost(f, first, end, visible, hangs);
    const size_t count = before->count + 1;
    const bool better = f->fewest && count != after->count ? count < after->count : cost < after->cost;
    if (cost <= f->most && (!after->known || better))
        *after = (way){first, cost, count, true, hangs};
}

typedef enum fit { FITS_NOT, FITS, FITS_HANGING } fit;

/* Closed up as far as can be, or with its last mark outside. */
static fit
fit_of(const fitter *f, size_t first, size_t visible, unit measure)
{
    if (line_width(f->in, first, visible) - room_of(f, f->shrink, first, visible) <= measure)
        return FITS;
    return line_hangs(f->in, first, visible, measure) ? FITS_HANGING : FITS_NOT;
}

/* All lines that begin at a break. */
static void
try_lines(fitter *f, size_t first)
{
    const line_input *in = f->in;
    const unit measure = width_available(f, first);
    for (size_t end = first + 1; end <= in->end; end++) {
        const size_t visible = line_visible(in, first, end);
        const fit fits = fit_of(f, first, visible, measure);
        if (fits == FITS_NOT)
            return;
        if (line_breaks(in, end))
            relax_node(f, first, end, visible, fits == FITS_HANGING);
    }
}

/* What the lines of greedy breaking cost; INT64_MAX when one of them does not fit. */
static int64_t
greedy_cost(const fitter *f, const GArray *lines, guint from)
{
    int64_t cost = 0;
    for (guint i = from; i < lines->len; i++) {
        const line_choice *line = &g_array_index(lines, line_choice, i);
        const size_t visible = line_visible(f->in, line->first, line->end);
        const fit fits = fit_of(f, line->first, visible, width_available(f, line->first));
        if (fits == FITS_NOT || !line_breaks(f->in, line->end))
            return INT64_MAX;
        cost += line_cost(f, line->first, line->end, visible, fits == FITS_HANGING);
    }
    return cost;
}

static void
set_ways(const fitter *f, GArray *lines, guint from)
{
    const line_input *in = f->in;
    const size_t count = f->ways[in->end - in->first].count;
    g_array_set_size(lines, from + (guint)count);
    size_t end = in->end;
    for (size_t k = count; k-- > 0;) {
        const way *w = &f->ways[end - in->first];
        line_choice *line = &g_array_index(lines, line_choice, from + k);
        *line = (line_choice){.first = w->from, .end = end, .forced = end == in->end, .hangs = w->hangs};
        line->visible = line_visible(in, w->from, end);
        line->available = width_available(f, w->from);
        line->indent = in->measure - line->available;
        line->ragged = !w->hangs && phrase_is_left(in, w->from, end, line->available);
        end = w->from;
    }
}

/* Finds the best way to every break that costs no more than `most`; false when there is none to the end. No line makes
 * a way cheaper, so what leads there may be left out: no best way within `most` goes through it. */
static bool
find_ways(fitter *f, bool fewest, int64_t most)
{
    const size_t count = f->in->end - f->in->first;
    memset(f->ways, 0, (count + 1) * sizeof *f->ways);
    f->ways[0].known = true;
    f->fewest = fewest;
    f->most = most;
    for (size_t i = 0; i < count; i++)
        if (f->ways[i].known)
            try_lines(f, f->in->first + i);
    return f->ways[count].known;
}

bool
fit_break(const line_input *in, bool first_line, GArray *lines, guint from, bool bounded)
{
    const size_t count = in->end - in->first;
    if (count == 0)
        return false;
    fitter f = {.in = in, .first_line = first_line};
    f.shrink = g_new0(unit, 2 * (count + 1));
    f.stretch = f.shrink + count + 1;
    f.ways = g_new0(way, count + 1);
    sum_joints(&f);
    /* Where greedy breaking went past what does not fit, there may be nothing within its cost. */
    const bool found =
        (bounded && find_ways(&f, false, greedy_cost(&f, lines, from))) || find_ways(&f, false, INT64_MAX);
    if (found && f.ways[count].count > lines->len - from)
        find_ways(&f, true, INT64_MAX);
    if (found)
        set_ways(&f, lines, from);
    g_free(f.ways);
    g_free(f.shrink);
    return found;
}
