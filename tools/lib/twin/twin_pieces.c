/* twin_pieces.c: what each piece of a file is, by its grammar, and what stands there in the twin. See twin_int.h. */
#include "twin/twin_int.h"

#include <string.h>

#include "base/blank.h"
#include "casefile/casefile.h"

typedef struct telling {
    twin *t;
    twin_source *s;
} telling;

static const char *
note_of(const twin *t, const xml_node *pattern, const char *name)
{
    const char *note = pattern ? xml_attribute_ns(t->a, pattern, SCHEMA_NOTES, name) : NULL;
    return note ? note : "";
}

static const xml_node *
pattern_of(const telling *k, const edit_piece *piece)
{
    return piece->node && k->s->patterns ? g_hash_table_lookup(k->s->patterns, piece->node) : NULL;
}

/* The whole of what an element or an attribute says, without the blanks at its ends. */
static const char *
whole_value(const twin *t, const edit_piece *piece)
{
    GString *all = g_string_new(NULL);
    if (piece->kind == EDIT_VALUE)
        g_string_append(all, piece->text);
    for (const xml_node *c = piece->kind == EDIT_TEXT ? xml_first_child(piece->node) : NULL; c; c = xml_next(c))
        if (xml_is_text(c))
            g_string_append(all, xml_text(t->a, c));
    size_t length;
    const char *begin = blank_trim(all->str, &length), *value = arena_strndup(t->a, begin, length);
    g_string_free(all, TRUE);
    return value;
}

/* ---- what a value is ---- */

typedef enum value_kind { VALUE_STAYS, VALUE_OTHER, VALUE_ID, VALUE_BIRTH, VALUE_DAY, VALUE_NUMBER } value_kind;

static bool
is_text_type(const char *type)
{
    static const char *const texts[] = {"string", "token", "normalizedString", "anyURI", "NCName", "Name", "NMTOKEN"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (strcmp(type, texts[i]) == 0)
            return true;
    return false;
}

/* Figures and marks alone: a day that is none, a number too large. */
static bool
is_of_figures(const char *value)
{
    return *value && value[strspn(value, "0123456789-+:./TZ ")] == '\0';
}

/* Of <data> and <value>: a word of a list, a day, an amount. */
static value_kind
kind_said(const telling *k, const xml_node *pattern, const xml_node *said)
{
    const bool own = k->s->grammar && schema_is_own(k->s->grammar, pattern);
    if (strcmp(xml_name(said), "value") == 0 || strcmp(note_of(k->t, said, "twin"), "stays") == 0)
        return VALUE_STAYS;
    const char *type = xml_attribute(k->t->a, said, "type");
    if (!type || is_text_type(type) || strcmp(note_of(k->t, pattern, "text"), "code") == 0)
        return VALUE_OTHER;
    if (!own || strcmp(type, "boolean") == 0)
        return VALUE_STAYS;
    return strcmp(type, "date") == 0 ? VALUE_DAY : VALUE_NUMBER;
}

/* Where no grammar knows what it is, an element that is misspelt say: what others say it to be. */
static value_kind
kind_unknown(const telling *k, const char *value)
{
    date day;
    year_month month;
    if (g_hash_table_contains(k->t->taken, value))
        return VALUE_ID;
    const bool stays =
        g_hash_table_contains(k->t->listed, value) || date_parse(value, &day) || year_month_parse(value, &month);
    return stays ? VALUE_STAYS : VALUE_OTHER;
}

static value_kind
kind_of_value(const telling *k, const xml_node *pattern, const char *value)
{
    if (!pattern)
        return kind_unknown(k, value);
    if (*note_of(k->t, pattern, "id") || *note_of(k->t, pattern, "refers"))
        return VALUE_ID;
    const char *note = note_of(k->t, pattern, "twin");
    if (strcmp(note, "stays") == 0)
        return VALUE_STAYS;
    if (strcmp(note, "birth") == 0)
        return VALUE_BIRTH;
    const xml_node *said = schema_said_by(k->s->grammar, pattern, value);
    if (said)
        return kind_said(k, pattern, said);
    const bool wrong = !schema_accepts(k->s->grammar, pattern, value);
    return wrong && is_of_figures(value) && strcmp(note_of(k->t, pattern, "text"), "code") != 0 ? VALUE_STAYS
                                                                                                : VALUE_OTHER;
}

static bool
is_name(const char *words)
{
    return *words && strcmp(words, "code") != 0;
}

static twin_kind
kind_of_words(const telling *k, const xml_node *pattern)
{
    const char *note = note_of(k->t, pattern, "twin"), *words = note_of(k->t, pattern, "text");
    if (strcmp(note, "role") == 0)
        return TWIN_ROLE;
    if (strcmp(note, "place") == 0)
        return TWIN_PLACE;
    if (strcmp(note, "conclusion") == 0)
        return TWIN_CONCLUSION;
    return is_name(words) ? TWIN_NAME : strcmp(words, "code") == 0 ? TWIN_CODE : TWIN_TEXT;
}

/* ---- what stands there ---- */

/* Between the blanks at its ends. */
static char *
in_place(const char *text, const char *value)
{
    size_t length;
    const char *begin = blank_trim(text, &length);
    char *head = g_strndup(text, (gsize)(begin - text));
    char *whole = g_strconcat(head, value, begin + length, NULL);
    g_free(head);
    return whole;
}

/* A title that a name has at its end stays, and no other name gets one. */
static bool
has_title_alike(const char *words, const char *was, const char *is)
{
    return g_strcmp0(casefile_title_of(words, was), casefile_title_of(words, is)) == 0;
}

static char *
put_title(const char *words, const char *was, char *is)
{
    const char *title = casefile_title_of(words, was);
    const size_t length = title ? strlen(title) : 0;
    if (title && strlen(is) >= length && g_utf8_strlen(was, -1) == g_utf8_strlen(is, -1)) {
        const glong behind = g_utf8_strlen(is, -1) - g_utf8_strlen(title, -1);
        char *head = g_strndup(is, (gsize)(g_utf8_offset_to_pointer(is, behind) - is));
        g_free(is);
        is = g_strconcat(head, title, NULL);
        g_free(head);
    }
    return is;
}

/* One id, or several between blanks. */
static char *
other_ids(twin *t, const char *text)
{
    GString *said = g_string_new(NULL);
    for (const char *p = text; *p;) {
        const char *end = p;
        while (*end && !blank_is_char(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        if (end == p) {
            end = g_utf8_next_char(p);
            g_string_append_len(said, p, end - p);
        } else {
            g_string_append(said, twin_id(t, arena_strndup(t->a, p, (size_t)(end - p))));
        }
        p = end;
    }
    return g_string_free(said, FALSE);
}

/* Other words, of which the grammar says what it said of these. */
static char *
other_words(const telling *k, const xml_node *pattern, const char *text, const char *value)
{
    enum { TRIES = 64 };
    const twin_kind kind = kind_of_words(k, pattern);
    const char *words = note_of(k->t, pattern, "text");
    const bool fits = pattern && schema_accepts(k->s->grammar, pattern, value);
    char *said = NULL;
    for (unsigned salt = 0; salt < TRIES; salt++) {
        g_free(said);
        said = put_title(words, text, twin_tell(k->t, text, kind, salt));
        if ((!pattern || schema_accepts(k->s->grammar, pattern, said) == fits) &&
            (!is_name(words) || has_title_alike(words, value, said)))
            break;
    }
    return said;
}

static char *
other_number(const telling *k, const xml_node *pattern, const char *value)
{
    enum { TRIES = 64 };
    for (unsigned salt = 0; salt < TRIES; salt++) {
        char *said = twin_tell(k->t, value, TWIN_CODE, salt);
        if (schema_accepts(k->s->grammar, pattern, said))
            return said;
        g_free(said);
    }
    return g_strdup(value);
}

static char *
tell_value(const telling *k, const edit_piece *piece)
{
    const xml_node *pattern = pattern_of(k, piece);
    const char *value = whole_value(k->t, piece);
    size_t length;
    const char *begin = blank_trim(piece->text, &length);
    char *own = g_strndup(begin, length), *said = NULL;
    switch (kind_of_value(k, pattern, value)) {
    case VALUE_STAYS:
        break;
    case VALUE_ID:
        said = other_ids(k->t, piece->text);
        break;
    case VALUE_BIRTH:
        said = in_place(piece->text, twin_day_moved(k->t, own, false));
        break;
    case VALUE_DAY:
        said = in_place(piece->text, twin_day_moved(k->t, own, true));
        break;
    case VALUE_NUMBER: {
        char *number = other_number(k, pattern, own);
        said = in_place(piece->text, number);
        g_free(number);
        break;
    }
    default:
        said = *own ? other_words(k, pattern, piece->text, value) : NULL;
        break;
    }
    g_free(own);
    return said;
}

/* ---- files that are named ---- */

static const char *
file_named(const telling *k, const edit_piece *piece)
{
    const twin_named *named = piece->node && k->s->named ? g_hash_table_lookup(k->s->named, piece->node) : NULL;
    return named ? named->says : NULL;
}

/* <?xml-model href="…/case.rng" …?>: where the grammar is, is for the reader to find; its name is ours. */
static char *
tell_model(const char *text)
{
    GRegex *folder = g_regex_new("(href\\s*=\\s*[\"'])[^\"']*/", 0, 0, NULL);
    char *said = g_regex_replace(folder, text, -1, 0, "\\1", 0, NULL);
    g_regex_unref(folder);
    return said;
}

/* xml:space and xml:lang (ja, zh-Hant-TW …) say how a text is read; the others, whatever they like. */
static char *
tell_xml(twin *t, const edit_piece *piece)
{
    const bool language = strcmp(piece->name, "xml:lang") == 0 &&
                          g_regex_match_simple("^[A-Za-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$", piece->text, 0, 0);
    const bool spaces = strcmp(piece->text, "preserve") == 0 || strcmp(piece->text, "default") == 0;
    return language || spaces ? NULL : twin_tell(t, piece->text, TWIN_TEXT, 0);
}

static char *
tell_piece(void *data, const edit_piece *piece)
{
    const telling *k = data;
    const bool grammar_of_fields = !k->s->grammar;
    switch (piece->kind) {
    case EDIT_COMMENT:
        return twin_tell(k->t, piece->text, TWIN_TEXT, 0);
    case EDIT_INSTRUCTION:
        if (strcmp(piece->name, "xml") == 0)
            return NULL;
        return strcmp(piece->name, "xml-model") == 0 ? tell_model(piece->text)
                                                     : twin_tell(k->t, piece->text, TWIN_TEXT, 0);
    case EDIT_VALUE:
        if (!piece->node || grammar_of_fields)
            return NULL;
        if (g_str_has_prefix(piece->name, "xml:")) /* no case may have one; what it says may be anything */
            return tell_xml(k->t, piece);
        return file_named(k, piece) ? g_strdup(file_named(k, piece)) : tell_value(k, piece);
    default:
        return grammar_of_fields ? NULL : tell_value(k, piece);
    }
}

GByteArray *
twin_bytes(twin *t, twin_source *s)
{
    telling k = {t, s};
    return edit_retell(s->e, tell_piece, &k);
}

/* ---- what is there ---- */

/* The parts of a name between blanks and the like; what stands in brackets is a post. */
static void
meet_name(const twin *t, const char *text, bool whole, bool is_place)
{
    char *plain = g_strdup(text);
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_str_has_prefix(p, "（") || *p == '(') {
            plain[p - text] = '\0';
            break;
        }
    char **parts =
        whole ? g_strsplit(g_strstrip(plain), "\n", -1) : g_regex_split_simple("[\\s　・＝=、，,]+", plain, 0, 0);
    for (char **p = parts; *p; p++) {
        const glong count = g_utf8_strlen(*p, -1);
        const gunichar first = g_utf8_get_char(*p);
        if (count >= 2 || (count == 1 && g_unichar_get_script(first) == G_UNICODE_SCRIPT_HAN))
            twin_words_add(t->words, *p, TWIN_WORD_NAME)->is_place |= is_place;
    }
    g_strfreev(parts);
    g_free(plain);
}

/* 東海, 青葉野 and 若葉台 of 東海県青葉野市若葉台三丁目: people write it from any of them on. */
static void
meet_place(const twin *t, const char *text)
{
    char **parts = g_regex_split_simple("(?<=..)[都道府県市区町村郡]|[0-9０-９一二三四五六七八九十\\s　].*", text,
                                        G_REGEX_DOTALL, 0);
    for (char **p = parts; *p; p++)
        if (g_utf8_strlen(*p, -1) >= 2)
            twin_words_add(t->words, *p, TWIN_WORD_NAME);
    g_strfreev(parts);
}

/* A mark of an office, with which its numbers begin; no number. */
static bool
is_of_letters(const char *value)
{
    for (const char *p = value; *p; p = g_utf8_next_char(p))
        if (!twin_is_letter(g_utf8_get_char(p)))
            return false;
    return true;
}

/* A prefecture, a town, a section of an office: of which longer names are made. */
static void
meet_part(const twin *t, const char *value)
{
    static const char divisions[] = "都道府県市区町村郡";
    char *part = g_strdup(value);
    char *last = g_utf8_find_prev_char(part, part + strlen(part));
    if (last && g_utf8_strchr(divisions, -1, g_utf8_get_char(last)))
        *last = '\0';
    if (g_utf8_strlen(part, -1) >= 2)
        twin_words_add(t->words, part, TWIN_WORD_NAME);
    g_free(part);
}

static void
meet_words(const telling *k, const xml_node *pattern, const edit_piece *piece, const char *value)
{
    const char *words = note_of(k->t, pattern, "text");
    const twin_kind kind = kind_of_words(k, pattern);
    twin_grams_add(k->t, value);
    if (kind == TWIN_NAME)
        meet_name(k->t, value, strcmp(words, "person") != 0 && !g_str_has_prefix(words, "given"),
                  strcmp(words, "place") == 0);
    else if (kind == TWIN_PLACE)
        meet_place(k->t, value);
    else if (kind == TWIN_CODE && is_of_letters(value) && !g_str_is_ascii(value))
        twin_words_add(k->t->words, value, g_utf8_strlen(value, -1) > 1 ? TWIN_WORD_NAME : TWIN_WORD_CODE);
    else if (kind == TWIN_TEXT && piece->kind == EDIT_TEXT && pattern && is_of_letters(value) &&
             schema_said_by(k->s->grammar, pattern, value))
        meet_part(k->t, value);
}

static void
meet_ids(twin *t, const char *text)
{
    const char *plain = blank_one_line(t->a, text);
    char **ids = g_strsplit_set(plain, " ", -1);
    twin_grams_add(t, text);
    for (char **id = ids; *id; id++)
        if (**id && g_hash_table_add(t->taken, g_strdup(*id)))
            g_ptr_array_add(t->met, g_strdup(*id));
    g_strfreev(ids);
}

static void
meet_day(const telling *k, const char *value)
{
    date day;
    year_month month;
    if (!k->s->is_case)
        return;
    if (year_month_parse(value, &month)) {
        const date last = {month.year, month.month, days_in_month(month.year, month.month)};
        g_array_append_val(k->t->days, last);
    } else if (date_parse(value, &day)) {
        g_array_append_val(k->t->days, day);
    }
}

static char *
meet_piece(void *data, const edit_piece *piece)
{
    const telling *k = data;
    if (piece->kind == EDIT_COMMENT || piece->kind == EDIT_INSTRUCTION)
        twin_grams_add(k->t, piece->text);
    if (!piece->node || !k->s->grammar || file_named(k, piece))
        return NULL;
    const xml_node *pattern = pattern_of(k, piece);
    const char *value = whole_value(k->t, piece);
    switch (kind_of_value(k, pattern, value)) {
    case VALUE_ID:
        meet_ids(k->t, value);
        break;
    case VALUE_STAYS:
        meet_day(k, value);
        break;
    case VALUE_OTHER:
        if (*value)
            meet_words(k, pattern, piece, value);
        break;
    default:
        break;
    }
    return NULL;
}

void
twin_meet(twin *t, twin_source *s)
{
    telling k = {t, s};
    g_byte_array_unref(edit_retell(s->e, meet_piece, &k));
}
