/* pool.c: what is to be composed, and by which worker.
 *
 * A thing that is made again and again (`of`: a view, the review, the gallery) goes to the worker that made it last,
 * which has read its case and knows its pages; while that one is busy with something else, or has ended, to another. So
 * a form that runs away holds up nothing but itself. */
#include "preview/preview_int.h"

#include <string.h>

enum {
    MOST_WORKERS = 4,
    GRACE_MS = 500, /* of a processor: so long what is not wanted any more may go on, as it may just be done */
    LOOK_MS = 50,   /* so often it is looked whether it has */
    WAIT_MS = 3000  /* and if it gets no processor */
};

struct task {
    pool *pool;
    guint number;
    char *of, *word;
    GVariant *with;
    task_listener to;
    worker *by;  /* NULL: it waits */
    guint grace; /* source: its worker will be ended */
    bool hurried;
    gint64 used, since; /* when it was: what its worker had used; the time */
};

struct pool {
    desk_work work;
    void *data;
    worker_bounds bounds;
    preview_files *files;
    GPtrArray *workers; /* of worker; the one that was idle longest first */
    GPtrArray *tasks;   /* of task, the oldest first */
    GHashTable *makers; /* of → worker */
    guint number;
};

static task *
task_of(const pool *p, const worker *w)
{
    for (guint i = 0; i < p->tasks->len; i++) {
        task *t = g_ptr_array_index(p->tasks, i);
        if (t->by == w)
            return t;
    }
    return NULL;
}

static void
free_task(task *t)
{
    if (t->grace)
        g_source_remove(t->grace);
    if (t->with)
        g_variant_unref(t->with);
    g_free(t->of);
    g_free(t->word);
    g_free(t);
}

/* Whoever listens may begin another. */
static void
end_task(task *t, worker_end end)
{
    g_ptr_array_remove(t->pool->tasks, t);
    const task_listener to = t->to;
    free_task(t);
    if (to.ended)
        to.ended(to.data, end);
}

static void give_tasks(pool *p);

static void
on_said(void *data, worker *w, guint number, const char *word, GVariant *with)
{
    pool *p = data;
    task *t = task_of(p, w);
    if (!t || t->number != number)
        return;
    if (strcmp(word, "file") == 0 && g_variant_is_of_type(with, G_VARIANT_TYPE_BYTESTRING)) {
        worker_tell(w, number, "number", g_variant_new_uint32(files_number(p->files, g_variant_get_bytestring(with))));
    } else if (strcmp(word, "done") != 0) {
        if (t->to.heard)
            t->to.heard(t->to.data, word, with);
    } else {
        t->by = NULL;
        g_ptr_array_remove(p->workers, w);
        g_ptr_array_add(p->workers, w);
        end_task(t, WORKER_DONE);
        give_tasks(p);
    }
}

static gboolean
is_made_by(gpointer of, gpointer maker, gpointer w)
{
    (void)of;
    return maker == w;
}

static void
on_gone(void *data, worker *w, worker_end end)
{
    pool *p = data;
    task *t = task_of(p, w);
    g_ptr_array_remove(p->workers, w);
    g_hash_table_foreach_remove(p->makers, is_made_by, w);
    worker_drop(w);
    if (t)
        end_task(t, end);
    give_tasks(p);
}

pool *
pool_new(desk_work work, void *data, worker_bounds bounds, preview_files *files)
{
    g_assert(work && files);
    pool *p = g_new0(pool, 1);
    *p = (pool){work, data, bounds, files, g_ptr_array_new(), g_ptr_array_new(), NULL, 0};
    p->makers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return p;
}

void
pool_drop(pool *p)
{
    if (!p)
        return;
    for (guint i = 0; i < p->workers->len; i++)
        worker_drop(g_ptr_array_index(p->workers, i));
    while (p->tasks->len)
        end_task(g_ptr_array_index(p->tasks, 0), WORKER_KILLED);
    g_ptr_array_free(p->workers, TRUE);
    g_ptr_array_free(p->tasks, TRUE);
    g_hash_table_destroy(p->makers);
    g_free(p);
}

/* ---- who does it ---- */

static worker *
start_one(pool *p)
{
    worker *w = worker_start(p->work, p->data, p->bounds, on_said, on_gone, p);
    if (w)
        g_ptr_array_add(p->workers, w);
    return w;
}

/* NULL: it has to wait. */
static worker *
choose_worker(pool *p, const task *t)
{
    worker *last = g_hash_table_lookup(p->makers, t->of);
    if (last && !task_of(p, last))
        return last;
    if (last && strcmp(task_of(p, last)->of, t->of) == 0)
        return NULL;
    if (p->workers->len < MOST_WORKERS)
        return start_one(p);
    for (guint i = 0; i < p->workers->len; i++)
        if (!task_of(p, g_ptr_array_index(p->workers, i)))
            return g_ptr_array_index(p->workers, i);
    return NULL;
}

static void
give_tasks(pool *p)
{
    for (guint i = 0; i < p->tasks->len; i++) {
        task *t = g_ptr_array_index(p->tasks, i);
        worker *w = t->by ? NULL : choose_worker(p, t);
        if (!w)
            continue;
        const bool fresh = g_hash_table_lookup(p->makers, t->of) != w;
        g_hash_table_insert(p->makers, g_strdup(t->of), w);
        t->by = w;
        worker_tell(w, t->number, t->word, g_variant_new("(bsv)", fresh, t->of, t->with));
    }
}

/* Until the system has a process again. */
static gboolean
give_soon(gpointer data)
{
    task *t = data;
    t->grace = 0;
    give_tasks(t->pool);
    if (!t->by && t->pool->workers->len == 0)
        t->grace = g_timeout_add(WAIT_MS, give_soon, t);
    return G_SOURCE_REMOVE;
}

task *
pool_begin(pool *p, const char *of, const char *word, GVariant *with, task_listener to)
{
    g_assert(p && of && word && with);
    task *t = g_new0(task, 1);
    *t = (task){.pool = p, .number = ++p->number, .of = g_strdup(of), .word = g_strdup(word), .to = to};
    t->with = g_variant_ref_sink(with);
    g_ptr_array_add(p->tasks, t);
    give_tasks(p);
    if (!t->by && p->workers->len == 0) /* no process can be started now */
        t->grace = g_timeout_add(WAIT_MS, give_soon, t);
    return t;
}

void
task_tell(task *t, const char *word, GVariant *with)
{
    if (t->by)
        worker_tell(t->by, t->number, word, with);
    else if (with)
        g_variant_unref(g_variant_ref_sink(with));
}

static gboolean
end_late(gpointer data)
{
    task *t = data;
    if (worker_time(t->by) - t->used < GRACE_MS * 1000 && g_get_monotonic_time() - t->since < WAIT_MS * 1000)
        return G_SOURCE_CONTINUE;
    t->grace = 0;
    worker_kill(t->by);
    return G_SOURCE_REMOVE;
}

void
task_hurry(task *t)
{
    if (t->hurried || !t->by)
        return;
    t->hurried = true;
    task_tell(t, "stop", NULL);
    t->used = worker_time(t->by);
    t->since = g_get_monotonic_time();
    t->grace = g_timeout_add(LOOK_MS, end_late, t);
}

void
task_forget(task *t)
{
    t->to = (task_listener){0};
    task_hurry(t);
    if (!t->by)
        end_task(t, WORKER_KILLED);
}
