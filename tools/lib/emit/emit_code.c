/* emit_code.c: QR and bar codes: what is dark of them as one area of as few boxes as may be. */
#include "emit/emit_int.h"

/* Runs of dark modules of one row; one that is as the run above it makes that longer. */
typedef struct tiling {
    const page_code *of;
    GArray *boxes; /* of display_box, in modules */
    guint above;   /* the first of the row before */
} tiling;

static bool
grow_above(tiling *t, guint row_begins, int x, int y, int w)
{
    for (guint i = 0; i < row_begins; i++) {
        display_box *b = &g_array_index(t->boxes, display_box, i);
        if (b->x == x && b->w == w && b->y + b->h == y) {
            b->h++;
            return true;
        }
    }
    return false;
}

static void
tile_row(tiling *t, int y)
{
    const code_symbol *s = t->of->symbol;
    const uint8_t *dark = s->dark + (size_t)y * (size_t)s->columns;
    const guint row_begins = t->boxes->len;
    for (int x = 0; x < s->columns;) {
        int end = x;
        while (end < s->columns && dark[end])
            end++;
        if (end > x && !grow_above(t, row_begins, x, y, end - x)) {
            const display_box b = {x, y, end - x, 1};
            g_array_append_val(t->boxes, b);
        }
        x = MAX(end, x + 1);
    }
}

/* The edge of module `at` on a length that so many of them share: rounded each by itself, so that none wanders off. */
static unit
edge_of(unit length, int at, int of)
{
    return (unit)((2 * (int64_t)length * at + of) / (2 * (int64_t)of));
}

void
emit_code(emitter *e, const page_code *c, const display_box *room, bool turned, const text_origin *origin)
{
    const code_symbol *s = c->symbol;
    const bool is_flat = s->rows > 1;
    const int before = (c->columns - s->columns) / 2, down = is_flat ? before : 0, rows = is_flat ? c->columns : 1;
    tiling t = {.of = c, .boxes = g_array_new(FALSE, FALSE, sizeof(display_box))};
    for (int y = 0; y < s->rows; y++)
        tile_row(&t, y);
    for (guint i = 0; i < t.boxes->len; i++) {
        display_box *b = &g_array_index(t.boxes, display_box, i);
        const unit along = turned ? room->h : room->w, across = is_flat ? along : c->code->height;
        const unit x = edge_of(along, before + b->x, c->columns),
                   x_end = edge_of(along, before + b->x + b->w, c->columns);
        const unit y = edge_of(across, down + b->y, rows), y_end = edge_of(across, down + b->y + b->h, rows);
        *b = turned ? (display_box){room->x + room->w - y_end, room->y + x, y_end - y, x_end - x}
                    : (display_box){room->x + x, room->y + y, x_end - x, y_end - y};
    }
    display_op op = {.kind = DISPLAY_TILES, .origin = origin};
    op.tiles = (display_tiles){.boxes = arena_copy(e->a, t.boxes->data, sizeof(display_box) * t.boxes->len),
                               .count = t.boxes->len};
    display_add(e->page, op);
    g_array_free(t.boxes, TRUE);
}

const page_code *
emit_code_of(const emitter *e, const bound_inline *p)
{
    const page *here = &e->composed->pages[e->page_index];
    for (size_t i = 0; i < here->code_count; i++)
        if (here->codes[i].code == p->code)
            return &here->codes[i];
    return NULL;
}
