/* ledger_roster.c: what runs are expected to give. */
#include "ledger/ledger_int.h"

/* One text of a row, as no two rows have it. */
static char *
row_text(const char *key, const char *form, const char *month, const char *kind)
{
    return g_strjoin("\n", key ? key : "", form ? form : "", month ? month : "", kind ? kind : "", NULL);
}

static bool
find_roster(ledger *l, const char *name, int64_t *id)
{
    bool good;
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_FIND_ROSTER);
    if (!s)
        return false;
    ledger_bind_text(s, 1, name);
    good = ledger_step(l, s, &good);
    *id = good ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return good;
}

static bool
save_roster(ledger *l, int64_t id, const char *name, int64_t run)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_ROSTER);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, id);
    ledger_bind_text(s, 2, name);
    sqlite3_bind_int64(s, 3, run);
    return ledger_run_statement(l, s);
}

static bool
write_row(ledger *l, ledger_statement how, int64_t id, char *const *parts)
{
    sqlite3_stmt *s = ledger_prepare(l, how);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, id);
    for (int i = 0; i < 4; i++)
        ledger_bind_text(s, 2 + i, parts[i]);
    return ledger_run_statement(l, s);
}

static bool
write_rows(ledger *l, ledger_statement how, int64_t id, GHashTable *texts)
{
    GHashTableIter i;
    gpointer text;
    bool good = true;
    g_hash_table_iter_init(&i, texts);
    while (good && g_hash_table_iter_next(&i, &text, NULL)) {
        char **parts = g_strsplit(text, "\n", 4);
        good = write_row(l, how, id, parts);
        g_strfreev(parts);
    }
    return good;
}

/* Those that are wanted and are there are taken out of `wanted`; those that are there and not wanted go to `others`. */
typedef struct parting {
    GHashTable *wanted, *others;
} parting;

static void
part_row(void *data, const ledger_roster_row *x)
{
    parting *p = data;
    char *text = row_text(x->key, x->form, x->month, x->kind);
    if (g_hash_table_remove(p->wanted, text))
        g_free(text);
    else
        g_hash_table_add(p->others, text);
}

bool
ledger_save_roster(ledger *l, const char *name, int64_t run, const ledger_roster_row *rows, size_t count)
{
    g_assert(l && name && (rows || count == 0));
    parting p = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    for (size_t i = 0; i < count; i++)
        g_hash_table_add(p.wanted, row_text(rows[i].key, rows[i].form, rows[i].month, rows[i].kind));
    int64_t id;
    const bool good = ledger_each_roster(l, name, part_row, &p) && find_roster(l, name, &id) &&
                      save_roster(l, id, name, run) && write_rows(l, STATEMENT_DROP_ROSTER_ROW, id, p.others) &&
                      write_rows(l, STATEMENT_ADD_ROSTER_ROW, id, p.wanted);
    g_hash_table_unref(p.wanted);
    g_hash_table_unref(p.others);
    return good;
}

bool
ledger_drop_roster(ledger *l, const char *name, const char *key, const char *form, const char *month)
{
    g_assert(l && name && key && form && month);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_DROP_FROM_ROSTER);
    if (!s)
        return false;
    ledger_bind_text(s, 1, name);
    ledger_bind_text(s, 2, key);
    ledger_bind_text(s, 3, form);
    ledger_bind_text(s, 4, month);
    return ledger_run_statement(l, s);
}

bool
ledger_each_roster(ledger *l, const char *name, ledger_roster_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_ROSTER);
    bool good = s != NULL;
    if (s && name)
        ledger_bind_text(s, 1, name);
    while (s && ledger_step(l, s, &good)) {
        const ledger_roster_row x = {ledger_column_text(s, 0), ledger_column_text(s, 1), ledger_column_text(s, 2),
                                     ledger_column_text(s, 3), ledger_column_text(s, 4)};
        visit(data, &x);
    }
    return good;
}
