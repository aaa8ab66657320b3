/* emit_int.h: what the sources of the emit room share. */
#ifndef RENKEI_EMIT_EMIT_INT_H
#define RENKEI_EMIT_EMIT_INT_H

#include "compose/composed.h"
#include "emit/emit.h"
#include "emit/notes.h"

typedef struct emitter {
    arena *a;
    display *l;
    display_page *page;
    size_t page_index;
    GArray *notes; /* of emit_note; NULL: nobody asks for them */
    int note_depth;
} emitter;

/* ---- notes.c ---- */
/* A note of all that is drawn until note_end, which completes it. They nest. */
guint note_begin(emitter *e);
void note_end(emitter *e, guint at, emit_note n);
/* Which of the atoms hold to one another. */
void note_keeps(emitter *e, const placed *items, size_t count, unit x, unit y, unit width);

void emit_placed(emitter *e, const placed *items, size_t count, unit x, unit y);
void emit_atoms(emitter *e, const atoms *list, unit x, unit y);
/* Of a vertical line x, y is the top right of its column. */
void emit_line(emitter *e, const atom *line, unit x, unit y);
void emit_table(emitter *e, const placed *rows, size_t count, unit x, unit y);
void emit_rule(emitter *e, unit x1, unit y1, unit x2, unit y2, form_rule rule, const text_origin *origin);

/* ---- emit_mark.c: marks that are drawn. x is the left edge of their em box, unless told otherwise. ---- */
void emit_tick(emitter *e, const bound_inline *p, const mark_text *text, unit size, unit x, unit baseline);
/* `x`: the left edge of the circle. */
void emit_seal(emitter *e, const text_object *o, const mark_text *text, unit size, unit x, unit baseline);
/* 圏点 at its centre. */
void emit_mark(emitter *e, const text_mark *m, unit cx, unit cy);

#endif
