/* batch_support.h: a town of a few cases with masters of their own, on which a unit runs batches by itself. */
#ifndef RENKEI_TEST_BATCH_SUPPORT_H
#define RENKEI_TEST_BATCH_SUPPORT_H

#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"

enum { CASES = 8 };

typedef struct world {
    char *folder, *output;
    render_paths paths;
    batch_order *order;
    batch_settings settings;
    batch_counts counts;
    GString *said;      /* codes of documents that were not made */
    const char *change; /* file to be written to when the first document is done */
    size_t done;
    diag *d;
} world;

static inline void
copy_file(const char *from, const char *to, const char *id)
{
    char *text;
    gsize length;
    assert_true(g_file_get_contents(from, &text, &length, NULL));
    GString *s = g_string_new_len(text, (gssize)length);
    if (id)
        g_string_replace(s, "\"K-0001\"", id, 1);
    assert_true(g_file_set_contents(to, s->str, (gssize)s->len, NULL));
    g_string_free(s, TRUE);
    g_free(text);
}

static inline char *
case_path(const world *w, int i)
{
    return g_strdup_printf("%s/c%d/case.xml", w->folder, i);
}

static inline int
begin(void **state)
{
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-batch-XXXXXX", NULL);
    w->output = g_build_filename(w->folder, "out", NULL);
    w->paths = (render_paths){
        .forms = g_strdup("templates"), .schema = g_strdup("templates/schema"), .fonts = g_strdup("fonts")};
    w->d = diag_new();
    w->said = g_string_new(NULL);
    w->settings = (batch_settings){.jobs = 1, .time_limit = 60};
    w->order = batch_order_new();
    w->order->output = g_strdup(w->output);
    batch_order_add_form(w->order, "plan", NULL, NULL, PLACE_NONE);
    char *folder = g_build_filename(w->folder, "masters", NULL);
    g_mkdir(folder, 0700);
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *from = g_strdup_printf("samples/masters/%s.xml", masters[i]);
        char *to = g_strdup_printf("%s/%s.xml", folder, masters[i]);
        copy_file(from, to, NULL);
        g_free(from);
        g_free(to);
    }
    g_free(folder);
    for (int i = 0; i < CASES; i++) {
        char *path = case_path(w, i), *id = g_strdup_printf("\"K-%d\"", i), *own = g_path_get_dirname(path);
        g_mkdir(own, 0700);
        copy_file("samples/hodei-futoukou/case.xml", path, id);
        batch_order_add_cases(w->order, path, NULL, PLACE_NONE, w->d);
        g_free(path);
        g_free(id);
        g_free(own);
    }
    *state = w;
    return 0;
}

static inline int
end(void **state)
{
    world *w = *state;
    remove_tree(w->folder);
    g_free(w->folder);
    g_free(w->output);
    render_paths_clear(&w->paths);
    batch_order_drop(w->order);
    g_string_free(w->said, TRUE);
    diag_drop(w->d);
    g_free(w);
    return 0;
}

static inline void
take(void *data, const batch_plan *p, size_t index, const batch_outcome *x)
{
    world *w = data;
    const batch_case *c = batch_plan_case(p, batch_plan_at(p, index));
    for (size_t i = 0; i < diag_length(x->messages); i++)
        g_string_append_printf(w->said, "%s %s\n", c->key, diag_name(diag_at(x->messages, i)->code));
    if (w->done++ == 0 && w->change) {
        FILE *f = fopen(w->change, "a");
        assert_non_null(f);
        fputs("<!-- -->\n", f);
        fclose(f);
    }
}

static inline int
run(world *w)
{
    return batch_run(w->order, &w->paths, &w->settings, take, w, &w->counts, w->d);
}

static inline const char *
codes(const world *w)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++)
        g_string_append_printf(s, "%s%s", i ? " " : "", diag_name(diag_at(w->d, i)->code));
    return g_string_free(s, FALSE);
}

static inline void
assert_codes(const world *w, const char *expected)
{
    char *text = (char *)codes(w);
    assert_string_equal(text, expected);
    g_free(text);
}

static inline void
replace_words(const char *path, const char *from, const char *to)
{
    char *text;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GString *s = g_string_new(text);
    assert_true(g_string_replace(s, from, to, 1) == 1);
    assert_true(g_file_set_contents(path, s->str, (gssize)s->len, NULL));
    g_string_free(s, TRUE);
    g_free(text);
}

static inline bool
verify(world *w)
{
    batch_verified v;
    diag *d = diag_new();
    const bool good = batch_verify(w->output, (batch_shard){0, 0}, NULL, &v, d);
    diag_drop(d);
    return good;
}

static inline void
forget_messages(world *w)
{
    diag_drop(w->d);
    w->d = diag_new();
}

#endif
