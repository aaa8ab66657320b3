/* test_render_copy.c: what a reader may not know is nowhere in their copy. Two cases that differ in nothing but what is
 * withheld make the same copy, byte for byte: every form of cases, every sample, every edition, whatever the form makes
 * of it: values, counts, lengths, conditions, orders, heads, properties. And the office's own copy tells it. */
#include "copy_support.h"

static const char *const readers[] = {"guardian", "school", "consultation"};
static const char *const marks[] = {"学校・相談支援事業所", "保護者・相談支援事業所", "保護者・学校"};

/* Texts that may be marked, and (behind |) the records whose mark withholds them. */
static const char *const texts[] = {
    "non-attendance/assessment/school-info",
    "non-attendance/assessment/family-info",
    "non-attendance/assessment/analysis",
    "non-attendance/cause/state|non-attendance/cause",
    "plan/row[position() > 1]/content|plan/row[position() > 1]",
    "plan/meeting/gist",
    "plan/meeting/child-opinion",
    "plan/meeting/reflect|plan/meeting",
    "plan/monitoring/result",
    "plan/monitoring/result|plan/monitoring",
    "plan/school-section/state",
    "plan/school-section/analysis",
    "month/school-sharing/state",
    "month/school-sharing/school-info",
    "month/school-sharing/progress",
    "month/school-sharing/change",
    "month/school-sharing/family-state",
    "month/school-sharing/gist",
    "month/school-sharing/follow-up",
    "month/school-sharing/continuation/reason",
    "month/school-sharing/continuation/child-feelings",
    "month/school-sharing[1]/gist|month/school-sharing[1]",
    "month/family-support/home-state",
    "month/family-support/gist",
    "month/family-support/advice",
    "month/family-support/wishes",
    "month/family-support/child-feelings",
    "month[1]/family-support/gist|month[1]/family-support",
    "visit/done/gist",
    "visit/done/gist|visit/done",
    "transition/history",
    "transition/strengths",
    "transition/communication",
    "transition/health",
    "transition/care-scene/approach|transition/care-scene",
};

/* ---- cases that differ in what is withheld ---- */

static void
edit_one(rule_case *c, const char *row, const char *secret, const char *mark)
{
    const char *bar = strchr(row, '|');
    char *text = bar ? g_strndup(row, (gsize)(bar - row)) : g_strdup(row);
    char *edit = g_strdup_printf("set %s=%s", text, secret);
    char *marked = g_strdup_printf("set %s/@audience=%s", bar ? bar + 1 : text, mark);
    if (rule_edits(c, edit))
        rule_edits(c, marked);
    g_free(marked);
    g_free(edit);
    g_free(text);
}

/* The path of the case; in `folder`, which is made. row NULL: all texts. */
static char *
write_variant(const char *sample, const char *row, const char *secret, const char *mark, char **folder)
{
    rule_world files = {.folder = g_dir_make_tmp("renkei-copy-XXXXXX", NULL)};
    rule_case c;
    rule_case_open(&c, sample);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (row ? row == texts[i] : !strchr(texts[i], '|'))
            edit_one(&c, texts[i], secret, mark);
    rule_write(&files, &c);
    rule_case_close(&c);
    *folder = files.folder;
    return rule_path(files.folder, "case", 0);
}

static void
look_at_forms(const char *sample, const char *row, size_t reader, const char *const *forms, counted *n)
{
    char *folders[2], *files[2];
    for (size_t v = 0; v < 2; v++)
        files[v] = write_variant(sample, row, secrets[v], marks[reader], &folders[v]);
    for (; *forms; forms++) {
        compare_copies(*forms, readers[reader], files, n);
        if (reader == 0) {
            made_copy own = make_copy(files[0], *forms, "archive");
            n->told += strstr(own.text->str, WORD) != NULL;
            drop_copy(&own);
        }
    }
    for (size_t v = 0; v < 2; v++) {
        remove_tree(folders[v]);
        g_free(folders[v]);
        g_free(files[v]);
    }
}

static const char *const samples[] = {"hodei-futoukou", "jihatsu-houmon", "koukou-jiritsu", "kyotaku-houmon",
                                      "ihan-mihon"};
static void
no_copy_depends_on_a_text_it_may_not_tell(void **state)
{
    (void)state;
    counted n = {0};
    for (size_t s = 0; s < G_N_ELEMENTS(samples); s++)
        for (size_t reader = 0; reader < G_N_ELEMENTS(readers); reader++)
            look_at_forms(samples[s], NULL, reader, forms_of_copies, &n);
    assert_true(n.copies > 40);
    assert_true(n.left > 12); /* and they say so */
    assert_true(n.told > 10); /* they would print it */
}

/* ---- a form that is out to tell ---- */

/* Each value is one way round: what was withheld, told through something else. */
static const char attack[] =
    "<form name='attack' title='攻撃' audience='guardian school consultation'>"
    "<style name='base' family='mincho' size='9pt' pitch='12pt'/><style name='h' like='base' heading='1'/><style "
    "name='label' like='base'/>"
    "<info title=\"concat('長', string-length(.))\" author=\"string(count(//*))\" subject=\"substring(//gist, 1, 9)\" "
    "keywords=\"join(//@*, '')\" date=\"latest(//@date)\"/>"
    "<let name='all' select='//*'/><let name='held' select=\"//*[@audience]\"/>"
    "<page size='A4' margin='15mm'><head on='first'><p><value select='string-length(//family-state)'/></p></head>"
    "<foot><p><value select=\"concat('f', //gist)\"/></p></foot>"
    "<watermark test='string-length(/) mod 2 = 0'>案</watermark></page><body><p style='h'>題</p>"
    "<p><value select='count($all)'/></p><p><value select='count($held)'/></p><p><value "
    "select='count(//@audience)'/></p>"
    "<p><value select='string-length(normalize-space($case))'/></p>"
    "<p><value select=\"join(//gist, '、')\" missing=''/></p>"
    "<p><value select=\"join(//text()[contains(., '漏')], '／')\" missing=''/></p>"
    "<p><value select=\"join(//*[starts-with(., '漏')]/../@id, '・')\" missing=''/></p>"
    "<p><value select=\"substring-before(//family-state, 'は')\" missing=''/></p>"
    "<p><value select=\"translate(//school-info, '漏', '盛')\" missing=''/></p>"
    "<p><value select=\"fullwidth(//progress)\" missing=''/></p>"
    "<p><value select=\"either(contains(/, '弐'), '二', '一')\"/></p>"
    "<p><value select=\"(//meeting)[1]/following-sibling::*[1]\" missing=''/></p>"
    "<p><value select=\"(//meeting)[1]/preceding::*[1]\" missing=''/></p>"
    "<p><value select=\"string(plan-on('2024-06-01', $case/service-use/@id))\" missing=''/></p>"
    "<p><value select=\"string-length(school-on('2024-06-01')/..)\" missing=''/></p>"
    "<p><value select=\"string(consents-on('2024-06-01', '情報共有')/../month[1])\" missing=''/></p>"
    "<p><value select=\"string(latest(//gist))\" missing=''/></p><p><value select=\"string(earliest(//gist))\" "
    "missing=''/></p>"
    "<p><value select=\"string(master('office')/ancestor::node())\" missing=''/></p>"
    "<p><value select=\"string-length(ref($case/month/school-sharing/@id))\" missing=''/></p>"
    "<p><value select=\"string(ref($case/plan/meeting/@id))\" missing=''/></p>"
    "<p><tick test=\"string-length(//analysis) &gt; 20\">長い</tick><circle test=\"contains(., '弐')\">弐</circle></p>"
    "<if test=\"//*[string-length(.) &gt; 60][starts-with(., '漏')]\"><p>ある</p></if>"
    "<choose><when test=\"//family-state[string-length(.) &lt; "
    "9]\"><p>短い</p></when><otherwise><p>ほか</p></otherwise></choose>"
    "<for-each select='//gist' order-by='string-length(.)'><p><value select='name(..)'/></p></for-each>"
    "<for-each select='//*[gist]' order-by='gist'><p><value select='count(preceding::gist)'/></p></for-each>"
    "<for-each select='month'><p><value select='@ym'/><value select='sum(//*[false()]) + "
    "string-length(.)'/></p></for-each>"
    "<table columns='*' bookmark='表'><row><label>欄</label></row><row><cell><value "
    "select='string-length(//child-feelings)'/></cell>"
    "</row></table></body></form>";

static void
a_form_that_is_out_to_tell_cannot(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("renkei-attack-XXXXXX", NULL), *path = g_build_filename(folder, "form.xml", NULL);
    assert_true(g_file_set_contents(path, attack, -1, NULL));
    const char *const forms[] = {path, NULL};
    counted n = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        look_at_forms("hodei-futoukou", texts[i], i % 2, forms, &n);
    for (size_t reader = 0; reader < G_N_ELEMENTS(readers); reader++)
        look_at_forms("koukou-jiritsu", NULL, reader, forms, &n);
    assert_true(n.copies > 20);
    assert_true(n.told > 8);
    remove_tree(folder);
    g_free(path);
    g_free(folder);
}

/* ---- what a copy says of itself, and which are refused ---- */

static void
a_copy_says_whose_it_is(void **state)
{
    (void)state;
    const render_request school = {.form = "plan", .edition = "school"};
    check_told("-", school, "学校用");
    check_told("-", school, "!この写しに記載していない"); /* nothing is left out */
    check_told("-", (render_request){.form = "plan", .edition = "学校"}, "学校用");
    check_told("-", (render_request){.form = "plan", .edition = "archive"}, "控え");
    check_told("-", (render_request){.form = "plan"}, "!学校用");
    check_told("delete consent/scope[. = '登校状況']", school, "同意の範囲により記載していません");
    check_told("delete consent/scope[. = '登校状況']", school, "この写しに記載していない事項があります");
    check_told("delete consent/scope[. = '登校状況']", (render_request){.form = "school-sharing", .edition = "school"},
               "!記載なし"); /* what is not told is not said to be missing */
    check_told("set plan/school-section/analysis/@audience=保護者", school, "この写しには記載していません");
    check_told("set plan/school-section/analysis/@audience=保護者",
               (render_request){.form = "plan", .edition = "guardian"}, "!この写しに");
    check_told("set plan/school-section/analysis/@audience=保護者",
               (render_request){.form = "plan", .edition = "archive"},
               "学校用の写しに記載していない事項：要因・背景の分析");
}

/* Two records of a month are two papers, which may be parted. */
static void
each_paper_of_a_copy_says_whose_it_is(void **state)
{
    (void)state;
    made_copy m = make_copy("samples/kyoudai-ani/case.xml", "family-support", "archive");
    const char *one = strstr(m.text->str, "\"（控え）\""), *second = strstr(m.text->str, "\npage 2 ");
    assert_true(one && second && one < second);
    assert_non_null(strstr(second, "\"（控え）\""));
    drop_copy(&m);
}

/* Where nobody has said whether the earlier paper goes on beside a narrower one, a copy tells no more than the later.
 */
static void
a_narrower_consent_narrows_a_copy(void **state)
{
    (void)state;
#define NARROWER(earlier)                                                                                              \
    "delete consent[@id='consent-sharing']/scope[. = '学校での様子'] ;; after consent[@id='consent-addition'] "  \
    "<consent id='newer' kind='加算Ⅲ' explained-on='2024-05-20' explainer='ko-02' signed-on='2024-05-20' "         \
    "signer='guardian-1' addition-iii='同意する' visits='同意する'" earlier "><partner-ref partner='wakabadai'/>"      \
    "<scope>氏名・学年</scope><scope>登校状況</scope><scope>個別支援計画</scope></consent>"
    const render_request sharing = {.form = "school-sharing", .edition = "school", .month = "2024-07", .draft = true};
    check_told(NARROWER(""), sharing, "同意の範囲により記載していません");
    check_told(NARROWER(" earlier='終わる'"), sharing, "同意の範囲により記載していません");
    check_told(NARROWER(" earlier='続く'"), sharing, "!同意の範囲により記載していません");
#undef NARROWER
    /* that the papers for the sharing end is no word on the one for the addition, which allows more */
#define TOLD_LESS(earlier)                                                                                             \
    "after consent[@id='consent-addition'] <consent id='newer' kind='情報共有' explained-on='2024-05-20' "         \
    "explainer='ko-02' signed-on='2024-05-20' signer='guardian-1'" earlier "><partner-ref partner='wakabadai'/>"       \
    "<scope>氏名・学年</scope><scope>登校状況</scope></consent>"
    check_told(TOLD_LESS(""), sharing, "同意の範囲により記載していません");
    check_told(TOLD_LESS(" earlier='終わる'"), sharing, "同意の範囲により記載していません");
    check_told(TOLD_LESS(" earlier='続く'"), sharing, "!同意の範囲により記載していません");
#undef TOLD_LESS
}

/* What the data keeps off a reader is on no document that might be handed to him by mistake. */
static void
a_marked_part_is_printed_for_a_named_reader_alone(void **state)
{
    (void)state;
    const char *const marked = "set plan/school-section/analysis/@audience=保護者";
    check_told(marked, (render_request){.form = "plan"}, "edition-asked");
    check_told(marked, (render_request){.form = "plan", .draft = true}, "edition-asked");
    check_told(marked, (render_request){.form = "plan", .edition = "archive"}, "!edition-asked");
    check_told(marked, (render_request){.form = "schedule"}, "!edition-asked"); /* it prints nothing of that */
    check_told("set plan/school-section/analysis/@audience=保護者・学校・相談支援事業所",
               (render_request){.form = "plan"}, "!edition-asked");
}

/* A mark narrows what a consent allows, and widens nothing. */
static void
a_mark_widens_no_consent(void **state)
{
    (void)state;
    check_told("delete consent/scope[. = '登校状況'] ;; set plan/school-section/analysis/@audience=学校",
               (render_request){.form = "plan", .edition = "school"}, "同意の範囲により記載していません");
}

static void
a_copy_without_a_consent_is_refused(void **state)
{
    (void)state;
    const render_request school = {.form = "plan", .edition = "school", .draft = true};
    check_told("delete consent", school, "edition-no-consent");
    check_told("delete consent/@signed-on", school, "edition-no-consent");
    check_told("delete consent[1] ;; set consent/@valid-to=2024-05-01", school, "edition-no-consent");
    check_told("set consent/@withdrawn-on=2024-12-01", school, "edition-no-consent"); /* by now it is */
    check_told("set consent/@withdrawn-on=2024-12-01",
               (render_request){.form = "plan", .edition = "school", .draft = true, .as_of = "2024-07-30"}, "学校用");
    check_told("delete consent/partner-ref", school, "edition-no-consent");
    check_told("set consent/partner-ref/@partner=tanemaki", school, "edition-no-consent");
    check_told("set consent/partner-ref/@partner=tanemaki",
               (render_request){.form = "plan", .edition = "consultation", .draft = true}, "相談支援事業所用");
    check_told("delete enrolment ;; delete consent/@valid-to", school, "edition-no-consent");
    check_told("delete consent/scope[. = '氏名・学年']", school, "edition-scope");
    check_told("delete consent/scope[. = '個別支援計画']", school, "edition-scope");
    check_told("delete consent", (render_request){.form = "plan", .edition = "guardian", .draft = true}, "保護者用");
    check_told("delete consent", (render_request){.form = "plan", .edition = "archive", .draft = true},
               "有効な同意（相手・範囲）がない");
    check_told("-", (render_request){.form = "plan", .edition = "everybody"}, "usage");
    check_told("-", (render_request){.form = "face-sheet", .edition = "school"}, "edition-not-for");
    check_told("-", (render_request){.form = "face-sheet", .edition = "archive"}, "控え");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_copy_depends_on_a_text_it_may_not_tell),
                                       cmocka_unit_test(a_narrower_consent_narrows_a_copy),
                                       cmocka_unit_test(a_marked_part_is_printed_for_a_named_reader_alone),
                                       cmocka_unit_test(a_form_that_is_out_to_tell_cannot),
                                       cmocka_unit_test(a_copy_says_whose_it_is),
                                       cmocka_unit_test(each_paper_of_a_copy_says_whose_it_is),
                                       cmocka_unit_test(a_mark_widens_no_consent),

                                       cmocka_unit_test(a_copy_without_a_consent_is_refused)};
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
