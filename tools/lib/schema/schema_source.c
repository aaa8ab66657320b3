/* schema_source.c: what the elements of a .rng file are. See schema_int.h. */
#include "schema/schema_int.h"

#include <string.h>

static const struct {
    const char *name;
    rng_kind kind;
} kind_names[] = {
    {"ref", RNG_REF},
    {"attribute", RNG_ATTRIBUTE},
    {"optional", RNG_OPTIONAL},
    {"value", RNG_VALUE},
    {"element", RNG_ELEMENT},
    {"text", RNG_TEXT},
    {"define", RNG_DEFINE},
    {"zeroOrMore", RNG_ZERO_OR_MORE},
    {"choice", RNG_CHOICE},
    {"data", RNG_DATA},
    {"empty", RNG_EMPTY},
    {"param", RNG_PARAM},
    {"oneOrMore", RNG_ONE_OR_MORE},
    {"grammar", RNG_GRAMMAR},
    {"start", RNG_START},
    {"include", RNG_INCLUDE},
    {"group", RNG_GROUP},
    {"interleave", RNG_INTERLEAVE},
    {"mixed", RNG_MIXED},
    {"list", RNG_LIST},
    {"div", RNG_DIV},
    {"notAllowed", RNG_NOT_ALLOWED},
    {"name", RNG_NAME},
    {"anyName", RNG_ANY_NAME},
    {"nsName", RNG_NS_NAME},
    {"except", RNG_EXCEPT},
};

rng_kind
rng_kind_of(const xml_node *n)
{
    if (!xml_is_element(n) || strcmp(xml_namespace(n), RNG_NS) != 0)
        return RNG_FOREIGN;
    const char *name = xml_name(n);
    for (size_t i = 0; i < G_N_ELEMENTS(kind_names); i++)
        if (*name == *kind_names[i].name && strcmp(name, kind_names[i].name) == 0)
            return kind_names[i].kind;
    return RNG_UNKNOWN;
}

const char *
rng_attribute(arena *a, const xml_node *n, const char *name)
{
    const xml_node *attr = xml_attribute_node(n, name);
    if (!attr)
        return NULL;
    const char *text = xml_borrow_text(attr);
    const size_t length = text ? strlen(text) : 0;
    const bool trimmed = text && (length == 0 || !(strchr(" \t\r\n", text[0]) || strchr(" \t\r\n", text[length - 1])));
    return trimmed ? text : g_strstrip((char *)xml_text(a, attr));
}

const char *
rng_inherited(arena *a, const xml_node *n, const char *name)
{
    for (; n; n = xml_parent(n)) {
        const char *value = rng_attribute(a, n, name);
        if (value)
            return value;
    }
    return "";
}

const xml_node *
rng_name_class(const xml_node *n)
{
    const rng_kind kind = rng_kind_of(n);
    if ((kind != RNG_ELEMENT && kind != RNG_ATTRIBUTE) || xml_has_attribute(n, "name"))
        return NULL;
    const xml_node *c = xml_first_element(n);
    while (c && rng_kind_of(c) == RNG_FOREIGN)
        c = xml_next_element(c);
    return c;
}

void
rng_broken(const xml_node *at, const char *file, const char *ja, const char *en, diag *d)
{
    arena *a = arena_new();
    diag_add(d, DIAG_SCHEMA_BROKEN, at ? xml_place(a, at, false) : (place){file, 0, NULL}, PLACE_NONE, ja, en, NULL);
    arena_drop(a);
}
