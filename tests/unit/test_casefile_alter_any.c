/* casefile_alter_any.c: which values of data without a grammar are texts, which are names, and which stay. */
#include "test_xml_check.h"

#include "casefile/casefile.h"

/* The value of <d v='…'/> after an alteration. */
static const char *
altered(world *w, const char *value, casefile_alteration how, size_t *count)
{
    const char *xml = arena_printf(w->a, "<d v='%s'/>", value);
    casefile *c = casefile_read_any_memory(w->a, w->s, value, xml, strlen(xml), w->d);
    assert_non_null(c);
    *count = casefile_alter(c, how);
    return xml_attribute(w->a, casefile_root(c), "v");
}

static void
dates_numbers_codes_and_choices_stay(void **state)
{
    static const char *const values[] = {"2026-04-01", "令和6年4月1日", "1,200",       "1,200円", "3回",  "男",
                                         "有",         "A-0012",        "x@y.example", "09:30",   "第2号"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
        for (int how = ALTER_EMPTY; how <= ALTER_KANJI; how++) {
            size_t count;
            assert_string_equal(altered(w, values[i], (casefile_alteration)how, &count), values[i]);
            assert_int_equal(count, 0);
        }
}

static void
texts_and_names_are_told_apart(void **state)
{
    static const struct {
        const char *value, *lengthened, *named, *rare;
    } rows[] = {
        {"相原 湊", NULL, "勘解由小路 龍之介左衛門", "葛\U000E0100城 𠮷之進"},
        {"相原", NULL, "勘解由小路", "葛\U000E0100城"},
        {"あいはら みなと", NULL, "かでのこうじ りゅうのすけざえもん", "かつらぎ よしのしん"},
        {"みなと", NULL, "かでのこうじ", "かつらぎ"},
        {"こもれび教室あおば", "こもれび教室あおばこもれび", "社会福祉法人", NULL},
        {"朝、一人でできた。", "朝、一人でできた。朝、一人でできた。朝、", NULL, NULL},
        {"ABC school", "ABC schoolABC school", "社会福祉法人", NULL},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *const wanted[] = {"", rows[i].lengthened, rows[i].named, rows[i].rare};
        for (int how = ALTER_EMPTY; how <= ALTER_KANJI; how++) {
            size_t count;
            const char *got = altered(w, rows[i].value, (casefile_alteration)how, &count);
            const char *expected = wanted[how - ALTER_EMPTY] ? wanted[how - ALTER_EMPTY] : rows[i].value;
            if (!g_str_has_prefix(got, expected) || (count == 1) != (wanted[how - ALTER_EMPTY] != NULL))
                fail_msg("%s, %d: %s, not %s", rows[i].value, how, got, expected);
        }
    }
}

/* Elements, attributes and mixed text; what names a thing stays. One name is one person's everywhere. */
static void
every_value_of_a_document_is_reached(void **state)
{
    static const char xml[] = "<d id='相原' type='身体'><n>相原</n><n>石田</n><p>相原<br/>石田</p></d>";
    world *w = *state;
    casefile *c = casefile_read_any_memory(w->a, w->s, "d.xml", xml, strlen(xml), w->d);
    assert_int_equal(casefile_alter(c, ALTER_NAMES), 4);
    const xml_node *root = casefile_root(c);
    assert_string_equal(xml_attribute(w->a, root, "id"), "相原");
    assert_string_equal(xml_attribute(w->a, root, "type"), "身体");
    const char *text = xml_text(w->a, root);
    assert_true(g_str_has_prefix(text, "勘解由小路左衛門三郎勘解由小路"));
    assert_true(g_str_has_suffix(text, "左衛門三郎"));
}

static void
as_it_is_nothing_is_altered(void **state)
{
    size_t count;
    assert_string_equal(altered(*state, "相原 湊", ALTER_NOTHING, &count), "相原 湊");
    assert_int_equal(count, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(dates_numbers_codes_and_choices_stay),
        TEST(texts_and_names_are_told_apart),
        TEST(every_value_of_a_document_is_reached),
        TEST(as_it_is_nothing_is_altered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
