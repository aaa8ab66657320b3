/* form_boxes.c: <boxes>: マス目, boxes of one character each. */
#include "form/form_int.h"

#include <stdlib.h>
#include <string.h>

/* "3 4": so many boxes, and a gap behind each. */
static void
read_groups(form_reader *r, xml_node *e, form_node *n)
{
    const char *text = attr_text(r, e, "groups");
    int all = 0;
    n->box_groups = text;
    for (const char *p = text; p && *p; p += strspn(p, " ")) {
        char *end;
        all += (int)MIN(strtol(p, &end, 10), FORM_MOST_BOXES);
        p = end;
    }
    if (all > n->box_count)
        diag_add(r->d, DIAG_FORM_ATTRIBUTE, n->where, PLACE_NONE, xml_name(e), "groups", NULL);
}

void
form_boxes_read(form_reader *r, xml_node *e, form_node *n, unit em)
{
    n->box_count = attr_int(r, e, "count", 1);
    if (n->box_count < 1 || n->box_count > FORM_MOST_BOXES)
        diag_add(r->d, DIAG_FORM_ATTRIBUTE, n->where, PLACE_NONE, xml_name(e), "count", NULL);
    n->width = attr_length(r, e, "width", em, em * 3 / 2);
    n->height = attr_height(r, e, "height", em, n->width);
    n->box_mark = attr_text(r, e, "separator");
    n->box_gap = attr_length(r, e, "gap", em, n->box_mark ? em : em / 4);
    n->box_split = attr_is(r, e, "kana", "split");
    n->top = attr_rule(r, e, "weight");
    if (n->top == RULE_UNSET)
        n->top = RULE_THIN;
    n->inner_columns = attr_rule(r, e, "inner");
    if (n->inner_columns == RULE_UNSET)
        n->inner_columns = n->top;
    if (n->width <= 0 || n->height <= 0)
        diag_add(r->d, DIAG_FORM_ATTRIBUTE, n->where, PLACE_NONE, xml_name(e), n->width <= 0 ? "width" : "height",
                 NULL);
    n->field = attr_text(r, e, "name");
    read_groups(r, e, n);
}
