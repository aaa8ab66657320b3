/* kana.h: initials of Japanese names, for papers that may be read by others (a FAX names a child as M.A.). */
#ifndef RENKEI_BASE_KANA_H
#define RENKEI_BASE_KANA_H

/* The Hepburn initial of a name in hiragana or katakana: みなと → 'M', ちひろ → 'C', じゅん → 'J'; '\0' when it does
 * not begin with a kana. */
char kana_initial(const char *kana);

#endif
