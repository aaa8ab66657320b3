/* language_support.h: a message is in one language at a time, whatever library the fault is of. */
#ifndef RENKEI_TEST_LANGUAGE_SUPPORT_H
#define RENKEI_TEST_LANGUAGE_SUPPORT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>

#include "base/diag.h"

static inline void
assert_two_languages(const diag_message *m)
{
    char *ja = diag_text(m, DIAG_JA), *en = diag_text(m, DIAG_EN);
    if (g_regex_match_simple("(?<!-)\\b[a-z]{2,} [a-z]{2,}", ja, 0, 0))
        fail_msg("English in %s", ja);
    if (g_regex_match_simple("[\\p{Han}\\p{Hiragana}\\p{Katakana}]", en, 0, 0))
        fail_msg("Japanese in %s", en);
    g_free(ja);
    g_free(en);
}

#endif
