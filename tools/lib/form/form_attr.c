#include "form/form_int.h"

#include <stdlib.h>
#include <string.h>

const char *
attr_text(form_reader *r, xml_node *e, const char *name)
{
    return xml_attribute(r->a, e, name);
}

static void
bad_attribute(form_reader *r, xml_node *e, const char *name)
{
    diag_add(r->d, DIAG_FORM_ATTRIBUTE, xml_place(r->a, e, false), PLACE_NONE, xml_name(e), name, NULL);
}

/* Only what moves text may be negative; a measure may not. */
static bool
may_be_negative(const char *name)
{
    return strcmp(name, "indent") == 0 || strcmp(name, "hang") == 0 || strcmp(name, "tracking") == 0;
}

unit
attr_length(form_reader *r, xml_node *e, const char *name, unit em, unit otherwise)
{
    const char *text = attr_text(r, e, name);
    unit u;
    if (!text)
        return otherwise;
    if (!unit_parse(text, em, &u) || (u < 0 && !may_be_negative(name))) {
        bad_attribute(r, e, name);
        return otherwise;
    }
    return u;
}

unit
form_enlarged(const form_reader *r, unit u)
{
    return r->large ? unit_scale(u, FORM_LARGE_PRINT, 1000) : u;
}

static bool
is_in_em(const char *length)
{
    return g_str_has_suffix(length, "em");
}

/* As long as that is a measure of the paper, not of type: the address on an envelope has its height from the envelope.
 */
enum { LONG_MM = 100 };

unit
attr_type_length(form_reader *r, xml_node *e, const char *name, unit em, unit otherwise)
{
    const char *text = attr_text(r, e, name);
    const unit u = attr_length(r, e, name, em, otherwise);
    return text && !is_in_em(text) && u < unit_from_um(LONG_MM * 1000) ? form_enlarged(r, u) : u;
}

/* An envelope's are its own. */
unit
attr_height(form_reader *r, xml_node *e, const char *name, unit em, unit otherwise)
{
    return (r->is_envelope ? attr_length : attr_type_length)(r, e, name, em, otherwise);
}

bool
attr_is_computed(const char *text)
{
    return text && strchr(text, '{');
}

int
attr_int(form_reader *r, xml_node *e, const char *name, int otherwise)
{
    const char *text = attr_text(r, e, name);
    if (!text || attr_is_computed(text))
        return otherwise;
    char *end;
    const long n = strtol(text, &end, 10);
    if (*end || end == text || n < 0 || n > 10000) {
        bad_attribute(r, e, name);
        return otherwise;
    }
    return (int)n;
}

bool
attr_is(form_reader *r, xml_node *e, const char *name, const char *value)
{
    const char *text = attr_text(r, e, name);
    return text && strcmp(text, value) == 0;
}

bool
attr_switch(form_reader *r, xml_node *e, const char *name, const char *value, bool otherwise)
{
    return attr_text(r, e, name) ? attr_is(r, e, name, value) : otherwise;
}

bool
attr_yes(form_reader *r, xml_node *e, const char *name)
{
    return attr_is(r, e, name, "yes");
}

const xml_expr *
attr_expr(form_reader *r, xml_node *e, const char *name)
{
    const char *text = attr_text(r, e, name);
    return text ? attr_expr_of(r, e, name, text) : NULL;
}

const xml_expr *
attr_expr_of(form_reader *r, xml_node *e, const char *name, const char *text)
{
    g_ptr_array_add(r->exprs, (gpointer)text);
    const place where = xml_place(r->a, e, false);
    const xml_expr *read = xml_expr_compile_at(r->s, text, e, where, r->d);
    if (read)
        form_names_note(r, read, e, name, where);
    return read;
}

bool
attr_align(form_reader *r, xml_node *e, text_align *out)
{
    static const struct {
        const char *name;
        text_align align;
    } names[] = {{"start", TEXT_START},     {"center", TEXT_CENTER},         {"end", TEXT_END},
                 {"justify", TEXT_JUSTIFY}, {"distribute", TEXT_DISTRIBUTE}, {"decimal", TEXT_DECIMAL},
                 {NULL, TEXT_START}};
    const char *text = attr_text(r, e, "align");
    if (!text)
        return false;
    for (size_t i = 0; names[i].name; i++) {
        if (strcmp(names[i].name, text) == 0) {
            *out = names[i].align;
            return true;
        }
    }
    bad_attribute(r, e, "align");
    return false;
}

form_valign
attr_valign(form_reader *r, xml_node *e)
{
    const char *text = attr_text(r, e, "valign");
    if (!text)
        return VALIGN_UNSET;
    return strcmp(text, "top") == 0 ? VALIGN_TOP : strcmp(text, "bottom") == 0 ? VALIGN_BOTTOM : VALIGN_MIDDLE;
}

form_figures
attr_figures(form_reader *r, xml_node *e, form_figures otherwise)
{
    const char *text = attr_text(r, e, "figures");
    if (!text)
        return otherwise;
    return strcmp(text, "half") == 0        ? FIGURES_HALF
           : strcmp(text, "full") == 0      ? FIGURES_FULL
           : strcmp(text, "kanji") == 0     ? FIGURES_KANJI
           : strcmp(text, "kanji-ten") == 0 ? FIGURES_KANJI_TEN
                                            : FIGURES_KEEP;
}

static form_rule
rule_named(const char *text)
{
    if (!text)
        return RULE_UNSET;
    return strcmp(text, "heavy") == 0    ? RULE_HEAVY
           : strcmp(text, "double") == 0 ? RULE_DOUBLE
           : strcmp(text, "wavy") == 0   ? RULE_WAVY
           : strcmp(text, "thin") == 0   ? RULE_THIN
           : strcmp(text, "dotted") == 0 ? RULE_DOTTED
                                         : RULE_NONE;
}

form_diagonal
attr_diagonal(form_reader *r, xml_node *e)
{
    return attr_is(r, e, "diagonal", "down")                               ? DIAGONAL_DOWN
           : attr_is(r, e, "diagonal", "both")                             ? DIAGONAL_BOTH
           : attr_yes(r, e, "diagonal") || attr_is(r, e, "diagonal", "up") ? DIAGONAL_UP
                                                                           : DIAGONAL_NONE;
}

form_corner
attr_corner(form_reader *r, xml_node *e)
{
    return attr_is(r, e, "at", "upper-right")   ? CORNER_UPPER_RIGHT
           : attr_is(r, e, "at", "lower-left")  ? CORNER_LOWER_LEFT
           : attr_is(r, e, "at", "lower-right") ? CORNER_LOWER_RIGHT
                                                : CORNER_UPPER_LEFT;
}

form_rule
attr_rule(form_reader *r, xml_node *e, const char *name)
{
    return rule_named(attr_text(r, e, name));
}

/* What stands between NAME( and ending; g_free it. NULL when the word is no such thing. */
static char *
argument_of(const char *word, const char *name, const char *ending)
{
    const size_t before = strlen(name), after = strlen(ending), length = strlen(word);
    if (length < before + after || !g_str_has_prefix(word, name) || !g_str_has_suffix(word, ending))
        return NULL;
    return g_strndup(word + before, length - before - after);
}

enum { LEAST_PERCENT = 80, MOST_PERCENT = 99 };

static form_policy
policy_named(const char *word, unit em)
{
    static const struct {
        const char *name;
        form_fit how;
    } plain[] = {{"grow", FIT_GROW}, {"continue", FIT_CONTINUE}, {"refuse", FIT_REFUSE}};
    form_policy p = {.how = FIT_NONE};
    for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
        if (strcmp(word, plain[i].name) == 0)
            p.how = plain[i].how;
    char *size = argument_of(word, "shrink(", ")"), *percent = argument_of(word, "condense(", "%)");
    guint64 width = 0;
    if (size && unit_parse(size, em, &p.floor) && p.floor > 0)
        p.how = FIT_SHRINK;
    if (percent && g_ascii_string_to_unsigned(percent, 10, LEAST_PERCENT, MOST_PERCENT, &width, NULL)) {
        p.how = FIT_CONDENSE;
        p.condensed = (int)width * 10;
    }
    g_free(size);
    g_free(percent);
    return p;
}

/* fit="shrink(8pt) condense(80%) continue": policies in the order they are tried. */
void
attr_fit(form_reader *r, xml_node *e, form_node *n, unit em)
{
    const char *text = attr_text(r, e, "fit");
    if (!text)
        return;
    char **words = g_strsplit(text, " ", FORM_MAX_FITS + 1);
    size_t count = 0;
    for (size_t i = 0; words[i]; i++) {
        if (!*words[i])
            continue;
        const form_policy p = policy_named(words[i], em);
        if (p.how == FIT_NONE || count == FORM_MAX_FITS) {
            bad_attribute(r, e, "fit");
            break;
        }
        n->fits[count++] = p;
        if (p.how == FIT_CONTINUE && !attr_text(r, e, "field"))
            bad_attribute(r, e, "field"); /* 別紙 names the field it belongs to */
    }
    g_strfreev(words);
}

bool
attr_columns(form_reader *r, xml_node *e, form_node *n, unit em)
{
    const char *text = attr_text(r, e, "columns");
    if (!text || attr_is_computed(text))
        return false;
    if (form_columns_parse(r->a, text, em, n))
        return true;
    bad_attribute(r, e, "columns");
    return false;
}

void
attr_box(form_reader *r, xml_node *e, const char *name, unit em, unit out[4])
{
    const char *text = attr_text(r, e, name);
    if (!text)
        return;
    char **words = g_strsplit(text, " ", 0);
    unit v[4];
    size_t count = 0;
    bool good = true;
    for (size_t i = 0; words[i] && good; i++) {
        if (!*words[i])
            continue;
        good = count < 4 && unit_parse(words[i], em, &v[count]) && v[count] >= 0;
        count += good;
    }
    g_strfreev(words);
    if (!good || count == 0) {
        bad_attribute(r, e, name);
        return;
    }
    out[0] = v[0];
    out[1] = count > 1 ? v[1] : v[0];
    out[2] = count > 2 ? v[2] : v[0];
    out[3] = count > 3 ? v[3] : out[1];
}

int
attr_page_number(form_reader *r, const char *name)
{
    for (guint i = 0; i < r->pages->len; i++) {
        const form_page *page = &g_array_index(r->pages, form_page, i);
        if (page->name && strcmp(page->name, name) == 0)
            return (int)i + 1;
    }
    return 0;
}

int
attr_page(form_reader *r, xml_node *e, const char *name)
{
    const char *text = attr_text(r, e, name);
    const int number = text ? attr_page_number(r, text) : 0;
    if (text && !number)
        diag_add(r->d, DIAG_FORM_PAGE_UNKNOWN, xml_place(r->a, e, false), PLACE_NONE, text, NULL);
    return number;
}
