/* test_effects_printed.c: what is in a case is said by the form that is to say it, and what is not there is said in
 * words for whoever gets the paper: tests/effects/printed.tsv. */
#include "effects_observe.h"
#include "values_support.h"

#include "rule_edits.h"

/* All words of the form made of the edited sample; g_free it. */
static char *
words_of_form(observer *o, const char *sample, const char *edits, const char *form_name)
{
    rule_world files = {.folder = g_dir_make_tmp("renkei-printed-XXXXXX", NULL)};
    rule_case c;
    rule_case_open(&c, sample);
    if (!rule_edits(&c, edits))
        fail_msg("printed.tsv: %s", c.why);
    rule_write(&files, &c);
    rule_case_close(&c);
    char *path = rule_path(files.folder, "case", 0);
    const casefile *read = casefile_read_with(o->a, o->s, path, o->schemas, o->d);
    const bind_options options = {.values = shipped_values()};
    const form *f = observer_form(o, form_name);
    const bound *b = read && f ? bind_case(o->a, o->s, f, read, &options, o->d) : NULL;
    if (!b) {
        diag_print(o->d, stderr, DIAG_JA);
        fail_msg("printed.tsv: %s is not made of %s (%s)", form_name, sample, edits);
    }
    GString *out = g_string_new(NULL);
    append_words(b->body, out);
    g_free(path);
    remove_tree(files.folder);
    g_free(files.folder);
    return g_string_free(out, FALSE);
}

static void
what_is_there_is_printed(void **state)
{
    (void)state;
    observer o;
    observer_open(&o);
    size_t bad = 0, count = 0;
    char **rows = rows_of("tests/effects/printed.tsv");
    for (char **row = rows; *row; row++, count++) {
        char **field = g_strsplit(*row, "\t", 0);
        assert_int_equal(g_strv_length(field), 4);
        char *words = words_of_form(&o, field[0], field[1], field[2]);
        const bool absent = *field[3] == '!';
        if ((strstr(words, field[3] + absent) == NULL) != absent) {
            print_error("%s of %s (%s): %s\n%s\n", field[2], field[0], field[1], field[3], words);
            bad++;
        }
        g_free(words);
        g_strfreev(field);
    }
    g_strfreev(rows);
    observer_close(&o);
    assert_int_equal(bad, 0);
    assert_true(count > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_there_is_printed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
