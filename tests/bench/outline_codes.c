/* outline_codes.c FONT.ttf… <TEXT: prints tools/lib/paint/outline_codes.def: how long the code of each symbol is under
 * which the outlines of these fonts take the least room, for the characters of TEXT, each once, as a document embeds
 * them. `make outline-codes` runs it over the body and heading faces and the texts of all samples. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <hb-subset.h>
#include <hb.h>

#include "code_lengths.h"

static guint64 counts[CODE_SYMBOLS];

static const guint8 *
table(hb_face_t *face, const char *tag, unsigned *length)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG(tag[0], tag[1], tag[2], tag[3]));
    const guint8 *bytes = (const guint8 *)hb_blob_get_data(blob, length);
    hb_blob_destroy(blob); /* the face holds it, too */
    return bytes;
}

static void
count_face(const char *path, const GArray *characters)
{
    hb_blob_t *blob = hb_blob_create_from_file(path);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    for (guint i = 0; i < characters->len; i++)
        hb_set_add(hb_subset_input_unicode_set(input), g_array_index(characters, gunichar, i));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_face_t *subset = hb_subset_or_fail(face, input);
    hb_blob_t *whole = subset ? hb_face_reference_blob(subset) : NULL;
    if (!whole) {
        fprintf(stderr, "%s: no subset\n", path);
        exit(1);
    }
    hb_face_t *made = hb_face_create(whole, 0);
    unsigned head_length, loca_length, glyf_length;
    const guint8 *head = table(made, "head", &head_length), *loca = table(made, "loca", &loca_length),
                 *glyf = table(made, "glyf", &glyf_length);
    const bool is_long = head[51];
    const unsigned glyphs = hb_face_get_glyph_count(made);
    guint32 from = 0;
    for (unsigned i = 1; i <= glyphs; i++) {
        const guint8 *p = loca + i * (is_long ? 4 : 2);
        const guint32 to = is_long ? (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3]
                                   : ((guint32)p[0] << 8 | p[1]) * 2;
        pack_cut(PACK_OUTLINES, glyf + from, to - from, code_count, counts);
        from = to;
    }
    hb_face_destroy(made);
    hb_blob_destroy(whole);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
}

static GArray *
read_characters(void)
{
    GString *text = g_string_new(NULL);
    char piece[65536];
    for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;)
        g_string_append_len(text, piece, (gssize)n);
    GArray *characters = g_array_new(FALSE, FALSE, sizeof(gunichar));
    GHashTable *known = g_hash_table_new(NULL, NULL);
    if (!g_utf8_validate(text->str, (gssize)text->len, NULL))
        exit(1);
    for (const char *p = text->str; *p; p = g_utf8_next_char(p)) {
        const gunichar u = g_utf8_get_char(p);
        if (u > ' ' && g_hash_table_add(known, GUINT_TO_POINTER(u)))
            g_array_append_val(characters, u);
    }
    g_hash_table_destroy(known);
    g_string_free(text, TRUE);
    return characters;
}

int
main(int argc, char **argv)
{
    GArray *characters = read_characters();
    for (int i = 1; i < argc; i++)
        count_face(argv[i], characters);
    printf(
        "/* Made by `make outline-codes`: the lengths of the codes under which the outlines of BIZ UD faces take the\n"
        " * least room (tests/bench/outline_codes.c). Another table changes every PDF. */\n");
    code_print(counts);
    g_array_free(characters, TRUE);
    return 0;
}
