#include "calendar/calendar.h"

#include <assert.h>

typedef struct season_row {
    int month, day; /* the first day of the words */
    const char *words;
} season_row;

/* Section 5.2 of the domain guide; the last row that has begun speaks. 立春 and 春分 are taken at their usual
 * latest day, 立秋 on 8 August, so that no letter greets a season before it has come. */
static const season_row seasons[] = {
    {1, 1, "初春の候"},  {1, 16, "厳寒の候"},  {2, 4, "立春の候"},  {2, 16, "余寒の候"},  {3, 1, "早春の候"},
    {3, 21, "春分の候"}, {4, 1, "陽春の候"},   {4, 16, "春暖の候"}, {5, 1, "新緑の候"},   {5, 16, "薫風の候"},
    {6, 1, "初夏の候"},  {6, 16, "向夏の候"},  {7, 1, "盛夏の候"},  {7, 16, "炎暑の候"},  {8, 8, "残暑の候"},
    {8, 16, "晩夏の候"}, {9, 1, "初秋の候"},   {9, 16, "秋涼の候"}, {10, 1, "仲秋の候"},  {10, 16, "秋冷の候"},
    {11, 1, "晩秋の候"}, {11, 16, "向寒の候"}, {12, 1, "初冬の候"}, {12, 16, "師走の候"},
};

const char *
season_greeting(date d)
{
    assert(d.month >= 1 && d.month <= 12 && d.day >= 1);
    size_t i = G_N_ELEMENTS(seasons) - 1;
    while (i > 0 && (d.month < seasons[i].month || (d.month == seasons[i].month && d.day < seasons[i].day)))
        i--;
    return seasons[i].words;
}
