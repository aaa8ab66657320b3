/* bind_code.c: what a QR or bar code holds. */
#include "bind/bind_int.h"

#include <string.h>

#include "base/blank.h"

/* The element of what is neither a text nor a page number, for a message; NULL: it may stand in a code. */
static const char *
other_kind(const bound_inline *p)
{
    if (p->ruby || p->ring || p->note || p->raised)
        return form_kind_name(p->ruby     ? FORM_RUBY
                              : p->ring   ? FORM_CIRCLE
                              : p->note   ? FORM_NOTE
                              : p->raised ? FORM_SUP
                                          : FORM_TEXT);
    switch (p->kind) {
    case INLINE_TICK:
        return form_kind_name(FORM_TICK);
    case INLINE_BLANK:
        return form_kind_name(FORM_BLANK);
    case INLINE_SIGN:
        return form_kind_name(FORM_SIGN);
    case INLINE_SEAL:
        return form_kind_name(FORM_SEAL);
    case INLINE_CODE:
        return form_kind_name(FORM_CODE);
    default:
        return NULL;
    }
}

static void
tell_refused(binder *b, const code_wish *wish, const bound_inline *p, const char *bad)
{
    const char *shown = *bad == '\n' ? "改行" : arena_strndup(b->a, bad, (size_t)(g_utf8_next_char(bad) - bad));
    const char *code = arena_printf(b->a, "U+%04X", (unsigned)g_utf8_get_char(bad));
    if (p->from_data)
        diag_add(b->d, DIAG_BIND_CODE_CHARACTER, p->origin->form, p->origin->data, code_kind_name(wish->kind), shown,
                 code, NULL);
    else
        diag_add(b->d, DIAG_FORM_CODE_WORDS, p->origin->form, PLACE_NONE, code_kind_name(wish->kind), shown, NULL);
}

/* False: it has been told what is wrong. */
static bool
is_fit(binder *b, const code_wish *wish, const bound_inline *p)
{
    const char *other = other_kind(p), *text = p->kind == INLINE_NEWLINE ? "\n" : p->text ? p->text : "";
    const char *bad = code_refused(wish, text);
    if (other)
        diag_add(b->d, DIAG_COMPOSE_PLACE, p->origin->form, PLACE_NONE, other, NULL);
    else if (bad)
        tell_refused(b, wish, p, bad);
    return !other && !bad;
}

/* White space of the form at either end lays out its XML. */
static void
trim_words(binder *b, bound_inline *pieces, size_t count)
{
    if (count && pieces[0].kind == INLINE_TEXT && !pieces[0].from_data)
        pieces[0].text = g_strchug(arena_strdup(b->a, pieces[0].text));
    if (count && pieces[count - 1].kind == INLINE_TEXT && !pieces[count - 1].from_data)
        pieces[count - 1].text = g_strchomp(arena_strdup(b->a, pieces[count - 1].text));
}

static const char *
all_text(binder *b, const bound_inline *pieces, size_t count)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append(s, pieces[i].kind == INLINE_NEWLINE ? "\n" : pieces[i].text ? pieces[i].text : "");
    const char *text = arena_strdup(b->a, s->str);
    g_string_free(s, TRUE);
    return text;
}

static bool
has_number(const bound_inline *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pieces[i].kind == INLINE_PAGE_NUMBER || pieces[i].kind == INLINE_PAGE_COUNT)
            return true;
    return false;
}

/* Where it is from: its first value. */
static void
take_origin(bound_inline *p, const bound_inline *pieces, size_t count)
{
    for (size_t i = 0; i < count && !p->from_data; i++)
        if (pieces[i].from_data) {
            p->from_data = true;
            p->origin = pieces[i].origin;
        }
}

unit
bound_code_room(const bound_code *c, unit size)
{
    return c->height + (c->shown ? UNIT_PT + size : 0);
}

void
bind_code(binder *b, const form_node *n, bound_inline *p, const GArray *pieces, bool is_left)
{
    const form_code *of = n->code;
    bound_code *c = ARENA_NEW(b->a, bound_code);
    bound_inline *own = arena_copy(b->a, pieces->data, sizeof *own * pieces->len);
    size_t count = pieces->len;
    trim_words(b, own, count);
    for (size_t i = 0; i < count; i++)
        if (!is_fit(b, &of->wish, &own[i]))
            is_left = true;
    const char *text = all_text(b, own, count);
    if (is_left || (blank_is_text(text) && !has_number(own, count))) {
        count = 0;
        text = "";
    }
    *c = (bound_code){
        .wish = of->wish, .height = n->height, .shown = of->shown, .alt = of->alt, .pieces = own, .piece_count = count};
    take_origin(p, own, count);
    p->text = text;
    p->code = c;
    p->height = bound_code_room(c, p->style->size);
    p->unbreakable = false;
}
