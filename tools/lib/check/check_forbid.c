/* check_forbid.c: which papers a finding keeps in the office. */
#include "check/check_int.h"

#include <string.h>

static bool
names_form(const char *documents, const char *form)
{
    const size_t n = strlen(form);
    for (const char *p = documents; (p = strstr(p, form)); p += n)
        if ((p == documents || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
            return true;
    return false;
}

/* Where the checks of a form are gathered. */
typedef struct gathered {
    GPtrArray *checks, *rules;
} gathered;

static void
drop_gathered(void *p)
{
    gathered *g = p;
    g_ptr_array_free(g->checks, TRUE);
    g_ptr_array_free(g->rules, TRUE);
    g_free(g);
}

static void
gather_names(GHashTable *forms, const char *documents, const rule *r, rule_check *c)
{
    char **names = g_strsplit(documents ? documents : "", " ", -1);
    for (char **name = names; *name; name++) {
        gathered *g = g_hash_table_lookup(forms, *name);
        if (!g) {
            g = g_new(gathered, 1);
            *g = (gathered){g_ptr_array_new(), g_ptr_array_new()};
            g_hash_table_insert(forms, g_strdup(*name), g);
        }
        if (g->checks->len && g_ptr_array_index(g->checks, g->checks->len - 1) == c)
            continue; /* another assert of it has named the form */
        g_ptr_array_add(g->checks, c);
        g_ptr_array_add(g->rules, (void *)r);
    }
    g_strfreev(names);
}

void
rule_list_forms(arena *a, check_rules *rules)
{
    GHashTable *forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, drop_gathered);
    for (size_t i = 0; i < rules->count; i++)
        for (size_t n = 0; n < rules->items[i].check_count; n++) {
            rule_check *c = &rules->items[i].checks[n];
            for (size_t k = 0; k < c->assert_count; k++) {
                gather_names(forms, c->asserts[k].documents, &rules->items[i], c);
                gather_names(forms, c->asserts[k].until_signed, &rules->items[i], c);
            }
        }
    rule_form *list = ARENA_ARRAY(a, rule_form, g_hash_table_size(forms) + 1);
    GHashTableIter i;
    const char *name;
    const gathered *g;
    g_hash_table_iter_init(&i, forms);
    while (g_hash_table_iter_next(&i, (void **)&name, (void **)&g)) {
        const size_t bytes = g->checks->len * sizeof(void *);
        list[rules->form_count++] = (rule_form){arena_strdup(a, name), arena_copy(a, g->checks->pdata, bytes),
                                                arena_copy(a, g->rules->pdata, bytes), g->checks->len};
    }
    rules->forms = list;
    g_hash_table_destroy(forms);
}

const rule_form *
rule_form_of(const check_rules *rules, const char *form)
{
    for (size_t i = 0; i < rules->form_count; i++)
        if (strcmp(rules->forms[i].name, form) == 0)
            return &rules->forms[i];
    return NULL;
}

/* It, or what it is part of, bears a signature of the day or before. */
static bool
is_signed(const xml_node *n, date as_of)
{
    arena *a = arena_new();
    bool found = false;
    for (; n && !found; n = xml_parent(n)) {
        const char *text = xml_is_element(n) ? xml_attribute(a, n, "signed-on") : NULL;
        date on;
        found = text && date_parse(text, &on) && date_compare(on, as_of) <= 0;
    }
    arena_drop(a);
    return found;
}

static size_t
depth_of(const xml_node *n)
{
    size_t depth = 0;
    while ((n = xml_parent(n)))
        depth++;
    return depth;
}

/* The finding stands in another one of what the paper is about, or of what that is part of: another plan, month,
 * visit. What stands beside (the child, the certificate, the judgement) is about every paper. */
static bool
is_of_another(const xml_node *found, const xml_node *subject)
{
    size_t x = depth_of(found), y = depth_of(subject);
    for (; x > y; x--)
        found = xml_parent(found);
    for (; y > x; y--)
        subject = xml_parent(subject);
    while (found != subject && xml_parent(found) != xml_parent(subject)) {
        found = xml_parent(found);
        subject = xml_parent(subject);
    }
    return found != subject && xml_is_element(found) && xml_parent(found) && xml_named(subject, xml_name(found));
}

const check_finding *
check_forbids(const check_result *r, const char *form, const xml_node *subject)
{
    g_assert(r && form);
    for (size_t i = 0; i < r->count && r->findings[i].severity == CHECK_ERROR; i++) {
        const check_finding *f = &r->findings[i];
        if (subject && is_of_another(f->node, subject))
            continue;
        if (names_form(f->documents, form) ||
            (names_form(f->until_signed, form) && !(subject && is_signed(subject, r->as_of))))
            return f;
    }
    return NULL;
}
