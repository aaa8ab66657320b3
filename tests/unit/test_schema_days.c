/* Days in files that people write: a year has four digits and no zone stands behind, in every grammar of templates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "xml/xml.h"

typedef struct looking {
    arena *a;
    const char *path;
    size_t found;
} looking;

/* The type as the grammar restricts it. */
static xml_datatype *
datatype_of(looking *l, const xml_node *data, const char *type)
{
    xml_datatype *t = xml_datatype_new(type);
    assert_non_null(t);
    for (const xml_node *p = xml_first_element(data); p; p = xml_next_element(p))
        if (xml_named(p, "param"))
            assert_true(xml_datatype_restrict(t, xml_attribute(l->a, p, "name"), xml_text(l->a, p)));
    return t;
}

static void
look_at_data(looking *l, const xml_node *data)
{
    static const struct {
        const char *type, *good;
        const char *const bad[8];
    } types[] = {
        {"date",
         "2024-06-30",
         {"12026-06-30", "2024-06-30Z", "2024-06-30+09:00", "-2024-06-30", "02024-06-30", "2024-6-30", "2024-06-31"}},
        {"gYearMonth", "2024-06", {"12026-06", "2024-06Z", "2024-06+09:00", "-2024-06", "02024-06", "2024-13"}},
        {"gYear", "2024", {"12026", "2024Z", "2024+09:00", "-2024"}},
        {"dateTime", "2024-06-30T10:00:00", {"12026-06-30T10:00:00", "2024-06-30T10:00:00Z"}},
        {"time", "10:00:00", {"10:00:00Z", "10:00:00+09:00"}},
    };
    const char *type = xml_attribute(l->a, data, "type");
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (g_strcmp0(type, types[i].type) != 0)
            continue;
        l->found++;
        xml_datatype *t = datatype_of(l, data, type);
        const int line = xml_place(l->a, data, false).line;
        if (!xml_datatype_accepts(t, types[i].good, NULL))
            fail_msg("%s:%d refuses %s", l->path, line, types[i].good);
        for (size_t k = 0; types[i].bad[k]; k++)
            if (xml_datatype_accepts(t, types[i].bad[k], NULL))
                fail_msg("%s:%d takes %s", l->path, line, types[i].bad[k]);
        xml_datatype_drop(t);
    }
}

static void
look_below(looking *l, const xml_node *n)
{
    if (xml_named(n, "data"))
        look_at_data(l, n);
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        look_below(l, c);
}

static void
years_have_four_digits_and_days_no_zone(void **state)
{
    (void)state;
    GDir *dir = g_dir_open("templates/schema", 0, NULL);
    assert_non_null(dir);
    looking l = {.a = arena_new()};
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    for (const char *name; (name = g_dir_read_name(dir));) {
        if (!g_str_has_suffix(name, ".rng"))
            continue;
        l.path = arena_printf(l.a, "templates/schema/%s", name);
        const xml_doc *doc = xml_read_file(s, l.path, XML_FORM, &xml_limits_schema, d);
        assert_non_null(doc);
        look_below(&l, xml_root(doc));
    }
    assert_true(l.found >= 8);
    g_dir_close(dir);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(l.a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_have_four_digits_and_days_no_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
