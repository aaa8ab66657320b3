/* folder_support.h: the folders that tests make for themselves: written fast, and gone with all that is in them. */
#ifndef RENKEI_TEST_FOLDER_SUPPORT_H
#define RENKEI_TEST_FOLDER_SUPPORT_H

#include <stdbool.h>

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

/* How many entries a folder has; 0 when there is none. */
static inline size_t
count_entries(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    size_t n = 0;
    while (dir && g_dir_read_name(dir))
        n++;
    if (dir)
        g_dir_close(dir);
    return n;
}

/* Under the sanitizers a test looks at memory: what it says of values, many times over, or what other programs say of
 * the same bytes, is said without them. */
#ifdef __SANITIZE_ADDRESS__
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif

/* GLib waits until a file that is replaced is on the disk: thousands of times, when a test writes it again and again.
 */
static inline bool
write_file_anew(const char *path, const char *bytes, gssize length)
{
    g_unlink(path);
    return g_file_set_contents(path, bytes, length, NULL);
}

#endif
