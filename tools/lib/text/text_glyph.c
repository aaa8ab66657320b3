/* text_glyph.c: which face has a cluster, and its glyphs.
 *
 * A single character is shaped once a face and then remembered, so that a plain line costs no shaping; a
 * cluster of more characters is shaped each time. Nothing here lets HarfBuzz look for a decomposition:
 * a face is taken only if it has the base character itself. */
#include "text/text_int.h"

#include <string.h>

enum { PAGE = 256, PAGES = 0x10000 / PAGE, GETA = 0x3013, WORD_SPACE = 0x20, EM_DASH = 0x2014 };
enum { MOST_GLYPHS = UINT16_MAX }; /* of a cluster, which counts no further */

/* One character in one face, in the face's design units. */
typedef struct known_glyph {
    uint32_t id; /* 0: the face does not have it */
    int32_t advance;
    bool asked;
} known_glyph;

/* The same upright in a vertical line; x, y of its origin as in pool_glyph. */
typedef struct upright_glyph {
    uint32_t id;
    int32_t advance, x, y;
    bool asked, formed; /* in a form for vertical lines */
} upright_glyph;

typedef struct face_glyphs {
    known_glyph *pages[PAGES];
    upright_glyph *upright[PAGES];
    int upem;
} face_glyphs;

struct glyph_store {
    const font_set *fonts;
    face_glyphs *faces;
    hb_buffer_t *buffer;
    hb_language_t language;
};

glyph_store *
glyph_store_new(const font_set *fonts)
{
    glyph_store *g = g_new0(glyph_store, 1);
    g->fonts = fonts;
    g->faces = g_new0(face_glyphs, font_face_count(fonts));
    g->buffer = hb_buffer_create();
    g->language = hb_language_from_string("ja", -1);
    return g;
}

void
glyph_store_drop(glyph_store *g)
{
    for (size_t i = 0; i < font_face_count(g->fonts); i++)
        for (size_t page = 0; page < PAGES; page++) {
            g_free(g->faces[i].pages[page]);
            g_free(g->faces[i].upright[page]);
        }
    g_free(g->faces);
    hb_buffer_destroy(g->buffer);
    g_free(g);
}

/* Shapes into the store's buffer. Ligatures and kerning are off: a cluster is set by itself. The em dash
 * of BIZ UD is half an em wide unless full width is asked for, and dashes are em-wide in Japanese. */
static const hb_glyph_info_t *
shape_utf8(glyph_store *g, hb_font_t *font, hb_direction_t direction, const char *utf8, size_t length, bool full_width,
           unsigned *count)
{
    static const hb_feature_t off[] = {
        {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('c', 'a', 'l', 't'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('k', 'e', 'r', 'n'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('f', 'w', 'i', 'd'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    };
    hb_buffer_reset(g->buffer);
    hb_buffer_add_utf8(g->buffer, utf8, (int)length, 0, (int)length);
    hb_buffer_guess_segment_properties(g->buffer); /* the script; the other two are ours */
    hb_buffer_set_direction(g->buffer, direction);
    hb_buffer_set_language(g->buffer, g->language);
    hb_shape(font, g->buffer, off, full_width ? 5 : 4);
    return hb_buffer_get_glyph_infos(g->buffer, count);
}

static known_glyph
ask_face(glyph_store *g, const font_face *face, uint32_t character)
{
    known_glyph k = {.asked = true};
    if (!font_face_glyph(face, character, 0))
        return k;
    char utf8[6];
    const size_t length = (size_t)g_unichar_to_utf8(character, utf8);
    unsigned count;
    hb_font_t *font = font_face_hb(face, font_face_upem(face));
    const hb_glyph_info_t *info = shape_utf8(g, font, HB_DIRECTION_LTR, utf8, length, character == EM_DASH, &count);
    if (count == 1) {
        k.id = info[0].codepoint;
        k.advance = hb_buffer_get_glyph_positions(g->buffer, NULL)[0].x_advance;
    }
    return k;
}

/* Design units to a size as HarfBuzz scales them. */
static unit
scale_position(int32_t design, unit size, int upem)
{
    const int64_t multiplier = ((int64_t)size * 65536) / upem;
    return (unit)((design * multiplier + 32768) >> 16);
}

uint32_t
glyph_lookup(glyph_store *g, const font_face *face, uint32_t character, unit size, unit *advance)
{
    face_glyphs *f = &g->faces[font_face_number(face)];
    known_glyph k;
    if (character < 0x10000) {
        known_glyph **page = &f->pages[character / PAGE];
        if (!*page)
            *page = g_new0(known_glyph, PAGE);
        known_glyph *kept = &(*page)[character % PAGE];
        if (!kept->asked)
            *kept = ask_face(g, face, character);
        k = *kept;
    } else {
        k = ask_face(g, face, character);
    }
    if (k.id && f->upem == 0)
        f->upem = font_face_upem(face);
    *advance = k.id ? scale_position(k.advance, size, f->upem) : 0;
    return k.id;
}

/* HarfBuzz places the origins of a vertical line from the top of the body's middle, y up. */
static unit
upright_y(unit size, int32_t x_offset)
{
    return -glyph_middle(size) - x_offset;
}

static upright_glyph
ask_upright(glyph_store *g, const font_face *face, uint32_t character)
{
    upright_glyph k = {.asked = true};
    const uint32_t nominal = font_face_glyph(face, character, 0);
    if (!nominal)
        return k;
    char utf8[6];
    const size_t length = (size_t)g_unichar_to_utf8(character, utf8);
    const int upem = font_face_upem(face);
    unsigned count;
    const hb_glyph_info_t *info =
        shape_utf8(g, font_face_hb(face, upem), HB_DIRECTION_TTB, utf8, length, false, &count);
    if (count == 1) {
        const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(g->buffer, NULL);
        k.id = info[0].codepoint;
        k.advance = -at->y_advance;
        k.x = -at->y_offset;
        k.y = upright_y(upem, at->x_offset);
        k.formed = k.id != nominal;
    }
    return k;
}

static upright_glyph
lookup_upright(glyph_store *g, const font_face *face, uint32_t character)
{
    if (character >= 0x10000)
        return ask_upright(g, face, character);
    upright_glyph **page = &g->faces[font_face_number(face)].upright[character / PAGE];
    if (!*page)
        *page = g_new0(upright_glyph, PAGE);
    upright_glyph *kept = &(*page)[character % PAGE];
    if (!kept->asked)
        *kept = ask_upright(g, face, character);
    return *kept;
}

/* A face's glyphs for a cluster of several characters: base and combining marks, か゚, ｶﾞ, or a base and
 * its variation selector. */
static bool
shape_cluster(glyph_store *g, const font_face *face, const char *utf8, size_t length, cluster *c, GArray *pool)
{
    unsigned count;
    const bool upright = c->flags & CLUSTER_UPRIGHT;
    const hb_glyph_info_t *info = shape_utf8(
        g, font_face_hb(face, c->size), upright ? HB_DIRECTION_TTB : HB_DIRECTION_LTR, utf8, length, false, &count);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(g->buffer, NULL);
    unit x = 0;
    for (unsigned i = 0; i < count; i++)
        if (info[i].codepoint == 0)
            return false;
    if (count == 0 || count > MOST_GLYPHS)
        return false;
    c->glyph = count == 1 && !upright ? info[0].codepoint : pool->len;
    c->glyph_count = (uint16_t)count;
    for (unsigned i = 0; i < count; i++) {
        pool_glyph glyph = {.id = info[i].codepoint, .x = x + at[i].x_offset, .y = -at[i].y_offset};
        if (upright) {
            glyph.x = x - at[i].y_offset;
            glyph.y = upright_y(c->size, at[i].x_offset);
        }
        if (count > 1 || upright)
            g_array_append_val(pool, glyph);
        x += upright ? -at[i].y_advance : at[i].x_advance;
    }
    c->advance = x;
    c->face = face;
    return true;
}

/* The faces of a cluster in their order; NULL after the last. */
static const font_face *
face_in_order(const font_family *family, const cluster *c, bool use_figures, size_t i)
{
    const bool western = c->class == CLASS_WE || c->class == CLASS_SP || use_figures;
    if (western && i == 0)
        return use_figures ? family->figures : family->latin;
    if (western)
        i--;
    if (i == 0)
        return family->kanji;
    for (size_t k = 0; family->fallback[k]; k++)
        if (k == i - 1)
            return family->fallback[k];
    return NULL;
}

static void
set_single(const font_face *face, uint32_t glyph, unit advance, cluster *c)
{
    c->face = face;
    c->glyph = glyph;
    c->glyph_count = 1;
    c->advance = advance;
}

static void
set_geta(glyph_store *g, const font_family *family, cluster *c)
{
    unit advance;
    const uint32_t glyph = glyph_lookup(g, family->kanji, GETA, c->size, &advance);
    set_single(family->kanji, glyph, c->size, c);
    c->class = CLASS_JA;
    c->flags = (uint16_t)(c->flags & ~(CLUSTER_UPRIGHT | CLUSTER_COMBINED));
}

/* Parts of an em: U+2000 … 200A, save figure and punctuation space (0), which are as wide as a figure and a stop. */
static const uint8_t space_parts[] = {2, 1, 2, 1, 3, 4, 6, 0, 0, 5, 10};

static unit
space_width(glyph_store *g, const font_family *family, uint32_t character, unit size)
{
    unit width = size / 3;
    if (character == 0x2007)
        glyph_lookup(g, family->figures, '0', size, &width);
    else if (character == 0x2008)
        glyph_lookup(g, family->latin, '.', size, &width);
    else if (character >= 0x2000 && character <= 0x200A)
        width = size / space_parts[character - 0x2000];
    else if (character == 0x202F)
        width = size / 4;
    else if (character == 0x205F)
        width = size * 4 / 18;
    return width;
}

/* A word space is a third of an em, others have the width that Unicode gives them; hidden characters have none. All
 * are carried by a blank glyph so that the text layer keeps them. */
static void
set_blank(glyph_store *g, const font_family *family, cluster *c)
{
    unit ignored;
    const uint32_t glyph = glyph_lookup(g, family->latin, WORD_SPACE, c->size, &ignored);
    const unit width = c->class == CLASS_ZW ? 0 : space_width(g, family, c->character, c->size);
    set_single(family->latin, glyph, width, c);
}

/* False when the face does not have it, or must turn it. */
static bool
set_upright(glyph_store *g, const font_face *face, cluster *c, GArray *pool)
{
    const upright_glyph k = lookup_upright(g, face, c->character);
    if (!k.id || ((c->flags & CLUSTER_TURNS) && !k.formed))
        return false;
    const int upem = font_face_upem(face);
    const pool_glyph glyph = {
        .id = k.id, .x = scale_position(k.x, c->size, upem), .y = scale_position(k.y, c->size, upem)};
    set_single(face, pool->len, scale_position(k.advance, c->size, upem), c);
    g_array_append_val(pool, glyph);
    return true;
}

/* ---- 縦中横 ---- */

enum { CLOSEST = 500 };

/* The first face that has every character, figures and Latin first; and sets it as one glyph, which not each is that it
 * has (Thai sara am is taken apart). */
static const font_face *
combined_face(glyph_store *g, const font_family *family, const cluster *c, const char *utf8, size_t length)
{
    unit ignored;
    const bool figures = (c->flags & CLUSTER_FIGURE) && c->character < 0x80;
    const cluster like = {.class = c->character < 0x80 ? CLASS_WE : CLASS_JA};
    const font_face *face;
    for (size_t i = 0; (face = face_in_order(family, &like, figures, i)); i++) {
        const char *p = utf8;
        while (p < utf8 + length &&
               (class_is_hidden(g_utf8_get_char(p)) || glyph_lookup(g, face, g_utf8_get_char(p), c->size, &ignored)))
            p = g_utf8_next_char(p);
        if (p >= utf8 + length)
            return face;
    }
    return NULL;
}

/* Side by side on the line's middle, the baseline where a horizontal line in the body would have it; condensed
 * to one em when they are wider. False: something is told. */
static bool
set_combined(glyph_store *g, const font_family *family, const text_origin *origin, const char *utf8, size_t length,
             cluster *c, GArray *pool, diag *d)
{
    const font_face *face = combined_face(g, family, c, utf8, length);
    if (!face) {
        refuse_report(d, refuse_missing(c->character), origin, utf8, length);
        set_geta(g, family, c);
        return false;
    }
    const guint first = pool->len;
    int64_t width = 0;
    for (const char *p = utf8; p < utf8 + length; p = g_utf8_next_char(p)) {
        unit advance;
        if (class_is_hidden(g_utf8_get_char(p)))
            continue;
        const uint32_t id = glyph_lookup(g, face, g_utf8_get_char(p), c->size, &advance);
        const pool_glyph glyph = {.id = id, .x = text_ascent(c->size), .y = (unit)width, .byte = (uint32_t)(p - utf8)};
        g_array_append_val(pool, glyph);
        width += advance;
        if (width > TEXT_MOST_EXTENT || pool->len - first > MOST_GLYPHS) { /* nothing could be seen of it */
            refuse_report(d, DIAG_TEXT_COMBINED_LONG, origin, utf8, length);
            set_geta(g, family, c);
            return false;
        }
    }
    c->condensed = width > c->size ? (uint16_t)MAX(unit_scale(c->size, 1000, width), 1) : 0;
    if (c->condensed && c->condensed < CLOSEST)
        refuse_report(d, DIAG_TEXT_COMBINED_LONG, origin, utf8, length);
    const unit shown = (unit)MIN(width, c->size);
    for (guint i = first; i < pool->len; i++) {
        pool_glyph *glyph = &g_array_index(pool, pool_glyph, i);
        const unit across = c->condensed ? unit_scale(glyph->y, c->size, width) : glyph->y;
        glyph->y = shown / 2 - glyph_middle(c->size) - across;
    }
    set_single(face, first, c->size, c);
    c->glyph_count = (uint16_t)(pool->len - first);
    return c->condensed == 0 || c->condensed >= CLOSEST;
}

/* A compatibility kanji, which HarfBuzz would take apart beside a combining mark. */
static bool
is_singleton(uint32_t character)
{
    gunichar first, second;
    return g_unichar_decompose(character, &first, &second) && second == 0;
}

/* The one character that several are composed to, 0 when there is none: e, circumflex, tilde; jamo of a syllable. */
static uint32_t
composed_of(const char *utf8, size_t length)
{
    char *composed = g_utf8_normalize(utf8, (gssize)length, G_NORMALIZE_NFC);
    const uint32_t character = composed && *composed && !*g_utf8_next_char(composed) ? g_utf8_get_char(composed) : 0;
    g_free(composed);
    return character;
}

/* The marks ゙ and ゚ with nothing to stand over are drawn as ゛ and ゜. */
static uint32_t
standing_alone(uint32_t character)
{
    return character == 0x3099 || character == 0x309A ? character + 2 : character;
}

bool
glyph_choose_in(glyph_store *g, const font_face *face, const char *utf8, size_t length, cluster *c, GArray *pool)
{
    if (g_utf8_next_char(utf8) < utf8 + length)
        return font_face_glyph(face, c->character, 0) && shape_cluster(g, face, utf8, length, c, pool);
    unit advance;
    const uint32_t glyph = glyph_lookup(g, face, standing_alone(c->character), c->size, &advance);
    if (glyph)
        set_single(face, glyph, advance, c);
    return glyph != 0;
}

/* A face that has what the characters are composed to comes before one that would place marks itself. */
static bool
choose_several(glyph_store *g, const font_family *family, const char *utf8, size_t length, bool use_figures, cluster *c,
               GArray *pool, bool *is_variation)
{
    const char *second = g_utf8_next_char(utf8);
    const uint32_t selector = g_utf8_get_char(second);
    *is_variation = class_is_selector(selector) && g_utf8_next_char(second) == utf8 + length;
    if (!*is_variation && is_singleton(c->character))
        return false;
    const font_face *face;
    const uint32_t composed = *is_variation ? 0 : composed_of(utf8, length);
    for (size_t i = 0; composed && (face = face_in_order(family, c, use_figures, i)); i++)
        if (font_face_glyph(face, composed, 0) && shape_cluster(g, face, utf8, length, c, pool))
            return true;
    for (size_t i = 0; (face = face_in_order(family, c, use_figures, i)); i++) {
        if (!font_face_glyph(face, c->character, *is_variation ? selector : 0))
            continue;
        if (shape_cluster(g, face, utf8, length, c, pool))
            return true;
    }
    return false;
}

bool
glyph_choose_plain(glyph_store *g, const font_family *family, bool use_figures, cluster *c)
{
    const font_face *face = face_in_order(family, c, use_figures, 0);
    unit advance;
    const uint32_t glyph = glyph_lookup(g, face, c->character, c->size, &advance);
    if (glyph)
        set_single(face, glyph, advance, c);
    return glyph != 0;
}

bool
glyph_choose(glyph_store *g, const font_family *family, const text_origin *origin, const char *utf8, size_t length,
             bool use_figures, cluster *c, GArray *pool, diag *d)
{
    if (c->class == CLASS_SP || c->class == CLASS_ZW) {
        set_blank(g, family, c);
        return true;
    }
    const diag_code refused = c->flags & CLUSTER_BAD ? DIAG_TEXT_BAD_CHARACTER : refuse_code(c->character);
    if (refused != DIAG_CODE_COUNT) {
        refuse_report(d, refused, origin, utf8, length);
        set_geta(g, family, c);
        return false;
    }
    if (c->flags & CLUSTER_COMBINED) {
        return set_combined(g, family, origin, utf8, length, c, pool, d);
    }
    if (g_utf8_next_char(utf8) < utf8 + length) {
        bool is_variation;
        if (choose_several(g, family, utf8, length, use_figures, c, pool, &is_variation))
            return true;
        refuse_report(d, is_variation ? DIAG_TEXT_MISSING_VARIATION : refuse_missing(c->character), origin, utf8,
                      length);
        set_geta(g, family, c);
        return false;
    }
    const font_face *face;
    for (size_t i = 0; (face = face_in_order(family, c, use_figures, i)); i++) {
        if ((c->flags & CLUSTER_UPRIGHT) && set_upright(g, face, c, pool))
            return true;
        if (glyph_choose_in(g, face, utf8, length, c, pool)) {
            c->flags = (uint16_t)(c->flags & ~CLUSTER_UPRIGHT); /* the face has no form that stands */
            return true;
        }
    }
    refuse_report(d, refuse_missing(c->character), origin, utf8, length);
    set_geta(g, family, c);
    return false;
}
