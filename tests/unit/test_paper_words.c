/* test_paper_words.c: what a paper says to its reader, in every form: a nursery's paper speaks of a nursery, filled and
 * to be written into; each sheet of a paper begins a page; and the foot gives a number as it was written and a date as
 * the body writes dates. */
#include "bound_support.h"

static const char *const nurseries[] = {"jihatsu-houmon", "satooya-houmon"};

/* One line of -T bind after the other: the form's own texts only; NULL at the end. */
static char *
next_own_text(char **rest)
{
    while (*rest && **rest) {
        char *line = *rest, *end = strchr(line, '\n');
        *rest = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        char *text = strstr(line, "text \"");
        if (text && !strstr(line, " data="))
            return text + strlen("text \"");
    }
    return NULL;
}

/* Papers of 個別サポート加算（Ⅲ）, which is of pupils only; of the school a child goes to; and the consent and the
 * questionnaires, which are for all places at once. */
static const char *const of_schools[] = {"consent",           "supplement",          "inquiry-reply",
                                         "year-overview",     "transition",          "evaluation",
                                         "evaluation-self",   "evaluation-guardian", "independence-plan",
                                         "evaluation-result", "evaluation-summary",  NULL};

static void
each_own_text(void **state, const char *const *but,
              void (*see)(const char *paper, const char *sample, const char *text))
{
    char **forms = form_names();
    for (char **name = forms; *name; name++)
        for (size_t i = 0; i < 2 * G_N_ELEMENTS(nurseries) && !g_strv_contains(but, *name); i++) {
            const char *sample = nurseries[i / 2];
            GString *paper =
                bound_with(*state, sample, "-", *name, &(bind_options){.draft = i % 2 == 0, .blank = i % 2});
            char *rest = paper ? paper->str : NULL;
            for (const char *text; (text = next_own_text(&rest));)
                see(*name, sample, text);
            if (paper)
                g_string_free(paper, TRUE);
        }
    g_strfreev(forms);
}

static void
see_nursery_text(const char *paper, const char *sample, const char *text)
{
    static const char *const words[] = {"登校",       "下校",   "来校", "学校側", "学校での",
                                        "学校からの", "学校名", "学年", "学級",   "授業"};
    for (size_t k = 0; k < G_N_ELEMENTS(words); k++)
        if (strstr(text, words[k]) && !strstr(text, "学校・園、学級"))
            fail_msg("%s of %s says %s to a nursery: %s", paper, sample, words[k], text);
    if (g_str_has_prefix(text, "学校\"") || g_str_has_prefix(text, "学校（"))
        fail_msg("%s of %s calls a nursery a school: %s", paper, sample, text);
}

static void
no_paper_of_a_nursery_has_words_of_schools(void **state)
{
    each_own_text(state, of_schools, see_nursery_text);
}

/* 　　年 for a hand is of a school, but where a month follows. */
static void
see_gap_of_year(const char *paper, const char *sample, const char *text)
{
    const char *year = text;
    while ((year = strstr(year, "　年"))) {
        year += strlen("　年");
        if (*year == '"' || g_str_has_prefix(year, "　　組"))
            if (!strstr(text, "和　　年"))
                fail_msg("%s of %s has room for a school year: %s", paper, sample, text);
    }
}

static void
no_child_of_a_nursery_has_a_school_year(void **state)
{
    each_own_text(state, (const char *const[]){NULL}, see_gap_of_year);
}

/* Places of the records of one paper: each sheet has the words of its own. */
static void
a_sheet_has_the_words_of_its_place(void **state)
{
    GString *school = bound_text(*state, "hodei-futoukou", "-", "school-sharing");
    GString *nursery = bound_text(*state, "satooya-houmon", "-", "school-sharing");
    assert_non_null(strstr(school->str, "登校状況"));
    assert_null(strstr(school->str, "登園"));
    assert_non_null(strstr(nursery->str, "園との情報共有記録"));
    assert_null(strstr(nursery->str, "登校状況"));
    g_string_free(school, TRUE);
    g_string_free(nursery, TRUE);
}

/* ---- sheets ---- */

/* Services, offices, records: what is printed once for each begins a page, also to be written into. */
static void
each_sheet_begins_a_page(void **state)
{
    static const char *const samples[] = {"jihatsu-houmon", "satooya-houmon", "futatsu-jigyousho", "kyoudai-ani"};
    char **forms = form_names();
    size_t sheets = 0;
    for (char **name = forms; *name; name++)
        for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
            GString *paper = bound_as(*state, samples[i], "-", *name, true);
            const char *body = strstr(paper->str, "\nbody\n");
            size_t titles = 0, breaks = 0;
            for (const char *at = body; (at = strstr(at, "提供実績記録票\"")); at++)
                titles++;
            for (const char *at = body; (at = strstr(at, "page-break ")); at++)
                breaks++;
            if (titles && titles != breaks + 1)
                fail_msg("%s of %s: %zu sheets, %zu breaks", *name, samples[i], titles, breaks);
            sheets += titles;
            g_string_free(paper, TRUE);
        }
    assert_true(sheets >= 6);
    g_strfreev(forms);
}

/* ---- who has left ---- */

#define GONE_MANAGER "office: set //staff[@id='ki-01']/@to=2026-01-31;;office: set //staff[@id='ki-01']/name/given=太一"

/* Forms in which one who left is named, of those to write into for the child. */
static char *
forms_that_name(void **state, const char *edits, const char *name, const char *as_of)
{
    GString *found = g_string_new(NULL);
    char **forms = form_names();
    for (char **each = forms; *each; each++) {
        GString *paper =
            bound_with(*state, "jihatsu-houmon", edits, *each, &(bind_options){.blank = true, .as_of = as_of});
        if (strstr(paper->str, name))
            g_string_append_printf(found, "%s ", *each);
        g_string_free(paper, TRUE);
    }
    g_strfreev(forms);
    return g_string_free(found, FALSE);
}

/* Nobody followed them, and they are not on a paper to be written into, whatever the last record names. */
static void
staff_who_left_are_on_no_paper_to_write(void **state)
{
    static const struct {
        const char *edits, *name;
        const char *as_of;
        bool there;
    } rows[] = {
        {"office: set //staff[@id='ki-02']/@to=2026-01-31", "栁瀨", NULL, false},
        {"office: set //staff[@id='ki-02']/@to=2026-01-31", "栁瀨", "2026-01-31", true},
        {"office: set //staff[@id='ki-02']/@to=2026-01-31", "栁瀨", "2026-02-01", false},
        {GONE_MANAGER, "太一", NULL, false}, /* the manager */
        {GONE_MANAGER, "太一", "2026-01-31", true},
        {GONE_MANAGER, "太一", "2026-02-01", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *found = forms_that_name(state, rows[i].edits, rows[i].name, rows[i].as_of);
        if (!rows[i].there && *found)
            fail_msg("%s as of %s: %s", rows[i].name, rows[i].as_of ? rows[i].as_of : "no day", found);
        if (rows[i].there)
            assert_true(strlen(found) > 0);
        g_free(found);
    }
}

/* ---- where the child goes ---- */

#define MOVED                                                                                                          \
    "set enrolment[2]/@to=2026-01-31;;after enrolment[2] <enrolment partner='minato' from='2026-02-01' "               \
    "class-kind='園'/>"
#define BOTH_MOVED MOVED ";;set service-use[@id='su-houmon']/@visited-partner=minato"

/* The place visited is that of the paper's day, whether or not the use of the service says so already, or no longer. */
static void
a_paper_goes_to_the_place_of_its_day(void **state)
{
    static const struct {
        const char *name, *as_of, *before; /* what stands before the place */
        bool blank, moved;
    } rows[] = {
        {"visit-letter", NULL, "block ", true, true},
        {"visit-letter", "2026-02-10", "block ", true, true},
        {"visit-letter", "2026-01-10", "block ", true, false},
        {"visit-letter", NULL, "block ", false, false},
        {"visit-record", NULL, "訪問先", true, true},
        {"visit-record", "2026-02-10", "訪問先", true, true},
        {"visit-record", "2026-01-10", "訪問先", true, false},
        {"plan", NULL, "訪問先　", true, true},
        {"plan", "2026-02-10", "訪問先　", true, true},
        {"plan", "2026-01-10", "訪問先　", true, false},
        {"plan", NULL, "訪問先　", false, false},
        {"face-sheet", "2026-02-10", "（\"", true, true},
        {"face-sheet", "2026-01-10", "（\"", true, false},
        {"face-sheet", "2026-01-10", "（\"", false, false},
        {"face-sheet", "2026-02-10", "（\"", false, true},
    };
    static const char *const edits[] = {MOVED, BOTH_MOVED};
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(rows); i++) {
        const char *edit = edits[i % 2], *name = rows[i / 2].name, *as_of = rows[i / 2].as_of;
        const bool blank = rows[i / 2].blank;
        GString *paper = bound_with(*state, "jihatsu-houmon", edit, name,
                                    &(bind_options){.blank = blank, .draft = !blank, .as_of = as_of});
        const char *body = strstr(paper->str, "\nbody\n");
        const char *service = strcmp(name, "face-sheet") == 0 ? strstr(body, "利用しているサービス") : body;
        const char *at = strstr(service, rows[i / 2].before);
        const char *old = at ? strstr(at, "中央第二幼児園") : NULL, *now = at ? strstr(at, "みなと保育園") : NULL;
        const bool says_now = now && (!old || now < old);
        if ((!old && !now) || says_now != rows[i / 2].moved)
            fail_msg("%s as of %s, %s: it goes to the %s place", name, as_of ? as_of : "no day", edit,
                     says_now ? "new" : "old");
        g_string_free(paper, TRUE);
    }
}

/* ---- the foot ---- */

#define WIDE "set options/@digits=全角;;"

/* A number keeps its figures, whatever it is made of; a date has those of the body, and its word is the form's. */
static void
only_a_date_is_a_date_in_the_foot(void **state)
{
    static const struct {
        const char *sample, *form, *edits, *foot;
    } rows[] = {
        {"futatsu-jigyousho", "visit-letter", WIDE "set visit/letter/@number=令6年第12号", "令6年第12号"},
        {"futatsu-jigyousho", "visit-letter", WIDE "set visit/letter/@number=R6年4月1日-3", "R6年4月1日-3"},
        {"futatsu-jigyousho", "school-sharing", WIDE "set month/school-sharing/@id=r6-4-2", "記録番号　r6-4-2"},
        {"jihatsu-houmon", "assessment", "set @id=K-12;;after masters <options digits='全角'/>", "事例番号　K-12"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GString *paper = bound_text(*state, rows[i].sample, rows[i].edits, rows[i].form);
        char *foot = g_strdup_printf("\"%s\" form=base.xml", rows[i].foot);
        if (!strstr(paper->str, foot))
            fail_msg("the foot of %s does not say %s", rows[i].form, rows[i].foot);
        g_string_free(paper, TRUE);
        g_free(foot);
    }
    static const char *const dated[] = {"plan", "schedule", "transition"};
    for (size_t i = 0; i < G_N_ELEMENTS(dated); i++) {
        GString *paper = bound_text(*state, "futatsu-jigyousho", "set options/@digits=全角", dated[i]);
        const char *foot = strstr(paper->str, "\nfoot");
        const char *word = strstr(foot, "text \"作成日\" form="), *year = word ? strstr(word, "年") : NULL;
        if (!year || !g_unichar_isdigit(g_utf8_get_char(g_utf8_prev_char(year))) || g_ascii_isdigit(year[-1]))
            fail_msg("the foot of %s has no date as the body writes it", dated[i]);
        g_string_free(paper, TRUE);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_paper_of_a_nursery_has_words_of_schools),
        cmocka_unit_test(no_child_of_a_nursery_has_a_school_year),
        cmocka_unit_test(a_sheet_has_the_words_of_its_place),
        cmocka_unit_test(each_sheet_begins_a_page),
        cmocka_unit_test(staff_who_left_are_on_no_paper_to_write),
        cmocka_unit_test(a_paper_goes_to_the_place_of_its_day),
        cmocka_unit_test(only_a_date_is_a_date_in_the_foot),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
