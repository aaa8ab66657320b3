/* batch_envelope.c: which envelopes of a series a run makes, holds or leaves alone. */
#include "batch/batch_bundle.h"

#include <string.h>

/* ---- wishes ---- */

/* Of envelopes of a kind that were asked for in both ways each case gets its own: so none is in two of them. */
static void
add_kept_up(GArray *wishes, const char *text)
{
    batch_wish w;
    if (!batch_wish_parse(text, &w))
        return;
    const batch_wish *other = batch_wish_find(wishes, w.to);
    w.together = w.together && (!other || other->together);
    batch_wish_add(wishes, &w);
}

/* Which kinds there are in a series: of the run, in its own; and what was asked for before, as what exists is kept up.
 */
static GArray *
wishes_of_series(const batch_bundles *b, const char *series)
{
    GArray *wishes = g_array_new(FALSE, FALSE, sizeof(batch_wish));
    for (guint i = 0; i < b->waiting->len; i++)
        if (strcmp(g_array_index(b->waiting, batch_waiting, i).series, series) == 0)
            add_kept_up(wishes, g_array_index(b->waiting, batch_waiting, i).wish);
    for (guint i = 0; i < b->old->len; i++) {
        const batch_old_bundle *o = g_ptr_array_index(b->old, i);
        if (strcmp(o->series, series) == 0)
            add_kept_up(wishes, o->wish);
    }
    for (guint i = 0; strcmp(series, b->own_series) == 0 && i < b->order->wishes->len; i++)
        batch_wish_add(wishes, &g_array_index(b->order->wishes, batch_wish, i));
    return wishes;
}

static bool
is_asked_for(const batch_bundles *b, const char *series, const char *to)
{
    return strcmp(series, b->own_series) == 0 && batch_wish_find(b->order->wishes, to);
}

/* ---- one envelope ---- */

static bool
is_touched(const bundle_envelope *e)
{
    for (size_t i = 0; i < e->count; i++)
        if (((const batch_paper *)e->letters[i]->data)->touched)
            return true;
    return false;
}

static const char *
place_of_paper(arena *a, const char *to, const char *id)
{
    return arena_printf(a, "%s\x1f%s", to, id);
}

/* Papers of envelopes that this run makes anew, or withdraws: whose envelope they are in by now is the run's work, too,
 * as they must not fall between two of them when a household parts or somebody changes school. */
static GHashTable *
papers_moved(const batch_bundles *b, const char *series)
{
    GHashTable *moved = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < b->old->len; i++) {
        const batch_old_bundle *o = g_ptr_array_index(b->old, i);
        const bool remade =
            strcmp(o->series, series) == 0 && (o->changed || (o->touched && is_asked_for(b, series, o->to)));
        for (char **id = o->members; remade && *id; id++)
            g_hash_table_add(moved, (gpointer)place_of_paper(b->a, o->to, *id));
    }
    return moved;
}

static bool
has_moved(const batch_bundles *b, GHashTable *moved, const bundle_envelope *e)
{
    for (size_t i = 0; g_hash_table_size(moved) && i < e->count; i++)
        if (g_hash_table_contains(moved, place_of_paper(b->a, e->to, ((const batch_paper *)e->letters[i]->data)->id)))
            return true;
    return false;
}

static const batch_waiting *
find_waiting(const batch_bundles *b, const char *series, const char *name)
{
    for (guint i = 0; i < b->waiting->len; i++) {
        const batch_waiting *x = &g_array_index(b->waiting, batch_waiting, i);
        if (strcmp(x->series, series) == 0 && strcmp(x->name, name) == 0)
            return x;
    }
    return NULL;
}

/* Whether this run has to do with it: it was asked for and has a paper of the run in it; or it waits, and has one; or
 * it exists, and a paper that is, was or should be in it was made anew; or it has a paper of such a one. */
static bool
is_concerned(const batch_bundles *b, const char *series, const bundle_envelope *e, const batch_old_bundle *old,
             GHashTable *moved)
{
    if (has_moved(b, moved, e))
        return true;
    if (is_asked_for(b, series, e->to))
        return is_touched(e) || (old && old->touched);
    if (!old && find_waiting(b, series, e->name))
        return is_touched(e);
    bool changed = old && old->changed;
    for (size_t i = 0; old && i < e->count; i++)
        changed = changed || (((const batch_paper *)e->letters[i]->data)->changed);
    return old && changed;
}

/* An envelope of the series and kind that has a paper of this one in it. */
static const batch_old_bundle *
find_origin(const batch_bundles *b, const char *series, const bundle_envelope *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const char *paper = ((const batch_paper *)e->letters[i]->data)->id;
        for (guint k = 0; k < b->old->len; k++) {
            const batch_old_bundle *o = g_ptr_array_index(b->old, k);
            if (strcmp(o->series, series) == 0 && strcmp(o->to, e->to) == 0 &&
                g_strv_contains((const char *const *)o->members, paper))
                return o;
        }
    }
    return NULL;
}

/* How it is to be: as the run asks for it; else as it was, or was to be, or as that was of which it has a paper by now.
 * What another envelope of its kind is like says nothing of this one. */
static const batch_wish *
wish_of_envelope(const batch_bundles *b, const char *series, const bundle_envelope *e, const batch_old_bundle *old,
                 const batch_wish *of_kind)
{
    const batch_waiting *waits = old ? NULL : find_waiting(b, series, e->name);
    const batch_old_bundle *origin = old || waits ? old : find_origin(b, series, e);
    const char *text = origin ? origin->wish : waits ? waits->wish : NULL;
    batch_wish *own = ARENA_NEW(b->a, batch_wish);
    if (is_asked_for(b, series, e->to) || !text || !batch_wish_parse(text, own))
        return of_kind;
    own->together = of_kind->together;
    return own;
}

static digest
inputs_of(const batch_bundles *b, const batch_item *x)
{
    const bundle_envelope *e = x->envelope;
    digest_sum *s = digest_sum_new();
    char *wish = batch_wish_text(x->wish);
    digest_sum_add_text(s, batch_edition());
    digest_sum_add_digest(s, &b->kit);
    digest_sum_add_text(s, e->mark);
    digest_sum_add_text(s, wish);
    const bool told = batch_cover_is_told(x);
    digest_sum_add_text(s, told ? b->as_of : NULL);
    for (size_t i = 0; i < e->count; i++) {
        const batch_paper *p = e->letters[i]->data;
        digest_sum_add_text(s, p->bookmark);
        digest_sum_add_text(s, e->letters[i]->gap);
        digest_sum_add_digest(s, &p->sum);
        if (told) { /* the addressee is read from the case */
            digest_sum_add_digest(s, &p->case_sum);
            digest_sum_add_digest(s, &p->masters);
        }
    }
    g_free(wish);
    return digest_sum_close(s);
}

/* Which paper is missing, as KEY/FORM: it says where to look. */
static const char *
first_gap(arena *a, const bundle_envelope *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const batch_paper *p = e->letters[i]->data;
        if (e->letters[i]->gap)
            return arena_printf(a, "%s/%s", p->key, p->form);
    }
    return e->recipient;
}

/* The case of a paper in it that tells an address that is withheld; NULL: none does. */
static const char *
first_telling(const bundle_envelope *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const batch_paper *p = e->letters[i]->data;
        if (!e->letters[i]->gap && p->tells)
            return p->key;
    }
    return NULL;
}

/* Why it is not made; *about: what the words say beside its name. DIAG_CODE_COUNT: it is. */
static diag_code
reason_to_hold(const batch_bundles *b, const bundle_envelope *e, const batch_wish *wish, const char **about)
{
    *about = first_telling(e);
    if (*about)
        return DIAG_BATCH_BUNDLE_WITHHELD;
    *about = e->gaps ? first_gap(b->a, e) : NULL;
    if (!e->gaps || (wish->names_gaps && e->gaps < e->count))
        return DIAG_CODE_COUNT;
    return wish->names_gaps ? DIAG_BATCH_BUNDLE_EMPTY : DIAG_BATCH_BUNDLE_HELD;
}

static void
add_envelope(batch_bundles *b, const char *series, const bundle_envelope *e, const batch_wish *wish,
             batch_old_bundle *old)
{
    batch_item x = {.envelope = e,
                    .wish = wish,
                    .series = series,
                    .file = arena_printf(b->a, "bundles/%s%s%s.pdf", series, *series ? "/" : "", e->name),
                    .old = old};
    const char *about;
    const diag_code why = reason_to_hold(b, e, wish, &about);
    const bool held = why != DIAG_CODE_COUNT;
    /* What nobody asks for tonight, and still waits for the same reason, was told by the night that held it. */
    const batch_waiting *waits = old || is_asked_for(b, series, e->to) ? NULL : find_waiting(b, series, e->name);
    if (held && waits && strcmp(waits->why, diag_name(why)) == 0)
        return;
    if (held) {
        x.why = diag_name(why);
        diag_add(b->d, why, PLACE_NONE, PLACE_NONE, e->name, about, NULL);
    } else {
        x.inputs = inputs_of(b, &x);
    }
    g_array_append_val(held ? b->held : b->items, x);
}

/* It has the name of one that stays as it is: which of them is to be is what the roster's missing are decided about. */
static void
leave_alone(batch_bundles *b, const batch_old_bundle *old)
{
    const batch_paper *p = old->renamed;
    b->left_alone++;
    diag_add(b->d, DIAG_BATCH_BUNDLE_RENAMED, PLACE_NONE, PLACE_NONE, old->name,
             arena_printf(b->a, "%s/%s", p->key, p->form), NULL);
}

void
batch_envelopes_add(batch_bundles *b, const char *series)
{
    GArray *wishes = wishes_of_series(b, series), *letters = batch_letters_of_series(b, series, wishes);
    bundle_wish *kinds = g_new0(bundle_wish, wishes->len + 1);
    for (guint i = 0; i < wishes->len; i++) {
        const batch_wish *w = &g_array_index(wishes, batch_wish, i);
        kinds[i] = (bundle_wish){w->to, w->together};
        g_hash_table_add(b->looked, (gpointer)arena_printf(b->a, "%s %s", series, w->to));
    }
    GPtrArray *envelopes = bundle_envelopes_make(
        (const bundle_letter *)arena_copy(b->a, letters->data, letters->len * sizeof(bundle_letter)), letters->len,
        kinds, wishes->len);
    GHashTable *old = g_hash_table_new(g_str_hash, g_str_equal), *moved = papers_moved(b, series);
    for (guint i = 0; i < b->old->len; i++) {
        batch_old_bundle *o = g_ptr_array_index(b->old, i);
        if (strcmp(o->series, series) == 0)
            g_hash_table_insert(old, (gpointer)o->name, o);
    }
    for (guint i = 0; i < envelopes->len; i++) {
        const bundle_envelope *e = g_ptr_array_index(envelopes, i);
        batch_old_bundle *was = g_hash_table_lookup(old, e->name);
        if (was)
            was->met = true;
        g_hash_table_add(b->looked, (gpointer)arena_printf(b->a, "%s %s", series, e->name));
        const bool concerned = is_concerned(b, series, e, was, moved);
        if (concerned && was && was->renamed)
            leave_alone(b, was);
        else if (concerned)
            add_envelope(b, series, e, wish_of_envelope(b, series, e, was, batch_wish_find(wishes, e->to)), was);
    }
    g_hash_table_destroy(moved);
    g_hash_table_destroy(old);
    g_free(kinds);
    g_array_free(letters, TRUE);
    g_ptr_array_add(b->rounds, envelopes);
    g_ptr_array_add(b->wishes, wishes);
}
