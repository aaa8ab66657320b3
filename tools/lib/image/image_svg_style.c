/* image_svg_style.c: how a shape of an SVG is painted, by attributes and style="…" (SVG 1.1, chapters 6 and 11). */
#include "image/image_int.h"

#include <math.h>
#include <string.h>

const svg_style svg_style_start = {.fill = IMAGE_BLACK,
                                   .stroke = IMAGE_NONE,
                                   .colour = IMAGE_BLACK,
                                   .width = 1,
                                   .miter = 4,
                                   .cap = IMAGE_BUTT,
                                   .join = IMAGE_MITER};

/* ---- colours ---- */

static bool
named_colour(const char *name, int *out)
{
    static const struct {
        const char *name;
        int colour;
    } names[] = {{"black", 0x000000},     {"white", 0xFFFFFF},     {"gray", 0x808080},      {"grey", 0x808080},
                 {"silver", 0xC0C0C0},    {"maroon", 0x800000},    {"red", 0xFF0000},       {"purple", 0x800080},
                 {"fuchsia", 0xFF00FF},   {"magenta", 0xFF00FF},   {"green", 0x008000},     {"lime", 0x00FF00},
                 {"olive", 0x808000},     {"yellow", 0xFFFF00},    {"navy", 0x000080},      {"blue", 0x0000FF},
                 {"teal", 0x008080},      {"aqua", 0x00FFFF},      {"cyan", 0x00FFFF},      {"orange", 0xFFA500},
                 {"brown", 0xA52A2A},     {"pink", 0xFFC0CB},      {"gold", 0xFFD700},      {"crimson", 0xDC143C},
                 {"darkred", 0x8B0000},   {"darkgreen", 0x006400}, {"darkblue", 0x00008B},  {"darkgray", 0xA9A9A9},
                 {"darkgrey", 0xA9A9A9},  {"lightgray", 0xD3D3D3}, {"lightgrey", 0xD3D3D3}, {"dimgray", 0x696969},
                 {"dimgrey", 0x696969},   {"firebrick", 0xB22222}, {"tomato", 0xFF6347},    {"skyblue", 0x87CEEB},
                 {"steelblue", 0x4682B4}, {"indigo", 0x4B0082},    {"violet", 0xEE82EE},    {"khaki", 0xF0E68C}};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strcasecmp(names[i].name, name) == 0) {
            *out = names[i].colour;
            return true;
        }
    return false;
}

static bool
hexadecimal_colour(const char *digits, int *out)
{
    const size_t length = strlen(digits);
    if ((length != 3 && length != 6) || strspn(digits, "0123456789abcdefABCDEF") != length)
        return false;
    const unsigned value = (unsigned)g_ascii_strtoull(digits, NULL, 16);
    *out = (int)(length == 6 ? value : (value >> 8 & 15) * 0x110000 + (value >> 4 & 15) * 0x1100 + (value & 15) * 0x11);
    return true;
}

/* rgb(1, 2, 3) or rgb(1%, 2%, 3%). */
static bool
function_colour(const char *text, int *out)
{
    int colour = 0;
    for (int i = 0; i < 3; i++) {
        double value;
        if (!svg_number(&text, &value))
            return false;
        if (*text == '%') {
            value = value * 255 / 100;
            text++;
        }
        colour = colour * 256 + (int)lround(CLAMP(value, 0, 255));
    }
    text += strspn(text, " \t\r\n");
    *out = colour;
    return strcmp(text, ")") == 0;
}

static svg_taken
take_colour(const svg_style *s, const char *value, int *out)
{
    if (strcmp(value, "inherit") == 0)
        return SVG_TAKEN;
    if (strcmp(value, "none") == 0 || strcmp(value, "transparent") == 0) {
        *out = IMAGE_NONE;
        return SVG_TAKEN;
    }
    if (g_ascii_strcasecmp(value, "currentColor") == 0) {
        *out = s->colour;
        return SVG_TAKEN;
    }
    const bool good = *value == '#'                     ? hexadecimal_colour(value + 1, out)
                      : g_str_has_prefix(value, "rgb(") ? function_colour(value + 4, out)
                                                        : named_colour(value, out);
    return good ? SVG_TAKEN : SVG_REFUSED;
}

/* ---- properties ---- */

/* Nothing that is drawn here is drawn otherwise by them. */
static bool
means_nothing(const char *name)
{
    static const char *const heads[] = {
        "font",         "text",         "letter-spacing", "word-spacing",   "writing-mode", "direction",
        "line-height",  "-inkscape-",   "white-space",    "shape-",         "solid-",       "color-interpolation",
        "color-render", "image-render", "enable-back",    "pointer-events", "cursor",       "baseline",
        "dominant",     "alignment",    "clip-rule",      "stop-",          "flood-",       "lighting-",
        "unicode-bidi", "glyph-",       "kerning",        "inline-size"};
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
        if (g_str_has_prefix(name, heads[i]))
            return true;
    return false;
}

/* What would draw otherwise, but for one word by which it does not. */
static svg_taken
take_plain(const char *name, const char *value)
{
    static const struct {
        const char *name, *plain;
    } rows[] = {{"opacity", "1"},        {"stroke-opacity", "1"},    {"fill-opacity", "1"},
                {"filter", "none"},      {"mask", "none"},           {"clip-path", "none"},
                {"marker", "none"},      {"marker-start", "none"},   {"marker-mid", "none"},
                {"marker-end", "none"},  {"paint-order", "normal"},  {"mix-blend-mode", "normal"},
                {"isolation", "auto"},   {"vector-effect", "none"},  {"stroke-dasharray", "none"},
                {"overflow", "visible"}, {"transform-origin", "0 0"}};
    double number;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, name) != 0)
            continue;
        const char *p = value;
        const bool same = strcmp(value, rows[i].plain) == 0 || strcmp(value, "inherit") == 0;
        return same || (*rows[i].plain == '1' && svg_number(&p, &number) && !*p && number >= 1) ? SVG_TAKEN
                                                                                                : SVG_REFUSED;
    }
    return strcmp(name, "stroke-dashoffset") == 0 ? SVG_TAKEN : SVG_UNKNOWN;
}

static svg_taken
take_word(const char *value, const char *const *words, int *out)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], value) == 0) {
            *out = i;
            return SVG_TAKEN;
        }
    return strcmp(value, "inherit") == 0 ? SVG_TAKEN : SVG_REFUSED;
}

static svg_taken
take_number(const char *value, double least, double *out)
{
    double number;
    if (strcmp(value, "inherit") == 0)
        return SVG_TAKEN;
    if (!svg_length(value, &number) || number < least)
        return SVG_REFUSED;
    *out = number;
    return SVG_TAKEN;
}

static svg_taken
take_stroke(svg_style *s, const char *name, const char *value)
{
    static const char *const caps[] = {"butt", "round", "square", NULL}, *const joins[] = {"miter", "round", "bevel",
                                                                                           NULL};
    int word = 0;
    svg_taken taken;
    if (strcmp(name, "stroke-linecap") == 0) {
        word = (int)s->cap;
        taken = take_word(value, caps, &word);
        s->cap = (image_cap)word;
    } else if (strcmp(name, "stroke-linejoin") == 0) {
        word = (int)s->join;
        taken = take_word(value, joins, &word);
        s->join = (image_join)word;
    } else if (strcmp(name, "stroke-width") == 0) {
        taken = take_number(value, 0, &s->width);
    } else if (strcmp(name, "stroke-miterlimit") == 0) {
        taken = take_number(value, 1, &s->miter);
    } else {
        taken = take_plain(name, value);
    }
    return taken;
}

svg_taken
svg_take_property(svg_style *s, const char *name, const char *value)
{
    static const char *const rules[] = {"nonzero", "evenodd", NULL};
    int word = s->even_odd;
    svg_taken taken;
    if (strcmp(name, "fill") == 0)
        return take_colour(s, value, &s->fill);
    if (strcmp(name, "stroke") == 0)
        return take_colour(s, value, &s->stroke);
    if (strcmp(name, "color") == 0)
        return take_colour(s, value, &s->colour);
    if (strcmp(name, "fill-rule") == 0) {
        taken = take_word(value, rules, &word);
        s->even_odd = word;
        return taken;
    }
    if (strcmp(name, "visibility") == 0) {
        s->hidden = strcmp(value, "inherit") == 0 ? s->hidden : strcmp(value, "visible") != 0;
        return SVG_TAKEN;
    }
    if (g_str_has_prefix(name, "stroke-"))
        return take_stroke(s, name, value);
    taken = take_plain(name, value);
    return taken == SVG_UNKNOWN && means_nothing(name) ? SVG_TAKEN : taken;
}

bool
svg_take_style(svg_style *s, const char *text, char **bad)
{
    char **parts = g_strsplit(text, ";", 0);
    *bad = NULL;
    for (char **p = parts; *p && !*bad; p++) {
        char *colon = strchr(g_strstrip(*p), ':');
        if (!**p)
            continue;
        if (colon)
            *colon = '\0';
        char *name = g_strstrip(*p), *value = colon ? g_strstrip(colon + 1) : NULL;
        if (value && strcmp(name, "display") == 0)
            continue; /* looked at before anything else */
        if (!value || svg_take_property(s, name, value) != SVG_TAKEN)
            *bad = value ? g_strdup_printf("%s:%s", name, value) : g_strdup(name);
    }
    g_strfreev(parts);
    return !*bad;
}
