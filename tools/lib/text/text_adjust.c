/* text_adjust.c: brings a line to its measure (JLREQ 3.8, T3–T6). Works on clusters and joints alone.
 *
 * Closing up, in this order, each step evenly and only as far as needed: word space 1/3 → 1/4; the half em
 * or quarter em kept at the line end → 0; middle dots 1/4 → 0; brackets and commas 1/2 → 0; Latin beside
 * Japanese 1/4 → 1/8. Opening: word space → 1/2; Latin beside Japanese → 1/2; between Japanese characters
 * up to 1/4; then all of these without limit. */
#include "text/text_int.h"

typedef enum shrink_step { SHRINK_WORD, SHRINK_MIDDLE, SHRINK_HALF, SHRINK_WESTERN, SHRINK_STEPS } shrink_step;

static unit
shrink_room(const joint *j, shrink_step step)
{
    switch (step) {
    case SHRINK_WORD:
        return j->held ? 0 : j->word / 3 - j->word / 4;
    case SHRINK_MIDDLE:
        return j->middle;
    case SHRINK_HALF:
        return j->half;
    case SHRINK_WESTERN:
        return j->western - j->western / 2;
    default:
        return 0;
    }
}

static unit
stretch_room(const cluster *c, const joint *j)
{
    switch ((stretch_kind)j->stretch) {
    case STRETCH_WORD:
        return j->word / 2 - j->word / 3;
    case STRETCH_WESTERN:
        return j->western;
    case STRETCH_IDEOGRAPH:
        return c->size / 4;
    default:
        return 0;
    }
}

/* A line under adjustment: joints 0 … count - 1, those after its first clusters. */
typedef struct adjusted {
    const cluster *clusters;
    const joint *joints;
    size_t count;
    unit *extra;
} adjusted;

static adjusted
adjusted_line(const line_input *in, size_t first, size_t visible, unit *extra)
{
    return (adjusted){in->clusters + first, in->joints + first, visible > first ? visible - first - 1 : 0, extra};
}

static unit
total_shrink(const adjusted *l, shrink_step step)
{
    unit total = 0;
    for (size_t i = 0; i < l->count; i++)
        total += shrink_room(&l->joints[i], step);
    return total;
}

/* Takes `amount` out of the joints in proportion to their room, exactly. */
static void
shrink_joints(const adjusted *l, shrink_step step, unit amount, unit room)
{
    unit passed = 0, taken = 0;
    for (size_t i = 0; i < l->count; i++) {
        passed += shrink_room(&l->joints[i], step);
        const unit upto = unit_scale(amount, passed, room);
        l->extra[i] -= upto - taken;
        taken = upto;
    }
}

/* The steps inside the line; gives what could not be taken out. */
static unit
shrink_inside(const adjusted *l, unit need)
{
    for (int step = SHRINK_WORD; step < SHRINK_STEPS && need > 0; step++) {
        const unit room = total_shrink(l, step);
        const unit amount = MIN(room, need);
        if (amount > 0)
            shrink_joints(l, step, amount, room);
        need -= amount;
    }
    return need;
}

static unit
total_stretch(const adjusted *l, stretch_kind kind)
{
    unit total = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->joints[i].stretch == kind)
            total += stretch_room(&l->clusters[i], &l->joints[i]);
    return total;
}

static void
stretch_joints(const adjusted *l, stretch_kind kind, unit amount, unit room)
{
    unit passed = 0, given = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (l->joints[i].stretch != kind)
            continue;
        passed += stretch_room(&l->clusters[i], &l->joints[i]);
        const unit upto = unit_scale(amount, passed, room);
        l->extra[i] += upto - given;
        given = upto;
    }
}

typedef bool gap_test(const joint *j);

static bool
can_stretch(const joint *j)
{
    return j->stretch != STRETCH_NONE;
}

static bool
can_spread(const joint *j)
{
    return j->spreads;
}

/* Equal shares of `amount` for all joints of the kind; gives what found no place. */
static unit
share_evenly(const adjusted *l, gap_test *takes, unit amount)
{
    int64_t gaps = 0, passed = 0;
    unit given = 0;
    for (size_t i = 0; i < l->count; i++)
        gaps += takes(&l->joints[i]);
    for (size_t i = 0; i < l->count; i++) {
        if (!takes(&l->joints[i]))
            continue;
        const unit upto = unit_scale(amount, ++passed, gaps);
        l->extra[i] += upto - given;
        given = upto;
    }
    return gaps ? 0 : amount;
}

static void
stretch_line(const adjusted *l, unit slack)
{
    for (int kind = STRETCH_WORD; kind <= STRETCH_IDEOGRAPH && slack > 0; kind++) {
        const unit room = total_stretch(l, kind);
        const unit amount = MIN(room, slack);
        if (amount > 0)
            stretch_joints(l, kind, amount, room);
        slack -= amount;
    }
    if (slack > 0)
        share_evenly(l, can_stretch, slack);
}

/* A line that is to fill its measure with the space after its last mark, if that space can be kept. */
static void
justify_line(const adjusted *l, unit width, unit line_end, unit available)
{
    const unit over = width + line_end - available;
    if (over <= 0) {
        stretch_line(l, -over);
        return;
    }
    const unit words = total_shrink(l, SHRINK_WORD);
    if (over <= words)
        shrink_joints(l, SHRINK_WORD, over, words);
    else if (width < available)
        stretch_line(l, available - width);
}

unit
adjust_joint_shrink(const joint *j)
{
    unit total = 0;
    if (!(j->word | j->middle | j->half | j->western)) /* most */
        return 0;
    for (int step = SHRINK_WORD; step < SHRINK_STEPS; step++)
        total += shrink_room(j, step);
    return total;
}

unit
adjust_joint_stretch(const cluster *c, const joint *j)
{
    return stretch_room(c, j);
}

unit
adjust_shrinkable(const line_input *in, size_t first, size_t visible)
{
    return visible > first + 1 ? in->shrink[visible - 1] - in->shrink[first] : 0;
}

unit
adjust_line(const line_input *in, const line_choice *line, unit *extra)
{
    const size_t inside = line_inside(line);
    const adjusted l = adjusted_line(in, line->first, inside, extra);
    unit width = line_width(in, line->first, inside);
    for (size_t i = 0; i <= l.count; i++) /* the one before a hanging mark too */
        extra[i] = 0;
    if (line->visible == line->first)
        return width;
    const text_align align = in->style->align;
    if (width > line->available)
        shrink_inside(&l, width - line->available);
    else if (align == TEXT_DISTRIBUTE)
        share_evenly(&l, can_spread, line->available - width);
    else if (align == TEXT_JUSTIFY && !line->forced && !line->ragged)
        justify_line(&l, width, line->hangs ? 0 : spacing_line_end(&in->clusters[inside - 1]), line->available);
    for (size_t i = 0; i < l.count; i++)
        width += extra[i];
    return width;
}
