/* text_leftover.c: what a program left in data that it exported, for a character that it could not write. All of it is
 * ASCII, or what Japanese keyboards and fonts have in the place of ASCII: ¥ and ＼ for \, ＜ for <. */
#include "text/text_int.h"

#include <string.h>

typedef const char *(*leftover_kind)(const char *p);

static bool
are_hex(const char *p, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!g_ascii_isxdigit(p[i]))
            return false;
    return true;
}

/* _x000D_: a spreadsheet's, for what XML cannot hold. */
static const char *
leftover_of_sheet(const char *p)
{
    return p[0] == '_' && (p[1] == 'x' || p[1] == 'X') && are_hex(p + 2, 4) && p[6] == '_' ? "_x…_" : NULL;
}

/* &nbsp; &#160; &#xA0;, and those whose semicolon went astray. Others than the usual ones are not repeated: they are
 * words of the data. */
static const char *
leftover_entity(const char *p)
{
    static const char *const names[] = {"&lt;",    "&gt;",     "&amp;",    "&quot;",  "&apos;",  "&nbsp;",
                                        "&emsp;",  "&ensp;",   "&thinsp;", "&ldquo;", "&rdquo;", "&lsquo;",
                                        "&rsquo;", "&hellip;", "&middot;", "&ndash;", "&mdash;", "&yen;",
                                        "&copy;",  "&times;",  "&zwj;",    "&zwnj;",  "&shy;"};
    if (p[0] != '&')
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strncasecmp(p, names[i], strlen(names[i])) == 0)
            return names[i];
    if (p[1] == '#' && (g_ascii_isdigit(p[2]) || ((p[2] == 'x' || p[2] == 'X') && g_ascii_isxdigit(p[3]))))
        return "&#…;";
    size_t n = 1;
    while (g_ascii_isalnum(p[n]))
        n++;
    if (n > 2 && n < 34 && p[n] == ';')
        return "&…;";
    return g_str_has_prefix(p, "&nbsp") && !g_ascii_isalpha(p[5]) ? "&nbsp" : NULL;
}

/* What follows a \ in any of its forms; NULL: there is none. */
static const char *
after_backslash(const char *p)
{
    static const char *const forms[] = {"\\", "\u00A5", "\uFFE5", "\uFF3C", "\u20A9"};
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
        if (g_str_has_prefix(p, forms[i]))
            return p + strlen(forms[i]);
    return NULL;
}

static const char both_ends[] = "\\r\\n";

/* \n, \r\n, \t, \u3042. ¥name and C:\temp are something else. */
static const char *
leftover_escape(const char *p)
{
    static const struct {
        const char *letter, *wide, *told;
    } letters[] = {{"n", "\uFF4E", "\\n"}, {"r", "\uFF52", "\\r"}, {"t", "\uFF54", "\\t"}};
    const char *next = after_backslash(p);
    if (!next)
        return NULL;
    if ((*next == 'u' || *next == 'U') && are_hex(next + 1, 4))
        return "\\u…";
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
        const bool narrow = g_str_has_prefix(next, letters[i].letter);
        if (narrow ? g_ascii_islower(next[1]) : !g_str_has_prefix(next, letters[i].wide))
            continue;
        const char *second = narrow ? after_backslash(next + 1) : NULL;
        return *letters[i].letter == 'r' && second && *second == 'n' ? both_ends : letters[i].told;
    }
    return NULL;
}

static const char *
after_angle(const char *p)
{
    return *p == '<' ? p + 1 : g_str_has_prefix(p, "\uFF1C") ? p + strlen("\uFF1C") : NULL;
}

/* <br>, <br/>, </p>, <span style=…>, in any case of letters. */
static const char *
leftover_tag(const char *p)
{
    static const char *const names[] = {"br", "p",  "div", "span", "font", "strong", "em",    "b", "i",
                                        "u",  "li", "ul",  "ol",   "td",   "tr",     "table", "a"};
    const char *name = after_angle(p);
    if (!name)
        return NULL;
    name += strspn(name, " /");
    size_t n = 0;
    while (g_ascii_isalpha(name[n]))
        n++;
    const char *end = name + n + strspn(name + n, " /");
    const bool ends = *end == '>' || g_str_has_prefix(end, "\uFF1E") || (name[n] == ' ' && strchr(end, '='));
    for (size_t i = 0; ends && i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i]) == n && g_ascii_strncasecmp(name, names[i], n) == 0)
            return i == 0 ? "<br>" : "<…>";
    return NULL;
}

/* =0D=0A, =E3=81=82 of mail; %0D%0A of addresses, where other codes are as they should be. */
static const char *
leftover_code(const char *p)
{
    if (g_ascii_strncasecmp(p, "%0D%0A", 6) == 0)
        return "%0D%0A";
    if (g_ascii_strncasecmp(p, "=0D=0A", 6) == 0)
        return "=0D=0A";
    return p[0] == '=' && are_hex(p + 1, 2) && p[3] == '=' && are_hex(p + 4, 2) && p[6] == '=' && are_hex(p + 7, 2)
               ? "=XX"
               : NULL;
}

/* What a formula or a program had instead of a value. */
static const char *
leftover_value(const char *p)
{
    static const char *const values[] = {"#N/A",  "#REF!",  "#VALUE!",         "#NAME?",
                                         "#NUM!", "#NULL!", "[object Object]", "#DIV/0!"};
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
        if (g_str_has_prefix(p, values[i]))
            return values[i];
    return NULL;
}

/* The next place where one of the kinds may begin: the ASCII characters that they begin with, and ¥ ₩ ￥ ＼ ＜; NULL:
 * there is none. */
static const char *
next_suspect(const char *p)
{
    for (;; p++) {
        const unsigned char c = (unsigned char)*p;
        if (c >= 0x80 && c != 0xC2 && c != 0xE2 && c != 0xEF)
            continue;
        switch (c) {
        case '\0':
            return NULL;
        case '_':
        case '&':
        case '\\':
        case '<':
        case '=':
        case '%':
        case '#':
        case '[':
            return p;
        case 0xC2:
        case 0xE2:
        case 0xEF:
            if (after_backslash(p) || after_angle(p))
                return p;
            break;
        default:
            break;
        }
    }
}

/* Each kind that is in a text is told once of it. */
bool
leftover_tell(diag *d, const text_span *span)
{
    static const leftover_kind kinds[] = {leftover_of_sheet, leftover_entity, leftover_escape,
                                          leftover_tag,      leftover_code,   leftover_value};
    enum { MOST = 16 };
    const char *told[MOST];
    size_t count = 0;
    if (span->kind != TEXT_CHARS || !span->origin || !span->origin->data.file)
        return false;
    for (const char *p = span->utf8; (p = next_suspect(p)) && count < MOST; p++) {
        const char *what = NULL;
        for (size_t k = 0; k < G_N_ELEMENTS(kinds) && !what; k++)
            what = kinds[k](p);
        if (!what)
            continue;
        if (what == both_ends)
            p = after_backslash(after_backslash(p) + 1);
        size_t i = 0;
        while (i < count && strcmp(told[i], what) != 0)
            i++;
        if (i < count)
            continue;
        told[count++] = what;
        diag_add(d, DIAG_TEXT_LEFTOVER, span->origin->form, span->origin->data, what, NULL);
    }
    return count > 0;
}
