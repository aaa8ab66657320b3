/* display_compare.c: pairs the marks of two lists, and gathers what became of them. */
#include "display/display_trace.h"

#include <stdlib.h>
#include <string.h>

enum {
    STILL = 10,    /* units, a hundredth of a point: what rounding does */
    MOST_TEXT = 40 /* characters of what a change says */
};

/* ---- pairs ---- */

typedef struct pairing {
    display_item *old, *new;
} pairing;

static void
make_pair(const pairing *p, guint i, guint k)
{
    p->old[i].partner = (int)k;
    p->new[k].partner = (int)i;
}

/* How often a look occurs in a stretch, and where. */
typedef struct occurrence {
    guint old_count, new_count, old_at, new_at;
} occurrence;

static GHashTable *
count_looks(const pairing *p, guint i, guint i_end, guint k, guint k_end)
{
    GHashTable *looks = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    for (; i < i_end; i++) {
        occurrence *o = g_hash_table_lookup(looks, &p->old[i].sum);
        if (!o)
            g_hash_table_insert(looks, &p->old[i].sum, o = g_new0(occurrence, 1));
        o->old_count++;
        o->old_at = i;
    }
    for (; k < k_end; k++) {
        occurrence *o = g_hash_table_lookup(looks, &p->new[k].sum);
        if (!o)
            continue;
        o->new_count++;
        o->new_at = k;
    }
    return looks;
}

/* The longest run of pairs whose old and new places both rise: of `list` (places in the new list, by the old order),
 * the indices that are in it. */
static GArray *
longest_rise(const GArray *list)
{
    GArray *ends = g_array_new(FALSE, FALSE, sizeof(guint)); /* of a rise of each length, the index of the least end */
    guint *before = g_new0(guint, list->len + 1);
    for (guint i = 0; i < list->len; i++) {
        guint low = 0, high = ends->len;
        while (low < high) {
            const guint mid = (low + high) / 2, at = g_array_index(ends, guint, mid);
            if (g_array_index(list, guint, at) < g_array_index(list, guint, i))
                low = mid + 1;
            else
                high = mid;
        }
        before[i] = low ? g_array_index(ends, guint, low - 1) : G_MAXUINT;
        if (low == ends->len)
            g_array_append_val(ends, i);
        else
            g_array_index(ends, guint, low) = i;
    }
    GArray *rise = g_array_sized_new(FALSE, TRUE, sizeof(guint), ends->len);
    g_array_set_size(rise, ends->len);
    guint at = ends->len ? g_array_index(ends, guint, ends->len - 1) : G_MAXUINT;
    for (guint n = ends->len; n-- > 0; at = before[at])
        g_array_index(rise, guint, n) = at;
    g_free(before);
    g_array_free(ends, TRUE);
    return rise;
}

/* Of what is left in a stretch, the first with the first that looks alike. */
static void
pair_in_turn(const pairing *p, guint i, guint i_end, guint k, guint k_end)
{
    GHashTable *queues = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)g_queue_free);
    for (; i < i_end; i++) {
        if (p->old[i].partner >= 0)
            continue;
        GQueue *q = g_hash_table_lookup(queues, &p->old[i].sum);
        if (!q)
            g_hash_table_insert(queues, &p->old[i].sum, q = g_queue_new());
        g_queue_push_tail(q, GUINT_TO_POINTER(i + 1));
    }
    for (; k < k_end; k++) {
        GQueue *q = p->new[k].partner >= 0 ? NULL : g_hash_table_lookup(queues, &p->new[k].sum);
        if (q && !g_queue_is_empty(q))
            make_pair(p, GPOINTER_TO_UINT(g_queue_pop_head(q)) - 1, k);
    }
    g_hash_table_destroy(queues);
}

/* What is unique on both sides holds the rest in its place. */
static void
pair_stretch(const pairing *p, guint i, guint i_end, guint k, guint k_end)
{
    while (i < i_end && k < k_end && p->old[i].sum == p->new[k].sum)
        make_pair(p, i++, k++);
    while (i < i_end && k < k_end && p->old[i_end - 1].sum == p->new[k_end - 1].sum)
        make_pair(p, --i_end, --k_end);
    if (i == i_end || k == k_end)
        return;
    GHashTable *looks = count_looks(p, i, i_end, k, k_end);
    GArray *olds = g_array_new(FALSE, FALSE, sizeof(guint)), *news = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint at = i; at < i_end; at++) {
        const occurrence *o = g_hash_table_lookup(looks, &p->old[at].sum);
        if (o->old_count != 1 || o->new_count != 1)
            continue;
        g_array_append_val(olds, at);
        g_array_append_val(news, o->new_at);
    }
    g_hash_table_destroy(looks);
    GArray *rise = longest_rise(news);
    for (guint n = 0; n < rise->len; n++) {
        const guint at = g_array_index(rise, guint, n);
        const guint old = g_array_index(olds, guint, at), new = g_array_index(news, guint, at);
        pair_stretch(p, i, old, k, new);
        make_pair(p, old, new);
        i = old + 1;
        k = new + 1;
    }
    const bool none = rise->len == 0;
    g_array_free(rise, TRUE);
    g_array_free(olds, TRUE);
    g_array_free(news, TRUE);
    if (none)
        pair_in_turn(p, i, i_end, k, k_end);
    else
        pair_stretch(p, i, i_end, k, k_end);
}

/* ---- elements ---- */

/* How many marks of an element, and of those in it, there are, and have no partner. */
typedef struct tally {
    guint all, alone;
} tally;

static tally *
tally_of(const display_trace *t)
{
    tally *counts = g_new0(tally, t->nodes->len + 1);
    for (guint i = 0; i < t->items->len; i++) {
        const display_item *m = &g_array_index(t->items, display_item, i);
        for (guint n = m->node; n; n = g_array_index(t->nodes, display_kin, n - 1).parent) {
            counts[n].all++;
            counts[n].alone += m->partner < 0;
        }
    }
    return counts;
}

static display_role
role_of(const display_trace *t, guint node)
{
    return node ? g_array_index(t->nodes, display_kin, node - 1).role : DISPLAY_DOCUMENT;
}

static bool
is_part_of_line(display_role role)
{
    return role == DISPLAY_SPAN || role == DISPLAY_RUBY || role == DISPLAY_RB || role == DISPLAY_RT;
}

/* The largest element all of which is alone; else the paragraph or cell of the mark. */
static guint
element_of(const display_trace *t, const tally *counts, guint node)
{
    while (node && is_part_of_line(role_of(t, node)))
        node = g_array_index(t->nodes, display_kin, node - 1).parent;
    for (guint up = node; up && role_of(t, up) != DISPLAY_DOCUMENT && counts[up].alone == counts[up].all;
         up = g_array_index(t->nodes, display_kin, up - 1).parent)
        node = up;
    return node;
}

static guint
depth_of(const display_trace *t, guint node)
{
    guint depth = 0;
    for (; node; node = g_array_index(t->nodes, display_kin, node - 1).parent)
        depth++;
    return depth;
}

/* 0: of nobody in common. */
static guint
common_of(const display_trace *t, guint a, guint b)
{
    guint down = depth_of(t, a), other = depth_of(t, b);
    for (; down > other; down--)
        a = g_array_index(t->nodes, display_kin, a - 1).parent;
    for (; other > down; other--)
        b = g_array_index(t->nodes, display_kin, b - 1).parent;
    while (a != b) {
        a = g_array_index(t->nodes, display_kin, a - 1).parent;
        b = g_array_index(t->nodes, display_kin, b - 1).parent;
    }
    return a;
}

/* ---- changes ---- */

/* A change while it is gathered. */
typedef struct region {
    display_change c;
    const display_trace *of;
    guint element;    /* that holds all of it, of `of` */
    bool has_element; /* of rules alone: none */
    guint members;    /* marks that are an element's */
    int behind;       /* the mark with a partner before it, in the numbers of the new list; -1: the beginning */
    GString *text, *text_before;
} region;

static void
join_box(display_box *box, const display_box *more)
{
    if (!box->w) {
        *box = *more;
        return;
    }
    const unit right = MAX(box->x + box->w, more->x + more->w), bottom = MAX(box->y + box->h, more->y + more->h);
    box->x = MIN(box->x, more->x);
    box->y = MIN(box->y, more->y);
    box->w = right - box->x;
    box->h = bottom - box->y;
}

static void
join_text(GString *out, const char *text)
{
    if (text && g_utf8_strlen(out->str, -1) < MOST_TEXT)
        g_string_append(out, text);
}

static void
join_element(region *r, guint node)
{
    if (!node) /* a rule, or another thing that means nothing */
        return;
    r->element = r->has_element ? common_of(r->of, r->element, node) : node;
    r->has_element = true;
    r->members++;
}

static region *
region_new(display_change_kind kind, const display_trace *of, int page_before, int page_after)
{
    region *r = g_new0(region, 1);
    r->c.kind = kind;
    r->c.page_before = page_before;
    r->c.page_after = page_after;
    r->of = of;
    r->behind = -1;
    r->text = g_string_new(NULL);
    return r;
}

static bool
stands_still(const display_item *old, const display_item *new)
{
    return old->page == new->page &&abs(old->box.x - new->box.x) <= STILL &&abs(old->box.y - new->box.y) <= STILL;
}

/* All that moved alike. */
static void
gather_moved(const display_trace *before, const display_trace *after, GPtrArray *out)
{
    GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint k = 0; k < after->items->len; k++) {
        const display_item *new = &g_array_index(after->items, display_item, k);
        const display_item *old =
            new->partner < 0 ? NULL : &g_array_index(before->items, display_item, (guint) new->partner);
        if (!old || stands_still(old, new))
            continue;
        const bool here = old->page == new->page;
        const unit dx = new->box.x - old->box.x, dy = new->box.y - old->box.y;
        char *name = here ? g_strdup_printf("%d %d %d", new->page, (dx + (dx < 0 ? -STILL : STILL)) / (2 * STILL),
                                            (dy + (dy < 0 ? -STILL : STILL)) / (2 * STILL))
                          : g_strdup_printf("%d>%d", old->page, new->page);
        region *r = g_hash_table_lookup(known, name);
        if (!r) {
            r = region_new(DISPLAY_MOVED, after, old->page, new->page);
            r->c.dx = here ? dx : 0;
            r->c.dy = here ? dy : 0;
            g_ptr_array_add(out, r);
            g_hash_table_insert(known, g_strdup(name), r);
        }
        g_free(name);
        r->c.count++;
        join_box(&r->c.before, &old->box);
        join_box(&r->c.after, &new->box);
        join_text(r->text, new->text);
        join_element(r, new->node);
    }
    g_hash_table_destroy(known);
}

/* What has no partner, an element at a time. */
static void
gather_alone(const display_trace *t, bool is_new, GPtrArray *out)
{
    tally *counts = tally_of(t);
    region *r = NULL;
    guint element = 0;
    int behind = -1;
    for (guint i = 0; i < t->items->len; i++) {
        const display_item *m = &g_array_index(t->items, display_item, i);
        if (m->partner >= 0) {
            behind = is_new ? (int)i : m->partner;
            continue;
        }
        const guint own = element_of(t, counts, m->node);
        if (!r || own != element || (is_new ? r->c.page_after : r->c.page_before) != m->page) {
            r = region_new(is_new ? DISPLAY_ADDED : DISPLAY_REMOVED, t, is_new ? -1 : m->page, is_new ? m->page : -1);
            r->element = element = own;
            r->has_element = own != 0;
            r->behind = behind;
            g_ptr_array_add(out, r);
        }
        r->c.count++;
        join_box(is_new ? &r->c.after : &r->c.before, &m->box);
        join_text(r->text, m->text);
        r->members += m->node != 0;
    }
    g_free(counts);
}

static bool
boxes_meet(const display_box *a, const display_box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static bool
is_in_place_of(const region *gone, const region *come)
{
    if (gone->has_element != come->has_element || gone->c.page_before != come->c.page_after)
        return false;
    return (gone->behind == come->behind && role_of(gone->of, gone->element) == role_of(come->of, come->element)) ||
           boxes_meet(&gone->c.before, &come->c.after);
}

/* What went and what came in its place are one change; those that went alone stay behind. */
static void
join_alone(GPtrArray *gone, const GPtrArray *come)
{
    for (guint k = 0; k < come->len; k++) {
        region *c = g_ptr_array_index(come, k);
        for (guint i = 0; i < gone->len; i++) {
            region *g = g_ptr_array_index(gone, i);
            if (!is_in_place_of(g, c))
                continue;
            c->c.kind = DISPLAY_CHANGED;
            c->c.page_before = g->c.page_before;
            c->c.before = g->c.before;
            c->text_before = g_steal_pointer(&g->text);
            g_free(g_ptr_array_steal_index(gone, i));
            break;
        }
    }
}

static char *
cut_text(const GString *text)
{
    if (!text)
        return g_strdup("");
    const char *from = text->str;
    while (*from == ' ' || g_str_has_prefix(from, "　"))
        from = g_utf8_next_char(from);
    return g_utf8_strlen(from, -1) <= MOST_TEXT ? g_strdup(from) : g_utf8_substring(from, 0, MOST_TEXT);
}

static display_change
finish_region(region *r)
{
    display_change c = r->c;
    const display_role role = role_of(r->of, r->element);
    guint all = 0;
    for (guint i = 0; r->element && i < r->of->items->len; i++)
        all += common_of(r->of, g_array_index(r->of->items, display_item, i).node, r->element) == r->element;
    c.role = r->has_element ? role : DISPLAY_DOCUMENT;
    c.whole = r->has_element && all > 0 && all <= r->members;
    c.text_after = c.kind == DISPLAY_REMOVED ? g_strdup("") : cut_text(r->text);
    c.text_before = c.kind == DISPLAY_REMOVED || c.kind == DISPLAY_MOVED ? cut_text(r->text) : cut_text(r->text_before);
    return c;
}

static void
free_region(gpointer data)
{
    region *r = data;
    if (r->text)
        g_string_free(r->text, TRUE);
    if (r->text_before)
        g_string_free(r->text_before, TRUE);
    g_free(r);
}

static int
by_place(gconstpointer a, gconstpointer b)
{
    const display_change *x = &(*(region *const *)a)->c, *y = &(*(region *const *)b)->c;
    const int px = x->page_after >= 0 ? x->page_after : x->page_before;
    const int py = y->page_after >= 0 ? y->page_after : y->page_before;
    const unit tx = x->after.w ? x->after.y : x->before.y, ty = y->after.w ? y->after.y : y->before.y;
    return px != py ? (px > py) - (px < py) : tx != ty ? (tx > ty) - (tx < ty) : (int)x->kind - (int)y->kind;
}

static void
clear_change(gpointer data)
{
    display_change *c = data;
    g_free(c->text_before);
    g_free(c->text_after);
}

static void
pair_all(const display_trace *before, const display_trace *after)
{
    const pairing p = {(display_item *)(void *)before->items->data, (display_item *)(void *)after->items->data};
    for (guint i = 0; i < before->items->len; i++)
        p.old[i].partner = -1;
    for (guint k = 0; k < after->items->len; k++)
        p.new[k].partner = -1;
    pair_stretch(&p, 0, before->items->len, 0, after->items->len);
    pair_in_turn(&p, 0, before->items->len, 0, after->items->len);
}

GArray *
display_compare(const display_trace *before, const display_trace *after, guint most, guint *left)
{
    g_assert(before && after && before != after);
    pair_all(before, after);
    GPtrArray *all = g_ptr_array_new_with_free_func(free_region);
    GPtrArray *gone = g_ptr_array_new(), *come = g_ptr_array_new();
    gather_moved(before, after, all);
    gather_alone(before, false, gone);
    gather_alone(after, true, come);
    join_alone(gone, come);
    g_ptr_array_extend(all, come, NULL, NULL);
    g_ptr_array_extend(all, gone, NULL, NULL);
    g_ptr_array_free(come, TRUE);
    g_ptr_array_free(gone, TRUE);
    g_ptr_array_sort(all, by_place);
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(display_change));
    g_array_set_clear_func(changes, clear_change);
    for (guint i = 0; i < all->len && i < most; i++) {
        const display_change c = finish_region(g_ptr_array_index(all, i));
        g_array_append_val(changes, c);
    }
    if (left)
        *left = all->len > most ? all->len - most : 0;
    g_ptr_array_free(all, TRUE);
    return changes;
}
