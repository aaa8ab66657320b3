/* xlsx_things.c: what lies on a sheet and is no cell: pictures, shapes, controls, comments. Only that it is there,
 * where, and what is written on it. */
#include <string.h>

#include "xlsx/xlsx_int.h"

enum { THINGS = 10000, THING_TEXT = 400, PICTURE_BYTES = 20 << 20, PICTURES_BYTES = 60 << 20 };
#define EMU_PER_MM 36000.0

typedef struct things_reading {
    xlsx_reading *r;
    arena *a;
    GArray *things;
    int depth;
    /* of a drawing */
    int from_row, from_column, skipped; /* skipped: the depth of what other programs draw instead; 0 */
    bool in_from, in_to, in_row, in_column, in_text;
    bool open; /* one of it is */
    /* of a picture: what its anchor says, by places_of; the part that holds it; that it is seen otherwise than it is */
    double *number, numbers[8], width, height;
    const char *embed;
    bool altered;
    int groups;
    GPtrArray *embeds; /* of char *, one a thing; NULL: none */
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

/* Numbers of an anchor: where it begins, where it ends. */
static double *
number_of_anchor(things_reading *t, const char *name)
{
    static const char *const names[] = {"col", "row", "colOff", "rowOff"};
    for (int i = 0; i < 4 && (t->in_from || t->in_to); i++)
        if (!strcmp(names[i], name))
            return &t->numbers[t->in_from ? i : 4 + i];
    return NULL;
}

static void
meet_anchor(things_reading *t, const char *name)
{
    if (!g_str_has_suffix(name, "Anchor"))
        return;
    t->from_row = t->from_column = t->groups = 0;
    t->width = t->height = 0;
    memset(t->numbers, 0, sizeof t->numbers);
}

static double
mm_of(const char *const *attributes, const char *name)
{
    const char *text = xml_stream_attribute(attributes, name);
    return text ? g_ascii_strtod(text, NULL) / EMU_PER_MM : 0;
}

/* Turned, mirrored, cut off: then its bytes are not what is seen. */
static void
meet_picture(things_reading *t, const char *name, const char *const *attributes)
{
    static const char *const turning[] = {"rot", "flipH", "flipV"}, *const cutting[] = {"l", "t", "r", "b"};
    const bool frame = !strcmp(name, "xfrm"), cut = !strcmp(name, "srcRect");
    const char *const *names = frame ? turning : cutting;
    for (int i = 0; (frame || cut) && i < (frame ? 3 : 4); i++) {
        const char *value = xml_stream_attribute(attributes, names[i]);
        t->altered |= value && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
    }
    if (!strcmp(name, "blip")) {
        const char *id = xml_stream_attribute(attributes, ":embed");
        t->embed = id ? arena_strdup(t->a, id) : NULL;
    }
}

static const book_picture *
picture_of(things_reading *t)
{
    book_picture *p = ARENA_NEW(t->a, book_picture);
    const double *n = t->numbers;
    *p = (book_picture){.left = n[2] / EMU_PER_MM, .top = n[3] / EMU_PER_MM, .width = t->width, .height = t->height};
    if (t->width <= 0 && n[4] >= 0 && n[4] < BOOK_COLUMNS && n[5] >= 0 && n[5] < BOOK_ROWS) {
        p->to_column = (int)n[4] + 1;
        p->to_row = (int)n[5] + 1;
        p->to_x = n[6] / EMU_PER_MM;
        p->to_y = n[7] / EMU_PER_MM;
    }
    return p;
}

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
    meet_anchor(t, name);
    if (!strcmp(name, "ext") && !t->open && xml_stream_attribute(attributes, "cx")) {
        t->width = mm_of(attributes, "cx");
        t->height = mm_of(attributes, "cy");
    }
    t->groups += !strcmp(name, "grpSp");
    t->in_from |= !strcmp(name, "from");
    t->in_to |= !strcmp(name, "to");
    t->number = number_of_anchor(t, name);
    t->in_row = t->in_from && !strcmp(name, "row");
    t->in_column = t->in_from && !strcmp(name, "col");
    g_string_truncate(t->digits, 0);
    t->in_text = t->open && !strcmp(name, "t");
    for (size_t i = 0; !t->open && i < G_N_ELEMENTS(kinds); i++)
        if (!strcmp(kinds[i].name, name)) {
            t->open = true;
            t->thing = (book_thing){.kind = kinds[i].kind, .row = t->from_row, .column = t->from_column};
            t->embed = NULL;
            t->altered = t->groups > 0;
            g_string_truncate(t->text, 0);
        }
    if (t->open)
        meet_picture(t, name, attributes);
    const char *said = xml_stream_attribute(attributes, "descr");
    if (t->open && !strcmp(name, "cNvPr") && said)
        take_piece(t->text, said, strlen(said));
    return true;
}

static bool
take_drawn(void *data, const char *bytes, size_t length)
{
    things_reading *t = data;
    if (t->number)
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
    if (t->number)
        *t->number = g_ascii_strtod(t->digits->str, NULL);
    t->number = NULL;
    t->in_to &= strcmp(name, "to") != 0;
    t->groups -= !strcmp(name, "grpSp") && t->groups > 0;
    if (t->in_row)
        t->from_row = place_of(t->digits->str, BOOK_ROWS);
    if (t->in_column)
        t->from_column = place_of(t->digits->str, BOOK_COLUMNS);
    t->in_row = t->in_column = t->in_text = false;
    t->in_from &= strcmp(name, "from") != 0;
    if (t->open &&
        (!strcmp(name, "pic") || !strcmp(name, "sp") || !strcmp(name, "cxnSp") || !strcmp(name, "graphicFrame"))) {
        t->thing.text = told_text(t);
        if (t->thing.kind == BOOK_THING_PICTURE && t->embed && !t->altered && t->thing.row) {
            t->thing.picture = picture_of(t);
            g_ptr_array_set_size(t->embeds, (gint)t->things->len + 1);
            g_ptr_array_index(t->embeds, t->things->len) = (void *)t->embed;
        }
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
    t->in_from = t->in_to = t->in_row = t->in_column = t->in_text = t->open = false;
    t->number = NULL;
    if (!xlsx_part_stream(t->r, part, visitor, t))
        keep_thing(t, (book_thing){.kind = BOOK_THING_UNREAD, .text = arena_strdup(t->a, part)});
    t->r->failed = false;
    t->r->d = told;
    diag_drop(unheard);
}

/* All of a part, not more than `most`; NULL. */
static const void *
read_bytes(things_reading *t, const char *name, size_t most, size_t *length)
{
    xlsx_part *part = name ? xlsx_part_open(t->r->archive, name) : NULL;
    GByteArray *all = g_byte_array_new();
    char piece[16384];
    long n = -1;
    while (part && (n = xlsx_part_read(part, piece, sizeof piece)) > 0 && all->len + (size_t)n <= most)
        g_byte_array_append(all, (const guint8 *)piece, (guint)n);
    xlsx_part_close(part);
    const void *bytes = n == 0 && all->len ? arena_copy(t->a, all->data, all->len) : NULL;
    *length = all->len;
    g_byte_array_unref(all);
    return bytes;
}

static bool
take_bytes(things_reading *t, book_picture *p, const char *part, size_t most)
{
    p->bytes = read_bytes(t, part, most, &p->length);
    p->jpeg = p->bytes && p->length > 3 && !memcmp(p->bytes, "\xff\xd8\xff", 3);
    return p->jpeg || (p->bytes && p->length > 8 && !memcmp(p->bytes, "\x89PNG\r\n\x1a\n", 8));
}

/* The bytes of pictures; what cannot be had, or is neither PNG nor JPEG, is a thing without. */
static void
read_pictures(things_reading *t, const char *drawing)
{
    diag *told = t->r->d, *unheard = diag_new();
    t->r->d = unheard;
    xlsx_relations *parts = xlsx_relations_new(t->r);
    const bool known = drawing && t->embeds->len && xlsx_relations_read_any(parts, drawing);
    size_t left = PICTURES_BYTES;
    for (guint i = 0; i < t->embeds->len && i < t->things->len; i++) {
        book_thing *thing = &g_array_index(t->things, book_thing, i);
        const char *id = g_ptr_array_index(t->embeds, i);
        book_picture *p = (book_picture *)(void *)thing->picture;
        if (!p)
            continue;
        if (known && id && take_bytes(t, p, xlsx_relations_part(parts, id, "image"), MIN(left, PICTURE_BYTES)))
            left -= p->length;
        else
            thing->picture = NULL;
    }
    xlsx_relations_drop(parts);
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
    things_reading t = {.r = r,
                        .a = a,
                        .things = things,
                        .digits = g_string_new(NULL),
                        .text = g_string_new(NULL),
                        .embeds = g_ptr_array_new()};
    if (xlsx_relations_read_any(parts, sheet_part)) {
        const char *drawing = xlsx_relations_part(parts, NULL, "drawing");
        read_beside(&t, drawing, &drawn);
        read_pictures(&t, drawing);
        read_beside(&t, xlsx_relations_part(parts, NULL, "comments"), &commented);
        read_beside(&t, xlsx_relations_part(parts, NULL, "vmlDrawing"), &controlled);
    }
    g_ptr_array_free(t.embeds, TRUE);
    g_string_free(t.digits, TRUE);
    g_string_free(t.text, TRUE);
    xlsx_relations_drop(parts);
}
