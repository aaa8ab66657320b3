/* batch_impact.c: which forms and cases an impact run is about, and what its workers say of them. */
#include "batch/batch_impact.h"

#include <string.h>
#include <unistd.h>

#include "base/asked.h"
#include "base/order.h"
#include "batch/batch_impact_int.h"
#include "cli/cli.h"

enum { MOST_LINES = BATCH_MOST_TOLD };

typedef struct impact_run {
    const batch_impact_asked *asked;
    impact_account *account;
    impact_work work;
    render_environment *environment;
    /* of the cases */
    batch_order *order;
    batch_inputs *inputs;
    batch_files *files;
    GPtrArray *reasons; /* diag * */
    GPtrArray *heard;   /* diag *: why documents cannot be made */
    batch_progress progress;
    diag *d;
} impact_run;

/* ---- forms ---- */

static bool
has_form(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, "form.xml", NULL);
    const bool has = g_file_test(path, G_FILE_TEST_IS_REGULAR);
    g_free(path);
    return has;
}

/* As render takes it: the file, and whose copy of it. */
static const char *
file_of_form(arena *a, const char *folder, const char *asked)
{
    char *name;
    const char *copy = render_copy_split(asked, &name);
    const char *path = arena_printf(a, "%s/%s/form.xml%s%s", folder, name, copy ? "@" : "", copy ? copy : "");
    const bool has = has_form(folder, name);
    g_free(name);
    return has ? path : NULL;
}

/* The form can be used; what is wrong with it otherwise goes to `d`. */
static const char *
usable_form(impact_run *r, const char *path, diag *d)
{
    return path && render_warm(r->environment, path, d) ? path : NULL;
}

static impact_form_state
state_of(const impact_pair *read, const impact_pair *there)
{
    if (!there->before)
        return read->after ? IMPACT_FORM_NEW : IMPACT_FORM_BROKEN;
    if (!there->after)
        return IMPACT_FORM_VANISHED;
    if (!read->after)
        return IMPACT_FORM_BROKEN;
    return read->before ? IMPACT_FORM_BOTH : IMPACT_FORM_MENDED;
}

static bool
takes_month(const impact_run *r, const char *path)
{
    return r->asked->month && path && render_takes_month(r->asked->paths, path);
}

/* A new form that cannot be read is told; the others go on. */
static void
add_form(impact_run *r, const char *name)
{
    const impact_pair there = {name,
                               file_of_form(r->account->a, r->asked->from, name),
                               file_of_form(r->account->a, r->asked->to, name),
                               false,
                               false,
                               NULL};
    diag *past = diag_new();
    impact_pair p = {.name = arena_strdup(r->account->a, name),
                     .before = usable_form(r, there.before, past),
                     .after = usable_form(r, there.after, r->d)};
    const char *one = p.after ? p.after : p.before;
    const char *title = one ? render_form_title(r->environment, one, past) : NULL;
    p.told = impact_add_form(r->account, name, title, state_of(&p, &there));
    const char *before = p.before ? render_form_scope(r->environment, p.before, past) : NULL;
    const char *after = p.after ? render_form_scope(r->environment, p.after, past) : NULL;
    if (before && after) {
        p.told->scope_before = arena_strdup(r->account->a, before);
        p.told->scope_after = arena_strdup(r->account->a, after);
    }
    diag_drop(past);
    p.month_before = takes_month(r, p.before);
    p.month_after = takes_month(r, p.after);
    g_array_append_val(r->work.pairs, p);
}

/* Forms of cases; of one that cannot be read nobody knows, and that is told. */
static void
take_names(const char *folder, GHashTable *names, diag *d)
{
    const render_paths paths = {.forms = (char *)folder};
    diag *own = diag_new(); /* a form that cannot be read is told when it is */
    GPtrArray *found = render_find_forms(&paths, own);
    if (!found)
        diag_append_all(d, own);
    for (guint i = 0; found && i < found->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(found, i);
        if (!entry->title || !entry->takes_any)
            g_hash_table_add(names, g_strdup(entry->name));
    }
    if (found)
        g_ptr_array_free(found, TRUE);
    diag_drop(own);
}

static bool
check_asked_form(const impact_run *r, const char *word)
{
    char *name;
    render_copy_split(word, &name);
    const bool there = !strchr(name, '/') && (has_form(r->asked->from, name) || has_form(r->asked->to, name));
    const render_paths to = {.forms = (char *)r->asked->to};
    if (!there)
        render_tell_unknown_form(&to, name, r->d);
    g_free(name);
    return there;
}

static bool
add_forms(impact_run *r)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const size_t errors = diag_count(r->d, DIAG_ERROR);
    for (size_t i = 0; r->asked->forms && r->asked->forms[i]; i++)
        if (check_asked_form(r, r->asked->forms[i]))
            g_hash_table_add(names, g_strdup(r->asked->forms[i]));
    if (!r->asked->forms) {
        take_names(r->asked->from, names, r->d);
        take_names(r->asked->to, names, r->d);
    }
    const bool good = diag_count(r->d, DIAG_ERROR) == errors;
    GPtrArray *sorted = g_ptr_array_new();
    GHashTableIter at;
    gpointer name;
    g_hash_table_iter_init(&at, names);
    while (g_hash_table_iter_next(&at, &name, NULL))
        g_ptr_array_add(sorted, name);
    g_ptr_array_sort(sorted, order_strings);
    for (guint i = 0; good && i < sorted->len; i++)
        add_form(r, g_ptr_array_index(sorted, i));
    if (good && !sorted->len)
        diag_add(r->d, DIAG_FORM_NONE, PLACE_NONE, PLACE_NONE, r->asked->to, NULL);
    g_ptr_array_free(sorted, TRUE);
    g_hash_table_destroy(names);
    return good && r->work.pairs->len;
}

/* ---- cases ---- */

static bool
add_cases(impact_run *r)
{
    for (size_t i = 0; r->asked->cases[i]; i++)
        batch_order_add_cases(r->order, r->asked->cases[i], NULL, PLACE_NONE, r->d);
    batch_order_tell_skipped(r->order, r->d);
    if (diag_count(r->d, DIAG_ERROR))
        return false;
    batch_cases_read(r->account->a, r->reasons, r->inputs, r->files, r->order, NULL, r->work.cases);
    r->account->cases = r->work.cases->len;
    if (!r->work.cases->len)
        diag_add(r->d, DIAG_BATCH_NO_CASES, PLACE_NONE, PLACE_NONE, NULL);
    return r->work.cases->len > 0;
}

/* ---- what is heard ---- */

static bool
document_done(void *data, size_t index, batch_outcome *x)
{
    impact_run *r = data;
    const guint forms = r->work.pairs->len;
    const batch_case *c = &g_array_index(r->work.cases, batch_case, index / forms);
    const impact_pair *p = &g_array_index(r->work.pairs, impact_pair, index % forms);
    impact_record record = batch_impact_record(r->account->a, c->key, x);
    r->progress.done++;
    r->progress.bad += record.state == IMPACT_LOST || record.state == IMPACT_UNKNOWN;
    if (record.state == IMPACT_UNKNOWN) /* of a case that cannot be read every form says the same: told once */
        diag_append_all(r->d, x->messages);
    if (record.state != IMPACT_NEITHER && diag_count(x->messages, DIAG_ERROR)) {
        record.messages = x->messages;
        g_ptr_array_add(r->heard, g_steal_pointer(&x->messages));
    }
    g_array_append_val(p->told->records, record);
    batch_outcome_clear(x);
    return true;
}

static bool
draw_progress(void *data)
{
    impact_run *r = data;
    if (r->asked->settings->progress)
        batch_progress_draw(&r->progress, false);
    return true;
}

/* False: it was broken off. */
static bool
compare_all(impact_run *r)
{
    const batch_task task = batch_impact_compare(&r->work);
    const batch_settings *s = r->asked->settings;
    confine *c = batch_impact_confine(&r->work, NULL);
    const batch_job job = {.task = &task,
                           .environment = r->environment,
                           .settings = s,
                           .folder = -1,
                           .confine = c,
                           .supervisor = getpid()};
    const batch_pool_hooks hooks = {document_done, draw_progress, r};
    r->progress = (batch_progress){
        .total = task.length, .started = g_get_monotonic_time(), .colour = s->colour, .language = s->language};
    const size_t left = batch_pool_run(&job, &hooks, r->d);
    confine_drop(c);
    batch_progress_clear(&r->progress);
    return left == 0;
}

/* ---- the run ---- */

static bool
check_asked(const batch_impact_asked *x, diag *d)
{
    if (!x->from || !x->to || !x->cases || !x->cases[0])
        cli_usage(d, "impact には --from（前の様式のフォルダー）、--to（新しい様式のフォルダー）、--cases が要ります",
                  "impact needs --from (folder of the old forms), --to (of the new ones) and --cases");
    for (int i = 0; i < 2; i++) {
        const char *folder = i ? x->to : x->from;
        const int error = folder ? asked_folder_error(folder) : 0;
        if (error)
            asked_report(d, DIAG_FOLDER_ASKED, PLACE_NONE, folder, error);
    }
    return diag_count(d, DIAG_ERROR) == 0 && (!x->output || batch_impact_may_write(x->output, d));
}

/* A month that means nothing to any of the forms was meant for another one. */
static bool
check_month(const impact_run *r)
{
    bool taken = !r->asked->month;
    for (guint i = 0; !taken && i < r->work.pairs->len; i++) {
        const impact_pair *p = &g_array_index(r->work.pairs, impact_pair, i);
        taken = p->month_before || p->month_after;
    }
    if (!taken)
        cli_usage(r->d, "どの様式も月ごとのものではないので、月（--month）は使えません",
                  "--month: none of the forms is of a month");
    return taken;
}

static int
run_and_tell(impact_run *r, GString *out)
{
    if (!compare_all(r))
        return EXIT_AGAIN;
    impact_settle(r->account);
    if (r->asked->output && !batch_impact_write(&r->work, r->account, r->environment, r->d))
        return diag_exit_status(r->d) ? EXIT_DONE : EXIT_AGAIN;
    const diag_language language = r->asked->settings->language;
    if (r->asked->json)
        impact_print_json(r->account, language, out);
    else
        impact_print(r->account, MOST_LINES, language, out);
    return impact_changes_anything(r->account) ? EXIT_DIFFERS : EXIT_DONE;
}

int
batch_impact(const batch_impact_asked *x, GString *out, diag *d)
{
    g_assert(x && x->settings && x->paths && out && d);
    if (!check_asked(x, d))
        return EXIT_DONE;
    impact_run r = {.asked = x, .account = impact_account_new(x->from, x->to), .order = batch_order_new(), .d = d};
    r.work = (impact_work){.asked = x,
                           .cases = g_array_new(FALSE, FALSE, sizeof(batch_case)),
                           .pairs = g_array_new(FALSE, FALSE, sizeof(impact_pair))};
    r.inputs = batch_inputs_new();
    r.files = batch_files_new(NULL);
    batch_inputs_use(r.inputs, r.files);
    r.reasons = g_ptr_array_new_with_free_func((GDestroyNotify)diag_drop);
    r.heard = g_ptr_array_new_with_free_func((GDestroyNotify)diag_drop);
    r.environment = render_open(x->paths, RENDER_KEEP, d);
    int status = EXIT_DONE;
    if (r.environment && add_cases(&r) && add_forms(&r) && check_month(&r))
        status = run_and_tell(&r, out);
    render_close(r.environment);
    batch_order_drop(r.order);
    batch_inputs_drop(r.inputs);
    batch_files_drop(r.files);
    g_array_free(r.work.cases, TRUE);
    g_array_free(r.work.pairs, TRUE);
    impact_account_drop(r.account);
    g_ptr_array_free(r.reasons, TRUE);
    g_ptr_array_free(r.heard, TRUE);
    return status;
}
