/* Display lists, as composition would never make them: display_check tells what is wrong with one, and what it lets
 * pass every painter paints, or refuses by name, without a fault and within bounds; printed, moved and compared it is,
 * too.
 *
 * Bytes say what stands in the list: most lengths are on the page, the others are the largest there are. The first byte
 * says which painter has it. */
#include <stdint.h>
#include <string.h>

#include "display/display_compare.h"
#include "image/image_read.h"
#include "paint/paint.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MOST_OPS = 40, MOST_PAGES = 3, MOST_USES = 500 };

typedef struct studio {
    font_set *fonts;
    arena *kept;
    const image *picture;
    size_t used;
} studio;

typedef struct source {
    const uint8_t *at, *end;
    arena *memory;
    const studio *of;
} source;

static unsigned
next_byte(source *s)
{
    return s->at < s->end ? *s->at++ : 0;
}

static bool
next_flag(source *s)
{
    return next_byte(s) & 1;
}

/* Nearly always from 0 to `most`. */
static unit
next_length(source *s, unit most)
{
    const unsigned how = next_byte(s);
    const int64_t part = next_byte(s) | next_byte(s) << 8;
    const unit odd[] = {0, -1, UNIT_MAX_LENGTH, UNIT_MAX_LENGTH + 1, INT32_MAX, INT32_MIN, 1, -UNIT_MAX_LENGTH};
    return how >= 240 ? odd[how % 8] : (unit)((int64_t)most * part / 65535);
}

static int
next_gray(source *s)
{
    const unsigned how = next_byte(s);
    return how < 250 ? (int)how : how < 253 ? -1 : 256;
}

static const char *
next_text(source *s)
{
    static const char *const usual[] = {"日本", "か\xE3\x82\x9A", "(a)\\", "葛\xF3\xA0\x84\x80", "<&\">", "　", " ",
                                        ""};
    const unsigned how = next_byte(s);
    if (how < 128)
        return usual[how % 8];
    const size_t n = MIN((size_t)(how - 128), (size_t)(s->end - s->at));
    char *text = how & 1 ? g_strndup((const char *)s->at, n) : g_utf8_make_valid((const char *)s->at, (gssize)n);
    const char *kept = arena_strdup(s->memory, text);
    g_free(text);
    s->at += n;
    return kept;
}

static const font_face *
next_face(source *s)
{
    return font_face_at(s->of->fonts, next_byte(s) % font_face_count(s->of->fonts));
}

/* A glyph for each character that the face has; a byte in ten says another. */
static void
next_glyphs(source *s, display_text *t, unit width)
{
    const size_t length = strlen(t->utf8);
    text_glyph *glyphs = ARENA_ARRAY(s->memory, text_glyph, length + 1);
    const bool valid = g_utf8_validate(t->utf8, -1, NULL);
    unit pen = 0;
    for (const char *c = t->utf8; *c; c = valid ? g_utf8_next_char(c) : c + 1) {
        const unsigned how = next_byte(s);
        text_glyph g = {valid ? font_face_glyph(t->face, g_utf8_get_char(c), 0) : how, (uint32_t)(c - t->utf8), pen, 0};
        if (how > 230) {
            g.id = next_byte(s) | next_byte(s) << 8;
            g.cluster = (uint32_t)(next_byte(s) % (length + 1));
            g.x = next_length(s, width);
            g.y = next_length(s, width);
        }
        pen += t->size > 0 && pen < width ? MIN(t->size, width) : 0;
        if (g.id || how > 230)
            glyphs[t->glyph_count++] = g;
    }
    t->glyphs = glyphs;
}

static display_text
next_run(source *s, const display_page *p)
{
    display_text t = {.face = next_face(s), .size = next_length(s, 40 * UNIT_PT)};
    t.x = next_length(s, p->width);
    t.y = next_length(s, p->height);
    t.ink = (display_ink)(next_byte(s) % 4);
    t.gray = next_gray(s);
    t.stroke = next_length(s, UNIT_PT);
    t.utf8 = next_text(s);
    t.is_ruby = next_flag(s);
    t.turned = next_flag(s);
    t.condensed = next_flag(s) ? next_length(s, 1000) : 0;
    t.layer = next_flag(s) ? next_text(s) : NULL;
    next_glyphs(s, &t, p->width);
    return t;
}

static display_mark
next_sign(source *s, const display_page *p)
{
    display_mark m = {.sign = (display_sign)(next_byte(s) % 4), .face = next_face(s)};
    m.x = next_length(s, p->width);
    m.y = next_length(s, p->height);
    m.w = next_length(s, p->width);
    m.h = next_length(s, p->height);
    m.width = next_length(s, UNIT_PT);
    m.gray = next_gray(s);
    m.size = next_length(s, 40 * UNIT_PT);
    m.baseline = next_length(s, p->height);
    m.from = next_length(s, p->width);
    m.advance = next_length(s, p->width);
    m.layer = next_flag(s) ? next_text(s) : NULL;
    return m;
}

static display_box
next_box(source *s, const display_page *p)
{
    const unit x = next_length(s, p->width), y = next_length(s, p->height);
    return (display_box){x, y, next_length(s, p->width - CLAMP(x, 0, p->width)),
                         next_length(s, p->height - CLAMP(y, 0, p->height))};
}

static display_path
next_line(source *s, const display_page *p)
{
    display_path path = {.count = next_byte(s) % 70, .width = next_length(s, 9 * UNIT_PT), .closed = next_flag(s)};
    display_point *points = ARENA_ARRAY(s->memory, display_point, path.count + 1);
    for (size_t i = 0; i < path.count; i++)
        points[i] = (display_point){next_length(s, p->width), next_length(s, p->height)};
    path.points = points;
    path.gray = next_gray(s);
    return path;
}

static display_tiles
next_tiles(source *s, const display_page *p)
{
    display_tiles t = {.count = next_byte(s) % 70};
    display_box *boxes = ARENA_ARRAY(s->memory, display_box, t.count + 1);
    for (size_t i = 0; i < t.count; i++)
        boxes[i] = next_box(s, p);
    t.boxes = boxes;
    t.gray = next_gray(s);
    return t;
}

static display_image
next_image(source *s, const display_page *p)
{
    const image *i = s->of->picture;
    const unit w = next_length(s, p->width);
    const bool odd = next_byte(s) > 240;
    return (display_image){i, next_length(s, p->width), next_length(s, p->height), w,
                           odd ? next_length(s, p->height) : (unit)((int64_t)w * i->height / i->width)};
}

static display_op
next_op(source *s, const display *l, const display_page *p)
{
    display_op op = {.kind = (display_kind)(next_byte(s) % 9)};
    if (next_byte(s) > 128)
        op.node = next_byte(s) % (l->nodes->len + 2);
    op.goes_on = next_byte(s) > 200;
    op.colour = next_byte(s) > 240 ? next_length(s, 0xFFFFFF) : 0;
    const display_box b = next_box(s, p);
    const unit width = next_length(s, 9 * UNIT_PT);
    switch (op.kind) {
    case DISPLAY_TEXT:
        op.text = next_run(s, p);
        break;
    case DISPLAY_MARK:
        op.mark = next_sign(s, p);
        break;
    case DISPLAY_LINE:
        op.line = (display_line){b.x, b.y, b.w, b.h, width, (display_dash)(next_byte(s) % 4), next_gray(s)};
        break;
    case DISPLAY_RECT:
        op.rect = (display_rect){b.x, b.y, b.w, b.h, width, next_gray(s), next_gray(s)};
        break;
    case DISPLAY_ELLIPSE:
        op.ellipse = (display_ellipse){b.x, b.y, b.w, b.h, width, next_gray(s)};
        break;
    case DISPLAY_PATH:
        op.path = next_line(s, p);
        break;
    case DISPLAY_TILES:
        op.tiles = next_tiles(s, p);
        break;
    default:
        op.image = next_image(s, p);
    }
    return op;
}

static void
next_element(source *s, display *l, const display_page *p)
{
    display_node n = {.role = (display_role)(next_byte(s) % (DISPLAY_FORM + 2)),
                      .parent = next_byte(s) % (l->nodes->len + 1)};
    n.alt = next_flag(s) ? next_text(s) : NULL;
    n.language = next_flag(s) ? next_text(s) : NULL;
    n.rows = next_length(s, 3);
    n.columns = next_length(s, 3);
    n.box = next_box(s, p);
    display_add_node(l, n);
}

static void
next_link(source *s, const display *l, display_page *p)
{
    const display_link k = {next_box(s, p), next_flag(s) ? next_text(s) : NULL, next_flag(s) ? next_text(s) : NULL,
                            next_byte(s) % (l->nodes->len + 2)};
    g_array_append_val(p->links, k);
}

static void
next_field(source *s, display *l, const display_page *p)
{
    static const char *const choices[] = {"はい", "(いいえ)", NULL};
    display_field f = {.kind = (display_field_kind)(next_byte(s) % 5), .name = next_text(s), .tip = next_text(s)};
    f.box = next_box(s, p);
    f.page = next_byte(s) % MOST_PAGES;
    f.node = display_add_node(l, (display_node){.role = DISPLAY_FORM, .parent = 1, .alt = "欄"});
    f.size = next_length(s, 40 * UNIT_PT);
    f.face = font_find_family(s->of->fonts, "mincho")->kanji;
    f.choices = choices;
    f.most = next_length(s, 40);
    f.comb = next_flag(s);
    f.ring = next_flag(s);
    for (size_t i = 0; i < G_N_ELEMENTS(f.tick); i++)
        f.tick[i] = (display_point){next_length(s, p->width), next_length(s, p->height)};
    f.tick_width = next_length(s, UNIT_PT);
    g_array_append_val(l->fields, f);
}

static void
next_page(source *s, display *l)
{
    const unit width = next_length(s, 700 * UNIT_PT), height = next_length(s, 900 * UNIT_PT);
    display_page *p = display_add_page(l, s->memory, UNIT_PT, UNIT_PT, next_text(s));
    p->width = width;
    p->height = height;
    for (unsigned n = next_byte(s) % MOST_OPS; n > 0 && s->at < s->end; n--) {
        const unsigned what = next_byte(s);
        if (what > 250)
            next_field(s, l, p);
        else if (what > 240)
            next_link(s, l, p);
        else if (what > 220)
            next_element(s, l, p);
        else
            display_add(p, next_op(s, l, p));
    }
    p->is_trial = next_flag(s);
    p->body = (display_zone){0, next_byte(s) % (p->ops->len + 1), next_length(s, height), next_length(s, height)};
}

static display *
next_list(source *s)
{
    display *l = display_new(s->memory);
    l->title = next_text(s);
    l->language = next_byte(s) > 250 ? next_text(s) : "ja";
    l->attached = next_byte(s) > 200 ? next_text(s) : NULL;
    for (unsigned n = 1 + next_byte(s) % MOST_PAGES; n > 0; n--)
        next_page(s, l);
    for (unsigned n = next_byte(s) % 4; n > 0; n--) {
        const display_bookmark b = {next_text(s), next_length(s, 3), next_byte(s) % 4, next_length(s, UNIT_PT)};
        const display_anchor a = {next_text(s), next_byte(s) % 4, next_length(s, UNIT_PT)};
        g_array_append_val(l->bookmarks, b);
        g_array_append_val(l->anchors, a);
    }
    return l;
}

/* A page of the largest size in dots would be memory, not a fault: PNG is asked of pages that an office has. */
static bool
is_paper(const display *l)
{
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = g_ptr_array_index(l->pages, i);
        if (p->width > 900 * UNIT_PT || p->height > 1200 * UNIT_PT)
            return false;
    }
    return true;
}

static void
paint_with(const studio *w, const display *l, unsigned which)
{
    static const struct {
        paint_backend by;
        paint_format format;
    } ways[] = {{PAINT_RENKEI, PAINT_PDF}, {PAINT_CAIRO, PAINT_PDF}, {PAINT_CAIRO, PAINT_PNG},
                {PAINT_CAIRO, PAINT_SVG},  {PAINT_HARU, PAINT_PDF},  {PAINT_RENKEI, PAINT_TEXT}};
    diag *d = diag_new();
    GPtrArray *outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    bool good;
    which %= G_N_ELEMENTS(ways) + 1;
    if (which == G_N_ELEMENTS(ways)) {
        paint_outlines *o = paint_outlines_new();
        good = paint_screen(l, w->fonts, o, outputs, d);
        paint_outlines_drop(o);
    } else {
        good = (ways[which].format == PAINT_PNG && !is_paper(l)) ||
               paint_document(l, w->fonts, ways[which].by, ways[which].format, 40, outputs, d);
    }
    g_assert(good || (diag_count(d, DIAG_ERROR) > 0 && outputs->len == 0));
    g_ptr_array_free(outputs, TRUE);
    diag_drop(d);
}

static void
look_at_ops(const display *l, arena *a)
{
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *p = g_ptr_array_index(l->pages, i);
        for (guint k = 0; k < p->ops->len; k++) {
            const display_op *op = &g_array_index(p->ops, display_op, k);
            const display_box b = display_box_of(op);
            g_assert(b.w > 0 && b.h > 0);
            display_weakness_of(op);
            display_shift(op, UNIT_PT, -UNIT_PT, a);
        }
    }
    GString *out = g_string_new(NULL);
    display_print(l, true, out);
    display_print_structure(l, out);
    g_string_free(out, TRUE);
    display_trace *one = display_trace_new(l);
    display_trace_drop(one);
}

/* As long as the program; held here, so that they are no leak. */
static studio *
open_studio(void)
{
    static studio w;
    if (w.fonts && w.used++ < MOST_USES)
        return &w;
    diag *d = diag_new();
    font_set_close(w.fonts);
    w.fonts = font_set_open("fonts", d);
    g_assert(w.fonts);
    w.used = 0;
    if (!w.kept) {
        static const char drawing[] = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><path fill='black'"
                                      " stroke='#808080' d='M1 1 H19 C19 9 9 9 1 1 Z'/></svg>";
        w.kept = arena_new();
        w.picture = image_read(w.kept, "x.svg", drawing, sizeof drawing - 1, &(const image_asked){0}, d);
        g_assert(w.picture);
    }
    diag_drop(d);
    return &w;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length == 0)
        return 0;
    const studio *w = open_studio();
    source s = {bytes + 1, bytes + length, arena_new(), w};
    display *l = next_list(&s);
    if (!display_check(l, s.memory)) {
        look_at_ops(l, s.memory);
        paint_with(w, l, *bytes);
    }
    display_drop(l);
    arena_drop(s.memory);
    return 0;
}
