/* test_paint.c: every writer's PDF and the other formats: their text, their ink, what they say of themselves, and the
 * same bytes for the same page. */
#include <locale.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "paint_support.h"

/* A page with every kind of op and every kind of glyph that is not plain. */
static void
fill_page(fixture *f)
{
    static const display_point tick[] = {{52200, 134000}, {54700, 139000}, {59200, 131000}};
    add_run(f->page, f->a, f->mincho, 5.25, 50, 69, DISPLAY_FILL, "かつらぎ");
    add_run(f->page, f->a, f->mincho, 10.5, 50, 80, DISPLAY_FILL,
            "葛󠄀城の葛󠄁と葛は、「鉤」「二つ」。");
    add_run(f->page, f->a, f->names, 10.5, 50, 100, DISPLAY_FILL, "𠮷田邊󠄈");
    add_run(f->page, f->a, f->gothic, 12, 50, 120, DISPLAY_FILL, "ゴシックABC123(office)﨑髙");
    display_add(f->page, (display_op){.kind = DISPLAY_PATH, .path = {tick, 3, 1024, false, 0}});
    add_run(f->page, f->a, f->mincho, 10.5, 50, 136, DISPLAY_INVISIBLE, "☑");
    add_run(f->page, f->a, f->mincho, 10.5, 62, 136, DISPLAY_FILL, "利用する");
    add_run(f->page, f->a, f->mincho, 60, 150, 400, DISPLAY_OUTLINE, "見本");
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {51200, 204800, 409600, 204800, 512, DISPLAY_DOTTED, 0}});
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {51200, 214800, 409600, 214800, 512, DISPLAY_DASHED, 99}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {51200, 224800, 102400, 51200, 358, 0, 230}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {180000, 224800, 20000, 51200, 0, 0, 128}});
    display_add(f->page, (display_op){.kind = DISPLAY_ELLIPSE, .ellipse = {256000, 250000, 20000, 10000, 512, 0}});
    static const display_box boxes[] = {{300000, 300001, 7001, 7000}, {307001, 300001, 7000, 14000}};
    display_add(f->page, (display_op){.kind = DISPLAY_TILES, .tiles = {boxes, 2, 0}});
}

static const char page_text[] = "かつらぎ\n"
                                "葛󠄀城の葛󠄁と葛は、「鉤」「二つ」。\n"
                                "𠮷田邊󠄈\n"
                                "ゴシックABC123(office)﨑髙\n"
                                "☑利用する\n"
                                "見本\n"
                                "\f";

/* ---- the text layer ---- */

static void
text_comes_back_exactly(void **state)
{
    fixture *f = *state;
    fill_page(f);
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, b)), page_text);
}

static void
one_blank_glyph_carries_different_texts(void **state)
{
    fixture *f = *state;
    add_run(f->page, f->a, f->mincho, 10.5, 50, 100, DISPLAY_FILL, "甲　乙");
    add_run(f->page, f->a, f->mincho, 10.5, 50, 130, DISPLAY_INVISIBLE, "☑");
    add_run(f->page, f->a, f->mincho, 10.5, 50, 160, DISPLAY_INVISIBLE, "☐");
    add_run(f->page, f->a, f->mincho, 10.5, 50, 190, DISPLAY_INVISIBLE, "𠮷󠄀印");
    add_run(f->page, f->a, f->mincho, 10.5, 50, 220, DISPLAY_FILL, "丙　丁");
    /* pdftotext takes U+3000 for any other gap between words. */
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, b)),
                            "甲 乙\n☑\n☐\n𠮷󠄀印\n丙 丁\n\f");
}

static void
invisible_text_leaves_no_ink(void **state)
{
    fixture *f = *state;
    const char *blank = arena_printf(f->a, "%s/blank.pdf", f->folder);
    const GByteArray *pdf = paint(f, PAINT_CAIRO, PAINT_PDF);
    assert_true(g_file_set_contents(blank, (const char *)pdf->data, (gssize)pdf->len, NULL));
    display_text t = run_of(f->a, f->mincho, 40, 50, 100, DISPLAY_FILL, "黒い字");
    t.ink = DISPLAY_INVISIBLE; /* whatever glyphs it comes with */
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT, .text = t});
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        const char *path = paint_file(f, b);
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", path), "黒い字\n\f");
        assert_contains(ask(f, 0, "tests/compare/compare_pdfs.sh %s %s 0", blank, path), "1: 0.0000 thousandths");
    }
}

static void
glyphs_that_are_not_the_character_s_own_are_painted(void **state)
{
    fixture *f = *state;
    /* The glyph of another character stands for an alternate form; two glyphs make one cluster. */
    static text_glyph glyphs[] = {{0, 0, 0, 0}, {0, 3, 12000, 0}, {0, 3, 24000, 0}, {0, 9, 36000, 0}};
    glyphs[0].id = font_face_glyph(f->mincho, 0x5410, 0);
    glyphs[1].id = font_face_glyph(f->mincho, 0x304B, 0);
    glyphs[2].id = font_face_glyph(f->mincho, 0x309C, 0);
    glyphs[3].id = font_face_glyph(f->mincho, 0x304D, 0);
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT,
                                      .text = {.face = f->mincho,
                                               .size = pt(10.5),
                                               .x = pt(50),
                                               .y = pt(100),
                                               .utf8 = "吉か゚き",
                                               .glyphs = glyphs,
                                               .glyph_count = 4}});
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, b)), "吉か゚き\n\f");
}

/* ---- the file ---- */

static void
pdfs_are_sound_and_embed_subsets_only(void **state)
{
    fixture *f = *state;
    fill_page(f);
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        const char *path = paint_file(f, b);
        assert_contains(ask(f, 0, "qpdf --check %s", path), "No syntax or stream encoding errors found");
        char **lines = g_strsplit(ask(f, 0, "pdffonts %s", path), "\n", -1);
        assert_true(g_strv_length(lines) > 4);
        for (char **line = lines + 2; *line && **line; line++) {
            assert_contains(*line, " TrueType ");
            assert_contains(*line, "yes yes yes"); /* embedded, a subset, with Unicode */
            assert_int_equal((*line)[6], '+');
        }
        g_strfreev(lines);
    }
}

static void
what_the_document_says_of_itself(void **state)
{
    fixture *f = *state;
    f->list->title = "個別支援計画書 𠮷田";
    f->list->author = "放課後等デイサービスことり";
    f->list->subject = "様式";
    f->list->keywords = "計画,支援";
    f->list->has_date = true;
    f->list->created = (date){2024, 4, 22};
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        const char *info = ask(f, 0, "pdfinfo -rawdates %s", paint_file(f, b));
        assert_contains(info, "Title:           個別支援計画書 𠮷田\n");
        assert_contains(info, "Author:          放課後等デイサービスことり\n");
        assert_contains(info, "Subject:         様式\n");
        assert_contains(info, "Keywords:        計画,支援\n");
        assert_contains(info, "Creator:         renkei\n");
        assert_contains(info, "CreationDate:    D:20240422000000+09'00");
        assert_contains(info, "ModDate:         D:20240422000000+09'00");
        assert_contains(info, "Pages:           1\n");
        assert_contains(info, "Page size:       595.165 x 841.535 pts");
    }
}

static void
without_a_date_it_is_2000(void **state)
{
    fixture *f = *state;
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_contains(ask(f, 0, "pdfinfo -rawdates %s", paint_file(f, b)), "CreationDate:    D:20000101000000+09'00");
}

static void
language_labels_and_outline(void **state)
{
    fixture *f = *state;
    display_add_page(f->list, f->a, A4_HEIGHT, A4_WIDTH, "別-1");
    const display_bookmark marks[] = {{"計画", 0, 0, pt(100)}, {"𠮷", 1, 1, pt(200.5)}, {"末", 0, 1, 0}};
    g_array_append_vals(f->list->bookmarks, marks, 3);
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        const char *path = paint_file(f, b);
        assert_contains(ask(f, 0, "qpdf --check %s", path), "No syntax or stream encoding errors found");
        const char *json = ask(f, 0, "qpdf --json=2 %s", path);
        assert_contains(json, "\"/Lang\": \"u:ja\"");
        assert_contains(json, "\"/DisplayDocTitle\": true");
        assert_contains(json, "\"/P\": \"u:1\"");
        assert_contains(json, "\"/P\": \"u:別-1\"");
        assert_contains(json, "\"title\": \"計画\"");
        assert_contains(json, "\"title\": \"𠮷\"");
        assert_contains(json, "\"destpageposfrom1\": 2");
        assert_contains(json, "741.53"); /* 841.535 - 100: PDF counts from the foot of the page */
        assert_contains(json, "394.66"); /* 595.165 - 200.5 */
    }
}

/* ---- the same bytes ---- */

static GByteArray *
painted_copy(fixture *f, paint_backend backend, paint_format format)
{
    const GByteArray *out = paint(f, backend, format);
    return g_byte_array_append(g_byte_array_new(), out->data, out->len);
}

static void
assert_same_bytes(const GByteArray *a, const GByteArray *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->data, b->data, a->len);
}

static void
one_input_gives_the_same_bytes(void **state)
{
    fixture *f = *state;
    fill_page(f);
    static const struct {
        paint_backend backend;
        paint_format format;
    } rows[] = {{PAINT_RENKEI, PAINT_PDF}, {PAINT_CAIRO, PAINT_PDF},  {PAINT_CAIRO, PAINT_PNG},
                {PAINT_CAIRO, PAINT_SVG},  {PAINT_CAIRO, PAINT_TEXT}, {PAINT_HARU, PAINT_PDF}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GByteArray *first = painted_copy(f, rows[i].backend, rows[i].format);
        assert_same_bytes(first, paint(f, rows[i].backend, rows[i].format));
        g_byte_array_unref(first);
    }
}

static void
place_and_language_of_the_machine_have_no_effect(void **state)
{
    fixture *f = *state;
    fill_page(f);
    char *before = g_get_current_dir();
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++) {
        GByteArray *first = painted_copy(f, b, PAINT_PDF);
        g_setenv("TZ", "America/St_Johns", TRUE);
        tzset();
        setlocale(LC_ALL, "de_DE.UTF-8"); /* decimal commas, where the machine has them */
        assert_int_equal(g_chdir("/"), 0);
        assert_same_bytes(first, paint(f, b, PAINT_PDF));
        assert_int_equal(g_chdir(before), 0);
        setlocale(LC_ALL, "C");
        g_unsetenv("TZ");
        tzset();
        g_byte_array_unref(first);
    }
    g_free(before);
}

/* ---- the ink ---- */

static void
assert_same_ink(fixture *f)
{
    const char *first = paint_file(f, 0);
    for (paint_backend b = 1; b < PAINT_BACKENDS; b++)
        assert_contains(ask(f, 0, "tests/compare/compare_pdfs.sh %s %s", first, paint_file(f, b)), "1: ");
}

/* Compounds of compounds (ễ), a collection, Hangul: each fallback of each family, at a size where a lost accent is
 * seen. */
static void
the_fallbacks_are_embedded_whole(void **state)
{
    static const struct {
        const char *face, *text;
    } runs[] = {
        {"FreeSerif Regular", "Nguyễn"}, {"FreeSans Regular", "Šimon"},       {"FreeSans Bold", "Hạnh"},
        {"FreeSerif Bold", "Thị"},       {"NanumMyeongjo Regular", "김민준"}, {"NanumGothic Regular", "한국"},
        {"NanumGothic Bold", "한국"},    {"AR PL UMing CN Light", "赵刘"},    {"WenQuanYi Zen Hei Regular", "赵刘"}};
    fixture *f = *state;
    GString *all = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
        const font_face *face = NULL;
        for (size_t k = 0; k < font_face_count(f->fonts) && !face; k++)
            if (strcmp(font_face_name(font_face_at(f->fonts, k)), runs[i].face) == 0)
                face = font_face_at(f->fonts, k);
        assert_non_null(face);
        add_run(f->page, f->a, face, 48, 50, 80 + 80 * (double)i, DISPLAY_FILL, runs[i].text);
        g_string_append_printf(all, "%s\n", runs[i].text);
    }
    g_string_append(all, "\f");
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, b)), all->str);
    assert_same_ink(f);
    g_string_free(all, TRUE);
}

static void
all_writers_leave_the_same_ink(void **state)
{
    fixture *f = *state;
    fill_page(f);
    assert_same_ink(f);
}

static void
the_comparison_sees_one_other_character(void **state)
{
    fixture *f = *state;
    fill_page(f);
    add_run(f->page, f->a, f->mincho, 10.5, 50, 500, DISPLAY_FILL, "利用する");
    const char *cairo = paint_file(f, PAINT_CAIRO);
    display_op *last = &g_array_index(f->page->ops, display_op, f->page->ops->len - 1);
    last->text = run_of(f->a, f->mincho, 10.5, 50, 500, DISPLAY_FILL, "一用する");
    ask(f, 1, "tests/compare/compare_pdfs.sh %s %s", cairo, paint_file(f, PAINT_HARU));
}

/* ---- the other formats ---- */

static uint32_t
big_endian(const guint8 *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void
png_is_a_page_each_at_110_dpi(void **state)
{
    fixture *f = *state;
    fill_page(f);
    display_add_page(f->list, f->a, pt(72), pt(36), "2");
    const GByteArray *png = paint(f, PAINT_CAIRO, PAINT_PNG);
    assert_int_equal(f->outputs->len, 2);
    assert_memory_equal(png->data, "\x89PNG\r\n\x1a\n", 8);
    assert_int_equal(big_endian(png->data + 16), 910); /* 595.165 pt */
    assert_int_equal(big_endian(png->data + 20), 1286);
    const GByteArray *second = g_ptr_array_index(f->outputs, 1);
    assert_int_equal(big_endian(second->data + 16), 110);
    assert_int_equal(big_endian(second->data + 20), 55);
    g_ptr_array_set_size(f->outputs, 0);
    assert_true(paint_document(f->list, f->fonts, PAINT_CAIRO, PAINT_PNG, 72, f->outputs, f->d));
    assert_int_equal(big_endian(((GByteArray *)g_ptr_array_index(f->outputs, 1))->data + 16), 72);
}

static void
svg_is_a_page_each(void **state)
{
    fixture *f = *state;
    fill_page(f);
    display_add_page(f->list, f->a, pt(72), pt(36), "2");
    paint(f, PAINT_CAIRO, PAINT_SVG);
    assert_int_equal(f->outputs->len, 2);
    const GByteArray *second = g_ptr_array_index(f->outputs, 1);
    char *text = g_strndup((const char *)second->data, second->len);
    assert_contains(text, "width=\"72pt\" height=\"36pt\"");
    assert_contains(text, "<g id=\"page\">");
    g_free(text);
}

static void
text_is_the_trace(void **state)
{
    fixture *f = *state;
    fill_page(f);
    GString *trace = g_string_new(NULL);
    display_print(f->list, false, trace);
    const GByteArray *out = paint(f, PAINT_CAIRO, PAINT_TEXT);
    assert_int_equal(out->len, trace->len);
    assert_memory_equal(out->data, trace->str, trace->len);
    g_string_free(trace, TRUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_comes_back_exactly),
        TEST(one_blank_glyph_carries_different_texts),
        TEST(invisible_text_leaves_no_ink),
        TEST(glyphs_that_are_not_the_character_s_own_are_painted),
        TEST(pdfs_are_sound_and_embed_subsets_only),
        TEST(what_the_document_says_of_itself),
        TEST(without_a_date_it_is_2000),
        TEST(language_labels_and_outline),
        TEST(one_input_gives_the_same_bytes),
        TEST(place_and_language_of_the_machine_have_no_effect),
        TEST(all_writers_leave_the_same_ink),
        TEST(the_fallbacks_are_embedded_whole),
        TEST(the_comparison_sees_one_other_character),
        TEST(png_is_a_page_each_at_110_dpi),
        TEST(svg_is_a_page_each),
        TEST(text_is_the_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
