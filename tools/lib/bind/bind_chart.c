/* bind_chart.c: charts: what their amounts are as shares of a scale, the marks of that scale, and all of it in words.
 */
#include "bind/bind_int.h"

#include <math.h>
#include <string.h>

/* Drawn in patterns that a copier keeps apart; and so many as are still points. */
enum { MOST_SERIES = 4, MOST_POINTS = 366, MOST_MARKS = 6 };
static const double MOST_AMOUNT = 1e12;

/* ---- amounts ---- */

/* The number that is printed; NaN: it is none. */
static double
number_of(const char *printed)
{
    GString *half = g_string_new(NULL);
    text_append_halfwidth(half, printed);
    const xml_value v = xml_value_of_string(half->str);
    const double number = xml_value_number(&v);
    g_string_free(half, TRUE);
    return number;
}

static void
tell_amount(binder *b, const bound_node *amount, const char *ja, const char *en)
{
    diag_add(b->d, DIAG_BIND_AMOUNT, amount->origin->form, amount->first->inlines[0].origin->data, ja, en, NULL);
}

void
bind_chart_amount(binder *b, bind_at at, const form_node *n, bound_node *amount)
{
    form_node value = *n;
    value.kind = FORM_VALUE;
    GArray *inlines = g_array_new(FALSE, TRUE, sizeof(bound_inline));
    bind_inline_one(b, at, &value, inlines);
    bound_node *p = ARENA_NEW(b->a, bound_node);
    *p = (bound_node){.kind = FORM_PARA, .style = at.style, .align = TEXT_CENTER, .origin = amount->origin};
    p->inline_count = inlines->len;
    p->inlines = arena_copy(b->a, inlines->data, sizeof(bound_inline) * inlines->len);
    g_array_free(inlines, TRUE);
    amount->first = p;
    amount->share = -1;
    if (!p->inline_count || !p->inlines[0].from_data)
        return;
    const double number = number_of(p->inlines[0].text);
    if (p->inline_count == 1 && number > MOST_AMOUNT)
        tell_amount(b, amount, "1000000000000（1兆）を超えています", "it is more than 1000000000000");
    else if (p->inline_count > 1 || !(number >= 0))
        tell_amount(b, amount, "0 以上の数ではありません", "it is no number of 0 or more");
    else
        amount->share = 0;
}

/* ---- the scale ---- */

typedef struct scale {
    double top, step;
} scale;

/* 1, 2 or 5 times a power of ten, so that there are no more than `marks` steps to `most`. */
static double
step_for(double most, int marks, bool whole)
{
    static const double steps[] = {1, 2, 5, 10};
    const double power = pow(10, floor(log10(most / marks)));
    size_t i = 0;
    while (i + 1 < G_N_ELEMENTS(steps) && most / (steps[i] * power) > marks + 1e-9)
        i++;
    return whole ? MAX(steps[i] * power, 1) : steps[i] * power;
}

static scale
scale_of(const bound_node *chart)
{
    double most = 0;
    bool whole = true;
    for (EACH_BOUND(point, chart->first, FORM_POINT))
        for (EACH_BOUND(amount, point->first, FORM_AMOUNT)) {
            const double number = amount->share < 0 ? 0 : number_of(amount->first->inlines[0].text);
            most = MAX(most, number);
            whole = whole && floor(number) == number;
        }
    const int told = chart->form->most;
    if (told)
        return (scale){told, step_for(told, MOST_MARKS, true)};
    if (most <= 0)
        return (scale){1, 1};
    const double step = step_for(most, MOST_MARKS - 1, whole);
    return (scale){ceil(most / step - 1e-9) * step, step};
}

/* With as many places as the step has, and never with a power of ten. */
static const char *
mark_words(binder *b, const scale *s, double number)
{
    const int places = s->step < 1 ? (int)ceil(-log10(s->step) - 1e-9) : 0;
    char digits[64], format[16];
    g_snprintf(format, sizeof format, "%%.%df", places);
    g_ascii_formatd(digits, sizeof digits, format, number);
    char *end = digits + strlen(digits);
    if (places > 0)
        while (end[-1] == '0' || end[-1] == '.') {
            const bool was_point = *--end == '.';
            *end = '\0';
            if (was_point)
                break;
        }
    return arena_strdup(b->a, digits);
}

/* A mark of the scale with its number. */
static bound_node *
mark_at(binder *b, const bound_node *chart, const scale *s, double number)
{
    bound_inline *words = ARENA_NEW(b->a, bound_inline);
    *words = (bound_inline){.kind = INLINE_TEXT, .style = chart->style, .origin = chart->origin};
    words->text = mark_words(b, s, number);
    bound_node *p = ARENA_NEW(b->a, bound_node);
    *p = (bound_node){.kind = FORM_PARA, .style = chart->style, .align = TEXT_END, .origin = chart->origin};
    p->inlines = words;
    p->inline_count = 1;
    bound_node *mark = ARENA_NEW(b->a, bound_node);
    *mark = (bound_node){.kind = FORM_SCALE_MARK, .style = chart->style, .origin = chart->origin, .first = p};
    mark->form = chart->form;
    mark->share = (int)lround(number / s->top * BOUND_WHOLE);
    return mark;
}

/* They stand before what the chart has; in a blank form there is no scale unless the form says one. */
static void
add_marks(binder *b, bound_node *chart, const scale *s)
{
    bound_node *first = NULL, **tail = &first;
    for (int i = 0; i * s->step < s->top + s->step / 1e6; i++) {
        *tail = mark_at(b, chart, s, i * s->step);
        tail = &(*tail)->next;
    }
    *tail = chart->first;
    chart->first = first;
}

/* ---- in words ---- */

static void
append_inlines(GString *out, const bound_node *n)
{
    for (size_t i = 0; i < n->inline_count; i++)
        if (n->inlines[i].kind == INLINE_TEXT)
            g_string_append(out, n->inlines[i].text);
    for (const bound_node *c = n->first; c; c = c->next)
        if (c->kind != FORM_AMOUNT)
            append_inlines(out, c);
}

static void
append_point(GString *out, const bound_node *chart, const bound_node *point)
{
    const bound_node *series = bound_of_kind(chart->first, FORM_SERIES);
    const char *between = "：";
    append_inlines(out, point);
    for (EACH_BOUND(amount, point->first, FORM_AMOUNT)) {
        g_string_append(out, between);
        if (series)
            append_inlines(out, series);
        append_inlines(out, amount);
        if (amount->share >= 0 && chart->form->text)
            g_string_append(out, chart->form->text);
        between = "、";
        series = series ? bound_of_kind(series->next, FORM_SERIES) : NULL;
    }
    g_string_append(out, "。");
}

static const char *
words_of(binder *b, const bound_node *chart)
{
    GString *out = g_string_new(chart->form->field);
    g_string_append(out, "。");
    for (EACH_BOUND(point, chart->first, FORM_POINT))
        append_point(out, chart, point);
    const char *words = arena_strdup(b->a, out->str);
    g_string_free(out, TRUE);
    return words;
}

/* ---- the whole ---- */

static bool
is_chart(binder *b, const bound_node *chart)
{
    const size_t series = MAX(bound_count(chart->first, FORM_SERIES), 1),
                 points = bound_count(chart->first, FORM_POINT);
    const char *ja = NULL, *en = NULL;
    place where = chart->origin->form;
    if (series > MOST_SERIES) {
        ja = "系列（series）は四つまでです";
        en = "it has more than four series";
    }
    if (points > MOST_POINTS) {
        ja = "項目（point）は366までです";
        en = "it has more than 366 points";
    }
    for (const bound_node *n = chart->first; n && !ja; n = n->next)
        if (n->kind != FORM_SERIES && n->kind != FORM_POINT) {
            where = n->origin->form;
            ja = "中に置けるのは series と point（と、それを囲む for-each など）だけです";
            en = "nothing but series and points stands in it";
        }
    for (EACH_BOUND(point, chart->first, FORM_POINT))
        if (!ja && bound_count(point->first, FORM_AMOUNT) != series) {
            where = point->origin->form;
            ja = arena_printf(b->a,
                              "項目（point）の値（amount）は、系列と同じ数だけ置きます：%zu要りますが、%zuあります",
                              series, bound_count(point->first, FORM_AMOUNT));
            en = arena_printf(b->a, "a point has an amount for each series: it needs %zu and has %zu", series,
                              bound_count(point->first, FORM_AMOUNT));
        }
    if (ja)
        diag_add(b->d, DIAG_BIND_CHART, where, PLACE_NONE, ja, en, NULL);
    return !ja;
}

static void
set_share(binder *b, bound_node *amount, const scale *s)
{
    const double number = number_of(amount->first->inlines[0].text);
    if (number > s->top)
        tell_amount(b, amount, arena_printf(b->a, "目盛りの上（most の %.0f）を超えています", s->top),
                    arena_printf(b->a, "it is above the top of the scale (most, %.0f)", s->top));
    else
        amount->share = (int)lround(number / s->top * BOUND_WHOLE);
}

void
bind_chart(binder *b, bound_node *chart)
{
    if (!is_chart(b, chart))
        return;
    const scale s = scale_of(chart);
    const bool has_scale = !b->blank || chart->form->most;
    for (bound_node *point = chart->first; point; point = point->next)
        for (bound_node *amount = point->kind == FORM_POINT ? point->first : NULL; amount; amount = amount->next)
            if (amount->kind == FORM_AMOUNT && amount->share >= 0 && has_scale)
                set_share(b, amount, &s);
            else if (amount->kind == FORM_AMOUNT)
                amount->share = -1;
    chart->says = words_of(b, chart);
    if (has_scale)
        add_marks(b, chart, &s);
}
