#include "base/asked.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "base/fault.h"
#include "base/near.h"
#include "base/order.h"

enum { MOST_NAMES = 400, MOST_TOLD = 5 };

int
asked_file_error(const char *path)
{
    g_assert(path);
    struct stat is;
    if (stat(path, &is) != 0)
        return errno;
    if (S_ISDIR(is.st_mode))
        return EISDIR;
    if (!S_ISREG(is.st_mode))
        return ENODEV;
    return access(path, R_OK) == 0 ? 0 : errno;
}

int
asked_folder_error(const char *path)
{
    g_assert(path);
    struct stat is;
    if (stat(path, &is) != 0)
        return errno;
    if (!S_ISDIR(is.st_mode))
        return ENOTDIR;
    return access(path, R_OK | X_OK) == 0 ? 0 : errno;
}

/* The names in a folder, sorted; of very many the first that the system gives. */
static GPtrArray *
names_in(const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && names->len < MOST_NAMES && (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_strdup(name));
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(names, order_strings);
    return names;
}

/* The first step of the path that is not there, and what is there under a name near to it; NULL: none, or the whole
 * path is there. */
static char *
find_near(const char *path)
{
    char *folder = g_path_get_dirname(path), *near = NULL;
    if (strcmp(folder, path) != 0 && !g_file_test(folder, G_FILE_TEST_EXISTS)) {
        char *meant = find_near(folder), *base = g_path_get_basename(path);
        char *whole = meant ? g_build_filename(meant, base, NULL) : NULL;
        near = whole && g_file_test(whole, G_FILE_TEST_EXISTS) ? g_steal_pointer(&whole) : g_steal_pointer(&meant);
        g_free(whole);
        g_free(base);
        g_free(meant);
    } else if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        char *base = g_path_get_basename(path);
        GPtrArray *names = names_in(folder);
        const char *found = near_find(base, names);
        if (found)
            near = strchr(path, '/') ? g_build_filename(folder, found, NULL) : g_strdup(found);
        g_ptr_array_free(names, TRUE);
        g_free(base);
    }
    g_free(folder);
    return near;
}

/* The XML files of a folder, as one would name them; NULL: there are none. */
static char *
xml_files_in(const char *folder)
{
    GPtrArray *names = names_in(folder);
    GString *told = g_string_new(NULL);
    guint count = 0;
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (!g_str_has_suffix(name, ".xml") || count++ >= MOST_TOLD)
            continue;
        char *path = strcmp(folder, ".") == 0 ? g_strdup(name) : g_build_filename(folder, name, NULL);
        g_string_append_printf(told, "%s%s", told->len ? " " : "", path);
        g_free(path);
    }
    if (count > MOST_TOLD)
        g_string_append(told, " …");
    g_ptr_array_free(names, TRUE);
    return g_string_free(told, told->len == 0);
}

void
asked_words(const char *path, int error, char **ja, char **en)
{
    g_assert(path && ja && en);
    char *near = find_near(path), *within = error == EISDIR ? xml_files_in(path) : NULL;
    if (error == EISDIR) {
        *ja = within ? g_strdup_printf("フォルダーです。中のファイルなら %s", within)
                     : g_strdup("フォルダーです。ファイルを指定してください");
        *en = within ? g_strdup_printf("it is a folder; files in it: %s", within)
                     : g_strdup("it is a folder: name a file");
    } else if (error == ENODEV) {
        *ja = g_strdup("パイプか装置です。ファイルを指定してください");
        *en = g_strdup("it is a pipe or a device: name a file");
    } else if (error == ENOTDIR && g_file_test(path, G_FILE_TEST_EXISTS)) {
        *ja = g_strdup("フォルダーではありません");
        *en = g_strdup("it is no folder");
    } else {
        *ja = near ? g_strdup_printf("%s。%s のことですか", fault_words(error, DIAG_JA), near)
                   : g_strdup(fault_words(error, DIAG_JA));
        *en = near ? g_strdup_printf("%s; did you mean %s?", fault_words(error, DIAG_EN), near)
                   : g_strdup(fault_words(error, DIAG_EN));
    }
    g_free(within);
    g_free(near);
}

void
asked_report(diag *d, diag_code code, place where, const char *path, int error)
{
    g_assert(d && path);
    char *ja, *en;
    asked_words(path, error, &ja, &en);
    const bool is_no_file = code == DIAG_FILE_ASKED && (error == EISDIR || error == ENODEV);
    const diag_code told = fault_is_of_machine(error) ? DIAG_FILE_READ : is_no_file ? DIAG_XML_NOT_A_FILE : code;
    if (diag_exit_class_of(code) == EXIT_FORM)
        diag_add(d, told, where, PLACE_NONE, path, ja, en, NULL);
    else
        diag_add(d, told, PLACE_NONE, where, path, ja, en, NULL);
    g_free(ja);
    g_free(en);
}
