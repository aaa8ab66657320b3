/* form_names.c: the names that the expressions of a form ask for, held against the grammars of its data: of the case,
 * its masters and an author's own fields, or (data="any") against the one that the form names. A name that is nowhere in
 * them, or never there, finds nothing in any data, and missing= or an <if> would hide it. */
#include "form/form_int.h"

#include <string.h>

#include "base/asked.h"
#include "schema/schema_known.h"

/* What a case and its masters are read by (casefile_master_kinds), and what these include. */
static const char *const grammars[] = {"case", "office", "partners", "municipality", "calendar", "types"};

/* What a program says beside the case: check_print_judged, batch_cover.c. */
typedef struct said {
    const char *variable;
    const char *elements[8], *attributes[24];
} said;
static const said beside[] = {
    {"judged",
     {"judged", "month", "finding", "gap", "off", "replaced"},
     {"as-of", "ym",    "open", "claims",   "sharing", "support", "verdict", "errors", "warnings", "undetermined",
      "gaps",  "rules", "rule", "severity", "lowered", "when",    "until",   "month",  "source",   "kind"}},
    {"enclosed",
     {"enclosed", "paper"},
     {"to", "mark", "recipient", "guardian", "address", "postal-code", "key", "child", "title", "month", "pages",
      "gap"}}};

typedef struct asking {
    form_reader *r;
    const xml_expr *e;
    const xml_node *element; /* of the form, that has it */
    bool selects;            /* it is the select of a for-each, which says what stands in it is evaluated at */
    place where;
} asking;

/* ---- what is known ---- */

static void
know_cases(form_reader *r)
{
    for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++) {
        char *path = g_strdup_printf("%s/%s.rng", schema_folder(r->a, r->schema), grammars[i]);
        schema_known_add_file(r->known, path);
        g_free(path);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++)
        if (form_reads_variable(r, beside[i].variable))
            schema_known_add_names(r->known, beside[i].elements, beside[i].attributes);
    if (r->fields)
        schema_known_add_grammar(r->known, r->fields, true);
}

/* ---- what stands around an expression ---- */

static const xml_expr *
select_of(const form_reader *r, const xml_node *element)
{
    for (guint i = 0; i < r->asked->len; i++) {
        const asking *one = &g_array_index(r->asked, asking, i);
        if (one->element == element && one->selects)
            return one->e;
    }
    return NULL;
}

/* What the element is called that expressions in `element` are evaluated at; NULL: that is not known. In a part it is
 * what calls it. */
static const char *
context_of(const form_reader *r, const xml_node *element)
{
    const xml_node *n = xml_parent(element);
    while (n && !xml_named(n, "for-each"))
        n = xml_parent(n);
    const xml_expr *select = n ? select_of(r, n) : NULL;
    return select ? xml_expr_steps(select, context_of(r, n), NULL, NULL) : NULL;
}

/* ---- judging ---- */

/* {urn:x}name as the form writes it. */
static const char *
shown(const asking *k, const char *name)
{
    if (*name != '{')
        return name;
    const char *end = strrchr(name, '}');
    const char *prefix = xml_namespace_prefix(k->element, arena_strndup(k->r->a, name + 1, (size_t)(end - name - 1)));
    return prefix ? arena_printf(k->r->a, "%s:%s", prefix, end + 1) : end + 1;
}

static const char *
shown_meant(const asking *k, const char *meant)
{
    return *meant == '@' ? arena_printf(k->r->a, "@%s", shown(k, meant + 1)) : shown(k, meant);
}

/* Several, with commas between. */
static const char *
shown_list(const asking *k, const char *names)
{
    char **all = g_strsplit(names, ", ", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; all[i]; i++)
        g_string_append_printf(out, "%s<%s>", i ? ", " : "", shown(k, arena_strdup(k->r->a, all[i])));
    const char *copy = arena_strdup(k->r->a, out->str);
    g_string_free(out, TRUE);
    g_strfreev(all);
    return copy;
}

static void
tell_name(const asking *k, const char *ja, const char *en)
{
    diag_add(k->r->d, DIAG_FORM_XPATH_NAME, k->where, PLACE_NONE, xml_expr_text(k->e), ja, en, NULL);
}

/* No grammar of own fields, or none of this namespace. */
static bool
tells_no_grammar(const asking *k, const char *name)
{
    const form_reader *r = k->r;
    if (*name != '{' || schema_known_has_namespace(r->known, name + 1, (size_t)(strrchr(name, '}') - name - 1)))
        return false;
    const char *how_ja = r->fields ? "は、form の fields の文法にない名前空間のものです"
                                   : "の文法が分かりません（form の fields に、自分の項目の文法を書きます）",
               *how_en = r->fields ? "the grammar that fields of form names has nothing of its namespace"
                                   : "its grammar is not known (name that of own fields by fields of form)";
    tell_name(k, arena_printf(r->a, "%s %s", shown(k, name), how_ja),
              arena_printf(r->a, "%s: %s", shown(k, name), how_en));
    return true;
}

static void
tell_unknown(const asking *k, const char *name, bool is_attribute)
{
    const form_reader *r = k->r;
    const char *written = arena_printf(r->a, "%s%s", is_attribute ? "@" : "", shown(k, name)),
               *meant = schema_known_meant(r->known, NULL, name, is_attribute);
    const char *where_ja = r->grammar ? "データの文法（form の grammar）" : "事例にもマスターにも",
               *where_en = r->grammar ? "the grammar of the data does not have" : "neither cases nor masters have";
    const char *ja = arena_printf(r->a, "%s という%sは、%s%sありません", written, is_attribute ? "属性" : "要素", where_ja,
                                  r->grammar ? "に" : ""),
               *en = arena_printf(r->a, "%s the %s %s", where_en, is_attribute ? "attribute" : "element", written);
    if (meant) {
        ja = arena_printf(r->a, "%s。%s の書き間違いではありませんか", ja, shown_meant(k, meant));
        en = arena_printf(r->a, "%s; did you mean %s?", en, shown_meant(k, meant));
    }
    tell_name(k, ja, en);
}

/* It is known, but never stands there. */
static void
tell_place(const asking *k, const char *parent, const char *name, bool is_attribute)
{
    const form_reader *r = k->r;
    const char *written = arena_printf(r->a, "%s%s", is_attribute ? "@" : "", shown(k, name)),
               *meant = schema_known_meant(r->known, parent, name, is_attribute),
               *parents = schema_known_parents(r->known, name, is_attribute);
    const char *ja = arena_printf(r->a, "%s は <%s> にはありません", written, shown(k, parent)),
               *en = arena_printf(r->a, "<%s> has no %s", shown(k, parent), written);
    if (meant) {
        ja = arena_printf(r->a, "%s。%s の書き間違いではありませんか", ja, shown_meant(k, meant));
        en = arena_printf(r->a, "%s; did you mean %s?", en, shown_meant(k, meant));
    } else if (parents) {
        ja = arena_printf(r->a, "%s。あるのは %s", ja, shown_list(k, parents));
        en = arena_printf(r->a, "%s; it is in %s", en, shown_list(k, parents));
    }
    tell_name(k, ja, en);
}

static void
judge_step(void *data, const char *parent, const char *name, bool is_attribute)
{
    const asking *k = data;
    const schema_known *known = k->r->known;
    const bool is_below_unknown = parent && *parent == '{' && !schema_known_has(known, parent, false);
    if (tells_no_grammar(k, name) || is_below_unknown)
        return;
    if (!schema_known_has(known, name, is_attribute))
        tell_unknown(k, name, is_attribute);
    else if (parent && schema_known_has(known, parent, false) &&
             !schema_known_holds(known, parent, name, is_attribute))
        tell_place(k, parent, name, is_attribute);
}

void
form_names_begin(form_reader *r)
{
    r->asked = g_array_new(FALSE, FALSE, sizeof(asking));
}

void
form_names_note(form_reader *r, const xml_expr *e, const xml_node *element, const char *attribute, place where)
{
    const bool is_loop = xml_named(element, "for-each"), selects = is_loop && strcmp(attribute, "select") == 0;
    const asking one = {r, e, is_loop && !selects ? NULL : element, selects, where};
    g_array_append_val(r->asked, one);
}

void
form_names_judge(form_reader *r)
{
    if (!r->grammar && r->any_data)
        return;
    r->known = schema_known_open(r->a);
    if (r->grammar)
        schema_known_add_grammar(r->known, r->grammar, false);
    else
        know_cases(r);
    for (guint i = 0; i < r->asked->len && !schema_known_is_open(r->known); i++) {
        asking *one = &g_array_index(r->asked, asking, i);
        xml_expr_steps(one->e, one->element ? context_of(r, one->element) : NULL, judge_step, one);
    }
}

void
form_names_end(form_reader *r)
{
    g_array_free(r->asked, TRUE);
    schema_known_close(r->known);
}

/* ---- the grammars that a form names ---- */

static void
tell_grammar(form_reader *r, const xml_node *root, const char *attribute, const char *ja, const char *en)
{
    diag_add(r->d, DIAG_FORM_GRAMMAR, xml_place(r->a, root, false), PLACE_NONE, attribute, ja, en, NULL);
}

/* The file that an attribute names, seen from the form; NULL: there is no such attribute, or (after a report) none. */
static const char *
named_file(form_reader *r, xml_node *root, const char *attribute)
{
    const char *name = attr_text(r, root, attribute);
    if (!name)
        return NULL;
    const place where = xml_place(r->a, root, false);
    if (g_path_is_absolute(name) || strstr(name, "://")) {
        tell_grammar(r, root, attribute, "この様式から見た相対パスで書いてください", "write a path relative to this form");
        return NULL;
    }
    char *folder = g_path_get_dirname(where.file), *joined = g_build_filename(folder, name, NULL);
    const char *path = arena_strdup(r->a, strcmp(folder, ".") == 0 ? name : joined);
    const int error = asked_file_error(path);
    if (error) {
        char *ja, *en;
        asked_words(path, error, &ja, &en);
        tell_grammar(r, root, attribute, arena_printf(r->a, "%s を読めません（%s）", path, ja),
                     arena_printf(r->a, "%s cannot be read (%s)", path, en));
        g_free(ja);
        g_free(en);
    }
    g_ptr_array_add(r->file_list, (void *)path);
    g_free(joined);
    g_free(folder);
    return error ? NULL : path;
}

void
form_grammars_read(form_reader *r, xml_node *root)
{
    const char *wrong = r->any_data ? "fields" : "grammar";
    if (xml_has_attribute(root, wrong))
        tell_grammar(r, root, wrong,
                     r->any_data ? "data=\"any\" のデータに、事例の項目はありません。データの文法は grammar に書きます"
                                 : "事例の文法は決まっています。自分の項目の文法は fields に書きます",
                     r->any_data ? "data=\"any\" has no fields of cases; the grammar of the data is said by grammar"
                                 : "cases have their grammar; that of own fields is said by fields");
    const char *fields = r->any_data ? NULL : named_file(r, root, "fields"),
               *grammar = r->any_data ? named_file(r, root, "grammar") : NULL;
    int error = 0;
    if (fields) {
        const char *base = arena_printf(r->a, "%s/case.rng", schema_folder(r->a, r->schema));
        r->fields = schema_read_own(r->s, base, fields, &error, r->d);
    }
    if (!grammar)
        return;
    diag *heard = diag_new();
    r->grammar = schema_read(r->s, grammar, heard);
    for (size_t i = 0; i < diag_length(heard); i++) {
        diag_message m = *diag_at(heard, i);
        if (m.code == DIAG_SCHEMA_BROKEN)
            m.code = DIAG_OWN_GRAMMAR;
        diag_append(r->d, &m);
    }
    diag_drop(heard);
}
