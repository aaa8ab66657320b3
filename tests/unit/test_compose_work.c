/* test_compose_work.c: work.c: a short form that asks for more than any machine has ends with an error at its line;
 * what a tenth of it asks for is composed. */
#include "test_pipeline.h"

typedef struct greed {
    const char *what, *styles, *page, *body; /* %d: how often */
    int often;                               /* that it is refused */
} greed;

#define AS_LONG "こもれびの部屋では、ひと息ついてから自分で今日の活動を選び、終わりの時刻を確かめる。"
#define LONG AS_LONG AS_LONG AS_LONG AS_LONG AS_LONG AS_LONG AS_LONG AS_LONG

static const greed kinds[] = {
    {"sizes that are tried", "", "<page size='A4'/>",
     "<table columns='2mm'><for-each select='%d'><row><cell pad='0mm 0mm' height='5mm' fit='shrink(1pt) condense(80%) "
     "refuse' field='欄'>" LONG "</cell></row></for-each></table>",
     750},
    {"waves", "", "<page size='A4'/>", "<for-each select='%d'><rule weight='wavy'/><rule weight='wavy'/></for-each>",
     9000},
    {"heads of tables", "<style name='s' size='2pt' pitch='2pt'/>", "<page size='A4'/>",
     "<table columns='*'><table-head><row><label style='s'>" LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG
         LONG LONG LONG LONG "</label></row></table-head><for-each select='%d'><row min-height='130mm'><cell>あ</cell>"
     "</row><row min-height='130mm'><cell>あ</cell></row></for-each></table>",
     9000},
    {"heads of pages", "<style name='s' size='2pt' pitch='2pt'/>",
     "<page size='A4'><head><p style='s'><page-number/>" LONG LONG LONG LONG LONG LONG LONG LONG "</p></head></page>",
     "<for-each select='%d'><p>あ</p><page-break/></for-each>", 8000},
    {"pages", "", "<page size='A4'/>",
     "<for-each select='%d'><p>あ</p><page-break/>"
     "<p>あ</p><page-break/></for-each>",
     9900},
    {"codes", "", "<page size='A4'/>",
     "<for-each select='%d'><p><code kind='qr' alt='符号' width='60mm'>https://example.jp/" LONG
     "</code></p></for-each>",
     6000},
};

static const composed *
compose_greed(world *w, const greed *g, int often)
{
    forget(w);
    char number[16], **parts = g_strsplit(g->body, "%d", 2);
    g_snprintf(number, sizeof number, "%d", often);
    const char *text =
        arena_printf(w->a, "<form name='t' title='試験' data='any'>\n%s\n%s\n<body>\n%s%s%s</body></form>", g->styles,
                     g->page, parts[0], number, parts[1]);
    g_strfreev(parts);
    const bound *b = bind_files(w, own_file(w, "form.xml", text), own_file(w, "data.xml", "<d/>"));
    if (!b)
        fail_msg("%s: %s", g->what, messages(w));
    return compose_trial(w->a, engine, fonts, b, w->d);
}

static void
what_asks_for_too_much_ends(void **state)
{
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        assert_null(compose_greed(w, &kinds[i], kinds[i].often));
        if (strcmp(codes(w), "compose-too-large") != 0)
            fail_msg("%s: %s", kinds[i].what, messages(w));
        assert_int_equal(diag_exit_status(w->d), EXIT_FORM);
        assert_true(diag_at(w->d, 0)->form.line > 0);
    }
}

static void
a_tenth_of_it_is_composed(void **state)
{
    world *w = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (!compose_greed(w, &kinds[i], kinds[i].often / 10) || strstr(codes(w), "compose-too-large"))
            fail_msg("%s: %s", kinds[i].what, messages(w));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_asks_for_too_much_ends),
        TEST(a_tenth_of_it_is_composed),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
