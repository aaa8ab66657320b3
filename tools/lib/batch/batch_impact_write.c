/* batch_impact_write.c: the pages of an impact run, into a folder of their own. */
#include "batch/batch_impact_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/outfile.h"
#include "base/outfolder.h"

/* Of each form: pictures of thousands would be looked at by nobody. */
enum { PICTURED = 12 };

/* ---- which folder it may be ---- */

static bool
is_picture(const char *folder, const char *name)
{
    return g_str_has_suffix(name, ".png") && outfolder_is_plain(folder, name, G_FILE_TEST_IS_REGULAR);
}

static bool
is_page(const char *name)
{
    return strcmp(name, IMPACT_INDEX) == 0 || strcmp(name, IMPACT_JSON) == 0 ||
           (g_str_has_prefix(name, "form-") && g_str_has_suffix(name, ".html"));
}

static bool
is_part(const char *folder, const char *name)
{
    if (strcmp(name, BATCH_IMPACT_PICTURES) != 0)
        return is_page(name) && outfolder_is_plain(folder, name, G_FILE_TEST_IS_REGULAR);
    char *pictures = g_build_filename(folder, name, NULL);
    const bool is = outfolder_is_plain(folder, name, G_FILE_TEST_IS_DIR) && outfolder_all(pictures, is_picture);
    g_free(pictures);
    return is;
}

/* Links on the way are followed: it is where a file would go that counts. */
static char *
where_it_leads(const char *folder)
{
    char *whole = g_canonicalize_filename(folder, NULL);
    for (char *there = NULL; !there && strcmp(whole, "/") != 0;) {
        if ((there = realpath(whole, NULL))) {
            g_free(whole);
            whole = g_strdup(there);
            free(there);
            break;
        }
        char *up = g_path_get_dirname(whole);
        g_free(whole);
        whole = up;
    }
    return whole;
}

/* In the output folder of a run, however deep, verify would find files that nobody knows. */
static bool
is_in_a_run(const char *folder)
{
    char *at = where_it_leads(folder);
    bool found = false;
    for (bool more = true; more && !found;) {
        char *own = g_build_filename(at, BATCH_OWN, NULL), *name = g_path_get_basename(at);
        found = strcmp(name, BATCH_OWN) == 0 || g_file_test(own, G_FILE_TEST_EXISTS);
        g_free(own);
        g_free(name);
        more = strcmp(at, "/") != 0;
        char *up = g_path_get_dirname(at);
        g_free(at);
        at = up;
    }
    g_free(at);
    return found;
}

bool
batch_impact_may_write(const char *folder, diag *d)
{
    g_assert(folder && d);
    if (!is_in_a_run(folder) && outfolder_may_become(folder, IMPACT_JSON, is_part))
        return true;
    diag_add(d, DIAG_IMPACT_FOLDER, PLACE_NONE, PLACE_NONE, folder, NULL);
    return false;
}

/* ---- what is in it ---- */

typedef struct site {
    impact_work *work;
    impact_account *account;
    GHashTable *shown; /* "FORM\nKEY": HTML */
    const char *beside;
    diag *d;
} site;

static bool
put_file(const site *u, const char *name, const GString *text)
{
    char *path = g_build_filename(u->beside, name, NULL);
    const int error = outfile_write_new(path, BATCH_FILE_MODE, text->str, text->len);
    if (error)
        fault_report(u->d, DIAG_FILE_WRITE, PLACE_NONE, u->work->asked->output, error);
    g_free(path);
    return error == 0;
}

static char *
name_of_section(const char *form, const char *key)
{
    return g_strdup_printf("%s\n%s", form, key);
}

static char *
find_section(void *data, const impact_form *f, const impact_record *r)
{
    const site *u = data;
    char *name = name_of_section(f->name, r->key), *html = g_strdup(g_hash_table_lookup(u->shown, name));
    g_free(name);
    return html;
}

static bool
put_form(site *u, const impact_form *f)
{
    GString *html = g_string_new(NULL);
    char *name = impact_form_file(f->name);
    impact_append_form(u->account, f, find_section, u, html);
    const bool done = put_file(u, name, html);
    g_free(name);
    g_string_free(html, TRUE);
    return done;
}

static bool
put_pages(site *u)
{
    GString *text = g_string_new(NULL);
    impact_append_index(u->account, text);
    bool good = put_file(u, IMPACT_INDEX, text);
    g_string_truncate(text, 0);
    impact_print_json(u->account, DIAG_JA, text);
    good = good && put_file(u, IMPACT_JSON, text);
    g_string_free(text, TRUE);
    for (guint i = 0; good && i < u->account->forms->len; i++)
        good = put_form(u, g_ptr_array_index(u->account->forms, i));
    return good;
}

/* ---- pictures ---- */

/* Documents are numbered by case and form, and are made in that order: a worker keeps a case for all of its. */
static void
choose_documents(site *u)
{
    GHashTable *chosen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const impact_work *w = u->work;
    for (guint i = 0; i < u->account->forms->len; i++) {
        impact_form *f = g_ptr_array_index(u->account->forms, i);
        impact_choose_pictures(f, PICTURED);
        for (guint k = 0; k < f->records->len; k++)
            if (g_array_index(f->records, impact_record, k).pictured)
                g_hash_table_add(chosen, name_of_section(f->name, g_array_index(f->records, impact_record, k).key));
    }
    for (guint32 i = 0; i < w->cases->len * w->pairs->len; i++) {
        const batch_case *c = &g_array_index(w->cases, batch_case, i / w->pairs->len);
        char *name = name_of_section(g_array_index(w->pairs, impact_pair, i % w->pairs->len).name, c->key);
        if (g_hash_table_contains(chosen, name))
            g_array_append_val(w->chosen, i);
        g_free(name);
    }
    g_hash_table_destroy(chosen);
}

static bool
take_section(void *data, size_t index, batch_outcome *x)
{
    site *u = data;
    const impact_work *w = u->work;
    const guint32 number = g_array_index(w->chosen, guint32, index);
    const impact_pair *p = &g_array_index(w->pairs, impact_pair, number % w->pairs->len);
    const batch_case *c = &g_array_index(w->cases, batch_case, number / w->pairs->len);
    if (x->status == LEDGER_FAILED) /* it could be compared, so that this is the machine's fault */
        diag_append_all(u->d, x->messages);
    if (x->result && *x->result)
        g_hash_table_insert(u->shown, name_of_section(p->name, c->key), g_steal_pointer(&x->result));
    batch_outcome_clear(x);
    return true;
}

static bool
go_on(void *data)
{
    (void)data;
    return true;
}

static bool
draw_pictures(site *u, render_environment *e)
{
    choose_documents(u);
    const batch_task task = batch_impact_draw(u->work);
    confine *c = batch_impact_confine(u->work, u->work->folder);
    const batch_job job = {.task = &task,
                           .environment = e,
                           .settings = u->work->asked->settings,
                           .folder = -1,
                           .confine = c,
                           .supervisor = getpid()};
    const batch_pool_hooks hooks = {take_section, go_on, u};
    const size_t errors = diag_count(u->d, DIAG_ERROR);
    const size_t left = batch_pool_run(&job, &hooks, u->d);
    confine_drop(c);
    return left == 0 && diag_count(u->d, DIAG_ERROR) == errors;
}

bool
batch_impact_write(const impact_work *w, impact_account *account, render_environment *e, diag *d)
{
    g_assert(w && w->asked->output && account && e && d);
    outfolder *whole = outfolder_begin(w->asked->output, d);
    if (!whole)
        return false;
    const char *beside = outfolder_way(whole);
    impact_work drawing = *w;
    drawing.folder = beside;
    drawing.chosen = g_array_new(FALSE, FALSE, sizeof(guint32));
    site u = {&drawing, account, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free), beside, d};
    const bool good = outfolder_add(whole, BATCH_IMPACT_PICTURES, d) && draw_pictures(&u, e) && put_pages(&u);
    g_hash_table_destroy(u.shown);
    g_array_free(drawing.chosen, TRUE);
    return outfolder_end(whole, good, d);
}
