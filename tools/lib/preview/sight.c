/* sight.c: a form with one case as a worker sees it: read, composed, and its pages painted, that which is looked at
 * first. What is the same as before is neither told again nor kept twice. */
#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

#include "render/document.h"

/* ---- versions ---- */

void
sight_version_drop(sight_version *x)
{
    if (!x)
        return;
    g_array_free(x->pages, TRUE);
    display_trace_drop(x->trace);
    g_free(x);
}

static void
clear_page(gpointer data)
{
    sight_page *p = data;
    g_clear_pointer(&p->svg, g_bytes_unref);
    g_clear_pointer(&p->marks, g_bytes_unref);
}

sight *
sight_new(const char *key, GVariant *asked)
{
    assert(key && asked);
    sight *v = g_new0(sight, 1);
    v->key = g_strdup(key);
    v->asked = g_variant_ref(asked);
    v->request = sight_request(asked, &v->how);
    v->pages = g_array_new(FALSE, TRUE, sizeof(sight_page));
    g_array_set_clear_func(v->pages, clear_page);
    return v;
}

void
sight_forget_case(sight *v)
{
    render_case_drop(v->data);
    v->data = NULL;
}

void
sight_drop(sight *v)
{
    if (!v)
        return;
    sight_forget_case(v);
    g_array_free(v->pages, TRUE);
    sight_version_drop(v->now);
    sight_version_drop(v->before);
    sight_drop(v->released);
    g_free(v->released_form);
    g_variant_unref(v->asked);
    g_free(v->key);
    g_free(v);
}

/* ---- what is asked for ---- */

GVariant *
sight_ask(const render_request *r, render_alteration how)
{
    return g_variant_new("(^aym^aymsmsbbi)", r->form, r->case_path, r->as_of, r->month, r->draft, r->blank,
                         (gint32)how);
}

render_request
sight_request(GVariant *asked, render_alteration *how)
{
    render_request r = {0};
    gboolean draft, blank;
    gint32 number;
    g_variant_get(asked, "(^&aym^&aym&sm&sbbi)", &r.form, &r.case_path, &r.as_of, &r.month, &draft, &blank, &number);
    r.draft = draft;
    r.blank = blank;
    *how = (render_alteration)number;
    return r;
}

/* ---- what is told ---- */

static GVariant *
list_of(GPtrArray *paths)
{
    return g_variant_new_bytestring_array((const char *const *)paths->pdata, (gssize)paths->len);
}

/* "altered":how much is other than in the file,"guessed":whether no grammar said which. Of a case that cannot be read,
 * and of one as it is, nothing is said. */
static char *
altered_of(const sight *v)
{
    if (v->how == RENDER_AS_IT_IS || !v->data)
        return g_strdup("");
    return g_strdup_printf("\"altered\":%zu,\"guessed\":%s,", render_case_altered(v->data),
                           render_case_is_any(v->data) ? "true" : "false");
}

static GVariant *
sizes_of(const display *l)
{
    GVariantBuilder b;
    g_variant_builder_init(&b, G_VARIANT_TYPE("a(iis)"));
    for (guint i = 0; l && i < l->pages->len; i++) {
        const display_page *p = g_ptr_array_index(l->pages, i);
        g_variant_builder_add(&b, "(iis)", p->width, p->height, p->label ? p->label : "");
    }
    return g_variant_builder_end(&b);
}

/* What came of it: no pages, where there is no list. */
static void
tell_outcome(const sight *v, const render_document *x, const view_maker *m, desk *k)
{
    GPtrArray *form_files = g_ptr_array_new_with_free_func(g_free),
              *case_files = g_ptr_array_new_with_free_func(g_free);
    GString *messages = g_string_new(NULL);
    files_append_messages(messages, x->messages, m->files);
    render_document_form_files(x, form_files);
    render_case_asked_files(v->data, case_files);
    char *altered = altered_of(v);
    desk_tell(k, "state",
              g_variant_new("(bss@aay@aay@a(iis))", diag_count(x->messages, DIAG_ERROR) == 0, messages->str, altered,
                            list_of(form_files), list_of(case_files), sizes_of(x->list)));
    g_free(altered);
    g_string_free(messages, TRUE);
    g_ptr_array_free(form_files, TRUE);
    g_ptr_array_free(case_files, TRUE);
}

static void
name_anew(sight *v, char id[SIGHT_ID])
{
    g_snprintf(id, SIGHT_ID, "%s-%u.%u", v->key, v->task, ++v->made);
}

/* ---- pages ---- */

typedef struct showing {
    sight *v;
    const render_document *x;
    const view_maker *m;
    desk *k;
    bool aside; /* only the pictures are told, as of pages to compare with */
} showing;

/* False: it cannot be painted. */
static bool
show_page(const showing *u, guint i)
{
    sight_page *p = &g_array_index(u->v->pages, sight_page, i);
    const display_page *from = g_ptr_array_index(u->x->list->pages, i);
    GByteArray *picture = paint_screen_page(u->x->list, u->x->fonts, u->m->outlines, i, u->x->messages);
    if (!picture)
        return false;
    GBytes *svg = g_byte_array_free_to_bytes(picture);
    const bool same = p->svg && g_bytes_equal(p->svg, svg);
    char since[SIGHT_ID] = "", *delta = NULL;
    if (!same) {
        if (p->svg && (delta = delta_between(p->svg, svg)))
            g_strlcpy(since, p->id, sizeof since);
        name_anew(u->v, p->id);
    }
    p->width = from->width;
    p->height = from->height;
    if (!u->aside)
        desk_tell(u->k, "page",
                  g_variant_new("(usss@s)", i, p->id, since, delta ? delta : "", desk_text(same ? NULL : svg)));
    else if (!same)
        desk_tell(u->k, "body", g_variant_new("(s@s)", p->id, desk_text(svg)));
    g_clear_pointer(&p->svg, g_bytes_unref);
    p->svg = svg;
    g_free(delta);
    return true;
}

static void
show_marks(const showing *u, guint i)
{
    sight_page *p = &g_array_index(u->v->pages, sight_page, i);
    GBytes *marks = marks_of_page(u->x, i, u->m->files);
    const bool same = p->marks && g_bytes_equal(p->marks, marks);
    if (!same)
        name_anew(u->v, p->mark_id);
    desk_tell(u->k, "marks", g_variant_new("(us@s)", i, p->mark_id, desk_text(same ? NULL : marks)));
    g_clear_pointer(&p->marks, g_bytes_unref);
    p->marks = marks;
}

/* The nearest to the one that is looked at; of two the later. */
static guint
nearest_left(const bool *done, guint count, guint seen)
{
    for (guint by = 0; by < count; by++) {
        if (seen + by < count && !done[seen + by])
            return seen + by;
        if (by <= seen && !done[seen - by])
            return seen - by;
    }
    return count;
}

/* False: it was stopped, or a page cannot be painted. */
static bool
show_all(const showing *u, guint *seen, bool pictures)
{
    const guint count = u->x->list->pages->len;
    bool *done = g_new0(bool, count + 1), good = true;
    guint i;
    while (good && (i = nearest_left(done, count, MIN(*seen, count - 1))) < count) {
        done[i] = true;
        if (pictures)
            good = show_page(u, i);
        else
            show_marks(u, i);
        good = good && !desk_is_stopped(u->k, seen);
    }
    g_free(done);
    return good;
}

static sight_version *
version_new(const sight *v, const display *l)
{
    sight_version *x = g_new0(sight_version, 1);
    x->pages = g_array_new(FALSE, FALSE, sizeof(sight_shown));
    for (guint i = 0; i < v->pages->len; i++) {
        const sight_page *p = &g_array_index(v->pages, sight_page, i);
        sight_shown shown = {.width = p->width, .height = p->height};
        g_strlcpy(shown.id, p->id, sizeof shown.id);
        g_array_append_val(x->pages, shown);
    }
    x->trace = display_trace_new(l);
    return x;
}

static bool
looks_alike(const sight_version *a, const sight_version *b)
{
    bool alike = a->pages->len == b->pages->len;
    for (guint i = 0; alike && i < a->pages->len; i++)
        alike = strcmp(g_array_index(a->pages, sight_shown, i).id, g_array_index(b->pages, sight_shown, i).id) == 0;
    return alike;
}

/* What was there is kept, to be compared with, unless it looked the same. */
static void
take_version(sight *v, const display *l)
{
    sight_version *was = v->now;
    v->now = version_new(v, l);
    if (was && looks_alike(was, v->now)) {
        sight_version_drop(was);
    } else if (was) {
        sight_version_drop(v->before);
        v->before = was;
    }
}

static void
show_pages(const showing *u, guint seen)
{
    sight *v = u->v;
    g_array_set_size(v->pages, u->x->list->pages->len);
    if (!show_all(u, &seen, true))
        return;
    take_version(v, u->x->list);
    if (u->aside || !show_all(u, &seen, false))
        return;
    GVariantBuilder kept;
    g_variant_builder_init(&kept, G_VARIANT_TYPE("as"));
    for (guint i = 0; v->before && i < v->before->pages->len; i++)
        g_variant_builder_add(&kept, "s", g_array_index(v->before->pages, sight_shown, i).id);
    desk_tell(u->k, "whole", g_variant_builder_end(&kept));
}

bool
sight_compose(sight *v, guint seen, bool aside, GString *why, const view_maker *m, desk *k)
{
    assert(m->environment && m->outlines && m->files);
    v->task = desk_task(k);
    if (!v->data)
        v->data = render_case_new_altered(m->environment, v->request.case_path, v->how);
    render_document *x = render_document_new(v->data, &v->request, &render_to_screen, RENDER_DRAWN);
    const bool good = x->list != NULL;
    if (!aside)
        tell_outcome(v, x, m, k);
    else if (!good)
        files_append_messages(why, x->messages, m->files);
    if (good)
        show_pages(&(showing){v, x, m, k, aside}, seen);
    render_document_drop(x);
    if (!good) /* it may be the case that is wrong */
        sight_forget_case(v);
    return good;
}
