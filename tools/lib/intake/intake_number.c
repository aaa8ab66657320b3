/* intake_number.c: numbers, and codes of digits that are none. */
#include <string.h>

#include "intake/intake_value_int.h"

/* 1,234.5: a comma before each three digits of the whole part. */
static bool
drop_commas(char *text)
{
    const size_t whole = strcspn(text, ".");
    char *to = text;
    size_t behind = 0; /* digits since the last comma */
    bool comma = false;
    for (size_t i = 0; i < whole; i++) {
        if (text[i] != ',') {
            behind += g_ascii_isdigit(text[i]) != 0;
            *to++ = text[i];
            continue;
        }
        if (comma ? behind != 3 : behind == 0 || behind > 3)
            return false;
        comma = true;
        behind = 0;
    }
    memmove(to, text + whole, strlen(text + whole) + 1);
    return !comma || behind == 3;
}

static bool
is_decimal(const char *p, bool *fraction)
{
    p += *p == '-' || *p == '+';
    const char *start = p;
    while (g_ascii_isdigit(*p))
        p++;
    *fraction = false;
    if (p == start)
        return false;
    if (*p == '.') {
        start = ++p;
        while (g_ascii_isdigit(*p))
            *fraction |= *p++ != '0';
        if (p == start)
            return false;
    }
    return !*p;
}

static bool
is_power(const char *text)
{
    return g_ascii_isdigit(text[text[0] == '-']) && strpbrk(text, "eE") && cell_digits(text) >= 2;
}

/* A whole number without what does not count: +, zeros before it, a fraction of zeros. */
static const char *
tidy_integer(arena *a, const char *text)
{
    const bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    size_t length = strcspn(text, ".");
    while (length > 1 && *text == '0') {
        text++;
        length--;
    }
    const bool zero = length == 1 && *text == '0';
    return arena_printf(a, "%s%.*s", negative && !zero ? "-" : "", (int)length, text);
}

static cell_fault
judge_number(cell *c, const char *text)
{
    const layout_column *k = c->column;
    const bool decimal = k->spot && k->spot->datatype && !strcmp(k->spot->datatype, "decimal");
    bool fraction;
    if (!is_decimal(text, &fraction))
        return is_power(text) ? FAULT_NUMBER_POWER : FAULT_NUMBER_OTHER;
    if (fraction && !decimal)
        return FAULT_NUMBER_FRACTION;
    const double n = g_ascii_strtod(text, NULL);
    if (k->lowest < k->highest && (n < (double)k->lowest || n > (double)k->highest)) {
        c->detail = arena_printf(c->a, "%ld～%ld", k->lowest, k->highest);
        c->detail_en = arena_printf(c->a, "%ld to %ld", k->lowest, k->highest);
        return FAULT_NUMBER_RANGE;
    }
    c->value = fraction ? arena_strdup(c->a, text + (*text == '+')) : tidy_integer(c->a, text);
    return CELL_GOOD;
}

cell_fault
cell_take_number(cell *c)
{
    switch (c->entry->kind) {
    case BOOK_ENTRY_NUMBER:
        return strchr(c->entry->format, '%') ? FAULT_NUMBER_PERCENT : judge_number(c, c->text);
    case BOOK_ENTRY_TEXT:
        break;
    case BOOK_ENTRY_DATE:
    case BOOK_ENTRY_TIME:
    case BOOK_ENTRY_MOMENT:
        return FAULT_NUMBER_DATE;
    default:
        return FAULT_NUMBER_OTHER;
    }
    char *plain = g_strdup(cell_plain(c->a, c->text));
    const cell_fault fault = drop_commas(plain) ? judge_number(c, plain) : FAULT_NUMBER_OTHER;
    g_free(plain);
    return fault;
}

/* ---- codes ---- */

/* How many digits a code has that is of digits alone and always of as many; 0: it is another one. */
static size_t
fixed_digits(const layout_column *k)
{
    unsigned n = 0;
    int end = 0;
    const char *pattern = k->spot ? k->spot->pattern : NULL;
    return pattern && sscanf(pattern, "[0-9]{%u}%n", &n, &end) == 1 && end > 0 && !pattern[end] ? n : 0;
}

/* Of a number that has as many digits as the code must have no zero can be lost. */
static cell_fault
take_code_number(cell *c, size_t wanted)
{
    c->detail = cell_count(c->a, cell_digits(c->text));
    if (strpbrk(c->text, "eE") || strstr(c->entry->format, "E+"))
        return FAULT_CODE_ROUNDED;
    if (!wanted || strlen(c->text) != wanted || cell_digits(c->text) != wanted ||
        !cell_is_shown_plainly(c->entry->format))
        return FAULT_CODE_NUMBER;
    c->value = arena_strdup(c->a, c->text);
    return CELL_GOOD;
}

/* ="0000010001" is how programs write a code into a CSV so that a spreadsheet leaves it alone. */
static const char *
unwrap_code(arena *a, const char *plain)
{
    const size_t length = strlen(plain);
    return length > 3 && g_str_has_prefix(plain, "=\"") && plain[length - 1] == '"'
               ? arena_strndup(a, plain + 2, length - 3)
               : plain;
}

/* What has no form of its own (き訪第7号, a telephone number with its extension) stays as it is typed. */
static cell_fault
take_code_text(cell *c, size_t wanted)
{
    const bool formed = c->column->spot && c->column->spot->pattern;
    const char *code = unwrap_code(c->a, formed ? cell_plain(c->a, c->text) : c->text);
    c->detail = cell_count(c->a, cell_digits(code));
    if (is_power(code) && strspn(code, "-+.0123456789eE") == strlen(code))
        return FAULT_CODE_ROUNDED;
    if (wanted && strlen(code) != wanted)
        return cell_digits(code) == strlen(code) ? FAULT_CODE_SHORT : FAULT_CODE_OTHER;
    c->value = code;
    return CELL_GOOD;
}

cell_fault
cell_take_code(cell *c)
{
    const size_t wanted = fixed_digits(c->column);
    switch (c->entry->kind) {
    case BOOK_ENTRY_NUMBER:
        return take_code_number(c, wanted);
    case BOOK_ENTRY_TEXT:
        return take_code_text(c, wanted);
    case BOOK_ENTRY_DATE:
    case BOOK_ENTRY_TIME:
    case BOOK_ENTRY_MOMENT:
        return FAULT_CODE_DATE;
    default:
        return FAULT_CODE_OTHER;
    }
}
