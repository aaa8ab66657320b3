/* xlsx_look.c: what cells look like: fonts, fills, rules and the places of texts, as the styles of a workbook have
 * them. */
#include <math.h>
#include <string.h>

#include "xlsx/xlsx_int.h"

bool
xlsx_is_on(const char *value)
{
    return !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "none") != 0);
}

static int
number_of(const char *const *attributes, const char *name, int otherwise)
{
    const char *value = xml_stream_attribute(attributes, name);
    const gint64 n = value ? g_ascii_strtoll(value, NULL, 10) : otherwise;
    return n > -G_MAXINT / 2 && n < G_MAXINT / 2 ? (int)n : otherwise;
}

/* ---- colours ---- */

static int
hex_color(const char *text)
{
    const size_t length = text ? strlen(text) : 0;
    if (length != 6 && length != 8)
        return BOOK_NO_COLOR;
    return (int)(g_ascii_strtoull(text, NULL, 16) & 0xffffff);
}

typedef struct theme_reading {
    int *colors;
    int depth, at; /* at: of the color that is open; -1 */
    bool in_scheme;
} theme_reading;

static bool
start_theme(void *data, const char *name, const char *const *attributes)
{
    /* As numbers count them: light before dark. */
    static const char *const names[XLSX_THEME_COLORS] = {"lt1",     "dk1",     "lt2",     "dk2",
                                                         "accent1", "accent2", "accent3", "accent4",
                                                         "accent5", "accent6", "hlink",   "folHlink"};
    theme_reading *t = data;
    t->in_scheme |= !strcmp(name, "clrScheme");
    for (int i = 0; t->in_scheme && i < XLSX_THEME_COLORS; i++)
        if (!strcmp(names[i], name))
            t->at = i;
    if (t->in_scheme && t->at >= 0 && (!strcmp(name, "srgbClr") || !strcmp(name, "sysClr"))) {
        const char *last = xml_stream_attribute(attributes, "lastClr");
        t->colors[t->at] = hex_color(last ? last : xml_stream_attribute(attributes, "val"));
    }
    return true;
}

static bool
end_theme(void *data, const char *name)
{
    theme_reading *t = data;
    t->in_scheme &= strcmp(name, "clrScheme") != 0;
    return true;
}

bool
xlsx_theme_read(xlsx_reading *r, const char *part, int colors[XLSX_THEME_COLORS])
{
    static const int office[XLSX_THEME_COLORS] = {0xffffff, 0x000000, 0xeeece1, 0x1f497d, 0x4f81bd, 0xc0504d,
                                                  0x9bbb59, 0x8064a2, 0x4bacc6, 0xf79646, 0x0000ff, 0x800080};
    static const xml_stream_visitor visitor = {start_theme, NULL, end_theme};
    memcpy(colors, office, sizeof office);
    theme_reading t = {.colors = colors, .at = -1};
    return !part || xlsx_part_stream(r, part, &visitor, &t);
}

/* Towards white or black, channel by channel: only how dark it is, is printed. */
static int
tinted_color(int color, double tint)
{
    int out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        const double c = color >> shift & 0xff;
        const double t = tint < 0 ? c * (1 + tint) : c + (255 - c) * tint;
        out |= (int)lround(CLAMP(t, 0, 255)) << shift;
    }
    return out;
}

static const int indexed_colors[] = {0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff, 0x00ffff,
                                     0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xc0c0c0, 0x808080,
                                     0x9999ff, 0x993366, 0xffffcc, 0xccffff, 0x660066, 0xff8080, 0x0066cc, 0xccccff,
                                     0x000080, 0xff00ff, 0xffff00, 0x00ffff, 0x800080, 0x800000, 0x008080, 0x0000ff,
                                     0x00ccff, 0xccffff, 0xccffcc, 0xffff99, 0x99ccff, 0xff99cc, 0xcc99ff, 0xffcc99,
                                     0x3366ff, 0x33cccc, 0x99cc00, 0xffcc00, 0xff9900, 0xff6600, 0x666699, 0x969696,
                                     0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333};

/* The first eight are there twice. */
static int
indexed_color(int i)
{
    i = i >= 8 ? i - 8 : i;
    return i >= 0 && (size_t)i < G_N_ELEMENTS(indexed_colors) ? indexed_colors[i] : BOOK_NO_COLOR;
}

int
xlsx_color(const char *const *attributes, const int *theme)
{
    const char *rgb = xml_stream_attribute(attributes, "rgb"), *tint = xml_stream_attribute(attributes, "tint");
    const int of_theme = number_of(attributes, "theme", -1);
    int color = rgb ? hex_color(rgb) : indexed_color(number_of(attributes, "indexed", 64));
    if (!rgb && of_theme >= 0 && of_theme < XLSX_THEME_COLORS)
        color = theme[of_theme];
    return tint && color != BOOK_NO_COLOR ? tinted_color(color, g_ascii_strtod(tint, NULL)) : color;
}

/* ---- fonts ---- */

enum { LARGEST = 409 }; /* pt, as a spreadsheet has it */

void
xlsx_font_meet(arena *a, book_font *f, const char *name, const char *const *attributes, const int *theme)
{
    const char *value = xml_stream_attribute(attributes, "val");
    if (!strcmp(name, "b"))
        f->bold = xlsx_is_on(value);
    else if (!strcmp(name, "i"))
        f->italic = xlsx_is_on(value);
    else if (!strcmp(name, "u"))
        f->underline = xlsx_is_on(value);
    else if (!strcmp(name, "strike"))
        f->struck = xlsx_is_on(value);
    else if (!strcmp(name, "sz") && value)
        f->size = CLAMP(g_ascii_strtod(value, NULL), 1, LARGEST);
    else if ((!strcmp(name, "name") || !strcmp(name, "rFont")) && value)
        f->name = arena_strdup(a, value);
    else if (!strcmp(name, "vertAlign") && value)
        f->raised = !strcmp(value, "superscript") ? 1 : !strcmp(value, "subscript") ? -1 : 0;
    else if (!strcmp(name, "color"))
        f->color = xlsx_color(attributes, theme);
}

/* ---- the styles ---- */

typedef struct fill {
    int color;
    bool patterned;
} fill;

typedef struct border {
    unsigned char lines[BOOK_EDGE_COUNT];
    bool rising, falling; /* the ways of its diagonal */
} border;

typedef struct looks_reading {
    xlsx_reading *r;
    arena *a;
    int theme[XLSX_THEME_COLORS];
    xlsx_looks *out;
    GHashTable *codes;
    GArray *fonts, *fills, *borders; /* of book_font, fill, border */
    int depth;
    enum { ELSEWHERE, IN_CODES, IN_FONTS, IN_FILLS, IN_BORDERS, IN_CELLS, IN_BASES } group;
    bool solid;
    book_look *look; /* that is open */
    int base_font;   /* of the first base; -1 */
} looks_reading;

static bool
start_group(looks_reading *l, const char *name)
{
    static const char *const names[] = {"", "numFmts", "fonts", "fills", "borders", "cellXfs", "cellStyleXfs"};
    l->group = ELSEWHERE;
    for (size_t i = 1; i < G_N_ELEMENTS(names); i++)
        if (!strcmp(names[i], name))
            l->group = (int)i;
    return true;
}

static void
add_code(looks_reading *l, const char *const *attributes)
{
    const char *code = xml_stream_attribute(attributes, "formatCode");
    if (code)
        g_hash_table_insert(l->codes, GINT_TO_POINTER(number_of(attributes, "numFmtId", 0)), arena_strdup(l->a, code));
}

static void
add_border(looks_reading *l, const char *const *attributes)
{
    const char *up = xml_stream_attribute(attributes, "diagonalUp"),
               *down = xml_stream_attribute(attributes, "diagonalDown");
    const border b = {.rising = up && xlsx_is_on(up), .falling = down && xlsx_is_on(down)};
    g_array_append_val(l->borders, b);
}

static void
add_look(looks_reading *l, const char *const *attributes)
{
    book_look *k = ARENA_NEW(l->a, book_look);
    const guint font = (guint)number_of(attributes, "fontId", 0), of_fill = (guint)number_of(attributes, "fillId", 0),
                of_border = (guint)number_of(attributes, "borderId", 0);
    const int id = number_of(attributes, "numFmtId", 0);
    const char *own = g_hash_table_lookup(l->codes, GINT_TO_POINTER(id));
    k->font = font < l->fonts->len ? g_array_index(l->fonts, book_font, font) : l->out->usual;
    k->format = own ? own : xlsx_built_in_format(id);
    k->fill = BOOK_NO_COLOR;
    if (of_fill < l->fills->len) {
        k->fill = g_array_index(l->fills, fill, of_fill).color;
        k->patterned = g_array_index(l->fills, fill, of_fill).patterned;
    }
    if (of_border < l->borders->len)
        memcpy(k->lines, g_array_index(l->borders, border, of_border).lines, sizeof k->lines);
    g_ptr_array_add(l->out->cells, k);
    l->look = k;
}

static bool
start_item(looks_reading *l, const char *name, const char *const *attributes)
{
    if (l->out->cells->len + l->fonts->len + l->fills->len + l->borders->len + g_hash_table_size(l->codes) >
        l->r->limits->formats)
        return xlsx_too_large(l->r, l->r->formats_part, "書式が多すぎます", "it has too many formats");
    const fill none = {BOOK_NO_COLOR, false};
    const book_font font = {"", 11, false, false, false, false, 0, BOOK_NO_COLOR};
    if (l->group == IN_CODES)
        add_code(l, attributes);
    else if (l->group == IN_FONTS)
        g_array_append_val(l->fonts, font);
    else if (l->group == IN_FILLS)
        g_array_append_val(l->fills, none);
    else if (l->group == IN_BORDERS)
        add_border(l, attributes);
    else if (l->group == IN_CELLS && !strcmp(name, "xf"))
        add_look(l, attributes);
    else if (l->group == IN_BASES && l->base_font < 0)
        l->base_font = number_of(attributes, "fontId", 0);
    return true;
}

static void
meet_alignment(book_look *k, const char *const *attributes)
{
    static const char *const aligns[] = {"general", "left",    "center",           "right",
                                         "fill",    "justify", "centerContinuous", "distributed"},
                             *const rises[] = {"bottom", "top", "center", "justify", "distributed"};
    const char *align = xml_stream_attribute(attributes, "horizontal"),
               *rise = xml_stream_attribute(attributes, "vertical"),
               *wrap = xml_stream_attribute(attributes, "wrapText"),
               *shrink = xml_stream_attribute(attributes, "shrinkToFit");
    for (size_t i = 0; align && i < G_N_ELEMENTS(aligns); i++)
        if (!strcmp(aligns[i], align))
            k->align = (book_align)i;
    for (size_t i = 0; rise && i < G_N_ELEMENTS(rises); i++)
        if (!strcmp(rises[i], rise))
            k->rise = (book_rise)i;
    k->wrap = wrap && xlsx_is_on(wrap);
    k->shrink = shrink && xlsx_is_on(shrink);
    k->indent = CLAMP(number_of(attributes, "indent", 0), 0, 250);
    k->rotation = number_of(attributes, "textRotation", 0);
    if (k->rotation < 0 || (k->rotation > 180 && k->rotation != BOOK_STACKED))
        k->rotation = 0;
}

/* <left style="thin"> and its like: the diagonal goes the ways that its border says. */
static void
meet_edge(looks_reading *l, const char *name, const char *const *attributes)
{
    static const char *const names[] = {"top", "right", "bottom", "left"};
    border *b = &g_array_index(l->borders, border, l->borders->len - 1);
    const book_line line = book_line_find(xml_stream_attribute(attributes, "style"));
    for (int i = 0; i < 4; i++)
        if (!strcmp(names[i], name))
            b->lines[i] = (unsigned char)line;
    if (!strcmp(name, "start"))
        b->lines[BOOK_LEFT] = (unsigned char)line;
    if (!strcmp(name, "end"))
        b->lines[BOOK_RIGHT] = (unsigned char)line;
    if (!strcmp(name, "diagonal") && b->rising)
        b->lines[BOOK_RISING] = (unsigned char)line;
    if (!strcmp(name, "diagonal") && b->falling)
        b->lines[BOOK_FALLING] = (unsigned char)line;
}

/* A pattern's colour is that of its lines; what is between them is white. */
static void
meet_fill(looks_reading *l, const char *name, const char *const *attributes)
{
    fill *f = &g_array_index(l->fills, fill, l->fills->len - 1);
    const char *kind = xml_stream_attribute(attributes, "patternType");
    if (!strcmp(name, "patternFill")) {
        l->solid = kind && !strcmp(kind, "solid");
        f->patterned = kind && !l->solid && strcmp(kind, "none") != 0;
        static const struct {
            const char *name;
            int gray;
        } grays[] = {
            {"gray0625", 0xf0}, {"gray125", 0xe0}, {"lightGray", 0xc0}, {"mediumGray", 0x80}, {"darkGray", 0x40}};
        if (f->patterned)
            f->color = 0xd9d9d9;
        for (size_t i = 0; kind && i < G_N_ELEMENTS(grays); i++)
            if (!strcmp(grays[i].name, kind))
                f->color = grays[i].gray * 0x10101;
    } else if (!strcmp(name, "fgColor") && l->solid)
        f->color = xlsx_color(attributes, l->theme);
    else if (!strcmp(name, "gradientFill")) {
        f->patterned = true;
        f->color = 0xe0e0e0;
    }
}

static bool
start_style(void *data, const char *name, const char *const *attributes)
{
    looks_reading *l = data;
    switch (++l->depth) {
    case 1:
        return true;
    case 2:
        return start_group(l, name);
    case 3:
        return start_item(l, name, attributes);
    default:
        if (l->group == IN_FONTS && l->depth == 4)
            xlsx_font_meet(l->a, &g_array_index(l->fonts, book_font, l->fonts->len - 1), name, attributes, l->theme);
        else if (l->group == IN_FILLS)
            meet_fill(l, name, attributes);
        else if (l->group == IN_BORDERS && l->depth == 4)
            meet_edge(l, name, attributes);
        else if (l->group == IN_CELLS && !strcmp(name, "alignment") && l->look)
            meet_alignment(l->look, attributes);
        return true;
    }
}

static bool
end_style(void *data, const char *name)
{
    (void)name;
    ((looks_reading *)data)->depth--;
    return true;
}

bool
xlsx_looks_read(xlsx_reading *r, arena *a, const char *theme, xlsx_looks *out)
{
    static const xml_stream_visitor visitor = {start_style, NULL, end_style};
    *out = (xlsx_looks){.usual = {"", 11, false, false, false, false, 0, BOOK_NO_COLOR}, .cells = g_ptr_array_new()};
    looks_reading l = {.r = r,
                       .a = a,
                       .out = out,
                       .codes = g_hash_table_new(g_direct_hash, g_direct_equal),
                       .fonts = g_array_new(FALSE, FALSE, sizeof(book_font)),
                       .fills = g_array_new(FALSE, FALSE, sizeof(fill)),
                       .borders = g_array_new(FALSE, FALSE, sizeof(border)),
                       .base_font = -1};
    const bool whole =
        xlsx_theme_read(r, theme, l.theme) && (!r->formats_part || xlsx_part_stream(r, r->formats_part, &visitor, &l));
    const guint base = (guint)MAX(l.base_font, 0);
    if (base < l.fonts->len)
        out->usual = g_array_index(l.fonts, book_font, base);
    if (!out->cells->len) {
        book_look *plain = ARENA_NEW(a, book_look);
        *plain = (book_look){.font = out->usual, .format = "General", .fill = BOOK_NO_COLOR};
        g_ptr_array_add(out->cells, plain);
    }
    g_hash_table_destroy(l.codes);
    g_array_free(l.fonts, TRUE);
    g_array_free(l.fills, TRUE);
    g_array_free(l.borders, TRUE);
    return whole;
}

void
xlsx_looks_clear(xlsx_looks *l)
{
    if (l->cells)
        g_ptr_array_free(l->cells, TRUE);
}
