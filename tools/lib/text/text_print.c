/* text_print.c: composed lines for the eyes.
 *
 * Gaps are told as they differ from squares set solid: a bracket closed up shows -500, the quarter em
 * between Latin and Japanese 250. Spaces count as nothing, so theirs is their whole width. In a vertical line
 * what is turned stands between ⟦ and ⟧, what is combined between ⟨ and ⟩. A note of two lines is ⟪first/second⟫. All
 * is told in em of the line; where that is condensed, its end says so. */
#include "text/text_int.h"

#include <string.h>

/* One glyph cluster or object on the line. */
typedef struct printed {
    const char *utf8;
    size_t length;
    unit x, width;              /* of its glyphs, as the face has them */
    const char *before, *after; /* what shows that it is turned or combined; NULL: nothing */
} printed;

static int
in_thousandths(unit value, unit size)
{
    return (int)unit_scale(value, 1000, size > 0 ? size : UNIT_PT);
}

static bool
is_blank(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x3000 || c == 0x200B || c == 0x2060;
}

static void
collect_run(const text_run *run, bool vertical, GArray *out)
{
    hb_font_t *font = font_face_hb(run->face, run->size);
    const guint first = out->len;
    bool turned = false;
    if (run->stance == TEXT_COMBINED) {
        const unit x = run->x + run->glyphs[0].x - text_ascent(run->size);
        const printed p = {run->utf8, strlen(run->utf8), x, run->size, "⟨", "⟩"};
        g_array_append_val(out, p);
        return;
    }
    for (size_t i = 0; i < run->glyph_count;) {
        const text_glyph *g = &run->glyphs[i];
        hb_position_t across = 0, down = 0;
        if (run->stance == TEXT_UPRIGHT)
            hb_font_get_glyph_v_origin(font, g->id, &across, &down);
        printed p = {.utf8 = run->utf8 + g->cluster, .x = run->x + g->x - down};
        const bool blank = is_blank(g_utf8_get_char(p.utf8));
        turned = turned || (vertical && run->stance == TEXT_ALONG && !blank);
        while (i < run->glyph_count && run->glyphs[i].cluster == g->cluster) {
            /* The first glyph is the base; the em dash may be a wider form, so ask for the glyph itself. */
            if (!blank)
                p.width += run->stance == TEXT_UPRIGHT ? -hb_font_get_glyph_v_advance(font, run->glyphs[i].id)
                                                       : hb_font_get_glyph_h_advance(font, run->glyphs[i].id);
            i++;
        }
        p.width = run->condensed ? unit_scale(p.width, run->condensed, 1000) : p.width;
        p.length = (i < run->glyph_count ? run->glyphs[i].cluster : strlen(run->utf8)) - g->cluster;
        g_array_append_val(out, p);
    }
    if (!turned)
        return;
    g_array_index(out, printed, first).before = "⟦";
    g_array_index(out, printed, out->len - 1).after = "⟧";
}

/* Run i is of a note: what stands before its first item, that is `first`, and after its last. */
static void
mark_note(const text_line *line, size_t i, guint first, GArray *out)
{
    const int note = line->runs[i].note, before = i ? line->runs[i - 1].note : 0,
              after = i + 1 < line->run_count ? line->runs[i + 1].note : 0;
    if (before != note)
        g_array_index(out, printed, first).before = note == 1 ? "⟪" : "/";
    if (after == 0 || after < note)
        g_array_index(out, printed, out->len - 1).after = "⟫";
}

static int
by_position(const void *a, const void *b)
{
    const printed *p = a, *q = b;
    return (p->x > q->x) - (p->x < q->x);
}

static GArray *
collect_line(const text_line *line, bool vertical)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(printed));
    for (size_t i = 0; i < line->run_count; i++)
        if (!line->runs[i].is_ruby) {
            const guint first = out->len;
            collect_run(&line->runs[i], vertical, out);
            if (line->runs[i].note)
                mark_note(line, i, first, out);
        }
    for (size_t i = 0; i < line->object_count; i++) {
        const printed p = {
            .utf8 = "▭", .length = strlen("▭"), .x = line->objects[i].x, .width = line->objects[i].width};
        g_array_append_val(out, p);
    }
    if (line->object_count > 0) /* stable for what stands in one place: spaces at the end */
        g_array_sort(out, by_position);
    return out;
}

static void
print_character(GString *text, uint32_t c, guint *columns)
{
    char shown[16] = "";
    if (c == ' ')
        strcpy(shown, "␣");
    else if (c == 0x3000)
        strcpy(shown, "□");
    else if (is_blank(c) || class_is_hidden(c) || class_is_bad(c)) /* variation selectors too */
        g_snprintf(shown, sizeof shown, "{%04X}", (unsigned)c);
    else
        shown[g_unichar_to_utf8(c, shown)] = '\0';
    g_string_append(text, shown);
    for (const char *p = shown; *p; p = g_utf8_next_char(p)) {
        const gunichar s = g_utf8_get_char(p);
        *columns += s == 0x25A1 || s == 0x25AD || g_unichar_iswide(s) ? 2 : g_unichar_iszerowidth(s) ? 0 : 1;
    }
}

/* ⟦ ⟧ ⟨ ⟩ */
static void
print_bracket(GString *text, const char *bracket, guint *columns)
{
    g_string_append(text, bracket ? bracket : "");
    *columns += bracket ? 1 : 0;
}

static void
pad_to(GString *s, guint *columns, guint to)
{
    for (; *columns < to; (*columns)++)
        g_string_append_c(s, ' ');
}

/* A gap opens the row of text by the width of its number. */
static void
print_gap(GString *text, guint *text_columns, GString *gaps, guint *gap_columns, int gap)
{
    if (gap == 0)
        return;
    char number[16];
    g_snprintf(number, sizeof number, "%d", gap);
    pad_to(gaps, gap_columns, *text_columns);
    g_string_append(gaps, number);
    *gap_columns += (guint)strlen(number);
    pad_to(text, text_columns, *gap_columns);
}

static void
print_row(const GArray *items, unit left, unit size, GString *text, GString *gaps)
{
    guint text_columns = 0, gap_columns = 0;
    unit pen = left, upper = left; /* where the first line of a note ends */
    for (guint i = 0; i < items->len; i++) {
        const printed *p = &g_array_index(items, printed, i);
        const bool lower = p->before && *p->before == '/';
        if (lower)
            upper = pen;
        pen = lower ? p->x : pen;
        print_gap(text, &text_columns, gaps, &gap_columns, in_thousandths(p->x - pen, size));
        print_bracket(text, p->before, &text_columns);
        for (const char *c = p->utf8; c < p->utf8 + p->length; c = g_utf8_next_char(c))
            print_character(text, g_utf8_get_char(c), &text_columns);
        print_bracket(text, p->after, &text_columns);
        pen = p->x + p->width;
        if (p->after && strcmp(p->after, "⟫") == 0)
            pen = MAX(pen, upper);
    }
}

static void
print_ruby(const text_line *line, unit size, unit em, bool vertical, GString *out)
{
    for (size_t i = 0; i < line->run_count; i++) {
        const text_run *run = &line->runs[i];
        if (!run->is_ruby)
            continue;
        GArray *items = g_array_new(FALSE, FALSE, sizeof(printed));
        collect_run(run, vertical, items);
        GString *text = g_string_new(NULL), *gaps = g_string_new(NULL);
        print_row(items, run->x, em, text, gaps);
        g_string_append_printf(out, "  ruby %s at %d,%d\n", text->str, in_thousandths(run->x, em),
                               in_thousandths(run->y, size));
        if (gaps->len)
            g_string_append_printf(out, "       %s\n", gaps->str);
        g_string_free(text, TRUE);
        g_string_free(gaps, TRUE);
        g_array_free(items, TRUE);
    }
}

static void
print_line(const text_line *line, const text_lines *l, GString *out)
{
    const unit em = l->condensed ? unit_scale(l->size, l->condensed, 1000) : l->size;
    GArray *items = collect_line(line, l->vertical);
    GString *text = g_string_new(NULL), *gaps = g_string_new(NULL);
    print_row(items, line->x, em, text, gaps);
    g_string_append_printf(out, "%s%s  %d+%d%s%s", text->str, line->forced ? "¶" : "|", in_thousandths(line->x, em),
                           in_thousandths(line->width, em), line->emergency ? " emergency" : "",
                           line->overfull ? " overfull" : "");
    if (l->condensed)
        g_string_append_printf(out, " condensed %d", l->condensed);
    g_string_append_c(out, '\n');
    if (gaps->len)
        g_string_append_printf(out, "%s\n", gaps->str);
    print_ruby(line, l->size, em, l->vertical, out);
    g_string_free(text, TRUE);
    g_string_free(gaps, TRUE);
    g_array_free(items, TRUE);
}

void
text_print(const text_lines *l, GString *out)
{
    g_assert(l && out);
    for (size_t i = 0; i < l->count; i++)
        print_line(&l->lines[i], l, out);
}
