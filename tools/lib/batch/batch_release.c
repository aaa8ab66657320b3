/* batch_release.c: what was made is issued: which of it, whether it may go, and then all of it or nothing.
 *
 *   choose  the documents and envelopes that the order names
 *   judge   each: is it made, is its file what the ledger says, was it issued with these bytes before
 *   issue   the bytes into the store, on the disk, then one transaction of the journal: a kill leaves either */
#include "batch/batch_release_int.h"

#include <string.h>

#include "base/near.h"

static const char *const unmade[] = {"束を作れていません", "the envelope could not be made"};
static const char *const not_asked[] = {"頼まれていない事例の書類も入っています。その束だけを出すときは --bundle NAME",
                                        "it holds documents of a case that was not asked for, too: --bundle NAME"};

/* ---- choosing ---- */

static bool
is_one_of(const char *const *list, const char *text)
{
    return list && g_strv_contains(list, text);
}

/* Whether a run file makes this form for this month: the form's own, or that of the run. */
static bool
is_of_order(const batch_release_order *o, const ledger_document *x)
{
    const batch_order *order = o->order;
    const char *of_run = o->month ? o->month : order->month;
    bool found = order->forms->len == 0;
    for (guint i = 0; !found && i < order->forms->len; i++) {
        const batch_form *f = &g_array_index(order->forms, batch_form, i);
        const char *month = f->month ? f->month : of_run;
        found = strcmp(f->form, x->form) == 0 && strcmp(month ? month : "", x->month) == 0;
    }
    return found;
}

/* The case files of a run file, as whole paths: how it was said where they are is nothing to go by. NULL: of any. */
static GHashTable *
find_cases(const batch_order *order)
{
    if (!order)
        return NULL;
    GHashTable *cases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < order->cases->len; i++)
        g_hash_table_add(cases, g_canonicalize_filename(g_ptr_array_index(order->cases, i), NULL));
    return cases;
}

static bool
is_of_cases(const batch_releasing *r, const ledger_document *x)
{
    if (!r->cases)
        return true;
    char *path = g_canonicalize_filename(x->case_path, NULL);
    const bool found = g_hash_table_contains(r->cases, path);
    g_free(path);
    return found;
}

/* Of what could not be made only what the last run covers is told: what it was that an old one could not make, nobody
 * asks any more. */
static bool
is_of_tonight(const batch_releasing *r, const ledger_document *x)
{
    char *name = batch_release_name(x->key, x->form, x->month);
    const bool found = g_hash_table_contains(r->tonight, name);
    g_free(name);
    return found;
}

static bool
is_by_envelope(const batch_release_order *o)
{
    return o->all_bundles || (o->bundles && o->bundles[0]);
}

static bool
has_keys(const batch_release_order *o)
{
    return o->keys && o->keys[0];
}

static bool
is_wanted(const batch_release_order *o, const ledger_document *x)
{
    return !is_by_envelope(o) && (!has_keys(o) || is_one_of(o->keys, x->key)) &&
           (!o->form || strcmp(o->form, x->form) == 0) && (!o->month || strcmp(o->month, x->month) == 0) &&
           (!o->order || is_of_order(o, x));
}

static void
take_tonight(void *data, const ledger_document *x)
{
    g_hash_table_add(((batch_releasing *)data)->tonight, batch_release_name(x->key, x->form, x->month));
}

static void
take_letter(void *data, const ledger_document *x)
{
    batch_releasing *r = data;
    batch_letter *l = ARENA_NEW(r->a, batch_letter);
    l->of = *x;
    l->of.key = arena_strdup(r->a, x->key);
    l->of.form = arena_strdup(r->a, x->form);
    l->of.month = arena_strdup(r->a, x->month);
    l->of.file = arena_strdup(r->a, x->file);
    l->of.consented = arena_strdup(r->a, x->consented);
    l->tells = batch_withheld_tells(r->withheld, x->places);
    const char *month = batch_months_of(&r->months, l->of.form, l->of.month);
    l->line = (batch_release_line){.key = l->of.key, .form = l->of.form, .month = month, .pages = x->pages};
    const bool of_cases = is_of_cases(r, x);
    l->wanted = is_wanted(r->o, x) && of_cases;
    l->named = l->wanted && has_keys(r->o);
    g_hash_table_add(r->known, (gpointer)l->of.key);
    if (r->asked && of_cases && (!has_keys(r->o) || is_one_of(r->o->keys, x->key)))
        g_hash_table_add(r->asked, (gpointer)l->of.key);
    l->wanted = l->wanted && (l->named || x->status == LEDGER_MADE || is_of_tonight(r, x));
    g_ptr_array_add(r->letters, l);
    g_hash_table_insert(r->by_name, batch_release_name(x->key, x->form, x->month), l);
    g_hash_table_replace(r->papers, batch_release_name(x->key, x->form, month), l); /* they come by month */
}

static void
find_newest(batch_releasing *r)
{
    for (guint i = 0; i < r->letters->len; i++) {
        batch_letter *l = g_ptr_array_index(r->letters, i);
        char *name = batch_release_name(l->of.key, l->of.form, l->line.month);
        l->newest = g_hash_table_lookup(r->papers, name);
        l->wanted = l->wanted && l->newest == l;
        g_free(name);
    }
}

/* By its name or its kind of recipient; of a run file that says which kinds it has, those. */
static bool
wants_envelope(const batch_releasing *r, const char *name, const char *to, const char *series)
{
    const batch_release_order *o = r->o;
    const bool any_kind = !o->order || !o->order->wishes->len;
    const bool of_all = o->all_bundles && (any_kind || batch_wish_find(o->order->wishes, to));
    return (of_all || is_one_of(o->bundles, name) || is_one_of(o->bundles, to)) && strcmp(r->series, series) == 0;
}

/* Of which share of an envelope an order is about. */
typedef enum share { SHARE_NONE, SHARE_SOME, SHARE_ALL } share;

static share
share_of(size_t asked, size_t all)
{
    return asked == all ? SHARE_ALL : asked ? SHARE_SOME : SHARE_NONE;
}

static share
share_of_envelope(const batch_releasing *r, const ledger_bundle *x)
{
    size_t asked = 0;
    for (size_t i = 0; r->asked && i < x->member_count; i++)
        asked += g_hash_table_contains(r->asked, x->members[i].key) ? 1 : 0;
    return r->asked ? share_of(asked, x->member_count) : SHARE_ALL;
}

/* Of one that could not be made the ledger has only the mark: the keys, with whose letter it is (K-0001+2) or to whom
 * it goes (wakabadai／K-0001). Where they are not said (K-0001ほか3, or none at all) it may be of any. */
static share
share_of_unmade(const batch_releasing *r, const ledger_unmade *x)
{
    size_t asked = 0, known = 0;
    char **marks = g_strsplit(x->mark, "／", -1);
    for (char **mark = marks; r->asked && *mark; mark++) {
        char **words = g_strsplit(*mark, "・", -1);
        for (char **word = words; *word; word++) {
            char *end = strchr(*word, '+');
            if (end && !g_hash_table_contains(r->known, *word))
                *end = '\0';
            known += g_hash_table_contains(r->known, *word) ? 1 : 0;
            asked += g_hash_table_contains(r->asked, *word) ? 1 : 0;
        }
        g_strfreev(words);
    }
    g_strfreev(marks);
    return known ? share_of(asked, known) : SHARE_ALL;
}

static batch_envelope *
add_envelope(batch_releasing *r, const char *name, const char *to, const char *series)
{
    batch_envelope *e = ARENA_NEW(r->a, batch_envelope);
    e->named = is_one_of(r->o->bundles, name);
    e->line = (batch_release_line){.bundle = true,
                                   .key = arena_strdup(r->a, name),
                                   .form = arena_strdup(r->a, to),
                                   .month = arena_strdup(r->a, series)};
    g_ptr_array_add(r->envelopes, e);
    return e;
}

static void
take_envelope(void *data, const ledger_bundle *x)
{
    batch_releasing *r = data;
    const share about = share_of_envelope(r, x);
    if (!wants_envelope(r, x->name, x->to, x->series) || (about == SHARE_NONE && !is_one_of(r->o->bundles, x->name)))
        return;
    batch_envelope *e = add_envelope(r, x->name, x->to, x->series);
    if (about != SHARE_ALL)
        batch_release_refuse(&e->line, not_asked);
    e->line.pages = x->pages;
    e->of = *x;
    e->of.file = arena_strdup(r->a, x->file);
    e->members = arena_alloc(r->a, (x->member_count + 1) * sizeof *e->members);
    for (size_t i = 0; i < x->member_count; i++) {
        e->members[i] = x->members[i];
        e->members[i].key = arena_strdup(r->a, x->members[i].key);
        e->members[i].form = arena_strdup(r->a, x->members[i].form);
        e->members[i].month = arena_strdup(r->a, x->members[i].month);
        e->members[i].gap = arena_strdup(r->a, x->members[i].gap);
    }
}

static void
take_unmade(void *data, const ledger_unmade *x)
{
    batch_releasing *r = data;
    if (wants_envelope(r, x->name, x->to, x->series) && share_of_unmade(r, x) != SHARE_NONE)
        batch_release_refuse(&add_envelope(r, x->name, x->to, x->series)->line, unmade);
}

/* ---- issuing ---- */

static bool
line_goes(const batch_release_line *x)
{
    return x->going == BATCH_NEW_ISSUE || x->going == BATCH_REPLACES;
}

static bool
append_letter(const batch_releasing *r, const batch_letter *l)
{
    const ledger_document *of = &l->of;
    ledger_entry x = batch_desk_entry(r->desk, LEDGER_ISSUE);
    x.run = of->made_run;
    x.key = of->key;
    x.form = of->form;
    x.month = l->line.month;
    x.version = l->line.version;
    x.name = of->file;
    x.consented = of->consented;
    x.output = of->output;
    x.bytes = of->bytes;
    x.pages = of->pages;
    x.case_sum = of->case_sum;
    x.masters = of->masters;
    x.kit = of->kit;
    x.inputs = of->inputs;
    return ledger_append(r->desk->ledger, &x, NULL);
}

static bool
append_consent(const batch_releasing *r, const batch_letter *l)
{
    ledger_entry x = batch_desk_entry(r->desk, LEDGER_CONSENT);
    x.run = r->run;
    x.key = l->of.key;
    x.form = l->of.form;
    x.month = l->line.month;
    x.version = l->line.version;
    x.consented = l->of.consented;
    x.of = l->of.output;
    return ledger_append(r->desk->ledger, &x, NULL);
}

static bool
append_envelope(const batch_releasing *r, const batch_envelope *e)
{
    ledger_entry x = batch_desk_entry(r->desk, LEDGER_ISSUE);
    x.run = r->run;
    x.bundle = true;
    x.key = e->line.key;
    x.form = e->line.form;
    x.month = e->line.month;
    x.version = e->line.version;
    x.name = e->of.file;
    x.output = e->of.output;
    x.bytes = e->of.bytes;
    x.pages = e->of.pages;
    x.inputs = e->of.inputs;
    x.members = e->members;
    x.member_count = e->of.member_count;
    return ledger_append(r->desk->ledger, &x, NULL);
}

/* The store is on the disk before the journal says so; what is left aside is taken back the next time. */
static bool
issue_all(batch_releasing *r)
{
    r->begun = batch_store_keep(&r->desk->place, r->desk->d) == 0;
    bool good = r->begun && ledger_begin(r->desk->ledger);
    for (guint i = 0; good && i < r->letters->len; i++) {
        const batch_letter *l = g_ptr_array_index(r->letters, i);
        good = !l->wanted || !line_goes(&l->line) || append_letter(r, l);
        good = good && (!l->wanted || !l->signed_since || append_consent(r, l));
    }
    for (guint i = 0; good && i < r->envelopes->len; i++) {
        const batch_envelope *e = g_ptr_array_index(r->envelopes, i);
        good = !line_goes(&e->line) || append_envelope(r, e);
    }
    good = good && ledger_commit(r->desk->ledger);
    const int error = good ? batch_store_settle(&r->desk->place) : 0;
    if (error)
        batch_place_report("issued", error, r->desk->d);
    return good && !error;
}

/* ---- the account of it ---- */

static void
add_line(batch_released *out, const batch_release_line *x)
{
    batch_release_line line = *x;
    line.key = arena_strdup(out->a, x->key);
    line.form = arena_strdup(out->a, x->form);
    line.month = arena_strdup(out->a, x->month);
    g_array_append_val(out->lines, line);
    out->count[x->going]++;
}

/* What could not be made, of a whole night, keeps nothing else back; what was asked for by name, or a file that is not
 * what it was, does. */
static bool
keeps_all_back(const batch_letter *l)
{
    return l->wanted && l->line.going == BATCH_REFUSED && (l->named || l->of.status == LEDGER_MADE);
}

static void
tell_refusal(const batch_releasing *r, const batch_release_line *x)
{
    char *what = g_strdup_printf("%s %s%s%s", x->key, x->form, *x->month ? " " : "", x->month);
    diag_add(r->desk->d, DIAG_BATCH_NOT_RELEASED, PLACE_NONE, PLACE_NONE, what, x->why[DIAG_JA], x->why[DIAG_EN], NULL);
    g_free(what);
}

/* What keeps all back is told as an error; what stays behind has its line. */
static void
collect_lines(const batch_releasing *r, batch_released *out)
{
    for (guint i = 0; i < r->letters->len; i++) {
        const batch_letter *l = g_ptr_array_index(r->letters, i);
        if (l->wanted)
            add_line(out, &l->line);
        out->consents += l->wanted && l->signed_since;
        out->forbidden += l->wanted && l->line.going == BATCH_REFUSED && l->of.status == LEDGER_BLOCKED;
        if (keeps_all_back(l))
            tell_refusal(r, &l->line);
        out->refused_all = out->refused_all || keeps_all_back(l);
    }
    for (guint i = 0; i < r->envelopes->len; i++) {
        const batch_envelope *e = g_ptr_array_index(r->envelopes, i);
        const bool keeps = e->line.going == BATCH_REFUSED && (e->whole || e->named);
        add_line(out, &e->line);
        if (keeps)
            tell_refusal(r, &e->line);
        out->refused_all = out->refused_all || keeps;
    }
    if (!out->refused_all)
        return;
    char *count = g_strdup_printf("%zu", out->count[BATCH_REFUSED]);
    diag_add(r->desk->d, DIAG_BATCH_NONE_RELEASED, PLACE_NONE, PLACE_NONE, count, NULL);
    g_free(count);
}

/* Each name that was given must be one of these. */
static bool
knows_names(const batch_releasing *r, const char *const *asked, GPtrArray *names)
{
    bool good = true;
    for (size_t i = 0; asked && asked[i]; i++) {
        if (g_ptr_array_find_with_equal_func(names, asked[i], g_str_equal, NULL))
            continue;
        char *ja = names->len ? near_advice(asked[i], names, DIAG_JA) : NULL;
        char *en = names->len ? near_advice(asked[i], names, DIAG_EN) : NULL;
        diag_add(r->desk->d, DIAG_BATCH_UNKNOWN, PLACE_NONE, PLACE_NONE, asked[i],
                 arena_printf(r->a, "%s%s", ja ? ja : "", ja ? "。" : ""),
                 arena_printf(r->a, "%s%s", en ? en : "", en ? "; " : ""), NULL);
        g_free(ja);
        g_free(en);
        good = false;
    }
    return good;
}

static bool
knows_keys(const batch_releasing *r)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < r->letters->len; i++) {
        const batch_letter *l = g_ptr_array_index(r->letters, i);
        const bool about = is_by_envelope(r->o) ? r->asked && g_hash_table_contains(r->asked, l->of.key) : l->wanted;
        if ((about || !is_one_of(r->o->keys, l->of.key)) &&
            !(names->len && strcmp(g_ptr_array_index(names, names->len - 1), l->of.key) == 0)) /* they are by key */
            g_ptr_array_add(names, (void *)l->of.key);
    }
    const bool good = knows_names(r, r->o->keys, names);
    g_ptr_array_free(names, TRUE);
    return good;
}

static bool
knows_envelopes(const batch_releasing *r)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < r->envelopes->len; i++) {
        const batch_release_line *x = &((const batch_envelope *)g_ptr_array_index(r->envelopes, i))->line;
        g_ptr_array_add(names, (void *)x->key);
        g_ptr_array_add(names, (void *)x->form);
    }
    const bool good = knows_names(r, r->o->bundles, names);
    g_ptr_array_free(names, TRUE);
    return good;
}

/* The month of the envelopes: as it was asked for, by the run file, or of the last run. */
static const char *
series_of(const batch_release_order *o, const ledger_run *last)
{
    const char *said = o->month ? o->month : o->order ? o->order->month : NULL;
    const bool of_last = !o->order || g_strcmp0(o->order->label, last->order) == 0;
    return said ? said : of_last && last->series ? last->series : "";
}

static bool
release_all(batch_releasing *r, batch_released *out)
{
    ledger *l = r->desk->ledger;
    ledger_run run;
    if (!ledger_last_run(l, &run))
        return false;
    const bool known = run.id;
    r->run = run.id;
    r->series = g_strdup(series_of(r->o, &run));
    if (r->o->order || has_keys(r->o))
        r->asked = g_hash_table_new(g_str_hash, g_str_equal);
    r->withheld = batch_withheld_read(l);
    if (!r->withheld || (known && !ledger_each(l, run.id, false, take_tonight, r)) ||
        !ledger_each(l, 0, true, take_letter, r) || !ledger_each_bundle(l, 0, take_envelope, r) ||
        !ledger_each_unmade(l, 0, take_unmade, r))
        return false;
    find_newest(r);
    if (known && !batch_release_is_of_ended(r, &run))
        return false;
    if (!knows_keys(r) || !knows_envelopes(r) || !batch_release_judge(r))
        return false;
    collect_lines(r, out);
    if (out->refused_all || r->desk->looks)
        return !out->refused_all;
    out->issued = out->count[BATCH_NEW_ISSUE] + out->count[BATCH_REPLACES] > 0;
    return (!out->issued && !out->consents && !r->restores) || issue_all(r);
}

bool
batch_release(const batch_release_order *o, const render_paths *paths, const char *output, batch_released *out, diag *d)
{
    g_assert(o && paths && output && out && d);
    batch_desk desk;
    *out = (batch_released){.lines = g_array_new(FALSE, FALSE, sizeof(batch_release_line)), .a = arena_new()};
    if (!batch_desk_open(&desk, output, &o->deed, d))
        return false;
    batch_releasing r = {.o = o,
                         .desk = &desk,
                         .a = arena_new(),
                         .cases = find_cases(o->order),
                         .letters = g_ptr_array_new(),
                         .envelopes = g_ptr_array_new(),
                         .by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                         .tonight = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                         .papers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                         .known = g_hash_table_new(g_str_hash, g_str_equal),
                         .months = {paths, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)}};
    const bool good = release_all(&r, out);
    if (!r.begun && !desk.looks) /* what was put aside is of nobody */
        batch_store_recover(&desk.place, batch_issued_has, desk.issued);
    out->issued = out->issued && good;
    g_ptr_array_free(r.letters, TRUE);
    g_ptr_array_free(r.envelopes, TRUE);
    if (r.cases)
        g_hash_table_destroy(r.cases);
    if (r.asked)
        g_hash_table_destroy(r.asked);
    g_hash_table_destroy(r.known);
    g_hash_table_destroy(r.by_name);
    g_hash_table_destroy(r.papers);
    g_hash_table_destroy(r.tonight);
    g_free(r.series);
    batch_withheld_drop(r.withheld);
    g_hash_table_destroy(r.months.takes);
    arena_drop(r.a);
    batch_desk_close(&desk);
    return good;
}

void
batch_released_clear(batch_released *x)
{
    g_array_free(x->lines, TRUE);
    arena_drop(x->a);
    *x = (batch_released){0};
}
