/* make_cases_records.c: the months of an invented case, visits and evaluations. */
#include "make_cases.h"

#include "words.h"

/* The Thursdays of the school sharing and of the counselling of the family, and the day the claim was sent. */
typedef struct record_month {
    int year, month;
    int arranged, shared, counselled;
    const char *sent;
} record_month;
static const record_month record_months[] = {{2025, 10, 9, 16, 23, "2025-11-07"},
                                             {2025, 11, 6, 13, 20, "2025-12-08"},
                                             {2025, 12, 4, 11, 18, "2026-01-08"},
                                             {2026, 1, 8, 15, 22, "2026-02-09"}};

typedef struct hours {
    const char *start, *end;
    bool after; /* extended to 16:00 */
} hours;

/* The hours of the weekly table on a day the child comes; none on holidays and in the winter vacation. */
static bool
hours_of(const story *s, date d, hours *out)
{
    const bool early = s->kind == CASE_EARLY || s->kind == CASE_VISITS;
    const int weekday = date_weekday(d);
    const bool winter = (d.month == 12 && d.day >= 24) || (d.month == 1 && d.day <= 6);
    if (winter || weekday == 0 || weekday == 3 || (early && weekday == 1) || holiday_name(d, NULL))
        return false;
    if (weekday == 6)
        *out = (hours){"10:00", "15:00", true};
    else if (early)
        *out = (hours){"14:30", "17:00", false};
    else if (s->morning && (weekday == 2 || weekday == 4))
        *out = (hours){"10:30", "13:30", false};
    else
        *out = (hours){"15:40", "17:40", false};
    return true;
}

static void
put_claim(story *s, const record_month *m)
{
    hours h;
    story_put(s, "    <claim sent-on=\"%s\">\n", m->sent);
    for (date d = {m->year, m->month, 1}; d.day <= days_in_month(d.year, d.month); d.day++)
        if (hours_of(s, d, &h))
            story_put(s, "      <addition-iii on=\"%04d-%02d-%02d\"/>\n", d.year, d.month, d.day);
    story_put(s, "    </claim>\n");
}

static void
put_sharing(story *s, const record_month *m, unsigned turn)
{
    static const char *const means[] = {"訪問", "オンライン", "電話", "会議"};
    char day[16], talked[16];
    g_snprintf(day, sizeof day, "%04d-%02d-%02d", m->year, m->month, m->shared);
    g_snprintf(talked, sizeof talked, "%04d-%02d-%02d", m->year, m->month, m->counselled);
    const unsigned present = 2 + fiction_below(&s->f, 3); /* no more than in the whole month: make_cases.c */
    story_put(s,
              "    <school-sharing id=\"sharing-%d-%02d\" partner=\"school-%u\" date=\"%s\" start=\"16:00\" "
              "end=\"16:40\" means=\"%s\" consent-told=\"yes\" counted-for=\"個別サポート加算（Ⅲ）\" "
              "recorder=\"s%u-2\" recorded-on=\"%s\">\n",
              m->year, m->month, s->school, day, FICTION_PICK(&s->f, means), s->office, day);
    story_put(s, "      <arranged on=\"%04d-%02d-%02d\" means=\"メール\"/>\n", m->year, m->month, m->arranged);
    story_put(s, "      <school-who role=\"担任\">%s</school-who>\n      <office-who staff=\"s%u-2\"/>\n", s->teacher,
              s->office);
    story_put(s,
              "      <attendance from=\"%04d-%02d-01\" to=\"%s\" class-days=\"9\" present=\"%u\" absent=\"%u\" "
              "late=\"1\" early=\"0\" other-room=\"1\" other-place=\"0\"/>\n",
              m->year, m->month, day, present, 9 - present);
    /* never the last month's again */
    story_element(s, "state", word_states[turn % G_N_ELEMENTS(word_states)]);
    story_element(s, "school-info", word_school_infos[turn % G_N_ELEMENTS(word_school_infos)]);
    story_element(s, "progress", word_progresses[turn % G_N_ELEMENTS(word_progresses)]);
    story_element(s, "change", word_changes[turn % G_N_ELEMENTS(word_changes)]);
    story_element(s, "family-state", word_home_states[turn % G_N_ELEMENTS(word_home_states)]);
    story_element(s, "gist", word_gists[turn % G_N_ELEMENTS(word_gists)]);
    story_put(s,
              "      <learning examined-on=\"%s\">\n        "
              "<place>学校の別室と事業所で、担任が選んだ教材に取り組む。</place>\n        "
              "<child-will>%s</child-will>\n      </learning>\n",
              day, word_feelings[turn % G_N_ELEMENTS(word_feelings)]);
    story_element(s, "follow-up", word_follow_ups[turn % G_N_ELEMENTS(word_follow_ups)]);
    story_put(s, "      <continuation result=\"継続\">\n");
    story_element(s, "reason", word_reasons[turn % G_N_ELEMENTS(word_reasons)]);
    story_put(s, "        <party side=\"学校\" confirmed-on=\"%s\" means=\"会議\">%s（担任）</party>\n", day,
              s->teacher);
    story_put(s, "        <party side=\"家庭\" confirmed-on=\"%s\" means=\"対面\">%s %s（%s）</party>\n", talked,
              s->guardian.family, s->guardian.given, s->guardian.word);
    story_put(s, "        <party side=\"事業所\" confirmed-on=\"%s\" means=\"会議\">児童発達支援管理責任者</party>\n",
              day);
    story_put(s, "        <child-feelings>%s</child-feelings>\n      </continuation>\n",
              word_feelings[(turn + 1) % G_N_ELEMENTS(word_feelings)]);
    story_element(s, "reflect", word_reflections[turn % G_N_ELEMENTS(word_reflections)]);
    story_put(s, "      <sent-item item=\"事業所での支援内容\" channel=\"面談\">活動の様子</sent-item>\n    "
                 "</school-sharing>\n");
}

static void
put_counselling(story *s, const record_month *m, unsigned turn)
{
    story_put(s,
              "    <family-support id=\"support-%d-%02d\" date=\"%04d-%02d-%02d\" start=\"17:00\" end=\"17:45\" "
              "means=\"対面\" child-present=\"no\" counted-for=\"個別サポート加算（Ⅲ）\" recorder=\"s%u-2\" "
              "recorded-on=\"%04d-%02d-%02d\">\n",
              m->year, m->month, m->year, m->month, m->counselled, s->office, m->year, m->month, m->counselled);
    story_put(s,
              "      <place>事業所　相談室</place>\n      <guardian-ref guardian=\"guardian-1\"/>\n      <office-who "
              "staff=\"s%u-2\"/>\n",
              s->office);
    story_element(s, "home-state", word_home_states[turn % G_N_ELEMENTS(word_home_states)]);
    story_element(s, "gist", word_family_gists[turn % G_N_ELEMENTS(word_family_gists)]);
    story_element(s, "advice", word_advices[turn % G_N_ELEMENTS(word_advices)]);
    story_element(s, "told", word_tellings[turn % G_N_ELEMENTS(word_tellings)]);
    story_put(s, "      <wishes>学校と事業所が同じ方法で関わってくれるのは心強い。今の形を続けてほしい。</wishes>\n");
    story_put(s, "      <child-feelings>%s</child-feelings>\n      <continuation result=\"継続\"/>\n",
              word_feelings[(turn + 2) % G_N_ELEMENTS(word_feelings)]);
    story_element(s, "follow-up", word_next_talks[turn % G_N_ELEMENTS(word_next_talks)]);
    story_put(s, "    </family-support>\n");
}

static void
put_actuals(story *s, const record_month *m)
{
    hours h;
    for (date d = {m->year, m->month, 1}; d.day <= days_in_month(d.year, d.month); d.day++) {
        if (!hours_of(s, d, &h))
            continue;
        story_put(s, "    <actual date=\"%04d-%02d-%02d\" service=\"su-1\" start=\"%s\" end=\"%s\"", d.year, d.month,
                  d.day, h.start, h.end);
        story_put(s, h.after ? "><ext-after start=\"15:00\" end=\"16:00\"/></actual>\n" : "/>\n");
    }
}

void
story_write_months(story *s)
{
    for (unsigned i = 0; i < s->months; i++) {
        const record_month *m = &record_months[i];
        story_put(s, "  <month ym=\"%04d-%02d\">\n", m->year, m->month);
        if (s->kind == CASE_ADDITION) {
            put_claim(s, m);
            put_sharing(s, m, s->number + i);
            put_counselling(s, m, s->number + i);
        }
        put_actuals(s, m);
        story_put(s, "  </month>\n\n");
    }
}

void
story_write_visit(story *s)
{
    story_put(s,
              "  <visit id=\"visit-1\" service=\"su-2\" partner=\"school-%u\" consent=\"consent-sharing\" "
              "consent-told=\"yes\" regular=\"yes\" online=\"可\" minutes=\"90\">\n",
              s->school);
    story_put(s,
              "    <letter number=\"%s第%u号\" date=\"2025-10-10\" reply-due=\"2025-10-24\" channel=\"メール\" "
              "shown-as=\"氏名\" contact=\"s%u-2\">\n",
              masters_number_prefix(s->office), s->number, s->office);
    story_put(s, "      <subject>保育所等訪問支援による訪問日程の調整について（依頼）</subject>\n    </letter>\n");
    story_element(s, "purpose", FICTION_PICK(&s->f, word_purposes));
    story_put(s, "    <kind>行動観察</kind>\n    <kind>直接支援</kind>\n    <visitor staff=\"s%u-3\"/>\n", s->office);
    static const char *const days[] = {"2025-11-11", "2025-11-18", "2025-11-26"};
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
        story_put(
            s, "    <candidate round=\"1\" choice=\"%zu\" date=\"%s\" start=\"10:00\" end=\"11:30\" answer=\"%s\"/>\n",
            i + 1, days[i], i ? "不可" : "可");
    story_put(s, "    <arranged on=\"2025-10-20\" means=\"メール\" date=\"%s\"/>\n", days[0]);
    story_put(s, "    <done date=\"%s\" start=\"10:00\" end=\"11:30\">\n      <visitor staff=\"s%u-3\"/>\n", days[0],
              s->office);
    story_put(s, "      <host-who role=\"担任\">%s</host-who>\n", s->teacher);
    story_element(s, "gist", FICTION_PICK(&s->f, word_visit_gists));
    story_put(s, "    </done>\n  </visit>\n\n");
}

void
story_write_evaluation(story *s)
{
    static const char *const kinds[][2] = {
        {"self", "自己評価"}, {"guardian", "保護者評価"}, {"host", "訪問先施設評価"}};
    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        const bool host = k == 2;
        story_put(s, "  <evaluation id=\"evaluation-%s\" service=\"su-2\" kind=\"%s\"", kinds[k][0], kinds[k][1]);
        if (host)
            story_put(s, " partner=\"school-%u\"", s->school);
        story_put(
            s,
            " questionnaire=\"q-%s\" from=\"2025-11-10\" to=\"2025-12-12\" sent=\"2025-11-10\" due=\"2025-12-12\" "
            "returned=\"2025-12-10\" published-on=\"2026-01-30\" asked=\"6\" answered=\"5\">\n",
            kinds[k][0]);
        if (host)
            story_put(s, "    "
                         "<request>"
                         "支援の質を高めるため、年に一度、評価をお願いしております。令和7年12月12日（金）までにご返送く"
                         "ださい。</request>\n");
        for (unsigned i = 1; host && i <= 4; i++) {
            const unsigned yes = 2 + fiction_below(&s->f, 4);
            story_put(s, "    <item-result item=\"item-host-%u\" yes=\"%u\" neutral=\"%u\" no=\"0\" unknown=\"0\">", i,
                      yes, 5 - yes);
            if (yes < 4)
                story_put(s, "<opinion>行事の前の週は避けてもらえると助かる。</"
                             "opinion><response>準備の週を避けて候補日を挙げます。</response>");
            story_put(s, "</item-result>\n");
        }
        story_put(s, "    <summary>振り返りの時間を、園の都合に合わせて確保する。</summary>\n  </evaluation>\n");
    }
}

/* The city asks about the months on record; answered within the term. */
void
story_write_inquiry(story *s)
{
    const record_month *last = &record_months[s->months - 1];
    story_put(s,
              "  <inquiry id=\"inquiry-1\" municipality=\"shiomi\" side=\"障害児支援\" received=\"2026-01-13\" "
              "number=\"潮障第%u号\" due=\"2026-01-30\" answered=\"2026-01-26\" answer-number=\"%s第%u号\" "
              "contact=\"s%u-2\">\n",
              s->number, masters_number_prefix(s->office), s->number, s->office);
    story_put(s, "    "
                 "<question>個別サポート加算（Ⅲ）について、学校及び家庭との連携の状況並びに支援の状況を回答されたい。</"
                 "question>\n");
    story_put(s, "    <months from=\"2025-10\" to=\"%04d-%02d\"/>\n", last->year, last->month);
    story_element(s, "background", FICTION_PICK(&s->f, word_states));
    story_put(s, "    "
                 "<plan-position>令和7年10月1日からの計画は9月18日に学校と会議を行って作成し、連携の欄を設けた。</"
                 "plan-position>\n");
    story_element(s, "progress", FICTION_PICK(&s->f, word_progresses));
    story_put(s,
              "    "
              "<continuation>毎月の情報共有で登校状況と本人の心情の変化を確かめ、三者の共通理解の下で継続と判断した。</"
              "continuation>\n");
    story_put(s,
              "    <attachment>個別支援計画</attachment>\n    <attachment>記録の写し</attachment>\n  </inquiry>\n\n");
}
