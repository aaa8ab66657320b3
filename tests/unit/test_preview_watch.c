/* test_preview_watch.c: a save is heard of, whatever the system tells: where it has no watches left, where it tells
 * nothing of a folder (in a network, of Windows), and where another folder or file came in the place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "folder_support.h"
#include "preview/preview_int.h"

/* What the system does when it is asked to tell of a folder: GLib asks through this. */
static enum { TELLS, REFUSES, IS_SILENT } system_now;
static char *elsewhere;

int
inotify_add_watch(int fd, const char *path, uint32_t mask)
{
    if (system_now == REFUSES) {
        errno = ENOSPC;
        return -1;
    }
    return (int)syscall(SYS_inotify_add_watch, fd, system_now == IS_SILENT ? elsewhere : path, mask);
}

typedef struct fixture {
    char *folder;
    GPtrArray *paths;
    watch *w;
    guint calls, lapses, touched;
    GMainLoop *loop;
} fixture;

static int
setup(void **state)
{
    fixture *f = g_new0(fixture, 1);
    f->folder = g_dir_make_tmp("renkei-watch-XXXXXX", NULL);
    elsewhere = g_dir_make_tmp("renkei-silent-XXXXXX", NULL);
    f->paths = g_ptr_array_new_with_free_func(g_free);
    f->loop = g_main_loop_new(NULL, FALSE);
    system_now = TELLS;
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    fixture *f = *state;
    watch_drop(f->w);
    remove_tree(f->folder);
    remove_tree(elsewhere);
    g_free(elsewhere);
    g_free(f->folder);
    g_ptr_array_free(f->paths, TRUE);
    g_main_loop_unref(f->loop);
    g_free(f);
    return 0;
}

static void
count_call(void *data)
{
    fixture *f = data;
    f->calls++;
    f->touched += watch_has_changed(f->w, f->paths);
    g_main_loop_quit(f->loop);
}

static void
count_lapse(void *data)
{
    ((fixture *)data)->lapses++;
}

static gboolean
give_up(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_REMOVE;
}

static void
turn_for(fixture *f, guint ms)
{
    g_timeout_add(ms, give_up, f->loop);
    g_main_loop_run(f->loop);
}

/* However busy the machine is. */
static void
await_call(fixture *f)
{
    const guint before = f->calls, limit = g_timeout_add_seconds(120, give_up, f->loop);
    while (f->calls == before && g_main_context_find_source_by_id(NULL, limit))
        g_main_loop_run(f->loop);
    assert_int_equal(f->calls, before + 1);
    g_source_remove(limit);
}

static char *
within(const fixture *f, const char *name)
{
    return g_build_filename(f->folder, name, NULL);
}

static void
write_file(const char *path, const char *text)
{
    FILE *file = g_fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static char *
written(const fixture *f, const char *name, const char *text)
{
    char *path = within(f, name);
    write_file(path, text);
    return path;
}

static void
watch_path(fixture *f, char *path)
{
    g_ptr_array_add(f->paths, path);
    if (!f->w)
        f->w = watch_new(count_call, count_lapse, f);
    watch_add_files(f->w, f->paths, true, 0);
}

/* ---- every way to save ---- */

static void
save_over(const char *path)
{
    write_file(path, "over");
}

static void
save_by_renaming(const char *path)
{
    char *beside = g_strconcat(path, ".new", NULL);
    write_file(beside, "renamed");
    assert_int_equal(g_rename(beside, path), 0);
    g_free(beside);
}

static void
delete_and_make(const char *path)
{
    assert_int_equal(g_unlink(path), 0);
    write_file(path, "made");
}

/* As on a file system that counts seconds: neither size nor time tells. */
static void
save_alike(const char *path)
{
    struct stat is;
    char *text = NULL;
    gsize n = 0;
    assert_int_equal(stat(path, &is), 0);
    assert_true(g_file_get_contents(path, &text, &n, NULL));
    text[0] ^= 1;
    write_file(path, text);
    assert_int_equal(utimensat(AT_FDCWD, path, (const struct timespec[]){is.st_atim, is.st_mtim}, 0), 0);
    g_free(text);
}

static void
each_save_is_seen(fixture *f)
{
    static void (*const ways[])(const char *path) = {save_over, save_by_renaming, delete_and_make, save_alike};
    char *path = written(f, "form.xml", "first");
    watch_path(f, path);
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        ways[i](path);
        await_call(f);
        assert_int_equal(f->touched, i + 1);
    }
    turn_for(f, 2300); /* nothing is told twice */
    assert_int_equal(f->calls, G_N_ELEMENTS(ways));
    assert_false(watch_is_busy(f->w));
}

static void
a_system_that_tells_is_not_called_silent(void **state)
{
    fixture *f = *state;
    each_save_is_seen(f);
    assert_int_equal(watch_seconds(f->w), 0);
    assert_int_equal(f->lapses, 0);
}

static void
without_watches_files_are_looked_at_each_second(void **state)
{
    fixture *f = *state;
    system_now = REFUSES;
    each_save_is_seen(f);
    assert_int_equal(watch_seconds(f->w), 1);
    assert_int_equal(f->lapses, 1);
}

static void
a_silent_folder_is_found_out(void **state)
{
    fixture *f = *state;
    system_now = IS_SILENT;
    each_save_is_seen(f);
    assert_int_equal(watch_seconds(f->w), 1);
    assert_int_equal(f->lapses, 1);
}

static void
what_is_written_through_another_name_is_seen(void **state)
{
    fixture *f = *state;
    char *path = written(f, "form.xml", "first"), *other = g_build_filename(elsewhere, "same.xml", NULL);
    assert_int_equal(link(path, other), 0);
    watch_path(f, path);
    write_file(other, "second");
    await_call(f);
    assert_int_equal(watch_seconds(f->w), 1);
    write_file(path, "third");
    await_call(f);
    assert_int_equal(watch_seconds(f->w), 0); /* here it is told of */
    g_free(other);
}

/* ---- another in the place ---- */

static char *
folder_with(const fixture *f, const char *name, const char *text)
{
    char *folder = within(f, name), *file = g_build_filename(folder, "form.xml", NULL);
    assert_int_equal(g_mkdir(folder, 0700), 0);
    write_file(file, text);
    g_free(file);
    return folder;
}

/* It is seen, and from then on what is saved there; no lack of the system's. */
static void
expect_seen(fixture *f, const char *path)
{
    await_call(f);
    for (const char *text = "next"; *text; text++) {
        write_file(path, text);
        await_call(f);
    }
    assert_int_equal(watch_seconds(f->w), 0);
}

static void
a_folder_that_is_replaced_is_seen(void **state)
{
    fixture *f = *state;
    char *here = folder_with(f, "here", "first"), *fresh = folder_with(f, "fresh", "first"), *away = within(f, "away");
    char *path = g_build_filename(here, "form.xml", NULL);
    watch_path(f, path);
    assert_int_equal(g_rename(here, away), 0);
    assert_int_equal(g_rename(fresh, here), 0);
    expect_seen(f, path);
    g_free(here);
    g_free(fresh);
    g_free(away);
}

/* Of the file itself, of its folder, of a folder above that. */
static void
a_link_that_is_repointed_is_seen(void **state)
{
    fixture *f = *state;
    char *one = folder_with(f, "one", "first"), *two = folder_with(f, "two", "first"), *to = within(f, "to");
    assert_int_equal(symlink(one, to), 0);
    char *path = g_build_filename(to, "form.xml", NULL), *link_of = within(f, "link.xml");
    assert_int_equal(symlink(path, link_of), 0);
    watch_path(f, link_of);
    char *next = within(f, "next");
    assert_int_equal(symlink(two, next), 0);
    assert_int_equal(g_rename(next, to), 0);
    expect_seen(f, path);
    assert_int_equal(g_unlink(link_of), 0);
    char *other = written(f, "other.xml", "other");
    assert_int_equal(symlink(other, link_of), 0);
    expect_seen(f, other);
    char *const strings[] = {one, two, to, path, next, other};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
}

static void
what_comes_and_goes_in_a_folder_is_seen(void **state)
{
    fixture *f = *state;
    for (int how = TELLS; how <= IS_SILENT; how++) {
        g_clear_pointer(&f->w, watch_drop);
        g_ptr_array_set_size(f->paths, 0);
        system_now = how;
        watch_path(f, g_strdup(f->folder));
        char *path = written(f, "new.xml", "1");
        await_call(f);
        turn_for(f, 1200);
        const guint calls = f->calls;
        write_file(path, "2"); /* it has only changed */
        turn_for(f, 1200);
        assert_int_equal(f->calls, calls);
        assert_int_equal(g_unlink(path), 0);
        await_call(f);
        g_free(path);
    }
}

static void
a_file_that_is_not_there_yet_is_awaited(void **state)
{
    fixture *f = *state;
    char *folder = within(f, "later"), *path = g_build_filename(folder, "form.xml", NULL);
    watch_path(f, path);
    assert_int_equal(g_mkdir(folder, 0700), 0);
    write_file(path, "1");
    expect_seen(f, path);
    g_free(folder);
}

/* What was saved while it was read is not lost. */
static void
a_save_during_the_first_reading_is_seen(void **state)
{
    fixture *f = *state;
    const gint64 since = look_clock() - 20000000; /* a tick of the system, and more */
    g_ptr_array_add(f->paths, written(f, "form.xml", "1"));
    f->w = watch_new(count_call, count_lapse, f);
    watch_add_files(f->w, f->paths, true, since);
    await_call(f);
    assert_int_equal(f->touched, 1);
}

/* ---- very many ---- */

static void
a_round_over_many_files_is_bounded(void **state)
{
    enum { MANY = 20000 };
    fixture *f = *state;
    system_now = IS_SILENT;
    GPtrArray *many = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < MANY; i++)
        g_ptr_array_add(many, g_strdup_printf("%s/none/%d.xml", f->folder, i));
    char *path = written(f, "form.xml", "1");
    watch_path(f, path);
    watch_add_files(f->w, many, false, 0);
    const clock_t before = clock();
    turn_for(f, 3000);
    assert_true((clock() - before) * 1000 / CLOCKS_PER_SEC < 300); /* of three seconds; a round of all takes more */
    write_file(path, "2");
    await_call(f);
    g_ptr_array_free(many, TRUE);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_system_that_tells_is_not_called_silent),
        TEST(without_watches_files_are_looked_at_each_second),
        TEST(a_silent_folder_is_found_out),
        TEST(what_is_written_through_another_name_is_seen),
        TEST(a_folder_that_is_replaced_is_seen),
        TEST(a_link_that_is_repointed_is_seen),
        TEST(what_comes_and_goes_in_a_folder_is_seen),
        TEST(a_file_that_is_not_there_yet_is_awaited),
        TEST(a_save_during_the_first_reading_is_seen),
        TEST(a_round_over_many_files_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
