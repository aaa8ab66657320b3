/* text_phrase.c: what a line holds together where it can. JLREQ lets a line end within a katakana word, between the
 * month and the day of a date, within a name; a typographer parts them only where the measure does not hold them.
 *
 * A joint says what a line end there would part (joint.parts), of what is told by the characters alone: no dictionary.
 * It is a price, no rule of kinsoku: what is longer than a line is parted as ever, and no line is opened beyond JLREQ
 * 3.8 for it. Greedy lines end earlier for it where they are not left half empty (phrase_keep); lines of a whole
 * paragraph pay for what they part (phrase_price), in no more lines. */
#include "text/text_phrase.h"

enum {
    SHORT = 24,  /* clusters of a value in a cell, a label: no running text */
    NAME = 5,    /* of a part of a name, in any text */
    PART = 8,    /* of what stands between spaces in a short value */
    BRACKET = 6, /* within brackets that are a word: （月・水） */
    REMARK = 4,  /* the same, of so few that they are one: （堀内） */
    NARROW = 20  /* em: a measure in which a justified line may be left as long as it is */
};

/* ---- what is told by characters ---- */

static bool
is_katakana(const cluster *c)
{
    const uint32_t ch = c->character;
    return (ch >= 0x30A1 && ch <= 0x30FE && ch != 0x30FB) || (ch >= 0x31F0 && ch <= 0x31FF) ||
           (ch >= 0xFF66 && ch <= 0xFF9D);
}

static bool
is_hiragana(const cluster *c)
{
    return (c->character >= 0x3041 && c->character <= 0x309E) || c->character == 0x30FC;
}

static bool
is_kanji(const cluster *c)
{
    return (c->class == CLASS_JA || c->class == CLASS_IT) &&
           ((c->character >= 0x3400 && c->character <= 0x9FFF) || c->character == 0x3005 || c->character >= 0x20000);
}

static bool
is_figure(const cluster *c)
{
    return c->flags & CLUSTER_FIGURE;
}

static bool
is_digit(const cluster *c)
{
    return (c->flags & CLUSTER_ASCII_DIGIT) || (c->character >= 0xFF10 && c->character <= 0xFF19);
}

static bool
is_space(const cluster *c)
{
    return c->class == CLASS_IS || c->class == CLASS_SP;
}

/* What words and names are written with. */
static bool
is_letter(const cluster *c)
{
    return c->face && (is_kanji(c) || is_hiragana(c) || is_katakana(c));
}

static bool
is_colon(const cluster *c)
{
    return c->character == ':' || c->character == 0xFF1A;
}

/* What stands behind the figures that begin here; NULL: they are none, or nothing does. */
static const cluster *
behind_figures(const cluster *c, const cluster *stop)
{
    enum { MOST = 6 };
    const cluster *begin = c;
    while (c < stop && c < begin + MOST && is_figure(c))
        c++;
    return c > begin && c < stop ? c : NULL;
}

static bool
begins_year(const cluster *c, const cluster *stop)
{
    const cluster *unit_of = behind_figures(c, stop);
    if (!unit_of && c < stop && c->character == 0x5143 /* 元 */ && c + 1 < stop)
        unit_of = c + 1;
    return unit_of && unit_of->character == 0x5E74; /* 年 */
}

/* What a line end before the figures of a date, a time or a number in a row would part. */
static line_parting
before_figures(const cluster *c, const cluster *first, const cluster *stop)
{
    const cluster *a = c - 1, *unit_of = behind_figures(c, stop);
    const uint32_t then = unit_of ? unit_of->character : 0;
    switch (a->character) {
    case 0x5E74: /* 年 … 月 */
        return then == 0x6708 ? PARTS_PHRASE : PARTS_NOTHING;
    case 0x6708: /* 月 … 日 */
        return then == 0x65E5 ? PARTS_WORD : PARTS_NOTHING;
    case 0x6642: /* 時 … 分 */
        return then == 0x5206 ? PARTS_WORD : PARTS_NOTHING;
    case 0x7B2C: /* 第 */
        return PARTS_WORD;
    default:
        return is_colon(a) && a > first && is_figure(a - 1) ? PARTS_WORD : PARTS_NOTHING;
    }
}

/* Two characters that stand before figures: 午前, 午後, of a year those of the era. */
static bool
leads_figures(const cluster *c, const cluster *first, const cluster *stop)
{
    if (c < first + 2)
        return false;
    const uint32_t half = c[-1].character;
    if (c[-2].character == 0x5348 /* 午 */)
        return half == 0x524D || half == 0x5F8C;
    return is_kanji(c - 1) && is_kanji(c - 2) && half != 0x7B2C && begins_year(c, stop);
}

/* ---- marks ---- */

/* A stretch of one forced line whose joints are being marked. */
typedef struct marker {
    const cluster *first, *stop;
    joint *joints; /* of `first` on */
    bool is_short;
} marker;

/* Whatever line ends between `from` and `last`. */
static void
mark_all(const marker *m, const cluster *from, const cluster *last, line_parting parting)
{
    for (joint *j = m->joints + (from - m->first); from < last; from++, j++)
        if (j->breaks)
            j->parts = MAX(j->parts, (uint8_t)parting);
}

/* （月・水）, and what it is said of when that is a day. */
static void
mark_bracket(const marker *m, const cluster *open)
{
    const cluster *close = open + 1;
    while (close < m->stop && close <= open + BRACKET && close->class != CLASS_CB && close->class != CLASS_OB)
        close++;
    if (close >= m->stop || close > open + BRACKET || close->class != CLASS_CB)
        return;
    mark_all(m, open, close,
             m->is_short || (close <= open + REMARK && open->character == 0xFF08) ? PARTS_WORD : PARTS_PHRASE);
    if (open > m->first && open[-1].character == 0x65E5) /* 日 */
        mark_all(m, open - 1, open, PARTS_PHRASE);
}

/* Words that end a part of a compound. */
static const struct {
    const uint32_t *word;
    size_t length;
} ends[] = {
#define ENDS(s) {U"" s, sizeof(U"" s) / sizeof(uint32_t) - 1},
#include "text/phrases.def"
#undef ENDS
};

/* `count` clusters up to this one end with one of them. */
static bool
ends_part(const cluster *last, size_t count)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        size_t left = ends[i].length, k = 0;
        if (left > count)
            continue;
        while (left > 0 && last[-(ptrdiff_t)k].character == ends[i].word[left - 1]) {
            left--;
            k++;
        }
        if (left == 0)
            return true;
    }
    return false;
}

/* A katakana word; where its parts are known, it is parted there sooner than within one. */
static const cluster *
mark_katakana(const marker *m, const cluster *begin)
{
    const cluster *end = begin + 1;
    while (end < m->stop && is_katakana(end))
        end++;
    mark_all(m, begin, end - 1, PARTS_WORD);
    for (const cluster *c = begin + 2; c + 3 <= end; c++)
        if (m->joints[c - m->first].breaks && ends_part(c, (size_t)(c - begin) + 1))
            m->joints[c - m->first].parts = PARTS_PHRASE;
    return end;
}

/* A part of a name beside a space: so few letters that nothing else stands beside. */
static void
mark_name(const marker *m, const cluster *space)
{
    const cluster *begin = space, *end = space + 1;
    while (begin > m->first && begin + NAME >= space && is_letter(begin - 1))
        begin--;
    if (begin + NAME >= space && begin < space)
        mark_all(m, begin, space - 1, PARTS_WORD);
    while (end < m->stop && end <= space + NAME + 1 && is_letter(end))
        end++;
    if (end <= space + NAME + 1 && end > space + 1)
        mark_all(m, space + 1, end - 1, PARTS_WORD);
}

/* Of a short value: what stands between spaces; hiragana that no kanji begins. */
static void
mark_part(const marker *m, const cluster *begin, const cluster *end)
{
    const bool spaced = (begin > m->first && is_space(begin - 1)) || (end < m->stop && is_space(end));
    if (end - begin <= PART && spaced)
        mark_all(m, begin, end - 1, PARTS_WORD);
    for (const cluster *c = begin; c < end;) {
        const cluster *run = c;
        while (c < end && is_hiragana(c))
            c++;
        if (c > run && (run == begin || is_katakana(run - 1)))
            mark_all(m, run, c - 1, PARTS_WORD);
        c += c == run;
    }
}

/* A short value, which has no stops nor commas. */
static void
mark_value(const marker *m)
{
    for (const cluster *c = m->first; c < m->stop;) {
        const cluster *begin = c;
        while (c < m->stop && is_letter(c))
            c++;
        if (c > begin)
            mark_part(m, begin, c);
        c += c == begin;
    }
}

static void
mark_figures(const marker *m, const cluster *c)
{
    if (c == m->first || is_figure(c - 1))
        return;
    mark_all(m, c - 1, c, before_figures(c, m->first, m->stop));
    if (leads_figures(c, m->first, m->stop))
        mark_all(m, c - 2, c, PARTS_WORD);
}

/* Most of a text: kana and kanji that nothing begins with. Every character passes here. */
static inline bool
is_plain(const cluster *c)
{
    const uint32_t ch = c->character;
    return c->class == CLASS_JA && !is_figure(c) &&
           (ch < 0x30A1 || (ch >= 0x3400 && ch < 0xFF00 && ch != 0x5143 /* 元年 */));
}

static bool
is_running(const cluster *c, const cluster *stop)
{
    for (; c < stop; c++)
        if (c->class == CLASS_FS || c->class == CLASS_CM)
            return true;
    return false;
}

void
phrase_mark(prepared *w, size_t first, size_t end)
{
    marker m = {.first = cluster_at(w, first), .joints = joint_at(w, first)};
    m.stop = m.first + (end - first);
    m.is_short = end - first <= SHORT && !is_running(m.first, m.stop);
    for (const cluster *c = m.first; c < m.stop; c++) {
        if (is_plain(c))
            continue;
        if (is_katakana(c) && c->face) {
            if (c > m.first && is_digit(c - 1))
                mark_all(&m, c - 1, c, PARTS_WORD);
            c = mark_katakana(&m, c) - 1;
        } else if (is_figure(c) || c->character == 0x5143) {
            mark_figures(&m, c);
        } else if (c->class == CLASS_OB) {
            mark_bracket(&m, c);
        } else if (is_space(c)) {
            mark_name(&m, c);
        }
    }
    if (m.is_short)
        mark_value(&m);
}

/* ---- lines ---- */

static unit
stretch_of(const line_input *in, size_t first, size_t visible)
{
    unit room = 0;
    for (size_t i = first; i + 1 < visible; i++)
        room += adjust_joint_stretch(&in->clusters[i], &in->joints[i]);
    return room;
}

static bool
is_narrow(const line_input *in)
{
    return in->measure <= NARROW * in->style->size;
}

/* What the line leaves empty, and cannot be opened by. */
static bool
is_loose(const line_input *in, size_t first, size_t visible, unit available)
{
    const unit slack = available - line_width(in, first, visible) - spacing_line_end(&in->clusters[visible - 1]);
    return slack > 0 && slack > stretch_of(in, first, visible);
}

static bool
fits_own_line(const line_input *in, size_t first, size_t end)
{
    const size_t visible = line_visible(in, first, end);
    return line_width(in, first, visible) - adjust_shrinkable(in, first, visible) <=
           in->measure - in->style->indent_rest;
}

/* May a line be left as short as it is when it ends here? For a word half of it, for a phrase a third may be empty; for
 * nothing (a short value): what there is. */
static bool
may_be_left(const line_input *in, const line_choice *line, size_t end, line_parting parting)
{
    const size_t visible = line_visible(in, line->first, end);
    if (visible <= line->first)
        return false;
    if (in->style->align == TEXT_JUSTIFY) {
        if (!is_loose(in, line->first, visible, line->available))
            return true;
        if (!is_narrow(in))
            return false;
    }
    const int64_t width = line_width(in, line->first, visible), all = line->available;
    return parting == PARTS_NOTHING || (parting == PARTS_WORD ? 2 * width >= all : 3 * width >= 2 * all);
}

/* The last end before that of the line which parts no more than `least`; its beginning: there is none. */
static size_t
begin_of_phrase(const line_input *in, const line_choice *line, line_parting least)
{
    size_t begin = line->end - 1;
    while (begin > line->first && (!in->joints[begin - 1].breaks || in->joints[begin - 1].parts > (uint8_t)least))
        begin--;
    return begin;
}

/* Does a line of its own hold what begins at `begin` and goes on beyond `end`? */
static bool
is_held(const line_input *in, size_t begin, size_t end, line_parting least)
{
    while (end < in->end && (!in->joints[end - 1].breaks || in->joints[end - 1].parts > (uint8_t)least)) {
        if (in->at[end] - in->at[begin] > 2 * (int64_t)in->measure) /* spaces and what closes up are less */
            return false;
        end++;
    }
    return fits_own_line(in, begin, end);
}

void
phrase_keep(const line_input *in, line_choice *line)
{
    if (!in->style->keeps_phrases || line->end >= in->end || line->emergency || line->overfull ||
        (in->style->align == TEXT_JUSTIFY && in->style->total_fit && !is_narrow(in)))
        return;
    const line_parting parting = (line_parting)in->joints[line->end - 1].parts;
    const int passes = in->end - in->first <= SHORT && parting == PARTS_WORD ? 2 : 1;
    for (int pass = 0; pass < passes; pass++)
        for (int least = PARTS_NOTHING; least < (int)parting; least++) {
            const size_t begin = begin_of_phrase(in, line, (line_parting)least);
            if (begin == line->first || !may_be_left(in, line, begin, pass == 0 ? parting : PARTS_NOTHING) ||
                !is_held(in, begin, line->end, (line_parting)least))
                continue;
            line->end = begin;
            line->hangs = false;
            line->ragged = in->style->align == TEXT_JUSTIFY &&
                           is_loose(in, line->first, line_visible(in, line->first, begin), line->available);
            return;
        }
}

size_t
phrase_tear(const line_input *in, const line_choice *line, size_t end)
{
    for (size_t e = end; in->style->keeps_phrases && e > line->first + 1; e--) {
        if (2 * (int64_t)line_width(in, line->first, line_visible(in, line->first, e)) < line->available)
            break;
        const uint32_t mark = in->clusters[e - 1].character;
        if ((mark == '-' || mark == 0x2010 || mark == 0xFF0D) && is_figure(&in->clusters[e]) &&
            is_figure(&in->clusters[e - 2]) && in->joints[e - 1].reserve <= in->joints[end - 1].reserve)
            return e;
    }
    return end;
}

bool
phrase_is_left(const line_input *in, size_t first, size_t end, unit available)
{
    if (!in->style->keeps_phrases || in->style->align != TEXT_JUSTIFY || end >= in->end || !is_narrow(in) ||
        in->joints[end - 1].parts)
        return false;
    const size_t next = in->next[end + 1], visible = line_visible(in, first, end);
    return next < in->end && in->joints[next - 1].parts == PARTS_WORD && visible > first &&
           2 * (int64_t)line_width(in, first, visible) >= available &&
           line_width(in, first, line_visible(in, first, next)) <= available && is_loose(in, first, visible, available);
}

int64_t
phrase_price(const line_input *in, size_t end)
{
    static const int halves[] = {[PARTS_NOTHING] = 0, [PARTS_PHRASE] = 1, [PARTS_WORD] = 2};
    const int weight = is_narrow(in) ? 2 : 1; /* where a line may be left short instead */
    return end < in->end ? (int64_t)weight * halves[in->joints[end - 1].parts] * in->style->size / 2 : 0;
}
