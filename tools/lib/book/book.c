#include "book/book.h"

#include <string.h>

/* Where the next of `count` pieces goes; the pieces may move. What is left behind goes with the arena. */
static void *
next_piece(arena *a, void **pieces, size_t *count, size_t *room, size_t size)
{
    if (*count == *room) {
        const size_t more = *room ? 2 * *room : 8;
        char *moved = arena_alloc_many(a, more, size);
        if (*count)
            memcpy(moved, *pieces, *count * size);
        *pieces = moved;
        *room = more;
    }
    return (char *)*pieces + (*count)++ * size;
}
#define NEXT(a, s, of, of_count, of_room)                                                                              \
    next_piece((a), (void **)&(s)->of, &(s)->of_count, &(s)->of_room, sizeof *(s)->of)

static const char *
copy_or_null(arena *a, const char *text)
{
    return text ? arena_strdup(a, text) : NULL;
}

book *
book_new(arena *a, const char *title)
{
    book *b = ARENA_NEW(a, book);
    b->arena = a;
    b->title = copy_or_null(a, title);
    return b;
}

bool
book_is_sheet_name(const char *name)
{
    const size_t length = strlen(name);
    return length > 0 && g_utf8_validate(name, -1, NULL) && g_utf8_strlen(name, -1) <= BOOK_NAME &&
           !strpbrk(name, "[]:*?/\\") && name[0] != '\'' && name[length - 1] != '\'';
}

book_sheet *
book_find_sheet(const book *b, const char *name)
{
    for (size_t i = 0; i < b->sheet_count; i++)
        if (!g_ascii_strcasecmp(b->sheets[i]->name, name))
            return b->sheets[i];
    return NULL;
}

book_sheet *
book_add_sheet(book *b, const char *name)
{
    if (!book_is_sheet_name(name) || book_find_sheet(b, name))
        g_error("a sheet cannot be called %s, or there are two", name);
    book_sheet *s = ARENA_NEW(b->arena, book_sheet);
    s->name = arena_strdup(b->arena, name);
    s->tab_color = -1;
    *(book_sheet **)NEXT(b->arena, b, sheets, sheet_count, sheet_room) = s;
    return s;
}

static void
check_place(int row, int column)
{
    if (row < 1 || row > BOOK_ROWS || column < 1 || column > BOOK_COLUMNS)
        g_error("no sheet has a cell in row %d, column %d", row, column);
}

static void
check_range(const book_range *r)
{
    check_place(r->row, r->column);
    check_place(r->last_row, r->last_column);
    g_assert(r->row <= r->last_row && r->column <= r->last_column);
}

void
book_put(book *b, book_sheet *s, int row, int column, book_style style, book_kind kind, const char *text)
{
    check_place(row, column);
    book_cell *c = NEXT(b->arena, s, cells, cell_count, cell_room);
    *c = (book_cell){row, column, style, kind, copy_or_null(b->arena, text)};
}

void
book_set_column(book *b, book_sheet *s, book_column column)
{
    check_place(1, column.column);
    *(book_column *)NEXT(b->arena, s, columns, column_count, column_room) = column;
}

void
book_set_row(book *b, book_sheet *s, book_row row)
{
    check_place(row.row, 1);
    *(book_row *)NEXT(b->arena, s, rows, row_count, row_room) = row;
}

void
book_add_note(book *b, book_sheet *s, int row, int column, const char *text)
{
    check_place(row, column);
    *(book_note *)NEXT(b->arena, s, notes, note_count, note_room) =
        (book_note){row, column, arena_strdup(b->arena, text)};
}

/* Excel takes 255 characters; libxlsxwriter (1.1.4) has room for as many bytes, and overflows beyond. */
bool
book_words_fit(const char *const *words)
{
    size_t length = 0;
    for (const char *const *first = words; *words; words++) {
        if (!**words || strchr(*words, ','))
            return false;
        length += (words > first ? 1 : 0) + strlen(*words);
    }
    return length <= 255;
}

static const char *const *
copy_words(arena *a, const char *const *words)
{
    const size_t count = g_strv_length((char **)words);
    const char **copy = ARENA_ARRAY(a, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(a, words[i]);
    return copy;
}

void
book_add_rule(book *b, book_sheet *s, const book_rule *rule)
{
    check_range(&rule->range);
    book_rule r = *rule;
    g_assert((r.kind == BOOK_RULE_RANGE) == (r.list_sheet != NULL) && (r.kind == BOOK_RULE_WORDS) == (r.words != NULL));
    g_assert(!r.words || book_words_fit(r.words));
    if (r.list_sheet) {
        check_range(&r.list);
        r.list_sheet = arena_strdup(b->arena, r.list_sheet);
    }
    r.words = r.words ? copy_words(b->arena, r.words) : NULL;
    r.from = copy_or_null(b->arena, r.from);
    r.to = copy_or_null(b->arena, r.to);
    r.title = copy_or_null(b->arena, r.title);
    r.message = copy_or_null(b->arena, r.message);
    *(book_rule *)NEXT(b->arena, s, rules, rule_count, rule_room) = r;
}

void
book_merge(book *b, book_sheet *s, book_range range)
{
    check_range(&range);
    *(book_range *)NEXT(b->arena, s, merges, merge_count, merge_room) = range;
}

const book_cell *
book_find_cell(const book_sheet *s, int row, int column)
{
    for (size_t i = s->cell_count; i > 0; i--)
        if (s->cells[i - 1].row == row && s->cells[i - 1].column == column)
            return &s->cells[i - 1];
    return NULL;
}

/* ---- places ---- */

const char *
book_column_letters(int column, char out[BOOK_ADDRESS])
{
    char turned[BOOK_ADDRESS];
    int n = 0;
    for (; column > 0 && n < BOOK_ADDRESS - 1; column = (column - 1) / 26)
        turned[n++] = (char)('A' + (column - 1) % 26);
    for (int i = 0; i < n; i++)
        out[i] = turned[n - 1 - i];
    out[n] = '\0';
    return out;
}

const char *
book_address(int row, int column, char out[BOOK_ADDRESS])
{
    char letters[BOOK_ADDRESS];
    g_snprintf(out, BOOK_ADDRESS, "%s%d", book_column_letters(column, letters), row);
    return out;
}

bool
book_address_read(const char *text, int *row, int *column)
{
    int c = 0, r = 0;
    text += *text == '$';
    const char *letters = text;
    for (; *text >= 'A' && *text <= 'Z' && c <= BOOK_COLUMNS; text++)
        c = c * 26 + (*text - 'A' + 1);
    if (text == letters || c > BOOK_COLUMNS)
        return false;
    text += *text == '$';
    if (*text == '0')
        return false;
    for (; *text >= '0' && *text <= '9' && r <= BOOK_ROWS; text++)
        r = r * 10 + (*text - '0');
    if (*text || r < 1 || r > BOOK_ROWS)
        return false;
    *row = r;
    *column = c;
    return true;
}
