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

static void
put_spaces(char *text, size_t length, char sign)
{
    for (char *end = text + length, *p = text; p < end && (p = memchr(p, sign, (size_t)(end - p)));)
        *p++ = ' ';
}

/* Data text line by line: white space at the ends of a line lays out the XML and is not text; an
 * ideographic space is. Line breaks within the text are the writer's and are kept. */
static void
append_text(bound_inline model, binder *b, const char *text, GArray *out)
{
    bind_spend_text(b, model.origin->form, text);
    size_t left;
    const char *line = bind_stripped(text, strlen(text), &left);
    for (const char *end = line + left, *next; line < end; line = next) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t length;
        const char *words = bind_stripped(line, (size_t)((stop ? stop : end) - line), &length);
        char *copy = length ? arena_strndup(b->a, words, length) : NULL;
        model.text = copy;
        if (copy) {
            put_spaces(copy, length, '\r');
            put_spaces(copy, length, '\t');
            g_array_append_val(out, model);
        }
        next = stop ? stop + 1 : end;
        if (stop) { /* text follows: what is blank behind it all is gone */
            bound_inline newline = model;
            newline.kind = INLINE_NEWLINE;
            newline.text = NULL;
            g_array_append_val(out, newline);
        }
    }
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

/* Whether an expression prints words of its own: a literal that it does not compare, or the form's title. */
static bool
says_own_words(const xml_expr *e)
{
    if (strcmp(xml_expr_text(e), "$form-title") == 0)
        return true;
    for (const char *p = xml_expr_text(e), *end; (p = strchr(p, '\'')) && (end = strchr(p + 1, '\'')); p = end + 1) {
        const char *before = p;
        while (before > xml_expr_text(e) && before[-1] == ' ')
            before--;
        if (before > xml_expr_text(e) && before[-1] == '=')
            continue;
        for (const char *c = p + 1; c < end; c = g_utf8_next_char(c))
            if (g_unichar_isalpha(g_utf8_get_char(c)) && (guchar)*c >= 0x80)
                return true;
    }
    return false;
}

/* The same, and of a variable that holds words of the form ($keeper of 'copy'): they are no less its own when another
 * line chose them. Functions give words of ours, too: the greeting of a letter. */
static bool
gives_own_words(const binder *b, const xml_expr *e, int depth)
{
    enum { DEEPEST = 4 };
    const char *text = xml_expr_text(e);
    if (says_own_words(e) || strstr(text, "season-greeting("))
        return true;
    for (guint i = b->scopes->len; i-- > 0 && depth < DEEPEST;) {
        const bind_scope *s = &g_array_index(b->scopes, bind_scope, i);
        if (text[0] == '$' && strcmp(text + 1, s->name) == 0)
            return s->from && s->value.type == XML_STRING && gives_own_words(b, s->from, depth + 1);
    }
    return false;
}

static void
inline_value(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    bind_words words = {NULL};
    bool left = bind_is_left_blank(b, at, n, n->select);
    if (left && n->blank_select && bind_is_kept(b, at, n->blank_select)) {
        form_node *instead = arena_copy(b->a, n, sizeof *n);
        instead->select = n->blank_select;
        n = instead;
        left = false;
    }
    if (left || (b->blank && !n->missing && !bind_has_value(b, at, n))) {
        blank_room(b, at, n, out);
        return;
    }
    if (!bind_value_words(b, at, n, &words))
        return;
    bound_inline p = inline_piece(b, at, n, INLINE_TEXT, words.from);
    p.from_data = words.is_data;
    p.mixed = words.is_data && !n->as && says_own_words(n->select);
    p.said = words.is_data && !n->as && !p.mixed && gives_own_words(b, n->select, 0);
    const guint before = out->len;
    append_text(p, b, words.text, out);
    if (words.figures == FIGURES_KANJI || words.figures == FIGURES_KANJI_TEN)
        bind_hold_numbers(b, out, before);
    if (n->sum && words.is_data && out->len > before)
        bind_amount(b, at, n, &words, &g_array_index(out, bound_inline, before));
}

/* Furigana without a base, or a base without furigana, is as missing as any value. */
static void
inline_ruby(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    if (bind_is_left_blank(b, at, n, n->select) || bind_is_left_blank(b, at, n, n->extra)) {
        blank_room(b, at, n, out);
        return;
    }
    xml_node *from, *ruby_from;
    bool computed;
    const char *base = bind_value_text(b, at, n, n->select, &from, &computed);
    const char *ruby = bind_value_text(b, at, n, n->extra, &ruby_from, &computed);
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
    at.unbreakable = true; /* nobody reads half a choice: it goes to a line of its own where that holds it */
    bind_inlines(b, at, n->first, out);
    for (guint i = before; i < out->len; i++)
        g_array_index(out, bound_inline, i).glued = true; /* the box stays with its words, and they with one another */
    if (b->blank || !n->test) {
        bound_inline *first = &g_array_index(out, bound_inline, before - 1);
        first->entry = entry_of(b, n);
        first->name = first->entry ? words_behind(b, out, before) : first->name;
    }
}

/* A ring goes round words: an image is never within it, and a blank at its end would be left out. */
static void
refuse_unringed(binder *b, const form_node *n, const bound_inline *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bound_inline_kind kind = pieces[i].kind;
        const bool is_end = i == 0 || i + 1 == count;
        const char *const name = kind == INLINE_IMAGE                               ? "image"
                                 : kind == INLINE_SEAL                              ? "seal"
                                 : kind == INLINE_SIGN                              ? "sign"
                                 : is_end && pieces[i].ring && kind == INLINE_BLANK ? "blank"
                                                                                    : NULL;
        if (name) {
            diag_add(b->d, DIAG_COMPOSE_PLACE, pieces[i].origin ? pieces[i].origin->form : n->where, PLACE_NONE, name,
                     NULL);
            return;
        }
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
    if (n->kind == FORM_CIRCLE)
        refuse_unringed(b, n, out->len > from ? &g_array_index(out, bound_inline, from) : NULL, out->len - from);
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
    GArray *pieces = bind_take_pieces(b);
    const size_t left = b->left;
    bound_inline p = inline_piece(b, &at, n, INLINE_CODE, at.node);
    at.in_code = true;
    if (n->select)
        inline_value(b, &at, n, pieces);
    else
        bind_inlines(b, at, n->first, pieces);
    bind_code(b, n, &p, pieces, b->left != left);
    g_array_append_val(out, p);
    bind_give_pieces(b, pieces);
}

/* What it is told as. False after a diagnostic: nothing is. */
static bool
image_words(binder *b, const bind_at *at, const form_node *n, bound_inline *p)
{
    xml_node *from;
    bool computed;
    p->text = n->text ? bind_copy_text(b, n->text) : NULL;
    if (n->text || n->decorative)
        return true;
    if (bind_is_left_blank(b, at, n, n->extra)) {
        p->text = "画像";
        return true;
    }
    p->text = bind_value_text(b, at, n, n->extra, &from, &computed);
    if (p->text && *p->text)
        return true;
    if (!p->text && !computed)
        bind_lacks_value(b, at, n->where, DIAG_BIND_MISSING, n->extra);
    else if (!p->text)
        diag_add(b->d, DIAG_BIND_ALT, n->where, PLACE_NONE, NULL);
    return false;
}

/* In a blank form the form's own pictures are there; in place of one of the data there is a box for it. */
static void
inline_image(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    xml_node *from = NULL;
    bool computed;
    const bool left = n->select && (!at->node || bind_is_left_blank(b, at, n, n->select));
    const char *name = n->select && !left ? bind_value_text(b, at, n, n->select, &from, &computed) : NULL;
    bound_inline p = inline_piece(b, at, n, n->select && !left && !name ? INLINE_TEXT : INLINE_IMAGE, from);
    p.name = n->field ? n->field : at->field;
    p.picture = n->picture;
    if (p.kind == INLINE_TEXT) {
        p.width = p.height = 0;
        if (n->missing)
            append_text(p, b, bind_copy_text(b, n->missing), out);
        else
            bind_lacks_value(b, at, n->where, DIAG_BIND_MISSING, n->select);
        return;
    }
    if (n->select && !left) {
        p.picture = *name ? bind_data_image(b, from, name) : NULL;
        p.from_data = true;
        if (!p.picture)
            return; /* it has been told */
    }
    if (!left && !image_words(b, at, n, &p))
        return;
    bind_size_image(n, &p);
    g_array_append_val(out, p);
}

/* A link that is where it leads to; what stands in a link already leads there. */
static void
inline_reference(binder *b, const bind_at *at, const form_node *n, GArray *out)
{
    bound_inline p = inline_piece(b, at, n, n->kind == FORM_PAGE_REF ? INLINE_PAGE_REF : INLINE_TEXT, NULL);
    if (n->kind == FORM_TEXT_REF)
        p.text = ""; /* until all is bound */
    p.to = n->computed ? bind_attributes(b, at, n)->to : n->to;
    p.uri = NULL;
    p.link = p.origin;
    if (!p.to) { /* a blank form does not know it */
        p.kind = INLINE_TEXT;
        p.text = "　　";
        p.link = NULL;
    }
    g_array_append_val(out, p);
}

/* The address that a link selects; NULL: none, or (which is told) one that is not safe. */
static const char *
selected_uri(binder *b, const bind_at *at, const form_node *n)
{
    xml_node *from;
    bool computed;
    const char *uri =
        b->blank && !bind_is_kept(b, at, n->select) ? NULL : bind_value_text(b, at, n, n->select, &from, &computed);
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
    const char *to = n->computed ? bind_attributes(b, &at, n)->to : n->to;
    at.uri = to || !n->select ? to : selected_uri(b, &at, n);
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
    GArray *inlines = bind_take_pieces(b);
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
    bind_give_pieces(b, inlines);
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
    case FORM_IMAGE:
        inline_image(b, &at, n, out);
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
    case FORM_PAGE_SUM:
        if (b->blank)
            blank_room(b, &at, n, out);
        else
            bind_page_sum(b, n, inline_piece(b, &at, n, INLINE_PAGE_SUM, NULL), out);
        break;
    case FORM_BOXES:
        p = inline_piece(b, &at, n, INLINE_BOXES, NULL);
        p.entry = entry_of(b, n);
        p.name = p.entry ? words_before(b, out) : NULL;
        bind_boxes(b, &at, n, p, out);
        break;
    case FORM_CODE:
        inline_code(b, at, n, out);
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
