/* text_line.c: where lines end. Greedy, with one look ahead: if the characters that follow the last break
 * that fits can be taken in by closing up the line, they are (追い込み); if not, they move on (追い出し).
 *
 * Works on clusters and joints; mono.c is asked for the width of a compound that a line parts. */
#include "text/text_phrase.h"

void
line_measure(const cluster *clusters, const joint *joints, size_t first, size_t end, unit *at, size_t *tail)
{
    unit x = 0;
    tail[first] = first;
    for (size_t i = first; i < end; i++) {
        const cluster *c = &clusters[i];
        const bool vanishes = (c->class == CLASS_IS || (c->class == CLASS_SP && !(c->flags & CLUSTER_GLUE_BEFORE))) &&
                              !(c->flags & CLUSTER_RUBY_BASE);
        at[i] = x;
        x += c->advance + (i + 1 < end ? joint_natural(&joints[i]) : 0);
        tail[i + 1] = vanishes ? tail[i] : i + 1;
    }
    at[end] = x;
}

void
line_sum(const joint *joints, size_t first, size_t end, unit *shrink, size_t *next)
{
    shrink[first] = 0;
    for (size_t i = first; i < end; i++)
        shrink[i + 1] = shrink[i] + adjust_joint_shrink(&joints[i]);
    next[end] = end;
    for (size_t i = end; i-- > first + 1;)
        next[i] = joints[i - 1].breaks ? i : next[i + 1];
}

static bool
parts_compound(const line_input *in, size_t first, size_t visible)
{
    return (in->clusters[first].flags | in->clusters[visible - 1].flags) & CLUSTER_COMPOUND;
}

/* Apart, so that the width of other lines costs no call. */
G_GNUC_NO_INLINE static unit
width_with_compounds(const line_input *in, size_t first, size_t visible)
{
    const cluster *begin = &in->clusters[first], *last = &in->clusters[visible - 1];
    const bool parted = parts_compound(in, first, visible);
    const unit edges = parted ? mono_edges(in->words, first, visible) : begin->head + last->tail;
    return in->at[visible - 1] - in->at[first] + last->advance + edges;
}

unit
line_width(const line_input *in, size_t first, size_t visible)
{
    if (visible <= first)
        return 0;
    if (in->words)
        return width_with_compounds(in, first, visible);
    const cluster *last = &in->clusters[visible - 1];
    return in->clusters[first].head + in->at[visible - 1] - in->at[first] + last->advance + last->tail;
}

size_t
line_visible(const line_input *in, size_t first, size_t end)
{
    return MAX(in->tail[end], first);
}

bool
line_breaks(const line_input *in, size_t end)
{
    return end == in->end || in->joints[end - 1].breaks;
}

static bool
line_fits(const line_input *in, const line_choice *line, size_t end)
{
    return line_width(in, line->first, line_visible(in, line->first, end)) <= line->available;
}

static bool
fits_closed_up(const line_input *in, const line_choice *line, size_t end)
{
    const size_t visible = line_visible(in, line->first, end);
    return line_width(in, line->first, visible) - adjust_shrinkable(in, line->first, visible) <= line->available;
}

bool
line_hangs(const line_input *in, size_t first, size_t visible, unit available)
{
    if (!in->style->hangs || visible < first + 2)
        return false;
    const uint8_t class = in->clusters[visible - 1].class;
    return (class == CLASS_FS || class == CLASS_CM) && joint_natural(&in->joints[visible - 2]) == 0 &&
           !(in->clusters[visible - 1].flags & CLUSTER_RUBY_BASE) && line_width(in, first, visible) > available &&
           line_width(in, first, visible - 1) <= available;
}

bool
line_is_lonely(const line_input *in, size_t first, size_t end)
{
    size_t letters = 0;
    for (size_t i = first; i < in->tail[end]; i++) {
        const uint8_t class = in->clusters[i].class;
        letters += class != CLASS_FS && class != CLASS_CM && class != CLASS_CB && class != CLASS_ZW;
    }
    return letters == 1;
}

/* No legal break fits: the last place that does, best one between the words of what is not to be parted, then one that
 * breaks no rule of kinsoku; if there is none, the least that can stand on a line. */
static void
break_anywhere(const line_input *in, line_choice *line, size_t over)
{
    for (int reserve = RESERVE_PARTS; reserve < RESERVE_NEVER; reserve++)
        for (size_t end = over; end-- > line->first + 1;)
            if (in->joints[end - 1].reserve <= reserve && in->tail[end] > line->first && line_fits(in, line, end)) {
                line->end = end = phrase_tear(in, line, end);
                line->emergency = true;
                line->ragged = in->joints[end - 1].reserve <= RESERVE_HELD;
                return;
            }
    size_t end = line->first + 1;
    while (end < in->end && (in->joints[end - 1].reserve == RESERVE_NEVER || in->tail[end] <= line->first))
        end++;
    line->end = end;
    line->emergency = !line_breaks(in, end);
    line->overfull = !fits_closed_up(in, line, end);
}

/* Is a line that ends at `legal` better closed up to `next`? Text that is not justified keeps its spacing
 * (JLREQ 3.5.3) unless closing up brings in the rest of it, or saves it from being torn. */
static bool
closes_up(const line_input *in, const line_choice *line, size_t legal, size_t next)
{
    if (!fits_closed_up(in, line, next))
        return false;
    if (legal == 0 || next == in->end)
        return true;
    if (in->style->align != TEXT_JUSTIFY)
        return false;
    const size_t visible = line_visible(in, line->first, legal);
    const unit slack = line->available - line_width(in, line->first, visible);
    const unit line_end = visible > line->first ? spacing_line_end(&in->clusters[visible - 1]) : 0;
    return slack > 0 && slack != line_end; /* a line that is full as it is stays so */
}

/* The first end that does not fit; *legal: the last break before it, 0 for none. Every character passes here. */
static size_t
first_over(const line_input *in, const line_choice *line, size_t *legal)
{
    const size_t first = line->first;
    const unit limit = line->available + in->at[first] - in->clusters[first].head;
    size_t end = first + 1;
    for (; end <= in->end; end++) {
        const size_t visible = in->tail[end];
        if (visible > first) {
            const cluster *last = &in->clusters[visible - 1];
            if (in->words && parts_compound(in, first, visible)) {
                if (!line_fits(in, line, end))
                    return end;
            } else if (in->at[visible - 1] + last->advance + last->tail > limit) {
                return end;
            }
        } else if (line->available < 0) {
            return end;
        }
        if (line_breaks(in, end))
            *legal = end;
    }
    return end;
}

/* What stands from `legal` to the next break is more than a line of its own holds, and can be parted between words: as
 * much of it as fits stays on this one. */
static bool
parts_held(const line_input *in, line_choice *line, size_t legal, size_t next, size_t over)
{
    const line_choice own = {.first = legal, .available = in->measure - in->style->indent_rest};
    if (fits_closed_up(in, &own, next))
        return false;
    for (int reserve = RESERVE_PARTS; reserve <= RESERVE_HELD; reserve++)
        for (size_t end = over; --end > legal;)
            if (in->joints[end - 1].reserve <= reserve && !in->joints[end - 1].breaks && line_fits(in, line, end)) {
                line->end = end;
                line->emergency = line->ragged = true;
                return true;
            }
    return false;
}

static void
choose_end(const line_input *in, line_choice *line)
{
    size_t legal = 0;
    const size_t end = first_over(in, line, &legal);
    if (legal == in->end) {
        line->end = legal;
        return;
    }
    const size_t next = in->next[end];
    line->hangs = !closes_up(in, line, legal, next) &&
                  line_hangs(in, line->first, line_visible(in, line->first, next), line->available);
    if (line->hangs || closes_up(in, line, legal, next))
        line->end = next;
    else if (legal > 0 && parts_held(in, line, legal, next, end))
        return;
    else if (legal > 0)
        line->end = legal;
    else
        break_anywhere(in, line, end);
}

/* 均等割付 never breaks; what does not fit is overfull. */
static void
take_all(const line_input *in, line_choice *line)
{
    line->end = in->end;
    line->overfull = !fits_closed_up(in, line, in->end);
}

/* The last end from which on there is company for a last line of one character, and that parts no more than that; 0:
 * there is none, or the last line would be too long. */
static size_t
end_with_company(const line_input *in, const line_choice *before, const line_choice *last, line_parting most)
{
    for (size_t end = before->end; end-- > before->first + 1;) {
        if (!line_breaks(in, end) || in->joints[end - 1].parts > (uint8_t)most || line_is_lonely(in, end, last->end))
            continue;
        line_choice longer = *last;
        longer.first = end;
        return in->tail[end] > before->first && fits_closed_up(in, &longer, last->end) ? end : 0;
    }
    return 0;
}

/* A last line of one character takes some from the line before it. */
static void
keep_company(const line_input *in, line_choice *before, line_choice *last)
{
    if (!line_is_lonely(in, last->first, last->end) || before->emergency || before->overfull)
        return;
    size_t end = 0;
    for (int most = PARTS_NOTHING; most <= PARTS_WORD && !end; most++)
        end = end_with_company(in, before, last, (line_parting)most);
    if (!end)
        return;
    before->end = last->first = end;
    before->hangs = false;
    before->visible = line_visible(in, before->first, end);
}

void
line_break(const line_input *in, bool first_line, GArray *lines)
{
    const guint from = lines->len;
    size_t first = in->first;
    const bool begins = first_line;
    do {
        line_choice line = {.first = first, .end = in->end};
        line.indent = first_line ? in->style->indent_first : in->style->indent_rest;
        line.available = in->measure - line.indent;
        first_line = false;
        if (first < in->end && in->style->align == TEXT_DISTRIBUTE)
            take_all(in, &line);
        else if (first < in->end)
            choose_end(in, &line);
        phrase_keep(in, &line);
        line.visible = line_visible(in, line.first, line.end);
        line.forced = line.end == in->end;
        g_array_append_val(lines, line);
        first = line.end;
    } while (first < in->end);
    if (in->style->total_fit && in->style->align == TEXT_JUSTIFY && fit_break(in, begins, lines, from, true))
        return;
    if (in->style->last_pair && lines->len >= from + 2)
        keep_company(in, &g_array_index(lines, line_choice, lines->len - 2),
                     &g_array_index(lines, line_choice, lines->len - 1));
}
