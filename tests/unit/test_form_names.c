/* Names that no case and no master has, in the expressions of forms of cases. */
#include "test_pipeline.h"

/* A form of cases (or, with data='any', of others) with these children before its page, and a body. */
static const form *
form_of(world *w, const char *data, const char *before_page, const char *body)
{
    return read_form(w, own_file(w, "form.xml",
                                 arena_printf(w->a,
                                              "<form name='t' title='試験' edition='令和6年版' %s>\n%s\n"
                                              "<page size='A5' margin='20mm'/>\n<body>\n%s</body>\n</form>\n",
                                              data, before_page, body)));
}

static void
check_told(world *w, const char *before_page, const char *body, const char *where)
{
    if (form_of(w, "", before_page, body))
        fail_msg("%s%s is let pass", before_page, body);
    if (strcmp(messages(w), where) != 0)
        fail_msg("%s%s: %s, not %s", before_page, body, messages(w), where);
    assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
    forget(w);
}

static void
a_name_that_is_nowhere_is_told_wherever_an_expression_stands(void **state)
{
    static const char in_body[] = "form-xpath-name form.xml:5", before[] = "form-xpath-name form.xml:2";
    static const char *const bodies[] = {
        "<p><value select='$case/childd' missing='なし'/></p>",
        "<p><value select='$case/child/@brith' missing='なし'/></p>",
        "<p><value select='concat(\"あ\", $case/childd)' missing='なし'/></p>",
        "<p><value select='count($case//plan[@made-no])' missing='なし'/></p>",
        "<p><value select='string($case/plan[childd/@id = \"a\"]/@id)' missing='なし'/></p>",
        "<p><value select='-sum($case/childd) + 1' missing='なし'/></p>",
        "<p><value select='(//plan)[childd]/@id' missing='なし'/></p>",
        "<p><value select='//plan | //childd' missing='なし'/></p>",
        "<p><value select='ancestor::childd/@id' missing='なし'/></p>",
        "<p><value select='attribute::brith' missing='なし'/></p>",
        "<p><value select='key(\"a\", \"b\")/childd' missing='なし'/></p>",
        "<p><tick test='$case/childd'>あ</tick></p>",
        "<p><circle test='$case/childd'>あ</circle></p>",
        "<p><ruby base='childd' text='\"あ\"'/></p>",
        "<p><ruby base='\"亜\"' text='childd'/></p>",
        "<if test='childd'><p>あ</p></if>",
        "<choose><when test='not(childd)'><p>あ</p></when></choose>",
        "<for-each select='childd'><p>あ</p></for-each>",
        "<for-each select='//plan' order-by='@made-no'><p>あ</p></for-each>",
        "<for-each select='//plan' group-by='@made-no' group='g'><p><value select='count($g)'/></p></for-each>",
        "<let name='x' select='childd'/><p><value select='$x'/></p>",
    };
    static const char *const heads[] = {
        "<info title='childd'/>",
        "<info title='\"あ\"' date='@dat'/>",
        "<info title='\"あ\"' consented='//consnet/@date'/>",
        "<subject select='childd'/>",
        "<subject select='//plan' newest-by='@made-no'/>",
        "<let name='x' select='childd'/>",
        "<recipient to='partner' select='//partnr'/>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++)
        check_told(w, "", bodies[i], in_body);
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
        check_told(w, heads[i], "<p>あ</p>", before);
    check_told(w, "<part name='x'><p><value select='childd'/></p></part>", "<call part='x'/><call part='x'/>", before);
}

static void
each_name_is_told_once_with_what_was_meant(void **state)
{
    static const struct {
        const char *select, *meant; /* NULL: nothing is near */
    } rows[] = {
        {"$case/childd", "child"},                  /* a letter too many, */
        {"$case/chld", "child"},                    /* too few, */
        {"$case/chidl", "child"},                   /* swapped; */
        {"$case/Child", "child"},                   /* case */
        {"$case/plans", "plan"},                    /* plural */
        {"$case/schoolsharing", "school-sharing"},  /* hyphen */
        {"$case/school_sharing", "school-sharing"}, /* not the one that it has */
        {"$case/plan/made-on", "@made-on"},         /* no @ */
        {"$case/@child", "child"},                  /* an @ too many */
        {"$office/@postalcode", "@postal-code"},    /* of a master */
        {"$case/qqqqqqqqqqqqqqqq", NULL},
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *body = g_strdup_printf("<p><value select='%s' missing=''/></p>", rows[i].select);
        assert_null(form_of(w, "", "", body));
        g_free(body);
        assert_int_equal(diag_length(w->d), 1);
        char *ja = diag_text(diag_at(w->d, 0), DIAG_JA), *en = diag_text(diag_at(w->d, 0), DIAG_EN);
        if (!strstr(ja, rows[i].meant ? arena_printf(w->a, "。%s の書き間違い", rows[i].meant)
                                      : "マスターにもありません）"))
            fail_msg("%s: %s", rows[i].select, ja);
        if (rows[i].meant && !strstr(en, arena_printf(w->a, "did you mean %s?", rows[i].meant)))
            fail_msg("%s: %s", rows[i].select, en);
        g_free(ja);
        g_free(en);
        forget(w);
    }
    assert_null(form_of(w, "", "", "<p><value select='$case/childd/@brith'/></p>"));
    assert_int_equal(diag_length(w->d), 2);
    forget(w);
}

/* A name that the grammars have, but never where it is asked for. */
static void
a_name_out_of_its_place_is_told(void **state)
{
    static const char *const bodies[] = {
        "<p><value select='$case/plan/@birth-date' missing=''/></p>",
        "<p><value select='$case/plan[guardian]/@id' missing=''/></p>",
        "<for-each select='//plan'><p><value select='@birth-date' missing=''/></p></for-each>",
        "<for-each select='//plan'><for-each select='row'><p><value select='@made-on' missing=''/></p></for-each>"
        "</for-each>",
        /* of several, of what a variable or a function gives, of the case itself */
        "<p><value select='(child | guardian)/@made-on' missing=''/></p>",
        "<p><value select='(//plan/row)[1]/@birth-date' missing=''/></p>",
        "<p><value select='master(\"office\")/staff' missing=''/></p>",
        "<let name='p' select='$case/plan'/><p><value select='$p/@birth-date' missing=''/></p>",
        "<for-each select='//plan' order-by='@birth-date'><p>あ</p></for-each>",
        "<p><value select='@birth-date' missing=''/></p>",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        assert_null(form_of(w, "", "", bodies[i]));
        assert_int_equal(diag_length(w->d), 1);
        char *ja = diag_text(diag_at(w->d, 0), DIAG_JA);
        if (!strstr(ja, "> にはありません"))
            fail_msg("%s: %s", bodies[i], ja);
        g_free(ja);
        forget(w);
    }
}

/* A part is where it is called, and the newest subject one of those that are selected. */
static void
a_part_is_asked_where_it_is_called(void **state)
{
    static const char part[] = "<part name='x'><p><value select='@made-on' missing=''/></p></part>";
    world *w = *state;
    assert_null(form_of(w, "", part, "<for-each select='child'><call part='x'/></for-each>"));
    assert_int_equal(diag_length(w->d), 1);
    forget(w);
    assert_non_null(form_of(w, "", part,
                            "<for-each select='plan'><call part='x'/></for-each>"
                            "<for-each select='child'><call part='x'/></for-each>"));
    assert_non_null(form_of(w, "", "<subject select='plan' newest-by='@made-on'/>",
                            "<p><value select='@made-on' missing=''/></p>"));
    assert_int_equal(diag_length(w->d), 0);
}

static void
what_may_be_there_is_not_told(void **state)
{
    static const char *const selects[] = {
        "$case/child/*",
        "$case//@*",
        "//node()",
        "//text()",
        "name(//*[1])",
        "$office/name",
        "$case/plan/@id",
        "..",
        "\"childd\"",
        "'$case/childd'",
        "$childd",
        "//x:childd",
        "$judged/month/@verdict",
        "$judged/finding[@lowered]/@until",
        "$judged/replaced/@rule",
        "$judged/off",
        "$judged/gap/@kind",
        "$enclosed/paper[@gap]/@title",
        "$enclosed/@postal-code",
        "//self::plan",
        "3 div 4 mod 2",
    };
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(selects); i++) {
        form_of(w, "", "", arena_printf(w->a, "<p><value select=\"%s\" missing=''/></p>", selects[i]));
        if (strstr(messages(w), "form-xpath-name"))
            fail_msg("%s: %s", selects[i], messages(w));
        forget(w);
    }
    assert_non_null(form_of(w, "data='any'", "", "<p><value select='r/childd/@brith'/></p>"));
    assert_int_equal(diag_length(w->d), 0);
    /* Nor in a part that nothing calls. */
    form_of(w, "", "<part name='x'><p><value select='childd'/></p></part>", "<p>あ</p>");
    assert_int_equal(diag_length(w->d), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_name_that_is_nowhere_is_told_wherever_an_expression_stands),
                                       TEST(each_name_is_told_once_with_what_was_meant),
                                       TEST(a_name_out_of_its_place_is_told), TEST(a_part_is_asked_where_it_is_called),
                                       TEST(what_may_be_there_is_not_told)};
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
