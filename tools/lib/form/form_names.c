/* form_names.c: the names that the expressions of a form ask for, held against the grammars of its data: of the case,
 * its masters and an author's own fields, or (data="any") against the one that the form names. A name that is nowhere
 * in them, or never there, finds nothing in any data, and missing= or an <if> would hide it. */
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
    const xml_node *at; /* the element of the form that has it */
    const char *attribute;
    place where;
    enum { NAMES_UNASKED, NAMES_ASKED, NAMES_KNOWN } state; /* ASKED: by what they are themselves asked of */
    const char *names;                                      /* what the elements are called that it selects */
} asking;

/* ---- what is known ---- */

/* False: they cannot be read, and so not be judged by. */
static bool
know_grammar(form_reader *r, const char *name)
{
    return schema_known_add_file(r->known, arena_printf(r->a, "%s/%s.rng", schema_folder(r->a, r->schema), name), r->d);
}

static bool
know_cases(form_reader *r)
{
    for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++)
        if (!know_grammar(r, grammars[i]))
            return false;
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++)
        if (form_reads_variable(r, beside[i].variable))
            schema_known_add_names(r->known, beside[i].elements, beside[i].attributes);
    if (r->fields)
        schema_known_add_grammar(r->known, r->fields, true);
    return true;
}

/* ---- what stands around an expression ---- */

/* Each is asked once, and said to all who ask again. */

enum { MOST_DEPTH = 64 }; /* of variables, parts and loops that say one another's names */

static const asking many; /* of a variable: there are several of its name */

static const char *names_of(form_reader *r, asking *k, size_t depth);

static void
know_variable(form_reader *r, const char *name, const asking *k)
{
    if (name)
        g_hash_table_replace(r->lets, (gpointer)name, (gpointer)(g_hash_table_contains(r->lets, name) ? &many : k));
}

/* Once no expression is noted any more. */
static void
index_asked(form_reader *r)
{
    for (guint i = 0; i < r->asked->len; i++) {
        asking *one = &g_array_index(r->asked, asking, i);
        if (strcmp(one->attribute, "select") == 0)
            g_hash_table_insert(r->selects, (gpointer)one->at, one);
        know_variable(r, xml_attribute(r->a, one->at, "name"), one);
        know_variable(r, xml_attribute(r->a, one->at, "group"), &many);
        if (!r->subject_at && xml_named(one->at, "subject"))
            r->subject_at = one->at;
    }
}

static asking *
select_of(const form_reader *r, const xml_node *element)
{
    return g_hash_table_lookup(r->selects, element);
}

static const char *context_of(form_reader *r, const xml_node *element, size_t depth);

/* A part is evaluated at what its calls are, all of them. */
static const char *
context_of_part(form_reader *r, const xml_node *part, size_t depth)
{
    gpointer known;
    if (g_hash_table_lookup_extended(r->part_contexts, part, NULL, &known))
        return known;
    g_hash_table_insert(r->part_contexts, (gpointer)part, NULL); /* while it is asked */
    const char *all = NULL, *one = "", *name = xml_attribute(r->a, part, "name");
    for (guint i = 0; one && i < r->calls->len; i++) {
        const xml_node *call = g_ptr_array_index(r->calls, i);
        if (g_strcmp0(xml_attribute(r->a, call, "part"), name) != 0)
            continue;
        one = context_of(r, call, depth);
        all = all && one ? xml_names_joined(r->a, all, one) : one;
    }
    g_hash_table_insert(r->part_contexts, (gpointer)part, (gpointer)all);
    return all;
}

/* What is printed of a case is the subject, or the case. */
static const char *
subject_names(form_reader *r, size_t depth)
{
    asking *select = r->subject_at ? select_of(r, r->subject_at) : NULL;
    return r->any_data ? NULL : !r->subject_at ? "case" : select ? names_of(r, select, depth) : NULL;
}

/* What the element is called that expressions in `element` are evaluated at; NULL: that is not known. */
static const char *
context_of(form_reader *r, const xml_node *element, size_t depth)
{
    if (xml_named(element, "subject"))
        return r->any_data ? NULL : "case";
    const xml_node *n = xml_parent(element);
    while (n && !xml_named(n, "for-each") && !xml_named(n, "part") && !xml_named(n, "body"))
        n = xml_parent(n);
    if (!n || depth > MOST_DEPTH)
        return NULL;
    if (xml_named(n, "part"))
        return context_of_part(r, n, depth + 1);
    if (xml_named(n, "body"))
        return subject_names(r, depth + 1);
    asking *select = select_of(r, n);
    return select ? names_of(r, select, depth + 1) : NULL;
}

/* What a for-each orders and groups by is asked of what it selects, and so is what the newest subject is found by. */
static const char *
context_at(form_reader *r, const asking *k)
{
    const bool is_within =
        (xml_named(k->at, "for-each") || xml_named(k->at, "subject")) && strcmp(k->attribute, "select") != 0;
    asking *select = is_within ? select_of(r, k->at) : NULL;
    return select ? names_of(r, select, 0) : is_within ? NULL : context_of(r, k->at, 0);
}

/* Of the one variable of that name; NULL: there are several, or it is none that a <let> says alone. */
static const char *
variable_names(form_reader *r, const char *name, size_t depth)
{
    asking *found = g_hash_table_lookup(r->lets, name);
    const bool is_let =
        found && found != &many && xml_named(found->at, "let") && g_strcmp0(found->attribute, "select") == 0;
    return is_let ? names_of(r, found, depth + 1) : NULL;
}

typedef struct naming {
    form_reader *r;
    size_t depth;
    const asking *judged; /* NULL: nobody hears */
} naming;

/* What a file of the form's own is called. */
static const char *
own_names(const form_reader *r, const char *name)
{
    for (guint i = 0; i < r->own->len; i++)
        if (strcmp(g_array_index(r->own, form_own, i).name, name) == 0)
            return xml_name(g_array_index(r->own, form_own, i).root);
    return NULL;
}

static const char *
value_names(void *data, const char *name, const char *argument)
{
    const naming *k = data;
    form_reader *r = k->r;
    static const char *const masters[][2] = {{"office", "office-master"},
                                             {"partners", "partner-master"},
                                             {"municipality", "municipality-master"},
                                             {"calendar", "calendar-master"}};
    if (k->depth > MOST_DEPTH)
        return NULL;
    if (strcmp(name, "$case") == 0)
        return r->any_data ? NULL : "case";
    if (strcmp(name, "$subject") == 0)
        return subject_names(r, k->depth + 1);
    if (*name == '$')
        return own_names(r, name + 1) ? own_names(r, name + 1) : variable_names(r, name + 1, k->depth);
    for (size_t i = 0; strcmp(name, "master") == 0 && argument && i < G_N_ELEMENTS(masters); i++)
        if (strcmp(argument, masters[i][0]) == 0)
            return masters[i][1];
    return NULL;
}

/* What the elements are called that it selects. */
static const char *
names_of(form_reader *r, asking *k, size_t depth)
{
    if (k->state != NAMES_UNASKED || depth > MOST_DEPTH)
        return k->names;
    k->state = NAMES_ASKED;
    naming within = {.r = r, .depth = depth + 1};
    const xml_namer namer = {.a = r->a, .value = value_names, .data = &within};
    k->names = xml_expr_steps(k->e, context_of(r, k->at, depth + 1), &namer);
    k->state = NAMES_KNOWN;
    return k->names;
}

/* ---- judging ---- */

/* {urn:x}name as the form writes it. */
static const char *
shown_name(const asking *k, const char *name)
{
    if (*name != '{')
        return name;
    const char *end = strrchr(name, '}');
    const char *prefix = xml_namespace_prefix(k->at, arena_strndup(k->r->a, name + 1, (size_t)(end - name - 1)));
    return prefix ? arena_printf(k->r->a, "%s:%s", prefix, end + 1) : end + 1;
}

static const char *
shown_meant(const asking *k, const char *meant)
{
    return *meant == '@' ? arena_printf(k->r->a, "@%s", shown_name(k, meant + 1)) : shown_name(k, meant);
}

/* Several, with commas between. */
static const char *
shown_list(const asking *k, const char *names)
{
    char **all = g_strsplit(names, ", ", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; all[i]; i++)
        g_string_append_printf(out, "%s<%s>", i ? ", " : "", shown_name(k, arena_strdup(k->r->a, all[i])));
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
    tell_name(k, arena_printf(r->a, "%s %s", shown_name(k, name), how_ja),
              arena_printf(r->a, "%s: %s", shown_name(k, name), how_en));
    return true;
}

static void
tell_unknown(const asking *k, const char *name, bool is_attribute)
{
    const form_reader *r = k->r;
    const char *written = arena_printf(r->a, "%s%s", is_attribute ? "@" : "", shown_name(k, name)),
               *meant = schema_known_meant(r->known, NULL, name, is_attribute);
    const char *where_ja = r->grammar ? "データの文法（form の grammar）" : "事例にもマスターにも",
               *where_en = r->grammar ? "the grammar of the data does not have" : "neither cases nor masters have";
    const char *ja = arena_printf(r->a, "%s という%sは、%s%sありません", written, is_attribute ? "属性" : "要素",
                                  where_ja, r->grammar ? "に" : ""),
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
    const char *written = arena_printf(r->a, "%s%s", is_attribute ? "@" : "", shown_name(k, name)),
               *meant = schema_known_meant(r->known, parent, name, is_attribute),
               *parents = schema_known_parents(r->known, name, is_attribute);
    const char *ja = arena_printf(r->a, "%s は %s にはありません", written, shown_list(k, parent)),
               *en = arena_printf(r->a, "%s has no %s", shown_list(k, parent), written);
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
    const asking *k = ((const naming *)data)->judged;
    const schema_known *known = k->r->known;
    const bool is_below_unknown = parent && *parent == '{' && !schema_known_all(known, parent);
    if (tells_no_grammar(k, name) || is_below_unknown)
        return;
    if (!schema_known_has(known, name, is_attribute))
        tell_unknown(k, name, is_attribute);
    else if (parent && schema_known_all(known, parent) && !schema_known_holds(known, parent, name, is_attribute))
        tell_place(k, parent, name, is_attribute);
}

void
form_names_begin(form_reader *r)
{
    r->asked = g_array_new(FALSE, FALSE, sizeof(asking));
    r->calls = g_ptr_array_new();
    r->selects = g_hash_table_new(NULL, NULL);
    r->lets = g_hash_table_new(g_str_hash, g_str_equal);
    r->part_contexts = g_hash_table_new(NULL, NULL);
}

void
form_names_note(form_reader *r, const xml_expr *e, const xml_node *element, const char *attribute, place where)
{
    const asking one = {.r = r, .e = e, .at = element, .attribute = attribute, .where = where};
    g_array_append_val(r->asked, one);
}

void
form_names_call(form_reader *r, const xml_node *call)
{
    g_ptr_array_add(r->calls, (gpointer)call);
}

/* The masters beside data that is no case; false: a file of any XML, whose names nobody knows, or one of the grammars
 * cannot be read. */
static bool
know_beside(form_reader *r, const form *f)
{
    for (size_t i = 0; i < f->beside_count; i++) {
        if (!f->beside[i].master || !know_grammar(r, f->beside[i].master) || !know_grammar(r, "types"))
            return false;
    }
    return true;
}

void
form_names_judge(form_reader *r, const form *f)
{
    if (r->own_lost || (!r->grammar && r->any_data))
        return; /* what its expressions name, nobody knows */
    if (r->names_known && !r->grammar && !r->fields && f->own_count == 0)
        return; /* which no more was read for than the files that the verdict is of */
    r->known = schema_known_open(r->a);
    if (r->grammar && !know_beside(r, f))
        return;
    if (r->grammar)
        schema_known_add_grammar(r->known, r->grammar, false);
    else if (!know_cases(r))
        return;
    for (size_t i = 0; i < f->own_count; i++)
        schema_known_add_grammar(r->known, f->own[i].grammar, false);
    index_asked(r);
    for (guint i = 0; i < r->asked->len && !schema_known_is_open(r->known); i++) {
        asking *one = &g_array_index(r->asked, asking, i);
        naming within = {.r = r, .judged = one};
        const xml_namer namer = {.a = r->a, .visit = judge_step, .value = value_names, .data = &within};
        xml_expr_steps(one->e, context_at(r, one), &namer);
    }
}

void
form_names_end(form_reader *r)
{
    g_array_free(r->asked, TRUE);
    g_ptr_array_free(r->calls, TRUE);
    g_hash_table_destroy(r->selects);
    g_hash_table_destroy(r->lets);
    g_hash_table_destroy(r->part_contexts);
    schema_known_close(r->known);
}

/* ---- the grammars that a form names ---- */

static void
tell_grammar(form_reader *r, const xml_node *root, const char *attribute, const char *ja, const char *en)
{
    diag_add(r->d, DIAG_FORM_GRAMMAR, xml_place(r->a, root, false), PLACE_NONE, attribute, ja, en, NULL);
}

const char *
form_file_named(form_reader *r, xml_node *root, const char *attribute)
{
    const char *name = xml_attribute(r->a, root, attribute);
    if (!name)
        return NULL;
    const place where = xml_place(r->a, root, false);
    if (g_path_is_absolute(name) || strstr(name, "://")) {
        tell_grammar(r, root, attribute, "この様式から見た相対パスで書いてください",
                     "write a path relative to this form");
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

const schema_grammar *
form_grammar_read(form_reader *r, const char *path)
{
    diag *heard = diag_new();
    const schema_grammar *grammar = schema_read(r->s, path, heard);
    for (size_t i = 0; i < diag_length(heard); i++) {
        const diag_message *m = diag_at(heard, i);
        if (m->code == DIAG_SCHEMA_BROKEN)
            diag_add(r->d, DIAG_FORM_GRAMMAR, m->form, PLACE_NONE, "grammar", m->args[0], m->args[1], NULL);
        else
            diag_append(r->d, m);
    }
    diag_drop(heard);
    return grammar;
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
    const char *fields = r->any_data ? NULL : form_file_named(r, root, "fields"),
               *grammar = r->any_data ? form_file_named(r, root, "grammar") : NULL;
    int error = 0;
    if (fields) {
        const char *base = arena_printf(r->a, "%s/case.rng", schema_folder(r->a, r->schema));
        r->fields = schema_read_own(r->s, base, fields, &error, r->d);
    }
    if (grammar)
        r->grammar = form_grammar_read(r, grammar);
}
