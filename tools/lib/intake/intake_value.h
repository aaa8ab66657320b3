/* intake_value.h: what somebody typed into one cell, as the value that the schema has; or why not.
 *
 * A spreadsheet changes what is typed: 6/4/1 becomes 2006-04-01, 4/1 a day of this year, 0000010001 becomes 10001, 0.1
 * + 0.2 is no longer 0.3, 9:30 is a fraction of a day. Nothing of that is guessed at: what can mean two things is
 * refused, with what was read and what to type. What was read is told by its kind (a date without its year, a number of
 * five digits), never by its value, which may be personal.
 *
 * One cell at a time: whether an id is there, a certificate ends after it begins and the like is judged when the
 * documents are. */
#ifndef RENKEI_INTAKE_INTAKE_VALUE_H
#define RENKEI_INTAKE_INTAKE_VALUE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "book/book.h"
#include "layout/layout.h"

/* What is in the cell e for the column c: *value in the schema's lexical form and in the arena, NULL of a cell in which
 * nothing is said (blanks alone; an x that was never ticked), LAYOUT_REMOVED for what is to be taken away. Of an id
 * what people know it by (`ko-02　森川 千尋`) is left out. False after a message at `where`:
 *
 *   cell-error      #N/A and its like
 *   cell-uncounted  a formula that no program has computed
 *   cell-struck     struck through: was it deleted or not?
 *   cell-date, cell-month, cell-year, cell-time, cell-number, cell-code, cell-word, cell-tick, cell-id, cell-text
 *                   not of that kind, or of more than one meaning
 *   cell-lines      several lines in what is of one
 *   cell-letter     a 外字 or what stands for a character that was lost */
bool intake_value(arena *a, const schema_grammar *g, const layout_column *c, const book_entry *e, place where,
                  const char **value, diag *d);

/* The furigana that a spreadsheet kept of how a name was typed, in hiragana, to be offered where the reading is not
 * given; NULL: there is none, or it is no reading. It is never taken by itself: 翔 typed as "かける" is read しょう as
 * often. */
const char *intake_suggest_reading(arena *a, const book_entry *e);

#endif
