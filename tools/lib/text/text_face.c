/* text_face.c: the visible characters of clusters, and one face for what belongs together. */
#include "text/text_int.h"

const char *
face_visible(text_engine *e, const cluster *c, const char *utf8, size_t *length)
{
    *length = c->end - c->start;
    if (!(c->flags & CLUSTER_HIDDEN) || c->class == CLASS_ZW || (c->flags & CLUSTER_COMBINED))
        return utf8 + c->start;
    g_string_truncate(e->visible, 0);
    for (const char *p = utf8 + c->start; p < utf8 + c->end; p = g_utf8_next_char(p))
        if (!class_is_hidden(g_utf8_get_char(p)))
            g_string_append_unichar(e->visible, g_utf8_get_char(p));
    *length = e->visible->len;
    return e->visible->str;
}

static bool
is_fallback(const font_family *family, const font_face *face)
{
    for (size_t i = 0; family->fallback[i]; i++)
        if (family->fallback[i] == face)
            return true;
    return false;
}

/* Letters of alphabets and what stands between them; figures keep the face of figures. */
static bool
belongs_to_words(const cluster *c)
{
    return (c->class == CLASS_WE && !(c->flags & (CLUSTER_ASCII_DIGIT | CLUSTER_UPRIGHT | CLUSTER_COMBINED))) ||
           c->class == CLASS_SP || c->class == CLASS_ZW;
}

static bool
is_letter(const cluster *c)
{
    return c->class == CLASS_WE && g_unichar_isalpha(c->character);
}

/* The first fallback that a letter of first … end - 1 is set in; NULL: all are in the family's own faces. */
static const font_face *
face_of_words(const font_family *family, const GArray *clusters, guint first, guint end)
{
    for (guint i = first; i < end; i++) {
        const cluster *c = &g_array_index(clusters, cluster, i);
        if (is_letter(c) && is_fallback(family, c->face))
            return c->face;
    }
    return NULL;
}

static void
set_words(text_engine *e, GArray *clusters, guint first, guint end, bool is_ruby)
{
    const text_span *span = &e->work.paragraph->spans[g_array_index(clusters, cluster, first).span];
    const font_family *family = span->family ? span->family : e->work.paragraph->style.family;
    const font_face *face = face_of_words(family, clusters, first, end);
    for (guint i = first; face && i < end; i++) {
        cluster *c = &g_array_index(clusters, cluster, i);
        size_t length;
        unit ignored;
        if (c->class == CLASS_SP && glyph_lookup(e->glyphs, face, ' ', c->size, &ignored)) {
            c->glyph = glyph_lookup(e->glyphs, face, ' ', c->size, &ignored); /* blank, of the width it has */
            c->face = face;
        }
        if (c->class != CLASS_WE || is_fallback(family, c->face))
            continue;
        const char *utf8 = face_visible(e, c, is_ruby ? span->ruby : span->utf8, &length);
        glyph_choose_in(e->glyphs, face, utf8, length, c, e->work.pool);
    }
}

void
face_even(text_engine *e, GArray *clusters, bool is_ruby)
{
    for (guint i = 0; i < clusters->len;) {
        const uint32_t span = g_array_index(clusters, cluster, i).span;
        guint end = i;
        while (end < clusters->len && g_array_index(clusters, cluster, end).span == span &&
               belongs_to_words(&g_array_index(clusters, cluster, end)))
            end++;
        if (end > i)
            set_words(e, clusters, i, end, is_ruby);
        i = MAX(end, i + 1);
    }
}
