/* form_reference.c: references within a document, and links out of it. */
#include "form/form_int.h"

#include <string.h>

enum { MOST_URI = 2000 };

bool
form_link_is_safe(const char *uri)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
    bool known = false;
    size_t length = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(schemes) && !known; i++) {
        length = strlen(schemes[i]);
        known = g_ascii_strncasecmp(uri, schemes[i], length) == 0;
    }
    if (!known || !uri[length] || strlen(uri) > MOST_URI)
        return false;
    for (const char *p = uri; *p; p++)
        if (!g_ascii_isgraph(*p) || strchr("<>\"\\^`{|}", *p))
            return false;
    return true;
}

/* levels="1 2": which headings are listed; all unless told. */
static int
read_levels(form_reader *r, xml_node *e)
{
    const char *text = attr_text(r, e, "levels");
    int bits = 0;
    for (const char *p = text ? text : "123"; *p; p++)
        if (g_ascii_isdigit(*p))
            bits |= 1 << (*p - '0');
    return bits;
}

void
form_reference_read(form_reader *r, xml_node *e, form_node *n)
{
    n->to = attr_text(r, e, "to");
    n->levels = n->kind == FORM_CONTENTS ? read_levels(r, e) : 0;
    const bool leads = n->to ? *n->to == '#' ? n->to[1] != '\0' : form_link_is_safe(n->to) : n->select != NULL;
    if (n->kind == FORM_LINK && !leads)
        diag_add(r->d, DIAG_FORM_LINK, n->where, PLACE_NONE, n->to ? n->to : "", NULL);
    if (attr_is_computed(n->to))
        n->to = NULL; /* until it is bound */
}
