/* masters.c: the four masters that the invented cases share: offices and staff, schools and nurseries, a city, days
 * off. */
#include "make_cases.h"

typedef struct place {
    const char *kind, *name, *kana, *title, *window, *start, *end;
} place;

/* Schools, then nurseries. */
static const place places[SCHOOLS + NURSERIES] = {
    {"小学校", "潮見市立青嵐小学校", "しおみしりつせいらんしょうがっこう", "校長", "大河内 文", "08:30", "15:20"},
    {"小学校", "潮見市立白鷺台小学校", "しおみしりつしらさぎだいしょうがっこう", "校長", "髙木 明彦", "08:25", "15:20"},
    {"小学校", "潮見市立湖東小学校", "しおみしりつことうしょうがっこう", "校長", "桑原 恵", "08:30", "15:15"},
    {"義務教育学校", "潮見市立南陽義務教育学校", "しおみしりつなんようぎむきょういくがっこう", "校長", "水越 沙耶",
     "08:30", "15:20"},
    {"特別支援学校", "潮見県立潮見特別支援学校", "しおみけんりつしおみとくべつしえんがっこう", "校長", "葛󠄀西 亮",
     "08:40", "15:00"},
    {"小学校", "潮見市立港第三小学校", "しおみしりつみなとだいさんしょうがっこう", "校長", "谷口 美雪", "08:30",
     "15:20"},
    {"保育園", "潮見市立さざなみ保育園", "しおみしりつさざなみほいくえん", "園長", "平岩 直美", "09:00", "14:00"},
    {"幼児園", "潮見市立中央第一幼児園", "しおみしりつちゅうおうだいいちようじえん", "園長", "香坂 瑞江", "09:00",
     "14:00"},
    {"保育園", "潮見の杜こども園", "しおみのもりこどもえん", "園長", "渡邊 香苗", "09:00", "14:00"},
    {"保育園", "社会福祉法人海鳴会うみかぜ保育園", "しゃかいふくしほうじんかいめいかいうみかぜほいくえん", "園長",
     "𠮷村 徹", "09:00", "14:00"},
};

typedef struct staff {
    const char *family, *given, *family_kana, *given_kana;
} staff;
typedef struct office {
    const char *corporation, *corporation_kana, *name, *kana, *prefix;
    staff staff[4];
} office;

/* 放デイ, then those with 児発 and 保育所等訪問. */
static const office offices[OFFICES] = {
    {"特定非営利活動法人うみほたる",
     "とくていひえいりかつどうほうじんうみほたる",
     "放課後等デイサービスあけぼの",
     "ほうかごとうデイサービスあけぼの",
     "あ",
     {{"真鍋", "徹", "まなべ", "とおる"}, {"桐生", "早苗", "きりゅう", "さなえ"}, {"𠮷野", "航", "よしの", "わたる"}}},
    {"株式会社風車",
     "かぶしきがいしゃかざぐるま",
     "こどもサポートセンター風車",
     "こどもサポートセンターかざぐるま",
     "風",
     {{"栁田", "剛", "やなぎだ", "つよし"},
      {"葛󠄀原", "文香", "くずはら", "ふみか"},
      {"白石", "海斗", "しらいし", "かいと"}}},
    {"社会福祉法人潮見発達支援協会",
     "しゃかいふくしほうじんしおみはったつしえんきょうかい",
     "多機能型児童発達支援センターみちしるべ潮見東部事業所",
     "たきのうがたじどうはったつしえんセンターみちしるべしおみとうぶじぎょうしょ",
     "み訪",
     {{"德田", "修一", "とくだ", "しゅういち"},
      {"髙梨", "ほのか", "たかなし", "ほのか"},
      {"森", "一葉", "もり", "かずは"},
      {"藪", "光太郎", "やぶ", "こうたろう"}}},
    {"一般社団法人なぎさ",
     "いっぱんしゃだんほうじんなぎさ",
     "児童発達支援ルームなぎさ",
     "じどうはったつしえんルームなぎさ",
     "な",
     {{"濵", "真奈美", "はま", "まなみ"},
      {"小鳥遊", "実", "たかなし", "みのる"},
      {"岸", "里桜", "きし", "りお"},
      {"邉見", "亘", "へんみ", "わたる"}}},
};

const char *
masters_window(unsigned school)
{
    return places[school].window;
}

const char *
masters_number_prefix(unsigned at)
{
    return offices[at].prefix;
}

const char *
masters_school_name(unsigned school)
{
    return places[school].name;
}

static void
put_place(GString *x, unsigned i)
{
    static const char *const days[] = {"月", "火", "水", "木", "金"};
    const place *p = &places[i];
    g_string_append_printf(x, "  <partner id=\"school-%u\" kind=\"%s\">\n    <name>%s</name>\n    <kana>%s</kana>\n", i,
                           p->kind, p->name, p->kana);
    g_string_append_printf(x, "    <addressee-title>%s</addressee-title>\n", p->title);
    g_string_append_printf(x, "    <address postal-code=\"000-0000\">潮見県潮見市港町%u番地</address>\n", 10 + i);
    g_string_append_printf(x, "    <phone>0000-01-21%02u</phone>\n    <fax>0000-01-22%02u</fax>\n", i, i);
    g_string_append_printf(x, "    <mail>school%u@shiomi.example.jp</mail>\n", i);
    g_string_append_printf(x,
                           "    <contact-window fy=\"2025\" role=\"%s\" means=\"メール\" "
                           "confirmed-on=\"2025-04-08\">%s</contact-window>\n",
                           i < SCHOOLS ? "特別支援教育コーディネーター" : "主任", p->window);
    g_string_append(x, "    <timetable fy=\"2025\" source=\"保護者\">\n");
    for (unsigned day = 0; day < G_N_ELEMENTS(days); day++)
        g_string_append_printf(x, "      <class-day weekday=\"%s\" start=\"%s\" end=\"%s\"/>\n", days[day], p->start,
                               p->end);
    g_string_append(
        x, "    </timetable>\n    <vacation from=\"2025-12-24\" to=\"2026-01-06\">冬季休業</vacation>\n  </partner>\n");
}

static bool
write_partners(const char *folder)
{
    GString *x = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<partner-master version=\"1\">\n");
    for (unsigned i = 0; i < SCHOOLS + NURSERIES; i++)
        put_place(x, i);
    g_string_append(
        x, "  <partner id=\"counsel\" kind=\"相談支援\">\n    <name>相談支援事業所ともしび</name>\n"
           "    <kana>そうだんしえんじぎょうしょともしび</kana>\n    <addressee-title>管理者</addressee-title>\n"
           "    <address postal-code=\"000-0000\">潮見県潮見市本町7番地</address>\n"
           "    <phone>0000-01-2501</phone>\n  </partner>\n</partner-master>\n");
    const bool good = fiction_write(folder, "masters/partners.xml", x);
    g_string_free(x, TRUE);
    return good;
}

static void
put_staff(GString *x, unsigned at, unsigned i)
{
    static const char *const trades[] = {"管理者", "児童発達支援管理責任者", "公認心理師", "言語聴覚士"};
    const staff *s = &offices[at].staff[i];
    g_string_append_printf(x, "      <staff id=\"s%u-%u\" occupation=\"%s\"%s from=\"2021-04-01\">\n", at, i + 1,
                           trades[i], i >= 2 && at >= FIRST_EARLY_OFFICE ? " post=\"訪問支援員\"" : "");
    g_string_append_printf(x, "        <name><family>%s</family><given>%s</given></name>\n", s->family, s->given);
    g_string_append_printf(x, "        <kana><family>%s</family><given>%s</given></kana>\n", s->family_kana,
                           s->given_kana);
    if (i == 1)
        g_string_append(x, "        <training kind=\"児童発達支援管理責任者研修\" date=\"2020-11-27\"/>\n");
    g_string_append(x, "      </staff>\n");
}

static void
put_office(GString *x, unsigned at)
{
    const office *o = &offices[at];
    const bool early = at >= FIRST_EARLY_OFFICE;
    g_string_append_printf(x, "  <corporation id=\"corporation-%u\">\n    <name>%s</name>\n    <kana>%s</kana>\n", at,
                           o->corporation, o->corporation_kana);
    g_string_append_printf(x, "    <representative role=\"理事長\">%s %s</representative>\n", o->staff[0].family,
                           o->staff[0].given);
    g_string_append_printf(x, "    <address postal-code=\"000-0000\">潮見県潮見市浜町%u番地</address>\n", 3 + at);
    g_string_append_printf(x, "    <phone>0000-01-31%02u</phone>\n", at);
    g_string_append_printf(x, "    <office id=\"office-%u\" manager=\"s%u-1\" number-prefix=\"%s\">\n", at, at,
                           o->prefix);
    g_string_append_printf(x, "      <name>%s</name>\n      <kana>%s</kana>\n", o->name, o->kana);
    if (early)
        g_string_append_printf(x,
                               "      <service kind=\"児発\" designation-no=\"00000009%02u\" capacity=\"20\"/>\n"
                               "      <service kind=\"保育所等訪問\" designation-no=\"00000009%02u\"/>\n",
                               at, at);
    else
        g_string_append_printf(x, "      <service kind=\"放デイ\" designation-no=\"00000009%02u\" capacity=\"10\"/>\n",
                               at);
    g_string_append(x, "      <open-hours days=\"平日\" start=\"09:00\" end=\"18:30\"/>\n"
                       "      <open-hours days=\"土曜\" start=\"09:30\" end=\"16:30\"/>\n");
    g_string_append_printf(x, "      <address postal-code=\"000-0000\">潮見県潮見市浜町%u番地</address>\n", 3 + at);
    g_string_append_printf(x, "      <phone>0000-01-31%02u</phone>\n      <fax>0000-01-32%02u</fax>\n", at, at);
    g_string_append(x, "      <letter greeting=\"拝啓\" seal=\"公印省略\" title-honorific=\"様\"/>\n");
    for (unsigned i = 0; i < (early ? 4u : 3u); i++)
        put_staff(x, at, i);
    g_string_append(x, "    </office>\n  </corporation>\n");
}

static bool
write_offices(const char *folder)
{
    static const char *const kinds[][2] = {
        {"self", "自己評価"}, {"guardian", "保護者評価"}, {"host", "訪問先施設評価"}};
    static const char *const items[][2] = {
        {"環境・体制整備", "訪問の日時は、園の活動に支障のないように調整されている。"},
        {"適切な支援の提供", "こどもの様子を観察し、園の生活に合った支援を行っている。"},
        {"説明・連携", "訪問の後、先生方との振り返りの時間を設けている。"},
        {"満足度", "助言は、日々の保育に役立っている。"}};
    GString *x = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office-master version=\"1\">\n");
    for (unsigned i = 0; i < OFFICES; i++)
        put_office(x, i);
    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        g_string_append_printf(x, "  <questionnaire id=\"q-%s\" kind=\"%s\">\n", kinds[k][0], kinds[k][1]);
        for (size_t i = 0; i < G_N_ELEMENTS(items); i++)
            g_string_append_printf(x, "    <item id=\"item-%s-%zu\" category=\"%s\">%s</item>\n", kinds[k][0], i + 1,
                                   items[i][0], items[i][1]);
        g_string_append(x, "  </questionnaire>\n");
    }
    g_string_append(x, "</office-master>\n");
    const bool good = fiction_write(folder, "masters/office.xml", x);
    g_string_free(x, TRUE);
    return good;
}

bool
masters_write(const char *folder)
{
    GString *city = g_string_new(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<municipality-master version=\"1\">\n"
        "  <municipality id=\"shiomi\" handbook=\"yes\">\n    <prefecture>潮見県</prefecture>\n    "
        "<name>潮見市</name>\n"
        "    <contact-office for=\"園\" phone=\"0000-01-1101\">こども課</contact-office>\n"
        "    <contact-office for=\"学校\" phone=\"0000-01-1102\">学校教育課</contact-office>\n"
        "    <contact-office for=\"事業所・保護者\" phone=\"0000-01-1103\">障害福祉課</contact-office>\n"
        "    <inquiry-office side=\"障害児支援\">\n      <section>福祉部障害福祉課</section>\n"
        "      <addressee>潮見市長　様</addressee>\n"
        "      <address postal-code=\"000-0000\">潮見県潮見市本町1番地</address>\n      <phone>0000-01-1103</phone>\n"
        "    </inquiry-office>\n  </municipality>\n</municipality-master>\n");
    GString *days = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<calendar-master version=\"1\">\n"
                                 "  <holiday on=\"2025-09-23\">秋分の日</holiday>\n"
                                 "  <holiday on=\"2026-03-20\">春分の日</holiday>\n</calendar-master>\n");
    const bool good = fiction_write(folder, "masters/municipality.xml", city) &&
                      fiction_write(folder, "masters/calendar.xml", days) && write_partners(folder) &&
                      write_offices(folder);
    g_string_free(city, TRUE);
    g_string_free(days, TRUE);
    return good;
}
