#include "bind/bind_int.h"

#include <math.h>
#include <string.h>

#include "functions/functions.h"

bool
bind_is_inline(form_kind kind)
{
    return kind >= FORM_TEXT && kind <= FORM_PAGE_COUNT;
}

static bound_inline
inline_piece(binder *b, const bind_at *at, const form_node *n, bound_inline_kind kind, xml_node *data)
{
    return (bound_inline){.kind = kind,
                          .style = n->style ? n->style : at->style,
                          .ring = at->ring,
                          .note = at->note,
                          .combined = at->combined,
                          .link = at->link,
                          .to = at->to,
                          .uri = at->uri,
                          .underline = at->underline || n->underline,
                          .unbreakable = at->unbreakable || n->unbreakable,
                          .joined = at->joined,
                          .emphasis = at->emphasis,
                          .raised = at->raised,
                          .width = n->width,
                          .height = n->height,
                          .origin = bind_origin(b, n->where, data)};
}

/* Data text line by line: white space at the ends of a line lays out the XML and is not text; an
 * ideographic space is. Line breaks within the text are the writer's and are kept. */
static void
append_text(bound_inline model, binder *b, const char *text, GArray *out)
{
    char **lines = g_strsplit(text, "\n", 0);
    const guint count = g_strv_length(lines);
    guint first = 0, last = count;
    for (guint i = 0; i < count; i++) {
        for (char *p = lines[i]; *p; p++)
            if (*p == '\r' || *p == '\t')
                *p = ' ';
        g_strstrip(lines[i]);
    }
    while (first < last && !*lines[first])
        first++;
    while (last > first && !*lines[last - 1])
        last--;
    for (guint i = first; i < last; i++) {
        if (i > first) {
            bound_inline newline = model;
            newline.kind = INLINE_NEWLINE;
            newline.text = NULL;
            g_array_append_val(out, newline);
        }
        model.text = arena_strdup(b->a, lines[i]);
        if (*lines[i])
            g_array_append_val(out, model);
    }
    g_strfreev(lines);
}

/* Whole numbers from here on are not told from their neighbours (2^53). */
static const double MOST_NUMBER = 9007199254740991.0;
static const char too_many_digits[] =
    XML_REFUSAL("けたが多すぎて、正しく計算できません（9007199254740991 まで）",
                "too many digits to be calculated exactly (9007199254740991 at most)");

/* What an expression gives as text: the string of each node, joined; NULL when there is none. `from` is
 * the node it came from, for the place: the first selected, or the context. */
static const char *
value_text(binder *b, const bind_at *at, const form_node *n, const xml_expr *e, xml_node **from, bool *computed)
{
    xml_value v;
    *from = at->node;
    *computed = false;
    if (!bind_eval(b, at, e, n->where, &v))
        return "";
    if (v.type == XML_NUMBER && !isfinite(v.number))
        return bind_tell_no_number(b, at, n->where, e) ? "" : NULL;
    if (v.type == XML_NUMBER && fabs(v.number) > MOST_NUMBER) {
        bind_tell_refused(b, n->where, NULL, e, "", "number", too_many_digits);
        return "";
    }
    if (v.type != XML_NODES) {
        const char *s = xml_value_string(b->a, &v);
        *computed = true;
        if (v.type == XML_STRING && xml_wrote_no_number(b->xpath, s))
            return bind_tell_no_number(b, at, n->where, e) ? "" : NULL;
        return xml_is_blank(s) ? NULL : s;
    }
    if (v.count > 0)
        *from = v.nodes[0];
    if (v.count > 1 && !n->join) {
        bind_tell_many(b, n->where, e, &v);
        return "";
    }
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < v.count; i++) {
        const char *text = xml_text(b->a, v.nodes[i]);
        if (xml_is_blank(text))
            continue;
        if (s->len)
            g_string_append(s, n->join);
        char *trimmed = g_strstrip(g_strdup(text));
        g_string_append(s, trimmed);
        g_free(trimmed);
    }
    const char *text = s->len ? arena_strdup(b->a, s->str) : NULL;
    g_string_free(s, TRUE);
    return text;
}

/* 令和　　年　　月　　日: what a value of this function leaves for handwriting on a paper of this day; NULL: nothing.
 */
static const char *
blank_words(binder *b, const char *function)
{
    GString *s = g_string_new(NULL);
    const char *words = functions_append_blank(s, function, b->day) ? arena_strdup(b->a, s->str) : NULL;
    g_string_free(s, TRUE);
    return words;
}

static void
blank_room(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    const char *text = n->kind == FORM_VALUE ? bind_value_of_rules(b, n->select, n->where) : NULL;
    if (!text)
        text = n->blank;
    if (!text && (n->blank_as || n->as))
        text = blank_words(b, n->blank_as ? n->blank_as : n->as);
    if (text) {
        bound_inline p = inline_piece(b, at, n, INLINE_TEXT, NULL);
        append_text(p, b, text, out);
    } else if (n->blank_width > 0) {
        bound_inline p = inline_piece(b, at, n, INLINE_BLANK, NULL);
        p.width = n->blank_width;
        p.height = 0;
        p.name = at->field;
        p.is_left = true;
        g_array_append_val(out, p);
    }
}

/* Letters, figures and , . - % ( ) in one width, ￥ too, or figures in kanji; nothing else is touched. */
static const char *
figures_of(binder *b, const char *text, form_figures figures)
{
    if (figures == FIGURES_UNSET || figures == FIGURES_KEEP)
        return text;
    const char *half_yen = "\xC2\xA5", *full_yen = "\xEF\xBF\xA5";
    GString *s = g_string_new(NULL);
    if (figures == FIGURES_HALF)
        text_append_halfwidth(s, text);
    else if (figures == FIGURES_KANJI)
        text_append_kanji_figures(s, text);
    else if (figures == FIGURES_KANJI_TEN)
        text_append_kanji_numbers(s, text);
    else
        text_append_fullwidth(s, text);
    g_string_replace(s, figures == FIGURES_HALF ? full_yen : half_yen, figures == FIGURES_HALF ? half_yen : full_yen,
                     0);
    const char *out = arena_strdup(b->a, s->str);
    g_string_free(s, TRUE);
    return out;
}

/* In full width are the figures of what a form computes (dates, ages, lengths), and a count that stands alone. What
 * people wrote stays as they wrote it, and so do numbers by which something is found (of a certificate, of a telephone)
 * and times of the day (10:30), which stand in narrow columns. */
static const char *
wide_figures_of(binder *b, const char *text, bool computed)
{
    static const char figures[] = "0123456789";
    enum { COUNT_FIGURES = 4 };
    if (!computed && (strlen(text) > COUNT_FIGURES || strspn(text, figures) < strlen(text)))
        return text;
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p;) {
        const size_t run = strspn(p, figures);
        const bool wide = run && p[run] != ':' && (p == text || p[-1] != ':');
        for (size_t i = 0; i < run; i++)
            g_string_append_unichar(s, (gunichar)(uint8_t)p[i] + (wide ? 0xFEE0 : 0));
        p += run;
        const size_t rest = strcspn(p, figures);
        g_string_append_len(s, p, (gssize)rest);
        p += rest;
    }
    const char *wide = arena_strdup(b->a, s->str);
    g_string_free(s, TRUE);
    return wide;
}

/* In a blank form: what is the same with any data is printed, but where a value of no variable says what to leave in
 * its place (a number of a row that is to be written by hand). */
static bool
is_left_blank(binder *b, const form_node *n, const xml_expr *e)
{
    if (!b->blank)
        return false;
    const bool says_so = n->blank || n->blank_as || n->blank_width > 0;
    return !bind_is_own(b, e) || (says_so && !strchr(xml_expr_text(e), '$'));
}

static void
inline_value(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    const bool left = is_left_blank(b, n, n->select);
    xml_node *from = NULL;
    bool computed = false;
    const char *text = left ? NULL : value_text(b, at, n, n->select, &from, &computed);
    if (b->blank && !text && (left || !n->missing)) {
        blank_room(b, at, n, out);
        return;
    }
    if (text && *text && n->as) {
        const char *reason = NULL, *value = text;
        if (!functions_apply(b->a, b->c, n->as, value, &text, &reason)) {
            bind_tell_refused(b, n->where, from, n->select, value, n->as, reason);
            return;
        }
        if (xml_is_blank(text)) /* the function has nothing to say: missing, not a silent blank */
            text = NULL;
    }
    bound_inline p = inline_piece(b, at, n, INLINE_TEXT, from);
    p.from_data = text != NULL;
    if (!text) {
        if (!n->missing) {
            bind_lacks_value(b, at, n->where, DIAG_BIND_MISSING, n->select);
            return;
        }
        text = bind_copy_text(b, n->missing);
    }
    const form_figures figures = n->figures ? n->figures : p.style->figures;
    if (b->wide_figures && figures == FIGURES_UNSET && p.from_data)
        text = wide_figures_of(b, text, computed || n->as);
    append_text(p, b, figures_of(b, text, figures), out);
}

/* Furigana without a base, or a base without furigana, is as missing as any value. */
static void
inline_ruby(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    if (is_left_blank(b, n, n->select) || is_left_blank(b, n, n->extra)) {
        blank_room(b, at, n, out);
        return;
    }
    xml_node *from, *ruby_from;
    bool computed;
    const char *base = value_text(b, at, n, n->select, &from, &computed);
    const char *ruby = value_text(b, at, n, n->extra, &ruby_from, &computed);
    if (!base) {
        bind_lacks_value(b, at, n->where, DIAG_BIND_MISSING, n->select);
        return;
    }
    if (!ruby && !n->missing) {
        bind_lacks_value(b, at, n->where, DIAG_BIND_MISSING, n->extra);
        return;
    }
    bound_inline p = inline_piece(b, at, n, INLINE_TEXT, from);
    p.text = arena_strdup(b->a, base);
    if (!ruby)
        ruby = bind_copy_text(b, n->missing);
    p.ruby = *ruby ? ruby : NULL;
    p.ruby_kind = n->ruby_kind;
    p.unbreakable = p.unbreakable || n->ruby_kind == TEXT_RUBY_GROUP;
    p.from_data = true;
    g_array_append_val(out, p);
}

static void
inline_tick(binder *b, bind_at at, const form_node *n, GArray *out)
{
    bound_inline box = inline_piece(b, &at, n, INLINE_TICK, at.node);
    box.checked = bind_is_set(b, &at, n);
    g_array_append_val(out, box);
    const guint before = out->len;
    if (n->style)
        at.style = n->style;
    bind_inlines(b, at, n->first, out);
    if (out->len > before)
        g_array_index(out, bound_inline, before).glued = true; /* the box stays with its words */
}

static void
inline_span(binder *b, bind_at at, const form_node *n, GArray *out)
{
    if (n->style)
        at.style = n->style;
    at.underline = at.underline || n->underline;
    at.unbreakable = at.unbreakable || n->unbreakable;
    at.joined = at.joined || n->joined;
    if (n->emphasis != TEXT_NO_EMPHASIS)
        at.emphasis = n->emphasis;
    if (n->kind == FORM_SUP || n->kind == FORM_SUB) {
        at.raised = n->kind == FORM_SUP ? 1 : -1;
        at.unbreakable = true;
    }
    if (n->combined) {
        at.combined = bind_origin(b, n->where, at.node);
        at.unbreakable = true;
    }
    if (n->kind == FORM_CIRCLE) {
        at.ring = bind_is_set(b, &at, n) ? bind_origin(b, n->where, at.node) : NULL;
        at.unbreakable = true;
    }
    const guint from = out->len;
    bind_inlines(b, at, n->first, out);
    for (guint i = from + 1; at.unbreakable && i < out->len; i++)
        g_array_index(out, bound_inline, i).glued = true; /* unbreakable between its pieces as well */
}

/* 割注 in brackets of the size around it; nothing at all when there is nothing in it. */
static void
inline_note(binder *b, bind_at at, const form_node *n, GArray *out)
{
    bound_inline bracket = inline_piece(b, &at, n, INLINE_TEXT, NULL);
    bracket.text = "（";
    g_array_append_val(out, bracket);
    const guint from = out->len;
    at.note = bracket.origin;
    bind_inlines(b, at, n->first, out);
    if (out->len == from) {
        g_array_set_size(out, from - 1);
        return;
    }
    bracket.text = "）";
    g_array_append_val(out, bracket);
}

/* A link that is where it leads to; what stands in a link already leads there. */
static void
inline_reference(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    bound_inline p = inline_piece(b, at, n, n->kind == FORM_PAGE_REF ? INLINE_PAGE_REF : INLINE_TEXT, NULL);
    if (n->kind == FORM_TEXT_REF)
        p.text = ""; /* until all is bound */
    p.to = n->to;
    p.uri = NULL;
    p.link = p.origin;
    g_array_append_val(out, p);
}

/* The address that a link selects; NULL: none, or (which is told) one that is not safe. */
static const char *
selected_uri(binder *b, const bind_at *at, const form_node *n)
{
    xml_node *from;
    bool computed;
    const char *uri = b->blank && !bind_is_own(b, n->select) ? NULL : value_text(b, at, n, n->select, &from, &computed);
    if (!uri || !*uri)
        return NULL;
    if (form_link_is_safe(uri))
        return uri;
    bind_tell_refused(b, n->where, from, n->select, uri, "link",
                      XML_REFUSAL("https://・http://・mailto:・tel: で始まる半角のアドレスではありません",
                                  "not an address of https, http, mailto or tel"));
    return NULL;
}

static void
inline_link(binder *b, bind_at at, const form_node *n, GArray *out)
{
    at.uri = n->to ? n->to : selected_uri(b, &at, n);
    at.to = NULL;
    if (at.uri && *at.uri == '#') {
        at.to = at.uri + 1;
        at.uri = NULL;
    }
    at.link = at.uri || at.to ? bind_origin(b, n->where, at.node) : NULL;
    bind_inlines(b, at, n->first, out);
}

/* A paragraph of its own: it begins with its number, and nothing of what is around the mark is about it. */
static bound_node *
new_note(binder *b, const bind_at *at, const form_node *n, const char *mark)
{
    const bind_at own = {.node = at->node,
                         .position = at->position,
                         .size = at->size,
                         .style = n->style ? n->style : at->style,
                         .field = at->field};
    GArray *inlines = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    bound_inline number = inline_piece(b, &own, n, INLINE_TEXT, NULL);
    bound_node *p = ARENA_NEW(b->a, bound_node);
    number.text = arena_printf(b->a, "%s　", mark);
    g_array_append_val(inlines, number);
    b->in_body = false; /* a note has no notes */
    bind_inlines(b, own, n->first, inlines);
    b->in_body = true;
    *p = (bound_node){.kind = FORM_PARA,
                      .style = own.style,
                      .align = own.style->align,
                      .valign = own.style->valign,
                      .is_note = true,
                      .origin = number.origin,
                      .inline_count = inlines->len,
                      .inlines = arena_copy(b->a, inlines->data, sizeof(bound_inline) * inlines->len)};
    g_array_free(inlines, TRUE);
    return p;
}

/* A note in which there is nothing is none. */
static void
inline_footnote(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    if (!b->in_body) {
        diag_add(b->d, DIAG_COMPOSE_PLACE, n->where, PLACE_NONE, form_kind_name(n->kind), NULL);
        return;
    }
    const char *mark = arena_printf(b->a, "%u)", b->note_count + 1);
    bound_node *note = new_note(b, at, n, mark);
    if (note->inline_count == 1)
        return;
    note->anchor = arena_printf(b->a, "#note-%u", ++b->note_count);
    *(b->last_note ? &b->last_note->next : &b->notes) = note;
    b->last_note = note;
    bound_inline p = inline_piece(b, at, n, INLINE_FOOTNOTE, NULL);
    p.style = at->style;
    p.text = mark;
    p.raised = 1;
    p.unbreakable = p.joined = true;
    p.to = note->anchor;
    p.uri = NULL;
    p.link = p.origin;
    g_array_append_val(out, p);
}

/* A text of the form; one of pieces has blanks in it. */
static const char *
literal_text(binder *b, const form_node *n)
{
    if (!n->first)
        return n->text;
    GString *s = g_string_new(NULL);
    for (const form_node *part = n->first; part; part = part->next)
        g_string_append(s, part->kind == FORM_TEXT ? part->text : blank_words(b, part->as));
    const char *text = arena_strdup(b->a, s->str);
    g_string_free(s, TRUE);
    return text;
}

void
bind_inline_one(binder *b, bind_at at, const form_node *n, GArray *out)
{
    bound_inline p;
    switch (n->kind) {
    case FORM_TEXT:
        p = inline_piece(b, &at, n, INLINE_TEXT, NULL);
        p.text = bind_copy_text(b, literal_text(b, n));
        g_array_append_val(out, p);
        break;
    case FORM_VALUE:
        inline_value(b, &at, n, out);
        break;
    case FORM_RUBY:
        inline_ruby(b, &at, n, out);
        break;
    case FORM_TICK:
        inline_tick(b, at, n, out);
        break;
    case FORM_CIRCLE:
    case FORM_SPAN:
    case FORM_SUP:
    case FORM_SUB:
        inline_span(b, at, n, out);
        break;
    case FORM_NOTE:
        inline_note(b, at, n, out);
        break;
    case FORM_PAGE_REF:
    case FORM_TEXT_REF:
        inline_reference(b, &at, n, out);
        break;
    case FORM_FOOTNOTE:
        inline_footnote(b, &at, n, out);
        break;
    case FORM_LINK:
        inline_link(b, at, n, out);
        break;
    case FORM_LEADER:
    case FORM_BREAK:
    case FORM_BLANK:
    case FORM_SIGN:
    case FORM_SEAL:
    case FORM_PAGE_NUMBER:
    case FORM_PAGE_COUNT:
        p = inline_piece(b, &at, n,
                         n->kind == FORM_BREAK         ? INLINE_NEWLINE
                         : n->kind == FORM_BLANK       ? INLINE_BLANK
                         : n->kind == FORM_SIGN        ? INLINE_SIGN
                         : n->kind == FORM_SEAL        ? INLINE_SEAL
                         : n->kind == FORM_PAGE_NUMBER ? INLINE_PAGE_NUMBER
                         : n->kind == FORM_LEADER      ? INLINE_LEADER
                                                       : INLINE_PAGE_COUNT,
                         NULL);
        p.text = n->text;
        p.name = n->field ? n->field : at.field;
        p.underline = p.underline || n->line;
        g_array_append_val(out, p);
        break;
    default:
        diag_add(b->d, DIAG_BIND_BLOCK_IN_LINE, n->where, PLACE_NONE, form_kind_name(n->kind), NULL);
    }
}

static void
visit_inline(binder *b, bind_at at, const form_node *n, void *data)
{
    bind_inline_one(b, at, n, data);
}

void
bind_inlines(binder *b, bind_at at, const form_node *first, GArray *out)
{
    bind_children(b, at, first, visit_inline, out);
}
