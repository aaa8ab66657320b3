/* test_staff_words.c: a paper for a household, a school or another partner has no word that is for the staff, whatever
 * the case lacks: (未確認), (記載なし) and their like are for the office's own sheets. */
#include "effects_observe.h"
#include "values_support.h"

#include "rule_edits.h"

static const char *const staff_words[] = {"未確認", "記載なし", "記載がありません", "記録なし", "記録がありません",
                                          "未記入", "期間外",   "未登録",           "未設定",   "未判定"};
static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};

/* The forms for whom it is; NULL-ended, free it. */
static const char **
forms_that_leave(const observer *o)
{
    GPtrArray *out = g_ptr_array_new();
    for (guint i = 0; o->form_names[i]; i++) {
        char *path = g_strdup_printf("templates/%s/form.xml", o->form_names[i]), *text = NULL;
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        if (strstr(text, "<recipient to=\"household\"") || strstr(text, "<recipient to=\"partner\""))
            g_ptr_array_add(out, o->form_names[i]);
        g_free(text);
        g_free(path);
    }
    g_ptr_array_add(out, NULL);
    return (const char **)g_ptr_array_free(out, FALSE);
}

/* How many words for the staff a case's papers have; what is refused is told as an error, and is no paper. */
static size_t
count_staff_words(observer *o, const casefile *c, const char *const *forms, const char *sample, const char *lack,
                  size_t *papers)
{
    size_t bad = 0;
    for (size_t i = 0; forms[i]; i++) {
        diag *d = diag_new();
        arena *a = arena_new();
        const bind_options options = {.values = shipped_values()};
        const bound *b = bind_case(a, o->s, observer_form(o, forms[i]), c, &options, d);
        GString *words = g_string_new(NULL);
        if (b)
            append_words(b->body, words);
        *papers += b != NULL;
        for (size_t k = 0; k < G_N_ELEMENTS(staff_words); k++)
            if (strstr(words->str, staff_words[k])) {
                print_error("%s of %s without %s says %s\n", forms[i], sample, lack, staff_words[k]);
                bad++;
            }
        g_string_free(words, TRUE);
        arena_drop(a);
        diag_drop(d);
    }
    return bad;
}

/* The names of all elements and attributes of a case: "who", "@due". */
static void
gather_names(const xmlNode *n, GHashTable *names)
{
    for (const xmlAttr *attr = n->properties; attr; attr = attr->next)
        g_hash_table_add(names, g_strdup_printf("@%s", attr->name));
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE) {
            g_hash_table_add(names, g_strdup((const char *)c->name));
            gather_names(c, names);
        }
}

/* The sample without anything of one name; NULL: there is no such case. */
static const casefile *
read_without(observer *o, rule_world *files, const char *sample, const char *name)
{
    rule_case c;
    diag *d = diag_new();
    rule_case_open(&c, sample);
    char *edits = name ? g_strdup_printf("delete .//%s", name) : g_strdup("-");
    assert_true(rule_edits(&c, edits));
    rule_write(files, &c);
    rule_case_close(&c);
    char *path = rule_path(files->folder, "case", 0);
    const casefile *read = casefile_read_with(o->a, o->s, path, o->schemas, d);
    g_free(path);
    g_free(edits);
    diag_drop(d);
    return read;
}

static void
no_paper_that_leaves_has_words_for_the_staff(void **state)
{
    (void)state;
    observer o;
    observer_open(&o);
    rule_world files = {.folder = g_dir_make_tmp("renkei-staff-XXXXXX", NULL)};
    const char **forms = forms_that_leave(&o);
    size_t bad = 0, papers = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        rule_case c;
        GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        rule_case_open(&c, samples[i]);
        gather_names(xmlDocGetRootElement(c.docs[0]), names);
        rule_case_close(&c);
        bad += count_staff_words(&o, read_without(&o, &files, samples[i], NULL), forms, samples[i], "nothing", &papers);
        GHashTableIter iter;
        void *name;
        g_hash_table_iter_init(&iter, names);
        while (g_hash_table_iter_next(&iter, &name, NULL)) {
            const casefile *read = read_without(&o, &files, samples[i], name);
            if (read)
                bad += count_staff_words(&o, read, forms, samples[i], name, &papers);
        }
        g_hash_table_destroy(names);
    }
    g_free(forms);
    remove_tree(files.folder);
    g_free(files.folder);
    observer_close(&o);
    assert_int_equal(bad, 0);
    assert_true(papers > 500);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_paper_that_leaves_has_words_for_the_staff)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
