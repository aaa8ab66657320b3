/* memory.h: a process that gets no memory says so and ends, whoever asked for it.
 *
 * A library that is given none may go on with less: leave out a label, take another face, call it a mistake in the
 * data. So none of them hears of it. memory.c has the allocator's names (malloc, calloc, realloc and the aligned ones)
 * and passes on to that of the C library; where that has nothing to give, a message that needs no memory is written
 * (`memory-short`), what was half written is taken away, and the process ends with EXIT_ENVIRONMENT. Under the address
 * sanitizer, which has an allocator of its own and ends itself, nothing of this is there. */
#ifndef RENKEI_BASE_MEMORY_H
#define RENKEI_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

enum { MEMORY_KEPT = 32 << 20, MEMORY_BLOCK = 4 << 20 }; /* bytes */

/* What is freed stays with the process from now on, as far as MEMORY_KEPT goes: the next document needs as much as this
 * one, and pages that are given back and asked for again are a third of its time. Blocks of MEMORY_BLOCK and more still
 * come and go. Nothing under the address sanitizer. */
void memory_keep(void);

/* How the message is told from now on; before, it is Japanese, as text. */
void memory_speak(diag_language language, bool json);

/* Ends a process of our own in another way from now on, as its parent understands it: `end` gets the bytes that were
 * wanted, may call what a signal handler may, and does not come back. */
void memory_end_by(void (*end)(size_t wanted));

#endif
