/* layout_csv.h: a sheet's records for programs that count: a line each, the values as the files have them. */
#ifndef RENKEI_LAYOUT_LAYOUT_CSV_H
#define RENKEI_LAYOUT_LAYOUT_CSV_H

#include "layout/layout_book.h"

/* Appends the sheet: UTF-8 with a byte order mark, lines that end with CRLF; first the headings, group and field in
 * one. nameless: without whatever may name somebody or tell where he lives: only keys, references, dates, times,
 * numbers, ticks and words of lists are left. */
void layout_append_csv(arena *a, const layout_content *c, const layout_sheet *s, bool nameless, GString *out);

#endif
