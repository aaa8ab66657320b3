/* xml_walk_axis.c: the nodes that a step selects (XPath 1.0, 2.2 Axes and 2.3 Node Tests), on the walker's stack. */
#include "xml/xml_walk.h"

#include <string.h>

void
walk_make_room(walker *w)
{
    w->room = w->room ? 2 * w->room : 1024;
    w->nodes = g_renew(xml_node *, w->nodes, w->room);
}

void
walk_push(walker *w, xml_node *n)
{
    if (w->top == w->room)
        walk_make_room(w);
    w->nodes[w->top++] = n;
}

bool
walk_is_reverse(walk_axis axis)
{
    return axis == WALK_PARENT || axis == WALK_ANCESTOR || axis == WALK_ANCESTOR_OR_SELF ||
           axis == WALK_PRECEDING_SIBLING;
}

static bool
is_named(const xml_node *n, const walk_step *step)
{
    const char *name = (const char *)n->name;
    return *name == *step->name && strcmp(name, step->name) == 0;
}

static bool
is_in_namespace(const xml_node *n, const char *ns)
{
    if (!ns)
        return !n->ns || (n->type == XML_ATTRIBUTE_NODE && !n->ns->prefix);
    return n->ns && strcmp((const char *)n->ns->href, ns) == 0;
}

static bool
passes_test(const walk_step *step, const xml_node *n)
{
    switch (step->test) {
    case WALK_ANY_NODE:
        return true;
    case WALK_TEXT:
        return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;
    default:
        break;
    }
    if (n->type != (step->axis == WALK_ATTRIBUTE ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE))
        return false;
    return step->test == WALK_ANY_NAME || (is_in_namespace(n, step->ns) && is_named(n, step));
}

static void
offer_node(walker *w, const walk_step *step, xml_node *n)
{
    w->steps++;
    if (passes_test(step, n))
        walk_push(w, n);
}

/* The step that nearly all are: children of a name that is in no namespace. */
static void
offer_named(walker *w, const walk_step *step, xml_node *first, size_t full)
{
    const char *name = step->name;
    const char begin = *name;
    size_t looked = 0;
    for (xml_node *c = first; c && w->top < full; c = c->next, looked++)
        if (c->type == XML_ELEMENT_NODE && (char)*c->name == begin && !c->ns &&
            strcmp((const char *)c->name + 1, name + 1) == 0)
            walk_push(w, c);
    w->steps += looked;
}

static void
offer_attribute(walker *w, const walk_step *step, const xml_node *n, size_t full)
{
    const char *name = step->name;
    const char begin = *name;
    size_t looked = 0;
    for (xmlAttr *c = n->properties; c && w->top < full; c = c->next, looked++)
        if ((char)*c->name == begin && (!c->ns || !c->ns->prefix) && strcmp((const char *)c->name + 1, name + 1) == 0)
            walk_push(w, (xml_node *)c);
    w->steps += looked;
}

/* An attribute has its text for a child in libxml2, and in XPath none. */
static xml_node *
first_child(const xml_node *n)
{
    return n->type == XML_ELEMENT_NODE || n->type == XML_DOCUMENT_NODE ? n->children : NULL;
}

static void
offer_descendants(walker *w, const walk_step *step, xml_node *top, size_t full)
{
    for (xml_node *n = first_child(top); n && w->top < full;) {
        offer_node(w, step, n);
        xml_node *next = first_child(n);
        for (; !next && n != top; n = n->parent)
            next = n->next;
        n = next;
    }
}

static void
offer_ancestors(walker *w, const walk_step *step, xml_node *n, size_t full)
{
    for (xml_node *up = n->parent; up && w->top < full; up = up->parent)
        offer_node(w, step, up);
}

void
walk_step_from(walker *w, const walk_step *step, xml_node *n, size_t most)
{
    const size_t full = most > SIZE_MAX - w->top ? SIZE_MAX : w->top + most;
    switch (step->axis) {
    case WALK_CHILD:
        if (step->test == WALK_NAMED && !step->ns) {
            offer_named(w, step, first_child(n), full);
            break;
        }
        for (xml_node *c = first_child(n); c && w->top < full; c = c->next)
            offer_node(w, step, c);
        break;
    case WALK_ATTRIBUTE:
        if (n->type == XML_ELEMENT_NODE && step->test == WALK_NAMED && !step->ns)
            offer_attribute(w, step, n, full);
        else if (n->type == XML_ELEMENT_NODE)
            for (xmlAttr *c = n->properties; c && w->top < full; c = c->next)
                offer_node(w, step, (xml_node *)c);
        break;
    case WALK_SELF:
        offer_node(w, step, n);
        break;
    case WALK_PARENT:
        if (n->parent)
            offer_node(w, step, n->parent);
        break;
    case WALK_DESCENDANT_OR_SELF:
        offer_node(w, step, n);
        offer_descendants(w, step, n, full);
        break;
    case WALK_DESCENDANT:
        offer_descendants(w, step, n, full);
        break;
    case WALK_ANCESTOR_OR_SELF:
        offer_node(w, step, n);
        offer_ancestors(w, step, n, full);
        break;
    case WALK_ANCESTOR:
        offer_ancestors(w, step, n, full);
        break;
    case WALK_FOLLOWING_SIBLING:
        if (n->type != XML_ATTRIBUTE_NODE)
            for (xml_node *c = n->next; c && w->top < full; c = c->next)
                offer_node(w, step, c);
        break;
    case WALK_PRECEDING_SIBLING:
        if (n->type != XML_ATTRIBUTE_NODE)
            for (xml_node *c = n->prev; c && w->top < full; c = c->prev)
                offer_node(w, step, c);
        break;
    }
}

/* ---- document order ---- */

static int
compare_places(const void *x, const void *y)
{
    return xml_compare_nodes(*(xml_node *const *)x, *(xml_node *const *)y);
}

static bool
stands_before(xml_node *const *from, size_t count, const xml_node *n)
{
    for (size_t i = count; i > 0 && xml_compare_nodes(from[i - 1], n) == 0; i--)
        if (from[i - 1] == n)
            return true;
    return false;
}

void
walk_put_in_order(walker *w, size_t first)
{
    xml_node **nodes = w->nodes + first;
    const size_t n = w->top - first;
    size_t i = 1, kept = 0;
    while (i < n && xml_compare_nodes(nodes[i - 1], nodes[i]) < 0)
        i++;
    if (i >= n)
        return;
    qsort(nodes, n, sizeof *nodes, compare_places);
    for (i = 0; i < n; i++)
        if (!stands_before(nodes, kept, nodes[i]))
            nodes[kept++] = nodes[i];
    w->top = first + kept;
}
