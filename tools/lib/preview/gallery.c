#include "preview/gallery.h"

#include <assert.h>
#include <string.h>

#include "render/document.h"

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
    if (pictures) {
        paint_screen(x->list, x->fonts, m->outlines, pictures, p->messages);
        return;
    }
    GByteArray *first = paint_screen_page(x->list, x->fonts, m->outlines, 0, p->messages);
    p->first_page = first ? g_byte_array_free_to_bytes(first) : NULL;
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

void
gallery_forget_outcome(gallery_pair *p)
{
    g_clear_pointer(&p->first_page, g_bytes_unref);
    g_clear_pointer(&p->told, g_free);
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
    gallery_forget_outcome(p);
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
