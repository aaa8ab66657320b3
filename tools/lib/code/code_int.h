/* code_int.h: the makers of each kind. */
#ifndef RENKEI_CODE_CODE_INT_H
#define RENKEI_CODE_CODE_INT_H

#include "code/code.h"

const code_symbol *code_make_qr(arena *a, const code_wish *w, const char *text, int version);
const code_symbol *code_make_nw7(arena *a, const code_wish *w, const char *text);
const code_symbol *code_make_128(arena *a, const char *text);
/* The check digit behind a text of NW-7; '\0': none is wished for. */
char code_check_digit(const code_wish *w, const char *text);

/* Bars in the making: elements dark and light in turn, each so many columns wide. */
typedef struct code_bars {
    uint8_t *dark;
    int columns;
    bool is_light; /* the next element */
} code_bars;
void code_add_element(code_bars *b, int width);

#endif
