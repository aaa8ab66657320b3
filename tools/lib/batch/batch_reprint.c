/* batch_reprint.c: a version is issued again: the very bytes, with a mark on every page that says so. */
#include "batch/batch_desk.h"

#include <string.h>

#include "bundle/bundle.h"

typedef struct reprinting {
    batch_desk *desk;
    const batch_paper *paper;
    const batch_version *version;
    int copy;
} reprinting;

/* ---- which ---- */

static char *
text_of(int number)
{
    return g_strdup_printf("%d", number);
}

/* None is chosen when all were withdrawn or destroyed; one that is named may have been withdrawn or superseded. */
static const batch_version *
choose_version(const batch_desk *k, const batch_paper *p, int version)
{
    const int last = (int)p->versions->len;
    const batch_version *v = version ? NULL : batch_paper_current(p);
    if (version >= 1 && version <= last)
        v = &g_array_index(p->versions, batch_version, version - 1);
    const batch_version *told = v ? v : &g_array_index(p->versions, batch_version, last - 1);
    char *asked = text_of(version ? version : told->version), *most = text_of(last);
    if (version && !v)
        diag_add(k->d, DIAG_BATCH_NO_VERSION, PLACE_NONE, PLACE_NONE, p->key, asked, most, NULL);
    else if (told->standing == STANDING_DESTROYED)
        diag_add(k->d, DIAG_BATCH_DESTROYED, PLACE_NONE, PLACE_NONE, p->key, asked, told->ended_on, NULL);
    else if (!v)
        diag_add(k->d, DIAG_BATCH_WITHDRAWN, PLACE_NONE, PLACE_NONE, p->key, NULL);
    g_free(asked);
    g_free(most);
    return v && v->standing != STANDING_DESTROYED ? v : NULL;
}

/* ---- the mark ---- */

static GByteArray *
make_mark(const reprinting *r, const render_paths *paths)
{
    static const char *const standings[] = {
        [STANDING_CURRENT] = NULL, [STANDING_SUPERSEDED] = "差替え済み", [STANDING_WITHDRAWN] = "取下げ済み"};
    render_environment *e = render_open(paths, RENDER_KEEP, r->desk->d);
    GString *data = bundle_reissue_data(r->version->version, r->copy, standings[r->version->standing]);
    char *form = g_build_filename(paths->forms, "batch", "reissue.xml", NULL);
    GByteArray *mark = e ? render_made(e, form, "reissue", data, r->desk->d) : NULL;
    g_free(form);
    g_string_free(data, TRUE);
    render_close(e);
    return mark;
}

static GByteArray *
put_mark(const reprinting *r, const char *bytes, gsize length, const GByteArray *mark)
{
    const batch_version *v = r->version;
    char *bookmark = g_strdup_printf("%s %s", r->paper->key, r->paper->form);
    char *title = g_strdup_printf("再発行（第%d版・%d回目）　%s", v->version, r->copy, bookmark);
    const bundle_part part = {v->name, bytes, length, v->output, v->pages, bookmark, false};
    const bundle_stamp stamp = {mark->data, mark->len, BUNDLE_TOP_RIGHT};
    const bundle_job order = {.title = title, .parts = &part, .part_count = 1, .stamps = &stamp, .stamp_count = 1};
    GByteArray *out = bundle_merge(&order, r->desk->d);
    g_free(title);
    g_free(bookmark);
    return out;
}

/* ---- the copy ---- */

/* By its number in the journal, which no other has, in a folder that no document can be in (batch_name.c); the rest is
 * for whoever looks for it. */
static void
append_name(const reprinting *r, GString *file)
{
    const batch_paper *p = r->paper;
    char *form = batch_form_name(p->form), *key = g_strdelimit(g_strdup(p->key), "/", '-');
    g_string_printf(file, BATCH_REISSUED "/%06" PRId64 "-", r->desk->issued->head + 1);
    batch_name_append_safely(file, key, 80);
    g_string_append_c(file, '-');
    batch_name_append_safely(file, p->bundle ? "bundle" : form, 60);
    if (*p->month) {
        g_string_append_c(file, '-');
        batch_name_append_safely(file, p->month, 20);
    }
    g_string_append_printf(file, "-v%d-%d.pdf", r->version->version, r->copy);
    g_free(key);
    g_free(form);
}

static bool
append_entry(const reprinting *r, const char *file, const GByteArray *bytes)
{
    const batch_version *v = r->version;
    ledger_entry x = batch_desk_paper_entry(r->desk, LEDGER_REISSUE, r->paper);
    x.version = v->version;
    x.copy = r->copy;
    x.name = file;
    x.consented = v->consented;
    x.output = digest_of(bytes->data, bytes->len);
    x.bytes = bytes->len;
    x.pages = v->pages;
    x.of = v->output;
    return ledger_append(r->desk->ledger, &x, NULL);
}

/* The marked pages leave the house as well: they are kept as every issue is, and lie ready to be printed. */
static bool
issue_copy(const reprinting *r, const char *file, const GByteArray *bytes)
{
    const batch_place *p = &r->desk->place;
    const digest sum = digest_of(bytes->data, bytes->len);
    const char *which = file;
    int error = batch_store_add(p, bytes->data, bytes->len, &sum);
    if (!error && batch_store_keep(p, r->desk->d) != 0) {
        batch_store_recover(p, batch_issued_has, r->desk->issued);
        return false;
    }
    if (!error)
        error = batch_place_write(p, 0, bytes->data, bytes->len);
    batch_written written = {.file = file};
    if (!error)
        error = batch_place_publish(p, &written, 1, &which);
    if (!error)
        error = written.error;
    const bool good =
        !error && ledger_begin(r->desk->ledger) && append_entry(r, file, bytes) && ledger_commit(r->desk->ledger);
    if (good)
        error = batch_store_settle(p);
    if (error)
        batch_place_report(which, error, r->desk->d);
    return good;
}

/* Only the very bytes that were issued are issued again. */
static bool
repeat_version(const reprinting *r, const render_paths *paths, batch_reprinted *made)
{
    char *bytes = NULL;
    gsize length = 0;
    if (!batch_store_read(&r->desk->place, &r->version->output, &bytes, &length, r->desk->d))
        return false;
    GByteArray *mark = make_mark(r, paths), *out = mark ? put_mark(r, bytes, length, mark) : NULL;
    append_name(r, made->file);
    made->version = r->version->version;
    made->copy = r->copy;
    made->pages = r->version->pages;
    const bool good = out && (r->desk->looks || issue_copy(r, made->file->str, out));
    if (mark)
        g_byte_array_unref(mark);
    if (out)
        g_byte_array_unref(out);
    g_free(bytes);
    return good;
}

bool
batch_reprint(const batch_choice *c, const batch_deed *deed, const render_paths *paths, const char *output,
              batch_reprinted *out, diag *d)
{
    g_assert(c && deed && paths && output && out && out->file && d);
    batch_desk desk;
    if (!batch_desk_open(&desk, output, deed, d))
        return false;
    reprinting r = {.desk = &desk, .paper = batch_desk_choose(&desk, c)};
    r.version = r.paper ? choose_version(&desk, r.paper, c->version) : NULL;
    if (r.version)
        r.copy = batch_paper_next_copy(r.paper, r.version);
    batch_withheld *withheld = r.version ? batch_desk_withheld(&desk) : NULL;
    batch_covered *covered = withheld ? batch_covered_read(desk.ledger) : NULL;
    const bool good = covered && batch_desk_is_tellable(&desk, withheld, r.paper, r.version) &&
                      batch_desk_is_covered(&desk, covered, r.paper, r.version) && repeat_version(&r, paths, out);
    batch_covered_drop(covered);
    batch_withheld_drop(withheld);
    batch_desk_close(&desk);
    return good;
}
