#include "base/kana.h"

#include <glib.h>

char
kana_initial(const char *kana)
{
    /* One row a letter; katakana is 0x60 above hiragana (U+30A1–30F4 ↔ U+3041–3094). */
    static const struct {
        char letter;
        const char *kana;
    } rows[] = {{'A', "あぁ"},       {'I', "いぃ"},           {'U', "うぅ"},       {'E', "えぇ"},
                {'O', "おぉを"},     {'K', "かきくけこゕゖ"}, {'G', "がぎぐげご"}, {'S', "さしすせそ"},
                {'Z', "ざずぜぞづ"}, {'J', "じぢ"},           {'T', "たつてと"},   {'C', "ち"},
                {'D', "だでど"},     {'N', "なにぬねのん"},   {'H', "はひへほ"},   {'F', "ふ"},
                {'B', "ばびぶべぼ"}, {'P', "ぱぴぷぺぽ"},     {'M', "まみむめも"}, {'Y', "やゆよゃゅょ"},
                {'R', "らりるれろ"}, {'W', "わゎゐゑ"},       {'V', "ゔ"}};
    gunichar ch = g_utf8_get_char_validated(kana, -1);
    if (ch == (gunichar)-1 || ch == (gunichar)-2)
        return '\0';
    if (ch >= 0x30a1 && ch <= 0x30f6)
        ch -= 0x60;
    for (size_t i = 0; ch && i < G_N_ELEMENTS(rows); i++)
        if (g_utf8_strchr(rows[i].kana, -1, ch))
            return rows[i].letter;
    return '\0';
}
