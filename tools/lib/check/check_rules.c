/* check_rules.c: reads the rule files of a folder, and compiles each check once. */
#include "check/check_int.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/fault.h"
#include "base/folder.h"
#include "base/order.h"
#include "proven/proven.h"
#include "schema/schema.h"

typedef struct reader {
    arena *a;
    xml_store *s;
    diag *own; /* of one file: what is wrong with it is told as our mistake, not as a form's */
    GArray *rules, *parameters, *offs;
    const char *schema_dir;
    bool local, own_folder;  /* of the file: local and own of its rules */
    bool of_form;            /* deadlines are for nobody who asks about a form */
    bool compile;            /* every expression now, so that each mistake is told whatever will be asked */
    const rule_sieve *sieve; /* NULL: all rules */
    rule_reading reading;    /* of the file */
} reader;

/* ---- text ---- */

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *
rule_tidy(arena *a, const char *text)
{
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p;) {
        if (!is_space(*p)) {
            g_string_append_c(s, *p++);
            continue;
        }
        bool line_end = false;
        for (; is_space(*p); p++)
            line_end = line_end || *p == '\n';
        const bool japanese = s->len && (unsigned char)s->str[s->len - 1] >= 0x80 && (unsigned char)*p >= 0x80;
        if (s->len && *p && !(line_end && japanese))
            g_string_append_c(s, ' ');
    }
    const char *copy = arena_strdup(a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

static const char *
tidy_attribute(reader *r, const xml_node *n, const char *name)
{
    const char *text = xml_attribute(r->a, n, name);
    return rule_tidy(r->a, text ? text : "");
}

static const char *
tidy_text(reader *r, const xml_node *n)
{
    return rule_tidy(r->a, xml_text(r->a, n));
}

/* ---- expressions and messages ---- */

static rule_expr
read_expr(reader *r, const xml_node *n, const char *name)
{
    return (rule_expr){.text = xml_attribute(r->a, n, name), .where = xml_place(r->a, n, false), .at = n};
}

static rule_words
read_words(reader *r, const xml_node *n)
{
    size_t count = 0;
    for (const xml_node *c = xml_first_child(n); c; c = xml_next(c))
        count++;
    rule_words w = {.pieces = ARENA_ARRAY(r->a, word_piece, count + 1)};
    for (const xml_node *c = xml_first_child(n); c; c = xml_next(c)) {
        word_piece *piece = &w.pieces[w.count++];
        if (xml_is_element(c))
            piece->value = read_expr(r, c, "select");
        else
            piece->text = xml_text(r->a, c);
    }
    return w;
}

static check_severity
severity_of(const char *letter)
{
    return *letter == 'E' ? CHECK_ERROR : *letter == 'W' ? CHECK_WARNING : CHECK_ADVICE;
}

/* ---- what is to be repaired ---- */

static bool
is_of_name(char c)
{
    return g_ascii_isalnum(c) || (c && strchr("@/._-", c));
}

/* To the end of a name of elements and attributes, with what stands in brackets and may be Japanese. */
static const char *
skip_name(const char *p)
{
    while (is_of_name(*p) || *p == '[') {
        const char *close = *p == '[' ? strchr(p, ']') : NULL;
        p = close ? close + 1 : p + 1;
    }
    return p;
}

const char *
check_repair_names(arena *a, const char *repair)
{
    GString *names = g_string_new(NULL);
    for (const char *p = repair; *p;) {
        const char *end = g_ascii_isalpha(*p) || *p == '@' ? skip_name(p) : NULL;
        if (end) {
            g_string_append_printf(names, "%s%.*s", names->len ? ", " : "", (int)(end - p), p);
            p = end;
        } else {
            p = g_utf8_next_char(p);
        }
    }
    const char *copy = names->len ? arena_strdup(a, names->str) : repair;
    g_string_free(names, TRUE);
    return copy;
}

/* ---- rules ---- */

static bool
is_message(const xml_node *n)
{
    return xml_named(n, "message") || xml_named(n, "message-en");
}

/* Of an assert, or of a deadline's due, which has no test. */
static void
read_assert(reader *r, const xml_node *n, const rule *of, rule_assert *out)
{
    const char *severity = xml_attribute(r->a, n, "severity"), *open = xml_attribute(r->a, n, "open");
    out->test = read_expr(r, n, "test");
    out->when = read_expr(r, n, "when");
    out->at = read_expr(r, n, "at");
    out->other = read_expr(r, n, "other");
    out->severity = severity ? severity_of(severity) : CHECK_WARNING;
    out->open = open ? severity_of(open) : out->severity;
    out->undetermined = xml_has_attribute(n, "undetermined");
    out->repair = tidy_attribute(r, n, "repair");
    out->repair_en = xml_has_attribute(n, "repair-en") ? tidy_attribute(r, n, "repair-en") : NULL;
    out->documents = xml_has_attribute(n, "documents") ? tidy_attribute(r, n, "documents") : of->documents;
    out->until_signed = xml_has_attribute(n, "until-signed") ? tidy_attribute(r, n, "until-signed") : of->until_signed;
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        if (is_message(c))
            out->message[xml_named(c, "message") ? DIAG_JA : DIAG_EN] = read_words(r, c);
}

static void
read_step(reader *r, const xml_node *n, rule_step *out)
{
    if (xml_named(n, "let"))
        *out = (rule_step){STEP_LET, read_expr(r, n, "select"), xml_attribute(r->a, n, "name")};
    else if (xml_named(n, "applies"))
        *out = (rule_step){STEP_APPLIES, read_expr(r, n, "test"), NULL};
    else
        *out = (rule_step){STEP_NEEDS, read_expr(r, n, "select"), tidy_attribute(r, n, "field")};
}

static size_t
count_elements(const xml_node *n)
{
    size_t count = 0;
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        count++;
    return count;
}

static void
read_check(reader *r, const xml_node *n, const rule *of, rule_check *out)
{
    const size_t most = count_elements(n) + 1;
    out->context = read_expr(r, n, "context");
    out->when = read_expr(r, n, of->deadline ? "day" : "when");
    out->until = read_expr(r, n, "until");
    out->claims = read_expr(r, n, "claims");
    out->steps = ARENA_ARRAY(r->a, rule_step, most);
    out->asserts = ARENA_ARRAY(r->a, rule_assert, most);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        if (xml_named(c, "assert"))
            read_assert(r, c, of, &out->asserts[out->assert_count++]);
        else if (!is_message(c))
            read_step(r, c, &out->steps[out->step_count++]);
    }
    if (of->deadline)
        read_assert(r, n, of, &out->asserts[out->assert_count++]);
}

static rule
read_rule(reader *r, const xml_node *n)
{
    rule out = {
        .id = xml_attribute(r->a, n, "id"), .where = xml_place(r->a, n, false), .node = (xml_node *)(uintptr_t)n};
    out.source[DIAG_JA] = tidy_attribute(r, n, "source");
    out.source[DIAG_EN] = xml_has_attribute(n, "source-en") ? tidy_attribute(r, n, "source-en") : out.source[DIAG_JA];
    out.documents = tidy_attribute(r, n, "documents");
    out.until_signed = tidy_attribute(r, n, "until-signed");
    out.deadline = xml_named(n, "deadline");
    out.local = r->local;
    out.own = r->own_folder;
    out.replaces = xml_has_attribute(n, "replaces");
    out.has_from = rule_read_date(r->a, n, "from", &out.from, r->own);
    out.has_to = rule_read_date(r->a, n, "to", &out.to, r->own);
    out.checks = ARENA_ARRAY(r->a, rule_check, count_elements(n) + 1);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        if (xml_named(c, "check") || xml_named(c, "due"))
            read_check(r, c, &out, &out.checks[out.check_count++]);
        else if (xml_named(c, "title"))
            out.title[DIAG_JA] = read_words(r, c);
        else if (xml_named(c, "title-en"))
            out.title[DIAG_EN] = read_words(r, c);
        else if (xml_named(c, "explain"))
            out.explain[DIAG_JA] = read_words(r, c);
        else if (xml_named(c, "explain-en"))
            out.explain[DIAG_EN] = read_words(r, c);
        else if (xml_named(c, "not-computable"))
            out.uncomputed[DIAG_JA] = tidy_text(r, c);
        else
            out.uncomputed[DIAG_EN] = tidy_text(r, c);
    }
    return out;
}

/* ---- compiling ---- */

static bool
compile_expr(xml_store *s, rule_expr *x, diag *own)
{
    if (x->text && !x->e)
        x->e =
            x->at ? xml_expr_compile_at(s, x->text, x->at, x->where, own) : xml_expr_compile(s, x->text, x->where, own);
    return !x->text || x->e;
}

bool
rule_compile_words(xml_store *s, const rule_words *w, diag *own)
{
    bool good = true;
    for (size_t i = 0; i < w->count; i++)
        good = compile_expr(s, &w->pieces[i].value, own) && good;
    return good;
}

static bool
compile_assert(xml_store *s, rule_assert *t, diag *own)
{
    bool good = compile_expr(s, &t->test, own);
    good = compile_expr(s, &t->when, own) && good;
    good = compile_expr(s, &t->at, own) && good;
    good = compile_expr(s, &t->other, own) && good;
    for (int language = DIAG_JA; language <= DIAG_EN; language++)
        good = rule_compile_words(s, &t->message[language], own) && good;
    return good;
}

bool
rule_compile(xml_store *s, rule_check *c, diag *own)
{
    if (c->compiled)
        return true;
    bool good = compile_expr(s, &c->context, own);
    good = compile_expr(s, &c->when, own) && good;
    good = compile_expr(s, &c->until, own) && good;
    good = compile_expr(s, &c->claims, own) && good;
    for (size_t i = 0; i < c->step_count; i++)
        good = compile_expr(s, &c->steps[i].e, own) && good;
    for (size_t i = 0; i < c->assert_count; i++)
        good = compile_assert(s, &c->asserts[i], own) && good;
    c->compiled = good;
    return good;
}

/* ---- files ---- */

void
rule_report(diag *d, diag_code code, place where, place data, const char *id, const diag *details)
{
    for (size_t i = 0; i < diag_length(details); i++) {
        const diag_message *m = diag_at(details, i);
        if (diag_is_of_data(m) &&
            diag_exit_class(m) == EXIT_DATA) { /* what a rule cannot judge by, and no fault of it */
            diag_append(d, m);
            continue;
        }
        char *ja = diag_text(m, DIAG_JA), *en = diag_text(m, DIAG_EN);
        diag_add(d, code, m->form.file ? m->form : where, data, ja, en, id, NULL);
        g_free(ja);
        g_free(en);
    }
}

static void
compile_rule(reader *r, const rule *one)
{
    for (int language = DIAG_JA; language <= DIAG_EN; language++) {
        rule_compile_words(r->s, &one->title[language], r->own);
        rule_compile_words(r->s, &one->explain[language], r->own);
    }
    for (size_t i = 0; i < one->check_count; i++)
        rule_compile(r->s, &one->checks[i], r->own);
}

static void
read_one(reader *r, const xml_node *n)
{
    if (xml_named(n, "parameter")) {
        rule_parameter one = rule_read_parameter(r->a, n, r->own);
        for (const xml_node *c = r->local ? xml_first_element(n) : NULL; c; c = xml_next_element(c))
            one.title[xml_named(c, "title") ? DIAG_JA : DIAG_EN] = tidy_text(r, c);
        one.local = r->local;
        one.own = r->own_folder;
        g_array_append_val(r->parameters, one);
        return;
    }
    if (xml_named(n, "switch-off")) {
        const rule_off one = {xml_attribute(r->a, n, "rule"), tidy_text(r, n), r->local, r->own_folder,
                              xml_place(r->a, n, false)};
        g_array_append_val(r->offs, one);
        return;
    }
    if (r->of_form && xml_named(n, "deadline"))
        return;
    const rule one = read_rule(r, n);
    g_array_append_val(r->rules, one);
    if (r->compile)
        compile_rule(r, &one);
}

/* Of somebody's own file: what does not compile is told when it is asked for. */
static void
judge_names(reader *r, const xml_node *root, guint begin, diag *d)
{
    diag *unheard = diag_new();
    const rule *first = &g_array_index(r->rules, rule, begin);
    const size_t count = r->rules->len - begin;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < first[i].check_count; n++)
            rule_compile(r->s, &first[i].checks[n], unheard);
    diag_drop(unheard);
    rule_judge_names(r->a, r->s, root, r->schema_dir, first, count, d);
}

static void
read_file(reader *r, const char *path, const schema_grammar *schema, diag *d)
{
    const guint begin = r->rules->len;
    r->own = diag_new();
    const xml_lean lean = rule_lean(r->sieve, r->reading);
    const xml_doc *doc = xml_read_lean(r->s, path, XML_FORM, &xml_limits_form, r->sieve ? &lean : NULL, r->own);
    if (doc && schema_validate(schema, doc, r->own))
        for (const xml_node *n = xml_first_element(xml_root(doc)); n; n = xml_next_element(n))
            read_one(r, n);
    if (doc && r->own_folder && diag_length(r->own) == 0 && r->rules->len > begin)
        judge_names(r, xml_root(doc), begin, d);
    rule_report(d, rule_code(r->own_folder, DIAG_CHECK_RULES), (place){path, 0, NULL}, PLACE_NONE, NULL, r->own);
    diag_drop(r->own);
}

/* Adds the .xml files of the folder, sorted, so that every machine reads them in one order. */
static void
add_rule_files(const char *folder, GPtrArray *files, diag *d)
{
    int error;
    GPtrArray *names = folder_names(folder, &error);
    const guint before = files->len;
    if (!names) {
        fault_report(d, DIAG_FILE_READ, PLACE_NONE, folder, error);
        return;
    }
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (g_str_has_suffix(name, ".xml") && *name != '.')
            g_ptr_array_add(files, g_build_filename(folder, name, NULL));
    }
    if (files->len == before)
        diag_add(d, DIAG_CHECK_NO_RULES, PLACE_NONE, PLACE_NONE, folder, NULL);
    g_ptr_array_unref(names);
}

/* ---- the table ---- */

/* K3.10: the letter's rank, 3, 10, and a small letter. */
static void
split_id(const char *id, long parts[4])
{
    static const char letters[] = "KNGDL";
    const char *letter = strchr(letters, *id);
    char *end = (char *)id + (*id != '\0');
    parts[0] = letter && *letter ? letter - letters : (long)sizeof letters;
    parts[1] = strtol(end, &end, 10);
    parts[2] = *end == '.' ? strtol(end + 1, &end, 10) : -1;
    parts[3] = *end;
}

int
rule_compare_ids(const char *a, const char *b)
{
    long x[4], y[4];
    split_id(a, x);
    split_id(b, y);
    for (size_t i = 0; i < G_N_ELEMENTS(x); i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return strcmp(a, b);
}

static gint
compare_rules(gconstpointer p, gconstpointer q)
{
    const rule *a = p, *b = q;
    const int by_id = rule_compare_ids(a->id, b->id);
    if (by_id != 0 || a->has_from != b->has_from)
        return by_id != 0 ? by_id : a->has_from - b->has_from;
    return a->has_from ? date_compare(a->from, b->from) : 0;
}

/* Versions of one id must part the days between them: else a day would be judged twice. */
static void
join_versions(GArray *rules, diag *d)
{
    for (guint i = 1; i < rules->len; i++) {
        const rule *former = &g_array_index(rules, rule, i - 1);
        rule *later = &g_array_index(rules, rule, i);
        if (strcmp(former->id, later->id) != 0 || former->local != later->local) /* two folders: told already */
            continue;
        if (!former->has_to || !later->has_from || date_compare(former->to, later->from) >= 0)
            diag_add(d, rule_code(later->own, DIAG_CHECK_RULE_TWICE), later->where, PLACE_NONE, later->id, NULL);
        later->follows = true;
    }
}

static void
read_files(reader *r, const check_source *from, const rule_sieve *sieve, const GPtrArray *files, guint shipped, diag *d)
{
    char *path = g_build_filename(from->schema, "rules.rng", NULL);
    const schema_grammar *schema = files->len ? schema_read_later(r->s, path, PROVEN_RULES, d) : NULL;
    g_free(path);
    for (guint i = 0; schema && i < files->len; i++) {
        r->reading = rule_sieve_of(sieve, i);
        r->sieve = r->reading == RULES_WHOLE ? NULL : sieve;
        r->local = i >= shipped;
        r->own_folder = r->local || from->named;
        if (r->reading != RULES_NONE)
            read_file(r, arena_strdup(r->a, g_ptr_array_index(files, i)), schema, d);
    }
}

static check_rules *
make_table(reader *r, const rule_sieve *sieve, diag *d)
{
    check_rules *rules = ARENA_NEW(r->a, check_rules);
    rules->s = r->s;
    rules->left_out = sieve ? rule_sieve_left_out(sieve, r->a) : NULL;
    g_array_sort(r->rules, compare_rules);
    rule_apply_local(r->a, r->rules, r->parameters, r->offs, rules->left_out, d);
    join_versions(r->rules, d);
    rule_join_parameters(r->parameters, d);
    rules->count = r->rules->len;
    rules->items = rules->count ? arena_copy(r->a, r->rules->data, rules->count * sizeof(rule)) : NULL;
    rules->parameter_count = r->parameters->len;
    rules->parameters =
        r->parameters->len ? arena_copy(r->a, r->parameters->data, r->parameters->len * sizeof(rule_parameter)) : NULL;
    rule_list_forms(r->a, rules);
    return rules;
}

check_rules *
check_rules_load(arena *a, xml_store *s, const check_source *from, diag *d)
{
    g_assert(a && s && from && from->rules && from->schema && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    reader r = {.a = a, .s = s, .of_form = from->form, .compile = from->compile, .schema_dir = from->schema};
    r.rules = g_array_new(FALSE, TRUE, sizeof(rule));
    r.parameters = g_array_new(FALSE, TRUE, sizeof(rule_parameter));
    r.offs = g_array_new(FALSE, TRUE, sizeof(rule_off));
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    add_rule_files(from->rules, files, d);
    const guint shipped = files->len;
    if (from->local)
        add_rule_files(from->local, files, d);
    rule_sieve *sieve = from->form ? rule_sieve_new(from->form, from->values, files) : NULL;
    read_files(&r, from, sieve, files, shipped, d);
    check_rules *rules = make_table(&r, sieve, d);
    rule_sieve_drop(sieve);
    g_ptr_array_free(files, TRUE);
    g_array_free(r.rules, TRUE);
    g_array_free(r.parameters, TRUE);
    g_array_free(r.offs, TRUE);
    return diag_count(d, DIAG_ERROR) == errors ? rules : NULL;
}

check_rules *
check_rules_read(arena *a, xml_store *s, const char *rules_dir, const char *schema_dir, diag *d)
{
    return check_rules_load(a, s, &(check_source){.rules = rules_dir, .schema = schema_dir, .compile = true}, d);
}

check_rules *
check_rules_open(arena *a, xml_store *s, const char *rules_dir, const char *schema_dir, diag *d)
{
    return check_rules_load(a, s, &(check_source){.rules = rules_dir, .schema = schema_dir}, d);
}

check_rules *
check_rules_open_for(arena *a, xml_store *s, const char *rules_dir, const char *schema_dir, const char *form, diag *d)
{
    g_assert(form);
    return check_rules_load(a, s, &(check_source){.rules = rules_dir, .schema = schema_dir, .form = form}, d);
}

const rule *
rule_find(const check_rules *rules, const char *id)
{
    for (size_t i = rules->count; i-- > 0;)
        if (strcmp(rules->items[i].id, id) == 0)
            return &rules->items[i];
    return NULL;
}

bool
rule_is_known(const check_rules *rules, const char *id)
{
    return rule_find(rules, id) || (rules->left_out && g_strv_contains(rules->left_out, id));
}
