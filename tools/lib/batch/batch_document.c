/* batch_document.c: the documents of a plan, as a task: the units are cases. */
#include "batch/batch_int.h"

#include <stdio.h>
#include <string.h>

#include "base/below.h"
#include "base/blank.h"
#include "render/document.h"

/* A case, for all of its documents. */
typedef struct case_unit {
    render_case *c;
} case_unit;

/* ---- what there is to be done of a plan ---- */

/* Whether what becomes of a document is known without a worker: the same inputs, and a file in the open folder that
 * nobody has touched since it was looked at, or nothing for the form, or the same verdict. When a worker must read the
 * file, *look with how it stands now; else NULL. */
static bool
is_settled(const batch_plan *p, size_t i, below_looker *l, batch_outcome *out, char **look)
{
    *look = NULL;
    const batch_document *x = batch_plan_at(p, i);
    struct stat is;
    if (x->state == BATCH_AGAIN && x->same_inputs && x->old_status == LEDGER_ABSENT) {
        *out = (batch_outcome){.status = LEDGER_ABSENT, .unchanged = true, .messages = diag_new()};
        return true;
    }
    if (x->verdict) {
        *out = (batch_outcome){.status = LEDGER_BLOCKED, .unchanged = true, .messages = diag_new()};
        diag_append_all(out->messages, x->verdict);
        return true;
    }
    if (x->state != BATCH_UNCHANGED || l->folder < 0 || below_look_near(l, x->file, &is) != 0 || is.st_size != x->bytes)
        return false;
    if (!x->output_stat || !batch_stat_holds(x->output_stat, &is)) {
        *look = batch_stat_text(&is);
        return false;
    }
    *out = (batch_outcome){.status = LEDGER_MADE,
                           .unchanged = true,
                           .output = x->output,
                           .bytes = x->bytes,
                           .pages = x->pages,
                           .messages = diag_new()};
    return true;
}

batch_rest *
batch_rest_new(const batch_plan *p, int folder, bool force, batch_settled settled, void *data)
{
    g_assert(p && settled);
    batch_rest *r = g_new0(batch_rest, 1);
    const size_t length = batch_plan_length(p);
    r->plan = p;
    r->indices = g_new(uint32_t, length + 1);
    r->looks = g_ptr_array_new_with_free_func(g_free);
    below_looker near = {.folder = folder};
    for (size_t i = 0; i < length; i++) {
        batch_outcome out;
        char *look = NULL;
        if (!force && is_settled(p, i, &near, &out, &look)) {
            if (!settled(data, i, &out))
                break;
            continue;
        }
        r->indices[r->count++] = (uint32_t)i;
        g_ptr_array_add(r->looks, look);
    }
    below_looker_close(&near);
    return r;
}

void
batch_rest_drop(batch_rest *r)
{
    if (!r)
        return;
    g_ptr_array_free(r->looks, TRUE);
    g_free(r->indices);
    g_free(r);
}

static const batch_document *
document_at(const void *of, size_t index)
{
    const batch_rest *r = of;
    g_assert(index < r->count);
    return batch_plan_at(r->plan, r->indices[index]);
}

static const batch_plan *
plan_of(const batch_job *job)
{
    return ((const batch_rest *)job->task->of)->plan;
}

static size_t
place_in_plan(const batch_job *job, size_t index)
{
    return ((const batch_rest *)job->task->of)->indices[index];
}

static render_request
request_of(const batch_job *job, const batch_document *x)
{
    const batch_form *f = batch_plan_form(plan_of(job), x);
    return (render_request){.form = f->form,
                            .month = f->month,
                            .as_of = f->as_of,
                            .backend = PAINT_RENKEI,
                            .format = PAINT_PDF,
                            .language = job->settings->language};
}

/* It may have been written anew since the plan was made: then it is accounted for as what it is, but nobody gets the
 * document of another. */
static bool
is_same_case(const case_unit *u, const batch_case *c, diag *d)
{
    const char *key = render_case_key(u->c);
    size_t length = 0;
    const char *trimmed = key ? blank_trim(key, &length) : "";
    if (!c->read)
        diag_add(d, DIAG_BATCH_NO_KEY, PLACE_NONE, (place){c->path, 0, NULL}, NULL);
    else if (length != strlen(c->key) || strncmp(trimmed, c->key, length) != 0)
        diag_add(d, DIAG_BATCH_CASE_CHANGED, PLACE_NONE, (place){c->path, 0, NULL}, NULL);
    else
        return true;
    return false;
}

/* Pictures that the data names are files of the document that no plan can know beforehand: their pair says so. */
static void
take_parsed(const case_unit *u, const bound *b, batch_outcome *out)
{
    enum { MOST = 16 };
    render_file_sum files[MOST];
    const size_t count = render_case_sums(u->c, files, MOST);
    out->parsed = g_new0(char *, 2 * count + 3);
    for (size_t i = 0; i < count; i++) {
        char text[DIGEST_TEXT];
        out->parsed[2 * i] = g_strdup(files[i].path);
        out->parsed[2 * i + 1] = g_strdup(digest_text(&files[i].sum, text));
    }
    if (count && b && b->has_data_images) {
        out->parsed[2 * count] = g_strdup(BATCH_PICTURES);
        out->parsed[2 * count + 1] = g_strdup(BATCH_PICTURES);
    }
}

char *
batch_home_sum(const char *address, const char *name)
{
    g_assert(address && name);
    if (!*address)
        return g_strdup("");
    digest_sum *s = digest_sum_new();
    digest_sum_add_text(s, "renkei home 1");
    digest_sum_add_text(s, address);
    digest_sum_add_text(s, name);
    const digest sum = digest_sum_close(s);
    char text[DIGEST_TEXT];
    return g_strdup(digest_text(&sum, text));
}

static void
take_recipients(const bound *b, batch_outcome *out)
{
    out->recipients = g_new0(char *, 3 * b->recipient_count + 1);
    for (size_t i = 0; i < b->recipient_count; i++) {
        const bound_recipient *r = &b->recipients[i];
        out->recipients[3 * i] = g_strdup(r->to);
        out->recipients[3 * i + 1] = g_strdup(r->key);
        out->recipients[3 * i + 2] = batch_home_sum(r->home.place, r->home.name);
    }
}

/* For reasons that the plan knows: nothing is looked at. */
static bool
is_refused(const batch_document *x, const batch_case *c, diag *messages)
{
    if (c->refused)
        diag_append_all(messages, c->refused);
    if (x->refused)
        diag_append_all(messages, x->refused);
    return c->refused || x->refused;
}

static void
take_consent(const bound *b, batch_outcome *out)
{
    const date on = b->consented;
    if (b->has_consented)
        snprintf(out->consented, sizeof out->consented, "%04d-%02d-%02d", on.year, on.month, on.day);
}

/* In a trial only where the bytes are asked for: by what was issued, or by what was made before. */
static bool
is_drawn(const batch_job *job, const batch_document *x, size_t index)
{
    return job->place || x->old_file ||
           (job->forecast && batch_forecast_asks(job->forecast, place_in_plan(job, index)));
}

/* The values are bound once: what is painted, what a rule says and whom it is for come from one document. */
static GByteArray *
make_document(const batch_job *job, void **group, size_t index, batch_outcome *out)
{
    const batch_document *x = document_at(job->task->of, index);
    const batch_case *c = batch_plan_case(plan_of(job), x);
    const render_request r = request_of(job, x);
    if (is_refused(x, c, out->messages))
        return NULL;
    case_unit *u = *group ? *group : (*group = g_new0(case_unit, 1));
    if (!u->c)
        u->c = render_case_new(job->environment, c->path);
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    const bool drawn = is_drawn(job, x, index);
    render_document *made = render_document_new(u->c, &r, &render_to_leave, drawn ? RENDER_DRAWN : RENDER_JUDGED);
    const bool good = render_document_is_good(made) && (!drawn || render_document_paint(made, outputs));
    diag_append_all(out->messages, made->messages);
    take_parsed(u, made->bound, out);
    out->places = batch_places_text(u->c);
    if (made->bound) /* also of one that is kept back: its envelope lacks it */
        take_recipients(made->bound, out);
    if (good)
        take_consent(made->bound, out);
    GByteArray *bytes = NULL;
    if (good && is_same_case(u, c, out->messages) && drawn) {
        bytes = g_byte_array_ref(g_ptr_array_index(outputs, 0));
        out->pages = (int)made->list->pages->len;
    }
    render_document_drop(made);
    g_ptr_array_free(outputs, TRUE);
    return bytes;
}

static void
drop_case(void *group)
{
    case_unit *u = group;
    render_case_drop(u->c); /* takes NULL */
    g_free(u);
}

static bool
is_document_unchanged(const batch_job *job, size_t index, batch_outcome *out)
{
    const batch_document *x = document_at(job->task->of, index);
    if (x->state != BATCH_UNCHANGED || !batch_place_has(job->folder, x->file, x->bytes, &x->output))
        return false;
    out->output = x->output;
    out->bytes = x->bytes;
    out->pages = x->pages;
    return true;
}

static void
compare_document(const batch_job *job, size_t index, batch_outcome *out)
{
    const batch_document *x = document_at(job->task->of, index);
    out->same = x->old_file && digest_equal(&x->output, &out->output);
    out->there = out->same && !job->settings->force && job->folder >= 0 && strcmp(x->old_file, x->file) == 0 &&
                 batch_place_has(job->folder, x->file, x->bytes, &x->output);
}

static size_t
end_of_case(const void *of, size_t first)
{
    const batch_rest *r = of;
    size_t end = first + 1;
    while (end < r->count && document_at(of, end)->of_case == document_at(of, first)->of_case)
        end++;
    return end;
}

static const char *
file_of_document(const void *of, size_t index)
{
    return document_at(of, index)->file;
}

batch_task
batch_documents(const batch_rest *r)
{
    g_assert(r);
    return (batch_task){.of = r,
                        .length = r->count,
                        .unit_end = end_of_case,
                        .file = file_of_document,
                        .is_unchanged = is_document_unchanged,
                        .compare = compare_document,
                        .make = make_document,
                        .drop_unit = drop_case};
}
