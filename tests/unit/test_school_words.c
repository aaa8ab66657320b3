/* test_school_words.c: what a child's grade is called is the same in every form of a case for one day: by the kind of
 * school, the course and what is written for the enrolment; and each form says it of the day that it speaks of. */
#include "bound_support.h"

#define FUTOUKOU "hodei-futoukou"
#define HOUMON "jihatsu-houmon"
#define SCHOOL "partners: set partner[@id='wakabadai']"
/* The pupil's former enrolment would be impossible in a school for older ones. */
#define ALONE "delete enrolment[1];;"
#define NURSERY "partners: set partner[@id='chuo-daini']"

/* A text of its own: "小学校5年". */
static bool
says_word(const GString *text, const char *word)
{
    char *quoted = g_strdup_printf("\"%s\"", word);
    const bool says = strstr(text->str, quoted) != NULL;
    g_free(quoted);
    return says;
}

/* ---- one word for one day ---- */

typedef struct scene {
    const char *sample, *edits;
    const char *full, *beside; /* what forms say without and with the school's name beside it */
} scene;

static const scene scenes[] = {
    {FUTOUKOU, "set enrolment[2]/@grade-override=小5", "小学校5年", "5年"},
    {FUTOUKOU, "set enrolment[2]/@grade-override=小4;;set enrolment[2]/@class-kind=特別支援学校", "小学部4年",
     "小学部4年"},
    {FUTOUKOU, SCHOOL "/@kind=特別支援学校;;set enrolment/@class-kind=特別支援学校", "小学部6年", "小学部6年"},
    {FUTOUKOU, SCHOOL "/@kind=義務教育学校;;set enrolment[2]/@grade-override=中2", "8年", "8年"},
    {FUTOUKOU, ALONE SCHOOL "/@kind=中学校;;" SCHOOL "/name=港南中学校;;set enrolment[1]/@grade-override=中1",
     "中学校1年", "1年"},
    {FUTOUKOU, ALONE SCHOOL "/@kind=中学校;;" SCHOOL "/name=青葉学園;;set enrolment[1]/@grade-override=中1",
     "中学校1年", "中学校1年"},
    {FUTOUKOU,
     ALONE SCHOOL "/@kind=中等教育学校;;" SCHOOL "/name=青葉中等教育学校;;set enrolment[1]/@grade-override=高1",
     "後期課程4年", "4年"},
    {FUTOUKOU, ALONE SCHOOL "/@kind=高等専門学校;;" SCHOOL "/name=青葉高専;;set enrolment[1]/@grade-override=高4",
     "高等専門学校4年", "4年"},
    {FUTOUKOU,
     ALONE SCHOOL "/@kind=高等学校;;" SCHOOL "/name=青葉高等学校;;set enrolment[1]/@grade-override=高4;;"
                  "set enrolment[1]/@course=定時制",
     "高等学校4年", "4年"},
    {FUTOUKOU,
     ALONE SCHOOL "/@kind=高等学校;;" SCHOOL "/name=青葉高等学校;;set enrolment[1]/@grade-override=高5;;"
                  "set enrolment[1]/@course=専攻科",
     "専攻科2年", "専攻科2年"},
    {HOUMON, "set enrolment[2]/@grade-override=年中", "年中（4歳児）", "年中"},
    {HOUMON, NURSERY "/@kind=幼稚園;;set enrolment[2]/@grade-override=2歳児", "2歳児クラス", "2歳児クラス"},
    {HOUMON, NURSERY "/@kind=保育所;;set enrolment[2]/@grade-override=2歳児", "2歳児クラス", "2歳児クラス"},
    {HOUMON, NURSERY "/@kind=保育所", "5歳児クラス", "5歳児クラス"},
    {HOUMON, NURSERY "/@kind=認定こども園", "5歳児クラス", "5歳児クラス"},
};

/* The forms of all samples that say a grade; each must be met in some scene. */
static const char *const sayers[] = {"plan",          "school-sharing", "family-support", "supplement",
                                     "inquiry-reply", "year-overview",  "pickup",         "visit-letter"};

static size_t
count_sayers(rule_world *w, const scene *e, char **forms, bool *met)
{
    size_t count = 0;
    for (char **name = forms; *name; name++) {
        GString *before = bound_text(w, e->sample, "-", *name);
        GString *after = before ? bound_text(w, e->sample, e->edits, *name) : NULL;
        for (size_t i = 0; after && i < G_N_ELEMENTS(sayers); i++) {
            if (strcmp(*name, sayers[i]) != 0)
                continue;
            met[i] = true;
            count++;
            if (!says_word(after, e->full) && !says_word(after, e->beside))
                fail_msg("%s of %s with %s says neither %s nor %s", *name, e->sample, e->edits, e->full, e->beside);
            if (says_word(after, "小学校6年") || says_word(after, "年長（5歳児）"))
                fail_msg("%s of %s with %s says what the child's age says", *name, e->sample, e->edits);
        }
        if (before)
            g_string_free(before, TRUE);
        if (after)
            g_string_free(after, TRUE);
    }
    return count;
}

static void
every_form_says_the_same_of_one_day(void **state)
{
    bool met[G_N_ELEMENTS(sayers)] = {false};
    char **forms = form_names();
    for (size_t i = 0; i < G_N_ELEMENTS(scenes); i++)
        assert_true(count_sayers(*state, &scenes[i], forms, met) >= 3);
    for (size_t i = 0; i < G_N_ELEMENTS(sayers); i++)
        if (!met[i])
            fail_msg("%s says no grade of any sample", sayers[i]);
    g_strfreev(forms);
}

/* A form that counts a grade in its own way, or by less than the enrolment, is seen here: whoever asks a function of
 * grades hands it an enrolment, and what it says comes from the functions alone. */
static void
no_form_counts_by_itself(void **state)
{
    char **forms = form_names();
    size_t calls = 0;
    (void)state;
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    for (char **name = forms; *name; name++)
        g_ptr_array_add(files, g_strdup_printf("templates/%s/form.xml", *name));
    g_ptr_array_add(files, g_strdup("templates/shared/people.xml"));
    g_ptr_array_add(files, g_strdup("templates/shared/record.xml"));
    GRegex *call = g_regex_new(
        "grade(-[a-z]+)?\\(\\$case/child/@birth-date, [^,()]+, (school-on\\(|(in-force\\()?[^()]*enrol)", 0, 0, NULL);
    GRegex *any = g_regex_new("[ \"(]grade(-[a-z]+)?\\(", 0, 0, NULL);
    for (guint i = 0; i < files->len; i++) {
        char *text = NULL;
        assert_true(g_file_get_contents(g_ptr_array_index(files, i), &text, NULL, NULL));
        size_t good = 0, all = 0;
        GMatchInfo *match;
        for (g_regex_match(call, text, 0, &match); g_match_info_matches(match); g_match_info_next(match, NULL))
            good++;
        g_match_info_free(match);
        for (g_regex_match(any, text, 0, &match); g_match_info_matches(match); g_match_info_next(match, NULL))
            all++;
        g_match_info_free(match);
        if (good != all)
            fail_msg("%s asks for a grade without the enrolment", (char *)g_ptr_array_index(files, i));
        calls += all;
        g_free(text);
    }
    assert_true(calls >= 8);
    g_regex_unref(call);
    g_regex_unref(any);
    g_ptr_array_free(files, TRUE);
    g_strfreev(forms);
}

/* ---- the day that a paper speaks of ---- */

typedef struct day_row {
    const char *sample, *edits, *form;
    const char *said[4]; /* NULL-ended */
} day_row;

#define NEXT_YEAR                                                                                                      \
    "set enrolment[2]/@to=2025-03-31;;after enrolment[2] <enrolment partner=\"seibu\" from=\"2025-04-01\"/>;;"         \
    "set plan[2]/@made-on=2025-03-20;;set plan[2]/@from=2025-04-01;;set plan[2]/@to=2025-09-30;;"                      \
    "delete plan[2]/@signed-on"

/* A school for the sixth grade and the seventh. */
#define BOTH "partners: set partner[@id='seibu']/@kind=義務教育学校"

static const day_row days[] = {
    /* made in March for April: April's age, grade and school */
    {FUTOUKOU, NEXT_YEAR, "plan", {"中学校1年", "12", "令和7年4月1日", NULL}},
    {FUTOUKOU, NEXT_YEAR ";;" BOTH ";;set child/@birth-date=2013-04-02", "plan", {"6年", "11", "令和7年4月1日", NULL}},
    {FUTOUKOU, NEXT_YEAR ";;set child/@birth-date=2012-04-02", "plan", {"中学校1年", "12", "令和7年4月1日", NULL}},
    {FUTOUKOU, NEXT_YEAR ";;partners: set partner[@id='seibu']/@kind=特別支援学校", "plan", {"中学部1年", NULL}},
    {FUTOUKOU, NEXT_YEAR ";;delete enrolment", "plan", {"中学校1年", "12", NULL}},
    {FUTOUKOU, "-", "plan", {"小学校6年", "11", "令和6年8月1日", NULL}},
    /* a written grade goes on by itself */
    {FUTOUKOU,
     "set enrolment[2]/@grade-override=小5;;set plan[2]/@made-on=2025-03-20;;set plan[2]/@from=2025-04-01;;"
     "set plan[2]/@to=2025-09-30;;delete plan[2]/@signed-on",
     "plan",
     {"小学校6年", "令和7年4月1日", NULL}},
    /* the record's day, the reply's, the sheet's, the month's */
    {FUTOUKOU, "-", "school-sharing", {"小学校6年", "令和6年7月11日", NULL}},
    {FUTOUKOU, "-", "family-support", {"小学校6年", "令和6年7月16日", NULL}},
    {FUTOUKOU, "-", "inquiry-reply", {"6年", "令和6年7月29日", NULL}},
    {FUTOUKOU, "-", "supplement", {"小学校6年", "令和6年4月26日", NULL}},
    {FUTOUKOU, "-", "year-overview", {"6年", "令和6年7月1日", NULL}},
    {FUTOUKOU, "-", "pickup", {"6年", "令和6年7月1日", NULL}},
    /* of two enrolments of one day the newer, wherever it stands */
    {FUTOUKOU,
     BOTH ";;before enrolment[1] <enrolment partner=\"seibu\" from=\"2024-04-02\"/>",
     "supplement",
     {"青葉野市立西部中学校", NULL}},
    {FUTOUKOU,
     BOTH ";;before enrolment[1] <enrolment partner=\"seibu\" from=\"2024-04-02\"/>",
     "inquiry-reply",
     {"青葉野市立西部中学校", "6年", NULL}},
    /* to the school where the child goes on */
    {HOUMON, "-", "transition", {"小学校1年", "令和8年4月1日", NULL}},
    {HOUMON, "partners: set partner[@id='midori']/@kind=特別支援学校", "transition", {"小学部1年", NULL}},
    {HOUMON, "partners: set partner[@id='midori']/@kind=義務教育学校", "transition", {"1年", NULL}},
    {HOUMON, "partners: set partner[@id='midori']/@kind=学童", "transition", {"小学校1年", NULL}},
    {HOUMON, "set enrolment[2]/@grade-override=年中", "transition", {"年長（5歳児）", NULL}},
    /* a letter that asks for a day in the next year says which day's class it names */
    {HOUMON, "-", "visit-letter", {"年長", NULL}},
    {HOUMON, "set visit/letter/@date=2025-03-21", "visit-letter", {"年中", "令和7年3月21日", "現在", NULL}},
    /* a place where the child is not enrolled does not know which school is meant */
    {HOUMON, "set visit/@partner=kokoro-clinic", "visit-letter", {"年長（5歳児）", NULL}},
};

static void
each_form_says_its_day(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        const day_row *r = &days[i];
        GString *text = bound_text(*state, r->sample, r->edits, r->form);
        if (!text)
            fail_msg("%s of %s with %s: nothing", r->form, r->sample, r->edits);
        for (size_t k = 0; r->said[k]; k++)
            if (!says_word(text, r->said[k]) && !(strcmp(r->said[k], "現在") == 0 && strstr(text->str, "現在")))
                fail_msg("%s of %s with %s does not say %s", r->form, r->sample, r->edits, r->said[k]);
        g_string_free(text, TRUE);
    }
}

/* ---- the words of the place that a paper goes to ---- */

static void
a_nursery_is_no_school_on_its_sheet(void **state)
{
    static const char *const kinds[] = {"幼児園", "幼稚園", "保育所", "認定こども園"};
    static const char *const of_schools[] = {"下校", "→学校", "学校への", "受領（学校", "\"学校\""};
    static const char *const early = ";;after pickup/emergency <early-entry date='2026-02-03' arrival='13:30' "
                                     "class-end='14:00' every-week='no'><reason>都合</reason></early-entry>";
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        for (size_t with = 0; with < 2; with++) {
            char *edits = g_strconcat(NURSERY "/@kind=", kinds[i], with ? early : "", NULL);
            GString *text = bound_text(*state, HOUMON, edits, "pickup");
            assert_non_null(text);
            assert_non_null(strstr(text->str, "降園"));
            for (size_t k = 0; k < G_N_ELEMENTS(of_schools); k++)
                if (strstr(text->str, of_schools[k]))
                    fail_msg("the sheet for a %s says %s", kinds[i], of_schools[k]);
            g_string_free(text, TRUE);
            g_free(edits);
        }
    GString *school = bound_text(*state, FUTOUKOU, "-", "pickup");
    assert_non_null(strstr(school->str, "下校"));
    assert_null(strstr(school->str, "降園"));
    g_string_free(school, TRUE);
}

/* So it is on the paper that is written by hand for that child. */
static void
a_nursery_is_no_school_on_a_paper_to_write(void **state)
{
    static const char *const forms[] = {"pickup", "visit-letter"};
    static const char *const of_schools[] = {"下校", "\"授業\"", "来校", "貴校", "貴施設", "\"学校\""};
    static const char *const of_nurseries[] = {"降園", "\"保育\"", "来園", "貴園", "\"園\""};
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        GString *nursery = bound_as(*state, "satooya-houmon", "-", forms[i], true);
        GString *school = bound_as(*state, "futatsu-jigyousho", "-", forms[i], true);
        for (size_t k = 0; k < G_N_ELEMENTS(of_schools); k++)
            if (strstr(nursery->str, of_schools[k]))
                fail_msg("the %s to write for a nursery says %s", forms[i], of_schools[k]);
        for (size_t k = 0; k < G_N_ELEMENTS(of_nurseries); k++)
            if (strstr(school->str, of_nurseries[k]))
                fail_msg("the %s to write for a school says %s", forms[i], of_nurseries[k]);
        g_string_free(nursery, TRUE);
        g_string_free(school, TRUE);
    }
}

/* A sheet without a number for the day has that of the office. */
static void
a_sheet_says_whom_to_call(void **state)
{
    GString *text = bound_text(*state, HOUMON, "delete pickup/contact", "pickup");
    assert_true(says_word(text, "0000-00-3201"));
    g_string_free(text, TRUE);
}

/* Nor does it name a child for whom the family's newer paper, which ends the one before, does not allow it. */
static void
a_name_ends_with_its_consent(void **state)
{
    static const struct {
        const char *earlier;
        bool named;
    } rows[] = {{" earlier='終わる'", false}, {" earlier='続く'", true}, {"", false}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *edits = g_strdup_printf(
            "delete consent[@id='consent-sharing']/scope[.='氏名・学年'];;after consent[@id='consent-addition'] "
            "<consent id='newer' kind='加算Ⅲ' explained-on='2024-05-20' explainer='ko-02' signed-on='2024-05-20' "
            "signer='guardian-1'%s addition-iii='同意する'><partner-ref partner='wakabadai'/>"
            "<scope>登校状況</scope></consent>",
            rows[i].earlier);
        GString *text = bound_text(*state, FUTOUKOU, edits, "pickup");
        assert_non_null(text);
        assert_int_equal(strstr(text->str, "M.A.") == NULL, rows[i].named);
        g_string_free(text, TRUE);
        g_free(edits);
    }
}

/* ---- a grade that the school does not have ---- */

typedef struct misfit_row {
    const char *sample, *edits, *form;
    const char *years; /* what the refusal offers; NULL: the form says a grade */
} misfit_row;

#define KOUKOU "koukou-jiritsu"
#define LEAVER "set child/@birth-date=2009-04-01;;set enrolment/@from=2024-04-01;;set enrolment/@course=全日制"
#define TECHNICAL "partners: set partner[@id='aobano-minami']/@kind=高等専門学校"

static const misfit_row misfits[] = {
    /* nobody wrote that the child left: neither 卒業 nor the grade of another school */
    {KOUKOU, LEAVER, "plan", "高1～高4、全日制は高1～高3、専攻科は高1～高6"},
    {KOUKOU, LEAVER ";;set enrolment/@course=定時制", "plan", NULL},
    {KOUKOU, LEAVER ";;set enrolment/@to=2027-03-31", "plan", NULL},
    {KOUKOU, TECHNICAL ";;set child/@birth-date=2006-04-01;;set enrolment/@from=2022-04-01", "plan", "高1～高5"},
    {KOUKOU,
     TECHNICAL ";;set child/@birth-date=2008-04-01;;set enrolment/@from=2022-04-01;;set enrolment/@grade-override=高1",
     "plan", "高1～高5"},
    {FUTOUKOU, "set plan[2]/@from=2025-04-01;;set plan[2]/@to=2025-09-30;;delete plan[2]/@signed-on", "plan",
     "小1～小6"},
    {HOUMON, "set transition/@exit-on=2026-04-30;;set transition/@destination=midori", "transition", NULL},
};

static void
a_grade_that_the_school_lacks_is_refused(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(misfits); i++) {
        const misfit_row *r = &misfits[i];
        rule_case c;
        rule_case_open(&c, r->sample);
        if (!rule_edits(&c, r->edits))
            fail_msg("%s", c.why);
        rule_write(*state, &c);
        char *path = rule_path(((rule_world *)*state)->folder, "case", 0);
        const bind_options o = {.values = shipped_values(), .draft = true};
        arena *a = arena_new();
        xml_store *s = xml_store_new();
        diag *d = diag_new();
        casefile *read = casefile_read_with(a, s, path, ((rule_world *)*state)->schemas, d);
        form *f = form_read_file(a, s, arena_printf(a, "templates/%s/form.xml", r->form), "templates/schema", d);
        const bound *b = read && f ? bind_case(a, s, f, read, &o, d) : NULL;
        char *told = diag_length(d) ? diag_text(diag_at(d, 0), DIAG_JA) : g_strdup("");
        if (!read || !f || !b != !!r->years || (r->years && !strstr(told, r->years)) ||
            (r->years && (diag_exit_status(d) != EXIT_DATA || !strstr(diag_at(d, 0)->data.path, "/enrolment"))))
            fail_msg("%s of %s with %s: %s", r->form, r->sample, r->edits, told);
        g_free(told);
        g_free(path);
        rule_case_close(&c);
        diag_drop(d);
        xml_store_drop(s);
        arena_drop(a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_says_the_same_of_one_day),
        cmocka_unit_test(no_form_counts_by_itself),
        cmocka_unit_test(each_form_says_its_day),
        cmocka_unit_test(a_nursery_is_no_school_on_its_sheet),
        cmocka_unit_test(a_nursery_is_no_school_on_a_paper_to_write),
        cmocka_unit_test(a_sheet_says_whom_to_call),
        cmocka_unit_test(a_name_ends_with_its_consent),
        cmocka_unit_test(a_grade_that_the_school_lacks_is_refused),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
