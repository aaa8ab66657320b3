/* bench_xlsx ROWS >FILE: a workbook of so many rows of ten cells; bench_xlsx FILE ROWS: the same read, in a process of
 * its own: rows a second of CPU time (others may be at work), the best of five, and the most memory it had. Alike texts
 * are shared, as spreadsheets do. */
#include <stdio.h>
#include <sys/resource.h>

#include "clock.h"
#include "xlsx/xlsx.h"

enum { COLUMNS = 10 };

static char *
make_rows(int rows, size_t *length)
{
    arena *a = arena_new();
    book *b = book_new(a, NULL);
    book_sheet *s = book_add_sheet(b, "記録");
    char text[64];
    for (int row = 1; row <= rows; row++) {
        for (int column = 1; column <= COLUMNS; column++) {
            const int day = row % 28 + 1;
            switch (column % 5) {
            case 0:
                g_snprintf(text, sizeof text, "2026-04-%02d", day);
                book_put(b, s, row, column, BOOK_VALUE, BOOK_DATE, text);
                break;
            case 1:
                g_snprintf(text, sizeof text, "%02d:%02d", row % 24, row % 60);
                book_put(b, s, row, column, BOOK_VALUE, BOOK_TIME, text);
                break;
            case 2:
                g_snprintf(text, sizeof text, "%d", row);
                book_put(b, s, row, column, BOOK_VALUE, BOOK_NUMBER, text);
                break;
            default:
                g_snprintf(text, sizeof text, "児童%dの記録", row % 1000);
                book_put(b, s, row, column, BOOK_VALUE, BOOK_TEXT, text);
            }
        }
    }
    diag *d = diag_new();
    char *bytes = xlsx_bytes(b, length, d);
    diag_drop(d);
    arena_drop(a);
    return bytes;
}

static bool
count_cell(void *data, const book_entry *e)
{
    *(size_t *)data += e->text != NULL;
    return true;
}

static double
read_rows(const char *path, size_t *cells)
{
    diag *d = diag_new();
    const double from = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    *cells = 0;
    if (!xlsx_read(path, &xlsx_limits_usual, &(book_visitor){.cell = count_cell}, cells, d))
        diag_print(d, stderr, DIAG_EN);
    diag_drop(d);
    return clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
}

int
main(int argc, char **argv)
{
    if (argc == 3) { /* FILE ROWS: read it */
        size_t cells;
        struct rusage used;
        double best = read_rows(argv[1], &cells);
        for (int i = 0; i < 4; i++) {
            const double one = read_rows(argv[1], &cells);
            best = MIN(best, one);
        }
        getrusage(RUSAGE_SELF, &used);
        printf("xlsx read: %8s rows, %8zu cells: %9.0f rows/s, at most %ld kB\n", argv[2], cells,
               (double)cells / COLUMNS / best, used.ru_maxrss);
        return 0;
    }
    if (argc != 2)
        return 2;
    size_t length;
    const double from = clock_seconds(CLOCK_MONOTONIC);
    char *bytes = make_rows((int)g_ascii_strtoll(argv[1], NULL, 10), &length);
    fprintf(stderr, "xlsx written: %8s rows, %zu kB in %.0f ms\n", argv[1], length / 1024,
            (clock_seconds(CLOCK_MONOTONIC) - from) * 1e3);
    fwrite(bytes, 1, length, stdout);
    g_free(bytes);
    return 0;
}
