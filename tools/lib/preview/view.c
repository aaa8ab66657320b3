#include "preview/preview_int.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "render/document.h"

static void
page_free(gpointer data)
{
    view_page *p = data;
    g_free(p->id);
    g_free(p->mark_id);
    g_free(p->label);
    g_free(p->since);
    g_free(p->delta);
    g_bytes_unref(p->svg);
    g_bytes_unref(p->marks);
    g_free(p);
}

static void
version_free(view_version *x)
{
    if (!x)
        return;
    g_ptr_array_free(x->pages, TRUE);
    display_trace_drop(x->trace);
    g_free(x);
}

view *
view_new(const char *key, const char *name, render_request r)
{
    assert(key && name);
    view *v = g_new0(view, 1);
    v->key = g_strdup(key);
    v->name = g_strdup(name);
    v->request = r;
    v->pages = g_ptr_array_new_with_free_func(page_free);
    v->form_files = g_ptr_array_new_with_free_func(g_free);
    v->case_files = g_ptr_array_new_with_free_func(g_free);
    v->streams = g_ptr_array_new();
    v->stale = true;
    return v;
}

void
view_drop(view *v)
{
    if (!v)
        return;
    g_ptr_array_free(v->pages, TRUE);
    g_ptr_array_free(v->form_files, TRUE);
    g_ptr_array_free(v->case_files, TRUE);
    view_forget_case(v);
    g_ptr_array_free(v->streams, TRUE);
    if (v->doubt)
        g_source_remove(v->doubt);
    display_trace_drop(v->trace);
    version_free(v->before);
    view_drop(v->released);
    g_free(v->released_form);
    diag_drop(v->failure);
    g_free(v->event);
    g_free(v->group);
    g_free(v->key);
    g_free(v->name);
    g_free(v);
}

/* ---- pages ---- */

typedef struct making {
    view *v;
    const view_maker *m;
    GPtrArray *pages; /* NULL: none were shown */
    display_trace *trace;
    diag *d;
} making;

/* An id is kept as long as the bytes are the same, so that a browser loads only what changed. */
static char *
id_for(view *v, GBytes *made, GBytes *before, const char *id_before)
{
    return before && g_bytes_equal(made, before) ? g_strdup(id_before) : g_strdup_printf("%s-%u", v->key, ++v->made);
}

/* Takes the picture. */
static view_page *
page_new(const making *u, const render_document *shown, guint i, GByteArray *picture)
{
    view *v = u->v;
    const display_page *from = g_ptr_array_index(shown->list->pages, i);
    const view_page *before = i < v->pages->len ? g_ptr_array_index(v->pages, i) : NULL;
    view_page *p = g_new0(view_page, 1);
    p->svg = g_byte_array_free_to_bytes(picture);
    p->marks = marks_of_page(shown, i, u->m->files);
    p->id = id_for(v, p->svg, before ? before->svg : NULL, before ? before->id : NULL);
    p->mark_id = id_for(v, p->marks, before ? before->marks : NULL, before ? before->mark_id : NULL);
    if (before && strcmp(before->id, p->id) != 0 && (p->delta = delta_between(before->svg, p->svg)))
        p->since = g_strdup(before->id);
    p->width = from->width;
    p->height = from->height;
    p->label = g_strdup(from->label);
    return p;
}

static void
show_pages(making *u, const render_document *shown)
{
    GPtrArray *pictures = g_ptr_array_new();
    if (paint_screen(shown->list, shown->fonts, u->m->outlines, pictures, u->d)) {
        u->pages = g_ptr_array_new_with_free_func(page_free);
        u->trace = display_trace_new(shown->list);
        for (guint i = 0; i < pictures->len; i++)
            g_ptr_array_add(u->pages, page_new(u, shown, i, g_ptr_array_index(pictures, i)));
    }
    g_ptr_array_free(pictures, TRUE);
}

/* ---- what is told ---- */

static void
append_language(GString *out, const diag *d, diag_language language, preview_files *files)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < diag_length(d); i++) {
        diag_message m = *diag_at(d, i);
        if (m.form.file)
            m.form.file = files_path(files, files_number(files, m.form.file));
        if (m.data.file)
            m.data.file = files_path(files, files_number(files, m.data.file));
        if (i)
            g_string_append_c(out, ',');
        diag_append_json(out, &m, language);
    }
    g_string_append_c(out, ']');
}

void
view_append_messages(GString *out, const diag *d, preview_files *files)
{
    g_string_append(out, "\"messages\":{\"ja\":");
    append_language(out, d, DIAG_JA, files);
    g_string_append(out, ",\"en\":");
    append_language(out, d, DIAG_EN, files);
    g_string_append(out, "},\"files\":");
    files_append_json(files, out);
}

void
view_append_page(GString *out, const view_page *p)
{
    g_assert(out && p);
    g_string_append_printf(out, "\"id\":\"%s\",\"width\":%d,\"height\":%d", p->id, p->width, p->height);
}

static void
append_pages(GString *out, const view *v)
{
    g_string_append(out, "\"pages\":[");
    for (guint i = 0; i < v->pages->len; i++) {
        const view_page *p = g_ptr_array_index(v->pages, i);
        g_string_append(out, i ? ",{" : "{");
        view_append_page(out, p);
        g_string_append_printf(out, ",\"marks\":\"%s\",\"label\":", p->mark_id);
        json_append(out, p->label);
        if (p->delta) {
            g_string_append_printf(out, ",\"since\":\"%s\",\"delta\":", p->since);
            json_append(out, p->delta);
        }
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

/* "altered":how much is other than in the file,"guessed":whether no grammar said which. Of a case that cannot be read,
 * and of one as it is, nothing is said. */
static void
append_altered(GString *out, const view *v)
{
    if (v->how != RENDER_AS_IT_IS && v->data)
        g_string_append_printf(out, "\"altered\":%zu,\"guessed\":%s,", render_case_altered(v->data),
                               render_case_is_any(v->data) ? "true" : "false");
}

static void
tell_state(view *v, const view_maker *m, view_state state, const diag *d)
{
    static const char *const words[] = {"new", "good", "trial", "broken"};
    v->state = state;
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "{\"n\":%u,\"view\":\"%s\",\"state\":\"%s\",", ++v->number, v->key, words[state]);
    append_pages(out, v);
    g_string_append_c(out, ',');
    append_altered(out, v);
    view_append_messages(out, d, m->files);
    g_string_append_c(out, '}');
    g_free(v->event);
    v->event = g_string_free(out, FALSE);
    for (guint i = 0; i < v->streams->len; i++)
        stream_send(g_ptr_array_index(v->streams, i), "state", v->number, v->event);
}

void
view_forget_case(view *v)
{
    render_case_drop(v->data);
    v->data = NULL;
}

static bool
make_pages(view *v, const view_maker *m, making *u)
{
    g_ptr_array_set_size(v->form_files, 0);
    if (!v->data)
        v->data = render_case_new_altered(m->environment, v->request.case_path, v->how);
    render_document *x = render_document_new(v->data, &v->request, &render_to_screen, RENDER_DRAWN);
    diag_append_all(u->d, x->messages);
    if (x->list)
        show_pages(u, x);
    const bool good = diag_count(u->d, DIAG_ERROR) == 0;
    render_document_form_files(x, v->form_files);
    render_document_drop(x);
    g_ptr_array_set_size(v->case_files, 0);
    render_case_asked_files(v->data, v->case_files);
    if (!u->pages) /* it may be the case that is wrong */
        view_forget_case(v);
    return good;
}

static bool
looks_alike(const GPtrArray *before, const GPtrArray *after)
{
    bool alike = before->len == after->len;
    for (guint i = 0; alike && i < before->len; i++)
        alike = strcmp(((const view_page *)g_ptr_array_index(before, i))->id,
                       ((const view_page *)g_ptr_array_index(after, i))->id) == 0;
    return alike;
}

/* What was there is kept, to be compared with, unless it looked the same. */
static void
take_pages(view *v, const making *u)
{
    if (v->trace && !looks_alike(v->pages, u->pages)) {
        version_free(v->before);
        v->before = g_new0(view_version, 1);
        *v->before = (view_version){v->pages, v->trace};
    } else {
        g_ptr_array_free(v->pages, TRUE);
        display_trace_drop(v->trace);
    }
    v->pages = u->pages;
    v->trace = u->trace;
}

bool
view_compose(view *v, const view_maker *m)
{
    assert(m->environment && m->outlines && m->files);
    making u = {.v = v, .m = m, .d = diag_new()};
    const bool good = make_pages(v, m, &u);
    g_clear_pointer(&v->failure, diag_drop);
    if (!u.pages) {
        v->failure = u.d;
        return false;
    }
    take_pages(v, &u);
    tell_state(v, m, good ? VIEW_GOOD : VIEW_TRIAL, u.d);
    diag_drop(u.d);
    return true;
}

void
view_tell_broken(view *v, const view_maker *m)
{
    assert(v->failure);
    tell_state(v, m, VIEW_BROKEN, v->failure);
}

static const view_page *
find_page(const GPtrArray *pages, const char *id, bool marks)
{
    for (guint i = 0; i < pages->len; i++) {
        const view_page *p = g_ptr_array_index(pages, i);
        if (strcmp(marks ? p->mark_id : p->id, id) == 0)
            return p;
    }
    return NULL;
}

const view_page *
view_find_page(const view *v, const char *id, bool marks)
{
    const view_page *p = find_page(v->pages, id, marks);
    if (!p && v->before)
        p = find_page(v->before->pages, id, marks);
    if (!p && v->released)
        p = find_page(v->released->pages, id, marks);
    return p;
}
