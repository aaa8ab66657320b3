/* aids_wish.h: what helps to read a document, as it is asked for (aids.h). */
#ifndef RENKEI_AIDS_AIDS_WISH_H
#define RENKEI_AIDS_AIDS_WISH_H

#include <stdbool.h>

typedef enum aids_furigana { AIDS_NO_FURIGANA, AIDS_LABELS, AIDS_ALL } aids_furigana;

typedef struct aids_wish {
    aids_furigana furigana;
    bool plain;
    const char *gloss; /* a language by its tag, its first part or one of its names; NULL: none */
    const char *own;   /* a folder of tables of the user's own; NULL: none */
} aids_wish;

bool aids_is_wished(const aids_wish *w);

#endif
