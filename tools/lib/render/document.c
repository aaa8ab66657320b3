/* document.c: the one walk that makes a document, and what can be asked of what it made. */
#include "render/render_int.h"

#include <string.h>
#include <time.h>

#include "aids/aids.h"
#include "emit/emit.h"
#include "emit/notes.h"
#include "form/form.h"

const render_manner render_to_leave = {.judged = true};
const render_manner render_to_screen = {.trial = true, .noted = true};

/* Seconds of CPU since it was called last. */
static double
lap_time(double *since)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    const double now = (double)t.tv_sec + (double)t.tv_nsec / 1e9, spent = now - *since;
    *since = now;
    return spent;
}

/* ---- the steps: each true when the next may be taken ---- */

static bool
read_form(render_document *x)
{
    const render_request *r = &x->request;
    render_environment *e = render_case_environment(x->of_case);
    if (x->manner.form)
        x->form = x->manner.form;
    else if (r->large)
        x->form = render_large_form(e, x->a, x->s, r->form, x->messages);
    else if (aids_is_wished(&r->aids))
        x->form = render_roomy_form(e, x->a, x->s, r->form, x->messages);
    else
        x->form = render_form(e, x->a, x->s, r->form, x->messages);
    return x->form;
}

/* What kind of data it must be, the form says. */
static bool
read_data(render_document *x)
{
    x->data = x->form->any_data ? render_case_any(x->of_case, x->form, x->messages)
                                : render_case_data(x->of_case, false, x->messages);
    return (x->data || x->request.blank) && !diag_count(x->messages, DIAG_ERROR);
}

static bool
is_asked_for_findings(const render_document *x)
{
    return x->form->asks_rules || x->request.print == STAGE_JUDGED;
}

/* An author sees the pages also when a rule cannot be evaluated, as when nothing was judged. */
static bool
find_faults(render_document *x)
{
    if (is_asked_for_findings(x))
        x->judged = render_judge(x->a, x->s, x->of_case, &x->request, x->form, x->messages);
    return x->manner.trial || diag_count(x->messages, DIAG_ERROR) == 0;
}

static bool
has_code(const diag *d, diag_code code)
{
    for (size_t i = 0; i < diag_length(d); i++)
        if (diag_at(d, i)->code == code)
            return true;
    return false;
}

/* Of which months there is something, where there is nothing of the one that was asked for. */
static void
tell_months(render_document *x, const bind_options *o)
{
    GPtrArray *months = casefile_months(x->a, x->data);
    GString *list = g_string_new(NULL);
    bind_options other = *o;
    for (guint i = 0; i < months->len; i++) {
        other.month = g_ptr_array_index(months, i);
        if (bind_finds_subject(x->s, x->form, x->data, &other))
            g_string_append_printf(list, "%s%s", list->len ? " " : "", other.month);
    }
    diag_add(x->messages, DIAG_FORM_MONTHS, x->form->subject_where, PLACE_NONE, list->len ? list->str : "—", NULL);
    g_string_free(list, TRUE);
    g_ptr_array_free(months, TRUE);
}

/* What a program says beside the case; NULL: nothing. */
static xml_node *
read_enclosed(render_document *x)
{
    const GString *text = x->request.enclosed;
    casefile *read = text ? casefile_read_any_memory(x->a, x->s, "enclosed", text->str, text->len, x->messages) : NULL;
    return read ? casefile_root(read) : NULL;
}

/* What is bound, with what helps to read it. */
static bool
dress_document(render_document *x)
{
    const render_paths *paths = render_case_environment(x->of_case)->paths;
    if (!aids_is_wished(&x->request.aids))
        return true;
    char *templates = g_path_get_dirname(paths->schema), *words = g_build_filename(templates, "words", NULL);
    aids *t = aids_read(x->a, x->s, &x->request.aids, words, paths->schema, x->form->file, x->messages);
    if (t && x->data)
        aids_add_names(t, x->data);
    x->bound = t ? aids_dress(t, x->bound, x->messages) : NULL;
    aids_drop(t);
    g_free(words);
    g_free(templates);
    return x->bound;
}

static bool
bind_document(render_document *x)
{
    const render_request *r = &x->request;
    const check_rules *rules = NULL;
    if (x->form->asks_values && !(rules = render_rules(render_case_environment(x->of_case), x->form, x->messages)))
        return false;
    const bind_values values = render_values(rules);
    const render_alteration how = render_case_alteration(x->of_case);
    const bind_options options = {.as_of = r->as_of,
                                  .month = r->month,
                                  .judged =
                                      x->judged && x->form->asks_rules ? check_judged(x->s, x->judged, x->data) : NULL,
                                  .enclosed = read_enclosed(x),
                                  .values = rules ? &values : NULL,
                                  .draft = r->draft,
                                  .blank = r->blank,
                                  .ticked = how == RENDER_TICKS,
                                  .ticks = render_case_ticks(x->of_case),
                                  .fillable = r->fillable,
                                  .trial = x->manner.lenient || how == RENDER_EMPTY,
                                  .yields = x->manner.yields};
    x->bound = r->edition ? render_copy(x, &options) : bind_case(x->a, x->s, x->form, x->data, &options, x->messages);
    render_case_count_bound(x->of_case);
    if (r->month && x->form->takes_month && has_code(x->messages, DIAG_BIND_NO_SUBJECT))
        tell_months(x, &options);
    return x->bound && (x->manner.trial || (render_asks_no_edition(x) && render_tells_no_withheld(x))) &&
           dress_document(x);
}

static bool
ask_rules(render_document *x)
{
    if (!x->manner.judged)
        return true;
    const check_finding *f =
        render_forbidden(x->a, x->s, x->of_case, &x->request, x->whole ? x->whole : x->bound, x->judged, x->messages);
    x->forbids = f;
    if (f)
        diag_add(x->messages, DIAG_RENDER_FORBIDDEN, PLACE_NONE, f->where, f->id, f->texts[x->request.language],
                 f->repair[DIAG_JA], f->repair[DIAG_EN], NULL);
    /* A rule that cannot be evaluated is told; an author sees the pages all the same. */
    return !f && (x->manner.trial || diag_count(x->messages, DIAG_ERROR) == 0);
}

static bool
make_pages(render_document *x)
{
    const render_environment *e = render_case_environment(x->of_case);
    x->pages = (x->manner.trial ? compose_trial : compose_document)(x->a, e->engine, e->fonts, x->bound, x->messages);
    diag_gather(x->messages, DIAG_TEXT_HIDDEN); /* a pasted text has them at every line */
    return x->pages;
}

/* What reaches outside the paper is told and not kept: such a list is not to be relied on. */
static bool
draw_pages(render_document *x)
{
    x->notes = x->manner.noted ? g_array_new(FALSE, TRUE, sizeof(emit_note)) : NULL;
    x->list = emit_document(x->a, x->pages, x->notes);
    const char *fault = display_check(x->list, x->a);
    x->list->is_sound = !fault;
    if (!fault)
        return true;
    diag_add(x->messages, DIAG_COMPOSE_OUTSIDE, x->bound->form->subject_where, PLACE_NONE,
             display_fault_place(x->a, fault), fault, NULL);
    g_clear_pointer(&x->list, display_drop);
    return false;
}

/* ---- the walk ---- */

static void
walk_stages(render_document *x)
{
    static bool (*const steps[])(render_document *) = {
        [RENDER_FORM] = read_form,      [RENDER_READ] = read_data,   [RENDER_FOUND] = find_faults,
        [RENDER_BOUND] = bind_document, [RENDER_JUDGED] = ask_rules, [RENDER_COMPOSED] = make_pages,
        [RENDER_DRAWN] = draw_pages};
    double *const times[] = {
        [RENDER_FORM] = &x->times.form,    [RENDER_READ] = &x->times.data,    [RENDER_FOUND] = &x->times.check,
        [RENDER_BOUND] = &x->times.bind,   [RENDER_JUDGED] = &x->times.check, [RENDER_COMPOSED] = &x->times.compose,
        [RENDER_DRAWN] = &x->times.display};
    double since = 0;
    lap_time(&since);
    bool going = true;
    for (render_depth at = RENDER_FORM; going && at <= x->wanted; at++) {
        going = steps[at](x);
        *times[at] += lap_time(&since);
        if (going)
            x->reached = at;
    }
    x->ended_early = !going;
}

/* What the form's name says of whose copy it is, or that it is to be blank. */
static void
take_copy(render_document *x)
{
    if (!x->request.form || x->request.edition)
        return;
    char *name;
    const char *edition = render_copy_split(x->request.form, &name);
    const bool blank = render_copy_is_blank(edition);
    if (edition) {
        x->request.blank = x->request.blank || blank;
        x->request.edition = blank ? NULL : edition;
        x->request.form = arena_strdup(x->a, name);
    }
    g_free(name);
}

render_document *
render_document_new(render_case *c, const render_request *r, const render_manner *m, render_depth depth)
{
    g_assert(c && r && m && depth <= RENDER_DRAWN);
    g_assert(m->form || r->form);
    render_document *x = g_new0(render_document, 1);
    x->of_case = c;
    x->request = *r;
    x->manner = *m;
    x->manner.noted = m->noted || r->print == STAGE_NOTES;
    x->wanted = depth;
    x->fonts = render_case_environment(c)->fonts;
    x->a = arena_new();
    x->s = xml_store_new();
    if (render_case_environment(c)->keep == RENDER_ONCE)
        xml_store_take_proven(x->s);
    x->messages = diag_new();
    take_copy(x);
    walk_stages(x);
    return x;
}

void
render_document_drop(render_document *x)
{
    if (!x || render_leave(render_case_environment(x->of_case), x))
        return;
    if (x->list)
        display_drop(x->list);
    if (x->notes)
        g_array_free(x->notes, TRUE);
    diag_drop(x->messages);
    xml_store_drop(x->s);
    arena_drop(x->a);
    g_free(x);
}

bool
render_document_is_good(const render_document *x)
{
    g_assert(x);
    return !x->ended_early && diag_count(x->messages, DIAG_ERROR) == 0;
}

void
render_document_form_files(const render_document *x, GPtrArray *paths)
{
    g_assert(x && paths);
    for (size_t i = 0; i < xml_store_file_count(x->s); i++)
        g_ptr_array_add(paths, g_strdup(xml_store_file(x->s, i)));
}

/* ---- what leaves ---- */

bool
render_document_paint(render_document *x, GPtrArray *outputs)
{
    const render_request *r = &x->request;
    g_assert(render_document_is_good(x) && x->list && x->manner.judged && !x->manner.trial && !x->manner.lenient);
    g_assert(render_case_alteration(x->of_case) == RENDER_AS_IT_IS); /* an altered one is shown, never made */
    double since = 0;
    lap_time(&since);
    if (r->fillable && x->list->fields->len == 0)
        diag_add(x->messages, DIAG_RENDER_NO_FIELDS, PLACE_NONE, PLACE_NONE, NULL);
    if (r->archive)
        x->list->attached = render_filled(x->a, x->fonts, x->bound, x->list);
    const bool done = paint_document_with(render_case_environment(x->of_case)->kit, x->list, r->backend, r->format,
                                          r->dpi, outputs, x->messages);
    x->times.paint += lap_time(&since);
    return done;
}

GByteArray *
render_document_region(render_document *x, size_t page, const paint_region *region, int dpi, diag *d)
{
    g_assert(x && x->list && region && d);
    return paint_page_region(render_case_environment(x->of_case)->kit, x->list, page, region, dpi, d);
}

render_depth
render_depth_of(render_stage stage)
{
    static const render_depth depths[] = {
        [STAGE_NONE] = RENDER_DRAWN,      [STAGE_CASE] = RENDER_READ,        [STAGE_JUDGED] = RENDER_FOUND,
        [STAGE_BIND] = RENDER_BOUND,      [STAGE_COMPOSE] = RENDER_COMPOSED, [STAGE_DISPLAY] = RENDER_DRAWN,
        [STAGE_STRUCTURE] = RENDER_DRAWN, [STAGE_NOTES] = RENDER_DRAWN,      [STAGE_DOCUMENT] = RENDER_DRAWN};
    g_assert(stage < G_N_ELEMENTS(depths));
    return depths[stage];
}

void
render_document_print_stage(const render_document *x, GString *out)
{
    const render_stage stage = x->request.print;
    g_assert(render_document_is_good(x) && x->reached >= render_depth_of(stage));
    switch (stage) {
    case STAGE_CASE:
        if (x->data)
            casefile_print(x->data, out);
        break;
    case STAGE_JUDGED:
        if (x->judged)
            check_print_judged(x->judged, x->data, out);
        else
            g_string_append(out, "nothing was judged\n");
        break;
    case STAGE_BIND:
        bound_print(x->bound, out);
        break;
    case STAGE_COMPOSE:
        composed_print(x->pages, out);
        break;
    case STAGE_DISPLAY:
        display_print(x->list, true, out);
        break;
    case STAGE_STRUCTURE:
        display_print_structure(x->list, out);
        break;
    case STAGE_NOTES:
        emit_notes_print(x->notes, out);
        break;
    case STAGE_DOCUMENT:
        render_document_print(x, out);
        break;
    case STAGE_NONE:
        g_assert_not_reached();
    }
}

/* ---- as text ---- */

static void
print_ops(const render_document *x, GString *out)
{
    size_t ops = 0;
    for (guint i = 0; i < x->list->pages->len; i++)
        ops += ((const display_page *)g_ptr_array_index(x->list->pages, i))->ops->len;
    g_string_append_printf(out, "list %u pages, %zu ops, %zu bookmarks", x->list->pages->len, ops,
                           (size_t)x->list->bookmarks->len);
    if (x->notes)
        g_string_append_printf(out, ", %u notes", x->notes->len);
    g_string_append_c(out, '\n');
}

static void
print_bound(const render_document *x, GString *out)
{
    const bound *b = x->bound;
    g_string_append_printf(out, "bound %zu times, %s", render_case_bound_count(x->of_case),
                           b->blank ? "blank" : "filled");
    if (b->has_date)
        g_string_append_printf(out, ", made %04d-%02d-%02d", b->made.year, b->made.month, b->made.day);
    g_string_append_c(out, '\n');
    for (size_t i = 0; i < b->recipient_count; i++)
        g_string_append_printf(out, "recipient %s %s\n", b->recipients[i].to, b->recipients[i].key);
}

void
render_document_print(const render_document *x, GString *out)
{
    g_assert(x && out);
    static const char *const depths[] = {"form", "read", "found", "bound", "judged", "composed", "drawn"};
    g_string_append_printf(out, "document %s, wanted %s%s\n", x->form ? x->form->name : "-", depths[x->wanted],
                           x->ended_early ? ", ended before" : "");
    if (x->bound)
        print_bound(x, out);
    if (x->forbids)
        g_string_append_printf(out, "forbidden %s %s\n", x->forbids->id, x->forbids->texts[x->request.language]);
    else if (x->manner.judged && x->reached >= RENDER_JUDGED)
        g_string_append(out, "forbidden by no rule\n");
    if (x->pages)
        g_string_append_printf(out, "composed %zu pages\n", composed_page_count(x->pages));
    if (x->list)
        print_ops(x, out);
    for (size_t i = 0; i < diag_length(x->messages); i++)
        g_string_append_printf(out, "message %s\n", diag_name(diag_at(x->messages, i)->code));
}

/* ---- in one call ---- */

static void
add_times(render_times *to, const render_times *t)
{
    to->form += t->form;
    to->data += t->data;
    to->bind += t->bind;
    to->check += t->check;
    to->compose += t->compose;
    to->display += t->display;
    to->paint += t->paint;
}

bool
render_case_document(render_case *c, const render_request *r, GPtrArray *outputs, GString *text, size_t *pages,
                     render_times *times, diag *d)
{
    g_assert(c && r && d);
    render_document *x = render_document_new(c, r, &render_to_leave, render_depth_of(r->print));
    bool done = render_document_is_good(x);
    if (r->print != STAGE_NONE && done)
        render_document_print_stage(x, text);
    else if (done)
        done = render_document_paint(x, outputs);
    if (pages)
        *pages = x->list ? x->list->pages->len : 0;
    if (times)
        add_times(times, &x->times);
    diag_append_all(d, x->messages);
    render_document_drop(x);
    return done;
}

bool
render_make(render_environment *e, const render_request *r, GPtrArray *outputs, GString *text, render_times *times,
            diag *d)
{
    g_assert(e && r && d);
    render_case *c = render_case_new(e, r->case_path);
    const bool done = render_case_document(c, r, outputs, text, NULL, times, d);
    render_case_drop(c);
    return done;
}

static GByteArray *
make_pdf(render_case *c, const render_request *q, size_t *pages, diag *d)
{
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    GByteArray *bytes = NULL;
    if (render_case_document(c, q, outputs, NULL, pages, NULL, d))
        bytes = g_byte_array_ref(g_ptr_array_index(outputs, 0));
    g_ptr_array_free(outputs, TRUE);
    return bytes;
}

GByteArray *
render_made(render_environment *e, const char *path, const char *name, const GString *data, diag *d)
{
    g_assert(e && path && name && data && d);
    render_case *c = render_case_new_memory(e, name, data->str, data->len);
    const render_request q = {.form = path, .backend = PAINT_RENKEI, .format = PAINT_PDF};
    GByteArray *bytes = make_pdf(c, &q, NULL, d);
    render_case_drop(c);
    return bytes;
}

GByteArray *
render_enclosing(render_case *c, const char *path, const char *as_of, const GString *enclosed, size_t *pages, diag *d)
{
    g_assert(c && path && enclosed && d);
    const render_request q = {
        .form = path, .as_of = as_of, .enclosed = enclosed, .backend = PAINT_RENKEI, .format = PAINT_PDF};
    return make_pdf(c, &q, pages, d);
}
