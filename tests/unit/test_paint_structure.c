/* test_paint_structure.c: what a PDF says of its text: as other programs read it. */
#include "paint_support.h"

#include <libdeflate.h>

#include "paint/paint_pdf_int.h"
#include "record/record.h"

/* ---- text ---- */

static void
add_line_under(fixture *f, double from, double to, double y)
{
    f->page->node = 0;
    display_add(f->page, (display_op){.kind = DISPLAY_LINE,
                                      .line = {pt(from), pt(y + 2), pt(to), pt(y + 2), 512, DISPLAY_SOLID, 0}});
}

/* A quarter em between kanji and figures, a tracked title, a stretched line: one text. Further off: two. */
static void
what_stands_apart_in_one_text_is_one_word(void **state)
{
    fixture *f = *state;
    add_words(f, 1, 50, 100, false, "令和");
    add_words(f, 1, 72.5, 100, true, "6");
    add_words(f, 1, 85, 100, true, "年");
    /* underlined piece by piece: a line is an artifact between them */
    add_words(f, 1, 250, 100, false, "第");
    add_line_under(f, 250, 260, 100);
    add_words(f, 1, 262.5, 100, true, "2");
    add_line_under(f, 262.5, 272.5, 100);
    add_words(f, 1, 275, 100, true, "部");
    add_words(f, 1, 50, 130, false, "氏名");
    add_words(f, 1, 120, 130, false, "相原");
    display_text title = run_of(f->a, f->mincho, 15, 50, 160, DISPLAY_FILL, "計画書");
    text_glyph *glyphs = arena_copy(f->a, title.glyphs, sizeof *glyphs * title.glyph_count);
    for (size_t i = 0; i < title.glyph_count; i++)
        glyphs[i].x += (unit)i * pt(3);
    title.glyphs = glyphs;
    f->page->node = 1;
    display_add(f->page, (display_op){.kind = DISPLAY_TEXT, .text = title});
    const char *path = paint_file(f, PAINT_RENKEI);
    assert_string_equal(ask(f, 0, "pdftotext -raw %s -", path), "令和6年 第2部\n氏名 相原\n計画書\n\f");
    assert_contains(ask(f, 0, "qpdf --check %s", path), "No syntax or stream encoding errors found");
}

/* A mark is the character it looks like; a ring stands before what it is round. */
static void
marks_are_characters(void **state)
{
    fixture *f = *state;
    add_mark(f, 1, DISPLAY_TICKED_BOX, 50, 100, 10);
    add_words(f, 1, 60, 100, false, "訪問");
    add_mark(f, 1, DISPLAY_EMPTY_BOX, 50, 130, 10);
    add_words(f, 1, 60, 130, false, "電話");
    add_mark(f, 1, DISPLAY_RING, 50, 160, 2.2);
    add_words(f, 1, 52.2, 160, false, "可");
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        assert_string_equal(ask(f, 0, "pdftotext -raw %s -", paint_file(f, b)), "☑訪問\n☐電話\n◯可\n\f");
    assert_contains(ask(f, 0, "pdffonts %s", paint_file(f, PAINT_RENKEI)), "Type 3");
}

static void
the_ink_of_marks_is_every_writer_s(void **state)
{
    fixture *f = *state;
    for (int i = 0; i < 20; i++)
        add_mark(f, 1, (display_sign)(i % 3), 50 + 20 * i, 100 + 10 * i, 10);
    const char *own = arena_strdup(f->a, paint_file(f, PAINT_RENKEI));
    ask(f, 0, "tests/compare/compare_pdfs.sh %s %s", own, paint_file(f, PAINT_CAIRO));
}

/* ---- structure ---- */

/* Heading, a table with heads and spans, a figure, on two pages: pdfinfo reads the tree. */
static void
another_program_reads_the_tree(void **state)
{
    fixture *f = *state;
    const guint title = add_node(f, 1, (display_node){.role = DISPLAY_H1});
    add_words(f, title, 50, 50, false, "計画書");
    const guint table = add_node(f, 1, (display_node){.role = DISPLAY_TABLE});
    const guint head = add_node(f, table, (display_node){.role = DISPLAY_TR});
    const guint column =
        add_node(f, head, (display_node){.role = DISPLAY_TH, .columns = 2, .rows = 1, .heads_column = true});
    add_words(f, column, 50, 80, false, "項目");
    const guint row = add_node(f, table, (display_node){.role = DISPLAY_TR});
    const guint label = add_node(f, row, (display_node){.role = DISPLAY_TH});
    add_words(f, label, 50, 110, false, "目標");
    const guint cell = add_node(f, row, (display_node){.role = DISPLAY_TD});
    add_words(f, cell, 150, 110, false, "前半");
    add_words(f, 0, 50, 800, false, "脚");
    f->page = display_add_page(f->list, f->a, A4_WIDTH, A4_HEIGHT, "2");
    add_words(f, cell, 150, 50, false, "後半");
    const guint figure = add_node(
        f, 1,
        (display_node){.role = DISPLAY_FIGURE, .alt = "署名欄（保護者）", .box = {pt(50), pt(100), pt(100), pt(20)}});
    f->page->node = figure;
    display_add(f->page,
                (display_op){.kind = DISPLAY_LINE, .line = {pt(50), pt(120), pt(150), pt(120), 512, DISPLAY_SOLID, 0}});
    const char *path = paint_file(f, PAINT_RENKEI);
    const char *tree = ask(f, 0, "pdfinfo -struct-text %s", path);
    static const char *const parts[] = {
        "Document", "H1", "\"計画書\"",  "Table",    "TR", "TH",       "/Scope /Column", "/ColSpan 2", "\"項目\"",
        "TR",       "TH", "/Scope /Row", "\"目標\"", "TD", "\"前半\"", "\"後半\"",       "Figure",     "/BBox"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        const char *at = strstr(tree, parts[i]);
        if (!at)
            fail_msg("%s is not there, or not in its place: %s", parts[i], tree);
        tree = at + strlen(parts[i]);
    }
    assert_contains(ask(f, 0, "pdfinfo %s", path), "Tagged:          yes");
    assert_null(strstr(ask(f, 0, "pdfinfo -struct-text %s", path), "脚")); /* an artifact */
}

/* All that leaves ink is somebody's content or an artifact: nothing on the page lies outside of both. */
static void
no_ink_is_left_unsaid(void **state)
{
    fixture *f = *state;
    add_words(f, 0, 50, 50, false, "柱");
    add_words(f, 1, 50, 80, false, "本文");
    add_mark(f, 1, DISPLAY_RING, 50, 100, 2);
    f->page->node = 0;
    display_add(f->page, (display_op){.kind = DISPLAY_RECT, .rect = {pt(50), pt(200), pt(50), pt(50), 358, 0, 230}});
    const char *plain = arena_printf(f->a, "%s/plain.pdf", f->folder);
    ask(f, 0, "qpdf --qdf --object-streams=disable %s %s", paint_file(f, PAINT_RENKEI), plain);
    char *bytes = NULL;
    gsize length;
    assert_true(g_file_get_contents(plain, &bytes, &length, NULL));
    static const char begin[] = "stream\n/Artifact BMC\n";
    const char *content = memmem(bytes, length, begin, strlen(begin));
    assert_non_null(content);
    const char *end = memmem(content, length - (size_t)(content - bytes), "endstream", 9);
    assert_non_null(end);
    char *text = g_strndup(content, (gsize)(end - content));
    int depth = 0, ops = 0;
    char **lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (g_str_has_suffix(*line, "BMC") || g_str_has_suffix(*line, "BDC"))
            depth++;
        else if (strcmp(*line, "EMC") == 0)
            depth--;
        else if (g_str_has_suffix(*line, "Tj") || g_str_has_suffix(*line, "Tj ET") || g_str_has_suffix(*line, "]TJ") ||
                 g_str_has_suffix(*line, "re B"))
            ops += depth > 0 ? 1 : 100;
        assert_true(depth >= 0);
    }
    assert_int_equal(depth, 0);
    assert_int_equal(ops, 4);
    g_strfreev(lines);
    g_free(text);
    g_free(bytes);
}

/* ---- the record ---- */

static void
it_says_what_it_is(void **state)
{
    fixture *f = *state;
    f->list->title = "計画 <&> \"一\"";
    f->list->author = "事業所";
    f->list->has_date = true;
    f->list->created = (date){2024, 4, 22};
    const char *meta = ask(f, 0, "pdfinfo -meta %s", paint_file(f, PAINT_RENKEI));
    assert_contains(meta, "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>");
    assert_contains(meta, "<pdfuaid:part>1</pdfuaid:part>");
    assert_contains(meta, "計画 &lt;&amp;&gt; &quot;一&quot;");
    assert_contains(meta, "<xmp:CreateDate>2024-04-22T00:00:00+09:00</xmp:CreateDate>");
    const record plain = {.title = "一", .language = "ja", .when = "2024-04-22T00:00:00+09:00"};
    GString *xmp = record_metadata(&plain);
    assert_null(strstr(xmp->str, "pdfaid:part>"));
    assert_null(strstr(xmp->str, "dc:creator"));
    g_string_free(xmp, TRUE);
}

/* Of different content the ID differs, of the same it is the same. */
static void
the_id_is_of_the_content(void **state)
{
    fixture *f = *state;
    add_words(f, 1, 50, 50, false, "一");
    const char *first = arena_strdup(f->a, ask(f, 0, "qpdf --show-object=trailer %s", paint_file(f, PAINT_RENKEI)));
    assert_string_equal(first, ask(f, 0, "qpdf --show-object=trailer %s", paint_file(f, PAINT_RENKEI)));
    assert_contains(first, "/ID");
    add_words(f, 1, 50, 80, false, "一");
    assert_string_not_equal(first, ask(f, 0, "qpdf --show-object=trailer %s", paint_file(f, PAINT_RENKEI)));
}

/* ---- objects ---- */

static unsigned
write_object(pdf_file *pdf, unsigned number, const char *text)
{
    pdf_begin(pdf, number);
    pdf_write(pdf, text);
    pdf_end(pdf);
    return number;
}

/* An index in a stream of objects has two bytes: the pages, which come last, are found behind as many others. */
static void
any_number_of_objects_is_found(void **state)
{
    static const unsigned counts[] = {0xFFFF - 4, 0x10000 - 4, 0x10000 - 3, 0x10000 - 2, 0x20000 + 10};
    fixture *f = *state;
    struct libdeflate_compressor *packer = pdf_packer_new();
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        pdf_file pdf;
        pdf_open(&pdf, packer);
        for (unsigned n = 0; n < counts[i]; n++)
            write_object(&pdf, pdf_reserve(&pdf), "0");
        const unsigned pages = pdf_reserve(&pdf);
        char *page = g_strdup_printf("<</Type/Page/MediaBox[0 0 9 9]/Resources<<>>/Parent %u 0 R>>", pages);
        char *kids =
            g_strdup_printf("<</Type/Pages/Count 1/Kids[%u 0 R]>>", write_object(&pdf, pdf_reserve(&pdf), page));
        char *root = g_strdup_printf("<</Type/Catalog/Pages %u 0 R>>", write_object(&pdf, pages, kids));
        const unsigned info = write_object(&pdf, pdf_reserve(&pdf), "<</Title(last)>>");
        GByteArray *bytes = pdf_close(&pdf, write_object(&pdf, pdf_reserve(&pdf), root), info);
        const char *path = arena_printf(f->a, "%s/many.pdf", f->folder);
        assert_true(g_file_set_contents(path, (const char *)bytes->data, (gssize)bytes->len, NULL));
        assert_contains(ask(f, 0, "qpdf --check %s", path), "No syntax or stream encoding errors found");
        assert_contains(ask(f, 0, "pdfinfo %s", path), "Title:           last");
        g_byte_array_unref(bytes);
        pdf_drop(&pdf);
        g_free(root);
        g_free(kids);
        g_free(page);
    }
    libdeflate_free_compressor(packer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_stands_apart_in_one_text_is_one_word),
        TEST(marks_are_characters),
        TEST(the_ink_of_marks_is_every_writer_s),
        TEST(another_program_reads_the_tree),
        TEST(no_ink_is_left_unsaid),
        TEST(it_says_what_it_is),
        TEST(the_id_is_of_the_content),
        TEST(any_number_of_objects_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
