/* schema_judge.c: is a document valid? And, beside the document, which pattern is it that allows a node?
 *
 * Almost all attributes are allowed or required on their own: they are ticked off by name. What is left of a content,
 * elements and the attributes that depend on others, is derived, by the patterns that the nodes were found to fit; each
 * derivative is made once in a schema's life. Where several patterns of one parent have one name, a node may fit any of
 * them. */
#include "schema/schema_explain_int.h"

#include <string.h>

/* Patterns of one name, in their order: nearly always one. */
typedef struct entry {
    const pattern *pattern;
    struct entry *next;
} entry;

/* What may stand in an element. A process that makes one document makes hundreds, most of them for nothing else: a
 * table is there when something is in it. */
typedef struct directory {
    GHashTable *names[2];   /* of elements, of attributes: local name: entry; NULL: there are none */
    entry *wild[2];         /* those whose name a name class says */
    bool plain;             /* every name has one pattern, and no name class is there */
    const pattern *content; /* without the attributes that stand on their own: */
    GHashTable *own;        /* pattern of such an attribute: itself; NULL: there is none */
    GHashTable *must;       /* those of them that must be there; NULL as well */
} directory;

enum { OF_ELEMENTS, OF_ATTRIBUTES };

static void
drop_directory(void *p)
{
    directory *x = p;
    GHashTable **const tables[] = {&x->names[OF_ELEMENTS], &x->names[OF_ATTRIBUTES], &x->own, &x->must};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        g_clear_pointer(tables[i], g_hash_table_destroy);
    g_free(x);
}

static void
add_own(GHashTable **table, const pattern *p)
{
    if (!*table)
        *table = g_hash_table_new(NULL, NULL);
    g_hash_table_add(*table, (void *)p);
}

static bool
is_in(GHashTable *table, const pattern *p)
{
    return table && g_hash_table_contains(table, p);
}

static entry *
entries_of(const directory *x, int of, const char *name)
{
    return x->names[of] ? g_hash_table_lookup(x->names[of], name) : NULL;
}

static void
add_entry(schema_grammar *g, directory *x, int of, const pattern *p)
{
    entry *one = ARENA_NEW(g->memory, entry), *last = p->name ? entries_of(x, of, p->name) : x->wild[of];
    one->pattern = p;
    x->plain = x->plain && p->name && !last;
    while (last && last->next)
        last = last->next;
    if (last)
        last->next = one;
    else if (!p->name)
        x->wild[of] = one;
    else {
        if (!x->names[of])
            x->names[of] = g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_insert(x->names[of], (void *)p->name, one);
    }
}

static void
list_names(schema_grammar *g, directory *x, const pattern *content, int of)
{
    GPtrArray *all = g_ptr_array_new();
    pattern_collect(content, of == OF_ELEMENTS ? PATTERN_ELEMENT : PATTERN_ATTRIBUTE, all);
    for (guint i = 0; i < all->len; i++)
        add_entry(g, x, of, g_ptr_array_index(all, i));
    g_ptr_array_free(all, TRUE);
}

/* ---- attributes that stand on their own ---- */

static const pattern *
own_attribute(const pattern *p, bool *required)
{
    *required = p->kind == PATTERN_ATTRIBUTE;
    if (*required)
        return p;
    const bool optional = p->kind == PATTERN_CHOICE && p->a->kind == PATTERN_ATTRIBUTE && p->b->kind == PATTERN_EMPTY;
    return optional ? p->a : NULL;
}

/* Takes them out of the content. */
static const pattern *
part_attributes(schema_grammar *g, directory *x, const pattern *p)
{
    bool required;
    const pattern *own = own_attribute(p, &required);
    if (own) {
        add_own(&x->own, own);
        if (required)
            add_own(&x->must, own);
        return pattern_simple(g, PATTERN_EMPTY);
    }
    if (p->kind != PATTERN_GROUP && p->kind != PATTERN_INTERLEAVE)
        return p;
    return pattern_make(g, p->kind, part_attributes(g, x, p->a), part_attributes(g, x, p->b), NULL);
}

/* Whether each attribute, own or not, has a name that no other has, and none is in both places. */
static bool
attributes_part(const directory *x, const pattern *rest)
{
    GHashTableIter i;
    const pattern *p;
    GPtrArray *others = g_ptr_array_new();
    pattern_collect(rest, PATTERN_ATTRIBUTE, others);
    bool parted = true;
    if (x->own)
        g_hash_table_iter_init(&i, x->own);
    while (x->own && g_hash_table_iter_next(&i, (void **)&p, NULL))
        parted =
            parted && p->name && !entries_of(x, OF_ATTRIBUTES, p->name)->next && !g_ptr_array_find(others, p, NULL);
    for (guint n = 0; n < others->len; n++)
        parted = parted && ((const pattern *)g_ptr_array_index(others, n))->name;
    g_ptr_array_free(others, TRUE);
    return parted;
}

static const directory *
directory_of(schema_grammar *g, const pattern *p)
{
    if (p->directory)
        return p->directory;
    if (!g->directories)
        g->directories = g_ptr_array_new_with_free_func(drop_directory);
    const pattern *content = pattern_content(g, p);
    directory *x = g_new0(directory, 1);
    x->plain = true;
    list_names(g, x, content, OF_ELEMENTS);
    list_names(g, x, content, OF_ATTRIBUTES);
    x->content = part_attributes(g, x, content);
    if (!attributes_part(x, x->content)) {
        g_clear_pointer(&x->own, g_hash_table_destroy);
        g_clear_pointer(&x->must, g_hash_table_destroy);
        x->content = content;
    }
    g_ptr_array_add(g->directories, x);
    ((pattern *)p)->directory = x;
    return x;
}

/* The patterns that a node's name allows it to fit: those of its name, then those of name classes. */
typedef struct candidates {
    const xml_node *node;
    const entry *next, *wild; /* wild: what comes after `next` and those behind it */
} candidates;

static candidates
candidates_of(const directory *x, int of, const xml_node *n)
{
    return (candidates){n, entries_of(x, of, xml_name(n)), x->wild[of]};
}

/* NULL after the last. */
static const pattern *
next_candidate(candidates *c)
{
    for (;;) {
        if (!c->next) {
            c->next = c->wild;
            c->wild = NULL;
        }
        if (!c->next)
            return NULL;
        const pattern *p = c->next->pattern;
        c->next = c->next->next;
        if (p->name ? strcmp(p->ns, xml_namespace(c->node)) == 0 : pattern_matches_name(p, tag_of(c->node)))
            return p;
    }
}

/* ---- derivatives, once made ---- */

/* A derivative of `from`: by a node that fits `by`, by text, or by the end of the attributes. */
typedef struct step {
    const pattern *from, *by;
    enum step_kind { STEP_NODE, STEP_TEXT, STEP_CLOSE } kind;
    const pattern *to;
} step;

static guint
hash_step(gconstpointer p)
{
    const step *x = p;
    return g_direct_hash(x->from) * 31 + g_direct_hash(x->by) * 7 + (guint)x->kind;
}

static gboolean
same_step(gconstpointer p, gconstpointer q)
{
    const step *x = p, *y = q;
    return x->from == y->from && x->by == y->by && x->kind == y->kind;
}

static const pattern *
make_step(schema_grammar *g, const pattern *from, const pattern *by, enum step_kind kind)
{
    if (kind == STEP_CLOSE)
        return pattern_close_attributes(g, from, false);
    const letter l = {.kind = kind == STEP_TEXT ? PATTERN_TEXT : by->kind, .is = by};
    return pattern_after(g, from, &l);
}

static const pattern *
take_step(schema_grammar *g, const pattern *from, const pattern *by, enum step_kind kind)
{
    if (!g->steps)
        g->steps = g_hash_table_new(hash_step, same_step);
    step wanted = {from, by, kind, NULL};
    const step *known = g_hash_table_lookup(g->steps, &wanted);
    if (known)
        return known->to;
    wanted.to = make_step(g, from, by, kind);
    g_hash_table_add(g->steps, arena_copy(g->memory, &wanted, sizeof wanted));
    return wanted.to;
}

/* ---- the judgement ---- */

typedef struct judgement {
    schema_grammar *g;
    arena *a;
    GHashTable *known;       /* fitting: where a node may fit several patterns, which were tried */
    const xml_node *failed;  /* the innermost element that did not fit */
    const xml_node *without; /* is as if it were not there; may be NULL */
    bool by_names;           /* what stands in a part is not asked */
} judgement;

typedef struct fitting {
    const pattern *p;
    const xml_node *n;
    bool fits;
} fitting;

static guint
hash_fitting(gconstpointer p)
{
    const fitting *x = p;
    return g_direct_hash(x->p) * 31 + g_direct_hash(x->n);
}

static gboolean
same_fitting(gconstpointer p, gconstpointer q)
{
    const fitting *x = p, *y = q;
    return x->p == y->p && x->n == y->n;
}

static const pattern *
judge_attribute(judgement *j, const directory *x, const pattern *content, const xml_node *attr, size_t *required)
{
    schema_grammar *g = j->g;
    const char *value = value_of(j->a, attr);
    const pattern *next = pattern_simple(g, PATTERN_NOT_ALLOWED);
    candidates fit = candidates_of(x, OF_ATTRIBUTES, attr);
    for (const pattern *p; (p = next_candidate(&fit));) {
        if (!j->by_names && !pattern_matches_value(g, pattern_content(g, p), value, attr))
            continue;
        if (is_in(x->own, p)) { /* it has no other candidate */
            *required += is_in(x->must, p) ? 1 : 0;
            return content;
        }
        next = pattern_make(g, PATTERN_CHOICE, next, take_step(g, content, p, STEP_NODE), NULL);
    }
    return next;
}

/* The content that is left for the children; not-allowed when an attribute is wrong or missing. */
static const pattern *
judge_attributes(judgement *j, const directory *x, const xml_node *n)
{
    const pattern *content = x->content;
    size_t required = 0;
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr)) {
        if (attr != j->without)
            content = judge_attribute(j, x, content, attr, &required);
        if (content->kind == PATTERN_NOT_ALLOWED)
            return content;
    }
    if (required < (x->must ? g_hash_table_size(x->must) : 0))
        return pattern_simple(j->g, PATTERN_NOT_ALLOWED);
    return take_step(j->g, content, NULL, STEP_CLOSE);
}

static bool judge_element(judgement *j, const pattern *p, const xml_node *n);

/* A node with several candidates is tried once with each, however often the search comes back to it. */
static bool
judge_again(judgement *j, const pattern *p, const xml_node *n)
{
    fitting wanted = {p, n, false};
    if (!j->known)
        j->known = g_hash_table_new(hash_fitting, same_fitting);
    const fitting *known = g_hash_table_lookup(j->known, &wanted);
    if (known)
        return known->fits;
    wanted.fits = judge_element(j, p, n);
    g_hash_table_add(j->known, arena_copy(j->a, &wanted, sizeof wanted));
    return wanted.fits;
}

/* What may follow after a child: after any of the patterns that it fits. */
static const pattern *
judge_child(judgement *j, const directory *x, const pattern *rest, const xml_node *c)
{
    schema_grammar *g = j->g;
    const pattern *next = pattern_simple(g, PATTERN_NOT_ALLOWED);
    const xml_node *before = j->failed;
    candidates fit = candidates_of(x, OF_ELEMENTS, c);
    for (const pattern *p; (p = next_candidate(&fit));) {
        const pattern *after = take_step(g, rest, p, STEP_NODE);
        if (after->kind != PATTERN_NOT_ALLOWED &&
            (j->by_names || (x->plain ? judge_element(j, p, c) : judge_again(j, p, c))))
            next = pattern_make(g, PATTERN_CHOICE, next, after, NULL);
    }
    if (next->kind != PATTERN_NOT_ALLOWED)
        j->failed = before; /* it fits one of them: that it does not fit another says nothing */
    return next;
}

static bool
judge_content(judgement *j, const directory *x, const xml_node *n)
{
    const pattern *rest = judge_attributes(j, x, n);
    if (rest->kind == PATTERN_NOT_ALLOWED)
        return false;
    if (!xml_first_element(n) && pattern_matches_value(j->g, rest, value_of(j->a, n), n))
        return true;
    for (const xml_node *c = xml_first_child(n); c && rest->kind != PATTERN_NOT_ALLOWED; c = xml_next(c)) {
        if (c == j->without)
            continue;
        if (xml_is_element(c))
            rest = judge_child(j, x, rest, c);
        else if (!text_is_blank(j->g, c))
            rest = take_step(j->g, rest, NULL, STEP_TEXT);
    }
    return rest->nullable;
}

static bool
judge_element(judgement *j, const pattern *p, const xml_node *n)
{
    const xml_node *before = j->failed;
    const bool fits = judge_content(j, directory_of(j->g, p), n);
    if (!fits && j->failed == before)
        j->failed = n;
    return fits;
}

bool
schema_judge(schema_grammar *g, const xml_doc *doc, const xml_node **failed)
{
    judgement j = {.g = g, .a = arena_new()};
    GPtrArray *roots = g_ptr_array_new();
    const xml_node *root = xml_root(doc);
    bool fits = false;
    pattern_collect(g->start, PATTERN_ELEMENT, roots);
    for (guint i = 0; !fits && i < roots->len; i++) {
        const pattern *p = g_ptr_array_index(roots, i);
        fits = pattern_matches_name(p, tag_of(root)) && judge_element(&j, p, root);
    }
    *failed = j.failed ? j.failed : root;
    g_ptr_array_free(roots, TRUE);
    if (j.known)
        g_hash_table_destroy(j.known);
    arena_drop(j.a);
    return fits;
}

bool
schema_judge_without(schema_grammar *g, const pattern *p, const xml_node *element, const xml_node *part, bool by_names)
{
    judgement j = {.g = g, .a = arena_new(), .without = part, .by_names = by_names};
    const bool fits = judge_element(&j, p, element);
    if (j.known)
        g_hash_table_destroy(j.known);
    arena_drop(j.a);
    return fits;
}

/* ---- the walk ---- */

static void
visit_element(walk *w, const pattern *p, const xml_node *n)
{
    const directory *x = directory_of(w->g, p);
    if (!x->plain) {
        walk_element(w, p, n);
        return;
    }
    w->visit(w->data, p->rng, (xml_node *)n);
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr)) {
        candidates fit = candidates_of(x, OF_ATTRIBUTES, attr);
        const pattern *known = next_candidate(&fit);
        if (known)
            w->visit(w->data, known->rng, (xml_node *)attr);
    }
    for (const xml_node *c = xml_first_element(n); c; c = xml_next_element(c)) {
        candidates fit = candidates_of(x, OF_ELEMENTS, c);
        const pattern *known = next_candidate(&fit);
        if (known)
            visit_element(w, known, c);
    }
}

void
schema_walk(const schema_grammar *grammar, const xml_doc *doc, schema_visit visit, void *data)
{
    schema_grammar *g = (schema_grammar *)grammar; /* its tables grow */
    g_assert(g->start && visit);
    walk w = {.g = g, .role = xml_doc_role(doc), .a = arena_new(), .visit = visit, .data = data};
    GPtrArray *roots = g_ptr_array_new();
    pattern_collect(g->start, PATTERN_ELEMENT, roots);
    for (guint i = 0; i < roots->len; i++) {
        if (pattern_matches_name(g_ptr_array_index(roots, i), tag_of(xml_root(doc)))) {
            visit_element(&w, g_ptr_array_index(roots, i), xml_root(doc));
            break;
        }
    }
    g_ptr_array_free(roots, TRUE);
    arena_drop(w.a);
}
