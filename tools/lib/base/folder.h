/* folder.h: what is in a folder, all of it or an error.
 *
 * GLib's g_dir_read_name cannot say that a disk failed in the midst of a folder: what is behind would be missing and
 * nobody would know. */
#ifndef RENKEI_BASE_FOLDER_H
#define RENKEI_BASE_FOLDER_H

#include <glib.h>

/* The names in a folder but . and .., sorted by their bytes; g_ptr_array_unref it. NULL: *error is an errno. */
GPtrArray *folder_names(const char *folder, int *error);

#endif
