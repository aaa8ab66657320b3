/* text_joint.c: what may happen between two clusters: a break (JLREQ 3.1.7–3.1.10, T2), space (T1), how it
 * may change (T5, T6). */
#include "text/text_int.h"

static bool
is_space(const cluster *c)
{
    return (c->class == CLASS_SP && !(c->flags & CLUSTER_GLUE_BEFORE)) || c->class == CLASS_IS;
}

static bool
is_figure_or_word(const cluster *c)
{
    return c->class == CLASS_WE || (c->flags & CLUSTER_FIGURE);
}

/* —— …… 〳〵 and such: one stroke of two characters. */
static bool
is_inseparable(const cluster *a, const cluster *b)
{
    return a->class == CLASS_IN && b->class == CLASS_IN &&
           (a->character == b->character ||
            ((a->character == 0x3033 || a->character == 0x3034) && b->character == 0x3035));
}

/* … ‥: loose parts a pair of them, never a dash (appendix C addendum). */
static bool
is_leader(uint32_t character)
{
    return character == 0x2025 || character == 0x2026 || character == 0x22EF;
}

/* 行頭禁則. A postfixed abbreviation may start a line; its level concerns the figure before it. */
static bool
may_start_line(const cluster *c, text_level level)
{
    return c->class == CLASS_PS || (int)c->start_level <= (int)level;
}

/* The last cluster before `b` that is no space and not invisible; NULL when there is none on this forced line. */
static const cluster *
before_spaces(const cluster *first, const cluster *b)
{
    for (const cluster *c = b; c-- > first;)
        if (!is_space(c) && c->class != CLASS_ZW)
            return c;
    return NULL;
}

/* A word space or U+3000 stays at the end of its line, so a line is broken after it, never before. */
static bool
breaks_after_space(const cluster *first, const cluster *b)
{
    const cluster *word = before_spaces(first, b);
    if (!word)
        return false; /* an indent typed with spaces */
    if (word->class == CLASS_WE && b->class == CLASS_WE)
        return b->flags & CLUSTER_PANGO_BREAK;
    return true;
}

/* A part of a formula with figures or letters. */
static bool
is_formula(const cluster *a, const cluster *b)
{
    return (a->class == CLASS_MA && is_figure_or_word(b)) || (b->class == CLASS_MA && is_figure_or_word(a));
}

/* T2 for two characters that neither kinsoku nor glue parts, and UAX #14 where it says nothing. */
static bool
table_breaks(const cluster *a, const cluster *b, text_level level)
{
    if (is_inseparable(a, b))
        return level == TEXT_LOOSE && is_leader(a->character);
    if (is_formula(a, b))
        return false;
    if (b->class == CLASS_PS && is_figure_or_word(a))
        return level == TEXT_LOOSE && b->start_level == START_LOOSE;
    if (a->class != CLASS_WE && b->class != CLASS_WE)
        return true;
    const cluster *western = a->class == CLASS_WE ? a : b;
    const bool both = a->class == b->class;
    if (!both && ((western->flags & CLUSTER_ALNUM) || b->class == CLASS_OB))
        return true;
    return b->flags & CLUSTER_PANGO_BREAK;
}

static void
set_break(joint *j, const cluster *first, const cluster *a, text_level level)
{
    const cluster *b = a + 1;
    const cluster *word = is_space(a) || a->class == CLASS_ZW ? before_spaces(first, b) : a;
    j->breaks = false;
    if (is_space(b) || b->class == CLASS_ZW) {
        j->reserve = RESERVE_NEVER;
        return;
    }
    j->reserve = RESERVE_KINSOKU;
    if ((word && (word->class == CLASS_OB || a->class == CLASS_PF)) || !may_start_line(b, level))
        return;
    if ((a->flags & CLUSTER_GLUE_AFTER) || (b->flags & CLUSTER_GLUE_BEFORE))
        return;
    if (is_inseparable(a, b) || !word) {
        j->breaks = word && table_breaks(a, b, level);
        return;
    }
    j->reserve = RESERVE_FREE;
    if (a->flags & CLUSTER_BREAK_AFTER)
        j->breaks = true;
    else
        j->breaks = is_space(a) ? breaks_after_space(first, b) : table_breaks(a, b, level);
}

/* ---- stretching ---- */

static const char *const stretch_rows[CLASS_COUNT] = {
#define STRETCH(row, columns) [CLASS_##row] = columns,
#include "text/stretch.def"
#undef STRETCH
};

static const uint8_t stretch_column[CLASS_COUNT] = {
    [CLASS_OB] = 0, [CLASS_CB] = 1,  [CLASS_FS] = 1,  [CLASS_CM] = 1,  [CLASS_MD] = 2,  [CLASS_DV] = 3, [CLASS_HY] = 4,
    [CLASS_IN] = 5, [CLASS_IT] = 6,  [CLASS_PL] = 6,  [CLASS_SK] = 6,  [CLASS_PF] = 7,  [CLASS_PS] = 8, [CLASS_JA] = 9,
    [CLASS_MA] = 9, [CLASS_IS] = 10, [CLASS_WE] = 11, [CLASS_SP] = 12, [CLASS_ZW] = 12,
};

static bool
is_letter(const cluster *c)
{
    return (c->flags & CLUSTER_ALNUM) && !(c->flags & CLUSTER_FIGURE);
}

/* A sign and its figure, one stroke of two characters, a formula. */
static bool
is_one_piece(const cluster *a, const cluster *b)
{
    return is_inseparable(a, b) || is_formula(a, b) || (a->class == CLASS_PF && (b->flags & CLUSTER_FIGURE)) ||
           (b->class == CLASS_PS && (is_figure_or_word(a) || a->class == CLASS_PS));
}

static stretch_kind
stretch_of(const cluster *a, const cluster *b, const joint *j)
{
    switch (stretch_rows[a->class][2 * stretch_column[b->class]]) {
    case 'i':
        return is_one_piece(a, b) ? STRETCH_NONE : STRETCH_IDEOGRAPH;
    case 'l':
        return is_letter(a->class == CLASS_WE ? a : b) ? STRETCH_IDEOGRAPH : STRETCH_NONE;
    case 'w':
        return j->western ? STRETCH_WESTERN : STRETCH_NONE;
    default:
        return STRETCH_NONE;
    }
}

/* 均等割付 (JLREQ 3.7.3): a Latin word, a number with its signs and a pair of IN are one block; brackets
 * keep to what they enclose, stops and commas to what they follow. */
static bool
is_gap(const cluster *a, const cluster *b)
{
    if (a->class == CLASS_ZW || b->class == CLASS_ZW || a->class == CLASS_OB || b->class == CLASS_CB ||
        b->class == CLASS_FS || b->class == CLASS_CM || is_inseparable(a, b))
        return false;
    if (a->class == CLASS_WE && b->class == CLASS_WE)
        return false;
    return !is_formula(a, b) && !(a->class == CLASS_PF && is_figure_or_word(b)) &&
           !(b->class == CLASS_PS && is_figure_or_word(a));
}

/* ---- figures ---- */

enum { LOOK_AHEAD = 5 };

static size_t
characters_after(const cluster *c, const cluster *end, uint32_t *characters)
{
    size_t count = 0;
    while (count < LOOK_AHEAD && c + 1 + count < end) {
        characters[count] = c[1 + count].character;
        count++;
    }
    return count;
}

static void
keep_counter(const text_engine *e, const cluster *c, const cluster *end, joint *j)
{
    uint32_t characters[LOOK_AHEAD];
    const size_t count = characters_after(c, end, characters);
    const size_t length = class_match_counter(e->classes, characters, count);
    for (size_t i = 0; i < length; i++)
        j[i].breaks = false;
}

static bool
is_in_number(const cluster *c)
{
    return (c->flags & CLUSTER_ASCII_DIGIT) || c->character == '.' || c->character == ',';
}

static bool
is_full_figure(const cluster *c)
{
    return c->character >= 0xFF10 && c->character <= 0xFF19;
}

/* ， － ． ／ ： */
static bool
is_full_mark(const cluster *c)
{
    return c->character == 0xFF0C || (c->character >= 0xFF0D && c->character <= 0xFF0F) || c->character == 0xFF1A;
}

/* A number of full-width figures is one as that of half-width ones is, for which UAX #14 speaks: for that, ０–９ are
 * ideographs. */
static void
keep_number(const cluster *c, const cluster *begin, const cluster *end, joint *j)
{
    const bool figure = is_full_figure(c), next = is_full_figure(c + 1);
    if ((figure && next) || (figure && is_full_mark(c + 1) && c + 2 < end && is_full_figure(c + 2)) ||
        (next && is_full_mark(c) && c > begin && is_full_figure(c - 1)))
        j->breaks = false;
}

/* A quarter em before km in 10km. */
static void
space_unit(const text_engine *e, const cluster *first, const cluster *c, const cluster *end, joint *j)
{
    uint32_t characters[LOOK_AHEAD];
    const size_t ahead = characters_after(c, end, characters);
    size_t count = 0;
    while (count < ahead && (c[1 + count].flags & CLUSTER_ALNUM) && !is_in_number(&c[1 + count]))
        count++;
    if (count == 0 || count == LOOK_AHEAD || class_match_unit(e->classes, characters, count) != count)
        return;
    const cluster *after = c + 1 + count;
    if (after < end && (after->flags & CLUSTER_ALNUM))
        return;
    while (c >= first && is_in_number(c))
        c--;
    if (c < first || !(c->flags & CLUSTER_ALNUM))
        j->fixed += after[-1].size / 4;
}

/* ---- spans ---- */

/* A superscript or subscript and its base are one body. */
static void
hold_solid(joint *j, unit space)
{
    *j = (joint){.fixed = space, .reserve = RESERVE_NEVER};
}

static void
take_western(joint *j)
{
    j->western = 0;
    j->stretch = STRETCH_NONE;
}

/* What follows a superscript keeps the distance that its base would have. */
static bool
is_raised_over_japanese(const text_engine *e, const cluster *a)
{
    const text_span *spans = e->work.paragraph->spans;
    const cluster *first = cluster_at(&e->work, 0);
    while (a > first && spans[a->span].raise)
        a--;
    return class_is_japanese(a->class) && !spans[a->span].raise;
}

/* No line ends behind `a`, unless it cannot hold the whole. */
static void
hold_together(const cluster *a, joint *j)
{
    if (j->breaks)
        j->reserve = a->class == CLASS_IS ? RESERVE_PARTS : RESERVE_HELD;
    j->breaks = false;
}

/* As where kinsoku forbids it. */
static void
join_firmly(joint *j)
{
    j->breaks = false;
    j->reserve = MAX(j->reserve, RESERVE_KINSOKU);
}

/* Of pieces of one span that is not to be parted, or of two: a box and its word. */
static void
glue_spans(const cluster *a, const text_span *before, const text_span *after, joint *j)
{
    if (before->unbreakable && after->unbreakable && before->kind != TEXT_OBJECT)
        hold_together(a, j);
    else
        join_firmly(j);
}

static void
apply_spans(const text_engine *e, const cluster *a, joint *j)
{
    const text_span *spans = e->work.paragraph->spans;
    const text_span *span = &spans[a->span];
    if (a->span != a[1].span) {
        for (uint32_t i = a->span + 1; i <= a[1].span; i++)
            if (spans[i].glued)
                glue_spans(a, span, &spans[a[1].span], j);
        if (spans[a[1].span].joined)
            join_firmly(j);
        if (spans[a[1].span].raise && spans[a[1].span].raise != span->raise)
            hold_solid(j, e->work.paragraph->style.tracking);
        else if (span->raise && !spans[a[1].span].raise && is_raised_over_japanese(e, a))
            take_western(j);
        return;
    }
    const bool grouped = a->flags & CLUSTER_RUBY_GOES_ON;
    if (span->unbreakable || grouped)
        hold_together(a, j);
    if (span->joined || span->raise)
        join_firmly(j);
    if (span->ruby && *span->ruby && span->ruby_kind == TEXT_RUBY_JUKUGO)
        j->stretch = STRETCH_NONE;
    if (grouped) {
        const bool between_words = j->reserve <= RESERVE_HELD && reading_parts_words(a);
        if (j->reserve != RESERVE_NEVER && !between_words)
            j->reserve = j->reserve == RESERVE_KINSOKU ? RESERVE_RUBY_KINSOKU : RESERVE_RUBY;
        j->fixed = joint_natural(j);
        j->half = j->middle = j->western = j->word = 0;
        j->stretch = STRETCH_NONE;
        j->spreads = false;
    }
}

static bool
is_object(const text_engine *e, const cluster *c)
{
    return e->work.paragraph->spans[c->span].kind == TEXT_OBJECT;
}

static void
prepare_segment(text_engine *e, size_t first, size_t end)
{
    const text_style *style = &e->work.paragraph->style;
    const cluster *begin = cluster_at(&e->work, first), *stop = begin + (end - first);
    *joint_at(&e->work, end - 1) = (joint){0};
    for (size_t i = first; i + 1 < end; i++) {
        const cluster *c = cluster_at(&e->work, i);
        joint *j = joint_at(&e->work, i);
        *j = (joint){.fixed = style->tracking};
        spacing_set(j, c, c + 1);
        if (is_object(e, c) || is_object(e, c + 1)) /* ☑FAX stands as ☑書面 does: a box is no Japanese character */
            j->western = 0;
        set_break(j, begin, c, style->level);
        j->stretch = (uint8_t)stretch_of(c, c + 1, j);
        j->spreads = style->align == TEXT_DISTRIBUTE && is_gap(c, c + 1);
        if (c->class == CLASS_SP && class_is_word_space(c->character)) {
            j->stretch = STRETCH_WORD;
            j->word = c->size;
        }
        if (c->flags & CLUSTER_ASCII_DIGIT)
            space_unit(e, begin, c, stop, j);
    }
    for (size_t i = first; i + 1 < end; i++) {
        const cluster *c = cluster_at(&e->work, i);
        if (c->flags & CLUSTER_FIGURE)
            keep_counter(e, c, stop, joint_at(&e->work, i));
        keep_number(c, begin, stop, joint_at(&e->work, i));
        if ((c[1].flags & CLUSTER_FIGURE) && class_is_lead(c->character))
            joint_at(&e->work, i)->breaks = false;
        apply_spans(e, c, joint_at(&e->work, i));
    }
    if (style->vertical)
        vertical_join(e, first, end);
}

void
joint_prepare(text_engine *e)
{
    g_array_set_size(e->work.joints, e->work.clusters->len);
    size_t first = 0;
    for (guint i = 0; i < e->work.segments->len; i++) {
        const size_t end = g_array_index(e->work.segments, size_t, i);
        if (end > first)
            prepare_segment(e, first, end);
        first = end;
    }
}
