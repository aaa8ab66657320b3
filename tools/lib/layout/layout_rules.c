/* layout_rules.c: what may be typed into a cell, and what is offered there. */
#include "layout/layout_book_int.h"

#include <string.h>

/* ---- words beside a field ---- */

static const char *
form_of(arena *a, const layout_column *c)
{
    switch (c->kind) {
    case LAYOUT_DATE:
        return "日付（2024-04-22）";
    case LAYOUT_MONTH:
        return "年月（2024-04）";
    case LAYOUT_TIME:
        return "時刻（08:35）";
    case LAYOUT_YEAR:
        return "年度（2024）";
    case LAYOUT_NUMBER:
        return arena_printf(a, "%ld～%ld の数", c->lowest, c->highest);
    case LAYOUT_WORD:
    case LAYOUT_REFERENCE:
        return "一覧から選ぶ";
    case LAYOUT_MARK:
        return c->role == LAYOUT_TICKED ? LAYOUT_TICK "（順があれば 1、2、3）" : LAYOUT_TICK;
    case LAYOUT_LONG:
        return "文章";
    case LAYOUT_CODE:
        return c->spot->form ? c->spot->form : "文字のまま";
    case LAYOUT_ID:
        return c->record->key == LAYOUT_KEY_ORDINAL ? "数字" : "半角の英数字";
    default:
        return "";
    }
}

const char *
layout_note(arena *a, const layout_column *c, bool own)
{
    const char *form = form_of(a, c);
    if (c->role == LAYOUT_KEY_OF && !c->required)
        return "新しい記録は空のまま"; /* its key is made */
    if (c->role == LAYOUT_KEY_OF && c->kind == LAYOUT_ID && !own)
        form = "一覧から選ぶ";
    if (c->either)
        return arena_printf(a, "%s%s%s%s", c->either, c->spot->usual ? "がなければ必須" : "とどちらか必須",
                            *form ? "　" : "", form);
    return c->required ? arena_printf(a, "必須%s%s", *form ? "　" : "", form) : form;
}

const char *
layout_example(arena *a, const layout_column *c)
{
    static const struct {
        const char *text, *example;
    } texts[] = {{"family", "相原"},          {"given", "湊"},       {"family-kana", "あいはら"},
                 {"given-kana", "みなと"},    {"person", "佐伯 亮"}, {"place", "若葉台小学校"},
                 {"place-kana", "わかばだい"}};
    const char *says = schema_spot_note(a, c->spot, "text");
    for (size_t i = 0; says && i < G_N_ELEMENTS(texts); i++)
        if (strcmp(texts[i].text, says) == 0)
            return texts[i].example;
    switch (c->kind) {
    case LAYOUT_DATE:
        return "2024-04-22";
    case LAYOUT_MONTH:
        return "2024-04";
    case LAYOUT_TIME:
        return "15:30";
    case LAYOUT_YEAR:
        return "2024";
    case LAYOUT_NUMBER:
        return arena_printf(a, "%ld", MAX(c->lowest, MIN(c->highest, 10)));
    case LAYOUT_WORD:
        return c->shown[0];
    case LAYOUT_MARK:
        return LAYOUT_TICK;
    default:
        return NULL;
    }
}

/* ---- lists ---- */

/* A column of リスト. */
typedef struct choice_list {
    const char *name; /* what it is the list of */
    GPtrArray *words;
    int column;
} choice_list;

static choice_list *
list_named(filling *f, const char *name, bool *is_new)
{
    for (guint i = 0; i < f->lists->len; i++) {
        choice_list *list = g_ptr_array_index(f->lists, i);
        *is_new = false;
        if (strcmp(list->name, name) == 0)
            return list;
    }
    choice_list *list = g_new0(choice_list, 1);
    *is_new = true;
    list->name = name;
    list->words = g_ptr_array_new();
    list->column = (int)f->lists->len + 1;
    g_ptr_array_add(f->lists, list);
    return list;
}

static void
add_word(choice_list *list, GHashTable *seen, const char *word)
{
    if (g_hash_table_add(seen, (void *)word))
        g_ptr_array_add(list->words, (void *)word);
}

/* What a reference or a key of a record above may be: what the documents have, each once. */
static choice_list *
list_of_records(filling *f, const layout_column *c)
{
    const bool key = c->role == LAYOUT_KEY_OF;
    const char *name = key ? arena_printf(f->a, "<%s>%p", c->record->spot->name, (const void *)c->record) : c->refers;
    bool is_new;
    choice_list *list = list_named(f, name, &is_new);
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; is_new && i < f->rows->len; i++) {
        const layout_row *row = g_ptr_array_index(f->rows, i);
        if (!layout_column_means(c, row->record))
            continue;
        const char *beside = layout_beside(f->a, row);
        add_word(list, seen, *beside ? arena_printf(f->a, "%s" LAYOUT_BESIDE "%s", row->key, beside) : row->key);
    }
    g_hash_table_destroy(seen);
    return list;
}

static choice_list *
list_of_words(filling *f, const layout_column *c)
{
    bool is_new;
    choice_list *list = list_named(f, arena_printf(f->a, "%p", (const void *)c->words), &is_new);
    for (size_t i = 0; is_new && i < c->word_count; i++)
        g_ptr_array_add(list->words, (void *)c->shown[i]);
    return list;
}

void
layout_put_lists(filling *f)
{
    book_sheet *out = book_add_sheet(f->b, LAYOUT_LISTS);
    out->visibility = BOOK_HIDDEN;
    for (guint i = 0; i < f->lists->len; i++) {
        const choice_list *list = g_ptr_array_index(f->lists, i);
        for (guint j = 0; j < list->words->len; j++)
            book_put(f->b, out, (int)j + 1, list->column, BOOK_LOCKED, BOOK_TEXT, g_ptr_array_index(list->words, j));
    }
}

void
layout_drop_lists(filling *f)
{
    for (guint i = 0; i < f->lists->len; i++) {
        choice_list *list = g_ptr_array_index(f->lists, i);
        g_ptr_array_free(list->words, TRUE);
        g_free(list);
    }
    g_ptr_array_free(f->lists, TRUE);
}

/* ---- rules ---- */

enum {
    LITERAL_LENGTH = 200
}; /* bytes of a list that stands in the rule itself: 255 characters at most, and libraries count bytes */

static bool
fits_literally(const layout_column *c)
{
    size_t length = 0;
    for (size_t i = 0; i < c->word_count; i++) {
        if (strchr(c->shown[i], ','))
            return false;
        length += strlen(c->shown[i]) + 1;
    }
    return length <= LITERAL_LENGTH;
}

static void
use_list(book_rule *rule, const choice_list *list)
{
    rule->kind = BOOK_RULE_RANGE;
    rule->list_sheet = LAYOUT_LISTS;
    rule->list = (book_range){1, list->column, (int)list->words->len, list->column};
}

/* Nothing is there yet: what may be referred to is what is typed as the id of a record in its own sheet of the same
 * workbook. */
static bool
use_own_sheet(const filling *f, const layout_column *c, book_rule *rule)
{
    const layout *l = f->c->l;
    for (size_t i = 0; i < l->sheet_count; i++) {
        const layout_sheet *s = &l->sheets[i];
        if (!layout_column_means(c, s->record) || strcmp(s->workbook, f->c->workbook) != 0)
            continue;
        rule->kind = BOOK_RULE_RANGE;
        rule->list_sheet = s->name;
        layout_cell(s, LAYOUT_RECORDS_AT, (int)s->keys, &rule->list.row, &rule->list.column);
        layout_cell(s, LAYOUT_RECORDS_AT + (s->across ? LAYOUT_SPARE_ACROSS : LAYOUT_SPARE_ROWS) - 1, (int)s->keys,
                    &rule->list.last_row, &rule->list.last_column);
        return true;
    }
    return false;
}

static void
use_words(filling *f, const layout_column *c, book_rule *rule)
{
    if (!fits_literally(c)) {
        use_list(rule, list_of_words(f, c));
        return;
    }
    const char **words = ARENA_ARRAY(f->a, const char *, c->word_count + 1);
    memcpy(words, c->shown, c->word_count * sizeof *words);
    rule->kind = BOOK_RULE_WORDS;
    rule->words = words;
}

/* Earlier or later than anything that an office writes: what a mistyped year becomes. */
#define FIRST_DAY "1950-01-01"
#define LAST_DAY "2099-12-31"

/* False: anything may be typed. */
static bool
rule_of(filling *f, const layout_column *c, book_rule *rule)
{
    const bool above = c->role == LAYOUT_KEY_OF && c->kind == LAYOUT_ID;
    const choice_list *list = c->kind == LAYOUT_REFERENCE || above ? list_of_records(f, c) : NULL;
    if (list && list->words->len) {
        use_list(rule, list);
        rule->warns = true; /* a new one may be named that stands in another sheet of the workbook */
    } else if (list && use_own_sheet(f, c, rule)) {
        rule->warns = true;
    } else if (c->kind == LAYOUT_WORD) {
        use_words(f, c, rule);
    } else if (c->kind == LAYOUT_DATE || c->kind == LAYOUT_MONTH) {
        rule->kind = BOOK_RULE_DATE;
        rule->from = FIRST_DAY;
        rule->to = LAST_DAY;
    } else if (c->kind == LAYOUT_TIME) {
        rule->kind = BOOK_RULE_TIME;
        rule->from = "00:00";
        rule->to = "23:59";
    } else if (c->kind == LAYOUT_NUMBER) {
        rule->kind = BOOK_RULE_INTEGER;
        rule->from = arena_printf(f->a, "%ld", c->lowest);
        rule->to = arena_printf(f->a, "%ld", c->highest);
    } else {
        return false;
    }
    return true;
}

void
layout_add_rules(sheet_filling *k)
{
    for (guint i = 0; i < k->columns->len; i++) {
        const layout_column *c = &g_array_index(k->columns, layout_column, i);
        const bool own = c->role == LAYOUT_KEY_OF && c->record == k->s->record;
        book_rule rule = {.title = c->field};
        if ((own && c->kind == LAYOUT_ID) || !rule_of(k->f, c, &rule))
            continue;
        rule.message = layout_note(k->f->a, c, own);
        int row, column, last_row, last_column;
        layout_cell(k->s, LAYOUT_RECORDS_AT, (int)i + 1, &row, &column);
        layout_cell(k->s, LAYOUT_RECORDS_AT + k->places - 1, (int)i + 1, &last_row, &last_column);
        rule.range = (book_range){row, column, last_row, last_column};
        book_add_rule(k->f->b, k->out, &rule);
    }
}
