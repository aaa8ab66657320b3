/* test_impact.c: two display lists of one document: which page became which, where they differ, what they say; and what
 * an account of many documents comes to. */
#include "impact/impact.h"
#include "test_pipeline.h"

#define FOOT                                                                                                           \
    "<style name='base' size='10pt' pitch='15pt'/><style name='label'/><page size='A5' margin='20mm'><foot><p>版 "    \
    "1　<page-number/>／<page-count/></p></foot></page><body>"

static display *
list_of(world *w, const char *page, const char *body)
{
    const char *text =
        arena_printf(w->a, "<form name=\"t\" title=\"試験\" data=\"any\">\n%s%s</body></form>\n", page, body);
    const bound *b = bind_files(w, own_file(w, "form.xml", text), own_file(w, "data.xml", "<d/>"));
    if (!display_composed(w, compose_bound(w, b)))
        fail_msg("%s: %s", body, messages(w));
    display *l = w->list;
    w->list = NULL;
    return l;
}

/* "=~+" … */
static const char *
letters_of(world *w, const impact_comparison *c)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < c->page_count; i++)
        g_string_append_c(s, IMPACT_PAGE_LETTERS[c->pages[i].kind]);
    const char *kept = arena_strdup(w->a, s->str);
    g_string_free(s, TRUE);
    return kept;
}

static const impact_comparison *
compare(world *w, const char *before, const char *after)
{
    display *x = list_of(w, FOOT, before), *y = list_of(w, FOOT, after);
    const impact_comparison *c = impact_compare(w->a, x, y);
    display_drop(x);
    display_drop(y);
    return c;
}

#define BREAK "<page-break/>"
#define LINES(x) "<p>" x "いろはにほへと</p><p>" x "ちりぬるを</p><p>" x "わかよたれそ</p><p>" x "つねならむ</p>"

static void
pages_are_paired_by_what_is_on_them(void **state)
{
    world *w = *state;
    static const struct {
        const char *before, *after, *pages;
        bool words;
    } rows[] = {
        {LINES("一") BREAK LINES("二"), LINES("一") BREAK LINES("二"), "==", false},
        {LINES("一") BREAK LINES("二"), LINES("表") BREAK LINES("一") BREAK LINES("二"), "+##", true},
        {LINES("一") BREAK LINES("二"), LINES("一") BREAK LINES("中") BREAK LINES("二"), "#+#", true},
        {LINES("一") BREAK LINES("中") BREAK LINES("二"), LINES("一") BREAK LINES("二"), "#-#", true},
        {LINES("一") BREAK LINES("二") BREAK LINES("三"), LINES("二") BREAK LINES("三") BREAK LINES("一"), "<##>",
         true},
        /* one line of a page that moved to the next is another line of the same page */
        {LINES("一") BREAK LINES("二"), LINES("表") BREAK LINES("一") BREAK LINES("二") "<p>終</p>", "+#~", true},
        /* nothing is shared: the pages are each other's by their order */
        {"<p>あ</p>", "<p>い</p>", "~", true},
        {"<p>あ</p>", "<p>い</p>" BREAK "<p>う</p>", "~+", true},
        {"<p>あ</p><p>い</p>", "<p>あ</p><space height='9mm'/><p>い</p>", "~", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const impact_comparison *c = compare(w, rows[i].before, rows[i].after);
        if (strcmp(letters_of(w, c), rows[i].pages) != 0 || c->words != rows[i].words)
            fail_msg("row %zu: %s, words %d", i, letters_of(w, c), c->words);
        assert_int_equal(c->is_same, strspn(rows[i].pages, "=") == strlen(rows[i].pages));
    }
}

/* The number of the page is no word; another number in the foot is one, also where it is the number of a page. */
static void
a_foot_differs_by_more_than_numbers_of_pages(void **state)
{
    world *w = *state;
    static const char other[] = "<style name='base' size='10pt' pitch='15pt'/><style name='label'/><page size='A5' "
                                "margin='20mm'><foot><p>版 2　<page-number/>／<page-count/></p></foot></page><body>";
    display *x = list_of(w, FOOT, LINES("一") BREAK LINES("二")), *y = list_of(w, other, LINES("一") BREAK LINES("二"));
    const impact_comparison *c = impact_compare(w->a, x, y);
    assert_string_equal(letters_of(w, c), "~~");
    assert_true(c->words);
    display_drop(x);
    display_drop(y);
}

static void
what_moved_is_told_from_what_changed(void **state)
{
    world *w = *state;
    const impact_comparison *c = compare(w, "<p>あ</p>" LINES("一"), "<p>あ</p><p>加</p>" LINES("一"));
    assert_int_equal(c->pages[0].crop_count, 1);
    assert_int_equal(c->pages[0].crops[0].frame_count, 1); /* the new line alone */
    assert_true(c->pages[0].crops[0].frames[0].h < 20 * UNIT_PT);
    assert_true(c->pages[0].shifted > 5 * UNIT_PT);
    assert_int_equal(c->come_count, 1);
    assert_string_equal(c->come[0], "加");
    assert_int_equal(c->gone_count, 0);
    /* all that is left is that it moved: then that is where */
    c = compare(w, LINES("一"), "<space height='5mm'/>" LINES("一"));
    assert_true(c->pages[0].crop_count > 0 && !c->words && c->pages[0].shifted > 0);
}

/* Where lines and pages break, how often a table repeats its head and where blanks are is the look. */
static void
words_know_no_lines_no_pages_and_no_blanks(void **state)
{
    world *w = *state;
    static const char *const same[][2] = {
        {"<p>私は、説明を受け、同意します。</p>", "<p>私は、説明を受け、<br/>同意します。</p>"},
        {"<p>私は同意します。</p>", "<p>私は　同意します。</p>"},
        {LINES("一") LINES("二"), LINES("一") BREAK LINES("二")},
        {"<p>私は同意します。</p>", "<p>私は<ruby base=\"'同意'\" text=\"'どうい'\"/>します。</p>"},
        {"<table columns='*'><table-head><row><label>頭</label></row></table-head><row><cell><p>一</p></cell></row>"
         "<row><cell><p>二</p></cell></row></table>",
         "<table columns='*'><table-head><row><label>頭</label></row></table-head>"
         "<row><cell><p>一</p><space height='90mm'/></cell></row>"
         "<row><cell><p>二</p><space height='90mm'/></cell></row></table>"},
    };
    static const char *const other[][2] = {
        {"<p>私は同意します。</p>", "<p>私は同意しません。</p>"},
        {"<p>あ</p><p>い</p>", "<p>い</p><p>あ</p>"},
        {"<p><tick test='true()'>有</tick></p>", "<p><tick test='false()'>有</tick></p>"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
        const impact_comparison *c = compare(w, same[i][0], same[i][1]);
        if (c->words || c->is_same)
            fail_msg("same %zu: words %d", i, c->words);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(other); i++)
        if (!compare(w, other[i][0], other[i][1])->words)
            fail_msg("other %zu", i);
}

/* A link is no ink: where it leads outside is said and shown at its place; what a place inside is called is nobody's
 * matter. */
static void
links_are_seen(void **state)
{
    world *w = *state;
#define LINK(uri) "<p>前</p><p>詳しくは<link to='" uri "'>市の頁</link>へ</p>"
    static const struct {
        const char *before, *after;
        bool same, words;
        const char *gone, *come;
    } rows[] = {
        {LINK("https://a.example.jp/"), LINK("https://a.example.jp/"), true, false, NULL, NULL},
        {LINK("https://a.example.jp/"), LINK("https://b.example.jp/"), false, true, "→https://a.example.jp/",
         "→https://b.example.jp/"},
        {LINK("https://a.example.jp/"), "<p>前</p><p>詳しくは市の頁へ</p>", false, true, "→https://a.example.jp/",
         NULL},
        {"<p>前</p><p>詳しくは市の頁へ</p>", LINK("mailto:a@example.jp"), false, true, NULL, "→mailto:a@example.jp"},
        {"<p anchor='i'>前</p><p><link to='#i'>前</link></p>", "<p anchor='ro'>前</p><p><link to='#ro'>前</link></p>",
         true, false, NULL, NULL},
        {"<p anchor='i'>前</p><p><link to='#i'>前</link></p>", "<p anchor='i'>前</p><p>前</p>", false, false, NULL,
         NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const impact_comparison *c = compare(w, rows[i].before, rows[i].after);
        if (c->is_same != rows[i].same || c->words != rows[i].words)
            fail_msg("row %zu: same %d, words %d", i, c->is_same, c->words);
        assert_int_equal(c->gone_count, rows[i].gone != NULL);
        assert_int_equal(c->come_count, rows[i].come != NULL);
        if (rows[i].gone)
            assert_string_equal(c->gone[0], rows[i].gone);
        if (rows[i].come)
            assert_string_equal(c->come[0], rows[i].come);
        if (!c->is_same) {
            assert_int_equal(c->pages[0].crop_count, 1);
            assert_int_equal(c->pages[0].crops[0].frame_count, 1);
            assert_true(c->pages[0].crops[0].frames[0].h < 25 * UNIT_PT);
        }
    }
}

/* ---- accounts ---- */

static void
add_record(impact_form *f, const char *key, impact_state s, const char *consented, const char *pages)
{
    impact_record r = {.key = key, .state = s, .consent = *consented != '\0', .before = 1, .after = 1, .pages = pages};
    g_strlcpy(r.consented, consented, sizeof r.consented);
    g_array_append_val(f->records, r);
}

static impact_account *
some_account(void)
{
    impact_account *x = impact_account_new("前", "新");
    impact_form *same = impact_add_form(x, "a-same", "同じ様式", IMPACT_FORM_BOTH);
    add_record(same, "K-1", IMPACT_SAME, "", "=");
    impact_form *look = impact_add_form(x, "b-look", "様式", IMPACT_FORM_BOTH);
    add_record(look, "K-10", IMPACT_LOOK, "", "=~");
    add_record(look, "K-2", IMPACT_LOOK, "", "=~");
    add_record(look, "K-3", IMPACT_LOOK, "", "+=");
    add_record(look, "K-4", IMPACT_NEITHER, "", "");
    impact_form *words = impact_add_form(x, "c-words", "同意", IMPACT_FORM_BOTH);
    add_record(words, "K-1", IMPACT_WORDS, "2024-04-01", "~");
    impact_settle(x);
    x->cases = 5;
    return x;
}

static void
the_worst_comes_first_in_aligned_columns(void **state)
{
    (void)state;
    impact_account *x = some_account();
    GString *out = g_string_new(NULL);
    impact_print(x, 2, DIAG_JA, out);
    assert_string_equal(out->str,
                        "c-words　同意\n"
                        "  言葉が変わる 1、ページ 1→1\n"
                        "  同意を取り直す事例 1\n"
                        "  K-1  言葉が変わる  1ページ  1  同意（2024-04-01）を取り直す\n"
                        "b-look　様式\n"
                        "  見た目が変わる 3、どちらでも作れない 1、ページ 4→4\n"
                        "  K-10  見た目が変わる  1ページ  2\n"
                        "  K-2   見た目が変わる  1ページ  2\n"
                        "  ほか 1 件（すべては --json か -o のページに）\n"
                        "a-same　同じ様式\n"
                        "  変わらない 1、ページ 1→1\n"
                        "事例 5、書類 6：言葉が変わる 1、見た目が変わる 3、変わらない 1、どちらでも作れない 1。"
                        "同意を取り直すもの 1\n");
    g_string_free(out, TRUE);
    assert_true(impact_changes_anything(x));
    impact_account_drop(x);
}

/* Of each way to change one, before a second of any. */
static void
pictures_show_every_way_to_change(void **state)
{
    (void)state;
    impact_account *x = some_account();
    impact_form *f = g_ptr_array_index(x->forms, 1);
    assert_int_equal(impact_choose_pictures(f, 2), 2);
    assert_true(g_array_index(f->records, impact_record, 0).pictured);
    assert_false(g_array_index(f->records, impact_record, 1).pictured);
    assert_true(g_array_index(f->records, impact_record, 2).pictured);
    assert_int_equal(impact_choose_pictures(f, 9), 1);
    impact_account_drop(x);
}

/* What a page shows is text, whatever it is. */
static void
pages_have_no_script_and_nothing_from_elsewhere(void **state)
{
    world *w = *state;
    impact_account *x = impact_account_new("<script>", "新");
    impact_add_form(x, "../x", "<b>", IMPACT_FORM_NEW);
    impact_settle(x);
    GString *html = g_string_new(NULL);
    impact_append_index(x, html);
    const impact_form *f = g_ptr_array_index(x->forms, 0);
    impact_append_form(x, f, NULL, NULL, html);
    impact_append_words(compare(w, "<p>あ</p>", "<p>&lt;img src=x&gt;</p>"), html);
    check_has_not(html->str, "<script");
    check_has_not(html->str, "<b>");
    check_has_not(html->str, "<img src=x");
    check_has_not(html->str, "http:");
    check_has_not(html->str, "https:");
    char *file = impact_form_file(f->name), *stem = impact_file_stem("plan", "../é");
    assert_string_equal(file, "form-_2E._2Fx.html");
    assert_string_equal(stem, "plan___2E._2F_C3_A9");
    g_free(file);
    g_free(stem);
    g_string_free(html, TRUE);
    impact_account_drop(x);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_are_paired_by_what_is_on_them),
        TEST(a_foot_differs_by_more_than_numbers_of_pages),
        TEST(what_moved_is_told_from_what_changed),
        TEST(words_know_no_lines_no_pages_and_no_blanks),
        TEST(links_are_seen),
        TEST(the_worst_comes_first_in_aligned_columns),
        TEST(pictures_show_every_way_to_change),
        TEST(pages_have_no_script_and_nothing_from_elsewhere),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
