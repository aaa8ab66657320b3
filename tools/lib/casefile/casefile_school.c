/* casefile_school.c: an enrolment and the school that a master has: that the kind of class and the course are some of
 * that kind of school, and that the grade of the first day is one of its years. Later days are no fault of the data: a
 * child grows (the rules speak of them). */
#include "casefile/casefile_check_int.h"

/* The value of an attribute, trimmed; "" when it is not there. */
static const char *
attribute_value(checker *k, const xml_node *n, const char *name)
{
    const char *text = n ? xml_attribute(k->scratch, n, name) : NULL;
    return text ? casefile_trimmed(k->scratch, text) : "";
}

/* An attribute of the enrolment says what the school's kind has not. */
static void
tell_wrong_word(checker *k, const xml_node *n, const char *name, const char *kind, const char *words)
{
    const xml_node *at = xml_attribute_node(n, name);
    const char *ja = "ありません（書かずにおいてください）", *en = "none; leave it out";
    if (*words) {
        char **all = g_strsplit(words, " ", -1);
        char *joined = g_strjoinv("、", all);
        ja = en = arena_strdup(k->scratch, joined);
        g_free(joined);
        g_strfreev(all);
    }
    casefile_tell(k, DIAG_CASEFILE_SCHOOL_WORD, at, casefile_spelled(k, at), kind, ja, en);
}

/* The grade of the first day, as it is written or as the birth date says it. */
static bool
find_first_grade(checker *k, const xml_node *n, int *grade)
{
    date birth, from;
    const xml_node *child = xml_element_named(xml_parent(n), "child");
    const char *written = attribute_value(k, n, "grade-override");
    if (*written)
        return grade_of_word(written, grade);
    if (!date_parse(attribute_value(k, child, "birth-date"), &birth) ||
        !date_parse(attribute_value(k, n, "from"), &from))
        return false;
    *grade = grade_at(birth, from);
    return true;
}

void
casefile_check_schooling(checker *k, const xml_node *n)
{
    const char *kind = attribute_value(k, g_hash_table_lookup(k->first, attribute_value(k, n, "partner")), "kind");
    const char *class_kind = attribute_value(k, n, "class-kind"), *course = attribute_value(k, n, "course");
    if (!*school_place_word(kind))
        return;
    const char *classes = *class_kind ? school_wrong_class(kind, class_kind) : NULL;
    const char *courses = *course ? school_wrong_course(kind, course) : NULL;
    if (classes)
        tell_wrong_word(k, n, "class-kind", kind, classes);
    if (courses)
        tell_wrong_word(k, n, "course", kind, courses);
    int grade;
    if (classes || courses || !find_first_grade(k, n, &grade) ||
        schooling_has_year(kind, school_words_of(kind, class_kind, course), grade))
        return;
    GString *years = g_string_new(NULL);
    schooling_append_years(years, kind, class_kind);
    const xml_node *at = xml_attribute_node(n, "grade-override");
    casefile_tell(k, DIAG_CASEFILE_GRADE, at ? at : xml_attribute_node(n, "partner"), kind, years->str, NULL, NULL);
    g_string_free(years, TRUE);
}
