/* formin_loop.c: rows that are alike become one row that is repeated: with values, for each element; with running
 * numbers or nothing in them, so many times. */
#include <math.h>
#include <string.h>

#include "formin/formin_int.h"

/* With values three like rows are a list; empty ones could be anything up to here. */
enum { LEAST = 3, LEAST_EMPTY = 5 };

typedef struct rows {
    const formin_page *p;
    size_t *first; /* of each row: index of its first cell; [row_count]: cell_count */
    bool *whole;   /* its cells are its own, all across, and no other's, but for the first one of a group */
    int *group;    /* the first row of the group it is in; -1 */
} rows;

static formin_cell *
cell_of(const rows *r, int row, size_t i)
{
    return &r->p->cells[r->first[row] + i];
}

static size_t
count_of(const rows *r, int row)
{
    const bool before_group = row + 1 < r->p->row_count && r->group[row + 1] == row + 1;
    return r->first[row + 1] - r->first[row] - before_group;
}

/* Whether all that stands in these rows beside a first cell that goes through them ends in them. */
static bool
is_group(const formin_page *p, const formin_cell *lead)
{
    const int from = lead->row, to = lead->row + lead->rows;
    if (lead->column != 0 || lead->rows < LEAST || lead->columns == p->column_count || lead->row < p->head_rows)
        return false;
    for (size_t i = 0; i < p->cell_count; i++) {
        const formin_cell *c = &p->cells[i];
        const bool above = c->row < from && c->row + c->rows > from, below = c->row < to && c->row + c->rows > to;
        if (c != lead && (above || (below && c->row >= from)))
            return false;
    }
    return true;
}

static void
find_groups(rows *r, int *lead_columns)
{
    for (int row = 0; row < r->p->row_count; row++)
        r->group[row] = -1;
    for (size_t i = 0; i < r->p->cell_count; i++) {
        const formin_cell *c = &r->p->cells[i];
        if (c->rows < LEAST || c->column != 0 || !is_group(r->p, c))
            continue;
        for (int row = c->row; row < c->row + c->rows; row++) {
            r->group[row] = c->row;
            lead_columns[row] = c->columns;
        }
    }
}

static void
find_rows(rows *r, const formin_page *p)
{
    int *lead_columns = g_new0(int, p->row_count);
    *r = (rows){p, g_new0(size_t, p->row_count + 1), g_new0(bool, p->row_count), g_new0(int, p->row_count)};
    find_groups(r, lead_columns);
    size_t at = 0;
    for (int row = 0; row < p->row_count; row++) {
        at += r->group[row] == row; /* the first cell is the group's */
        r->first[row] = at;
        int columns = lead_columns[row];
        bool own = row >= p->head_rows; /* a head is none of them */
        for (; at < p->cell_count && p->cells[at].row == row; at++) {
            columns += p->cells[at].columns;
            own &= p->cells[at].rows == 1 && !p->cells[at].picture;
        }
        r->whole[row] = own && columns == p->column_count;
    }
    r->first[p->row_count] = at;
    g_free(lead_columns);
}

/* ---- alike ---- */

static bool
is_same_look(const formin_cell *a, const formin_cell *b)
{
    const book_look *x = a->look, *y = b->look;
    if (a->fill != b->fill || !x != !y)
        return false;
    if (!x || x == y)
        return true;
    return !strcmp(x->font.name, y->font.name) && x->font.size == y->font.size && x->font.bold == y->font.bold &&
           x->align == y->align && x->rise == y->rise && x->indent == y->indent && x->rotation == y->rotation &&
           x->wrap == y->wrap && x->shrink == y->shrink;
}

static bool
is_same_shape(const rows *r, int one, int other)
{
    if (!r->whole[one] || !r->whole[other] || r->group[one] != r->group[other] ||
        count_of(r, one) != count_of(r, other) || fabs(r->p->rows[one] - r->p->rows[other]) > 0.05)
        return false;
    for (size_t i = 0; i < count_of(r, one); i++) {
        const formin_cell *a = cell_of(r, one, i), *b = cell_of(r, other, i);
        if (a->column != b->column || a->columns != b->columns || a->lines[BOOK_LEFT] != b->lines[BOOK_LEFT] ||
            a->lines[BOOK_RIGHT] != b->lines[BOOK_RIGHT] || a->lines[BOOK_RISING] != b->lines[BOOK_RISING] ||
            a->lines[BOOK_FALLING] != b->lines[BOOK_FALLING] || !is_same_look(a, b))
            return false;
    }
    return true;
}

/* Between two rows there is what is between the first two. */
static bool
is_same_between(const rows *r, int first, int row)
{
    for (size_t i = 0; i < count_of(r, first); i++)
        if (cell_of(r, row, i)->lines[BOOK_BOTTOM] != cell_of(r, first, i)->lines[BOOK_BOTTOM] ||
            cell_of(r, row + 1, i)->lines[BOOK_TOP] != cell_of(r, first, i)->lines[BOOK_BOTTOM])
            return false;
    return true;
}

/* ---- what stands in them ---- */

static bool
is_same_text(const formin_cell *a, const formin_cell *b)
{
    if (a->piece_count != b->piece_count)
        return false;
    for (size_t i = 0; i < a->piece_count; i++)
        if (a->pieces[i].kind != b->pieces[i].kind || strcmp(a->pieces[i].text, b->pieces[i].text) != 0)
            return false;
    return true;
}

/* A whole number that stands alone. */
static bool
read_number(const formin_cell *c, long *n)
{
    if (c->piece_count != 1 || c->pieces[0].kind != FORMIN_TEXT)
        return false;
    char *end = NULL;
    *n = strtol(c->pieces[0].text, &end, 10);
    return end != c->pieces[0].text && !*end && *n >= 0 && *n < 100000;
}

static bool
follows_by(const formin_cell *first, const formin_cell *c, int by)
{
    long a, b;
    return read_number(first, &a) && read_number(c, &b) && b == a + by;
}

/* As the first one, nothing where the first has values, or the next number. */
static bool
is_next(const rows *r, int first, int row)
{
    for (size_t i = 0; i < count_of(r, first); i++) {
        const formin_cell *a = cell_of(r, first, i), *b = cell_of(r, row, i);
        const bool emptied = formin_has_value(a) && !b->piece_count;
        if (!emptied && !is_same_text(a, b) && !follows_by(a, b, row - first))
            return false;
    }
    return true;
}

/* A text that is there again and again in every row says that the rows are one thing each; a number tells them apart.
 */
typedef struct kind_of_rows {
    bool values, numbers, texts, rules;
} kind_of_rows;

static kind_of_rows
look_at_rows(const rows *r, int first)
{
    kind_of_rows k = {false, false, false, false};
    for (size_t i = 0; i < count_of(r, first); i++) {
        const formin_cell *a = cell_of(r, first, i), *b = cell_of(r, first + 1, i);
        k.rules |= a->lines[BOOK_TOP] || a->lines[BOOK_LEFT] || a->lines[BOOK_RIGHT] || a->lines[BOOK_BOTTOM];
        k.values |= formin_has_value(a);
        k.numbers |= follows_by(a, b, 1);
        k.texts |= a->piece_count && !formin_has_value(a) && !follows_by(a, b, 1);
    }
    return k;
}

/* A rule outside that is weaker than those between would be drawn over. */
static bool
has_firm_ends(const rows *r, int first, int last)
{
    for (size_t i = 0; i < count_of(r, first); i++) {
        const book_line between = cell_of(r, first, i)->lines[BOOK_BOTTOM];
        if (cell_of(r, first, i)->lines[BOOK_TOP] < between || cell_of(r, last, i)->lines[BOOK_BOTTOM] < between)
            return false;
    }
    return true;
}

/* Numbers that go on are counted. */
static void
count_numbers(arena *a, const rows *r, const formin_loop *l)
{
    for (size_t i = 0; i < count_of(r, l->row); i++) {
        formin_cell *c = cell_of(r, l->row, i);
        long n;
        if (follows_by(c, cell_of(r, l->row + 1, i), 1) && read_number(c, &n))
            c->pieces[0] = (formin_piece){FORMIN_COUNT, arena_printf(a, "%ld", n - 1), c->pieces[0].font};
    }
}

/* ---- the whole ---- */

static int
last_alike(const rows *r, int first)
{
    int last = first;
    while (last + 1 < r->p->row_count && is_same_shape(r, first, last + 1) && is_same_between(r, first, last) &&
           is_next(r, first, last + 1))
        last++;
    return last;
}

static int
group_rows(const rows *r, int row)
{
    int count = 0;
    while (row + count < r->p->row_count && r->group[row + count] == row)
        count++;
    return count;
}

/* Of the groups those count in which a loop is. */
static void
keep_groups(arena *a, const rows *r, formin_page *p)
{
    GArray *groups = g_array_new(FALSE, FALSE, sizeof(formin_group));
    for (size_t i = 0; i < p->loop_count; i++) {
        const int row = r->group[p->loops[i].row];
        const formin_group g = {row, row < 0 ? 0 : group_rows(r, row)};
        if (row >= 0 && !(groups->len && g_array_index(groups, formin_group, groups->len - 1).row == row))
            g_array_append_val(groups, g);
    }
    p->groups = arena_copy(a, groups->data, groups->len * sizeof(formin_group));
    p->group_count = groups->len;
    g_array_free(groups, TRUE);
}

void
formin_find_loops(arena *a, formin_page *p)
{
    rows r;
    GArray *loops = g_array_new(FALSE, FALSE, sizeof(formin_loop));
    find_rows(&r, p);
    for (int row = 0; row + 1 < p->row_count; row++) {
        const int last = r.whole[row] ? last_alike(&r, row) : row, count = last - row + 1;
        if (count < LEAST)
            continue;
        const kind_of_rows k = look_at_rows(&r, row);
        if (!has_firm_ends(&r, row, last) || (!k.values && count < LEAST_EMPTY))
            continue;
        if (!k.values && (k.texts || !k.rules)) /* the same words again and again, or nothing at all, are no list */
            continue;
        formin_loop l = {row, count, NULL};
        count_numbers(a, &r, &l);
        l.select = k.values ? "" : NULL;
        g_array_append_val(loops, l);
        row = last;
    }
    p->loops = arena_copy(a, loops->data, loops->len * sizeof(formin_loop));
    p->loop_count = loops->len;
    g_array_free(loops, TRUE);
    keep_groups(a, &r, p);
    g_free(r.group);
    g_free(r.first);
    g_free(r.whole);
}
