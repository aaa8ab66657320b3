/* twin_tell.c: another text of the same shape. What is to stay is found first, then names, then numbers; the letters
 * between are drawn run by run, so that a run of letters is the same wherever it stands. See twin_int.h. */
#include "twin/twin_int.h"

#include <string.h>

#include "casefile/casefile.h"
#include "check/check.h"
#include "twin/twin_tell_int.h"

/* ---- numbers ---- */

static const gunichar kanji_digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};

/* The value of a figure that stands for another; -1: it is none. */
static int
figure_of(gunichar c)
{
    for (int i = 1; i < 10; i++)
        if (kanji_digits[i] == c)
            return i;
    return -1;
}

static bool
is_digit(gunichar c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static int
digit_value(gunichar c)
{
    return (int)(c >= 0xFF10 ? c - 0xFF10 : c - '0');
}

static gunichar
same_digit(gunichar like, int value)
{
    return (like >= 0xFF10 ? 0xFF10 : '0') + (gunichar)value;
}

/* One place or two: each figure has its twin, so that different numbers stay different; more: by the whole number, in
 * which no place says what another is. 0 and 1 stay in numbers that may be written in kanji, whose length hangs on
 * them. A year that stands before 年 alone is a year of school. */
static void
tell_digits(twin *t, line *l, size_t begin, size_t end, unsigned salt)
{
    const size_t count = end - begin;
    const bool year = count == 1 && end < l->count && l->in[end] == 0x5E74;
    GString *plain = g_string_new(NULL);
    for (size_t i = begin; i < end; i++)
        g_string_append_c(plain, (char)('0' + digit_value(l->in[i])));
    twin_draw w = twin_draw_for(&t->key, "number", salt, plain->str);
    for (size_t i = begin; i < end; i++) {
        const int value = digit_value(l->in[i]);
        const bool first = i == begin;
        int other = t->figures[value];
        if (count > 2 && l->kind == TWIN_PLACE && value > 1)
            other = 2 + (int)twin_draw_below(&w, 8);
        else if (count > 2 && l->kind != TWIN_PLACE && !(first && value == 0))
            other = (first ? 1 : 0) + (int)twin_draw_below(&w, first ? 9 : 10);
        l->out[i] = year ? l->in[i] : same_digit(l->in[i], other);
        l->done[i] = LETTER_SET;
    }
    g_string_free(plain, TRUE);
}

static bool
is_of(const char *set, gunichar c)
{
    return g_utf8_strchr(set, -1, c) != NULL;
}

static const char *const counters[] = {
#define FIGURE(s)
#define COUNTER(s) s,
#define UNIT(s)
#define LEAD(s)
#include "text/figures.def"
#undef FIGURE
#undef COUNTER
#undef UNIT
#undef LEAD
};

static const char *const units[] = {
#define FIGURE(s)
#define COUNTER(s)
#define UNIT(s) s,
#define LEAD(s)
#include "text/figures.def"
#undef FIGURE
#undef COUNTER
#undef UNIT
#undef LEAD
};

static size_t
word_there(const line *l, size_t at, const char *word)
{
    size_t n = 0;
    for (; *word; word = g_utf8_next_char(word), n++)
        if (at + n >= l->count || l->in[at + n] != g_utf8_get_char(word))
            return 0;
    return n;
}

/* What a number counts stays, since it is set with it. */
static size_t
counter_length(const line *l, size_t at)
{
    size_t longest = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(counters); i++)
        longest = MAX(longest, word_there(l, at, counters[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        const size_t n = word_there(l, at, units[i]);
        if (n && (at + n == l->count || !g_unichar_isalpha(l->in[at + n]) || l->in[at + n] > 0x7F))
            longest = MAX(longest, n);
    }
    return longest || at == l->count || !is_of(check_counted, l->in[at]) ? longest : 1;
}

static void
keep_letters(line *l, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        l->out[i] = l->in[i];
        l->done[i] = LETTER_SET;
    }
}

/* A number at a place, with what it counts; where it ends, the same place: there is none. */
static size_t
tell_number(twin *t, line *l, size_t at, unsigned salt)
{
    size_t end = at;
    while (end < l->count && is_digit(l->in[end]) && !l->done[end])
        end++;
    if (end > at) {
        tell_digits(t, l, at, end, salt);
    } else {
        while (end < l->count && !l->done[end] && is_of(check_figures, l->in[end]))
            end++;
        if (end == at || end == l->count || !is_of(check_counted, l->in[end]))
            return at;
        for (size_t i = at; i < end; i++) {
            const int value = figure_of(l->in[i]);
            l->out[i] = value > 1 ? kanji_digits[t->figures[value]] : l->in[i];
            l->done[i] = LETTER_SET;
        }
    }
    const size_t counted = l->kind == TWIN_CODE || l->kind == TWIN_ID ? 0 : counter_length(l, end);
    keep_letters(l, end, end + counted);
    return end + counted;
}

/* ---- letters ---- */

/* A row of four letters of the files, of which this is one, would be there again. */
static bool
repeats_gram(const twin *t, const line *l, size_t at)
{
    for (size_t first = at >= 3 ? at - 3 : 0; first <= at && first + 4 <= l->count; first++) {
        bool known = true;
        for (size_t i = first; i < first + 4 && known; i++)
            known = (i == at || l->done[i]) && twin_is_letter(l->out[i]);
        if (known && twin_grams_has(t, l->out + first))
            return true;
    }
    return false;
}

/* か and a mark are one letter, い and the mark are none. */
static bool
joins_alike(gunichar one, gunichar other, gunichar next)
{
    gunichar joined;
    const bool half = next == 0xFF9E || next == 0xFF9F;
    if (half) /* of half width: ｶ to ﾄ, ﾊ to ﾎ, ｳ */
        return ((one >= 0xFF76 && one <= 0xFF84) || (one >= 0xFF8A && one <= 0xFF8E)) ==
               ((other >= 0xFF76 && other <= 0xFF84) || (other >= 0xFF8A && other <= 0xFF8E));
    if (!g_unichar_ismark(next) || twin_is_selector(next))
        return true;
    return g_unichar_compose(one, next, &joined) == g_unichar_compose(other, next, &joined);
}

static void
tell_letter(twin *t, line *l, size_t at, twin_draw *w)
{
    enum { TRIES = 200 };
    const gunichar c = l->in[at], next = at + 1 < l->count ? l->in[at + 1] : 0;
    if (l->done[at])
        return;
    l->out[at] = c;
    const GArray *like = twin_letters_like(t->letters, c, next);
    if (!like || like->len < 2)
        like = twin_letters_near(t->letters, c);
    for (int i = 0; like && i < TRIES; i++) {
        const gunichar drawn = g_array_index(like, gunichar, twin_draw_below(w, like->len));
        if (drawn == c || !joins_alike(c, drawn, next))
            continue;
        l->out[at] = drawn;
        if (!repeats_gram(t, l, at))
            break;
    }
    l->done[at] = LETTER_SET;
}

/* A run of letters: by what it says, however wide it is written. */
static void
tell_run(twin *t, line *l, size_t begin, size_t end, unsigned salt)
{
    char *said = g_ucs4_to_utf8(l->in + begin, (glong)(end - begin), NULL, NULL, NULL);
    char *plain = g_utf8_normalize(said, -1, G_NORMALIZE_ALL_COMPOSE);
    twin_draw w = twin_draw_for(&t->key, "letters", salt, plain ? plain : said);
    for (size_t i = begin; i < end; i++)
        tell_letter(t, l, i, &w);
    g_free(plain);
    g_free(said);
}

/* ---- words ---- */

static size_t tell_word(twin *t, line *l, size_t at, unsigned kinds);
static void tell_plain(twin *t, line *l, unsigned salt);

static void
tell_words(twin *t, line *l, unsigned kinds)
{
    for (size_t i = 0; i < l->count && kinds;) {
        const size_t next = l->done[i] ? i : tell_word(t, l, i, kinds);
        i = next > i ? next : i + 1;
    }
}

static unsigned
kinds_of(twin_kind kind)
{
    const unsigned names = 1u << TWIN_WORD_NAME | (kind == TWIN_CODE ? 0 : 1u << TWIN_WORD_PART);
    switch (kind) {
    case TWIN_ID:
        return 0;
    case TWIN_CODE:
        return names | 1u << TWIN_WORD_CODE;
    case TWIN_NAME:
    case TWIN_PLACE:
        return names;
    case TWIN_ROLE:
        return names | 1u << TWIN_WORD_KEPT | 1u << TWIN_WORD_ROLE;
    default:
        return names | 1u << TWIN_WORD_KEPT;
    }
}

/* The twin of a name, letter by letter as it would be told by itself. */
static const gunichar *
twin_of_word(twin *t, twin_word *word)
{
    if (word->twin)
        return word->twin;
    line l = {.in = word->text, .count = word->length, .kind = TWIN_NAME};
    l.out = g_new0(gunichar, word->length + 1);
    l.done = g_new0(uint8_t, word->length + 1);
    tell_words(t, &l, 1u << TWIN_WORD_PART | (word->is_place ? 1u << TWIN_WORD_LIST : 0));
    tell_plain(t, &l, 0);
    g_free(l.done);
    return word->twin = l.out;
}

static size_t
tell_word(twin *t, line *l, size_t at, unsigned kinds)
{
    twin_word *word = twin_words_at(t->words, l->in + at, l->count - at, kinds);
    if (!word)
        return at;
    size_t end = at;
    for (; end < at + word->length; end++)
        if (l->done[end])
            return at;
    const bool stays = word->kind != TWIN_WORD_NAME && word->kind != TWIN_WORD_CODE;
    memcpy(l->out + at, stays ? word->text : twin_of_word(t, word), word->length * sizeof *l->out);
    memset(l->done + at, LETTER_SET, word->length);
    return end;
}

/* Towns and the like, behind which an address goes on. */
static size_t
tell_division(line *l, size_t at)
{
    static const char divisions[] = "都道府県市区町村郡";
    if (l->kind != TWIN_PLACE || at == 0 || !is_of(divisions, l->in[at]))
        return at;
    keep_letters(l, at, at + 1);
    return at + 1;
}

/* What belongs to the number behind it on one line (第二, 午前10時; text_phrase.h) stays before it. */
static void
keep_before_numbers(line *l)
{
    static const char *const before[] = {"第", "午前", "午後"};
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < G_N_ELEMENTS(before); k++) {
            const size_t n = word_there(l, i, before[k]);
            if (n && i + n < l->count && !l->done[i] && (is_digit(l->in[i + n]) || is_of(check_figures, l->in[i + n])))
                keep_letters(l, i, i + n);
        }
}

/* The figures that are letters of runs: what is drawn beside them must see them. */
static void
fix_figures(const twin *t, line *l)
{
    for (size_t i = 0; i < l->count; i++) {
        const int figure = figure_of(l->in[i]);
        if (l->done[i] || (figure <= 0 && !is_of(check_figures, l->in[i])))
            continue;
        l->out[i] = figure > 1 ? kanji_digits[t->figures[figure]] : l->in[i];
        l->done[i] = LETTER_FIXED;
    }
}

/* Numbers and runs of letters, where nothing is set yet. */
static void
tell_plain(twin *t, line *l, unsigned salt)
{
    size_t begin = 0;
    if (l->kind != TWIN_CODE && l->kind != TWIN_ID)
        keep_before_numbers(l);
    for (size_t i = 0; i < l->count;) {
        const size_t number = l->done[i] ? i : tell_number(t, l, i, salt);
        const size_t next = number > i ? number : l->done[i] ? i : tell_division(l, i);
        i = next > i ? next : i + 1;
    }
    fix_figures(t, l);
    for (size_t i = 0; i <= l->count; i++) {
        const bool inside =
            i < l->count && l->done[i] != LETTER_SET && (twin_is_letter(l->in[i]) || g_unichar_ismark(l->in[i]));
        if (inside)
            continue;
        if (i > begin)
            tell_run(t, l, begin, i, salt);
        if (i < l->count && !l->done[i])
            keep_letters(l, i, i + 1);
        begin = i + 1;
    }
}

/* What stays as it is written: what programs left there, days with their weekdays, a place that is still to be
 * written. */
static void
keep_untouched(const twin *t, line *l, const char *text)
{
    for (size_t k = 0; k < G_N_ELEMENTS(t->untouched); k++) {
        GMatchInfo *m;
        for (g_regex_match(t->untouched[k], text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
            int begin, end;
            g_match_info_fetch_pos(m, 0, &begin, &end);
            keep_letters(l, (size_t)g_utf8_pointer_to_offset(text, text + begin),
                         (size_t)g_utf8_pointer_to_offset(text, text + end));
        }
        g_match_info_free(m);
    }
}

static char *
tell_once(twin *t, const char *text, twin_kind kind, unsigned salt)
{
    glong count;
    line l = {.kind = kind, .in = g_utf8_to_ucs4_fast(text, -1, &count)};
    l.count = (size_t)count;
    l.out = g_new0(gunichar, l.count + 1);
    l.done = g_new0(uint8_t, l.count + 1);
    if (kind != TWIN_CODE && kind != TWIN_ID)
        keep_untouched(t, &l, text);
    tell_words(t, &l, kinds_of(kind));
    tell_plain(t, &l, salt);
    char *said = g_ucs4_to_utf8(l.out, (glong)l.count, NULL, NULL, NULL);
    g_free(l.done);
    g_free(l.out);
    g_free((gunichar *)l.in);
    return said;
}

/* It says the same: in words of its own, else in none but ours; a word or two of yes and no is nobody's. */
static char *
tell_conclusion(twin *t, const char *text, unsigned salt)
{
    enum { SHORT = 6 };
    char *said = tell_once(t, text, TWIN_CONCLUSION, salt);
    if (line_conclude(text, &said))
        return said;
    g_free(said);
    if (g_utf8_strlen(text, -1) <= SHORT)
        return g_strdup(text);
    said = tell_once(t, text, TWIN_NAME, salt);
    line_conclude(text, &said);
    return said;
}

char *
twin_tell(twin *t, const char *text, twin_kind kind, unsigned salt)
{
    return kind == TWIN_CONCLUSION ? tell_conclusion(t, text, salt) : tell_once(t, text, kind, salt);
}
