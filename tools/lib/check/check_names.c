/* check_names.c: the names that the expressions of a rule file of somebody's own ask for, held against the grammars of
 * cases, masters and own fields (fields of its rules): what asks for a name that is nowhere, or never there, finds
 * nothing in any case, and judges nothing without a word. Those that come with renkei are held against them by a test.
 */
#include "check/check_int.h"

#include <string.h>

#include "base/asked.h"
#include "schema/schema_known.h"

typedef struct namer {
    arena *a;
    schema_known *known;
    const schema_grammar *fields; /* NULL: the file names none */
    const rule_expr *x;           /* that is judged */
    diag *d;
} namer;

static void
tell_wrong(const namer *k, place where, const char *ja, const char *en)
{
    diag_add(k->d, DIAG_CHECK_LOCAL, where, PLACE_NONE, ja, en, NULL);
}

static const char *
shown_name(const namer *k, const char *name)
{
    if (*name == '@')
        return arena_printf(k->a, "@%s", shown_name(k, name + 1));
    if (*name != '{')
        return name;
    const char *end = strrchr(name, '}');
    const char *prefix = xml_namespace_prefix(k->x->at, arena_strndup(k->a, name + 1, (size_t)(end - name - 1)));
    return prefix ? arena_printf(k->a, "%s:%s", prefix, end + 1) : end + 1;
}

/* <plan>, or <plan>, <row> */
static const char *
shown_parents(const namer *k, const char *parents)
{
    char **all = g_strsplit(parents, ", ", 0);
    const char *out = "";
    for (size_t i = 0; all[i]; i++)
        out = arena_printf(k->a, "%s%s<%s>", out, i ? ", " : "", shown_name(k, arena_strdup(k->a, all[i])));
    g_strfreev(all);
    return out;
}

static void
tell_name(const namer *k, const char *parent, const char *name, bool is_attribute)
{
    const char *written = arena_printf(k->a, "%s%s", is_attribute ? "@" : "", shown_name(k, name)),
               *meant = schema_known_meant(k->known, parent, name, is_attribute);
    const char *ja = parent ? arena_printf(k->a, "式 %s の %s は %s にはありません", k->x->text, written,
                                           shown_parents(k, parent))
                            : arena_printf(k->a, "式 %s の %s は、事例にもマスターにもありません", k->x->text, written),
               *en = parent ? arena_printf(k->a, "in %s: %s has no %s", k->x->text, shown_parents(k, parent), written)
                            : arena_printf(k->a, "in %s: neither cases nor masters have %s", k->x->text, written);
    if (meant) {
        ja = arena_printf(k->a, "%s。%s の書き間違いではありませんか", ja, shown_name(k, meant));
        en = arena_printf(k->a, "%s; did you mean %s?", en, shown_name(k, meant));
    }
    tell_wrong(k, k->x->where, ja, en);
}

static void
judge_step(void *data, const char *parent, const char *name, bool is_attribute)
{
    const namer *k = data;
    if (*name == '{' && !schema_known_has_namespace(k->known, name + 1, (size_t)(strrchr(name, '}') - name - 1)))
        tell_wrong(
            k, k->x->where,
            arena_printf(k->a, "式 %s の %s の文法が分かりません（rules の fields に、自分の項目の文法を書きます）",
                         k->x->text, shown_name(k, name)),
            arena_printf(k->a, "in %s: the grammar of %s is not known (name that of own fields by fields of rules)",
                         k->x->text, shown_name(k, name)));
    else if (parent && *parent == '{' && !schema_known_has(k->known, parent, false))
        return; /* told */
    else if (!schema_known_has(k->known, name, is_attribute))
        tell_name(k, NULL, name, is_attribute);
    else if (parent && schema_known_all(k->known, parent) && !schema_known_holds(k->known, parent, name, is_attribute))
        tell_name(k, parent, name, is_attribute);
}

/* Gives what it selects. */
static const char *
judge_expr(namer *k, const rule_expr *x, const char *context)
{
    k->x = x;
    const xml_namer by = {.a = k->a, .visit = judge_step, .data = k};
    return x->e ? xml_expr_steps(x->e, context, &by) : NULL;
}

static void
judge_words(namer *k, const rule_words *w, const char *at)
{
    for (size_t i = 0; i < w->count; i++)
        judge_expr(k, &w->pieces[i].value, at);
}

static void
judge_check(namer *k, const rule_check *c)
{
    const char *at = judge_expr(k, &c->context, "case");
    judge_expr(k, &c->when, at);
    judge_expr(k, &c->until, at);
    judge_expr(k, &c->claims, at);
    for (size_t i = 0; i < c->step_count; i++)
        judge_expr(k, &c->steps[i].e, at);
    for (size_t i = 0; i < c->assert_count; i++) {
        const rule_assert *t = &c->asserts[i];
        judge_expr(k, &t->test, at);
        judge_expr(k, &t->when, at);
        judge_expr(k, &t->at, at);
        judge_expr(k, &t->other, at);
        judge_words(k, &t->message[DIAG_JA], at);
        judge_words(k, &t->message[DIAG_EN], at);
    }
}

static void
read_fields(namer *k, xml_store *s, const xml_node *root, const char *schema_dir)
{
    const char *name = xml_attribute(k->a, root, "fields");
    if (!name)
        return;
    const place where = xml_place(k->a, root, false);
    char *folder = g_path_get_dirname(where.file);
    const char *path = g_path_is_absolute(name) ? name : arena_printf(k->a, "%s/%s", folder, name);
    int error;
    k->fields = schema_read_own(s, arena_printf(k->a, "%s/case.rng", schema_dir), path, &error, k->d);
    if (error) {
        char *ja, *en;
        asked_words(path, error, &ja, &en);
        tell_wrong(k, where, arena_printf(k->a, "fields のファイル %s を読めません（%s）", path, ja),
                   arena_printf(k->a, "the file %s named by fields cannot be read (%s)", path, en));
        g_free(ja);
        g_free(en);
    }
    g_free(folder);
}

void
rule_judge_names(arena *a, xml_store *s, const xml_node *root, const char *schema_dir, const rule *rules, size_t count,
                 diag *d)
{
    static const char *const grammars[] = {"case", "office", "partners", "municipality", "calendar", "types"};
    namer k = {.a = a, .known = schema_known_open(a), .d = d};
    read_fields(&k, s, root, schema_dir);
    bool whole = true;
    for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++)
        whole = schema_known_add_file(k.known, arena_printf(a, "%s/%s.rng", schema_dir, grammars[i]), d) && whole;
    if (k.fields)
        schema_known_add_grammar(k.known, k.fields, true);
    for (size_t i = 0; whole && i < count; i++)
        for (size_t n = 0; n < rules[i].check_count; n++)
            judge_check(&k, &rules[i].checks[n]);
    schema_known_close(k.known);
}
