/* test_batch_glimpse.c: a file that is in another state while it is read once, whichever of its readings that is: by
 * who plans, by who makes the documents, by who makes the envelopes. What is made of that state is told, by the run or
 * by verify; else everything is as if it had never been. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "base/order.h"
#include "batch_support.h"

/* ---- one reading ---- */

typedef struct glimpse {
    const char *end, *from, *to; /* of the path; words in it; NULL: nothing is seen */
    size_t stage;                /* 0: planning, 1: documents, 2: envelopes */
    size_t at;                   /* which reading in that stage, from 1 */
} glimpse;
static glimpse seen;
static size_t stage, readings;

size_t __real_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);
size_t __wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d);
int __real_xml_file_bytes(const char *path, size_t most, GByteArray *into);
int __wrap_xml_file_bytes(const char *path, size_t most, GByteArray *into);

size_t
__wrap_batch_pool_run(const batch_job *job, const batch_pool_hooks *hooks, diag *d)
{
    stage++;
    readings = 0;
    return __real_batch_pool_run(job, hooks, d);
}

int
__wrap_xml_file_bytes(const char *path, size_t most, GByteArray *into)
{
    const int error = __real_xml_file_bytes(path, most, into);
    if (error || !seen.end || stage != seen.stage || !g_str_has_suffix(path, seen.end) || ++readings != seen.at)
        return error;
    GString *s = g_string_new_len((const char *)into->data, into->len);
    assert_true(g_string_replace(s, seen.from, seen.to, 0) > 0);
    g_byte_array_set_size(into, 0);
    g_byte_array_append(into, (const guint8 *)s->str, (guint)s->len);
    g_string_free(s, TRUE);
    return 0;
}

/* ---- a town of two homes ---- */

static void
order_of_two(world *w)
{
    batch_order_drop(w->order);
    w->order = batch_order_new();
    w->order->output = g_strdup(w->output);
    for (int i = 0; i < 2; i++) {
        char *path = case_path(w, i);
        batch_order_add_cases(w->order, path, NULL, PLACE_NONE, w->d);
        g_free(path);
    }
    char *second = case_path(w, 1);
    replace_words(second, "三丁目14番地2", "三丁目99番地");
    g_free(second);
    static const char *const forms[] = {"plan", "plan@school", "plan@archive", "schedule"};
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
        batch_order_add_form(w->order, forms[i], NULL, NULL, PLACE_NONE);
    assert_true(batch_order_add_wishes(w->order, "household partner,cover=yes"));
}

static void
add_sums(const char *folder, GString *out)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir));)
        if (*name != '.')
            g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    g_dir_close(dir);
    g_ptr_array_sort(names, order_strings);
    for (guint i = 0; i < names->len; i++) {
        const char *path = g_ptr_array_index(names, i);
        digest sum;
        char text[DIGEST_TEXT];
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            add_sums(path, out);
        else if (digest_file(path, &sum, NULL, 0, NULL))
            g_string_append_printf(out, "%s %s\n", path, digest_text(&sum, text));
    }
    g_ptr_array_free(names, TRUE);
}

/* Whether the run or verify told something; *sums: what lies in the folder. */
static bool
is_told(world *w, glimpse g, char **sums)
{
    remove_tree(w->output);
    forget_messages(w);
    stage = readings = 0;
    seen = g;
    const int status = run(w);
    seen = (glimpse){0};
    const bool told = status != EXIT_DONE || !verify(w);
    GString *all = g_string_new(NULL);
    add_sums(w->output, all);
    *sums = g_string_free(all, FALSE);
    return told;
}

/* Why an envelope was not made is said with it. */
static bool
is_reason(const world *w, const char *code)
{
    for (size_t i = 0; i < diag_length(w->d); i++)
        for (size_t k = 0; k < 4; k++)
            if (diag_at(w->d, i)->args[k] && strstr(diag_at(w->d, i)->args[k], code))
                return true;
    return false;
}

static void
what_is_seen_for_a_moment_is_told(void **state)
{
    static const glimpse files[] = {
        {.end = "c0/case.xml", .from = "<policy>", .to = "<policy>誤。", .stage = 1},
        {.end = "c0/case.xml", .from = "<family>相原</family>", .to = "<family>誤原</family>", .stage = 1},
        {.end = "masters/office.xml", .from = "こもれび", .to = "こもれひ", .stage = 1},
        {.end = "masters/municipality.xml", .from = "青葉野市", .to = "赤葉野市", .stage = 1},
        {.end = "masters/partners.xml", .from = "若葉台小学校", .to = "若葉小学校", .stage = 1},
        {.end = "schema/editions.xml", .from = "載せ", .to = "のせ"},
        {.end = "rules/practice.xml", .from = "記録", .to = "記載"},
        {.end = "rules/parameters.xml", .from = "年", .to = "ねん"},
        {.end = "plan/form.xml", .from = "<body>", .to = "<body><p>誤</p>"},
    };
    world *w = *state;
    char *clean;
    bool masters = false, own = false;
    order_of_two(w);
    assert_false(is_told(w, (glimpse){0}, &clean));
    assert_non_null(strstr(clean, "plan@school.pdf"));
    assert_non_null(strstr(clean, "bundles/household/"));
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        size_t told = 0;
        for (size_t k = 0; k < 4; k++) {
            glimpse g = files[i];
            g.stage += k / 2; /* the first that reads it, and the next */
            g.at = 1 + k % 2;
            char *sums;
            if (is_told(w, g, &sums))
                told++;
            else if (strcmp(sums, clean) != 0)
                fail_msg("%s: another state at reading %zu of stage %zu is not told", g.end, g.at, g.stage);
            masters = masters || is_reason(w, "batch-masters-changed");
            own = own || is_reason(w, "batch-case-changed");
            g_free(sums);
        }
        if (!told)
            fail_msg("%s: no reading of another state is told", files[i].end);
    }
    assert_true(masters && own);
    g_free(clean);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_seen_for_a_moment_is_told, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
