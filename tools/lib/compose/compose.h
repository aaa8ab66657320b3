/* compose.h: from a bound form to pages. Measures paragraphs and tables, decides breaks between pages and
 * the fit of every box, and hands over a value (composed.h) in which nothing is left to decide.
 *
 * Everything vertical is a list of atoms: a line of text, a space, a rule, a table row. A cell holds
 * atoms, the page body holds atoms; the same code breaks both. An atom says how firmly it holds to the
 * one before it. Rows do not split unless taller than 45 % of the page's body (domain guide 4.1: about half); a split
 * row repeats its label, and a group its merged cell, with （続き）. The same goes for rows that a cell covers
 * together.
 *
 * Never clipped: text that does not fit its box after its fit policy is `compose-no-fit`; a cluster wider
 * than its line is `compose-overfull`; a block that must stay on a page and cannot is `compose-too-tall`.
 * Lives in the arena given. */
#ifndef RENKEI_COMPOSE_COMPOSE_H
#define RENKEI_COMPOSE_COMPOSE_H

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "bind/bind.h"
#include "font/font.h"
#include "text/text.h"

typedef struct composed composed;

/* NULL after an error. */
composed *compose_document(arena *a, text_engine *engine, const font_set *fonts, const bound *b, diag *d);
/* The same for whoever mends a form and must see what is wrong: pages that broke no rule but that a box refused its
 * text, a line is too wide, a page too full. Never to be printed when `d` has errors. NULL when there are no pages. */
composed *compose_trial(arena *a, text_engine *engine, const font_set *fonts, const bound *b, diag *d);
size_t composed_page_count(const composed *c);
/* Paragraphs set or measured while it was made, tries included: what fit policies cost. */
size_t composed_effort(const composed *c);

/* -T compose: pages, blocks, rows, cells and lines with their places in mm and their fit outcome. */
void composed_print(const composed *c, GString *out);

#endif
