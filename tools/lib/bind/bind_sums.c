/* bind_sums.c: what a table adds up on its pages (小計, 繰越, 累計): a printed value gives its amount to a sum by name,
 * and a place for a sum says how it is printed. The pages are not known here: compose adds. */
#include "bind/bind_int.h"

#include <string.h>

#include "functions/functions.h"

/* What is a decimal, with so few figures that no sum of a document's is too long. */
enum { MOST_FIGURES = 15 };

static bool
is_decimal(const char *text)
{
    const char *p = text + (*text == '-' || *text == '+');
    const size_t whole = strspn(p, "0123456789"), point = p[whole] == '.';
    const size_t part = point ? strspn(p + whole + 1, "0123456789") : 0;
    return whole + part > 0 && !p[whole + point + part];
}

static size_t
count_figures(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += g_ascii_isdigit(*text) != 0;
    return n;
}

static void
tell_no_amount(binder *b, const bind_at *at, const form_node *n, const bind_words *words, bool is_long)
{
    const xml_node *from = words->from ? words->from : at->node;
    const char *ja = xml_expr_text(n->select), *en = ja;
    if (from && words->from != at->node)
        bind_label(b, words->from, NULL, &ja, &en);
    diag_add(b->d, DIAG_FORM_XPATH_VALUE, n->where, from ? xml_place(b->a, from, true) : PLACE_NONE, ja, en,
             is_long ? "けたが多すぎて、正しく足せません（15けたまで）" : "数ではありません",
             is_long ? "too many figures to be added exactly (15 at most)" : "not a number", NULL);
}

void
bind_amount(binder *b, const bind_at *at, const form_node *n, const bind_words *words, bound_inline *p)
{
    const char *amount = g_strstrip(arena_strdup(b->a, words->raw));
    if (!is_decimal(amount) || count_figures(amount) > MOST_FIGURES) {
        tell_no_amount(b, at, n, words, is_decimal(amount));
        return;
    }
    p->sum = n->sum;
    p->amount = amount;
}

void
bind_page_sum(binder *b, const form_node *n, bound_inline p, GArray *out)
{
    const char *text, *reason = NULL;
    p.sum = n->sum;
    p.over = n->over;
    p.sum_as = n->as;
    p.sum_figures = n->figures ? n->figures : p.style->figures;
    if (b->wide_figures && p.sum_figures == FIGURES_UNSET)
        p.sum_figures = FIGURES_FULL;
    if (n->as && !functions_apply(b->a, NULL, n->as, "0", &text, &reason)) {
        const char *ja, *en;
        xml_refusal_words(b->a, reason, &ja, &en);
        diag_add(b->d, DIAG_BIND_AS, n->where, PLACE_NONE, n->as, ja, en, NULL);
        return;
    }
    g_array_append_val(out, p);
}

const char *
bound_sum_text(arena *a, const bound_inline *p, const char *decimal)
{
    const char *text = decimal, *reason = NULL;
    if (p->sum_as && !functions_apply(a, NULL, p->sum_as, decimal, &text, &reason))
        text = decimal;
    return bind_figures_of(a, text, p->sum_figures);
}
