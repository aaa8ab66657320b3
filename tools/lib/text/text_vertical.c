/* text_vertical.c: what a vertical line has of its own: characters that stand upright (UAX #50, vertical.def),
 * figures side by side in one em (縦中横, JLREQ 3.2.5), solid numbers in kanji (JLREQ 3.1.3). */
#include "text/text_int.h"

typedef enum stand { STAND_U, STAND_TU, STAND_TR, STAND_R } stand;

typedef struct stand_row {
    uint32_t first, last;
    stand how;
} stand_row;

static const stand_row stand_rows[] = {
#define VERTICAL(first, last, how) {first, last, STAND_##how},
#include "text/vertical.def"
#undef VERTICAL
};

static stand
stand_of(uint32_t character)
{
    size_t low = 0, high = G_N_ELEMENTS(stand_rows);
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (character > stand_rows[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < G_N_ELEMENTS(stand_rows) && character >= stand_rows[low].first ? stand_rows[low].how : STAND_R;
}

enum { OBJECT = 0xFFFC };

/* An upright sign of a Latin text stands in a square of its own, as an ideograph does. */
void
vertical_stand(GArray *clusters)
{
    for (guint i = 0; i < clusters->len; i++) {
        cluster *c = &g_array_index(clusters, cluster, i);
        const stand how = stand_of(c->character);
        if (how == STAND_R || c->class == CLASS_ZW || c->character == OBJECT)
            continue;
        c->flags |= how == STAND_TR ? CLUSTER_UPRIGHT | CLUSTER_TURNS : CLUSTER_UPRIGHT;
        if (c->class == CLASS_WE) {
            c->class = CLASS_JA;
            c->flags = (uint16_t)(c->flags & ~CLUSTER_ALNUM);
        }
    }
}

/* ---- 縦中横 ---- */

/* What a number of one or two figures must not touch: it would be part of something longer. */
static bool
is_latin(const cluster *c)
{
    return c->class == CLASS_WE || (c->character < 0x80 && c->class != CLASS_SP);
}

/* The clusters from i on that are combined into one; 1: none. */
static size_t
combined_count(const text_engine *e, const cluster *c, const cluster *end, const cluster *before)
{
    const text_paragraph *p = e->work.paragraph;
    const text_span *span = &p->spans[c->span];
    size_t count = 0;
    if (c->flags & CLUSTER_NOTE)
        return 0;
    if (span->kind == TEXT_CHARS && span->combined) {
        while (c + count < end && c[count].span == c->span)
            count++;
        return count;
    }
    while (c + count < end && c[count].span == c->span && (c[count].flags & CLUSTER_ASCII_DIGIT))
        count++;
    if (count == 0 || count > (size_t)p->style.combine || (before && is_latin(before)) ||
        (c + count < end && is_latin(c + count)))
        return 0;
    return count;
}

static void
combine_run(cluster *to, const cluster *from, size_t count)
{
    const uint16_t kept = CLUSTER_FIGURE | CLUSTER_GLUE_AFTER | CLUSTER_BREAK_AFTER | CLUSTER_BAD;
    uint16_t flags = from->flags & (CLUSTER_GLUE_BEFORE | CLUSTER_FIGURE);
    for (size_t i = 0; i < count; i++)
        flags |= from[i].flags & (uint16_t)(i + 1 < count ? CLUSTER_BAD : kept);
    const uint32_t last = from[count - 1].end;
    *to = *from;
    to->end = last;
    to->class = CLASS_JA;
    to->start_level = START_STRICT;
    to->flags = flags | CLUSTER_UPRIGHT | CLUSTER_COMBINED;
}

/* Clusters move together; the ends of forced lines move with them. */
void
vertical_combine(text_engine *e)
{
    prepared *w = &e->work;
    cluster *all = (cluster *)(void *)w->clusters->data;
    size_t *ends = (size_t *)(void *)w->segments->data;
    guint to = 0, segment = 0;
    for (guint i = 0; i < w->clusters->len;) {
        for (; ends[segment] == i; segment++)
            ends[segment] = to;
        const guint begin = segment > 0 ? (guint)ends[segment - 1] : 0;
        const size_t count = combined_count(e, &all[i], all + ends[segment], to > begin ? &all[to - 1] : NULL);
        if (count > 0)
            combine_run(&all[to], &all[i], count);
        else
            all[to] = all[i];
        to++;
        i += (guint)MAX(count, 1);
    }
    for (; segment < w->segments->len; segment++)
        ends[segment] = to;
    g_array_set_size(w->clusters, to);
}

/* ---- numbers in kanji ---- */

static bool
is_kanji_figure(const cluster *c)
{
    return (c->flags & CLUSTER_FIGURE) && c->character >= 0x3000 && c->character < 0xFF00;
}

/* The comma of 二、三日 and the point of 三・五 have no space around them and do not part their number. */
void
vertical_join(text_engine *e, size_t first, size_t end)
{
    for (size_t i = first + 1; i + 1 < end; i++) {
        const cluster *c = cluster_at(&e->work, i);
        if ((c->character != 0x3001 && c->character != 0x30FB) || !is_kanji_figure(c - 1) || !is_kanji_figure(c + 1))
            continue;
        for (size_t k = i - 1; k <= i; k++) {
            joint *j = joint_at(&e->work, k);
            j->half = j->middle = 0;
            j->stretch = STRETCH_NONE;
            j->breaks = j->spreads = false;
        }
    }
}
