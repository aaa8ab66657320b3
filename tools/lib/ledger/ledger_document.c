/* ledger_document.c: documents, what was said of them, and those that were issued again. */
#include "ledger/ledger_int.h"

static const char *const status_names[] = {"made", "blocked", "failed"};

const char *
ledger_status_name(ledger_status s)
{
    return status_names[s];
}

static ledger_status
status_of(const char *name)
{
    size_t i = 0;
    while (i < LEDGER_FAILED && g_strcmp0(status_names[i], name) != 0)
        i++;
    return (ledger_status)i;
}

static void
bind_which(sqlite3_stmt *s, const char *key, const char *form, const char *month)
{
    ledger_bind_text(s, 1, key);
    ledger_bind_text(s, 2, form);
    ledger_bind_text(s, 3, month);
}

/* ---- messages ---- */

static void
bind_optional(sqlite3_stmt *s, int at, const char *text)
{
    if (text)
        ledger_bind_text(s, at, text);
    else
        sqlite3_bind_null(s, at);
}

static bool
save_message(ledger *l, const ledger_document *x, const diag_message *m, int number)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_MESSAGE);
    if (!s)
        return false;
    bind_which(s, x->key, x->form, x->month);
    sqlite3_bind_int(s, 4, number);
    ledger_bind_text(s, 5, diag_name(m->code));
    bind_optional(s, 6, m->form.file);
    sqlite3_bind_int(s, 7, m->form.line);
    bind_optional(s, 8, m->data.file);
    sqlite3_bind_int(s, 9, m->data.line);
    bind_optional(s, 10, m->data.path);
    for (int i = 0; i < 4; i++)
        bind_optional(s, 11 + i, m->args[i]);
    return ledger_run_statement(l, s);
}

static bool
save_messages(ledger *l, const ledger_document *x)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_DROP_MESSAGES);
    if (!s)
        return false;
    bind_which(s, x->key, x->form, x->month);
    bool good = ledger_run_statement(l, s);
    for (size_t i = 0; good && x->messages && i < diag_length(x->messages); i++)
        good = save_message(l, x, diag_at(x->messages, i), (int)i + 1);
    return good;
}

static const char *
optional_text(sqlite3_stmt *s, int at)
{
    return (const char *)sqlite3_column_text(s, at);
}

/* A message that this edition does not know any more is left out: nothing could be said of it. */
static diag *
read_messages(ledger *l, int64_t document, bool *good)
{
    diag *d = diag_new();
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_MESSAGE);
    *good = s != NULL;
    if (s)
        sqlite3_bind_int64(s, 1, document);
    while (s && ledger_step(l, s, good)) {
        const diag_code code = diag_find(ledger_column_text(s, 0));
        if (code == DIAG_CODE_COUNT)
            continue;
        const place form = {optional_text(s, 1), sqlite3_column_int(s, 2), NULL};
        const place data = {optional_text(s, 3), sqlite3_column_int(s, 4), optional_text(s, 5)};
        diag_add(d, code, form, data, optional_text(s, 6), optional_text(s, 7), optional_text(s, 8),
                 optional_text(s, 9), NULL);
    }
    return d;
}

/* ---- recipients ---- */

static bool
save_recipients(ledger *l, const ledger_document *x)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_DROP_RECIPIENTS);
    if (!s)
        return false;
    bind_which(s, x->key, x->form, x->month);
    bool good = ledger_run_statement(l, s);
    for (size_t i = 0; good && i < x->recipient_count; i++) {
        if (!(s = ledger_prepare(l, STATEMENT_SAVE_RECIPIENT)))
            return false;
        bind_which(s, x->key, x->form, x->month);
        sqlite3_bind_int(s, 4, (int)i + 1);
        ledger_bind_text(s, 5, x->recipients[i].to);
        ledger_bind_text(s, 6, x->recipients[i].key);
        good = ledger_run_statement(l, s);
    }
    return good;
}

/* The strings go into `strings`. */
static bool
read_recipients(ledger *l, int64_t document, GArray *list, GStringChunk *strings)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_RECIPIENT);
    bool good = s != NULL;
    if (s)
        sqlite3_bind_int64(s, 1, document);
    while (s && ledger_step(l, s, &good)) {
        const ledger_recipient r = {g_string_chunk_insert_const(strings, ledger_column_text(s, 0)),
                                    g_string_chunk_insert_const(strings, ledger_column_text(s, 1))};
        g_array_append_val(list, r);
    }
    return good;
}

/* ---- documents ---- */

bool
ledger_save(ledger *l, int64_t run, const ledger_document *x)
{
    g_assert(l && x && x->key && x->form);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_DOCUMENT);
    if (!s)
        return false;
    bind_which(s, x->key, x->form, x->month);
    ledger_bind_text(s, 4, x->as_of);
    ledger_bind_text(s, 5, x->case_path);
    ledger_bind_digest(s, 6, &x->case_sum);
    ledger_bind_digest(s, 7, &x->masters);
    ledger_bind_digest(s, 8, &x->kit);
    ledger_bind_digest(s, 9, &x->inputs);
    ledger_bind_text(s, 10, ledger_status_name(x->status));
    ledger_bind_text(s, 11, x->file);
    ledger_bind_digest(s, 12, &x->output);
    sqlite3_bind_int64(s, 13, x->bytes);
    sqlite3_bind_int(s, 14, x->pages);
    sqlite3_bind_double(s, 15, x->cpu);
    sqlite3_bind_double(s, 16, x->wall);
    sqlite3_bind_int64(s, 17, run);
    sqlite3_bind_int(s, 18, x->place);
    return ledger_run_statement(l, s) && save_messages(l, x) && save_recipients(l, x);
}

bool
ledger_keep(ledger *l, int64_t run, const char *key, const char *form, const char *month, int form_place)
{
    g_assert(l && key && form && month);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_KEEP_DOCUMENT);
    if (!s)
        return false;
    bind_which(s, key, form, month);
    sqlite3_bind_int64(s, 4, run);
    sqlite3_bind_int(s, 5, form_place);
    return ledger_run_statement(l, s);
}

static ledger_document
document_of(sqlite3_stmt *s)
{
    return (ledger_document){.key = ledger_column_text(s, 1),
                             .form = ledger_column_text(s, 2),
                             .month = ledger_column_text(s, 3),
                             .as_of = ledger_column_text(s, 4),
                             .case_path = ledger_column_text(s, 5),
                             .case_sum = ledger_column_digest(s, 6),
                             .masters = ledger_column_digest(s, 7),
                             .kit = ledger_column_digest(s, 8),
                             .inputs = ledger_column_digest(s, 9),
                             .status = status_of(ledger_column_text(s, 10)),
                             .file = ledger_column_text(s, 11),
                             .output = ledger_column_digest(s, 12),
                             .bytes = sqlite3_column_int64(s, 13),
                             .pages = sqlite3_column_int(s, 14),
                             .cpu = sqlite3_column_double(s, 15),
                             .wall = sqlite3_column_double(s, 16),
                             .unchanged = sqlite3_column_int(s, 17),
                             .place = sqlite3_column_int(s, 18)};
}

/* What belongs to a document and is not in its row. */
static bool
visit_whole(ledger *l, int64_t id, ledger_document *x, ledger_visit visit, void *data)
{
    bool good, all;
    diag *messages = read_messages(l, id, &good);
    GArray *list = g_array_new(FALSE, FALSE, sizeof(ledger_recipient));
    GStringChunk *strings = g_string_chunk_new(64);
    all = read_recipients(l, id, list, strings);
    x->messages = messages;
    x->recipients = (const ledger_recipient *)list->data;
    x->recipient_count = list->len;
    visit(data, x);
    g_array_free(list, TRUE);
    g_string_chunk_free(strings);
    diag_drop(messages);
    return good && all;
}

bool
ledger_each(ledger *l, int64_t run, bool whole, ledger_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_DOCUMENT);
    if (!s)
        return false;
    bool good = true, all = true;
    sqlite3_bind_int64(s, 1, run);
    while (ledger_step(l, s, &good)) {
        ledger_document x = document_of(s);
        if (whole)
            all = visit_whole(l, sqlite3_column_int64(s, 0), &x, visit, data) && all;
        else
            visit(data, &x);
    }
    return good && all;
}
