/* batch_roster.c: what a run of a name is expected to cover, and what of it is missing now. */
#include "batch/batch_roster_int.h"

#include <string.h>

batch_roster *
batch_roster_new(const char *name, const char *series)
{
    g_assert(name && series);
    batch_roster *r = g_new0(batch_roster, 1);
    r->a = arena_new();
    r->name = arena_strdup(r->a, name);
    r->series = arena_strdup(r->a, series);
    r->documents = g_array_new(FALSE, FALSE, sizeof(roster_covered));
    r->kinds = g_ptr_array_new();
    r->now = g_hash_table_new(g_str_hash, g_str_equal);
    r->months = g_hash_table_new(g_str_hash, g_str_equal);
    r->others = g_hash_table_new(g_str_hash, g_str_equal);
    r->lost = g_ptr_array_new();
    return r;
}

void
batch_roster_drop(batch_roster *r)
{
    if (!r)
        return;
    g_array_free(r->documents, TRUE);
    g_ptr_array_free(r->kinds, TRUE);
    g_ptr_array_free(r->lost, TRUE);
    g_hash_table_destroy(r->now);
    g_hash_table_destroy(r->months);
    g_hash_table_destroy(r->others);
    arena_drop(r->a);
    g_free(r);
}

/* ---- what is covered now ---- */

void
batch_roster_cover(batch_roster *r, const char *key, const char *form, const char *month, int form_place)
{
    g_assert(r && key && form);
    const roster_covered x = {arena_strdup(r->a, key), arena_strdup(r->a, form), arena_strdup(r->a, month ? month : ""),
                              form_place};
    g_array_append_val(r->documents, x);
}

void
batch_roster_cover_plan(batch_roster *r, const batch_plan *p)
{
    g_assert(r && p);
    for (size_t i = 0; i < batch_plan_length(p); i++) {
        const batch_document *x = batch_plan_at(p, i);
        const batch_form *f = batch_plan_form(p, x);
        const batch_case *c = batch_plan_case(p, x);
        if (c->known)
            batch_roster_cover(r, c->key, f->form, f->month, (int)x->of_form);
    }
}

void
batch_roster_cover_row(void *roster, const ledger_document *x)
{
    if (strcmp(x->key, x->case_path) != 0) /* else its key is not known */
        batch_roster_cover(roster, x->key, x->form, x->month, x->place);
}

void
batch_roster_cover_kinds(batch_roster *r, const char *wishes)
{
    g_assert(r && wishes);
    char **words = g_strsplit(wishes, " ", -1);
    for (size_t i = 0; words[i]; i++)
        if (*words[i]) {
            words[i][strcspn(words[i], ",")] = '\0'; /* how they are to be does not count */
            g_ptr_array_add(r->kinds, (gpointer)arena_strdup(r->a, words[i]));
        }
    g_strfreev(words);
}

/* ---- rows: a document's, whatever the month ---- */

static const char *
text_of_row(arena *a, const ledger_roster_row *x)
{
    return arena_printf(a, "%s\n%s\n%s\n%s", x->key, x->form, x->month, x->kind);
}

static gint
compare_numbers(gconstpointer a, gconstpointer b)
{
    return *(const int *)a - *(const int *)b;
}

/* Where in the order each form stands, once for each month that it is asked for: "" the first, then "2", "3". */
static GHashTable *
places_of_forms(const batch_roster *r)
{
    GHashTable *t = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    GHashTableIter each;
    gpointer places;
    for (guint i = 0; i < r->documents->len; i++) {
        const roster_covered *x = &g_array_index(r->documents, roster_covered, i);
        GArray *at = g_hash_table_lookup(t, x->form);
        if (!at)
            g_hash_table_insert(t, (gpointer)x->form, at = g_array_new(FALSE, FALSE, sizeof(int)));
        bool known = false;
        for (guint k = 0; k < at->len; k++)
            known = known || g_array_index(at, int, k) == x->place;
        if (!known)
            g_array_append_val(at, x->place);
    }
    g_hash_table_iter_init(&each, t);
    while (g_hash_table_iter_next(&each, NULL, &places))
        g_array_sort(places, compare_numbers);
    return t;
}

static const char *
slot_of(arena *a, const GArray *places, int at)
{
    guint n = 0;
    while (g_array_index(places, int, n) != at)
        n++;
    return n ? arena_printf(a, "%u", n + 1) : "";
}

static void
add_now(batch_roster *r, const char *key, const char *form, const char *slot, const char *kind)
{
    ledger_roster_row *row = ARENA_NEW(r->a, ledger_roster_row);
    *row = (ledger_roster_row){r->name, key, form, slot, kind};
    g_hash_table_insert(r->now, (gpointer)text_of_row(r->a, row), row);
}

static void
settle_rows(batch_roster *r)
{
    GHashTable *places = places_of_forms(r);
    for (guint i = 0; i < r->documents->len; i++) {
        const roster_covered *x = &g_array_index(r->documents, roster_covered, i);
        const char *slot = slot_of(r->a, g_hash_table_lookup(places, x->form), x->place);
        add_now(r, x->key, x->form, slot, "");
        g_hash_table_insert(r->months, (gpointer)arena_printf(r->a, "%s\n%s", x->form, slot), (gpointer)x->month);
    }
    for (guint i = 0; i < r->kinds->len; i++)
        add_now(r, "", "", "", g_ptr_array_index(r->kinds, i));
    g_hash_table_destroy(places);
}

/* ---- what is not covered any more ---- */

static bool
is_household(const char *kind)
{
    return g_str_has_prefix(kind, "household");
}

static void
take_row(void *data, const ledger_roster_row *x)
{
    batch_roster *r = data;
    if (strcmp(x->name, r->name) != 0) {
        g_hash_table_insert(
            r->others, (gpointer)arena_printf(r->a, "%s\n%s", *x->kind ? "" : x->key, *x->kind ? x->kind : x->form),
            (gpointer)arena_strdup(r->a, x->name));
        return;
    }
    char *text = g_strdup_printf("%s\n%s\n%s\n%s", x->key, x->form, x->month, x->kind);
    const bool there = g_hash_table_contains(r->now, text);
    g_free(text);
    r->before += !*x->kind;
    r->kept += there;
    r->has_households = r->has_households || is_household(x->kind);
    if (there)
        return;
    roster_lost *row = ARENA_NEW(r->a, roster_lost);
    *row = (roster_lost){arena_strdup(r->a, x->key), arena_strdup(r->a, x->form), arena_strdup(r->a, x->month),
                         arena_strdup(r->a, x->kind), false};
    g_ptr_array_add(r->lost, row);
}

bool
batch_roster_compare(batch_roster *r, ledger *l)
{
    g_assert(r && l);
    settle_rows(r);
    for (guint i = 0; i < r->kinds->len; i++)
        r->has_households = r->has_households || is_household(g_ptr_array_index(r->kinds, i));
    return !*r->name || ledger_each_roster(l, NULL, take_row, r);
}

bool
batch_roster_has_accepted(const batch_roster *r)
{
    return batch_roster_missing(r) < r->lost->len;
}

size_t
batch_roster_missing(const batch_roster *r)
{
    g_assert(r);
    size_t n = 0;
    for (guint i = 0; i < r->lost->len; i++)
        n += !((const roster_lost *)g_ptr_array_index(r->lost, i))->accepted;
    return n;
}

void
batch_roster_each_missing(const batch_roster *r, batch_roster_visit visit, void *data)
{
    g_assert(r && visit);
    for (guint i = 0; i < r->lost->len; i++) {
        const roster_lost *x = g_ptr_array_index(r->lost, i);
        if (!x->accepted)
            visit(data, x->key, x->form, x->kind);
    }
}

/* ---- what is to be done about it ---- */

void
batch_roster_accept_all(batch_roster *r)
{
    g_assert(r);
    for (guint i = 0; i < r->lost->len; i++)
        ((roster_lost *)g_ptr_array_index(r->lost, i))->accepted = true;
}

typedef struct sparing {
    batch_roster *r;
    GHashTable *spared; /* char *, "key\nform": of a household's envelope */
} sparing;

static void
spare_household(void *data, const ledger_document *x)
{
    sparing *s = data;
    for (size_t i = 0; i < x->recipient_count; i++)
        if (strcmp(x->recipients[i].to, "household") == 0)
            g_hash_table_add(s->spared, g_strdup_printf("%s\n%s", x->key, x->form));
}

bool
batch_roster_accept_share(batch_roster *r, ledger *l, int percent)
{
    g_assert(r && l);
    if (percent < 0 || !r->lost->len || r->lost->len * 100 > (size_t)percent * r->before)
        return true;
    sparing s = {r, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    const bool good = !r->has_households || ledger_each(l, 0, true, spare_household, &s);
    for (guint i = 0; good && i < r->lost->len; i++) {
        roster_lost *x = g_ptr_array_index(r->lost, i);
        char *name = g_strdup_printf("%s\n%s", x->key, x->form);
        x->accepted = !*x->kind && !g_hash_table_contains(s.spared, name);
        g_free(name);
    }
    g_hash_table_destroy(s.spared);
    return good;
}

/* ---- telling ---- */

static gint
compare_lost(gconstpointer a, gconstpointer b)
{
    const roster_lost *x = *(const roster_lost *const *)a, *y = *(const roster_lost *const *)b;
    const int keys = strcmp(x->key, y->key), forms = strcmp(x->form, y->form);
    return keys ? keys : forms ? forms : strcmp(x->slot, y->slot);
}

/* The forms of one key, from `first` on; returns the first row of the next. */
static guint
forms_of_key(const GPtrArray *rows, guint first, GString *forms)
{
    const char *key = ((const roster_lost *)g_ptr_array_index(rows, first))->key;
    guint i = first;
    for (; i < rows->len && strcmp(((const roster_lost *)g_ptr_array_index(rows, i))->key, key) == 0; i++) {
        char *name = batch_form_name(((const roster_lost *)g_ptr_array_index(rows, i))->form);
        g_string_append_printf(forms, "%s%s", i > first ? " " : "", name);
        g_free(name);
    }
    return i;
}

/* What became of a row: it is missing, it is withdrawn, or somebody else still wants it. */
typedef enum lost_fate { LOST_MISSING, LOST_WITHDRAWN, LOST_ELSEWHERE } lost_fate;
static const struct {
    diag_code of_key, more, of_kind;
} lost_words[] = {
    [LOST_MISSING] = {DIAG_BATCH_ROSTER_MISSING, DIAG_BATCH_ROSTER_MORE, DIAG_BATCH_ROSTER_KIND},
    [LOST_WITHDRAWN] = {DIAG_BATCH_ROSTER_WITHDRAWN, DIAG_BATCH_ROSTER_WITHDRAWN_MORE,
                        DIAG_BATCH_ROSTER_KIND_WITHDRAWN},
    [LOST_ELSEWHERE] = {DIAG_BATCH_ROSTER_ELSEWHERE, DIAG_BATCH_ROSTER_ELSEWHERE_MORE,
                        DIAG_BATCH_ROSTER_KIND_ELSEWHERE},
};

const char *
batch_roster_elsewhere(const batch_roster *r, const roster_lost *x)
{
    char *name = *x->kind ? g_strdup_printf("\n%s", x->kind) : g_strdup_printf("%s\n%s", x->key, x->form);
    const char *other = g_hash_table_lookup(r->others, name);
    g_free(name);
    return other;
}

static lost_fate
fate_of(const batch_roster *r, const roster_lost *x)
{
    if (!x->accepted)
        return LOST_MISSING;
    return batch_roster_elsewhere(r, x) ? LOST_ELSEWHERE : LOST_WITHDRAWN;
}

/* Why a row has its fate: what was decided, or the roster that has it. */
static const char *
why_of(const batch_roster *r, const roster_lost *x, lost_fate fate, const char *reason)
{
    return fate == LOST_ELSEWHERE ? batch_roster_elsewhere(r, x) : reason;
}

static void
tell_keys(const batch_roster *r, const GPtrArray *rows, lost_fate fate, const char *reason, diag *d)
{
    guint i = 0, told = 0;
    while (i < rows->len && told++ < BATCH_MOST_TOLD) {
        GString *forms = g_string_new(NULL);
        const roster_lost *first = g_ptr_array_index(rows, i);
        i = forms_of_key(rows, i, forms);
        diag_add(d, lost_words[fate].of_key, PLACE_NONE, PLACE_NONE, first->key, forms->str,
                 why_of(r, first, fate, reason), NULL);
        g_string_free(forms, TRUE);
    }
    if (i == rows->len)
        return;
    char *more = g_strdup_printf("%u", rows->len - i);
    diag_add(d, lost_words[fate].more, PLACE_NONE, PLACE_NONE, more, NULL);
    g_free(more);
}

static void
tell_some(const batch_roster *r, lost_fate fate, const char *reason, diag *d)
{
    GPtrArray *rows = g_ptr_array_new();
    for (guint i = 0; i < r->lost->len; i++) {
        roster_lost *x = g_ptr_array_index(r->lost, i);
        if (fate_of(r, x) != fate)
            continue;
        if (!*x->kind)
            g_ptr_array_add(rows, x);
        else
            diag_add(d, lost_words[fate].of_kind, PLACE_NONE, PLACE_NONE, x->kind, why_of(r, x, fate, reason), NULL);
    }
    g_ptr_array_sort(rows, compare_lost);
    tell_keys(r, rows, fate, reason, d);
    g_ptr_array_free(rows, TRUE);
}

void
batch_roster_tell(const batch_roster *r, const char *reason, diag *d)
{
    g_assert(r && d);
    tell_some(r, LOST_MISSING, NULL, d);
    if (reason) {
        tell_some(r, LOST_WITHDRAWN, reason, d);
        tell_some(r, LOST_ELSEWHERE, reason, d);
    }
}

/* ---- the next roster ---- */

bool
batch_roster_save(const batch_roster *r, ledger *l, int64_t run)
{
    g_assert(r && l);
    GHashTableIter each;
    gpointer row;
    if (!*r->name || (g_hash_table_size(r->now) == r->kept && !batch_roster_has_accepted(r)))
        return true; /* it stands as it was */
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(ledger_roster_row));
    g_hash_table_iter_init(&each, r->now);
    while (g_hash_table_iter_next(&each, NULL, &row))
        g_array_append_val(rows, *(const ledger_roster_row *)row);
    for (guint i = 0; i < r->lost->len; i++) {
        const roster_lost *x = g_ptr_array_index(r->lost, i);
        const ledger_roster_row still = {r->name, x->key, x->form, x->slot, x->kind};
        if (!x->accepted)
            g_array_append_val(rows, still);
    }
    const bool good = ledger_save_roster(l, r->name, run, (const ledger_roster_row *)rows->data, rows->len);
    g_array_free(rows, TRUE);
    return good;
}

/* ---- of a run ---- */

batch_roster *
batch_roster_of_plan(const batch_order *o, const batch_plan *p, batch_shard shard, ledger *l)
{
    g_assert(o && p);
    batch_roster *r = batch_roster_new(shard.count ? "" : batch_order_roster(o), o->month ? o->month : "");
    char *wishes = batch_wishes_text(o->wishes);
    batch_roster_cover_plan(r, p);
    batch_roster_cover_kinds(r, wishes);
    g_free(wishes);
    if (!l || batch_roster_compare(r, l))
        return r;
    batch_roster_drop(r);
    return NULL;
}

void
batch_roster_told(const batch_order *o, const batch_plan *p, batch_shard shard, ledger *l, batch_counts *counts,
                  diag *d)
{
    g_assert(o && p && counts && d);
    batch_roster *r = batch_roster_of_plan(o, p, shard, l);
    if (!r)
        return;
    counts->missing = batch_roster_missing(r);
    batch_roster_tell(r, NULL, d);
    batch_roster_drop(r);
}
