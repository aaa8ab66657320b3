/* functions_call.c: what the bodies of functions share: arguments in, a result out. */
#include "functions/functions_int.h"

#include <assert.h>
#include <math.h>
#include <string.h>

const char not_a_date[] = XML_VALUE_REFUSAL("日付（YYYY-MM-DD）ではありません", "not a date YYYY-MM-DD");
const char not_a_month[] = XML_VALUE_REFUSAL("月（YYYY-MM）ではありません", "not a month YYYY-MM");
const char not_a_time[] = XML_VALUE_REFUSAL("時刻（HH:MM）ではありません", "not a time HH:MM");
const char not_a_number[] = XML_VALUE_REFUSAL("数ではありません", "not a number");
const char not_nodes[] = XML_REFUSAL("一つ目の引数は節点にしてください", "the first argument must be nodes");

/* Borrowed of a document where it can be: asked for tens of thousands of times, and nearly never with blanks around. */
static const char *
text_of(const call *k, const xml_value *v)
{
    if (v->type == XML_NUMBER && isnan(v->number))
        return ""; /* as what is not there: no word */
    const char *held = v->type == XML_NODES && v->count > 0 ? xml_borrow_value(v->nodes[0]) : NULL;
    return held ? held : xml_value_string(k->a, v);
}

const char *
call_text(const call *k, size_t i)
{
    *k->last = i;
    const char *text = i < k->count ? text_of(k, &k->args[i]) : "";
    while (g_ascii_isspace(*text))
        text++;
    size_t length = strlen(text);
    if (length == 0 || !g_ascii_isspace(text[length - 1]))
        return text;
    while (g_ascii_isspace(text[length - 1]))
        length--;
    return arena_strndup(k->a, text, length);
}

double
call_number(const call *k, size_t i)
{
    *k->last = i;
    return xml_value_number(&k->args[i]);
}

bool
call_misses(const call *k, size_t i)
{
    return *call_text(k, i) == '\0';
}

const char *
call_give_text(call *k, GString *s)
{
    assert(s);
    *k->result = xml_value_of_string(arena_strdup(k->a, s->str));
    g_string_free(s, TRUE);
    return NULL;
}

const char *
call_give_nothing(call *k)
{
    *k->result = xml_value_of_string("");
    return NULL;
}

const char *
call_give_number(call *k, double n)
{
    *k->result = xml_value_of_number(n);
    return NULL;
}
