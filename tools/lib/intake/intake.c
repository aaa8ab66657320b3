/* intake.c: workbooks, one after the other, into one set of documents. */
#include "intake/intake_map_int.h"

#include <string.h>

#include "base/near.h"

intake *
intake_open(arena *a, xml_store *s, const intake_asked *asked, diag *d)
{
    intake *k = ARENA_NEW(a, intake);
    *k = (intake){.a = a, .s = s, .asked = asked, .l = asked->l, .d = d};
    k->books = g_ptr_array_new();
    k->csvs = g_ptr_array_new();
    k->documents = g_ptr_array_new();
    k->in_order = g_ptr_array_new();
    k->targets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    k->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    k->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    k->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    k->fresh = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    k->told = g_hash_table_new(g_str_hash, g_str_equal);
    k->names = layout_names_new();
    k->spots = g_array_new(FALSE, FALSE, sizeof(in_spot));
    k->echo = g_string_new(NULL);
    in_open_targets(k);
    return k;
}

void
intake_close(intake *k)
{
    if (!k)
        return;
    for (guint i = 0; i < k->documents->len; i++)
        edit_close(((in_document *)g_ptr_array_index(k->documents, i))->e);
    for (guint i = 0; i < k->books->len; i++)
        in_book_drop(g_ptr_array_index(k->books, i));
    for (guint i = 0; i < k->csvs->len; i++)
        in_csv_drop(g_ptr_array_index(k->csvs, i));
    g_ptr_array_free(k->csvs, TRUE);
    g_ptr_array_free(k->documents, TRUE);
    g_ptr_array_free(k->in_order, TRUE);
    g_ptr_array_free(k->books, TRUE);
    g_hash_table_destroy(k->targets);
    g_hash_table_destroy(k->ids);
    g_hash_table_destroy(k->found);
    g_hash_table_destroy(k->said);
    g_hash_table_destroy(k->told);
    g_hash_table_destroy(k->fresh);
    g_hash_table_destroy(k->names);
    g_array_free(k->spots, TRUE);
    g_string_free(k->echo, TRUE);
}

/* The workbook that has most of the sheets: of a file that does not say which it is. */
static const char *
guess_workbook(const intake *k, const in_book *b)
{
    GPtrArray *names = layout_workbooks(k->l);
    const char *best = NULL;
    size_t most = 0;
    for (guint i = 0; i < names->len; i++) {
        size_t count = 0;
        for (guint j = 0; j < b->sheets->len; j++)
            count += layout_sheet_named(k->l, g_ptr_array_index(names, i),
                                        ((const in_sheet *)g_ptr_array_index(b->sheets, j))->name) != NULL;
        if (count > most) {
            most = count;
            best = g_ptr_array_index(names, i);
        }
    }
    g_ptr_array_free(names, TRUE);
    return best;
}

static void
tell_unknown_sheet(intake *k, const in_book *b, const char *name)
{
    GPtrArray *all = layout_sheet_names(k->l, b->workbook);
    char *ja = near_advice(name, all, DIAG_JA), *en = near_advice(name, all, DIAG_EN);
    diag_add(k->d, DIAG_SHEET_UNKNOWN, PLACE_NONE, (place){arena_printf(k->a, "%s:%s", b->file, name), 0, NULL},
             b->workbook, ja, en, NULL);
    k->broken = true;
    g_free(ja);
    g_free(en);
    g_ptr_array_free(all, TRUE);
}

void
intake_add_workbook(intake *k, const char *path)
{
    in_book *b = in_book_read(k->a, path, k->d);
    k->broken = k->broken || !b;
    if (b)
        in_add_book(k, b);
}

void
in_add_book(intake *k, in_book *b)
{
    /* A workbook of ours never does: the setting was changed since, and every day that was there is another one. */
    if (b->workbook && b->date1904) {
        diag_add(k->d, DIAG_SHEET_1904, PLACE_NONE, (place){b->file, 0, NULL}, NULL);
        k->broken = true;
        in_book_drop(b);
        return;
    }
    const char *said = b->workbook ? layout_workbook_named(k->l, b->workbook) : NULL;
    b->workbook = said ? said : guess_workbook(k, b);
    if (!b->workbook) {
        diag_add(k->d, DIAG_SHEET_NONE, PLACE_NONE, (place){b->file, 0, NULL}, NULL);
        k->broken = true;
        in_book_drop(b);
        return;
    }
    g_ptr_array_add(k->books, b);
    for (guint i = 0; i < b->sheets->len; i++) {
        const in_sheet *s = g_ptr_array_index(b->sheets, i);
        if (s->cells->len && !layout_sheet_named(k->l, b->workbook, s->name))
            tell_unknown_sheet(k, b, s->name);
    }
}

static void
merge_books(intake *k, const layout_sheet *sheet)
{
    for (guint i = 0; i < k->books->len; i++) {
        const in_book *b = g_ptr_array_index(k->books, i);
        const in_sheet *s = strcmp(sheet->workbook, b->workbook) == 0 ? in_book_sheet(b, sheet->name) : NULL;
        if (s && s->cells->len)
            in_read_sheet(k, b, sheet, s);
    }
}

/* Masters first: cases refer to them. Records before those that are in them, which is the order of the layout, whatever
 * that of the files (*.xlsx). */
void
intake_merge(intake *k)
{
    for (int masters = 1; masters >= 0; masters--) {
        for (size_t i = 0; i < k->l->sheet_count; i++)
            if (masters == (k->l->sheets[i].record->grammar != 0))
                merge_books(k, &k->l->sheets[i]);
        for (guint i = 0; i < k->csvs->len; i++)
            in_read_csv(k, g_ptr_array_index(k->csvs, i), masters == 1);
    }
    in_name_masters(k);
}

const char *
intake_echo(const intake *k)
{
    return k->echo->str;
}
