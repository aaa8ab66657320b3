#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

enum { LAST_ELEMENTARY = 6, LAST_LOWER = 9, LAST_UPPER = 12 };

int
fiscal_year(date d)
{
    return d.month >= 4 ? d.year : d.year - 1;
}

static bool
month_day_before(date a, date b)
{
    return a.month < b.month || (a.month == b.month && a.day < b.day);
}

int
age_at(date birth, date at)
{
    if (date_compare(at, birth) < 0)
        return -1;
    return at.year - birth.year - month_day_before(at, birth);
}

/* A child enters school on the first 1 April after turning six (学校教育法17条), and turns six at the end of the
 * eve of the birthday (年齢計算ニ関スル法律): who is born on 1 April turns six on 31 March. */
int
grade_at(date birth, date at)
{
    const bool by_1_april = month_day_before(birth, (date){birth.year, 4, 2});
    const int entry = birth.year + (by_1_april ? 6 : 7);
    return fiscal_year(at) - entry + 1;
}

/* What is before and after school; NULL inside it. */
static const char *
outside_school(int grade, bool with_age)
{
    if (grade < -2)
        return "未就園";
    if (grade > LAST_UPPER)
        return "卒業";
    if (grade == -2)
        return with_age ? "年少（3歳児）" : "年少";
    if (grade == -1)
        return with_age ? "年中（4歳児）" : "年中";
    if (grade == 0)
        return with_age ? "年長（5歳児）" : "年長";
    return NULL;
}

/* The part of the school a grade is in, and the grade counted from its first. */
static int
part_of_school(int grade)
{
    return grade <= LAST_ELEMENTARY ? 0 : grade <= LAST_LOWER ? 1 : 2;
}

static int
grade_in_part(int grade)
{
    static const int before[] = {0, LAST_ELEMENTARY, LAST_LOWER};
    return grade - before[part_of_school(grade)];
}

school_words
school_words_of(const char *kind)
{
    static const struct {
        const char *kind;
        school_words words;
    } kinds[] = {{"特別支援学校", SCHOOL_SPECIAL},     {"義務教育学校", SCHOOL_COMPULSORY},
                 {"中等教育学校", SCHOOL_SECONDARY},   {"高等専門学校", SCHOOL_TECHNICAL},
                 {"高専", SCHOOL_TECHNICAL},           {"定時制", SCHOOL_PART_TIME},
                 {"定時制高等学校", SCHOOL_PART_TIME}, {"園", SCHOOL_NURSERY},
                 {"幼児園", SCHOOL_NURSERY},           {"保育園", SCHOOL_NURSERY},
                 {"こども園", SCHOOL_NURSERY}};
    assert(kind);
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].words;
    return SCHOOL_ORDINARY;
}

/* The years that a kind of school counts by itself, first and last as grades, and what stands round the figure. */
typedef struct year_row {
    school_words words;
    int first, last;
    const char *before;
} year_row;

static const year_row own_years[] = {
    {SCHOOL_SPECIAL, 1, LAST_ELEMENTARY, "小学部"},
    {SCHOOL_SPECIAL, LAST_ELEMENTARY + 1, LAST_LOWER, "中学部"},
    {SCHOOL_SPECIAL, LAST_LOWER + 1, LAST_UPPER, "高等部"},
    {SCHOOL_COMPULSORY, 1, LAST_LOWER, ""},
    {SCHOOL_SECONDARY, LAST_ELEMENTARY + 1, LAST_UPPER, ""},
    {SCHOOL_TECHNICAL, LAST_LOWER + 1, LAST_UPPER + 2, ""},
    {SCHOOL_PART_TIME, LAST_LOWER + 1, LAST_UPPER + 1, "高等学校"},
};

void
grade_append(GString *s, int grade, school_words words)
{
    static const char *const ordinary[] = {"小学校", "中学校", "高等学校"};
    const char *outside = outside_school(grade, true);

    assert(s && words <= SCHOOL_NURSERY);
    for (size_t i = 0; i < G_N_ELEMENTS(own_years); i++) {
        const year_row *row = &own_years[i];
        if (row->words == words && grade >= row->first && grade <= row->last) {
            g_string_append_printf(s, "%s%d年", row->before, grade - row->first + 1);
            return;
        }
    }
    if (words == SCHOOL_NURSERY && grade >= -5 && grade < -2)
        g_string_append_printf(s, "%d歳児クラス", grade + 5);
    else if (outside)
        g_string_append(s, outside);
    else
        g_string_append_printf(s, "%s%d年", ordinary[part_of_school(grade)], grade_in_part(grade));
}

void
grade_append_short(GString *s, int grade)
{
    static const char *const parts[] = {"小", "中", "高"};
    const char *outside = outside_school(grade, false);

    assert(s);
    if (outside)
        g_string_append(s, outside);
    else
        g_string_append_printf(s, "%s%d", parts[part_of_school(grade)], grade_in_part(grade));
}
