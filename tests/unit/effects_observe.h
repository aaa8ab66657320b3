/* effects_observe.h: what can be seen of a case: each form bound to it, as of each of its days and in each of its
 * months, and what the rules find in it. A case is changed in memory, a position at a time, and seen again. */
#ifndef RENKEI_TEST_EFFECTS_OBSERVE_H
#define RENKEI_TEST_EFFECTS_OBSERVE_H

#include "base/digest.h"
#include "bind/bind.h"
#include "check/check.h"
#include "effects_grammar.h"
#include "forms_support.h"
#include "values_support.h"

/* Rows of a list without its comments; g_strfreev. */
static inline char **
rows_of(const char *path)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char **lines = g_strsplit(text, "\n", 0);
    guint kept = 0;
    for (guint i = 0; lines[i]; i++) {
        if (*lines[i] && *lines[i] != '#')
            lines[kept++] = lines[i];
        else
            g_free(lines[i]);
    }
    lines[kept] = NULL;
    g_free(text);
    return lines;
}

/* What is read once for all cases. */
typedef struct observer {
    arena *a;
    xml_store *s;
    diag *d;
    casefile_schemas *schemas;
    const check_rules *rules;
    GPtrArray *samples; /* of const char *: their names, sorted */
    char **form_names;
    GPtrArray *forms; /* of form *, beside their names */
    GPtrArray *words; /* of GHashTable *: the names that a form's files hold; behind them those of the rules' files */
} observer;

/* A day and a month to ask a form about; both NULL: the newest of what there is. */
typedef struct moment {
    const char *as_of, *month;
} moment;

typedef struct subject {
    const char *path;
    casefile *c;
    GArray *moments;     /* of moment; the first is that of both NULL */
    GPtrArray *days;     /* of date *: when the rules are asked */
    GArray *seen;        /* of digest: of the case as it is, a form each, a moment each in it */
    GPtrArray *findings; /* of GHashTable *, a day each: finding → its rule's id */
} subject;

/* ---- words: which names a file mentions; a form whose files do not mention a position's name cannot read it ---- */

static inline void
words_of_file(const char *path, GHashTable *words)
{
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    for (char *p = text; *p;) {
        const size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
        if (n)
            g_hash_table_add(words, g_strndup(p, n));
        p += n ? n : 1;
    }
    g_free(text);
}

/* What functions read by themselves is named by whoever calls them. */
static inline void
words_of_functions(GHashTable *words)
{
    enum { READS = 20 };
    static const struct {
        const char *function, *reads[READS];
    } functions[] = {
        {"holiday", {"on"}},
        {"in-force", {"from", "to"}},
        {"grade", {"partner", "kind", "class-kind", "course", "grade-override"}},
        {"grade-beside", {"partner", "kind", "class-kind", "course", "grade-override", "name"}},
        {"plan-on", {"service", "also-service", "from", "to", "signed-on", "made-on"}},
        {"claims-under", {"service", "also-service", "from", "to", "signed-on", "made-on", "on", "no", "kind", "id"}},
        {"plan-last", {"service", "also-service", "from", "to", "signed-on", "made-on"}},
        {"school-on", {"partner", "kind", "from", "to"}},
        {"day-kind",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind"}},
        {"class-start",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind"}},
        {"class-end",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind"}},
        {"class-hours",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind"}},
        {"class-hours-unknown",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind"}},
        {"class-hours-from",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind"}},
        {"planned-in-class",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind", "service", "also-service", "signed-on", "made-on"}},
        {"planned-day",
         {"from", "to", "date", "weekday", "fy", "class-name", "on", "day-kind", "service", "also-service", "signed-on",
          "made-on"}},
        {"unplaced-in-class",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind", "service", "also-service", "signed-on", "made-on"}},
        {"extension-unplanned",
         {"partner", "kind", "from", "to", "date", "weekday", "fy", "class-name", "on", "day-kind", "service",
          "also-service", "signed-on", "made-on", "ext-before", "ext-after"}},
        {"kind-unplanned",
         {"partner", "kind", "from", "to", "date", "weekday", "fy", "class-name", "on", "day-kind", "service",
          "also-service", "signed-on", "made-on"}},
        {"on-class-days",
         {"partner", "kind", "from", "to", "date", "start", "end", "weekday", "fy", "class-name", "time", "on",
          "day-kind"}},
        {"consents-on",
         {"kind", "addition-iii", "class-hours", "visits", "signed-on", "valid-to", "withdrawn-on", "partner"}},
        {"refusal-on",
         {"kind", "addition-iii", "class-hours", "visits", "signed-on", "valid-to", "withdrawn-on", "partner"}},
        {"certificate-on", {"kind", "from", "to"}},
        {"certificates-over", {"kind", "from", "to", "days-per-month"}},
        {"programme-on", {"no", "service", "from", "to"}},
        {"judgement-on", {"date", "result", "conclusion"}},
        {"ended-on", {"date", "result", "conclusion"}},
        {"used-on", {"no", "service", "from", "to", "kind", "start", "end", "on", "id", "date"}},
        {"used-in", {"date"}},
        {"overlapping", {"date", "start", "end"}},
        {"claim-service", {"no", "service", "from", "to", "kind", "start", "end", "on", "id"}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
        for (size_t k = 0; g_hash_table_contains(words, functions[i].function) && k < READS && functions[i].reads[k];
             k++)
            g_hash_table_add(words, g_strdup(functions[i].reads[k]));
}

/* The files of a folder with this ending. */
static inline void
words_of_folder(arena *a, const char *folder, const char *ending, GHashTable *words)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    assert_non_null(dir);
    for (const char *file; (file = g_dir_read_name(dir));)
        if (g_str_has_suffix(file, ending))
            words_of_file(arena_printf(a, "%s/%s", folder, file), words);
    g_dir_close(dir);
}

static inline bool
words_name(const GHashTable *words, const position *p)
{
    const char *slash = strrchr(p->path, '/'), *name = slash ? slash + 1 : p->path;
    return g_hash_table_contains((GHashTable *)words, *name == '@' ? name + 1 : name);
}

/* ---- what is seen ---- */

static inline void
append_bound(const bound_node *first, GString *out)
{
    for (const bound_node *n = first; n; n = n->next) {
        g_string_append_printf(out, "%s(", form_kind_name(n->kind));
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline *p = &n->inlines[i];
            g_string_append_printf(out, "%d%s/%s%s%s|", (int)p->kind, p->text ? p->text : "", p->ruby ? p->ruby : "",
                                   p->checked ? "x" : "", p->ring ? "o" : "");
        }
        append_bound(n->first, out);
        g_string_append_c(out, ')');
    }
}

static inline void
append_document(const bound *b, GString *out)
{
    g_string_append_printf(out, "%s|%s|%s|%s|%s|", b->title, b->author, b->subject, b->keywords, b->watermark);
    g_string_append_printf(out, "%d-%d-%d|", b->made.year, b->made.month, b->made.day);
    for (size_t i = 0; i < b->recipient_count; i++)
        g_string_append_printf(out, "%s %s|", b->recipients[i].to, b->recipients[i].key);
    for (size_t i = 0; i < bound_part_count(b); i++)
        append_bound(bound_part(b, i), out);
}

/* Its texts alone, a line a node. */
static inline void
append_words(const bound_node *first, GString *out)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].kind == INLINE_TEXT)
                g_string_append(out, n->inlines[i].text);
        append_words(n->first, out);
        g_string_append_c(out, '\n');
    }
}

/* The bound document and all messages, without their places: what an altered value moves is no effect of it. */
static inline digest
form_looks(const observer *o, const subject *s, guint form_number, const moment *m)
{
    arena *a = arena_new();
    diag *d = diag_new();
    GString *out = g_string_new(NULL);
    const bind_options options = {.as_of = m->as_of, .month = m->month, .values = shipped_values(), .trial = true};
    const bound *b = bind_case(a, o->s, g_ptr_array_index(o->forms, form_number), s->c, &options, d);
    if (b)
        append_document(b, out);
    for (size_t i = 0; i < diag_length(d); i++) {
        char *text = diag_text(diag_at(d, i), DIAG_JA);
        g_string_append_printf(out, "%s\n", text);
        g_free(text);
    }
    const digest sum = digest_of(out->str, out->len);
    g_string_free(out, TRUE);
    diag_drop(d);
    arena_drop(a);
    return sum;
}

static inline GHashTable *
rules_find(const observer *o, const subject *s, const date *day)
{
    arena *a = arena_new();
    diag *d = diag_new();
    GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const check_result *r = check_case(a, o->s, o->rules, s->c, *day, DIAG_JA, d);
    for (size_t i = 0; r && i < r->count; i++) {
        const check_finding *f = &r->findings[i];
        g_hash_table_insert(found,
                            g_strdup_printf("%s %c %s %s", f->id, check_severity_letter(f->severity), f->when, f->text),
                            g_strdup_printf("rule %s", f->id));
    }
    if (r) {
        GString *months = g_string_new(NULL);
        check_print_months(r, s->c, DIAG_JA, months);
        g_hash_table_insert(found, g_string_free(months, FALSE), g_strdup("check --months"));
        g_hash_table_insert(found, g_strconcat("child ", r->child, NULL), g_strdup("check"));
    }
    diag_drop(d);
    arena_drop(a);
    return found;
}

/* ---- opening ---- */

/* A form, and the words of its files: in a store of its own first, to know which they are. */
static inline void
observer_add_form(observer *o, const char *path)
{
    xml_store *own = xml_store_new();
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    form_read_file(o->a, own, path, "templates/schema", o->d);
    for (size_t i = 0; i < xml_store_file_count(own); i++)
        if (!g_str_has_suffix(xml_store_file(own, i), ".rng"))
            words_of_file(xml_store_file(own, i), words);
    xml_store_drop(own);
    words_of_functions(words);
    g_hash_table_add(words, g_strdup("digits")); /* bound for every form */
    g_ptr_array_add(o->words, words);
    g_ptr_array_add(o->forms, form_read_file(o->a, o->s, path, "templates/schema", o->d));
    assert_non_null(g_ptr_array_index(o->forms, o->forms->len - 1));
}

static inline int
observer_by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline GPtrArray *
observer_samples(arena *a)
{
    GPtrArray *samples = g_ptr_array_new();
    GDir *dir = g_dir_open("samples", 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));)
        if (g_file_test(arena_printf(a, "samples/%s/case.xml", name), G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(samples, arena_strdup(a, name));
    g_dir_close(dir);
    g_ptr_array_sort(samples, observer_by_name);
    return samples;
}

static inline void
observer_open(observer *o)
{
    *o = (observer){.a = arena_new(), .s = xml_store_new(), .d = diag_new()};
    o->schemas = casefile_schemas_open("templates/schema", false);
    o->rules = check_rules_read(o->a, o->s, "templates/rules", "templates/schema", o->d);
    assert_non_null(o->rules);
    o->samples = observer_samples(o->a);
    o->form_names = forms_of_cases();
    o->forms = g_ptr_array_new();
    o->words = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_destroy);
    for (char **name = o->form_names; *name; name++)
        observer_add_form(o, arena_printf(o->a, "templates/%s/form.xml", *name));
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    words_of_folder(o->a, "templates/rules", ".xml", words);
    words_of_functions(words);
    words_of_folder(o->a, "tools/lib/check", ".c", words); /* what it reads without an expression */
    g_ptr_array_add(o->words, words);
}

static inline const form *
observer_form(const observer *o, const char *name)
{
    for (guint i = 0; o->form_names[i]; i++)
        if (strcmp(o->form_names[i], name) == 0)
            return g_ptr_array_index(o->forms, i);
    return NULL;
}

static inline void
observer_close(observer *o)
{
    g_ptr_array_unref(o->samples);
    g_ptr_array_unref(o->words);
    g_ptr_array_free(o->forms, TRUE);
    g_strfreev(o->form_names);
    casefile_schemas_close(o->schemas);
    diag_drop(o->d);
    xml_store_drop(o->s);
    arena_drop(o->a);
}

#endif
