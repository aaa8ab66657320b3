/* batch_plan.c: who gets what: every document with its inputs and its name, before the first is made. */
#include "batch/batch_int.h"

#include <string.h>

struct batch_plan {
    arena *a;
    batch_inputs *inputs;
    batch_files *files;
    GArray *forms; /* batch_form, with the month and day that count */
    GArray *kits;  /* digest of each form */
    GArray *cases, *documents;
    GPtrArray *reasons; /* diag *: why cases and documents are refused */
    digest all_cases;   /* over the keys of all, whatever the shard */
    diag_language language;
};

/* ---- forms ---- */

static bool
is_there(const batch_plan *p, const batch_form *f)
{
    for (const batch_form *other = (const batch_form *)p->forms->data; other < f; other++) {
        if (strcmp(other->form, f->form) == 0 && g_strcmp0(other->month, f->month) == 0)
            return true;
    }
    return false;
}

static const char *
pattern_of(const batch_order *o, const batch_form *f)
{
    return o->name ? o->name : f->month ? "{month}/{key}/{form}.pdf" : "{key}/{form}.pdf";
}

static place
name_place(const batch_order *o)
{
    return o->name && !o->name_typed ? o->where : PLACE_NONE;
}

/* Both messages are of whoever asked: an option, or a line of the run file. */
static bool
is_good_form(const batch_order *o, render_environment *e, const batch_form *f, diag *d)
{
    diag *own = diag_new();
    const bool there = render_warm(e, f->form, own);
    diag_append_all_at(d, own, f->where);
    diag_drop(own);
    own = diag_new();
    const bool named = there && batch_name_check(pattern_of(o, f), f->month, f->as_of, own);
    diag_append_all_at(d, own, name_place(o));
    diag_drop(own);
    return named;
}

static bool
add_forms(batch_plan *p, const batch_order *o, render_environment *e, diag *d)
{
    const size_t errors = diag_count(d, DIAG_ERROR);
    for (guint i = 0; i < o->forms->len; i++) {
        const batch_form *asked = &g_array_index(o->forms, batch_form, i);
        batch_forms_add(p->forms, asked->form, asked->month ? asked->month : o->month,
                        asked->as_of ? asked->as_of : o->as_of, asked->where);
        const batch_form *f = &g_array_index(p->forms, batch_form, i);
        if (is_there(p, f))
            diag_add(d, DIAG_BATCH_FORM_TWICE, PLACE_NONE, f->where, f->form, NULL);
        if (!is_good_form(o, e, f, d))
            continue;
        const digest kit = batch_inputs_kit(p->inputs, e, (const char *const *)&f->form, 1, d);
        g_array_append_val(p->kits, kit);
    }
    return diag_count(d, DIAG_ERROR) == errors;
}

/* ---- cases ---- */

/* What says whose a file was must say the same in every shard, or two take a case, or none: the joined ledger of an
 * earlier time, where there is one. NULL: none. */
static ledger *
open_joined_ledger(const batch_order *o, diag *d)
{
    char *path = o->output ? batch_ledger_path(o->output, (batch_shard){0, 0}) : NULL;
    ledger *l = path && g_file_test(path, G_FILE_TEST_IS_REGULAR) ? batch_ledger_look(path, d) : NULL;
    g_free(path);
    return l;
}

static bool
add_cases(batch_plan *p, const batch_order *o, batch_shard shard, ledger *l, diag *d)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(batch_case));
    diag *own = diag_new();
    ledger *joined = shard.count ? open_joined_ledger(o, own) : NULL;
    bool good = diag_exit_status(own) == 0;
    batch_cases_read(p->a, p->reasons, p->inputs, p->files, o, shard.count ? joined : l, all);
    good = good && !(joined && ledger_has_failed(joined)) && !(l && ledger_has_failed(l));
    if (!good)
        diag_append_all(d, own);
    ledger_close(joined);
    diag_drop(own);
    digest_sum *keys = digest_sum_new();
    for (guint i = 0; i < all->len; i++) {
        const batch_case *c = &g_array_index(all, batch_case, i);
        digest_sum_add_text(keys, c->key);
        if (batch_shard_has(shard, c->key))
            g_array_append_val(p->cases, *c);
    }
    p->all_cases = digest_sum_close(keys);
    const bool some = all->len > 0;
    if (!some)
        diag_add(d, DIAG_BATCH_NO_CASES, PLACE_NONE, o->where, NULL);
    g_array_free(all, TRUE);
    return some && good;
}

/* ---- documents ---- */

static digest
sum_inputs(const digest *case_sum, const digest *masters, const batch_form *f, const digest *kit)
{
    if (digest_is_none(case_sum) || digest_is_none(masters) || digest_is_none(kit))
        return (digest){{0}};
    digest_sum *s = digest_sum_new();
    digest_sum_add_text(s, batch_edition());
    digest_sum_add_digest(s, case_sum);
    digest_sum_add_digest(s, masters);
    digest_sum_add_digest(s, kit);
    digest_sum_add_text(s, f->month);
    digest_sum_add_text(s, f->as_of);
    return digest_sum_close(s);
}

static digest
inputs_of(const batch_case *c, const batch_form *f, const digest *kit)
{
    return c->read && !c->refused ? sum_inputs(&c->sum, &c->masters_content, f, kit) : (digest){{0}};
}

/* A verdict is kept in words: those of a language, with the places where they were read by the path that was given. */
static digest
sum_verdict(const batch_plan *p, const batch_case *c, const digest *inputs)
{
    if (digest_is_none(inputs))
        return *inputs;
    digest_sum *s = digest_sum_new();
    digest_sum_add_text(s, "verdict");
    digest_sum_add_digest(s, inputs);
    digest_sum_add_text(s, p->language == DIAG_EN ? "en" : "ja");
    digest_sum_add_text(s, c->path);
    return digest_sum_close(s);
}

/* Whether pictures are among what it was made of, and the others without them; g_free the list. */
static char **
without_pictures(char *const *parsed, bool *pictures)
{
    const guint count = g_strv_length((char **)parsed);
    char **others = g_new0(char *, count + 1);
    guint n = 0;
    for (guint i = 0; i < count; i++)
        if (strcmp(parsed[i], BATCH_PICTURES) != 0)
            others[n++] = parsed[i];
    *pictures = n < count;
    return others;
}

batch_sums
batch_plan_sums(batch_plan *p, const batch_document *x, const batch_outcome *out)
{
    g_assert(p && x && out);
    const batch_case *c = batch_plan_case(p, x);
    batch_sums sums = {c->sum, c->masters, x->inputs};
    if (!out->parsed || !out->parsed[0])
        return sums;
    if (!digest_parse(out->parsed[1], &sums.case_sum))
        sums.case_sum = (digest){{0}};
    else if (digest_is_none(&c->sum) && c->stat && c->head)
        batch_files_note(p->files, c->path, c->stat, &sums.case_sum, c->head); /* a change since the look is seen */
    bool pictures;
    char **masters = without_pictures(out->parsed + 2, &pictures);
    const digest content = batch_inputs_parsed(p->inputs, masters, &sums.masters);
    g_free(masters);
    if (out->status == LEDGER_FAILED || pictures)
        sums.inputs = (digest){{0}}; /* it is tried again whatever happens: a picture may be another by then */
    else
        sums.inputs = sum_inputs(&sums.case_sum, &content, batch_plan_form(p, x), batch_plan_kit(p, x));
    if (out->status == LEDGER_BLOCKED)
        sums.inputs = sum_verdict(p, c, &sums.inputs);
    return sums;
}

static const char *
whose_document(const batch_plan *p, const batch_document *x)
{
    return arena_printf(p->a, "%s %s", batch_plan_case(p, x)->key, batch_plan_form(p, x)->form);
}

/* Neither can have the name: whoever looked for the one would find the other. */
static void
refuse_name(batch_plan *p, batch_document *x, const char *other)
{
    if (x->refused)
        return;
    diag *why = diag_new();
    g_ptr_array_add(p->reasons, why);
    diag_add(why, DIAG_BATCH_NAME_TWICE, PLACE_NONE, PLACE_NONE, x->file, other, NULL);
    x->refused = why;
    x->file = "";
}

static void
refuse_twins(batch_plan *p)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < p->documents->len; i++) {
        batch_document *x = &g_array_index(p->documents, batch_document, i);
        if (!*x->file)
            continue;
        batch_document *twin = g_hash_table_lookup(names, x->file);
        if (!twin) {
            g_hash_table_insert(names, (gpointer)x->file, x);
            continue;
        }
        refuse_name(p, x, whose_document(p, twin));
        refuse_name(p, twin, whose_document(p, x));
    }
    g_hash_table_destroy(names);
}

static void
add_documents(batch_plan *p, const batch_order *o)
{
    for (guint i = 0; i < p->cases->len; i++) {
        const batch_case *c = &g_array_index(p->cases, batch_case, i);
        for (guint k = 0; k < p->forms->len; k++) {
            const batch_form *f = &g_array_index(p->forms, batch_form, k);
            batch_document x = {.of_case = i,
                                .of_form = k,
                                .file = c->known ? batch_name_make(p->a, pattern_of(o, f), c->key, f) : "",
                                .inputs = inputs_of(c, f, &g_array_index(p->kits, digest, k))};
            if (g_str_has_prefix(x.file, "bundles/") || strcmp(x.file, BATCH_REPORT) == 0)
                refuse_name(p, &x, "renkei-batch");
            g_array_append_val(p->documents, x);
        }
    }
    refuse_twins(p);
}

/* A pattern that gives two forms of one case one name is no pattern. */
static bool
check_names(batch_plan *p, const batch_order *o, diag *d)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, NULL);
    bool good = true;
    for (guint k = 0; k < p->forms->len; k++) {
        const batch_form *f = &g_array_index(p->forms, batch_form, k);
        const char *name = batch_name_make(p->a, pattern_of(o, f), "{key}", f);
        const char *other = g_hash_table_lookup(names, name);
        if (other) {
            diag_add(d, DIAG_BATCH_NAME_TWICE, PLACE_NONE, name_place(o), pattern_of(o, f), other, NULL);
            good = false;
        }
        g_hash_table_insert(names, (gpointer)name, f->form);
    }
    g_hash_table_destroy(names);
    return good;
}

/* ---- what was made before ---- */

typedef struct remembering {
    batch_plan *p;
    GHashTable *documents; /* char *: batch_document */
} remembering;

static char *
form_or_case(const char *key, const char *form, const char *month)
{
    return g_strdup_printf("%s\n%s\n%s", key, form, month ? month : "");
}

static bool
is_same_file(const char *a, const char *b)
{
    char *whole_a = g_canonicalize_filename(a, NULL), *whole_b = g_canonicalize_filename(b, NULL);
    const bool same = strcmp(a, b) == 0 || strcmp(whole_a, whole_b) == 0;
    g_free(whole_a);
    g_free(whole_b);
    return same;
}

/* Of the same files, where they are now: the account says which those were. */
static bool
is_of_same(const batch_plan *p, const batch_document *x, const ledger_document *known)
{
    const batch_case *c = batch_plan_case(p, x);
    const digest inputs = known->status == LEDGER_BLOCKED ? sum_verdict(p, c, &x->inputs) : x->inputs;
    return !digest_is_none(&inputs) && digest_equal(&inputs, &known->inputs) &&
           digest_equal(&c->masters, &known->masters) && is_same_file(c->path, known->case_path);
}

static void
remember_row(void *data, const ledger_document *known)
{
    remembering *r = data;
    char *name = form_or_case(known->key, known->form, known->month);
    batch_document *x = g_hash_table_lookup(r->documents, name);
    g_free(name);
    if (!x)
        return;
    x->output = known->output;
    x->bytes = known->bytes;
    x->pages = known->pages;
    x->old_file = *known->file ? arena_strdup(r->p->a, known->file) : NULL;
    x->old_status = known->status;
    x->output_stat = *known->output_stat ? arena_strdup(r->p->a, known->output_stat) : NULL;
    const bool same = is_of_same(r->p, x, known);
    x->same_inputs = same;
    const bool stands = same && g_strcmp0(x->file, x->old_file) == 0;
    x->state = known->status != LEDGER_MADE ? BATCH_AGAIN : stands ? BATCH_UNCHANGED : BATCH_CHANGED;
}

/* What this edition cannot say any more, or what the ledger has forgotten, is judged anew. */
static bool
remember_verdicts(batch_plan *p, ledger *l)
{
    bool good = true;
    for (guint i = 0; good && i < p->documents->len; i++) {
        batch_document *x = &g_array_index(p->documents, batch_document, i);
        const batch_form *f = batch_plan_form(p, x);
        if (!x->same_inputs || x->state != BATCH_AGAIN || x->old_status != LEDGER_BLOCKED)
            continue;
        diag *said = ledger_messages(l, batch_plan_case(p, x)->key, f->form, f->month ? f->month : "", &good);
        g_ptr_array_add(p->reasons, said);
        if (good && batch_status_of(said) == LEDGER_BLOCKED)
            x->verdict = said;
    }
    return good;
}

static bool
remember_all(batch_plan *p, ledger *l)
{
    remembering r = {p, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    for (guint i = 0; i < p->documents->len; i++) {
        batch_document *x = &g_array_index(p->documents, batch_document, i);
        const batch_form *f = batch_plan_form(p, x);
        g_hash_table_insert(r.documents, form_or_case(batch_plan_case(p, x)->key, f->form, f->month), x);
    }
    const bool good = ledger_each(l, 0, false, remember_row, &r);
    g_hash_table_destroy(r.documents);
    return good && remember_verdicts(p, l);
}

/* ---- the plan ---- */

batch_plan *
batch_plan_new(const batch_order *o, render_environment *e, const batch_settings *s, ledger *l, diag *d)
{
    g_assert(o && e && s && d);
    render_sum_files(e, digest_of);
    batch_plan *p = g_new0(batch_plan, 1);
    p->a = arena_new();
    p->language = s->language;
    p->inputs = batch_inputs_new();
    p->files = batch_files_new(l);
    batch_inputs_use(p->inputs, p->files);
    p->forms = batch_forms_new();
    p->kits = g_array_new(FALSE, FALSE, sizeof(digest));
    p->cases = g_array_new(FALSE, FALSE, sizeof(batch_case));
    p->documents = g_array_new(FALSE, FALSE, sizeof(batch_document));
    p->reasons = g_ptr_array_new_with_free_func((GDestroyNotify)diag_drop);
    const bool forms = add_forms(p, o, e, d) && check_names(p, o, d), cases = add_cases(p, o, s->shard, l, d);
    if (forms && cases) {
        add_documents(p, o);
        if (!l || remember_all(p, l))
            return p;
    }
    batch_plan_drop(p);
    return NULL;
}

void
batch_plan_drop(batch_plan *p)
{
    if (!p)
        return;
    g_array_free(p->documents, TRUE);
    g_ptr_array_free(p->reasons, TRUE);
    g_array_free(p->cases, TRUE);
    g_array_free(p->kits, TRUE);
    g_array_free(p->forms, TRUE);
    batch_inputs_drop(p->inputs);
    batch_files_drop(p->files);
    arena_drop(p->a);
    g_free(p);
}

size_t
batch_plan_length(const batch_plan *p)
{
    g_assert(p);
    return p->documents->len;
}

const batch_document *
batch_plan_at(const batch_plan *p, size_t i)
{
    g_assert(p && i < p->documents->len);
    return &g_array_index(p->documents, batch_document, i);
}

const batch_case *
batch_plan_case(const batch_plan *p, const batch_document *x)
{
    g_assert(p && x);
    return &g_array_index(p->cases, batch_case, x->of_case);
}

const batch_form *
batch_plan_form(const batch_plan *p, const batch_document *x)
{
    g_assert(p && x);
    return &g_array_index(p->forms, batch_form, x->of_form);
}

const digest *
batch_plan_kit(const batch_plan *p, const batch_document *x)
{
    g_assert(p && x);
    return &g_array_index(p->kits, digest, x->of_form);
}

digest
batch_plan_cases_sum(const batch_plan *p)
{
    g_assert(p);
    return p->all_cases;
}

void
batch_plan_add_forms(const batch_plan *p, digest_sum *s)
{
    g_assert(p && s);
    for (guint i = 0; i < p->forms->len; i++) {
        const batch_form *f = &g_array_index(p->forms, batch_form, i);
        digest_sum_add_text(s, f->form);
        digest_sum_add_text(s, f->month);
        digest_sum_add_text(s, f->as_of);
        digest_sum_add_digest(s, &g_array_index(p->kits, digest, i));
    }
}

bool
batch_plan_save_inputs(batch_plan *p, ledger *l)
{
    g_assert(p && l);
    return batch_inputs_save(p->inputs, l);
}

bool
batch_plan_save_files(batch_plan *p, ledger *l)
{
    g_assert(p && l);
    return batch_files_save(p->files, l);
}

bool
batch_plan_is_current(const batch_plan *p, diag *d)
{
    g_assert(p && d);
    return batch_inputs_are_current(p->inputs, d);
}
