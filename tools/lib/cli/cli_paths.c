/* cli_paths.c: files and folders that are named on a command line. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/asked.h"
#include "base/folder.h"
#include "base/order.h"
#include "cli/cli_int.h"

enum { LONGEST_FILE_NAME = 255 }; /* in bytes, on every file system that is usual */

static char *
join_list(const char *const *words, const char *between)
{
    return g_strjoinv(between, (char **)(void *)words);
}

bool
cli_is_same_file(const char *a, const char *b)
{
    g_assert(a && b);
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int
cli_ending(const char *option, const char *path, const char *const *endings, diag *d)
{
    g_assert(option && path && endings && d);
    char *base = g_path_get_basename(path);
    const char *dot = strrchr(base, '.');
    int found = !dot || dot == base || g_str_has_prefix(path, "/dev/") ? CLI_NO_ENDING : CLI_OTHER_ENDING;
    for (int i = 0; found == CLI_OTHER_ENDING && endings[i]; i++)
        if (g_ascii_strcasecmp(dot + 1, endings[i]) == 0)
            found = i;
    if (found == CLI_OTHER_ENDING) {
        char *list = join_list(endings, ", .");
        char *ja = g_strdup_printf("%s：%s で終わる名前のファイルは作れません（.%s）", option, dot, list);
        char *en = g_strdup_printf("%s: no file ending in %s can be made (.%s)", option, dot, list);
        cli_usage(d, ja, en);
        g_free(ja);
        g_free(en);
        g_free(list);
    }
    g_free(base);
    return found;
}

bool
cli_check_file(const char *path, diag *d)
{
    g_assert(path && d);
    const int error = asked_file_error(path);
    if (error)
        asked_report(d, DIAG_FILE_ASKED, PLACE_NONE, path, error);
    return !error;
}

bool
cli_check_output(const char *option, const char *path, diag *d)
{
    g_assert(option && d);
    const size_t errors = diag_count(d, DIAG_ERROR);
    if (!path || strcmp(path, "-") == 0)
        return true;
    char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);
    const char *ja = !*path                                  ? "出力先の名前が空です"
                     : g_file_test(path, G_FILE_TEST_IS_DIR) ? "フォルダーです。ファイルの名前を書いてください"
                     : strlen(base) > LONGEST_FILE_NAME ? "ファイルの名前が長すぎます"
                                                        : NULL;
    const char *en = !*path                                  ? "the name of the output is empty"
                     : g_file_test(path, G_FILE_TEST_IS_DIR) ? "it is a folder: write the name of a file"
                                                             : "the name of the file is too long";
    if (ja) {
        char *told_ja = g_strdup_printf("%s %s：%s", option, path, ja);
        char *told_en = g_strdup_printf("%s %s: %s", option, path, en);
        cli_usage(d, told_ja, told_en);
        g_free(told_ja);
        g_free(told_en);
    } else if (asked_folder_error(folder) == ENOENT || asked_folder_error(folder) == ENOTDIR) {
        asked_report(d, DIAG_FOLDER_ASKED, PLACE_NONE, folder, asked_folder_error(folder));
    }
    g_free(folder);
    g_free(base);
    return diag_count(d, DIAG_ERROR) == errors;
}

bool
cli_check_new_folder(const char *path, diag *d)
{
    g_assert(d);
    if (!path)
        return true;
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return cli_check_folder(path, d);
    char *within = *path ? g_path_get_dirname(path) : g_strdup(path);
    const bool good = cli_check_folder(within, d);
    g_free(within);
    return good;
}

bool
cli_check_folder(const char *path, diag *d)
{
    g_assert(d);
    const int error = path ? asked_folder_error(path) : 0;
    if (error)
        asked_report(d, DIAG_FOLDER_ASKED, PLACE_NONE, path, error);
    return !error;
}

static void
find_below(const char *folder, GPtrArray *paths, GPtrArray *folders, diag *d)
{
    int error;
    GPtrArray *names = folder_names(folder, &error);
    if (!names) {
        asked_report(d, DIAG_FOLDER_ASKED, PLACE_NONE, folder, error);
        return;
    }
    if (folders)
        g_ptr_array_add(folders, g_strdup(folder));
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        char *path = g_build_filename(folder, name, NULL);
        if (strcmp(name, "case.xml") == 0)
            g_ptr_array_add(paths, g_strdup(path));
        else if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            find_below(path, paths, folders, d);
        g_free(path);
    }
    g_ptr_array_unref(names);
}

void
cli_find_cases(const char *folder, GPtrArray *paths, diag *d)
{
    cli_find_cases_within(folder, paths, NULL, d);
}

void
cli_find_cases_within(const char *folder, GPtrArray *paths, GPtrArray *folders, diag *d)
{
    g_assert(folder && paths && d);
    GPtrArray *found = g_ptr_array_new();
    find_below(folder, found, folders, d);
    g_ptr_array_sort(found, order_strings);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(paths, g_ptr_array_index(found, i));
    g_ptr_array_free(found, TRUE);
}
