/* impact_int.h: shared by the sources of the impact room only. */
#ifndef RENKEI_IMPACT_IMPACT_INT_H
#define RENKEI_IMPACT_IMPACT_INT_H

#include "impact/impact.h"

/* ---- impact_value.c: pages as values ---- */

/* An op of a page. */
typedef struct impact_op {
    guint64 whole, apart; /* sums of all of it, and of all but where it stands */
    display_box box;
    bool is_rule; /* a line or a box of lines: it reaches along what it rules */
} impact_op;

typedef struct impact_value {
    const display_page *page;
    const char *body, *edges;    /* all of it, to the last unit: of the body, and of head and foot */
    const char *edge_words;      /* what head and foot say */
    guint64 edge_looks;          /* sum of what in head and foot has no number in it, wherever it stands */
    int number, all;             /* of the page, of how many */
    GArray *body_ops, *edge_ops; /* of impact_op, in order */
    const guint64 *apart;        /* of body_ops, sorted */
} impact_value;

impact_value *impact_values(arena *a, const display *l); /* one a page; impact_values_clear them */
void impact_values_clear(impact_value *v, size_t count);
/* How alike two bodies are wherever things stand on them, in thousandths. */
int impact_likeness(const impact_value *x, const impact_value *y);

/* Whether heads and feet say the same, but for the number of the page and that of all pages. */
bool impact_says_the_same_at_edges(const impact_value *x, const impact_value *y);

/* ---- impact_pair.c ---- */
/* of impact_page, without crops */
GArray *impact_pair_pages(const impact_value *x, size_t m, const impact_value *y, size_t n);

/* ---- impact_region.c ---- */
/* Crops and shift of a changed page. */
void impact_find_regions(arena *a, const impact_value *x, const impact_value *y, impact_page *p);

/* ---- impact_words.c ---- */
/* What a list says, without blanks: of char *, a paragraph or a cell each, in `a`. */
GPtrArray *impact_words_of(arena *a, const display *l);
void impact_compare_words(arena *a, const display *before, const display *after, impact_comparison *out);

/* ---- impact_account.c ---- */
/* "2–3, +4": pages that are not as they were, by the letters. */
void impact_append_where(GString *out, const char *letters, diag_language language);
bool impact_asks_again(const impact_record *r);
/* Of a form, in words; NULL of one that both have. */
const char *impact_form_words(impact_form_state s, diag_language language);

#endif
