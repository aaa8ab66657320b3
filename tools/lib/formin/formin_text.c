/* formin_text.c: what stands in a cell, cut into texts, ends of lines and values. */
#include <string.h>

#include "formin/formin_int.h"

enum { PIECES = 2000 };

static void
add_piece(GArray *pieces, formin_piece_kind kind, const char *text, const book_font *font)
{
    const formin_piece p = {kind, text, font};
    if (pieces->len < PIECES)
        g_array_append_val(pieces, p);
}

/* A line without what no line can have. */
static char *
clean_line(arena *a, const char *text, size_t length)
{
    char *line = arena_strndup(a, text, length);
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            *p = ' ';
    return line;
}

static void
cut_line(arena *a, const char *line, const char *end, const book_font *font, GArray *out)
{
    while (line < end) {
        const char *open = memchr(line, '{', (size_t)(end - line));
        const char *close = open ? memchr(open, '}', (size_t)(end - open)) : NULL;
        const char *stop = close ? open : end;
        if (stop > line)
            add_piece(out, FORMIN_TEXT, clean_line(a, line, (size_t)(stop - line)), font);
        if (!close)
            return;
        char *inside = g_strstrip(g_strndup(open + 1, (gsize)(close - open - 1)));
        add_piece(out, FORMIN_VALUE, arena_strdup(a, inside), font);
        g_free(inside);
        line = close + 1;
    }
}

static void
cut_run(arena *a, const char *text, const book_font *font, GArray *out)
{
    for (const char *line = text;;) {
        const char *end = strchr(line, '\n');
        cut_line(a, line, end ? end : line + strlen(line), font, out);
        if (!end)
            return;
        add_piece(out, FORMIN_BREAK, "", NULL);
        line = end + 1;
    }
}

static bool
is_same_font(const book_font *a, const book_font *b)
{
    return !strcmp(a->name, b->name) && a->size == b->size && a->bold == b->bold && a->underline == b->underline &&
           a->raised == b->raised;
}

/* A font that says nothing is the cell's. */
static void
cut_runs(arena *a, const book_value *v, const book_look *look, GArray *out)
{
    for (size_t i = 0; i < v->run_count; i++) {
        const book_font *f = &v->runs[i].font;
        const bool same = f->size <= 0 || (f->name && *f->name && is_same_font(f, &look->font));
        cut_run(a, v->runs[i].text, same ? NULL : f, out);
    }
}

void
formin_cut_text(arena *a, const book_value *v, const book_look *look, formin_cell *c, formin_told *t)
{
    GString *shown = g_string_new(NULL);
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(formin_piece));
    if (!formin_shown(v, shown)) {
        if (v->kind == BOOK_ENTRY_UNCOUNTED)
            formin_told_cell(t, v->row, v->column, "計算されていない数式（空けた）",
                             "a formula without a value (left empty)");
        else if (v->kind == BOOK_ENTRY_ERROR)
            formin_told_cell(t, v->row, v->column, "数式の誤り（#N/A など。そのまま書いた）",
                             "an error of a formula (written as it is)");
        else
            formin_told_cell(t, v->row, v->column, "読めない表示形式（値をそのまま書いた）",
                             "a number format that is not known (the value is written plainly)");
    }
    if (v->formula && v->kind != BOOK_ENTRY_UNCOUNTED && v->kind != BOOK_ENTRY_ERROR)
        formin_told_cell(t, v->row, v->column, "数式（いまの値を書いた）", "a formula (its present value is written)");
    if (v->run_count && v->kind == BOOK_ENTRY_TEXT)
        cut_runs(a, v, look, pieces);
    else
        cut_run(a, shown->str, NULL, pieces);
    c->pieces = arena_copy(a, pieces->data, pieces->len * sizeof(formin_piece));
    c->piece_count = pieces->len;
    g_array_free(pieces, TRUE);
    g_string_free(shown, TRUE);
}

bool
formin_has_value(const formin_cell *c)
{
    for (size_t i = 0; i < c->piece_count; i++)
        if (c->pieces[i].kind == FORMIN_VALUE)
            return true;
    return false;
}

bool
formin_has_text(const formin_cell *c)
{
    for (size_t i = 0; i < c->piece_count; i++)
        if (c->pieces[i].kind == FORMIN_TEXT)
            return true;
    return false;
}

char *
formin_plain(const formin_cell *c)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < c->piece_count; i++) {
        if (c->pieces[i].kind != FORMIN_TEXT)
            continue;
        for (const char *p = c->pieces[i].text; *p; p = g_utf8_next_char(p))
            if (!g_unichar_isspace(g_utf8_get_char(p)))
                g_string_append_unichar(out, g_utf8_get_char(p));
    }
    return g_string_free(out, FALSE);
}
