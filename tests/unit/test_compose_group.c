/* test_compose_group.c: a group is as tall as its label and no taller, on each page that it stands on, in the body and
 * in boxes. */
#include "test_pipeline.h"

#include "compose/composed.h" /* whose short names would hide those of the helpers */

static unit
label_need(const row *r)
{
    const cell *label = &r->group->label;
    return 2 * label->pad_y + (r->begins_group ? label->content.height : label->content_again.height);
}

static void check_atoms(const placed *items, size_t count, unit room);

/* Of atoms one under the other, each group has room for its label, and nothing stands below the room. */
static void
check_atoms(const placed *items, size_t count, unit room)
{
    for (size_t i = 0; i < count; i++) {
        const atom *a = items[i].atom;
        if (items[i].y + a->height > room + UNIT_PT / 32)
            fail_msg("%d + %d stand in %d", items[i].y, a->height, room);
        if (a->kind != ATOM_ROW)
            continue;
        for (size_t k = 0; k < a->row->cell_count; k++) {
            const cell *box = &a->row->cells[k];
            placed *in = g_new0(placed, box->content.count + 1);
            unit y = 0;
            for (size_t n = 0; n < box->content.count; n++) {
                y += n ? box->content.items[n].before : 0;
                in[n] = (placed){&box->content.items[n], y};
                y += box->content.items[n].height;
            }
            check_atoms(in, box->content.count, a->height);
            g_free(in);
        }
        const group *g = a->row->group;
        if (!g || (i > 0 && items[i - 1].atom->kind == ATOM_ROW && items[i - 1].atom->row->group == g))
            continue;
        unit have = 0;
        for (size_t k = i; k < count && items[k].atom->kind == ATOM_ROW && items[k].atom->row->group == g; k++)
            have += items[k].atom->height;
        if (have < label_need(a->row))
            fail_msg("a label of %d stands over %d", label_need(a->row), have);
    }
}

static const composed *
compose_groups(world *w, const char *body)
{
    const char *style = "<style name='base' size='10pt' pitch='5mm' pad='0mm'/>";
    const composed *c = compose_bound(w, bind_form(w, style, body, "<d/>"));
    if (!c)
        fail_msg("%s: %s", body, messages(w));
    for (size_t i = 0; i < c->page_count; i++)
        check_atoms(c->pages[i].items, c->pages[i].count, unit_from_um(170000));
    return c;
}

/* 名 down a column, or in lines: so many. */
static const char *
label_of(world *w, int length, bool is_vertical)
{
    GString *s = g_string_new("<cell>");
    g_string_append(s, is_vertical ? "<block writing='vertical' size='fit'><p>" : "<p>");
    for (int i = 0; i < length; i++)
        g_string_append_printf(s, "%s名", i && !is_vertical ? "<br/>" : "");
    g_string_append_printf(s, "</p>%s</cell>", is_vertical ? "</block>" : "");
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

static const char *
rows_of(world *w, int count, const char *one)
{
    GString *s = g_string_new(NULL);
    for (int i = 0; i < count; i++)
        g_string_append(s, one);
    const char *copy = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return copy;
}

static const char low[] = "<row><cell><p>行</p></cell></row>";

static void
rows_share_what_the_label_needs(void **state)
{
    world *w = *state;
    for (int vertical = 0; vertical < 2; vertical++)
        for (int length = 1; length < 12; length++) {
            const char *body = arena_printf(w->a, "<table columns='8mm *'><group>%s%s</group></table>",
                                            label_of(w, length, vertical), rows_of(w, 3, low));
            const composed *c = compose_groups(w, body);
            unit sum = 0, need = label_need(c->pages[0].items[0].atom->row);
            for (size_t i = 0; i < 3; i++)
                sum += c->pages[0].items[i].atom->height;
            assert_true(sum == MAX(need, 3 * unit_from_um(3528)) || sum - need < UNIT_PT || length < 4);
            assert_true(abs(c->pages[0].items[0].atom->height - c->pages[0].items[2].atom->height) <= 1);
        }
}

/* Rows that are taller by themselves give their height to the label. */
static void
rows_of_their_own_height_stay_as_they_are(void **state)
{
    world *w = *state;
    const char *body =
        arena_printf(w->a,
                     "<table columns='8mm *'><group>%s<row min-height='10mm'><cell/></row>"
                     "<row min-height='25mm'><cell/></row><row><cell><p>行</p></cell></row></group></table>",
                     label_of(w, 6, true));
    const composed *c = compose_groups(w, body);
    assert_int_equal(c->pages[0].items[0].atom->height, unit_from_um(10000));
    assert_int_equal(c->pages[0].items[1].atom->height, unit_from_um(25000));
}

/* However far down the page the group begins, and whatever holds it. */
static void
each_part_of_a_group_is_as_tall_as_its_label(void **state)
{
    static const char *const more[] = {low, "<row min-height='13mm'><cell/></row>",
                                       "<row><cell><p>行</p><p>行</p><p>行</p></cell></row>"};
    world *w = *state;
    for (int above = 20; above < 36; above += 3)
        for (int length = 1; length < 20; length += 6)
            for (int count = 1; count < 60; count = count * 2 + 1)
                for (size_t k = 0; k < G_N_ELEMENTS(more); k++) {
                    const char *groups = arena_printf(w->a, "<group>%s%s</group>", label_of(w, length, k % 2),
                                                      rows_of(w, count, more[k]));
                    const composed *c = compose_groups(w, arena_printf(w->a, "%s<table columns='8mm *'>%s%s</table>",
                                                                       rows_of(w, above, "<p>文</p>"), groups, groups));
                    if (k == 0)
                        assert_int_equal(count_of(w->text->str, "\"行\""), 2 * count);
                    assert_true(c->page_count > 0);
                }
}

static void
groups_in_boxes_are_as_tall_as_their_labels(void **state)
{
    world *w = *state;
    for (int length = 1; length < 20; length += 6)
        for (int count = 1; count < 60; count = count * 2 + 1) {
            const char *inner = arena_printf(w->a, "<table columns='8mm *'><group>%s%s</group></table>",
                                             label_of(w, length, false), rows_of(w, count, low));
            compose_groups(w, arena_printf(w->a,
                                           "<table columns='40mm *'><row><cell>%s</cell><cell>%s</cell></row></table>",
                                           inner, rows_of(w, 30, "<p>文</p>")));
            assert_int_equal(count_of(w->text->str, "\"行\""), count);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_share_what_the_label_needs),
        TEST(rows_of_their_own_height_stay_as_they_are),
        TEST(each_part_of_a_group_is_as_tall_as_its_label),
        TEST(groups_in_boxes_are_as_tall_as_their_labels),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
