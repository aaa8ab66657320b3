/* batch_reprint.c: a document is issued again: the very same, with a mark on every page that says so. */
#include "batch/batch_int.h"

#include <string.h>

#include "bundle/bundle.h"

typedef struct reprinting {
    const batch_reprint_order *o;
    batch_place place;
    ledger *ledger;
    arena *a;
    size_t found;
    ledger_document first; /* strings in `a` */
    int number;
    diag *d;
} reprinting;

/* ---- which ---- */

static void
find_document(void *data, const ledger_document *x)
{
    reprinting *r = data;
    const batch_reprint_order *o = r->o;
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

static bool
find_first(reprinting *r)
{
    r->number = 2;
    if (!ledger_each(r->ledger, 0, false, find_document, r))
        return false;
    if (r->found == 1)
        return ledger_each_reissue(r->ledger, find_number, r);
    if (r->found == 0) {
        diag_add(r->d, DIAG_BATCH_UNKNOWN, PLACE_NONE, PLACE_NONE, r->o->key, NULL);
    } else {
        const char *count = arena_printf(r->a, "%zu", r->found);
        diag_add(r->d, DIAG_BATCH_SEVERAL, PLACE_NONE, PLACE_NONE, r->o->key, count, NULL);
    }
    return false;
}

/* ---- the mark ---- */

GByteArray *
batch_render_made(render_environment *e, const char *form, const char *name, const GString *data, diag *d)
{
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    render_case *c = render_case_new_memory(e, name, data->str, data->len);
    const render_request q = {.form = form, .backend = PAINT_RENKEI, .format = PAINT_PDF};
    GByteArray *bytes = NULL;
    if (render_case_document(c, &q, outputs, NULL, NULL, NULL, d))
        bytes = g_byte_array_ref(g_ptr_array_index(outputs, 0));
    render_case_drop(c);
    g_ptr_array_free(outputs, TRUE);
    return bytes;
}

static GByteArray *
make_mark(reprinting *r, const render_paths *paths)
{
    render_environment *e = render_open(paths, RENDER_KEEP, r->d);
    GString *data = bundle_reissue_data(r->number);
    char *form = g_build_filename(paths->forms, "batch", "reissue.xml", NULL);
    GByteArray *mark = e ? batch_render_made(e, form, "reissue", data, r->d) : NULL;
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

bool
batch_reprint(const batch_reprint_order *o, const render_paths *paths, const char *output, GString *file, diag *d)
{
    g_assert(o && paths && output && file && d);
    reprinting r = {.o = o, .d = d};
    if (!batch_place_open(&r.place, output, (batch_shard){0, 0}, d))
        return false;
    r.a = arena_new();
    r.ledger = ledger_open(r.place.ledger, LEDGER_WRITE, d);
    const bool good = r.ledger && find_first(&r) && issue_again(&r, paths, file);
    ledger_close(r.ledger);
    batch_place_close(&r.place);
    arena_drop(r.a);
    return good;
}
