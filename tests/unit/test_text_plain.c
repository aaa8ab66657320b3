/* test_text_plain.c: what is taken for plain text is set as if everything had been looked at. */
#include "text_same.h"

#include "text/text_int.h"

enum { SIZE = 10 * UNIT_PT, MANY = 4000, LONGEST = 40 };

typedef struct engines {
    fixture *f;
    text_engine *quick, *careful;
} engines;

static engines
open_engines(void **state)
{
    fixture *f = *state;
    engines e = {f, text_engine_new(f->fonts), text_engine_new(f->fonts)};
    text_engine_keep_nothing(e.quick);
    text_engine_keep_nothing(e.careful);
    e.careful->is_careful = true;
    return e;
}

static void
close_engines(const engines *e)
{
    text_engine_drop(e->quick);
    text_engine_drop(e->careful);
}

/* Gives whether it was taken for plain. */
static bool
check_same(const engines *e, const text_paragraph *p, unit measure)
{
    char *quick = composed(e->quick, p, measure), *careful = composed(e->careful, p, measure);
    assert_string_equal(quick, careful);
    g_free(quick);
    g_free(careful);
    return e->quick->is_plain_text;
}

static bool
is_one_of(GRand *r, int n)
{
    return g_rand_int_range(r, 0, n) == 0;
}

static text_style
random_style(const engines *e, GRand *r)
{
    text_style s = plain_style(e->f, SIZE);
    s.align = (text_align)g_rand_int_range(r, 0, 6);
    s.level = (text_level)g_rand_int_range(r, 0, 3);
    s.total_fit = is_one_of(r, 2);
    s.vertical = is_one_of(r, 5);
    s.combine = g_rand_int_range(r, 0, 3);
    if (is_one_of(r, 2))
        s.family = font_find_family(e->f->fonts, "gothic");
    return s;
}

/* Of the blocks that text is made of, now and then of any. */
static uint32_t
random_character(GRand *r, bool plain)
{
    static const uint32_t blocks[][2] = {
        {0x20, 0x7E},       {'0', '9'},         {'0', '9'},       {'a', 'z'},       {' ', ' '},
        {'-', '/'},         {0x3000, 0x303F},   {0x3041, 0x3096}, {0x30A1, 0x30FF}, {0x4E00, 0x9FFF},
        {0x4E00, 0x4E2F},   {0xFF01, 0xFF9D},   {0x2460, 0x24FF}, {0x2190, 0x2193}, {0x25A0, 0x25FF},
        {0x2010, 0x203F},   {0x2160, 0x217F},   {0xD7, 0xD7},     {0x2026, 0x2026}, {0x203B, 0x203B},
        {0xA0, 0x24F},      {0x300, 0x36F},     {0x3099, 0x309C}, {0x2000, 0x206F}, {0xFF9E, 0xFFEF},
        {0xFE00, 0xFE0F},   {0xE0100, 0xE010F}, {0x1100, 0x11FF}, {0xAC00, 0xAC4F}, {0xE00, 0xE5B},
        {0x1F300, 0x1F64F}, {0x20000, 0x2A6DF}, {0xA0, 0xD7FF},   {0xE000, 0xFFFD}, {0x370, 0x4FF}};
    const uint32_t *block = blocks[g_rand_int_range(r, 0, plain ? 20 : (gint32)G_N_ELEMENTS(blocks))];
    return (uint32_t)g_rand_int_range(r, (gint32)block[0], (gint32)block[1] + 1);
}

static const char *
random_text(GRand *r, arena *a)
{
    const bool plain = !is_one_of(r, 3);
    GString *text = g_string_new(NULL);
    const bool parted = is_one_of(r, 2); /* by ideographs, between which Pango is not asked */
    for (int i = g_rand_int_range(r, 1, LONGEST); i > 0; i--)
        if (parted && is_one_of(r, 6))
            g_string_append(text, "漢字文");
        else
            g_string_append_unichar(text, random_character(r, plain));
    const char *kept = arena_strdup(a, text->str);
    g_string_free(text, TRUE);
    return kept;
}

static void
test_random_text(void **state)
{
    const engines e = open_engines(state);
    static const text_origin of_data = {{"form.xml", 1, NULL}, {"case.xml", 2, "/case"}};
    GRand *r = g_rand_new_with_seed(14);
    size_t plain = 0;
    for (int i = 0; i < MANY; i++) {
        arena *a = arena_new();
        text_span s[3] = {{.kind = TEXT_CHARS, .origin = is_one_of(r, 2) ? &of_data : NULL}, {.kind = TEXT_CHARS}};
        s[0].utf8 = random_text(r, a);
        s[1].utf8 = random_text(r, a);
        s[1].ruby = is_one_of(r, 4) ? random_text(r, a) : NULL;
        s[2] = (text_span){.kind = TEXT_OBJECT, .utf8 = "", .width = SIZE};
        const text_paragraph p = {random_style(&e, r), s, (size_t)g_rand_int_range(r, 1, 4)};
        plain += check_same(&e, &p, g_rand_int_range(r, 1, 30) * SIZE);
        arena_drop(a);
    }
    assert_in_range(plain, MANY / 20, MANY - MANY / 20);
    g_rand_free(r);
    close_engines(&e);
}

/* Every character that may be plain, between letters, figures, kanji, spaces and brackets. */
static void
test_each_neighbour(void **state)
{
    const engines e = open_engines(state);
    static const char *const around[] = {"a", "1", "漢", "か", " ", "\u3000", "（", "）", "、", "…", "×", "-"};
    const text_style style = plain_style(e.f, SIZE);
    for (uint32_t c = 0xA0; c < 0x10000; c = c == 0x3100 ? 0x4E00 : c == 0x4E40 ? 0xFF00 : c + 1) {
        if (c == 0x2700)
            c = 0x3000;
        for (size_t k = 0; k < G_N_ELEMENTS(around); k++) {
            char text[64] = "", one[7] = "";
            g_unichar_to_utf8(c, one);
            g_snprintf(text, sizeof text, "%s%s%s%s漢", around[(c + k) % G_N_ELEMENTS(around)], one, around[k], one);
            const text_span s = {.kind = TEXT_CHARS, .utf8 = text};
            const text_paragraph p = {style, &s, 1};
            if (k % 4 == c % 4)
                check_same(&e, &p, SIZE);
        }
    }
    close_engines(&e);
}

static void
check_file(const engines *e, const char *path)
{
    char *xml = NULL;
    assert_true(g_file_get_contents(path, &xml, NULL, NULL));
    char **texts = g_strsplit_set(xml, "<>", -1);
    for (char **t = texts; *t; t++) {
        g_strdelimit(*t, "\r\n\t", ' ');
        const text_span s = {.kind = TEXT_CHARS, .utf8 = *t};
        text_paragraph p = {plain_style(e->f, SIZE), &s, 1};
        p.style.align = TEXT_JUSTIFY;
        check_same(e, &p, 12 * SIZE);
    }
    g_strfreev(texts);
    g_free(xml);
}

/* What samples and forms say. */
static void
test_samples(void **state)
{
    const engines e = open_engines(state);
    static const char *const folders[][2] = {{"samples", "case.xml"}, {"templates", "form.xml"}};
    size_t files = 0;
    for (size_t k = 0; k < G_N_ELEMENTS(folders); k++) {
        GDir *dir = g_dir_open(folders[k][0], 0, NULL);
        for (const char *name; (name = g_dir_read_name(dir));) {
            char *path = g_build_filename(folders[k][0], name, folders[k][1], NULL);
            if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
                check_file(&e, path);
                files++;
            }
            g_free(path);
        }
        g_dir_close(dir);
    }
    assert_true(files > 20);
    close_engines(&e);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_random_text, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_each_neighbour, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_samples, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
