#include "display/display.h"

#include <string.h>

enum { USUAL = 128 }; /* ops of a page, nodes of a document: more are asked for as they come */

static void
page_free(gpointer page)
{
    g_array_free(((display_page *)page)->ops, TRUE);
    g_array_free(((display_page *)page)->links, TRUE);
}

display *
display_new(arena *a)
{
    g_assert(a);
    display *l = ARENA_NEW(a, display);
    l->language = "ja";
    l->pages = g_ptr_array_new_with_free_func(page_free);
    l->bookmarks = g_array_new(FALSE, TRUE, sizeof(display_bookmark));
    l->anchors = g_array_new(FALSE, TRUE, sizeof(display_anchor));
    l->fields = g_array_new(FALSE, TRUE, sizeof(display_field));
    l->nodes = g_array_sized_new(FALSE, TRUE, sizeof(display_node), USUAL);
    display_add_node(l, (display_node){.role = DISPLAY_DOCUMENT});
    return l;
}

void
display_drop(display *l)
{
    if (!l)
        return;
    g_ptr_array_free(l->pages, TRUE);
    g_array_free(l->bookmarks, TRUE);
    g_array_free(l->anchors, TRUE);
    g_array_free(l->fields, TRUE);
    g_array_free(l->nodes, TRUE);
}

display_page *
display_add_page(display *l, arena *a, unit width, unit height, const char *label)
{
    g_assert(width > 0 && height > 0);
    display_page *p = ARENA_NEW(a, display_page);
    p->width = width;
    p->height = height;
    p->label = label;
    p->ops = g_array_sized_new(FALSE, TRUE, sizeof(display_op), USUAL);
    p->links = g_array_new(FALSE, TRUE, sizeof(display_link));
    g_ptr_array_add(l->pages, p);
    return p;
}

int
display_on_screen(int gray, int colour)
{
    int out = 0;
    for (int shift = 16; shift >= 0; shift -= 8)
        out |= (255 - ((255 - (colour >> shift & 255)) * (255 - gray) + 127) / 255) << shift;
    return out;
}

void
display_add(display_page *p, display_op op)
{
    op.node = p->node;
    op.colour = op.kind == DISPLAY_IMAGE ? 0 : p->colour;
    g_array_append_val(p->ops, op);
}

guint
display_add_node(display *l, display_node n)
{
    g_assert(n.parent <= l->nodes->len);
    const guint pages = l->pages->len;
    n.page = pages ? pages - 1 : 0;
    n.op = pages ? ((display_page *)g_ptr_array_index(l->pages, pages - 1))->ops->len : 0;
    g_array_append_val(l->nodes, n);
    return l->nodes->len;
}

const display_node *
display_node_at(const display *l, guint number)
{
    g_assert(number >= 1 && number <= l->nodes->len);
    return &g_array_index(l->nodes, display_node, number - 1);
}

const display_anchor *
display_find_anchor(const display *l, const char *name)
{
    for (guint i = 0; i < l->anchors->len; i++) {
        const display_anchor *a = &g_array_index(l->anchors, display_anchor, i);
        if (strcmp(a->name, name) == 0)
            return a;
    }
    return NULL;
}

const char *
display_sign_text(display_sign sign)
{
    static const char *const texts[] = {[DISPLAY_EMPTY_BOX] = "☐", [DISPLAY_TICKED_BOX] = "☑", [DISPLAY_RING] = "◯"};
    return texts[sign];
}

void
display_tick_of(const display_mark *m, display_point tick[3], unit *width)
{
    static const int places[3][2] = {{18, 50}, {42, 76}, {84, 20}}; /* hundredths of the box */
    for (size_t i = 0; i < 3; i++)
        tick[i] =
            (display_point){m->x + unit_scale(m->w, places[i][0], 100), m->y + unit_scale(m->h, places[i][1], 100)};
    *width = unit_scale(m->size, 11, 100);
}

unit
display_ring_radius(unit size)
{
    return size / 2 + unit_scale(size, 22, 100);
}

void
display_ring_of(const display_mark *m, display_point ring[DISPLAY_RING_POINTS])
{
    enum { QUARTER = DISPLAY_RING_POINTS / 4 };
    static const int sines[QUARTER] = {
        491,  1467, 2430, 3369, 4276, 5141, 5957, 6716,
        7410, 8032, 8577, 9040, 9415, 9700, 9892, 9988}; /* of (k + 1/2) / QUARTER of a right angle */
    static const int ways[4][2] = {{1, 1}, {-1, 1}, {-1, -1}, {1, -1}};
    const unit most = MIN(m->w, m->h) / 2, radius = m->size ? MIN(most, display_ring_radius(m->size)) : most;
    const unit across = m->w / 2 - radius, down = m->h / 2 - radius;
    for (int i = 0; i < DISPLAY_RING_POINTS; i++) {
        const int quarter = i / QUARTER, k = quarter % 2 ? QUARTER - 1 - i % QUARTER : i % QUARTER;
        ring[i] = (display_point){m->x + m->w / 2 +
                                      ways[quarter][0] * (across + unit_scale(radius, sines[QUARTER - 1 - k], 10000)),
                                  m->y + m->h / 2 + ways[quarter][1] * (down + unit_scale(radius, sines[k], 10000))};
    }
}

const char *
display_text_of(const display_op *op)
{
    return op->kind == DISPLAY_TEXT   ? op->text.utf8
           : op->kind == DISPLAY_MARK ? display_sign_text(op->mark.sign)
                                      : NULL;
}

const char *
display_layer_of(const display_op *op)
{
    return op->kind == DISPLAY_TEXT ? op->text.layer : op->kind == DISPLAY_MARK ? op->mark.layer : NULL;
}

/* Bytes of the U+0020 or U+3000 that stands at p; 0: another character. */
static inline size_t
blank_at(const char *p)
{
    return *p == ' ' ? 1 : memcmp(p, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

bool
display_is_blank(const char *utf8, size_t length)
{
    g_assert(utf8);
    size_t passed = 0;
    while (passed < length && (utf8[passed] == ' ' || (length - passed >= 3 && blank_at(utf8 + passed))))
        passed += utf8[passed] == ' ' ? 1 : 3;
    return passed >= length;
}

/* Bytes of a cluster of one glyph that stands for one character, all that it could stand for: what nearly every one is.
 * 0: another. */
static inline size_t
plain_length(const display_text *t, size_t glyph)
{
    const text_glyph *g = &t->glyphs[glyph];
    const size_t length = (size_t)g_utf8_skip[(guchar)t->utf8[g->cluster]];
    const bool begins = glyph > 0 || g->cluster == 0;
    const bool ends =
        glyph + 1 < t->glyph_count ? g[1].cluster == g->cluster + length : strlen(t->utf8 + g->cluster) == length;
    return begins && ends ? length : 0;
}

/* Any; the first glyph after it. */
static __attribute__((noinline)) size_t
any_cluster(const display_text *t, size_t first, display_cluster *out)
{
    size_t end = first + 1;
    while (end < t->glyph_count && t->glyphs[end].cluster == t->glyphs[first].cluster)
        end++;
    const size_t from = first == 0 ? 0 : t->glyphs[first].cluster;
    const size_t to = end < t->glyph_count ? t->glyphs[end].cluster : from + strlen(t->utf8 + from);
    *out = (display_cluster){t->utf8 + from, to - from, first, end - first};
    /* What a line end dropped: spaces at either end of the text that have no glyph of their own. */
    const char *body = t->utf8 + t->glyphs[first].cluster;
    if (body != out->utf8 && display_is_blank(out->utf8, (size_t)(body - out->utf8)))
        *out = (display_cluster){body, (size_t)(t->utf8 + to - body), first, end - first};
    while (out->length > 0 && g_utf8_next_char(out->utf8) < out->utf8 + out->length) {
        const char *last = g_utf8_prev_char(out->utf8 + out->length);
        if (last == out->utf8 || !display_is_blank(last, (size_t)(out->utf8 + out->length - last)))
            break;
        out->length = (size_t)(last - out->utf8);
    }
    return end;
}

bool
display_next_cluster(const display_text *t, size_t *glyph, display_cluster *out)
{
    const size_t first = *glyph;
    if (first >= t->glyph_count)
        return false;
    const size_t plain = plain_length(t, first);
    if (plain == 0) {
        *glyph = any_cluster(t, first, out);
        return true;
    }
    *out = (display_cluster){t->utf8 + t->glyphs[first].cluster, plain, first, 1};
    *glyph = first + 1;
    return true;
}
