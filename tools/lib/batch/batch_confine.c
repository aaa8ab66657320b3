/* batch_confine.c: what workers give up. They read cases, which come from anywhere, and need no more than the files of
 * their documents and a folder for what they make; names, the ledger and what is issued are their parent's alone. */
#include "batch/batch_impact_int.h"

#include "render/roots.h"

/* A folder for each case is told to the kernel one by one; of more, the folders that those are in. */
enum { MOST_FOLDERS = 256 };

static void
allow_case(confine *c, const char *path, bool by_parent)
{
    char *folder = g_path_get_dirname(path);
    if (!by_parent || g_file_test(path, G_FILE_TEST_IS_SYMLINK) || g_file_test(folder, G_FILE_TEST_IS_SYMLINK)) {
        render_roots_case(c, path, ROOTS_ONCE);
    } else {
        confine_read_beside(c, folder);
        render_roots_case(c, path, ROOTS_NAMED);
    }
    g_free(folder);
}

confine *
batch_confine_workers(const render_paths *paths, const batch_order *order, const GPtrArray *cases, const char *output,
                      const char *writes)
{
    g_assert(paths && cases);
    confine *c = render_roots_new(paths);
    render_roots_forms(c, paths, ROOTS_ONCE);
    for (guint i = 0; order && i < order->forms->len; i++)
        render_roots_form(c, paths, g_array_index(order->forms, batch_form, i).form, NULL, ROOTS_ONCE);
    confine_read(c, output);
    confine_read(c, writes);
    confine_write_files(c, writes);
    for (guint i = 0; i < cases->len; i++)
        allow_case(c, g_ptr_array_index(cases, i), cases->len > MOST_FOLDERS);
    return c;
}

confine *
batch_impact_confine(const impact_work *w, const char *writes)
{
    g_assert(w);
    const char *const folders[] = {w->asked->from, w->asked->to};
    GPtrArray *cases = g_ptr_array_new();
    for (guint i = 0; i < w->cases->len; i++)
        g_ptr_array_add(cases, (void *)g_array_index(w->cases, batch_case, i).path);
    confine *c = batch_confine_workers(w->asked->paths, NULL, cases, NULL, writes);
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        const render_paths of = {.forms = (char *)folders[i]};
        confine_read(c, folders[i]);
        render_roots_forms(c, &of, ROOTS_ONCE);
    }
    g_ptr_array_free(cases, TRUE);
    return c;
}

bool
batch_confine_worker(const batch_job *job, diag *d)
{
    g_assert(job && d);
    if (!job->confine)
        return confine_enter_calls(0, d);
    return confine_enter(job->confine, 0, d) && confine_enter_reading(job->confine, d);
}
