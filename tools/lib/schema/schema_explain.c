/* schema_explain.c: walks a schema beside a document to say everything that is wrong.
 *
 * Content is compared by derivatives (schema_int.h). Where a child does not fit, the walk decides what most
 * likely happened (a slip in the name, something missing before it, a wrong order, one too many), says
 * so once, and goes on as if it had been repaired. */
#include "schema/schema_explain_int.h"

#include <string.h>

#include "base/near.h"

/* More than are kept by a diag; a file with so many is of another kind altogether. */
enum { MOST_ERRORS = 1500 };

/* ---- attributes ---- */

static const pattern *
attribute_pattern(walk *w, const GPtrArray *known, const xml_node *attr, const char *value)
{
    const pattern *named = NULL;
    for (guint i = 0; i < known->len; i++) {
        const pattern *p = g_ptr_array_index(known, i);
        if (!pattern_matches_name(p, tag_of(attr)))
            continue;
        if (pattern_matches_value(w->g, pattern_content(w->g, p), value, attr))
            return p;
        named = named ? named : p;
    }
    return named;
}

/* An attribute that no pattern names. One that was probably meant is put among the excused. */
static void
unknown_attribute(walk *w, const xml_node *n, const xml_node *attr, const GPtrArray *known, GPtrArray *excused)
{
    if (*xml_namespace(attr)) {
        walk_say_namespace(w, attr);
        return;
    }
    GPtrArray *names = walk_names_of(w, known);
    for (guint i = names->len; i > 0; i--)
        if (xml_has_attribute(n, g_ptr_array_index(names, i - 1)))
            g_ptr_array_remove_index(names, i - 1);
    const char *meant = near_find(xml_name(attr), names);
    if (meant)
        walk_say(w, DIAG_XML_ATTRIBUTE_SIMILAR, attr, xml_name(attr), xml_name(n), meant, NULL);
    else
        walk_say_unknown(w, DIAG_XML_ATTRIBUTE_UNKNOWN, attr, n, walk_join_names(w, names, "@"));
    for (guint i = 0; meant && i < known->len; i++)
        if (strcmp(pattern_name(w->a, g_ptr_array_index(known, i)), meant) == 0)
            g_ptr_array_add(excused, g_ptr_array_index(known, i));
    g_ptr_array_free(names, TRUE);
}

static bool
is_excused(const pattern_need *need, const GPtrArray *excused)
{
    for (size_t i = 0; i < need->count; i++)
        if (g_ptr_array_find((GPtrArray *)excused, need->any[i], NULL))
            return true;
    return false;
}

static const pattern *
close_attributes(walk *w, const pattern *content, const xml_node *n, const GPtrArray *excused)
{
    const pattern *closed = pattern_close_attributes(w->g, content, false);
    if (closed->kind != PATTERN_NOT_ALLOWED)
        return closed;
    GArray *needs = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    pattern_needs(content, PATTERN_ATTRIBUTE, needs);
    for (guint i = 0; i < needs->len; i++) {
        const pattern_need *need = &g_array_index(needs, pattern_need, i);
        if (!is_excused(need, excused))
            walk_say_need(w, DIAG_XML_ATTRIBUTE_MISSING, n, need);
    }
    g_array_free(needs, TRUE);
    return pattern_close_attributes(w->g, content, true);
}

/* The content that is left for the children once the attributes are accounted for. */
static const pattern *
check_attributes(walk *w, const pattern *content, const xml_node *n)
{
    GPtrArray *known = g_ptr_array_new(), *excused = g_ptr_array_new();
    pattern_collect(content, PATTERN_ATTRIBUTE, known);
    for (const xml_node *attr = xml_first_attribute(n); attr; attr = xml_next(attr)) {
        const char *value = xml_text(w->a, attr);
        letter l = letter_named(PATTERN_ATTRIBUTE, attr);
        l.value = value;
        const pattern *p = attribute_pattern(w, known, attr, value);
        const pattern *next = pattern_after(w->g, content, &l);
        const bool fits = next->kind != PATTERN_NOT_ALLOWED;
        l.value = NULL;
        if (!fits)
            next = pattern_after(w->g, content, &l);
        if (!p)
            unknown_attribute(w, n, attr, known, excused);
        else if (next->kind == PATTERN_NOT_ALLOWED)
            walk_say_pattern(w, DIAG_XML_ATTRIBUTE_EXCLUDED, attr, p, NULL);
        else if (!fits)
            walk_say_value(w, attr, p, pattern_content(w->g, p), value);
        if (p && w->visit && !w->trial)
            w->visit(w->data, p->rng, (xml_node *)attr);
        if (next->kind != PATTERN_NOT_ALLOWED)
            content = next;
    }
    content = close_attributes(w, content, n, excused);
    g_ptr_array_free(known, TRUE);
    g_ptr_array_free(excused, TRUE);
    return content;
}

/* ---- children ---- */

/* One parent's children under comparison. */
typedef struct family {
    const xml_node *parent;
    const pattern *whole; /* what the parent may contain */
    const pattern *rest;  /* what may still come */
    const pattern *dry;   /* the same if there were no text between the elements */
    GPtrArray *known;     /* element patterns in schema order */
    const xml_node **met; /* for each of them, the first child of that name so far */
    bool text_said;       /* text where none belongs, or an element in text, was told */
} family;

static bool
holds_value(const pattern *content)
{
    return pattern_has_kind(content, PATTERN_DATA) || pattern_has_kind(content, PATTERN_VALUE) ||
           pattern_has_kind(content, PATTERN_LIST);
}

/* Text or a value, without elements. */
static bool
holds_words_alone(const family *f)
{
    return f->known->len == 0 && (holds_value(f->whole) || pattern_has_kind(f->whole, PATTERN_TEXT));
}

/* -1 when the schema does not know the name here. */
static int
rank_of(const family *f, tag t)
{
    for (guint i = 0; i < f->known->len; i++)
        if (pattern_matches_name(g_ptr_array_index(f->known, i), t))
            return (int)i;
    return -1;
}

static size_t
count_errors(walk *w, const pattern *p, const xml_node *n)
{
    walk trial = *w;
    trial.trial = true;
    trial.errors = 0;
    walk_element(&trial, p, n);
    return trial.errors;
}

/* Of several patterns with this name, the one that `n` fits best. */
static void
check_best(walk *w, const family *f, tag called, const xml_node *n)
{
    const pattern *best = NULL;
    size_t least = 0;
    GPtrArray *fitting = g_ptr_array_new();
    for (guint i = 0; i < f->known->len; i++)
        if (pattern_matches_name(g_ptr_array_index(f->known, i), called))
            g_ptr_array_add(fitting, g_ptr_array_index(f->known, i));
    for (guint i = 0; i < fitting->len; i++) {
        const pattern *p = g_ptr_array_index(fitting, i);
        const size_t errors = fitting->len > 1 ? count_errors(w, p, n) : 0;
        if (!best || errors < least) {
            best = p;
            least = errors;
        }
    }
    g_ptr_array_free(fitting, TRUE);
    if (best)
        walk_element(w, best, n);
}

static bool
comes_later(const pattern_need *need, const xml_node *n)
{
    for (const xml_node *later = xml_next_element(n); later; later = xml_next_element(later))
        for (size_t i = 0; i < need->count; i++)
            if (pattern_matches_name(need->any[i], tag_of(later)))
                return true;
    return false;
}

/* Goes on to `n` past what is missing before it. What comes later in the file is out of order, not missing. */
static bool
step_over(walk *w, family *f, tag called, const xml_node *n)
{
    GArray *needs = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    const letter l = {.kind = PATTERN_ELEMENT, .called = called, .node = n};
    const pattern *next = pattern_skip_to(w->g, f->rest, &l, needs);
    const bool possible = next->kind != PATTERN_NOT_ALLOWED;
    for (guint i = 0; possible && i < needs->len; i++) {
        const pattern_need *need = &g_array_index(needs, pattern_need, i);
        if (!comes_later(need, n))
            walk_say_need(w, DIAG_XML_ELEMENT_MISSING, f->parent, need);
    }
    g_array_free(needs, TRUE);
    if (possible)
        f->rest = next;
    return possible;
}

static const pattern *
skip_quietly(walk *w, const pattern *p, const xml_node *n)
{
    GArray *needs = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    const letter l = letter_named(PATTERN_ELEMENT, n);
    const pattern *next = pattern_skip_to(w->g, p, &l, needs);
    g_array_free(needs, TRUE);
    return next;
}

/* The first child met that the schema puts after `n`, if the two may stand together at all. */
static const xml_node *
met_too_early(walk *w, const family *f, const xml_node *n)
{
    const int rank = rank_of(f, tag_of(n));
    const pattern *after = skip_quietly(w, f->whole, n);
    for (guint i = (guint)rank + 1; i < f->known->len; i++)
        if (f->met[i] && skip_quietly(w, after, f->met[i])->kind != PATTERN_NOT_ALLOWED)
            return f->met[i];
    return NULL;
}

/* A child that the schema knows, but not here. */
static void
say_misplaced(walk *w, const family *f, const xml_node *n)
{
    const int rank = rank_of(f, tag_of(n));
    const pattern *p = g_ptr_array_index(f->known, rank);
    const pattern *twice = skip_quietly(w, skip_quietly(w, f->whole, n), n);
    const xml_node *early = met_too_early(w, f, n);
    if (f->met[rank] && twice->kind == PATTERN_NOT_ALLOWED)
        walk_say_pattern(w, DIAG_XML_ELEMENT_REPEATED, n, p, xml_name(f->parent));
    else if (early)
        walk_say_pattern(w, DIAG_XML_ELEMENT_ORDER, n, p, xml_name(early));
    else
        walk_say_pattern(w, DIAG_XML_ELEMENT_EXCLUDED, n, p, NULL);
}

/* Whether the schema knows the name, but not in the namespace that the element is in. */
static bool
is_in_namespace(const family *f, const xml_node *n)
{
    return *xml_namespace(n) && rank_of(f, (tag){xml_name(n), ""}) >= 0;
}

/* An element of the author's that was written without its prefix; NULL: it is not that. */
static const pattern *
pattern_without_prefix(const family *f, const xml_node *n)
{
    for (guint i = 0; !*xml_namespace(n) && i < f->known->len; i++) {
        const pattern *p = g_ptr_array_index(f->known, i);
        if (p->name && *p->ns && strcmp(p->name, xml_name(n)) == 0)
            return p;
    }
    return NULL;
}

static tag
tag_meant(walk *w, const family *f, const xml_node *n, const char *meant)
{
    for (guint i = 0; i < f->known->len; i++) {
        const pattern *p = g_ptr_array_index(f->known, i);
        if (p->name && strcmp(walk_name_in(w, p, n), meant) == 0)
            return (tag){p->name, p->ns};
    }
    return (tag){meant, xml_namespace(n)};
}

/* A child whose name the schema does not have here: perhaps a slip; then it is taken for what was meant. */
static void
unknown_child(walk *w, family *f, const xml_node *n)
{
    GPtrArray *names = walk_names_in(w, f->known, n);
    const pattern *meant_own = pattern_without_prefix(f, n);
    const char *meant = meant_own ? walk_name_in(w, meant_own, n) : near_find(walk_shown_name(w, n), names);
    if (walk_say_own(w, n, f->parent, meant)) {
        /* told */
    } else if (is_in_namespace(f, n)) {
        walk_say_namespace(w, n);
        step_over(w, f, (tag){xml_name(n), ""}, n);
    } else if (holds_words_alone(f)) {
        if (!f->text_said)
            walk_say(w, DIAG_XML_ELEMENT_IN_TEXT, n, xml_name(n), xml_name(f->parent), NULL, NULL);
        f->text_said = true;
    } else if (!meant) {
        walk_say_unknown(w, DIAG_XML_ELEMENT_UNKNOWN, n, f->parent, walk_join_names(w, names, ""));
    } else {
        walk_say(w, DIAG_XML_ELEMENT_SIMILAR, n, walk_shown_name(w, n), xml_name(f->parent), meant, NULL);
        const tag called = tag_meant(w, f, n, meant);
        step_over(w, f, called, n);
        check_best(w, f, called, n);
    }
    g_ptr_array_free(names, TRUE);
}

static void
check_child(walk *w, family *f, const xml_node *n)
{
    const int rank = rank_of(f, tag_of(n));
    const letter l = letter_named(PATTERN_ELEMENT, n);
    const pattern *next = pattern_after(w->g, f->rest, &l);
    const pattern *dry = pattern_after(w->g, f->dry, &l);
    if (next->kind != PATTERN_NOT_ALLOWED) {
        f->rest = next;
    } else if (rank < 0) {
        unknown_child(w, f, n);
        return;
    } else if (dry->kind != PATTERN_NOT_ALLOWED && f->dry != f->rest) {
        walk_say_pattern(w, DIAG_XML_ELEMENT_AFTER_TEXT, n, g_ptr_array_index(f->known, rank), NULL);
        f->rest = dry;
    } else if (!step_over(w, f, l.called, n)) {
        say_misplaced(w, f, n);
    }
    f->dry = dry->kind != PATTERN_NOT_ALLOWED ? dry : f->rest;
    if (!f->met[rank])
        f->met[rank] = n;
    check_best(w, f, l.called, n);
}

static void
check_text(walk *w, family *f, const xml_node *text)
{
    if (f->text_said || text_is_blank(w->g, text) || holds_words_alone(f))
        return;
    const letter l = {.kind = PATTERN_TEXT, .node = text};
    const pattern *next = pattern_after(w->g, f->rest, &l);
    if (next->kind != PATTERN_NOT_ALLOWED) {
        f->rest = next;
        return;
    }
    f->text_said = true;
    walk_say(w, DIAG_XML_TEXT_UNEXPECTED, text, xml_name(f->parent), NULL, NULL, NULL);
}

static void
check_family(walk *w, const pattern *content, const xml_node *n)
{
    family f = {.parent = n, .whole = content, .rest = content, .dry = content, .known = g_ptr_array_new()};
    pattern_collect(content, PATTERN_ELEMENT, f.known);
    f.met = ARENA_ARRAY(w->a, const xml_node *, f.known->len + 1);
    for (const xml_node *c = xml_first_child(n); c && w->errors < MOST_ERRORS; c = xml_next(c)) {
        if (xml_is_element(c))
            check_child(w, &f, c);
        else if (xml_is_text(c))
            check_text(w, &f, c);
    }
    GArray *needs = g_array_new(FALSE, FALSE, sizeof(pattern_need));
    pattern_needs(f.rest, PATTERN_ELEMENT, needs);
    for (guint i = 0; i < needs->len; i++)
        walk_say_need(w, DIAG_XML_ELEMENT_MISSING, n, &g_array_index(needs, pattern_need, i));
    g_array_free(needs, TRUE);
    g_ptr_array_free(f.known, TRUE);
}

void
walk_element(walk *w, const pattern *p, const xml_node *n)
{
    if (w->visit && !w->trial)
        w->visit(w->data, p->rng, (xml_node *)n);
    const pattern *content = check_attributes(w, pattern_content(w->g, p), n);
    if (!xml_first_element(n)) {
        const char *value = xml_text(w->a, n);
        if (pattern_matches_value(w->g, content, value, n))
            return;
        if (holds_value(content)) {
            walk_say_value(w, n, p, content, value);
            return;
        }
    }
    check_family(w, content, n);
}

bool
schema_begins(const schema_grammar *g, const xml_doc *doc)
{
    g_assert(g && g->start && doc && xml_root(doc));
    family f = {.known = g_ptr_array_new()};
    pattern_collect(g->start, PATTERN_ELEMENT, f.known);
    const bool begins = rank_of(&f, tag_of(xml_root(doc))) >= 0;
    g_ptr_array_free(f.known, TRUE);
    return begins;
}

static void
check_document(walk *w, const xml_doc *doc)
{
    const xml_node *root = xml_root(doc);
    family f = {.known = g_ptr_array_new()};
    pattern_collect(w->g->start, PATTERN_ELEMENT, f.known);
    if (rank_of(&f, tag_of(root)) >= 0) {
        check_best(w, &f, tag_of(root), root);
    } else if (is_in_namespace(&f, root)) {
        walk_say_namespace(w, root);
    } else {
        GPtrArray *names = walk_names_of(w, f.known);
        const char *wanted = walk_join_names(w, names, "");
        if (!walk_say_kind(w, root, names))
            walk_say(w, DIAG_XML_ROOT, root, xml_name(root), wanted, wanted, NULL);
        g_ptr_array_free(names, TRUE);
    }
    g_ptr_array_free(f.known, TRUE);
}

size_t
schema_explain(schema_grammar *g, const xml_doc *doc, diag *d)
{
    walk w = {.g = g, .role = xml_doc_role(doc), .a = arena_new(), .d = d};
    check_document(&w, doc);
    arena_drop(w.a);
    return w.errors;
}
