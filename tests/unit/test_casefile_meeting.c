/* One event that is typed once: what a record leaves to its meeting stands in it after reading, as if it were typed. */
#include "casefile_support.h"

#define HODEI "samples/hodei-futoukou/case.xml"

/* The sample with one text for another, and the other behind the first place of `behind`. */
static char *
put(char *text, const char *behind, const char *was, const char *is)
{
    char *from = strstr(text, behind);
    char *at = from ? strstr(from, was) : NULL;
    if (!at)
        fail_msg("the sample has no %s behind %s", was, behind);
    char *out = g_strdup_printf("%.*s%s%s", (int)(at - text), text, is, at + strlen(was));
    g_free(text);
    return out;
}

static char *
read_sample(void)
{
    char *text;
    assert_true(g_file_get_contents(HODEI, &text, NULL, NULL));
    return text;
}

/* The event of 2024-07-11 is told once. */
static char *
share_meeting(char *text)
{
    text = put(text, "<school-participation id=\"participation-2\"", " date=\"2024-07-11\"", " meeting=\"meeting-2\"");
    text = put(text, "<school-participation id=\"participation-2\"", " how=\"会議\"", "");
    text = put(text, "<school-participation id=\"participation-2\"", "<who role=\"担任\">佐伯 亮</who>", "");
    text = put(text, "<school-participation id=\"participation-2\"",
               "<who role=\"特別支援教育コーディネーター\">三宅 由香</who>", "");
    text = put(text, "<school-participation id=\"participation-2\"", "<office-who staff=\"ko-02\"/>", "");
    text =
        put(text, "<common-understanding>", "<common-understanding>", "<common-understanding meeting=\"meeting-2\">");
    text = put(text, "<common-understanding meeting",
               "<party side=\"学校\" confirmed-on=\"2024-07-11\" means=\"会議\">佐伯 亮（担任）、三宅 "
               "由香（特別支援教育コーディネーター）</party>",
               "");
    text = put(text, "<common-understanding meeting",
               "<party side=\"事業所\" confirmed-on=\"2024-07-11\" means=\"会議\">森川 "
               "千尋（児童発達支援管理責任者）</party>",
               "");
    text = put(text, "<school-sharing id=\"sharing-2024-07\"", " date=\"2024-07-11\"", " meeting=\" meeting-2 \"");
    text = put(text, "<school-sharing id=\"sharing-2024-07\"", " means=\"会議\"", "");
    text = put(text, "<school-sharing id=\"sharing-2024-07\"", "<school-who role=\"担任\">佐伯 亮</school-who>", "");
    text = put(text, "<school-sharing id=\"sharing-2024-07\"",
               "<school-who role=\"特別支援教育コーディネーター\">三宅 由香</school-who>", "");
    return put(text, "<school-sharing id=\"sharing-2024-07\"", "<office-who staff=\"ko-02\"/>", "");
}

static casefile *
read_as(world *w, char *text, casefile_schemas *schemas)
{
    forget(w);
    xml_store_supply(w->s, HODEI, text, strlen(text));
    g_free(text);
    return casefile_read_with(w->a, w->s, HODEI, schemas, w->d);
}

static void
compare_attributes(world *w, const xml_node *x, const xml_node *y)
{
    size_t count = 0;
    for (const xml_node *p = xml_first_attribute(x); p; p = xml_next(p), count++)
        assert_string_equal(xml_text(w->a, p), xml_attribute(w->a, y, xml_name(p)));
    for (const xml_node *p = xml_first_attribute(y); p; p = xml_next(p))
        if (strcmp(xml_name(p), "meeting") != 0)
            count--;
    assert_int_equal(count, 0);
}

static void
compare_trees(world *w, const xml_node *x, const xml_node *y)
{
    assert_string_equal(xml_name(x), xml_name(y));
    compare_attributes(w, x, y);
    const xml_node *p = xml_first_element(x), *q = xml_first_element(y);
    if (!p)
        assert_string_equal(xml_text(w->a, x), xml_text(w->a, y));
    for (; p && q; p = xml_next_element(p), q = xml_next_element(q))
        compare_trees(w, p, q);
    assert_true(!p && !q);
}

static void
what_is_left_to_the_meeting_is_as_if_it_were_typed(void **state)
{
    world *w = *state;
    for (int keep = 0; keep < 2; keep++) {
        casefile_schemas *schemas = casefile_schemas_open("templates/schema", keep);
        const casefile *typed = read_as(w, read_sample(), schemas);
        const casefile *shared = read_as(w, share_meeting(read_sample()), schemas);
        assert_true(typed && shared);
        compare_trees(w, casefile_root(typed), casefile_root(shared));
        casefile_schemas_close(schemas);
    }
}

static xml_node *
party_of(world *w, const casefile *c, const char *side)
{
    xml_node *plan = casefile_find(c, "meeting-2");
    xml_node *section = xml_element_named(xml_parent(plan), "school-section");
    xml_node *p = xml_element_named(xml_element_named(section, "common-understanding"), "party");
    while (p && strcmp(xml_attribute(w->a, p, "side"), side) != 0)
        p = xml_next_element(p);
    return p;
}

static void
what_was_put_in_has_the_place_of_the_reference(void **state)
{
    world *w = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_as(w, share_meeting(read_sample()), schemas);
    const xml_node *made = party_of(w, c, "学校"), *typed = party_of(w, c, "家庭");
    const xml_node *reference = xml_attribute_node(xml_parent(made), "meeting");
    assert_true(xml_is_made(made) && !xml_is_made(typed));
    const place p = xml_place(w->a, made, true), r = xml_place(w->a, reference, true);
    assert_int_equal(p.line, r.line);
    assert_string_equal(p.path, r.path);
    assert_string_equal(p.path, "/case/plan[2]/school-section/common-understanding/@meeting");
    assert_string_equal(xml_place(w->a, xml_attribute_node(made, "side"), true).path, r.path);
    assert_string_equal(xml_place(w->a, typed, true).path,
                        "/case/plan[2]/school-section/common-understanding/party[1]");
    casefile_schemas_close(schemas);
}

/* XPath finds nodes in the order of the document, those that were put in among them. */
static void
nodes_are_in_order(void **state)
{
    world *w = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_as(w, share_meeting(read_sample()), schemas);
    xml_xpath *x = xml_xpath_new(w->s);
    xml_expr *e = xml_expr_compile(
        w->s,
        "plan[2]//common-understanding/party[2] | plan[2]//common-understanding/party[@side = '本人'] | "
        "plan[2]//common-understanding/party[@side = '学校'] | plan[2]//common-understanding/party[3]",
        PLACE_NONE, w->d);
    xml_value v;
    assert_true(xml_eval(x, w->a, e, casefile_root(c), 1, 1, PLACE_NONE, w->d, &v));
    static const char *const sides[] = {"学校", "家庭", "事業所", "本人"};
    assert_int_equal(v.count, 4);
    for (size_t i = 0; i < v.count; i++)
        assert_string_equal(xml_attribute(w->a, v.nodes[i], "side"), sides[i]);
    xml_xpath_drop(x);
    casefile_schemas_close(schemas);
}

static void
check_codes(world *w, char *text, const char *expected)
{
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_as(w, text, schemas);
    assert_int_equal(c != NULL, *expected == '\0');
    const char *got = messages(w);
    char **lines = g_strsplit(got, "\n", -1);
    GString *codes = g_string_new(NULL);
    for (size_t i = 0; lines[i] && *lines[i]; i++) {
        char **words = g_strsplit(lines[i], " ", -1);
        g_string_append_printf(codes, "%s%s %s", codes->len ? "\n" : "", words[0], words[g_strv_length(words) - 1]);
        g_strfreev(words);
    }
    assert_string_equal(codes->str, expected);
    g_string_free(codes, TRUE);
    g_strfreev(lines);
    casefile_schemas_close(schemas);
}

/* The same said twice is no contradiction; what is said otherwise is one, and is told with both places. */
static void
a_record_may_not_contradict_its_meeting(void **state)
{
    world *w = *state;
    const char *record = "<school-participation id=\"participation-2\"";
    check_codes(w, put(read_sample(), record, " partner=", " meeting=\"meeting-2\" partner="), "");
    check_codes(w, put(read_sample(), record, " partner=", " meeting=\"meeting-1\" partner="),
                "casefile-meeting-differs /case/plan[2]/school-participation/@date");
    check_codes(w,
                put(put(read_sample(), record, " partner=", " meeting=\"meeting-2\" partner="), record, "how=\"会議\"",
                    "how=\"電話\""),
                "casefile-meeting-differs /case/plan[2]/school-participation/@how");
    assert_null(strstr(wordings(w), "電話"));
    char *text = put(share_meeting(read_sample()), "<meeting id=\"meeting-2\"", " means=\"会議\"", "");
    check_codes(w, text,
                "casefile-meeting-silent /case/plan[2]/school-participation\n"
                "casefile-meeting-silent /case/month[4]/school-sharing");
}

/* Whoever names nothing is told once, as of any reference; what a meeting says wrongly is told of the meeting. */
static void
mistakes_are_told_once(void **state)
{
    world *w = *state;
    check_codes(w,
                put(read_sample(), "<school-participation id=\"participation-2\"", " date=\"2024-07-11\"",
                    " meeting=\"meeting-9\""),
                "casefile-ref-missing /case/plan[2]/school-participation/@meeting");
    check_codes(w,
                put(read_sample(), "<school-participation id=\"participation-2\"", " date=\"2024-07-11\"",
                    " meeting=\"sharing-2024-07\""),
                "casefile-ref-kind /case/plan[2]/school-participation/@meeting");
    check_codes(w, put(share_meeting(read_sample()), "<meeting id=\"meeting-2\"", "staff=\"ko-02\"", "staff=\"ko-99\""),
                "casefile-ref-missing /case/plan[2]/meeting/office-who/@staff");
    check_codes(w, put(share_meeting(read_sample()), "<meeting id=\"meeting-2\"", "2024-07-11", "1850-07-11"),
                "casefile-date /case/plan[2]/meeting/@date");
}

/* What is filled is a key as any other. */
static void
keys_see_what_was_filled(void **state)
{
    world *w = *state;
    char *text = put(read_sample(), "</judgement>", "</judgement>",
                     "</judgement><judgement meeting=\"meeting-2\"/><judgement meeting=\"meeting-2\"/>");
    check_codes(w, text, "casefile-unique /case/non-attendance/judgement[3]");
    text = put(read_sample(), "</judgement>", "</judgement>", "</judgement><judgement means=\"会議\"/>");
    check_codes(w, text, "xml-attribute-missing /case/non-attendance/judgement[2]");
    assert_non_null(strstr(wordings(w), "@date（判断の日）または@meeting（会議）"));
}

/* Who was there has confirmed it; the sides that were not there have not. */
static void
parties_are_those_who_came(void **state)
{
    world *w = *state;
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", false);
    const casefile *c = read_as(w,
                                put(read_sample(), "</judgement>", "</judgement>",
                                    "</judgement><judgement meeting=\"meeting-2\"><reason>x</reason></judgement>"),
                                schemas);
    assert_non_null(c);
    xml_node *j = xml_element_named(xml_element_named(casefile_root(c), "non-attendance"), "judgement");
    j = xml_next_element(j);
    assert_string_equal(xml_attribute(w->a, j, "date"), "2024-07-11");
    assert_string_equal(xml_attribute(w->a, j, "means"), "会議");
    GString *got = g_string_new(NULL);
    for (const xml_node *p = xml_first_element(j); p; p = xml_next_element(p)) {
        const char *side = xml_attribute(w->a, p, "side");
        g_string_append_printf(got, "%s %s %s\n", xml_name(p), side ? side : "-", xml_text(w->a, p));
    }
    assert_string_equal(got->str, "party 学校 佐伯 亮（担任）、三宅 由香（特別支援教育コーディネーター）\n"
                                  "party 家庭 相原 美咲（母）\n"
                                  "party 事業所 森川 千尋（児童発達支援管理責任者）\n"
                                  "reason - x\n");
    g_string_free(got, TRUE);
    casefile_schemas_close(schemas);
}

/* A schema that wants what no meeting has is at fault. */
static void
an_unknown_part_is_the_schemas_fault(void **state)
{
    world *w = *state;
    write_file(w, "case.rng",
               "<grammar xmlns='http://relaxng.org/ns/structure/1.0' xmlns:r='urn:renkei:schema:1'><start>\n"
               "<element name='case' r:shares='date weather?'><element name='masters'><empty/></element></element>\n"
               "</start></grammar>\n");
    const char *path = write_file(w, "case.xml", "<case><masters/></case>");
    assert_null(casefile_read(w->a, w->s, path, folder, w->d));
    check_here(w, "schema-broken case.rng:2");
}

/* Who a meeting names is sought in masters before anybody knows whether they are there. */
static void
a_master_that_cannot_be_read_is_told(void **state)
{
    world *w = *state;
    static const char *const masters[] = {"office", "partners", "municipality", "calendar"};
    casefile_schemas *schemas = casefile_schemas_open("templates/schema", true);
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++) {
        char *was = g_strdup_printf("../masters/%s.xml", masters[i]);
        char *text = put(share_meeting(read_sample()), "<masters", was, "../masters/nowhere.xml");
        assert_null(read_as(w, text, schemas));
        assert_int_equal(diag_at(w->d, 0)->code, DIAG_CASEFILE_MASTER_READ);
        g_free(was);
    }
    casefile_schemas_close(schemas);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_left_to_the_meeting_is_as_if_it_were_typed, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(what_was_put_in_has_the_place_of_the_reference, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(nodes_are_in_order, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_record_may_not_contradict_its_meeting, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(mistakes_are_told_once, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(keys_see_what_was_filled, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(parties_are_those_who_came, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(a_master_that_cannot_be_read_is_told, begin_folder, end_folder),
        cmocka_unit_test_setup_teardown(an_unknown_part_is_the_schemas_fault, begin_folder, end_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
