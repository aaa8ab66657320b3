/* bind_boxes.c: マス目: a value in boxes of one character each, or the boxes alone. */
#include "bind/bind_int.h"

#include <stdlib.h>
#include <string.h>

unit
bound_boxes_left(const bound_inline *p, int box)
{
    unit left = box * p->box_width;
    int behind = 0; /* boxes up to the end of a group */
    for (const char *group = p->box_groups; group && *group; group += strspn(group, " ")) {
        char *end;
        behind += (int)CLAMP(strtol(group, &end, 10), 1, FORM_MOST_BOXES);
        if (end == group)
            break;
        if (behind <= box && behind < p->box_count)
            left += p->box_gap;
        group = end;
    }
    return left;
}

bool
bound_boxes_end_group(const bound_inline *p, int box)
{
    return box + 1 == p->box_count || bound_boxes_left(p, box + 1) > bound_boxes_left(p, box) + p->box_width;
}

/* What stands in them: no line of it ends within. */
static const char *
one_line(binder *b, const char *text)
{
    char *line = arena_strdup(b->a, text);
    for (char *p = line; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    return g_strstrip(line);
}

static void
put_value(binder *b, const bind_at *at, const form_node *n, const bind_words *words, bound_inline *p)
{
    text_box *boxes;
    p->text = one_line(b, words->text);
    p->from_data = words->is_data;
    p->origin = bind_origin(b, n->where, words->from);
    const size_t need = text_boxes(b->a, p->text, n->box_split, &boxes);
    p->box_first = n->has_align && n->align == TEXT_END ? n->box_count - (int)need : 0;
    if (need <= (size_t)n->box_count)
        return;
    const xml_node *from = words->is_data && words->from ? words->from : at->node;
    diag_add(b->d, DIAG_BIND_BOXES, n->where, from ? xml_place(b->a, from, true) : PLACE_NONE, xml_expr_text(n->select),
             arena_printf(b->a, "%zu", need), arena_printf(b->a, "%d", n->box_count), NULL);
}

void
bind_boxes(binder *b, const bind_at *at, const form_node *n, bound_inline p, GArray *out)
{
    bind_words words = {NULL};
    p.text = "";
    p.name = n->field ? n->field : at->field ? at->field : p.name;
    p.box_count = n->box_count;
    p.box_width = n->width;
    p.box_gap = n->box_gap;
    p.box_groups = n->box_groups;
    p.box_mark = n->box_mark;
    p.box_split = n->box_split;
    p.box_rule = n->top;
    p.box_inner = n->inner_columns;
    p.width = bound_boxes_left(&p, p.box_count);
    if (n->select && !bind_is_left_blank(b, at, n, n->select)) {
        if (!bind_value_words(b, at, n, &words))
            return;
        put_value(b, at, n, &words, &p);
    }
    if (*p.text)
        p.entry = NULL;
    p.is_left = n->select && !*p.text;
    g_array_append_val(out, p);
}
