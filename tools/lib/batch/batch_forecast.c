/* batch_forecast.c: what issuing the documents of a plan would be, before anything is made. */
#include "batch/batch_issued.h"

/* The paper that a document is, as it stands. */
typedef struct standing {
    int versions;  /* that were issued */
    bool stands;   /* the last of them */
    digest output; /* of that */
} standing;

struct batch_forecast {
    GArray *standings; /* by index of the plan */
};

static standing
standing_of(const batch_issued *issued, const batch_months *months, const char *key, const batch_form *f)
{
    const char *month = batch_months_of(months, f->form, f->month ? f->month : "");
    const batch_paper *p = batch_issued_find(issued, false, key, f->form, month);
    const batch_version *now = p ? batch_paper_current(p) : NULL;
    return (standing){p ? (int)p->versions->len : 0, now != NULL, now ? now->output : (digest){{0}}};
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
    f->standings = g_array_new(FALSE, FALSE, sizeof(standing));
    for (size_t i = 0; i < batch_plan_length(p); i++) {
        const batch_document *x = batch_plan_at(p, i);
        const standing s = standing_of(issued, &months, batch_plan_case(p, x)->key, batch_plan_form(p, x));
        g_array_append_val(f->standings, s);
    }
    g_hash_table_destroy(months.takes);
    batch_issued_drop(issued);
    return f;
}

void
batch_forecast_drop(batch_forecast *f)
{
    if (!f)
        return;
    g_array_free(f->standings, TRUE);
    g_free(f);
}

bool
batch_forecast_asks(const batch_forecast *f, size_t index)
{
    g_assert(f && index < f->standings->len);
    return g_array_index(f->standings, standing, index).stands;
}

batch_going
batch_forecast_of(const batch_forecast *f, size_t index, const batch_outcome *x, int *version)
{
    g_assert(f && x && version && index < f->standings->len);
    const standing *s = &g_array_index(f->standings, standing, index);
    *version = 0;
    if (x->status != LEDGER_MADE)
        return x->status == LEDGER_ABSENT ? BATCH_NOTHING : BATCH_REFUSED;
    const bool same = s->stands && digest_equal(&s->output, &x->output);
    *version = same ? s->versions : s->versions + 1;
    return same ? BATCH_SAME : s->stands ? BATCH_REPLACES : BATCH_NEW_ISSUE;
}
