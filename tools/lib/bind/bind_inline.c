#include "bind/bind_int.h"

#include <math.h>
#include <string.h>

#include "functions/functions.h"

bool
bind_is_inline(form_kind kind)
{
    return kind >= FORM_TEXT && kind <= FORM_PAGE_COUNT;
}

/* Of what is left for a hand; its kind is known by what it is. */
static const form_entry *
entry_of(const binder *b, const form_node *n)
{
    return b->fillable && n->entry.kind != ENTRY_NONE ? &n->entry : NULL;
}

static bound_inline
inline_piece(binder *b, const bind_at *at, const form_node *n, bound_inline_kind kind, xml_node *data)
{
    return (bound_inline){.kind = kind,
                          .style = n->style ? n->style : at->style,
                          .ring = at->ring,
                          .unset = at->unset,
                          .note = at->note,
                          .combined = at->combined,
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

/* What stands before room for a hand, in the form's own words: 電話番号 of 「連絡先　電話番号　」; NULL: nothing. */
static const char *
words_before(binder *b, const GArray *out)
{
    const bound_inline *last = out->len ? &g_array_index(out, bound_inline, out->len - 1) : NULL;
    if (!last || last->kind != INLINE_TEXT || last->from_data)
        return NULL;
    char *words = g_strdup(last->text);
    for (char *end = words + strlen(words); end > words; *end = '\0') {
        char *before = g_utf8_find_prev_char(words, end);
        const gunichar ch = g_utf8_get_char(before);
        if (!g_unichar_isspace(ch) && !g_unichar_ispunct(ch))
            break;
        end = before;
    }
    const char *from = words;
    for (const char *p = words; *p; p = g_utf8_next_char(p)) {
        const gunichar ch = g_utf8_get_char(p);
        if (g_unichar_isspace(ch) || ch == 0x3002)
            from = g_utf8_next_char(p);
    }
    const char *found = *from ? arena_strdup(b->a, from) : NULL;
    g_free(words);
    return found;
}

static void
blank_room(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    const char *text = n->kind == FORM_VALUE ? bind_value_of_rules(b, n->select, n->where) : NULL;
    b->left += text == NULL;
    if (!text)
        text = n->blank;
    if (!text && (n->blank_as || n->as))
        text = blank_words(b, n->blank_as ? n->blank_as : n->as);
    if (text) {
        bound_inline p = inline_piece(b, at, n, INLINE_TEXT, NULL);
        p.entry = entry_of(b, n);
        p.name = p.entry ? at->field : NULL;
        p.is_left = p.entry != NULL;
        append_text(p, b, text, out);
    } else if (n->blank_width > 0) {
        bound_inline p = inline_piece(b, at, n, INLINE_BLANK, NULL);
        p.width = n->blank_width;
        p.height = 0;
        p.name = at->field;
        p.entry = entry_of(b, n);
        if (p.entry && !p.name)
            p.name = words_before(b, out);
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
    const form_figures figures = n->figures ? n->figures : at->in_code ? FIGURES_KEEP : p.style->figures;
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

/* What a tick stands before; NULL: no words. */
static const char *
words_behind(binder *b, const GArray *out, guint from)
{
    GString *s = g_string_new(NULL);
    for (guint i = from; i < out->len; i++) {
        const bound_inline *p = &g_array_index(out, bound_inline, i);
        if (p->kind == INLINE_TEXT)
            g_string_append(s, p->text);
    }
    const char *words = s->len ? arena_strdup(b->a, s->str) : NULL;
    g_string_free(s, TRUE);
    return words;
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
    if (b->blank || !n->test) {
        bound_inline *first = &g_array_index(out, bound_inline, before - 1);
        first->entry = entry_of(b, n);
        first->name = first->entry ? words_behind(b, out, before) : first->name;
    }
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
        at.unset = !at.ring && (b->blank || !n->test) && entry_of(b, n) ? bind_origin(b, n->where, at.node) : NULL;
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

/* Loose inlines of its own: a text of several lines is one text to it. */
static void
inline_code(binder *b, bind_at at, const form_node *n, GArray *out)
{
    GArray *pieces = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    const size_t left = b->left;
    bound_inline p = inline_piece(b, &at, n, INLINE_CODE, at.node);
    at.in_code = true;
    if (n->select)
        inline_value(b, &at, n, pieces);
    else
        bind_inlines(b, at, n->first, pieces);
    bind_code(b, n, &p, pieces, b->left != left);
    g_array_append_val(out, p);
    g_array_free(pieces, TRUE);
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
        p.entry = entry_of(b, n); /* 令和　　年 */
        p.name = p.entry ? at.field : NULL;
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
    case FORM_CODE:
        inline_code(b, at, n, out);
        break;
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
                                                       : INLINE_PAGE_COUNT,
                         NULL);
        p.text = n->text;
        p.name = n->field ? n->field : at.field;
        p.entry = p.kind == INLINE_BLANK || p.kind == INLINE_SIGN ? entry_of(b, n) : NULL;
        if (p.entry && !p.name)
            p.name = words_before(b, out);
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
