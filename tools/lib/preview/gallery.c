#include "preview/gallery.h"

#include <assert.h>
#include <string.h>

#include "render/document.h"

/* ---- what there is ---- */

static void
free_form(gpointer data)
{
    gallery_form *f = data;
    g_free(f->name);
    g_free(f->key);
    g_free(f->path);
    g_free(f->title);
    g_free(f);
}

static void
free_case(gpointer data)
{
    gallery_case *c = data;
    g_free(c->name);
    g_free(c->key);
    g_free(c->path);
    g_free(c);
}

static void
free_pair(gpointer data)
{
    gallery_pair *p = data;
    g_free(p->key);
    g_array_free(p->sheets, TRUE);
    g_array_free(p->fits.squeezed, TRUE);
    diag_drop(p->messages);
    for (size_t i = 0; i < G_N_ELEMENTS(p->forbids); i++)
        diag_drop(p->forbids[i]);
    g_ptr_array_free(p->files, TRUE);
    if (p->first_page)
        g_bytes_unref(p->first_page);
    g_free(p);
}

/* Of a name, what can stand in any address and file name; a number tells apart what was alike but for the rest. */
static char *
key_for(GHashTable *taken, const char *name)
{
    enum { MOST = 48 };
    char *safe = g_strndup(name, MOST), *key = safe;
    g_strcanon(safe, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_", '_');
    for (guint n = 2; g_hash_table_contains(taken, key); n++) {
        if (key != safe)
            g_free(key);
        key = g_strdup_printf("%s_%u", safe, n);
    }
    g_hash_table_add(taken, g_strdup(key));
    if (key != safe)
        g_free(safe);
    return key;
}

/* samples/NAME/case.xml, templates/NAME/form.xml, NAME.xml */
static char *
name_of(const char *path, const char *usual)
{
    char *file = g_path_get_basename(path), *folder = g_path_get_dirname(path), *last = g_path_get_basename(folder);
    char *out = NULL;
    if (strcmp(file, usual) == 0 && g_ascii_isalnum(last[0]))
        out = g_strdup(last);
    else if (g_str_has_suffix(file, ".xml"))
        out = g_strndup(file, strlen(file) - strlen(".xml"));
    else
        out = g_strdup(file);
    g_free(last);
    g_free(folder);
    g_free(file);
    return out;
}

/* Takes the name. */
static void
add_form(gallery *g, GHashTable *taken, char *name, const char *path, const char *title)
{
    gallery_form *f = g_new0(gallery_form, 1);
    *f = (gallery_form){
        .name = name, .key = key_for(taken, name), .path = files_short_path(path), .title = g_strdup(title)};
    g_ptr_array_add(g->forms, f);
}

static void
add_forms(gallery *g, GHashTable *taken, const GPtrArray *found)
{
    char *own = g->options->form ? files_short_path(g->options->form) : NULL;
    bool listed = own == NULL;
    for (guint i = 0; i < found->len; i++) {
        const render_form_entry *entry = g_ptr_array_index(found, i);
        char *path = files_short_path(entry->path);
        listed = listed || strcmp(path, own) == 0;
        if (!entry->takes_any)
            add_form(g, taken, g_strdup(entry->name), path, entry->title);
        g_free(path);
    }
    if (!listed)
        add_form(g, taken, name_of(own, "form.xml"), own, NULL);
    g_free(own);
}

static void
add_case(gallery *g, GHashTable *taken, const char *path)
{
    gallery_case *c = g_new0(gallery_case, 1);
    c->name = path ? name_of(path, "case.xml") : g_strdup("");
    c->key = key_for(taken, path ? c->name : "blank");
    c->path = path ? files_short_path(path) : NULL;
    g_ptr_array_add(g->cases, c);
}

static void
add_pairs(gallery *g)
{
    for (guint i = 0; i < g->forms->len; i++)
        for (guint k = 0; k < g->cases->len; k++) {
            gallery_pair *p = g_new0(gallery_pair, 1);
            p->form = g_ptr_array_index(g->forms, i);
            p->sample = g_ptr_array_index(g->cases, k);
            p->key = g_strconcat(p->form->key, ".", p->sample->key, NULL);
            p->sheets = g_array_new(FALSE, TRUE, sizeof(gallery_sheet));
            p->fits.squeezed = g_array_new(FALSE, TRUE, sizeof(gallery_squeeze));
            p->files = g_ptr_array_new_with_free_func(g_free);
            g_ptr_array_add(g->pairs, p);
        }
}

gallery *
gallery_new(const render_paths *paths, const preview_options *o, diag *d)
{
    assert(paths && o && d);
    diag *titles = diag_new(); /* what is wrong with a form is told by its pairs */
    GPtrArray *found = render_find_forms(paths, titles);
    diag_drop(titles);
    if (!found) {
        render_find_forms(paths, d);
        return NULL;
    }
    gallery *g = g_new0(gallery, 1);
    g->options = o;
    g->forms = g_ptr_array_new_with_free_func(free_form);
    g->cases = g_ptr_array_new_with_free_func(free_case);
    g->pairs = g_ptr_array_new_with_free_func(free_pair);
    g->streams = g_ptr_array_new();
    GHashTable *taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_forms(g, taken, found);
    g_hash_table_remove_all(taken);
    for (guint i = 0; o->gallery_cases && o->gallery_cases[i]; i++)
        add_case(g, taken, o->gallery_cases[i]);
    if (g->cases->len == 0)
        add_case(g, taken, NULL);
    add_pairs(g);
    g_hash_table_destroy(taken);
    g_ptr_array_free(found, TRUE);
    return g;
}

void
gallery_drop(gallery *g)
{
    if (!g)
        return;
    g_ptr_array_free(g->pairs, TRUE);
    g_ptr_array_free(g->cases, TRUE);
    g_ptr_array_free(g->forms, TRUE);
    g_ptr_array_free(g->streams, TRUE);
    g_free(g);
}

gallery_pair *
gallery_find(const gallery *g, const char *key)
{
    g_assert(g && key);
    for (guint i = 0; i < g->pairs->len; i++) {
        gallery_pair *p = g_ptr_array_index(g->pairs, i);
        if (strcmp(p->key, key) == 0)
            return p;
    }
    return NULL;
}

void
gallery_pair_request(const gallery *g, const gallery_pair *p, render_request *r)
{
    g_assert(g && p && r);
    *r = (render_request){.form = p->form->path,
                          .case_path = p->sample->path,
                          .blank = !p->sample->path,
                          .as_of = g->options->as_of,
                          .month = g->options->month,
                          .draft = g->options->draft};
}

/* ---- composing ---- */

/* What is not squeezed in a way comes last. */
static int
by_squeeze(const gallery_squeeze *x, const gallery_squeeze *y)
{
    const unsigned a = (unsigned)x->size - 1, b = (unsigned)y->size - 1;
    const unsigned c = (unsigned)x->condensed - 1, d = (unsigned)y->condensed - 1;
    return a != b ? (a > b) - (a < b) : (c > d) - (c < d);
}

static void
count_squeezed(GArray *list, gallery_squeeze one)
{
    guint i = 0;
    while (i < list->len && by_squeeze(&g_array_index(list, gallery_squeeze, i), &one) < 0)
        i++;
    if (i == list->len || by_squeeze(&g_array_index(list, gallery_squeeze, i), &one) != 0)
        g_array_insert_val(list, i, one);
    g_array_index(list, gallery_squeeze, i).count++;
}

static void
count_fits(gallery_fits *fits, const GArray *notes)
{
    for (guint i = 0; i < notes->len; i++) {
        const emit_note *n = &g_array_index(notes, emit_note, i);
        if (n->kind != NOTE_CELL)
            continue;
        fits->natural += n->outcome == FITS_NATURAL;
        fits->continued += n->outcome == FITS_CONTINUED;
        fits->refused += n->outcome == FITS_REFUSED;
        if (n->outcome == FITS_SQUEEZED)
            count_squeezed(fits->squeezed, (gallery_squeeze){n->shrunk_to, n->condensed_to, 0});
    }
}

static void
show_pair(gallery_pair *p, const view_maker *m, const render_document *x, GPtrArray *pictures)
{
    for (guint i = 0; i < x->list->pages->len; i++) {
        const display_page *page = g_ptr_array_index(x->list->pages, i);
        const gallery_sheet sheet = {page->width, page->height};
        g_array_append_val(p->sheets, sheet);
    }
    count_fits(&p->fits, x->notes);
    if (pictures)
        paint_screen(x->list, x->fonts, m->outlines, pictures, p->messages);
}

/* The rule that keeps it in the office, in both languages. */
static void
tell_forbidden(gallery_pair *p, const check_finding *f)
{
    for (size_t i = 0; i < G_N_ELEMENTS(p->forbids); i++) {
        diag_drop(p->forbids[i]);
        p->forbids[i] = diag_new();
        if (f)
            diag_add(p->forbids[i], DIAG_RENDER_FORBIDDEN, PLACE_NONE, f->where, f->id, f->texts[i], f->repair[DIAG_JA],
                     f->repair[DIAG_EN], NULL);
    }
}

/* As for a screen, and judged; what a rule keeps in the office is made once more, as a draft. */
static render_document *
make_pair(gallery_pair *p, render_case *c, render_request *r)
{
    const bool draft = r->draft;
    render_manner m = render_to_screen;
    m.judged = true;
    r->draft = false;
    render_document *x = render_document_new(c, r, &m, draft ? RENDER_JUDGED : RENDER_DRAWN);
    tell_forbidden(p, x->forbids);
    if (!x->forbids && !draft)
        return x;
    render_document_drop(x);
    r->draft = true;
    return render_document_new(c, r, &render_to_screen, RENDER_DRAWN);
}

static gallery_state
state_of(const gallery_pair *p, bool forbidden)
{
    const diag *d = p->messages;
    size_t nothing = 0;
    for (size_t i = 0; i < diag_length(d); i++)
        nothing += diag_at(d, i)->code == DIAG_BIND_NO_SUBJECT;
    if (diag_count(d, DIAG_ERROR) > 0)
        return nothing == diag_count(d, DIAG_ERROR) ? GALLERY_UNFILLED : GALLERY_ERRORS;
    if (forbidden)
        return GALLERY_FORBIDDEN;
    return diag_count(d, DIAG_WARNING) ? GALLERY_WARNINGS : GALLERY_CLEAN;
}

static void
forget_outcome(gallery_pair *p)
{
    g_array_set_size(p->sheets, 0);
    g_array_set_size(p->fits.squeezed, 0);
    p->fits = (gallery_fits){.squeezed = p->fits.squeezed};
    g_ptr_array_set_size(p->files, 0);
    diag_drop(p->messages);
    p->messages = diag_new();
}

void
gallery_compose(const gallery *g, gallery_pair *p, const view_maker *m, GPtrArray *pictures)
{
    assert(g && p && m->environment && m->outlines);
    render_request r;
    gallery_pair_request(g, p, &r);
    forget_outcome(p);
    render_case *c = render_case_new(m->environment, r.case_path);
    render_document *x = make_pair(p, c, &r);
    diag_append_all(p->messages, x->messages);
    if (x->list)
        show_pair(p, m, x, pictures);
    render_document_form_files(x, p->files);
    render_case_asked_files(c, p->files);
    p->state = state_of(p, diag_length(p->forbids[0]) > 0);
    render_document_drop(x);
    render_case_drop(c);
}
