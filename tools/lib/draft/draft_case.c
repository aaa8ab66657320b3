/* draft_case.c: the skeleton of a new case. See draft.h. */
#include "draft/draft_int.h"

#include <string.h>

#include "base/model.h"

const char *const draft_master_kinds[4] = {"office", "partners", "municipality", "calendar"};

typedef struct drafting {
    arena *a;
    const draft_order *order;
    size_t service; /* of those ordered, that is drafted now */
    GString *out;
} drafting;

/* What stands in a new case, and so needs no thought: element, attribute, value. */
static const struct {
    const char *element, *attribute, *value;
} presets[] = {{"guardian", "decision-holder", "yes"}};

static bool
is_wanted(const drafting *k, const schema_spot *s)
{
    return s->usual || g_strcmp0(schema_spot_note(k->a, s, "first"), "yes") == 0;
}

static bool
has_word(const schema_spot *s, const char *word)
{
    for (size_t i = 0; i < s->word_count; i++)
        if (strcmp(s->words[i], word) == 0)
            return true;
    return false;
}

/* The attribute that says which service an element is of: one of their words, or a reference to a use of one. */
static bool
is_of_service(arena *a, const schema_spot *s, const char *service)
{
    return s->is_attribute && s->required &&
           (has_word(s, service) || g_strcmp0(draft_refers(a, s), "service-use") == 0);
}

static bool
is_for_each_service(const drafting *k, const schema_spot *s)
{
    for (size_t i = 0; i < s->part_count; i++)
        if (is_of_service(k->a, s->parts[i], k->order->services[0]))
            return s->many;
    return false;
}

/* ---- comments ---- */

/* ids of the masters' elements of these names. */
static void
add_ids(const edit_node *n, char **names, GString *out)
{
    const char *id = edit_attribute(n, "id");
    if (id && g_strv_contains((const char *const *)names, edit_tag(n)))
        g_string_append_printf(out, "%s%s", out->len ? "・" : "", casefile_printable_id(id));
    for (const edit_node *c = edit_first(n); c; c = edit_next(c))
        add_ids(c, names, out);
}

static const char *
ids_of(const drafting *k, const char *refers)
{
    char **names = g_strsplit(refers, " ", -1);
    GString *ids = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(k->order->documents); i++)
        if (k->order->documents[i])
            add_ids(edit_root(k->order->documents[i]), names, ids);
    const char *copy = arena_strdup(k->a, ids->str);
    g_string_free(ids, TRUE);
    g_strfreev(names);
    return copy;
}

static void
append_remark(drafting *k, const schema_spot *s, const char *indent)
{
    const char *refers = draft_refers(k->a, s), *ids = refers ? ids_of(k, refers) : "";
    const char *form = refers ? "id" : draft_is_id(k->a, s) ? "" : draft_form_of(k->a, s);
    g_string_append_printf(k->out, "\n%s     %s %s%s", indent, s->name, s->usual ? "" : "（なくてもよい）",
                           draft_remark(k->a, s->label));
    if (*s->help)
        g_string_append_printf(k->out, "。%s", draft_remark(k->a, s->help));
    if (*form)
        g_string_append_printf(k->out, "［%s%s%s］", draft_remark(k->a, form), *ids ? "：" : "", ids);
}

static bool
is_fixed(const schema_spot *s)
{
    return s->value == SCHEMA_WORDS && s->word_count == 1;
}

/* What the element is for, each attribute that stands in it, and what else may. */
static void
append_comment(drafting *k, const schema_spot *s, const char *indent)
{
    g_string_append_printf(k->out, "%s<!-- %s。%s", indent, draft_remark(k->a, s->label), draft_remark(k->a, s->help));
    GString *others = g_string_new(NULL);
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *p = s->parts[i];
        if (!is_wanted(k, p))
            g_string_append_printf(others, "%s%s%s %s", others->len ? "、" : "", p->is_attribute ? "@" : "", p->name,
                                   draft_remark(k->a, p->label));
        else if (p->is_attribute && !is_fixed(p))
            append_remark(k, p, indent);
    }
    if (others->len)
        g_string_append_printf(k->out, "\n%s     ほかに書けるもの：%s", indent, others->str);
    g_string_append(k->out, " -->\n");
    g_string_free(others, TRUE);
}

/* ---- values ---- */

static const char *
master_value(const drafting *k, const schema_spot *s)
{
    for (size_t i = 0; i < G_N_ELEMENTS(draft_master_kinds); i++)
        if (strcmp(s->parent->name, "masters") == 0 && strcmp(s->name, draft_master_kinds[i]) == 0)
            return k->order->masters[i];
    if (strcmp(s->parent->name, "masters") == 0 && strcmp(s->name, "fields") == 0)
        return k->order->fields;
    return NULL;
}

/* The only one that there is to refer to. */
static const char *
only_id(const drafting *k, const char *refers)
{
    if (strcmp(refers, "service-use") == 0)
        return arena_printf(k->a, "service-use-%zu", k->service + 1);
    const char *ids = ids_of(k, refers);
    return *ids && !strstr(ids, "・") ? ids : NULL;
}

/* What is known already; NULL: it is to be filled in. */
static const char *
known_value(const drafting *k, const schema_spot *s)
{
    const char *service = k->order->services[k->service], *refers = draft_refers(k->a, s);
    for (size_t i = 0; i < G_N_ELEMENTS(presets); i++)
        if (strcmp(s->parent->name, presets[i].element) == 0 && strcmp(s->name, presets[i].attribute) == 0)
            return presets[i].value;
    if (is_fixed(s))
        return s->words[0];
    if (draft_is_id(k->a, s) && !s->parent->parent)
        return k->order->id;
    if (draft_is_id(k->a, s))
        return arena_printf(k->a, "%s-%zu", s->parent->name, k->service + 1);
    if (refers)
        return only_id(k, refers);
    return has_word(s, service) ? service : master_value(k, s);
}

static void
append_attributes(drafting *k, const schema_spot *s, const char *word)
{
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *p = s->parts[i];
        const char *value = p->is_attribute ? known_value(k, p) : NULL;
        if (!p->is_attribute || (!is_wanted(k, p) && !master_value(k, p)))
            continue;
        if (word && has_word(p, word))
            value = word;
        char *escaped = g_markup_escape_text(value ? value : CASEFILE_UNWRITTEN, -1);
        g_string_append_printf(k->out, " %s=\"%s\"", p->name, escaped);
        g_free(escaped);
    }
}

/* ---- elements ---- */

static void append_element(drafting *k, const schema_spot *s, const char *indent, const char *word, bool explained);

/* A row of the plan for each of its groups: which of them a plan has is for whoever writes it. */
static const schema_spot *
grouping_of(const schema_spot *s)
{
    const schema_spot *group = s->many ? schema_spot_part(s, "group", true) : NULL;
    return group && group->value == SCHEMA_WORDS ? group : NULL;
}

static void
append_each(drafting *k, const schema_spot *s, const char *indent, bool explained)
{
    const schema_spot *grouping = grouping_of(s);
    if (grouping) {
        for (size_t i = 0; i < grouping->word_count; i++)
            append_element(k, s, indent, grouping->words[i], explained || i > 0);
        return;
    }
    const size_t before = k->service, count = is_for_each_service(k, s) ? k->order->service_count : 1;
    for (size_t i = 0; i < count; i++) {
        if (count > 1)
            k->service = i;
        append_element(k, s, indent, NULL, explained || i > 0);
    }
    k->service = before;
}

static void
append_element(drafting *k, const schema_spot *s, const char *indent, const char *word, bool explained)
{
    const char *inside = arena_printf(k->a, "%s  ", indent);
    bool holds = false;
    for (size_t i = 0; i < s->part_count; i++)
        holds = holds || (!s->parts[i]->is_attribute && is_wanted(k, s->parts[i]));
    if (!explained)
        append_comment(k, s, indent);
    g_string_append_printf(k->out, "%s<%s", indent, s->name);
    append_attributes(k, s, word);
    if (!holds) {
        if (s->value == SCHEMA_NO_VALUE)
            g_string_append(k->out, "/>\n");
        else
            g_string_append_printf(k->out, ">%s</%s>\n", CASEFILE_UNWRITTEN, s->name);
        return;
    }
    g_string_append(k->out, ">\n");
    for (size_t i = 0; i < s->part_count; i++)
        if (!s->parts[i]->is_attribute && is_wanted(k, s->parts[i]))
            append_each(k, s->parts[i], inside, explained);
    g_string_append_printf(k->out, "%s</%s>\n", indent, s->name);
}

/* ---- the whole ---- */

static const schema_spot *
service_kind(const schema_spot *root)
{
    const schema_spot *use = schema_spot_part(root, "service-use", false);
    return use ? schema_spot_part(use, "kind", true) : NULL;
}

GPtrArray *
draft_services(const schema_spot *root)
{
    GPtrArray *words = g_ptr_array_new();
    const schema_spot *kind = service_kind(root);
    for (size_t i = 0; kind && i < kind->word_count; i++)
        g_ptr_array_add(words, (void *)kind->words[i]);
    return words;
}

GString *
draft_case(arena *a, const schema_spot *root, const draft_order *order)
{
    g_assert(a && root && order->service_count > 0);
    drafting k = {a, order, 0, g_string_new(NULL)};
    model_append_head(k.out, order->file, order->schema_dir, "case");
    g_string_append(k.out, "<!-- 新しいケースの下書き。" CASEFILE_UNWRITTEN "を埋める。\n"
                           "     埋めていない所は renkei-case check が一つずつ知らせ、埋まるまで何も印刷されない。\n"
                           "     この説明は、消しても残してもよい。 -->\n");
    append_element(&k, root, "", NULL, false);
    return k.out;
}
