/* test_form_colour.c: which colours a style may have on a screen, and what takes them. */
#include "environment_support.h"

#include "folder_support.h"

/* The display list of a blank form, or the name of what is wrong with it. g_free it. */
static char *
list_of(const char *styles, const char *body)
{
    char *folder = g_dir_make_tmp("renkei-colour-XXXXXX", NULL), *path = g_build_filename(folder, "form.xml", NULL);
    char *text =
        g_strdup_printf("<form name=\"c\" title=\"色\" data=\"any\">"
                        "<style name=\"base\" family=\"mincho\" size=\"10pt\"/>%s<page/><body>%s</body></form>",
                        styles, body);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    GString *out = g_string_new(NULL);
    diag *d = diag_new();
    const render_request r = {.form = path, .blank = true, .print = STAGE_DISPLAY};
    if (!render_make(environment, &r, NULL, out, NULL, d))
        g_string_printf(out, "%s %s", diag_name(diag_at(d, 0)->code), diag_at(d, 0)->args[1]);
    diag_drop(d);
    g_free(text);
    g_free(path);
    remove_tree(folder);
    g_free(folder);
    return g_string_free(out, FALSE);
}

/* Contrast to white of 7 and more (WCAG 2.1), so that gray is dark enough for a fax. */
static void
only_dark_colours_are_taken(void **state)
{
    (void)state;
    static const struct {
        const char *colour, *fault; /* NULL: none */
    } rows[] = {{"#000000", NULL},
                {"#0000ff", NULL},
                {"#0000a0", NULL},
                {"#900000", NULL},
                {"#b00000", NULL},
                {"#005000", NULL},
                {"#595959", NULL},
                {"#5a5a5a", "form-screen-pale 6.8"},
                {"#ff0000", "form-screen-pale 3.9"},
                {"#00aa00", "form-screen-pale 3.1"},
                {"#ffff00", "form-screen-pale 1.0"},
                {"#ffffff", "form-screen-pale 1.0"},
                {"#12345", "form-xml-value-form"},
                {"red", "form-xml-value-form"}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        char *style = g_strdup_printf("<style name=\"x\" screen-colour=\"%s\"/>", rows[k].colour);
        char *said = list_of(style, "<p style=\"x\">字</p>");
        if (rows[k].fault ? !g_str_has_prefix(said, rows[k].fault) : !g_str_has_prefix(said, "document"))
            fail_msg("%s: %.60s", rows[k].colour, said);
        g_free(said);
        g_free(style);
    }
}

#define RED                                                                                                            \
    "<style name=\"red\" screen-colour=\"#900000\"/><style name=\"again\" like=\"red\" size=\"12pt\"/>"                \
    "<style name=\"back\" like=\"red\" screen-colour=\"black\"/>"

/* Everything that is drawn for a style, and nothing beside it. */
static void
what_is_drawn_of_a_style_has_its_colour(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        size_t coloured, all; /* of the ops */
    } rows[] = {
        {"<p>黒</p>", 0, 1},
        {"<p style=\"red\">赤</p><p>黒</p>", 1, 2},
        {"<p style=\"again\">赤</p><p style=\"back\">黒</p>", 1, 2},
        {"<p>黒<span style=\"red\" underline=\"yes\">赤</span>黒</p>", 2, 4},
        {"<p style=\"red\"><tick>赤</tick></p>", 2, 2},
        {"<p style=\"red\"><blank width=\"20mm\" line=\"yes\" name=\"x\"/></p>", 1, 1},
        {"<rule weight=\"thin\" style=\"red\"/><p>黒</p>", 1, 2},
        {"<table style=\"red\" columns=\"20mm\" frame=\"thin\"><row><cell style=\"base\">黒</cell></row></table>", 4,
         5},
        {"<table columns=\"20mm\" frame=\"thin\"><row><cell style=\"red\" fill=\"240\">赤</cell></row></table>", 2, 6},
        {"<block style=\"red\" writing=\"vertical\" height=\"20mm\"><p>赤</p><rule weight=\"thin\"/></block><p>黒</p>",
         2, 3},
        {"<columns style=\"red\" count=\"2\" rule=\"thin\"><p>赤</p><p>赤</p></columns><p>黒</p>", 3, 4},
        {"<chart style=\"red\" alt=\"図\" height=\"45mm\"><series>赤</series><point>赤<amount select=\"1\"/></point>"
         "</chart><p>黒</p>",
         4, 5},
        {"<chart style=\"red\" kind=\"lines\" alt=\"図\" height=\"45mm\"><series>赤</series><point>赤<amount "
         "select=\"1\"/></point></chart><p>黒</p>",
         4, 5},
    };
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        char *said = list_of(RED, rows[k].body);
        const size_t coloured = count_of(said, " screen #900000"), all = count_of(said, " form=");
        if (coloured != rows[k].coloured || all != rows[k].all)
            fail_msg("%s: %zu of %zu\n%s", rows[k].body, coloured, all, said);
        g_free(said);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_dark_colours_are_taken),
        cmocka_unit_test(what_is_drawn_of_a_style_has_its_colour),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
