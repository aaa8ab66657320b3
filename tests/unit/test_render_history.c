/* test_render_history.c: a document is the same bytes whatever was made before it. Every sample in every form, alone in
 * an environment of its own; then all of them in one environment that keeps what it can, in shuffled orders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "forms_support.h"

enum { ORDERS = 3 };

typedef struct document {
    const char *file, *form;
    GByteArray *alone;
} document;

/* NULL: this case does not fill this form. As a draft, so that the sample that breaks rules is made as well. */
static GByteArray *
make(render_environment *e, const char *file, const char *form)
{
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    diag *d = diag_new();
    render_case *c = render_case_new(e, file);
    const render_request r = {.form = form, .draft = strchr(form, '/') == NULL};
    GByteArray *out = NULL;
    if (render_case_document(c, &r, outputs, NULL, NULL, NULL, d))
        out = g_byte_array_ref(g_ptr_array_index(outputs, 0));
    render_case_drop(c);
    diag_drop(d);
    g_ptr_array_free(outputs, TRUE);
    return out;
}

static void
add(GArray *documents, const char *file, const char *form)
{
    diag *d = diag_new();
    render_environment *e = render_open(&own_paths, RENDER_FRESH, d);
    const document one = {file, form, make(e, file, form)};
    render_close(e);
    diag_drop(d);
    g_array_append_val(documents, one);
}

static GArray *
all_documents(void)
{
    static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                          "kyotaku-houmon"};
    static const char *const own[] = {"heads-and-feet", "fit-refuse"}; /* any data; and a document that fails */
    GArray *documents = g_array_new(FALSE, FALSE, sizeof(document));
    char **forms = forms_of_cases();
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++)
        for (size_t k = 0; forms[k]; k++)
            add(documents, g_strdup_printf("samples/%s/case.xml", samples[i]), g_strdup(forms[k]));
    g_strfreev(forms);
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        add(documents, g_strdup_printf("tests/forms/%s/data.xml", own[i]),
            g_strdup_printf("tests/forms/%s/form.xml", own[i]));
    return documents;
}

static void
shuffle(GRand *random, size_t *order, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        const size_t k = (size_t)g_rand_int_range(random, 0, (gint32)i), kept = order[i - 1];
        order[i - 1] = order[k];
        order[k] = kept;
    }
}

static void
check_one(render_environment *e, const document *one)
{
    GByteArray *now = make(e, one->file, one->form);
    if (!now != !one->alone)
        fail_msg("%s %s: made once, refused once", one->file, one->form);
    if (now) {
        if (now->len != one->alone->len || memcmp(now->data, one->alone->data, now->len) != 0)
            fail_msg("%s %s: other bytes than alone", one->file, one->form);
        g_byte_array_unref(now);
    }
}

static void
what_came_before_changes_no_byte(void **state)
{
    (void)state;
    GArray *documents = all_documents();
    size_t made = 0, *order = g_new(size_t, documents->len);
    GRand *random = g_rand_new_with_seed(6);
    for (guint i = 0; i < documents->len; i++) {
        order[i] = i;
        made += g_array_index(documents, document, i).alone != NULL;
    }
    assert_true(made >= 30 && made < documents->len);
    for (int turn = 0; turn < ORDERS; turn++) {
        diag *d = diag_new();
        render_environment *e = render_open(&own_paths, RENDER_KEEP, d);
        shuffle(random, order, documents->len);
        for (guint i = 0; i < documents->len; i++)
            check_one(e, &g_array_index(documents, document, order[i]));
        render_close(e);
        diag_drop(d);
    }
    for (guint i = 0; i < documents->len; i++) {
        document *one = &g_array_index(documents, document, i);
        if (one->alone)
            g_byte_array_unref(one->alone);
        g_free((char *)one->file);
        g_free((char *)one->form);
    }
    g_rand_free(random);
    g_free(order);
    g_array_free(documents, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_came_before_changes_no_byte)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
