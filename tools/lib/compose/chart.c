#include "compose/compose_int.h"

/* Charts: where their scale, bars, lines and words stand. What they are of the height of the scale has been bound. */

/* A chart in the making. From the top: unit and legend, the plot, the points' names, and of lines their amounts. */
typedef struct making {
    composer *c;
    const setting *s;
    const bound_node *n;
    chart *out;
    GArray *texts, *amounts, *keys; /* chart_text, chart_amount, chart_key */
    size_t series, points;
    unit size, gap;
    const diag_message *lack; /* NULL: nothing */
    unit narrow;              /* what an amount lacks of width; 0: nothing */
} making;

static atoms
words_in(const making *m, const bound_node *first, text_align align, unit width)
{
    if (!first)
        return (atoms){0};
    bound_node *p = arena_copy(m->c->a, first, sizeof *first);
    p->align = align;
    p->next = NULL;
    return compose_atoms(m->c, m->s, p, width, NULL, 0);
}

static void
put_words(const making *m, atoms words, unit x, unit y)
{
    const chart_text t = {.text = words, .x = x, .y = y};
    g_array_append_val(m->texts, t);
}

static unit
width_of_words(const making *m, const bound_node *p)
{
    return p && p->kind == FORM_PARA ? compose_paragraph_width(m->c, m->s, p) : 0;
}

/* The unit at the left and, of several series, their names at the right. The height of it all. */
static unit
put_legend(const making *m)
{
    unit height = 0, x = m->out->width;
    if (m->n->form->text) {
        const bound_node *p = compose_words(m->c, m->n, arena_printf(m->c->a, "（%s）", m->n->form->text));
        const atoms words = words_in(m, p, TEXT_START, m->out->width);
        put_words(m, words, 0, 0);
        height = words.height;
    }
    if (m->series < 2)
        return height;
    for (EACH_BOUND(n, m->n->first, FORM_SERIES))
        x -= 2 * m->size + m->gap / 2 + width_of_words(m, n->first) + m->size;
    size_t i = 0;
    for (EACH_BOUND(n, m->n->first, FORM_SERIES)) {
        const unit width = width_of_words(m, n->first);
        const atoms words = words_in(m, n->first, TEXT_START, MAX(width, 1));
        const chart_key key = {.series = i++, .x = x, .y = m->size / 8, .w = 2 * m->size, .h = m->size * 3 / 4};
        g_array_append_val(m->keys, key);
        put_words(m, words, x + 2 * m->size + m->gap / 2, 0);
        x += 2 * m->size + m->gap / 2 + width + m->size;
        height = MAX(height, words.height);
    }
    return height;
}

static unit
widest_mark(const making *m)
{
    unit widest = 0;
    for (EACH_BOUND(n, m->n->first, FORM_SCALE_MARK))
        widest = MAX(widest, width_of_words(m, n->first));
    if (m->n->form->of_lines && !m->n->form->hides_amounts && m->series > 1)
        for (EACH_BOUND(n, m->n->first, FORM_SERIES))
            widest = MAX(widest, width_of_words(m, n->first));
    return widest;
}

static unit
slot_at(const making *m, size_t point)
{
    return unit_scale(m->out->plot.w, (int64_t)point, (int64_t)MAX(m->points, 1));
}

/* The names of the points, each in its place; the height of the tallest. */
static unit
put_names(const making *m, GArray *names)
{
    unit height = 0;
    size_t i = 0;
    for (EACH_BOUND(point, m->n->first, FORM_POINT)) {
        const unit width = slot_at(m, i + 1) - slot_at(m, i) - m->gap / 2;
        const atoms words = words_in(m, bound_of_kind(point->first, FORM_PARA), TEXT_CENTER, MAX(width, 1));
        const chart_text t = {.text = words, .x = m->out->plot.x + slot_at(m, i) + m->gap / 4};
        g_array_append_val(names, t);
        height = MAX(height, words.height);
        i++;
    }
    return height;
}

static void
put_amount_words(making *m, const bound_node *amount, unit center, unit room, unit bottom)
{
    const bound_node *p = amount->first;
    if (!p || p->inline_count == 0)
        return;
    const unit width = compose_paragraph_width(m->c, m->s, p);
    const atoms words = words_in(m, p, TEXT_CENTER, MAX(width, 1));
    const chart_text t = {.text = words, .x = center - width / 2, .y = bottom - words.height, .clears = width};
    g_array_append_val(m->texts, t);
    m->narrow = MAX(m->narrow, width + m->gap / 4 - room);
}

static void
put_bars(making *m)
{
    const chart_box *plot = &m->out->plot;
    size_t i = 0;
    for (EACH_BOUND(point, m->n->first, FORM_POINT)) {
        const unit slot = slot_at(m, i + 1) - slot_at(m, i), each = unit_scale(slot, 8, 10 * (int64_t)m->series);
        unit x = plot->x + slot_at(m, i) + slot / 10;
        size_t k = 0;
        for (EACH_BOUND(amount, point->first, FORM_AMOUNT)) {
            const unit height = unit_scale(plot->h, MAX(amount->share, 0), BOUND_WHOLE);
            const chart_amount bar = {
                .series = k++, .point = i, .x = x + each / 10, .w = each - each / 5, .y = plot->y + plot->h - height};
            if (amount->share >= 0)
                g_array_append_val(m->amounts, bar);
            if (!m->n->form->hides_amounts || amount->share < 0)
                put_amount_words(m, amount, bar.x + bar.w / 2, m->series > 1 ? each : slot, bar.y - UNIT_PT);
            x += each;
        }
        i++;
    }
}

/* Amounts of lines stand below the names, a row for each series. */
static void
put_lines(making *m, unit below, unit pitch)
{
    const chart_box *plot = &m->out->plot;
    size_t i = 0;
    for (EACH_BOUND(point, m->n->first, FORM_POINT)) {
        const unit slot = slot_at(m, i + 1) - slot_at(m, i), center = plot->x + slot_at(m, i) + slot / 2;
        size_t k = 0;
        for (EACH_BOUND(amount, point->first, FORM_AMOUNT)) {
            const chart_amount at = {.series = k,
                                     .point = i,
                                     .x = center,
                                     .y = plot->y + plot->h - unit_scale(plot->h, MAX(amount->share, 0), BOUND_WHOLE),
                                     .follows = i > 0};
            if (amount->share >= 0)
                g_array_append_val(m->amounts, at);
            if (!m->n->form->hides_amounts)
                put_amount_words(m, amount, center, slot, below + (unit)(++k) * pitch);
            else
                k++;
        }
        i++;
    }
    size_t k = 0;
    if (!m->n->form->hides_amounts && m->series > 1)
        for (EACH_BOUND(n, m->n->first, FORM_SERIES)) {
            const atoms words = words_in(m, n->first, TEXT_END, MAX(plot->x - m->gap, 1));
            put_words(m, words, 0, below + (unit)(++k) * pitch - words.height);
        }
}

static void
put_marks(const making *m)
{
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(unit));
    for (EACH_BOUND(n, m->n->first, FORM_SCALE_MARK)) {
        const unit y = m->out->plot.y + m->out->plot.h - unit_scale(m->out->plot.h, n->share, BOUND_WHOLE);
        const atoms words = words_in(m, n->first, TEXT_END, MAX(m->out->plot.x - m->gap, 1));
        put_words(m, words, 0, y - words.height / 2);
        g_array_append_val(marks, y);
    }
    m->out->mark_count = marks->len;
    m->out->marks = arena_copy(m->c->a, marks->data, sizeof(unit) * marks->len);
    g_array_free(marks, TRUE);
}

/* The first thing that it lacks is told. */
static void
note_lack(making *m, const char *ja, const char *en, unit need, unit has)
{
    if (m->lack)
        return;
    const diag_message lack = {
        .code = DIAG_COMPOSE_CHART,
        .form = m->n->origin->form,
        .args = {ja, en, compose_mm_needed(m->c->a, need), compose_mm_there(m->c->a, MAX(has, 0))}};
    m->lack = arena_copy(m->c->a, &lack, sizeof lack);
}

static void
lay_out(making *m)
{
    chart *o = m->out;
    const bool of_lines = m->n->form->of_lines, shows = !m->n->form->hides_amounts;
    const unit legend = put_legend(m), pitch = MAX(unit_scale(m->n->style->pitch, m->s->as.scale, 1000), m->size);
    const unit rows = of_lines && shows ? pitch * (unit)m->series : 0;
    o->plot.x = widest_mark(m) + m->gap;
    o->plot.w = o->width - o->plot.x - m->size;
    o->plot.y = legend + (of_lines || !shows ? m->size : m->size + m->gap);
    if (o->plot.w <= 0) {
        note_lack(m, "幅", "width", o->width - o->plot.w + 1, o->width);
        return;
    }
    GArray *names = g_array_new(FALSE, FALSE, sizeof(chart_text));
    const unit below = MAX(put_names(m, names) + m->gap / 2, pitch); /* half of the lowest mark stands there */
    o->plot.h = o->height - o->plot.y - below - rows;
    const unit least = 3 * m->size;
    if (o->plot.h < least)
        note_lack(m, "高さ", "height", o->height + least - o->plot.h, o->height);
    o->plot.h = MAX(o->plot.h, least);
    for (guint i = 0; i < names->len; i++)
        put_words(m, g_array_index(names, chart_text, i).text, g_array_index(names, chart_text, i).x,
                  o->plot.y + o->plot.h + m->gap / 2);
    g_array_free(names, TRUE);
    put_marks(m);
    if (of_lines)
        put_lines(m, o->plot.y + o->plot.h + below, pitch);
    else
        put_bars(m);
    if (m->narrow > 0)
        note_lack(m, "値の語を並べる幅", "width for its amounts",
                  o->width + m->narrow * (unit)(MIN(m->points, 366) * (of_lines ? 1 : m->series)), o->width);
}

static chart *
make_chart(composer *c, const setting *s, const bound_node *n, unit width, const diag_message **lack)
{
    chart *made = ARENA_NEW(c->a, chart);
    *made = (chart){.width = width, .height = n->form->height, .of_lines = n->form->of_lines};
    making m = {.c = c,
                .s = s,
                .n = n,
                .out = made,
                .texts = g_array_new(FALSE, FALSE, sizeof(chart_text)),
                .amounts = g_array_new(FALSE, FALSE, sizeof(chart_amount)),
                .keys = g_array_new(FALSE, FALSE, sizeof(chart_key)),
                .series = MAX(bound_count(n->first, FORM_SERIES), 1),
                .points = bound_count(n->first, FORM_POINT)};
    m.size = unit_scale(compose_style_size(s, n->style), s->as.scale, 1000);
    m.gap = m.size / 2;
    lay_out(&m);
    made->texts = arena_copy(c->a, m.texts->data, sizeof(chart_text) * m.texts->len);
    made->text_count = m.texts->len;
    made->amounts = arena_copy(c->a, m.amounts->data, sizeof(chart_amount) * m.amounts->len);
    made->amount_count = m.amounts->len;
    made->keys = arena_copy(c->a, m.keys->data, sizeof(chart_key) * m.keys->len);
    made->key_count = m.keys->len;
    g_array_free(m.texts, TRUE);
    g_array_free(m.amounts, TRUE);
    g_array_free(m.keys, TRUE);
    *lack = m.lack;
    return made;
}

/* As one atom, that no page parts. In a large-print edition what has no room is set as it is in the ordinary one. */
void
compose_chart(composer *c, const setting *s, const bound_node *n, unit x, unit width, flow *out)
{
    const unit own = n->form->width > 0 ? n->form->width : width;
    if (own > width) {
        flow_add_narrow(c, out, n, "図（chart）の幅", "the chart", own, width);
        return;
    }
    const diag_message *lack = NULL;
    const chart *made = make_chart(c, s, n, own, &lack);
    if (lack && n->form->ordinary > 0) {
        setting ordinary = *s;
        ordinary.as.scale = (int)unit_scale(s->as.scale, n->form->ordinary, n->style->size);
        made = make_chart(c, &ordinary, n, own, &lack);
    }
    if (lack)
        flow_add_flaws(out, (flaws){lack, 1});
    atom a = {.kind = ATOM_CHART, .node = n, .height = made->height, .x = x, .width = own, .chart = made};
    for (size_t i = 0; i < made->text_count; i++)
        a.overfull += made->texts[i].text.overfull;
    g_array_append_val(out->items, a);
}
