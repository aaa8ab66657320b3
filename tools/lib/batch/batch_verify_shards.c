/* batch_verify_shards.c: whether the ledgers of the shards are the parts of one night, as merge would have them. */
#include "batch/batch_int.h"

#include <string.h>

typedef struct part {
    char *name, *identity; /* "2/8"; NULL: no run is known */
    char *of_other;        /* whose its ledger is; NULL: its own */
    bool there, ended;
} part;

typedef struct parts {
    part *all;
    unsigned count;
    int folder;
    diag *d;
} parts;

static part
read_part(const char *output, batch_shard s, diag *d)
{
    char *path = batch_ledger_path(output, s);
    part x = {.name = g_strdup_printf("%u/%u", s.number, s.count), .there = ledger_is_there(path)};
    ledger *l = x.there ? batch_ledger_look(path, d) : NULL;
    ledger_run r;
    const bool known = l && ledger_last_run(l, &r);
    if (known && r.id) {
        x.identity = g_strdup(r.identity);
        x.ended = r.ended;
        x.of_other = strcmp(r.shard, x.name) == 0 ? NULL : g_strdup(r.shard);
    } else if (known) {
        x.there = false; /* killed before it began */
    }
    ledger_close(l);
    g_free(path);
    return x;
}

static size_t
length_of_order(const char *identity)
{
    return strcspn(identity, " ");
}

static bool
is_of_order(const char *a, const char *b)
{
    return length_of_order(a) == length_of_order(b) && strncmp(a, b, length_of_order(a)) == 0;
}

/* Whom the others must agree with: the first of the last night. NULL: nobody. */
static const part *
find_measure(const parts *p)
{
    for (unsigned i = 0; i < p->count; i++)
        if (p->all[i].identity && batch_night_is_now(p->folder, p->all[i].identity))
            return &p->all[i];
    return NULL;
}

static bool
tell_part(const parts *p, diag_code code, const part *x, const part *measure)
{
    diag_add(p->d, code, PLACE_NONE, PLACE_NONE, x->name, measure ? measure->name : NULL, NULL);
    return false;
}

/* A ledger that cannot be read was told when it was opened. */
static bool
check_part(const parts *p, const part *x, const part *measure)
{
    if (!x->there)
        return tell_part(p, DIAG_BATCH_SHARD_ABSENT, x, NULL);
    if (!x->identity)
        return false;
    if (x->of_other) /* somebody put it there */
        return tell_part(p, DIAG_BATCH_SHARD_ORDER, x, &(part){.name = x->of_other});
    if (!measure || !batch_night_same(x->identity, measure->identity))
        return tell_part(p, DIAG_BATCH_SHARD_NIGHT, x, NULL);
    if (!is_of_order(x->identity, measure->identity))
        return tell_part(p, DIAG_BATCH_SHARD_ORDER, x, measure);
    return x->ended || tell_part(p, DIAG_BATCH_SHARD_UNFINISHED, x, NULL);
}

static bool
is_merged(const char *output)
{
    char *path = batch_ledger_path(output, (batch_shard){0, 0});
    const bool there = g_file_test(path, G_FILE_TEST_EXISTS);
    g_free(path);
    return there;
}

static void
check_all(const parts *p, bool merged)
{
    const part *measure = find_measure(p);
    bool good = true;
    for (unsigned i = 0; i < p->count; i++)
        good = check_part(p, &p->all[i], measure) && good;
    if (good && (!merged || batch_night_waits(p->folder))) {
        char count[16];
        g_snprintf(count, sizeof count, "%u", p->count);
        diag_add(p->d, DIAG_BATCH_SHARDS_UNMERGED, PLACE_NONE, PLACE_NONE, count, NULL);
    }
}

/* What is wrong with its own ledger is told by whoever looks into it, as is a run that did not end. */
static bool
check_only(const parts *p, batch_shard only)
{
    const part *x = &p->all[only.number - 1], *measure = find_measure(p);
    if (!x->there || (x->identity && x->ended))
        check_part(p, x, measure);
    return x->there;
}

/* Two numbers of shards in one folder: no part of either is the other's. */
static bool
tell_counts(unsigned least, unsigned most, diag *d)
{
    char a[16], b[16];
    g_snprintf(a, sizeof a, "*/%u", least);
    g_snprintf(b, sizeof b, "*/%u", most);
    diag_add(d, DIAG_BATCH_SHARD_ORDER, PLACE_NONE, PLACE_NONE, a, b, NULL);
    return true;
}

bool
batch_verify_shards(int folder, const char *output, batch_shard only, diag *d)
{
    g_assert(output && d);
    unsigned least, most;
    const bool merged = is_merged(output);
    batch_shards_found(output, &least, &most);
    if (most == 0 && !only.count)
        return true;
    if (least != most && !only.count)
        return tell_counts(least, most, d) && merged;
    parts p = {.count = only.count ? only.count : most, .folder = folder, .d = d};
    diag *unheard = diag_new();
    p.all = g_new0(part, p.count);
    for (unsigned i = 0; i < p.count; i++)
        p.all[i] = read_part(output, (batch_shard){i + 1, p.count}, only.count ? unheard : d);
    bool there = merged;
    if (only.count)
        there = check_only(&p, only);
    else
        check_all(&p, merged);
    for (unsigned i = 0; i < p.count; i++) {
        g_free(p.all[i].name);
        g_free(p.all[i].identity);
        g_free(p.all[i].of_other);
    }
    g_free(p.all);
    diag_drop(unheard);
    return there;
}
