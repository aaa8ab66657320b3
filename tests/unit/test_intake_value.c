/* What is in one cell, for one kind of column: each danger of a spreadsheet is a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "intake/intake_value.h"

/* ---- columns ---- */

static const schema_spot date_spot = {.name = "from"}, birth_spot = {.name = "birth-date"},
                         number_spot = {.name = "n", .datatype = "integer"},
                         decimal_spot = {.name = "n", .datatype = "decimal"},
                         certificate_spot = {.name = "number", .pattern = "[0-9]{10}"},
                         postal_spot = {.name = "postal", .pattern = "[0-9]{3}-[0-9]{4}"},
                         phone_spot = {.name = "phone"}, tick_spot = {.name = "domain", .word_count = 5};
static const layout_record of_case = {.grammar = 0}, of_master = {.grammar = 1};
static const char *const words[] = {"yes", "no", "sp-class"}, *const shown[] = {"はい", "いいえ",
                                                                                "特別支援学級（ＡＢ）"};

static const layout_column date_column = {.kind = LAYOUT_DATE, .spot = &date_spot, .record = &of_case},
                           birth_column = {.kind = LAYOUT_DATE, .spot = &birth_spot, .record = &of_case},
                           master_date = {.kind = LAYOUT_DATE, .spot = &date_spot, .record = &of_master},
                           month_column = {.kind = LAYOUT_MONTH, .spot = &date_spot, .record = &of_case},
                           year_column = {.kind = LAYOUT_YEAR}, time_column = {.kind = LAYOUT_TIME},
                           number_column = {.kind = LAYOUT_NUMBER, .spot = &number_spot, .lowest = 0, .highest = 999},
                           decimal_column = {.kind = LAYOUT_NUMBER, .spot = &decimal_spot},
                           certificate = {.kind = LAYOUT_CODE, .spot = &certificate_spot},
                           postal = {.kind = LAYOUT_CODE, .spot = &postal_spot},
                           phone = {.kind = LAYOUT_CODE, .spot = &phone_spot},
                           word_column = {.kind = LAYOUT_WORD, .words = words, .shown = shown, .word_count = 3},
                           tick_column = {.kind = LAYOUT_MARK, .role = LAYOUT_TICKED, .spot = &tick_spot},
                           there_column = {.kind = LAYOUT_MARK, .role = LAYOUT_THERE}, id_column = {.kind = LAYOUT_ID},
                           reference = {.kind = LAYOUT_REFERENCE}, text_column = {.kind = LAYOUT_TEXT},
                           long_column = {.kind = LAYOUT_LONG};

/* ---- cells ---- */

#define TEXT(t)                                                                                                        \
    {                                                                                                                  \
        .kind = BOOK_ENTRY_TEXT, .text = t, .format = "@"                                                              \
    }
#define NUMBER(t, f)                                                                                                   \
    {                                                                                                                  \
        .kind = BOOK_ENTRY_NUMBER, .text = t, .format = f                                                              \
    }
#define DAY(t, f)                                                                                                      \
    {                                                                                                                  \
        .kind = BOOK_ENTRY_DATE, .text = t, .format = f                                                                \
    }
#define CLOCK(t)                                                                                                       \
    {                                                                                                                  \
        .kind = BOOK_ENTRY_TIME, .text = t, .format = "h:mm"                                                           \
    }
#define MOMENT(t)                                                                                                      \
    {                                                                                                                  \
        .kind = BOOK_ENTRY_MOMENT, .text = t, .format = "yyyy/m/d h:mm"                                                \
    }
#define TRUTH(t)                                                                                                       \
    {                                                                                                                  \
        .kind = BOOK_ENTRY_BOOLEAN, .text = t, .format = "General"                                                     \
    }

typedef struct row {
    const layout_column *column;
    book_entry entry;
    const char *value, *code; /* value NULL and code NULL: nothing is said */
    const char *word;         /* that the English message has; NULL: any */
} row;

static const row rows[] = {
    /* ---- dates: as a spreadsheet has them ---- */
    {&date_column, DAY("2026-04-01", "yyyy\\-mm\\-dd"), "2026-04-01", NULL, NULL},
    {&date_column, DAY("2026-04-01", "[$-411]ge.m.d;@"), "2026-04-01", NULL, NULL},
    {&date_column, DAY("2026-04-01", "yyyy/m/d"), "2026-04-01", NULL, NULL},
    {&date_column, DAY("2006-04-01", "yyyy\\-mm\\-dd"), NULL, "cell-date", "a date of 2006"},
    {&date_column, DAY("2001-04-01", "yyyy\\-mm\\-dd"), NULL, "cell-date", "a date of 2001"},
    {&date_column, DAY("2011-12-31", "yyyy\\-mm\\-dd"), NULL, "cell-date", "a date of 2011"},
    {&date_column, DAY("2012-01-01", "yyyy\\-mm\\-dd"), "2012-01-01", NULL, NULL},
    {&date_column, DAY("2000-12-31", "yyyy\\-mm\\-dd"), "2000-12-31", NULL, NULL},
    {&birth_column, DAY("2006-04-01", "yyyy\\-mm\\-dd"), "2006-04-01", NULL, NULL},
    {&master_date, DAY("2006-04-01", "yyyy\\-mm\\-dd"), "2006-04-01", NULL, NULL},
    {&date_column, DAY("2026-04-01", "m\"月\"d\"日\""), NULL, "cell-date", "a date whose year (2026) is not shown"},
    {&date_column, DAY("2026-04-01", "d-mmm"), NULL, "cell-date", "not shown"},
    {&date_column, DAY("2026-04-01", "[Yellow]m/d"), NULL, "cell-date", "not shown"},
    {&date_column, DAY("2026-04-01", "m\"year\"d"), NULL, "cell-date", "not shown"},
    {&date_column, DAY(NULL, "yyyy\\-mm\\-dd"), NULL, "cell-date", "no calendar"},
    {&date_column, DAY("1850-04-01", "yyyy\\-mm\\-dd"), NULL, "cell-date", "before 1873"},
    {&date_column, DAY("2106-04-01", "yyyy\\-mm\\-dd"), NULL, "cell-date", "after 2099"},
    {&date_column, MOMENT("2026-04-01T09:30"), NULL, "cell-date", "with a time of day"},
    {&date_column, CLOCK("06:04"), NULL, "cell-date", "a time of day"},
    {&date_column, NUMBER("46113", "General"), NULL, "cell-date", "a number (5 digits)"},
    {&date_column, NUMBER("6.4", "General"), NULL, "cell-date", "a number (2 digits)"},
    {&date_column, NUMBER("20260401", "General"), "2026-04-01", NULL, NULL},
    {&date_column, NUMBER("20260431", "General"), NULL, "cell-date", "no calendar"},
    {&date_column, TRUTH("TRUE"), NULL, "cell-date", "TRUE or FALSE"},
    /* ---- dates: as they are typed ---- */
    {&date_column, TEXT("2024-04-22"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2006-04-01"), "2006-04-01", NULL, NULL},
    {&date_column, TEXT("2024/4/22"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024.4.22"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024年4月22日"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("２０２４年　４月２２日"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("20240422"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("R6.4.22"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("r6.4.22"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("Ｒ６．４．２２"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("R06/04/22"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("令和6年4月22日"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("令6.4.22"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("㋿6年4月22日"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("令和元年5月1日"), "2019-05-01", NULL, NULL},
    {&date_column, TEXT("平成31年4月30日"), "2019-04-30", NULL, NULL},
    {&date_column, TEXT("H20.2.29"), "2008-02-29", NULL, NULL},
    {&birth_column, TEXT("昭和64年1月7日"), "1989-01-07", NULL, NULL},
    {&birth_column, TEXT("S50.1.2"), "1975-01-02", NULL, NULL},
    {&date_column, TEXT("令和6年4月22日（月）"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024/4/22(月)"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024年4月22日 月曜日"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024-04-22 Mon"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024-04-22 00:00:00"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024/04/22 0:00"), "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024-04-22T00:00:00.000Z"), "2024-04-22", NULL, NULL},
    {&date_column,
     TEXT("\xc2\xa0"
          "2024-04-22\xe3\x80\x80"),
     "2024-04-22", NULL, NULL},
    {&date_column, TEXT("2024-04-22 09:30"), NULL, "cell-date", "with a time of day"},
    {&date_column, TEXT("令和6年4月22日（火）"), NULL, "cell-date", "weekday is another one (Monday)"},
    {&date_column, TEXT("2024/4/22(日曜)"), NULL, "cell-date", "weekday"},
    {&date_column, TEXT("6/4/1"), NULL, "cell-date", "one or two digits and no era"},
    {&date_column, TEXT("06-04-01"), NULL, "cell-date", "no era"},
    {&date_column, TEXT("6年4月1日"), NULL, "cell-date", "no era"},
    {&date_column, TEXT("4/1"), NULL, "cell-date", "without its year"},
    {&date_column, TEXT("4月1日"), NULL, "cell-date", "without its year"},
    {&date_column, TEXT("4月1日(水)"), NULL, "cell-date", "without its year"},
    {&date_column, TEXT("平成31年5月1日"), NULL, "cell-date", "its era (平成)"},
    {&date_column, TEXT("H36.4.1"), NULL, "cell-date", "its era"},
    {&date_column, TEXT("令和元年4月30日"), NULL, "cell-date", "its era (令和)"},
    {&date_column, TEXT("R0.4.1"), NULL, "cell-date", "its era"},
    {&date_column, TEXT("昭和64年1月8日"), NULL, "cell-date", "its era (昭和)"},
    {&date_column, TEXT("2023-02-29"), NULL, "cell-date", "no calendar"},
    {&date_column, TEXT("令和6年13月1日"), NULL, "cell-date", "no calendar"},
    {&date_column, TEXT("R82.4.1"), NULL, "cell-date", NULL},
    {&date_column, TEXT("2023-05"), NULL, "cell-date", "no date"},
    {&date_column, TEXT("令和6年4月"), NULL, "cell-date", "no date"},
    {&date_column, TEXT("4/1/2026"), NULL, "cell-date", "no date"},
    {&date_column, TEXT("2024-4-"), NULL, "cell-date", "no date"},
    {&date_column, TEXT("2024 4 1"), NULL, "cell-date", NULL},
    {&date_column, TEXT("未定"), NULL, "cell-date", "text (2 characters)"},
    {&date_column, TEXT("2024-04-22頃"), NULL, "cell-date", "no date"},
    {&date_column, TEXT("元年4月1日"), NULL, "cell-date", NULL},
    {&date_column, TEXT("2024-04-22\n2024-05-22"), NULL, "cell-lines", NULL},
    /* ---- months ---- */
    {&month_column, DAY("2026-04-01", "yyyy\\-mm"), "2026-04", NULL, NULL},
    {&month_column, DAY("2026-04-15", "yyyy\\-mm"), "2026-04", NULL, NULL},
    {&month_column, DAY("2026-04-01", "mmm"), NULL, "cell-month", "not shown"},
    {&month_column, DAY("2006-04-01", "yyyy\\-mm"), NULL, "cell-month", "of 2006"},
    {&month_column, TEXT("2026-04"), "2026-04", NULL, NULL},
    {&month_column, TEXT("2026年4月"), "2026-04", NULL, NULL},
    {&month_column, TEXT("令和8年4月分"), "2026-04", NULL, NULL},
    {&month_column, TEXT("R8.4"), "2026-04", NULL, NULL},
    {&month_column, TEXT("202604"), "2026-04", NULL, NULL},
    {&month_column, NUMBER("202604", "General"), "2026-04", NULL, NULL},
    {&month_column, TEXT("2026-04-01"), "2026-04", NULL, NULL},
    {&month_column, TEXT("昭和64年1月"), "1989-01", NULL, NULL},
    {&month_column, TEXT("平成元年1月"), "1989-01", NULL, NULL},
    {&month_column, TEXT("平成31年5月"), NULL, "cell-month", "its era (平成)"},
    {&month_column, TEXT("4月"), NULL, "cell-month", "without its year"},
    {&month_column, TEXT("4"), NULL, "cell-month", "without its year"},
    {&month_column, TEXT("6/4"), NULL, "cell-month", "no era"},
    {&month_column, TEXT("2026-13"), NULL, "cell-month", NULL},
    {&month_column, NUMBER("4", "General"), NULL, "cell-month", NULL},
    {&month_column, CLOCK("09:30"), NULL, "cell-month", NULL},
    /* ---- fiscal years ---- */
    {&year_column, NUMBER("2024", "General"), "2024", NULL, NULL},
    {&year_column, TEXT("２０２４年度"), "2024", NULL, NULL},
    {&year_column, TEXT("令和6年度"), "2024", NULL, NULL},
    {&year_column, TEXT("R6"), "2024", NULL, NULL},
    {&year_column, TEXT("平成31年度"), "2019", NULL, NULL},
    {&year_column, TEXT("令和元年度"), "2019", NULL, NULL},
    {&year_column, TEXT("平成32年度"), NULL, "cell-year", NULL},
    {&year_column, TEXT("7年度"), NULL, "cell-year", NULL},
    {&year_column, NUMBER("6", "General"), NULL, "cell-year", NULL},
    {&year_column, DAY("2024-04-01", "yyyy"), NULL, "cell-year", NULL},
    /* ---- times ---- */
    {&time_column, CLOCK("09:30"), "09:30", NULL, NULL},
    {&time_column, CLOCK("00:00"), "00:00", NULL, NULL},
    {&time_column, CLOCK("09:30:15"), NULL, "cell-time", "seconds"},
    {&time_column, CLOCK("24:00"), NULL, "cell-time", "24 hours or more"},
    {&time_column, CLOCK("25:30"), NULL, "cell-time", "24 hours or more"},
    {&time_column, CLOCK("1106721:30"), NULL, "cell-time", "24 hours or more"},
    {&time_column, NUMBER("0.395833333333333", "General"), NULL, "cell-time", "a part of a day"},
    {&time_column, NUMBER("9.3", "General"), NULL, "cell-time", "a fraction"},
    {&time_column, NUMBER("930", "General"), NULL, "cell-time", "no format of a time"},
    {&time_column, DAY("2026-09-03", "yyyy/m/d"), NULL, "cell-time", "a date"},
    {&time_column, MOMENT("2026-04-01T09:30"), NULL, "cell-time", "a date"},
    {&time_column, TEXT("9:30"), "09:30", NULL, NULL},
    {&time_column, TEXT("９：３０"), "09:30", NULL, NULL},
    {&time_column, TEXT("09:30:00"), "09:30", NULL, NULL},
    {&time_column, TEXT("9時30分"), "09:30", NULL, NULL},
    {&time_column, TEXT("9時"), "09:00", NULL, NULL},
    {&time_column, TEXT("9時半"), "09:30", NULL, NULL},
    {&time_column, TEXT("午後3時30分"), "15:30", NULL, NULL},
    {&time_column, TEXT("午前9:05"), "09:05", NULL, NULL},
    {&time_column, TEXT("3:30 PM"), "15:30", NULL, NULL},
    {&time_column, TEXT("0930"), "09:30", NULL, NULL},
    {&time_column, TEXT("午後12時30分"), NULL, "cell-time", "noon or midnight"},
    {&time_column, TEXT("午後15時"), NULL, "cell-time", NULL},
    {&time_column, TEXT("9:60"), NULL, "cell-time", NULL},
    {&time_column, TEXT("9:3"), NULL, "cell-time", NULL},
    {&time_column, TEXT("25:00"), NULL, "cell-time", NULL},
    {&time_column, TEXT("9.30"), NULL, "cell-time", NULL},
    {&time_column, TEXT("9:30〜10:00"), NULL, "cell-time", NULL},
    {&time_column, TEXT("午前"), NULL, "cell-time", NULL},
    {&time_column, TRUTH("TRUE"), NULL, "cell-time", NULL},
    /* ---- numbers ---- */
    {&number_column, NUMBER("12", "General"), "12", NULL, NULL},
    {&number_column, NUMBER("0", "0"), "0", NULL, NULL},
    {&number_column, NUMBER("12.5", "General"), NULL, "cell-number", "a fraction"},
    {&number_column, NUMBER("1000", "#,##0"), NULL, "cell-number", "0 to 999"},
    {&number_column, NUMBER("-1", "General"), NULL, "cell-number", "out of range"},
    {&number_column, NUMBER("0.5", "0%"), NULL, "cell-number", "percentage"},
    {&number_column, NUMBER("1e+15", "General"), NULL, "cell-number", "1E+05"},
    {&number_column, TEXT("1E+05"), NULL, "cell-number", "1E+05"},
    {&number_column, TEXT("１２"), "12", NULL, NULL},
    {&number_column, TEXT("007"), "7", NULL, NULL},
    {&number_column, TEXT("+3"), "3", NULL, NULL},
    {&number_column, TEXT("-0"), "0", NULL, NULL},
    {&number_column, TEXT("3.0"), "3", NULL, NULL},
    {&number_column, TEXT("1,234"), NULL, "cell-number", "out of range"},
    {&number_column, TEXT("12人"), NULL, "cell-number", "no number"},
    {&number_column, TEXT("約12"), NULL, "cell-number", "no number"},
    {&number_column, TEXT("十二"), NULL, "cell-number", "no number"},
    {&number_column, TEXT("1,2"), NULL, "cell-number", "no number"},
    {&number_column, TEXT("１２ー３"), NULL, "cell-number", "no number"},
    {&number_column, TEXT("0x10"), NULL, "cell-number", "no number"},
    {&number_column, DAY("2026-01-02", "m/d"), NULL, "cell-number", "became a date"},
    {&number_column, CLOCK("01:02"), NULL, "cell-number", "became a date or a time"},
    {&number_column, TRUTH("FALSE"), NULL, "cell-number", NULL},
    {&decimal_column, NUMBER("0.3", "General"), "0.3", NULL, NULL}, /* 0.1 + 0.2 as it is shown */
    {&decimal_column, TEXT("1,234,567.5"), "1234567.5", NULL, NULL},
    {&decimal_column, TEXT("36.5℃"), NULL, "cell-number", NULL},
    /* ---- codes ---- */
    {&certificate, TEXT("0000010001"), "0000010001", NULL, NULL},
    {&certificate, TEXT("００００ ０１０００１"), "0000010001", NULL, NULL},
    {&certificate, TEXT("=\"0000010001\""), "0000010001", NULL, NULL},
    {&certificate, NUMBER("10001", "General"), NULL, "cell-code", "5 digits; leading zeros may be lost"},
    {&certificate, NUMBER("10001", "0000000000"), NULL, "cell-code", "zeros"},
    {&certificate, NUMBER("1000010001", "General"), "1000010001", NULL, NULL},
    {&certificate, NUMBER("1000010001", "0.00E+00"), NULL, "cell-code", "1E+09"},
    {&certificate, TEXT("1.00E+09"), NULL, "cell-code", "1E+09"},
    {&certificate, TEXT("10001"), NULL, "cell-code", "another number of digits (5)"},
    {&certificate, TEXT("00000-10001"), NULL, "cell-code", NULL},
    {&certificate, DAY("2026-04-01", "yyyy/m/d"), NULL, "cell-code", "became a date"},
    {&postal, TEXT("１２３−４５６７"), "123-4567", NULL, NULL},
    {&postal, TEXT("123ー4567"), "123-4567", NULL, NULL},
    {&postal, NUMBER("1234567", "General"), NULL, "cell-code", "zeros"},
    {&phone, NUMBER("311112222", "General"), NULL, "cell-code", "9 digits; leading zeros may be lost"},
    {&phone, TEXT("03-1111-2222（内線 5）"), "03-1111-2222（内線 5）", NULL, NULL},
    {&phone, TEXT("き訪第7号"), "き訪第7号", NULL, NULL},
    {&phone, TEXT("3.11112222E+08"), NULL, "cell-code", NULL},
    {&phone, DAY("2026-03-01", "m/d"), NULL, "cell-code", "became a date"},
    {&phone, TRUTH("TRUE"), NULL, "cell-code", NULL},
    /* ---- words ---- */
    {&word_column, TEXT("はい"), "yes", NULL, NULL},
    {&word_column, TEXT("no"), "no", NULL, NULL},
    {&word_column, TEXT("　はい "), "yes", NULL, NULL},
    {&word_column, TEXT("ＹＥＳ"), "yes", NULL, NULL},
    {&word_column, TEXT("特別支援学級(AB)"), "sp-class", NULL, NULL},
    {&word_column, TEXT("特別支援学校"), NULL, "cell-word", "はい"},
    {&word_column, TRUTH("TRUE"), NULL, "cell-word", NULL},
    {&word_column, NUMBER("1", "General"), NULL, "cell-word", NULL},
    /* ---- ticks ---- */
    {&tick_column, TEXT("○"), LAYOUT_TICK, NULL, NULL},
    {&tick_column, TEXT("〇"), LAYOUT_TICK, NULL, NULL},
    {&tick_column, TEXT("◯"), LAYOUT_TICK, NULL, NULL},
    {&tick_column, TEXT("✓"), LAYOUT_TICK, NULL, NULL},
    {&tick_column, TEXT("レ"), LAYOUT_TICK, NULL, NULL},
    {&tick_column, TRUTH("TRUE"), LAYOUT_TICK, NULL, NULL},
    {&tick_column, TRUTH("FALSE"), NULL, NULL, NULL},
    {&tick_column, NUMBER("2", "General"), "2", NULL, NULL},
    {&tick_column, TEXT("３"), "3", NULL, NULL},
    {&tick_column, TEXT("①"), "1", NULL, NULL},
    {&tick_column, NUMBER("5", "General"), "5", NULL, NULL},
    {&tick_column, NUMBER("6", "General"), NULL, "cell-tick", NULL},
    {&tick_column, NUMBER("12", "General"), NULL, "cell-tick", NULL},
    {&there_column, NUMBER("1", "General"), LAYOUT_TICK, NULL, NULL},
    {&there_column, NUMBER("2", "General"), NULL, "cell-tick", NULL},
    {&there_column, TEXT("有"), LAYOUT_TICK, NULL, NULL},
    {&tick_column, TEXT("×"), NULL, "cell-tick", NULL},
    {&tick_column, TEXT("なし"), NULL, "cell-tick", NULL},
    {&tick_column, NUMBER("0", "General"), NULL, "cell-tick", NULL},
    {&tick_column, NUMBER("1.5", "General"), NULL, "cell-tick", NULL},
    {&tick_column, DAY("2026-04-01", "d"), NULL, "cell-tick", NULL},
    /* ---- ids ---- */
    {&id_column, TEXT("ko-02"), "ko-02", NULL, NULL},
    {&reference, TEXT("ko-02　森川 千尋"), "ko-02", NULL, NULL},
    {&reference, TEXT("ko-02 森川 千尋"), "ko-02", NULL, NULL},
    {&reference, TEXT("ｋｏ－０２　森川"), "ko-02", NULL, NULL},
    {&id_column, NUMBER("3", "General"), "3", NULL, NULL},
    {&id_column, NUMBER("3.5", "General"), NULL, "cell-id", NULL},
    {&id_column, DAY("2026-04-01", "yyyy"), NULL, "cell-id", NULL},
    /* ---- texts ---- */
    {&text_column, TEXT("相原 湊"), "相原 湊", NULL, NULL},
    {&text_column, TEXT("\xc2\xa0相原 湊\xe2\x80\x8b"), "相原 湊", NULL, NULL},
    {&text_column, TEXT("\xe3\x80\x80\xc2\xa0\xe2\x80\x8b"), NULL, NULL, NULL},
    {&text_column, TEXT("髙﨑德瀨栁𠮷辻󠄀"), "髙﨑德瀨栁𠮷辻󠄀", NULL, NULL},
    {&text_column, NUMBER("3", "General"), "3", NULL, NULL},
    {&text_column, NUMBER("12.5", "@"), "12.5", NULL, NULL},
    {&text_column, NUMBER("1000", "#,##0"), NULL, "cell-text", "looks other than it is"},
    {&text_column, NUMBER("0.5", "0%"), NULL, "cell-text", NULL},
    {&text_column, NUMBER("1e+20", "General"), NULL, "cell-text", NULL},
    {&text_column, NUMBER("123456789012", "General"), NULL, "cell-text", NULL},
    {&text_column, DAY("2026-04-01", "m/d"), NULL, "cell-text", "became a date"},
    {&text_column, CLOCK("09:30"), NULL, "cell-text", NULL},
    {&text_column, TRUTH("TRUE"), NULL, "cell-text", NULL},
    {&text_column, TEXT("一行目\n二行目"), NULL, "cell-lines", NULL},
    {&text_column, TEXT("一行目\n"), "一行目", NULL, NULL},
    {&long_column, TEXT("一行目\n二行目"), "一行目\n二行目", NULL, NULL},
    {&long_column, TEXT("_x000D_"), "_x000D_", NULL, NULL},
    {&long_column, TEXT("これでよいですか？"), "これでよいですか？", NULL, NULL},
    {&long_column, TEXT("〓は外字の印"), "〓は外字の印", NULL, NULL},
    {&long_column, TEXT("相\xee\x80\x80原"), NULL, "cell-letter", "private character (U+E000)"},
    {&long_column, TEXT("相\xf3\xb0\x80\x80原"), NULL, "cell-letter", "private character (U+F0000)"},
    {&long_column, TEXT("相\xef\xbf\xbd原"), NULL, "cell-letter", "was lost (U+FFFD)"},
    {&long_column, TEXT("相\x07原"), NULL, "cell-letter", "control character (U+0007)"},
    {&long_column, TEXT("相\xc2\x85原"), "相\xc2\x85原", NULL, NULL},
    {&text_column, TEXT("=1+1"), "=1+1", NULL, NULL},
    /* ---- any ---- */
    {&date_column, {.kind = BOOK_ENTRY_ERROR, .text = "#N/A", .format = "General"}, NULL, "cell-error", NULL},
    {&text_column, {.kind = BOOK_ENTRY_ERROR, .text = "#REF!", .format = "General"}, NULL, "cell-error", NULL},
    {&date_column, {.kind = BOOK_ENTRY_UNCOUNTED, .format = "General", .formula = true}, NULL, "cell-uncounted", NULL},
    {&text_column, {.kind = BOOK_ENTRY_TEXT, .text = "相原", .format = "@", .struck = true}, NULL, "cell-struck", NULL},
    {&text_column, {.kind = BOOK_ENTRY_TEXT, .text = " ", .format = "@", .struck = true}, NULL, NULL, NULL},
    {&text_column,
     {.kind = BOOK_ENTRY_TEXT, .text = "相原", .format = "@", .phonetic = "アイハラ"},
     "相原",
     NULL,
     NULL},
    {&text_column, {.kind = BOOK_ENTRY_TEXT, .text = "相原", .format = "@", .formula = true}, "相原", NULL, NULL},
    {&date_column, TEXT("（削除）"), LAYOUT_REMOVED, NULL, NULL},
    {&number_column, TEXT("(削除)"), LAYOUT_REMOVED, NULL, NULL},
    {&certificate, TEXT(" （削除） "), LAYOUT_REMOVED, NULL, NULL},
};

static void
judge(arena *a, const row *r, size_t n)
{
    diag *d = diag_new();
    const char *value = "untouched";
    book_entry e = r->entry;
    e.sheet = "受給者証";
    e.row = 6;
    e.column = 4;
    e.raw = e.text;
    const bool good = intake_value(a, NULL, r->column, &e, (place){"台帳.xlsx", 6, "受給者証!D6"}, &value, d);
    const diag_message *m = diag_length(d) ? diag_at(d, 0) : NULL;
    char *text = m ? diag_text(m, DIAG_EN) : g_strdup("");
    const char *code = m ? diag_name(m->code) : NULL;
    if (good != (m == NULL) || diag_length(d) > 1 || g_strcmp0(value, r->value) || g_strcmp0(code, r->code) ||
        (r->word && !strstr(text, r->word)))
        fail_msg("row %zu, 「%s」 as %s: %s %s %s", n, e.text ? e.text : "", e.format, value ? value : "(nothing)",
                 code ? code : "", text);
    if (m)
        assert_string_equal(m->data.path, "受給者証!D6");
    g_free(text);
    diag_drop(d);
}

static void
each_danger(void **state)
{
    (void)state;
    assert_true(G_N_ELEMENTS(rows) > 200);
    arena *a = arena_new();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        judge(a, &rows[i], i);
    arena_drop(a);
}

/* What was read may be personal: no message has it, in neither language. */
/* A text that fills its cell, in whatever letters, may have been cut there. */
static void
full_cells_are_asked_back(void **state)
{
    (void)state;
    static const struct {
        const char *letter;
        size_t units;
    } letters[] = {{"a", 1}, {"あ", 1}, {"𠮷", 2}};
    arena *a = arena_new();
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
        for (size_t less = 0; less < 2; less++) {
            GString *text = g_string_new(letters[i].units == 2 ? "a" : NULL); /* an odd number of units in all */
            for (size_t n = text->len; n + letters[i].units <= BOOK_CELL_TEXT - less; n += letters[i].units)
                g_string_append(text, letters[i].letter);
            const char *kept = arena_strdup(a, text->str);
            const row r = {&long_column, TEXT(kept), less ? kept : NULL, less ? NULL : "cell-text",
                           less ? NULL : "32,767"};
            judge(a, &r, i);
            g_string_free(text, TRUE);
        }
    arena_drop(a);
}

static void
no_message_has_the_value(void **state)
{
    (void)state;
    arena *a = arena_new();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *value, *text = rows[i].entry.text;
        if (!rows[i].code || !text || strlen(text) < 5 || strstr("TRUE FALSE", text))
            continue;
        diag *d = diag_new();
        intake_value(a, NULL, rows[i].column, &rows[i].entry, PLACE_NONE, &value, d);
        for (int language = DIAG_JA; language <= DIAG_EN; language++) {
            char *said = diag_text(diag_at(d, 0), (diag_language)language);
            if (strstr(said, text) && strcmp(text, "1E+05") != 0)
                fail_msg("row %zu: %s", i, said);
            g_free(said);
        }
        diag_drop(d);
    }
    arena_drop(a);
}

/* In what people and places are called a ? and a 〓 are what is left of a character. */
static void
names_have_no_lost_letters(void **state)
{
    (void)state;
    static const char *const kinds[] = {"person", "family", "given", "family-kana", "place"};
    arena *a = arena_new();
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        xml_store *s = xml_store_new();
        diag *d = diag_new();
        char *rng = g_strdup_printf("<attribute xmlns:r='" SCHEMA_NOTES "' name='x' r:text='%s'/>", kinds[i]);
        const xml_doc *doc = xml_read_memory(s, "x", rng, strlen(rng), XML_DATA, &xml_limits_schema, d);
        const schema_spot spot = {.name = "x", .rng = xml_root(doc)};
        const layout_column column = {.kind = LAYOUT_TEXT, .spot = &spot};
        judge(a, &(row){&column, TEXT("相?"), NULL, "cell-letter", "question mark"}, 0);
        judge(a, &(row){&column, TEXT("相？原"), NULL, "cell-letter", "question mark"}, 1);
        judge(a, &(row){&column, TEXT("〓原"), NULL, "cell-letter", "〓"}, 2);
        judge(a, &(row){&column, TEXT("\xee\x81\xbe原"), NULL, "cell-letter", "U+E07E"}, 3);
        judge(a, &(row){&column, TEXT("相原"), "相原", NULL, NULL}, 4);
        g_free(rng);
        diag_drop(d);
        xml_store_drop(s);
    }
    arena_drop(a);
}

static void
readings_are_offered(void **state)
{
    (void)state;
    static const struct {
        const char *phonetic, *reading;
    } names[] = {{"アイハラ ミナト", "あいはら みなと"},
                 {"ｱｲﾊﾗ", "あいはら"},
                 {"あいはら", "あいはら"},
                 {"ヴィクトル", "ゔぃくとる"},
                 {"相原", NULL},
                 {NULL, NULL},
                 {" ", NULL},
                 {"アイハラA", NULL}};
    arena *a = arena_new();
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const book_entry e = {.kind = BOOK_ENTRY_TEXT, .text = "相原", .phonetic = names[i].phonetic};
        const char *reading = intake_suggest_reading(a, &e);
        if (g_strcmp0(reading, names[i].reading))
            fail_msg("%s: %s", names[i].phonetic, reading ? reading : "(none)");
    }
    arena_drop(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_danger),
        cmocka_unit_test(full_cells_are_asked_back),
        cmocka_unit_test(no_message_has_the_value),
        cmocka_unit_test(names_have_no_lost_letters),
        cmocka_unit_test(readings_are_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
