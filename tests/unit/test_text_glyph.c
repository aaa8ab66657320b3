/* test_text_glyph.c: faces and glyphs of clusters; remembered glyphs are those of hb_shape. */
#include "text_support.h"

#include "text/text_int.h"

/* Shapes as the room promises: Japanese, from left to right, without ligatures and kerning. */
static hb_buffer_t *
shaped(hb_font_t *font, const uint32_t *characters, int count)
{
    hb_feature_t off[4];
    static const char *const names[] = {"-liga", "-clig", "-calt", "-kern"};
    for (int i = 0; i < 4; i++)
        assert_true(hb_feature_from_string(names[i], -1, &off[i]));
    hb_buffer_t *b = hb_buffer_create();
    hb_buffer_add_utf32(b, characters, count, 0, count);
    hb_buffer_guess_segment_properties(b);
    hb_buffer_set_direction(b, HB_DIRECTION_LTR);
    hb_buffer_set_language(b, hb_language_from_string("ja", -1));
    hb_shape(font, b, off, 4);
    return b;
}

static void
remembered_glyphs_are_those_of_shaping(void **state)
{
    const fixture *f = *state;
    glyph_store *g = glyph_store_new(f->fonts);
    static const unit sizes[] = {10 * UNIT_PT + 512, 7 * UNIT_PT + 77};
    size_t compared = 0;
    for (size_t i = 0; i < font_face_count(f->fonts); i++) {
        const font_face *face = font_face_at(f->fonts, i);
        for (uint32_t c = 0x20; c < 0x10000; c++) {
            if ((c >= 0xD800 && c < 0xE000) || class_is_bad(c) || class_is_hidden(c) || g_unichar_ismark(c) ||
                c == 0x0E33 || refuse_code(c) != DIAG_CODE_COUNT || !font_face_glyph(face, c, 0))
                continue;
            const unit size = sizes[c % 2];
            unit advance;
            const uint32_t glyph = glyph_lookup(g, face, c, size, &advance);
            if (c == 0x2014) /* asked for in full width */
                continue;
            hb_buffer_t *b = shaped(font_face_hb(face, size), &c, 1);
            if (hb_buffer_get_length(b) != 1 || hb_buffer_get_glyph_infos(b, NULL)->codepoint != glyph ||
                hb_buffer_get_glyph_positions(b, NULL)->x_advance != advance ||
                hb_buffer_get_glyph_positions(b, NULL)->x_offset != 0)
                fail_msg("%s: U+%04X differs from hb_shape", font_face_name(face), (unsigned)c);
            hb_buffer_destroy(b);
            compared++;
        }
    }
    assert_true(compared > 60000);
    glyph_store_drop(g);
}

/* A character beside others is shaped no differently: a line of kana, kanji and marks at once. */
static void
plain_text_shapes_character_by_character(void **state)
{
    const fixture *f = *state;
    glyph_store *g = glyph_store_new(f->fonts);
    const font_face *face = font_find_family(f->fonts, "mincho")->kanji;
    const unit size = 9 * UNIT_PT;
    GRand *random = g_rand_new_with_seed(20240401);
    for (int round = 0; round < 300; round++) {
        uint32_t text[40];
        for (int i = 0; i < 40; i++) {
            const gint32 kind = g_rand_int_range(random, 0, 4);
            text[i] = (uint32_t)(kind == 0   ? g_rand_int_range(random, 0x3041, 0x3097)
                                 : kind == 1 ? g_rand_int_range(random, 0x30A1, 0x30FD)
                                 : kind == 2 ? g_rand_int_range(random, 0x4E00, 0x9000)
                                             : g_rand_int_range(random, 0xFF01, 0xFF5F));
            if (!font_face_glyph(face, text[i], 0))
                text[i] = 0x3042;
        }
        hb_buffer_t *b = shaped(font_face_hb(face, size), text, 40);
        assert_int_equal(hb_buffer_get_length(b), 40);
        for (int i = 0; i < 40; i++) {
            unit advance;
            assert_int_equal(hb_buffer_get_glyph_infos(b, NULL)[i].codepoint,
                             glyph_lookup(g, face, text[i], size, &advance));
            assert_int_equal(hb_buffer_get_glyph_positions(b, NULL)[i].x_advance, advance);
        }
        hb_buffer_destroy(b);
    }
    g_rand_free(random);
    glyph_store_drop(g);
}

static const text_lines *
compose(fixture *f, const char *text, diag *d)
{
    const text_paragraph p = read_paragraph(f->memory, plain_style(f, 10 * UNIT_PT), text);
    return text_compose(f->engine, f->memory, &p, 400 * UNIT_PT, d);
}

/* "TEXT:FACE" of each run. */
static void
assert_runs(fixture *f, const char *text, const char *wanted)
{
    const text_lines *l = compose(f, text, f->diag);
    GString *got = g_string_new(NULL);
    for (size_t i = 0; i < l->lines[0].run_count; i++) {
        const text_run *run = &l->lines[0].runs[i];
        const char *name = font_face_name(run->face);
        g_string_append_printf(got, "%s%s:%.4s", got->len ? " " : "", run->utf8,
                               g_str_has_prefix(name, "BIZ ") ? name + 4 : name);
    }
    assert_string_equal(got->str, wanted);
    g_string_free(got, TRUE);
    assert_int_equal(diag_length(f->diag), 0);
}

static void
each_character_has_its_face(void **state)
{
    /* UDMi, UDPM: the fixed and the proportional face of BIZ UDMincho; IPAm: the fallback */
    assert_runs(*state, "あ令和6年", "あ令和6年:UDMi");
    assert_runs(*state, "ABCと", "ABC:UDPM と:UDMi");
    assert_runs(*state, "8:35", "8:35:UDMi");
    assert_runs(*state, "A:B", "A:B:UDPM");
    assert_runs(*state, "06-1234", "06-1234:UDMi");
    assert_runs(*state, "98,700.", "98,700:UDMi .:UDPM");
    assert_runs(*state, "50%と＃Ａ９", "50%と＃Ａ９:UDMi");
    assert_runs(*state, "電話(自宅)", "電話(自宅):UDMi");
    assert_runs(*state, "\xF0\xA0\xAE\xB7田", "\xF0\xA0\xAE\xB7:IPAm 田:UDMi");
    assert_runs(*state, "葛\xF3\xA0\x84\x80城", "葛\xF3\xA0\x84\x80城:UDMi");
    assert_runs(*state, "邊\xF3\xA0\x84\x88田", "邊\xF3\xA0\x84\x88:IPAm 田:UDMi");
}

/* The fallbacks: letters of a run are in one face, composed or not; Thai vowels and marks belong to their letter. */
static void
names_of_other_languages_have_a_face(void **state)
{
    assert_runs(*state, "Nguyễn Thị と", "Nguyễn Thị :Free と:UDMi");
    assert_runs(*state, "Nguye\u0302\u0303n", "Nguye\u0302\u0303n:Free");
    assert_runs(*state, "Văn Anh 3", "Văn Anh :UDPM 3:UDMi");
    assert_runs(*state, "赵敏", "赵:AR P 敏:UDMi");
    assert_runs(*state, "김민준", "김민준:Nanu");
    assert_runs(*state, "\u1112\u1161\u11AB", "\u1112\u1161\u11AB:Nanu");
    assert_runs(*state, "กำธร น้ำใจ", "กำธร น้ำใจ:Free");
    assert_runs(*state, "\U0001B002い", "\U0001B002:IPAm い:UDMi");
    assert_runs(*state, "☑面☐☒✔", "☑:Free 面:UDMi ☐☒✔:Free");
    assert_runs(*state, "CO₂⋯", "CO:UDPM ₂⋯:Free");
}

/* Each Unicode space: its width in thousandths of an em between two kanji. */
static void
spaces_have_their_widths(void **state)
{
    fixture *f = *state;
    static const struct {
        uint32_t character;
        int width;
    } wanted[] = {{0x2000, 500}, {0x2001, 1000}, {0x2002, 500}, {0x2003, 1000}, {0x2004, 333}, {0x2005, 250},
                  {0x2006, 167}, {0x2007, 500},  {0x2009, 200}, {0x200A, 100},  {0x202F, 250}, {0x205F, 222},
                  {0x00A0, 333}, {0x1680, 333},  {0x0020, 333}, {0x3000, 1000}};
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        GString *text = g_string_new("日");
        g_string_append_unichar(text, wanted[i].character);
        g_string_append(text, "本");
        const unit width = compose(f, text->str, f->diag)->lines[0].width;
        if (abs(width - 20 * UNIT_PT - wanted[i].width * 10 * UNIT_PT / 1000) > 10)
            fail_msg("U+%04X is %d wide", (unsigned)wanted[i].character, width - 20 * UNIT_PT);
        g_string_free(text, TRUE);
    }
    assert_int_equal(diag_length(f->diag), 0);
}

/* What is pasted and has no ink takes no room, stays in the text, and is told once; what follows it keeps its mark. */
static void
hidden_characters_have_no_ink(void **state)
{
    fixture *f = *state;
    size_t count = 0;
    for (uint32_t c = 0x80; c < 0x10000; c++) {
        if (!class_is_hidden(c))
            continue;
        count++;
        GString *text = g_string_new("電");
        g_string_append_unichar(text, c);
        g_string_append(text, "話");
        g_string_append_unichar(text, c);
        diag *d = diag_new();
        const text_lines *l = compose(f, text->str, d);
        assert_int_equal(l->lines[0].width, 20 * UNIT_PT);
        assert_string_equal(l->lines[0].runs[0].utf8, text->str);
        assert_int_equal(diag_length(d), c == 0x200B || c == 0x2060 ? 0 : 1);
        assert_int_equal(diag_exit_status(d), EXIT_DONE);
        diag_drop(d);
        g_string_free(text, TRUE);
    }
    assert_int_equal(count, 20);
    diag *d = diag_new();
    const text_lines *hidden = compose(f, "e\u200D\u0301", d), *plain = compose(f, "e\u0301", d);
    assert_int_equal(hidden->lines[0].runs[0].glyphs[0].id, plain->lines[0].runs[0].glyphs[0].id);
    diag_drop(d);
}

static void
a_mark_after_a_space_is_drawn(void **state)
{
    fixture *f = *state;
    static const char *const marks[] = {"ﾞ", "ﾟ", "\u3099", "\u309A", "\u0301", "\u0323"};
    static const char *const before[] = {" ", "\u00A0", "\u2003", "\u200B", "\u3000"};
    for (size_t m = 0; m < G_N_ELEMENTS(marks); m++)
        for (size_t b = 0; b < G_N_ELEMENTS(before); b++) {
            char *text = g_strconcat("あ", before[b], marks[m], NULL);
            const text_line *line = &compose(f, text, f->diag)->lines[0];
            const text_run *last = &line->runs[line->run_count - 1];
            const uint32_t blank = font_face_glyph(last->face, ' ', 0);
            if (last->glyph_count == 0 || last->glyphs[last->glyph_count - 1].id == blank)
                fail_msg("%zu after %zu has no glyph", m, b);
            g_free(text);
        }
    assert_int_equal(diag_length(f->diag), 0);
}

static void
what_is_not_set_is_told_with_advice(void **state)
{
    static const struct {
        const char *text;
        diag_code code;
        const char *points;
    } wanted[] = {{"محمد", DIAG_TEXT_SCRIPT, "U+0645"},
                  {"שלום", DIAG_TEXT_SCRIPT, "U+05E9"},
                  {"राम", DIAG_TEXT_SCRIPT, "U+0930 U+093E"},
                  {"\u2FAE", DIAG_TEXT_RADICAL, "U+2FAE → 非 U+975E"},
                  {"\u2F00", DIAG_TEXT_RADICAL, "U+2F00 → 一 U+4E00"},
                  {"\u2E9D", DIAG_TEXT_RADICAL, "U+2E9D → 月 U+6708"},
                  {"\uE000", DIAG_TEXT_PRIVATE, "U+E000"},
                  {"\uF8FF", DIAG_TEXT_PRIVATE, "U+F8FF"},
                  {"\U000F0000", DIAG_TEXT_PRIVATE, "U+F0000"},
                  {"\U0010FFFD", DIAG_TEXT_PRIVATE, "U+10FFFD"},
                  {"\uFFFD", DIAG_TEXT_LOST, "U+FFFD"},
                  {"\uFFFC", DIAG_TEXT_LOST, "U+FFFC"},
                  {"\uFFFD\u3099", DIAG_TEXT_LOST, "U+FFFD U+3099"},
                  {"\uFFFE", DIAG_TEXT_BAD_CHARACTER, "U+FFFE"},
                  {"\uFDD0", DIAG_TEXT_BAD_CHARACTER, "U+FDD0"},
                  {"\U0001F46A", DIAG_TEXT_EMOJI, "U+1F46A"},
                  {"\U0001F44D\U0001F3FD", DIAG_TEXT_EMOJI, "U+1F44D U+1F3FD"},
                  {"\U0001F1EF", DIAG_TEXT_EMOJI, "U+1F1EF"},
                  {"\U0001B11F", DIAG_TEXT_MISSING_GLYPH, "U+1B11F"}};
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        diag *d = diag_new();
        compose(*state, wanted[i].text, d);
        assert_true(diag_length(d) >= 1);
        assert_int_equal(diag_at(d, 0)->code, wanted[i].code);
        assert_string_equal(diag_at(d, 0)->args[0], wanted[i].points);
        assert_int_equal(diag_exit_status(d), EXIT_DATA);
        diag_drop(d);
    }
    for (uint32_t c = 0x2F00; c <= 0x2FD5; c++)
        if (g_unichar_type(refuse_substitute(c)) != G_UNICODE_OTHER_LETTER)
            fail_msg("no hint for U+%04X", (unsigned)c);
}

/* Each script by its name and what is true of it. */
static void
a_script_is_told_by_name_and_truly(void **state)
{
    static const struct {
        const char *text, *ja, *en;
    } wanted[] = {
        {"محمد", "アラビア文字は組めません（右から左に", "the Arabic script runs from right to left"},
        {"שלום", "ヘブライ文字は組めません（右から左に", "the Hebrew script runs from right to left"},
        {"राम", "デーヴァナーガリー文字は組めません（前後の字で", "the Devanagari script changes or moves"},
        {"မောင်", "ビルマ文字は組めません（前後の字で", "the Myanmar script changes or moves"},
        {"សុខ", "クメール文字は組めません（前後の字で", "the Khmer script changes or moves"},
        {"ᠮᠣᠩᠭᠣᠯ", "モンゴル文字は組めません（上から下に", "the Mongolian script runs from top to bottom"},
        {"გიორგი", "グルジア文字は組めません（組み方と書体を", "the Georgian script is not provided for"},
        {"Արամ", "アルメニア文字は組めません（組み方と書体を", "the Armenian script is not provided for"},
        {"ສົມ", "ラオ文字は組めません（組み方と書体を", "the Lao script is not provided for"},
        {"አበበ", "エチオピア文字は組めません（組み方と書体を", "the Ethiopic script is not provided for"},
        {"ᏣᎳᎩ", "チェロキー文字は組めません（組み方と書体を", "the Cherokee script is not provided for"},
        {"\U00010380", "この種類の文字は組めません（組み方と書体を", "the character's script is not provided for"}};
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        diag *d = diag_new();
        compose(*state, wanted[i].text, d);
        assert_true(diag_length(d) >= 1);
        assert_int_equal(diag_at(d, 0)->code, DIAG_TEXT_SCRIPT);
        char *ja = diag_text(diag_at(d, 0), DIAG_JA), *en = diag_text(diag_at(d, 0), DIAG_EN);
        if (!g_str_has_prefix(ja, wanted[i].ja) || !g_str_has_prefix(en, wanted[i].en))
            fail_msg("%s\n%s", ja, en);
        g_free(ja);
        g_free(en);
        diag_drop(d);
    }
}

static void
leftovers_of_exports_are_told(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *text, *what;
    } cases[] = {{"一_x000D_二", "_x…_"},
                 {"一_x000a_", "_x…_"},
                 {"_X0009_", "_x…_"},
                 {"a_x_b", NULL},
                 {"_x12_", NULL},
                 {"一<br>二", "<br>"},
                 {"一<BR />二", "<br>"},
                 {"一</br>", "<br>"},
                 {"< br/>", "<br>"},
                 {"＜br＞", "<br>"},
                 {"<br clear=\"all\">", "<br>"},
                 {"一</p>", "<…>"},
                 {"<span style='x'>", "<…>"},
                 {"<b>太い", "<…>"},
                 {"3 < 5", NULL},
                 {"<春>", NULL},
                 {"a <p", NULL},
                 {"<brand>", NULL},
                 {"一\\n二", "\\n"},
                 {"一\\r\\n", "\\r\\n"},
                 {"一\\r", "\\r"},
                 {"一\\t二", "\\t"},
                 {"一¥n二", "\\n"},
                 {"￥r￥n", "\\r\\n"},
                 {"＼ｎ", "\\n"},
                 {"₩n", "\\n"},
                 {"\\u3042", "\\u…"},
                 {"¥1,000", NULL},
                 {"C:\\temp", NULL},
                 {"¥name", NULL},
                 {"1¥", NULL},
                 {"\\", NULL},
                 {"&lt;", "&lt;"},
                 {"A&nbsp;B", "&nbsp;"},
                 {"&NBSP;", "&nbsp;"},
                 {"&nbsp 二", "&nbsp"},
                 {"&emsp;", "&emsp;"},
                 {"&ensp;一", "&ensp;"},
                 {"&thinsp;", "&thinsp;"},
                 {"&amp;", "&amp;"},
                 {"&amp;nbsp;", "&amp;"},
                 {"&#123;", "&#…;"},
                 {"&#x3042;", "&#…;"},
                 {"&Delta;", "&…;"},
                 {"A & B", NULL},
                 {"R&D;", NULL},
                 {"A&B", NULL},
                 {"&#の", NULL},
                 {"一=0D=0A二", "=0D=0A"},
                 {"=E3=81=82", "=XX"},
                 {"%0D%0a", "%0D%0A"},
                 {"1=12=30", NULL},
                 {"%E3%81%82", NULL},
                 {"x=AB", NULL},
                 {"#N/A", "#N/A"},
                 {"#REF!", "#REF!"},
                 {"#1", NULL},
                 {"[object Object]", "[object Object]"},
                 {"[注]", NULL},
                 {"& \\ _ < ¥ ＼ ＜", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const text_origin origin = {{"form.xml", 7, NULL}, {"case.xml", 12, "child/note"}},
                          of_form = {{"form.xml", 7, NULL}, PLACE_NONE};
        text_span span = {.kind = TEXT_CHARS, .utf8 = cases[i].text, .origin = &origin};
        const text_paragraph p = {plain_style(f, 10 * UNIT_PT), &span, 1};
        diag *d = diag_new();
        text_compose(f->engine, f->memory, &p, 400 * UNIT_PT, d);
        if ((diag_count(d, DIAG_NOTE) > 0) != (cases[i].what != NULL))
            fail_msg("%s", cases[i].text);
        if (cases[i].what) {
            assert_int_equal(diag_at(d, 0)->code, DIAG_TEXT_LEFTOVER);
            assert_string_equal(diag_at(d, 0)->args[0], cases[i].what);
            if (strcmp(cases[i].text, "&amp;nbsp;") != 0)
                assert_int_equal(diag_length(d), 1);
        }
        const size_t told = diag_length(d);
        span.origin = &of_form;
        text_compose(f->engine, f->memory, &p, 400 * UNIT_PT, d);
        assert_int_equal(diag_length(d), told);
        diag_drop(d);
    }
}

static void
a_variation_is_its_glyph(void **state)
{
    fixture *f = *state;
    const font_face *face = font_find_family(f->fonts, "mincho")->kanji;
    const text_lines *l = compose(f,
                                  "葛\xF3\xA0\x84\x81"
                                  "葛\xF3\xA0\x84\x80",
                                  f->diag);
    const text_run *run = &l->lines[0].runs[0];
    assert_int_equal(run->glyph_count, 2);
    assert_int_equal(run->glyphs[0].id, font_face_glyph(face, 0x845B, 0xE0101));
    assert_int_equal(run->glyphs[1].id, font_face_glyph(face, 0x845B, 0xE0100));
    assert_int_equal(run->glyphs[1].cluster, 7);
}

/* Never a decomposition: U+FA19 has its own glyph, not that of U+795E. */
static void
a_compatibility_kanji_keeps_its_shape(void **state)
{
    fixture *f = *state;
    const font_face *face = font_find_family(f->fonts, "mincho")->kanji;
    const text_lines *l = compose(f, "\xEF\xA8\x99\xE7\xA5\x9E", f->diag);
    assert_int_equal(l->lines[0].runs[0].glyphs[0].id, font_face_glyph(face, 0xFA19, 0));
    assert_int_equal(l->lines[0].runs[0].glyphs[1].id, font_face_glyph(face, 0x795E, 0));
    assert_int_not_equal(l->lines[0].runs[0].glyphs[0].id, l->lines[0].runs[0].glyphs[1].id);
}

static void
a_cluster_of_several_glyphs_is_one(void **state)
{
    const text_lines *l = compose(*state, "ｶﾞｷ", ((fixture *)*state)->diag);
    const text_run *run = &l->lines[0].runs[0];
    assert_int_equal(run->glyph_count, 3);
    assert_int_equal(run->glyphs[0].cluster, 0);
    assert_int_equal(run->glyphs[1].cluster, 0);
    assert_int_equal(run->glyphs[1].x, 5 * UNIT_PT);
    assert_int_equal(run->glyphs[2].cluster, 6);
}

static void
what_no_face_has_is_told_with_its_place(void **state)
{
    fixture *f = *state;
    const text_origin origin = {{"form.xml", 7, NULL}, {"case.xml", 12, "child/name"}};
    const text_span span = {.kind = TEXT_CHARS, .utf8 = "日\xF0\x9B\x84\x9F本\xF3\xA0\x87\xAF\x1F", .origin = &origin};
    const text_paragraph p = {plain_style(f, 10 * UNIT_PT), &span, 1};
    diag *d = diag_new();
    const text_lines *l = text_compose(f->engine, f->memory, &p, 400 * UNIT_PT, d);
    static const struct {
        diag_code code;
        const char *points;
    } wanted[] = {{DIAG_TEXT_MISSING_GLYPH, "U+1B11F"},
                  {DIAG_TEXT_MISSING_VARIATION, "U+672C U+E01EF"},
                  {DIAG_TEXT_BAD_CHARACTER, "U+001F"}};
    assert_int_equal(diag_length(d), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(diag_at(d, i)->code, wanted[i].code);
        assert_string_equal(diag_at(d, i)->args[0], wanted[i].points);
        assert_string_equal(diag_at(d, i)->form.file, "form.xml");
        assert_int_equal(diag_at(d, i)->data.line, 12);
    }
    assert_int_equal(diag_exit_status(d), EXIT_DATA);
    const uint32_t geta = font_face_glyph(font_find_family(f->fonts, "mincho")->kanji, 0x3013, 0);
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(l->lines[0].runs[0].glyphs[i].id, geta);
    diag_drop(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembered_glyphs_are_those_of_shaping),
        cmocka_unit_test(plain_text_shapes_character_by_character),
        cmocka_unit_test(each_character_has_its_face),
        cmocka_unit_test(names_of_other_languages_have_a_face),
        cmocka_unit_test(spaces_have_their_widths),
        cmocka_unit_test(hidden_characters_have_no_ink),
        cmocka_unit_test(a_mark_after_a_space_is_drawn),
        cmocka_unit_test(what_is_not_set_is_told_with_advice),
        cmocka_unit_test(a_script_is_told_by_name_and_truly),
        cmocka_unit_test(leftovers_of_exports_are_told),
        cmocka_unit_test(a_variation_is_its_glyph),
        cmocka_unit_test(a_compatibility_kanji_keeps_its_shape),
        cmocka_unit_test(a_cluster_of_several_glyphs_is_one),
        cmocka_unit_test(what_no_face_has_is_told_with_its_place),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
