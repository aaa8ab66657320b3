/* paint_pdf_font.c: which code stands for which glyph and text, and the fonts in the file (ISO 32000-1, 9.6 to 9.10).
 */
#include "paint/paint_pdf_int.h"
#include "paint/paint_pdf_subset.h"

#include <string.h>

#include <hb-ot.h>
#include <libdeflate.h>

/* With .notdef: as many as a TrueType font has glyphs, as each code is one. */
enum { MOST_CODES = 0xFFFF, USUAL_CODES = 64 };

/* ---- faces of a kit ---- */

/* Of one face. */
typedef struct pdf_source {
    subset_source *face; /* NULL until used */
    pdf_metric metric;
    int *advances;   /* by glyph, in 1/10,000 em, and 1; 0: not asked for yet */
    uint16_t *first; /* pdf_face's: zeros but while a document is painted */
} pdf_source;

struct pdf_sources {
    struct libdeflate_compressor *packer;
    GByteArray *gray; /* pdf_kept_gray's */
    size_t count;
    pdf_source items[]; /* by font_face_number */
};

struct pdf_sources *
paint_pdf_sources_new(const font_set *fonts)
{
    const size_t count = font_face_count(fonts);
    struct pdf_sources *s = g_malloc0(sizeof *s + count * sizeof s->items[0]);
    s->packer = pdf_packer_new();
    s->count = count;
    return s;
}

void
paint_pdf_sources_drop(struct pdf_sources *s)
{
    for (size_t i = 0; s && i < s->count; i++) {
        subset_source_drop(s->items[i].face);
        g_free(s->items[i].advances);
        g_free(s->items[i].first);
    }
    if (s && s->gray)
        g_byte_array_unref(s->gray);
    if (s)
        libdeflate_free_compressor(s->packer);
    g_free(s);
}

struct libdeflate_compressor *
pdf_kept_packer(struct pdf_sources *s)
{
    return s->packer;
}

GByteArray **
pdf_kept_gray(struct pdf_sources *s)
{
    return &s->gray;
}

/* NULL: no TrueType outlines, or tables that do not agree. */
static pdf_source *
source_of(struct pdf_sources *s, const font_face *f)
{
    g_assert(font_face_number(f) < s->count);
    pdf_source *source = &s->items[font_face_number(f)];
    if (source->face)
        return source;
    subset_source *face = subset_source_new(hb_font_get_face(font_face_hb(f, UNIT_PT)));
    if (!face)
        return NULL;
    const size_t count = subset_source_count(face);
    *source = (pdf_source){face, pdf_metric_of(f), g_new0(int, count), g_new0(uint16_t, count)};
    return source;
}

pdf_metric
pdf_kept_metric(struct pdf_sources *s, const font_face *f)
{
    const pdf_source *source = source_of(s, f);
    return source ? source->metric : pdf_metric_of(f);
}

/* ---- codes ---- */

static guint
hash_code(gconstpointer p)
{
    const pdf_code *c = p;
    guint h = (c->glyph ^ (guint)c->room << 16) * 2654435761u;
    for (size_t i = 0; i < c->length; i++)
        h = h * 33 + (guchar)c->text[i];
    return h;
}

static gboolean
same_code(gconstpointer p, gconstpointer q)
{
    const pdf_code *a = p, *b = q;
    return a->glyph == b->glyph && pdf_tells(a, b->text, b->length, b->room);
}

pdf_face *
pdf_use_face(pdf_painter *p, const font_face *f)
{
    pdf_face *face = &p->faces[font_face_number(f)];
    if (face->face)
        return face;
    const pdf_source *source = source_of(p->sources, f);
    if (!source) {
        painter_fail(&p->base, DIAG_PAINT_OUTLINES, font_face_name(f), NULL);
        return NULL;
    }
    *face = (pdf_face){.face = f,
                       .object = pdf_reserve(&p->file),
                       .codes = g_array_sized_new(FALSE, FALSE, sizeof(pdf_code), USUAL_CODES),
                       .glyph_count = (uint32_t)subset_source_count(source->face),
                       .others = g_hash_table_new_full(hash_code, same_code, g_free, NULL)};
    face->first = source->first;
    face->advances = source->advances;
    const pdf_code notdef = {.text = ""};
    g_array_append_val(face->codes, notdef);
    return face;
}

static int
ask_advance(const font_face *f, uint32_t glyph)
{
    const int upem = font_face_upem(f); /* as a size: the advance is in units of the font, exact */
    return (hb_font_get_glyph_h_advance(font_face_hb(f, upem), glyph) * 10000 + upem / 2) / upem;
}

int
pdf_advance_of(const pdf_painter *p, const font_face *f, uint32_t glyph)
{
    const size_t number = font_face_number(f);
    if (!p->faces[number].face || glyph >= p->faces[number].glyph_count)
        return ask_advance(f, glyph);
    int *known = &p->sources->items[number].advances[glyph];
    if (*known == 0)
        *known = ask_advance(f, glyph) + 1;
    return *known - 1;
}

/* Eighths of an em: what is left is too narrow to be a space. A mark's are any face's. */
int
pdf_room_of(const font_face *f, int64_t gap)
{
    enum { PART = 10000 / 8, MOST = 8 * 10000 };
    if (f && font_face_upem(f) % 8 != 0)
        return 0;
    return (int)MIN((gap + PART / 2) / PART * PART, MOST);
}

unsigned
pdf_any_code_of(pdf_painter *p, pdf_face *f, uint32_t glyph, const char *utf8, size_t length, int room)
{
    if (glyph >= f->glyph_count) {
        painter_fail(&p->base, DIAG_PAINT_FONT, font_face_name(f->face), "glyf");
        return 0;
    }
    pdf_code wanted = {glyph, utf8, length, room, 0};
    const unsigned first = f->first[glyph];
    if (first && pdf_tells(&g_array_index(f->codes, pdf_code, first), utf8, length, room))
        return first;
    const unsigned known = first ? GPOINTER_TO_UINT(g_hash_table_lookup(f->others, &wanted)) : 0;
    if (known)
        return known;
    if (f->codes->len == MOST_CODES) {
        painter_fail(&p->base, DIAG_PAINT_FONT, font_face_name(f->face), "PDF 65535");
        return 0;
    }
    const unsigned code = f->codes->len;
    wanted.advance = pdf_advance_of(p, f->face, glyph) + room;
    g_array_append_val(f->codes, wanted);
    if (first)
        g_hash_table_insert(f->others, g_memdup2(&wanted, sizeof wanted), GUINT_TO_POINTER(code));
    else
        f->first[glyph] = (uint16_t)code;
    return code;
}

void
pdf_drop_faces(pdf_painter *p)
{
    for (size_t i = 0; i < font_face_count(p->base.fonts); i++) {
        if (!p->faces[i].face)
            continue;
        for (guint k = 0; k < p->faces[i].codes->len; k++)
            p->faces[i].first[g_array_index(p->faces[i].codes, pdf_code, k).glyph] = 0;
        g_array_free(p->faces[i].codes, TRUE);
        g_hash_table_destroy(p->faces[i].others);
    }
    g_free(p->faces);
}

/* ---- in the file ---- */

/* One font as it goes into the file. */
typedef struct font_file {
    pdf_painter *p;
    const pdf_face *face;
    char *name; /* "ABCDEF+BIZUDMincho-Regular" */
    pdf_source *source;
    subset_font *font;
} font_file;

/* Six letters for this set of glyphs (9.6.4): fonts of different documents must not be taken for one. */
static void
append_tag(const pdf_face *f, GString *out)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (guint i = 0; i < f->codes->len; i++)
        h = (h ^ g_array_index(f->codes, pdf_code, i).glyph ^
             (uint64_t)g_array_index(f->codes, pdf_code, i).room << 32) *
            1099511628211u;
    for (int i = 0; i < 6; i++, h /= 26)
        g_string_append_c(out, (char)('A' + h % 26));
}

/* Letters, digits and hyphens only. */
char *
pdf_plain_name(const font_face *f)
{
    char name[64] = "";
    unsigned length = sizeof name;
    hb_ot_name_get_utf8(hb_font_get_face(font_face_hb(f, UNIT_PT)), HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID,
                        &length, name);
    GString *out = g_string_new(NULL);
    for (const char *c = *name ? name : font_face_name(f); *c; c++)
        if (g_ascii_isalnum(*c) || *c == '-')
            g_string_append_c(out, *c);
    return g_string_free(out, FALSE);
}

static char *
name_of(const pdf_face *f)
{
    char *plain = pdf_plain_name(f->face);
    GString *out = g_string_new(NULL);
    append_tag(f, out);
    g_string_append_c(out, '+');
    g_string_append(out, plain);
    g_free(plain);
    return g_string_free(out, FALSE);
}

/* A code is the number of its glyph in the font. */
static subset_font *
make_subset(const font_file *file)
{
    const GArray *codes = file->face->codes;
    subset_slot *slots = g_new(subset_slot, codes->len);
    const int upem = font_face_upem(file->face->face);
    for (guint i = 0; i < codes->len; i++) {
        const pdf_code *c = &g_array_index(codes, pdf_code, i);
        slots[i] = (subset_slot){c->glyph, c->room * upem / 10000};
    }
    subset_font *font = subset_font_new(file->source->face, slots, codes->len);
    g_free(slots);
    return font;
}

static void
write_program(const font_file *file, unsigned number)
{
    size_t size;
    guint8 *packed = subset_font_pack(file->font, &size);
    char entries[32];
    g_snprintf(entries, sizeof entries, "/Length1 %zu", subset_font_length(file->font));
    pdf_packed_stream(&file->p->file, number, entries, packed, size);
    g_free(packed);
}

/* /W: the widths that are not the em, as runs of neighbouring codes. */
static void
append_widths(const font_file *file, pdf_buffer *out)
{
    bool open = false;
    for (guint i = 1; i < file->face->codes->len; i++) {
        const int advance = g_array_index(file->face->codes, pdf_code, i).advance;
        if (open && advance == 10000)
            pdf_append(out, "]");
        if (advance != 10000 && !open) {
            pdf_append_number(out, (int64_t)i * 1000);
            pdf_append(out, "[");
        }
        open = advance != 10000;
        if (open)
            pdf_append_number(out, (int64_t)advance * 100);
    }
    if (open)
        pdf_append(out, "]");
}

void
pdf_append_cmap_begin(pdf_buffer *out, const char *range)
{
    pdf_append(out, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)"
                    "/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                    "1 begincodespacerange\n");
    pdf_append(out, range);
    pdf_append(out, "\nendcodespacerange\n");
}

void
pdf_append_cmap_end(pdf_buffer *out)
{
    pdf_append(out, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* A range of codes that agree but for their last byte, as the map must have them (9.10.3), and a list of what they
 * stand for. */
static void
append_texts(pdf_buffer *out, const GArray *codes, guint begin, guint end)
{
    pdf_append(out, "<");
    pdf_append_code(out, begin);
    pdf_append(out, "><");
    pdf_append_code(out, end - 1);
    pdf_append(out, ">[");
    for (guint i = begin; i < end; i++) {
        const pdf_code *c = &g_array_index(codes, pdf_code, i);
        pdf_append(out, "<");
        pdf_append_utf16(out, c->text, c->length, false);
        pdf_append(out, ">");
    }
    pdf_append(out, "]\n");
}

static void
write_unicode_map(const font_file *file, unsigned number)
{
    enum { RANGE = 0x100 };
    const GArray *codes = file->face->codes;
    pdf_buffer *out = pdf_buffer_new();
    pdf_append_cmap_begin(out, "<0000><FFFF>");
    for (guint i = 1, end; i < codes->len; i = end) {
        end = i;
        while (end < codes->len && end / RANGE == i / RANGE && g_array_index(codes, pdf_code, end).length)
            end++;
        if (end > i) {
            pdf_append(out, "1 beginbfrange\n");
            append_texts(out, codes, i, end);
            pdf_append(out, "endbfrange\n");
        } else {
            end++;
        }
    }
    pdf_append_cmap_end(out);
    pdf_text_stream(&file->p->file, number, "", out->data, out->len);
    pdf_buffer_drop(out);
}

void
pdf_write_descriptor(pdf_painter *p, const font_face *face, const char *name, unsigned number, unsigned program)
{
    const pdf_metric metric = pdf_kept_metric(p->sources, face), *m = &metric;
    pdf_begin(&p->file, number);
    /* The em box of Japanese type lies from -.12 to .88. */
    pdf_format(&p->file,
               "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent 880"
               "/Descent -120/CapHeight %d/StemV %d/FontFile2 %u 0 R>>",
               name, m->flags, m->box[0], m->box[1], m->box[2], m->box[3], m->cap_height, m->stem, program);
    pdf_end(&p->file);
}

static void
write_font(pdf_painter *p, const pdf_face *face)
{
    pdf_file *f = &p->file;
    font_file file = {
        .p = p, .face = face, .name = name_of(face), .source = &p->sources->items[font_face_number(face->face)]};
    const unsigned descendant = pdf_reserve(f), descriptor = pdf_reserve(f), program = pdf_reserve(f),
                   unicode = pdf_reserve(f);
    file.font = make_subset(&file);
    if (file.font) {
        write_program(&file, program);
        pdf_buffer *widths = pdf_buffer_new();
        append_widths(&file, widths);
        pdf_append_bytes(widths, "", 1);
        write_unicode_map(&file, unicode);
        pdf_write_descriptor(p, face->face, file.name, descriptor, program);
        pdf_begin(f, descendant);
        pdf_format(f,
                   "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                   "/Supplement 0>>/FontDescriptor %u 0 R/DW 1000/W[%s]/CIDToGIDMap/Identity>>",
                   file.name, descriptor, (const char *)widths->data);
        pdf_end(f);
        pdf_begin(f, face->object);
        pdf_format(f,
                   "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%u 0 R]"
                   "/ToUnicode %u 0 R>>",
                   file.name, descendant, unicode);
        pdf_end(f);
        pdf_buffer_drop(widths);
    } else {
        /* Glyphs that only others need come on top of the codes. */
        painter_fail(&p->base, DIAG_PAINT_FONT, font_face_name(face->face),
                     face->codes->len > MOST_CODES / 2 ? "PDF 65535" : "glyf");
    }
    subset_font_drop(file.font);
    g_free(file.name);
}

void
pdf_write_fonts(pdf_painter *p)
{
    for (size_t i = 0; i < font_face_count(p->base.fonts) && !p->base.failed; i++)
        if (p->faces[i].face)
            write_font(p, &p->faces[i]);
}
