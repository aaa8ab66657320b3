/* test_compose_chart.c: whatever a chart shows, its words stand in it and not on one another, and its bars are as tall
 * as their amounts; what has no room is told. */
#include "test_pipeline.h"

#include "compose/composed.h" /* whose short names would hide those of the helpers */

enum { TRIES = 300 };

static const chart *
chart_on(const composed *c)
{
    for (size_t i = 0; i < c->pages[0].count; i++)
        if (c->pages[0].items[i].atom->kind == ATOM_CHART)
            return c->pages[0].items[i].atom->chart;
    fail_msg("no chart");
    return NULL;
}

static chart_box
box_of(const chart_text *t)
{
    unit left = UNIT_MAX_LENGTH, right = 0;
    for (size_t i = 0; i < t->text.count; i++) {
        const atom *a = &t->text.items[i];
        if (a->kind != ATOM_LINE)
            continue;
        const text_line *line = &a->para->lines->lines[a->line];
        left = MIN(left, t->x + a->x + line->x);
        right = MAX(right, t->x + a->x + line->x + line->width);
    }
    return (chart_box){left, t->y, MAX(right - left, 0), t->text.height};
}

static void
check_words(const chart *of)
{
    for (size_t i = 0; i < of->text_count; i++) {
        const chart_box a = box_of(&of->texts[i]);
        if (a.w == 0)
            continue;
        if (a.x < 0 || a.y < 0 || a.x + a.w > of->width || a.y + a.h > of->height + UNIT_PT)
            fail_msg("words %zu leave the chart: %d %d %d %d of %d x %d", i, a.x, a.y, a.w, a.h, of->width, of->height);
        for (size_t k = 0; k < i; k++) {
            const chart_box b = box_of(&of->texts[k]);
            if (b.w && a.x < b.x + b.w && b.x < a.x + a.w && a.y + UNIT_PT < b.y + b.h && b.y + UNIT_PT < a.y + a.h)
                fail_msg("words %zu and %zu stand on one another: %d %d %d %d, %d %d %d %d", k, i, b.x, b.y, b.w, b.h,
                         a.x, a.y, a.w, a.h);
        }
    }
}

static const char *
random_chart(world *w, GRand *random, bool of_lines)
{
    GString *out = g_string_new(NULL);
    const int series = g_rand_int_range(random, 1, 5), points = g_rand_int_range(random, 0, 9);
    g_string_append_printf(out, "<chart alt='日数' height='%dmm' unit='日'%s>", g_rand_int_range(random, 35, 90),
                           of_lines ? " kind='lines'" : "");
    for (int i = 0; i < series; i++)
        g_string_append_printf(out, "<series>系列%d</series>", i);
    for (int i = 0; i < points; i++) {
        g_string_append_printf(out, "<point>%d月", i + 1);
        for (int k = 0; k < series; k++)
            g_string_append_printf(out, "<amount select='%d div 4'/>", g_rand_int_range(random, 0, 80));
        g_string_append(out, "</point>");
    }
    g_string_append(out, "</chart>");
    const char *body = arena_strdup(w->a, out->str);
    g_string_free(out, TRUE);
    return body;
}

static void
words_keep_off_one_another(void **state)
{
    world *w = *state;
    const char *style = "<style name='base' size='7pt' pitch='10pt'/>";
    GRand *random = g_rand_new_with_seed(17);
    size_t made = 0;
    for (int i = 0; i < TRIES; i++) {
        const char *body = random_chart(w, random, i % 2);
        const composed *c = compose_bound(w, bind_form(w, style, body, "<d/>"));
        if (!c && strncmp(messages(w), "compose-chart", 13) != 0)
            fail_msg("%s: %s", body, messages(w));
        if (c) {
            check_words(chart_on(c));
            made++;
        }
        forget(w);
    }
    assert_true(made > TRIES / 2);
    g_rand_free(random);
}

static void
bars_are_as_tall_as_their_amounts(void **state)
{
    world *w = *state;
    const composed *c = compose_bound(
        w, bind_line(w,
                     "<chart alt='日数' height='50mm' most='10'><point>甲<amount select='5'/></point>"
                     "<point>乙<amount select='10'/></point><point>丙<amount select='0'/></point></chart>",
                     "<d/>"));
    const chart *of = chart_on(c);
    assert_int_equal(of->amount_count, 3);
    const unit base = of->plot.y + of->plot.h;
    assert_in_range(base - of->amounts[0].y, of->plot.h / 2 - 1, of->plot.h / 2 + 1);
    assert_int_equal(of->amounts[1].y, of->plot.y);
    assert_int_equal(of->amounts[2].y, base);
}

static void
check_refused(world *w, const char *body)
{
    assert_null(compose_bound(w, bind_line(w, body, "<d/>")));
    if (strncmp(messages(w), "compose-chart", 13) != 0 && strncmp(messages(w), "compose-widths", 14) != 0)
        fail_msg("%s: %s", body, messages(w));
    forget(w);
}

static void
what_has_no_room_is_told(void **state)
{
    world *w = *state;
    check_refused(w, "<chart alt='日数' height='8mm'><point>甲<amount select='5'/></point></chart>");
    check_refused(w, "<chart alt='日数' height='50mm' width='900mm'><point>甲<amount select='5'/></point></chart>");
    check_refused(w, "<chart alt='日数' height='50mm' width='8mm'><point>甲<amount select='5'/></point></chart>");
    check_refused(w, "<chart alt='日数' height='50mm' width='30mm'><for-each select='20'><point>甲<amount "
                     "select='12345'/></point></for-each></chart>");
    check_refused(w, "<table columns='5mm *'><row><cell><chart alt='日数' height='50mm'><point>甲<amount "
                     "select='5'/></point></chart></cell><cell/></row></table>");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_keep_off_one_another),
        TEST(bars_are_as_tall_as_their_amounts),
        TEST(what_has_no_room_is_told),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
