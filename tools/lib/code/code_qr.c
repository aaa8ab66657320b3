/* code_qr.c: QR, by libqrencode, which is told in which way each text is to be said. */
#include "code/code_int.h"

#include <string.h>

#include <glib.h>
#include <qrencode.h>

enum { ECI_UTF8 = 26, MOST_BYTES = 7089 * 3 };

/* Signs of JIS X 0208 for which readers know two characters each (〜 and ～, − and －, ‖ and ∥ …). */
static bool
is_read_in_two_ways(gunichar ch)
{
    static const gunichar signs[] = {0xA2,   0xA3,   0xA5,   0xAC,   0x2014, 0x2015, 0x2016, 0x203E, 0x2212, 0x2225,
                                     0x301C, 0xFF0D, 0xFF3C, 0xFF5E, 0xFFE0, 0xFFE1, 0xFFE2, 0xFFE3, 0xFFE4};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
        if (signs[i] == ch)
            return true;
    return false;
}

/* Two bytes of Shift JIS of a row and a cell of JIS X 0208, as EUC has them. */
static void
append_kanji(GString *out, const char *euc)
{
    const unsigned row = (unsigned char)euc[0] - 0xA0U, cell = (unsigned char)euc[1] - 0xA0U;
    const unsigned lead = (row - 1) / 2 + (row <= 62 ? 0x81 : 0xC1);
    const unsigned trail = row % 2 == 0 ? cell + 0x9E : cell + (cell >= 64 ? 0x40 : 0x3F);
    g_string_append_c(out, (char)lead);
    g_string_append_c(out, (char)trail);
}

/* All of the text in Shift JIS; NULL: it has a character that is not of ASCII or kanji that all readers take alike.
 * Letters of half a width (ｶﾅ) are none: read as bytes they are another alphabet's. */
static GString *
in_shift_jis(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        if ((unsigned char)*p < 0x80) {
            g_string_append_c(out, *p);
            continue;
        }
        gsize length = 0;
        char *euc = is_read_in_two_ways(g_utf8_get_char(p))
                        ? NULL
                        : g_convert(p, g_utf8_next_char(p) - p, "EUC-JP", "UTF-8", NULL, &length, NULL);
        const bool is_kanji = euc && length == 2 && (unsigned char)euc[0] >= 0xA1 && (unsigned char)euc[0] <= 0xF4;
        if (is_kanji)
            append_kanji(out, euc);
        g_free(euc);
        if (!is_kanji) {
            g_string_free(out, TRUE);
            return NULL;
        }
    }
    return out;
}

static QRecLevel
level_of(code_level level)
{
    static const QRecLevel levels[] = {[CODE_LEVEL_M] = QR_ECLEVEL_M,
                                       [CODE_LEVEL_L] = QR_ECLEVEL_L,
                                       [CODE_LEVEL_Q] = QR_ECLEVEL_Q,
                                       [CODE_LEVEL_H] = QR_ECLEVEL_H};
    return levels[level];
}

/* As UTF-8, announced. */
static QRcode *
encode_utf8(const char *text, int version, QRecLevel level)
{
    QRinput *input = QRinput_new2(version, level);
    QRcode *made = NULL;
    if (input && QRinput_appendECIheader(input, ECI_UTF8) == 0 &&
        QRinput_append(input, QR_MODE_8, (int)strlen(text), (const unsigned char *)text) == 0)
        made = QRcode_encodeInput(input);
    QRinput_free(input);
    return made;
}

const code_symbol *
code_make_qr(arena *a, const code_wish *w, const char *text, int version)
{
    if (strlen(text) > MOST_BYTES)
        return NULL;
    GString *jis = in_shift_jis(text);
    QRcode *made = jis ? QRcode_encodeString(jis->str, version, level_of(w->level), QR_MODE_KANJI, 1)
                       : encode_utf8(text, version, level_of(w->level));
    if (jis)
        g_string_free(jis, TRUE);
    if (!made)
        return NULL;
    const size_t count = (size_t)made->width * (size_t)made->width;
    uint8_t *dark = ARENA_ARRAY(a, uint8_t, count);
    for (size_t i = 0; i < count; i++)
        dark[i] = made->data[i] & 1;
    code_symbol *s = ARENA_NEW(a, code_symbol);
    *s = (code_symbol){
        .columns = made->width, .rows = made->width, .version = made->version, .dark = dark, .shown = text};
    QRcode_free(made);
    return s;
}
