#include "render/render_int.h"

#include <time.h>

#include "compose/compose.h"
#include "emit/emit.h"
#include "emit/notes.h"
#include "form/form.h"

static double
lap(double *since)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    const double now = (double)t.tv_sec + (double)t.tv_nsec / 1e9, spent = now - *since;
    *since = now;
    return spent;
}

/* One document, on the arena and store of its own. */
typedef struct run {
    render_environment *e;
    render_case *c;
    const render_request *r;
    arena *a;
    xml_store *s;
    diag *d;
    render_times *times;
    double since;
    GPtrArray *outputs;
    GString *text;
    size_t pages;
} run;

static void
begin(run *u, render_times *times)
{
    static render_times unused; /* written, never read */
    u->e = render_case_environment(u->c);
    u->a = arena_new();
    u->s = xml_store_new();
    u->times = times ? times : &unused;
    lap(&u->since);
}

static void
end(run *u)
{
    xml_store_drop(u->s);
    arena_drop(u->a);
}

/* What kind of data it must be, the form says. */
static const bound *
bind(run *u, bool recipients_only, const form **f, const casefile **data)
{
    const render_request *r = u->r;
    *f = render_form(u->e, u->a, u->s, r->form, u->d);
    u->times->form += lap(&u->since);
    *data = *f ? render_case_data(u->c, (*f)->any_data, u->d) : NULL;
    u->times->data += lap(&u->since);
    if ((*data && r->print == STAGE_CASE) || !*f || (!*data && !r->blank) || diag_count(u->d, DIAG_ERROR))
        return NULL;
    const render_alteration how = render_case_alteration(u->c);
    bind_options options = {
        .as_of = r->as_of, .month = r->month, .draft = r->draft, .blank = r->blank, .recipients_only = recipients_only};
    options.ticked = how == RENDER_TICKS;
    options.trial = how == RENDER_EMPTY;
    const bound *b = bind_case(u->a, u->s, *f, *data, &options, u->d);
    u->times->bind += lap(&u->since);
    return b;
}

static bool
may_leave(run *u, const bound *b)
{
    const check_finding *f = render_forbidden(u->a, u->s, u->c, u->r, b, u->d);
    if (f)
        diag_add(u->d, DIAG_RENDER_FORBIDDEN, PLACE_NONE, f->where, f->id, f->text, f->repair, NULL);
    u->times->check += lap(&u->since);
    return diag_count(u->d, DIAG_ERROR) == 0;
}

/* The ops of pages. What reaches outside the paper is told. */
static display *
draw(run *u, const bound *b, const composed *pages, GArray *notes)
{
    display *l = emit_document(u->a, pages, notes);
    const char *fault = display_check(l, u->a);
    if (fault)
        diag_add(u->d, DIAG_COMPOSE_OUTSIDE, b->form->subject_where, PLACE_NONE, fault, NULL);
    return l;
}

static bool
paint(run *u, const bound *b, const composed *pages)
{
    GArray *notes = u->r->print == STAGE_NOTES ? g_array_new(FALSE, TRUE, sizeof(emit_note)) : NULL;
    display *l = draw(u, b, pages, notes);
    u->times->display += lap(&u->since);
    bool done = diag_count(u->d, DIAG_ERROR) == 0;
    if (done && u->r->print == STAGE_DISPLAY)
        display_print(l, true, u->text);
    else if (done && notes)
        emit_notes_print(notes, u->text);
    else if (done)
        done = paint_document_with(u->e->kit, l, u->r->backend, u->r->format, u->r->dpi, u->outputs, u->d);
    u->pages = l->pages->len;
    u->times->paint += lap(&u->since);
    display_drop(l);
    if (notes)
        g_array_free(notes, TRUE);
    return done;
}

static bool
run_stages(run *u)
{
    const render_request *r = u->r;
    const form *f;
    const casefile *data;
    const bound *b = bind(u, false, &f, &data);
    if (data && r->print == STAGE_CASE) {
        casefile_print(data, u->text);
        return true;
    }
    if (!b)
        return false;
    if (r->print == STAGE_BIND) {
        bound_print(b, u->text);
        return true;
    }
    if (!may_leave(u, b))
        return false;
    composed *pages = compose_document(u->a, u->e->engine, u->e->fonts, b, u->d);
    u->times->compose += lap(&u->since);
    if (!pages)
        return false;
    if (r->print == STAGE_COMPOSE) {
        composed_print(pages, u->text);
        return true;
    }
    return paint(u, b, pages);
}

bool
render_case_document(render_case *c, const render_request *r, GPtrArray *outputs, GString *text, size_t *pages,
                     render_times *times, diag *d)
{
    run u = {.c = c, .r = r, .d = d, .outputs = outputs, .text = text};
    g_assert(render_case_alteration(c) == RENDER_AS_IT_IS); /* it is shown, never made */
    begin(&u, times);
    const bool done = run_stages(&u);
    if (pages)
        *pages = u.pages;
    end(&u);
    return done;
}

bool
render_case_allows(render_case *c, const render_request *r, diag *d)
{
    run u = {.c = c, .r = r, .d = d};
    const form *f;
    const casefile *data;
    begin(&u, NULL);
    const bound *b = bind(&u, false, &f, &data);
    const bool allowed = b && may_leave(&u, b);
    end(&u);
    return allowed;
}

const render_recipient *
render_case_recipients(render_case *c, const render_request *r, size_t *count, diag *d)
{
    run u = {.c = c, .r = r, .d = d};
    const form *f;
    const casefile *data;
    render_recipient *list = NULL;
    begin(&u, NULL);
    const bound *b = bind(&u, true, &f, &data);
    if (b) {
        list = ARENA_ARRAY(render_case_arena(c), render_recipient, b->recipient_count + 1);
        for (size_t i = 0; i < b->recipient_count; i++)
            list[i] = (render_recipient){arena_strdup(render_case_arena(c), b->recipients[i].to),
                                         arena_strdup(render_case_arena(c), b->recipients[i].key)};
        *count = b->recipient_count;
    }
    end(&u);
    return list;
}

/* What reaches outside the paper is not shown either: a display list that fails its check is not to be relied on. */
static void
show_pages(run *u, const bound *b, render_show show, void *to)
{
    const composed *pages = compose_trial(u->a, u->e->engine, u->e->fonts, b, u->d);
    if (!pages)
        return;
    GArray *notes = g_array_new(FALSE, TRUE, sizeof(emit_note));
    display *l = draw(u, b, pages, notes);
    if (!display_check(l, u->a))
        show(to, &(render_view){l, notes, u->e->fonts});
    display_drop(l);
    g_array_free(notes, TRUE);
}

bool
render_case_show(render_case *c, const render_request *r, render_show show, void *to, GPtrArray *files, diag *d)
{
    run u = {.c = c, .r = r, .d = d};
    const form *f;
    const casefile *data;
    begin(&u, NULL);
    const bound *b = bind(&u, false, &f, &data);
    if (b)
        show_pages(&u, b, show, to);
    for (size_t i = 0; i < xml_store_file_count(u.s); i++)
        g_ptr_array_add(files, g_strdup(xml_store_file(u.s, i)));
    end(&u);
    return diag_count(d, DIAG_ERROR) == 0;
}

bool
render_document(render_environment *e, const render_request *r, GPtrArray *outputs, GString *text, render_times *times,
                diag *d)
{
    render_case *c = render_case_new(e, r->case_path);
    const bool done = render_case_document(c, r, outputs, text, NULL, times, d);
    render_case_drop(c);
    return done;
}
