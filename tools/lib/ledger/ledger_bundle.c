/* ledger_bundle.c: envelopes and what is in them, and documents that were issued again before there was a journal. */
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

/* Runs a statement about one bundle. */
static bool
run_about(ledger *l, ledger_statement which, const char *series, const char *name)
{
    sqlite3_stmt *s = ledger_prepare(l, which);
    if (!s)
        return false;
    ledger_bind_text(s, 1, series);
    ledger_bind_text(s, 2, name);
    return ledger_run_statement(l, s);
}

static bool
save_members(ledger *l, const ledger_bundle *x)
{
    bool good = run_about(l, STATEMENT_DROP_MEMBERS, x->series, x->name);
    for (size_t i = 0; good && i < x->member_count; i++) {
        sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_MEMBER);
        if (!s)
            return false;
        ledger_bind_text(s, 1, x->series);
        ledger_bind_text(s, 2, x->name);
        sqlite3_bind_int(s, 3, (int)i + 1);
        ledger_bind_member(s, 4, &x->members[i]);
        good = ledger_run_statement(l, s);
    }
    return good;
}

bool
ledger_save_bundle(ledger *l, int64_t run, const ledger_bundle *x)
{
    g_assert(l && x && x->name && x->series && x->file && (x->members || x->member_count == 0));
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_BUNDLE);
    if (!s)
        return false;
    bind_bundle_name(s, x->series, x->name, x->to, x->mark);
    ledger_bind_text(s, 5, x->wish);
    sqlite3_bind_int(s, 6, x->documents);
    ledger_bind_digest(s, 7, &x->inputs);
    ledger_bind_text(s, 8, x->file);
    ledger_bind_digest(s, 9, &x->output);
    sqlite3_bind_int64(s, 10, x->bytes);
    sqlite3_bind_int(s, 11, x->pages);
    sqlite3_bind_int64(s, 12, run);
    return ledger_run_statement(l, s) && save_members(l, x);
}

bool
ledger_keep_bundle(ledger *l, int64_t run, const char *series, const char *name)
{
    g_assert(l && series && name);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_KEEP_BUNDLE);
    if (!s)
        return false;
    ledger_bind_text(s, 1, series);
    ledger_bind_text(s, 2, name);
    sqlite3_bind_int64(s, 3, run);
    return ledger_run_statement(l, s);
}

bool
ledger_drop_bundle(ledger *l, const char *series, const char *name)
{
    g_assert(l && series && name);
    return run_about(l, STATEMENT_DROP_MEMBERS, series, name) && run_about(l, STATEMENT_DROP_BUNDLE, series, name);
}

static bool
visit_bundle(ledger *l, ledger_bundle *x, ledger_bundle_visit visit, void *data)
{
    ledger_members members;
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_MEMBER);
    if (s) {
        ledger_bind_text(s, 1, x->series);
        ledger_bind_text(s, 2, x->name);
    }
    const bool good = ledger_read_members(l, s, &members, &x->members, &x->member_count);
    visit(data, x);
    ledger_drop_members(&members);
    return good;
}

bool
ledger_each_bundle(ledger *l, int64_t run, ledger_bundle_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_BUNDLE);
    if (!s)
        return false;
    bool good = true, all = true;
    sqlite3_bind_int64(s, 1, run);
    while (ledger_step(l, s, &good)) {
        ledger_bundle x = {.series = ledger_column_text(s, 0),
                           .name = ledger_column_text(s, 1),
                           .to = ledger_column_text(s, 2),
                           .mark = ledger_column_text(s, 3),
                           .documents = sqlite3_column_int(s, 4),
                           .inputs = ledger_column_digest(s, 5),
                           .file = ledger_column_text(s, 6),
                           .output = ledger_column_digest(s, 7),
                           .bytes = sqlite3_column_int64(s, 8),
                           .pages = sqlite3_column_int(s, 9),
                           .wish = ledger_column_text(s, 10),
                           .asked = ledger_column_text(s, 11)};
        all = visit_bundle(l, &x, visit, data) && all;
    }
    return good && all;
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
    ledger_bind_text(s, 8, x->wish);
    return ledger_run_statement(l, s);
}

bool
ledger_drop_unmade(ledger *l, const char *series, const char *name)
{
    g_assert(l && series);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_DROP_UNMADE);
    if (!s)
        return false;
    ledger_bind_text(s, 1, series);
    if (name)
        ledger_bind_text(s, 2, name);
    return ledger_run_statement(l, s);
}

bool
ledger_each_unmade(ledger *l, int64_t run, ledger_unmade_visit visit, void *data)
{
    g_assert(l && visit);
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
                                 .why = ledger_column_text(s, 5),
                                 .wish = ledger_column_text(s, 6),
                                 .asked = ledger_column_text(s, 7)};
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
