/* test_paper_days.c: a paper and renkei-check are of one day, and say the same of it.
 *
 * Every form over every sample, without --as-of, with days and with months: what the rules found for the paper
 * ($judged) and what kept it back is what renkei-check finds on the paper's day, which is --as-of, or else the form's
 * own. What could not be judged stands on the year's overview, and what came after the day on no reply. */
#include "paper_support.h"

#include "render/document.h"

enum { LEAST_PAPERS = 150, LEAST_KEPT_BACK = 5 };

static const char *const samples[] = {"hodei-futoukou", "ihan-mihon", "jihatsu-houmon", "koukou-jiritsu",
                                      "kyotaku-houmon"};
static const struct {
    const char *as_of, *month;
} asks[] = {{NULL, NULL},         {"2024-06-15", NULL},     {"2024-08-01", NULL}, {"2025-06-15", NULL},
            {"2026-02-27", NULL}, {"2027-06-01", NULL},     {NULL, "2024-05"},    {NULL, "2024-07"},
            {NULL, "2027-05"},    {"2024-06-15", "2024-06"}};

typedef struct seen {
    size_t papers, judged, kept_back, wrong;
} seen;

/* ---- the same findings ---- */

static char *
lines_of(const check_result *r)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < r->count; i++)
        g_string_append_printf(s, "%s %d %s %s\n", r->findings[i].id, r->findings[i].severity, r->findings[i].when,
                               r->findings[i].texts[DIAG_JA]);
    for (size_t i = 0; i < r->gap_count; i++)
        g_string_append_printf(s, "%s %s %s\n", r->gaps[i].kind, r->gaps[i].when, r->gaps[i].until);
    return g_string_free(s, FALSE);
}

/* The day that the paper is of; false: it is of none, and nothing is judged. */
static bool
day_of_paper(const render_document *x, date *day)
{
    if (x->request.as_of)
        return date_parse(x->request.as_of, day);
    *day = x->bound->made;
    return x->bound->has_date;
}

static void
hold_paper(const render_document *x, const char *what, seen *n)
{
    date day;
    if (!x->bound || !day_of_paper(x, &day))
        return;
    diag *d = diag_new();
    const check_result *r = check_case(x->a, x->s, world.rules, x->data, day, DIAG_JA, d);
    assert_non_null(r);
    const check_finding *keeps = check_forbids(r, x->form->name, x->bound->about);
    bool same = !keeps == !x->forbids && (!keeps || strcmp(keeps->id, x->forbids->id) == 0);
    if (x->judged) {
        char *told = lines_of(r), *printed = lines_of(x->judged);
        same = same && date_compare(x->judged->as_of, day) == 0 && strcmp(told, printed) == 0;
        g_free(told);
        g_free(printed);
    }
    n->papers++;
    n->judged += x->judged != NULL;
    n->kept_back += keeps != NULL;
    n->wrong += !same;
    if (!same)
        print_message("%s: kept back by %s, by the rules of its day by %s\n", what,
                      x->forbids ? x->forbids->id : "none", keeps ? keeps->id : "none");
    diag_drop(d);
}

static void
hold_sample(const char *sample, const char *form_name, bool judged, seen *n)
{
    char *path = g_strdup_printf("samples/%s/case.xml", sample);
    for (size_t i = 0; i < G_N_ELEMENTS(asks); i++) {
        render_case *c = render_case_new(environment, path);
        const render_request r = {.form = form_name,
                                  .as_of = asks[i].as_of,
                                  .month = asks[i].month,
                                  .print = judged ? STAGE_JUDGED : STAGE_NONE};
        render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_JUDGED);
        char *what = g_strdup_printf("%s of %s, %s, %s", form_name, sample, r.as_of ? r.as_of : "no day",
                                     r.month ? r.month : "no month");
        hold_paper(x, what, n);
        g_free(what);
        render_document_drop(x);
        render_case_drop(c);
    }
    g_free(path);
}

static void
a_paper_is_judged_as_its_day_is(void **state)
{
    (void)state;
    seen n = {0};
    diag *d = diag_new();
    GPtrArray *forms = render_find_forms(&paths, d);
    for (guint f = 0; f < forms->len; f++)
        for (size_t s = 0; s < G_N_ELEMENTS(samples); s++) {
            const char *name = ((const render_form_entry *)g_ptr_array_index(forms, f))->name;
            hold_sample(samples[s], name, true, &n);
            hold_sample(samples[s], name, false, &n);
        }
    print_message("%zu papers, %zu judged, %zu kept back, %zu wrong\n", n.papers, n.judged, n.kept_back, n.wrong);
    assert_int_equal(n.wrong, 0);
    assert_true(n.papers >= LEAST_PAPERS && n.kept_back >= LEAST_KEPT_BACK && n.judged * 2 >= n.papers);
    g_ptr_array_free(forms, TRUE);
    diag_drop(d);
}

/* ---- the words of a paper ---- */

/* Of the year from April 2024. */
static bool
is_of_year(const check_gap *g)
{
    return strcmp(g->when, "2025-03-31") <= 0 && strcmp(g->until, "2024-04-01") >= 0;
}

static void
what_could_not_be_judged_stands_on_the_overview(void **state)
{
    (void)state;
    static const char *const edits[] = {
        "delete certificate",
        "delete enrolment",
        "delete month[@ym='2024-06']",
        "set plan[1]/@to=2024-07-21;;delete plan[1]/schedule[2];;delete plan[2]",
        "set service-use[1]/@start=2019-04-01;;delete certificate[1]",
        "delete consent/@signer",
    };
    size_t told = 0, elsewhere = 0, undetermined = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        assert_true(rule_edits(&c, edits[i]));
        const check_result *r = rule_case_check(&world, &c, (date){2024, 8, 1});
        assert_non_null(r);
        char *words = paper_words("year-overview", "2024-08-01", false);
        for (size_t g = 0; g < r->gap_count; g++) {
            const bool stands = strstr(words, r->gaps[g].texts[DIAG_JA]) != NULL;
            if (stands != is_of_year(&r->gaps[g]))
                fail_msg("%s: %s %s to %s is told: %d", edits[i], r->gaps[g].kind, r->gaps[g].when, r->gaps[g].until,
                         stands);
            *(stands ? &told : &elsewhere) += 1;
        }
        for (size_t f = 0; f < r->count; f++)
            undetermined += r->findings[f].undetermined;
        assert_int_equal(strstr(words, "確かめられなかったこと") != NULL, strstr(words, "確かめていません") != NULL);
        assert_null(strstr(words, "（consent/")); /* names of the data are not for whoever reads a paper */
        g_free(words);
        rule_case_close(&c);
    }
    assert_true(told >= 4 && elsewhere >= 1 && undetermined >= 1);
}

/* The reply of a day: neither its answer nor records and claims after it; and hours that nobody knows are told. */
#define NEWER_CONSENT(more)                                                                                            \
    "after consent[@id='consent-addition'] <consent id='newer' kind='加算Ⅲ' explained-on='2024-05-20' "            \
    "explainer='ko-02' signed-on='2024-05-20' signer='guardian-1' addition-iii='同意する'" more                        \
    "><partner-ref partner='wakabadai'/><scope>登校状況</scope></consent>"

static void
a_reply_says_what_was_true_on_its_day(void **state)
{
    (void)state;
    static const struct {
        const char *edits, *as_of, *has, *has_not;
    } rows[] = {
        {"-", "2024-08-01", "令和6年7月29日", "確かめていません"},
        {"-", "2024-07-28", "令和6年7月17日", "令和6年7月29日"},
        {"set inquiry/months/@to=2024-07;;set month[@ym='2024-07']/school-sharing/gist=七月の要点", "2024-07-17",
         "七月の要点", "確かめていません"},
        {"set inquiry/months/@to=2024-07;;set month[@ym='2024-07']/school-sharing/@recorded-on=2024-07-19;;"
         "set month[@ym='2024-07']/school-sharing/@date=2024-07-19;;"
         "set month[@ym='2024-07']/school-sharing/gist=七月の要点",
         "2024-07-18", "令和6年7月", "七月の要点"},
        /* Answered before the sharing of the month, and printed later. */
        {"set inquiry/months/@to=2024-07;;set inquiry/@answered=2024-07-18;;"
         "set month[@ym='2024-07']/school-sharing/@recorded-on=2024-07-19;;"
         "set month[@ym='2024-07']/school-sharing/@date=2024-07-19;;"
         "set month[@ym='2024-07']/school-sharing/gist=七月の要点",
         "2024-09-01", "令和6年7月18日までの算定日数", "七月の要点"},
        {"set inquiry/months/@to=2024-07;;set inquiry/@answered=2024-07-18;;"
         "set month[@ym='2024-07']/school-sharing/@recorded-on=2024-07-19;;"
         "set month[@ym='2024-07']/school-sharing/@date=2024-07-19;;"
         "set month[@ym='2024-07']/school-sharing/gist=七月の要点",
         NULL, "令和6年7月18日までの算定日数", "七月の要点"},
        /* Attendance is that of months that are over. */
        {"set inquiry/months/@to=2024-07;;set inquiry/@answered=2024-07-31;;"
         "set non-attendance/attendance[@ym='2024-07']/@class-days=27",
         "2024-08-01", "27日", "終わっていない月"},
        {"set inquiry/months/@to=2024-07;;set non-attendance/attendance[@ym='2024-07']/@class-days=27", "2024-08-01",
         "終わっていない月", "27日"},
        {"partners:delete //partner[@id='wakabadai']/timetable", "2024-08-01", "授業の時刻の記録がない", "10　担当"},
        /* A consent that was withdrawn, had run out or said no by the day is told as such; not one withdrawn later. */
        {"set consent[2]/@withdrawn-on=2024-07-25", "2024-08-01", "令和6年7月25日撤回", "加算Ⅲ　令和6年4月8日　"},
        {"set consent[2]/@withdrawn-on=2024-07-25", "2024-07-24", "加算Ⅲ", "撤回）"},
        {"set consent[2]/@valid-to=2024-07-25", "2024-08-01", "令和6年7月25日まで", "撤回）"},
        {"set consent[2]/@valid-to=2024-07-25", "2024-07-25", "加算Ⅲ", "令和6年7月25日まで"},
        {"set consent[2]/@addition-iii=同意しない", "2024-08-01", "（同意しない）", "撤回）"},
        /* Nor does one hold on that a later one ended, which says so; until that one, or until it was withdrawn before.
         */
        {NEWER_CONSENT(" earlier='終わる'"), "2024-08-01", "加算Ⅲ　令和6年4月8日（令和6年5月20日の同意書で終了）",
         "（令和7年3月31日まで）"},
        {NEWER_CONSENT(" earlier='続く'"), "2024-08-01", "加算Ⅲ　令和6年4月8日　　加算Ⅲ　令和6年5月20日", "で終了"},
        {NEWER_CONSENT(""), "2024-08-01", "加算Ⅲ　令和6年4月8日　　加算Ⅲ　令和6年5月20日", "で終了"},
        {NEWER_CONSENT(" earlier='終わる'") ";;set consent[@id='consent-addition']/@withdrawn-on=2024-05-10",
         "2024-08-01", "（令和6年5月10日撤回）", "で終了"},
        {NEWER_CONSENT(" earlier='終わる'") ";;set consent[@id='consent-addition']/@withdrawn-on=2024-06-10",
         "2024-08-01", "（令和6年5月20日の同意書で終了）", "撤回）"},
        /* Of the plans those that held in the months; until when, where another followed before its end. */
        {"set inquiry/months/@to=2024-07;;set plan[1]/@to=2025-03-31;;set plan[2]/@from=2024-07-26", "2024-08-01",
         "令和6年7月25日まで。そのあとは次の計画", "撤回）"},
        {"set inquiry/months/@to=2024-07;;set plan[1]/@to=2025-03-31;;set plan[2]/@from=2024-07-26", "2024-07-25",
         "令和6年1月24日", "そのあとは次の計画"},
        {"set inquiry/months/@to=2024-07;;set inquiry/months/@from=2024-07;;set plan[1]/@to=2025-03-31;;"
         "set plan[2]/@draft-on=2024-06-24;;set plan[2]/@made-on=2024-06-24;;set plan[2]/@signed-on=2024-06-24;;set "
         "plan[2]/@from=2024-06-24",
         "2024-08-01", "令和6年6月24日", "令和6年1月24日（"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        assert_true(strcmp(rows[i].edits, "-") == 0 || rule_edits(&c, rows[i].edits));
        assert_non_null(rule_case_check(&world, &c, (date){2024, 8, 1}));
        char *words = paper_words("inquiry-reply", rows[i].as_of, false);
        if (!strstr(words, rows[i].has) || strstr(words, rows[i].has_not))
            fail_msg("%s on %s: not with %s and without %s", rows[i].edits, rows[i].as_of ? rows[i].as_of : "no day",
                     rows[i].has, rows[i].has_not);
        g_free(words);
        rule_case_close(&c);
    }
}

/* A month stands on a fact that came only after it, or never: it is not in order, in any of the forms that print it. */
static void
a_month_is_not_in_order_before_what_it_needs(void **state)
{
    (void)state;
    static const struct {
        const char *edits, *wrong, *right; /* months, in words of the table */
    } rows[] = {
        {"-", "", "4 5 6 7"},
        /* Consent to share after the judgement, or after the sharing. */
        {"set consent[1]/@explained-on=2024-06-20;;set consent[1]/@signed-on=2024-06-20;;"
         "set consent[2]/@explained-on=2024-06-20;;set consent[2]/@signed-on=2024-06-20",
         "4 5 6 7", ""},
        {"set consent[1]/@explained-on=2024-04-11;;set consent[1]/@signed-on=2024-04-11;;"
         "set consent[2]/@signed-on=2024-04-11;;set consent[2]/@explained-on=2024-04-11",
         "4 5 6 7", ""},
        /* Consent to share after the plan was made with the school; the claims of that plan. */
        {"delete supplement;;set plan[1]/school-participation/@date=2023-11-10;;"
         "after plan[1]/school-participation <school-section><school-sharing>文</school-sharing></school-section>",
         "4 5 6 7", ""},
        /* The interim sheet came too late for April, or lacks what it is for. */
        {"set supplement/@made-on=2024-05-20;;set supplement/@signed-on=2024-05-20", "4 5", "6 7"},
        {"delete supplement/school-contact/who", "4 5 6 7", ""},
        {"set supplement/daily-link=", "4 5 6 7", ""},
        {"delete supplement", "4 5 6 7", ""},
        /* The plan was signed in June, its sheet in May. */
        {"set plan[1]/@signed-on=2024-06-04", "4 5 6", "7"},
        {"set plan[1]/schedule[1]/@signed-on=2024-06-03", "4 5 6", "7"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        rule_case c;
        rule_case_open(&c, "hodei-futoukou");
        assert_true(strcmp(rows[i].edits, "-") == 0 || rule_edits(&c, rows[i].edits));
        const casefile *read = rule_case_read(&world, &c);
        if (!read)
            rule_print_messages(c.d);
        assert_non_null(read);
        const check_result *r = check_case(c.a, c.s, world.rules, read, (date){2024, 8, 1}, DIAG_JA, c.d);
        assert_non_null(r);
        GString *table = g_string_new(NULL);
        check_print_months(r, read, DIAG_JA, table);
        for (int month = 4; month <= 7; month++) {
            char *mark = g_strdup_printf("令和6年%d月\t", month), name[2] = {(char)('0' + month), '\0'};
            char *line = strstr(table->str, mark);
            assert_non_null(line);
            char **cells = g_strsplit(line, "\t", 6);
            const char *verdict = cells[4];
            const bool wrong = strcmp(verdict, "×") == 0;
            if ((strstr(rows[i].wrong, name) && !wrong) || (strstr(rows[i].right, name) && wrong))
                fail_msg("%s: month %d is %s", rows[i].edits, month, verdict);
            g_strfreev(cells);
            g_free(mark);
        }
        g_string_free(table, TRUE);
        rule_case_close(&c);
    }
}

/* ---- the tests ---- */

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_is_judged_as_its_day_is),
        cmocka_unit_test(what_could_not_be_judged_stands_on_the_overview),
        cmocka_unit_test(a_reply_says_what_was_true_on_its_day),
        cmocka_unit_test(a_month_is_not_in_order_before_what_it_needs),
    };
    return cmocka_run_group_tests(tests, open_papers, close_papers);
}
