/* test_text_golden.c: tests/golden/text/NAME.in is composed and printed; NAME.out is what must come out.
 *
 * A .in file has lines "# why", then settings (measure in em, size in pt, align, level, indent FIRST REST in
 * em, tracking in em, family, vertical COMBINE), then ---, then the text in the markup of text_support.h.
 * RENKEI_BLESS=1 writes the .out files anew. */
#include "text_support.h"

#include <glib/gstdio.h>

#define FOLDER "tests/golden/text"

static int
choose(const char *word, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    fail_msg("unknown setting: %s", word);
    return 0;
}

static void
read_setting(const fixture *f, const char *line, text_style *style, unit *measure)
{
    static const char *const aligns[] = {"start", "center", "end", "justify", "distribute", NULL};
    static const char *const levels[] = {"strict", "normal", "loose", NULL};
    char **word = g_strsplit(line, " ", 3);
    if (strcmp(word[0], "measure") == 0)
        *measure = em(word[1], style->size);
    else if (strcmp(word[0], "size") == 0)
        style->size = em(word[1], UNIT_PT);
    else if (strcmp(word[0], "align") == 0)
        style->align = (text_align)choose(word[1], aligns);
    else if (strcmp(word[0], "level") == 0)
        style->level = (text_level)choose(word[1], levels);
    else if (strcmp(word[0], "family") == 0)
        style->family = font_find_family(f->fonts, word[1]);
    else if (strcmp(word[0], "tracking") == 0)
        style->tracking = em(word[1], style->size);
    else if (strcmp(word[0], "indent") == 0) {
        style->indent_first = em(word[1], style->size);
        style->indent_rest = em(word[2], style->size);
    } else if (strcmp(word[0], "vertical") == 0) {
        style->vertical = true;
        style->combine = atoi(word[1]);
    } else
        assert_string_equal(word[0], "#");
    g_strfreev(word);
}

static char *
compose_case(const fixture *f, const char *source)
{
    text_style style = plain_style(f, 10 * UNIT_PT);
    unit measure = 0;
    const char *body = strstr(source, "---\n");
    assert_non_null(body);
    char *head = g_strndup(source, (size_t)(body - source));
    char **lines = g_strsplit(g_strchomp(head), "\n", -1);
    for (char **l = lines; *l; l++)
        read_setting(f, *l, &style, &measure);
    g_strfreev(lines);
    g_free(head);
    char *text = g_strdup(body + 4);
    if (g_str_has_suffix(text, "\n"))
        text[strlen(text) - 1] = '\0';
    diag *d = diag_new();
    const text_paragraph p = read_paragraph(f->memory, style, text);
    const text_lines *l = text_compose(f->engine, f->memory, &p, measure, d);
    GString *out = g_string_new(NULL);
    text_print(l, out);
    for (size_t i = 0; i < diag_length(d); i++)
        g_string_append_printf(out, "! %s %s\n", diag_name(diag_at(d, i)->code), diag_at(d, i)->args[0]);
    diag_drop(d);
    g_free(text);
    return g_string_free(out, FALSE);
}

static bool
check_case(const fixture *f, const char *name)
{
    char *in_file = g_strdup_printf(FOLDER "/%s.in", name), *out_file = g_strdup_printf(FOLDER "/%s.out", name);
    char *source = NULL, *wanted = NULL;
    assert_true(g_file_get_contents(in_file, &source, NULL, NULL));
    char *got = compose_case(f, source);
    bool same = true;
    if (g_getenv("RENKEI_BLESS")) {
        assert_true(g_file_set_contents(out_file, got, -1, NULL));
    } else {
        same = g_file_get_contents(out_file, &wanted, NULL, NULL) && strcmp(wanted, got) == 0;
        if (!same)
            print_error("%s\n-- wanted\n%s-- got\n%s", name, wanted ? wanted : "(no .out file)\n", got);
    }
    g_free(got);
    g_free(wanted);
    g_free(source);
    g_free(in_file);
    g_free(out_file);
    return same;
}

static void
goldens_come_out_as_recorded(void **state)
{
    GDir *folder = g_dir_open(FOLDER, 0, NULL);
    assert_non_null(folder);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *file; (file = g_dir_read_name(folder));)
        if (g_str_has_suffix(file, ".in"))
            g_ptr_array_add(names, g_strndup(file, strlen(file) - 3));
    g_dir_close(folder);
    assert_true(names->len >= 60);
    guint wrong = 0;
    for (guint i = 0; i < names->len; i++)
        wrong += !check_case(*state, g_ptr_array_index(names, i));
    g_ptr_array_free(names, TRUE);
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(goldens_come_out_as_recorded)};
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
