/* form_computed.c: attributes whose value may hold {expressions}: read as words and expressions here, and given their
 * value where the form is bound. */
#include "form/form_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* Behind the expression that begins at `p`: its closing brace, which may also stand in a literal of it; NULL: none. */
static const char *
end_of_expression(const char *p)
{
    for (char quote = '\0'; *p; p++) {
        if (quote)
            quote = *p == quote ? '\0' : quote;
        else if (*p == '\'' || *p == '"')
            quote = *p;
        else if (*p == '}')
            return p;
    }
    return NULL;
}

static void
read_pieces(form_reader *r, xml_node *e, const char *name, const char *text, form_computed *c)
{
    GPtrArray *words = g_ptr_array_new(), *exprs = g_ptr_array_new();
    const char *open, *close = text;
    for (; (open = strchr(text, '{')) && (close = end_of_expression(open + 1)); text = close + 1) {
        const xml_expr *x = attr_expr_of(r, e, name, arena_strndup(r->a, open + 1, (size_t)(close - open - 1)));
        if (!x)
            break; /* it has been told */
        g_ptr_array_add(words, arena_strndup(r->a, text, (size_t)(open - text)));
        g_ptr_array_add(exprs, (gpointer)x);
    }
    g_ptr_array_add(words, arena_strdup(r->a, text));
    if (open && !close)
        diag_add(r->d, DIAG_FORM_ATTRIBUTE, xml_place(r->a, e, false), PLACE_NONE, xml_name(e), name, NULL);
    c->attribute = name;
    c->count = exprs->len;
    c->words = arena_copy(r->a, words->pdata, sizeof(char *) * words->len);
    c->exprs = arena_copy(r->a, exprs->pdata, sizeof(xml_expr *) * exprs->len);
    g_ptr_array_free(words, TRUE);
    g_ptr_array_free(exprs, TRUE);
}

void
form_computed_read(form_reader *r, xml_node *e, form_node *n)
{
    static const char *const names[] = {"columns", "span", "rows", "fill", "anchor", "to"};
    form_computed **tail = &n->computed;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *text = attr_text(r, e, names[i]);
        if (!attr_is_computed(text))
            continue;
        *tail = ARENA_NEW(r->a, form_computed);
        read_pieces(r, e, names[i], text, *tail);
        tail = &(*tail)->next;
    }
}

/* ---- values ---- */

enum { MOST_NAME = 500 };

static bool
parse_whole(const char *text, int least, int most, int *out)
{
    char *end;
    const long n = strtol(text, &end, 10);
    if (!g_ascii_isdigit(*text) || *end || strlen(text) > 5 || n < least || n > most)
        return false;
    *out = (int)n;
    return true;
}

/* What no reference of ours is called. */
static bool
set_name(arena *a, const char *text, bool in_link, const char **out)
{
    const char *name = in_link && *text == '#' ? text + 1 : text;
    *out = arena_strdup(a, text);
    return *name && *name != '#' && (*text == '#') == in_link && strlen(name) <= MOST_NAME;
}

bool
form_attribute_set(arena *a, form_node *n, const char *attribute, const char *text, unit em)
{
    if (strcmp(attribute, "columns") == 0)
        return form_columns_parse(a, text, em, n);
    if (strcmp(attribute, "span") == 0)
        return parse_whole(text, 1, FORM_MOST_COVERED, &n->span);
    if (strcmp(attribute, "rows") == 0)
        return parse_whole(text, 1, FORM_MOST_COVERED, &n->rows);
    if (strcmp(attribute, "anchor") == 0)
        return set_name(a, text, false, &n->anchor);
    if (strcmp(attribute, "to") == 0)
        return set_name(a, text, n->kind == FORM_LINK, &n->to);
    return strcmp(attribute, "fill") == 0 && parse_whole(text, 0, 255, &n->fill);
}
