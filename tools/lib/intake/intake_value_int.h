/* intake_value_int.h: shared by the sources that judge one cell. From below: fault, plain; day, time; number; value. */
#ifndef RENKEI_INTAKE_INTAKE_VALUE_INT_H
#define RENKEI_INTAKE_INTAKE_VALUE_INT_H

#include "calendar/calendar.h"
#include "intake/intake_value.h"

typedef enum cell_fault {
    CELL_GOOD,
#define FAULT(name, code, ja, type_ja, en, type_en) FAULT_##name,
#include "intake/intake_fault.def"
#undef FAULT
    CELL_FAULT_COUNT
} cell_fault;

/* One cell while it is judged. */
typedef struct cell {
    arena *a;
    const layout_column *column;
    const book_entry *entry;
    const char *text; /* without blanks at its ends; of a number its digits; never NULL */
    const char *value;
    const char *detail, *detail_en; /* of the fault; NULL: none. detail_en NULL: the same */
} cell;

/* intake_fault.c: tells it; false. */
bool cell_tell(const cell *c, cell_fault fault, place where, diag *d);

/* intake_plain.c */
/* Full-width as half-width (NFKC), dashes and hyphens of all kinds as -, blanks left out. */
const char *cell_plain(arena *a, const char *text);
size_t cell_digits(const char *text); /* how many there are */
/* Whether a format of numbers shows the number as it is. */
bool cell_is_shown_plainly(const char *format);
const char *cell_count(arena *a, size_t n);

/* intake_day.c: dates, months, fiscal years. Each sets c->value, or c->detail and gives the fault. */
cell_fault cell_take_date(cell *c);
cell_fault cell_take_month(cell *c);
cell_fault cell_take_year(cell *c);
/* intake_time.c */
cell_fault cell_take_time(cell *c);
/* intake_number.c: numbers, and codes that must not become one. */
cell_fault cell_take_number(cell *c);
cell_fault cell_take_code(cell *c);

#endif
