#include "preview/preview_int.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

enum {
    GATHER_MS = 2,    /* several files saved at once are one change */
    PATIENCE_MS = 500 /* how long a file may be away or open before what there is counts */
};

struct watch {
    GHashTable *files;   /* path, absolute → as it was named, absolute: they differ where a link leads */
    GHashTable *folders; /* path → GFileMonitor */
    GHashTable *unready; /* of those: being written, or away */
    GHashTable *touched; /* of names: changed since `changed` was called */
    guint timer;
    watch_changed changed;
    void *data;
};

static gboolean
call_changed(gpointer data)
{
    watch *w = data;
    w->timer = 0;
    g_hash_table_remove_all(w->unready);
    w->changed(w->data);
    g_hash_table_remove_all(w->touched);
    return G_SOURCE_REMOVE;
}

static void
schedule_call(watch *w)
{
    if (w->timer)
        g_source_remove(w->timer);
    w->timer = g_timeout_add(g_hash_table_size(w->unready) ? PATIENCE_MS : GATHER_MS, call_changed, w);
}

static void
note_file(watch *w, GFile *file, bool ready)
{
    char *path = file ? g_file_get_path(file) : NULL;
    char *name = path ? g_hash_table_lookup(w->files, path) : NULL;
    if (name) {
        g_hash_table_add(w->touched, name);
        if (ready)
            g_hash_table_remove(w->unready, path);
        else
            g_hash_table_add(w->unready, g_strdup(path));
        schedule_call(w);
    }
    g_free(path);
}

static void
on_event(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
    (void)monitor;
    watch *w = data;
    switch (event) {
    case G_FILE_MONITOR_EVENT_CHANGED:
    case G_FILE_MONITOR_EVENT_CREATED:
    case G_FILE_MONITOR_EVENT_DELETED:
    case G_FILE_MONITOR_EVENT_MOVED_OUT:
        note_file(w, file, false);
        break;
    case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
    case G_FILE_MONITOR_EVENT_MOVED_IN:
        note_file(w, file, true);
        break;
    case G_FILE_MONITOR_EVENT_RENAMED:
        note_file(w, file, false);
        note_file(w, other, true);
        break;
    default:
        break;
    }
}

watch *
watch_new(watch_changed changed, void *data)
{
    assert(changed);
    watch *w = g_new0(watch, 1);
    w->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    w->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
    w->unready = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->touched = g_hash_table_new(g_str_hash, g_str_equal);
    w->changed = changed;
    w->data = data;
    return w;
}

void
watch_drop(watch *w)
{
    if (!w)
        return;
    if (w->timer)
        g_source_remove(w->timer);
    g_hash_table_destroy(w->touched);
    g_hash_table_destroy(w->unready);
    g_hash_table_destroy(w->folders);
    g_hash_table_destroy(w->files);
    g_free(w);
}

static void
watch_folder_of(watch *w, const char *path)
{
    char *folder = g_path_get_dirname(path);
    if (!g_hash_table_contains(w->folders, folder)) {
        GFile *file = g_file_new_for_path(folder);
        GFileMonitor *monitor = g_file_monitor_directory(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
        if (monitor) { /* a folder that is not there cannot be watched; its file has been reported */
            g_signal_connect(monitor, "changed", G_CALLBACK(on_event), w);
            g_hash_table_insert(w->folders, g_strdup(folder), monitor);
        }
        g_object_unref(file);
    }
    g_free(folder);
}

static void
add_file(watch *w, const char *path, const char *name)
{
    if (g_hash_table_contains(w->files, path))
        return;
    watch_folder_of(w, path);
    g_hash_table_insert(w->files, g_strdup(path), g_strdup(name));
}

/* A form has few files: what it no longer includes may stay watched. */
void
watch_add_files(watch *w, const GPtrArray *paths)
{
    assert(w && paths);
    for (guint i = 0; i < paths->len; i++) {
        char *path = g_canonicalize_filename(g_ptr_array_index(paths, i), NULL), *real = realpath(path, NULL);
        add_file(w, path, path);
        if (real)
            add_file(w, real, path);
        free(real);
        g_free(path);
    }
}

bool
watch_is_busy(const watch *w)
{
    return g_hash_table_size(w->touched) > 0;
}

bool
watch_has_changed(const watch *w, const GPtrArray *paths)
{
    bool found = false;
    for (guint i = 0; i < paths->len && !found; i++) {
        char *name = g_canonicalize_filename(g_ptr_array_index(paths, i), NULL);
        found = g_hash_table_contains(w->touched, name);
        g_free(name);
    }
    return found;
}
