/* test_batch_case.c: whose cases they are, by themselves and by what a ledger knows of their files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "batch/batch_int.h"
#include "folder_support.h"

typedef struct town {
    char *folder;
    arena *a;
    GPtrArray *reasons;
    batch_inputs *inputs;
    batch_order *order;
    ledger *ledger;
    GArray *cases;
    diag *d;
} town;

static char *
path_of(const town *t, const char *name)
{
    return g_build_filename(t->folder, name, NULL);
}

static int
begin(void **state)
{
    town *t = g_new0(town, 1);
    t->folder = g_dir_make_tmp("renkei-cases-XXXXXX", NULL);
    t->a = arena_new();
    t->reasons = g_ptr_array_new_with_free_func((GDestroyNotify)diag_drop);
    t->inputs = batch_inputs_new();
    t->order = batch_order_new();
    t->cases = g_array_new(FALSE, FALSE, sizeof(batch_case));
    t->d = diag_new();
    char *path = path_of(t, "ledger.sqlite");
    t->ledger = ledger_open(path, LEDGER_WRITE, t->d);
    assert_non_null(t->ledger);
    g_free(path);
    *state = t;
    return 0;
}

static int
end(void **state)
{
    town *t = *state;
    ledger_close(t->ledger);
    batch_order_drop(t->order);
    batch_inputs_drop(t->inputs);
    g_ptr_array_free(t->reasons, TRUE);
    g_array_free(t->cases, TRUE);
    arena_drop(t->a);
    assert_int_equal(diag_length(t->d), 0);
    diag_drop(t->d);
    remove_tree(t->folder);
    g_free(t->folder);
    g_free(t);
    return 0;
}

/* id NULL: something that no key can be read of. */
static void
put_case(town *t, const char *name, const char *id)
{
    char *path = path_of(t, name), *folder = g_path_get_dirname(path);
    char *text = id ? g_strdup_printf("<case version=\"1\" id=\"%s\"><masters/>", id) : g_strdup("<case");
    g_mkdir_with_parents(folder, 0700);
    assert_true(write_file_anew(path, text, -1));
    g_free(text);
    g_free(folder);
    g_free(path);
}

static void
know(town *t, const char *key, const char *name, int64_t *run)
{
    char *path = path_of(t, name);
    const ledger_run r = {.started = "2026-11-27T20:00:00Z", .shard = "", .edition = "x", .planned = 1};
    const ledger_document x = {.key = key, .form = "plan", .case_path = path, .status = LEDGER_FAILED, .file = ""};
    assert_true(ledger_begin(t->ledger) && (*run || ledger_start_run(t->ledger, &r, run)) &&
                ledger_save(t->ledger, *run, &x) && ledger_commit(t->ledger));
    g_free(path);
}

/* A line a case: its key below the folder, or of what it was read, and why it is refused. */
static void
assert_cases(town *t, const batch_search *how, const char *expected)
{
    g_array_set_size(t->cases, 0);
    if (how) {
        g_ptr_array_set_size(t->order->cases, 0);
        assert_true(batch_order_add_cases(t->order, t->folder, how, PLACE_NONE, t->d));
    }
    batch_files *files = batch_files_new(t->ledger);
    batch_cases_read(t->a, t->reasons, t->inputs, files, t->order, t->ledger, t->cases);
    batch_files_drop(files);
    GString *said = g_string_new(NULL);
    for (guint i = 0; i < t->cases->len; i++) {
        const batch_case *c = &g_array_index(t->cases, batch_case, i);
        g_string_append_printf(said, "%s%s%s", c->key, c->read ? "" : " unread", c->known ? "" : " unknown");
        for (size_t k = 0; c->refused && k < diag_length(c->refused); k++)
            g_string_append_printf(said, " %s %s", diag_name(diag_at(c->refused, k)->code),
                                   diag_at(c->refused, k)->args[1] ? diag_at(c->refused, k)->args[1] : "");
        g_string_append_c(said, '\n');
    }
    g_string_replace(said, t->folder, "", 0);
    assert_string_equal(said->str, expected);
    g_string_free(said, TRUE);
}

static const batch_search plainly = {NULL, false};

static void
each_has_its_key(void **state)
{
    town *t = *state;
    put_case(t, "b/case.xml", "K-2");
    put_case(t, "a/case.xml", "K-10");
    put_case(t, "c/case.xml", " K-3 ");
    g_ptr_array_add(t->order->cases, path_of(t, "b/case.xml"));
    g_ptr_array_add(t->order->cases, path_of(t, "a/../b/./case.xml")); /* the same again */
    g_ptr_array_add(t->order->cases, path_of(t, "a/case.xml"));
    g_ptr_array_add(t->order->cases, path_of(t, "c/case.xml"));
    assert_cases(t, NULL, "K-10\nK-2\nK-3\n");
}

static void
a_key_of_several_is_nobodys(void **state)
{
    town *t = *state;
    int64_t run = 0;
    put_case(t, "a/case.xml", "K-1");
    put_case(t, "b/case.xml", "K-1");
    put_case(t, "c/case.xml", "K-1");
    put_case(t, "d/case.xml", "K-2");
    assert_cases(t, &plainly,
                 "/b/case.xml unknown batch-key-twice /a/case.xml\n"
                 "/c/case.xml unknown batch-key-twice /a/case.xml\n"
                 "K-1 batch-key-twice /b/case.xml\nK-2\n");
    /* A ledger does not make a second owner of it. */
    know(t, "K-1", "b/case.xml", &run);
    assert_cases(t, &plainly,
                 "/b/case.xml unknown batch-key-twice /a/case.xml\n"
                 "/c/case.xml unknown batch-key-twice /a/case.xml\n"
                 "K-1 batch-key-twice /b/case.xml\nK-2\n");
}

static void
what_is_no_key_is_not_taken_for_one(void **state)
{
    town *t = *state;
    static const char *const ids[] = {"",     "K\n1", "K&#10;1", "K\u202e1", "K/1", "..",
                                      "../K", "相原", "K 1",     "K%1",      "-"};
    for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
        put_case(t, "a/case.xml", ids[i]);
        assert_cases(t, &plainly, i ? "/a/case.xml unknown\n" : "/a/case.xml unread unknown\n");
    }
    char *longest = g_strnfill(200, 'K'), *longer = g_strnfill(201, 'K'), *said = g_strconcat(longest, "\n", NULL);
    put_case(t, "a/case.xml", longest);
    assert_cases(t, &plainly, said);
    put_case(t, "a/case.xml", longer);
    assert_cases(t, &plainly, "/a/case.xml unknown batch-key-long \n");
    g_free(longest);
    g_free(longer);
    g_free(said);
    put_case(t, "a/case.xml", NULL);
    put_case(t, "b\x1b[2J\n\u202e/case.xml", NULL);
    put_case(t, "b<U+001B>[2J<U+000A>\u202e/case.xml", NULL); /* which is shown alike */
    const char shown[] = "/b<U+001B>[2J<U+000A><U+202E>/case.xml";
    char *both =
        g_strdup_printf("/a/case.xml unread unknown\n%s unread unknown\n%s (2) unread unknown\n", shown, shown);
    assert_cases(t, &plainly, both);
    g_free(both);
}

/* The newest run knows best; a key that is read somewhere is there. */
static void
a_file_is_known_by_the_ledger(void **state)
{
    town *t = *state;
    int64_t first = 0, last = 0;
    put_case(t, "a/case.xml", NULL);
    put_case(t, "b/case.xml", NULL);
    put_case(t, "c/case.xml", "K-3");
    put_case(t, "d/case.xml", "K-4");
    know(t, "K-1", "a/case.xml", &first);
    know(t, "K-0", "a/case.xml", &first);
    know(t, "K-4", "b/case.xml", &first); /* it has moved */
    assert_cases(t, &plainly, "/b/case.xml unread unknown\nK-1 unread\nK-3\nK-4\n");
    know(t, "K-0", "a/case.xml", &last);
    assert_cases(t, &plainly, "/b/case.xml unread unknown\nK-0 unread\nK-3\nK-4\n");
}

static void
a_folder_that_cannot_be_read_takes_its_own_with_it(void **state)
{
    town *t = *state;
    int64_t run = 0;
    put_case(t, "a/case.xml", "K-1");
    const batch_unread u = {path_of(t, "shut"), EACCES};
    g_array_append_val(t->order->unread, u);
    assert_cases(t, &plainly, "/shut unread unknown batch-folder-unread 権限がありません\nK-1\n");
    know(t, "K-2", "shut/b/case.xml", &run);
    know(t, "K-3", "shut/c/case.xml", &run);
    know(t, "K-4", "shutter/case.xml", &run);
    know(t, "K-1", "shut/a/case.xml", &run); /* it has moved */
    assert_cases(t, &plainly,
                 "/shut/a/case.xml unread unknown batch-folder-unread 権限がありません\nK-1\n"
                 "K-2 unread batch-folder-unread 権限がありません\n"
                 "K-3 unread batch-folder-unread 権限がありません\n");
}

/* By any name, behind links or not. */
static void
cases_are_found_as_the_search_says(void **state)
{
    town *t = *state;
    put_case(t, "a/case.xml", "K-1");
    put_case(t, "a/Case.xml", "K-2");
    put_case(t, "a/x.xml", "K-3");
    put_case(t, "b/case.xml/inner/case.xml", "K-4");
    put_case(t, "b/.x.xml", "K-5");
    put_case(t, "b/case.xml.bak", "K-6");
    char *office = path_of(t, "office.xml"), *link = path_of(t, "a/link"), *circle = path_of(t, "a/circle");
    assert_true(write_file_anew(office, "<office/>", -1));
    assert_int_equal(symlink("../b", link), 0);
    assert_int_equal(symlink(".", circle), 0);
    assert_cases(t, &plainly, "/b/case.xml unread unknown\nK-1\nK-4\n");
    /* The hidden one looks like a case as well; behind the links is nothing that was not seen. */
    batch_order_tell_skipped(t->order, t->d);
    assert_int_equal(diag_length(t->d), 1);
    assert_int_equal(diag_at(t->d, 0)->code, DIAG_BATCH_CASES_SKIPPED);
    assert_string_equal(diag_at(t->d, 0)->args[0], "3");
    diag_drop(t->d);
    t->d = diag_new();
    assert_cases(t, &(batch_search){"*.xml", true}, "/b/case.xml unread unknown\nK-1\nK-2\nK-3\nK-4\n");
    assert_cases(t, &(batch_search){"?.xml", false}, "K-3\n");
    assert_cases(t, &(batch_search){"Case.xml", false}, "K-2\n");
    g_free(office);
    g_free(link);
    g_free(circle);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_has_its_key),
        TEST(a_key_of_several_is_nobodys),
        TEST(what_is_no_key_is_not_taken_for_one),
        TEST(a_file_is_known_by_the_ledger),
        TEST(a_folder_that_cannot_be_read_takes_its_own_with_it),
        TEST(cases_are_found_as_the_search_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
