/* bind_support.h: what the tests of the bind room share: a small list of data, and what a form becomes with it,
 * as text. */
#ifndef RENKEI_TEST_BIND_SUPPORT_H
#define RENKEI_TEST_BIND_SUPPORT_H

#include "test_pipeline.h"

#define STAFF "<d><n id='a'>青木</n><n id='b'>石田</n><n id='c'>上原</n><e/><s>  </s></d>"

/* The inlines of the whole body as text: [x] a tick, [ ] an open one, | a line break, _ a blank, ~ a sign
 * line, 印 a seal, <FILE WORDS> a picture (box: its place, -: decorative), (…) circled words, {base/ruby}. */
static inline void
append_inlines(const bound_node *first, GString *out)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline *p = &n->inlines[i];
            switch (p->kind) {
            case INLINE_TEXT:
                if (p->ruby)
                    g_string_append_printf(out, "{%s/%s}", p->text, p->ruby);
                else
                    g_string_append_printf(out, p->ring ? "(%s)" : "%s", p->text);
                break;
            case INLINE_NEWLINE:
                g_string_append_c(out, '|');
                break;
            case INLINE_TICK:
                g_string_append(out, p->checked ? "[x]" : "[ ]");
                break;
            case INLINE_BLANK:
                g_string_append_c(out, '_');
                break;
            case INLINE_SIGN:
                g_string_append_c(out, '~');
                break;
            case INLINE_SEAL:
                g_string_append(out, "印");
                break;
            case INLINE_PAGE_NUMBER:
                g_string_append_c(out, 'n');
                break;
            case INLINE_PAGE_COUNT:
                g_string_append_c(out, 'N');
                break;
            case INLINE_PAGE_SUM:
                g_string_append_c(out, 's');
                break;
            case INLINE_BOXES:
                g_string_append_printf(out, "[%s]", p->text);
                break;
            case INLINE_CODE:
                g_string_append_printf(out, "<%s>", p->text);
                break;
            case INLINE_IMAGE:
                g_string_append_printf(out, "<%s %s>", p->picture ? p->picture->file : "box", p->text ? p->text : "-");
                break;
            case INLINE_PAGE_REF:
                g_string_append_c(out, 'r');
                break;
            case INLINE_LEADER:
                g_string_append_c(out, '.');
                break;
            case INLINE_FOOTNOTE:
                g_string_append_printf(out, "^%s", p->text);
                break;
            }
        }
        append_inlines(n->first, out);
        if (n->next)
            g_string_append_c(out, '/');
    }
}

static inline const char *
body_text(world *w, const bound *b)
{
    GString *out = g_string_new(NULL);
    append_inlines(b->body, out);
    const char *copy = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return copy;
}

/* The body's text when this is bound to these data. NULL data: a blank form. */
static inline void
check_text(world *w, const char *body, const char *data, const char *expected)
{
    const bound *b = bind_line(w, body, data);
    if (!b)
        fail_msg("%s: %s", body, messages(w));
    if (strcmp(body_text(w, b), expected) != 0)
        fail_msg("%s: \"%s\" instead of \"%s\"", body, body_text(w, b), expected);
}

#endif
