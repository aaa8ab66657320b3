#include "calendar/calendar.h"

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

void
grade_append(GString *s, int grade, school_words words)
{
    static const char *const ordinary[] = {"小学校", "中学校", "高等学校"};
    static const char *const special[] = {"小学部", "中学部", "高等部"};
    const char *outside = outside_school(grade, true);

    if (outside)
        g_string_append(s, outside);
    else if (words == SCHOOL_COMPULSORY && grade <= LAST_LOWER)
        g_string_append_printf(s, "%d年", grade);
    else
        g_string_append_printf(s, "%s%d年", (words == SCHOOL_SPECIAL ? special : ordinary)[part_of_school(grade)],
                               grade_in_part(grade));
}

void
grade_append_short(GString *s, int grade)
{
    static const char *const parts[] = {"小", "中", "高"};
    const char *outside = outside_school(grade, false);

    if (outside)
        g_string_append(s, outside);
    else
        g_string_append_printf(s, "%s%d", parts[part_of_school(grade)], grade_in_part(grade));
}
