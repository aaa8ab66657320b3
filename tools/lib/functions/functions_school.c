#include "functions/functions_int.h"

#include <math.h>
#include <string.h>

#include "calendar/calendar.h"

/* Which enrolment holds on a day, and what grade it says: every form and every rule asks here. */

/* The attribute of an element, trimmed; "" when it is not there. */
static const char *
attribute_text(call *k, const xml_node *n, const char *name)
{
    const char *text = xml_is_element(n) ? xml_attribute(k->a, n, name) : NULL;
    return text ? g_strstrip(arena_strdup(k->a, text)) : "";
}

static const xml_node *
place_of_enrolment(call *k, const xml_node *n)
{
    const char *id = attribute_text(k, n, "partner");
    return k->c && *id ? casefile_find(k->c, id) : NULL;
}

/* Whether an element with from and to holds on a day; its first day. */
static bool
holds_on(call *k, const xml_node *n, date day, date *from)
{
    date to;
    return date_parse(attribute_text(k, n, "from"), from) && date_compare(*from, day) <= 0 &&
           (!date_parse(attribute_text(k, n, "to"), &to) || date_compare(day, to) <= 0);
}

/* The last node of an argument when it is an element with this attribute; NULL. */
static const xml_node *
element_of_argument(const call *k, size_t i, const char *attribute)
{
    const xml_value *v = i < k->count ? &k->args[i] : NULL;
    const xml_node *last = v && v->type == XML_NODES && v->count ? v->nodes[v->count - 1] : NULL;
    return last && xml_is_element(last) && xml_has_attribute(last, attribute) ? last : NULL;
}

static const char *
name_of_school(call *k, const xml_node *school)
{
    const xml_node *n = school ? xml_element_named(school, "name") : NULL;
    return n ? xml_text(k->a, n) : "";
}

/* What the third argument of the functions of grades says, an enrolment (在籍) or a kind of school, of class or of
 * course in words, and the fourth: the place where the child goes on, when it is a school or a 園. A grade that is
 * written counts from the enrolment's first day. */
static schooling
schooling_of_arguments(call *k, bool beside)
{
    schooling of = {0};
    const xml_node *n = element_of_argument(k, 2, "partner"), *next = element_of_argument(k, 3, "kind");
    if (next && !*school_place_word(attribute_text(k, next, "kind")))
        next = NULL;
    const xml_node *school = next ? next : n ? place_of_enrolment(k, n) : NULL;
    const char *kind = school ? attribute_text(k, school, "kind") : n ? "" : call_text(k, 2);
    if (next)
        of.words = school_words_of(kind, "", "");
    else if (n)
        of.words = school_words_of(kind, attribute_text(k, n, "class-kind"), attribute_text(k, n, "course"));
    else
        of.words = school_words_of(kind, kind, kind);
    of.written = n && grade_of_word(attribute_text(k, n, "grade-override"), &of.grade) &&
                 date_parse(attribute_text(k, n, "from"), &of.since);
    if (beside)
        of.place = name_of_school(k, school);
    return of;
}

typedef struct asked_grade {
    schooling of;
    int grade;
    date at;
} asked_grade;

static const char *
asked_grade_read(call *k, asked_grade *asked, bool beside, bool *missing)
{
    date birth, at;
    const char *wrong = take_two_dates(k, &birth, &at, missing);
    if (wrong || *missing)
        return wrong;
    asked->of = schooling_of_arguments(k, beside);
    asked->grade = schooling_grade(&asked->of, birth, at);
    asked->at = at;
    return NULL;
}

const char *
f_grade_number(call *k)
{
    asked_grade asked;
    bool missing;
    const char *wrong = asked_grade_read(k, &asked, false, &missing);
    return wrong ? wrong : call_give_number(k, missing ? (double)NAN : asked.grade);
}

static bool
fits_school(call *k, const asked_grade *asked, const xml_node *school)
{
    return schooling_has_year(attribute_text(k, school, "kind"), asked->of.words, asked->grade);
}

static GString *
years_of(call *k, const xml_node *enrolment, const xml_node *school)
{
    GString *s = g_string_new(NULL);
    if (*school_place_word(attribute_text(k, school, "kind")))
        schooling_append_years(s, attribute_text(k, school, "kind"), attribute_text(k, enrolment, "class-kind"));
    return s;
}

/* Who is enrolled has a grade of that school, and no paper says 卒業 or another school's grade of them: a refusal,
 * where the enrolment that holds on the day says neither. NULL: all is well. */
static const char *
refuse_misfit(call *k, const asked_grade *asked)
{
    date from;
    const xml_node *n = element_of_argument(k, 2, "partner"), *school = n ? place_of_enrolment(k, n) : NULL;
    if (!school || element_of_argument(k, 3, "kind") || fits_school(k, asked, school) ||
        !holds_on(k, n, asked->at, &from))
        return NULL;
    GString *years = years_of(k, n, school);
    const char *refusal = arena_printf(k->a,
                                       XML_CONFLICT_REFUSAL("この紙の日の学年が、在籍する学校・園の学年（%s）では"
                                                            "ありません。在籍の末日（to）、次の在籍、課程（course）、"
                                                            "学年の指定（grade-override）を確かめてください",
                                                            "on the day of this paper the child's grade is none of "
                                                            "the school's (%s): see its last day (to), the next "
                                                            "enrolment, course and grade-override"),
                                       years->str, years->str);
    g_string_free(years, TRUE);
    *k->last = 2;
    return refusal;
}

typedef enum grade_style { GRADE_WHOLE, GRADE_BESIDE, GRADE_SHORT } grade_style;

static const char *
grade_text(call *k, grade_style style)
{
    asked_grade asked;
    bool missing;
    const char *wrong = asked_grade_read(k, &asked, style == GRADE_BESIDE, &missing);
    if (wrong || missing)
        return wrong ? wrong : call_give_nothing(k);
    const char *refusal = style == GRADE_SHORT ? NULL : refuse_misfit(k, &asked);
    if (refusal)
        return refusal;
    GString *s = g_string_new(NULL);
    if (style == GRADE_SHORT)
        grade_append_short(s, asked.grade, asked.of.words);
    else
        grade_append(s, asked.grade, &asked.of);
    return call_give_text(k, s);
}

const char *
f_grade(call *k)
{
    return grade_text(k, GRADE_WHOLE);
}

const char *
f_grade_beside(call *k)
{
    return grade_text(k, GRADE_BESIDE);
}

const char *
f_grade_short(call *k)
{
    return grade_text(k, GRADE_SHORT);
}

/* grade-fits(birth, at, enrolment): the grade is a year of the school's kind. */
const char *
f_grade_fits(call *k)
{
    asked_grade asked;
    bool missing, fits = true;
    const char *wrong = asked_grade_read(k, &asked, false, &missing);
    const xml_node *n = element_of_argument(k, 2, "partner"), *school = n ? place_of_enrolment(k, n) : NULL;
    if (!wrong && !missing && school)
        fits = fits_school(k, &asked, school);
    *k->result = xml_value_of_boolean(fits);
    return wrong;
}

/* grade-years(enrolment): the years of its school, 小1～小6; "" where it is none. */
const char *
f_grade_years(call *k)
{
    const xml_node *n = element_of_argument(k, 0, "partner"), *school = n ? place_of_enrolment(k, n) : NULL;
    return school ? call_give_text(k, years_of(k, n, school)) : call_give_nothing(k);
}

/* place-word(kind): 学校 or 園, "" for other places. */
const char *
f_place_word(call *k)
{
    *k->result = xml_value_of_string(school_place_word(call_text(k, 0)));
    return NULL;
}

/* in-force(nodes, day): of the elements with from and to that hold on the day the newest; of two from one day the later
 * in the document. None when there is no day. */
const char *
f_in_force(call *k)
{
    date day, from, newest = {0};
    const bool missing = call_misses(k, 1);
    if (k->args[0].type != XML_NODES)
        return not_nodes;
    if (!missing && !date_parse(call_text(k, 1), &day))
        return not_a_date;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, 1)};
    for (size_t i = 0; i < k->args[0].count && !missing; i++) {
        xml_node *n = k->args[0].nodes[i];
        if (!holds_on(k, n, day, &from) || (k->result->count && date_compare(from, newest) < 0))
            continue;
        k->result->nodes[0] = n;
        k->result->count = 1;
        newest = from;
    }
    return NULL;
}
