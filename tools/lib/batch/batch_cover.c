/* batch_cover.c: what comes first in an envelope: the letter that says whom it is for, and all that is or should be in
 * it; before it the envelope's own outside. */
#include "batch/batch_bundle.h"

#include <string.h>

/* The cases of an envelope, each read once. */
typedef struct covering {
    const batch_bundles *b;
    GHashTable *cases; /* key: render_case */
    GString *xml;
    diag *d;
} covering;

static void
append_attribute(GString *x, const char *name, const char *value)
{
    if (!*value)
        return;
    char *safe = g_markup_escape_text(value, -1);
    g_string_append_printf(x, " %s=\"%s\"", name, safe);
    g_free(safe);
}

static render_case *
case_of(covering *c, const batch_paper *p)
{
    render_case *read = g_hash_table_lookup(c->cases, p->key);
    if (!read) {
        read = render_case_new(c->b->e, p->case_path);
        g_hash_table_insert(c->cases, (gpointer)p->key, read);
    }
    return read;
}

/* The names and the address are those of the case, and the office that of the masters, that the papers were made of, by
 * the bytes that were parsed. A paper that this run did not make was made of the case as it was then, and of masters
 * that may be other ones by now. */
static bool
is_same_case(covering *c, const batch_paper *p)
{
    enum { MOST = 16 };
    render_file_sum files[MOST];
    const size_t count = render_case_sums(case_of(c, p), files, MOST);
    const bool same = count && digest_equal(&files[0].sum, &p->case_sum);
    const digest masters = same ? batch_inputs_placed_as(files + 1, count - 1) : p->masters;
    if (same && p->touched && !digest_equal(&masters, &p->masters)) {
        diag_add(c->d, DIAG_BATCH_MASTERS_CHANGED, PLACE_NONE, (place){p->case_path, 0, NULL}, NULL);
        return false;
    }
    if (!same && p->touched)
        diag_add(c->d, DIAG_BATCH_CASE_CHANGED, PLACE_NONE, (place){p->case_path, 0, NULL}, NULL);
    else if (!same)
        diag_add(c->d, DIAG_BATCH_PAPER_OLDER, PLACE_NONE, (place){p->case_path, 0, NULL},
                 arena_printf(c->b->a, "%s/%s", p->key, p->form), NULL);
    return same;
}

/* What is missing may be so because nobody can read its case: it is named by its key, then. */
static bool
read_child(covering *c, const bundle_letter *l, const char **child)
{
    const batch_paper *p = l->data;
    diag *quiet = diag_new();
    render_home home = {"", "", "", ""};
    const bool read = render_case_home(case_of(c, p), p->key, &home, l->gap ? quiet : c->d);
    diag_drop(quiet);
    *child = read ? home.child : p->key;
    return l->gap || (read && is_same_case(c, p));
}

/* Whose case tells the addressee: of an envelope that is made there is a paper. */
static const bundle_letter *
first_paper(const bundle_envelope *e)
{
    size_t i = 0;
    while (i + 1 < e->count && e->letters[i]->gap)
        i++;
    return e->letters[i];
}

/* <paper key child title month pages gap/> */
static bool
append_paper(covering *c, const bundle_letter *l)
{
    const batch_paper *p = l->data;
    const char *child;
    if (!read_child(c, l, &child))
        return false;
    char pages[16] = "";
    if (!l->gap)
        g_snprintf(pages, sizeof pages, "%d", p->pages);
    g_string_append(c->xml, "  <paper");
    append_attribute(c->xml, "key", p->key);
    append_attribute(c->xml, "child", child);
    append_attribute(c->xml, "title", p->title);
    append_attribute(c->xml, "month", p->month);
    append_attribute(c->xml, "pages", pages);
    append_attribute(c->xml, "gap", l->gap ? "yes" : "");
    g_string_append(c->xml, "/>\n");
    return true;
}

static bool
append_addressee(covering *c, const bundle_envelope *e)
{
    const bool household = strcmp(e->to, "household") == 0;
    render_home home = {"", "", "", ""};
    const bundle_letter *l = first_paper(e);
    if (household && !render_case_home(case_of(c, l->data), l->recipient, &home, c->d))
        return false;
    g_string_append(c->xml, "<enclosed");
    append_attribute(c->xml, "to", e->to);
    append_attribute(c->xml, "mark", e->mark);
    append_attribute(c->xml, "recipient", household ? "" : e->recipient);
    append_attribute(c->xml, "guardian", home.guardian);
    append_attribute(c->xml, "address", home.address);
    append_attribute(c->xml, "postal-code", home.postal_code);
    g_string_append(c->xml, ">\n");
    return true;
}

bool
batch_cover_is_told(const batch_item *x)
{
    return x->wish->cover || x->wish->envelope || x->envelope->gaps;
}

GByteArray *
batch_cover_make(const batch_bundles *b, const batch_item *x, const char *form, size_t *pages, diag *d)
{
    g_assert(b && x && form && pages && d);
    const bundle_envelope *e = x->envelope;
    covering c = {b, g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)render_case_drop),
                  g_string_new(NULL), d};
    bool good = append_addressee(&c, e);
    for (size_t i = 0; good && i < e->count; i++)
        good = append_paper(&c, e->letters[i]);
    g_string_append(c.xml, "</enclosed>\n");
    GByteArray *bytes =
        good ? render_enclosing(case_of(&c, first_paper(e)->data), form, b->as_of, c.xml, pages, d) : NULL;
    g_hash_table_destroy(c.cases);
    g_string_free(c.xml, TRUE);
    return bytes;
}
