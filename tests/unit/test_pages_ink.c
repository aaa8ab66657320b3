/* test_pages_ink.c: on every page of every form with every sample, no ink stands on a rule or close to one, and a ring
 * (丸囲み) goes round what it rings and touches nothing else. */
#include "geometry_support.h"

#include <math.h>

/* A FAX of standard resolution has 3.85 lines a millimetre: what is not two of them off a rule may become one with it.
 * What belongs to the line of text that a rule is drawn for (underlines, signature lines, boxes for characters) is
 * meant to stand close to it, and yet not to touch. */
static const double LEAST_MM = 0.5, LEAST_ON_LINE_MM = 0.2;

/* A gloss is in the smallest type that is read, and what is narrow for two kanji (写, 児発管) has less room beside the
 * words of other languages; no FAX carries those. */
static const double LEAST_OF_GLOSS_MM = 0.15;

/* Of each op of the page: the line of text that it is drawn for, from 1; 0: none. */
static guint *
lines_of_ops(const paper *p, size_t i)
{
    guint *lines = g_new0(guint, page_of(p, i)->ops->len + 1);
    for (guint k = 0; k < p->notes->len; k++) {
        const emit_note *n = &g_array_index(p->notes, emit_note, k);
        for (size_t op = n->first; n->kind == NOTE_LINE && n->page == i && op < n->end; op++)
            lines[op] = k + 1;
    }
    return lines;
}

typedef struct sheet_of_ink {
    paper *p;
    size_t index;
    GArray *all;  /* of ink */
    guint *lines; /* of each op */
} sheet_of_ink;

static guint
line_of(const sheet_of_ink *s, const ink *i)
{
    return s->lines[i->op - &g_array_index(page_of(s->p, s->index)->ops, display_op, 0)];
}

static void
tell_near(sheet_of_ink *s, const ink *on, const ink *rule)
{
    const char *where = !is_flat(rule) ? "beside" : rule->top > on->top ? "under" : "above";
    add_fault(s->p, s->index, "%.*s of 「%s」 is %.2f mm from a rule %s it", (int)on->length, on->utf8 ? on->utf8 : "",
              words_of(on), in_mm(gap_between(on, rule)), where);
}

/* Sheets that others laid out, with more rows to a page than leave such room: nothing touches a rule, and that is all.
 */
static const struct {
    const char *form, *why;
} dense[] = {
    {"service-result", "the national サービス提供実績記録票 has 31 rows of many columns on one page"},
};

static double
least_in_cells(const paper *p)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dense); i++)
        if (!strcmp(p->form, dense[i].form))
            return MM(0.05);
    return MM(LEAST_MM);
}

static bool
is_gloss_beside(const sheet_of_ink *s, const ink *on, const ink *rule)
{
    return !is_flat(rule) && strstr(s->p->variant, "gloss") && on->utf8 && g_utf8_get_char(on->utf8) < 0x2E80;
}

static double
least_gap(const sheet_of_ink *s, const ink *on, const ink *rule)
{
    if (is_gloss_beside(s, on, rule))
        return MM(LEAST_OF_GLOSS_MM);
    return line_of(s, rule) && line_of(s, rule) == line_of(s, on) ? MM(LEAST_ON_LINE_MM) : least_in_cells(s->p);
}

/* The nearest of a run of text alone is told. */
static void
check_rule(sheet_of_ink *s, const ink *rule)
{
    const ink *nearest = NULL;
    for (guint b = 0; b < s->all->len; b++) {
        const ink *on = &g_array_index(s->all, ink, b);
        if ((on->kind != INK_GLYPH && on->kind != INK_TICK) || on->op == rule->op ||
            gap_between(on, rule) >= least_gap(s, on, rule))
            continue;
        if (nearest && nearest->op != on->op)
            tell_near(s, nearest, rule);
        if (!nearest || nearest->op != on->op || gap_between(on, rule) < gap_between(nearest, rule))
            nearest = on;
    }
    if (nearest)
        tell_near(s, nearest, rule);
}

/* How far a point is from a line that is not upright or level, a diagonal. */
static double
distance_to_slant(const display_line *l, double x, double y)
{
    const double dx = l->x2 - l->x1, dy = l->y2 - l->y1;
    return fabs(dx * (y - l->y1) - dy * (x - l->x1)) / hypot(dx, dy) - l->width / 2.0;
}

/* What stands on either side of a diagonal: its corner that is nearest; what has corners on both sides is crossed. */
static void
check_slant(sheet_of_ink *s, const ink *slant)
{
    const display_line *l = &slant->op->line;
    for (guint b = 0; b < s->all->len; b++) {
        const ink *on = &g_array_index(s->all, ink, b);
        if (on->kind != INK_GLYPH || !overlaps(on->left, on->right, slant->left, slant->right) ||
            !overlaps(on->top, on->bottom, slant->top, slant->bottom))
            continue;
        const double xs[] = {on->left, on->right}, ys[] = {on->top, on->bottom};
        const double slope = (double)(l->y2 - l->y1) / (l->x2 - l->x1);
        int above = 0;
        double nearest = INFINITY;
        for (int k = 0; k < 4; k++) {
            above += ys[k / 2] < l->y1 + slope * (xs[k % 2] - l->x1);
            nearest = MIN(nearest, distance_to_slant(l, xs[k % 2], ys[k / 2]));
        }
        if ((above && above < 4) || nearest < MM(LEAST_MM))
            add_fault(s->p, s->index, "%.*s of 「%s」 is on or near a diagonal", (int)on->length, on->utf8,
                      words_of(on));
    }
}

/* ---- rings ---- */

static const double RING_CLEARANCE_MM = 0.1;

/* The middle of a ring is a line, from which all of it is `radius` away. */
typedef struct ring_shape {
    double left, right, top, bottom, radius, half; /* half: of how wide it is drawn */
} ring_shape;

static ring_shape
shape_of(const display_mark *m)
{
    const double most = MIN(m->w, m->h) / 2.0, radius = m->size ? MIN(most, display_ring_radius(m->size)) : most;
    return (ring_shape){m->x + radius, m->x + m->w - radius, m->y + radius, m->y + m->h - radius,
                        radius,        m->width / 2.0};
}

/* From the middle to the farthest corner of a box, or to its nearest point. */
static double
reach(const ring_shape *r, const ink *to, bool farthest)
{
    const double over_right = to->right - r->right, over_left = r->left - to->left, over_top = r->top - to->top,
                 over_bottom = to->bottom - r->bottom;
    if (farthest)
        return hypot(MAX(MAX(over_right, over_left), 0), MAX(MAX(over_top, over_bottom), 0));
    return hypot(MAX(MAX(to->left - r->right, r->left - to->right), 0),
                 MAX(MAX(r->top - to->bottom, to->top - r->bottom), 0));
}

/* The words that a ring is drawn for, by its note. */
static const emit_note *
words_ringed(const sheet_of_ink *s, const ink *ring)
{
    const size_t op = (size_t)(ring->op - &g_array_index(page_of(s->p, s->index)->ops, display_op, 0));
    for (guint k = 0; k < s->p->notes->len; k++) {
        const emit_note *n = &g_array_index(s->p->notes, emit_note, k);
        if (n->kind == NOTE_TEXT && n->page == s->index && n->first <= op && op < n->end)
            return n;
    }
    fail_msg("a ring has no note");
    return NULL;
}

/* A ring on the first or last word of a cell stays within its column. */
static void
check_ring_in_cell(sheet_of_ink *s, const ink *ring)
{
    const size_t op = (size_t)(ring->op - &g_array_index(page_of(s->p, s->index)->ops, display_op, 0));
    const emit_note *inner = NULL;
    for (guint k = 0; k < s->p->notes->len; k++) {
        const emit_note *n = &g_array_index(s->p->notes, emit_note, k);
        if (n->kind == NOTE_CELL && n->page == s->index && n->first <= op && op < n->end)
            inner = n;
    }
    if (inner && (ring->left < inner->x || ring->right > inner->x + inner->w))
        add_fault(s->p, s->index, "a ring leaves the cell %s", inner->field);
}

static void
check_ring(sheet_of_ink *s, const ink *ring)
{
    check_ring_in_cell(s, ring);
    const ring_shape shape = shape_of(&ring->op->mark);
    const emit_note *words = words_ringed(s, ring);
    const double inside = shape.radius - shape.half - MM(RING_CLEARANCE_MM),
                 outside = shape.radius + shape.half + MM(RING_CLEARANCE_MM);
    for (guint b = 0; b < s->all->len; b++) {
        const ink *on = &g_array_index(s->all, ink, b);
        const double x = (on->left + on->right) / 2, y = (on->top + on->bottom) / 2;
        if (on == ring)
            continue;
        const double over = on->kind == INK_GLYPH && on->op->text.is_ruby ? on->op->text.size : 0;
        const bool ringed = on->kind == INK_GLYPH && x > words->x && x < words->x + words->w && y > words->y - over &&
                            y < words->y + words->h;
        if (ringed && reach(&shape, on, true) > inside)
            add_fault(s->p, s->index, "the ring cuts %.*s of what it rings, by %.2f mm", (int)on->length, on->utf8,
                      in_mm(reach(&shape, on, true) - inside));
        const double least = on->kind == INK_RULE ? shape.radius + shape.half + MM(LEAST_ON_LINE_MM) : outside;
        if (!ringed && on->kind != INK_SLANT && reach(&shape, on, false) < least)
            add_fault(s->p, s->index, "a ring stands on %.*s of 「%s」 beside what it rings, %.2f mm too near",
                      (int)on->length, on->utf8 ? on->utf8 : "", words_of(on), in_mm(least - reach(&shape, on, false)));
    }
}

static void
check_ink(paper *p)
{
    for (guint i = 0; i < p->m.l->pages->len; i++) {
        sheet_of_ink s = {p, i, ink_of_page(page_of(p, i)), lines_of_ops(p, i)};
        for (guint k = 0; k < s.all->len; k++) {
            const ink *one = &g_array_index(s.all, ink, k);
            if (one->kind == INK_RULE)
                check_rule(&s, one);
            else if (one->kind == INK_SLANT)
                check_slant(&s, one);
            else if (one->kind == INK_RING)
                check_ring(&s, one);
        }
        g_array_free(s.all, TRUE);
        g_free(s.lines);
    }
}

static void
ink_keeps_off_rules_and_rings_off_ink(void **state)
{
    check_papers(*state, check_ink);
}

/* What parents get with readings over its words, plain words, larger type, words of their own language. */
static void
ink_keeps_off_rules_in_editions_for_parents(void **state)
{
    static const char *const forms[] = {
        "consent",        "visit-letter",        "pickup",       "plan",     "supplement",
        "family-support", "evaluation-guardian", "cover-letter", "schedule", NULL};
    check_editions(*state, forms, check_ink);
}

/* ---- the checks themselves ---- */

static void
what_touches_a_rule_is_found(void **state)
{
    fixture *f = *state;
    static const char *const good = "<table columns='30mm *' frame='thin' column-rules='thin'><row><label>氏名</label>"
                                    "<cell>あ</cell></row></table>";
    expect_faults(f, check_ink, "", good, NULL);
    expect_faults(f, check_ink, "",
                  "<table columns='30mm *' frame='thin'><row><cell pad='1mm 0mm'>国</cell><cell/></row></table>",
                  "beside it");
    expect_faults(f, check_ink, "",
                  "<table columns='30mm *' frame='thin'><row><cell pad='0mm 1mm'>国</cell><cell/></row></table>",
                  "above it");
    expect_faults(f, check_ink, "", "<p>国国国</p><rule weight='thin'/>", "under it");
    expect_faults(f, check_ink, "", "<space height='3mm'/><p>国国国</p><space height='2mm'/><rule weight='thin'/>",
                  NULL);
    expect_faults(
        f, check_ink, "",
        "<table columns='30mm *' frame='thin'><row><cell pad='0.2mm'><tick>あ</tick></cell><cell/></row></table>",
        "「☐」");
    expect_faults(f, check_ink, "",
                  "<table columns='20mm *' frame='thin'><row><cell diagonal='yes' align='center'>国</cell><cell/></row>"
                  "</table>",
                  "diagonal");
}

static void
a_ring_that_cuts_is_found(void **state)
{
    fixture *f = *state;
    expect_faults(f, check_ink, "", "<p><circle test='true()'>国際国際国際</circle>・<circle>無</circle></p>", NULL);
    expect_faults(f, check_ink, "", "<p><circle test='true()'>有</circle>・<circle>無</circle></p>", NULL);
    expect_faults(f, check_ink, "", "<p>国<circle test='true()'>国</circle>国</p>", "beside what it rings");
    expect_faults(f, check_ink, "",
                  "<table columns='4.4mm *' frame='thin' column-rules='thin'><row><cell pad='1mm 0.6mm'><circle "
                  "test='true()'>国</circle></cell><cell/></row></table>",
                  "beside what it rings");
    expect_faults(f, check_ink, "",
                  "<table columns='30mm *'><row><cell pad='1mm 0mm'><circle "
                  "test='true()'>国</circle></cell><cell/></row></table>",
                  "leaves the cell");
}

/* A ring is drawn so that nothing it may go round is cut: told of another, smaller one. */
static void
a_ring_that_is_too_small_is_found(void **state)
{
    (void)state;
    const display_mark m = {
        .sign = DISPLAY_RING, .x = 0, .y = 0, .w = 10 * UNIT_PT, .h = 10 * UNIT_PT, .width = UNIT_PT};
    const ring_shape shape = shape_of(&m);
    const ink within = {.left = 3 * UNIT_PT, .right = 7 * UNIT_PT, .top = 3 * UNIT_PT, .bottom = 7 * UNIT_PT},
              cut = {.left = UNIT_PT, .right = 9 * UNIT_PT, .top = UNIT_PT, .bottom = 9 * UNIT_PT};
    assert_true(reach(&shape, &within, true) < shape.radius - shape.half);
    assert_true(reach(&shape, &cut, true) > shape.radius - shape.half);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_touches_a_rule_is_found),
        cmocka_unit_test(a_ring_that_cuts_is_found),
        cmocka_unit_test(a_ring_that_is_too_small_is_found),
        cmocka_unit_test(ink_keeps_off_rules_and_rings_off_ink),
        cmocka_unit_test(ink_keeps_off_rules_in_editions_for_parents),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
