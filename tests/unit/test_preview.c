/* test_preview.c: the parts of renkei-preview that need no browser. What a reader sees is tested in tests/preview/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "preview/preview_int.h"

typedef struct fixture {
    char *folder;
    diag *d;
    guint calls; /* of the watcher */
    GMainLoop *loop;
} fixture;

static int
setup(void **state)
{
    fixture *f = g_new0(fixture, 1);
    f->folder = g_dir_make_tmp("renkei-preview-XXXXXX", NULL);
    f->d = diag_new();
    f->loop = g_main_loop_new(NULL, FALSE);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    GDir *dir = g_dir_open(f->folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(f->folder, name, NULL);
        g_unlink(path);
        g_free(path);
    }
    g_dir_close(dir);
    g_rmdir(f->folder);
    g_free(f->folder);
    g_main_loop_unref(f->loop);
    diag_drop(f->d);
    g_free(f);
    return 0;
}

/* ---- changes of a picture ---- */

static GBytes *
picture(const char *const *elements)
{
    GString *out = g_string_new("<svg>\n");
    for (; *elements; elements++)
        g_string_append_printf(out, "%s\n", *elements);
    g_string_append(out, "</svg>\n");
    return g_string_free_to_bytes(out);
}

#define A(at) "<g transform=\"translate(" at ")\">a</g>"
#define B(at) "<g transform=\"translate(" at ")\">b</g>"
#define PATH(at) "<path transform=\"translate(" at ")\" d=\"M0 0\"/>"

static void
check_delta(const char *const *before, const char *const *after, const char *expected)
{
    GBytes *x = picture(before), *y = picture(after);
    char *delta = delta_between(x, y);
    assert_string_equal(delta, expected);
    g_free(delta);
    g_bytes_unref(x);
    g_bytes_unref(y);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
a_delta_tells_what_stays_moves_and_is_new(void **state)
{
    (void)state;
    check_delta(LIST(A("0 0"), B("0 9")), LIST(A("0 0"), B("0 9")), "=0\n=1\n");
    check_delta(LIST(A("0 0"), B("0 9")), LIST(A("0 0"), B("5 9")), "=0\n~1 translate(5 9)\n");
    check_delta(LIST(A("0 0")), LIST(A("0 0"), B("1 1")), "=0\n+" B("1 1") "\n");
    check_delta(LIST(A("0 0"), B("0 9")), LIST(B("0 9")), "=1\n");
    check_delta(LIST(A("0 0"), B("0 9")), LIST(B("0 9"), A("0 0")), "=1\n=0\n");
    check_delta(LIST(A("0 0")), LIST(PATH("0 0")), "+" PATH("0 0") "\n");
}

/* Each old element is used once, however many are alike. */
static void
a_delta_uses_nothing_twice(void **state)
{
    (void)state;
    check_delta(LIST(A("0 0")), LIST(A("0 0"), A("0 0")), "=0\n+" A("0 0") "\n");
    check_delta(LIST(A("0 0"), A("0 5"), B("0 0")), LIST(B("0 0"), A("0 5"), A("0 0"), A("1 1")),
                "=2\n~0 translate(0 5)\n~1 translate(0 0)\n+" A("1 1") "\n");
}

static void
a_long_delta_is_none(void **state)
{
    (void)state;
    char *body = g_strnfill(200000, 'x'), *one = g_strdup_printf("<g transform=\"t\">%s</g>", body);
    GBytes *x = picture(LIST(A("0 0"))), *y = picture((const char *const[]){one, NULL});
    assert_null(delta_between(x, y));
    g_bytes_unref(x);
    g_bytes_unref(y);
    g_free(one);
    g_free(body);
}

/* ---- files ---- */

static void
a_file_keeps_its_number_by_whatever_name(void **state)
{
    (void)state;
    preview_files *f = files_new();
    assert_int_equal(files_number(f, "templates/plan/form.xml"), 0);
    assert_int_equal(files_number(f, "templates/plan/../shared/base.xml"), 1);
    assert_int_equal(files_number(f, "templates/shared/base.xml"), 1);
    assert_int_equal(files_number(f, "./templates/plan/form.xml"), 0);
    assert_int_equal(files_number(f, "/elsewhere/case.xml"), 2);
    assert_string_equal(files_path(f, 1), "templates/shared/base.xml");
    assert_string_equal(files_path(f, 2), "/elsewhere/case.xml");
    assert_null(files_path(f, 3));
    files_drop(f);
}

/* ---- the watcher ---- */

static void
count_call(void *data)
{
    fixture *f = data;
    f->calls++;
    g_main_loop_quit(f->loop);
}

static void
count_lapse(void *data)
{
    (void)data;
}

static gboolean
give_up(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_REMOVE;
}

/* Until the watcher calls; a watcher that never does is given up after a while. */
static guint
calls_after(fixture *f)
{
    const guint before = f->calls, limit = g_timeout_add_seconds(120, give_up, f->loop);
    g_main_loop_run(f->loop);
    if (f->calls > before)
        g_source_remove(limit);
    return f->calls - before;
}

static char *
written(const fixture *f, const char *name, const char *text)
{
    char *path = g_build_filename(f->folder, name, NULL);
    FILE *file = g_fopen(path, "w"); /* not g_file_set_contents, which renames */
    fputs(text, file);
    fclose(file);
    return path;
}

static void
a_save_over_and_a_save_by_renaming_are_seen(void **state)
{
    fixture *f = *state;
    char *saved = written(f, "form.xml", "1"), *other = written(f, "other.xml", "1");
    GPtrArray *paths = g_ptr_array_new();
    g_ptr_array_add(paths, saved);
    watch *w = watch_new(count_call, count_lapse, f);
    watch_add_files(w, paths, true, 0);
    assert_false(watch_is_busy(w));
    g_free(written(f, "form.xml", "2"));
    assert_int_equal(calls_after(f), 1);
    char *fresh = written(f, "form.xml.new", "3");
    assert_int_equal(g_rename(fresh, saved), 0);
    assert_int_equal(calls_after(f), 1);
    g_free(written(f, "other.xml", "2")); /* nobody asked for it */
    g_free(written(f, "form.xml", "4"));
    assert_int_equal(calls_after(f), 1);
    watch_drop(w);
    g_ptr_array_free(paths, TRUE);
    g_free(fresh);
    g_free(saved);
    g_free(other);
}

static void
a_link_is_followed(void **state)
{
    fixture *f = *state;
    char *real = written(f, "real.xml", "1"), *link = g_build_filename(f->folder, "link.xml", NULL);
    assert_int_equal(symlink(real, link), 0);
    GPtrArray *paths = g_ptr_array_new();
    g_ptr_array_add(paths, link);
    watch *w = watch_new(count_call, count_lapse, f);
    watch_add_files(w, paths, true, 0);
    g_free(written(f, "real.xml", "2"));
    assert_int_equal(calls_after(f), 1);
    watch_drop(w);
    g_ptr_array_free(paths, TRUE);
    g_free(real);
    g_free(link);
}

/* ---- opening ---- */

static void
an_editor_needs_the_file(void **state)
{
    fixture *f = *state;
    assert_true(editor_check("vim +%l %f", f->d));
    assert_true(editor_check("code -g '%f:%l'", f->d));
    assert_int_equal(diag_length(f->d), 0);
    assert_false(editor_check("vim +%l", f->d));
    assert_false(editor_check("%f", f->d));
    assert_false(editor_check("vim 'unclosed %f", f->d));
    assert_int_equal(diag_at(f->d, 0)->code, DIAG_PREVIEW_EDITOR);
}

static reply
answer_nothing(void *data, const ask *a)
{
    (void)data;
    (void)a;
    return reply_status(404);
}

static void
a_port_that_is_taken_is_told(void **state)
{
    fixture *f = *state;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof at;
    const int taken = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(taken, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(taken, 1), 0);
    assert_int_equal(getsockname(taken, (struct sockaddr *)&at, &length), 0);
    assert_null(server_open(ntohs(at.sin_port), answer_nothing, NULL, f->d));
    assert_int_equal(diag_at(f->d, 0)->code, DIAG_PREVIEW_PORT);
    close(taken);
}

static void
every_server_has_a_token_of_its_own(void **state)
{
    fixture *f = *state;
    server *a = server_open(0, answer_nothing, NULL, f->d), *b = server_open(0, answer_nothing, NULL, f->d);
    const char *x = strchr(server_url(a) + strlen("http://"), '/'), *y = strchr(server_url(b) + strlen("http://"), '/');
    assert_int_equal(strlen(x), 34);
    assert_int_equal(strspn(x + 1, "0123456789abcdef"), 32);
    assert_string_not_equal(x, y);
    server_close(a);
    server_close(b);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_delta_tells_what_stays_moves_and_is_new),
        TEST(a_delta_uses_nothing_twice),
        TEST(a_long_delta_is_none),
        TEST(a_file_keeps_its_number_by_whatever_name),
        TEST(a_save_over_and_a_save_by_renaming_are_seen),
        TEST(a_link_is_followed),
        TEST(an_editor_needs_the_file),
        TEST(a_port_that_is_taken_is_told),
        TEST(every_server_has_a_token_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
