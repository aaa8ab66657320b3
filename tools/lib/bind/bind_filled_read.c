#include "bind/bind_filled_int.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const xml_limits bind_filled_limits = {.bytes = 128u << 20, .nodes = 400000, .depth = 64, .text_bytes = 256u << 10};

typedef struct reading {
    arena *a;
    diag *d;
    form *f;
    GPtrArray *styles, *named; /* of form_style, s1 first */
    GHashTable *places;        /* number: text_origin */
    GArray *pages, *masters;   /* of form_page, of bound_master: the same, so far */
    GPtrArray *pictures;       /* of image, 1 first */
    bool bad;                  /* it has been told */
} reading;

static void
tell_bad(reading *r, const xml_node *at, const char *what)
{
    if (!r->bad)
        diag_add(r->d, DIAG_BIND_ARCHIVE, PLACE_NONE, xml_place(r->a, at, false), what, NULL);
    r->bad = true;
}

/* ---- words ---- */

static bool
read_number(const char *text, int least, int most, int *out)
{
    char *end;
    const long n = strtol(text, &end, 10);
    if (!*text || *end || strlen(text) > 10 || n < least || n > most)
        return false;
    *out = (int)n;
    return true;
}

static int
index_of(const char *text, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    return -1;
}

static bool
read_word(const filled_word *w, const char *text, void *at)
{
    const int word = w->kind == FILLED_WORD ? index_of(text, w->words) : 0;
    switch (w->kind) {
    case FILLED_TEXT:
        *(const char **)at = text;
        return true;
    case FILLED_FLAG:
        *(bool *)at = true;
        return strcmp(text, "yes") == 0;
    case FILLED_NUMBER:
        return read_number(text, w->least, w->most, at);
    case FILLED_WORD:
        *(int *)at = MAX(word, 0);
        return word >= 0;
    }
    return false;
}

static void
set_defaults(const filled_words *words, void *of)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->rows[i].kind == FILLED_NUMBER)
            *(int *)((char *)of + words->rows[i].offset) = words->rows[i].otherwise;
}

/* True: the attribute is one of these, and was taken. */
static bool
take_word(reading *r, const xml_node *attribute, const filled_words *words, void *of)
{
    for (size_t i = 0; i < words->count; i++) {
        const filled_word *w = &words->rows[i];
        if (strcmp(w->name, xml_name(attribute)) != 0)
            continue;
        if (!read_word(w, xml_text(r->a, attribute), (char *)of + w->offset))
            tell_bad(r, attribute, w->name);
        return true;
    }
    return false;
}

/* No value of ours has a line's end or a tab in it, nor has a title. */
static void
check_line(reading *r, const xml_node *attribute)
{
    for (const char *p = xml_text(r->a, attribute); *p; p++)
        if ((unsigned char)*p < ' ')
            tell_bad(r, attribute, xml_name(attribute));
}

/* Attributes by one or two tables, or by their own names. */
static void
take_words(reading *r, const xml_node *e, const filled_words *first, void *of, const filled_words *second, void *beside,
           const char *const *own)
{
    for (const xml_node *x = xml_first_attribute(e); x; x = xml_next(x)) {
        check_line(r, x);
        if (index_of(xml_name(x), own) < 0 && !take_word(r, x, first, of) &&
            !(second && take_word(r, x, second, beside)))
            tell_bad(r, x, xml_name(x));
    }
}

/* ---- styles and places ---- */

static void
read_style(reading *r, const xml_node *e)
{
    static const char *const own[] = {"id", "named", NULL};
    form_style *s = ARENA_NEW(r->a, form_style);
    const char *id = xml_attribute(r->a, e, "id");
    set_defaults(&filled_style, s);
    take_words(r, e, &filled_style, s, NULL, NULL, own);
    g_ptr_array_add(r->styles, s);
    if (xml_has_attribute(e, "named"))
        g_ptr_array_add(r->named, s);
    if (!id || strcmp(id, arena_printf(r->a, "s%u", r->styles->len)) != 0 || !s->name || !s->family || s->size <= 0 ||
        s->pitch < s->size || s->valign == VALIGN_UNSET)
        tell_bad(r, e, "style");
}

static const form_style *
style_of(reading *r, const xml_node *e)
{
    const char *id = xml_attribute(r->a, e, "style");
    int number = 0;
    if (!id || *id != 's' || !read_number(id + 1, 1, (int)r->styles->len, &number)) {
        tell_bad(r, e, "style");
        return r->f->base;
    }
    return g_ptr_array_index(r->styles, (guint)number - 1);
}

static const text_origin *
origin_of(reading *r, const xml_node *e)
{
    text_origin *o = ARENA_NEW(r->a, text_origin);
    o->form = o->data = xml_place(r->a, e, false);
    const char *from = xml_attribute(r->a, e, "from");
    o->data.path = from ? arena_printf(r->a, "/%s", from) : NULL;
    return o;
}

static const text_origin *
place_of(reading *r, const xml_node *e, const char *name)
{
    const char *text = xml_attribute(r->a, e, name);
    int number;
    if (!text)
        return NULL;
    if (!read_number(text, 1, G_MAXINT, &number)) {
        tell_bad(r, e, name);
        return NULL;
    }
    const text_origin *known = g_hash_table_lookup(r->places, GINT_TO_POINTER(number));
    if (!known) {
        known = origin_of(r, e);
        g_hash_table_insert(r->places, GINT_TO_POINTER(number), (gpointer)known);
    }
    return known;
}

/* ---- pictures ---- */

static void
read_picture(reading *r, const xml_node *e)
{
    const char *id = xml_attribute(r->a, e, "id");
    const image *read = filled_picture_read(r->a, e);
    g_ptr_array_add(r->pictures, (gpointer)read);
    if (!read || !id || strcmp(id, arena_printf(r->a, "%u", r->pictures->len)) != 0)
        tell_bad(r, e, "picture");
}

/* NULL: it names none. */
static const image *
picture_of(reading *r, const xml_node *e)
{
    const char *text = xml_attribute(r->a, e, "picture");
    int number;
    if (!text)
        return NULL;
    if (read_number(text, 1, (int)r->pictures->len, &number))
        return g_ptr_array_index(r->pictures, (guint)number - 1);
    tell_bad(r, e, "picture");
    return NULL;
}

static void
read_background(reading *r, const xml_node *e)
{
    form_page *page = &g_array_index(r->pages, form_page, r->pages->len - 1);
    form_background b = {.picture = picture_of(r, e), .where = xml_place(r->a, e, false)};
    const struct {
        const char *name;
        unit *to;
    } rows[] = {{"x", &b.x}, {"y", &b.y}, {"w", &b.w}, {"h", &b.h}};
    const char *on = xml_attribute(r->a, e, "on");
    bool good = b.picture && on && (strcmp(on, "first") == 0 || strcmp(on, "later") == 0);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *text = xml_attribute(r->a, e, rows[i].name);
        good = text && read_number(text, i < 2 ? 0 : 1, FILLED_MOST, rows[i].to) && good;
    }
    if (!good || b.x > page->width - b.w || b.y > page->height - b.h)
        tell_bad(r, e, "background");
    else
        *(strcmp(on, "first") == 0 ? &page->background_first : &page->background_later) = b;
}

/* ---- what stands on the pages ---- */

static bound_inline read_inline(reading *r, const xml_node *e, bound_inline_kind kind);

/* The texts and page numbers of a code. */
static void
read_code(reading *r, const xml_node *e, bound_code *c, bound_inline *p)
{
    GArray *pieces = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    GString *text = g_string_new(NULL);
    for (const xml_node *x = xml_first_element(e); x && !r->bad; x = xml_next_element(x)) {
        const int kind = index_of(xml_name(x), filled_inlines);
        if (kind != INLINE_TEXT && kind != INLINE_NEWLINE && kind != INLINE_PAGE_NUMBER && kind != INLINE_PAGE_COUNT) {
            tell_bad(r, x, xml_name(x));
            break;
        }
        const bound_inline piece = read_inline(r, x, (bound_inline_kind)kind);
        g_array_append_val(pieces, piece);
        g_string_append(text, kind == INLINE_NEWLINE ? "\n" : piece.text ? piece.text : "");
    }
    static const char letters[] = "ABCD";
    const char *ends = c->wish.ends ? c->wish.ends : "";
    const bool good =
        strlen(ends) == 2 && strchr(letters, ends[0]) && strchr(letters, ends[1]) && p->width > 0 && c->height > 0;
    if (!r->bad && (!good || code_refused(&c->wish, text->str)))
        tell_bad(r, e, "code");
    c->piece_count = pieces->len;
    c->pieces = arena_copy(r->a, pieces->data, sizeof(bound_inline) * pieces->len);
    p->text = arena_strdup(r->a, text->str);
    p->code = c;
    g_array_free(pieces, TRUE);
    g_string_free(text, TRUE);
}

/* It is written into the PDF as it is. */
static bool
is_language_tag(const char *s)
{
    enum { MOST = 35 };
    const size_t length = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= MOST && !s[length];
}

static bound_inline
read_inline(reading *r, const xml_node *e, bound_inline_kind kind)
{
    static const char *const own[] = {"style", "circle", "note", "combined", "link", "from", "word", "picture", NULL};
    bound_inline p = {.kind = kind, .style = style_of(r, e), .origin = origin_of(r, e)};
    bound_code *code = kind == INLINE_CODE ? ARENA_NEW(r->a, bound_code) : NULL;
    take_words(r, e, &filled_inline, &p, code ? &filled_code : NULL, code, own);
    p.ring = place_of(r, e, "circle");
    p.note = place_of(r, e, "note");
    p.combined = place_of(r, e, "combined");
    p.link = place_of(r, e, "link");
    if (p.uri && !form_link_is_safe(p.uri))
        tell_bad(r, e, "uri");
    if (p.language && !is_language_tag(p.language))
        tell_bad(r, e, "language");
    p.text = kind == INLINE_TEXT ? xml_text(r->a, e) : xml_attribute(r->a, e, "word");
    p.picture = picture_of(r, e);
    if (kind == INLINE_IMAGE && (p.width <= 0 || p.height <= 0))
        tell_bad(r, e, "width");
    if (p.picture && kind != INLINE_IMAGE)
        tell_bad(r, e, "picture");
    if (code)
        read_code(r, e, code, &p);
    else if (xml_first_element(e))
        tell_bad(r, e, xml_name(e));
    return p;
}

/* NAME:NUMBER, several of them parted by spaces; how many. */
static size_t
read_pairs(reading *r, const xml_node *e, const char *name, const char *const *words, size_t most, int *which,
           int *numbers)
{
    const char *text = xml_attribute(r->a, e, name);
    char **parts = g_strsplit(text ? text : "", " ", (gint)most + 1);
    size_t n = 0;
    for (; parts[n]; n++) {
        char *number = strchr(parts[n], ':');
        if (number)
            *number++ = '\0';
        if (n == most || !number || (which[n] = index_of(parts[n], words)) < 0 ||
            !read_number(number, 0, FILLED_MOST, &numbers[n])) {
            tell_bad(r, e, name);
            break;
        }
    }
    g_strfreev(parts);
    return r->bad ? 0 : n;
}

enum { MOST_COLUMNS = 200 };

static void
read_columns(reading *r, const xml_node *e, form_node *n)
{
    int which[MOST_COLUMNS], numbers[MOST_COLUMNS];
    n->column_count = read_pairs(r, e, "columns", filled_columns, MOST_COLUMNS, which, numbers);
    n->columns = ARENA_ARRAY(r->a, form_column, n->column_count + 1);
    for (size_t i = 0; i < n->column_count; i++) {
        n->columns[i].kind = which[i];
        *(which[i] == COLUMN_LENGTH ? &n->columns[i].length : &n->columns[i].share) = numbers[i];
        if (numbers[i] == 0 || (which[i] != COLUMN_LENGTH && numbers[i] > 10000))
            tell_bad(r, e, "columns");
    }
    if (n->kind == FORM_TABLE && n->column_count == 0)
        tell_bad(r, e, "columns");
}

static void
read_fits(reading *r, const xml_node *e, form_node *n)
{
    int which[FORM_MAX_FITS], numbers[FORM_MAX_FITS];
    const size_t count = read_pairs(r, e, "fit", filled_fits, FORM_MAX_FITS, which, numbers);
    for (size_t i = 0; i < count; i++) {
        n->fits[i].how = (form_fit)which[i];
        *(which[i] == FIT_SHRINK ? &n->fits[i].floor : &n->fits[i].condensed) = numbers[i];
        if ((which[i] == FIT_SHRINK && numbers[i] == 0) ||
            (which[i] == FIT_CONDENSE && (numbers[i] < 800 || numbers[i] > 990)))
            tell_bad(r, e, "fit");
    }
}

static bool
kind_of_block(const char *name, form_kind *out)
{
    for (form_kind k = FORM_PARA; k <= FORM_PAGE_BREAK; k++)
        if (strcmp(form_kind_name(k), name) == 0) {
            *out = k;
            return true;
        }
    return false;
}

static bound_node *
read_node(reading *r, const xml_node *e, form_kind kind)
{
    static const char *const own[] = {"style", "own", "columns", "fit", NULL};
    bound_node *b = ARENA_NEW(r->a, bound_node);
    form_node *n = ARENA_NEW(r->a, form_node);
    n->kind = b->kind = kind;
    n->where = xml_place(r->a, e, false);
    set_defaults(&filled_node, n);
    set_defaults(&filled_bound, b);
    b->style = style_of(r, e);
    b->origin = origin_of(r, e);
    take_words(r, e, &filled_bound, b, &filled_node, n, own);
    if (xml_has_attribute(e, "own")) {
        b->form = n;
        read_columns(r, e, n);
        read_fits(r, e, n);
    } else if (kind != FORM_PARA) {
        tell_bad(r, e, "own");
    }
    if (kind == FORM_CUT_LINE && !n->text)
        n->text = "";
    return b;
}

static void
keep_inlines(reading *r, GArray *inlines, bound_node *b)
{
    b->inline_count = inlines->len;
    b->inlines = arena_copy(r->a, inlines->data, sizeof(bound_inline) * inlines->len);
    g_array_free(inlines, TRUE);
}

/* Paragraphs of a table of contents, in its blocks too. */
static void
mark_entries(bound_node *first, const bound_node *contents)
{
    for (bound_node *n = first; n; n = n->next) {
        if (n->kind == FORM_PARA)
            n->entry_of = contents;
        mark_entries(n->first, contents);
    }
}

/* Inlines stand in paragraphs alone, blocks in what is none. */
static bound_node *
read_nodes(reading *r, const xml_node *parent, bound_node *inside)
{
    bound_node *first = NULL, **tail = &first;
    GArray *inlines = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    const bool in_line = inside && inside->kind == FORM_PARA;
    for (const xml_node *e = xml_first_element(parent); e && !r->bad; e = xml_next_element(e)) {
        form_kind kind;
        const int piece = index_of(xml_name(e), filled_inlines);
        if (in_line && piece >= 0) {
            const bound_inline p = read_inline(r, e, (bound_inline_kind)piece);
            g_array_append_val(inlines, p);
        } else if (!in_line && kind_of_block(xml_name(e), &kind)) {
            bound_node *b = read_node(r, e, kind);
            b->first = read_nodes(r, e, b);
            if (kind == FORM_CONTENTS)
                mark_entries(b->first, b);
            *tail = b;
            tail = &b->next;
        } else {
            tell_bad(r, e, xml_name(e));
        }
    }
    if (inside)
        keep_inlines(r, inlines, inside);
    else
        g_array_free(inlines, TRUE);
    return first;
}

/* ---- what is known of it ---- */

/* Few forms have more than one. */
enum { MOST_PAGES = 100 };

static void
read_page(reading *r, const xml_node *e)
{
    static const char *const own[] = {NULL};
    form_page page = {.where = xml_place(r->a, e, false)};
    const bound_master none = {.page = NULL};
    take_words(r, e, &filled_page, &page, NULL, NULL, own);
    if (page.width < 10 * UNIT_PT || page.height < 10 * UNIT_PT || page.left + page.right >= page.width ||
        page.top + page.bottom >= page.height || r->pages->len == MOST_PAGES)
        tell_bad(r, e, "page");
    g_array_append_val(r->pages, page);
    g_array_append_val(r->masters, none);
}

/* head, foot-last: of the page before it. False: it is none. */
static bool
read_running(reading *r, const xml_node *e)
{
    const char *name = xml_name(e);
    const bool is_head = g_str_has_prefix(name, "head");
    if ((!is_head && !g_str_has_prefix(name, "foot")) || !r->styles->len || !r->masters->len)
        return false;
    bound_master *m = &g_array_index(r->masters, bound_master, r->masters->len - 1);
    bound_running *of = is_head ? &m->head : &m->foot;
    for (form_on on = ON_ALL; on < FORM_ON_COUNT; on++) {
        const char *word = form_on_name(on);
        if (strcmp(name + strlen("head"), *word ? arena_printf(r->a, "-%s", word) : "") != 0)
            continue;
        of->has[on] = true;
        of->nodes[on] = read_nodes(r, e, NULL);
        return true;
    }
    return false;
}

/* The masters, once all have been read. */
static void
keep_pages(reading *r, bound *b)
{
    form *f = r->f;
    if (!r->pages->len)
        return;
    form_page *pages = arena_copy(r->a, r->pages->data, sizeof *pages * r->pages->len);
    bound_master *masters = arena_copy(r->a, r->masters->data, sizeof *masters * r->masters->len);
    f->page = pages[0];
    f->others = pages + 1;
    f->other_count = r->pages->len - 1;
    for (guint i = 0; i < r->pages->len; i++)
        masters[i].page = form_page_of(f, i);
    b->masters = masters;
    b->master_count = r->pages->len;
}

/* A page-break names a master that there is. */
static void
check_breaks(reading *r, const xml_node *body, const bound_node *n)
{
    for (; n; n = n->next) {
        if (n->form && n->form->master > (int)r->pages->len)
            tell_bad(r, body, "master");
        check_breaks(r, body, n->first);
    }
}

static void
read_font(reading *r, const xml_node *e, GArray *fonts)
{
    const bind_filled_font font = {xml_attribute(r->a, e, "name"), xml_attribute(r->a, e, "sha256")};
    if (!font.name || !font.sum)
        tell_bad(r, e, "font");
    g_array_append_val(fonts, font);
}

static void
read_date(reading *r, const xml_node *root, bound *b)
{
    const char *made = xml_attribute(r->a, root, "made");
    b->has_date = made && date_parse(made, &b->made);
    if (made && !b->has_date)
        tell_bad(r, root, "made");
}

static void
read_document(reading *r, const xml_node *root, bound *b, bind_filled_made *made)
{
    static const char *const own[] = {"v",      "layout-edition", "program",  "form", "form-title", "title",
                                      "author", "subject",        "keywords", "made", "blank",      "watermark",
                                      "again",  "pages",          "at-most",  NULL};
    form *f = r->f;
    for (const xml_node *x = xml_first_attribute(root); x; x = xml_next(x)) {
        check_line(r, x);
        if (index_of(xml_name(x), own) < 0)
            tell_bad(r, x, xml_name(x));
    }
    const char *version = xml_attribute(r->a, root, "v"), *edition = xml_attribute(r->a, root, "layout-edition");
    const char *pages = xml_attribute(r->a, root, "pages"), *at_most = xml_attribute(r->a, root, "at-most");
    made->program = xml_attribute(r->a, root, "program");
    f->name = xml_attribute(r->a, root, "form");
    f->title = xml_attribute(r->a, root, "form-title");
    f->file = xml_doc_file(xml_doc_of(root));
    f->subject_where = f->body_where = xml_place(r->a, root, false);
    b->title = xml_attribute(r->a, root, "title");
    b->author = xml_attribute(r->a, root, "author");
    b->subject = xml_attribute(r->a, root, "subject");
    b->keywords = xml_attribute(r->a, root, "keywords");
    b->blank = xml_has_attribute(root, "blank");
    b->watermark = xml_attribute(r->a, root, "watermark");
    b->watermark_origin = origin_of(r, root);
    b->again = xml_has_attribute(root, "again") ? xml_attribute(r->a, root, "again") : FORM_AGAIN;
    read_date(r, root, b);
    if (!xml_named(root, "filled") || !version || strcmp(version, "1") != 0 || !edition ||
        !read_number(edition, 1, G_MAXINT, &made->edition) || !f->name || !f->title || !b->title || !made->program ||
        (pages && !read_number(pages, 1, FILLED_MOST_COUNT, &f->pages)) ||
        (at_most && !read_number(at_most, 1, FILLED_MOST_COUNT, &f->at_most)) || (b->watermark && !*b->watermark))
        tell_bad(r, root, "filled");
}

static bound_node *
mark_notes(bound_node *first)
{
    for (bound_node *n = first; n; n = n->next)
        n->is_note = n->kind == FORM_PARA;
    return first;
}

/* Styles and pages come before what is set by them. */
static void
read_parts(reading *r, const xml_node *root, bound *b, GArray *fonts)
{
    for (const xml_node *e = xml_first_element(root); e && !r->bad; e = xml_next_element(e)) {
        if (xml_named(e, "font"))
            read_font(r, e, fonts);
        else if (xml_named(e, "style"))
            read_style(r, e);
        else if (xml_named(e, "page"))
            read_page(r, e);
        else if (xml_named(e, "picture"))
            read_picture(r, e);
        else if (xml_named(e, "background") && r->pages->len)
            read_background(r, e);
        else if (xml_named(e, "notes") && r->styles->len)
            b->notes = mark_notes(read_nodes(r, e, NULL));
        else if (xml_named(e, "body") && r->styles->len && r->pages->len)
            b->body = read_nodes(r, e, NULL);
        else if (!read_running(r, e))
            tell_bad(r, e, xml_name(e));
        r->f->base = r->styles->len ? g_ptr_array_index(r->styles, 0) : NULL;
    }
    if (!r->bad && (!r->f->base || !xml_element_named(root, "body")))
        tell_bad(r, root, "body");
    keep_pages(r, b);
    check_breaks(r, root, b->body);
}

bound *
bind_filled_read(arena *a, const xml_doc *doc, bind_filled_made *made, diag *d)
{
    assert(a && doc && made && d);
    reading r = {.a = a,
                 .d = d,
                 .f = ARENA_NEW(a, form),
                 .styles = g_ptr_array_new(),
                 .named = g_ptr_array_new(),
                 .places = g_hash_table_new(NULL, NULL),
                 .pages = g_array_new(FALSE, TRUE, sizeof(form_page)),
                 .masters = g_array_new(FALSE, TRUE, sizeof(bound_master)),
                 .pictures = g_ptr_array_new()};
    GArray *fonts = g_array_new(FALSE, FALSE, sizeof(bind_filled_font));
    bound *b = ARENA_NEW(a, bound);
    const xml_node *root = xml_root(doc);
    *made = (bind_filled_made){0};
    b->form = r.f;
    read_document(&r, root, b, made);
    read_parts(&r, root, b, fonts);
    r.f->style_count = r.named->len;
    r.f->styles = arena_copy(a, r.named->pdata, sizeof(void *) * r.named->len);
    made->font_count = fonts->len;
    made->fonts = arena_copy(a, fonts->data, sizeof(bind_filled_font) * fonts->len);
    g_array_free(fonts, TRUE);
    g_array_free(r.pages, TRUE);
    g_array_free(r.masters, TRUE);
    g_hash_table_destroy(r.places);
    g_ptr_array_free(r.pictures, TRUE);
    g_ptr_array_free(r.named, TRUE);
    g_ptr_array_free(r.styles, TRUE);
    return r.bad ? NULL : b;
}
