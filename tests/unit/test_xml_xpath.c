/* XPath: values as XPath 1.0 has them, in document order, and every mistake named at its place. */
#include "test_xml_check.h"

#include <math.h>

static const place form = {"form.xml", 7, NULL};

static const char *const text = "<case>\n<row n='3'>c</row>\n<row n='1'>a</row>\n<row n='2'>b</row>\n</case>";

static xml_value
eval(world *w, xml_xpath *x, const char *expression, xml_node *context)
{
    xml_value v = {.type = XML_STRING, .string = "nothing"};
    xml_expr *e = xml_expr_compile(w->s, expression, form, w->d);
    if (e)
        xml_eval(x, w->a, e, context, 1, 1, form, w->d, &v);
    return v;
}

static void
values_have_their_types(void **state)
{
    world *w = *state;
    xml_node *root = xml_root(read_text(w, text));
    xml_xpath *x = xml_xpath_new(w->s);
    xml_value v = eval(w, x, "row", root);
    assert_int_equal(v.type, XML_NODES);
    assert_int_equal(v.count, 3);
    assert_string_equal(xml_value_string(w->a, &v), "c");
    v = eval(w, x, "sum(row/@n)", root);
    assert_int_equal(v.type, XML_NUMBER);
    assert_string_equal(xml_value_string(w->a, &v), "6");
    v = eval(w, x, "row/@n > 2", root);
    assert_int_equal(v.type, XML_BOOLEAN);
    assert_true(v.boolean);
    v = eval(w, x, "concat(row[2], '・', row[last()])", root);
    assert_int_equal(v.type, XML_STRING);
    assert_string_equal(v.string, "a・b");
    v = eval(w, x, "none", root);
    assert_int_equal(v.count, 0);
    assert_string_equal(xml_value_string(w->a, &v), "");
    assert_false(xml_value_boolean(&v));
    assert_true(isnan(xml_value_number(&v)));
    assert_int_equal(diag_length(w->d), 0);
    xml_xpath_drop(x);
}

/* A test asks whether something is said, not whether something is written. */
static void
a_test_holds_where_something_is_said(void **state)
{
    static const struct {
        const char *test;
        bool holds;
    } rows[] = {{"a", false},       {"b", false},         {"c", true},         {"d", true},     {"e", true},
                {"x", false},       {"@n", false},        {"@m", true},        {"a | c", true}, {"a/text()", false},
                {"c/text()", true}, {"string(a)", false}, {"'\u3000'", false}, {"'0'", true},   {"0", false},
                {"count(a)", true}, {"f", false}};
    world *w = *state;
    const xml_doc *doc = read_text(w, "<r n='\u3000' m='1'><a>\u3000\u200B</a><b> \n</b><c>x</c><d/><e p='1'>\u00A0</e>"
                                      "<f>\uFEFF<![CDATA[\u3000]]></f></r>");
    xml_xpath *x = xml_xpath_new(w->s);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const xml_value v = eval(w, x, rows[i].test, xml_root(doc));
        if (xml_value_holds(&v) != rows[i].holds)
            fail_msg("%s", rows[i].test);
    }
    xml_xpath_drop(x);
}

static void
conversions_are_those_of_xpath(void **state)
{
    world *w = *state;
    xml_value v = xml_value_of_number(0.5);
    assert_string_equal(xml_value_string(w->a, &v), "0.5");
    v = xml_value_of_number(-0.0);
    assert_string_equal(xml_value_string(w->a, &v), "0");
    assert_false(xml_value_boolean(&v));
    v = xml_value_of_number(NAN);
    assert_string_equal(xml_value_string(w->a, &v), "NaN");
    assert_false(xml_value_boolean(&v));
    v = xml_value_of_string(" 12 ");
    assert_true(xml_value_number(&v) > 11.5 && xml_value_number(&v) < 12.5);
    v = xml_value_of_string("");
    assert_false(xml_value_boolean(&v));
    v = xml_value_of_boolean(true);
    assert_string_equal(xml_value_string(w->a, &v), "true");
    assert_true(xml_value_number(&v) > 0.5);
}

static void
position_and_size_are_given(void **state)
{
    world *w = *state;
    xml_node *root = xml_root(read_text(w, text));
    xml_xpath *x = xml_xpath_new(w->s);
    xml_expr *e = xml_expr_compile(w->s, "concat(position(), '/', last())", form, w->d);
    xml_value v;
    assert_true(xml_eval(x, w->a, e, root, 2, 5, form, w->d, &v));
    assert_string_equal(v.string, "2/5");
    xml_xpath_drop(x);
}

static void
node_sets_are_in_document_order(void **state)
{
    world *w = *state;
    xml_doc *first = read_text(w, text), *second = read_text(w, "<master><row/><row/></master>");
    xml_xpath *x = xml_xpath_new(w->s);
    xml_value others = eval(w, x, "row", xml_root(second));
    xml_xpath_set_variable(x, "others", &others);
    xml_value v = eval(w, x, "$others | row[3] | row[1]/@n | row[1] | .", xml_root(first));
    assert_int_equal(v.count, 6);
    assert_ptr_equal(v.nodes[0], xml_root(first));
    assert_ptr_equal(v.nodes[1], xml_first_element(xml_root(first)));
    assert_true(xml_is_attribute(v.nodes[2]));
    assert_string_equal(xml_text(w->a, v.nodes[3]), "b");
    assert_ptr_equal(v.nodes[4], xml_first_element(xml_root(second)));
    xml_xpath_drop(x);
}

static void
variables_come_and_go(void **state)
{
    world *w = *state;
    xml_node *root = xml_root(read_text(w, text));
    xml_xpath *x = xml_xpath_new(w->s);
    const xml_value two = xml_value_of_number(2), word = xml_value_of_string("語");
    xml_xpath_set_variable(x, "v", &two);
    xml_value v = eval(w, x, "row[@n = $v]", root);
    assert_string_equal(xml_value_string(w->a, &v), "b");
    xml_xpath_set_variable(x, "v", &word);
    v = eval(w, x, "$v", root);
    assert_string_equal(v.string, "語");
    xml_xpath_unset_variable(x, "v");
    eval(w, x, "$v", root);
    check_messages(w, "form-xpath-eval form.xml:7");
    assert_non_null(strstr(wordings(w), "$v is not defined"));
    xml_xpath_drop(x);
}

static const char *
join(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    if (count != 2)
        return XML_REFUSAL("引数は二つです", "two arguments are wanted");
    *result = xml_value_of_string(
        arena_printf(a, "%s%s%s", xml_value_string(a, &args[0]), (const char *)data, xml_value_string(a, &args[1])));
    return NULL;
}

static const char *
all_of(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    (void)data;
    (void)a;
    (void)count;
    *result = args[0];
    return NULL;
}

static void
functions_are_called(void **state)
{
    world *w = *state;
    xml_node *root = xml_root(read_text(w, text));
    xml_xpath *x = xml_xpath_new(w->s), *other = xml_xpath_new(w->s);
    xml_xpath_add_function(x, "join", join, (void *)"＋");
    xml_xpath_add_function(x, "all", all_of, NULL);
    xml_value v = eval(w, x, "join(row[1], join(2, 1 = 1))", root);
    assert_string_equal(v.string, "c＋2＋true");
    v = eval(w, x, "all(row)[2]", root);
    assert_string_equal(xml_value_string(w->a, &v), "a");
    assert_int_equal(diag_length(w->d), 0);

    eval(w, x, "join(1)", root);
    check_messages(w, "form-xpath-eval form.xml:7");
    assert_non_null(strstr(wordings(w), "join(): two arguments are wanted"));
    assert_non_null(strstr(wordings(w), "join() の引数：引数は二つです"));
    forget(w);
    eval(w, x, "string(unknown-one(1))", root);
    check_messages(w, "form-xpath-eval form.xml:7");
    assert_non_null(strstr(wordings(w), "unknown-one() is not defined"));

    /* compiled once for x, then asked of an xpath that has no such function */
    forget(w);
    xml_expr *e = xml_expr_compile(w->s, "join(1, 2)", form, w->d);
    assert_true(xml_eval(x, w->a, e, root, 1, 1, form, w->d, &v));
    assert_false(xml_eval(other, w->a, e, root, 1, 1, form, w->d, &v));
    assert_non_null(strstr(wordings(w), "join() is not defined"));
    xml_xpath_drop(x);
    xml_xpath_drop(other);
}

typedef struct nested {
    world *w;
    xml_xpath *x;
    xml_expr *e;
} nested;

static const char *
inner(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    nested *n = data;
    assert_int_equal(count, 1);
    return xml_eval(n->x, a, n->e, args[0].nodes[0], 9, 9, form, n->w->d, result) ? NULL : "the inner one failed";
}

static void
a_function_may_evaluate(void **state)
{
    world *w = *state;
    xml_node *root = xml_root(read_text(w, text));
    nested n = {w, xml_xpath_new(w->s), xml_expr_compile(w->s, "concat(@n, position())", form, w->d)};
    xml_xpath_add_function(n.x, "inner", inner, &n);
    xml_value v = eval(w, n.x, "row[inner(.) = '29' and position() = 3 and inner(.) = '29']", root);
    assert_int_equal(v.count, 1);
    assert_int_equal(diag_length(w->d), 0);
    xml_xpath_drop(n.x);
}

static void
mistakes_are_found_when_compiling(void **state)
{
    static const char *const wrong[] = {"", "a[", "a]", "a/", "concat('a", "$", "a b", "1 +", "(a", "a::b", "'", "a[1",
                                        "@",
                                        /* XPath 1.0 has no exponents, though libxml2 reads them */
                                        "1e3", "string(1E21)", "a[. = 1.5e-3]", ".5e1 + 1", "-2e2"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        forget(w);
        assert_null(xml_expr_compile(w->s, wrong[i], form, w->d));
        check_messages(w, "form-xpath form.xml:7");
        assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    }
    char *deep = g_strnfill(100000, '(');
    forget(w);
    assert_null(xml_expr_compile(w->s, deep, form, w->d));
    check_messages(w, "form-xpath form.xml:7");
    static const char *const right[] = {"a1e3", "'1e3'", "$v1e3", "a-1e", "1 div 2", "a[@e = \"2e2\"]", "x.1e2"};
    for (size_t i = 0; i < G_N_ELEMENTS(right); i++)
        assert_non_null(xml_expr_compile(w->s, right[i], form, w->d));
    for (int n = 0; n < 1000; n++) /* and none of them stands in the way of what follows */
        assert_null(xml_expr_compile(w->s, "a[(b", form, w->d));
    assert_non_null(xml_expr_compile(w->s, "a[(b)]", form, w->d));
    g_free(deep);
}

static void
mistakes_are_found_when_evaluating(void **state)
{
    static const char *const wrong[] = {"count('a')",  "x:row",     "row/x:y",      "concat('a')",
                                        "position(1)", "'a' | 'b'", "namespace::*", "count(1, 2)",
                                        "'a'/b",       "x:f()",     "$x:v"};
    world *w = *state;
    xml_node *root = xml_root(read_text(w, text));
    xml_xpath *x = xml_xpath_new(w->s);
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        forget(w);
        eval(w, x, wrong[i], root);
        if (diag_length(w->d) != 1)
            fail_msg("%s: %zu messages", wrong[i], diag_length(w->d));
        const diag_message *m = diag_at(w->d, 0);
        assert_string_equal(diag_name(m->code), "form-xpath-eval");
        assert_string_equal(m->form.file, "form.xml");
        assert_string_equal(m->data.path, "/case");
    }
    xml_value v = eval(w, x, "count(row)", root);
    assert_string_equal(xml_value_string(w->a, &v), "3"); /* nothing sticks */
    xml_xpath_drop(x);
}

/* libxml2 joins sets of nodes by comparing each with each: what is not walked is bounded before that shows. */
static void
what_is_not_walked_is_bounded_too(void **state)
{
    world *w = *state;
    for (int i = 0; i < 2; i++) {
        forget(w);
        GString *nodes = g_string_new("<a>");
        for (int k = 0; k < (i ? 20000 : 300); k++)
            g_string_append(nodes, "<n/>");
        g_string_append(nodes, "</a>");
        xml_node *root = xml_root(read_text(w, nodes->str));
        g_string_free(nodes, TRUE);
        const place where = {"form.xml", 7, NULL};
        const xml_expr *e = xml_expr_compile(w->s, "count(//n/preceding::n)", where, w->d);
        xml_xpath *x = xml_xpath_new(w->s);
        xml_value v;
        assert_false(xml_expr_is_walked(e));
        assert_int_equal(xml_eval(x, w->a, e, root, 1, 1, where, w->d, &v), i == 0);
        if (i)
            check_messages(w, "form-xpath-eval form.xml:7");
        else
            assert_true(v.number == 299);
        xml_xpath_drop(x);
    }
}

static void
steps_are_bounded(void **state)
{
    world *w = *state;
    GString *s = g_string_new("<a>");
    for (int i = 0; i < 3000; i++)
        g_string_append(s, "<b/>");
    g_string_append(s, "</a>");
    xml_node *root = xml_root(read_text(w, s->str));
    g_string_free(s, TRUE);
    xml_xpath *x = xml_xpath_new(w->s);
    eval(w, x, "count(//b[count(//b[count(//b) > 0]) > 0])", root);
    check_messages(w, "form-xpath-eval form.xml:7");
    assert_non_null(strstr(wordings(w), "too many steps"));
    forget(w);
    eval(w, x, "count(//b)", root);
    assert_int_equal(diag_length(w->d), 0);
    xml_xpath_drop(x);
}

static void
plain_paths_are_told_from_other_expressions(void **state)
{
    static const char *const paths[] = {
        "row",
        "/",
        "/case/row",
        "//row",
        ".",
        "../row",
        "@n",
        "row/@n",
        "row[1]/b[c=']']",
        "*",
        "text()",
        "child::row",
        "a//b",
        "a-b",
        "./row",
        "row [ 1 ]",
        "x:row/*",
        "a/node()",
        "row[@n=$v and count(b)>1]",
        "ancestor-or-self::*/@id",
    };
    static const char *const others[] = {
        "1",     "'a'",    "$v",  "$v/row", "count(row)", "a + b", "a -b",  "a | b",
        "a = b", "a or b", "(a)", "(a)[1]", "string(a)",  "-a",    "a * b", "ref(@id)/name",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
        if (!xml_expr_is_path(xml_expr_compile(w->s, paths[i], form, w->d)))
            fail_msg("%s is a path", paths[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (xml_expr_is_path(xml_expr_compile(w->s, others[i], form, w->d)))
            fail_msg("%s is no path", others[i]);
    assert_int_equal(diag_length(w->d), 0);
}

/* ---- what is not there ---- */

static const char *
absences_of(world *w, xml_xpath *x, const char *expression, xml_node *context)
{
    xml_absence found[4];
    const xml_expr *e = xml_expr_compile(w->s, expression, form, w->d);
    assert_non_null(e);
    const size_t n = xml_find_absences(x, w->a, e, context, 1, 1, found, G_N_ELEMENTS(found));
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < n; i++) {
        const xml_absence *o = &found[i];
        g_string_append_printf(out, "%s%s", out->len ? ", " : "", o->at ? xml_place(w->a, o->at, true).path : "-");
        if (o->name)
            g_string_append_printf(out, " lacks %s%s%s", o->is_attribute ? "@" : "", o->name,
                                   o->is_condition ? " as asked" : "");
        if (o->variable)
            g_string_append_printf(out, " $%s", o->variable);
        if (o->call)
            g_string_append_printf(out, " %s", o->call);
    }
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static const char *
say_nothing(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    (void)data, (void)a, (void)args, (void)count;
    *result = (xml_value){.type = XML_NODES};
    return NULL;
}

static void
what_an_expression_does_not_find_is_named(void **state)
{
    static const struct {
        const char *expression, *absences;
    } rows[] = {
        {"note", "/case lacks note"},
        {"@date", "/case lacks @date"},
        {"attribute::date", "/case lacks @date"},
        {"child::plan/note", "/case/plan lacks note"},
        {"plan/note", "/case/plan lacks note"},
        {"plan/goal/@by", "/case/plan/goal lacks @by"},
        {"plan/goal", "/case/plan/goal"},
        {"plan/@on", ""},
        {"none/none/@x", "/case lacks none"},
        {"plan [ @on = '2024' ] / note", "/case lacks plan as asked"},
        {"none[@on]", "/case lacks none"},
        {"/case/plan/note", "/case/plan lacks note"},
        {"//note", "/case lacks note"},
        {"plan//note", "/case/plan lacks note"},
        {"../x", "- lacks x"}, /* above the root */
        {"plan/descendant::x", "/case/plan"},
        {"plan/*[@z]", "/case/plan"},
        {"string(note)", "/case lacks note"},
        {"concat(plan/note, '　', plan/@on)", "/case/plan lacks note"},
        {"note | plan/note", "/case lacks note, /case/plan lacks note"},
        {"nothing(@id)/name", "/case lacks @id"},
        {"nothing(plan/@on)/name", "/case nothing(plan/@on)"},
        {"nothing('a)b')", "/case nothing('a)b')"},
        {"$plan/note", "/case/plan lacks note"},
        {"$none/note", "/case $none"},
        {"$blank", "/case $blank"},
        {"era($blank)", "/case $blank"},
        {"$word", ""},
        {"($plan)[1]/note", "/case/plan lacks note"},
        {"(note | other)[1]", "/case lacks note, /case lacks other"},
        {"plan/@on - 1 * note div x and or", "/case lacks note, /case lacks x, /case lacks or"},
        {"* * .5", "/case/plan"},
        {"'note'", ""},
        {"not(note)", "/case lacks note"},
    };
    world *w = *state;
    xml_node *root = xml_root(read_text(w, "<case><plan on='2023'><goal> </goal></plan></case>"));
    xml_xpath *x = xml_xpath_new(w->s);
    xml_node *plan = xml_first_element(root);
    xml_value one = {.type = XML_NODES, .nodes = &plan, .count = 1}, none = {.type = XML_NODES};
    xml_xpath_set_variable(x, "plan", &one);
    const xml_value blank = xml_value_of_string(" "), word = xml_value_of_string("x");
    xml_xpath_set_variable(x, "none", &none);
    xml_xpath_set_variable(x, "blank", &blank);
    xml_xpath_set_variable(x, "word", &word);
    xml_xpath_add_function(x, "nothing", say_nothing, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *got = absences_of(w, x, rows[i].expression, root);
        if (strcmp(got, rows[i].absences) != 0)
            fail_msg("%s: \"%s\" instead of \"%s\"", rows[i].expression, got, rows[i].absences);
    }
    assert_int_equal(diag_length(w->d), 0);
    xml_xpath_drop(x);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_an_expression_does_not_find_is_named, begin, end),
        cmocka_unit_test_setup_teardown(values_have_their_types, begin, end),
        cmocka_unit_test_setup_teardown(a_test_holds_where_something_is_said, begin, end),
        cmocka_unit_test_setup_teardown(conversions_are_those_of_xpath, begin, end),
        cmocka_unit_test_setup_teardown(position_and_size_are_given, begin, end),
        cmocka_unit_test_setup_teardown(node_sets_are_in_document_order, begin, end),
        cmocka_unit_test_setup_teardown(variables_come_and_go, begin, end),
        cmocka_unit_test_setup_teardown(functions_are_called, begin, end),
        cmocka_unit_test_setup_teardown(a_function_may_evaluate, begin, end),
        cmocka_unit_test_setup_teardown(mistakes_are_found_when_compiling, begin, end),
        cmocka_unit_test_setup_teardown(mistakes_are_found_when_evaluating, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_walked_is_bounded_too, begin, end),
        cmocka_unit_test_setup_teardown(steps_are_bounded, begin, end),
        cmocka_unit_test_setup_teardown(plain_paths_are_told_from_other_expressions, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
