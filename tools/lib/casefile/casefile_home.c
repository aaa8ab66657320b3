/* casefile_home.c: where people live (r:home): a home that is withheld is taken off everything that is made from the
 * case, and two spellings of one place are one. */
#include "casefile/casefile_int.h"

#include <string.h>

#include "base/blank.h"

/* ---- one spelling of an address ---- */

static const char *const kanji_digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* The digit that a kanji at p is; -1: none. */
static int
kanji_digit(const char *p)
{
    for (int i = 0; i < (int)G_N_ELEMENTS(kanji_digits); i++)
        if (g_str_has_prefix(p, kanji_digits[i]))
            return i;
    return -1;
}

/* 十 100 and so on; 0: none. */
static long
kanji_unit(const char *p)
{
    return g_str_has_prefix(p, "十") ? 10 : g_str_has_prefix(p, "百") ? 100 : g_str_has_prefix(p, "千") ? 1000 : 0;
}

/* What may stand behind a number of an address, and parts it from the next. 番地の before 番地 before 番. */
static const char *const counters[] = {"丁目", "番地の", "番地", "番", "号室", "号"};

static size_t
counter_at(const char *p)
{
    for (size_t i = 0; i < G_N_ELEMENTS(counters); i++)
        if (g_str_has_prefix(p, counters[i]))
            return strlen(counters[i]);
    return 0;
}

/* A hyphen, however it was typed; ー only between digits, where it is one. */
static size_t
dash_at(const char *p, bool after_digit)
{
    static const char *const dashes[] = {"-", "‐", "‑", "‒", "–", "—", "―", "−", "ー", "の"};
    for (size_t i = 0; after_digit && i < G_N_ELEMENTS(dashes); i++)
        if (g_str_has_prefix(p, dashes[i]))
            return strlen(dashes[i]);
    return 0;
}

/* A number in kanji that counts 丁目 or the like, as the rest of a place's name (八王子, 三条) is none: 二十三, or
 * place by place 二三. Behind a dash it needs no counter. How long it is; 0: none. */
static size_t
kanji_number(const char *p, bool behind_dash, long *value)
{
    const char *q = p;
    long sum = 0, last = 0;
    while (sum < 100000) {
        const int digit = kanji_digit(q);
        const long unit = digit < 0 ? kanji_unit(q) : 0;
        if (digit < 0 && unit == 0)
            break;
        last = digit >= 0 ? last * 10 + digit : last;
        sum += unit * (last ? last : 1);
        last = unit ? 0 : last;
        q = g_utf8_next_char(q);
    }
    *value = sum + last;
    return q > p && (behind_dash || counter_at(q) || dash_at(q, true)) ? (size_t)(q - p) : 0;
}

static bool
ends_with_digit(const GString *s)
{
    return s->len && g_ascii_isdigit(s->str[s->len - 1]);
}

/* A number ends here: a dash, when another follows. */
static void
end_number(GString *out, const char *rest, bool by_dash)
{
    long value;
    while (*rest && blank_is_char(g_utf8_get_char(rest)))
        rest = g_utf8_next_char(rest);
    if (g_ascii_isdigit(*rest) || kanji_number(rest, by_dash, &value))
        g_string_append_c(out, '-');
}

/* Appends what stands at p in its one spelling; where it ends. */
static const char *
append_spelled(GString *out, const char *p)
{
    long value;
    const bool after_digit = ends_with_digit(out);
    const size_t number = kanji_number(p, out->len && out->str[out->len - 1] == '-', &value);
    const size_t counter = after_digit ? counter_at(p) : 0;
    const size_t dash = counter ? 0 : dash_at(p, after_digit);
    if (number) {
        g_string_append_printf(out, "%ld", value);
        return p + number;
    }
    if (blank_is_char(g_utf8_get_char(p)) || counter || dash) {
        p = counter || dash ? p + counter + dash : g_utf8_next_char(p);
        if (after_digit)
            end_number(out, p, dash > 0);
        return p;
    }
    const char *next = g_utf8_next_char(p);
    if (g_str_has_prefix(p, "ヶ"))
        g_string_append(out, "ケ");
    else
        g_string_append_len(out, p, next - p);
    return next;
}

const char *
casefile_plain_address(arena *a, const char *text)
{
    g_assert(a && text);
    char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    char *folded = g_utf8_casefold(wide ? wide : "", -1);
    GString *out = g_string_new(NULL);
    for (const char *p = folded; *p;)
        p = append_spelled(out, p);
    const char *plain = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    g_free(folded);
    g_free(wide);
    return plain;
}

/* ---- homes of a case ---- */

casefile_home
casefile_home_of(arena *a, const casefile *c, const xml_node *address)
{
    g_assert(a && c);
    casefile_home home = {"", "", false};
    for (size_t i = 0; i < c->withheld_count; i++)
        if (c->withheld[i].at == address)
            return c->withheld[i].home;
    if (address) {
        const char *code = xml_attribute(a, address, "postal-code");
        home = (casefile_home){xml_text(a, address), code ? code : "", false};
    }
    return home;
}

bool
casefile_has_withheld(const casefile *c)
{
    g_assert(c);
    return c->withheld_count > 0;
}

size_t
casefile_home_count(const casefile *c)
{
    g_assert(c);
    return c->home_count;
}

casefile_home
casefile_home_at(arena *a, const casefile *c, size_t i)
{
    g_assert(a && c && i < c->home_count);
    return casefile_home_of(a, c, c->homes[i]);
}

static bool
is_withheld(const xml_node *home)
{
    const xml_node *said = xml_attribute_node(home, "withheld");
    const char *text = said ? xml_borrow_text(said) : NULL;
    return text && strcmp(text, "yes") == 0;
}

/* Whether it, or one at the same place, says so: who lives there is kept off paper under every name. */
static bool
is_place_withheld(arena *a, const GPtrArray *homes, const xml_node *home)
{
    bool withheld = is_withheld(home);
    const char *where = withheld ? "" : casefile_plain_address(a, xml_text(a, home));
    for (guint i = 0; !withheld && i < homes->len; i++) {
        const xml_node *other = g_ptr_array_index(homes, i);
        withheld = is_withheld(other) && strcmp(casefile_plain_address(a, xml_text(a, other)), where) == 0;
    }
    return withheld;
}

static bool
is_any_withheld(const GPtrArray *homes)
{
    bool any = false;
    for (guint i = 0; i < homes->len; i++)
        any = any || is_withheld(g_ptr_array_index(homes, i));
    return any;
}

/* First all are found, then emptied: an empty one is at no place. */
void
casefile_withhold(casefile *c, arena *a, const GPtrArray *homes)
{
    c->homes = arena_copy(a, homes->pdata, homes->len * sizeof(xml_node *));
    c->home_count = homes->len;
    if (!is_any_withheld(homes))
        return;
    c->withheld = ARENA_ARRAY(a, withheld_home, homes->len);
    for (guint i = 0; i < homes->len; i++) {
        xml_node *home = g_ptr_array_index(homes, i);
        if (!is_place_withheld(a, homes, home))
            continue;
        const char *code = xml_attribute(a, home, "postal-code");
        c->withheld[c->withheld_count++] =
            (withheld_home){home, {arena_strdup(a, xml_text(a, home)), code ? arena_strdup(a, code) : "", true}};
    }
    for (size_t i = 0; i < c->withheld_count; i++) {
        xml_node *code = (xml_node *)xml_attribute_node(c->withheld[i].at, "postal-code");
        xml_set_text(c->withheld[i].at, "");
        if (code)
            xml_remove(code);
    }
}
