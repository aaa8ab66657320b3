/* ledger_journal.c: what was issued, withdrawn, held and destroyed, each entry bound to the one before by its hash. */
#include "ledger/ledger_int.h"

#include <string.h>

static const char *const act_names[] = {"issue",  "reissue", "withdraw", "hold", "unhold",
                                        "expire", "accept",  "consent",  "print"};

const char *
ledger_act_name(ledger_act a)
{
    return act_names[a];
}

static ledger_act
act_of(const char *name)
{
    size_t i = 0;
    while (i < LEDGER_PRINT && g_strcmp0(act_names[i], name) != 0)
        i++;
    return (ledger_act)i;
}

/* ---- the hash of an entry ---- */

static void
hash_text(GString *into, const char *text)
{
    const size_t length = text ? strlen(text) : 0;
    g_string_append_printf(into, "%zu:", length);
    g_string_append_len(into, text ? text : "", (gssize)length);
    g_string_append_c(into, ',');
}

static void
hash_number(GString *into, int64_t number)
{
    char text[24];
    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, (gint64)number);
    hash_text(into, text);
}

static void
hash_digest(GString *into, const digest *d)
{
    char text[DIGEST_TEXT] = "";
    hash_text(into, digest_is_none(d) ? "" : digest_text(d, text));
}

static void
hash_member(GString *into, const ledger_member *m)
{
    hash_text(into, m->key);
    hash_text(into, m->form);
    hash_text(into, m->month);
    hash_number(into, m->version);
    hash_digest(into, &m->output);
    hash_number(into, m->pages);
    hash_text(into, m->gap);
}

/* As ledger.h has it. */
static digest
entry_hash(const ledger_entry *x)
{
    GString *t = g_string_sized_new(1024);
    hash_digest(t, &x->previous);
    hash_number(t, x->number);
    hash_text(t, ledger_act_name(x->act));
    hash_text(t, x->on);
    hash_text(t, x->who);
    hash_text(t, x->host);
    hash_text(t, x->reason);
    hash_number(t, x->run);
    hash_number(t, x->bundle);
    hash_text(t, x->key);
    hash_text(t, x->form);
    hash_text(t, x->month);
    hash_number(t, x->version);
    hash_number(t, x->copy);
    hash_text(t, x->name);
    hash_text(t, x->consented);
    hash_digest(t, &x->output);
    hash_number(t, x->bytes);
    hash_number(t, x->pages);
    const digest *sums[] = {&x->case_sum, &x->masters, &x->kit, &x->inputs, &x->of};
    for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
        hash_digest(t, sums[i]);
    hash_number(t, (int64_t)x->member_count);
    for (size_t i = 0; i < x->member_count; i++)
        hash_member(t, &x->members[i]);
    const digest hash = digest_of(t->str, t->len);
    g_string_free(t, TRUE);
    return hash;
}

/* ---- writing ---- */

static void
bind_sum(sqlite3_stmt *s, int at, const digest *d)
{
    sqlite3_bind_blob(s, at, d->bytes, digest_is_none(d) ? 0 : (int)sizeof d->bytes, SQLITE_TRANSIENT);
}

static digest
column_sum(sqlite3_stmt *s, int at)
{
    digest d = {{0}};
    const void *bytes = sqlite3_column_blob(s, at);
    if (bytes && sqlite3_column_bytes(s, at) == (int)sizeof d.bytes)
        memcpy(d.bytes, bytes, sizeof d.bytes);
    return d;
}

void
ledger_bind_member(sqlite3_stmt *s, int at, const ledger_member *m)
{
    ledger_bind_text(s, at, m->key);
    ledger_bind_text(s, at + 1, m->form);
    ledger_bind_text(s, at + 2, m->month);
    sqlite3_bind_int(s, at + 3, m->version);
    bind_sum(s, at + 4, &m->output);
    sqlite3_bind_int(s, at + 5, m->pages);
    ledger_bind_text(s, at + 6, m->gap);
}

bool
ledger_read_members(ledger *l, sqlite3_stmt *s, ledger_members *into, const ledger_member **members, size_t *count)
{
    bool good = s != NULL;
    *into = (ledger_members){g_array_new(FALSE, FALSE, sizeof(ledger_member)), g_string_chunk_new(64)};
    while (s && ledger_step(l, s, &good)) {
        const ledger_member m = {.key = g_string_chunk_insert(into->strings, ledger_column_text(s, 0)),
                                 .form = g_string_chunk_insert(into->strings, ledger_column_text(s, 1)),
                                 .month = g_string_chunk_insert(into->strings, ledger_column_text(s, 2)),
                                 .version = sqlite3_column_int(s, 3),
                                 .output = column_sum(s, 4),
                                 .pages = sqlite3_column_int(s, 5),
                                 .gap = g_string_chunk_insert(into->strings, ledger_column_text(s, 6))};
        g_array_append_val(into->list, m);
    }
    *members = (const ledger_member *)into->list->data;
    *count = into->list->len;
    return good;
}

void
ledger_drop_members(ledger_members *m)
{
    g_array_free(m->list, TRUE);
    g_string_chunk_free(m->strings);
}

static bool
append_entry(ledger *l, const ledger_entry *x)
{
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_APPEND);
    if (!s)
        return false;
    const char *texts[] = {ledger_act_name(x->act), x->on, x->who, x->host, x->reason};
    sqlite3_bind_int64(s, 1, x->number);
    for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
        ledger_bind_text(s, 2 + i, texts[i]);
    sqlite3_bind_int64(s, 7, x->run);
    sqlite3_bind_int(s, 8, x->bundle);
    ledger_bind_text(s, 9, x->key);
    ledger_bind_text(s, 10, x->form);
    ledger_bind_text(s, 11, x->month);
    sqlite3_bind_int(s, 12, x->version);
    sqlite3_bind_int(s, 13, x->copy);
    ledger_bind_text(s, 14, x->name);
    ledger_bind_text(s, 15, x->consented);
    bind_sum(s, 16, &x->output);
    sqlite3_bind_int64(s, 17, x->bytes);
    sqlite3_bind_int(s, 18, x->pages);
    const digest *sums[] = {&x->case_sum, &x->masters, &x->kit, &x->inputs, &x->of};
    for (int i = 0; i < (int)G_N_ELEMENTS(sums); i++)
        bind_sum(s, 19 + i, sums[i]);
    bind_sum(s, 24, &x->hash);
    return ledger_run_statement(l, s);
}

static bool
append_members(ledger *l, const ledger_entry *x)
{
    bool good = true;
    for (size_t i = 0; good && i < x->member_count; i++) {
        sqlite3_stmt *s = ledger_prepare(l, STATEMENT_APPEND_MEMBER);
        if (!s)
            return false;
        sqlite3_bind_int64(s, 1, x->number);
        sqlite3_bind_int(s, 2, (int)i + 1);
        ledger_bind_member(s, 3, &x->members[i]);
        good = ledger_run_statement(l, s);
    }
    return good;
}

bool
ledger_append(ledger *l, const ledger_entry *x, int64_t *number)
{
    g_assert(l && x && x->on && x->key && (x->members || x->member_count == 0));
    ledger_entry whole = *x;
    if (!ledger_head(l, &whole.number, &whole.previous))
        return false;
    whole.number++;
    whole.hash = entry_hash(&whole);
    if (number)
        *number = whole.number;
    return append_entry(l, &whole) && append_members(l, &whole);
}

/* ---- reading ---- */

bool
ledger_head(ledger *l, int64_t *number, digest *hash)
{
    g_assert(l && number && hash);
    *number = 0;
    *hash = (digest){{0}};
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_HEAD);
    bool good = s != NULL;
    if (s && ledger_step(l, s, &good)) {
        *number = sqlite3_column_int64(s, 0);
        *hash = column_sum(s, 1);
        sqlite3_reset(s);
    }
    return good;
}

static ledger_entry
entry_of(sqlite3_stmt *s)
{
    return (ledger_entry){.number = sqlite3_column_int64(s, 0),
                          .act = act_of(ledger_column_text(s, 1)),
                          .on = ledger_column_text(s, 2),
                          .who = ledger_column_text(s, 3),
                          .host = ledger_column_text(s, 4),
                          .reason = ledger_column_text(s, 5),
                          .run = sqlite3_column_int64(s, 6),
                          .bundle = sqlite3_column_int(s, 7),
                          .key = ledger_column_text(s, 8),
                          .form = ledger_column_text(s, 9),
                          .month = ledger_column_text(s, 10),
                          .version = sqlite3_column_int(s, 11),
                          .copy = sqlite3_column_int(s, 12),
                          .name = ledger_column_text(s, 13),
                          .consented = ledger_column_text(s, 14),
                          .output = column_sum(s, 15),
                          .bytes = sqlite3_column_int64(s, 16),
                          .pages = sqlite3_column_int(s, 17),
                          .case_sum = column_sum(s, 18),
                          .masters = column_sum(s, 19),
                          .kit = column_sum(s, 20),
                          .inputs = column_sum(s, 21),
                          .of = column_sum(s, 22),
                          .hash = column_sum(s, 23),
                          .previous = column_sum(s, 24)};
}

static bool
visit_entry(ledger *l, ledger_entry *x, ledger_entry_visit visit, void *data)
{
    ledger_members members;
    sqlite3_stmt *s = ledger_prepare(l, STATEMENT_EACH_ENTRY_MEMBER);
    if (s)
        sqlite3_bind_int64(s, 1, x->number);
    const bool good = ledger_read_members(l, s, &members, &x->members, &x->member_count);
    visit(data, x);
    ledger_drop_members(&members);
    return good;
}

bool
ledger_each_entry(ledger *l, const char *key, ledger_entry_visit visit, void *data)
{
    g_assert(l && visit);
    sqlite3_stmt *s = ledger_prepare(l, key ? STATEMENT_EACH_ENTRY_OF : STATEMENT_EACH_ENTRY);
    if (!s)
        return false;
    bool good = true, all = true;
    if (key)
        ledger_bind_text(s, 1, key);
    while (ledger_step(l, s, &good)) {
        ledger_entry x = entry_of(s);
        all = visit_entry(l, &x, visit, data) && all;
    }
    return good && all;
}

/* ---- checking ---- */

typedef struct following {
    ledger *l;
    diag *d;
    int64_t number; /* of the entry before */
    bool sound;
} following;

static void
check_entry(void *data, const ledger_entry *x)
{
    following *f = data;
    const digest hash = entry_hash(x);
    const bool follows = x->number == f->number + 1 && digest_equal(&hash, &x->hash);
    f->number = x->number;
    if (follows)
        return;
    char number[24];
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, (gint64)x->number);
    diag_add(f->d, DIAG_LEDGER_CHAIN_BROKEN, PLACE_NONE, PLACE_NONE, f->l->path, number, NULL);
    f->sound = false;
}

bool
ledger_journal_check(ledger *l, diag *d)
{
    following f = {l, d, 0, true};
    return ledger_each_entry(l, NULL, check_entry, &f) && f.sound;
}
