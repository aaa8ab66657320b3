#include "bind/bind_filled_int.h"

#include <assert.h>
#include <string.h>

typedef struct filling {
    GString *out;
    GHashTable *styles; /* form_style: its number */
    GPtrArray *in_order;
    GHashTable *places; /* text_origin of a circle, a note, a combined span: its number, from 1 */
    filled_pictures pictures;
} filling;

/* ---- words ---- */

static void
append_escaped(GString *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (strchr("<>&\"", *p) || (unsigned char)*p < ' ')
            g_string_append_printf(out, "&#%d;", *p);
        else
            g_string_append_c(out, *p);
    }
}

static void
append_text(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, " %s=\"", name);
    append_escaped(out, text);
    g_string_append_c(out, '"');
}

static void
append_words(GString *out, const filled_words *words, const void *of)
{
    for (size_t i = 0; i < words->count; i++) {
        const filled_word *w = &words->rows[i];
        const void *at = (const char *)of + w->offset;
        const int number = w->kind == FILLED_NUMBER || w->kind == FILLED_WORD ? *(const int *)at : 0;
        if (w->kind == FILLED_TEXT)
            append_text(out, w->name, *(const char *const *)at);
        else if (w->kind == FILLED_FLAG)
            append_text(out, w->name, *(const bool *)at ? "yes" : NULL);
        else if (number != w->otherwise && w->kind == FILLED_WORD)
            append_text(out, w->name, w->words[number]);
        else if (number != w->otherwise)
            g_string_append_printf(out, " %s=\"%d\"", w->name, number);
    }
}

/* ---- styles and places, by number ---- */

static void
append_style(filling *f, const form_style *style)
{
    gpointer known = g_hash_table_lookup(f->styles, style);
    if (!known) {
        g_ptr_array_add(f->in_order, (gpointer)style);
        known = GUINT_TO_POINTER(f->in_order->len);
        g_hash_table_insert(f->styles, (gpointer)style, known);
    }
    g_string_append_printf(f->out, " style=\"s%u\"", GPOINTER_TO_UINT(known));
}

static void
append_place(filling *f, const char *name, const text_origin *at)
{
    if (!at)
        return;
    gpointer known = g_hash_table_lookup(f->places, at);
    if (!known) {
        known = GUINT_TO_POINTER(g_hash_table_size(f->places) + 1);
        g_hash_table_insert(f->places, (gpointer)at, known);
    }
    g_string_append_printf(f->out, " %s=\"%u\"", name, GPOINTER_TO_UINT(known));
}

/* ---- what stands on the pages ---- */

/* case/plan/row/content: the field, and not which of how many it is. */
static void
append_field(GString *out, const char *path)
{
    if (!path)
        return;
    g_string_append(out, " from=\"");
    for (const char *p = *path == '/' ? path + 1 : path; *p;) {
        const size_t name = strcspn(p, "[");
        char *part = g_strndup(p, name);
        append_escaped(out, part);
        g_free(part);
        p += name;
        p += *p ? strcspn(p, "]") : 0;
        p += *p != '\0';
    }
    g_string_append_c(out, '"');
}

static void
append_inline(filling *f, const bound_inline *p)
{
    const char *element = filled_inlines[p->kind];
    g_string_append_printf(f->out, "<%s", element);
    append_style(f, p->style);
    append_words(f->out, &filled_inline, p);
    append_place(f, "circle", p->ring);
    append_place(f, "note", p->note);
    append_place(f, "combined", p->combined);
    if (p->code)
        append_words(f->out, &filled_code, p->code);
    if (p->picture)
        g_string_append_printf(f->out, " picture=\"%u\"", filled_picture_number(&f->pictures, p->picture));
    append_place(f, "link", p->link);
    if (p->from_data)
        append_field(f->out, p->origin->data.path);
    if (p->code) {
        g_string_append_c(f->out, '>');
        for (size_t i = 0; i < p->code->piece_count; i++)
            append_inline(f, &p->code->pieces[i]);
        g_string_append_printf(f->out, "</%s>", element);
        return;
    }
    if (p->kind != INLINE_TEXT) {
        append_text(f->out, "word", p->text);
        g_string_append(f->out, "/>");
        return;
    }
    g_string_append_c(f->out, '>');
    append_escaped(f->out, p->text);
    g_string_append_printf(f->out, "</%s>", element);
}

static void
append_columns(GString *out, const form_node *n)
{
    for (size_t i = 0; i < n->column_count; i++) {
        const form_column *c = &n->columns[i];
        g_string_append_printf(out, "%s%s:%d", i ? " " : " columns=\"", filled_columns[c->kind],
                               c->kind == COLUMN_LENGTH ? c->length : c->share);
    }
    g_string_append(out, n->column_count ? "\"" : "");
}

static void
append_fits(GString *out, const form_node *n)
{
    size_t i = 0;
    for (; i < FORM_MAX_FITS && n->fits[i].how != FIT_NONE; i++) {
        const form_policy *p = &n->fits[i];
        g_string_append_printf(out, "%s%s:%d", i ? " " : " fit=\"", filled_fits[p->how],
                               p->how == FIT_SHRINK ? p->floor : p->condensed);
    }
    g_string_append(out, i ? "\"" : "");
}

static void
append_nodes(filling *f, const bound_node *n)
{
    for (; n; n = n->next) {
        const char *element = form_kind_name(n->kind);
        g_string_append_printf(f->out, "<%s", element);
        append_style(f, n->style);
        append_words(f->out, &filled_bound, n);
        if (n->form) {
            g_string_append(f->out, " own=\"yes\"");
            append_words(f->out, &filled_node, n->form);
            append_columns(f->out, n->form);
            append_fits(f->out, n->form);
        }
        g_string_append_c(f->out, '>');
        for (size_t i = 0; i < n->inline_count; i++)
            append_inline(f, &n->inlines[i]);
        append_nodes(f, n->first);
        g_string_append_printf(f->out, "</%s>\n", element);
    }
}

static void
append_part(filling *f, const char *name, const bound_node *first)
{
    g_string_append_printf(f->out, "<%s>\n", name);
    append_nodes(f, first);
    g_string_append_printf(f->out, "</%s>\n", name);
}

/* ---- what is known of it ---- */

static void
append_document(GString *out, const bound *b, const bind_filled_made *made)
{
    const form *f = b->form;
    g_string_append(out,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<!-- 印刷した様式（renkei）。長さは 1/1024 pt。 The form as printed; lengths in 1/1024 pt. -->\n"
                    "<filled v=\"1\"");
    g_string_append_printf(out, " layout-edition=\"%d\"", made->edition);
    append_text(out, "program", made->program);
    append_text(out, "form", f->name);
    append_text(out, "form-title", f->title);
    append_text(out, "title", b->title);
    append_text(out, "author", b->author);
    append_text(out, "subject", b->subject);
    append_text(out, "keywords", b->keywords);
    if (b->has_date)
        g_string_append_printf(out, " made=\"%04d-%02d-%02d\"", b->made.year, b->made.month, b->made.day);
    append_text(out, "blank", b->blank ? "yes" : NULL);
    append_text(out, "watermark", b->watermark);
    append_text(out, "again", strcmp(b->again, FORM_AGAIN) == 0 ? NULL : b->again);
    if (f->pages)
        g_string_append_printf(out, " pages=\"%d\"", f->pages);
    if (f->at_most)
        g_string_append_printf(out, " at-most=\"%d\"", f->at_most);
    g_string_append(out, ">\n");
    for (size_t i = 0; i < made->font_count; i++) {
        g_string_append(out, "<font");
        append_text(out, "name", made->fonts[i].name);
        append_text(out, "sha256", made->fonts[i].sum);
        g_string_append(out, "/>\n");
    }
}

static void
append_styles(GString *out, const filling *f, guint named)
{
    for (guint i = 0; i < f->in_order->len; i++) {
        const form_style *s = g_ptr_array_index(f->in_order, i);
        g_string_append_printf(out, "<style id=\"s%u\"%s", i + 1, i < named ? " named=\"yes\"" : "");
        append_words(out, &filled_style, s);
        g_string_append(out, "/>\n");
    }
}

/* Before what stands on them; x, y, w and h as all measures. */
static void
append_background(filling *f, const char *on, const form_background *b)
{
    if (b->picture)
        g_string_append_printf(f->out, "<background on=\"%s\" picture=\"%u\" x=\"%d\" y=\"%d\" w=\"%d\" h=\"%d\"/>\n",
                               on, filled_picture_number(&f->pictures, b->picture), b->x, b->y, b->w, b->h);
}

/* The form's own first: base is the first of all. */
static void
number_styles(filling *f, const form *of)
{
    GString *unused = f->out;
    f->out = g_string_new(NULL);
    append_style(f, of->base);
    for (size_t i = 0; i < of->style_count; i++)
        append_style(f, of->styles[i]);
    g_string_free(f->out, TRUE);
    f->out = unused;
}

/* Of the first page and the later ones alone the one for the first is as good as one for all. */
static const char *
running_name(const bound_running *of, form_on on)
{
    const bool others = of->has[ON_ALL] || of->has[ON_LAST] || of->has[ON_ODD] || of->has[ON_EVEN];
    return on == ON_FIRST && of->has[ON_LATER] && !others ? "" : form_on_name(on);
}

/* Those whose name has no more than the element's first, then the others. One that is empty tells nothing but that
 * there is none. */
static void
append_running(filling *f, const char *name, const bound_running *of, form_on on, bool plain, GHashTable *printed)
{
    const char *word = running_name(of, on);
    if (!of->has[on] || (*word == '\0') != plain || (of->nodes[on] && !g_hash_table_contains(printed, of->nodes[on])))
        return;
    char *element = g_strdup_printf("%s%s%s", name, *word ? "-" : "", word);
    append_part(f, element, of->nodes[on]);
    g_free(element);
}

static void
append_master(filling *f, const bound_master *m, GHashTable *printed)
{
    g_string_append(f->out, "<page");
    append_words(f->out, &filled_page, m->page);
    g_string_append(f->out, "/>\n");
    append_background(f, "first", &m->page->background_first);
    append_background(f, "later", &m->page->background_later);
    for (int plain = 1; plain >= 0; plain--) {
        for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++)
            append_running(f, "head", &m->head, on, plain, printed);
        for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++)
            append_running(f, "foot", &m->foot, on, plain, printed);
    }
}

void
bind_filled_write(const bound *b, const bind_filled_made *made, GHashTable *printed, GString *out)
{
    assert(b && b->form && made && printed && out);
    filling f = {.out = g_string_new(NULL),
                 .styles = g_hash_table_new(NULL, NULL),
                 .in_order = g_ptr_array_new(),
                 .places = g_hash_table_new(NULL, NULL)};
    filled_pictures_open(&f.pictures);
    number_styles(&f, b->form);
    const guint named = f.in_order->len;
    for (size_t i = 0; i < b->master_count; i++)
        append_master(&f, &b->masters[i], printed);
    if (b->notes)
        append_part(&f, "notes", b->notes);
    append_part(&f, "body", b->body);
    append_document(out, b, made);
    append_styles(out, &f, named);
    filled_pictures_write(&f.pictures, out);
    g_string_append_len(out, f.out->str, (gssize)f.out->len);
    g_string_append(out, "</filled>\n");
    filled_pictures_close(&f.pictures);
    g_hash_table_destroy(f.places);
    g_ptr_array_free(f.in_order, TRUE);
    g_hash_table_destroy(f.styles);
    g_string_free(f.out, TRUE);
}
