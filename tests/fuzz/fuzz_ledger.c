/* A ledger as a disk, or somebody, may have left it: opened as a reader opens it, checked, and reported from.
 *
 * The input is such a file ("SQLite format 3"), or what was done to a good one, five bytes a change: where (three, in a
 * file of that size again and again), how (a byte that is put, added, or eight zeros) and the byte. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "ledger/ledger.h"

#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
write_journal(ledger *l)
{
    const ledger_member member = {"K-1", "plan", "2024-06", 1, {{7}}, 3, ""};
    ledger_entry entry = {
        .act = LEDGER_ISSUE, .on = "t", .key = "a", .bundle = true, .members = &member, .member_count = 1};
    for (entry.version = 1; entry.version <= 3; entry.version++)
        g_assert(ledger_append(l, &entry, NULL));
}

static void
write_state(ledger *l)
{
    const ledger_run r = {.started = "2024-07-01T20:00:00Z", .shard = "", .edition = "layout 1", .planned = 4};
    const ledger_member member = {"K-1", "plan", "2024-06", 1, {{7}}, 3, ""};
    const ledger_bundle bundle = {.name = "a",
                                  .series = "",
                                  .to = "household",
                                  .mark = "K-1",
                                  .file = "a.pdf",
                                  .members = &member,
                                  .member_count = 1};
    const ledger_unmade unmade = {"b", "", "household", "K-2", true, "bind-missing", "household+", ""};
    const ledger_roster_row row = {"", "K-1", "plan", "", ""};
    const ledger_file file = {"case.xml", "1 2 3", {{1}}, "K-1"};
    const ledger_input input = {"office.xml", {{2}}};
    const ledger_recipient to = {"household", "K-1", "f00d"};
    diag *messages = diag_new();
    diag_add(messages, DIAG_BIND_MISSING, PLACE_NONE, PLACE_NONE, "goal", NULL);
    int64_t run;
    g_assert(ledger_start_run(l, &r, &run));
    for (int i = 1; i <= 4; i++) {
        char key[16];
        g_snprintf(key, sizeof key, "K-%d", i);
        const ledger_document x = {.key = key,
                                   .form = "plan",
                                   .month = "2024-06",
                                   .as_of = "",
                                   .case_path = "case.xml",
                                   .masters = {{2}},
                                   .status = LEDGER_MADE,
                                   .file = "a/b.pdf",
                                   .bytes = 123456,
                                   .pages = 3,
                                   .messages = messages,
                                   .recipients = &to,
                                   .recipient_count = 1};
        g_assert(ledger_save(l, run, &x));
    }
    const digest set = {{2}};
    g_assert(ledger_save_set(l, &set, &input, 1) && ledger_save_file(l, &file));
    g_assert(ledger_save_bundle(l, run, &bundle) && ledger_save_unmade(l, run, &unmade));
    g_assert(ledger_save_roster(l, "m", run, &row, 1));
    diag_drop(messages);
}

/* A good one, with rows in every table; made once. */
static const char *
good_ledger(gsize *length)
{
    static char *bytes;
    static gsize size;
    if (!bytes) {
        char *path = g_build_filename(world_scratch(), "good.sqlite", NULL), *sum = g_strconcat(path, ".sum", NULL);
        diag *d = diag_new();
        ledger *l = ledger_open(path, LEDGER_WRITE, d);
        g_assert(l && ledger_begin(l));
        write_state(l);
        write_journal(l);
        g_assert(ledger_commit(l));
        ledger_close(l);
        diag_drop(d);
        g_assert(g_file_get_contents(path, &bytes, &size, NULL));
        remove(path);
        remove(sum);
        g_free(sum);
        g_free(path);
    }
    *length = size;
    return bytes;
}

static char *
damaged_ledger(const uint8_t *bytes, size_t length, gsize *size)
{
    if (length >= 16 && !memcmp(bytes, "SQLite format 3", 16)) {
        *size = length;
        return g_memdup2(bytes, length);
    }
    const char *good = good_ledger(size);
    char *copy = g_memdup2(good, *size);
    for (size_t i = 0; i + 5 <= length; i += 5) {
        const size_t at = ((size_t)bytes[i] << 16 | (size_t)bytes[i + 1] << 8 | bytes[i + 2]) % (*size - 8);
        if (bytes[i + 3] % 3 == 0)
            copy[at] = (char)bytes[i + 4];
        else if (bytes[i + 3] % 3 == 1)
            copy[at] = (char)(copy[at] + (char)bytes[i + 4]);
        else
            memset(copy + at, bytes[i + 4], 8);
    }
    return copy;
}

/* ---- what a report reads: each text to its last byte ---- */

static void
look_at(size_t *sum, const char *text)
{
    g_assert(text);
    *sum += strlen(text);
}

static void
visit_document(void *data, const ledger_document *x)
{
    look_at(data, x->key);
    look_at(data, x->form);
    look_at(data, x->month);
    look_at(data, x->file);
}

static void
visit_run(void *data, const ledger_run *r)
{
    look_at(data, r->started);
    look_at(data, r->shard);
}

static void
visit_bundle(void *data, const ledger_bundle *x)
{
    look_at(data, x->name);
    look_at(data, x->mark);
    for (size_t i = 0; i < x->member_count; i++)
        look_at(data, x->members[i].key);
}

static void
visit_unmade(void *data, const ledger_unmade *x)
{
    look_at(data, x->name);
}

static void
visit_file(void *data, const ledger_file *x)
{
    look_at(data, x->path);
}

static void
visit_roster(void *data, const ledger_roster_row *x)
{
    look_at(data, x->key);
}

static void
report_from(ledger *l, diag *d)
{
    size_t sum = 0;
    ledger_run last;
    bool good = ledger_check(l, d);
    good = ledger_last_run(l, &last) && good;
    good = ledger_each_owing(l, visit_run, &sum) && good;
    good = ledger_each(l, 0, true, visit_document, &sum) && good;
    good = ledger_each(l, 1, false, visit_document, &sum) && good;
    good = ledger_each_bundle(l, 0, visit_bundle, &sum) && good;
    good = ledger_each_unmade(l, 0, visit_unmade, &sum) && good;
    good = ledger_each_file(l, visit_file, &sum) && good;
    good = ledger_each_roster(l, NULL, visit_roster, &sum) && good;
    char *newest = ledger_newest(l, "9999");
    bool read;
    diag *messages = ledger_messages(l, "K-1", "plan", "2024-06", &read);
    good = newest && good;
    g_free(newest);
    diag_drop(messages);
    (void)good;
}

/* What a reader has beside it would be taken for the next one's. */
static void
forget_beside(const char *path)
{
    static const char *const ends[] = {"-wal", "-shm", "-journal", ".sum"};
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        char *beside = g_strconcat(path, ends[i], NULL);
        remove(beside);
        g_free(beside);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    gsize size;
    char *damaged = damaged_ledger(bytes, length, &size);
    const char *path = world_write("ledger.sqlite", damaged, size);
    diag *d = diag_new();
    ledger *l = ledger_open(path, LEDGER_READ, d);
    world_check_told(l != NULL, d);
    if (l)
        report_from(l, d);
    ledger_close(l);
    forget_beside(path);
    diag_drop(d);
    g_free(damaged);
    return 0;
}
