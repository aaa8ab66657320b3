/* xlsx_things.c: what lies on a sheet and is no cell: pictures, shapes, controls, comments. Only that it is there,
 * where, and what is written on it. */
#include <string.h>

#include "xlsx/xlsx_int.h"

enum { THINGS = 10000, THING_TEXT = 400 };

typedef struct things_reading {
    xlsx_reading *r;
    arena *a;
    GArray *things;
    int depth;
    /* of a drawing */
    int from_row, from_column, skipped; /* skipped: the depth of what other programs draw instead; 0 */
    bool in_from, in_row, in_column, in_text;
    bool open; /* one of it is */
    book_thing thing;
    GString *digits, *text;
} things_reading;

static void
keep_thing(things_reading *t, book_thing thing)
{
    if (t->things->len < THINGS)
        g_array_append_val(t->things, thing);
}

/* A text that is told: a line, not too long. */
static const char *
told_text(things_reading *t)
{
    g_strstrip(t->text->str);
    t->text->len = strlen(t->text->str);
    if (!t->text->len)
        return NULL;
    g_strdelimit(t->text->str, "\r\n\t", ' ');
    return arena_strdup(t->a, t->text->str);
}

static void
take_piece(GString *to, const char *bytes, size_t length)
{
    if (to->len + length <= THING_TEXT)
        g_string_append_len(to, bytes, (gssize)length);
}

/* ---- drawings ---- */

static bool
start_drawn(void *data, const char *name, const char *const *attributes)
{
    static const struct {
        const char *name;
        book_thing_kind kind;
    } kinds[] = {{"pic", BOOK_THING_PICTURE},
                 {"sp", BOOK_THING_SHAPE},
                 {"cxnSp", BOOK_THING_LINE},
                 {"graphicFrame", BOOK_THING_CHART}};
    things_reading *t = data;
    t->depth++;
    if (!strcmp(name, "Choice")) {
        const char *wants = xml_stream_attribute(attributes, "Requires");
        if (wants && !strcmp(wants, "a14") && !t->skipped)
            t->skipped = t->depth; /* a control's picture: the control itself is told */
    }
    if (!strcmp(name, "Fallback") && !t->skipped)
        t->skipped = t->depth;
    if (t->skipped)
        return true;
    t->in_from |= !strcmp(name, "from");
    t->in_row = t->in_from && !strcmp(name, "row");
    t->in_column = t->in_from && !strcmp(name, "col");
    g_string_truncate(t->digits, 0);
    t->in_text = t->open && !strcmp(name, "t");
    for (size_t i = 0; !t->open && i < G_N_ELEMENTS(kinds); i++)
        if (!strcmp(kinds[i].name, name)) {
            t->open = true;
            t->thing = (book_thing){.kind = kinds[i].kind, .row = t->from_row, .column = t->from_column};
            g_string_truncate(t->text, 0);
        }
    const char *said = xml_stream_attribute(attributes, "descr");
    if (t->open && !strcmp(name, "cNvPr") && said)
        take_piece(t->text, said, strlen(said));
    return true;
}

static bool
take_drawn(void *data, const char *bytes, size_t length)
{
    things_reading *t = data;
    if (t->in_row || t->in_column)
        take_piece(t->digits, bytes, length);
    if (t->in_text)
        take_piece(t->text, bytes, length);
    return true;
}

static int
place_of(const char *digits, int most)
{
    const gint64 n = g_ascii_strtoll(digits, NULL, 10);
    return n >= 0 && n < most ? (int)n + 1 : most;
}

static bool
end_drawn(void *data, const char *name)
{
    things_reading *t = data;
    if (t->skipped) {
        t->skipped = t->depth == t->skipped ? 0 : t->skipped;
        t->depth--;
        return true;
    }
    if (t->in_row)
        t->from_row = place_of(t->digits->str, BOOK_ROWS);
    if (t->in_column)
        t->from_column = place_of(t->digits->str, BOOK_COLUMNS);
    t->in_row = t->in_column = t->in_text = false;
    t->in_from &= strcmp(name, "from") != 0;
    if (t->open &&
        (!strcmp(name, "pic") || !strcmp(name, "sp") || !strcmp(name, "cxnSp") || !strcmp(name, "graphicFrame"))) {
        t->thing.text = told_text(t);
        keep_thing(t, t->thing);
        t->open = false;
    }
    t->depth--;
    return true;
}

/* ---- comments ---- */

static bool
start_comment(void *data, const char *name, const char *const *attributes)
{
    things_reading *t = data;
    const char *ref = xml_stream_attribute(attributes, "ref");
    t->in_text = !strcmp(name, "t");
    if (!strcmp(name, "comment")) {
        t->thing = (book_thing){.kind = BOOK_THING_COMMENT};
        if (ref && !book_address_read(ref, &t->thing.row, &t->thing.column))
            t->thing.row = 0;
        g_string_truncate(t->text, 0);
    }
    return true;
}

static bool
end_comment(void *data, const char *name)
{
    things_reading *t = data;
    t->in_text = false;
    if (!strcmp(name, "comment")) {
        t->thing.text = told_text(t);
        keep_thing(t, t->thing);
    }
    return true;
}

/* ---- controls, in the drawings of old (VML) ---- */

static bool
start_control(void *data, const char *name, const char *const *attributes)
{
    things_reading *t = data;
    const char *type = xml_stream_attribute(attributes, "ObjectType");
    if (!strcmp(name, "shape"))
        g_string_truncate(t->text, 0);
    t->in_text = !strcmp(name, "textbox") || (t->in_text && strcmp(name, "ClientData") != 0);
    if (!strcmp(name, "ClientData") && type && strcmp(type, "Note") != 0) {
        t->open = true;
        t->thing = (book_thing){.kind = !strcmp(type, "Pict") ? BOOK_THING_OBJECT : BOOK_THING_CONTROL};
    }
    t->in_from = t->open && !strcmp(name, "Anchor");
    g_string_truncate(t->digits, 0);
    return true;
}

static bool
take_control(void *data, const char *bytes, size_t length)
{
    things_reading *t = data;
    if (t->in_from)
        take_piece(t->digits, bytes, length);
    else if (t->in_text)
        take_piece(t->text, bytes, length);
    return true;
}

static bool
end_control(void *data, const char *name)
{
    things_reading *t = data;
    if (t->in_from) { /* column, offset, row, offset, … */
        char **parts = g_strsplit(t->digits->str, ",", 8);
        if (g_strv_length(parts) >= 3) {
            t->thing.column = place_of(g_strstrip(parts[0]), BOOK_COLUMNS);
            t->thing.row = place_of(g_strstrip(parts[2]), BOOK_ROWS);
        }
        g_strfreev(parts);
        t->in_from = false;
    }
    if (!strcmp(name, "textbox"))
        t->in_text = false;
    if (t->open && !strcmp(name, "ClientData")) {
        t->thing.text = told_text(t);
        keep_thing(t, t->thing);
        t->open = false;
    }
    return true;
}

/* ---- the parts ---- */

/* A part that cannot be read is told as a thing: the sheet itself can be used. */
static void
read_beside(things_reading *t, const char *part, const xml_stream_visitor *visitor)
{
    if (!part)
        return;
    diag *told = t->r->d, *unheard = diag_new();
    t->r->d = unheard;
    t->depth = t->skipped = 0;
    t->in_from = t->in_row = t->in_column = t->in_text = t->open = false;
    if (!xlsx_part_stream(t->r, part, visitor, t))
        keep_thing(t, (book_thing){.kind = BOOK_THING_UNREAD, .text = part});
    t->r->failed = false;
    t->r->d = told;
    diag_drop(unheard);
}

void
xlsx_things_read(xlsx_reading *r, arena *a, const char *sheet_part, GArray *things)
{
    static const xml_stream_visitor drawn = {start_drawn, take_drawn, end_drawn},
                                    commented = {start_comment, take_drawn, end_comment},
                                    controlled = {start_control, take_control, end_control};
    xlsx_relations *parts = xlsx_relations_new(r);
    things_reading t = {.r = r, .a = a, .things = things, .digits = g_string_new(NULL), .text = g_string_new(NULL)};
    if (xlsx_relations_read_any(parts, sheet_part)) {
        read_beside(&t, xlsx_relations_part(parts, NULL, "drawing"), &drawn);
        read_beside(&t, xlsx_relations_part(parts, NULL, "comments"), &commented);
        read_beside(&t, xlsx_relations_part(parts, NULL, "vmlDrawing"), &controlled);
    }
    g_string_free(t.digits, TRUE);
    g_string_free(t.text, TRUE);
    xlsx_relations_drop(parts);
}
