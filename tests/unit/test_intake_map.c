/* Tables of other programs by a mapping: what is read, and every danger that is refused or asked back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "folder_support.h"
#include "intake/intake.h"
#include "intake/intake_map.h"
#include "layout/layout_files.h"

#define SCHEMA "templates/schema"
#define EXPORT "tests/exports/jisseki"

/* The samples, which are only read. */
typedef struct world {
    char *folder, *csv, *map;
    arena *a;
    xml_store *s;
    const layout *l;
    GArray *files;
    diag *d;
    char *echo;
} world;

static int
open_world(void **state)
{
    world *w = g_new0(world, 1);
    w->folder = g_dir_make_tmp("renkei-map-XXXXXX", NULL);
    w->csv = g_build_filename(w->folder, "x.csv", NULL);
    w->map = g_build_filename(w->folder, "map.xml", NULL);
    w->a = arena_new();
    w->s = xml_store_new();
    w->d = diag_new();
    w->l = layout_read(w->a, w->s, SCHEMA, w->d);
    GPtrArray *cases = g_ptr_array_new();
    g_ptr_array_add(cases, (void *)"samples/hodei-futoukou/case.xml");
    g_ptr_array_add(cases, (void *)"samples/jihatsu-houmon/case.xml");
    w->files = layout_files_read(w->a, w->s, w->l, cases, "samples", w->d);
    g_ptr_array_free(cases, TRUE);
    assert_non_null(w->files);
    *state = w;
    return 0;
}

static int
close_world(void **state)
{
    world *w = *state;
    g_array_free(w->files, TRUE);
    xml_store_drop(w->s);
    arena_drop(w->a);
    diag_drop(w->d);
    remove_tree(w->folder);
    g_free(w->echo);
    g_free(w->csv);
    g_free(w->map);
    g_free(w->folder);
    g_free(w);
    return 0;
}

/* The messages, each "code place", places without their folder. */
static char *
told(const world *w)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < diag_length(w->d); i++) {
        const diag_message *m = diag_at(w->d, i);
        char *name = g_path_get_basename(m->data.file ? m->data.file : "-");
        g_string_append_printf(out, "%s%s %s", i ? "; " : "", diag_name(m->code), name);
        if (m->data.line)
            g_string_append_printf(out, ":%d", m->data.line);
        g_free(name);
    }
    return g_string_free(out, FALSE);
}

/* Takes one CSV in, in memory. True: it may be written. */
static bool
take(world *w, const char *map, const char *csv, const char *encoding, bool judge)
{
    diag_drop(w->d);
    w->d = diag_new();
    g_free(w->echo);
    w->echo = NULL;
    arena *a = arena_new();
    xml_store *s = xml_store_new();
    const intake_map *m = intake_map_read(a, s, w->l, SCHEMA, map, w->d);
    bool good = false;
    if (m) {
        const intake_asked asked = {w->l, SCHEMA, "samples", w->files};
        intake *k = intake_open(a, s, &asked, w->d);
        intake_add_csv(k, m, csv, encoding);
        intake_merge(k);
        good = !judge || intake_judge(k);
        good = good && diag_count(w->d, DIAG_ERROR) == 0;
        w->echo = g_strdup(intake_echo(k));
        intake_close(k);
    }
    xml_store_drop(s);
    arena_drop(a);
    return good;
}

static bool
take_headed(world *w, const char *head, const char *map, const char *csv)
{
    char *whole = g_strdup_printf("<mapping version=\"1\"%s>\n%s</mapping>", head, map);
    assert_true(g_file_set_contents(w->map, whole, -1, NULL));
    assert_true(g_file_set_contents(w->csv, csv, -1, NULL));
    g_free(whole);
    return take(w, w->map, w->csv, NULL, true);
}

static bool
take_text(world *w, const char *map, const char *csv)
{
    return take_headed(w, "", map, csv);
}

static void
check_told(world *w, const char *map, const char *csv, const char *expected)
{
    const bool good = take_text(w, map, csv);
    char *said = told(w);
    if (strcmp(said, expected) != 0)
        fail_msg("%s%s\ntold: %s\nnot:  %s", map, csv, said, expected);
    assert_true(good == (diag_count(w->d, DIAG_ERROR) == 0));
    g_free(said);
}

#define SHEET "<sheet workbook='月' name='提供実績' new='yes'/>\n"
#define CHILD "<column name='番号'><to field='ケース'><find sheet='受給者証' field='受給者証番号'/></to></column>\n"
#define DAY "<column name='日'><to field='月の記録' part='month'/><to field='提供日' key='yes'/></column>\n"
#define SERVICE                                                                                                        \
    "<constant says='放デイ'><to field='サービス利用'><find sheet='サービス利用' "                      \
    "field='サービスの種類'/></to></constant>\n"
#define TIMES                                                                                                          \
    "<column name='開始'><to field='開始時刻' group='提供実績'/></column>\n"                                 \
    "<column name='終了'><to field='終了時刻' group='提供実績'/></column>\n"
#define ALL SHEET CHILD DAY SERVICE TIMES
#define SUPPORT                                                                                                        \
    "<sheet workbook='月' name='家族への相談援助'/>\n" CHILD                                                           \
    "<column name='日'><to field='月の記録' part='month'/><to field='実施日' key='yes'/></column>"             \
    "<column name='記録者'><to field='記録者' by='name'/></column>"                                              \
    "<column name='出席者'><to field='事業所側出席者' number='1' by='name'/></column>"
#define CHILDREN(repeats)                                                                                              \
    "<sheet workbook='台帳' name='ケース' repeats='" repeats "'/>\n" CHILD                                             \
    "<column name='アレルギー'><to field='アレルギー' replaces='yes'/></column>"
#define HEADS "番号,日,開始,終了\n"

static void
an_export_is_taken_in(void **state)
{
    world *w = *state;
    assert_true(take(w, EXPORT ".xml", EXPORT ".csv", NULL, true));
    char *said = told(w);
    assert_string_equal(said, "map-skipped jisseki.csv");
    g_free(said);
    assert_non_null(strstr(w->echo, "K-0001（相原 湊）　月の記録 2025-03　提供実績 1　… 新しく作ります　［A2］\n"));
    assert_non_null(strstr(w->echo, "\n　　提供日：2025-03-03（令和7年3月3日（月））　［D2］\n"));
    assert_non_null(strstr(w->echo, "\n　　開始時刻：10:30　［E3］\n"));
    assert_non_null(strstr(w->echo, "\n　　短縮の理由：利用者　［G3］\n"));
    assert_null(strstr(w->echo, "提供実績 3"));
    /* what the case says already changes nothing; another time is asked back, or replaces it */
    check_told(w, ALL, HEADS "0000010001,2024/4/11,10:30,13:30\n", "");
    assert_string_equal(w->echo, "");
    check_told(w, ALL, HEADS "0000010001,2024/4/11,10:30,14:30\n", "map-conflict x.csv:D2");
    check_told(w,
               SHEET CHILD DAY SERVICE
               "<column name='開始'><to field='開始時刻' group='提供実績'/></column>"
               "<column name='終了'><to field='終了時刻' group='提供実績' replaces='yes'/></column>\n",
               HEADS "0000010001,2024/4/11,10:30,14:30\n", "");
    assert_non_null(strstr(w->echo, "13:30 → 14:30"));
}

static void
tables_are_checked_against_the_mapping(void **state)
{
    static const struct {
        const char *map, *csv, *told;
    } rows[] = {
        {ALL, "番号,日,開始\n0000010001,2025/3/3,15:40\n", "map-column-missing map.xml:7"},
        {ALL, "番号,日,開始,終り\n0000010001,2025/3/3,15:40,1\n",
         "map-column-unknown x.csv:D1; map-column-missing map.xml:7"},
        {ALL, "番号,日,開始,終了,日\n", "map-column-twice x.csv:E1"},
        {ALL, "0000010001,2025/3/3,15:40,17:40\n", "map-no-heading x.csv:A1"},
        {ALL, "", "map-no-heading x.csv:A1"},
        {ALL, HEADS "0000010001,2025/3/3,15:40,17:40,残り\n", "map-beyond x.csv:E2"},
        {ALL, HEADS "0000010001,2025/3/3,15:40,17:40\n0000010001,2025/3/3,15:40,17:40\n", "map-row-twice x.csv:A3"},
        {ALL, HEADS ",2025/3/3,15:40,17:40\n", "map-blank x.csv:A2"},
        {ALL, HEADS "0000010001,,15:40,17:40\n", "map-blank x.csv:B2"},
        {ALL, HEADS "10001,2025/3/3,15:40,17:40\n", "cell-code x.csv:A2"},
        {ALL, HEADS "1E+04,2025/3/3,15:40,17:40\n", "cell-code x.csv:A2"},
        {ALL, HEADS "0000099999,2025/3/3,15:40,17:40\n", "map-none x.csv:A2"},
        {ALL, HEADS "=\"0000010001\",2025/3/3,15:40,17:40\n", ""},
        {ALL, HEADS "0000010001,3/3,15:40,17:40\n", "cell-date x.csv:B2"},
        {ALL, HEADS "0000010001,7/3/3,15:40,17:40\n", "cell-date x.csv:B2"},
        {ALL, HEADS "0000010001,2025/2/29,15:40,17:40\n", "cell-date x.csv:B2"},
        {ALL, HEADS "0000010001,2025/3/3(火),15:40,17:40\n", "cell-date x.csv:B2"},
        {ALL, HEADS "0000010001,H40.3.3,15:40,17:40\n", "cell-date x.csv:B2"},
        {ALL, HEADS "0000010001,2025/3/3,9.5,17:40\n", "cell-time x.csv:C2"},
        {ALL, HEADS "0000010001,2025/3/3,15:40,25:00\n", "cell-time x.csv:D2"},
        {ALL, HEADS "0000010001,2025/3/3,15:40,15:00\n", "casefile-order x.csv:D2"},
        {ALL, HEADS "0000010001,2025/3/3,,17:40\n", "xml-attribute-missing x.csv:C2"},
        {ALL, HEADS "0000010001,2025/3/3,x,y\n10001,3/3,,1\n",
         "cell-time x.csv:C2; cell-time x.csv:D2; cell-date x.csv:B3; cell-time x.csv:D3; cell-code x.csv:A3"},
        {ALL, HEADS ",,,\n\n", ""},
        /* what does not tell records apart */
        {SHEET CHILD "<column name='日'><to field='月の記録' part='month'/><to field='提供日'/></column>"
                     "<constant says='su-komorebi'><to field='サービス利用' key='yes'/></constant>" TIMES,
         HEADS "0000010001,2024/4/11,10:30,13:30\n", "map-own-several x.csv:A2"},
        /* the mapping alone does not make new ones */
        {"<sheet workbook='月' name='提供実績'/>\n" CHILD DAY SERVICE TIMES, HEADS "0000010001,2025/3/3,15:40,17:40\n",
         "map-new x.csv:A2"},
        /* names */
        {SHEET "<column name='番号'><to field='ケース' by='name'/></column>\n" DAY SERVICE TIMES,
         HEADS "相原　湊,2025/3/3,15:40,17:40\n", ""},
        {SHEET "<column name='番号'><to field='ケース' by='name'/></column>\n" DAY SERVICE TIMES,
         HEADS "相原湊,2025/3/3,15:40,17:40\n", ""},
        {SHEET "<column name='番号'><to field='ケース' by='name'/></column>\n" DAY SERVICE TIMES,
         HEADS "相原 港,2025/3/3,15:40,17:40\n", "map-none x.csv:A2"},
        {SHEET "<column name='番号'><to field='ケース'><find workbook='台帳' sheet='保護者' "
               "field='続柄'/></to></column>\n" DAY SERVICE TIMES,
         HEADS "母,2025/3/3,15:40,17:40\n", "map-several x.csv:A2"},
        /* words */
        {ALL "<column name='短縮'><to field='短縮の理由'><value says='家' means='利用者'/></to></column>",
         "番号,日,開始,終了,短縮\n0000010001,2025/3/3,15:40,17:40,家族\n", "map-value x.csv:E2"},
        {ALL "<column name='短縮'><to field='短縮の理由'><value says='家' means='利用者'/></to></column>",
         "番号,日,開始,終了,短縮\n0000010001,2025/3/3,15:40,17:40, 家 \n", ""},
        {ALL "<column name='状態'><skip says='欠席'/><skip/></column>",
         "番号,日,開始,終了,状態\n10001,3/3,1,1,欠席\n0000010001,2025/3/3,15:40,17:40,\n", "map-skipped x.csv"},
        /* two in one cell */
        {SHEET CHILD SERVICE
         "<column name='日時'><to field='月の記録' part='month'/>"
         "<to field='提供日' key='yes' part='first'/><to field='開始時刻' group='提供実績' part='second'/></column>"
         "<column name='終了'><to field='終了時刻' group='提供実績'/></column>",
         "番号,日時,終了\n0000010001,2025/3/3 15:40:00,17:40\n", ""},
        {SHEET CHILD SERVICE
         "<column name='日時'><to field='月の記録' part='month'/>"
         "<to field='提供日' key='yes' part='first'/><to field='開始時刻' group='提供実績' part='second'/></column>"
         "<column name='終了'><to field='終了時刻' group='提供実績'/></column>",
         "番号,日時,終了\n0000010001,2025/3/3,17:40\n", "map-part x.csv:B2"},
        /* what is to be in a name is no 外字 and no lost letter */
        {"<sheet workbook='台帳' name='ケース'/>\n" CHILD
         "<column name='名'><to field='名' group='児童／氏名' replaces='yes'/></column>",
         "番号,名\n0000010001,湊?\n", "cell-letter x.csv:B2"},
        {"<sheet workbook='台帳' name='ケース'/>\n" CHILD
         "<column name='名'><to field='名' group='児童／氏名' replaces='yes'/></column>",
         "番号,名\n0000010001,\xee\x80\x80\n", "cell-letter x.csv:B2"},
        {ALL, HEADS "0000010001,2025/3/3,15:40,\"17:40\n", "csv-malformed x.csv:2"},
        /* somebody of a master, by name, one and one of several */
        {SUPPORT, "番号,日,記録者,出席者\n0000010001,2024/4/23,森川 千尋,森川千尋\n", ""},
        {SUPPORT, "番号,日,記録者,出席者\n0000010001,2024/4/23,森川 千広,森川\n",
         "map-none x.csv:C2; map-none x.csv:D2"},
        {SUPPORT, "番号,日,記録者,出席者\n0000010001,2024/4/24,森川 千尋,森川千尋\n", "map-new x.csv:A2"},
        /* one record in several rows */
        {CHILDREN("yes"), "番号,アレルギー\n0000010001,卵\n0000010001,卵\n", ""},
        {CHILDREN("yes"), "番号,アレルギー\n0000010001,卵\n0000010001,乳\n", "map-conflict x.csv:B3"},
        {CHILDREN("no"), "番号,アレルギー\n0000010001,卵\n0000010001,卵\n", "map-row-twice x.csv:A3"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_told(*state, rows[i].map, rows[i].csv, rows[i].told);
}

static void
mappings_are_checked(void **state)
{
    static const struct {
        const char *map, *told;
    } rows[] = {
        {"<sheet workbook='つき' name='提供実績'/>\n<ignore name='a'/>", "map-sheet map.xml:2"},
        {"<sheet workbook='月' name='提供'/>\n<ignore name='a'/>", "map-sheet map.xml:2"},
        {SHEET SHEET "<ignore name='a'/>",
         "map-twice map.xml:3; map-key map.xml:2; map-key map.xml:2; map-key map.xml:2; "
         "map-key map.xml:3; map-key map.xml:3; map-key map.xml:3"},
        {ALL "<column name='x'><to field='開始'/></column>", "map-field map.xml:8"},
        {ALL "<column name='x'><to field='開始時刻'/></column>", "map-field-several map.xml:8"},
        {ALL "<column name='x'><to field='開始時刻' group='提供実績'/></column>", "map-twice map.xml:8"},
        {ALL "<column name='x'><to sheet='受給者証' field='番号'/></column>", "map-sheet map.xml:8"},
        {ALL "<column name='x'/>", "map-nowhere map.xml:8"},
        {ALL "<ignore name='開始'/>", "map-twice map.xml:8"},
        {ALL "<column name='x'><to field='短縮の理由'><value says='a' means='b'/></to></column>",
         "cell-word map.xml:8"},
        {ALL
         "<column name='x'><to field='短縮の理由'>\n<value says='a' means='利用者'/><value says='Ａ'/></to></column>",
         "map-twice map.xml:9"},
        {ALL "<constant says='b'><to field='短縮の理由'/></constant>", "cell-word map.xml:8"},
        {ALL "<column name='x'><to field='短縮の理由' part='month'/></column>", "map-use map.xml:8"},
        {ALL "<column name='x'><to field='短縮の理由' number='2'/></column>", "map-use map.xml:8"},
        {ALL "<column name='x'><to field='短縮の理由' by='name'/></column>", "map-use map.xml:8"},
        {ALL "<column name='x'><to field='番号'/></column>", "map-use map.xml:2"},
        {SHEET CHILD SERVICE TIMES "<column name='日'><to field='提供日' key='yes'/></column>", "map-key map.xml:2"},
        {SHEET DAY SERVICE TIMES, "map-key map.xml:2"},
        {SHEET CHILD SERVICE TIMES "<column name='日'><to field='月の記録' part='month'/><to field='提供日'/></column>",
         "map-key map.xml:2"},
        {SHEET "<column name='番号'><to field='ケース'>\n<find sheet='受給者証' field='番'/></to></column>" DAY,
         "map-field map.xml:4"},
        {SHEET "<column name=''><to field='ケース'/></column>", "xml-value-empty map.xml:3"},
        {SHEET "<colum name='a'/>", "xml-element-similar map.xml:3"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_told(*state, rows[i].map, HEADS, rows[i].told);
}

/* A tick that the CSV does not know stays beside those that it sets. */
static void
other_ticks_stay(void **state)
{
    world *w = *state;
    check_told(w,
               "<sheet workbook='台帳' name='サービス利用'/>\n" CHILD
               "<constant says='su-komorebi'><to field='サービス利用のid'/></constant>\n"
               "<column name='日曜'><to field='日・祝日' group='利用曜日'><value says='1' means='○'/></to></column>\n",
               "番号,日曜\n0000010001,1\n", "");
    assert_non_null(strstr(w->echo, "日・祝日：（空） → ○"));
    assert_int_equal(1, (int)(strlen(w->echo) && strchr(w->echo, '\n') == w->echo + strlen(w->echo) - 1));
}

/* Whatever a cell says instead: it is refused at that cell, or the echo says what was not said before, or nothing is
 * taken of it that was; nothing slips in unseen. */
static void
each_cell_is_read_or_refused(void **state)
{
    static const char *const others[] = {
        "",           "?",          "〓",    "x",          "6/4/1",        "4/1",          "R6.4.1",
        "10001",      "2025-03-09", "45404", "\"a\"\"b\"", "#N/A",         "0.5",          "15:41",
        "0000010001", "（削除）",   "=1+1",  "\"\n\"",     "児童発達支援", "\xee\x80\x80", "利用者"};
    world *w = *state;
    const char *good[] = {"0000010001", "2025/3/3", "15:40", "17:40", ""};
    const char *map = ALL "<column name='短縮'><to field='短縮の理由'/></column>";
    const char *heads = "番号,日,開始,終了,短縮\n";
    char *csv = g_strdup_printf("%s%s,%s,%s,%s,%s\n", heads, good[0], good[1], good[2], good[3], good[4]);
    check_told(w, map, csv, "");
    char *usual = g_strdup(w->echo);
    g_free(csv);
    int taken = 0, refused = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(others); j++) {
            const char *cells[G_N_ELEMENTS(good)];
            memcpy(cells, good, sizeof good);
            if (strcmp(cells[i], others[j]) == 0)
                continue;
            cells[i] = others[j];
            csv = g_strdup_printf("%s%s,%s,%s,%s,%s\n", heads, cells[0], cells[1], cells[2], cells[3], cells[4]);
            const bool may = take_text(w, map, csv);
            char *said = told(w), *at = g_strdup_printf("x.csv:%c2", (int)('A' + i));
            if (!may && !strstr(said, at) && !strstr(said, "x.csv:A2"))
                fail_msg("%s told elsewhere: %s", csv, said);
            if (may && strcmp(w->echo, usual) == 0 && !(i == 4 && strcmp(others[j], "\"\n\"") == 0) &&
                !(i == 4 && strcmp(others[j], "（削除）") == 0))
                fail_msg("%s slipped in", csv);
            taken += may;
            refused += !may;
            g_free(said);
            g_free(at);
            g_free(csv);
        }
    g_free(usual);
    assert_true(taken >= 6 && refused >= 70);
}

static void
a_skeleton_asks_for_every_column(void **state)
{
    world *w = *state;
    GString *out = g_string_new(NULL);
    diag_drop(w->d);
    w->d = diag_new();
    assert_true(intake_map_skeleton(w->a, w->l, EXPORT ".csv", "sjis", out, w->d));
    assert_non_null(strstr(out->str, "<mapping version=\"1\" encoding=\"cp932\">"));
    assert_non_null(
        strstr(out->str, "<column name=\"受給者証番号\">\n    <!-- 同じ見出しの欄 the same heading: 台帳／受給者証"));
    /* as it is, it is no mapping: each blank is told */
    assert_true(g_file_set_contents(w->map, out->str, -1, NULL));
    assert_false(take(w, w->map, EXPORT ".csv", NULL, true));
    char *said = told(w);
    assert_string_equal(said, "xml-value-empty map.xml:19; xml-value-empty map.xml:19");
    g_free(said);
    char **parts = g_strsplit(out->str, "workbook=\"\" name=\"\"", 2);
    char *filled = g_strjoinv("workbook=\"月\" name=\"提供実績\"", parts);
    assert_true(g_file_set_contents(w->map, filled, -1, NULL));
    assert_false(take(w, w->map, EXPORT ".csv", NULL, true));
    enum { COLUMNS = 8, KEYS = 3 };
    assert_int_equal(diag_length(w->d), COLUMNS + KEYS);
    for (size_t i = 0; i < diag_length(w->d); i++)
        assert_int_equal(diag_at(w->d, i)->code, i < COLUMNS ? DIAG_MAP_NOWHERE : DIAG_MAP_KEY);
    g_strfreev(parts);
    g_free(filled);
    /* a title above the headings; a file of values */
    static const struct {
        const char *csv, *has;
    } rows[] = {{"実績一覧\n\na&b,c\n1,2\n",
                 "heading-row=\"3\">\n  <sheet workbook=\"\" name=\"\" new=\"yes\"/>\n  <column name=\"a&amp;b\">"},
                {"0000010001,,2025/3/3\n",
                 " heading-row=\"no\">\n  <sheet workbook=\"\" name=\"\" new=\"yes\"/>\n  <column letter=\"A\">\n"
                 "    <to field=\"\"/>\n  </column>\n  <column letter=\"B\">\n    <to field=\"\"/>\n  </column>\n"
                 "  <column letter=\"C\">"},
                {"a,b,a\n",
                 "<column name=\"a\" letter=\"A\">\n    <to field=\"\"/>\n  </column>\n  <column name=\"b\">\n"
                 "    <to field=\"\"/>\n  </column>\n  <column name=\"a\" letter=\"C\">"},
                {"a\nb\n", NULL},
                {"", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_string_truncate(out, 0);
        assert_true(g_file_set_contents(w->csv, rows[i].csv, -1, NULL));
        assert_true(intake_map_skeleton(w->a, w->l, w->csv, NULL, out, w->d) == (rows[i].has != NULL));
        assert_true(rows[i].has ? strstr(out->str, rows[i].has) != NULL : out->len == 0);
    }
    g_string_free(out, TRUE);
}

#define JOINED(as, parts)                                                                                              \
    SHEET CHILD SERVICE TIMES "<joined as='" as "'>" parts                                                             \
                              "<to field='月の記録' part='month'/><to field='提供日' key='yes'/></joined>\n"
#define YMD "<part name='年'/><part name='月'/><part name='日'/>"
#define YMD_HEADS "番号,年,月,日,開始,終了\n"
#define LETTERS                                                                                                        \
    "<sheet workbook='月' name='提供実績' new='yes'/>\n" SERVICE                                                       \
    "<column letter='A'><to field='ケース'><find sheet='受給者証' field='受給者証番号'/></to></column>\n" \
    "<column letter='B'><to field='月の記録' part='month'/><to field='提供日' key='yes'/></column>\n"           \
    "<column letter='C'><to field='開始時刻' group='提供実績'/></column>\n"                                    \
    "<column letter='D'><to field='終了時刻' group='提供実績'/></column>\n"

/* Columns without a heading, or of one heading, go by their letters; several columns may be one value. */
static void
columns_go_by_letters_and_joined(void **state)
{
    static const struct {
        const char *head, *map, *csv, *told;
    } rows[] = {
        /* no headings at all */
        {" heading-row='no'", LETTERS, "0000010001,2025/3/3,15:40,17:40\n", ""},
        {" heading-row='no'", LETTERS, "0000010001,2025/3/3,15:40,17:40,x\n", "map-beyond x.csv:E1"},
        {" heading-row='no'", LETTERS, "番号,日,開始,終了\n0000010001,2025/3/3,15:40,17:40\n",
         "cell-date x.csv:B1; cell-time x.csv:C1; cell-time x.csv:D1; cell-code x.csv:A1"},
        {" heading-row='no'", LETTERS "<ignore letter='F'/>", "0000010001,2025/3/3,15:40,17:40,,x\n", ""},
        {" heading-row='no'", LETTERS "<ignore letter='F'/>", "0000010001,2025/3/3,15:40,17:40,y,x\n",
         "map-beyond x.csv:E1"},
        {" heading-row='no'", LETTERS "<ignore name='児童'/>", "0000010001,2025/3/3,15:40,17:40\n",
         "map-use map.xml:8"},
        {" heading-row='no'", LETTERS "<ignore letter='A'/>", "0000010001,2025/3/3,15:40,17:40\n",
         "map-twice map.xml:8"},
        {" heading-row='no'", LETTERS "<ignore letter='a'/>", "0000010001,2025/3/3,15:40,17:40\n",
         "xml-value-form map.xml:8"},
        /* one of several without a heading; what has one is not known by its letter */
        {"",
         SHEET CHILD DAY SERVICE "<column name='開始'><to field='開始時刻' group='提供実績'/></column>"
                                 "<column letter='D'><to field='終了時刻' group='提供実績'/></column>",
         "番号,日,開始,\n0000010001,2025/3/3,15:40,17:40\n", ""},
        {"",
         SHEET CHILD DAY SERVICE "<column name='開始'><to field='開始時刻' group='提供実績'/></column>"
                                 "<column letter='D'><to field='終了時刻' group='提供実績'/></column>",
         HEADS "0000010001,2025/3/3,15:40,17:40\n", "map-column-unknown x.csv:D1"},
        /* two of one heading */
        {"",
         SHEET CHILD DAY SERVICE "<column name='時刻' letter='C'><to field='開始時刻' group='提供実績'/></column>"
                                 "<column name='時刻' letter='D'><to field='終了時刻' group='提供実績'/></column>",
         "番号,日,時刻,時刻\n0000010001,2025/3/3,15:40,17:40\n", ""},
        {"",
         SHEET CHILD DAY SERVICE "<column name='時刻' letter='C'><to field='開始時刻' group='提供実績'/></column>"
                                 "<column name='時刻' letter='D'><to field='終了時刻' group='提供実績'/></column>",
         "番号,時刻,日,時刻\n0000010001,15:40,2025/3/3,17:40\n",
         "map-column-unknown x.csv:B1; map-column-missing map.xml:6"},
        {"",
         SHEET CHILD DAY SERVICE "<column name='時刻' letter='C'><to field='開始時刻' group='提供実績'/></column>"
                                 "<column name='時刻'><to field='終了時刻' group='提供実績'/></column>",
         "番号,日,時刻,時刻\n0000010001,2025/3/3,15:40,17:40\n", "map-twice map.xml:6"},
        /* a day in three columns, or four */
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,2025,3,3,15:40,17:40\n", ""},
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,２０２５,０３,０３,15:40,17:40\n", ""},
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,2025,,3,15:40,17:40\n", "cell-date x.csv:B2"},
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,2025,3,,15:40,17:40\n", "cell-date x.csv:B2"},
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,,3,3,15:40,17:40\n", "cell-date x.csv:B2"},
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,7,3,3,15:40,17:40\n", "cell-date x.csv:B2"},
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,2025,2,29,15:40,17:40\n", "cell-date x.csv:B2"},
        {"", JOINED("date", YMD), YMD_HEADS "0000010001,,,,15:40,17:40\n", "map-blank x.csv:B2"},
        {"", JOINED("date", "<part name='元号'/>" YMD),
         "番号,元号,年,月,日,開始,終了\n0000010001,令和,7,3,3,15:40,17:40\n", ""},
        {"", JOINED("date", "<part name='元号'/>" YMD),
         "番号,元号,年,月,日,開始,終了\n0000010001,平成,40,3,3,15:40,17:40\n", "cell-date x.csv:B2"},
        {"", JOINED("date", YMD) "<ignore name='年'/>", YMD_HEADS, "map-twice map.xml:7"},
        {"", JOINED("date", YMD), "番号,年,月,開始,終了\n0000010001,2025,3,15:40,17:40\n",
         "map-column-missing map.xml:7"},
        /* a child by 姓 and 名, which go somewhere themselves, too */
        {"",
         "<sheet workbook='台帳' name='ケース'/>\n<joined as='name'><part name='姓'/><part name='名'/><to "
         "field='ケース' by='name'/></joined>\n"
         "<column name='姓'><to field='姓' group='児童／氏名'/></column><ignore name='番号'/>",
         "番号,姓,名\n1,相原,湊\n", ""},
        {"",
         "<sheet workbook='台帳' name='ケース'/>\n<joined as='name'><part name='姓'/><part name='名'/><to "
         "field='ケース' by='name'/></joined>\n",
         "姓,名\n相原,港\n", "map-none x.csv:A2"},
        {"",
         "<sheet workbook='台帳' name='ケース'/>\n<joined as='name'><part name='姓'/><part name='名'/><to "
         "field='ケース' by='name'/></joined>\n",
         "姓,名\n相原,\n", "map-none x.csv:A2"},
        {"",
         "<sheet workbook='台帳' name='ケース'/>\n" CHILD "<joined as='text'><part name='町'/><part name='番地'/>"
         "<to field='アレルギー' replaces='yes'/></joined>\n",
         "番号,町,番地\n0000010001,卵,と乳\n", ""},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        take_headed(w, rows[i].head, rows[i].map, rows[i].csv);
        char *said = told(w);
        if (strcmp(said, rows[i].told) != 0)
            fail_msg("%s%s\ntold: %s\nnot:  %s", rows[i].map, rows[i].csv, said, rows[i].told);
        g_free(said);
    }
    assert_non_null(strstr(w->echo, " → 卵と乳　［B2］\n"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_is_taken_in),
        cmocka_unit_test(tables_are_checked_against_the_mapping),
        cmocka_unit_test(mappings_are_checked),
        cmocka_unit_test(other_ticks_stay),
        cmocka_unit_test(each_cell_is_read_or_refused),
        cmocka_unit_test(a_skeleton_asks_for_every_column),
        cmocka_unit_test(columns_go_by_letters_and_joined),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
