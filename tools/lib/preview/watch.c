/* watch.c: two ways to hear of a save. GLib's file monitors tell at once, where the system tells them. It does not of a
 * folder in a network or of Windows (NFS, SMB, WSL), nor when its watches are used up, nor of what is written through
 * another hard link, nor in a folder that came in the place of the one it watches. So every path is looked at as
 * well, each second: its times, size and number, and for some seconds after a change its bytes, for a file system that
 * counts seconds alone. What a round of looking may cost is bounded. */
#include "preview/preview_int.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <gio/gio.h>

enum {
    GATHER_MS = 2,     /* several files saved at once are one change */
    PATIENCE_MS = 500, /* how long a file may be away or open before what there is counts */
    SETTLE_MS = 100,   /* what looking found is whole when it has not changed for so long */
    FRESH_S = 3,       /* a file system may count times by two seconds (FAT): so long bytes are compared, too */
    MOST_NEAR = 512,   /* of these none is passed over in a round */
    ROUND_US = 5000,   /* for the others, a second */
    LEAST_FAR = 16,    /* however slow they are */
    MOST_MONITORS = 1024
};

typedef struct entry {
    char *path; /* absolute, as it was named */
    char *real; /* where it leads; NULL: it is not there */
    look was;   /* when it last counted */
    look found; /* while a change is settling */
    bool settling, near;
    gint64 fresh, heard; /* monotonic: until when bytes are compared; when the system last told of it */
    gint64 counted;      /* monotonic: since when it is what it was */
} entry;

typedef struct folder {
    GFileMonitor *monitor; /* NULL: there are too many, or none can be had */
    look was;
    bool deaf; /* the system does not tell of it, until it does */
} folder;

struct watch {
    GHashTable *entries; /* path → entry */
    GPtrArray *near, *far;
    guint next; /* of the far ones: where the next round begins */
    guint round_s;
    gint64 round_from;
    GHashTable *leads;   /* path, absolute → entry: its own, and where a link leads */
    GHashTable *folders; /* path → folder */
    GHashTable *unready; /* of paths: being written, or away */
    GHashTable *touched; /* of names: changed since `changed` was called */
    GHashTable *told;    /* of names: those that it is being called for */
    guint timer, settle, looks;
    guint seconds; /* as `lapsed` was last told */
    watch_changed changed, lapsed;
    void *data;
};

/* ---- the change is told ---- */

static gboolean
call_changed(gpointer data)
{
    watch *w = data;
    w->timer = 0;
    g_hash_table_remove_all(w->unready);
    GHashTable *telling = w->touched;
    w->touched = w->told;
    w->told = telling;
    GHashTableIter all;
    gpointer name;
    for (g_hash_table_iter_init(&all, w->told); g_hash_table_iter_next(&all, &name, NULL);) {
        entry *e = g_hash_table_lookup(w->entries, name);
        e->was = look_at(e->path, true); /* before it is read: what comes later differs from it */
        e->settling = false;
        e->counted = g_get_monotonic_time();
        e->fresh = e->counted + FRESH_S * G_USEC_PER_SEC;
    }
    w->changed(w->data);
    g_hash_table_remove_all(w->told);
    return G_SOURCE_REMOVE;
}

static void
schedule_call(watch *w)
{
    if (w->timer)
        g_source_remove(w->timer);
    w->timer = g_timeout_add(g_hash_table_size(w->unready) ? PATIENCE_MS : GATHER_MS, call_changed, w);
}

guint
watch_seconds(const watch *w)
{
    GHashTableIter all;
    gpointer f;
    for (g_hash_table_iter_init(&all, w->folders); g_hash_table_iter_next(&all, NULL, &f);)
        if (((const folder *)f)->deaf)
            return w->round_s;
    return 0;
}

static void
tell_hearing(watch *w)
{
    const guint now = watch_seconds(w);
    if (now == w->seconds)
        return;
    w->seconds = now;
    w->lapsed(w->data);
}

static void
set_deaf(watch *w, const char *path, bool deaf)
{
    char *within = g_path_get_dirname(path);
    folder *f = g_hash_table_lookup(w->folders, within);
    g_free(within);
    if (!f || f->deaf == deaf)
        return;
    f->deaf = deaf;
    tell_hearing(w);
}

/* ---- what the system tells ---- */

/* It was seen before the system told of it. */
static void
forget_touch(watch *w, const entry *e)
{
    g_hash_table_remove(w->touched, e->path);
    if (w->timer && g_hash_table_size(w->touched) == 0) {
        g_source_remove(w->timer);
        w->timer = 0;
    }
}

static void
note_path(watch *w, const char *path, bool ready)
{
    entry *e = g_hash_table_lookup(w->leads, path);
    if (!e)
        return;
    e->heard = g_get_monotonic_time();
    set_deaf(w, path, false);
    if (ready)
        g_hash_table_remove(w->unready, path);
    else
        g_hash_table_add(w->unready, g_strdup(path));
    const look now = ready ? look_at(e->path, true) : (look){0};
    if (ready && e->was.there && look_is_same(&e->was, &now)) {
        forget_touch(w, e);
        return;
    }
    g_hash_table_add(w->touched, e->path);
    schedule_call(w);
}

static void
note_file(watch *w, GFile *file, bool ready)
{
    char *path = file ? g_file_get_path(file) : NULL;
    if (path)
        note_path(w, path, ready);
    g_free(path);
}

/* Something came into a watched folder, or went from it. */
static void
note_within(watch *w, GFile *file)
{
    char *path = file ? g_file_get_path(file) : NULL, *within = path ? g_path_get_dirname(path) : NULL;
    if (within)
        note_path(w, within, true);
    g_free(within);
    g_free(path);
}

static void
on_event(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
    (void)monitor;
    watch *w = data;
    switch (event) {
    case G_FILE_MONITOR_EVENT_CREATED:
    case G_FILE_MONITOR_EVENT_DELETED:
    case G_FILE_MONITOR_EVENT_MOVED_OUT:
        note_within(w, file);
        note_file(w, file, false);
        break;
    case G_FILE_MONITOR_EVENT_CHANGED:
        note_file(w, file, false);
        break;
    case G_FILE_MONITOR_EVENT_MOVED_IN:
        note_within(w, file);
        note_file(w, file, true);
        break;
    case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
        note_file(w, file, true);
        break;
    case G_FILE_MONITOR_EVENT_RENAMED:
        note_within(w, file);
        note_file(w, file, false);
        note_file(w, other, true);
        break;
    default:
        break;
    }
}

static void
free_folder(gpointer data)
{
    folder *f = data;
    if (f->monitor) {
        g_signal_handlers_disconnect_matched(f->monitor, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                             (gpointer)(void (*)(void))on_event, NULL);
        g_file_monitor_cancel(f->monitor);
        g_object_unref(f->monitor);
    }
    g_free(f);
}

/* GLib does not say that the system refused: so it is asked whether it would. */
static bool
can_hear(const char *path)
{
    const int probe = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    const bool can = probe >= 0 && inotify_add_watch(probe, path, IN_MOVE_SELF) >= 0;
    if (probe >= 0)
        close(probe);
    return can;
}

static void
watch_folder(watch *w, const char *path)
{
    folder *f = g_new0(folder, 1);
    f->was = look_at(path, false);
    if (f->was.there && g_hash_table_size(w->folders) < MOST_MONITORS) {
        GFile *file = g_file_new_for_path(path);
        f->monitor = g_file_monitor_directory(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
        if (f->monitor)
            g_signal_connect(f->monitor, "changed", G_CALLBACK(on_event), w);
        f->deaf = !f->monitor || !can_hear(path);
        g_object_unref(file);
    }
    g_hash_table_replace(w->folders, g_strdup(path), f);
    tell_hearing(w);
}

static void
watch_folder_of(watch *w, const char *path)
{
    char *within = g_path_get_dirname(path);
    if (!g_hash_table_contains(w->folders, within))
        watch_folder(w, within);
    g_free(within);
}

/* ---- looking ---- */

/* A monitor stays with the folder that it was given, wherever that goes. False: another is in its place. */
static bool
folder_is_same(watch *w, const char *path)
{
    char *within = g_path_get_dirname(path);
    const folder *f = g_hash_table_lookup(w->folders, within);
    const look now = look_at(within, false);
    const bool same = !f || (f->was.there == now.there && f->was.device == now.device && f->was.number == now.number);
    if (!same)
        watch_folder(w, within);
    g_free(within);
    return same;
}

static bool
leads_elsewhere(watch *w, entry *e)
{
    char *real = realpath(e->path, NULL);
    const bool other = g_strcmp0(real, e->real) != 0;
    if (other && real) {
        watch_folder_of(w, real);
        g_hash_table_insert(w->leads, g_strdup(real), e);
    }
    if (other) {
        g_free(e->real);
        e->real = g_strdup(real);
    }
    free(real);
    return other;
}

static gboolean
settle_changes(gpointer data)
{
    watch *w = data;
    bool more = false;
    GHashTableIter all;
    gpointer name;
    for (g_hash_table_iter_init(&all, w->touched); g_hash_table_iter_next(&all, &name, NULL);) {
        entry *e = g_hash_table_lookup(w->entries, name);
        if (!e->settling)
            continue;
        const look now = look_at(e->path, true);
        if (now.there && look_is_same(&now, &e->found)) {
            e->settling = false;
            g_hash_table_remove(w->unready, e->path);
            if (e->was.there && !e->was.folder && e->heard <= e->counted + SETTLE_MS * 1000)
                set_deaf(w, e->path, true); /* it is the file that it was, in the same folder, and nobody told of it */
        } else {
            e->found = now;
            more = true;
        }
    }
    if (!more) {
        w->settle = 0;
        if (w->timer && g_hash_table_size(w->unready) == 0)
            schedule_call(w);
    }
    return more && w->timer ? G_SOURCE_CONTINUE : (w->settle = 0, G_SOURCE_REMOVE);
}

static void
note_difference(watch *w, entry *e, look now)
{
    const bool moved = !folder_is_same(w, e->path) | leads_elsewhere(w, e);
    if (moved) /* that no monitor can tell */
        e->heard = g_get_monotonic_time();
    e->found = now;
    g_hash_table_add(w->touched, e->path);
    if (!now.folder) {
        e->settling = true;
        g_hash_table_add(w->unready, g_strdup(e->path));
        if (!w->settle)
            w->settle = g_timeout_add(SETTLE_MS, settle_changes, w);
    }
    schedule_call(w);
}

static void
look_again(watch *w, entry *e, gint64 time)
{
    if (g_hash_table_contains(w->touched, e->path)) /* it is being told of */
        return;
    look now = look_at(e->path, time < e->fresh);
    if (look_is_same(&e->was, &now))
        return;
    if (!now.folder && look_is_alike(&e->was, &now)) { /* other rights, or another name of it */
        now = look_at(e->path, true);
        if (e->was.summed && now.summed && digest_equal(&e->was.sum, &now.sum)) {
            e->was = now;
            return;
        }
    }
    note_difference(w, e, now.summed || now.folder ? now : look_at(e->path, true));
}

static void
end_round(watch *w, gint64 time)
{
    const guint took = w->round_from ? (guint)((time - w->round_from + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC) : 1;
    w->round_from = time;
    if (MAX(took, 1) == w->round_s)
        return;
    w->round_s = MAX(took, 1);
    tell_hearing(w);
}

static void
look_far(watch *w, gint64 time)
{
    guint done = 0;
    for (; done < w->far->len && (done < LEAST_FAR || g_get_monotonic_time() - time < ROUND_US); done++) {
        if (w->next >= w->far->len)
            w->next = 0;
        if (w->next == 0)
            end_round(w, time);
        look_again(w, g_ptr_array_index(w->far, w->next++), time);
    }
}

static gboolean
look_round(gpointer data)
{
    watch *w = data;
    const gint64 time = g_get_monotonic_time();
    for (guint i = 0; i < w->near->len; i++)
        look_again(w, g_ptr_array_index(w->near, i), time);
    look_far(w, g_get_monotonic_time());
    return G_SOURCE_CONTINUE;
}

void
watch_look(watch *w)
{
    assert(w);
    const gint64 time = g_get_monotonic_time();
    for (guint i = 0; i < w->near->len; i++)
        look_again(w, g_ptr_array_index(w->near, i), time);
    for (guint i = 0; i < w->far->len; i++)
        look_again(w, g_ptr_array_index(w->far, i), time);
}

/* ---- opening and closing ---- */

static void
free_entry(gpointer data)
{
    entry *e = data;
    g_free(e->path);
    g_free(e->real);
    g_free(e);
}

watch *
watch_new(watch_changed changed, watch_changed lapsed, void *data)
{
    assert(changed && lapsed);
    watch *w = g_new0(watch, 1);
    w->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_entry);
    w->near = g_ptr_array_new();
    w->far = g_ptr_array_new();
    w->leads = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_folder);
    w->unready = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->touched = g_hash_table_new(g_str_hash, g_str_equal);
    w->told = g_hash_table_new(g_str_hash, g_str_equal);
    w->round_s = 1;
    w->changed = changed;
    w->lapsed = lapsed;
    w->data = data;
    w->looks = g_timeout_add_seconds(1, look_round, w);
    return w;
}

void
watch_drop(watch *w)
{
    if (!w)
        return;
    const guint sources[] = {w->timer, w->settle, w->looks};
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
        if (sources[i])
            g_source_remove(sources[i]);
    g_hash_table_destroy(w->touched);
    g_hash_table_destroy(w->told);
    g_hash_table_destroy(w->unready);
    g_hash_table_destroy(w->folders);
    g_hash_table_destroy(w->leads);
    g_ptr_array_free(w->near, TRUE);
    g_ptr_array_free(w->far, TRUE);
    g_hash_table_destroy(w->entries);
    g_free(w);
}

/* ---- what is watched ---- */

static entry *
add_entry(watch *w, char *path, bool near)
{
    entry *e = g_new0(entry, 1);
    char *real = realpath(path, NULL);
    e->path = path;
    e->real = g_strdup(real);
    e->near = near && w->near->len < MOST_NEAR;
    g_hash_table_insert(w->entries, path, e);
    g_ptr_array_add(e->near ? w->near : w->far, e);
    g_hash_table_insert(w->leads, g_strdup(path), e);
    if (real)
        g_hash_table_insert(w->leads, g_strdup(real), e);
    e->was = look_at(path, true);
    e->counted = g_get_monotonic_time();
    e->fresh = e->counted + FRESH_S * G_USEC_PER_SEC;
    watch_folder_of(w, path);
    if (real)
        watch_folder_of(w, real);
    if (e->was.folder && !g_hash_table_contains(w->folders, path))
        watch_folder(w, path);
    free(real);
    return e;
}

/* What was far and is near now. */
static void
bring_near(watch *w, entry *e)
{
    if (e->near || w->near->len >= MOST_NEAR)
        return;
    e->near = true;
    g_ptr_array_remove(w->far, e);
    g_ptr_array_add(w->near, e);
}

/* A form has few files: what it no longer includes may stay watched. */
void
watch_add_files(watch *w, const GPtrArray *paths, bool near, gint64 since)
{
    assert(w && paths);
    for (guint i = 0; i < paths->len; i++) {
        char *path = g_canonicalize_filename(g_ptr_array_index(paths, i), NULL);
        entry *e = g_hash_table_lookup(w->entries, path);
        if (e) {
            if (near)
                bring_near(w, e);
            leads_elsewhere(w, e);
            g_free(path);
            continue;
        }
        e = add_entry(w, path, near);
        if (since && e->was.there && !e->was.folder && e->was.changed > since) {
            g_hash_table_add(w->touched, e->path); /* it was saved while it was read, or after */
            schedule_call(w);
        }
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
        found = g_hash_table_contains(w->told, name);
        g_free(name);
    }
    return found;
}
