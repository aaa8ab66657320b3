/* made_fonts.h: TrueType faces made by the test itself, so that what is painted with them is the same whatever font
 * packages a machine has. A glyph is a box whose size follows from its number; the face knows the characters and the
 * variation sequences that it is asked for (OpenType 1.9, "TrueType Outlines", cmap formats 12 and 14). */
#ifndef RENKEI_TESTS_MADE_FONTS_H
#define RENKEI_TESTS_MADE_FONTS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

typedef struct made_pair {
    gunichar base, selector;
    bool own; /* a glyph of its own; else the base's */
} made_pair;

typedef struct made_font {
    const char *family, *postscript;
    int upem;
    const char *characters; /* ascending; those below U+0100 are half as wide as the em, U+0020 and U+3000 are blank */
    const made_pair *pairs; /* ascending by selector, one pair a selector */
    size_t pair_count;
} made_font;

static inline void
font_put(GByteArray *out, int64_t value, size_t bytes)
{
    for (size_t i = bytes; i-- > 0;)
        g_byte_array_append(out, (const guint8[]){(guint8)(i < sizeof value ? (uint64_t)value >> (8 * i) : 0)}, 1);
}

static inline size_t
font_glyph_count(const made_font *f)
{
    size_t own = 0;
    for (size_t i = 0; i < f->pair_count; i++)
        own += f->pairs[i].own ? 1 : 0;
    return 1 + (size_t)g_utf8_strlen(f->characters, -1) + own;
}

/* The character of a glyph; 0: .notdef or a variation's. */
static inline gunichar
font_character(const made_font *f, size_t glyph)
{
    return glyph == 0 || glyph > (size_t)g_utf8_strlen(f->characters, -1)
               ? 0
               : g_utf8_get_char(g_utf8_offset_to_pointer(f->characters, (glong)glyph - 1));
}

static inline void
font_put_head(const made_font *f, GByteArray *out)
{
    font_put(out, 0x00010000, 4);
    font_put(out, 0x00010000, 4);
    font_put(out, 0, 4);
    font_put(out, 0x5F0F3CF5, 4);
    font_put(out, 3, 2);
    font_put(out, f->upem, 2);
    font_put(out, 0, 8);
    font_put(out, 0, 8);
    font_put(out, 0, 2);
    font_put(out, -f->upem / 8, 2);
    font_put(out, f->upem, 2);
    font_put(out, f->upem * 7 / 8, 2);
    font_put(out, 0, 2);
    font_put(out, 8, 2);
    font_put(out, 2, 2);
    font_put(out, 1, 2); /* loca in four bytes */
    font_put(out, 0, 2);
}

static inline void
font_put_hhea(const made_font *f, GByteArray *out)
{
    font_put(out, 0x00010000, 4);
    font_put(out, f->upem * 7 / 8, 2);
    font_put(out, -f->upem / 8, 2);
    font_put(out, 0, 2);
    font_put(out, f->upem, 2);
    font_put(out, 0, 6);
    font_put(out, 1, 2);
    font_put(out, 0, 14);
    font_put(out, (int64_t)font_glyph_count(f), 2);
}

static inline void
font_put_hmtx(const made_font *f, GByteArray *out)
{
    for (size_t i = 0; i < font_glyph_count(f); i++) {
        const gunichar c = font_character(f, i);
        font_put(out, c && c < 0x100 ? f->upem / 2 : f->upem, 2);
        font_put(out, 0, 2);
    }
}

static inline void
font_put_maxp(const made_font *f, GByteArray *out)
{
    font_put(out, 0x00010000, 4);
    font_put(out, (int64_t)font_glyph_count(f), 2);
    font_put(out, 4, 2);
    font_put(out, 1, 2);
    font_put(out, 0, 4);
    font_put(out, 2, 2);
    font_put(out, 0, 16);
}

static inline void
font_put_box(const made_font *f, size_t glyph, GByteArray *out)
{
    const int right = f->upem * (int)(30 + glyph % 40) / 80, top = f->upem * (int)(20 + glyph % 37) / 70;
    font_put(out, 1, 2);
    font_put(out, 0, 4);
    font_put(out, right, 2);
    font_put(out, top, 2);
    font_put(out, 3, 2); /* the last point */
    font_put(out, 0, 2);
    font_put(out, 0x01010101, 4);
    const int x[] = {0, right, 0, -right}, y[] = {0, 0, top, 0};
    for (size_t i = 0; i < 4; i++)
        font_put(out, x[i], 2);
    for (size_t i = 0; i < 4; i++)
        font_put(out, y[i], 2);
    while (out->len % 4)
        font_put(out, 0, 1);
}

static inline void
font_put_outlines(const made_font *f, GByteArray *glyf, GByteArray *loca)
{
    for (size_t i = 0; i < font_glyph_count(f); i++) {
        const gunichar c = font_character(f, i);
        font_put(loca, glyf->len, 4);
        if (c != ' ' && c != 0x3000)
            font_put_box(f, i, glyf);
    }
    font_put(loca, glyf->len, 4);
}

static inline void
font_put_characters(const made_font *f, GByteArray *out)
{
    const size_t count = (size_t)g_utf8_strlen(f->characters, -1);
    font_put(out, 12, 2);
    font_put(out, 0, 2);
    font_put(out, 16 + 12 * (int64_t)count, 4);
    font_put(out, 0, 4);
    font_put(out, (int64_t)count, 4);
    for (size_t i = 1; i <= count; i++) {
        font_put(out, font_character(f, i), 4);
        font_put(out, font_character(f, i), 4);
        font_put(out, (int64_t)i, 4);
    }
}

static inline int64_t
font_glyph_of(const made_font *f, gunichar character)
{
    for (size_t i = 1; i < font_glyph_count(f); i++)
        if (font_character(f, i) == character)
            return (int64_t)i;
    return 0;
}

static inline void
font_put_variations(const made_font *f, GByteArray *out)
{
    const int64_t count = (int64_t)f->pair_count, head = 10 + 11 * count;
    int64_t own = g_utf8_strlen(f->characters, -1) + 1;
    font_put(out, 14, 2);
    font_put(out, head + 9 * count, 4);
    font_put(out, count, 4);
    for (int64_t i = 0; i < count; i++) {
        font_put(out, f->pairs[i].selector, 3);
        font_put(out, 0, 4);
        font_put(out, head + 9 * i, 4);
    }
    for (int64_t i = 0; i < count; i++) {
        font_put(out, 1, 4);
        font_put(out, f->pairs[i].base, 3);
        font_put(out, f->pairs[i].own ? own++ : font_glyph_of(f, f->pairs[i].base), 2);
    }
}

static inline void
font_put_cmap(const made_font *f, GByteArray *out)
{
    font_put(out, 0, 2);
    font_put(out, 2, 2);
    const int64_t first = 20, characters = 16 + 12 * (int64_t)g_utf8_strlen(f->characters, -1);
    font_put(out, 0x00000005, 4);
    font_put(out, first + characters, 4);
    font_put(out, 0x0003000A, 4);
    font_put(out, first, 4);
    font_put_characters(f, out);
    font_put_variations(f, out);
}

static inline void
font_put_name(const made_font *f, GByteArray *out)
{
    const struct {
        int id;
        const char *text;
    } rows[] = {{1, f->family}, {2, "Regular"}, {4, f->postscript}, {6, f->postscript}};
    GByteArray *strings = g_byte_array_new();
    font_put(out, 0, 2);
    font_put(out, G_N_ELEMENTS(rows), 2);
    font_put(out, 6 + 12 * (int64_t)G_N_ELEMENTS(rows), 2);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) { /* ASCII, as UTF-16BE */
        font_put(out, 0x000300010409, 6);
        font_put(out, rows[i].id, 2);
        font_put(out, (int64_t)strlen(rows[i].text) * 2, 2);
        font_put(out, strings->len, 2);
        for (const char *c = rows[i].text; *c; c++)
            font_put(strings, *c, 2);
    }
    g_byte_array_append(out, strings->data, strings->len);
    g_byte_array_unref(strings);
}

/* The file; the caller's. */
static inline GByteArray *
font_make(const made_font *f)
{
    static const char tags[][5] = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name"};
    enum { TABLES = G_N_ELEMENTS(tags) };
    GByteArray *tables[TABLES], *out = g_byte_array_new();
    for (size_t i = 0; i < TABLES; i++)
        tables[i] = g_byte_array_new();
    font_put_cmap(f, tables[0]);
    font_put_outlines(f, tables[1], tables[5]);
    font_put_head(f, tables[2]);
    font_put_hhea(f, tables[3]);
    font_put_hmtx(f, tables[4]);
    font_put_maxp(f, tables[6]);
    font_put_name(f, tables[7]);
    font_put(out, 0x00010000, 4);
    font_put(out, TABLES, 2);
    font_put(out, 128, 2); /* for a search of eight entries */
    font_put(out, 3, 2);
    font_put(out, 0, 2);
    size_t at = 12 + 16 * TABLES;
    for (size_t i = 0; i < TABLES; i++) {
        g_byte_array_append(out, (const guint8 *)tags[i], 4);
        font_put(out, 0, 4); /* nobody of ours sums */
        font_put(out, (int64_t)at, 4);
        font_put(out, tables[i]->len, 4);
        at += (tables[i]->len + 3) / 4 * 4;
    }
    for (size_t i = 0; i < TABLES; i++) {
        g_byte_array_append(out, tables[i]->data, tables[i]->len);
        while (out->len % 4)
            font_put(out, 0, 1);
        g_byte_array_unref(tables[i]);
    }
    return out;
}

/* Writes faces and the configuration that knows no others into a folder for font_set_open. */
static inline bool
font_write_folder(const char *folder, const made_font *faces, size_t count)
{
    GString *ini = g_string_new(NULL);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        GByteArray *bytes = font_make(&faces[i]);
        char *path = g_strdup_printf("%s/%zu.ttf", folder, i);
        good = g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL) && good;
        g_string_append_printf(ini, "[family%zu]\nkanji=%s Regular\nfigures=%s Regular\nlatin=%s Regular\n\n", i,
                               faces[i].family, faces[i].family, faces[i].family);
        g_free(path);
        g_byte_array_unref(bytes);
    }
    char *conf = g_strdup_printf("<fontconfig><dir>%s</dir><cachedir>%s/cache</cachedir></fontconfig>", folder, folder);
    char *conf_path = g_build_filename(folder, "fonts.conf", NULL),
         *ini_path = g_build_filename(folder, "families.ini", NULL);
    good = g_file_set_contents(conf_path, conf, -1, NULL) && g_file_set_contents(ini_path, ini->str, -1, NULL) && good;
    g_free(conf_path);
    g_free(ini_path);
    g_free(conf);
    g_string_free(ini, TRUE);
    return good;
}

#endif
