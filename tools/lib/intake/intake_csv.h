/* intake_csv.h: tables of other programs (RFC 4180) as the same cells that a workbook gives (book.h): each a text, as a
 * CSV knows no other kind, so that no zero is lost and no date was made. */
#ifndef RENKEI_INTAKE_INTAKE_CSV_H
#define RENKEI_INTAKE_INTAKE_CSV_H

#include "base/diag.h"
#include "book/book.h"

/* The one sheet of it is called CSV. Fields are parted by `separator`; '\0': by commas, or by tabs where the first line
 * has tabs and no commas; one in quotes may have line ends (told as \n), commas and quotes ("" each). Lines end by
 * CRLF, LF or CR.
 *
 * encoding: as people call it: "utf-8", "utf-16", "cp932" (also "shift_jis", "sjis", "ms932", "windows-31j": all are
 * CP932, as what Windows writes has 髙 and ①). NULL: UTF-16 or UTF-8 by its byte order mark, else UTF-8; CP932 is never
 * guessed at. False after a message: file-asked, csv-encoding, csv-malformed, csv-too-large. */
/* utf-8, utf-16 or cp932, of what people call it; NULL: there is no such encoding. */
const char *intake_csv_encoding(const char *name);
bool intake_csv_read(const char *path, const char *encoding, char separator, const book_visitor *visitor, void *data,
                     diag *d);
bool intake_csv_read_memory(const char *name, const char *bytes, size_t length, const char *encoding, char separator,
                            const book_visitor *visitor, void *data, diag *d);

#endif
