/* copy.c: a document as the copy of one reader (--edition). What its reader may not know is taken off a case that is
 * read for this copy alone, before any form sees it; rules judge the whole document, which is bound first. */
#include "render/render_int.h"

#include <string.h>

typedef struct copying {
    render_document *x;
    const bind_options *options; /* of the whole document */
    const audience_table *table;
    const audience_edition *edition;
    diag *d;
    size_t count; /* of what is withheld */
    place first;
} copying;

/* ---- what a document says ---- */

static void
append_said(const bound_node *n, GString *out)
{
    for (; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++) {
            const bound_inline *p = &n->inlines[i];
            g_string_append_printf(out, "%d%d%s\x1f", (int)p->kind, p->checked || p->ring, p->text ? p->text : "");
            g_string_append(out, p->ruby ? p->ruby : "");
        }
        g_string_append_c(out, '\n');
        append_said(n->first, out);
    }
}

static GString *
all_said(const bound *b)
{
    GString *out = g_string_new(NULL);
    const char *words[BOUND_WORDS];
    bound_words(b, words);
    for (size_t i = 0; i < bound_part_count(b); i++)
        append_said(bound_part(b, i), out);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        g_string_append_printf(out, "%s\n", words[i] ? words[i] : "");
    return out;
}

static bool
say_the_same(const bound *p, const bound *q)
{
    GString *a = all_said(p), *b = all_said(q);
    const bool same = g_string_equal(a, b);
    g_string_free(a, TRUE);
    g_string_free(b, TRUE);
    return same;
}

/* ---- one copy ---- */

static const bound *
bind_copy_of(copying *k, const casefile *c, const bind_copy *copy, diag *d)
{
    bind_options o = *k->options;
    o.copy = copy;
    if (!k->edition->whole)
        o.judged = NULL; /* found in the whole case */
    return bind_case(k->x->a, k->x->s, k->x->form, c, &o, d);
}

/* The day for which a consent must hold: as asked, else that of the copy; what a mark withholds gives it no day. */
static const char *
day_of(copying *k, const casefile *c)
{
    date day;
    if (k->options->as_of)
        return k->options->as_of;
    if (!bind_finds_date(k->x->s, k->x->form, c, k->options, &day))
        day = k->x->whole->made;
    return arena_printf(k->x->a, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static audience_copy
asked_copy(copying *k, const casefile *c)
{
    const bound *whole = k->x->whole;
    const char **partners = ARENA_ARRAY(k->x->a, const char *, whole->recipient_count + 1);
    audience_copy copy = {.edition = k->edition,
                          .day = day_of(k, c),
                          .as_of = k->options->as_of,
                          .partners = partners,
                          .scope = k->x->form->scope,
                          .form = k->x->form->where};
    for (size_t i = 0; i < whole->recipient_count; i++)
        if (strcmp(whole->recipients[i].to, "partner") == 0)
            partners[copy.partner_count++] = whole->recipients[i].key;
    return copy;
}

static void
leave_out(copying *k, casefile *c, GPtrArray *nodes, const char *words)
{
    if (nodes->len && !k->count)
        k->first = xml_place(k->x->a, g_ptr_array_index(nodes, 0), true);
    k->count += nodes->len;
    casefile_leave_out(c, (xml_node *const *)nodes->pdata, nodes->len, words);
    g_ptr_array_free(nodes, TRUE);
}

/* The case as its reader may know it. */
static const casefile *
case_of_copy(copying *k)
{
    render_document *x = k->x;
    casefile *c = render_case_again(x->of_case, x->a, x->s, k->d);
    if (!c)
        return NULL;
    GPtrArray *marked = audience_marked(x->a, k->edition, c);
    audience_unmark(c);
    leave_out(k, c, marked, k->table->unmarked);
    GPtrArray *others = audience_of_others(x->a, x->s, k->edition, c, k->d);
    if (!others)
        return NULL;
    leave_out(k, c, others, k->table->unmarked);
    const audience_copy copy = asked_copy(k, c);
    GPtrArray *outside = audience_outside(x->a, x->s, k->table, c, &copy, k->d);
    if (outside)
        leave_out(k, c, outside, k->table->outside);
    return outside ? c : NULL;
}

/* Rules judge the whole document: it must be about the same. */
static bool
is_about_the_same(copying *k, const bound *b)
{
    const place whole = xml_place(k->x->a, k->x->whole->about, true), own = xml_place(k->x->a, b->about, true);
    if (whole.line == own.line && g_strcmp0(whole.path, own.path) == 0)
        return true;
    diag_add(k->d, DIAG_EDITION_SUBJECT, k->x->form->subject_where, whole, k->edition->mark, NULL);
    return false;
}

static const bound *
make_copy(copying *k)
{
    const casefile *c = case_of_copy(k);
    if (!c)
        return NULL;
    bind_copy copy = {
        .mark = k->edition->mark, .given = true, .office_words = k->table->office_words, .blank = k->table->blank};
    const bound *b = bind_copy_of(k, c, &copy, k->d);
    if (!b && k->count)
        diag_add(k->d, DIAG_EDITION_LEFT_OUT, PLACE_NONE, k->first, k->edition->mark,
                 arena_printf(k->x->a, "%zu", k->count), NULL);
    if (!b || !is_about_the_same(k, b))
        return NULL;
    const bound *all = bind_copy_of(k, k->x->data, &copy, k->d);
    if (!all || say_the_same(all, b))
        return all ? b : NULL;
    copy.left_out = k->table->left_out;
    return bind_copy_of(k, c, arena_copy(k->x->a, &copy, sizeof copy), k->d);
}

/* ---- the office's own copy: what is on whose ---- */

static bool
prints_below(const bound_node *n, const char *path)
{
    const size_t length = strlen(path);
    for (; n; n = n->next) {
        for (size_t i = 0; i < n->inline_count; i++) {
            const char *from = n->inlines[i].from_data ? n->inlines[i].origin->data.path : NULL;
            if (from && strncmp(from, path, length) == 0 && strchr("/", from[length]))
                return true;
        }
        if (prints_below(n->first, path))
            return true;
    }
    return false;
}

static bool
prints_node(const bound *b, const xml_node *n, arena *a)
{
    const char *path = xml_place(a, n, true).path;
    return path && (prints_below(b->body, path) || prints_below(bound_first_head(b), path));
}

/* Appends how those are called that the document prints, each once. */
static void
append_labels(copying *k, const bound *b, const GPtrArray *nodes, GPtrArray *labels)
{
    casefile_labels *names = casefile_labels_open(k->x->data);
    for (guint i = 0; i < nodes->len; i++) {
        const xml_node *n = g_ptr_array_index(nodes, i);
        const char *ja, *en;
        if (!prints_node(b, n, k->x->a))
            continue;
        casefile_label(names, k->x->a, n, NULL, false, &ja, &en);
        const char *word = strstr(ja, "（");
        char *label = word ? g_strndup(word + strlen("（"), strlen(word) - 2 * strlen("（")) : g_strdup(ja);
        if (!g_ptr_array_find_with_equal_func(labels, label, g_str_equal, NULL))
            g_ptr_array_add(labels, arena_strdup(k->x->a, label));
        g_free(label);
    }
    casefile_labels_close(names);
}

/* Why there is no such copy: no consent holds for it, or none of the records is for its reader. */
static const char *
words_of_none(const copying *k)
{
    const bool consent = diag_count_of(k->d, DIAG_EDITION_NO_CONSENT) || diag_count_of(k->d, DIAG_EDITION_SCOPE);
    return arena_printf(k->x->a, "%s%s", k->edition->mark, consent ? k->table->no_copy : k->table->no_record);
}

/* What a copy leaves out of this document, in words; NULL: nothing, or the form is not for it. */
static const char *
words_of_copy(const copying *own, const audience_edition *other)
{
    copying k = {.x = own->x, .options = own->options, .table = own->table, .edition = other, .d = diag_new()};
    arena *a = k.x->a;
    const bound *b = make_copy(&k);
    const char *none = b ? NULL : words_of_none(&k);
    diag_drop(k.d);
    if (!b)
        return none;
    k.d = diag_new();
    const audience_copy copy = asked_copy(&k, k.x->data);
    GPtrArray *labels = g_ptr_array_new(), *marked = audience_marked(a, other, k.x->data);
    GPtrArray *outside = audience_outside(a, k.x->s, k.table, k.x->data, &copy, k.d);
    append_labels(&k, k.x->whole, marked, labels);
    if (outside)
        append_labels(&k, k.x->whole, outside, labels);
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < labels->len; i++)
        g_string_append_printf(list, "%s%s", i ? "、" : "", (const char *)g_ptr_array_index(labels, i));
    const char *words = labels->len ? arena_printf(a, "%s%s%s", other->mark, k.table->list, list->str) : NULL;
    g_string_free(list, TRUE);
    if (outside)
        g_ptr_array_free(outside, TRUE);
    g_ptr_array_free(marked, TRUE);
    g_ptr_array_free(labels, TRUE);
    diag_drop(k.d);
    return words;
}

static const bound *
make_whole(copying *k)
{
    const audience_table *t = k->table;
    const char **said = ARENA_ARRAY(k->x->a, const char *, t->edition_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < t->edition_count; i++) {
        const audience_edition *e = &t->editions[i];
        const char *words = !e->whole && render_form_is_for(k->x->form, e) ? words_of_copy(k, e) : NULL;
        if (words)
            said[count++] = words;
    }
    const bind_copy copy = {.mark = k->edition->mark, .paragraphs = said};
    return bind_copy_of(k, k->x->data, arena_copy(k->x->a, &copy, sizeof copy), k->d);
}

/* ---- who gets it ---- */

static void
add_reader(GArray *readers, bound_recipient one)
{
    g_array_append_val(readers, one);
}

static void
add_partners(copying *k, GArray *readers)
{
    const audience_copy copy = asked_copy(k, k->x->data);
    GPtrArray *partners = audience_partners(k->x->a, k->x->s, k->table, k->x->data, &copy, k->d);
    for (guint i = 0; i < partners->len; i++)
        add_reader(readers, (bound_recipient){k->edition->to, g_ptr_array_index(partners, i), {"", ""}});
    g_ptr_array_free(partners, TRUE);
}

/* A form that goes to nobody at home: its copy for the guardian does. */
static void
add_household(copying *k, GArray *readers)
{
    const casefile *c = k->x->data;
    const xml_node *addressee = bind_household_addressee(c);
    const char *key = xml_attribute(k->x->a, casefile_root(c), "id");
    const bound_home nowhere = {"", ""};
    if (key)
        add_reader(readers, (bound_recipient){k->edition->to, key,
                                              addressee ? bind_household_home(k->x->a, c, addressee) : nowhere});
}

/* Into their own envelope, as a form has it that goes to all of them (bind_recipients). */
static void
add_guardian(copying *k, GArray *readers)
{
    const casefile *c = k->x->data;
    const char *own = xml_attribute(k->x->a, casefile_root(c), "id");
    const char *key = arena_printf(k->x->a, "%s+%s", own ? own : "", k->edition->guardian);
    const xml_node *guardian = bind_household_guardian(c, key);
    if (!own || !guardian)
        return;
    const bool shares = guardian == bind_household_addressee(c) || bind_household_shares_home(c, guardian);
    add_reader(readers,
               (bound_recipient){k->edition->to, shares ? own : key, bind_household_home(k->x->a, c, guardian)});
}

/* A copy is for its reader, whomever else the form goes to. */
static const bound *
address_copy(copying *k, const bound *b)
{
    const bound *whole = k->x->whole;
    const char *to = k->edition->to;
    GArray *readers = g_array_new(FALSE, FALSE, sizeof(bound_recipient));
    for (size_t i = 0; i < whole->recipient_count && strcmp(to, "partner") != 0 && !k->edition->guardian; i++)
        if (strcmp(whole->recipients[i].to, to) == 0)
            add_reader(readers, whole->recipients[i]);
    if (k->edition->guardian)
        add_guardian(k, readers);
    else if (strcmp(to, "partner") == 0)
        add_partners(k, readers);
    else if (strcmp(to, "household") == 0 && !readers->len)
        add_household(k, readers);
    bound *copy = arena_copy(k->x->a, b, sizeof *b);
    copy->recipients = arena_copy(k->x->a, readers->data, readers->len * sizeof(bound_recipient));
    copy->recipient_count = readers->len;
    g_array_free(readers, TRUE);
    return copy;
}

/* ---- whether it may be ---- */

static bool
may_be(copying *k)
{
    if (!render_copy_is_for(k->x->form, k->table, k->edition, k->d))
        return false;
    if (k->x->whole && !k->x->whole->has_date && !k->options->as_of && k->edition->consent)
        diag_add(k->d, DIAG_USAGE, PLACE_NONE, PLACE_NONE,
                 "この様式には日付がないので、写しを作る日を --as-of で言ってください",
                 "the form bears no date: say by --as-of on which day the copy is made", NULL);
    return diag_count(k->d, DIAG_ERROR) == 0;
}

/* guardian:guardian-3, where there are two. */
static void
tell_guardians(copying *k)
{
    const casefile *c = k->x->data;
    GString *ids = g_string_new(NULL);
    for (const xml_node *n = c ? xml_first_element(casefile_root(c)) : NULL; n; n = xml_next_element(n))
        if (xml_named(n, "guardian"))
            g_string_append_printf(ids, "%s%s", ids->len ? ", " : "", xml_attribute(k->x->a, n, "id"));
    diag_add(k->d, DIAG_USAGE, PLACE_NONE, PLACE_NONE,
             arena_printf(k->x->a, "--edition の : の後は、この事例の保護者の id です（%s）", ids->str),
             arena_printf(k->x->a, "--edition: behind : stands the id of a guardian of this case (%s)", ids->str),
             NULL);
    g_string_free(ids, TRUE);
}

static const audience_edition *
asked_edition(copying *k)
{
    const char *asked = k->x->request.edition;
    const audience_edition *e = audience_named(k->table, asked);
    if (!e)
        e = audience_of_guardian(k->x->a, k->table, k->x->data, asked);
    const char *colon = e ? NULL : strchr(asked, ':');
    const audience_edition *of =
        colon ? audience_named(k->table, arena_strndup(k->x->a, asked, (size_t)(colon - asked))) : NULL;
    if (of && of->others)
        tell_guardians(k);
    else if (!e)
        render_tell_editions(k->table, "--edition", PLACE_NONE, k->d);
    return e;
}

const bound *
render_copy(render_document *x, const bind_options *whole)
{
    render_environment *e = render_case_environment(x->of_case);
    copying k = {.x = x, .options = whole, .d = x->messages};
    k.table = render_editions(e, x->a, x->s, x->messages);
    k.edition = k.table ? asked_edition(&k) : NULL;
    if (!k.edition || !may_be(&k))
        return NULL;
    x->whole = bind_case(x->a, x->s, x->form, x->data, whole, x->messages);
    if (!x->whole || !may_be(&k))
        return NULL;
    const bound *b = k.edition->whole ? make_whole(&k) : make_copy(&k);
    return b ? address_copy(&k, b) : NULL;
}

/* ---- a document that is nobody's copy in particular ---- */

/* The first that the document prints and that is not for this reader; NULL: there is none. */
static const xml_node *
find_unfit(render_document *x, const audience_edition *e)
{
    const xml_node *found = NULL;
    GPtrArray *marked = audience_marked(x->a, e, x->data);
    for (guint i = 0; i < marked->len && !found; i++)
        if (prints_node(x->bound, g_ptr_array_index(marked, i), x->a))
            found = g_ptr_array_index(marked, i);
    g_ptr_array_free(marked, TRUE);
    return found;
}

bool
render_asks_no_edition(render_document *x)
{
    if (x->request.edition || x->request.blank || !x->form->audience || x->form->any_data ||
        !audience_has_marks(x->data))
        return true;
    const audience_table *t = render_editions(render_case_environment(x->of_case), x->a, x->s, x->messages);
    if (!t)
        return false;
    for (size_t i = 0; i < t->edition_count; i++) {
        const audience_edition *e = &t->editions[i];
        const xml_node *unfit = !e->whole && render_form_is_for(x->form, e) ? find_unfit(x, e) : NULL;
        if (!unfit)
            continue;
        diag_add(x->messages, DIAG_EDITION_ASKED, x->form->where, xml_place(x->a, unfit, true), e->mark, e->word, NULL);
        return false;
    }
    return true;
}
