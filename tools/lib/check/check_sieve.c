/* check_sieve.c: which rules can keep a form in the office, told from the bytes of the rule files. When in doubt, a
 * rule can. All versions of an id stay together. */
#include "check/check_int.h"

#include <string.h>

struct rule_sieve {
    const char *form;
    GHashTable *ids; /* of all rules: whether one of that id names the form */
    GArray *files;   /* of rule_reading */
    /* The values that the kept rules name; NULL: there may be any, as a name is not written out. */
    GHashTable *values;
};

static inline bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline bool
is_delimiter(char c)
{
    return is_blank(c) || c == '"' || c == '\'';
}

static inline const char *
skip_blanks(const char *p, const char *end)
{
    while (p < end && is_blank(*p))
        p++;
    return p;
}

/* The value of what might be an attribute whose name ends at `p`; false when none follows. */
static bool
value_behind(const char *p, const char *end, const char **value, size_t *length)
{
    p = skip_blanks(p, end);
    if (p == end || *p++ != '=')
        return false;
    p = skip_blanks(p, end);
    const char *const close = p < end && (*p == '"' || *p == '\'') ? memchr(p + 1, *p, (size_t)(end - p - 1)) : NULL;
    *value = p + 1;
    *length = close ? (size_t)(close - p - 1) : 0;
    return close;
}

/* The name of the form stands there as a word, or something stands there as a reference and may be it. */
static bool
may_name(const char *list, size_t length, const char *form)
{
    const char *const end = list + length;
    const size_t n = strlen(form);
    for (const char *p = list; (p = memmem(p, (size_t)(end - p), form, n)); p += n)
        if ((p == list || is_delimiter(p[-1])) && (p + n == end || is_delimiter(p[n])))
            return true;
    return memchr(list, '&', length);
}

/* Whether the bytes from `from` to `end` end with the word. */
static bool
ends_with(const char *from, const char *end, const char *word)
{
    const size_t n = strlen(word);
    return (size_t)(end - from) >= n && memcmp(end - n, word, n) == 0;
}

/* Every place is looked at that might be the attribute, wherever it stands: when in doubt, the rule names the form. One
 * goes from = to =, which is cheaper than to look for the names: every form that is rendered looks through all rules.
 */
static bool
names_form(const char *rule_bytes, size_t length, const char *form)
{
    const char *const end = rule_bytes + length, *value;
    size_t n;
    for (const char *p = rule_bytes; (p = memchr(p, '=', (size_t)(end - p))); p++) {
        const char *name_end = p;
        while (name_end > rule_bytes && is_blank(name_end[-1]))
            name_end--;
        if ((ends_with(rule_bytes, name_end, "documents") || ends_with(rule_bytes, name_end, "until-signed")) &&
            value_behind(p, end, &value, &n) && may_name(value, n, form))
            return true;
    }
    return false;
}

/* The attribute of a tag behind its name, read as a parser reads it; g_free it. NULL: none, or not understood. */
static char *
attribute_of_tag(const char *tag, const char *end, const char *wanted)
{
    const char *value;
    size_t n;
    for (const char *p = tag; p < end; p = value + n + 1) {
        const char *const name = p = skip_blanks(p, end);
        while (p < end && *p != '=' && *p != '>' && *p != '/' && !is_delimiter(*p))
            p++;
        if (p == name || !value_behind(p, end, &value, &n))
            return NULL;
        if ((size_t)(p - name) == strlen(wanted) && memcmp(name, wanted, strlen(wanted)) == 0)
            return memchr(value, '&', n) ? NULL : g_strstrip(g_strndup(value, n));
    }
    return NULL;
}

static bool
keeps_rule(const void *data, const char *bytes, size_t length)
{
    const rule_sieve *sieve = data;
    char *id = attribute_of_tag(bytes + strlen("<rule"), bytes + length, "id");
    const bool keeps = !id || g_hash_table_lookup(sieve->ids, id);
    g_free(id);
    return keeps;
}

static void
forget_values(rule_sieve *sieve)
{
    if (sieve->values)
        g_hash_table_destroy(sieve->values);
    sieve->values = NULL;
}

/* Notes every parameter('name' of the bytes; what is written in another way may be any. */
static void
note_values(rule_sieve *sieve, const char *bytes, size_t length)
{
    static const char word[] = "parameter";
    const char *const end = bytes + length;
    for (const char *p = bytes; sieve->values && (p = memmem(p, (size_t)(end - p), word, strlen(word)));) {
        const char *open = skip_blanks(p += strlen(word), end);
        if (open == end || *open != '(')
            continue; /* a word of a text, or of a longer name */
        const char *const name = skip_blanks(open + 1, end);
        const char *const close =
            name < end && (*name == '\'' || *name == '"') ? memchr(name + 1, *name, (size_t)(end - name - 1)) : NULL;
        if (!close || memchr(name, '&', (size_t)(close - name)))
            forget_values(sieve);
        else
            g_hash_table_add(sieve->values, g_strndup(name + 1, (size_t)(close - name - 1)));
    }
}

static bool
keeps_value(const void *data, const char *bytes, size_t length)
{
    const rule_sieve *sieve = data;
    char *name = attribute_of_tag(bytes + strlen("<parameter"), bytes + length, "name");
    const bool keeps = !sieve->values || !name || g_hash_table_contains(sieve->values, name);
    g_free(name);
    return keeps;
}

/* Keeps it, and notes what it reads. */
static bool
take_rule(rule_sieve *sieve, const char *bytes, size_t length)
{
    const bool keeps = keeps_rule(sieve, bytes, length);
    if (keeps)
        note_values(sieve, bytes, length);
    return keeps;
}

/* A name follows in the bytes, which end with a NUL: <rule of <rules is none. */
static bool
is_tag(const char *p, const char *open)
{
    return p[strlen(open)] && strchr(" \t\r\n", p[strlen(open)]);
}

/* Deadlines keep nothing in the office: they are known, and not read. */
static void
note_deadlines(rule_sieve *sieve, const char *bytes, const char *end)
{
    static const char open[] = "<deadline";
    for (const char *p = bytes; (p = memmem(p, (size_t)(end - p), open, strlen(open))); p += strlen(open)) {
        char *id = is_tag(p, open) ? attribute_of_tag(p + strlen(open), end, "id") : NULL;
        if (id && !g_hash_table_contains(sieve->ids, id))
            g_hash_table_insert(sieve->ids, id, GINT_TO_POINTER(false));
        else
            g_free(id);
    }
}

/* The bytes of a rule. */
typedef struct rule_range {
    const char *bytes;
    size_t length;
} rule_range;

/* Where the tag begins next: markup is rarer than letters, so one looks from `<` to `<`. */
static const char *
find_tag(const char *p, const char *end, const char *tag)
{
    const size_t n = strlen(tag);
    while ((p = memchr(p, '<', (size_t)(end - p))) && (size_t)(end - p) >= n && memcmp(p, tag, n) != 0)
        p++;
    return p && (size_t)(end - p) >= n ? p : NULL;
}

/* Finds every rule of a file, as the reader cuts it out. False where one does not end: the parser tells it. */
static bool
find_rules(const char *bytes, const char *end, GArray *rules)
{
    static const char open[] = "<rule", close[] = "</rule>";
    for (const char *p = bytes; (p = find_tag(p, end, open));) {
        const char *const last = is_tag(p, open) ? find_tag(p, end, close) : p;
        if (!last)
            return false;
        const rule_range found = {p, (size_t)(last + strlen(close) - p)};
        if (last > p)
            g_array_append_val(rules, found);
        p = last > p ? last : p + 1;
    }
    return true;
}

static bool
note_rule(rule_sieve *sieve, const char *bytes, size_t length)
{
    char *id = attribute_of_tag(bytes + strlen("<rule"), bytes + length, "id");
    if (id) {
        const bool named = g_hash_table_lookup(sieve->ids, id) || names_form(bytes, length, sieve->form);
        g_hash_table_insert(sieve->ids, id, GINT_TO_POINTER(named));
    }
    return id;
}

/* The end tag of a rule with a blank in it, or a rule that is an empty tag: find_rules would look behind it. */
static bool
hides_its_end(const char *tag, const char *end)
{
    static const char close[] = "</rule", open[] = "<rule";
    const size_t left = (size_t)(end - tag);
    if (left > strlen(close) && memcmp(tag, close, strlen(close)) == 0)
        return strchr(" \t\r\n", tag[strlen(close)]);
    const char *const tag_end =
        left > strlen(open) && memcmp(tag, open, strlen(open)) == 0 ? memchr(tag, '>', left) : NULL;
    return tag_end && tag_end[-1] == '/';
}

/* What stands in a rule file. */
typedef struct sight {
    GBytes *bytes; /* NULL: the rules cannot be told from them */
    GArray *rules; /* of rule_range, in `bytes`; NULL as `bytes` is */
    bool unended;  /* the last one does not end */
    bool has_rules, has_values, has_offs, has_deadlines;
} sight;

static bool
begins_word(const char *p, const char *end, const char *word)
{
    return (size_t)(end - p) > strlen(word) && memcmp(p, word, strlen(word)) == 0;
}

/* Whether the rules can be told from the bytes: not where a `<` need not begin a tag, or a rule is in a comment. */
static bool
look_over(const char *bytes, size_t length, sight *seen)
{
    const char *const end = bytes + length, *const head = memchr(bytes, '<', length);
    for (const char *p = head; p && end - p > 4; p = memchr(p + 1, '<', (size_t)(end - p - 1))) {
        if (p[1] == '?' && (p != head || memcmp(p, "<?xml", strlen("<?xml")) != 0))
            return false;
        if (hides_its_end(p, end))
            return false;
        seen->has_values = seen->has_values || (p[1] == 'p' && begins_word(p, end, "<parameter"));
        seen->has_deadlines = seen->has_deadlines || (p[1] == 'd' && begins_word(p, end, "<deadline"));
        seen->has_offs = seen->has_offs || (p[1] == 's' && begins_word(p, end, "<switch-off"));
        if (p[1] != '!')
            continue;
        const char *const close = memcmp(p, "<!--", 4) == 0 ? memmem(p, (size_t)(end - p), "-->", 3) : NULL;
        if (!close || memmem(p, (size_t)(close - p), "<rule", strlen("<rule")) ||
            memmem(p, (size_t)(close - p), "<parameter", strlen("<parameter")))
            return false;
        p = close;
    }
    return !memchr(bytes, '\0', length);
}

/* One that cannot be read is left to the reader, which tells it. */
static sight
look_into(const char *path, rule_sieve *sieve)
{
    sight seen = {0};
    char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &bytes, &length, NULL) || !look_over(bytes, length, &seen)) {
        g_free(bytes);
        return (sight){0};
    }
    seen.bytes = g_bytes_new_take(bytes, length);
    seen.rules = g_array_new(FALSE, FALSE, sizeof(rule_range));
    seen.has_rules = seen.unended = !find_rules(bytes, bytes + length, seen.rules);
    for (guint i = 0; i < seen.rules->len; i++) {
        const rule_range one = g_array_index(seen.rules, rule_range, i);
        seen.has_rules = note_rule(sieve, one.bytes, one.length) || seen.has_rules;
    }
    if (seen.has_deadlines)
        note_deadlines(sieve, bytes, bytes + length);
    return seen;
}

/* A value or a rule switched off counts for every form, so a file that has such and no rule of this form is read lean
 * all the same; one of values alone is read for those that the rules of the form name. */
static rule_reading
reading_of(rule_sieve *sieve, const sight *seen)
{
    if (seen->bytes && !seen->has_rules && !seen->has_offs)
        return seen->has_values ? RULES_VALUES : seen->has_deadlines ? RULES_NONE : RULES_WHOLE;
    if (!seen->bytes || !seen->has_rules)
        return RULES_WHOLE;
    bool kept = seen->unended;
    for (guint i = 0; i < seen->rules->len; i++) {
        const rule_range one = g_array_index(seen->rules, rule_range, i);
        kept = take_rule(sieve, one.bytes, one.length) || kept;
    }
    return kept || seen->has_values || seen->has_offs ? RULES_LEAN : RULES_NONE;
}

/* A file of values of which none is wanted is not parsed. */
static bool
has_wanted(const rule_sieve *sieve, const sight *seen)
{
    static const char tag[] = "<parameter";
    gsize length = 0;
    const char *const bytes = g_bytes_get_data(seen->bytes, &length), *const end = bytes + length;
    for (const char *p = bytes; (p = memmem(p, (size_t)(end - p), tag, strlen(tag))); p += strlen(tag))
        if (keeps_value(sieve, p, (size_t)(end - p)))
            return true;
    return false;
}

rule_sieve *
rule_sieve_new(const char *form, bool values, const GPtrArray *paths)
{
    rule_sieve *sieve = g_new0(rule_sieve, 1);
    sieve->form = form;
    sieve->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    sieve->values = values ? NULL : g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    sieve->files = g_array_new(FALSE, TRUE, sizeof(rule_reading));
    sight *seen = g_new0(sight, paths->len);
    for (guint i = 0; i < paths->len; i++)
        seen[i] = look_into(g_ptr_array_index(paths, i), sieve);
    for (guint i = 0; i < paths->len; i++) {
        const rule_reading how = reading_of(sieve, &seen[i]);
        if (how == RULES_WHOLE)
            forget_values(sieve); /* its rules are not looked at here */
        g_array_append_val(sieve->files, how);
    }
    for (guint i = 0; i < paths->len; i++) { /* now that all rules have said what they read */
        rule_reading *how = &g_array_index(sieve->files, rule_reading, i);
        if (*how == RULES_VALUES && !has_wanted(sieve, &seen[i]))
            *how = RULES_NONE;
        if (seen[i].rules)
            g_array_free(seen[i].rules, TRUE);
        if (seen[i].bytes)
            g_bytes_unref(seen[i].bytes);
    }
    g_free(seen);
    return sieve;
}

rule_reading
rule_sieve_of(const rule_sieve *sieve, guint file)
{
    return sieve ? g_array_index(sieve->files, rule_reading, file) : RULES_WHOLE;
}

const char *const *
rule_sieve_left_out(const rule_sieve *sieve, arena *a)
{
    const char **ids = ARENA_ARRAY(a, const char *, g_hash_table_size(sieve->ids) + 1);
    size_t count = 0;
    GHashTableIter i;
    gpointer id, named;
    g_hash_table_iter_init(&i, sieve->ids);
    while (g_hash_table_iter_next(&i, &id, &named))
        if (!named)
            ids[count++] = arena_strdup(a, id);
    ids[count] = NULL;
    return ids;
}

void
rule_sieve_drop(rule_sieve *sieve)
{
    if (!sieve)
        return;
    forget_values(sieve);
    g_hash_table_destroy(sieve->ids);
    g_array_free(sieve->files, TRUE);
    g_free(sieve);
}

xml_lean
rule_lean(const rule_sieve *sieve, rule_reading how)
{
    return (xml_lean){
        .emptied = {"title", "title-en", "explain", "explain-en", "not-computable", "not-computable-en", NULL},
        .sifted = how == RULES_VALUES ? "parameter" : "rule",
        .keeps = how == RULES_VALUES ? keeps_value : keeps_rule,
        .data = sieve};
}
