/* make_cases.c: writes N invented cases in our own schema, each in a folder of its own, with the masters they share:
 * FOLDER/K-00001/case.xml … and FOLDER/masters. They break no rule, and differ in kind, length, records and names. */
#include "make_cases.h"

#include <stdarg.h>
#include <string.h>

#include "words.h"

void
story_put(story *s, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_string_append_vprintf(s->x, format, words);
    va_end(words);
}

void
story_element(story *s, const char *name, const char *text)
{
    story_put(s, "<%s>", name);
    fiction_fill(&s->f, s->x, text);
    story_put(s, "</%s>\n", name);
}

static void
put_name(story *s, const person *p)
{
    story_put(s, "    <name><family>%s</family><given>%s</given></name>\n", p->family, p->given);
    story_put(s, "    <kana><family>%s</family><given>%s</given></kana>\n", p->family_kana, p->given_kana);
}

static void
put_people(story *s)
{
    const unsigned street = 1 + fiction_below(&s->f, 40), house = 1 + fiction_below(&s->f, 30);
    static const char *const allergies[] = {"なし", "卵（加熱したものは可）", "えび・かに（加熱しても不可）"};
    story_put(s, "  <child birth-date=\"%d-%02u-%02u\" sex=\"%s\">\n", s->birth_year, 4 + fiction_below(&s->f, 9),
              2 + fiction_below(&s->f, 27), s->child.word);
    put_name(s, &s->child);
    story_put(s, "    <address postal-code=\"000-0000\">潮見県潮見市浜町%u番地%u</address>\n", street, house);
    story_put(s, "    <allergies>%s</allergies>\n  </child>\n", FICTION_PICK(&s->f, allergies));
    story_put(s, "  <guardian id=\"guardian-1\" relation=\"%s\" decision-holder=\"yes\" signer=\"yes\">\n",
              s->guardian.word);
    put_name(s, &s->guardian);
    story_put(s, "    <address postal-code=\"000-0000\">潮見県潮見市浜町%u番地%u</address>\n", street, house);
    story_put(s, "    <phone>0000-02-%04u</phone>\n  </guardian>\n\n", s->number % 10000);
}

static void
put_certificates(story *s)
{
    const char *kind = s->kind == CASE_ADDITION || s->kind == CASE_AFTER_SCHOOL ? "放デイ" : "児発";
    story_put(s, "  <certificate number=\"%010u\" municipality=\"shiomi\" kind=\"%s\" days-per-month=\"23\"",
              9000000 + s->number, kind);
    story_put(s, " from=\"2025-04-01\" to=\"2026-03-31\"/>\n");
    if (s->kind == CASE_VISITS)
        story_put(s,
                  "  <certificate number=\"%010u\" municipality=\"shiomi\" kind=\"保育所等訪問\" days-per-month=\"2\""
                  " from=\"2025-04-01\" to=\"2026-03-31\"/>\n",
                  9000000 + s->number);
    static const char *const classes[] = {"1組", "2組", "3組"}, *const groups[] = {"ゆり組", "そら組", "きりん組"};
    const bool nursery = s->school >= SCHOOLS;
    story_put(s, "  <enrolment partner=\"school-%u\" from=\"2025-04-01\" class-kind=\"%s\" class-name=\"%s\">\n",
              s->school,
              nursery                                                                   ? "園"
              : strcmp(masters_school_name(s->school), "潮見県立潮見特別支援学校") == 0 ? "特別支援学校"
                                                                                        : "通常の学級",
              nursery ? FICTION_PICK(&s->f, groups) : FICTION_PICK(&s->f, classes));
    story_put(s, "    <teacher>%s</teacher>\n", s->teacher);
    story_put(s, "    <education-plan made-on=\"2025-05-12\" shared-on=\"2025-05-22\"/>\n  </enrolment>\n\n");
}

static void
put_services(story *s)
{
    const bool early = s->kind == CASE_EARLY || s->kind == CASE_VISITS;
    static const char *const days[] = {"月", "火", "木", "金", "土"};
    const unsigned begun = 2022 + fiction_below(&s->f, 3);
    story_put(s, "  <service-use id=\"su-1\" kind=\"%s\" office=\"office-%u\" start=\"%u-06-02\">\n",
              early ? "児発" : "放デイ", s->office, begun);
    for (size_t i = early ? 1 : 0; i < G_N_ELEMENTS(days); i++)
        story_put(s, "    <use-day weekday=\"%s\"/>\n", days[i]);
    story_put(s, "    <contract on=\"%u-06-02\" days-per-month=\"23\" reason=\"新規契約\" box=\"1\"/>\n", begun);
    story_put(s, "  </service-use>\n");
    if (s->kind == CASE_VISITS)
        story_put(s,
                  "  <service-use id=\"su-2\" kind=\"保育所等訪問\" office=\"office-%u\" start=\"2025-04-01\" "
                  "visited-partner=\"school-%u\"/>\n",
                  s->office, s->school);
    story_put(
        s, "  <consultation-support partner=\"counsel\" plan-made-on=\"2025-03-14\" exchanged-on=\"2025-09-18\"/>\n");
    if (s->kind == CASE_ADDITION)
        story_put(s, "  <programme no=\"4\" service=\"su-1\" from=\"2025-10-01\"/>\n");
    if (s->kind == CASE_VISITS)
        story_put(s, "  <programme no=\"8\" service=\"su-2\" from=\"2025-04-01\"/>\n");
    if (s->leaving)
        story_put(s, "  <programme no=\"7\" service=\"su-1\" from=\"2025-10-01\" to=\"2026-03-31\"/>\n");
    story_put(s, "\n");
}

static void
put_parties(story *s, const char *margin, const char *on)
{
    story_put(s, "%s<party side=\"学校\" confirmed-on=\"%s\" means=\"会議\">%s（担任）</party>\n", margin, on,
              s->teacher);
    story_put(s, "%s<party side=\"家庭\" confirmed-on=\"%s\" means=\"会議\">%s %s（%s）</party>\n", margin, on,
              s->guardian.family, s->guardian.given, s->guardian.word);
    story_put(s, "%s<party side=\"事業所\" confirmed-on=\"%s\" means=\"会議\">児童発達支援管理責任者</party>\n", margin,
              on);
}

static void
put_non_attendance(story *s)
{
    story_put(s, "  <non-attendance onset=\"2025-05\" pattern=\"断続\">\n    <first-contact date=\"2025-09-04\" "
                 "purpose=\"状況確認\"/>\n");
    story_put(s, "    <cause id=\"cause-mind\" kind=\"心理的\">%s</cause>\n", FICTION_PICK(&s->f, word_causes_mind));
    story_put(s, "    <cause id=\"cause-social\" kind=\"社会的\">%s</cause>\n",
              FICTION_PICK(&s->f, word_causes_social));
    story_element(s, "state", FICTION_PICK(&s->f, word_states));
    story_put(s, "    <assessment made-on=\"2025-09-12\">\n");
    story_element(s, "school-info", FICTION_PICK(&s->f, word_school_infos));
    story_element(s, "family-info", FICTION_PICK(&s->f, word_home_states));
    story_element(s, "analysis", FICTION_PICK(&s->f, word_policies));
    story_put(s, "    </assessment>\n");
    static const char *const months[] = {"2025-06", "2025-07", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01"};
    for (size_t i = 0; i < 3 + s->months; i++) {
        const unsigned present = 4 + fiction_below(&s->f, 8);
        story_put(s,
                  "    <attendance ym=\"%s\" class-days=\"18\" present=\"%u\" absent=\"%u\" late=\"1\" early=\"0\" "
                  "other-room=\"%u\" other-place=\"0\"/>\n",
                  months[i], present, 18 - present, present / 2);
    }
    story_put(s, "    <judgement date=\"2025-09-18\" means=\"会議\">\n");
    put_parties(s, "      ", "2025-09-18");
    story_put(s, "      <party side=\"本人\" confirmed-on=\"2025-09-18\" means=\"面談\">%s</party>\n",
              FICTION_PICK(&s->f, word_feelings));
    story_put(s, "      "
                 "<conclusion>個別サポート加算（Ⅲ）による支援の対象とし、学校・家庭・事業所が連携して支援を行う。</"
                 "conclusion>\n");
    story_element(s, "reason", FICTION_PICK(&s->f, word_reasons));
    story_put(s, "    </judgement>\n  </non-attendance>\n\n");
}

/* `more`: further attributes. `partner`: whom it names. */
static void
put_consent(story *s, const char *id, const char *kind, const char *on, const char *more, unsigned partner,
            const char *purpose)
{
    static const char *const scopes[] = {"氏名・学年",   "登校状況",           "学校での様子", "事業所での支援内容",
                                         "家庭での様子", "個別の教育支援計画", "個別支援計画"};
    static const char *const channels[] = {"面談", "電話", "オンライン", "書面", "メール"};
    story_put(s,
              "  <consent id=\"%s\" kind=\"%s\" explained-on=\"%s\" explainer=\"s%u-2\" signed-on=\"%s\" "
              "signer=\"guardian-1\" visits=\"同意する\"%s valid-to=\"2026-03-31\">\n",
              id, kind, on, s->office, on, more);
    story_put(s, "    <purpose>%s</purpose>\n    <partner-ref partner=\"school-%u\"/>\n", purpose, partner);
    for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++)
        story_put(s, "    <scope>%s</scope>\n", scopes[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(channels); i++)
        story_put(s, "    <channel>%s</channel>\n", channels[i]);
    story_put(
        s, "    "
           "<handling>共有した情報は上の目的以外に使わず、鍵のかかる書庫で管理し、5年間保管したのち適切に廃棄します。</"
           "handling>\n"
           "    <withdrawal>この同意は令和8年3月31日まで有効です。いつでも、一部でも撤回できます。</withdrawal>\n");
    story_element(s, "child-will", FICTION_PICK(&s->f, word_feelings));
    story_put(s, "  </consent>\n");
}

static void
put_consents(story *s)
{
    if (s->with_school)
        put_consent(s, "consent-sharing", "情報共有", "2025-09-02", "", s->school,
                    "学校等と事業所が本人の様子を共有し、同じ考えのもとで支援を行うため。");
    if (s->kind == CASE_ADDITION)
        put_consent(s, "consent-addition", "加算Ⅲ", "2025-09-11", " addition-iii=\"同意する\" class-hours=\"同意する\"",
                    s->school, "学校及び家庭と緊密に連携し、個別サポート加算（Ⅲ）による支援を行うため。");
    if (s->leaving)
        put_consent(s, "consent-transition", "移行支援", "2026-01-14", "", s->number % SCHOOLS,
                    "就学に当たり、有効な関わりを入学予定の学校へ伝え、切れ目のない支援につなげるため。");
    story_put(s, "\n");
}

static void
put_pickup(story *s)
{
    static const char *const days[] = {"月", "火", "木", "金"};
    const bool nursery = s->school >= SCHOOLS;
    story_put(
        s,
        "  <pickup partner=\"school-%u\" source=\"保護者\" from=\"2025-10-01\" to=\"2026-03-31\" id-shown=\"yes\">\n",
        s->school);
    for (size_t i = nursery ? 1 : 0; i < G_N_ELEMENTS(days); i++) {
        const bool home = s->morning && (i == 1 || i == 2);
        story_put(s, "    <day weekday=\"%s\"%s time=\"%s\">\n", days[i],
                  home      ? ""
                  : nursery ? " class-end=\"14:00\""
                            : " class-end=\"15:20\"",
                  home      ? "10:10"
                  : nursery ? "14:10"
                            : "15:25");
        story_put(s, "      <place>%s</place>\n      <destination>事業所</destination>\n    </day>\n",
                  home ? "自宅前" : "正門の横の駐車場");
    }
    story_put(s, "    <staff-ref staff=\"s%u-2\"/>\n    <vehicle>白のワゴン車　ナンバー・・%02u</vehicle>\n", s->office,
              s->number % 90 + 10);
    story_put(s,
              "    <contact>事業所　0000-01-31%02u</contact>\n    <emergency>%s　0000-02-%04u</emergency>\n"
              "    <change date=\"2025-12-23\" kind=\"行事\" time=\"15:25\">終業式の日は自宅前に迎える。</change>\n  "
              "</pickup>\n\n",
              s->office, s->guardian.word, s->number % 10000);
}

static void
put_transition(story *s)
{
    story_put(s,
              "  <transition id=\"transition-1\" service=\"su-1\" destination=\"school-%u\" exit-on=\"2026-03-31\" "
              "consent=\"consent-transition\" made-on=\"2026-02-05\" author=\"s%u-2\">\n",
              s->number % SCHOOLS, s->office);
    story_put(s, "    <action id=\"action-1\" date=\"2026-02-06\" "
                 "kind=\"移行先との会議\">学校と会議を行い、配慮が必要な場面と有効な関わりを伝えた。</action>\n");
    story_put(s, "    <usage>週4日（平日の14時30分から、土曜日の10時から）</usage>\n");
    story_element(s, "history", FICTION_PICK(&s->f, word_policies));
    story_element(s, "strengths", FICTION_PICK(&s->f, word_child_wishes));
    for (size_t i = 0; i < G_N_ELEMENTS(word_areas); i += 2) {
        story_put(s, "    <care-scene>");
        story_put(s, "<scene>予定が急に変わるとき</scene>");
        story_element(s, "state", FICTION_PICK(&s->f, word_areas[i].goals));
        story_element(s, "approach", FICTION_PICK(&s->f, word_areas[i].notes));
        story_put(s, "    </care-scene>\n");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(word_areas); i++) {
        story_put(s, "    <domain-state domain=\"%s\">", word_areas[i].domain);
        fiction_fill(&s->f, s->x, FICTION_PICK(&s->f, word_areas[i].goals));
        story_put(s, "</domain-state>\n");
    }
    story_put(s, "    <communication>言葉に絵札と身ぶりを添えると確実に伝わります。</communication>\n");
    story_put(s, "    <health>服薬はありません。</health>\n    <wishes>");
    story_element(s, "child", FICTION_PICK(&s->f, word_child_wishes));
    story_element(s, "guardian", FICTION_PICK(&s->f, word_guardian_wishes));
    story_put(s, "    </wishes>\n    "
                 "<follow-up>入学後の5月に、保護者の希望を確かめたうえで学校へ様子をうかがいます。</follow-up>\n");
    story_put(s, "    <transition-plan made-on=\"2025-10-20\" explainer=\"s%u-2\" signed-on=\"2025-10-22\">\n",
              s->office);
    story_element(s, "goal", FICTION_PICK(&s->f, word_transition_goals));
    story_put(s, "      <step ym=\"2025-11\" by=\"事業所\">学校を見学する。</step>\n"
                 "      <step ym=\"2026-05\" by=\"事業所\">学校へ様子をうかがう。</step>\n"
                 "    </transition-plan>\n  </transition>\n");
}

/* The assessment before the plan, and what went out with a sheet on top. */
static void
put_sheets(story *s)
{
    story_put(s, "  <assessment-sheet service=\"su-1\" made-on=\"2025-09-16\" assessor=\"s%u-2\">\n", s->office);
    for (size_t i = 0; i < G_N_ELEMENTS(word_areas); i++) {
        story_put(s, "    <domain-view domain=\"%s\">", word_areas[i].domain);
        story_element(s, "state", FICTION_PICK(&s->f, word_areas[i].goals));
        story_put(s, "    </domain-view>\n");
    }
    story_put(s,
              "  </assessment-sheet>\n"
              "  <cover-letter date=\"2026-02-10\" guardian=\"guardian-1\" service=\"su-1\" author=\"s%u-2\">\n"
              "    <enclosure copies=\"1\">個別支援計画書の写し</enclosure>\n  </cover-letter>\n",
              s->office);
}

/* The first cases are one of each kind; of many, two in five are of the addition. */
static story
story_of(uint64_t seed, unsigned number, GString *x)
{
    static const case_kind kinds[] = {CASE_ADDITION, CASE_AFTER_SCHOOL, CASE_EARLY, CASE_VISITS, CASE_ADDITION};
    story s = {
        .f = fiction_of(seed, number), .x = x, .number = number, .kind = kinds[(number - 1) % G_N_ELEMENTS(kinds)]};
    fiction *f = &s.f;
    const bool early = s.kind == CASE_EARLY || s.kind == CASE_VISITS;
    const char *const *family = FICTION_PICK(f, word_families), *const *given = FICTION_PICK(f, word_givens);
    const char *const *parent = FICTION_PICK(f, word_parents);
    s.child = (person){family[0], family[1], given[0], given[1], given[2]};
    s.guardian = (person){family[0], family[1], parent[0], parent[1], parent[2]};
    s.leaving = early && fiction_chance(f, 40);
    s.birth_year = early ? (s.leaving ? 2019 : 2020 + (int)fiction_below(f, 2)) : 2013 + (int)fiction_below(f, 6);
    s.school = early ? SCHOOLS + fiction_below(f, NURSERIES) : fiction_below(f, SCHOOLS);
    s.office = (early ? FIRST_EARLY_OFFICE : 0) + fiction_below(f, 2);
    s.months = 1 + fiction_below(f, 4);
    s.with_school = s.kind != CASE_AFTER_SCHOOL || fiction_chance(f, 60);
    s.morning = s.kind == CASE_ADDITION && fiction_chance(f, 50);
    s.teacher = FICTION_PICK(f, word_people);
    return s;
}

static void
write_story(story *s)
{
    g_string_truncate(s->x, 0);
    story_put(s, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<case version=\"1\" id=\"K-%05u\">\n", s->number);
    story_put(s, "  <masters office=\"../masters/office.xml\" partners=\"../masters/partners.xml\""
                 " municipality=\"../masters/municipality.xml\" calendar=\"../masters/calendar.xml\"/>\n\n");
    put_people(s);
    put_certificates(s);
    put_services(s);
    if (s->kind == CASE_ADDITION)
        put_non_attendance(s);
    put_consents(s);
    story_write_plan(s);
    story_write_months(s);
    if (s->kind == CASE_VISITS)
        story_write_visit(s);
    put_pickup(s);
    if (s->kind == CASE_ADDITION && s->months < 4 && fiction_chance(&s->f, 50))
        story_write_inquiry(s);
    if (s->kind == CASE_VISITS)
        story_write_evaluation(s);
    if (s->leaving)
        put_transition(s);
    put_sheets(s);
    story_put(s, "</case>\n");
}

int
main(int count, char **words)
{
    char *folder;
    unsigned documents;
    uint64_t seed;
    bool good = fiction_arguments(count, words, &folder, &documents, &seed) && masters_write(folder);
    GString *x = g_string_new(NULL);
    for (unsigned i = 1; good && i <= documents; i++) {
        story s = story_of(seed, i, x);
        char *name = g_strdup_printf("K-%05u/case.xml", i);
        write_story(&s);
        good = fiction_write(folder, name, x);
        g_free(name);
    }
    g_string_free(x, TRUE);
    return good ? 0 : 1;
}
