/* An expression over a sample, with our functions: it compiles or is told, and gives a value or a reason. */
#include "mutate.h"

#include <string.h>

#include "functions/functions.h"

#include "grammar.h"
#include "world.h"

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t most) __attribute__((weak));

/* A new expression, or one in the place of a part of the old. */
size_t
LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t most, unsigned int seed)
{
    chance c = {seed};
    if (LLVMFuzzerMutate && length > 0 && chance_one_in(&c, 3))
        return LLVMFuzzerMutate(bytes, length, most);
    GString *made = g_string_new(NULL);
    const size_t from = chance_below(&c, (uint32_t)length + 1),
                 to = from + chance_below(&c, (uint32_t)(length - from) + 1);
    const bool whole = chance_one_in(&c, 3);
    if (!whole)
        g_string_append_len(made, (const char *)bytes, (gssize)from);
    values_append_expression(made, &c, NULL, (int)chance_below(&c, 4));
    if (!whole)
        g_string_append_len(made, (const char *)bytes + to, (gssize)(length - to));
    const size_t now = MIN(made->len, most);
    memcpy(bytes, made->str, now);
    g_string_free(made, TRUE);
    return now;
}

static void
look_at_value(arena *a, const xml_value *v)
{
    if (v->type == XML_STRING)
        g_assert(g_utf8_validate(v->string, -1, NULL));
    for (size_t i = 0; v->type == XML_NODES && i < v->count; i++) {
        g_assert(g_utf8_validate(xml_text(a, v->nodes[i]), -1, NULL));
        xml_place(a, v->nodes[i], i < 20);
    }
}

static void
set_variables(xml_xpath *x, xml_node *root)
{
    xml_node *child = xml_first_element(root);
    const xml_value one = {.type = XML_NODES, .nodes = &child, .count = 1},
                    text = {.type = XML_STRING, .string = "2024-06"}, number = {.type = XML_NUMBER, .number = 3};
    xml_xpath_set_variable(x, "subject", &one);
    xml_xpath_set_variable(x, "month", &text);
    xml_xpath_set_variable(x, "as-of", &text);
    xml_xpath_set_variable(x, "n", &number);
    xml_xpath_set_variable(x, "a", &text);
}

static void
evaluate(arena *a, xml_store *s, const char *text, diag *d)
{
    const casefile *c = world_case(1);
    const xml_expr *e = xml_expr_compile(s, text, PLACE_NONE, d);
    world_check_told(e != NULL, d);
    if (!e)
        return;
    xml_xpath *x = xml_xpath_new(s);
    functions_add(x, a, c);
    set_variables(x, casefile_root(c));
    xml_node *at[] = {casefile_root(c), xml_first_element(casefile_root(c)), casefile_master(c, "office")};
    xml_value v;
    const bool good = xml_eval(x, a, e, at[strlen(text) % G_N_ELEMENTS(at)], 1, 2, PLACE_NONE, d, &v);
    world_check_told(good, d);
    if (good)
        look_at_value(a, &v);
    xml_xpath_drop(x);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = g_utf8_make_valid((const char *)bytes, (gssize)MIN(length, 4096));
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    evaluate(a, s, text, d);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
    g_free(text);
    return 0;
}
