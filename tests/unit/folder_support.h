/* folder_support.h: the folders that tests make for themselves go away with all that is in them. */
#ifndef RENKEI_TEST_FOLDER_SUPPORT_H
#define RENKEI_TEST_FOLDER_SUPPORT_H

#include <glib.h>
#include <glib/gstdio.h>

static inline void
remove_tree(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_tree(inner);
        else
            g_unlink(inner);
        g_free(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(path);
}

#endif
