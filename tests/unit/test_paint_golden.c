/* test_paint_golden.c: what the PDF writer and the bundles write, as text: tests/golden/paint/NAME/expect, on which the
 * layout edition rests (tests/edition.sh). Fonts are made here, and what libraries make is not part of the text, so no
 * version of a package changes it. Their own bytes are recorded in tests/golden/paint/bytes with the versions that made
 * them, and compared where the versions are those. RENKEI_BLESS=1 writes all of them anew. */
#include "folder_support.h"
#include "made_fonts.h"
#include "pdf_text.h"
#include "test_display_page.h"

#include <hb-subset.h>
#include <qpdf/qpdf-c.h>

#include "bundle/bundle.h"
#include "paint/paint.h"
#include "paint/painter.h"
#include "paint/paint_pdf_pack.h"

#define GOLDEN "tests/golden/paint"

/* More characters than one block of a map to Unicode holds (100). */
static const char characters[] =
    " 0123456789ABCあいうえおかがきくけこ゛゜　一丁七万丈三上下不与丐丑且世丘丙両並中串丸丹主乃久之乍乎乏乗乙九乞也乱乳"
    "乾亀了予争事二互五井亘些亜亡交亦亨享京亭亮人什仁仇今介仏仔仕他付仙代令以仮仰仲件任企伊伍伎伏伐休会伝伯伴伸伺似伽佃"
    "但位低住"
    "佐佑体何余作葛辻𠮷";

static const made_pair pairs[] = {{0x845B, 0xE0100, true}, {0x845B, 0xE0101, false}, {0x8FBB, 0xE0102, true}};

static const made_font faces[] = {{"Made Mincho", "MadeMincho-Regular", 1000, NULL, pairs, G_N_ELEMENTS(pairs)},
                                  {"Made Gothic", "MadeGothic-Regular", 2048, NULL, pairs, G_N_ELEMENTS(pairs)},
                                  {"Made Latin", "MadeLatin-Regular", 1000, " 012", NULL, 0},
                                  {"Made Figures", "MadeFigures-Regular", 1000, "012", NULL, 0}};

/* Ascending, as cmap wants them. */
static int
compare_characters(const void *a, const void *b)
{
    const gunichar x = *(const gunichar *)a, y = *(const gunichar *)b;
    return x < y ? -1 : x > y;
}

static int
open_made(void **state)
{
    fixture *f = g_new0(fixture, 1);
    glong count = 0;
    gunichar *sorted = g_utf8_to_ucs4_fast(characters, -1, &count);
    qsort(sorted, (size_t)count, sizeof *sorted, compare_characters);
    char *ascending = g_ucs4_to_utf8(sorted, count, NULL, NULL, NULL);
    made_font made[G_N_ELEMENTS(faces)];
    for (size_t i = 0; i < G_N_ELEMENTS(faces); i++) {
        made[i] = faces[i];
        made[i].characters = faces[i].characters ? faces[i].characters : ascending;
    }
    f->a = arena_new();
    f->d = diag_new();
    f->folder = g_dir_make_tmp("renkei-golden-XXXXXX", NULL);
    assert_true(font_write_folder(f->folder, made, G_N_ELEMENTS(made)));
    f->fonts = font_set_open(f->folder, f->d);
    diag_print(f->d, stderr, DIAG_EN);
    assert_non_null(f->fonts);
    f->mincho = face_named(f->fonts, "Made Mincho Regular");
    f->gothic = face_named(f->fonts, "Made Gothic Regular");
    f->list = display_new(f->a);
    f->outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    g_free(ascending);
    g_free(sorted);
    *state = f;
    return 0;
}

static int
close_made(void **state)
{
    fixture *f = *state;
    g_ptr_array_free(f->outputs, TRUE);
    remove_tree(f->folder);
    g_free(f->folder);
    return close_page(state);
}

/* ---- what is compared ---- */

static void
check_text(const char *name, const char *got)
{
    char *path = g_strdup_printf("%s/%s/expect", GOLDEN, name), *wanted = NULL;
    if (g_getenv("RENKEI_BLESS")) {
        char *folder = g_path_get_dirname(path);
        assert_int_equal(g_mkdir_with_parents(folder, 0777), 0);
        assert_true(g_file_set_contents(path, got, -1, NULL));
        g_free(folder);
    }
    if (!g_file_get_contents(path, &wanted, NULL, NULL) || strcmp(wanted, got) != 0)
        fail_msg("%s is not what is written:\n%s", path, got);
    g_free(wanted);
    g_free(path);
}

/* The bytes themselves, where the libraries are those that the record names. Of one name there is one line. */
static void
check_bytes(const char *name, const char *libraries, const GByteArray *bytes)
{
    char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes->data, bytes->len);
    char *text = NULL, *head = g_strdup_printf("%s, %s: ", name, libraries);
    assert_true(g_file_get_contents(GOLDEN "/bytes", &text, NULL, NULL));
    char **lines = g_strsplit(text, "\n", -1);
    GString *all = g_string_new(NULL);
    const char *wanted = NULL;
    for (char **line = lines; *line && **line; line++) {
        const bool mine = g_str_has_prefix(*line, name) && (*line)[strlen(name)] == ',';
        wanted = mine ? *line : wanted;
        if (!mine)
            g_string_append_printf(all, "%s\n", *line);
    }
    if (g_getenv("RENKEI_BLESS")) {
        g_string_append_printf(all, "%s%s\n", head, sum);
        assert_true(g_file_set_contents(GOLDEN "/bytes", all->str, -1, NULL));
    } else if (!wanted) {
        fail_msg("%s/bytes knows nothing of %s", GOLDEN, name);
    } else if (!g_str_has_prefix(wanted, head)) {
        print_message("%s: other libraries than \"%s\": %s\n", name, wanted, libraries);
    } else if (strcmp(wanted + strlen(head), sum) != 0) {
        fail_msg("%s: the bytes are not those of %s/bytes; now %s", name, GOLDEN, sum);
    }
    g_string_free(all, TRUE);
    g_strfreev(lines);
    g_free(text);
    g_free(head);
    g_free(sum);
}

/* ---- documents ---- */

static const GByteArray *
paint_pdf(fixture *f)
{
    if (!paint_document(f->list, f->fonts, PAINT_RENKEI, PAINT_PDF, 0, f->outputs, f->d))
        diag_print(f->d, stderr, DIAG_EN);
    assert_int_equal(diag_length(f->d), 0);
    return g_ptr_array_index(f->outputs, f->outputs->len - 1);
}

static void
check_pdf(fixture *f, const char *name)
{
    const GByteArray *pdf = paint_pdf(f);
    char *text = pdf_text_of(pdf->data, pdf->len);
    char *libraries = g_strdup_printf("HarfBuzz %s, libdeflate %s", hb_version_string(), LIBDEFLATE_VERSION_STRING);
    check_text(name, text);
    check_bytes(name, libraries, pdf);
    g_free(libraries);
    g_free(text);
}

static void
add_text(fixture *f, display_text t)
{
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT, .text = t});
}

/* Plain runs of both faces; condensed, outlined, unseen and small ones; glyphs moved by fractions to both sides. */
static void
add_horizontal_text(fixture *f)
{
    add_run(f->page, f->a, f->mincho, 3.25, 50, 60, DISPLAY_FILL, strstr(characters, "一丁"));
    add_run(f->page, f->a, f->gothic, 9, 50, 80, DISPLAY_FILL, "A1 B2 C3 あいう　きく葛\U000E0100葛\U000E0101葛");
    add_run(f->page, f->a, f->mincho, 11, 50, 100, DISPLAY_FILL, "辻\U000E0102𠮷辻");
    display_text t = run_of(f->a, f->mincho, 7.25, 50, 120, DISPLAY_FILL, "両並中串丸丹主乃");
    text_glyph *g = (text_glyph *)t.glyphs;
    static const unit moved[] = {0, 3, -2, 5, -7, 1, -1, -333};
    for (size_t i = 0; i < t.glyph_count; i++)
        g[i].x += moved[i];
    t.gray = 99;
    add_text(f, t);
    t.condensed = 867;
    t.y = pt(140);
    add_text(f, t);
    t = run_of(f->a, f->mincho, 7.25, 50, 200, DISPLAY_FILL, "予争事二");
    for (size_t i = 1; i < t.glyph_count; i++) /* back, to the left of the first */
        ((text_glyph *)t.glyphs)[i].x = -(unit)i * 5;
    add_text(f, t);
    add_run(f->page, f->a, f->gothic, 60, 150, 400, DISPLAY_OUTLINE, "不与");
    add_run(f->page, f->a, f->mincho, 10.5, 50, 160, DISPLAY_INVISIBLE, "☑𠮷");
    t = run_of(f->a, f->mincho, 10.5, 50, 180, DISPLAY_FILL, "か゜き");
    ((text_glyph *)t.glyphs)[1].cluster = 0; /* two glyphs are one cluster */
    ((text_glyph *)t.glyphs)[1].y = -512;
    add_text(f, t);
}

/* A line written downwards: upright glyphs, then two that are turned; its first op tells the text. */
static void
add_vertical_text(fixture *f)
{
    display_text t = run_of(f->a, f->mincho, 12, 500, 80, DISPLAY_FILL, "京亭亮人");
    for (size_t i = 0; i < t.glyph_count; i++) {
        ((text_glyph *)t.glyphs)[i].x = 0;
        ((text_glyph *)t.glyphs)[i].y = (unit)i * pt(12.3);
    }
    t.layer = "京亭亮人か゜12";
    add_text(f, t);
    t = run_of(f->a, f->mincho, 12, 500, 130, DISPLAY_FILL, "か゜"); /* two glyphs, told with the line */
    ((text_glyph *)t.glyphs)[1] = (text_glyph){t.glyphs[1].id, 0, 512, -512};
    t.layer = "";
    add_text(f, t);
    t = run_of(f->a, f->gothic, 12, 502, 140, DISPLAY_FILL, "12");
    ((text_glyph *)t.glyphs)[1].y = ((text_glyph *)t.glyphs)[1].x - 5;
    ((text_glyph *)t.glyphs)[1].x = 0;
    t.turned = true;
    t.condensed = 800;
    t.layer = "";
    add_text(f, t);
}

static void
add_marks(fixture *f)
{
    static const display_point tick[] = {{52200, 234000}, {54700, 239000}, {59200, 231000}};
    static const unit widths[] = {307, 307, 512, 3000};
    for (int dash = DISPLAY_SOLID; dash <= DISPLAY_DASHED; dash++)
        for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
            const unit y = pt(250 + 40 * dash + 8 * (int)i);
            display_add(f->page, (display_op){.kind = DISPLAY_LINE,
                                              .line = {pt(50), y, pt(300.3), y, widths[i], (display_dash)dash, 0}});
        }
    display_add(f->page, (display_op){.kind = DISPLAY_LINE, .line = {1, 2, 3, 5000, 400, DISPLAY_SOLID, 128}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {51200, 424800, 102400, 51200, 358, 0, 230}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {180001, 424801, 20003, 51201, 0, 0, 230}});
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {210000, 424800, 20000, 51200, 512, 51, -1}});
    display_add(f->page, (display_op){.kind = DISPLAY_ELLIPSE, .ellipse = {256001, 450000, 20000, 10001, 512, 0}});
    display_add(f->page, (display_op){.kind = DISPLAY_PATH, .path = {tick, 3, 1024, false, 0}});
    display_add(f->page, (display_op){.kind = DISPLAY_PATH, .path = {tick, 3, 700, true, 200}});
}

/* Brothers before and after, children of several generations, and one that ends two of them at once. */
static void
add_bookmarks(fixture *f)
{
    static const display_bookmark marks[] = {{"計画", 0, 0, 0},  {"𠮷", 1, 0, 51201},  {"目標", 1, 1, 700},
                                             {"支援", 2, 1, 0},  {"役割", 2, 2, 9000}, {"時間", 2, 2, 9001},
                                             {"同意", 0, 2, 99}, {"別表", 0, 2, 100},  {"末", 1, 2, 101}};
    g_array_append_vals(f->list->bookmarks, marks, G_N_ELEMENTS(marks));
}

static void
make_full_document(fixture *f)
{
    f->page = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, "1");
    add_horizontal_text(f);
    add_vertical_text(f);
    f->page = display_add_page(f->list, f->a, A4_HEIGHT, A4_WIDTH, "別-1");
    add_marks(f);
    f->page = display_add_page(f->list, f->a, pt(120), pt(235), NULL);
    add_run(f->page, f->a, f->gothic, 8, 10, 20, DISPLAY_FILL, "乙九");
    add_bookmarks(f);
    f->list->title = "個別支援計画書 𠮷田";
    f->list->author = "放課後等デイサービス";
    f->list->subject = "様式";
    f->list->keywords = "計画,支援";
    f->list->language = "ja";
    f->list->has_date = true;
    f->list->created = (date){2024, 4, 22};
}

static void
a_document_with_everything(void **state)
{
    make_full_document(*state);
    check_pdf(*state, "document");
}

static void
a_document_with_nothing(void **state)
{
    fixture *f = *state;
    f->page = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, "1");
    f->list->language = "ja";
    check_pdf(f, "blank");
}

/* Pages enough for two digits in their numbers, each with glyphs of its own. */
static void
a_document_of_many_pages(void **state)
{
    fixture *f = *state;
    f->list->language = "ja";
    for (int i = 0; i < 12; i++) {
        f->page = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, arena_printf(f->a, "%d", i + 1));
        const char *from = g_utf8_offset_to_pointer(characters, 30 + 4 * i);
        add_run(f->page, f->a, i % 2 ? f->gothic : f->mincho, 10.5, 50, 60, DISPLAY_FILL,
                arena_strndup(f->a, from, (size_t)(g_utf8_offset_to_pointer(from, 4) - from)));
        const display_bookmark mark = {arena_printf(f->a, "%d", i + 1), i % 3 ? 1 : 0, (size_t)i, 0};
        g_array_append_val(f->list->bookmarks, mark);
    }
    check_pdf(f, "pages");
}

/* A title; a table with heads and spans, one cell on two pages; choices; a room for a hand; what stands apart in one
 * text, and an artifact. */
static void
a_document_with_structure(void **state)
{
    fixture *f = *state;
    f->page = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, "1");
    add_words(f, add_node(f, 1, (display_node){.role = DISPLAY_H1}), 50, 50, false, "丁七");
    const guint table = add_node(f, 1, (display_node){.role = DISPLAY_TABLE}),
                head = add_node(f, table, (display_node){.role = DISPLAY_TR}),
                column = add_node(f, head, (display_node){.role = DISPLAY_TH, .columns = 2, .heads_column = true}),
                row = add_node(f, table, (display_node){.role = DISPLAY_TR}),
                label = add_node(f, row, (display_node){.role = DISPLAY_TH, .rows = 2}),
                cell = add_node(f, row, (display_node){.role = DISPLAY_TD});
    add_words(f, column, 50, 80, false, "京亭");
    add_words(f, label, 50, 110, false, "亮");
    add_words(f, label, 62.5, 110, true, "12");
    add_words(f, label, 75, 110, true, "人");
    add_mark(f, cell, DISPLAY_TICKED_BOX, 150, 110, 10);
    add_words(f, cell, 162.5, 110, true, "今");
    add_mark(f, cell, DISPLAY_EMPTY_BOX, 185, 110, 10);
    g_array_index(f->page->ops, display_op, f->page->ops->len - 1).goes_on = true;
    add_words(f, cell, 195, 110, true, "介");
    add_words(f, 0, 50, 800, false, "1");
    f->page = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, "2");
    add_mark(f, cell, DISPLAY_RING, 150, 50, 2.2);
    add_words(f, cell, 152.2, 50, true, "仏");
    f->page->node = add_node(
        f, 1, (display_node){.role = DISPLAY_FIGURE, .alt = "署名欄", .box = {pt(50), pt(100), pt(100), pt(20)}});
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {pt(50), pt(120), pt(150), pt(120), 512, DISPLAY_SOLID, 0}});
    f->list->language = "ja";
    check_pdf(f, "structure");
}

/* U+3000 or, without it, a space; a face may have neither. */
static void
a_blank_is_a_glyph_without_ink(void **state)
{
    const fixture *f = *state;
    const font_face *latin = face_named(f->fonts, "Made Latin Regular");
    assert_int_equal(paint_blank_glyph(f->mincho), font_face_glyph(f->mincho, 0x3000, 0));
    assert_int_equal(paint_blank_glyph(latin), font_face_glyph(latin, ' ', 0));
    assert_int_not_equal(paint_blank_glyph(latin), 0);
    assert_int_equal(paint_blank_glyph(face_named(f->fonts, "Made Figures Regular")), 0);
}

/* ---- fonts packed ---- */

static void
outlines_packed(void **state)
{
    (void)state;
    enum { GLYPHS = 40, SIZE = 61 };
    guint8 bytes[100 + GLYPHS * SIZE];
    guint32 x = 1;
    for (size_t i = 0; i < sizeof bytes; i++) { /* repeated here and there, as outlines are */
        x = x * 1664525u + 1013904223u;
        bytes[i] = i > 300 && x >> 30 ? bytes[i - 7 - (x >> 24) % 50] : (guint8)(x >> 16);
    }
    arena *a = arena_new();
    pack_writer w;
    size_t size;
    pack_begin(&w, PACK_OUTLINES, sizeof bytes);
    pack_plain(&w, bytes, 100);
    for (size_t i = 100; i < sizeof bytes; i += SIZE)
        pack_put(&w, pack_piece_new(a, bytes + i, SIZE));
    guint8 *packed = pack_end(&w, &size);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < size; i++)
        g_string_append_printf(text, "%02x%s", packed[i], i % 40 == 39 ? "\n" : "");
    g_string_append_c(text, '\n');
    check_text("pack", text->str);
    g_string_free(text, TRUE);
    g_free(packed);
    arena_drop(a);
}

/* ---- bundles ---- */

/* One page a label, with that text on it. */
static const GByteArray *
paint_sheets(fixture *f, size_t count, const char *text, unit width, unit height)
{
    display_drop(f->list);
    f->list = display_new(f->a);
    f->list->language = "ja";
    for (size_t i = 0; i < count; i++) {
        f->page = display_add_page(f->list, f->a, width, height, "1");
        add_run(f->page, f->a, f->gothic, 7, 60, 60, DISPLAY_FILL, text);
    }
    return paint_pdf(f);
}

static bundle_part
make_part(const char *name, const GByteArray *pdf, int pages)
{
    return (bundle_part){.path = name,
                         .bytes = pdf->data,
                         .length = pdf->len,
                         .sum = digest_of(pdf->data, pdf->len),
                         .pages = pages,
                         .bookmark = name};
}

static char *
bundle_text(const fixture *f, const GByteArray *bytes)
{
    char *in = g_build_filename(f->folder, "bundle.pdf", NULL), *out = NULL;
    assert_true(g_file_set_contents(in, (const char *)bytes->data, bytes->len, NULL));
    char *command =
        g_strdup_printf("qpdf --qdf --static-id --no-original-object-ids --object-streams=disable %s %s.qdf", in, in);
    char *plain = g_strdup_printf("%s.qdf", in);
    int status = -1;
    assert_true(g_spawn_command_line_sync(command, NULL, NULL, &status, NULL));
    assert_int_equal(status, 0);
    gsize length = 0;
    assert_true(g_file_get_contents(plain, &out, &length, NULL));
    char *text = pdf_text_of(out, length);
    g_free(out);
    g_free(plain);
    g_free(command);
    g_free(in);
    return text;
}

/* Two documents, upright and wide, with a number on each page and one mark on all. */
static void
a_bundle_with_stamps(void **state)
{
    fixture *f = *state;
    const bundle_part parts[] = {make_part("計画", paint_sheets(f, 2, "一丁七", A4_WIDTH, A4_HEIGHT), 2),
                                 make_part("別表", paint_sheets(f, 1, "万丈三", A4_HEIGHT, A4_WIDTH), 1)};
    const GByteArray *numbers = paint_sheets(f, 3, "123", A4_WIDTH, A4_HEIGHT),
                     *again = paint_sheets(f, 1, "不与2", A4_WIDTH, A4_HEIGHT);
    const bundle_stamp stamps[] = {{numbers->data, numbers->len, BUNDLE_BOTTOM_RIGHT},
                                   {again->data, again->len, BUNDLE_TOP_RIGHT}};
    const bundle_job job = {"household K-0001", "K-0001", parts, 2, stamps, 2, false};
    GByteArray *bytes = bundle_merge(&job, f->d);
    diag_print(f->d, stderr, DIAG_EN);
    assert_non_null(bytes);
    char *text = bundle_text(f, bytes);
    char *libraries = g_strdup_printf("HarfBuzz %s, libdeflate %s, libqpdf %s", hb_version_string(),
                                      LIBDEFLATE_VERSION_STRING, qpdf_get_qpdf_version());
    check_text("bundle", text);
    check_bytes("bundle", libraries, bytes);
    g_free(libraries);
    g_free(text);
    g_byte_array_unref(bytes);
}

static void
data_of_the_stamps(void **state)
{
    (void)state;
    GString *all = bundle_stamp_data("wakabadai／K-0001 <&\">", 3), *again = bundle_reissue_data(2, 1, "差替え済み");
    g_string_append(all, again->str);
    check_text("stamps", all->str);
    g_string_free(again, TRUE);
    g_string_free(all, TRUE);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_made, close_made)
    const struct CMUnitTest tests[] = {
        TEST(a_document_with_everything), TEST(a_document_with_nothing),        TEST(a_document_with_structure),
        TEST(a_document_of_many_pages),   TEST(a_blank_is_a_glyph_without_ink), cmocka_unit_test(outlines_packed),
        TEST(a_bundle_with_stamps),       cmocka_unit_test(data_of_the_stamps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
