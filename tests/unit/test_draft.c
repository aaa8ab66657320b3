/* What a person begins with: every place that is to be filled in is told, and once all are filled in the case is good;
 * a copied plan and a new month carry nothing over that was of its day. */
#include "test_xml_check.h"

#include <pthread.h>

#include "casefile/casefile.h"
#include "draft/draft.h"
#include "draft/draft_look.h"
#include "folder_support.h"

typedef struct drafted {
    world *w;
    const schema_grammar *g;
    const schema_spot *root;
    char *folder;
} drafted;

static int
begin_draft(void **state)
{
    drafted *k = g_new0(drafted, 1);
    assert_int_equal(begin((void **)&k->w), 0);
    k->g = schema_read(k->w->s, "templates/schema/case.rng", k->w->d);
    k->root = schema_outline(k->w->a, k->g);
    k->folder = g_dir_make_tmp("renkei-draft-XXXXXX", NULL);
    *state = k;
    return 0;
}

static int
end_draft(void **state)
{
    drafted *k = *state;
    remove_tree(k->folder);
    g_free(k->folder);
    end((void **)&k->w);
    g_free(k);
    return 0;
}

static const char *
here(drafted *k, const char *name)
{
    return arena_printf(k->w->a, "%s/%s", k->folder, name);
}

/* A case of this text, with the masters of the samples. */
static const casefile *
read_drafted(drafted *k, const char *text, size_t length, diag *d)
{
    xml_store *s = xml_store_new();
    const char *path = here(k, "case.xml");
    xml_store_supply(s, path, text, length);
    const casefile *c = casefile_read(k->w->a, s, path, "templates/schema", d);
    xml_store_keep(k->w->s, arena_printf(k->w->a, "store %p", (void *)s), s, (void (*)(void *))xml_store_drop);
    return c;
}

static GString *
new_case(drafted *k, const char *const *services)
{
    draft_order order = {.id = "K-0009", .services = services};
    while (services[order.service_count])
        order.service_count++;
    for (size_t i = 0; i < G_N_ELEMENTS(order.masters); i++) {
        char *real = g_canonicalize_filename("samples/masters", NULL);
        char *link = g_build_filename(k->folder, "masters", NULL);
        if (!g_file_test(link, G_FILE_TEST_EXISTS))
            assert_int_equal(symlink(real, link), 0);
        order.masters[i] = arena_printf(k->w->a, "masters/%s.xml", draft_master_kinds[i]);
        g_free(link);
        g_free(real);
    }
    return draft_case(k->w->a, k->root, &order);
}

/* Places that hold the marker, not those of comments. */
static size_t count_places(edit_node *n, const schema_spot *s, bool filled, drafted *k);

static const char *
value_for(const schema_spot *s)
{
    static const struct {
        const char *name, *value;
    } values[] = {{"birth-date", "2015-05-05"},
                  {"number", "0000010009"},
                  {"days-per-month", "10"},
                  {"partner", "wakabadai"},
                  {"office", "komorebi"},
                  {"explainer", "ko-02"},
                  {"weekday", "月"},
                  {"to", "2024-09-30"},
                  {"relation", "母"}};
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
        if (s->is_attribute && strcmp(s->name, values[i].name) == 0)
            return values[i].value;
    return s->is_attribute ? "2024-04-01" : "かな";
}

/* Places that hold the marker, not those of comments. */
static size_t
count_places(edit_node *n, const schema_spot *s, bool filled, drafted *k)
{
    size_t count = 0;
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *p = s->parts[i];
        const char *value = p->is_attribute ? edit_attribute(n, p->name) : NULL;
        if (!value || strcmp(value, CASEFILE_UNWRITTEN) != 0)
            continue;
        count++;
        if (filled)
            edit_set_attribute(n, p->name, value_for(p));
    }
    if (!edit_first(n) && strcmp(edit_text(n), CASEFILE_UNWRITTEN) == 0) {
        count++;
        if (filled)
            edit_set_text(n, value_for(s));
    }
    for (edit_node *c = edit_first(n); c; c = edit_next(c))
        count += count_places(c, schema_spot_part(s, edit_tag(c), false), filled, k);
    return count;
}

/* Each place by a message of its own line and path. */
static void
check_told(drafted *k, const char *text, size_t length, size_t places)
{
    diag *d = diag_new();
    assert_null(read_drafted(k, text, length, d));
    GHashTable *told = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < diag_length(d); i++)
        g_hash_table_add(told, (gpointer)diag_at(d, i)->data.path);
    if (g_hash_table_size(told) != places)
        diag_print(d, stderr, DIAG_EN);
    assert_int_equal(g_hash_table_size(told), places);
    assert_int_equal(diag_length(d), places); /* and once */
    g_hash_table_destroy(told);
    diag_drop(d);
}

static void
check_new_case(drafted *k, const char *const *services)
{
    GString *text = new_case(k, services);
    edit *e = edit_open("case.xml", text->str, text->len, k->w->d);
    assert_non_null(e);
    const size_t places = count_places(edit_root(e), k->root, false, k);
    assert_true(places > 20);
    check_told(k, text->str, text->len, places);
    assert_int_equal(count_places(edit_root(e), k->root, true, k), places);
    GByteArray *filled = edit_bytes(e);
    diag *d = diag_new();
    const casefile *c = read_drafted(k, (const char *)filled->data, filled->len, d);
    if (!c)
        diag_print(d, stderr, DIAG_EN);
    assert_non_null(c);
    diag_drop(d);
    g_byte_array_unref(filled);
    edit_close(e);
    g_string_free(text, TRUE);
}

static void
a_new_case_tells_all_its_places_and_is_good_when_they_are_filled(void **state)
{
    drafted *k = *state;
    GPtrArray *services = draft_services(k->root);
    assert_true(services->len >= 4);
    for (guint i = 0; i < services->len; i++)
        check_new_case(k, (const char *[]){g_ptr_array_index(services, i), NULL});
    check_new_case(k, (const char *[]){"放デイ", "保育所等訪問", NULL});
    g_ptr_array_free(services, TRUE);
}

/* Ids of a file, each once. */
static void
check_ids(edit_node *n, GHashTable *ids)
{
    const char *id = edit_attribute(n, "id");
    if (id)
        assert_true(g_hash_table_add(ids, (gpointer)id));
    for (edit_node *c = edit_first(n); c; c = edit_next(c))
        check_ids(c, ids);
}

static edit *
written(drafted *k, edit *e)
{
    GByteArray *bytes = edit_bytes(e);
    edit *again = edit_open(edit_name(e), bytes->data, bytes->len, k->w->d);
    g_byte_array_unref(bytes);
    assert_non_null(again);
    return again;
}

static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};

static void
a_copied_plan_has_no_event_of_the_old_one(void **state)
{
    drafted *k = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        edit *e = edit_open_file(arena_printf(k->w->a, "samples/%s/case.xml", samples[i]), k->w->d);
        assert_non_null(draft_copy_plan(k->w->a, e, k->g, k->root, NULL, k->w->d));
        edit *again = written(k, e);
        edit_node *old = edit_first_named(edit_root(again), "plan"), *new = NULL;
        for (edit_node *n = old; n; n = edit_next_named(n, "plan"))
            if (g_strcmp0(edit_attribute(n, "made-on"), CASEFILE_UNWRITTEN) == 0)
                new = n;
        assert_non_null(new);
        assert_null(edit_attribute(new, "signed-on"));
        static const char *const events[] = {"delivered", "meeting", "school-participation", "monitoring"};
        for (size_t j = 0; j < G_N_ELEMENTS(events); j++)
            assert_null(edit_first_named(new, events[j]));
        for (edit_node *s = edit_first_named(new, "schedule"); s; s = edit_next_named(s, "schedule"))
            assert_non_null(edit_first_named(s, "day"));
        assert_non_null(edit_first_named(new, "row"));
        GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);
        check_ids(edit_root(again), ids);
        g_hash_table_destroy(ids);
        edit_close(again);
        edit_close(e);
    }
    assert_int_equal(diag_length(k->w->d), 0);
}

static void
the_next_period_follows_the_last_one(void **state)
{
    drafted *k = *state;
    static const struct {
        const char *from, *to, *next_from, *next_to;
    } rows[] = {{"2024-08-01", "2025-01-31", "2025-02-01", "2025-07-31"},
                {"2024-02-01", "2024-02-29", "2024-03-01", "2024-03-31"},
                {"2024-04-10", "2024-10-09", "2024-10-10", "2025-04-09"},
                {"2024-04-10", "2024-04-19", "2024-04-20", "2024-04-29"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *text =
            arena_printf(k->w->a, "<case>\n  <plan id='p' from='%s' to='%s'/>\n</case>\n", rows[i].from, rows[i].to);
        edit *e = edit_open("x.xml", text, strlen(text), k->w->d);
        assert_non_null(draft_copy_plan(k->w->a, e, k->g, k->root, "p", k->w->d));
        edit *again = written(k, e);
        const edit_node *new = edit_find(again, "/case/plan[2]");
        assert_string_equal(edit_attribute(new, "from"), rows[i].next_from);
        assert_string_equal(edit_attribute(new, "to"), rows[i].next_to);
        assert_string_equal(edit_attribute(new, "id"), "p-2");
        edit_close(again);
        edit_close(e);
    }
    edit *e = edit_open("x.xml", "<case/>", 7, k->w->d);
    assert_null(draft_copy_plan(k->w->a, e, k->g, k->root, NULL, k->w->d));
    check_messages(k->w, "draft-no-plan x.xml:1");
    edit_close(e);
}

/* No text, and no value that is no reference, is that of last month. */
static void
check_nothing_written(drafted *k, edit_node *n, const schema_spot *s)
{
    assert_true(!*edit_text(n) || strcmp(edit_text(n), CASEFILE_UNWRITTEN) == 0 || edit_first(n));
    for (size_t i = 0; i < s->part_count; i++) {
        const schema_spot *p = s->parts[i];
        const char *value = p->is_attribute ? edit_attribute(n, p->name) : NULL;
        if (value && !schema_spot_note(k->w->a, p, "refers") && !schema_spot_note(k->w->a, p, "id") &&
            strcmp(p->name, "ym") != 0)
            assert_string_equal(value, CASEFILE_UNWRITTEN);
    }
    for (edit_node *c = edit_first(n); c; c = edit_next(c))
        check_nothing_written(k, c, schema_spot_part(s, edit_tag(c), false));
}

static void
a_new_month_has_nothing_that_was_written(void **state)
{
    drafted *k = *state;
    size_t records = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        edit *e = edit_open_file(arena_printf(k->w->a, "samples/%s/case.xml", samples[i]), k->w->d);
        if (!edit_first_named(edit_root(e), "month")) {
            edit_close(e);
            continue;
        }
        edit_node *new = draft_copy_month(k->w->a, e, k->g, k->root, NULL, k->w->d);
        assert_non_null(new);
        edit *again = written(k, e);
        edit_node *month = edit_find(again, edit_path(new));
        check_nothing_written(k, month, schema_spot_part(k->root, "month", false));
        for (edit_node *c = edit_first(month); c; c = edit_next(c))
            records++;
        assert_null(draft_copy_month(k->w->a, again, k->g, k->root, edit_attribute(month, "ym"), k->w->d));
        GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);
        check_ids(edit_root(again), ids);
        g_hash_table_destroy(ids);
        edit_close(again);
        edit_close(e);
    }
    assert_true(records >= 3);
    assert_string_equal(diag_name(diag_at(k->w->d, 0)->code), "draft-month-there");
    edit *e = edit_open("x.xml", "<case/>", 7, k->w->d);
    assert_null(draft_copy_month(k->w->a, e, k->g, k->root, NULL, k->w->d));
    assert_string_equal(diag_name(diag_at(k->w->d, diag_length(k->w->d) - 1)->code), "draft-no-month");
    edit_close(e);
}

/* ---- watching ---- */

typedef struct watching {
    draft_look look;
    const char *path;
    FILE *to;
    int stop; /* atomically */
} watching;

static bool
is_stopped(void *data)
{
    return g_atomic_int_get(&((watching *)data)->stop);
}

static void *
watch_file(void *data)
{
    watching *v = data;
    draft_watch(&v->look, v->path, v->to, is_stopped, v);
    fclose(v->to);
    return NULL;
}

static char *
next_look(FILE *from, char *line, int size)
{
    GString *all = g_string_new(NULL);
    while (fgets(line, size, from)) {
        g_string_append(all, line);
        if (g_str_has_prefix(line, "-- "))
            break;
    }
    return g_string_free(all, FALSE);
}

static void
replace_in(const char *path, const char *what, const char *by, bool by_rename, drafted *k)
{
    char *text;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char **parts = g_strsplit(text, what, 2), *changed = g_strjoinv(by, parts);
    const char *aside = by_rename ? here(k, "new") : path;
    FILE *f = fopen(aside, "w");
    assert_true(f && fputs(changed, f) >= 0 && fclose(f) == 0);
    if (by_rename)
        assert_int_equal(rename(aside, path), 0);
    g_strfreev(parts);
    g_free(changed);
    g_free(text);
}

static void
what_changes_is_told_anew(void **state)
{
    drafted *k = *state;
    assert_int_equal(g_mkdir(here(k, "masters"), 0700), 0);
    assert_int_equal(g_mkdir(here(k, "K"), 0700), 0);
    static const char *const files[][2] = {{"samples/hodei-futoukou/case.xml", "K/case.xml"},
                                           {"samples/masters/office.xml", "masters/office.xml"},
                                           {"samples/masters/partners.xml", "masters/partners.xml"},
                                           {"samples/masters/municipality.xml", "masters/municipality.xml"},
                                           {"samples/masters/calendar.xml", "masters/calendar.xml"}};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char *text;
        assert_true(g_file_get_contents(files[i][0], &text, NULL, NULL));
        assert_true(write_file_anew(here(k, files[i][1]), text, -1));
        g_free(text);
    }
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    watching v = {
        {.schema = "templates/schema", .rules = "templates/rules", .as_of = {2024, 8, 1}, .language = DIAG_EN},
        here(k, "K/case.xml"),
        fdopen(ends[1], "w"),
        0};
    FILE *from = fdopen(ends[0], "r");
    pthread_t thread;
    char line[4096];
    assert_int_equal(pthread_create(&thread, NULL, watch_file, &v), 0);
    char *said = next_look(from, line, sizeof line);
    assert_true(g_str_has_prefix(line, "-- no mistakes"));
    g_free(said);
    /* Written in place; replaced, as editors do; a master; a file that is away. */
    replace_in(v.path, "birth-date=\"2013-04-01\"", "birth-date=\"2013-04-31\"", false, k);
    said = next_look(from, line, sizeof line);
    assert_non_null(strstr(said, "/K/case.xml:8:10: error: "));
    assert_non_null(strstr(said, "[xml-value-date]"));
    g_free(said);
    replace_in(v.path, "birth-date=\"2013-04-31\"", "birth-date=\"2013-04-01\"", true, k);
    said = next_look(from, line, sizeof line);
    assert_true(g_str_has_prefix(line, "-- no mistakes"));
    g_free(said);
    replace_in(here(k, "masters/office.xml"), "id=\"ko-02\"", "id=\"ko-03\"", true, k);
    said = next_look(from, line, sizeof line);
    assert_non_null(strstr(said, "[casefile-ref-missing]"));
    g_free(said);
    assert_int_equal(g_unlink(v.path), 0);
    said = next_look(from, line, sizeof line);
    assert_non_null(strstr(said, "[file-asked]"));
    g_free(said);
    g_atomic_int_set(&v.stop, 1);
    pthread_join(thread, NULL);
    fclose(from);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_case_tells_all_its_places_and_is_good_when_they_are_filled, begin_draft,
                                        end_draft),
        cmocka_unit_test_setup_teardown(a_copied_plan_has_no_event_of_the_old_one, begin_draft, end_draft),
        cmocka_unit_test_setup_teardown(the_next_period_follows_the_last_one, begin_draft, end_draft),
        cmocka_unit_test_setup_teardown(a_new_month_has_nothing_that_was_written, begin_draft, end_draft),
        cmocka_unit_test_setup_teardown(what_changes_is_told_anew, begin_draft, end_draft),
    };
    return cmocka_run_group_tests_name("draft", tests, NULL, NULL);
}
