/* xlsx_style.h: how the styles of a book look in libxlsxwriter's terms. */
#ifndef RENKEI_XLSX_XLSX_STYLE_H
#define RENKEI_XLSX_XLSX_STYLE_H

#include <xlsxwriter.h>

#include "book/book.h"

/* Each is made when it is first asked for; they go with the workbook. */
typedef struct xlsx_styles {
    lxw_workbook *workbook;
    lxw_format *made[BOOK_STYLE_COUNT][BOOK_KIND_COUNT];
} xlsx_styles;

lxw_format *xlsx_style(xlsx_styles *s, book_style style, book_kind kind);

#endif
