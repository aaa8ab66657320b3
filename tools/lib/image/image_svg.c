/* image_svg.c: SVG as shapes. Every element and attribute is taken, or known to draw nothing, or refused by its name:
 * nothing is left out because nobody looked for it. */
#include "image/image_int.h"

#include <math.h>
#include <string.h>

#define SVG "http://www.w3.org/2000/svg"

typedef struct svg_reader {
    arena *a;
    const char *file;
    image_fault *fault;
    bool failed;
    GArray *shapes; /* of image_shape */
    size_t steps;
} svg_reader;

typedef struct svg_at {
    svg_style style;
    svg_matrix matrix;
} svg_at;

/* ---- what is wrong ---- */

static void
fail_at(svg_reader *r, const xml_node *at, const char *ja, const char *en)
{
    if (r->failed)
        return;
    const int line = xml_place(r->a, at, false).line;
    r->failed = true;
    *r->fault = IMAGE_FAULT(arena_printf(r->a, "%d行目：%s", line, ja), arena_printf(r->a, "line %d: %s", line, en));
}

static const char *
advice_of(const char *name)
{
    return strcmp(name, "text") == 0 || strcmp(name, "tspan") == 0 ? "。文字はパスに変えてください" : "";
}

static void
fail_element(svg_reader *r, const xml_node *e)
{
    fail_at(r, e, arena_printf(r->a, "<%s> は印刷できません%s", xml_name(e), advice_of(xml_name(e))),
            arena_printf(r->a, "<%s> cannot be printed%s", xml_name(e),
                         *advice_of(xml_name(e)) ? "; turn text into paths" : ""));
}

static void
fail_attribute(svg_reader *r, const xml_node *e, const char *what)
{
    fail_at(r, e, arena_printf(r->a, "<%s> の %s は印刷できません", xml_name(e), what),
            arena_printf(r->a, "%s of <%s> cannot be printed", what, xml_name(e)));
}

/* ---- attributes ---- */

static bool
is_one_of(const char *name, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Which say something to programs, and draw nothing. */
static bool
is_note(const char *name)
{
    static const char *const names[] = {"id",         "class",      "version",  "baseProfile",      "role",
                                        "lang",       "focusable",  "tabindex", "contentStyleType", "contentScriptType",
                                        "zoomAndPan", "pathLength", NULL};
    return is_one_of(name, names) || g_str_has_prefix(name, "data-") || g_str_has_prefix(name, "aria-");
}

/* Of which element it is the geometry, which is read elsewhere. */
static bool
is_geometry(const xml_node *e, const char *name)
{
    static const struct {
        const char *element;
        const char *names[8];
    } rows[] = {{"svg", {"viewBox", "width", "height", "x", "y", "preserveAspectRatio"}},
                {"path", {"d"}},
                {"rect", {"x", "y", "width", "height", "rx", "ry"}},
                {"circle", {"cx", "cy", "r"}},
                {"ellipse", {"cx", "cy", "rx", "ry"}},
                {"line", {"x1", "y1", "x2", "y2"}},
                {"polyline", {"points"}},
                {"polygon", {"points"}}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (xml_named(e, rows[i].element) && is_one_of(name, rows[i].names))
            return true;
    return false;
}

static void
take_attribute(svg_reader *r, const xml_node *e, const xml_node *x, svg_at *at)
{
    const char *name = xml_name(x), *value = g_strstrip(arena_strdup(r->a, xml_text(r->a, x)));
    char *bad = NULL;
    if (*xml_namespace(x)) {
        if (strcmp(name, "href") == 0)
            fail_attribute(r, e, "href");
        return;
    }
    if (is_note(name) || is_geometry(e, name) || strcmp(name, "display") == 0)
        return;
    if (strcmp(name, "transform") == 0) {
        svg_matrix own;
        if (svg_read_transform(value, &own))
            at->matrix = svg_multiply(&at->matrix, &own);
        else
            fail_attribute(r, e, arena_printf(r->a, "transform=\"%.60s\"", value));
    } else if (strcmp(name, "style") == 0) {
        if (!svg_take_style(&at->style, value, &bad))
            fail_attribute(r, e, arena_printf(r->a, "%.60s", bad));
        g_free(bad);
    } else if (svg_take_property(&at->style, name, value) != SVG_TAKEN) {
        const bool is_root_overflow = strcmp(name, "overflow") == 0 && xml_named(e, "svg");
        if (!is_root_overflow)
            fail_attribute(r, e, arena_printf(r->a, "%s=\"%.60s\"", name, value));
    }
}

/* style="…" comes after the attributes, which it overrides. */
static void
take_attributes(svg_reader *r, const xml_node *e, svg_at *at)
{
    const xml_node *style = xml_attribute_node(e, "style"), *colour = xml_attribute_node(e, "color");
    if (colour)
        take_attribute(r, e, colour, at);
    for (const xml_node *x = xml_first_attribute(e); x; x = xml_next(x))
        if (x != style && x != colour)
            take_attribute(r, e, x, at);
    if (style)
        take_attribute(r, e, style, at);
}

static bool
is_shown(svg_reader *r, const xml_node *e)
{
    const char *display = xml_attribute(r->a, e, "display"), *style = xml_attribute(r->a, e, "style");
    if (display && strcmp(display, "none") == 0)
        return false;
    char *squeezed = g_strdup(style ? style : ""), *to = squeezed;
    for (const char *p = squeezed; *p; p++)
        if (!g_ascii_isspace(*p))
            *to++ = *p;
    *to = '\0';
    const bool none = strstr(squeezed, "display:none") != NULL;
    g_free(squeezed);
    return !none;
}

/* ---- shapes ---- */

static double
length_of(svg_reader *r, const xml_node *e, const char *name, double otherwise)
{
    const char *text = xml_attribute(r->a, e, name);
    double out = otherwise;
    if (text && strcmp(text, "auto") != 0 && !svg_length(text, &out))
        fail_attribute(r, e, arena_printf(r->a, "%s=\"%.60s\"", name, text));
    return out;
}

static void
read_rect(svg_reader *r, const xml_node *e, svg_outline *o)
{
    const double w = length_of(r, e, "width", 0), h = length_of(r, e, "height", 0);
    double rx = length_of(r, e, "rx", -1), ry = length_of(r, e, "ry", -1);
    rx = rx < 0 ? MAX(ry, 0) : rx;
    ry = ry < 0 ? rx : ry;
    rx = ry > 0 ? MIN(rx, w / 2) : 0;
    ry = rx > 0 ? MIN(ry, h / 2) : 0;
    if (w > 0 && h > 0)
        svg_add_rect(o, length_of(r, e, "x", 0), length_of(r, e, "y", 0), w, h, rx, ry);
}

static void
read_ellipse(svg_reader *r, const xml_node *e, svg_outline *o)
{
    const bool circle = xml_named(e, "circle");
    const double rx = length_of(r, e, circle ? "r" : "rx", 0), ry = circle ? rx : length_of(r, e, "ry", 0);
    if (rx > 0 && ry > 0)
        svg_add_ellipse(o, length_of(r, e, "cx", 0), length_of(r, e, "cy", 0), rx, ry);
}

static void
read_line(svg_reader *r, const xml_node *e, svg_outline *o)
{
    svg_step(o, IMAGE_MOVE, (const double[]){length_of(r, e, "x1", 0), length_of(r, e, "y1", 0)});
    svg_step(o, IMAGE_LINE, (const double[]){length_of(r, e, "x2", 0), length_of(r, e, "y2", 0)});
}

/* False: the element is no shape. */
static bool
read_outline(svg_reader *r, const xml_node *e, svg_outline *o)
{
    const char *text = NULL;
    bool good = true;
    if (xml_named(e, "path") && (text = xml_attribute(r->a, e, "d")))
        good = svg_read_path(text, o);
    else if ((xml_named(e, "polyline") || xml_named(e, "polygon")) && (text = xml_attribute(r->a, e, "points")))
        good = svg_read_points(text, xml_named(e, "polygon"), o);
    else if (xml_named(e, "rect"))
        read_rect(r, e, o);
    else if (xml_named(e, "circle") || xml_named(e, "ellipse"))
        read_ellipse(r, e, o);
    else if (xml_named(e, "line"))
        read_line(r, e, o);
    else if (!xml_named(e, "path") && !xml_named(e, "polyline") && !xml_named(e, "polygon"))
        return false;
    if (!good)
        fail_attribute(r, e, xml_named(e, "path") ? "d" : "points");
    return true;
}

static int32_t
on_grid(svg_reader *r, const xml_node *e, double value)
{
    if (isfinite(value) && fabs(value) < 1000.0 * IMAGE_GRID)
        return (int32_t)lround(value);
    fail_at(r, e, arena_printf(r->a, "<%s> は絵の外へ遠くはみ出しています", xml_name(e)),
            arena_printf(r->a, "<%s> reaches far out of the picture", xml_name(e)));
    return 0;
}

/* How many times wider a line becomes; a matrix that makes it wider one way than the other is none. */
static double
scale_of(svg_reader *r, const xml_node *e, const svg_matrix *m)
{
    const double across = hypot(m->a, m->b), down = hypot(m->c, m->d), skew = m->a * m->c + m->b * m->d;
    if (fabs(across - down) > 1e-3 * MAX(across, down) || fabs(skew) > 1e-3 * across * down)
        fail_at(r, e, arena_printf(r->a, "<%s> の線（stroke）が、縦と横で違う倍率に伸びています", xml_name(e)),
                arena_printf(r->a, "the stroke of <%s> is scaled unevenly", xml_name(e)));
    return sqrt(across * down);
}

static void
add_shape(svg_reader *r, const xml_node *e, const svg_at *at, const svg_outline *o)
{
    const svg_matrix *m = &at->matrix;
    const svg_style *s = &at->style;
    image_shape shape = {.fill = s->fill,
                         .stroke = s->width > 0 ? s->stroke : IMAGE_NONE,
                         .even_odd = s->even_odd,
                         .cap = s->cap,
                         .join = s->join,
                         .miter = (int)lround(CLAMP(s->miter, 1, 1000) * 100)};
    if (s->hidden || !o->steps->len || (shape.fill == IMAGE_NONE && shape.stroke == IMAGE_NONE))
        return;
    r->steps += o->steps->len;
    if (r->shapes->len >= IMAGE_MOST_SHAPES || r->steps > IMAGE_MOST_STEPS) {
        fail_at(r, e, "図形が多すぎます", "there are too many shapes");
        return;
    }
    if (shape.stroke != IMAGE_NONE)
        shape.width = MAX(1, on_grid(r, e, s->width * scale_of(r, e, m)));
    else
        shape.cap = (image_cap)(shape.join = (image_join)(shape.miter = 0));
    const size_t count = o->points->len / 2;
    image_point *points = ARENA_ARRAY(r->a, image_point, count);
    for (size_t i = 0; i < count; i++) {
        const double x = g_array_index(o->points, double, 2 * i), y = g_array_index(o->points, double, 2 * i + 1);
        points[i] = (image_point){on_grid(r, e, m->a * x + m->c * y + m->e), on_grid(r, e, m->b * x + m->d * y + m->f)};
    }
    shape.steps = arena_copy(r->a, o->steps->data, o->steps->len);
    shape.step_count = o->steps->len;
    shape.points = points;
    shape.point_count = count;
    g_array_append_val(r->shapes, shape);
}

/* ---- elements ---- */

static void read_children(svg_reader *r, const xml_node *parent, const svg_at *at);

/* Never drawn by themselves: only what refers to them would show them, and is refused. */
static bool
draws_nothing(const xml_node *e)
{
    static const char *const names[] = {
        "defs",           "title",          "desc",    "metadata", "symbol", "clipPath",  "mask",
        "linearGradient", "radialGradient", "pattern", "filter",   "marker", "namedview", NULL};
    return is_one_of(xml_name(e), names);
}

static void
read_element(svg_reader *r, const xml_node *e, const svg_at *above)
{
    if (strcmp(xml_namespace(e), SVG) != 0)
        return; /* a program's notes to itself */
    if (draws_nothing(e) || !is_shown(r, e))
        return;
    svg_at at = *above;
    svg_outline o = {g_byte_array_new(), g_array_new(FALSE, FALSE, sizeof(double))};
    if (xml_named(e, "g")) {
        take_attributes(r, e, &at);
        read_children(r, e, &at);
    } else if (read_outline(r, e, &o)) {
        take_attributes(r, e, &at);
        add_shape(r, e, &at, &o);
        const xml_node *inner = xml_first_element(e);
        if (inner && !draws_nothing(inner))
            fail_element(r, inner);
    } else {
        fail_element(r, e);
    }
    g_array_free(o.points, TRUE);
    g_byte_array_unref(o.steps);
}

static void
read_children(svg_reader *r, const xml_node *parent, const svg_at *at)
{
    for (const xml_node *e = xml_first_element(parent); e && !r->failed; e = xml_next_element(e))
        read_element(r, e, at);
}

/* ---- the whole ---- */

/* The root's measures: its own coordinates, and how large they are as it says; false: it says neither. */
static bool
read_box(svg_reader *r, const xml_node *root, double box[4], double size[2])
{
    const char *view = xml_attribute(r->a, root, "viewBox");
    const char *const names[] = {"width", "height"};
    bool sized = true;
    for (int i = 0; i < 2; i++) {
        const char *text = xml_attribute(r->a, root, names[i]);
        sized = text && svg_length(text, &size[i]) && size[i] > 0 && sized;
    }
    for (int i = 0; view && i < 4; i++)
        if (!svg_number(&view, &box[i]))
            view = NULL;
    if (view && box[2] > 0 && box[3] > 0) {
        size[0] = sized ? size[0] : box[2];
        size[1] = sized ? size[1] : box[3];
        return true;
    }
    box[0] = box[1] = 0;
    box[2] = size[0];
    box[3] = size[1];
    return sized && !xml_has_attribute(root, "viewBox");
}

/* From the root's coordinates to the grid: they stand in the middle, as large as they may. */
static bool
place_box(svg_reader *r, const xml_node *root, svg_matrix *out, image *into)
{
    double box[4] = {0}, size[2] = {0};
    const char *ratio = xml_attribute(r->a, root, "preserveAspectRatio");
    if (ratio && strcmp(ratio, "xMidYMid") != 0 && strcmp(ratio, "xMidYMid meet") != 0) {
        fail_attribute(r, root, arena_printf(r->a, "preserveAspectRatio=\"%.30s\"", ratio));
        return false;
    }
    if (!read_box(r, root, box, size)) {
        fail_at(r, root, "大きさ（viewBox か、width と height）がありません",
                "it says no size (viewBox, or width and height)");
        return false;
    }
    const double grid = IMAGE_GRID / MAX(size[0], size[1]);
    const double scale = MIN(size[0] / box[2], size[1] / box[3]) * grid;
    into->width = (int32_t)lround(size[0] * grid);
    into->height = (int32_t)lround(size[1] * grid);
    *out = (svg_matrix){scale,
                        0,
                        0,
                        scale,
                        (size[0] * grid - box[2] * scale) / 2 - box[0] * scale,
                        (size[1] * grid - box[3] * scale) / 2 - box[1] * scale};
    if (into->width < 1 || into->height < 1)
        fail_at(r, root, "縦横の比が極端です", "its sides are too different");
    return !r->failed;
}

static void
read_root(svg_reader *r, const xml_node *root, image *out)
{
    svg_at at = {.style = svg_style_start};
    if (!xml_named(root, "svg") || strcmp(xml_namespace(root), SVG) != 0) {
        *r->fault = IMAGE_FAULT(arena_printf(r->a, "SVG ではありません（<%s> から始まっています）", xml_name(root)),
                                arena_printf(r->a, "it is no SVG (it begins with <%s>)", xml_name(root)));
        r->failed = true;
        return;
    }
    if (!place_box(r, root, &at.matrix, out))
        return;
    take_attributes(r, root, &at);
    read_children(r, root, &at);
    if (!r->failed && !r->shapes->len)
        fail_at(r, root, "描くものがありません", "there is nothing to draw in it");
}

/* Drawing programs write one that says nothing; with declarations of its own it stays, and is refused. */
static char *
without_doctype(const uint8_t *bytes, size_t length)
{
    char *out = g_strndup((const char *)bytes, length);
    char *from = strstr(out, "<!DOCTYPE"), *to = from ? strchr(from, '>') : NULL;
    if (to && !memchr(from, '[', (size_t)(to - from)))
        for (char *p = from; p <= to; p++)
            if (*p != '\n')
                *p = ' ';
    return out;
}

static void
keep_shapes(svg_reader *r, image *out)
{
    out->kind = IMAGE_SHAPES;
    out->shape_count = r->shapes->len;
    out->shapes = arena_copy(r->a, r->shapes->data, sizeof(image_shape) * r->shapes->len);
    GString *text = g_string_new(NULL);
    svg_write(out, text);
    out->bytes = arena_copy(r->a, text->str, text->len);
    out->length = text->len;
    g_string_free(text, TRUE);
}

/* In the words of a message about a picture: of the first thing that is wrong, the line and the kind. */
static image_fault
xml_fault(arena *a, const diag *d)
{
    const diag_message *m = diag_length(d) ? diag_at(d, 0) : NULL;
    const int line = m ? m->data.line : 0;
    if (m && m->code == DIAG_XML_DOCTYPE)
        return IMAGE_FAULT("SVG に宣言のある <!DOCTYPE> は使えません",
                           "an SVG must have no <!DOCTYPE> with declarations");
    return IMAGE_FAULT(
        arena_printf(a, "%d行目：SVG を XML として読めません（壊れているか、大きすぎるか、UTF-8 でない）", line),
        arena_printf(a, "line %d: the SVG cannot be read as XML (damaged, too large, or not UTF-8)", line));
}

bool
image_svg_read(arena *a, const char *file, const uint8_t *bytes, size_t length, image *out, image_fault *fault)
{
    static const xml_limits limits = {
        .bytes = IMAGE_MOST_BYTES, .nodes = 400000, .depth = 64, .text_bytes = 8 << 20, .any_root = true};
    xml_store *s = xml_store_new();
    diag *own = diag_new();
    char *text = without_doctype(bytes, length);
    const xml_doc *doc = xml_read_memory(s, file, text, length, XML_DATA, &limits, own);
    svg_reader r = {.a = a, .file = file, .fault = fault, .shapes = g_array_new(FALSE, FALSE, sizeof(image_shape))};
    if (doc)
        read_root(&r, xml_root(doc), out);
    else
        *fault = xml_fault(a, own);
    const bool good = doc && !r.failed;
    if (good)
        keep_shapes(&r, out);
    g_array_free(r.shapes, TRUE);
    diag_drop(own);
    xml_store_drop(s);
    g_free(text);
    return good;
}
