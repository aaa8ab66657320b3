/* bind_attribute.c: attributes of which something is computed: columns, span, rows, fill and the names of references
 * with {expressions}. */
#include "bind/bind_int.h"

#include <math.h>
#include <string.h>

/* What an expression says; NULL: nothing, which has been told. `from`: where it stands in the data. */
static const char *
said_by(binder *b, const bind_at *at, const form_node *n, const xml_expr *e, xml_node **from)
{
    xml_value v;
    *from = at->node;
    if (!bind_eval(b, at, e, n->where, &v))
        return NULL;
    if (v.type == XML_NODES && v.count > 1) {
        bind_tell_many(b, n->where, e, &v);
        return NULL;
    }
    if (v.type == XML_NODES && v.count)
        *from = v.nodes[0];
    const char *text = xml_value_string(b->a, &v);
    const bool is_none = v.type == XML_NUMBER ? isnan(v.number) : xml_is_blank(text);
    if (is_none && !bind_tell_no_number(b, at, n->where, e))
        bind_lacks_value(b, at, n->where, DIAG_BIND_MISSING, e);
    return is_none ? NULL : g_strstrip(arena_strdup(b->a, text));
}

static const char *
told_of(const char *attribute, bool in_english)
{
    static const struct {
        const char *name, *ja, *en;
    } all[] = {{"columns", "列の幅（20mm 15% * repeat(31, 5mm) など）を、200列まで", "widths of at most 200 columns"},
               {"span", "1 から 9999 までの整数", "a whole number from 1 to 9999"},
               {"rows", "1 から 9999 までの整数", "a whole number from 1 to 9999"},
               {"fill", "0 から 255 までの整数", "a whole number from 0 to 255"},
               {"anchor", "# で始まらない、長すぎない名前", "a name that is not too long and does not begin with #"},
               {"to", "anchor の名前（link なら # とそれ）", "the name of an anchor (of a link # and that)"}};
    size_t i = 0;
    while (strcmp(all[i].name, attribute) != 0)
        i++;
    return in_english ? all[i].en : all[i].ja;
}

static bool
is_known(binder *b, const form_computed *c)
{
    bool known = true;
    for (size_t i = 0; i < c->count; i++)
        known = known && bind_is_known(b, c->exprs[i]);
    return known;
}

static void
set_one(binder *b, const bind_at *at, const form_computed *c, form_node *n)
{
    GString *value = g_string_new(c->words[0]);
    xml_node *from = at->node;
    bool good = true;
    for (size_t i = 0; i < c->count && good; i++) {
        const char *said = said_by(b, at, n, c->exprs[i], &from);
        good = said != NULL;
        g_string_append(value, said ? said : "");
        g_string_append(value, c->words[i + 1]);
    }
    /* The value may be a datum; how long it is tells an empty one and one of too many words. */
    if (good && !form_attribute_set(b->a, n, c->attribute, value->str, at->style->size))
        diag_add(b->d, DIAG_BIND_ATTRIBUTE, n->where, from ? xml_place(b->a, from, true) : PLACE_NONE, c->attribute,
                 arena_printf(b->a, "%ld", g_utf8_strlen(value->str, -1)), told_of(c->attribute, false),
                 told_of(c->attribute, true), NULL);
    g_string_free(value, TRUE);
}

static bool
says_size_of_data(binder *b, const form_computed *c)
{
    bool own = true;
    for (size_t i = 0; i < c->count; i++)
        own = own && bind_is_own(b, c->exprs[i]);
    return !own && (strcmp(c->attribute, "span") == 0 || strcmp(c->attribute, "rows") == 0);
}

/* In a blank form one that depends on data is as if it were not written; only columns have no such value. */
const form_node *
bind_attributes(binder *b, const bind_at *at, const form_node *n)
{
    form_node *own = arena_copy(b->a, n, sizeof *n);
    for (const form_computed *c = n->computed; c; c = c->next) {
        if (is_known(b, c)) {
            set_one(b, at, c, own);
            own->sized_by_data = own->sized_by_data || says_size_of_data(b, c);
        } else if (strcmp(c->attribute, "columns") == 0)
            diag_add(b->d, DIAG_BIND_ATTRIBUTE_BLANK, n->where, PLACE_NONE, c->attribute, NULL);
    }
    return own;
}
