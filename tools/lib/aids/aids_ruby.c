/* aids_ruby.c: furigana over the words of a paragraph. */
#include "aids/aids_int.h"

#include <string.h>

/* A paragraph as one text, so that a word is read by what stands before it. */
typedef struct reading_of {
    const aids *t;
    GString *text;
    GArray *out; /* bound_inline */
    diag *d;
    GString *unread;
    const char *begin, *end; /* of the inline at hand, in `text` */
    const aids_word *over;   /* begins in the inline before, with its number: the rest is read here; NULL: none */
} reading_of;

/* What is no text is room, or (a new line) parts words. */
static void
append_inline(GString *text, const bound_inline *p)
{
    if (p->kind == INLINE_TEXT && p->text)
        g_string_append(text, p->text);
    else if (p->kind == INLINE_BLANK)
        g_string_append(text, "　");
    else
        g_string_append_c(text, '\n');
}

/* What has readings already, what stands in half the size or upright in a line, and what is no words. */
static bool
is_read(const aids *t, const bound_inline *p)
{
    const bool wanted = aids_is_said(p) || (t->wish.furigana == AIDS_ALL && p->kind == INLINE_TEXT && p->from_data);
    return wanted && !p->ruby && !p->note && !p->combined && !p->raised && !p->sum;
}

static void
add_piece(const aids *t, GArray *out, const bound_inline *of, const char *text, const char *ruby, text_ruby kind,
          bool first)
{
    bound_inline p = *of;
    p.text = text;
    p.ruby = t->wish.furigana == AIDS_NO_FURIGANA ? NULL : ruby;
    p.ruby_kind = p.ruby ? kind : TEXT_RUBY_GROUP;
    if (!first) {
        p.glued = of->unbreakable; /* that it is not parted holds between its pieces as well */
        p.joined = false;
    }
    p.unbreakable = of->unbreakable || ruby; /* a word is not parted */
    g_array_append_val(out, p);
}

static void
add_plain(const reading_of *r, const bound_inline *of, const char *from, const char *to, bool *first)
{
    if (to == from)
        return;
    add_piece(r->t, r->out, of, arena_printf(r->t->a, "%.*s", (int)(to - from), from), NULL, TEXT_RUBY_GROUP, *first);
    bound_inline *p = &g_array_index(r->out, bound_inline, r->out->len - 1);
    p->before = from > r->begin ? g_utf8_get_char(g_utf8_prev_char(from)) : of->before;
    p->behind = to < r->end ? g_utf8_get_char(to) : of->behind;
    *first = false;
}

static void
note_unread(reading_of *r, const char *at, const char *end)
{
    const char *to = at;
    while (to < end && aids_is_kanji(g_utf8_get_char(to)))
        to = g_utf8_next_char(to);
    g_string_append_len(r->unread, r->unread->len ? "・" : "", -1);
    g_string_append_len(r->unread, at, to - at);
}

/* A word of kanji and kana (行く, お子さん) is not parted from its endings; a long one is a phrase. */
static bool
is_held_together(const aids_word *w)
{
    enum { MOST = 6 };
    return g_utf8_strlen(w->text, -1) <= MOST;
}

static void
hold_piece(GArray *out, bool glued)
{
    bound_inline *p = &g_array_index(out, bound_inline, out->len - 1);
    p->unbreakable = true;
    p->glued = p->glued || glued;
}

/* Words of the data are read where all kanji that stand together are of words that are sure: half a word would be read
 * wrong. A name that is all of the text is that. */
static const aids_word *
word_here(const reading_of *r, const bound_inline *p, const char *at, const char *end)
{
    if (aids_is_said(p))
        return aids_word_at(r->t, r->text->str, at, end, p->from_data ? AMONG_MIXED : AMONG_LABELS);
    const aids_word *whole = aids_word_named(r->t, p->text);
    if (whole)
        return whole;
    const aids_word *w = aids_word_at(r->t, r->text->str, at, end, AMONG_DATA);
    return w && aids_run_is_sure(r->t, r->text->str, at, end) ? w : NULL;
}

/* The text of one inline, which is from `at` to `end` of all. */
static void
read_inline(reading_of *r, const bound_inline *p, const char *at, const char *end)
{
    const char *from = at;
    bool first = true;
    r->begin = at;
    r->end = end;
    g_string_set_size(r->unread, 0);
    if (r->over) {
        const char *by = r->over->text + r->over->counted.figures;
        add_piece(r->t, r->out, p, by, r->over->counted.by, TEXT_RUBY_GROUP, true);
        hold_piece(r->out, true);
        from = at += strlen(by);
        first = false;
        r->over = NULL;
    }
    while (at < end) {
        const aids_word *w = word_here(r, p, at, end);
        if (!w) {
            const bool kanji = aids_is_kanji(g_utf8_get_char(at));
            if (kanji)
                note_unread(r, at, end);
            do
                at = g_utf8_next_char(at);
            while (kanji && at < end && aids_is_kanji(g_utf8_get_char(at)));
            continue;
        }
        add_plain(r, p, from, at, &first);
        for (size_t i = 0; i < w->part_count; i++) {
            add_piece(r->t, r->out, p, w->parts[i].text, w->parts[i].ruby, w->parts[i].kind, first);
            if (is_held_together(w))
                hold_piece(r->out, i > 0);
            first = false;
        }
        from = at += w->length;
    }
    add_plain(r, p, from, end, &first);
}

/* A word of the case is never in a message. */
static void
tell_unread(const reading_of *r, const bound_inline *p)
{
    const place in_form = p->origin ? p->origin->form : PLACE_NONE, in_data = p->origin ? p->origin->data : PLACE_NONE;
    if (!r->unread->len || r->t->wish.furigana == AIDS_NO_FURIGANA)
        return;
    if (p->from_data) /* also where words of the form are among it */
        diag_add(r->d, DIAG_WORDS_UNREAD, in_form, in_data, "—", NULL);
    else
        diag_add(r->d, DIAG_WORDS_READING, in_form, PLACE_NONE, r->unread->str, NULL);
}

/* Where the number that ends the inline is one with what the next counts (2 of the case, 日 of the form), its reading
 * stands in part over each. */
static void
split_counted(reading_of *r, const char *begin, const char *end, const bound_inline *next)
{
    bound_inline *last = r->out->len ? &g_array_index(r->out, bound_inline, r->out->len - 1) : NULL;
    const char *from = end;
    while (from > begin && g_unichar_isdigit(g_utf8_get_char(g_utf8_prev_char(from))))
        from = g_utf8_prev_char(from);
    const size_t length = (size_t)(end - from);
    const aids_word *w = length && next && aids_is_own(next) && is_read(r->t, next)
                             ? aids_word_counted(r->t, r->text->str, from, end)
                             : NULL;
    if (!w || w->length - length > strlen(next->text) || last->kind != INLINE_TEXT || last->ruby || last->note ||
        last->combined || last->raised || last->sum || strlen(last->text) < length)
        return;
    bound_inline number = *last;
    if (strlen(last->text) > length) {
        last->text = arena_printf(r->t->a, "%.*s", (int)(strlen(last->text) - length), last->text);
        last->behind = g_utf8_get_char(from);
        number.before = g_utf8_get_char(g_utf8_prev_char(from));
        number.glued = last->unbreakable;
        number.joined = false;
    } else {
        g_array_set_size(r->out, r->out->len - 1);
    }
    add_piece(r->t, r->out, &number, arena_printf(r->t->a, "%.*s", (int)length, from), w->counted.number,
              TEXT_RUBY_GROUP, true);
    r->over = w;
}

void
aids_ruby_paragraph(const aids *t, bound_node *n, diag *d)
{
    reading_of r = {.t = t,
                    .text = g_string_new(NULL),
                    .out = g_array_new(FALSE, TRUE, sizeof(bound_inline)),
                    .d = d,
                    .unread = g_string_new(NULL)};
    for (size_t i = 0; i < n->inline_count; i++)
        append_inline(r.text, &n->inlines[i]);
    size_t at = 0;
    GString *one = g_string_new(NULL);
    for (size_t i = 0; i < n->inline_count; i++) {
        const bound_inline *p = &n->inlines[i];
        g_string_set_size(one, 0);
        append_inline(one, p);
        if (is_read(t, p)) {
            read_inline(&r, p, r.text->str + at, r.text->str + at + one->len);
            tell_unread(&r, p);
        } else {
            g_array_append_val(r.out, *p);
        }
        const char *begin = r.text->str + at;
        at += one->len;
        split_counted(&r, begin, r.text->str + at, i + 1 < n->inline_count ? p + 1 : NULL);
    }
    n->inlines = arena_copy(t->a, r.out->data, sizeof(bound_inline) * r.out->len);
    n->inline_count = r.out->len;
    g_string_free(one, TRUE);
    g_string_free(r.unread, TRUE);
    g_string_free(r.text, TRUE);
    g_array_free(r.out, TRUE);
}
