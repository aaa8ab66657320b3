/* batch_reprint.c: a document is issued again: the very same, with a mark on every page that says so. */
#include "batch/batch_int.h"

#include <string.h>

#include "base/near.h"
#include "bundle/bundle.h"

typedef struct reprinting {
    const batch_reprint_order *o;
    batch_place place;
    ledger *ledger;
    arena *a;
    size_t found;
    ledger_document first; /* strings in `a` */
    int number;
    GPtrArray *keys, *documents; /* of const char *: what there is of any case, and (form, month) of this one */
    diag *d;
} reprinting;

/* ---- which ---- */

static void
add_once(reprinting *r, GPtrArray *names, const char *name)
{
    if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
        g_ptr_array_add(names, arena_strdup(r->a, name));
}

static void
find_document(void *data, const ledger_document *x)
{
    reprinting *r = data;
    const batch_reprint_order *o = r->o;
    if (x->status == LEDGER_MADE)
        add_once(r, r->keys, x->key);
    if (x->status == LEDGER_MADE && strcmp(x->key, o->key) == 0)
        add_once(r, r->documents, arena_printf(r->a, "%s%s%s", x->form, *x->month ? "/" : "", x->month));
    if (x->status != LEDGER_MADE || strcmp(x->key, o->key) != 0 || (o->form && strcmp(x->form, o->form) != 0) ||
        (o->month && strcmp(x->month, o->month) != 0))
        return;
    r->found++;
    r->first = *x;
    r->first.key = arena_strdup(r->a, x->key);
    r->first.form = arena_strdup(r->a, x->form);
    r->first.month = arena_strdup(r->a, x->month);
    r->first.file = arena_strdup(r->a, x->file);
}

static void
find_number(void *data, const ledger_reissue *x)
{
    reprinting *r = data;
    if (strcmp(x->key, r->first.key) == 0 && strcmp(x->form, r->first.form) == 0 &&
        strcmp(x->month, r->first.month) == 0)
        r->number = MAX(r->number, x->number + 1);
}

/* Not one document, but none or several: which there are, of this case or of any. */
static void
tell_documents(reprinting *r)
{
    const GPtrArray *names = r->documents->len ? r->documents : r->keys;
    const char *key = r->documents->len ? "" : r->o->key;
    char *ja = near_advice(key, names, DIAG_JA), *en = near_advice(key, names, DIAG_EN);
    if (r->found == 0)
        diag_add(r->d, DIAG_BATCH_UNKNOWN, PLACE_NONE, PLACE_NONE, r->o->key, arena_printf(r->a, "%s。", ja),
                 arena_printf(r->a, "%s; ", en), NULL);
    else
        diag_add(r->d, DIAG_BATCH_SEVERAL, PLACE_NONE, PLACE_NONE, r->o->key, arena_printf(r->a, "%zu", r->found), ja,
                 en, NULL);
    g_free(ja);
    g_free(en);
}

static bool
find_first(reprinting *r)
{
    r->number = 2;
    if (!ledger_each(r->ledger, 0, false, find_document, r))
        return false;
    if (r->found == 1)
        return ledger_each_reissue(r->ledger, find_number, r);
    tell_documents(r);
    return false;
}

/* ---- the mark ---- */

static GByteArray *
make_mark(reprinting *r, const render_paths *paths)
{
    render_environment *e = render_open(paths, RENDER_KEEP, r->d);
    GString *data = bundle_reissue_data(r->number);
    char *form = g_build_filename(paths->forms, "batch", "reissue.xml", NULL);
    GByteArray *mark = e ? render_made(e, form, "reissue", data, r->d) : NULL;
    g_free(form);
    g_string_free(data, TRUE);
    render_close(e);
    return mark;
}

static GByteArray *
put_mark(reprinting *r, const char *bytes, gsize length, const GByteArray *mark)
{
    const ledger_document *x = &r->first;
    const char *title = arena_printf(r->a, "%s %s", x->key, x->form);
    const bundle_part part = {x->file, bytes, length, x->output, x->pages, title};
    const bundle_stamp stamp = {mark->data, mark->len, BUNDLE_TOP_RIGHT};
    const bundle_job order = {.title = title, .parts = &part, .part_count = 1, .stamps = &stamp, .stamp_count = 1};
    return bundle_merge(&order, r->d);
}

/* ---- the issue ---- */

static bool
save_reissue(reprinting *r, const char *file, const GByteArray *bytes)
{
    const ledger_document *x = &r->first;
    const ledger_reissue again = {.key = x->key,
                                  .form = x->form,
                                  .month = x->month,
                                  .number = r->number,
                                  .reason = r->o->reason,
                                  .on = r->o->on,
                                  .first = x->output,
                                  .file = file,
                                  .output = digest_of(bytes->data, bytes->len),
                                  .bytes = bytes->len,
                                  .pages = x->pages};
    const char *which = file;
    int error = batch_place_write(&r->place, 0, bytes->data, bytes->len);
    if (!error)
        error = batch_place_publish(&r->place, &(batch_written){0, file}, 1, &which);
    if (error)
        batch_place_report(which, error, r->d);
    return !error && ledger_begin(r->ledger) && ledger_save_reissue(r->ledger, &again) && ledger_commit(r->ledger);
}

/* Only the very bytes that were issued are issued again. */
static bool
issue_again(reprinting *r, const render_paths *paths, GString *file)
{
    const ledger_document *x = &r->first;
    char *path = g_build_filename(r->place.output, x->file, NULL), *bytes = NULL;
    gsize length = 0;
    const bool there = g_file_get_contents(path, &bytes, &length, NULL);
    const digest now = digest_of(there ? bytes : "", length);
    GByteArray *mark = NULL, *out = NULL;
    g_string_printf(file, "%.*s-reissue-%d.pdf", (int)(strlen(x->file) - strlen(".pdf")), x->file, r->number);
    if (!there)
        diag_add(r->d, DIAG_BATCH_FILE_MISSING, PLACE_NONE, PLACE_NONE, x->file, NULL);
    else if (!digest_equal(&now, &x->output))
        diag_add(r->d, DIAG_BATCH_FILE_DIFFERS, PLACE_NONE, PLACE_NONE, x->file, NULL);
    else if ((mark = make_mark(r, paths)))
        out = put_mark(r, bytes, length, mark);
    const bool good = out && save_reissue(r, file->str, out);
    if (mark)
        g_byte_array_unref(mark);
    if (out)
        g_byte_array_unref(out);
    g_free(bytes);
    g_free(path);
    return good;
}

/* Where nothing was made nothing is left behind. */
static bool
is_ledger_there(const char *output, diag *d)
{
    char *path = batch_ledger_path(output, (batch_shard){0, 0});
    const bool there = g_file_test(path, G_FILE_TEST_IS_REGULAR);
    if (!there)
        diag_add(d, DIAG_LEDGER_MISSING, PLACE_NONE, PLACE_NONE, path, NULL);
    g_free(path);
    return there;
}

bool
batch_reprint(const batch_reprint_order *o, const render_paths *paths, const char *output, GString *file, diag *d)
{
    g_assert(o && paths && output && file && d);
    reprinting r = {.o = o, .d = d};
    if (!is_ledger_there(output, d) || !batch_place_open(&r.place, output, (batch_shard){0, 0}, d))
        return false;
    r.a = arena_new();
    r.keys = g_ptr_array_new();
    r.documents = g_ptr_array_new();
    r.ledger = ledger_open(r.place.ledger, LEDGER_WRITE, d);
    const bool good = r.ledger && find_first(&r) && issue_again(&r, paths, file);
    ledger_close(r.ledger);
    g_ptr_array_free(r.keys, TRUE);
    g_ptr_array_free(r.documents, TRUE);
    batch_place_close(&r.place);
    arena_drop(r.a);
    return good;
}
