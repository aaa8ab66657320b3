/* One event that is typed several times is typed once: the case stays what it was, the file loses lines only. */
#include "casefile_support.h"

#include "base/order.h"
#include "draft/draft.h"
#include "draft/draft_share.h"

#define HODEI "samples/hodei-futoukou/case.xml"

typedef struct sharing_world {
    world *w;
    casefile_schemas *schemas;
    const schema_grammar *grammar;
    const schema_spot *root;
} sharing_world;

static sharing_world
open_world(world *w)
{
    sharing_world k = {w, casefile_schemas_open("templates/schema", true), NULL, NULL};
    k.grammar = schema_read(w->s, "templates/schema/case.rng", w->d);
    k.root = schema_outline(w->a, k.grammar);
    return k;
}

static const char *
bytes_of(world *w, edit *e)
{
    GByteArray *bytes = edit_bytes(e);
    const char *text = arena_strndup(w->a, (const char *)bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    edit_close(e);
    return text;
}

static const char *
share(sharing_world *k, const char *path, const char *text)
{
    forget(k->w);
    edit *e = draft_share_meetings(path, text, strlen(text), k->root, k->schemas, k->w->d);
    assert_non_null(e);
    return bytes_of(k->w, e);
}

static const char *
text_of(world *w, const char *path)
{
    char *text;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    const char *copy = arena_strdup(w->a, text);
    g_free(text);
    return copy;
}

static size_t
count_of(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)); p++)
        n++;
    return n;
}

/* What is read of a text in the place of the file: one line for each node, attributes in the order of their names. */
static void
list_node(world *w, const xml_node *n, GString *out)
{
    GPtrArray *names = g_ptr_array_new();
    for (const xml_node *p = xml_first_attribute(n); p; p = xml_next(p))
        if (strcmp(xml_name(p), "meeting") != 0)
            g_ptr_array_add(names, (void *)arena_printf(w->a, "%s=%s", xml_name(p), xml_text(w->a, p)));
    g_ptr_array_sort(names, order_strings);
    g_string_append_printf(out, "<%s", xml_name(n));
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(out, " %s", (const char *)g_ptr_array_index(names, i));
    g_string_append_printf(out, " %s\n", xml_first_element(n) ? "" : xml_text(w->a, n));
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c))
        list_node(w, c, out);
    g_string_append(out, ">\n");
    g_ptr_array_free(names, TRUE);
}

static const char *
read_list(sharing_world *k, const char *path, const char *text)
{
    xml_store_supply(k->w->s, path, text, strlen(text));
    const casefile *c = casefile_read_with(k->w->a, k->w->s, path, k->schemas, k->w->d);
    assert_non_null(c);
    GString *out = g_string_new(NULL);
    list_node(k->w, casefile_root(c), out);
    const char *copy = arena_strdup(k->w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

static void
lines_stay_but_for_what_is_shared(const char *was, const char *is)
{
    char **lines = g_strsplit(is, "\n", -1);
    const char *at = was;
    for (char **line = lines; *line; line++) {
        char *whole = g_strdup_printf("%s\n", *line);
        const char *found = strstr(at, whole);
        if (found)
            at = found + strlen(whole) - 1;
        else if (line[1])
            assert_non_null(strstr(*line, " meeting=\"meeting-"));
        g_free(whole);
    }
    g_strfreev(lines);
    assert_true(strlen(is) < strlen(was) || strcmp(is, was) == 0);
}

static void
the_case_stays_what_it_was(void **state)
{
    static const struct {
        const char *path;
        size_t shared, left;
    } samples[] = {{HODEI, 3, 0},
                   {"samples/jihatsu-houmon/case.xml", 2, 0},
                   {"samples/koukou-jiritsu/case.xml", 1, 0},
                   {"samples/kyotaku-houmon/case.xml", 1, 0},
                   {"samples/ihan-mihon/case.xml", 0, 1}};
    sharing_world k = open_world(*state);
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        const char *path = samples[i].path, *was = text_of(k.w, path), *is = share(&k, path, was);
        assert_int_equal(diag_length(k.w->d), samples[i].left);
        assert_int_equal(count_of(is, " meeting=\""), samples[i].shared);
        lines_stay_but_for_what_is_shared(was, is);
        assert_string_equal(read_list(&k, path, was), read_list(&k, path, is));
        assert_string_equal(share(&k, path, is), is); /* there is nothing left to do */
    }
    casefile_schemas_close(k.schemas);
}

static const char *
put(world *w, const char *text, const char *behind, const char *was, const char *is)
{
    const char *from = strstr(text, behind), *at = from ? strstr(from, was) : NULL;
    if (!at)
        fail_msg("no %s behind %s", was, behind);
    return arena_printf(w->a, "%.*s%s%s", (int)(at - text), text, is, at + strlen(was));
}

#define PARTICIPATION "<school-participation id=\"participation-2\""

/* How many records of the altered sample are shared, and what is told of the others. */
static void
check_left(sharing_world *k, const char *text, size_t shared, const char *left)
{
    const char *was = read_list(k, HODEI, text), *is = share(k, HODEI, text);
    GString *told = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(k->w->d); i++)
        g_string_append_printf(told, "%s %s\n", diag_name(diag_at(k->w->d, i)->code), diag_at(k->w->d, i)->data.path);
    assert_string_equal(told->str, left);
    g_string_free(told, TRUE);
    assert_int_equal(count_of(is, " meeting=\""), shared);
    assert_string_equal(was, read_list(k, HODEI, is));
}

static void
what_is_not_certain_stays(void **state)
{
    sharing_world k = open_world(*state);
    world *w = k.w;
    const char *text = text_of(w, HODEI);
    const char *participation = "draft-meeting-left /case/plan[2]/school-participation\n";
    /* another day: nothing to say */
    check_left(&k, put(w, text, PARTICIPATION, "2024-07-11", "2024-07-10"), 2, "");
    check_left(&k, put(w, text, PARTICIPATION, "how=\"会議\"", "how=\"電話\""), 2, participation);
    check_left(&k, put(w, text, PARTICIPATION, "佐伯 亮", "佐伯 亮子"), 2, participation);
    assert_null(strstr(wordings(w), "佐伯"));
    check_left(&k, put(w, text, PARTICIPATION, "staff=\"ko-02\"", "staff=\"ko-01\""), 2, participation);
    /* fewer people than came: those stay written, and date and means go */
    const char *fewer = put(w, text, PARTICIPATION, "<who role=\"担任\">佐伯 亮</who>", "");
    check_left(&k, fewer, 3, "");
    assert_non_null(strstr(share(&k, HODEI, fewer), PARTICIPATION " partner=\"wakabadai\" meeting=\"meeting-2\">"));
    /* nobody is named: the meeting would bring its people in */
    const char *nobody = put(w, fewer, PARTICIPATION, "<who role=\"特別支援教育コーディネーター\">三宅 由香</who>", "");
    check_left(&k, nobody, 2, participation);
    /* two meetings on one day */
    const char *two = put(w, text, "<meeting id=\"meeting-2\"", "<meeting id=\"meeting-2\"",
                          "<meeting id=\"meeting-3\" date=\"2024-07-11\" means=\"電話\"/><meeting id=\"meeting-2\"");
    check_left(&k, two, 0,
               "draft-meeting-left /case/plan[2]/school-participation\n"
               "draft-meeting-left /case/plan[2]/school-section/common-understanding\n"
               "draft-meeting-left /case/month[4]/school-sharing\n");
    casefile_schemas_close(k.schemas);
}

/* A record that names its meeting already, and says all again. */
static void
what_is_said_twice_goes(void **state)
{
    sharing_world k = open_world(*state);
    const char *text = text_of(k.w, HODEI);
    const char *both = put(k.w, text, PARTICIPATION, " date=", " meeting=\"meeting-2\" date=");
    assert_int_equal(count_of(share(&k, HODEI, both), "meeting=\"meeting-2\""), 3);
    assert_string_equal(read_list(&k, HODEI, text), read_list(&k, HODEI, share(&k, HODEI, both)));
    assert_null(strstr(strstr(share(&k, HODEI, both), PARTICIPATION), PARTICIPATION " date="));
    casefile_schemas_close(k.schemas);
}

/* The next plan and month are as those of the file where all was typed. */
static void
copies_are_the_same(void **state)
{
    sharing_world k = open_world(*state);
    world *w = k.w;
    const char *texts[] = {text_of(w, HODEI), NULL}, *plans[2], *months[2];
    texts[1] = share(&k, HODEI, texts[0]);
    for (size_t i = 0; i < 2; i++) {
        edit *e = edit_open(HODEI, texts[i], strlen(texts[i]), w->d);
        assert_non_null(draft_copy_plan(w->a, e, k.grammar, k.root, NULL, w->d));
        plans[i] = strstr(bytes_of(w, e), "<plan id=\"plan-3\"");
        e = edit_open(HODEI, texts[i], strlen(texts[i]), w->d);
        assert_non_null(draft_copy_month(w->a, e, k.grammar, k.root, NULL, w->d));
        months[i] = strstr(strstr(bytes_of(w, e), "<month ym=\"2024-08\""), "<school-sharing");
    }
    assert_true(plans[0] && plans[1] && months[0] && months[1]);
    const size_t length = (size_t)(strstr(plans[0], "</plan>") - plans[0]);
    assert_int_equal((size_t)(strstr(plans[1], "</plan>") - plans[1]), length);
    assert_memory_equal(plans[0], plans[1], length);
    assert_int_equal(strncmp(months[0], months[1], strcspn(months[0], ">")), 0);
    casefile_schemas_close(k.schemas);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_case_stays_what_it_was, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_certain_stays, begin, end),
        cmocka_unit_test_setup_teardown(what_is_said_twice_goes, begin, end),
        cmocka_unit_test_setup_teardown(copies_are_the_same, begin, end),
    };
    return cmocka_run_group_tests_name("draft_share", tests, NULL, NULL);
}
