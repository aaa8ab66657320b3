/* xml_words.c: names for the reader: what the schema calls a field, and what may have been meant. */
#include "xml/xml_int.h"

#include <string.h>

const char *
pattern_name(arena *a, const pattern *p)
{
    const char *name = xml_attribute(a, p->rng, "name");
    return name ? name : "*";
}

/* The a:documentation in a language; without xml:lang it counts as Japanese. */
static const char *
documentation(arena *a, const xmlNode *rng, const char *language)
{
    for (const xmlNode *c = rng->children; c; c = c->next) {
        if (!xml_is_element(c) || strcmp((const char *)c->name, "documentation") != 0 ||
            strcmp(xml_namespace(c), XML_DOC_NS) != 0)
            continue;
        const char *lang = xml_attribute_ns(a, c, (const char *)XML_XML_NAMESPACE, "lang");
        if (strcmp(lang ? lang : "ja", language) == 0)
            return xml_text(a, c);
    }
    return NULL;
}

/* The first sentence, on one line: it is the name, what follows it is explanation. */
static const char *
first_sentence(arena *a, const char *text)
{
    const char *end = strstr(text, "。"), *stop = strstr(text, ". ");
    if (!end || (stop && stop < end))
        end = stop;
    char *one = g_strndup(text, end ? (gsize)(end - text) : strlen(text));
    GString *out = g_string_new(NULL);
    for (char *word = strtok(one, " \t\r\n"), *next; word; word = next) {
        next = strtok(NULL, " \t\r\n");
        g_string_append(out, word);
        if (next && ((unsigned char)word[strlen(word) - 1] < 0x80 || (unsigned char)*next < 0x80))
            g_string_append_c(out, ' '); /* Japanese needs none at a line's end */
    }
    if (out->len && out->str[out->len - 1] == '.')
        g_string_truncate(out, out->len - 1);
    const char *copy = arena_strdup(a, out->str);
    g_string_free(out, TRUE);
    g_free(one);
    return copy;
}

void
pattern_label(arena *a, const pattern *p, const char **ja, const char **en)
{
    const char *name = pattern_name(a, p);
    const char *mark = p->kind == PATTERN_ATTRIBUTE ? arena_printf(a, "@%s", name) : arena_printf(a, "<%s>", name);
    const char *in_ja = documentation(a, p->rng, "ja"), *in_en = documentation(a, p->rng, "en");
    *ja = in_ja && *in_ja ? arena_printf(a, "%s（%s）", mark, first_sentence(a, in_ja)) : mark;
    *en = in_en && *in_en ? arena_printf(a, "%s (%s)", mark, first_sentence(a, in_en)) : mark;
}

void
value_form(arena *a, const xmlNode *data, const char **ja, const char **en)
{
    /* Said at the data itself or at the definition that names it. */
    for (const xmlNode *at = data; at && !rng_named(at, "element") && !rng_named(at, "attribute"); at = at->parent) {
        const char *in_ja = documentation(a, at, "ja"), *in_en = documentation(a, at, "en");
        if (in_ja || in_en) {
            *ja = first_sentence(a, in_ja ? in_ja : in_en);
            *en = first_sentence(a, in_en ? in_en : in_ja);
            return;
        }
        if (rng_named(at, "define"))
            break;
    }
    *ja = *en = "";
    for (const xmlNode *c = data->children; c; c = c->next)
        if (rng_named(c, "param") && g_strcmp0(xml_attribute(a, c, "name"), "pattern") == 0)
            *ja = *en = xml_text(a, c);
    if (!**ja)
        *ja = *en = arena_printf(a, "xsd:%s", xml_attribute(a, data, "type"));
}

/* Damerau–Levenshtein: a swapped pair is one slip. Names are short; long ones are not compared. */
enum { LONGEST_NAME = 63 };

static size_t
distance(const char *x, const char *y)
{
    const size_t n = strlen(x), m = strlen(y);
    if (n > LONGEST_NAME || m > LONGEST_NAME)
        return LONGEST_NAME;
    size_t d[LONGEST_NAME + 1][LONGEST_NAME + 1];
    for (size_t i = 0; i <= n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            d[i][j] = MIN(MIN(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

const char *
near_name(const char *name, const GPtrArray *candidates)
{
    const size_t most = strlen(name) <= 3 ? 1 : 1 + strlen(name) / 4;
    const char *nearest = NULL;
    size_t least = most + 1;
    for (guint i = 0; i < candidates->len; i++) {
        const char *candidate = g_ptr_array_index(candidates, i);
        const size_t away = distance(name, candidate);
        if (away < least && away < strlen(candidate)) {
            least = away;
            nearest = candidate;
        }
    }
    return nearest;
}
