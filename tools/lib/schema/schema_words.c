/* schema_words.c: names for the reader: what the schema calls a field, and what may have been meant. */
#include "schema/schema_int.h"

#include <string.h>

static const char *
rng_name(arena *a, const xml_node *rng)
{
    const char *name = xml_attribute(a, rng, "name");
    return name ? name : "*";
}

const char *
pattern_name(arena *a, const pattern *p)
{
    return rng_name(a, p->rng);
}

/* The a:documentation in a language; without xml:lang it counts as Japanese. */
static const char *
documentation_in(arena *a, const xml_node *rng, const char *language)
{
    for (const xml_node *c = xml_first_element(xml_whole(rng)); c; c = xml_next_element(c)) {
        if (strcmp(xml_name(c), "documentation") != 0 || strcmp(xml_namespace(c), RNG_DOCUMENTATION_NS) != 0)
            continue;
        const char *lang = xml_attribute_ns(a, c, RNG_XML_NS, "lang");
        if (strcmp(lang ? lang : "ja", language) == 0)
            return xml_text(a, c);
    }
    return NULL;
}

/* Where the first sentence ends: it is the name, what follows it is explanation. */
static const char *
sentence_end(const char *text)
{
    const char *end = strstr(text, "。"), *stop = strstr(text, ". ");
    if (!end || (stop && stop < end))
        end = stop;
    return end ? end : text + strlen(text);
}

/* From here to there, on one line. */
static const char *
on_one_line(arena *a, const char *text, const char *stop_at)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text + strspn(text, " \t\r\n"); p < stop_at;) {
        const size_t word = MIN(strcspn(p, " \t\r\n"), (size_t)(stop_at - p));
        const bool latin =
            word && out->len && ((unsigned char)out->str[out->len - 1] < 0x80 || (unsigned char)*p < 0x80);
        if (latin)
            g_string_append_c(out, ' '); /* Japanese needs none at a line's end */
        g_string_append_len(out, p, (gssize)word);
        p += word;
        p += strspn(p, " \t\r\n");
    }
    if (out->len && out->str[out->len - 1] == '.')
        g_string_truncate(out, out->len - 1);
    const char *copy = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static const char *
first_sentence(arena *a, const char *text)
{
    return on_one_line(a, text, sentence_end(text));
}

void
pattern_documentation(arena *a, const xml_node *rng, const char **label, const char **help)
{
    const char *text = documentation_in(a, rng, "ja");
    const char *end = text ? sentence_end(text) : NULL;
    *label = text && *text ? first_sentence(a, text) : rng_name(a, rng);
    *help = end && g_str_has_prefix(end, "。") ? on_one_line(a, end + strlen("。"), text + strlen(text)) : "";
}

void
schema_label(arena *a, const xml_node *rng, const char **ja, const char **en)
{
    const char *name = rng_name(a, rng);
    const char *mark = arena_printf(a, rng_kind_of(rng) == RNG_ATTRIBUTE ? "@%s" : "<%s>", name);
    const char *in_ja = documentation_in(a, rng, "ja"), *in_en = documentation_in(a, rng, "en");
    *ja = in_ja && *in_ja ? arena_printf(a, "%s（%s）", mark, first_sentence(a, in_ja)) : mark;
    *en = in_en && *in_en ? arena_printf(a, "%s (%s)", mark, first_sentence(a, in_en)) : mark;
}

const xml_node *
schema_part(const schema_grammar *grammar, const xml_node *rng, const char *name, bool is_attribute)
{
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    const pattern *whole = pattern_of_rng(g, rng);
    if (whole->kind != PATTERN_ELEMENT)
        return NULL;
    GPtrArray *parts = g_ptr_array_new();
    pattern_collect(pattern_content(g, whole), is_attribute ? PATTERN_ATTRIBUTE : PATTERN_ELEMENT, parts);
    const xml_node *found = NULL;
    for (guint i = 0; i < parts->len && !found; i++) {
        const pattern *p = g_ptr_array_index(parts, i);
        const char *colon = strchr(name, ':'); /* an author's own */
        if (p->name && strcmp(p->name, colon ? colon + 1 : name) == 0 && !*p->ns == !colon)
            found = p->rng;
    }
    g_ptr_array_free(parts, TRUE);
    return found;
}

const xml_node *
schema_root(const schema_grammar *g, const char *name)
{
    GPtrArray *roots = g_ptr_array_new();
    pattern_collect(g->start, PATTERN_ELEMENT, roots);
    const xml_node *found = NULL;
    for (guint i = 0; i < roots->len && !found; i++) {
        const pattern *p = g_ptr_array_index(roots, i);
        if (p->name && strcmp(p->name, name) == 0)
            found = p->rng;
    }
    g_ptr_array_free(roots, TRUE);
    return found;
}

void
pattern_label(arena *a, const pattern *p, const char **ja, const char **en)
{
    schema_label(a, p->rng, ja, en);
}

void
value_form(arena *a, const xml_node *data, const char **ja, const char **en)
{
    /* Said at the data itself or at the definition that names it. */
    for (const xml_node *at = data; at && rng_kind_of(at) != RNG_ELEMENT && rng_kind_of(at) != RNG_ATTRIBUTE;
         at = xml_parent(at)) {
        const char *in_ja = documentation_in(a, at, "ja"), *in_en = documentation_in(a, at, "en");
        if (in_ja || in_en) {
            *ja = first_sentence(a, in_ja ? in_ja : in_en);
            *en = first_sentence(a, in_en ? in_en : in_ja);
            return;
        }
        if (rng_kind_of(at) == RNG_DEFINE)
            break;
    }
    *ja = *en = "";
    for (const xml_node *c = xml_first_element(data); c; c = xml_next_element(c))
        if (rng_kind_of(c) == RNG_PARAM && g_strcmp0(xml_attribute(a, c, "name"), "pattern") == 0)
            *ja = *en = xml_text(a, c);
    if (!**ja)
        *ja = *en = arena_printf(a, "xsd:%s", xml_attribute(a, data, "type"));
}
