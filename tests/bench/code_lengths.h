/* code_lengths.h: how long the codes of a table are (paint_pdf_pack.h), from how often each symbol came. */
#ifndef RENKEI_BENCH_CODE_LENGTHS_H
#define RENKEI_BENCH_CODE_LENGTHS_H

#include "paint/paint_pdf_pack.h"

enum { CODE_SYMBOLS = PACK_LITERALS + PACK_DISTANCES };

/* A pack_token; `data`: guint64[CODE_SYMBOLS]. */
void code_count(void *data, unsigned length, unsigned value);
/* The two arrays that a table includes; every symbol gets a code. */
void code_print(guint64 *counts);

#endif
