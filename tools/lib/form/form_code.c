/* form_code.c: <code>: QR, NW-7 and Code 128. */
#include "form/form_int.h"

#include <string.h>

static int
word_of(form_reader *r, xml_node *e, const char *name, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (attr_is(r, e, name, words[i]))
            return i;
    return 0;
}

/* The grammar has seen to it that there are no others, and that each is of its kind. */
static code_wish
wish_of(form_reader *r, xml_node *e)
{
    static const char *const kinds[] = {"qr", "nw-7", "code-128", NULL}, *const levels[] = {"M", "L", "Q", "H", NULL},
                             *const checks[] = {"none", "mod-16", "7dr", "luhn", NULL};
    const char *ends = attr_text(r, e, "ends");
    return (code_wish){.kind = (code_kind)word_of(r, e, "kind", kinds),
                       .level = (code_level)word_of(r, e, "level", levels),
                       .check = (code_check)word_of(r, e, "check", checks),
                       .ends = ends ? ends : "AA"};
}

/* The least height of bars that a hand scanner finds. */
enum { LEAST_BARS_UM = 5000 };

static void
check_height(form_reader *r, const code_wish *wish, const form_node *n)
{
    char has[G_ASCII_DTOSTR_BUF_SIZE];
    if (n->height >= unit_from_um(LEAST_BARS_UM))
        return;
    g_ascii_formatd(has, sizeof has, "%.1fmm", (double)n->height * 25.4 / 72 / UNIT_PT);
    diag_add(r->d, DIAG_FORM_CODE_HEIGHT, n->where, PLACE_NONE, code_kind_name(wish->kind), "5.0mm", has, NULL);
}

void
form_code_read(form_reader *r, xml_node *e, form_node *n)
{
    form_code *c = ARENA_NEW(r->a, form_code);
    c->wish = wish_of(r, e);
    c->shown = attr_is(r, e, "text", "below");
    c->alt = attr_text(r, e, "alt");
    n->code = c;
    if (c->wish.kind == CODE_QR)
        n->height = n->width;
    else
        check_height(r, &c->wish, n);
}
