/* What the calendar tests share: cmocka and the check of an appended string. */
#ifndef RENKEI_TESTS_UNIT_TEST_CALENDAR_CHECK_H
#define RENKEI_TESTS_UNIT_TEST_CALENDAR_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar/calendar.h"

#define DATE(year, month, day) ((date){(year), (month), (day)})

/* SAYS("令和6年", date_append_era, d): the function appends exactly these words and keeps what was there. */
#define SAYS(expected, append, ...)                                                                                    \
    do {                                                                                                               \
        GString *said = g_string_new("＜");                                                                            \
        append(said, __VA_ARGS__);                                                                                     \
        assert_string_equal(said->str, "＜" expected);                                                                 \
        g_string_free(said, TRUE);                                                                                     \
    } while (0)

#endif
