/* batch_covered.c: a copy for its reader (plan@school) is given by the consents of its day. Once they do not cover it
 * any more, as one was withdrawn or has ended, what was issued of it is not given again either. */
#include "batch/batch_desk.h"

#include <string.h>

#include "render/edition.h"

/* A copy of the working state. */
typedef struct judged_copy {
    const char *key, *form, *month;
    int64_t run; /* that judged it */
} judged_copy;

struct batch_covered {
    arena *a;
    GHashTable *newest; /* key and form: judged_copy, of several months the one that was judged last */
    GPtrArray *blocked; /* judged_copy */
    GHashTable *barred; /* key, form and month; with month "" of a form that reads none */
};

/* A blank form is nobody's copy: no consent gives it. */
static bool
is_copy(const char *form)
{
    char *name;
    const char *edition = render_copy_split(form, &name);
    const bool copy = edition && !render_copy_is_blank(edition);
    g_free(name);
    return copy;
}

static const char *
name_of(arena *a, const char *key, const char *form, const char *month)
{
    return arena_printf(a, "%s\x1f%s\x1f%s", key, form, month);
}

static void
take_copy(void *data, const ledger_document *x)
{
    batch_covered *c = data;
    if (!is_copy(x->form))
        return;
    judged_copy *own = ARENA_NEW(c->a, judged_copy);
    *own = (judged_copy){arena_strdup(c->a, x->key), arena_strdup(c->a, x->form), arena_strdup(c->a, x->month),
                         x->made_run};
    const char *name = name_of(c->a, x->key, x->form, "");
    const judged_copy *other = g_hash_table_lookup(c->newest, name);
    if (!other || other->run <= own->run)
        g_hash_table_insert(c->newest, (gpointer)name, own);
    if (x->status == LEDGER_BLOCKED)
        g_ptr_array_add(c->blocked, own);
}

/* What keeps a copy from its reader, as against what is wrong with the document. Of one of long ago of which it is not
 * known any more (ledger_trim), it may be that. */
static bool
is_of_consent(const diag *messages)
{
    static const diag_code codes[] = {DIAG_EDITION_NO_CONSENT, DIAG_EDITION_SCOPE, DIAG_EDITION_SUBJECT};
    for (size_t i = 0; i < diag_length(messages); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(codes); k++)
            if (diag_at(messages, i)->code == codes[k])
                return true;
    return diag_length(messages) == 0;
}

static bool
bar_unconsented(batch_covered *c, ledger *l, const judged_copy *x)
{
    bool good;
    diag *messages = ledger_messages(l, x->key, x->form, x->month, &good);
    const char *any = name_of(c->a, x->key, x->form, "");
    const bool barred = good && is_of_consent(messages);
    if (barred && *x->month)
        g_hash_table_add(c->barred, (gpointer)name_of(c->a, x->key, x->form, x->month));
    if (barred && g_hash_table_lookup(c->newest, any) == x)
        g_hash_table_add(c->barred, (gpointer)any);
    diag_drop(messages);
    return good;
}

batch_covered *
batch_covered_read(ledger *l)
{
    g_assert(l);
    batch_covered *c = g_new0(batch_covered, 1);
    c->a = arena_new();
    c->newest = g_hash_table_new(g_str_hash, g_str_equal);
    c->barred = g_hash_table_new(g_str_hash, g_str_equal);
    c->blocked = g_ptr_array_new();
    bool good = ledger_each(l, 0, false, take_copy, c);
    for (guint i = 0; good && i < c->blocked->len; i++)
        good = bar_unconsented(c, l, g_ptr_array_index(c->blocked, i));
    if (good)
        return c;
    batch_covered_drop(c);
    return NULL;
}

void
batch_covered_drop(batch_covered *c)
{
    if (!c)
        return;
    g_hash_table_destroy(c->newest);
    g_hash_table_destroy(c->barred);
    g_ptr_array_free(c->blocked, TRUE);
    arena_drop(c->a);
    g_free(c);
}

/* month: of the run. The paper has none where its form reads none. */
static bool
is_barred(const batch_covered *c, const batch_issued *i, const char *key, const char *form, const char *month)
{
    if (*month && batch_issued_find(i, false, key, form, "") && is_barred(c, i, key, form, ""))
        return true;
    char *name = g_strdup_printf("%s\x1f%s\x1f%s", key, form, month);
    const bool barred = g_hash_table_contains(c->barred, name);
    g_free(name);
    return barred;
}

bool
batch_desk_is_covered(const batch_desk *k, const batch_covered *c, const batch_paper *p, const batch_version *v)
{
    g_assert(k && c && p && v);
    const batch_issued *issued = k->issued;
    const char *key = !p->bundle && is_barred(c, issued, p->key, p->form, p->month) ? p->key : NULL, *form = p->form;
    for (guint i = 0; p->bundle && !key && i < v->enclosed->len; i++) {
        const batch_enclosed *e = &g_array_index(v->enclosed, batch_enclosed, i);
        key = is_barred(c, issued, e->key, e->form, e->month) ? e->key : NULL;
        form = e->form;
    }
    if (!key)
        return true;
    char *name = batch_form_name(form), *copy = g_strdup_printf("%s/%s", key, name);
    char *version = g_strdup_printf("%d", v->version);
    diag_add(k->d, DIAG_BATCH_ISSUED_NO_CONSENT, PLACE_NONE, PLACE_NONE, p->bundle ? p->key : copy, version, copy,
             NULL);
    g_free(version);
    g_free(copy);
    g_free(name);
    return false;
}
