/* test_bind.c: bind.c, bind_inline.c, bind_print.c: what a form and its data become together. */
#include "bind_support.h"

#include "base/blank.h"

static void
check_binds(world *w, const char *body, const char *expected)
{
    check_text(w, body, STAFF, expected);
}

static void
check_refused(world *w, const char *body, const char *expected)
{
    assert_null(bind_line(w, body, STAFF));
    if (strcmp(messages(w), expected) != 0)
        fail_msg("%s: \"%s\" instead of \"%s\"", body, messages(w), expected);
    forget(w);
}

/* ---- values ---- */

static void
a_value_is_the_text_of_its_node(void **state)
{
    world *w = *state;
    check_binds(w, "<p>担当　<value select=\"n[2]\"/>様</p>", "担当　石田様");
    check_binds(w, "<p><value select=\"n[2]/@id\"/></p>", "b");
    check_binds(w, "<p><value select=\"count(n)\"/>名</p>", "3名");
    check_binds(w, "<p><value select=\"concat(n[1], '・')\"/></p>", "青木・");
}

static void
a_case_chooses_the_width_of_figures(void **state)
{
    world *w = *state;
    static const char body[] =
        "<p><value select=\"@on\" as=\"era-date\"/>・<value select=\"@n\"/>回・<value select=\"count(x)\"/>"
        "・<value select=\"concat('9:30', '～', '10:05（35分）')\"/>・<value select=\"x\"/>・"
        "<value select=\"@id\"/>・<value select=\"@n\" figures=\"keep\"/>・12</p>";
    check_text(w, body, "<d on='2024-04-22' n='12' id='00012'><options digits='半角'/><x>3月10日</x></d>",
               "令和6年4月22日・12回・1・9:30～10:05（35分）・3月10日・00012・12・12");
    check_text(w, body, "<d on='2024-04-22' n='12' id='00012'><options digits='全角'/><x>3月10日</x></d>",
               "令和６年４月２２日・１２回・１・9:30～10:05（３５分）・3月10日・00012・12・12");
}

static void
a_missing_value_is_an_error_with_both_places(void **state)
{
    world *w = *state;
    check_refused(w, "<p><value select=\"x\"/></p>", "bind-missing form.xml:4 data.xml:1");
    check_refused(w, "<p><value select=\"e\"/></p>", "bind-missing form.xml:4 data.xml:1"); /* empty */
    check_refused(w, "<p><value select=\"s\"/></p>", "bind-missing form.xml:4 data.xml:1"); /* white space */
    check_refused(w, "<p><value select=\"''\"/></p>", "bind-missing form.xml:4 data.xml:1");
    check_refused(w, "<p><value select=\"number(e)\"/></p>", "bind-missing form.xml:4 data.xml:1");
    check_refused(w, "<p><value select=\"1 div 0\"/></p>", "bind-missing form.xml:4 data.xml:1");
    check_refused(w, "<p><value select=\"era-date(x)\"/></p>", "bind-missing form.xml:4 data.xml:1");
}

/* What only looks like nothing is as missing as what is not there: for a value, its ruby and a test, with a schema or
 * without. */
static void
what_looks_blank_is_missing(void **state)
{
    static const char body[] = "<p><value select=\"s\" missing=\"なし\"/><value select=\"@s\" missing=\"無\"/>"
                               "<if test=\"s\">有</if><if test=\"@s\">有</if>"
                               "<ruby base=\"n\" text=\"s\" missing=\"\"/></p>";
    world *w = *state;
    for (uint32_t c = 9; c <= 0xFFFF; c++)
        if (blank_is_char(c) && c != 0x0B && c != 0x0C) /* these XML cannot hold */
            check_text(w, body, arena_printf(w->a, "<d s='&#x%X;'><s>&#x%X; </s><n>名</n></d>", c, c), "なし無名");
}

static void
every_missing_value_is_told_in_one_run(void **state)
{
    world *w = *state;
    check_refused(w, "<p><value select=\"x\"/></p>\n<p><value select=\"y\"/></p>",
                  "bind-missing form.xml:4 data.xml:1\nbind-missing form.xml:5 data.xml:1");
}

static void
the_form_may_say_what_to_print_instead(void **state)
{
    world *w = *state;
    check_binds(w, "<p><value select=\"x\" missing=\"なし\"/></p>", "なし");
    check_binds(w, "<p>［<value select=\"x\" missing=\"\"/>］</p>", "［］");
    check_binds(w, "<p><value select=\"x\" as=\"era-date\" missing=\"未定\"/></p>", "未定"); /* not a date to turn */
}

static void
several_nodes_need_a_join(void **state)
{
    world *w = *state;
    check_refused(w, "<p><value select=\"n\"/></p>", "bind-many form.xml:4 data.xml:1");
    check_binds(w, "<p><value select=\"n\" join=\"、\"/></p>", "青木、石田、上原");
    check_binds(w, "<p><value select=\"n[1] | e | s | n[3]\" join=\"、\"/></p>",
                "青木、上原"); /* empty ones are skipped */
    check_binds(w, "<p><value select=\"n\" join=\"\"/></p>", "青木石田上原");
}

static void
as_turns_the_value(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w, "<p><value select=\"@on\" as=\"era-date\"/></p>", "<d on=' 2024-04-22 '/>");
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "令和6年4月22日");
    assert_null(bind_line(w, "<p><value select=\"@on\" as=\"era-date\"/></p>", "<d on='2024-04-31'/>"));
    assert_string_equal(messages(w), "bind-as form.xml:4 data.xml:1");
    forget(w);
    assert_null(bind_line(w, "<p><value select=\"@on\" as=\"no-such\"/></p>", "<d on='2024-04-22'/>"));
    check_codes(w, "bind-as");
}

/* A text that is no number is not nothing: it must not vanish from the page. */
static void
what_as_cannot_read_is_never_printed_as_nothing(void **state)
{
    static const char *const functions[] = {"duration", "grouped"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(functions); i++) {
        const char *body = arena_printf(w->a, "<p>［<value select=\"@m\" as=\"%s\"/>］</p>", functions[i]);
        const bound *b = bind_line(w, body, "<d m='約30分'/>");
        if (b)
            fail_msg("as=\"%s\" of a text prints %s", functions[i], body_text(w, b));
        forget(w);
    }
}

static void
line_breaks_of_the_data_are_kept_and_its_layout_is_not(void **state)
{
    world *w = *state;
    const bound *b =
        bind_line(w, "<p><value select='t'/></p>", "<d><t>\n    一行目　\n\t二 行目\r\n\n    　三行目\n  </t></d>");
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "一行目　|二 行目||　三行目");
}

/* ---- variables ---- */

static void
variables_live_to_the_end_of_their_element(void **state)
{
    world *w = *state;
    check_binds(w,
                "<let name='x' select=\"'外'\"/><p><value select='$x'/><span><let name='x' select=\"'内'\"/>"
                "<value select='$x'/></span><value select='$x'/></p>",
                "外内外");
    check_binds(w,
                "<let name='x' select=\"'一'\"/><let name='x' select=\"concat($x, '二')\"/><p><value select='$x'/></p>",
                "一二");
    check_refused(w, "<p><let name='x' select=\"'内'\"/></p><p><value select='$x'/></p>",
                  "form-xpath-eval form.xml:4 data.xml:1");
}

static void
variables_of_a_round_do_not_reach_the_next(void **state)
{
    world *w = *state;
    check_binds(w,
                "<p><let name='x' select=\"'外'\"/><for-each select='n'><value select='$x'/>"
                "<let name='x' select='@id'/><value select='$x'/></for-each></p>",
                "外a外b外c");
}

static void
a_call_passes_variables_to_its_part_alone(void **state)
{
    world *w = *state;
    w->options.blank = false;
    const char *path = own_file(w, "form.xml",
                                form_text(w, "<part name='p'><value select='$who'/>さん</part>",
                                          "<p><let name='who' select=\"'甲'\"/><call part='p'/><call part='p'>"
                                          "<let name='who' select='n[1]'/></call><call part='p'/></p>"));
    const bound *b = bind_files(w, path, own_file(w, "data.xml", STAFF));
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "甲さん青木さん甲さん");
}

static void
the_options_are_variables(void **state)
{
    world *w = *state;
    const char *body = "<p><value select='$as-of' missing='－'/>/<value select='$month' missing='－'/>/"
                       "<value select='$form-name'/>/<value select='$form-title'/>/<value select='name($case)'/>/"
                       "<value select='count($subject)'/><if test='$draft'>案</if></p>";
    check_binds(w, body, "－/－/t/試験/d/1");
    w->options = (bind_options){.as_of = "2024-05-01", .month = "2024-04", .draft = true};
    check_binds(w, body, "2024-05-01/2024-04/t/試験/d/1案");
}

/* ---- control ---- */

static void
conditions_decide(void **state)
{
    world *w = *state;
    check_binds(w, "<p><if test='n'>有</if><if test='x'>無</if></p>", "有");
    check_binds(w,
                "<p><choose><when test='x'>一</when><when test='n'>二</when><when test='n'>三</when>"
                "<otherwise>他</otherwise></choose></p>",
                "二");
    check_binds(w, "<p><choose><when test='x'>一</when><otherwise>他</otherwise></choose></p>", "他");
    check_binds(w, "<p>［<choose><when test='x'>一</when></choose>］</p>", "［］");
}

static void
loops_know_their_place(void **state)
{
    world *w = *state;
    check_binds(w,
                "<p><for-each select='n' join='、'><value select='position()'/>／<value select='last()'/>"
                "<value select='.'/></for-each></p>",
                "1／3青木、2／3石田、3／3上原");
    check_binds(w,
                "<p><for-each select='n' join='、' order-by='-position()'><value select='position()'/>"
                "<value select='.'/></for-each></p>",
                "1上原、2石田、3青木");
    check_binds(w, "<p><for-each select='n' order-by='9 - position()'><value select='.'/></for-each></p>",
                "上原石田青木");
    check_binds(w, "<p><for-each select='n' order-by='last()'><value select='.'/></for-each></p>", "青木石田上原");
    check_refused(w, "<for-each select='n' order-by='days(.)'><p>あ</p></for-each>",
                  "form-xpath-value form.xml:4 data.xml:1");
    check_binds(w, "<for-each select='n'><p><value select='@id'/></p></for-each>", "a/b/c");
    check_binds(w, "<p>［<for-each select='x'>あ</for-each>］</p>", "［］");
    check_refused(w, "<for-each select=\"'text'\"><p>あ</p></for-each>", "bind-not-nodes form.xml:4");
    check_refused(w, "<for-each select='true()'><p>あ</p></for-each>", "bind-not-nodes form.xml:4");
    check_refused(w, "<for-each select='3' order-by='.'><p>あ</p></for-each>", "bind-not-nodes form.xml:4");
    check_refused(w, "<for-each select='3' group-by='.'><p>あ</p></for-each>", "bind-not-nodes form.xml:4");
}

/* Numbers by how large they are, others as they read; what says nothing first, two alike as they are written. */
static void
rounds_go_up_and_down(void **state)
{
    world *w = *state;
    static const struct {
        const char *values, *up, *down;
    } rows[] = {
        {"9 10 100 1", "1 9 10 100", "100 10 9 1"},
        {"2.5 -3 0.25 -0.5", "-3 -0.5 0.25 2.5", "2.5 0.25 -0.5 -3"},
        {"2024-10 2024-09 2023-12", "2023-12 2024-09 2024-10", "2024-10 2024-09 2023-12"},
        {"09:05 10:00 08:30", "08:30 09:05 10:00", "10:00 09:05 08:30"},
        {"10 9 A1", "10 9 A1", "A1 9 10"}, /* not all are numbers */
        {"3 _ 20", "_ 3 20", "20 3 _"},
        {"007 7 06", "06 007 7", "007 7 06"}, /* alike: as written */
        {"１０ 9 １．５", "１．５ 9 １０", "１０ 9 １．５"},
        {"10 　11 9\u200B", "9\u200B 10 　11", "　11 10 9\u200B"}, /* blanks at the ends are no part of it */
        {"2024-04-10 　2024-04-11 2024-04-09　", "2024-04-09　 2024-04-10 　2024-04-11",
         "　2024-04-11 2024-04-10 2024-04-09　"},
        {"90071992547409931 90071992547409930 -90071992547409931 -90071992547409930",
         "-90071992547409931 -90071992547409930 90071992547409930 90071992547409931",
         "90071992547409931 90071992547409930 -90071992547409930 -90071992547409931"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int down = 0; down < 2; down++) {
            GString *data = g_string_new("<d>");
            char **values = g_strsplit(rows[i].values, " ", -1);
            for (char **v = values; *v; v++)
                g_string_append_printf(data, "<n s='%s'>%s</n>", *v, strcmp(*v, "_") == 0 ? "" : *v);
            g_string_append(data, "</d>");
            char *body =
                g_strdup_printf("<p><for-each select='n' join=' ' order-by='.'%s><value select='@s'/></for-each></p>",
                                down ? " order='descending'" : "");
            check_text(w, body, data->str, down ? rows[i].down : rows[i].up);
            g_free(body);
            g_strfreev(values);
            g_string_free(data, TRUE);
        }
}

/* A key that is computed of what is no number is a fault of the data, as a value is; of what is not there it is less
 * than all. */
static void
rounds_have_no_place_by_what_is_no_number(void **state)
{
    world *w = *state;
    static const char data[] = "<d><n>9</n><n>1,200</n><n>10</n></d>",
                      few[] = "<d><n y='9'>a</n><n>b</n><n y='-1'>c</n></d>";
    static const char *const loops[] = {"order-by='. * 2'", "order-by='number(.)'",
                                        "order-by='number(.)' order='descending'", "group-by='floor(. div 10)'"};
    for (size_t i = 0; i < G_N_ELEMENTS(loops); i++) {
        char *body = g_strdup_printf("<p><for-each select='n' %s>あ</for-each></p>", loops[i]);
        assert_null(bind_line(w, body, data));
        assert_string_equal(codes(w), "form-xpath-value");
        forget(w);
        g_free(body);
    }
    check_text(w, "<p><for-each select='n' order-by='@y * 2'><value select='.'/></for-each></p>", few, "bca");
    check_text(w, "<p><for-each select='n' group-by='@y * 2 > 0' group='g'><value select='count($g)'/></for-each></p>",
               few, "12");
}

static void
rounds_are_counted(void **state)
{
    world *w = *state;
    check_binds(w, "<p><for-each select='5' join='・'><value select='position()'/></for-each></p>", "1・2・3・4・5");
    check_binds(w, "<p><for-each select='count(n) - 1'><value select='n[1]'/><value select='last()'/></for-each></p>",
                "青木2青木2"); /* where the loop is */
    check_binds(w, "<p>［<for-each select='0'>あ</for-each>］</p>", "［］");
    check_binds(w,
                "<p><for-each select='2'><let name='r' select='position()'/><for-each select='2'><value select='$r'/>"
                "<value select='position()'/>;</for-each></for-each></p>",
                "11;12;21;22;");
    check_refused(w, "<p><for-each select='2.5'>あ</for-each></p>", "bind-rounds form.xml:4 data.xml:1");
    check_refused(w, "<p><for-each select='-1'>あ</for-each></p>", "bind-rounds form.xml:4 data.xml:1");
    check_refused(w, "<p><for-each select='10001'>あ</for-each></p>", "bind-rounds form.xml:4 data.xml:1");
    check_refused(w, "<p><for-each select='1 div 0'>あ</for-each></p>", "bind-rounds form.xml:4 data.xml:1");
    check_refused(w, "<p><for-each select='number(x)'>あ</for-each></p>", "bind-missing form.xml:4 data.xml:1");
}

/* A group stands where its first is, and holds its own as they are written; an order is one of the groups. */
static void
rounds_are_groups(void **state)
{
    world *w = *state;
    static const char data[] = "<d><n g='b' v='1'/><n g='a' v='2'/><n g='b' v='3'/><n v='4'/><n g='a' v='5'/></d>";
    check_text(w,
               "<p><for-each select='n' group-by='@g' group='of' join='、'><value select='@g' missing='なし'/>"
               "<value select='count($of)'/>計<value select='sum($of/@v)'/></for-each></p>",
               data, "b2計4、a2計7、なし1計4");
    check_text(
        w,
        "<p><for-each select='n' group-by='@g' order-by='@g' order='descending' group='of'>"
        "<for-each select='$of' order-by='@v' order='descending'><value select='@v'/></for-each>;</for-each></p>",
        data, "31;52;4;");
    check_text(w,
               "<p><for-each select='n' group-by='@g' join='、'><value select='count($so-far)'/>で<value "
               "select='sum($so-far/@v)'/></for-each></p>",
               data, "2で4、4で11、5で15");
    check_text(w,
               "<p><for-each select='n[@g]' group-by='@g' order-by='@g'><value select='position()'/>"
               "<value select='last()'/><value select='@v'/>;</for-each></p>",
               data, "122;221;");
    check_text(
        w, "<let name='of' select=\"'外'\"/><p><for-each select='n' group-by='1' group='of'/><value select='$of'/></p>",
        data, "外");
    check_text(w,
               "<p><for-each select='n' group-by='@g' group='of' join='、'><value select='@g' missing='なし'/>"
               "<value select='count($of)'/></for-each></p>",
               "<d><n g='あり'/><n g=' あり'/><n g='　あり\u200B'/><n/><n g=''/><n g='　'/></d>", "あり3、なし3");
    check_text(w,
               "<let name='of' select='n[1]'/><p><for-each select='n' group-by='@g' group='of' order-by='sum($of/@v)' "
               "order='descending' join='、'><value select='sum($of/@v)'/></for-each>　<value select='$of/@v'/></p>",
               data, "7、4、4　1");
    assert_null(bind_line(w, "<for-each select='n' group='of'><p>あ</p></for-each>", data)); /* of nothing */
    forget(w);
}

/* To a paper's number of rows: what is left over is for the hand, as in a blank form, and tells nothing of the data. */
static void
rounds_fill_a_paper(void **state)
{
    world *w = *state;
    check_binds(w,
                "<p><for-each select='n' fill-to='5' join='/'><value select='position()'/>:<value select='.'/>"
                "<tick test='true()'>済</tick><if test='position() = last()'>終</if></for-each></p>",
                "1:青木[x]済/2:石田[x]済/3:上原[x]済/4:[ ]済終/5:[ ]済終");
    check_binds(w, "<p><for-each select='n' fill-to='2'><value select='.'/></for-each></p>", "青木石田上原");
    check_binds(w, "<p><for-each select='x' fill-to='2'>［<value select='@on' as='era-date'/>］</for-each></p>",
                "［令和　　年　　月　　日］［令和　　年　　月　　日］");
    check_binds(w,
                "<let name='data' select='n[1]'/><let name='own' select='2 + 1'/><let name='of' select='$data'/><p>"
                "<for-each select='x' fill-to='1'><let name='in' select='$own * 2'/>［<value select='$data'/>"
                "<value select='$of'/><value select='$own'/><value select='$in'/><value select='$case/n'/>］</for-each>"
                "<value select='$of'/></p>",
                "［36］青木");
    check_binds(w, "<p><for-each select='2' fill-to='3'><value select='position()'/>;</for-each></p>", "1;2;3;");
    check_binds(w,
                "<p><for-each select='n[1]' fill-to='2'><value select='$form-name'/><value select='count($case)'/>"
                "<value select='count($subject)'/>;</for-each></p>",
                "t11;t;");
    check_binds(w,
                "<p><for-each select='n[1]' group-by='1' group='of' fill-to='2'><value select='count($of)'/><value "
                "select='count($so-far)'/>;</for-each></p>",
                "11;;");
    check_binds(w, "<p><for-each select='x' fill-to='1'><fail message='だめ'/><if test='x'>あ</if></for-each></p>",
                "あ");
    check_binds(
        w, "<p><for-each select='x' fill-to='2'><for-each select='y' blank-count='2'>い</for-each>;</for-each></p>",
        "いい;いい;");
}

static void
a_form_may_refuse_with_its_own_words(void **state)
{
    world *w = *state;
    check_binds(w, "<p>あ<if test='x'><fail message='だめ'/></if></p>", "あ");
    assert_null(bind_line(w, "<if test='n'><fail message='三人は多すぎます'/></if>", STAFF));
    assert_string_equal(messages(w), "bind-fail form.xml:4 data.xml:1");
    assert_string_equal(diag_at(w->d, 0)->args[0], "三人は多すぎます");
    assert_null(bind_line(w, "<if test='n'><fail kind='forbidden' message='同意がありません'/></if>", STAFF));
    assert_string_equal(messages(w), "bind-fail form.xml:4 data.xml:1\nbind-forbidden form.xml:4 data.xml:1");
    assert_string_equal(diag_at(w->d, 1)->args[0], "同意がありません");
}

static void
a_form_may_tell_whoever_prints(void **state)
{
    world *w = *state;
    check_binds(w, "<p>あ<if test='x'><notice message='押印してください'/></if></p>", "あ");
    assert_string_equal(messages(w), "");
    check_binds(w, "<p><for-each select='n'><notice message='押印してください'/>い</for-each></p>", "いいい");
    assert_string_equal(messages(w), "bind-notice form.xml:4");
    assert_string_equal(diag_at(w->d, 0)->args[0], "押印してください");
    assert_int_equal(diag_exit_status(w->d), EXIT_DONE);
    check_text(w, "<p>う<notice message='もう一つ' message-en='one more'/></p>", NULL, "う"); /* a blank form */
    assert_string_equal(diag_at(w->d, 1)->args[1], "one more");
}

static void
blocks_cannot_stand_in_a_line(void **state)
{
    world *w = *state;
    const char *path =
        own_file(w, "form.xml", form_text(w, "<part name='b'><p>段落</p></part>", "<p><call part='b'/></p>"));
    assert_null(bind_files(w, path, own_file(w, "data.xml", STAFF)));
    assert_string_equal(messages(w), "bind-block-in-line form.xml:2");
}

static void
loose_words_between_blocks_are_a_paragraph(void **state)
{
    world *w = *state;
    check_binds(w, "前<value select='n[1]'/><p>段落</p>後", "前青木/段落/後");
}

static void
expressions_that_fail_are_told_at_their_line(void **state)
{
    world *w = *state;
    check_refused(w, "<p>\n<value select='$nothing'/></p>", "form-xpath-eval form.xml:5 data.xml:1");
    check_refused(w, "<p>\n<value select='no-such()'/></p>", "form-xpath-eval form.xml:5 data.xml:1");
    check_refused(w, "<p>\n<if test='$nothing'>あ</if></p>", "form-xpath-eval form.xml:5 data.xml:1");
    check_refused(w, "<p>\n<tick test='$nothing'>あ</tick></p>", "form-xpath-eval form.xml:5 data.xml:1");
}

/* ---- marks ---- */

static void
ticks_and_circles_follow_their_tests(void **state)
{
    world *w = *state;
    check_binds(w, "<p><tick test='n'>有</tick>　<tick test='x'>無</tick>　<tick>自分で</tick></p>",
                "[x]有　[ ]無　[ ]自分で");
    check_binds(w, "<p><circle test='n'>有</circle>・<circle test='x'>無</circle></p>", "(有)・無");
    const bound *b = bind_line(w, "<p><tick>有</tick></p>", STAFF);
    assert_true(b->body->inlines[1].glued); /* the box stays with its words */
}

static void
furigana_stands_over_its_base(void **state)
{
    const char *data = "<d><b>相原</b><r>あいはら</r></d>";
    world *w = *state;
    const bound *b = bind_line(w, "<p><ruby base='b' text='r'/></p>", data);
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "{相原/あいはら}");
    assert_true(b->body->inlines[0].unbreakable);
    assert_null(bind_line(w, "<p><ruby base='b' text='x'/></p>", data));
    check_codes(w, "bind-missing");
    forget(w);
    assert_null(bind_line(w, "<p><ruby base='x' text='r'/></p>", data));
    check_codes(w, "bind-missing");
    forget(w);
    b = bind_line(w, "<p><ruby base='b' text='x' missing=''/></p>", data);
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "相原");
}

static void
spans_hand_down_what_they_are(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w, "<p><span underline='yes'>一<span break='no'>二</span></span>三</p>", STAFF);
    const bound_inline *p = b->body->inlines;
    assert_true(p[0].underline && !p[0].unbreakable);
    assert_true(p[1].underline && p[1].unbreakable);
    assert_false(p[2].underline || p[2].unbreakable);
}

static void
rooms_to_write_in_have_their_size(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w,
                               "<p><blank width='10mm' line='yes'/><sign width='50mm' height='9mm'/>"
                               "<seal width='7mm' text='印'/><page-number/><page-count/><br/>終</p>",
                               STAFF);
    assert_string_equal(body_text(w, b), "_~印nN|終");
    const bound_inline *p = b->body->inlines;
    assert_int_equal(p[0].width, unit_from_um(10000));
    assert_true(p[0].underline);
    assert_int_equal(p[1].height, unit_from_um(9000));
    assert_int_equal(p[2].width, unit_from_um(7000));
}

static void
a_cell_stands_where_its_style_says_unless_it_says_so_itself(void **state)
{
    world *w = *state;
    const bound *b = bind_form(w, "<style name='low' like='base' valign='bottom' align='end'/>",
                               "<table columns='* *'><row><cell style='low'/><cell style='low' valign='top' "
                               "align='center'/></row></table>",
                               "<d/>");
    assert_non_null(b);
    const bound_node *cell = b->body->first->first;
    assert_int_equal(cell->valign, VALIGN_BOTTOM);
    assert_int_equal(cell->align, TEXT_END);
    assert_int_equal(cell->next->valign, VALIGN_TOP);
    assert_int_equal(cell->next->align, TEXT_CENTER);
}

/* ---- the document ---- */

#define PLANS "<d><p on='2024-04-01'>一</p>\n<p on='2024-10-01'>二</p>\n<p on='2024-07-01'>三</p></d>"

static void
the_newest_of_several_is_the_subject(void **state)
{
    world *w = *state;
    const char *body = "<p><value select='.'/></p>";
    const bound *b = bind_form(w, "<subject select='p' newest-by='@on'/>", body, PLANS);
    assert_non_null(b);
    assert_string_equal(body_text(w, b), "二");
    w->options.as_of = "2024-07-31";
    b = bind_form(w, "<subject select='p[on-or-before(@on, $as-of)]' newest-by='@on'/>", body, PLANS);
    assert_string_equal(body_text(w, b), "三");
}

static void
a_subject_that_is_not_there_or_not_one_is_refused(void **state)
{
    world *w = *state;
    assert_null(bind_form(w, "<subject select='p'/>", "<p>あ</p>", PLANS));
    assert_string_equal(messages(w), "bind-many form.xml:2 data.xml:2");
    forget(w);
    assert_null(bind_form(w, "<subject select='q' missing='計画がありません'/>", "<p>あ</p>", PLANS));
    assert_string_equal(messages(w), "bind-no-subject form.xml:2 data.xml:1");
    assert_string_equal(diag_at(w->d, 0)->args[0], "計画がありません");
    assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
}

static void
info_is_bound_and_its_date_must_be_one(void **state)
{
    world *w = *state;
    const bound *b =
        bind_form(w, "<info title=\"concat('計画　', p[1])\" author='x' date='p[1]/@on'/>", "<p>あ</p>", PLANS);
    assert_string_equal(b->title, "計画　一");
    assert_null(b->author);
    assert_true(b->has_date && b->made.year == 2024 && b->made.month == 4 && b->made.day == 1);
    b = bind_form(w, "", "<p>あ</p>", PLANS);
    assert_string_equal(b->title, "試験");
    forget(w);
    assert_null(bind_form(w, "<info title=\"concat('計', p[1] * 2)\" author='x'/>", "<p>あ</p>", PLANS));
    assert_string_equal(codes(w), "form-xpath-value");
    forget(w);
    b = bind_form(w, "<info title=\"concat('計', none * 2)\" author='x'/>", "<p>あ</p>", PLANS);
    assert_string_equal(b->title, "試験");
    assert_false(b->has_date);
    assert_null(bind_form(w, "<info date='p[1]'/>", "<p>あ</p>", PLANS));
    check_codes(w, "bind-as");
    assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    assert_string_equal(diag_at(w->d, 0)->data.path, "/d/p[1]");
    forget(w);
    assert_null(bind_form(w, "<info date='p[1]/@none'/>", "<p>あ</p>", PLANS));
    check_codes(w, "bind-missing");
    assert_string_equal(diag_at(w->d, 0)->data.path, "/d/p[1]");
}

/* The file's order decides: what stands later was written later. */
static void
of_equally_new_subjects_the_last_is_taken(void **state)
{
    world *w = *state;
    const char *data = "<d><p on='2024-04-01'>一</p><p on='2024-07-01'>二</p><p on='2024-07-01'>三</p>"
                       "<p on='2024-05-01'>四</p></d>";
    const bound *b = bind_form(w, "<subject select='p' newest-by='@on'/>", "<p><value select='.'/></p>", data);
    assert_string_equal(body_text(w, b), "三");
}

/* A short form that would be endless: parts that call two parts each, loops of blank rounds that hold nothing. */
static void
what_multiplies_without_making_anything_ends(void **state)
{
    world *w = *state;
    GString *parts = g_string_new(NULL);
    for (int i = 0; i < 50; i++)
        g_string_append_printf(parts, "<part name='p%d'><call part='p%d'/><call part='p%d'/></part>", i, i + 1, i + 1);
    g_string_append(parts, "<part name='p50'><p>あ</p></part>");
    assert_null(bind_form(w, parts->str, "<call part='p0'/>", STAFF));
    check_codes(w, "bind-too-large");
    g_string_truncate(parts, 0); /* nor do they, when the innermost makes nothing */
    for (int i = 0; i < 50; i++)
        g_string_append_printf(parts, "<part name='p%d'><call part='p%d'/><call part='p%d'/></part>", i, i + 1, i + 1);
    g_string_append(parts, "<part name='p50'><if test='false()'><p>あ</p></if></part>");
    forget(w);
    assert_null(bind_form(w, parts->str, "<call part='p0'/>", STAFF));
    check_codes(w, "bind-too-large");
    g_string_free(parts, TRUE);
    forget(w);
    assert_null(bind_line(w,
                          "<for-each select='a' blank-count='9999'><for-each select='b' blank-count='9999'>"
                          "<for-each select='c' blank-count='9999'><let name='x' select='1'/></for-each></for-each>"
                          "</for-each>",
                          NULL));
    check_codes(w, "bind-too-large");
}

/* What is made of texts is bounded, however it is written: doubled variables, a join of joins, a translation of a long
 * text into itself, a long text that is printed again and again. The message names the line of the form. */
static void
texts_that_grow_end(void **state)
{
    world *w = *state;
    GString *data = g_string_new("<d>"), *lets = g_string_new("<let name='a0' select=\"join(//n, ' ')\"/>");
    for (int i = 0; i < 2000; i++)
        g_string_append(data, "<n>書類を作る</n>");
    g_string_append(data, "</d>");
    for (int i = 0; i < 24; i++)
        g_string_append_printf(lets, "<let name='a%d' select='concat($a%d, $a%d)'/>", i + 1, i, i);
    const char *const bodies[][2] = {
        {"<p><value select='string-length($a24)'/></p>", "form-xpath-eval"},
        {"<p><value select='count(//n[contains(join(//n, join(//n, .)), $a1)])'/></p>", "form-xpath-eval"},
        {"<for-each select='3000'><p><value select='string-length(translate($a0, $a0, $a0))'/></p></for-each>",
         "bind-too-large"},
        {"<for-each select='3000'><p><value select='$a3'/></p></for-each>", "bind-too-large"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        forget(w);
        GString *head = g_string_new(i == 0 ? lets->str : "<let name='a0' select=\"join(//n, ' ')\"/>");
        for (int k = 0; i && k < 3; k++)
            g_string_append_printf(head, "<let name='a%d' select='concat($a%d, $a%d)'/>", k + 1, k, k);
        assert_null(bind_form(w, head->str, bodies[i][0], data->str));
        check_has(codes(w), bodies[i][1]);
        g_string_free(head, TRUE);
    }
    g_string_free(lets, TRUE);
    g_string_free(data, TRUE);
}

/* Memory of a loop over so many nodes, each of which is a group of its own. */
static size_t
memory_of_groups(world *w, int count)
{
    forget(w);
    GString *data = g_string_new("<d>");
    for (int i = 0; i < count; i++)
        g_string_append_printf(data, "<n v='%d'/>", i);
    g_string_append(data, "</d>");
    const char *body = "<for-each select='//n' group-by='@v' group='g'><let name='k' select='count($g)'/></for-each>";
    const size_t before = arena_used(w->a);
    if (!bind_form(w, "", body, data->str))
        fail_msg("%s", messages(w));
    g_string_free(data, TRUE);
    return arena_used(w->a) - before;
}

static void
groups_of_one_each_take_as_much_as_their_nodes(void **state)
{
    world *w = *state;
    const size_t n = memory_of_groups(w, 1000), twice = memory_of_groups(w, 2000), four = memory_of_groups(w, 4000);
    if ((four - twice) * 2 > (twice - n) * 5)
        fail_msg("%zu, %zu, %zu bytes", n, twice, four);
}

static void
loops_in_loops_end(void **state)
{
    world *w = *state;
    GString *data = g_string_new("<d>");
    for (int i = 0; i < 100; i++)
        g_string_append(data, "<n/>");
    g_string_append(data, "</d>");
    assert_null(bind_form(w, "",
                          "<for-each select='//n'><for-each select='//n'><for-each select='//n'><for-each select='//n'>"
                          "<p>あ</p></for-each></for-each></for-each></for-each>",
                          data->str));
    check_codes(w, "bind-too-large");
    g_string_free(data, TRUE);
}

/* Text of a value remembers both places, the form's own words only theirs. */
static void
the_print_tells_where_each_word_is_from(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w,
                               "<p>担当　<value select='n[2]'/></p>\n<table columns='*'><row><cell field='欄'>"
                               "<tick test='n'>有</tick></cell></row></table>",
                               STAFF);
    bound_print(b, w->text);
    assert_string_equal(w->text->str, "form t\n"
                                      "title \"試験\"\n"
                                      "head\n"
                                      "foot\n"
                                      "body\n"
                                      "  p style=base form=form.xml:4\n"
                                      "    text \"担当　\" form=form.xml:4\n"
                                      "    text \"石田\" form=form.xml:4 data=data.xml:1/d/n[2]\n"
                                      "  table style=base form=form.xml:5\n"
                                      "    row style=base form=form.xml:5\n"
                                      "      cell style=base field=\"欄\" form=form.xml:5\n"
                                      "        p style=base form=form.xml:5\n"
                                      "          tick checked form=form.xml:5\n"
                                      "          text \"有\" form=form.xml:5\n");
}

static void
figures_of_values_have_the_width_the_form_asks_for(void **state)
{
    world *w = *state;
    check_binds(w, "<p><value select=\"'０６－９ａ．￥'\" figures=\"half\"/></p>", "06-9a.\xC2\xA5");
    check_binds(w, "<p><value select=\"'06-9a.'\" figures=\"full\"/>12</p>", "０６－９ａ．12"); /* values only */
    check_binds(w, "<p><value select=\"'０6'\" figures=\"keep\"/><value select=\"'０6'\"/></p>", "０6０6");
}

static void
readings_keep_their_kind_and_marks_their_span(void **state)
{
    world *w = *state;
    const bound *b = bind_line(w,
                               "<p><ruby base=\"n[1]\" text=\"'あお・き'\" kind=\"mono\"/>"
                               "<span emphasis=\"dot\">字<sup>1</sup></span></p>",
                               STAFF);
    assert_non_null(b);
    const bound_inline *p = b->body->inlines;
    assert_int_equal(b->body->inline_count, 3);
    assert_int_equal(p[0].ruby_kind, TEXT_RUBY_MONO);
    assert_false(p[0].unbreakable);
    assert_int_equal(p[1].emphasis, TEXT_DOT);
    assert_int_equal(p[1].raised, 0);
    assert_int_equal(p[2].emphasis, TEXT_DOT);
    assert_int_equal(p[2].raised, 1);
    assert_true(p[2].unbreakable);
}

/* Whatever the order, and though rounds have one key. */
static void
a_running_value_goes_on_with_each_round(void **state)
{
    static const char data[] =
        "<d><r d='2024-01-02' yen='0.3'/><r d='2024-01-01' yen='0.1'/><r d='2024-01-01' yen='0.2'/>"
        "<s><r d='1' yen='5'/><r d='1' yen='5'/></s></d>";
    world *w = *state;
    check_text(w, "<p><for-each select='r' join='、'><value select='sum($so-far/@yen)'/></for-each></p>", data,
               "0.3、0.4、0.6");
    check_text(w, "<p><for-each select='r' order-by='@d' join='、'><value select='sum($so-far/@yen)'/></for-each></p>",
               data, "0.1、0.3、0.6");
    check_text(w, "<p><for-each select='r' order-by='@d' join='、'><value select='count($so-far)'/></for-each></p>",
               data, "1、2、3");
    check_text(
        w,
        "<p><for-each select='r[1]|s'><for-each select='r' join='、'><value select='sum($so-far/@yen)'/></for-each>"
        "<value select='count($so-far)'/>　</for-each></p>",
        data, "1　5、102　");
    check_text(w,
               "<p><for-each select='r' group-by='@d' group='of' blank-count='2'>（<value select='count($of)'/>"
               "<value select='count($of) + 1' blank-text='＿'/>）</for-each></p>",
               NULL, "（＿）（＿）");
    check_text(w, "<p><for-each select='r' blank-count='2'>（<value select='sum($so-far/@yen)'/>）</for-each></p>",
               NULL, "（）（）");
    forget(w);
    assert_null(bind_line(w, "<p><value select='count($so-far)'/></p>", data));
    assert_string_equal(codes(w), "form-xpath-eval");
}

/* <br/> in data of an author's own is the end of a line, as that of a text is; laid out or not. */
static void
a_break_in_the_data_is_one_on_paper(void **state)
{
    static const struct {
        const char *data, *expected;
    } rows[] = {
        {"<d><t>一<br/>二</t></d>", "一|二"},        {"<d><t>一<br/>\n   二</t></d>", "一|二"},
        {"<d><t>一\n   <br/>二</t></d>", "一|二"},   {"<d><t>\n  一\n  <br/>\n  二\n</t></d>", "一|二"},
        {"<d><t>一<br/><br/>二</t></d>", "一||二"},  {"<d><t>一<br></br>二</t></d>", "一|二"},
        {"<d><t><b>一<br/></b>二</t></d>", "一|二"}, {"<d><t><br/>一<br/></t></d>", "一"},
        {"<d><t>一 <br/> 二</t></d>", "一|二"},      {"<d><t>一<![CDATA[A]]><br/>二</t></d>", "一A|二"},
        {"<d><t>一<br>枝</br>二</t></d>", "一枝二"},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        check_text(w, "<p><value select='t'/></p>", rows[i].data, rows[i].expected);
        check_text(w, "<p><value select='string(t)'/></p>", rows[i].data, rows[i].expected);
        check_text(w, "<block><let name='x' select='t'/><p><value select='$x'/></p></block>", rows[i].data,
                   rows[i].expected);
    }
    assert_null(bind_line(w, "<p><value select='t'/></p>", "<d><t><br/></t></d>"));
    assert_string_equal(messages(w), "bind-missing form.xml:4 data.xml:1");
}

/* The datum's fault, whatever the form says is to be printed for what is missing. */
static void
what_is_no_number_is_a_fault_of_the_data(void **state)
{
    static const char *const selects[] = {
        "sum(r/@yen)", "r[2]/@yen * 2", "1 + r[2]/@yen", "number(r[2]/@yen)", "-r[2]/@yen",      "round(r[2]/@yen)",
        "$sum",        "$sum + 1",      "sum(r/w)",      "sum(r/@yen) div 0", "10 mod r[2]/@yen"};
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(selects); i++) {
        forget(w);
        const char *body =
            "<block><let name='sum' select='sum(r/@yen)'/>\n<p><value select='%s' missing='なし'/></p></block>";
        const bound *b =
            bind_line(w, arena_printf(w->a, body, selects[i]), "<d><r yen='10'><w>１２</w></r>\n<r yen='1,200'/></d>");
        if (b || !strstr(messages(w), "form-xpath-value form.xml:5 data.xml:"))
            fail_msg("%s: %s", selects[i], messages(w));
        assert_int_equal(diag_exit_status(w->d), EXIT_DATA);
    }
    check_text(w,
               "<p><value select='sum(none)'/>、<value select='number(none)' missing='なし'/>、"
               "<value select='count(r) * number(none)' missing='—'/></p>",
               "<d><r>文</r></d>", "0、なし、—");
}

/* Nor is it written in a text, as XPath would: NaN円. A word of the data is no such. */
static void
what_is_no_number_is_written_in_no_text(void **state)
{
    static const struct {
        const char *select, *expected; /* NULL: a fault of the data */
    } rows[] = {
        {"concat(r/@yen * 2, '円')", NULL},
        {"concat('計', sum(r/@yen), '円')", NULL},
        {"concat(t, '（', string(r/@yen + 1), '）')", NULL},
        {"normalize-space(number(r/@yen))", NULL},
        {"concat('a,(', concat(t, '、', r[1]/@yen * 2))", NULL},
        {"$text", NULL},
        {"concat($sum, '円')", NULL},
        {"concat(number(none), '円')", "なし"},
        {"concat(t, none * 2, '円')", "なし"},
        {"concat(1 div 0, '円')", "なし"},
        {"fullwidth(none * 2)", "なし"},
        {"either(r/@yen = '1,200', '別', concat(r/@yen * 2, '円'))", "別"},
        {"concat(r/@yen, '円')", "1,200円"},
        {"concat(2 * 3, '円')", "6円"},
        {"concat(t, '様')", "Infinity様"},
    };
    world *w = *state;
    for (size_t i = G_N_ELEMENTS(rows); i-- > 0;) {
        const char *body = arena_printf(w->a,
                                        "<block><let name='sum' select='sum(r/@yen)'/><let name='text' select=\"concat("
                                        "r/@yen * 2, '円')\"/><p><value select=\"%s\" missing='なし'/></p></block>",
                                        rows[i].select),
                   *none = arena_printf(w->a, "<p><value select=\"%s\" missing='なし'/></p>", rows[i].select),
                   *data = "<d><t>Infinity</t><r yen='1,200'/></d>";
        if (rows[i].expected) {
            check_text(w, none, data, rows[i].expected);
            continue;
        }
        forget(w);
        if (bind_line(w, body, data) || !strstr(codes(w), "form-xpath-value"))
            fail_msg("%s: %s", rows[i].select, messages(w));
    }
    forget(w);
    assert_null(bind_line(w, "<p><value select=\"concat(number(none), '円')\"/></p>", "<d/>"));
    assert_string_equal(codes(w), "bind-missing");
}

/* A number that is not told from its neighbours is not printed as one of them. */
static void
a_number_of_too_many_digits_is_refused(void **state)
{
    world *w = *state;
    check_text(w, "<p><value select='9007199254740991'/></p>", "<d/>", "9007199254740991");
    assert_null(bind_line(w, "<p><value select='9007199254740993'/></p>", "<d/>"));
    assert_null(bind_line(w, "<p><value select='10000000000 * 10000000000'/></p>", "<d/>"));
    check_text(w, "<p><value select='@n'/></p>", "<d n='90071992547409931234'/>", "90071992547409931234");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_is_the_text_of_its_node),
        TEST(a_case_chooses_the_width_of_figures),
        TEST(a_missing_value_is_an_error_with_both_places),
        TEST(a_running_value_goes_on_with_each_round),
        TEST(a_break_in_the_data_is_one_on_paper),
        TEST(what_is_no_number_is_a_fault_of_the_data),
        TEST(what_is_no_number_is_written_in_no_text),
        TEST(a_number_of_too_many_digits_is_refused),
        TEST(what_looks_blank_is_missing),
        TEST(every_missing_value_is_told_in_one_run),
        TEST(the_form_may_say_what_to_print_instead),
        TEST(several_nodes_need_a_join),
        TEST(as_turns_the_value),
        TEST(what_as_cannot_read_is_never_printed_as_nothing),
        TEST(line_breaks_of_the_data_are_kept_and_its_layout_is_not),
        TEST(variables_live_to_the_end_of_their_element),
        TEST(variables_of_a_round_do_not_reach_the_next),
        TEST(a_call_passes_variables_to_its_part_alone),
        TEST(the_options_are_variables),
        TEST(conditions_decide),
        TEST(loops_know_their_place),
        TEST(rounds_go_up_and_down),
        TEST(rounds_have_no_place_by_what_is_no_number),
        TEST(rounds_are_counted),
        TEST(rounds_are_groups),
        TEST(rounds_fill_a_paper),
        TEST(a_form_may_refuse_with_its_own_words),
        TEST(a_form_may_tell_whoever_prints),
        TEST(blocks_cannot_stand_in_a_line),
        TEST(loose_words_between_blocks_are_a_paragraph),
        TEST(expressions_that_fail_are_told_at_their_line),
        TEST(ticks_and_circles_follow_their_tests),
        TEST(furigana_stands_over_its_base),
        TEST(spans_hand_down_what_they_are),
        TEST(rooms_to_write_in_have_their_size),
        TEST(a_cell_stands_where_its_style_says_unless_it_says_so_itself),
        TEST(of_equally_new_subjects_the_last_is_taken),
        TEST(what_multiplies_without_making_anything_ends),
        TEST(the_newest_of_several_is_the_subject),
        TEST(a_subject_that_is_not_there_or_not_one_is_refused),
        TEST(info_is_bound_and_its_date_must_be_one),
        TEST(texts_that_grow_end),
        TEST(groups_of_one_each_take_as_much_as_their_nodes),
        TEST(loops_in_loops_end),
        TEST(the_print_tells_where_each_word_is_from),
        TEST(figures_of_values_have_the_width_the_form_asks_for),
        TEST(readings_keep_their_kind_and_marks_their_span),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
