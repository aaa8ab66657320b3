/* issue_support.h: nights written into a ledger by hand, and releases of them: what a run would have made is any bytes
 * (a PDF where one is needed), so that thousands of nights take no time. */
#ifndef RENKEI_TEST_ISSUE_SUPPORT_H
#define RENKEI_TEST_ISSUE_SUPPORT_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_desk.h"
#include "folder_support.h"

typedef struct world {
    char *folder;
    render_paths paths;
    diag *d;
    int64_t run;
} world;

static const batch_deed deed = {.reason = "定例", .who = "係"};

static inline int
begin(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-issue-XXXXXX", NULL);
    w->paths = (render_paths){
        .forms = g_strdup("templates"), .schema = g_strdup("templates/schema"), .fonts = g_strdup("fonts")};
    w->d = diag_new();
    g_setenv("RENKEI_HOST", "pc1", TRUE);
    g_unsetenv("SOURCE_DATE_EPOCH");
    *state = w;
    return 0;
}

static inline int
end(void **state)
{
    world *w = *state;
    remove_tree(w->folder);
    g_free(w->folder);
    render_paths_clear(&w->paths);
    diag_drop(w->d);
    g_free(w);
    return 0;
}

static inline void
forget(world *w)
{
    diag_drop(w->d);
    w->d = diag_new();
}

static inline void
assert_codes(world *w, const char *expected)
{
    GString *codes = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++)
        g_string_append_printf(codes, "%s%s", i ? " " : "", diag_name(diag_at(w->d, i)->code));
    assert_string_equal(codes->str, expected);
    g_string_free(codes, TRUE);
    forget(w);
}

/* ---- a night ---- */

typedef struct made {
    const char *key, *form, *month, *text; /* text NULL: not made */
    ledger_status status;
    const char *consented, *case_path;
} made;

static inline char *
file_of(const made *m)
{
    return g_strdup_printf("%s%s%s/%s.pdf", m->month ? m->month : "", m->month ? "/" : "", m->key, m->form);
}

static inline void
write_made(const world *w, const char *file, const char *text)
{
    char *path = g_build_filename(w->folder, file, NULL), *folder = g_path_get_dirname(path);
    g_mkdir_with_parents(folder, 0700);
    assert_true(write_file_anew(path, text, -1));
    g_free(folder);
    g_free(path);
}

static inline void
save_made(world *w, ledger *l, const made *m)
{
    const bool is_made = m->status == LEDGER_MADE;
    char *file = file_of(m);
    if (is_made)
        write_made(w, file, m->text);
    const ledger_document x = {.key = m->key,
                               .form = m->form,
                               .month = m->month ? m->month : "",
                               .case_path = m->case_path ? m->case_path : "case.xml",
                               .consented = m->consented ? m->consented : "",
                               .status = m->status,
                               .file = is_made ? file : "",
                               .output = is_made ? digest_of(m->text, strlen(m->text)) : (digest){{0}},
                               .bytes = is_made ? (int64_t)strlen(m->text) : 0,
                               .pages = is_made};
    assert_true(ledger_save(l, w->run, &x));
    g_free(file);
}

static inline ledger *
begin_night(world *w, size_t planned)
{
    batch_place p;
    assert_true(batch_place_open(&p, w->folder, (batch_shard){0, 0}, w->d));
    ledger *l = ledger_open(p.ledger, LEDGER_WRITE, w->d);
    assert_non_null(l);
    const ledger_run run = {.started = "2026-01-01T00:00:00Z", .shard = "", .planned = (int64_t)planned};
    assert_true(ledger_begin(l) && ledger_start_run(l, &run, &w->run));
    batch_place_close(&p);
    return l;
}

static inline void
end_night(world *w, ledger *l)
{
    assert_true(ledger_end_run(l, w->run, "2026-01-01T01:00:00Z", 0) && ledger_commit(l));
    ledger_close(l);
}

static inline void
night(world *w, const made *list, size_t count)
{
    ledger *l = begin_night(w, count);
    for (size_t i = 0; i < count; i++)
        save_made(w, l, &list[i]);
    end_night(w, l);
}

/* text NULL: any, of its own. */
static inline void
save_envelope(world *w, const char *name, const char *series, const char *text, const ledger_member *members,
              size_t count)
{
    ledger *l = begin_night(w, 0);
    char *file = g_strdup_printf("bundles/%s%s.pdf", series, name), *to = g_strndup(name, strcspn(name, "/"));
    const char *bytes = text ? text : file;
    write_made(w, file, bytes);
    const ledger_bundle b = {.name = name,
                             .series = series,
                             .to = to,
                             .mark = name,
                             .documents = (int)count,
                             .file = file,
                             .output = digest_of(bytes, strlen(bytes)),
                             .bytes = (int64_t)strlen(bytes),
                             .pages = 2,
                             .members = members,
                             .member_count = count};
    assert_true(ledger_save_bundle(l, w->run, &b));
    end_night(w, l);
    g_free(file);
    g_free(to);
}

/* The lines and the end of a release as text. */
static inline char *
release(world *w, const batch_release_order *order)
{
    batch_release_order o = *order;
    if (!o.deed.reason)
        o.deed = (batch_deed){deed.reason, deed.who, order->deed.dry_run};
    batch_released x;
    GString *out = g_string_new(NULL);
    batch_release(&o, &w->paths, w->folder, &x, w->d);
    batch_released_print(&x, o.deed.dry_run, DIAG_JA, out);
    batch_released_clear(&x);
    return g_string_free(out, FALSE);
}

static inline void
assert_releases(world *w, const batch_release_order *o, const char *expected)
{
    char *text = release(w, o);
    assert_string_equal(text, expected);
    g_free(text);
}

static inline int64_t
entries(const world *w)
{
    char *path = batch_ledger_path(w->folder, (batch_shard){0, 0});
    ledger *l = ledger_open(path, LEDGER_READ, w->d);
    int64_t number = 0;
    digest hash;
    assert_non_null(l);
    assert_true(ledger_check(l, w->d) && ledger_head(l, &number, &hash));
    ledger_close(l);
    g_free(path);
    return number;
}

static inline bool
is_kept(const world *w, const char *text)
{
    batch_place p = {.folder = open(w->folder, O_RDONLY | O_DIRECTORY)};
    const digest sum = digest_of(text, strlen(text));
    const bool kept = batch_store_has(&p, &sum);
    close(p.folder);
    return kept;
}

static inline size_t
count_files(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    size_t n = 0;
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        n += g_file_test(path, G_FILE_TEST_IS_DIR) ? count_files(path) : 1;
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    return n;
}

static inline size_t
kept_files(const world *w)
{
    char *path = g_build_filename(w->folder, ".renkei", "issued", NULL);
    const size_t n = count_files(path);
    g_free(path);
    return n;
}

#endif
