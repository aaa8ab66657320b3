/* make_cases_plan.c: the plan of an invented case with its weekly table. */
#include "make_cases.h"

#include "words.h"

static bool
early(const story *s)
{
    return s->kind == CASE_EARLY || s->kind == CASE_VISITS;
}

static void
put_intention(story *s)
{
    story_put(s, "    <intention>\n");
    story_element(s, "child", FICTION_PICK(&s->f, word_child_wishes));
    story_put(s, "<guardian>");
    fiction_fill_some(&s->f, s->x, word_guardian_wishes, G_N_ELEMENTS(word_guardian_wishes),
                      1 + fiction_below(&s->f, 3));
    story_put(s, "</guardian>\n");
    if (s->kind == CASE_VISITS)
        story_put(s, "<visited>"
                     "見通しが持てると集団の活動に参加できる時間が増えています。クラス全体で使える手がかりの示し方を一"
                     "緒に考えてほしいです。</visited>\n");
    story_put(s, "    </intention>\n    <policy>");
    fiction_fill_some(&s->f, s->x, word_policies, G_N_ELEMENTS(word_policies), 1 + fiction_below(&s->f, 2));
    story_put(s, "</policy>\n    <long-goal period=\"1年（令和7年10月～令和8年9月）\">%s</long-goal>\n",
              FICTION_PICK(&s->f, word_long_goals));
    for (size_t i = fiction_below(&s->f, 2); i < G_N_ELEMENTS(word_short_goals); i += 2) {
        story_put(s, "    <short-goal period=\"6か月\">");
        fiction_fill(&s->f, s->x, word_short_goals[i]);
        story_put(s, "</short-goal>\n");
    }
    if (s->kind == CASE_VISITS)
        story_put(s, "    "
                     "<visit-frequency>月1回程度、1回90分（行動観察・直接支援60分、先生方との振り返り30分）</"
                     "visit-frequency>\n");
}

static void
put_row_open(story *s, const char *group, unsigned priority)
{
    story_put(s, "    <row group=\"%s\" due=\"6か月後\"", group);
    if (priority)
        story_put(s, " priority=\"%u\"", priority);
    story_put(s, ">\n");
}

static void
put_own_row(story *s, size_t i)
{
    const word_area *area = &word_areas[i];
    const word_area *also = &word_areas[(i + 1) % G_N_ELEMENTS(word_areas)];
    put_row_open(s, "本人支援", (unsigned)i + 1);
    story_element(s, "goal", FICTION_PICK(&s->f, area->goals));
    story_put(s, "<content>");
    fiction_fill_some(&s->f, s->x, area->contents, G_N_ELEMENTS(area->contents), 1 + fiction_below(&s->f, 5));
    story_put(s, "</content>\n<domain>%s</domain><domain>%s</domain>\n", area->domain, also->domain);
    if (s->kind == CASE_ADDITION) {
        story_put(s, "<aim>%s</aim>\n", i % 2 ? "自己肯定感" : "不安の解消");
        story_put(s, "<cause-ref cause=\"%s\"/>\n", i % 2 ? "cause-social" : "cause-mind");
    } else {
        story_put(s, "<aim>自己肯定感</aim>\n");
    }
    story_put(s, "<by>児童発達支援管理責任者、%s</by>\n", early(s) ? "言語聴覚士" : "児童指導員");
    story_element(s, "note", FICTION_PICK(&s->f, area->notes));
    story_put(s, "    </row>\n");
}

static void
put_rows(story *s)
{
    for (size_t i = 0; i < G_N_ELEMENTS(word_areas); i++)
        put_own_row(s, i);
    put_row_open(s, "家族支援", 0);
    story_element(s, "goal", FICTION_PICK(&s->f, word_family_goals));
    story_element(s, "content", FICTION_PICK(&s->f, word_family_contents));
    story_put(s, "<by>児童発達支援管理責任者</by><note>保護者の都合に合わせて日時を決める。</note>\n    </row>\n");
    put_row_open(s, "移行支援", 0);
    story_element(s, "goal", FICTION_PICK(&s->f, word_transition_goals));
    story_element(s, "content", FICTION_PICK(&s->f, word_transition_contents));
    story_put(s, "<by>児童発達支援管理責任者、%s</by><note>本人が「終わり」を決める。</note>\n    </row>\n",
              masters_school_name(s->school));
    put_row_open(s, "地域支援・地域連携", 0);
    story_put(
        s,
        "<goal>学校等・相談支援事業所と同じ方針で支援する。</goal><content>月1回以上、状況と変化を共有し、"
        "障害児支援利用計画と個別の教育支援計画との整合を図る。</content>"
        "<by>%s、相談支援事業所ともしび</by><note>日程はメールで調整し、行事の準備期を避ける。</note>\n    </row>\n",
        masters_school_name(s->school));
}

static void
put_meeting(story *s)
{
    story_put(s, "    <meeting id=\"meeting-1\" date=\"2025-09-18\" means=\"会議\" place=\"%s　会議室\">\n",
              masters_school_name(s->school));
    story_put(s, "      <office-who staff=\"s%u-2\"/>\n      <who side=\"学校\" role=\"担任\">%s</who>\n", s->office,
              s->teacher);
    story_put(s, "      <who side=\"家庭\" role=\"%s\">%s %s</who>\n", s->guardian.word, s->guardian.family,
              s->guardian.given);
    story_element(s, "gist", FICTION_PICK(&s->f, word_gists));
    story_put(s, "      <child-opinion>%s</child-opinion>\n", FICTION_PICK(&s->f, word_feelings));
    story_put(s, "      <reflect>人数と相手を前もって知らせることを、留意事項に加えた。</reflect>\n    </meeting>\n");
    if (!s->with_school)
        return;
    story_put(
        s, "    <school-participation id=\"participation-1\" date=\"2025-09-18\" partner=\"school-%u\" how=\"会議\">\n",
        s->school);
    story_put(s, "      <who role=\"担任\">%s</who>\n      <office-who staff=\"s%u-2\"/>\n", s->teacher, s->office);
    story_element(s, "content", FICTION_PICK(&s->f, word_gists));
    story_put(s, "    </school-participation>\n");
}

static void
put_common_understanding(story *s)
{
    story_element(s, "state", FICTION_PICK(&s->f, word_states));
    story_put(s,
              "      "
              "<analysis>%s%s見通しがあり少人数であれば力を発揮できるため、安心できる方法を学校でも使えるようにする。</"
              "analysis>\n",
              word_causes_mind[0], word_causes_social[0]);
    story_put(s, "      <common-understanding>\n");
    story_put(s, "        <party side=\"学校\" confirmed-on=\"2025-09-18\" means=\"会議\">%s（担任）</party>\n",
              s->teacher);
    story_put(s, "        <party side=\"家庭\" confirmed-on=\"2025-09-18\" means=\"会議\">%s %s（%s）</party>\n",
              s->guardian.family, s->guardian.given, s->guardian.word);
    story_put(
        s,
        "        <party side=\"事業所\" confirmed-on=\"2025-09-18\" means=\"会議\">児童発達支援管理責任者</party>\n");
    story_put(s, "        <party side=\"本人\" confirmed-on=\"2025-09-19\" "
                 "means=\"対面\">本人と計画の内容を読み合わせた。</party>\n");
    story_put(s, "      </common-understanding>\n");
}

static void
put_school_section(story *s)
{
    story_put(s,
              "    <school-section>\n      <contact partner=\"school-%u\" means=\"メール\" role=\"%s\">%s</contact>\n",
              s->school, s->school < SCHOOLS ? "特別支援教育コーディネーター" : "主任", masters_window(s->school));
    if (s->kind == CASE_ADDITION)
        put_common_understanding(s);
    story_put(s, "      "
                 "<school-sharing>月1回以上、訪問・会議・オンライン・電話のいずれかで行う。日程はメールで調整する。</"
                 "school-sharing>\n");
    story_put(s,
              "      <family-support>月1回以上、対面・居宅への訪問・オンラインのいずれかで行う。</family-support>\n");
    story_put(s, "      "
                 "<continuation>毎月の情報共有のときに、本人の心情の変化をもとに検討し、三者の共通理解の下で判断する。<"
                 "/continuation>\n");
    if (s->morning) {
        story_put(s, "      <class-hours school-agreed-on=\"2025-09-18\" family-agreed-on=\"2025-09-18\">\n");
        story_element(s, "necessity", FICTION_PICK(&s->f, word_necessities));
        story_put(s, "        <child-will>%s</child-will>\n      </class-hours>\n", FICTION_PICK(&s->f, word_feelings));
    }
    if (s->kind == CASE_ADDITION)
        story_put(
            s, "      <learning>担任から届く教材に午前のうちに取り組み、取り組んだものを学校へ届ける。</learning>\n");
    story_put(s, "      <education-plan linked=\"yes\" "
                 "on=\"2025-09-18\">個別の教育支援計画の目標と、本計画の短期目標をそろえた。</education-plan>\n");
    story_put(s, "    </school-section>\n");
}

static void
put_schedule(story *s)
{
    static const char *const days[] = {"月", "火", "木", "金"};
    story_put(s, "    <schedule label=\"通常期\" from=\"2025-10-01\" to=\"2026-03-31\" made-on=\"2025-09-22\" "
                 "signed-on=\"2025-09-26\">\n");
    for (size_t i = early(s) ? 1 : 0; i < G_N_ELEMENTS(days); i++) {
        if (s->morning && (i == 1 || i == 2)) {
            story_put(s,
                      "      <day weekday=\"%s\" start=\"10:30\" end=\"13:30\" school-agreed-on=\"2025-09-18\" "
                      "family-agreed-on=\"2025-09-18\">\n",
                      days[i]);
            story_element(s, "necessity", word_necessities[i - 1]);
            story_put(s, "        <child-will>%s</child-will>\n      </day>\n", FICTION_PICK(&s->f, word_feelings));
        } else {
            story_put(s, "      <day weekday=\"%s\" start=\"%s\" end=\"%s\"/>\n", days[i], early(s) ? "14:30" : "15:40",
                      early(s) ? "17:00" : "17:40");
        }
    }
    story_put(s, "      <day weekday=\"土\" start=\"10:00\" end=\"15:00\">\n        <ext-after start=\"15:00\" "
                 "end=\"16:00\" staff-count=\"2\"/>\n      </day>\n");
    story_put(s, "      "
                 "<ext-reason>"
                 "保護者の就労（土曜日の勤務）のため、16時まで家庭で見守ることができず、支援後の延長支援を必要とする。<"
                 "/ext-reason>\n");
    story_put(s,
              "      <remark>行事などで時刻が変わる日は、保護者からの連絡により調整する。</remark>\n    </schedule>\n");
}

void
story_write_plan(story *s)
{
    story_put(s,
              "  <plan id=\"plan-1\" service=\"su-1\"%s explainer=\"s%u-2\" interviewed-on=\"2025-09-08\" "
              "draft-on=\"2025-09-12\" made-on=\"2025-09-22\" from=\"2025-10-01\" to=\"2026-03-31\" "
              "signed-on=\"2025-09-26\">\n",
              s->kind == CASE_VISITS ? " also-service=\"su-2\"" : "", s->office);
    story_put(
        s,
        "    <delivered to=\"保護者\" on=\"2025-09-26\"/>\n    <delivered to=\"相談支援事業所\" on=\"2025-09-29\"/>\n");
    put_intention(s);
    put_rows(s);
    put_meeting(s);
    if (s->with_school)
        put_school_section(s);
    put_schedule(s);
    story_put(s, "    <monitoring date=\"2026-03-05\">\n");
    story_element(s, "result", FICTION_PICK(&s->f, word_feelings));
    story_put(s, "    </monitoring>\n  </plan>\n\n");
}
