/* test_render_image.c: pictures of forms and of data, from the files to the page. */
#include "environment_support.h"

#include <fcntl.h>
#include <unistd.h>

#include "folder_support.h"
#include "image_support.h"
#include "render/document.h"

typedef struct pictures {
    char *folder;
    arena *a;
    diag *d;
    GPtrArray *outputs;
    GString *text;
} pictures;

static const char *
path(pictures *w, const char *name)
{
    return arena_printf(w->a, "%s/%s", w->folder, name);
}

static int
open_world(void **state)
{
    pictures *w = g_new0(pictures, 1);
    w->folder = g_dir_make_tmp("renkei-image-XXXXXX", NULL);
    w->a = arena_new();
    w->d = diag_new();
    w->outputs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    w->text = g_string_new(NULL);
    g_mkdir(path(w, "form"), 0700);
    g_mkdir(path(w, "case"), 0700);
    g_mkdir(path(w, "case/photos"), 0700);
    const made_png logo = {.width = 400, .height = 100, .kind = PNG_COLOR_TYPE_RGB, .depth = 8};
    const made_jpeg photo = {.width = 300, .height = 400, .components = 3};
    made_file(path(w, "form/logo.png"), made_png_new(&logo));
    made_file(path(w, "case/photos/a.jpg"), made_jpeg_new(&photo));
    made_file(path(w, "secret.jpg"), made_jpeg_new(&photo));
    *state = w;
    return 0;
}

static int
close_world(void **state)
{
    pictures *w = *state;
    remove_tree(w->folder);
    g_free(w->folder);
    g_ptr_array_free(w->outputs, TRUE);
    g_string_free(w->text, TRUE);
    diag_drop(w->d);
    arena_drop(w->a);
    g_free(w);
    return 0;
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)

static void
write_files(pictures *w, const char *page, const char *body, const char *data)
{
    const char *form_text = arena_printf(w->a,
                                         "<form name=\"pictures\" title=\"画像\" data=\"any\">\n"
                                         "<style name=\"base\" family=\"mincho\" size=\"10pt\"/>\n"
                                         "<page size=\"A4\" margin=\"20mm\">%s</page>\n<body>\n%s\n</body></form>\n",
                                         page, body);
    g_assert_true(g_file_set_contents(path(w, "form/form.xml"), form_text, -1, NULL));
    if (data)
        g_assert_true(
            g_file_set_contents(path(w, "case/case.xml"), arena_printf(w->a, "<case>\n%s\n</case>\n", data), -1, NULL));
}

/* What is to be seen of the document: its stage as text; NULL after diagnostics. */
static const char *
stage(pictures *w, render_stage print, bool blank)
{
    const render_request r = {.form = path(w, "form/form.xml"),
                              .case_path = blank ? NULL : path(w, "case/case.xml"),
                              .blank = blank,
                              .print = print};
    diag_drop(w->d);
    w->d = diag_new();
    g_string_truncate(w->text, 0);
    return render_make(environment, &r, NULL, w->text, NULL, w->d) ? w->text->str : NULL;
}

static const char *
first_message(pictures *w)
{
    const diag_message *m = diag_length(w->d) ? diag_at(w->d, 0) : NULL;
    return m ? arena_printf(w->a, "%s %d %d", diag_name(m->code), m->form.line, m->data.line) : "";
}

static void
check_stage(pictures *w, render_stage print, const char *part)
{
    const char *text = stage(w, print, false);
    if (!text)
        fail_msg("%s", first_message(w));
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void
check_fails(pictures *w, const char *expected)
{
    assert_null(stage(w, STAGE_DISPLAY, false));
    assert_string_equal(first_message(w), expected);
}

#define PHOTO "<p><image select=\"photo\" alt-select=\"concat(name, 'の写真')\" width=\"30mm\" height=\"30mm\"/></p>"

/* ---- sizes and words ---- */

static void
one_measure_keeps_the_proportions_and_two_hold_it(void **state)
{
    pictures *w = *state;
    static const struct {
        const char *measures, *box;
    } rows[] = {{"width=\"40mm\"", "116107x29027"},
                {"height=\"10mm\"", "116108x29027"},
                {"width=\"40mm\" height=\"40mm\"", "116107x29027"},
                {"width=\"100mm\" height=\"10mm\"", "116108x29027"}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        write_files(w, "", arena_printf(w->a, "<p><image src=\"logo.png\" alt=\"x\" %s/></p>", rows[k].measures), "");
        check_stage(w, STAGE_DISPLAY, arena_printf(w->a, " %s pixels 400x100", rows[k].box));
    }
}

static void
it_is_told_by_its_words_or_not_at_all(void **state)
{
    pictures *w = *state;
    write_files(w, "", PHOTO, "<photo>photos/a.jpg</photo><name>海</name>");
    check_stage(w, STAGE_STRUCTURE, "alt \"海の写真\"");
    write_files(w, "", "<p>あ<image src=\"logo.png\" decorative=\"yes\" width=\"10mm\"/></p>", "");
    assert_null(strstr(stage(w, STAGE_STRUCTURE, false), "Figure"));
    write_files(w, "", "<p><image src=\"logo.png\" alt-select=\"name\" width=\"10mm\"/></p>", "<name> </name>");
    check_fails(w, "bind-missing 5 1");
    write_files(w, "", "<p><image src=\"logo.png\" alt-select=\"concat(name, '')\" width=\"10mm\"/></p>", "");
    check_fails(w, "bind-alt 5 0");
}

static void
a_background_is_below_every_page_and_told_to_nobody(void **state)
{
    pictures *w = *state;
    write_files(w, "<background src=\"logo.png\"/>", "<p>一</p><page-break/><p>二</p>", "");
    const char *text = stage(w, STAGE_DISPLAY, false);
    const char *first = strstr(text, "image 0,35485"), *second = first ? strstr(first + 1, "image 0,") : NULL;
    assert_non_null(first);
    assert_non_null(second);
    assert_null(strstr(stage(w, STAGE_STRUCTURE, false), "Figure"));
    write_files(w,
                "<background src=\"logo.png\" on=\"later\" left=\"20mm\" top=\"30mm\" width=\"40mm\" height=\"40mm\"/>",
                "<p>一</p><page-break/><p>二</p>", "");
    text = stage(w, STAGE_DISPLAY, false);
    first = strstr(text, " 116107x29027 pixels");
    assert_non_null(first);
    assert_true(first > strstr(text, "page 2"));
    /* As heads, by the pages of its section. */
    write_files(w,
                "<background src=\"logo.png\" on=\"later\" width=\"40mm\"/>"
                "<background src=\"logo.png\" on=\"first\" width=\"80mm\"/>",
                "<p>一</p><page-break/><p>二</p><page-break number=\"1\"/><p>三</p><page-break/><p>四</p>", "");
    text = stage(w, STAGE_DISPLAY, false);
    static const char *const widths[] = {" 232214x", " 116107x", " 232214x", " 116107x"};
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        const char *at = strstr(text, "  image ");
        assert_non_null(at);
        const char *width = strstr(at, widths[i]), *end = strchr(at, '\n');
        if (!width || !end || width > end)
            fail_msg("page %zu: %.60s", i + 1, at);
        text = end;
    }
    write_files(w, "<background src=\"logo.png\" left=\"200mm\" width=\"40mm\"/>", "<p>一</p>", "");
    check_fails(w, "form-attribute 3 0");
    write_files(w, "<background src=\"logo.png\"/><background src=\"logo.png\" on=\"first\"/>", "<p>一</p>", "");
    check_fails(w, "form-twice 3 0");
}

static void
what_is_wider_than_its_place_says_by_how_much(void **state)
{
    pictures *w = *state;
    write_files(w, "", "<p><image src=\"logo.png\" alt=\"x\" width=\"180mm\"/></p>", "");
    check_fails(w, "compose-widths 5 0");
    assert_string_equal(diag_at(w->d, 0)->args[2], "180.0mm");
    assert_string_equal(diag_at(w->d, 0)->args[3], "170.0mm");
    write_files(w, "", "<p><image src=\"logo.png\" alt=\"x\" height=\"500mm\"/></p>", "");
    assert_null(stage(w, STAGE_DISPLAY, false));
    write_files(
        w, "",
        "<block writing=\"vertical\" height=\"80mm\"><p><image src=\"logo.png\" alt=\"x\" width=\"5mm\"/></p></block>",
        "");
    check_fails(w, "compose-place 5 0");
    write_files(w, "<watermark><image src=\"logo.png\" alt=\"x\" width=\"5mm\"/></watermark>", "<p>一</p>", "");
    check_fails(w, "bind-block-in-line 3 0");
}

/* ---- data ---- */

static void
data_names_files_in_its_own_folder_alone(void **state)
{
    pictures *w = *state;
    assert_int_equal(symlink("../secret.jpg", path(w, "case/link.jpg")), 0);
    assert_int_equal(symlink("..", path(w, "case/out")), 0);
    assert_int_equal(mkfifo(path(w, "case/pipe.jpg"), 0600), 0);
    static const struct {
        const char *name, *expected;
    } rows[] = {{"../secret.jpg", "image-path 0 2"},
                {"photos/../../secret.jpg", "image-path 0 2"},
                {"photos/../photos/a.jpg", "image-path 0 2"},
                {"link.jpg", "image-path 0 2"},
                {"out/secret.jpg", "image-path 0 2"},
                {"/etc/hostname", "image-path 0 2"},
                {"https://example.org/a.jpg", "image-path 0 2"},
                {"file:photos/a.jpg", "image-path 0 2"},
                {"data:image/png;base64,AAAA", "image-path 0 2"},
                {"photos//a.jpg", "image-path 0 2"},
                {"photos/b.jpg", "image-read 0 2"},
                {"photos", "image-read 0 2"},
                {"pipe.jpg", "image-read 0 2"},
                {"case.xml", "image-broken 0 2"}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        write_files(w, "", PHOTO, arena_printf(w->a, "<photo>%s</photo><name>海</name>", rows[k].name));
        assert_null(stage(w, STAGE_DISPLAY, false));
        if (strcmp(first_message(w), rows[k].expected) != 0)
            fail_msg("%s: %s instead of %s", rows[k].name, first_message(w), rows[k].expected);
    }
}

static void
a_picture_that_is_missing_is_as_any_value(void **state)
{
    pictures *w = *state;
    write_files(w, "", PHOTO, "<name>海</name>");
    check_fails(w, "bind-missing 5 1");
    write_files(w, "", "<p>［<image select=\"photo\" alt=\"x\" width=\"30mm\" missing=\"写真なし\"/>］</p>", "");
    check_stage(w, STAGE_BIND, "写真なし");
    write_files(w, "", "<p>［<image select=\"photo\" alt=\"x\" width=\"30mm\" missing=\"\"/>］</p>", "");
    check_stage(w, STAGE_STRUCTURE, "［］");
    write_files(w, "", PHOTO, "<photo>photos/a.jpg</photo><photo>photos/a.jpg</photo><name>海</name>");
    check_fails(w, "bind-many 5 2");
}

/* The form's own are printed; in place of one of the data there is room for it, with its name. */
static void
a_blank_form_leaves_a_box(void **state)
{
    pictures *w = *state;
    write_files(
        w, "",
        "<p><image src=\"logo.png\" alt=\"ロゴ\" width=\"10mm\"/></p><table columns=\"60mm\"><row>"
        "<cell field=\"本人の写真\"><image select=\"photo\" alt-select=\"name\" width=\"30mm\" height=\"40mm\"/>"
        "</cell></row></table><p><image select=\"photo\" alt=\"x\" width=\"30mm\"/></p>",
        NULL);
    const char *text = stage(w, STAGE_STRUCTURE, true);
    assert_non_null(strstr(text, "alt \"ロゴ\""));
    assert_non_null(strstr(text, "87080x116107 alt \"画像の欄（本人の写真）\""));
    assert_non_null(strstr(text, "87080x87080 alt \"画像の欄\""));
    text = stage(w, STAGE_DISPLAY, true);
    assert_non_null(strstr(text, "rect "));
}

static void
the_files_of_a_picture_are_files_of_the_document(void **state)
{
    pictures *w = *state;
    write_files(w, "<background src=\"logo.png\"/>", PHOTO "<p><image src=\"logo.png\" alt=\"x\" width=\"9mm\"/></p>",
                "<photo>photos/a.jpg</photo><name>海</name>");
    const render_request r = {.form = path(w, "form/form.xml")};
    render_case *c = render_case_new(environment, path(w, "case/case.xml"));
    render_document *x = render_document_new(c, &r, &render_to_leave, RENDER_DRAWN);
    assert_true(render_document_is_good(x));
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    render_document_form_files(x, files);
    int found = 0;
    for (guint i = 0; i < files->len; i++)
        found += g_str_has_suffix(g_ptr_array_index(files, i), "form/logo.png") ||
                 g_str_has_suffix(g_ptr_array_index(files, i), "case/photos/a.jpg");
    assert_int_equal(found, 2);
    assert_true(x->bound->has_data_images);
    int listed = 0;
    for (size_t i = 0; x->form->files[i]; i++)
        listed += g_str_has_suffix(x->form->files[i], "form/logo.png");
    assert_int_equal(listed, 1);
    g_ptr_array_free(files, TRUE);
    render_document_drop(x);
    render_case_drop(c);
}

/* bind-images-large: a loop over a folder of photographs ends. */
static void
all_pictures_together_are_bounded(void **state)
{
    pictures *w = *state;
    GString *data = g_string_new(NULL);
    for (int i = 0; i < 4; i++) {
        const char *name = arena_printf(w->a, "%d.jpg", i);
        const int fd = open(path(w, arena_printf(w->a, "case/%s", name)), O_CREAT | O_WRONLY, 0600);
        assert_int_equal(ftruncate(fd, 20 << 20), 0);
        close(fd);
        g_string_append_printf(data, "<photo>%s</photo>\n", name);
    }
    write_files(w, "", "<for-each select=\"photo\"><p><image select=\".\" alt=\"x\" width=\"9mm\"/></p></for-each>",
                data->str);
    assert_null(stage(w, STAGE_DISPLAY, false));
    assert_int_equal(diag_length(w->d), 4);
    assert_string_equal(diag_name(diag_at(w->d, 3)->code), "bind-images-large");
    g_string_free(data, TRUE);
}

/* review-coarse-image: 30 mm of 60 pixels. */
static void
a_coarse_picture_is_told_to_the_author(void **state)
{
    pictures *w = *state;
    const made_png small = {.width = 60, .height = 60, .kind = PNG_COLOR_TYPE_GRAY, .depth = 8};
    made_file(path(w, "form/small.png"), made_png_new(&small));
    write_files(w, "",
                "<p><image src=\"small.png\" alt=\"x\" width=\"30mm\"/></p>"
                "<p><image src=\"logo.png\" alt=\"x\" width=\"30mm\"/></p>",
                "");
    const render_request r = {.form = path(w, "form/form.xml")};
    const char *const cases[] = {path(w, "case/case.xml"), NULL};
    render_review *v = render_review_new(environment, &r, cases, w->d);
    while (render_review_step(v))
        ;
    render_review_tell(v, w->d);
    assert_int_equal(diag_length(w->d), 1);
    assert_string_equal(first_message(w), "review-coarse-image 5 0");
    assert_string_equal(diag_at(w->d, 0)->args[0], "50");
    render_review_drop(v);
}

/* ---- the archive ---- */

static GByteArray *
made(pictures *w, bool archive)
{
    const render_request r = {.form = path(w, "form/form.xml"),
                              .case_path = path(w, "case/case.xml"),
                              .backend = PAINT_RENKEI,
                              .format = PAINT_PDF,
                              .archive = archive};
    g_ptr_array_set_size(w->outputs, 0);
    assert_true(render_make(environment, &r, w->outputs, NULL, NULL, w->d));
    return g_byte_array_ref(g_ptr_array_index(w->outputs, 0));
}

static void
an_archive_gives_the_same_pictures_without_their_files(void **state)
{
    pictures *w = *state;
    const made_jpeg turned = {.width = 300, .height = 400, .components = 3, .turn = 6};
    made_file(path(w, "case/photos/a.jpg"), made_jpeg_new(&turned));
    write_files(w,
                "<background src=\"logo.png\" on=\"later\"/><background src=\"logo.png\" on=\"first\" width=\"50mm\"/>",
                PHOTO "<page-break/><p>二<image src=\"logo.png\" decorative=\"yes\" width=\"9mm\"/></p>",
                "<photo>photos/a.jpg</photo><name>海</name>");
    GByteArray *plain = made(w, false), *again = NULL;
    const render_request r = {.form = path(w, "form/form.xml")};
    render_case *c = render_case_new(environment, path(w, "case/case.xml"));
    render_request q = {
        .form = path(w, "form/form.xml"), .backend = PAINT_RENKEI, .format = PAINT_PDF, .archive = true};
    render_document *x = render_document_new(c, &q, &render_to_leave, RENDER_DRAWN);
    g_ptr_array_set_size(w->outputs, 0);
    assert_true(render_document_paint(x, w->outputs));
    const char *xml = x->list->attached;
    assert_null(strstr(xml, "a.jpg")); /* no name of a file, and … */
    assert_null(strstr(xml, w->folder));
    g_unlink(path(w, "form/logo.png"));
    g_unlink(path(w, "case/photos/a.jpg"));
    bool is_same = false;
    again = render_again(environment, &r, "filled.xml", xml, strlen(xml), &is_same, w->d);
    assert_non_null(again);
    assert_true(is_same);
    assert_int_equal(again->len, plain->len);
    assert_memory_equal(again->data, plain->data, plain->len);
    g_byte_array_unref(plain);
    g_byte_array_unref(again);
    render_document_drop(x);
    render_case_drop(c);
}

/* Bytes that were altered are no picture of ours, or one out of shape: never a crash, never half a page. */
static void
an_archive_that_was_altered_is_refused(void **state)
{
    pictures *w = *state;
    write_files(w, "<background src=\"logo.png\"/>", PHOTO, "<photo>photos/a.jpg</photo><name>海</name>");
    render_case *c = render_case_new(environment, path(w, "case/case.xml"));
    render_request q = {
        .form = path(w, "form/form.xml"), .backend = PAINT_RENKEI, .format = PAINT_PDF, .archive = true};
    render_document *x = render_document_new(c, &q, &render_to_leave, RENDER_DRAWN);
    g_ptr_array_set_size(w->outputs, 0);
    assert_true(render_document_paint(x, w->outputs));
    static const char *const rows[][2] = {{"turn=\"1\"", "turn=\"9\""},
                                          {"<picture id=\"1\"", "<picture id=\"2\""},
                                          {"<bytes>", "<bytes>!"},
                                          {"<bytes>", "<bytes>AAAA"},
                                          {"picture=\"2\"", "picture=\"3\""},
                                          {"picture=\"1\" x", "picture=\"0\" x"},
                                          {"on=\"first\"", "on=\"always\""},
                                          {" x=\"0\"", " x=\"999999\""},
                                          {" h=\"", " h=\"-"},
                                          {"<bytes>", "<octets/><bytes>"},
                                          {"</picture>", "</picture><picture id=\"7\" turn=\"1\"/>"}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        GString *xml = g_string_new(x->list->attached);
        assert_true(g_string_replace(xml, rows[k][0], rows[k][1], 1) == 1);
        bool is_same = false;
        diag *d = diag_new();
        GByteArray *again = render_again(environment, &q, "filled.xml", xml->str, xml->len, &is_same, d);
        if (again || !diag_count(d, DIAG_ERROR))
            fail_msg("%s was taken for %s", rows[k][1], rows[k][0]);
        diag_drop(d);
        g_string_free(xml, TRUE);
    }
    render_document_drop(x);
    render_case_drop(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_measure_keeps_the_proportions_and_two_hold_it),
        TEST(it_is_told_by_its_words_or_not_at_all),
        TEST(a_background_is_below_every_page_and_told_to_nobody),
        TEST(what_is_wider_than_its_place_says_by_how_much),
        TEST(data_names_files_in_its_own_folder_alone),
        TEST(a_picture_that_is_missing_is_as_any_value),
        TEST(a_blank_form_leaves_a_box),
        TEST(the_files_of_a_picture_are_files_of_the_document),
        TEST(all_pictures_together_are_bounded),
        TEST(a_coarse_picture_is_told_to_the_author),
        TEST(an_archive_gives_the_same_pictures_without_their_files),
        TEST(an_archive_that_was_altered_is_refused),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
