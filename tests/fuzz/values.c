#include "grammar.h"

#include <stdlib.h>
#include <string.h>

static const char *
any_word(chance *c, const char *const *words, size_t count)
{
    return words[chance_below(c, (uint32_t)count)];
}
#define ANY(c, words) any_word(c, words, G_N_ELEMENTS(words))

/* ---- patterns of XML Schema ---- */

typedef struct pattern_reader {
    const char *at;
    chance *c;
    int depth;
} pattern_reader;

static void append_branches(pattern_reader *r, GString *out);

/* Behind a class, from its bracket on. */
static const char *
skip_class(const char *p)
{
    for (p++; *p && *p != ']'; p++)
        if (*p == '\\' && p[1])
            p++;
    return *p ? p + 1 : p;
}

/* To the | or the ) that ends the branch. */
static const char *
skip_branch(const char *p)
{
    for (int depth = 0; *p && !(depth == 0 && (*p == '|' || *p == ')'));) {
        if (*p == '[') {
            p = skip_class(p);
            continue;
        }
        depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        p += *p == '\\' && p[1] ? 2 : 1;
    }
    return p;
}

static void
append_any_character(GString *out, chance *c)
{
    static const char *const characters[] = {"a",  "Z",  "0",  "9",         "-",  ".",  "あ",
                                             "髙", "𠮷", "㌔", "e\xcc\x81", "　", "（", "%"};
    g_string_append(out, ANY(c, characters));
}

/* One character of a class such as [a-z0-9\-]; of one that says which are not, any other. */
static void
append_class(GString *out, chance *c, const char *from, const char *end)
{
    if (*from == '^') {
        g_string_append(out, chance_one_in(c, 2) ? "x" : "語");
        return;
    }
    uint32_t seen = 0;
    gunichar chosen = 'a';
    for (const char *p = from; p < end;) {
        if (*p == '\\' && p + 1 < end)
            p++;
        const gunichar low = g_utf8_get_char(p);
        gunichar high = low;
        p = g_utf8_next_char(p);
        if (*p == '-' && p + 1 < end) {
            high = g_utf8_get_char(p + 1);
            p = g_utf8_next_char(p + 1);
        }
        if (chance_below(c, ++seen) == 0)
            chosen = low + (high > low ? chance_below(c, high - low + 1) : 0);
    }
    g_string_append_unichar(out, chosen);
}

static void
append_escaped(GString *out, chance *c, char kind)
{
    static const char *const blanks[] = {" ", "\t", "\n", "  "};
    if (kind == 'd')
        g_string_append_c(out, (char)('0' + chance_below(c, 10)));
    else if (kind == 's')
        g_string_append(out, ANY(c, blanks));
    else if (kind == 'S' || kind == 'D' || kind == 'w' || kind == 'i' || kind == 'c')
        g_string_append(out, chance_one_in(c, 2) ? "x" : "語");
    else
        g_string_append_c(out, kind);
}

static void
append_atom(pattern_reader *r, GString *out)
{
    const char *p = r->at;
    if (*p == '(') {
        r->at++;
        append_branches(r, out);
        r->at += *r->at == ')';
    } else if (*p == '[') {
        const char *end = skip_class(p);
        append_class(out, r->c, p + 1, end - 1);
        r->at = end;
    } else if (*p == '\\' && p[1]) {
        append_escaped(out, r->c, p[1]);
        r->at += 2;
    } else if (*p == '.') {
        append_any_character(out, r->c);
        r->at++;
    } else {
        r->at = g_utf8_next_char(p);
        g_string_append_len(out, p, r->at - p);
    }
}

/* How often, as ? * + and {2,3} say; few times but now and then. */
static uint32_t
read_times(pattern_reader *r)
{
    const char *p = r->at;
    long low = 0, high = chance_one_in(r->c, 40) ? 300 : 4;
    if (*p == '?')
        high = 1, p++;
    else if (*p == '*')
        p++;
    else if (*p == '+')
        low = 1, p++;
    else if (*p == '{') {
        char *end;
        low = high = strtol(p + 1, &end, 10);
        if (*end == ',')
            high = end[1] == '}' ? low + 4 : strtol(end + 1, &end, 10);
        p = strchr(p, '}') ? strchr(p, '}') + 1 : p + strlen(p);
    } else
        return 1;
    r->at = p;
    return (uint32_t)low + chance_below(r->c, (uint32_t)(high > low ? high - low + 1 : 1));
}

static void
append_branch(pattern_reader *r, GString *out)
{
    const char *end = skip_branch(r->at);
    while (r->at < end) {
        const char *atom = r->at;
        const gsize before = out->len;
        append_atom(r, out);
        const char *behind_atom = r->at;
        const uint32_t times = read_times(r);
        const char *behind = r->at;
        if (times == 0)
            g_string_truncate(out, before);
        for (uint32_t i = 1; i < times && out->len < 4096; i++) {
            r->at = atom;
            append_atom(r, out);
            g_assert(r->at == behind_atom);
        }
        r->at = behind;
    }
}

static void
append_branches(pattern_reader *r, GString *out)
{
    const char *from = r->at, *end = from;
    uint32_t count = 1;
    while (*(end = skip_branch(end)) == '|')
        end++, count++;
    for (uint32_t which = chance_below(r->c, count); which > 0; which--)
        from = skip_branch(from) + 1;
    r->at = from;
    append_branch(r, out);
    r->at = end;
}

void
values_append_pattern(GString *out, chance *c, const char *pattern)
{
    pattern_reader r = {pattern, c, 0};
    append_branches(&r, out);
}

/* ---- values by type ---- */

static void
append_date(GString *out, chance *c)
{
    static const char *const others[] = {"2024-02-29", "2023-02-29", "0001-01-01", "9999-12-31",  "1868-01-25",
                                         "2019-05-01", "2024-13-01", "2024-04-31", "12024-04-01", "-0001-01-01"};
    if (chance_one_in(c, 4))
        g_string_append(out, ANY(c, others));
    else
        g_string_append_printf(out, "20%02u-%02u-%02u", 10 + chance_below(c, 20), 1 + chance_below(c, 12),
                               1 + chance_below(c, 28));
}

static void
append_number(GString *out, chance *c, const char *lowest, const char *highest)
{
    static const char *const others[] = {"0", "-1", "2147483647", "2147483648", "99999999999999999999", "+007", "1e9"};
    const long low = lowest ? atol(lowest) : 0, high = highest ? atol(highest) : 12;
    if (chance_one_in(c, 6))
        g_string_append(out, ANY(c, others));
    else if (chance_one_in(c, 4))
        g_string_append_printf(out, "%ld", chance_one_in(c, 2) ? low : high);
    else
        g_string_append_printf(out, "%ld", low + (long)chance_below(c, (uint32_t)(high > low ? high - low + 1 : 10)));
}

void
values_append_typed(GString *out, chance *c, const char *type, const char *lowest, const char *highest)
{
    if (!strcmp(type, "date"))
        append_date(out, c);
    else if (!strcmp(type, "gYearMonth"))
        g_string_append_printf(out, "20%02u-%02u", 18 + chance_below(c, 10), 1 + chance_below(c, 13));
    else if (strstr(type, "nteger") || !strcmp(type, "decimal"))
        append_number(out, c, lowest, highest);
    else if (!strcmp(type, "language"))
        g_string_append(out, chance_one_in(c, 2) ? "en" : "ja-Latn-JP-x-renkei");
    else if (!strcmp(type, "NCName"))
        g_string_append_printf(out, "n%u", chance_below(c, 8));
    else
        values_append_text(out, c);
}

/* Texts as people write and paste them: rare kanji, marks that combine, what is not seen, long words. */
void
values_append_text(GString *out, chance *c)
{
    static const char *const words[] = {"相原 湊",
                                        "目標",
                                        "ゆっくり",
                                        "（仮）",
                                        "「は」、。",
                                        "abc",
                                        "A-1",
                                        "12",
                                        "ｱｲｳ",
                                        "か\xe3\x82\x99",
                                        "e\xcc\x81\xcc\x81",
                                        "葛\xf3\xa0\x84\x80",
                                        "𠮟る",
                                        "髙﨑",
                                        "㍻",
                                        "①②",
                                        "\xe2\x80\x8b",
                                        "\xe2\x80\xae",
                                        "\xe2\x80\x8d",
                                        "　　",
                                        " ",
                                        "\n",
                                        "\t",
                                        "——……",
                                        "!?",
                                        "한글",
                                        "שלום",
                                        "👨‍👩‍👧",
                                        "𝟘",
                                        "ﾊﾟ",
                                        "々",
                                        "ゝ",
                                        "ー",
                                        "々々々",
                                        "http://a.example/"};
    for (uint32_t n = chance_below(c, chance_one_in(c, 20) ? 200 : 6); n > 0; n--)
        g_string_append(out, ANY(c, words));
}

void
values_append_extreme(GString *out, chance *c)
{
    static const char *const units[] = {"mm", "cm", "pt", "em", "%", "*", ""};
    static const char *const sizes[] = {"0",
                                        "0.001",
                                        "0.1",
                                        "1",
                                        "41943.1",
                                        "9999",
                                        "99999",
                                        "32768",
                                        "2097151",
                                        "2147483647",
                                        "99999999999999999999",
                                        "-1",
                                        "-99999",
                                        "1e30",
                                        "00000001",
                                        ".5",
                                        "5."};
    switch (chance_below(c, 5)) {
    case 0:
        g_string_append(out, ANY(c, sizes));
        g_string_append(out, ANY(c, units));
        break;
    case 1:
        for (uint32_t n = chance_below(c, 400); n > 0; n--)
            g_string_append_c(out, 'K');
        break;
    case 2:
        append_date(out, c);
        break;
    case 3:
        break;
    default:
        g_string_append(out, ANY(c, sizes));
        break;
    }
}

/* ---- expressions ---- */

typedef struct known_function {
    const char *name;
    uint32_t least, most;
} known_function;

static const known_function own_functions[] = {
    {"string", 0, 1},
    {"concat", 2, 4},
    {"starts-with", 2, 2},
    {"contains", 2, 2},
    {"substring-before", 2, 2},
    {"substring-after", 2, 2},
    {"substring", 2, 3},
    {"string-length", 0, 1},
    {"normalize-space", 0, 1},
    {"translate", 3, 3},
    {"count", 1, 1},
    {"sum", 1, 1},
    {"number", 0, 1},
    {"floor", 1, 1},
    {"ceiling", 1, 1},
    {"round", 1, 1},
    {"boolean", 1, 1},
    {"not", 1, 1},
    {"true", 0, 0},
    {"false", 0, 0},
    {"last", 0, 0},
    {"position", 0, 0},
    {"name", 0, 1},
    {"local-name", 0, 1},
    {"id", 1, 1},
    {"lang", 1, 1},
};

/* XPath's, and those of the table of the room functions, as it stands in its source. */
static const GArray *
all_functions(void)
{
    static GArray *all;
    if (all)
        return all;
    all = g_array_new(FALSE, FALSE, sizeof(known_function));
    g_array_append_vals(all, own_functions, G_N_ELEMENTS(own_functions));
    char *source = NULL;
    if (g_file_get_contents("tools/lib/functions/functions.c", &source, NULL, NULL))
        for (char *p = source; (p = strstr(p, "    {\"")); p++) {
            char *end = strchr(p + 6, '"'), name[40];
            unsigned least, most;
            if (!end || end - (p + 6) >= (long)sizeof name || sscanf(end, "\", %*[a-z_], %u, %u", &least, &most) != 2)
                continue;
            g_strlcpy(name, p + 6, (gsize)(end - p - 5));
            const known_function f = {g_strdup(name), least, MIN(most, least + 3)};
            g_array_append_val(all, f);
        }
    g_free(source);
    return all;
}

/* The name of an element or (@) an attribute of the document; a made-up one where it has none. */
static void
append_step(GString *out, chance *c, const xmlDoc *of)
{
    static const char *const steps[] = {"*",
                                        ".",
                                        "..",
                                        "@*",
                                        "node()",
                                        "text()",
                                        "@id",
                                        "plan",
                                        "row",
                                        "child/name",
                                        "ancestor::*",
                                        "following::*",
                                        "preceding-sibling::*",
                                        "descendant-or-self::node()"};
    const xmlNode *n = of ? xmlDocGetRootElement(of) : NULL;
    for (uint32_t deep = chance_below(c, 6); n && deep > 0; deep--) {
        const xmlNode *child = xmlFirstElementChild((xmlNode *)n);
        for (uint32_t along = chance_below(c, 8); child && along > 0; along--)
            child = child->next ? child->next : child;
        if (!child || child->type != XML_ELEMENT_NODE)
            break;
        n = child;
    }
    if (!n || chance_one_in(c, 2))
        g_string_append(out, ANY(c, steps));
    else if (n->properties && chance_one_in(c, 2))
        g_string_append_printf(out, "@%s", (const char *)n->properties->name);
    else
        g_string_append(out, (const char *)n->name);
}

static void
append_path(GString *out, chance *c, const xmlDoc *of, int depth)
{
    static const char *const heads[] = {"", "", "", "//", "/case/", "$subject/", "current()/", "$judged/"};
    g_string_append(out, ANY(c, heads));
    for (uint32_t n = 1 + chance_below(c, 3); n > 0; n--) {
        append_step(out, c, of);
        if (chance_one_in(c, 4) && depth < 4) {
            g_string_append_c(out, '[');
            values_append_expression(out, c, of, depth + 2);
            g_string_append_c(out, ']');
        }
        if (n > 1)
            g_string_append(out, chance_one_in(c, 6) ? "//" : "/");
    }
}

/* One that says nothing of a place: of literals, variables that every form has, and what stands in every case. */
static void
append_plain(GString *out, chance *c)
{
    static const char *const plain[] = {
        "$case/child/name",     "$case/child/@birth-date", "$as-of",     "$month",    "$case//plan",
        "count($case//*)",      "$case/guardian",          "$case//@id", "string(.)", "position()",
        "$case//session/@date", "$case//plan/row",         "name()",     "last()"};
    g_string_append(out, ANY(c, plain));
}

static void
append_call(GString *out, chance *c, const xmlDoc *of, int depth)
{
    const GArray *all = all_functions();
    const known_function *f = &g_array_index(all, known_function, chance_below(c, all->len));
    g_string_append_printf(out, "%s(", f->name);
    const uint32_t count = f->least + chance_below(c, f->most - f->least + 1) + chance_one_in(c, 30);
    for (uint32_t i = 0; i < count; i++) {
        g_string_append(out, i ? ", " : "");
        values_append_expression(out, c, of, depth + 1);
    }
    g_string_append_c(out, ')');
}

static void
append_literal(GString *out, chance *c)
{
    static const char *const numbers[] = {"0", "1", "-1", "0.1", "1 div 0", "-1 div 0", "0 div 0", "1000000000000",
                                          "31"};
    static const char *const texts[] = {"''",   "'2024-04'", "'2024-04-01'", "'09:00'",      "'24:00'", "'あ'",
                                        "', '", "'K-0001'",  "'20:30'",      "'2024-02-30'", "'（'"};
    g_string_append(out, chance_one_in(c, 2) ? ANY(c, numbers) : ANY(c, texts));
}

void
values_append_expression(GString *out, chance *c, const xmlDoc *of, int depth)
{
    static const char *const variables[] = {"$as-of", "$month", "$blank", "$draft", "$subject", "$given", "$n", "$a"};
    static const char *const operators[] = {
        "+", "-", "*", " div ", " mod ", "=", "!=", "<", "<=", ">", " and ", " or ", "|"};
    switch (chance_below(c, depth < 4 ? 10 : 6)) {
    case 0:
        append_literal(out, c);
        break;
    case 4:
    case 5:
        append_plain(out, c);
        break;
    case 1:
        g_string_append(out, ANY(c, variables));
        break;
    case 2:
    case 3:
        append_path(out, c, of, depth);
        break;
    case 6:
        values_append_expression(out, c, of, depth + 1);
        g_string_append(out, ANY(c, operators));
        values_append_expression(out, c, of, depth + 1);
        break;
    default:
        append_call(out, c, of, depth);
        break;
    }
}
