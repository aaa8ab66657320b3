/* batch_forecast.c: what issuing the documents of a plan would be, before anything is made. */
#include "batch/batch_issued.h"

struct batch_forecast {
    batch_issued *issued;
    GPtrArray *papers; /* const batch_paper *, by index of the plan; NULL: it was never issued */
};

static const batch_paper *
paper_of(const batch_issued *issued, const batch_months *months, const char *key, const batch_form *f)
{
    const char *month = batch_months_of(months, f->form, f->month ? f->month : "");
    return batch_issued_find(issued, false, key, f->form, month);
}

batch_forecast *
batch_forecast_new(const batch_plan *p, const render_paths *paths, ledger *l)
{
    g_assert(p && paths && l);
    batch_issued *issued = batch_issued_read(l);
    if (!issued)
        return NULL;
    batch_forecast *f = g_new0(batch_forecast, 1);
    const batch_months months = {paths, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    f->issued = issued;
    f->papers = g_ptr_array_new();
    for (size_t i = 0; i < batch_plan_length(p); i++) {
        const batch_document *x = batch_plan_at(p, i);
        g_ptr_array_add(f->papers,
                        (void *)paper_of(issued, &months, batch_plan_case(p, x)->key, batch_plan_form(p, x)));
    }
    g_hash_table_destroy(months.takes);
    return f;
}

void
batch_forecast_drop(batch_forecast *f)
{
    if (!f)
        return;
    g_ptr_array_free(f->papers, TRUE);
    batch_issued_drop(f->issued);
    g_free(f);
}

bool
batch_forecast_asks(const batch_forecast *f, size_t index)
{
    g_assert(f && index < f->papers->len);
    return g_ptr_array_index(f->papers, index) != NULL;
}

batch_going
batch_forecast_of(const batch_forecast *f, size_t index, const batch_outcome *x, int *version)
{
    g_assert(f && x && version && index < f->papers->len);
    *version = 0;
    if (x->status != LEDGER_MADE)
        return x->status == LEDGER_ABSENT ? BATCH_NOTHING : BATCH_REFUSED;
    return batch_paper_going(g_ptr_array_index(f->papers, index), &x->output, false, version);
}
