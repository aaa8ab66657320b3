#include <string.h>

#include "compose/compose_int.h"

/* Sums of a table's pages (小計, 繰越, 累計). How wide a sum may become is known before the pages are: its row is made
 * that tall, and set with the sum itself when all pages are there. Nothing moves by it. Amounts are added as whole
 * numbers of the smallest place that any has. */

__extension__ typedef __int128 wide; /* 15 figures before and behind the point, and 200,000 of them */

struct table_sum {
    const char *name;
    int scale; /* places behind the point */
    bool has_negative;
    wide most; /* of all amounts, each taken as positive */
    wide all, before, page;
    size_t seen; /* the last page with a row of the table; 0: none yet */
};

/* ---- decimals ---- */

static int
scale_of(const char *decimal)
{
    const char *point = strchr(decimal, '.');
    return point ? (int)strlen(point + 1) : 0;
}

static wide
read_decimal(const char *decimal, int scale)
{
    wide n = 0;
    int behind = 0;
    bool is_behind = false;
    for (const char *p = decimal; *p; p++) {
        is_behind = is_behind || *p == '.';
        if (!g_ascii_isdigit(*p))
            continue;
        n = n * 10 + (*p - '0');
        behind += is_behind;
    }
    for (; behind < scale; behind++)
        n *= 10;
    return *decimal == '-' ? -n : n;
}

/* As XPath writes numbers: no 0 ends what is behind a point. `as_eights`: the widest of so many figures. */
static const char *
write_decimal(arena *a, wide n, int scale, bool as_eights)
{
    char figures[64];
    int count = 0;
    const bool negative = n < 0;
    wide left = negative ? -n : n;
    GString *s = g_string_new(negative && !as_eights ? "-" : NULL);
    for (; left > 0 || count <= scale; left /= 10)
        figures[count++] = (char)(as_eights ? '8' : '0' + (int)(left % 10));
    int last = 0;
    while (last < scale && figures[last] == '0')
        last++;
    for (int i = count; i-- > last;) {
        g_string_append_c(s, figures[i]);
        if (i == scale && i > last)
            g_string_append_c(s, '.');
    }
    const char *text = arena_strdup(a, s->str);
    g_string_free(s, TRUE);
    return text;
}

/* ---- amounts ---- */

typedef void visit_amount(void *data, const bound_inline *p);

static void
each_amount(const bound_node *first, bool siblings, visit_amount *see, void *data)
{
    for (const bound_node *n = first; n; n = siblings ? n->next : NULL) {
        if (n->kind == FORM_TABLE_HEAD || n->kind == FORM_TABLE_FOOT)
            continue;
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].amount && n->inlines[i].kind == INLINE_TEXT)
                see(data, &n->inlines[i]);
        each_amount(n->first, true, see, data);
    }
}

static table_sum *
sum_named(const table *t, const char *name)
{
    for (size_t i = 0; i < t->sum_count; i++)
        if (strcmp(t->sums[i].name, name) == 0)
            return &t->sums[i];
    return NULL;
}

typedef struct collecting {
    GArray *sums; /* of table_sum */
} collecting;

static void
note_name(void *data, const bound_inline *p)
{
    GArray *sums = ((collecting *)data)->sums;
    for (guint i = 0; i < sums->len; i++) {
        table_sum *known = &g_array_index(sums, table_sum, i);
        if (strcmp(known->name, p->sum) == 0) {
            known->scale = MAX(known->scale, scale_of(p->amount));
            return;
        }
    }
    const table_sum fresh = {.name = p->sum, .scale = scale_of(p->amount)};
    g_array_append_val(sums, fresh);
}

static void
note_size(void *data, const bound_inline *p)
{
    table_sum *s = sum_named(data, p->sum);
    const wide n = read_decimal(p->amount, s->scale);
    s->has_negative = s->has_negative || n < 0;
    s->most += n < 0 ? -n : n;
    s->all += n;
}

void
sums_collect(composer *c, table *t)
{
    collecting all = {.sums = g_array_new(FALSE, TRUE, sizeof(table_sum))};
    each_amount(t->node->first, true, note_name, &all);
    t->sum_count = all.sums->len;
    t->sums = arena_copy(c->a, all.sums->data, sizeof(table_sum) * all.sums->len);
    g_array_free(all.sums, TRUE);
    each_amount(t->node->first, true, note_size, t);
}

bool
sums_are_in(const bound_node *first)
{
    for (const bound_node *n = first; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++)
            if (n->inlines[i].kind == INLINE_PAGE_SUM)
                return true;
        if (sums_are_in(n->first))
            return true;
    }
    return false;
}

/* ---- rows with sums in them ---- */

static const char *
widest_of(composer *c, const table_sum *s)
{
    const char *text = s ? write_decimal(c->a, s->most, s->scale, true) : "8";
    return s && s->has_negative ? arena_printf(c->a, "-%s", text) : text;
}

static const char *
sum_of(composer *c, const table_sum *s, form_over over)
{
    if (!s)
        return "0"; /* a table without a row */
    const wide n = over == OVER_PAGE     ? s->page
                   : over == OVER_BEFORE ? s->before
                   : over == OVER_SO_FAR ? s->before + s->page
                                         : s->all;
    return write_decimal(c->a, n, s->scale, false);
}

static void
fill_inlines(composer *c, const table *t, bound_node *n, bool widest)
{
    bound_inline *own = arena_copy(c->a, n->inlines, sizeof *own * n->inline_count);
    for (size_t i = 0; i < n->inline_count; i++) {
        if (own[i].kind != INLINE_PAGE_SUM)
            continue;
        const table_sum *s = sum_named(t, own[i].sum);
        own[i].kind = INLINE_TEXT;
        own[i].text = bound_sum_text(c->a, &own[i], widest ? widest_of(c, s) : sum_of(c, s, own[i].over));
    }
    n->inlines = own;
}

static bound_node *
fill_nodes(composer *c, const table *t, const bound_node *first, bool widest)
{
    bound_node *copy = NULL, **tail = &copy;
    for (const bound_node *n = first; n; n = n->next) {
        *tail = arena_copy(c->a, n, sizeof *n);
        fill_inlines(c, t, *tail, widest);
        (*tail)->first = fill_nodes(c, t, n->first, widest);
        (*tail)->next = NULL;
        tail = &(*tail)->next;
    }
    return copy;
}

const bound_node *
sums_fill(composer *c, const table *t, const bound_node *from, bool widest)
{
    bound_node one = *from;
    one.next = NULL;
    return fill_nodes(c, t, &one, widest);
}

/* ---- when the pages are there ---- */

static void
add_amount(void *data, const bound_inline *p)
{
    table_sum *s = sum_named(data, p->sum);
    s->page += read_decimal(p->amount, s->scale);
}

static void
turn_page(const table *t, size_t number)
{
    for (size_t i = 0; i < t->sum_count; i++) {
        table_sum *s = &t->sums[i];
        if (s->seen == number)
            continue;
        s->before += s->page;
        s->page = 0;
        s->seen = number;
    }
}

/* A row that goes on from the page before is of that page, and what a group begins with of where it begins. */
static void
add_rows(const page *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const atom *a = p->items[i].atom;
        if (a->kind != ATOM_ROW || !a->table->sum_count)
            continue;
        turn_page(a->table, p->number);
        if (a->row->source || a->row->continues || row_is_head(a))
            continue;
        if (a->row->begins_group)
            each_amount(a->row->group->label.node, false, add_amount, a->table);
        each_amount(a->row->node, false, add_amount, a->table);
    }
}

static void
fill_rows(composer *c, page *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const atom *a = p->items[i].atom;
        if (a->kind != ATOM_ROW || !a->row->source)
            continue;
        atom *filled = arena_copy(c->a, a, sizeof *a);
        filled->row = table_row_again(c, a->table, a->row, sums_fill(c, a->table, a->row->source, false));
        filled->node = filled->row->node;
        filled->overfull = filled->row->overfull;
        p->items[i].atom = filled;
        if (filled->row->need > filled->height && !p->too_tall)
            p->too_tall = filled;
    }
}

void
compose_sums(composer *c, GArray *pages)
{
    for (guint i = 0; i < pages->len; i++) {
        page *p = &g_array_index(pages, page, i);
        add_rows(p);
        fill_rows(c, p);
    }
}
