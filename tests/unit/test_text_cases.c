/* test_text_cases.c: what the rules of Japanese composition ask of a line, one case a row, a feature a file.
 *
 * tests/cases/FEATURE.tsv: text, measure in em, options, lines. Text is in the markup of text_support.h.
 * Options, by spaces: start end center justify distribute decimal (tail=n is its tail), normal loose (strict when none
 * is named), first=EM rest=EM (indents), tracking=EM, gothic, hang, total, two,
 * half (the line head), phrases (keeps_phrases). Lines as they must be set: characters
 * (U+0020 as ␣), <n> where a gap differs from squares set solid, in thousandths of an em; "|" ends a line, "¶" a forced
 * one (the last has none); before it "!" an emergency,
 * "*" overfull; vertical, combine=N: ⟦turned⟧, ⟨side by side⟩ with =n when it is condensed to so many thousandths;
 * "~" stands before a mark that hangs. A line that does not begin at 0 begins with @n.
 * " ^かな@n" is ruby or a mark above, n from the start edge. */
#include "text_support.h"

#define FOLDER "tests/cases"

enum { SIZE = 10 * UNIT_PT };

static int
thousandths(unit u)
{
    return (int)unit_scale(u, 1000, SIZE);
}

static bool
is_blank(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x3000 || c == 0x200B || c == 0x2060;
}

static void
note_characters(GString *out, const char *from, const char *to)
{
    for (const char *p = from; p < to; p = g_utf8_next_char(p)) {
        const uint32_t c = g_utf8_get_char(p);
        if (c == ' ')
            g_string_append(out, "␣");
        else if (is_blank(c) ? c != 0x3000 : c >= 0xE0100)
            g_string_append_printf(out, "{%04X}", (unsigned)c);
        else
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
    }
}

static void
note_gap(GString *out, unit gap)
{
    if (thousandths(gap))
        g_string_append_printf(out, "<%d>", thousandths(gap));
}

static unit
note_combined(GString *out, const text_run *run, unit pen)
{
    const unit x = run->x + run->glyphs[0].x - text_ascent(run->size);
    note_gap(out, x - pen);
    g_string_append_printf(out, "⟨%s", run->utf8);
    if (run->condensed)
        g_string_append_printf(out, "=%d", run->condensed);
    g_string_append(out, "⟩");
    return x + run->size;
}

/* Glyphs of a run from where the pen is; gives the pen after it. */
static unit
note_run(GString *out, const text_line *line, const text_run *run, unit pen)
{
    hb_font_t *font = font_face_hb(run->face, run->size);
    const char *shown = run->utf8;
    if (run->stance == TEXT_COMBINED)
        return note_combined(out, run, pen);
    for (size_t i = 0; i < run->glyph_count;) {
        const text_glyph *g = &run->glyphs[i];
        hb_position_t across = 0, down = 0;
        if (run->stance == TEXT_UPRIGHT)
            hb_font_get_glyph_v_origin(font, g->id, &across, &down);
        const unit x = run->x + g->x - down;
        const bool blank = is_blank(g_utf8_get_char(run->utf8 + g->cluster));
        unit width = 0;
        for (; i < run->glyph_count && run->glyphs[i].cluster == g->cluster; i++)
            width += blank                         ? 0
                     : run->stance == TEXT_UPRIGHT ? -hb_font_get_glyph_v_advance(font, run->glyphs[i].id)
                                                   : hb_font_get_glyph_h_advance(font, run->glyphs[i].id);
        if (line->hang && !run->is_ruby && x >= line->x + line->width)
            g_string_append(out, "~");
        note_gap(out, x - pen);
        shown = i < run->glyph_count ? run->utf8 + run->glyphs[i].cluster : run->utf8 + strlen(run->utf8);
        note_characters(out, run->utf8 + g->cluster, shown);
        pen = x + width;
    }
    return pen;
}

/* Before a run of a note of two lines; gives where the pen then is. */
static unit
note_bracket(GString *out, const text_line *line, size_t i, unit pen)
{
    const text_run *run = &line->runs[i];
    const int before = i ? line->runs[i - 1].note : 0;
    if (before == run->note)
        return pen;
    if (run->note == 1)
        note_gap(out, run->x - pen);
    g_string_append(out, run->note == 1 ? "⟪" : "/");
    return run->x;
}

/* Of the longer line of the note that ends with run i. */
static unit
note_end(const text_line *line, size_t i)
{
    unit end = 0;
    for (size_t k = i + 1; k-- > 0 && line->runs[k].note && line->runs[k].note <= line->runs[i].note;)
        end = MAX(end, line->runs[k].x + line->runs[k].advance);
    return end;
}

static void
note_line(GString *out, const text_line *line, bool vertical, bool last)
{
    unit pen = line->x;
    size_t next = 0;
    if (line->x)
        g_string_append_printf(out, "@%d ", thousandths(line->x));
    for (size_t i = 0; i <= line->run_count; i++) {
        const text_run *run = i < line->run_count ? &line->runs[i] : NULL;
        if (run && run->is_ruby)
            continue;
        for (; next < line->object_count && (!run || line->objects[next].x < run->x); next++) {
            const unit x = line->objects[next].x;
            note_gap(out, x - pen);
            g_string_append(out, "▭");
            pen = x + line->objects[next].width;
        }
        if (run && run->note)
            pen = note_bracket(out, line, i, pen);
        const bool turned = run && vertical && run->stance == TEXT_ALONG && !is_blank(g_utf8_get_char(run->utf8));
        if (turned) {
            note_gap(out, run->x + run->glyphs[0].x - pen);
            pen = run->x + run->glyphs[0].x;
            g_string_append(out, "⟦");
        }
        if (run)
            pen = note_run(out, line, run, pen);
        if (turned)
            g_string_append(out, "⟧");
        if (run && run->note && (i + 1 == line->run_count || line->runs[i + 1].note < run->note)) {
            g_string_append(out, "⟫");
            pen = note_end(line, i);
        }
    }
    for (size_t i = 0; i < line->run_count; i++)
        if (line->runs[i].is_ruby) {
            g_string_append(out, " ^");
            note_run(out, line, &line->runs[i], line->runs[i].x);
            g_string_append_printf(out, "@%d", thousandths(line->runs[i].x));
        }
    if (line->tail)
        g_string_append_printf(out, " tail=%d", thousandths(line->tail));
    for (size_t i = 0; i < line->mark_count; i++) /* the half-size box that it stands in */
        g_string_append_printf(out, " ^%s@%d", line->marks[i].span->emphasis == TEXT_SESAME ? "﹅" : "•",
                               thousandths(line->marks[i].x - line->marks[i].size / 4));
    g_string_append_printf(out, "%s%s%s", line->emergency ? "!" : "", line->overfull ? "*" : "",
                           last           ? ""
                           : line->forced ? "¶"
                                          : "|");
}

static void
read_option(const fixture *f, const char *word, text_style *style)
{
    static const char *const aligns[] = {"start", "center", "end", "justify", "distribute", "decimal"};
    for (size_t i = 0; i < G_N_ELEMENTS(aligns); i++)
        if (strcmp(word, aligns[i]) == 0) {
            style->align = (text_align)i;
            return;
        }
    if (strcmp(word, "normal") == 0)
        style->level = TEXT_NORMAL;
    else if (strcmp(word, "loose") == 0)
        style->level = TEXT_LOOSE;
    else if (strcmp(word, "hang") == 0)
        style->hangs = true;
    else if (strcmp(word, "total") == 0)
        style->total_fit = true;
    else if (strcmp(word, "two") == 0)
        style->last_pair = true;
    else if (strcmp(word, "half") == 0)
        style->head_half = true;
    else if (strcmp(word, "phrases") == 0)
        style->keeps_phrases = true;
    else if (strcmp(word, "vertical") == 0)
        style->vertical = true;
    else if (g_str_has_prefix(word, "combine="))
        style->combine = word[8] - '0';
    else if (strcmp(word, "gothic") == 0)
        style->family = font_find_family(f->fonts, "gothic");
    else if (g_str_has_prefix(word, "first="))
        style->indent_first = em(word + 6, SIZE);
    else if (g_str_has_prefix(word, "rest="))
        style->indent_rest = em(word + 5, SIZE);
    else if (g_str_has_prefix(word, "tracking="))
        style->tracking = em(word + 9, SIZE);
    else
        assert_string_equal(word, "");
}

/* In which way the rows are set. */
typedef enum setting { AS_WRITTEN, TURNED, CONDENSED } setting;
enum { NARROW = 800 };

static unit
narrowed(unit u)
{
    return unit_scale(u, NARROW, 1000);
}

static unit
widened(unit u)
{
    return unit_scale(u, 1000, NARROW);
}

/* A condensed line as the natural one that it was made of. */
static text_line
widened_line(arena *a, const text_line *line)
{
    text_line out = *line;
    text_run *runs = arena_copy(a, line->runs, line->run_count * sizeof *runs);
    for (size_t i = 0; i < line->run_count; i++) {
        assert_int_equal(runs[i].condensed, NARROW);
        text_glyph *glyphs = arena_copy(a, runs[i].glyphs, runs[i].glyph_count * sizeof *glyphs);
        for (size_t k = 0; k < runs[i].glyph_count; k++)
            glyphs[k].x = widened(runs[i].x + glyphs[k].x) - widened(runs[i].x);
        runs[i].glyphs = glyphs;
        runs[i].advance = widened(runs[i].x + runs[i].advance) - widened(runs[i].x);
        runs[i].x = widened(runs[i].x);
    }
    text_object *objects = arena_copy(a, line->objects, line->object_count * sizeof *objects);
    for (size_t i = 0; i < line->object_count; i++)
        objects[i] = (text_object){objects[i].span, widened(objects[i].x), widened(objects[i].width)};
    text_mark *marks = arena_copy(a, line->marks, line->mark_count * sizeof *marks);
    for (size_t i = 0; i < line->mark_count; i++)
        marks[i].x = widened(marks[i].x);
    out.runs = runs;
    out.objects = objects;
    out.marks = marks;
    out.x = widened(line->x);
    out.width = widened(line->width);
    out.tail = widened(line->tail);
    return out;
}

/* Type of NARROW width on lines of NARROW width, objects, which are no type, beforehand as narrow. */
static const text_lines *
compose_condensed(const fixture *f, arena *a, text_paragraph p, unit measure)
{
    text_span *spans = arena_copy(a, p.spans, p.span_count * sizeof *spans);
    for (size_t i = 0; i < p.span_count; i++)
        spans[i].width = narrowed(spans[i].width);
    p.spans = spans;
    p.style.condensed = NARROW;
    text_lines *l = text_compose(f->engine, a, &p, narrowed(measure), f->diag);
    text_line *lines = arena_copy(a, l->lines, l->count * sizeof *lines);
    for (size_t i = 0; i < l->count; i++)
        lines[i] = widened_line(a, &lines[i]);
    l->lines = lines;
    return l;
}

/* Without what shows that Latin is turned. */
static void
strip_turns(GString *s)
{
    g_string_replace(s, "⟦", "", 0);
    g_string_replace(s, "⟧", "", 0);
}

static bool
check_row(const fixture *f, const char *where, guint number, const char *row, setting how)
{
    char **column = g_strsplit(row, "\t", -1);
    if (g_strv_length(column) != 4)
        fail_msg("%s:%u: a row has four columns", where, number);
    text_style style = plain_style(f, SIZE);
    char **options = g_strsplit(column[2], " ", -1);
    for (char **o = options; *o; o++)
        read_option(f, *o, &style);
    style.vertical = style.vertical || how == TURNED;
    char **lines = g_strsplit(column[0], "\\n", -1);
    char *text = g_strjoinv("\n", lines);
    arena *a = arena_new();
    const text_paragraph p = read_paragraph(a, style, text);
    const unit measure = em(column[1], SIZE);
    const text_lines *l = how == CONDENSED && !style.vertical ? compose_condensed(f, a, p, measure)
                                                              : text_compose(f->engine, a, &p, measure, f->diag);
    GString *got = g_string_new(NULL);
    for (size_t i = 0; i < l->count; i++)
        note_line(got, &l->lines[i], l->vertical, i + 1 == l->count);
    if (how == TURNED)
        strip_turns(got);
    const bool same = strcmp(got->str, column[3]) == 0;
    if (!same)
        print_error("%s:%u: %s [%s em; %s]\n   wanted %s\n   got    %s\n", where, number, text, column[1], column[2],
                    column[3], got->str);
    g_string_free(got, TRUE);
    arena_drop(a);
    g_free(text);
    g_strfreev(lines);
    g_strfreev(options);
    g_strfreev(column);
    return same;
}

static void
check_file(const fixture *f, const char *file, setting how, guint *passed, guint *count)
{
    char *path = g_build_filename(FOLDER, file, NULL), *content = NULL;
    assert_true(g_file_get_contents(path, &content, NULL, NULL));
    char **rows = g_strsplit(content, "\n", -1);
    for (guint i = 0; rows[i]; i++) {
        if (!*rows[i] || g_str_has_prefix(rows[i], "# "))
            continue;
        *count += 1;
        *passed += check_row(f, path, i + 1, rows[i], how);
    }
    g_strfreev(rows);
    g_free(content);
    g_free(path);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Rules of vertical lines alone, beside what a horizontal line does. */
static bool
tells_directions_apart(const char *file)
{
    return strcmp(file, "vertical.tsv") == 0 || strcmp(file, "tate-chu-yoko.tsv") == 0;
}

/* The scoreboard of all files. */
static guint
check_files(const fixture *f, setting how)
{
    GDir *folder = g_dir_open(FOLDER, 0, NULL);
    assert_non_null(folder);
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    for (const char *file; (file = g_dir_read_name(folder));)
        if (g_str_has_suffix(file, ".tsv") && !(how != AS_WRITTEN && tells_directions_apart(file)))
            g_ptr_array_add(files, g_strdup(file));
    g_dir_close(folder);
    g_ptr_array_sort(files, by_name);
    if (how == AS_WRITTEN)
        print_message("%-26s %6s %4s\n", "feature", "passed", "of");
    guint passed = 0, count = 0;
    for (guint i = 0; i < files->len; i++) {
        const char *file = g_ptr_array_index(files, i);
        guint file_passed = 0, file_count = 0;
        check_file(f, file, how, &file_passed, &file_count);
        if (how == AS_WRITTEN) /* row by row: a message of cmocka's ends at 1024 bytes */
            print_message("%-26.*s %6u %4u\n", (int)strlen(file) - 4, file, file_passed, file_count);
        passed += file_passed;
        count += file_count;
    }
    if (how == AS_WRITTEN)
        print_message("%-26s %6u %4u\n", "all", passed, count);
    g_ptr_array_free(files, TRUE);
    assert_int_equal(passed, count);
    return count;
}

static void
lines_are_what_the_rules_ask(void **state)
{
    assert_true(check_files(*state, AS_WRITTEN) >= 900);
}

/* A vertical line is a horizontal one that is turned: every rule holds in it. */
static void
vertical_lines_obey_the_same_rules(void **state)
{
    assert_true(check_files(*state, TURNED) >= 800);
}

/* 長体: so is a condensed one, drawn narrower. */
static void
condensed_lines_obey_the_same_rules(void **state)
{
    assert_true(check_files(*state, CONDENSED) >= 800);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_are_what_the_rules_ask),
                                       cmocka_unit_test(vertical_lines_obey_the_same_rules),
                                       cmocka_unit_test(condensed_lines_obey_the_same_rules)};
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
