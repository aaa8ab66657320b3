/* test_timeline_gaps.c: on which days of the use of a service something is lacking that its claim needs. */
#include "check_support.h"

#include "timeline/timeline.h"

/* Every chain of the sample is complete from here on. */
#define COMPLETE "set service-use/@start=2024-02-01"
/* Days of use are kept elsewhere. */
#define ELSEWHERE COMPLETE ";;delete month/actual"

/* "2024-04-01/2024-04-10 schedule su-komorebi"; ` | ` between them, `<` after one between two periods. */
static const char *
gaps_of(world *w, const char *edits, const char *as_of)
{
    check_count(w, "1", edits, "1");
    char *path = rule_path(w->shared.folder, "case", 0);
    const casefile *c = casefile_read_with(w->sample.a, w->sample.s, path, w->shared.schemas, w->sample.d);
    g_free(path);
    size_t count;
    const timeline_gap *gaps = timeline_gaps(timeline_of(c), day(as_of), &count);
    g_string_truncate(w->text, 0);
    for (size_t i = 0; i < count; i++) {
        const timeline_gap *g = &gaps[i];
        const bool programme = xml_named(g->at, "programme");
        g_string_append_printf(w->text, "%s%04d-%02d-%02d/%04d-%02d-%02d %s %s%s", i ? " | " : "", g->from.year,
                               g->from.month, g->from.day, g->to.year, g->to.month, g->to.day,
                               timeline_lack_name(g->lack), xml_attribute(w->sample.a, g->at, programme ? "no" : "id"),
                               g->after ? " <" : "");
    }
    return w->text->str;
}

static void
check_gaps(world *w, const char *edits, const char *as_of, const char *expected)
{
    const char *found = gaps_of(w, edits, as_of);
    if (strcmp(found, expected) != 0)
        fail_msg("%s as of %s: %s instead of %s", edits, as_of, found, expected);
}

static void
a_complete_chain_has_no_gap(void **state)
{
    world *w = *state;
    check_gaps(w, COMPLETE, "2024-02-01", "");
    check_gaps(w, COMPLETE, "2024-08-01", "");
    /* Nothing is in use yet, or any more. */
    check_gaps(w, COMPLETE, "2024-01-31", "");
    check_gaps(w, COMPLETE ";;set service-use/@end=2024-07-31", "2026-08-01", "");
}

static void
every_day_of_use_needs_its_papers(void **state)
{
    world *w = *state;
    /* From the first day of use, and not from before five years. */
    check_gaps(w, "set service-use/@start=2024-01-30", "2024-08-01", "2024-01-30/2024-01-31 plan su-komorebi");
    check_gaps(w, "set service-use/@start=2010-04-01;;delete certificate;;delete month/actual", "2024-08-01",
               "2019-08-01/2024-08-01 certificate su-komorebi | 2019-08-01/2023-03-31 enrolment su-komorebi | "
               "2019-08-01/2024-01-31 plan su-komorebi | 2024-04-01/2024-04-10 schedule su-komorebi");
    check_gaps(w,
               "set service-use/@start=2010-04-01;;delete certificate;;delete enrolment;;delete plan;;"
               "delete month/actual;;delete pickup;;delete supplement",
               "2024-02-29",
               "2019-02-28/2024-02-29 certificate su-komorebi | 2019-02-28/2024-02-29 enrolment su-komorebi | "
               "2019-02-28/2024-02-29 plan su-komorebi");
    /* To the day, or the last day of use. */
    check_gaps(w, ELSEWHERE ";;set certificate[2]/@to=2024-07-10;;set plan/schedule/@from=2024-04-01", "2024-07-15",
               "2024-07-11/2024-07-15 certificate su-komorebi");
    check_gaps(w,
               ELSEWHERE ";;set certificate[2]/@to=2024-07-10;;set service-use/@end=2024-07-12;;"
                         "set plan/schedule[1]/@from=2024-04-01",
               "2024-07-31", "2024-07-11/2024-07-12 certificate su-komorebi");
    /* A certificate of another service, a school that is none. */
    check_gaps(w, COMPLETE ";;set certificate[1]/@kind=児発", "2024-02-29",
               "2024-02-01/2024-02-29 certificate su-komorebi");
    check_gaps(w, COMPLETE ";;set partners:partner[@id='wakabadai']/@kind=学童", "2024-02-29",
               "2024-02-01/2024-02-29 enrolment su-komorebi");
}

/* Days of use that are on record are judged by the rules, one by one. */
static void
days_on_record_are_for_the_rules(void **state)
{
    world *w = *state;
    check_gaps(w, COMPLETE ";;delete enrolment", "2024-08-01",
               "2024-02-01/2024-03-31 enrolment su-komorebi | 2024-08-01/2024-08-01 enrolment su-komorebi");
    check_gaps(w, ELSEWHERE ";;delete enrolment", "2024-08-01",
               "2024-02-01/2024-08-01 enrolment su-komorebi | 2024-04-01/2024-04-10 schedule su-komorebi");
    /* But no rule misses a sheet for them. */
    check_gaps(w, COMPLETE ";;delete plan[1]/schedule[2]", "2024-08-01", "2024-07-22/2024-07-30 schedule su-komorebi");
    check_gaps(w, COMPLETE ";;delete plan/schedule", "2024-08-01", "2024-04-11/2024-08-01 schedule su-komorebi");
}

static void
use_days_count_when_they_are_given(void **state)
{
    world *w = *state;
    /* 2024-03-30 is a Saturday, on which it is used; the next day is not. */
    check_gaps(w, COMPLETE ";;set certificate[1]/@to=2024-03-29", "2024-08-01",
               "2024-03-30/2024-03-31 certificate su-komorebi <");
    check_gaps(w, COMPLETE ";;set certificate[1]/@to=2024-03-30", "2024-08-01", "");
    check_gaps(w, COMPLETE ";;set certificate[1]/@to=2024-03-30;;delete service-use/use-day", "2024-08-01",
               "2024-03-31/2024-03-31 certificate su-komorebi <");
    check_gaps(w, COMPLETE ";;set certificate[1]/@to=2024-03-20", "2024-08-01",
               "2024-03-21/2024-03-31 certificate su-komorebi <");
    check_gaps(w,
               COMPLETE ";;set certificate[1]/@to=2024-03-30;;delete service-use/use-day[position() > 1];;"
                        "set service-use/use-day/@weekday=日・祝日",
               "2024-08-01", "2024-03-31/2024-03-31 certificate su-komorebi <");
    /* A weekday that no sheet has. */
    check_gaps(w, ELSEWHERE ";;set plan/schedule[1]/@from=2024-04-01;;set service-use/use-day[1]/@weekday=日・祝日",
               "2024-05-31", "2024-04-01/2024-05-31 weekday su-komorebi");
}

static void
a_gap_between_two_periods_is_one(void **state)
{
    world *w = *state;
    check_gaps(w, ELSEWHERE ";;set plan/schedule[1]/@from=2024-04-01;;set plan[1]/@to=2024-07-20", "2024-08-01",
               "2024-07-21/2024-07-31 plan su-komorebi <");
    check_gaps(w, ELSEWHERE ";;set plan/schedule[1]/@from=2024-04-01;;set plan[1]/@to=2024-07-20;;delete plan[2]",
               "2024-07-31", "2024-07-21/2024-07-31 plan su-komorebi");
}

static void
a_programme_needs_its_own(void **state)
{
    world *w = *state;
    /* Its claims are on record: the rules judge them. */
    check_gaps(w, COMPLETE ";;delete consent[2];;delete non-attendance/judgement", "2024-07-31", "");
    check_gaps(w, COMPLETE ";;delete consent[2];;delete month/claim", "2024-07-31", "2024-04-10/2024-07-31 consent 4");
    check_gaps(w, COMPLETE ";;delete non-attendance/judgement;;delete month/claim", "2024-07-31",
               "2024-04-10/2024-07-31 judgement 4");
    /* What is answered is known: a refusal, a withdrawal; what ran out is not. */
    check_gaps(w, COMPLETE ";;set consent[2]/@addition-iii=同意しない;;delete month/claim", "2024-07-31", "");
    check_gaps(w, COMPLETE ";;set consent[2]/@withdrawn-on=2024-06-10;;delete month/claim", "2024-07-31", "");
    check_gaps(w, COMPLETE ";;set consent[2]/@valid-to=2024-06-10;;delete month/claim", "2024-07-31",
               "2024-06-11/2024-07-31 consent 4");
    /* A month that is over, and nothing of it is there. */
    check_gaps(w, COMPLETE ";;delete month[@ym='2024-05']", "2024-07-31", "2024-05-01/2024-05-31 month 4");
    check_gaps(w, COMPLETE ";;delete month[@ym='2024-07']", "2024-07-31", "");
    check_gaps(w, COMPLETE ";;delete month[@ym='2024-07']", "2024-08-01", "2024-07-01/2024-07-31 month 4");
    /* What is done only by telling others. */
    check_gaps(w, COMPLETE ";;set programme/@no=10;;delete consent", "2024-07-31",
               "2024-04-10/2024-07-31 sharing-consent 10");
    check_gaps(w, COMPLETE ";;set programme/@no=5;;delete consent", "2024-07-31", "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_complete_chain_has_no_gap),      TEST(every_day_of_use_needs_its_papers),
        TEST(days_on_record_are_for_the_rules), TEST(use_days_count_when_they_are_given),
        TEST(a_gap_between_two_periods_is_one), TEST(a_programme_needs_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
