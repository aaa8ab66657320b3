/* text_cluster.c: spans become one list of grapheme clusters with class, face and glyphs. */
#include "text/text_int.h"

#include <pango/pango.h>
#include <string.h>

/* Of the character `i` of e->text: it begins a cluster; UAX #14 lets a line end before it. */
static bool
begins_cluster(const text_engine *e, size_t i)
{
    return e->is_plain_text || g_array_index(e->attributes, PangoLogAttr, i).is_cursor_position;
}

static bool
follows_space(const text_engine *e, size_t i)
{
    const uint32_t before = i > 0 ? g_array_index(e->characters, uint32_t, i - 1) : 0;
    return before == ' ' || before == 0x3000;
}

static bool
begins_line(const text_engine *e, size_t i)
{
    return e->is_plain_text ? follows_space(e, i) : g_array_index(e->attributes, PangoLogAttr, i).is_line_break;
}

static bool
is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool
is_number_mark(uint32_t c)
{
    return c == '.' || c == ',' || c == ':' || c == '/' || c == '-';
}

/* ± × ÷ Ⅰ → ― — … ‥ ※: of no Latin text, so that our tables say all. */
static bool
is_plain_sign(uint32_t c)
{
    return c == 0xB1 || c == 0xD7 || c == 0xF7 || c == 0x2014 || c == 0x2015 || c == 0x2025 || c == 0x2026 ||
           c == 0x203B || (c >= 0x2160 && c <= 0x217F) || (c >= 0x2190 && c <= 0x2193);
}

/* Every such character is a cluster, and UAX #14 has nothing to add to our tables. */
static bool
is_plain(uint32_t before, uint32_t c, uint32_t after)
{
    if (c < 0x80)
        return g_ascii_isalnum((char)c) || c == ' ' || c == '\n' ||
               (is_number_mark(c) && is_digit(before) && is_digit(after));
    return (c >= 0x3000 && c <= 0x3029) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x309B && c <= 0x30FF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xFF01 && c <= 0xFF9D) || (c >= 0x2460 && c <= 0x24FF) ||
           (c >= 0x25A0 && c <= 0x25FF) || c == 0xFFFC || is_plain_sign(c);
}

/* The first of the characters from `i` on that is not plain; their number: none is. */
static guint
next_difficult(const GArray *characters, guint i)
{
    const uint32_t *c = (const uint32_t *)(const void *)characters->data;
    while (i < characters->len && is_plain(i ? c[i - 1] : 0, c[i], i + 1 < characters->len ? c[i + 1] : 0))
        i++;
    return i;
}

static bool
is_ideograph(uint32_t c)
{
    return c >= 0x4E00 && c <= 0x9FFF;
}

/* Neither a cluster nor a rule of UAX #14 reaches over what is before the character `i`. */
static bool
is_seam(const GArray *characters, guint i)
{
    const uint32_t *c = (const uint32_t *)(const void *)characters->data;
    return i == 0 || i == characters->len || (is_ideograph(c[i - 1]) && is_ideograph(c[i]));
}

/* Room for one for each character and one for the end. */
static PangoLogAttr *
attributes_room(text_engine *e)
{
    const guint count = e->characters->len + 1;
    g_array_set_size(e->attributes, count);
    PangoLogAttr *attributes = (PangoLogAttr *)(void *)e->attributes->data;
    memset(attributes, 0, sizeof *attributes * count);
    return attributes;
}

/* Pango is asked of what stands round a difficult character, from seam to seam; of what is plain our tables say all. */
static void
ask_pango(text_engine *e)
{
    const guint count = e->characters->len;
    PangoLogAttr *attributes = attributes_room(e);
    const char *at = e->text->str;
    for (guint i = 0, begin; i < count;) {
        begin = e->is_careful ? i : next_difficult(e->characters, i);
        while (!is_seam(e->characters, begin))
            begin--;
        for (; i < begin; i++, at = g_utf8_next_char(at))
            attributes[i] = (PangoLogAttr){.is_cursor_position = 1, .is_line_break = follows_space(e, i)};
        const guint difficult = e->is_careful ? count : next_difficult(e->characters, i);
        const char *from = at;
        for (; i < count && (i <= difficult || !is_seam(e->characters, i)); i++)
            at = g_utf8_next_char(at);
        if (i > begin)
            pango_get_log_attrs(from, (int)(at - from), -1, pango_language_from_string("ja"), attributes + begin,
                                (int)(i - begin) + 1);
    }
}

/* Fills e->characters for e->text and, if need be, e->attributes. Most Japanese text needs no analysis: every character
 * is a cluster and a word ends at a space. */
static void
analyse_text(text_engine *e)
{
    g_array_set_size(e->characters, (guint)e->text->len);
    uint32_t *to = (uint32_t *)(void *)e->characters->data, *at = to;
    for (const char *p = e->text->str; *p;)
        *at++ = read_character(&p);
    g_array_set_size(e->characters, (guint)(at - to));
    e->is_plain_text = !e->is_careful && next_difficult(e->characters, 0) == e->characters->len;
    if (!e->is_plain_text)
        ask_pango(e);
}

static uint16_t
flags_of(const class_table *t, uint32_t c, uint8_t class)
{
    uint16_t flags = 0;
    if (is_digit(c))
        flags |= CLUSTER_ASCII_DIGIT;
    if (class_is_figure(t, c))
        flags |= CLUSTER_FIGURE;
    if (class == CLASS_WE && g_unichar_isalnum(c))
        flags |= CLUSTER_ALNUM;
    if (c == 0x00A0 || c == 0x2007 || c == 0x202F)
        flags |= CLUSTER_GLUE_BEFORE | CLUSTER_GLUE_AFTER;
    else if (c == 0x200B)
        flags |= CLUSTER_BREAK_AFTER;
    else if (c == 0x2060)
        flags |= CLUSTER_GLUE_BEFORE | CLUSTER_GLUE_AFTER;
    if (class == CLASS_ZW)
        flags |= CLUSTER_HIDDEN;
    if (class_is_bad(c))
        flags |= CLUSTER_BAD;
    return flags;
}

static char_traits
find_traits(const class_table *t, uint32_t c, uint8_t class)
{
    char_traits k = {flags_of(t, c, class), TRAIT_KNOWN};
    const bool marks = c == 0x3099 || c == 0x309A; /* are drawn as others where they stand alone */
    if (class != CLASS_SP && class != CLASS_ZW && !(k.flags & CLUSTER_BAD) && !marks &&
        refuse_code(c) == DIAG_CODE_COUNT)
        k.traits |= TRAIT_PLAIN;
    return k;
}

static char_traits
traits_of(text_engine *e, uint32_t c, uint8_t class)
{
    if (c >= 0x10000 || e->is_careful)
        return find_traits(e->classes, c, class);
    if (!e->traits[c].traits)
        e->traits[c] = find_traits(e->classes, c, class);
    return e->traits[c];
}

/* A character that belongs to the cluster before it. */
static void
extend_cluster(cluster *c, uint32_t character, uint32_t end)
{
    const bool second = c->end == c->start + (uint32_t)g_unichar_to_utf8(c->character, NULL);
    if (class_is_selector(character) ? !second : class_is_bad(character))
        c->flags |= CLUSTER_BAD;
    c->end = end;
}

/* Thai: a mark over the letter before it and a vowel after that in one character, for Pango one that stands alone. */
enum { SARA_AM = 0x0E33 };

static cluster
make_cluster(text_engine *e, uint32_t character, char_info info, size_t attribute)
{
    cluster c = {.character = character, .class = info.class, .start_level = info.start};
    c.flags = traits_of(e, character, info.class).flags;
    if (begins_line(e, attribute))
        c.flags |= CLUSTER_PANGO_BREAK;
    return c;
}

/* Appends the clusters of one text, which are those of the characters of e->text from `attribute` on; gives the first
 * behind them. */
static size_t
append_clusters(text_engine *e, const char *utf8, size_t attribute, uint32_t span, unit size, GArray *out)
{
    const guint before = out->len;
    g_array_set_size(out, before + (guint)strlen(utf8));
    cluster *first = &g_array_index(out, cluster, before), *next = first;
    for (const char *p = utf8; *p; attribute++) {
        const uint32_t start = (uint32_t)(p - utf8), character = read_character(&p), end = (uint32_t)(p - utf8);
        cluster *last = next > first ? next - 1 : NULL;
        const char_info info = class_of(e->classes, character);
        if (last && info.class == CLASS_ZW) {
            last->end = end;
            last->flags |= traits_of(e, character, info.class).flags & (uint16_t)~CLUSTER_GLUE_BEFORE;
        } else if (last && last->class != CLASS_SP && last->class != CLASS_ZW &&
                   (character == SARA_AM || !begins_cluster(e, attribute))) {
            extend_cluster(last, character, end);
        } else {
            *next = make_cluster(e, character, info, attribute);
            next->start = start;
            next->end = end;
            next->span = span;
            next->size = size;
            next++;
        }
    }
    g_array_set_size(out, before + (guint)(next - first));
    return attribute;
}

static const text_style *
style_of(const text_engine *e)
{
    return &e->work.paragraph->style;
}

static const font_family *
family_of(const text_engine *e, const text_span *span)
{
    return span->family ? span->family : style_of(e)->family;
}

static unit
size_of(const text_engine *e, const text_span *span)
{
    return span->size ? span->size : style_of(e)->size;
}

static bool
uses_figures(const GArray *clusters, guint i)
{
    const cluster *c = &g_array_index(clusters, cluster, i);
    if (c->flags & CLUSTER_ASCII_DIGIT)
        return true;
    if (c->character < 0x80 && (c->class == CLASS_PF || c->class == CLASS_PS))
        return true;
    return is_number_mark(c->character) && i > 0 && i + 1 < clusters->len && (c[-1].flags & CLUSTER_ASCII_DIGIT) &&
           (c[1].flags & CLUSTER_ASCII_DIGIT);
}

/* Most clusters: one character, of which there is nothing to say. */
static bool
choose_plain(text_engine *e, const text_span *span, bool use_figures, cluster *c)
{
    enum { OTHERS = CLUSTER_BAD | CLUSTER_HIDDEN | CLUSTER_UPRIGHT | CLUSTER_COMBINED };
    return !(c->flags & OTHERS) && c->character < 0x10000 && (e->traits[c->character].traits & TRAIT_PLAIN) &&
           c->end - c->start == utf8_length(c->character) &&
           glyph_choose_plain(e->glyphs, family_of(e, span), use_figures, c);
}

static void
choose_glyphs(text_engine *e, GArray *clusters, bool is_ruby, diag *d)
{
    for (guint i = 0; i < clusters->len; i++) {
        cluster *c = &g_array_index(clusters, cluster, i);
        const text_span *span = &e->work.paragraph->spans[c->span];
        if (span->kind == TEXT_OBJECT || (c->flags & CLUSTER_NOTE))
            continue;
        const bool use_figures = uses_figures(clusters, i);
        if (!e->is_careful && choose_plain(e, span, use_figures, c))
            continue;
        const char *utf8 = is_ruby ? span->ruby : span->utf8;
        size_t length;
        const char *visible = face_visible(e, c, utf8, &length);
        if (c->flags & CLUSTER_HIDDEN)
            refuse_tell_hidden(d, span->origin, utf8);
        const bool good =
            glyph_choose(e->glyphs, family_of(e, span), span->origin, visible, length, use_figures, c, e->work.pool, d);
        e->told = e->told || !good || (c->flags & CLUSTER_HIDDEN);
    }
    face_even(e, clusters, is_ruby);
}

/* ---- brackets that Latin and Japanese text share ---- */

enum { APOSTROPHE = 0x2019 };

static bool
is_japanese_neighbour(const cluster *c)
{
    return class_is_japanese(c->class) && c->class != CLASS_OB && c->class != CLASS_CB;
}

static bool
stands_in_japanese(const GArray *clusters, size_t i)
{
    const cluster *c = &g_array_index(clusters, cluster, i);
    return (i > 0 && is_japanese_neighbour(c - 1)) || (i + 1 < clusters->len && is_japanese_neighbour(c + 1));
}

static void
make_bracket(cluster *c, bool opening)
{
    c->class = opening ? CLASS_OB : CLASS_CB;
    c->start_level = opening ? START_STRICT : START_NEVER;
}

/* A closing half: with the last open half of its kind, if there is one. What was opened after that one
 * stays as it is. */
static void
close_pair(text_engine *e, size_t i, uint32_t partner)
{
    GArray *open = e->open_pairs, *clusters = e->work.clusters;
    for (guint k = open->len; k-- > 0;) {
        const size_t at = g_array_index(open, size_t, k);
        if (cluster_at(&e->work, at)->character != partner)
            continue;
        g_array_set_size(open, k);
        if (stands_in_japanese(clusters, at) || stands_in_japanese(clusters, i)) {
            make_bracket(cluster_at(&e->work, at), true);
            make_bracket(cluster_at(&e->work, i), false);
        }
        return;
    }
    cluster *c = cluster_at(&e->work, i);
    const bool apostrophe = c->character == APOSTROPHE && i > 0 && (c[-1].flags & CLUSTER_ALNUM);
    if (!apostrophe && stands_in_japanese(clusters, i))
        make_bracket(c, false);
}

static void
resolve_pairs(text_engine *e)
{
    g_array_set_size(e->open_pairs, 0);
    for (guint i = 0; i < e->work.clusters->len; i++) {
        const cluster *c = cluster_at(&e->work, i);
        bool opening;
        const uint32_t partner =
            c->face || c->class != CLASS_WE || (c->flags & CLUSTER_ALNUM) ? 0 : class_pair_of(c->character, &opening);
        if (partner && opening)
            g_array_append_val(e->open_pairs, (size_t){i});
        else if (partner)
            close_pair(e, i, partner);
    }
    for (guint k = 0; k < e->open_pairs->len; k++) { /* never closed */
        const size_t i = g_array_index(e->open_pairs, size_t, k);
        if (stands_in_japanese(e->work.clusters, i))
            make_bracket(cluster_at(&e->work, i), true);
    }
}

/* ---- the paragraph ---- */

static void
append_object(text_engine *e, uint32_t span, unit width, unit size)
{
    const cluster c = {.character = 0xFFFC, .span = span, .class = CLASS_JA, .size = size, .advance = width};
    g_array_append_val(e->work.clusters, c);
}

static bool
is_note(const text_span *span)
{
    return span->kind == TEXT_CHARS && span->is_note && *span->utf8;
}

/* A body for each piece. */
static size_t
append_note(text_engine *e, uint32_t span)
{
    size_t count = 0;
    for (guint i = 0; i < e->pieces->len; i++) {
        const note_piece *p = &g_array_index(e->pieces, note_piece, i);
        if (p->span != span)
            continue;
        append_object(e, span, p->width, size_of(e, &e->work.paragraph->spans[span]));
        cluster *c = cluster_at(&e->work, e->work.clusters->len - 1);
        c->flags = CLUSTER_NOTE;
        c->glyph = i;
        c->start = p->start;
        c->end = p->end;
        count++;
    }
    return count;
}

static void
append_spans(text_engine *e)
{
    const text_paragraph *p = e->work.paragraph;
    size_t attribute = 0;
    for (size_t i = 0; i < p->span_count; i++) {
        const text_span *span = &p->spans[i];
        const size_t end = e->work.clusters->len;
        switch (span->kind) {
        case TEXT_CHARS:
            if (is_note(span)) {
                attribute += append_note(e, (uint32_t)i);
                break;
            }
            attribute = append_clusters(e, span->utf8, attribute, (uint32_t)i, size_of(e, span), e->work.clusters);
            break;
        case TEXT_OBJECT:
            append_object(e, (uint32_t)i, condense_undone(style_of(e), span->width), size_of(e, span));
            attribute++;
            break;
        case TEXT_NEWLINE:
            g_array_append_val(e->work.segments, end);
            attribute++;
            break;
        }
    }
    const size_t end = e->work.clusters->len;
    g_array_append_val(e->work.segments, end);
}

static void
collect_text(text_engine *e)
{
    g_string_truncate(e->text, 0);
    for (size_t i = 0; i < e->work.paragraph->span_count; i++) {
        const text_span *span = &e->work.paragraph->spans[i];
        for (guint k = 0; is_note(span) && k < e->pieces->len; k++)
            if (g_array_index(e->pieces, note_piece, k).span == i)
                g_string_append(e->text, "\xEF\xBF\xBC");
        if (is_note(span))
            continue;
        g_string_append(e->text, span->kind == TEXT_CHARS    ? span->utf8
                                 : span->kind == TEXT_OBJECT ? "\xEF\xBF\xBC"
                                                             : "\n");
    }
}

static void
report_parts(const text_span *span, size_t bases, diag *d)
{
    char count[24];
    g_snprintf(count, sizeof count, "%zu", bases);
    diag_add(d, DIAG_TEXT_RUBY_PARTS, span->origin ? span->origin->form : PLACE_NONE,
             span->origin ? span->origin->data : PLACE_NONE, count, NULL);
}

/* The ruby of each span that has some, as clusters of half the size. */
static void
append_ruby(text_engine *e, diag *d)
{
    prepared *w = &e->work;
    for (size_t i = 0; i < w->clusters->len;) {
        const uint32_t index = cluster_at(w, i)->span;
        const text_span *span = &w->paragraph->spans[index];
        size_t end = i;
        while (end < w->clusters->len && cluster_at(w, end)->span == index)
            end++;
        if (span->kind == TEXT_CHARS && span->ruby && *span->ruby && !is_note(span)) {
            g_string_assign(e->text, span->ruby);
            analyse_text(e);
            ruby_group group = {.first = i, .count = end - i, .ruby_first = w->ruby->len};
            append_clusters(e, span->ruby, 0, index, glyph_half(size_of(e, span)), w->ruby);
            group.ruby_count = w->ruby->len - group.ruby_first;
            if (!reading_part(e, span->ruby_kind, &group)) {
                report_parts(span, end - i, d);
                e->told = true;
            }
        }
        i = end;
    }
    if (style_of(e)->vertical)
        vertical_stand(w->ruby);
    choose_glyphs(e, w->ruby, true, d);
}

void
cluster_prepare(text_engine *e, const text_paragraph *p, diag *d)
{
    prepared *w = &e->work;
    w->paragraph = p;
    g_array_set_size(w->clusters, 0);
    g_array_set_size(w->segments, 0);
    g_array_set_size(w->pool, 0);
    g_array_set_size(w->ruby, 0);
    g_array_set_size(w->groups, 0);
    collect_text(e);
    analyse_text(e);
    append_spans(e);
    for (size_t i = 0; i < p->span_count; i++)
        e->told = leftover_tell(d, &p->spans[i]) || e->told;
    resolve_pairs(e);
    if (p->style.vertical) {
        vertical_combine(e);
        vertical_stand(w->clusters);
    }
    choose_glyphs(e, w->clusters, false, d);
    /* The body of a full-width bracket, stop, comma or middle dot is half its square (typesetting T1). */
    for (guint i = 0; i < w->clusters->len; i++) {
        cluster *c = cluster_at(w, i);
        const bool full = c->advance > c->size / 4 * 3;
        if (full && c->class == CLASS_OB)
            c->shift = -(c->size / 2);
        if (full && c->class == CLASS_MD)
            c->shift = -(c->size / 4);
        if (full && (c->class == CLASS_OB || c->class == CLASS_CB || c->class == CLASS_FS || c->class == CLASS_CM ||
                     c->class == CLASS_MD))
            c->advance -= c->size / 2;
    }
    append_ruby(e, d);
}
