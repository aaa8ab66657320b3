#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/order.h"

GPtrArray *
folder_names(const char *folder, int *error)
{
    g_assert(folder && error);
    DIR *dir = opendir(folder);
    *error = dir ? 0 : errno;
    if (!dir)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const struct dirent *e; errno = 0, (e = readdir(dir));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            g_ptr_array_add(names, g_strdup(e->d_name));
    *error = errno;
    closedir(dir);
    g_ptr_array_sort(names, order_strings);
    if (*error)
        g_clear_pointer(&names, g_ptr_array_unref);
    return names;
}
