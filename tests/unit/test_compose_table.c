/* test_compose_table.c: table.c, cell.c, split.c, emit_table.c: columns, merged cells, repeated heads, rows that
 * split and rows that do not. */
#include "test_pipeline.h"

/* The x of each upright rule of the first page, in order from the left, as units from the left margin. */
static size_t
uprights(const display *l, unit *x)
{
    const unit margin = unit_from_um(20000);
    const display_op *op;
    size_t n = 0;
    for (size_t i = 0; (op = op_at(l, 0, DISPLAY_LINE, i)); i++) {
        if (op->line.x1 != op->line.x2)
            continue;
        bool known = false;
        for (size_t k = 0; k < n; k++)
            known = known || x[k] == op->line.x1 - margin;
        if (!known)
            x[n++] = op->line.x1 - margin;
    }
    return n;
}

/* A table of one row with a cell a column: its edges. */
static size_t
edges_of(world *w, const char *columns, size_t count, unit *x)
{
    GString *cells = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append(cells, "<cell pad='1mm 0mm'/>");
    const char *body =
        arena_printf(w->a,
                     "<table columns='%s' frame='thin' column-rules='thin' row-rules='thin'><row min-height='5mm'>%s"
                     "</row></table>",
                     columns, cells->str);
    g_string_free(cells, TRUE);
    const display *l = display_line_of(w, body, "<d/>");
    if (!l)
        fail_msg("%s: %s", columns, messages(w));
    return uprights(l, x);
}

static unit
whole_width(void)
{
    return unit_from_um(148000) - 2 * unit_from_um(20000);
}

static void
columns_make_up_the_width_to_the_unit(void **state)
{
    static const struct {
        const char *columns;
        size_t count;
    } rows[] = {{"*", 1},
                {"20mm *", 2},
                {"* * *", 3},
                {"* 2* 3* 1* 5*", 5},
                {"7% 15% 38% 7% 11% 17% 5%", 7},
                {"15% * * * * * * *", 8},
                {"33.3% 33.3% 33.4%", 3},
                {"12.34mm 7% 3* 2*", 4}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        unit x[20];
        assert_int_equal(edges_of(w, rows[i].columns, rows[i].count, x), rows[i].count + 1);
        assert_int_equal(x[0], 0);
        if (x[rows[i].count] != whole_width())
            fail_msg("%s: ends at %d, not %d", rows[i].columns, (int)x[rows[i].count], (int)whole_width());
    }
}

static void
columns_have_their_shares(void **state)
{
    world *w = *state;
    unit x[20];
    edges_of(w, "20mm 25% * 3*", 4, x);
    const unit total = whole_width(), first = unit_from_um(20000), second = unit_scale(total, 1, 4);
    assert_int_equal(x[1], first);
    assert_int_equal(x[2], first + second);
    assert_int_equal(x[3], first + second + unit_scale(total - first - second, 1, 4));
}

static void
a_table_of_given_lengths_is_as_wide_as_they_are(void **state)
{
    world *w = *state;
    unit x[20];
    edges_of(w, "20mm 30mm", 2, x);
    assert_int_equal(x[2], 2 * unit_from_um(25000));
}

static void
columns_that_do_not_fit_are_refused(void **state)
{
    static const char *const rows[] = {"60mm 60mm", "60% 60%", "108mm *", "120mm"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *body = arena_printf(w->a, "<table columns='%s'><row><cell/><cell/></row></table>", rows[i]);
        assert_null(compose_bound(w, bind_line(w, body, "<d/>")));
        assert_string_equal(messages(w), "compose-widths form.xml:4");
        forget(w);
    }
}

static void
rows_that_do_not_make_up_the_columns_are_refused_once(void **state)
{
    static const char *const rows[] = {"<row><cell/></row>", "<row><cell/><cell/><cell/></row>",
                                       "<row><cell span='3'/></row>", "<row><cell rows='2'/><cell/></row>",
                                       "<row><cell rows='2'/><cell/></row><row><cell span='2'/></row>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *body = arena_printf(w->a, "<table columns='* *'>%s</table>", rows[i]);
        assert_null(compose_bound(w, bind_line(w, body, "<d/>")));
        const char *code = i == 3 ? "compose-rows form.xml:4" : "compose-columns form.xml:4";
        if (strcmp(messages(w), code) != 0)
            fail_msg("%s: %s", rows[i], messages(w));
        forget(w);
    }
}

static void
groups_need_a_label_and_rows(void **state)
{
    static const char *const rows[] = {"<group/>", "<group><cell/></group>", "<group><row><cell/></row></group>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_null(
            compose_bound(w, bind_line(w, arena_printf(w->a, "<table columns='* *'>%s</table>", rows[i]), "<d/>")));
        if (strcmp(messages(w), "compose-group form.xml:4") != 0)
            fail_msg("%s: %s", rows[i], messages(w));
        forget(w);
    }
}

/* ---- heights ---- */

static void
a_row_is_as_tall_as_its_tallest_cell(void **state)
{
    world *w = *state;
    compose_bound(
        w, bind_line(w,
                     "<table columns='* *'><row min-height='5mm'><cell height='8mm'/><cell min-height='12mm'/></row>"
                     "<row min-height='15mm'><cell/><cell/></row></table>",
                     "<d/>"));
    check_has(w->text->str, "row h 12.00");
    check_has(w->text->str, "row h 15.00");
}

static void
a_blank_row_is_as_tall_as_handwriting_needs(void **state)
{
    world *w = *state;
    compose_bound(w, bind_line(w, "<table columns='*'><row blank-height='22mm'><cell/></row></table>", NULL));
    check_has(w->text->str, "row h 22.00");
}

static void
a_merged_cell_makes_its_last_row_taller(void **state)
{
    world *w = *state;
    compose_bound(w,
                  bind_line(w,
                            "<table columns='* *'><row min-height='5mm'><cell rows='2' min-height='30mm'/><cell/></row>"
                            "<row min-height='5mm'><cell/></row></table>",
                            "<d/>"));
    check_has(w->text->str, "row h 5.00");
    check_has(w->text->str, "row h 25.00 never-break");
}

/* ---- merged cells ---- */

/* No rule runs through a merged cell. */
static void
rules_go_round_merged_cells(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "merged-rows");
    const unit left = unit_from_um(20000), top = left, edge = left + unit_from_um(20000);
    const display_op *op;
    size_t across = 0;
    for (size_t i = 0; (op = op_at(l, 0, DISPLAY_LINE, i)); i++) {
        const display_line *r = &op->line;
        if (r->y1 == r->y2 && r->y1 == top + unit_from_um(10000)) { /* between the rows: not under the first cell */
            assert_int_equal(r->x1, edge);
            across++;
        }
        if (r->x1 == r->x2 && r->x1 > edge && r->x1 < left + unit_from_um(107000)) /* not through the wide cell */
            assert_int_equal(r->y1, top + unit_from_um(10000));
    }
    assert_int_equal(across, 1);
    assert_int_equal(count_printed(w, l, "縦"), 1);
}

static void
rows_under_one_cell_that_no_page_holds_are_parted(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "merged-rows-taller-than-page");
    if (!l)
        fail_msg("%s", messages(w));
    assert_string_equal(page_text(w, l, 0), "縦|一|二");
    assert_string_equal(page_text(w, l, 1), "縦|（続き）|三");
}

/* They go on the next page together as long as that leaves no more than 45 % of this one empty. */
static void
rows_under_one_cell_stay_together_where_they_can(void **state)
{
    world *w = *state;
    const char *body = "<space height='70mm'/><table columns='* *'><row min-height='20mm'><cell rows='2'>縦</cell>"
                       "<cell>一</cell></row><row min-height='20mm'><cell>二</cell></row></table>";
    const display *l = display_composed(w, compose_bound(w, bind_line(w, body, "<d/>")));
    if (!l)
        fail_msg("%s", messages(w));
    check_has_not(w->text->str, "続き");
    if (l->pages->len == 2)
        assert_string_equal(page_text(w, l, 1), "縦|一|二");
}

/* Each once, and as many on a page of 170 mm as it has room for. */
static void
check_rows_of(world *w, int um, int rows, const char *foot)
{
    GString *s = g_string_new("<table columns='20mm *'>");
    for (int i = 0; i < rows; i++)
        g_string_append_printf(s, "<row min-height='%d.%03dmm'>%s<cell>第%d。</cell></row>", um / 1000, um % 1000,
                               i ? "" : arena_printf(w->a, "<cell rows='%d'>縦</cell>", rows), i);
    g_string_append_printf(s, "%s</table>", foot);
    const display *l = display_composed(w, compose_bound(w, bind_line(w, s->str, "<d/>")));
    if (!l)
        fail_msg("%s: %s", s->str, messages(w));
    for (int i = 0; i < rows; i++)
        assert_int_equal(count_printed(w, l, arena_printf(w->a, "第%d。", i)), 1);
    if (!*foot)
        assert_int_equal(l->pages->len, (rows + 170000 / um - 1) / (170000 / um));
    g_string_free(s, TRUE);
    forget(w);
}

/* Also where the last row on a page ends with the page, and where a foot stands under it. */
static void
rows_under_one_cell_are_parted_at_any_height(void **state)
{
    static const int heights[] = {8500, 10000, 17000, 34000, 42500, 50000, 85000, 120000};
    for (size_t i = 0; i < G_N_ELEMENTS(heights); i++) {
        check_rows_of(*state, heights[i], 30, "");
        check_rows_of(*state, heights[i], 30,
                      "<table-foot on='continued'><row><cell span='2'>次</cell></row></table-foot>");
    }
}

/* Where a cell begins in a row that has no room for any of it, the page ends above that row. */
static void
a_cell_of_several_rows_may_begin_at_the_end_of_a_page(void **state)
{
    world *w = *state;
    for (int lines = 20; lines < 40; lines++) {
        GString *s = g_string_new("<table columns='* *'><row><cell rows='2'>縦</cell><cell>");
        for (int i = 0; i < lines; i++)
            g_string_append_printf(s, "<p>上%d。</p>", i);
        g_string_append(s, "</cell></row><row><cell rows='3'>");
        for (int i = 0; i < 55; i++)
            g_string_append_printf(s, "<p>第%d。</p>", i);
        g_string_append(s, "</cell></row><row><cell rows='3'>横</cell></row><row/><row><cell>下</cell></row></table>");
        const display *l = display_composed(w, compose_bound(w, bind_line(w, s->str, "<d/>")));
        if (!l)
            fail_msg("%d lines above: %s", lines, messages(w));
        for (int i = 0; i < 55; i++)
            assert_int_equal(count_printed(w, l, arena_printf(w->a, "第%d。", i)), 1);
        for (int i = 0; i < lines; i++)
            assert_int_equal(count_printed(w, l, arena_printf(w->a, "上%d。", i)), 1);
        g_string_free(s, TRUE);
        forget(w);
    }
}

/* ---- any table of cells over several rows: nothing is lost, said twice, cut off or out of its place ---- */

/* Of a text, how often each digit is in it: sentences are numbered, labels say no number. */
typedef struct digits {
    size_t of[10];
} digits;

static void
count_digits(const char *text, digits *to)
{
    for (const char *p = text; *p; p++)
        if (g_ascii_isdigit(*p))
            to->of[*p - '0']++;
}

static void
append_sentences(GString *to, digits *said, size_t *number, int count)
{
    for (int i = 0; i < count; i++) {
        char *sentence = g_strdup_printf("第%zuの文。", ++*number);
        count_digits(sentence, said);
        g_string_append(to, sentence);
        g_free(sentence);
    }
}

/* Rows of three columns; cells of the first and the last cover from one to three. */
static char *
random_table(GRand *r, digits *said, size_t number)
{
    GString *s = g_string_new("<table columns='24mm * 30mm' frame='thin' row-rules='thin' column-rules='thin'>");
    const int rows = g_rand_int_range(r, 2, 7);
    int until[2] = {0};
    for (int i = 0; i < rows; i++) {
        g_string_append(s, g_rand_boolean(r) ? "<row>" : "<row min-height='18mm'>");
        for (int column = 0; column < 3; column++) {
            int *covered = column == 1 ? NULL : &until[column / 2];
            if (covered && i < *covered)
                continue;
            const int span = covered ? g_rand_int_range(r, 1, MIN(4, rows - i + 1)) : 1;
            if (covered)
                *covered = i + span;
            g_string_append_printf(s, "<cell rows='%d'%s>", span, column == 0 ? " repeat='yes'" : "");
            if (column == 0)
                g_string_append(s, "欄");
            else
                append_sentences(s, said, &number, g_rand_int_range(r, 0, g_rand_boolean(r) ? 4 : 90));
            g_string_append(s, "</cell>");
        }
        g_string_append(s, "</row>");
    }
    g_string_append(s, "</table>");
    return g_string_free(s, FALSE);
}

static void
check_said(world *w, const display *l, const digits *said, const char *table)
{
    digits printed = {{0}};
    const display_op *op;
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *page = g_ptr_array_index(l->pages, i);
        for (size_t n = 0; (op = op_at(l, i, DISPLAY_TEXT, n)); n++)
            if (op->text.y > page->height - unit_from_um(15000))
                fail_msg("text below the body: %s", table);
        count_digits(page_text(w, l, i), &printed);
    }
    if (memcmp(&printed, said, sizeof printed))
        fail_msg("what is printed is not what is said: %s", table);
}

/* The same in a cell of a table, at times beneath a text or a head, above one, or in a table of such a table. */
static char *
random_nested(GRand *r, digits *said, size_t number, int depth)
{
    char *table = depth ? random_nested(r, said, number, depth - 1) : random_table(r, said, number);
    GString *above = g_string_new(NULL), *below = g_string_new(NULL);
    size_t own = 5000;
    if (g_rand_int_range(r, 0, 3) == 0)
        append_sentences(above, said, &own, g_rand_int_range(r, 1, 20));
    if (g_rand_int_range(r, 0, 3) == 0)
        append_sentences(below, said, &own, g_rand_int_range(r, 1, 40));
    const char *head = g_rand_boolean(r) ? "<table-head><row><cell>頭</cell><cell>頭</cell></row></table-head>" : "";
    char *all = g_strdup_printf("<table columns='14mm *' frame='thin' column-rules='thin'>%s<row><cell repeat='yes'>外"
                                "</cell><cell>%s%s%s</cell></row></table>",
                                head, above->str, table, below->str);
    g_string_free(above, TRUE);
    g_string_free(below, TRUE);
    g_free(table);
    return all;
}

static char *
random_flat(GRand *r, digits *said, size_t number, int depth)
{
    (void)depth;
    return random_table(r, said, number);
}

static const display *
display_on_a5(world *w, const char *body)
{
    const char *text = arena_printf(w->a,
                                    "<form name='t' title='t' data='any'><style name='base' size='10pt' "
                                    "pitch='15pt'/><page size='A5' margin='15mm'/><body>%s</body></form>",
                                    body);
    w->options.blank = true;
    return display_composed(w, compose_bound(w, bind_files(w, own_file(w, "form.xml", text), NULL)));
}

/* Gives how many of them are on several pages. */
static size_t
check_random_tables(world *w, char *(*make)(GRand *r, digits *said, size_t number, int depth), int depth)
{
    GRand *r = g_rand_new_with_seed(20);
    size_t parted = 0;
    for (int i = 0; i < 60; i++) {
        digits said = {{0}};
        char *table = make(r, &said, 0, depth);
        const display *l = display_on_a5(w, table);
        if (!l)
            fail_msg("%s: %s", messages(w), table);
        parted += l->pages->len > 1;
        check_said(w, l, &said, table);
        g_free(table);
        forget(w);
    }
    g_rand_free(r);
    return parted;
}

static void
cells_over_several_rows_flow_over_pages(void **state)
{
    assert_true(check_random_tables(*state, random_flat, 0) > 30);
}

/* Wherever the page ends in the text above them. */
static void
short_rows_under_one_cell_in_a_cell_stay_together(void **state)
{
    world *w = *state;
    size_t second = 0;
    for (int lines = 22; lines < 38; lines++) {
        GString *body = g_string_new("<table columns='*'><row><cell>");
        for (int i = 0; i < lines; i++)
            g_string_append(body, "<p>文</p>");
        g_string_append(body,
                        "<table columns='* *'><row min-height='10mm'><cell rows='2'>縦</cell><cell>一</cell></row>"
                        "<row min-height='10mm'><cell>二</cell></row></table>");
        for (int i = 0; i < 30; i++)
            g_string_append(body, "<p>文</p>");
        g_string_append(body, "</cell></row></table>");
        const display *l = display_on_a5(w, body->str);
        if (!l)
            fail_msg("%s: %d lines", messages(w), lines);
        size_t page = 0;
        while (page < l->pages->len && !strstr(page_text(w, l, (guint)page), "縦"))
            page++;
        assert_true(page < l->pages->len);
        check_has(page_text(w, l, (guint)page), "一");
        check_has(page_text(w, l, (guint)page), "二");
        assert_int_equal(count_printed(w, l, "縦"), 1);
        second += page == 1;
        g_string_free(body, TRUE);
        forget(w);
    }
    assert_true(second > 2 && second < 16);
}

static void
cells_over_several_rows_in_a_cell_flow_over_pages(void **state)
{
    assert_true(check_random_tables(*state, random_nested, 0) > 30);
    assert_true(check_random_tables(*state, random_nested, 1) > 30);
}

/* ---- tables over several pages ---- */

static void
a_table_head_is_shown_again(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "repeated-head");
    assert_int_equal(l->pages->len, 2);
    assert_string_equal(page_text(w, l, 1), "見出し|内容|10|十|11|甲|12|乙");
    assert_int_equal(count_printed(w, l, "九"), 1);
}

static void
a_row_of_half_a_page_or_less_stays_whole(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "short-row-stays-whole");
    assert_int_equal(l->pages->len, 2);
    assert_string_equal(page_text(w, l, 0), "");
    assert_int_equal(count_printed(w, l, "続き"), 0);
}

static void
a_taller_row_splits_and_shows_its_label_again(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "tall-row-splits");
    assert_int_equal(l->pages->len, 2);
    check_has(page_text(w, l, 0), "方針|");
    check_has_not(page_text(w, l, 0), "続き");
    check_has(page_text(w, l, 1), "方針");
    check_has(page_text(w, l, 1), "（続き）");
}

/* Every character of the source is printed once, whatever the breaks. */
static void
a_split_row_loses_and_repeats_nothing(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "tall-row-splits");
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < l->pages->len; i++)
        g_string_append(all, page_text(w, l, i));
    char **parts = g_strsplit(all->str, "|", -1);
    char *joined = g_strjoinv("", parts);
    assert_int_equal(count_of(joined,
                              "こもれびの部屋では、ひと息ついてから自分で今日の活動を選び、終わりの時刻を時計の絵カード"
                              "で確かめる。"),
                     8); /* the ninth is parted by the label of the second page */
    assert_int_equal(count_of(joined, "こもれびの"), 9);
    assert_int_equal(count_of(joined, "確かめる。"), 9);
    g_free(joined);
    g_strfreev(parts);
    g_string_free(all, TRUE);
}

/* The word is the form's; none at all is one, too. */
static void
what_a_label_says_again_is_a_word_of_the_form(void **state)
{
    static const char *const rows[][2] = {
        {"", "欄|（続き）"}, {"again='（前ページから）'", "欄|（前ページから）"}, {"again=''", "欄"}};
    world *w = *state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 60; i++)
        g_string_append(text, "長い文が続く行。<br/>");
    w->options.blank = true;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *file = arena_printf(w->a,
                                        "<form name='t' title='t' data='any' %s><style name='base' size='10pt' "
                                        "pitch='15pt'/><style name='label'/><page size='A5' margin='15mm'/><body>"
                                        "<table columns='60mm *'><row><label>欄</label><cell>%s</cell></row></table>"
                                        "</body></form>",
                                        rows[i][0], text->str);
        const display *l = display_composed(w, compose_bound(w, bind_files(w, own_file(w, "form.xml", file), NULL)));
        if (!l)
            fail_msg("%s", messages(w));
        const char *second = page_text(w, l, 1), *words = strstr(second, "欄");
        assert_non_null(words);
        if (!g_str_has_prefix(words, rows[i][1]) || (!*rows[i][0] && strstr(words, "前")) ||
            (i == 2 && g_str_has_prefix(words, "欄|（")))
            fail_msg("%s: %s", rows[i][0], words);
        forget(w);
    }
    g_string_free(text, TRUE);
}

static void
a_group_shows_its_label_again(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "group-continues");
    assert_int_equal(l->pages->len, 2);
    check_has(page_text(w, l, 0), "本人支援");
    check_has_not(page_text(w, l, 0), "続き");
    check_has(page_text(w, l, 1), "（続き）");
    check_has(page_text(w, l, 1), "家族支援");
    assert_int_equal(count_printed(w, l, "本人支援"), 2);
    assert_int_equal(count_printed(w, l, "続き"), 1);
}

static void
a_group_does_not_continue_where_it_begins(void **state)
{
    world *w = *state;
    const display *l = display_form(w, "group-first-row-splits");
    assert_int_equal(l->pages->len, 2);
    check_has(page_text(w, l, 0), "本人支援");
    check_has_not(page_text(w, l, 0), "続き");
    check_has(page_text(w, l, 1), "続き");
}

/* A label whose text went on a sheet is no taller for the text that is not in it. */
static void
a_label_that_continues_on_a_sheet_leaves_its_rows_low(void **state)
{
    world *w = *state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 20; i++)
        g_string_append(text, "長い欄名の文");
    const char *body =
        arena_printf(w->a,
                     "<table columns='60mm *'><group><cell height='10mm' fit='continue' field='欄'>%s</cell>"
                     "<row><cell>あ</cell></row></group></table>",
                     text->str);
    g_string_free(text, TRUE);
    compose_bound(w, bind_line(w, body, "<d/>"));
    check_has(w->text->str, "row h 1"); /* 10 to 20 mm */
}

/* A table of rows of 10 mm, and one more of another height. */
static size_t
pages_of_rows(world *w, int count, const char *last)
{
    GString *s = g_string_new("<table columns='*'>");
    for (int i = 0; i < count; i++)
        g_string_append(s, "<row min-height='10mm'><cell/></row>");
    g_string_append_printf(s, "<row min-height='%s'><cell/></row></table>", last);
    const composed *c = compose_bound(w, bind_line(w, s->str, "<d/>"));
    g_string_free(s, TRUE);
    if (!c)
        fail_msg("%s", messages(w));
    return composed_page_count(c);
}

/* 170 mm hold 17 rows of 10 mm, though each is rounded up to a unit; and not a hair more. */
static void
rows_that_fill_the_body_in_millimetres_stand_on_the_page(void **state)
{
    world *w = *state;
    assert_true(17 * unit_from_um(10000) > unit_from_um(170000));
    assert_int_equal(pages_of_rows(w, 16, "10mm"), 1);
    assert_int_equal(pages_of_rows(w, 16, "10.01mm"), 2);
    assert_int_equal(pages_of_rows(w, 17, "10mm"), 2);
}

/* A signature that would stand alone takes the last third of a row that fills the page with it: of 31 lines 20 stand in
 * two thirds of 465.7 pt. Each line is printed once, and the signature is not parted. */
static void
check_third_goes_with(world *w, const char *signature)
{
    GString *s = g_string_new("<table columns='*'><row><cell pad='0mm 1mm'>");
    for (int i = 0; i < 31; i++)
        g_string_append_printf(s, "%s行", i ? "<br/>" : "");
    g_string_append_printf(s, "</cell></row></table><block never-alone='yes' keep='together'>%s</block>", signature);
    const char *style = "<style name='base' size='10pt' pitch='15pt'/><style name='large' size='25pt' pitch='25pt'/>";
    const display *l = display_composed(w, compose_bound(w, bind_form(w, style, s->str, "<d/>")));
    g_string_free(s, TRUE);
    if (!l)
        fail_msg("%s", messages(w));
    assert_int_equal(l->pages->len, 2);
    assert_int_equal(count_of(page_text(w, l, 0), "行"), 20);
    assert_int_equal(count_of(page_text(w, l, 1), "行"), 11);
    assert_int_equal(count_of(page_text(w, l, 1), "署名"), 2);
}

static void
a_third_of_a_tall_row_goes_with_what_is_never_alone(void **state)
{
    world *w = *state;
    check_third_goes_with(w, "<p style='large'>署名</p><p>署名</p>"); /* its first line does not fit */
    check_third_goes_with(w, "<p>署名</p><p>署名</p>");               /* its second does not */
    check_third_goes_with(w, "<p>署名<br/>署名</p>");
}

/* ---- cells ---- */

static void
cells_are_filled_aligned_and_crossed_out(void **state)
{
    world *w = *state;
    const display *l =
        display_line_of(w,
                        "<table columns='50mm 58mm'><row min-height='20mm'><cell fill='230' valign='bottom'>下</cell>"
                        "<cell diagonal='yes'/></row></table>",
                        "<d/>");
    const unit left = unit_from_um(20000), bottom = left + unit_from_um(20000);
    const display_op *fill = op_at(l, 0, DISPLAY_RECT, 0), *line = op_at(l, 0, DISPLAY_LINE, 0);
    assert_int_equal(fill->rect.fill, 230);
    assert_int_equal(fill->rect.w, unit_from_um(50000));
    assert_int_equal(fill->rect.h, unit_from_um(20000));
    assert_int_equal(line->line.y1, bottom);
    assert_int_equal(line->line.x1, left + unit_from_um(50000));
    assert_int_equal(line->line.y2, left);
    const display_text *text = text_op(l, 0, "下");
    assert_int_equal(text->y, bottom - unit_from_um(1000) - (9 * UNIT_PT - text_ascent(9 * UNIT_PT)));
}

static void
rules_have_the_weight_that_the_firmest_gives(void **state)
{
    world *w = *state;
    const display *l =
        display_line_of(w,
                        "<table columns='*' frame='heavy' row-rules='thin'><row min-height='10mm' bottom='dotted'>"
                        "<cell/></row><row min-height='10mm'><cell bottom='heavy'/></row>"
                        "<row min-height='10mm'><cell/></row><row min-height='10mm' top='none'><cell/></row></table>",
                        "<d/>");
    static const form_rule expected[] = {RULE_HEAVY, RULE_DOTTED, RULE_HEAVY, RULE_NONE, RULE_HEAVY};
    const display_op *op;
    form_rule got[5] = {RULE_NONE, RULE_NONE, RULE_NONE, RULE_NONE, RULE_NONE};
    for (size_t i = 0; (op = op_at(l, 0, DISPLAY_LINE, i)); i++) {
        if (op->line.y1 != op->line.y2)
            continue;
        const size_t edge = (size_t)((op->line.y1 - unit_from_um(20000) + 10) / unit_from_um(10000));
        for (form_rule r = RULE_DOTTED; r <= RULE_HEAVY; r++)
            if (form_rule_width(r) == op->line.width)
                got[edge] = r;
        if (got[edge] == RULE_DOTTED)
            assert_int_equal(op->line.dash, DISPLAY_DOTTED);
    }
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(got[i], expected[i]);
}

/* -T compose shows every cell, the merged label of a group among them. */
static void
the_print_shows_the_label_of_a_group(void **state)
{
    world *w = *state;
    compose_form(w, "group-continues");
    check_has(w->text->str, "本人支援");
}

/* A text in a narrow cell, over as many pages as it takes. */
static size_t
bytes_of_a_cell(world *w, size_t characters)
{
    GString *data = g_string_new("<d><words>");
    for (size_t i = 0; i < characters; i++)
        g_string_append_c(data, '9');
    g_string_append(data, "</words></d>");
    static const char body[] =
        "<table columns='8mm *'><row><cell><p><value select='words'/></p></cell><cell/></row></table>";
    const bound *b = bind_line(w, body, arena_strdup(w->a, data->str));
    g_string_free(data, TRUE);
    const size_t before = arena_used(w->a);
    const composed *l = compose_bound(w, b);
    if (!l)
        fail_msg("%s", messages(w));
    return arena_used(w->a) - before;
}

static void
a_cell_that_goes_on_takes_memory_as_it_is_long(void **state)
{
    world *w = *state;
    const size_t some = bytes_of_a_cell(w, 10000), more = bytes_of_a_cell(w, 40000);
    assert_true(more < 6 * some);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(columns_make_up_the_width_to_the_unit),
        TEST(columns_have_their_shares),
        TEST(a_table_of_given_lengths_is_as_wide_as_they_are),
        TEST(columns_that_do_not_fit_are_refused),
        TEST(rows_that_do_not_make_up_the_columns_are_refused_once),
        TEST(groups_need_a_label_and_rows),
        TEST(a_row_is_as_tall_as_its_tallest_cell),
        TEST(a_blank_row_is_as_tall_as_handwriting_needs),
        TEST(a_merged_cell_makes_its_last_row_taller),
        TEST(rules_go_round_merged_cells),
        TEST(rows_under_one_cell_that_no_page_holds_are_parted),
        TEST(rows_under_one_cell_stay_together_where_they_can),
        TEST(rows_under_one_cell_are_parted_at_any_height),
        TEST(a_cell_of_several_rows_may_begin_at_the_end_of_a_page),
        TEST(cells_over_several_rows_flow_over_pages),
        TEST(cells_over_several_rows_in_a_cell_flow_over_pages),
        TEST(short_rows_under_one_cell_in_a_cell_stay_together),
        TEST(a_table_head_is_shown_again),
        TEST(a_row_of_half_a_page_or_less_stays_whole),
        TEST(a_taller_row_splits_and_shows_its_label_again),
        TEST(a_split_row_loses_and_repeats_nothing),
        TEST(a_cell_that_goes_on_takes_memory_as_it_is_long),
        TEST(what_a_label_says_again_is_a_word_of_the_form),
        TEST(a_group_shows_its_label_again),
        TEST(a_group_does_not_continue_where_it_begins),
        TEST(a_label_that_continues_on_a_sheet_leaves_its_rows_low),
        TEST(rows_that_fill_the_body_in_millimetres_stand_on_the_page),
        TEST(a_third_of_a_tall_row_goes_with_what_is_never_alone),
        TEST(cells_are_filled_aligned_and_crossed_out),
        TEST(rules_have_the_weight_that_the_firmest_gives),
        TEST(the_print_shows_the_label_of_a_group),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
