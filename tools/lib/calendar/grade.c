#include "calendar/calendar.h"

#include <assert.h>
#include <string.h>

enum { INFANTS = -5, YOUNGEST = -2, OLDEST = 0 }; /* 0歳児, 年少, 年長 */
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

/* ---- which words ---- */

/* Every kind of place that has grades, and the years it has by itself. */
typedef struct place_row {
    const char *kind;
    school_words words;
    const char *word; /* 学校, 園 */
    int first, last;
    const char *classes, *courses; /* the kinds of class and the courses it has, between spaces */
} place_row;

/* 学校教育法: a class of a 特別支援学校 may stand in another school (分教室); courses begin after the 中学校. */
#define SCHOOL_CLASSES "通常の学級 特別支援学級 通級 特別支援学校"
#define UPPER_COURSES "全日制 定時制 通信制 専攻科"

static const place_row places[] = {
    {"小学校", SCHOOL_ORDINARY, "学校", 1, LAST_ELEMENTARY, SCHOOL_CLASSES, ""},
    {"中学校", SCHOOL_ORDINARY, "学校", LAST_ELEMENTARY + 1, LAST_LOWER, SCHOOL_CLASSES, ""},
    {"高等学校", SCHOOL_ORDINARY, "学校", LAST_LOWER + 1, LAST_UPPER, SCHOOL_CLASSES, UPPER_COURSES},
    {"特別支援学校", SCHOOL_SPECIAL, "学校", YOUNGEST, LAST_UPPER, "特別支援学校", "専攻科"},
    {"義務教育学校", SCHOOL_COMPULSORY, "学校", 1, LAST_LOWER, SCHOOL_CLASSES, ""},
    {"中等教育学校", SCHOOL_SECONDARY, "学校", LAST_ELEMENTARY + 1, LAST_UPPER, SCHOOL_CLASSES, UPPER_COURSES},
    {"高等専門学校", SCHOOL_TECHNICAL, "学校", LAST_LOWER + 1, LAST_UPPER + 2, SCHOOL_CLASSES, ""},
    {"高専", SCHOOL_TECHNICAL, "学校", LAST_LOWER + 1, LAST_UPPER + 2, SCHOOL_CLASSES, ""},
    {"園", SCHOOL_KINDERGARTEN, "園", INFANTS, OLDEST, "園", ""},
    {"幼稚園", SCHOOL_KINDERGARTEN, "園", INFANTS, OLDEST, "園", ""},
    {"幼児園", SCHOOL_KINDERGARTEN, "園", INFANTS, OLDEST, "園", ""},
    {"保育園", SCHOOL_NURSERY, "園", INFANTS, OLDEST, "園", ""},
    {"保育所", SCHOOL_NURSERY, "園", INFANTS, OLDEST, "園", ""},
    {"こども園", SCHOOL_NURSERY, "園", INFANTS, OLDEST, "園", ""},
    {"認定こども園", SCHOOL_NURSERY, "園", INFANTS, OLDEST, "園", ""},
};

static const place_row *
find_place(const char *kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
        if (strcmp(places[i].kind, kind) == 0)
            return &places[i];
    return NULL;
}

school_words
school_words_of(const char *place, const char *class_kind, const char *course)
{
    assert(place && class_kind && course);
    const place_row *row = find_place(strcmp(class_kind, "特別支援学校") == 0 ? class_kind : place);
    if (!row)
        row = find_place(class_kind);
    const school_words words = row ? row->words : SCHOOL_ORDINARY;
    if (strcmp(course, "専攻科") == 0)
        return words == SCHOOL_SPECIAL ? SCHOOL_ADVANCED_TOO : SCHOOL_ADVANCED;
    /* Of a 高等学校 whose course is not said, too: only who is in its fourth year tells the two apart. */
    const bool part_time =
        strcmp(course, "定時制") == 0 || strcmp(course, "通信制") == 0 || (!*course && strcmp(place, "高等学校") == 0);
    if (words == SCHOOL_ORDINARY && part_time)
        return SCHOOL_PART_TIME;
    return words;
}

const char *
school_place_word(const char *place)
{
    assert(place);
    const place_row *row = find_place(place);
    return row ? row->word : "";
}

/* ---- the years of a kind ---- */

/* The years that a kind of school counts by itself: what stands round the figure, and from what it is counted. */
typedef struct year_row {
    school_words words;
    int first, last;
    const char *before;
    int counted; /* the figure of the first */
    const char *after;
} year_row;

static const year_row years[] = {
    {SCHOOL_SPECIAL, YOUNGEST, OLDEST, "幼稚部", 3, "歳児"},
    {SCHOOL_SPECIAL, 1, LAST_ELEMENTARY, "小学部", 1, "年"},
    {SCHOOL_SPECIAL, LAST_ELEMENTARY + 1, LAST_LOWER, "中学部", 1, "年"},
    {SCHOOL_SPECIAL, LAST_LOWER + 1, LAST_UPPER, "高等部", 1, "年"},
    {SCHOOL_ADVANCED_TOO, LAST_LOWER + 1, LAST_UPPER, "高等部", 1, "年"},
    {SCHOOL_ADVANCED_TOO, LAST_UPPER + 1, LAST_UPPER + 3, "専攻科", 1, "年"},
    {SCHOOL_ADVANCED, LAST_UPPER + 1, LAST_UPPER + 3, "専攻科", 1, "年"},
    {SCHOOL_COMPULSORY, 1, LAST_LOWER, "", 1, "年"},
    {SCHOOL_SECONDARY, LAST_ELEMENTARY + 1, LAST_LOWER, "前期課程", 1, "年"},
    {SCHOOL_SECONDARY, LAST_LOWER + 1, LAST_UPPER, "後期課程", 4, "年"},
    {SCHOOL_TECHNICAL, LAST_LOWER + 1, LAST_UPPER + 2, "高等専門学校", 1, "年"},
    {SCHOOL_PART_TIME, LAST_UPPER + 1, LAST_UPPER + 1, "高等学校", 4, "年"},
    {SCHOOL_NURSERY, INFANTS, OLDEST, "", 0, "歳児クラス"},
    {SCHOOL_KINDERGARTEN, INFANTS, YOUNGEST - 1, "", 0, "歳児クラス"},
};

/* The same wherever nothing else is known. */
static const year_row ordinary_years[] = {
    {SCHOOL_ORDINARY, 1, LAST_ELEMENTARY, "小学校", 1, "年"},
    {SCHOOL_ORDINARY, LAST_ELEMENTARY + 1, LAST_LOWER, "中学校", 1, "年"},
    {SCHOOL_ORDINARY, LAST_LOWER + 1, LAST_UPPER, "高等学校", 1, "年"},
};

static const year_row *
find_year(school_words words, int grade)
{
    for (size_t i = 0; i < G_N_ELEMENTS(years); i++)
        if (years[i].words == words && grade >= years[i].first && grade <= years[i].last)
            return &years[i];
    for (size_t i = 0; i < G_N_ELEMENTS(ordinary_years); i++)
        if (grade >= ordinary_years[i].first && grade <= ordinary_years[i].last)
            return &ordinary_years[i];
    return NULL;
}

int
schooling_grade(const schooling *of, date birth, date at)
{
    assert(of);
    return of->written ? of->grade + fiscal_year(at) - fiscal_year(of->since) : grade_at(birth, at);
}

bool
schooling_has_year(const char *place, school_words words, int grade)
{
    assert(place);
    const place_row *row = find_place(place);
    if (!row || (grade >= row->first && grade <= row->last))
        return true;
    const year_row *year = find_year(words, grade);
    return year && year->words == words && words != SCHOOL_ORDINARY && words != row->words;
}

/* The short words of the years that a place has, from the first to the last: 小1～小6. */
static void
append_years(GString *s, const char *place, school_words words)
{
    int first = INFANTS, last = LAST_UPPER + 3;
    while (!schooling_has_year(place, words, first))
        first++;
    while (!schooling_has_year(place, words, last))
        last--;
    grade_append_short(s, first, words);
    g_string_append(s, "～");
    grade_append_short(s, last, words);
}

void
schooling_append_years(GString *s, const char *place, const char *class_kind)
{
    assert(s && place && class_kind);
    const place_row *row = find_place(place);
    char **courses = g_strsplit(row ? row->courses : "", " ", -1);
    const school_words words = school_words_of(place, class_kind, "");
    append_years(s, place, words);
    for (char **course = courses; *course; course++) {
        const school_words more = school_words_of(place, class_kind, *course);
        if (more == words)
            continue;
        g_string_append_printf(s, "、%sは", *course);
        append_years(s, place, more);
    }
    g_strfreev(courses);
}

static bool
is_among_words(const char *words, const char *word)
{
    char **all = g_strsplit(words, " ", -1);
    const bool among = g_strv_contains((const char *const *)all, word);
    g_strfreev(all);
    return among;
}

const char *
school_wrong_class(const char *place, const char *class_kind)
{
    assert(place && class_kind);
    const place_row *row = find_place(place);
    return !row || is_among_words(row->classes, class_kind) ? NULL : row->classes;
}

const char *
school_wrong_course(const char *place, const char *course)
{
    assert(place && course);
    const place_row *row = find_place(place);
    return !row || is_among_words(row->courses, course) ? NULL : row->courses;
}

/* ---- full words ---- */

static const char *const by_age[] = {"年少", "年中", "年長"};

/* A kind that a school's name says, however it is written there. The name of two schools in one (小中学校) says
 * neither. */
static bool
name_says_kind(const char *name, const char *kind)
{
    static const struct {
        const char *kind, *in_name;
    } says[] = {
        {"小学校", "小学校"},
        {"小学校", "小中学校"},
        {"小学校", "小・中学校"},
        {"中学校", "中学校"},
        {"中学校", "中学高等学校"},
        {"中学校", "中学・高等学校"},
        {"中学校", "中・高等学校"},
        {"高等学校", "高等学校"},
        {"高等学校", "高校"},
        {"高等専門学校", "高専"},
        {"高等専門学校", "高等専門学校"},
        {"幼稚部", "幼稚部"},
        {"小学部", "小学部"},
        {"中学部", "中学部"},
        {"高等部", "高等部"},
        {"専攻科", "専攻科"},
        {"前期課程", "中等教育学校"},
        {"後期課程", "中等教育学校"},
    };
    bool said = false, other = false;
    for (size_t i = 0; i < G_N_ELEMENTS(says); i++)
        if (strstr(name, says[i].in_name)) {
            const bool same = strcmp(says[i].kind, kind) == 0;
            said = said || same;
            other = other || (!same && !strstr(kind, "課程"));
        }
    return said && !other;
}

void
grade_append(GString *s, int grade, const schooling *of)
{
    assert(s && of && of->words <= SCHOOL_NURSERY);
    const year_row *row = find_year(of->words, grade);
    if (row) {
        const bool said = of->place && name_says_kind(of->place, row->before);
        g_string_append_printf(s, "%s%d%s", said ? "" : row->before, grade - row->first + row->counted, row->after);
    } else if (grade < YOUNGEST) {
        g_string_append(s, "未就園");
    } else if (grade > OLDEST) {
        g_string_append(s, "卒業");
    } else {
        g_string_append(s, by_age[grade - YOUNGEST]);
        if (!of->place)
            g_string_append_printf(s, "（%d歳児）", grade - INFANTS);
    }
}

/* ---- short words ---- */

static const struct {
    const char *word;
    int before; /* the grade before its first year */
} parts[] = {{"小", 0}, {"中", LAST_ELEMENTARY}, {"高", LAST_LOWER}};

void
grade_append_short(GString *s, int grade, school_words words)
{
    assert(s);
    const year_row *row = find_year(words, grade);
    if (grade >= YOUNGEST && grade <= OLDEST)
        g_string_append(s, by_age[grade - YOUNGEST]);
    else if (!row)
        g_string_append(s, grade < YOUNGEST ? "未就園" : "卒業");
    else if (grade < YOUNGEST)
        g_string_append_printf(s, "%d歳児", grade - INFANTS);
    else {
        const int part = grade <= LAST_ELEMENTARY ? 0 : grade <= LAST_LOWER ? 1 : 2;
        g_string_append_printf(s, "%s%d", parts[part].word, grade - parts[part].before);
    }
}

bool
grade_of_word(const char *word, int *grade)
{
    static const int last[] = {LAST_ELEMENTARY, LAST_LOWER, LAST_UPPER + 3};
    assert(word && grade);
    for (size_t i = 0; i < G_N_ELEMENTS(by_age); i++)
        if (strcmp(word, by_age[i]) == 0) {
            *grade = YOUNGEST + (int)i;
            return true;
        }
    if (word[0] >= '0' && word[0] < '0' + YOUNGEST - INFANTS && strcmp(word + 1, "歳児") == 0) {
        *grade = INFANTS + word[0] - '0';
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        const char *figure = word + strlen(parts[i].word);
        if (!g_str_has_prefix(word, parts[i].word) || !g_ascii_isdigit(figure[0]) || figure[1])
            continue;
        const int n = parts[i].before + figure[0] - '0';
        if (n <= parts[i].before || n > last[i])
            return false;
        *grade = n;
        return true;
    }
    return false;
}
