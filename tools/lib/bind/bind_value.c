/* bind_value.c: what an expression prints: as text, in a function's form, in figures of one width. */
#include "bind/bind_int.h"

#include <math.h>
#include <string.h>

#include "functions/functions.h"

/* Whole numbers from here on are not told from their neighbours (2^53). */
static const char too_many_digits[] =
    XML_REFUSAL("けたが多すぎて、正しく計算できません（9007199254740991 まで）",
                "too many digits to be calculated exactly (9007199254740991 at most)");

const char *
bind_stripped(const char *text, size_t length, size_t *left)
{
    while (length && g_ascii_isspace(*text)) {
        text++;
        length--;
    }
    while (length && g_ascii_isspace(text[length - 1]))
        length--;
    *left = length;
    return text;
}

/* What a node says, without blanks at its ends; NULL: nothing. */
static const char *
node_words(binder *b, const xml_node *n, size_t *length)
{
    const char *borrowed = xml_borrow_value(n), *text = borrowed ? borrowed : xml_text(b->a, n);
    return xml_is_blank(text) ? NULL : bind_stripped(text, strlen(text), length);
}

/* Of the nodes that say something; NULL: none does. */
static const char *
join_nodes(binder *b, const xml_value *v, const char *join)
{
    size_t length = 0;
    const char *words = v->count == 1 ? node_words(b, v->nodes[0], &length) : NULL;
    if (v->count <= 1)
        return words ? arena_strndup(b->a, words, length) : NULL;
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < v->count; i++) {
        words = node_words(b, v->nodes[i], &length);
        if (!words)
            continue;
        if (s->len)
            g_string_append(s, join);
        g_string_append_len(s, words, (gssize)length);
    }
    const char *text = s->len ? arena_strndup(b->a, s->str, s->len) : NULL;
    g_string_free(s, TRUE);
    return text;
}

/* What an expression gives as text: the string of each node, joined; NULL when there is none. `from` is
 * the node it came from, for the place: the first selected, or the context. */
const char *
bind_value_text(binder *b, const bind_at *at, const form_node *n, const xml_expr *e, xml_node **from, bool *computed)
{
    xml_value v;
    *from = at->node;
    *computed = false;
    if (!bind_eval(b, at, e, n->where, &v))
        return "";
    if (v.type == XML_NUMBER && !isfinite(v.number))
        return bind_tell_no_number(b, at, n->where, e) ? "" : NULL;
    if (v.type == XML_NUMBER && fabs(v.number) > XML_MOST_EXACT) {
        bind_tell_refused(b, n->where, NULL, e, "", "number", too_many_digits);
        return "";
    }
    if (v.type != XML_NODES) {
        const char *s = xml_value_string(b->a, &v);
        *computed = true;
        if (v.type == XML_STRING && xml_wrote_large(b->xpath)) {
            bind_tell_refused(b, n->where, NULL, e, "", "number", too_many_digits);
            return "";
        }
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
    return join_nodes(b, &v, n->join);
}

/* Letters, figures and , . - % ( ) in one width, ￥ too, or figures in kanji; nothing else is touched. */
const char *
bind_figures_of(arena *a, const char *text, form_figures figures)
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
    const char *out = arena_strdup(a, s->str);
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
bool
bind_is_left_blank(binder *b, const bind_at *at, const form_node *n, const xml_expr *e)
{
    if (!b->blank)
        return false;
    const bool says_so = n->blank || n->blank_as || n->blank_width > 0;
    return bind_is_own(b, e) ? says_so && !strchr(xml_expr_text(e), '$') : !bind_is_kept(b, at, e);
}

/* Of an expression of a blank form's own. */
bool
bind_has_value(binder *b, const bind_at *at, const form_node *n)
{
    xml_node *from;
    bool computed;
    return bind_value_text(b, at, n, n->select, &from, &computed) != NULL;
}

bool
bind_value_words(binder *b, const bind_at *at, const form_node *n, bind_words *out)
{
    xml_node *from = NULL;
    bool computed = false;
    const char *text = bind_value_text(b, at, n, n->select, &from, &computed), *raw = text;
    if (text && *text && n->as) {
        const char *reason = NULL, *value = text;
        if (!functions_apply(b->a, b->c, n->as, value, &text, &reason)) {
            bind_tell_refused(b, n->where, from, n->select, value, n->as, reason);
            return false;
        }
        if (xml_is_blank(text)) /* the function has nothing to say: missing, not a silent blank */
            text = NULL;
    }
    *out = (bind_words){raw, text, from, text != NULL, FIGURES_UNSET};
    if (!text) {
        if (!n->missing) {
            bind_lacks_value(b, at, n->where, DIAG_BIND_MISSING, n->select);
            return false;
        }
        text = bind_copy_text(b, n->missing);
    }
    const form_style *style = n->style ? n->style : at->style;
    const form_figures figures = n->figures ? n->figures : at->in_code ? FIGURES_KEEP : style->figures;
    if (b->wide_figures && figures == FIGURES_UNSET && out->is_data)
        text = wide_figures_of(b, text, computed || n->as);
    out->text = bind_figures_of(b->a, text, figures);
    out->figures = figures;
    return true;
}
