/* schema_tidy.c: one meaning, one text: what a value says is put in the place of how it was written. */
#include "schema/schema_int.h"

#include <string.h>

#include "base/blank.h"

/* ---- one value ---- */

/* +10, 0010 and -0 are 10 and 0. A decimal loses the zeros at its end, too. */
static const char *
tidy_number(arena *a, const char *text)
{
    const bool negative = *text == '-';
    text += negative || *text == '+';
    while (*text == '0' && g_ascii_isdigit(text[1]))
        text++;
    size_t length = strlen(text);
    if (strchr(text, '.')) {
        while (text[length - 1] == '0')
            length--;
        length -= text[length - 1] == '.';
    }
    const bool zero = length == 0 || (length == 1 && *text == '0');
    return zero ? "0" : arena_printf(a, "%s%s%.*s", negative ? "-" : "", *text == '.' ? "0" : "", (int)length, text);
}

static bool
is_number(const char *type)
{
    static const char *const names[] = {"nonNegativeInteger",
                                        "positiveInteger",
                                        "integer",
                                        "decimal",
                                        "nonPositiveInteger",
                                        "negativeInteger",
                                        "long",
                                        "int",
                                        "short",
                                        "byte",
                                        "unsignedLong",
                                        "unsignedInt",
                                        "unsignedShort",
                                        "unsignedByte"};
    for (size_t i = 0; type && i < G_N_ELEMENTS(names); i++)
        if (strcmp(type, names[i]) == 0)
            return true;
    return false;
}

/* What people write as they come to it. In a text of several lines an ideographic space before the first is its
 * writer's: the paragraphs below have theirs. */
static const char *
tidy_free_text(arena *a, const char *value)
{
    size_t length;
    value = blank_plain_lines(a, value);
    const char *begin = blank_trim(value, &length);
    if (length > 0 && memchr(begin, '\n', length))
        for (const char *before = begin; before > value; begin = before) {
            before = g_utf8_prev_char(before);
            if (g_utf8_get_char(before) != 0x3000)
                break;
            length += (size_t)(begin - before);
        }
    return arena_strndup(a, begin, length);
}

/* The data, value or list that accepts it. */
static const pattern *
closed_pattern(schema_grammar *g, const pattern *p, const char *value)
{
    if (!p || p->kind == PATTERN_ATTRIBUTE || p->kind == PATTERN_ELEMENT)
        return NULL;
    if (p->kind == PATTERN_DATA || p->kind == PATTERN_VALUE || p->kind == PATTERN_LIST)
        return pattern_matches_value(g, p, value, NULL) ? p : NULL;
    const pattern *found = closed_pattern(g, p->a, value);
    return found ? found : closed_pattern(g, p->b, value);
}

/* Most values are as they should be, and it shows at their ends, and in that they are of one line. */
static bool
may_be_untidy(const char *value)
{
    size_t length;
    const char *begin = blank_trim(value, &length);
    if (begin != value || value[length] || strpbrk(value, "\t\n\r\xC2\xE2"))
        return true;
    return *value && (strchr("+-0", *value) || strchr(value, '.'));
}

/* What the schema says to be a name, a number or a code, or to have a form, is of one line. */
static const char *
tidy_value(arena *a, schema_grammar *g, const xml_node *rng, const pattern *content, const char *value)
{
    size_t length;
    const char *begin = blank_trim(value, &length);
    const char *trimmed = arena_strndup(a, begin, length);
    const pattern *closed = closed_pattern(g, content, trimmed);
    if (!closed && xml_attribute_ns(a, rng, SCHEMA_NOTES, "text"))
        return blank_one_line(a, trimmed);
    if (!closed)
        return length ? tidy_free_text(a, value) : "";
    if (closed->kind == PATTERN_DATA)
        return is_number(rng_attribute(a, closed->rng, "type")) ? tidy_number(a, trimmed) : blank_one_line(a, trimmed);
    return value_collapsed(a, g, closed, trimmed);
}

/* ---- a document ---- */

typedef struct tidier {
    arena *a;
    schema_grammar *g;
} tidier;

static void
tidy_texts_between(tidier *t, xml_node *n)
{
    for (xml_node *c = xml_first_child(n); c; c = xml_next(c))
        if (xml_is_text(c) && !xml_is_blank_text(c) && text_is_blank(t->g, c))
            xml_set_text(c, "");
}

static void
tidy_node(void *data, const xml_node *rng, xml_node *n)
{
    tidier *t = data;
    if (xml_is_element(n))
        blank_leave_out(t->a, t->g, pattern_of_rng(t->g, rng), n);
    if (xml_is_element(n) && xml_first_element(n)) {
        tidy_texts_between(t, n);
        return;
    }
    const char *value = value_of(t->a, n);
    if (!may_be_untidy(value))
        return;
    const char *tidy = tidy_value(t->a, t->g, rng, pattern_content(t->g, pattern_of_rng(t->g, rng)), value);
    if (strcmp(tidy, value) != 0)
        xml_set_text(n, tidy);
}

void
schema_tidy(const schema_grammar *grammar, xml_doc *doc)
{
    g_assert(grammar && doc);
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    tidier t = {arena_new(), g};
    g->padded = true;
    schema_walk(g, doc, tidy_node, &t);
    g->padded = false;
    arena_drop(t.a);
}

bool
schema_take(const schema_grammar *grammar, xml_doc *doc, diag *d)
{
    g_assert(grammar && doc && d);
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    const xml_node *failed;
    g->padded = true;
    bool valid = schema_judge(g, doc, &failed);
    if (!valid) {
        blank_leave_out_misfits(g, doc);
        valid = schema_validate(g, doc, d);
    }
    g->padded = false;
    if (valid)
        schema_tidy(g, doc);
    return valid;
}
