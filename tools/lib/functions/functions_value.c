#include "functions/functions_int.h"

#include <math.h>
#include <string.h>

#include "base/kana.h"
#include "base/near.h"
#include "calendar/calendar.h"

/* ---- times ---- */

static const char *
with_time(call *k, void (*append)(GString *, int))
{
    int minutes;
    if (call_misses(k, 0))
        return call_give_nothing(k);
    if (!time_parse(call_text(k, 0), &minutes))
        return not_a_time;
    GString *s = g_string_new(NULL);
    append(s, minutes);
    return call_give_text(k, s);
}

const char *
f_time(call *k)
{
    return with_time(k, time_append);
}

const char *
f_time_words(call *k)
{
    return with_time(k, time_append_words);
}

const char *
f_minutes(call *k)
{
    int minutes;
    if (call_misses(k, 0))
        return call_give_number(k, NAN);
    return time_parse(call_text(k, 0), &minutes) ? call_give_number(k, minutes) : not_a_time;
}

/* minutes-between(start, end[, start, end …]): the sum over the pairs that are there. */
const char *
f_minutes_between(call *k)
{
    int sum = 0;
    bool any = false;
    if (k->count % 2)
        return XML_REFUSAL("始まりと終わりを組にしてください", "needs pairs of start and end");
    for (size_t i = 0; i + 1 < k->count; i += 2) {
        int from, to;
        if (call_misses(k, i) && call_misses(k, i + 1))
            continue;
        if (!time_parse(call_text(k, i), &from) || !time_parse(call_text(k, i + 1), &to))
            return not_a_time;
        if (to < from)
            return XML_CONFLICT_REFUSAL("終わりが始まりより前です", "end before start");
        sum += to - from;
        any = true;
    }
    return call_give_number(k, any ? sum : (double)NAN);
}

const char *
f_minutes_shared(call *k)
{
    int t[4];
    for (size_t i = 0; i < 4; i++) {
        if (call_misses(k, i))
            return call_give_number(k, 0);
        if (!time_parse(call_text(k, i), &t[i]))
            return not_a_time;
    }
    return call_give_number(k, minutes_shared(t[0], t[1], t[2], t[3]));
}

/* A number; missing when there is none. A text that is not a number is wrong, and never just missing. */
static const char *
number_arg(const call *k, size_t i, double *n, bool *missing)
{
    *n = call_number(k, i);
    *missing = isnan(*n) && (k->args[i].type == XML_NUMBER || call_misses(k, i));
    return isnan(*n) && !*missing ? not_a_number : NULL;
}

static const char *
minutes_arg(const call *k, int *minutes, bool *missing)
{
    double n;
    const char *wrong = number_arg(k, 0, &n, missing);
    if (wrong)
        return wrong;
    if (!*missing && !(n >= 0 && n <= 100000))
        return not_a_number;
    *minutes = *missing ? 0 : (int)n;
    return NULL;
}

const char *
f_duration(call *k)
{
    int minutes;
    bool missing;
    const char *wrong = minutes_arg(k, &minutes, &missing);
    if (wrong || missing)
        return wrong ? wrong : call_give_nothing(k);
    GString *s = g_string_new(NULL);
    duration_append(s, minutes);
    return call_give_text(k, s);
}

/* time-class(minutes, least, most of class 1, most of class 2 …) */
const char *
f_time_class(call *k)
{
    int minutes, limits[TIME_CLASSES + 1];
    bool missing;
    const char *wrong = minutes_arg(k, &minutes, &missing);
    for (size_t i = 1; i < k->count && !wrong; i++) {
        const double n = call_number(k, i);
        limits[i - 1] = n >= 0 && n <= 1440 ? (int)n : 0;
        wrong = n >= 0 && n <= 1440 ? NULL : not_a_number;
    }
    if (wrong)
        return wrong;
    return call_give_number(k, missing ? (double)NAN : time_class(minutes, limits[0], limits + 1, (int)k->count - 2));
}

/* ---- numbers and text ---- */

const char *
f_grouped(call *k)
{
    double n;
    bool missing;
    const char *wrong = number_arg(k, 0, &n, &missing);
    if (wrong || missing)
        return wrong ? wrong : call_give_nothing(k);
    if (!(fabs(n) < 1e15))
        return not_a_number;
    const xml_value size = xml_value_of_number(fabs(n));
    const char *point = strchr(xml_value_string(k->a, &size), '.');
    GString *s = g_string_new(n < 0 ? "-" : NULL);
    number_append_grouped(s, (long)fabs(n));
    g_string_append(s, point ? point : "");
    return call_give_text(k, s);
}

/* ① … ⑳: U+2460 onwards. */
const char *
f_circled(call *k)
{
    double n;
    bool missing;
    const char *wrong = number_arg(k, 0, &n, &missing);
    if (wrong || missing)
        return wrong ? wrong : call_give_nothing(k);
    if (!(n >= 1 && n <= 20) || n != floor(n))
        return XML_VALUE_REFUSAL("1から20の数にしてください", "needs a number from 1 to 20");
    GString *s = g_string_new(NULL);
    g_string_append_unichar(s, 0x2460 + (gunichar)n - 1);
    return call_give_text(k, s);
}

static const char *
with_text(call *k, void (*append)(GString *, const char *))
{
    GString *s = g_string_new(NULL);
    append(s, call_text(k, 0));
    return call_give_text(k, s);
}

const char *
f_fullwidth(call *k)
{
    return with_text(k, text_append_fullwidth);
}

const char *
f_halfwidth(call *k)
{
    return with_text(k, text_append_halfwidth);
}

const char *
f_kanji_figures(call *k)
{
    return with_text(k, text_append_kanji_figures);
}

const char *
f_kanji_numbers(call *k)
{
    return with_text(k, text_append_kanji_numbers);
}

/* "M." for みなと: how a child is named on a paper that others may read (domain guide 4.7). initial(reading), or
 * initial(name, reading): a name in Latin letters has its own. */
const char *
f_initial(call *k)
{
    const size_t reading = k->count - 1;
    const gunichar own = kana_own_letter(call_text(k, 0));
    if (call_misses(k, 0) && call_misses(k, reading))
        return call_give_nothing(k);
    const gunichar letter = own && reading ? own : (gunichar)(guchar)kana_initial(call_text(k, reading));
    if (!letter)
        return XML_VALUE_REFUSAL("かなで始まっていません", "does not begin with a kana");
    GString *s = g_string_new(NULL);
    g_string_append_unichar(s, letter);
    g_string_append_c(s, '.');
    return call_give_text(k, s);
}

const char *
f_either(call *k)
{
    *k->result = k->args[xml_value_holds(&k->args[0]) ? 1 : 2];
    return NULL;
}

enum { MOST_JOINED = 2 << 20 }; /* bytes: as the longest text that XPath itself makes here */

/* join(nodes, separator): the non-empty texts in document order. */
const char *
f_join(call *k)
{
    if (k->args[0].type != XML_NODES)
        return not_nodes;
    const char *between = xml_value_string(k->a, &k->args[1]);
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < k->args[0].count; i++) {
        char *text = g_strstrip(g_strdup(xml_text(k->a, k->args[0].nodes[i])));
        if (*text) {
            if (s->len)
                g_string_append(s, between);
            g_string_append(s, text);
        }
        g_free(text);
        if (s->len > MOST_JOINED) {
            g_string_free(s, TRUE);
            return XML_REFUSAL("つないだ文が長すぎます", "the texts are too long together");
        }
    }
    return call_give_text(k, s);
}

/* Of several nodes the one with the greatest text, or the least: days and months sort as they read. Of two alike the
 * later in the document, or the earlier. Nodes that say nothing are none. */
static const char *
give_extreme(call *k, bool latest)
{
    if (k->args[0].type != XML_NODES)
        return not_nodes;
    const char *best = NULL;
    xml_value out = {.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, 1)};
    for (size_t i = 0; i < k->args[0].count; i++) {
        const char *text = g_strstrip(arena_strdup(k->a, xml_text(k->a, k->args[0].nodes[i])));
        const int order = best ? strcmp(text, best) : 0;
        if (xml_is_blank(text) || (best && (latest ? order < 0 : order >= 0)))
            continue;
        best = text;
        out.nodes[0] = k->args[0].nodes[i];
        out.count = 1;
    }
    *k->result = out;
    return NULL;
}

/* latest(@made-on): wherever in the file it was written. */
const char *
f_latest(call *k)
{
    return give_extreme(k, true);
}

const char *
f_earliest(call *k)
{
    return give_extreme(k, false);
}

/* ---- references ---- */

static const char *
refuse_id(const call *k, const char *id)
{
    GPtrArray *ids = g_ptr_array_new();
    casefile_list_ids(k->c, ids);
    char *ja = near_advice(id, ids, DIAG_JA), *en = near_advice(id, ids, DIAG_EN);
    const char *shown = casefile_printable_id(id);
    const char *refusal = arena_printf(k->a, XML_VALUE_REFUSAL("id「%s」はありません。%s", "there is no id %s; %s"),
                                       shown, ja, shown, en);
    g_free(ja);
    g_free(en);
    g_ptr_array_free(ids, TRUE);
    return refusal;
}

static bool
holds_node(const xml_value *set, const xml_node *n)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->nodes[i] == n)
            return true;
    return false;
}

/* ref(@office): the element in case or masters that bears the id; of several ids each element once. Every reference of
 * a case was checked when it was read, so an unknown id comes from an expression of the form's own, or from data
 * without a schema. */
const char *
f_ref(call *k)
{
    const xml_value *ids = &k->args[0];
    const size_t count = ids->type == XML_NODES ? ids->count : 1;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, count + 1)};
    for (size_t i = 0; i < count; i++) {
        const char *id = ids->type == XML_NODES ? xml_text(k->a, ids->nodes[i]) : xml_value_string(k->a, ids);
        if (!k->c || xml_is_blank(id))
            continue;
        xml_node *n = casefile_find(k->c, id);
        if (!n && casefile_leaves_out(k->c, NULL, id))
            continue; /* it is there, and not for this reader */
        if (!n)
            return refuse_id(k, id);
        if (!holds_node(k->result, n))
            k->result->nodes[k->result->count++] = n;
    }
    return NULL;
}

/* left-out(., 'attendance'): there is such an element, which this copy does not tell. */
const char *
f_left_out(call *k)
{
    const xml_value *whose = &k->args[0];
    if (whose->type != XML_NODES)
        return not_nodes;
    bool is_left = false;
    for (size_t i = 0; k->c && i < whose->count; i++)
        is_left = is_left || casefile_leaves_out(k->c, whose->nodes[i], call_text(k, 1));
    *k->result = xml_value_of_boolean(is_left);
    return NULL;
}

const char *
f_master(call *k)
{
    const char *kind = call_text(k, 0);
    if (*kind && !casefile_is_master_kind(kind))
        return XML_REFUSAL("office・partners・municipality・calendar のどれかにしてください",
                           "needs office, partners, municipality or calendar");
    xml_node *n = k->c ? casefile_master(k->c, kind) : NULL;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, 1)};
    if (n)
        k->result->nodes[k->result->count++] = n;
    return NULL;
}
