/* test_emit_rule.c: double and wavy rules and where they meet; diagonals, and texts beside them that never touch the
 * line. */
#include "test_pipeline.h"

#define CELLS "<row><cell/><cell/></row><row><cell/><cell/></row>"
#define STYLE "<style name='base' size='9pt' pitch='5mm' pad='1mm'/>"

static const display *
drawn(world *w, const char *body)
{
    const bound *b = bind_form(w, STYLE, body, "<d/>");
    const composed *c = b ? compose_bound(w, b) : NULL;
    if (!c)
        fail_msg("%s: %s", body, messages(w));
    const display *l = display_composed(w, c);
    const char *fault = display_check(l, w->a);
    if (fault)
        fail_msg("%s: %s", body, fault);
    return l;
}

static size_t
lines_of(const display *l, display_line *out, size_t most)
{
    const display_page *p = g_ptr_array_index(l->pages, 0);
    size_t n = 0;
    for (guint i = 0; i < p->ops->len && n < most; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind == DISPLAY_LINE)
            out[n++] = op->line;
    }
    return n;
}

static size_t
count_kind(const display *l, display_kind kind)
{
    const display_page *p = g_ptr_array_index(l->pages, 0);
    size_t n = 0;
    for (guint i = 0; i < p->ops->len; i++)
        n += g_array_index(p->ops, display_op, i).kind == kind;
    return n;
}

/* Whether the lines of a double frame close: every end of a line is on another line's end or within another. */
static bool
touches(const display_line *x, unit px, unit py)
{
    const bool across = x->y1 == x->y2;
    const unit from = across ? MIN(x->x1, x->x2) : MIN(x->y1, x->y2),
               to = across ? MAX(x->x1, x->x2) : MAX(x->y1, x->y2);
    return across ? py == x->y1 && px >= from && px <= to : px == x->x1 && py >= from && py <= to;
}

static void
check_closed(world *w, const char *body)
{
    display_line lines[200];
    const size_t n = lines_of(drawn(w, body), lines, 200);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        for (int end = 0; end < 2; end++) {
            const unit px = end ? lines[i].x2 : lines[i].x1, py = end ? lines[i].y2 : lines[i].y1;
            bool met = false;
            for (size_t k = 0; k < n && !met; k++)
                met = k != i && touches(&lines[k], px, py);
            if (!met)
                fail_msg("%s: an end at %d, %d meets nothing", body, (int)px, (int)py);
        }
}

static void
double_rules_meet(void **state)
{
    world *w = *state;
    static const char *const tables[] = {
        "<table columns='20mm 20mm' frame='double'>" CELLS "</table>",
        "<table columns='20mm 20mm' frame='double' row-rules='double' column-rules='double'>" CELLS "</table>",
        "<table columns='20mm 20mm' frame='double' row-rules='double'>" CELLS "</table>",
        "<table columns='20mm 20mm' frame='double' row-rules='thin' column-rules='thin'>" CELLS "</table>",
        "<table columns='20mm 20mm' frame='double' row-rules='thin' column-rules='double'><row><cell "
        "span='2'/></row>" CELLS "</table>",
        "<table columns='20mm 20mm' frame='double' row-rules='double' column-rules='double'><row><cell "
        "rows='2'/><cell/>"
        "</row><row><cell/></row></table>",
        "<table columns='20mm'><row><cell top='double' bottom='double' left='double' right='double'/></row></table>",
        "<table columns='20mm 20mm' frame='double' row-rules='double' column-rules='dotted'>" CELLS "</table>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        check_closed(w, tables[i]);
}

/* A frame is two rectangles, the outer 1.5 pt larger on each side than the inner. */
static void
a_double_frame_is_two_rectangles(void **state)
{
    world *w = *state;
    display_line lines[20];
    const size_t n = lines_of(
        drawn(w, "<table columns='20mm' frame='double'><row min-height='10mm'><cell/></row></table>"), lines, 20);
    unit least[2] = {G_MAXINT32, G_MAXINT32}, most[2] = {0, 0};
    assert_int_equal(n, 8);
    for (size_t i = 0; i < n; i++)
        if (lines[i].y1 == lines[i].y2) {
            const unit length = abs(lines[i].x2 - lines[i].x1);
            least[0] = MIN(least[0], length);
            most[0] = MAX(most[0], length);
        }
    assert_int_equal(most[0] - least[0], 3 * UNIT_PT);
    assert_int_equal(most[0] + least[0], 2 * unit_from_um(20000));
}

static void
waves_begin_and_end_in_their_places(void **state)
{
    static const char *const bodies[] = {
        "<rule weight='wavy'/>",
        "<table columns='20mm' frame='wavy'><row min-height='10mm'><cell/></row></table>",
        "<table columns='1mm'><row><cell bottom='wavy' pad='0mm'/></row></table>",
        "<block writing='vertical' height='20mm'><p>あ</p><rule weight='wavy'/><p>い</p></block>",
    };
    static const size_t counts[] = {1, 4, 1, 1};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        const display *l = drawn(w, bodies[i]);
        assert_int_equal(count_kind(l, DISPLAY_PATH), counts[i]);
        const display_page *p = g_ptr_array_index(l->pages, 0);
        for (guint k = 0; k < p->ops->len; k++) {
            const display_op *op = &g_array_index(p->ops, display_op, k);
            if (op->kind != DISPLAY_PATH)
                continue;
            const display_point *a = &op->path.points[0], *z = &op->path.points[op->path.count - 1];
            assert_true(a->x == z->x || a->y == z->y);
            assert_true(op->path.count % 8 == 1);
        }
    }
    assert_int_equal(count_kind(drawn(w, "<rule weight='double'/>"), DISPLAY_LINE), 2);
}

/* The firmer of two rules is drawn. */
static void
a_double_rule_is_the_firmest(void **state)
{
    world *w = *state;
    display_line lines[20];
    size_t n =
        lines_of(drawn(w, "<table columns='20mm' frame='heavy'><row><cell bottom='double'/></row></table>"), lines, 20);
    assert_int_equal(n, 5);
    n = lines_of(
        drawn(w, "<table columns='20mm'><row><cell bottom='double'/></row><row><cell top='heavy'/></row></table>"),
        lines, 20);
    assert_int_equal(n, 2);
    n = lines_of(
        drawn(w, "<table columns='20mm'><row><cell bottom='wavy'/></row><row><cell top='heavy'/></row></table>"), lines,
        20);
    assert_int_equal(n, 0);
}

/* ---- diagonals ---- */

static void
diagonals_run_both_ways(void **state)
{
    static const struct {
        const char *word;
        int up, down;
    } rows[] = {{"yes", 1, 0}, {"up", 1, 0}, {"down", 0, 1}, {"both", 1, 1}, {"no", 0, 0}};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        display_line lines[8];
        const display *l = drawn(
            w, arena_printf(w->a, "<table columns='20mm'><row min-height='9mm'><cell diagonal='%s'/></row></table>",
                            rows[i].word));
        const size_t n = lines_of(l, lines, 8);
        int up = 0, down = 0;
        for (size_t k = 0; k < n; k++) {
            up += (lines[k].x2 - lines[k].x1 > 0) == (lines[k].y2 - lines[k].y1 < 0);
            down += (lines[k].x2 - lines[k].x1 > 0) == (lines[k].y2 - lines[k].y1 > 0);
        }
        assert_int_equal(up, rows[i].up);
        assert_int_equal(down, rows[i].down);
    }
}

/* Every glyph's em box stands on one side of the line, for cells of all widths and texts of all lengths. */
static void
check_beside(const display *l, const char *body)
{
    const display_page *p = g_ptr_array_index(l->pages, 0);
    display_line line = {0};
    lines_of(l, &line, 1);
    int above = 0, below = 0;
    for (guint i = 0; i < p->ops->len; i++) {
        const display_op *op = &g_array_index(p->ops, display_op, i);
        if (op->kind != DISPLAY_TEXT)
            continue;
        for (size_t k = 0; k < op->text.glyph_count; k++) {
            const unit x = op->text.x + op->text.glyphs[k].x, y = op->text.y - text_ascent(op->text.size);
            int sides = 0;
            for (int corner = 0; corner < 4; corner++) {
                const double px = x + (corner & 1 ? op->text.size : 0), py = y + (corner & 2 ? op->text.size : 0);
                const double at = line.y1 + (px - line.x1) * (line.y2 - line.y1) / (line.x2 - line.x1);
                sides += py > at ? 1 : -1;
            }
            if (abs(sides) != 4)
                fail_msg("%s: %s touches the line", body, op->text.utf8);
            above += sides < 0;
            below += sides > 0;
        }
    }
    assert_true(above > 0 && below > 0);
}

static void
texts_beside_a_diagonal_never_touch_it(void **state)
{
    static const char *const texts[] = {"日", "曜日", "時間の区分", "科目の名前が長いので行が分かれる",
                                        "あ<br/>い<br/>う"};
    static const char *const lines[][3] = {{"down", "upper-right", "lower-left"}, {"up", "upper-left", "lower-right"}};
    static const char *const more[] = {"", " min-height='30mm'", " pad='0mm'", " pad='2mm 5mm'"};
    for (int width = 18; width <= 98; width += 20)
        for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
            for (size_t k = 0; k < G_N_ELEMENTS(texts); k++)
                for (size_t m = 0; m < 8; m++) {
                    world *w = *state;
                    const char *const *line = lines[m % 2];
                    const char *body = arena_printf(
                        w->a,
                        "<table columns='%dmm'><row><cell diagonal='%s'%s><corner at='%s'>%s</corner><corner at='%s'>%s"
                        "</corner></cell></row></table>",
                        width, line[0], more[m / 2], line[1], texts[i], line[2], texts[k]);
                    check_beside(drawn(w, body), body);
                }
}

static void
corners_have_their_places(void **state)
{
    static const struct {
        const char *cell, *message;
    } rows[] = {
        {"<cell><corner at='upper-right'>あ</corner></cell>", "compose-place"},
        {"<cell diagonal='both'><corner at='upper-right'>あ</corner></cell>", "compose-place"},
        {"<cell diagonal='down'><corner at='upper-left'>あ</corner></cell>", "compose-place"},
        {"<cell diagonal='up'><corner at='upper-right'>あ</corner></cell>", "compose-place"},
        {"<cell diagonal='down'><corner at='upper-right'>あ</corner><p>い</p></cell>", "compose-place"},
        {"<cell diagonal='down'><corner at='upper-right'>あ</corner><corner at='upper-right'>い</corner></cell>",
         "compose-place"},
        {"<cell diagonal='down'><block><corner at='upper-right'>あ</corner></block></cell>", "compose-place"},
        {"<cell diagonal='down'><corner at='upper-right'><corner at='upper-right'>あ</corner></corner></cell>",
         "compose-place"},
        {"<cell diagonal='down' height='6mm'><corner at='upper-right'>曜日</corner><corner at='lower-left'>時間の"
         "区分</corner></cell>",
         "compose-no-fit"},
        {"<cell diagonal='down'><corner at='upper-right'>&#xE000;</corner></cell>", "text-private"},
        {"<cell diagonal='down'><corner>あ</corner></cell>", "form-xml-attribute-missing"},
        {"<cell diagonal='left'/>", "form-xml-value-list"},
        {"<cell diagonal='down' height='9mm' fit='shrink(6pt)'><corner at='upper-right'>曜日</corner></cell>", NULL},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *body = arena_printf(w->a, "<table columns='30mm'><row>%s</row></table>", rows[i].cell);
        const bound *b = bind_form(w, STYLE, body, "<d/>");
        const bool good = b && compose_bound(w, b);
        if (good != !rows[i].message || (rows[i].message && !strstr(codes(w), rows[i].message)))
            fail_msg("%s: %s", body, messages(w));
        forget(w);
    }
    assert_null(compose_bound(w, bind_form(w, STYLE, "<corner at='upper-left'>あ</corner>", "<d/>")));
    assert_string_equal(codes(w), "compose-place");
}

/* ---- a table that fills its cell ---- */

/* The lowest horizontal line of the inner table, and that of the outer. */
static void
a_nested_table_reaches_the_bottom(void **state)
{
    static const char *const rows[] = {"<row><cell>あ</cell></row>",
                                       "<row><cell>あ</cell></row><row><cell>い</cell></row>",
                                       "<table-head><row><cell>頭</cell></row></table-head><row><cell>あ</cell></row>"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int fills = 0; fills < 2; fills++) {
            display_line lines[40];
            unit inner = 0, outer = 0;
            const size_t n = lines_of(
                drawn(w,
                      arena_printf(w->a,
                                   "<table columns='30mm 20mm' frame='heavy'><row><cell pad='0mm'><table columns='*' "
                                   "frame='thin' row-rules='thin'%s>%s</table></cell><cell min-height='40mm'/></row>"
                                   "</table>",
                                   fills ? " fill-height='yes'" : "", rows[i])),
                lines, 40);
            for (size_t k = 0; k < n; k++) {
                unit *lowest = lines[k].width > UNIT_PT ? &outer : &inner;
                if (lines[k].y1 == lines[k].y2)
                    *lowest = MAX(*lowest, lines[k].y1);
            }
            assert_true(fills ? inner == outer : inner < outer);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(double_rules_meet),
        TEST(a_double_frame_is_two_rectangles),
        TEST(waves_begin_and_end_in_their_places),
        TEST(a_double_rule_is_the_firmest),
        TEST(diagonals_run_both_ways),
        TEST(texts_beside_a_diagonal_never_touch_it),
        TEST(corners_have_their_places),
        TEST(a_nested_table_reaches_the_bottom),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
