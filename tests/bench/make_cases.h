/* make_cases.h: the parts of make_cases, each writing a stretch of a case file of our schema. */
#ifndef RENKEI_BENCH_MAKE_CASES_H
#define RENKEI_BENCH_MAKE_CASES_H

#include "calendar/calendar.h"
#include "fiction.h"

/* What a case is about; it decides which forms can be filled. */
typedef enum case_kind {
    CASE_ADDITION,     /* 放デイ with 個別サポート加算（Ⅲ） and its monthly records */
    CASE_AFTER_SCHOOL, /* 放デイ, with or without a section on the school */
    CASE_EARLY,        /* 児発, some about to enter school */
    CASE_VISITS        /* 児発 and 保育所等訪問 */
} case_kind;

typedef struct person {
    const char *family, *family_kana, *given, *given_kana;
    const char *word; /* sex of a child, relation of a guardian */
} person;

/* One case. Everything happens in 令和7年度: the plan runs from October to March, records from October on. */
typedef struct story {
    fiction f;
    GString *x; /* the file */
    unsigned number;
    case_kind kind;
    person child, guardian;
    int birth_year;   /* of a birthday from April to December */
    unsigned school;  /* which of the partners, see masters.c */
    unsigned office;  /* which of the offices */
    unsigned months;  /* of records */
    bool with_school; /* the plan has the section on the school */
    bool morning;     /* supported in class hours on Tuesday and Thursday */
    bool leaving;     /* enters school in April */
    const char *teacher;
} story;

/* The partners, offices and staff of masters.c are numbered: school-3, office-2, s2-1 (管理者), s2-2 (児発管), s2-3. */
enum { SCHOOLS = 6, NURSERIES = 4, OFFICES = 4, FIRST_EARLY_OFFICE = 2 };
const char *masters_window(unsigned school);      /* the person who is the contact window */
const char *masters_number_prefix(unsigned at);   /* what the numbers of its letters begin with */
const char *masters_school_name(unsigned school); /* schools first, then nurseries */
bool masters_write(const char *folder);

void story_put(story *s, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* <name>…</name> with the text filled. */
void story_element(story *s, const char *name, const char *text);

void story_write_plan(story *s);
void story_write_months(story *s);
void story_write_visit(story *s); /* of a case with visits: the letter and the visit */
void story_write_evaluation(story *s);
void story_write_inquiry(story *s); /* of a case of the addition */

#endif
