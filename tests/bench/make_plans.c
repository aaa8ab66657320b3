/* make_plans.c: writes N invented 個別支援計画 in the shape that form.xml draws (one element tree a file, no case of
 * ours): FOLDER/case-001.xml and on. About 2,870 characters, of 575 kinds, a document. */
#include <string.h>

#include "fiction.h"
#include "words.h"

static const char *const schools[] = {"桜丘小学校", "湖東小学校", "青嵐小学校", "白鷺台小学校", "南陽小学校"};
static const char *const offices[] = {"放課後等デイサービスあけぼの", "児童発達支援ルームみちしるべ",
                                      "こどもサポートセンター風車"};
static const char *const dues[] = {"６か月後（令和8年9月）", "３か月後（令和8年6月）", "１年後（令和9年3月）"};
static const char *const trades[] = {"保育士", "作業療法士", "児童指導員", "言語聴覚士", "公認心理師", "児発管"};
static const char *const others[] = {"看護職員、家庭", "指導員",     "公認心理師",
                                     "学級担任",       "児童指導員", "相談支援専門員"};
static const char *const priorities[] = {"①", "②", "③", "④", "⑤", "⑥"};
static const char *const intros[] = {"学校とは保護者の同意を得て、個別の教育支援計画と目標をそろえ、下校時の引き継ぎと"
                                     "学期ごとの会議により連携を図る。緊急時の連絡先：",
                                     "学級担任・特別支援教育コーディネーターと支援の手だてを共有し、行事の２週間前まで"
                                     "に予定と事前学習の内容を確かめる。連絡先："};
static const char *const meetings[][3] = {
    {"学級担任、児発管", "教室での座席と手順表の使い方を確認。「待つ」「選ぶ」場面の言葉かけを統一する。",
     "絵柄を学校と事業所でそろえる（４月中）。"},
    {"担任、コーディネーター、保護者", "登校しぶりと保健室の利用を共有し、個別の指導計画との整合を図る。",
     "朝の会は廊下側の席とし、{m}分で交代して休む。"},
    {"学級担任、通級担当、ST", "音読の状況について録音をもとに検討。ICT端末（音声入力）の範囲を決める。",
     "作文は端末での入力を認める（試行）。"},
    {"教頭、養護教諭、看護職員", "発作時の対応手順（救急要請の目安：５分）と服薬の引き継ぎ方法を確認した。",
     "緊急時カードを{n}部作成し、車にも置く。"},
};
static const char *const slots[] = {"6:30", "8:00", "10:00", "12:30", "14:30", "16:00", "18:00", "20:30"};
static const char *const weekdays[][3] = {
    {"起床・朝食", "起床・身支度", "起床・洗顔"},     {"登校（集団）", "登校（母送迎）", "登校"},
    {"学校（通常学級）", "学校（通級指導）", "学校"}, {"給食・昼休み", "給食・清掃", "給食・歯磨き"},
    {"学校・下校", "下校", "学校（クラブ）"},         {"放デイ（SST）", "学童クラブ", "ST訓練（病院）"},
    {"帰宅・夕食", "夕食・入浴", "夕食・宿題"},       {"就寝", "就寝準備・就寝", "読書・就寝"}};
static const char *const weekends[][3] = {{"起床", "起床・朝食", "起床・散歩"},
                                          {"朝食", "着替え", "朝食・片付け"},
                                          {"外出（家族）", "放デイ（土曜）", "公園・買い物"},
                                          {"昼食", "昼食（外食）", "昼食・昼寝"},
                                          {"自由時間", "ゲーム（60分）", "図書館"},
                                          {"散歩", "祖父母宅", "宿題・読書"},
                                          {"夕食・入浴", "夕食", "夕食・花火"},
                                          {"就寝", "就寝（21時）", "日記・就寝"}};
static const char *const lives[] = {
    "平日は登校前の身支度（約{m}"
    "分）に声かけが必要。帰宅後は宿題、おやつ、自由時間の順に過ごし、ゲームは60分まで。就寝は21時を目標とする。",
    "利用日以外は学童クラブで過ごし、土曜は父と外出することが多い。就寝前{m}分は画面を見ない約束をしている。"};
static const char *const services[] = {
    "短期入所（月１回程度）、発達外来（２か月に１回）、市の巡回相談（学期に１回）、きょうだい交流会（年{n}回）。",
    "移動支援（月{k}時間）、日中一時支援（長期休業中のみ）、総合病院小児神経科（MRIは年１回）。"};

static void
element(fiction *f, GString *x, const char *name, const char *text)
{
    g_string_append_printf(x, "<%s>", name);
    fiction_fill(f, x, text);
    g_string_append_printf(x, "</%s>", name);
}

static void
child_and_office(fiction *f, GString *x, const char *manager)
{
    const char *const *family = FICTION_PICK(f, word_families), *const *given = FICTION_PICK(f, word_givens);
    const char *const *parent = FICTION_PICK(f, word_parents);
    const int year = 27 + (int)fiction_below(f, 4), month = 4 + (int)fiction_below(f, 9);
    g_string_append_printf(x, "  <child><name>%s %s</name><kana>%s %s</kana><sex>%s</sex>", family[0], given[0],
                           family[1], given[1], given[2]);
    g_string_append_printf(x, "<birth>平成%d年%d月%d日</birth><age>%d歳%dか月</age>", year, month,
                           1 + (int)fiction_below(f, 28), 37 - year, 15 - month);
    g_string_append_printf(x, "<school>○○市立%s %d年%u組</school><cert>%010u</cert><amount>月%u日</amount>",
                           FICTION_PICK(f, schools), 32 - year, 1 + fiction_below(f, 4), fiction_below(f, 1000000000),
                           10 + fiction_below(f, 14));
    g_string_append_printf(x, "<guardian>%s %s</guardian><relation>%s</relation></child>\n", family[0], parent[0],
                           parent[2]);
    g_string_append_printf(x, "  <office><office>%s</office><manager>%s</manager><created>令和8年3月%u日</created>",
                           FICTION_PICK(f, offices), manager, 1 + fiction_below(f, 28));
    g_string_append(
        x,
        "<term>令和8年4月1日～令和9年3月31日</term><monitoring>令和8年9月（以後６か月ごと）</monitoring></office>\n");
}

static void
aims(fiction *f, GString *x)
{
    g_string_append(x, "  <aims>");
    g_string_append(x, "<childwish>");
    fiction_fill_some(f, x, word_child_wishes, G_N_ELEMENTS(word_child_wishes), 2);
    g_string_append(x, "</childwish><familywish>");
    fiction_fill_some(f, x, word_guardian_wishes, G_N_ELEMENTS(word_guardian_wishes), 3);
    g_string_append(x, "</familywish>");
    element(f, x, "policy", FICTION_PICK(f, word_policies));
    element(f, x, "long", FICTION_PICK(f, word_long_goals));
    g_string_append(x, "<short>①");
    fiction_fill(f, x, word_short_goals[fiction_below(f, 2)]);
    g_string_append(x, "②");
    fiction_fill(f, x, word_short_goals[2 + fiction_below(f, 2)]);
    g_string_append(x, "</short></aims>\n");
}

static void
support(fiction *f, GString *x, size_t i)
{
    const bool own = i < G_N_ELEMENTS(word_areas);
    const word_area *area = &word_areas[own ? i : 0];
    g_string_append_printf(x, own ? "    <support><item>本人支援（%s）</item>" : "    <support><item>家族支援</item>",
                           area->domain);
    element(f, x, "goal", own ? FICTION_PICK(f, area->goals) : FICTION_PICK(f, word_family_goals));
    g_string_append(x, "<content>");
    if (own)
        fiction_fill_some(f, x, area->contents, G_N_ELEMENTS(area->contents), 3);
    else
        fiction_fill_some(f, x, word_family_contents, G_N_ELEMENTS(word_family_contents), 2);
    g_string_append_printf(x, "</content><when>%s</when><who>%s（%s）、%s</who>", FICTION_PICK(f, dues),
                           FICTION_PICK(f, word_people), trades[i], others[i]);
    element(f, x, "note", FICTION_PICK(f, area->notes));
    g_string_append_printf(x, "<prio>%s</prio></support>\n", priorities[i]);
}

static void
school(fiction *f, GString *x, unsigned number)
{
    g_string_append_printf(x, "  <school><intro>%srenkei-%03u@hakuo-es.example.jp（教頭）。</intro>\n",
                           FICTION_PICK(f, intros), number);
    const unsigned left_out = fiction_below(f, G_N_ELEMENTS(meetings));
    static const int months[] = {4, 9, 11, 12};
    for (unsigned i = 0; i < G_N_ELEMENTS(meetings); i++) {
        if (i == left_out)
            continue;
        g_string_append_printf(x, "    <meeting><date>令和8年%d月%u日 16:%s</date>", months[i],
                               1 + fiction_below(f, 25), fiction_chance(f, 50) ? "00" : "30");
        element(f, x, "with", meetings[i][0]);
        element(f, x, "body", meetings[i][1]);
        element(f, x, "decided", meetings[i][2]);
        g_string_append(x, "</meeting>\n");
    }
    g_string_append(x, "  </school>\n");
}

static void
week(fiction *f, GString *x)
{
    g_string_append(x, "  <week>\n");
    for (size_t i = 0; i < G_N_ELEMENTS(slots); i++) {
        g_string_append_printf(x, "    <slot time=\"%s\">", slots[i]);
        for (int day = 0; day < 7; day++)
            g_string_append_printf(x, "<d>%s</d>", (day < 5 ? weekdays : weekends)[i][fiction_below(f, 3)]);
        g_string_append(x, "</slot>\n");
    }
    element(f, x, "daily", FICTION_PICK(f, lives));
    element(f, x, "other", FICTION_PICK(f, services));
    g_string_append(x, "</week>\n");
}

static void
plan(fiction *f, GString *x, unsigned number)
{
    g_string_append_printf(x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plan id=\"R8-%04u\" xml:lang=\"ja\">\n",
                           number);
    g_string_append(x, "  <title>個別支援計画書</title><subtitle>（児童発達支援・放課後等デイサービス）</subtitle>\n");
    child_and_office(f, x, FICTION_PICK(f, word_people));
    aims(f, x);
    g_string_append(x, "  <supports>\n");
    for (size_t i = 0; i <= G_N_ELEMENTS(word_areas); i++)
        support(f, x, i);
    g_string_append(x, "  </supports>\n");
    school(f, x, number);
    week(f, x);
    g_string_append(x, "  "
                       "<sign><consent>上記の計画について説明を受け、内容に同意し、計画書の交付を受けました。</"
                       "consent></sign>\n</plan>\n");
}

int
main(int count, char **words)
{
    char *folder;
    unsigned documents;
    uint64_t seed;
    bool good = fiction_arguments(count, words, &folder, &documents, &seed);
    GString *x = g_string_new(NULL);
    for (unsigned i = 1; good && i <= documents; i++) {
        fiction f = fiction_of(seed, i);
        char *name = g_strdup_printf("case-%03u.xml", i);
        g_string_truncate(x, 0);
        plan(&f, x, i);
        good = fiction_write(folder, name, x);
        g_free(name);
    }
    g_string_free(x, TRUE);
    return good ? 0 : 1;
}
