#include "intake/intake_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/blank.h"
#include "base/near.h"
#include "base/reading.h"
#include "intake/intake_value_int.h"

/* ---- characters ---- */

/* What a person, a place or their readings are called: where nobody asks a question. */
static bool
is_name(const cell *c)
{
    static const char *const names[] = {"person",     "family", "given",     "family-kana",
                                        "given-kana", "place",  "place-kana"};
    const schema_spot *s = c->column->spot;
    const char *says = s && s->rng ? schema_spot_note(c->a, s, "text") : NULL;
    for (size_t i = 0; says && i < G_N_ELEMENTS(names); i++)
        if (!strcmp(says, names[i]))
            return true;
    return false;
}

static bool
is_private(gunichar p)
{
    return (p >= 0xe000 && p <= 0xf8ff) || p >= 0xf0000;
}

static bool
is_control(gunichar p)
{
    return (p < 0x20 && p != '\n' && p != '\t') || (p >= 0x7f && p < 0xa0 && p != 0x85) || (p & 0xfffe) == 0xfffe ||
           (p >= 0xfdd0 && p <= 0xfdef);
}

static cell_fault
judge_letters(cell *c)
{
    const bool name = is_name(c);
    for (const char *at = c->text; *at; at = g_utf8_next_char(at)) {
        const gunichar p = g_utf8_get_char(at);
        const cell_fault fault = is_private(p)                       ? FAULT_PRIVATE_LETTER
                                 : p == 0xfffd || p == 0x1a          ? FAULT_LOST_LETTER
                                 : is_control(p)                     ? FAULT_CONTROL_LETTER
                                 : name && p == 0x3013               ? FAULT_GETA
                                 : name && (p == '?' || p == 0xff1f) ? FAULT_QUESTION
                                                                     : CELL_GOOD;
        if (fault != CELL_GOOD) {
            c->detail = arena_printf(c->a, "U+%04X", (unsigned)p);
            return fault;
        }
    }
    return CELL_GOOD;
}

/* ---- texts ---- */

/* What is longer than a cell can hold was cut there, without a word, by whatever put it in. */
static bool
fills_cell(const char *text)
{
    glong units = 0;
    gunichar2 *wide = strlen(text) >= BOOK_CELL_TEXT ? g_utf8_to_utf16(text, -1, NULL, &units, NULL) : NULL;
    g_free(wide);
    return units >= BOOK_CELL_TEXT;
}

/* A whole number that is shown as it is, is the text of its digits: 3 in a remark. */
static cell_fault
take_text(cell *c)
{
    switch (c->entry->kind) {
    case BOOK_ENTRY_NUMBER:
        if (!cell_is_shown_plainly(c->entry->format) || strpbrk(c->text, "eE") || strlen(c->text) > 11)
            return FAULT_TEXT_NUMBER;
        break;
    case BOOK_ENTRY_DATE:
    case BOOK_ENTRY_TIME:
    case BOOK_ENTRY_MOMENT:
        return FAULT_TEXT_DATE;
    case BOOK_ENTRY_BOOLEAN:
        return FAULT_TEXT_BOOLEAN;
    default:
        break;
    }
    if (c->column->kind != LAYOUT_LONG && strchr(c->text, '\n'))
        return FAULT_LINES;
    if (c->entry->text && fills_cell(c->entry->text))
        return FAULT_TEXT_FULL;
    c->value = c->text;
    return CELL_GOOD;
}

/* ---- words ---- */

static bool
is_same_word(const char *a, const char *b)
{
    char *x = near_fold(a), *y = near_fold(b);
    const bool same = !strcmp(x, y);
    g_free(x);
    g_free(y);
    return same;
}

static cell_fault
refuse_word(cell *c)
{
    GPtrArray *shown = g_ptr_array_new();
    for (size_t i = 0; i < c->column->word_count; i++)
        g_ptr_array_add(shown, (gpointer)c->column->shown[i]);
    char *ja = near_advice(c->text, shown, DIAG_JA), *en = near_advice(c->text, shown, DIAG_EN);
    c->detail = arena_strdup(c->a, ja);
    c->detail_en = arena_strdup(c->a, en);
    g_free(ja);
    g_free(en);
    g_ptr_array_free(shown, TRUE);
    return FAULT_WORD_OTHER;
}

/* As it is shown or as the file has it; else whatever its width and its capitals. */
static cell_fault
take_word(cell *c)
{
    const layout_column *k = c->column;
    for (size_t i = 0; i < k->word_count; i++)
        if (!strcmp(k->shown[i], c->text) || !strcmp(k->words[i], c->text)) {
            c->value = k->words[i];
            return CELL_GOOD;
        }
    for (size_t i = 0; i < k->word_count; i++)
        if (is_same_word(k->shown[i], c->text) || is_same_word(k->words[i], c->text)) {
            c->value = k->words[i];
            return CELL_GOOD;
        }
    return refuse_word(c);
}

/* ---- ticks ---- */

static cell_fault
take_tick(cell *c)
{
    static const char *const marks[] = {LAYOUT_TICK, "〇", "◯", "O", "o",  "Ｏ", "ｏ", "●",
                                        "◎",         "✓",  "✔", "☑", "レ", "ﾚ",  "有", "TRUE"};
    if (c->entry->kind == BOOK_ENTRY_BOOLEAN && !strcmp(c->text, "FALSE"))
        return CELL_GOOD;
    if (c->entry->kind == BOOK_ENTRY_DATE || c->entry->kind == BOOK_ENTRY_TIME || c->entry->kind == BOOK_ENTRY_MOMENT)
        return FAULT_TICK_OTHER;
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (!strcmp(marks[i], c->text)) {
            c->value = LAYOUT_TICK;
            return CELL_GOOD;
        }
    const char *plain = cell_plain(c->a, c->text);
    const bool ticked = c->column->role == LAYOUT_TICKED;
    const size_t n = strlen(plain);
    if (n == 0 || n > 3 || cell_digits(plain) != n || plain[0] == '0' ||
        strtoul(plain, NULL, 10) > (ticked ? c->column->spot->word_count : 1))
        return FAULT_TICK_OTHER; /* 12 of seven is what belongs beside it */
    c->value = ticked ? plain : LAYOUT_TICK;
    return CELL_GOOD;
}

/* ---- ids ---- */

/* `ko-02　森川 千尋`: what stands behind the first blank is for people. A number is one where ids are ordinals. */
static cell_fault
take_id(cell *c)
{
    if (c->entry->kind != BOOK_ENTRY_TEXT && c->entry->kind != BOOK_ENTRY_NUMBER)
        return FAULT_ID_OTHER;
    const char *p = c->text;
    while (*p && !blank_is_char(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    char *folded = g_utf8_normalize(arena_strndup(c->a, c->text, (size_t)(p - c->text)), -1, G_NORMALIZE_ALL_COMPOSE);
    c->value = arena_strdup(c->a, folded);
    g_free(folded);
    if (c->entry->kind == BOOK_ENTRY_NUMBER && cell_digits(c->value) != strlen(c->value))
        return FAULT_ID_OTHER;
    return CELL_GOOD;
}

/* ---- the whole ---- */

static cell_fault
take_by_kind(cell *c)
{
    if (c->column->role == LAYOUT_TICKED || c->column->role == LAYOUT_THERE)
        return take_tick(c);
    switch (c->column->kind) {
    case LAYOUT_WORD:
        return take_word(c);
    case LAYOUT_REFERENCE:
    case LAYOUT_ID:
        return take_id(c);
    case LAYOUT_DATE:
        return cell_take_date(c);
    case LAYOUT_MONTH:
        return cell_take_month(c);
    case LAYOUT_TIME:
        return cell_take_time(c);
    case LAYOUT_YEAR:
        return cell_take_year(c);
    case LAYOUT_NUMBER:
        return cell_take_number(c);
    case LAYOUT_CODE:
        return cell_take_code(c);
    case LAYOUT_MARK:
        return take_tick(c);
    default:
        return take_text(c);
    }
}

static bool
is_removal(const char *text)
{
    return !strcmp(text, LAYOUT_REMOVED) || !strcmp(text, "(削除)");
}

static cell_fault
take_cell(cell *c)
{
    if (c->entry->kind == BOOK_ENTRY_ERROR)
        return FAULT_ERROR_CELL;
    if (c->entry->kind == BOOK_ENTRY_UNCOUNTED)
        return FAULT_UNCOUNTED;
    if (c->entry->text && !*c->text)
        return CELL_GOOD; /* blanks alone */
    if (c->entry->struck)
        return FAULT_STRUCK;
    if (is_removal(c->text)) {
        c->value = LAYOUT_REMOVED;
        return CELL_GOOD;
    }
    const cell_fault fault = judge_letters(c);
    if (fault != CELL_GOOD)
        return fault;
    if (c->column->kind != LAYOUT_LONG && c->column->kind != LAYOUT_TEXT && strchr(c->text, '\n'))
        return FAULT_LINES;
    return take_by_kind(c);
}

bool
intake_value(arena *a, const schema_grammar *g, const layout_column *column, const book_entry *e, place where,
             const char **value, diag *d)
{
    (void)g;
    size_t length;
    const char *text = blank_trim(e->text ? e->text : "", &length);
    cell c = {.a = a, .column = column, .entry = e, .text = arena_strndup(a, text, length)};
    const cell_fault fault = take_cell(&c);
    *value = fault == CELL_GOOD ? c.value : NULL;
    return fault == CELL_GOOD || cell_tell(&c, fault, where, d);
}

/* ---- readings ---- */

const char *
intake_suggest_reading(arena *a, const book_entry *e)
{
    enum { KATAKANA_TO_HIRAGANA = 0x60 };
    size_t at;
    uint32_t point;
    if (!e->phonetic)
        return NULL;
    char *wide = g_utf8_normalize(e->phonetic, -1, G_NORMALIZE_ALL_COMPOSE); /* half-width kana */
    GString *out = g_string_new(NULL);
    for (const char *p = wide; p && *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(out, c >= 0x30a1 && c <= 0x30f6 ? c - KATAKANA_TO_HIRAGANA : c);
    }
    const bool good = !blank_is_text(out->str) && reading_judge(out->str, &at, &point) == READING_GOOD;
    const char *reading = good ? arena_strdup(a, out->str) : NULL;
    g_string_free(out, TRUE);
    g_free(wide);
    return reading;
}
