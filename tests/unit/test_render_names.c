/* test_render_names.c: people are called what they are called. Every form that a sample makes is made again with other
 * names for everybody in the case and its masters: it is composed without an error, and where the child's name stood
 * there stands the other one, whole. */
#include "samples_support.h"
#include "values_support.h"

typedef struct called {
    const char *family, *given, *family_kana, *given_kana; /* NULL: has none */
} called;

typedef struct place_called {
    const char *name, *kana;
} place_called;

/* Schools and offices, each with every so many of the people below. */
static const place_called places[] = {
    {"園", "えん"},
    {"社会福祉法人東海青葉野ひがしおか福祉会　多機能型児童発達支援・保育所等訪問支援センターみずほがわ",
     "しゃかいふくしほうじんとうかいあおばのひがしおかふくしかい　たきのうがたじどうはったつしえんみずほがわ"},
    {"Saint Francis International Elementary School, Nagoya Higashiyama Campus",
     "せいんと・ふらんしす・いんたーなしょなる・えれめんたりー・すくーる"},
    {"インターナショナルエレメンタリースクールナゴヤヒガシヤマキャンパス",
     "いんたーなしょなるえれめんたりーすくーるなごやひがしやまきゃんぱす"},
};

static const called rows[] = {
    {NULL, "スーリャ", NULL, "すーりゃ"},
    {"王", NULL, "わん", NULL},
    {NULL, "Suharto", NULL, "すはると"},
    {"一", "二", "い", "に"},
    {"東雲", "凜", "しののめのさきのみやのみちのく", "りんりんりんりんりんりんりん"},
    {"DELA CRUZ BAUTISTA", "JHON MICHAEL ANGELO", "でら　くるず　ばうてぃすた", "じょん　まいける　あんじぇろ"},
    {"DELA CRUZ BAUTISTA SANTOS-VILLANUEVA", "MARIA CLARISSA ANGELICA EMMANUELLE",
     "でら くるず ばうてぃすた さんとす・びりゃぬえば", "まりあ くらりっさ あんじぇりか えまぬえる"},
    {"Wolfeschlegelsteinhausenbergerdorff", "Hubertusmaximilianalexander",
     "うぉるふぇしゅれーげるしゅたいんはうぜんべるがーどるふ", "ふーべるとぅすまくしみりあんあれくさんだー"},
    {"アレクサンドロヴィッチスタニ", "コンスタンティノープルスカヤ", "あれくさんどろゔぃっちすたに",
     "こんすたんてぃのーぷるすかや"},
    {"フェルナンデス・デ・ラ・クルス・バウティスタ", "マリア＝アレクサンドラ・イサベル",
     "ふぇるなんです・で・ら・くるす・ばうてぃすた", "まりあ・あれくさんどら・いさべる"},
    {"フェルナンデスデラクルスバウティスタサントスビリャヌエバ",
     "アレクサンドライサベルエマヌエラコンスタンティーナマリア",
     "ふぇるなんですでらくるすばうてぃすたさんとすびりゃぬえば",
     "あれくさんどらいさべるえまぬえらこんすたんてぃーなまりあ"},
    {"ｱﾚｸｻﾝﾄﾞﾛｳﾞｨｯﾁ･ｽﾀﾆｽﾗﾌｽｷｰ", "ｺﾝｽﾀﾝﾃｨﾝ･ﾄﾞﾐﾄﾘｴｳﾞｨﾁ", "あれくさんどろゔぃっち・すたにすらふすきー",
     "こんすたんてぃん・どみとりえゔぃち"},
    {"NGUYỄN", "Thị Hồng Hạnh Phương Anh", "ぐえん", "てぃ　ほん　はん　ふおん　あん"},
    {"김", "하늘별님", "きむ", "はぬるぴょるりむ"},
    {"欧阳", "诗涵", "おうよう", "しはん"},
    {"山田・スミス", "ジェームズ 健太郎", "やまだ・すみす", "じぇーむず けんたろう"},
};

/* ---- a case with other names ---- */

static void
call_part(xml_node *n, const char *text)
{
    if (text)
        xml_set_text(n, text);
    else
        xml_remove(n);
}

static void
call_person(arena *a, xml_node *n, const called *as)
{
    const char *parent = xml_name(xml_parent(n));
    if (xml_named(n, "family"))
        call_part(n, strcmp(parent, "name") == 0 ? as->family : as->family_kana);
    else if (xml_named(n, "given"))
        call_part(n, strcmp(parent, "name") == 0 ? as->given : as->given_kana);
    else
        xml_set_text(n, !as->family  ? as->given
                        : !as->given ? as->family
                                     : arena_printf(a, "%s %s", as->family, as->given));
}

/* The readings of schools and offices are theirs. */
static bool
is_place(const xml_node *n)
{
    const char *parent = xml_name(xml_parent(n));
    return (xml_named(n, "name") || xml_named(n, "kana")) && strcmp(parent, "expert") != 0;
}

static void
collect_name(void *data, const xml_node *n, const char *text)
{
    (void)text;
    g_ptr_array_add(data, (xml_node *)n);
}

static void
call_all(arena *a, casefile *c, const called *as, const place_called *where)
{
    GPtrArray *names = g_ptr_array_new();
    casefile_each_name(a, c, collect_name, names);
    assert_true(names->len > 10);
    for (guint i = 0; i < names->len; i++) {
        xml_node *n = g_ptr_array_index(names, i);
        if (is_place(n))
            xml_set_text(n, xml_named(n, "kana") ? where->kana : where->name);
        else
            call_person(a, n, as);
    }
    g_ptr_array_free(names, TRUE);
}

/* ---- what a document says ---- */

/* The words of its pages but for readings; solid: without white space. */
static char *
words_of(const display *l, bool solid)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < l->pages->len; i++) {
        const display_page *page = g_ptr_array_index(l->pages, i);
        for (guint k = 0; k < page->ops->len; k++) {
            const display_op *op = &g_array_index(page->ops, display_op, k);
            if (op->kind != DISPLAY_TEXT || op->text.is_ruby)
                continue;
            if (solid)
                append_solid(s, op->text.utf8);
            else
                g_string_append(s, op->text.utf8);
        }
    }
    return g_string_free(s, FALSE);
}

static char *
solid(const char *text)
{
    GString *s = g_string_new(NULL);
    append_solid(s, text ? text : "");
    return g_string_free(s, FALSE);
}

static void
check_said(const char *words, const char *part, const char *where)
{
    char *wanted = solid(part);
    if (!strstr(words, wanted))
        fail_msg("%s does not say %s", where, wanted);
    g_free(wanted);
}

/* Neither beside brackets nor at the end of the title. */
static void
check_no_stray_space(const display *l, const called *as, const char *where)
{
    static const char *const around[] = {"（　%s", "%s　）", "%s　さん"};
    char *words = words_of(l, false);
    const char *const names[] = {as->given ? as->given : as->family, as->given ? as->given_kana : as->family_kana};
    for (size_t i = 0; i < G_N_ELEMENTS(around); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(names); k++) {
            char **halves = g_strsplit(around[i], "%s", 2);
            char *stray = g_strconcat(halves[0], names[k], halves[1], NULL);
            if (strstr(words, stray))
                fail_msg("%s: 「%s」", where, stray);
            g_free(stray);
            g_strfreev(halves);
        }
    g_free(words);
    assert_false(g_str_has_suffix(l->title, " ") || strstr(l->title, "　 ") || strstr(l->title, "  "));
}

/* ---- all forms, all samples ---- */

/* What all documents share; with forms that are read once. */
typedef struct shelf {
    fixture *f;
    arena *a;
    xml_store *s;
    casefile_schemas *schemas;
    form **forms;
} shelf;

static casefile *
read_sample(const shelf *all, const char *sample, arena *a, diag *d)
{
    const char *path = arena_printf(a, "samples/%s/case.xml", sample);
    casefile *c = casefile_read_with(a, all->s, path, all->schemas, d);
    assert_non_null(c);
    return c;
}

/* NULL: there is an error; must: that is told. */
static display *
draw(const shelf *all, const form *as, casefile *c, arena *a, bool must)
{
    const bind_options o = {.values = shipped_values(), .draft = true};
    diag *d = diag_new();
    bound *b = bind_case(a, all->s, as, c, &o, d);
    composed *pages = b ? compose_document(a, all->f->engine, all->f->fonts, b, d) : NULL;
    display *l = pages ? emit_document(a, pages, NULL) : NULL;
    if (!l || diag_count(d, DIAG_ERROR) > 0 || display_check(l, a)) {
        if (must)
            diag_print(d, stderr, DIAG_JA);
        display_drop(l);
        l = NULL;
    }
    diag_drop(d);
    return l;
}

/* Which forms the sample makes, and which of them name the child: 1 and 2. */
static int *
survey_sample(const shelf *all, const char *sample)
{
    arena *a = arena_new();
    diag *d = diag_new();
    casefile *c = read_sample(all, sample, a, d);
    const xml_node *name = xml_first_element(casefile_root(c));
    while (!xml_named(name, "child"))
        name = xml_next_element(name);
    char *child = solid(xml_text(a, xml_first_element(name)));
    int *makes = g_new0(int, g_strv_length(all->f->forms));
    for (guint i = 0; all->f->forms[i]; i++) {
        display *l = draw(all, all->forms[i], c, a, false);
        char *words = l ? words_of(l, true) : g_strdup("");
        makes[i] = !l ? 0 : strstr(words, child) ? 2 : 1;
        g_free(words);
        display_drop(l);
    }
    g_free(child);
    diag_drop(d);
    arena_drop(a);
    return makes;
}

static int
check_row(const shelf *all, const char *sample, const int *makes, const called *as)
{
    arena *a = arena_new();
    diag *d = diag_new();
    int named = 0;
    casefile *c = read_sample(all, sample, a, d);
    call_all(a, c, as, &places[(size_t)(as - rows) % G_N_ELEMENTS(places)]);
    for (guint i = 0; all->f->forms[i]; i++) {
        if (!makes[i])
            continue;
        const char *where =
            arena_printf(a, "%s of %s with %s", all->f->forms[i], sample, as->family ? as->family : as->given);
        display *l = draw(all, all->forms[i], c, a, true);
        if (!l)
            fail_msg("%s is not made", where);
        char *words = words_of(l, true);
        if (makes[i] == 2) {
            check_said(words, as->family, where);
            check_said(words, as->given, where);
            named++;
        }
        if (!as->family || !as->given)
            check_no_stray_space(l, as, where);
        g_free(words);
        display_drop(l);
    }
    diag_drop(d);
    arena_drop(a);
    return named;
}

static void
every_form_prints_every_name(void **state)
{
    shelf all = {.f = *state, .a = arena_new(), .s = xml_store_new()};
    diag *d = diag_new();
    all.schemas = casefile_schemas_open("templates/schema", false);
    all.forms = ARENA_ARRAY(all.a, form *, g_strv_length(all.f->forms));
    for (guint i = 0; all.f->forms[i]; i++) {
        const char *path = arena_printf(all.a, "templates/%s/form.xml", all.f->forms[i]);
        all.forms[i] = form_read_file(all.a, all.s, path, "templates/schema", d);
        assert_non_null(all.forms[i]);
    }
    int named = 0;
    for (char **sample = all.f->samples; *sample; sample++) {
        int *makes = survey_sample(&all, *sample);
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
            named += check_row(&all, *sample, makes, &rows[i]);
        g_free(makes);
    }
    assert_true(named > 100); /* it has looked at something */
    casefile_schemas_close(all.schemas);
    diag_drop(d);
    xml_store_drop(all.s);
    arena_drop(all.a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(every_form_prints_every_name, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
