/* text_word.c: how the readings of a word stand over its characters: one character (mono ruby, JLREQ 3.3.5), a
 * compound (jukugo ruby, 3.3.7 and appendix F), or the part of a compound that a line break leaves.
 *
 * A reading stands solid, and centred over its character where there is room. A longer one leans over the other
 * characters of the word by at most one em of ruby, over the following one first; if that does not do, the
 * readings hang over what follows the word, then over what is before it, then over both (F.2). What is left
 * widens the characters whose readings are too long, each by the share that its reading has of theirs, half of
 * it on either side (F.3). */
#include "text/text_int.h"

#include <string.h>

/* Positions from the start of the word's first box. A box is a character with what it was widened by. */
typedef struct layout {
    const prepared *w;
    word_part *part;
    unit em, before, after;   /* one em of ruby; what is hung over on either side */
    unit *least, *most, *box; /* bounds of each reading; start of each box; one more box: the end */
    unit long_sum;            /* of the readings that are longer than their characters */
} layout;

static const ruby_group *
group_of(const layout *o, size_t i)
{
    return &o->part->groups[i];
}

/* Of the character alone. */
static unit
body_width(const layout *o, size_t i)
{
    const ruby_group *g = group_of(o, i);
    return cluster_at(o->w, g->first)->advance - g->left - g->right;
}

static bool
is_long(const layout *o, size_t i)
{
    return group_of(o, i)->ruby_width > body_width(o, i);
}

/* Widens the long ones by `space` in all, and fills the boxes. */
static void
widen_parts(layout *o, unit space)
{
    unit x = 0, passed = 0, given = 0;
    for (size_t i = 0; i < o->part->count; i++) {
        placed_ruby *r = &o->part->placed[i];
        unit share = 0;
        if (is_long(o, i)) {
            passed += group_of(o, i)->ruby_width;
            share = unit_scale(space, passed, o->long_sum) - given;
            given += share;
        }
        r->left = share / 2;
        r->right = share - r->left;
        o->box[i] = x;
        x += r->left + body_width(o, i) + r->right;
        if (i + 1 < o->part->count)
            x += joint_natural(joint_at(o->w, group_of(o, i)->first));
    }
    o->box[o->part->count] = x;
}

static unit
start_of_body(const layout *o, size_t i)
{
    return o->box[i] + o->part->placed[i].left;
}

/* Do the readings find room in a word widened by `space`? Fills least and most. */
static bool
has_room(layout *o, unit space)
{
    const size_t count = o->part->count;
    widen_parts(o, space);
    for (size_t i = 0; i < count; i++) {
        o->least[i] = -o->before;
        if (i > 0) {
            const unit lean = start_of_body(o, i - 1) + body_width(o, i - 1) - o->em;
            o->least[i] = MAX(lean, o->least[i - 1] + group_of(o, i - 1)->ruby_width);
        }
    }
    for (size_t i = count; i-- > 0;) {
        unit end = o->box[count] + o->after;
        if (i + 1 < count)
            end = MIN(start_of_body(o, i + 1) + o->em, o->most[i + 1]);
        o->most[i] = end - group_of(o, i)->ruby_width;
        if (o->most[i] < o->least[i])
            return false;
    }
    return true;
}

/* The least that makes room. */
static void
make_space(layout *o)
{
    unit low = 0, high = o->long_sum;
    while (high - low > 1) {
        const unit middle = low + (high - low) / 2;
        if (has_room(o, middle))
            high = middle;
        else
            low = middle;
    }
    has_room(o, high);
}

/* Centred when it is short; a long one leans on what follows, the last one on what is before. */
static void
place_readings(layout *o)
{
    const size_t count = o->part->count;
    unit pen = o->least[0];
    for (size_t i = 0; i < count; i++) {
        const unit over = group_of(o, i)->ruby_width - body_width(o, i);
        const unit lean = over <= 0 ? over / 2 : i + 1 < count ? 0 : over;
        const unit at = CLAMP(start_of_body(o, i) - lean, MAX(pen, o->least[i]), o->most[i]);
        o->part->placed[i].offset = at - o->box[i];
        pen = at + group_of(o, i)->ruby_width;
    }
    o->part->before = MAX(-o->part->placed[0].offset, 0);
    o->part->after = MAX(pen - o->box[count], 0);
}

static void
lay_compound(layout *o, unit before, unit after)
{
    static const bool hangs[][2] = {{false, false}, {false, true}, {true, false}, {true, true}};
    for (size_t i = 0; i < G_N_ELEMENTS(hangs); i++) {
        o->before = hangs[i][0] ? before : 0;
        o->after = hangs[i][1] ? after : 0;
        if (has_room(o, 0)) {
            place_readings(o);
            return;
        }
    }
    make_space(o);
    place_readings(o);
}

static void
lay_character(layout *o, unit before, unit after)
{
    placed_ruby *r = &o->part->placed[0];
    const unit over = group_of(o, 0)->ruby_width - body_width(o, 0);
    *r = (placed_ruby){.offset = -over / 2};
    o->part->before = o->part->after = 0;
    if (over <= 0)
        return;
    o->part->before = MIN(over / 2, before);
    o->part->after = MIN(over - over / 2, after);
    r->left = over / 2 - o->part->before;
    r->right = over - over / 2 - o->part->after;
    r->offset = -o->part->before;
}

void
word_lay(const prepared *w, word_part *part, unit before, unit after)
{
    layout o = {.w = w, .part = part, .em = cluster_at(w, part->groups[0].first)->size / 2};
    if (part->count == 1) {
        lay_character(&o, before, after);
        return;
    }
    unit *room = g_new(unit, 3 * part->count + 1);
    o.least = room;
    o.most = room + part->count;
    o.box = room + 2 * part->count;
    for (size_t i = 0; i < part->count; i++)
        o.long_sum += is_long(&o, i) ? group_of(&o, i)->ruby_width : 0;
    lay_compound(&o, before, after);
    g_free(room);
}
