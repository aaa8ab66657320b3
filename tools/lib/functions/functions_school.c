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

/* The enrolment (在籍) that a grade is to be said for: a written grade counts from its first day, the school's kind is
 * that of the partner it names. */
static schooling
schooling_of_enrolment(call *k, const xml_node *n, bool beside)
{
    schooling of = {0};
    const xml_node *school = place_of_enrolment(k, n);
    const xml_node *name = school ? xml_first_element(school) : NULL;
    of.words = school_words_of(school ? attribute_text(k, school, "kind") : "", attribute_text(k, n, "class-kind"),
                               attribute_text(k, n, "course"));
    of.written = grade_of_word(attribute_text(k, n, "grade-override"), &of.grade) &&
                 date_parse(attribute_text(k, n, "from"), &of.since);
    while (name && !xml_named(name, "name"))
        name = xml_next_element(name);
    if (beside)
        of.place = name ? xml_text(k->a, name) : "";
    return of;
}

/* The last argument of the functions of grades: an enrolment, or a kind of school, of class or of course in words. */
static schooling
schooling_of_argument(call *k, size_t i, bool beside)
{
    if (k->count > i && k->args[i].type == XML_NODES && k->args[i].count) {
        const xml_node *last = k->args[i].nodes[k->args[i].count - 1];
        if (xml_is_element(last) && xml_has_attribute(last, "partner"))
            return schooling_of_enrolment(k, last, beside);
    }
    const char *kind = call_text(k, i);
    return (schooling){.words = school_words_of(kind, kind, kind), .place = beside ? "" : NULL};
}

typedef struct asked_grade {
    schooling of;
    int grade;
} asked_grade;

static const char *
asked_grade_read(call *k, asked_grade *asked, bool beside, bool *missing)
{
    date birth, at;
    const char *wrong = take_two_dates(k, &birth, &at, missing);
    if (wrong || *missing)
        return wrong;
    asked->of = schooling_of_argument(k, 2, beside);
    asked->grade = schooling_grade(&asked->of, birth, at);
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

static const char *
grade_text(call *k, bool beside)
{
    asked_grade asked;
    bool missing;
    const char *wrong = asked_grade_read(k, &asked, beside, &missing);
    if (wrong || missing)
        return wrong ? wrong : call_give_nothing(k);
    GString *s = g_string_new(NULL);
    grade_append(s, asked.grade, &asked.of);
    return call_give_text(k, s);
}

const char *
f_grade(call *k)
{
    return grade_text(k, false);
}

const char *
f_grade_beside(call *k)
{
    return grade_text(k, true);
}

const char *
f_grade_short(call *k)
{
    asked_grade asked;
    bool missing;
    const char *wrong = asked_grade_read(k, &asked, false, &missing);
    if (wrong || missing)
        return wrong ? wrong : call_give_nothing(k);
    GString *s = g_string_new(NULL);
    grade_append_short(s, asked.grade, asked.of.words);
    return call_give_text(k, s);
}

/* grade-fits(birth, at, enrolment): the grade is a year of the school's kind. */
const char *
f_grade_fits(call *k)
{
    asked_grade asked;
    bool missing, fits = true;
    const char *wrong = asked_grade_read(k, &asked, false, &missing);
    const xml_value *v = &k->args[2];
    if (!wrong && !missing && v->type == XML_NODES && v->count) {
        const xml_node *school = place_of_enrolment(k, v->nodes[v->count - 1]);
        fits = !school || schooling_has_year(attribute_text(k, school, "kind"), asked.of.words, asked.grade);
    }
    *k->result = xml_value_of_boolean(fits);
    return wrong;
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
    date day, from, to, newest = {0};
    const bool missing = call_misses(k, 1);
    if (k->args[0].type != XML_NODES)
        return not_nodes;
    if (!missing && !date_parse(call_text(k, 1), &day))
        return not_a_date;
    *k->result = (xml_value){.type = XML_NODES, .nodes = ARENA_ARRAY(k->a, xml_node *, 1)};
    for (size_t i = 0; i < k->args[0].count && !missing; i++) {
        xml_node *n = k->args[0].nodes[i];
        if (!date_parse(attribute_text(k, n, "from"), &from) || date_compare(day, from) < 0 ||
            (date_parse(attribute_text(k, n, "to"), &to) && date_compare(to, day) < 0))
            continue;
        if (k->result->count && date_compare(from, newest) < 0)
            continue;
        k->result->nodes[0] = n;
        k->result->count = 1;
        newest = from;
    }
    return NULL;
}
