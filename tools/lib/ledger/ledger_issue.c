/* ledger_issue.c: bundles of documents, and documents that were issued again. */
#include "ledger/ledger_int.h"

/* ---- bundles ---- */

/* How a bundle is told from others, made or not: the first four of a row. */
static void
bind_bundle_name(sqlite3_stmt *s, const char *series, const char *name, const char *to, const char *mark)
{
    ledger_bind_text(s, 1, series);
    ledger_bind_text(s, 2, name);
    ledger_bind_text(s, 3, to);
    ledger_bind_text(s, 4, mark);
}

bool
ledger_save_bundle(ledger *l, int64_t run, const ledger_bundle *x)
{
    g_assert(l && x && x->name && x->series && x->file);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_BUNDLE);
    if (!s)
        return false;
    bind_bundle_name(s, x->series, x->name, x->to, x->mark);
    sqlite3_bind_int(s, 5, x->documents);
    ledger_bind_digest(s, 6, &x->inputs);
    ledger_bind_text(s, 7, x->file);
    ledger_bind_digest(s, 8, &x->output);
    sqlite3_bind_int64(s, 9, x->bytes);
    sqlite3_bind_int(s, 10, x->pages);
    sqlite3_bind_int64(s, 11, run);
    return ledger_run_statement(l, s);
}

bool
ledger_drop_bundle(ledger *l, const char *series, const char *name)
{
    g_assert(l && series && name);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_DROP_BUNDLE);
    if (!s)
        return false;
    ledger_bind_text(s, 1, series);
    ledger_bind_text(s, 2, name);
    return ledger_run_statement(l, s);
}

bool
ledger_each_bundle(ledger *l, int64_t run, ledger_bundle_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_BUNDLE);
    if (!s)
        return false;
    bool good = true;
    sqlite3_bind_int64(s, 1, run);
    while (ledger_step(l, s, &good)) {
        const ledger_bundle x = {.series = ledger_column_text(s, 0),
                                 .name = ledger_column_text(s, 1),
                                 .to = ledger_column_text(s, 2),
                                 .mark = ledger_column_text(s, 3),
                                 .documents = sqlite3_column_int(s, 4),
                                 .inputs = ledger_column_digest(s, 5),
                                 .file = ledger_column_text(s, 6),
                                 .output = ledger_column_digest(s, 7),
                                 .bytes = sqlite3_column_int64(s, 8),
                                 .pages = sqlite3_column_int(s, 9)};
        visit(data, &x);
    }
    return good;
}

bool
ledger_save_unmade(ledger *l, int64_t run, const ledger_unmade *x)
{
    g_assert(l && x && x->name && x->series && x->why);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_UNMADE);
    if (!s)
        return false;
    bind_bundle_name(s, x->series, x->name, x->to, x->mark);
    ledger_bind_text(s, 5, x->failed ? "failed" : "held");
    ledger_bind_text(s, 6, x->why);
    sqlite3_bind_int64(s, 7, run);
    return ledger_run_statement(l, s);
}

bool
ledger_drop_unmade(ledger *l, const char *series)
{
    g_assert(l && series);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_DROP_UNMADE);
    if (!s)
        return false;
    ledger_bind_text(s, 1, series);
    return ledger_run_statement(l, s);
}

bool
ledger_each_unmade(ledger *l, int64_t run, ledger_unmade_visit visit, void *data)
{
    g_assert(l && visit);
    if (l->version < 2) /* it was not written down then */
        return true;
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_UNMADE);
    if (!s)
        return false;
    bool good = true;
    sqlite3_bind_int64(s, 1, run);
    while (ledger_step(l, s, &good)) {
        const ledger_unmade x = {.series = ledger_column_text(s, 0),
                                 .name = ledger_column_text(s, 1),
                                 .to = ledger_column_text(s, 2),
                                 .mark = ledger_column_text(s, 3),
                                 .failed = g_strcmp0(ledger_column_text(s, 4), "failed") == 0,
                                 .why = ledger_column_text(s, 5)};
        visit(data, &x);
    }
    return good;
}

/* ---- issued again ---- */

bool
ledger_save_reissue(ledger *l, const ledger_reissue *x)
{
    g_assert(l && x && x->key && x->form && x->number >= 2);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_REISSUE);
    if (!s)
        return false;
    ledger_bind_text(s, 1, x->key);
    ledger_bind_text(s, 2, x->form);
    ledger_bind_text(s, 3, x->month);
    sqlite3_bind_int(s, 4, x->number);
    ledger_bind_text(s, 5, x->reason);
    ledger_bind_text(s, 6, x->on);
    ledger_bind_digest(s, 7, &x->first);
    ledger_bind_text(s, 8, x->file);
    ledger_bind_digest(s, 9, &x->output);
    sqlite3_bind_int64(s, 10, x->bytes);
    sqlite3_bind_int(s, 11, x->pages);
    return ledger_run_statement(l, s);
}

bool
ledger_each_reissue(ledger *l, ledger_reissue_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_REISSUE);
    if (!s)
        return false;
    bool good = true;
    while (ledger_step(l, s, &good)) {
        const ledger_reissue x = {.key = ledger_column_text(s, 0),
                                  .form = ledger_column_text(s, 1),
                                  .month = ledger_column_text(s, 2),
                                  .number = sqlite3_column_int(s, 3),
                                  .reason = ledger_column_text(s, 4),
                                  .on = ledger_column_text(s, 5),
                                  .first = ledger_column_digest(s, 6),
                                  .file = ledger_column_text(s, 7),
                                  .output = ledger_column_digest(s, 8),
                                  .bytes = sqlite3_column_int64(s, 9),
                                  .pages = sqlite3_column_int(s, 10)};
        visit(data, &x);
    }
    return good;
}
