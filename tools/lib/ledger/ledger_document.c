/* ledger_document.c: documents, what was said of them, and to whom they go. */
#include "ledger/ledger_int.h"

static const char *const status_names[] = {"made", "absent", "blocked", "failed"};

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
save_message(ledger *l, int64_t document, const diag_message *m, int number)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_MESSAGE);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, document);
    sqlite3_bind_int(s, 2, number);
    ledger_bind_text(s, 3, diag_name(m->code));
    bind_optional(s, 4, m->form.file);
    sqlite3_bind_int(s, 5, m->form.line);
    bind_optional(s, 6, m->data.file);
    sqlite3_bind_int(s, 7, m->data.line);
    bind_optional(s, 8, m->data.path);
    for (int i = 0; i < 4; i++)
        bind_optional(s, 9 + i, m->args[i]);
    return ledger_run_statement(l, s);
}

/* Runs a statement about one document. */
static bool
run_about(ledger *l, ledger_statement which, int64_t document)
{
    sqlite3_stmt *s = ledger_prepare(l, which);
    if (s)
        sqlite3_bind_int64(s, 1, document);
    return ledger_run_statement(l, s);
}

static bool
save_messages(ledger *l, int64_t document, const ledger_document *x)
{
    bool good = true;
    for (size_t i = 0; good && x->messages && i < diag_length(x->messages); i++)
        good = save_message(l, document, diag_at(x->messages, i), (int)i + 1);
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
save_recipient(ledger *l, int64_t document, int number, const ledger_recipient *r)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_RECIPIENT);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, document);
    sqlite3_bind_int(s, 2, number);
    ledger_bind_text(s, 3, r->to);
    ledger_bind_text(s, 4, r->key);
    ledger_bind_text(s, 5, r->home);
    return ledger_run_statement(l, s);
}

static bool
save_recipients(ledger *l, int64_t document, const ledger_document *x)
{
    bool good = true;
    for (size_t i = 0; good && i < x->recipient_count; i++)
        good = save_recipient(l, document, (int)i + 1, &x->recipients[i]);
    return good;
}

static bool
has_places(const ledger_document *x)
{
    return x->places && *x->places;
}

static bool
save_places(ledger *l, int64_t document, const ledger_document *x)
{
    if (!has_places(x))
        return true;
    const ledger_recipient r = {strchr(x->places, '!') ? PLACES_MARKED : PLACES, "", x->places};
    return save_recipient(l, document, 0, &r);
}

bool
ledger_each_places(ledger *l, ledger_places_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_HAS_MARKED_PLACES);
    bool good = s != NULL;
    const bool any = s && ledger_step(l, s, &good);
    if (any)
        sqlite3_reset(s);
    s = any ? ledger_prepare(l, STATEMENT_EACH_PLACES) : NULL;
    good = good && (!any || s);
    while (s && ledger_step(l, s, &good))
        visit(data, ledger_column_text(s, 0), ledger_column_text(s, 1));
    return good;
}

/* The strings go into `strings`; *places: "" none. */
static bool
read_recipients(ledger *l, int64_t document, GArray *list, GStringChunk *strings, const char **places)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_RECIPIENT);
    bool good = s != NULL;
    if (s)
        sqlite3_bind_int64(s, 1, document);
    while (s && ledger_step(l, s, &good)) {
        const ledger_recipient r = {g_string_chunk_insert_const(strings, ledger_column_text(s, 0)),
                                    g_string_chunk_insert_const(strings, ledger_column_text(s, 1)),
                                    g_string_chunk_insert_const(strings, ledger_column_text(s, 2))};
        if (sqlite3_column_int(s, 3))
            g_array_append_val(list, r);
        else
            *places = r.home;
    }
    return good;
}

/* ---- documents ---- */

/* 0 when there is none, or after a report (*good false). */
static int64_t
find_document(ledger *l, const char *key, const char *form, const char *month, bool *good)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_FIND_DOCUMENT);
    *good = s != NULL;
    if (!s)
        return 0;
    bind_which(s, key, form, month);
    const int64_t id = ledger_step(l, s, good) ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return id;
}

static int64_t
next_document(ledger *l, bool *good)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_NEXT_DOCUMENT);
    *good = s != NULL;
    const int64_t id = s && ledger_step(l, s, good) ? sqlite3_column_int64(s, 0) : 0;
    if (s)
        sqlite3_reset(s);
    return id;
}

static bool
account_for(ledger *l, int64_t document, int64_t run, int form_place)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_ACCOUNT);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, document);
    sqlite3_bind_int64(s, 2, run);
    sqlite3_bind_int(s, 3, form_place);
    return ledger_run_statement(l, s);
}

static bool
save_row(ledger *l, ledger_statement how, int64_t id, int64_t run, const ledger_document *x)
{
    sqlite3_stmt *s = ledger_prepare(l, how);
    if (!s)
        return false;
    sqlite3_bind_int64(s, 1, id);
    ledger_bind_text(s, 2, x->key);
    ledger_bind_text(s, 3, x->form);
    ledger_bind_text(s, 4, x->month);
    ledger_bind_text(s, 5, x->as_of);
    ledger_bind_text(s, 6, x->consented);
    ledger_bind_text(s, 7, x->case_path);
    ledger_bind_digest(s, 8, &x->case_sum);
    ledger_bind_digest(s, 9, &x->masters);
    ledger_bind_digest(s, 10, &x->kit);
    ledger_bind_digest(s, 11, &x->inputs);
    ledger_bind_text(s, 12, ledger_status_name(x->status));
    ledger_bind_text(s, 13, x->file);
    ledger_bind_digest(s, 14, &x->output);
    ledger_bind_text(s, 15, x->output_stat);
    sqlite3_bind_int64(s, 16, x->bytes);
    sqlite3_bind_int(s, 17, x->pages);
    sqlite3_bind_double(s, 18, x->cpu);
    sqlite3_bind_double(s, 19, x->wall);
    sqlite3_bind_int(s, 20, x->same_bytes);
    sqlite3_bind_int64(s, 21, x->unchanged ? x->made_run : run);
    return ledger_run_statement(l, s);
}

bool
ledger_save(ledger *l, int64_t run, const ledger_document *x)
{
    g_assert(l && x && x->key && x->form);
    bool good;
    int64_t id = find_document(l, x->key, x->form, x->month, &good);
    const bool known = id != 0;
    if (good && !known)
        id = next_document(l, &good);
    good = good && save_row(l, known ? STATEMENT_SAVE_DOCUMENT : STATEMENT_NEW_DOCUMENT, id, run, x);
    /* Of one that failed before anybody could know for whom it is, whom it was for is kept: their envelope lacks it. */
    const bool unplaced = x->status == LEDGER_FAILED && !x->recipient_count;
    if (known)
        good = good && run_about(l, STATEMENT_DROP_MESSAGES, id) &&
               (unplaced || run_about(l, STATEMENT_DROP_RECIPIENTS, id)) &&
               (!has_places(x) || run_about(l, STATEMENT_DROP_PLACES, id));
    return good && account_for(l, id, run, x->place) && save_messages(l, id, x) && save_recipients(l, id, x) &&
           save_places(l, id, x);
}

bool
ledger_keep(ledger *l, int64_t run, const char *key, const char *form, const char *month, int form_place)
{
    g_assert(l && key && form && month);
    bool good;
    const int64_t id = find_document(l, key, form, month, &good);
    return good && (id == 0 || account_for(l, id, run, form_place));
}

bool
ledger_save_output_stat(ledger *l, const char *key, const char *form, const char *month, const char *output_stat)
{
    g_assert(l && key && form && month);
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_SAVE_OUTPUT_STAT);
    if (!s)
        return false;
    bind_which(s, key, form, month);
    ledger_bind_text(s, 4, output_stat);
    return ledger_run_statement(l, s);
}

/* Whether no other document of its case says the same of its places. */
static bool
is_last_of_places(ledger *l, int64_t id, bool *last)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_LAST_OF_PLACES);
    bool good = s != NULL;
    if (s)
        sqlite3_bind_int64(s, 1, id);
    *last = s && ledger_step(l, s, &good);
    if (s)
        sqlite3_reset(s);
    return good;
}

bool
ledger_drop(ledger *l, const char *key, const char *form, const char *month)
{
    g_assert(l && key && form && month);
    bool good, last = false;
    const int64_t id = find_document(l, key, form, month, &good);
    static const ledger_statement all[] = {STATEMENT_DROP_MESSAGES, STATEMENT_DROP_RECIPIENTS, STATEMENT_DROP_ACCOUNT},
                                  whole[] = {STATEMENT_DROP_PLACES, STATEMENT_DROP_DOCUMENT};
    for (size_t i = 0; good && id && i < G_N_ELEMENTS(all); i++)
        good = run_about(l, all[i], id);
    good = good && (!id || is_last_of_places(l, id, &last));
    if (last)
        return good && run_about(l, STATEMENT_LEAVE_PLACES, id);
    for (size_t i = 0; good && id && i < G_N_ELEMENTS(whole); i++)
        good = run_about(l, whole[i], id);
    return good;
}

bool
ledger_forget_places(ledger *l, const char *key)
{
    g_assert(l && key);
    static const ledger_statement all[] = {STATEMENT_FORGET_PLACES, STATEMENT_FORGET_LEFT};
    bool good = true;
    for (size_t i = 0; good && i < G_N_ELEMENTS(all); i++) {
        sqlite3_stmt *s = ledger_prepare(l, all[i]);
        if (s)
            ledger_bind_text(s, 1, key);
        good = ledger_run_statement(l, s);
    }
    return good;
}

diag *
ledger_messages(ledger *l, const char *key, const char *form, const char *month, bool *good)
{
    g_assert(l && key && form && month && good);
    const int64_t id = find_document(l, key, form, month, good);
    return *good && id ? read_messages(l, id, good) : diag_new();
}

static ledger_document
document_of(sqlite3_stmt *s)
{
    return (ledger_document){.key = ledger_column_text(s, 1),
                             .form = ledger_column_text(s, 2),
                             .month = ledger_column_text(s, 3),
                             .as_of = ledger_column_text(s, 4),
                             .series = ledger_column_text(s, 5),
                             .consented = ledger_column_text(s, 6),
                             .case_path = ledger_column_text(s, 7),
                             .case_sum = ledger_column_digest(s, 8),
                             .masters = ledger_column_digest(s, 9),
                             .kit = ledger_column_digest(s, 10),
                             .inputs = ledger_column_digest(s, 11),
                             .status = status_of(ledger_column_text(s, 12)),
                             .file = ledger_column_text(s, 13),
                             .output = ledger_column_digest(s, 14),
                             .output_stat = ledger_column_text(s, 15),
                             .bytes = sqlite3_column_int64(s, 16),
                             .pages = sqlite3_column_int(s, 17),
                             .cpu = sqlite3_column_double(s, 18),
                             .wall = sqlite3_column_double(s, 19),
                             .same_bytes = sqlite3_column_int(s, 20),
                             .unchanged = sqlite3_column_int(s, 21),
                             .place = sqlite3_column_int(s, 22),
                             .made_run = sqlite3_column_int64(s, 23)};
}

/* What belongs to a document and is not in its row. */
static bool
visit_whole(ledger *l, int64_t id, ledger_document *x, ledger_visit visit, void *data)
{
    bool good, all;
    diag *messages = read_messages(l, id, &good);
    GArray *list = g_array_new(FALSE, FALSE, sizeof(ledger_recipient));
    GStringChunk *strings = g_string_chunk_new(64);
    x->places = "";
    all = read_recipients(l, id, list, strings, &x->places);
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
