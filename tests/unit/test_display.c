/* test_display.c: display lists printed, taken apart into clusters, and checked before they are painted. */
#include "test_display_page.h"

static int
setup(void **state)
{
    return open_page(state, A4_WIDTH, A4_HEIGHT);
}

static void
assert_trace(const fixture *f, bool with_origins, const char *expected)
{
    GString *out = g_string_new(NULL);
    display_print(f->list, with_origins, out);
    assert_string_equal(out->str, expected);
    g_string_free(out, TRUE);
}

static void
vectors_print_in_units(void **state)
{
    fixture *f = *state;
    static const display_point points[] = {{10, 20}, {30, 40}, {50, 20}};
    display_add(f->page, (display_op){.kind = DISPLAY_LINE, .line = {1, 2, 300, 2, 256, DISPLAY_DOTTED, 0}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {10, 20, 30, 40, 0, 0, 230}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {10, 20, 30, 40, 120, 80, -1}});
    display_add(f->page, (display_op){.kind = DISPLAY_ELLIPSE, .ellipse = {500, 600, 70, 80, 512, 0}});
    display_add(f->page, (display_op){.kind = DISPLAY_PATH, .path = {points, 3, 1024, true, 0}});
    static const display_box boxes[] = {{10, 20, 30, 40}, {40, 20, 5, 6}};
    display_add(f->page, (display_op){.kind = DISPLAY_TILES, .tiles = {boxes, 2, 0}});
    assert_trace(f, false,
                 "document\n"
                 "  language \"ja\"\n"
                 "page 1 609449x861732 label \"1\"\n"
                 "  line 1,2 300,2 width 256 dotted gray 0\n"
                 "  rect 10,20 30x40 fill 230\n"
                 "  rect 10,20 30x40 width 120 gray 80\n"
                 "  ellipse 500,600 70,80 width 512 gray 0\n"
                 "  path width 1024 gray 0 closed 10,20 30,40 50,20\n"
                 "  tiles 2 gray 0 10,20 30x40 40,20 5x6\n");
}

static void
properties_and_bookmarks_print(void **state)
{
    fixture *f = *state;
    f->list->title = "計画 \"案\"";
    f->list->has_date = true;
    f->list->created = (date){2024, 4, 2};
    const display_bookmark b = {"第1章", 0, 0, 2048};
    g_array_append_val(f->list->bookmarks, b);
    assert_trace(f, false,
                 "document\n"
                 "  language \"ja\"\n"
                 "  title \"計画 \\\"案\\\"\"\n"
                 "  created 2024-04-02\n"
                 "  bookmark level 0 page 1 y 2048 \"第1章\"\n"
                 "page 1 609449x861732 label \"1\"\n");
}

static void
text_prints_glyphs_and_spells_out_what_cannot_be_seen(void **state)
{
    fixture *f = *state;
    static const text_origin origin = {{"forms/plan.xml", 12, NULL}, {"case.xml", 7, "/case/child"}};
    static const text_glyph glyphs[] = {{101, 0, 0, 0}, {102, 7, 10752, -5}};
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT,
                                      .origin = &origin,
                                      .text = {.face = f->mincho,
                                               .size = 10752,
                                               .x = 100,
                                               .y = 20000,
                                               .utf8 = "葛󠄀飾",
                                               .glyphs = glyphs,
                                               .glyph_count = 2,
                                               .is_ruby = true}});
    assert_trace(f, true,
                 "document\n"
                 "  language \"ja\"\n"
                 "page 1 609449x861732 label \"1\"\n"
                 "  text \"BIZ UDMincho Regular\" 10752 at 100,20000 fill gray 0 ruby \"葛\\u{E0100}飾\" "
                 "[101=0@0,0 102=7@10752,-5] form=forms/plan.xml:12 data=case.xml:7:/case/child\n");
}

static void
ink_is_told_apart(void **state)
{
    fixture *f = *state;
    add_run(f->page, f->a, f->mincho, 60, 100, 400, DISPLAY_OUTLINE, "案");
    add_run(f->page, f->a, f->mincho, 10.5, 100, 100, DISPLAY_INVISIBLE, "☑");
    GString *out = g_string_new(NULL);
    display_print(f->list, false, out);
    assert_non_null(strstr(out->str, " outline gray 200 stroke 512 \"案\""));
    assert_non_null(strstr(out->str, " invisible gray 0 \"☑\""));
    g_string_free(out, TRUE);
}

/* ---- clusters ---- */

static void
assert_cluster(const display_text *t, size_t *at, const char *utf8, size_t first, size_t count)
{
    display_cluster k;
    assert_true(display_next_cluster(t, at, &k));
    assert_int_equal(k.length, strlen(utf8));
    assert_memory_equal(k.utf8, utf8, k.length);
    assert_int_equal(k.first, first);
    assert_int_equal(k.count, count);
}

static void
a_selector_stays_with_its_base(void **state)
{
    fixture *f = *state;
    const display_text t = run_of(f->a, f->mincho, 10.5, 0, 100, DISPLAY_FILL, "葛󠄀と葛");
    size_t at = 0;
    assert_cluster(&t, &at, "葛󠄀", 0, 1);
    assert_cluster(&t, &at, "と", 1, 1);
    assert_cluster(&t, &at, "葛", 2, 1);
    display_cluster k;
    assert_false(display_next_cluster(&t, &at, &k));
}

static void
glyphs_of_one_cluster_stay_together(void **state)
{
    (void)state;
    static const text_glyph glyphs[] = {{5, 0, 0, 0}, {6, 0, 10, 0}, {7, 6, 20, 0}};
    const display_text t = {.utf8 = "か゚き", .glyphs = glyphs, .glyph_count = 3};
    size_t at = 0;
    assert_cluster(&t, &at, "か゚", 0, 2);
    assert_cluster(&t, &at, "き", 2, 1);
}

static void
spaces_without_a_glyph_are_left_out(void **state)
{
    (void)state;
    static const text_glyph glyphs[] = {{5, 1, 0, 0}, {6, 4, 10, 0}};
    const display_text t = {.utf8 = " かき 　", .glyphs = glyphs, .glyph_count = 2};
    size_t at = 0;
    assert_cluster(&t, &at, "か", 0, 1);
    assert_cluster(&t, &at, "き", 1, 1);
}

static void
a_space_with_a_glyph_is_kept(void **state)
{
    (void)state;
    static const text_glyph glyphs[] = {{5, 0, 0, 0}, {6, 3, 10, 0}};
    const display_text t = {.utf8 = "か　", .glyphs = glyphs, .glyph_count = 2};
    size_t at = 0;
    assert_cluster(&t, &at, "か", 0, 1);
    assert_cluster(&t, &at, "　", 1, 1);
}

/* ---- the self-check ---- */

static void
a_good_list_passes(void **state)
{
    fixture *f = *state;
    add_run(f->page, f->a, f->mincho, 10.5, 50, 100, DISPLAY_FILL, "葛󠄀城の「鉤」「二つ」");
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {0, 0, A4_WIDTH, A4_HEIGHT, 10, 0, -1}});
    const display_bookmark b[] = {{"一", 0, 0, 0}, {"二", 1, 0, A4_HEIGHT}};
    g_array_append_vals(f->list->bookmarks, b, 2);
    assert_null(display_check(f->list, f->a));
}

static void
faulty_ops_are_told_with_their_place(void **state)
{
    fixture *f = *state;
    static const display_box boxes[] = {{1, 1, 5, 5}, {6, 1, 0, 5}, {6, 1, A4_HEIGHT, 5}};
    static const display_point points[] = {{0, 0}, {A4_WIDTH + 1, 0}};
    static const text_glyph backwards[] = {{5, 3, 0, 0}, {6, 0, 10, 0}};
    static const text_glyph inside[] = {{5, 1, 0, 0}};
    static const text_glyph beyond[] = {{5, 3, 0, 0}};
    static const text_glyph missing[] = {{0, 0, 0, 0}};
    const display_text good = {.face = f->mincho, .size = 10, .y = 10, .utf8 = "か"};
    display_text order = good, within = good, past = good, notdef = good, none = good, small = good, broken = good;
    order.utf8 = "かき", order.glyphs = backwards, order.glyph_count = 2;
    within.glyphs = inside, within.glyph_count = 1;
    past.glyphs = beyond, past.glyph_count = 1;
    notdef.glyphs = missing, notdef.glyph_count = 1;
    small.size = 0;
    broken.utf8 = "\xE3\x81";
    const struct {
        display_op op;
        const char *fault;
    } rows[] = {
        {{.kind = DISPLAY_TEXT, .text = order}, "page 1 op 1: clusters run backwards"},
        {{.kind = DISPLAY_TEXT, .text = within}, "page 1 op 1: cluster inside a character"},
        {{.kind = DISPLAY_TEXT, .text = past}, "page 1 op 1: cluster beyond the text"},
        {{.kind = DISPLAY_TEXT, .text = notdef}, "page 1 op 1: glyph 0 (the missing glyph)"},
        {{.kind = DISPLAY_TEXT, .text = none}, "page 1 op 1: text without a glyph"},
        {{.kind = DISPLAY_TEXT, .text = small}, "page 1 op 1: text of no size"},
        {{.kind = DISPLAY_TEXT, .text = broken}, "page 1 op 1: text is not UTF-8"},
        {{.kind = DISPLAY_LINE, .line = {0, 0, 10, 0, 0, DISPLAY_SOLID, 0}}, "page 1 op 1: line of no width"},
        {{.kind = DISPLAY_LINE, .line = {-1, 0, 10, 0, 1, DISPLAY_SOLID, 0}}, "page 1 op 1: outside its page"},
        {{.kind = DISPLAY_RECT, .rect = {0, 0, 10, 10, 0, 0, -1}}, "page 1 op 1: rectangle neither stroked nor filled"},
        {{.kind = DISPLAY_RECT, .rect = {0, 0, 10, A4_HEIGHT + 1, 1, 0, -1}}, "page 1 op 1: outside its page"},
        {{.kind = DISPLAY_ELLIPSE, .ellipse = {10, 10, 20, 5, 1, 0}}, "page 1 op 1: outside its page"},
        {{.kind = DISPLAY_PATH, .path = {points, 1, 1, false, 0}}, "page 1 op 1: path of fewer than two points"},
        {{.kind = DISPLAY_PATH, .path = {points, 2, 1, false, 256}}, "page 1 op 1: gray is not 0 to 255"},
        {{.kind = DISPLAY_PATH, .path = {points, 2, 1, false, 0}}, "page 1 op 1: outside its page"},
        {{.kind = DISPLAY_TILES, .tiles = {boxes, 0, 0}}, "page 1 op 1: tiles of which there are none"},
        {{.kind = DISPLAY_TILES, .tiles = {boxes, 1, 300}}, "page 1 op 1: gray is not 0 to 255"},
        {{.kind = DISPLAY_TILES, .tiles = {boxes, 2, 0}}, "page 1 op 1: rectangle of no size"},
        {{.kind = DISPLAY_TILES, .tiles = {boxes + 2, 1, 0}}, "page 1 op 1: outside its page"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_array_set_size(f->page->ops, 0);
        display_add(f->page, rows[i].op);
        const char *fault = display_check(f->list, f->a);
        assert_non_null(fault);
        assert_string_equal(fault, rows[i].fault);
    }
}

/* The same of the glyphs of a text, one by one and by one question at a time; NULL: nothing is wrong. No glyph that is
 * asked of has ink. */
static const char *
fault_of_glyphs(const display_text *t)
{
    uint32_t before = 0;
    for (size_t i = 0; i < t->glyph_count; before = t->glyphs[i++].cluster) {
        const uint32_t at = t->glyphs[i].cluster;
        if (at >= strlen(t->utf8))
            return "cluster beyond the text";
        if (at < before)
            return "clusters run backwards";
        if (((guchar)t->utf8[at] & 0xC0) == 0x80)
            return "cluster inside a character";
    }
    for (size_t i = 0; i < t->glyph_count; i++) {
        const text_glyph *g = &t->glyphs[i];
        if (g->id == 0)
            return "glyph 0 (the missing glyph)";
        if (ABS((int64_t)g->x) > UNIT_MAX_LENGTH || ABS((int64_t)g->y) > UNIT_MAX_LENGTH)
            return "longer than any page";
    }
    return NULL;
}

static void
glyphs_are_checked_as_they_are_one_by_one(void **state)
{
    fixture *f = *state;
    static const char utf8[] = "あ　い　";
    const uint32_t blank = font_face_glyph(f->mincho, 0x3000, 0);
    const uint32_t clusters[] = {0, 3, 6, 9, 9, 3, 1, 12, 13, UINT32_MAX};
    const unit places[] = {0, 0, 0, 5, -5, A4_WIDTH, A4_HEIGHT + 1, UNIT_MAX_LENGTH, UNIT_MAX_LENGTH + 1, G_MININT32};
    GRand *r = g_rand_new_with_seed(3);
    size_t good = 0;
    for (int i = 0; i < 20000; i++) {
        text_glyph glyphs[4];
        const int odd = g_rand_int_range(r, 0, 3) ? 4 : 10; /* most are right */
        for (size_t k = 0; k < 4; k++)
            glyphs[k] = (text_glyph){g_rand_int_range(r, 0, 40) ? blank : 0,
                                     g_rand_int_range(r, 0, 4) ? clusters[k] : clusters[g_rand_int_range(r, 0, odd)],
                                     places[g_rand_int_range(r, 0, odd)], places[g_rand_int_range(r, 0, odd)]};
        display_text t = {.face = f->mincho, .size = 10, .x = 100, .y = 100, .utf8 = utf8, .glyphs = glyphs};
        t.glyph_count = 1 + (size_t)g_rand_int_range(r, 0, 4);
        const char *expected = fault_of_glyphs(&t);
        g_array_set_size(f->page->ops, 0);
        display_add(f->page, (display_op){.kind = DISPLAY_TEXT, .text = t});
        const char *fault = display_check(f->list, f->a);
        if (!fault != !expected || (fault && !g_str_has_suffix(fault, expected)))
            fail_msg("%d: %s, not %s", i, fault, expected);
        good += !fault;
    }
    assert_true(good > 100 && good < 19900);
    g_rand_free(r);
}

/* Numbers that no page has are never handed to a painter, whichever length of an op they are. */
static void
no_length_is_longer_than_any_page(void **state)
{
    fixture *f = *state;
    static const display_point points[] = {{0, 0}, {10, 10}};
    static const unit most[] = {UNIT_MAX_LENGTH + 1, G_MAXINT32, -UNIT_MAX_LENGTH - 1, G_MININT32};
    const text_glyph blank = {font_face_glyph(f->mincho, 0x3000, 0), 0, 0, 0};
    text_glyph far[2] = {blank, blank};
    display_text text = {.face = f->mincho, .size = 10, .utf8 = "　", .glyphs = &blank, .glyph_count = 1, .stroke = 1};
    const display_mark mark = {
        .x = 1, .y = 1, .w = 9, .h = 9, .width = 1, .face = f->mincho, .size = 10, .baseline = 9, .advance = 9};
    for (size_t i = 0; i < G_N_ELEMENTS(most); i++) {
        const unit u = most[i];
        far[0].x = far[1].y = u;
        display_op ops[] = {
            {.kind = DISPLAY_TEXT, .text = text},
            {.kind = DISPLAY_TEXT, .text = text},
            {.kind = DISPLAY_TEXT, .text = text},
            {.kind = DISPLAY_TEXT, .text = text},
            {.kind = DISPLAY_TEXT, .text = text},
            {.kind = DISPLAY_TEXT, .text = text},
            {.kind = DISPLAY_MARK, .mark = mark},
            {.kind = DISPLAY_MARK, .mark = mark},
            {.kind = DISPLAY_MARK, .mark = mark},
            {.kind = DISPLAY_LINE, .line = {0, 0, 9, 0, u, DISPLAY_DOTTED, 0}},
            {.kind = DISPLAY_RECT, .rect = {0, 0, 9, 9, u, 0, 0}},
            {.kind = DISPLAY_ELLIPSE, .ellipse = {9, 9, 9, 9, u, 0}},
            {.kind = DISPLAY_PATH, .path = {points, 2, u, false, 0}},
        };
        ops[0].text.size = ops[1].text.x = ops[2].text.y = ops[3].text.stroke = u;
        ops[3].text.ink = DISPLAY_OUTLINE;
        ops[4].text.glyphs = &far[0], ops[5].text.glyphs = &far[1];
        ops[6].mark.size = ops[7].mark.width = ops[8].mark.from = u;
        for (size_t k = 0; k < G_N_ELEMENTS(ops); k++) {
            g_array_set_size(f->page->ops, 0);
            display_add(f->page, ops[k]);
            if (!display_check(f->list, f->a))
                fail_msg("op %zu passes with %d", k, u);
        }
    }
    display_mark large = mark; /* of what its glyph is measured in, there are too many */
    large.size = 1, large.w = 300000;
    g_array_set_size(f->page->ops, 0);
    display_add(f->page, (display_op){.kind = DISPLAY_MARK, .mark = large});
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: mark too large for its text");
}

/* The origin of a bracket at the head of a line may lie beyond the edge, the ink of nothing may. */
static void
ink_stays_on_the_paper(void **state)
{
    static const struct {
        const char *text;
        double x, y;
        bool turned, outside;
    } rows[] = {{"（", -4, 50, false, false}, {"（", -9, 50, false, true}, {"本", -4, 50, false, true},
                {"　", -4, 50, false, false}, {"」", 50, -1, false, true}, {"」", 50, 2, false, false},
                {"本", 50, -11, true, true},  {"（", 50, -4, true, false}, {"（", 50, -9, true, true}};
    fixture *f = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        display_text run = run_of(f->a, f->mincho, 10, rows[i].x, rows[i].y, DISPLAY_FILL, rows[i].text);
        run.turned = rows[i].turned;
        g_array_set_size(f->page->ops, 0);
        display_add(f->page, (display_op){.kind = DISPLAY_TEXT, .text = run});
        const char *fault = display_check(f->list, f->a);
        if ((fault != NULL) != rows[i].outside)
            fail_msg("row %zu: %s", i, fault ? fault : "no fault");
    }
}

/* ---- head, body and foot ---- */

/* A page of three runs of 10 pt, the body from 100 to 200 pt, with the middle one on this baseline. */
static const char *
check_body_at(fixture *f, display_text run, double baseline)
{
    display_page *p = f->page;
    g_array_set_size(p->ops, 0);
    add_run(p, f->a, f->mincho, 10, 50, 98, DISPLAY_FILL, "柱");
    run.y = pt(baseline);
    display_add(p, (display_op){.kind = DISPLAY_TEXT, .text = run});
    add_run(p, f->a, f->mincho, 10, 50, 212, DISPLAY_FILL, "脚");
    p->head = (display_zone){0, 1, 0, pt(100)};
    p->body = (display_zone){1, 2, pt(100), pt(200)};
    p->foot = (display_zone){2, 3, pt(200), pt(220)};
    return display_check(f->list, f->a);
}

static void
text_stays_in_its_zone(void **state)
{
    fixture *f = *state;
    const char *wrong = "page 1 op 2: text of the body where the head or the foot stands";
    display_text run = run_of(f->a, f->mincho, 10, 50, 0, DISPLAY_FILL, "本");
    assert_null(check_body_at(f, run, 108.8)); /* just under the head, just over the foot */
    assert_null(check_body_at(f, run, 198.8));
    assert_string_equal(check_body_at(f, run, 106), wrong);
    assert_string_equal(check_body_at(f, run, 201.5), wrong);
    assert_string_equal(check_body_at(f, run, 215), wrong);
    run.size = pt(6); /* a subscript */
    assert_null(check_body_at(f, run, 200.2));
    run.size = pt(30); /* each in its own size */
    assert_string_equal(check_body_at(f, run, 118), wrong);
    run.size = pt(10), run.turned = true; /* along a column: below its origin */
    assert_null(check_body_at(f, run, 100));
    assert_string_equal(check_body_at(f, run, 97), wrong);
    assert_null(check_body_at(f, run, 191)); /* … as far as it is wide */
    assert_string_equal(check_body_at(f, run, 194), wrong);
    display_text bracket = run_of(f->a, f->mincho, 10, 50, 0, DISPLAY_FILL, "」");
    assert_null(check_body_at(f, bracket, 106)); /* its ink is in the lower half of the em */
    assert_string_equal(check_body_at(f, bracket, 100), wrong);
}

/* … whichever it is. */
static void
text_of_heads_and_feet_stays_in_theirs(void **state)
{
    fixture *f = *state;
    const display_text run = run_of(f->a, f->mincho, 10, 50, 0, DISPLAY_FILL, "本");
    assert_null(check_body_at(f, run, 150));
    f->page->head.bottom = pt(90);
    assert_string_equal(display_check(f->list, f->a), "page 1 op 1: text of the head where the body stands");
    f->page->head.bottom = pt(100), f->page->foot.top = pt(210);
    assert_string_equal(display_check(f->list, f->a), "page 1 op 3: text of the foot where the body stands");
    f->page->foot = (display_zone){2, 4, pt(200), pt(220)};
    assert_string_equal(display_check(f->list, f->a), "page 1: a zone is not of this page");
}

static void
a_page_that_is_told_to_be_wrong_is_shown_as_it_is(void **state)
{
    fixture *f = *state;
    const display_text run = run_of(f->a, f->mincho, 10, 50, 0, DISPLAY_FILL, "本");
    assert_non_null(check_body_at(f, run, 215));
    f->page->is_trial = true;
    assert_null(display_check(f->list, f->a));
}

static void
faulty_documents_are_told(void **state)
{
    fixture *f = *state;
    const display_bookmark b = {"一", 1, 0, 0};
    g_array_append_val(f->list->bookmarks, b);
    assert_string_equal(display_check(f->list, f->a), "bookmark 1: a level is skipped");
    g_array_set_size(f->list->bookmarks, 0);
    const display_bookmark far = {"一", 0, 1, 0};
    g_array_append_val(f->list->bookmarks, far);
    assert_string_equal(display_check(f->list, f->a), "bookmark 1: no such page");
    f->list->has_date = true;
    f->list->created = (date){2023, 2, 29};
    assert_string_equal(display_check(f->list, f->a), "document: no such date");
    f->list->has_date = false;
    g_ptr_array_set_size(f->list->pages, 0);
    assert_string_equal(display_check(f->list, f->a), "document: no pages");
}

/* Round one character it is a circle, nearly; round words its sides are straight, however long they are. */
static void
a_ring_has_straight_sides(void **state)
{
    (void)state;
    const display_mark m = {.sign = DISPLAY_RING, .x = 100, .y = 200, .w = 6000, .h = 2000};
    display_point ring[DISPLAY_RING_POINTS];
    display_ring_of(&m, ring);
    for (int i = 0; i < DISPLAY_RING_POINTS; i++) {
        const int64_t middle = CLAMP(ring[i].x, 1100, 5100), dx = ring[i].x - middle, dy = ring[i].y - 1200;
        const int64_t radius = dx * dx + dy * dy; /* from the line between the middles of the half circles */
        assert_true(radius > 998 * 998 && radius < 1002 * 1002);
        assert_int_equal(ring[i].x - 100, 6100 - ring[(i + DISPLAY_RING_POINTS / 2) % DISPLAY_RING_POINTS].x);
        assert_int_equal(ring[i].y - 200, 2200 - ring[(i + DISPLAY_RING_POINTS / 2) % DISPLAY_RING_POINTS].y);
    }
    assert_true(ring[15].x - ring[16].x >= 4000); /* from one half circle to the other */
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, close_page)
    const struct CMUnitTest tests[] = {
        TEST(vectors_print_in_units),
        cmocka_unit_test(a_ring_has_straight_sides),
        TEST(properties_and_bookmarks_print),
        TEST(text_prints_glyphs_and_spells_out_what_cannot_be_seen),
        TEST(ink_is_told_apart),
        TEST(a_selector_stays_with_its_base),
        TEST(glyphs_of_one_cluster_stay_together),
        TEST(spaces_without_a_glyph_are_left_out),
        TEST(a_space_with_a_glyph_is_kept),
        TEST(a_good_list_passes),
        TEST(faulty_ops_are_told_with_their_place),
        TEST(glyphs_are_checked_as_they_are_one_by_one),
        TEST(no_length_is_longer_than_any_page),
        TEST(ink_stays_on_the_paper),
        TEST(text_stays_in_its_zone),
        TEST(text_of_heads_and_feet_stays_in_theirs),
        TEST(a_page_that_is_told_to_be_wrong_is_shown_as_it_is),
        TEST(faulty_documents_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
