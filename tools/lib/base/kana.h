/* kana.h: initials of names, for papers that may be read by others (a FAX names a child as M.A.). */
#ifndef RENKEI_BASE_KANA_H
#define RENKEI_BASE_KANA_H

#include <glib.h>

/* The initial of a name by its reading in hiragana or katakana, one letter as passports have it (旅券法施行規則,
 * Hepburn): みなと → 'M', ちひろ → 'C', つばさ → 'T', じゅん → 'J'. Two kana that are one sound count as such:
 * ウィリアム → 'W', イェジ → 'Y', ティナ → 'T'. What is no sound of its own (ッ, ー, ・, a space) is passed over. '\0'
 * when it does not begin with a kana. */
char kana_initial(const char *kana);

/* The capital of the letter that a name in Latin letters begins with: Jhon → 'J', đặng → 'Đ', Ｊｏｈｎ → 'J', ’Aisha →
 * 'A'; 0 when its first letter is of another script. */
gunichar kana_own_letter(const char *name);

#endif
