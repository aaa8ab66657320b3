/* test_paint_patch.c: the entries that are added to cairo's bytes, and forms of these that are left alone. */
#include "paint_support.h"

#include "paint/paint_cairo_int.h"

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

/* paint-cairo-form is told of them. */
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
    const struct CMUnitTest tests[] = {
        TEST(catalog_entries_go_in_and_the_table_moves),
        TEST(any_other_form_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
