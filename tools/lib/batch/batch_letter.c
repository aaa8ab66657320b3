/* batch_letter.c: the working state of a series as letters: what there is for whom, and what should be and is not. */
#include "batch/batch_bundle.h"

#include <string.h>

enum { KINDS = 4 };

static const char *
paper_id(arena *a, const char *key, const char *form, const char *month)
{
    return arena_printf(a, "%s\x1f%s\x1f%s", key, form, month ? month : "");
}

char **
batch_paper_id_split(const char *id)
{
    g_assert(id);
    return g_strsplit(id, "\x1f", 3);
}

/* ---- what the ledger has ---- */

static void
take_touched(void *data, const ledger_document *x)
{
    batch_bundles *b = data;
    g_hash_table_insert(b->touched, (gpointer)paper_id(b->a, x->key, x->form, x->month),
                        GINT_TO_POINTER(x->unchanged ? 1 : 2));
}

static void
take_paper(void *data, const ledger_document *x)
{
    batch_bundles *b = data;
    if (x->status == LEDGER_ABSENT)
        return;
    batch_paper *p = ARENA_NEW(b->a, batch_paper);
    ledger_recipient *to = ARENA_ARRAY(b->a, ledger_recipient, x->recipient_count);
    for (size_t i = 0; i < x->recipient_count; i++)
        to[i] = (ledger_recipient){arena_strdup(b->a, x->recipients[i].to), arena_strdup(b->a, x->recipients[i].key),
                                   arena_strdup(b->a, x->recipients[i].home)};
    const char *id = paper_id(b->a, x->key, x->form, x->month);
    const int touched = GPOINTER_TO_INT(g_hash_table_lookup(b->touched, id));
    *p = (batch_paper){.id = id,
                       .key = arena_strdup(b->a, x->key),
                       .form = arena_strdup(b->a, x->form),
                       .month = arena_strdup(b->a, x->month),
                       .series = arena_strdup(b->a, x->series),
                       .case_path = arena_strdup(b->a, x->case_path),
                       .file = arena_strdup(b->a, x->file),
                       .sum = x->output,
                       .case_sum = x->case_sum,
                       .masters = x->masters,
                       .place = x->place,
                       .pages = x->pages,
                       .status = x->status,
                       .touched = touched > 0,
                       .changed = touched > 1,
                       .tells = batch_withheld_tells(b->withheld, x->places),
                       .recipients = to,
                       .recipient_count = x->recipient_count};
    g_ptr_array_add(b->papers, p);
    g_hash_table_insert(b->by_id, (gpointer)p->id, p);
}

/* A ledger of an earlier version has the words of the whole run alone. "" where it has none of its kind. */
static const char *
wish_as_known(arena *a, const char *wish, const char *asked, const char *to)
{
    char **words = g_strsplit(asked, " ", -1);
    const char *found = arena_strdup(a, wish);
    for (char **word = words; *word && !*found; word++) {
        batch_wish w;
        if (batch_wish_parse(*word, &w) && strcmp(w.to, to) == 0)
            found = arena_strdup(a, *word);
    }
    g_strfreev(words);
    return found;
}

static void
take_old(void *data, const ledger_bundle *x)
{
    batch_bundles *b = data;
    batch_old_bundle *o = ARENA_NEW(b->a, batch_old_bundle);
    const char *wish = wish_as_known(b->a, x->wish, x->asked, x->to);
    *o = (batch_old_bundle){.name = arena_strdup(b->a, x->name),
                            .series = arena_strdup(b->a, x->series),
                            .to = arena_strdup(b->a, x->to),
                            .wish = *wish ? wish : arena_strdup(b->a, x->to),
                            .file = arena_strdup(b->a, x->file),
                            .inputs = x->inputs,
                            .output = x->output,
                            .bytes = x->bytes,
                            .pages = x->pages,
                            .members = ARENA_ARRAY(b->a, char *, x->member_count + 1),
                            .outputs = ARENA_ARRAY(b->a, digest, x->member_count)};
    for (size_t i = 0; i < x->member_count; i++) {
        const ledger_member *m = &x->members[i];
        o->members[i] = (char *)paper_id(b->a, m->key, m->form, m->month);
        if (!*m->gap)
            o->outputs[i] = m->output;
        const int touched = GPOINTER_TO_INT(g_hash_table_lookup(b->touched, o->members[i]));
        o->touched = o->touched || touched > 0;
        o->changed = o->changed || touched > 1;
    }
    o->members[x->member_count] = NULL;
    g_ptr_array_add(b->old, o);
}

static void
take_waiting(void *data, const ledger_unmade *x)
{
    batch_bundles *b = data;
    const batch_waiting w = {arena_strdup(b->a, x->name), arena_strdup(b->a, x->series),
                             wish_as_known(b->a, x->wish, x->asked, x->to), arena_strdup(b->a, x->why)};
    if (*w.wish)
        g_array_append_val(b->waiting, w);
}

/* ---- cases that have another id by now ---- */

typedef struct renaming {
    const batch_bundles *b;
    GHashTable *keys;  /* of the run */
    GHashTable *cases; /* of the run: path of the case: key */
    GHashTable *homes; /* of the run: home of households: GPtrArray of keys */
} renaming;

static const char *
home_of_paper(const batch_paper *p)
{
    for (size_t k = 0; k < p->recipient_count; k++)
        if (strcmp(p->recipients[k].to, "household") == 0 && *p->recipients[k].home)
            return p->recipients[k].home;
    return NULL;
}

static void
add_home(GHashTable *homes, const batch_paper *p)
{
    const char *home = home_of_paper(p);
    GPtrArray *keys = home ? g_hash_table_lookup(homes, home) : NULL;
    if (home && !keys)
        g_hash_table_insert(homes, (gpointer)home, keys = g_ptr_array_new());
    if (home && !g_ptr_array_find_with_equal_func(keys, p->key, g_str_equal, NULL))
        g_ptr_array_add(keys, (gpointer)p->key);
}

static renaming
run_of_papers(const batch_bundles *b)
{
    const renaming r = {b, g_hash_table_new(g_str_hash, g_str_equal), g_hash_table_new(g_str_hash, g_str_equal),
                        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref)};
    for (guint i = 0; i < b->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(b->papers, i);
        if (!p->touched)
            continue;
        g_hash_table_add(r.keys, (gpointer)p->key);
        g_hash_table_insert(r.cases, (gpointer)p->case_path, (gpointer)p->key);
        add_home(r.homes, p);
    }
    return r;
}

static bool
holds_key(const batch_bundles *b, const batch_old_bundle *o, const char *key)
{
    for (char **id = o->members; *id; id++) {
        const batch_paper *p = g_hash_table_lookup(b->by_id, *id);
        if (p && strcmp(p->key, key) == 0)
            return true;
    }
    return false;
}

static bool
are_siblings(const batch_bundles *b, const char *one, const char *other)
{
    for (guint i = 0; i < b->old->len; i++) {
        const batch_old_bundle *o = g_ptr_array_index(b->old, i);
        if (strcmp(o->to, "household") == 0 && holds_key(b, o, one) && holds_key(b, o, other))
            return true;
    }
    return false;
}

/* Of one whose case file is gone: whether somebody is at its home who was in no envelope with it before. */
static bool
has_successor(const renaming *r, const batch_paper *p)
{
    const char *home = home_of_paper(p);
    const GPtrArray *keys = home ? g_hash_table_lookup(r->homes, home) : NULL;
    for (guint i = 0; keys && i < keys->len; i++)
        if (!are_siblings(r->b, p->key, g_ptr_array_index(keys, i)))
            return true;
    return false;
}

/* The file of its case is that of another id now; or it is gone, and somebody else is at its home. */
static bool
is_renamed(const renaming *r, const batch_paper *p)
{
    if (g_hash_table_contains(r->keys, p->key))
        return false;
    return g_hash_table_contains(r->cases, p->case_path) ||
           (has_successor(r, p) && !g_file_test(p->case_path, G_FILE_TEST_EXISTS));
}

/* Nobody has decided about the papers of the old id yet (batch_roster.h): they are in no new envelope, and the ones
 * that they are in stay. */
static void
find_renamed(batch_bundles *b)
{
    const renaming r = run_of_papers(b);
    for (guint i = 0; i < b->papers->len; i++) {
        batch_paper *p = g_ptr_array_index(b->papers, i);
        p->renamed = is_renamed(&r, p);
    }
    for (guint i = 0; i < b->old->len; i++) {
        batch_old_bundle *o = g_ptr_array_index(b->old, i);
        for (char **id = o->members; *id && !o->renamed; id++) {
            const batch_paper *p = g_hash_table_lookup(b->by_id, *id);
            o->renamed = p && p->renamed ? p : NULL;
        }
    }
    g_hash_table_destroy(r.keys);
    g_hash_table_destroy(r.cases);
    g_hash_table_destroy(r.homes);
}

/* A paper that is no more in the working state, as was decided, or as the case has nothing for it by now. */
static void
find_gone(batch_bundles *b)
{
    for (guint i = 0; i < b->old->len; i++) {
        batch_old_bundle *o = g_ptr_array_index(b->old, i);
        o->gone = o->members[0] != NULL;
        for (char **id = o->members; *id; id++) {
            const batch_paper *p = g_hash_table_lookup(b->by_id, *id);
            const bool there = p != NULL;
            o->gone = o->gone && !there;
            /* A run that was killed after it made the paper may have left the envelope as it was; and what tells an
             * address that is withheld by now is nobody's to send any more. */
            static const digest none = {{0}};
            const digest now = there && p->status == LEDGER_MADE ? p->sum : none;
            o->changed = o->changed || !there || p->tells || !digest_equal(&now, &o->outputs[id - o->members]);
            o->touched = o->touched || !there;
        }
    }
}

bool
batch_letters_read(batch_bundles *b, ledger *l, int64_t run)
{
    if (!ledger_each(l, run, false, take_touched, b) || !ledger_each_bundle(l, 0, take_old, b) ||
        !ledger_each_unmade(l, 0, take_waiting, b))
        return false;
    if (!b->order->wishes->len && !b->old->len && !b->waiting->len)
        return true;
    if (!ledger_each(l, 0, true, take_paper, b))
        return false;
    find_gone(b);
    find_renamed(b);
    return true;
}

/* ---- letters ---- */

/* Where each household is, by its key: one home, which the newest of its papers that were made knows. */
static GHashTable *
homes_of(const batch_bundles *b)
{
    GHashTable *homes = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < b->papers->len; i++) {
        const batch_paper *p = g_ptr_array_index(b->papers, i);
        for (size_t k = 0; k < p->recipient_count; k++) {
            const ledger_recipient *r = &p->recipients[k];
            if (strcmp(r->to, "household") == 0 &&
                ((p->touched && p->status != LEDGER_FAILED) || !g_hash_table_contains(homes, r->key)))
                g_hash_table_insert(homes, (gpointer)r->key, (gpointer)r->home);
        }
    }
    return homes;
}

static bool
is_of_series(const batch_bundles *b, const batch_paper *p, const char *series)
{
    return strcmp(p->series, series) == 0 || (p->touched && strcmp(series, b->own_series) == 0);
}

/* Papers that an envelope of the series has, though they are of another by now: those without a month. */
static GHashTable *
members_of_series(const batch_bundles *b, const char *series)
{
    GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < b->old->len; i++) {
        const batch_old_bundle *o = g_ptr_array_index(b->old, i);
        for (char **id = o->members; strcmp(o->series, series) == 0 && *id; id++)
            g_hash_table_add(ids, *id);
    }
    return ids;
}

static void
add_letter(GArray *letters, GHashTable *homes, batch_paper *p, const char *to, const char *key)
{
    const char *home = strcmp(to, "household") == 0 ? g_hash_table_lookup(homes, key) : NULL;
    const bundle_letter l = {.to = to,
                             .recipient = key,
                             .household = p->key,
                             .home = home ? home : "",
                             .form = p->place,
                             .file = p->status == LEDGER_MADE ? p->file : NULL,
                             .pages = p->pages,
                             .gap = p->status == LEDGER_MADE ? NULL : ledger_status_name(p->status),
                             .data = p};
    g_array_append_val(letters, l);
}

/* Whose envelope might lack it, as nobody knows for whom it would have been: a household's own; of other kinds those
 * of its case, and where cases are together, those that have its form. */
static void
add_unplaced(GArray *letters, guint count, GHashTable *homes, batch_paper *p, const char *to, bool together)
{
    GHashTable *met = g_hash_table_new(g_str_hash, g_str_equal);
    if (strcmp(to, "household") == 0)
        add_letter(letters, homes, p, to, p->key);
    for (guint i = 0; strcmp(to, "household") != 0 && i < count; i++) {
        const bundle_letter l = g_array_index(letters, bundle_letter, i); /* it grows */
        const batch_paper *other = l.data;
        if (strcmp(l.to, to) == 0 &&
            (strcmp(l.household, p->key) == 0 || (together && strcmp(other->form, p->form) == 0)) &&
            g_hash_table_add(met, (gpointer)l.recipient))
            add_letter(letters, homes, p, to, l.recipient);
    }
    g_hash_table_destroy(met);
}

static void
add_gaps(batch_bundles *b, GArray *letters, GHashTable *homes, batch_paper *p, const GArray *wishes, guint count)
{
    const char *kinds[KINDS];
    const size_t n = render_form_recipients(b->e, p->form, kinds, KINDS);
    for (size_t i = 0; i < n; i++) {
        const batch_wish *w = batch_wish_find(wishes, kinds[i]);
        if (w)
            add_unplaced(letters, count, homes, p, kinds[i], w->together);
    }
}

static void
name_paper(batch_bundles *b, batch_paper *p)
{
    if (p->title)
        return;
    const char *title = render_form_title(b->e, p->form, b->d);
    p->title = title ? title : p->form;
    p->bookmark = arena_printf(b->a, "%s %s", p->title, p->key);
}

GArray *
batch_letters_of_series(batch_bundles *b, const char *series, const GArray *wishes)
{
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(bundle_letter));
    GPtrArray *unplaced = g_ptr_array_new();
    GHashTable *homes = homes_of(b), *members = members_of_series(b, series);
    for (guint i = 0; i < b->papers->len; i++) {
        batch_paper *p = g_ptr_array_index(b->papers, i);
        if (p->renamed || (!is_of_series(b, p, series) && !g_hash_table_contains(members, p->id)))
            continue;
        name_paper(b, p);
        for (size_t k = 0; k < p->recipient_count; k++)
            add_letter(letters, homes, p, p->recipients[k].to, p->recipients[k].key);
        /* Of a case whose key nobody could read the key is a path: no envelope can be named by it. */
        if (p->status != LEDGER_MADE && !p->recipient_count && !strchr(p->key, '/'))
            g_ptr_array_add(unplaced, p);
    }
    const guint count = letters->len;
    for (guint i = 0; i < unplaced->len; i++)
        add_gaps(b, letters, homes, g_ptr_array_index(unplaced, i), wishes, count);
    g_hash_table_destroy(homes);
    g_hash_table_destroy(members);
    g_ptr_array_free(unplaced, TRUE);
    return letters;
}
