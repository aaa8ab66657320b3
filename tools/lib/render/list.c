#include "render/render_int.h"

#include <string.h>

#include "base/shown.h"

/* What a listing needs of the case, read once for all forms. */
typedef struct listing {
    render_environment *e;
    const render_request *r;
    render_case *c;
    const casefile *data; /* NULL: no case was given */
    GString *out;
    diag *d;
} listing;

static void
append_no(listing *u, const char *why)
{
    g_string_append_printf(u->out, u->r->language == DIAG_EN ? "\tno: %s" : "\t不可：%s", why);
}

static void
append_first_error(listing *u, const diag *messages)
{
    size_t i = 0;
    while (diag_severity_of(diag_at(messages, i)->code) != DIAG_ERROR)
        i++;
    char *why = diag_text(diag_at(messages, i), u->r->language), *shown = shown_text(why);
    append_no(u, shown);
    g_free(shown);
    g_free(why);
}

static void
append_forbidden(listing *u, const check_finding *f)
{
    char *why = g_strdup_printf("%s %s", f->id, f->texts[u->r->language]);
    append_no(u, why);
    g_free(why);
}

/* A rule that could not be evaluated: ours to mend, and no answer to whether this case fills the form. What the data
 * forbids (a rule, a mark for other copies) is the answer itself. */
static void
tell_rule_errors(listing *u, const render_document *x)
{
    for (size_t i = 0; i < diag_length(x->messages); i++) {
        const diag_message *m = diag_at(x->messages, i);
        if (diag_severity_of(m->code) == DIAG_ERROR && diag_exit_class(m) != EXIT_DATA)
            diag_append(u->d, m);
    }
}

/* Whether the document can be made: every value is there, no rule keeps the paper in the office, and its pages are
 * composed as for paper. */
static void
append_answer(listing *u, const render_form_entry *entry)
{
    render_request r = *u->r;
    r.form = entry->path;
    render_document *x = render_document_new(u->c, &r, &render_to_leave, entry->takes_any ? RENDER_FORM : RENDER_DRAWN);
    if (!x->form)
        diag_append_all(u->d, x->messages);
    else if (entry->takes_any)
        g_string_append(u->out, "\t-");
    else if (x->forbids)
        append_forbidden(u, x->forbids);
    else if (!render_document_is_good(x))
        append_first_error(u, x->messages);
    else
        g_string_append(u->out, u->r->language == DIAG_EN ? "\tyes" : "\t可");
    if (x->bound && x->reached < RENDER_JUDGED)
        tell_rule_errors(u, x);
    render_document_drop(x);
}

static void
list_one(listing *u, const render_form_entry *entry)
{
    if (!entry->title)
        return;
    shown_append(u->out, entry->name);
    g_string_append_c(u->out, '\t');
    shown_append(u->out, entry->title);
    if (u->data)
        append_answer(u, entry);
    g_string_append_c(u->out, '\n');
}

static bool
list_all(listing *u)
{
    GPtrArray *forms = render_find_forms(u->e->paths, u->d);
    if (forms && forms->len == 0)
        diag_add(u->d, DIAG_FORM_NONE, PLACE_NONE, PLACE_NONE, u->e->paths->forms, NULL);
    for (guint i = 0; forms && i < forms->len; i++)
        list_one(u, g_ptr_array_index(forms, i));
    if (forms)
        g_ptr_array_free(forms, TRUE);
    return diag_count(u->d, DIAG_ERROR) == 0;
}

bool
render_list_forms(render_environment *e, const render_request *r, GString *out, diag *d)
{
    g_assert(e && r && out && d);
    listing u = {.e = e, .r = r, .out = out, .d = d};
    if (r->case_path) {
        u.c = render_case_new(e, r->case_path);
        u.data = render_case_data(u.c, false, d);
    }
    const bool done = (u.data || !r->case_path) && list_all(&u);
    render_case_drop(u.c);
    return done;
}
