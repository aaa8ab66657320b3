#include "display/display.h"

static const char *const inks[] = {"fill", "outline", "invisible"};
static const char *const dashes[] = {"solid", "dotted", "dashed"};

/* Written as they are: characters that a reader can tell from their looks. Selectors, marks, spaces other
 * than U+0020 and U+3000, controls and private use are spelled out. */
static bool
is_plain(gunichar c)
{
    if (c == ' ' || c == 0x3000)
        return true;
    return g_unichar_isgraph(c) && !g_unichar_ismark(c) && g_unichar_type(c) != G_UNICODE_FORMAT &&
           g_unichar_type(c) != G_UNICODE_PRIVATE_USE;
}

static void
print_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        const gunichar u = g_utf8_get_char(c);
        if (u == '"' || u == '\\')
            g_string_append_printf(out, "\\%c", (int)u);
        else if (is_plain(u))
            g_string_append_unichar(out, u);
        else
            g_string_append_printf(out, "\\u{%04X}", u);
    }
    g_string_append_c(out, '"');
}

static void
print_property(GString *out, const char *name, const char *value)
{
    if (!value)
        return;
    g_string_append_printf(out, "  %s ", name);
    print_quoted(out, value);
    g_string_append_c(out, '\n');
}

static void
print_layer(const char *layer, GString *out)
{
    if (!layer)
        return;
    g_string_append(out, " layer ");
    print_quoted(out, layer);
}

static void
print_text(const display_text *t, GString *out)
{
    g_string_append_printf(out, "text \"%s\" %d at %d,%d %s gray %d", font_face_name(t->face), t->size, t->x, t->y,
                           inks[t->ink], t->gray);
    if (t->ink == DISPLAY_OUTLINE)
        g_string_append_printf(out, " stroke %d", t->stroke);
    if (t->is_ruby)
        g_string_append(out, " ruby");
    if (t->turned)
        g_string_append(out, " turned");
    if (t->condensed)
        g_string_append_printf(out, " condensed %d", t->condensed);
    g_string_append_c(out, ' ');
    print_quoted(out, t->utf8);
    print_layer(t->layer, out);
    g_string_append(out, " [");
    for (size_t i = 0; i < t->glyph_count; i++) {
        const text_glyph *g = &t->glyphs[i];
        g_string_append_printf(out, "%s%u=%u@%d,%d", i ? " " : "", g->id, g->cluster, g->x, g->y);
    }
    g_string_append_c(out, ']');
}

static void
print_mark(const display_mark *m, GString *out)
{
    g_string_append_printf(out, "mark %s %d,%d %dx%d width %d gray %d text %d at %d,%d advance %d",
                           display_sign_text(m->sign), m->x, m->y, m->w, m->h, m->width, m->gray, m->size, m->from,
                           m->baseline, m->advance);
    print_layer(m->layer, out);
}

static void
print_path(const display_path *p, GString *out)
{
    g_string_append_printf(out, "path width %d gray %d%s", p->width, p->gray, p->closed ? " closed" : "");
    for (size_t i = 0; i < p->count; i++)
        g_string_append_printf(out, " %d,%d", p->points[i].x, p->points[i].y);
}

static void
print_rect(const display_rect *r, GString *out)
{
    g_string_append_printf(out, "rect %d,%d %dx%d", r->x, r->y, r->w, r->h);
    if (r->width > 0)
        g_string_append_printf(out, " width %d gray %d", r->width, r->gray);
    if (r->fill >= 0)
        g_string_append_printf(out, " fill %d", r->fill);
}

static void
print_tiles(const display_tiles *t, GString *out)
{
    g_string_append_printf(out, "tiles %zu gray %d", t->count, t->gray);
    for (size_t i = 0; i < t->count; i++)
        g_string_append_printf(out, " %d,%d %dx%d", t->boxes[i].x, t->boxes[i].y, t->boxes[i].w, t->boxes[i].h);
}

static void
print_image(const display_image *i, GString *out)
{
    static const char *const kinds[] = {"pixels", "jpeg", "shapes"};
    const image *p = i->picture;
    g_string_append_printf(out, "image %d,%d %dx%d %s %dx%d", i->x, i->y, i->w, i->h, kinds[p->kind], p->width,
                           p->height);
    if (p->turn != 1)
        g_string_append_printf(out, " turn %d", p->turn);
    if (image_is_gray(p))
        g_string_append(out, " gray");
    if (p->has_alpha)
        g_string_append(out, " alpha");
    g_string_append_printf(out, " sum %.16s", p->sum);
}

static void
print_place(const char *end, const place *p, GString *out)
{
    if (!p->file)
        return;
    g_string_append_printf(out, " %s=%s:%d", end, p->file, p->line);
    if (p->path)
        g_string_append_printf(out, ":%s", p->path);
}

void
display_print_origin(const text_origin *o, GString *out)
{
    g_assert(o && out);
    print_place("form", &o->form, out);
    print_place("data", &o->data, out);
}

void
display_print_op(const display_op *op, bool with_origins, GString *out)
{
    g_assert(op && out);
    g_string_append(out, op->goes_on ? "  + " : "  ");
    switch (op->kind) {
    case DISPLAY_MARK:
        print_mark(&op->mark, out);
        break;
    case DISPLAY_TEXT:
        print_text(&op->text, out);
        break;
    case DISPLAY_LINE:
        g_string_append_printf(out, "line %d,%d %d,%d width %d %s gray %d", op->line.x1, op->line.y1, op->line.x2,
                               op->line.y2, op->line.width, dashes[op->line.dash], op->line.gray);
        break;
    case DISPLAY_RECT:
        print_rect(&op->rect, out);
        break;
    case DISPLAY_ELLIPSE:
        g_string_append_printf(out, "ellipse %d,%d %d,%d width %d gray %d", op->ellipse.cx, op->ellipse.cy,
                               op->ellipse.rx, op->ellipse.ry, op->ellipse.width, op->ellipse.gray);
        break;
    case DISPLAY_PATH:
        print_path(&op->path, out);
        break;
    case DISPLAY_TILES:
        print_tiles(&op->tiles, out);
        break;
    case DISPLAY_IMAGE:
        print_image(&op->image, out);
        break;
    }
    if (with_origins && op->origin)
        display_print_origin(op->origin, out);
    g_string_append_c(out, '\n');
}

static void
print_links(const display_page *p, GString *out)
{
    for (guint i = 0; i < p->links->len; i++) {
        const display_link *k = &g_array_index(p->links, display_link, i);
        g_string_append_printf(out, "  link %d,%d %dx%d ", k->box.x, k->box.y, k->box.w, k->box.h);
        print_quoted(out, k->uri ? k->uri : k->to);
        g_string_append_c(out, '\n');
    }
}

static void
print_head(const display *l, GString *out)
{
    g_string_append(out, "document\n");
    print_property(out, "form", l->form_name);
    print_property(out, "language", l->language);
    print_property(out, "title", l->title);
    print_property(out, "author", l->author);
    print_property(out, "subject", l->subject);
    print_property(out, "keywords", l->keywords);
    if (l->has_date)
        g_string_append_printf(out, "  created %04d-%02d-%02d\n", l->created.year, l->created.month, l->created.day);
    for (guint i = 0; i < l->bookmarks->len; i++) {
        const display_bookmark *b = &g_array_index(l->bookmarks, display_bookmark, i);
        g_string_append_printf(out, "  bookmark level %d page %zu y %d ", b->level, b->page + 1, b->y);
        print_quoted(out, b->title);
        g_string_append_c(out, '\n');
    }
    for (guint i = 0; i < l->anchors->len; i++) {
        const display_anchor *a = &g_array_index(l->anchors, display_anchor, i);
        g_string_append_printf(out, "  anchor page %zu y %d ", a->page + 1, a->y);
        print_quoted(out, a->name);
        g_string_append_c(out, '\n');
    }
}

void
display_print(const display *l, bool with_origins, GString *out)
{
    g_assert(l && out);
    print_head(l, out);
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = g_ptr_array_index(l->pages, i);
        g_string_append_printf(out, "page %u %dx%d label ", i + 1, p->width, p->height);
        print_quoted(out, p->label ? p->label : "");
        g_string_append_c(out, '\n');
        for (guint k = 0; k < p->ops->len; k++)
            display_print_op(&g_array_index(p->ops, display_op, k), with_origins, out);
        print_links(p, out);
    }
}
