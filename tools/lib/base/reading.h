/* reading.h: whether a text is a reading (ふりがな). */
#ifndef RENKEI_BASE_READING_H
#define RENKEI_BASE_READING_H

#include <stddef.h>
#include <stdint.h>

/* What keeps a text from being a reading. */
typedef enum reading_fault {
    READING_GOOD,
    READING_HALF_WIDTH, /* ﾐﾅﾄ */
    READING_LATIN,      /* letters of any width, with or without accents */
    READING_FIGURE,
    READING_KANJI,
    READING_DASH,     /* a hyphen, a dash or a minus for the mark of a long vowel */
    READING_NO_SOUND, /* nothing but ー ・ ゝ …, or begins with a voicing mark: has no initial (base/kana.h) */
    READING_OTHER
} reading_fault;

/* A reading is hiragana and katakana, the marks that go with them (ー ・ ゝ ヽ ゠, voicing marks apart too) and blanks
 * (base/blank.h) for foreign names of several words. What is not is told with its place (in characters, from 1) and
 * code point. A text of blanks alone is good: whether there must be one is another question. */
reading_fault reading_judge(const char *text, size_t *at, uint32_t *point);

#endif
