#include "batch/batch_issued.h"

#include <string.h>

/* ---- papers ---- */

static char *
name_of(bool bundle, const char *key, const char *form, const char *month)
{
    return g_strdup_printf("%d\n%s\n%s\n%s", bundle, key, form, month);
}

static void
drop_paper(void *data)
{
    batch_paper *p = data;
    for (guint i = 0; i < p->versions->len; i++) {
        g_array_free(g_array_index(p->versions, batch_version, i).copies, TRUE);
        g_array_free(g_array_index(p->versions, batch_version, i).prints, TRUE);
        g_ptr_array_free(g_array_index(p->versions, batch_version, i).keys, TRUE);
        g_array_free(g_array_index(p->versions, batch_version, i).enclosed, TRUE);
    }
    g_array_free(p->versions, TRUE);
    g_free(p);
}

static const char *
keep_text(batch_issued *i, const char *text)
{
    return g_string_chunk_insert_const(i->strings, text ? text : "");
}

static batch_paper *
paper_of(batch_issued *i, bool bundle, const char *key, const char *form, const char *month)
{
    char *name = name_of(bundle, key, form, month);
    batch_paper *p = g_hash_table_lookup(i->by_name, name);
    if (p) {
        g_free(name);
        return p;
    }
    p = g_new0(batch_paper, 1);
    *p = (batch_paper){.bundle = bundle,
                       .key = keep_text(i, key),
                       .form = keep_text(i, form),
                       .month = keep_text(i, month),
                       .versions = g_array_new(FALSE, TRUE, sizeof(batch_version))};
    g_hash_table_insert(i->by_name, name, p);
    g_ptr_array_add(i->papers, p);
    return p;
}

static batch_version *
version_of(const batch_paper *p, int version)
{
    return version >= 1 && (guint)version <= p->versions->len ? &g_array_index(p->versions, batch_version, version - 1)
                                                              : NULL;
}

/* ---- the entries, one after the other ---- */

/* Bytes are kept as long as one version or copy needs them. */
static void
count_live(batch_issued *i, const digest *output, int by)
{
    char text[DIGEST_TEXT];
    digest_text(output, text);
    const int n = GPOINTER_TO_INT(g_hash_table_lookup(i->live, text)) + by;
    g_hash_table_insert(i->live, g_strdup(text), GINT_TO_POINTER(n));
}

static void
end_version(batch_issued *i, batch_version *v, batch_standing standing, const ledger_entry *x)
{
    v->standing = standing;
    v->withdrawn = v->withdrawn || standing == STANDING_WITHDRAWN;
    v->ended_on = keep_text(i, x->on);
    v->ended_who = keep_text(i, x->who);
    v->ended_why = keep_text(i, x->reason);
}

static GPtrArray *
keys_of(batch_issued *i, const ledger_entry *x)
{
    GPtrArray *keys = g_ptr_array_new();
    for (size_t m = 0; m < x->member_count; m++) {
        const char *key = keep_text(i, x->members[m].key);
        if (!g_ptr_array_find(keys, key, NULL)) /* texts that are kept once are known by where they are */
            g_ptr_array_add(keys, (void *)key);
    }
    return keys;
}

static GArray *
enclosed_of(batch_issued *i, const ledger_entry *x)
{
    GArray *enclosed = g_array_new(FALSE, FALSE, sizeof(batch_enclosed));
    for (size_t n = 0; n < x->member_count; n++) {
        const ledger_member *m = &x->members[n];
        const batch_enclosed e = {.key = keep_text(i, m->key),
                                  .form = keep_text(i, m->form),
                                  .month = keep_text(i, m->month),
                                  .version = m->version,
                                  .output = m->output};
        if (!m->gap || !*m->gap)
            g_array_append_val(enclosed, e);
    }
    return enclosed;
}

static void
add_issue(batch_issued *i, const ledger_entry *x)
{
    batch_paper *p = paper_of(i, x->bundle, x->key, x->form, x->month);
    batch_version *before = version_of(p, (int)p->versions->len);
    if (before && before->standing == STANDING_CURRENT) {
        end_version(i, before, STANDING_SUPERSEDED, x);
        before->next = x->version;
    }
    batch_version v = {.version = x->version,
                       .entry = x->number,
                       .on = keep_text(i, x->on),
                       .who = keep_text(i, x->who),
                       .host = keep_text(i, x->host),
                       .reason = keep_text(i, x->reason),
                       .name = keep_text(i, x->name),
                       .consented = keep_text(i, x->consented),
                       .output = x->output,
                       .bytes = x->bytes,
                       .pages = x->pages,
                       .copies = g_array_new(FALSE, FALSE, sizeof(batch_copy)),
                       .prints = g_array_new(FALSE, FALSE, sizeof(batch_printing)),
                       .keys = keys_of(i, x),
                       .enclosed = enclosed_of(i, x)};
    g_array_append_val(p->versions, v);
    count_live(i, &x->output, 1);
}

static void
add_copy(batch_issued *i, batch_version *v, const ledger_entry *x)
{
    const batch_copy c = {.copy = x->copy,
                          .on = keep_text(i, x->on),
                          .who = keep_text(i, x->who),
                          .reason = keep_text(i, x->reason),
                          .name = keep_text(i, x->name),
                          .output = x->output};
    g_array_append_val(v->copies, c);
    count_live(i, &x->output, 1);
}

static void
add_printing(batch_issued *i, batch_version *v, const ledger_entry *x)
{
    const batch_printing p = {keep_text(i, x->on), keep_text(i, x->who), keep_text(i, x->reason)};
    g_array_append_val(v->prints, p);
}

static void
destroy_version(batch_issued *i, batch_version *v, const ledger_entry *x)
{
    if (v->standing == STANDING_DESTROYED)
        return;
    end_version(i, v, STANDING_DESTROYED, x);
    count_live(i, &v->output, -1);
    for (guint c = 0; c < v->copies->len; c++)
        count_live(i, &g_array_index(v->copies, batch_copy, c).output, -1);
}

static void
add_hold(batch_issued *i, const ledger_entry *x)
{
    GArray *holds = g_hash_table_lookup(i->holds, x->key);
    if (!holds) {
        holds = g_array_new(FALSE, FALSE, sizeof(batch_hold));
        g_hash_table_insert(i->holds, g_strdup(x->key), holds);
    }
    const batch_hold h = {keep_text(i, x->on), keep_text(i, x->who), keep_text(i, x->reason), x->act == LEDGER_HOLD};
    g_array_append_val(holds, h);
}

/* The same bytes, made and withdrawn again, are one file still. g_free it. */
static char *
name_of_withdrawn(const ledger_entry *x)
{
    char hex[DIGEST_TEXT], *name = name_of(x->bundle, x->key, x->form, x->month);
    char *whole = g_strdup_printf("%s\n%s", name, digest_text(&x->output, hex));
    g_free(name);
    return whole;
}

static void
add_withdrawn(batch_issued *i, const ledger_entry *x)
{
    char *name = name_of_withdrawn(x);
    batch_withdrawn *before = g_hash_table_lookup(i->drafts, name);
    if (before && !before->destroyed) {
        before->bytes = MAX(before->bytes, x->bytes);
        g_free(name);
        return;
    }
    batch_withdrawn *w = g_new0(batch_withdrawn, 1);
    *w = (batch_withdrawn){.bundle = x->bundle,
                           .key = keep_text(i, x->key),
                           .form = keep_text(i, x->form),
                           .month = keep_text(i, x->month),
                           .name = keep_text(i, x->name),
                           .keys = keys_of(i, x),
                           .output = x->output,
                           .bytes = x->bytes,
                           .pages = x->pages};
    g_ptr_array_add(i->withdrawn, w);
    g_hash_table_replace(i->drafts, name, w);
}

static void
drop_withdrawn(void *data)
{
    batch_withdrawn *w = data;
    g_ptr_array_free(w->keys, TRUE);
    g_free(w);
}

static void
destroy_withdrawn(const batch_issued *i, const ledger_entry *x)
{
    for (guint n = 0; n < i->withdrawn->len; n++) {
        batch_withdrawn *w = g_ptr_array_index(i->withdrawn, n);
        const bool same = w->bundle == x->bundle && strcmp(w->key, x->key) == 0 && digest_equal(&w->output, &x->of);
        w->destroyed = w->destroyed || same;
    }
}

static void
take_entry(void *data, const ledger_entry *x)
{
    batch_issued *i = data;
    i->last = keep_text(i, x->on);
    if (x->act == LEDGER_ISSUE) {
        add_issue(i, x);
        return;
    }
    if (x->act == LEDGER_HOLD || x->act == LEDGER_UNHOLD)
        add_hold(i, x);
    if (x->act == LEDGER_WITHDRAW && x->version == 0)
        add_withdrawn(i, x);
    else if (x->act == LEDGER_EXPIRE && x->version == 0)
        destroy_withdrawn(i, x);
    char *name = name_of(x->bundle, x->key, x->form, x->month);
    const batch_paper *p = g_hash_table_lookup(i->by_name, name);
    batch_version *v = p ? version_of(p, x->version) : NULL;
    g_free(name);
    if (v && x->act == LEDGER_REISSUE)
        add_copy(i, v, x);
    else if (v && x->act == LEDGER_CONSENT)
        v->consented = keep_text(i, x->consented);
    else if (v && x->act == LEDGER_PRINT)
        add_printing(i, v, x);
    else if (v && x->act == LEDGER_WITHDRAW)
        end_version(i, v, STANDING_WITHDRAWN, x);
    else if (v && x->act == LEDGER_EXPIRE)
        destroy_version(i, v, x);
}

/* By the month of the run or the envelope, which the paper itself may not have (batch_months_of). */
static const batch_paper *
find_by_run(const batch_issued *i, const char *key, const char *form, const char *month)
{
    const batch_paper *p = batch_issued_find(i, false, key, form, month);
    return p ? p : batch_issued_find(i, false, key, form, "");
}

/* They were counted from the first issue on, and by the month of the run. */
static void
take_old_reissue(void *data, const ledger_reissue *x)
{
    const batch_issued *i = data;
    batch_paper *p = (batch_paper *)find_by_run(i, x->key, x->form, x->month);
    if (p)
        p->copies_before = MAX(p->copies_before, x->number - 1);
}

static gint
compare_papers(gconstpointer a, gconstpointer b)
{
    const batch_paper *x = *(const batch_paper *const *)a, *y = *(const batch_paper *const *)b;
    int order = x->bundle - y->bundle;
    order = order ? order : strcmp(x->key, y->key);
    order = order ? order : strcmp(x->form, y->form);
    return order ? order : strcmp(x->month, y->month);
}

static void
drop_holds(void *holds)
{
    g_array_free(holds, TRUE);
}

batch_issued *
batch_issued_read(ledger *l)
{
    g_assert(l);
    batch_issued *i = g_new0(batch_issued, 1);
    i->papers = g_ptr_array_new_with_free_func(drop_paper);
    i->withdrawn = g_ptr_array_new_with_free_func(drop_withdrawn);
    i->drafts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    i->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    i->holds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, drop_holds);
    i->live = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    i->strings = g_string_chunk_new(4096);
    i->last = "";
    if (ledger_head(l, &i->head, &i->hash) && ledger_each_entry(l, NULL, take_entry, i) &&
        ledger_each_reissue(l, take_old_reissue, i)) {
        g_ptr_array_sort(i->papers, compare_papers);
        return i;
    }
    batch_issued_drop(i);
    return NULL;
}

void
batch_issued_drop(batch_issued *i)
{
    if (!i)
        return;
    g_ptr_array_free(i->papers, TRUE);
    g_hash_table_destroy(i->drafts);
    g_ptr_array_free(i->withdrawn, TRUE);
    g_hash_table_destroy(i->by_name);
    g_hash_table_destroy(i->holds);
    g_hash_table_destroy(i->live);
    g_string_chunk_free(i->strings);
    g_free(i);
}

/* ---- asking ---- */

const batch_paper *
batch_issued_find(const batch_issued *i, bool bundle, const char *key, const char *form, const char *month)
{
    g_assert(i && key && form);
    char *name = name_of(bundle, key, form, month ? month : "");
    const batch_paper *p = g_hash_table_lookup(i->by_name, name);
    g_free(name);
    return p;
}

bool
batch_issued_is_gone(const batch_issued *i, const char *key)
{
    g_assert(i && key);
    bool gone = false;
    for (guint n = 0; n < i->papers->len; n++) {
        const batch_paper *p = g_ptr_array_index(i->papers, n);
        if (p->bundle || strcmp(p->key, key) != 0)
            continue;
        for (guint m = 0; m < p->versions->len; m++)
            if (g_array_index(p->versions, batch_version, m).standing != STANDING_DESTROYED)
                return false;
        gone = true;
    }
    return gone;
}

const char *
batch_months_of(const batch_months *m, const char *form, const char *month)
{
    g_assert(m && m->paths && m->takes && form && month);
    int takes = GPOINTER_TO_INT(g_hash_table_lookup(m->takes, form));
    if (!takes) {
        takes = 1 + render_takes_month(m->paths, form);
        g_hash_table_insert(m->takes, g_strdup(form), GINT_TO_POINTER(takes));
    }
    return takes == 2 ? month : "";
}

bool
batch_paper_is_of(const batch_paper *p, const char *form, const char *month)
{
    g_assert(p);
    return (!form || strcmp(p->form, form) == 0) && (!month || !*p->month || strcmp(p->month, month) == 0);
}

const GArray *
batch_issued_holds(const batch_issued *i, const char *key)
{
    g_assert(i && key);
    return g_hash_table_lookup(i->holds, key);
}

bool
batch_issued_is_held(const batch_issued *i, const char *key)
{
    const GArray *holds = batch_issued_holds(i, key);
    return holds && g_array_index(holds, batch_hold, holds->len - 1).held;
}

bool
batch_issued_has(const void *issued, const digest *output)
{
    const batch_issued *i = issued;
    char text[DIGEST_TEXT];
    return GPOINTER_TO_INT(g_hash_table_lookup(i->live, digest_text(output, text))) > 0;
}

const batch_version *
batch_paper_current(const batch_paper *p)
{
    g_assert(p);
    const batch_version *last = version_of(p, (int)p->versions->len);
    return last && last->standing == STANDING_CURRENT ? last : NULL;
}

const batch_enclosed *
batch_version_enclosed_ended(const batch_issued *i, const batch_version *v)
{
    g_assert(i && v);
    for (guint n = 0; n < v->enclosed->len; n++) {
        const batch_enclosed *e = &g_array_index(v->enclosed, batch_enclosed, n);
        const batch_paper *p = find_by_run(i, e->key, e->form, e->month);
        const batch_version *stands = p ? batch_paper_current(p) : NULL;
        if (!p || (stands && digest_equal(&stands->output, &e->output)))
            continue;
        for (guint j = 0; j < p->versions->len; j++) {
            const batch_version *w = &g_array_index(p->versions, batch_version, j);
            if (digest_equal(&w->output, &e->output) && (w->withdrawn || w->standing == STANDING_DESTROYED))
                return e;
        }
    }
    return NULL;
}

const batch_enclosed *
batch_version_enclosed_replaced(const batch_issued *i, const batch_version *v)
{
    g_assert(i && v);
    for (guint n = 0; n < v->enclosed->len; n++) {
        const batch_enclosed *e = &g_array_index(v->enclosed, batch_enclosed, n);
        const batch_paper *p = find_by_run(i, e->key, e->form, e->month);
        const batch_version *stands = p ? batch_paper_current(p) : NULL;
        if (stands && stands->entry > v->entry && !digest_equal(&stands->output, &e->output))
            return e;
    }
    return NULL;
}

const char *
batch_version_printed(const batch_version *v)
{
    g_assert(v);
    return v->prints->len ? g_array_index(v->prints, batch_printing, v->prints->len - 1).on : NULL;
}

const batch_version *
batch_paper_withdrawn(const batch_paper *p, const digest *output)
{
    g_assert(p && output);
    for (guint i = p->versions->len; i-- > 0;) {
        const batch_version *v = &g_array_index(p->versions, batch_version, i);
        if (digest_equal(&v->output, output))
            return v->withdrawn ? v : NULL;
    }
    return NULL;
}

batch_going
batch_paper_going(const batch_paper *p, const digest *output, bool again, int *version)
{
    g_assert(output && version);
    const batch_version *now = p ? batch_paper_current(p) : NULL;
    const batch_version *withdrawn = p && !again ? batch_paper_withdrawn(p, output) : NULL;
    const bool same = now && digest_equal(&now->output, output);
    *version = same ? now->version : withdrawn ? withdrawn->version : p ? (int)p->versions->len + 1 : 1;
    return same ? BATCH_SAME : withdrawn ? BATCH_STAYS_WITHDRAWN : now ? BATCH_REPLACES : BATCH_NEW_ISSUE;
}

const char *
batch_paper_consent(const batch_paper *p, const batch_version *v, const char *known)
{
    g_assert(p && v && known);
    const char *day = *v->consented ? v->consented : known;
    for (int i = 1; i < v->version; i++)
        if (strcmp(version_of(p, i)->consented, day) == 0) /* the first that has it is the one that was signed */
            return digest_equal(&version_of(p, i)->output, &v->output) ? day : "";
    return day;
}

int
batch_paper_next_copy(const batch_paper *p, const batch_version *v)
{
    g_assert(p && v);
    int last = v->version == 1 ? p->copies_before : 0;
    for (guint c = 0; c < v->copies->len; c++)
        last = MAX(last, g_array_index(v->copies, batch_copy, c).copy);
    return last + 1;
}

static void
visit_kept(batch_issued_visit visit, void *data, const digest *sum)
{
    char *name = batch_store_name(sum);
    visit(data, name, true, sum);
    g_free(name);
}

void
batch_issued_each_file(const batch_issued *i, batch_issued_visit visit, void *data)
{
    g_assert(i && visit);
    for (guint n = 0; n < i->papers->len; n++) {
        const batch_paper *p = g_ptr_array_index(i->papers, n);
        for (guint m = 0; m < p->versions->len; m++) {
            const batch_version *v = &g_array_index(p->versions, batch_version, m);
            if (v->standing == STANDING_DESTROYED)
                continue;
            visit_kept(visit, data, &v->output);
            for (guint k = 0; k < v->copies->len; k++) {
                const batch_copy *c = &g_array_index(v->copies, batch_copy, k);
                visit_kept(visit, data, &c->output);
                visit(data, c->name, false, &c->output);
            }
        }
    }
}
