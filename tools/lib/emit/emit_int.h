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
    const composed *composed;
    GArray *notes; /* of emit_note; NULL: nobody asks for them */
    int note_depth;
    /* emit_structure.c */
    GHashTable *elements; /* what in the bound tree has an element: to its number */
    GHashTable *rows;     /* of row *: those of heads that stand on a page already */
    GHashTable *heads;    /* of bound_node *: lists that stood at the head of a page */
    guint within;         /* the element that what comes stands in */
    int heading;          /* level of the last one; 0: there was none */
    GHashTable *names;    /* of fields so far */
    const char *in_cell;  /* what the cell around is called; NULL: nothing names it, or there are no fields */
    int shown_again;      /* > 0: what comes has been told before, or is no part of the text */
} emitter;

/* ---- notes.c ---- */
/* A note of all that is drawn until note_end, which completes it. They nest. */
guint note_begin(emitter *e);
void note_end(emitter *e, guint at, emit_note n);
/* Which of the atoms hold to one another. */
void note_keeps(emitter *e, const placed *items, size_t count, unit x, unit y, unit width);

/* ---- emit_structure.c: the elements, which follow from what was bound. What stands on several pages is one. ---- */
/* That of `what`, a piece of the bound tree; made within `parent` when there is none yet. 0 when that is 0, and while
 * shown_again. */
guint element_of(emitter *e, guint parent, const void *what, display_node n);
guint element_of_paragraph(emitter *e, const bound_node *n, bool goes_on);
/* That of the row, or the one at hand when its table is but a layout. */
guint element_of_row(emitter *e, const table *t, const row *r);
/* In what element_of_row has given; `role`: TH or TD. Of a cell that holds one paragraph it is that's as well. */
guint element_of_cell(emitter *e, guint in_row, const cell *box, display_role role, bool heads_column, int rows);
/* Within the page's: of what is left for a hand (署名欄（保護者）); of a mark that tells what was chosen, in words for
 * who hears the page; of furigana, or of what it stands over. */
guint element_of_room(emitter *e, const bound_inline *p, display_box box);
/* Of a code, told in words for who hears the page. */
guint element_of_code(emitter *e, const bound_inline *p, const page_code *c, display_box box);
guint element_of_picture(emitter *e, const bound_inline *p, display_box box); /* 0: it is decorative */
guint element_of_choice(emitter *e, const void *mark, bool chosen);
guint element_of_ruby(emitter *e, const bound_inline *p, bool is_reading);
/* Of what leads somewhere, within the page's; that itself when it does not, or nobody hears it. */
guint element_of_link(emitter *e, const bound_inline *p);
/* Of a run within `parent`: that itself, unless the run is in another language than the document. */
guint element_of_run(emitter *e, guint parent, const text_run *r, const char *said);
/* What is drawn until it is put back is this element's; gives the one at hand. */
guint element_begin(emitter *e, guint element);
void element_end(emitter *e, guint before);
/* The same of the colour that black has on a screen: that of a style. */
int colour_begin(emitter *e, const form_style *style);
void colour_end(emitter *e, int before);

void emit_placed(emitter *e, const placed *items, size_t count, unit x, unit y);
void emit_atoms(emitter *e, const atoms *list, unit x, unit y);
/* Of a vertical line x, y is the top right of its column. */
void emit_line(emitter *e, const atom *line, unit x, unit y);
void emit_table(emitter *e, const placed *rows, size_t count, unit x, unit y);
void emit_chart(emitter *e, const atom *a, unit x, unit y);

/* ---- emit_rule.c ---- */
unit emit_double_off(void);
void emit_diagonals(emitter *e, const bound_node *n, display_box at);
void emit_corners(emitter *e, const cell *box, display_box at);
void emit_rule(emitter *e, unit x1, unit y1, unit x2, unit y2, form_rule rule, const text_origin *origin);

/* ---- emit_boxes.c ---- */
/* マス目 in the box that holds them all, with the text that stands in them. */
void emit_boxes(emitter *e, const bound_inline *p, const mark_text *text, unit size, display_box at);

/* ---- emit_field.c ---- */
/* A field in this box that is named so (NULL: nothing names it), told within `parent`; 0: what stands here is no part
 * of the text, so it is none, and false. The ink of it is then nobody's. `tick`: the mark that is ticked by it. */
bool emit_field(emitter *e, guint parent, const form_entry *entry, display_field f, const char *name);

/* ---- emit_code.c ---- */
/* As it stands on the page at hand; NULL: there is nothing to be drawn. */
const page_code *emit_code_of(const emitter *e, const bound_inline *p);
/* In its room; turned: that of a vertical line, along which it stands. */
void emit_code(emitter *e, const page_code *c, const display_box *room, bool turned, const text_origin *origin);

/* ---- emit_mark.c: marks that are drawn. x is the left edge of their em box, unless told otherwise. ---- */
void emit_tick(emitter *e, const bound_inline *p, const mark_text *text, unit size, unit x, unit baseline);
/* `x`: the left edge of the circle. */
void emit_seal(emitter *e, const text_object *o, const mark_text *text, unit size, unit x, unit baseline);
/* In its box; the empty box of a blank form. */
void emit_image(emitter *e, const bound_inline *p, display_box box);
void emit_background(emitter *e, const form_background *b);
/* 圏点 at its centre. */
void emit_mark(emitter *e, const text_mark *m, unit cx, unit cy);

#endif
