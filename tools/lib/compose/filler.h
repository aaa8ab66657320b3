/* filler.h: a page being filled (paginate.c, columns.c). */
#ifndef RENKEI_COMPOSE_FILLER_H
#define RENKEI_COMPOSE_FILLER_H

#include "compose/compose_int.h"

/* Ten rows of 10 mm stand in 100 mm, although each is rounded to a unit. */
enum { ROUNDING = UNIT_PT / 64 };

/* A footnote, or what the page before had no room for: from its nth atom on. */
typedef struct note_piece {
    const bound_node *note;
    size_t from;
} note_piece;

typedef struct filler {
    composer *c;
    GArray *todo;   /* of atom: what is still to be placed, in order; split rows replace their whole */
    GArray *pages;  /* of page */
    GArray *placed; /* of placed: the page being filled */
    guint start;    /* first of todo on this page */
    guint before;   /* pages of other sections */
    const section *of;
    running *running;
    GPtrArray *notes;     /* of bound_node: footnotes of this page so far … */
    GArray *carried;      /* … under what goes on from the page before: of note_piece */
    guint least;          /* no break of this page is before that one, and … */
    guint base;           /* … so much was placed before it: one more for each that follows */
    unit room;            /* of this page's body */
    const atom *too_tall; /* of this page */
    page_end ends;        /* as far as it is filled */
} filler;

static inline const atom *
item_at(const filler *f, guint i)
{
    return &g_array_index(f->todo, atom, i);
}

static inline void
place_atom(filler *f, const atom *a, unit y)
{
    const placed p = {arena_copy(f->c->a, a, sizeof *a), y};
    g_array_append_val(f->placed, p);
    compose_spend(f->c, a->node, compose_work_of_one(a)); /* heads of tables are placed on every page */
}

/* The last place in (from, to] where the hold to the atom before is no firmer than `hold`. */
static inline guint
last_break(const filler *f, guint from, guint to, hold firmest)
{
    for (guint i = to; i > from; i--)
        if (item_at(f, i)->hold <= firmest)
            return i;
    return from;
}

/* ---- notes.c ---- */
/* What the footnotes of an atom take of the page's room beside those that are on it. */
unit filler_note_need(filler *f, const atom *a);
/* The same of rows that are to stand under it. */
unit filler_note_need_of_rows(filler *f, row *const *rows, size_t count);
/* They are on it now: that much less room is left. */
void filler_note_add(filler *f, const atom *a);
/* None but what goes on from the page before; false when that leaves no room for anything else. */
bool filler_note_start(filler *f);
/* Once all of the page is placed, those of what stands on it, at the foot of `room`; what has no room there is carried
 * to the next page. */
void filler_place_notes(filler *f, unit room);
/* What the first line takes of the notes that this atom brings to the page; 0: it brings none. */
unit filler_note_least(filler *f, const atom *a);

/* ---- columns.c ---- */
/* Text that flows in columns from atom `from` under y: as much as the page has room for, or all there is in columns of
 * one height. Gives where it ends, and *height, of what was placed; `from` when nothing has room. */
guint filler_place_columns(filler *f, guint from, unit y, unit *height);

#endif
