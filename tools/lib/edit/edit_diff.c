/* edit_diff.c: which lines go and which come, as a unified diff. By E. W. Myers, "An O(ND) difference algorithm and its
 * variations" (1986); where very many lines differ, the ones in the middle are told as one piece. */
#include "edit/edit_int.h"

#include <string.h>

#include "base/shown.h"

enum { AROUND = 3, MOST_STEPS = 2000 };

typedef struct text_line {
    const char *at;
    size_t length; /* without its end */
} text_line;

/* What becomes of a line: of the old text it stays or goes, of the new one it comes. */
typedef struct diff_step {
    char mark; /* ' ', '-', '+' */
    text_line line;
} diff_step;

static GArray *
split_lines(const char *text, size_t length)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(text_line));
    for (const char *p = text, *end = text + length; p < end;) {
        const char *stop = p;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        const text_line line = {p, (size_t)(stop - p)};
        g_array_append_val(lines, line);
        p = stop + (stop < end) + (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n');
    }
    return lines;
}

static const text_line *
line_at(const GArray *lines, size_t i)
{
    return &g_array_index(lines, text_line, i);
}

static bool
same_line(const text_line *x, const text_line *y)
{
    return x->length == y->length && memcmp(x->at, y->at, x->length) == 0;
}

static void
add_step(GArray *steps, char mark, const text_line *line)
{
    const diff_step s = {mark, *line};
    g_array_append_val(steps, s);
}

/* The part of both texts that differs. */
typedef struct middle {
    const GArray *was, *is;
    size_t begin; /* in both */
    int was_count, is_count;
    GPtrArray *reached; /* of int *: for each number of steps how far every diagonal came */
} middle;

static int *
row_at(const middle *m, int steps)
{
    return (int *)g_ptr_array_index(m->reached, steps) + steps + 1;
}

static int
slide_down(const middle *m, int x, int diagonal)
{
    while (x < m->was_count && x - diagonal < m->is_count &&
           same_line(line_at(m->was, m->begin + (size_t)x), line_at(m->is, m->begin + (size_t)(x - diagonal))))
        x++;
    return x;
}

/* How many lines must go or come; -1: too many to count. */
static int
count_steps(middle *m)
{
    for (int steps = 0; steps <= MOST_STEPS; steps++) {
        g_ptr_array_add(m->reached, g_new0(int, 2 * (gsize)steps + 3));
        int *row = row_at(m, steps);
        const int *above = steps ? row_at(m, steps - 1) : NULL;
        for (int k = -steps; k <= steps; k += 2) {
            int x = 0;
            if (above)
                x = k == -steps || (k != steps && above[k - 1] < above[k + 1]) ? above[k + 1] : above[k - 1] + 1;
            row[k] = slide_down(m, x, k);
            if (row[k] >= m->was_count && row[k] - k >= m->is_count)
                return steps;
        }
    }
    return -1;
}

/* Backwards from the end, in reverse order. */
static void
trace_steps(const middle *m, int steps, GArray *out)
{
    int x = m->was_count, y = m->is_count;
    for (; steps > 0; steps--) {
        const int k = x - y, *above = row_at(m, steps - 1);
        const bool comes = k == -steps || (k != steps && above[k - 1] < above[k + 1]);
        const int stays = comes ? above[k + 1] : above[k - 1] + 1; /* where lines that stay begin */
        for (; x > stays; x--, y--)
            add_step(out, ' ', line_at(m->was, m->begin + (size_t)x - 1));
        if (comes)
            add_step(out, '+', line_at(m->is, m->begin + (size_t)--y));
        else
            add_step(out, '-', line_at(m->was, m->begin + (size_t)--x));
    }
    for (; x > 0; x--)
        add_step(out, ' ', line_at(m->was, m->begin + (size_t)x - 1));
}

static void
compare_middle(middle *m, GArray *steps)
{
    m->reached = g_ptr_array_new_with_free_func(g_free);
    const int count = count_steps(m);
    if (count >= 0) {
        GArray *back = g_array_new(FALSE, FALSE, sizeof(diff_step));
        trace_steps(m, count, back);
        for (guint i = back->len; i > 0; i--)
            g_array_append_val(steps, g_array_index(back, diff_step, i - 1));
        g_array_unref(back);
    }
    for (int i = 0; count < 0 && i < m->was_count; i++)
        add_step(steps, '-', line_at(m->was, m->begin + (size_t)i));
    for (int i = 0; count < 0 && i < m->is_count; i++)
        add_step(steps, '+', line_at(m->is, m->begin + (size_t)i));
    g_ptr_array_free(m->reached, TRUE);
}

static GArray *
all_steps(const GArray *was, const GArray *is)
{
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(diff_step));
    size_t begin = 0, end = 0;
    const size_t least = MIN(was->len, is->len);
    while (begin < least && same_line(line_at(was, begin), line_at(is, begin)))
        add_step(steps, ' ', line_at(was, begin++));
    while (end < least - begin && same_line(line_at(was, was->len - 1 - end), line_at(is, is->len - 1 - end)))
        end++;
    middle m = {was, is, begin, (int)(was->len - begin - end), (int)(is->len - begin - end), NULL};
    compare_middle(&m, steps);
    for (size_t i = was->len - end; i < was->len; i++)
        add_step(steps, ' ', line_at(was, i));
    return steps;
}

/* ---- as text ---- */

static const diff_step *
step_at(const GArray *steps, guint i)
{
    return &g_array_index(steps, diff_step, i);
}

/* Behind the last line that belongs with the change at `from`: as many as stay around it, and all to the next one that
 * is near. */
static guint
end_of_hunk(const GArray *steps, guint from)
{
    guint end = from;
    for (guint i = from; i < steps->len && i <= end + 2 * AROUND; i++)
        if (step_at(steps, i)->mark != ' ')
            end = i;
    return MIN(end + 1 + AROUND, steps->len);
}

static void
print_hunk(const GArray *steps, guint begin, guint end, size_t was, size_t is, GString *out)
{
    size_t was_count = 0, is_count = 0;
    for (guint i = begin; i < end; i++) {
        was_count += step_at(steps, i)->mark != '+';
        is_count += step_at(steps, i)->mark != '-';
    }
    g_string_append_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", was + (was_count > 0), was_count, is + (is_count > 0),
                           is_count);
    for (guint i = begin; i < end; i++) {
        g_string_append_c(out, step_at(steps, i)->mark);
        g_string_append_len(out, step_at(steps, i)->line.at, (gssize)step_at(steps, i)->line.length);
        g_string_append_c(out, '\n');
    }
}

static void
print_steps(const GArray *steps, const char *name, GString *out)
{
    size_t was = 0, is = 0; /* lines before steps[at] */
    guint at = 0;
    for (guint i = 0; i < steps->len; i++) {
        if (step_at(steps, i)->mark == ' ')
            continue;
        if (out->len == 0) {
            char *shown = shown_text(name);
            g_string_append_printf(out, "--- %s\n+++ %s\n", shown, shown);
            g_free(shown);
        }
        const guint begin = MAX(at, i > AROUND ? i - AROUND : 0), end = end_of_hunk(steps, i);
        was += begin - at;
        is += begin - at;
        print_hunk(steps, begin, end, was, is, out);
        for (at = begin; at < end; at++) {
            was += step_at(steps, at)->mark != '+';
            is += step_at(steps, at)->mark != '-';
        }
        i = end - 1;
    }
}

GString *
edit_diff_text(const char *name, const char *was, size_t was_length, const char *is, size_t is_length)
{
    g_assert(name && (was || !was_length) && (is || !is_length));
    GArray *old = split_lines(was, was_length), *new = split_lines(is, is_length), *steps = all_steps(old, new);
    GString *out = g_string_new(NULL);
    print_steps(steps, name, out);
    g_array_unref(steps);
    g_array_unref(old);
    g_array_unref(new);
    return out;
}
