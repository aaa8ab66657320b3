/* test_timeline.c: what was true on a day, over edited copies of a sample: plans that are revised, late or unsigned,
 * schools that are changed, days of every kind, consents that are withdrawn, refused and given anew. */
#include "timeline_support.h"

#define PLAN(day) "string(plan-on('" day "', 'su-komorebi')/@id)"
/* A third plan, in the middle of the second: the sample's are from 2024-02-01 and 2024-08-01, for half a year each. */
#define REVISED(rest) ANOTHER("2025-04-14", rest)
/* The same, but that it ends before the second does. */
#define SHORT(rest) ANOTHER("2024-12-18", rest)
#define OTHER                                                                                                          \
    "after service-use[1] <service-use id='other' kind='児発' office='komorebi' start='2024-01-01'>"                 \
    "<use-day weekday='月'/></service-use>;;"
#define ANOTHER(to, rest)                                                                                                    \
    "after plan[last()] <plan id='plan-3' service='su-komorebi' explainer='ko-02' made-on='2024-10-10' "                     \
    "from='2024-10-15' "                                                                                                     \
    "to='" to "' " rest "><intention><child>文</child><guardian>文</guardian></intention><policy>文</policy>"             \
    "<long-goal>文</long-goal><short-goal>文</short-goal><row group='本人支援'><goal>文</goal><content>文</content>" \
    "</row></plan>"

static void
one_plan_holds_on_a_day(void **state)
{
    static const row rows[] = {
        {"-", PLAN("2024-01-31"), ""},
        {"-", PLAN("2024-02-01"), "plan-1"},
        {"-", PLAN("2024-07-31"), "plan-1"},
        {"-", PLAN("2024-08-01"), "plan-2"},
        {"-", PLAN("2025-02-01"), ""},
        {"-", "string(plan-on(@none, 'su-komorebi')/@id)", ""},
        {"-", "string(plan-on('2024-08-01', 'nobody')/@id)", ""},
        {"-", "string(plan-on('2024-08-01', plan/@service | plan/@also-service)/@id)", "plan-2"},
        {"-", "join(plans-within('2024-07-31', '2024-08-01', 'su-komorebi')/@id, ' ')", "plan-1 plan-2"},
        {"-", "join(plans-within('2024-07-30', '2024-07-31', 'su-komorebi')/@id, ' ')", "plan-1"},
        {"-", "count(plans-within('2024-01-01', '2024-01-31', 'su-komorebi'))", "0"},
        {"-", "count(plans-within('2025-02-01', '2026-01-31', 'su-komorebi'))", "0"},
        {"-", "count(plans-within('2024-07-31', '2024-08-01', 'nobody'))", "0"},
        {"-", "count(plans-within('2024-07-31', '2024-08-01', plan/@service | plan/@also-service))", "2"},
        {REVISED("signed-on='2024-10-12'"), "count(plans-within('2024-10-14', '2024-10-15', 'su-komorebi'))", "2"},
        {"-", "plan-last(plan[1])", "2024-07-31"},
        {"-", "plan-last(no-such)", ""},
        /* Revised in the middle: the older one ends, and still prints its period. */
        {REVISED("signed-on='2024-10-12'"), PLAN("2024-10-14"), "plan-2"},
        {REVISED("signed-on='2024-10-12'"), PLAN("2024-10-15"), "plan-3"},
        {REVISED("signed-on='2024-10-12'"), "plan-last(plan[@id = 'plan-2'])", "2024-10-14"},
        {REVISED("signed-on='2024-10-12'"), "string(plan[@id = 'plan-2']/@to)", "2025-01-31"},
        {REVISED("signed-on='2024-10-12'"), "plan-last(plan[@id = 'plan-3'])", "2025-04-14"},
        /* A draft ends nothing, and stands where there is nothing else. */
        {REVISED(""), PLAN("2024-10-15"), "plan-2"},
        {REVISED(""), PLAN("2025-01-31"), "plan-2"},
        {REVISED(""), PLAN("2025-02-01"), "plan-3"},
        /* Signed late: until then the signed one holds. */
        {REVISED("signed-on='2024-10-20'"), PLAN("2024-10-19"), "plan-2"},
        {REVISED("signed-on='2024-10-20'"), PLAN("2024-10-20"), "plan-3"},
        {REVISED("signed-on='2024-10-20'"), "plan-last(plan[@id = 'plan-2'])", "2024-10-19"},
        {REVISED("signed-on='2024-10-20'"), "count(plan-on('2024-10-20', 'su-komorebi', true()))", "1"},
        {"delete plan/@signed-on", "count(plan-on('2024-09-01', 'su-komorebi', true()))", "0"},
        /* The claims of its days. */
        {"-", "count(claims-under(plan[1])) = count(month/claim/addition-iii)", "true"},
        {"-", "count(claims-under(plan[2]))", "0"},
        {"set plan[2]/@from=2024-07-08;;set plan[2]/@signed-on=2024-07-08", "string(claims-under(plan[2])[1])",
         "2024-07-08"},
        /* Wholly overtaken, it never holds. */
        {"set plan[1]/@from=2024-08-01;;set plan[1]/@to=2025-01-31", "plan-last(plan[1])", ""},
        {"set plan[1]/@from=2024-08-01;;set plan[1]/@to=2025-01-31", PLAN("2024-09-01"), "plan-2"},
        /* One that was replaced does not come back when the newer one has ended. */
        {SHORT("signed-on='2024-10-12'"), PLAN("2024-12-18"), "plan-3"},
        {SHORT("signed-on='2024-10-12'"), PLAN("2024-12-19"), ""},
        {SHORT("signed-on='2024-10-12'"), PLAN("2025-01-31"), ""},
        {SHORT("signed-on='2024-10-12'"), "plan-last(plan[@id = 'plan-2'])", "2024-10-14"},
        {SHORT("signed-on='2024-10-12'"), "plan-last(plan[@id = 'plan-3'])", "2024-12-18"},
        /* Nor one that lacks its signature; but a draft after it stands. */
        {SHORT("signed-on='2024-10-12'") ";;delete plan[2]/@signed-on", PLAN("2024-12-19"), ""},
        {SHORT("signed-on='2024-10-12'") ";;set plan[2]/@from=2024-10-16;;delete plan[2]/@signed-on",
         PLAN("2024-12-19"), "plan-2"},
        /* Never signed, or when it was over: it took nothing over. */
        {SHORT(""), PLAN("2024-12-19"), "plan-2"},
        {SHORT("signed-on='2024-12-19'"), PLAN("2024-12-19"), "plan-2"},
        {SHORT("signed-on='2024-12-18'"), PLAN("2024-12-17"), "plan-2"},
        {SHORT("signed-on='2024-12-18'"), PLAN("2024-12-19"), ""},
        /* Three in a chain: neither the second nor the first comes back after the third. */
        {SHORT("signed-on='2024-10-12'") ";;set plan[1]/@to=2026-01-31;;set plan[2]/@to=2026-01-31", PLAN("2025-06-01"),
         ""},
        {SHORT("signed-on='2024-10-12'") ";;set plan[1]/@to=2026-01-31;;set plan[2]/@to=2026-01-31",
         "plan-last(plan[@id = 'plan-1'])", "2024-07-31"},
        /* Of another service: it ends nothing here; of two services, that one which is not replaced goes on. */
        {OTHER SHORT("signed-on='2024-10-12'") ";;set plan[3]/@service=other", PLAN("2024-12-19"), "plan-2"},
        {OTHER SHORT("signed-on='2024-10-12'") ";;set plan[2]/@also-service=other",
         "string(plan-on('2024-12-19', 'other')/@id)", "plan-2"},
        {OTHER SHORT("signed-on='2024-10-12'") ";;set plan[2]/@also-service=other", "plan-last(plan[@id = 'plan-2'])",
         "2025-01-31"},
        /* Written in another order. */
        {REVISED("signed-on='2024-10-12'") ";;delete supplement;;delete plan[1]", PLAN("2024-10-15"), "plan-3"},
    };
    check_rows(*state, rows, G_N_ELEMENTS(rows));
}

#define CLUB "set partners:partner[@id='chuo-daini']/@kind=学童"
#define ACTUAL(day, start, end) "<actual date='" day "' service='su-komorebi' start='" start "' end='" end "'/>"
#define LATER(element) "after month[@ym='2024-06']/actual[@date='2024-06-11'] " element

/* By their days, wherever they are written down; the sample's day of 2024-06-11 is from 10:30 to 13:30, and its
 * extension until 15:00. */
static void
a_day_of_use_is_found_by_its_date(void **state)
{
    static const char overlapping[] = "join(overlapping(month/actual)/@start, ' ')";
    static const row rows[] = {
        {"-", "starts-with(used-in('2024-06')/@date, '2024-06')", "true"},
        {"-", "count(used-in('2023-06') | used-in('2025-06') | used-in(@none))", "0"},
        {LATER(ACTUAL("2023-06-30", "15:00", "16:00")), "string(used-in('2023-06')/@date)", "2023-06-30"},
        {LATER(ACTUAL("2023-06-30", "15:00", "16:00")), "count(used-in('2023-05') | used-in('2023-07'))", "0"},
        {LATER(ACTUAL("2023-06-01", "15:00", "16:00")), "count(used-in('2023-06'))", "1"},
        {"-", overlapping, ""},
        {LATER(ACTUAL("2024-06-11", "13:29", "14:00")), overlapping, "13:29"},
        {LATER(ACTUAL("2024-06-11", "13:30", "14:00")), overlapping, "13:30"},
        {LATER(ACTUAL("2024-06-11", "15:00", "16:00")), overlapping, ""}, /* one ends as the other begins */
        {LATER("<actual date='2024-06-11' service='su-komorebi' start='16:00' end='17:00'>"
               "<ext-before start='14:59' end='16:00'/></actual>"),
         overlapping, "16:00"},
        {LATER(ACTUAL("2024-06-12", "10:30", "13:30")), overlapping, ""},
        /* Each but the first; and one in another month's record is told as that. */
        {LATER(ACTUAL("2024-06-11", "11:00", "11:10") ACTUAL("2024-06-11", "11:05", "11:06")), overlapping,
         "11:00 11:05"},
        {LATER(ACTUAL("2024-06-11", "15:00", "16:00") ACTUAL("2024-06-11", "15:59", "17:00")), overlapping, "15:59"},
        {"after month[@ym='2024-07']/actual[1] " ACTUAL("2024-06-11", "11:00", "11:10"), overlapping, ""},
    };
    check_rows(*state, rows, G_N_ELEMENTS(rows));
}

#define SCHOOL(day) "string(school-on('" day "')/@partner)"

static void
the_school_is_that_of_the_day(void **state)
{
    static const row rows[] = {
        {"-", SCHOOL("2024-06-03"), "wakabadai"},
        {"-", SCHOOL("2022-06-01"), ""},
        /* The former enrolment was never closed. */
        {"after enrolment[last()] <enrolment partner='midori' from='2024-07-01'/>", SCHOOL("2024-06-30"), "wakabadai"},
        {"after enrolment[last()] <enrolment partner='midori' from='2024-07-01'/>", SCHOOL("2024-07-01"), "midori"},
        {"before enrolment[1] <enrolment partner='midori' from='2024-07-01'/>", SCHOOL("2024-07-01"), "midori"},
        /* Another place beside a school, and alone. */
        {CLUB ";;after enrolment[last()] <enrolment partner='chuo-daini' from='2024-07-01'/>", SCHOOL("2024-07-01"),
         "wakabadai"},
        {CLUB ";;set enrolment/@partner=chuo-daini", SCHOOL("2024-07-01"), "chuo-daini"},
    };
    check_rows(*state, rows, G_N_ELEMENTS(rows));
}

#define DAY(day) "concat(day-kind('" day "'), ' ', class-start('" day "'), '-', class-end('" day "'))"
#define AT_SCHOOL(entry) "before partners:partner[@id='wakabadai']/busy-period[1] " entry

#define WEDNESDAY "partners:partner[@id='wakabadai']/timetable/class-day[@weekday='水']"

static void
a_day_is_of_one_kind(void **state)
{
    static const row rows[] = {
        {"-", DAY("2024-06-11"), "授業日 08:35-15:25"},
        {"-", DAY("2024-06-12"), "授業日 08:35-14:35"},
        {"-", DAY("2024-06-15"), "授業のない曜日 -"},
        {"-", DAY("2024-06-16"), "日・祝日 -"},
        {"-", DAY("2024-04-29"), "日・祝日 -"},
        {"-", DAY("2024-07-20"), "授業のない曜日 -"},
        {"-", DAY("2024-07-21"), "長期休業 -"},
        {"-", DAY("2024-08-11"), "長期休業 -"},
        {"-", DAY("2025-06-10"), "-"}, /* no timetable of that year */
        /* A school of compulsory education has classes on it, whatever its timetable has left out; others may be free.
         */
        {"delete " WEDNESDAY, DAY("2024-06-12"), "-"},
        {"delete " WEDNESDAY, DAY("2024-06-11"), "授業日 08:35-15:25"},
        {"delete " WEDNESDAY, DAY("2024-06-15"), "授業のない曜日 -"},
        {"delete " WEDNESDAY ";;set partners:partner[@id='wakabadai']/@kind=義務教育学校", DAY("2024-06-12"), "-"},
        {"delete " WEDNESDAY ";;" AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12'/>"), DAY("2024-06-12"),
         "学級閉鎖 -"},
        {"-", DAY("2022-06-01"), "-"}, /* no enrolment */
        {"before partners:partner[@id='wakabadai']/vacation[1] <closed-day date='2024-06-11'>開校記念日</closed-day>",
         DAY("2024-06-11"), "休業日 -"},
        {AT_SCHOOL("<short-day from='2024-06-11' end='12:10'/>"), DAY("2024-06-11"), "短縮授業 08:35-12:10"},
        {AT_SCHOOL("<short-day from='2024-06-10' to='2024-06-14' end='15:00'/>"), DAY("2024-06-12"),
         "短縮授業 08:35-14:35"},
        {AT_SCHOOL("<short-day from='2024-06-10' to='2024-06-17' end='15:00'/>"), DAY("2024-06-16"), "日・祝日 -"},
        {AT_SCHOOL("<open-day date='2024-06-16' start='08:30' end='12:00'>運動会</open-day>"), DAY("2024-06-16"),
         "登校日 08:30-12:00"},
        {AT_SCHOOL("<open-day date='2024-08-05' start='08:30' end='11:00'/>"), DAY("2024-08-05"), "登校日 08:30-11:00"},
        {AT_SCHOOL("<class-closure from='2024-06-10' to='2024-06-12'/>"), DAY("2024-06-12"), "学級閉鎖 -"},
        {AT_SCHOOL("<class-closure from='2024-06-10' to='2024-06-12' class-name='9組'/>"), DAY("2024-06-12"),
         "授業日 08:35-14:35"},
        /* The class is the same in whatever figures and width; the year before it is the child's, or it is not. */
        {AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12' class-name='２ 組'/>"), DAY("2024-06-12"),
         "学級閉鎖 -"},
        {AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12' class-name='二組'/>"), DAY("2024-06-12"),
         "学級閉鎖 -"},
        {AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12' class-name='6年2組'/>"), DAY("2024-06-12"),
         "学級閉鎖 -"},
        {AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12' class-name='5年2組'/>"), DAY("2024-06-12"),
         "授業日 08:35-14:35"},
        {AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12' class-name='6年2組'/>") ";;set "
                                                                                             "enrolment[2]/"
                                                                                             "@class-name=6年2組",
         DAY("2024-06-12"), "学級閉鎖 -"},
        {AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12' class-name='5年2組'/>") ";;set "
                                                                                             "enrolment[2]/"
                                                                                             "@class-name=6年2組",
         DAY("2024-06-12"), "授業日 08:35-14:35"},
        /* Where the child's is not written it is not known whether there are classes. */
        {AT_SCHOOL("<class-closure from='2024-06-12' to='2024-06-12' class-name='2組'/>") ";;delete "
                                                                                          "enrolment/@class-name",
         DAY("2024-06-12"), "授業日 -"},
        {"delete enrolment/@class-name", DAY("2024-06-12"), "授業日 08:35-14:35"},
        /* What the family told: the time is that of the pick-up, the classes' end is not later than usual. */
        {"-", DAY("2024-07-19"), "短縮授業 08:35-15:25"},
        {"set pickup/change[@kind='短縮授業']/@time=12:20", DAY("2024-07-19"), "短縮授業 08:35-12:20"},
        {"set pickup/change[@kind='短縮授業']/@kind=休み", DAY("2024-07-19"), "休業日 -"},
        {"set pickup/change[@kind='短縮授業']/@kind=行事", DAY("2024-07-19"), "授業日 08:35-15:25"},
    };
    check_rows(*state, rows, G_N_ELEMENTS(rows));
}

/* The first sheet of plan-2 has the vacation of August, the second the rest. */
#define PLANNED(label)                                                                                                 \
    "join(class-hours(plan[@id = 'plan-2']/schedule[starts-with(@label, '" label "')]/day)/@weekday, '')"

static void
sheets_are_for_their_days(void **state)
{
    static const char actual[] = "count(class-hours(month/actual[@date = '2024-06-11']))";
    static const char unknown[] = "count(class-hours-unknown(month/actual[@date = '2024-06-11']))";
    static const row rows[] = {
        {"-", PLANNED("通常"), "火木"},
        {"-", PLANNED("夏季"), ""},
        /* A sheet from the Saturday before the vacation, or to the Sunday after it. */
        {"set plan[@id='plan-2']/schedule[1]/@from=2024-07-20", PLANNED("夏季"), ""},
        {"set plan[@id='plan-2']/schedule[1]/@to=2024-09-01", PLANNED("夏季"), ""},
        {"set plan[@id='plan-2']/schedule[1]/@to=2024-09-02", PLANNED("夏季"),
         ""}, /* the next sheet has that day, too */
        {"set plan[@id='plan-2']/schedule[1]/@to=2024-09-02;;set plan[@id='plan-2']/schedule[2]/@from=2024-09-03",
         PLANNED("夏季"), "月"},
        {"set plan[@id='plan-2']/schedule[1]/@to=2024-09-02;;set plan[@id='plan-2']/schedule[2]/@from=2024-09-03;;"
         "set plan[@id='plan-2']/schedule[1]/@day-kind=休業日",
         PLANNED("夏季"), ""},
        /* Two sheets for the same days: it is not known which holds, until it is said. */
        {"set plan[@id='plan-2']/schedule[1]/@from=2024-09-01;;set plan[@id='plan-2']/schedule[1]/@to=2025-01-31",
         PLANNED("夏季"), ""},
        {"set plan[@id='plan-2']/schedule[1]/@from=2024-09-01;;set plan[@id='plan-2']/schedule[1]/@to=2025-01-31",
         "join(class-hours-unknown(plan[@id = 'plan-2']/schedule[1]/day)/@weekday, '')", "月火木金"},
        {"set plan[@id='plan-2']/schedule[1]/@from=2024-09-01;;set plan[@id='plan-2']/schedule[1]/@to=2025-01-31;;"
         "set plan[@id='plan-2']/schedule[1]/@day-kind=短縮授業;;set plan[@id='plan-2']/schedule[2]/@day-kind=授業日",
         PLANNED("通常"), "火木"},
        /* A short day frees the hours after it, an open Sunday has classes. */
        {AT_SCHOOL("<short-day from='2024-06-11' end='10:30'/>"), actual, "0"},
        {AT_SCHOOL("<short-day from='2024-06-11' end='10:31'/>"), actual, "1"},
        {AT_SCHOOL("<class-closure from='2024-06-11' to='2024-06-11'/>"), actual, "0"},
        {"set pickup/change[1]/@date=2024-06-11;;delete pickup/change[1]/@time", unknown, "1"},
        /* Classes that end nobody says when have ended by the time they usually do. */
        {"set pickup/change[1]/@date=2024-06-11;;delete pickup/change[1]/@time;;"
         "set month/actual[@date='2024-06-11']/@end=17:00;;delete month/actual[@date='2024-06-11']/ext-after;;"
         "set month/actual[@date='2024-06-11']/@start=15:25",
         unknown, "0"},
        {AT_SCHOOL("<class-closure from='2024-06-11' to='2024-06-11' class-name='2組'/>") ";;delete "
                                                                                          "enrolment/@class-name",
         unknown, "1"},
        /* The first day in class hours; and what is not known by a day. */
        {"-", "class-hours-from(plan[@id = 'plan-1']/schedule[1]/day)", "2024-04-11"},
        {"-", "class-hours-from(plan[@id = 'plan-2']/schedule[2]/day)", "2024-09-03"},
        {"-", "class-hours-from(plan[@id = 'plan-2']/schedule[1]/day)", ""},
        {"-", "class-hours-from(month/actual[@start = '10:30'])", "2024-04-11"},
        {"set plan[@id='plan-2']/schedule[2]/@to=2025-07-31",
         "join(class-hours-unknown(plan[@id = 'plan-2']/schedule[2]/day)/@weekday, '')", ""},
        {"set plan[@id='plan-2']/schedule[2]/@to=2025-07-31",
         "join(class-hours-unknown(plan[@id = 'plan-2']/schedule[2]/day, '2025-03-31')/@weekday, '')", ""},
        {"set plan[@id='plan-2']/schedule[2]/@to=2025-07-31",
         "join(class-hours-unknown(plan[@id = 'plan-2']/schedule[2]/day, '2025-04-30')/@weekday, '')", "月金土"},
        /* What a sheet has planned for the day of use itself. */
        {"-", "join(planned-in-class(month/actual[starts-with(@date, '2024-06-0')])/@date, ' ')",
         "2024-06-04 2024-06-06"},
        {"-", "join(planned-day(month/actual[@date = '2024-06-04'])/@start, ' ')", "10:30"},
        {"-", "count(planned-day(month/actual[@date = '2024-07-27']))", "1"},
        {"-", "count(planned-day(month/actual[@date = '2024-06-02']))", "0"},
        {"set plan[@id='plan-1']/schedule[2]/@from=2024-04-11",
         "count(planned-day(month/actual[@date = '2024-06-04']))", "0"},
        {"set plan[@id='plan-1']/schedule[2]/@from=2024-04-11;;set plan[@id='plan-1']/schedule[2]/@day-kind=休業日",
         "count(planned-day(month/actual[@date = '2024-06-04']))", "1"},
        {"-", "count(kind-unplanned(month/actual))", "0"},
        {"set plan[@id='plan-1']/schedule[2]/@day-kind=授業日", "join(kind-unplanned(month/actual)/@date, ' ')",
         "2024-07-22 2024-07-23 2024-07-25 2024-07-26 2024-07-27 2024-07-29 2024-07-30"},
        {"set plan[@id='plan-1']/schedule[2]/@day-kind=休業日", "count(kind-unplanned(month/actual))", "0"},
        /* After the classes of a short day a sheet for days of classes will do, but not in them. */
        {"set plan[@id='plan-1']/schedule[1]/@day-kind=授業日;;" AT_SCHOOL(
             "<short-day from='2024-06-11' end='10:30'/>"),
         "count(kind-unplanned(month/actual[@date = '2024-06-11']))", "0"},
        {"set plan[@id='plan-1']/schedule[1]/@day-kind=授業日;;" AT_SCHOOL(
             "<short-day from='2024-06-11' end='10:31'/>"),
         "count(kind-unplanned(month/actual[@date = '2024-06-11']))", "1"},
        {"-", "join(extension-unplanned(month/actual[ext-before or ext-after])/@date, ' ')", ""},
        {"-", "join(extension-unplanned(month/actual[starts-with(@date, '2024-06-0')])/@date, ' ')",
         "2024-06-03 2024-06-07"},
        {"set plan[@id='plan-1']/@to=2024-06-05",
         "join(extension-unplanned(month/actual[starts-with(@date, '2024-06-0')])/@date, ' ')", "2024-06-03"},
        {"set month/actual[@date='2024-06-11']/@date=2024-06-16;;" AT_SCHOOL(
             "<open-day date='2024-06-16' start='08:30' end='12:00'/>"),
         "count(class-hours(month/actual[@date = '2024-06-16']))", "1"},
        {"-", "join(on-class-days(plan[@id = 'plan-2']/schedule[1]/day)/@weekday, '')", ""},
        {"set plan[@id='plan-2']/schedule[1]/@to=2024-09-03",
         "join(on-class-days(plan[@id = 'plan-2']/schedule[1]/day)/@weekday, '')", "月火"},
    };
    check_rows(*state, rows, G_N_ELEMENTS(rows));
}

#define GIVEN(start, end)                                                                                              \
    "set month/actual[@date='2024-06-11']/@start=" start ";;set month/actual[@date='2024-06-11']/@end=" end            \
    ";;delete month/actual[@date='2024-06-11']/ext-after"
#define UNPLACED(rest) "string(unplaced-in-class(month/actual[@date = '2024-06-11']" rest ")/@start)"

/* The sheet has 10:30-13:30 for that Tuesday, and an extension to 15:00. */
static void
hours_given_are_held_against_those_placed(void **state)
{
    static const char extension[] = "string(unplaced-in-class(month/actual[@date = '2024-06-11']/ext-after)/@end)";
    static const row rows[] = {
        {"-", "count(unplaced-in-class(month/actual | month/actual/*, 1))", "0"},
        {GIVEN("10:01", "13:30"), UNPLACED(", 30"), ""},
        {GIVEN("10:00", "13:30"), UNPLACED(", 30"), "10:00"},
        {GIVEN("10:00", "13:30"), UNPLACED(""), ""},
        {GIVEN("08:50", "10:30"), UNPLACED(""), "08:50"},
        {GIVEN("08:50", "10:31"), UNPLACED(""), ""},
        {"-", extension, ""},
        {"delete plan/schedule/day/ext-after", extension, "15:00"},
    };
    check_rows(*state, rows, G_N_ELEMENTS(rows));
}

#define SHARES(day) "join(consents-on('" day "', '情報共有')/@id, ' ')"
#define VISITS(day) "join(consents-on('" day "', '訪問')/@id, ' ')"
#define NO_VISITS(on, partner)                                                                                         \
    "after consent[last()] <consent id='no' kind='訪問' explained-on='" on "' signed-on='" on                          \
    "' signer='guardian-1' visits='同意しない'><partner-ref partner='" partner "'/></consent>"
#define CONSENT(day) "join(consents-on('" day "', '加算Ⅲ')/@id, ' ')"
#define SAYS_NO(on)                                                                                                    \
    "after consent[last()] <consent id='no' kind='加算Ⅲ' explained-on='" on "' signed-on='" on                         \
    "' signer='guardian-1' addition-iii='同意しない'/>"

#define BY_OTHER ";;set consent[@id='no']/@signer=guardian-2"
#define BY_SIGNER BY_OTHER ";;set guardian[2]/@signer=yes"
#define OTHER_AGREES                                                                                                   \
    "after consent[last()] <consent id='other' kind='加算Ⅲ' explained-on='2024-04-08' signed-on='2024-04-08' "     \
    "signer='guardian-2' addition-iii='同意する' class-hours='同意する'/>"
#define HOURS(day) "join(consents-on('" day "', '授業時間帯')/@id, ' ')"

static void
consent_is_what_was_last_said(void **state)
{
    static const row rows[] = {
        {"-", CONSENT("2024-04-07"), ""},
        {"-", CONSENT("2024-04-08"), "consent-addition"},
        {"-", CONSENT("2025-03-31"), "consent-addition"},
        {"-", CONSENT("2025-04-01"), ""},
        {"delete consent[2]/@signed-on", CONSENT("2024-06-01"), ""},
        {"set consent[2]/@withdrawn-on=2024-06-16", CONSENT("2024-06-16"), "consent-addition"},
        {"set consent[2]/@withdrawn-on=2024-06-16", CONSENT("2024-06-17"), ""},
        {"set consent[2]/@addition-iii=同意しない", CONSENT("2024-06-01"), ""},
        {"set consent[2]/@addition-iii=同意しない", "string(refusal-on('2024-06-01', '加算Ⅲ')/@id)",
         "consent-addition"},
        {"delete consent[2]/@addition-iii", CONSENT("2024-06-01"), "consent-addition"},
        {SAYS_NO("2024-06-16"), CONSENT("2024-06-15"), "consent-addition"},
        {SAYS_NO("2024-06-16"), CONSENT("2024-06-16"), ""},
        {SAYS_NO("2024-06-16"), "string(refusal-on('2024-06-16', '加算Ⅲ')/@id)", "no"},
        {SAYS_NO("2024-03-01"), CONSENT("2024-06-16"), "consent-addition"},
        /* A refusal that has run out, or was taken back, is no consent: that takes a new signature. */
        {SAYS_NO("2024-06-16") ";;set consent[@id='no']/@valid-to=2024-06-20", CONSENT("2024-06-21"), ""},
        {SAYS_NO("2024-06-16") ";;set consent[@id='no']/@valid-to=2024-06-20",
         "count(refusal-on('2024-06-21', '加算Ⅲ'))", "0"},
        {SAYS_NO("2024-06-16") ";;set consent[@id='no']/@withdrawn-on=2024-06-20", CONSENT("2024-06-21"), ""},
        {SAYS_NO("2024-06-16") ";;after consent[@id='no'] <consent id='anew' kind='加算Ⅲ' explained-on='2024-07-01' "
                               "signed-on='2024-07-01' signer='guardian-1' addition-iii='同意する'/>",
         CONSENT("2024-07-01"), "anew"},
        {SAYS_NO("2024-03-01"), "count(refusal-on('2024-06-16', '加算Ⅲ'))", "0"},
        {SAYS_NO("2024-06-16"), SHARES("2024-06-16"),
         "consent-sharing"}, /* what was to be shared for the addition ends with it */
        {"delete consent[1];;set consent[1]/@addition-iii=同意しない", SHARES("2024-06-01"), ""},
        {"delete consent[1];;" SAYS_NO("2024-06-16"), SHARES("2024-06-15"), "consent-addition"},
        {"delete consent[1];;" SAYS_NO("2024-06-16"), SHARES("2024-06-16"), ""},
        {"delete consent[1];;delete consent[1]/@addition-iii", SHARES("2024-06-01"), "consent-addition"},
        {"set consent[1]/@addition-iii=同意しない;;delete consent[2]", SHARES("2024-06-01"), "consent-sharing"},
        /* Visits are agreed to place by place. */
        {"delete consent[2];;set consent[1]/@visits=同意する", VISITS("2024-06-16"), "consent-sharing"},
        {"delete consent[2];;set consent[1]/@visits=同意する;;" NO_VISITS("2024-06-16", "wakabadai"),
         VISITS("2024-06-15"), "consent-sharing"},
        {"delete consent[2];;set consent[1]/@visits=同意する;;" NO_VISITS("2024-06-16", "wakabadai"),
         VISITS("2024-06-16"), ""},
        {"delete consent[2];;set consent[1]/@visits=同意する;;" NO_VISITS("2024-06-16", "midori"), VISITS("2024-06-16"),
         "consent-sharing"},
        /* The holder of the benefit decision answers for the family; another guardian for none but themselves. */
        {SAYS_NO("2024-06-16") BY_OTHER, CONSENT("2024-06-16"), "consent-addition"},
        {SAYS_NO("2024-06-16") BY_OTHER, "count(refusal-on('2024-06-16', '加算Ⅲ'))", "0"},
        {SAYS_NO("2024-06-16") BY_SIGNER, CONSENT("2024-06-16"), "consent-addition"},
        {SAYS_NO("2024-06-16") BY_SIGNER
         ";;delete consent[@id='no']/@addition-iii;;set "
         "consent[@id='no']/@class-hours=同意しない;;set consent[@id='no']/@kind=授業時間帯",
         HOURS("2024-06-16"), ""},
        {SAYS_NO("2024-06-16") BY_OTHER ";;set consent[2]/@signer=guardian-2", CONSENT("2024-06-16"), ""},
        {SAYS_NO("2024-06-16") ";;set consent[2]/@signer=guardian-2", CONSENT("2024-06-16"), ""},
        {SAYS_NO("2024-03-01") ";;set consent[2]/@signer=guardian-2", CONSENT("2024-06-16"), ""},
        {SAYS_NO("2024-03-01") ";;set consent[2]/@signer=guardian-2", "count(refusal-on('2024-06-16', '加算Ⅲ'))", "1"},
        {"set consent[2]/@signer=guardian-2", CONSENT("2024-06-16"), "consent-addition"},
        {OTHER_AGREES ";;set consent[2]/@withdrawn-on=2024-06-16", CONSENT("2024-06-16"), "consent-addition other"},
        {OTHER_AGREES ";;set consent[2]/@withdrawn-on=2024-06-16", CONSENT("2024-06-17"), ""},
        {OTHER_AGREES ";;set consent[2]/@valid-to=2024-06-16", CONSENT("2024-06-17"), "other"},
        {OTHER_AGREES ";;set guardian[2]/@signer=yes;;set consent[2]/@withdrawn-on=2024-06-16", HOURS("2024-06-17"),
         "other"},
        {SAYS_NO("2024-06-16") ";;delete consent[@id='no']/@signer", CONSENT("2024-06-16"), ""},
        {"-", HOURS("2024-06-01"), "consent-addition"},
        {"set consent[2]/@class-hours=同意しない", "count(consents-on('2024-06-01', '授業時間帯'))", "0"},
        {"set consent[2]/@class-hours=同意しない", "count(refusal-on('2024-06-01', '授業時間帯'))", "1"},
        {"-", "count(refusal-on('2024-06-01', '移行支援') | consents-on('2024-06-01', '移行支援'))", "0"},
    };
    check_rows(*state, rows, G_N_ELEMENTS(rows));
}

static void
it_prints(void **state)
{
    world *w = *state;
    check_count(w, "1", REVISED("signed-on='2024-10-12'"), "1");
    char *path = rule_path(w->shared.folder, "case", 0);
    const casefile *c = casefile_read_with(w->sample.a, w->sample.s, path, w->shared.schemas, w->sample.d);
    g_free(path);
    const timeline *t = timeline_of(c);
    assert_ptr_equal(t, timeline_of(c));
    GString *text = g_string_new(NULL);
    timeline_print(t, (date){2024, 8, 1}, text);
    casefile_forget_things(c);
    assert_ptr_not_equal(t, timeline_of(c));
    char *expected;
    assert_true(g_file_get_contents("tests/golden/timeline.txt", &expected, NULL, NULL));
    if (g_getenv("UPDATE"))
        assert_true(g_file_set_contents("tests/golden/timeline.txt", text->str, -1, NULL));
    else
        assert_string_equal(text->str, expected);
    g_free(expected);
    g_string_free(text, TRUE);
}

/* What is no child's case has no days. */
static void
no_case_has_no_days(void **state)
{
    (void)state;
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    diag *d = diag_new();
    static const char text[] = "<list><row>1</row></list>";
    const casefile *c = casefile_read_any_memory(a, s, "list.xml", text, sizeof text - 1, d);
    assert_non_null(c);
    const timeline *t = timeline_of(c);
    const date day = {2024, 6, 3};
    assert_null(timeline_plan(t, day, "su"));
    assert_null(timeline_school(t, day));
    assert_int_equal(timeline_day_of(t, day).kind, TIMELINE_UNKNOWN);
    GString *printed = g_string_new(NULL);
    timeline_print(t, (date){2024, 8, 1}, printed);
    assert_string_equal(printed->str, "");
    g_string_free(printed, TRUE);
    diag_drop(d);
    xml_store_drop(s);
    arena_drop(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_plan_holds_on_a_day),
        TEST(a_day_of_use_is_found_by_its_date),
        TEST(the_school_is_that_of_the_day),
        TEST(a_day_is_of_one_kind),
        TEST(hours_given_are_held_against_those_placed),
        TEST(sheets_are_for_their_days),
        TEST(consent_is_what_was_last_said),
        TEST(it_prints),
        TEST(no_case_has_no_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
