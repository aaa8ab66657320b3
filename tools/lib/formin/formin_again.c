/* formin_again.c: the author's part of a form in the form of the revised sheet. Three are laid beside each other: what
 * the former sheet gave (was), what the author made of it (is), what the new sheet gives (new). What the author left as
 * it was becomes what the new sheet says; what he wrote stays, wherever its cell went. */
#include <string.h>

#include "formin/formin_seen.h"

typedef struct again {
    arena *a;
    const formin_files *files;
    seen_form was, is, new;
    GString *gone; /* elements that have no place any more */
    diag *d;
} again;

static place
where_of(const again *g, const edit_node *n)
{
    return (place){g->files->name, n ? edit_line(n) : 0, NULL};
}

/* ---- which cell of the new sheet is which of the former ---- */

static bool
is_once(const seen_form *f, const char *key)
{
    return key && GPOINTER_TO_UINT(g_hash_table_lookup(f->keys, key)) == 1;
}

static void
pair_cells(seen_cell *was, seen_cell *new)
{
    was->other = new;
    new->other = was;
}

static void
pair_by_keys(again *g)
{
    GHashTable *by_key = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < g->was.cells->len; i++) {
        seen_cell *w = g_ptr_array_index(g->was.cells, i);
        if (w->address && is_once(&g->was, w->key))
            g_hash_table_insert(by_key, (void *)w->key, w);
    }
    for (guint i = 0; i < g->new.cells->len; i++) {
        seen_cell *n = g_ptr_array_index(g->new.cells, i);
        seen_cell *w = n->address && is_once(&g->new, n->key) ? g_hash_table_lookup(by_key, n->key) : NULL;
        if (w)
            pair_cells(w, n);
    }
    g_hash_table_destroy(by_key);
}

/* What has no name of its own goes as far as the named cells of its row, or of the rows above it, do. */
static void
pair_by_neighbours(again *g)
{
    int last_row = 0, down = 0, across = 0;
    for (guint i = 0; i < g->was.cells->len; i++) {
        seen_cell *w = g_ptr_array_index(g->was.cells, i);
        for (guint k = i; w->address && !*w->page && w->row != last_row && k < g->was.cells->len; k++) {
            const seen_cell *c = g_ptr_array_index(g->was.cells, k);
            if (c->row != w->row && c->address)
                break;
            if (!c->address || !c->other)
                continue;
            down = c->other->row - c->row;
            across = c->other->column - c->column;
            break;
        }
        last_row = w->address ? w->row : last_row;
        if (!w->address || *w->page || w->other || w->row + down < 1 || w->column + across < 1)
            continue;
        char at[BOOK_ADDRESS];
        seen_cell *n = g_hash_table_lookup(g->new.by_address, book_address(w->row + down, w->column + across, at));
        if (n && !n->other && g_strcmp0(n->key, w->key) == 0)
            pair_cells(w, n);
    }
}

/* What is left stands where it stood. */
static void
pair_by_addresses(again *g, bool same_key)
{
    for (guint i = 0; i < g->was.cells->len; i++) {
        seen_cell *w = g_ptr_array_index(g->was.cells, i);
        seen_cell *n = w->address && !w->other ? g_hash_table_lookup(g->new.by_address, w->address) : NULL;
        if (n && !n->other && (same_key ? g_strcmp0(n->key, w->key) == 0 : !w->label || !n->label))
            pair_cells(w, n);
    }
}

static void
find_pairs(again *g)
{
    pair_by_keys(g);
    pair_by_neighbours(g);
    pair_by_addresses(g, true);
    pair_by_addresses(g, false);
}

/* ---- attributes that the author changed ---- */

static const char *const carried[] = {
    "style",   "align",  "valign",   "span",        "rows",     "height", "min-height", "blank-height", "max-lines",
    "fit",     "field",  "repeat",   "diagonal",    "fill",     "top",    "right",      "bottom",       "left",
    "pad",     "keep",   "bookmark", "never-alone", "width",    "layout", "frame",      "row-rules",    "column-rules",
    "columns", "select", "join",     "blank-count", "order-by", "order",  "group-by",   "group",        "fill-to",
    "name",    "title",  "data",     "edition",     "audience", "scope",  "size",       "orientation",  "margin",
    "pages",   "place",  "blank",    "family",      "pitch",    "like",   "heading",    "shrink-to",    "tracking"};

/* True: he changed some. */
static bool
carry_attributes(const edit_node *was, const edit_node *is, edit_node *new)
{
    bool changed = false;
    for (size_t i = 0; i < G_N_ELEMENTS(carried); i++) {
        const char *before = was ? edit_attribute(was, carried[i]) : NULL, *now = edit_attribute(is, carried[i]);
        if (g_strcmp0(before, now) == 0)
            continue;
        edit_set_attribute(new, carried[i], now);
        changed = true;
    }
    return changed;
}

/* ---- cells ---- */

static void
keep_gone(again *g, const char *address, const char *label, const char *source)
{
    g_string_append_printf(g->gone, "  <was at=\"%s\"", address ? address : "");
    if (label) {
        g_string_append(g->gone, " label=\"");
        formin_append_escaped(g->gone, label, true);
        g_string_append_c(g->gone, '"');
    }
    g_string_append_printf(g->gone, ">%s</was>\n", source);
}

static bool
changes_attributes(const edit_node *was, const edit_node *is)
{
    for (size_t i = 0; i < G_N_ELEMENTS(carried); i++)
        if (g_strcmp0(edit_attribute(was, carried[i]), edit_attribute(is, carried[i])) != 0)
            return true;
    return false;
}

/* The tag of a cell with the author's attributes where he changed them, and what he wrote in it. */
static void
put_author(again *g, const seen_cell *w, const seen_cell *i, seen_cell *n)
{
    char *text = g_strdup_printf("<cell><!-- %s%s%s -->%s</cell>", n->address, n->label ? " " : "",
                                 n->label ? n->label : "", i->inner);
    edit_node *parent = edit_parent(n->node);
    edit *one = edit_open("cell", text, strlen(text), g->d);
    if (!one) {
        g_free(text);
        return;
    }
    edit_node *root = edit_root(one);
    for (size_t k = 0; k < G_N_ELEMENTS(carried); k++) {
        const char *before = edit_attribute(w->node, carried[k]), *now = edit_attribute(i->node, carried[k]);
        const char *value = g_strcmp0(before, now) != 0 ? now : edit_attribute(n->node, carried[k]);
        if (value)
            edit_set_attribute(root, carried[k], value);
    }
    GByteArray *bytes = edit_bytes(one);
    edit_insert_source(parent, n->node, (const char *)bytes->data, bytes->len);
    edit_remove(n->node);
    n->node = NULL;
    g_byte_array_unref(bytes);
    edit_close(one);
    g_free(text);
}

static const char *
told_name(const seen_cell *c)
{
    return c->label ? c->label : c->inner && *c->inner && !strchr(c->inner, '<') ? c->inner : "—";
}

static void
merge_cell(again *g, seen_cell *w)
{
    seen_cell *n = w->other, *i = w->address ? g_hash_table_lookup(g->is.by_address, w->address) : NULL;
    if (!n || !i)
        return;
    const bool known = g->files->was != NULL;
    const bool wrote =
        known ? strcmp(i->inner, w->inner) != 0 : strcmp(i->inner, n->inner) != 0 && strchr(i->inner, '<');
    const bool both = wrote && known && strcmp(w->inner, n->inner) != 0;
    if (both && strcmp(i->inner, n->inner) != 0)
        diag_add(g->d, DIAG_FORMIN_BOTH, where_of(g, i->node), PLACE_NONE, n->address, told_name(n), NULL);
    else if (wrote || changes_attributes(w->node, i->node))
        diag_add(g->d, DIAG_FORMIN_KEPT, where_of(g, i->node), PLACE_NONE, n->address, told_name(i), NULL);
    if (wrote)
        put_author(g, w, i, n);
    else
        carry_attributes(w->node, i->node, n->node);
}

/* ---- what cells are in: rows, loops, tables ---- */

static edit_node *
element_around(edit_node *n, const char *tag)
{
    for (n = n ? edit_parent(n) : NULL; n; n = edit_parent(n))
        if (!strcmp(edit_tag(n), tag))
            return n;
    return NULL;
}

/* Once for each element that is around cells of all three. */
static void
merge_around(again *g, const char *tag)
{
    GHashTable *done = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint k = 0; k < g->was.cells->len; k++) {
        seen_cell *w = g_ptr_array_index(g->was.cells, k), *n = w->other,
                  *i = w->address ? g_hash_table_lookup(g->is.by_address, w->address) : NULL;
        edit_node *was = element_around(w->node, tag), *is = i ? element_around(i->node, tag) : NULL,
                  *new = n ? element_around(n->node, tag) : NULL;
        if (!was || !is || !new || !g_hash_table_add(done, new))
            continue;
        if (carry_attributes(was, is, new))
            diag_add(g->d, DIAG_FORMIN_KEPT, where_of(g, is), PLACE_NONE, n->address, tag, NULL);
    }
    g_hash_table_destroy(done);
}

/* ---- what stands above the body ---- */

static int
rank_of(const char *tag)
{
    static const char *const order[] = {"include", "style",     "part", "info", "subject",
                                        "let",     "recipient", "page", "body"};
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
        if (!strcmp(order[i], tag))
            return (int)i;
    return (int)G_N_ELEMENTS(order);
}

static edit_node *
named_child(edit_node *root, const char *tag, const char *name)
{
    for (edit_node *k = edit_first_named(root, tag); k; k = edit_next_named(k, tag))
        if (g_strcmp0(edit_attribute(k, "name"), name) == 0)
            return k;
    return NULL;
}

static bool
has_source(again *g, edit_node *root, const char *source)
{
    for (edit_node *k = edit_first(root); k; k = edit_next(k))
        if (!strcmp(seen_source(g->a, k), source))
            return true;
    return false;
}

static void
insert_ranked(edit_node *root, const char *tag, const char *source)
{
    edit_node *after = NULL;
    for (edit_node *k = edit_first(root); k && rank_of(edit_tag(k)) <= rank_of(tag); k = edit_next(k))
        after = k;
    edit_insert_source(root, after, source, strlen(source));
}

/* Styles go by their names, the page is one, the rest is the author's. */
static void
merge_top(again *g)
{
    edit_node *was = edit_root(g->was.e), *is = edit_root(g->is.e), *new = edit_root(g->new.e);
    carry_attributes(was, is, new);
    for (edit_node *k = edit_first(is); k; k = edit_next(k)) {
        const char *tag = edit_tag(k), *name = edit_attribute(k, "name"), *source = seen_source(g->a, k);
        const bool single = !strcmp(tag, "page"), style = !strcmp(tag, "style");
        if (!strcmp(tag, "body"))
            continue;
        edit_node *w = single || style ? named_child(was, tag, name) : NULL,
                  *n = single || style ? named_child(new, tag, name) : NULL;
        if (!g->files->was)
            w = NULL;
        if (w && !strcmp(seen_source(g->a, w), source))
            continue; /* as it was: the new sheet's */
        if (!w && (n ? !strcmp(seen_source(g->a, n), source) : has_source(g, new, source)))
            continue;
        if (n && w && strcmp(seen_source(g->a, n), seen_source(g->a, w)) != 0)
            diag_add(g->d, DIAG_FORMIN_BOTH, where_of(g, k), PLACE_NONE, tag, name ? name : tag, NULL);
        else
            diag_add(g->d, DIAG_FORMIN_KEPT, where_of(g, k), PLACE_NONE, tag, name ? name : tag, NULL);
        if (n) {
            edit_insert_source(new, n, source, strlen(source));
            edit_remove(n);
        } else
            insert_ranked(new, tag, source);
    }
}

/* ---- what the author put between the cells ---- */

static bool
holds_address(const again *g, edit_node *n)
{
    for (guint i = 0; i < g->is.cells->len; i++) {
        const seen_cell *c = g_ptr_array_index(g->is.cells, i);
        if (!c->address)
            continue;
        for (edit_node *k = c->node; k; k = edit_parent(k))
            if (k == n)
                return true;
    }
    return false;
}

static void
all_sources(again *g, edit_node *n, GHashTable *out)
{
    for (edit_node *k = edit_first(n); k; k = edit_next(k)) {
        g_hash_table_add(out, (void *)seen_source(g->a, k));
        g_hash_table_add(out, (void *)seen_tag(g->a, k));
        if (strcmp(edit_tag(k), "cell") != 0)
            all_sources(g, k, out);
    }
}

static bool
had_heads(const again *g)
{
    for (guint k = 0; k < g->was.cells->len; k++)
        if (element_around(((const seen_cell *)g_ptr_array_index(g->was.cells, k))->node, "table-head"))
            return true;
    return false;
}

/* What is made of a sheet, too; heads of tables where the sheet has rows that stand on each page. */
static bool
is_frame(const again *g, const char *tag)
{
    if (!strcmp(tag, "table-head"))
        return had_heads(g);
    return !strcmp(tag, "table") || !strcmp(tag, "row") || !strcmp(tag, "for-each") || !strcmp(tag, "block") ||
           !strcmp(tag, "group");
}

static void
tell_stray(again *g, const edit_node *k, const char *source)
{
    keep_gone(g, NULL, NULL, source);
    diag_add(g->d, DIAG_FORMIN_GONE, where_of(g, k), PLACE_NONE, edit_tag(k), "—", "gone.xml", NULL);
}

/* What was not made of the sheet: beside the tables it keeps its place, within them it has none any more. */
static void
find_strays(again *g, edit_node *n, GHashTable *sources, edit_node *after)
{
    const bool body = !strcmp(edit_tag(n), "body");
    edit_node *place_in = body ? edit_first_named(edit_root(g->new.e), "body") : NULL, *next = NULL;
    if (body)
        next = edit_first(place_in);
    for (edit_node *k = edit_first(n); k; k = edit_next(k)) {
        const char *source = seen_source(g->a, k), *tag = edit_tag(k);
        const bool made = holds_address(g, k);
        if (!strcmp(tag, "cell") || !strcmp(tag, "label"))
            continue;
        if (made && !is_frame(g, tag))
            tell_stray(g, k, arena_printf(g->a, "<!-- %s … -->", edit_tag(k)));
        if (made) {
            find_strays(g, k, sources, NULL);
            if (body && next) {
                after = next;
                next = edit_next(next);
            }
        } else if (g_hash_table_contains(sources, source)) {
            if (body && next && !strcmp(edit_tag(next), tag)) {
                after = next;
                next = edit_next(next);
            }
        } else if (body) {
            after = edit_insert_source(place_in, after, source, strlen(source));
            diag_add(g->d, DIAG_FORMIN_KEPT, where_of(g, k), PLACE_NONE, tag, "—", NULL);
        } else
            tell_stray(g, k, source);
    }
}

/* ---- told ---- */

/* One message for all cells that went the same way. */
static void
tell_moved(again *g)
{
    for (guint k = 0; k < g->was.cells->len; k++) {
        const seen_cell *first = g_ptr_array_index(g->was.cells, k), *last = first;
        if (!first->address || !first->other || !strcmp(first->address, first->other->address))
            continue;
        const int down = first->other->row - first->row, across = first->other->column - first->column;
        guint count = 0;
        bool earlier = false;
        for (guint i = 0; i < g->was.cells->len; i++) {
            const seen_cell *c = g_ptr_array_index(g->was.cells, i);
            if (!c->address || !c->other || c->other->row - c->row != down || c->other->column - c->column != across)
                continue;
            earlier |= i < k;
            count++;
            last = c;
        }
        if (earlier)
            continue;
        const bool one = count == 1;
        diag_add(g->d, DIAG_FORMIN_MOVED, PLACE_NONE, PLACE_NONE,
                 one ? first->address : arena_printf(g->a, "%s…%s", first->address, last->address),
                 one ? first->other->address : arena_printf(g->a, "%s…%s", first->other->address, last->other->address),
                 one ? told_name(first) : arena_printf(g->a, "%u", count), NULL);
    }
}

static bool
says_something(const seen_cell *c)
{
    return c->address && (*c->inner || c->label);
}

static void
tell_new_and_gone(again *g)
{
    for (guint k = 0; k < g->new.cells->len; k++) {
        const seen_cell *n = g_ptr_array_index(g->new.cells, k);
        if (!n->other && says_something(n))
            diag_add(g->d, DIAG_FORMIN_NEW, PLACE_NONE, PLACE_NONE, n->address, told_name(n), NULL);
    }
    for (guint k = 0; k < g->was.cells->len; k++) {
        const seen_cell *w = g_ptr_array_index(g->was.cells, k),
                        *i = w->address ? g_hash_table_lookup(g->is.by_address, w->address) : NULL;
        if (w->other || !i || !(says_something(w) || *i->inner))
            continue;
        keep_gone(g, w->address, w->label, i->inner);
        diag_add(g->d, DIAG_FORMIN_GONE, where_of(g, i->node), PLACE_NONE, w->address, told_name(w), "gone.xml", NULL);
    }
}

/* ---- the whole ---- */

/* Behind what is in the file already. */
static GString *
gone_text(const again *g)
{
    static const char end[] = "</gone>\n";
    const char *before = g->files->gone;
    if (!g->gone->len)
        return NULL;
    GString *out = g_string_new(before && g_str_has_suffix(before, end)
                                    ? before
                                    : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gone>\n</gone>\n");
    g_string_truncate(out, out->len - (sizeof end - 1));
    g_string_append(out, g->gone->str);
    return g_string_append(out, end);
}

static void
merge_all(again *g)
{
    GHashTable *sources = g_hash_table_new(g_str_hash, g_str_equal);
    find_pairs(g);
    tell_moved(g);
    tell_new_and_gone(g);
    merge_around(g, "row");
    merge_around(g, "for-each");
    merge_around(g, "table");
    merge_top(g);
    all_sources(g, edit_root(g->was.e), sources);
    edit_node *body = edit_first_named(edit_root(g->is.e), "body");
    if (body)
        find_strays(g, body, sources, NULL);
    for (guint k = 0; k < g->was.cells->len; k++)
        merge_cell(g, g_ptr_array_index(g->was.cells, k));
    g_hash_table_destroy(sources);
}

GString *
formin_again(arena *a, const formin_files *files, const GString *made, GString **gone, diag *d)
{
    again g = {.a = a, .files = files, .gone = g_string_new(NULL), .d = d};
    GString *out = NULL;
    /* Where the former sheet is not known, all that is there is what it gave. */
    const char *was = files->was ? files->was : files->is;
    char *folder = g_path_get_dirname(files->name), *former = g_build_filename(folder, "import.xml", NULL);
    if (seen_open(a, files->was ? former : files->name, was, strlen(was), &g.was, d) &&
        seen_open(a, files->name, files->is, strlen(files->is), &g.is, d) &&
        seen_open(a, files->name, made->str, made->len, &g.new, d)) {
        merge_all(&g);
        GByteArray *bytes = edit_bytes(g.new.e);
        out = g_string_new_len((const char *)bytes->data, bytes->len);
        g_byte_array_unref(bytes);
        *gone = gone_text(&g);
    }
    g_free(former);
    g_free(folder);
    g_string_free(g.gone, TRUE);
    seen_close(&g.was);
    seen_close(&g.is);
    seen_close(&g.new);
    return out;
}
