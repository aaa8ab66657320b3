/* check_mutations.h: the clean cases and the kinds of changes of test_check_mutations.c and test_true_papers.c, and the
 * drawing of one. */
#ifndef RENKEI_TEST_CHECK_MUTATIONS_H
#define RENKEI_TEST_CHECK_MUTATIONS_H

#include "rule_edits.h"

/* ---- the clean cases ---- */

enum { FUTOUKOU, HOUMON, JIRITSU, KYOTAKU, BASES };

static const struct {
    const char *sample, *as_of;
} bases[BASES] = {
    [FUTOUKOU] = {"hodei-futoukou", "2024-08-01"}, /* K6.1 of July is all it has */
    [HOUMON] = {"jihatsu-houmon", "2026-02-27"},
    [JIRITSU] = {"koukou-jiritsu", "2027-06-01"},
    [KYOTAKU] = {"kyotaku-houmon", "2024-05-01"},
};

/* ---- the kinds ---- */

/* Values of a place: "a|b|c", or from..to of days (2024-04-12..2024-07-30), times (10:01..10:29) or numbers. */
typedef struct kind {
    int base;
    const char *edits;
    const char *values[3];
    const char *findings; /* id:severity; with a ? after it: comes with some of the values */
} kind;

#define MONTHS "04|05|06|07"
#define SHARING "month[@ym='2024-{1}']/school-sharing"
#define SUPPORT "month[@ym='2024-{1}']/family-support"
#define DOMAINS "健康・生活|運動・感覚|認知・行動|言語・コミュニケーション|人間関係・社会性"
#define BLAME "学校の対応が悪いと聞いた。|担任のせいだと話す。|しつけが悪いと思われる。"
#define FESTIVE_JUNE "2025-06-07|2025-06-08|2025-06-14|2025-06-15|2025-06-21|2025-06-22|2025-06-28|2025-06-29"

static const kind kinds[] = {
    /* the child's state and its judgement */
    {FUTOUKOU, "delete non-attendance/@pattern", {0}, "N3.1:E"},
    {FUTOUKOU, "delete non-attendance/cause | plan/row/cause-ref", {0}, "N3.1:E"},
    {FUTOUKOU, "set non-attendance/cause/@kind={1}", {"病気|経済的"}, "N3.2:E"},
    {FUTOUKOU,
     "set non-attendance/cause[{1}]/@kind={2};;set non-attendance/cause[{1}]=",
     {"1|2", "病気|経済的"},
     "N3.2:W"},
    {FUTOUKOU, "set non-attendance/judgement/@date={1}", {"2024-04-12..2024-07-20"}, "N3.3:E"},
    {FUTOUKOU,
     "set non-attendance/judgement/conclusion={1}",
     {"見送る。|算定しない。|支援は行わない。|必要とは認められない。|支援は不要である。"},
     "N3.3:E"},
    {FUTOUKOU,
     "set non-attendance/judgement/conclusion={1}",
     {"様子を見る。|学校と話し合う。|検討する。|検討が必要である。"},
     "N3.3:W"},
    {FUTOUKOU, "set plan[2]/school-section/contact/@partner={1}", {"midori|seibu"}, "N2.1:W"},
    {FUTOUKOU,
     "set " SHARING "/continuation/reason={2}",
     {MONTHS, "支援を終了する。|支援は不要である。|支援の必要がなくなった。"},
     "N5.1h:W"},
    {FUTOUKOU, "set consent/partner-ref/@partner={1}", {"midori|seibu"}, "N5.1a:W K7.1:E"},
    {FUTOUKOU,
     "set " SHARING "/attendance/@absent={2};;set " SHARING "/attendance/@class-days={2};;set " SHARING
     "/attendance/@present=0;;set " SHARING "/attendance/@other-room=0;;set " SHARING "/attendance/@late=0",
     {"06", "13"},
     "G22:W"},
    {FUTOUKOU, "set non-attendance/attendance[1]/@ym={1}", {"2023-09|2023-10|2023-11|2023-12"}, "N3.4:E"},
    {FUTOUKOU, "delete non-attendance/judgement/party[@side='{1}']", {"学校|家庭|事業所"}, "N3.6:E"},
    {FUTOUKOU, "delete non-attendance/judgement/party[@side='本人']", {0}, "N7.1:W"},
    {FUTOUKOU, "set non-attendance/assessment/{1}=", {"school-info|family-info|analysis"}, "N6.2:W"},
    {FUTOUKOU, "set non-attendance/first-contact/@purpose=加算の依頼", {0}, "N7.2:A"},
    {FUTOUKOU, "set service-use/@start={1}", {"2023-11-01..2024-01-31"}, "N7.3:W N7.4:W"},
    {FUTOUKOU, "set non-attendance/@onset={1}", {"2021-04|2021-09|2021-11|2022-02|2022-05"}, "N7.3:W N7.4:W"},

    /* consent */
    {FUTOUKOU, "set consent[2]/@signed-on={1}", {"2024-04-12..2024-07-31"}, "N3.3:E N5.1a:E"},
    {FUTOUKOU, "set consent[2]/@valid-to={1}", {"2024-04-08..2024-07-19"}, "N3.3:E N8.4:W?"},
    {FUTOUKOU, "set consent[2]/@withdrawn-on={1}", {"2024-04-08..2024-07-19"}, "N3.3:E N8.4:E?"},
    {FUTOUKOU, "set consent[2]/@addition-iii=同意しない", {0}, "N3.3:E N5.1a:E"},
    {FUTOUKOU, "delete consent/scope[.='事業所での支援内容']", {0}, "K7.1:E"},
    {FUTOUKOU, "set " SHARING "/sent-item/@item=診断・検査結果", {MONTHS}, "K7.1:E"},
    {FUTOUKOU, "set " SHARING "/sent-item/@channel=FAX;;set " SHARING "/sent-item/@full-name=yes", {MONTHS}, "K7.1:W"},
    {HOUMON, "set consent[1]/@signed-on={1}", {"2025-05-24..2025-06-25"}, "K6.4:E"},
    {HOUMON, "set consent[1]/@valid-to={1}", {"2025-05-23..2025-06-25"}, "K6.4:E K3.9:W"},
    {HOUMON, "set consent[1]/@visits=同意しない", {0}, "K6.4:E K3.9:W"},
    {HOUMON, "set consent[2]/@signed-on={1}", {"2026-02-11..2026-06-30"}, "K7.1:E"},
    {HOUMON, "set consent[2]/@valid-to={1}", {"2026-01-14..2026-02-09"}, "K7.1:E"},
    {HOUMON, "delete visit/letter;;set consent[1]/@signed-on={1}", {"2025-06-11..2025-06-25"}, "K6.4:E"},
    {HOUMON, "set consent[1]/@withdrawn-on={1}", {"2025-06-11..2025-06-25"}, "K6.4:E K3.9:W"},
    {FUTOUKOU, "set consent[1]/@visits=同意しない;;set consent[2]/@visits=同意しない", {0}, "K6.4:E"},
    {HOUMON, "set visit/@consent-told=no", {0}, "K6.4:W"},
    {FUTOUKOU, "set " SHARING "/@consent-told=no", {MONTHS}, "K6.4:W"},

    /* the month: school */
    {FUTOUKOU, "delete " SHARING, {"05|06|07"}, "N4.3:W N5.1d:E N8.4:E"},
    {FUTOUKOU, "delete month[1]/school-sharing | supplement/april-sharing", {0}, "G23:A N4.3:W N5.1d:E N8.4:E N9.5:E"},
    {FUTOUKOU,
     "set " SHARING "/@recorded-on={2};;set " SHARING "/@date={2}",
     {"04|05|06", "2024-07-01..2024-07-31"},
     "G19:E N4.3:W N5.1d:E N8.4:E N9.5:E? K6.1:A?"},
    {FUTOUKOU,
     "set " SHARING "/@counted-for={2}",
     {MONTHS, "関係機関連携加算（Ⅰ）|関係機関連携加算（Ⅱ）|なし"},
     "N4.3:W N5.1d:E N9.5:E?"},
    {FUTOUKOU,
     "set " SHARING "/@partner={2}",
     {MONTHS, "tanemaki|kokoro-clinic|chuo-daini|hidamari"},
     "K7.1:E N5.1d:E N9.5:E?"},
    {FUTOUKOU, "delete " SHARING "/{2}", {MONTHS, "@recorder|@recorded-on|office-who|school-who"}, "N4.3:W"},
    {FUTOUKOU, "set " SHARING "/gist={2}", {MONTHS, "|　"}, "N5.1e:E"},
    {FUTOUKOU, "set " SHARING "/gist={2}", {MONTHS, "様子を共有した。|来月も続ける。|特に変わりはない。"}, "N5.1e:W"},
    {FUTOUKOU, "set " SHARING "/state=", {MONTHS}, "N5.1g:E"},
    {FUTOUKOU, "delete " SHARING "/attendance", {MONTHS}, "N5.1g:A"},
    {FUTOUKOU, "delete " SHARING "/continuation", {MONTHS}, "N5.1h:E"},
    {FUTOUKOU, "set " SHARING "/continuation/reason=", {MONTHS}, "N5.1h:E"},
    {FUTOUKOU, "delete " SHARING "/continuation/party[@side='{2}']", {MONTHS, "学校|家庭"}, "N5.1i:E"},
    {FUTOUKOU, "delete " SHARING "/continuation/child-feelings", {MONTHS}, "N5.1i:W"},
    {FUTOUKOU, "set " SHARING "/{2}=", {MONTHS, "progress|change"}, "N6.4:W"},
    {FUTOUKOU, "delete " SUPPORT "/told", {MONTHS}, "N6.4:A"},
    {FUTOUKOU, "delete month/school-sharing/learning", {0}, "N6.5:A"},
    {FUTOUKOU,
     "set month[{1}]/school-sharing/gist | month[{1} + 1]/school-sharing/gist="
     "登校の状況と事業所での過ごし方を共有し、来月も同じ支援を続けることを確かめた。",
     {"1|2|3"},
     "N6.6:W"},
    {FUTOUKOU,
     "set month[{1}]/{2} | month[{1} + 1]/{2}="
     "登校した日の過ごし方と、事業所で落ち着いて取り組めた活動を、次の月の予定と合わせて確かめた。",
     {"1|2|3", "school-sharing/progress|school-sharing/change|family-support/gist|family-support/advice"},
     "G26:W"},
    {FUTOUKOU, "delete " SHARING "/arranged", {"04|05|07"}, "K6.2:W"},
    {FUTOUKOU, "set " SHARING "/arranged/@on={2}", {"04|05|07", "2024-07-11..2024-07-31"}, "K6.2:W"},
    {FUTOUKOU,
     "set month[1]/school-sharing/@recorded-on={1};;set month[1]/school-sharing/@date={1}",
     {"2024-04-14|2024-04-20|2024-04-21|2024-04-28|2024-04-29"},
     "K6.1:A"},
    {FUTOUKOU, "set " SHARING "/{2}={3}", {MONTHS, "state|school-info|progress|change|family-state", BLAME}, "K7.2:A"},

    /* the month: family */
    {FUTOUKOU, "delete " SUPPORT, {"05|06|07"}, "N4.3:W N5.2a:E N8.4:E"},
    {FUTOUKOU, "delete month[1]/family-support | supplement/april-support", {0}, "G23:A N4.3:W N5.2a:E N8.4:E N9.5:E"},
    {FUTOUKOU, "set " SUPPORT "/@means=電話", {MONTHS}, "N5.2a:E N8.4:E N9.5:E?"},
    {FUTOUKOU,
     "set " SUPPORT "/@recorded-on={2};;set " SUPPORT "/@date={2}",
     {"04|05|06", "2024-07-01..2024-07-31"},
     "G19:E N4.3:W N5.2a:E N8.4:E N9.5:E?"},
    {FUTOUKOU, "set " SUPPORT "/@counted-for={2}", {MONTHS, "家族支援加算（Ⅰ）|なし"}, "N4.3:W N5.2a:E N9.5:E?"},
    {FUTOUKOU, "delete " SUPPORT "/{2}", {MONTHS, "@recorder|@recorded-on|office-who|guardian-ref"}, "N4.3:W"},
    {FUTOUKOU, "set " SUPPORT "/gist={2}", {MONTHS, "|　"}, "N5.2b:E"},

    /* what is claimed */
    {FUTOUKOU,
     "add month[@ym='2024-{1}']/claim <other name=\"関係機関連携加算（Ⅰ）\" on=\"2024-{1}-{2}\" "
     "record=\"sharing-2024-{1}\"/>",
     {MONTHS, "11..30"},
     "N5.1f:E K3.1a:E G25:E?"},
    {FUTOUKOU,
     "add month[@ym='2024-{1}']/claim <other name=\"関係機関連携加算（Ⅱ）\" on=\"2024-{1}-{2}\" "
     "record=\"sharing-2024-{1}\"/>",
     {MONTHS, "11..30"},
     "N5.1f:E K3.1b:W? G25:E?"},
    {FUTOUKOU,
     "add month[@ym='2024-{1}']/claim <other name=\"関係機関連携加算（Ⅱ）\" on=\"2024-{1}-{2}\"/>",
     {MONTHS, "20..30"},
     "N5.1f:W K3.1b:E"},
    {FUTOUKOU,
     "add month[@ym='2024-{1}']/claim <other name=\"家族支援加算（{3}）\" on=\"2024-{1}-{2}\" "
     "record=\"support-2024-{1}\"/>",
     {MONTHS, "11..30", "Ⅰ|Ⅱ"},
     "N5.2c:E G25:E?"},
    {FUTOUKOU,
     "add month[@ym='2024-{1}']/claim <other name=\"家族支援加算（{3}）\" on=\"2024-{1}-{2}\"/>",
     {MONTHS, "11..30", "Ⅰ|Ⅱ"},
     "N5.2c:W G10:W"},
    {FUTOUKOU,
     "set month[{1}]/claim/addition-iii[{2}]/@on={3}",
     {"1..4", "1..13", "2025-04-01..2025-12-31"},
     "G19:E N3.3:E N5.1b:E N9.4:E N10.1:E"},
    {FUTOUKOU, "set non-attendance/judgement/@result=対象としない", {0}, "N3.3:E"},
    {FUTOUKOU, "set " SHARING "/continuation/@result=終了", {"04|05|06"}, "N3.3:E N5.1h:W?"},
    {FUTOUKOU, "delete month/actual[@date = ../claim/addition-iii[{1}]/@on]", {"1..13"}, "N10.1:E G24:E?"},
    {FUTOUKOU,
     "set month[{1}]/claim/addition-iii[{2}]/@on={3}",
     {"1..4", "1..13", "2024-02-01..2024-03-31"},
     "G19:E K2.1:E N3.3:E N5.1a:E N5.1b:E N10.1:E?"},
    {FUTOUKOU, "set certificate[2]/@to={1}", {"2024-04-11..2024-07-19"}, "N10.1:E G14:E"},
    {FUTOUKOU, "set certificate[2]/@from={1}", {"2024-04-12..2024-07-31"}, "N10.1:E G14:E"},
    {FUTOUKOU, "set certificate[2]/@days-per-month={1}", {"1..19"}, "G14:E"},
    {FUTOUKOU, "set certificate[{1}]/@addition-iii-printed=yes", {"1|2"}, "N4.1:A"},
    {HOUMON, "set certificate[1]/@days-per-month={1}", {"1..7"}, "G14:E"},
    {HOUMON, "set certificate[2]/@days-per-month=1", {0}, "G14:E"},
    {HOUMON, "set certificate[2]/@to={1}", {"2025-04-01..2025-06-25"}, "G14:E"},
    {HOUMON, "set month/claim/other[@name='多職種連携支援加算']/@on={1}", {"2025-06-01..2025-06-25"}, "K3.9:E G25:E?"},
    {HOUMON, "set month/family-support/@end={1}", {"13:01..13:29"}, "G10:E"},
    {HOUMON,
     "add month[@ym='2025-{1}']/claim <other name=\"関係機関連携加算（Ⅰ）\" on=\"2025-{1}-{2}\"/>"
     "<other name=\"関係機関連携加算（Ⅱ）\" on=\"2025-{1}-{3}\"/>",
     {"06|09", "12..20", "21..30"},
     "G10:E K3.1a:E K3.1b:E"},

    {HOUMON,
     "add month[@ym='2025-06']/claim <other name=\"家族支援加算（Ⅰ）\" on=\"2025-06-{1}\" record=\"f-{1}\"/>"
     "<other name=\"家族支援加算（Ⅰ）\" on=\"2025-06-17\" record=\"f-17\"/>"
     "<other name=\"家族支援加算（Ⅰ）\" on=\"2025-06-19\" record=\"f-19\"/>"
     "<other name=\"家族支援加算（Ⅰ）\" on=\"2025-06-{2}\" record=\"f-{2}\"/>;;after "
     "month[@ym='2025-06']/family-support "
     "<family-support id=\"f-{1}\" date=\"2025-06-{1}\" start=\"13:00\" end=\"13:40\" means=\"対面\" "
     "counted-for=\"家族支援加算（Ⅰ）\"><guardian-ref guardian=\"guardian-1\"/><office-who staff=\"ki-02\"/>"
     "<gist>家での過ごし方を相談した。</gist></family-support>"
     "<family-support id=\"f-17\" date=\"2025-06-17\" start=\"13:00\" end=\"13:40\" means=\"対面\" "
     "counted-for=\"家族支援加算（Ⅰ）\"><guardian-ref guardian=\"guardian-1\"/><office-who staff=\"ki-02\"/>"
     "<gist>家での過ごし方を相談した。</gist></family-support>"
     "<family-support id=\"f-19\" date=\"2025-06-19\" start=\"13:00\" end=\"13:40\" means=\"対面\" "
     "counted-for=\"家族支援加算（Ⅰ）\"><guardian-ref guardian=\"guardian-1\"/><office-who staff=\"ki-02\"/>"
     "<gist>家での過ごし方を相談した。</gist></family-support>"
     "<family-support id=\"f-{2}\" date=\"2025-06-{2}\" start=\"13:00\" end=\"13:40\" means=\"対面\" "
     "counted-for=\"家族支援加算（Ⅰ）\"><guardian-ref guardian=\"guardian-1\"/><office-who staff=\"ki-02\"/>"
     "<gist>家での過ごし方を相談した。</gist></family-support>",
     {"15|16", "20..30"},
     "G10:E"},

    /* the record that a claim rests on, and the order of things */
    {HOUMON, "set month[@ym='2025-09']/claim/other/@on={1}", {"2025-09-01..2025-09-10"}, "G25:E"},
    {HOUMON, "set month[@ym='2025-09']/claim/other/@on={1}", {"2025-09-12..2025-09-30"}, "G25:E"},
    {HOUMON, "set month[@ym='2025-06']/claim/other[1]/@on={1}", {"2025-06-15..2025-06-30"}, "G25:E"},
    {HOUMON, "set month[@ym='2025-09']/claim/other/@record={1}", {"meeting-1|participation-1"}, "G25:E"},
    {HOUMON, "set month[@ym='2025-06']/family-support/@counted-for={1}", {"家族支援加算（Ⅱ）"}, "G25:E"},
    {HOUMON, "set month[@ym='2025-06']/family-support/@counted-for=なし", {0}, "G25:W"},
    {HOUMON,
     "add month[@ym='2025-09']/claim <other name=\"関係機関連携加算（{1}）\" on=\"2025-09-11\" record=\"{2}\"/>",
     {"Ⅲ|Ⅳ", "meeting-2|participation-2"},
     "G25:E G24:E? G24:W?"},
    {HOUMON, "set month[@ym='2025-06']/family-support/@means={1}", {"電話|メール|書面|連絡帳"}, "G24:E"},
    {HOUMON,
     "set month[@ym='2025-09']/claim/other/@name=関係機関連携加算（Ⅱ）;;set "
     "month[@ym='2025-09']/claim/other/@record={1}",
     {"meeting-2|participation-2"},
     "K3.1b:E"},
    {HOUMON, "set month[@ym='2025-09']/claim/other/@name=関係機関連携加算", {0}, "K3.1c:E"},
    {HOUMON,
     "set month[@ym='2025-09']/claim/other/@name=関係機関連携加算{1};;delete plan[2]/meeting/who[@side='学校']",
     {"|（Ⅱ）"},
     "K3.1c:E? K3.1b:E?"},
    {HOUMON, "set month[@ym='2025-09']/claim/other/@service=su-houmon", {0}, "K3.1a:E G24:W"},
    {HOUMON, "set transition/action/@date={1}", {"2025-09-30..2026-01-13"}, "K7.1:E"},
    {HOUMON, "set transition/action/@date={1}", {"2026-04-01..2026-09-30"}, "K3.7:E"},
    {HOUMON, "set transition/action/@kind={1}", {"終了後の居宅訪問|終了後の施設訪問"}, "K3.7:E"},
    {HOUMON, "set service-use[@id='su-jihatsu']/@end={1}", {"2026-03-01..2026-03-30"}, "K3.7:W"},
    {FUTOUKOU, "set non-attendance/judgement/@date={1}", {"2023-11-13..2023-11-19"}, "N3.3:E N3.4:E"},
    {FUTOUKOU, "set non-attendance/judgement/@date={1}", {"2023-11-20..2024-01-17"}, "N3.3:W N3.4:E?"},
    {JIRITSU,
     "before month[1]/school-sharing <claim><other name=\"自立サポート加算\" on=\"2027-05-{1}\"/>"
     "<other name=\"自立サポート加算\" on=\"2027-05-{2}\"/><other name=\"自立サポート加算\" "
     "on=\"2027-05-{3}\"/></claim>",
     {"10..14", "17..21", "24..28"},
     "K3.3:E"},
    {JIRITSU,
     "before month[1]/school-sharing <claim><other name=\"通所自立支援加算\" on=\"2027-05-07\"/>"
     "<other name=\"通所自立支援加算\" on=\"{1}\"/></claim>",
     {"2027-08-05..2027-10-31"},
     "G19:E G24:E G24:W K3.2:E"},
    {JIRITSU,
     "before month[1]/school-sharing <claim><other name=\"集中的支援加算\" on=\"2027-05-{1}\"/>"
     "<other name=\"集中的支援加算\" on=\"2027-05-14\"/><other name=\"集中的支援加算\" on=\"2027-05-17\"/>"
     "<other name=\"集中的支援加算\" on=\"2027-05-19\"/><other name=\"集中的支援加算\" on=\"2027-05-{2}\"/></claim>",
     {"10..13", "21..31"},
     "K3.6:E"},

    {HOUMON,
     "add month[@ym='2025-{1}']/claim <other name=\"関係機関連携加算\" on=\"2025-{1}-{2}\"/>",
     {"06|09", "12..30"},
     "K3.1c:E"},
    {JIRITSU,
     "before month[1]/school-sharing <claim><other name=\"{1}\" on=\"2027-05-{2}\"/></claim>",
     {"自立サポート加算|集中的支援加算", "20..31"},
     "K3.3:E? K3.6:E?"},
    {HOUMON, "set programme[@no='9']/@from={1}", {"2025-06-27..2025-12-31"}, "G24:E"},
    {HOUMON, "set programme[@no='1']/@from={1}", {"2025-09-12..2025-12-31"}, "G24:W"},
    {HOUMON,
     "add month[@ym='2025-{1}']/claim <other name=\"{2}\" on=\"2025-{1}-{3}\"/>",
     {"06|09", "ケアニーズ対応加算|保育・教育等移行支援加算", "15|22"},
     "G24:E"},
    {FUTOUKOU,
     "add month[@ym='2024-{1}']/claim <other name=\"{2}\" on=\"2024-{1}-{3}\"/>",
     {"05|06", "送迎加算|延長支援加算", "05|12|19|26"},
     "G24:E"},
    {JIRITSU, "delete programme/independence-plan/@made-on", {0}, "K3.3:W"},
    {JIRITSU, "delete programme/{1}/@school-info-on", {"independence-plan|intensive-support"}, "K3.3:A? K3.6:A?"},
    {JIRITSU, "delete programme/commute/staff-ref", {0}, "K3.2:W"},
    {JIRITSU, "delete programme/medical-link/{1}", {"partner-ref|@exchanged-on"}, "K3.10:W"},
    {JIRITSU, "set programme/behaviour-support/@sheet-on={1}", {"2027-05-02..2027-06-01"}, "K3.5:W"},
    {HOUMON,
     "set programme/team/@care-needs=yes;;set programme/team/staff-ref[{1}]/@staff=ki-01;;delete "
     "programme/team/staff-ref[not(@staff = 'ki-01')]",
     {"1|2"},
     "K3.9:W"},
    {HOUMON, "delete evaluation/summary", {0}, "K3.8b:W"},
    {HOUMON,
     "before office:.//office[@id='kizahashi']/letter <busy-period from=\"2025-06-{1}\" to=\"2025-06-{1}\"/>",
     {"10|19|26"},
     "K6.1:A"},
    {FUTOUKOU, "set partners:partner[@id='wakabadai']/{1}/@source=学校", {"vacation[1]|busy-period"}, "K7.3:A"},

    /* the plan */
    {FUTOUKOU, "delete plan[1]/school-participation | plan[1]/row[@group='地域支援・地域連携']", {0}, "N2.1:W"},
    {FUTOUKOU, "delete supplement", {0}, "N5.1b:E"},
    {FUTOUKOU, "delete plan[2]/school-section", {0}, "N5.1b:W"},
    {FUTOUKOU, "set plan[1]/@from={1}", {"2024-04-12..2024-07-31"}, "N5.1b:E G1:E"},
    {FUTOUKOU, "set plan[1]/@to={1}", {"2024-04-11..2024-07-19"}, "N5.1b:E G1:E"},
    {FUTOUKOU, "set plan[2]/@made-on={1}", {"2024-07-09|2024-07-10"}, "N5.1c:W G3:W"},
    {FUTOUKOU, "set plan[2]/school-participation/@date={1}", {"2024-07-25..2024-07-31"}, "N5.1c:W K6.1:A?"},
    {FUTOUKOU, "delete plan[2]/school-participation/{1}", {"who"}, "N5.1c:W"},
    {FUTOUKOU, "set plan[2]/school-participation/content={1}", {"|　"}, "N5.1c:W"},
    {FUTOUKOU, "delete plan[{1}]/row/aim[.='自己肯定感']", {"1|2"}, "N6.1:A"},
    {FUTOUKOU, "delete plan[{1}]/row/cause-ref[@cause='{2}']", {"1|2", "cause-mind|cause-social"}, "N6.3:W"},
    {FUTOUKOU, "set plan[1]/@signed-on={1}", {"2024-02-02..2024-07-31"}, "G2:E G17:A N5.1b:E?"},
    {FUTOUKOU, "set consent[2]/@signer=guardian-2", {0}, "N5.1a:E G18:W?"},
    {FUTOUKOU, "set programme/@to={1}", {"2024-04-11..2024-07-19"}, "N5.1b:E N8.1:E N8.5:A"},
    {FUTOUKOU,
     "set non-attendance/judgement/party[@side='{1}']/@confirmed-on=2024-05-01",
     {"学校|家庭|事業所"},
     "N3.6:E"},
    {FUTOUKOU, "set consent[2]/@class-hours=同意しない", {0}, "N8.3:E"},
    {FUTOUKOU, "set plan[1]/schedule[1]/day[@weekday='{1}']/@school-agreed-on=2024-04-12", {"火|木"}, "N8.3:E"},
    {HOUMON, "set plan[1]/@signed-on={1}", {"2025-04-02..2025-09-30"}, "G2:E G17:A"},
    {FUTOUKOU, "delete plan[{1}]/@signed-on", {"1|2"}, "G2:W N5.1b:E?"},
    {FUTOUKOU, "set plan[1]/schedule[2]/@signed-on={1}", {"2024-07-22..2024-07-31"}, "G2:E"},
    {FUTOUKOU, "delete plan[{1}]/{2}", {"1|2", "@interviewed-on|meeting"}, "G3:W"},
    {FUTOUKOU, "set plan[2]/meeting/child-opinion=", {0}, "G3:W"}, /* plan 1 is older than that duty */
    {HOUMON, "set plan[{1}]/@explainer={2}", {"1|2", "ki-01|ki-03|ki-04"}, "G3:W"},
    {FUTOUKOU, "delete plan[{1}]/delivered[@to='保護者']", {"1|2"}, "G4:W"},
    {FUTOUKOU, "delete plan[2]/delivered[@to='相談支援事業所']", {0}, "G4:W"}, /* plan 1 is older than that duty */
    {HOUMON, "delete plan[{1}]/delivered[@to='{2}']", {"1|2", "保護者|相談支援事業所"}, "G4:W"},
    {FUTOUKOU, "delete plan[{1}]/row/domain[.='{2}']", {"2", DOMAINS}, "G8:W"},
    {HOUMON, "delete plan[{1}]/row/domain[.='{2}']", {"1|2", DOMAINS}, "G8:W"},
    {HOUMON, "set plan[2]/@to={1}", {"2026-02-27..2026-03-28"}, "G1:W"},
    {HOUMON, "delete plan[{1}]/school-participation", {"1|2"}, "K3.8a:E"},
    {HOUMON, "set plan[2]/school-participation/@date={1}", {"2025-09-20..2025-09-30"}, "K3.8a:E K6.1:A?"},
    {HOUMON, "set plan[2]/meeting/gist=", {0}, "K3.1a:E"},
    {HOUMON, "delete plan[2]/meeting/who[@side='学校']", {0}, "K3.1a:E"},

    /* hours */
    {FUTOUKOU, "set programme/@from={1}", {"2024-04-12..2024-07-20"}, "N5.1b:E N8.1:E N8.5:A"},
    {FUTOUKOU, "set programme/@to={1}", {"2024-08-01..2025-01-30"}, "N8.1:E N8.5:A"},
    {FUTOUKOU,
     "delete plan[1]/schedule[1]/day[@weekday='{1}']/{2}",
     {"火|木", "@school-agreed-on|@family-agreed-on|necessity"},
     "N8.3:E"},
    {FUTOUKOU, "delete plan[1]/schedule[1]/day[@weekday='{1}']/child-will", {"火|木"}, "N8.3:W"},
    {FUTOUKOU, "set plan[1]/schedule[1]/day[@weekday='{1}']/@end={2}", {"月|金", "15:41..16:09"}, "G5:E"},
    {FUTOUKOU, "set plan[1]/schedule[1]/day[@weekday='{1}']/@end={2}", {"月|金", "18:41..19:30"}, "G5:E"},
    {FUTOUKOU, "set plan[1]/schedule[1]/day/ext-after[@end='15:00']/@end={1}", {"13:31..14:29"}, "G6:E N8.4:W?"},
    {FUTOUKOU, "set plan[{1}]/schedule/day[@weekday='{2}']/ext-after/@staff-count=1", {"1|2", "火|木|土"}, "G6:E"},
    {HOUMON, "set plan[{1}]/schedule[{2}]/ext-reason=", {"1|2", "1|2"}, "G6:E"},
    {HOUMON, "delete plan[{1}]/schedule[{2}]/day/ext-after/@staff-count", {"1|2", "1|2"}, "G6:W"},
    {HOUMON, "set plan[{1}]/schedule[{2}]/day/ext-after/@start={3}", {"1|2", "1|2", "15:01..15:30"}, "G6:E"},
    {FUTOUKOU,
     "set month[{1}]/actual[ext-after/@start='13:30'][{2}]/ext-after/@end={3}",
     {"1..4", "1..4", "13:31..14:29"},
     "G6:E"},
    {FUTOUKOU,
     "before month[3]/actual[1] <actual date='2024-06-{1}' service='su-komorebi' start='{2}' end='11:30'/>",
     {"05|12|19|26", "08:40..10:59"},
     "N8.4:E"},
    {FUTOUKOU,
     "before month[3]/actual[1] <actual date='2024-06-{1}' service='su-komorebi' start='{2}' end='15:00'/>",
     {"05|12|19|26", "12:00..14:24"},
     "N8.4:W"},
    {FUTOUKOU,
     "after consent[last()] <consent id='no' kind='授業時間帯' explained-on='{1}' signed-on='{1}' signer='guardian-1' "
     "class-hours='同意しない'/>;;after consent[@id='no'] <consent id='yes' kind='授業時間帯' "
     "explained-on='2024-07-17' "
     "signed-on='2024-07-17' signer='guardian-1' class-hours='同意する'/>",
     {"2024-04-12..2024-07-16"},
     "N8.4:E"},
    {FUTOUKOU, "set month[{1}]/actual/@start=08:{2}", {"1..4", "10..59"}, "G7:W N8.4:E? N8.4:W?"},
    {HOUMON, "set month[{1}]/actual/@start=08:{2}", {"1..11", "10..59"}, "G7:W G20:E?"},

    /* the interim sheet, the municipality */
    {FUTOUKOU, "set supplement/@valid-until={1}", {"2024-04-26..2024-07-19"}, "N5.1b:E N9.4:E"},
    {FUTOUKOU, "set supplement/@collaboration-since={1}", {"2024-04-01..2024-04-26"}, "N9.2:E N5.1b:E"},
    {FUTOUKOU, "set supplement/@made-on={1}", {"2024-05-10..2024-07-31"}, "N9.3:E"},
    {FUTOUKOU, "set month[1]/claim/@sent-on={1}", {"2024-04-01..2024-04-25"}, "N9.3:E G19:W? N5.1e:W? N5.2b:W?"},
    {FUTOUKOU, "set supplement/school-contact/content={1}", {"|　"}, "N9.6:E N9.7:E"},
    {FUTOUKOU, "delete supplement/school-contact/who", {0}, "N9.6:E"},
    {FUTOUKOU, "set supplement/daily-link={1}", {"|　"}, "N9.7:E"},
    {FUTOUKOU, "delete inquiry/@answered", {0}, "N5.3:E"},
    {FUTOUKOU, "set inquiry/@answered={1}", {"2024-08-02..2024-12-31"}, "N5.3:E"},
    {FUTOUKOU, "delete inquiry/@answered;;set inquiry/@due={1}", {"2024-08-01..2024-08-06"}, "N5.3:W"},
    {FUTOUKOU, "delete inquiry/@answered | inquiry/@due", {0}, "N5.3:W"},

    /* services and programmes */
    {HOUMON,
     "set office:.//office[@id='kizahashi']/service[@kind='{1}']/@kind=居宅訪問",
     {"児発|保育所等訪問"},
     "K1.0:E"},
    {HOUMON,
     "set child/@birth-date={1} ;; set enrolment[2]/@partner=midori ;; set enrolment[2]/@class-kind=通常の学級",
     {"2018-04-02..2019-04-01"},
     "K1.1:W G20:E?"},
    {FUTOUKOU, "set enrolment[2]/@from={1}", {"2024-04-12..2024-07-30"}, "K1.2:E N8.3:W G5:W? G6:W? N5.1c:W? N5.1d:W?"},
    {HOUMON, "delete service-use[2]/@visited-partner", {0}, "K1.3:E"},
    {KYOTAKU, "set child/address | guardian/address=", {0}, "K1.4:E"},
    {FUTOUKOU, "set programme/@from={1}", {"2023-04-01..2024-03-31"}, "K2.1:E"},
    {HOUMON, "set programme[@no='1']/@service=su-houmon", {0}, "K3.1a:E"},
    {HOUMON, "set programme[@no='7']/@service=su-houmon", {0}, "K3.7:E"},
    {JIRITSU, "set programme[@no='2']/@to={1}", {"2027-08-05..2027-12-31"}, "K3.2:E"},
    {JIRITSU, "set programme[@no='2']/commute/@school-informed-on={1}", {"2027-05-08..2027-05-31"}, "K3.2:W"},
    {JIRITSU, "set programme[@no='2']/commute/@transport-addition=yes", {0}, "K3.2:E"},
    {JIRITSU, "set programme[@no='2' or @no='3']/@service=su-soudan", {0}, "K3.2:E K3.2:W K3.3:E"},
    {JIRITSU,
     "set child/@birth-date={1} ;; partners: set partner[@id='aobano-minami']/@kind=義務教育学校",
     {"2012-04-02..2016-04-01"},
     "K3.3:E"},
    {JIRITSU, "set child/@birth-date={1}", {"2011-04-02..2012-04-01"}, "K3.3:W"},
    {HOUMON, "set programme[@no='1']/@no=4", {0}, "K3.4:E N3.1:E N5.1c:W N6.2:W"},
    {JIRITSU, "set programme/behaviour-support/@score={1}", {"1..19"}, "K3.5:E"},
    {JIRITSU, "delete programme/behaviour-support/@score", {0}, "K3.5:W"},
    {JIRITSU, "set programme/behaviour-support/@sheet-on={1}", {"2027-06-02..2027-09-30"}, "K3.5:E"},
    {KYOTAKU, "set programme/behaviour-support/@score={1}", {"1..19"}, "K3.5:E"},
    {JIRITSU, "set programme/intensive-support/@to={1}", {"2027-08-01..2027-12-31"}, "K3.6:E"},
    {JIRITSU,
     "add programme/intensive-support <session date=\"{1}\"/><session date=\"2027-07-13\"/>"
     "<session date=\"2027-07-15\"/><session date=\"2027-07-20\"/><session date=\"2027-07-{2}\"/>",
     {"2027-07-01..2027-07-12", "21..31"},
     "K3.6:E"},
    {JIRITSU, "delete office:.//staff[@id='so-02']/training", {0}, "K3.5:E"},
    {JIRITSU, "set office:.//staff[@id='so-02']/training/@date={1}", {"2027-06-02..2027-12-31"}, "K3.5:E"},
    {KYOTAKU, "delete office:.//staff[@id='kh-02']/training", {0}, "K3.5:E"},
    {JIRITSU, "delete consultation-support/@exchanged-on", {0}, "K3.10:A"},
    {KYOTAKU, "set consultation-support/@exchanged-on={1}", {"2024-05-02..2024-09-30"}, "K3.10:A"},
    {HOUMON, "set transition/action/@date={1}", {"2025-04-01..2025-09-29"}, "K3.7:W K7.1:E"},
    {HOUMON, "set transition/@service=su-houmon", {0}, "K3.7:E"},
    {HOUMON,
     "after transition/action[1] <action id=\"action-2\" date=\"2026-02-{1}\" kind=\"移行先との会議\"/>"
     "<action id=\"action-3\" date=\"2026-02-{2}\" kind=\"移行先との会議\"/>",
     {"14..19", "20..26"},
     "K3.7:E"},

    /* visits */
    {HOUMON, "set visit/letter/@reply-due={1}", {"2025-05-23..2025-05-29"}, "K4:A"},
    {HOUMON,
     "after visit/done[1] <done date=\"2025-06-{1}\" start=\"10:00\" end=\"11:30\"><visitor staff=\"ki-03\"/></done>",
     {"11|12|13|16|17|18|19|20|23|24|25"},
     "K4:A K6.2:W G14:E"},
    {HOUMON, "delete visit/arranged[@date='2025-06-{1}']", {"10|26"}, "K6.2:W"},
    {HOUMON, "set visit/arranged[@date='2025-06-{1}']/@on={2}", {"10|26", "2025-06-26..2025-07-31"}, "K6.2:W"},
    {HOUMON, "set visit/arranged/@means={1};;delete visit/letter", {"口頭|電話|来所|オンライン"}, "K6.3:W"},
    {HOUMON,
     "set visit/candidate[{1}]/@date={2}",
     {"1..3", FESTIVE_JUNE "|2025-10-06|2025-10-07|2025-10-10"},
     "K6.1:A"},
    {HOUMON, "set visit/@online=なし", {0}, "K6.1:A"},
    {HOUMON,
     "set partners:partner[@id='chuo-daini']/contact-window[@fy='2025']/@confirmed-on={1}",
     {"2025-05-24..2026-02-27"},
     "K6.5:W"},
    {FUTOUKOU, "delete partners:partner[@id='wakabadai']/contact-window[@fy='2024']", {0}, "K6.5:W"},
    {HOUMON, "delete visit/done[2]/visitor[{1}]", {"1|2"}, "K3.9:E"},
    {HOUMON, "set office:.//staff[@id='ki-04']/@occupation=公認心理師", {0}, "K3.9:E"},
    {HOUMON, "delete visit/done[2]/@team", {0}, "K3.9:E"},
    {HOUMON, "set visit/done[{1}]/@end={2}", {"1|2", "10:01..10:29"}, "G11:E"},
    {HOUMON,
     "set evaluation[@kind='{1}']/@published-on={2}",
     {"自己評価|保護者評価|訪問先施設評価", "2026-02-28..2026-12-31"},
     "K3.8b:E"},
    {HOUMON, "delete evaluation[@kind='{1}']/@published-on", {"自己評価|保護者評価|訪問先施設評価"}, "K3.8b:E"},
    {HOUMON, "delete evaluation[@kind='{1}']", {"自己評価|保護者評価|訪問先施設評価"}, "K3.8b:E K3.8b:W"},
    {HOUMON, "delete evaluation[{1}]/@returned", {"3|6"}, "K3.8c:A"},
    {HOUMON, "set evaluation[{1}]/@returned={2}", {"3|6", "2026-02-28..2026-06-30"}, "K3.8c:A"},

    /* pick-up */
    {FUTOUKOU, "delete pickup/day[{1}]/@time", {"1..5"}, "K5.1:W"},
    {FUTOUKOU, "set pickup/day[{1}]/place=", {"1..5"}, "K5.1:W"},
    {FUTOUKOU,
     "add pickup <delay date=\"2024-05-{1}\" agreed=\"15:30\" minutes=\"25\" told-at=\"{2}\">道路の混雑</delay>",
     {"10..31", "15:31..15:59"},
     "K5.2:W"},
    {FUTOUKOU,
     "add pickup <cancellation date=\"2024-05-{1}\" told-by=\"事業所\">体調不良</cancellation>",
     {"10..31"},
     "K5.3:W"},
    {FUTOUKOU,
     "add pickup <early-entry date=\"2024-05-{1}\" arrival=\"{2}\" class-end=\"15:25\"/>",
     {"10..31", "14:00..15:24"},
     "K5.4:W"},
    {FUTOUKOU, "set pickup/day[@weekday='{1}']/@time={2}", {"月|金", "14:00..15:24"}, "K5.4:W"},
    {HOUMON, "set pickup/day[@weekday='{1}']/@time={2}", {"火|木|金", "13:00..13:59"}, "K5.4:W"},
    {FUTOUKOU, "set pickup/@source=学校", {0}, "K7.3:A"},
    {HOUMON, "set partners:partner[@id='chuo-daini']/timetable/@source=学校", {0}, "K7.3:A"},

    /* words and windows */
    {FUTOUKOU, "set enrolment[2]/@grade-override={1}", {"小2|小3|小4|小5"}, "G12:W"},
    {HOUMON, "set visit/letter/note=6月10日（{1}）に伺います。", {"日|月|水|木|金|土"}, "G12:E"},
    {FUTOUKOU, "set " SHARING "/follow-up=7月26日（{2}）に会議を行う。", {MONTHS, "日|月|火|水|木|土"}, "G12:W"},
    {FUTOUKOU, "set plan[{1}]/policy=7月26日（{2}）に計画を説明する。", {"2", "日|月|火|水|木|土"}, "G12:W"},
    {HOUMON,
     "set visit/letter/subject={1}への訪問日程の調整について（依頼）",
     {"園長先生様|先生方各位様|幼児園様御中"},
     "G13:W"},
    {FUTOUKOU, "set partners:partner[@id='wakabadai']/addressee-title={1}", {"校長様|校長先生|校長殿"}, "G13:W"},
    {FUTOUKOU,
     "set municipality:municipality/inquiry-office/addressee=青葉野市長{1}",
     {"様　様|様御中|御中様|殿様"},
     "G13:W"},
    {HOUMON, "set visit/letter/@number={1}第7号", {"き|訪|こ|そ"}, "G15:A"},
    {FUTOUKOU, "set inquiry/@answer-number={1}第12号", {"き訪|そ|青"}, "G15:A"},
    {FUTOUKOU, "set non-attendance/attendance[@ym='2024-06']/@absent={1}", {"13..20"}, "G22:E"},
    {HOUMON, "set evaluation[@id='eval-2025-host']/item-result[{1}]/@unknown={2}", {"1|3|5", "1..3"}, "G22:E"},
    {FUTOUKOU, "delete supplement/{1}", {"collaboration/@how|april-sharing|april-support"}, "G23:A"},
    {FUTOUKOU, "delete pickup/contact", {0}, "G23:A"},
    {FUTOUKOU, "set service-use[1]/@end=2024-07-{1}", {"25|26|27|29"}, "G20:E"},
    {FUTOUKOU, "office:set //staff[@id='ko-02']/@to={1}", {"2024-04-18..2024-07-15"}, "G20:E G20:W"},
    {HOUMON, "office:set //staff[@id='ki-03']/@to={1}", {"2025-06-26..2025-09-10"}, "G20:W"},
    {FUTOUKOU, "set certificate[1]/@to={1}", {"2023-05-01..2024-03-29"}, "G21:W"},
    {FUTOUKOU,
     "set month[@ym='2024-07']/actual[last()]/@date=2024-{1}",
     {"09-02|09-30|10-01|12-31"},
     "G19:E N8.4:E? N8.4:W?"},
    {FUTOUKOU, "set plan[1]/delivered[{1}]/@on=2024-01-{2}", {"1|2", "24..25"}, "G17:A"},
    {FUTOUKOU, "set consent[{1}]/@signer=guardian-2", {"1|2"}, "G18:W"},
    {FUTOUKOU,
     "after consent[last()] <consent id='no' kind='加算Ⅲ' explained-on='{1}' signed-on='{1}' signer='guardian-2' "
     "addition-iii='同意しない'/>",
     {"2024-04-01..2024-07-20"},
     "G18:A"},
    {FUTOUKOU,
     "after consent[last()] <consent id='no' kind='加算Ⅲ' explained-on='{1}' signed-on='{1}' signer='guardian-1' "
     "addition-iii='同意しない'/>",
     {"2024-04-11..2024-07-19"},
     "N3.3:E"},
    {HOUMON, "set office:.//questionnaire/@kind={1}", {"自己評価|保護者評価"}, "G16:W"},
    {HOUMON, "delete municipality:municipality/contact-office[@for='園']", {0}, "K8.1:A"},
    {FUTOUKOU, "delete municipality:municipality/contact-office[@for='学校']", {0}, "K8.2:A"},
    {JIRITSU, "delete municipality:municipality/contact-office[@for='事業所・保護者']", {0}, "K8.3:A"},

    /* what is not there at all: an error, or 判定できません */
    {FUTOUKOU, "delete non-attendance/judgement", {0}, "N3.3:E"},
    {FUTOUKOU, "delete non-attendance/assessment", {0}, "N6.2:W"},
    {FUTOUKOU, "delete consent[2]", {0}, "N3.3:E N5.1a:E"},
    {FUTOUKOU, "delete consent", {0}, "N3.3:E N5.1a:E K7.1:E"},
    {FUTOUKOU, "delete certificate[2]", {0}, "N10.1:E G14:E"},
    {FUTOUKOU, "delete certificate", {0}, "N10.1:W G14:W"},
    {FUTOUKOU, "delete enrolment[2]", {0}, "K1.2:E N8.3:W G5:W G6:W N5.1c:W N5.1d:W"},
    {FUTOUKOU, "delete programme", {0}, "N8.1:E N8.5:A"},
    {FUTOUKOU, "delete plan[2]", {0}, "G1:W"},
    {FUTOUKOU, "delete supplement/@collaboration-since", {0}, "N9.2:W"},
    {FUTOUKOU, "delete supplement/@valid-until", {0}, "N9.4:W"},
    {FUTOUKOU, "delete supplement/school-contact", {0}, "N9.6:E N9.7:E"},
    {FUTOUKOU, "delete partners:partner[@id='wakabadai']/timetable", {0}, "N8.3:W G5:W G6:W"},
    {FUTOUKOU, "delete partners:partner[@id='wakabadai']/vacation", {0}, "N8.3:E N8.3:W G5:W"},
    {HOUMON, "delete consent[2] | transition/@consent", {0}, "K7.1:E"},
    {HOUMON, "delete certificate", {0}, "G14:W"},
    {JIRITSU, "delete programme/commute", {0}, "K3.2:W"},
    {JIRITSU, "delete programme/behaviour-support", {0}, "K3.5:W"},
    {JIRITSU, "delete programme/intensive-support", {0}, "K3.6:W"},
    {JIRITSU, "delete consent/partner-ref[@partner='aobano-minami']", {0}, "K7.1:E"},
    {JIRITSU, "delete consultation-support", {0}, "K3.10:A"},
};

/* ---- chance ---- */

static uint64_t mutation_chance;

static inline uint64_t
number_of(const char *variable, uint64_t otherwise)
{
    const char *text = g_getenv(variable);
    return text ? g_ascii_strtoull(text, NULL, 10) : otherwise;
}

/* splitmix64: the same numbers everywhere. */
static inline size_t
draw(size_t below)
{
    uint64_t z = mutation_chance += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return (size_t)((z ^ (z >> 31)) % below);
}

static inline char *
draw_day(const char *from, const char *to)
{
    GDate a, b;
    int y[2], m[2], d[2];
    assert_int_equal(sscanf(from, "%d-%d-%d", &y[0], &m[0], &d[0]), 3);
    assert_int_equal(sscanf(to, "%d-%d-%d", &y[1], &m[1], &d[1]), 3);
    g_date_set_dmy(&a, (GDateDay)d[0], (GDateMonth)m[0], (GDateYear)y[0]);
    g_date_set_dmy(&b, (GDateDay)d[1], (GDateMonth)m[1], (GDateYear)y[1]);
    g_date_add_days(&a, (guint)draw((size_t)g_date_days_between(&a, &b) + 1));
    return g_strdup_printf("%04d-%02d-%02d", g_date_get_year(&a), (int)g_date_get_month(&a), g_date_get_day(&a));
}

static inline char *
draw_time(const char *from, const char *to)
{
    int h[2], m[2];
    assert_int_equal(sscanf(from, "%d:%d", &h[0], &m[0]), 2);
    assert_int_equal(sscanf(to, "%d:%d", &h[1], &m[1]), 2);
    const int first = h[0] * 60 + m[0], last = h[1] * 60 + m[1];
    const int at = first + (int)draw((size_t)(last - first + 1));
    return g_strdup_printf("%02d:%02d", at / 60, at % 60);
}

/* One of the values; g_free it. */
static inline char *
draw_value(const char *values)
{
    const char *to = strstr(values, "..");
    if (!to) {
        char **all = g_strsplit(values, "|", -1);
        char *one = g_strdup(all[draw(g_strv_length(all))]);
        g_strfreev(all);
        return one;
    }
    char *from = g_strndup(values, (gsize)(to - values)), *value;
    to += 2;
    if (strchr(from, '-'))
        value = draw_day(from, to);
    else if (strchr(from, ':'))
        value = draw_time(from, to);
    else
        value = g_strdup_printf("%d", atoi(from) + (int)draw((size_t)(atoi(to) - atoi(from) + 1)));
    g_free(from);
    return value;
}

/* The edits with their places filled; g_free it. */
static inline char *
draw_edits(const kind *k)
{
    GString *edits = g_string_new(k->edits);
    for (int i = 0; i < 3 && k->values[i]; i++) {
        char *value = draw_value(k->values[i]), *mark = g_strdup_printf("{%d}", i + 1);
        g_string_replace(edits, mark, value, 0);
        g_free(mark);
        g_free(value);
    }
    return g_string_free(edits, FALSE);
}

#endif
