/* draft_look.c: see draft_look.h. */
#include "draft/draft_look.h"

#include <string.h>
#include <sys/stat.h>

#include "base/shown.h"
#include "casefile/casefile.h"
#include "check/check.h"
#include "edit/edit.h"

/* ---- places ---- */

typedef struct places {
    GHashTable *edits; /* file: edit, or NULL where it is no XML */
} places;

static void
close_edit(void *e)
{
    edit_close(e);
}

static const edit *
edit_of(places *p, const char *file)
{
    gpointer e = NULL;
    if (!g_hash_table_lookup_extended(p->edits, file, NULL, &e)) {
        diag *unheard = diag_new();
        e = edit_open_file(file, unheard);
        diag_drop(unheard);
        g_hash_table_insert(p->edits, g_strdup(file), e);
    }
    return e;
}

/* FILE:LINE:COLUMN; what has no place in a file begins with its line. */
static void
append_where(places *p, place where, GString *out)
{
    int line = where.line > 0 ? where.line : 1, column = 1;
    const edit *e = where.path ? edit_of(p, where.file) : NULL;
    if (e)
        edit_locate(e, where.path, &line, &column);
    shown_append(out, where.file);
    g_string_append_printf(out, ":%d:%d: ", line, column);
}

/* ---- lines ---- */

static void
append_message(places *p, const diag_message *m, diag_language language, GString *out)
{
    static const char *const words[] = {"note", "warning", "error"};
    char *text = diag_text(m, language);
    const place where = m->data.file ? m->data : m->form;
    if (where.file)
        append_where(p, where, out);
    g_string_append_printf(out, "%s: %s [%s]\n", words[diag_severity_of(m->code)], text, diag_name(m->code));
    g_free(text);
}

static void
append_finding(places *p, const check_finding *f, diag_language language, GString *out)
{
    static const char *const words[] = {"note", "warning", "error"};
    append_where(p, f->where, out);
    g_string_append_printf(out, "%s: %s %s%s", words[f->severity], f->id, f->when, *f->when ? " " : "");
    g_string_append(out, f->texts[language]);
    if (f->other) { /* as renkei-check says it, and FILE:LINE as editors jump to it */
        g_string_append(out, language == DIAG_EN ? " (compared with: " : "（比べた所：");
        shown_append(out, f->other_where.file);
        g_string_append_printf(out, language == DIAG_EN ? ":%d)" : ":%d）", f->other_where.line);
    }
    g_string_append_printf(out, language == DIAG_EN ? " — repair: %s\n" : " — 直す欄：%s\n", f->repair[language]);
}

static void
append_gap(places *p, const check_gap *g, diag_language language, GString *out)
{
    append_where(p, g->where, out);
    g_string_append_printf(out,
                           language == DIAG_EN ? "note: could not be judged: %s — fill in: %s\n"
                                               : "note: 確かめられなかったこと：%s — 書く欄：%s\n",
                           g->texts[language], g->repair[language]);
}

static void
append_result(places *p, const check_result *r, const draft_look *look, GString *out)
{
    if (look->json) {
        check_print_json(r, look->language, out);
        return;
    }
    for (size_t i = 0; i < r->count; i++)
        append_finding(p, &r->findings[i], look->language, out);
    for (size_t i = 0; i < r->gap_count; i++)
        append_gap(p, &r->gaps[i], look->language, out);
}

static void
append_counts(const diag *d, const check_result *r, const draft_look *look, GString *out)
{
    size_t counts[CHECK_ERROR + 1] = {0};
    for (size_t i = 0; r && i < r->count; i++)
        counts[r->findings[i].severity]++;
    const size_t errors = diag_count(d, DIAG_ERROR);
    const bool en = look->language == DIAG_EN;
    if (errors)
        g_string_append_printf(out,
                               en ? "-- %zu mistake(s): nothing is printed until they are corrected\n"
                                  : "-- 誤り %zu件。直すまで何も印刷されません\n",
                               errors);
    else
        g_string_append_printf(
            out, en ? "-- no mistakes; E %zu, W %zu, A %zu\n" : "-- 誤りなし。指摘 E %zu件・W %zu件・A %zu件\n",
            counts[CHECK_ERROR], counts[CHECK_WARNING], counts[CHECK_ADVICE]);
}

/* ---- one look ---- */

static int
status_of(const diag *d, const check_result *r)
{
    const int reported = diag_exit_status(d);
    if (reported || !r)
        return reported;
    if (r->worst == CHECK_ERROR)
        return EXIT_DATA;
    return r->worst == CHECK_WARNING || check_undetermined(r) || diag_count(d, DIAG_WARNING) ? EXIT_SOME : EXIT_DONE;
}

static void
copy_files(const xml_store *s, const char *path, GPtrArray *files)
{
    g_ptr_array_add(files, g_strdup(path));
    for (size_t i = 0; i < xml_store_file_count(s); i++)
        if (!g_ptr_array_find_with_equal_func(files, xml_store_file(s, i), g_str_equal, NULL))
            g_ptr_array_add(files, g_strdup(xml_store_file(s, i)));
}

static int
look_into(const draft_look *look, const char *path, GString *out, GPtrArray *files)
{
    arena *a = arena_new();
    xml_store *s = xml_store_new(), *of_rules = xml_store_new();
    casefile_schemas *schemas = casefile_schemas_open(look->schema, false);
    diag *d = diag_new();
    places p = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_edit)};
    const check_source from = {.rules = look->rules, .local = look->local, .schema = look->schema};
    const casefile *c = casefile_read_with(a, s, path, schemas, d);
    if (files)
        copy_files(s, path, files);
    const check_rules *rules = c ? check_rules_load(a, of_rules, &from, d) : NULL;
    const check_result *r = rules ? check_case(a, of_rules, rules, c, look->as_of, look->language, d) : NULL;
    for (size_t i = 0; i < diag_length(d); i++) {
        if (look->json) {
            diag_append_json(out, diag_at(d, i), look->language);
            g_string_append_c(out, '\n');
        } else {
            append_message(&p, diag_at(d, i), look->language, out);
        }
    }
    if (r)
        append_result(&p, r, look, out);
    if (!look->json)
        append_counts(d, r, look, out);
    const int status = status_of(d, r);
    g_hash_table_destroy(p.edits);
    diag_drop(d);
    casefile_schemas_close(schemas);
    xml_store_drop(of_rules);
    xml_store_drop(s);
    arena_drop(a);
    return status;
}

static bool
print_look(const GString *out, FILE *to)
{
    GString *shown = g_string_new(NULL);
    shown_append_lines(shown, out->str);
    const bool printed = fwrite(shown->str, 1, shown->len, to) == shown->len && fflush(to) == 0;
    g_string_free(shown, TRUE);
    return printed;
}

int
draft_look_once(const draft_look *look, const char *path, FILE *to, GPtrArray *files)
{
    g_assert(look && path && to);
    GString *out = g_string_new(NULL);
    const int status = look_into(look, path, out, files);
    const bool printed = print_look(out, to);
    g_string_free(out, TRUE);
    return printed ? status : EXIT_ENVIRONMENT;
}

/* ---- again and again ---- */

enum { TICK_MICROSECONDS = 200000, PATIENCE_TICKS = 10 }; /* how long a file may be away while it is replaced */

/* What a file is known by, without reading it. */
static void
append_state(const char *path, GString *out, bool *away)
{
    struct stat is;
    if (stat(path, &is) != 0) {
        g_string_append_printf(out, "%s -\n", path);
        *away = true;
        return;
    }
    g_string_append_printf(out, "%s %ju %ju %jd %jd.%ld %jd.%ld\n", path, (uintmax_t)is.st_dev, (uintmax_t)is.st_ino,
                           (intmax_t)is.st_size, (intmax_t)is.st_mtim.tv_sec, is.st_mtim.tv_nsec,
                           (intmax_t)is.st_ctim.tv_sec, is.st_ctim.tv_nsec);
}

static char *
state_of(const GPtrArray *files, bool *away)
{
    GString *state = g_string_new(NULL);
    *away = false;
    for (guint i = 0; i < files->len; i++)
        append_state(g_ptr_array_index(files, i), state, away);
    return g_string_free(state, FALSE);
}

/* Looks until what was read is what there was before: which files those are is known only then. The state. */
static char *
look_steadily(const draft_look *look, const char *path, GPtrArray *files, GString *out, int *status)
{
    bool away;
    char *before = NULL, *after = state_of(files, &away);
    do {
        g_free(before);
        before = after;
        g_ptr_array_set_size(files, 0);
        g_string_truncate(out, 0);
        *status = look_into(look, path, out, files);
        after = state_of(files, &away);
    } while (strcmp(before, after) != 0);
    g_free(before);
    return after;
}

/* Until something is another than it was, and stays so for a while: an editor may write in several steps. */
static bool
wait_for_change(const GPtrArray *files, const char *known, draft_ends ends, void *data)
{
    char *last = g_strdup(known);
    bool away, changed = false;
    for (int waited = 0; !changed && !(ends && ends(data));) {
        g_usleep(TICK_MICROSECONDS);
        char *now = state_of(files, &away);
        const bool differs = strcmp(now, known) != 0, still = strcmp(now, last) == 0;
        waited = differs ? waited + 1 : 0;
        changed = differs && still && (!away || waited > PATIENCE_TICKS);
        g_free(last);
        last = now;
    }
    g_free(last);
    return changed;
}

int
draft_watch(const draft_look *look, const char *path, FILE *to, draft_ends ends, void *data)
{
    g_assert(look && path && to);
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    GString *out = g_string_new(NULL);
    int status = EXIT_DONE;
    bool goes_on = true;
    while (goes_on) {
        char *state = look_steadily(look, path, files, out, &status);
        goes_on = print_look(out, to) && wait_for_change(files, state, ends, data);
        g_free(state);
    }
    g_string_free(out, TRUE);
    g_ptr_array_free(files, TRUE);
    return status;
}
