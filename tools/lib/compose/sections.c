#include "compose/compose_int.h"

/* The body is cut where another page master goes on, or pages are counted anew. Such a break stands in the body itself:
 * within a block it is refused (flow.c). */

bool
compose_begins_section(const bound_node *n)
{
    return n->form && form_begins_section(n->form);
}

unit
section_width(const section *of)
{
    const form_page *paper = of->master->page;
    return paper->width - paper->left - paper->right;
}

/* What a break says of the section that it begins. */
static void
begin_section(const bound *b, section *s, const form_node *with)
{
    if (with->master > 0)
        s->master = &b->masters[with->master - 1];
    if (with->number > 0)
        s->number = (size_t)with->number;
}

GArray *
compose_sections(composer *c, const setting *in)
{
    const bound *b = c->b;
    GArray *sections = g_array_new(FALSE, TRUE, sizeof(section));
    section s = {.master = &b->masters[0], .number = 1, .ends = true};
    size_t sheets = 0;
    for (const bound_node *n = b->body, *end; true; n = end) {
        while (n && compose_begins_section(n)) { /* nothing stands before the first: it begins the document */
            begin_section(b, &s, n->form);
            n = n->next;
        }
        for (end = n; end && !compose_begins_section(end);)
            end = end->next;
        s.body = compose_atoms_until(c, in, n, end, section_width(&s), sheets);
        sheets += s.body.sheets;
        g_array_append_val(sections, s);
        if (!end)
            return sections;
        s.number = 0;
    }
}
