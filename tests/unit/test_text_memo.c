/* test_text_memo.c: what was composed before is the same as what would be composed, whatever was composed in between.
 */
#include "text_same.h"

#include "text/text_int.h"

enum { SIZE = 10 * UNIT_PT };

/* An engine that keeps nothing: what the other one finds is held against what this one composes. */
typedef struct engines {
    fixture *f;
    text_engine *bare;
} engines;

static engines
open_engines(void **state)
{
    fixture *f = *state;
    engines e = {f, text_engine_new(f->fonts)};
    text_engine_keep_nothing(e.bare);
    return e;
}

/* Gives whether it was found and not composed. */
static bool
check_same(const engines *e, const text_paragraph *p, unit measure)
{
    enum { UNTOUCHED = 123456789 };
    e->f->engine->effort = UNTOUCHED;
    char *kept = composed(e->f->engine, p, measure);
    const bool found = e->f->engine->effort == UNTOUCHED;
    char *made = composed(e->bare, p, measure);
    assert_string_equal(kept, made);
    g_free(kept);
    g_free(made);
    return found;
}

/* ---- many paragraphs, in any order ---- */

enum { MANY = 400, ROUNDS = 4, PIECES = 6 };

typedef struct sample {
    text_paragraph p;
    unit measure;
} sample;

static const char *
random_text(GRand *r, arena *a)
{
    static const char *const pieces[] = {"日本語の",
                                         "学校、",
                                         "「あ」",
                                         "データ",
                                         "……",
                                         "２０２４年",
                                         "10km",
                                         " ",
                                         "word ",
                                         "(abc)",
                                         "“か”",
                                         "98,700円",
                                         "8:35〜",
                                         "　",
                                         "〒100-0001",
                                         "か\xE3\x82\x9A",
                                         "ｶﾞ",
                                         "é",
                                         "don’t ",
                                         "{ruby|五月雨|さみだれ}",
                                         "{jukugo|東京|とう・きょう}",
                                         "{dot|大切}",
                                         "{sup|2}",
                                         "{box|2}",
                                         "\n",
                                         "{tcy|12}",
                                         "{keep|山田 太郎}",
                                         "{glue|様}",
                                         "{join|ABC}",
                                         "{size|14|大}",
                                         "{note|割注の文です}",
                                         "葛\xF3\xA0\x84\x80",
                                         "𠮷",
                                         "{U+200B}",
                                         "{U+E000}",
                                         "سلام",
                                         "{mono|東京|とう}",
                                         "{U+3400}",
                                         "第10回・",
                                         "一、二"};
    GString *text = g_string_new(NULL);
    for (int i = g_rand_int_range(r, 0, PIECES); i >= 0; i--)
        g_string_append(text, pieces[g_rand_int_range(r, 0, (gint32)G_N_ELEMENTS(pieces))]);
    const char *kept = arena_strdup(a, text->str);
    g_string_free(text, TRUE);
    return kept;
}

static bool
is_one_of(GRand *r, int n)
{
    return g_rand_int_range(r, 0, n) == 0;
}

static sample
random_sample(const engines *e, GRand *r)
{
    text_style s = plain_style(e->f, is_one_of(r, 2) ? SIZE : SIZE * 4 / 5);
    s.align = (text_align)g_rand_int_range(r, 0, 6);
    s.level = (text_level)g_rand_int_range(r, 0, 3);
    s.indent_first = is_one_of(r, 4) ? SIZE : 0;
    s.indent_rest = is_one_of(r, 4) ? SIZE : 0;
    s.tracking = is_one_of(r, 4) ? SIZE / 8 : 0;
    s.hangs = is_one_of(r, 2);
    s.total_fit = is_one_of(r, 2);
    s.head_half = is_one_of(r, 3);
    s.last_pair = is_one_of(r, 3);
    s.keeps_phrases = is_one_of(r, 2);
    s.vertical = is_one_of(r, 4);
    s.combine = g_rand_int_range(r, 0, 4);
    s.condensed = is_one_of(r, 4) ? 850 : 0;
    return (sample){read_paragraph(e->f->memory, s, random_text(r, e->f->memory)), g_rand_int_range(r, 2, 20) * SIZE};
}

static void
test_in_any_order(void **state)
{
    engines e = open_engines(state);
    GRand *r = g_rand_new_with_seed(20);
    sample *all = ARENA_ARRAY(e.f->memory, sample, MANY);
    size_t found = 0;
    for (int i = 0; i < MANY; i++)
        all[i] = random_sample(&e, r);
    for (int i = 0; i < MANY * ROUNDS; i++) {
        const sample *s = &all[g_rand_int_range(r, 0, MANY)];
        found += check_same(&e, &s->p, s->measure);
    }
    assert_true(found > MANY);
    g_rand_free(r);
    text_engine_drop(e.bare);
}

/* ---- each field ---- */

static const text_origin of_form = {{"form.xml", 1, NULL}, {NULL, 0, NULL}};
static const text_origin of_data = {{"form.xml", 1, NULL}, {"case.xml", 2, "/case"}};

/* The same paragraph but for one field, each in turn; false after the last. */
static bool
change_field(const fixture *f, int which, text_paragraph *p, text_span *s, unit *measure)
{
    text_style *t = &p->style;
    switch (which) {
    case 0:
        return t->family = font_find_family(f->fonts, "gothic"), true;
    case 1:
        return t->size += UNIT_PT, true;
    case 2:
        return t->pitch += UNIT_PT, true;
    case 3:
        return t->align = TEXT_JUSTIFY, true;
    case 4:
        return t->level = TEXT_LOOSE, true;
    case 5:
        return t->indent_first = SIZE, true;
    case 6:
        return t->indent_rest = SIZE, true;
    case 7:
        return t->tracking = SIZE / 4, true;
    case 8:
        return t->hangs = true, true;
    case 9:
        return t->total_fit = true, true;
    case 10:
        return t->head_half = true, true;
    case 11:
        return t->last_pair = true, true;
    case 12:
        return t->vertical = true, true;
    case 13:
        return t->combine = 2, true;
    case 14:
        return t->condensed = 800, true;
    case 15:
        return *measure += SIZE / 2, true;
    case 16:
        return s->kind = TEXT_OBJECT, true;
    case 17:
        return s->utf8 = "「春、夏」12と秋（冬）、", true;
    case 18:
        return s->family = font_find_family(f->fonts, "gothic"), true;
    case 19:
        return s->size = SIZE * 2, true;
    case 20:
        return s->unbreakable = true, true;
    case 21:
        return s[1].glued = true, true;
    case 22:
        return s->joined = true, true;
    case 23:
        return s->is_note = true, true;
    case 24:
        return s->combined = true, true;
    case 25:
        return s->ruby = "はる", true;
    case 26:
        return s->ruby = "はる", s->ruby_kind = TEXT_RUBY_JUKUGO, true;
    case 27:
        return s->emphasis = TEXT_SESAME, true;
    case 28:
        return s->raise = SIZE / 3, true;
    case 29:
        return s[1].width = SIZE * 3, true;
    case 30:
        return s[1].kind = TEXT_NEWLINE, true;
    case 31:
        return p->span_count = 1, true;
    case 32:
        return s->origin = &of_data, true;
    case 33:
        return s[2].utf8 = "又{", true;
    case 34:
        return t->keeps_phrases = true, true;
    default:
        return false;
    }
}

static void
test_each_field(void **state)
{
    engines e = open_engines(state);
    for (int round = 0; round < 2; round++)
        for (int vertical = 0; vertical < 2; vertical++)
            for (int i = 0;; i++) {
                text_span s[] = {{.kind = TEXT_CHARS, .utf8 = "「春、夏」10と秋（冬）、", .origin = &of_form},
                                 {.kind = TEXT_OBJECT, .utf8 = "", .width = SIZE},
                                 {.kind = TEXT_CHARS, .utf8 = "又、カレンダーの日"}};
                text_paragraph p = {plain_style(e.f, SIZE), s, G_N_ELEMENTS(s)};
                unit measure = 6 * SIZE;
                p.style.vertical = vertical;
                check_same(&e, &p, measure);
                assert_true(check_same(&e, &p, measure));
                if (!change_field(e.f, i, &p, s, &measure))
                    break;
                check_same(&e, &p, measure);
            }
    text_engine_drop(e.bare);
}

/* Objects and origins are those of the paragraph that is asked for. */
static void
test_spans_are_own(void **state)
{
    const fixture *f = *state;
    int first, second;
    text_span a[] = {{.kind = TEXT_CHARS, .utf8 = "印", .emphasis = TEXT_DOT},
                     {.kind = TEXT_OBJECT, .utf8 = "", .width = SIZE, .object = &first}};
    text_span b[] = {a[0], {.kind = TEXT_OBJECT, .utf8 = "", .width = SIZE, .object = &second}};
    const text_paragraph p = {plain_style(f, SIZE), a, 2}, q = {plain_style(f, SIZE), b, 2};
    for (int round = 0; round < 2; round++) {
        const text_lines *l = text_compose(f->engine, f->memory, &p, 9 * SIZE, f->diag);
        const text_lines *m = text_compose(f->engine, f->memory, &q, 9 * SIZE, f->diag);
        assert_ptr_equal(l->lines[0].objects[0].span->object, &first);
        assert_ptr_equal(m->lines[0].objects[0].span->object, &second);
        assert_ptr_equal(m->lines[0].runs[0].span, &b[0]);
        assert_ptr_equal(m->lines[0].marks[0].span, &b[0]);
    }
}

/* What has something to be told is composed again, so that it is told again, in whatever diag. */
static void
test_told_again(void **state)
{
    engines e = open_engines(state);
    static const char *const texts[] = {"私用{U+E000}",     "{U+2F00}部首",         "سلام",        "消えた{U+FFFD}",
                                        "{mono|東京|とう}", "見えない{U+200E}文字", "葛{U+E01EF}", "&nbsp;",
                                        "あ{U+0008}い",     "{tcy|1234567890}"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        text_style style = plain_style(e.f, SIZE);
        style.vertical = true;
        const text_paragraph p = read_paragraph(e.f->memory, style, texts[i]);
        for (size_t k = 0; k < p.span_count; k++)
            ((text_span *)p.spans)[k].origin = &of_data;
        for (int round = 0; round < 3; round++) {
            diag *d = diag_new();
            text_compose(e.f->engine, e.f->memory, &p, 9 * SIZE, d);
            text_compose(e.f->engine, e.f->memory, &p, 9 * SIZE, d); /* told there already */
            assert_int_equal(diag_length(d), 1);
            diag_drop(d);
            assert_false(check_same(&e, &p, 9 * SIZE));
        }
    }
    text_engine_drop(e.bare);
}

/* However much is composed, only so much is kept; and what is asked for again and again stays. */
static void
test_bounded(void **state)
{
    const engines e = open_engines(state);
    const text_paragraph label = read_paragraph(e.f->memory, plain_style(e.f, SIZE), "いつもの見出し");
    arena *a = arena_new();
    for (int i = 0; i < 20000; i++) {
        char text[64];
        g_snprintf(text, sizeof text, "%d番目の、ほかのどれとも違う段落である", i);
        const text_span s = {.kind = TEXT_CHARS, .utf8 = text};
        const text_paragraph p = {plain_style(e.f, SIZE), &s, 1};
        text_compose(e.f->engine, a, &p, 9 * SIZE, e.f->diag);
        assert_true(memo_held(e.f->engine->memo) <= 6 * 1024 * 1024);
        e.f->engine->effort = 0;
        text_compose(e.f->engine, a, &label, 9 * SIZE, e.f->diag);
        assert_true(i == 0 || e.f->engine->effort == 0);
    }
    GString *long_text = g_string_new(NULL);
    for (int i = 0; i < 100000; i++)
        g_string_append(long_text, "長");
    const size_t before = memo_held(e.f->engine->memo);
    const text_span s = {.kind = TEXT_CHARS, .utf8 = long_text->str};
    const text_paragraph p = {plain_style(e.f, SIZE), &s, 1};
    text_compose(e.f->engine, a, &p, 90 * SIZE, e.f->diag);
    assert_int_equal(memo_held(e.f->engine->memo), before);
    g_string_free(long_text, TRUE);
    arena_drop(a);
    text_engine_drop(e.bare);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_in_any_order, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_each_field, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_spans_are_own, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_told_again, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_bounded, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
