/* twin_letters.c: letters of one kind: of the same script and case, of the same class where lines are broken, of one
 * level of JIS X 0208, in the same face of every family and as wide there. See twin_int.h. */
#include "twin/twin_int.h"

#include <stdlib.h>
#include <string.h>

enum { SELECTORS = 0xE0100, LAST_SELECTOR = 0xE01EF, VOICED = 0x3099, HALF_VOICED = 0x309A };

struct twin_letters {
    const font_family *families[4]; /* NULL-ended where one is not there */
    GIConv jis;
    GHashTable *spared; /* of gunichar */
    GHashTable *blocks; /* "BLOCK SELECTOR": hash table of kind: GArray of gunichar */
    GHashTable *near;   /* gunichar: GArray of gunichar */
    GString *kind;
};

/* Where candidates are looked for. */
typedef struct letter_block {
    gunichar first, last;
} letter_block;

static const letter_block blocks[] = {
    {'A', 'z'},         {0x00C0, 0x024F},   {0x0370, 0x03FF},   {0x0400, 0x052F},   {0x0E01, 0x0E2E},
    {0x1E00, 0x1EFF},   {0x3041, 0x3096},   {0x30A1, 0x30FA},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xAC00, 0xD7A3},   {0xE000, 0xF8FF},   {0xF900, 0xFAFF},   {0xFF21, 0xFF3A},   {0xFF41, 0xFF5A},
    {0xFF66, 0xFF9D},   {0x20000, 0x2A6DF}, {0x2A700, 0x2EBEF}, {0x2F800, 0x2FA1F}, {0x30000, 0x323AF},
    {0xF0000, 0xF0FFF},
};

/* Vowels and tones of Thai stay where they are, and so does 〆. */
static const letter_block kept[] = {{0x0E2F, 0x0E7F}, {0x3005, 0x3007}, {0x303C, 0x303C}};

static const struct {
    gunichar first, last;
    const char *says;
    bool western;
} classes[] = {
#define CLASS(first, last, name, start) {first, last, #name " " #start, #name[0] == 'W'},
#include "text/class.def"
#undef CLASS
};

twin_letters *
twin_letters_open(const font_set *fonts)
{
    static const char *const names[] = {"mincho", "gothic", "gothic-bold", "chinese"};
    twin_letters *t = g_new0(twin_letters, 1);
    for (size_t i = 0, n = 0; i < G_N_ELEMENTS(names); i++)
        if (font_find_family(fonts, names[i]))
            t->families[n++] = font_find_family(fonts, names[i]);
    t->jis = g_iconv_open("EUC-JP", "UTF-8");
    t->spared = g_hash_table_new(NULL, NULL);
    t->blocks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    t->near = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    t->kind = g_string_new(NULL);
    return t;
}

void
twin_letters_close(twin_letters *t)
{
    if (!t)
        return;
    if (t->jis != (GIConv)-1)
        g_iconv_close(t->jis);
    g_hash_table_unref(t->spared);
    g_hash_table_unref(t->blocks);
    g_hash_table_unref(t->near);
    g_string_free(t->kind, TRUE);
    g_free(t);
}

void
twin_letters_spare(twin_letters *t, gunichar c)
{
    g_hash_table_add(t->spared, GUINT_TO_POINTER(c));
}

bool
twin_is_selector(gunichar c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= SELECTORS && c <= LAST_SELECTOR);
}

bool
twin_is_letter(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
        if (c >= kept[i].first && c <= kept[i].last)
            return false;
    const GUnicodeType type = g_unichar_type(c);
    return (g_unichar_isalpha(c) && type != G_UNICODE_MODIFIER_LETTER) || type == G_UNICODE_PRIVATE_USE;
}

/* ---- kinds ---- */

/* 1 and 2: the levels of JIS X 0208, 3: JIS X 0212, 0: none of them. */
static int
level_of(const twin_letters *t, gunichar c)
{
    char in[6], out[8], *from = in, *to = out;
    gsize left = (gsize)g_unichar_to_utf8(c, in), room = sizeof out;
    if (t->jis == (GIConv)-1 || g_iconv(t->jis, &from, &left, &to, &room) == (gsize)-1)
        return 0;
    const int row = (unsigned char)out[0] - 0xA0;
    return to - out == 3 ? 3 : row < 16 ? 4 : row < 48 ? 1 : 2;
}

static const char *
class_says(gunichar c, bool *western)
{
    const char *says = "JA";
    *western = false;
    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
        if (c >= classes[i].first && c <= classes[i].last) {
            says = classes[i].says;
            *western = classes[i].western;
        }
    return says;
}

static bool
append_face(GString *kind, const font_face *face, gunichar c, gunichar selector, bool wide)
{
    const uint32_t glyph = font_face_glyph(face, c, selector);
    if (!glyph)
        return false;
    g_string_append_printf(kind, " %u", (unsigned)font_face_number(face));
    if (wide)
        g_string_append_printf(kind, ":%d", font_face_advance(face, glyph));
    return true;
}

static void
append_family(GString *kind, const font_family *f, gunichar c, gunichar selector, bool western, bool wide)
{
    bool found =
        (western && append_face(kind, f->latin, c, selector, wide)) || append_face(kind, f->kanji, c, selector, wide);
    for (size_t i = 0; f->fallback[i] && !found; i++)
        found = append_face(kind, f->fallback[i], c, selector, wide);
    if (!found)
        g_string_append(kind, " -");
}

/* Of a letter that a family sets; in t->kind. */
static const char *
kind_of(twin_letters *t, gunichar c, gunichar selector, bool wide)
{
    bool western;
    const char *says = class_says(c, &western);
    g_string_printf(t->kind, "%d %s %d %d", (int)g_unichar_type(c), says, level_of(t, c), (int)g_unichar_get_script(c));
    for (size_t i = 0; i < G_N_ELEMENTS(t->families) && t->families[i]; i++)
        append_family(t->kind, t->families[i], c, selector, western, wide);
    return t->kind->str;
}

static letter_block
block_of(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return blocks[i];
    return (letter_block){c & ~0x7Fu, c | 0x7Fu};
}

static GHashTable *
sort_block(twin_letters *t, letter_block b, gunichar selector, bool wide)
{
    GHashTable *kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    for (gunichar c = b.first; c <= b.last; c++) {
        if (!twin_is_letter(c) || g_hash_table_contains(t->spared, GUINT_TO_POINTER(c)))
            continue;
        const char *kind = kind_of(t, c, selector, wide);
        GArray *like = g_hash_table_lookup(kinds, kind);
        if (!like)
            g_hash_table_insert(kinds, g_strdup(kind), like = g_array_new(FALSE, FALSE, sizeof c));
        g_array_append_val(like, c);
    }
    return kinds;
}

static const GArray *
look_up(twin_letters *t, gunichar c, gunichar selector, bool wide)
{
    const letter_block b = block_of(c);
    char *key = g_strdup_printf("%X %X %d", b.first, selector, wide);
    GHashTable *kinds = g_hash_table_lookup(t->blocks, key);
    if (kinds) {
        g_free(key);
    } else {
        kinds = sort_block(t, b, selector, wide);
        g_hash_table_insert(t->blocks, key, kinds);
    }
    return g_hash_table_lookup(kinds, kind_of(t, c, selector, wide));
}

const GArray *
twin_letters_like(twin_letters *t, gunichar c, gunichar next)
{
    return twin_is_letter(c) ? look_up(t, c, twin_is_selector(next) ? next : 0, true) : NULL;
}

/* By how much two letters differ in width, in all families together. */
static int
width_between(const twin_letters *t, gunichar one, gunichar other)
{
    int sum = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(t->families) && t->families[i]; i++) {
        const font_family *f = t->families[i];
        const font_face *face = f->latin;
        for (size_t k = 0; f->fallback[k] && !font_face_glyph(face, one, 0); k++)
            face = f->fallback[k];
        const uint32_t a = font_face_glyph(face, one, 0), b = font_face_glyph(face, other, 0);
        sum += a && b ? abs(font_face_advance(face, a) - font_face_advance(face, b)) : 0;
    }
    return sum;
}

const GArray *
twin_letters_near(twin_letters *t, gunichar c)
{
    enum { NEAREST = 4 };
    const GArray *all = twin_is_letter(c) ? look_up(t, c, 0, false) : NULL;
    GArray *near = g_hash_table_lookup(t->near, GUINT_TO_POINTER(c));
    if (!all || near)
        return near ? near : all;
    near = g_array_new(FALSE, FALSE, sizeof c);
    for (guint i = 0; i < all->len; i++) {
        const gunichar other = g_array_index(all, gunichar, i);
        const int between = width_between(t, c, other);
        guint at = near->len;
        while (at > 0 && width_between(t, c, g_array_index(near, gunichar, at - 1)) > between)
            at--;
        if (other != c && at < NEAREST)
            g_array_insert_val(near, at, other);
        g_array_set_size(near, MIN(near->len, NEAREST));
    }
    g_hash_table_insert(t->near, GUINT_TO_POINTER(c), near);
    return near;
}
