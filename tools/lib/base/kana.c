#include "base/kana.h"

#include <stdbool.h>

/* One row a letter; katakana is 0x60 above hiragana (U+30A1–30F4 ↔ U+3041–3094). */
static const struct {
    char letter;
    const char *kana;
} sounds[] = {{'A', "あぁ"},       {'I', "いぃゐ"},         {'U', "うぅ"},       {'E', "えぇゑ"},
              {'O', "おぉを"},     {'K', "かきくけこゕゖ"}, {'G', "がぎぐげご"}, {'S', "さしすせそ"},
              {'Z', "ざずぜぞづ"}, {'J', "じぢ"},           {'T', "たつてと"},   {'C', "ち"},
              {'D', "だでど"},     {'N', "なにぬねのん"},   {'H', "はひへほ"},   {'F', "ふ"},
              {'B', "ばびぶべぼ"}, {'P', "ぱぴぷぺぽ"},     {'M', "まみむめも"}, {'Y', "やゆよゃゅょ"},
              {'R', "らりるれろ"}, {'W', "わゎ"},           {'V', "ゔヷヸヹヺ"}};

/* A kana and a small vowel that are one sound with another initial than the kana's own: those of U and I (ウィ, イェ).
 * The rest of them (ファ, ティ, ディ, チェ, ヴァ, クァ, グァ, ツァ) begin as their first kana does. */
static const struct {
    char letter;
    gunichar first;
    const char *second;
} pairs[] = {{'W', 0x3046 /* う */, "ぁぃぇぉ"}, {'Y', 0x3044 /* い */, "ぇ"}};

/* Of what can only be passed over: small ッ, the long vowel, marks and spaces between names. */
static bool
is_no_sound(gunichar ch)
{
    return ch == 0x3063 || ch == 0x30FC || ch == 0x30FB || ch == 0xFF65 || ch == 0x30A0 || g_unichar_isspace(ch);
}

/* The character at *text as hiragana, if it has one; *text is then behind it. 0: there is none, or it is broken. */
static gunichar
next_kana(const char **text)
{
    const gunichar ch = g_utf8_get_char_validated(*text, -1);
    if (!ch || ch == (gunichar)-1 || ch == (gunichar)-2)
        return 0;
    *text = g_utf8_next_char(*text);
    return ch >= 0x30A1 && ch <= 0x30F6 ? ch - 0x60 : ch;
}

char
kana_initial(const char *kana)
{
    gunichar first = next_kana(&kana);
    while (first && is_no_sound(first))
        first = next_kana(&kana);
    if (!first)
        return '\0';
    const gunichar second = next_kana(&kana);
    for (size_t i = 0; second && i < G_N_ELEMENTS(pairs); i++)
        if (first == pairs[i].first && g_utf8_strchr(pairs[i].second, -1, second))
            return pairs[i].letter;
    for (size_t i = 0; i < G_N_ELEMENTS(sounds); i++)
        if (g_utf8_strchr(sounds[i].kana, -1, first))
            return sounds[i].letter;
    return '\0';
}

gunichar
kana_own_letter(const char *name)
{
    for (gunichar ch; (ch = next_kana(&name));) {
        if (!g_unichar_isalpha(ch))
            continue;
        if (g_unichar_get_script(ch) != G_UNICODE_SCRIPT_LATIN)
            return 0;
        const bool is_wide = ch >= 0xFF21 && ch <= 0xFF5A;
        return g_unichar_toupper(is_wide ? ch - 0xFEE0 : ch);
    }
    return 0;
}
