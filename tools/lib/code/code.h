/* code.h: from a text to the dark and light modules of a code that a scanner reads: QR (ISO/IEC 18004, JIS X 0510),
 * NW-7 (Codabar, JIS X 0506) and Code 128 (ISO/IEC 15417). It knows nothing of paper: how large a module is, is the
 * caller's.
 *
 * A QR tells its text in one way that every reader takes alike: letters of ASCII and kanji of JIS X 0208 as the
 * standard has them (figures and kanji in their own modes); with any other character in it (𠮷, é, 〜 and other signs
 * that readers map in two ways) as UTF-8, which an ECI announces. The same text gives the same modules on every
 * machine. */
#ifndef RENKEI_CODE_CODE_H
#define RENKEI_CODE_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef enum code_kind { CODE_QR, CODE_NW7, CODE_128 } code_kind;
/* Of a QR: 7, 15, 25 and 30 % of it may be lost. */
typedef enum code_level { CODE_LEVEL_M, CODE_LEVEL_L, CODE_LEVEL_Q, CODE_LEVEL_H } code_level;
/* Of NW-7, behind the text: none; modulus 16 over all characters, start and stop too (JIS X 0506); of figures alone
 * modulus 7 (7DR) and modulus 10 with weights 2 and 1 (Luhn). Code 128 always has its own, which nobody sees. */
typedef enum code_check { CODE_CHECK_NONE, CODE_CHECK_MOD_16, CODE_CHECK_7DR, CODE_CHECK_LUHN } code_check;

typedef struct code_wish {
    code_kind kind;
    code_level level; /* QR */
    code_check check; /* NW-7 */
    const char *ends; /* NW-7: its start and its stop, each A to D */
} code_wish;

typedef struct code_symbol {
    int columns, rows;   /* of modules; bars are one row */
    int version;         /* QR: 1 to 40 */
    const uint8_t *dark; /* row by row: 1 dark, 0 light */
    const char *shown;   /* what people read under bars: the text and its check digit */
} code_symbol;

/* Most characters of what is no QR: no paper is wide enough for more. */
enum { CODE_MOST_BARS = 200 };

/* QR, NW-7, CODE 128. */
const char *code_kind_name(code_kind kind);
/* Columns of light on each side of it that readers need, and columns that its narrowest bar is wide. */
int code_quiet(code_kind kind);
int code_grain(code_kind kind);
/* The first character of a text, or of a part of one, that such a code cannot hold; NULL: it can hold all. */
const char *code_refused(const code_wish *w, const char *text);
/* Of a text that has characters and refuses none. NULL: it is too long. A QR is of this version at least (0: any). */
const code_symbol *code_make(arena *a, const code_wish *w, const char *text, int version);

#endif
