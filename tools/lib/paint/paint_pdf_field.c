/* paint_pdf_field.c: fields that whoever reads the PDF fills in (ISO 32000-1, 12.7), and the font that a reader sets
 * what is typed in: another than those of the page, which have the glyphs of the page alone.
 *
 * What holds for a record holds of them (ISO 19005-2, 6.4.1; ISO 14289-1, 7.18): each has an appearance, none an
 * action, nothing is left to a reader to draw; each is an element of the structure with a tip. Empty they draw nothing.
 */
#include "paint/paint_pdf_int.h"

#include <hb-ot.h>
#include <hb-subset.h>

/* Flags of 12.7.3.1, 12.7.4.3 and 12.7.4.4. */
enum { REQUIRED = 1 << 1, MANY_LINES = 1 << 12, COMBO = 1 << 17, COMB = 1 << 24 };

static const display_field *
field_at(const pdf_painter *p, guint i)
{
    return &g_array_index(p->base.list->fields, display_field, i);
}

static void
write_text(pdf_file *f, const char *key, const char *utf8)
{
    pdf_write(f, key);
    pdf_write(f, "<");
    pdf_append_utf16(f->out, utf8, strlen(utf8), true);
    pdf_write(f, ">");
}

/* ---- appearances ---- */

/* A form XObject of the field's size. */
static unsigned
write_appearance(pdf_painter *p, const display_field *field, const char *content)
{
    const unsigned number = pdf_reserve(&p->file);
    pdf_buffer *entries = pdf_buffer_new();
    pdf_append(entries, "/Type/XObject/Subtype/Form/BBox[0 0 ");
    pdf_append_points(entries, field->box.w);
    pdf_append_points(entries, field->box.h);
    pdf_append(entries, "]/Resources<<");
    if (field->kind == FIELD_TEXT || field->kind == FIELD_CHOICE) {
        pdf_append(entries, "/Font<</JA ");
        pdf_append_number(entries, (int64_t)p->field_font * 1000);
        pdf_append(entries, "0 R>>");
    }
    pdf_append(entries, ">>");
    pdf_append_bytes(entries, "", 1);
    pdf_stream(&p->file, number, (const char *)entries->data, content, strlen(content));
    pdf_buffer_drop(entries);
    return number;
}

/* Within the field, which cuts off what is outside. */
static void
append_ring(pdf_buffer *out, const display_field *field)
{
    const unit width = field->tick_width, half = width / 2;
    const display_mark m = {
        .x = half, .y = half, .w = field->box.w - width, .h = field->box.h - width, .size = field->size};
    display_point ring[DISPLAY_RING_POINTS];
    display_ring_of(&m, ring);
    for (size_t i = 0; i < G_N_ELEMENTS(ring); i++) {
        pdf_append_points(out, ring[i].x);
        pdf_append_points(out, ring[i].y);
        pdf_append(out, i == 0 ? "m\n" : "l\n");
    }
    pdf_append(out, "s\n");
}

/* What is drawn of a tick or a ring when it is set, as the page draws them. */
static unsigned
write_set(pdf_painter *p, const display_field *field)
{
    pdf_buffer *out = pdf_buffer_new();
    pdf_append(out, "1 J 1 j 0 G\n");
    pdf_append_points(out, field->tick_width);
    pdf_append(out, "w\n");
    if (field->ring)
        append_ring(out, field);
    for (size_t i = 0; !field->ring && i < G_N_ELEMENTS(field->tick); i++) {
        pdf_append_points(out, field->tick[i].x - field->box.x);
        pdf_append_points(out, (int64_t)field->box.y + field->box.h - field->tick[i].y);
        pdf_append(out, i ? "l\n" : "m\n");
    }
    pdf_append(out, field->ring ? "" : "S\n");
    pdf_append_bytes(out, "", 1);
    const unsigned number = write_appearance(p, field, (const char *)out->data);
    pdf_buffer_drop(out);
    return number;
}

/* ---- widgets, which are their fields ---- */

static int
flags_of(const display_field *field)
{
    return (field->required ? REQUIRED : 0) | (field->many_lines ? MANY_LINES : 0) | (field->comb ? COMB : 0) |
           (field->kind == FIELD_CHOICE ? COMBO : 0);
}

static void
write_kind(pdf_painter *p, const display_field *field, unsigned empty, unsigned set)
{
    pdf_file *f = &p->file;
    static const char *const kinds[] = {"Tx", "Ch", "Btn", "Sig"};
    pdf_format(f, "/FT/%s", kinds[field->kind]);
    if (flags_of(field))
        pdf_format(f, "/Ff %d", flags_of(field));
    if (field->kind == FIELD_CHECK) {
        pdf_format(f, "/V/Off/AS/Off/AP<</N<</Yes %u 0 R/Off %u 0 R>>>>", set, empty);
        return;
    }
    pdf_format(f, "/AP<</N %u 0 R>>", empty);
    if (field->kind == FIELD_SIGN)
        return;
    pdf_write(f, "/DA(/JA ");
    pdf_append_points(f->out, field->size);
    pdf_write(f, "Tf 0 g)");
    if (field->most)
        pdf_format(f, "/MaxLen %d", field->most);
    if (field->kind != FIELD_CHOICE)
        return;
    pdf_write(f, "/Opt[");
    for (size_t i = 0; field->choices[i]; i++)
        write_text(f, "", field->choices[i]);
    pdf_write(f, "]");
}

static void
write_widget(pdf_painter *p, guint i, unsigned page)
{
    pdf_file *f = &p->file;
    const display_field *field = field_at(p, i);
    const bool types = field->kind == FIELD_TEXT || field->kind == FIELD_CHOICE;
    const unsigned empty = write_appearance(p, field, types ? "/Tx BMC\nEMC\n" : ""),
                   set = field->kind == FIELD_CHECK ? write_set(p, field) : 0;
    pdf_begin(f, pdf_field_object(p, i));
    pdf_write(f, "<</Type/Annot/Subtype/Widget");
    write_text(f, "/T", field->name);
    write_text(f, "/TU", field->tip);
    pdf_format(f, "/F 4/P %u 0 R/StructParent %u/Rect[", page, p->base.list->pages->len + i);
    pdf_append_points(f->out, field->box.x);
    pdf_append_points(f->out, (int64_t)p->height - field->box.y - field->box.h);
    pdf_append_points(f->out, (int64_t)field->box.x + field->box.w);
    pdf_append_points(f->out, (int64_t)p->height - field->box.y);
    pdf_write(f, "]");
    write_kind(p, field, empty, set);
    pdf_write(f, ">>");
    pdf_end(f);
}

unsigned
pdf_field_object(const pdf_painter *p, guint field)
{
    return p->fields + field;
}

/* Elements of fields are numbered in their order. */
bool
pdf_field_of(const pdf_painter *p, guint node, guint *field)
{
    guint from = 0, to = p->base.list->fields->len;
    while (from < to) {
        const guint middle = (from + to) / 2;
        if (field_at(p, middle)->node < node)
            from = middle + 1;
        else
            to = middle;
    }
    *field = from;
    return from < p->base.list->fields->len && field_at(p, from)->node == node;
}

void
pdf_open_fields(pdf_painter *p)
{
    const guint count = p->base.list->fields->len;
    if (!count)
        return;
    p->field_font = pdf_reserve(&p->file);
    p->form = pdf_reserve(&p->file);
    for (guint i = 0; i < count; i++) {
        const unsigned number = pdf_reserve(&p->file);
        p->fields = i ? p->fields : number;
    }
}

/* Their objects, and what the page says of them; g_free it. */
char *
pdf_write_fields(pdf_painter *p, unsigned page)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < p->base.list->fields->len; i++) {
        if (field_at(p, i)->page != p->page_objects->len)
            continue;
        write_widget(p, i, page);
        g_string_append_printf(out, "%s%u 0 R", out->len ? " " : "", pdf_field_object(p, i));
    }
    return g_string_free(out, FALSE);
}

/* ---- the font ---- */

/* Of all its glyphs: nobody knows what will be typed, and a reader types with no font that is a part of one. What draws
 * no glyph is left out (hints, other forms, what vertical lines need). Glyphs are numbered as the face has them, so
 * that a code is a glyph of the file and of its own table of characters, by whichever of the two a reader goes. */
static hb_blob_t *
make_program(hb_face_t *face)
{
    static const hb_tag_t tables[] = {
        HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
        HB_TAG('D', 'S', 'I', 'G'), HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'),
        HB_TAG('V', 'O', 'R', 'G'), HB_TAG('B', 'A', 'S', 'E'), HB_TAG('m', 'e', 't', 'a')};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_face_collect_unicodes(face, hb_subset_input_unicode_set(input));
    hb_set_add_range(hb_subset_input_glyph_set(input), 0, hb_face_get_glyph_count(face) - 1);
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), tables[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_face_t *made = hb_subset_or_fail(face, input);
    hb_subset_input_destroy(input);
    hb_blob_t *blob = made ? hb_face_reference_blob(made) : NULL;
    hb_face_destroy(made);
    return blob;
}

/* Glyphs with their characters, in the order of glyphs; of two characters of one glyph the first. */
typedef struct typed {
    uint32_t glyph, character;
} typed;

static int
by_glyph(const void *a, const void *b)
{
    const typed *x = a, *y = b;
    return x->glyph != y->glyph ? (x->glyph < y->glyph ? -1 : 1) : x->character < y->character ? -1 : 1;
}

static GArray *
typed_glyphs(const font_face *face, const hb_set_t *characters)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(typed));
    for (hb_codepoint_t ch = HB_SET_VALUE_INVALID; hb_set_next(characters, &ch);) {
        const typed t = {font_face_glyph(face, ch, 0), ch};
        if (t.glyph)
            g_array_append_val(all, t);
    }
    qsort(all->data, all->len, sizeof(typed), by_glyph);
    return all;
}

static void
write_typed_map(pdf_painter *p, const GArray *all, unsigned number)
{
    enum { MOST_IN_A_BLOCK = 100 };
    pdf_buffer *out = pdf_buffer_new();
    pdf_append_cmap_begin(out, "<0000><FFFF>");
    for (guint i = 0; i < all->len;) {
        const guint end = MIN(i + MOST_IN_A_BLOCK, all->len);
        pdf_append_number(out, (int64_t)(end - i) * 1000);
        pdf_append(out, "beginbfchar\n");
        for (; i < end; i++) {
            const typed *t = &g_array_index(all, typed, i);
            char utf8[8];
            pdf_append(out, "<");
            pdf_append_code(out, t->glyph);
            pdf_append(out, "><");
            pdf_append_utf16(out, utf8, (size_t)g_unichar_to_utf8(t->character, utf8), false);
            pdf_append(out, ">\n");
        }
        pdf_append(out, "endbfchar\n");
    }
    pdf_append_cmap_end(out);
    pdf_text_stream(&p->file, number, "", out->data, out->len);
    pdf_buffer_drop(out);
}

static void
append_typed_widths(const pdf_painter *p, const font_face *face, const GArray *all, pdf_buffer *out)
{
    for (guint i = 0; i < all->len; i++) {
        const typed *t = &g_array_index(all, typed, i);
        const int advance = pdf_advance_of(p, face, t->glyph);
        if (advance == 10000 || (i && t->glyph == g_array_index(all, typed, i - 1).glyph))
            continue;
        pdf_append_number(out, (int64_t)t->glyph * 1000);
        pdf_append(out, "[");
        pdf_append_number(out, (int64_t)advance * 100);
        pdf_append(out, "]");
    }
    pdf_append_bytes(out, "", 1);
}

static void
write_font(pdf_painter *p)
{
    pdf_file *f = &p->file;
    const font_face *face = field_at(p, 0)->face;
    const unsigned descendant = pdf_reserve(f), descriptor = pdf_reserve(f), program = pdf_reserve(f),
                   unicode = pdf_reserve(f);
    hb_face_t *of = hb_font_get_face(font_face_hb(face, UNIT_PT));
    hb_blob_t *blob = make_program(of);
    if (!blob) {
        painter_fail(&p->base, DIAG_PAINT_FONT, font_face_name(face), "HarfBuzz subset");
        return;
    }
    unsigned length = 0;
    const char *bytes = hb_blob_get_data(blob, &length);
    char entries[32];
    g_snprintf(entries, sizeof entries, "/Length1 %u", length);
    pdf_stream(f, program, entries, bytes, length);
    hb_blob_destroy(blob);
    hb_set_t *characters = hb_set_create();
    hb_face_collect_unicodes(of, characters);
    GArray *all = typed_glyphs(face, characters);
    hb_set_destroy(characters);
    write_typed_map(p, all, unicode);
    pdf_buffer *widths = pdf_buffer_new();
    append_typed_widths(p, face, all, widths);
    g_array_free(all, TRUE);
    char *name = pdf_plain_name(face);
    pdf_write_descriptor(p, face, name, descriptor, program);
    pdf_begin(f, descendant);
    pdf_format(f,
               "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
               "/Supplement 0>>/FontDescriptor %u 0 R/DW 1000/W[%s]/CIDToGIDMap/Identity>>",
               name, descriptor, (const char *)widths->data);
    pdf_end(f);
    pdf_begin(f, p->field_font);
    pdf_format(f,
               "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>",
               name, descendant, unicode);
    pdf_end(f);
    g_free(name);
    pdf_buffer_drop(widths);
}

void
pdf_write_form(pdf_painter *p)
{
    pdf_file *f = &p->file;
    const guint count = p->base.list->fields->len;
    if (!count)
        return;
    write_font(p);
    pdf_begin(f, p->form);
    pdf_write(f, "<</Fields[");
    for (guint i = 0; i < count; i++)
        pdf_format(f, "%s%u 0 R", i ? " " : "", pdf_field_object(p, i));
    pdf_format(f, "]/DR<</Font<</JA %u 0 R>>>>/DA(/JA 10 Tf 0 g)/NeedAppearances false>>", p->field_font);
    pdf_end(f);
}
