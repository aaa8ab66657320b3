/* intake_place.c: where in a workbook or a CSV something stands, for whoever tells of it. */
#include "intake/intake_int.h"

const char *
in_cell_name(const in_reading *r, int field)
{
    char address[BOOK_ADDRESS];
    int row, column;
    if (r->places)
        return r->places[field].file;
    layout_cell(r->sheet, r->line, MAX(field, 1), &row, &column);
    return arena_printf(r->k->a, "%s!%s", r->sheet->name, book_address(row, column, address));
}

place
in_cell_place(const in_reading *r, int field)
{
    if (r->places)
        return r->places[field];
    const char *file = field ? arena_printf(r->k->a, "%s:%s", r->book->file, in_cell_name(r, field))
                             : arena_printf(r->k->a, "%s:%s", r->book->file, r->sheet->name);
    return (place){file, 0, NULL};
}

void
in_tell(const in_reading *r, int field, diag_code code, const char *a1, const char *a2, const char *a3)
{
    const bool of_value = code == DIAG_SHEET_CONFLICT || code == DIAG_SHEET_TICKS || code == DIAG_SHEET_KEPT ||
                          code == DIAG_SHEET_EXAMPLE_CHANGED || code == DIAG_SHEET_NOTE_CHANGED ||
                          code == DIAG_SHEET_BESIDE_KEPT || code == DIAG_MAP_CONFLICT || code == DIAG_MAP_VALUE ||
                          code == DIAG_MAP_PART;
    r->k->broken = r->k->broken || !of_value;
    diag_add(r->k->d, code, PLACE_NONE, in_cell_place(r, field), a1, a2, a3, NULL);
}

void
in_note_place(const in_reading *r, const in_target *t, const layout_column *c, int field)
{
    const in_spot s = {t, c, in_cell_place(r, field).file};
    g_array_append_val(r->k->spots, s);
}
