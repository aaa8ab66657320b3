/* text_mono.c: ruby with a reading for each character: mono (JLREQ 3.3.5) and jukugo (3.3.7, appendix F). text_word.c
 * says where readings stand; here the characters are widened and hung over accordingly.
 *
 * A compound may be parted at a line end, and then each part is laid out anew (3.3.8 h): its width differs from
 * what the clusters say. mono_edges tells by how much, mono_settle lays out the parts of a line that is
 * to be set. A compound whose readings all have room over their own characters is as mono ruby. */
#include "text/text_int.h"

static ruby_group *
group_at(const prepared *w, size_t i)
{
    return &g_array_index(w->groups, ruby_group, i);
}

static word_part
open_part(ruby_group *groups, size_t count)
{
    return (word_part){.groups = groups, .count = count, .placed = g_new0(placed_ruby, count)};
}

static void
apply_placed(prepared *w, const word_part *part)
{
    for (size_t i = 0; i < part->count; i++) {
        ruby_group *g = &part->groups[i];
        const placed_ruby *r = &part->placed[i];
        cluster *c = cluster_at(w, g->first);
        c->shift += r->left - g->left;
        c->advance += r->left + r->right - g->left - g->right;
        g->left = r->left;
        g->right = r->right;
        g->offset = r->offset;
    }
}

static void
lay_whole(prepared *w, ruby_group *groups, size_t count)
{
    ruby_group *last = &groups[count - 1];
    word_part part = open_part(groups, count);
    word_lay(w, &part, hang_before(w, groups, false), hang_after(w, last, false));
    apply_placed(w, &part);
    hang_set(w, groups, last, part.before, part.after);
    g_free(part.placed);
}

/* It is one block: nothing stretches it, and line breaks part it only so that it is laid out anew. */
static void
bind_compound(prepared *w, ruby_group *groups, size_t count)
{
    w->has_compounds = true;
    for (size_t i = 0; i < count; i++) {
        groups[i].place = i;
        groups[i].word = count;
        cluster_at(w, groups[i].first)->flags |= CLUSTER_COMPOUND;
        if (i + 1 < count)
            joint_at(w, groups[i].first)->spreads = false;
    }
}

void
mono_prepare(text_engine *e, ruby_group *groups, size_t count)
{
    prepared *w = &e->work;
    const text_span *span = &w->paragraph->spans[cluster_at(w, groups[0].first)->span];
    bool is_long = false;
    for (size_t i = 0; i < count; i++)
        is_long = is_long || groups[i].ruby_width > cluster_at(w, groups[i].first)->advance;
    if (span->ruby_kind == TEXT_RUBY_JUKUGO && is_long && count > 1) {
        lay_whole(w, groups, count);
        bind_compound(w, groups, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (groups[i].ruby_count > 0)
            lay_whole(w, &groups[i], 1);
}

/* ---- compounds that a line parts ---- */

/* The group of a character of a compound. */
static ruby_group *
find_group(const prepared *w, size_t character)
{
    size_t low = 0, high = w->groups->len;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (group_at(w, middle)->first <= character)
            low = middle;
        else
            high = middle;
    }
    return group_at(w, low);
}

/* The characters first … end - 1 of a compound, at a line's edge on one side or on both. */
static word_part
lay_part(const prepared *w, size_t first, size_t end, bool begins_line, bool ends_line)
{
    word_part part = open_part(find_group(w, first), end - first);
    const unit before = begins_line ? 0 : hang_before(w, part.groups, true);
    const unit after = ends_line ? 0 : hang_after(w, &part.groups[part.count - 1], true);
    word_lay(w, &part, before, after);
    return part;
}

typedef struct line_parts {
    word_part head, tail; /* of compounds that the line begins or ends within; count 0: none */
} line_parts;

static line_parts
parts_of(const prepared *w, size_t first, size_t visible)
{
    line_parts p = {{0}, {0}};
    size_t after_head = first;
    if (cluster_at(w, first)->flags & CLUSTER_COMPOUND) {
        const ruby_group *g = find_group(w, first);
        const size_t end = MIN(first - g->place + g->word, visible);
        if (g->place > 0 || end < first + g->word) {
            p.head = lay_part(w, first, end, true, end == visible);
            after_head = end;
        }
    }
    if (after_head < visible && (cluster_at(w, visible - 1)->flags & CLUSTER_COMPOUND)) {
        const ruby_group *g = find_group(w, visible - 1);
        if (g->place + 1 < g->word)
            p.tail = lay_part(w, visible - 1 - g->place, visible, false, true);
    }
    return p;
}

static unit
edge_difference(const word_part *part)
{
    unit sum = 0;
    for (size_t i = 0; i < part->count; i++)
        sum += part->placed[i].left + part->placed[i].right - part->groups[i].left - part->groups[i].right;
    return sum;
}

static void
close_parts(line_parts *p)
{
    g_free(p->head.placed);
    g_free(p->tail.placed);
}

/* Where the line ends within the part that it begins with, that is its tail too. */
static bool
has_own_tail(const line_parts *p, size_t visible)
{
    const word_part *last = p->tail.count ? &p->tail : &p->head;
    return last->count == 0 || last->groups[last->count - 1].first + 1 < visible;
}

unit
mono_edges(const prepared *w, size_t first, size_t visible)
{
    line_parts p = parts_of(w, first, visible);
    unit sum = edge_difference(&p.head) + edge_difference(&p.tail);
    if (p.head.count == 0)
        sum += cluster_at(w, first)->head;
    if (has_own_tail(&p, visible))
        sum += cluster_at(w, visible - 1)->tail;
    close_parts(&p);
    return sum;
}

unit
mono_settle(prepared *w, size_t first, size_t visible)
{
    if (visible <= first)
        return 0;
    if (!w->has_compounds)
        return cluster_at(w, first)->head;
    line_parts p = parts_of(w, first, visible);
    const unit head = p.head.count ? 0 : cluster_at(w, first)->head;
    apply_placed(w, &p.head);
    apply_placed(w, &p.tail);
    close_parts(&p);
    return head;
}
