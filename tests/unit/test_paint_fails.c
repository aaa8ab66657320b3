/* test_paint_fails.c: what cannot be painted is told and leaves no output. */
#include <unistd.h>

#include <hb-subset.h>

#include "language_support.h"
#include "paint/paint_cairo_int.h"
#include "paint_support.h"

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
    assert_two_languages(diag_at(f->d, 0));
}

static void
haru_knows_pdf_only(void **state)
{
    assert_refused(*state, PAINT_HARU, PAINT_PNG, "paint-no-format");
}

/* Whatever the writer: what it gives is of the format asked for, or it refuses the format. */
static void
a_writer_gives_what_it_is_asked_for_or_refuses(void **state)
{
    static const char *const begins[] = {
        [PAINT_PDF] = "%PDF-", [PAINT_PNG] = "\x89PNG", [PAINT_SVG] = "<?xml", [PAINT_TEXT] = "document\n"};
    fixture *f = *state;
    for (paint_backend b = 0; b < PAINT_BACKENDS; b++)
        for (size_t format = 0; format < G_N_ELEMENTS(begins); format++) {
            diag *d = diag_new();
            g_ptr_array_set_size(f->outputs, 0);
            if (paint_document(f->list, f->fonts, b, (paint_format)format, 0, f->outputs, d)) {
                const GByteArray *bytes = g_ptr_array_index(f->outputs, 0);
                assert_memory_equal(bytes->data, begins[format], strlen(begins[format]));
            } else {
                assert_int_not_equal(format, PAINT_PDF);
                assert_string_equal(diag_name(diag_at(d, 0)->code), "paint-no-format");
            }
            diag_drop(d);
        }
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
    assert_string_equal(diag_name(diag_at(f->d, 0)->code), "paint-too-fine");
    assert_two_languages(diag_at(f->d, 0));
}

static void
a_fault_of_the_library_is_told(void **state)
{
    (void)state;
    static const cairo_status_t faults[] = {CAIRO_STATUS_NO_MEMORY, CAIRO_STATUS_TAG_ERROR, CAIRO_STATUS_DEVICE_ERROR};
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        cairo_painter c = {.base = {.list = NULL}};
        assert_true(cairo_painter_good(&c, CAIRO_STATUS_SUCCESS) && !c.base.failed);
        assert_false(cairo_painter_good(&c, faults[i]));
        assert_true(c.base.failed);
        assert_string_equal(diag_name(c.base.code), "paint-cairo");
        const diag_message m = {.code = c.base.code, .args = {c.base.args[0], c.base.args[1]}};
        assert_two_languages(&m);
        g_free(c.base.args[0]);
        g_free(c.base.args[1]);
    }
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
our_codes_run_out_after_65534(void **state)
{
    fixture *f = *state;
    add_one_glyph_for_many(f, 0x20000, 65534);
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
    font_set_close(fragile);
    g_free(file);
}

/* A font with one glyph, which leaves ink: the text layer of what is drawn otherwise has nothing to be made of. */
static void
a_face_without_a_blank_is_told(void **state)
{
    fixture *f = *state;
    char *file = g_build_filename(f->folder, "mincho.ttf", NULL);
    hb_blob_t *blob = hb_blob_create_from_file(font_face_file(f->mincho));
    hb_face_t *face = hb_face_create(blob, 0);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_set_add(hb_subset_input_unicode_set(input), 0x5B57);
    hb_face_t *subset = hb_subset_or_fail(face, input);
    hb_blob_t *bytes = hb_face_reference_blob(subset);
    assert_true(g_file_set_contents(file, hb_blob_get_data(bytes, NULL), (gssize)hb_blob_get_length(bytes), NULL));
    font_set *whole = f->fonts, *other = set_of_one(f, file);
    assert_true(g_file_set_contents(file, hb_blob_get_data(bytes, NULL), (gssize)hb_blob_get_length(bytes), NULL));
    g_array_index(f->page->ops, display_op, f->page->ops->len - 1).text.ink = DISPLAY_INVISIBLE;
    f->fonts = other;
    paint(f, PAINT_RENKEI, PAINT_PDF); /* it draws invisible text as such */
    g_ptr_array_set_size(f->outputs, 0);
    assert_refused(f, PAINT_CAIRO, PAINT_PDF, "paint-ink");
    f->fonts = whole;
    font_set_close(other);
    hb_blob_destroy(bytes);
    hb_face_destroy(subset);
    hb_subset_input_destroy(input);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
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
    font_set_close(other);
    g_free(bytes);
    g_free(file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(haru_knows_pdf_only),
        TEST(a_writer_gives_what_it_is_asked_for_or_refuses),
        TEST(a_faulty_list_is_not_painted),
        TEST(no_pages_are_not_a_document),
        TEST(a_language_that_is_no_tag_is_refused),
        TEST(a_picture_too_large_is_told),
        TEST(a_fault_of_the_library_is_told),
        TEST(haru_tells_when_its_codes_run_out),
        TEST(our_codes_run_out_after_65534),
        TEST(a_glyph_that_the_face_has_not_is_told),
        TEST(a_font_file_that_went_away_is_told),
        TEST(a_face_without_a_blank_is_told),
        TEST(outlines_of_another_kind_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
