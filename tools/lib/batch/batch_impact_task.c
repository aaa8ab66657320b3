/* batch_impact_task.c: in a worker: one document by the old form and by the new one. */
#include "batch/batch_impact_int.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/outfile.h"
#include "render/document.h"

/* A case, for all of its documents. */
typedef struct impact_unit {
    render_case *c;
} impact_unit;

typedef struct two {
    render_document *before, *after; /* NULL: that folder has no such form */
} two;

static const impact_work *
work_of(const batch_job *job)
{
    return job->task->of;
}

static size_t
number_of(const impact_work *w, size_t index)
{
    return w->chosen ? g_array_index(w->chosen, guint32, index) : index;
}

static const batch_case *
case_at(const impact_work *w, size_t index)
{
    return &g_array_index(w->cases, batch_case, number_of(w, index) / w->pairs->len);
}

static const impact_pair *
pair_at(const impact_work *w, size_t index)
{
    return &g_array_index(w->pairs, impact_pair, number_of(w, index) % w->pairs->len);
}

/* ---- both documents ---- */

static render_document *
make_side(const batch_job *job, render_case *c, const char *file, bool takes_month)
{
    const impact_work *w = work_of(job);
    const render_request r = {.form = file,
                              .month = takes_month ? w->asked->month : NULL,
                              .as_of = w->asked->as_of,
                              .backend = PAINT_RENKEI,
                              .format = PAINT_PDF,
                              .language = job->settings->language};
    return file ? render_document_new(c, &r, &render_to_leave, RENDER_DRAWN) : NULL;
}

static two
make_both(const batch_job *job, void **group, size_t index)
{
    const impact_work *w = work_of(job);
    impact_unit *u = *group ? *group : (*group = g_new0(impact_unit, 1));
    if (!u->c)
        u->c = render_case_new(job->environment, case_at(w, index)->path);
    const impact_pair *p = pair_at(w, index);
    return (two){make_side(job, u->c, p->before, p->month_before), make_side(job, u->c, p->after, p->month_after)};
}

static void
drop_both(two *t)
{
    render_document_drop(t->before);
    render_document_drop(t->after);
}

static bool
is_made(const render_document *x)
{
    return x && render_document_is_good(x);
}

/* By any form it would be as this one says. */
static bool
is_unreadable(const render_document *x)
{
    return x && x->ended_early && x->reached == RENDER_FORM;
}

static bool
is_same_file(two *t, diag *messages)
{
    GPtrArray *files = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    bool same = false;
    if (render_document_paint(t->before, files) && render_document_paint(t->after, files)) {
        const GByteArray *x = g_ptr_array_index(files, 0), *y = g_ptr_array_index(files, 1);
        same = x->len == y->len && memcmp(x->data, y->data, x->len) == 0;
    }
    diag_append_all(messages, diag_count(t->after->messages, DIAG_ERROR) ? t->after->messages : NULL);
    g_ptr_array_free(files, TRUE);
    return same;
}

/* ---- compare ---- */

static impact_state
state_of_one_side(const two *t)
{
    if (is_made(t->before))
        return IMPACT_LOST;
    return is_made(t->after) ? IMPACT_GAINED : IMPACT_NEITHER;
}

static int
page_count(const render_document *x)
{
    return is_made(x) ? (int)x->list->pages->len : 0;
}

/* Why it is not made: of the side that does not make it, rather the new one. */
static void
take_reasons(const two *t, impact_state s, diag *messages)
{
    const render_document *of = s == IMPACT_GAINED ? t->before : t->after ? t->after : t->before;
    if (of && s != IMPACT_SAME && !is_made(of))
        diag_append_all(messages, of->messages);
}

static void
append_letters(GString *out, const impact_comparison *c)
{
    for (size_t i = 0; c && i < c->page_count; i++)
        g_string_append_c(out, IMPACT_PAGE_LETTERS[c->pages[i].kind]);
}

/* "STATE CONSENT DAY BEFORE AFTER LETTERS" */
static char *
result_of(const two *t, impact_state s, const impact_comparison *c)
{
    GString *out = g_string_new(NULL);
    /* Nobody has consented to what is still blank. */
    const bool consent = s == IMPACT_WORDS && t->before->form->info.consented && !t->before->bound->blank;
    const bound *b = consent ? t->before->bound : NULL;
    g_string_append_printf(out, "%d %d ", s, consent);
    if (b && b->has_consented)
        g_string_append_printf(out, "%04d-%02d-%02d", b->consented.year, b->consented.month, b->consented.day);
    else
        g_string_append_c(out, '-');
    g_string_append_printf(out, " %d %d ", page_count(t->before), page_count(t->after));
    append_letters(out, c);
    return g_string_free(out, FALSE);
}

static impact_state
compare_both(two *t, const impact_comparison *c, diag *messages)
{
    if (c->words)
        return IMPACT_WORDS;
    if (!c->is_same)
        return IMPACT_LOOK;
    return is_same_file(t, messages) ? IMPACT_SAME : IMPACT_BYTES;
}

static GByteArray *
compare_document(const batch_job *job, void **group, size_t index, batch_outcome *out)
{
    const batch_case *of = case_at(work_of(job), index);
    if (of->refused) { /* nobody knows whose it is */
        diag_append_all(out->messages, of->refused);
        return NULL;
    }
    two t = make_both(job, group, index);
    arena *a = arena_new();
    const bool both = is_made(t.before) && is_made(t.after);
    const impact_comparison *c = both ? impact_compare(a, t.before->list, t.after->list) : NULL;
    const bool unreadable = is_unreadable(t.before) || is_unreadable(t.after);
    const impact_state s = both         ? compare_both(&t, c, out->messages)
                           : unreadable ? IMPACT_UNKNOWN
                                        : state_of_one_side(&t);
    if (!both)
        take_reasons(&t, s, out->messages);
    out->result = result_of(&t, s, c);
    arena_drop(a);
    drop_both(&t);
    return NULL;
}

static const char *
keep_letters(arena *a, const char *text)
{
    while (*text == ' ')
        text++;
    return arena_strdup(a, text);
}

impact_record
batch_impact_record(arena *a, const char *key, const batch_outcome *x)
{
    g_assert(a && key && x);
    impact_record r = {.key = key, .state = IMPACT_UNKNOWN, .pages = ""};
    int state = IMPACT_UNKNOWN, consent = 0, at = 0;
    char day[12] = "";
    if (x->result && sscanf(x->result, "%d %d %11s %d %d%n", &state, &consent, day, &r.before, &r.after, &at) == 5 &&
        state >= 0 && state < IMPACT_STATES) {
        r.state = state;
        r.consent = consent;
        if (*day != '-')
            g_strlcpy(r.consented, day, sizeof r.consented);
        r.pages = keep_letters(a, x->result + at);
    }
    return r;
}

/* ---- draw ---- */

enum { PAGES_SHOWN = 8, DPI = 110, WHOLE_DPI = 55 };

typedef struct drawing {
    const impact_work *work;
    two *of;
    const char *stem;
    int pictures;
    GString *html;
    diag *d;
} drawing;

/* The name of the file, below the folder of the pages; NULL after a report. */
static const char *
draw_picture(drawing *w, render_document *x, int page, const impact_crop *crop, int dpi, arena *a)
{
    const display_page *p = g_ptr_array_index(x->list->pages, (guint)page);
    display_box box = crop ? crop->box : (display_box){0, 0, p->width, p->height};
    const paint_region region = {box, crop ? crop->frames : NULL, crop ? crop->frame_count : 0};
    GByteArray *png = render_document_region(x, (size_t)page, &region, dpi, w->d);
    if (!png)
        return NULL;
    const char *name = arena_printf(a, BATCH_IMPACT_PICTURES "/%s__%d.png", w->stem, ++w->pictures);
    char *path = g_build_filename(w->work->folder, name, NULL);
    const int error = outfile_write_new(path, BATCH_FILE_MODE, png->data, png->len);
    if (error)
        fault_report(w->d, DIAG_FILE_WRITE, PLACE_NONE, w->work->asked->output, error);
    g_byte_array_unref(png);
    g_free(path);
    return error ? NULL : name;
}

static void
draw_crop(drawing *w, const impact_page *p, const impact_crop *crop, arena *a)
{
    const int dpi = crop ? DPI : WHOLE_DPI;
    const impact_shown s = {
        .before = p->before + 1,
        .after = p->after + 1,
        .kind = p->kind,
        .shifted = p->shifted,
        .before_picture = p->before >= 0 ? draw_picture(w, w->of->before, p->before, crop, dpi, a) : NULL,
        .after_picture = p->after >= 0 ? draw_picture(w, w->of->after, p->after, crop, dpi, a) : NULL};
    impact_append_shown(&s, w->html);
}

static bool
is_drawn(impact_page_kind kind)
{
    return kind == IMPACT_PAGE_CHANGED || kind == IMPACT_PAGE_ADDED || kind == IMPACT_PAGE_REMOVED;
}

static void
draw_pages(drawing *w, const impact_comparison *c, arena *a)
{
    int shown = 0, left = 0;
    for (size_t i = 0; i < c->page_count; i++) {
        const impact_page *p = &c->pages[i];
        if (!is_drawn(p->kind))
            continue;
        if (++shown > PAGES_SHOWN) {
            left++;
            continue;
        }
        for (size_t k = 0; k < p->crop_count; k++)
            draw_crop(w, p, &p->crops[k], a);
        if (!p->crop_count)
            draw_crop(w, p, NULL, a);
    }
    if (left)
        g_string_append_printf(w->html, "<p>ほか %d ページ</p>\n", left);
}

static GByteArray *
draw_document(const batch_job *job, void **group, size_t index, batch_outcome *out)
{
    const impact_work *w = work_of(job);
    two t = make_both(job, group, index);
    if (is_made(t.before) && is_made(t.after)) {
        arena *a = arena_new();
        char *stem = impact_file_stem(pair_at(w, index)->name, case_at(w, index)->key);
        drawing drawn = {w, &t, stem, 0, g_string_new(NULL), out->messages};
        const impact_comparison *c = impact_compare(a, t.before->list, t.after->list);
        impact_append_words(c, drawn.html);
        draw_pages(&drawn, c, a);
        out->result = g_string_free(drawn.html, FALSE);
        g_free(stem);
        arena_drop(a);
    }
    drop_both(&t);
    return NULL;
}

/* ---- as tasks ---- */

static size_t
end_of_case(const void *of, size_t first)
{
    const impact_work *w = of;
    const size_t length = w->chosen ? w->chosen->len : (size_t)w->cases->len * w->pairs->len;
    size_t end = first + 1;
    while (end < length && case_at(w, end) == case_at(w, first))
        end++;
    return end;
}

static const char *
no_file(const void *of, size_t index)
{
    (void)of, (void)index;
    return "";
}

static bool
never_unchanged(const batch_job *job, size_t index, batch_outcome *out)
{
    (void)job, (void)index, (void)out;
    return false;
}

static void
drop_unit(void *group)
{
    impact_unit *u = group;
    render_case_drop(u->c);
    g_free(u);
}

batch_task
batch_impact_compare(const impact_work *w)
{
    g_assert(w && !w->chosen && w->pairs->len);
    return (batch_task){.of = w,
                        .length = (size_t)w->cases->len * w->pairs->len,
                        .unit_end = end_of_case,
                        .file = no_file,
                        .is_unchanged = never_unchanged,
                        .make = compare_document,
                        .drop_unit = drop_unit};
}

batch_task
batch_impact_draw(const impact_work *w)
{
    g_assert(w && w->chosen && w->folder);
    return (batch_task){.of = w,
                        .length = w->chosen->len,
                        .unit_end = end_of_case,
                        .file = no_file,
                        .is_unchanged = never_unchanged,
                        .make = draw_document,
                        .drop_unit = drop_unit};
}
