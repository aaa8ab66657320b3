/* paint_pdf_int.h: inside the PDF painter: paint_pdf.c (document), paint_pdf_page.c (marks), paint_pdf_text.c (runs
 * of text), paint_pdf_sign.c (☐ ☑ ◯), paint_pdf_font.c (which code stands for which glyph and which characters),
 * paint_pdf_metric.c (what a font says of itself),
 * paint_pdf_structure.c (the structure tree), paint_pdf_record.c (metadata and output intent), paint_pdf_file.c
 * (objects).
 *
 * It writes ISO 32000-1 (PDF 1.7) itself, as a page of ours is a few hundred marks of five kinds: no page is recorded
 * and played back, and a font is subset once (paint_pdf_subset.h) and packed by libdeflate.
 *
 * Text layer: fonts are Type 0 with two-byte codes of our own (ISO 32000-1, 9.7). A code is a pair of glyph and source
 * text, so that each occurrence gives back its own characters: a variation sequence and its base may share a glyph. */
#ifndef RENKEI_PAINT_PDF_INT_H
#define RENKEI_PAINT_PDF_INT_H

#include "paint/paint_int.h"

#include <string.h>

/* ---- objects ---- */

/* Bytes in the making. A page is some ten thousand pieces of a few bytes each. */
typedef struct pdf_buffer {
    guint8 *data;
    size_t len, room;
} pdf_buffer;
pdf_buffer *pdf_buffer_new(void);
void pdf_buffer_drop(pdf_buffer *b);
void pdf_buffer_grow(pdf_buffer *b, size_t more);

static inline void
pdf_append_bytes(pdf_buffer *out, const void *bytes, size_t length)
{
    if (out->len + length > out->room)
        pdf_buffer_grow(out, length);
    memcpy(out->data + out->len, bytes, length);
    out->len += length;
}

static inline void
pdf_append(pdf_buffer *out, const char *text)
{
    pdf_append_bytes(out, text, strlen(text));
}

/* A file in the making. Objects are numbered from 1 and may be written in any order; those that are no streams go into
 * one stream at the end (7.5.7), which makes them a quarter as large. */
typedef struct pdf_file {
    pdf_buffer *bytes;                    /* so far, but for … */
    pdf_buffer *objects;                  /* … the objects that are no streams */
    pdf_buffer *out;                      /* where pdf_write writes: one of the two */
    GArray *where;                        /* of pdf_where (paint_pdf_file.c), by number */
    GArray *order;                        /* of unsigned: numbers of `objects` as they stand there */
    struct libdeflate_compressor *packer; /* borrowed: what it packs depends on nothing that it packed before */
    GChecksum *content;                   /* what the ID is of */
} pdf_file;

struct libdeflate_compressor *pdf_packer_new(void);
void pdf_open(pdf_file *f, struct libdeflate_compressor *packer);
void pdf_drop(pdf_file *f);
unsigned pdf_reserve(pdf_file *f);
/* An object that is no stream: what is written between the two. No stream may be begun in between. */
void pdf_begin(pdf_file *f, unsigned number);
void pdf_end(pdf_file *f);
void pdf_write(pdf_file *f, const char *text);
void pdf_format(pdf_file *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A whole object: a stream, packed; `entries` are added to its dictionary. */
void pdf_stream(pdf_file *f, unsigned number, const char *entries, const void *bytes, size_t length);
/* The same in two steps, for what is the same in every document: g_byte_array_unref what is packed. */
GByteArray *pdf_pack(const pdf_file *f, const void *bytes, size_t length);
void pdf_kept_stream(pdf_file *f, unsigned number, const char *entries, const GByteArray *packed);
/* The same of text that a program reads (paint_pdf_pack.h): packed quicker. */
void pdf_text_stream(pdf_file *f, unsigned number, const char *entries, const void *bytes, size_t length);
/* The same of what is packed already (zlib); its bytes are not part of the ID. */
void pdf_packed_stream(pdf_file *f, unsigned number, const char *entries, const void *packed, size_t size);
/* The same, as it is. */
void pdf_plain_stream(pdf_file *f, unsigned number, const char *entries, const void *bytes, size_t length);
/* Writes the objects, the cross-reference stream with the ID, and the end. The bytes are the caller's. */
GByteArray *pdf_close(pdf_file *f, unsigned catalog, unsigned info);

/* A number with up to three decimals, `thousandths` being 1/1000, and a space. */
void pdf_append_number(pdf_buffer *out, int64_t thousandths);
/* A whole number and a space. */
void pdf_append_whole(pdf_buffer *out, uint64_t number);
/* A length in points. */
static inline void
pdf_append_points(pdf_buffer *out, int64_t u)
{
    pdf_append_number(out, (u * 1000 + (u < 0 ? -(UNIT_PT / 2) : UNIT_PT / 2)) / UNIT_PT);
}
/* Of a point. */
int64_t pdf_thousandths(int64_t u);
/* Four hexadecimal digits. */
static inline void
pdf_append_code(pdf_buffer *out, unsigned code)
{
    static const char digits[] = "0123456789ABCDEF";
    if (out->len + 4 > out->room)
        pdf_buffer_grow(out, 4);
    guint8 *at = out->data + out->len;
    at[0] = (guint8)digits[code >> 12 & 15];
    at[1] = (guint8)digits[code >> 8 & 15];
    at[2] = (guint8)digits[code >> 4 & 15];
    at[3] = (guint8)digits[code & 15];
    out->len += 4;
}
/* UTF-16BE in hexadecimal, without brackets; with_mark: a byte order mark before it. */
void pdf_append_utf16(pdf_buffer *out, const char *utf8, size_t length, bool with_mark);

/* ---- fonts ---- */

typedef struct pdf_code {
    uint32_t glyph;
    const char *text; /* `length` bytes of the display list; 0: stands for no text of its own */
    size_t length;
    int room;    /* that it takes behind the glyph, in 1/10,000 em (paint_pdf_subset.h) */
    int advance; /* of the glyph with that room, in 1/10,000 em, as the file says it */
} pdf_code;

typedef struct pdf_face {
    const font_face *face; /* NULL until used */
    unsigned object;
    uint32_t glyph_count;
    GArray *codes;      /* of pdf_code; code 0 is .notdef */
    int *advances;      /* by glyph: as pdf_advance_of, and 1; 0: not asked for yet */
    uint16_t *first;    /* by glyph: its first code, which is its only one but for variations; 0: none yet */
    GHashTable *others; /* pdf_code to its number, of those that are not the first of their glyph */
} pdf_face;

/* What a descriptor says of a face, in 1/1000 em. */
typedef struct pdf_metric {
    int flags, box[4], cap_height, stem;
} pdf_metric;
pdf_metric pdf_metric_of(const font_face *f);

/* ---- the painter ---- */

typedef struct pdf_painter {
    painter base;
    pdf_file file;
    pdf_buffer *content;   /* of the page */
    unit height;           /* of the page: PDF's y runs up */
    int64_t fill, stroke;  /* gray and colour in force; -1: not known */
    unit width;            /* of lines, in force; -1: not known */
    const font_face *font; /* in force; NULL: not known */
    unit font_size;
    pdf_face *faces;             /* by font_face_number */
    struct pdf_sources *sources; /* of the kit */
    unsigned root, pages, resources, info;
    GArray *page_objects; /* of unsigned */
    /* paint_pdf_text.c */
    GArray *pieces; /* of the line being painted, in order */
    guint piece;    /* the next of them */
    /* paint_pdf_sign.c */
    GArray *signs;      /* that were shown */
    unsigned sign_font; /* 0: none was */
    /* paint_pdf_image.c */
    GArray *images;   /* that stand on pages so far */
    unsigned colours; /* the profile of what is not gray; 0: all is */
    GArray *inks;     /* of int: colours of a screen that black was given so far */
    bool blends;      /* the page has a picture that is seen through, and not gray */
    /* paint_pdf_structure.c */
    GArray *stretches; /* of marked content, so far */
    guint mcids;       /* on the page */
    bool is_marked;    /* marked content is open: … */
    guint marked;      /* … of this node */
    /* paint_pdf_link.c */
    GArray *links;                     /* of pdf_link: of all pages so far */
    unsigned form, fields, field_font; /* 0: there are no fields; fields: the first, the others follow */
} pdf_painter;

void pdf_set_fill(pdf_painter *p, int gray);
void pdf_set_stroke(pdf_painter *p, int gray, unit width);
void pdf_line(painter *p, const display_line *l);
void pdf_rect(painter *p, const display_rect *r);
void pdf_ellipse(painter *p, const display_ellipse *e);
void pdf_path(painter *p, const display_path *path);
void pdf_tiles(painter *p, const display_tiles *t);
/* A closed ellipse, stroked; in 1/1000, y up. */
void pdf_append_ellipse(pdf_buffer *out, int64_t cx, int64_t cy, int64_t rx, int64_t ry);
void pdf_open_pieces(pdf_painter *p);
void pdf_text(painter *p, const display_text *t);
void pdf_mark(painter *p, const display_mark *m);

/* ---- signs ---- */

void pdf_open_signs(pdf_painter *p);
/* One text object; room as a code has it. */
void pdf_show_sign(pdf_painter *p, const display_mark *m, int room);
/* Writes their font, if any was shown. */
void pdf_write_signs(pdf_painter *p);

/* What is made once for all documents of a kit. */
struct libdeflate_compressor *pdf_kept_packer(struct pdf_sources *s);
/* Where the packed profile of gray is kept: NULL until somebody put it there. */
GByteArray **pdf_kept_gray(struct pdf_sources *s);
/* As pdf_metric_of. */
pdf_metric pdf_kept_metric(struct pdf_sources *s, const font_face *f);

/* The face, made ready on first use; NULL after painter_fail (outlines that are not TrueType's). */
pdf_face *pdf_use_face(pdf_painter *p, const font_face *f);
/* The code of a glyph that stands for `length` bytes of UTF-8, with room behind it; 0 after painter_fail (more than
 * 65,535, or a glyph that the face does not have). */
unsigned pdf_any_code_of(pdf_painter *p, pdf_face *f, uint32_t glyph, const char *utf8, size_t length, int room);

/* What both stand for; a text is a character, mostly: three bytes. */
static inline bool
pdf_tells(const pdf_code *c, const char *utf8, size_t length, int room)
{
    if (c->room != room || c->length != length)
        return false;
    size_t i = 0;
    while (i < length && c->text[i] == utf8[i])
        i++;
    return i == length;
}

/* The same; it is the first of its glyph, mostly. */
static inline unsigned
pdf_code_of(pdf_painter *p, pdf_face *f, uint32_t glyph, const char *utf8, size_t length, int room)
{
    const unsigned first = glyph < f->glyph_count ? f->first[glyph] : 0;
    return first && pdf_tells(&g_array_index(f->codes, pdf_code, first), utf8, length, room)
               ? first
               : pdf_any_code_of(p, f, glyph, utf8, length, room);
}

/* The room nearest to a gap in 1/10,000 em that a glyph of the face can take. */
int pdf_room_of(const font_face *f, int64_t gap);
/* How far a glyph goes on, in 1/10,000 em, whether it is used already or not. */
int pdf_advance_of(const pdf_painter *p, const font_face *f, uint32_t glyph);
/* The same of a face that was made ready. */
static inline int
pdf_advance_in(const pdf_painter *p, const pdf_face *f, uint32_t glyph)
{
    const int known = glyph < f->glyph_count ? f->advances[glyph] : 0;
    return known ? known - 1 : pdf_advance_of(p, f->face, glyph);
}
/* Around the entries of a map from codes (of `range`) to characters (9.10.3). */
void pdf_append_cmap_begin(pdf_buffer *out, const char *range);
void pdf_append_cmap_end(pdf_buffer *out);
/* Writes all fonts that were used. */
void pdf_write_fonts(pdf_painter *p);
void pdf_drop_faces(pdf_painter *p);

/* ---- pictures ---- */

void pdf_open_images(pdf_painter *p);
void pdf_image(painter *p, const display_image *i);
/* The space of a black that is this colour on a screen: its place among them. */
guint pdf_use_ink(pdf_painter *p, int colour);
/* Names of spaces and pictures, to the resources of all pages. */
void pdf_append_image_resources(pdf_painter *p);
/* The object of the profile that colours are of, which is written if it was asked for. */
unsigned pdf_colours(pdf_painter *p);
void pdf_write_colours(pdf_painter *p);

/* ---- fields ---- */

void pdf_open_fields(pdf_painter *p);
/* Those of the page at hand: references to them, parted by spaces (g_free it). */
char *pdf_write_fields(pdf_painter *p, unsigned page);
unsigned pdf_field_object(const pdf_painter *p, guint field);
/* The field of an element. */
bool pdf_field_of(const pdf_painter *p, guint node, guint *field);
/* The form of them all, and its font. */
void pdf_write_form(pdf_painter *p);
/* Of a font that is no subset of its page's: its PostScript name (g_free it), and its descriptor. */
char *pdf_plain_name(const font_face *f);
void pdf_write_descriptor(pdf_painter *p, const font_face *face, const char *name, unsigned number, unsigned program);

/* ---- structure ---- */

void pdf_open_structure(pdf_painter *p);
void pdf_begin_structure(pdf_painter *p); /* of a page */
void pdf_node(painter *p, guint node);
void pdf_end_structure(pdf_painter *p);
/* Writes the tree; gives its root. */
unsigned pdf_write_structure(pdf_painter *p);

/* ---- links ---- */

typedef struct pdf_link {
    const display_link *link;
    guint page;
    unsigned object;
} pdf_link;
/* Of the page that ends. */
void pdf_reserve_links(pdf_painter *p, const display_page *page);
/* The entry of its dictionary; nothing when it has none. */
void pdf_append_annotations(pdf_painter *p, const display_page *page, const char *fields);
/* Writes them all, once all pages have their objects. In the tree from content to elements they come after the pages,
 * in this order. */
void pdf_write_links(pdf_painter *p);

/* ---- what makes it a record ---- */

void pdf_write_metadata(pdf_painter *p, unsigned number);
/* The output intent: all is DeviceGray, and this says which gray. */
void pdf_write_intent(pdf_painter *p, unsigned number);
/* The number of what the catalog names for what is attached; 0: nothing is. */
unsigned pdf_write_attached(pdf_painter *p);

#endif
