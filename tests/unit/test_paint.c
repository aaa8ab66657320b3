#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "paint/paint_int.h"
#include "test_display_page.h"

typedef struct fixture {
    arena *a;
    diag *d;
    font_set *fonts;
    const font_face *mincho, *gothic, *names;
    display *list;
    display_page *page;
    GPtrArray *outputs;
    char *folder; /* for the PDFs that other programs look at */
} fixture;

static const paint_backend backends[] = {PAINT_RENKEI, PAINT_CAIRO, PAINT_HARU};

static int
setup(void **state)
{
    fixture *f = g_new0(fixture, 1);
    f->a = arena_new();
    f->d = diag_new();
    f->fonts = font_set_open("fonts", f->d);
    if (!f->fonts)
        return -1;
    f->mincho = face_named(f->fonts, "BIZ UDMincho Regular");
    f->gothic = face_named(f->fonts, "BIZ UDGothic Regular");
    f->names = face_named(f->fonts, "IPAmjMincho Regular");
    f->list = display_new(f->a);
    f->page = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, "1");
    f->outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    f->folder = g_dir_make_tmp("renkei-paint-XXXXXX", NULL);
    *state = f;
    return 0;
}

static void
remove_folder(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(folder);
}

static int
teardown(void **state)
{
    fixture *f = *state;
    remove_folder(f->folder);
    g_free(f->folder);
    g_ptr_array_free(f->outputs, TRUE);
    display_drop(f->list);
    font_set_close(f->fonts);
    diag_drop(f->d);
    arena_drop(f->a);
    g_free(f);
    return 0;
}

/* ---- painting, and asking other programs about it ---- */

/* The first output; owned by f->outputs, which holds only this painting's. */
static const GByteArray *
paint(fixture *f, paint_backend backend, paint_format format)
{
    g_ptr_array_set_size(f->outputs, 0);
    if (!paint_document(f->list, f->fonts, backend, format, 0, f->outputs, f->d))
        diag_print(f->d, stderr, DIAG_EN);
    assert_int_equal(diag_length(f->d), 0);
    assert_true(f->outputs->len > 0);
    return g_ptr_array_index(f->outputs, 0);
}

/* Paints to a file of the test's folder; in `a`. */
static const char *
paint_file(fixture *f, paint_backend backend)
{
    const GByteArray *pdf = paint(f, backend, PAINT_PDF);
    static const char *const names[] = {"renkei", "cairo", "haru"};
    const char *path = arena_printf(f->a, "%s/%s.pdf", f->folder, names[backend]);
    assert_true(g_file_set_contents(path, (const char *)pdf->data, (gssize)pdf->len, NULL));
    return path;
}

/* What a program says on stdout; it must end with `status` and say nothing on stderr. In `a`. */
static const char *
ask(fixture *f, int status, const char *command, ...)
{
    va_list list;
    va_start(list, command);
    char *line = g_strdup_vprintf(command, list), *out = NULL, *err = NULL;
    va_end(list);
    char **argv = g_strsplit(line, " ", -1);
    int wait = -1;
    assert_true(g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &wait, NULL));
    assert_string_equal(err, "");
    assert_int_equal(g_spawn_check_wait_status(wait, NULL), status == 0);
    const char *kept = arena_strdup(f->a, out);
    g_strfreev(argv);
    g_free(line);
    g_free(out);
    g_free(err);
    return kept;
}

static void
assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

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
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, backends[i])), page_text);
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
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, backends[i])),
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
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        const char *path = paint_file(f, backends[i]);
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
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, backends[i])), "吉か゚き\n\f");
}

/* ---- the file ---- */

static void
pdfs_are_sound_and_embed_subsets_only(void **state)
{
    fixture *f = *state;
    fill_page(f);
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        const char *path = paint_file(f, backends[i]);
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
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        const char *info = ask(f, 0, "pdfinfo -rawdates %s", paint_file(f, backends[i]));
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
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++)
        assert_contains(ask(f, 0, "pdfinfo -rawdates %s", paint_file(f, backends[i])),
                        "CreationDate:    D:20000101000000+09'00");
}

static void
language_labels_and_outline(void **state)
{
    fixture *f = *state;
    display_add_page(f->list, f->a, A4_HEIGHT, A4_WIDTH, "別-1");
    const display_bookmark b[] = {{"計画", 0, 0, pt(100)}, {"𠮷", 1, 1, pt(200.5)}, {"末", 0, 1, 0}};
    g_array_append_vals(f->list->bookmarks, b, 3);
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        const char *path = paint_file(f, backends[i]);
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
    for (size_t i = 0; i < G_N_ELEMENTS(backends); i++) {
        GByteArray *first = painted_copy(f, backends[i], PAINT_PDF);
        g_setenv("TZ", "America/St_Johns", TRUE);
        tzset();
        setlocale(LC_ALL, "de_DE.UTF-8"); /* decimal commas, where the machine has them */
        assert_int_equal(g_chdir("/"), 0);
        assert_same_bytes(first, paint(f, backends[i], PAINT_PDF));
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
all_writers_leave_the_same_ink(void **state)
{
    fixture *f = *state;
    fill_page(f);
    const char *renkei = paint_file(f, PAINT_RENKEI), *cairo = paint_file(f, PAINT_CAIRO);
    assert_contains(ask(f, 0, "tests/compare/compare_pdfs.sh %s %s", renkei, cairo), "1: ");
    assert_contains(ask(f, 0, "tests/compare/compare_pdfs.sh %s %s", cairo, paint_file(f, PAINT_HARU)), "1: ");
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

/* ---- failures ---- */

/* One diagnostic of that name, and the outputs of before. */
static void
assert_refused(fixture *f, paint_backend backend, paint_format format, const char *name)
{
    g_ptr_array_set_size(f->outputs, 0);
    g_ptr_array_add(f->outputs, g_byte_array_new());
    assert_false(paint_document(f->list, f->fonts, backend, format, 0, f->outputs, f->d));
    assert_int_equal(f->outputs->len, 1);
    assert_int_equal(diag_length(f->d), 1);
    assert_string_equal(diag_name(diag_at(f->d, 0)->code), name);
}

static void
haru_knows_pdf_only(void **state)
{
    assert_refused(*state, PAINT_HARU, PAINT_PNG, "paint-no-format");
}

static void
a_faulty_list_is_not_painted(void **state)
{
    fixture *f = *state;
    display_add(f->page, (display_op){.kind = DISPLAY_LINE, .line = {0, 0, A4_WIDTH + 1, 0, 10, DISPLAY_SOLID, 0}});
    assert_refused(f, PAINT_CAIRO, PAINT_PDF, "paint-list");
}

static void
no_pages_are_not_a_document(void **state)
{
    fixture *f = *state;
    g_ptr_array_set_size(f->list->pages, 0);
    assert_refused(f, PAINT_CAIRO, PAINT_PDF, "paint-list");
}

static void
a_language_that_is_no_tag_is_refused(void **state)
{
    fixture *f = *state;
    f->list->language = "ja) /Evil (";
    assert_refused(f, PAINT_CAIRO, PAINT_PDF, "paint-list");
}

static void
a_picture_too_large_is_told(void **state)
{
    fixture *f = *state;
    g_ptr_array_set_size(f->outputs, 0);
    assert_false(paint_document(f->list, f->fonts, PAINT_CAIRO, PAINT_PNG, 1000000, f->outputs, f->d));
    assert_int_equal(f->outputs->len, 0);
    assert_string_equal(diag_name(diag_at(f->d, 0)->code), "paint-cairo");
}

/* One glyph for so many different characters of the higher planes and below. */
static void
add_one_glyph_for_many(fixture *f, uint32_t first, uint32_t count)
{
    static const text_origin origin = {{"forms/plan.xml", 12, NULL}, {"case.xml", 7, "/case/child"}};
    const uint32_t glyph = font_face_glyph(f->mincho, ' ', 0);
    text_glyph *glyphs = ARENA_ARRAY(f->a, text_glyph, count);
    GString *utf8 = g_string_new(NULL);
    for (uint32_t i = 0; i < count; i++) {
        glyphs[i] = (text_glyph){glyph, (uint32_t)utf8->len, 0, 0};
        g_string_append_unichar(utf8, first + i);
    }
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT,
                                      .origin = &origin,
                                      .text = {.face = f->mincho,
                                               .size = pt(10),
                                               .x = pt(50),
                                               .y = pt(100),
                                               .utf8 = arena_strdup(f->a, utf8->str),
                                               .glyphs = glyphs,
                                               .glyph_count = count}});
    g_string_free(utf8, TRUE);
}

/* More pairs of glyph and text than there are private codes. */
static void
haru_tells_when_its_codes_run_out(void **state)
{
    fixture *f = *state;
    add_one_glyph_for_many(f, 0x4E00, 7000);
    assert_refused(f, PAINT_HARU, PAINT_PDF, "paint-haru-glyph");
    const diag_message *m = diag_at(f->d, 0);
    assert_string_equal(m->form.file, "forms/plan.xml");
    assert_int_equal(m->data.line, 7);
    assert_string_equal(m->args[0], "U+6700"); /* the 6,401st */
    assert_string_equal(m->args[1], "BIZ UDMincho Regular");
}

/* Codes have two bytes, and 0 is .notdef. */
static void
our_codes_run_out_after_65535(void **state)
{
    fixture *f = *state;
    add_one_glyph_for_many(f, 0x20000, 65535);
    paint(f, PAINT_RENKEI, PAINT_PDF);
    add_one_glyph_for_many(f, 0x30000, 1);
    assert_refused(f, PAINT_RENKEI, PAINT_PDF, "paint-font");
    assert_int_equal(diag_at(f->d, 0)->form.line, 12);
}

static void
a_glyph_that_the_face_has_not_is_told(void **state)
{
    fixture *f = *state;
    static text_glyph glyph = {60000, 0, 0, 0};
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT,
                                      .text = {.face = f->mincho,
                                               .size = pt(10),
                                               .x = pt(50),
                                               .y = pt(100),
                                               .utf8 = "字",
                                               .glyphs = &glyph,
                                               .glyph_count = 1}});
    assert_refused(f, PAINT_RENKEI, PAINT_PDF, "paint-font");
}

/* ---- fonts that do not hold ---- */

/* A set of fonts whose one file is `file` of the test's folder, and a run in it on the page. */
static font_set *
set_of_one(fixture *f, const char *file)
{
    char *conf = g_build_filename(f->folder, "fonts.conf", NULL);
    char *families = g_build_filename(f->folder, "families.ini", NULL);
    char *text = g_strdup_printf("<?xml version=\"1.0\"?><fontconfig><dir>%s</dir><cachedir>%s/cache</cachedir>"
                                 "</fontconfig>",
                                 f->folder, f->folder);
    assert_true(g_file_set_contents(conf, text, -1, NULL));
    assert_true(g_file_set_contents(families,
                                    "[mincho]\nkanji=BIZ UDMincho Regular\nfigures=BIZ UDMincho Regular\n"
                                    "latin=BIZ UDMincho Regular\nfallback=BIZ UDMincho Regular\n"
                                    "[packages]\nBIZ UDMincho=fonts-morisawa-bizud-mincho\n",
                                    -1, NULL));
    font_set *set = font_set_open(f->folder, f->d);
    assert_non_null(set);
    add_run(f->page, f->a, font_face_at(set, 0), 10.5, 50, 100, DISPLAY_FILL, "字");
    g_unlink(file);
    g_free(text);
    g_free(families);
    g_free(conf);
    return set;
}

static void
drop_set_of_one(fixture *f, font_set *set)
{
    char *cache = g_build_filename(f->folder, "cache", NULL);
    font_set_close(set);
    remove_folder(cache);
    g_free(cache);
}

/* It goes away after the layout has used it. Our own writer needs no more than what is mapped already. */
static void
a_font_file_that_went_away_is_told(void **state)
{
    fixture *f = *state;
    char *file = g_build_filename(f->folder, "mincho.ttf", NULL);
    assert_int_equal(symlink(font_face_file(f->mincho), file), 0);
    font_set *whole = f->fonts, *fragile = set_of_one(f, file);
    f->fonts = fragile;
    paint(f, PAINT_RENKEI, PAINT_PDF);
    g_ptr_array_set_size(f->outputs, 0);
    assert_refused(f, PAINT_CAIRO, PAINT_PDF, "paint-font");
    diag_drop(f->d);
    f->d = diag_new();
    assert_refused(f, PAINT_HARU, PAINT_PDF, "paint-haru");
    f->fonts = whole;
    drop_set_of_one(f, fragile);
    g_free(file);
}

/* The font under another name of its table of outlines: as if these were of another kind. */
static void
outlines_of_another_kind_are_told(void **state)
{
    fixture *f = *state;
    char *file = g_build_filename(f->folder, "mincho.ttf", NULL), *bytes;
    gsize length;
    assert_true(g_file_get_contents(font_face_file(f->mincho), &bytes, &length, NULL));
    char *tag = memmem(bytes, 12 + 16 * 40, "glyf", 4);
    assert_non_null(tag);
    tag[0] = 'x';
    assert_true(g_file_set_contents(file, bytes, (gssize)length, NULL));
    font_set *whole = f->fonts, *other = set_of_one(f, file);
    f->fonts = other;
    assert_refused(f, PAINT_RENKEI, PAINT_PDF, "paint-outlines");
    assert_string_equal(diag_at(f->d, 0)->args[0], "BIZ UDMincho Regular");
    f->fonts = whole;
    drop_set_of_one(f, other);
    g_free(bytes);
    g_free(file);
}

/* ---- the patch of cairo's bytes ---- */

static const char small_pdf[] =
    "%PDF-1.5\n1 0 obj\n<< /Producer (cairo)\n   /CreationDate (20240422)\n   /ModDate (20240422)\n>>\nendobj\n"
    "2 0 obj\n<< /Type /Catalog\n   /Pages 3 0 R\n>>\nendobj\nxref\n0 3\n0000000000 65535 f \n"
    "0000000009 00000 n \n0000000099 00000 n \ntrailer\n<< /Size 3\n   /Root 2 0 R\n   /Info 1 0 R\n>>\n"
    "startxref\n151\n%%EOF\n";

static GByteArray *
bytes_of(const char *text)
{
    return g_byte_array_append(g_byte_array_new(), (const guint8 *)text, (guint)strlen(text));
}

static void
catalog_entries_go_in_and_the_table_moves(void **state)
{
    (void)state;
    GByteArray *pdf = bytes_of(small_pdf);
    assert_true(paint_pdf_settle(pdf, "   /Lang (ja)\n"));
    g_byte_array_append(pdf, (const guint8 *)"", 1);
    assert_contains((const char *)pdf->data, "/CreationDate (D:20240422)\n   /ModDate (D:20240422)\n");
    assert_contains((const char *)pdf->data, "<< /Type /Catalog\n   /Lang (ja)\n   /Pages 3 0 R\n");
    assert_contains((const char *)pdf->data, "0000000103 00000 n \ntrailer");
    assert_contains((const char *)pdf->data, "startxref\n169\n%%EOF\n");
    assert_memory_equal(pdf->data + 103, "2 0 obj\n", 8);
    assert_memory_equal(pdf->data + 169, "xref\n", 5);
    g_byte_array_unref(pdf);
}

static void
any_other_form_stays_as_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } rows[] = {{"startxref\n151", "startxref\n152"},
                {"startxref\n151", "startxref\n99999"},
                {"startxref\n151", "startxref\n"},
                {"0000000009", "0000000010"},
                {"0000000099", "0000000098"},
                {"/Root 2", "/Root 1"},
                {"/Root 2", "/Root 7"},
                {"   /Info 1 0 R\n", ""},
                {"/Type /Catalog\n", "/Type/Catalog\n"},
                {"   /Pages", "   /Lang (en)\n   /Pages"},
                {"/ModDate", "/NoDate"},
                {"(20240422)", "(D:20240422)"},
                {"%%EOF\n", "%%EOF\nmore"},
                {"endobj\nxref", "endobj\n\nxref"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char **parts = g_strsplit(small_pdf, rows[i].from, 2);
        char *text = g_strjoinv(rows[i].to, parts);
        GByteArray *pdf = bytes_of(text);
        assert_false(paint_pdf_settle(pdf, "   /Lang (ja)\n"));
        assert_int_equal(pdf->len, strlen(text));
        assert_memory_equal(pdf->data, text, pdf->len);
        g_byte_array_unref(pdf);
        g_free(text);
        g_strfreev(parts);
    }
    GByteArray *empty = g_byte_array_new();
    assert_false(paint_pdf_settle(empty, "x"));
    g_byte_array_unref(empty);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
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
        TEST(the_comparison_sees_one_other_character),
        TEST(png_is_a_page_each_at_110_dpi),
        TEST(svg_is_a_page_each),
        TEST(text_is_the_trace),
        TEST(haru_knows_pdf_only),
        TEST(a_faulty_list_is_not_painted),
        TEST(no_pages_are_not_a_document),
        TEST(a_language_that_is_no_tag_is_refused),
        TEST(a_picture_too_large_is_told),
        TEST(haru_tells_when_its_codes_run_out),
        TEST(our_codes_run_out_after_65535),
        TEST(a_glyph_that_the_face_has_not_is_told),
        TEST(a_font_file_that_went_away_is_told),
        TEST(outlines_of_another_kind_are_told),
        TEST(catalog_entries_go_in_and_the_table_moves),
        TEST(any_other_form_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
