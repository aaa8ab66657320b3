/* ledger_run.c: runs, the files that they read, and what is forgotten of them. */
#include "ledger/ledger_int.h"

/* ---- runs ---- */

bool
ledger_start_run(ledger *l, const ledger_run *r, int64_t *id)
{
    g_assert(l && r && r->started && id);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_START_RUN);
    if (!s)
        return false;
    ledger_bind_text(s, 1, r->started);
    ledger_bind_text(s, 2, r->shard);
    ledger_bind_text(s, 3, r->edition);
    ledger_bind_text(s, 4, r->bundles);
    sqlite3_bind_int64(s, 5, r->planned);
    ledger_bind_text(s, 6, r->series);
    ledger_bind_text(s, 7, r->order);
    ledger_bind_text(s, 8, r->month);
    ledger_bind_text(s, 9, r->as_of);
    ledger_bind_text(s, 10, r->name);
    ledger_bind_text(s, 11, r->identity);
    const bool good = ledger_run_statement(l, s);
    *id = sqlite3_last_insert_rowid(l->db);
    return good;
}

bool
ledger_end_run(ledger *l, int64_t id, const char *ended, int exit_status)
{
    g_assert(l && ended);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_END_RUN);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, id);
    ledger_bind_text(s, 2, ended);
    sqlite3_bind_int(s, 3, exit_status);
    return ledger_run_statement(l, s) && ledger_trim(l, LEDGER_RUNS_KEPT);
}

bool
ledger_last_run(ledger *l, ledger_run *out)
{
    g_assert(l && out);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_LAST_RUN);
    bool good = s != NULL;
    *out = (ledger_run){.started = "",
                        .shard = "",
                        .edition = "",
                        .bundles = "",
                        .series = "",
                        .order = "",
                        .name = "",
                        .identity = "",
                        .month = "",
                        .as_of = ""};
    if (!s || !ledger_step(l, s, &good))
        return good;
    g_string_chunk_clear(l->strings);
    *out = (ledger_run){.id = sqlite3_column_int64(s, 0),
                        .started = g_string_chunk_insert(l->strings, ledger_column_text(s, 1)),
                        .shard = g_string_chunk_insert(l->strings, ledger_column_text(s, 3)),
                        .edition = g_string_chunk_insert(l->strings, ledger_column_text(s, 4)),
                        .bundles = g_string_chunk_insert(l->strings, ledger_column_text(s, 5)),
                        .planned = sqlite3_column_int64(s, 6),
                        .exit_status = sqlite3_column_int(s, 7),
                        .series = g_string_chunk_insert(l->strings, ledger_column_text(s, 8)),
                        .order = g_string_chunk_insert(l->strings, ledger_column_text(s, 9)),
                        .month = g_string_chunk_insert(l->strings, ledger_column_text(s, 10)),
                        .as_of = g_string_chunk_insert(l->strings, ledger_column_text(s, 11)),
                        .name = g_string_chunk_insert(l->strings, ledger_column_text(s, 12)),
                        .identity = g_string_chunk_insert(l->strings, ledger_column_text(s, 13))};
    if (sqlite3_column_type(s, 2) != SQLITE_NULL)
        out->ended = g_string_chunk_insert(l->strings, ledger_column_text(s, 2));
    sqlite3_reset(s);
    return true;
}

char *
ledger_newest(ledger *l, const char *before)
{
    g_assert(l && before);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_NEWEST);
    bool good;
    if (!s)
        return NULL;
    ledger_bind_text(s, 1, before);
    char *moment = ledger_step(l, s, &good) ? g_strdup(ledger_column_text(s, 0)) : NULL;
    sqlite3_reset(s);
    return moment;
}

bool
ledger_each_owing(ledger *l, ledger_run_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_OWING);
    bool good = s != NULL;
    while (s && ledger_step(l, s, &good)) {
        const ledger_run r = {.id = sqlite3_column_int64(s, 0),
                              .started = ledger_column_text(s, 1),
                              .bundles = ledger_column_text(s, 2),
                              .series = ledger_column_text(s, 3),
                              .name = ledger_column_text(s, 4)};
        visit(data, &r);
    }
    return good;
}

/* ---- inputs ---- */

bool
ledger_save_set(ledger *l, const digest *set, const ledger_input *inputs, size_t count)
{
    g_assert(l && set && (inputs || count == 0));
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_INPUT);
        if (!s)
            return false;
        ledger_bind_digest(s, 1, set);
        ledger_bind_text(s, 2, inputs[i].path);
        ledger_bind_digest(s, 3, &inputs[i].sum);
        good = ledger_run_statement(l, s);
    }
    return good;
}

bool
ledger_each_input(ledger *l, int64_t run, ledger_input_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_INPUT);
    if (!s)
        return false;
    bool good = true;
    sqlite3_bind_int64(s, 1, run);
    while (ledger_step(l, s, &good)) {
        const digest set = ledger_column_digest(s, 0);
        const ledger_input input = {ledger_column_text(s, 1), ledger_column_digest(s, 2)};
        visit(data, &set, &input);
    }
    return good;
}

/* ---- files ---- */

bool
ledger_save_file(ledger *l, const ledger_file *x)
{
    g_assert(l && x && x->path && x->stat);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_FILE);
    if (!s)
        return false;
    ledger_bind_text(s, 1, x->path);
    ledger_bind_text(s, 2, x->stat);
    ledger_bind_digest(s, 3, &x->sum);
    ledger_bind_text(s, 4, x->head);
    return ledger_run_statement(l, s);
}

bool
ledger_drop_file(ledger *l, const char *path)
{
    g_assert(l && path);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_DROP_FILE);
    if (!s)
        return false;
    ledger_bind_text(s, 1, path);
    return ledger_run_statement(l, s);
}

bool
ledger_each_file(ledger *l, ledger_file_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_FILE);
    bool good = s != NULL;
    while (s && ledger_step(l, s, &good)) {
        const ledger_file x = {ledger_column_text(s, 0), ledger_column_text(s, 1), ledger_column_digest(s, 2),
                               ledger_column_text(s, 3)};
        visit(data, &x);
    }
    return good;
}

/* ---- trimming ---- */

bool
ledger_trim(ledger *l, int runs_kept)
{
    g_assert(l && runs_kept > 0);
    static const ledger_statement all[] = {STATEMENT_TRIM_PLACES, STATEMENT_TRIM_LEFT,  STATEMENT_TRIM_MESSAGES,
                                           STATEMENT_TRIM_INPUTS, STATEMENT_TRIM_FILES, STATEMENT_TRIM_RUNS};
    bool good = true;
    for (size_t i = 0; good && i < G_N_ELEMENTS(all); i++) {
        sqlite3_stmt *s = ledger_prepare(l, all[i]);
        if (s && sqlite3_bind_parameter_count(s))
            sqlite3_bind_int(s, 1, runs_kept);
        good = ledger_run_statement(l, s);
    }
    return good;
}
