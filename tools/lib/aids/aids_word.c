/* aids_word.c: words and their readings: taken apart when they are read, found where they stand. */
#include "aids/aids_int.h"

#include <string.h>

static const char mark[] = "・";

static bool
is_script(gunichar ch, GUnicodeScript script)
{
    return g_unichar_get_script(ch) == script;
}

bool
aids_is_kanji(gunichar ch)
{
    return is_script(ch, G_UNICODE_SCRIPT_HAN);
}

/* What a reading stands over: kanji, and the figures of 1日. */
static bool
takes_readings(const char *p)
{
    const gunichar ch = g_utf8_get_char(p);
    return aids_is_kanji(ch) || g_unichar_isdigit(ch);
}

/* Up to the next change between these and the rest. */
static const char *
end_of_run(const char *p, size_t *count)
{
    const bool kanji = takes_readings(p);
    for (*count = 0; *p && takes_readings(p) == kanji; p = g_utf8_next_char(p))
        ++*count;
    return p;
}

static const char *
skip_marks(const char *p)
{
    while (g_str_has_prefix(p, mark))
        p += strlen(mark);
    return p;
}

/* Whether the kana stand there, with or without marks between; `*at` is then behind them. */
static bool
takes_kana(const char **at, const char *kana, size_t length)
{
    const char *p = *at;
    for (const char *k = kana; k < kana + length; k = g_utf8_next_char(k)) {
        p = skip_marks(p);
        if (g_utf8_get_char(p) != g_utf8_get_char(k))
            return false;
        p = g_utf8_next_char(p);
    }
    *at = p;
    return true;
}

/* The readings of a run of kanji: from `*at` to where the kana behind it stand, those at the end of the word at the end
 * of the reading, or to the end. NULL: they do not. */
static char *
take_reading(const char **at, const char *kana, size_t length, size_t least)
{
    const char *from = skip_marks(*at), *p = from;
    for (size_t i = 0; i < least && *p; i++)
        p = g_utf8_next_char(skip_marks(p));
    while (length && *p) {
        const char *behind = p;
        if (takes_kana(&behind, kana, length) && (kana[length] || !*skip_marks(behind)))
            break;
        p = g_utf8_next_char(p);
    }
    if (!length)
        p = from + strlen(from);
    if (p == from || (length && !*p))
        return NULL;
    *at = p;
    while (p - from >= (ptrdiff_t)strlen(mark) && g_str_has_prefix(p - strlen(mark), mark))
        p -= strlen(mark);
    return g_strndup(from, (gsize)(p - from));
}

static size_t
count_readings(const char *reading)
{
    size_t count = 1;
    for (const char *p = reading; (p = strstr(p, mark)); p += strlen(mark))
        count++;
    return count;
}

/* With marks between and ー; a word in Latin over kanji would be a gloss. */
static bool
is_kana(const char *reading)
{
    for (const char *p = reading; *p; p = g_utf8_next_char(p)) {
        const gunichar ch = g_utf8_get_char(p);
        const GUnicodeScript script = g_unichar_get_script(ch);
        if (script != G_UNICODE_SCRIPT_HIRAGANA && script != G_UNICODE_SCRIPT_KATAKANA && ch != 0x30FB && ch != 0x30FC)
            return false;
    }
    return true;
}

/* What is counted: its number has one reading, and a mark stands before that of the rest (とお・か). Gives the reading
 * of the whole. */
static const char *
take_counted(arena *a, const char *text, const char *reading, aids_counted *out)
{
    const char *p = text, *behind = strstr(reading, mark);
    while (g_unichar_isdigit(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    *out = (aids_counted){0};
    if (p == text || !behind || strstr(behind + strlen(mark), mark))
        return reading;
    *out = (aids_counted){.figures = (size_t)(p - text),
                          .number = arena_printf(a, "%.*s", (int)(behind - reading), reading),
                          .by = arena_strdup(a, behind + strlen(mark))};
    return arena_printf(a, "%s%s", out->number, out->by);
}

const char *
aids_wide_figures(arena *a, const char *text)
{
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        g_string_append_unichar(s, g_ascii_isdigit(*p) ? 0xFF10 + (gunichar)(*p - '0') : g_utf8_get_char(p));
    const char *wide = arena_strdup(a, s->str);
    g_string_free(s, TRUE);
    return wide;
}

bool
aids_word_make(arena *a, const char *text, const char *reading, aids_word *out)
{
    aids_counted counted;
    reading = take_counted(a, text, reading, &counted);
    aids_part *parts = ARENA_ARRAY(a, aids_part, g_utf8_strlen(text, -1) + 1);
    const char *at = reading;
    *out = (aids_word){.text = text, .length = strlen(text), .counted = counted, .parts = parts};
    for (const char *p = text; *p;) {
        size_t count, behind_count;
        const char *end = end_of_run(p, &count);
        aids_part *part = &parts[out->part_count++];
        part->text = arena_printf(a, "%.*s", (int)(end - p), p);
        if (takes_readings(p)) {
            out->sure = out->sure || count > 1;
            const char *behind = *end ? end_of_run(end, &behind_count) : end;
            char *own = take_reading(&at, end, (size_t)(behind - end), count);
            if (!own)
                return false;
            part->ruby = arena_strdup(a, own);
            g_free(own);
            const size_t readings = count_readings(part->ruby);
            if (!is_kana(part->ruby) || (readings > 1 && readings != count))
                return false;
            part->kind = readings == count && count > 1 ? TEXT_RUBY_JUKUGO : TEXT_RUBY_GROUP;
        } else if (!takes_kana(&at, p, (size_t)(end - p))) {
            return false;
        } else {
            out->sure = true; /* its endings say which word it is */
        }
        p = end;
    }
    return *skip_marks(at) == '\0';
}

/* The longest first; among those of one length the one that was added first, but those of fewer places before all. */
void
aids_word_add(aids *t, const aids_word *w, bool before)
{
    const gpointer first = GUINT_TO_POINTER(g_utf8_get_char(w->text));
    GPtrArray *list = g_hash_table_lookup(t->words, first);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(t->words, first, list);
    }
    guint i = 0;
    for (; i < list->len; i++) {
        const aids_word *other = g_ptr_array_index(list, i);
        const bool narrower = w->after > other->after || (w->after == other->after && w->ending && !other->ending);
        if (other->length < w->length || (other->length == w->length && (before || narrower)))
            break;
    }
    g_ptr_array_insert(list, (gint)i, arena_copy(t->a, w, sizeof *w));
}

/* A figure, or white room where one is written. */
static bool
stands_behind_number(const char *text, const char *at)
{
    static const char others[] = "〇一二三四五六七八九十百千何数　";
    if (at == text)
        return false;
    char before[8] = {0};
    const gunichar ch = g_utf8_get_char(g_utf8_prev_char(at));
    g_unichar_to_utf8(ch, before);
    return g_unichar_isdigit(ch) || strstr(others, before);
}

static const char *
skip_figures_back(const char *text, const char *at)
{
    while (at > text && g_unichar_isdigit(g_utf8_get_char(g_utf8_prev_char(at))))
        at = g_utf8_prev_char(at);
    return at;
}

static bool
is_letter(gunichar ch)
{
    return g_unichar_isalnum(ch);
}

static gunichar
char_before(const char *text, const char *at)
{
    return at > text ? g_utf8_get_char(g_utf8_prev_char(at)) : 0;
}

/* 分 is ぷん behind 10. */
static bool
has_ending(const aids_word *w, const char *text, const char *at)
{
    const int figure = g_unichar_digit_value(char_before(text, at));
    return !w->ending || (figure >= 0 && strchr(w->ending, '0' + figure));
}

/* Not in 12日 or 0.2日, and of 2～3日 nothing says how it is read. */
static bool
is_whole_number(const char *text, const char *at)
{
    static const char between[] = ".．、～〜－-";
    const gunichar before = char_before(text, at);
    if (!before || g_unichar_isdigit(before))
        return !before;
    const char *sign = g_utf8_prev_char(at);
    return !g_utf8_strchr(between, -1, before) || !g_unichar_isdigit(char_before(text, sign));
}

static bool
stands_behind(const aids_word *w, const char *text, const char *at)
{
    static const char month[] = "月";
    const aids_after after = w->after;
    const char *before = after == AFTER_DATE ? skip_figures_back(text, at) : at;
    if (g_unichar_isdigit(g_utf8_get_char(w->text)) && !is_whole_number(text, at))
        return false;
    if (after == AFTER_ALONE)
        return !is_letter(char_before(text, at)) && !is_letter(g_utf8_get_char(at + w->length));
    if (after == AFTER_NUMBER)
        return stands_behind_number(text, at) && has_ending(w, text, at);
    if (after == AFTER_ANY)
        return true;
    if ((after != AFTER_MONTH && before == at) || (size_t)(before - text) < strlen(month) ||
        strncmp(before - strlen(month), month, strlen(month)) != 0)
        return false;
    return stands_behind_number(text, before - strlen(month)); /* 月1日 is one day a month */
}

/* Hiragana that is no particle and no adverb's end: おにぎり作り, 子ども好き. */
static bool
ends_noun(const char *text, const char *at)
{
    static const char others[] = "をがはにでとのへやもてく";
    const gunichar last = char_before(text, at);
    if (!is_script(last, G_UNICODE_SCRIPT_HIRAGANA))
        return false;
    return !g_utf8_strchr(others, -1, last) || g_str_has_prefix(at - MIN((size_t)(at - text), strlen("ども")), "ども");
}

/* At the end of a noun the stem of a verb is often read with another sound: 動画作りを, カード作りなど, 日付け; that of
 * a verb is not: 毎日作ります, 直接伝えて. */
static bool
may_sound_otherwise(const aids_word *w, const char *text, const char *at)
{
    static const char voiced[] = "かきくけこさしすせそたちつてとはひふへほ",
                      stems[] = "きしちにひみりいけせてねへめれえ", verbs[] = "またてるらればろよさし";
    const char *ruby = w->parts[0].ruby, *behind = at + w->length;
    const gunichar before = char_before(text, at), next = g_utf8_get_char(behind);
    const bool noun = aids_is_kanji(before) || before == 0x30FC || is_script(before, G_UNICODE_SCRIPT_KATAKANA) ||
                      ends_noun(text, at);
    if (w->name || !noun || w->part_count < 2 || !ruby || !g_utf8_strchr(voiced, -1, g_utf8_get_char(ruby)) ||
        !g_utf8_strchr(stems, -1, g_utf8_get_char(g_utf8_prev_char(w->text + strlen(w->text)))))
        return false;
    return !aids_is_kanji(next) && !(next && g_utf8_strchr(verbs, -1, next)) && !g_str_has_prefix(behind, "ない") &&
           !g_str_has_prefix(behind, "なが");
}

/* Behind a figure, and nowhere else, is a counter: 40分から is no 分から, and white before 月・水・金 no room. */
static bool
is_sure_at(const aids_word *w, const char *text, const char *at)
{
    const bool figure = at > text && g_unichar_isdigit(g_utf8_get_char(g_utf8_prev_char(at)));
    return w->sure && !may_sound_otherwise(w, text, at) &&
           (w->after == AFTER_NUMBER ? figure : w->after != AFTER_ANY || !figure);
}

/* A name of one kanji (円, 光) is one where no other kanji and no figure stands beside it. */
static bool
is_name_at(const aids_word *w, const char *text, const char *at)
{
    const bool one = !*g_utf8_next_char(w->text);
    const bool beside = at > text && takes_readings(g_utf8_prev_char(at));
    return !w->doubtful && !w->common && !(one && (beside || takes_readings(at + w->length)));
}

/* 未来さん is a name, and 未来 in a sentence may be none, whether or not a table has that word. */
static bool
is_called(const aids_word *w, const char *at)
{
    static const char *const behind[] = {"さん", "さま", "くん", "ちゃん", "様", "君", "先生", "　", " "};
    for (size_t i = 0; i < G_N_ELEMENTS(behind); i++)
        if (g_str_has_prefix(at + w->length, behind[i]))
            return true;
    return false;
}

static bool
is_word_at(const aids_word *w, const char *text, const char *at, aids_among among)
{
    if (w->name && (among == AMONG_LABELS || !is_name_at(w, text, at) || (among == AMONG_DATA && !is_called(w, at))))
        return false;
    return (among != AMONG_DATA || is_sure_at(w, text, at)) && stands_behind(w, text, at);
}

const aids_word *
aids_word_at(const aids *t, const char *text, const char *at, const char *end, aids_among among)
{
    const GPtrArray *list = g_hash_table_lookup(t->words, GUINT_TO_POINTER(g_utf8_get_char(at)));
    for (guint i = 0; list && i < list->len; i++) {
        const aids_word *w = g_ptr_array_index(list, i);
        if (w->length <= (size_t)(end - at) && strncmp(at, w->text, w->length) == 0 && is_word_at(w, text, at, among))
            return w;
    }
    return NULL;
}

const aids_word *
aids_word_counted(const aids *t, const char *text, const char *at, const char *end)
{
    const GPtrArray *list = g_hash_table_lookup(t->words, GUINT_TO_POINTER(g_utf8_get_char(at)));
    for (guint i = 0; list && i < list->len; i++) {
        const aids_word *w = g_ptr_array_index(list, i);
        if (w->counted.figures && at + w->counted.figures == end && g_str_has_prefix(at, w->text) &&
            is_word_at(w, text, at, AMONG_LABELS))
            return w;
    }
    return NULL;
}

const aids_word *
aids_word_named(const aids *t, const char *text)
{
    const GPtrArray *list = g_hash_table_lookup(t->words, GUINT_TO_POINTER(g_utf8_get_char(text)));
    for (guint i = 0; list && i < list->len; i++) {
        const aids_word *w = g_ptr_array_index(list, i);
        if (w->name && !w->doubtful && strcmp(w->text, text) == 0)
            return w;
    }
    return NULL;
}

bool
aids_run_is_sure(const aids *t, const char *text, const char *at, const char *end)
{
    while (at < end && aids_is_kanji(g_utf8_get_char(at))) {
        const aids_word *w = aids_word_at(t, text, at, end, AMONG_DATA);
        if (!w)
            return false;
        at += w->length;
    }
    return true;
}

const char *
aids_unread(const aids *t, const char *text)
{
    const char *end = text + strlen(text);
    for (const char *p = text; *p;) {
        const aids_word *w = aids_word_at(t, text, p, end, AMONG_LABELS);
        const char *to = p;
        while (!w && *to && aids_is_kanji(g_utf8_get_char(to)))
            to = g_utf8_next_char(to);
        if (to > p)
            return arena_printf(t->a, "%.*s", (int)(to - p), p);
        p = w ? p + w->length : g_utf8_next_char(p);
    }
    return NULL;
}

/* ---- the names of a case, which its data reads ---- */

static bool
has_same_reading(const aids_word *a, const aids_word *b)
{
    bool same = a->part_count == b->part_count;
    for (size_t i = 0; i < a->part_count && same; i++)
        same = g_strcmp0(a->parts[i].ruby, b->parts[i].ruby) == 0;
    return same;
}

/* Two people whose names are written alike and read otherwise: neither is read, as nothing says who is meant. A name
 * that is read otherwise as a word (未来) is one only where nothing else stands. */
static bool
is_known_already(aids *t, aids_word *w)
{
    GPtrArray *list = g_hash_table_lookup(t->words, GUINT_TO_POINTER(g_utf8_get_char(w->text)));
    for (guint i = 0; list && i < list->len; i++) {
        aids_word *other = g_ptr_array_index(list, i);
        if (strcmp(other->text, w->text) != 0)
            continue;
        const bool same = has_same_reading(other, w);
        if (other->name) {
            other->doubtful = other->doubtful || !same;
            return true;
        }
        w->common = w->common || !same;
    }
    return false;
}

static void
add_name(aids *t, const xml_node *name, const xml_node *kana)
{
    const char *text = name ? xml_text(t->a, name) : NULL, *reading = kana ? xml_text(t->a, kana) : NULL;
    aids_word w;
    if (!text || !reading || !*text || !*reading || !aids_word_make(t->a, text, reading, &w))
        return;
    w.name = true;
    if (!is_known_already(t, &w))
        aids_word_add(t, &w, true);
}

/* name and kana, of family and given or whole; and what is below. */
void
aids_add_names_of(aids *t, const xml_node *n)
{
    g_assert(t && n);
    const xml_node *name = xml_element_named(n, "name"), *kana = xml_element_named(n, "kana");
    if (name && kana) {
        add_name(t, xml_element_named(name, "family"), xml_element_named(kana, "family"));
        add_name(t, xml_element_named(name, "given"), xml_element_named(kana, "given"));
        if (!xml_first_element(name))
            add_name(t, name, kana);
    }
    for (const xml_node *e = xml_first_element(n); e; e = xml_next_element(e))
        aids_add_names_of(t, e);
}

void
aids_add_names(aids *t, const casefile *c)
{
    g_assert(t && c);
    aids_add_names_of(t, casefile_root(c));
    for (const char *const *kind = (const char *const[]){"office", "partners", NULL}; *kind; kind++) {
        const xml_node *master = casefile_master(c, *kind);
        if (master)
            aids_add_names_of(t, master);
    }
}
