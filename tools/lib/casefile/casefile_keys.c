/* casefile_keys.c: the keys of siblings, and the ids that references name. */
#include "casefile/casefile_check_int.h"

#include <stdint.h>
#include <string.h>

#include "base/blank.h"
#include "base/near.h"

void
casefile_tell(checker *k, diag_code code, const xml_node *at, const char *a1, const char *a2, const char *a3,
              const char *a4)
{
    /* A path costs a look at all siblings; beyond what a diag keeps it is not worth that. */
    const place p = xml_place(k->scratch, at, k->said++ < 1000);
    diag_add(k->d, code, PLACE_NONE, p, a1, a2 ? a2 : "", a3 ? a3 : "", a4 ? a4 : "", NULL);
    k->good = k->good && diag_severity_of(code) != DIAG_ERROR;
}

const char *
casefile_trimmed(arena *a, const char *value)
{
    size_t length;
    const char *begin = blank_trim(value, &length);
    return arena_strndup(a, begin, length);
}

const char *
casefile_printable_id(const char *id)
{
    for (const char *p = id; *p; p++)
        if (!g_ascii_isalnum(*p) && !strchr("._-", *p))
            return "?";
    return *id && strlen(id) <= 64 ? id : "?";
}

const char *
casefile_file_and_line(checker *k, const xml_node *n)
{
    const place p = xml_place(k->scratch, n, false);
    return arena_printf(k->scratch, "%s:%d", p.file, p.line);
}

const xml_node *
casefile_part(const xml_node *n, const char *name)
{
    const xml_node *attr = xml_attribute_node(n, name);
    return attr ? attr : xml_element_named(n, name);
}

const char *
casefile_spelled(checker *k, const xml_node *n)
{
    return arena_printf(k->scratch, xml_is_attribute(n) ? "@%s" : "<%s>", xml_name(n));
}

/* ---- keys ---- */

/* What a part of a key is: `.` the element itself, else an attribute or a child; one that ends with ? may be missing.
 */
static const xml_node *
key_part(checker *k, const xml_node *n, const char *name, bool *optional)
{
    const size_t length = strlen(name);
    *optional = name[length - 1] == '?';
    if (*name == '.')
        return n;
    return casefile_part(n, *optional ? arena_strndup(k->scratch, name, length - 1) : name);
}

static const char *
part_value(checker *k, const xml_node *n, const xml_node *part)
{
    const char *value = xml_borrow_text(part);
    return value ? value : part == n ? casefile_own_text(k->scratch, part) : xml_text(k->scratch, part);
}

/* The parent, the name, and the parts; false when one is missing that a key must have. */
static bool
make_key(checker *k, const casefile_rule *r, const xml_node *n, GString *key)
{
    const xml_node *parent = xml_parent(n);
    char address[2 * sizeof parent]; /* without its zero bytes */
    for (size_t i = 0; i < sizeof address; i++)
        address[i] = (char)('a' + ((((uintptr_t)parent) >> 4 * i) & 15));
    g_string_append_len(key, address, sizeof address);
    g_string_append(key, xml_name(n));
    for (char **name = r->unique; *name; name++) {
        bool optional;
        const xml_node *part = key_part(k, n, *name, &optional);
        const char *value = part ? part_value(k, n, part) : "";
        if (!optional && xml_is_blank(value))
            return false;
        g_string_append_c(key, '\x1f');
        g_string_append(key, value);
    }
    return true;
}

static void
tell_twice(checker *k, const casefile_rule *r, const xml_node *n, const xml_node *first)
{
    GString *ja = g_string_new(NULL), *en = g_string_new(NULL);
    for (char **name = r->unique; *name; name++) {
        bool optional;
        const xml_node *part = key_part(k, n, *name, &optional);
        if (!part)
            continue;
        g_string_append_printf(ja, "%s%s", ja->len ? ", " : "", part == n ? "文" : casefile_spelled(k, part));
        g_string_append_printf(en, "%s%s", en->len ? ", " : "", part == n ? "text" : casefile_spelled(k, part));
    }
    casefile_tell(k, DIAG_CASEFILE_UNIQUE, n, xml_name(n), ja->str, casefile_file_and_line(k, first), en->str);
    g_string_free(ja, TRUE);
    g_string_free(en, TRUE);
}

void
casefile_check_key(checker *k, const casefile_rule *r, xml_node *n)
{
    g_string_truncate(k->key, 0);
    if (!make_key(k, r, n, k->key))
        return;
    const xml_node *first = g_hash_table_lookup(k->keys, k->key->str);
    if (first)
        tell_twice(k, r, n, first);
    else
        g_hash_table_insert(k->keys, arena_strndup(k->scratch, k->key->str, k->key->len), n);
}

/* ---- references ---- */

static const char *
joined_kinds(checker *k, char **names)
{
    char *joined = g_strjoinv(">, <", names);
    const char *copy = arena_printf(k->scratch, "<%s>", joined);
    g_free(joined);
    return copy;
}

/* What could be written instead: the ids of what may be named. */
static const char *
advise_id(checker *k, const reference *ref, const char *wrong, diag_language language)
{
    char **kinds = ref->rule->refers;
    GPtrArray *ids = g_ptr_array_new();
    for (guint i = 0; i < k->ids->len; i++) {
        const id_entry *entry = &g_array_index(k->ids, id_entry, i);
        if (g_strv_contains((const char *const *)kinds, xml_name(entry->element)) &&
            strcmp(casefile_printable_id(entry->id), "?") != 0)
            g_ptr_array_add(ids, (void *)entry->id);
    }
    char *advice = near_advice(wrong, ids, language);
    const char *copy =
        arena_printf(k->scratch, language == DIAG_EN ? "%s: %s" : "%s のid：%s", joined_kinds(k, kinds), advice);
    g_free(advice);
    g_ptr_array_free(ids, TRUE);
    return copy;
}

static void
collect_values(arena *a, const xml_node *n, GHashTable *names, GHashTable *values)
{
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr))
        if (!g_hash_table_contains(names, attr))
            g_hash_table_add(values, g_strstrip(arena_strdup(a, xml_text(a, attr))));
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        collect_values(a, c, names, values);
}

/* In documents that are not as their schemas want them an id may stand where no one sees it, as in <staff di="s1">.
 * What no attribute says at all but those that name it is missing for certain. Made when first wanted. */
static bool
is_said_somewhere(checker *k, const casefile *c, const char *id)
{
    if (!k->values) {
        GHashTable *names = g_hash_table_new(NULL, NULL);
        for (guint i = 0; i < k->references->len; i++)
            g_hash_table_add(names, (void *)g_array_index(k->references, reference, i).at);
        k->values = g_hash_table_new(g_str_hash, g_str_equal);
        for (size_t i = 0; i < c->document_count; i++)
            collect_values(k->scratch, xml_root(c->documents[i]), names, k->values);
        g_hash_table_destroy(names);
    }
    return g_hash_table_contains(k->values, id);
}

static void
check_reference(checker *k, const casefile *c, const reference *ref)
{
    const char *text = xml_text(k->scratch, ref->at);
    if (xml_is_blank(text)) /* told as empty, at its own place */
        return;
    char **ids = casefile_split_words(text);
    for (char **id = ids; *id; id++) {
        const xml_node *target = g_hash_table_lookup(k->first, *id);
        const char *shown = arena_strdup(k->scratch, casefile_printable_id(*id));
        const bool fits = target && g_strv_contains((const char *const *)ref->rule->refers, xml_name(target));
        if (fits || (!target && (!k->whole || (!k->valid && is_said_somewhere(k, c, *id)))))
            continue;
        const char *ja = advise_id(k, ref, shown, DIAG_JA), *en = advise_id(k, ref, shown, DIAG_EN);
        if (target)
            casefile_tell(k, DIAG_CASEFILE_REF_KIND, ref->at, shown,
                          arena_printf(k->scratch, "<%s> %s", xml_name(target), casefile_file_and_line(k, target)), ja,
                          en);
        else
            casefile_tell(k, DIAG_CASEFILE_REF_MISSING, ref->at, shown, casefile_spelled(k, ref->at), ja, en);
    }
    g_strfreev(ids);
}

void
casefile_check_references(checker *k, const casefile *c)
{
    for (guint i = 0; i < k->references->len; i++)
        check_reference(k, c, &g_array_index(k->references, reference, i));
    g_clear_pointer(&k->values, g_hash_table_destroy);
}
