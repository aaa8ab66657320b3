#include "render/render_int.h"

#include <string.h>
#include <time.h>

#include "compose/compose.h"
#include "form/form.h"

struct render_environment {
    const render_paths *paths;
    font_set *fonts;
    text_engine *engine;
    /* The rules, read when a document first needs them. */
    arena *rules_arena;
    xml_store *rules_store;
    const check_rules *rules;
};

render_environment *
render_open(const render_paths *paths, diag *d)
{
    render_environment *e = g_new0(render_environment, 1);
    e->paths = paths;
    e->fonts = font_set_open(paths->fonts, d);
    if (!e->fonts) {
        render_close(e);
        return NULL;
    }
    e->engine = text_engine_new(e->fonts);
    return e;
}

void
render_close(render_environment *e)
{
    if (!e)
        return;
    if (e->engine)
        text_engine_drop(e->engine);
    xml_store_drop(e->rules_store);
    arena_drop(e->rules_arena);
    font_set_close(e->fonts);
    g_free(e);
}

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
    const render_request *r;
    arena *a;
    xml_store *s;
    diag *d;
    render_times *times;
    double since;
    GPtrArray *outputs;
    GString *text;
} run;

static casefile *
read_data(run *u, const form *f)
{
    if (!u->r->case_path || !f) /* what kind of data it must be, the form says */
        return NULL;
    casefile *c = f->any_data ? casefile_read_any(u->a, u->s, u->r->case_path, u->d)
                              : casefile_read(u->a, u->s, u->r->case_path, u->e->paths->schema, u->d);
    u->times->data += lap(&u->since);
    return c;
}

static form *
read_form(run *u)
{
    char *path = render_form_path(u->e->paths, u->r->form);
    form *f = NULL;
    if (!strchr(u->r->form, '/') && !g_file_test(path, G_FILE_TEST_EXISTS))
        diag_add(u->d, DIAG_FORM_UNKNOWN, PLACE_NONE, PLACE_NONE, u->r->form, NULL);
    else
        f = form_read_file(u->a, u->s, arena_strdup(u->a, path), u->e->paths->schema, u->d);
    g_free(path);
    u->times->form += lap(&u->since);
    return f;
}

static bool
may_leave(run *u, const casefile *c, const bound *b)
{
    render_environment *e = u->e;
    if (u->r->draft || u->r->blank || b->form->any_data)
        return true;
    if (!e->rules_arena) {
        e->rules_arena = arena_new();
        e->rules_store = xml_store_new();
        e->rules = render_rules_read(e->rules_arena, e->rules_store, e->paths, u->d);
    }
    if (!e->rules)
        return false;
    const check_finding *f = render_forbidden(u->a, u->s, e->rules, u->r, c, b, u->d);
    if (f)
        diag_add(u->d, DIAG_RENDER_FORBIDDEN, PLACE_NONE, f->where, f->id, f->text, f->repair, NULL);
    u->times->check += lap(&u->since);
    return diag_count(u->d, DIAG_ERROR) == 0;
}

static bool
paint(run *u, const composed *pages)
{
    display *l = compose_display(u->a, pages, u->e->engine, u->e->fonts, u->d);
    u->times->display += lap(&u->since);
    bool done = diag_count(u->d, DIAG_ERROR) == 0;
    if (done && u->r->print == STAGE_DISPLAY)
        display_print(l, true, u->text);
    else if (done)
        done = paint_document(l, u->e->fonts, u->r->backend, u->r->format, u->r->dpi, u->outputs, u->d);
    u->times->paint += lap(&u->since);
    display_drop(l);
    return done;
}

static bool
run_stages(run *u)
{
    const render_request *r = u->r;
    form *f = read_form(u);
    casefile *c = read_data(u, f);
    if (c && r->print == STAGE_CASE) {
        casefile_print(c, u->text);
        return true;
    }
    if (!f || (!c && r->case_path) || (!c && !r->blank) || diag_count(u->d, DIAG_ERROR))
        return false;
    const bind_options options = {.as_of = r->as_of, .month = r->month, .draft = r->draft, .blank = r->blank};
    bound *b = bind_case(u->a, u->s, f, c, &options, u->d);
    u->times->bind += lap(&u->since);
    if (!b)
        return false;
    if (r->print == STAGE_BIND) {
        bound_print(b, u->text);
        return true;
    }
    if (!may_leave(u, c, b))
        return false;
    composed *pages = compose_document(u->a, u->e->engine, u->e->fonts, b, u->d);
    u->times->compose += lap(&u->since);
    if (!pages)
        return false;
    if (r->print == STAGE_COMPOSE) {
        composed_print(pages, u->text);
        return true;
    }
    return paint(u, pages);
}

bool
render_document(render_environment *e, const render_request *r, GPtrArray *outputs, GString *text, render_times *times,
                diag *d)
{
    render_times unused = {0};
    run u = {.e = e, .r = r, .d = d, .times = times ? times : &unused, .outputs = outputs, .text = text};
    u.a = arena_new();
    u.s = xml_store_new();
    lap(&u.since);
    const bool done = run_stages(&u);
    xml_store_drop(u.s);
    arena_drop(u.a);
    return done;
}
