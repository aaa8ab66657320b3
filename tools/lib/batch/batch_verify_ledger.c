/* batch_verify_ledger.c: the ledger against itself: the end of the journal, envelopes and the documents in them, the
 * roster and what the last run accounted for. */
#include "batch/batch_int.h"

#include <string.h>

/* ---- the journal ---- */

typedef struct journal {
    const digest *anchor;
    bool anchored;
} journal;

static void
look_for_anchor(void *data, const ledger_entry *x)
{
    journal *j = data;
    j->anchored = j->anchored || digest_equal(&x->hash, j->anchor);
}

bool
batch_verify_head(ledger *l, const digest *anchor, batch_verified *out, diag *d)
{
    g_assert(l && out && d);
    journal j = {anchor, false};
    char text[DIGEST_TEXT];
    if (!ledger_head(l, &out->entries, &out->head) || (anchor && !ledger_each_entry(l, NULL, look_for_anchor, &j)))
        return false;
    if (anchor && !j.anchored)
        diag_add(d, DIAG_BATCH_HEAD_UNKNOWN, PLACE_NONE, PLACE_NONE, digest_text(anchor, text), NULL);
    return true;
}

/* ---- envelopes ---- */

typedef struct standing {
    digest output;
    bool made;
} standing;

typedef struct envelopes {
    GHashTable *documents; /* "key\nform\nmonth": standing */
    GHashTable *enclosed;  /* "to\nkey\nform\nmonth" */
    GHashTable *unmade;    /* "to\nseries" */
    GHashTable *bundled;   /* the same: a series of which there are envelopes; of others nobody asked for any */
    diag *d;
} envelopes;

static char *
document_name(const char *key, const char *form, const char *month)
{
    return g_strdup_printf("%s\n%s\n%s", key, form, month);
}

static void
take_document(void *data, const ledger_document *x)
{
    const standing s = {x->output, x->status == LEDGER_MADE};
    g_hash_table_insert(((envelopes *)data)->documents, document_name(x->key, x->form, x->month),
                        g_memdup2(&s, sizeof s));
}

/* A page that is not the document's of today, or one that should be there: whoever opens the envelope gets the wrong
 * paper. A document that is no more may still lie in the envelope of a past month. */
static void
check_member(const envelopes *e, const ledger_bundle *b, const ledger_member *m)
{
    char *name = document_name(m->key, m->form, m->month);
    const standing *s = g_hash_table_lookup(e->documents, name);
    const bool gap = *m->gap != '\0';
    if (s && (gap ? s->made : !s->made || !digest_equal(&s->output, &m->output)))
        diag_add(e->d, DIAG_BATCH_BUNDLE_STALE, PLACE_NONE, PLACE_NONE, b->file, m->key, m->form, NULL);
    if (!gap)
        g_hash_table_add(e->enclosed, g_strconcat(b->to, "\n", name, NULL));
    g_free(name);
}

static void
check_members(void *data, const ledger_bundle *b)
{
    const envelopes *e = data;
    g_hash_table_add(e->bundled, g_strconcat(b->to, "\n", b->series, NULL));
    for (size_t i = 0; i < b->member_count; i++)
        check_member(data, b, &b->members[i]);
    if (!b->member_count) /* of a ledger before version 3: what is in it is not known, and all of its kind may be */
        g_hash_table_add(e->unmade, g_strconcat(b->to, "\n", b->series, NULL));
}

static void
take_unmade(void *data, const ledger_unmade *x)
{
    g_hash_table_add(((envelopes *)data)->unmade, g_strconcat(x->to, "\n", x->series, NULL));
}

/* ---- the roster ---- */

typedef struct rosters {
    const char *last;    /* name of the last run's */
    GHashTable *rows;    /* "key\nform": the name of a roster that it is in; owned, the first */
    GHashTable *kinds;   /* "name\nto": envelopes of that kind are asked for */
    GHashTable *covered; /* "key\nform", of the last run */
    const envelopes *env;
    size_t missing;
    diag *d;
} rosters;

static void
take_row(void *data, const ledger_roster_row *x)
{
    rosters *r = data;
    if (*x->kind) {
        const size_t length = strcspn(x->kind, "+");
        g_hash_table_add(r->kinds, g_strdup_printf("%s\n%.*s", x->name, (int)length, x->kind));
    } else {
        g_hash_table_insert(r->rows, g_strconcat(x->key, "\n", x->form, NULL), g_strdup(x->name));
    }
}

static void
take_covered(void *data, const ledger_document *x)
{
    g_hash_table_add(((rosters *)data)->covered, g_strconcat(x->key, "\n", x->form, NULL));
}

/* Whoever was expected and was not there: papers of an earlier night stand for tonight's. */
static void
check_row(void *data, const ledger_roster_row *x)
{
    rosters *r = data;
    char *name = g_strconcat(x->key, "\n", x->form, NULL);
    if (!*x->kind && strcmp(x->name, r->last) == 0 && !g_hash_table_contains(r->covered, name)) {
        diag_add(r->d, DIAG_BATCH_NOT_COVERED, PLACE_NONE, PLACE_NONE, x->key, x->form, NULL);
        r->missing++;
    }
    g_free(name);
}

static void
check_enclosed(const rosters *r, const ledger_document *x, const char *roster)
{
    for (size_t i = 0; i < x->recipient_count; i++) {
        char *kind = g_strconcat(roster, "\n", x->recipients[i].to, NULL);
        char *where = g_strconcat(x->recipients[i].to, "\n", x->series, NULL);
        char *document = document_name(x->key, x->form, x->month);
        char *enclosed = g_strconcat(x->recipients[i].to, "\n", document, NULL);
        if (g_hash_table_contains(r->kinds, kind) && g_hash_table_contains(r->env->bundled, where) &&
            !g_hash_table_contains(r->env->unmade, where) && !g_hash_table_contains(r->env->enclosed, enclosed))
            diag_add(r->d, DIAG_BATCH_NOT_ENCLOSED, PLACE_NONE, PLACE_NONE, x->file, x->recipients[i].to, NULL);
        g_free(enclosed);
        g_free(document);
        g_free(where);
        g_free(kind);
    }
}

static void
check_on_roster(void *data, const ledger_document *x)
{
    const rosters *r = data;
    if (x->status != LEDGER_MADE)
        return;
    char *name = g_strconcat(x->key, "\n", x->form, NULL);
    const char *roster = g_hash_table_lookup(r->rows, name);
    if (roster)
        check_enclosed(r, x, roster);
    else
        diag_add(r->d, DIAG_BATCH_OFF_ROSTER, PLACE_NONE, PLACE_NONE, x->file, NULL);
    g_free(name);
}

/* A ledger that never had a roster is of runs that had none. */
static bool
check_rosters(rosters *r, ledger *l, const ledger_run *last)
{
    bool good = ledger_each_roster(l, NULL, take_row, r) && ledger_each(l, last->id, false, take_covered, r);
    if (good && g_hash_table_size(r->rows)) {
        good = ledger_each(l, 0, true, check_on_roster, r);
        if (*r->last && last->ended)
            good = good && ledger_each_roster(l, r->last, check_row, r);
    }
    return good;
}

bool
batch_verify_state(ledger *l, const ledger_run *last, batch_verified *out, diag *d)
{
    g_assert(l && last && out && d);
    envelopes e = {.documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                   .enclosed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                   .unmade = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                   .bundled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                   .d = d};
    rosters r = {.last = last->name,
                 .rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                 .kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 .covered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 .env = &e,
                 .d = d};
    const bool read = ledger_each(l, 0, false, take_document, &e) && ledger_each_bundle(l, 0, check_members, &e) &&
                      ledger_each_unmade(l, 0, take_unmade, &e) && check_rosters(&r, l, last);
    out->missing = r.missing;
    GHashTable *tables[] = {e.documents, e.enclosed, e.unmade, e.bundled, r.rows, r.kinds, r.covered};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        g_hash_table_destroy(tables[i]);
    return read;
}
