/* The walk gives what libxml2's evaluator gives: for each axis, test, operator and function, for expressions made by
 * chance, and for all that the shipped forms and rules say (test_samples and test_check_rules prove those on data). */
#include "test_xml_check.h"

static const place form = {"form.xml", 7, NULL};

static const char *const text =
    "<case id='K-1' on='2024-05-01'>\n"
    "<plan from='2024-04-01' n='3'><goal g='a'>長期の目標</goal><goal g='b'> 短期 </goal><row "
    "n='1'><cell>1</cell><cell>x"
    "</cell></row><row n='2'><cell>2</cell><row n='9'><cell>-0.5</cell></row></row></plan>\n"
    "<plan from='2024-10-01' n='07' to=''><goal/><row n='1e1'><cell> 12 </cell></row>尾</plan>\n"
    "<month ym='2024-05'><actual n='1' on='2024-05-01'/><actual n='2' on='2024-05-08'/><note>a &amp; "
    "b\tc</note></month>\n"
    "<x:other xmlns:x='urn:x' x:n='5' n='6'><x:row n='7'>七</x:row><row>八</row></x:other>\n"
    "<month ym='2024-06'/>\n"
    "</case>";

static const char *
give_first(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    *result = count ? args[0] : xml_value_of_string((const char *)data);
    return a ? NULL : "no arena";
}

/* The nodes of its first argument from the last to the first. */
static const char *
turn_round(void *data, arena *a, const xml_value *args, size_t count, xml_value *result)
{
    if (data || count != 1 || args[0].type != XML_NODES)
        return XML_REFUSAL("節点ではありません", "not nodes");
    *result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(a, xml_node *, args[0].count + 1)};
    for (size_t i = args[0].count; i > 0; i--)
        result->nodes[result->count++] = args[0].nodes[i - 1];
    return NULL;
}

typedef struct bench {
    xml_xpath *x;
    xml_node *nodes[256]; /* all elements, attributes and texts */
    size_t count;
} bench;

static void
add_nodes(bench *b, xml_node *n)
{
    for (; n; n = xml_next(n)) {
        assert_true(b->count < G_N_ELEMENTS(b->nodes));
        b->nodes[b->count++] = n;
        add_nodes(b, xml_first_attribute(n));
        add_nodes(b, xml_first_child(n));
    }
}

static bench
bench_of_text(world *w, const char *document)
{
    bench b = {.x = xml_xpath_new(w->s)};
    xml_doc *doc = read_text(w, document);
    assert_non_null(doc);
    add_nodes(&b, xml_root(doc));
    assert_true(b.count > 40);
    xml_node *few[] = {b.nodes[3], b.nodes[9], b.nodes[40]};
    const xml_value nodes = {.type = XML_NODES, .nodes = few, .count = 3}, none = {.type = XML_NODES};
    const xml_value word = xml_value_of_string("2024-05-01"), number = xml_value_of_number(2),
                    yes = xml_value_of_boolean(true);
    xml_xpath_set_variable(b.x, "nodes", &nodes);
    xml_xpath_set_variable(b.x, "none", &none);
    xml_xpath_set_variable(b.x, "word", &word);
    xml_xpath_set_variable(b.x, "number", &number);
    xml_xpath_set_variable(b.x, "yes", &yes);
    xml_xpath_add_function(b.x, "first", give_first, (void *)"");
    xml_xpath_add_function(b.x, "turn", turn_round, NULL);
    return b;
}

static bench
bench_of(world *w)
{
    return bench_of_text(w, text);
}

/* At every node, and as the second of three; the program stops where it differs. Returns how many gave a value. */
static size_t
prove(world *w, bench *b, const char *expression, size_t stride)
{
    size_t good = 0;
    xml_value v;
    xml_expr *e = xml_expr_compile(w->s, expression, form, w->d);
    if (!e || !xml_expr_is_walked(e))
        fail_msg("not walked: %s", expression);
    xml_prove_walks(true);
    for (size_t i = 0; i < b->count; i += stride)
        good += xml_eval(b->x, w->a, e, b->nodes[i], 2, 3, form, w->d, &v);
    xml_prove_walks(false);
    return good;
}

static void
every_part_gives_what_libxml2_gives(void **state)
{
    static const char *const rows[] = {
        /* axes and tests */
        "plan",
        "./plan",
        "child::plan/child::row",
        "@n",
        "attribute::*",
        "@*",
        "*",
        "node()",
        "text()",
        "..",
        "../..",
        "../@n",
        "parent::plan",
        "parent::*",
        "self::plan",
        "self::node()",
        ".",
        "//row",
        "//row/cell",
        "//@n",
        "/case",
        "/case/plan/row",
        "/node()",
        "/*",
        "descendant::row",
        "descendant::text()",
        "descendant-or-self::row",
        "descendant-or-self::node()",
        "ancestor::plan",
        "ancestor::*",
        "ancestor::node()",
        "ancestor-or-self::row",
        "ancestor-or-self::node()",
        "following-sibling::row",
        "following-sibling::node()",
        "preceding-sibling::*",
        "preceding-sibling::node()",
        "plan//cell",
        ".//row//cell",
        "plan/..//cell",
        "//row/ancestor::plan/@n",
        "//cell/../../row",
        "//row/..",
        "//cell/ancestor::*",
        "//goal/following-sibling::row/cell",
        "//row/preceding-sibling::goal",
        "//other",
        "//*[@n]",
        "//text()",
        "plan/ row [ 1 ] / cell",
        /* predicates */
        "//row[1]",
        "//row[last()]",
        "(//row)[1]",
        "(//row)[last()]",
        "//row[2]/cell[1]",
        "//cell[position() < 2]",
        "//row[position() = last()]",
        "ancestor::*[1]",
        "ancestor::*[last()]",
        "preceding-sibling::*[1]",
        "preceding-sibling::*[2]/@n",
        "following-sibling::*[position() > 1]",
        "//row[@n][1]",
        "//row[1][@n]",
        "//row[@n = 1]",
        "//row[cell = 'x']",
        "//row[count(cell)]",
        "//row[$number]",
        "//row['']",
        "//row['x']",
        "//row[0]",
        "//row[-1]",
        "//row[1.5]",
        "//row[true()]",
        "//row[string(@n)]",
        "//row[number(@n) > 1]",
        "//goal[not(@g = 'a')][. != '']",
        "$nodes[1]",
        "$nodes[last()]/..",
        "$nodes[@n]",
        "turn(//row)/cell",
        "first(//row)[2]",
        "//row[row]",
        "//row[.//cell]",
        "//row[../goal]",
        "plan[row[cell[. = 1]]]",
        "//*[self::row or self::goal][2]",
        "//row[position() mod 2 = 1]",
        /* unions */
        "plan | month",
        "month | plan",
        "//row | //cell | //row",
        "@n | @on",
        ".. | .",
        "$nodes | //row",
        "$none | $nodes",
        "turn(//row) | //row",
        "(plan | month)/@*",
        /* comparisons */
        "@n = 1",
        "@n != 1",
        "@n = '1'",
        "1 = @n",
        "@n < 3",
        "3 > @n",
        "@n <= '2'",
        "'2' >= @n",
        "//row/@n = //actual/@n",
        "//row/@n != //actual/@n",
        "//row/@n < //actual/@n",
        "//row/@n >= //cell",
        "plan = true()",
        "none = false()",
        "none != true()",
        "plan > false()",
        "'a' = 'a'",
        "'a' != 'b'",
        "'a' < 'b'",
        "'1' < '2'",
        "1 < 2",
        "true() > false()",
        "1 = true()",
        "'x' = true()",
        "'' = false()",
        "number('x') = number('x')",
        "number('x') != number('x')",
        "none = none",
        "none != none",
        "none = ''",
        "@n = $number",
        "$word = ../@on",
        "$yes = @n",
        "$nodes = $nodes",
        "1 = 1 = true()",
        "3 > 2 > 1",
        "0 = -0",
        "1 div 0 = 1 div 0",
        "//cell < 2",
        "//cell = -0.5",
        /* numbers */
        "1 + 2 * 3",
        "(1 + 2) * 3",
        "10 - 4 - 3",
        "2 * 3 div 4",
        "7 mod 3",
        "-7 mod 3",
        "7 mod -3",
        "1 mod 0",
        "5.5 mod 2",
        "1 div 0",
        "-1 div 0",
        "0 div 0",
        "--1",
        "-(-1)",
        "- @n",
        "@n * 2",
        "@n + plan",
        "1-1",
        "@n -1",
        "* * 2",
        ".5 + 1.",
        "9007199254740993",
        "0.1 + 0.2",
        "123456789012345678901234567890",
        "sum(//row/@n)",
        "sum(//actual/@n)",
        "sum(none)",
        "count(//row)",
        "count(none)",
        "count($nodes | //row)",
        "floor(1.5)",
        "floor(-1.5)",
        "ceiling(1.2)",
        "ceiling(-1.2)",
        "round(1.5)",
        "round(-1.5)",
        "round(2.5)",
        "round(-0.2)",
        "round(0.5)",
        "round(number('x'))",
        "number('12 ')",
        "number(' 1e3')",
        "number('-.5')",
        "number('0x1')",
        "number('')",
        "number(true())",
        "number(@n)",
        "number()",
        "number(//row/@n)",
        "1 div round(-0.2)",
        /* conditions */
        "1 and 0",
        "1 or 0",
        "plan and month",
        "none or ''",
        "not(none)",
        "not(plan)",
        "not('')",
        "not(0)",
        "boolean(//row)",
        "boolean('false')",
        "boolean(0 div 0)",
        "true()",
        "false()",
        "1 or unknown",
        "0 and unknown/@x",
        "not(//row[@n = 9])",
        "not(1 = 2) and not(none)",
        "plan and (month or none)",
        /* strings */
        "'長期'",
        "\"it's\"",
        "string()",
        "string(.)",
        "string(@n)",
        "string(//row)",
        "string(1.50)",
        "string(-0)",
        "string(1 div 0)",
        "string(true())",
        "string(1000000000)",
        "concat('a', 1, true(), //cell)",
        "concat(@n, '・', .)",
        "contains(., '期')",
        "contains('', '')",
        "contains('a', '')",
        "starts-with(., '長')",
        "starts-with('', 'x')",
        "starts-with(//goal, '')",
        "substring-before('2024-05', '-')",
        "substring-after('2024-05', '-')",
        "substring-before('a', 'x')",
        "substring-after('a', 'x')",
        "substring-after('a', '')",
        "substring-before('abc', '')",
        "substring('12345', 2)",
        "substring('12345', 2, 3)",
        "substring('12345', 1.5, 2.6)",
        "substring('12345', 0, 3)",
        "substring('12345', 0 div 0, 3)",
        "substring('12345', 1, 0 div 0)",
        "substring('12345', -42, 1 div 0)",
        "substring('12345', -1 div 0, 1 div 0)",
        "substring('12345', 2, -1)",
        "substring('12345', 9)",
        "substring('12345', -3)",
        "substring('12345', 1 div 0)",
        "substring('長期の目標', 2, 2)",
        "substring(//goal, 3)",
        "string-length()",
        "string-length('長期')",
        "string-length(//note)",
        "normalize-space()",
        "normalize-space('  a \t b\n')",
        "normalize-space('\u3000a')",
        "translate('bar', 'abc', 'AB')",
        "translate('長期長', '長', '短')",
        "translate('aab', 'aa', 'xy')",
        "translate('--', '-', '')",
        "translate(//note, ' ', '_')",
        "name()",
        "name(..)",
        "name(//other)",
        "local-name(//other)",
        "name(@n)",
        "local-name()",
        "name(none)",
        "name(text())",
        /* variables and functions */
        "$word",
        "$number",
        "$yes",
        "$nodes",
        "$none",
        "$nodes/@*",
        "first('x')",
        "first(//row)",
        "first(@n)",
        "first()",
        "turn(//row)",
        "string(turn(//row))",
        "count(turn(//cell))",
        "turn($nodes)/..",
        "first(first(2) + 1)",
        "position()",
        "last()",
        "position() + last()",
        "first(position())",
        "//row[first(position()) = 1]",
        "first (1)",
        "//row[first(last())]",
    };
    world *w = *state;
    bench b = bench_of(w);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_true(prove(w, &b, rows[i], 1) > 0 || strstr(rows[i], "unknown"));
    assert_int_equal(diag_length(w->d), 0);
    xml_xpath_drop(b.x);
}

/* ---- by chance ---- */

static void say(GString *out, GRand *r, int depth);

static const char *
one_of(GRand *r, const char *const *words, size_t n)
{
    return words[g_rand_int_range(r, 0, (gint32)n)];
}
#define ONE_OF(r, words) one_of(r, words, G_N_ELEMENTS(words))

static void
say_predicates(GString *out, GRand *r, int depth)
{
    for (int n = g_rand_int_range(r, 0, 4) - 2; n > 0; n--) {
        g_string_append(out, "[");
        say(out, r, depth - 1);
        g_string_append(out, "]");
    }
}

static void
say_step(GString *out, GRand *r, int depth)
{
    static const char *const plain[] = {"..", ".", "@n", "@*", "row", "cell", "plan", "goal", "*", "text()", "node()"};
    static const char *const axes[] = {"child",
                                       "self",
                                       "parent",
                                       "descendant",
                                       "ancestor",
                                       "ancestor-or-self",
                                       "following-sibling",
                                       "preceding-sibling",
                                       "attribute",
                                       "descendant-or-self"};
    static const char *const tests[] = {"row", "n", "*", "node()", "text()", "plan"};
    if (g_rand_int_range(r, 0, 3)) {
        const char *step = ONE_OF(r, plain);
        g_string_append(out, step);
        if (*step != '.')
            say_predicates(out, r, depth);
        return;
    }
    g_string_append_printf(out, "%s::%s", ONE_OF(r, axes), ONE_OF(r, tests));
    say_predicates(out, r, depth);
}

static void
say_path(GString *out, GRand *r, int depth)
{
    static const char *const begins[] = {
        "", "", "", "//self::node()/", "/", "$nodes/", "turn(//row)/", "(//cell | //goal)/"};
    g_string_append(out, ONE_OF(r, begins));
    say_step(out, r, depth);
    for (int n = g_rand_int_range(r, 0, 3); n > 0; n--) {
        /* `//.` is read by libxml2's pattern matcher, which leaves out the node where it begins. */
        g_string_append(out, g_rand_int_range(r, 0, 4) ? "/" : "//self::node()/");
        say_step(out, r, depth);
    }
}

static void
say_call(GString *out, GRand *r, int depth)
{
    static const char *const ones[] = {"string", "number",  "boolean", "not",           "floor",
                                       "round",  "ceiling", "first",   "string-length", "normalize-space"};
    static const char *const sets[] = {"count", "sum", "name", "local-name", "turn"};
    static const char *const twos[] = {"concat",          "contains", "starts-with", "substring-before",
                                       "substring-after", "first",    "substring"};
    const int kind = g_rand_int_range(r, 0, 3);
    g_string_append_printf(out, "%s(", kind == 0 ? ONE_OF(r, ones) : kind == 1 ? ONE_OF(r, sets) : ONE_OF(r, twos));
    if (kind == 1)
        say_path(out, r, depth - 1);
    else
        say(out, r, depth - 1);
    if (kind == 2) {
        g_string_append(out, ", ");
        say(out, r, depth - 1);
    }
    g_string_append(out, ")");
}

static void
say(GString *out, GRand *r, int depth)
{
    static const char *const words[] = {"1",      "2",       "0",    "''",     "'x'",        "'2024-05-01'",
                                        "$word",  "$number", "$yes", "$nodes", "position()", "last()",
                                        "true()", "-1",      ".5"};
    static const char *const operators[] = {"=", "!=", "<", "<=", ">", ">=", "and", "or", "+", "-", "*", "div", "mod"};
    if (depth <= 0) {
        g_string_append(out, ONE_OF(r, words));
        return;
    }
    switch (g_rand_int_range(r, 0, 6)) {
    case 0:
        g_string_append(out, ONE_OF(r, words));
        break;
    case 1:
    case 2:
        say_path(out, r, depth);
        break;
    case 3:
        say_call(out, r, depth);
        break;
    case 4:
        g_string_append(out, "(");
        say_path(out, r, depth - 1);
        g_string_append(out, " | ");
        say_path(out, r, depth - 1);
        g_string_append(out, ")");
        break;
    default:
        g_string_append(out, "(");
        say(out, r, depth - 1);
        g_string_append_printf(out, ") %s (", ONE_OF(r, operators));
        say(out, r, depth - 1);
        g_string_append(out, ")");
        break;
    }
}

static void
expressions_by_chance_give_what_libxml2_gives(void **state)
{
    world *w = *state;
    bench b = bench_of(w);
    GRand *r = g_rand_new_with_seed(20240501);
    GString *out = g_string_new(NULL);
    size_t good = 0, said = 3000;
    for (size_t i = 0; i < said; i++) {
        g_string_truncate(out, 0);
        say(out, r, 3);
        good += prove(w, &b, out->str, 13);
        forget(w);
    }
    assert_true(good > said * (b.count / 13)); /* nearly all of them mean something */
    g_string_free(out, TRUE);
    g_rand_free(r);
    xml_xpath_drop(b.x);
}

/* Elements and attributes of the names that are asked for, in no namespace, in that of a prefix and in one that holds
 * without a prefix; texts of letters, numbers, blanks and nothing, CDATA among them. */
static void
write_element(GString *out, GRand *r, int depth, size_t *left)
{
    static const char *const names[] = {"row", "cell", "plan", "goal", "x:row", "x:n", "rows", "roq"};
    static const char *const texts[] = {"",  "1",  "-2.5", " 12 ", "x",     "2024-05-01",     "目標",
                                        " ", "\n", "07",   "1e1",  "&amp;", "<![CDATA[<3]]>", "２"};
    static const char *const attributes[] = {"",
                                             " n='1'",
                                             " n=''",
                                             " x:n='2' n='x'",
                                             " nn='1' on='2024-05-01'",
                                             " xmlns='urn:y'",
                                             " xmlns='' n='3'",
                                             " xml:lang='ja' x:row='4'"};
    const char *name = ONE_OF(r, names);
    g_string_append_printf(out, "<%s%s>%s", name, ONE_OF(r, attributes), ONE_OF(r, texts));
    for (int n = depth ? g_rand_int_range(r, 0, 6) : 0; n > 0 && *left; n--) {
        --*left;
        write_element(out, r, depth - 1, left);
        g_string_append(out, ONE_OF(r, texts));
    }
    g_string_append_printf(out, "</%s>", name);
}

static void
documents_by_chance_give_what_libxml2_gives(void **state)
{
    world *w = *state;
    GRand *r = g_rand_new_with_seed(20240601);
    GString *out = g_string_new(NULL);
    size_t good = 0;
    for (int i = 0; i < 12; i++) {
        size_t left = 45;
        g_string_assign(out, "<case xmlns:x='urn:x'>");
        while (left) {
            left--;
            write_element(out, r, 3, &left);
        }
        g_string_append(out, "</case>");
        bench b = bench_of_text(w, out->str);
        for (int k = 0; k < 300; k++) {
            g_string_truncate(out, 0);
            say(out, r, 3);
            good += prove(w, &b, out->str, 17);
            forget(w);
        }
        xml_xpath_drop(b.x);
    }
    assert_true(good > 3600);
    g_string_free(out, TRUE);
    g_rand_free(r);
}

/* ---- what is not walked, and what is wrong ---- */

static void
what_is_not_walked_is_libxml2s(void **state)
{
    static const char *const rows[] = {"following::row", "preceding::row",  "x:row",     "/",           "id('a')",
                                       "lang('ja')",     "namespace-uri()", "comment()", "count(1, 2)", "."};
    world *w = *state;
    bench b = bench_of(w);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const xml_expr *e = xml_expr_compile(w->s, rows[i], form, w->d);
        assert_non_null(e);
        assert_int_equal(xml_expr_is_walked(e), strcmp(rows[i], ".") == 0);
    }
    assert_int_equal(diag_length(w->d), 0);
    xml_xpath_drop(b.x);
}

static void
a_variable_is_asked_anew_each_time(void **state)
{
    world *w = *state;
    bench b = bench_of(w), other = {.x = xml_xpath_new(w->s)};
    xml_value v = xml_value_of_number(5);
    xml_expr *e = xml_expr_compile(w->s, "$number", form, w->d);
    assert_true(xml_eval(b.x, w->a, e, b.nodes[0], 1, 1, form, w->d, &v));
    assert_true(v.number == 2);
    v = xml_value_of_string("五");
    xml_xpath_set_variable(b.x, "number", &v);
    assert_true(xml_eval(b.x, w->a, e, b.nodes[0], 1, 1, form, w->d, &v));
    assert_string_equal(v.string, "五");
    xml_xpath_set_variable(other.x, "number", &v);
    xml_xpath_unset_variable(b.x, "number");
    assert_true(xml_eval(other.x, w->a, e, b.nodes[0], 1, 1, form, w->d, &v));
    assert_false(xml_eval(b.x, w->a, e, b.nodes[0], 1, 1, form, w->d, &v));
    check_messages(w, "form-xpath-eval form.xml:7");
    xml_xpath_drop(other.x);
    xml_xpath_drop(b.x);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_part_gives_what_libxml2_gives, begin, end),
        cmocka_unit_test_setup_teardown(expressions_by_chance_give_what_libxml2_gives, begin, end),
        cmocka_unit_test_setup_teardown(documents_by_chance_give_what_libxml2_gives, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_walked_is_libxml2s, begin, end),
        cmocka_unit_test_setup_teardown(a_variable_is_asked_anew_each_time, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
