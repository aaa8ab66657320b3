/* intake_book.c: what is in a workbook: its cells by sheets, and what it remembers. */
#include "intake/intake_int.h"

#include <string.h>

#include "xlsx/xlsx.h"

typedef struct reader {
    arena *a;
    in_book *b;
    in_sheet *at;
    const char *base_sheet, *base_record; /* of the line of 控え that is read */
    bool first_line;
} reader;

static bool
begin_sheet(void *data, const book_sheet_entry *s)
{
    reader *r = data;
    r->b->date1904 = s->date1904;
    if (strcmp(s->sheet, LAYOUT_LISTS) == 0)
        return false;
    r->at = NULL;
    if (strcmp(s->sheet, LAYOUT_BASE) == 0)
        return true;
    r->at = ARENA_NEW(r->a, in_sheet);
    *r->at = (in_sheet){.name = arena_strdup(r->a, s->sheet), .cells = g_array_new(FALSE, FALSE, sizeof(book_entry))};
    g_ptr_array_add(r->b->sheets, r->at);
    return true;
}

/* A line of 控え: sheet, record, hashes; without a record the ids of the sheet's columns. The first one says which
 * workbook it is. */
static void
read_base_cell(reader *r, const book_entry *e)
{
    const char *text = arena_strdup(r->a, e->text ? e->text : "");
    if (e->column == 1) {
        r->base_sheet = text;
        r->base_record = "";
        r->first_line = e->row == 1 && strcmp(text, LAYOUT_BASE_MARK) == 0;
    } else if (e->column == 2 && r->first_line) {
        r->b->workbook = text;
    } else if (e->column == 2) {
        r->base_record = text;
    } else if (e->column == 3 && !r->first_line && *r->base_record) {
        g_hash_table_replace(r->b->base, g_strdup_printf("%s\n%s", r->base_sheet, r->base_record), (void *)text);
    } else if (e->column == 3 && !r->first_line) {
        g_hash_table_replace(r->b->ids, g_strdup(r->base_sheet), (void *)text);
    }
}

static bool
read_cell(void *data, const book_entry *e)
{
    reader *r = data;
    if (!r->at) {
        read_base_cell(r, e);
        return true;
    }
    book_entry copy = *e;
    copy.sheet = r->at->name;
    copy.text = e->text ? arena_strdup(r->a, e->text) : NULL;
    copy.raw = e->raw ? arena_strdup(r->a, e->raw) : NULL;
    copy.format = arena_strdup(r->a, e->format);
    copy.phonetic = e->phonetic ? arena_strdup(r->a, e->phonetic) : NULL;
    g_array_append_val(r->at->cells, copy);
    return true;
}

static bool
end_sheet(void *data, const book_sheet_entry *s, const book_range *merges, size_t count)
{
    reader *r = data;
    (void)s;
    if (r->at && count) {
        r->at->merges = arena_copy(r->a, merges, count * sizeof *merges);
        r->at->merge_count = count;
    }
    return true;
}

in_book *
in_book_read(arena *a, const char *path, diag *d)
{
    static const book_visitor visitor = {begin_sheet, read_cell, end_sheet};
    in_book *b = ARENA_NEW(a, in_book);
    *b = (in_book){.file = arena_strdup(a, path), .sheets = g_ptr_array_new()};
    b->base = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    b->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    reader r = {.a = a, .b = b};
    if (xlsx_read(path, &xlsx_limits_usual, &visitor, &r, d))
        return b;
    in_book_drop(b);
    return NULL;
}

void
in_book_drop(in_book *b)
{
    if (!b)
        return;
    for (guint i = 0; i < b->sheets->len; i++)
        g_array_free(((in_sheet *)g_ptr_array_index(b->sheets, i))->cells, TRUE);
    g_ptr_array_free(b->sheets, TRUE);
    g_hash_table_unref(b->base);
    g_hash_table_unref(b->ids);
}

const in_sheet *
in_book_sheet(const in_book *b, const char *name)
{
    for (guint i = 0; i < b->sheets->len; i++)
        if (strcmp(((const in_sheet *)g_ptr_array_index(b->sheets, i))->name, name) == 0)
            return g_ptr_array_index(b->sheets, i);
    return NULL;
}

/* The place of a word among words parted by spaces; -1. */
static int
place_of_word(const char *words, const char *word)
{
    const size_t length = strlen(word);
    int at = 0;
    for (const char *p = words; *p; at++) {
        const size_t one = strcspn(p, " ");
        if (one == length && strncmp(p, word, one) == 0)
            return at;
        p += one;
        p += *p == ' ';
    }
    return -1;
}

const char *
in_book_base(arena *a, const in_book *b, const char *sheet, const char *record, const char *column_id)
{
    const char *ids = g_hash_table_lookup(b->ids, sheet);
    char *key = g_strdup_printf("%s\n%s", sheet, record);
    const char *hashes = g_hash_table_lookup(b->base, key);
    g_free(key);
    int at = ids && hashes ? place_of_word(ids, column_id) : -1;
    if (at < 0)
        return NULL;
    const char *p = hashes;
    for (; at > 0 && *p; at--) {
        p += strcspn(p, " ");
        p += *p == ' ';
    }
    return *p ? arena_strndup(a, p, strcspn(p, " ")) : NULL;
}

bool
in_book_had(const in_book *b, const char *sheet, const char *column_id)
{
    const char *ids = g_hash_table_lookup(b->ids, sheet);
    return !ids || place_of_word(ids, column_id) >= 0;
}
