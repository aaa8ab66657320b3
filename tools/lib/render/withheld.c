/* withheld.c: an address that is withheld from papers (支援措置) is on none of them, typed into a text either: forms
 * get it empty (casefile.h), and what people write is looked through before it is composed. */
#include "render/render_int.h"

typedef struct looking {
    const GPtrArray *places;
    const bound_node *found;
} looking;

static bool
says_in_words(const looking *k, const bound_node *n)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < n->inline_count; i++)
        g_string_append(text, n->inlines[i].text ? n->inlines[i].text : " ");
    const bool says = audience_says_place(k->places, text->str);
    g_string_free(text, TRUE);
    return says;
}

static void
look_through(looking *k, const bound_node *n)
{
    for (; n && !k->found; n = n->next) {
        if (n->inline_count && says_in_words(k, n))
            k->found = n;
        else
            look_through(k, n->first);
    }
}

/* Of the piece that says it, or of all of them together. */
static const text_origin *
origin_of(const looking *k, const bound_node *n)
{
    const text_origin *any = NULL;
    for (size_t i = 0; i < n->inline_count; i++) {
        const bound_inline *p = &n->inlines[i];
        if (p->origin && audience_says_place(k->places, p->text))
            return p->origin;
        any = any || !p->from_data ? any : p->origin;
    }
    return any;
}

static bool
says_beside_blocks(const looking *k, const bound *b)
{
    const char *words[BOUND_WORDS];
    bound_words(b, words);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (audience_says_place(k->places, words[i]))
            return true;
    return false;
}

bool
render_tells_no_withheld(render_document *x)
{
    if (x->request.enclosed || !x->data || !casefile_has_withheld(x->data))
        return true; /* what is enclosed has the home's own envelope; a blank form of no case tells of nobody */
    GPtrArray *places = audience_withheld_places(x->a, x->data);
    looking k = {places, NULL};
    for (size_t i = 0; i < bound_part_count(x->bound); i++)
        look_through(&k, bound_part(x->bound, i));
    const bool says = k.found || says_beside_blocks(&k, x->bound);
    const text_origin *o = k.found ? origin_of(&k, k.found) : NULL;
    if (says)
        diag_add(x->messages, DIAG_RENDER_WITHHELD, o ? o->form : x->form->where, o ? o->data : PLACE_NONE, NULL);
    g_ptr_array_free(places, TRUE);
    return !says;
}
