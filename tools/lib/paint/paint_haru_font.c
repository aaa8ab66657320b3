#include "paint/paint_haru_int.h"

#include <string.h>

#include <hb-subset.h>

enum { BMP = 0x10000, PRIVATE_FIRST = 0xE000, PRIVATE_LAST = 0xF8FF };

haru_face *
haru_use_face(haru_painter *h, const font_face *f)
{
    haru_face *face = &h->faces[font_face_number(f)];
    if (face->font)
        return face;
    const char *file = font_face_file(f);
    const bool is_collection = g_str_has_suffix(file, ".ttc") || font_face_index(f) > 0;
    const char *name = is_collection ? HPDF_LoadTTFontFromFile2(h->doc, file, (HPDF_UINT)font_face_index(f), HPDF_TRUE)
                                     : HPDF_LoadTTFontFromFile(h->doc, file, HPDF_TRUE);
    face->font = name ? HPDF_GetFont(h->doc, name, "UTF-8") : NULL;
    if (!face->font)
        return NULL;
    face->codes = g_new0(haru_code, BMP);
    face->private = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return face;
}

static HPDF_FontAttr
font_attributes(const haru_face *face)
{
    return face->font->attr;
}

/* ---- codes ---- */

/* Marks any glyph, and what it is composed of, for the embedded subset, and tells its width. libharu does
 * that only for characters, so for this one question its table of characters is one range that leads to
 * the glyph. */
static bool
keep_glyph(const haru_face *face, uint16_t glyph, int16_t *width)
{
    const HPDF_FontDef def = font_attributes(face)->fontdef;
    HPDF_TTF_CmapRange *cmap = &((HPDF_TTFontDefAttr)def->attr)->cmap;
    const HPDF_TTF_CmapRange own = *cmap;
    HPDF_UINT16 first = 0, last = 0xFFFF, range = 0;
    HPDF_INT16 delta = (HPDF_INT16)(glyph - 1);
    *cmap = (HPDF_TTF_CmapRange){.format = 4,
                                 .seg_count_x2 = 2,
                                 .start_count = &first,
                                 .end_count = &last,
                                 .id_delta = &delta,
                                 .id_range_offset = &range};
    const bool leads = HPDF_TTFontDef_GetGlyphid(def, 1) == glyph;
    *width = leads ? HPDF_TTFontDef_GetCharWidth(def, 1) : 0;
    *cmap = own;
    return leads;
}

static gunichar
free_code(const haru_face *face)
{
    const HPDF_FontDef def = font_attributes(face)->fontdef;
    for (gunichar c = PRIVATE_FIRST; c <= PRIVATE_LAST; c++)
        if (face->codes[c].glyph == 0 && HPDF_TTFontDef_GetGlyphid(def, (HPDF_UINT16)c) == 0)
            return c;
    return 0;
}

/* The one character of the text when libharu, asked for it, draws just this glyph; otherwise 0. */
static gunichar
plain_code(const haru_face *face, uint32_t glyph, const char *utf8, size_t length)
{
    const gunichar c = length > 0 ? g_utf8_get_char(utf8) : 0;
    if (c < ' ' || c >= BMP || g_utf8_next_char(utf8) != utf8 + length)
        return 0;
    return HPDF_TTFontDef_GetGlyphid(font_attributes(face)->fontdef, (HPDF_UINT16)c) == glyph ? c : 0;
}

static gunichar
private_code(haru_face *face, uint16_t glyph, const char *utf8, size_t length)
{
    char *key = g_strdup_printf("%u %.*s", glyph, (int)length, utf8);
    gunichar c = GPOINTER_TO_UINT(g_hash_table_lookup(face->private, key));
    int16_t width;
    if (c == 0 && keep_glyph(face, glyph, &width) && (c = free_code(face)) != 0) {
        face->codes[c] = (haru_code){glyph, width, g_strndup(utf8, length)};
        g_hash_table_insert(face->private, g_steal_pointer(&key), GUINT_TO_POINTER(c));
    }
    g_free(key);
    return c;
}

gunichar
haru_code_of(haru_face *face, uint32_t glyph, const char *utf8, size_t length)
{
    if (glyph == 0 || glyph >= BMP)
        return 0;
    const gunichar c = plain_code(face, glyph, utf8, length);
    if (c == 0)
        return private_code(face, (uint16_t)glyph, utf8, length);
    if (face->codes[c].glyph == 0)
        face->codes[c] = (haru_code){(uint16_t)glyph,
                                     HPDF_TTFontDef_GetCharWidth(font_attributes(face)->fontdef, (HPDF_UINT16)c), NULL};
    return c;
}

/* ---- tables ---- */

static GArray *
used_codes(const haru_face *face)
{
    GArray *used = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint c = 0; c < BMP; c++)
        if (face->codes[c].glyph != 0)
            g_array_append_val(used, c);
    return used;
}

static void
replace_stream(HPDF_Dict stream, const void *bytes, size_t length)
{
    HPDF_MemStream_FreeData(stream->stream);
    HPDF_Stream_Write(stream->stream, bytes, (HPDF_UINT)length);
}

/* Two bytes a code, up to the last code used. */
static void
write_glyphs(const haru_face *face, const GArray *used)
{
    const guint last = used->len ? g_array_index(used, guint, used->len - 1) : 0;
    guint8 *map = g_malloc0(2 * (gsize)(last + 1));
    for (guint c = 0; c <= last; c++) {
        map[2 * c] = (guint8)(face->codes[c].glyph >> 8);
        map[2 * c + 1] = (guint8)(face->codes[c].glyph & 0xFF);
    }
    replace_stream(font_attributes(face)->map_stream, map, 2 * (gsize)(last + 1));
    g_free(map);
}

static void
write_widths(const haru_face *face, const GArray *used)
{
    const HPDF_Dict descendant = font_attributes(face)->descendant_font;
    HPDF_Array widths = HPDF_Array_New(descendant->mmgr);
    HPDF_Dict_Add(descendant, "W", widths);
    for (guint i = 0; i < used->len; i++) {
        const guint c = g_array_index(used, guint, i);
        HPDF_Array one = HPDF_Array_New(descendant->mmgr);
        HPDF_Array_AddNumber(widths, (HPDF_INT32)c);
        HPDF_Array_Add(widths, one);
        HPDF_Array_AddNumber(one, face->codes[c].width);
    }
}

/* "<E000> <845BDB40DD00>" */
static void
append_mapping(const haru_face *face, guint c, GString *out)
{
    char own[8] = "";
    const char *text = face->codes[c].text;
    if (!text) {
        g_unichar_to_utf8(c, own);
        text = own;
    }
    GByteArray *utf16 = paint_utf16(text, strlen(text));
    g_string_append_printf(out, "<%04X> <", c);
    for (guint i = 2; i < utf16->len; i++) /* behind the byte order mark */
        g_string_append_printf(out, "%02X", utf16->data[i]);
    g_string_append(out, ">\n");
    g_byte_array_unref(utf16);
}

/* At most 100 lines a block, says the CMap format. Codes of no text have no line. */
static void
write_characters(const haru_face *face, const GArray *used)
{
    GString *map = g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                                "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                                "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    GString *block = g_string_new(NULL);
    guint lines = 0;
    for (guint i = 0; i < used->len; i++) {
        const guint c = g_array_index(used, guint, i);
        const char *text = face->codes[c].text;
        if (!text || *text) {
            append_mapping(face, c, block);
            lines++;
        }
        if (lines == 100 || (lines > 0 && i + 1 == used->len)) {
            g_string_append_printf(map, "%u beginbfchar\n%sendbfchar\n", lines, block->str);
            g_string_truncate(block, 0);
            lines = 0;
        }
    }
    g_string_append(map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    replace_stream(font_attributes(face)->cmap_stream, map->str, map->len);
    g_string_free(block, TRUE);
    g_string_free(map, TRUE);
}

/* libharu embeds the parts of a compound glyph, but not the parts of these, which accents over accents are. */
static bool
keep_parts(const haru_face *face, const font_face *of, const GArray *used)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    for (guint i = 0; i < used->len; i++)
        hb_set_add(hb_subset_input_glyph_set(input), face->codes[g_array_index(used, guint, i)].glyph);
    hb_set_t *dropped =
        hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG); /* other forms of them are not used */
    hb_set_add(dropped, HB_TAG('G', 'S', 'U', 'B'));
    hb_set_add(dropped, HB_TAG('G', 'P', 'O', 'S'));
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(hb_font_get_face(font_face_hb(of, UNIT_PT)), input);
    hb_subset_input_destroy(input);
    if (!plan)
        return false;
    const HPDF_TTFontDefAttr definition = font_attributes(face)->fontdef->attr;
    const hb_map_t *old = hb_subset_plan_new_to_old_glyph_mapping(plan);
    for (hb_codepoint_t i = 0; i < hb_map_get_population(old); i++)
        if (hb_map_get(old, i) < definition->num_glyphs)
            definition->glyph_tbl.flgs[hb_map_get(old, i)] = 1;
    hb_subset_plan_destroy(plan);
    return true;
}

void
haru_settle_fonts(haru_painter *h)
{
    for (size_t i = 0; i < font_face_count(h->base.fonts); i++) {
        const haru_face *face = &h->faces[i];
        if (!face->font)
            continue;
        GArray *used = used_codes(face);
        if (!keep_parts(face, font_face_at(h->base.fonts, i), used))
            painter_fail(&h->base, DIAG_PAINT_FONT, font_face_name(font_face_at(h->base.fonts, i)), "HarfBuzz subset");
        write_glyphs(face, used);
        write_widths(face, used);
        write_characters(face, used);
        g_array_free(used, TRUE);
    }
}

void
haru_drop_faces(haru_painter *h)
{
    for (size_t i = 0; i < font_face_count(h->base.fonts); i++) {
        const haru_face *face = &h->faces[i];
        if (!face->codes)
            continue;
        for (guint c = PRIVATE_FIRST; c <= PRIVATE_LAST; c++)
            g_free(face->codes[c].text);
        g_free(face->codes);
        g_hash_table_destroy(face->private);
    }
    g_free(h->faces);
}
