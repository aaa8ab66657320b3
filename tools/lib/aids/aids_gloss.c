/* aids_gloss.c: what the form's own words are in another language, beside them or below. */
#include "aids/aids_int.h"

#include <string.h>

/* Type of a gloss is smaller than the words it is of, and is read all the same. */
enum { GLOSS_PER_MILLE = 780, GLOSS_LEAST = 7 * UNIT_PT, GLOSS_PITCH_PER_MILLE = 1240 };

const form_style *
aids_gloss_style(const aids *t, const form_style *of, unit most)
{
    form_style *s = arena_copy(t->a, of, sizeof *s);
    s->family = t->language.family ? t->language.family : of->family;
    s->size = MAX(MIN(unit_scale(of->size, GLOSS_PER_MILLE, 1000), most), GLOSS_LEAST);
    s->pitch = unit_scale(s->size, GLOSS_PITCH_PER_MILLE, 1000);
    s->align = of->align == TEXT_DISTRIBUTE ? TEXT_CENTER : of->align == TEXT_JUSTIFY ? TEXT_START : of->align;
    s->indent_first = s->indent_rest = 0;
    s->tracking = 0;
    s->space_before = s->space_after = 0;
    s->heading = 0;
    return s;
}

/* ---- the stretches of a paragraph ---- */

/* Words of the form and values between them, which nothing else parts. */
typedef struct stretch {
    size_t first, end; /* inlines */
    GString *pattern;  /* values as {1}, {2} */
    GArray *values;    /* size_t: of each its first and its last inline */
    bool has_own;
} stretch;

typedef struct glossing {
    const aids *t;
    const bound_node *n;
    const form_style *style;
    GArray *out; /* bound_inline */
    diag *d;
} glossing;

static bool
is_words(const bound_inline *p)
{
    return (p->kind == INLINE_TEXT && p->text) || p->kind == INLINE_NEWLINE;
}

static const text_origin *
ring_of(const bound_inline *p)
{
    return p->ring ? p->ring : p->unset;
}

static bool
is_space(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (!g_unichar_isspace(g_utf8_get_char(p)))
            return false;
    return true;
}

/* Values with nothing but spaces between (a name) are one. */
static void
add_value(stretch *s, size_t i)
{
    size_t *last = s->values->len ? &g_array_index(s->values, size_t, s->values->len - 1) : NULL;
    if (last && g_str_has_suffix(s->pattern->str, "}")) {
        *last = i;
        return;
    }
    g_array_append_val(s->values, i);
    g_array_append_val(s->values, i);
    g_string_append_printf(s->pattern, "{%u}", s->values->len / 2);
}

static void
take_stretch(const glossing *g, size_t first, stretch *s)
{
    const text_origin *ring = ring_of(&g->n->inlines[first]);
    *s = (stretch){.first = first, .end = first};
    s->pattern = g_string_new(NULL);
    s->values = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (; s->end < g->n->inline_count; s->end++) {
        const bound_inline *p = &g->n->inlines[s->end];
        if (!is_words(p) || ring_of(p) != ring)
            break;
        if (p->kind != INLINE_TEXT)
            continue;
        if (!aids_is_own(p))
            add_value(s, s->end);
        else if (!is_space(p->text))
            g_string_append(s->pattern, p->text);
        s->has_own = s->has_own || (aids_is_own(p) && aids_gloss_is_asked(p->text));
    }
}

static void
drop_stretch(stretch *s)
{
    g_string_free(s->pattern, TRUE);
    g_array_free(s->values, TRUE);
}

/* A gloss that speaks of a value is of no words without it. */
static const char *
gloss_of(const glossing *g, const char *text, guint values)
{
    const char *gloss = aids_gloss_find(g->t, text);
    for (const char *p = gloss; p && (p = strchr(p, '{')); p++)
        if (g_ascii_isdigit(p[1]) && p[2] == '}' && (guint)(p[1] - '0') > values)
            return NULL;
    return gloss;
}

/* ---- a gloss as it is set ---- */

static void
add_words(glossing *g, const stretch *s, const char *text, size_t length)
{
    const bound_inline *by = &g->n->inlines[s->first];
    if (!length)
        return;
    const bound_inline p = {.kind = INLINE_TEXT,
                            .text = arena_printf(g->t->a, "%.*s", (int)length, text),
                            .language = g->t->language.tag,
                            .style = g->style,
                            .origin = by->origin};
    g_array_append_val(g->out, p);
}

static void
add_values(glossing *g, const stretch *s, size_t number)
{
    if (number == 0 || number * 2 > s->values->len)
        return;
    const size_t from = g_array_index(s->values, size_t, number * 2 - 2),
                 to = g_array_index(s->values, size_t, number * 2 - 1);
    for (size_t i = from; i <= to; i++) {
        bound_inline p = g->n->inlines[i];
        p.style = g->style;
        p.ruby = NULL;
        p.ruby_kind = TEXT_RUBY_GROUP;
        p.sum = p.amount = NULL;
        p.link = NULL;
        p.to = p.uri = NULL;
        g_array_append_val(g->out, p);
    }
}

static void
add_gloss(glossing *g, const stretch *s, const char *gloss)
{
    while (*gloss) {
        const char *mark = strchr(gloss, '{');
        if (!mark || !g_ascii_isdigit(mark[1]) || mark[2] != '}') {
            add_words(g, s, gloss, strlen(gloss));
            return;
        }
        add_words(g, s, gloss, (size_t)(mark - gloss));
        add_values(g, s, (size_t)(mark[1] - '0'));
        gloss = mark + 3;
    }
}

static void
tell_no_gloss(const glossing *g, const bound_inline *p, const char *word)
{
    char *key = aids_gloss_key(word);
    if (!p->mixed)
        diag_add(g->d, DIAG_WORDS_GLOSS, p->origin->form, PLACE_NONE, key, NULL);
    g_free(key);
}

static void
add_own(glossing *g, const bound_inline *of, const char *text, size_t length, bool first)
{
    bound_inline p = *of;
    if (!length)
        return;
    p.text = arena_printf(g->t->a, "%.*s", (int)length, text);
    p.joined = p.joined && first;
    p.before = text > of->text ? g_utf8_get_char(g_utf8_prev_char(text)) : of->before;
    p.behind = text[length] ? g_utf8_get_char(text + length) : of->behind;
    g_array_append_val(g->out, p);
}

/* Before the white behind the words, and before a bracket that opens room to write (その他（　　）): a gloss stands in
 * none. */
static const char *
end_of_words(const char *from, const char *end)
{
    static const char opening[] = "（「『【(〔";
    for (const char *p = end; end > from; end = p) {
        p = g_utf8_prev_char(end);
        const gunichar ch = g_utf8_get_char(p);
        if (!g_unichar_isspace(ch) && !g_utf8_strchr(opening, -1, ch))
            break;
    }
    return end;
}

/* A choice among several on a line (☐別の日) is not parted, and so its gloss is not; white that is behind it is no part
 * of it. Of the two together the narrowest column has room for so much: more of them would be set smaller to be one. */
static bool
is_held(const glossing *g, const stretch *s, const char *gloss)
{
    enum { MOST = 60 }; /* thirds of a character */
    glong room = 3 + g_utf8_strlen(gloss, -1);
    bool held = false;
    for (size_t i = s->first; i < s->end; i++) {
        const bound_inline *p = &g->n->inlines[i];
        const char *text = p->kind == INLINE_TEXT ? p->text : "", *end = end_of_words(text, text + strlen(text));
        if (p->kind == INLINE_TEXT && end == text)
            continue;
        held = p->kind == INLINE_TEXT && p->unbreakable;
        room += 3 * g_utf8_strlen(text, end - text);
    }
    return held && room <= MOST;
}

/* What is ringed, or is to be by hand, has room for the ring on either side, and its gloss stands on its line: alone on
 * the next one it would seem to be of what stands there. */
static void
add_beside(glossing *g, const stretch *s, const char *gloss)
{
    static const char room[] = "　";
    const bool ringed = ring_of(&g->n->inlines[s->first]) != NULL, held = ringed || is_held(g, s, gloss);
    const char *beside = ringed ? room : " ";
    const guint from = g->out->len;
    add_words(g, s, beside, strlen(beside));
    add_gloss(g, s, gloss);
    for (guint i = from; held && i < g->out->len; i++) {
        bound_inline *p = &g_array_index(g->out, bound_inline, i);
        p->glued = p->unbreakable = true;
    }
    add_words(g, s, beside, strlen(beside));
}

/* The words that white parts, each with its gloss. */
static void
add_parts(glossing *g, const stretch *s, const bound_inline *p)
{
    static const char white[] = "　";
    bool first = true;
    for (const char *at = p->text; *at;) {
        const char *end = strstr(at, white), *next;
        end = end ? end : at + strlen(at);
        for (next = end; g_str_has_prefix(next, white);)
            next += strlen(white);
        const char *word = arena_printf(g->t->a, "%.*s", (int)(end - at), at), *gloss = gloss_of(g, word, 0);
        const char *behind = gloss && *gloss ? end_of_words(at, end) : end;
        add_own(g, p, at, (size_t)(behind - at), first);
        if (gloss && *gloss)
            add_beside(g, s, gloss);
        add_own(g, p, behind, (size_t)(next - behind), false);
        first = false;
        at = next;
    }
}

/* Whether any of them has a gloss to be set; those without any are told. */
static bool
are_parts_glossed(const glossing *g, const bound_inline *p)
{
    char **words = g_strsplit(p->text, "　", 0);
    bool any = false;
    for (char **word = words; *word; word++) {
        const char *gloss = gloss_of(g, *word, 0);
        if (!gloss)
            tell_no_gloss(g, p, *word);
        any = any || (gloss && *gloss);
    }
    g_strfreev(words);
    return any;
}

/* Its gloss stands behind its last word, before the white that is behind that. */
static void
add_whole(glossing *g, const stretch *s, const char *gloss)
{
    const bound_inline *last = &g->n->inlines[s->end - 1];
    const bool own = aids_is_own(last);
    const char *end = own ? end_of_words(last->text, last->text + strlen(last->text)) : NULL;
    g_array_append_vals(g->out, &g->n->inlines[s->first], (guint)(s->end - s->first - own));
    if (own)
        add_own(g, last, last->text, (size_t)(end - last->text), true);
    add_beside(g, s, gloss);
    if (own)
        add_own(g, last, end, strlen(end), false);
}

static bool
has_parts(const glossing *g, const bound_inline *p)
{
    char **words = g_strsplit(p->text, "　", 0);
    bool all = true;
    for (char **word = words; *word && all; word++)
        all = gloss_of(g, *word, 0) != NULL;
    g_strfreev(words);
    return all;
}

/* A gloss that says nothing of the values beside its words stands at the words, where each of them has one. */
static bool
is_of_words(const glossing *g, const stretch *s, const char *gloss)
{
    bool all = s->values->len && !strchr(gloss, '{');
    for (size_t i = s->first; i < s->end && all; i++)
        all = !aids_is_own(&g->n->inlines[i]) || has_parts(g, &g->n->inlines[i]);
    return all;
}

/* Words beside which their gloss stands. */
static void
gloss_beside(glossing *g, const stretch *s)
{
    const char *gloss = s->has_own ? gloss_of(g, s->pattern->str, s->values->len / 2) : "";
    if (gloss && *gloss && !is_of_words(g, s, gloss)) {
        add_whole(g, s, gloss);
        return;
    }
    for (size_t i = s->first; i < s->end; i++) {
        const bound_inline *p = &g->n->inlines[i];
        if ((!gloss || *gloss) && aids_is_own(p) && aids_gloss_is_asked(p->text) && are_parts_glossed(g, p))
            add_parts(g, s, p);
        else
            g_array_append_val(g->out, *p);
    }
}

/* `indent`: under the words of a choice, and not under its box. */
static bound_node *
node_below(glossing *g, const bound_node *n, unit indent)
{
    bound_node *below = ARENA_NEW(g->t->a, bound_node);
    form_style *style = arena_copy(g->t->a, g->style, sizeof *style);
    style->indent_first = style->indent_rest = indent;
    g->style = style;
    *below = (bound_node){.form = n->form,
                          .kind = FORM_PARA,
                          .style = g->style,
                          .align = g->style->align,
                          .valign = n->valign,
                          .origin = n->origin,
                          .inline_count = g->out->len,
                          .inlines = arena_copy(g->t->a, g->out->data, sizeof(bound_inline) * g->out->len)};
    return below;
}

/* It stands with what it is of; what is behind that is behind the gloss. */
static void
keep_with_next(const aids *t, bound_node *n, bound_node *below)
{
    form_style *of = arena_copy(t->a, n->style, sizeof *of), *own = arena_copy(t->a, below->style, sizeof *own);
    own->space_after = of->space_after;
    of->space_after = 0;
    n->style = of;
    below->style = own;

    form_node *kept = n->form ? arena_copy(t->a, n->form, sizeof *kept) : ARENA_NEW(t->a, form_node);
    if (!n->form) {
        kept->kind = FORM_PARA;
        kept->pad_x = kept->pad_y = kept->fill = -1;
        kept->where = n->origin ? n->origin->form : PLACE_NONE;
    }
    kept->keep_next = true;
    n->form = kept;
}

/* All of the paragraph is one stretch, which may be a choice to be ticked, and has a gloss. */
static bool
gloss_below(glossing *g, bound_node *n, const stretch *s, bound_node **below)
{
    const char *gloss = s->has_own ? gloss_of(g, s->pattern->str, s->values->len / 2) : NULL;
    const bool ticked = n->inlines[0].kind == INLINE_TICK;
    if (s->first != (size_t)ticked || s->end != n->inline_count || !gloss || ring_of(&n->inlines[0]) ||
        is_of_words(g, s, gloss))
        return false;
    if (*gloss) {
        g_array_set_size(g->out, 0);
        add_gloss(g, s, gloss);
        *below = node_below(g, n, ticked ? n->style->size : 0);
        keep_with_next(g->t, n, *below);
    }
    return true;
}

void
aids_gloss_paragraph(const aids *t, bound_node *n, unit most, bound_node **below, diag *d)
{
    glossing g = {.t = t, .n = n, .d = d, .out = g_array_new(FALSE, TRUE, sizeof(bound_inline))};
    g.style = aids_gloss_style(t, n->inline_count && n->inlines[0].style ? n->inlines[0].style : n->style, most);
    if (below)
        *below = NULL;
    bool whole = false;
    for (size_t i = 0; i < n->inline_count && !whole;) {
        stretch s;
        if (!is_words(&n->inlines[i])) {
            g_array_append_val(g.out, n->inlines[i]);
            i++;
            continue;
        }
        take_stretch(&g, i, &s);
        whole = below && gloss_below(&g, n, &s, below);
        if (!whole)
            gloss_beside(&g, &s);
        i = s.end;
        drop_stretch(&s);
    }
    if (!whole && n->style->tracking && g.out->len > n->inline_count) { /* letters are not set apart */
        form_style *style = arena_copy(t->a, n->style, sizeof *style);
        style->tracking = 0;
        n->style = style;
    }
    if (!whole) {
        n->inlines = arena_copy(t->a, g.out->data, sizeof(bound_inline) * g.out->len);
        n->inline_count = g.out->len;
    }
    g_array_free(g.out, TRUE);
}
