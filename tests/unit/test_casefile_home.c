/* test_casefile_home.c: one spelling for one place, and homes that are withheld. */
#include "casefile_support.h"

static void
check_same(world *w, const char *first, const char *second, bool same)
{
    const char *x = casefile_plain_address(w->a, first), *y = casefile_plain_address(w->a, second);
    if ((strcmp(x, y) == 0) != same)
        fail_msg("%s (%s) and %s (%s)", first, x, second, y);
}

static void
one_place_has_one_spelling(void **state)
{
    world *w = *state;
    static const char *const same[][2] = {
        {"東海県青葉野市西町三丁目14番地2", "東海県青葉野市西町3丁目１４番地２"},
        {"東海県青葉野市西町三丁目14番地2", "東海県青葉野市西町3-14-2"},
        {"東海県青葉野市西町三丁目14番地の2", "東海県青葉野市西町３－１４－２"},
        {"東海県青葉野市西町3丁目14番2号", "東海県 青葉野市　西町3‐14−2"},
        {"東海県青葉野市西町三ー十四ー二", "東海県青葉野市西町3ｰ14ｰ2"},
        {"東海県青葉野市西町二十三丁目百五番地", "東海県青葉野市西町23-105"},
        {"東海県青葉野市西町一丁目9番地　コーポ瑞穂203号室", "東海県青葉野市西町1-9コーポ瑞穂203"},
        {"東海県青葉野市西町1-9　ｺｰﾎﾟ瑞穂203号", "東海県青葉野市西町１丁目９番地コーポ瑞穂２０３号"},
        {"東海県青葉野市霞ヶ丘9番地", "東海県青葉野市霞ケ丘9"},
        {"東海県八王子市三条一丁目1番地", "東海県八王子市三条1-1"},
        {"東海県青葉野市西町1-9 203号", "東海県青葉野市西町1-9-203"},
        {"東海県青葉野市西町9番地\n", "東海県青葉野市西町9"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
        check_same(w, same[i][0], same[i][1], true);
}

static void
two_places_have_two(void **state)
{
    world *w = *state;
    static const char *const other[][2] = {
        {"東海県青葉野市西町1-9", "東海県青葉野市西町19"},
        {"東海県青葉野市西町1-9", "東海県青葉野市東町1-9"},
        {"東海県青葉野市西町1-9コーポ瑞穂203", "東海県青葉野市西町1-9コーポ瑞穂204"},
        {"東海県青葉野市西町1-9コーポ瑞穂203", "東海県青葉野市西町1-9"},
        {"東海県青葉野市西町11-9", "東海県青葉野市西町1-19"},
        {"東海県青葉野市西町十一丁目9番地", "東海県青葉野市西町一丁目19番地"},
        {"東海県八王子市1-1", "東海県8王子市1-1"},
        {"東海県青葉野市西町百二丁目", "東海県青葉野市西町百の二丁目"},
        {"東海県青葉野市ビラ西町1-9", "東海県青葉野市ビーラ西町1-9"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(other); i++)
        check_same(w, other[i][0], other[i][1], false);
}

static const char schema[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'><start><element name='case'>"
    "<element name='masters'><empty/></element>"
    "<zeroOrMore><element name='home' r:home='yes'><optional><attribute name='postal-code'/></optional>"
    "<optional><attribute name='withheld'><choice><value>yes</value><value>no</value></choice></attribute></optional>"
    "<text/></element></zeroOrMore></element></start></grammar>\n";

/* Every home: as it is in the case / as an envelope bears it. */
static const char *
homes_of(world *w, const char *homes)
{
    write_file(w, "case.rng", schema);
    const char *path = write_file(w, "case.xml", arena_printf(w->a, "<case><masters/>%s</case>", homes));
    const casefile *c = casefile_read(w->a, w->s, path, folder, w->d);
    check_here(w, "");
    assert_non_null(c);
    GString *out = g_string_new(casefile_has_withheld(c) ? "withheld" : "open");
    for (const xml_node *n = xml_first_element(casefile_root(c)); n; n = xml_next_element(n)) {
        if (!xml_named(n, "home"))
            continue;
        const casefile_home home = casefile_home_of(w->a, c, n);
        const char *code = xml_attribute(w->a, n, "postal-code");
        g_string_append_printf(out, " %s%s/%s%s%s", xml_text(w->a, n), code ? code : "", home.text, home.postal_code,
                               home.withheld ? "!" : "");
    }
    g_string_append(out, " |");
    for (size_t i = 0; i < casefile_home_count(c); i++) {
        const casefile_home home = casefile_home_at(w->a, c, i);
        g_string_append_printf(out, " %s%s", home.text, home.withheld ? "!" : "");
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
a_withheld_home_is_empty_wherever_it_stands(void **state)
{
    world *w = *state;
    assert_string_equal(homes_of(w, "<home postal-code='1'>西町1-9</home>"), "open 西町1-91/西町1-91 | 西町1-9");
    assert_string_equal(homes_of(w, "<home withheld='no'>西町1-9</home>"), "open 西町1-9/西町1-9 | 西町1-9");
    assert_string_equal(homes_of(w, "<home postal-code='1' withheld='yes'>西町1-9</home>"),
                        "withheld /西町1-91! | 西町1-9!");
    assert_string_equal(homes_of(w, "<home>西町一丁目9番地</home><home>東町1</home><home withheld='yes'>西町1-9</home>"
                                    "<home postal-code='1'>西町１ー９</home>"),
                        "withheld /西町一丁目9番地! 東町1/東町1 /西町1-9! /西町１ー９1! |"
                        " 西町一丁目9番地! 東町1 西町1-9! 西町１ー９!");
    const casefile_home none = casefile_home_of(
        w->a, casefile_read(w->a, w->s, arena_printf(w->a, "%s/case.xml", folder), folder, w->d), NULL);
    assert_string_equal(none.text, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_place_has_one_spelling, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(two_places_have_two, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_withheld_home_is_empty_wherever_it_stands, begin_folder, end_folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
