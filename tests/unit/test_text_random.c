/* test_text_random.c: what holds for every paragraph, tried on many made with a seed. */
#include "text_support.h"

#include "text/text_int.h"

enum { SIZE = 10 * UNIT_PT, PARAGRAPHS = 40000 };

typedef struct maker {
    GRand *random;
    arena *memory;
} maker;

static int
below(const maker *m, int n)
{
    return g_rand_int_range(m->random, 0, n);
}

static const char *
pick(const maker *m)
{
    static const char *const pieces[] = {"日",
                                         "本",
                                         "語",
                                         "学",
                                         "校",
                                         "あ",
                                         "の",
                                         "は",
                                         "データ",
                                         "ちょっと",
                                         "、",
                                         "。",
                                         "，",
                                         "．",
                                         "「",
                                         "」",
                                         "（",
                                         "）",
                                         "『",
                                         "』",
                                         "・",
                                         "：",
                                         "！",
                                         "？",
                                         "―",
                                         "……",
                                         "——",
                                         "々",
                                         "〜",
                                         "～",
                                         "￥",
                                         "％",
                                         "㎏",
                                         "一",
                                         "二",
                                         "三",
                                         "年",
                                         "月",
                                         "か月",
                                         "人",
                                         " ",
                                         "　",
                                         "A",
                                         "word",
                                         "abc ",
                                         "10",
                                         "98,700",
                                         "8:35",
                                         "km",
                                         "(",
                                         ")",
                                         "[",
                                         "]",
                                         "“",
                                         "”",
                                         "‘",
                                         "’",
                                         "don’t",
                                         "http://example.jp/a-b",
                                         "-",
                                         "/",
                                         "𠮷",
                                         "葛\xF3\xA0\x84\x80",
                                         "辻\xF3\xA0\x84\x80",
                                         "か\xE3\x82\x9A",
                                         "ｶﾞ",
                                         "ｱ",
                                         "｡",
                                         "｢",
                                         "｣",
                                         "\xE2\x80\x8B",
                                         "\xE2\x81\xA0",
                                         "\xC2\xA0",
                                         "é"};
    return pieces[below(m, (int)G_N_ELEMENTS(pieces))];
}

static const char *
make_words(const maker *m, const char *const *words, int count, const char *between)
{
    GString *text = g_string_new(words[below(m, count)]);
    for (int i = below(m, 4); i > 0; i--)
        g_string_append_printf(text, "%s%s", between, words[below(m, count)]);
    const char *kept = arena_strdup(m->memory, text->str);
    g_string_free(text, TRUE);
    return kept;
}

/* A name of some words, and a reading of as many or of others. */
static text_span
make_name(const maker *m)
{
    static const char *const names[] = {"DELA", "BAUTISTA", "山田", "アレクサンドロ", "凜"};
    static const char *const readings[] = {"でら", "ばうてぃすた", "やま", "あれくさんどろ", "ー"};
    static const char *const gaps[] = {" ", "　", "・", "-", "＝"};
    return (text_span){.kind = TEXT_CHARS,
                       .utf8 = make_words(m, names, 5, gaps[below(m, 5)]),
                       .ruby = make_words(m, readings, 5, gaps[below(m, 3)]),
                       .unbreakable = below(m, 2),
                       .joined = below(m, 4) == 0};
}

static text_span
make_span(const maker *m)
{
    static const char *const readings[] = {"あ", "たかさき", "はなはだながいよみかた", "ABC"};
    text_span span = {.kind = TEXT_CHARS, .utf8 = ""};
    const int kind = below(m, 20);
    if (kind == 0)
        return (text_span){.kind = TEXT_NEWLINE};
    if (kind == 10)
        return make_name(m);
    if (kind == 1)
        return (text_span){.kind = TEXT_OBJECT, .utf8 = "", .width = below(m, 3 * SIZE)};
    span.unbreakable = kind == 2;
    span.glued = kind == 3;
    span.size = kind == 4 ? 7 * UNIT_PT : 0;
    GString *text = g_string_new(NULL);
    for (int i = below(m, kind == 5 ? 4 : 30); i >= 0; i--)
        g_string_append(text, pick(m));
    span.utf8 = arena_strdup(m->memory, text->str);
    g_string_free(text, TRUE);
    if (kind == 5)
        span.ruby = readings[below(m, 4)];
    span.emphasis = kind == 6 ? TEXT_DOT : TEXT_NO_EMPHASIS;
    span.raise = kind == 7 ? SIZE / 3 : 0;
    span.is_note = kind == 9;
    if (kind == 8) {
        static const char *const words[][2] = {{"東京", "とう・きょう"},
                                               {"志", "こころざし"},
                                               {"五月雨だ", "さ・み・だれ・"},
                                               {"京都橋", "きょう・と・きょう"},
                                               {"志凝志視", "こころざし・ぎょう・こころざし・し"}};
        const int word = below(m, 5);
        span.utf8 = words[word][0];
        span.ruby = words[word][1];
        span.ruby_kind = below(m, 2) ? TEXT_RUBY_MONO : TEXT_RUBY_JUKUGO;
    }
    return span;
}

static text_paragraph
make_paragraph(const maker *m, const fixture *f)
{
    text_paragraph p = {plain_style(f, SIZE), NULL, (size_t)below(m, 5)};
    p.style.align = (text_align)below(m, 5);
    p.style.level = (text_level)below(m, 3);
    p.style.indent_first = below(m, 3) * SIZE / 2;
    p.style.indent_rest = below(m, 2) * SIZE;
    p.style.hangs = below(m, 3) == 0;
    p.style.total_fit = below(m, 3) == 0;
    p.style.last_pair = below(m, 3) == 0;
    p.style.head_half = below(m, 3) == 0;
    p.style.keeps_phrases = below(m, 2) == 0;
    p.style.tracking = below(m, 4) == 0 ? SIZE / 8 : 0;
    p.style.vertical = below(m, 3) == 0;
    p.style.combine = below(m, 5);
    text_span *spans = ARENA_ARRAY(m->memory, text_span, p.span_count + 1);
    for (size_t i = 0; i < p.span_count; i++)
        spans[i] = make_span(m);
    p.spans = spans;
    return p;
}

/* What parts the readings of characters and words is not set. */
static char *
without_gaps(const char *reading)
{
    GString *s = g_string_new(NULL);
    for (const char *p = reading; *p; p = g_utf8_next_char(p))
        if (!g_unichar_isspace(g_utf8_get_char(p)) && g_utf8_get_char(p) != 0x30FB)
            g_string_append_unichar(s, g_utf8_get_char(p));
    return g_string_free(s, FALSE);
}

/* Every byte of a span is in one run of one line, in order; every object stands once. */
static void
check_text_is_whole(const text_paragraph *p, const text_lines *l)
{
    for (size_t i = 0; i < p->span_count; i++) {
        GString *got = g_string_new(NULL), *ruby = g_string_new(NULL);
        size_t objects = 0;
        for (size_t k = 0; k < l->count; k++) {
            for (size_t r = 0; r < l->lines[k].run_count; r++)
                if (l->lines[k].runs[r].span == &p->spans[i])
                    g_string_append(l->lines[k].runs[r].is_ruby ? ruby : got, l->lines[k].runs[r].utf8);
            for (size_t o = 0; o < l->lines[k].object_count; o++)
                objects += l->lines[k].objects[o].span == &p->spans[i];
        }
        assert_int_equal(objects, p->spans[i].kind == TEXT_OBJECT);
        assert_string_equal(got->str, p->spans[i].kind == TEXT_CHARS ? p->spans[i].utf8 : "");
        char *reading = without_gaps(p->spans[i].ruby ? p->spans[i].ruby : ""), *set = without_gaps(ruby->str);
        assert_string_equal(set, reading);
        g_free(set);
        g_free(reading);
        g_string_free(got, TRUE);
        g_string_free(ruby, TRUE);
    }
}

static void
check_clusters(const text_run *run)
{
    const size_t length = strlen(run->utf8);
    assert_true(g_utf8_validate(run->utf8, -1, NULL));
    assert_true(run->glyph_count > 0);
    assert_int_equal(run->glyphs[0].cluster, 0);
    for (size_t i = 0; i < run->glyph_count; i++) {
        assert_true(run->glyphs[i].cluster < length);
        assert_true(((unsigned char)run->utf8[run->glyphs[i].cluster] & 0xC0) != 0x80);
        assert_true(i == 0 || run->glyphs[i].cluster >= run->glyphs[i - 1].cluster);
        assert_int_not_equal(run->glyphs[i].id, 0);
    }
}

static void
check_widths(const text_paragraph *p, const text_lines *l, unit measure)
{
    for (size_t i = 0; i < l->count; i++) {
        const text_line *line = &l->lines[i];
        if (!line->overfull)
            assert_true(line->x + line->width <= measure || line->width == 0);
        assert_true(line->x >= (i == 0 ? p->style.indent_first : p->style.indent_rest));
        unit right = 0, first = line->x + line->width;
        for (size_t r = 0; r < line->run_count; r++) {
            check_clusters(&line->runs[r]);
            assert_true(line->runs[r].advance >= 0);
            right = MAX(right, line->runs[r].x + line->runs[r].advance);
            first = MIN(first, line->runs[r].x);
        }
        for (size_t o = 0; o < line->object_count; o++) {
            right = MAX(right, line->objects[o].x + line->objects[o].width);
            first = MIN(first, line->objects[o].x);
        }
        assert_true(right <= line->x + line->width + line->hang); /* ruby included */
        if (i == 0 && p->style.indent_first > 0)                  /* ruby may hang over the indent */
            assert_in_range(first, line->x - MIN(SIZE / 2, p->style.indent_first),
                            line->x + (p->style.head_half ? 2 * SIZE : 0));
        else if (p->style.head_half) /* and a bracket keeps its half em */
            assert_true(first >= line->x);
        else
            assert_int_equal(first, line->x);
    }
}

enum { ROUNDING = 4 }; /* units, by which a face puts the origin of an upright glyph off */

static bool
has_kanji(const text_run *run, unit left, unit right)
{
    for (size_t i = 0; i < run->glyph_count; i++) {
        const uint32_t c = g_utf8_get_char(run->utf8 + run->glyphs[i].cluster);
        const unit origin = run->stance == TEXT_UPRIGHT ? text_ascent(run->size) : 0;
        const unit x = run->x + run->glyphs[i].x - origin;
        if (c >= 0x4E00 && c <= 0x9FFF && x + ROUNDING < right && x + run->size > left + ROUNDING)
            return true;
    }
    return false;
}

/* However a line is adjusted, readings keep off each other and off kanji that are not theirs. */
static void
check_ruby(const text_lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        unit free_from = -SIZE;
        for (size_t r = 0; r < l->lines[i].run_count; r++) {
            const text_run *ruby = &l->lines[i].runs[r];
            if (!ruby->is_ruby)
                continue;
            assert_true(ruby->x >= free_from);
            free_from = ruby->x + ruby->advance;
            for (size_t b = 0; b < l->lines[i].run_count; b++)
                if (!l->lines[i].runs[b].is_ruby && l->lines[i].runs[b].span != ruby->span)
                    assert_false(has_kanji(&l->lines[i].runs[b], ruby->x, free_from));
        }
    }
}

static const char *
line_text(const maker *m, const text_line *line)
{
    GString *text = g_string_new(NULL);
    for (size_t r = 0; r < line->run_count; r++)
        if (!line->runs[r].is_ruby)
            g_string_append(text, line->runs[r].utf8);
    const char *kept = arena_strdup(m->memory, text->str);
    g_string_free(text, TRUE);
    return kept;
}

static bool
has_note(const text_line *line)
{
    for (size_t r = 0; r < line->run_count; r++)
        if (line->runs[r].note)
            return true;
    return false;
}

/* Kinsoku at soft breaks without an emergency; objects have no text, so such lines are left out, and so are those with
 * notes, which are bodies of their own. */
static void
check_kinsoku(const maker *m, const class_table *t, const text_paragraph *p, const text_lines *l)
{
    for (size_t i = 0; i + 1 < l->count; i++) {
        const text_line *line = &l->lines[i], *next = line + 1;
        if (line->forced || line->emergency || line->object_count || next->object_count || has_note(line) ||
            has_note(next))
            continue;
        const char *text = line_text(m, line), *following = line_text(m, next);
        const char_info head = class_of(t, g_utf8_get_char(following));
        if (head.class != CLASS_PS)
            assert_true((int)head.start <= (int)p->style.level);
        assert_true(head.class != CLASS_IS && head.class != CLASS_SP);
        const char *end = text + strlen(text);
        uint32_t last = g_utf8_get_char(g_utf8_prev_char(end));
        assert_int_not_equal(last, 0x2060);
        assert_int_not_equal(last, 0xA0);
        do {
            end = g_utf8_prev_char(end);
            last = g_utf8_get_char(end);
        } while (end > text && (last == ' ' || last == 0x3000 || last == 0x200B));
        if (class_of(t, last).class == CLASS_OB)
            fail_msg("a line ends with U+%04X: %s|%s", (unsigned)last, text, following);
    }
}

static void
check_repeats(const fixture *f, const text_paragraph *p, const text_lines *l, unit measure)
{
    GString *first = g_string_new(NULL), *second = g_string_new(NULL);
    text_print(l, first);
    text_print(text_compose(f->engine, f->memory, p, measure, f->diag), second);
    assert_string_equal(first->str, second->str);
    g_string_free(first, TRUE);
    g_string_free(second, TRUE);
}

static void
every_paragraph_is_whole_and_inside(void **state)
{
    fixture *f = *state;
    class_table *t = class_table_new();
    maker m = {g_rand_new_with_seed(20240811), NULL};
    size_t soft = 0, emergencies = 0;
    for (int i = 0; i < PARAGRAPHS; i++) {
        m.memory = arena_new();
        const text_paragraph p = make_paragraph(&m, f);
        const unit measure = below(&m, 25 * SIZE) - SIZE;
        const text_lines *l = text_compose(f->engine, m.memory, &p, measure, f->diag);
        assert_true(l->count > 0);
        assert_true(l->lines[l->count - 1].forced);
        check_text_is_whole(&p, l);
        check_widths(&p, l, measure);
        check_ruby(l);
        check_kinsoku(&m, t, &p, l);
        if (i % 20 == 0)
            check_repeats(f, &p, l, measure);
        for (size_t k = 0; k < l->count; k++)
            soft += !l->lines[k].forced && !l->lines[k].emergency;
        emergencies += l->emergencies;
        arena_drop(m.memory);
    }
    assert_true(soft > 5000); /* the checks had something to look at */
    assert_true(emergencies > 500);
    g_rand_free(m.random);
    class_table_drop(t);
}

/* Lines that are fitted together are never more than lines that are filled one by one. */
static void
fitting_a_paragraph_takes_no_more_lines(void **state)
{
    fixture *f = *state;
    maker m = {g_rand_new_with_seed(5), NULL};
    size_t differ = 0;
    for (int i = 0; i < 1000; i++) {
        m.memory = arena_new();
        text_paragraph p = make_paragraph(&m, f);
        p.style.align = TEXT_JUSTIFY;
        p.style.last_pair = false;
        const unit measure = below(&m, 25 * SIZE) + 2 * SIZE;
        p.style.total_fit = false;
        const text_lines *one = text_compose(f->engine, m.memory, &p, measure, f->diag);
        p.style.total_fit = true;
        const text_lines *all = text_compose(f->engine, m.memory, &p, measure, f->diag);
        assert_true(all->count <= one->count);
        for (size_t k = 0; k < all->count && all->count == one->count; k++)
            differ += all->lines[k].natural != one->lines[k].natural;
        arena_drop(m.memory);
    }
    assert_true(differ > 50); /* it is not the same thing twice */
    g_rand_free(m.random);
}

/* Clusters set as 〓 that are none. */
static size_t
count_replaced(const fixture *f, const text_lines *l)
{
    const uint32_t geta = font_face_glyph(font_find_family(f->fonts, "mincho")->kanji, 0x3013, 0);
    size_t replaced = 0;
    for (size_t i = 0; i < l->count; i++)
        for (size_t r = 0; r < l->lines[i].run_count; r++) {
            const text_run *run = &l->lines[i].runs[r];
            for (size_t k = 0; k < run->glyph_count; k++)
                replaced += run->glyphs[k].id == geta && run->face == font_find_family(f->fonts, "mincho")->kanji &&
                            g_utf8_get_char(run->utf8 + run->glyphs[k].cluster) != 0x3013;
        }
    return replaced;
}

/* Whatever Unicode holds: nothing is lost, nothing crashes, what cannot be set is told. */
static void
any_characters_are_set_or_told(void **state)
{
    fixture *f = *state;
    static const uint32_t ranges[][2] = {{0x01, 0x7F},       {0x80, 0x600},    {0x600, 0x1200},    {0x1200, 0x3000},
                                         {0x3000, 0x3100},   {0x3100, 0xD800}, {0xE000, 0xFFFF},   {0x10000, 0x20000},
                                         {0x20000, 0x2FA20}, {0xFE00, 0xFE10}, {0xE0100, 0xE01F0}, {0x300, 0x370}};
    GRand *random = g_rand_new_with_seed(11);
    for (int i = 0; i < 1500; i++) {
        arena *a = arena_new();
        diag *d = diag_new();
        GString *text = g_string_new(NULL);
        for (int k = g_rand_int_range(random, 1, 30); k > 0; k--) {
            const uint32_t *range = ranges[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(ranges))];
            g_string_append_unichar(text, (gunichar)g_rand_int_range(random, (gint32)range[0], (gint32)range[1]));
        }
        const text_span span = {.kind = TEXT_CHARS, .utf8 = text->str};
        text_paragraph p = {plain_style(f, SIZE), &span, 1};
        p.style.vertical = i % 2;
        p.style.combine = 2;
        const unit measure = g_rand_int_range(random, 0, 20 * SIZE);
        const text_lines *l = text_compose(f->engine, a, &p, measure, d);
        check_text_is_whole(&p, l);
        check_widths(&p, l, measure);
        assert_int_equal(diag_count(d, DIAG_ERROR) > 0, count_replaced(f, l) > 0);
        g_string_free(text, TRUE);
        diag_drop(d);
        arena_drop(a);
    }
    g_rand_free(random);
}

/* Plain text is not given to Pango; with an ellipsis on a line of its own it is, and nothing changes. */
static void
plain_text_needs_no_analysis(void **state)
{
    static const char *const pieces[] = {"日",   "本",  "あ", "、", "。", "「", "」", "ABC", "10",     "a",
                                         " ",    "　",  "！", "ー", "っ", "年", "％", "￥",  "98,700", "8:35",
                                         "4/11", "0-9", "①",  "〜", "・", "ｱ",  "Ａ", "々"};
    fixture *f = *state;
    GRand *random = g_rand_new_with_seed(7);
    for (int i = 0; i < 500; i++) {
        GString *text = g_string_new(NULL), *plain = g_string_new(NULL), *analysed = g_string_new(NULL);
        for (int k = g_rand_int_range(random, 1, 40); k > 0; k--)
            g_string_append(text, pieces[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(pieces))]);
        const unit measure = g_rand_int_range(random, SIZE, 15 * SIZE);
        const text_paragraph p = read_paragraph(f->memory, plain_style(f, SIZE), text->str);
        text_print(text_compose(f->engine, f->memory, &p, measure, f->diag), plain);
        const text_paragraph q = read_paragraph(f->memory, plain_style(f, SIZE), g_string_append(text, "\n…")->str);
        text_print(text_compose(f->engine, f->memory, &q, measure, f->diag), analysed);
        if (!g_str_has_prefix(analysed->str, plain->str))
            fail_msg("%s\n%s\n%s", text->str, plain->str, analysed->str);
        g_string_free(text, TRUE);
        g_string_free(plain, TRUE);
        g_string_free(analysed, TRUE);
    }
    g_rand_free(random);
}

/* Long chains without a break, of every kind, end in good time. */
static void
pathological_chains_end(void **state)
{
    fixture *f = *state;
    static const char *const links[] = {"A", "」", "「", "　", " ", "\xE2\x81\xA0", "……", "か\xE3\x82\x9A"};
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        GString *chain = g_string_new("日");
        for (int k = 0; k < 3000; k++)
            g_string_append(chain, links[i]);
        const text_paragraph p = read_paragraph(f->memory, plain_style(f, SIZE), chain->str);
        const text_lines *l = text_compose(f->engine, f->memory, &p, 10 * SIZE, f->diag);
        check_text_is_whole(&p, l);
        check_widths(&p, l, 10 * SIZE);
        g_string_free(chain, TRUE);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_paragraph_is_whole_and_inside),
        cmocka_unit_test(fitting_a_paragraph_takes_no_more_lines), cmocka_unit_test(any_characters_are_set_or_told),
        cmocka_unit_test(plain_text_needs_no_analysis), cmocka_unit_test(pathological_chains_end)};
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
