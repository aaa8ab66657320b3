/* test_schema_own.c: grammars of own fields: what one may say, and what of it is refused. */
#include "test_xml_check.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "schema/schema.h"
#include "schema/schema_known.h"

#define HEAD                                                                                                           \
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='urn:example:kaze' "                                      \
    "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>"
#define CASE "templates/schema/case.rng"

static schema_grammar *
read_own(world *w, const char *text, int *error)
{
    char *folder = g_dir_make_tmp("renkei-own-XXXXXX", NULL), *path = g_build_filename(folder, "own.rng", NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    schema_grammar *g = schema_read_own(w->s, CASE, arena_strdup(w->a, path), error, w->d);
    g_unlink(path);
    g_rmdir(folder);
    g_free(path);
    g_free(folder);
    return g;
}

static void
a_grammar_that_would_change_ours_is_refused(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"<x/>", "grammar ではありません"},
        {HEAD "</grammar>", "一つもありません"},
        {HEAD "<start><element name='x'><text/></element></start></grammar>", "start は書けません"},
        {HEAD "<define name='own.chlid'><element name='x'><text/></element></define></grammar>", "own.child"},
        {HEAD "<define name='own.child'><ref name='dat'/></define></grammar>", "date の書き間違い"},
        {HEAD
         "<define name='date'><text/></define><define name='own.child'><element name='x'><ref name='date'/></element>"
         "</define></grammar>",
         "別の名前にします"},
        {HEAD "<define name='own.child'><element name='x' ns=''><text/></element></define></grammar>",
         "名前空間がありません"},
        {HEAD
         "<define name='own.child'><element name='x' ns='urn:renkei:schema:1'><text/></element></define></grammar>",
         "使えません"},
        {HEAD "<define name='own.child'><element><anyName/><text/></element></define></grammar>", "name 属性"},
        {HEAD
         "<define name='own.child'><element name='x'><attribute><anyName/></attribute></element></define></grammar>",
         "属性の名前"},
        {HEAD
         "<define name='own.child'><element name='x'><attribute name='y' ns='urn:x'/></element></define></grammar>",
         "属性の名前"},
        {HEAD "<define name='own.child'><text/></define></grammar>", "要素だけ"},
        {HEAD "<define name='own.child'><attribute name='x'/></define></grammar>", "要素だけ"},
        {HEAD "<define name='own.child'><ref name='full-name'/></define></grammar>", "要素だけ"},
        {HEAD "<define name='own.child'><element name='x'><ref name='plan'/></element></define></grammar>",
         "自分の項目には使えません"},
        {HEAD "<define name='own.child'><element name='x'><ref name='own.plan'/></element></define></grammar>",
         "自分の項目には使えません"},
        {HEAD
         "<include href='other.rng'/><define name='own.child'><element name='x'><text/></element></define></grammar>",
         "include は"},
        {HEAD "<define name='own.child'><element name='x'><data type='dat'/></element></define></grammar>",
         "知らない名前"},
        {HEAD "<define name='own.child'><element name='x'/></define></grammar>", "中身がありません"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        int error;
        assert_null(read_own(w, rows[i].text, &error));
        assert_int_equal(error, 0);
        if (diag_length(w->d) == 0)
            fail_msg("nothing is told of %s", rows[i].text);
        assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
        char *ja = diag_text(diag_at(w->d, 0), DIAG_JA);
        if (!strstr(ja, rows[i].says))
            fail_msg("%s: %s", rows[i].text, ja);
        g_free(ja);
        forget(w);
    }
}

static void
what_may_be_said_is_taken(void **state)
{
    static const char *const rows[] = {
        HEAD "<define name='own.child'><optional><element name='x'><text/></element></optional></define></grammar>",
        HEAD "<include href='/usr/share/renkei/templates/schema/types.rng'/>"
             "<define name='own.plan'><ref name='mine'/></define>"
             "<define name='mine'><element name='x'><attribute name='on'><ref name='date'/></attribute>"
             "<ref name='full-name'/><ref name='audience'/></element></define></grammar>",
        HEAD "<div><define name='own.staff'><choice><element name='x'><empty/></element><element name='y'><text/>"
             "</element></choice></define></div></grammar>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        int error;
        if (!read_own(w, rows[i], &error))
            fail_msg("%s: %s", rows[i], diag_text(diag_at(w->d, 0), DIAG_JA));
        assert_int_equal(diag_length(w->d), 0);
    }
    int error;
    assert_null(schema_read_own(w->s, CASE, "nowhere.rng", &error, w->d));
    assert_int_equal(error, ENOENT);
    assert_int_equal(diag_length(w->d), 0);
}

/* Each place that types.rng lists is one: an element of ours refers to it, and an own field there is found. */
static void
each_declared_place_is_one(void **state)
{
    world *w = *state;
    char *types, *all = g_strdup("");
    assert_true(g_file_get_contents("templates/schema/types.rng", &types, NULL, NULL));
    const char *const files[] = {"case", "office", "partners", "municipality"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char *text, *joined;
        assert_true(g_file_get_contents(arena_printf(w->a, "templates/schema/%s.rng", files[i]), &text, NULL, NULL));
        joined = g_strconcat(all, text, NULL);
        g_free(text);
        g_free(all);
        all = joined;
    }
    size_t count = 0;
    for (const char *p = types; (p = strstr(p, "<define name=\"own."));) {
        p += strlen("<define name=\"own.");
        const char *name = arena_strndup(w->a, p, strcspn(p, "\""));
        const char *ref = arena_printf(w->a, "<ref name=\"own.%s\"/>\n", name);
        if (!strstr(all, ref) || !strstr(all, arena_printf(w->a, "<element name=\"%s\"", name)))
            fail_msg("own.%s is nowhere", name);
        schema_known *k = schema_known_open(w->a);
        int error;
        const schema_grammar *g = read_own(
            w,
            arena_printf(w->a, HEAD "<define name='own.%s'><element name='x'><text/></element></define></grammar>",
                         name),
            &error);
        assert_non_null(g);
        for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
            assert_true(schema_known_add_file(k, arena_printf(w->a, "templates/schema/%s.rng", files[i]), w->d));
        schema_known_add_grammar(k, g, true);
        if (!schema_known_holds(k, name, "{urn:example:kaze}x", false))
            fail_msg("own.%s: not in <%s>", name, name);
        assert_false(schema_known_holds(k, "masters", "{urn:example:kaze}x", false));
        schema_known_close(k);
        count++;
    }
    assert_true(count > 30);
    g_free(types);
    g_free(all);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_grammar_that_would_change_ours_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(what_may_be_said_is_taken, begin, end),
        cmocka_unit_test_setup_teardown(each_declared_place_is_one, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
