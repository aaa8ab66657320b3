/* test_font.c: the set of fonts/, and sets that are wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "font/font_int.h"

static font_set *
open_set(void)
{
    diag *d = diag_new();
    font_set *s = font_set_open("fonts", d);
    assert_non_null(s);
    assert_int_equal(diag_length(d), 0);
    diag_drop(d);
    return s;
}

static void
families_have_their_faces(void **state)
{
    (void)state;
    font_set *s = open_set();
    const font_family *mincho = font_find_family(s, "mincho"), *bold = font_find_family(s, "gothic-bold");
    assert_non_null(font_find_family(s, "gothic"));
    assert_null(font_find_family(s, "packages"));
    assert_null(font_find_family(s, "cursive"));
    assert_string_equal(font_face_name(mincho->kanji), "BIZ UDMincho Regular");
    assert_ptr_equal(mincho->figures, mincho->kanji);
    assert_string_equal(font_face_name(mincho->latin), "BIZ UDPMincho Regular");
    assert_string_equal(font_face_name(bold->kanji), "BIZ UDGothic Bold");
    assert_string_equal(font_face_name(mincho->fallback[0]), "IPAmjMincho Regular");
    assert_ptr_equal(mincho->fallback[0], bold->fallback[0]);
    assert_true(g_str_has_suffix(font_face_file(bold->kanji), "/BIZUDGothic-Bold.ttf"));
    font_set_close(s);
}

static void
faces_are_numbered(void **state)
{
    (void)state;
    font_set *s = open_set();
    assert_int_equal(font_face_count(s), 16);
    for (size_t i = 0; i < font_face_count(s); i++) {
        assert_int_equal(font_face_number(font_face_at(s, i)), i);
        assert_int_equal(font_face_index(font_face_at(s, i)), 0);
        assert_in_range(font_face_upem(font_face_at(s, i)), 256, 2048);
    }
    font_set_close(s);
}

static void
glyphs_and_variations_are_looked_up(void **state)
{
    (void)state;
    font_set *s = open_set();
    const font_family *mincho = font_find_family(s, "mincho");
    const font_face *biz = mincho->kanji, *ipa = mincho->fallback[0];
    assert_int_not_equal(font_face_glyph(biz, 0x3042, 0), 0);
    assert_int_equal(font_face_glyph(biz, 0x20BB7, 0), 0);
    assert_int_not_equal(font_face_glyph(ipa, 0x20BB7, 0), 0);
    /* 葛 with its Adobe-Japan1 selectors: two glyphs; 辺 with a selector nobody registered: none */
    assert_int_not_equal(font_face_glyph(biz, 0x845B, 0xE0100), 0);
    assert_int_not_equal(font_face_glyph(biz, 0x845B, 0xE0101), 0);
    assert_int_not_equal(font_face_glyph(biz, 0x845B, 0xE0100), font_face_glyph(biz, 0x845B, 0xE0101));
    assert_int_equal(font_face_glyph(biz, 0x8FBA, 0xE01EF), 0);
    font_set_close(s);
}

static void
positions_come_in_units(void **state)
{
    (void)state;
    font_set *s = open_set();
    const font_face *f = font_find_family(s, "mincho")->kanji;
    const unit size = 10 * UNIT_PT + 300;
    hb_font_t *font = font_face_hb(f, size);
    assert_ptr_equal(font_face_hb(f, size), font);
    assert_ptr_not_equal(font_face_hb(f, size / 2), font);
    assert_int_equal(hb_font_get_glyph_h_advance(font, font_face_glyph(f, 0x3042, 0)), size);
    font_set_close(s);
}

static bool
is_mapped(const char *file)
{
    char *maps = NULL;
    assert_true(g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
    const bool found = strstr(maps, file) != NULL;
    g_free(maps);
    return found;
}

static void
all_files_are_mapped_when_a_set_is_opened(void **state)
{
    (void)state;
    font_set *s = open_set();
    const font_face *ipa = font_find_family(s, "mincho")->fallback[0];
    assert_true(is_mapped(font_face_file(ipa)));
    font_set_close(s);
}

/* A package that is installed meanwhile puts another file in its place: what is known of the bytes is of those that the
 * faces are of, and faces of one file have the same. */
static void
the_bytes_of_a_face_are_those_that_were_mapped(void **state)
{
    (void)state;
    font_set *s = open_set();
    const font_face *kanji = font_find_family(s, "mincho")->kanji;
    char *whole = NULL;
    gsize length;
    assert_true(g_file_get_contents(font_face_file(kanji), &whole, &length, NULL));
    char *folder = g_dir_make_tmp("renkei-face-XXXXXX", NULL), *path = g_build_filename(folder, "face.ttf", NULL);
    assert_true(g_file_set_contents(path, whole, (gssize)length, NULL));
    font_file file = {.path = path};
    g_mutex_init(&file.lock);
    font_face one = {.file = &file, .state = face_state_new()}, other = {.file = &file, .state = face_state_new()};
    const uint32_t glyph = font_face_glyph(&one, 0x3042, 0);
    assert_true(glyph > 0);
    assert_true(g_file_set_contents(path, "another", -1, NULL)); /* by a rename */
    assert_int_equal(font_face_glyph(&other, 0x3042, 0), glyph);
    const font_bytes *b = font_face_bytes(&other);
    assert_ptr_equal(b, font_face_bytes(&one));
    assert_int_equal(b->length, length);
    assert_memory_equal(b->data, whole, length);
    assert_int_equal(b->is.st_size, length);
    font_face_rest(&other); /* what is let go comes back from the file that was mapped, not from the one of that name */
    assert_memory_equal(b->data, whole, length);
    assert_int_equal(font_face_glyph(&one, 0x3042, 0), glyph);
    face_state_drop(one.state);
    face_state_drop(other.state);
    font_file_drop(&file);
    assert_int_equal(remove(path), 0);
    font_file gone = {.path = path};
    g_mutex_init(&gone.lock);
    assert_null(font_file_bytes(&gone)->data);
    font_file_drop(&gone);
    assert_int_equal(remove(folder), 0);
    g_free(path);
    g_free(folder);
    g_free(whole);
    font_set_close(s);
}

static void
the_environment_has_no_effect(void **state)
{
    (void)state;
    static const char *const names[] = {"FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT",
                                        "FC_LANG",         "LC_ALL",          "LANG"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_setenv(names[i], "/nowhere", TRUE);
    font_set *s = open_set();
    assert_string_equal(font_face_name(font_find_family(s, "mincho")->kanji), "BIZ UDMincho Regular");
    assert_true(g_file_test(font_face_file(font_find_family(s, "mincho")->kanji), G_FILE_TEST_EXISTS));
    font_set_close(s);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_unsetenv(names[i]);
}

/* Opens a folder with these files (NULL: the file is not there) and gives the name and the first two
 * arguments of the only message. */
static char *
message_for(const char *conf, const char *families)
{
    char *folder = g_dir_make_tmp("renkei-font-XXXXXX", NULL);
    char *conf_file = g_build_filename(folder, "fonts.conf", NULL);
    char *families_file = g_build_filename(folder, "families.ini", NULL);
    if (conf)
        assert_true(g_file_set_contents(conf_file, conf, -1, NULL));
    if (families)
        assert_true(g_file_set_contents(families_file, families, -1, NULL));
    diag *d = diag_new();
    assert_null(font_set_open(folder, d));
    assert_int_equal(diag_exit_status(d), EXIT_ENVIRONMENT);
    assert_int_equal(diag_length(d), 1);
    const diag_message *m = diag_at(d, 0);
    const bool is_path = m->code == DIAG_FILE_READ || m->code == DIAG_FONT_CONFIG;
    char *got = is_path ? g_strdup(diag_name(m->code))
                        : g_strdup_printf("%s: %s, %s", diag_name(m->code), m->args[m->code == DIAG_FONT_FAMILIES],
                                          m->args[m->code == DIAG_FONT_FAMILIES ? 2 : 1]);
    diag_drop(d);
    g_unlink(conf_file);
    g_unlink(families_file);
    g_rmdir(folder);
    g_free(conf_file);
    g_free(families_file);
    g_free(folder);
    return got;
}

static void
assert_message(const char *conf, const char *families, const char *wanted)
{
    char *got = message_for(conf, families);
    assert_string_equal(got, wanted);
    g_free(got);
}

static void
wrong_sets_are_refused(void **state)
{
    (void)state;
    char *conf = NULL;
    assert_true(g_file_get_contents("fonts/fonts.conf", &conf, NULL, NULL));
    static const char *const heavy = "[mincho]\nkanji=BIZ UDMincho Heavy\nfigures=BIZ UDMincho Regular\n"
                                     "latin=BIZ UDMincho Regular\n[packages]\nBIZ UDMincho=some-package\n";
    assert_message(conf, heavy, "font-missing: BIZ UDMincho Heavy, some-package");
    /* A face that fontconfig would gladly replace. */
    static const char *const other = "[mincho]\nkanji=BIZ UDMincho Regular\nfigures=BIZ UDMincho Regular\n"
                                     "latin=DejaVu Sans Book\n";
    assert_message(conf, other, "font-missing: DejaVu Sans Book, ?");
    static const char *const fallback = "[mincho]\nkanji=BIZ UDMincho Regular\nfigures=BIZ UDMincho Regular\n"
                                        "latin=BIZ UDMincho Regular\nfallback=Nobody Regular\n";
    assert_message(conf, fallback, "font-missing: Nobody Regular, ?");
    static const char *const no_latin = "[mincho]\nkanji=BIZ UDMincho Regular\nfigures=BIZ UDMincho Regular\n";
    assert_message(conf, no_latin, "font-families: mincho, latin");
    assert_message(conf, "[packages]\n", "font-families: mincho, kanji");
    assert_message(conf, NULL, "file-read");
    assert_message(conf, "no group\n", "file-read");
    assert_message(NULL, heavy, "file-read");
    assert_message("<fontconfig><dir>", heavy, "font-config");
    g_free(conf);
}

static int
forget_fontconfig(void **state)
{
    (void)state;
    FcFini();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_have_their_faces),
        cmocka_unit_test(faces_are_numbered),
        cmocka_unit_test(glyphs_and_variations_are_looked_up),
        cmocka_unit_test(positions_come_in_units),
        cmocka_unit_test(all_files_are_mapped_when_a_set_is_opened),
        cmocka_unit_test(the_bytes_of_a_face_are_those_that_were_mapped),
        cmocka_unit_test(the_environment_has_no_effect),
        cmocka_unit_test(wrong_sets_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, forget_fontconfig);
}
